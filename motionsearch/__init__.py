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
    from motionsearch.device import Device
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


def load_model(name: str | os.PathLike[str] | None = None, *, device: Device | None = None) -> Model:
    """The shipped model, or the one of that name or at that path.

    Args:
        name: Of the model, or its folder.
        device: Where many clips or texts are embedded at once, see :func:`open`.

    Raises:
        InputError: there is no such device.
        ModelError: there is no such model, or its files do not fit together.
    """
    from motionsearch.model import Model

    return Model.load(name, device=device)


def open(
    path: str | os.PathLike[str],
    *,
    model: str | Model | None = None,
    create: bool = True,
    max_memory: int | None = None,
    device: Device | None = None,
    engine: str | None = None,
    uri: str | os.PathLike[str] | None = None,
) -> Library:
    """Opens the library at a folder or database URL, and creates it where there is none.

    Args:
        path: A folder, or a SQLAlchemy URL such as ``postgresql+psycopg://user@host/motion``.
        model: What a new library embeds with; a name, a path or a loaded model. An old library keeps its own
            and refuses another.
        create: ``False`` makes a missing library an error.
        max_memory: Bytes that the index may take up; ``None`` for ``MOTIONSEARCH_MAX_MEMORY``, else no limit.
        device: Where batches are searched and much is embedded at once: ``"cpu"``, ``"cuda"``, or ``"auto"``,
            a GPU where it pays; ``None`` as the environment's MOTIONSEARCH_DEVICE says.
        engine: What searches a new library: ``"faiss"``, the default, on this machine, or ``"milvus"``.
        uri: Of Milvus: ``http://host:19530``, or a file that ends in ``.db`` for Milvus Lite.

    Raises:
        InputError: there is no such device or engine.
        LibraryError: the library is missing, of a newer version, damaged, or made with another model.
    """
    from motionsearch.index.library import Library

    return Library.open(
        path, model=model, create=create, max_memory=max_memory, device=device, engine=engine, uri=uri
    )
