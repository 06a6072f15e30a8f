"""A library of ten million clips: built in pieces, opened and searched, in bounded memory.

python -m tests.benchmarks.bench_ten_million [--clips 10000000] [--dim 384] [--bulk] [--folder FOLDER]
    [--keep] [--json FILE]

Clips are added 100,000 at a time, as sources of their own, and indexed at the end. ``--bulk`` makes no index
before that; without it the library makes one as it grows, as for anybody who adds. Vectors are those of
``bench_scale_data``, made as they are added; truth by brute force is gathered as they pass by. Then another
process opens the library, once its files are out of the system's memory, and searches. Takes about 1.2 GB of
disk a million clips, which is given back unless ``--keep`` is given.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np

from motionsearch.index.library import Library
from motionsearch.index.plans import PlanSettings
from tests.benchmarks.bench_scale import Figures, asked, memory, remove, run, say, shown
from tests.benchmarks.bench_scale_data import (
    FILTERS,
    LABELS,
    NO_FILTER,
    PIECE,
    SCENES,
    TUNING,
    Data,
    Source,
    Truth,
    write,
)
from tests.benchmarks.bench_scale_ours import Ours, open_library
from tests.benchmarks.bench_scale_peers import disk_bytes
from tests.libraries import HashModel

QUERIES = 100
TOLD = 500_000


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--clips", type=int, default=10_000_000)
    parser.add_argument("--dim", type=int, default=384)
    parser.add_argument("--bulk", action="store_true", help="make no index before all clips are added")
    parser.add_argument("--folder", type=Path, default=Path(tempfile.gettempdir()) / "motionsearch-millions")
    parser.add_argument("--keep", action="store_true", help="keep the library; searched again if it is there")
    parser.add_argument("--limit", type=float, default=7200.0, help="seconds for building, and for searching")
    parser.add_argument("--json", type=Path, help="write the figures there too")
    parser.add_argument("--child", nargs=2, metavar=("STEP", "FILE"), help=argparse.SUPPRESS)
    given = parser.parse_args()
    folder = given.folder / f"{given.clips}-{given.dim}"
    if given.child:
        step, file = given.child
        figures = built(folder, given) if step == "build" else searched(folder)
        Path(file).write_text(json.dumps(figures))
        return
    try:
        figures = both(folder, given)
    finally:
        if not given.keep:
            remove(folder)
    if given.json:
        given.json.write_text(json.dumps(figures, indent=1))


def both(folder: Path, given: argparse.Namespace) -> Figures:
    """Builds and searches, each in a process of its own."""
    figures: Figures = {}
    there = (folder / "data" / "about.json").exists()
    for step in ("search",) if there else ("build", "search"):
        if step == "build":
            remove(folder)
            (folder / "data").mkdir(parents=True)
        file = folder / f"{step}.json"
        command = [sys.executable, "-m", "tests.benchmarks.bench_ten_million", "--child", step, str(file)]
        command += ["--clips", str(given.clips), "--dim", str(given.dim), "--folder", str(given.folder)]
        command += ["--bulk"] if given.bulk else []
        state = run(command, given.limit, step)
        if state:
            say(state)
            return figures
        figures[step] = json.loads(file.read_text())
        tell(step, figures[step], Data(folder / "data"))
    return figures


# Building


def built(folder: Path, given: argparse.Namespace) -> Figures:
    """Adds and indexes; seconds, bytes and memory."""
    source = Source(given.clips, given.dim)
    truth = Truth(source.queries(TUNING + QUERIES, 0))
    labels, scenes = np.empty(given.clips, np.uint8), np.empty(given.clips, np.uint8)
    added, count = 0.0, 0
    settings = PlanSettings(flat_limit=1 << 60) if given.bulk else PlanSettings()
    model: Any = HashModel(dim=given.dim)
    place = folder / Ours.__name__
    with highest() as peak:
        with Library.open(place, model=model, device="cpu", plans=settings) as library:
            pieces = source.pieces()
            for vectors, their_labels, their_scenes in joined(pieces):
                rows = slice(count, count + len(vectors))
                labels[rows], scenes[rows] = their_labels, their_scenes
                for at in range(0, len(vectors), PIECE):
                    part = slice(at, at + PIECE)
                    truth.see(vectors[part], their_labels[part], their_scenes[part])
                began = time.perf_counter()
                library.add_vectors(
                    vectors,
                    source=f"part {count}",
                    labels=[LABELS[i] for i in their_labels],
                    spans=[(2.0 * (i % 1000), 2.0 * (i % 1000) + 4.0) for i in range(count, rows.stop)],
                    meta=[{"scene": SCENES[i]} for i in their_scenes],
                )
                added += time.perf_counter() - began
                count = rows.stop
                if count % TOLD < len(vectors):
                    say(f"{count:,} clips in {added:.0f} s, {peak[0] / 1e9:.2f} GB", to=sys.stderr)
        adding = peak[0]
        with open_library(place, given.dim) as library:
            began = time.perf_counter()
            library.reindex()
            indexed = time.perf_counter() - began
    write(folder / "data", truth, labels, scenes)
    return {
        "busy": time.process_time(),
        "add": added,
        "reindex": indexed,
        "peak adding": adding,
        "peak": peak[0],
        "disk": disk_bytes(place),
        "index": disk_bytes(place / "index"),
    }


def joined(pieces: Iterator[tuple[Any, ...]]) -> Iterator[tuple[Any, ...]]:
    """Two pieces at a time."""
    for piece in pieces:
        other = next(pieces, None)
        yield (
            piece if other is None else tuple(np.concatenate(both) for both in zip(piece, other, strict=True))
        )


@contextmanager
def highest() -> Iterator[list[int]]:
    """The most memory of its own that this process has had since, in bytes; what is mapped does not count."""
    peak, done = [memory("RssAnon")], threading.Event()

    def watch() -> None:
        while not done.wait(0.2):
            peak[0] = max(peak[0], memory("RssAnon"))

    thread = threading.Thread(target=watch, daemon=True)
    thread.start()
    try:
        yield peak
    finally:
        done.set()
        thread.join()


# Searching


def searched(folder: Path) -> Figures:
    """Opens the library from a disk that has to be read, and searches it."""
    data, place = Data(folder / "data"), folder / Ours.__name__
    forget(place)
    before, began = read_bytes(), time.perf_counter()
    system = Ours(data, place)
    system.open()
    opened = time.perf_counter() - began
    system.search(data.queries[0], None)
    figures: Figures = {
        "open": opened,
        "first": time.perf_counter() - began,
        "read": read_bytes() - before,
        "filters": {},
    }
    for chosen in (None, *FILTERS):
        name = NO_FILTER if chosen is None else chosen.name
        figures["filters"][name] = asked(system, data, chosen)
        if chosen is None:
            figures |= {"anon": memory("RssAnon"), "file": memory("RssFile")}
        say(f"{name}: {figures['filters'][name]}", to=sys.stderr)
    system.close()
    return figures


def forget(folder: Path) -> None:
    """Asks the system to drop the files from memory, so that opening reads the disk."""
    subprocess.run(["sync"], check=False)
    for file in folder.rglob("*"):
        if file.is_file() and hasattr(os, "posix_fadvise"):
            handle = os.open(file, os.O_RDONLY)
            os.posix_fadvise(handle, 0, 0, os.POSIX_FADV_DONTNEED)
            os.close(handle)


def read_bytes() -> int:
    """What this process has read from the disk."""
    with open("/proc/self/io") as lines:
        return next(int(line.split()[1]) for line in lines if line.startswith("read_bytes:"))


# Telling


def tell(step: str, figures: Figures, data: Data) -> None:
    """Writes the figures of a step."""
    if step == "build":
        whole = 2 * data.clips * data.dim + data.metadata_bytes
        say(f"{data.clips:,} clips of {data.dim} numbers")
        say(f"added in {figures['add']:,.0f} s, indexed in {figures['reindex']:,.0f} s")
        say(f"all of it, making vectors and truth included: {figures['busy']:,.0f} s of the processor")
        say(
            f"memory: at most {figures['peak adding'] / 1e9:.2f} GB adding, {figures['peak'] / 1e9:.2f} GB "
            "in all"
        )
        say(
            f"disk: {figures['disk'] / 1e9:.2f} GB, {figures['index'] / 1e9:.2f} of them the index; "
            f"{figures['disk'] / whole:.3f} times the float16 vectors and plain metadata"
        )
        return
    say(
        f"opened in {figures['open']:.2f} s, first hits after {figures['first']:.2f} s, ",
    )
    say(f"{figures['read'] / 1e6:,.0f} MB read for that; then {figures['anon'] / 1e6:,.0f} MB of memory, and")
    say(f"{figures['file'] / 1e6:,.0f} MB of the files mapped")
    say("\n| filter | recall@10 | p50 ms | p99 ms | first ms | batch q/s | plan |")
    say("|---|---:|---:|---:|---:|---:|---|")
    for name, row in figures["filters"].items():
        cells = [name, f"{min(row['recall'], row['batch recall']):.3f}"]
        cells += [shown(row[key], 1e3, 2) for key in ("p50", "p99", "first")]
        say(f"| {' | '.join(cells)} | {row['rate']:,.0f} | {row['plan']} |")


if __name__ == "__main__":
    main()
