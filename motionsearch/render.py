"""Tracks as pictures: for the image tower, for files, for the terminal."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import IO, TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from motionsearch import render_svg
from motionsearch.errors import InputError
from motionsearch.render_trails import (
    BACKGROUND,
    Colour,
    Fit,
    Palette,
    Trails,
    lay_out,
    raster,
    spread_points,
)
from motionsearch.tracks import Tracks
from motionsearch.whole import appearing

if TYPE_CHECKING:
    from PIL import Image

Image8 = NDArray[np.uint8]

SUFFIXES = (".png", ".svg", ".gif")

# Pictures are drawn this much larger and averaged down: smooth edges without a drawing library.
_OVERSAMPLING = 2
_TITLE_BAND = 26
_GIF_RATE = 25.0
_GIF_MOST_FRAMES = 250
_GIF_TRAIL_SECONDS = 1.0
_GIF_LAST_HOLD = 80  # hundredths of a second
_TEXT_MOST_POINTS = 6
# Bit of dot (row, column) of a braille cell, Unicode chapter 21.1: U+2800 + sum of the bits set.
_BRAILLE_BITS = np.array([[0x01, 0x08], [0x02, 0x10], [0x04, 0x20], [0x40, 0x80]])


def render_image(
    tracks: Tracks,
    size: tuple[int, int] = (224, 224),
    *,
    fit: Fit = "bounds",
    background: Colour = BACKGROUND,
    palette: Palette = "position",
) -> Image8:
    """The tracks as one picture: trails from faint (early) to full (late), a disc at the end of each.

    This is the picture the image tower of a space is shown. It does not depend on the order of the points.

    Args:
        size: ``(width, height)`` in pixels.
        fit: ``"bounds"`` fills the picture with what the motion covers, ``"frame"`` shows the whole frame.
        background: Red, green and blue in 0..255.
        palette: ``"position"``: one hue a point, by where it sits around the middle of the points;
            ``"time"``: colour tells time; ``"mono"``: one light grey.

    Returns:
        ``(height, width, 3)`` uint8.

    Raises:
        InputError: an option is none of the choices, or the size makes no picture.
    """
    return _still(lay_out(tracks, size, fit=fit, palette=palette), _checked_colour(background))


def save(
    tracks: Tracks,
    path: str | os.PathLike[str],
    *,
    title: str | None = None,
    size: tuple[int, int] = (640, 480),
    fit: Fit = "bounds",
    background: Colour = BACKGROUND,
    palette: Palette = "position",
) -> Path:
    """Draws tracks into a file whose extension chooses the kind: ``.png``, ``.svg`` or ``.gif`` (moving).

    The file appears whole or not at all. Options as for :func:`render_image`; ``title`` is written along
    the top (and is the SVG's title).

    Returns:
        The path written.

    Raises:
        InputError: the extension is none of these, the file cannot be written, or an option is wrong.
    """
    target = Path(path)
    suffix = target.suffix.lower()
    if suffix not in SUFFIXES:
        raise InputError(
            f"{target}: cannot draw a {suffix or 'file without extension'}",
            hint=f"choose a name that ends in {', '.join(SUFFIXES[:-1])} or {SUFFIXES[-1]}",
        )
    ground = _checked_colour(background)
    caption = " ".join(title.split()) if title else ""
    trails = lay_out(tracks, size, fit=fit, palette=palette, top=_TITLE_BAND if caption else 0)
    with appearing(target) as temporary, temporary.open("xb") as file:
        if suffix == ".svg":
            file.write(render_svg.document(trails, caption, ground).encode("utf-8"))
        elif suffix == ".gif":
            _write_gif(trails, tracks.fps, caption, ground, file)
        else:
            _titled(_still(trails, ground), caption, ground).save(file, format="PNG", optimize=True)
    return target


def to_text(tracks: Tracks, width: int = 60, height: int = 20, *, fit: Fit = "bounds") -> str:
    """Trails in braille dots, for a terminal: ``height`` lines of at most ``width`` characters.

    Lines have no trailing blanks and no markup; empty cells are spaces. Of many points only the six
    that lie farthest apart are drawn: dots cannot be told apart by colour.

    Raises:
        InputError: the size is not positive or ``fit`` is none of the choices.
    """
    characters, _ = text_cells(tracks, width, height, fit=fit)
    return "\n".join("".join(row).rstrip() for row in characters)


def text_cells(
    tracks: Tracks, width: int = 60, height: int = 20, *, fit: Fit = "bounds"
) -> tuple[NDArray[np.str_], NDArray[np.float64]]:
    """What :func:`to_text` joins, for callers that colour it.

    Returns:
        Characters ``(height, width)``, and for each the time ``(height, width)`` of the latest trail in it,
        0 at the start of the tracks to 1 at their end, NaN where the cell is empty.
    """
    tracks = tracks.select(spread_points(tracks, _TEXT_MOST_POINTS))
    # A cell of a terminal is about twice as high as wide and holds 2 x 4 dots: the dots are square.
    trails = lay_out(tracks, (2 * width, 4 * height), fit=fit, margin=0.02)
    start, end, frame, _ = trails.segments()
    cell, piece = raster(start, end, trails.size, radius=0)
    latest = np.full(trails.size[0] * trails.size[1], -1, dtype=np.int64)
    np.maximum.at(latest, cell, frame[piece])
    dots = latest.reshape(height, 4, width, 2).transpose(0, 2, 1, 3)  # (height, width, 4, 2)
    bits = ((dots >= 0) * _BRAILLE_BITS).sum(axis=(2, 3))
    codes = np.where(bits > 0, 0x2800 + bits, ord(" ")).astype(np.uint32)
    characters = codes.view("<U1" if np.little_endian else ">U1")
    newest = dots.max(axis=(2, 3))
    times = np.where(newest >= 0, newest / max(trails.num_frames - 1, 1), np.nan)
    return characters, times


class _Canvas:
    """Remembers which piece of trail lies on top in every cell of an oversampled picture."""

    def __init__(self, trails: Trails) -> None:
        self.trails = trails
        width, height = trails.size
        self.size = (width * _OVERSAMPLING, height * _OVERSAMPLING)
        self.start, self.end, self.frame, self.point = trails.segments()
        self.top = np.full(self.size[0] * self.size[1], -1, dtype=np.int32)
        crowding = 1.8 if trails.num_points <= 4 else 1.3 if trails.num_points <= 32 else 1.0
        self.thickness = max(1.0, min(width, height) / 224) * crowding

    def draw(self, first: int, last: int) -> None:
        """Draws the pieces numbered ``[first, last)``; later ones cover earlier ones."""
        cell, piece = raster(
            self.start[first:last] * _OVERSAMPLING,
            self.end[first:last] * _OVERSAMPLING,
            self.size,
            radius=self.thickness * _OVERSAMPLING / 2,
        )
        np.maximum.at(self.top, cell, (piece + first).astype(np.int32))

    def picture(self, strength: NDArray[np.float64], head_frame: int | None, ground: Colour) -> Image8:
        """The picture ``(height, width, 3)``: pieces at their ``strength (S,)``, discs on top."""
        at, which = self.trails.heads(head_frame)
        cell, head = raster(
            at * _OVERSAMPLING, at * _OVERSAMPLING, self.size, radius=1.7 * self.thickness * _OVERSAMPLING
        )
        top = self.top.copy()
        np.maximum.at(top, cell, (head + len(self.frame)).astype(np.int32))
        now = self.trails.num_frames - 1 if head_frame is None else head_frame
        table = np.concatenate(
            [
                self.trails.paint(self.frame, self.point, strength, ground),
                self.trails.paint(np.full(len(which), now), which, np.ones(len(which)), ground),
                np.array([ground], dtype=np.uint8),  # index -1: nothing there
            ]
        ).astype(np.uint16)
        width, height = self.trails.size
        picture = np.empty((height, width, 3), dtype=np.uint8)
        picture[:] = ground
        fine = top.reshape(height, _OVERSAMPLING, width, _OVERSAMPLING)
        stacked = fine.transpose(1, 3, 0, 2).reshape(_OVERSAMPLING**2, height, width)
        covered = (stacked >= 0).any(axis=0)
        shades = table[stacked[:, covered]]  # (_OVERSAMPLING**2, covered, 3)
        picture[covered] = shades.sum(axis=0, dtype=np.uint16) // _OVERSAMPLING**2
        return picture


def _still(trails: Trails, ground: Colour) -> Image8:
    canvas = _Canvas(trails)
    canvas.draw(0, len(canvas.frame))
    return canvas.picture(trails.age_strength(canvas.frame), None, ground)


def _write_gif(trails: Trails, fps: float, caption: str, ground: Colour, file: IO[bytes]) -> None:
    """Frames in real time, at most 25 a second and 250 in all; the whole path stays faintly visible."""
    from PIL import Image

    seconds = trails.num_frames / fps
    count = max(2, min(trails.num_frames, int(np.ceil(seconds * _GIF_RATE)), _GIF_MOST_FRAMES))
    shown = np.round(np.linspace(0, trails.num_frames - 1, count)).astype(np.int64)
    ticks = np.round(np.linspace(0, seconds * 100, count + 1))  # GIF counts hundredths of a second
    durations = np.maximum(np.diff(ticks), 2).astype(int)
    durations[-1] += _GIF_LAST_HOLD
    # One palette for all frames keeps the file small and the colours still.
    colours = _titled(_still(trails, ground), caption, ground).quantize(
        255, method=Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE
    )
    canvas = _Canvas(trails)
    drawn = 0
    pictures = []
    for frame in shown:
        upto = int(np.searchsorted(canvas.frame, frame, side="right"))
        canvas.draw(drawn, upto)
        drawn = upto
        age = (frame - canvas.frame) / fps
        strength = 0.22 + 0.78 * np.clip(1 - age / _GIF_TRAIL_SECONDS, 0, 1)
        picture = _titled(canvas.picture(strength, int(frame), ground), caption, ground)
        pictures.append(picture.quantize(palette=colours, dither=Image.Dither.NONE))
    pictures[0].save(
        file,
        format="GIF",
        save_all=True,
        append_images=pictures[1:],
        duration=[int(d) * 10 for d in durations],
        loop=0,
        disposal=1,
    )


def _titled(picture: Image8, caption: str, ground: Colour) -> Image.Image:
    from PIL import Image, ImageDraw, ImageFont

    image = Image.fromarray(picture)
    if not caption:
        return image
    draw = ImageDraw.Draw(image)
    font = ImageFont.load_default(size=14)
    # Pillow without FreeType has a bitmap font of Latin letters only.
    if not isinstance(font, ImageFont.FreeTypeFont):
        caption = caption.encode("latin-1", "replace").decode("latin-1")
    room = image.width - 16
    text = caption
    while len(text) > 1 and draw.textlength(text, font=font) > room:
        text = text[:-2].rstrip() + "…" if text.endswith("…") else text[:-1].rstrip() + "…"
    ink = (225, 228, 235) if sum(ground) < 384 else (40, 42, 48)
    draw.text((8, 5), text, fill=ink, font=font)
    return image


def _checked_colour(colour: Sequence[int]) -> Colour:
    if len(colour) != 3 or not all(0 <= channel <= 255 for channel in colour):
        raise InputError(f"background must be (red, green, blue) in 0..255, got {colour!r}")
    return int(colour[0]), int(colour[1]), int(colour[2])


__all__ = ["SUFFIXES", "render_image", "save", "text_cells", "to_text"]
