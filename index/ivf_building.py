"""Makes an IVF index out of SQL, in bounded memory, and measures what it takes to search it well."""

from __future__ import annotations

import math
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from motionsearch.index.codebook import Codebook, Lists
from motionsearch.index.engines import Ids, Vectors
from motionsearch.index.ivf import Ivf, Part, near_enough
from motionsearch.index.lists import Coder, Segment, among
from motionsearch.index.plans import CODE, DEEPER, FETCH, LIST, POINTS, IndexPlan, Tuned
from motionsearch.index.schema import VectorRow
from motionsearch.index.vectors import find_vectors, stream_vectors

QUERIES = 200
"""Of each of the two kinds that recall is measured with."""

TRUE = 10
"""Recall is measured at so many results."""

SHARES = (1.0, 0.1, 0.01)
"""Of the clips that pass a filter: what is measured, 1 being no filter."""

FEWEST = 2_000
"""Clips below which a filtered query compares all that pass, so that nothing needs measuring."""

OFF = 0.88
"""Length of the noise that makes a query of a clip's vector: its cosine with that clip is about 0.75."""

DEPTHS = (32, 48, 64, 96, 128, 192, 256, 384, 512, 768, 1024, 1536, 2048, 3072, 4096)

GAPS = (
    0.02, 0.05, 0.075, 0.1, 0.125, 0.15, 0.175, 0.2, 0.225, 0.25, 0.275, 0.3, 0.35, 0.4, 0.45, 0.5, 0.55, 0.6,
    0.7, 0.8, 1.0, math.inf,
)  # fmt: skip
"""Differences of cosines to try."""

REGIONS = 0.3
"""Of all regions, where filters are measured that pass clips of some regions only."""

LOST = 0.3
"""Of the recall that may be wanting, what a gap may cost where a filter is set."""

_ROWS = 16_384


def build(session: Session, dim: int, plan: IndexPlan, recall: float, generation: int, count: int) -> Ivf:
    """Learns lists from a sample, encodes all live clips into them, and tunes the result.

    Args:
        session: A reading transaction at ``generation``.
        dim: Numbers in a vector.
        plan: An "ivf".
        recall: Wanted.
        generation: Of the library.
        count: Live clips, at least 1.
    """
    rng = np.random.default_rng(0)
    sample_ids, sample = draw_sample(session, dim, max(POINTS * plan.lists, 4 * QUERIES), count, rng)
    book = Codebook.learn(sample, min(plan.lists, len(sample)))
    coder = Coder(book, plan.bits)
    sieves = [*map(Sieve, SHARES), *(Sieve(share, apart=True) for share in SHARES[1:])]
    truth = Truth.of_sample(sample_ids, sample, rng, sieves)
    del sample
    segment = Segment.empty(coder)
    total = 0.0
    for ids, vectors in stream_vectors(session, dim, rows=_ROWS):
        turned = book.turn(vectors)
        lists, cosines = book.assign(turned)
        segment.add(ids, turned, lists)
        total += float(cosines.sum())
        truth.see(ids, vectors, book.groups_of(lists))
    part = Part(segment, 0, generation, total / max(1, len(segment)))
    index = Ivf(uuid.uuid4().hex, coder, Tuned({1.0: book.lists}, DEPTHS[-1], 0.0), len(segment), (part,))
    tuned = tune(index, truth, recall)
    return Ivf(index.token, coder, tuned, index.trained, index.parts)


def draw_sample(
    session: Session, dim: int, wanted: int, count: int, rng: np.random.Generator
) -> tuple[Ids, Vectors]:
    """Ids, ascending, and vectors of about ``wanted`` clips drawn at random; all where there are few more."""
    highest = session.execute(select(func.max(VectorRow.clip_id))).scalar_one() or 0
    if 4 * wanted < count and highest < 4 * count:
        drawn = np.unique(rng.integers(1, highest + 1, size=wanted * highest // count))
        return find_vectors(session, drawn, dim)
    share = min(1.0, wanted / count)
    parts = []
    for ids, vectors in stream_vectors(session, dim, rows=_ROWS):
        keep = rng.random(len(ids)) < share
        parts.append((ids[keep], vectors[keep]))
    return np.concatenate([ids for ids, _ in parts]), np.concatenate([vectors for _, vectors in parts])


@dataclass(frozen=True)
class Sieve:
    """A filter to measure with, which has nothing to do with what a query asks for.

    Args:
        share: Of the clips that pass.
        apart: Only clips of some regions pass, so that most queries are asked away from all that does; else
            clips from everywhere.
    """

    share: float
    apart: bool = False

    def passes(self, ids: Ids, regions: NDArray[np.int64] | None) -> NDArray[np.bool_]:
        """Which of the clips ``(n,)`` pass, given the region that each is in."""
        if not self.apart:
            return passes(ids, self.share)
        assert regions is not None
        return passes(ids, self.share / REGIONS) & passes(regions + 1, REGIONS)


EVERY = Sieve(1.0)


class Truth:
    """Queries made of the library's own clips, and their true nearest, gathered as all vectors pass by.

    Texts do not lie where clips lie, so half of the queries are clips with much noise, half lie between two
    clips; the clips they were made of do not count.

    Args:
        queries: ``(Q, D)``: the noisy ones, then those in between.
        left_out: ``(Q, 2)`` ids that do not count for each.
        sieves: Filters to know the true nearest for.
    """

    def __init__(self, queries: Vectors, left_out: Ids, sieves: Sequence[Sieve]) -> None:
        self.queries = queries
        self._left_out = left_out
        self.ids = {sieve: np.full((len(queries), TRUE), -1, np.int64) for sieve in sieves}
        self._scores = {sieve: np.full((len(queries), TRUE), -np.inf, np.float32) for sieve in sieves}

    @classmethod
    def of_sample(cls, ids: Ids, sample: Vectors, rng: np.random.Generator, sieves: Sequence[Sieve]) -> Truth:
        """Draws the queries."""
        first, second, third = (rng.integers(len(ids), size=QUERIES) for _ in range(3))
        noise = rng.normal(size=(QUERIES, sample.shape[1]))
        noisy = sample[first] + OFF * noise / np.linalg.norm(noise, axis=1, keepdims=True)
        queries = np.concatenate([noisy, sample[second].astype(np.float64) + sample[third]])
        queries /= np.maximum(np.linalg.norm(queries, axis=1, keepdims=True), 1e-9)
        left_out = np.concatenate([ids[np.stack([first, first], 1)], ids[np.stack([second, third], 1)]])
        return cls(np.ascontiguousarray(queries, np.float32), left_out, sieves)

    def see(self, ids: Ids, vectors: Vectors, regions: Lists | None = None) -> None:
        """Takes in the next clips, whose ids ascend, and their regions, where a sieve asks for them."""
        scores = self.queries @ vectors.T
        for row, left_out in enumerate(self._left_out):
            at = np.searchsorted(ids, left_out)
            inside = at[(at < len(ids)) & (ids[np.minimum(at, len(ids) - 1)] == left_out)]
            scores[row, inside] = -np.inf
        for sieve, kept in self.ids.items():
            columns = np.flatnonzero(sieve.passes(ids, regions))
            known = self._scores[sieve]
            passed = scores if sieve == EVERY else scores[:, columns]
            better = passed > known.min(axis=1)[:, None]
            for row in np.flatnonzero(better.any(axis=1)).tolist():
                new = np.flatnonzero(better[row])
                values = np.concatenate([known[row], passed[row, new]])
                numbers = np.concatenate([kept[row], ids[columns[new]]])
                top = np.argpartition(-values, TRUE - 1)[:TRUE]
                known[row], kept[row] = values[top], numbers[top]


def passes(ids: Ids, share: float) -> NDArray[np.bool_]:
    """A filter that has nothing to do with what the clips show, for measuring."""
    mixed = ids.astype(np.uint64) * np.uint64(11400714819323198485)
    return np.asarray((mixed >> np.uint64(40)).astype(np.float64) / 2.0**24 < share)


def tune(index: Ivf, truth: Truth, recall: float) -> Tuned:
    """The cheapest probes and depth that reach the recall, with a margin for the smallness of the sample."""
    recalls = _Recalls(index, truth)
    wanted = recall + 0.3 * (1 - recall)
    lists = index.coder.book.lists
    chosen: tuple[float, int, int, float] | None = None
    deepest = [depth for depth in DEPTHS if depth <= 1024]
    for probes in _steps(lists):
        if chosen is not None and _scan(index, probes) >= chosen[0]:
            break
        reached = recalls(EVERY, probes, deepest)
        enough = [depth for depth in deepest if reached[depth] >= wanted]
        if enough:
            cost = _scan(index, probes) + enough[0] * FETCH
            if chosen is None or cost < chosen[0]:
                chosen = cost, probes, enough[0], reached[enough[0]]
    if chosen is None:  # codes too coarse for these vectors: more of them are scored again
        reached = recalls(EVERY, lists, DEPTHS)
        depth = next((depth for depth in DEPTHS if reached[depth] >= wanted), DEPTHS[-1])
        chosen = 0.0, lists, depth, reached[depth]
    _, probes, depth, measured = chosen
    needed: dict[float, int] = {1.0: probes}
    gaps: dict[float, float] = {}
    for share in SHARES[1:]:
        if len(index) * share < FEWEST:
            break
        needed[share] = next(
            (p for p in _steps(lists, probes) if recalls(Sieve(share), p, [depth])[depth] >= wanted), lists
        )
        gaps[share] = max(
            _harmless_gap(recalls, Sieve(share, apart), depth, recall) for apart in (False, True)
        )
    return Tuned(needed, depth, measured, *_narrowed(recalls, probes, depth, wanted), gaps)


class _Recalls:
    """What share of the true nearest an index finds; what passes a sieve is looked up once.

    Args:
        index: What is measured.
        truth: Of the clips in it.
    """

    def __init__(self, index: Ivf, truth: Truth) -> None:
        self.index, self.truth = index, truth
        self._passing: dict[Sieve, Ids | None] = {EVERY: None}

    def __call__(
        self, sieve: Sieve, probes: int, depths: Sequence[int], gap: float = math.inf
    ) -> Mapping[int, float]:
        """For each depth the recall, the worse of the two kinds of queries."""
        truth = self.truth
        if sieve not in self._passing:
            every = self.index.ids()
            regions = self.index.coder.book.groups_of(self.index.owners[every])
            self._passing[sieve] = every[sieve.passes(every, regions)]
        hits = np.zeros((len(truth.queries), len(depths)))
        possible = (truth.ids[sieve] >= 0).sum(axis=1)
        deepest = min(depths[-1], len(self.index))
        only = self._passing[sieve]
        candidates = self.index.candidates(truth.queries, deepest, probes, gap=gap, only=only)
        for row, (ids, scores) in enumerate(candidates):
            ranked = ids[np.argsort(-scores, kind="stable")]
            found = among(ranked, np.sort(truth.ids[sieve][row]))
            counts = np.concatenate([[0], np.cumsum(found)])
            hits[row] = counts[np.minimum(depths, len(ranked))]
        half = len(hits) // 2
        kinds = [
            hits[rows].sum(axis=0) / max(1, possible[rows].sum())
            for rows in (slice(None, half), slice(half, None))
        ]
        return dict(zip(depths, np.minimum(*kinds).tolist(), strict=True))


def _narrowed(recalls: _Recalls, probes: int, depth: int, wanted: float) -> tuple[float, int, int]:
    """Gap, lists at most and lists on average that still reach the recall, for the fewest on average."""
    best = math.inf, probes, probes
    for most in (step for step in _steps(recalls.index.coder.book.lists, probes) if step <= 4 * probes):
        gap = _gap(recalls, EVERY, most, depth, wanted)
        usual = _looked_through(recalls.index, recalls.truth.queries, most, gap)
        if usual < best[2]:
            best = gap, most, usual
    return best


def _harmless_gap(recalls: _Recalls, sieve: Sieve, depth: int, recall: float) -> float:
    """The smallest gap by which little is lost of what all lists together give.

    Measured at the depth of a second look, so that little is lost by depth.
    """
    lists, depth = recalls.index.coder.book.lists, min(DEEPER * depth, DEPTHS[-1])
    wanted = recalls(sieve, lists, [depth])[depth] - LOST * (1 - recall)
    return _gap(recalls, sieve, lists, depth, wanted)


def _gap(recalls: _Recalls, sieve: Sieve, probes: int, depth: int, wanted: float) -> float:
    """The smallest gap that reaches the recall among so many lists."""
    low, high = -1, len(GAPS) - 1  # the last one does
    while high - low > 1:
        middle = (low + high) // 2
        reached = recalls(sieve, probes, [depth], gap=GAPS[middle])[depth]
        low, high = (low, middle) if reached >= wanted else (middle, high)
    return GAPS[high]


def _looked_through(index: Ivf, queries: Vectors, probes: int, gap: float) -> int:
    """Lists that a query is looked for in, on average."""
    book = index.coder.book
    lists, _ = near_enough(*book.near(book.turn(queries), probes), gap)
    return math.ceil(float((lists >= 0).sum(axis=1).mean()))


def _scan(index: Ivf, probes: int) -> float:
    """Seconds to look through so many lists."""
    return probes * (LIST + len(index) / index.coder.book.lists * CODE * index.coder.bits)


def _steps(lists: int, first: int = 1) -> list[int]:
    """Numbers of lists to try: by a quarter to a half more each time, up to all."""
    steps = [1, 2, 3, 4, 6, 8, 12, 16, 24, 32, 48, 64, 96, 128, 192, 256, 384, 512, 768, 1024, 1536, 2048]
    return sorted({*(step for step in steps if first <= step < lists), min(first, lists), lists})
