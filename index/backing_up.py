"""A consistent copy of a library in one file, made while the library is in use."""

from __future__ import annotations

import os
import secrets
import sqlite3
from contextlib import closing, suppress
from pathlib import Path
from typing import Any

from sqlalchemy.engine import URL
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from motionsearch.errors import InputError, LibraryError
from motionsearch.index.backup_file import plain_session, seal
from motionsearch.index.cache import sync_folder
from motionsearch.index.copying import OnProgress, copy_tables
from motionsearch.index.migrate import migrate
from motionsearch.index.place import Place
from motionsearch.index.records import BackupReport
from motionsearch.index.state import live_count
from motionsearch.index.store import Store

_PAGES = 256
"""Pages of SQLite that are copied at a time."""


def backup(
    store: Store, path: str | os.PathLike[str], *, force: bool = False, on_progress: OnProgress | None = None
) -> BackupReport:
    """Writes everything but the index as it is at one moment; the file appears whole or not at all.

    Args:
        store: The library's database; others may read and write it meanwhile.
        path: The file.
        force: It may replace a file that is there.
        on_progress: Told how many pages or rows are copied, and of how many.

    Raises:
        InputError: there is a file already, or it cannot be written.
        LibraryError: the library cannot be read, or is damaged.
    """
    file = Path(path).expanduser().absolute()
    if file.is_dir():
        raise InputError(
            f"{file} is a folder, and a backup is a file", hint=f"name one: {file / 'motion.backup'}"
        )
    if not force and os.path.lexists(file):
        raise InputError(f"{file}: there is a file already", hint="name another, or replace it with --force")
    unfinished = file.with_name(f".{file.name[:100]}.{secrets.token_hex(6)}.part")
    try:
        with store.reading() as session:
            clips = live_count(session)
            if store.dialect == "sqlite":
                _copy_pages(session, unfinished, on_progress)
            else:
                _copy_rows(session, unfinished, on_progress)
        _finish(unfinished, store.place.name)
        os.replace(unfinished, file)
        sync_folder(file.parent)
    except OSError as error:
        raise _unwritable(file, error.strerror or str(error)) from error
    except (sqlite3.Error, DBAPIError) as error:
        # Of the new file: what goes wrong with the library's own has been told by its store.
        raise _unwritable(file, str(getattr(error, "orig", error))) from error
    finally:
        for name in (unfinished.name, f"{unfinished.name}-wal", f"{unfinished.name}-shm"):
            with suppress(OSError):
                unfinished.with_name(name).unlink()
    return BackupReport(str(file), clips, file.stat().st_size)


class _TargetError(OSError):
    """Writing the new file failed; no fault of the library."""


def _copy_pages(session: Session, target: Path, on_progress: OnProgress | None) -> None:
    """SQLite to SQLite, in the state that the session sees, whoever writes meanwhile."""
    # The transaction begins with its first statement; until then it has no state of its own.
    live_count(session)
    source: Any = session.connection().connection.driver_connection

    def told(_status: int, remaining: int, total: int) -> None:
        if on_progress is not None:
            on_progress(total - remaining, total)

    try:
        with closing(sqlite3.connect(target)) as copy:
            copy.execute("PRAGMA synchronous = OFF")  # all of it is synced at the end
            source.backup(copy, pages=_PAGES, progress=told)
    except sqlite3.Error as error:
        if "malformed" in str(error) or "not a database" in str(error):
            raise
        raise _TargetError(None, str(error)) from error


def _copy_rows(session: Session, target: Path, on_progress: OnProgress | None) -> None:
    """From a server into a SQLite file."""
    place = Place(URL.create("sqlite", database=str(target)), None)
    new = Store(place)
    try:
        migrate(new, lambda _session, _made: None)
    except LibraryError as error:
        raise _TargetError(None, str(error)) from error
    finally:
        new.close()
    with plain_session(target, new=True) as copy:
        copy_tables(session, copy, on_progress)


def _finish(file: Path, name: str) -> None:
    with closing(sqlite3.connect(file)) as copy:
        copy.execute("PRAGMA journal_mode = DELETE")  # one file, which needs no other beside it
        problem = copy.execute("PRAGMA quick_check(1)").fetchone()[0]
    if problem != "ok":
        raise LibraryError(
            f"{name}: the library's database is damaged ({problem})",
            hint="`motionsearch verify` says more; restore an earlier backup",
        )
    seal(file)


def _unwritable(file: Path, why: str) -> InputError:
    return InputError(
        f"{file}: the backup cannot be written ({why})",
        hint="name a file in a folder that exists and may be written to, on a disk with room for it",
    )
