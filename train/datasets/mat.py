"""MATLAB's MAT files, version 5 to 7: the arrays of numbers and the texts in them, no more.

Cells, structures, objects and sparse arrays are passed over; version 7.3, which is HDF5, is refused.
See MathWorks, MAT-File Format, chapter 1. Nothing in a file is run.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator
from math import prod
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from motionsearch.errors import InputError
from motionsearch.formats import common

MAX_BYTES = 256 << 20
"""Of a file and of what a compressed part of it unpacks to."""

_HEADER = 128
_MATRIX, _COMPRESSED = 14, 15
_TYPES = {1: "i1", 2: "u1", 3: "i2", 4: "u2", 5: "i4", 6: "u4", 7: "f4", 9: "f8", 12: "i8", 13: "u8"}
_TEXTS = {1: "utf-8", 2: "utf-8", 4: "utf-16", 16: "utf-8", 17: "utf-16", 18: "utf-32"}
_CHAR = 4
_NUMBERS = {6: "f8", 7: "f4", 8: "i1", 9: "u1", 10: "i2", 11: "u2", 12: "i4", 13: "u4", 14: "i8", 15: "u8"}


def read_mat(path: Path) -> dict[str, NDArray[Any] | str]:
    """The variables of a file by name: arrays in MATLAB's shapes, and texts of one row.

    Raises:
        InputError: it is not a MAT file of version 5, or torn.
    """
    if path.stat().st_size > MAX_BYTES:
        raise InputError(f"the file has more than {MAX_BYTES:,} bytes")
    data = path.read_bytes()
    if data[:10] == b"MATLAB 7.3":
        raise InputError("a MAT file of version 7.3", hint="save it in MATLAB with save(..., '-v7')")
    order = {b"IM": "<", b"MI": ">"}.get(data[126:128])
    if len(data) < _HEADER or order is None:
        raise InputError("not a MAT file of version 5")
    found: dict[str, NDArray[Any] | str] = {}
    for kind, part in _elements(data[_HEADER:], order):
        if kind == _COMPRESSED:
            kind, part = next(_elements(_unpacked(part), order), (0, b""))
        if kind == _MATRIX and (variable := _variable(part, order)) is not None:
            found[variable[0]] = variable[1]
    return found


def _elements(data: bytes, order: str) -> Iterator[tuple[int, bytes]]:
    """Type and bytes of each element; small ones hold both in eight bytes."""
    at = 0
    while at + 8 <= len(data):
        kind, size = struct.unpack_from(order + "II", data, at)
        start = at + 8
        if kind >> 16:
            kind, size, start = kind & 0xFFFF, kind >> 16, at + 4
            if size > 4:
                raise InputError(f"byte {at} of its elements: a small element claims {size} bytes")
        if start + size > len(data):
            raise InputError(
                f"an element claims {size:,} bytes, but {len(data) - start:,} are there",
                hint="the file may be cut off",
            )
        yield kind, data[start : start + size]
        # Compressed elements follow one another without padding.
        end = start + size
        at = end if kind == _COMPRESSED else end + -end % 8


def _unpacked(data: bytes) -> bytes:
    try:
        engine = zlib.decompressobj()
        unpacked = engine.decompress(data, MAX_BYTES)
    except zlib.error as error:
        raise InputError(f"a compressed element cannot be unpacked ({error})") from error
    if engine.unconsumed_tail:
        raise InputError(f"a compressed element holds more than {MAX_BYTES:,} bytes")
    return unpacked


def _variable(data: bytes, order: str) -> tuple[str, NDArray[Any] | str] | None:
    """Name and value of a matrix element: flags, dimensions, name, values; ``None`` of other classes."""
    parts = list(_elements(data, order))
    if len(parts) < 4 or len(parts[0][1]) < 4:
        return None
    (flags,) = struct.unpack_from(order + "I", parts[0][1])
    shape = _array(*parts[1], order).tolist()
    name = parts[2][1].decode("latin-1")
    kind, values = parts[3]
    if flags & 0xFF == _CHAR:
        return name, _text(kind, values, order)
    if flags & 0xFF not in _NUMBERS:
        return None
    # Whole numbers are stored in the smallest type that holds them, whatever the variable's own.
    array = _array(kind, values, order)
    if any(length < 0 for length in shape) or prod(shape) != array.size:
        raise InputError(f"{name} claims the shape {tuple(shape)} but has {array.size} values")
    with np.errstate(invalid="ignore"):
        return name, array.reshape(shape, order="F").astype(_NUMBERS[flags & 0xFF])


def _array(kind: int, data: bytes, order: str) -> NDArray[Any]:
    if kind not in _TYPES:
        raise InputError(f"numbers of type {kind} are not read")
    dtype = np.dtype(order + _TYPES[kind])
    if len(data) % dtype.itemsize:
        raise InputError(f"{len(data)} bytes are no whole number of {dtype}")
    return np.frombuffer(data, dtype)


def _text(kind: int, data: bytes, order: str) -> str:
    encoding = _TEXTS.get(kind)
    if encoding is None:
        raise InputError(f"texts of type {kind} are not read")
    if encoding != "utf-8":
        encoding += "-le" if order == "<" else "-be"
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise InputError(f"a text cannot be decoded ({error.reason})") from error


def number_table(values: dict[str, NDArray[Any] | str], name: str) -> NDArray[np.float64]:
    """A variable that must be an array of two dimensions, as floats.

    Raises:
        InputError: it is missing or no such array.
    """
    value = values.get(name)
    if not isinstance(value, np.ndarray) or value.ndim != 2:
        found = "missing" if value is None else f"got {common.shorten(value)}"
        raise InputError(f"{name} must be a table of numbers, {found}")
    return value.astype(np.float64)
