"""A library whose unfiltered batches a GPU answers; everything else goes to the engine that it has.

The GPU holds the vectors of all live clips in float16, copied out of SQL and kept up by generation. It
proposes more candidates than are asked for; they are scored on the stored vectors as everywhere, and where
the bound on what a score can be off by does not prove that no other clip belongs among the best, it looks
again. So the answer is exact: that of the flat plan, to the last tie. Filters never come here. When memory
runs out or the GPU fails otherwise, the engine answers, with one warning in the life of the process.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager
from functools import cache, partial
from typing import TYPE_CHECKING, Any, TypeVar

import numpy as np
from sqlalchemy.orm import Session

from motionsearch.device import (
    Device,
    Effort,
    OutOfUseError,
    cuda,
    fall_back,
    give_memory_back,
    gpu_count,
    has_driver,
    on_device,
    start_up,
)
from motionsearch.index.engines import Best, Ids, IndexState, SearchEngine, Stages, Vectors
from motionsearch.index.plans import Plan
from motionsearch.index.scoring import best, cosines
from motionsearch.index.state import live_count, new_ids, read_state, removed_ids
from motionsearch.index.vectors import fetch_vectors, stream_vectors
from motionsearch.runtime import threads

if TYPE_CHECKING:
    from motionsearch.index.gpu_vectors import DeviceVectors

_T = TypeVar("_T")

MANY = 32
"""Queries from which a batch may go to the GPU by itself; fewer are answered about as quickly here."""

MOST = 1_000
"""Results for a query up to which the GPU answers; picking more out of all scores is slow there."""

SPARE = 24
"""Candidates taken beyond k, so that the bound mostly settles a query at the first look."""

BATCH = 1_024
"""Queries that the GPU compares at once."""

FLAT = 200_000
"""Clips that a flat index compares in about the time that the index of a larger library takes at most."""

_AGAIN = 8  # times as many candidates at the second look
_PRODUCTS = 8e10  # products a second and thread of a batch in FAISS's flat index, measured at 384 numbers
_COPIED = 3e-6  # seconds to bring a vector out of SQL to the GPU


def may_take(device: Device, queries: int, k: int, *, filtered: bool) -> bool:
    """Whether a GPU may answer so many queries for k results each; a filter never goes there."""
    return device != "cpu" and not filtered and k <= MOST and (device == "cuda" or queries >= MANY)


def processor_seconds(queries: int, clips: int, dim: int, cores: int) -> float:
    """About how long the processor takes: a flat index compares all, a larger one looks at a part of it."""
    return queries * min(clips, FLAT) * dim / (_PRODUCTS * cores)


class GpuEngine:
    """An engine that hands to a GPU what a GPU is good at. See :class:`SearchEngine` for the methods.

    Args:
        inner: Answers everything else, and saves.
        dim: Numbers in a vector.
        device: ``"auto"`` or ``"cuda"``.
        make: The empty vectors on the device, made by the thread that owns them.
    """

    def __init__(
        self,
        inner: SearchEngine,
        dim: int,
        device: Device,
        make: Callable[[int], DeviceVectors] | None = None,
    ) -> None:
        self.inner = inner
        self._dim = dim
        self._device = device
        self._make = make or _on_cuda
        self._replica: Replica | None = None
        self._works = True
        self._effort = Effort()

    @property
    def lock(self) -> AbstractContextManager[Any]:
        """The inner engine's."""
        return self.inner.lock

    def search(
        self, session: Session, queries: Vectors, k: int, *, only: Ids | None, exact: bool, stages: Stages
    ) -> tuple[Plan, list[Best]]:
        """As :meth:`SearchEngine.search`."""
        may = self._works and may_take(self._device, len(queries), k, filtered=only is not None)
        if may and self._pays(session, len(queries)):
            try:
                with self.lock, stages("gpu"):
                    return self._on_gpu(session, queries, k)
            except OutOfUseError as error:
                self._works = False
                self._release()
                fall_back(error)
        if only is None and len(queries) >= MANY:
            with self._effort():
                return self.inner.search(session, queries, k, only=only, exact=exact, stages=stages)
        return self.inner.search(session, queries, k, only=only, exact=exact, stages=stages)

    def read_ahead(self) -> None:
        """As :meth:`SearchEngine.read_ahead`."""
        self.inner.read_ahead()

    def save(self, session: Session, *, always: bool = False) -> bool:
        """As :meth:`SearchEngine.save`; what is on the GPU is never saved."""
        return self.inner.save(session, always=always)

    def rebuild(self, session: Session) -> None:
        """As :meth:`SearchEngine.rebuild`."""
        self.inner.rebuild(session)

    def describe(self, session: Session) -> IndexState:
        """As :meth:`SearchEngine.describe`."""
        return self.inner.describe(session)

    def verify(self, session: Session) -> tuple[list[str], list[str]]:
        """As :meth:`SearchEngine.verify`."""
        return self.inner.verify(session)

    def forget(self) -> None:
        """As :meth:`SearchEngine.forget`."""
        self.inner.forget()

    def close(self) -> None:
        """As :meth:`SearchEngine.close`; gives the GPU's memory back."""
        self._release()
        self.inner.close()

    def _pays(self, session: Session, queries: int) -> bool:
        if self._replica is not None or self._device == "cuda":
            return True
        if not gpu_count():
            return False
        clips = live_count(session)
        ahead = processor_seconds(queries, clips, self._dim, threads())
        return self._effort.repays(start_up() + clips * _COPIED, ahead=ahead)

    def _release(self) -> None:
        if self._replica is not None:
            self._replica = None
            give_memory_back()

    def _on_gpu(self, session: Session, queries: Vectors, k: int) -> tuple[Plan, list[Best]]:
        if self._replica is None:
            self._replica = Replica(_owner().run(lambda: self._make(self._dim)), self._dim)
        self._replica.refresh(session)
        found = [
            result
            for at in range(0, len(queries), BATCH)
            for result in self._replica.search(session, queries[at : at + BATCH], k)
        ]
        count = len(self._replica)
        return Plan("gpu", f"{count:,} clips, no filter: a GPU compares the batch with all", count), found


class Replica:
    """The live vectors of a library on a device, as of one generation. Used under the engine's lock.

    Args:
        vectors: Empty.
        dim: Numbers in a vector.
    """

    def __init__(self, vectors: DeviceVectors, dim: int) -> None:
        self._vectors = vectors
        self._dim = dim
        self._ids: Ids = np.zeros(0, np.int64)  # by position
        self._generation = -1

    def __len__(self) -> int:
        return len(self._ids)

    def refresh(self, session: Session) -> None:
        """Brings it to the state that the session sees.

        Raises:
            OutOfUseError: the device has no room, or fails.
        """
        state = read_state(session)
        since, self._generation = self._generation, -1  # what is interrupted begins anew
        if not state.compacted <= since <= state.generation:
            _owner().run(self._vectors.clear)
            self._ids = self._ids[:0]
            for ids, vectors in stream_vectors(session, self._dim):
                self._append(ids, vectors)
        elif since != state.generation:
            gone = np.isin(self._ids, removed_ids(session, since))
            self._drop(np.flatnonzero(gone).astype(np.int64))
            new = new_ids(session, since)
            if len(new):
                self._append(new, fetch_vectors(session, new, self._dim))
        self._generation = state.generation

    def search(self, session: Session, queries: Vectors, k: int) -> list[Best]:
        """The k best clips of each query, exactly; the replica is up to date.

        Raises:
            OutOfUseError: the device has no room, or fails.
        """
        results: list[Best] = [(np.zeros(0, np.int64), np.zeros(0, np.float32))] * len(queries)
        if not len(self._ids):
            return results
        open_ = np.arange(len(queries))
        for wanted in (k + SPARE, _AGAIN * (k + SPARE)):
            fetch = min(wanted, len(self._ids))
            scores, positions = _owner().run(partial(self._vectors.best, queries[open_], fetch))
            ids, stored = self._stored(session, positions)
            for row, at in enumerate(open_):
                candidates = np.searchsorted(ids, self._ids[positions[row]])
                results[at] = best(ids[candidates], cosines(stored, queries[at], candidates), k)
            if fetch == len(self._ids):
                return results
            # What the device did not propose scores at most its last proposal and the margin.
            least = np.array([results[at][1][-1] for at in open_])
            open_ = open_[least <= scores[:, -1] + self._vectors.margin]
            if not len(open_):
                return results
        for at in open_:
            results[at] = self._all_near(session, queries[at], k, edge=float(results[at][1][-1]))
        return results

    def _all_near(self, session: Session, query: Vectors, k: int, edge: float) -> Best:
        """The k best among everything that may score ``edge``, such as thousands of equal vectors."""
        least = edge - self._vectors.margin
        positions = _owner().run(lambda: self._vectors.above(query, least))
        ids, stored = self._stored(session, positions)
        return best(ids, cosines(stored, query), k)

    def _stored(self, session: Session, positions: Ids) -> tuple[Ids, Vectors]:
        """The clips at some positions, ascending, and their vectors as they are stored."""
        ids, first = np.unique(self._ids[positions], return_index=True)
        if self._vectors.exact:
            return ids, _owner().run(partial(self._vectors.rows, positions.ravel()[first]))
        return ids, fetch_vectors(session, ids, self._dim)

    def _append(self, ids: Ids, vectors: Vectors) -> None:
        _owner().run(lambda: self._vectors.append(vectors))
        self._ids = np.concatenate([self._ids, ids])

    def _drop(self, positions: Ids) -> None:
        if len(positions):
            moved, holes = _owner().run(lambda: self._vectors.drop(positions))
            self._ids[holes] = self._ids[moved]
            self._ids = self._ids[: len(self._ids) - len(positions)]


class _Owner:
    """The one thread that uses the GPU for searching; calls of other threads wait their turn."""

    def __init__(self) -> None:
        self._pool = ThreadPoolExecutor(max_workers=1, thread_name_prefix="motionsearch-gpu")

    def run(self, call: Callable[[], _T]) -> _T:
        """The result of the call, made by the owner.

        Raises:
            OutOfUseError: the device failed.
        """

        def guarded() -> _T:
            with on_device():
                return call()

        return self._pool.submit(guarded).result()


@cache
def _owner() -> _Owner:
    return _Owner()


def _on_cuda(dim: int) -> DeviceVectors:
    device = cuda()
    from motionsearch.index.gpu_vectors import DeviceVectors

    return DeviceVectors(dim, device)


def with_gpu(inner: SearchEngine, dim: int, device: Device) -> SearchEngine:
    """The engine, helped by a GPU where the user allows it and there is one."""
    return GpuEngine(inner, dim, device) if device != "cpu" and has_driver() else inner
