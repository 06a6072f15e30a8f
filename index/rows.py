"""Clips in and out of the tables."""

from __future__ import annotations

import math
import time
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from motionsearch.clips import Value
from motionsearch.errors import LibraryError
from motionsearch.index.checksums import checksum, describe
from motionsearch.index.codec import Vectors, pack_tracks, pack_vectors
from motionsearch.index.incoming import NewClip, NewSource, storable
from motionsearch.index.records import ClipInfo, SourceInfo
from motionsearch.index.schema import LibraryRow, Source
from motionsearch.index.statements import AMONG, fetch, ids_of, write
from motionsearch.index.words import Words, written

CHUNK = 500
ROWS = 10_000
"""Clips that are written at a time."""

_VERIFY = "`motionsearch verify` says what is wrong"

_TYPES: dict[str, type[Value]] = {"str": str, "int": int, "float": float, "bool": bool}


def change(session: Session, statement: Any) -> int:
    """Runs an INSERT, UPDATE or DELETE past what the session knows; returns how many rows it changed."""
    result: Any = session.execute(statement, execution_options={"synchronize_session": False})
    return int(result.rowcount)


def lock_library(session: Session) -> None:
    """Makes other writers wait until the transaction ends (SQLite's wait since it began)."""
    session.execute(select(LibraryRow.id).with_for_update()).scalar_one()


def next_generation(session: Session) -> int:
    """Raises the library's generation, and makes other writers wait likewise."""
    change(session, update(LibraryRow).values(generation=LibraryRow.generation + 1))
    return session.execute(select(LibraryRow.generation)).scalar_one()


def count_clips(session: Session, by: int) -> None:
    """Keeps the library's count of live clips, which every transaction that adds or removes some must do."""
    if by:
        change(session, update(LibraryRow).values(clips=LibraryRow.clips + by))


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
    row = session.execute(
        select(LibraryRow.next_source_id, LibraryRow.next_clip_id, LibraryRow.precision)
    ).one()
    source_id, first = row.next_source_id, row.next_clip_id
    count = len(source.clips)
    size, changed = source.stamp or (None, None)
    change(
        session,
        update(LibraryRow).values(
            next_source_id=source_id + 1, next_clip_id=first + count, clips=LibraryRow.clips + count
        ),
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
            first_clip=first,
            last_clip=first + count - 1,
        )
    )
    keys, words = Keys(session), Words(session)
    for at in range(0, count, ROWS):
        clips = list(enumerate(source.clips[at : at + ROWS], start=first + at))
        blobs = pack_vectors(vectors[at : at + ROWS], row.precision)
        values = [
            (i, keys.of(kind, key, value), *stored(value))
            for i, clip in clips
            for kind, given in (("tag", tags), ("meta", clip.meta))
            for key, value in given.items()
        ]
        labels = [None if clip.label is None else storable(clip.label) for _, clip in clips]
        words.learn([*labels, *(text for _, _, text, _ in values)])
        _insert_clips(session, source_id, clips, blobs, tags, generation, words)
        keys.write()
        insert_attributes(session, values, words)
    return SourceInfo(source_id, source.path, count, first, replaced)


def _insert_clips(
    session: Session,
    source_id: int,
    clips: Sequence[tuple[int, NewClip]],
    vectors: Sequence[bytes],
    tags: Mapping[str, Value],
    generation: int,
    words: Words,
) -> None:
    packed = [_packed(clip) for _, clip in clips]
    write(
        session,
        INSERT_CLIP,
        [
            (
                i,
                source_id,
                *row[:-1],
                words.number(row[-1]),
                generation,
                _checksum(row, clip, tags, vector, data),
            )
            for (i, clip), vector, data in zip(clips, vectors, packed, strict=True)
            for row in [_clip_row(clip)]
        ],
    )
    write(
        session,
        "INSERT INTO vectors (clip_id, vector) VALUES (?, ?)",
        [(i, vector) for (i, _), vector in zip(clips, vectors, strict=True)],
    )
    write(
        session,
        "INSERT INTO tracks (clip_id, data) VALUES (?, ?)",
        [(i, data) for (i, _), data in zip(clips, packed, strict=True) if data is not None],
    )
    write(
        session,
        "INSERT INTO captions (clip_id, position, text) VALUES (?, ?, ?)",
        [(i, at, storable(text)) for i, clip in clips for at, text in enumerate(clip.captions)],
    )


INSERT_CLIP = (
    "INSERT INTO clips (id, source_id, name, start_time, end_time, fps, points, label_id, "
    "created_generation, checksum) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
)


def insert_attributes(
    session: Session, rows: Sequence[tuple[int, int, str | None, float | None]], words: Words
) -> None:
    """Writes attributes, whose texts the words have learned: clip, number of the key, text and number."""
    statement = "INSERT INTO attributes (clip_id, key_id, text_id, number) VALUES (?, ?, ?, ?)"
    write(session, statement, [(i, key, words.number(text), number) for i, key, text, number in rows])


class Keys:
    """Numbers of what attributes are of; the transaction holds the lock of the library."""

    def __init__(self, session: Session) -> None:
        self._session = session
        rows = fetch(session, "SELECT kind, key, type, id FROM attribute_keys")
        self._known: dict[tuple[str, str, str], int] = {
            (kind, key, type_name): number for kind, key, type_name, number in rows
        }
        self._next = max(self._known.values(), default=0) + 1
        self._new: list[tuple[int, str, str, str]] = []

    def of(self, kind: str, key: str, value: Value) -> int:
        """The number of what a value is of, a new one where the library has none like it."""
        return self.number(kind, key, type(value).__name__)

    def number(self, kind: str, key: str, type_name: str) -> int:
        """The same, where the name of the type is known and not the value."""
        name = (kind, key, type_name)
        if name not in self._known:
            self._known[name] = self._next
            self._new.append((self._next, *name))
            self._next += 1
        return self._known[name]

    def write(self) -> None:
        """Writes what is new."""
        statement = "INSERT INTO attribute_keys (id, kind, key, type) VALUES (?, ?, ?, ?)"
        write(self._session, statement, self._new)
        self._new = []


def _packed(clip: NewClip) -> bytes | None:
    if clip.packed is not None:
        return clip.packed.data
    return None if clip.tracks is None else pack_tracks(clip.tracks)


def _clip_row(clip: NewClip) -> tuple[str | None, float, float, float | None, int | None, str | None]:
    """name, start, end, fps, points, label"""
    tracks = clip.packed or clip.tracks
    return (
        None if clip.name is None else storable(clip.name),
        float(clip.start),
        float(clip.end),
        tracks.fps if tracks is not None else None,
        tracks.num_points if tracks is not None else None,
        None if clip.label is None else storable(clip.label),
    )


def _checksum(
    row: tuple[str | None, float, float, float | None, int | None, str | None],
    clip: NewClip,
    tags: Mapping[str, Value],
    vector: bytes,
    tracks: bytes | None,
) -> int:
    name, start, end, fps, points, label = row
    captions = [storable(text) for text in clip.captions]
    described = describe(
        name=name,
        start=start,
        end=end,
        label=label,
        fps=fps,
        points=points,
        captions=captions,
        tags=tags,
        meta=clip.meta,
    )
    return checksum(described, vector, tracks)


def read_clips(session: Session, ids: Sequence[int]) -> Iterator[ClipInfo]:
    """What is known of the clips, in the order of ``ids``.

    Raises:
        LibraryError: a clip is not there, or its source: the library is damaged.
    """
    for at in range(0, len(ids), CHUNK):
        chunk = [int(i) for i in ids[at : at + CHUNK]]
        found = find_clips(session, chunk)
        for clip_id in chunk:
            if clip_id not in found:
                raise LibraryError(
                    f"nothing is written about clip {clip_id}: the library is damaged", hint=_VERIFY
                )
            yield found[clip_id]


# What is written about the clips among some ids.
CAPTIONS = f"SELECT clip_id, text FROM captions WHERE clip_id {AMONG} ORDER BY clip_id, position"
_ATTRIBUTES = (
    "SELECT a.clip_id, k.kind, k.key, k.type, a.text_id, w.text, a.number "
    "FROM attributes a JOIN attribute_keys k ON k.id = a.key_id LEFT JOIN words w ON w.id = a.text_id "
    f"WHERE a.clip_id {AMONG}"
)
_CLIPS = (
    "SELECT c.id, c.name, c.start_time, c.end_time, c.label_id, w.text, c.fps, c.points, s.path, s.added "
    "FROM clips c JOIN sources s ON s.id = c.source_id LEFT JOIN words w ON w.id = c.label_id "
    f"WHERE c.id {AMONG}"
)


def attributes_of(
    session: Session, among: Any
) -> Iterator[tuple[int, str, str, str, str | None, float | None]]:
    """Clip, kind, key, type, text and number of the attributes of some clips, see :func:`ids_of`.

    Raises:
        LibraryError: a text is missing: the library is damaged.
    """
    for clip_id, kind, key, type_name, text_id, text, number in fetch(session, _ATTRIBUTES, among):
        yield clip_id, kind, key, type_name, written(text_id, text), number


def find_clips(session: Session, ids: Sequence[int]) -> dict[int, ClipInfo]:
    """What is known of those of the clips, few at a time, that are there."""
    among = ids_of(session, ids)
    captions: dict[int, list[str]] = {}
    for clip_id, text in fetch(session, CAPTIONS, among):
        captions.setdefault(clip_id, []).append(text)
    values: dict[str, dict[int, dict[str, Value]]] = {"tag": {}, "meta": {}}
    try:
        for clip_id, kind, key, type_name, text, number in sorted(attributes_of(session, among)):
            values[kind].setdefault(clip_id, {})[key] = stored_value(type_name, text, number)
        return {
            clip_id: ClipInfo(
                clip_id=clip_id,
                source=path,
                name=name,
                start=start,
                end=end,
                duration=end - start,
                label=written(label_id, label),
                captions=tuple(captions.get(clip_id, ())),
                tags=values["tag"].get(clip_id, {}),
                meta=values["meta"].get(clip_id, {}),
                fps=fps,
                points=points,
                added=added,
            )
            for clip_id, name, start, end, label_id, label, fps, points, path, added in fetch(
                session, _CLIPS, among
            )
        }
    except (KeyError, TypeError, ValueError, OverflowError) as error:  # a number where text was, and the like
        raise LibraryError(
            f"what is written about clips cannot be read ({error}): the library is damaged", hint=_VERIFY
        ) from error


def stored(value: Value) -> tuple[str | None, float | None]:
    """Text and number of an attribute as they are stored; no text where the number says it all."""
    if isinstance(value, str):
        return value, None
    number = _finite(value)
    whole = number is not None and str(_number(type(value).__name__, number)) == str(value)
    return (None if whole else str(value)), number


def _finite(value: float) -> float | None:
    try:
        number = float(value)
    except OverflowError:
        return None
    return number if math.isfinite(number) else None


def stored_value(type_name: str, text: str | None, number: float | None) -> Value:
    """What :func:`stored` stored."""
    if text is None:
        if number is None:
            raise ValueError("neither text nor number")
        return _number(type_name, number)
    return _TYPES[type_name](text)


def _number(type_name: str, number: float) -> Value:
    # SQLite gives minus nought back as nought: that one keeps its text.
    return _TYPES[type_name](number) if number else _TYPES[type_name](0)
