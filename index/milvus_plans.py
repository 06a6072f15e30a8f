"""Which collection a library has on Milvus and how a query is answered there: pure functions."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import Literal

from motionsearch.index.plans import Plan, PlanSettings, Tuned, choose_plan, depth_for, list_count, probes_for

MOST = 16_384
"""Results that Milvus gives for a query at most."""

FEW = 10_000
"""Up to so many clips that pass a filter are compared exactly, on their vectors out of SQL."""

SPARE = 24
"""Candidates beyond k that an exact index is asked for, so that their scores mostly prove the answer."""

OVER = 1.5
"""How many times the candidates are asked for that a filter should leave enough of."""

WIDER = 8
"""How many times as many are asked for where those were not enough."""

TAIL = 65_536
"""Clips that are compared beside the collection while it lacks them; with more it counts as out of date."""

LOOSE = 1_000
"""Clips that are left where Milvus keeps what is new. Milvus Lite is slow there: with 20,000 of 384 numbers
a query took 6 s, settled 0.1 s. A server settles by itself, and wants not to be asked often."""

SEGMENT = 1 << 30
"""Bytes of vectors in a segment of Milvus. It makes the lists of each segment by itself."""

TOGETHER = 65_536
"""Candidates that are asked for and scored at a time."""


@dataclass(frozen=True)
class CollectionPlan:
    """The index of a collection.

    Args:
        index: "FLAT": a query is compared with all vectors; "IVF_SQ8": with the nearest lists, a byte a
            number, and the best are scored again on their stored vectors.
        lists: Of each segment of an "IVF_SQ8".
    """

    index: Literal["FLAT", "IVF_SQ8"]
    lists: int = 0


def choose_collection(clips: int, dim: int, settings: PlanSettings) -> CollectionPlan:
    """The collection for a library of so many clips of ``dim`` numbers."""
    if clips <= settings.flat_limit:
        return CollectionPlan("FLAT")
    return CollectionPlan("IVF_SQ8", list_count(min(clips, SEGMENT // (4 * dim))))


def has_outgrown(has: CollectionPlan, wanted: CollectionPlan) -> bool:
    """Whether a collection is due to be made again: lists grow with the root, so at four times the clips."""
    return wanted.lists >= 2 * max(1, has.lists)


def choose_milvus_plan(
    size: int,
    collection: CollectionPlan,
    tuned: Tuned,
    k: int,
    *,
    candidates: int | None = None,
) -> Plan:
    """The plan for a query that is not to be exact at any price.

    A filter never goes to Milvus: its approximate indexes look into as many lists as without a filter and
    drop what the filter rejects, so that few or none of the true best are left. So more are asked for and
    those that pass are kept, as far as Milvus gives so many.

    Args:
        size: Clips in the library.
        collection: What is there.
        tuned: What was measured on it.
        k: Results wanted.
        candidates: Clips that pass the filter; ``None`` where there is no filter.
    """
    if needs_no_milvus(size, candidates):
        return exact_plan(size, candidates)
    share = 1.0 if candidates is None else candidates / size
    depth = k + SPARE if collection.index == "FLAT" else depth_for(tuned, k)
    asked = depth if candidates is None else math.ceil(OVER * depth / share)
    if asked > MOST:
        return exact_plan(size, candidates)
    filtered = "no filter" if candidates is None else _left(candidates, size)
    if collection.index == "FLAT":
        return Plan("milvus", f"{size:,} clips, {filtered}: exact, by Milvus", size, reranked=asked)
    probes = collection.lists
    if candidates is None:
        probes = min(probes, probes_for(tuned, k, share))
    elif share >= min(tuned.probes):
        # Twice what sufficed for a random filter: matches that lie together may lie away from the query.
        probes = min(probes, 2 * probes_for(tuned, k, share))
    return Plan(
        "milvus",
        f"{size:,} clips, {filtered}: the nearest {probes:,} of {collection.lists:,} lists, by Milvus",
        math.ceil(size * probes / collection.lists),
        collection.lists,
        probes,
        asked,
        tuned.recall,
    )


def needs_no_milvus(size: int, candidates: int | None) -> bool:
    """Whether SQL answers a query by itself, whatever Milvus holds."""
    return size == 0 or (candidates is not None and candidates <= FEW)


def widened(plan: Plan) -> Plan | None:
    """The plan that looks for more; ``None`` where Milvus gives no more."""
    if plan.reranked >= MOST:
        return None
    asked, probes = min(MOST, WIDER * plan.reranked), min(plan.lists, 4 * plan.probes)
    return replace(plan, reranked=asked, probes=probes)


def exact_plan(size: int, candidates: int | None) -> Plan:
    """The plan for a query that SQL answers by itself."""
    if size == 0 or candidates == 0:
        return choose_plan(size, candidates=candidates)
    if candidates is None:
        return Plan("streamed", f"{size:,} clips, exact: every vector is read", size)
    # Reading on costs less than fetching each, from about a fourth of all.
    if candidates <= FEW or 4 * candidates <= size:
        return Plan("filtered-exact", _left(candidates, size), candidates)
    return Plan("streamed", _left(candidates, size), size)


def _left(candidates: int, size: int) -> str:
    return f"the filter leaves {candidates:,} of {size:,} clips ({100 * candidates / size:.2g}%)"
