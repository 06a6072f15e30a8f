"""What the benchmarks of scale search in: clustered vectors, what is known of each, queries, and the truth.

A vector is a theme, a cluster within it and noise of its own, each drawn with a spectrum that falls with the
square root of the rank, as those of learned embeddings roughly do. There is a cluster for 100 clips, large
ones and small ones; queries are drawn like the vectors and are none of them. Every clip has a label that has
nothing to do with its vector, and a scene that its whole cluster shares: the two kinds of filters.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

K = 10
PIECE = 50_000
"""Vectors that are made at a time."""

QUERIES, TUNING = 1_000, 50
"""Queries that are measured with, and others that settings are chosen with."""

SHARES = (0.01, 0.1, 0.5)
LABELS = ("jump", "turn", "walk", "other")
SCENES = ("stage", "field", "street", "other")
THEMES = 256

Vectors = NDArray[np.float32]
Ids = NDArray[np.int64]


@dataclass(frozen=True)
class Filter:
    """Clips whose ``field`` ("label" or "scene") has the value; about ``share`` of all."""

    field: str
    value: str
    share: float

    @property
    def name(self) -> str:
        """For people."""
        return f"{100 * self.share:g} % {'at random' if self.field == 'label' else 'of the clusters'}"

    @property
    def code(self) -> int:
        """The value's number in :attr:`Data.labels` or :attr:`Data.scenes`."""
        return (LABELS if self.field == "label" else SCENES).index(self.value)


FILTERS = tuple(
    Filter(field, value, share)
    for field, values in (("label", LABELS), ("scene", SCENES))
    for value, share in zip(values, SHARES, strict=False)
)
NO_FILTER = "no filter"


class Source:
    """Vectors of a size and a dimension, the same on every call.

    Args:
        clips: How many there are.
        dim: Numbers in each.
    """

    def __init__(self, clips: int, dim: int) -> None:
        self.clips, self.dim = clips, dim
        rng = np.random.default_rng(0)
        spectrum = np.arange(1, dim + 1) ** -0.5
        self._scale = (spectrum / np.linalg.norm(spectrum)).astype(np.float32)
        count = max(4, clips // 100)
        themes = self._drawn(rng, THEMES)
        self._centres = themes[rng.integers(THEMES, size=count)] + 0.9 * self._drawn(rng, count)
        weights = rng.lognormal(0.0, 0.7, count)
        self._bounds = np.cumsum(weights / weights.sum())
        self._scenes = _kinds(rng, count)

    def _drawn(self, rng: np.random.Generator, count: int) -> Vectors:
        drawn = rng.standard_normal((count, self.dim), dtype=np.float32)
        drawn *= self._scale
        return drawn

    def draw(self, rng: np.random.Generator, count: int) -> tuple[Vectors, NDArray[np.uint8]]:
        """Unit vectors ``(count, dim)`` and the scenes of their clusters ``(count,)``."""
        clusters = np.minimum(np.searchsorted(self._bounds, rng.random(count)), len(self._bounds) - 1)
        vectors = self._drawn(rng, count)
        vectors *= 0.8
        vectors += self._centres[clusters]
        vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
        return vectors, self._scenes[clusters]

    def pieces(self) -> Iterator[tuple[Vectors, NDArray[np.uint8], NDArray[np.uint8]]]:
        """All vectors in order, ``PIECE`` at a time, with their labels and scenes."""
        for number, at in enumerate(range(0, self.clips, PIECE)):
            count = min(PIECE, self.clips - at)
            rng = np.random.default_rng([1, number])
            vectors, scenes = self.draw(rng, count)
            yield vectors, _kinds(rng, count), scenes

    def queries(self, count: int, seed: int) -> Vectors:
        """Vectors that are not among them."""
        return self.draw(np.random.default_rng([2, seed]), count)[0]


def _kinds(rng: np.random.Generator, count: int) -> NDArray[np.uint8]:
    bounds = np.cumsum(SHARES)
    return np.searchsorted(bounds, rng.random(count), side="right").astype(np.uint8)


class Truth:
    """The ``K`` nearest of queries by brute force, for each filter, gathered as the vectors pass by.

    Args:
        queries: ``(Q, D)``.
    """

    def __init__(self, queries: Vectors) -> None:
        self.queries = queries
        self._seen = 0
        names = [NO_FILTER, *(each.name for each in FILTERS)]
        self.ids: dict[str, Ids] = {name: np.full((len(queries), K), -1, np.int64) for name in names}
        self._scores = {name: np.full((len(queries), K), -np.inf, np.float32) for name in names}

    def see(self, vectors: Vectors, labels: NDArray[np.uint8], scenes: NDArray[np.uint8]) -> None:
        """Takes in the next vectors."""
        scores = self.queries @ vectors.T
        self._keep(NO_FILTER, np.arange(len(vectors)), scores)
        for each in FILTERS:
            rows = np.flatnonzero((labels if each.field == "label" else scenes) == each.code)
            self._keep(each.name, rows, scores[:, rows])
        self._seen += len(vectors)

    def _keep(self, name: str, rows: NDArray[np.intp], scores: Vectors) -> None:
        known, ids = self._scores[name], self.ids[name]
        better = scores > known.min(axis=1)[:, None]
        for query in np.flatnonzero(better.any(axis=1)).tolist():
            new = np.flatnonzero(better[query])
            values = np.concatenate([known[query], scores[query, new]])
            numbers = np.concatenate([ids[query], self._seen + rows[new]])
            top = np.argpartition(-values, K - 1)[:K]
            known[query], ids[query] = values[top], numbers[top]


def recall(found: Sequence[Ids], truth: Ids) -> float:
    """Share of the true ids that were found."""
    hits = sum(len(np.intersect1d(some, true)) for some, true in zip(found, truth, strict=True))
    return hits / max(1, int((truth >= 0).sum()))


class Data:
    """The same in a folder, made once.

    Args:
        folder: Where it is, see :func:`prepare`.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        about = json.loads((folder / "about.json").read_text())
        self.clips, self.dim = int(about["clips"]), int(about["dim"])

    @cached_property
    def vectors(self) -> Vectors:
        """``(n, D)``, mapped."""
        return np.load(self.folder / "vectors.npy", mmap_mode="r")  # type: ignore[no-any-return]

    @cached_property
    def labels(self) -> NDArray[np.uint8]:
        """``(n,)`` numbers of :data:`LABELS`."""
        return np.load(self.folder / "labels.npy")  # type: ignore[no-any-return]

    @cached_property
    def scenes(self) -> NDArray[np.uint8]:
        """``(n,)`` numbers of :data:`SCENES`."""
        return np.load(self.folder / "scenes.npy")  # type: ignore[no-any-return]

    @cached_property
    def queries(self) -> Vectors:
        """``(Q, D)``, the first ``TUNING`` to tune with."""
        return np.load(self.folder / "queries.npy")  # type: ignore[no-any-return]

    def truth(self, chosen: Filter | None) -> Ids:
        """``(Q, K)`` rows of the nearest that pass, in no order; -1 for none."""
        with np.load(self.folder / "truth.npz") as arrays:
            return arrays[NO_FILTER if chosen is None else chosen.name]  # type: ignore[no-any-return]

    def rows(self, chosen: Filter) -> Ids:
        """Which vectors pass a filter, ascending."""
        values = self.labels if chosen.field == "label" else self.scenes
        return np.flatnonzero(values == chosen.code).astype(np.int64)

    def pieces(self, size: int = PIECE) -> Iterator[slice]:
        """Rows to hand over at a time."""
        for at in range(0, self.clips, size):
            yield slice(at, min(at + size, self.clips))

    def columns(self, rows: slice) -> dict[str, list[str] | list[int] | list[float]]:
        """What is known of some clips: ids, labels, scenes, and seconds of start and end."""
        numbers = range(rows.start, rows.stop)
        return {
            "id": list(numbers),
            "label": [LABELS[i] for i in self.labels[rows]],
            "scene": [SCENES[i] for i in self.scenes[rows]],
            "start": [2.0 * (i % 1000) for i in numbers],
            "end": [2.0 * (i % 1000) + 4.0 for i in numbers],
        }

    @property
    def metadata_bytes(self) -> int:
        """Bytes of :meth:`columns` as plain columns: three numbers of 8 bytes, and text with its length."""
        letters = [
            np.array([len(value) + 1 for value in values])[codes].sum()
            for values, codes in ((LABELS, self.labels), (SCENES, self.scenes))
        ]
        return 24 * self.clips + int(sum(letters))


def prepare(folder: Path, clips: int, dim: int) -> Data:
    """Makes the vectors and the truth in a folder, unless they are there."""
    about = folder / "about.json"
    if about.exists():
        return Data(folder)
    folder.mkdir(parents=True, exist_ok=True)
    source = Source(clips, dim)
    queries = source.queries(TUNING + QUERIES, 0)
    truth = Truth(queries)
    vectors = np.lib.format.open_memmap(folder / "vectors.npy", "w+", np.float32, (clips, dim))
    labels, scenes = np.empty(clips, np.uint8), np.empty(clips, np.uint8)
    at = 0
    for some, their_labels, their_scenes in source.pieces():
        rows = slice(at, at := at + len(some))
        vectors[rows], labels[rows], scenes[rows] = some, their_labels, their_scenes
        truth.see(some, their_labels, their_scenes)
    vectors.flush()
    return write(folder, truth, labels, scenes)


def write(folder: Path, truth: Truth, labels: NDArray[np.uint8], scenes: NDArray[np.uint8]) -> Data:
    """Keeps all but the vectors themselves."""
    for name, values in (("queries", truth.queries), ("labels", labels), ("scenes", scenes)):
        np.save(folder / f"{name}.npy", values)
    np.savez(folder / "truth.npz", **truth.ids)  # type: ignore[arg-type]
    about = {"clips": len(labels), "dim": truth.queries.shape[1]}
    (folder / "about.json").write_text(json.dumps(about))  # last: what is there is whole
    return Data(folder)
