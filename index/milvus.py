"""The engine of a library that Milvus searches: on a server or a cluster, or in a file (Milvus Lite).

Milvus proposes clips; they count with their vectors out of SQL, so that the scores are those of every other
engine. Clips that are new since the collection was brought up to date are compared beside it, and what SQL
does not hold (any more) falls out, so that every search sees the state of its session.
"""

from __future__ import annotations

import threading
import time
import warnings
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
from sqlalchemy.orm import Session

from motionsearch.errors import LibraryError, MissingExtraError, MotionsearchError, MotionsearchWarning
from motionsearch.index import milvus_plans, plans
from motionsearch.index.cache import CacheUnusableError, Stamp
from motionsearch.index.direct import Asked, score_again, without_an_index
from motionsearch.index.engines import Best, Ids, IndexState, Scores, Stages, Vectors
from motionsearch.index.history import check_history, live_ids
from motionsearch.index.lists import among
from motionsearch.index.milvus_building import KIND, UNTUNED, build, of_stamp, stamped
from motionsearch.index.milvus_client import CollectionGoneError, Milvus
from motionsearch.index.milvus_plans import (
    TOGETHER,
    CollectionPlan,
    choose_collection,
    choose_milvus_plan,
    exact_plan,
    has_outgrown,
    needs_no_milvus,
    widened,
)
from motionsearch.index.plans import Plan, PlanSettings, Tuned
from motionsearch.index.scoring import NO_IDS, NOTHING, merged, top
from motionsearch.index.state import State, new_ids, read_state, removed_ids
from motionsearch.index.statements import AMONG, fetch, ids_of
from motionsearch.index.store import Store
from motionsearch.index.vectors import fetch_vectors, stream_vectors

_T = TypeVar("_T")

SETTLED = 60.0
"""Seconds after which even a server that lags behind its own writes, by 5 s as it is set up, has them all."""


class MilvusEngine:
    """Implements :class:`motionsearch.index.engines.SearchEngine`.

    Args:
        store: The library's database.
        row: The library's row.
        uri: Where Milvus is.
        settings: What decides on the index.
    """

    def __init__(self, store: Store, row: Any, uri: str, settings: PlanSettings | None = None) -> None:
        self.settings = settings or PlanSettings()
        self.lock = threading.RLock()
        self.milvus = Milvus(uri, row.uuid, int(row.dim))
        self._store = store
        self._dim = int(row.dim)
        self._blank = Stamp(KIND, row.uuid, row.model_fingerprint, self._dim, -1, 0)
        self._margin = np.float32(4 * self._dim * 2.0**-24 + 1e-6)
        self._name = ""
        self._has, self._tuned = CollectionPlan("FLAT"), UNTUNED
        self._generation = -1
        self._seen = 0.0
        self._tail_ids: Ids = NO_IDS
        self._tail: Vectors = np.zeros((0, self._dim), np.float32)
        self._warned = ""

    # Searching

    def read_ahead(self) -> None:
        """Begins to connect in another thread, while the caller embeds its query."""
        pool = ThreadPoolExecutor(max_workers=1, thread_name_prefix="motionsearch-milvus")
        pool.submit(self.milvus.connect)  # what goes wrong is told by the search
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
        """See :meth:`motionsearch.index.engines.SearchEngine.search`.

        Raises:
            LibraryError: Milvus is needed for it and cannot be reached.
        """
        state = read_state(session)
        matching = None if only is None else len(only)
        if exact or needs_no_milvus(state.clips, matching):
            plan = exact_plan(state.clips, matching)
            return plan, without_an_index(session, plan, queries, k, only, stages)
        return self._again(lambda: self._search(session, state, queries, k, only, stages))

    def _search(
        self, session: Session, state: State, queries: Vectors, k: int, only: Ids | None, stages: Stages
    ) -> tuple[Plan, list[Best]]:
        matching = None if only is None else len(only)
        with self.lock:
            try:
                with stages("index"):
                    self._refresh(session, state)
            except CacheUnusableError as error:
                self._tell(error)
                plan = plans.without_index(exact_plan(state.clips, matching), state.clips)
                return plan, without_an_index(session, plan, queries, k, only, stages)
            plan = choose_milvus_plan(state.clips, self._has, self._tuned, k, candidates=matching)
            if plan.kind != "milvus":
                return plan, without_an_index(session, plan, queries, k, only, stages)
            found = self._found(session, plan, queries, k, only, stages)
            with stages("search"):
                rows = None if only is None else np.flatnonzero(among(self._tail_ids, only))
                tail = top(self._tail_ids, self._tail, queries, k, among=rows)
            return plan, [merged(parts, k) for parts in zip(found, tail, strict=True)]

    def _found(
        self, session: Session, plan: Plan, queries: Vectors, k: int, only: Ids | None, stages: Stages
    ) -> list[Best]:
        """The k best of each query among what the collection holds: asks again for more where it has to."""
        results = [NOTHING] * len(queries)
        open_ = list(range(len(queries)))
        for at in range(0, len(queries), step := max(1, TOGETHER // plan.reranked)):
            some = queries[at : at + step]
            with stages("search"):
                fresh = time.monotonic() - self._seen < SETTLED
                proposed = self.milvus.search(
                    self._name, some, plan.reranked, probes=plan.probes, fresh=fresh
                )
            with stages("vectors"):
                results[at : at + step] = self._rescored(session, some, proposed, k, only)
            for row, (ids, scores) in enumerate(proposed, start=at):
                if self._is_settled(plan, k, results[row], len(ids), scores):
                    open_.remove(row)
        if not open_:
            return results
        if wider := widened(plan):
            found = self._found(session, wider, queries[open_], k, only, stages)
        else:
            rest = exact_plan(read_state(session).clips, None if only is None else len(only))
            found = without_an_index(session, rest, queries[open_], k, only, stages)
        for row, result in zip(open_, found, strict=True):
            results[row] = result
        return results

    def _is_settled(self, plan: Plan, k: int, result: Best, proposed: int, scores: Scores) -> bool:
        if plan.lists:
            return len(result[0]) >= k
        if proposed < plan.reranked:
            return True  # that is all there is
        # What Milvus did not propose scores at most its last proposal and the margin.
        return len(result[0]) >= k and bool(result[1][-1] > scores[-1] + self._margin)

    def _rescored(
        self, session: Session, queries: Vectors, proposed: list[Best], k: int, only: Ids | None
    ) -> list[Best]:
        """Proposals by their stored vectors; those that are not live, or do not pass the filter, fall out."""
        every = np.unique(np.concatenate([ids for ids, _ in proposed]))
        if only is None:
            live = f"SELECT id FROM clips WHERE id {AMONG} AND deleted_generation IS NULL"
            rows = fetch(session, live, ids_of(session, every.tolist()))
            only = np.sort(np.fromiter((row[0] for row in rows), np.int64, len(rows)))
        passing = [among(ids, only) for ids, _ in proposed]
        candidates = [(ids[at], scores[at]) for (ids, scores), at in zip(proposed, passing, strict=True)]
        # Codes of a byte a number are off by far less than what would make the answer doubtful.
        asked = [Asked(query, k) for query in queries]
        score_again(session, asked, candidates)
        return [one.answer for one in asked]

    # Keeping up with SQL

    def _again(self, act: Callable[[], _T]) -> _T:
        """The result of an act; once more if the collection it began with is gone."""
        try:
            return act()
        except CollectionGoneError:
            self._name = ""
        try:
            return act()
        except CollectionGoneError as error:
            raise LibraryError(
                f"Milvus at {self.milvus.uri} drops the library's collection while it is searched ({error})",
                hint="see who else makes it anew, and run the command again",
            ) from error

    def _refresh(self, session: Session, state: State) -> None:
        """Brings what is known of the collection, and the tail, to the state that the session sees.

        Raises:
            CacheUnusableError: there is no collection that fits; the reason names it.
        """
        if self._name and self._generation == state.generation:
            return
        name, stamp = self._collection(session, state)
        new = new_ids(session, stamp.generation)
        if len(new) > milvus_plans.TAIL:
            raise CacheUnusableError(f"behind by {len(new):,} clips", damaged=False)
        self._has, self._tuned = of_stamp(stamp)
        self._tail_ids, self._tail = new, fetch_vectors(session, new, self._dim)
        self._name, self._generation, self._seen = name, state.generation, time.monotonic()

    def _collection(self, session: Session, state: State) -> tuple[str, Stamp]:
        """The newest collection that is finished, and its stamp.

        Raises:
            CacheUnusableError: there is none, or it is of another library, model or history.
        """
        for name in reversed(self.milvus.collections()):
            try:
                self.milvus.load(name)
                stamp = self.milvus.read_stamp(name)
            except CacheUnusableError as error:
                if error.damaged:
                    raise
                continue
            blank = self._blank
            if (stamp.uuid, stamp.model, stamp.dim) != (blank.uuid, blank.model, blank.dim):
                raise CacheUnusableError("made for another library or model", damaged=False)
            of_stamp(stamp)
            self._check_history(session, stamp, state)
            return name, stamp
        raise CacheUnusableError("missing", damaged=False)

    def _check_history(self, session: Session, stamp: Stamp, state: State) -> None:
        if stamp.generation <= state.generation:
            check_history(session, stamp, state)
            return
        # Another process has added to it since the session began; or the database was put back from a copy.
        with self._store.reading() as later:
            check_history(later, stamp, read_state(later))

    def save(self, session: Session, *, always: bool = False) -> bool:
        """See :meth:`motionsearch.index.engines.SearchEngine.save`."""
        if self._store.read_only:
            return False
        try:
            with self.lock:
                return self._again(lambda: self._save(session))
        except (LibraryError, MissingExtraError) as error:
            warnings.warn(
                f"{error}; the clips are in the library, and Milvus gets them with the next change or with "
                "`motionsearch reindex`",
                MotionsearchWarning,
                stacklevel=3,
            )
            return False

    def _save(self, session: Session) -> bool:
        state = read_state(session)
        wanted = choose_collection(state.clips, self._dim, self.settings)
        try:
            name, stamp = self._collection(session, state)
        except CacheUnusableError:
            return self._build(session, state, wanted)
        if stamp.generation >= state.generation:
            return False
        has, tuned = of_stamp(stamp)
        if has_outgrown(has, wanted) and state.clips <= plans.AUTOMATIC:
            return self._build(session, state, wanted)
        if state.compacted > stamp.generation:
            self._reconcile(session, name)
        else:
            self.milvus.delete(name, removed_ids(session, stamp.generation))
            self._push(session, name, new_ids(session, stamp.generation))
        loose = int(stamp.extra.get("loose", 0)) + len(new_ids(session, stamp.generation))
        if self.milvus.is_file and loose > milvus_plans.LOOSE:
            self.milvus.settle(name)
            loose = 0
        self.milvus.write_stamp(name, stamped(stamp, session, state, has, tuned, loose))
        self._generation = -1
        return True

    def _push(self, session: Session, name: str, new: Ids) -> None:
        if len(new):
            for ids, vectors in stream_vectors(session, self._dim, after=int(new[0]) - 1):
                self.milvus.insert(name, ids, vectors, may_be_there=True)

    def _reconcile(self, session: Session, name: str) -> None:
        """Makes the collection hold the live clips, where it is not known any more what was removed."""
        held, live = self.milvus.ids(name), live_ids(session)
        self.milvus.delete(name, np.setdiff1d(held, live, assume_unique=True))
        lacking = np.setdiff1d(live, held, assume_unique=True)
        for at in range(0, len(lacking), TOGETHER):
            some = lacking[at : at + TOGETHER]
            self.milvus.insert(name, some, fetch_vectors(session, some, self._dim), may_be_there=True)

    def rebuild(self, session: Session) -> None:
        """See :meth:`motionsearch.index.engines.SearchEngine.rebuild`."""
        if self._store.read_only:
            raise LibraryError(
                f"{self._store.place.name} is read-only, so its collection is not made anew",
                hint="have it done by somebody who may write to the library",
            )
        state = read_state(session)
        self._again(
            lambda: self._build(session, state, choose_collection(state.clips, self._dim, self.settings))
        )

    def _build(self, session: Session, state: State, wanted: CollectionPlan) -> bool:
        name = build(self.milvus, session, self._blank, wanted, self.settings.recall, state)
        with self.lock:
            self._name, self._generation = "", -1
        return bool(name)

    def forget(self) -> None:
        """See :meth:`motionsearch.index.engines.SearchEngine.forget`."""
        with self.lock:
            self._name = ""
            for name in self.milvus.collections():
                self.milvus.drop(name)

    def close(self) -> None:
        """Closes the connection."""
        self.milvus.close()

    def _tell(self, error: CacheUnusableError) -> None:
        """Warns of a collection that cannot be used, once."""
        if self._warned != str(error):
            self._warned = str(error)
            warnings.warn(
                f"the library's collection in Milvus at {self.milvus.uri} cannot be used ({error}); searches "
                "read every vector until `motionsearch reindex` makes it again, nothing is lost",
                MotionsearchWarning,
                stacklevel=4,
            )

    # For people

    def describe(self, session: Session) -> IndexState:
        """See :meth:`motionsearch.index.engines.SearchEngine.describe`."""
        size = _bytes(Path(self.milvus.uri)) if self.milvus.is_file else 0
        where = f"Milvus at {self.milvus.uri}"
        state = read_state(session)
        try:
            name, stamp = self._again(lambda: self._collection(session, state))
            has, tuned = of_stamp(stamp)
        except CacheUnusableError as error:
            return IndexState(f"damaged: {error}" if error.damaged else str(error), where, size)
        except MotionsearchError as error:
            return IndexState(f"out of reach: {error}", where, size)
        behind = len(new_ids(session, stamp.generation)) + len(removed_ids(session, stamp.generation))
        words = f"behind by {behind:,} clip{'s' if behind > 1 else ''}" if behind else "current"
        return IndexState(words, f"{_told(has, tuned)}, {where}, collection {name}", size)

    def verify(self, session: Session) -> tuple[list[str], list[str]]:
        """See :meth:`motionsearch.index.engines.SearchEngine.verify`."""
        again = "`motionsearch reindex` makes it again, nothing is lost"
        where = f"the library's collection in Milvus at {self.milvus.uri}"
        state = read_state(session)
        try:
            name, stamp = self._again(lambda: self._collection(session, state))
            held = self._again(lambda: self.milvus.ids(name))
        except CacheUnusableError as error:
            told = f"{where} cannot be used ({error}); {again}"
            return ([told], []) if error.damaged else ([], [told])
        except MotionsearchError as error:
            return [f"{where} could not be checked: {error}"], []
        live, new = live_ids(session), new_ids(session, stamp.generation)
        missing = len(np.setdiff1d(np.setdiff1d(live, new), held))
        strangers = len(np.setdiff1d(held, live))
        problems = [f"{where} lacks {missing:,} clips; {again}"] if missing else []
        notes = [f"{where} is behind by {len(new):,} clips, harmless"] if len(new) else []
        if strangers:
            notes.append(f"{where} holds {strangers:,} clips that were removed, harmless")
        return problems, notes


def _told(has: CollectionPlan, tuned: Tuned) -> str:
    if has.index == "FLAT":
        return "exact (FLAT)"
    return (
        f"{has.index} of {has.lists:,} lists a segment, {tuned.probes[1.0]:,} searched, the best "
        f"{tuned.depth} scored again: recall@10 {tuned.recall:.3f}"
    )


def _bytes(path: Path) -> int:
    if path.is_file():
        return path.stat().st_size
    return sum(file.stat().st_size for file in path.rglob("*") if file.is_file())
