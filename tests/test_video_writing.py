"""Writing videos: what is read back is what was written, whole or not at all."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import av
import numpy as np
import pytest

from motionsearch.errors import InputError
from motionsearch.video_writing import VIDEO_SUFFIXES, Image8, write_video


def gradient(count: int, width: int, height: int) -> Iterator[Image8]:
    """Smooth pictures in colour that differ from one to the next."""
    y, x = np.mgrid[:height, :width]
    for number in range(count):
        red, green = 3 * x + 5 * number, 200 - 2 * y
        yield np.stack([red, green, 60 + x + y], axis=-1).clip(0, 255).astype(np.uint8)


def read(path: Path) -> tuple[list[Image8], list[float]]:
    with av.open(str(path)) as container:
        frames = list(container.decode(video=0))
    return [frame.to_ndarray(format="rgb24") for frame in frames], [frame.time for frame in frames]


@pytest.mark.parametrize("suffix", VIDEO_SUFFIXES)
@pytest.mark.parametrize(("width", "height"), [(64, 48), (63, 47), (5, 3), (1, 1)])
def test_what_is_read_is_what_was_written(tmp_path: Path, suffix: str, width: int, height: int) -> None:
    path = write_video(tmp_path / f"moving{suffix}", gradient(8, width, height), 25)
    pictures, times = read(path)
    assert len(pictures) == 8
    assert times == pytest.approx([number / 25 for number in range(8)])
    pad = 0 if suffix == ".gif" else 1
    for seen, written in zip(pictures, gradient(8, width, height), strict=True):
        assert seen.shape == (height + pad * (height % 2), width + pad * (width % 2), 3)
        # Lossy codecs: the colours are right (a wrong matrix or range would be off by ten or more).
        assert np.abs(seen[:height, :width].astype(int) - written).mean() < 5
    assert [file.name for file in tmp_path.iterdir()] == [path.name]


@pytest.mark.parametrize("suffix", [".mp4", ".webm"])
def test_colours_are_kept(tmp_path: Path, suffix: str) -> None:
    flat = [(0, 0, 0), (255, 255, 255), (220, 30, 30), (30, 200, 40), (40, 50, 210)]
    written = [np.full((32, 32, 3), colour, dtype=np.uint8) for colour in flat]
    with av.open(str(write_video(tmp_path / f"flat{suffix}", written, 5))) as container:
        stream = container.streams.video[0]
        frames = list(container.decode(stream))
        # BT.709, limited range.
        assert (stream.codec_context.colorspace, stream.codec_context.color_range) == (1, 1)
    for frame, colour in zip(frames, flat, strict=True):
        seen = frame.to_ndarray(format="rgb24", src_colorspace="itu709").mean(axis=(0, 1))
        assert seen == pytest.approx(colour, abs=4)


@pytest.mark.parametrize("fps", [23.976, 30, 59.94, 120])
def test_rates_are_exact(tmp_path: Path, fps: float) -> None:
    _, times = read(write_video(tmp_path / "rate.mp4", gradient(90, 16, 16), fps))
    assert times == pytest.approx(np.arange(90) / fps, abs=1e-4)


def test_a_fast_gif_keeps_its_length(tmp_path: Path) -> None:
    _, times = read(write_video(tmp_path / "fast.gif", gradient(120, 16, 16), 120))
    assert np.diff(times).min() >= 0.02 - 1e-9
    assert 0.9 < times[-1] < 1.0


def test_a_failure_leaves_what_was_there(tmp_path: Path) -> None:
    path = write_video(tmp_path / "kept.mp4", gradient(3, 16, 16), 10)
    before = path.read_bytes()

    def breaks() -> Iterator[Image8]:
        yield from gradient(3, 16, 16)
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        write_video(path, breaks(), 10)
    assert path.read_bytes() == before
    assert [file.name for file in tmp_path.iterdir()] == ["kept.mp4"]


@pytest.mark.parametrize(
    ("name", "frames", "fps", "words"),
    [
        ("a.xyz", [np.zeros((4, 4, 3), np.uint8)], 10, r"a\.xyz: cannot write a video of the kind \.xyz"),
        ("a", [np.zeros((4, 4, 3), np.uint8)], 10, "no extension"),
        ("a.mp4", [], 10, "no picture"),
        ("a.mp4", [np.zeros((4, 4), np.uint8)], 10, r"picture 0 must be \(H, W, 3\) uint8"),
        ("a.mp4", [np.zeros((4, 4, 3), np.float32)], 10, "float32"),
        ("a.mp4", [np.zeros((4, 4, 3), np.uint8), np.zeros((4, 6, 3), np.uint8)], 10, "picture 1 is 6x4"),
        ("a.gif", [np.zeros((4, 4, 3), np.uint8)], 0, "fps"),
        ("a.gif", [np.zeros((4, 4, 3), np.uint8)], float("nan"), "fps"),
        ("nowhere/a.webm", [np.zeros((4, 4, 3), np.uint8)], 10, "cannot be written"),
    ],
)
def test_what_cannot_be_written(
    tmp_path: Path, name: str, frames: list[Image8], fps: float, words: str
) -> None:
    with pytest.raises(InputError, match=words):
        write_video(tmp_path / name, frames, fps)
    assert not list(tmp_path.iterdir())
