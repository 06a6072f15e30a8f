"""From decoded frames to arrays: colour, size and the right way up, in as few passes as possible."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
from av.video.reformatter import ColorRange, Colorspace, Interpolation, VideoReformatter

from motionsearch.video import Image8, Scale

_HD_LINES = 576  # above, untagged pictures are taken for BT.709, as players do
_UNTAGGED = 2  # AVCOL_SPC_UNSPECIFIED


@dataclass(frozen=True)
class Turn:
    """How stored pictures are turned to be upright: first transposed, then mirrored along x, along y."""

    transposed: bool = False
    mirrored_x: bool = False
    mirrored_y: bool = False

    @classmethod
    def of_matrix(cls, matrix: Sequence[int]) -> Turn:
        """From a display matrix of an ISO file (ISO/IEC 14496-12, 6.2.2): ``a b u c d v x y w``.

        ``x' = a x + c y``, ``y' = b x + d y``. Between two quarter turns the nearer one is taken.
        """
        a, b, _, c, d = matrix[:5]
        if abs(a) + abs(d) >= abs(b) + abs(c):
            return cls(False, a < 0, d < 0)
        return cls(True, c < 0, b < 0)

    def size(self, size: tuple[int, int]) -> tuple[int, int]:
        """``(width, height)`` after turning, and as well before, given the one after."""
        return (size[1], size[0]) if self.transposed else size

    def __call__(self, picture: Image8) -> Image8:
        """``(H, W, ...)`` turned."""
        if self.transposed:
            picture = cv2.transpose(picture)
        if self.mirrored_x or self.mirrored_y:
            picture = cv2.flip(picture, -1 if self.mirrored_x and self.mirrored_y else int(self.mirrored_x))
        return picture


class Converter:
    """Makes arrays of FFmpeg's frames, whatever their pixel format, range and size."""

    def __init__(self, scale: Scale, turn: Turn, *, grey: bool) -> None:
        self.size = turn.size(scale.small)
        self.turn = turn
        self.grey = grey
        self._reformatter = VideoReformatter()

    def __call__(self, frame: Any) -> Image8:
        """``(H, W)`` grey or ``(H, W, 3)`` RGB, upright."""
        if frame.format.has_palette or any(part.is_alpha for part in frame.format.components):
            whole = self._through_swscale(frame, "rgba", (frame.width, frame.height))
            picture = resized(on_black(whole, grey=self.grey), self.size)
        else:
            picture = self._through_swscale(frame, "gray8" if self.grey else "rgb24", self.size)
        return self.turn(picture)

    def _through_swscale(self, frame: Any, pixel_format: str, size: tuple[int, int]) -> Image8:
        matrix = frame.colorspace
        if matrix == _UNTAGGED:
            matrix = Colorspace.ITU709 if frame.height > _HD_LINES else Colorspace.ITU601
        if pixel_format == "gray8":
            # Grey counts as BT.601; from any other matrix swscale would go by way of RGB: slower, and luma
            # would change where colours are out of range. All that is wanted is luma as it is.
            matrix = Colorspace.ITU601
        interpolation = Interpolation.BILINEAR
        if size != (frame.width, frame.height):
            shrinks = size[0] <= frame.width and size[1] <= frame.height
            interpolation = Interpolation.AREA if shrinks else Interpolation.BILINEAR
            interpolation |= Interpolation.ACCURATE_RND | Interpolation.FULL_CHR_H_INT
        made = self._reformatter.reformat(
            frame,
            width=size[0],
            height=size[1],
            format=pixel_format,
            src_colorspace=matrix,
            dst_colorspace=Colorspace.ITU601 if pixel_format == "gray8" else None,
            src_color_range=ColorRange.JPEG if frame.format.name.startswith("yuvj") else frame.color_range,
            dst_color_range=ColorRange.JPEG,
            interpolation=interpolation,
            threads=1,
        )
        return np.ascontiguousarray(made.to_ndarray())


def resized(picture: Image8, size: tuple[int, int]) -> Image8:
    """``(H, W, ...)`` at ``(width, height)``: averaged where it shrinks, bilinear where it grows."""
    height, width = picture.shape[:2]
    if (width, height) == size:
        return picture
    shrinks = size[0] <= width and size[1] <= height
    return np.asarray(
        cv2.resize(picture, size, interpolation=cv2.INTER_AREA if shrinks else cv2.INTER_LINEAR)
    )


def on_black(picture: Image8, *, grey: bool) -> Image8:
    """``(H, W, 4)`` RGB and opacity as RGB or grey over black."""
    colours: Image8 = picture[..., :3]
    if picture[..., 3].min() < 255:
        opacity = picture[..., 3:].astype(np.uint16)
        colours = ((colours * opacity + 127) // 255).astype(np.uint8)
    if grey:
        colours = cv2.cvtColor(colours, cv2.COLOR_RGB2GRAY)
    return np.ascontiguousarray(colours)
