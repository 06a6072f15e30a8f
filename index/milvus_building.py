"""Makes the collection of a library out of SQL, in bounded memory, and measures how to search it well."""

from __future__ import annotations

import contextlib
from bisect import bisect_left

import numpy as np
from sqlalchemy.orm import Session

from motionsearch.errors import MotionsearchError
from motionsearch.index import milvus_plans
from motionsearch.index.cache import CacheUnusableError, Stamp
from motionsearch.index.history import newest_source
from motionsearch.index.ivf_building import SHARES, Sieve, Truth, draw_sample, passes
from motionsearch.index.milvus_client import CollectionGoneError, Milvus
from motionsearch.index.milvus_plans import OVER, TOGETHER, CollectionPlan
from motionsearch.index.plans import Tuned
from motionsearch.index.state import State
from motionsearch.index.vectors import stream_vectors

KIND = "milvus"

DEPTHS = (64, 256, 1024)
"""Candidates to score again: codes of a byte a number lose little, so that the first mostly does."""

STEPS = (1, 2, 3, 4, 6, 8, 12, 16, 24, 32, 48, 64, 96, 128, 192, 256, 384, 512, 768, 1024, 1536, 2048, 3072)
"""Numbers of lists to try, besides all."""

SAMPLE = 4_000
"""Clips that queries to measure with are drawn from."""

LOOK = 100_000
"""Candidates asked for in one measurement: with a filter a query needs many, so there are fewer queries."""

_ROWS = 16_384

UNTUNED = Tuned({1.0: 1}, DEPTHS[0], 1.0)
"""Of a collection in which nothing is approximate."""


def build(
    milvus: Milvus, session: Session, stamp: Stamp, plan: CollectionPlan, recall: float, state: State
) -> str:
    """A new collection with all live clips, tuned and stamped; then the older ones are dropped.

    Args:
        milvus: Where.
        session: A reading transaction.
        stamp: Of the library, to be completed.
        plan: The index.
        recall: Wanted share of the true ten best.
        state: What the session sees.

    Returns:
        The collection's name.

    Raises:
        LibraryError: the server fails; what was there before is still there.
        CollectionGoneError: another process has made a newer one meanwhile.
    """
    name = milvus.create(plan)
    try:
        truth = _truth(session, stamp.dim, state.clips) if plan.lists else None
        for ids, vectors in stream_vectors(session, stamp.dim, rows=_ROWS):
            milvus.insert(name, ids, vectors, may_be_there=False)
            if truth is not None:
                truth.see(ids, vectors)
        settled = state.clips > milvus_plans.LOOSE
        if settled:
            milvus.index(name)
        tuned = UNTUNED if truth is None else tune(milvus, name, plan, truth, recall, state.clips)
        loose = 0 if settled else state.clips
        milvus.write_stamp(name, stamped(stamp, session, state, plan, tuned, loose))
    except BaseException:
        with contextlib.suppress(MotionsearchError, CollectionGoneError):
            milvus.drop(name)
        raise
    for old in milvus.older(name):
        milvus.drop(old)
    return name


def stamped(
    stamp: Stamp, session: Session, state: State, plan: CollectionPlan, tuned: Tuned, loose: int
) -> Stamp:
    """The stamp of a collection that is brought up to the state, with so many clips not settled."""
    extra = {
        "newest": newest_source(session),
        "live": state.clips,
        "loose": loose,
        "index": plan.index,
        "lists": plan.lists,
        "probes": {str(share): probes for share, probes in tuned.probes.items()},
        "depth": tuned.depth,
        "recall": tuned.recall,
    }
    return Stamp(KIND, stamp.uuid, stamp.model, stamp.dim, state.generation, state.clips, extra)


def of_stamp(stamp: Stamp) -> tuple[CollectionPlan, Tuned]:
    """What :func:`stamped` wrote.

    Raises:
        CacheUnusableError: it is damaged.
    """
    extra = stamp.extra
    try:
        if extra["index"] not in ("FLAT", "IVF_SQ8"):
            raise ValueError("another index")
        probes = {float(share): int(count) for share, count in extra["probes"].items()}
        tuned = Tuned(probes, int(extra["depth"]), float(extra["recall"]))
        return CollectionPlan(extra["index"], int(extra["lists"])), tuned
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise CacheUnusableError("its stamp is damaged", damaged=True) from error


def tune(milvus: Milvus, name: str, plan: CollectionPlan, truth: Truth, recall: float, clips: int) -> Tuned:
    """The fewest lists that reach the recall, with a margin for the smallness of the sample."""
    wanted = recall + 0.3 * (1 - recall)
    steps = [*(step for step in STEPS if step < plan.lists), plan.lists]
    for depth in DEPTHS:
        measured = _Recalls(milvus, name, truth, 1.0, depth, steps)
        at = bisect_left(steps, wanted, key=measured)
        if at < len(steps):
            break
    at = min(at, len(steps) - 1)
    needed, reached = {1.0: steps[at]}, measured(steps[at])
    for share in SHARES[1:]:
        # Down to the share below which Milvus is not asked.
        if clips * min(needed) <= milvus_plans.FEW or OVER * depth / share > milvus_plans.MOST:
            break
        filtered = _Recalls(milvus, name, truth, share, depth, steps)
        at = min(bisect_left(steps, wanted, lo=at, key=filtered), len(steps) - 1)
        needed[share] = steps[at]
    return Tuned(needed, depth, reached)


class _Recalls:
    """Recall by lists looked through, the worse of the two kinds of queries; each is measured once."""

    def __init__(
        self, milvus: Milvus, name: str, truth: Truth, share: float, depth: int, steps: list[int]
    ) -> None:
        self._milvus, self._name, self._truth = milvus, name, truth
        self._share, self._depth = share, depth
        self._known: dict[int, float] = {}

    def __call__(self, probes: int) -> float:
        if probes not in self._known:
            self._known[probes] = self._measured(probes)
        return self._known[probes]

    def _measured(self, probes: int) -> float:
        limit = self._depth if self._share == 1 else int(OVER * self._depth / self._share)
        # Half of the queries are of either kind.
        half = len(self._truth.queries) // 2
        each = min(half, max(20, LOOK // limit // 2))
        rows = np.concatenate([np.arange(each), half + np.arange(each)])
        queries, true = self._truth.queries[rows], self._truth.ids[Sieve(self._share)][rows]
        hits = np.zeros(len(queries))
        step = max(1, TOGETHER // limit)
        for at in range(0, len(queries), step):
            some = queries[at : at + step]
            found = self._milvus.search(self._name, some, limit, probes=probes, fresh=True)
            for row, (ids, _) in enumerate(found, start=at):
                kept = ids if self._share == 1 else ids[passes(ids, self._share)]
                hits[row] = np.isin(true[row][true[row] >= 0], kept).sum()
        possible = (true >= 0).sum(axis=1)
        kinds = (slice(None, each), slice(each, None))
        return float(min(hits[rows].sum() / max(1, possible[rows].sum()) for rows in kinds))


def _truth(session: Session, dim: int, clips: int) -> Truth:
    rng = np.random.default_rng(0)
    sieves = [Sieve(share) for share in SHARES]
    return Truth.of_sample(*draw_sample(session, dim, SAMPLE, clips, rng), rng, sieves)
