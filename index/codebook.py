"""The lists of an IVF index: their centres, how these are learned, and which are near a vector.

Vectors are rotated at random first, so that no direction is special: RaBitQ's codes rely on that (Gao and
Long, SIGMOD 2024). Centres lie in groups; a vector is compared with the groups' centres and with the members
of the nearest groups only, which makes many thousands of lists as quick as a few hundred.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from motionsearch.index.engines import Vectors

ROUNDS = 8
"""Of k-means. More moved the centres little: recall at equal probes changed by less than 0.2 %."""

GROUPED = 1_024
"""From so many lists on they are grouped."""

FEW_LISTS = 8_192
"""Up to so many lists, a query is compared with every centre: that takes less than looking for groups."""

NEAR_GROUPS = 0.5
"""Share of the groups that are looked into for a query where there are more lists. With a fourth, 2 to 7 % of
the true ten among a million clips were never found, however many lists were looked through."""

ASSIGNED_GROUPS = 8
"""Groups looked into for the nearest list alone."""

_ROWS = 8_192

Lists = NDArray[np.int64]


@dataclass(frozen=True)
class Codebook:
    """Centres of lists, ordered by group.

    Args:
        rotation: ``(D, D)`` orthogonal; vectors are multiplied with it from the right.
        centres: ``(L, D)`` rotated, unit length as nearly as half precision goes, in which they are kept.
        groups: ``(G, D)`` centres of groups.
        starts: ``(G + 1,)`` where the members of each group begin among the centres.
    """

    rotation: Vectors
    centres: Vectors
    groups: Vectors
    starts: Lists

    @classmethod
    def learn(cls, sample: Vectors, lists: int, seed: int = 0) -> Codebook:
        """Spherical k-means of ``(n, D)`` unit vectors: groups, then lists in each, then all together."""
        rng = np.random.default_rng(seed)
        rotation = np.linalg.qr(rng.normal(size=(sample.shape[1],) * 2))[0].astype(np.float32)
        turned = sample @ rotation
        count = 1 if lists < GROUPED else round(math.sqrt(lists))
        if count == 1:
            centres = _k_means(turned, _drawn(turned, lists, rng), ROUNDS, rng)
            return cls._grouped(rotation, centres, 1, rng)._halved()
        # Each group gets lists in proportion to what lies in it.
        owners = _nearest(turned, _k_means(turned, _drawn(turned, count, rng), ROUNDS, rng))
        shares = np.bincount(owners, minlength=count) * lists / len(turned)
        numbers = np.floor(np.cumsum(shares) + 0.5).astype(int)
        parts = []
        for group, number in enumerate(np.diff(numbers, prepend=0)):
            own = turned[owners == group]
            if number and len(own):
                parts.append(_k_means(own, _drawn(own, number, rng), ROUNDS, rng))
        book = cls._grouped(rotation, np.concatenate(parts), count, rng)
        for _ in range(2):
            members = book.assign(turned)[0]
            book = cls._grouped(rotation, _means(turned, members, book.centres, rng), count, rng)
        return book._halved()

    def _halved(self) -> Codebook:
        """Codes are made around the centres as the file will have them."""
        return replace(self, centres=self.centres.astype(np.float16).astype(np.float32))

    @classmethod
    def _grouped(cls, rotation: Vectors, centres: Vectors, count: int, rng: np.random.Generator) -> Codebook:
        if count == 1:
            mean = centres.mean(axis=0, keepdims=True)
            return cls(rotation, centres, mean, np.array([0, len(centres)], np.int64))
        groups = _k_means(centres, _drawn(centres, count, rng), ROUNDS, rng)
        owners = _nearest(centres, groups)
        order = np.argsort(owners, kind="stable")
        starts = np.searchsorted(owners[order], np.arange(count + 1)).astype(np.int64)
        return cls(rotation, np.ascontiguousarray(centres[order]), groups, starts)

    @property
    def lists(self) -> int:
        """How many lists there are."""
        return len(self.centres)

    def groups_of(self, lists: NDArray[np.integer[Any]]) -> Lists:
        """The group ``(n,)`` of each list."""
        return np.searchsorted(self.starts, lists, side="right").astype(np.int64) - 1

    def turn(self, vectors: Vectors) -> Vectors:
        """``(n, D)`` rotated as the centres are."""
        return np.ascontiguousarray(vectors @ self.rotation)

    def assign(self, turned: Vectors) -> tuple[Lists, Vectors]:
        """The list ``(n,)`` of each rotated vector, and the cosine ``(n,)`` with its centre."""
        lists, cosines = np.zeros(len(turned), np.int64), np.full(len(turned), -2, np.float32)
        for at in range(0, len(turned), _ROWS):
            rows, own, score = turned[at : at + _ROWS], lists[at : at + _ROWS], cosines[at : at + _ROWS]
            for group, asking in self._asking(rows, ASSIGNED_GROUPS):
                first, end = self.starts[group], self.starts[group + 1]
                found = rows[asking] @ self.centres[first:end].T
                which = found.argmax(axis=1)
                high = found[np.arange(len(found)), which]
                better = high > score[asking]
                own[asking[better]] = first + which[better]
                score[asking[better]] = high[better]
        return lists, cosines

    def near(
        self, turned: Vectors, probes: int, *, among: NDArray[np.bool_] | None = None
    ) -> tuple[Lists, Vectors]:
        """The nearest lists of each rotated query.

        Args:
            turned: ``(Q, D)``.
            probes: How many.
            among: ``(L,)`` lists that count; ``None`` for all. All groups are looked into then.

        Returns:
            ``(Q, P)`` lists, the nearest first unless all are wanted, -1 where there are no more; and the
            cosines.
        """
        probes = min(probes, self.lists if among is None else int(among.sum()))
        lists = np.empty((len(turned), probes), np.int64)
        cosines = np.empty((len(turned), probes), np.float32)
        if not probes:  # no list counts
            return lists, cosines
        every = among is not None or self.lists <= FEW_LISTS or 4 * probes > NEAR_GROUPS * self.lists
        groups = len(self.groups) if every else math.ceil(NEAR_GROUPS * len(self.groups))
        for at in range(0, len(turned), 256):
            block = turned[at : at + 256]
            if groups == len(self.groups):
                # For one query NumPy's product of a matrix and a vector is the quicker one.
                scores = (self.centres @ block[0])[None] if len(block) == 1 else block @ self.centres.T
            else:
                scores = np.full((len(block), self.lists), -np.inf, np.float32)
                for group, asking in self._asking(block, groups):
                    members = slice(self.starts[group], self.starts[group + 1])
                    scores[asking, members] = block[asking] @ self.centres[members].T
            if among is not None:
                scores[:, ~among] = -np.inf
            if probes == self.lists:  # all of them: the order does not matter
                lists[at : at + 256], cosines[at : at + 256] = np.arange(self.lists), scores
                continue
            picked = np.argpartition(scores, self.lists - probes, axis=1)[:, -probes:]
            rows = np.arange(len(block))[:, None]
            order = np.argsort(-scores[rows, picked], axis=1)
            picked = picked[rows, order]
            lists[at : at + 256], cosines[at : at + 256] = picked, scores[rows, picked]
        lists[np.isneginf(cosines)] = -1
        return lists, cosines

    def _asking(self, rows: Vectors, count: int) -> list[tuple[int, NDArray[np.intp]]]:
        """For each group, which rows have it among their nearest ``count``."""
        total = len(self.groups)
        if count >= total:
            return [(group, np.arange(len(rows))) for group in range(total)]
        scores = rows @ self.groups.T
        picked = np.argpartition(-scores, count - 1, axis=1)[:, :count]
        if len(rows) == 1:
            row = np.zeros(1, np.intp)
            return [(int(group), row) for group in picked[0]]
        order = np.argsort(picked, axis=None, kind="stable")
        bounds = np.searchsorted(picked.ravel()[order], np.arange(total + 1))
        asking = order // count
        return [
            (group, asking[bounds[group] : bounds[group + 1]])
            for group in range(total)
            if bounds[group] < bounds[group + 1]
        ]

    def arrays(self) -> dict[str, NDArray[Any]]:
        """For a file."""
        return {
            "rotation": self.rotation,
            "centres": self.centres.astype(np.float16),
            "groups": self.groups,
            "starts": self.starts,
        }

    @classmethod
    def of_arrays(cls, arrays: Mapping[str, NDArray[Any]]) -> Codebook:
        """Out of a file.

        Raises:
            KeyError, ValueError: they do not belong together.
        """
        centres = arrays["centres"].astype(np.float32)
        book = cls(arrays["rotation"], centres, arrays["groups"], arrays["starts"])
        if book.starts[0] != 0 or book.starts[-1] != book.lists or len(book.starts) != len(book.groups) + 1:
            raise ValueError("groups and centres do not belong together")
        return book


def _drawn(vectors: Vectors, count: int, rng: np.random.Generator) -> Vectors:
    return vectors[rng.choice(len(vectors), count, replace=len(vectors) < count)].copy()


def _nearest(vectors: Vectors, centres: Vectors) -> Lists:
    lists = np.empty(len(vectors), np.int64)
    for at in range(0, len(vectors), _ROWS):
        lists[at : at + _ROWS] = (vectors[at : at + _ROWS] @ centres.T).argmax(axis=1)
    return lists


def _k_means(vectors: Vectors, centres: Vectors, rounds: int, rng: np.random.Generator) -> Vectors:
    """Lloyd's algorithm on the sphere; FAISS's took longer, because its products of matrices are slow."""
    for _ in range(rounds):
        centres = _means(vectors, _nearest(vectors, centres), centres, rng)
    return centres


def _means(vectors: Vectors, lists: Lists, centres: Vectors, rng: np.random.Generator) -> Vectors:
    """The mean direction of each list; an empty list moves to a vector drawn at random."""
    counts = np.bincount(lists, minlength=len(centres))
    order = np.argsort(lists, kind="stable")
    full = np.flatnonzero(counts)
    sums = np.zeros_like(centres)
    begins = np.concatenate([[0], np.cumsum(counts)[:-1]])
    sums[full] = np.add.reduceat(vectors[order], begins[full], axis=0)
    empty = np.flatnonzero(counts == 0)
    if len(empty):
        sums[empty] = vectors[rng.choice(len(vectors), len(empty))]
    lengths = np.linalg.norm(sums, axis=1, keepdims=True)
    return np.where(lengths > 1e-6, sums / np.maximum(lengths, 1e-6), centres).astype(np.float32)
