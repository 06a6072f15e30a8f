"""How vectors and tracks lie in the database, and what becomes of damaged ones."""

from __future__ import annotations

import contextlib
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from motionsearch import InputError, LibraryError, Tracks
from motionsearch.index.codec import (
    STEPS_PER_PIXEL,
    Precision,
    checked_vectors,
    pack_tracks,
    pack_vectors,
    unpack_tracks,
    unpack_vectors,
)
from tests.libraries import (
    halved,
    open_library,
    unit_vectors,
)


@pytest.mark.parametrize(
    ("vectors", "message"),
    [
        (np.full((2, 16), np.nan), "number 0 of the vectors is not finite"),
        (
            np.concatenate([np.ones((1, 16)), np.full((1, 16), np.inf)]),
            "number 1 of the vectors is not finite",
        ),
        (np.zeros((1, 16)), "has no length"),
        (np.ones((2, 15)), r"must have shape \(B, 16\), got \(2, 15\)"),
        (np.ones(16), r"must have shape \(B, 16\), got \(16,\)"),
        ([["a"] * 16], "must be numbers"),
    ],
)
def test_vectors_that_are_refused(vectors: object, message: str, tmp_path: Path) -> None:
    with open_library(tmp_path / "v.library") as library:
        with pytest.raises(InputError, match=message):
            library.add_vectors(vectors, source="s")  # type: ignore[arg-type]
        assert library.info().clips == 0


@given(hnp.arrays(np.float32, (3, 5), elements=st.floats(-1e6, 1e6, width=32)))
def test_vectors_are_scaled_to_unit_length_once(array: np.ndarray) -> None:
    array[np.linalg.norm(array, axis=1) < 1e-3] = 1.0
    once = checked_vectors(array, 5)
    np.testing.assert_allclose(np.linalg.norm(once, axis=1), 1, atol=2e-5)
    assert (checked_vectors(once, 5) == once).all()
    assert (unpack_vectors(pack_vectors(once, "float32"), 5) == once).all()
    blobs = pack_vectors(once, "float16")
    half = unpack_vectors(blobs, 5)
    np.testing.assert_allclose(half, once, rtol=2**-10, atol=2**-24)
    np.testing.assert_allclose(np.linalg.norm(half, axis=1), 1, atol=1e-6)
    # Equal vectors tie exactly, whatever they are read with.
    assert (half == np.concatenate([unpack_vectors([blob], 5) for blob in blobs])).all()
    # What a library gives out goes into one of full precision bit for bit.
    assert (checked_vectors(half, 5) == half).all()


def test_blobs_tell_their_own_precision() -> None:
    vectors = unit_vectors(6)
    blobs = [
        pack_vectors(vectors[i : i + 1], "float16" if i % 2 else "float32")[0] for i in range(len(vectors))
    ]
    assert [len(blob) for blob in blobs] == [64, 32] * 3
    read = unpack_vectors(blobs, 16)
    assert (read[::2] == vectors[::2]).all()
    assert (read[1::2] == halved(vectors[1::2])).all()
    assert unpack_vectors([], 16).shape == (0, 16)
    assert pack_vectors(vectors[:0], "float16") == []


@pytest.mark.parametrize("precision", ["float16", "float32"])
def test_blob_of_another_length_is_damage(precision: Precision) -> None:
    blob = pack_vectors(unit_vectors(1), precision)[0]
    for blobs in ([blob[:-4], blob + blob[:4]], [blob, blob[:-1]], [blob, b""]):
        with pytest.raises(LibraryError, match="library is damaged"):
            unpack_vectors(blobs, 16)


@st.composite
def some_tracks(draw: st.DrawFn) -> Tracks:
    shape = (draw(st.integers(2, 12)), draw(st.integers(1, 5)))
    reach = draw(st.sampled_from([1.0, 700.0, 2.0**20, 2.0**100]))
    points = draw(hnp.arrays(np.float32, (*shape, 2), elements=st.floats(-reach, reach, width=32)))
    visible = draw(hnp.arrays(bool, shape))
    visible[0, 0] = True
    size = (draw(st.integers(1, 10_000)), draw(st.integers(1, 10_000)))
    maps = hnp.arrays(np.float32, (shape[0], 2, 3), elements=st.floats(-100, 100, width=32))
    return Tracks(points, visible, draw(st.floats(0.01, 1000)), size, draw(st.none() | maps))


@given(some_tracks())
def test_tracks_come_back(given_tracks: Tracks) -> None:
    back = unpack_tracks(pack_tracks(given_tracks))
    far = np.abs(given_tracks.points).max() * STEPS_PER_PIXEL >= 2**29
    # Beyond 2**18 pixels float32 itself is coarser than the grid.
    slack = 0 if far else 0.5 / STEPS_PER_PIXEL + np.abs(given_tracks.points) * 2.0**-23
    assert (np.abs(back.points.astype(float) - given_tracks.points) <= slack).all()
    assert (back.visible == given_tracks.visible).all()
    assert (back.fps, back.frame_size) == (given_tracks.fps, given_tracks.frame_size)
    assert (back.camera is None) == (given_tracks.camera is None)
    assert back.camera is None or (back.camera == given_tracks.camera).all()


def test_stored_tracks_are_small() -> None:
    # Smooth motion of 22 points, as a tracker or mocap gives it.
    time_ = np.linspace(0, 4, 120)[:, None, None]
    rng = np.random.default_rng(0)
    waves = np.sin(time_ * rng.uniform(1, 4, (1, 22, 2)) + rng.uniform(0, 6, (1, 22, 2)))
    moving = Tracks(320 + 100 * waves, None, 30, (640, 480))
    assert len(pack_tracks(moving)) < 0.4 * moving.points.nbytes


@settings(max_examples=200)
@given(some_tracks(), st.data())
def test_damaged_tracks_never_surprise(given_tracks: Tracks, data: st.DataObject) -> None:
    blob = bytearray(pack_tracks(given_tracks))
    if data.draw(st.booleans()):
        blob[data.draw(st.integers(0, len(blob) - 1))] ^= data.draw(st.integers(1, 255))
    else:
        del blob[data.draw(st.integers(0, len(blob) - 1)) :]
    # Damage that zlib does not see gives other tracks; anything else that is raised fails the test.
    with contextlib.suppress(LibraryError):
        assert isinstance(unpack_tracks(bytes(blob)), Tracks)


def test_bomb_in_a_blob_is_not_inflated() -> None:
    import struct
    import zlib

    bomb = zlib.compress(bytes(50_000_000))
    blob = struct.pack("<BIIIIdII", 1, 2, 1, 640, 480, 20.0, 32, 1) + bomb
    with pytest.raises(LibraryError, match="damaged"):
        unpack_tracks(blob)
