"""Times a cold search: a fresh process that searches a large library by words, and where its time goes.

    python -m tests.benchmarks.bench_cold_search [--clips 100000] [--runs 5] [--library FOLDER]

The library is synthetic: vectors around random centres, three captions to a centre. It is made once in
``--library`` (a temporary folder by default) and kept there if that was named. The model is the shipped one.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np

from motionsearch.index.library import Library
from motionsearch.model import Model

QUERY = "a person jumps over something"
GOAL = 1.5

# Runs in the fresh process; the stages of the search itself come from ``explain``.
SEARCH = """
import time; began = time.perf_counter(); stages = {}
def stage(name):
    global began
    now = time.perf_counter(); stages[name] = now - began; began = now
import sys, json
import numpy
stage("import numpy")
import sqlalchemy.orm
stage("import sqlalchemy")
from motionsearch.index.library import Library
stage("import library")
library = Library.open(sys.argv[1], create=False)
stage("open")
told = library.explain(sys.argv[2], 10, where=sys.argv[3] or None)
stages.update(told.seconds)
slow = [name for name in ("torch", "transformers", "alembic") if name in sys.modules]
print(json.dumps({"stages": stages, "plan": told.plan.kind, "slow imports": slow}))
"""

CASES = {"no filter": "", "selective filter": "label = 'motion 7'", "broad filter": "meta.half = true"}


def main() -> None:
    """Makes the library, runs the cases and prints a table."""
    parser = argparse.ArgumentParser(description="Times a cold search and its parts.")
    parser.add_argument("--clips", type=int, default=100_000)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--library", type=Path)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder = options.library or Path(temporary) / "large.library"
        if not folder.exists():
            tell(f"making {options.clips:,} clips: {make(folder, options.clips):.1f} s")
        size = sum(file.stat().st_size for file in folder.iterdir())
        tell(
            f"{os.cpu_count()} cores, library of {size / 1e6:.0f} MB; median (and worst) of {options.runs}\n"
        )
        for name, where in CASES.items():
            report(name, [cold_search(folder, where) for _ in range(options.runs)])
        walls = [cold_command(folder) for _ in range(options.runs)]
        tell(f"motionsearch search, whole command: {shown(walls)}; goal {GOAL} s")


def make(folder: Path, count: int) -> float:
    """Fills a new library; returns the seconds it took."""
    rng = np.random.default_rng(0)
    began = time.perf_counter()
    with Library.open(folder) as library:
        centres = rng.normal(size=(500, library.dim))
        owner = rng.integers(len(centres), size=count)
        vectors = centres[owner] + 0.7 * rng.normal(size=(count, library.dim))
        library.add_vectors(
            vectors.astype(np.float32),
            source="synthetic",
            captions=[tuple(f"motion {i}, seen {n} times" for n in range(3)) for i in owner],
            labels=[f"motion {i}" for i in owner],
            spans=[(0.0, 4.0)] * count,
            meta=[{"half": bool(i % 2)} for i in range(count)],
        )
    return time.perf_counter() - began


def cold_search(folder: Path, where: str) -> dict[str, object]:
    """One fresh process; its stages in seconds, and its wall time from start to end."""
    began = time.perf_counter()
    command = [sys.executable, "-c", SEARCH, str(folder), QUERY, where]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    wall = time.perf_counter() - began
    result = json.loads(done.stdout)
    known = sum(result["stages"].values())
    result["stages"]["start and end of Python"] = wall - known
    return {**result, "wall": wall}


def cold_command(folder: Path) -> float:
    """The wall time of the command that a user types."""
    began = time.perf_counter()
    command = [sys.executable, "-m", "motionsearch.cli", "--library", str(folder), "search", QUERY]
    subprocess.run(command, capture_output=True, check=True)
    return time.perf_counter() - began


def report(name: str, runs: list[dict[str, object]]) -> None:
    """A table of one case."""
    tell(f"{name} (plan {runs[0]['plan']}, slow imports: {runs[0]['slow imports'] or 'none'})")
    stages: list[dict[str, float]] = [run["stages"] for run in runs]  # type: ignore[misc]
    for stage in stages[0]:
        tell(f"  {stage:<26}{shown([s.get(stage, 0.0) for s in stages])}")
    tell(f"  {'wall':<26}{shown([float(run['wall']) for run in runs])}\n")  # type: ignore[arg-type]


def shown(seconds: list[float]) -> str:
    """Median and worst."""
    return f"{statistics.median(seconds):6.3f} s ({max(seconds):.3f} s)"


def tell(line: str) -> None:
    """Writes a line."""
    sys.stdout.write(line + "\n")


if __name__ == "__main__":
    Model.load()  # says at once what is missing
    main()
