"""Opens a library: finds it, brings its schema up to date, and sees that the model fits."""

from __future__ import annotations

import os
import time
import uuid
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import insert, inspect, select
from sqlalchemy.orm import Session

from motionsearch.errors import InputError, LibraryError, ModelError
from motionsearch.index.codec import PRECISIONS, Precision
from motionsearch.index.migrate import check_known, migrate, schema_version
from motionsearch.index.place import Place
from motionsearch.index.schema import LibraryRow
from motionsearch.index.store import Store

if TYPE_CHECKING:
    from motionsearch.model import Model

DEFAULT_PRECISION: Precision = "float16"
"""Half the disk of float32; see docs/index.md for what it costs."""


def open_database(
    store: Store,
    model: str | os.PathLike[str] | Model | None,
    *,
    create: bool,
    precision: Precision | None = None,
) -> Any:
    """Makes or migrates the library where that is needed.

    Args:
        store: Where it is.
        model: Of a new library.
        create: Whether one may be made.
        precision: Of a new library's vectors; an old one must have it.

    Returns:
        The library's row, and the model where one was loaded on the way (else ``None``).

    Raises:
        LibraryError: there is none and ``create`` is off; it is newer than this code, or damaged, or out
            of reach.
        ModelError: a new library is to be made and its model cannot be loaded.
        InputError: there is no such precision.
    """
    if precision is not None and precision not in PRECISIONS:
        raise InputError(f"vectors are kept as {' or '.join(PRECISIONS)}, not as {precision!r}")
    place = store.place
    loaded = None
    if place.is_new_folder:
        loaded = load_model(model)  # first, so that a model that is not there leaves no folder behind
        place.make_folder()
    with store.reading() as session:
        version = schema_version(session)
        strangers = version is None and bool(inspect(session.connection()).get_table_names())
    if not check_known(version, place.name):
        _check_may_make(place, version, strangers, create)
        if version is not None and store.read_only:
            raise LibraryError(
                f"{place.name} was made by an older motionsearch and is read-only",
                hint="have it opened once by somebody who may write there, or copy it to a folder of yours",
            )
        loaded = load_model(model) if version is None and loaded is None else loaded
        chosen = precision or DEFAULT_PRECISION
        migrate(store, lambda s, made: _insert_library(s, loaded, chosen) if made else None)
    with store.reading() as session:
        row = read_row(session, place.name)
    if precision not in (None, row.precision):
        raise LibraryError(
            f"{place.name} keeps its vectors as {row.precision}, not as {precision}",
            hint="leave the precision away; or make a new library: `motionsearch add --library NEW "
            f"--precision {precision} ...`",
        )
    return row, loaded


def load_model(model: str | os.PathLike[str] | Model | None) -> Model:
    """A model by name or path, the shipped one for ``None``, or the model itself."""
    if model is not None and not isinstance(model, (str, os.PathLike)):
        return model
    from motionsearch.model import Model

    return Model.load(model)


def own_model(row: Any, name: str) -> Model:
    """The model that a library was made with.

    Raises:
        LibraryError: it is not here any more.
    """
    from motionsearch.model import Model

    for place in (row.model_path, row.model_name):
        try:
            model = Model.load(place) if place else None
            if model is not None and model.fingerprint == row.model_fingerprint:
                return model
        except ModelError:
            continue
    raise LibraryError(
        f"{name} was made with the model {row.model_name} ({row.model_fingerprint[:12]}), which is not here",
        hint="give that model's folder with --model; or change to another: "
        f"`motionsearch reembed --library {name} --model OTHER`",
    )


def check_model(row: Any, model: Model, name: str) -> None:
    """Refuses a model whose vectors do not compare with the library's.

    Raises:
        LibraryError: the fingerprints differ.
    """
    if model.fingerprint != row.model_fingerprint:
        raise LibraryError(
            f"{name} was made with the model {row.model_name} ({row.model_fingerprint[:12]}), and vectors of "
            f"{model.name} ({model.fingerprint[:12]}) do not compare with its own",
            hint="leave --model away to use the library's model; or have the other one embed its clips: "
            f"`motionsearch reembed --library {name} --model {getattr(model, 'folder', None) or model.name}`",
        )


def _check_may_make(place: Place, version: str | None, strangers: bool, create: bool) -> None:
    if version is not None:
        return
    if strangers:
        raise LibraryError(
            f"{place.name} holds tables of something else and no library",
            hint="name an empty database, or a new folder",
        )
    if not create:
        raise LibraryError(
            f"there is no library at {place.name}",
            hint="make one with `motionsearch add`, or name another with --library",
        )


def _insert_library(session: Session, model: Model | None, precision: Precision) -> None:
    from motionsearch import __version__

    assert model is not None
    folder = getattr(model, "folder", None)
    session.execute(
        insert(LibraryRow).values(
            id=1,
            uuid=str(uuid.uuid4()),
            model_name=model.name,
            model_path=str(Path(folder).absolute()) if folder else None,
            model_fingerprint=model.fingerprint,
            dim=model.dim,
            space_name=model.space_name,
            motionsearch_version=__version__,
            created=time.time(),
            generation=0,
            compacted_generation=0,
            next_source_id=1,
            next_clip_id=1,
            precision=precision,
            clips=0,
            engine="faiss",
        )
    )


def read_row(session: Session, name: str) -> Any:
    """What a library says it is.

    Raises:
        LibraryError: it does not say: it is damaged.
    """
    row = session.execute(
        select(
            LibraryRow.uuid,
            LibraryRow.model_name,
            LibraryRow.model_path,
            LibraryRow.model_fingerprint,
            LibraryRow.dim,
            LibraryRow.space_name,
            LibraryRow.motionsearch_version,
            LibraryRow.created,
            LibraryRow.precision,
            LibraryRow.engine,
            LibraryRow.engine_uri,
        )
    ).one_or_none()
    if row is None:
        raise LibraryError(
            f"{name}: the library's own row is missing: its database is damaged",
            hint=f"put a backup in its place: `motionsearch restore FILE --force --library {name}`",
        )
    return row
