"""An open library: what it is, where it is, its model, and what searches it."""

from __future__ import annotations

import os
from dataclasses import replace
from types import TracebackType
from typing import TYPE_CHECKING, Any, TypeVar

from motionsearch.device import Device, chosen_device
from motionsearch.index.choosing import EngineChoice, chosen_engine, make_engine
from motionsearch.index.codec import Precision
from motionsearch.index.labelling import Labels
from motionsearch.index.matching import Matching
from motionsearch.index.opening import check_model, load_model, open_database, own_model
from motionsearch.index.place import find_place
from motionsearch.index.plans import PlanSettings
from motionsearch.index.store import WAIT, Store
from motionsearch.runtime import memory_limit

if TYPE_CHECKING:
    from pathlib import Path

    from motionsearch.model import Model

Self = TypeVar("Self", bound="OpenLibrary")


class OpenLibrary:
    """What :class:`motionsearch.index.library.Library` is before it does anything."""

    def __init__(
        self,
        store: Store,
        row: Any,
        model: Model | None,
        plans: PlanSettings | None = None,
        device: Device | None = None,
    ) -> None:
        self._store = store
        store.bind(row.uuid, row.model_fingerprint)
        self._row = row
        self._plans = plans
        self._device = device
        self._model = model
        self._labels: Labels | None = None
        self._matches = Matching()
        choice = EngineChoice(row.engine, row.engine_uri)
        self._engine = make_engine(store, row, choice, plans, chosen_device(device))

    @classmethod
    def open(
        cls: type[Self],
        path: str | os.PathLike[str],
        *,
        model: str | os.PathLike[str] | Model | None = None,
        create: bool = True,
        wait: float = WAIT,
        precision: Precision | None = None,
        max_memory: int | None = None,
        plans: PlanSettings | None = None,
        device: Device | None = None,
        engine: str | None = None,
        uri: str | os.PathLike[str] | None = None,
    ) -> Self:
        """Opens the library at a folder or database URL, and makes it where there is none.

        Args:
            path: A folder, or a URL such as ``postgresql://user@host/motion``.
            model: Of a new library: a name, a path or a loaded model; ``None`` for the shipped one. An old
                library keeps its own and refuses another.
            create: ``False`` makes a missing library an error.
            wait: Seconds to wait for another process that writes.
            precision: Of a new library's vectors: "float16" or "float32"; ``None`` for float16. An old
                library keeps its own and refuses another.
            max_memory: Bytes that the index may take up; ``None`` for ``MOTIONSEARCH_MAX_MEMORY``, else as
                many as it takes.
            plans: What else decides on the index.
            device: Where batches are searched and much is embedded at once: ``"cpu"``, ``"cuda"``, or
                ``"auto"``, a GPU where it pays; ``None`` as the environment's MOTIONSEARCH_DEVICE says.
            engine: What searches a new library: ``"faiss"``, the default, on this machine, or ``"milvus"``.
                An old library keeps its own and refuses another.
            uri: Of Milvus: ``http://host:19530``, or a file that ends in ``.db`` for Milvus Lite. A server's
                token comes from MOTIONSEARCH_MILVUS_TOKEN and is never stored.

        Raises:
            InputError: there is no such device or engine, or ``MOTIONSEARCH_MAX_MEMORY`` is no size.
            LibraryError: it is missing, newer than this code, damaged, out of reach, or of another model.
            MissingExtraError: a package that the database or the engine needs is not installed.
            ModelError: the model cannot be loaded.
        """
        asked = chosen_engine(engine, uri)
        plans = plans or PlanSettings()
        memory = max_memory if max_memory is not None else memory_limit()
        if memory is not None:
            plans = replace(plans, max_memory=memory)
        chosen_device(device)  # a wrong one leaves no folder behind
        place = find_place(path, create=create)
        store = Store(place, wait)
        try:
            row, loaded = open_database(store, model, create=create, precision=precision, engine=asked)
            if loaded is None and model is not None:
                loaded = load_model(model)
            if loaded is not None:
                check_model(row, loaded, place.name)
                if device is not None:
                    loaded.use_device(device)
            return cls(store, row, loaded, plans, device)
        except BaseException:
            store.close()
            raise

    def close(self) -> None:
        """Gives back what the library holds; it cannot be used after."""
        self._engine.close()
        self._store.close()

    def __enter__(self: Self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def __repr__(self) -> str:
        return f"Library({self.name!r})"

    @property
    def path(self) -> Path | None:
        """The folder, or ``None`` for a library that was named by URL."""
        return self._store.place.folder

    @property
    def url(self) -> str:
        """The database URL without its password."""
        return self._store.place.url.render_as_string(hide_password=True)

    @property
    def name(self) -> str:
        """The folder or the URL, for people."""
        return self._store.place.name

    @property
    def fingerprint(self) -> str:
        """Of the model whose vectors it holds."""
        return str(self._row.model_fingerprint)

    @property
    def dim(self) -> int:
        """D of its vectors."""
        return int(self._row.dim)

    @property
    def model(self) -> Model:
        """The model, loaded on first use.

        Raises:
            LibraryError: the one the library was made with is not here.
        """
        if self._model is None:
            self._model = own_model(self._row, self.name)
            if self._device is not None:
                self._model.use_device(self._device)
        return self._model
