"""HumanML3D and KIT-ML in HumanML3D's layout: joints in npy files, captions in text files of the same names.

    new_joints/000000.npy   (T, 22, 3) metres at 20 fps; of KIT-ML (T, 21, 3) millimetres at 12.5 fps; y up
    texts/000000.txt        one caption a line: sentence#word/POS word/POS#start#end
    train.txt val.txt test.txt   names, one a line; M000000 is 000000 mirrored, with its words swapped

``start`` and ``end`` are seconds of the part that a sentence describes, both 0.0 (or nan) for the whole.
``index.csv``, where it lies there or one folder up, says which AMASS recording each motion was cut from.
See Guo et al., Generating Diverse and Natural 3D Human Motions from Text, CVPR 2022.
"""

from __future__ import annotations

import csv
import io
import math
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from motionsearch.errors import InputError
from motionsearch.formats import common
from motionsearch.formats.corpus import MotionClip
from motionsearch.formats.humanml3d import load_array
from motionsearch.train.datasets.base import (
    Dataset,
    Floats,
    check_split,
    existing,
    gather,
    split_missing,
    trial_of,
)
from motionsearch.train.datasets.smpl import JOINT_NAMES, PARENTS

SPLITS = ("train", "val", "test")

# KIT-ML's 21 joints of the Master Motor Map: trunk, left arm, right arm, legs of five joints each.
_KIT_NAMES = (
    "root", "lower_spine", "upper_spine", "neck", "head", "left_shoulder", "left_elbow", "left_wrist",
    "right_shoulder", "right_elbow", "right_wrist", "left_hip", "left_knee", "left_ankle", "left_heel",
    "left_toe", "right_hip", "right_knee", "right_ankle", "right_heel", "right_toe",
)  # fmt: skip
_KIT_PARENTS = (-1, 0, 1, 2, 3, 3, 5, 6, 3, 8, 9, 0, 11, 12, 13, 14, 0, 16, 17, 18, 19)


@dataclass(frozen=True)
class Layout:
    """What tells one of the two sets from the other."""

    name: str
    joints: tuple[str, ...]
    parents: tuple[int, ...]
    fps: float


_HUMANML3D = Layout("humanml3d", JOINT_NAMES, PARENTS, 20.0)
_KITML = Layout("kitml", _KIT_NAMES, _KIT_PARENTS, 12.5)


@dataclass(frozen=True)
class Caption:
    """A sentence and the seconds that it describes; ``span`` is ``None`` for the whole motion."""

    text: str
    span: tuple[float, float] | None


def parse_texts(text: str) -> list[Caption]:
    """The captions of one text file.

    Raises:
        InputError: with the line at fault.
    """
    captions = []
    for at, line in enumerate(text.splitlines(), start=1):
        if not line.strip():
            continue
        parts = line.rsplit("#", 3)
        if len(parts) != 4:
            raise InputError(f"line {at}: must be sentence#tokens#start#end, got {common.shorten(line)}")
        start, end = (_seconds(part, at) for part in parts[2:])
        whole = start == end == 0.0
        if not whole and not 0.0 <= start < end:
            raise InputError(f"line {at}: no stretch of time: {start:g} to {end:g} s")
        if parts[0].strip():
            captions.append(Caption(parts[0].strip(), None if whole else (start, end)))
    return captions


def load(layout: Layout, root: Path, split: str | None) -> list[MotionClip]:
    """The clips of one split or of all: whole motions, and the parts that some captions describe."""
    check_split(layout.name, split, SPLITS)
    folder = root / "new_joints"
    if not folder.is_dir():
        raise InputError(
            f"{folder}: no such folder",
            hint="the joint positions are needed; new_joint_vecs/ alone, the features, is not enough",
        )
    splits = _splits(root)
    if split is None:
        names = sorted(path.stem for path in folder.glob("*.npy"))
    else:
        names = [name for name, own in splits.items() if own == split]
        if not names:
            raise InputError(f"{root / split}.txt: missing or empty", hint="it lists the names of the split")
    sources = _sources(root)
    return gather(root, names, lambda name: _motion(layout, root, name, splits.get(name), sources.get(name)))


def _motion(layout: Layout, root: Path, name: str, split: str | None, source: str | None) -> list[MotionClip]:
    path = root / "new_joints" / f"{name}.npy"
    with common.naming(path):
        points = common.as_points(load_array(path), "the array")
        if points.shape[1:] != (len(layout.joints), 3):
            raise InputError(f"must have shape (T, {len(layout.joints)}, 3), got {points.shape}")
    words = root / "texts" / f"{name}.txt"
    with common.naming(words):
        captions = parse_texts(common.read_text(words))
    extra: dict[str, Any] = {"mirrored": True} if name.startswith("M") else {}
    if source is not None:
        extra["source"] = source
        if (trial := trial_of(source)) is not None:
            extra["trial"] = trial
    clips = []
    for span in dict.fromkeys([None, *(caption.span for caption in captions)]):
        own = tuple(dict.fromkeys(caption.text for caption in captions if caption.span == span))
        piece = points if span is None else _cut(points, span, layout.fps)
        if len(piece) < 2 or (span is None and not own and captions):
            continue
        shown, visible = split_missing(piece)
        clips.append(
            MotionClip(
                id=name if span is None else f"{name}_{span[0]:g}-{span[1]:g}",
                points=shown,
                visible=visible,
                fps=layout.fps,
                captions=own,
                split=split,
                group=name.removeprefix("M"),
                parents=layout.parents,
                joint_names=layout.joints,
                extra=extra,
            )
        )
    return clips


def _cut(points: Floats, span: tuple[float, float], fps: float) -> Floats:
    return points[int(span[0] * fps) : int(min(span[1] * fps, len(points)))]


def _seconds(text: str, line: int) -> float:
    """A time; nan, which the files hold in places, is 0.0."""
    try:
        value = float(text) if "_" not in text else math.inf
    except ValueError:
        value = math.inf
    if math.isinf(value):
        raise InputError(f"line {line}: not a time in seconds: {common.shorten(text)}")
    return 0.0 if math.isnan(value) else value


def _splits(root: Path) -> dict[str, str]:
    """The split of each name, as far as the lists are there."""
    found: dict[str, str] = {}
    for split in SPLITS:
        path = root / f"{split}.txt"
        if path.is_file() and path.stat().st_size > 0:
            with common.naming(path):
                found.update(dict.fromkeys(common.read_text(path).split(), split))
    return found


def _sources(root: Path) -> dict[str, str]:
    """The AMASS recording of each motion and its mirror image, where the index is there."""
    path = existing(root / "index.csv", root.parent / "index.csv")
    if path is None:
        return {}
    found = {}
    with common.naming(path):
        for row in csv.DictReader(io.StringIO(common.read_text(path))):
            source, new = row.get("source_path"), row.get("new_name")
            if source and new:
                name = new.removesuffix(".npy")
                found[name] = found[f"M{name}"] = source
    return found


def _joints(root: Path) -> int | None:
    """How many joints the first motion of a folder in this layout has."""
    try:
        first = next((root / "new_joints").glob("*.npy"), None)
        if first is None or not (root / "texts").is_dir():
            return None
        with first.open("rb") as stream:
            shape, _, _ = common.npy_header(stream)
    except (OSError, ValueError, InputError):
        return None
    return shape[1] if len(shape) == 3 else None


DATASETS = tuple(
    Dataset(
        name=layout.name,
        title=title,
        licence=licence,
        splits=SPLITS,
        has_words=True,
        load=partial(load, layout),
        matches=lambda root, layout=layout: _joints(root) == len(layout.joints),  # type: ignore[misc]
    )
    for layout, title, licence in (
        (_HUMANML3D, "HumanML3D", "captions MIT; the motions are AMASS's: research only"),
        (_KITML, "KIT Motion-Language", "research only"),
    )
)
