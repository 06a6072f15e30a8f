"""C3D motion capture (https://www.c3d.org): 3D marker positions.

Read here rather than through ezc3d, whose C++ crashes or hangs the whole process on damaged files (seen with
1.7.2: one changed byte in the parameter section); its files and readings are the oracle of the tests. Only
what places markers is read: the header, the parameters, and the point part of the data section; analog
channels are stepped over.
"""

from __future__ import annotations

import math
import struct
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from motionsearch import camera
from motionsearch.clips import Recording
from motionsearch.errors import InputError
from motionsearch.formats import common
from motionsearch.formats.common import Format, Options

_BLOCK = 512
_INTEL, _DEC, _MIPS = 84, 85, 86
# Parameters of the POINT group that list "points" which are no places: the outputs of biomechanical models.
_NO_PLACES = ("ANGLES", "FORCES", "MOMENTS", "POWERS", "SCALARS")
_SATURATED = 0xFFFF

Parameters = dict[tuple[str, str], "Parameter"]


@dataclass(frozen=True)
class Parameter:
    """The value of ``GROUP:NAME``: ``values`` are floats, integers, or texts without their padding."""

    values: list[Any]

    @property
    def first(self) -> Any:
        """The first value, or ``None`` where there is none."""
        return self.values[0] if self.values else None


@dataclass(frozen=True)
class Markers:
    """What a C3D file says about its markers.

    Args:
        points: ``(T, N, 3)`` in ``units``, NaN where the file says the marker was not seen.
        up: The axis that points up, where the file says so.
    """

    points: NDArray[np.float64]
    labels: list[str]
    fps: float
    units: str
    up: camera.Up | None


class _Bytes:
    """Numbers from a file in the byte order of its processor."""

    def __init__(self, data: bytes, processor: int) -> None:
        if processor not in (_INTEL, _DEC, _MIPS):
            raise InputError(f"parameter section: processor type {processor} is not 84, 85 or 86")
        self.data = data
        self.order = ">" if processor == _MIPS else "<"
        self.dec = processor == _DEC

    def int16(self, at: int) -> int:
        return int(struct.unpack_from(f"{self.order}h", self.data, at)[0])

    def uint16(self, at: int) -> int:
        return self.int16(at) & 0xFFFF

    def floats(self, data: bytes) -> NDArray[np.float32]:
        if not self.dec:
            return np.frombuffer(data, f"{self.order}f4").astype(np.float32)
        # VAX F floats are IEEE with the 16-bit halves swapped and the exponent two higher.
        halves = np.frombuffer(data, "<u2").reshape(-1, 2)[:, ::-1]
        return (np.ascontiguousarray(halves).view("<f4").reshape(-1) / 4).astype(np.float32)


def parse(data: bytes) -> Markers:
    """Parses a whole C3D file.

    Raises:
        InputError: the file is torn or its parts contradict each other; with the part.
    """
    if len(data) < 2 * _BLOCK:
        raise InputError(f"header: a C3D file has at least {2 * _BLOCK} bytes, this one has {len(data)}")
    if data[1] != 0x50:
        raise InputError(f"header: byte 2 is {data[1]:#x}, not the 0x50 of C3D files")
    section = (data[0] - 1) * _BLOCK
    if section < _BLOCK or section + 4 > len(data):
        raise InputError(f"header: the parameter section is said to be at block {data[0]}")
    reader = _Bytes(data, data[section + 3])
    count = reader.uint16(2)
    if count == 0:
        raise InputError("header: it holds no markers")
    parameters = _parameters(reader, section)
    labels = _labels(parameters, count)
    fps = _rate(reader, parameters)
    points = _points(reader, parameters, count)
    excluded = {str(t) for key in _NO_PLACES for t in _values(parameters, "POINT", key)}
    places = [n for n in range(count) if labels[n] not in excluded]
    if not places:
        raise InputError("POINT section: it holds no markers")
    return Markers(
        points[:, places],
        [labels[n] for n in places],
        fps,
        str(_first(parameters, "POINT", "UNITS") or ""),
        _up(parameters),
    )


def _parameters(reader: _Bytes, section: int) -> Parameters:
    """The parameter section: a chain of groups (negative ids) and of parameters that name a group's id."""
    data = reader.data
    end = min(section + max(data[section + 2], 1) * _BLOCK, len(data))
    groups: dict[int, str] = {}
    found: list[tuple[int, str, Parameter]] = []
    at = section + 4
    while at + 2 <= end and data[at] != 0:
        length, key = abs(struct.unpack_from("b", data, at)[0]), struct.unpack_from("b", data, at + 1)[0]
        offset = at + 2 + length
        if offset + 2 > end:
            raise InputError(f"parameter section, byte {at}: a name runs beyond the section")
        name = data[at + 2 : offset].decode("latin-1").strip().upper()
        if key < 0:
            groups[-key] = name
        elif key > 0:
            found.append((key, name, _parameter(reader, name, offset + 2, end)))
        step = reader.uint16(offset)
        if step == 0:
            break
        at = offset + step
    if "POINT" not in groups.values():
        raise InputError("parameter section: there is no group POINT")
    return {(groups.get(key, ""), name): value for key, name, value in found}


def _parameter(reader: _Bytes, name: str, at: int, end: int) -> Parameter:
    data = reader.data
    if at + 2 > end:
        raise InputError(f"parameter {name}, byte {at}: it runs beyond the section")
    kind, dims = struct.unpack_from("b", data, at)[0], data[at + 1]
    shape = list(data[at + 2 : at + 2 + dims])
    start = at + 2 + dims
    count = int(np.prod(shape, dtype=np.int64)) if dims <= 7 else -1
    if kind not in (-1, 1, 2, 4) or count < 0 or start + count * abs(kind) > end:
        raise InputError(
            f"parameter {name}, byte {at}: type {kind} and shape {shape[:8]} do not fit the section"
        )
    raw = data[start : start + count * abs(kind)]
    if kind == -1:
        width = shape[0] if shape else 1
        texts = [raw[i : i + width] for i in range(0, len(raw), width)] if width else []
        return Parameter([text.decode("latin-1").strip(" \0") for text in texts])
    if kind == 4:
        return Parameter([float(value) for value in reader.floats(raw)])
    return Parameter(np.frombuffer(raw, f"{reader.order}i{kind}").tolist())


def _values(parameters: Parameters, group: str, name: str) -> list[Any]:
    """The values of a parameter and of its continuations: LABELS holds up to 255, LABELS2 the next."""
    values: list[Any] = []
    for suffix in ("", *range(2, 300)):
        parameter = parameters.get((group, f"{name}{suffix}"))
        if parameter is None:
            break
        values += parameter.values
    return values


def _first(parameters: Parameters, group: str, name: str) -> Any:
    parameter = parameters.get((group, name))
    return None if parameter is None else parameter.first


def _labels(parameters: Parameters, count: int) -> list[str]:
    labels = [str(label) for label in _values(parameters, "POINT", "LABELS")][:count]
    return labels + [""] * (count - len(labels))


def _rate(reader: _Bytes, parameters: Parameters) -> float:
    rate = _first(parameters, "POINT", "RATE")
    if rate is None:
        rate = float(reader.floats(reader.data[20:24])[0])
    return common.check_fps(common.number(rate, "POINT:RATE"))


def _frames(reader: _Bytes, parameters: Parameters, start: int, row: int) -> int:
    """The number of frames.

    The header counts to 65535. Longer files say their length in one of three other places, and some writers
    in none: of those all rows are read, but for the empty ones that fill the last block.
    """
    first, last = reader.uint16(6), reader.uint16(8)
    frames = last - first + 1
    if last == _SATURATED:
        counts = [_first(parameters, "POINT", "LONG_FRAMES"), _first(parameters, "POINT", "FRAMES")]
        trial = [_values(parameters, "TRIAL", f"ACTUAL_{end}_FIELD") for end in ("START", "END")]
        if all(len(words) == 2 and all(isinstance(word, int) for word in words) for words in trial):
            begin, end = ((words[0] & 0xFFFF) + ((words[1] & 0xFFFF) << 16) for words in trial)
            counts.append(end - begin + 1)
        stated = [int(c) for c in counts if isinstance(c, (int, float)) and frames < c < 1 << 31]
        if stated:
            return max(stated)
        data = reader.data[start:]
        frames = max(frames, min(len(data) // row, math.ceil(len(data.rstrip(b"\0")) / row)))
    if frames < 2:
        raise InputError(f"header: motion needs at least 2 frames, it says {first} to {last}")
    return frames


def _points(reader: _Bytes, parameters: Parameters, count: int) -> NDArray[np.float64]:
    """The data section's points, ``(T, N, 3)``; NaN where the residual is below 0."""
    scale = _first(parameters, "POINT", "SCALE")
    if not isinstance(scale, (int, float)):
        scale = float(reader.floats(reader.data[12:16])[0])
    if scale == 0 or not np.isfinite(scale):
        raise InputError(f"POINT:SCALE must not be {scale}")
    block = reader.uint16(16) or int(_first(parameters, "POINT", "DATA_START") or 0)
    width = 4 if scale < 0 else 2  # a negative scale marks floats
    row = (4 * count + reader.uint16(4)) * width
    start = (block - 1) * _BLOCK
    if start < _BLOCK:
        raise InputError(f"header: the data section is said to be at block {block}")
    frames = _frames(reader, parameters, start, row)
    if start + frames * row > len(reader.data):
        there = max(0, (len(reader.data) - start) // row)
        raise InputError(
            f"data section: it says {frames} frames, but {there} are there", hint="the file may be cut off"
        )
    points = common.blank_points(frames, count, 3)
    rows = np.frombuffer(reader.data, np.uint8, frames * row, start).reshape(frames, row)
    raw = rows[:, : 4 * count * width].tobytes()
    with np.errstate(invalid="ignore", over="ignore"):
        if scale < 0:
            values = reader.floats(raw).reshape(frames, count, 4)
            points[:] = values[..., :3]
        else:
            values = np.frombuffer(raw, f"{reader.order}i2").reshape(frames, count, 4)
            points[:] = values[..., :3] * scale
        points[~(values[..., 3] > -1)] = np.nan
    return points


def _up(parameters: Parameters) -> camera.Up | None:
    """POINT:Y_SCREEN is the lab axis that is vertical on the screen.

    Its sign is not believed: Qualisys writes ``-Z`` for labs in which z points up.
    """
    axis = str(_first(parameters, "POINT", "Y_SCREEN") or "").lower().lstrip("+-")
    return common.check_up(axis) if axis in ("x", "y", "z") else None


def matches(path: Path) -> bool:
    """The second byte is the key of C3D files."""
    return common.head(path, 2)[1:] == b"\x50"


def read(path: Path, options: Options) -> list[Recording]:
    """One recording per subject (the part of a label before a colon), all seen by the same default camera."""
    size = path.stat().st_size
    if size > common.MAX_ARRAY_BYTES:
        raise InputError(
            f"the file has {size:,} bytes, more than {common.MAX_ARRAY_BYTES:,}", hint="split it"
        )
    markers = parse(path.read_bytes())
    points = camera.to_y_up(markers.points, options.up or markers.up or "z")
    chosen = camera.default_camera(points)
    subjects = np.array([label.rpartition(":")[0] for label in markers.labels])
    meta = {"units": markers.units} if markers.units else {}
    recordings = []
    for subject in sorted(set(subjects.tolist())):
        own = points[:, subjects == subject]
        if not np.all(np.isfinite(own), axis=2).any():  # a name in the list that was never seen
            continue
        tracks = camera.view(own, options.fps or markers.fps, camera=chosen)
        recordings.append(Recording(tracks, name=subject or None, meta=meta))
    return recordings


FORMAT = Format(
    name="C3D",
    extensions=(".c3d",),
    sentence="3D markers; the file says the rate and which way is up (z if it does not)",
    matches=matches,
    read=read,
)
