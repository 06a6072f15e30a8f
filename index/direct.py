"""Queries answered on stored vectors, out of SQL: all of them, a filter's, or an index's candidates."""

from __future__ import annotations

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
"""Candidates of a single query that are fetched first;"""

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
    if len(queries) == 1:
        answer, doubt = _in_two_steps(session, queries[0], *candidates[0], k)
        return [answer], [doubt]
    for at in range(0, len(queries), _TOGETHER):
        asked = candidates[at : at + _TOGETHER]
        every = np.unique(np.concatenate([ids for ids, _ in asked]))
        known, vectors = find_vectors(session, every, queries.shape[1])
        for query, (ids, estimates) in zip(queries[at : at + _TOGETHER], asked, strict=True):
            once, first = np.unique(ids, return_index=True)
            there = among(once, known)
            rows = np.searchsorted(known, once[there])
            scores = cosines(vectors, query, rows)
            answer = best(known[rows], scores, k)
            estimated = estimates[first][there]
            found.append(answer)
            doubtful.append(_is_doubtful(answer, _usual_error(scores, estimated), estimated, k))
    return found, doubtful


def _in_two_steps(session: Session, query: Vectors, ids: Ids, estimates: Scores, k: int) -> tuple[Best, bool]:
    """One query's answer, for which those candidates are not fetched that are sure to lose."""
    once, first = np.unique(ids, return_index=True)
    estimates = estimates[first]
    order = np.argsort(-estimates, kind="stable")
    answer, scores, estimated = NOTHING, np.zeros(0, np.float32), np.zeros(0, np.float32)
    ahead = max(FIRST, 3 * k)
    for step in (order[:ahead], order[ahead:]):
        if len(answer[0]) == k:
            edge = answer[1][-1] - SURE * _usual_error(scores, estimated)
            step = step[estimates[step] > edge]
        known, vectors = find_vectors(session, once[step], len(query))
        more = cosines(vectors, query)
        at = step[np.argsort(once[step])]
        scores = np.concatenate([scores, more])
        estimated = np.concatenate([estimated, estimates[at][among(once[at], known)]])
        answer = merged((answer, best(known, more, k)), k)
    return answer, _is_doubtful(answer, _usual_error(scores, estimated), estimates, k)


def _usual_error(scores: Scores, estimates: Scores) -> float:
    return float(np.sqrt(np.mean((scores - estimates) ** 2))) if len(scores) else 0.0


def _is_doubtful(answer: Best, error: float, estimates: Scores, k: int) -> bool:
    return len(answer[0]) >= k and float(estimates.min()) + DOUBT * error > float(answer[1][-1])
