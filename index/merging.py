"""All sources of another library of the same model, taken into this one."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, Literal

from sqlalchemy.orm import Session

from motionsearch.errors import LibraryError
from motionsearch.index.packed import PackedClip, PackedSource, insert_packed, read_packed, refusal
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
    with other.reading() as session:
        counted = fetch(session, "SELECT count(*) FROM sources WHERE deleted_generation IS NULL")
        sources = _sources(session)
        return take_in(store, sources, counted[0][0], row.dim, replace=replace, on_event=on_event)


def take_in(
    store: Store,
    sources: Iterator[tuple[PackedSource, Iterator[list[PackedClip]]]],
    total: int,
    dim: int,
    *,
    replace: bool = False,
    on_event: Callable[[AddEvent], None] | None = None,
) -> AddReport:
    """Commits sources from elsewhere, some in a transaction, each as a whole or not at all.

    Args:
        store: The library that takes them.
        sources: Each with its clips, which are read as they are written and not where it is skipped.
        total: How many there are.
        dim: Numbers in a vector.
        replace: They take the place of others with their paths; otherwise they are skipped.
        on_event: Told when a source is committed or skipped.

    Raises:
        LibraryError: the library cannot be written; what was committed before is kept.
    """
    teller = _Teller(total, on_event)
    todo = next(sources, None)
    while todo is not None:
        outcomes: list[tuple[str, SourceInfo | str]] = []
        with store.writing() as session:
            clips = 0
            while todo is not None and len(outcomes) < SOURCES and clips < CLIPS:
                packed, pieces = todo
                outcome: SourceInfo | str | None = refusal(session, packed, replace=replace)
                if outcome is None:
                    outcome = insert_packed(session, packed, pieces, dim)
                    clips += outcome.clips
                outcomes.append((packed.path, outcome))
                todo = next(sources, None)
        for path, committed in outcomes:
            teller.tell(path, committed)
    return AddReport(tuple(teller.added), tuple(teller.skipped))


class _Teller:
    """Keeps what became of sources, and tells of it."""

    def __init__(self, total: int, on_event: Callable[[AddEvent], None] | None) -> None:
        self._total = total
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
            self._on_event(AddEvent(kind, path, index, self._total, clips=clips, message=message))


def _sources(session: Session) -> Iterator[tuple[PackedSource, Iterator[list[PackedClip]]]]:
    after = 0
    while rows := fetch(session, _SOURCES, after, SOURCES):
        for source_id, *fields in rows:
            yield PackedSource(*fields), read_packed(session, source_id)
        after = rows[-1][0]


def _check_fits(store: Store, row: Any, other: Store, other_row: Any) -> None:
    if other.place.url == store.place.url:
        raise LibraryError(f"{store.place.name} cannot be merged with itself", hint="name another library")
    if other_row.model_fingerprint != row.model_fingerprint:
        raise LibraryError(
            f"{other.place.name} is of the model {other_row.model_name} "
            f"({other_row.model_fingerprint[:12]}), and its vectors do not compare with those of "
            f"{row.model_name} ({row.model_fingerprint[:12]})",
            hint=f"re-embed it first: `motionsearch reembed --library {other.place.name} "
            f"--model {row.model_path or row.model_name}`",
        )
