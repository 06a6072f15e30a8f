"""Queries answered on stored vectors, out of SQL: all of them, a filter's, or an index's candidates."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from sqlalchemy.orm import Session

from motionsearch.index.engines import Best, Ids, Scores, Stages, Vectors
from motionsearch.index.lists import among
from motionsearch.index.plans import Plan
from motionsearch.index.scoring import NOTHING, best, cosines, merged, top
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


def scored_again(
    session: Session, queries: Vectors, candidates: Sequence[tuple[Ids, Scores]], k: int
) -> tuple[list[Best], list[bool]]:
    """The k best of each query's candidates by their stored vectors, and whether others may be better.

    Each is found once, however often it was proposed; what SQL does not hold (any more) falls out. Estimates
    that are off by as much as they are good for tell that candidates which were not proposed may belong among
    the best: so it is where a query lies far from all that may be found, and everything is about as near.

    Args:
        session: A reading transaction.
        queries: ``(Q, D)`` unit length.
        candidates: Ids and estimated scores for each query, in no order.
        k: How many for each.
    """
    found, doubtful = [], []
    for at in range(0, len(queries), _TOGETHER):
        asked = [
            _Asked(query, *each, k)
            for query, each in zip(queries[at : at + _TOGETHER], candidates[at : at + _TOGETHER], strict=True)
        ]
        for step in (_Asked.likeliest, _Asked.others):
            steps = [step(each) for each in asked]
            wanted = steps[0] if len(steps) == 1 else np.unique(np.concatenate(steps))
            if not len(wanted):
                continue
            known, vectors = find_vectors(session, wanted, queries.shape[1])
            for each, ids in zip(asked, steps, strict=True):
                each.score(ids, known, vectors)
        found += [each.answer for each in asked]
        doubtful += [each.is_doubtful() for each in asked]
    return found, doubtful


class _Asked:
    """A query and its candidates, of which those are not fetched that are sure to lose.

    Args:
        query: ``(D,)``.
        ids: ``(n,)``, in no order, some maybe more than once.
        estimates: ``(n,)`` of their scores.
        k: How many are wanted.
    """

    def __init__(self, query: Vectors, ids: Ids, estimates: Scores, k: int) -> None:
        self._query, self._k = query, k
        order = np.argsort(ids, kind="stable")
        ids, estimates = ids[order], estimates[order]
        once = np.ones(len(ids), bool)
        np.not_equal(ids[1:], ids[:-1], out=once[1:])
        self._ids, self._estimates = ids[once], estimates[once]
        self._likeliest = np.zeros(len(self._ids), bool)
        ahead = min(max(FIRST, 3 * k), len(self._ids))
        if ahead:
            self._likeliest[np.argpartition(self._estimates, -ahead)[-ahead:]] = True
        self._squares, self._scored = 0.0, 0
        self.answer: Best = NOTHING

    def likeliest(self) -> Ids:
        """Candidates to fetch first, ascending."""
        return self._ids[self._likeliest]

    def others(self) -> Ids:
        """Those that may still be among the best, ascending."""
        rest = ~self._likeliest
        if len(self.answer[0]) == self._k:
            rest &= self._estimates > self.answer[1][-1] - SURE * self._usual_error()
        return self._ids[rest]

    def score(self, ids: Ids, known: Ids, vectors: Vectors) -> None:
        """Takes in candidates, as far as they are known: ids ``(m,)`` ascending with vectors ``(m, D)``."""
        if not len(ids):
            return
        rows = None
        if not np.array_equal(ids, known):  # of other queries, or gone
            ids = ids[among(ids, known)]
            rows = np.searchsorted(known, ids)
        scores = cosines(vectors, self._query, rows)
        errors = scores - self._estimates[np.searchsorted(self._ids, ids)]
        self._squares += float(errors @ errors)
        self._scored += len(ids)
        self.answer = merged((self.answer, best(ids, scores, self._k)), self._k)

    def is_doubtful(self) -> bool:
        """Whether clips that were not proposed may belong among the best."""
        if len(self.answer[0]) < self._k:
            return False
        return float(self._estimates.min()) + DOUBT * self._usual_error() > float(self.answer[1][-1])

    def _usual_error(self) -> float:
        return math.sqrt(self._squares / self._scored) if self._scored else 0.0
