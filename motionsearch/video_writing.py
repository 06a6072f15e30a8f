"""Pictures to a video file: mp4, webm or gif."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from motionsearch.errors import InputError
from motionsearch.whole import appearing

Image8 = NDArray[np.uint8]

VIDEO_SUFFIXES = (".mp4", ".webm", ".gif")

# The first that this build of FFmpeg can write, and how: of good quality, in bearable time, on any processor.
_ENCODERS: dict[str, tuple[tuple[str, dict[str, str]], ...]] = {
    ".mp4": (
        ("libx264", {"crf": "18", "preset": "veryfast"}),
        ("libopenh264", {"b": "6M"}),
        ("mpeg4", {"qmin": "2", "qmax": "5"}),
    ),
    ".webm": (
        ("libvpx-vp9", {"crf": "24", "b": "0", "deadline": "good", "cpu-used": "5", "row-mt": "1"}),
        ("libvpx", {"crf": "10", "b": "4M", "deadline": "good", "cpu-used": "5"}),
    ),
    ".gif": (("gif", {}),),
}
# The same for pictures that are looked at small, such as thumbnails: about a third of the bytes.
_SMALL = {"libx264": {"crf": "30"}, "mpeg4": {"qmin": "6", "qmax": "12"}, "libvpx-vp9": {"crf": "42"}}
_GIF_TICK = Fraction(1, 100)
# Viewers slow down a gif that shows a picture for less.
_GIF_LEAST_TICKS = 2
_MOST_FPS = 1000.0


def write_video(
    path: str | os.PathLike[str], frames: Iterable[Image8], fps: float, *, small: bool = False
) -> Path:
    """Writes pictures as they come into a video whose kind the extension chooses: one of ``VIDEO_SUFFIXES``.

    The file appears whole or not at all, and only a few pictures are in memory at a time. mp4 and webm are
    yuv420p, BT.709; a picture of odd width or height gets one more column or row, the last one repeated.
    A gif of more than 50 pictures a second leaves out those that come too soon.

    Args:
        frames: ``(H, W, 3)`` RGB uint8, all of one size; at least one.
        fps: Pictures a second, above 0 and up to 1000.
        small: Rather few bytes than a good picture.

    Returns:
        The path written.

    Raises:
        InputError: the extension is none of these, there is no picture, a picture is not of that shape, fps
            is out of range, or the file cannot be written.
    """
    import av

    target = Path(path)
    suffix = target.suffix.lower()
    if suffix not in VIDEO_SUFFIXES:
        raise InputError(
            f"{target}: cannot write a video of the kind {suffix or '(no extension)'}",
            hint=f"choose a name that ends in {', '.join(VIDEO_SUFFIXES[:-1])} or {VIDEO_SUFFIXES[-1]}",
        )
    if not 0 < fps <= _MOST_FPS:
        raise InputError(f"{target}: fps must be above 0 and up to {_MOST_FPS:g}, got {fps!r}")
    pictures = _checked(frames, target)
    first = next(pictures, None)
    if first is None:
        raise InputError(f"{target}: there is no picture to write")
    # The index in front lets a browser play while it loads.
    options = {"movflags": "+faststart"} if suffix == ".mp4" else {}
    with (
        appearing(target, av.FFmpegError) as temporary,
        av.open(str(temporary), "w", options=options) as container,
    ):
        rate = Fraction(fps).limit_denominator(60000)
        stream = _stream(container, target, suffix, first.shape, rate, small)
        for frame in _gif_frames(first, pictures, rate) if suffix == ".gif" else _planes(first, pictures):
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    return target


def _checked(frames: Iterable[Image8], target: Path) -> Iterator[Image8]:
    shape: tuple[int, ...] | None = None
    for number, frame in enumerate(frames):
        picture = np.asarray(frame)
        if picture.ndim != 3 or picture.shape[2] != 3 or picture.dtype != np.uint8 or 0 in picture.shape:
            raise InputError(
                f"{target}: picture {number} must be (H, W, 3) uint8, got {picture.shape} {picture.dtype}"
            )
        if shape is not None and picture.shape != shape:
            raise InputError(
                f"{target}: picture {number} is {picture.shape[1]}x{picture.shape[0]} pixels, "
                f"those before it {shape[1]}x{shape[0]}"
            )
        shape = picture.shape
        yield np.ascontiguousarray(picture)


def _stream(
    container: Any, target: Path, suffix: str, shape: tuple[int, ...], rate: Fraction, small: bool
) -> Any:
    from av.codec.codec import Codec, UnknownCodecError
    from av.video.reformatter import ColorPrimaries, ColorRange, Colorspace, ColorTrc

    height, width = shape[:2]
    for name, options in _ENCODERS[suffix]:
        try:
            Codec(name, "w")
        except UnknownCodecError:
            continue
        chosen = {**options, **(_SMALL.get(name, {}) if small else {})}
        stream = container.add_stream(name, rate=rate, options=chosen)
        context = stream.codec_context
        if suffix == ".gif":
            stream.width, stream.height, stream.pix_fmt = width, height, "pal8"
            context.time_base = _GIF_TICK
        else:
            stream.width, stream.height, stream.pix_fmt = width + width % 2, height + height % 2, "yuv420p"
            context.time_base = 1 / rate
            context.colorspace, context.color_range = Colorspace.ITU709, ColorRange.MPEG
            context.color_primaries, context.color_trc = ColorPrimaries.BT709, ColorTrc.BT709
        return stream
    others = [s for s in VIDEO_SUFFIXES if s != suffix]
    raise InputError(
        f"{target}: PyAV was built without an encoder for {suffix}",
        hint=f"install PyAV's own wheel, or choose {' or '.join(others)}",
    )


def _planes(first: Image8, rest: Iterator[Image8]) -> Iterator[Any]:
    """Frames in yuv420p of even size, numbered in time."""
    import av
    from av.video.reformatter import ColorRange, Colorspace

    for number, picture in enumerate(_chain(first, rest)):
        height, width = picture.shape[:2]
        if height % 2 or width % 2:
            picture = np.pad(picture, ((0, height % 2), (0, width % 2), (0, 0)), mode="edge")
        frame = av.VideoFrame.from_ndarray(picture, format="rgb24").reformat(
            format="yuv420p", dst_colorspace=Colorspace.ITU709, dst_color_range=ColorRange.MPEG
        )
        frame.pts = number
        yield frame


def _gif_frames(first: Image8, rest: Iterator[Image8], rate: Fraction) -> Iterator[Any]:
    """Frames of 256 colours of their own, so that none has to wait for the last; times in 1/100 s."""
    import av
    from av.filter import Graph

    graph = Graph()
    source = graph.add_buffer(
        width=first.shape[1], height=first.shape[0], format=av.VideoFormat("rgb24"), time_base=_GIF_TICK
    )
    split = graph.add("split")
    colours = graph.add("palettegen", "stats_mode=single:reserve_transparent=0")
    paint = graph.add("paletteuse", "new=1:dither=none")
    sink = graph.add("buffersink")
    source.link_to(split)
    split.link_to(paint, 0, 0)
    split.link_to(colours, 1, 0)
    colours.link_to(paint, 0, 1)
    paint.link_to(sink)
    graph.configure()
    shown = -_GIF_LEAST_TICKS
    for number, picture in enumerate(_chain(first, rest)):
        tick = round(number / rate / _GIF_TICK)
        if tick < shown + _GIF_LEAST_TICKS:
            continue
        shown = tick
        frame = av.VideoFrame.from_ndarray(picture, format="rgb24")
        frame.pts, frame.time_base = tick, _GIF_TICK
        graph.vpush(frame)
        yield from _drained(graph)
    graph.vpush(None)
    yield from _drained(graph)


def _drained(graph: Any) -> Iterator[Any]:
    """What the graph has ready."""
    import av

    while True:
        try:
            yield graph.vpull()
        except (av.BlockingIOError, av.EOFError):
            return


def _chain(first: Image8, rest: Iterator[Image8]) -> Iterator[Image8]:
    yield first
    yield from rest


__all__ = ["VIDEO_SUFFIXES", "write_video"]
