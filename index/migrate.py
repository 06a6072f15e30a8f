"""Brings a library's schema to this version, or refuses.

A library that is up to date costs one small query; alembic is imported only where something is to be done.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from sqlalchemy import inspect, text
from sqlalchemy.orm import Session

from motionsearch.errors import LibraryError
from motionsearch.index.schema import VERSION_TABLE, VERSIONS
from motionsearch.index.store import Store

MIGRATIONS = Path(__file__).resolve().parent / "migrations"

# Any number does, as long as all processes that migrate use the same.
_POSTGRES_LOCK = 0x6D6F74696F6E


def schema_version(session: Session) -> str | None:
    """The version of the library's schema; ``None`` where there is no library yet."""
    if not inspect(session.connection()).has_table(VERSION_TABLE):
        return None
    version = session.execute(text(f"SELECT version_num FROM {VERSION_TABLE}")).scalar_one_or_none()
    return str(version) if version is not None else None


def check_known(version: str | None, name: str) -> bool:
    """Whether the schema is current; ``False`` where it must be made or brought up to date.

    Raises:
        LibraryError: it is newer than this code.
    """
    if version is not None and version not in VERSIONS:
        raise LibraryError(
            f"{name} was made by a newer motionsearch (schema {version}; this one knows {VERSIONS[-1]})",
            hint="upgrade motionsearch: pip install --upgrade motionsearch",
        )
    return version == VERSIONS[-1]


def migrate(store: Store, then: Callable[[Session, bool], None]) -> None:
    """Makes the schema or brings it up to date, and calls ``then(session, made)`` in the same transaction.

    Of several processes at once one does the work and the others wait; ``then`` is called by all, with
    ``made`` true for the one that made the first tables.
    """
    with store.writing(unchecked=True) as session:
        if store.dialect == "postgresql":
            session.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _POSTGRES_LOCK})
        version = schema_version(session)
        if not check_known(version, store.place.name):
            _upgrade(session)
        then(session, version is None)


def _upgrade(session: Session) -> None:
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.attributes["connection"] = session.connection()
    command.upgrade(config, "head")
