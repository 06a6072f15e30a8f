"""Data sets that people have, read from the folders in which their makers ship them.

>>> from motionsearch.train.datasets import load_dataset
>>> clips = load_dataset("humanml3d", "HumanML3D", split="train")

All allow research only, so none takes part in the weights that come with motionsearch. A new data set is one
module with a ``DATASET`` and one entry in ``DATASETS``.
"""

from __future__ import annotations

import os
from pathlib import Path

from motionsearch.errors import InputError, QueryError
from motionsearch.formats.corpus import MotionClip
from motionsearch.train.datasets import amass, babel, humanml3d, mevis, ntu, penn_action
from motionsearch.train.datasets.base import Dataset

DATASETS: tuple[Dataset, ...] = (
    *humanml3d.DATASETS,
    babel.DATASET,
    amass.DATASET,
    mevis.DATASET,
    penn_action.DATASET,
    *ntu.DATASETS,
)
NAMES: tuple[str, ...] = tuple(dataset.name for dataset in DATASETS)


def load_dataset(name: str, root: str | os.PathLike[str], split: str | None = None) -> list[MotionClip]:
    """The clips of a data set.

    Motions that cannot be read are left out with one warning that says how many and why.

    Args:
        name: One of ``NAMES``.
        root: Its folder, laid out as it ships.
        split: One of its splits; ``None`` for all that is there.

    Returns:
        Clips in the data set's own units, see :class:`motionsearch.formats.corpus.MotionClip`.

    Raises:
        QueryError: there is no such data set or split.
        InputError: the folder is not laid out so, or nothing in it can be read.
    """
    return find_dataset(name).load(Path(root), split)


def find_dataset(name: str) -> Dataset:
    """The data set of this name.

    Raises:
        QueryError: there is none.
    """
    found = next((dataset for dataset in DATASETS if dataset.name == name), None)
    if found is None:
        raise QueryError(f"{name!r} is no data set", hint=f"they are {', '.join(NAMES)}")
    return found


def detect(root: str | os.PathLike[str]) -> Dataset | None:
    """The data set whose layout a folder has, or ``None``."""
    folder = Path(root)
    return next((dataset for dataset in DATASETS if folder.is_dir() and dataset.matches(folder)), None)


def parse_source(source: str | os.PathLike[str]) -> tuple[Dataset, Path] | None:
    """The data set and folder that ``dataset:NAME:FOLDER`` or a folder in a known layout names.

    ``None`` where it is anything else.

    Raises:
        QueryError: the name is no data set's.
        InputError: the folder is missing.
    """
    text = os.fspath(source)
    if not text.startswith("dataset:"):
        found = detect(text)
        return None if found is None else (found, Path(text))
    _, name, *rest = text.split(":", 2)
    if not rest or not rest[0]:
        raise QueryError(f"{text}: names no folder", hint="write dataset:NAME:FOLDER")
    folder = Path(rest[0]).expanduser()
    if not folder.is_dir():
        raise InputError(f"{folder}: no such folder")
    return find_dataset(name), folder


__all__ = ["DATASETS", "NAMES", "Dataset", "detect", "find_dataset", "load_dataset", "parse_source"]
