"""Queries answered on stored vectors, out of SQL: all of them, a filter's, or an index's candidates."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from sqlalchemy.orm import Session

from motionsearch.index.engines import Best, Ids, Scores, Stages, Vectors
from motionsearch.index.lists import among
from motionsearch.index.plans import Plan
from motionsearch.index.scoring import NO_IDS, NOTHING, best, cosines, merged, top
from motionsearch.index.vectors import fetch_vectors, find_vectors, stream_vectors

_TOGETHER = 256
"""Queries whose candidates are fetched at a time."""

DOUBT = 1.5
"""A look is enough where the worst that was found beats the last candidate's estimate by this many of its
usual errors. With 10,000 clips of 384 numbers and one bit a number, filters by clusters that lie away from
the query gave recall@10 from 0.85 to 1.0 without further looks and 0.99 to 1.0 with them; of queries like
those that an index is tuned for, and no filter, at most one in ten took a second look."""

FIRST = 32
"""Candidates of a query that are fetched first;"""

SURE = 3.0
"""of the others only those whose estimates come this many usual errors near to the worst that is kept."""


def without_an_index(
    session: Session, plan: Plan, queries: Vectors, k: int, only: Ids | None, stages: Stages
) -> list[Best]:
    """The answers of a plan "empty", "filtered-exact" or "streamed".

    Args:
        session: A reading transaction.
        plan: Of these.
        queries: ``(Q, D)`` unit length.
        k: How many for each.
        only: Live ids that may be found, ascending; ``None`` for all.
        stages: Told how long things took.
    """
    dim = queries.shape[1]
    found = [NOTHING] * len(queries)
    if plan.kind == "empty":
        return found
    if plan.kind == "filtered-exact":
        assert only is not None
        with stages("vectors"):
            vectors = fetch_vectors(session, only, dim)
        with stages("search"):
            return top(only, vectors, queries, k)
    with stages("search"):
        for ids, vectors in stream_vectors(session, dim):
            rows = None if only is None else np.flatnonzero(among(ids, only))
            more = top(ids, vectors, queries, k, among=rows)
            found = [merged(parts, k) for parts in zip(found, more, strict=True)]
        return found


class Asked:
    """A query, what was found for it, and the candidates that were proposed last.

    Args:
        query: ``(D,)`` unit length.
        k: How many are wanted.
    """

    def __init__(self, query: Vectors, k: int) -> None:
        self.query, self._k = query, k
        self._scored: Ids = NO_IDS
        self._squares = 0.0
        self.answer: Best = NOTHING

    def propose(self, ids: Ids, estimates: Scores) -> None:
        """Takes candidates ``(n,)``, in no order, some maybe more than once, with estimates of their scores.

        Those that were proposed before are among them, unless they were far off.
        """
        order = np.argsort(ids, kind="stable")
        ids, estimates = ids[order], estimates[order]
        once = np.ones(len(ids), bool)
        np.not_equal(ids[1:], ids[:-1], out=once[1:])
        self._ids, self._estimates = ids[once], estimates[once]

    def likeliest(self) -> Ids:
        """Candidates to fetch first, ascending: none where enough was found before to tell the others by."""
        if len(self.answer[0]) == self._k:
            return NO_IDS
        ahead = min(max(FIRST, 3 * self._k), len(self._ids))
        if not ahead:
            return NO_IDS
        first = np.zeros(len(self._ids), bool)
        first[np.argpartition(self._estimates, -ahead)[-ahead:]] = True
        return self._ids[first & self._is_new()]

    def others(self) -> Ids:
        """Those that may still be among the best, ascending."""
        rest = self._is_new()
        if len(self.answer[0]) == self._k:
            rest &= self._estimates > self.answer[1][-1] - SURE * self._usual_error()
        return self._ids[rest]

    def score(self, ids: Ids, known: Ids, vectors: Vectors) -> None:
        """Takes in candidates, as far as they are known: ids ``(m,)`` ascending with vectors ``(m, D)``.

        What SQL does not hold (any more) falls out.
        """
        if not len(ids):
            return
        rows = None
        if not np.array_equal(ids, known):  # of other queries, or gone
            ids = ids[among(ids, known)]
            rows = np.searchsorted(known, ids)
        scores = cosines(vectors, self.query, rows)
        errors = scores - self._estimates[np.searchsorted(self._ids, ids)]
        self._squares += float(errors @ errors)
        found = best(ids, scores, self._k)
        if len(self._scored):
            ids = np.sort(np.concatenate([self._scored, ids]))
            found = merged((self.answer, found), self._k)
        self._scored, self.answer = ids, found

    def is_doubtful(self) -> bool:
        """Whether clips that were not proposed may belong among the best.

        Estimates that are off by as much as they are good for tell so, where a query lies far from all that
        may be found, and everything is about as near.
        """
        if len(self.answer[0]) < self._k:
            return False
        return float(self._estimates.min()) + DOUBT * self._usual_error() > float(self.answer[1][-1])

    def _is_new(self) -> NDArray[np.bool_]:
        return ~among(self._ids, self._scored)

    def _usual_error(self) -> float:
        return math.sqrt(self._squares / len(self._scored)) if len(self._scored) else 0.0


def score_again(session: Session, asked: Sequence[Asked], candidates: Sequence[tuple[Ids, Scores]]) -> None:
    """Looks for the best of each query's candidates by their stored vectors, none of which is read twice.

    Args:
        session: A reading transaction.
        asked: The queries.
        candidates: Ids and estimated scores for each, see :meth:`Asked.propose`.
    """
    for one, (ids, estimates) in zip(asked, candidates, strict=True):
        one.propose(ids, estimates)
    for at in range(0, len(asked), _TOGETHER):
        some = asked[at : at + _TOGETHER]
        for step in (Asked.likeliest, Asked.others):
            steps = [step(one) for one in some]
            wanted = steps[0] if len(steps) == 1 else np.unique(np.concatenate(steps))
            if not len(wanted):
                continue
            known, vectors = find_vectors(session, wanted, len(some[0].query))
            for one, ids in zip(some, steps, strict=True):
                one.score(ids, known, vectors)
