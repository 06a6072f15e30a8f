"""What a tracker does to a motion: which frames it gets to see, and everything it gets wrong in them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields

import numpy as np
from numpy.typing import NDArray

from motionsearch.tracks import Mask, Points
from motionsearch.train import pose_faults, tracker_faults

MIN_FRAMES = 8
_SLOWEST = 5.0  # frames per second
# A clip of which less than this is left was not worth tracking.
_LEAST_SEEN = 0.25


@dataclass(frozen=True)
class Degradation:
    """How often each fault strikes a clip, and how hard.

    Args:
        jitter: Chance of noise on every position, up to ``jitter_pixels`` standard deviation.
        jitter_pixels: In a picture 480 pixels high; larger pictures get more.
        drift: Chance that some points slide slowly off what they stood on.
        drift_share: How far at most, as a share of the motion's extent.
        swaps: Chance that points change places with their neighbours for good.
        slides: Chance that points go over to their neighbours.
        gaps: Chance that some points vanish for a stretch.
        off: Chance that after such gaps they come back a little off.
        clusters: Chance that neighbouring points vanish together for a stretch.
        behind: Chance that something stands or passes in front.
        blackout: Chance that every point vanishes for a few frames.
        lost: Chance that some points vanish for good, or appear late.
        flicker: Chance that visibility is wrong at random, frame by frame.
        flips: Chance that left and right limbs change places for a few frames; only where limbs are known.
        jumps: Chance that points are found elsewhere for a frame or a few.
        missing: Chance that some points are hardly ever found.
        whole_pixels: Chance that positions are rounded to whole pixels, or to every second or fourth.
        forget: Chance that hidden points carry no guess but zeros.
        fewer_frames: Chance that only every second to sixth frame is kept.
        uneven: Chance that frames are dropped and doubled, so that their times are not even.
        truncated: Chance that up to a tenth of the clip is missing at its start or end.
    """

    jitter: float = 0.6
    jitter_pixels: float = 1.5
    drift: float = 0.15
    drift_share: float = 0.04
    swaps: float = 0.06
    slides: float = 0.05
    gaps: float = 0.3
    off: float = 0.3
    clusters: float = 0.08
    behind: float = 0.08
    blackout: float = 0.05
    lost: float = 0.15
    flicker: float = 0.15
    flips: float = 0.08
    jumps: float = 0.08
    missing: float = 0.06
    whole_pixels: float = 0.15
    forget: float = 0.5
    fewer_frames: float = 0.25
    uneven: float = 0.08
    truncated: float = 0.08

    @classmethod
    def none(cls) -> Degradation:
        """A perfect tracker."""
        return cls(**{field.name: 0.0 for field in fields(cls) if field.name not in _AMOUNTS})


_AMOUNTS = ("jitter_pixels", "drift_share")


def degrade(
    points: Points,
    visible: Mask,
    rng: np.random.Generator,
    config: Degradation,
    *,
    height: float = 480.0,
    pairs: Sequence[pose_faults.Pairs] = (),
) -> tuple[Points, Mask]:
    """Tracks as a tracker would have found them; the arguments are left as they are.

    Args:
        points: ``(T, N, 2)`` float32 pixels.
        visible: ``(T, N)`` bool.
        rng: Where chance comes from.
        config: How often, how hard.
        height: Of the picture in pixels; jitter scales with it.
        pairs: Points of limbs that may be taken for each other, as in :func:`pose_faults.limb_pairs`.

    Returns:
        New points and visibility. Something stays visible in at least two frames if it was before.
    """
    chance = rng.random(15)
    frames, count = visible.shape
    seen, moved = visible.copy(), points.copy()
    if count > 1 and frames > 1:
        if chance[0] < config.swaps:
            tracker_faults.swap(moved, seen, rng)
        if chance[1] < config.slides:
            tracker_faults.slide(moved, seen, rng)
        if chance[2] < config.jumps:
            pose_faults.jump_away(moved, seen, rng)
    if pairs and chance[3] < config.flips:
        pose_faults.flip_sides(moved, seen, pairs, rng)
    if chance[4] < config.drift:
        tracker_faults.drift(moved, seen, rng, config.drift_share)
    if chance[5] < config.jitter:
        _tremble(moved, rng, config.jitter_pixels * height / 480.0)
    before = seen.copy()
    if chance[6] < config.behind:
        tracker_faults.stand_in_front(moved, seen, rng)
    if chance[7] < config.clusters:
        tracker_faults.lose_cluster(moved, seen, rng)
    if chance[8] < config.gaps:
        after = tracker_faults.cut_gaps(seen, rng)
        if rng.random() < config.off:
            tracker_faults.come_back_off(moved, seen, after, rng)
    if chance[9] < config.blackout and frames >= 2 * MIN_FRAMES:
        tracker_faults.black_out(seen, rng)
    if chance[10] < config.lost and count > 2:
        tracker_faults.lose(seen, rng)
    if chance[11] < config.flicker:
        seen &= rng.random(seen.shape, dtype=np.float32) > 0.12 * rng.random()
    if chance[12] < config.missing and count > 5:
        pose_faults.go_missing(seen, rng)
    few = np.count_nonzero(seen) < _LEAST_SEEN * np.count_nonzero(before)
    if few or np.count_nonzero(seen.any(axis=1)) < 2:
        seen = before if np.count_nonzero(before.any(axis=1)) >= 2 else visible.copy()
    if chance[13] < config.whole_pixels:
        grid = np.float32((1, 1, 2, 4)[int(4 * rng.random())])
        moved = np.round(moved / grid) * grid
    if chance[14] < config.forget:
        moved[~seen] = 0
    return moved, seen


def thin_frames(
    frames: int, fps: float, rng: np.random.Generator, config: Degradation
) -> tuple[slice | NDArray[np.int64], float]:
    """Which frames a tracker with a lower or unsteady rate would have kept, and the rate it names.

    At least ``MIN_FRAMES`` are kept, and the rate does not fall below 5 frames per second.
    """
    chance = rng.random(3)
    first, last, step = 0, frames, 1
    if chance[0] < config.truncated and frames >= 3 * MIN_FRAMES:
        cut = int(frames * 0.1 * rng.random())
        first, last = (cut, frames) if rng.random() < 0.5 else (0, frames - cut)
    if chance[1] < config.fewer_frames:
        most = int(min(6, (last - first) // MIN_FRAMES, fps // _SLOWEST))
        step = int(rng.integers(2, most + 1)) if most >= 2 else 1
    kept = slice(first, last, step)
    if chance[2] >= config.uneven:
        return kept, fps / step
    even = np.arange(first, last, step)
    # Frames come late by up to some frames: one that is not there yet is the one before once more.
    late = rng.random(len(even)) * rng.uniform(0.5, 2.5) * step
    held = np.maximum.accumulate(np.where(rng.random(len(even)) < 0.15, first, even - np.round(late)))
    if held[-1] <= first:  # of few frames all may be late, and nothing would move
        return kept, fps / step
    return np.clip(held, first, last - 1).astype(np.int64), fps / step


def _tremble(points: Points, rng: np.random.Generator, most: float) -> None:
    """Noise on every position, in half of the clips more on some points than on others."""
    amount = np.full((points.shape[1], 1), most * rng.random(), dtype=np.float32)
    if rng.random() < 0.5:
        amount *= np.exp(0.5 * rng.standard_normal((points.shape[1], 1), dtype=np.float32) - 0.12)
    points += amount * rng.standard_normal(points.shape, dtype=np.float32)
