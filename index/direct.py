"""Queries answered on stored vectors, out of SQL: all of them, a filter's, or an index's candidates."""

from __future__ import annotations

import numpy as np
from sqlalchemy.orm import Session

from motionsearch.index.engines import Best, Ids, Stages, Vectors
from motionsearch.index.lists import among
from motionsearch.index.plans import Plan
from motionsearch.index.scoring import NOTHING, best, cosines, merged, top
from motionsearch.index.vectors import fetch_vectors, find_vectors, stream_vectors

_TOGETHER = 256
"""Queries whose candidates are fetched at a time."""


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


def scored_again(session: Session, queries: Vectors, candidates: list[Ids], k: int) -> list[Best]:
    """The k best of each query's candidates by their stored vectors.

    Each is found once, however often it was proposed; what SQL does not hold (any more) falls out.
    """
    found = []
    for at in range(0, len(queries), _TOGETHER):
        asked = candidates[at : at + _TOGETHER]
        known, vectors = find_vectors(session, np.unique(np.concatenate(asked)), queries.shape[1])
        for query, ids in zip(queries[at : at + _TOGETHER], asked, strict=True):
            once = np.unique(ids)
            rows = np.searchsorted(known, once[among(once, known)])
            found.append(best(known[rows], cosines(vectors, query, rows), k))
    return found
