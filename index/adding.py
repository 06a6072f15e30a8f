"""From files to committed clips."""

from __future__ import annotations

import os
import time
import warnings
from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import numpy as np

from motionsearch.clips import Recording, Value
from motionsearch.errors import InputError, MotionsearchError, MotionsearchWarning
from motionsearch.index.codec import Vectors, checked_vectors
from motionsearch.index.incoming import NewClip, NewSource, Stamp, storable
from motionsearch.index.reading import (
    STATIC,
    Found,
    Job,
    Reading,
    content_hash,
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
from motionsearch.tracks import Tracks

if TYPE_CHECKING:
    from motionsearch.model import Model

_T = TypeVar("_T")

Input = str | os.PathLike[str] | Tracks | Recording

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
    """

    workers: int | None = None
    patience: float = 600.0
    verify_content: bool = False

    def __post_init__(self) -> None:
        if self.workers is not None and self.workers < 0:
            raise InputError(f"workers must be 0 or more, got {self.workers}")
        if not self.patience > 0:
            raise InputError(f"patience must be more than 0 seconds, got {self.patience:g}")


@dataclass(frozen=True)
class _Item:
    """One source of the run; ``given`` is a path or a recording, ``error`` why there is none."""

    index: int
    path: str
    given: Path | Recording | None
    error: str = ""


class _Here:
    """The line of a job that is done in this process."""

    def __init__(self, adder: Adder, item: _Item) -> None:
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
        self._apart: dict[int, _Item] = {}
        self._waiting: list[tuple[_Item, NewSource]] = []
        self._licences: set[str] = set()

    def run(self, sources: Sequence[Input]) -> AddReport:
        """Reads, embeds and commits; a source that cannot be used is recorded and the run goes on.

        Slow files are read by worker processes, and committed as they come; this process reads the others,
        embeds and commits. The report is in the order of the sources.

        Raises:
            LibraryError: the library cannot be written; what was committed before is kept.
            ModelError: the model cannot embed at all.
        """
        items = list(_expand(sources))
        self._total = len(items)
        slow: deque[_Item] = deque()
        quick: deque[_Item] = deque()
        for item in items:
            if not self._is_unchanged(item):
                (slow if self._way.workers != 0 and _is_slow(item) else quick).append(item)
        cores = threads()
        workers = min(self._way.workers or cores, len(slow))
        each = max(1, cores // max(1, workers))
        with Pool(workers, threads=each, patience=self._way.patience) as pool:
            while slow or quick or pool.busy:
                while slow and pool.has_room:
                    self._begin(slow.popleft(), pool, each)
                if quick:
                    self._take(quick.popleft())
                for heard in pool.hear(0 if quick else None):
                    self._hear(heard, pool)
        self._flush()
        return AddReport(_in_order(self._added), _in_order(self._skipped), _in_order(self._failed))

    def progressed(self, item: _Item, done: float, total: float | None) -> None:
        """Passes on how many seconds of a source are read, and of how many, if that is known."""
        if done > 0:
            self._tell("progress", item, seconds=done, length=total)

    def wants(self, item: _Item, question: tuple[str, Stamp | None]) -> bool:
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

    def _is_unchanged(self, item: _Item) -> bool:
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

    def _take(self, item: _Item) -> None:
        """Reads a source in this process."""
        self._tell("start", item)
        if item.given is None:
            self._fail(item, item.error)
            return
        self._put(item, read_source(Job(item.given, self._reading), _Here(self, item)))
        clips, most = sum(len(source.clips) for _, source in self._waiting), self._model.clips_at_once
        if clips >= most or len(self._waiting) >= BATCH_SOURCES * most // BATCH_CLIPS:
            self._flush()

    def _begin(self, item: _Item, pool: Pool, threads_each: int) -> None:
        """Has a source read by a process."""
        assert item.given is not None
        self._apart[item.index] = item
        self._tell("start", item)
        try:
            pool.start(item.index, read_apart, Job(item.given, self._reading, threads_each))
        except InputError as error:
            self._fail(item, told(error))

    def _hear(self, heard: Heard, pool: Pool) -> None:
        item = self._apart[heard.key]
        if heard.kind == "progress":
            self.progressed(item, *heard.value)
        elif heard.kind == "ask":
            pool.answer(heard.key, self.wants(item, heard.value))
        elif heard.kind == "failed":
            self._fail(item, "{} ({})".format(*heard.value))
        else:
            for message in heard.value.warnings:
                warnings.warn(message, MotionsearchWarning, stacklevel=2)
            self._put(item, heard.value)
            self._flush()  # what took long to read is not to be lost

    def _put(self, item: _Item, found: Found) -> None:
        if found.error:
            self._fail(item, found.error)
        elif found.clips is not None:
            content, stamp = self._asked[item.index]
            note = None if found.clips else STATIC
            self._waiting.append((item, NewSource(item.path, content, found.clips, stamp, note)))

    def _flush(self) -> None:
        waiting, self._waiting = self._waiting, []
        if not waiting:
            return
        for (item, source), vectors in zip(waiting, self._embed([s for _, s in waiting]), strict=True):
            if isinstance(vectors, InputError):
                self._fail(item, told(vectors))
                continue
            self._tell_licences(item, source)
            with self._store.writing() as session:
                outcome = commit_source(session, source, vectors, self._tags)
            if isinstance(outcome, str):
                self._skip(item, outcome)
            elif source.note:
                self._skip(
                    item, f"{source.note}; its old clips are gone" if outcome.replaced else source.note
                )
            else:
                self._added[item.index] = outcome
                self._tell("added", item, clips=outcome.clips)

    def _tell_licences(self, item: _Item, source: NewSource) -> None:
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

    def _tell(self, kind: Any, item: _Item, **what: Any) -> None:
        self._on_event(AddEvent(kind, item.path, item.index, self._total, **what))

    def _skip(self, item: _Item, reason: str) -> None:
        self._skipped[item.index] = (item.path, reason)
        self._tell("skipped", item, message=reason)

    def _fail(self, item: _Item, message: str) -> None:
        self._failed[item.index] = (item.path, message)
        self._tell("failed", item, message=message)


def as_inputs(what: Input | Sequence[Input]) -> Sequence[Input]:
    """One input or several, as several."""
    return [what] if isinstance(what, (str, os.PathLike, Tracks, Recording)) else what


def _expand(sources: Sequence[Input]) -> Iterator[_Item]:
    """The sources of a run: folders become the files in them."""
    index = 0
    seen: set[Path] = set()
    for given in sources:
        if isinstance(given, (Tracks, Recording)):
            recording = given if isinstance(given, Recording) else Recording(given)
            yield _Item(index, MEMORY + content_hash(recording)[:16], recording)
            index += 1
            continue
        from motionsearch import formats

        path = Path(given).expanduser().absolute()
        try:
            files = [file for file in formats.find([path]) if file not in seen]
            error = (
                "" if files or not path.is_dir() else "no file in this folder is of a format that can be read"
            )
        except (MotionsearchError, OSError) as problem:
            files, error = [], told(problem)
        for file in files:
            seen.add(file)
            yield _Item(index, storable(str(file)), file)
            index += 1
        if error:
            yield _Item(index, storable(str(path)), None, error)
            index += 1


def _in_order(found: Mapping[int, _T]) -> tuple[_T, ...]:
    return tuple(value for _, value in sorted(found.items()))


def _is_slow(item: _Item) -> bool:
    from motionsearch import formats

    return isinstance(item.given, Path) and formats.is_slow(item.given)


def _gone(path: str, known: str) -> bool:
    return path != known and not known.startswith(MEMORY) and not os.path.exists(known)
