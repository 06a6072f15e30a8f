"""Grouping metrics by hand-made cases: two squares that move, and clips of known points."""

from __future__ import annotations

import math

import numpy as np
import pytest

from motionsearch.clips import Cutting, Recording
from motionsearch.errors import InputError
from motionsearch.tracks import Tracks
from motionsearch.train.truth.grouping_metrics import (
    GroupingMetrics,
    is_due,
    judge_clip,
    measure_grouping,
    windows,
)
from motionsearch.train.truth.painting import Patch, cut_out
from motionsearch.train.truth.video import Mover, SceneSpec, TruthVideo, trace

SIZE, FPS, FRAMES = (640, 360), 10.0, 40
LEFT, RIGHT = 0, 1  # the movers: one goes right from the left, the other down on the right


def video(*, speed: float = 5.0, frames: int = FRAMES, cuts: tuple[int, ...] = ()) -> TruthVideo:
    """Two squares of 60 pixels; the first goes right, the second down; ``speed`` pixels a picture."""
    texture = cut_out(np.full((60, 60, 3), 200, np.uint8), np.ones((60, 60)))
    step = np.arange(frames)
    ways = (
        np.stack([40 + speed * step, np.full(frames, 100.0)], 1),
        np.stack([np.full(frames, 480.0), 40 + speed * step], 1),
    )
    patches = []
    for number, way in enumerate(ways):
        pose = np.zeros((frames, 2, 3))
        pose[:, 0, 0] = pose[:, 1, 1] = 1
        pose[:, :, 2] = way - 3  # the rim
        patches.append(Patch(texture, pose, np.full(frames, 1.0), number, np.ones(frames, dtype=bool)))
    spots = np.stack(np.meshgrid(np.linspace(8, 56, 4), np.linspace(8, 56, 4)), -1).reshape(-1, 2)
    movers = []
    for number in range(2):
        points, visible = trace(tuple(patches), ((number, spots),), SIZE)
        movers.append(Mover(number, points, visible, points, np.zeros((frames, 4)), "go", ("it goes",)))
    spec = SceneSpec("made", "thing", "unoccluded", FPS, frames / FPS, 0)
    nothing = np.zeros((frames, 0, 2))
    return TruthVideo(spec, SIZE, (), tuple(patches), tuple(movers), nothing, nothing[..., 0] > 0, None, cuts)


def clip(
    truth: TruthVideo, *parts: tuple[int | None, int], start: float = 0.0, end: float = 4.0
) -> Recording:
    """So many points of each mover; of ``None``, points where nothing is."""
    first, last = round(start * FPS), round(end * FPS)
    points = []
    for mover, count in parts:
        if mover is None:
            spots = np.stack([np.linspace(20, 400, count), np.full(count, 340.0)], 1)
            points.append(np.broadcast_to(spots, (last - first, count, 2)))
        else:
            points.append(truth.movers[mover].points[first:last, :count])
    return Recording(Tracks(np.concatenate(points, axis=1), None, FPS, SIZE), start=start)


def test_a_clip_of_one_mover_is_pure() -> None:
    truth = video()
    judged = judge_clip(clip(truth, (LEFT, 12)), truth)
    assert (judged.main, judged.purity, judged.moving, judged.false) == (LEFT, 1.0, 1.0, False)


def test_purity_is_the_share_on_the_main_mover() -> None:
    truth = video()
    judged = judge_clip(clip(truth, (LEFT, 3), (RIGHT, 12), (None, 5)), truth)
    assert judged.main == RIGHT
    assert judged.purity == pytest.approx(12 / 20)
    assert judged.moving == pytest.approx(15 / 20)


def test_a_clip_of_nothing_is_false_and_so_is_one_mostly_of_nothing() -> None:
    truth = video()
    nothing = judge_clip(clip(truth, (None, 8)), truth)
    assert (nothing.main, nothing.purity, nothing.false) == (None, 0.0, True)
    assert judge_clip(clip(truth, (LEFT, 5), (None, 6)), truth).false
    assert not judge_clip(clip(truth, (LEFT, 6), (None, 6)), truth).false


def test_points_count_where_they_are_said_to_be_visible() -> None:
    truth = video()
    good = clip(truth, (LEFT, 10)).tracks
    # Lost half way, and where it is lost the guess is somewhere else.
    points, visible = good.points.copy(), good.visible.copy()
    points[20:], visible[20:] = 5.0, False
    assert judge_clip(Recording(Tracks(points, visible, FPS, SIZE)), truth).purity == 1.0
    # Points that stay behind are on the mover for less than half of the time.
    stayed = np.broadcast_to(good.points[:1], good.points.shape)
    assert judge_clip(Recording(Tracks(stayed, None, FPS, SIZE)), truth).false


def test_a_little_beside_a_mover_still_counts() -> None:
    truth = video()
    edge = truth.movers[LEFT].points[:, :1] + [-8.0, 0.0]  # 3 pixels left of the square
    assert judge_clip(Recording(Tracks(edge, None, FPS, SIZE)), truth).purity == 1.0
    beyond = edge - [4.0, 0.0]
    assert judge_clip(Recording(Tracks(beyond, None, FPS, SIZE)), truth).false


def test_other_rates_and_starts_are_told_apart() -> None:
    truth = video()
    late = clip(truth, (LEFT, 10), start=1.5, end=3.5)
    assert judge_clip(late, truth).purity == 1.0
    assert judge_clip(Recording(late.tracks, start=0.0), truth).false  # the same places, but too early
    thinned = Tracks(truth.movers[RIGHT].points[::2], None, FPS / 2, SIZE)
    assert judge_clip(Recording(thinned), truth).main == RIGHT
    with pytest.raises(InputError, match="outside the video"):
        judge_clip(Recording(late.tracks, start=9.0), truth)


def test_found_and_missed() -> None:
    truth = video()
    both = measure_grouping([clip(truth, (LEFT, 10)), clip(truth, (RIGHT, 10), (None, 2))], truth)
    assert (both.due, both.found, both.movers, both.movers_found) == (2, 2, 2, 2)
    assert both.purity == pytest.approx((1 + 10 / 12) / 2)
    assert both.false_per_minute == 0
    one = measure_grouping([clip(truth, (LEFT, 10)), clip(truth, (None, 4))], truth)
    assert (one.due, one.found, one.clips, one.false_clips) == (2, 1, 2, 1)
    assert one.found_share == 0.5
    assert one.false_per_minute == pytest.approx(60 / 4)
    # Half of its points are on the left one, fewer on the right: neither mixed clip finds the right one.
    mixed = measure_grouping([clip(truth, (LEFT, 6), (RIGHT, 5), (None, 1))], truth)
    assert (mixed.found, mixed.purity) == (1, pytest.approx(0.5))
    scattered = measure_grouping([clip(truth, (LEFT, 5), (RIGHT, 4), (None, 3))], truth)
    assert (scattered.found, scattered.false_clips) == (0, 0)


def test_a_mover_in_pieces() -> None:
    truth = video()
    clips = [clip(truth, (LEFT, 10)), clip(truth, (LEFT, 3)), clip(truth, (RIGHT, 5)), clip(truth, (None, 3))]
    found = measure_grouping(clips, truth)
    assert (found.found, found.pieces) == (2, 3)
    assert found.pieces_each == 1.5


def test_every_window_must_find_it() -> None:
    truth = video(speed=2.0, frames=80)
    cutting = Cutting(longest=4.0, window=4.0, hop=2.0)
    assert windows(truth, cutting) == [(0.0, 4.0), (2.0, 6.0), (4.0, 8.0)]
    early = clip(truth, (LEFT, 9))
    found = measure_grouping([early], truth, cutting)
    assert (found.due, found.found, found.movers, found.movers_found) == (6, 1, 2, 1)
    late = [clip(truth, (LEFT, 9), start=s, end=s + 4) for s in (2.0, 4.0)]
    assert measure_grouping([early, *late], truth, cutting).found == 3


def test_windows_keep_to_their_shots() -> None:
    truth = video(frames=80, speed=1.0, cuts=(30,))
    assert windows(truth, Cutting()) == [(0.0, 3.0), (3.0, 8.0)]


def test_what_cannot_be_seen_to_move_is_not_due() -> None:
    slow = video(speed=0.1)
    assert not is_due(slow.movers[LEFT], slow, (0.0, 4.0))
    none = measure_grouping([clip(slow, (LEFT, 10))], slow)
    assert none.due == 0
    assert math.isnan(none.found_share)
    quick = video()
    assert is_due(quick.movers[LEFT], quick, (0.0, 4.0))
    hidden = Mover(
        0, quick.movers[LEFT].points, np.zeros((FRAMES, 16), bool), quick.movers[LEFT].still,
        quick.movers[LEFT].boxes, "go", (),
    )  # fmt: skip
    assert not is_due(hidden, quick, (0.0, 4.0))


def test_scenes_add_up() -> None:
    truth = video()
    one = measure_grouping([clip(truth, (LEFT, 10))], truth)
    two = measure_grouping([clip(truth, (RIGHT, 8), (None, 2)), clip(truth, (None, 3))], truth)
    total = sum((one, two), GroupingMetrics())
    assert (total.due, total.found, total.clips, total.false_clips) == (4, 2, 3, 1)
    assert total.purity == pytest.approx((1.0 + 0.8) / 2)
    assert total.false_per_minute == pytest.approx(60 / 8)
