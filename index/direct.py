"""Exact search on vectors out of SQL: needs no index, no file and no server."""

from __future__ import annotations

import numpy as np
from sqlalchemy.orm import Session

from motionsearch.index.engines import Best, Ids, Stages, Vectors
from motionsearch.index.plans import Plan
from motionsearch.index.scoring import NOTHING, merged, top
from motionsearch.index.vectors import fetch_vectors, stream_vectors


def directly(
    session: Session, dim: int, plan: Plan, queries: Vectors, k: int, only: Ids | None, stages: Stages
) -> list[Best]:
    """The k best of each of ``(Q, D)`` queries, as an "empty", "filtered-exact" or "streamed" plan says."""
    if plan.kind == "empty":
        return [NOTHING] * len(queries)
    if plan.kind == "filtered-exact":
        assert only is not None
        with stages("vectors"):
            vectors = fetch_vectors(session, only, dim)
        with stages("search"):
            return top(only, vectors, queries, k)
    with stages("search"):
        found = [NOTHING] * len(queries)
        for ids, vectors in stream_vectors(session, dim):
            rows = None if only is None else np.flatnonzero(np.isin(ids, only, assume_unique=True))
            more = top(ids, vectors, queries, k, among=rows)
            found = [merged(parts, k) for parts in zip(found, more, strict=True)]
        return found
