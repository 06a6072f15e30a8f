"""Checks a library against itself. What is only out of date is a note; what is wrong is a problem."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
from sqlalchemy import func, or_, select, text
from sqlalchemy.orm import Session

from motionsearch.errors import LibraryError
from motionsearch.index.checksums import checksum, describe
from motionsearch.index.codec import unpack_tracks, unpack_vectors
from motionsearch.index.engines import SearchEngine
from motionsearch.index.records import ClipInfo, VerifyReport
from motionsearch.index.rows import find_clips
from motionsearch.index.schema import (
    Attribute,
    CaptionRow,
    Clip,
    LibraryRow,
    Source,
    TextVector,
    TracksRow,
    VectorRow,
    Word,
)
from motionsearch.index.state import live_count
from motionsearch.index.store import Store

_ROWS = 1000
_TRACKS = 100  # which may be large
_NAMED = 5


def verify(store: Store, row: Any, engine: SearchEngine) -> VerifyReport:
    """Reads everything that is stored.

    Raises:
        LibraryError: the database cannot be read at all.
    """
    problems: list[str] = []
    notes: list[str] = []
    with store.reading() as session:
        if store.dialect == "sqlite":
            problems += _sqlite_problems(session)
        problems += _row_problems(session)
        broken = list(_vector_problems(session, row.dim))
        problems += broken + list(_tracks_problems(session))
        changed, unknown = _compared(session)
        problems += _told("not as written when added", changed)
        if not broken:
            index_problems, index_notes = engine.verify(session)
            problems += index_problems
            notes += index_notes
        counts = {
            "sources": _count(session, Source, Source.deleted_generation.is_(None)),
            "clips": live_count(session),
            "removed": _count(session, Clip, Clip.deleted_generation.is_not(None)),
            "vectors": _count(session, VectorRow),
            "tracks": _count(session, TracksRow),
            "captions": _count(session, CaptionRow),
            "attributes": _count(session, Attribute),
        }
    if unknown:
        bare = _counted(unknown, "clip")
        notes.append(f"{bare} without a checksum, so that a change in them is not noticed")
    if counts["removed"]:
        notes.append(
            f"{_counted(counts['removed'], 'removed clip')} still on disk; compacting frees the space"
        )
    return VerifyReport(tuple(problems), tuple(notes), counts)


def _sqlite_problems(session: Session) -> Iterator[str]:
    for (said,) in session.execute(text("PRAGMA integrity_check(20)")):
        if said != "ok":
            yield f"SQLite: {said}"
    orphans = len(session.execute(text("PRAGMA foreign_key_check")).all())
    if orphans:
        yield f"{_counted(orphans, 'row')} of clips that do not exist"


def _row_problems(session: Session) -> Iterator[str]:
    library = session.execute(
        select(LibraryRow.generation, LibraryRow.next_source_id, LibraryRow.next_clip_id)
    ).one()
    for table, next_id in ((Source, library.next_source_id), (Clip, library.next_clip_id)):
        what = table.__tablename__
        highest = session.execute(select(func.coalesce(func.max(table.id), 0))).scalar_one()
        if highest >= next_id:
            yield f"the counter of {what} stands at {next_id}, but there is a number {highest}"
        late = _count(
            session,
            table,
            or_(
                table.created_generation > library.generation,
                table.deleted_generation > library.generation,
                table.deleted_generation < table.created_generation,
            ),
        )
        if late:
            yield (
                f"{_counted(late, what[:-1])} of a generation that cannot be "
                f"(the library is at {library.generation})"
            )
    there = _count(session, Clip, Clip.deleted_generation.is_(None))
    if there != live_count(session):
        yield f"the library counts {_counted(live_count(session), 'clip')}, but there are {there}"
    spans = select(Clip.id).where(Clip.end < Clip.start)
    yield from _told("ending before it begins", session.execute(spans).scalars().all())
    lost = (
        select(Clip.id)
        .join(Source, Source.id == Clip.source_id)
        .where(Clip.deleted_generation.is_(None), Source.deleted_generation.is_not(None))
    )
    yield from _told("there though its source was removed", session.execute(lost).scalars().all())
    for what, ids in _reference_problems():
        yield from _told(what, session.execute(ids).scalars().all())
    live = select(Clip.source_id).where(Clip.deleted_generation.is_(None))
    empty = select(Source.path).where(
        Source.deleted_generation.is_(None), Source.note.is_(None), Source.id.not_in(live)
    )
    for path in session.execute(empty).scalars():
        yield f"the source {path} has no clips"
    bare = (
        select(Clip.id)
        .outerjoin(VectorRow, VectorRow.clip_id == Clip.id)
        .where(VectorRow.clip_id.is_(None))
        .order_by(Clip.id)
    )
    yield from _told("without a vector", session.execute(bare).scalars().all())


def _reference_problems() -> Iterator[tuple[str, Any]]:
    """What no foreign key looks after; see :mod:`motionsearch.index.schema`."""
    with_source = select(Clip.id).outerjoin(Source, Source.id == Clip.source_id).order_by(Clip.id)
    yield "of a source that does not exist", with_source.where(Source.id.is_(None))
    outside = or_(Clip.id < Source.first_clip, Clip.id > Source.last_clip)
    yield "outside of its source's range", with_source.where(outside)
    labelled = select(Clip.id).outerjoin(Word, Word.id == Clip.label_id).order_by(Clip.id)
    yield "with a label that is missing", labelled.where(Clip.label_id.is_not(None), Word.id.is_(None))
    clips = select(Attribute.clip_id).outerjoin(Word, Word.id == Attribute.text_id)
    missing = clips.where(Attribute.text_id.is_not(None), Word.id.is_(None))
    yield "with metadata that is missing", missing.distinct().order_by(Attribute.clip_id)


def _vector_problems(session: Session, dim: int) -> Iterator[str]:
    wrong: dict[str, list[int]] = {}
    for rows in _partitions(session, select(VectorRow.clip_id, VectorRow.vector).order_by(VectorRow.clip_id)):
        for clip_id, blob in rows:
            problem = _vector_problem(blob, dim)
            if problem:
                wrong.setdefault(problem, []).append(clip_id)
    for problem, ids in wrong.items():
        yield from _told(problem, ids)
    texts = sum(
        _vector_problem(blob, dim) is not None
        for rows in _partitions(session, select(TextVector.vector))
        for (blob,) in rows
    )
    if texts:
        yield f"{_counted(texts, 'vector')} of sentences that are damaged"


def _vector_problem(blob: bytes, dim: int) -> str | None:
    try:
        vector = unpack_vectors([blob], dim)[0].astype(np.float64)
    except LibraryError:
        return f"with a vector that is not {dim} numbers long"
    if not np.isfinite(vector).all():
        return "with a vector that is not finite"
    return (
        None if abs(float(np.linalg.norm(vector)) - 1) < 1e-3 else "with a vector that is not of unit length"
    )


def _tracks_problems(session: Session) -> Iterator[str]:
    query = select(TracksRow.clip_id, TracksRow.data, Clip.fps, Clip.points)
    unreadable, other = [], []
    for rows in _partitions(session, query.join(Clip, Clip.id == TracksRow.clip_id).order_by(Clip.id)):
        for clip_id, blob, fps, points in rows:
            try:
                tracks = unpack_tracks(blob)
            except LibraryError:
                unreadable.append(clip_id)
                continue
            if (tracks.fps, tracks.num_points) != (fps, points):
                other.append(clip_id)
    yield from _told("with tracks that cannot be read", unreadable)
    yield from _told("with tracks of another rate or number of points than is written of it", other)


def _compared(session: Session) -> tuple[list[int], int]:
    """The clips whose checksum is another one than what they hold has, and how many have none."""
    changed: list[int] = []
    unknown = 0
    for rows in _partitions(session, select(Clip.id, Clip.checksum).order_by(Clip.id)):
        written = {clip_id: known for clip_id, known in rows if known is not None}
        unknown += len(rows) - len(written)
        ids = list(written)
        vectors = _blobs_of(session, select(VectorRow.clip_id, VectorRow.vector), VectorRow.clip_id, ids)
        for at in range(0, len(ids), _TRACKS):
            some = ids[at : at + _TRACKS]
            tracks = _blobs_of(session, select(TracksRow.clip_id, TracksRow.data), TracksRow.clip_id, some)
            infos = _readable(session, some)
            changed += [
                i
                for i in some
                if i not in infos
                or checksum(_described(infos[i]), vectors.get(i, b""), tracks.get(i)) != written[i]
            ]
    return changed, unknown


def _readable(session: Session, ids: Sequence[int]) -> dict[int, ClipInfo]:
    """What is known of those of the clips that can be read."""
    try:
        return find_clips(session, ids)
    except LibraryError:
        half = len(ids) // 2
        return {**_readable(session, ids[:half]), **_readable(session, ids[half:])} if half else {}


def _described(info: ClipInfo) -> bytes:
    return describe(
        name=info.name,
        start=info.start,
        end=info.end,
        label=info.label,
        fps=info.fps,
        points=info.points,
        captions=info.captions,
        tags=info.tags,
        meta=info.meta,
    )


def _blobs_of(session: Session, query: Any, key: Any, ids: Sequence[int]) -> dict[int, bytes]:
    return {clip_id: bytes(blob) for clip_id, blob in session.execute(query.where(key.in_(ids)))}


def _told(what: str, ids: Sequence[int]) -> Iterator[str]:
    """One sentence about all clips that have the same thing wrong."""
    if ids:
        more = f" and {len(ids) - _NAMED} more" if len(ids) > _NAMED else ""
        named = ", ".join(str(i) for i in ids[:_NAMED])
        yield f"{_counted(len(ids), 'clip')} {what}: {named}{more}"


def _counted(count: int, what: str) -> str:
    return f"{count} {what}{'' if count == 1 else 's'}"


def _partitions(session: Session, query: Any) -> Iterator[Sequence[Any]]:
    yield from session.execute(query.execution_options(yield_per=_ROWS)).partitions()


def _count(session: Session, table: Any, *conditions: Any) -> int:
    return int(session.execute(select(func.count()).select_from(table).where(*conditions)).scalar_one())
