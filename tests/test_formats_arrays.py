"""Tracks in npz and joints in npy."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from motionsearch import InputError, Tracks, formats
from motionsearch.camera import view
from motionsearch.formats import common
from tests.helpers_formats import wave


def test_saved_tracks_come_back(tmp_path: Path) -> None:
    visible = np.ones((12, 4), bool)
    visible[3, 1] = False
    tracks = Tracks(100 + 50 * wave(dims=2), visible, 24.0, (300, 200))
    tracks.save(tmp_path / "t.npz")
    (recording,) = formats.read(tmp_path / "t.npz")
    np.testing.assert_array_equal(recording.tracks.points, tracks.points)
    assert (recording.tracks.visible == visible).all()
    assert (recording.tracks.fps, recording.tracks.frame_size) == (24.0, (300, 200))
    assert (recording.label, recording.captions, recording.start) == (None, (), 0.0)


def test_points_alone_are_enough(tmp_path: Path) -> None:
    points = 100 + 50 * wave(dims=2)
    points[2, 3] = np.nan
    np.savez(tmp_path / "t.npz", points=points)
    tracks = formats.read(tmp_path / "t.npz")[0].tracks
    assert tracks.fps == 30
    assert np.argwhere(~tracks.visible).tolist() == [[2, 3]]


def test_text_that_came_along(tmp_path: Path) -> None:
    points = 100 + 50 * wave(dims=2)
    np.savez(tmp_path / "a.npz", points=points, caption="it waves", label="wave", name="me", start=2.5)
    (recording,) = formats.read(tmp_path / "a.npz")
    assert (recording.captions, recording.label) == (("it waves",), "wave")
    assert (recording.name, recording.start) == ("me", 2.5)
    np.savez(tmp_path / "b.npz", points=points, captions=["it waves", "up and down"])
    assert formats.read(tmp_path / "b.npz")[0].captions == ("it waves", "up and down")


def test_3d_points_are_seen_by_the_default_camera(tmp_path: Path) -> None:
    points = wave()
    visible = np.ones((12, 4), bool)
    visible[5] = False
    points[5] = 1e6  # a lost point far away must not push the camera back
    np.savez(tmp_path / "t.npz", points=points, visible=visible, up="z", fps=10)
    tracks = formats.read(tmp_path / "t.npz")[0].tracks
    expected = view(np.where(visible[..., None], points, np.nan), 10, up="z")
    np.testing.assert_array_equal(tracks.points, expected.points)
    assert (tracks.visible == visible).all()


GOOD = {"points": 100 + 50 * wave(dims=2)}


@pytest.mark.parametrize(
    ("arrays", "message"),
    [
        ({"x": np.zeros(3)}, "the npz has no array 'points', it has x"),
        ({}, "the npz has no array 'points', it has nothing"),
        ({"points": np.zeros((12, 4))}, "points must have shape (frames, points, 2 or 3), got (12, 4)"),
        ({"points": np.zeros((12, 4, 5))}, "points must have shape"),
        ({"points": np.zeros((1, 4, 2))}, "points of shape (1, 4, 2): at least 2 frames and 1 point"),
        ({"points": np.zeros((9, 0, 2))}, "points of shape (9, 0, 2): at least 2 frames and 1 point"),
        ({"points": np.full((3, 4, 2), "x")}, "points must be numbers"),
        ({"points": np.zeros((3, 4, 2), complex)}, "points must be numbers"),
        ({"points": np.full((3, 4, 2), np.nan)}, "no point is visible in any frame"),
        ({**GOOD, "visible": np.ones((12, 3), bool)}, "visible must be truth values of shape (12, 4)"),
        ({**GOOD, "visible": np.ones((12, 4))}, "visible must be truth values"),
        ({**GOOD, "visible": np.zeros((12, 4), bool)}, "no point is visible in any frame"),
        ({**GOOD, "fps": np.nan}, "fps must be one finite number"),
        ({**GOOD, "fps": -2.0}, "fps must be a positive number"),
        ({**GOOD, "fps": "30"}, "fps must be one finite number"),
        ({**GOOD, "frame_size": [640]}, "frame_size must be (width, height) in pixels, got [640]"),
        ({**GOOD, "frame_size": [640, 0]}, "frame_size must be (width, height) in pixels"),
        ({**GOOD, "up": "up"}, "up must be one of"),
        ({**GOOD, "label": 3}, "label must be text"),
        ({**GOOD, "label": ["a", "b"]}, "label must be one text, got 2"),
    ],
)
def test_wrong_arrays_are_named(arrays: dict[str, Any], message: str, tmp_path: Path) -> None:
    path = tmp_path / "bad.npz"
    np.savez(path, **arrays)
    with pytest.raises(InputError) as caught:
        formats.read(path)
    assert str(caught.value).startswith(f"{path}: {message}")


def test_a_visible_point_that_is_nan_is_named(tmp_path: Path) -> None:
    for dims in (2, 3):
        points = wave(dims=dims)
        points[7, 2, 1] = np.nan
        np.savez(tmp_path / "nan.npz", points=points, visible=np.ones((12, 4), bool))
        with pytest.raises(InputError, match="point 2 is marked visible in frame 7 but is not finite"):
            formats.read(tmp_path / "nan.npz")


def test_pickles_are_never_loaded(tmp_path: Path) -> None:
    trap = np.array([{"a": 1}], dtype=object)
    np.savez(tmp_path / "trap.npz", points=trap)
    np.save(tmp_path / "trap.npy", trap, allow_pickle=True)
    for name in ("trap.npz", "trap.npy"):
        with pytest.raises(InputError, match="it holds Python objects, which are never loaded"):
            formats.read(tmp_path / name)


def npy_bytes(shape: tuple[int, ...], body: bytes) -> bytes:
    """An npy whose header claims a shape, whatever the body is."""
    buffer = io.BytesIO()
    np.lib.format.write_array_header_1_0(buffer, {"descr": "<f4", "fortran_order": False, "shape": shape})
    return buffer.getvalue() + body


@pytest.mark.parametrize(
    "shape", [(10**6, 10**6, 3), (10**12, 22, 3), (2**62, 2**62, 3), (13, 4, 3), (-4, 4, 3)]
)
def test_claims_of_shapes_that_are_not_there_take_no_memory(shape: tuple[int, ...], tmp_path: Path) -> None:
    data = npy_bytes(shape, np.zeros((12, 4, 3), np.float32).tobytes())
    (tmp_path / "claim.npy").write_bytes(data)
    with zipfile.ZipFile(tmp_path / "claim.npz", "w") as archive:
        archive.writestr("points.npy", data)
    for name in ("claim.npy", "claim.npz"):
        with pytest.raises(InputError, match=r"claims (the )?shape"):
            formats.read(tmp_path / name)


def test_a_bomb_is_refused_before_it_is_unpacked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Zeros that deflate a thousandfold, and a limit between the two sizes."""
    path = tmp_path / "bomb.npz"
    np.savez_compressed(path, points=np.zeros((20_000, 25, 2), np.float32))
    assert path.stat().st_size < 100_000
    monkeypatch.setattr(common, "MAX_ARRAY_BYTES", 1_000_000)
    monkeypatch.setattr(np, "load", None)
    with pytest.raises(InputError, match=r"bomb\.npz: its arrays take 4,000,000 bytes, more than 1,000,000"):
        formats.read(path)


@pytest.mark.parametrize("keep", [10, 100, 0.5, 0.9, -1])
@pytest.mark.parametrize("name", ["t.npz", "t.npy"])
def test_cut_off_files(name: str, keep: float, tmp_path: Path) -> None:
    path = tmp_path / name
    points = wave(30, 22)
    np.savez(path, points=points) if name == "t.npz" else np.save(path, points)
    data = path.read_bytes()
    path.write_bytes(data[: int(keep if keep > 1 or keep < 0 else len(data) * keep)])
    with pytest.raises(InputError, match=rf"{name}: "):
        formats.read(path)


def test_a_changed_byte_in_an_npz_is_noticed(tmp_path: Path) -> None:
    path = tmp_path / "t.npz"
    np.savez_compressed(path, **GOOD)
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 0x10
    path.write_bytes(bytes(data))
    with pytest.raises(InputError, match=r"t\.npz: not a readable npz"):
        formats.read(path)


def test_humanml3d_joints_run_at_20_frames_a_second(tmp_path: Path) -> None:
    joints = wave(40, 22).astype(np.float32)
    np.save(tmp_path / "000021.npy", joints)
    (recording,) = formats.read(tmp_path / "000021.npy")
    assert recording.tracks.fps == 20
    np.testing.assert_array_equal(recording.tracks.points, view(joints, 20).points)
    assert formats.read(tmp_path / "000021.npy", fps=60)[0].tracks.fps == 60


@pytest.mark.parametrize("dtype", [np.float16, np.float64, ">f4", np.int32])
def test_other_skeletons_and_number_types(dtype: Any, tmp_path: Path) -> None:
    points = (1000 * wave(10, 17)).astype(dtype)
    np.save(tmp_path / "body.npy", np.asfortranarray(points))
    (recording,) = formats.read(tmp_path / "body.npy")
    assert recording.tracks.fps == 30
    np.testing.assert_allclose(recording.tracks.points, view(points.astype(float), 30).points, atol=0.01)


def test_pixels_in_npy(tmp_path: Path) -> None:
    points = 200 + 100 * wave(10, 5, 2)
    np.save(tmp_path / "px.npy", points)
    tracks = formats.read(tmp_path / "px.npy", frame_size=(640, 480))[0].tracks
    np.testing.assert_allclose(tracks.points, points, rtol=1e-6)
    assert tracks.frame_size == (640, 480)


@pytest.mark.parametrize("width", [263, 251])
def test_feature_vectors_are_told_from_joints(width: int, tmp_path: Path) -> None:
    np.save(tmp_path / "000021.npy", np.zeros((40, width), np.float32))
    with pytest.raises(InputError, match="feature vectors, not joint positions") as caught:
        formats.read(tmp_path / "000021.npy")
    assert "new_joints/" in (caught.value.hint or "")


@pytest.mark.parametrize("shape", [(40,), (40, 66), (2, 40, 22, 3), (1, 22, 3), (40, 22, 6), ()])
def test_other_shapes_are_refused(shape: tuple[int, ...], tmp_path: Path) -> None:
    np.save(tmp_path / "odd.npy", np.zeros(shape))
    with pytest.raises(InputError, match=r"odd\.npy: the array (must have|of) shape"):
        formats.read(tmp_path / "odd.npy")


def test_a_folder_of_text_named_npz_and_npy(tmp_path: Path) -> None:
    for name in ("t.npz", "t.npy"):
        (tmp_path / name).write_text("frame,point,x,y\n")
        with pytest.raises(InputError, match=rf"{name}: not a readable {name[2:]}"):
            formats.read(tmp_path / name)
