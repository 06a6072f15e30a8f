"""Sources and clips as they lie in the tables, on their way from one library into another.

What is packed is not unpacked on the way: it arrives bit for bit, and quickly.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from motionsearch.clips import Value
from motionsearch.errors import LibraryError
from motionsearch.index.checksums import checksum, describe, with_other_vector
from motionsearch.index.codec import Precision, pack_vectors, unpack_vectors
from motionsearch.index.records import SourceInfo
from motionsearch.index.rows import (
    CAPTIONS,
    INSERT_CLIP,
    Keys,
    attributes_of,
    change,
    insert_attributes,
    lock_library,
    next_generation,
    stored_value,
)
from motionsearch.index.schema import LibraryRow
from motionsearch.index.schema import Source as SourceRow
from motionsearch.index.sources import already_there, live_source, remove_source
from motionsearch.index.statements import AMONG, fetch, ids_of, write
from motionsearch.index.words import Words, written

PIECE = 500
"""Clips that are held in memory at a time."""

Attribute = tuple[str, str, str, str | None, float | None]
"""Kind, key and type of an attribute, then its text and number; see :mod:`motionsearch.index.schema`."""


@dataclass(frozen=True)
class PackedSource:
    """A source without its clips; see :class:`motionsearch.index.schema.Source`."""

    path: str
    content_hash: str
    size: int | None
    mtime_ns: int | None
    note: str | None


@dataclass(frozen=True)
class PackedClip:
    """A clip with all that belongs to it; ``vector`` and ``tracks`` are blobs.

    ``checksum`` is that of :mod:`motionsearch.index.checksums`, ``None`` where the clip has none yet.
    """

    name: str | None
    start: float
    end: float
    fps: float | None
    points: int | None
    label: str | None
    captions: Sequence[str]
    attributes: Sequence[Attribute]
    vector: bytes
    tracks: bytes | None
    checksum: int | None = None

    def with_vector(self, vector: bytes) -> PackedClip:
        """The same clip with its vector packed otherwise."""
        before = self.checksum
        after = None if before is None else with_other_vector(before, self.vector, vector)
        return replace(self, vector=vector, checksum=after)

    def checked(self) -> PackedClip:
        """The same clip with a checksum, of what it holds, where it has none."""
        if self.checksum is not None:
            return self
        values: dict[str, dict[str, Value]] = {"tag": {}, "meta": {}}
        for kind, key, type_name, text, number in self.attributes:
            values[kind][key] = stored_value(type_name, text, number)
        described = describe(
            name=self.name,
            start=self.start,
            end=self.end,
            label=self.label,
            fps=self.fps,
            points=self.points,
            captions=self.captions,
            tags=values["tag"],
            meta=values["meta"],
        )
        return replace(self, checksum=checksum(described, self.vector, self.tracks))


_CLIPS = (
    "SELECT c.id, name, start_time, end_time, fps, points, label_id, text, checksum "
    "FROM clips c LEFT JOIN words w ON w.id = label_id "
    "WHERE c.id > ? AND c.id <= ? AND source_id = ? AND deleted_generation IS NULL ORDER BY c.id LIMIT ?"
)


def read_packed(session: Session, source_id: int) -> Iterator[list[PackedClip]]:
    """The live clips of a source, by their ids, some at a time.

    Raises:
        LibraryError: a clip has no vector, or a text is missing: the library is damaged.
    """
    ((first, last),) = fetch(session, "SELECT first_clip, last_clip FROM sources WHERE id = ?", source_id)
    after = first - 1
    while rows := fetch(session, _CLIPS, after, last, source_id, PIECE):
        after = rows[-1][0]
        among = ids_of(session, [row[0] for row in rows])
        captions: dict[int, list[str]] = {}
        for clip_id, text in fetch(session, CAPTIONS, among):
            captions.setdefault(clip_id, []).append(text)
        attributes: dict[int, list[Attribute]] = {}
        for clip_id, kind, key, type_name, told, number in attributes_of(session, among):
            attributes.setdefault(clip_id, []).append((kind, key, type_name, told, number))
        blobs = f"SELECT clip_id, {{}} FROM {{}} WHERE clip_id {AMONG}"
        vectors = dict(fetch(session, blobs.format("vector", "vectors"), among))
        tracks = dict(fetch(session, blobs.format("data", "tracks"), among))
        bare = next((row[0] for row in rows if row[0] not in vectors), None)
        if bare is not None:
            raise LibraryError(
                f"clip {bare} has no vector: the library it comes from is damaged",
                hint="`motionsearch verify` names the clips; remove those and add their sources again",
            )
        yield [
            PackedClip(
                name=row[1],
                start=row[2],
                end=row[3],
                fps=row[4],
                points=row[5],
                label=written(row[6], row[7]),
                captions=captions.get(row[0], ()),
                attributes=attributes.get(row[0], ()),
                vector=bytes(vectors[row[0]]),
                tracks=tracks.get(row[0]),
                checksum=row[8],
            )
            for row in rows
        ]


def refusal(session: Session, source: PackedSource, *, replace: bool) -> str | None:
    """Why a source is not written; ``None`` if it is.

    Args:
        session: A transaction on the library it would be written to.
        source: The source.
        replace: It takes the place of another one with its path.
    """
    known = live_source(session, SourceRow.content_hash == source.content_hash)
    if known is not None:
        return already_there(source.path, known)
    if not replace and live_source(session, SourceRow.path == source.path) is not None:
        return "the library holds other clips of a file of this name, and keeps them"
    return None


def insert_packed(
    session: Session, source: PackedSource, pieces: Iterable[Sequence[PackedClip]], dim: int
) -> SourceInfo:
    """Writes a source for which there is no :func:`refusal`, in place of the one at its path.

    Args:
        session: A writing transaction.
        source: The source.
        pieces: Its clips, some at a time.
        dim: Numbers in a vector.
    """
    lock_library(session)
    generation = next_generation(session)
    before = live_source(session, SourceRow.path == source.path)
    if before is not None:
        remove_source(session, before.id, generation)
    counters = select(LibraryRow.next_source_id, LibraryRow.next_clip_id, LibraryRow.precision)
    row = session.execute(counters).one()
    keys, words, count = Keys(session), Words(session), 0
    for piece in pieces:
        stored = [_in_precision(clip, row.precision, dim).checked() for clip in piece]
        clips = list(enumerate(stored, start=row.next_clip_id + count))
        texts = (text for _, clip in clips for *_, text, _ in clip.attributes)
        words.learn([*(clip.label for _, clip in clips), *texts])
        _insert_clips(session, row.next_source_id, clips, generation, words)
        _insert_blobs(session, clips)
        _insert_told(session, clips, keys, words)
        count += len(piece)
    change(
        session,
        insert(SourceRow).values(
            id=row.next_source_id,
            added=time.time(),
            created_generation=generation,
            first_clip=row.next_clip_id,
            last_clip=row.next_clip_id + count - 1,
            **vars(source),
        ),
    )
    changed = {
        "next_source_id": row.next_source_id + 1,
        "next_clip_id": row.next_clip_id + count,
        "clips": LibraryRow.clips + count,
    }
    change(session, update(LibraryRow).values(changed))
    return SourceInfo(row.next_source_id, source.path, count, row.next_clip_id, before is not None)


def _insert_clips(
    session: Session, source_id: int, clips: Sequence[tuple[int, PackedClip]], generation: int, words: Words
) -> None:
    rows = []
    for i, c in clips:
        label = words.number(c.label)
        rows.append((i, source_id, c.name, c.start, c.end, c.fps, c.points, label, generation, c.checksum))
    write(session, INSERT_CLIP, rows)


def _insert_blobs(session: Session, clips: Sequence[tuple[int, PackedClip]]) -> None:
    write(session, "INSERT INTO vectors (clip_id, vector) VALUES (?, ?)", [(i, c.vector) for i, c in clips])
    write(
        session,
        "INSERT INTO tracks (clip_id, data) VALUES (?, ?)",
        [(i, c.tracks) for i, c in clips if c.tracks is not None],
    )


def _insert_told(session: Session, clips: Sequence[tuple[int, PackedClip]], keys: Keys, words: Words) -> None:
    write(
        session,
        "INSERT INTO captions (clip_id, position, text) VALUES (?, ?, ?)",
        [(i, at, text) for i, c in clips for at, text in enumerate(c.captions)],
    )
    values = [
        (i, keys.number(kind, key, kind_of_value), text, number)
        for i, c in clips
        for kind, key, kind_of_value, text, number in c.attributes
    ]
    keys.write()
    insert_attributes(session, values, words)


def _in_precision(clip: PackedClip, precision: Precision, dim: int) -> PackedClip:
    if len(clip.vector) == dim * (2 if precision == "float16" else 4):
        return clip
    return clip.with_vector(pack_vectors(unpack_vectors([clip.vector], dim), precision)[0])
