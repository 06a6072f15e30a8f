"""What goes wrong in point trackers: points slide, swap, vanish alone or behind something, and come back off.

Each changes the arrays it is given in place: ``points`` ``(T, N, 2)`` in pixels, ``seen`` ``(T, N)``.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from motionsearch.tracks import Mask, Points

# What stands in front of a motion may hide so much of all its points, and so much of any one of them.
_HIDES_AT_MOST, _OF_ONE = 0.4, 0.75


def extent(points: Points, seen: Mask) -> float:
    """Pixels: the larger side of the box of all points that are seen."""
    spots = points[seen]
    return float(np.ptp(spots, axis=0).max()) if len(spots) else 0.0


def drift(points: Points, seen: Mask, rng: np.random.Generator, share: float) -> None:
    """Some points slide slowly off what they stood on, up to about ``share`` of the motion's extent."""
    frames, count = seen.shape
    who: Mask = np.asarray(rng.random(count) < 0.3)
    goal = rng.standard_normal((count, 2), dtype=np.float32) * np.float32(share * extent(points, seen))
    begin = rng.random(count, dtype=np.float32)
    ramp = np.maximum(_times(frames) - begin, 0) / np.maximum(1 - begin, 1e-3)
    points += ramp[..., None] * (goal * who[:, None])


def swap(points: Points, seen: Mask, rng: np.random.Generator) -> None:
    """Points that pass close to each other change places from some frame on."""
    frames, count = seen.shape
    for _ in range(int(rng.integers(1, 2 + count // 10))):
        frame, one = int(rng.integers(1, frames)), int(rng.integers(count))
        other = _neighbour(points[frame], one, rng)
        points[frame:, [one, other]] = points[frame:, [other, one]]
        seen[frame:, [one, other]] = seen[frame:, [other, one]]


def slide(points: Points, seen: Mask, rng: np.random.Generator) -> None:
    """Points let go of what they were on and stick to what is beside it."""
    frames, count = seen.shape
    for _ in range(int(rng.integers(1, 2 + count // 12))):
        frame, one = int(rng.integers(1, frames)), int(rng.integers(count))
        other = _neighbour(points[frame], one, rng)
        step = 1 / max(1.0, 0.08 * frames)
        share = np.minimum(np.arange(1, frames - frame + 1, dtype=np.float32) * step, 1)[:, None]
        points[frame:, one] += share * (points[frame:, other] - points[frame:, one])
        seen[frame:, one] &= seen[frame:, other]


def cut_gaps(seen: Mask, rng: np.random.Generator) -> Mask:
    """Some points vanish for a stretch; returns ``(T, N)``, the frames after each one's gap."""
    frames, count = seen.shape
    share = 0.1 + 0.5 * rng.random()
    start = rng.integers(0, frames, count)
    length = rng.integers(1, max(2, frames // 2), count) * (rng.random(count) < share)
    times = np.arange(frames)[:, None]
    after: Mask = times >= start + length
    seen &= (times < start) | after
    came_back: Mask = after & (length > 0)
    return came_back


def come_back_off(points: Points, seen: Mask, after: Mask, rng: np.random.Generator) -> None:
    """Points that were lost are found again a little beside what they stood on."""
    shift = rng.standard_normal((seen.shape[1], 2), dtype=np.float32) * np.float32(
        0.03 * extent(points, seen)
    )
    points += after[..., None] * shift


def lose(seen: Mask, rng: np.random.Generator) -> None:
    """Some points vanish for good, or appear late."""
    frames, count = seen.shape
    who: Mask = np.asarray(rng.random(count) < 0.1 + 0.4 * rng.random())
    at = rng.integers(1, frames, count)
    times = np.arange(frames)[:, None]
    late = rng.random() < 0.3
    seen &= ~((times < at // 2 if late else times >= at) & who)


def lose_cluster(points: Points, seen: Mask, rng: np.random.Generator) -> None:
    """Neighbouring points vanish together for a stretch."""
    frames, count = seen.shape
    start = int(rng.integers(frames))
    end = start + int(rng.integers(1, max(2, frames // 2)))
    spots = points[start]
    away = np.square(spots - spots[int(rng.integers(count))]).sum(axis=1)
    near = np.argsort(away)[: max(1, int(count * rng.uniform(0.1, 0.45)))]
    seen[start:end, near] = False


def black_out(seen: Mask, rng: np.random.Generator) -> None:
    """Every point vanishes for a few frames."""
    frames = len(seen)
    length = int(rng.integers(1, 1 + max(1, frames // 8)))
    start = int(rng.integers(1, frames - length))
    seen[start : start + length] = False


def stand_in_front(points: Points, seen: Mask, rng: np.random.Generator) -> None:
    """Something stands or passes in front: a post, a wall's edge or a box that hides what is behind it.

    Nothing is hidden if too much would be.
    """
    spots = points[seen]
    if not len(spots):
        return
    low, high = spots.min(axis=0), spots.max(axis=0)
    size = np.maximum(high - low, 1.0)
    frames = len(seen)
    half = size * rng.uniform(0.04, 0.2, 2)
    if rng.random() < 0.6:
        half[int(rng.random() < 0.2)] = np.inf  # a post from top to bottom, more seldom a rail
        half[~np.isinf(half)] *= 0.7
    middle = np.repeat((low + size * rng.uniform(0.05, 0.95, 2))[None], frames, axis=0)
    if rng.random() < 0.4:
        middle += np.linspace(-0.5, 0.5, frames)[:, None] * size * rng.uniform(-1.5, 1.5, 2)
    away = np.abs(points - middle[:, None].astype(np.float32))
    behind: Mask = seen & (away[..., 0] < half[0]) & (away[..., 1] < half[1])
    hidden = np.count_nonzero(behind, axis=0)
    total = np.count_nonzero(seen, axis=0)
    if hidden.sum() <= _HIDES_AT_MOST * total.sum() and (hidden <= _OF_ONE * np.maximum(total, 1)).all():
        seen &= ~behind


def _neighbour(spots: NDArray[np.float32], one: int, rng: np.random.Generator) -> int:
    """One of the three points nearest to a point in the picture."""
    away = np.square(spots - spots[one]).sum(axis=1)
    away[one] = np.inf
    nearest = np.argsort(away)[: min(3, len(spots) - 1)]
    return int(nearest[int(rng.random() * len(nearest))]) if len(nearest) else one


def _times(frames: int) -> NDArray[np.float32]:
    return np.linspace(0, 1, frames, dtype=np.float32)[:, None]
