"""The default tracker: pyramidal Lucas-Kanade, checked backwards in time and against the patch at the query."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from motionsearch.errors import InputError
from motionsearch.tracking.base import Pictures
from motionsearch.tracking.patches import align, empty_templates, fill_templates
from motionsearch.tracks import Mask, Points


@dataclass(frozen=True)
class KltSettings:
    """How Lucas-Kanade is run and when a point counts as lost.

    Args:
        window: Pixels a side of the square that is matched from picture to picture.
        levels: Halvings of the picture above the first.
        rounds: Steps of the solver a level, at most.
        back: Pixels that a point may be off after a step there and back.
        radius: Patches reach this many pixels round their point.
        every: The patch at the query is compared every so many pictures.
        alike: Correlation with the patch at the query from which on the position is set right by it.
        unlike: And below which the point is lost.
        found: And from which on a lost point is found again.
        neighbours: Seen points that a lost point's motion is guessed from.
    """

    window: int = 15
    levels: int = 3
    rounds: int = 10
    back: float = 1.0
    radius: int = 7
    every: int = 4
    alike: float = 0.9
    unlike: float = 0.6
    found: float = 0.85
    neighbours: int = 8


class Klt:
    """Follows points by the grey patch round them; see :class:`motionsearch.tracking.base.Tracker`."""

    name: str = "klt"
    licence: str | None = None
    colour: bool = False

    def __init__(self) -> None:
        self._settings = KltSettings()

    def __call__(self, frames: Pictures, queries: NDArray[np.float32]) -> tuple[Points, Mask]:
        """See :meth:`motionsearch.tracking.base.Tracker.__call__`.

        Raises:
            InputError: the frames are not ``(T, H, W)`` uint8, or a query is not finite or of no frame.
        """
        frames, queries = _checked(frames, queries)
        count = len(queries)
        points = np.zeros((len(frames), count, 2), np.float32)
        visible = np.zeros((len(frames), count), bool)
        first = queries[:, 0].astype(np.intp)
        for order in (range(len(frames)), range(len(frames) - 1, -1, -1)):
            _follow(frames, first, queries[:, 1:], list(order), self._settings, points, visible)
        return points, visible


def _checked(frames: Pictures, queries: NDArray[np.float32]) -> tuple[Pictures, NDArray[np.float32]]:
    frames = np.ascontiguousarray(frames)
    queries = np.ascontiguousarray(queries, dtype=np.float32).reshape(-1, 3)
    if frames.ndim != 3 or frames.dtype != np.uint8 or 0 in frames.shape:
        raise InputError(f"klt follows grey pictures (T, H, W) uint8, got {frames.shape} {frames.dtype}")
    if not np.isfinite(queries).all():
        raise InputError("points to follow must be finite")
    if len(queries) and not (queries[:, 0].min() >= 0 and queries[:, 0].max() < len(frames)):
        raise InputError(f"points to follow must be in pictures 0 to {len(frames) - 1}")
    return frames, queries


def _follow(
    frames: Pictures,
    first: NDArray[np.intp],
    start: NDArray[np.float32],
    order: list[int],
    settings: KltSettings,
    points: Points,
    visible: Mask,
) -> None:
    """Fills ``points`` and ``visible`` of the frames that come after each query in ``order``."""
    count = len(first)
    size = np.array(frames.shape[:0:-1], np.float32)
    templates = empty_templates(count, settings.radius)
    at = start.copy()
    warps = np.broadcast_to(np.eye(2, dtype=np.float32), (count, 2, 2)).copy()
    begun = np.zeros(count, bool)
    seen = np.zeros(count, bool)
    age = np.zeros(count, np.intp)
    for turn, now in enumerate(order):
        picture = frames[now]
        if turn and begun.any():
            _step(frames[order[turn - 1]], picture, at, seen, begun, settings)
            age[begun] += 1
            check = np.flatnonzero(begun & templates.textured & ((age % settings.every == 0) | ~seen))
            if len(check):
                to, warp, like = align(templates, check, picture, at[check], warps[check], 3)
                near = np.linalg.norm(to - at[check], axis=1) < np.where(seen[check], 3, 8)
                good = near & (like >= np.where(seen[check], settings.alike, settings.found))
                at[check[good]], warps[check[good]] = to[good], warp[good]
                seen[check] = np.where(seen[check], like >= settings.unlike, good)
            inside = ((at >= -0.5) & (at <= size - 0.5)).all(1)
            seen &= inside
        new = np.flatnonzero(first == now)
        if len(new):
            fill_templates(templates, new, picture, start[new])
            begun[new] = True
            seen[new] = ((start[new] >= -0.5) & (start[new] <= size - 0.5)).all(1)
        points[now, begun] = at[begun]
        visible[now, begun] = seen[begun]


def _step(
    before: NDArray[np.uint8],
    after: NDArray[np.uint8],
    at: NDArray[np.float32],
    seen: Mask,
    begun: Mask,
    settings: KltSettings,
) -> None:
    """Moves the points ``at`` from one picture to the next; those that fail are no longer ``seen``."""
    moving = np.flatnonzero(seen)
    old = at.copy()
    if len(moving):
        options = {
            "winSize": (settings.window, settings.window),
            "maxLevel": settings.levels,
            "criteria": (cv2.TERM_CRITERIA_COUNT | cv2.TERM_CRITERIA_EPS, settings.rounds, 0.03),
        }
        there, ok, _ = cv2.calcOpticalFlowPyrLK(before, after, at[moving, None], None, **options)
        back, ok_back, _ = cv2.calcOpticalFlowPyrLK(after, before, there, None, **options)
        off = np.linalg.norm(back[:, 0] - at[moving], axis=1)
        kept = ok[:, 0].astype(bool) & ok_back[:, 0].astype(bool) & (off <= settings.back)
        at[moving[kept]] = there[kept, 0]
        seen[moving[~kept]] = False
    lost = np.flatnonzero(begun & ~seen)
    leaders = np.flatnonzero(seen)
    if len(lost) and len(leaders):
        apart = np.linalg.norm(old[lost, None] - old[None, leaders], axis=2)
        nearest = leaders[np.argsort(apart, axis=1, kind="stable")[:, : settings.neighbours]]
        at[lost] += np.median(at[nearest] - old[nearest], axis=1)
