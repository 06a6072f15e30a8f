"""Ink over pictures: anti-aliased lines and discs with dark rims, and text on dark plates.

The rims keep what is drawn legible on light and dark footage.
"""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

Image8 = NDArray[np.uint8]
Floats = NDArray[np.float64]

# cv2 draws at fractions of a pixel when coordinates are integers with so many bits behind the point.
_BITS = 4
_BRIGHTEST, _DARKEST_RIM, _DISC_RIM = 0.95, 0.42, 0.85
_FARTHEST = float(1 << 24)  # in these fractions; farther out only the direction matters
_PLATE = (10, 12, 18, 175)


class Layers:
    """What is laid over one stretch of a picture: ink with its opacity, and the opacity of a dark rim."""

    def __init__(self, room: tuple[int, int, int, int]) -> None:
        self.left, self.top, right, bottom = room
        shape = bottom - self.top, right - self.left
        self.where = np.s_[self.top : bottom, self.left : right]
        self.ink = np.zeros((*shape, 3), dtype=np.uint8)
        self.opacity = np.zeros(shape, dtype=np.uint8)
        self.rim = np.zeros(shape, dtype=np.uint8)

    def tint(self, lines: Floats, colour: Floats, thickness: int) -> None:
        """Gives the ground under lines ``(S, 2, 2)`` their colour, wide enough for soft edges."""
        cv2.polylines(self.ink, self._fixed(lines), False, colour.tolist(), thickness, cv2.LINE_8, _BITS)

    def stroke(self, lines: Floats, strength: float, thickness: int) -> None:
        """Makes lines ``(S, 2, 2)`` opaque by ``strength`` in 0..1."""
        fixed = self._fixed(lines)
        rim, ink = 255 * _DARKEST_RIM * strength, 255 * _BRIGHTEST * strength
        cv2.polylines(self.rim, fixed, False, [rim], thickness + 2, cv2.LINE_AA, _BITS)
        cv2.polylines(self.opacity, fixed, False, [ink], thickness, cv2.LINE_AA, _BITS)

    def discs(self, at: Floats, radius: float, colours: Floats) -> None:
        """Full discs with dark rims round ``at (S, 2)``, anti-aliased by their distance from the middle."""
        reach = int(np.ceil(radius)) + 2
        grid = np.arange(-reach, reach + 1)
        places = at - np.array([self.left, self.top])
        middle = np.round(places).astype(np.int64)
        x = (middle[:, 0, None, None] + grid[None, None, :]) + 0 * grid[None, :, None]
        y = (middle[:, 1, None, None] + grid[None, :, None]) + 0 * grid[None, None, :]
        distance = np.hypot(x - places[:, 0, None, None], y - places[:, 1, None, None])
        height, width = self.opacity.shape
        inside = (x >= 0) & (x < width) & (y >= 0) & (y < height)
        cell = np.where(inside, y * width + x, 0)
        full = np.where(inside, 255 * np.clip(radius + 0.5 - distance, 0, 1), 0)
        rim = np.where(inside, 255 * _DISC_RIM * np.clip(radius + 1.6 - distance, 0, 1), 0)
        np.maximum.at(self.rim.reshape(-1), cell, rim.astype(np.uint8))
        ink, opacity = self.ink.reshape(-1, 3), self.opacity.reshape(-1)
        for which in range(len(at)):  # one after the other: the later lie on top
            seen = full[which] > 0
            covered = cell[which][seen]
            ink[covered] = colours[which]
            opacity[covered] = np.maximum(opacity[covered], full[which][seen].astype(np.uint8))

    def onto(self, picture: Image8) -> None:
        """Lays the layers over a picture, in place."""
        part = picture[self.where]
        # part * (1 - rim) * (1 - opacity) + ink * opacity
        opaque = cv2.merge([self.opacity] * 3)
        kept = cv2.merge([255 - self.rim] * 3)
        under = cv2.multiply(cv2.multiply(part, kept, scale=1 / 255), 255 - opaque, scale=1 / 255)
        picture[self.where] = cv2.add(under, cv2.multiply(self.ink, opaque, scale=1 / 255))

    def _fixed(self, lines: Floats) -> list[NDArray[np.int32]]:
        shifted = (lines - np.array([self.left, self.top])) * (1 << _BITS)
        return list(np.round(np.clip(shifted, -_FARTHEST, _FARTHEST)).astype(np.int32))


def text_tag(text: str, size: int, colour: Floats | None, width: int) -> NDArray[np.uint8]:
    """Text on a dark plate: ``(h, w, 4)`` RGBA, cut to ``width`` pixels.

    Args:
        text: One line; control characters become spaces.
        size: Of the letters in pixels.
        colour: Of the letters; ``None`` for white.
        width: The most it may take.
    """
    from PIL import Image, ImageDraw, ImageFont

    font = ImageFont.load_default(size=size)
    words = " ".join("".join(c if c.isprintable() else " " for c in text).split())
    # Pillow without FreeType has a bitmap font of Latin letters only.
    if not isinstance(font, ImageFont.FreeTypeFont):
        words = words.encode("latin-1", "replace").decode("latin-1")
    pad = max(3, size // 3)
    while len(words) > 1 and font.getlength(words) > width - 2 * pad:
        words = words.rstrip("…")[:-1].rstrip() + "…"
    box = int(np.ceil(font.getlength(words))) + 2 * pad, round(1.25 * size) + pad
    image = Image.new("RGBA", box, (0, 0, 0, 0))
    draw = ImageDraw.Draw(image)
    draw.rounded_rectangle((0, 0, box[0] - 1, box[1] - 1), radius=pad, fill=_PLATE)
    ink = (240, 242, 246) if colour is None else tuple(round(128 + c / 2) for c in colour)
    draw.text((pad, pad / 2), words, fill=(*ink, 255), font=font)
    return np.asarray(image).copy()


def stick(picture: Image8, tag: NDArray[np.uint8], x: float, y: float) -> None:
    """Lays a tag over a picture, in place, moved so that it lies within."""
    height, width = picture.shape[:2]
    tag = tag[:height, :width]
    left = int(np.clip(round(x), 0, width - tag.shape[1]))
    top = int(np.clip(round(y), 0, height - tag.shape[0]))
    part = picture[top : top + tag.shape[0], left : left + tag.shape[1]]
    opacity = tag[..., 3:].astype(np.float32) / 255
    part[:] = np.round(part * (1 - opacity) + tag[..., :3] * opacity).astype(np.uint8)


__all__ = ["Layers", "stick", "text_tag"]
