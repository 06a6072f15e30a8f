"""The engine of one machine: a matrix in memory for a small library, an IVF index on disk for a large one.

Beside either stand the clips that are new since (the tail) and those that are gone since, so that every
search sees the state of its session.
"""

from __future__ import annotations

import contextlib
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import numpy as np
from sqlalchemy.orm import Session

from motionsearch.errors import LibraryError
from motionsearch.index import plans
from motionsearch.index.direct import Asked, score_again, without_an_index
from motionsearch.index.engines import Best, Ids, IndexState, Scores, Stages, Vectors
from motionsearch.index.flat import Flat
from motionsearch.index.following import Following
from motionsearch.index.history import live_ids, newest_source
from motionsearch.index.ivf import Ivf
from motionsearch.index.lists import among, load_faiss, passing
from motionsearch.index.place import OLD_INDEX_FILE
from motionsearch.index.plans import Plan
from motionsearch.index.scoring import NO_IDS, NOTHING, merged, top
from motionsearch.index.state import State, read_state


class Searcher(Following):
    """Implements :class:`motionsearch.index.engines.SearchEngine`.

    Args:
        store: The library's database.
        row: The library's row.
        settings: What decides on the index.
    """

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
                return plan, without_an_index(session, plan, queries, k, only, stages)
        with self.lock:
            with stages("index"):
                self._refresh(session, state)
            plan = self._plan(state, queries, k, matching, exact)
            if plan.kind in ("empty", "streamed") or (plan.kind == "filtered-exact" and not self._is_flat):
                return plan, without_an_index(session, plan, queries, k, only, stages)
            if isinstance(self._snapshot, Flat):
                with stages("search"):
                    return plan, self._in_memory(self._snapshot, queries, k, only)
            return self._approximately(session, state, plan, queries, k, only, stages)

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
        rows = None if only is None else np.flatnonzero(among(self._tail_ids, only))
        return top(self._tail_ids, self._tail, queries, k, among=rows)

    def _approximately(
        self,
        session: Session,
        state: State,
        plan: Plan,
        queries: Vectors,
        k: int,
        only: Ids | None,
        stages: Stages,
    ) -> tuple[Plan, list[Best]]:
        """By the IVF index and the tail; queries that this does not settle are looked at again, deeper."""
        limit = state.clips if only is None else len(only)
        with stages("search"):
            tail = self._in_tail(queries, k, only)
        asked = [Asked(query, k) for query in queries]
        answers = [NOTHING] * len(queries)
        open_, last, again = np.arange(len(queries)), plan, 0
        look: Plan | None = plan
        while look is not None and len(open_):
            last, again = look, len(open_)
            with stages("search"):
                candidates = self._coded(look, queries[open_], only)
            with stages("vectors"):
                score_again(session, [asked[at] for at in open_], candidates)
            for at in open_:
                found = asked[at].answer
                answers[at] = merged((found, tail[at]), k) if len(tail[at][0]) else found
            doubtful = [asked[at].is_doubtful() for at in open_]
            # The nearest lists may also hold fewer than are wanted.
            short = [len(answers[at][0]) < min(k, limit) for at in open_]
            open_ = open_[np.array(doubtful) | np.array(short)]
            look = plans.deeper(look, limit, plan.reranked, short=any(short))
        if last is not plan:
            last = replace(last, why=f"{last.why}; {again:,} of {len(queries):,} queries took a deeper look")
        return last, answers

    def _coded(self, plan: Plan, queries: Vectors, only: Ids | None) -> list[tuple[Ids, Scores]]:
        """Candidates out of the IVF index."""
        assert isinstance(self._snapshot, Ivf)
        if only is None and self._without is None and len(self._gone):
            self._without = passing(self._gone, but=True)
        return self._snapshot.candidates(
            queries, plan.reranked, plan.probes, gap=plan.gap, only=only, without=self._without
        )

    def _read_early(self) -> Flat | None:
        if self.files.version() is not None:
            load_faiss()
            return None
        with self._store.reading() as session:
            state = read_state(session)
            if plans.choose_index(state.clips, self._dim, self.settings).kind == "ivf":
                return None
            return self._read_flat(session, state, quietly=True)

    # Keeping files

    def save(self, session: Session, *, always: bool = False) -> bool:
        """See :meth:`motionsearch.index.engines.SearchEngine.save`."""
        with self.lock:
            if not self._writable:
                return False
            state = read_state(session)
            wanted = plans.choose_index(state.clips, self._dim, self.settings)
            self._drop_old_file()
            if wanted.kind == "flat" and not self._keeps_flat:
                if self.files.version() is not None:
                    self.files.remove()
                return False
            if wanted.kind == "ivf" and self.files.version() is None:
                return self._build(session, state)
            self._refresh(session, state)
            if wanted.kind == "flat":
                return self._save_flat(session, state, always)
            if isinstance(self._snapshot, Ivf) and not self.files.holds(self._snapshot):
                self._loaded = False  # another process has written since: go on from there
                self._refresh(session, state)
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
                with contextlib.suppress(OSError):
                    self.files.flat.unlink()
                self._loaded = False
                self._refresh(session, state)
            failed = self._keeps_flat and state.clips > 0 and not self.files.flat.exists()
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

    def _drop_old_file(self) -> None:
        """Removes the index of motionsearch 0.1, which nothing reads any more."""
        folder = self._store.place.folder
        if folder is not None:
            with contextlib.suppress(OSError):
                (folder / OLD_INDEX_FILE).unlink()

    def _save_flat(self, session: Session, state: State, always: bool) -> bool:
        assert isinstance(self._snapshot, Flat)
        unsaved = len(self._tail_ids) + len(self._gone) + self._snapshot.unsaved
        if not (always or plans.worth_saving(len(self._snapshot.ids), unsaved)):
            return False
        self._fold()
        return self._write_flat(session, self._snapshot)

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
            if done:
                self._loaded, self._snapshot = False, None  # the next search opens what was written
        return done

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
