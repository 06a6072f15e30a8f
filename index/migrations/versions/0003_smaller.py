"""Vectors of half precision, a count of the clips, the engine, checksums; keys and indices in less room.

Revision ID: 0003
Revises: 0002
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer, "sqlite")
REMOVED = sa.text("deleted_generation IS NOT NULL")
LABELLED = sa.text("label IS NOT NULL AND deleted_generation IS NULL")
HAS_TEXT = sa.text("text IS NOT NULL")


def upgrade() -> None:
    """Old libraries keep their vectors as they are, and go on in that precision."""
    _library()
    op.add_column("clips", sa.Column("checksum", sa.Integer))
    _clip_indices()
    if op.get_bind().dialect.name == "sqlite":
        _captions()
    _attributes()


def downgrade() -> None:
    """An older motionsearch would not know the vectors."""
    raise NotImplementedError("0003 cannot be taken back")


def _library() -> None:
    op.add_column("library", sa.Column("precision", sa.String(7), nullable=False, server_default="float32"))
    op.add_column("library", sa.Column("clips", sa.BigInteger, nullable=False, server_default="0"))
    op.add_column("library", sa.Column("engine", sa.String(20), nullable=False, server_default="faiss"))
    op.add_column("library", sa.Column("engine_uri", sa.Text))
    op.execute(
        "UPDATE library SET clips = (SELECT count(*) FROM clips WHERE clips.deleted_generation IS NULL)"
    )


def _clip_indices() -> None:
    op.drop_index("ix_clips_created", "clips")
    op.drop_index("ix_clips_deleted", "clips")
    op.create_index(
        "ix_clips_deleted", "clips", ["deleted_generation"], sqlite_where=REMOVED, postgresql_where=REMOVED
    )
    op.create_index(
        "ix_clips_label",
        "clips",
        ["label"],
        sqlite_where=LABELLED,
        postgresql_where=LABELLED,
        postgresql_using="hash",
    )


def _captions() -> None:
    op.rename_table("captions", "captions_before")
    op.create_table(
        "captions",
        _clip_id(),
        sa.Column("position", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("text", sa.Text, nullable=False),
        sqlite_with_rowid=False,
    )
    op.execute(
        "INSERT INTO captions (clip_id, position, text) "
        "SELECT clip_id, position, text FROM captions_before ORDER BY clip_id, position"
    )
    op.drop_table("captions_before")


def _attributes() -> None:
    op.drop_index("ix_attributes_key", "attributes")
    op.rename_table("attributes", "attributes_before")
    op.create_table(
        "attribute_keys",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("kind", sa.String(4), nullable=False),
        sa.Column("key", sa.String(200), nullable=False),
        sa.Column("type", sa.String(5), nullable=False),
    )
    op.create_index("ux_attribute_keys", "attribute_keys", ["kind", "key", "type"], unique=True)
    op.create_table(
        "attributes",
        _clip_id(),
        sa.Column(
            "key_id", sa.Integer, sa.ForeignKey("attribute_keys.id"), primary_key=True, autoincrement=False
        ),
        sa.Column("text", sa.Text),
        sa.Column("number", sa.Double),
        sqlite_with_rowid=False,
    )
    op.execute(
        "INSERT INTO attribute_keys (id, kind, key, type) "
        "SELECT row_number() OVER (ORDER BY kind, key, type), kind, key, type "
        "FROM (SELECT DISTINCT kind, key, type FROM attributes_before) AS used"
    )
    # The text goes where the number gives it back: not beyond 2**53, and not for minus nought.
    op.execute(
        "INSERT INTO attributes (clip_id, key_id, text, number) "
        "SELECT a.clip_id, k.id, "
        "CASE WHEN a.number IS NULL OR abs(a.number) >= 9007199254740992 OR a.text = '-0.0' THEN a.text END, "
        "a.number FROM attributes_before a "
        "JOIN attribute_keys k ON k.kind = a.kind AND k.key = a.key AND k.type = a.type "
        "ORDER BY a.clip_id, k.id"
    )
    op.drop_table("attributes_before")
    op.create_index(
        "ix_attributes_text",
        "attributes",
        ["text"],
        sqlite_where=HAS_TEXT,
        postgresql_where=HAS_TEXT,
        postgresql_using="hash",
    )


def _clip_id() -> sa.Column[int]:
    return sa.Column(
        "clip_id", ID, sa.ForeignKey("clips.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
