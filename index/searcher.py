"""The engine of one machine: a matrix in memory for a small library, an IVF index on disk for a large one.

Beside either stand the clips that are new since (the tail) and those that are gone since, so that every
search sees the state of its session.
"""

from __future__ import annotations

import threading
import warnings
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any

import numpy as np
from sqlalchemy.orm import Session

from motionsearch.errors import LibraryError, MotionsearchWarning
from motionsearch.index import plans
from motionsearch.index.cache import CacheUnusableError
from motionsearch.index.direct import directly
from motionsearch.index.engines import Best, Ids, IndexState, Stages, Vectors
from motionsearch.index.flat import Flat, read_flat
from motionsearch.index.history import check_history, live_ids, newest_source
from motionsearch.index.ivf import Ivf
from motionsearch.index.ivf_files import IndexFolder
from motionsearch.index.plans import IndexPlan, Plan, PlanSettings
from motionsearch.index.scoring import NO_IDS, best, cosines, merged, top
from motionsearch.index.state import State, new_ids, read_state, removed_ids
from motionsearch.index.store import Store
from motionsearch.index.vectors import fetch_vectors, find_vectors

_TOGETHER = 256
"""Queries whose candidates are fetched at a time."""


class Searcher:
    """Implements :class:`motionsearch.index.engines.SearchEngine`.

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

    # Searching

    def read_ahead(self) -> None:
        """Begins to read the index in another thread, while the caller embeds its query."""
        with self.lock:
            if not self._loaded and self._early is None:
                pool = ThreadPoolExecutor(max_workers=1, thread_name_prefix="motionsearch-index")
                self._early = pool.submit(self._read_early)
                pool.shutdown(wait=False)

    def search(
        self,
        session: Session,
        queries: Vectors,
        k: int,
        *,
        only: Ids | None,
        exact: bool,
        stages: Stages,
    ) -> tuple[Plan, list[Best]]:
        """See :meth:`motionsearch.index.engines.SearchEngine.search`."""
        state = read_state(session)
        matching = None if only is None else len(only)
        if plans.choose_index(state.clips, self._dim, self.settings).kind == "flat":
            plan = plans.choose_plan(state.clips, candidates=matching, loaded=self._is_flat, exact=exact)
            if plan.kind == "empty" or (plan.kind == "filtered-exact" and not self._is_flat):
                return plan, directly(session, self._dim, plan, queries, k, only, stages)
        with self.lock:
            with stages("index"):
                self._refresh(session, state)
            plan = self._plan(state, queries, k, matching, exact)
            if plan.kind in ("empty", "streamed") or (plan.kind == "filtered-exact" and not self._is_flat):
                return plan, directly(session, self._dim, plan, queries, k, only, stages)
            if isinstance(self._snapshot, Flat):
                with stages("search"):
                    return plan, self._in_memory(self._snapshot, queries, k, only)
            with stages("search"):
                candidates = self._coded(plan, queries, only)
                tail = self._in_tail(queries, k, only)
            with stages("vectors"):
                found = self._rescored(session, queries, candidates, k)
            return plan, [merged(parts, k) for parts in zip(found, tail, strict=True)]

    @property
    def _is_flat(self) -> bool:
        return isinstance(self._snapshot, Flat)

    def _plan(self, state: State, queries: Vectors, k: int, matching: int | None, exact: bool) -> Plan:
        if isinstance(self._snapshot, Ivf):
            ivf = self._snapshot
            lists, count = ivf.coder.book.lists, len(queries)
            return plans.choose_ivf_plan(
                state.clips, lists, ivf.tuned, k, queries=count, candidates=matching, exact=exact
            )
        plan = plans.choose_plan(state.clips, candidates=matching, loaded=self._is_flat, exact=exact)
        return plan if self._is_flat else plans.without_index(plan, state.clips)

    def _in_memory(self, flat: Flat, queries: Vectors, k: int, only: Ids | None) -> list[Best]:
        found = top(flat.ids, flat.vectors, queries, k, among=flat.rows(only, self._gone))
        tail = self._in_tail(queries, k, only)
        return [merged(parts, k) for parts in zip(found, tail, strict=True)]

    def _in_tail(self, queries: Vectors, k: int, only: Ids | None) -> list[Best]:
        rows = None if only is None else np.flatnonzero(np.isin(self._tail_ids, only, assume_unique=True))
        return top(self._tail_ids, self._tail, queries, k, among=rows)

    def _coded(self, plan: Plan, queries: Vectors, only: Ids | None) -> list[Ids]:
        """Candidates out of the IVF index."""
        assert isinstance(self._snapshot, Ivf)
        if only is None and self._without is None and len(self._gone):
            from motionsearch.index.lists import passing

            self._without = passing(self._gone, but=True)
        found = self._snapshot.candidates(
            queries, plan.reranked, plan.probes, only=only, without=self._without
        )
        return [ids for ids, _ in found]

    def _rescored(self, session: Session, queries: Vectors, candidates: list[Ids], k: int) -> list[Best]:
        """Candidates by their stored vectors; those that SQL does not hold (any more) fall out."""
        found = []
        for at in range(0, len(queries), _TOGETHER):
            asked = candidates[at : at + _TOGETHER]
            every = np.unique(np.concatenate(asked))
            known, vectors = find_vectors(session, every, self._dim)
            for query, ids in zip(queries[at : at + _TOGETHER], asked, strict=True):
                if len(known) == len(every):
                    rows = np.searchsorted(known, ids)
                else:
                    rows = np.flatnonzero(np.isin(known, ids, assume_unique=True))
                found.append(best(known[rows], cosines(vectors, query, rows), k))
        return found

    # Keeping up with SQL

    def _refresh(self, session: Session, state: State) -> None:
        """Brings the index to the state that the session sees."""
        wanted = plans.choose_index(state.clips, self._dim, self.settings)
        fits = self._snapshot is None or self._is_flat == (wanted.kind == "flat")
        # A generation that went back is a database put back from a copy.
        known = state.compacted <= self._generation <= state.generation
        replaced = wanted.kind == "ivf" and self._version != self.files.version()
        # A matrix may stand in for an index that is missing.
        fits = fits or (self._is_flat and self._fits_memory(state.clips))
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
            try:
                ivf, stamp = self.files.read()
                check_history(session, stamp, state)
                self._reset(ivf, ivf.generation)
                self._gone = removed_ids(session, ivf.base_generation, ivf.generation)
                return
            except CacheUnusableError as error:
                self._tell(error, "searches read every vector until `motionsearch reindex` makes it again")
            if not self._fits_memory(state.clips):
                return
        flat = None if early is None or early.exception() is not None else early.result()
        if flat is None or not state.compacted <= flat.generation <= state.generation:
            flat = self._read_flat(session, state)
        if self._keeps_flat and self._writable and flat.unsaved:
            self._write_flat(session, flat)
        self._reset(flat, flat.generation)

    def _reset(self, snapshot: Flat | Ivf | None, generation: int) -> None:
        self._snapshot, self._generation = snapshot, generation
        self._tail_ids, self._tail = NO_IDS, np.zeros((0, self._dim), np.float32)
        self._gone, self._without = NO_IDS, None

    def _fits_memory(self, size: int) -> bool:
        """Whether a matrix stands in where the index of a large library is missing."""
        return 4 * self._dim * size <= (self.settings.max_memory or plans.STAND_IN)

    def _read_early(self) -> Flat | None:
        if self.files.version() is not None:
            from motionsearch.index.lists import load_faiss

            load_faiss()
            return None
        with self._store.reading() as session:
            state = read_state(session)
            if plans.choose_index(state.clips, self._dim, self.settings).kind == "ivf":
                return None
            return self._read_flat(session, state, quietly=True)

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
        gone_ids = removed_ids(session, self._generation)
        keep = ~np.isin(self._tail_ids, gone_ids)
        self._tail_ids = np.concatenate([self._tail_ids[keep], new])
        self._tail = np.concatenate([self._tail[keep], fetch_vectors(session, new, self._dim)])
        if len(gone_ids):
            self._gone, self._without = np.union1d(self._gone, gone_ids), None
        self._generation = state.generation
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

    # Keeping files

    def save(self, session: Session, *, always: bool = False) -> bool:
        """See :meth:`motionsearch.index.engines.SearchEngine.save`."""
        with self.lock:
            if not self._writable:
                return False
            state = read_state(session)
            wanted = plans.choose_index(state.clips, self._dim, self.settings)
            if wanted.kind == "flat" and not self._keeps_flat:
                if self.files.version() is not None:
                    self.files.remove()
                return False
            self._refresh(session, state)
            if wanted.kind == "flat":
                return self._save_flat(session, state, always)
            if isinstance(self._snapshot, Ivf):
                due = self._snapshot.due() is not None and state.clips <= plans.AUTOMATIC
                return self._build(session, state) if due else self._save_ivf(session, state, always)
            return self._build(session, state)

    def rebuild(self, session: Session) -> None:
        """See :meth:`motionsearch.index.engines.SearchEngine.rebuild`."""
        if not self._writable:
            raise LibraryError(
                f"{self.files.folder}: the index cannot be written, because the library is read-only",
                hint="copy the library to a folder that you may write to",
            )
        state = read_state(session)
        if plans.choose_index(state.clips, self._dim, self.settings).kind == "ivf":
            failed = not self._build(session, state)
        else:
            with self.lock:
                self.files.remove()
                self.files.flat.unlink(missing_ok=True)
                self._loaded = False
                self._refresh(session, state)
            failed = self._keeps_flat and not self.files.flat.exists()
        if failed:
            raise LibraryError(
                f"{self.files.folder}: the index cannot be written",
                hint="make room, or get the right to write there; searches stay right meanwhile",
            )

    def forget(self) -> None:
        """See :meth:`motionsearch.index.engines.SearchEngine.forget`."""
        with self.lock:
            self.files.remove()
            self.files.flat.unlink(missing_ok=True)
            self._loaded = False

    def close(self) -> None:
        """Ends reading ahead."""
        self._closed.set()
        with self.lock:
            early, self._early = self._early, None
            self._snapshot = None
        if early is not None:
            early.exception()

    def _save_flat(self, session: Session, state: State, always: bool) -> bool:
        assert isinstance(self._snapshot, Flat)
        unsaved = len(self._tail_ids) + len(self._gone) + self._snapshot.unsaved
        if not (always or plans.worth_saving(len(self._snapshot.ids), unsaved)):
            return False
        self._fold()
        return self._write_flat(session, self._snapshot)

    def _write_flat(self, session: Session, flat: Flat) -> bool:
        newest = newest_source(session)
        if not self._written(lambda: flat.write(self.files, newest)):
            return False
        flat.unsaved = 0
        return True

    def _save_ivf(self, session: Session, state: State, always: bool) -> bool:
        assert isinstance(self._snapshot, Ivf)
        if not (always or self._snapshot.unsaved + len(self._tail_ids) >= plans.SEGMENT):
            return False
        live = live_ids(session) if always else None
        if len(self._tail_ids) or self._generation > self._snapshot.generation:
            self._fold()
        ivf, newest = self._snapshot.tidied(self._gone, live), newest_source(session)
        written: list[Ivf] = []
        if not self._written(
            lambda: written.append(self.files.write_parts(ivf, live=state.clips, newest=newest))
        ):
            return False
        self._snapshot = written[0]
        if always:
            self._gone, self._without = NO_IDS, None
        return True

    def _build(self, session: Session, state: State) -> bool:
        from motionsearch.index.ivf_building import build

        wanted = plans.choose_index(state.clips, self._dim, self.settings)
        ivf = build(session, self._dim, wanted, self.settings.recall, state.generation, state.clips)
        newest = newest_source(session)
        done = self._written(lambda: self.files.write_index(ivf, live=state.clips, newest=newest))
        with self.lock:
            self._loaded = False  # the next search opens what was written
        return done

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

    def _tell(self, error: CacheUnusableError, then: str) -> None:
        """Warns of damage, once."""
        if error.damaged and self._warned != str(error):
            self._warned = str(error)
            warnings.warn(
                f"{self.files.folder}: the index is damaged ({error}); {then}, nothing is lost",
                MotionsearchWarning,
                stacklevel=4,
            )

    # For people

    def describe(self, session: Session) -> IndexState:
        """See :meth:`motionsearch.index.engines.SearchEngine.describe`."""
        from motionsearch.index.index_state import describe

        state = read_state(session)
        wanted = plans.choose_index(state.clips, self._dim, self.settings)
        return describe(session, self.files, wanted, state, keeps_flat=self._keeps_flat)

    def verify(self, session: Session) -> tuple[list[str], list[str]]:
        """See :meth:`motionsearch.index.engines.SearchEngine.verify`."""
        from motionsearch.index.index_state import verify

        state = read_state(session)
        wanted = plans.choose_index(state.clips, self._dim, self.settings)
        return verify(session, self.files, wanted, state, keeps_flat=self._keeps_flat)
