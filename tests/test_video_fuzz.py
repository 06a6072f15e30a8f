"""Damaged videos: nothing but pictures or an error that names the file, in bounded time.

A fault in a decoder would take the process along, so the damaged files are read in processes of their own.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import av
import numpy as np
import pytest

from motionsearch.video import Video
from tests.helpers_video import KINDS, moving, write

EACH = 50  # damaged files of every kind of file
SECONDS = 120.0

READ = """
import sys
from motionsearch.errors import InputError
from motionsearch.video import Video

pictures = refused = 0
for path in sys.argv[1:]:
    print("reading", path, flush=True)
    for options in ({"side": 16, "grey": True}, {"start": 0.5}):
        try:
            last = -1.0
            for frame in Video(path, threads=int(len(path) % 2) + 1).frames(**options):
                assert frame.time > last, path
                assert frame.picture.size, path
                last = frame.time
                pictures += 1
                assert pictures < 1_000_000, path
        except InputError as error:
            assert path in str(error), path
            refused += 1
print("done", pictures, refused, flush=True)
"""


def flipped(rng: np.random.Generator, content: bytearray, other: bytes) -> bytearray:
    for place in rng.integers(0, len(content), int(rng.integers(1, 40))):
        content[place] ^= 1 << int(rng.integers(0, 8))
    return content


def cut_off(rng: np.random.Generator, content: bytearray, other: bytes) -> bytearray:
    return content[: int(rng.integers(0, len(content)))]


def beheaded(rng: np.random.Generator, content: bytearray, other: bytes) -> bytearray:
    return content[int(rng.integers(1, len(content))) :]


def spliced(rng: np.random.Generator, content: bytearray, other: bytes) -> bytearray:
    return bytearray(content[: int(rng.integers(8, 400))]) + other[int(rng.integers(0, len(other))) :]


def randomised(rng: np.random.Generator, content: bytearray, other: bytes) -> bytearray:
    start = int(rng.integers(0, len(content)))
    length = int(rng.integers(1, 200))
    content[start : start + length] = rng.bytes(length)
    return content


def zeroed(rng: np.random.Generator, content: bytearray, other: bytes) -> bytearray:
    start = int(rng.integers(0, len(content)))
    length = min(int(rng.integers(1, 600)), len(content) - start)
    content[start : start + length] = bytes(length)
    return content


def doubled(rng: np.random.Generator, content: bytearray, other: bytes) -> bytearray:
    start, length = int(rng.integers(0, len(content))), int(rng.integers(1, 300))
    content[start:start] = content[start : start + length]
    return content


DAMAGES: list[Callable[[np.random.Generator, bytearray, bytes], bytearray]] = [
    *(flipped, cut_off, beheaded, spliced, randomised, zeroed, doubled)
]


def test_damaged_videos_give_pictures_or_an_error(tmp_path: Path) -> None:
    rng = np.random.default_rng(0)
    written = [write(tmp_path / f"whole{suffix}", moving(20)) for suffix in KINDS]
    written.append(write(tmp_path / "fast.mp4", moving(20), container_options={"movflags": "+faststart"}))
    written.append(
        write(tmp_path / "pieces.mp4", moving(20), container_options={"movflags": "frag_keyframe+empty_moov"})
    )
    damaged: list[Path] = []
    for whole in written:
        for number in range(EACH):
            damage = DAMAGES[number % len(DAMAGES)]
            other = written[int(rng.integers(0, len(written)))].read_bytes()
            path = tmp_path / f"{whole.stem}-{damage.__name__}-{number}{whole.suffix}"
            path.write_bytes(damage(rng, bytearray(whole.read_bytes()), other))
            damaged.append(path)
    damaged.append(tmp_path / "nothing but noise.mkv")
    damaged[-1].write_bytes(rng.bytes(5000))
    assert len(damaged) > 500
    pictures = refused = 0
    for batch in (damaged[::2], damaged[1::2]):
        done = subprocess.run(
            [sys.executable, "-c", READ, *map(str, batch)],
            capture_output=True,
            text=True,
            timeout=SECONDS,
            check=False,
        )
        lines = done.stdout.splitlines()
        assert done.returncode == 0, f"{lines[-1]}: {done.returncode}\n{done.stderr[-2000:]}"
        words = lines[-1].split()
        pictures, refused = pictures + int(words[1]), refused + int(words[2])
    print(f"{len(damaged)} damaged videos: {pictures} pictures, {refused} of two passes each refused")  # noqa: T201
    assert pictures > 5 * len(damaged), "most damage leaves most of the pictures"
    assert 0 < refused < len(damaged), "some damage leaves nothing"


@pytest.mark.parametrize("suffix", [".mkv", ".avi", ".ts", ".webm", ".flv"])
def test_pictures_before_the_damage_are_kept(tmp_path: Path, suffix: str) -> None:
    path = write(tmp_path / f"a{suffix}", moving(20))
    whole = list(Video(path, threads=1).frames(grey=True))
    with av.open(str(path)) as container:
        ends = [packet.pos + packet.size for packet in container.demux(video=0) if packet.size]
    content = path.read_bytes()
    rng = np.random.default_rng(1)
    for number, place in enumerate(np.linspace(0.5, 0.95, 10)):
        where = int(place * len(content))
        spoilt = tmp_path / f"{number}{suffix}"
        spoilt.write_bytes(content[:where] + rng.bytes(len(content) - where))
        left = list(Video(spoilt, threads=1).frames(grey=True))
        # The packet before the damage may be taken for a broken one, and pictures are shown out of order.
        sure = sum(end <= where for end in ends) - 3
        assert len(left) >= sure
        for a, b in zip(left[:sure], whole, strict=False):
            assert a.time == b.time
            assert np.array_equal(a.picture, b.picture)
