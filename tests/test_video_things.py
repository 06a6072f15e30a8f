"""From a video file to recordings of the things that move in it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from motionsearch import formats
from motionsearch.clips import Cutting
from motionsearch.errors import InputError, MotionsearchWarning
from motionsearch.tracking.config import Tracking
from motionsearch.tracking.things import read_video
from motionsearch.video_writing import write_video
from tests.helpers_scenes import Patch, render

SIZE = (256, 160)
FPS = 15.0


def right(t: float) -> tuple[float, float]:
    return 40 + 1.6 * t, 50


def left(t: float) -> tuple[float, float]:
    return 220 - 1.6 * t, 120


PATCHES = [Patch((44, 36), right), Patch((36, 30), left, seed=2)]


def write(path: Path, pictures: np.ndarray, fps: float = FPS) -> Path:
    write_video(path, (np.repeat(picture[..., None], 3, axis=2) for picture in pictures), fps)
    return path


@pytest.fixture(scope="module")
def video(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Five seconds of two things that go by each other."""
    return write(tmp_path_factory.mktemp("videos") / "two.mp4", render(PATCHES, 80, size=SIZE))


def on(recording: Any, patch: Patch) -> float:
    """Share of a recording's visible points that lie on a patch."""
    tracks = recording.tracks
    first = round(recording.start * FPS)
    reach = np.array(patch.size) / 2 + 4
    hits = [
        (np.abs(tracks.points[t][tracks.visible[t]] - patch.place(first + t)) <= reach).all(1)
        for t in range(tracks.num_frames)
    ]
    return float(np.concatenate(hits).mean())


def test_each_thing_over_each_window_is_a_recording(video: Path) -> None:
    recordings = read_video(video, Tracking(cutting=Cutting(longest=3, window=3, hop=1.5)))
    assert [(round(r.start, 2), r.name) for r in recordings] == [
        (start, f"thing {number}") for start in (0.0, 1.53, 2.33) for number in (1, 2)
    ]
    owners = {
        name: {int(on(r, PATCHES[1]) > 0.5) for r in recordings if r.name == name}
        for name in ("thing 1", "thing 2")
    }
    assert sorted(owners.values()) == [{0}, {1}]
    for recording in recordings:
        assert max(on(recording, patch) for patch in PATCHES) > 0.9
        assert recording.tracks.frame_size == SIZE
        assert recording.tracks.fps == pytest.approx(FPS, rel=1e-3)
        assert recording.tracks.camera is None
        meta = recording.meta
        assert (meta["kind"], meta["tracker"], meta["shot"], meta["camera"]) == ("video", "klt", 0, "still")
        assert "tracker_licence" not in meta
        seen = recording.tracks.points[recording.tracks.visible]
        assert meta["box_x"] == pytest.approx(seen[:, 0].min(), abs=0.1)
        assert meta["box_x"] + meta["box_width"] == pytest.approx(seen[:, 0].max(), abs=0.2)
        assert meta["box_y"] + meta["box_height"] == pytest.approx(seen[:, 1].max(), abs=0.2)


def test_videos_are_a_format_like_any_other(video: Path, tmp_path: Path) -> None:
    assert formats.can_read(video)
    told = []
    recordings = formats.read(video, on_progress=lambda done, total: told.append((done, total)))
    assert {r.name for r in recordings} == {"thing 1", "thing 2"}
    assert told
    assert told[-1][1] == pytest.approx(80 / 15, abs=0.1)


def test_threads_change_nothing(video: Path) -> None:
    cutting = Cutting(longest=2, window=2, hop=1)
    one, four = (read_video(video, Tracking(cutting=cutting), threads=n) for n in (1, 4))
    assert len(one) == len(four) > 4
    for a, b in zip(one, four, strict=True):
        assert (a.name, a.start, dict(a.meta)) == (b.name, b.start, dict(b.meta))
        np.testing.assert_array_equal(a.tracks.points, b.tracks.points)


def test_points_are_pixels_of_the_video_itself(video: Path) -> None:
    """Tracked at less than half the size, found where they are at full size."""
    recordings = read_video(video, Tracking(side=112))
    assert max(on(r, PATCHES[0]) for r in recordings) > 0.9


def test_a_pan_is_told_and_taken_out(tmp_path: Path) -> None:
    pictures = render([PATCHES[0]], 70, size=SIZE, camera=lambda t: (0.8 * t, 5 * np.sin(t / 8)))
    (recording,) = read_video(write(tmp_path / "pan.mp4", pictures))
    assert recording.meta["camera"] == "moving"
    tracks = recording.tracks
    assert tracks.camera is not None
    world = np.where(tracks.visible[..., None], tracks.still().points, np.nan)
    # For a camera that stands still the thing goes 1.6 pixels a picture along x and none along y.
    steps = np.diff(world, axis=0)
    assert np.nanmedian(steps[..., 0]) == pytest.approx(1.6, abs=0.1)
    assert abs(np.nanmedian(steps[..., 1])) < 0.1
    (left_in,) = read_video(tmp_path / "pan.mp4", Tracking(keep_camera=True))
    assert left_in.tracks.camera is None
    np.testing.assert_array_equal(left_in.tracks.points, tracks.points)


def test_nothing_moves(tmp_path: Path) -> None:
    assert read_video(write(tmp_path / "static.mp4", render([], 60, size=SIZE))) == []


def test_a_cut_starts_things_anew(tmp_path: Path) -> None:
    other = render(
        [Patch((40, 40), lambda t: (60 + 2 * t, 80), seed=5)], 50, size=SIZE, camera=lambda t: (55.0, 60.0)
    )
    pictures = np.concatenate([render(PATCHES, 50, size=SIZE), 255 - other])
    recordings = read_video(write(tmp_path / "cut.mp4", pictures))
    assert [r.meta["shot"] for r in recordings] == [0, 0, 1]
    assert recordings[-1].name == "thing 3"
    assert recordings[-1].start == pytest.approx(50 / 15, abs=0.11)


def test_a_broken_tail_loses_the_tail_only(video: Path, tmp_path: Path) -> None:
    whole = write(tmp_path / "whole.webm", render(PATCHES, 80, size=SIZE))
    broken = tmp_path / "broken.webm"
    broken.write_bytes(whole.read_bytes()[: int(0.7 * whole.stat().st_size)])
    with pytest.warns(MotionsearchWarning, match=r"broken.webm: the file breaks off"):
        recordings = read_video(broken)
    assert {on(r, PATCHES[0]) > 0.9 for r in recordings} == {True, False}
    assert 2.0 < max(r.start + r.tracks.duration for r in recordings) < 5.3


def test_a_folder_of_pictures(tmp_path: Path) -> None:
    for number, picture in enumerate(render(PATCHES, 40, size=SIZE)):
        Image.fromarray(picture).save(tmp_path / f"shot_{number:04}.png")
    recordings = formats.read(tmp_path, fps=FPS)
    assert len(recordings) == 2
    assert recordings[0].tracks.fps == pytest.approx(FPS)


def test_only_in_a_box_or_a_mask(video: Path, tmp_path: Path) -> None:
    boxed = read_video(video, Tracking(box=(0, 90, 256, 70)))
    assert boxed
    assert all(on(r, PATCHES[1]) > 0.9 for r in boxed)
    white = np.zeros(SIZE[::-1], dtype=np.uint8)
    white[:85] = 255
    Image.fromarray(white).save(tmp_path / "top.png")
    masked = read_video(video, Tracking(mask=str(tmp_path / "top.png")))
    assert masked
    assert all(on(r, PATCHES[0]) > 0.9 for r in masked)


def test_points_and_grids_are_one_thing(video: Path) -> None:
    (asked,) = read_video(video, Tracking(points=((40, 50), (46, 54))))
    np.testing.assert_allclose(asked.tracks.points[0], [[40, 50], [46, 54]], atol=1e-3)
    assert on(asked, PATCHES[0]) > 0.9
    (grid,) = read_video(video, Tracking(grid=6))
    assert grid.tracks.num_points == 36


@pytest.mark.parametrize(
    ("tracking", "message"),
    [
        (Tracking(box=(300, 0, 20, 20)), r"box 300,0,20,20 lies outside its pictures of 256 x 160"),
        (Tracking(points=((10, 10), (256, 10))), "one of the points lies outside"),
        (Tracking(mask="no-such.png"), "no-such.png: not a picture that can be read as a mask"),
        (Tracking(tracker="eyes"), "no tracker 'eyes'"),
    ],
)
def test_choices_that_do_not_fit_are_told(video: Path, tracking: Tracking, message: str) -> None:
    with pytest.raises(InputError, match=message):
        read_video(video, tracking)


def test_a_mask_without_white(video: Path, tmp_path: Path) -> None:
    Image.new("L", SIZE).save(tmp_path / "black.png")
    with pytest.raises(InputError, match="nothing is white"):
        read_video(video, Tracking(mask=str(tmp_path / "black.png")))


@pytest.mark.parametrize(
    "changes", [{"side": 8}, {"rate": 0}, {"box": (0, 0, 0, 5)}, {"grid": 0}], ids=lambda c: next(iter(c))
)
def test_choices_that_make_no_sense(changes: dict[str, Any]) -> None:
    with pytest.raises(InputError):
        Tracking(**changes)
