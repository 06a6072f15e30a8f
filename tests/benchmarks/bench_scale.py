"""What a search costs in a large library, side by side with bare FAISS and with other stores, as tables.

python -m tests.benchmarks.bench_scale [--clips 100000] [--dim 384] [--only NAME ...] [--limit SECONDS]
    [--folder FOLDER] [--keep] [--json FILE]

The other stores are no part of motionsearch's own needs; one that is missing is said to be:
pip install usearch lancedb pymilvus milvus-lite qdrant-client chromadb

Each system stores the clips in one process and is opened and asked in another, both with two threads; what
does not end within ``--limit`` seconds of the one or of the other is stopped, and the tables hold what was
measured till then. Vectors and queries are those of ``bench_scale_data``; recall@10 is against brute force on
the float32 vectors. "CPU" is what building took of the processor, on whatever cores; "anon" is the memory
that opening and searching without a filter took, "file" what of the system's own files was mapped and looked
into besides. p50 and p99 are of queries asked one at a time, q/s of up to 1,000 handed over together, all
with the ids and the metadata of 10 hits where the system keeps any; "first" is the first query with a filter,
before anything was tuned or could be remembered.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import numpy as np

from tests.benchmarks.bench_scale_data import (
    FILTERS,
    NO_FILTER,
    TUNING,
    Data,
    Filter,
    Ids,
    prepare,
    recall,
)
from tests.benchmarks.bench_scale_peers import PEERS, THREADS, System, disk_bytes

WANTED = 0.99
MARGIN = 0.003
"""More than is wanted, because few queries are tuned with."""
SINGLE = 300
"""Queries asked one at a time,"""
PATIENCE = 12.0
"""or as many as go into so many seconds."""
WARM = 5

Figures = dict[str, Any]


def systems() -> dict[str, type[System]]:
    """By name, in the order of the tables."""
    from tests.benchmarks.bench_scale_ours import OURS

    return {each.name: each for each in (*OURS, *PEERS)}


def say(line: str = "", *, to: Any = None) -> None:
    """Writes a line: tables to stdout, progress to stderr."""
    (to or sys.stdout).write(line + "\n")
    (to or sys.stdout).flush()


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--clips", type=int, default=100_000)
    parser.add_argument("--dim", type=int, default=384)
    parser.add_argument("--only", nargs="+", metavar="NAME", help=f"some of: {', '.join(systems())}")
    parser.add_argument("--limit", type=float, default=900.0, help="seconds for each half of a system")
    parser.add_argument("--folder", type=Path, default=Path(tempfile.gettempdir()) / "motionsearch-scale")
    parser.add_argument("--keep", action="store_true", help="keep what the systems stored")
    parser.add_argument("--json", type=Path, help="write the figures there too")
    parser.add_argument("--child", nargs=3, metavar=("NAME", "STEP", "FILE"), help=argparse.SUPPRESS)
    given = parser.parse_args()
    folder = given.folder / f"{given.clips}-{given.dim}"
    if given.child:
        name, step, file = given.child
        child(systems()[name], step, Data(folder / "data"), folder, Path(file))
        return
    names = [name for name in systems() if not given.only or name in given.only]
    if not names or (given.only and set(given.only) - set(names)):
        parser.error(f"--only takes some of: {', '.join(systems())}")
    began = time.perf_counter()
    data = prepare(folder / "data", given.clips, given.dim)
    say(f"{given.clips:,} vectors and the truth: {time.perf_counter() - began:.0f} s", to=sys.stderr)
    results: dict[str, Figures] = {}
    try:
        for name in names:
            results[name] = measured(systems()[name], folder, given)
            say(f"{name}: {json.dumps(results[name])}", to=sys.stderr)
            if not given.keep and systems()[name].__name__ != "Ours":  # bare FAISS reads that one
                remove(folder / systems()[name].__name__)
            if given.json:
                given.json.write_text(json.dumps(results, indent=1))
    finally:
        if not given.keep:
            for kind in systems().values():
                remove(folder / kind.__name__)
    report(data, results)


# Processes


def measured(kind: type[System], folder: Path, given: argparse.Namespace) -> Figures:
    """Runs both halves of a system."""
    if kind.module and importlib.util.find_spec(kind.module) is None:
        return {"state": "not installed"}
    figures: Figures = {}
    remove(folder / kind.__name__)
    for step in ("build", "search"):
        file = folder / f"{kind.__name__}.{step}.json"
        file.unlink(missing_ok=True)
        command = [
            sys.executable,
            "-m",
            "tests.benchmarks.bench_scale",
            "--child",
            kind.name,
            step,
            str(file),
        ]
        command += ["--clips", str(given.clips), "--dim", str(given.dim), "--folder", str(given.folder)]
        state = run(command, given.limit, step)
        if file.exists():
            figures.update(json.loads(file.read_text()))
            file.unlink()
        if state:
            figures["state"] = state
            return figures
        if step == "build":
            figures["disk"] = disk_bytes(folder / kind.__name__)
    return figures


def run(command: list[str], limit: float, step: str) -> str:
    """Runs a process on two cores; what went wrong, or nothing."""
    threads = ("OMP", "OPENBLAS", "MKL", "RAYON", "LANCE_CPU", "TOKIO_WORKER")
    environment = {**os.environ, **{f"{name}_{_end(name)}": str(THREADS) for name in threads}}
    environment["MOTIONSEARCH_THREADS"] = str(THREADS)
    process = subprocess.Popen(command, env=environment, stdout=sys.stderr)
    try:
        code = process.wait(limit)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
        return f"{step} did not end within {limit:.0f} s"
    return "" if code == 0 else f"{step} failed with code {code}"


def _end(name: str) -> str:
    return "NUM_THREADS" if name not in ("LANCE_CPU", "TOKIO_WORKER") else "THREADS"


def child(kind: type[System], step: str, data: Data, folder: Path, file: Path) -> None:
    """One half, in a process of its own; the file holds what is known so far."""
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[:THREADS])
    system = kind(data, folder / kind.__name__)
    figures: Figures = {}

    def keep(**more: Any) -> None:
        figures.update(more)
        # As a whole: the process may be stopped at any moment.
        file.with_suffix(".new").write_text(json.dumps(figures))
        os.replace(file.with_suffix(".new"), file)

    began = time.perf_counter()
    if step == "build":
        steps = system.build()
        seconds, busy = time.perf_counter() - began, time.process_time()
        keep(build=seconds, steps=steps, busy=busy, peak=memory("VmHWM"))
    else:
        queries = data.queries
        before = memory("RssAnon"), memory("RssFile")
        began = time.perf_counter()
        system.open()
        system.search(queries[0], None)
        keep(opened=time.perf_counter() - began, filters={})
        for chosen in (None, *FILTERS):
            name = NO_FILTER if chosen is None else chosen.name
            figures["filters"][name] = asked(system, data, chosen)
            keep()
            if chosen is None:
                keep(anon=memory("RssAnon") - before[0], file=memory("RssFile") - before[1])
        system.close()
    # Some leave threads behind that would keep the process.
    sys.stderr.flush()
    os._exit(0)


def memory(what: str) -> int:
    """Bytes of this process, by the name that Linux gives them."""
    with open("/proc/self/status") as lines:
        return next(1024 * int(line.split()[1]) for line in lines if line.startswith(what + ":"))


def remove(folder: Path) -> None:
    """Removes a folder, if it is there."""
    shutil.rmtree(folder, ignore_errors=True)


# Measuring


def asked(system: System, data: Data, chosen: Filter | None) -> Figures:
    """Latencies, throughput and recall of queries with one filter."""
    system.prepare(chosen)
    began = time.perf_counter()
    system.search(data.queries[0], chosen)
    first = time.perf_counter() - began
    tune(system, data, chosen)
    queries, truth = data.queries[TUNING:], data.truth(chosen)[TUNING:]
    for query in data.queries[:WARM]:
        system.search(query, chosen)
    seconds: list[float] = []
    found: list[Ids] = []
    end = time.perf_counter() + PATIENCE
    most = min(SINGLE, len(queries))
    while len(seconds) < most and (len(seconds) < 10 or time.perf_counter() < end):
        began = time.perf_counter()
        found.append(system.search(queries[len(seconds)], chosen))
        seconds.append(time.perf_counter() - began)
    together = max(10, min(len(queries), int(PATIENCE / float(np.median(seconds)))))
    began = time.perf_counter()
    batch = system.search_many(queries[:together], chosen)
    rate = together / (time.perf_counter() - began)
    return {
        "first": first,
        "p50": float(np.median(seconds)),
        "p99": float(np.quantile(seconds, 0.99)),
        "asked": len(seconds),
        "rate": rate,
        "together": together,
        "recall": recall(found, truth[: len(found)]),
        "batch recall": recall(batch, truth[:together]),
        "plan": system.plan(queries[0], chosen),
    }


def tune(system: System, data: Data, chosen: Filter | None) -> None:
    """Sets the knob to what first reaches the recall, or else to what comes nearest."""
    best: tuple[float, Any] = (-1.0, system.knob)
    queries, truth = data.queries[:TUNING], data.truth(chosen)[:TUNING]
    end = time.perf_counter() + 5 * PATIENCE
    for knob in system.knobs_for(chosen):
        system.knob = knob
        reached = recall(system.search_many(queries, chosen), truth)
        best = max(best, (reached, knob), key=lambda each: each[0])
        if reached >= WANTED + MARGIN or time.perf_counter() > end:
            break
    if best[0] >= 0:
        system.knob = best[1]


# Tables


def report(data: Data, results: dict[str, Figures]) -> None:
    """Writes the tables of what was stored, and of each filter."""
    known = systems()
    say(f"\n{data.clips:,} clips of {data.dim} numbers, {THREADS} threads, k = 10\n")
    say("| system | setting | build s | CPU s | open s | disk MB | anon MB | file MB | state |")
    say("|---|---|---:|---:|---:|---:|---:|---:|---|")
    for name, figures in results.items():
        cells = [name, known[name].setting]
        cells += [shown(figures.get(key), 1, 1) for key in ("build", "busy", "opened")]
        cells += [shown(figures.get(key), 1e-6, 0) for key in ("disk", "anon", "file")]
        say(f"| {' | '.join(cells)} | {figures.get('state', 'done')} |")
    for chosen in (None, *FILTERS):
        title = NO_FILTER if chosen is None else f"filter: {chosen.name}"
        say(f"\n{title}\n")
        say("| system | recall@10 | p50 ms | p99 ms | first ms | batch q/s | plan |")
        say("|---|---:|---:|---:|---:|---:|---|")
        for name, figures in results.items():
            row = figures.get("filters", {}).get(NO_FILTER if chosen is None else chosen.name)
            if row is None:
                say(f"| {name} | | | | | | {figures.get('state', '')} |")
                continue
            cells = [name, f"{min(row['recall'], row['batch recall']):.3f}"]
            cells += [shown(row[key], 1e3, 2) for key in ("p50", "p99", "first")]
            cells.append(f"{row['rate']:,.0f}")
            say(f"| {' | '.join(cells)} | {row['plan']} |")
    overhead(data, results)


def shown(value: float | None, scale: float, digits: int) -> str:
    """A figure, or nothing."""
    return "" if value is None else f"{scale * value:,.{digits}f}"


def overhead(data: Data, results: dict[str, Figures]) -> None:
    """What the library adds to its plan, and to the bytes of what it holds."""
    from tests.benchmarks.bench_scale_ours import BareFaiss, Ours

    ours, bare = results.get(Ours.name, {}), results.get(BareFaiss.name, {})
    say()
    for name in (NO_FILTER, *(each.name for each in FILTERS)):
        rows = [figures.get("filters", {}).get(name) for figures in (ours, bare)]
        if None not in rows:
            difference = 1e3 * (rows[0]["p50"] - rows[1]["p50"])
            say(f"overhead of the library over bare FAISS, {name}: {difference:+.2f} ms")
    if "disk" in ours:
        vectors, metadata = 2 * data.clips * data.dim, data.metadata_bytes
        say(
            f"disk of the library: {ours['disk'] / (vectors + metadata):.3f} times the float16 vectors "
            f"({vectors / 1e6:,.0f} MB) and plain metadata ({metadata / 1e6:,.0f} MB)"
        )


if __name__ == "__main__":
    main()
