"""Flat patches with a texture, laid over each other: drawing them, and telling exactly which lies where.

Places are pixels of the picture; the middle of its top left pixel is (0, 0), and likewise in a texture. A
patch is carried by an affine map from its texture to the picture, so that where any of its points is needs no
picture to be drawn. Drawing takes four samples a pixel and averages them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from motionsearch.train.truth.textures import Image8

Floats = NDArray[np.floating[Any]]
Bools = NDArray[np.bool_]

_RIM = 3  # transparent texture round a patch, so that its edge is drawn smooth
_FINE = 2  # samples a pixel, each way
_LEVELS = 4
_SMALLER = 0.7  # samples a texture pixel below which the next half is drawn instead


@dataclass(frozen=True, eq=False)
class Patch:
    """Something flat that is drawn.

    Args:
        texture: ``(h, w, 4)`` RGB and opacity; transparent along its border.
        pose: ``(T, 2, 3)`` maps texture pixels to picture pixels.
        depth: ``(T,)``; what is larger hides what is smaller.
        mover: Number of the mover it is a part of, or -1.
        shown: ``(T,)`` whether it is there at all.
    """

    texture: Image8
    pose: Floats
    depth: Floats
    mover: int
    shown: Bools

    @cached_property
    def halvings(self) -> tuple[Image8, ...]:
        """The texture, and that of half as many pixels each way, and so on, for where it is drawn smaller."""
        levels = [self.texture]
        while len(levels) < _LEVELS and min(levels[-1].shape[:2]) >= 16:
            height, width = levels[-1].shape[:2]
            even = cv2.copyMakeBorder(levels[-1], 0, height % 2, 0, width % 2, cv2.BORDER_REPLICATE)
            half = ((width + 1) // 2, (height + 1) // 2)
            levels.append(np.asarray(cv2.resize(even, half, interpolation=cv2.INTER_AREA), dtype=np.uint8))
        return tuple(levels)


@dataclass(frozen=True, eq=False)
class Backdrop:
    """What fills the picture behind everything, carried by an affine map as a patch is.

    Args:
        texture: ``(h, w, 3)``.
        pose: ``(T, 2, 3)`` maps texture pixels to picture pixels.
        shown: ``(T,)`` in which pictures this one is behind.
    """

    texture: Image8
    pose: Floats
    shown: Bools


def cut_out(texture: Image8, opacity: Floats) -> Image8:
    """``(h + 6, w + 6, 4)``: a texture ``(h, w, 3)``, as opaque as ``(h, w)`` says, 0 to 1, and a rim."""
    wide = cv2.copyMakeBorder(texture, _RIM, _RIM, _RIM, _RIM, cv2.BORDER_REPLICATE)
    clear = np.pad(np.rint(255 * opacity).astype(np.uint8), _RIM)
    return np.ascontiguousarray(np.dstack([wide, clear]))


def mapped(affine: Floats, points: Floats) -> Floats:
    """Points ``(..., N, 2)`` through affine maps ``(..., 2, 3)``."""
    moved: Floats = points @ np.swapaxes(affine[..., :2], -1, -2) + affine[..., None, :, 2]
    return moved


def inverse(affine: Floats) -> Floats:
    """The maps ``(..., 2, 3)`` back."""
    back = np.linalg.inv(affine[..., :2])
    return np.concatenate([back, -back @ affine[..., 2:]], axis=-1)


def after(second: Floats, first: Floats) -> Floats:
    """One map ``(..., 2, 3)`` for two: first the one, then the other."""
    turn = second[..., :2] @ first[..., :2]
    shift = second[..., :2] @ first[..., 2:] + second[..., 2:]
    return np.concatenate([turn, shift], axis=-1)


def covers(patch: Patch, frame: int, places: Floats) -> Bools:
    """Whether the patch lies at places ``(K, 2)`` of a picture, visible or hidden: half opaque or more."""
    if not patch.shown[frame]:
        return np.zeros(len(places), dtype=bool)
    at = mapped(inverse(patch.pose[frame]), places)
    height, width = patch.texture.shape[:2]
    inside = ((at >= 0) & (at <= (width - 1, height - 1))).all(axis=1)
    result = np.zeros(len(places), dtype=bool)
    x, y = at[inside].T
    # Bilinear, as the drawing samples it.
    left, top = (np.minimum(v.astype(int), n - 2) for v, n in ((x, width), (y, height)))
    fx, fy = x - left, y - top
    alpha = patch.texture[..., 3]
    upper = alpha[top, left] * (1 - fx) + alpha[top, left + 1] * fx
    lower = alpha[top + 1, left] * (1 - fx) + alpha[top + 1, left + 1] * fx
    result[inside] = upper * (1 - fy) + lower * fy >= 127.5
    return result


def uppermost(patches: Sequence[Patch], frame: int, places: Floats) -> NDArray[np.int64]:
    """``(K,)`` which patch, by its place in the list, is seen at places ``(K, 2)`` of a picture; or -1."""
    seen = np.full(len(places), -1, dtype=np.int64)
    for number in _order(patches, frame):
        seen[covers(patches[number], frame, places)] = number
    return seen


def paint(backdrop: Image8, patches: Sequence[Patch], moment: float) -> Image8:
    """Lays the patches over a picture ``(H, W, 3)``, which is changed.

    Args:
        moment: Picture number, or between two: then poses are taken in between.
    """
    frame = round(moment)
    for number in _order(patches, frame):
        if patches[number].shown[frame]:
            _lay(backdrop, patches[number], between(patches[number].pose, moment))
    return backdrop


def between(pose: Floats, moment: float) -> Floats:
    """The map ``(2, 3)`` at a moment counted in pictures; before the first and after the last it stays."""
    moment = float(np.clip(moment, 0, len(pose) - 1))
    before = min(int(moment), len(pose) - 2)
    share = moment - before
    return np.asarray(pose[before] * (1 - share) + pose[before + 1] * share)


def spread(backdrop: Backdrop, moment: float, size: tuple[int, int]) -> Image8:
    """The backdrop ``(H, W, 3)`` at a moment, in a picture of ``size`` ``(width, height)``."""
    drawn = cv2.warpAffine(
        backdrop.texture, between(backdrop.pose, moment), size, flags=cv2.INTER_LINEAR,
        borderMode=cv2.BORDER_REFLECT_101,
    )  # fmt: skip
    return np.asarray(drawn, dtype=np.uint8)


def _order(patches: Sequence[Patch], frame: int) -> list[int]:
    """From the farthest to the nearest."""
    return sorted(range(len(patches)), key=lambda number: float(patches[number].depth[frame]))


def _lay(picture: Image8, patch: Patch, pose: Floats) -> None:
    height, width = picture.shape[:2]
    h, w = patch.texture.shape[:2]
    corners = mapped(pose, np.array([[0.0, 0], [w - 1, 0], [0, h - 1], [w - 1, h - 1]]))
    low = np.maximum(np.floor(corners.min(axis=0)).astype(int), 0)
    high = np.minimum(np.ceil(corners.max(axis=0)).astype(int) + 1, (width, height))
    if (high <= low).any():
        return
    # The middle of pixel p lies at _FINE * (p + 1/2) - 1/2 of the finer raster.
    fine = _FINE * (pose - np.array([[0, 0, low[0]], [0, 0, low[1]]]))
    fine[:, 2] += (_FINE - 1) / 2
    texture = patch.texture
    for half in patch.halvings[1:]:
        if abs(np.linalg.det(fine[:, :2])) > _SMALLER**2:
            break
        # Its pixel p covers pixels 2 p and 2 p + 1 of the larger one.
        texture, fine = half, after(fine, np.array([[2, 0, 0.5], [0, 2, 0.5]]))
    across, along = (int(v) for v in high - low)
    drawn = cv2.warpAffine(texture, fine, (_FINE * across, _FINE * along), flags=cv2.INTER_LINEAR)
    drawn = cv2.resize(drawn, (across, along), interpolation=cv2.INTER_AREA)
    part = picture[low[1] : high[1], low[0] : high[0]]
    share = drawn[..., 3:].astype(np.float32) / 255
    part[:] = np.rint(part + (drawn[..., :3].astype(np.float32) - part) * share).astype(np.uint8)
