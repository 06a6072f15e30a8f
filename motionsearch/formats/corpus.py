"""Corpora: many clips in one ``<name>.npz`` with a ``<name>.jsonl`` beside it that says what each is.

The npz holds ``coords`` (int16, all clips end to end) and, where there is visibility, ``visible`` (packed
bits) with ``visible_count``. The jsonl has one line per clip: ``id, shape [T, J, D], offset, scale,
origin [D], fps`` and whatever of ``label, captions, split, subject, group, parents, joint_names, up, species,
img_wh, hw, visible_offset`` the corpus has. A clip is
``coords[offset : offset + T * J * D] * scale + origin``. ``joint_names`` holds until a line gives others.
"""

from __future__ import annotations

import math
import os
import warnings
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from motionsearch.camera import Up
from motionsearch.clips import Recording
from motionsearch.errors import InputError, MotionsearchWarning
from motionsearch.formats import common
from motionsearch.formats.common import Format, Options

_READ = {"id", "shape", "offset", "scale", "origin", "fps", "visible_offset", "label", "captions", "split"}
_READ |= {"subject", "group", "parents", "joint_names", "up", "species", "img_wh", "hw"}


@dataclass(frozen=True, eq=False)
class MotionClip:
    """One clip of a corpus as it is stored, before any camera.

    Args:
        id: Unique within the corpus.
        points: ``(T, J, D)`` float32 in the source's own units, D 2 or 3.
        visible: ``(T, J)`` bool, or ``None`` where the source does not say.
        fps: Frames per second.
        up: The axis that points up: of 3D clips ``y`` where the source does not say, of 2D clips ``-y``
            (pixels, y down).
        parents: Index of each joint's parent, -1 for a root.
        joint_names: One name per joint.
        frame_size: ``(width, height)`` in pixels of the picture 2D points lie in.
        extra: Every other key of the clip's line.
    """

    id: str
    points: NDArray[np.float32]
    visible: NDArray[np.bool_] | None
    fps: float
    up: Up = "y"
    label: str | None = None
    captions: tuple[str, ...] = ()
    split: str | None = None
    subject: str | None = None
    group: str | None = None
    parents: tuple[int, ...] | None = None
    joint_names: tuple[str, ...] | None = None
    species: str | None = None
    frame_size: tuple[int, int] | None = None
    extra: Mapping[str, Any] = field(default_factory=dict)


def load_corpus(path: str | os.PathLike[str]) -> list[MotionClip]:
    """All clips of a corpus, given its npz or its jsonl.

    Raises:
        InputError: one of the two files is missing or damaged, or a line of the jsonl is wrong or points
            outside the npz.
    """
    arrays_path, lines_path = pair(Path(path))
    for file in (arrays_path, lines_path):
        if not file.is_file():
            raise InputError(
                f"{file}: no such file", hint=f"a corpus is a pair, {arrays_path.name} and {lines_path.name}"
            )
    with common.naming(arrays_path):
        coords, visible = _arrays(common.load_arrays(arrays_path))
    with common.naming(lines_path):
        return _clips(common.read_text(lines_path), coords, visible)


def pair(path: Path) -> tuple[Path, Path]:
    """The npz and the jsonl of the corpus that either belongs to."""
    return path.with_suffix(".npz"), path.with_suffix(".jsonl")


def _arrays(arrays: dict[str, NDArray[Any]]) -> tuple[NDArray[np.int16], NDArray[np.bool_] | None]:
    coords = arrays.get("coords")
    if coords is None:
        raise InputError("the npz has no array 'coords'", hint="a corpus npz holds all clips in 'coords'")
    if coords.ndim != 1 or coords.dtype.kind not in "iuf":
        raise InputError(
            f"coords must be numbers in one dimension, got {coords.dtype} of shape {coords.shape}"
        )
    bits = arrays.get("visible")
    if bits is None:
        return coords, None
    if bits.dtype != np.uint8 or bits.ndim != 1:
        raise InputError(f"visible must be packed bits (uint8), got {bits.dtype} of shape {bits.shape}")
    count = arrays.get("visible_count", np.int64(bits.size * 8))
    if count.size != 1 or count.dtype.kind not in "iu" or not 0 <= int(count.reshape(())) <= bits.size * 8:
        raise InputError(f"visible_count does not fit the {bits.size} bytes of visible")
    return coords, np.unpackbits(bits, count=int(count.reshape(()))).astype(bool)


def _clips(text: str, coords: NDArray[np.int16], visible: NDArray[np.bool_] | None) -> list[MotionClip]:
    clips: list[MotionClip] = []
    seen: dict[str, int] = {}
    joint_names: tuple[str, ...] | None = None
    for at, line in enumerate(text.split("\n"), start=1):
        if not line.strip():
            continue
        try:
            entry = common.parse_json(line)
            if not isinstance(entry, dict):
                raise InputError("not a JSON object")
            joint_names = _strings(entry, "joint_names") or joint_names
            clip = _clip(entry, coords, visible, joint_names)
        except InputError as error:
            place = f"line {at}" if not str(error).startswith("line ") else f"clip on line {at}"
            raise InputError(f"{place}: {error}", hint=error.hint) from error
        if clip.id in seen:
            raise InputError(f"line {at}: the id {clip.id!r} is taken by line {seen[clip.id]}")
        seen[clip.id] = at
        clips.append(clip)
    if not clips:
        raise InputError("it describes no clip")
    return clips


def _clip(
    entry: dict[str, Any],
    coords: NDArray[np.int16],
    visible: NDArray[np.bool_] | None,
    joint_names: tuple[str, ...] | None,
) -> MotionClip:
    for key in ("id", "shape", "offset", "scale", "origin", "fps"):
        if key not in entry:
            raise InputError(f"the key {key!r} is missing")
    shape = _integers(entry, "shape", at_least=1) or ()
    if len(shape) != 3 or shape[2] not in (2, 3):
        raise InputError(f"shape must be [frames, joints, 2 or 3], got {common.shorten(entry['shape'])}")
    frames, joints, dims = shape
    offset = common.integer(entry["offset"], "offset")
    size = math.prod(shape)
    if offset + size > coords.size:
        raise InputError(f"it ends at {offset + size:,} but coords has {coords.size:,} numbers")
    origin = entry["origin"]
    if not isinstance(origin, list) or len(origin) != dims:
        raise InputError(f"origin must be {dims} numbers, got {common.shorten(origin)}")
    shift = np.array([common.number(o, "origin") for o in origin])
    scale = common.number(entry["scale"], "scale")
    with np.errstate(over="ignore", invalid="ignore"):
        points = coords[offset : offset + size].reshape(shape) * scale + shift
    identity = _text(entry, "id")
    if not identity:
        raise InputError("id must be a text")
    return MotionClip(
        id=identity,
        points=points.astype(np.float32),
        visible=_visible(entry, visible, frames, joints),
        fps=common.check_fps(common.number(entry["fps"], "fps")),
        up=_up(entry, dims),
        label=_text(entry, "label"),
        captions=_strings(entry, "captions") or (),
        split=_text(entry, "split"),
        subject=_text(entry, "subject"),
        group=_text(entry, "group"),
        parents=_parents(entry, joints),
        joint_names=joint_names if joint_names and len(joint_names) == joints else None,
        species=_text(entry, "species"),
        frame_size=_frame_size(entry),
        extra={key: value for key, value in entry.items() if key not in _READ},
    )


def _visible(
    entry: dict[str, Any], visible: NDArray[np.bool_] | None, frames: int, joints: int
) -> NDArray[np.bool_] | None:
    if entry.get("visible_offset") is None:
        return None
    start = common.integer(entry["visible_offset"], "visible_offset")
    size = frames * joints
    there = 0 if visible is None else visible.size
    if visible is None or start + size > there:
        raise InputError(f"its visibility ends at {start + size:,} but visible has {there:,} bits")
    return visible[start : start + size].reshape(frames, joints)


def _up(entry: dict[str, Any], dims: int) -> Up:
    return common.check_up(entry.get("up")) or ("y" if dims == 3 else "-y")


def _frame_size(entry: dict[str, Any]) -> tuple[int, int] | None:
    for key in ("img_wh", "hw"):
        size = _integers(entry, key, at_least=1)
        if size is not None:
            if len(size) != 2:
                raise InputError(f"{key} must be two numbers, got {common.shorten(entry[key])}")
            return (size[0], size[1]) if key == "img_wh" else (size[1], size[0])
    return None


def _parents(entry: dict[str, Any], joints: int) -> tuple[int, ...] | None:
    parents = _integers(entry, "parents", at_least=-1)
    if parents is not None and (len(parents) != joints or any(p >= joints for p in parents)):
        raise InputError(f"parents must be {joints} joint numbers, got {common.shorten(entry['parents'])}")
    return parents


def _text(entry: dict[str, Any], key: str) -> str | None:
    value = entry.get(key)
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, (str, int)):
        raise InputError(f"{key} must be text, got {common.shorten(value)}")
    return str(value)


def _strings(entry: dict[str, Any], key: str) -> tuple[str, ...] | None:
    value = entry.get(key)
    if value is None:
        return None
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise InputError(f"{key} must be a list of texts, got {common.shorten(value)}")
    return tuple(value)


def _integers(entry: dict[str, Any], key: str, *, at_least: int) -> tuple[int, ...] | None:
    value = entry.get(key)
    if value is None:
        return None
    if not isinstance(value, list):
        raise InputError(f"{key} must be a list of whole numbers, got {common.shorten(value)}")
    return tuple(common.integer(item, key, at_least=at_least) for item in value)


def matches(path: Path) -> bool:
    """Both files of the pair are there."""
    return all(file.is_file() for file in pair(path))


def read(path: Path, options: Options) -> list[Recording]:
    """One recording per clip, see :func:`recordings`."""
    return recordings(load_corpus(path), options, path)


def recordings(clips: Sequence[MotionClip], options: Options, path: Path) -> list[Recording]:
    """One recording per clip of ``path``: 3D through the default camera, 2D as pixels.

    Clips of a single frame, or in which nothing is visible, have no motion to find: they are left out with a
    warning.

    Raises:
        InputError: no clip is left.
    """
    moving = [clip for clip in clips if _shows_motion(clip)]
    if not moving:
        raise InputError(f"none of its {len(clips)} clips shows a point over two frames")
    if len(moving) < len(clips):
        warnings.warn(
            f"{path}: {len(clips) - len(moving)} of {len(clips)} clips show nothing and are left out",
            MotionsearchWarning,
            stacklevel=3,
        )
    flat = [clip for clip in moving if clip.points.shape[2] == 2 and clip.frame_size is None]
    picture = None
    if flat and options.frame_size is None:
        picture = common.find_picture([c.points[_seen(c)] for c in flat], None, options.up or flat[0].up)
    return [_recording(clip, options, picture if clip.frame_size is None else None) for clip in moving]


def _seen(clip: MotionClip) -> NDArray[np.bool_]:
    finite: NDArray[np.bool_] = np.all(np.isfinite(clip.points), axis=2)
    return finite if clip.visible is None else finite & clip.visible


def _shows_motion(clip: MotionClip) -> bool:
    return len(clip.points) >= 2 and bool(_seen(clip).any())


def _recording(clip: MotionClip, options: Options, picture: common.Picture | None) -> Recording:
    try:
        tracks = common.to_tracks(
            clip.points,
            clip.visible,
            options.fps or clip.fps,
            up=options.up or clip.up,
            frame_size=options.frame_size or clip.frame_size,
            picture=picture,
        )
    except InputError as error:
        raise InputError(f"clip {clip.id!r}: {error}", hint=error.hint) from error
    named = {key: getattr(clip, key) for key in ("split", "subject", "group", "species")}
    meta = common.plain_meta({**named, **clip.extra})
    return Recording(tracks, name=clip.id, label=clip.label, captions=clip.captions, meta=meta)


FORMAT = Format(
    name="corpus",
    extensions=(".npz", ".jsonl"),
    sentence="many clips with labels and captions: NAME.npz with NAME.jsonl beside it; "
    "3D unless said otherwise with y up",
    matches=matches,
    read=read,
    files=lambda path: list(pair(path)),
)
