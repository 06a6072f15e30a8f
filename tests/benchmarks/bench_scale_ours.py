"""The library, and what its plan costs in bare FAISS, for the benchmark of scale."""

from __future__ import annotations

import json
import math
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from motionsearch.index.ivf import Ivf
from motionsearch.index.library import Library
from motionsearch.index.lists import QUERY_BITS, joined
from motionsearch.index.plans import Plan
from tests.benchmarks.bench_scale_data import FILTERS, NO_FILTER, Filter, Ids, K, Vectors
from tests.benchmarks.bench_scale_peers import System
from tests.libraries import HashModel

ADDED = 100_000
"""Clips in a source."""


def where(chosen: Filter | None) -> str | None:
    """The filter as the library writes it: the label is a column of its own, the scene is metadata."""
    if chosen is None:
        return None
    return f"{'label' if chosen.field == 'label' else 'meta.scene'} = '{chosen.value}'"


def open_library(place: Path, dim: int, *, create: bool = False) -> Library:
    """On the processor: a GPU would be no fair comparison."""
    model: Any = HashModel(dim=dim)
    return Library.open(place, model=model, create=create, device="cpu")


class Ours(System):
    """The library as it is, in a SQLite file."""

    name = "motionsearch"
    setting = "defaults: float16, its own plan"

    def build(self) -> dict[str, float]:
        with open_library(self.place, self.data.dim, create=True) as library:
            began = time.perf_counter()
            for rows in self.data.pieces(ADDED):
                columns: dict[str, Any] = self.data.columns(rows)
                library.add_vectors(
                    self.data.vectors[rows],
                    source=f"part {rows.start}",
                    labels=columns["label"],
                    spans=list(zip(columns["start"], columns["end"], strict=True)),
                    meta=[{"scene": scene} for scene in columns["scene"]],
                )
            added = time.perf_counter()
            library.reindex()
            return {"add": added - began, "reindex": time.perf_counter() - added}

    def open(self) -> None:
        self._library = open_library(self.place, self.data.dim)

    def search(self, query: Vectors, chosen: Filter | None) -> Ids:
        hits = self._library.search_vector(query, K, where(chosen))
        return np.array([hit.clip_id for hit in hits], np.int64) - 1

    def search_many(self, queries: Vectors, chosen: Filter | None) -> list[Ids]:
        found = self._library.search_vectors(queries, K, where(chosen))
        return [np.array([hit.clip_id for hit in hits], np.int64) - 1 for hits in found]

    def plan(self, query: Vectors, chosen: Filter | None) -> str:
        _, told = self._library._search(query[None], K, where(chosen))
        stages = ", ".join(f"{name} {1e3 * seconds:.1f}" for name, seconds in told.seconds.items())
        return f"{worded(told.plan)} (ms: {stages})"

    def close(self) -> None:
        self._library.close()


def worded(plan: Plan) -> str:
    """A plan in a few words."""
    if not plan.probes:
        return plan.kind
    return f"{plan.kind}, {plan.probes} of {plan.lists} lists, {plan.reranked} scored again"


class BareFaiss(System):
    """The library's plan without the library: its lists, codes and probes, and float16 vectors in memory.

    What passes a filter is known beforehand, so that nothing but the search is timed. Its index is the
    library's own, so it takes no time to build.
    """

    name = "bare FAISS"
    setting = "the library's plans on the library's index; vectors, and what passes a filter, in memory"

    def build(self) -> dict[str, float]:
        import faiss

        self.place.mkdir()
        np.save(self.place / "vectors.npy", self.data.vectors[:].astype(np.float16))
        plans = {}
        with open_library(self.place.with_name(Ours.__name__), self.data.dim) as library:
            query = self.data.queries[:1]
            for chosen in (None, *FILTERS):
                plan = library._search(query, K, where(chosen))[1].plan
                plans[_key(chosen)] = [plan.kind, plan.probes, plan.reranked]
            ivf = getattr(library._engine, "_snapshot")  # noqa: B009 - whichever engine it is
            if isinstance(ivf, Ivf):
                whole = joined(ivf.coder, [part.segment for part in ivf.parts])
                faiss.write_index(whole.index, str(self.place / "index.faiss"))
                np.save(self.place / "rotation.npy", ivf.coder.book.rotation)
        (self.place / "plans.json").write_text(json.dumps(plans))
        return {}

    def open(self) -> None:
        import faiss

        self._plans = json.loads((self.place / "plans.json").read_text())
        self._vectors = np.load(self.place / "vectors.npy")
        self._rows: dict[str, Ids] = {}
        self._selectors: dict[str, Any] = {}
        self._coded = (self.place / "index.faiss").exists()
        if self._coded:
            self._index: Any = faiss.read_index(str(self.place / "index.faiss"))
            self._rotation = np.load(self.place / "rotation.npy")
        else:
            self._vectors = self._vectors.astype(np.float32)
            self._index = faiss.IndexFlatIP(self.data.dim)
            self._index.add(self._vectors)

    def prepare(self, chosen: Filter | None) -> None:
        if chosen is not None and chosen.name not in self._rows:
            rows = self.data.rows(chosen)
            self._rows[chosen.name] = rows
            self._selectors[chosen.name] = _selector(rows + self._coded, self.data.clips + 1)

    def search_many(self, queries: Vectors, chosen: Filter | None) -> list[Ids]:
        kind, probes, depth = self._plans[_key(chosen)]
        if kind == "filtered-exact":
            rows = self._rows[_key(chosen)]
            scores = queries @ self._vectors[rows].astype(np.float32).T
            return [rows[_top(row)] for row in scores]
        selector = None if chosen is None else self._selectors[chosen.name][0]
        if not self._coded:
            import faiss

            found = self._index.search(queries, K, params=faiss.SearchParameters(sel=selector))[1]
            return list(found)
        params = _rabitq_parameters(probes, selector)
        found = self._index.search(queries @ self._rotation, depth, params=params)[1]
        return [self._rescored(query, ids[ids > 0] - 1) for query, ids in zip(queries, found, strict=True)]

    def _rescored(self, query: Vectors, rows: Ids) -> Ids:
        return rows[_top(self._vectors[rows].astype(np.float32) @ query)]

    def plan(self, query: Vectors, chosen: Filter | None) -> str:
        kind, probes, depth = self._plans[_key(chosen)]
        return f"{kind}, {probes} lists, {depth} scored again" if probes else str(kind)


class PlainFaiss(System):
    """What many set up by hand: no vectors but their codes of 8 bits a number."""

    name = "FAISS IVF,SQ8"
    setting = "4 sqrt(n) lists to a power of 2, nprobe tuned; what passes a filter in memory"
    knobs = (1, 2, 3, 4, 6, 8, 12, 16, 24, 32, 48, 64, 96, 128, 192, 256, 384, 512, 768, 1024)

    def build(self) -> dict[str, float]:
        import faiss

        lists = 2 ** round(math.log2(4 * math.sqrt(self.data.clips)))
        index = faiss.index_factory(self.data.dim, f"IVF{lists},SQ8", faiss.METRIC_INNER_PRODUCT)
        rng = np.random.default_rng(0)
        drawn = rng.choice(self.data.clips, min(self.data.clips, 40 * lists), replace=False)
        index.train(self.data.vectors[np.sort(drawn)])
        for rows in self.data.pieces():
            index.add(np.asarray(self.data.vectors[rows]))
        self.place.mkdir()
        faiss.write_index(index, str(self.place / "index.faiss"))
        return {}

    def open(self) -> None:
        import faiss

        self._index: Any = faiss.read_index(str(self.place / "index.faiss"))
        self._selectors: dict[str, Any] = {}

    def prepare(self, chosen: Filter | None) -> None:
        if chosen is not None and chosen.name not in self._selectors:
            self._selectors[chosen.name] = _selector(self.data.rows(chosen), self.data.clips)

    def knobs_for(self, chosen: Filter | None) -> Sequence[Any]:
        return [*(knob for knob in self.knobs if knob < self._index.nlist), self._index.nlist]

    def search_many(self, queries: Vectors, chosen: Filter | None) -> list[Ids]:
        import faiss

        selector = None if chosen is None else self._selectors[chosen.name][0]
        params = faiss.SearchParametersIVF(nprobe=self.knob, sel=selector)
        return [ids[ids >= 0] for ids in self._index.search(queries, K, params=params)[1]]

    def plan(self, query: Vectors, chosen: Filter | None) -> str:
        return f"nprobe {self.knob}"


OURS: tuple[type[System], ...] = (Ours, BareFaiss, PlainFaiss)


def _key(chosen: Filter | None) -> str:
    return NO_FILTER if chosen is None else chosen.name


def _top(scores: Vectors) -> NDArray[np.intp]:
    near = np.argpartition(-scores, K)[:K] if len(scores) > K else np.arange(len(scores))
    return near[np.argsort(-scores[near], kind="stable")]


def _selector(ids: Ids, size: int) -> tuple[Any, Any]:
    """FAISS's selector of some ids, and what it looks at."""
    import faiss

    marks = np.zeros(size, bool)
    marks[ids] = True
    bits = np.packbits(marks, bitorder="little")
    return faiss.IDSelectorBitmap(bits), bits


def _rabitq_parameters(probes: int, selector: Any) -> Any:
    import faiss

    params = faiss.IVFRaBitQSearchParameters()
    params.qb, params.nprobe = QUERY_BITS, probes
    if selector is not None:
        params.sel = selector
    return params
