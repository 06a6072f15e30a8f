"""How vectors and tracks are packed into database blobs.

Vectors are kept as float16 or float32. What is stored is what everything works with from then on: search, get
and export. Rounded to float16 a vector's length is off by some 1e-5, which would put clips that are nearly
alike in the wrong order; so it is scaled to unit length again on reading, each row by itself, so that equal
vectors tie exactly.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Sequence
from typing import Any, Literal, get_args

import numpy as np
from numpy.typing import ArrayLike, NDArray

from motionsearch.errors import InputError, LibraryError
from motionsearch.tracks import Tracks

Vectors = NDArray[np.float32]

Precision = Literal["float16", "float32"]
"""Of stored vectors: bytes of a number, and how exactly a vector is kept."""

PRECISIONS: tuple[Precision, ...] = get_args(Precision)
_KINDS = {"float16": "<f2", "float32": "<f4"}

STEPS_PER_PIXEL = 32
"""Stored points lie on a grid this fine, so they are off by at most 1/64 pixel; whole pixels stay exact."""

# version, T, N, width, height, fps, steps per pixel (0: plain float32), bytes of packed visibility
_HEADER = struct.Struct("<BIIIIdII")
_VERSION = 1
# The same, and the camera's maps as plain float32 at the end.
_WITH_CAMERA = 2
_PLAIN = 0


def checked_vectors(vectors: ArrayLike, dim: int, what: str = "vectors") -> Vectors:
    """Vectors ``(B, dim)`` as float32 of unit length.

    Raises:
        InputError: the shape is wrong, or a vector is not finite or has no length.
    """
    try:
        array = np.asarray(vectors, dtype=np.float32)
    except (TypeError, ValueError) as error:
        raise InputError(f"{what} must be numbers of shape (B, {dim}): {error}") from error
    if array.ndim != 2 or array.shape[1] != dim:
        raise InputError(f"{what} must have shape (B, {dim}), got {array.shape}")
    lengths = np.linalg.norm(array.astype(np.float64), axis=1)
    bad = np.flatnonzero(~np.isfinite(lengths))
    if len(bad):
        raise InputError(f"number {bad[0]} of the {what} is not finite")
    empty = np.flatnonzero(lengths < 1e-12)
    if len(empty):
        raise InputError(f"number {empty[0]} of the {what} has no length, so it points nowhere")
    off = np.abs(lengths - 1) > 1e-5  # the others are kept bit for bit
    if off.any():
        array = array.copy()
        array[off] = array[off] / lengths[off, None]
    return np.ascontiguousarray(array)


def pack_vectors(vectors: Vectors, precision: Precision) -> list[bytes]:
    """``(B, dim)`` float32 of unit length as little-endian bytes, one blob a vector."""
    joined = vectors.astype(_KINDS[precision], copy=False).tobytes()
    width = len(joined) // max(1, len(vectors))
    return [joined[at : at + width] for at in range(0, len(joined), width)] if width else []


def unpack_vectors(blobs: Sequence[bytes], dim: int) -> Vectors:
    """Blobs of :func:`pack_vectors`, of either precision, as ``(B, dim)`` float32 of unit length.

    Raises:
        LibraryError: a blob has another length.
    """
    try:
        widths = set(map(len, blobs))
    except TypeError:  # a failing disk may make nothing of it, or a number
        widths = {-1}
    if not widths <= {2 * dim, 4 * dim}:
        raise LibraryError(
            f"a stored vector does not have {dim} numbers: the library is damaged",
            hint="`motionsearch verify` names the clips; remove those and add their sources again",
        )
    if len(widths) == 2:
        return np.stack([unpack_vectors([blob], dim)[0] for blob in blobs])
    if widths == {4 * dim}:
        return np.frombuffer(b"".join(blobs), "<f4").reshape(len(blobs), dim).astype(np.float32, copy=False)
    halves = np.frombuffer(b"".join(blobs), "<f2").reshape(len(blobs), dim).astype(np.float32)
    halves *= unit_scales(halves)[:, None]
    return halves


def unit_scales(rows: Vectors) -> NDArray[np.float32]:
    """What each of ``(B, D)`` rows is multiplied with to have unit length; 1 for one without any."""
    squares = (rows * rows).sum(axis=1)  # of a row by itself: what lies beside it changes nothing
    return np.asarray(1 / np.sqrt(np.where(squares > 0, squares, np.float32(1))), np.float32)


def pack_tracks(tracks: Tracks) -> bytes:
    """Tracks as compressed bytes: points on a 1/32 pixel grid, differences along time, zlib.

    Points too far out for that grid are kept as plain float32. Points that are not visible are kept too.
    """
    frames, count = tracks.visible.shape
    steps = STEPS_PER_PIXEL if float(np.abs(tracks.points).max()) * STEPS_PER_PIXEL < 2**29 else _PLAIN
    if steps:
        grid = np.rint(tracks.points.astype(np.float64) * steps).astype(np.int32)
        numbers = np.diff(grid, axis=0, prepend=np.int32(0)).astype("<i4")
    else:
        numbers = tracks.points.astype("<f4")
    # Bytes of equal weight side by side compress better.
    planes = np.ascontiguousarray(numbers.reshape(-1, 1).view(np.uint8).T)
    visible = np.packbits(tracks.visible).tobytes()
    width, height = tracks.frame_size
    version = _VERSION if tracks.camera is None else _WITH_CAMERA
    camera = b"" if tracks.camera is None else tracks.camera.astype("<f4").tobytes()
    header = _HEADER.pack(version, frames, count, width, height, tracks.fps, steps, len(visible))
    return header + zlib.compress(visible + planes.tobytes() + camera, 6)


def unpack_tracks(blob: bytes) -> Tracks:
    """What :func:`pack_tracks` packed.

    Raises:
        LibraryError: the bytes are damaged, or of a newer motionsearch.
    """
    try:
        version, frames, count, width, height, fps, steps, mask_bytes = _HEADER.unpack_from(blob)
        if version not in (_VERSION, _WITH_CAMERA):
            raise LibraryError(
                f"the stored tracks have layout {version}, which this motionsearch does not know",
                hint="upgrade motionsearch",
            )
        size = mask_bytes + 8 * frames * count + (24 * frames if version == _WITH_CAMERA else 0)
        unpacker = zlib.decompressobj()
        body = unpacker.decompress(blob[_HEADER.size :], size + 1)
        if len(body) != size or not unpacker.eof or mask_bytes != (frames * count + 7) // 8:
            raise ValueError("wrong length")
        bits = np.unpackbits(np.frombuffer(body, np.uint8, mask_bytes), count=frames * count)
        planes = np.frombuffer(body, np.uint8, 8 * frames * count, mask_bytes).reshape(4, -1)
        numbers: NDArray[Any] = np.ascontiguousarray(planes.T).view("<i4" if steps else "<f4")
        numbers = numbers.reshape(frames, count, 2)
        points = np.cumsum(numbers, axis=0, dtype=np.int64) / steps if steps else numbers
        camera = None
        if version == _WITH_CAMERA:
            camera = np.frombuffer(body, "<f4", offset=mask_bytes + 8 * frames * count).reshape(frames, 2, 3)
        return Tracks(points, bits.reshape(frames, count).astype(bool), fps, (width, height), camera)
    except (struct.error, zlib.error, TypeError, ValueError, InputError) as error:
        raise LibraryError(f"stored tracks are damaged ({error})") from error
