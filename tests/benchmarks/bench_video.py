"""How quickly videos become clips, stage by stage and as a whole, and in how much memory.

python -m tests.benchmarks.bench_video [--videos 4] [--turns 3] [--minutes 10]

The videos are scenes of the truth set, drawn at 1280 x 720, 30 pictures a second, written as H.264 and each
repeated some times, with a cut in between.
Stages are measured one after the other in one thread; "whole" is ``Library.add`` with its worker processes
into a new library, the model's start and the commits included. Peers in the same run, on the same pictures
that the tracker sees (512 x 288, 15 a second): OpenCV's dense optical flow (Farneback; DIS at its quickest),
which knows neither things nor visibility. The long video repeats one of them more often.
"""

from __future__ import annotations

import argparse
import itertools
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np

from motionsearch.index.library import Library
from motionsearch.tracking.base import load_tracker
from motionsearch.tracking.camera_motion import estimate_camera
from motionsearch.tracking.config import Tracking
from motionsearch.tracking.foreground import find_foreground
from motionsearch.tracking.movers import find_movers
from motionsearch.tracking.things import read_video
from motionsearch.train.truth import render, scenes
from motionsearch.train.truth.files import write_truth
from motionsearch.video import Video
from tests.benchmarks.bench_decode import repeated

SIZE = (1280, 720)
FPS = 30
SCENES = ("person-1", "several-4", "pan-1", "animal-9", "thing-bounce-right", "shake-3")


def made(folder: Path, count: int, turns: int) -> list[tuple[Path, float]]:
    """So many videos, and how many seconds each lasts."""
    known = {spec.name: spec for spec in scenes()}
    videos = []
    for name in SCENES[:count]:
        spec = replace(known[name], fps=FPS)
        once = write_truth(render(spec, SIZE), folder / f"once-{name}.mp4")
        repeated(once, folder / f"{name}.mp4", turns)
        videos.append((folder / f"{name}.mp4", turns * spec.frames / FPS))
    return videos


def spent(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def stages(path: Path, seconds: float) -> None:
    """Prints times real time of each stage, alone and in one thread."""
    tracking = Tracking()

    def decoded() -> list[np.ndarray]:
        with Video(path, threads=1) as video:
            return [f.picture for f in video.frames(side=tracking.side, rate=tracking.rate, grey=True)]

    pictures = decoded()
    window = np.stack(pictures[: round(tracking.cutting.window * tracking.rate)])
    length = len(window) / tracking.rate
    overlap = tracking.cutting.window / tracking.cutting.hop
    maps = estimate_camera(window)
    tracker = load_tracker("klt")
    dis = cv2.DISOpticalFlow_create(cv2.DISOPTICAL_FLOW_PRESET_ULTRAFAST)
    pairs = list(itertools.pairwise(pictures))
    rows = {
        "decoding to 512 px grey": (seconds, spent(decoded)),
        "camera's motion": (length / overlap, spent(lambda: estimate_camera(window))),
        "foreground": (
            length / overlap,
            spent(lambda: find_foreground(window, maps.maps if maps.moving else None)),
        ),
        "all of a window": (length / overlap, spent(lambda: find_movers(window, tracker, tracking))),
        "peer: OpenCV Farneback": (
            seconds,
            spent(
                lambda: [cv2.calcOpticalFlowFarneback(a, b, None, 0.5, 3, 15, 3, 5, 1.2, 0) for a, b in pairs]
            ),
        ),
        "peer: OpenCV DIS ultrafast": (seconds, spent(lambda: [dis.calc(a, b, None) for a, b in pairs])),
    }
    for name, (covered, took) in rows.items():
        print(f"{name:30} {covered / took:7.1f} x real time")  # noqa: T201


def whole(videos: list[tuple[Path, float]], folder: Path, workers: int) -> None:
    """Prints times real time of adding all of them."""
    with Library.open(folder / f"whole-{workers}.library") as library:
        took = spent(lambda: library.add([path for path, _ in videos], workers=workers))
        clips = library.info().clips
    seconds = sum(length for _, length in videos)
    print(  # noqa: T201
        f"whole, {len(videos)} videos of {seconds:.0f} s in all, {workers} workers: {seconds / took:.1f} x "
        f"real time, {seconds * FPS / took:.0f} pictures/s, {clips} clips"
    )


def peak(path: Path) -> None:
    """Prints the memory and time of a process that reads one long video."""
    code = f"from tests.benchmarks import bench_video as b; b.report({str(path)!r})"
    began = time.perf_counter()
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    took = time.perf_counter() - began
    length, clips, kilobytes = done.stdout.split()
    print(  # noqa: T201
        f"one video of {float(length) / 60:.1f} minutes: {float(length) / took:.1f} x real time, "
        f"{clips} clips, peak {int(kilobytes) / 1024:.0f} MiB"
    )


def report(path: str) -> None:
    """What :func:`peak` reads."""
    with Video(path) as video:
        length = video.info.duration
    clips = len(read_video(path))
    print(length, clips, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)  # noqa: T201


def main() -> None:
    """Runs it."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--videos", type=int, default=4)
    parser.add_argument("--turns", type=int, default=3)
    parser.add_argument(
        "--minutes", type=float, default=10.0, help="length of the long video; 0 leaves it out"
    )
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        videos = made(folder, given.videos, given.turns)
        cv2.setNumThreads(1)
        stages(*videos[1 % len(videos)])
        cv2.setNumThreads(-1)
        for workers in sorted({1, os.cpu_count() or 1}):
            whole(videos, folder, workers)
        if given.minutes:
            long = folder / "long.mp4"
            path, length = videos[0]
            repeated(path, long, max(1, round(given.minutes * 60 / length)))
            peak(long)


if __name__ == "__main__":
    main()
