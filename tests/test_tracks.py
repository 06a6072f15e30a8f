"""The Tracks type: validation, slicing, resampling, saving."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from motionsearch import InputError, Tracks
from motionsearch.tracks import interpolate


def make(frames: int = 10, count: int = 3, fps: float = 10.0, **changes: Any) -> Tracks:
    t = np.arange(frames, dtype=np.float32)
    xy = np.stack([np.tile(t[:, None], count) + np.arange(count), np.tile(2 * t[:, None], count)], axis=-1)
    given = {"points": xy, "visible": None, "fps": fps, "frame_size": (640, 480), **changes}
    return Tracks(**given)


@st.composite
def tracks(draw: st.DrawFn) -> Tracks:
    frames, points = draw(st.integers(2, 20)), draw(st.integers(1, 4))
    seed = draw(st.integers(0, 2**31))
    rng = np.random.default_rng(seed)
    visible = rng.random((frames, points)) < draw(st.sampled_from((0.1, 0.5, 1.0)))
    visible[rng.integers(frames), rng.integers(points)] = True
    fps = draw(st.floats(0.5, 240))
    camera = draw(st.sampled_from((None, rng.normal(size=(frames, 2, 3)))))
    return Tracks(rng.normal(300, 80, (frames, points, 2)), visible, fps, (640, 480), camera)


def test_holds_what_it_was_given() -> None:
    track = make(frames=20, fps=25)
    assert (track.num_frames, track.num_points, track.fps, track.frame_size) == (20, 3, 25.0, (640, 480))
    assert track.duration == pytest.approx(0.8)
    assert track.points.dtype == np.float32
    assert track.visible.all()


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"points": np.zeros((5, 2))}, "shape (T, N, 2)"),
        ({"points": np.zeros((5, 2, 3))}, "shape (T, N, 2)"),
        ({"points": np.zeros((1, 2, 2))}, "at least 2 frames"),
        ({"points": np.zeros((5, 0, 2))}, "at least 1 point"),
        ({"points": [[["a", "b"]]]}, "must be numbers"),
        ({"points": np.full((5, 2, 2), np.nan)}, "no point is visible"),
        ({"visible": np.zeros((10, 3), bool)}, "no point is visible"),
        ({"visible": np.ones((10, 2), bool)}, "visible must have shape"),
        ({"visible": np.full((10, 3), "yes")}, "truth values"),
        ({"visible": [[True], [True, False]]}, "truth values"),
        ({"fps": 0}, "fps"),
        ({"fps": float("nan")}, "fps"),
        ({"fps": "fast"}, "fps"),
        ({"frame_size": (640,)}, "frame_size"),
        ({"frame_size": (0, 480)}, "frame_size"),
        ({"frame_size": 640}, "frame_size"),
        ({"frame_size": (float("inf"), 480)}, "frame_size"),
    ],
)
def test_refuses(changes: dict[str, Any], message: str) -> None:
    with pytest.raises(InputError) as caught:
        make(**changes)
    assert message in str(caught.value)


def test_a_visible_point_must_be_finite_and_the_error_says_which() -> None:
    points = make().points.copy()
    points[4, 1] = np.nan
    with pytest.raises(InputError, match="point 1 is marked visible in frame 4"):
        make(points=points, visible=np.ones((10, 3), bool))
    hidden = make(points=points)
    assert not hidden.visible[4, 1]
    assert hidden.visible.sum() == 29
    assert (hidden.points[4, 1] == 0).all()


def test_a_guess_about_an_invisible_point_is_kept() -> None:
    visible = np.ones((10, 3), bool)
    visible[2, 2] = False
    track = make(visible=visible)
    assert track.points[2, 2].tolist() == make().points[2, 2].tolist()


def test_slice_takes_the_frames_whose_times_lie_in_the_stretch() -> None:
    track = make(frames=30, fps=30)
    for start, end in ((0.0, 1.0), (0.1, 0.5), (0.33, 0.9), (-1.0, 0.2), (0.5, 99.0)):
        wanted = [i for i in range(30) if start - 1e-6 <= i / 30 < end - 1e-6]
        assert track.slice(start, end).points[:, 0, 0].tolist() == wanted
    with pytest.raises(InputError, match=r"0\.5\.\.0\.52 s holds 1 frames"):
        track.slice(0.5, 0.52)
    with pytest.raises(InputError, match="start and an end"):
        track.slice(float("nan"), 1.0)


def test_neighbouring_slices_share_no_frame_and_lose_none() -> None:
    track = make(frames=100, fps=29.97)
    cuts = np.linspace(0, track.duration, 8)
    pieces = [track.slice(a, b).points[:, 0, 0] for a, b in pairwise(cuts)]
    assert np.concatenate(pieces).tolist() == list(range(100))


def test_resampling_a_straight_line_keeps_place_and_speed() -> None:
    slow = make(frames=50, fps=25).resample(10)
    assert slow.fps == 10
    assert slow.num_frames == 20
    np.testing.assert_allclose(slow.points[:, 0, 0], np.arange(20) / 10 * 25, atol=1e-3)
    fast = make(frames=50, fps=25).resample(60)
    np.testing.assert_allclose(np.diff(fast.points[:, 0, 0]), 25 / 60, atol=1e-3)


@settings(deadline=None, max_examples=150)
@given(track=tracks(), fps=st.floats(0.5, 240))
def test_resampling_any_tracks_gives_tracks_of_the_same_length(track: Tracks, fps: float) -> None:
    new = track.resample(fps)
    assert new.num_points == track.num_points
    if new.num_frames > 2:
        assert abs((new.num_frames - 1) / fps - (track.num_frames - 1) / track.fps) <= 1 / fps + 1e-6
    low, high = track.points[track.visible].min(), track.points[track.visible].max()
    shown = new.points[new.visible]
    assert (shown >= low - 1e-2).all()
    assert (shown <= high + 1e-2).all()


@settings(deadline=None)
@given(track=tracks())
def test_resampling_to_the_same_rate_changes_nothing(track: Tracks) -> None:
    same = track.resample(track.fps)
    assert same.visible.tolist() == track.visible.tolist()
    np.testing.assert_allclose(same.points[same.visible], track.points[track.visible], atol=1e-3)


def test_isolated_sightings_survive_a_slower_rate() -> None:
    visible = np.zeros((20, 2), bool)
    visible[3, 1] = True
    slow = make(frames=20, count=2, fps=20, visible=visible).resample(5)
    assert slow.visible.sum() == 1
    assert slow.points[slow.visible].tolist() == [[4.0, 6.0]]


def test_interpolation_against_numpy() -> None:
    rng = np.random.default_rng(0)
    points = rng.normal(size=(15, 2, 3)).astype(np.float32)
    at = rng.uniform(0, 14, 40)
    result, seen = interpolate(points, np.ones((15, 2), bool), at)
    assert seen.all()
    for n in range(2):
        for d in range(3):
            np.testing.assert_allclose(
                result[:, n, d], np.interp(at, np.arange(15), points[:, n, d]), atol=1e-3
            )


def test_select_by_numbers_and_by_mask() -> None:
    track = make()
    assert track.select([2, 0]).points[0, :, 0].tolist() == [2, 0]
    assert track.select([True, False, True]).points[0, :, 0].tolist() == [0, 2]
    with pytest.raises(InputError, match="cannot pick from 3 points"):
        track.select([5])
    with pytest.raises(InputError, match="cannot pick from 3 points"):
        track.select([True, False])


@settings(deadline=None, max_examples=20)
@given(track=tracks())
def test_saving_and_loading_keeps_everything(track: Tracks, tmp_path_factory: pytest.TempPathFactory) -> None:
    path = tmp_path_factory.mktemp("tracks") / "t.npz"
    track.save(path)
    again = Tracks.load(path)
    assert (again.points == track.points).all()
    assert (again.visible == track.visible).all()
    assert (again.fps, again.frame_size) == (track.fps, track.frame_size)
    assert (again.camera is None) == (track.camera is None)
    assert again.camera is None or (again.camera == track.camera).all()


def panning(frames: int = 8) -> Tracks:
    """Two points, one at rest in the world and one that walks, before a camera that pans 5 pixels a frame."""
    t = np.arange(frames)[:, None]
    world = np.stack([[[100.0, 50]] * frames, np.hstack([200.0 + 3 * t, 80.0 + 0 * t])], axis=1)
    pan = np.zeros((frames, 2, 3))
    pan[:, 0, 0] = pan[:, 1, 1] = 1
    pan[:, 0, 2] = 5 * t[:, 0]
    return Tracks(world - [[[5, 0]]] * t[..., None], None, 10, (640, 480), pan)


def test_what_a_still_camera_would_have_seen() -> None:
    track = panning()
    still = track.still()
    assert still.camera is None
    np.testing.assert_allclose(still.points[:, 0], np.tile([100, 50], (8, 1)), atol=1e-4)
    np.testing.assert_allclose(still.points[:, 1, 0], 200 + 3 * np.arange(8), atol=1e-4)


def test_the_camera_is_cut_and_resampled_with_the_tracks() -> None:
    track = panning()
    cut = track.slice(0.2, 0.6)
    np.testing.assert_array_equal(cut.camera, track.camera[2:6])
    np.testing.assert_array_equal(track.select([1]).camera, track.camera)
    fine = track.resample(20)
    np.testing.assert_allclose(fine.camera[:, 0, 2], 2.5 * np.arange(len(fine.points)), atol=1e-4)
    np.testing.assert_allclose(
        fine.still().points[:, 0], np.tile([100, 50], (len(fine.points), 1)), atol=1e-3
    )


@pytest.mark.parametrize("camera", [np.zeros((3, 2, 3)), np.full((10, 2, 3), np.nan), "no"])
def test_refuses_a_camera_that_is_none(camera: Any) -> None:
    with pytest.raises(InputError, match="camera must"):
        make(camera=camera)


def test_loading_refuses_with_the_name(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"none\.npz: no such file"):
        Tracks.load(tmp_path / "none.npz")
    np.savez(tmp_path / "part.npz", points=np.zeros((3, 1, 2)), fps=30.0)
    with pytest.raises(InputError, match=r"part\.npz: the npz has no array 'visible'"):
        Tracks.load(tmp_path / "part.npz")
    (tmp_path / "torn.npz").write_bytes(b"PK\x03\x04 torn")
    with pytest.raises(InputError, match=r"torn\.npz: not a readable tracks npz"):
        Tracks.load(tmp_path / "torn.npz")
    objects = np.array([{"a": 1}], dtype=object)
    np.savez(
        tmp_path / "pickle.npz", points=objects, visible=objects, fps=30.0, frame_size=np.array([640, 480])
    )
    with pytest.raises(InputError, match=r"pickle\.npz: not a readable"):
        Tracks.load(tmp_path / "pickle.npz")
