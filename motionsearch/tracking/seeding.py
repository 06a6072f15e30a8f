"""Where to put the points that are followed: on corners, spread over the picture.

Corners after Shi and Tomasi, Good Features to Track, CVPR 1994: where the smaller eigenvalue of the
gradient's structure tensor is large, a point can be followed in both directions.
"""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from motionsearch.tracking.base import Pictures
from motionsearch.tracks import Mask

Queries = NDArray[np.float32]

_BLOCK = 5
_BORDER = 3
_FAINT = 5e-5
"""Smaller eigenvalue (of pictures in 0..1) below which there is nothing to follow."""


def corners(
    picture: Pictures, cell: float, *, where: Mask | None = None, taken: Queries | None = None
) -> Queries:
    """The best corner of every cell of a grid.

    Args:
        picture: ``(H, W)`` grey.
        cell: Side of a cell in pixels.
        where: ``(H, W)`` look only here.
        taken: ``(M, 2)`` places that are covered already; their cells get no corner.

    Returns:
        ``(K, 2)`` x and y in pixels.
    """
    height, width = picture.shape
    if min(height, width) <= 2 * _BORDER + 1:
        return np.zeros((0, 2), dtype=np.float32)
    strength = cv2.cornerMinEigenVal(picture.astype(np.float32) / 255.0, _BLOCK, ksize=3)
    if where is not None:
        strength = np.where(where, strength, 0.0)
    strength[:_BORDER] = strength[-_BORDER:] = 0
    strength[:, :_BORDER] = strength[:, -_BORDER:] = 0
    rows, columns = max(1, round(height / cell)), max(1, round(width / cell))
    row = (np.arange(height) * rows // height)[:, None]
    column = (np.arange(width) * columns // width)[None]
    number = (row * columns + column).ravel()
    # The strongest of each cell: sorted by cell, then by strength, the last of every run.
    flat = strength.ravel()
    candidates = np.flatnonzero(flat > _FAINT)
    if not len(candidates):
        return np.zeros((0, 2), dtype=np.float32)
    order = candidates[np.lexsort((flat[candidates], number[candidates]))]
    last = np.r_[number[order][1:] != number[order][:-1], True]
    best = order[last]
    if taken is not None and len(taken):
        inside = taken[np.isfinite(taken).all(1)].round().astype(int)
        inside = inside[((inside >= 0) & (inside < [width, height])).all(1)]
        full = np.zeros(rows * columns, dtype=bool)
        full[number[inside[:, 1] * width + inside[:, 0]]] = True
        best = best[~full[number[best]]]
    return np.stack([best % width, best // width], axis=1).astype(np.float32)


def grid(size: tuple[int, int], count: int, where: Mask | None = None) -> Queries:
    """``count`` by ``count`` points spread evenly over the picture, or over the box round ``where``."""
    low, high = np.array([0.0, 0.0]), np.array(size, dtype=np.float64) - 1
    if where is not None and where.any():
        rows, columns = np.flatnonzero(where.any(1)), np.flatnonzero(where.any(0))
        low = np.array([columns[0], rows[0]], dtype=np.float64)
        high = np.array([columns[-1], rows[-1]], dtype=np.float64)
    share = (np.arange(count) + 0.5) / count
    x, y = np.meshgrid(low[0] + share * (high[0] - low[0]), low[1] + share * (high[1] - low[1]))
    points = np.stack([x.ravel(), y.ravel()], axis=1).astype(np.float32)
    if where is not None and where.any():
        at = points.round().astype(int)
        points = points[where[at[:, 1], at[:, 0]]]
    return points


def at_picture(points: Queries, number: int) -> Queries:
    """``(K, 2)`` places as ``(K, 3)`` queries in one picture."""
    return np.concatenate([np.full((len(points), 1), number, dtype=np.float32), points], axis=1)
