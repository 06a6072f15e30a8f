"""Ten searchers and one writer on one library: no error, no wrong result, memory flat.

    python -m tests.benchmarks.soak_library --minutes 10 --searchers 10

The writer adds, removes, compacts and reindexes, and writes into a log what it begins and what it was told is
done. Every searcher follows the log: it knows which clips were there throughout a search, and which may have
been, and compares what it finds with brute force over them. Vectors follow from the name of their source, so
that every hit can be checked. Prints a table; ends with 1 where something was wrong.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import multiprocessing
import os
import sys
import tempfile
import time
import traceback
import warnings
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TextIO

import numpy as np
from numpy.typing import NDArray

from motionsearch.errors import MotionsearchWarning
from motionsearch.index.library import Library
from motionsearch.index.plans import PlanSettings
from tests.libraries import HashModel, unit_vectors

DIM = 64
EACH = 100
"""Clips of a source."""

NEAR = 1e-5
"""Scores closer than this are equal."""

PARTS = 10
"""Values of the tag that filters are about."""

COMPACTED, REINDEXED = 20.0, 90.0
"""Seconds from one compaction to the next, and from one new index to the next."""

_SAMPLED = 1.0  # seconds between two looks at the memory of processes


@dataclass(frozen=True)
class Task:
    """What a process is told: where, how long, and how large the library stays."""

    place: str
    log: str
    seconds: float
    clips: int
    flat_limit: int
    number: int = 0


def vectors_of(source: str) -> NDArray[np.float32]:
    """``(EACH, DIM)``: they follow from the source's name."""
    return unit_vectors(EACH, DIM, int(source))


def open_library(task: Task) -> Library:
    """The library, with an IVF index from ``flat_limit`` clips on."""
    model: Any = HashModel("hash", DIM)
    settings = PlanSettings(flat_limit=task.flat_limit)
    return Library.open(task.place, model=model, precision="float32", plans=settings)


# The writer


def write(task: Task, results: Any, ready: Any) -> None:
    """Fills the library, and changes it until the time is over."""
    counts = {"adds": 0, "removals": 0, "compactions": 0, "reindexes": 0}
    problems: list[str] = []
    rng = np.random.default_rng(0)
    live: dict[str, list[int]] = {}
    try:
        warnings.simplefilter("error", MotionsearchWarning)
        with open_library(task) as library, open(task.log, "a", buffering=1) as log:
            number = 0
            for number in range(task.clips // EACH):
                _add(library, log, str(number), live)
            number += 1
            ready.set()
            last = dict.fromkeys(("compact", "reindex"), time.monotonic())
            ends = time.monotonic() + task.seconds
            while time.monotonic() < ends:
                if sum(map(len, live.values())) < task.clips:
                    _add(library, log, str(number), live)
                    number += 1
                    counts["adds"] += 1
                else:
                    _remove(library, log, live, rng)
                    counts["removals"] += 1
                for what, every in (("compact", COMPACTED), ("reindex", REINDEXED)):
                    if time.monotonic() - last[what] > every:
                        getattr(library, what)()
                        last[what] = time.monotonic()
                        counts["compactions" if what == "compact" else "reindexes"] += 1
            report = library.verify()
            problems += report.problems
            if library.info().clips != sum(map(len, live.values())):
                problems.append(f"{library.info().clips} clips, acknowledged {sum(map(len, live.values()))}")
    except BaseException:  # noqa: BLE001  told by the process that waits
        problems.append(traceback.format_exc())
        ready.set()
    results.put({"who": "writer", "problems": problems, **counts})


def _add(library: Library, log: TextIO, source: str, live: dict[str, list[int]]) -> None:
    _say(log, begin="add", source=source)
    (added,) = library.add_vectors(
        vectors_of(source),
        source=source,
        names=[str(i) for i in range(EACH)],
        tags={"part": int(source) % PARTS},
    ).added
    live[source] = list(range(added.first_clip_id, added.first_clip_id + EACH))
    _say(log, done="add", source=source, first=added.first_clip_id)


def _remove(library: Library, log: TextIO, live: dict[str, list[int]], rng: np.random.Generator) -> None:
    """Whole sources, the oldest first, or some clips of many."""
    if rng.random() < 0.7:
        ids = live[next(iter(live))]
    else:
        ids = rng.choice(np.concatenate(list(live.values())), 50, replace=False).tolist()
    _say(log, begin="remove", ids=ids)
    if library.remove(ids=ids) != len(ids):
        raise AssertionError("another number of clips was removed than there were")
    gone = set(ids)
    for source in list(live):
        live[source] = [i for i in live[source] if i not in gone]
        if not live[source]:
            del live[source]
    _say(log, done="remove", ids=ids)


def _say(log: TextIO, **what: Any) -> None:
    log.write(json.dumps(what) + "\n")


# Searchers


@dataclass
class Known:
    """What the log says of one source: its clips' vectors, which are surely there and which may be."""

    vectors: NDArray[np.float32]
    first: int | None = None
    surely: NDArray[np.bool_] = field(default_factory=lambda: np.zeros(EACH, bool))
    maybe: NDArray[np.bool_] = field(default_factory=lambda: np.ones(EACH, bool))


class Follower:
    """Reads the log as it grows."""

    def __init__(self, path: str) -> None:
        self._file = open(path)  # noqa: SIM115  as long as the process
        self._rest = ""
        self.sources: dict[str, Known] = {}
        self._source_of: dict[int, str] = {}  # by the first id, of which there is one every EACH

    def close(self) -> None:
        """Closes the log."""
        self._file.close()

    def read(self) -> list[dict[str, Any]]:
        """The lines that are new."""
        *lines, self._rest = (self._rest + self._file.read()).split("\n")
        return [json.loads(line) for line in lines]

    def before(self) -> None:
        """What is done before a search is surely seen by it; what is not yet gone may be."""
        for line in self.read():
            self._begin(line)
            self._done(line)

    def after(self) -> list[dict[str, Any]]:
        """What began by the end of a search may have been seen; returns the lines, for :meth:`settle`."""
        lines = self.read()
        for line in lines:
            self._begin(line)
        return lines

    def settle(self, lines: list[dict[str, Any]]) -> None:
        """What was done meanwhile counts from now on."""
        for line in lines:
            self._begin(line)  # again: what was removed had to be added first
            self._done(line)
        for source, known in list(self.sources.items()):
            if not known.maybe.any():
                del self.sources[source]

    def _begin(self, line: dict[str, Any]) -> None:
        if line.get("begin") == "add":
            self.sources.setdefault(line["source"], Known(vectors_of(line["source"])))
        elif line.get("done") == "add":
            self.sources[line["source"]].first = line["first"]
            self._source_of[(line["first"] - 1) // EACH] = line["source"]
        elif line.get("begin") == "remove":
            for source, rows in self._rows(line["ids"]):
                self.sources[source].surely[rows] = False

    def _done(self, line: dict[str, Any]) -> None:
        if line.get("done") == "add":
            self.sources[line["source"]].surely[:] = True
        elif line.get("done") == "remove":
            for source, rows in self._rows(line["ids"]):
                self.sources[source].maybe[rows] = False

    def _rows(self, ids: list[int]) -> list[tuple[str, list[int]]]:
        rows: dict[str, list[int]] = {}
        for i in ids:
            # Sources have EACH clips and ids are never used twice, so they begin at 1, 1 + EACH, ...
            source = self._source_of[(i - 1) // EACH]
            rows.setdefault(source, []).append((i - 1) % EACH)
        return list(rows.items())


def search(task: Task, results: Any, ready: Any) -> None:
    """Searches until the time is over, and compares."""
    rng = np.random.default_rng(task.number + 1)
    seconds: list[float] = []
    problems: list[str] = []
    found = possible = 0
    follower = Follower(task.log)
    library: Library | None = None
    try:
        warnings.simplefilter("error", MotionsearchWarning)
        ready.wait()
        ends = time.monotonic() + task.seconds
        while time.monotonic() < ends and len(problems) < 5:
            if library is None or rng.random() < 0.01:
                if library is not None:
                    library.close()
                library = open_library(task)
            query = unit_vectors(1, DIM, int(rng.integers(1 << 40)))[0]
            part = int(rng.integers(PARTS)) if rng.random() < 0.4 else None
            exact = bool(rng.random() < 0.5)
            where = None if part is None else f"tags.part = {part}"
            follower.before()
            began = time.perf_counter()
            hits = library.search_vectors(query[None], 10, where, exact=exact)[0]
            seconds.append(time.perf_counter() - began)
            lines = follower.after()
            missed, wrong = compare(follower, query, part, hits)
            problems += wrong
            found, possible = found + 10 - missed, possible + 10
            if exact and missed:
                problems.append(f"exact, {where}: {missed} of the ten best are missing")
            follower.settle(lines)
    except BaseException:  # noqa: BLE001  told by the process that waits
        problems.append(traceback.format_exc())
    finally:
        follower.close()
        if library is not None:
            library.close()
    results.put(
        {
            "who": f"searcher {task.number}",
            "problems": problems,
            "searches": len(seconds),
            "p50": float(np.median(seconds)) if seconds else 0.0,
            "p99": float(np.percentile(seconds, 99)) if seconds else 0.0,
            "recall": found / max(1, possible),
        }
    )


def compare(
    follower: Follower, query: NDArray[np.float32], part: int | None, hits: list[Any]
) -> tuple[int, list[str]]:
    """How many clips that were surely there are missing, and what is wrong with the hits."""
    problems = []
    scores = [hit.score for hit in hits]
    if scores != sorted(scores, reverse=True) or len({hit.clip_id for hit in hits}) != len(hits):
        problems.append("the hits are out of order, or one is there twice")
    named = set()
    for hit in hits:
        known, row = follower.sources.get(hit.source), int(hit.name or -1)
        named.add((hit.source, row))
        if known is None or not known.maybe[row]:
            problems.append(f"clip {hit.clip_id} ({hit.source}, {row}) was removed before the search began")
        elif abs(float(known.vectors[row] @ query) - hit.score) > NEAR:
            problems.append(f"clip {hit.clip_id} has the score {hit.score}")
        elif known.first is not None and hit.clip_id != known.first + row:
            problems.append(f"clip {hit.clip_id} is {hit.source}, {row}")
        elif part is not None and (hit.tags.get("part") != part or int(hit.source) % PARTS != part):
            problems.append(f"clip {hit.clip_id} does not pass the filter")
    last = scores[-1] + NEAR if len(scores) == 10 else -2.0
    missed = 0
    for source, known in follower.sources.items():
        if part is None or int(source) % PARTS == part:
            better = np.flatnonzero(known.surely & (known.vectors @ query > last))
            missed += sum((source, row) not in named for row in better.tolist())
    return min(missed, 10), problems


# All of them


def resident(pid: int) -> int:
    """Bytes of a process that are its own: without files that are mapped."""
    with contextlib.suppress(OSError):
        for line in Path(f"/proc/{pid}/status").read_text().splitlines():
            if line.startswith("RssAnon:"):
                return int(line.split()[1]) * 1024
    return 0


def growth(samples: list[int]) -> float:
    """How much larger the last quarter is than the second one, as a share."""
    quarter = len(samples) // 4
    if not quarter:
        return 0.0
    return float(np.median(samples[-quarter:]) / max(1, np.median(samples[quarter : 2 * quarter])) - 1)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--searchers", type=int, default=10)
    parser.add_argument("--clips", type=int, default=10_000, help="the library's size")
    parser.add_argument(
        "--flat-limit", type=int, default=4_000, help="clips above which there is an IVF index"
    )
    parser.add_argument("--growth", type=float, default=0.1, help="of memory, that is no longer called flat")
    given = parser.parse_args()
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    with tempfile.TemporaryDirectory(prefix="motionsearch-soak-") as folder:
        log = Path(folder) / "log.jsonl"
        log.touch()
        place = str(Path(folder) / "it.library")
        first = Task(place, str(log), given.minutes * 60, given.clips, given.flat_limit)
        open_library(first).close()
        context = multiprocessing.get_context("spawn")
        results, ready = context.Queue(), context.Event()
        tasks = [
            Task(place, str(log), first.seconds, given.clips, given.flat_limit, number)
            for number in range(given.searchers)
        ]
        processes = {"writer": context.Process(target=write, args=(first, results, ready))}
        processes |= {
            f"searcher {task.number}": context.Process(target=search, args=(task, results, ready))
            for task in tasks
        }
        for process in processes.values():
            process.start()
        memory: dict[str, list[int]] = {name: [] for name in processes}
        told: dict[str, dict[str, Any]] = {}
        while len(told) < len(processes):
            time.sleep(_SAMPLED)
            while not results.empty():
                result = results.get()
                told[result["who"]] = result
            for name, process in processes.items():
                if name not in told and process.pid is not None and ready.is_set():
                    memory[name].append(resident(process.pid))
                if name not in told and process.exitcode is not None and results.empty():
                    told[name] = {"problems": [f"ended with {process.exitcode}"]}
        for process in processes.values():
            process.join()
        return report(given, told, memory)


def report(given: argparse.Namespace, told: dict[str, dict[str, Any]], memory: dict[str, list[int]]) -> int:
    """Prints the table; 1 where something is wrong."""
    problems = [f"{who}: {problem}" for who, result in told.items() for problem in result["problems"]]
    out = sys.stdout.write
    out(f"{given.minutes:g} minutes, {given.searchers} searchers, one writer, up to {given.clips:,} clips\n")
    out(f"{'':12} {'searches':>9} {'p50 ms':>8} {'p99 ms':>8} {'recall':>7} {'MiB':>7} {'growth':>8}\n")
    for who in sorted(told, key=lambda name: (len(name), name)):
        result, samples = told[who], memory[who]
        if "searches" in result:
            row = f"{result['searches']:9,} {1e3 * result['p50']:8.1f} {1e3 * result['p99']:8.1f} "
            row += f"{result['recall']:7.4f}"
        else:
            row = f"{'':35}"
        grown = growth(samples)
        out(f"{who:12} {row} {np.median(samples or [0]) / 2**20:7.0f} {grown:8.1%}\n")
        if grown > given.growth:
            problems.append(f"{who}: its memory grew by {grown:.1%}")
    writer = {key: value for key, value in told["writer"].items() if isinstance(value, int)}
    out("writer: " + ", ".join(f"{value:,} {key}" for key, value in writer.items()) + "\n")
    for problem in problems:
        out(f"WRONG  {problem}\n")
    out(f"{len(problems)} wrong\n")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
