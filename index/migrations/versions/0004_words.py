"""Labels and texts of attributes are written once; the clips of a source are a range of ids.

Revision ID: 0004
Revises: 0003
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer, "sqlite")
REMOVED = sa.text("deleted_generation IS NOT NULL")
LABELLED = sa.text("label_id IS NOT NULL AND deleted_generation IS NULL")
HAS_TEXT = sa.text("text_id IS NOT NULL")


def upgrade() -> None:
    """SQLite's tables of clips and attributes are written anew, without their vectors and tracks."""
    _words()
    _ranges()
    for name, table in (
        ("ix_clips_source", "clips"),
        ("ix_clips_label", "clips"),
        ("ix_attributes_text", "attributes"),
    ):
        op.drop_index(name, table)
    if op.get_bind().dialect.name == "sqlite":
        op.drop_index("ix_clips_deleted", "clips")
        _clips()
        op.create_index("ix_clips_deleted", "clips", ["deleted_generation"], sqlite_where=REMOVED)
        _attributes()
    else:
        op.drop_constraint("clips_source_id_fkey", "clips", type_="foreignkey")
        _column_of_words("clips", "label", "label_id")
        _column_of_words("attributes", "text", "text_id")
    op.create_index("ix_clips_label", "clips", ["label_id"], sqlite_where=LABELLED, postgresql_where=LABELLED)
    op.create_index(
        "ix_attributes_text", "attributes", ["text_id"], sqlite_where=HAS_TEXT, postgresql_where=HAS_TEXT
    )


def downgrade() -> None:
    """An older motionsearch would not find the words."""
    raise NotImplementedError("0004 cannot be taken back")


def _words() -> None:
    op.create_table(
        "words",
        sa.Column("id", ID, primary_key=True, autoincrement=False),
        sa.Column("text", sa.Text, nullable=False),
    )
    op.execute(
        "INSERT INTO words (id, text) SELECT row_number() OVER (ORDER BY text), text FROM ("
        "SELECT label AS text FROM clips WHERE label IS NOT NULL "
        "UNION SELECT text FROM attributes WHERE text IS NOT NULL) AS used"
    )
    op.create_index("ix_words_text", "words", ["text"], postgresql_using="hash")


def _ranges() -> None:
    """Ids of a source's clips have always followed one another."""
    for name, value, of_none in (("first_clip", "min", "1"), ("last_clip", "max", "0")):
        op.add_column("sources", sa.Column(name, sa.BigInteger, nullable=False, server_default=of_none))
        own = f"SELECT {value}(c.id) FROM clips c WHERE c.source_id = sources.id"
        op.execute(f"UPDATE sources SET {name} = coalesce(({own}), {of_none})")


def _clips() -> None:
    """In place of the old table, which vectors and tracks refer to: foreign keys are not heeded meanwhile."""
    op.create_table(
        "clips_after",
        sa.Column("id", ID, primary_key=True, autoincrement=False),
        sa.Column("source_id", sa.BigInteger, nullable=False),
        sa.Column("name", sa.Text),
        sa.Column("start_time", sa.Double, nullable=False),
        sa.Column("end_time", sa.Double, nullable=False),
        sa.Column("fps", sa.Double),
        sa.Column("points", sa.Integer),
        sa.Column("label_id", sa.BigInteger),
        sa.Column("created_generation", sa.BigInteger, nullable=False),
        sa.Column("deleted_generation", sa.BigInteger),
        sa.Column("checksum", sa.Integer),
    )
    op.execute(
        "INSERT INTO clips_after SELECT c.id, source_id, name, start_time, end_time, fps, points, w.id, "
        "created_generation, deleted_generation, checksum "
        "FROM clips c LEFT JOIN words w ON w.text = c.label ORDER BY c.id"
    )
    op.drop_table("clips")
    op.rename_table("clips_after", "clips")


def _attributes() -> None:
    op.rename_table("attributes", "attributes_before")
    op.create_table(
        "attributes",
        sa.Column(
            "clip_id",
            ID,
            sa.ForeignKey("clips.id", ondelete="CASCADE"),
            primary_key=True,
            autoincrement=False,
        ),
        sa.Column(
            "key_id", sa.Integer, sa.ForeignKey("attribute_keys.id"), primary_key=True, autoincrement=False
        ),
        sa.Column("text_id", sa.BigInteger),
        sa.Column("number", sa.Double),
        sqlite_with_rowid=False,
    )
    op.execute(
        "INSERT INTO attributes (clip_id, key_id, text_id, number) SELECT clip_id, key_id, w.id, number "
        "FROM attributes_before a LEFT JOIN words w ON w.text = a.text ORDER BY clip_id, key_id"
    )
    op.drop_table("attributes_before")


def _column_of_words(table: str, before: str, after: str) -> None:
    op.add_column(table, sa.Column(after, sa.BigInteger))
    op.execute(f"UPDATE {table} SET {after} = w.id FROM words w WHERE w.text = {table}.{before}")
    op.drop_column(table, before)
