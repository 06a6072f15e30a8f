"""The camera's own motion over a window, from points of the background.

Affine maps are fitted robustly (RANSAC, then least squares on what agrees) from each picture to one in the
middle of the window, over points that agree in most pictures. What agrees counts as background only if it
lies all over the picture: a big thing that moves as one must not be taken for the world.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from motionsearch.tracking.base import Pictures
from motionsearch.tracks import Affines, Mask, Points

_LEAST = 8
"""Points that a map is fitted to at the least."""
_TOLERANCE = 1.5
"""Pixels of the tracked pictures within which a point agrees with a map."""
_AGREES = 0.8
"""Share of the pictures in which a background point agrees."""


@dataclass(frozen=True)
class CameraMotion:
    """What the camera did.

    Args:
        maps: ``(T, 2, 3)`` each picture's pixels to those of the reference, identities where it stands still.
        moving: Whether it moves.
        background: ``(N,)`` bool, the points that were taken for the background.
        known: Whether there was background enough to tell.
    """

    maps: Affines
    moving: bool
    background: Mask
    known: bool

    def still(self, points: Points) -> Points:
        """``(T, N, 2)`` as a camera that stands still would see them."""
        moved: Points = np.einsum("tij,tnj->tni", self.maps[..., :2], points) + self.maps[:, None, :, 2]
        return moved


def identities(frames: int) -> Affines:
    """``(T, 2, 3)`` maps that change nothing."""
    return np.tile(np.eye(2, 3, dtype=np.float32), (frames, 1, 1))


def estimate_camera(points: Points, visible: Mask, size: tuple[int, int]) -> CameraMotion:
    """The camera's motion from tracks all over the picture.

    Args:
        points: ``(T, N, 2)`` pixels.
        visible: ``(T, N)``.
        size: ``(width, height)`` of the pictures.
    """
    frames, count = visible.shape
    nothing = CameraMotion(identities(frames), False, np.zeros(count, dtype=bool), False)
    reference = int(np.argmax(visible.sum(1) - 0.02 * np.abs(np.arange(frames) - frames // 2)))
    maps, agreeing = _to_reference(points, visible, reference, np.ones(count, dtype=bool))
    seen = visible.sum(0)
    background = (agreeing.sum(0) >= _AGREES * np.maximum(seen, 1)) & (seen >= 3)
    if background.sum() < _LEAST:
        return nothing
    maps, agreeing = _to_reference(points, visible, reference, background)
    background &= agreeing.sum(0) >= _AGREES * seen
    if not covers(points, visible & background, size):
        return nothing
    return CameraMotion(_smooth(maps), True, background, True)


def covers(points: Points, seen: Mask, size: tuple[int, int]) -> bool:
    """Whether points lie all over the picture: in most of its sixteenths along the border."""
    chosen = points[seen]
    if not len(chosen):
        return False
    column = np.clip((4 * chosen[:, 0] / size[0]).astype(int), 0, 3)
    row = np.clip((4 * chosen[:, 1] / size[1]).astype(int), 0, 3)
    met = np.zeros((4, 4), dtype=bool)
    met[row, column] = True
    met[1:3, 1:3] = False
    sides = [met[0].any(), met[3].any(), met[:, 0].any(), met[:, 3].any()]
    return int(met.sum()) >= 5 and sum(sides) >= 3


def stands_still(grey: Pictures) -> bool:
    """Whether the camera does not move: along the border of the picture, what has structure stays the same.

    Args:
        grey: ``(T, H, W)``.
    """
    frames, height, width = grey.shape
    shrink = min(1.0, 192 / max(height, width))
    size = (max(1, round(width * shrink)), max(1, round(height * shrink)))
    chosen = np.unique(np.linspace(0, frames - 1, min(12, frames)).round().astype(int))
    small = np.stack(
        [cv2.GaussianBlur(cv2.resize(grey[t], size, interpolation=cv2.INTER_AREA), (3, 3), 0) for t in chosen]
    ).astype(np.float32)
    small -= np.median(small, axis=(1, 2), keepdims=True)
    middle = np.median(small, axis=0)
    square = np.ones((3, 3), dtype=np.uint8)
    structure = cv2.dilate(middle, square) - cv2.erode(middle, square)
    band = max(1, round(0.2 * min(size)))
    border = np.ones(middle.shape, dtype=bool)
    border[band:-band, band:-band] = False
    # Half a pixel of motion changes a structure by about a quarter of its range: three pixels are one range.
    change = np.abs(small - middle)
    told = border & (structure > 12)
    if told.sum() < 0.02 * border.sum():
        told = border
    moved = (change[:, told] > np.maximum(4.0, 0.25 * structure[told])).mean(1)
    return float(np.median(moved)) < 0.15 and float(np.quantile(moved, 0.9)) < 0.4


def _to_reference(points: Points, visible: Mask, reference: int, allowed: Mask) -> tuple[Affines, Mask]:
    """Maps ``(T, 2, 3)`` and who agrees ``(T, N)``; where too few are seen together, maps are chained."""
    frames = len(points)
    maps = identities(frames).astype(np.float64)
    agreeing = np.zeros_like(visible)
    agreeing[reference] = visible[reference] & allowed
    # From the reference outwards, so that a chain has a link to hang on.
    order = [*range(reference + 1, frames), *range(reference - 1, -1, -1)]
    # Where each point is in the reference's picture, as far as is known by now.
    home = np.where(visible[reference, :, None], points[reference], np.nan).astype(np.float64)
    for t in order:
        near = t - 1 if t > reference else t + 1
        both = visible[t] & allowed & np.isfinite(home[:, 0])
        if both.sum() < _LEAST:
            maps[t] = maps[near]
            continue
        fitted, inliers = cv2.estimateAffine2D(
            points[t, both].astype(np.float64), home[both], method=cv2.RANSAC,
            ransacReprojThreshold=_TOLERANCE, maxIters=200, confidence=0.99, refineIters=4,
        )  # fmt: skip
        if fitted is None or not np.isfinite(fitted).all() or inliers.sum() < _LEAST:
            maps[t] = maps[near]
            continue
        maps[t] = fitted
        agreeing[t, both] = inliers[:, 0].astype(bool)
        # Points met here first hang on this picture's map.
        fresh = visible[t] & ~np.isfinite(home[:, 0])
        home[fresh] = points[t, fresh] @ fitted[:, :2].T + fitted[:, 2]
        agreeing[t, fresh & allowed] = True
    return maps.astype(np.float32), agreeing


def _smooth(maps: Affines) -> Affines:
    """Takes the jitter of the fit out, not the camera's: a median over three pictures."""
    if len(maps) < 3:
        return maps
    padded = np.concatenate([maps[:1], maps, maps[-1:]])
    smoothed: NDArray[np.float32] = np.median(np.stack([padded[:-2], padded[1:-1], padded[2:]]), axis=0)
    return smoothed.astype(np.float32)
