"""Kinect skeletons as NTU RGB+D ships them: ``SsssCcccPpppRrrrAaaa.skeleton``, 25 joints, several bodies.

Plain text: the number of frames; of each frame the number of bodies; of each body a line of its tracking id,
six states, the lean and a tracking state, then the number of joints, then a line for each joint: ``x y z``
in metres (y up, z away from the camera), ``x y`` in the depth picture, ``x y`` in the 1920 x 1080 colour
picture, a quaternion and a tracking state (0 not tracked, 1 inferred, 2 tracked). Recorded at 30 frames per
second. A joint that is not tracked, or whose three coordinates are zero, is missing.
See Shahroudy et al., NTU RGB+D, CVPR 2016, and its authors' ``read_skeleton_file.m``.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from motionsearch.clips import Recording
from motionsearch.errors import InputError
from motionsearch.formats import common
from motionsearch.formats.common import Format, Options

FPS = 30.0
JOINTS = 25
COLOUR_SIZE = (1920, 1080)
"""``(width, height)`` of the picture that the colour columns lie in."""

_COLUMNS = 12
_XYZ, _COLOUR, _STATE = slice(0, 3), slice(5, 7), 11


@dataclass(frozen=True, eq=False)
class Body:
    """One body over the frames from its first to its last sighting.

    Args:
        id: Its tracking id, as text: more digits than a float holds.
        start: Frame of the file at which it begins.
        points: ``(T, 25, 3)`` metres, NaN where missing.
        pixels: ``(T, 25, 2)`` in the colour picture, NaN where missing.
    """

    id: str
    start: int
    points: NDArray[np.float64]
    pixels: NDArray[np.float64]


def parse(text: str) -> list[Body]:
    """The bodies of a skeleton file in the order in which they appear.

    Raises:
        InputError: with the line at fault.
    """
    lines = _Lines(text)
    seen: dict[str, dict[int, NDArray[np.float64]]] = {}
    for frame in range(lines.count("the number of frames")):
        for _ in range(lines.count("the number of bodies")):
            name = lines.fields("a body's line", 10)[0]
            place = f"line {lines.at}"
            joints = lines.count("the number of joints")
            if joints != JOINTS:
                raise InputError(f"line {lines.at}: a body has {JOINTS} joints, got {joints}")
            if frame in seen.setdefault(name, {}):
                raise InputError(f"{place}: the body {name} is in frame {frame} twice")
            seen[name][frame] = lines.table("joints", JOINTS, _COLUMNS)
    lines.finish()
    return [_body(name, frames) for name, frames in seen.items()]


class _Lines:
    """Reads a text line by line and knows where it is; empty lines are passed over."""

    def __init__(self, text: str) -> None:
        self._lines = text.split("\n")
        self.at = 0

    def _next(self, what: str) -> str:
        while self.at < len(self._lines):
            line = self._lines[self.at].strip()
            self.at += 1
            if line:
                return line
        raise InputError(f"it ends before {what}", hint="the file may be cut off")

    def fields(self, what: str, count: int) -> list[str]:
        """The words of the next line."""
        found = self._next(what).split()
        if len(found) != count:
            raise InputError(f"line {self.at}: {what} has {count} numbers, got {len(found)}")
        return found

    def count(self, what: str) -> int:
        """The one whole number of the next line."""
        line = self._next(what)
        try:
            return common.parse_integer(line, what)
        except InputError as error:
            raise InputError(f"line {self.at}: {error}") from error

    def table(self, what: str, rows: int, columns: int) -> NDArray[np.float64]:
        """``(rows, columns)`` numbers from as many lines; NaN stands in the files themselves."""
        first = self.at + 1
        words = [self.fields(f"each of the {what}", columns) for _ in range(rows)]
        try:
            return np.array(words, dtype=np.float64)
        except ValueError as error:
            raise InputError(f"lines {first} to {self.at}: not numbers ({error})") from error

    def finish(self) -> None:
        """Nothing may follow."""
        if any(line.strip() for line in self._lines[self.at :]):
            raise InputError(f"line {self.at + 1}: more follows after the last frame")


def _body(name: str, frames: dict[int, NDArray[np.float64]]) -> Body:
    first, last = min(frames), max(frames)
    points = common.blank_points(last - first + 1, JOINTS, 3)
    pixels = common.blank_points(last - first + 1, JOINTS, 2)
    for frame, joints in frames.items():
        missing = (joints[:, _STATE] == 0) | (joints[:, _XYZ] == 0).all(axis=1)
        points[frame - first] = np.where(missing[:, None], np.nan, joints[:, _XYZ])
        pixels[frame - first] = np.where(missing[:, None], np.nan, joints[:, _COLOUR])
    return Body(name, first, points, pixels)


def matches(path: Path) -> bool:
    """It begins with a line that is a whole number."""
    return common.head(path, 64).split(b"\n")[0].strip().isdigit()


def read(path: Path, options: Options) -> list[Recording]:
    """One recording a body, in the pixels of the colour picture; in 3D where those are missing."""
    bodies = parse(common.read_text(path))
    recordings = []
    for body in bodies:
        flat = np.isfinite(body.pixels).all(axis=2).any()
        points = body.pixels if flat else body.points
        if len(points) < 2 or not np.isfinite(points).all(axis=2).any():
            continue
        fps = options.fps or FPS
        size = options.frame_size or COLOUR_SIZE
        tracks = common.to_tracks(points, None, fps, up=options.up, frame_size=size)
        recordings.append(Recording(tracks, start=body.start / fps, name=f"body {body.id}"))
    common.warn_momentary(path, len(bodies) - len(recordings), len(bodies))
    return recordings


FORMAT = Format(
    name="NTU RGB+D skeletons",
    extensions=(".skeleton",),
    sentence="Kinect v2 bodies of 25 joints at 30 fps, in pixels of the 1920 x 1080 colour picture",
    matches=matches,
    read=read,
)
