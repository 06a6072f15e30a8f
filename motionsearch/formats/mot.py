"""MOT challenge text: ``frame,id,left,top,width,height[,conf,...]``, one box per line; a recording per id.

Each box gives five points, its corners and its centre. Frames count from 1. The rate and the picture come
from the sequence's ``seqinfo.ini`` where that is beside the file or one folder up, as the challenge lays it
out. Ground truth of nine columns also gives the class (column 8) and how much is visible (column 9).
See https://motchallenge.net and Milan et al., MOT16, arXiv 1603.00831, table 5.
"""

from __future__ import annotations

import configparser
import re
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from motionsearch.clips import Recording
from motionsearch.errors import InputError
from motionsearch.formats import common
from motionsearch.formats.common import Format, Options

_CLASSES = (
    *("pedestrian", "person on vehicle", "car", "bicycle", "motorbike", "non-motorized vehicle"),
    *("static person", "distractor", "occluder", "occluder on the ground", "full occluder", "reflection"),
)
_NUMBER = rb"\s*-?\d+(\.\d*)?([eE][-+]?\d+)?\s*"
_LINE = re.compile(rb"\s*\d+\s*,\s*-?\d+(\.0*)?\s*(," + _NUMBER + rb"){4,}(,[^,]*)*")

_LINE_NUMBER, _FRAME, _ID, _LEFT, _TOP, _WIDTH, _HEIGHT, _CLASS, _VISIBILITY = range(9)


def read(path: Path, options: Options) -> list[Recording]:
    """One recording per id; ids that a single frame shows are left out with a warning."""
    rows = _rows(common.read_text(path))
    info = _sequence_info(path)
    fps = options.fps or info.fps or common.DEFAULT_FPS
    corners = _corners(rows)
    size = options.frame_size or info.frame_size
    picture = common.find_picture([corners], size, options.up)
    order = np.lexsort((rows[:, _FRAME], rows[:, _ID]))
    per_id = np.split(order, np.flatnonzero(np.diff(rows[order, _ID])) + 1)
    recordings = []
    for mine in per_id:
        own = rows[mine]
        frames = own[:, _FRAME].astype(np.int64)
        name, start = f"id {own[0, _ID]:.0f}", int(frames[0])
        repeated = np.flatnonzero(np.diff(frames) == 0)
        if len(repeated):
            first, second = own[repeated[0] : repeated[0] + 2, _LINE_NUMBER].astype(int)
            raise InputError(
                f"line {second}: {name} has a box in frame {frames[repeated[0]]} on line {first} too"
            )
        points = common.blank_points(int(frames[-1]) - start + 1, corners.shape[1], 2)
        points[frames - start] = corners[mine]
        visible = np.isfinite(points[..., 0])
        visible[frames - start] &= (own[:, _VISIBILITY] > 0)[:, None]
        if len(points) < 2 or not visible.any():
            continue
        tracks = common.to_tracks(points, visible, fps, picture=picture)
        recordings.append(Recording(tracks, start=(start - 1) / fps, name=name, label=_label(own[:, _CLASS])))
    common.warn_momentary(path, len(per_id) - len(recordings), len(per_id))
    return recordings


def _rows(text: str) -> NDArray[np.float64]:
    """Lines as rows: line number, frame, id, left, top, width, height, class (0 unknown), visibility."""
    rows = []
    for at, line in enumerate(text.splitlines(), start=1):
        if not line.strip():
            continue
        cells = line.split(",")
        if not 6 <= len(cells) <= 10:
            raise InputError(
                f"line {at}: MOT lines have 6 to 10 columns, this one has {len(cells)}",
                hint="frame,id,left,top,width,height,conf,x,y,z",
            )
        frame = common.parse_integer(cells[0].strip(), f"line {at}: frame", at_least=1)
        identity = common.parse_integer(cells[1].strip(), f"line {at}: id", at_least=-1)
        if identity < 0:
            raise InputError(f"line {at}: id -1 marks a detection, not a track", hint="run a tracker first")
        box = [common.parse_number(c.strip(), f"line {at}: column {n}") for n, c in enumerate(cells[2:], 3)]
        if box[2] <= 0 or box[3] <= 0:
            raise InputError(f"line {at}: a box must have width and height, got {box[2]:g} x {box[3]:g}")
        kind, visibility = 0.0, 1.0
        if len(cells) == 9 and box[5] in range(1, len(_CLASSES) + 1) and 0 <= box[6] <= 1:
            kind, visibility = box[5], box[6]
        rows.append([at, frame, identity, *box[:4], kind, visibility])
    if not rows:
        raise InputError("it holds no boxes")
    return np.array(rows, np.float64)


def _corners(rows: NDArray[np.float64]) -> NDArray[np.float64]:
    """Corners clockwise from the top left, then the centre, ``(M, 5, 2)``."""
    left, top, width, height = rows[:, _LEFT], rows[:, _TOP], rows[:, _WIDTH], rows[:, _HEIGHT]
    x = left[:, None] + width[:, None] * (0, 1, 1, 0, 0.5)
    y = top[:, None] + height[:, None] * (0, 0, 1, 1, 0.5)
    return np.stack([x, y], axis=-1)


def _label(classes: NDArray[np.float64]) -> str | None:
    kinds = np.unique(classes)
    return _CLASSES[int(kinds[0]) - 1] if len(kinds) == 1 and kinds[0] > 0 else None


def _info_file(path: Path) -> Path | None:
    places = (path.parent / "seqinfo.ini", path.parent.parent / "seqinfo.ini")
    return next((place for place in places if place.is_file()), None)


def _sequence_info(path: Path) -> Options:
    file = _info_file(path)
    if file is None:
        return Options()
    parser = configparser.ConfigParser(interpolation=None)
    try:
        parser.read_string(common.read_text(file))
        sequence = parser["Sequence"]
        width, height = sequence.getint("imWidth"), sequence.getint("imHeight")
        fps = common.check_fps(sequence.getfloat("frameRate", common.DEFAULT_FPS))
    except (configparser.Error, KeyError, ValueError, InputError) as error:
        raise InputError(
            f"its {file.name} cannot be read ({error})", hint=f"mend or remove {file}"
        ) from error
    return Options(fps, frame_size=(width, height) if width and height and min(width, height) > 0 else None)


def matches(path: Path) -> bool:
    """The first line is that of a box."""
    first = common.head(path, 4096).lstrip(b"\xef\xbb\xbf \t\r\n").split(b"\n", 1)[0]
    return _LINE.fullmatch(first.strip()) is not None


def _files(path: Path) -> list[Path]:
    info = _info_file(path)
    return [path] if info is None else [path, info]


FORMAT = Format(
    name="MOT",
    extensions=(".txt",),
    sentence="boxes frame,id,left,top,width,height,...; corners and centre become points, one recording per "
    "id; rate from seqinfo.ini (30 fps without one)",
    matches=matches,
    read=read,
    files=_files,
)
