"""How quickly videos become small grey pictures, beside plain OpenCV, and in how much memory.

python -m tests.benchmarks.bench_decode [--seconds 10] [--minutes 10] [--rounds 3]

The video is made: 1280 x 720, 30 pictures a second, H.264, a textured scene under a moving camera. Rates are
pictures a second of processor time, one thread each, best of the rounds. The long video repeats the packets
of the short one; its peak memory is that of a process which reads it through.
"""

from __future__ import annotations

import argparse
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import av
import cv2
import numpy as np

from motionsearch.video import Image8, Video
from motionsearch.video_writing import write_video

FPS, SIDE = 30, 512
WIDTH, HEIGHT = 1280, 720


def scene(count: int) -> Iterator[Image8]:
    """A backdrop that passes by at four pixels a picture, with a little grain."""
    rng = np.random.default_rng(0)
    coarse = rng.integers(0, 256, (HEIGHT // 16, (WIDTH + 2000) // 16, 3), dtype=np.uint8)
    backdrop = cv2.resize(coarse, (WIDTH + 2000, HEIGHT), interpolation=cv2.INTER_CUBIC)
    grain = rng.integers(0, 8, (HEIGHT, WIDTH + 64, 3), dtype=np.uint8)
    for number in range(count):
        left, shift = (4 * number) % 2000, int(rng.integers(0, 64))
        yield cv2.add(backdrop[:, left : left + WIDTH], grain[:, shift : shift + WIDTH])


def repeated(short: Path, long: Path, times: int) -> None:
    """The packets of a video over and over, each time later."""
    with av.open(str(long), "w") as target, av.open(str(short)) as source:
        stream = target.add_stream_from_template(source.streams.video[0])
        packets = [packet for packet in source.demux(video=0) if packet.dts is not None]
        length = round(len(packets) / FPS / source.streams.video[0].time_base)
        first = [(packet.pts, packet.dts) for packet in packets]
        for turn in range(times):
            for packet, (pts, dts) in zip(packets, first, strict=True):
                packet.stream = stream
                packet.pts, packet.dts = pts + turn * length, dts + turn * length
                packet.time_base = source.streams.video[0].time_base
                target.mux(packet)


def with_opencv(path: Path) -> int:
    capture = cv2.VideoCapture(str(path), cv2.CAP_FFMPEG, [cv2.CAP_PROP_N_THREADS, 1])
    count = 0
    while True:
        good, picture = capture.read()
        if not good:
            return count
        grey = cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY)
        cv2.resize(grey, (SIDE, HEIGHT * SIDE // WIDTH), interpolation=cv2.INTER_AREA)
        count += 1


def with_video(path: Path, grey: bool = True) -> int:
    return sum(1 for _ in Video(path, threads=1).frames(side=SIDE, grey=grey))


def best(work: Callable[[], int], rounds: int) -> float:
    """Pictures a second of processor time in the quickest round."""
    rates = []
    for _ in range(rounds):
        began = time.process_time()
        count = work()
        rates.append(count / (time.process_time() - began))
    return max(rates)


def peak(path: Path) -> tuple[int, float]:
    """Pictures read by a fresh process, and the most memory in MiB that it took."""
    code = f"from tests.benchmarks import bench_decode as b; b.report({str(path)!r})"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    count, kilobytes = done.stdout.split()
    return int(count), int(kilobytes) / 1024


def report(path: str) -> None:
    """What :func:`peak` reads."""
    count = with_video(Path(path))
    print(count, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)  # noqa: T201


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=int, default=10, help="length of the short video")
    parser.add_argument("--minutes", type=int, default=10, help="length of the long one")
    parser.add_argument("--rounds", type=int, default=3)
    given = parser.parse_args()
    cv2.setNumThreads(1)
    with tempfile.TemporaryDirectory() as folder:
        short, long = Path(folder) / "short.mp4", Path(folder) / "long.mp4"
        write_video(short, scene(given.seconds * FPS), FPS)
        ours, colour, theirs = (
            best(work, given.rounds)
            for work in (
                lambda: with_video(short),
                lambda: with_video(short, grey=False),
                lambda: with_opencv(short),
            )
        )
        print(f"Video.frames(side={SIDE}, grey=True)   {ours:6.0f} pictures/s")  # noqa: T201
        print(f"Video.frames(side={SIDE})              {colour:6.0f} pictures/s")  # noqa: T201
        print(f"OpenCV: read, cvtColor, resize       {theirs:6.0f} pictures/s")  # noqa: T201
        print(f"ratio, grey                          {ours / theirs:6.2f}")  # noqa: T201
        repeated(short, long, given.minutes * 60 // given.seconds)
        for path in (short, long):
            count, memory = peak(path)
            print(f"peak memory over {count:6d} pictures    {memory:6.0f} MiB")  # noqa: T201


if __name__ == "__main__":
    main()
