"""The tables of a library, as SQLAlchemy typed models.

``migrations/`` makes the same tables; a test holds that the two agree. Bulk goes into tables of its own
(vectors, tracks), so that scans over the metadata stay quick.

Every write transaction raises ``library.generation``; rows carry the generation that made them and, once
removed, the one that removed them. A reader who knows generation g therefore needs only the rows above g.
Row ids are handed out by ``library.next_*_id`` and never used twice.
"""

from __future__ import annotations

from sqlalchemy import BigInteger, Double, ForeignKey, Index, Integer, LargeBinary, String, Text
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

VERSIONS = ("0001", "0002")
"""Every schema version there has been, oldest first; the last is the one this code reads and writes."""

VERSION_TABLE = "motionsearch_schema"

# SQLite makes only an INTEGER primary key the row's address.
Id = BigInteger().with_variant(Integer, "sqlite")


class Base(DeclarativeBase):
    """What alembic compares a database with."""


class LibraryRow(Base):
    """The one row that says what this library is."""

    __tablename__ = "library"

    id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    uuid: Mapped[str] = mapped_column(String(36))
    model_name: Mapped[str] = mapped_column(Text)
    model_path: Mapped[str | None] = mapped_column(Text)
    model_fingerprint: Mapped[str] = mapped_column(String(64))
    dim: Mapped[int] = mapped_column(Integer)
    space_name: Mapped[str] = mapped_column(Text)
    motionsearch_version: Mapped[str] = mapped_column(Text)
    created: Mapped[float] = mapped_column(Double)
    generation: Mapped[int] = mapped_column(BigInteger)
    compacted_generation: Mapped[int] = mapped_column(BigInteger)
    next_source_id: Mapped[int] = mapped_column(BigInteger)
    next_clip_id: Mapped[int] = mapped_column(BigInteger)


class Source(Base):
    """A file, or something handed over in memory; ``added`` is seconds since 1970.

    ``size`` (bytes) and ``mtime_ns`` (nanoseconds since 1970) are those of the file whose bytes gave
    ``content_hash``; without them its bytes have to be read to see whether it changed. ``note`` says why a
    source has no clips ("static: nothing moves in it"); a source without clips and note is gone.
    """

    __tablename__ = "sources"

    id: Mapped[int] = mapped_column(Id, primary_key=True, autoincrement=False)
    path: Mapped[str] = mapped_column(Text)
    content_hash: Mapped[str] = mapped_column(String(64))
    added: Mapped[float] = mapped_column(Double)
    created_generation: Mapped[int] = mapped_column(BigInteger)
    deleted_generation: Mapped[int | None] = mapped_column(BigInteger)
    size: Mapped[int | None] = mapped_column(BigInteger)
    mtime_ns: Mapped[int | None] = mapped_column(BigInteger)
    note: Mapped[str | None] = mapped_column(Text)


# The same bytes, and the same path, are in a library at most once.
for _column in (Source.content_hash, Source.path):
    Index(
        f"ux_sources_live_{_column.key}",
        _column,
        unique=True,
        sqlite_where=Source.deleted_generation.is_(None),
        postgresql_where=Source.deleted_generation.is_(None),
    )


class Clip(Base):
    """One moving thing over ``[start, end)`` seconds of a source."""

    __tablename__ = "clips"
    __table_args__ = (
        Index("ix_clips_source", "source_id"),
        Index("ix_clips_created", "created_generation"),
        Index("ix_clips_deleted", "deleted_generation"),
    )

    id: Mapped[int] = mapped_column(Id, primary_key=True, autoincrement=False)
    source_id: Mapped[int] = mapped_column(ForeignKey("sources.id", ondelete="CASCADE"))
    name: Mapped[str | None] = mapped_column(Text)
    start: Mapped[float] = mapped_column("start_time", Double)
    end: Mapped[float] = mapped_column("end_time", Double)
    fps: Mapped[float | None] = mapped_column(Double)
    points: Mapped[int | None] = mapped_column(Integer)
    label: Mapped[str | None] = mapped_column(Text)
    created_generation: Mapped[int] = mapped_column(BigInteger)
    deleted_generation: Mapped[int | None] = mapped_column(BigInteger)


class VectorRow(Base):
    """The clip's embedding: ``dim`` little-endian float32 of unit length."""

    __tablename__ = "vectors"

    clip_id: Mapped[int] = mapped_column(
        Id, ForeignKey("clips.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    vector: Mapped[bytes] = mapped_column(LargeBinary)


class TracksRow(Base):
    """The clip's trajectories as :mod:`motionsearch.index.codec` packs them."""

    __tablename__ = "tracks"

    clip_id: Mapped[int] = mapped_column(
        Id, ForeignKey("clips.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    data: Mapped[bytes] = mapped_column(LargeBinary)


class CaptionRow(Base):
    """A sentence that came with the clip."""

    __tablename__ = "captions"

    clip_id: Mapped[int] = mapped_column(
        Id, ForeignKey("clips.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    position: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    text: Mapped[str] = mapped_column(Text)


class Attribute(Base):
    """One tag (given by the user on adding) or one piece of metadata (from the source) of a clip.

    ``kind`` is "tag" or "meta", ``type`` one of "str", "int", "float", "bool". ``text`` always holds the
    value (``str(value)``); ``number`` also holds it where it is a finite number, and 0 or 1 for a bool.
    """

    __tablename__ = "attributes"
    __table_args__ = (Index("ix_attributes_key", "kind", "key"),)

    clip_id: Mapped[int] = mapped_column(
        Id, ForeignKey("clips.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    kind: Mapped[str] = mapped_column(String(4), primary_key=True)
    key: Mapped[str] = mapped_column(String(200), primary_key=True)
    type: Mapped[str] = mapped_column(String(5))
    text: Mapped[str] = mapped_column(Text)
    number: Mapped[float | None] = mapped_column(Double)


class TextVector(Base):
    """A sentence the library's model has embedded before, by the SHA-256 of its UTF-8 bytes; a mere cache."""

    __tablename__ = "text_vectors"

    digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    vector: Mapped[bytes] = mapped_column(LargeBinary)
