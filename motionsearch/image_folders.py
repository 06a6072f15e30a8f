"""Folders of numbered pictures, read as videos."""

from __future__ import annotations

import itertools
import struct
from collections import Counter
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import numpy as np
from PIL import Image, ImageOps

from motionsearch.errors import InputError
from motionsearch.video import Image8, Make, Scale, VideoInfo, check_size
from motionsearch.video_names import numbered_pictures
from motionsearch.video_pictures import on_black, resized

# What Pillow is known to raise on damaged files.
_PICTURE_ERRORS: tuple[type[Exception], ...] = (OSError, ValueError, SyntaxError, TypeError, KeyError)
_PICTURE_ERRORS += (IndexError, EOFError, struct.error, OverflowError, MemoryError, AttributeError)
_PICTURE_ERRORS += (ZeroDivisionError, Image.DecompressionBombError)
_EXIF_ORIENTATION = 0x0112
_SIDEWAYS = (5, 6, 7, 8)


class ImageFolder:
    """The pictures of a folder; where a number is missing there is a gap in time.

    Args:
        folder: Where they lie.
        fps: Pictures a second.

    Raises:
        InputError: it is no image folder, no picture can be read, one is too large, or two differ in size.
    """

    def __init__(self, folder: Path, fps: float) -> None:
        numbered = numbered_pictures(folder)
        if not numbered:
            raise InputError(
                f"{folder}: is not a folder of numbered pictures",
                hint="name a video file, or a folder that holds nothing but 0001.png, 0002.png and so on",
            )
        steps = Counter(b[0] - a[0] for a, b in itertools.pairwise(numbered))
        step = min(steps, key=lambda each: (-steps[each], each))
        self._files = [((number - numbered[0][0]) / step / fps, file) for number, file in numbered]
        self.problem: str | None = None
        first, frame_size = self._first(folder)
        self.info = VideoInfo(
            frame_size=frame_size,
            fps=fps,
            duration=self._files[-1][0] + 1 / fps,
            frames=len(self._files),
            codec=first.suffix.lower().lstrip("."),
        )

    def _first(self, folder: Path) -> tuple[Path, tuple[int, int]]:
        """The first picture that opens and the size of all of them, looked up before any work is done."""
        first: tuple[Path, tuple[int, int]] | None = None
        for _, file in self._files:
            try:
                with Image.open(file) as image:
                    width, height = image.size
                    if image.getexif().get(_EXIF_ORIENTATION) in _SIDEWAYS:
                        width, height = height, width
            except _PICTURE_ERRORS:
                continue  # left out when its turn comes
            check_size(file, width, height)
            if first is None:
                first = file, (width, height)
            elif first[1] != (width, height):
                raise InputError(
                    f"{file}: is {width}x{height} pixels, but {first[0].name} is {first[1][0]}x{first[1][1]}",
                    hint="the pictures of a video are of one size: scale them or use a folder for each size",
                )
        if first is None:
            raise InputError(
                f"{folder}: none of its {len(self._files)} pictures can be read",
                hint="check that they open in a picture viewer",
            )
        return first

    def pictures(self, scale: Scale, *, grey: bool, start: float) -> Iterator[tuple[float, Make]]:
        """See :class:`motionsearch.video.Reader`."""
        self.problem = None
        unreadable: list[str] = []

        def make(file: Path) -> Image8 | None:
            try:
                return resized(_read(file, grey), scale.small)
            except _PICTURE_ERRORS:
                unreadable.append(file.name)
                more = f" and {len(unreadable) - 1} more" if len(unreadable) > 1 else ""
                were = "were" if more else "was"
                self.problem = f"{unreadable[0]}{more} cannot be read and {were} left out"
                return None

        for time, file in self._files:
            if time >= start - 1 / self.info.fps:
                yield time, partial(make, file)


def _read(file: Path, grey: bool) -> Image8:
    """``(H, W)`` or ``(H, W, 3)``, upright."""
    with Image.open(file) as opened:
        image = ImageOps.exif_transpose(opened)
        if image.mode.startswith("I;16"):  # Pillow would clip sixteen bits, not scale them
            image = Image.fromarray((np.asarray(image, dtype=np.uint16) >> 8).astype(np.uint8))
        if image.has_transparency_data:
            return on_black(np.array(image.convert("RGBA")), grey=grey)
        return np.array(image.convert("L" if grey else "RGB"))
