"""BVH motion capture: a skeleton (HIERARCHY) and joint angles per frame (MOTION).

Parsed here, strictly: the one maintained parser found, pybvh 0.8, takes NaN, misspelt keywords and unclosed
joints for granted and brings matplotlib. On its sample files both give the same positions to 1e-13.

The points are the joints and the End Sites, placed by forward kinematics: a joint's transform is its parent's
times its translation times its rotations in the order its channels are listed, in degrees. Position channels
replace the OFFSET, as exporters that write them for every joint mean it; axes without a channel keep the
OFFSET's value.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import NoReturn

import numpy as np
from numpy.typing import NDArray

from motionsearch import camera
from motionsearch.clips import Recording
from motionsearch.errors import InputError
from motionsearch.formats import common
from motionsearch.formats.common import Format, Options
from motionsearch.tracks import Tracks

Floats = NDArray[np.float64]

_CHANNELS = {
    f"{axis}{kind}": (kind, "xyz".index(axis)) for axis in "xyz" for kind in ("position", "rotation")
}
_MAX_JOINTS = 10_000
_ROTATIONS_AT_ONCE = 1 << 20


@dataclass
class Joint:
    """A joint or an End Site.

    Args:
        parent: Its place in the list of joints, -1 for a root; parents come before their children.
        offset: ``(3,)`` from the parent, in the file's unit.
        channels: ``("position" | "rotation", axis)`` in the order of the file.
        first_channel: Column of its first channel in the motion rows.
    """

    name: str
    parent: int
    offset: tuple[float, float, float] | None = None
    channels: list[tuple[str, int]] = field(default_factory=list)
    first_channel: int = 0
    end_site: bool = False


@dataclass(frozen=True)
class Motion:
    """A parsed file: ``values`` is ``(T, number of channels)``, angles in degrees."""

    joints: list[Joint]
    values: Floats
    fps: float


def parse(text: str) -> Motion:
    """Parses a whole BVH file.

    Raises:
        InputError: the grammar is broken, a number is wrong, or rows are missing or too many; with the line.
    """
    lines = text.splitlines()
    words = _Words(lines)
    joints = _hierarchy(words)
    frames, frame_time = _motion_head(words)
    width = sum(len(joint.channels) for joint in joints)
    values = _rows(lines, words.line, frames, width)
    return Motion(joints, values, 1.0 / frame_time)


def positions(motion: Motion) -> Floats:
    """Where every joint and End Site is in every frame, ``(T, J, 3)`` in the file's unit."""
    placed = common.blank_points(len(motion.values), len(motion.joints), 3)
    step = _ROTATIONS_AT_ONCE // len(motion.joints)
    for start in range(0, len(motion.values), step):
        values = motion.values[start : start + step]
        turns: list[Floats] = []
        for at, joint in enumerate(motion.joints):
            translation, rotation = _local(joint, values)
            if joint.parent >= 0:
                turn = turns[joint.parent]
                origin = placed[start : start + len(values), joint.parent]
                translation = origin + np.einsum("tij,tj->ti", turn, translation)
                rotation = turn @ rotation
            placed[start : start + len(values), at] = translation
            turns.append(rotation)
    return placed


def _local(joint: Joint, values: Floats) -> tuple[Floats, Floats]:
    """Translation ``(T, 3)`` and rotation ``(T, 3, 3)`` of a joint in its parent's frame."""
    translation = np.tile(np.asarray(joint.offset, np.float64), (len(values), 1))
    rotation = np.tile(np.eye(3), (len(values), 1, 1))
    for column, (kind, axis) in enumerate(joint.channels, start=joint.first_channel):
        if kind == "position":
            translation[:, axis] = values[:, column]
        else:
            rotation = rotation @ _axis_rotation(axis, np.deg2rad(values[:, column]))
    return translation, rotation


def _axis_rotation(axis: int, angle: Floats) -> Floats:
    """Right-handed rotations ``(T, 3, 3)`` about a coordinate axis by ``angle`` ``(T,)`` in radians."""
    i, j = (axis + 1) % 3, (axis + 2) % 3
    turn = np.tile(np.eye(3), (len(angle), 1, 1))
    turn[:, i, i] = turn[:, j, j] = np.cos(angle)
    turn[:, j, i] = np.sin(angle)
    turn[:, i, j] = -np.sin(angle)
    return turn


class _Words:
    """The words of the file one by one, with the line each stands on."""

    def __init__(self, lines: list[str]) -> None:
        self._lines = lines
        self._waiting: list[str] = []
        self.line = 0  # of the word taken last, from 1

    def peek(self) -> str:
        while not self._waiting:
            if self.line >= len(self._lines):
                raise InputError(f"line {self.line}: the file ends too early", hint="the file may be cut off")
            self.line += 1
            # Braces are words even where they touch a name.
            self._waiting = self._lines[self.line - 1].replace("{", " { ").replace("}", " } ").split()[::-1]
        return self._waiting[-1]

    def take(self) -> str:
        word = self.peek()
        self._waiting.pop()
        return word

    def expect(self, wanted: str) -> None:
        word = self.take()
        if word.lower() != wanted.lower():
            self.fail(f"expected {wanted!r}, got {common.shorten(word)}")

    def number(self, what: str) -> float:
        word = self.take()
        return common.parse_number(word, f"line {self.line}: {what}")

    def whole(self, what: str, at_least: int) -> int:
        word = self.take()
        return common.parse_integer(word, f"line {self.line}: {what}", at_least=at_least)

    def end_line(self) -> None:
        if self._waiting:
            self.fail(f"{common.shorten(self._waiting[-1])} is too much on this line")

    def fail(self, message: str) -> NoReturn:
        raise InputError(f"line {self.line}: {message}")


def _hierarchy(words: _Words) -> list[Joint]:
    words.expect("HIERARCHY")
    joints: list[Joint] = []
    open_joints: list[int] = []  # a stack, so that deep skeletons cost no recursion
    channels = 0
    while True:
        word = words.take()
        key = word.lower()
        if not open_joints and key == "motion" and joints:
            return joints
        if not open_joints and key != "root":
            words.fail(f"expected {'ROOT or MOTION' if joints else 'ROOT'}, got {common.shorten(word)}")
        inside = joints[open_joints[-1]] if open_joints else None
        if key == "}":
            if inside is not None and inside.offset is None:
                words.fail(f"{inside.name!r} has no OFFSET")
            open_joints.pop()
        elif key in ("root", "joint", "end"):
            if (key == "root") != (inside is None) or (inside is not None and inside.end_site):
                words.fail(f"{word} cannot stand here")
            parent = open_joints[-1] if open_joints else -1
            if len(joints) == _MAX_JOINTS:
                words.fail(f"more than {_MAX_JOINTS:,} joints")
            joints.append(_open_joint(words, end_site=key == "end", parent=parent, joints=joints))
            open_joints.append(len(joints) - 1)
        elif key == "offset" and inside is not None and inside.offset is None:
            inside.offset = (words.number("OFFSET"), words.number("OFFSET"), words.number("OFFSET"))
        elif key == "channels" and inside is not None and not inside.channels and not inside.end_site:
            inside.channels = _channels(words)
            inside.first_channel = channels
            channels += len(inside.channels)
        else:
            words.fail(f"{common.shorten(word)} cannot stand here")


def _open_joint(words: _Words, *, end_site: bool, parent: int, joints: list[Joint]) -> Joint:
    name = []
    line = words.line
    while words.peek() != "{":
        name.append(words.take())
        if words.line != line:
            words.fail(f"expected '{{', got {common.shorten(name[-1])}")
    words.expect("{")
    if end_site:
        if [word.lower() for word in name] != ["site"]:
            words.fail("expected 'End Site'")
        return Joint(f"{joints[parent].name} end", parent, end_site=True)
    if not name:
        words.fail("a joint without a name")
    return Joint(" ".join(name), parent)


def _channels(words: _Words) -> list[tuple[str, int]]:
    count = words.whole("the number of CHANNELS", at_least=0)
    if count > len(_CHANNELS):
        words.fail(f"a joint has up to {len(_CHANNELS)} CHANNELS, got {count}")
    channels: list[tuple[str, int]] = []
    for _ in range(count):
        word = words.take()
        channel = _CHANNELS.get(word.lower())
        if channel is None:
            words.fail(f"unknown channel {common.shorten(word)}")
        if channel in channels:
            words.fail(f"the channel {word} is listed twice")
        channels.append(channel)
    return channels


def _motion_head(words: _Words) -> tuple[int, float]:
    words.expect("Frames:")
    frames = words.whole("Frames", at_least=0)
    if frames < 2:
        words.fail(f"motion needs at least 2 frames, got {frames}")
    words.expect("Frame")
    words.expect("Time:")
    frame_time = words.number("Frame Time")
    # Rates outside are slips: seconds for milliseconds, or a rate where a time belongs.
    if not 1e-5 <= frame_time <= 1e4:
        words.fail(f"Frame Time must be the seconds of one frame, got {frame_time:g}")
    words.end_line()
    return frames, frame_time


def _rows(lines: list[str], after: int, frames: int, width: int) -> Floats:
    rows = [(at, line) for at, line in enumerate(lines[after:], start=after + 1) if line.strip()]
    if width == 0:
        raise InputError("line 1: no joint has CHANNELS, so nothing moves")
    if len(rows) != frames:
        raise InputError(
            f"line {rows[-1][0] if rows else after}: Frames says {frames}, but {len(rows)} rows are there",
            hint="the file may be cut off" if len(rows) < frames else None,
        )
    values = np.empty((frames, width))
    for row, (at, line) in enumerate(rows):
        words = line.split()
        if len(words) != width:
            raise InputError(f"line {at}: {width} channels need {width} numbers, got {len(words)}")
        values[row] = [common.parse_number(word, f"line {at}: a channel") for word in words]
    return values


def matches(path: Path) -> bool:
    """The first word is HIERARCHY."""
    return common.head(path, 256).lstrip(b"\xef\xbb\xbf \t\r\n")[:9].upper() == b"HIERARCHY"


def read(path: Path, options: Options) -> list[Recording]:
    """One recording per ROOT, all seen by the same default camera."""
    motion = parse(common.read_text(path, any_encoding=True))  # names may be in any; the rest is ASCII
    with np.errstate(over="ignore", invalid="ignore"):
        points = camera.to_y_up(positions(motion), options.up or "y")
    if not np.isfinite(points).all():
        raise InputError("the joints are placed beyond all numbers", hint="check the OFFSETs and positions")
    chosen = camera.default_camera(points)
    root_of: list[int] = []
    for at, joint in enumerate(motion.joints):
        root_of.append(at if joint.parent < 0 else root_of[joint.parent])
    roots = sorted(set(root_of))
    fps = options.fps or motion.fps

    def tracks(root: int) -> Tracks:
        return camera.view(points[:, np.array(root_of) == root], fps, camera=chosen)

    return [Recording(tracks(r), name=motion.joints[r].name if len(roots) > 1 else None) for r in roots]


FORMAT = Format(
    name="BVH",
    extensions=(".bvh",),
    sentence="a skeleton and its joint angles; joints and End Sites become points, y up",
    matches=matches,
    read=read,
)
