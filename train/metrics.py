"""Retrieval and zero-shot metrics in plain numpy, tested against naive loops.

Ties are averaged: every order of equally similar entries is taken as equally likely. A query with ``b``
entries strictly more similar than its best target, and ``t`` entries equal to that target of which ``m`` are
targets, has

- expected rank ``b + (t + 1) / (m + 1)``: the mean place of the first of m targets shuffled among t;
- R@k, the probability that a target is among the first k: ``1 - C(t - m, k - b) / C(t, k - b)`` for k > b.

A model that gives every clip the same vector therefore scores exactly chance. Without ties both are the
usual figures, and with a single target the rank is that of TMR (Petrovich et al. 2023), which averages the
places of tied entries.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from motionsearch.errors import InputError

Floats = NDArray[np.floating[Any]]
Bools = NDArray[np.bool_]

KS = (1, 2, 3, 5, 10)
_BLOCK = 2**24  # numbers of a similarity matrix worked on at once


@dataclass(frozen=True)
class RetrievalMetrics:
    """How well queries find their targets in a gallery.

    Args:
        recall: R@k, share of queries in [0, 1], by k.
        median_rank: MedR, median over queries of the expected rank of the first target; 1 is best.
        mean_rank: Mean of the same.
        chance_recall: R@k of a random order.
        chance_rank: Median rank of the first target over queries and random orders.
        queries: Number of queries.
        gallery: Number of entries searched (mean, where small batches differ in size).
        targets: Mean number of right entries per query.
        tied: Share of queries whose best target is exactly as similar as some wrong entry.
    """

    recall: dict[int, float]
    median_rank: float
    mean_rank: float
    chance_recall: dict[int, float]
    chance_rank: float
    queries: int
    gallery: float
    targets: float
    tied: float

    def to_dict(self) -> dict[str, Any]:
        """Plain values; the recalls by "R@1" and so on."""
        plain = asdict(self)
        for key in ("recall", "chance_recall"):
            plain[key] = {f"R@{k}": value for k, value in plain[key].items()}
        return plain


@dataclass(frozen=True)
class ClassScore:
    """One class of a zero-shot test.

    Args:
        label: Its name.
        count: Its clips.
        accuracy: Share of them named rightly.
        taken_for: The wrong label most of them got, ``None`` where none got one.
    """

    label: str
    count: int
    accuracy: float
    taken_for: str | None


@dataclass(frozen=True)
class Confusion:
    """``count`` clips of class ``true`` were taken for ``predicted``; a tie counts in equal parts."""

    true: str
    predicted: str
    count: float


@dataclass(frozen=True)
class ZeroShotMetrics:
    """How well clips are named by the nearest label. All shares in [0, 1]; ties averaged as in retrieval.

    Args:
        top1: Share of clips whose nearest label is right.
        top5: Share whose right label is among the five nearest.
        balanced: Mean of the accuracies of the classes that have clips.
        per_class: Those accuracies, in the order of the labels.
        chance: top1 of a random choice, one over the number of labels.
        chance5: top5 of a random order.
        majority: top1 of always naming the most frequent class, ``majority_label``.
        confusions: The most frequent mistakes, most frequent first.
        clips: Number of clips.
        classes: Number of labels to choose from.
    """

    top1: float
    top5: float
    balanced: float
    per_class: tuple[ClassScore, ...]
    chance: float
    chance5: float
    majority: float
    majority_label: str
    confusions: tuple[Confusion, ...]
    clips: int
    classes: int

    def to_dict(self) -> dict[str, Any]:
        """Plain values."""
        return asdict(self)


def retrieval(similarity: ArrayLike, targets: ArrayLike, ks: Sequence[int] = KS) -> RetrievalMetrics:
    """Ranks each query's targets among a gallery.

    Args:
        similarity: ``(Q, G)``, larger is nearer.
        targets: ``(Q,)`` integers, the right entry of each query; or ``(Q, G)`` bool, all right entries, at
            least one each.
        ks: For which k to give R@k.

    Raises:
        InputError: shapes do not fit, a similarity is not finite, or a query has no target.
    """
    scores = _checked_similarity(similarity)
    right = _target_mask(targets, scores.shape)
    better, tied, hits = _standing(scores, right)
    ranks = better + (tied + 1) / (hits + 1)
    counts = right.sum(axis=1)
    gallery = scores.shape[1]
    return RetrievalMetrics(
        recall={k: float(hit_probability(tied, hits, k - better).mean()) for k in ks},
        median_rank=float(np.median(ranks)),
        mean_rank=float(ranks.mean()),
        chance_recall={
            k: float(hit_probability(np.full_like(counts, gallery), counts, np.full_like(counts, k)).mean())
            for k in ks
        },
        chance_rank=_median_chance_rank(gallery, counts),
        queries=len(scores),
        gallery=float(gallery),
        targets=float(counts.mean()),
        tied=float((tied > hits).mean()),
    )


def expected_ranks(similarity: ArrayLike, targets: ArrayLike) -> NDArray[np.float64]:
    """Expected rank ``(Q,)`` of each query's first target, 1 is best; arguments as for :func:`retrieval`."""
    scores = _checked_similarity(similarity)
    better, tied, hits = _standing(scores, _target_mask(targets, scores.shape))
    ranks: NDArray[np.float64] = better + (tied + 1) / (hits + 1)
    return ranks


def hit_probability(entries: ArrayLike, targets: ArrayLike, draws: ArrayLike) -> NDArray[np.float64]:
    """Probability that ``draws`` entries drawn without replacement hold a target.

    ``1 - C(entries - targets, draws) / C(entries, draws)``; 0 for no draw.

    Args:
        entries, targets, draws: ``(Q,)`` integers with 1 <= targets <= entries; draws may be of any size.
    """
    total, right, take = np.broadcast_arrays(entries, targets, draws)
    take = np.clip(take, 0, total)
    miss = np.ones(total.shape, dtype=np.float64)
    for drawn in range(int(take.max(initial=0))):
        wrong_left = np.maximum(total - right - drawn, 0)
        miss = np.where(drawn < take, miss * wrong_left / np.maximum(total - drawn, 1), miss)
    return 1 - miss


def zeroshot(
    similarity: ArrayLike, truth: ArrayLike, labels: Sequence[str], *, most_confusions: int = 10
) -> ZeroShotMetrics:
    """Names each clip by its nearest label.

    Args:
        similarity: ``(B, C)`` of clips to labels, larger is nearer.
        truth: ``(B,)`` integers, the right label of each clip.
        labels: ``(C,)`` names, each once.

    Raises:
        InputError: shapes do not fit, a similarity is not finite, or a name comes twice.
    """
    scores = _checked_similarity(similarity)
    count = len(labels)
    if scores.shape[1] != count or len(set(labels)) != count:
        raise InputError(f"{scores.shape[1]} columns need as many different labels, got {len(set(labels))}")
    right = _target_mask(truth, scores.shape)
    actual = right.argmax(axis=1)
    better, tied, hits = _standing(scores, right)
    best = scores == scores.max(axis=1, keepdims=True)
    shares = best / best.sum(axis=1, keepdims=True)
    confusion = np.zeros((count, count))
    np.add.at(confusion, actual, shares)
    sizes = np.bincount(actual, minlength=count)
    mistakes = confusion - np.diag(np.diag(confusion))
    per_class = tuple(
        ClassScore(
            labels[c],
            int(sizes[c]),
            float(confusion[c, c] / sizes[c]),
            labels[int(mistakes[c].argmax())] if mistakes[c].any() else None,
        )
        for c in range(count)
        if sizes[c]
    )
    order = np.argsort(-mistakes, axis=None, kind="stable")[:most_confusions]
    pairs = [divmod(int(cell), count) for cell in order if mistakes.flat[cell] > 0]
    return ZeroShotMetrics(
        top1=float(hit_probability(tied, hits, 1 - better).mean()),
        top5=float(hit_probability(tied, hits, 5 - better).mean()),
        balanced=float(np.mean([score.accuracy for score in per_class])),
        per_class=per_class,
        chance=1 / count,
        chance5=min(5, count) / count,
        majority=float(sizes.max() / len(scores)),
        majority_label=labels[int(sizes.argmax())],
        confusions=tuple(Confusion(labels[a], labels[b], float(mistakes[a, b])) for a, b in pairs),
        clips=len(scores),
        classes=count,
    )


def _median_chance_rank(gallery: int, counts: NDArray[np.int64]) -> float:
    """Median place of the first of ``counts`` targets in a random order, over all queries together."""
    targets, weights = np.unique(counts, return_counts=True)
    miss = np.ones(len(targets))  # of each number of targets: the chance that none is among the first places
    low = 0
    for place in range(1, gallery + 1):
        miss *= np.maximum(gallery - targets - place + 1, 0) / (gallery - place + 1)
        missed = float(miss @ weights) / len(counts)
        # Where exactly half is found the median lies between this place and the next at which more is.
        if not low and missed <= 0.5 + 1e-12:
            low = place
        if missed < 0.5 - 1e-12:
            return (low + place) / 2
    return float(gallery)


def _standing(scores: Floats, right: Bools) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
    """Per query: entries better than its best target, entries equal to it, and targets among those."""
    parts = []
    for rows in _blocks(*scores.shape):
        part, mask = scores[rows], right[rows]
        best = np.where(mask, part, -np.inf).max(axis=1, keepdims=True)
        equal = part == best
        parts.append(((part > best).sum(axis=1), equal.sum(axis=1), (equal & mask).sum(axis=1)))
    better, tied, hits = (np.concatenate(column) for column in zip(*parts, strict=True))
    return better, tied, hits


def _blocks(rows: int, columns: int) -> Iterator[slice]:
    step = max(1, _BLOCK // max(columns, 1))
    for start in range(0, rows, step):
        yield slice(start, start + step)


def _checked_similarity(similarity: ArrayLike) -> Floats:
    scores = np.asarray(similarity)
    if scores.ndim != 2 or 0 in scores.shape:
        raise InputError(f"similarity must have shape (queries, gallery), neither empty, got {scores.shape}")
    if scores.dtype.kind not in "fiu":
        raise InputError(f"similarity must be numbers, got {scores.dtype}")
    finite = np.isfinite(scores)
    if not finite.all():
        row, column = np.argwhere(~finite)[0]
        raise InputError(
            f"the similarity of query {row} to entry {column} is {scores[row, column]}, not a finite number",
            hint="check the vectors of that query and that entry",
        )
    return scores if scores.dtype.kind == "f" else scores.astype(np.float64)


def _target_mask(targets: ArrayLike, shape: tuple[int, ...]) -> Bools:
    given = np.asarray(targets)
    if given.dtype == bool:
        if given.shape != shape:
            raise InputError(f"targets must have the similarity's shape {shape}, got {given.shape}")
        without = np.flatnonzero(~given.any(axis=1))
        if len(without):
            raise InputError(f"query {without[0]} has no target in the gallery")
        return given
    if given.shape != shape[:1] or given.dtype.kind not in "iu":
        raise InputError(f"targets must be {shape[0]} integers or a bool array of shape {shape}")
    if given.min() < 0 or given.max() >= shape[1]:
        raise InputError(f"targets must lie in 0..{shape[1] - 1}, got {given.min()}..{given.max()}")
    mask: Bools = given[:, None] == np.arange(shape[1])
    return mask


__all__ = [
    "KS",
    "ClassScore",
    "Confusion",
    "RetrievalMetrics",
    "ZeroShotMetrics",
    "expected_ranks",
    "hit_probability",
    "retrieval",
    "zeroshot",
]
