"""Alembic's entry: runs the migrations in the transaction that the library opened for them."""

from __future__ import annotations

from alembic import context

from motionsearch.index.schema import VERSION_TABLE, Base

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    version_table=VERSION_TABLE,
    # SQLite can roll back CREATE TABLE; a migration that is killed half-way leaves nothing behind.
    transactional_ddl=True,
    render_as_batch=True,
)
with context.begin_transaction():
    context.run_migrations()
