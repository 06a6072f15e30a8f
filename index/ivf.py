"""An IVF index over all clips of a library: a codebook, and segments that were added one after the other."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from motionsearch.index.codebook import Lists
from motionsearch.index.engines import Ids, Vectors
from motionsearch.index.lists import Coder, Segment, Selector, best_of, joined, passing
from motionsearch.index.plans import Tuned, due, merge_from
from motionsearch.index.scoring import NOTHING

_PROBED = 1 << 22
"""Pairs of query and list handed to FAISS at a time."""


FEWEST = 8
"""Lists that are looked through in any case."""


@dataclass(frozen=True)
class Part:
    """A segment and what it covers.

    Args:
        segment: The clips' codes.
        since: It holds clips that were made after this generation of the library,
        generation: up to this one, as far as they were live then.
        similarity: Mean cosine of its clips with the centres of their lists.
        file: Where it is kept; ``None`` while it is in memory only.
    """

    segment: Segment
    since: int
    generation: int
    similarity: float
    file: Path | None = None


@dataclass(frozen=True)
class Ivf:
    """The index of one state of a library; the next state is another object.

    Args:
        token: Names the codebook; parts of another one do not fit.
        coder: The codebook and how it encodes.
        tuned: What was measured when it was made.
        trained: Clips that it was made for.
        parts: The first holds all clips at its generation, the others what came after.
    """

    token: str
    coder: Coder
    tuned: Tuned
    trained: int
    parts: tuple[Part, ...]
    _asked: list[Any] = field(default_factory=list, init=False, repr=False, compare=False)

    def __len__(self) -> int:
        return sum(len(part.segment) for part in self.parts)

    @property
    def generation(self) -> int:
        """All clips live at it are in the index."""
        return self.parts[-1].generation

    @property
    def base_generation(self) -> int:
        """Clips that were removed before are not in the index; others may be."""
        return self.parts[0].generation

    @property
    def unsaved(self) -> int:
        """Clips in parts that are in memory only."""
        return sum(len(part.segment) for part in self.parts if part.file is None)

    def due(self) -> str | None:
        """Why it should be made again, see :func:`motionsearch.index.plans.due`."""
        later = self.parts[1:]
        new = sum(len(part.segment) for part in later)
        mean = sum(part.similarity * len(part.segment) for part in later) / max(1, new)
        return due(self.trained, len(self), self.parts[0].similarity, new, mean)

    def candidates(
        self,
        queries: Vectors,
        depth: int,
        probes: int,
        *,
        gap: float = math.inf,
        only: Ids | None = None,
        without: Selector | None = None,
    ) -> list[tuple[Ids, Vectors]]:
        """The likeliest clips of each query, in no order, with estimates of their scores.

        Args:
            queries: ``(Q, D)`` unit length.
            depth: How many for each.
            probes: Lists to look through; with ``only``, of those that hold any of them.
            gap: Lists beyond the first few are passed over whose centres' cosine with the query is lower than
                that of the nearest, of those that hold any of ``only``, by more than this.
            only: Ids that may be found, ascending; ``None`` for all.
            without: Of :func:`motionsearch.index.lists.passing`, where ``only`` is not given.
        """
        book = self.coder.book
        among = None
        selector = without
        if only is not None:
            selector, holding = self._filtered(only)
            among = None if probes >= book.lists and math.isinf(gap) else holding
        found: list[tuple[Ids, Vectors]] = []
        step = max(1, _PROBED // max(1, min(probes, book.lists)))
        for at in range(0, len(queries), step):
            turned = book.turn(queries[at : at + step])
            lists, cosines = near_enough(*book.near(turned, probes, among=among), gap)
            # Where all that may be found is newer than the index, no list holds any of it.
            segments = [part.segment for part in self.parts if len(part.segment) and lists.shape[1]]
            parts = [segment.search(turned, depth, lists, cosines, selector) for segment in segments]
            found += best_of(parts, depth) if parts else [NOTHING] * len(turned)
        return found

    def extended(self, ids: Ids, vectors: Vectors, generation: int) -> Ivf:
        """With new clips, in memory; beside few parts that are in memory already, however often it grows."""
        segment = Segment.empty(self.coder)
        turned = self.coder.book.turn(vectors)
        lists, cosines = self.coder.book.assign(turned)
        segment.add(ids, turned, lists)
        part = Part(segment, self.generation, generation, float(cosines.mean()) if len(ids) else 0.0)
        counts = [len(part.segment) for part in self.parts if part.file is None]
        at = len(self.parts) - len(counts) + merge_from(counts, len(ids))
        return replace(self, parts=(*self.parts[:at], self._as_one((*self.parts[at:], part))))

    def tidied(self, gone: Ids, live: Ids | None = None) -> Ivf:
        """With parts in memory joined to one, and with parts before that are small beside it.

        Args:
            gone: Ids that are dropped where parts are joined.
            live: Keep only these; all parts are joined then.
        """
        saved = [part for part in self.parts if part.file is not None]
        at = 0 if live is not None else merge_from([len(part.segment) for part in saved], self.unsaved)
        old = self.parts[at:]
        if len(old) < 2 and live is None:
            return self
        return replace(self, parts=(*self.parts[:at], self._as_one(old, live=live, gone=gone)))

    def _as_one(self, parts: Sequence[Part], *, live: Ids | None = None, gone: Ids | None = None) -> Part:
        if len(parts) == 1 and live is None and gone is None:
            return parts[0]
        segment = joined(self.coder, [part.segment for part in parts], live=live, gone=gone)
        total = max(1, sum(len(part.segment) for part in parts))
        mean = sum(part.similarity * len(part.segment) for part in parts) / total
        return Part(segment, parts[0].since, parts[-1].generation, mean)

    def _filtered(self, only: Ids) -> tuple[Selector | None, NDArray[np.bool_]]:
        """A selector of the ids and which lists hold any; kept for the next query with the same filter."""
        if not self._asked or self._asked[0] is not only:
            self._asked[:] = [only, passing(only), self._holding(only)]
        return self._asked[1], self._asked[2]

    @cached_property
    def owners(self) -> NDArray[np.int32]:
        """The list of each clip by its id; -1 for none."""
        highest = max((int(ids.max()) for ids in self._every_id() if len(ids)), default=0)
        owners = np.full(highest + 1, -1, np.int32)
        for part in self.parts:
            for number in range(self.coder.book.lists):
                owners[part.segment.list_content(number)[0]] = number
        return owners

    def _every_id(self) -> Sequence[Ids]:
        return [part.segment.ids() for part in self.parts]

    def ids(self) -> Ids:
        """Of all clips in it, ascending."""
        return np.sort(np.concatenate(self._every_id()))

    def _holding(self, only: Ids) -> NDArray[np.bool_]:
        """``(L,)``: which lists hold any of the ids."""
        known = only[: np.searchsorted(only, len(self.owners))]
        holding = np.zeros(self.coder.book.lists + 1, bool)
        holding[self.owners[known]] = True  # -1 is the place behind the last
        return holding[:-1]


def near_enough(lists: Lists, cosines: Vectors, gap: float) -> tuple[Lists, Vectors]:
    """Without the lists that lie farther than the nearest by more than ``gap``.

    A query that lies in the midst of a cluster needs few lists, one that lies between clusters needs many.

    Args:
        lists: ``(Q, P)`` of :meth:`motionsearch.index.codebook.Codebook.near`, in any order.
        cosines: ``(Q, P)``.
        gap: Infinite to keep all.

    Returns:
        ``(Q, p)`` lists, -1 where one is passed over, and cosines.
    """
    if math.isinf(gap) or lists.shape[1] <= FEWEST:
        return lists, cosines
    edge = np.minimum(cosines.max(axis=1) - gap, np.partition(cosines, -FEWEST, axis=1)[:, -FEWEST])
    near = cosines >= edge[:, None]
    most = int(np.flatnonzero(near.any(axis=0))[-1]) + 1
    return np.where(near, lists, -1)[:, :most], cosines[:, :most]
