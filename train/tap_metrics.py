"""How well a point tracker does, by the measures of TAP-Vid (Doersch et al. 2022), in plain numpy.

Distances are taken at a raster of 256 by 256, as there: a picture of any size is thought squeezed to it.

- delta_x: of the truly visible points, the share placed within x pixels, whether said to be visible or not;
- occlusion accuracy: the share of points, visible or not, of which the right thing was said;
- Jaccard_x: true positives over true positives, false negatives and false positives, where a true positive
  is visible, said to be, and within x pixels, and a false positive is said to be visible but is not, or lies
  further away.

The averages are those over x = 1, 2, 4, 8, 16. A query's own picture is never judged; where only the first
sighting of each point is a query ("first") neither is any before it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from motionsearch.errors import InputError
from motionsearch.tracks import Mask

Floats = NDArray[np.floating[Any]]
Protocol = Literal["first", "strided"]

THRESHOLDS = (1, 2, 4, 8, 16)
RASTER = 256
STRIDE = 5


@dataclass(frozen=True)
class TapMetrics:
    """What a tracker got right. All shares in [0, 1].

    Args:
        delta: Share of visible points within so many pixels of the raster, by threshold.
        jaccard: Jaccard by threshold.
        occlusion_accuracy: Share of points of whose visibility the right thing was said.
        median_error: Median distance of the visible points, pixels of the raster.
        judged: How many points in how many pictures were judged, visible or not.
    """

    delta: dict[int, float]
    jaccard: dict[int, float]
    occlusion_accuracy: float
    median_error: float
    judged: int

    @property
    def delta_average(self) -> float:
        """Mean of ``delta`` over the thresholds."""
        return float(np.mean(list(self.delta.values())))

    @property
    def average_jaccard(self) -> float:
        """Mean of ``jaccard`` over the thresholds."""
        return float(np.mean(list(self.jaccard.values())))


def queries_of(
    points: Floats, visible: Mask, protocol: Protocol
) -> tuple[NDArray[np.float32], NDArray[np.int64]]:
    """What a tracker is asked to follow.

    Args:
        points: ``(T, N, 2)`` true places, pixels.
        visible: ``(T, N)``.
        protocol: "first": each point where it is first seen. "strided": in every fifth picture each point
            that is seen there.

    Returns:
        ``(Q, 3)`` picture number, x and y; and ``(Q,)`` which point each is. Points never seen are left out.
    """
    if protocol == "first":
        index = np.flatnonzero(visible.any(axis=0))
        frame = visible[:, index].argmax(axis=0)
    else:
        frame, index = np.nonzero(visible[::STRIDE])
        frame = frame * STRIDE
    queries = np.concatenate([frame[:, None], points[frame, index]], axis=1)
    return queries.astype(np.float32), index.astype(np.int64)


def measure(
    queries: Floats,
    true_points: Floats,
    true_visible: Mask,
    points: Floats,
    visible: Mask,
    frame_size: tuple[int, int],
    protocol: Protocol,
) -> TapMetrics:
    """Measures one video.

    Args:
        queries: ``(Q, 3)`` as :func:`queries_of` gives them.
        true_points: ``(T, Q, 2)`` pixels, the point of each query.
        true_visible: ``(T, Q)``.
        points: ``(T, Q, 2)`` what the tracker said, visible or not.
        visible: ``(T, Q)``.
        frame_size: ``(width, height)`` in pixels.
        protocol: Which the queries were made by.

    Raises:
        InputError: shapes differ, or no visible point is left to judge.
    """
    frames, count = true_visible.shape
    shapes = (queries.shape, true_points.shape, points.shape, visible.shape)
    if shapes != ((count, 3), (frames, count, 2), (frames, count, 2), (frames, count)):
        raise InputError(f"{count} queries over {frames} frames do not go with arrays of shapes {shapes}")
    asked = np.rint(queries[:, 0]).astype(np.int64)
    number = np.arange(frames)[:, None]
    judged = number > asked if protocol == "first" else number != asked
    seen = true_visible & judged
    if not seen.any():
        raise InputError("no point is visible in any picture that is judged")
    scale = RASTER / np.asarray(frame_size, dtype=np.float64)
    squared = np.square((points - true_points) * scale).sum(axis=-1)
    said = visible & judged
    delta: dict[int, float] = {}
    jaccard: dict[int, float] = {}
    for threshold in THRESHOLDS:
        right = seen & (squared < threshold**2)
        hits = int((right & said).sum())
        delta[threshold] = float(right.sum() / seen.sum())
        # What is said to be visible and is no hit is false; hits and misses together are all that is seen.
        jaccard[threshold] = hits / int(seen.sum() + said.sum() - hits)
    return TapMetrics(
        delta,
        jaccard,
        float((visible == true_visible)[judged].mean()),
        float(np.median(np.sqrt(squared[seen]))),
        int(judged.sum()),
    )


def mean_of(videos: Sequence[TapMetrics]) -> TapMetrics:
    """The plain mean over videos, as TAP-Vid takes it; each counts alike, however many points it has.

    Raises:
        InputError: there are none.
    """
    if not videos:
        raise InputError("the mean over no videos is asked for")
    return TapMetrics(
        {x: float(np.mean([video.delta[x] for video in videos])) for x in THRESHOLDS},
        {x: float(np.mean([video.jaccard[x] for video in videos])) for x in THRESHOLDS},
        float(np.mean([video.occlusion_accuracy for video in videos])),
        float(np.mean([video.median_error for video in videos])),
        sum(video.judged for video in videos),
    )
