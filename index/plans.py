"""Which index a library gets and how a query is answered: pure functions of sizes and measured costs."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

Kind = Literal[
    "empty", "flat", "filtered-exact", "selector", "ivf", "ivf-selector", "streamed", "milvus", "gpu"
]

FEW = 2_000
"""Up to this many candidates their vectors are fetched from SQL, which beats reading the whole index."""

FEW_SHARE = 0.02
"""Up to this share of a loaded matrix, gathering the candidates beats multiplying with all the others."""

# Seconds on one core of a Xeon with AVX-512 at 384 numbers a vector; only their ratios decide. Measured with
# `python -m tests.benchmarks.bench_costs`.
FETCH = 6e-6
"""To fetch a vector from SQL by its id and score it."""
LIST = 1e-6
"""To begin a list."""
CODE = 20e-9
"""To compare a query with a code of one bit a number."""
SKIP = 1e-9
"""To pass over a code that the selector rejects."""

AT_ONCE = 2e-3
"""Up to so many seconds, a filtered query fetches all that pass, whatever is quicker: that is exact."""

ALL_LISTS = 5e-3
"""Up to so many seconds, a filtered query looks through every list that may hold a match."""

POINTS = 32
"""Vectors for each list that its centre is learned from."""

SEGMENT = 4_096
"""New clips that are worth a segment of their own; fewer are compared exactly, about 0.5 ms at the most."""

DEEPER = 4
"""Times as many lists and candidates at the next look, where the first did not settle a query."""
DEEPEST = 16
"""Times as many at most."""

FARTHER = 1.4
"""Times the gap that sufficed with the filters that were measured, with any filter: 400 queries are few. With
1.15, a million clips and a filter by clusters, one query in a hundred found two of its true ten or fewer."""

GROWTH = 4
"""An index that grew by this factor has lists too long: it is due to be made again."""

DRIFT = 0.05
"""New clips so much farther (in cosine) from their lists' centres than those learned from: due likewise."""

AUTOMATIC = 1_000_000
"""Up to so many clips an index that is due is made again on adding, in about a minute; above, on asking."""

STAND_IN = 4 << 30
"""Bytes that a matrix may take up which stands in for the index of a large library while that is missing."""


@dataclass(frozen=True)
class PlanSettings:
    """What decides on the index of a library.

    Args:
        flat_limit: Up to so many clips every query is compared with all vectors. A fresh process has to read
            them all first: with 100,000 a search by words took 1.6 s, with an index 1.1 s.
        max_memory: Bytes that the index may take up in memory; ``None`` for no limit of its own.
        recall: Wanted share of the true ten best among the ten best found.
    """

    flat_limit: int = 50_000
    max_memory: int | None = None
    recall: float = 0.99


@dataclass(frozen=True)
class IndexPlan:
    """The index that a library of some size has.

    Args:
        kind: "flat": all vectors as a matrix in memory; "ivf": codes of them in lists, read as needed.
        lists: Lists of an "ivf".
        bits: Bits a number of its codes.
    """

    kind: Literal["flat", "ivf"]
    lists: int = 0
    bits: int = 0


@dataclass(frozen=True)
class Tuned:
    """What was measured when an index was made: what it takes to reach the wanted recall@10.

    Args:
        probes: Lists to look through, by the share of clips that pass a filter; share 1 is without filter.
        depth: Candidates to score again on their stored vectors.
        recall: Reached with these, without filter: the worse of two kinds of queries.
        gap: Without filter, lists are passed over whose centres' cosine with the query is lower than that of
            the nearest by more than this.
        most: Lists to look through at most, without filter and with that gap; 0 for as many as without it.
        usual: Lists that are looked through on average then; 0 for ``most``.
        gaps: With a filter, the gap by the share of clips that pass; where none was measured, there is none.
    """

    probes: Mapping[float, int]
    depth: int
    recall: float
    gap: float = math.inf
    most: int = 0
    usual: int = 0
    gaps: Mapping[float, float] = field(default_factory=dict)


@dataclass(frozen=True)
class Plan:
    """How a query is answered.

    Args:
        kind: "empty": nothing to search; "flat": inner product with every vector; "filtered-exact": with the
            candidates' vectors alone; "selector": with those of the matrix that pass; "ivf": the nearest
            lists, the best of them scored again on their vectors; "ivf-selector": likewise, past what the
            filter rejects; "streamed": with every vector as it is read from SQL; "milvus": by that server;
            "gpu": with every vector, on a GPU.
        why: One phrase for ``explain``.
        candidates: How many vectors, or codes of them, are compared with the query.
        lists: Lists that the index has, 0 without any.
        probes: How many of them are looked through at most.
        gap: Lists are passed over whose centres lie this much farther (in cosine) than the nearest; with a
            filter, than the nearest that hold a match.
        reranked: Candidates that are scored again on their stored vectors.
        recall: Recall@10 that was measured for this plan when the index was made; ``None`` where it is exact
            or was not measured.
    """

    kind: Kind
    why: str
    candidates: int
    lists: int = 0
    probes: int = 0
    reranked: int = 0
    recall: float | None = None
    gap: float = math.inf


def choose_index(size: int, dim: int, settings: PlanSettings) -> IndexPlan:
    """The index for a library of ``size`` clips of ``dim`` numbers."""
    fits = settings.max_memory is None or 4 * dim * size <= settings.max_memory
    if size <= settings.flat_limit and fits:
        return IndexPlan("flat")
    return IndexPlan("ivf", list_count(size), code_bits(size, dim, settings.max_memory))


def list_count(size: int) -> int:
    """Lists of an index: ``4 sqrt(n)``, as far as each has ``POINTS`` to be learned from."""
    return max(1, min(round(4 * math.sqrt(size)), size // POINTS))


def code_bits(size: int, dim: int, max_memory: int | None) -> int:
    """Bits a number of RaBitQ codes: one is enough for long vectors; fewer if memory is short.

    The error of an inner product falls with the square root of the dimension (Gao and Long, SIGMOD 2024).
    """
    bits = 1 if dim >= 256 else 2 if dim >= 128 else 4
    while bits > 1 and max_memory is not None and size * code_bytes(dim, bits) > max_memory:
        bits //= 2
    return bits


def code_bytes(dim: int, bits: int) -> int:
    """Bytes of one clip in a list: its id, its bits, and the factors FAISS keeps beside them."""
    return 8 + (dim + 7) // 8 * bits + (8 if bits == 1 else 20)


def choose_plan(
    size: int, *, candidates: int | None = None, loaded: bool = False, exact: bool = False
) -> Plan:
    """The plan for a query of a library whose index is flat.

    Args:
        size: Clips in the library.
        candidates: Clips that pass the filter; ``None`` where there is no filter.
        loaded: The matrix is in memory already, so that multiplying with it costs no reading.
        exact: The caller wants no approximation, which this never is.
    """
    if size == 0 or candidates == 0:
        return Plan("empty", "the library is empty" if size == 0 else "no clip passes the filter", 0)
    if candidates is None:
        return Plan("flat", f"{size:,} clips, no filter: exact inner product with all", size)
    limit = max(FEW_SHARE * size, FEW / 10 if loaded else FEW)
    return Plan("filtered-exact" if candidates <= limit else "selector", _left(candidates, size), candidates)


def choose_ivf_plan(
    size: int,
    lists: int,
    tuned: Tuned,
    k: int,
    *,
    queries: int = 1,
    candidates: int | None = None,
    exact: bool = False,
) -> Plan:
    """The plan for queries of a library whose index is an IVF.

    Args:
        size: Clips in the library.
        lists: Lists of the index.
        tuned: What was measured on it.
        k: Results wanted.
        queries: Asked together; vectors fetched for a filter serve all of them.
        candidates: Clips that pass the filter; ``None`` where there is no filter.
        exact: The caller wants no approximation.
    """
    if size == 0 or candidates == 0:
        return choose_plan(size, candidates=candidates)
    depth = depth_for(tuned, k)
    if candidates is None:
        if exact:
            return Plan("streamed", f"{size:,} clips, exact: every vector is read", size)
        if 4 * depth >= size:
            return Plan("streamed", f"{k:,} wanted of {size:,} clips: every vector is read", size)
        probes = min(lists, probes_for(tuned, k, 1.0) if math.isinf(tuned.gap) else wider(tuned.most, k))
        return Plan(
            "ivf",
            f"{size:,} clips, no filter: the nearest {probes:,} of {lists:,} lists or fewer",
            math.ceil(size * min(probes, wider(tuned.usual, k) or probes) / lists),
            lists,
            probes,
            min(depth, size),
            tuned.recall,
            tuned.gap * _spread(k),
        )
    fetched = candidates * FETCH / queries
    if exact:
        # Reading on costs less than fetching each, from about a fourth of all.
        kind: Kind = "filtered-exact" if 4 * candidates <= size else "streamed"
        return Plan(kind, _left(candidates, size), candidates if kind == "filtered-exact" else size)
    probes = filtered_probes(size, lists, tuned, k, candidates)
    share = probes / lists
    scanned = probes * LIST + share * (size * SKIP + candidates * CODE) + min(depth, candidates) * FETCH
    if fetched <= max(scanned, AT_ONCE) or candidates <= depth:
        return Plan("filtered-exact", _left(candidates, size), candidates)
    gap = filtered_gap(tuned, k, candidates / size)
    return Plan(
        "ivf-selector",
        _left(candidates, size),
        math.ceil(share * candidates),
        lists,
        probes,
        min(depth, candidates),
        tuned.recall if probes < lists or math.isfinite(gap) else None,
        gap,
    )


def deeper(plan: Plan, limit: int, first: int, *, short: bool) -> Plan | None:
    """The next look for queries that a look through an IVF did not settle; ``None`` where that was enough.

    The second look has more candidates out of the same lists, unless these held too few; those after it have
    more lists too. With a million clips that found no less than more lists at once, and the slowest queries
    without a filter took 5.5 ms in place of 14, those with a filter by clusters 14 in place of 20.

    Args:
        plan: Of the last look.
        limit: Clips that may be found.
        first: Candidates that the first look scored again.
        short: It found fewer than are wanted.
    """
    all_lists = plan.probes == plan.lists and math.isinf(plan.gap)
    if all_lists and (plan.reranked >= limit or plan.reranked >= DEEPEST * first):
        return None
    reranked = min(limit, DEEPER * plan.reranked, DEEPEST * first)
    if plan.reranked == first < reranked and not short:
        return replace(plan, reranked=reranked)
    probes = min(plan.lists, DEEPER * plan.probes)
    if plan.reranked >= DEEPEST * first:
        probes = plan.lists  # only where the lists hold too few
    candidates = math.ceil(plan.candidates * probes / plan.probes)
    return replace(plan, candidates=candidates, probes=probes, reranked=reranked, gap=math.inf)


def without_index(plan: Plan, size: int) -> Plan:
    """The same for a large library whose index is missing, and whose vectors do not fit into memory."""
    if plan.kind == "empty" or (plan.kind == "filtered-exact" and 4 * plan.candidates <= size):
        return plan
    why = f"the index is missing, so every vector is read; `motionsearch reindex` makes it ({size:,} clips)"
    return Plan("streamed", why, size)


def filtered_probes(size: int, lists: int, tuned: Tuned, k: int, candidates: int) -> int:
    """Lists that a filtered query looks through, counted among those that hold a match.

    All where that is quick; else twice what sufficed for a random filter of the same share when it was
    measured, because matches that lie together may lie away from the query.
    """
    if lists * LIST + size * SKIP + candidates * CODE <= ALL_LISTS:
        return lists
    return min(lists, 2 * probes_for(tuned, k, candidates / size))


def filtered_gap(tuned: Tuned, k: int, share: float) -> float:
    """Lists are passed over that lie this much farther than the nearest that holds a match.

    None are where a filter is narrower than what was measured: its matches are few and far apart. A wider one
    than was measured has the gap of the widest, because all its matches, too, may lie away from a query.
    """
    if not tuned.gaps or share < min(tuned.gaps):
        return math.inf
    return FARTHER * _between(tuned.gaps, share) * _spread(k)


def probes_for(tuned: Tuned, k: int, share: float) -> int:
    """Lists to look through for the k best among a share of the clips, between what was measured."""
    return wider(_between(tuned.probes, share), k)


def _between(measured: Mapping[float, float], share: float) -> float:
    """What holds for a share, between what was measured; as for the nearest beyond."""
    known = sorted(measured)
    share = min(max(share, known[0]), known[-1])
    above = next(i for i, s in enumerate(known) if s >= share)
    low, high = known[max(0, above - 1)], known[above]
    if share in (low, high):
        return measured[share]
    part = math.log(share / low) / math.log(high / low)
    return math.exp((1 - part) * math.log(measured[low]) + part * math.log(measured[high]))


def wider(lists: float, k: int) -> int:
    """Lists for the k best where so many do for ten."""
    return math.ceil(round(lists * _spread(k), 6))


def _spread(k: int) -> float:
    """How much farther out the k best lie than the ten best, in lists as in cosines."""
    return math.sqrt(max(1.0, k / 10))


def depth_for(tuned: Tuned, k: int) -> int:
    """Candidates to score again for the k best."""
    return math.ceil(tuned.depth * max(1.0, k / 10))


def worth_saving(saved: int, unsaved: int) -> bool:
    """Whether a file that holds all vectors should be written again.

    Args:
        saved: Clips in the file.
        unsaved: Clips added or removed since.

    A small file is cheap to write; a large one waits until a tenth of it, or 20,000 clips, are new.
    """
    return unsaved > 0 and (saved + unsaved <= 10_000 or unsaved >= min(0.1 * saved, 20_000))


def merge_from(counts: list[int], new: int) -> int:
    """Which segments a new one is written together with: those from this position on.

    Segments at the end that are not twice as large as what follows them go in, so that there are never more
    than about ``log2(n / SEGMENT)`` and each clip is written again as rarely. The first one is the base.
    """
    at, total = len(counts), new
    while at > 0 and counts[at - 1] < 2 * total:
        at -= 1
        total += counts[at]
    return at


def due(trained: int, size: int, similarity: float, new: int, new_similarity: float) -> str | None:
    """Why an index should be made again, or ``None``.

    Args:
        trained: Clips when its lists were learned.
        size: Clips now.
        similarity: Mean cosine of those with their lists' centres.
        new: Clips added since.
        new_similarity: Mean cosine of those.
    """
    if size >= GROWTH * trained:
        return f"it has grown from {trained:,} clips to {size:,}"
    if new >= 0.1 * size and new_similarity < similarity - DRIFT:
        return (
            f"new clips differ from those it was made for (cosine {new_similarity:.2f}, was {similarity:.2f})"
        )
    return None


def _left(candidates: int, size: int) -> str:
    return f"the filter leaves {candidates:,} of {size:,} clips ({100 * candidates / size:.2g}%)"
