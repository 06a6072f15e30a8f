"""What the steps of a search cost: the constants from which ``motionsearch.index.plans`` chooses plans.

    python -m tests.benchmarks.bench_costs [--clips 400000] [--dim 384]

An index is searched through all of its lists, few long ones and many short ones, with and without a selector
that rejects everything: the differences are what a list, a code and a code passed over cost. Vectors are
fetched by their ids from a library. One thread, medians.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from motionsearch.index import plans
from motionsearch.index.codebook import Codebook
from motionsearch.index.library import Library
from motionsearch.index.lists import Coder, Segment, passing
from motionsearch.index.scoring import cosines
from motionsearch.index.vectors import find_vectors
from tests.benchmarks.bench_scale_data import Source
from tests.libraries import HashModel

RUNS = 15
DEPTH = 96
FETCHED = 1_000
STORED = 100_000


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--clips", type=int, default=400_000)
    parser.add_argument("--dim", type=int, default=384)
    given = parser.parse_args()
    source = Source(given.clips, given.dim)
    vectors = np.concatenate([piece[0] for piece in source.pieces()])
    query = source.queries(1, 0)
    few, many = (scanned(vectors, query, lists) for lists in (given.clips // 1000, given.clips // 250))
    code = (few["every"] * many["lists"] - many["every"] * few["lists"]) / (
        given.clips * (many["lists"] - few["lists"])
    )
    each = (many["every"] - few["every"]) / (many["lists"] - few["lists"])
    skip = (many["none"] - many["lists"] * each) / given.clips
    fetch = fetched(vectors[:STORED], query[0])
    for name, value in (("FETCH", fetch), ("LIST", each), ("CODE", code), ("SKIP", skip)):
        sys.stdout.write(f"{name:6} {value:.1e} s, in plans.py {getattr(plans, name):.1e} s\n")


def scanned(vectors: NDArray[np.float32], query: NDArray[np.float32], lists: int) -> dict[str, float]:
    """Seconds to look through all lists of an index: comparing every code, or none."""
    rng = np.random.default_rng(0)
    book = Codebook.learn(vectors[rng.choice(len(vectors), 32 * lists, replace=False)], lists)
    segment = Segment.empty(Coder(book, 1))
    for at in range(0, len(vectors), 50_000):
        turned = book.turn(vectors[at : at + 50_000])
        ids = np.arange(at + 1, at + 1 + len(turned), dtype=np.int64)
        segment.add(ids, turned, book.assign(turned)[0])
    turned = book.turn(query)
    near = book.near(turned, book.lists)
    nothing = passing(np.array([len(vectors) + 1], np.int64))
    return {
        "lists": book.lists,
        "every": median(lambda: segment.search(turned, DEPTH, *near)),
        "none": median(lambda: segment.search(turned, DEPTH, *near, nothing)),
    }


def fetched(vectors: NDArray[np.float32], query: NDArray[np.float32]) -> float:
    """Seconds to fetch a vector out of SQL and to score it."""
    model: Any = HashModel(dim=vectors.shape[1])
    rng = np.random.default_rng(0)
    with tempfile.TemporaryDirectory() as folder, Library.open(Path(folder) / "l", model=model) as library:
        library.add_vectors(vectors, source="all")

        def step() -> None:
            ids = np.sort(rng.choice(len(vectors), FETCHED, replace=False)).astype(np.int64) + 1
            with library._store.reading() as session:
                cosines(find_vectors(session, ids, vectors.shape[1])[1], query)

        return median(step) / FETCHED


def median(step: Callable[[], object]) -> float:
    """Seconds of a step."""
    seconds = []
    for _ in range(RUNS):
        began = time.perf_counter()
        step()
        seconds.append(time.perf_counter() - began)
    return float(np.median(seconds))


if __name__ == "__main__":
    main()
