"""What a GPU is worth: batches of queries and bulk embedding, on the processor and on the GPU in one run.

python -m tests.benchmarks.bench_gpu [--clips 100000 1000000] [--batches 1 32 256 1024] [--json FILE]
    [--library]

The vectors have 384 numbers and lie in clusters: 1 centre for 100 of them, noise of the length of a centre;
float16, as a library stores them. Queries are such vectors moved by half as much noise. Both sides are exact
and their results are compared: the flat plan on all cores, and a library's copy on the GPU, which is scored
again on the processor; ``device`` is the GPU's own part. ``--library`` also builds a library of each size,
and measures how long it takes to copy it to the GPU, and the plan that it has for its size, reading what is
found included. Steps that would not end within ``--seconds`` are left out, and said to be.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray

from motionsearch.bulk import Bulk
from motionsearch.errors import MotionsearchError
from motionsearch.features import collate, prepare
from motionsearch.index.engines import Best
from motionsearch.index.gpu import SPARE, Replica, _owner
from motionsearch.index.gpu_vectors import DeviceVectors
from motionsearch.index.library import Library
from motionsearch.index.scoring import top
from motionsearch.model import Model
from motionsearch.runtime import threads
from motionsearch.spaces import load_space
from tests.benchmarks.bench_embed import made
from tests.libraries import HashModel

DIM, K, PART = 384, 10, 100_000
Vectors = NDArray[np.float32]


def say(*words: object) -> None:
    print(*words, flush=True)  # noqa: T201


class Clock:
    """Says whether there is time left."""

    def __init__(self, seconds: float) -> None:
        self.end = time.monotonic() + seconds

    @property
    def left(self) -> float:
        return self.end - time.monotonic()


def part_of(clips: int, number: int) -> Vectors:
    """Clustered unit vectors: those from ``number * PART`` on."""
    centres = np.random.default_rng(0).normal(size=(max(1, clips // 100), DIM)).astype(np.float32)
    rng = np.random.default_rng([1, number])
    count = min(PART, clips - number * PART)
    drawn = centres[rng.integers(len(centres), size=count)]
    drawn += rng.standard_normal((count, DIM), dtype=np.float32)
    unit: Vectors = drawn / np.linalg.norm(drawn, axis=1, keepdims=True)
    return unit.astype(np.float16).astype(np.float32)


def queries_for(clips: int, count: int) -> Vectors:
    """Some of the vectors, moved."""
    rng = np.random.default_rng(2)
    near = part_of(clips, 0)
    chosen = near[rng.integers(len(near), size=count)]
    chosen = chosen + 0.5 * rng.standard_normal((count, DIM), dtype=np.float32) / np.sqrt(np.float32(DIM))
    return (chosen / np.linalg.norm(chosen, axis=1, keepdims=True)).astype(np.float32)


def typical(work: Callable[[], object], clock: Clock) -> float:
    """Seconds of the middle one of up to seven runs, for about a second."""
    seconds: list[float] = []
    began = time.perf_counter()
    while len(seconds) < 7 and (not seconds or time.perf_counter() - began < 1) and clock.left > 5:
        start = time.perf_counter()
        work()
        seconds.append(time.perf_counter() - start)
    return statistics.median(seconds) if seconds else float("nan")


def start_up(place: torch.device) -> float:
    """Seconds until a fresh process has done its first work on the place."""
    program = f"import torch; x = torch.ones(64, 64, device={str(place)!r}); (x @ x).topk(3)[0].cpu()"
    began = time.perf_counter()
    subprocess.run([sys.executable, "-c", program], check=True)
    return time.perf_counter() - began


def search(clips: int, batches: list[int], place: torch.device, clock: Clock) -> dict[str, Any]:
    """Measures batches of queries on vectors in memory."""
    vectors = np.concatenate([part_of(clips, number) for number in range(-(-clips // PART))])
    ids = np.arange(1, clips + 1, dtype=np.int64)
    replica = Replica(_owner().run(lambda: DeviceVectors(DIM, place)), DIM)
    if place.type == "cuda":
        torch.cuda.reset_peak_memory_stats()
    for at in range(0, clips, PART):
        replica._append(ids[at : at + PART], vectors[at : at + PART])
    assert replica._vectors.exact  # so that no session is asked for anything
    say(f"\n{clips:,} clips")
    queries = queries_for(clips, max(batches))
    rows = []
    for size in batches:
        some = queries[:size]
        rows.append(_compare(lambda q=some: top(ids, vectors, q, K), replica, some, clock))  # type: ignore[misc]
    result: dict[str, Any] = {"clips": clips, "batches": rows}
    if place.type == "cuda":
        result["memory"] = torch.cuda.max_memory_allocated()
        say(f"  at most {result['memory'] / 1e9:.2f} GB of the GPU's memory")
    return result


def _compare(
    on_cpu: Callable[[], list[Best]], replica: Replica, queries: Vectors, clock: Clock
) -> dict[str, float]:
    nobody: Any = None  # stands for the session
    found = replica.search(nobody, queries, K)  # warms up
    gpu = typical(lambda: replica.search(nobody, queries, K), clock)
    device = typical(lambda: _owner().run(lambda: replica._vectors.best(queries, K + SPARE)), clock)
    expected = on_cpu()
    cpu = typical(on_cpu, clock)
    same = sum(
        bool(np.array_equal(a[0], b[0]) and np.array_equal(a[1], b[1]))
        for a, b in zip(found, expected, strict=True)
    )
    say(
        f"  batch {len(queries):5}: CPU {1e3 * cpu:9.2f} ms, GPU {1e3 * gpu:8.2f} ms (device "
        f"{1e3 * device:7.2f}), ratio {cpu / gpu:6.2f}, same results {same} of {len(queries)}"
    )
    return {"queries": len(queries), "cpu": cpu, "gpu": gpu, "device": device, "same": same}


def in_library(clips: int, batches: list[int], place: torch.device, clock: Clock) -> dict[str, Any]:
    """Builds a library; measures the plan it has, and how long its vectors take to the GPU."""
    model: Any = HashModel(dim=DIM)
    with (
        tempfile.TemporaryDirectory() as folder,
        Library.open(folder, model=model, device="cpu") as library,
    ):
        began = time.perf_counter()
        for number in range(-(-clips // PART)):
            library.add_vectors(part_of(clips, number), source=f"part {number}")
        library.reindex()
        result: dict[str, Any] = {"built": time.perf_counter() - began}
        replica = Replica(_owner().run(lambda: DeviceVectors(DIM, place)), DIM)
        with library._store.reading() as session:
            began = time.perf_counter()
            replica.refresh(session)
            result["copied"] = time.perf_counter() - began
        say(f"\n{clips:,} clips: built in {result['built']:.1f} s, copied in {result['copied']:.2f} s")
        queries = queries_for(clips, max(batches))
        result["cpu"] = {}
        for size in batches:
            some = queries[:size]
            library.search_vectors(some, K)
            cpu = typical(lambda q=some: library.search_vectors(q, K), clock)  # type: ignore[misc]
            result["cpu"][size] = cpu
            say(f"  batch {size:5}: CPU {1e3 * cpu:9.2f} ms by the library's plan")
        return result


def embed(place: torch.device, count: int, clock: Clock) -> dict[str, float]:
    """Clips and texts a second; ``count`` of each on the GPU."""
    result: dict[str, float] = {}
    clips = (made(640) * -(-count // 640))[:count]
    on_cpu, on_gpu = Model.load(device="cpu"), Model.load(device="cpu")
    on_gpu._bulk = Bulk(on_gpu.folder, "cuda", lambda: place)
    on_gpu._bulk.takes_clips = lambda count: True  # type: ignore[method-assign]
    expected = on_cpu.embed_tracks(clips[:640])
    difference = float(np.abs(on_gpu.embed_tracks(clips[:640]) - expected).max())
    ready = collate([prepare(clip, on_gpu.config.num_frames) for clip in clips[:1024]])
    seconds = {
        "cpu clips": typical(lambda: on_cpu.embed_tracks(clips[:640]), clock) / 640,
        "gpu clips": typical(lambda: on_gpu.embed_tracks(clips), clock) / len(clips),
        "gpu network": typical(lambda: on_gpu._bulk.clips(ready, on_cpu._run), clock) / 1024,
        "preparing": typical(lambda: [prepare(clip, 32) for clip in clips[:640]], clock) / 640,
    }
    say(f"\nembedding: largest difference of a coordinate {difference:.1e}")
    try:
        texts = [f"a person {('walks', 'jumps', 'turns')[n % 3]} around obstacle {n}" for n in range(count)]
        space = load_space("minilm")

        def elsewhere(some: list[str]) -> Vectors | None:
            return on_gpu._bulk.texts(space, some)

        some = texts[:500]
        theirs, ours = space.embed_text(some), space.embed_text(some, elsewhere=elsewhere)
        say(f"texts: largest difference of a coordinate {float(np.abs(ours - theirs).max()):.1e}")
        seconds["cpu texts"] = typical(lambda: space.embed_text(some), clock) / len(some)
        seconds["gpu texts"] = typical(lambda: space.embed_text(texts, elsewhere=elsewhere), clock) / count
    except MotionsearchError as error:
        say(f"texts: not measured ({error})")
    for name, each in seconds.items():
        if math.isnan(each):
            say(f"  {name}: left out for want of time")
        else:
            result[name] = 1 / each
            say(f"  {name}: {1 / each:,.0f} a second")
    for what in ("clips", "texts"):
        if {f"gpu {what}", f"cpu {what}"} <= result.keys():
            say(f"  ratio for {what}: {result[f'gpu {what}'] / result[f'cpu {what}']:.1f}")
    return result


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--clips", type=int, nargs="+", default=[100_000, 1_000_000])
    parser.add_argument("--batches", type=int, nargs="+", default=[1, 32, 256, 1024])
    parser.add_argument("--embedded", type=int, default=5120, help="clips, and texts, to embed on the GPU")
    parser.add_argument("--library", action="store_true", help="also build libraries of these sizes")
    parser.add_argument("--seconds", type=float, default=3600.0, help="time for everything")
    parser.add_argument("--place", default="cuda", help="where torch computes; cpu tries this program out")
    parser.add_argument("--json", type=Path, help="write the figures there too")
    given = parser.parse_args()
    clock, place = Clock(given.seconds), torch.device(given.place)
    name = torch.cuda.get_device_name() if place.type == "cuda" else "torch on the processor, no GPU"
    say(f"{name}; {os.cpu_count()} cores, {threads()} threads; torch {torch.__version__}")
    results: dict[str, Any] = {"device": name, "threads": threads(), "start-up": start_up(place)}
    say(f"a fresh process is ready after {results['start-up']:.1f} s")

    def save() -> None:
        if given.json:
            given.json.write_text(json.dumps(results, indent=1))

    results["embedding"] = embed(place, given.embedded, clock)
    save()
    for clips in given.clips:
        needed = 15 + clips / 30_000
        if clock.left < needed:
            say(f"\n{clips:,} clips: left out, would take {needed:.0f} s of the {clock.left:.0f} s left")
            continue
        results[str(clips)] = search(clips, given.batches, place, clock)
        save()
    for clips in given.clips if given.library else ():
        needed = 20 + clips / 5_000
        if clock.left < needed:
            say(f"\n{clips:,} clips in a library: left out, would take {needed:.0f} s of {clock.left:.0f} s")
            continue
        results[f"library of {clips}"] = in_library(clips, given.batches, place, clock)
        save()


if __name__ == "__main__":
    main()
