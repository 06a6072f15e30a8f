"""From decoded frames to arrays: colour, size and the right way up, in as few passes as possible."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
from av.video.reformatter import ColorRange, Colorspace, Interpolation, VideoReformatter
from numpy.typing import NDArray

from motionsearch.video import Image8, Scale

# Formats whose first plane is luma of eight bits.
_LUMA_FIRST = frozenset(
    f"yuv{j}{kind}" for j in ("", "j") for kind in ("420p", "422p", "444p", "440p", "411p", "410p")
) | {"nv12", "nv21", "nv16", "nv24", "gray"}
_HD_LINES = 576  # above, untagged pictures are taken for BT.709, as players do


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
    """Makes arrays of FFmpeg's frames, whatever their pixel format and size.

    Luma is taken from its plane where there is one and stretched from limited to full range; all else goes
    through swscale. Both honour the range that the frame is tagged with.
    """

    def __init__(self, scale: Scale, turn: Turn, *, grey: bool) -> None:
        self.size = turn.size(scale.small)
        self.turn = turn
        self.grey = grey
        self._reformatter = VideoReformatter()

    def __call__(self, frame: Any) -> Image8:
        """``(H, W)`` grey or ``(H, W, 3)`` RGB, upright."""
        name = frame.format.name
        # Grey pictures are of full range unless told otherwise, all others of limited range.
        full = frame.color_range == ColorRange.JPEG or name.startswith("yuvj")
        full |= name == "gray" and frame.color_range != ColorRange.MPEG
        if self.grey and name in _LUMA_FIRST and frame.planes[0].line_size > 0:
            plane = frame.planes[0]
            rows = np.frombuffer(plane, dtype=np.uint8).reshape(-1, plane.line_size)
            luma = resized(rows[: frame.height, : frame.width], self.size)
            return self.turn(luma.copy() if full else cv2.LUT(luma, _FULL_RANGE))
        if frame.format.has_palette or any(part.is_alpha for part in frame.format.components):
            return self.turn(resized(on_black(self._through_swscale(frame, "rgba"), self.grey), self.size))
        return self.turn(self._through_swscale(frame, "gray8" if self.grey else "rgb24"))

    def _through_swscale(self, frame: Any, pixel_format: str) -> Image8:
        width, height = self.size if pixel_format != "rgba" else (frame.width, frame.height)
        shrinks = width <= frame.width and height <= frame.height
        matrix = frame.colorspace
        if matrix in (Colorspace.DEFAULT, 2) and frame.height > _HD_LINES:
            matrix = Colorspace.ITU709
        range_in = ColorRange.JPEG if frame.format.name.startswith("yuvj") else frame.color_range
        made = self._reformatter.reformat(
            frame,
            width=width,
            height=height,
            format=pixel_format,
            src_colorspace=matrix,
            src_color_range=range_in,
            dst_color_range=ColorRange.JPEG,
            interpolation=Interpolation.AREA if shrinks else Interpolation.BILINEAR,
            threads=1,
        )
        return np.ascontiguousarray(made.to_ndarray())


def resized(picture: Image8, size: tuple[int, int]) -> Image8:
    """``(H, W, ...)`` at ``(width, height)``: averaged where it shrinks, bilinear where it grows."""
    height, width = picture.shape[:2]
    if (width, height) == size:
        return picture
    shrinks = size[0] <= width and size[1] <= height
    return cv2.resize(picture, size, interpolation=cv2.INTER_AREA if shrinks else cv2.INTER_LINEAR)


def on_black(picture: Image8, grey: bool) -> Image8:
    """``(H, W, 4)`` RGB and opacity as RGB or grey over black."""
    colours: Image8 = picture[..., :3]
    if picture[..., 3].min() < 255:
        opacity = picture[..., 3:].astype(np.uint16)
        colours = ((colours * opacity + 127) // 255).astype(np.uint8)
    if grey:
        colours = cv2.cvtColor(colours, cv2.COLOR_RGB2GRAY)
    return np.ascontiguousarray(colours)


def _full_range() -> NDArray[np.uint8]:
    """Limited luma 16..235 to 0..255, ITU-R BT.709-6 table 3.4."""
    luma = np.arange(256)
    return np.clip(np.round((luma - 16) * 255 / 219), 0, 255).astype(np.uint8)


_FULL_RANGE = _full_range()
