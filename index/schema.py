"""The tables of a library, as SQLAlchemy typed models.

``migrations/`` makes the same tables; a test holds that the two agree. Bulk goes into tables of its own
(vectors, tracks), so that scans over the metadata stay quick.

Every write transaction raises ``library.generation``; rows carry the generation that made them and, once
removed, the one that removed them. A reader who knows generation g therefore needs only the rows above g.
Row ids are handed out by ``library.next_*_id`` and never used twice, so that generations ascend with them:
the newest clips are those at the end, and no index is spent on the generation that made a clip.

An index that only a few rows are in costs only those rows: removed clips, clips with labels.

What many clips share is written once: labels and the text of attributes are numbers of ``words``, and which
clips are a source's is a range of ids. Nothing refers to a word or a source by a foreign key: to drop one
would then look through all clips, or take an index as large as what was saved; verifying looks instead.
"""

from __future__ import annotations

from sqlalchemy import BigInteger, Double, ForeignKey, Index, Integer, LargeBinary, String, Text
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

VERSIONS = ("0001", "0002", "0003", "0004")
"""Every schema version there has been, oldest first; the last is the one this code reads and writes."""

VERSION_TABLE = "motionsearch_schema"

# SQLite makes only an INTEGER primary key the row's address.
Id = BigInteger().with_variant(Integer, "sqlite")


# Otherwise SQLite keeps the key of a table twice: in the table and in its index.
NO_ROWID = {"sqlite_with_rowid": False}


class Base(DeclarativeBase):
    """What alembic compares a database with."""


class LibraryRow(Base):
    """The one row that says what this library is.

    ``precision`` is that of vectors written from now on ("float16" or "float32"), ``clips`` how many are
    live; ``engine`` searches them ("faiss" or "milvus"), at ``engine_uri`` where that is a server: never with
    a password or a token in it.
    """

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
    precision: Mapped[str] = mapped_column(String(7))
    clips: Mapped[int] = mapped_column(BigInteger)
    engine: Mapped[str] = mapped_column(String(20))
    engine_uri: Mapped[str | None] = mapped_column(Text)


class Source(Base):
    """A file, or something handed over in memory; ``added`` is seconds since 1970.

    ``size`` (bytes) and ``mtime_ns`` (nanoseconds since 1970) are those of the file whose bytes gave
    ``content_hash``; without them its bytes have to be read to see whether it changed. ``note`` says why a
    source has no clips ("static: nothing moves in it"); a source without clips and note is gone. Its clips
    have ids from ``first_clip`` to ``last_clip``, and no other clips have; without clips the last is below.
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
    first_clip: Mapped[int] = mapped_column(BigInteger)
    last_clip: Mapped[int] = mapped_column(BigInteger)


# The same bytes, and the same path, are in a library at most once.
for _column in (Source.content_hash, Source.path):
    Index(
        f"ux_sources_live_{_column.key}",
        _column,
        unique=True,
        sqlite_where=Source.deleted_generation.is_(None),
        postgresql_where=Source.deleted_generation.is_(None),
    )


class Word(Base):
    """A text that clips have as their label or in their attributes, written once."""

    __tablename__ = "words"

    id: Mapped[int] = mapped_column(Id, primary_key=True, autoincrement=False)
    text: Mapped[str] = mapped_column(Text)


# PostgreSQL's trees take no long text, its hash tables do.
Index("ix_words_text", Word.text, postgresql_using="hash")


class Clip(Base):
    """One moving thing over ``[start, end)`` seconds of a source.

    ``checksum`` is that of :mod:`motionsearch.index.checksums`; clips of older libraries have none.
    """

    __tablename__ = "clips"

    id: Mapped[int] = mapped_column(Id, primary_key=True, autoincrement=False)
    source_id: Mapped[int] = mapped_column(BigInteger)
    name: Mapped[str | None] = mapped_column(Text)
    start: Mapped[float] = mapped_column("start_time", Double)
    end: Mapped[float] = mapped_column("end_time", Double)
    fps: Mapped[float | None] = mapped_column(Double)
    points: Mapped[int | None] = mapped_column(Integer)
    label_id: Mapped[int | None] = mapped_column(BigInteger)
    created_generation: Mapped[int] = mapped_column(BigInteger)
    deleted_generation: Mapped[int | None] = mapped_column(BigInteger)
    checksum: Mapped[int | None] = mapped_column(Integer)


_removed = Clip.deleted_generation.is_not(None)
Index("ix_clips_deleted", Clip.deleted_generation, sqlite_where=_removed, postgresql_where=_removed)
_labelled = Clip.label_id.is_not(None) & Clip.deleted_generation.is_(None)
Index("ix_clips_label", Clip.label_id, sqlite_where=_labelled, postgresql_where=_labelled)


class VectorRow(Base):
    """The clip's embedding: ``dim`` little-endian numbers of unit length, float16 or float32 by its bytes."""

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
    __table_args__ = NO_ROWID

    clip_id: Mapped[int] = mapped_column(
        Id, ForeignKey("clips.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    position: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    text: Mapped[str] = mapped_column(Text)


class AttributeKey(Base):
    """What an attribute is of, written once: ``kind`` is "tag" (given by the user on adding) or "meta" (from
    the source), ``type`` one of "str", "int", "float", "bool"."""

    __tablename__ = "attribute_keys"

    id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    kind: Mapped[str] = mapped_column(String(4))
    key: Mapped[str] = mapped_column(String(200))
    type: Mapped[str] = mapped_column(String(5))


Index("ux_attribute_keys", AttributeKey.kind, AttributeKey.key, AttributeKey.type, unique=True)


class Attribute(Base):
    """One tag or one piece of metadata of a clip.

    ``number`` holds the value where it is a finite number, and 0 or 1 for a bool; ``text_id`` is a word where
    the number alone does not give it back: text, infinity, whole numbers beyond 2**53.
    """

    __tablename__ = "attributes"
    __table_args__ = NO_ROWID

    clip_id: Mapped[int] = mapped_column(
        Id, ForeignKey("clips.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    key_id: Mapped[int] = mapped_column(
        Integer, ForeignKey("attribute_keys.id"), primary_key=True, autoincrement=False
    )
    text_id: Mapped[int | None] = mapped_column(BigInteger)
    number: Mapped[float | None] = mapped_column(Double)


_worded = Attribute.text_id.is_not(None)
# SQLite's index holds the key of the row too, so that a filter is answered by the index alone.
Index("ix_attributes_text", Attribute.text_id, sqlite_where=_worded, postgresql_where=_worded)


class TextVector(Base):
    """A sentence the library's model has embedded before, by the SHA-256 of its UTF-8 bytes; a mere cache."""

    __tablename__ = "text_vectors"

    digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    vector: Mapped[bytes] = mapped_column(LargeBinary)
