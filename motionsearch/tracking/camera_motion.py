"""The camera's own motion over a window, as affine maps to the picture in its middle.

Corners are followed from picture to picture by Lucas-Kanade and a map is fitted to what most of them do
(RANSAC); the maps are chained, and the chain is held to direct fits of the middle picture to every tenth.
What agrees counts as the world only if it lies all over the picture: a big thing that moves as one must not
be taken for it. What stands exactly still all over the picture is the world whatever most corners do.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from motionsearch.tracking.base import Pictures
from motionsearch.tracking.light import even_light
from motionsearch.tracks import Affines, Points, mapped

_SIDE = 384
"""Pixels along the longer side of the pictures that are looked at."""
_CORNERS = 250
_LEAST = 10
_TOLERANCE = 1.0
_KEY = 10
"""Every so many pictures the chain is held to a direct fit."""
_UNKNOWN = 0.3
"""Share of steps without a fit above which nothing is said of the camera."""
_LEAST_WAY, _LEAST_PIXELS = 0.004, 2.0
"""Share of the diagonal, and pixels, that a corner of the picture goes where the camera moves."""
_ROOTED, _ROOTED_SHARE = 0.4, 0.3
"""Pixels that what stands still may seem to move over :data:`_KEY` pictures; the share of such corners."""

Maps = NDArray[np.float64]


@dataclass(frozen=True)
class CameraMotion:
    """What the camera did.

    Args:
        maps: ``(T, 2, 3)`` each picture's pixels to those of the middle one; identities if it stands still.
        moving: Whether it moves.
        residual: Pixels by which the world is off these maps: depth, mostly.
    """

    maps: Affines
    moving: bool = False
    residual: float = 0.0

    def still(self, points: Points) -> Points:
        """``(T, N, 2)`` as a camera that stands still would see them."""
        return mapped(self.maps, points)

    def seen(self, places: NDArray[Any], pictures: NDArray[np.int64]) -> NDArray[np.float64]:
        """``(S, N, 2)`` where places ``(N, 2)`` of the still world lie in some of the pictures ``(S,)``."""
        turn = np.linalg.inv(self.maps[pictures, :, :2].astype(np.float64))
        moved = places[None] - self.maps[pictures, None, :, 2]
        where: NDArray[np.float64] = np.einsum("sij,snj->sni", turn, moved)
        return where


def standing(frames: int) -> CameraMotion:
    """A camera that does nothing for so many pictures."""
    return CameraMotion(np.tile(np.eye(2, 3, dtype=np.float32), (frames, 1, 1)))


def rescaled(maps: NDArray[np.floating[Any]], across: float, down: float) -> Affines:
    """``(T, 2, 3)`` maps for pictures that much wider and higher; (0, 0) is the middle of the first pixel."""
    up = np.array([[across, 0, (across - 1) / 2], [0, down, (down - 1) / 2], [0, 0, 1]])
    turned: Affines = (up @ squared(maps) @ np.linalg.inv(up))[:, :2].astype(np.float32)
    return turned


def squared(maps: NDArray[np.floating[Any]]) -> Maps:
    """``(T, 2, 3)`` maps as ``(T, 3, 3)``, to be chained."""
    return np.concatenate([maps, np.tile([[[0.0, 0.0, 1.0]]], (len(maps), 1, 1))], axis=1)


def estimate_camera(grey: Pictures) -> CameraMotion:
    """The camera's motion over ``(T, H, W)`` grey pictures; :func:`standing` where it cannot be told."""
    frames, height, width = grey.shape
    if frames < 2 or min(height, width) < 16 or stands_still(grey):
        return standing(frames)
    shrink = min(1.0, _SIDE / max(height, width))
    small = _evened(_shrunk(grey, shrink))
    if _rooted(small):
        return standing(frames)
    steps = [_step(small[t], small[t + 1]) for t in range(frames - 1)]
    if sum(step is None for step in steps) > _UNKNOWN * len(steps):
        return standing(frames)
    middle = frames // 2
    chain = np.tile(np.eye(3), (frames, 1, 1))
    for t in range(middle + 1, frames):
        chain[t] = chain[t - 1] @ np.linalg.inv(_or_nothing(steps[t - 1]))
    for t in range(middle - 1, -1, -1):
        chain[t] = chain[t + 1] @ _or_nothing(steps[t])
    chain, residual = _held(small, chain, middle)
    maps = rescaled(chain[:, :2], 1 / shrink, 1 / shrink)
    ends = np.array([[0, 0], [width, 0], [0, height], [width, height]], dtype=np.float32)
    motion = CameraMotion(maps, True, residual / shrink)
    way = float(np.ptp(motion.still(np.tile(ends, (frames, 1, 1))), axis=0).max())
    return (
        motion
        if np.isfinite(maps).all() and way >= _LEAST_WAY * np.hypot(width, height)
        else standing(frames)
    )


def stands_still(grey: Pictures) -> bool:
    """Whether the camera does not move: along the border of the picture, what has structure stays the same.

    Args:
        grey: ``(T, H, W)``.
    """
    frames, height, width = grey.shape
    chosen = np.unique(np.linspace(0, frames - 1, min(12, frames)).round().astype(int))
    shrunk = _evened(_shrunk(grey[chosen], min(1.0, 192 / max(height, width))))
    small = np.stack([cv2.GaussianBlur(picture, (3, 3), 0) for picture in shrunk]).astype(np.float32)
    usual = np.median(small, axis=0)
    square = np.ones((3, 3), dtype=np.uint8)
    structure = cv2.dilate(usual, square) - cv2.erode(usual, square)
    band = max(1, round(0.2 * min(usual.shape)))
    border = np.ones(usual.shape, dtype=bool)
    border[band:-band, band:-band] = False
    told = border & (structure > 12)
    if told.sum() < 0.02 * border.sum():
        told = border
    # Half a pixel of motion changes a structure by about a quarter of its range: three pixels are one range.
    change = np.abs(small - usual)[:, told]
    moved = (change > np.maximum(4.0, 0.25 * structure[told])).mean(1)
    return float(np.median(moved)) < 0.15 and float(np.quantile(moved, 0.9)) < 0.4


def _rooted(small: Pictures) -> bool:
    """Whether enough of the corners, all over the picture, stand exactly still all along."""
    size = (small.shape[2], small.shape[1])
    times = np.unique(np.r_[np.arange(0, len(small), _KEY), len(small) - 1])
    kept = []
    for here, there in itertools.pairwise(times):
        start = _corners(small[here])
        if len(start) < _LEAST:
            return False
        end, status, _ = cv2.calcOpticalFlowPyrLK(
            small[here], small[there], start, None, winSize=(15, 15), maxLevel=2
        )
        still = (status[:, 0] == 1) & (np.hypot(*(end - start)[:, 0].T) < _ROOTED)
        kept.append(float(still.mean()) if covers(start[still, 0], size) else 0.0)
    return float(np.quantile(kept, 0.25)) >= _ROOTED_SHARE


def covers(points: NDArray[Any], size: tuple[int, int]) -> bool:
    """Whether points ``(N, 2)`` lie all over a picture of ``(width, height)``: on three sides, and widely."""
    column = np.clip((4 * points[:, 0] / size[0]).astype(int), 0, 3)
    row = np.clip((4 * points[:, 1] / size[1]).astype(int), 0, 3)
    met = np.zeros((4, 4), dtype=bool)
    met[row, column] = True
    met[1:3, 1:3] = False
    sides = sum(bool(side.any()) for side in (met[0], met[3], met[:, 0], met[:, 3]))
    return int(met.sum()) >= 5 and sides >= 3


def _shrunk(grey: Pictures, shrink: float) -> Pictures:
    if shrink >= 1.0:
        return grey
    size = (max(1, round(grey.shape[2] * shrink)), max(1, round(grey.shape[1] * shrink)))
    return np.stack([cv2.resize(picture, size, interpolation=cv2.INTER_AREA) for picture in grey])


def _evened(grey: Pictures) -> Pictures:
    return even_light(grey.astype(np.float32)).clip(0, 255).astype(np.uint8)


def _corners(picture: Pictures) -> NDArray[np.float32]:
    apart = max(4.0, float(np.hypot(*picture.shape)) / 30)
    found = cv2.goodFeaturesToTrack(picture, _CORNERS, 0.003, apart, blockSize=5)
    return np.zeros((0, 1, 2), dtype=np.float32) if found is None else found


def _step(here: Pictures, there: Pictures, guess: Maps | None = None) -> Maps | None:
    """The ``(3, 3)`` map of pixels of ``here`` to those of ``there``, or ``None``."""
    fit = _fit(here, there, guess)
    return None if fit is None else fit[0]


def _fit(here: Pictures, there: Pictures, guess: Maps | None = None) -> tuple[Maps, float] | None:
    """The map, and how far the world is off it."""
    start = _corners(here)
    if len(start) < _LEAST:
        return None
    options: dict[str, Any] = {"winSize": (15, 15), "maxLevel": 3}
    if guess is None:
        end, status, _ = cv2.calcOpticalFlowPyrLK(here, there, start, None, **options)
    else:
        ahead = (start[:, 0] @ guess[:2, :2].T + guess[:2, 2]).astype(np.float32)[:, None]
        options |= {"maxLevel": 1, "flags": cv2.OPTFLOW_USE_INITIAL_FLOW}
        end, status, _ = cv2.calcOpticalFlowPyrLK(here, there, start, ahead.copy(), **options)
    size = (here.shape[1], here.shape[0])
    good = (status[:, 0] == 1) & (end[:, 0] >= 0).all(1) & (end[:, 0] < size).all(1)
    if good.sum() < _LEAST:
        return None
    fitted, inliers = cv2.estimateAffine2D(
        start[good], end[good], method=cv2.RANSAC, ransacReprojThreshold=_TOLERANCE, maxIters=300
    )
    if fitted is None or not np.isfinite(fitted).all():
        return None
    agree = inliers[:, 0].astype(bool)
    if agree.sum() < _LEAST or agree.mean() < 0.25 or not covers(start[good][agree, 0], size):
        return None
    # A camera neither mirrors nor doubles the world from one picture to the next.
    if not 0.4 < np.linalg.det(fitted[:, :2]) < 2.5:
        return None
    off = np.hypot(*(start[good][agree, 0] @ fitted[:, :2].T + fitted[:, 2] - end[good][agree, 0]).T)
    # Where only few agree, the world has depth, and the rest is off by more than the tolerance.
    return np.vstack([fitted, [0, 0, 1]]), float(np.median(off) / agree.mean())


def _or_nothing(step: Maps | None) -> Maps:
    return np.eye(3) if step is None else step


def _held(small: Pictures, chain: Maps, middle: int) -> tuple[Maps, float]:
    """The chain set right where the middle picture is fitted directly, and by how much the world is off."""
    frames = len(small)
    keys, residuals = [middle], [0.0]
    corrections: list[NDArray[Any]] = [np.eye(3)]
    for t in sorted({0, frames - 1, *range(middle % _KEY, frames, _KEY)} - {middle}):
        fit = _fit(small[middle], small[t], np.linalg.inv(chain[t]))
        if fit is None:
            continue
        # What the direct fit says beyond the chain; a large step is a wrong fit.
        correction = np.linalg.inv(fit[0]) @ np.linalg.inv(chain[t])
        if np.abs(correction - np.eye(3))[:2, :2].max() < 0.1:
            keys.append(t)
            corrections.append(correction)
            residuals.append(fit[1])
    order = np.argsort(keys)
    at, known = np.array(keys)[order], np.stack(corrections)[order].reshape(-1, 9)
    every = np.stack([np.interp(np.arange(frames), at, known[:, i]) for i in range(9)], axis=1)
    return every.reshape(-1, 3, 3) @ chain, float(np.median(residuals))
