"""Statements of the search path and of bulk, handed to the driver as they are written.

A statement costs SQLAlchemy several times what it costs SQLite, so the few that every search and every clip
need go past it. They are written for SQLite and worded anew for PostgreSQL, where the way to the server costs
more than all of this.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy.orm import Session

AMONG = "IN (SELECT value FROM json_each(?))"
"""In a statement: among the ids that stand for this ``?``, see :func:`ids_of`."""

_AMONG_POSTGRES = "= ANY(%s)"


def fetch(session: Session, statement: str, *values: Any) -> list[tuple[Any, ...]]:
    """The rows of a statement with ``?`` for its values."""
    connection = session.connection()
    if connection.dialect.name == "sqlite":
        driver: Any = connection.connection.driver_connection
        return driver.execute(statement, values).fetchall()  # type: ignore[no-any-return]
    return list(map(tuple, connection.exec_driver_sql(_for_postgres(statement), values).fetchall()))


def stream(session: Session, statement: str, *values: Any, rows: int) -> Iterator[list[tuple[Any, ...]]]:
    """The same, ``rows`` at a time, however many there are."""
    connection = session.connection()
    if connection.dialect.name == "sqlite":
        driver: Any = connection.connection.driver_connection
        cursor = driver.execute(statement, values)
        try:
            while part := cursor.fetchmany(rows):
                yield part
        finally:
            cursor.close()
        return
    options = {"stream_results": True, "yield_per": rows}
    result = connection.exec_driver_sql(_for_postgres(statement), values, execution_options=options)
    try:
        for partition in result.partitions():
            yield list(map(tuple, partition))
    finally:
        result.close()


def write(session: Session, statement: str, rows: Sequence[tuple[Any, ...]]) -> None:
    """Runs a statement once for each row of values."""
    if not rows:
        return
    connection = session.connection()
    if connection.dialect.name == "sqlite":
        driver: Any = connection.connection.driver_connection
        driver.executemany(statement, rows)
    else:
        connection.exec_driver_sql(_for_postgres(statement), list(rows))


def ids_of(session: Session, ids: Sequence[int]) -> Any:
    """The value for :data:`AMONG`."""
    plain = [int(i) for i in ids]
    return plain if session.get_bind().dialect.name == "postgresql" else str(plain)


def _for_postgres(statement: str) -> str:
    return statement.replace(AMONG, _AMONG_POSTGRES).replace("?", "%s")
