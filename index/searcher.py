"""The index of one open library: the snapshot, what is new since (the tail), and what is gone since."""

from __future__ import annotations

import threading
import time
import warnings
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import Session

from motionsearch.errors import MotionsearchWarning
from motionsearch.index import cache
from motionsearch.index.cache import CacheUnusableError, Ids, Reading, Snapshot, Vectors
from motionsearch.index.codec import unpack_vectors
from motionsearch.index.plans import Plan, choose_plan, worth_saving
from motionsearch.index.schema import Clip, LibraryRow, VectorRow
from motionsearch.index.scoring import best, cosines, positions_of, top_of_snapshot

_IN_CHUNK = 500
_ROWS = 4096
_NO_IDS: Ids = np.zeros(0, np.int64)


@dataclass
class Stages:
    """Seconds spent per stage of a query."""

    seconds: dict[str, float] = field(default_factory=dict)

    @contextmanager
    def __call__(self, name: str) -> Iterator[None]:
        began = time.perf_counter()
        try:
            yield
        finally:
            self.seconds[name] = self.seconds.get(name, 0.0) + time.perf_counter() - began


class Searcher:
    """Finds clips by vector.

    Take :attr:`lock` before beginning the reading transaction: then no session is older than the index.

    Args:
        path: The FAISS file.
        uuid: Of the library.
        model: Fingerprint of its model.
        dim: Numbers in a vector.
        writable: Whether the FAISS file may be written.
    """

    def __init__(self, path: Path, *, uuid: str, model: str, dim: int, writable: bool = True) -> None:
        self.path = path
        self._uuid = uuid
        self._model = model
        self._dim = dim
        self._writable = writable
        self.lock = threading.RLock()
        self._early: Future[Reading] | None = None
        self._snapshot: Snapshot | None = None
        self._saved = 0  # clips in the file, as far as is known
        self._generation = -1
        self._tail_ids: Ids = _NO_IDS
        self._tail: Vectors = np.zeros((0, dim), np.float32)
        self._gone: Ids = _NO_IDS

    @property
    def loaded(self) -> bool:
        """Whether the index is in memory."""
        return self._snapshot is not None

    def read_ahead(self) -> None:
        """Begins to read the file in another thread, while the caller embeds its query."""
        with self.lock:
            if self._snapshot is None and self._early is None:
                pool = ThreadPoolExecutor(max_workers=1, thread_name_prefix="motionsearch-index")
                self._early = pool.submit(cache.read, self.path)
                pool.shutdown(wait=False)

    def search(
        self, session: Session, query: Vectors, k: int, *, only: Ids | None, exact: bool, stages: Stages
    ) -> tuple[Plan, Ids, NDArray[np.float32]]:
        """The k best live clips, the best first, ties by the lower id.

        Args:
            session: A reading transaction; the answer is that of the state it sees.
            query: ``(D,)`` unit length.
            k: How many.
            only: Live ids that may be found, ascending; ``None`` for all.
            exact: See :func:`choose_plan`.
            stages: Told how long things took.
        """
        size = live_count(session)
        candidates = None if only is None else len(only)
        plan = choose_plan(size, candidates=candidates, loaded=self.loaded, exact=exact)
        if plan.kind == "empty":
            return plan, _NO_IDS, np.zeros(0, np.float32)
        if plan.kind == "filtered-exact" and not self.loaded:
            assert only is not None
            with stages("vectors"):
                vectors = fetch_vectors(session, only, self._dim)
            with stages("search"):
                return plan, *best(only, cosines(vectors, query), k)
        with self.lock:
            with stages("index"):
                self.refresh(session)
            with stages("search"):
                return plan, *self._search(plan, query, k, only)

    def refresh(self, session: Session) -> None:
        """Brings the index to the state that ``session`` sees, reading the file or SQL as needed."""
        with self.lock:
            state = session.execute(select(LibraryRow.generation, LibraryRow.compacted_generation)).one()
            # A generation that went back is a database put back from a copy.
            known = state.compacted_generation <= self._generation <= state.generation
            if self._snapshot is None or not known:
                self._load(session, state.compacted_generation, state.generation)
            if self._generation != state.generation:
                self._catch_up(session, state.generation)

    def save(self, session: Session, *, always: bool = False) -> bool:
        """Writes the file if that is worth it. If it cannot be written that is a warning: nothing is lost."""
        with self.lock:
            self.refresh(session)
            unsaved = len(self._tail_ids) + len(self._gone)
            if self._saved == 0:
                unsaved = max(unsaved, live_count(session))
            if not self._writable or not (always or worth_saving(self._saved, unsaved)):
                return False
            self._merge()
            return self._write()

    def _search(
        self, plan: Plan, query: Vectors, k: int, only: Ids | None
    ) -> tuple[Ids, NDArray[np.float32]]:
        assert self._snapshot is not None
        if plan.kind == "filtered-exact":
            assert only is not None
            at = positions_of(self._snapshot, only)
            ids, scores = self._snapshot.ids[at], cosines(self._snapshot.vectors, query, at)
        else:
            ids, scores = top_of_snapshot(self._snapshot, query, k, only=only, without=self._gone)
        new = np.isin(self._tail_ids, only) if only is not None else slice(None)
        tail_scores = cosines(self._tail[new], query)
        return best(np.concatenate([ids, self._tail_ids[new]]), np.concatenate([scores, tail_scores]), k)

    def _load(self, session: Session, compacted: int, generation: int) -> None:
        self._tail_ids, self._tail, self._gone = _NO_IDS, np.zeros((0, self._dim), np.float32), _NO_IDS
        early, self._early = self._early, None
        damage = None
        try:
            reading = early.result() if early is not None else cache.read(self.path)
            self._check(session, reading, compacted, generation)
            self._snapshot = reading.parse()
            self._generation = self._snapshot.generation
            self._saved = len(self._snapshot.ids)
            return
        except CacheUnusableError as error:
            damage = str(error) if error.damaged else None
        self._snapshot = Snapshot.build(*all_vectors(session, self._dim), generation)
        self._generation = generation
        self._saved = 0
        if damage:
            warnings.warn(
                f"{self.path}: the index file is damaged ({damage}); it is made again, nothing is lost",
                MotionsearchWarning,
                stacklevel=2,
            )
        if self._writable:
            self._write()

    def _check(self, session: Session, reading: Reading, compacted: int, generation: int) -> None:
        stamp = reading.stamp
        if (stamp.uuid, stamp.model, stamp.dim) != (self._uuid, self._model, self._dim):
            raise CacheUnusableError("made for another library or model", damaged=False)
        if not compacted <= stamp.generation <= generation:
            raise CacheUnusableError("of another state of the library", damaged=False)
        # A database put back from a copy may have gone another way since; then the numbers rarely agree.
        if stamp.count != count_at(session, stamp.generation):
            raise CacheUnusableError("it does not fit the database", damaged=False)

    def _catch_up(self, session: Session, generation: int) -> None:
        since = self._generation
        new = select(Clip.id).where(Clip.created_generation > since, Clip.deleted_generation.is_(None))
        new_ids = np.array(session.execute(new.order_by(Clip.id)).scalars().all(), np.int64)
        gone = session.execute(select(Clip.id).where(Clip.deleted_generation > since)).scalars().all()
        gone_ids = np.array(sorted(gone), np.int64)
        keep = ~np.isin(self._tail_ids, gone_ids)
        self._tail_ids = np.concatenate([self._tail_ids[keep], new_ids])
        self._tail = np.concatenate([self._tail[keep], fetch_vectors(session, new_ids, self._dim)])
        assert self._snapshot is not None
        from_snapshot = gone_ids[np.isin(gone_ids, self._snapshot.ids)]
        self._gone = np.union1d(self._gone, from_snapshot)
        self._generation = generation

    def _merge(self) -> None:
        """Makes the tail part of the snapshot and drops what is gone from it."""
        assert self._snapshot is not None
        keep = ~np.isin(self._snapshot.ids, self._gone)
        self._snapshot = Snapshot.build(
            np.concatenate([self._snapshot.ids[keep], self._tail_ids]),
            np.concatenate([self._snapshot.vectors[keep], self._tail]),
            self._generation,
        )
        self._tail_ids, self._tail, self._gone = _NO_IDS, np.zeros((0, self._dim), np.float32), _NO_IDS

    def _write(self) -> bool:
        assert self._snapshot is not None
        try:
            cache.write(self.path, self._snapshot, uuid=self._uuid, model=self._model)
        except OSError as error:
            warnings.warn(
                f"{self.path}: the index file cannot be written ({error.strerror or error}); searches stay "
                "right but begin more slowly",
                MotionsearchWarning,
                stacklevel=2,
            )
            return False
        self._saved = len(self._snapshot.ids)
        return True


def live_count(session: Session) -> int:
    """Clips that are not removed."""
    counted = session.execute(select(func.count()).select_from(Clip).where(Clip.deleted_generation.is_(None)))
    return counted.scalar_one()


def count_at(session: Session, generation: int) -> int:
    """Clips that were live at a generation (right only back to the last compaction)."""
    made = select(func.count()).select_from(Clip).where(Clip.created_generation <= generation)
    gone = select(func.count()).select_from(Clip).where(Clip.deleted_generation <= generation)
    return session.execute(made).scalar_one() - session.execute(gone).scalar_one()


def all_vectors(session: Session, dim: int, *, at: int | None = None) -> tuple[Ids, Vectors]:
    """The clips that are live, or were at a generation: ascending ids ``(n,)`` and vectors ``(n, D)``."""
    live: ColumnElement[bool] = Clip.deleted_generation.is_(None)
    if at is not None:
        live = and_(Clip.created_generation <= at, or_(live, Clip.deleted_generation > at))
    count = select(func.count()).select_from(Clip).where(live)
    query = select(VectorRow.clip_id, VectorRow.vector).join(Clip, Clip.id == VectorRow.clip_id)
    query = query.where(live).order_by(VectorRow.clip_id).execution_options(yield_per=_ROWS)
    ids = np.empty(session.execute(count).scalar_one(), np.int64)
    vectors = np.empty((len(ids), dim), np.float32)
    done = 0
    for rows in session.execute(query).partitions():
        ids[done : done + len(rows)] = [row[0] for row in rows]
        vectors[done : done + len(rows)] = unpack_vectors([row[1] for row in rows], dim)
        done += len(rows)
    return ids[:done], vectors[:done]


def fetch_vectors(session: Session, ids: Sequence[int] | Ids, dim: int) -> Vectors:
    """The vectors ``(n, D)`` of live clips, in the order of ``ids``, which ascend."""
    blobs: list[bytes] = []
    for at in range(0, len(ids), _IN_CHUNK):
        chunk = [int(i) for i in ids[at : at + _IN_CHUNK]]
        query = select(VectorRow.vector).where(VectorRow.clip_id.in_(chunk)).order_by(VectorRow.clip_id)
        blobs.extend(session.execute(query).scalars())
    return unpack_vectors(blobs, dim)
