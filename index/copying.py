"""A whole library copied from one database into another, row by row: between SQLite and PostgreSQL too."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from motionsearch.index.schema import Base
from motionsearch.index.statements import stream, write

ROWS = 2000
"""Rows that are held in memory at a time."""

OnProgress = Callable[[int, int], None]
"""Told how much of some work is done, and how much there is."""


def copy_tables(source: Session, target: Session, on_progress: OnProgress | None = None) -> None:
    """Writes every row of one library into another database, in place of what its tables hold.

    Args:
        source: A reading transaction of a library of this schema.
        target: A writing transaction of a database with the tables of this schema.
        on_progress: Told how many rows are written, and of how many.
    """
    tables = Base.metadata.sorted_tables  # those that others refer to come first
    for table in reversed(tables):
        target.execute(delete(table))
    total = sum(source.execute(select(func.count()).select_from(table)).scalar_one() for table in tables)
    done = 0
    for table in tables:
        # A column of the model has another name in Python than in SQL.
        columns = ", ".join(column.name for column in table.columns)
        marks = ", ".join("?" for _ in table.columns)
        insert = f"INSERT INTO {table.name} ({columns}) VALUES ({marks})"
        for rows in stream(source, f"SELECT {columns} FROM {table.name}", rows=ROWS):
            write(target, insert, rows)
            done += len(rows)
            if on_progress is not None:
                on_progress(done, total)
