"""What the loaders share: how a data set describes itself, and how its files become clips."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from motionsearch.errors import InputError, MotionsearchWarning, QueryError
from motionsearch.formats import common
from motionsearch.formats.corpus import MotionClip
from motionsearch.tracks import Mask

Floats = NDArray[np.floating[Any]]
T = TypeVar("T")


@dataclass(frozen=True)
class Dataset:
    """One data set that people have: how its folder is known and read.

    Args:
        name: What recipes and commands call it.
        title: What its makers call it.
        licence: As its makers state it, in a few words.
        splits: Names of its splits; ``train`` is the one that training may use.
        has_words: Whether its clips come with captions or labels.
        load: ``(root, split)`` to clips; ``split`` is ``None`` for all that is there.
        matches: Whether a folder has its layout; never raises.
    """

    name: str
    title: str
    licence: str
    splits: tuple[str, ...]
    has_words: bool
    load: Callable[[Path, str | None], list[MotionClip]] = field(repr=False)
    matches: Callable[[Path], bool] = field(repr=False)


def gather(root: Path, items: Iterable[T], read: Callable[[T], list[MotionClip]]) -> list[MotionClip]:
    """The clips of every item that can be read; one warning says how many cannot and why the first.

    Raises:
        InputError: there is no item, or none can be read.
    """
    clips: list[MotionClip] = []
    total, failures = 0, []
    for item in items:
        total += 1
        try:
            clips += read(item)
        except InputError as error:
            failures.append(error)
    if not clips:
        if failures:
            raise InputError(
                f"{root}: none of {total} motions can be read; the first: {failures[0]}",
                hint=failures[0].hint,
            )
        raise InputError(f"{root}: holds no motion of this split", hint="check that it is unpacked whole")
    if failures:
        warnings.warn(
            f"{root}: {len(failures)} of {total} motions are left out; the first: {failures[0]}",
            MotionsearchWarning,
            stacklevel=2,
        )
    return clips


def existing(*candidates: Path) -> Path | None:
    """The first that exists."""
    return next((path for path in candidates if path.exists()), None)


def check_split(name: str, split: str | None, splits: tuple[str, ...]) -> None:
    """Raises QueryError for a split that the data set does not have."""
    if split is not None and split not in splits:
        raise QueryError(f"{name} has no split {split!r}", hint=f"its splits are {', '.join(splits)}")


def read_table(path: Path) -> dict[str, Any]:
    """The object of a JSON file."""
    with common.naming(path):
        table = common.parse_json(common.read_text(path))
        if not isinstance(table, dict):
            raise InputError(f"must be a JSON object, got {common.shorten(table)}")
        return table


def split_missing(points: Floats) -> tuple[NDArray[np.float32], Mask | None]:
    """``(T, J, D)``, zero where not finite, and ``(T, J)`` where finite; ``None`` if everywhere."""
    finite: Mask = np.asarray(np.isfinite(points).all(axis=2))
    if finite.all():
        return points.astype(np.float32), None
    return np.where(finite[..., None], points, 0.0).astype(np.float32), finite


def trial_of(path: str) -> str | None:
    """Subject and trial, "02_01", of a CMU recording of AMASS; ``None`` of what is not CMU's.

    The retrieval test holds CMU trials out under these names, see
    :func:`motionsearch.train.corpora.is_held_out`.
    """
    parts = path.replace("\\", "/").split("/")
    if "CMU" not in parts:
        return None
    name = parts[-1].rsplit(".", 1)[0]
    for ending in ("_poses", "_stageii"):
        name = name.removesuffix(ending)
    return name
