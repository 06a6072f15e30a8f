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
from motionsearch.tracking.camera_motion import rescaled, squared
from motionsearch.tracking.light import even_light
from motionsearch.tracking.quantiles import known_quantile
from motionsearch.tracks import Affines, Mask

_SIDE = 256
"""Pixels along the longer side of the pictures that are compared."""
_SAMPLES = 24
_BEHIND = 9
_LEAST_DIFFERENCE = 8.0
"""Grey levels."""
_NOISE_FACTOR = 5.0
_NEIGHBOURHOOD = 7
_PATTERN, _SAME_PATTERN = 3.0, 0.85
"""Grey levels by which a pattern varies, and the correlation from which two patterns are one."""
_STEEP, _LEAST_EDGE = 12.0, 0.05
"""Grey levels by which a difference varies round a pixel of an edge, and the share of such in a spot."""
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
        behind = np.broadcast_to(np.median(small, axis=0), small.shape)
    else:
        behind = _behind(small, rescaled(maps[moments], scale, scale))
    difference = small - behind
    # A fit that is a pixel off makes edges differ, by no more than what lies round them.
    tolerance = np.stack([_range(picture) for picture in behind]) * (0.35 if maps is None else 0.7)
    noise = float(np.median(np.abs(difference))) / 0.6745
    differs = np.abs(difference) > max(_LEAST_DIFFERENCE, _NOISE_FACTOR * noise) + tolerance
    least = max(4, int(_LEAST_AREA * size[0] * size[1]))
    spots = [
        _spots(differs[k] & ~_alike(small[k], behind[k]), _range(difference[k]) > _STEEP, least)
        for k in range(len(small))
    ]
    return Foreground(moments, np.stack(spots), scale)


def _behind(pictures: NDArray[np.float32], maps: Affines) -> NDArray[np.float32]:
    """``(S, h, w)`` the median of other pictures brought to the place of each; itself where too few reach."""
    count, height, width = pictures.shape
    whole = squared(maps)
    back = np.linalg.inv(whole)
    others = np.unique(np.linspace(0, count - 1, min(_BEHIND, count)).round().astype(int))
    behind = pictures.copy()
    for s in range(count):
        brought = []
        for o in others[others != s]:
            to_here = (back[s] @ whole[o])[:2]
            warped = cv2.warpAffine(
                pictures[o], to_here, (width, height), flags=cv2.INTER_LINEAR,
                borderMode=cv2.BORDER_CONSTANT, borderValue=-1000.0,
            )  # fmt: skip
            brought.append(np.where(warped < -1.0, np.nan, warped))
        if brought:
            stack = np.stack(brought)
            known = np.isfinite(stack).sum(0) >= min(3, len(stack))
            behind[s] = np.where(known, known_quantile(np.where(known, stack, 0.0), 0.5, 0)[0], pictures[s])
    return behind


def _alike(picture: NDArray[np.float32], behind: NDArray[np.float32]) -> Mask:
    """Where only the light differs: a shadow leaves the pattern of the ground as it is."""
    means = [_around(picture), _around(behind)]
    spreads = [
        np.sqrt(np.maximum(_around(p * p) - mean * mean, 0.0))
        for p, mean in zip((picture, behind), means, strict=True)
    ]
    common = _around(picture * behind) - means[0] * means[1]
    patterned = np.minimum(*spreads) > _PATTERN
    alike: Mask = patterned & (common > _SAME_PATTERN * spreads[0] * spreads[1])
    return alike


def _around(picture: NDArray[np.float32]) -> NDArray[np.float32]:
    mean: NDArray[np.float32] = cv2.blur(picture, (_NEIGHBOURHOOD, _NEIGHBOURHOOD))
    return mean


def _range(picture: NDArray[np.float32]) -> NDArray[np.float32]:
    """By how much grey levels vary round each pixel."""
    square = np.ones((3, 3), dtype=np.uint8)
    varied: NDArray[np.float32] = cv2.dilate(picture, square) - cv2.erode(picture, square)
    return varied


def _spots(mask: Mask, steep: Mask, least: int) -> NDArray[np.int32]:
    """Numbers of the connected spots of a mask; small ones and those without an edge are dropped."""
    square = np.ones((3, 3), dtype=np.uint8)
    cleaned = cv2.morphologyEx(mask.astype(np.uint8), cv2.MORPH_OPEN, square)
    cleaned = cv2.morphologyEx(cleaned, cv2.MORPH_CLOSE, np.ones((7, 7), dtype=np.uint8))
    count, label, stats, _ = cv2.connectedComponentsWithStats(cleaned, connectivity=8)
    area = stats[:, cv2.CC_STAT_AREA]
    # Things have an outline; where a cloud passes, grey levels change, but nowhere from pixel to pixel.
    edges = np.bincount(label[steep], minlength=count)
    dropped = (area < least) | (edges < _LEAST_EDGE * area)
    dropped[0] = True
    return np.where(dropped[label], 0, label).astype(np.int32)
