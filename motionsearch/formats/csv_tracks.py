"""CSV: one line per point and frame, ``frame,point,x,y`` with optional ``visible`` and ``z``.

A header line names the columns, in any order. Lines that begin with ``#`` may say ``fps=30``,
``frame_size=640x480`` or ``up=z``. Points have any name; frames are whole numbers in any order. A frame
without a line for a point, or with empty or NaN coordinates, is one in which the point is not visible.
"""

from __future__ import annotations

import csv
import math
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from motionsearch.clips import Recording
from motionsearch.errors import InputError
from motionsearch.formats import common
from motionsearch.formats.common import Format, Options

_NEEDED = ("frame", "point", "x", "y")
_KNOWN = (*_NEEDED, "z", "visible")
_TRUTHS = {"1": True, "true": True, "1.0": True, "0": False, "false": False, "0.0": False}
_SETTING = re.compile(r"(\w+)\s*=\s*([^\s,;]+)")


@dataclass(frozen=True)
class Sample:
    """One line: where a point is in a frame. ``place`` is NaN where it is not known."""

    line: int
    frame: int
    point: str
    place: tuple[float, ...]
    visible: bool


def read(path: Path, options: Options) -> list[Recording]:
    """The one recording of a CSV file."""
    text = common.read_text(path)
    settings = _settings(text)
    dims, samples = _samples(text)
    names = {name: n for n, name in enumerate(dict.fromkeys(sample.point for sample in samples))}
    first, last = min(s.frame for s in samples), max(s.frame for s in samples)
    if first == last:
        raise InputError(f"only frame {first} is in it", hint="motion needs at least 2 frames")
    points = common.blank_points(last - first + 1, len(names), dims)
    visible = np.zeros(points.shape[:2], bool)
    lines: dict[tuple[int, int], int] = {}
    for sample in samples:
        key = (sample.frame - first, names[sample.point])
        if key in lines:
            twin = f"point {sample.point!r} of frame {sample.frame}"
            raise InputError(f"line {sample.line}: {twin} is on line {lines[key]} too")
        lines[key] = sample.line
        points[key] = sample.place
        visible[key] = sample.visible
    fps = options.fps or settings.fps or common.DEFAULT_FPS
    up = options.up or settings.up
    tracks = common.to_tracks(
        points, visible, fps, up=up, frame_size=options.frame_size or settings.frame_size
    )
    return [Recording(tracks, start=first / fps)]


def _settings(text: str) -> Options:
    """What the comment lines say."""
    found: dict[str, str] = {}
    at_line: dict[str, int] = {}
    for at, line in enumerate(text.splitlines(), start=1):
        if line.startswith("#"):
            for key, value in _SETTING.findall(line):
                found[key.lower()] = value
                at_line[key.lower()] = at
    fps = size = None
    if "fps" in found:
        fps = common.check_fps(common.parse_number(found["fps"], f"line {at_line['fps']}: fps"))
    if "frame_size" in found:
        match = re.fullmatch(r"(\d{1,6})[xX](\d{1,6})", found["frame_size"])
        if match is None or not (int(match[1]) and int(match[2])):
            raise InputError(
                f"line {at_line['frame_size']}: frame_size must be like 640x480, got {found['frame_size']!r}"
            )
        size = int(match[1]), int(match[2])
    return Options(fps, common.check_up(found.get("up")), size)


def _rows(text: str) -> Iterator[tuple[int, list[str]]]:
    # Comments become empty lines, so that the csv module keeps counting right.
    lines = ("" if line.startswith("#") else line for line in text.splitlines())
    reader = csv.reader(lines, strict=True, skipinitialspace=True)
    try:
        for row in reader:
            if any(cell.strip() for cell in row):
                yield reader.line_num, [cell.strip() for cell in row]
    except csv.Error as error:
        raise InputError(f"line {reader.line_num}: not CSV ({error})") from error


def _samples(text: str) -> tuple[int, list[Sample]]:
    rows = _rows(text)
    line, header = next(rows, (1, []))
    columns = [name.lower() for name in header]
    missing = [name for name in _NEEDED if name not in columns]
    if missing:
        raise InputError(
            f"line {line}: the header has no column {', '.join(missing)}",
            hint="the first line must be frame,point,x,y or frame,point,x,y,visible",
        )
    if len(set(columns)) < len(columns):
        raise InputError(f"line {line}: a column stands twice in the header")
    at = {name: columns.index(name) for name in _KNOWN if name in columns}
    axes = [name for name in ("x", "y", "z") if name in at]
    samples = []
    for line, row in rows:
        if len(row) != len(columns):
            raise InputError(f"line {line}: {len(columns)} columns in the header, {len(row)} here")
        place = tuple(_coordinate(row[at[axis]], f"line {line}: {axis}") for axis in axes)
        known = not any(math.isnan(value) for value in place)
        visible = _truth(row[at["visible"]], line) if "visible" in at else known
        if visible and not known:
            raise InputError(f"line {line}: the point is marked visible but has no coordinates")
        frame = common.parse_integer(row[at["frame"]], f"line {line}: frame")
        samples.append(Sample(line, frame, row[at["point"]], place, visible))
    if not samples:
        raise InputError("it has a header but no points")
    return len(axes), samples


def _coordinate(text: str, what: str) -> float:
    return math.nan if text.lower() in ("", "nan") else common.parse_number(text, what)


def _truth(text: str, line: int) -> bool:
    value = _TRUTHS.get(text.lower())
    if value is None:
        raise InputError(f"line {line}: visible must be 0 or 1, got {common.shorten(text)}")
    return value


def matches(path: Path) -> bool:
    """The first line that is no comment names the needed columns."""
    for line in common.head(path).decode("utf-8-sig", "replace").splitlines():
        if line.strip() and not line.startswith("#"):
            names = [name.strip().strip('"').lower() for name in line.split(",")]
            return all(name in names for name in _NEEDED)
    return False


FORMAT = Format(
    name="CSV",
    extensions=(".csv",),
    sentence="header frame,point,x,y and optional visible, z; lines like '# fps=25 frame_size=640x480' "
    "(30 fps if absent)",
    matches=matches,
    read=read,
)
