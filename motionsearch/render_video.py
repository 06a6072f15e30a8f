"""Stretches of videos as files: cut out, with trajectories drawn over them, or trajectories alone."""

from __future__ import annotations

import io
import itertools
import math
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from motionsearch.errors import InputError
from motionsearch.render_layers import stick, text_tag
from motionsearch.render_overlay import Mover, Painter, Sprite, place, place_trails
from motionsearch.render_trails import BACKGROUND, lay_out
from motionsearch.tracks import Tracks
from motionsearch.video import MOST_SIDE, Frame, Video
from motionsearch.video_writing import VIDEO_SUFFIXES, write_video
from motionsearch.whole import write_whole

Image8 = NDArray[np.uint8]
Paint = Callable[[Image8, float], Image8]

SUFFIXES = (*VIDEO_SUFFIXES, ".png")
"""What is written: moving pictures, and a contact sheet."""

SIDE = 960
"""Pixels of the longer side of what is written, at most, unless asked for."""

_GIF_SIDE = 480
_LEAST_SIDE = 480
_SHEET_SIDE = 1280
_MOST_RATE, _GIF_RATE = 60.0, 20.0
_SHEET = 3  # pictures a row, and rows
_GAP = 6
# A shorter stretch is decoded once for all pictures of its contact sheet, a longer one sought in for each.
_READ_THROUGH = 30.0
_FAINT = 0.25  # what plain trails are drawn over: the whole path
_UNEVEN = 0.25  # ticks of an even rate
_SLACK = 1e-3  # seconds; clocks of videos count in thousandths
_LAST_HOLD = 0.4  # seconds


def overlay(
    source: str | os.PathLike[str],
    movers: Sequence[Mover],
    target: str | os.PathLike[str],
    *,
    start: float | None = None,
    end: float | None = None,
    side: int | None = None,
    rate: float | None = None,
    title: str | None = None,
    boxes: bool = False,
    small: bool = False,
) -> Path:
    """Writes a stretch of a video with what moves in it drawn over it.

    ``.mp4``, ``.webm`` and ``.gif`` move in real time; ``.png`` is a contact sheet: nine pictures over the
    stretch with their times. The file appears whole or not at all. There is no sound.

    Args:
        source: The video, or a folder of pictures.
        movers: What is drawn; none for the plain video.
        target: Its extension says what is written.
        start: Seconds into the video; by default where the first of the movers begins.
        end: Seconds, not included; by default where the last of the movers ends.
        side: The longer side of what is written in pixels, at most; by default 960, of a gif 480, of a
            contact sheet 1280. Only a video too small to be drawn on is enlarged, up to 480.
        rate: Pictures a second at most; by default 60, of a gif 20.
        title: Written at the top left, or ``None``.
        boxes: Draw a box round each mover.
        small: Rather few bytes than a good picture.

    Returns:
        The path written.

    Raises:
        InputError: the video cannot be read, shows nothing in that stretch or is of another size than what
            was tracked, the extension is none of these, or the file cannot be written.
    """
    path = Path(target)
    suffix = _checked_suffix(path)
    if start is None:
        start = min((mover.start for mover in movers), default=0.0)
    if end is None:
        end = max((mover.end for mover in movers), default=math.inf)
    if not start < end:
        raise InputError(f"{source}: the stretch {start:g}..{end:g} s is empty")
    longest = side or {".gif": _GIF_SIDE, ".png": _SHEET_SIDE}.get(suffix, SIDE)
    with Video(source) as video:
        info = video.info
        for mover in movers:
            if mover.tracks.frame_size != info.frame_size:
                raise InputError(
                    f"{video.path}: its pictures are {_by(info.frame_size)} pixels, those that were tracked "
                    f"{_by(mover.tracks.frame_size)}"
                )
        if info.duration is not None:
            end = min(end, max(info.duration, start + 1e-3))

        def painter(picture: Image8, most: int) -> Paint:
            height, width = picture.shape[:2]
            times = max(1, min(most, _LEAST_SIDE) // max(height, width)) if movers else 1
            size = width * times, height * times
            sprites = [place(mover, info.frame_size, size) for mover in movers]
            shown = None if suffix == ".png" else title  # a contact sheet has one title for all
            return Painter(sprites, size, title=shown, boxes=boxes).paint

        if suffix == ".png":
            cell = (longest - _GAP * (_SHEET + 1)) // _SHEET
            frames = list(_picked(video, start, end, max(cell, 8)))
            if not frames:
                raise _nothing(source, start, end)
            paint = painter(frames[0].picture, cell)
            cells = [(paint(frame.picture, frame.time), frame.time) for frame in frames]
            return _write_png(path, contact_sheet(cells, title))
        stream = video.frames(start=max(start, 0.0), end=end, side=longest)
        first = next(stream, None)
        if first is None:
            raise _nothing(source, start, end)
        paint = painter(first.picture, longest)
        fps = output_rate(info.fps, rate or (_GIF_RATE if suffix == ".gif" else _MOST_RATE))
        even = steady(itertools.chain([first], stream), fps)
        return write_video(path, (paint(frame.picture, frame.time) for frame in even), fps, small=small)


def cut(
    source: str | os.PathLike[str],
    start: float,
    end: float,
    target: str | os.PathLike[str],
    *,
    side: int | None = None,
    rate: float | None = None,
) -> Path:
    """Writes the stretch ``[start, end)`` seconds of a video, exact to a picture, encoded anew and silent.

    Options and errors as for :func:`overlay`, but that by default the pictures keep their size.
    """
    return overlay(source, (), target, start=start, end=end, side=side or MOST_SIDE, rate=rate)


def trails(
    tracks: Tracks,
    target: str | os.PathLike[str],
    *,
    start: float = 0.0,
    size: tuple[int, int] = (640, 480),
    rate: float | None = None,
    title: str | None = None,
    small: bool = False,
) -> Path:
    """Writes tracks as moving trails on a dark ground, for what has no video; kinds as for :func:`overlay`.

    Args:
        tracks: Drawn as a camera that stands still would have seen them.
        target: Its extension says what is written.
        start: Seconds at which they begin, for the times on a contact sheet.
        size: ``(width, height)`` in pixels.
        rate: Pictures a second at most; by default 60, of a gif 20.
        title: Written at the top left, or ``None``.
        small: Rather few bytes than a good picture.

    Raises:
        InputError: the extension is none of these, or the file cannot be written.
    """
    path = Path(target)
    suffix = _checked_suffix(path)
    if suffix == ".png":
        cell = (size[0] - _GAP * (_SHEET + 1)) // _SHEET
        size = max(cell, 8), max(cell * size[1] // size[0], 8)
    sprite, ground = _laid_out(tracks, size, start)
    paint = Painter([sprite], size, title=None if suffix == ".png" else title).paint
    end = start + tracks.duration
    if suffix == ".png":
        times = _sheet_times(start, end)
        return _write_png(path, contact_sheet([(paint(ground, t), t) for t in times], title))
    fps = output_rate(tracks.fps, rate or (_GIF_RATE if suffix == ".gif" else _MOST_RATE))
    count = max(2, round(tracks.duration * fps))
    moving = (paint(ground, min(start + k / fps, end - 1e-6)) for k in range(count))
    held = paint(ground, end - 1e-6)
    pictures = itertools.chain(moving, itertools.repeat(held, round(_LAST_HOLD * fps)))
    return write_video(path, pictures, fps, small=small)


def output_rate(fps: float, most: float) -> float:
    """Every picture, or every second, third...: the even rate nearest below ``most`` pictures a second."""
    return fps / max(1, math.ceil(fps / most - 1e-6))


def steady(frames: Iterable[Frame], fps: float) -> Iterator[Frame]:
    """Frames at an even rate, whatever the video's own: at each tick the last one that has come.

    The first tick is the first frame; a frame is given again while the next has not come. A quarter of a
    tick of unevenness, such as of rounded timestamps, is passed over.
    """
    current: Frame | None = None
    origin, tick = 0.0, 0
    for frame in frames:
        if current is None:
            origin = frame.time
        while current is not None and origin + (tick + _UNEVEN) / fps < frame.time:
            yield current
            tick += 1
        current = frame
    if current is not None and origin + (tick - _UNEVEN) / fps <= current.time:
        yield current


def contact_sheet(cells: Sequence[tuple[Image8, float]], title: str | None) -> Image8:
    """Pictures of one size in rows of three, each with its time in seconds; ``(H, W, 3)``."""
    height, width = cells[0][0].shape[:2]
    columns = min(_SHEET, len(cells))
    rows = math.ceil(len(cells) / columns)
    full_width = columns * (width + _GAP) + _GAP
    tag = text_tag(title, 16, None, full_width - 2 * _GAP) if title else None
    top = _GAP + (tag.shape[0] + _GAP if tag is not None else 0)
    sheet = np.empty((top + rows * (height + _GAP), full_width, 3), dtype=np.uint8)
    sheet[:] = BACKGROUND
    if tag is not None:
        stick(sheet, tag, _GAP, _GAP)
    letters = int(np.clip(width / 24, 9, 16))
    for number, (picture, time) in enumerate(cells):
        y, x = top + number // columns * (height + _GAP), _GAP + number % columns * (width + _GAP)
        cell = sheet[y : y + height, x : x + width]
        cell[:] = picture
        clock = text_tag(clock_words(time), letters, None, width)
        stick(cell, clock, 4, height - clock.shape[0] - 4)
    return sheet


def clock_words(seconds: float) -> str:
    """A moment as a person reads it: ``7.25 s``, from a minute on ``3:07.2``, from an hour on ``1:03:07``."""
    if seconds < 60:
        return f"{seconds:.2f} s"
    tenths = round(seconds * 10)
    hours, minutes, rest = tenths // 36000, tenths // 600 % 60, tenths % 600 / 10
    return f"{hours}:{minutes:02d}:{int(rest):02d}" if hours else f"{minutes}:{rest:04.1f}"


def _picked(video: Video, start: float, end: float, side: int) -> Iterator[Frame]:
    """The frames of a contact sheet: the nine moments, or all there are of fewer."""
    end = end if math.isfinite(end) else start + 1.0
    times = _sheet_times(start, end)
    if end - start <= _READ_THROUGH:
        waiting = list(times)
        current: Frame | None = None
        for frame in video.frames(start=max(start, 0.0), end=end, side=side):
            while current is not None and waiting and waiting[0] < frame.time - _SLACK:
                yield current
                waiting = [t for t in waiting if t >= frame.time - _SLACK]
            current = frame
        if current is not None and waiting:
            yield current
        return
    for time in times:
        found = next(video.frames(start=time, end=end, side=side), None)
        if found is not None:
            yield found


def _sheet_times(start: float, end: float) -> list[float]:
    count = _SHEET**2
    return [start + (i + 0.5) * (end - start) / count for i in range(count)]


def _laid_out(tracks: Tracks, size: tuple[int, int], start: float) -> tuple[Sprite, Image8]:
    """Tracks on a canvas, and the ground they move over: their whole path, faintly."""
    from motionsearch.render import render_image

    ground = np.array(BACKGROUND, dtype=np.float64)
    path = render_image(tracks, size)
    faint = np.round(ground + (path - ground) * _FAINT).astype(np.uint8)
    return place_trails(lay_out(tracks, size), tracks.fps, start), faint


def _write_png(path: Path, picture: Image8) -> Path:
    from PIL import Image

    buffer = io.BytesIO()
    Image.fromarray(picture).save(buffer, format="PNG", optimize=True)
    return write_whole(path, buffer.getvalue())


def _checked_suffix(path: Path) -> str:
    suffix = path.suffix.lower()
    if suffix not in SUFFIXES:
        raise InputError(
            f"{path}: cannot draw a {suffix or 'file without extension'}",
            hint=f"choose a name that ends in {', '.join(SUFFIXES[:-1])} or {SUFFIXES[-1]}",
        )
    return suffix


def _nothing(source: str | os.PathLike[str], start: float, end: float) -> InputError:
    until = f"{end:g}" if math.isfinite(end) else "its end"
    return InputError(f"{os.fspath(source)}: there is no picture from {start:g} s to {until}")


def _by(size: tuple[int, int]) -> str:
    return f"{size[0]}x{size[1]}"


__all__ = ["SIDE", "SUFFIXES", "clock_words", "contact_sheet", "cut", "overlay", "steady", "trails"]
