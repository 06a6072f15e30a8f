"""Exact search over vectors in memory.

Every plan ends here: candidates are scored once more by :func:`cosines`, whose result for a vector does not
depend on where it lies or what lies beside it. So equal vectors tie exactly, ties go to the lower clip id,
and all plans give the same answer.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from motionsearch.index.cache import Ids, Snapshot, Vectors, load_faiss

SPARE = 24
"""Candidates taken beyond k, so that a tie at the edge is usually seen without a second look."""

_ROWS = 4096


def cosines(vectors: Vectors, query: Vectors, at: NDArray[np.intp] | None = None) -> NDArray[np.float32]:
    """Inner products of ``(n, D)``, or of its rows ``at``, with ``(D,)``; summed in float64, row by row."""
    wide = query.astype(np.float64)
    scores = np.empty(len(vectors) if at is None else len(at), np.float32)
    for first in range(0, len(scores), _ROWS):
        rows = slice(first, first + _ROWS)
        scores[rows] = (vectors[rows if at is None else at[rows]] * wide).sum(axis=1)
    return scores


def best(ids: Ids, scores: NDArray[np.float32], k: int) -> tuple[Ids, NDArray[np.float32]]:
    """The k highest scores, the highest first, ties by the lower id."""
    order = np.lexsort((ids, -scores))[:k]
    return ids[order], scores[order]


def top_of_snapshot(
    snapshot: Snapshot, query: Vectors, k: int, *, only: Ids | None = None, without: Ids | None = None
) -> tuple[Ids, NDArray[np.float32]]:
    """The k best clips of an index.

    Args:
        snapshot: The index.
        query: ``(D,)`` unit length.
        k: How many.
        only: If given, the ids that may be found; others may be among them.
        without: Ids that may not be found; not used together with ``only``.
    """
    total = len(snapshot.ids)
    if total == 0 or k < 1:
        return np.zeros(0, np.int64), np.zeros(0, np.float32)
    fetch = min(k + SPARE, total)
    if fetch * 4 > total:  # FAISS keeps a heap of k, which is slow when that is most of the index
        return _scored(snapshot, query, k, _allowed(snapshot, only, without))
    params = _parameters(snapshot, only, without)
    found_scores, found = snapshot.index.search(query[None], fetch, params=params)
    found_ids = found[0][found[0] >= 0]
    ids, scores = _scored(snapshot, query, k, np.searchsorted(snapshot.ids, found_ids))
    if len(found_ids) == fetch:
        # FAISS sums in float32: anything this close below the k-th may belong above it.
        edge = float(scores[k - 1]) - 4 * query.shape[0] * 2.0**-24
        if float(found_scores[0, -1]) >= edge:
            _, _, near = snapshot.index.range_search(query[None], edge, params=params)
            ids, scores = _scored(snapshot, query, k, np.searchsorted(snapshot.ids, np.sort(near)))
    return ids, scores


def _scored(
    snapshot: Snapshot, query: Vectors, k: int, positions: NDArray[np.intp]
) -> tuple[Ids, NDArray[np.float32]]:
    return best(snapshot.ids[positions], cosines(snapshot.vectors, query, positions), k)


def positions_of(snapshot: Snapshot, ids: Ids) -> NDArray[np.intp]:
    """Where those of the ids that the index holds lie in it."""
    at = np.searchsorted(snapshot.ids, ids)
    inside = at < len(snapshot.ids)
    at, ids = at[inside], ids[inside]
    positions: NDArray[np.intp] = at[snapshot.ids[at] == ids]
    return positions


def _allowed(snapshot: Snapshot, only: Ids | None, without: Ids | None) -> NDArray[np.intp]:
    if only is not None:
        return positions_of(snapshot, only)
    keep = np.ones(len(snapshot.ids), bool)
    if without is not None:
        keep[positions_of(snapshot, without)] = False
    return np.flatnonzero(keep)


def _parameters(snapshot: Snapshot, only: Ids | None, without: Ids | None) -> Any:
    faiss = load_faiss()
    if only is None and (without is None or not len(without)):
        return None
    keep = np.zeros(int(snapshot.ids[-1]) + 1, bool)
    keep[snapshot.ids[_allowed(snapshot, only, without)]] = True
    # A bit a clip id. Ids are handed out one after the other, so this is small; and unlike a batch selector
    # it costs the same for few ids as for many.
    return faiss.SearchParameters(sel=faiss.IDSelectorBitmap(np.packbits(keep, bitorder="little")))
