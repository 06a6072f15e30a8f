"""What a point tracker does to a motion: gaps, jitter, drift, points lost for good, fewer frames."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from motionsearch.tracks import Mask, Points

MIN_FRAMES = 8


@dataclass(frozen=True)
class Degradation:
    """How often each tracker effect strikes a clip, and how hard.

    Args:
        jitter: Chance of noise on every position, up to ``jitter_pixels`` standard deviation.
        jitter_pixels: In a picture 480 pixels high; larger pictures get more.
        drift: Chance that some points slide slowly off what they stood on.
        drift_share: How far at most, as a share of the motion's extent.
        gaps: Chance that some points vanish for a stretch.
        blackout: Chance that every point vanishes for a few frames.
        lost: Chance that some points vanish for good, or appear late.
        flicker: Chance that visibility is wrong at random, frame by frame.
        forget: Chance that hidden points carry no guess but zeros.
        fewer_frames: Chance that only every second to fourth frame is kept.
    """

    jitter: float = 0.6
    jitter_pixels: float = 1.5
    drift: float = 0.15
    drift_share: float = 0.04
    gaps: float = 0.3
    blackout: float = 0.05
    lost: float = 0.15
    flicker: float = 0.15
    forget: float = 0.5
    fewer_frames: float = 0.25

    @classmethod
    def none(cls) -> Degradation:
        """A perfect tracker."""
        return cls(jitter=0, drift=0, gaps=0, blackout=0, lost=0, flicker=0, forget=0, fewer_frames=0)


def degrade(
    points: Points, visible: Mask, rng: np.random.Generator, config: Degradation, *, height: float = 480.0
) -> tuple[Points, Mask]:
    """Tracks as a tracker would have found them; the arguments are left as they are.

    Args:
        points: ``(T, N, 2)`` float32 pixels.
        visible: ``(T, N)`` bool.
        rng: Where chance comes from.
        config: How often, how hard.
        height: Of the picture in pixels; jitter scales with it.

    Returns:
        New points and visibility. Something stays visible in at least two frames if it was before.
    """
    chance = rng.random(7)
    frames, count = visible.shape
    seen = visible.copy()
    moved = points
    if chance[0] < config.jitter:
        amount = np.float32(config.jitter_pixels * height / 480.0 * rng.random())
        moved = moved + amount * rng.standard_normal(points.shape, dtype=np.float32)
    if chance[1] < config.drift:
        moved = moved + _drift(points, visible, rng, config.drift_share)
    if chance[2] < config.gaps:
        _cut_gaps(seen, rng)
    if chance[3] < config.blackout and frames >= 2 * MIN_FRAMES:
        length = int(rng.integers(1, 1 + max(1, frames // 8)))
        start = int(rng.integers(1, frames - length))
        seen[start : start + length] = False
    if chance[4] < config.lost and count > 2:
        _lose(seen, rng)
    if chance[5] < config.flicker:
        seen &= rng.random(seen.shape, dtype=np.float32) > 0.12 * rng.random()
    if np.count_nonzero(seen.any(axis=1)) < 2:
        seen = visible.copy()
    if chance[6] < config.forget:
        moved = np.where(seen[..., None], moved, np.float32(0))
    return moved, seen


def thin_frames(
    frames: int, fps: float, rng: np.random.Generator, config: Degradation
) -> tuple[slice, float]:
    """Which frames a camera or a tracker with a lower rate would have kept, and that rate.

    At least ``MIN_FRAMES`` are kept, and the rate does not fall below 6 frames per second.
    """
    if rng.random() >= config.fewer_frames:
        return slice(None), fps
    most = int(min(4, frames // MIN_FRAMES, fps // 6))
    if most < 2:
        return slice(None), fps
    step = int(rng.integers(2, most + 1))
    return slice(None, None, step), fps / step


def _drift(points: Points, visible: Mask, rng: np.random.Generator, share: float) -> NDArray[np.float32]:
    frames, count = visible.shape
    span = np.ptp(points.reshape(-1, 2)[visible.reshape(-1)], axis=0).max() if visible.any() else 0.0
    who: Mask = np.asarray(rng.random(count) < 0.3)
    goal = rng.standard_normal((count, 2)).astype(np.float32) * np.float32(share * span) * who[:, None]
    begin = rng.random(count, dtype=np.float32)
    times = np.linspace(0, 1, frames, dtype=np.float32)[:, None]
    ramp = np.maximum(times - begin, 0) / np.maximum(1 - begin, 1e-3)
    slid: NDArray[np.float32] = (ramp[..., None] * goal).astype(np.float32)
    return slid


def _cut_gaps(seen: Mask, rng: np.random.Generator) -> None:
    frames, count = seen.shape
    share = 0.1 + 0.5 * rng.random()
    start = rng.integers(0, frames, count)
    length = rng.integers(1, max(2, frames // 2), count) * (rng.random(count) < share)
    times = np.arange(frames)[:, None]
    seen &= ~((times >= start) & (times < start + length))


def _lose(seen: Mask, rng: np.random.Generator) -> None:
    frames, count = seen.shape
    who: Mask = np.asarray(rng.random(count) < 0.1 + 0.4 * rng.random())
    at = rng.integers(1, frames, count)
    times = np.arange(frames)[:, None]
    late = rng.random() < 0.3
    seen &= ~((times < at // 2 if late else times >= at) & who)
