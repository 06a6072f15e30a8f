"""An index in memory that follows SQL: read from its files, caught up with what is new and what is gone."""

from __future__ import annotations

import threading
import warnings
from collections.abc import Callable
from concurrent.futures import Future
from typing import Any

import numpy as np
from sqlalchemy.orm import Session

from motionsearch.errors import MotionsearchWarning
from motionsearch.index import plans
from motionsearch.index.cache import CacheUnusableError, Stamp
from motionsearch.index.engines import Ids, Vectors
from motionsearch.index.flat import Flat, read_flat
from motionsearch.index.history import check_history, live_ids, newest_source
from motionsearch.index.ivf import Ivf
from motionsearch.index.ivf_files import IndexFolder
from motionsearch.index.plans import IndexPlan, PlanSettings
from motionsearch.index.scoring import NO_IDS
from motionsearch.index.state import State, new_ids, removed_ids
from motionsearch.index.store import Store
from motionsearch.index.vectors import fetch_vectors

_AGAIN = "`motionsearch reindex` makes it again"
_SLOW = "searches read every vector until `motionsearch reindex` makes it again"

_PIECE = 65_536
"""New clips that are fetched at a time where an index has fallen far behind."""


class Following:
    """A matrix or an IVF index, beside it the tail of clips that are newer, and those that are gone since.

    Args:
        store: The library's database.
        row: The library's row.
        settings: What decides on the index.
    """

    def __init__(self, store: Store, row: Any, settings: PlanSettings | None = None) -> None:
        self.settings = settings or PlanSettings()
        self.lock = threading.RLock()
        self.files = IndexFolder(
            store.place.index_folder(row.uuid),
            uuid=row.uuid,
            model=row.model_fingerprint,
            dim=row.dim,
        )
        self._store = store
        self._dim = int(row.dim)
        self._writable = not store.read_only
        # Reading all vectors of a server takes long; a small library in a file is read as it is.
        self._keeps_flat = store.place.database_file is None
        self._early: Future[Flat | None] | None = None
        self._closed = threading.Event()
        self._snapshot: Flat | Ivf | None = None
        self._loaded = False
        self._version: object = None
        self._warned = ""
        self._generation = -1
        self._tail_ids: Ids = NO_IDS
        self._tail: Vectors = np.zeros((0, self._dim), np.float32)
        self._gone: Ids = NO_IDS
        self._without: Any = None

    @property
    def _is_flat(self) -> bool:
        return isinstance(self._snapshot, Flat)

    def _refresh(self, session: Session, state: State) -> None:
        """Brings the index to the state that the session sees."""
        wanted = plans.choose_index(state.clips, self._dim, self.settings)
        if wanted.kind == "flat":
            fits, replaced = self._is_flat, False
        else:  # a matrix stands in for an index that is missing, where it fits
            fits = isinstance(self._snapshot, Ivf) or self._is_flat == self._fits_memory(state.clips)
            replaced = self._version != self.files.version()
        # A generation that went back is a database put back from a copy.
        known = state.compacted <= self._generation <= state.generation
        if not (self._loaded and known and fits) or replaced:
            self._load(session, state, wanted)
        if self._generation != state.generation:
            self._catch_up(session, state, wanted)

    def _load(self, session: Session, state: State, wanted: IndexPlan) -> None:
        early, self._early = self._early, None
        self._reset(None, state.generation)
        self._loaded = True
        self._version = self.files.version()
        if wanted.kind == "ivf":
            fits = self._fits_memory(state.clips)
            try:
                self._use(session, *self.files.read(), state)
                return
            except CacheUnusableError as error:
                self._tell(error, _AGAIN if fits else _SLOW, always=not fits)
            if not fits:
                return
        flat = None if early is None or early.exception() is not None else early.result()
        if flat is None or not state.compacted <= flat.generation <= state.generation:
            flat = self._read_flat(session, state)
        if wanted.kind == "flat" and self._keeps_flat and self._writable and flat.unsaved:
            self._write_flat(session, flat)
        self._reset(flat, flat.generation)

    def _use(
        self, session: Session, ivf: Ivf, stamp: Stamp, damage: CacheUnusableError | None, state: State
    ) -> None:
        check_history(session, stamp, state)
        self._reset(ivf, ivf.generation)
        if state.compacted > ivf.base_generation:  # which clips were removed is not known any more
            self._gone = np.setdiff1d(ivf.ids(), live_ids(session), assume_unique=True)
        else:
            self._gone = removed_ids(session, ivf.base_generation, ivf.generation)
        if damage is not None:
            self._tell(damage, "what is missing is read from the database")

    def _reset(self, snapshot: Flat | Ivf | None, generation: int) -> None:
        self._snapshot, self._generation = snapshot, generation
        self._tail_ids, self._tail = NO_IDS, np.zeros((0, self._dim), np.float32)
        self._gone, self._without = NO_IDS, None

    def _fits_memory(self, size: int) -> bool:
        """Whether a matrix stands in where the index of a large library is missing."""
        return 4 * self._dim * size <= (self.settings.max_memory or plans.STAND_IN)

    def _read_flat(self, session: Session, state: State, *, quietly: bool = False) -> Flat:
        if self._keeps_flat:
            try:
                return read_flat(self.files, session, state)
            except CacheUnusableError as error:
                if not quietly:
                    self._tell(error, "it is made again")
        return Flat.stream(session, self._dim, state.clips, state.generation, self._closed)

    def _catch_up(self, session: Session, state: State, wanted: IndexPlan) -> None:
        if self._snapshot is None:
            self._generation = state.generation
            return
        new = new_ids(session, self._generation)
        if len(self._tail_ids) + len(new) > plans.SEGMENT and self._has_grown():
            self._load(session, state, wanted)
            new = new_ids(session, self._generation)
        # What is interrupted on the way leaves the index as it was.
        snapshot, gone_ids = self._snapshot, removed_ids(session, self._generation)
        while isinstance(snapshot, Ivf) and len(new) > _PIECE:
            some, new = new[:_PIECE], new[_PIECE:]
            snapshot = snapshot.extended(some, fetch_vectors(session, some, self._dim), state.generation)
        keep = ~np.isin(self._tail_ids, gone_ids)
        tail = np.concatenate([self._tail[keep], fetch_vectors(session, new, self._dim)])
        self._tail_ids, self._tail = np.concatenate([self._tail_ids[keep], new]), tail
        if len(gone_ids):
            self._gone, self._without = np.union1d(self._gone, gone_ids), None
        self._snapshot, self._generation = snapshot, state.generation
        if len(self._tail_ids) > plans.SEGMENT:
            self._fold()

    def _has_grown(self) -> bool:
        """Whether there are more segments on disk: whoever added clips has written them, most likely."""
        if not isinstance(self._snapshot, Ivf):
            return False
        try:
            return self.files.read_chain()[-1][1].generation > self._snapshot.generation
        except CacheUnusableError:
            return False

    def _fold(self) -> None:
        """Makes the tail part of the snapshot, in memory."""
        if isinstance(self._snapshot, Flat):
            self._reset(
                self._snapshot.changed(self._tail_ids, self._tail, self._gone, self._generation),
                self._generation,
            )
        elif isinstance(self._snapshot, Ivf):
            gone, without = self._gone, self._without
            self._reset(
                self._snapshot.extended(self._tail_ids, self._tail, self._generation), self._generation
            )
            self._gone, self._without = gone, without

    def _write_flat(self, session: Session, flat: Flat) -> bool:
        newest = newest_source(session)
        if not self._written(lambda: flat.write(self.files, newest)):
            return False
        flat.unsaved = 0
        return True

    def _written(self, write: Callable[[], object]) -> bool:
        try:
            write()
        except OSError as error:
            warnings.warn(
                f"{self.files.folder}: the index cannot be written ({error.strerror or error}); searches "
                "stay right but start slower",
                MotionsearchWarning,
                stacklevel=4,
            )
            return False
        return True

    def _tell(self, error: CacheUnusableError, then: str, *, always: bool = False) -> None:
        """Warns of damage, once; ``always``: also of what is missing or out of date."""
        if (error.damaged or always) and self._warned != str(error):
            self._warned = str(error)
            what = "is damaged" if error.damaged else "cannot be used"
            warnings.warn(
                f"{self.files.folder}: the index {what} ({error}); {then}, nothing is lost",
                MotionsearchWarning,
                stacklevel=4,
            )
