"""Moving pictures, streamed one at a time: video files and folders of numbered pictures.

PyAV, OpenCV and Pillow are imported when a video is opened, not before.
"""

from __future__ import annotations

import math
import os
import weakref
from collections.abc import Callable, Generator, Iterator
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from motionsearch.errors import InputError
from motionsearch.video_names import VIDEO_EXTENSIONS, is_image_folder, is_video, picture_files

Image8 = NDArray[np.uint8]
Make = Callable[[], Image8 | None]

MOST_SIDE = 16_384
MOST_PIXELS = 128 * 2**20

# A clock that counts in thousandths must not lose a picture that lies on a boundary.
_SLACK = 1e-3
# Pictures nearer than this part of the wanted gap are too many: cameras that say 30 stray by a few ms.
_NEAREST = 0.8


@dataclass(frozen=True)
class VideoInfo:
    """What a video says of itself.

    Args:
        frame_size: ``(width, height)`` of the pictures as shown: upright, with square pixels.
        fps: Pictures a second on average.
        duration: Seconds, or ``None`` where the file does not say.
        frames: How many pictures, or ``None`` where the file does not say.
        codec: FFmpeg's name of the codec.
    """

    frame_size: tuple[int, int]
    fps: float
    duration: float | None
    frames: int | None
    codec: str


@dataclass(frozen=True)
class Scale:
    """From pictures of full size to smaller ones and back.

    In both the middle of the top left pixel is (0, 0), as everywhere.

    Args:
        full: ``(width, height)`` of the video's own pictures.
        small: ``(width, height)`` of those that are worked on.
    """

    full: tuple[int, int]
    small: tuple[int, int]

    @property
    def factors(self) -> tuple[float, float]:
        """Pixels of full size to one small pixel, along x and y."""
        return self.full[0] / self.small[0], self.full[1] / self.small[1]

    def to_full(self, points: NDArray[Any]) -> NDArray[np.float32]:
        """``(..., 2)`` pixels of the small picture in those of the full one."""
        return ((points + 0.5) * self.factors - 0.5).astype(np.float32)

    def to_small(self, points: NDArray[Any]) -> NDArray[np.float32]:
        """``(..., 2)`` pixels of the full picture in those of the small one."""
        return ((points + 0.5) / self.factors - 0.5).astype(np.float32)


@dataclass(frozen=True, eq=False)
class Frame:
    """One picture.

    Args:
        time: Seconds since the first picture of the video.
        picture: ``(H, W, 3)`` RGB or ``(H, W)`` grey, uint8.
    """

    time: float
    picture: Image8


def check_size(path: Path, width: int, height: int) -> None:
    """Refuses pictures that would fill the memory.

    Raises:
        InputError: more than ``MOST_SIDE`` pixels a side or ``MOST_PIXELS`` in all.
    """
    if max(width, height) > MOST_SIDE or width * height > MOST_PIXELS:
        raise InputError(
            f"{path}: pictures of {width}x{height} pixels are too large",
            hint=f"scale them to at most {MOST_SIDE} pixels a side and {MOST_PIXELS // 2**20} megapixels",
        )


class Reader(Protocol):
    """Where the pictures come from: a file or a folder."""

    info: VideoInfo
    problem: str | None

    def pictures(self, scale: Scale, *, grey: bool, start: float) -> Iterator[tuple[float, Make]]:
        """Times, strictly rising, and what makes the picture, from ``start`` seconds or anywhere before.

        Making a picture costs as much as decoding it, and not every picture is wanted; ``None`` is made of
        what turns out to be no picture.
        """


class Video:
    """A video file or a folder of numbered pictures, read as a stream: memory does not grow with the length.

    Pictures are shown as players show them: rotated, with square pixels (the narrower side is enlarged),
    what is transparent on black. Pictures that change their size on the way are scaled to the first one's.
    Interlaced pictures stay as they are.

    Args:
        path: The file or folder.
        fps: Pictures a second. Of a folder, 30 if ``None``. Of a file, ``None`` takes the file's own
            timestamps; a rate spaces its pictures evenly instead.
        threads: Of the decoder; 0 for as many as there are processors.

    Attributes:
        info: What the video says of itself.

    Raises:
        InputError: there is no such file, it gives no picture at all, a picture has more than ``MOST_SIDE``
            pixels a side or ``MOST_PIXELS`` in all, or the pictures of a folder differ in size.
    """

    def __init__(self, path: str | os.PathLike[str], fps: float | None = None, *, threads: int = 0) -> None:
        self.path = Path(path)
        if fps is not None and not (math.isfinite(fps) and fps > 0):
            raise InputError(f"{self.path}: fps must be a positive number, got {fps!r}")
        self._reader: Reader
        if self.path.is_dir():
            from motionsearch.image_folders import ImageFolder

            self._reader = ImageFolder(self.path, fps or 30.0)
        else:
            from motionsearch.video_decoding import VideoFile

            self._reader = VideoFile(self.path, fps, threads)
        self.info = self._reader.info
        self._passes: weakref.WeakSet[Generator[Frame]] = weakref.WeakSet()

    def __enter__(self) -> Video:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Ends the passes that are under way, which closes their files."""
        for under_way in list(self._passes):
            under_way.close()

    @property
    def problem(self) -> str | None:
        """What the last pass found wrong with the file though it gave pictures; ``None`` if nothing."""
        return self._reader.problem

    def scale(self, side: int | None) -> Scale:
        """The way from full size to pictures of at most ``side`` pixels along the longer side."""
        width, height = self.info.frame_size
        longer = max(width, height)
        if side is None or side >= longer:
            return Scale((width, height), (width, height))
        if side < 1:
            raise InputError(f"{self.path}: pictures need at least 1 pixel a side, got {side}")
        small = [max(1, round(length * side / longer)) for length in (width, height)]
        return Scale((width, height), (small[0], small[1]))

    def frames(
        self,
        *,
        side: int | None = None,
        rate: float | None = None,
        grey: bool = False,
        start: float = 0.0,
        end: float | None = None,
    ) -> Iterator[Frame]:
        """The pictures of one stretch of time, in order; every call is a pass of its own.

        Args:
            side: At most this many pixels along the longer side, see :meth:`scale`; never enlarged.
            rate: At most about this many pictures a second: one that follows the last within 0.8 / rate is
                left out, so that cameras whose rate strays a little keep all and 50 a second becomes 25.
            grey: Luma, ``(H, W)``, 0 black to 255 white; much cheaper than RGB.
            start: Seconds since the first picture; the stretch is [start, end). In mp4, mov, mkv, webm and
                avi the key frame before is looked up; elsewhere timestamps may start anew on the way, and all
                that comes before is decoded, so that a time means the same picture in every pass.
            end: ``None`` for the end of the video.

        Raises:
            InputError: ``side``, ``rate``, ``start`` or ``end`` makes no sense, or the file is gone.
        """
        if rate is not None and not rate > 0:
            raise InputError(f"{self.path}: pictures a second must be more than 0, got {rate:g}")
        if math.isnan(start) or (end is not None and math.isnan(end)):
            raise InputError(f"{self.path}: a stretch needs a start and an end in seconds")
        under_way = self._pass(self.scale(side), 0 if rate is None else _NEAREST / rate, grey, start, end)
        self._passes.add(under_way)
        return under_way

    def _pass(
        self, scale: Scale, gap: float, grey: bool, start: float, end: float | None
    ) -> Generator[Frame]:
        last = -math.inf
        for time, make in self._reader.pictures(scale, grey=grey, start=max(start, 0.0)):
            if end is not None and time >= end - _SLACK:
                break
            if time < start - _SLACK or time - last < gap - _SLACK:
                continue
            picture = make()
            if picture is not None:
                last = time
                yield Frame(time, picture)


__all__ = [
    "VIDEO_EXTENSIONS",
    "Frame",
    "Scale",
    "Video",
    "VideoInfo",
    "is_image_folder",
    "is_video",
    "picture_files",
]
