"""Compares virtual tracks with points on the skin, and times how quickly clips are made.

    python -m tests.benchmarks.bench_virtual_tracks --data FOLDER [--clips 40] [--speed]

Some corpora hold the same animations as skeletons and as points on the skinned mesh. For each the table tells
of the points that virtual tracking puts around the skeleton (girth as of people, and drawn at random), of the
points on the skin and of the bare joints: how far they lie from the nearest bone (mean and 90th percentile)
and from their middle, how fast they move, both in diagonals of the skin's box, and the share that a camera
sees. Figures of games are stout, with large heads and weapons in their hands; people are not.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from motionsearch.camera import to_y_up
from motionsearch.formats.corpus import MotionClip, load_corpus
from motionsearch.train.limbs import limb_points
from motionsearch.train.skeletons import body_joints, parents_of, without
from motionsearch.train.virtual import Viewing, observe
from motionsearch.train.world import sample

Floats = NDArray[np.floating[Any]]

CORPORA = ("quaternius", "quaternius_cubeworld", "game_anims", "gltf_anims")
NAMES = ("near", "near 90%", "spread", "speed", "speed 90%", "seen")
WEIGHTS = {"person": 5.0, "animal": 1.5, "object": 2.5}


def pairs(data: Path, corpus: str, most: int) -> Iterator[tuple[Floats, tuple[int, ...], Floats, float]]:
    """Joints ``(T, J, 3)``, parents, skin ``(T, N, 3)`` and frames per second of up to ``most`` clips."""
    skins = {clip.id: clip for clip in load_corpus(data / f"{corpus}_surface.npz")}
    clips = [clip for clip in load_corpus(data / f"{corpus}.npz") if clip.id in skins]
    made = 0
    for index in np.random.default_rng(0).permutation(len(clips)):
        clip, skin = clips[index], skins[clips[index].id]
        joints, parents = skeleton(clip)
        if made < most and len(joints) == len(skin.points) and sum(p >= 0 for p in parents) >= 4:
            made += 1
            yield joints, parents, to_y_up(skin.points, skin.up), clip.fps


def skeleton(clip: MotionClip) -> tuple[Floats, tuple[int, ...]]:
    """A clip's joints, y up, without a game engine's helpers, and their parents."""
    joints = to_y_up(clip.points, clip.up)
    keep = body_joints(joints, clip.joint_names)
    parents = without(clip.parents or parents_of(joints, clip.joint_names), keep)
    return joints[:, keep], tuple(parents)


def to_nearest_bone(points: Floats, joints: Floats, parents: tuple[int, ...]) -> Floats:
    """``(T, N)``."""
    bones = np.array([(j, p) for j, p in enumerate(parents) if p >= 0])
    start = joints[:, None, bones[:, 1]]
    axis = joints[:, None, bones[:, 0]] - start
    share = ((points[:, :, None] - start) * axis).sum(-1) / np.maximum((axis**2).sum(-1), 1e-12)
    gap = points[:, :, None] - start - np.clip(share, 0, 1)[..., None] * axis
    nearest: Floats = np.linalg.norm(gap, axis=-1).min(axis=-1)
    return nearest


def measures(
    points: Floats, joints: Floats, parents: tuple[int, ...], fps: float, size: float
) -> tuple[float, ...]:
    """``NAMES`` without "seen"."""
    some = np.linspace(0, len(points) - 1, min(6, len(points))).astype(int)
    near = to_nearest_bone(points[some], joints[some], parents) / size
    from_middle = np.linalg.norm(points - points.mean(axis=1, keepdims=True), axis=-1) / size
    speed = np.linalg.norm(np.diff(points, axis=0), axis=-1) * fps / size
    return (
        float(near.mean()),
        float(np.quantile(near, 0.9)),
        float(np.sqrt(np.square(from_middle).mean())),
        float(speed.mean()),
        float(np.quantile(speed, 0.9)),
    )


def seen(points: Floats, parents: tuple[int, ...], fps: float, rng: np.random.Generator, **how: Any) -> float:
    """The share of points that a plain camera sees which loses what the body hides."""
    skin = bool(how.pop("skin", False))
    view = replace(Viewing.clean(azimuth=float(rng.uniform(-180, 180))), occlusion=1.0, **how)
    tracks, _ = observe(points, None if skin else parents, fps, rng, view, surface=skin)
    return float(tracks.visible.mean())


def compare(data: Path, corpus: str, most: int) -> None:
    """Writes a table of one corpus: medians over its clips."""
    rng = np.random.default_rng(1)
    rows: dict[str, list[tuple[float, ...]]] = {
        "limbs": [],
        "limbs, random girth": [],
        "skin": [],
        "joints": [],
    }
    for joints, parents, skin, fps in pairs(data, corpus, most):
        size = float(np.median(np.linalg.norm(np.ptp(skin, axis=1), axis=-1)))
        for name, girth in (("limbs", 1.0), ("limbs, random girth", None)):
            points, _ = limb_points(joints, parents, 64, rng, thickness=girth)
            shown = seen(joints, parents, fps, rng, limbs=1.0, num_points=(64, 64))
            rows[name].append((*measures(points, joints, parents, fps, size), shown))
        shown = seen(skin, parents, fps, rng, skin=True)
        rows["skin"].append((*measures(skin, joints, parents, fps, size), shown))
        shown = seen(joints, parents, fps, rng, guess=0.0)
        rows["joints"].append((*measures(joints, joints, parents, fps, size), shown))
    sys.stdout.write(
        f"\n{corpus}, {len(rows['skin'])} clips\n{'':22}" + "".join(f"{n:>11}" for n in NAMES) + "\n"
    )
    for name, told in rows.items():
        sys.stdout.write(f"{name:22}" + "".join(f"{v:11.3f}" for v in np.median(told, axis=0)) + "\n")


def time_world(batches: int = 12, size: int = 40, rounds: int = 5) -> None:
    """Writes clips a second on one core: the best of some rounds for each batch, as other work disturbs."""
    total = 0.0
    for kind, weight in WEIGHTS.items():
        best = np.full(batches, np.inf)
        for _ in range(rounds):
            for batch in range(batches):
                began = time.process_time()
                for index in range(batch * size, (batch + 1) * size):
                    sample(2, index, [kind])
                best[batch] = min(best[batch], time.process_time() - began)
        each = float(best.mean()) / size
        total += weight * each
        sys.stdout.write(f"{kind:8}{1 / each:8.0f} clips/s\n")
    sys.stdout.write(f"mixture {sum(WEIGHTS.values()) / total:8.0f} clips/s\n")


def main() -> None:
    """Compares, or times with ``--speed``."""
    parser = argparse.ArgumentParser(description="Compares virtual tracks with points on the skin.")
    parser.add_argument("--data", type=Path)
    parser.add_argument("--clips", type=int, default=40)
    parser.add_argument("--speed", action="store_true")
    options = parser.parse_args()
    if options.speed:
        time_world()
    if options.data:
        for corpus in CORPORA:
            compare(options.data, corpus, options.clips)


if __name__ == "__main__":
    main()
