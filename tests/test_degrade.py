"""What trackers get wrong: each fault does what it says, leaves something, and nothing happens unasked."""

from __future__ import annotations

from dataclasses import fields

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from motionsearch.train import pose_faults, tracker_faults
from motionsearch.train.degrade import MIN_FRAMES, Degradation, degrade, thin_frames

CHANCES = [f.name for f in fields(Degradation) if f.name not in ("jitter_pixels", "drift_share")]
# A body of two arms and two legs of two joints each; a spine.
PARENTS = (-1, 0, 1, 1, 3, 1, 5, 0, 7, 0, 9)
PAIRS = pose_faults.limb_pairs(PARENTS)


def some_tracks(frames: int = 40, count: int = 12, seed: int = 0) -> tuple[np.ndarray, np.ndarray]:
    """Points far apart that swing a little; all seen."""
    rng = np.random.default_rng(seed)
    swing = 3 * np.sin(np.linspace(0, 6, frames))[:, None, None]
    points = rng.permutation(400)[:count, None] * [[1.0, 0.7]] + swing + rng.normal(0, 1, (frames, count, 2))
    return points.astype(np.float32), np.ones((frames, count), dtype=bool)


@settings(max_examples=120, deadline=None)
@given(
    frames=st.integers(2, 40),
    count=st.integers(1, 12),
    seed=st.integers(0, 10_000),
    struck=st.sets(st.sampled_from(CHANCES)),
)
def test_no_faults_leave_nothing_to_see(frames: int, count: int, seed: int, struck: set[str]) -> None:
    rng = np.random.default_rng(seed)
    points = rng.normal(200, 50, (frames, count, 2)).astype(np.float32)
    visible = np.ones((frames, count), dtype=bool)
    before = points.copy()
    config = Degradation(**{name: float(name in struck) for name in CHANCES})
    pairs = PAIRS if count >= len(PARENTS) else ()
    moved, seen = degrade(points, visible, rng, config, pairs=pairs)
    np.testing.assert_array_equal(points, before)
    assert visible.all()
    assert moved.dtype == np.float32
    assert np.isfinite(moved).all()
    assert np.count_nonzero(seen.any(axis=1)) >= 2
    assert np.count_nonzero(seen) >= 0.25 * seen.size or frames * count < 40
    if not struck & {"forget", "drift", "swaps", "slides", "jumps", "flips", "off"}:
        most = (10 if "jitter" in struck else 0) + (2 if "whole_pixels" in struck else 0)
        assert np.abs(moved - points).max() <= most


def test_a_perfect_tracker_changes_nothing() -> None:
    points = np.random.default_rng(0).normal(size=(10, 4, 2)).astype(np.float32)
    visible = np.random.default_rng(1).random((10, 4)) > 0.3
    moved, seen = degrade(points, visible, np.random.default_rng(2), Degradation.none())
    np.testing.assert_array_equal(moved, points)
    np.testing.assert_array_equal(seen, visible)


def test_the_same_chance_makes_the_same_faults() -> None:
    points, visible = some_tracks(count=len(PARENTS))
    config = Degradation(**dict.fromkeys(CHANCES, 1.0))
    one = degrade(points, visible, np.random.default_rng(5), config, pairs=PAIRS)
    two = degrade(points, visible, np.random.default_rng(5), config, pairs=PAIRS)
    np.testing.assert_array_equal(one[0], two[0])
    np.testing.assert_array_equal(one[1], two[1])


@pytest.mark.parametrize("seed", range(8))
def test_points_that_swap_keep_the_set_of_places(seed: int) -> None:
    points, seen = some_tracks(seed=seed)
    seen[20:, 3] = False
    moved, swapped = points.copy(), seen.copy()
    tracker_faults.swap(moved, swapped, np.random.default_rng(seed))
    assert not np.array_equal(moved, points)
    np.testing.assert_array_equal(moved[0], points[0])
    for before, after in zip(
        np.concatenate([points, seen[..., None]], axis=2),
        np.concatenate([moved, swapped[..., None]], axis=2),
        strict=True,
    ):
        assert sorted(before.tolist()) == sorted(after.tolist())


@pytest.mark.parametrize("seed", range(8))
def test_points_that_slide_end_on_another_point(seed: int) -> None:
    points, seen = some_tracks(seed=seed)
    moved = points.copy()
    tracker_faults.slide(moved, seen, np.random.default_rng(seed))
    changed = np.flatnonzero((moved[-1] != points[-1]).any(axis=1))
    for point in changed:
        frames = np.flatnonzero((moved[:, point] != points[:, point]).any(axis=1))
        if len(frames) >= 5:  # else it set out too late to arrive
            assert np.abs(moved[-1] - moved[-1, point]).max(axis=1)[np.arange(12) != point].min() < 1e-3


def test_what_stands_in_front_hides_one_place_and_never_too_much() -> None:
    hid = 0
    for seed in range(60):
        rng = np.random.default_rng(seed)
        points = rng.uniform(0, 300, (30, 20, 2)).astype(np.float32)
        seen = np.ones((30, 20), dtype=bool)
        tracker_faults.stand_in_front(points, seen, rng)
        hid += not seen.all()
        assert seen.mean() >= 0.6
        assert seen.mean(axis=0).min() >= 0.25
        if not seen.all():
            # In one frame what is hidden lies in one box: no point that is seen lies between.
            for spots, here in zip(points, seen, strict=True):
                if (~here).sum() >= 2:
                    low, high = spots[~here].min(axis=0), spots[~here].max(axis=0)
                    assert not ((spots[here] > low) & (spots[here] < high)).all(axis=1).any()
    assert hid > 20


def test_a_cluster_is_lost_together_and_comes_back() -> None:
    points, seen = some_tracks(frames=60)
    tracker_faults.lose_cluster(points, seen, np.random.default_rng(1))
    lost = ~seen
    assert lost.any()
    patterns = {tuple(lost[:, k]) for k in range(12) if lost[:, k].any()}
    assert len(patterns) == 1
    who = lost.any(axis=0)
    spots = points[int(np.argmax(lost.any(axis=1)))]
    centre_gaps = np.linalg.norm(spots - spots[who].mean(axis=0), axis=1)
    assert centre_gaps[who].mean() < centre_gaps[~who].mean()


def test_points_found_again_are_a_little_off_from_then_on() -> None:
    points, seen = some_tracks(frames=60)
    rng = np.random.default_rng(3)
    after = tracker_faults.cut_gaps(seen, rng)
    moved = points.copy()
    tracker_faults.come_back_off(moved, seen, after, rng)
    off = np.linalg.norm(moved - points, axis=2)
    assert (off[~after] == 0).all()
    assert 0 < off.max() < 0.2 * tracker_faults.extent(points, seen)
    for k in range(12):
        if after[:, k].any():
            assert np.ptp(off[after[:, k], k]) < 1e-3
            assert not seen[after[:, k].argmax() - 1, k]


def test_limbs_that_come_twice_are_found() -> None:
    assert sorted(pair.tolist() for pair in PAIRS) == [[[3, 5], [4, 6]], [[7, 9], [8, 10]]]
    assert pose_faults.limb_pairs((-1, 0, 1, 2)) == ()
    kept = pose_faults.kept_pairs(PAIRS, np.array([9, 3, 5, 7, 0]), len(PARENTS))
    assert sorted(pair.tolist() for pair in kept) == [[[1, 2]], [[3, 0]]]


@pytest.mark.parametrize("seed", range(6))
def test_sides_that_flip_change_places_for_a_few_frames(seed: int) -> None:
    points, seen = some_tracks(frames=80, count=len(PARENTS))
    moved, flipped = points.copy(), seen.copy()
    pose_faults.flip_sides(moved, flipped, PAIRS, np.random.default_rng(seed))
    other = np.arange(len(PARENTS))
    for pair in PAIRS:
        other[pair] = pair[:, ::-1]
    np.testing.assert_array_equal(moved[:, [0, 1, 2]], points[:, [0, 1, 2]])
    same = (moved == points).all(axis=2)
    swapped = (moved == points[:, other]).all(axis=2)
    assert (same | swapped).all()
    assert 0 < (~same).any(axis=1).sum() <= 36


@pytest.mark.parametrize("seed", range(6))
def test_joints_jump_away_and_come_back(seed: int) -> None:
    points, seen = some_tracks(frames=80)
    moved = points.copy()
    pose_faults.jump_away(moved, seen, np.random.default_rng(seed))
    away = (moved != points).any(axis=2)
    assert 0 < away.sum() <= 4 * (3 + 12 // 6)


def test_only_what_is_hidden_is_guessed() -> None:
    points, seen = some_tracks()
    hidden = np.zeros_like(seen)
    hidden[10:30, 4] = True
    moved = points.copy()
    pose_faults.guess_hidden(moved, hidden, np.random.default_rng(0))
    changed = (moved != points).any(axis=2)
    np.testing.assert_array_equal(changed, hidden)
    assert np.abs(moved - points).max() < 0.4 * tracker_faults.extent(points, seen)


def test_few_joints_go_missing() -> None:
    for seed in range(20):
        seen = np.ones((30, 17), dtype=bool)
        pose_faults.go_missing(seen, np.random.default_rng(seed))
        gone = ~seen.all(axis=0)
        assert 1 <= gone.sum() <= 3
        assert seen[:, gone].mean() < 0.5


def test_whole_pixels_are_whole() -> None:
    points, visible = some_tracks()
    config = Degradation(**{**dict.fromkeys(CHANCES, 0.0), "whole_pixels": 1.0})
    for seed in range(10):
        moved, _ = degrade(points, visible, np.random.default_rng(seed), config)
        np.testing.assert_array_equal(moved, np.round(moved))
        assert np.abs(moved - points).max() <= 2


@example(frames=3, fps=5.0, seed=0, uneven=True, truncated=False)  # all of them late
@settings(max_examples=100, deadline=None)
@given(
    frames=st.integers(2, 300),
    fps=st.floats(5, 120),
    seed=st.integers(0, 1000),
    uneven=st.booleans(),
    truncated=st.booleans(),
)
def test_thinned_frames_keep_enough_and_name_their_rate(
    frames: int, fps: float, seed: int, uneven: bool, truncated: bool
) -> None:
    config = Degradation(fewer_frames=1.0, uneven=float(uneven), truncated=float(truncated))
    kept, rate = thin_frames(frames, fps, np.random.default_rng(seed), config)
    chosen = np.arange(frames)[kept]
    assert len(chosen) >= min(frames, MIN_FRAMES)
    assert (np.diff(chosen) >= 0).all()
    assert len(np.unique(chosen)) >= min(2, frames) or frames < 3
    assert rate >= min(fps, 5)
    step = fps / rate
    assert step == pytest.approx(round(step))
    # Nothing is stretched or shortened but what was cut off.
    assert len(chosen) * step >= 0.9 * frames - 1
    if not uneven:
        np.testing.assert_array_equal(np.diff(chosen), round(step))
