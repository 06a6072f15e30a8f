"""What a library is and holds, and giving back the space of what was removed."""

from __future__ import annotations

from typing import Any

from sqlalchemy import delete, func, select, text, update
from sqlalchemy.orm import Session

from motionsearch.index.choosing import EngineChoice
from motionsearch.index.engines import SearchEngine
from motionsearch.index.records import CompactReport, LibraryInfo
from motionsearch.index.rows import next_generation
from motionsearch.index.schema import VERSIONS, Attribute, AttributeKey, CaptionRow, Clip, LibraryRow, Source
from motionsearch.index.state import live_count
from motionsearch.index.store import Store
from motionsearch.index.words import drop_unused


def compact(store: Store) -> CompactReport:
    """Drops removed clips and sources; the index file is then out of date."""
    before = database_bytes(store)
    with store.writing() as session:
        dropped = drop_removed(session)
    if store.dialect == "sqlite":
        with store.outside() as connection:
            connection.execute(text("VACUUM"))
            # Cuts the journal back; where readers are in the way it stays as long as they do.
            connection.execute(text("PRAGMA busy_timeout = 1000"))
            connection.execute(text("PRAGMA wal_checkpoint(TRUNCATE)"))
            connection.execute(text(f"PRAGMA busy_timeout = {int(store.wait * 1000)}"))
    return CompactReport(*dropped, before, database_bytes(store))


def drop_removed(session: Session) -> tuple[int, int]:
    """Deletes the rows of removed clips and sources; returns how many of each."""
    generation = next_generation(session)
    dropped = [
        session.execute(
            delete(table).where(table.deleted_generation.is_not(None)),
            execution_options={"synchronize_session": False},
        ).rowcount  # type: ignore[attr-defined]
        for table in (Clip, Source)
    ]
    unused = delete(AttributeKey).where(AttributeKey.id.not_in(select(Attribute.key_id)))
    session.execute(unused, execution_options={"synchronize_session": False})
    drop_unused(session)
    session.execute(
        update(LibraryRow).values(compacted_generation=generation),
        execution_options={"synchronize_session": False},
    )
    return int(dropped[0]), int(dropped[1])


def change_engine(store: Store, choice: EngineChoice) -> None:
    """Writes down what searches the library from now on."""
    with store.writing() as session:
        session.execute(
            update(LibraryRow).values(engine=choice.name, engine_uri=choice.uri),
            execution_options={"synchronize_session": False},
        )


def info(store: Store, row: Any, engine: SearchEngine) -> LibraryInfo:
    """What the library is and holds; the index is judged by its headers alone."""
    with store.reading() as session:
        clips = live_count(session)
        index = engine.describe(session)
        captions = select(func.count()).select_from(CaptionRow).join(Clip, Clip.id == CaptionRow.clip_id)
        return LibraryInfo(
            path=store.place.name,
            uuid=row.uuid,
            model=row.model_name,
            model_fingerprint=row.model_fingerprint,
            space=row.space_name,
            dim=row.dim,
            precision=row.precision,
            engine=row.engine,
            engine_uri=row.engine_uri,
            schema=VERSIONS[-1],
            made_by=row.motionsearch_version,
            created=row.created,
            generation=session.execute(select(LibraryRow.generation)).scalar_one(),
            sources=_count(session, select(func.count(Source.id)).where(Source.deleted_generation.is_(None))),
            clips=clips,
            removed=_count(session, select(func.count(Clip.id))) - clips,
            captions=_count(session, captions.where(Clip.deleted_generation.is_(None))),
            database_bytes=database_bytes(store),
            index=index.state,
            index_plan=index.plan,
            index_bytes=index.bytes,
        )


def database_bytes(store: Store) -> int:
    """Size of the SQLite file and its journal, or of the server's database."""
    file = store.place.database_file
    if file is None:
        with store.reading() as session:
            size = session.execute(text("SELECT pg_database_size(current_database())")).scalar_one()
        return int(size)
    journal = file.with_name(file.name + "-wal")
    return sum(f.stat().st_size for f in (file, journal) if f.exists())


def _count(session: Session, query: Any) -> int:
    return int(session.execute(query).scalar_one())
