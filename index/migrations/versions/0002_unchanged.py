"""What tells without reading a source that it has not changed, and why one has no clips.

Revision ID: 0002
Revises: 0001
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

COLUMNS = {"size": sa.BigInteger, "mtime_ns": sa.BigInteger, "note": sa.Text}


def upgrade() -> None:
    """Adds columns that are empty for what is there: it is read once more, then they are known."""
    for name, kind in COLUMNS.items():
        op.add_column("sources", sa.Column(name, kind))


def downgrade() -> None:
    """Takes them away again."""
    for name in COLUMNS:
        op.drop_column("sources", name)
