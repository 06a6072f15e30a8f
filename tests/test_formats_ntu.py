"""NTU RGB+D skeletons: two bodies told apart, missing joints, both of their coordinate systems."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from motionsearch import formats
from motionsearch.errors import InputError, MotionsearchWarning
from motionsearch.formats.ntu import parse
from tests.helpers_formats import kinect_joints, skeleton_text, write_skeleton

NAME = "S001C001P001R001A023.skeleton"


def test_two_bodies_are_read_in_pixels_with_their_times(tmp_path: Path) -> None:
    first, second = formats.read(write_skeleton(tmp_path / NAME))
    assert [r.name for r in (first, second)] == ["body 72057594037931101", "body 72057594037931102"]
    assert first.start == 0
    assert second.start == pytest.approx(2 / 30)
    assert first.tracks.fps == second.tracks.fps == 30
    assert first.tracks.frame_size == second.tracks.frame_size == (1920, 1080)
    want = np.stack([kinect_joints(t)[:, 5:7] for t in range(7)])
    np.testing.assert_allclose(first.tracks.points, want, rtol=1e-5)
    assert second.tracks.points.shape == (4, 25, 2)
    np.testing.assert_allclose(second.tracks.points[0], kinect_joints(2, 1)[:, 5:7], rtol=1e-5)


def test_metres_are_kept_beside_the_pixels() -> None:
    (body,) = parse(skeleton_text([[kinect_joints(t)] for t in range(4)]))
    np.testing.assert_allclose(body.points[3], kinect_joints(3)[:, :3], rtol=1e-5)


def test_what_was_not_tracked_or_is_all_zero_is_missing(tmp_path: Path) -> None:
    frames = [kinect_joints(t) for t in range(4)]
    frames[1][7, 11] = 0
    frames[2][3, :3] = 0
    (body,) = parse(skeleton_text([[joints] for joints in frames]))
    missing = ~np.isfinite(body.points).all(axis=2)
    assert np.argwhere(missing).tolist() == [[1, 7], [2, 3]]
    path = tmp_path / NAME
    path.write_text(skeleton_text([[joints] for joints in frames]))
    (recording,) = formats.read(path)
    assert (~recording.tracks.visible).tolist() == missing.tolist()


def test_a_body_that_vanishes_comes_back_as_the_same(tmp_path: Path) -> None:
    path = tmp_path / NAME
    path.write_text(skeleton_text([[kinect_joints(t)] if t != 2 else [] for t in range(5)]))
    (recording,) = formats.read(path)
    assert recording.tracks.visible.all(axis=1).tolist() == [True, True, False, True, True]


def test_without_pixels_the_metres_are_seen_by_the_default_camera(tmp_path: Path) -> None:
    frames = [kinect_joints(t) for t in range(4)]
    for joints in frames:
        joints[:, 5:7] = np.nan
    path = tmp_path / NAME
    path.write_text(skeleton_text([[joints] for joints in frames]))
    (recording,) = formats.read(path)
    assert recording.tracks.frame_size == (640, 480)
    assert recording.tracks.visible.all()


def test_a_body_of_one_frame_is_left_out(tmp_path: Path) -> None:
    path = tmp_path / NAME
    path.write_text(skeleton_text([[kinect_joints(t, b) for b in range(1 + (t == 1))] for t in range(3)]))
    with pytest.warns(MotionsearchWarning, match="1 of 2 things are seen in one frame only"):
        assert len(formats.read(path)) == 1
    path.write_text("3\n0\n0\n0\n")
    with pytest.raises(InputError, match="nothing in it is seen"):
        formats.read(path)


GOOD = skeleton_text([[kinect_joints(0)], [kinect_joints(1)]]).replace("\r", "").split("\n")


@pytest.mark.parametrize(
    ("line", "text", "message"),
    [
        (1, "frames", "line 1: the number of frames must be a finite number"),
        (3, "72057594037931101 0 1", "line 3: a body's line has 10 numbers, got 3"),
        (4, "20", "line 4: a body has 25 joints, got 20"),
        (5, "1 2 3", "line 5: each of the joints has 12 numbers, got 3"),
        (6, " ".join(["x"] * 12), "lines 5 to 29: not numbers"),
        (30, "2", "it ends before a body's line"),
        (1, "1", "line 30: more follows after the last frame"),
    ],
)
def test_damage_is_told_with_its_line(line: int, text: str, message: str, tmp_path: Path) -> None:
    lines = list(GOOD)
    lines[line - 1] = text
    path = tmp_path / NAME
    path.write_text("\n".join(lines))
    with pytest.raises(InputError, match=message) as error:
        formats.read(path)
    assert str(error.value).startswith(str(path))


def test_a_body_twice_in_a_frame_is_refused() -> None:
    with pytest.raises(InputError, match="line 30: the body 7 is in frame 0 twice"):
        parse(skeleton_text([[kinect_joints(0), kinect_joints(0, 1)]], ids=("7", "7")))
