"""Disturbed test clips: what changes, by how much, and what must not."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from motionsearch import QueryError, Tracks
from motionsearch.train.conditions import (
    CLEAN,
    CONDITIONS,
    disturbed,
    half_points,
    half_rate,
    jittered,
    mirrored,
    occluded,
    swap_sides,
)
from motionsearch.train.evaluate import world_items
from motionsearch.train.testsets import Items
from tests.helpers import random_tracks

SEEDS = st.integers(0, 2**32)


@st.composite
def any_tracks(draw):
    frames, points = draw(st.integers(2, 30)), draw(st.integers(1, 12))
    rng = np.random.default_rng(draw(SEEDS))
    visible = rng.random((frames, points)) < draw(st.floats(0.05, 1))
    assume(visible.any())
    return Tracks(rng.uniform(0, 640, (frames, points, 2)), visible, 20.0, (640, 480))


@settings(max_examples=60, deadline=None)
@given(any_tracks(), SEEDS, st.sampled_from(sorted(CONDITIONS)))
def test_every_condition_takes_any_tracks_and_leaves_them_alone(tracks, seed, name):
    before = tracks.points.copy(), tracks.visible.copy()
    one = CONDITIONS[name](tracks, np.random.default_rng(seed))
    again = CONDITIONS[name](tracks, np.random.default_rng(seed))
    assert one.visible.any()
    assert np.array_equal(one.points, again.points)
    assert np.array_equal(one.visible, again.visible)
    assert np.array_equal(tracks.points, before[0])
    assert np.array_equal(tracks.visible, before[1])
    assert one.frame_size == tracks.frame_size
    assert one.duration == pytest.approx(tracks.duration, abs=1.01 / tracks.fps)


@settings(max_examples=60, deadline=None)
@given(any_tracks(), SEEDS)
def test_half_of_the_points_are_the_ones_there_were(tracks, seed):
    half = half_points(tracks, np.random.default_rng(seed))
    assert half.num_points == -(-tracks.num_points // 2)
    columns = {
        tracks.points[:, n].tobytes() + tracks.visible[:, n].tobytes() for n in range(tracks.num_points)
    }
    kept = {half.points[:, n].tobytes() + half.visible[:, n].tobytes() for n in range(half.num_points)}
    assert kept <= columns
    assert len(kept) == half.num_points


@settings(max_examples=60, deadline=None)
@given(any_tracks(), SEEDS)
def test_occlusion_hides_exactly_three_tenths_of_the_sightings(tracks, seed):
    hidden = occluded(tracks, np.random.default_rng(seed))
    gone = tracks.visible & ~hidden.visible
    assert gone.sum() == int(0.3 * tracks.visible.sum())
    assert not (hidden.visible & ~tracks.visible).any()
    assert not hidden.points[gone].any()  # no guess that could tell where it was
    assert np.array_equal(hidden.points[~gone], tracks.points[~gone])


def test_occlusion_comes_in_stretches():
    tracks = random_tracks(frames=100, points=20)
    tracks = Tracks(tracks.points, None, tracks.fps, tracks.frame_size)
    hidden = ~occluded(tracks, np.random.default_rng(0)).visible
    begins = (np.diff(hidden.astype(int), axis=0, prepend=0) == 1).sum()
    assert hidden.sum() / begins > 12  # frames on end; flicker would give less than 2


def test_jitter_is_two_pixels_at_640_by_480_and_more_in_larger_pictures():
    for width, height, expected in ((640, 480, 2.0), (1280, 960, 4.0)):
        tracks = Tracks(np.full((200, 50, 2), 100.0), None, 25.0, (width, height))
        moved = jittered(tracks, np.random.default_rng(1)).points - tracks.points
        assert moved.std(axis=(0, 1)) == pytest.approx([expected, expected], rel=0.05)
        assert abs(moved.mean()) < 0.1


@settings(max_examples=30, deadline=None)
@given(any_tracks())
def test_two_mirrors_undo_each_other(tracks):
    rng = np.random.default_rng(0)
    once = mirrored(tracks, rng)
    assert once.points[..., 0] == pytest.approx(640 - tracks.points[..., 0], abs=1e-3)
    assert np.array_equal(once.points[..., 1], tracks.points[..., 1])
    assert mirrored(once, rng).points == pytest.approx(tracks.points, abs=1e-3)


@settings(max_examples=60, deadline=None)
@given(any_tracks())
def test_half_the_frame_rate_keeps_every_second_frame(tracks):
    slow = half_rate(tracks, np.random.default_rng(0))
    if tracks.num_frames < 4:
        assert slow is tracks
        return
    first = 0 if tracks.visible[0::2].any() else 1
    assert np.array_equal(slow.points, tracks.points[first::2])
    assert np.array_equal(slow.visible, tracks.visible[first::2])
    assert slow.fps == tracks.fps / 2


@pytest.mark.parametrize(
    ("text", "other"),
    [
        ("swipe left", "swipe right"),
        ("from left to right", "from right to left"),
        ("The left-handed man walks leftwards", "The right-handed man walks rightwards"),
        ("Left hook with the righthand", "Right hook with the lefthand"),
        ("upright, at right angles, right away", "upright, at right angles, right away"),
        ("turns right, right now", "turns left, right now"),
        ("draw circle clockwise", "draw circle counterclockwise"),
        ("draw circle counter clockwise", "draw circle clockwise"),
        ("Anti-clockwise", "Clockwise"),
        ("wave", "wave"),
    ],
)
def test_mirrored_words(text, other):
    assert swap_sides(text) == other
    again = swap_sides(other)
    assert again.replace("counter clockwise", "counterclockwise") in (
        text.replace("counter clockwise", "counterclockwise"),
        "Counterclockwise",
    )


@given(st.text(alphabet="leftrightclockwise -,", max_size=40))
def test_no_text_breaks_the_swap(text):
    assert len(swap_sides(text).split()) <= len(text.split())


def test_a_set_is_disturbed_clip_by_clip():
    items = world_items(3, 6, ["person"])
    whole = disturbed(items, "half the points", seed=4)
    part = disturbed(
        Items(items.tracks[2:], items.captions[2:], items.labels[2:], items.ids[2:], items.source),
        "half the points",
        seed=4,
    )
    for a, b in zip(whole.tracks[2:], part.tracks, strict=True):
        assert np.array_equal(a.points, b.points)
    other = disturbed(items, "half the points", seed=5)
    assert any(
        not np.array_equal(a.points, b.points) for a, b in zip(whole.tracks, other.tracks, strict=True)
    )
    assert whole.captions == items.captions
    assert "half the points" in whole.source
    assert disturbed(items, CLEAN) is items


def test_mirrored_sets_name_the_other_sides():
    clip = random_tracks()
    items = Items((clip,), (("moves left", "walks"),), ("swipe left",), ("a",), "one")
    flipped = disturbed(items, "mirrored")
    assert flipped.captions == (("moves right", "walks"),)
    assert flipped.labels == ("swipe right",)
    with pytest.raises(QueryError, match="no condition 'rain'") as caught:
        disturbed(items, "rain")
    assert "half the points" in caught.value.hint
