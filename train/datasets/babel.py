"""BABEL: what happens when in AMASS's recordings, in people's words and in action categories.

    train.json val.json test.json [extra_train.json extra_val.json]

Each is an object of recordings: ``feat_p`` is the path of one within AMASS (``CMU/CMU/01/01_01_poses.npz``),
``dur`` its length in seconds; ``seq_ann.labels`` say what the whole shows, ``frame_ann.labels`` what happens
from ``start_t`` to ``end_t``. A label has ``raw_label`` (an annotator's words), ``proc_label`` (tidied) and
``act_cat`` (categories). The extra files hold several annotators' ``seq_anns`` and ``frame_anns``; the test
file holds none. AMASS lies in ``amass/`` there or beside the folder. Stretches are used where there are any,
else the whole, as its makers do.
See Punnakkal et al., BABEL: Bodies, Action and Behavior with English Labels, CVPR 2021.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path, PurePosixPath
from typing import Any

from motionsearch.errors import InputError
from motionsearch.formats import common
from motionsearch.formats.corpus import MotionClip
from motionsearch.train.datasets.amass import clip_of, read_motion
from motionsearch.train.datasets.base import Dataset, check_split, existing, gather, read_table

SPLITS = ("train", "val", "test", "extra_train", "extra_val")

# What AMASS's archives are called now, by the names that BABEL knows them by.
_RENAMED = {
    "BioMotionLab_NTroje": "BMLrub", "DFaust_67": "DFaust", "MPI_HDM05": "HDM05", "MPI_Limits": "PosePrior",
    "MPI_mosh": "MoSh", "SSM_synced": "SSM", "TCD_handMocap": "TCDHands", "Transitions_mocap": "Transitions",
}  # fmt: skip
_TRANSITION = "transition"

Span = tuple[float, float] | None


def load(root: Path, split: str | None) -> list[MotionClip]:
    """A clip for each stretch that is described; recordings that AMASS's folder lacks are left out."""
    check_split("babel", split, SPLITS)
    tables = [(own, path) for own in SPLITS if split in (None, own) and (path := _table(root, own))]
    if not tables:
        raise InputError(f"{root}: has no {split or 'train'}.json", hint="it comes in babel_v1-0_release.zip")
    amass = existing(*(place / name for place in (root, root.parent) for name in ("amass", "AMASS"))) or root
    entries: list[tuple[str, str, Any]] = []
    for own, path in tables:
        entries += [(own, identity, entry) for identity, entry in read_table(path).items()]
    return gather(root, entries, lambda item: _clips(amass, *item))


def find_motion(amass: Path, feature_path: str) -> Path:
    """The file of AMASS that a ``feat_p`` names, under any of the names that its archives have had.

    Raises:
        InputError: it is not there, or the path leads out of the folder.
    """
    given = PurePosixPath(feature_path.replace("\\", "/"))
    if given.is_absolute() or ".." in given.parts or len(given.parts) < 2:
        raise InputError(f"feat_p {common.shorten(feature_path)} is no path within AMASS")
    names = [given.name, given.stem + ".npy", given.name.replace("_poses.npz", "_stageii.npz")]
    for folders in (given.parent.parts, given.parent.parts[1:]):
        renamed = tuple(_RENAMED.get(folder, folder) for folder in folders)
        for place in dict.fromkeys((folders, renamed)):
            found = existing(*(amass.joinpath(*place, name) for name in names))
            if found is not None:
                return found
    raise InputError(
        f"{amass.joinpath(*given.parts)}: no such file", hint="put AMASS, or a link to it, in amass/ there"
    )


def described(entry: dict[str, Any]) -> Iterator[tuple[Span, list[dict[str, Any]]]]:
    """Stretches in seconds (``None`` for the whole) and the labels of each, transitions left out.

    Raises:
        InputError: the annotations are not of the documented form.
    """
    labels: dict[Span, list[dict[str, Any]]] = {}
    for label in _labels(entry, "frame_ann"):
        start = common.number(label.get("start_t"), "start_t")
        end = common.number(label.get("end_t"), "end_t")
        if label.get("proc_label") != _TRANSITION and 0.0 <= start < end:
            labels.setdefault((start, end), []).append(label)
    if not labels:
        labels = {None: _labels(entry, "seq_ann")}
    yield from labels.items()


def _clips(amass: Path, split: str, identity: str, entry: Any) -> list[MotionClip]:
    if not isinstance(entry, dict) or not isinstance(entry.get("feat_p"), str):
        raise InputError(f"recording {identity} has no feat_p")
    source: str = entry["feat_p"]
    path = find_motion(amass, source)
    whole = clip_of(read_motion(path), identity, source, split, group=source)
    clips = []
    try:
        for span, labels in described(entry):
            first, last = (0, len(whole.points)) if span is None else (int(t * whole.fps) for t in span)
            if len(whole.points[first:last]) < 2:
                continue
            categories = _categories(labels)
            clips.append(
                replace(
                    whole,
                    id=identity if span is None else f"{identity}_{span[0]:g}-{span[1]:g}",
                    points=whole.points[first:last],
                    visible=None if whole.visible is None else whole.visible[first:last],
                    captions=_captions(labels),
                    label=categories[0] if categories else None,
                    extra={**whole.extra, "act_cat": categories},
                )
            )
    except InputError as error:
        raise InputError(f"recording {identity}: {error}", hint=error.hint) from error
    return clips


def _labels(entry: dict[str, Any], kind: str) -> list[dict[str, Any]]:
    """The labels of one annotator, or of several in the extra files."""
    several = entry.get(f"{kind}s")
    found: list[dict[str, Any]] = []
    for annotation in several if isinstance(several, list) else [entry.get(kind)]:
        if annotation is None:
            continue
        labels = annotation.get("labels") if isinstance(annotation, dict) else None
        if not isinstance(labels, list) or not all(isinstance(label, dict) for label in labels):
            raise InputError(f"{kind} has no list of labels")
        found += labels
    return found


def _captions(labels: list[dict[str, Any]]) -> tuple[str, ...]:
    texts = [label.get(key) for label in labels for key in ("raw_label", "proc_label")]
    return tuple(dict.fromkeys(t.strip() for t in texts if isinstance(t, str) and t.strip()))


def _categories(labels: list[dict[str, Any]]) -> list[str]:
    named = [label.get("act_cat") for label in labels]
    flat = [c for own in named if isinstance(own, list) for c in own if isinstance(c, str) and c]
    return list(dict.fromkeys(flat))


def _table(root: Path, split: str) -> Path | None:
    """The file of a split, there or in the folder that the archive unpacks to."""
    return existing(root / f"{split}.json", root / "babel_v1.0_release" / f"{split}.json")


def _matches(root: Path) -> bool:
    """A recording's ``feat_p`` and annotations stand near the beginning of one of its files."""
    for split in ("train", "val"):
        path = _table(root, split)
        if path is not None and all(word in common.head(path) for word in (b'"feat_p"', b'"seq_ann"')):
            return True
    return False


DATASET = Dataset(
    name="babel",
    title="BABEL",
    licence="research only",
    splits=SPLITS,
    has_words=True,
    load=load,
    matches=_matches,
)
