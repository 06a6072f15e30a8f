"""Small moving scenes with a known truth: textured patches that move over a textured ground."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

SIZE = (192, 128)
"""Width and height."""


@dataclass(frozen=True)
class Patch:
    """A textured rectangle: ``size`` in pixels, its middle at ``place(t)`` in the world at picture t."""

    size: tuple[int, int]
    place: Callable[[float], tuple[float, float]]
    seed: int = 1


def texture(width: int, height: int, seed: int, *, grain: float = 2.0) -> NDArray[np.float32]:
    """``(height, width)`` smooth random greys, 30 to 220."""
    noise = np.random.default_rng(seed).standard_normal((height, width)).astype(np.float32)
    smooth = cv2.GaussianBlur(noise, (0, 0), grain)
    low, high = np.percentile(smooth, [1, 99])
    spread: NDArray[np.float32] = np.clip((smooth - low) / (high - low), 0, 1) * 190 + 30
    return spread.astype(np.float32)


def render(
    patches: Sequence[Patch],
    frames: int,
    *,
    size: tuple[int, int] = SIZE,
    camera: Callable[[float], tuple[float, float]] = lambda t: (0.0, 0.0),
    noise: float = 1.0,
    light: Callable[[float], float] = lambda t: 1.0,
) -> NDArray[np.uint8]:
    """``(T, H, W)`` grey pictures; ``camera(t)`` is where in the world the picture's corner is."""
    width, height = size
    margin = 80
    ground = texture(width + 2 * margin, height + 2 * margin, 0)
    rng = np.random.default_rng(7)
    pictures = []
    for t in range(frames):
        cx, cy = camera(t)
        picture = _drawn(ground, (-margin - cx, -margin - cy), size)[0]
        for patch in patches:
            x, y = patch.place(t)
            corner = (x - patch.size[0] / 2 - cx, y - patch.size[1] / 2 - cy)
            drawn, cover = _drawn(texture(*patch.size, patch.seed), corner, size)
            picture = picture * (1 - cover) + drawn * cover
        picture = picture * light(t) + noise * rng.standard_normal(picture.shape)
        pictures.append(np.clip(picture, 0, 255).round().astype(np.uint8))
    return np.stack(pictures)


def _drawn(
    image: NDArray[np.float32], corner: tuple[float, float], size: tuple[int, int]
) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """The image with its corner at a place, and how much of each pixel it covers."""
    shift = np.array([[1, 0, corner[0]], [0, 1, corner[1]]], dtype=np.float64)
    cover = cv2.warpAffine(np.ones_like(image), shift, size)
    drawn = cv2.warpAffine(image, shift, size)
    return drawn / np.maximum(cover, 1e-3), cover
