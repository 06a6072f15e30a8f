"""Where a point that cannot be seen has got to, told from points that moved as it did."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from motionsearch.tracking.quantiles import known_quantile
from motionsearch.tracks import Mask

Floats = NDArray[np.float32]
Index = NDArray[np.intp]

COMPANIONS = 6
_DISTANCE = 0.03
"""Pixels of different motion that weigh as much as one pixel of distance."""
_STEADY = 200.0
"""Square pixels: companions closer together than about its root tell a shift but no turn."""
_UNLIKE = 2.0
"""Pixels by which a companion's motion may differ at least."""
_BLOCK = 512


def choose(
    points: Floats, begun: Mask, lost: Index, last: Index, since: Index, leaders: Index
) -> NDArray[np.intp]:
    """For each lost point the leaders that moved most like it before it was lost, near ones first.

    Args:
        points: ``(T, N, 2)`` pixels.
        begun: ``(T, N)`` whether a point was followed already in that picture.
        lost: ``(n,)`` numbers of points.
        last: ``(n,)`` the picture in which each was seen last.
        since: ``(n,)`` the picture from which on its motion is compared.
        leaders: ``(m,)`` numbers of points that are seen now.

    Returns:
        ``(n, COMPANIONS)`` numbers of points; -1 where not so many moved alike.
    """
    chosen = np.full((len(lost), COMPANIONS), -1, np.intp)
    for first in range(0, len(lost), _BLOCK):
        rows = slice(first, first + _BLOCK)
        own, end, start = lost[rows, None], last[rows, None], since[rows, None]
        there = points[end, leaders]
        apart = np.linalg.norm(points[end, own] - there, axis=2)
        motion = points[end, own] - points[start, own]
        unlike = np.linalg.norm(motion - (there - points[start, leaders]), axis=2)
        # A turning thing's points move differently, the further apart the more.
        limit = _UNLIKE + 0.2 * np.linalg.norm(motion, axis=2) + 0.1 * apart
        score = np.where(begun[start, leaders] & (unlike < limit), unlike + _DISTANCE * apart, np.inf)
        order = np.argsort(score, axis=1, kind="stable")[:, :COMPANIONS]
        alike = np.isfinite(np.take_along_axis(score, order, axis=1))
        chosen[rows, : order.shape[1]] = np.where(alike, leaders[order], -1)
    return chosen


def carry(old: Floats, new: Floats, weight: Floats, at: Floats) -> tuple[Floats, Floats]:
    """Moves points as their companions moved: a shift, a turn and a scale fitted robustly to these.

    Args:
        old: ``(n, k, 2)`` companions before.
        new: ``(n, k, 2)`` and after.
        weight: ``(n, k)`` 1 for those that count; at least one of each row.
        at: ``(n, 2)`` the points before.

    Returns:
        ``(n, 2)`` the points after, and ``(n, 2, 2)`` turn and scale.
    """
    motion = np.where(weight[..., None] > 0, new - old, np.nan)
    off: NDArray[np.floating] = np.linalg.norm(motion - known_quantile(motion, 0.5, 1), axis=2)
    for _ in range(2):
        usual = 1.48 * known_quantile(off, 0.5, 1) + 0.3
        trust = np.where(weight > 0, weight / (1 + (off / usual) ** 2), 0)
        moved, turn, off = _similarity(old, new, trust, at)
        off = np.where(weight > 0, off, np.nan)
    warp = np.stack([turn.real, -turn.imag, turn.imag, turn.real], axis=1).reshape(-1, 2, 2)
    return moved.astype(np.float32), warp.astype(np.float32)


def _similarity(
    old: Floats, new: Floats, weight: NDArray[np.floating], at: Floats
) -> tuple[NDArray[np.floating], NDArray[np.complexfloating], NDArray[np.floating]]:
    """Least squares over complex numbers: points after, the factor that turns and scales, residuals."""
    share = weight / weight.sum(1, keepdims=True)
    middle_old, middle_new = (old * share[..., None]).sum(1), (new * share[..., None]).sum(1)
    before, after = _complex(old - middle_old[:, None]), _complex(new - middle_new[:, None])
    spread = (share * np.abs(before) ** 2).sum(1)
    turn = 1 + (share * np.conj(before) * (after - before)).sum(1) / (spread + _STEADY)
    moved = turn * _complex(at - middle_old)
    return (
        np.stack([moved.real, moved.imag], axis=1) + middle_new,
        turn,
        np.abs(after - turn[:, None] * before),
    )


def _complex(points: NDArray[np.floating]) -> NDArray[np.complexfloating]:
    return points[..., 0] + 1j * points[..., 1]
