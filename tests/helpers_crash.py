"""Processes that are killed in the middle of what they do to a library.

A helper process has everything imported and no connection open; for each crash it forks a child, which opens
the library, does one thing and is killed on the way: at its n-th step in SQLite or on a file, at the byte
where a file grows too long, or after a while. The process that tests keeps its own libraries open meanwhile.
"""

from __future__ import annotations

import contextlib
import json
import os
import resource
import signal
import subprocess
import sys
import threading
import time
import traceback
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Literal

import numpy as np
import pytest

from motionsearch import LibraryError
from motionsearch.index import ivf_building, plans
from motionsearch.index.library import Library
from motionsearch.index.plans import PlanSettings
from motionsearch.index.store import Store
from motionsearch.index.vectors import fetch_vectors
from tests.libraries import HashModel, nearest, tracks, unit_vectors

DIM = 8
FLAT_LIMIT = 30
"""Clips above which the library has an IVF index."""

_USUAL = plans.SEGMENT, plans.POINTS, ivf_building.QUERIES

STEP = 50
"""Instructions of SQLite's machine that are one step."""


@dataclass(frozen=True)
class Change:
    """One thing done to a library.

    Args:
        kind: "vectors", "tracks", "remove", "filter", "compact" or "reindex".
        source: Of "vectors": its name.
        seed: Of "vectors": what they are drawn with.
        count: Of "vectors": how many.
        who: Of "vectors": a tag.
        seeds: Of "tracks": one for each recording; of "remove": ids.
        where: Of "filter": what is removed.
    """

    kind: Literal["vectors", "tracks", "remove", "filter", "compact", "reindex"]
    source: str = ""
    seed: int = 0
    count: int = 0
    who: str = ""
    seeds: tuple[int, ...] = ()
    where: str = ""


@dataclass(frozen=True)
class Kill:
    """When a child is killed: ``at`` is a number of steps, a length of files in bytes, or milliseconds.

    "exit" is once all is done, before anything is closed.
    """

    kind: Literal["step", "bytes", "delay", "exit"]
    at: int


def open_small(place: str | Path, wait: float = 30.0) -> Library:
    """A library of few numbers a vector, whose index is an IVF from a few clips on."""
    model: Any = HashModel("hash", DIM)
    settings = PlanSettings(flat_limit=FLAT_LIMIT)
    return Library.open(place, model=model, plans=settings, precision="float32", wait=wait)


def make_small() -> None:
    """Has IVF indexes of few clips, in several segments and quickly measured, until :func:`make_usual`."""
    plans.SEGMENT, plans.POINTS, ivf_building.QUERIES = 6, 4, 20


def make_usual() -> None:
    """Undoes :func:`make_small`."""
    plans.SEGMENT, plans.POINTS, ivf_building.QUERIES = _USUAL


def perform(library: Library, change: Change, told: Callable[[], object] = lambda: None) -> int:
    """Does it; returns how many sources were added or clips removed, and calls ``told`` for each source."""
    if change.kind == "vectors":
        report = library.add_vectors(
            unit_vectors(change.count, DIM, change.seed),
            source=change.source,
            labels=["even" if i % 2 == 0 else "odd" for i in range(change.count)],
            tags={"who": change.who},
        )
        return len(report.added)
    if change.kind == "tracks":
        made = [tracks(seed) for seed in change.seeds]
        added = library.add(made, workers=0, on_event=lambda event: event.kind == "added" and told())
        return len(added.added)
    if change.kind == "remove":
        return library.remove(ids=change.seeds)
    if change.kind == "filter":
        return library.remove(change.where)
    getattr(library, change.kind)()
    return 0


class Crasher:
    """The helper process; a context manager."""

    def __enter__(self) -> Crasher:
        code = "from tests.helpers_crash import serve; serve()"
        self._helper = subprocess.Popen(
            [sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )
        return self

    def __exit__(self, *_: object) -> None:
        self._helper.communicate()

    def run(self, place: str | Path, changes: Sequence[Change], kill: Kill | None) -> tuple[int, int, bool]:
        """Does the changes one after the other and kills on the way.

        Returns:
            How many changes were done, how many sources of the next one were acknowledged, and whether the
            child lived to the end.

        Raises:
            AssertionError: the child failed in another way than by being killed.
        """
        assert self._helper.stdin is not None
        assert self._helper.stdout is not None
        kind = None if kill is None else asdict(kill)
        order = {"place": str(place), "changes": [asdict(change) for change in changes], "kill": kind}
        self._helper.stdin.write(json.dumps(order).encode() + b"\n")
        self._helper.stdin.flush()
        answer = json.loads(self._helper.stdout.readline())
        assert not answer["failure"], answer["failure"]
        said = answer["acknowledged"]
        return said.count("d"), said[said.rfind("d") + 1 :].count("a"), answer["status"] == 0


def serve() -> None:
    """What the helper process does."""
    make_small()
    answers = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)
    for line in sys.stdin:
        order = json.loads(line)
        changes = [
            Change(**{**change, "seeds": tuple(change["seeds"])})  # JSON makes a list of it
            for change in order["changes"]
        ]
        kill = None if order["kill"] is None else Kill(**order["kill"])
        answers.write(json.dumps(_in_a_child(order["place"], changes, kill)) + "\n")
        answers.flush()


def _in_a_child(place: str, changes: Sequence[Change], kill: Kill | None) -> dict[str, object]:
    said, saying = os.pipe()
    wrong, complaining = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(said)
        os.close(wrong)
        try:
            _child(place, changes, kill, saying)
        except BaseException:  # noqa: BLE001  told by the process that tests
            os.write(complaining, traceback.format_exc().encode()[-60_000:])
        os._exit(0)
    os.close(saying)
    os.close(complaining)
    if kill is not None and kill.kind == "delay":
        time.sleep(kill.at / 1000)
        os.kill(child, signal.SIGKILL)
    acknowledged, failure = _all_of(said), _all_of(wrong)
    status = os.waitpid(child, 0)[1]
    return {"status": status, "failure": failure.decode(), "acknowledged": acknowledged.decode()}


def _all_of(pipe: int) -> bytes:
    with os.fdopen(pipe, "rb") as file:
        return file.read()


def _child(place: str, changes: Sequence[Change], kill: Kill | None, saying: int) -> None:
    if kill is not None and kill.kind == "bytes":
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        signal.signal(signal.SIGXFSZ, signal.SIG_DFL)  # which Python ignores
        resource.setrlimit(resource.RLIMIT_FSIZE, (kill.at, kill.at))

    def die(step: int) -> None:
        if kill is not None and kill.kind == "step" and step >= kill.at:
            os.kill(os.getpid(), signal.SIGKILL)

    with stepping(die), open_small(place) as library:
        for change in changes:
            perform(library, change, lambda: os.write(saying, b"a"))
            os.write(saying, b"d")
        if kill is not None and kill.kind == "exit":
            os.kill(os.getpid(), signal.SIGKILL)


@contextlib.contextmanager
def stepping(step: Callable[[int], object]) -> Iterator[None]:
    """Calls ``step(n)`` at the n-th step in SQLite or on a file of an index.

    Steps are statements, every few instructions of SQLite's machine, and files opened, synced, renamed and
    removed.
    """
    count = 0
    active = True
    lock = threading.Lock()

    def tick(*_: object) -> None:
        nonlocal count
        if active:
            with lock:
                count += 1
                now = count
            step(now)

    def audit(event: str, arguments: tuple[object, ...]) -> None:
        if event in ("os.rename", "os.remove") or (event == "open" and ".index" in str(arguments[0])):
            tick()

    connect, sync = Store._connect_sqlite, os.fsync

    def connected(store: Store) -> Any:
        connection = connect(store)
        connection.set_progress_handler(tick, STEP)
        connection.set_trace_callback(tick)
        return connection

    def synced(file: Any) -> None:
        tick()
        sync(file)
        tick()

    Store._connect_sqlite, os.fsync = connected, synced  # type: ignore[method-assign, assignment]
    sys.addaudithook(audit)
    try:
        yield
    finally:
        active = False
        Store._connect_sqlite, os.fsync = connect, sync  # type: ignore[method-assign]


def vectors_of(change: Change) -> np.ndarray:
    """What a "vectors" or "tracks" change adds, ``(n, D)``."""
    if change.kind == "vectors":
        return unit_vectors(change.count, DIM, change.seed)
    return HashModel("hash", DIM).embed_tracks([tracks(seed) for seed in change.seeds])


@contextlib.contextmanager
def refused(message: str, hint: str) -> Iterator[None]:
    """The block raises just this."""
    with pytest.raises(LibraryError) as caught:
        yield
    assert str(caught.value) == message
    assert hint in str(caught.value.hint)


def content(library: Library) -> list[tuple[object, ...]]:
    """Everything that a library holds, but for when its sources were added."""
    vectors = vectors_in(library)
    return [
        (*(repr(value) for name, value in vars(c).items() if name != "added"), vectors[c.clip_id].tobytes())
        for c in library.clips()
    ]


def vectors_in(library: Library) -> dict[int, np.ndarray]:
    """The vectors of all clips."""
    ids = [clip.clip_id for clip in library.clips()]
    with library._store.reading() as session:
        return dict(zip(ids, fetch_vectors(session, ids, library.dim), strict=True))


def assert_whole(library: Library, *, notes: bool = True) -> None:
    """Sound, and found by search as by brute force."""
    report = library.verify()
    assert report.problems == ()
    assert notes or report.notes == ()
    vectors = vectors_in(library)
    query = unit_vectors(1, library.dim, 5)[0]
    found = library.search_vectors(query[None], len(vectors) + 1, exact=True)[0]
    assert [hit.clip_id for hit in found] == nearest(vectors, query, len(vectors))
