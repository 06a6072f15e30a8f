"""The first schema.

Revision ID: 0001
Revises:
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer, "sqlite")
LIVE = sa.text("deleted_generation IS NULL")


def upgrade() -> None:
    """Makes all tables."""
    op.create_table(
        "library",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("uuid", sa.String(36), nullable=False),
        sa.Column("model_name", sa.Text, nullable=False),
        sa.Column("model_path", sa.Text),
        sa.Column("model_fingerprint", sa.String(64), nullable=False),
        sa.Column("dim", sa.Integer, nullable=False),
        sa.Column("space_name", sa.Text, nullable=False),
        sa.Column("motionsearch_version", sa.Text, nullable=False),
        sa.Column("created", sa.Double, nullable=False),
        sa.Column("generation", sa.BigInteger, nullable=False),
        sa.Column("compacted_generation", sa.BigInteger, nullable=False),
        sa.Column("next_source_id", sa.BigInteger, nullable=False),
        sa.Column("next_clip_id", sa.BigInteger, nullable=False),
    )
    op.create_table(
        "sources",
        sa.Column("id", ID, primary_key=True, autoincrement=False),
        sa.Column("path", sa.Text, nullable=False),
        sa.Column("content_hash", sa.String(64), nullable=False),
        sa.Column("added", sa.Double, nullable=False),
        sa.Column("created_generation", sa.BigInteger, nullable=False),
        sa.Column("deleted_generation", sa.BigInteger),
    )
    for column in ("content_hash", "path"):
        op.create_index(
            f"ux_sources_live_{column}",
            "sources",
            [column],
            unique=True,
            sqlite_where=LIVE,
            postgresql_where=LIVE,
        )
    op.create_table(
        "clips",
        sa.Column("id", ID, primary_key=True, autoincrement=False),
        sa.Column("source_id", ID, sa.ForeignKey("sources.id", ondelete="CASCADE"), nullable=False),
        sa.Column("name", sa.Text),
        sa.Column("start_time", sa.Double, nullable=False),
        sa.Column("end_time", sa.Double, nullable=False),
        sa.Column("fps", sa.Double),
        sa.Column("points", sa.Integer),
        sa.Column("label", sa.Text),
        sa.Column("created_generation", sa.BigInteger, nullable=False),
        sa.Column("deleted_generation", sa.BigInteger),
    )
    op.create_index("ix_clips_source", "clips", ["source_id"])
    op.create_index("ix_clips_created", "clips", ["created_generation"])
    op.create_index("ix_clips_deleted", "clips", ["deleted_generation"])
    op.create_table("vectors", _clip_id(), sa.Column("vector", sa.LargeBinary, nullable=False))
    op.create_table("tracks", _clip_id(), sa.Column("data", sa.LargeBinary, nullable=False))
    op.create_table(
        "captions",
        _clip_id(),
        sa.Column("position", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("text", sa.Text, nullable=False),
    )
    op.create_table(
        "attributes",
        _clip_id(),
        sa.Column("kind", sa.String(4), primary_key=True),
        sa.Column("key", sa.String(200), primary_key=True),
        sa.Column("type", sa.String(5), nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("number", sa.Double),
    )
    op.create_index("ix_attributes_key", "attributes", ["kind", "key"])
    op.create_table(
        "text_vectors",
        sa.Column("digest", sa.String(64), primary_key=True),
        sa.Column("vector", sa.LargeBinary, nullable=False),
    )


def downgrade() -> None:
    """There is nothing older to go back to."""
    raise NotImplementedError("0001 is the first schema")


def _clip_id() -> sa.Column[int]:
    return sa.Column(
        "clip_id", ID, sa.ForeignKey("clips.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
