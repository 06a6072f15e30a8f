"""TMR's four retrieval protocols (Petrovich et al. 2023, section 4.1), both ways, for any number of captions.

Text to track: every caption is a query, the gallery is the tracks. Track to text: every track is a query,
the gallery is all captions, and the best placed of the track's own captions counts. With one caption a track
these are TMR's.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any, Literal, get_args

import numpy as np
from numpy.typing import ArrayLike, NDArray

from motionsearch.errors import InputError, QueryError
from motionsearch.train.metrics import KS, RetrievalMetrics, retrieval

Protocol = Literal["all", "threshold", "dissimilar", "small_batches"]
PROTOCOLS: tuple[Protocol, ...] = get_args(Protocol)


@dataclass(frozen=True)
class ProtocolResult:
    """One protocol, both ways, with the numbers that define it."""

    protocol: str
    parameters: dict[str, float]
    text_to_track: RetrievalMetrics
    track_to_text: RetrievalMetrics

    def to_dict(self) -> dict[str, Any]:
        """Plain values."""
        return {
            "protocol": self.protocol,
            "parameters": dict(self.parameters),
            "text_to_track": self.text_to_track.to_dict(),
            "track_to_text": self.track_to_text.to_dict(),
        }


@dataclass(frozen=True)
class ProtocolOptions:
    """The protocols' parameters; the defaults are TMR's.

    Args:
        threshold: Captions count as the same when ``(1 + cosine) / 2`` of their text vectors is above this:
            TMR's scale, on which 0.95 is a cosine of 0.9.
        subset: Size of the dissimilar subset.
        batch: Size of the small batches.
        seed: Of the shuffle into batches.
    """

    threshold: float = 0.95
    subset: int = 100
    batch: int = 32
    seed: int = 0

    def __post_init__(self) -> None:
        if not 0 <= self.threshold <= 1:
            raise QueryError(f"threshold must lie in 0..1, got {self.threshold:g}")
        if self.subset < 1 or self.batch < 1:
            raise QueryError("the subset and the batches need at least 1 clip")


@dataclass(frozen=True, eq=False)
class Pairs:
    """Captions, tracks, and how alike they are: what every protocol looks at.

    Args:
        similarity: ``(C, N)`` of captions to tracks.
        owner: ``(C,)`` the track each caption belongs to, rising; every track has at least one.
        text_vectors: ``(C, E)`` unit vectors of the captions, only for telling which captions say the same.
    """

    similarity: NDArray[np.floating[Any]]
    owner: NDArray[np.int64]
    text_vectors: NDArray[np.floating[Any]] | None = None

    def __post_init__(self) -> None:
        captions, tracks = self.similarity.shape
        steps = np.diff(np.concatenate([[-1], self.owner, [tracks]]))
        if len(self.owner) != captions or (steps < 0).any() or (steps > 1).any() or steps[0] != 1:
            raise InputError(f"each of {tracks} tracks needs its captions, in the order of the tracks")
        if self.text_vectors is not None and len(self.text_vectors) != captions:
            raise InputError(f"{captions} captions need as many text vectors, got {len(self.text_vectors)}")
        if self.text_vectors is not None and not np.isfinite(self.text_vectors).all():
            raise InputError("a text vector is not finite")

    def same(self) -> NDArray[np.float64]:
        """``(C, N)`` cosine of each caption to the nearest caption of each track.

        Rounded to 1e-6: the last bits differ from machine to machine, and choices must not.
        """
        if self.text_vectors is None:
            raise InputError("this protocol needs the text vectors of the captions")
        starts = np.flatnonzero(np.diff(self.owner, prepend=-1))
        step = max(1, 2**24 // len(self.owner))
        rows = [
            np.maximum.reduceat(self.text_vectors[at : at + step] @ self.text_vectors.T, starts, axis=1)
            for at in range(0, len(self.owner), step)
        ]
        return np.concatenate(rows).astype(np.float64).round(6)

    def select(self, tracks: NDArray[np.int64]) -> Pairs:
        """Only these tracks (rising numbers) with their captions."""
        kept = np.isin(self.owner, tracks)
        vectors = None if self.text_vectors is None else self.text_vectors[kept]
        return Pairs(
            self.similarity[np.ix_(kept, tracks)], np.searchsorted(tracks, self.owner[kept]), vectors
        )


def run_protocol(
    pairs: Pairs, protocol: Protocol, options: ProtocolOptions | None = None, ks: Sequence[int] = KS
) -> ProtocolResult:
    """Measures one protocol.

    - ``"all"``: the whole gallery, one right track per caption.
    - ``"threshold"``: the whole gallery; a caption's targets are all tracks that have a caption saying the
      same, a track's targets all captions that say the same as one of its own.
    - ``"dissimilar"``: "all" within a subset of tracks whose captions differ most (see
      :func:`dissimilar_subset`).
    - ``"small_batches"``: "all" within random batches, averaged; an incomplete last batch is left out, and
      fewer tracks than a batch make one smaller batch.

    Raises:
        QueryError: there is no such protocol.
        InputError: a similarity is not finite, or text vectors are needed and not there.
    """
    options = options or ProtocolOptions()
    if protocol == "all":
        return ProtocolResult(protocol, {}, *_both_ways(pairs, None, ks))
    if protocol == "threshold":
        cosine = 2 * options.threshold - 1
        return ProtocolResult(
            protocol,
            {"threshold": options.threshold, "cosine": round(cosine, 6)},
            *_both_ways(pairs, pairs.same() > cosine, ks),
        )
    if protocol == "dissimilar":
        chosen = dissimilar_subset(_between_tracks(pairs), options.subset)
        return ProtocolResult(protocol, {"subset": len(chosen)}, *_both_ways(pairs.select(chosen), None, ks))
    if protocol == "small_batches":
        return _small_batches(pairs, options, ks)
    raise QueryError(f"there is no protocol {protocol!r}", hint=f"choose among {', '.join(PROTOCOLS)}")


def dissimilar_subset(similarity: ArrayLike, count: int) -> NDArray[np.int64]:
    """Rising numbers of ``count`` entries that are little alike, always the same ones.

    Begins with the entry least like all others on average, then adds the one whose nearest chosen entry is
    farthest; the lower number on a tie. TMR picks 100 pairs whose texts lie far apart in sum, by
    approximating a quadratic knapsack; looking at the nearest instead also keeps near duplicates out.

    Args:
        similarity: ``(N, N)``, symmetric.
        count: All entries are chosen where there are no more than this.
    """
    alike = np.asarray(similarity, dtype=np.float64)
    if len(alike) <= count:
        return np.arange(len(alike))
    others = alike.sum(axis=1) - np.diag(alike)
    chosen = [int(np.argmin(others))]
    nearest = alike[chosen[0]].copy()
    nearest[chosen[0]] = np.inf
    while len(chosen) < count:
        following = int(np.argmin(nearest))
        chosen.append(following)
        nearest = np.maximum(nearest, alike[following])
        nearest[following] = np.inf
    return np.sort(np.array(chosen, dtype=np.int64))


def _both_ways(
    pairs: Pairs, same: NDArray[np.bool_] | None, ks: Sequence[int]
) -> tuple[RetrievalMetrics, RetrievalMetrics]:
    own = pairs.owner[:, None] == np.arange(pairs.similarity.shape[1])
    targets = own if same is None else own | same
    return retrieval(pairs.similarity, targets, ks), retrieval(pairs.similarity.T, targets.T, ks)


def _between_tracks(pairs: Pairs) -> NDArray[np.float64]:
    """``(N, N)`` cosine of the nearest captions of two tracks."""
    starts = np.flatnonzero(np.diff(pairs.owner, prepend=-1))
    nearest: NDArray[np.float64] = np.maximum.reduceat(pairs.same(), starts, axis=0)
    return nearest


def _small_batches(pairs: Pairs, options: ProtocolOptions, ks: Sequence[int]) -> ProtocolResult:
    tracks = pairs.similarity.shape[1]
    size = min(options.batch, tracks)
    order = np.random.default_rng(options.seed).permutation(tracks)
    batches = [np.sort(order[at : at + size]) for at in range(0, tracks - size + 1, size)]
    results = [_both_ways(pairs.select(batch), None, ks) for batch in batches]
    there, back = zip(*results, strict=True)
    parameters = {"batch": size, "batches": len(batches), "seed": options.seed}
    return ProtocolResult("small_batches", parameters, _mean(there), _mean(back))


def _mean(parts: Sequence[RetrievalMetrics]) -> RetrievalMetrics:
    """Means over batches, of MedR too as TMR does; ``queries`` is the total."""
    plain = [asdict(part) for part in parts]

    def mean(key: str) -> float:
        return float(np.mean([part[key] for part in plain]))

    def mean_by_k(key: str) -> dict[int, float]:
        return {k: float(np.mean([part[key][k] for part in plain])) for k in plain[0][key]}

    return RetrievalMetrics(
        recall=mean_by_k("recall"),
        median_rank=mean("median_rank"),
        mean_rank=mean("mean_rank"),
        chance_recall=mean_by_k("chance_recall"),
        chance_rank=mean("chance_rank"),
        queries=sum(part.queries for part in parts),
        gallery=mean("gallery"),
        targets=mean("targets"),
        tied=mean("tied"),
    )


__all__ = [
    "PROTOCOLS",
    "Pairs",
    "Protocol",
    "ProtocolOptions",
    "ProtocolResult",
    "dissimilar_subset",
    "run_protocol",
]
