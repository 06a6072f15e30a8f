"""Video files through PyAV: found streams, true times, exact seeking, and what damage leaves over."""

from __future__ import annotations

import itertools
import math
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

import av
import cv2
import numpy as np
from av.sidedata.sidedata import Type as SideDataType
from av.stream import Disposition

from motionsearch.errors import InputError
from motionsearch.video import MOST_PIXELS, MOST_SIDE, Image8, Make, Scale, VideoInfo, check_size
from motionsearch.video_pictures import Converter, Turn

# Demuxers that read the file they are given and nothing else: play lists and scripts, whatever their
# extension, could make FFmpeg open other files and addresses.
_FORMATS = (
    "mov,matroska,avi,gif,mpeg,mpegts,mpegvideo,flv,live_flv,asf,ogg,h264,hevc,m4v,mjpeg,mxf,ivf,obu,nut,dv"
)
_OPTIONS = {"protocol_whitelist": "file", "format_whitelist": _FORMATS, "max_pixels": str(MOST_PIXELS)}
# Timestamps that only rise in these; elsewhere (broadcasts, joined files) they may start anew on the way, and
# only a pass from the beginning gives a picture the time that every other pass gives it.
_MATROSKA = "matroska,webm"
_SEEKABLE = ("mov,mp4,m4a,3gp,3g2,mj2", _MATROSKA, "avi")
_NEAR_START = 1.0
_SEEK_MARGINS = (0.0, 4.0, 16.0)  # seconds before the wanted time

# Without a picture for so many packets (minutes of video) the rest is given up.
_MOST_BARREN_PACKETS = 10_000
_MOST_BARREN_READS = 100
# What PyAV is known to raise on damaged files.
_DAMAGE = (av.FFmpegError, ValueError, OverflowError, MemoryError, ZeroDivisionError, EOFError)

_DEFAULT_FPS = 25.0
_LEAST_FPS, _MOST_FPS = 0.01, 1000.0
# A wider or narrower pixel is a mistake in the file.
_ODDEST_PIXEL = 4.0
_MENDING = "check that it plays; `ffmpeg -i FILE -c copy mended.mkv` often mends a damaged file"
_CONVERT = "convert it, for example with `ffmpeg -i FILE converted.mp4`"
# Seconds that two pictures may lie apart: as long as the video is said to be, which is not always true.
_LONGEST_GAP = 3600.0
_LEAST_LONGEST_GAP = 60.0
_JITTER = 1.0  # seconds


class VideoFile:
    """A video file; opened anew for every pass.

    Args:
        path: The file.
        fps: Spaces the pictures evenly; ``None`` believes the timestamps.
        threads: Of the decoder; 0 for as many as there are processors.

    Raises:
        InputError: as :class:`motionsearch.video.Video`.
    """

    def __init__(self, path: Path, fps: float | None, threads: int) -> None:
        self.path = path
        self.problem: str | None = None
        self._even_fps = fps
        self._threads = threads
        with _opened(path, 1) as (container, stream):
            damage = _Damage()
            first = next(_decoded(container, stream, damage), None)
            if first is None:
                raise InputError(f"{path}: no picture in it can be decoded", hint=_MENDING)
            self._turn = _turn(first)
            self._origin = _timestamp(first, stream)
            self._seekable = fps is None and container.format.name in _SEEKABLE
            size = self._turn.size(_square(first.width, first.height, stream.sample_aspect_ratio))
            check_size(path, *size)
            frames = stream.frames or None
            seconds = _duration(container, stream, self._origin or 0.0)
            average = fps or _average_fps(stream, seconds)
            if fps is not None:
                seconds = frames / fps if frames else None
            self.info = VideoInfo(size, average, seconds, frames, stream.codec_context.name)

    def pictures(self, scale: Scale, *, grey: bool, start: float) -> Iterator[tuple[float, Make]]:
        """See :class:`motionsearch.video.Reader`."""
        self.problem = None
        damage = _Damage()
        converter = Converter(scale, self._turn, grey=grey)
        end = 0.0
        for time, length, frame in self._timed(start, damage):
            end = time + length
            yield time, partial(damage.survive, converter, frame)
        self.problem = self._judged(damage, end)

    def _timed(self, start: float, damage: _Damage) -> Iterator[tuple[float, float, Any]]:
        """Time and length in seconds of every frame, and the frame, from ``start`` or before."""
        margins = _SEEK_MARGINS if self._seekable and start > _NEAR_START else ()
        for margin in margins:
            with _opened(self.path, self._threads) as (container, stream):
                frames = self._from(container, stream, start - margin, damage)
                first = next(frames, None)
                if first is not None and 0 <= first[0] <= start:
                    yield first
                    yield from frames
                    return
            damage.forget()
        with _opened(self.path, self._threads) as (container, stream):
            yield from self._clocked(_decoded(container, stream, damage), stream)

    def _from(
        self, container: Any, stream: Any, start: float, damage: _Damage
    ) -> Iterator[tuple[float, float, Any]]:
        """As :meth:`_timed`, from the key frame before ``start``; nothing if there is no way to seek."""
        if self._origin is None or start <= 0:
            return
        try:
            container.seek(int((self._origin + start) / stream.time_base), stream=stream)
        except _DAMAGE:
            return
        # Pictures in front of the key frame would lean on ones that were not decoded.
        sound = itertools.dropwhile(lambda frame: not frame.key_frame, _decoded(container, stream, damage))
        yield from self._clocked(sound, stream)

    def _clocked(self, frames: Iterator[Any], stream: Any) -> Iterator[tuple[float, float, Any]]:
        step = 1 / self.info.fps
        if self._even_fps is not None:
            yield from ((number * step, step, frame) for number, frame in enumerate(frames))
            return
        longest_gap = max(self.info.duration or _LONGEST_GAP, _LEAST_LONGEST_GAP)
        clock = _Clock(self._origin or 0.0, step, longest_gap)
        for frame in frames:
            length = float((getattr(frame, "duration", 0) or 0) * (stream.time_base or 0))
            yield clock.time(_timestamp(frame, stream)), max(length, step), frame

    def _judged(self, damage: _Damage, end: float) -> str | None:
        """What was wrong with a pass that reached the end of the file at ``end`` seconds."""
        whole = self.info.duration
        if whole is not None and whole - end > max(4 / self.info.fps, 0.1):
            return f"the file breaks off after {end:.1f} s of {whole:.1f} s; what comes before is used"
        if damage.gave_up:
            return f"nothing could be decoded after {end:.1f} s; what comes before is used"
        if damage.lost:
            return f"{damage.lost} pictures could not be decoded and were left out"
        return None


class _Damage:
    """What was lost in one pass."""

    def __init__(self) -> None:
        self.forget()

    def forget(self) -> None:
        """Begins anew."""
        self.lost = 0
        self.gave_up = False

    def survive(self, make: Callable[[Any], Image8], frame: Any) -> Image8 | None:
        """The picture, or ``None`` and one more lost."""
        try:
            return make(frame)
        except (*_DAMAGE, cv2.error):
            self.lost += 1
            return None


class _Clock:
    """Times that always rise, out of timestamps that may be missing, jump or stand still.

    A timestamp that falls back a little is jitter: the picture comes one step after the last. One that falls
    back far or leaps further than ``longest_gap`` seconds begins a new count, which goes on where the last
    one ended.
    """

    def __init__(self, origin: float, step: float, longest_gap: float) -> None:
        self._shift = -origin
        self._step = step
        self._longest_gap = longest_gap
        self._last: float | None = None

    def time(self, timestamp: float | None) -> float:
        """Seconds since the first picture."""
        if self._last is None:
            self._last = 0.0 if timestamp is None else max(0.0, timestamp + self._shift)
            return self._last
        following = self._last + self._step
        now = following if timestamp is None else timestamp + self._shift
        if now < self._last - _JITTER or now > self._last + self._longest_gap:
            self._shift += following - now
            now = following
        self._last = now if now > self._last else following
        return self._last


@contextmanager
def _opened(path: Path, threads: int) -> Iterator[tuple[Any, Any]]:
    """The container and its first stream of moving pictures."""
    if not path.is_file():
        raise InputError(f"{path}: no such file", hint="check the name")
    if path.stat().st_size == 0:
        raise InputError(f"{path}: the file is empty", hint="copy or download it again")
    try:
        # The prefix keeps a name such as "http:film.mp4" a name.
        container = av.open(
            f"file:{os.path.abspath(path)}", options=_OPTIONS, metadata_errors="replace", mode="r"
        )
    except _DAMAGE as error:
        reason = getattr(error, "strerror", None) or error
        raise InputError(f"{path}: cannot be read as a video ({reason})", hint=_MENDING) from error
    with container:
        stream = _moving(path, container)
        stream.thread_type = "AUTO"
        stream.codec_context.thread_count = threads
        yield container, stream


def _moving(path: Path, container: Any) -> Any:
    """The first video stream that is not a cover picture and that can be decoded."""
    undecodable = None
    for stream in container.streams.video:
        if Disposition.attached_pic in stream.disposition:
            continue
        context = stream.codec_context
        if context is None or context.codec is None:
            undecodable = stream
            continue
        check_size(path, context.width, context.height)
        return stream
    if undecodable is not None:
        raise InputError(f"{path}: its pictures are of a kind that cannot be decoded here", hint=_CONVERT)
    raise InputError(
        f"{path}: holds no moving pictures", hint="name a file with a video stream, not only sound or a cover"
    )


def _decoded(container: Any, stream: Any, damage: _Damage) -> Iterator[Any]:
    """All frames that can be had, in order of presentation, past damage as far as there is something."""
    barren = 0
    for packet in _packets(container, stream, damage):
        try:
            frames = stream.decode(packet)
        except av.EOFError:
            return
        except av.BlockingIOError:
            # The decoder is still full of what it failed at.
            stream.codec_context.flush_buffers()
            frames = []
            damage.lost += 1
        except _DAMAGE:
            frames = []
            damage.lost += 1
        barren = 0 if frames else barren + 1
        if barren > _MOST_BARREN_PACKETS:
            damage.gave_up = True
            return
        for frame in frames:
            size = frame.width, frame.height
            if (
                getattr(frame, "is_corrupt", False)
                or max(size) > MOST_SIDE
                or size[0] * size[1] > MOST_PIXELS
            ):
                damage.lost += 1
            else:
                yield frame


def _packets(container: Any, stream: Any, damage: _Damage) -> Iterator[Any]:
    """Packets of the stream, reading on after a failure as long as that leads anywhere."""
    failures = 0
    while failures < _MOST_BARREN_READS:
        try:
            for packet in container.demux(stream):
                failures = 0
                yield packet
            return
        except _DAMAGE:
            failures += 1
    damage.gave_up = True


def _timestamp(frame: Any, stream: Any) -> float | None:
    """Seconds on the file's own clock."""
    ticks = frame.pts if frame.pts is not None else frame.dts
    base = frame.time_base or stream.time_base
    return None if ticks is None or not base else float(ticks * base)


def _turn(frame: Any) -> Turn:
    try:
        matrix = np.frombuffer(frame.side_data[SideDataType.DISPLAYMATRIX], dtype=np.int32)
    except KeyError:
        return Turn()
    return Turn.of_matrix(matrix.tolist()) if len(matrix) == 9 else Turn()


def _square(width: int, height: int, pixel: Any) -> tuple[int, int]:
    """The size with square pixels: the narrower side is enlarged, so that nothing is lost."""
    if not pixel or not 1 / _ODDEST_PIXEL <= pixel <= _ODDEST_PIXEL:
        return width, height
    return (round(width * pixel), height) if pixel > 1 else (width, round(height / pixel))


def _duration(container: Any, stream: Any, origin: float) -> float | None:
    """Seconds of the pictures, as far as the file knows them apart from its sound."""
    if stream.duration and stream.time_base:
        seconds = float(stream.duration * stream.time_base)
    elif container.duration and len(container.streams) == 1:
        seconds = container.duration / av.time_base
        # Matroska tells when the last picture ends, on the file's own clock.
        if container.format.name == _MATROSKA and origin < seconds:
            seconds -= origin
    else:
        return None
    return seconds if math.isfinite(seconds) and seconds > 0 else None


def _average_fps(stream: Any, seconds: float | None) -> float:
    counted = stream.frames / seconds if stream.frames and seconds else None
    for rate in (counted, stream.average_rate, stream.guessed_rate, stream.base_rate):
        if rate and _LEAST_FPS <= rate <= _MOST_FPS:
            return float(rate)
    return _DEFAULT_FPS
