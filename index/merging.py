"""All sources of another library of the same model, taken into this one."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, Literal

from sqlalchemy.orm import Session

from motionsearch.errors import LibraryError
from motionsearch.index.packed import PackedSource, insert_packed, read_packed, refusal
from motionsearch.index.records import AddEvent, AddReport, SourceInfo
from motionsearch.index.statements import fetch
from motionsearch.index.store import Store

SOURCES, CLIPS = 200, 2000
"""A transaction takes up to so many sources, and ends with the one that brings it to so many clips."""

_SOURCES = (
    "SELECT id, path, content_hash, size, mtime_ns, note FROM sources "
    "WHERE deleted_generation IS NULL AND id > ? ORDER BY id LIMIT ?"
)


def merge(
    store: Store,
    row: Any,
    other: Store,
    other_row: Any,
    *,
    replace: bool = False,
    on_event: Callable[[AddEvent], None] | None = None,
) -> AddReport:
    """Copies the sources with their clips; those that are there already are skipped.

    Interrupted, what was committed is kept, and run again it does the rest.

    Args:
        store: The library that grows.
        row: Its row.
        other: The one that is read, and stays as it is.
        other_row: Its row.
        replace: Of two sources with one path the other library's counts; else this one's own.
        on_event: Told when a source is committed or skipped.

    Raises:
        LibraryError: they are of two models or are one library, or cannot be read or written.
    """
    _check_fits(store, row, other, other_row)
    teller = _Teller(on_event)
    with other.reading() as source:
        counted = "SELECT count(*) FROM sources WHERE deleted_generation IS NULL"
        teller.total = fetch(source, counted)[0][0]
        waiting = _sources(source)
        todo = next(waiting, None)
        while todo is not None:
            outcomes: list[tuple[str, SourceInfo | str]] = []
            with store.writing() as session:
                clips = 0
                while todo is not None and len(outcomes) < SOURCES and clips < CLIPS:
                    source_id, packed = todo
                    outcome: SourceInfo | str | None = refusal(session, packed, replace=replace)
                    if outcome is None:
                        outcome = insert_packed(session, packed, read_packed(source, source_id), row.dim)
                        clips += outcome.clips
                    outcomes.append((packed.path, outcome))
                    todo = next(waiting, None)
            for path, committed in outcomes:
                teller.tell(path, committed)
    return AddReport(tuple(teller.added), tuple(teller.skipped))


class _Teller:
    """Keeps what became of sources, and tells of it."""

    def __init__(self, on_event: Callable[[AddEvent], None] | None) -> None:
        self.total = 0
        self.added: list[SourceInfo] = []
        self.skipped: list[tuple[str, str]] = []
        self._on_event = on_event

    def tell(self, path: str, outcome: SourceInfo | str) -> None:
        index = len(self.added) + len(self.skipped)
        kind: Literal["added", "skipped"] = "skipped" if isinstance(outcome, str) else "added"
        if isinstance(outcome, str):
            self.skipped.append((path, outcome))
            message, clips = outcome, 0
        else:
            self.added.append(outcome)
            message, clips = "", outcome.clips
        if self._on_event is not None:
            self._on_event(AddEvent(kind, path, index, self.total, clips=clips, message=message))


def _sources(session: Session) -> Iterator[tuple[int, PackedSource]]:
    after = 0
    while rows := fetch(session, _SOURCES, after, SOURCES):
        for source_id, *fields in rows:
            yield source_id, PackedSource(*fields)
        after = rows[-1][0]


def _check_fits(store: Store, row: Any, other: Store, other_row: Any) -> None:
    if other.place.url == store.place.url:
        raise LibraryError(f"{store.place.name} cannot be merged with itself", hint="name another library")
    if other_row.model_fingerprint != row.model_fingerprint:
        raise LibraryError(
            f"{other.place.name} is of the model {other_row.model_name} ({other_row.model_fingerprint[:12]}), "
            f"and its vectors do not compare with those of {row.model_name} ({row.model_fingerprint[:12]})",
            hint=f"re-embed it first: `motionsearch reembed --library {other.place.name} "
            f"--model {row.model_path or row.model_name}`",
        )
