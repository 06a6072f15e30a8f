"""Where pictures differ from what is behind: the background is what most of the window's pictures agree on.

Each sampled picture is compared with the median of others, brought to its place by the camera's maps;
exposure is evened out first. After the temporal median filters of McFarlane and Schofield, Segmentation and
Tracking of Piglets in Images, 1995, and later work.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from motionsearch.tracking.base import Pictures
from motionsearch.tracking.light import even_light
from motionsearch.tracks import Affines, Mask

_SIDE = 256
"""Pixels along the longer side of the pictures that are compared."""
_SAMPLES = 24
_BEHIND = 9
_LEAST_DIFFERENCE = 8.0
"""Grey levels."""
_NOISE_FACTOR = 5.0
_LEAST_AREA = 0.0004
"""Share of the picture that a spot must fill."""


@dataclass(frozen=True)
class Foreground:
    """What differs from the background.

    Args:
        moments: ``(S,)`` numbers of the pictures that were compared, rising.
        spots: ``(S, h, w)`` int32: 0 for background, else the number of the spot in that picture.
        scale: What coordinates of the tracked pictures are multiplied by.
    """

    moments: NDArray[np.int64]
    spots: NDArray[np.int32]
    scale: float

    @property
    def any(self) -> bool:
        """Whether anything differs anywhere."""
        return bool(self.spots.any())

    def at(self, points: NDArray[np.floating[Any]]) -> NDArray[np.int32]:
        """The spot under each point or beside it: ``(S, N, 2)`` pixels to ``(S, N)``; 0 for none."""
        where = ((np.nan_to_num(points, nan=-9.0) + 0.5) * self.scale - 0.5).round().astype(np.int64)
        height, width = self.spots.shape[1:]
        inside = ((where >= 0) & (where < [width, height])).all(-1)
        x, y = np.clip(where[..., 0], 0, width - 1), np.clip(where[..., 1], 0, height - 1)
        square = np.ones((3, 3), dtype=np.uint8)
        wide = np.stack([cv2.dilate(spots.astype(np.float32), square) for spots in self.spots])
        found = wide[np.arange(len(self.moments))[:, None], y, x]
        return np.where(inside, found, 0).astype(np.int32)

    def mask(self, sample: int, shape: tuple[int, int]) -> Mask:
        """``(H, W)`` of the tracked pictures, set where sample number ``sample`` differs."""
        spots = (self.spots[sample] > 0).astype(np.uint8)
        large: Mask = cv2.resize(spots, shape[::-1], interpolation=cv2.INTER_NEAREST).astype(bool)
        return large


def find_foreground(grey: Pictures, maps: Affines | None) -> Foreground:
    """What moves before the background.

    Args:
        grey: ``(T, H, W)`` pictures.
        maps: ``(T, 2, 3)`` each to the pixels of a camera that stands still, or ``None`` where it does.
    """
    frames, height, width = grey.shape
    scale = min(1.0, _SIDE / max(height, width))
    size = (max(1, round(width * scale)), max(1, round(height * scale)))
    moments = np.unique(np.linspace(0, frames - 1, min(_SAMPLES, frames)).round().astype(np.int64))
    small = np.stack(
        [
            cv2.GaussianBlur(cv2.resize(grey[t], size, interpolation=cv2.INTER_AREA), (3, 3), 0)
            for t in moments
        ]
    ).astype(np.float32)
    small = even_light(small)
    if maps is None:
        behind = np.median(small, axis=0)
        differences = np.abs(small - behind)
        tolerance = 0.35 * _range(behind)
    else:
        differences, tolerance = _against_others(small, _scaled(maps[moments], scale))
    noise = float(np.median(differences)) / 0.6745
    threshold = max(_LEAST_DIFFERENCE, _NOISE_FACTOR * noise) + tolerance
    least = max(4, int(_LEAST_AREA * size[0] * size[1]))
    spots = np.stack([_spots(mask, least) for mask in differences > threshold])
    return Foreground(moments, spots, scale)


def _against_others(
    pictures: NDArray[np.float32], maps: Affines
) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Differences ``(S, h, w)`` from the median of other pictures brought to the place of each."""
    count, height, width = pictures.shape
    whole = np.concatenate([maps, np.tile([[[0.0, 0.0, 1.0]]], (count, 1, 1))], axis=1)
    back = np.linalg.inv(whole)
    others = np.unique(np.linspace(0, count - 1, min(_BEHIND, count)).round().astype(int))
    differences = np.zeros_like(pictures)
    tolerance = np.zeros_like(pictures)
    for s in range(count):
        brought = []
        for o in others[others != s]:
            to_here = (back[s] @ whole[o])[:2]
            warped = cv2.warpAffine(
                pictures[o], to_here, (width, height), flags=cv2.INTER_LINEAR,
                borderMode=cv2.BORDER_CONSTANT, borderValue=-1000.0,
            )  # fmt: skip
            brought.append(np.where(warped < -1.0, np.nan, warped))
        stack = np.stack(brought) if brought else pictures[s : s + 1]
        known = np.isfinite(stack).sum(0) >= min(3, len(stack))
        behind = np.nanmedian(np.where(known, stack, pictures[s]), axis=0)
        differences[s] = np.where(known, np.abs(pictures[s] - behind), 0.0)
        # A fit that is a pixel off makes edges differ, by no more than what lies round them.
        tolerance[s] = 0.7 * _range(behind.astype(np.float32))
    return differences, tolerance


def _range(picture: NDArray[np.float32]) -> NDArray[np.float32]:
    """By how much grey levels vary round each pixel."""
    square = np.ones((3, 3), dtype=np.uint8)
    varied: NDArray[np.float32] = cv2.dilate(picture, square) - cv2.erode(picture, square)
    return varied


def _spots(mask: Mask, least: int) -> NDArray[np.int32]:
    """Numbers of the connected spots of a mask; small ones are dropped, near ones joined."""
    square = np.ones((3, 3), dtype=np.uint8)
    cleaned = cv2.morphologyEx(mask.astype(np.uint8), cv2.MORPH_OPEN, square)
    cleaned = cv2.morphologyEx(cleaned, cv2.MORPH_CLOSE, np.ones((7, 7), dtype=np.uint8))
    _, label, stats, _ = cv2.connectedComponentsWithStats(cleaned, connectivity=8)
    small = stats[:, cv2.CC_STAT_AREA] < least
    small[0] = True
    return np.where(small[label], 0, label).astype(np.int32)


def _scaled(maps: Affines, scale: float) -> Affines:
    """The maps for pictures ``scale`` times as large; (0, 0) is the middle of the first pixel in both."""
    shift = (scale - 1) / 2
    up = np.array([[scale, 0, shift], [0, scale, shift], [0, 0, 1]])
    whole = np.concatenate([maps, np.tile([[[0.0, 0.0, 1.0]]], (len(maps), 1, 1))], axis=1)
    turned: Affines = (up @ whole @ np.linalg.inv(up))[:, :2].astype(np.float32)
    return turned
