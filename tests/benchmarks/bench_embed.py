"""How many clips a second the shipped encoder embeds, beside the model of another folder in the same run.

python -m tests.benchmarks.bench_embed [--beside MODEL] [--rounds 5]

The clips have 36 points over 64 frames, a tenth of them hidden. ``network``: ONNX Runtime alone, on batches
of 64 that are ready. ``whole``: ``Model.embed_tracks``, preparing included.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable

import numpy as np

from motionsearch.features import collate, prepare
from motionsearch.model import Model
from motionsearch.runtime import threads
from motionsearch.tracks import Tracks

CLIPS, FRAMES, POINTS, BATCH = 640, 64, 36, 64


def made(count: int) -> list[Tracks]:
    """Random walks."""
    rng = np.random.default_rng(0)
    return [
        Tracks(
            200 + 0.05 * rng.normal(300, 80, (FRAMES, POINTS, 2)).cumsum(axis=0),
            rng.random((FRAMES, POINTS)) < 0.9,
            30.0,
            (640, 480),
        )
        for _ in range(count)
    ]


def best(work: Callable[[], object], rounds: int) -> float:
    """Clips a second of the quickest round."""
    work()
    seconds = []
    for _ in range(rounds):
        began = time.perf_counter()
        work()
        seconds.append(time.perf_counter() - began)
    return CLIPS / min(seconds)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--beside", help="another model: a name or a folder")
    parser.add_argument("--rounds", type=int, default=5)
    given = parser.parse_args()
    clips = made(CLIPS)
    rates = {}
    for model in [Model.load(), *([Model.load(given.beside)] if given.beside else [])]:
        ready = [prepare(clip, model.config.num_frames) for clip in clips]
        batches = [collate(ready[at : at + BATCH]) for at in range(0, CLIPS, BATCH)]
        network = best(lambda: [model._run(batch) for batch in batches], given.rounds)  # noqa: B023
        whole = best(lambda: model.embed_tracks(clips, BATCH), given.rounds)  # noqa: B023
        rates[model.name] = network
        print(f"{model.name}: network {network:.0f}, whole {whole:.0f} clips/s, {threads()} threads")  # noqa: T201
    if given.beside:
        first, second = rates.values()
        print(f"ratio of the networks: {first / second:.2f}")  # noqa: T201


if __name__ == "__main__":
    main()
