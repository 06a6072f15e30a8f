"""Compares ways to track points on rendered videos of which every point's place is known.

    python -m tests.benchmarks.bench_trackers [--scenes 12] [--points 300] [--all]

Pictures are tracked as videos are, grey and 512 pixels wide; points are asked for where they are first seen.
Ways: the default tracker; the same with dense inverse search (cv2.DISOpticalFlow) in Lucas-Kanade's place,
fast and medium; and cv2.calcOpticalFlowPyrLK as OpenCV sets it up, forwards, without any check. Measures are
those of :mod:`motionsearch.train.tap_metrics`, means over the scenes; times are seconds of one core for each
second of video, all ways on the same pictures in the same run.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable

import cv2
import numpy as np
from numpy.typing import NDArray

from motionsearch.tracking.klt import Klt, KltSettings
from motionsearch.tracks import Mask
from motionsearch.train.tap_metrics import TapMetrics, mean_of, measure, queries_of
from motionsearch.train.truth import DIFFICULTIES, SceneSpec, render, scenes

Floats = NDArray[np.float32]
Grey = NDArray[np.uint8]
Way = Callable[[Grey, Floats], tuple[Floats, Mask]]

WIDTH = 512


def plain(frames: Grey, queries: Floats) -> tuple[Floats, Mask]:
    """OpenCV's Lucas-Kanade as it comes, a point lost for good where it says so."""
    points = np.zeros((len(frames), len(queries), 2), np.float32)
    visible = np.zeros(points.shape[:2], bool)
    at, good, first = queries[:, 1:].copy(), np.ones(len(queries), bool), queries[:, 0]
    for t, frame in enumerate(frames):
        moving = np.flatnonzero(first < t)
        if len(moving):
            there, status, _ = cv2.calcOpticalFlowPyrLK(frames[t - 1], frame, at[moving, None], None)
            at[moving] = there[:, 0]
            good[moving] &= status[:, 0] > 0
        points[t], visible[t] = at, good & (first <= t)
    return points, visible


def dis(preset: int) -> Way:
    """The default tracker with dense flow, there and back, in Lucas-Kanade's place."""

    def flow(before: Grey, after: Grey, places: Floats, settings: KltSettings) -> tuple[Floats, Mask]:
        solver = cv2.DISOpticalFlow.create(preset)
        there = places + _read(solver.calc(before, after, None), places)
        back = there + _read(solver.calc(after, before, None), there)
        return there, np.linalg.norm(back - places, axis=1) <= settings.back

    tracker = Klt()
    tracker.flow = flow
    return tracker


def _read(flow: Floats, places: Floats) -> Floats:
    x, y = np.ascontiguousarray(places[:, None, 0]), np.ascontiguousarray(places[:, None, 1])
    return cv2.remap(flow, x, y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)[:, 0]


WAYS: dict[str, Way] = {
    "klt": Klt(),
    "dis ultrafast": dis(cv2.DISOPTICAL_FLOW_PRESET_ULTRAFAST),
    "dis medium": dis(cv2.DISOPTICAL_FLOW_PRESET_MEDIUM),
    "plain LK": plain,
}


def scene(spec: SceneSpec, most: int) -> tuple[Grey, Floats, Floats, Mask]:
    """Pictures ``(T, H, W)``, and of up to ``most`` points queries, places and visibility, in pixels."""
    video = render(spec)
    width, height = video.size
    size = (WIDTH, round(height * WIDTH / width))
    frames = np.stack(
        [
            cv2.resize(cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY), size, interpolation=cv2.INTER_AREA)
            for picture in video.pictures()
        ]
    )
    points = np.concatenate([*(mover.points for mover in video.movers), video.background], axis=1)
    visible = np.concatenate([*(mover.visible for mover in video.movers), video.background_visible], axis=1)
    chosen = np.random.default_rng(spec.seed).permutation(points.shape[1])[:most]
    scaled = (points[:, chosen] + 0.5) * (np.array(size) / video.size) - 0.5
    queries, index = queries_of(scaled, visible[:, chosen], "first")
    return frames, queries, scaled[:, index].astype(np.float32), visible[:, chosen][:, index]


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--scenes", type=int, default=12, help="evenly chosen from the truth set")
    parser.add_argument("--points", type=int, default=300)
    parser.add_argument("--all", action="store_true", help="all scenes without cuts")
    parser.add_argument("--ways", default=",".join(WAYS))
    arguments = parser.parse_args()
    cv2.setNumThreads(1)
    ways = {name: WAYS[name] for name in arguments.ways.split(",")}
    specs = [spec for spec in scenes() if not spec.cut]
    if not arguments.all:
        specs = specs[:: max(1, len(specs) // arguments.scenes)]
    found: dict[str, list[TapMetrics]] = {name: [] for name in ways}
    spent = dict.fromkeys(ways, 0.0)
    seconds = 0.0
    for spec in specs:
        frames, queries, points, visible = scene(spec, arguments.points)
        seconds += len(frames) / spec.fps
        for name, way in ways.items():
            start = time.process_time()
            got, seen = way(frames, queries)
            spent[name] += time.process_time() - start
            size = (frames.shape[2], frames.shape[1])
            metrics = measure(queries, points, visible, got, seen, size, "first")
            found[name].append(metrics)
            tell(f"{spec.name:28.28} {spec.difficulty:11} {name:14}", metrics)
    for difficulty in (*DIFFICULTIES, ""):
        index = [k for k, spec in enumerate(specs) if not difficulty or spec.difficulty == difficulty]
        for name in ways if index else ():
            tell(
                f"{difficulty or 'all':28} {len(index):4} scenes {name:14}",
                mean_of([found[name][k] for k in index]),
            )
    for name in ways:
        sys.stdout.write(f"{name:14} {spent[name] / seconds:.3f} s of one core a second of video\n")


def tell(who: str, metrics: TapMetrics) -> None:
    within = " ".join(f"<{x} {share:.3f}" for x, share in metrics.delta.items())
    sys.stdout.write(
        f"{who} delta {metrics.delta_average:.3f} ({within}) jaccard {metrics.average_jaccard:.3f} "
        f"occlusion {metrics.occlusion_accuracy:.3f} median {metrics.median_error:.3f} px\n"
    )
    sys.stdout.flush()


if __name__ == "__main__":
    main()
