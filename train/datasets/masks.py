"""Object masks: COCO's run lengths, points inside a mask, and points that move as a mask does."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from motionsearch.errors import InputError
from motionsearch.formats import common
from motionsearch.tracks import Mask

Floats = NDArray[np.floating[Any]]

MAX_PIXELS = 1 << 26


def decode_rle(rle: object) -> Mask:
    """``(height, width)`` of COCO's run-length encoding, ``{"size": [height, width], "counts": ...}``.

    Runs go down the columns and begin with one of zeros. ``counts`` is a list of them, or the text of COCO's
    own compression: five bits a character from "0" up, lowest first, a sixth bit that says that more follow,
    and from the fourth run on the difference to the run two before (see ``rleFrString`` of COCO's maskApi).

    Raises:
        InputError: it is no such encoding, or its runs do not fill the picture.
    """
    if not isinstance(rle, dict) or not isinstance(rle.get("size"), list) or len(rle["size"]) != 2:
        raise InputError(f"a mask must have size [height, width] and counts, got {common.shorten(rle)}")
    height, width = (common.integer(length, "a mask's size", at_least=1) for length in rle["size"])
    if height * width > MAX_PIXELS:
        raise InputError(f"a mask of {height} x {width} has more than {MAX_PIXELS:,} pixels")
    counts = rle.get("counts")
    if isinstance(counts, str):
        runs = _decompressed(counts)
    elif isinstance(counts, list):
        runs = [common.integer(count, "a run of a mask") for count in counts]
    else:
        raise InputError(f"a mask's counts must be text or a list, got {common.shorten(counts)}")
    if any(run < 0 for run in runs) or sum(runs) != height * width:
        raise InputError(f"the runs of a mask add up to {sum(runs)}, not to {height} x {width} pixels")
    values = np.arange(len(runs)) % 2 == 1
    return np.repeat(values, runs).reshape((height, width), order="F")


def _decompressed(text: str) -> list[int]:
    runs: list[int] = []
    value = shift = 0
    for letter in text:
        bits = ord(letter) - 48
        if not 0 <= bits < 64 or shift > 60:
            raise InputError(f"a mask's counts hold {letter!r}, which is no part of a run")
        value |= (bits & 31) << shift
        shift += 5
        if bits & 32:
            continue
        if bits & 16:  # the highest bit of the last five is the sign
            value -= 1 << shift
        runs.append(value + runs[-2] if len(runs) > 2 else value)
        value = shift = 0
    if shift:
        raise InputError("a mask's counts end within a run")
    return runs


def sample_inside(mask: Mask, count: int, rng: np.random.Generator) -> NDArray[np.float64]:
    """``(count or fewer, 2)`` pixels x, y of a mask ``(H, W)``, at random, each at most once."""
    rows, columns = np.nonzero(mask)
    chosen = np.sort(rng.permutation(len(rows))[:count])
    return np.stack([columns[chosen], rows[chosen]], axis=1).astype(np.float64)


def carry(points: Floats, start: int, masks: Sequence[Mask | None]) -> tuple[NDArray[np.float64], Mask]:
    """Points of one mask carried along by the motion of the masks, where no tracker is at hand.

    A mask's centroid and covariance make an ellipse; points go with the affine map that takes the ellipse
    of frame ``start`` to that of each other frame with the least motion (the optimal transport of one normal
    distribution to another: Peyre and Cuturi, Computational Optimal Transport, remark 2.31). So they follow
    where the object goes and how its outline grows and stretches; turns of its inside are not seen.

    Args:
        points: ``(N, 2)`` pixels inside ``masks[start]``.
        start: Frame of the points.
        masks: ``(T,)`` of ``(H, W)`` masks; ``None`` where the object is not seen.

    Returns:
        ``(T, N, 2)`` pixels, and ``(T, N)``: visible where the carried point lies inside the mask.
    """
    first = masks[start]
    if first is None or not first.any():
        raise InputError(f"the mask of frame {start} is empty")
    centre, spread = _moments(first)
    root = _root(spread)
    inverse = np.linalg.inv(root)
    carried = np.zeros((len(masks), len(points), 2))
    visible = np.zeros((len(masks), len(points)), dtype=np.bool_)
    for frame, mask in enumerate(masks):
        if mask is None or not mask.any():
            continue
        now, own = _moments(mask)
        stretch = inverse @ _root(root @ own @ root) @ inverse
        carried[frame] = now + (points - centre) @ stretch.T
        column, row = np.rint(carried[frame]).astype(np.int64).T
        within = (column >= 0) & (column < mask.shape[1]) & (row >= 0) & (row < mask.shape[0])
        visible[frame, within] = mask[row[within], column[within]]
    return carried, visible


def _moments(mask: Mask) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """``(2,)`` centroid x, y and ``(2, 2)`` covariance of a mask's pixels, each a square of one by one."""
    rows, columns = mask.sum(axis=1), mask.sum(axis=0)
    count = rows.sum()
    y, x = np.arange(len(rows), dtype=np.float64), np.arange(len(columns), dtype=np.float64)
    centre = np.array([columns @ x, rows @ y]) / count
    x, y = x - centre[0], y - centre[1]
    first, last = np.flatnonzero(rows)[[0, -1]]
    both = y[first : last + 1] @ (mask[first : last + 1] @ x)
    spread = np.array([[columns @ x**2, both], [both, rows @ y**2]]) / count
    return centre, spread + np.eye(2) / 12


def _root(matrix: Floats) -> NDArray[np.float64]:
    """The symmetric square root of a symmetric positive definite matrix."""
    values, vectors = np.linalg.eigh(matrix)
    return np.asarray((vectors * np.sqrt(np.maximum(values, 0.0))) @ vectors.T)
