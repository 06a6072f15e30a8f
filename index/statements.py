"""Statements of the search path and of bulk, handed to the driver as they are written.

A statement costs SQLAlchemy several times what it costs SQLite, so the few that every search and every clip
need go past it. They are written for SQLite and worded anew for PostgreSQL, where the way to the server costs
more than all of this.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from sqlalchemy.orm import Session

AMONG = "IN (SELECT value FROM json_each(?))"
"""In a statement: among what stands for this ``?``, see :func:`ids_of` and :func:`texts_of`."""

_AMONG_POSTGRES = "= ANY(%s)"


_DRIVER = "motionsearch driver"


@contextmanager
def one_transaction(session: Session, driver: Any = None) -> Iterator[None]:
    """For the time of a transaction, which this begins: SQLite's own connection is looked up once.

    To look it up takes as long as a small statement. What is kept in ``session.info`` goes when it ends.

    Args:
        session: Of the transaction.
        driver: SQLite's own connection, where it is known and the transaction has begun.
    """
    session.info[_DRIVER] = driver or _driver(session)
    try:
        yield
    finally:
        session.info.clear()


def fetch(session: Session, statement: str, *values: Any) -> list[tuple[Any, ...]]:
    """The rows of a statement with ``?`` for its values."""
    driver = _driver(session)
    if driver is not None:
        return driver.execute(statement, values).fetchall()  # type: ignore[no-any-return]
    result = session.connection().exec_driver_sql(_for_postgres(statement), values)
    return list(map(tuple, result.fetchall()))


def stream(session: Session, statement: str, *values: Any, rows: int) -> Iterator[list[tuple[Any, ...]]]:
    """The same, ``rows`` at a time, however many there are."""
    driver = _driver(session)
    if driver is not None:
        cursor = driver.execute(statement, values)
        try:
            while part := cursor.fetchmany(rows):
                yield part
        finally:
            cursor.close()
        return
    options = {"stream_results": True, "yield_per": rows}
    statement = _for_postgres(statement)
    result = session.connection().exec_driver_sql(statement, values, execution_options=options)
    try:
        for partition in result.partitions():
            yield list(map(tuple, partition))
    finally:
        result.close()


def write(session: Session, statement: str, rows: Sequence[tuple[Any, ...]]) -> None:
    """Runs a statement once for each row of values."""
    if not rows:
        return
    driver = _driver(session)
    if driver is not None:
        driver.executemany(statement, rows)
    else:
        session.connection().exec_driver_sql(_for_postgres(statement), list(rows))


def ids_of(session: Session, ids: Sequence[int]) -> Any:
    """The value for :data:`AMONG`."""
    plain = [int(i) for i in ids]
    return str(plain) if _driver(session) is not None else plain


def texts_of(session: Session, texts: Sequence[str]) -> Any:
    """The same for texts."""
    return json.dumps(texts) if _driver(session) is not None else list(texts)


def _driver(session: Session) -> Any:
    """SQLite's own connection; ``None`` where the session has another one."""
    if _DRIVER in session.info:
        return session.info[_DRIVER]
    connection = session.connection()
    return connection.connection.driver_connection if connection.dialect.name == "sqlite" else None


def _for_postgres(statement: str) -> str:
    return statement.replace(AMONG, _AMONG_POSTGRES).replace("?", "%s")
