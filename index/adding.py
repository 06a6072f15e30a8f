"""From files to committed clips."""

from __future__ import annotations

import os
import time
import warnings
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import numpy as np

from motionsearch.clips import Value
from motionsearch.errors import InputError, MotionsearchError, MotionsearchWarning
from motionsearch.index.codec import Vectors, checked_vectors
from motionsearch.index.incoming import NewClip, NewSource, Stamp
from motionsearch.index.inputs import Input, Item, as_inputs, expand, is_slow, size_of
from motionsearch.index.reading import (
    STATIC,
    Found,
    Job,
    Reading,
    read_apart,
    read_source,
    stamp_of,
    told,
)
from motionsearch.index.records import AddEvent, AddReport, SourceInfo
from motionsearch.index.schema import Source
from motionsearch.index.sources import (
    MEMORY,
    already_there,
    commit_source,
    has_licence,
    live_source,
    move_source,
    write_stamp,
)
from motionsearch.index.store import Store
from motionsearch.index.workers import BETWEEN_REPORTS, Heard, Pool
from motionsearch.model import BATCH_CLIPS
from motionsearch.runtime import threads

if TYPE_CHECKING:
    from motionsearch.index.cluster import RayPool
    from motionsearch.model import Model

__all__ = ["Adder", "Input", "Way", "as_inputs"]

_T = TypeVar("_T")

BATCH_SOURCES = 32
"""Small sources are embedded together, each is still committed by itself: up to this many, or up to as many
clips as the model takes at once; more in proportion where a GPU takes more."""


@dataclass(frozen=True)
class Way:
    """How the work of a run is done.

    Args:
        workers: Processes that read slow files; ``None`` is one a core, 0 reads them in this process.
        patience: Seconds of silence after which such a process is given up; on a processor a reader may take
            minutes for one window.
        verify_content: Read files again whose size and time of change are as they were.
        ray: A Ray cluster whose workers read and embed all files, see
            :class:`motionsearch.index.ray_session.RaySession`; ``None`` works on this machine.
    """

    workers: int | None = None
    patience: float = 600.0
    verify_content: bool = False
    ray: str | None = None

    def __post_init__(self) -> None:
        least = 0 if self.ray is None else 1
        if self.workers is not None and self.workers < least:
            with_ray = " with Ray" if least else ""
            raise InputError(f"workers must be {least} or more{with_ray}, got {self.workers}")
        if not self.patience > 0:
            raise InputError(f"patience must be more than 0 seconds, got {self.patience:g}")


class _Here:
    """The line of a job that is done in this process."""

    def __init__(self, adder: Adder, item: Item) -> None:
        self._adder = adder
        self._item = item
        self._last = 0.0

    def progress(self, done: float, total: float | None) -> None:
        if time.monotonic() - self._last >= BETWEEN_REPORTS:
            self._last = time.monotonic()
            self._adder.progressed(self._item, done, total)

    def ask(self, question: tuple[str, Stamp | None]) -> bool:
        return self._adder.wants(self._item, question)


class Adder:
    """One run of adding.

    Args:
        store: Where sources are committed.
        model: Embeds the clips.
        tags: For all clips of the run.
        reading: How files are read.
        on_event: Told what happens.
        way: How the work is done.
    """

    def __init__(
        self,
        store: Store,
        model: Model,
        tags: Mapping[str, Value],
        reading: Reading,
        on_event: Callable[[AddEvent], None] | None,
        way: Way | None = None,
    ) -> None:
        self._store = store
        self._model = model
        self._tags = tags
        self._reading = reading
        self._on_event = on_event or (lambda _event: None)
        self._way = way or Way()
        self._total = 0
        self._added: dict[int, SourceInfo] = {}
        self._skipped: dict[int, tuple[str, str]] = {}
        self._failed: dict[int, tuple[str, str]] = {}
        self._asked: dict[int, tuple[str, Stamp | None]] = {}
        self._apart: dict[int, Item] = {}
        self._waiting: list[tuple[Item, NewSource]] = []
        self._licences: set[str] = set()

    def run(self, sources: Sequence[Input]) -> AddReport:
        """Reads, embeds and commits; a source that cannot be used is recorded and the run goes on.

        Slow files are read by worker processes, and committed as they come; this process reads the others,
        embeds and commits. With Ray, the workers of a cluster read and embed all files, and this process
        commits. The report is in the order of the sources.

        Raises:
            InputError: the cluster cannot be joined, or is lost.
            MissingExtraError: Ray is not installed.
            LibraryError: the library cannot be written; what was committed before is kept.
            ModelError: the model cannot embed at all.
        """
        items = list(expand(sources))
        self._total = len(items)
        slow: deque[Item] = deque()
        quick: deque[Item] = deque()
        for item in items:
            if not self._is_unchanged(item):
                (slow if self._goes_away(item) else quick).append(item)
        each, made = self._pool(len(slow))
        with made as pool:
            while slow or quick or pool.busy:
                while slow and pool.has_room:
                    self._begin(slow.popleft(), pool, each)
                if quick:
                    self._take(quick.popleft())
                for heard in pool.hear(0 if quick else None):
                    self._hear(heard, pool)
        self._flush()
        return AddReport(_in_order(self._added), _in_order(self._skipped), _in_order(self._failed))

    def _goes_away(self, item: Item) -> bool:
        """Whether a source is read elsewhere than in this process."""
        if self._way.ray is not None:
            return isinstance(item.given, Path)
        return self._way.workers != 0 and is_slow(item)

    def _pool(self, jobs: int) -> tuple[int, Pool | RayPool]:
        """Who reads so many sources, and the threads for each."""
        way = self._way
        if way.ray is not None and jobs:
            from motionsearch.index.cluster import RayPool

            return 1, RayPool(way.ray, self._model, jobs, workers=way.workers, patience=way.patience)
        cores = threads()
        workers = min(way.workers or cores, jobs)
        each = max(1, cores // max(1, workers))
        return each, Pool(workers, threads=each, patience=way.patience)

    def progressed(self, item: Item, done: float, total: float | None) -> None:
        """Passes on how many seconds of a source are read, and of how many, if that is known."""
        if done > 0:
            self._tell("progress", item, seconds=done, length=total)

    def wants(self, item: Item, question: tuple[str, Stamp | None]) -> bool:
        """Whether a source with this (hash, stamp) is to be read; if not it is skipped."""
        content, stamp = self._asked[item.index] = question
        with self._store.reading() as session:
            known = live_source(session, Source.content_hash == content)
        if known is None:
            return True
        moved = isinstance(item.given, Path) and _gone(item.path, known.path)
        if moved:
            with self._store.writing() as session:
                move_source(session, known.id, item.path)
                write_stamp(session, known.id, stamp)
            self._skip(item, f"moved here from {known.path}: the library now knows it by this path")
            return False
        news = item.path == known.path and stamp not in (None, (known.size, known.mtime_ns))
        if news and not self._store.read_only:  # without, its bytes are read again the next time
            with self._store.writing() as session:
                write_stamp(session, known.id, stamp)
        self._skip(item, already_there(item.path, known))
        return False

    def _is_unchanged(self, item: Item) -> bool:
        """Whether a file is known, has the size and time it had then, and is skipped for it."""
        if self._way.verify_content or not isinstance(item.given, Path):
            return False
        with self._store.reading() as session:
            known = live_source(session, Source.path == item.path)
        if known is None or known.size is None:
            return False
        try:
            unchanged = stamp_of(item.given) == (known.size, known.mtime_ns)
        except (MotionsearchError, OSError):
            return False  # reading it says what is wrong
        if unchanged:
            self._tell("start", item)
            self._skip(item, already_there(item.path, known))
        return unchanged

    def _take(self, item: Item) -> None:
        """Reads a source in this process."""
        self._tell("start", item)
        if item.given is None:
            self._fail(item, item.error)
            return
        self._put(item, read_source(Job(item.given, self._reading), _Here(self, item)))
        clips, most = sum(len(source.clips) for _, source in self._waiting), self._model.clips_at_once
        if clips >= most or len(self._waiting) >= BATCH_SOURCES * most // BATCH_CLIPS:
            self._flush()

    def _begin(self, item: Item, pool: Pool | RayPool, threads_each: int) -> None:
        """Has a source read by a process."""
        assert item.given is not None
        self._apart[item.index] = item
        size = None if self._way.ray is None else size_of(item.given)
        self._tell("start", item)
        try:
            pool.start(item.index, read_apart, Job(item.given, self._reading, threads_each, size))
        except InputError as error:
            self._fail(item, told(error))

    def _hear(self, heard: Heard, pool: Pool | RayPool) -> None:
        item = self._apart[heard.key]
        settled = item.index in self._skipped  # it died before it heard that, and perhaps asks once more
        if heard.kind == "progress":
            self.progressed(item, *heard.value)
        elif heard.kind == "ask":
            pool.answer(heard.key, not settled and self.wants(item, heard.value))
        elif heard.kind == "failed":
            if not settled:
                self._fail(item, "{} ({})".format(*heard.value))
        else:
            for message in heard.value.warnings:
                warnings.warn(message, MotionsearchWarning, stacklevel=2)
            self._put(item, heard.value)
            self._flush()  # what took long to read is not to be lost

    def _put(self, item: Item, found: Found) -> None:
        if found.error:
            self._fail(item, found.error)
        elif found.clips is not None:
            content, stamp = self._asked[item.index]
            note = None if found.clips else STATIC
            source = NewSource(item.path, content, found.clips, stamp, note)
            if found.vectors is None:
                self._waiting.append((item, source))
            else:
                vectors = checked_vectors(found.vectors, self._model.dim, "vectors of the model")
                self._commit(item, source, vectors)

    def _flush(self) -> None:
        waiting, self._waiting = self._waiting, []
        if not waiting:
            return
        for (item, source), vectors in zip(waiting, self._embed([s for _, s in waiting]), strict=True):
            if isinstance(vectors, InputError):
                self._fail(item, told(vectors))
            else:
                self._commit(item, source, vectors)

    def _commit(self, item: Item, source: NewSource, vectors: Vectors) -> None:
        self._tell_licences(item, source)
        with self._store.writing() as session:
            outcome = commit_source(session, source, vectors, self._tags)
        if isinstance(outcome, str):
            self._skip(item, outcome)
        elif source.note:
            self._skip(item, f"{source.note}; its old clips are gone" if outcome.replaced else source.note)
        else:
            self._added[item.index] = outcome
            self._tell("added", item, clips=outcome.clips)

    def _tell_licences(self, item: Item, source: NewSource) -> None:
        """Says once for a library under which terms of others its clips are made."""
        for clip in source.clips:
            licence = str(clip.meta.get("tracker_licence", ""))
            if not licence or licence in self._licences:
                continue
            self._licences.add(licence)
            with self._store.reading() as session:
                known = has_licence(session, licence)
            if not known:
                tracker = clip.meta.get("tracker")
                self._tell("licence", item, message=f"the tracker {tracker} has terms of its own: {licence}")

    def _embed(self, sources: Sequence[NewSource]) -> list[Vectors | InputError]:
        """Vectors ``(clips, D)`` of each source, or why it has none."""
        try:
            together = self._embed_clips([clip for source in sources for clip in source.clips])
        except InputError as error:
            if len(sources) == 1:
                return [error]
            # One of them is at fault; alone each shows whether it is the one.
            return [result for source in sources for result in self._embed([source])]
        results: list[Vectors | InputError] = []
        at = 0
        for source in sources:
            results.append(together[at : at + len(source.clips)])
            at += len(source.clips)
        return results

    def _embed_clips(self, clips: Sequence[NewClip]) -> Vectors:
        tracks = [clip.tracks for clip in clips if clip.tracks is not None]
        if not tracks:
            return np.zeros((0, self._model.dim), np.float32)
        vectors = self._model.embed_tracks(tracks)
        return checked_vectors(vectors, self._model.dim, "vectors of the model")

    def _tell(self, kind: Any, item: Item, **what: Any) -> None:
        self._on_event(AddEvent(kind, item.path, item.index, self._total, **what))

    def _skip(self, item: Item, reason: str) -> None:
        self._skipped[item.index] = (item.path, reason)
        self._tell("skipped", item, message=reason)

    def _fail(self, item: Item, message: str) -> None:
        self._failed[item.index] = (item.path, message)
        self._tell("failed", item, message=message)


def _in_order(found: Mapping[int, _T]) -> tuple[_T, ...]:
    return tuple(value for _, value in sorted(found.items()))


def _gone(path: str, known: str) -> bool:
    return path != known and not known.startswith(MEMORY) and not os.path.exists(known)
