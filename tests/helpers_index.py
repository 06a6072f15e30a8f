"""What the tests of large libraries share: small ones that get the index of a large one, and oracles."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from motionsearch.index.codec import Precision
from motionsearch.index.library import Library
from motionsearch.index.plans import Plan, PlanSettings
from motionsearch.index.records import Hit
from tests.libraries import HashModel, halved

Vectors = NDArray[np.float32]


def open_lists(
    place: str | Path,
    *,
    dim: int = 16,
    flat_limit: int = 40,
    precision: Precision | None = None,
    max_memory: int | None = None,
) -> Library:
    """A library that gets the index of a large one from ``flat_limit`` clips on."""
    model: Any = HashModel(dim=dim)
    settings = PlanSettings(flat_limit=flat_limit)
    return Library.open(place, model=model, precision=precision, plans=settings, max_memory=max_memory)


def clustered(
    count: int, dim: int = 16, *, seed: int = 0, clusters: int = 20, spread: float = 0.4
) -> Vectors:
    """Unit vectors ``(count, dim)`` around some centres, which depend on ``dim`` alone."""
    centres = np.random.default_rng(99).normal(size=(clusters, dim))
    rng = np.random.default_rng(seed)
    drawn = centres[rng.integers(clusters, size=count)] + spread * rng.normal(size=(count, dim))
    return (drawn / np.linalg.norm(drawn, axis=1, keepdims=True)).astype(np.float32)


@dataclass
class Model:
    """What a library should hold: vectors as they are stored, by id; and how good its answers were."""

    vectors: dict[int, Vectors] = field(default_factory=dict)
    found: int = 0
    wanted: int = 0
    _known: tuple[NDArray[np.int64], NDArray[np.float64]] | None = None

    def add(self, first: int, vectors: Vectors, *, half: bool = True) -> None:
        """Clips with ids from ``first`` on."""
        kept = halved(vectors) if half else vectors
        self.vectors.update(enumerate(kept, start=first))
        self._known = None

    def remove(self, ids: Sequence[int]) -> None:
        """Clips that go."""
        for i in ids:
            del self.vectors[i]
        self._known = None

    @property
    def recall(self) -> float:
        """Share of the true best that were found so far."""
        return self.found / max(1, self.wanted)

    def ranked(self, query: Vectors, among: Sequence[int] | None = None) -> list[tuple[int, float]]:
        """By brute force: ids and scores of all, the best first, ties by the lower id."""
        if self._known is None:
            ids = np.array(sorted(self.vectors), np.int64)
            rows = [self.vectors[i] for i in ids.tolist()] or [np.zeros_like(query)]
            self._known = ids, np.stack(rows).astype(np.float64)[: len(ids)]
        ids, matrix = self._known
        if among is not None:
            rows = np.isin(ids, among)
            ids, matrix = ids[rows], matrix[rows]
        scores = (matrix * query.astype(np.float64)).sum(axis=1).astype(np.float32)
        order = np.lexsort((ids, -scores))
        return list(zip(ids[order].tolist(), scores[order].tolist(), strict=True))

    def check(
        self,
        hits: Sequence[Hit],
        query: Vectors,
        k: int,
        among: Sequence[int] | None = None,
        *,
        exact: bool = False,
    ) -> None:
        """What holds of every answer; and counts how many of the ten best are in it."""
        ranked = self.ranked(query, among)
        expected = ranked[:k]
        got = [(hit.clip_id, hit.score) for hit in hits]
        if exact:
            assert got == expected
            return
        assert len(got) == len(expected)
        assert len({clip_id for clip_id, _ in got}) == len(got)
        assert got == sorted(got, key=lambda hit: (-hit[1], hit[0]))
        assert set(got) <= set(ranked)
        # Equal scores are as good as one another.
        least = min((score for _, score in expected[:10]), default=0.0)
        self.found += sum(score >= least for _, score in got[:10])
        self.wanted += len(expected[:10])


def plan_of(library: Library, query: Vectors, k: int = 10, where: str | None = None, **how: Any) -> Plan:
    """How a vector is searched."""
    return library._search(query[None], k, where, **how)[1].plan
