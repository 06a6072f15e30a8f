"""Small rendered scenes in which the place of every point is known exactly."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache

import cv2
import numpy as np
from numpy.typing import NDArray

SIDE = 256
"""Units after which a texture repeats."""
FINE = 4
"""Texture samples a unit: what is read between them is a fixed smooth function, the same in every frame."""

Move = Callable[[float], NDArray[np.float64]]
"""From a time in frames to ``(2, 3)``, the affine map of the layer's own coordinates to the picture's."""


def about(x: float, y: float, angle: float = 0.0, scale: float = 1.0) -> NDArray[np.float64]:
    """The map that turns by ``angle`` radians, scales, and puts the layer's origin at x, y."""
    c, s = scale * np.cos(angle), scale * np.sin(angle)
    return np.array([[c, -s, x], [s, c, y]])


@cache
def texture(seed: int, side: int = SIDE, contrast: float = 50.0, flat: float = 0.0) -> NDArray[np.float32]:
    """``(side * FINE, side * FINE)`` grey of several sizes of blots that repeats beyond its border.

    ``flat`` of it, 0 to 1, has hardly any contrast.
    """
    rng = np.random.default_rng(seed)
    total = np.zeros((side, side), np.float32)
    for blot in (1.2, 3.0, 8.0):
        noise = rng.standard_normal((side, side)).astype(np.float32)
        smooth = cv2.GaussianBlur(np.tile(noise, (3, 3)), (0, 0), blot)[side : 2 * side, side : 2 * side]
        total += smooth / smooth.std()
    if flat:
        patches = cv2.GaussianBlur(
            np.tile(rng.standard_normal((side, side)).astype(np.float32), (3, 3)), (0, 0), 16.0
        )[side : 2 * side, side : 2 * side]
        total *= np.where(patches < np.quantile(patches, flat), np.float32(0.05), np.float32(1))
    grey = 128 + contrast * total / total.std()
    wide = cv2.resize(np.tile(grey, (3, 3)), None, fx=FINE, fy=FINE, interpolation=cv2.INTER_CUBIC)
    return wide[side * FINE : 2 * side * FINE, side * FINE : 2 * side * FINE]


@dataclass(frozen=True)
class Layer:
    """A textured ellipse with half-axes ``size`` in its own coordinates; the whole plane where ``None``."""

    texture: NDArray[np.float32]
    move: Move
    size: tuple[float, float] | None = None

    def covers(self, own: NDArray[np.float64]) -> NDArray[np.bool_]:
        if self.size is None:
            return np.ones(own.shape[:-1], bool)
        return (own[..., 0] / self.size[0]) ** 2 + (own[..., 1] / self.size[1]) ** 2 <= 1


def apply(matrix: NDArray[np.float64], points: NDArray[np.float64]) -> NDArray[np.float64]:
    return points @ matrix[:, :2].T + matrix[:, 2]


def invert(matrix: NDArray[np.float64]) -> NDArray[np.float64]:
    linear = np.linalg.inv(matrix[:, :2])
    return np.column_stack([linear, -linear @ matrix[:, 2]])


@dataclass(frozen=True)
class Scene:
    """Layers, the last on top, seen through ``frames`` pictures of ``width`` by ``height``."""

    layers: Sequence[Layer]
    frames: int
    width: int = 256
    height: int = 256
    noise: float = 0.0
    shutter: float = 0.0  # of the time from frame to frame that the picture is exposed
    light: Callable[[float], float] = lambda t: 1.0

    def render(self) -> NDArray[np.uint8]:
        """``(T, H, W)``, four samples a pixel."""
        y, x = np.mgrid[0 : self.height * 2, 0 : self.width * 2]
        pixels = np.stack([x, y], axis=-1) / 2 - 0.25
        rng = np.random.default_rng(7)
        frames = []
        for t in range(self.frames):
            moments = t + self.shutter * (np.arange(4) / 4 - 0.375) if self.shutter else np.array([t])
            picture = np.mean([self._seen(pixels, moment) for moment in moments], axis=0)
            picture = picture.reshape(self.height, 2, self.width, 2).mean(axis=(1, 3)) * self.light(t)
            picture += rng.normal(0, self.noise, picture.shape) if self.noise else 0
            frames.append(np.clip(np.round(picture), 0, 255).astype(np.uint8))
        return np.stack(frames)

    def _seen(self, pixels: NDArray[np.float64], moment: float) -> NDArray[np.float32]:
        picture = np.zeros(pixels.shape[:2], np.float32)
        for layer in self.layers:
            own = apply(invert(layer.move(moment)), pixels)
            side = layer.texture.shape[0]
            at = ((own * FINE) % side).astype(np.float32)
            wrapped = cv2.copyMakeBorder(layer.texture, 0, 2, 0, 2, cv2.BORDER_WRAP)
            grey = cv2.remap(wrapped, at[..., 0], at[..., 1], cv2.INTER_LINEAR)
            picture = np.where(layer.covers(own), grey, picture)
        return picture

    def truth(
        self, layer: int, queries: NDArray[np.float64]
    ) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
        """Where points of a layer are: ``(T, N, 2)``, and ``(T, N)`` whether they can be seen.

        ``queries`` is ``(N, 3)``: frame, x and y in pixels of points on the layer.
        """
        own = np.array([apply(invert(self.layers[layer].move(q[0])), q[1:]) for q in queries])
        points = np.array([apply(self.layers[layer].move(t), own) for t in range(self.frames)])
        limits = np.array([self.width, self.height]) - 0.5
        visible = ((points >= -0.5) & (points < limits)).all(axis=2)
        for above in self.layers[layer + 1 :]:
            for t in range(self.frames):
                visible[t] &= ~above.covers(apply(invert(above.move(t)), points[t]))
        return points, visible

    def queries(self, layer: int, frame: int, count: int, seed: int = 0) -> NDArray[np.float64]:
        """``(N, 3)``: visible points of the layer in that frame, ``count`` of them or what there is."""
        rng = np.random.default_rng(seed)
        at = rng.uniform(0, 1, (count * 50, 2)) * [self.width - 1, self.height - 1]
        own = apply(invert(self.layers[layer].move(frame)), at)
        asked = np.column_stack([np.full(len(at), float(frame)), at])[self.layers[layer].covers(own)]
        free = np.ones(len(asked), bool)
        for above in self.layers[layer + 1 :]:
            free &= ~above.covers(apply(invert(above.move(frame)), asked[:, 1:]))
        return asked[free][:count]
