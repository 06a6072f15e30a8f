"""motionsearch: find motion by describing it.

>>> import motionsearch as ms
>>> lib = ms.open("dance.library")
>>> lib.add(["a.bvh", "b.npz"])
>>> lib.search("spins on one leg", k=10)
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from motionsearch.clips import Cutting, Recording
from motionsearch.errors import (
    InputError,
    LibraryError,
    ModelError,
    MotionsearchError,
    MotionsearchWarning,
    QueryError,
    SpaceError,
)
from motionsearch.tracks import Tracks

if TYPE_CHECKING:
    from motionsearch.index.library import Library
    from motionsearch.model import Model

__version__ = "0.1.0"

__all__ = [
    "Cutting",
    "InputError",
    "LibraryError",
    "ModelError",
    "MotionsearchError",
    "MotionsearchWarning",
    "QueryError",
    "Recording",
    "SpaceError",
    "Tracks",
    "__version__",
    "load_model",
    "open",
]


def load_model(name: str | os.PathLike[str] | None = None) -> Model:
    """The shipped model, or the one of that name or at that path.

    Raises:
        ModelError: there is no such model, or its files do not fit together.
    """
    from motionsearch.model import Model

    return Model.load(name)


def open(path: str | os.PathLike[str], *, model: str | Model | None = None, create: bool = True) -> Library:
    """Opens the library at a folder or database URL, and creates it where there is none.

    Args:
        path: A folder, or a SQLAlchemy URL such as ``postgresql+psycopg://user@host/motion``.
        model: What a new library embeds with; a name, a path or a loaded model. An old library keeps its own
            and refuses another.
        create: ``False`` makes a missing library an error.

    Raises:
        LibraryError: the library is missing, of a newer version, damaged, or made with another model.
    """
    from motionsearch.index.library import Library

    return Library.open(path, model=model, create=create)
