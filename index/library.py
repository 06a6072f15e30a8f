"""The library: clips that are added, searched, described and labelled.

>>> import motionsearch as ms
>>> with ms.open("dance.library") as library:
...     library.add(["a.bvh", "b.npz"], tags={"who": "ana"})
...     hits = library.search("spins on one leg", k=10, where="duration > 2")
"""

from __future__ import annotations

import hashlib
import os
import warnings
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from numpy.typing import ArrayLike
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from motionsearch.camera import Up
from motionsearch.clips import Cutting, Value
from motionsearch.device import chosen_device
from motionsearch.errors import InputError, MotionsearchError, MotionsearchWarning, QueryError
from motionsearch.index import upkeep
from motionsearch.index.choosing import EngineChoice, chosen_engine, make_engine
from motionsearch.index.codec import checked_vectors
from motionsearch.index.incoming import NewClip, NewSource, checked_meta, checked_tags, storable
from motionsearch.index.keeping import KeepingLibrary
from motionsearch.index.opening import read_row
from motionsearch.index.reading import Reading, content_hash, stamp_of
from motionsearch.index.records import (
    AddEvent,
    AddReport,
    Clip,
    ClipInfo,
    CompactReport,
    Description,
    Explanation,
    Hit,
    Labelled,
    LibraryInfo,
    SourceInfo,
    VerifyReport,
)
from motionsearch.index.rows import CHUNK, change, count_clips, next_generation
from motionsearch.index.schema import Clip as ClipRow
from motionsearch.index.schema import Source
from motionsearch.index.selecting import matching_ids
from motionsearch.index.sources import commit_source, live_paths, remove_empty, remove_paths
from motionsearch.tracking.config import Tracking

if TYPE_CHECKING:
    from motionsearch.index.adding import Input

__all__ = [
    "AddEvent",
    "AddReport",
    "Clip",
    "ClipInfo",
    "CompactReport",
    "Description",
    "Explanation",
    "Hit",
    "Labelled",
    "Library",
    "LibraryInfo",
    "SourceInfo",
    "VerifyReport",
]


class Library(KeepingLibrary):
    """Clips embedded by one model. Made by :meth:`open`; a context manager that closes itself.

    May be used from several threads, and by several processes at once: one writes at a time, all read.
    """

    def add(
        self,
        sources: Input | Sequence[Input],
        *,
        tags: Mapping[str, Value] | None = None,
        cutting: Cutting | None = None,
        fps: float | None = None,
        up: Up | None = None,
        tracking: Tracking | None = None,
        workers: int | None = None,
        patience: float = 600.0,
        verify_content: bool = False,
        ray: str | None = None,
        on_event: Callable[[AddEvent], None] | None = None,
    ) -> AddReport:
        """Reads, cuts, embeds and commits sources; each is committed as a whole or not at all.

        A source whose bytes are in the library already is skipped; one that changed replaces what was at its
        path; one that cannot be read is recorded and the others go on. Run again after an interruption, it
        does the rest. A file whose path, size and time of change are those it was committed with counts as
        unchanged and is not read. A video in which nothing moves is remembered, and skipped.

        Worker processes read videos: one that crashes, hangs or runs out of memory fails only its file.

        Args:
            sources: Files, folders (all files in them that can be read), tracks or recordings; or just one.
            tags: Given to every clip, for ``tags.<key>`` in filters.
            cutting: How recordings become clips.
            fps: Frames per second of files that do not say.
            up: The axis that points up in 3D files that do not say.
            tracking: How videos are tracked; ``cutting``, if given, counts for them too.
            workers: Processes that read videos; ``None`` is one a core, 0 reads them in this process.
            patience: Seconds of silence after which such a process is given up.
            verify_content: Read also files whose size and time of change are as they were.
            ray: A Ray cluster whose workers read, track and embed all files, which lie at the same paths on
                its machines: ``"local"`` starts Ray here, ``"auto"``, ``"HOST:6379"`` and
                ``"ray://HOST:10001"`` name one that runs. ``workers`` are then the cluster's, by default
                one a core. A process that has joined a cluster stays with that. See docs/ingest.md.
            on_event: Told before a source is read, while that lasts, and after it is done.

        Raises:
            InputError: a tag has no plain value, a number makes no sense, or the cluster cannot be joined or
                is lost; what was committed before is kept.
            LibraryError: the library cannot be written; what was committed before is kept.
            MissingExtraError: ``ray`` is given and Ray is not installed.
        """
        # What only adding needs is not imported for a search.
        from motionsearch.index import adding

        reading = Reading.of(cutting, fps, up, tracking)
        way = adding.Way(workers, patience, verify_content, ray)
        adder = adding.Adder(self._store, self.model, checked_tags(tags), reading, on_event, way)
        report = adder.run(adding.as_inputs(sources))
        if report.added:
            self._save_index()
        return report

    def add_vectors(
        self,
        vectors: ArrayLike,
        *,
        source: str,
        captions: Sequence[str | Sequence[str]] | None = None,
        labels: Sequence[str | None] | None = None,
        names: Sequence[str | None] | None = None,
        spans: Sequence[tuple[float, float]] | None = None,
        meta: Sequence[Mapping[str, Value]] | None = None,
        tags: Mapping[str, Value] | None = None,
    ) -> AddReport:
        """Commits vectors that were computed elsewhere, as clips without tracks, in one transaction.

        Args:
            vectors: ``(B, D)`` of the library's model; scaled to unit length.
            source: What stands for their file: the same name with the same vectors is skipped, with others it
                replaces them.
            captions: A sentence or several for each.
            labels: A class name for each.
            names: What tells each from the others.
            spans: Seconds (start, end) of each; (0, 0) by default.
            meta: Metadata of each.
            tags: For all of them.

        Raises:
            InputError: a vector is not finite or has no length, the shape is wrong, or the lists differ in
                length.
        """
        checked = checked_vectors(vectors, self.dim)
        count = len(checked)
        if count == 0:
            raise InputError("there are no vectors to add")
        if not source:
            raise InputError("vectors need a source, to tell them from others")
        columns: dict[str, Sequence[Any] | None] = {
            "captions": captions,
            "labels": labels,
            "names": names,
            "spans": spans,
            "meta": meta,
        }
        for name, values in columns.items():
            if values is not None and len(values) != count:
                raise InputError(f"{count} vectors need as many {name}, got {len(values)}")
        clips = [
            NewClip(
                start=float(spans[i][0]) if spans else 0.0,
                end=float(spans[i][1]) if spans else 0.0,
                name=names[i] if names else None,
                label=labels[i] if labels else None,
                captions=_sentences(captions[i]) if captions else (),
                meta=checked_meta(meta[i]) if meta else {},
            )
            for i in range(count)
        ]
        words = repr((source, clips)).encode("utf-8", "backslashreplace")
        content = hashlib.sha256(checked.astype("<f4").tobytes() + words).hexdigest()
        new = NewSource(storable(source), content, clips)
        with self._store.writing() as session:
            outcome = commit_source(session, new, checked, checked_tags(tags))
        if not isinstance(outcome, SourceInfo):
            return AddReport(skipped=((source, outcome),))
        self._save_index()
        return AddReport(added=(outcome,))

    def remove(self, where: str | None = None, ids: Sequence[int] | None = None) -> int:
        """Removes the clips that pass the filter and, if given, are among ``ids``; returns how many.

        They are never found again from now on; :meth:`compact` frees their space. A source of which nothing
        is left may be added again.

        Raises:
            QueryError: neither is given, the filter makes no sense, or an id is not in the library.
        """
        if where is None and ids is None:
            raise QueryError("say which clips to remove", hint="give a filter (where) or clip ids")
        with self._store.writing() as session:
            generation = next_generation(session)
            chosen: set[int] | None = None
            if ids is not None:
                chosen = {int(i) for i in ids}
                self._check_ids(session, sorted(chosen))
            if where is not None:
                matching = set(matching_ids(session, where))
                chosen = matching if chosen is None else chosen & matching
            _mark_removed(session, sorted(chosen or ()), generation)
        return len(chosen or ())

    def paths(self, folder: str | os.PathLike[str] | None = None) -> list[str]:
        """The files that the library knows, also those in which nothing moves; or those below a folder."""
        below = None if folder is None else storable(os.path.abspath(folder))
        with self._store.reading() as session:
            return live_paths(session, below)

    def remove_files(self, paths: Sequence[str]) -> int:
        """Removes files and their clips, by their paths as :meth:`paths` gives them; returns how many."""
        with self._store.writing() as session:
            return remove_paths(session, paths)

    def compact(self) -> CompactReport:
        """Drops removed clips for good, gives their space back and writes the index file again.

        Searches in other processes go on meanwhile.

        Raises:
            LibraryError: the library cannot be written.
        """
        report = upkeep.compact(self._store)
        self._save_index(always=True)
        return report

    def reindex(self, engine: str | None = None, uri: str | os.PathLike[str] | None = None) -> None:
        """Makes the index of the library anew, or moves it to another engine; of a large one that takes long.

        Searches, in this process and in others, go on meanwhile with the index as it is. Other processes that
        have the library open should open it again after a move.

        Args:
            engine: What searches the library from now on, as for :meth:`open`; ``None`` for no change.
            uri: Where Milvus is.

        Raises:
            InputError: there is no such engine, or the address makes no sense.
            LibraryError: the index cannot be written; the old one stays.
        """
        choice = chosen_engine(engine, uri)
        if choice is not None and choice != EngineChoice(self._row.engine, self._row.engine_uri):
            self._move(choice)
            return
        with self._store.reading() as session:
            self._engine.rebuild(session)

    def _move(self, choice: EngineChoice) -> None:
        new = make_engine(self._store, self._row, choice, self._plans, chosen_device(self._device))
        try:
            with self._store.reading() as session:
                new.rebuild(session)
            upkeep.change_engine(self._store, choice)
        except BaseException:
            new.close()
            raise
        with self._store.reading() as session:
            self._row = read_row(session, self.name)
        old, self._engine = self._engine, new
        try:
            old.forget()
        except MotionsearchError as error:
            message = f"{error}; what it holds of the library is of no use any more"
            warnings.warn(message, MotionsearchWarning, stacklevel=3)
        finally:
            old.close()
        self._save_index()  # what was added meanwhile

    def verify(self) -> VerifyReport:
        """Checks everything that is stored against itself: the database, every blob, and the index file."""
        from motionsearch.index.checking import verify

        return verify(self._store, self._row, self._engine)

    def has_changed(self, source: str) -> bool:
        """Whether a source's file is gone, or holds other bytes than those the library read.

        The bytes are read again only where the size or the time of the last change say nothing.

        Raises:
            InputError: the file cannot be read.
        """
        live = Source.path == source, Source.deleted_generation.is_(None)
        with self._store.reading() as session:
            query = select(Source.content_hash, Source.size, Source.mtime_ns).where(*live)
            known = session.execute(query).one_or_none()
        path = Path(source)
        if known is None or not path.exists():
            return True
        stamp = stamp_of(path)
        if stamp is not None and stamp == (known.size, known.mtime_ns):
            return False
        return content_hash(path) != str(known.content_hash)

    def info(self) -> LibraryInfo:
        """What the library is and holds."""
        return upkeep.info(self._store, self._row, self._engine)


def _sentences(given: str | Sequence[str]) -> tuple[str, ...]:
    return (given,) if isinstance(given, str) else tuple(given)


def _mark_removed(session: Session, ids: Sequence[int], generation: int) -> None:
    for at in range(0, len(ids), CHUNK):
        marked = update(ClipRow).where(ClipRow.id.in_(ids[at : at + CHUNK]))
        change(session, marked.values(deleted_generation=generation))
    count_clips(session, -len(ids))
    remove_empty(session, generation)
