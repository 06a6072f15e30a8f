"""Small videos of known pictures, written with PyAV."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import numpy as np
from numpy.typing import NDArray

Image8 = NDArray[np.uint8]

# A container, a codec that it takes, its pixel format, and what makes the codec keep the picture.
KINDS: dict[str, tuple[str, str, dict[str, str]]] = {
    ".mp4": ("libx264", "yuv420p", {"crf": "1", "preset": "ultrafast", "g": "6", "bf": "2"}),
    ".mov": ("qtrle", "rgb24", {}),
    ".m4v": ("mpeg4", "yuv420p", {"qmin": "1", "qmax": "2"}),
    ".mkv": ("ffv1", "yuv444p", {}),
    ".webm": ("libvpx-vp9", "yuv420p", {"crf": "1", "b": "0", "deadline": "realtime", "cpu-used": "8"}),
    ".avi": ("mjpeg", "yuvj420p", {"qmin": "1", "qmax": "2"}),
    ".gif": ("gif", "gray", {}),
    ".mpg": ("mpeg2video", "yuv420p", {"qmin": "1", "qmax": "2", "bf": "2", "g": "6"}),
    ".ts": ("libx264", "yuv420p", {"crf": "1", "preset": "ultrafast", "g": "6"}),
    ".flv": ("flv", "yuv420p", {"qmin": "1", "qmax": "2"}),
    ".wmv": ("wmv2", "yuv420p", {"qmin": "1", "qmax": "2"}),
}
SPREAD = 8


def moving(count: int, width: int = 32, height: int = 32) -> list[Image8]:
    """Grey pictures in RGB: a soft slope whose brightness tells the number of the picture, mean 40 + 8 i."""
    y, x = np.mgrid[:height, :width]
    slope = (
        12 * np.sin((x + 0.5) / width * np.pi) * np.sin((y + 0.5) / height * np.pi) - 12 * (2 / np.pi) ** 2
    )
    grey = [np.round(40 + SPREAD * number + slope).clip(0, 255).astype(np.uint8) for number in range(count)]
    return [np.repeat(picture[..., None], 3, axis=2) for picture in grey]


def write(
    path: Path,
    pictures: Sequence[Image8],
    *,
    fps: float = 25,
    codec: str | None = None,
    pixel_format: str | None = None,
    options: dict[str, str] | None = None,
    times: Iterable[float] | None = None,
    container_options: dict[str, str] | None = None,
    prepare: Callable[[Any], None] | None = None,
    full_range: bool = False,
) -> Path:
    """A video of ``(H, W, 3)`` RGB pictures, at even times or at ``times`` seconds; else as KINDS has it."""
    kind = KINDS[path.suffix]
    codec, pixel_format = codec or kind[0], pixel_format or kind[1]
    base = Fraction(1, 100) if path.suffix == ".gif" else Fraction(1, 1000) if times else 1 / Fraction(fps)
    with av.open(str(path), "w", container_options=container_options or {}) as container:
        stream = container.add_stream(
            codec, rate=Fraction(fps), options=kind[2] if options is None else options
        )
        stream.height, stream.width = pictures[0].shape[:2]
        stream.pix_fmt = pixel_format
        stream.codec_context.time_base = base
        if full_range:
            stream.codec_context.color_range = 2
        if prepare is not None:
            prepare(stream)
        moments = list(times) if times is not None else [number / fps for number in range(len(pictures))]
        for picture, moment in zip(pictures, moments, strict=True):
            frame = av.VideoFrame.from_ndarray(np.ascontiguousarray(picture), format="rgb24").reformat(
                format=pixel_format,
                dst_color_range=2 if full_range or pixel_format.startswith("yuvj") else 1,
                dst_colorspace=5,
            )
            frame.pts, frame.time_base = round(moment / base), base
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    return path


def numbers(pictures: Iterable[Image8]) -> list[int]:
    """Which of the pictures of :func:`moving` each one is."""
    return [round((float(picture.mean()) - 40) / SPREAD) for picture in pictures]
