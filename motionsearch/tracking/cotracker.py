"""CoTracker3 (Karaev et al. 2024), its own code and weights, offline and online.

Its visibility rule is its predictors': offline a point is visible where the predicted visibility is above
0.9, online where visibility times confidence is above 0.6. On top of that, what lies outside the picture is
not visible. It sees pictures of 512 by 384, whatever their shape, middles of corner pixels on each other.

Points are followed together, each helped by the others, so a point's track depends a little on what else is
asked for, but not on the order.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from motionsearch.errors import InputError
from motionsearch.tracking.base import Pictures, checked_queries
from motionsearch.tracking.cotracker_source import load_predictor
from motionsearch.tracks import Mask, Points

if TYPE_CHECKING:
    import torch

LICENCE = (
    "CoTracker3's code and weights are under CC BY-NC 4.0: what it tracks may not be used commercially "
    "(https://github.com/facebookresearch/co-tracker/blob/main/LICENSE.md)"
)
WINDOW = 60
"""Pictures that the offline model sees at once, as many as it was trained with: what bounds its memory."""
OVERLAP = 20
KEYFRAMES = 8
"""Earlier pictures put before a window for points that are hidden all through its overlap with the last."""
TOGETHER = 256
"""Points followed at once: each takes about 4 MB of a window's memory."""

Queries = NDArray[np.float32]


class _CoTracker:
    """What both ways share: loading, checking, scaling, points in lots, time turned round."""

    name: str
    licence: str | None = LICENCE
    colour: bool = True
    _entry: str
    _weights: str

    def __init__(
        self,
        checkpoint: str | None = None,
        source: str | None = None,
        device: str = "auto",
    ) -> None:
        """See :func:`motionsearch.tracking.cotracker_source.load_predictor` for the options."""
        self._predictor = load_predictor(self._entry, self._weights, checkpoint, source, device)
        self._device = next(self._predictor.parameters()).device

    def __call__(self, frames: Pictures, queries: Queries) -> tuple[Points, Mask]:
        """See :meth:`motionsearch.tracking.base.Tracker.__call__`.

        Raises:
            InputError: the frames are not uint8 pictures, or a query is not finite or of no frame.
        """
        frames, queries = _checked(frames, queries)
        height, width = frames.shape[1:3]
        rows, columns = (int(side) for side in self._predictor.interp_shape)
        scale = np.array([(columns - 1) / max(width - 1, 1), (rows - 1) / max(height - 1, 1)], np.float32)
        points = np.zeros((len(frames), len(queries), 2), np.float32)
        visible = np.zeros((len(frames), len(queries)), bool)
        asked = queries * np.concatenate([[1], scale]).astype(np.float32)
        for lot in _lots(queries):
            points[:, lot], visible[:, lot] = self._follow(frames, asked[lot])
        points /= scale
        itself = queries[:, 0].astype(np.intp), np.arange(len(queries))
        points[itself], visible[itself] = queries[:, 1:], True
        beyond = (points < -0.5) | (points >= np.array([width, height], np.float32) - 0.5)
        return points, visible & ~beyond.any(axis=2)

    def _follow(self, frames: Pictures, queries: Queries) -> tuple[Points, Mask]:
        """In the model's own pixels, each point both ways from its query."""
        points, visible = self._onwards(frames, queries)
        later = np.flatnonzero(queries[:, 0])
        if len(later):
            turned = queries[later].copy()
            turned[:, 0] = len(frames) - 1 - turned[:, 0]
            earlier, seen = self._onwards(frames[::-1], turned)
            number, which = np.nonzero(np.arange(len(frames))[:, None] < queries[later, 0])
            points[number, later[which]] = earlier[::-1][number, which]
            visible[number, later[which]] = seen[::-1][number, which]
        return points, visible

    def _onwards(self, frames: Pictures, queries: Queries) -> tuple[Points, Mask]:
        points = np.zeros((len(frames), len(queries), 2), np.float32)
        visible = np.zeros((len(frames), len(queries)), bool)
        first = int(queries[:, 0].min())
        asked = queries - np.array([first, 0, 0], np.float32)
        points[first:], visible[first:] = self._forwards(frames[first:], asked)
        return points, visible

    def _forwards(self, frames: Pictures, queries: Queries) -> tuple[Points, Mask]:
        """In the model's own pixels, from each query on; anything before it."""
        raise NotImplementedError

    def _video(self, frames: Pictures) -> torch.Tensor:
        """``(1, T, 3, rows, columns)`` float32, 0 to 255, as the predictor itself would scale it."""
        import torch

        pictures = [
            torch.nn.functional.interpolate(
                torch.from_numpy(np.ascontiguousarray(frame)).to(self._device).permute(2, 0, 1)[None].float(),
                tuple(self._predictor.interp_shape),
                mode="bilinear",
                align_corners=True,
            )
            for frame in frames
        ]
        return torch.stack(pictures, dim=1)

    def _tensor(self, queries: Queries) -> torch.Tensor:
        import torch

        return torch.from_numpy(np.ascontiguousarray(queries))[None].to(self._device)


class CoTracker(_CoTracker):
    """CoTracker3 offline: sees up to ``WINDOW`` pictures at once; longer sequences in windows that overlap.

    A point goes on into the next window from the last picture of the overlap in which it is visible. If it is
    in none, pictures in which it was visible are put before that window.
    """

    name = "cotracker3"
    _entry = "cotracker3_offline"
    _weights = "scaled_offline.pth"

    def _follow(self, frames: Pictures, queries: Queries) -> tuple[Points, Mask]:
        if len(frames) > WINDOW:
            return super()._follow(frames, queries)
        return self._look(self._video(frames), queries, bool(queries[:, 0].any()))

    def _look(self, video: torch.Tensor, queries: Queries, backward: bool) -> tuple[Points, Mask]:
        points, visible = self._predictor(video, queries=self._tensor(queries), backward_tracking=backward)
        return points[0].cpu().numpy(), visible[0].cpu().numpy()

    def _forwards(self, frames: Pictures, queries: Queries) -> tuple[Points, Mask]:
        first, every = queries[:, 0].astype(np.intp), np.arange(len(queries))
        points = np.zeros((len(frames), len(queries), 2), np.float32)
        visible = np.zeros((len(frames), len(queries)), bool)
        points[first, every], visible[first, every] = queries[:, 1:], True
        done = 0
        for start in _starts(len(frames)):
            end = min(start + WINDOW, len(frames))
            points[done:end, first < done] = points[
                done - 1, first < done
            ]  # held, if nothing better is found
            earlier, asked = _sightings(visible[:end], start)
            moments = np.concatenate([earlier, np.arange(start, end)])
            own = np.flatnonzero(asked >= 0)
            at = np.searchsorted(moments, asked[own])
            again = np.column_stack([at, points[asked[own], own]]).astype(np.float32)
            to, seen = self._look(self._video(frames[moments]), again, False)
            number, which = np.nonzero((np.arange(len(moments))[:, None] > at) & (moments >= start)[:, None])
            points[moments[number], own[which]] = to[number, which]
            visible[moments[number], own[which]] = seen[number, which]
            done = end
        return points, visible


class CoTrackerOnline(_CoTracker):
    """CoTracker3 online: slides over the pictures by half of its window of 16, whatever their number."""

    name = "cotracker3-online"
    _entry = "cotracker3_online"
    _weights = "scaled_online.pth"

    def _forwards(self, frames: Pictures, queries: Queries) -> tuple[Points, Mask]:
        step = int(self._predictor.step)
        options = {"queries": self._tensor(queries), "add_support_grid": True}
        self._predictor(self._video(frames[:1]), is_first_step=True, **options)
        # The predictor keeps what came before and returns all pictures so far.
        for start in range(0, max(len(frames) - step, 1), step):
            points, visible = self._predictor(
                self._video(frames[start : start + 2 * step]), add_support_grid=True
            )
        return points[0].cpu().numpy(), visible[0].cpu().numpy()


def _starts(frames: int) -> list[int]:
    """First pictures of the windows, the last flush with the end."""
    last = max(frames - WINDOW, 0)
    return [*range(0, last, WINDOW - OVERLAP), last]


def _sightings(visible: Mask, start: int) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """From which picture each point goes on into the window that begins at ``start``.

    Args:
        visible: ``(end, N)`` as far as is known, up to the window's end.

    Returns:
        Numbers of pictures before the window that are to be put before it, ascending; and ``(N,)`` the
        picture for each point, -1 where it is visible in none of all these.
    """
    seen = visible.any(axis=0)
    asked = np.where(seen, len(visible) - 1 - visible[::-1].argmax(axis=0), -1).astype(np.intp)
    hidden = np.flatnonzero(seen & (asked < start))
    asked[hidden] = -1
    earlier: list[int] = []
    while len(hidden) and len(earlier) < KEYFRAMES:
        shows = visible[:start, hidden].sum(axis=1)
        best = start - 1 - int(shows[::-1].argmax())  # the latest of those that show most
        asked[hidden[visible[best, hidden]]] = best
        hidden = hidden[~visible[best, hidden]]
        earlier.append(best)
    return np.array(sorted(earlier), np.intp), asked


def _lots(queries: Queries) -> Iterator[NDArray[np.intp]]:
    """Points that are followed together, all over the picture, the same in whatever order they came."""
    order = np.lexsort(queries.T[::-1])
    count = -(-len(order) // TOGETHER)
    for number in range(count):
        yield order[number::count]


def _checked(frames: Pictures, queries: Queries) -> tuple[Pictures, Queries]:
    if frames.ndim == 3:
        frames = np.repeat(frames[..., None], 3, axis=3)
    if frames.ndim != 4 or frames.shape[3] != 3 or frames.dtype != np.uint8 or 0 in frames.shape:
        raise InputError(f"CoTracker3 follows pictures (T, H, W, 3) uint8, got {frames.shape} {frames.dtype}")
    return frames, checked_queries(queries, len(frames))
