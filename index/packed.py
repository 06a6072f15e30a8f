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
    ATTRIBUTES,
    CAPTIONS,
    Keys,
    change,
    lock_library,
    next_generation,
    stored_value,
)
from motionsearch.index.schema import LibraryRow
from motionsearch.index.schema import Source as SourceRow
from motionsearch.index.sources import already_there, live_source, remove_source
from motionsearch.index.statements import AMONG, fetch, ids_of, write

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
    "SELECT id, name, start_time, end_time, fps, points, label, checksum FROM clips "
    "WHERE source_id = ? AND id > ? AND deleted_generation IS NULL ORDER BY id LIMIT ?"
)


def read_packed(session: Session, source_id: int) -> Iterator[list[PackedClip]]:
    """The live clips of a source, by their ids, some at a time.

    Raises:
        LibraryError: a clip has no vector.
    """
    after = 0
    while rows := fetch(session, _CLIPS, source_id, after, PIECE):
        after = rows[-1][0]
        among = ids_of(session, [row[0] for row in rows])
        captions: dict[int, list[str]] = {}
        for clip_id, text in fetch(session, CAPTIONS, among):
            captions.setdefault(clip_id, []).append(text)
        attributes: dict[int, list[Attribute]] = {}
        for clip_id, *attribute in fetch(session, ATTRIBUTES, among):
            attributes.setdefault(clip_id, []).append(tuple(attribute))
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
                label=row[6],
                captions=captions.get(row[0], ()),
                attributes=attributes.get(row[0], ()),
                vector=bytes(vectors[row[0]]),
                tracks=tracks.get(row[0]),
                checksum=row[7],
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
    change(
        session,
        insert(SourceRow).values(
            id=row.next_source_id, added=time.time(), created_generation=generation, **vars(source)
        ),
    )
    keys, count = Keys(session), 0
    for piece in pieces:
        stored = [_in_precision(clip, row.precision, dim).checked() for clip in piece]
        clips = list(enumerate(stored, start=row.next_clip_id + count))
        _insert_clips(session, row.next_source_id, clips, generation)
        _insert_blobs(session, clips)
        _insert_words(session, clips, keys)
        count += len(piece)
    changed = {
        "next_source_id": row.next_source_id + 1,
        "next_clip_id": row.next_clip_id + count,
        "clips": LibraryRow.clips + count,
    }
    change(session, update(LibraryRow).values(changed))
    return SourceInfo(row.next_source_id, source.path, count, row.next_clip_id, before is not None)


def _insert_clips(
    session: Session, source_id: int, clips: Sequence[tuple[int, PackedClip]], generation: int
) -> None:
    write(
        session,
        "INSERT INTO clips (id, source_id, name, start_time, end_time, fps, points, label, "
        "created_generation, checksum) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [
            (i, source_id, c.name, c.start, c.end, c.fps, c.points, c.label, generation, c.checksum)
            for i, c in clips
        ],
    )


def _insert_blobs(session: Session, clips: Sequence[tuple[int, PackedClip]]) -> None:
    write(session, "INSERT INTO vectors (clip_id, vector) VALUES (?, ?)", [(i, c.vector) for i, c in clips])
    write(
        session,
        "INSERT INTO tracks (clip_id, data) VALUES (?, ?)",
        [(i, c.tracks) for i, c in clips if c.tracks is not None],
    )


def _insert_words(session: Session, clips: Sequence[tuple[int, PackedClip]], keys: Keys) -> None:
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
    write(session, "INSERT INTO attributes (clip_id, key_id, text, number) VALUES (?, ?, ?, ?)", values)


def _in_precision(clip: PackedClip, precision: Precision, dim: int) -> PackedClip:
    if len(clip.vector) == dim * (2 if precision == "float16" else 4):
        return clip
    return clip.with_vector(pack_vectors(unpack_vectors([clip.vector], dim), precision)[0])
