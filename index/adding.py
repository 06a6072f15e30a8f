"""From files to committed clips."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from motionsearch.camera import Up
from motionsearch.clips import Cutting, Recording, Value
from motionsearch.errors import InputError, MotionsearchError
from motionsearch.index.codec import Vectors, checked_vectors
from motionsearch.index.records import AddEvent, AddReport, SourceInfo
from motionsearch.index.rows import (
    NewClip,
    NewSource,
    checked_meta,
    insert_source,
    lock_library,
    next_generation,
    storable,
)
from motionsearch.index.schema import Clip, Source
from motionsearch.index.store import Store
from motionsearch.tracks import Tracks

if TYPE_CHECKING:
    from motionsearch.model import Model

Input = str | os.PathLike[str] | Tracks | Recording

BATCH_CLIPS = 64
"""Small sources are embedded together up to this many clips; each is still committed by itself."""

BATCH_SOURCES = 32

MEMORY = "memory:"
"""Begins the path of a source that is no file."""


@dataclass(frozen=True)
class Reading:
    """How files are read: what the formats cannot say themselves, and how recordings are cut."""

    cutting: Cutting = field(default_factory=Cutting)
    fps: float | None = None
    up: Up | None = None


@dataclass(frozen=True)
class _Item:
    """One source of the run; ``given`` is a path or a recording, ``error`` why there is none."""

    index: int
    path: str
    given: Path | Recording | None
    error: str = ""


class Adder:
    """One run of adding.

    Args:
        store: Where sources are committed.
        model: Embeds the clips.
        tags: For all clips of the run.
        reading: How files are read.
        on_event: Told what happens.
    """

    def __init__(
        self,
        store: Store,
        model: Model,
        tags: Mapping[str, Value],
        reading: Reading,
        on_event: Callable[[AddEvent], None] | None,
    ) -> None:
        self._store = store
        self._model = model
        self._tags = tags
        self._reading = reading
        self._on_event = on_event or (lambda _event: None)
        self._total = 0
        self._added: list[SourceInfo] = []
        self._skipped: list[tuple[str, str]] = []
        self._failed: list[tuple[str, str]] = []
        self._waiting: list[tuple[_Item, NewSource]] = []

    def run(self, sources: Sequence[Input]) -> AddReport:
        """Reads, embeds and commits; a source that cannot be used is recorded and the run goes on.

        Raises:
            LibraryError: the library cannot be written; what was committed before is kept.
            ModelError: the model cannot embed at all.
        """
        items = list(_expand(sources))
        self._total = len(items)
        for item in items:
            self._tell("start", item)
            self._take(item)
            clips = sum(len(source.clips) for _, source in self._waiting)
            if clips >= BATCH_CLIPS or len(self._waiting) >= BATCH_SOURCES:
                self._flush()
        self._flush()
        return AddReport(tuple(self._added), tuple(self._skipped), tuple(self._failed))

    def _take(self, item: _Item) -> None:
        if item.given is None:
            self._fail(item, item.error)
            return
        try:
            content = content_hash(item.given)
        except (MotionsearchError, OSError) as error:
            self._fail(item, told(error))
            return
        with self._store.reading() as session:
            known = _live_source(session, Source.content_hash == content)
        if known is not None:
            if isinstance(item.given, Path) and _gone(item.path, known.path):
                with self._store.writing() as session:
                    move_source(session, known.id, item.path)
                self._skip(item, f"moved here from {known.path}: the library now knows it by this path")
            else:
                self._skip(item, _already(item.path, known.path))
            return
        try:
            clips = read_clips(item.given, self._reading)
        except (MotionsearchError, OSError) as error:
            self._fail(item, told(error))
        except Exception as error:  # noqa: BLE001  a fault in one reader must not end a night's run
            self._fail(item, f"this is a fault in motionsearch ({type(error).__name__}: {error})")
        else:
            self._waiting.append((item, NewSource(item.path, content, clips)))

    def _flush(self) -> None:
        waiting, self._waiting = self._waiting, []
        if not waiting:
            return
        for (item, source), vectors in zip(waiting, self._embed([s for _, s in waiting]), strict=True):
            if isinstance(vectors, InputError):
                self._fail(item, told(vectors))
                continue
            with self._store.writing() as session:
                outcome = commit_source(session, source, vectors, self._tags)
            if isinstance(outcome, SourceInfo):
                self._added.append(outcome)
                self._tell("added", item, clips=outcome.clips)
            else:
                self._skip(item, outcome)

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
        vectors = self._model.embed_tracks(tracks, batch_size=BATCH_CLIPS)
        return checked_vectors(vectors, self._model.dim, "vectors of the model")

    def _tell(self, kind: Any, item: _Item, *, clips: int = 0, message: str = "") -> None:
        self._on_event(AddEvent(kind, item.path, item.index, self._total, clips, message))

    def _skip(self, item: _Item, reason: str) -> None:
        self._skipped.append((item.path, reason))
        self._tell("skipped", item, message=reason)

    def _fail(self, item: _Item, message: str) -> None:
        self._failed.append((item.path, message))
        self._tell("failed", item, message=message)


def commit_source(
    session: Session, source: NewSource, vectors: Vectors, tags: Mapping[str, Value]
) -> SourceInfo | str:
    """Writes one source, in place of the one that was at its path; or says why there is nothing to write."""
    lock_library(session)
    known = _live_source(session, Source.content_hash == source.content_hash)
    if known is not None:
        return _already(source.path, known.path)
    generation = next_generation(session)
    before = _live_source(session, Source.path == source.path)
    if before is not None:
        remove_source(session, before.id, generation)
    return insert_source(session, source, vectors, tags, generation, replaced=before is not None)


def move_source(session: Session, source_id: int, path: str) -> None:
    """Gives a source its new path; what was at that path before is removed."""
    generation = next_generation(session)
    before = _live_source(session, Source.path == path)
    if before is not None:
        remove_source(session, before.id, generation)
    _update(session, update(Source).where(Source.id == source_id).values(path=path))


def remove_source(session: Session, source_id: int, generation: int) -> None:
    """Marks a source and its clips removed."""
    for table, column in ((Source, Source.id), (Clip, Clip.source_id)):
        marked = update(table).where(column == source_id, table.deleted_generation.is_(None))
        _update(session, marked.values(deleted_generation=generation))


def read_clips(given: Path | Recording, reading: Reading) -> list[NewClip]:
    """Reads a source and cuts it.

    Raises:
        InputError: it cannot be read, or nothing moves in it.
    """
    if isinstance(given, Recording):
        recordings: Sequence[Recording] = [given]
    else:
        from motionsearch import formats

        recordings = formats.read(given, fps=reading.fps, up=reading.up)
    clips = [
        NewClip(
            start,
            end,
            tracks,
            recording.name,
            recording.label,
            tuple(c.strip() for c in recording.captions if c.strip()),
            checked_meta(recording.meta),
        )
        for recording in recordings
        for start, end, tracks in reading.cutting.cut(recording)
    ]
    if not clips:
        raise InputError(f"{given if isinstance(given, Path) else 'the recording'}: nothing moves in it")
    return clips


def content_hash(given: Path | Recording) -> str:
    """SHA-256 in hex: over the file's bytes, or over a recording's numbers and words."""
    if isinstance(given, Path):
        from motionsearch import formats

        return formats.content_hash(given)
    tracks = given.tracks
    words = (given.start, given.name, given.label, given.captions, sorted(given.meta.items()))
    digest = hashlib.sha256(repr((tracks.points.shape, tracks.fps, tracks.frame_size, words)).encode())
    digest.update(tracks.points.astype("<f4").tobytes())
    digest.update(tracks.visible.tobytes())
    digest.update(b"" if tracks.camera is None else tracks.camera.astype("<f4").tobytes())
    return digest.hexdigest()


def as_inputs(what: Input | Sequence[Input]) -> Sequence[Input]:
    """One input or several, as several."""
    return [what] if isinstance(what, (str, os.PathLike, Tracks, Recording)) else what


def told(error: BaseException) -> str:
    """An error as one text: what is wrong, and what to do."""
    hint = getattr(error, "hint", None)
    if isinstance(error, OSError):
        return f"{error.filename or 'the file'}: {error.strerror or error}"
    return f"{error} ({hint})" if hint else str(error)


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


def _live_source(session: Session, condition: Any) -> Any:
    query = select(Source.id, Source.path).where(condition, Source.deleted_generation.is_(None))
    return session.execute(query).one_or_none()


def _gone(path: str, known: str) -> bool:
    return path != known and not known.startswith(MEMORY) and not os.path.exists(known)


def _already(path: str, known: str) -> str:
    return (
        "already in the library" if path == known else f"the same bytes are already in the library as {known}"
    )


def _update(session: Session, statement: Any) -> None:
    session.execute(statement, execution_options={"synchronize_session": False})
