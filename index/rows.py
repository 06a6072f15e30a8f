"""Clips in and out of the tables."""

from __future__ import annotations

import math
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from motionsearch.clips import Value
from motionsearch.index.codec import Vectors, pack_tracks, pack_vector
from motionsearch.index.incoming import NewClip, NewSource, storable
from motionsearch.index.records import ClipInfo, SourceInfo
from motionsearch.index.schema import Attribute, CaptionRow, Clip, LibraryRow, Source, TracksRow, VectorRow

CHUNK = 500

_TYPES: dict[str, type[Value]] = {"str": str, "int": int, "float": float, "bool": bool}


def lock_library(session: Session) -> None:
    """Makes other writers wait until the transaction ends (SQLite's wait since it began)."""
    session.execute(select(LibraryRow.id).with_for_update()).scalar_one()


def next_generation(session: Session) -> int:
    """Raises the library's generation, and makes other writers wait likewise."""
    raised = update(LibraryRow).values(generation=LibraryRow.generation + 1)
    session.execute(raised, execution_options={"synchronize_session": False})
    return session.execute(select(LibraryRow.generation)).scalar_one()


def insert_source(
    session: Session,
    source: NewSource,
    vectors: Vectors,
    tags: Mapping[str, Value],
    generation: int,
    *,
    replaced: bool = False,
) -> SourceInfo:
    """Writes a source, its clips and all that belongs to them."""
    row = session.execute(select(LibraryRow.next_source_id, LibraryRow.next_clip_id)).one()
    source_id, first = row.next_source_id, row.next_clip_id
    count = len(source.clips)
    size, changed = source.stamp or (None, None)
    session.execute(
        update(LibraryRow).values(next_source_id=source_id + 1, next_clip_id=first + count),
        execution_options={"synchronize_session": False},
    )
    session.execute(
        insert(Source).values(
            id=source_id,
            path=source.path,
            content_hash=source.content_hash,
            added=time.time(),
            created_generation=generation,
            size=size,
            mtime_ns=changed,
            note=source.note,
        )
    )
    for at in range(0, count, CHUNK):
        _insert_clips(
            session,
            source_id,
            first + at,
            source.clips[at : at + CHUNK],
            vectors[at : at + CHUNK],
            tags,
            generation,
        )
    return SourceInfo(source_id, source.path, count, first, replaced)


def _insert_clips(
    session: Session,
    source_id: int,
    first: int,
    clips: Sequence[NewClip],
    vectors: Vectors,
    tags: Mapping[str, Value],
    generation: int,
) -> None:
    numbered = list(enumerate(clips, start=first))
    _insert(session, Clip, (_clip_row(i, source_id, clip, generation) for i, clip in numbered))
    _insert(
        session,
        VectorRow,
        ({"clip_id": first + n, "vector": pack_vector(v)} for n, v in enumerate(vectors)),
    )
    _insert(
        session,
        TracksRow,
        ({"clip_id": i, "data": pack_tracks(c.tracks)} for i, c in numbered if c.tracks is not None),
    )
    _insert(
        session,
        CaptionRow,
        (
            {"clip_id": i, "position": position, "text": storable(text)}
            for i, clip in numbered
            for position, text in enumerate(clip.captions)
        ),
    )
    _insert(
        session,
        Attribute,
        (
            {"clip_id": i, "kind": kind, "key": key, **_attribute(value)}
            for i, clip in numbered
            for kind, values in (("tag", tags), ("meta", clip.meta))
            for key, value in values.items()
        ),
    )


def _clip_row(clip_id: int, source_id: int, clip: NewClip, generation: int) -> dict[str, Any]:
    return {
        "id": clip_id,
        "source_id": source_id,
        "name": None if clip.name is None else storable(clip.name),
        "start": float(clip.start),
        "end": float(clip.end),
        "fps": clip.tracks.fps if clip.tracks is not None else None,
        "points": clip.tracks.num_points if clip.tracks is not None else None,
        "label": None if clip.label is None else storable(clip.label),
        "created_generation": generation,
    }


def _insert(session: Session, table: type[Any], rows: Iterable[dict[str, Any]]) -> None:
    values = list(rows)
    if values:
        session.execute(insert(table), values)


def read_clips(session: Session, ids: Sequence[int]) -> Iterator[ClipInfo]:
    """What is known of the clips, in the order of ``ids``; ids that are not there are passed over."""
    for at in range(0, len(ids), CHUNK):
        chunk = [int(i) for i in ids[at : at + CHUNK]]
        found = _read_chunk(session, chunk)
        yield from (found[i] for i in chunk if i in found)


def _read_chunk(session: Session, ids: list[int]) -> dict[int, ClipInfo]:
    captions: dict[int, list[str]] = {}
    values: dict[str, dict[int, dict[str, Value]]] = {"tag": {}, "meta": {}}
    texts = select(CaptionRow.clip_id, CaptionRow.text).where(CaptionRow.clip_id.in_(ids))
    for clip_id, text in session.execute(texts.order_by(CaptionRow.clip_id, CaptionRow.position)):
        captions.setdefault(clip_id, []).append(text)
    attributes = select(Attribute.clip_id, Attribute.kind, Attribute.key, Attribute.type, Attribute.text)
    for clip_id, kind, key, type_name, text in session.execute(
        attributes.where(Attribute.clip_id.in_(ids)).order_by(Attribute.kind, Attribute.key)
    ):
        values[kind].setdefault(clip_id, {})[key] = _value(type_name, text)
    clips = (
        select(
            Clip.id,
            Clip.name,
            Clip.start,
            Clip.end,
            Clip.label,
            Clip.fps,
            Clip.points,
            Source.path,
            Source.added,
        )
        .join(Source, Source.id == Clip.source_id)
        .where(Clip.id.in_(ids))
    )
    return {
        row.id: ClipInfo(
            clip_id=row.id,
            source=row.path,
            name=row.name,
            start=row.start,
            end=row.end,
            duration=row.end - row.start,
            label=row.label,
            captions=tuple(captions.get(row.id, ())),
            tags=values["tag"].get(row.id, {}),
            meta=values["meta"].get(row.id, {}),
            fps=row.fps,
            points=row.points,
            added=row.added,
        )
        for row in session.execute(clips)
    }


def _attribute(value: Value) -> dict[str, Any]:
    number = None if isinstance(value, str) else _finite(value)
    return {"type": type(value).__name__, "text": str(value), "number": number}


def _finite(value: float) -> float | None:
    try:
        number = float(value)
    except OverflowError:
        return None
    return number if math.isfinite(number) else None


def _value(type_name: str, text: str) -> Value:
    if type_name == "bool":
        return text == "True"
    return _TYPES[type_name](text)
