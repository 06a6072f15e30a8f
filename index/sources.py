"""Sources in the database: committed as a whole, moved, removed, and known again."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from motionsearch.clips import Value
from motionsearch.index.codec import Vectors
from motionsearch.index.incoming import NewSource, Stamp
from motionsearch.index.records import SourceInfo
from motionsearch.index.rows import CHUNK, change, count_clips, insert_source, lock_library, next_generation
from motionsearch.index.schema import Attribute, AttributeKey, Clip, Source, Word

MEMORY = "memory:"
"""Begins the path of a source that is no file."""


def live_source(session: Session, condition: Any) -> Any:
    """The row of the one source for which that holds and which was not removed, or ``None``."""
    query = select(Source.id, Source.path, Source.size, Source.mtime_ns, Source.note)
    return session.execute(query.where(condition, Source.deleted_generation.is_(None))).one_or_none()


def live_paths(session: Session, folder: str | None = None) -> list[str]:
    """The paths of the files that are there, sorted; only those below ``folder``, if it is given."""
    query = select(Source.path).where(Source.deleted_generation.is_(None), Source.path.not_like(f"{MEMORY}%"))
    if folder is not None:
        query = query.where(Source.path.startswith(os.path.join(folder, ""), autoescape=True))
    return sorted(session.execute(query).scalars())


def commit_source(
    session: Session, source: NewSource, vectors: Vectors, tags: Mapping[str, Value]
) -> SourceInfo | str:
    """Writes one source, in place of the one that was at its path; or says why there is nothing to write."""
    lock_library(session)
    known = live_source(session, Source.content_hash == source.content_hash)
    if known is not None:
        return already_there(source.path, known)
    generation = next_generation(session)
    before = live_source(session, Source.path == source.path)
    if before is not None:
        remove_source(session, before.id, generation)
    return insert_source(session, source, vectors, tags, generation, replaced=before is not None)


def move_source(session: Session, source_id: int, path: str) -> None:
    """Gives a source its new path; what was at that path before is removed."""
    generation = next_generation(session)
    before = live_source(session, Source.path == path)
    if before is not None:
        remove_source(session, before.id, generation)
    change(session, update(Source).where(Source.id == source_id).values(path=path))


def remove_source(session: Session, source_id: int, generation: int) -> None:
    """Marks a source and its clips removed."""
    live = Source.id == source_id, Source.deleted_generation.is_(None)
    change(session, update(Source).where(*live).values(deleted_generation=generation))
    first, last = (
        select(column).where(Source.id == source_id).scalar_subquery()
        for column in (Source.first_clip, Source.last_clip)
    )
    clips = Clip.id.between(first, last), Clip.source_id == source_id, Clip.deleted_generation.is_(None)
    count_clips(session, -change(session, update(Clip).where(*clips).values(deleted_generation=generation)))


def remove_paths(session: Session, paths: Sequence[str]) -> int:
    """Marks the sources at these paths and their clips removed; returns how many sources there were."""
    count = 0
    generation = next_generation(session)
    for at in range(0, len(paths), CHUNK):
        query = select(Source.id).where(
            Source.path.in_(paths[at : at + CHUNK]), Source.deleted_generation.is_(None)
        )
        for source_id in session.execute(query).scalars().all():
            remove_source(session, source_id, generation)
            count += 1
    return count


def remove_empty(session: Session, generation: int) -> None:
    """Marks the sources removed that lost all their clips."""
    live = select(Clip.source_id).where(Clip.deleted_generation.is_(None))
    empty = Source.deleted_generation.is_(None), Source.note.is_(None), Source.id.not_in(live)
    change(session, update(Source).where(*empty).values(deleted_generation=generation))


def write_stamp(session: Session, source_id: int, stamp: Stamp | None) -> None:
    """Notes what tells that a source has not changed; ``None`` forgets it."""
    size, changed = stamp or (None, None)
    change(session, update(Source).where(Source.id == source_id).values(size=size, mtime_ns=changed))


def already_there(path: str, known: Any) -> str:
    """Why a source at ``path`` is not read: what is known of it."""
    if path != known.path:
        return f"the same bytes are already in the library as {known.path}"
    return f"already in the library ({known.note})" if known.note else "already in the library"


def has_licence(session: Session, licence: str) -> bool:
    """Whether a clip was made by a tracker that comes under these terms."""
    keys = select(AttributeKey.id).where(AttributeKey.kind == "meta", AttributeKey.key == "tracker_licence")
    words = select(Word.id).where(Word.text == licence)
    query = select(Attribute.clip_id).where(Attribute.key_id.in_(keys), Attribute.text_id.in_(words))
    return session.execute(query.limit(1)).first() is not None
