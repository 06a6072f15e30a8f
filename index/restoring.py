"""A library made of a backup: a folder, or tables on a server, whichever of them the backup is of."""

from __future__ import annotations

import os
import secrets
import shutil
import sqlite3
import tempfile
import time
import uuid
import warnings
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager, suppress
from pathlib import Path

from sqlalchemy import inspect, text, update
from sqlalchemy.engine import URL
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from motionsearch.errors import InputError, LibraryError, MotionsearchWarning
from motionsearch.index.backup_file import check, plain_session
from motionsearch.index.cache import STALE
from motionsearch.index.copying import OnProgress, copy_tables
from motionsearch.index.migrate import check_known, migrate, schema_version
from motionsearch.index.place import DATABASE_FILE, INDEX_FOLDER, Place, find_place
from motionsearch.index.schema import VERSION_TABLE, LibraryRow
from motionsearch.index.store import WAIT, Store


def restore(
    file: str | os.PathLike[str],
    path: str | os.PathLike[str],
    *,
    force: bool = False,
    wait: float = WAIT,
    on_progress: OnProgress | None = None,
) -> None:
    """Makes a library of a backup, whole or not at all.

    The library gets a name (uuid) of its own, so that it never shares an index with the one it was backed up
    from; its index is made when it is first needed.

    Args:
        file: The backup.
        path: A folder or a database URL where no library is.
        force: A library that is there is replaced: its clips are gone, and processes that have it open are
            refused until they open it again. A damaged database is put aside, under another name.
        wait: Seconds to wait for another process that writes there.
        on_progress: Told how much is checked and copied, and of how much.

    Raises:
        InputError: the file is missing, no backup, or damaged.
        LibraryError: a library or something else is in the way, the backup is of a newer motionsearch, or the
            library cannot be written.
    """
    backup = Path(file).expanduser().absolute()
    place = find_place(path, create=True)
    try:
        if force and _is_damaged(place.database_file):
            check(backup)
            _put_aside(place)
        if place.is_new_folder:
            _into_folder(backup, place, on_progress)
        else:
            _into_database(backup, place, force, wait, on_progress)
    except OSError as error:
        raise LibraryError(
            f"{place.name}: the library cannot be written ({error.strerror or error})",
            hint="make room, or name another place; the backup is as it was",
        ) from error


def _into_folder(backup: Path, place: Place, on_progress: OnProgress | None) -> None:
    folder = place.folder
    assert folder is not None
    is_ours = not folder.exists()
    place.make_folder()
    _sweep(folder)
    # A name that a library's folder may hold before the library is there.
    unfinished = folder / f"{DATABASE_FILE}.{secrets.token_hex(6)}.part"
    try:
        check(backup, unfinished, on_progress)
        _check_version(backup, unfinished)
        with plain_session(unfinished, new=True) as session:
            _name_anew(session)
        with open(unfinished, "rb+") as written:
            os.fsync(written.fileno())
        if not place.is_new_folder:
            raise _in_the_way(place)
        os.replace(unfinished, folder / DATABASE_FILE)
    finally:
        unfinished.unlink(missing_ok=True)
        if is_ours:
            with suppress(OSError):
                folder.rmdir()  # of an empty one only


def _into_database(
    backup: Path, place: Place, force: bool, wait: float, on_progress: OnProgress | None
) -> None:
    store = Store(place, wait)
    try:
        with store.reading() as session:
            version = schema_version(session)
            strangers = version is None and bool(inspect(session.connection()).get_table_names())
        if strangers:
            raise LibraryError(
                f"{place.name} holds tables of something else and no library", hint="name an empty database"
            )
        if version is not None and not force:
            raise _in_the_way(place)
        check(backup, on_progress=on_progress)
        _check_version(backup, backup)
        with _of_this_schema(backup) as database, plain_session(database) as source:
            replaced: list[str] = []

            def copy(session: Session, made: bool) -> None:
                if not made:
                    replaced.extend(store.seize(session))
                copy_tables(source, session, on_progress)
                _name_anew(session)

            migrate(store, copy)
        for old in replaced:
            shutil.rmtree(place.index_folder(old), ignore_errors=True)
    finally:
        store.close()


@contextmanager
def _of_this_schema(backup: Path) -> Iterator[Path]:
    """The backup's database, or a copy of it that is brought to this schema."""
    with plain_session(backup) as session:
        version = schema_version(session)
    with ExitStack() as stack:
        if check_known(version, str(backup)):
            yield backup
            return
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="motionsearch-")))
        copy = folder / DATABASE_FILE
        check(backup, copy)
        store = Store(Place(URL.create("sqlite", database=str(copy)), folder))
        try:
            migrate(store, lambda _session, _made: None)
        finally:
            store.close()
        yield copy


def _is_damaged(file: Path | None) -> bool:
    """Whether a SQLite file is there in which no library can be replaced."""
    if file is None or not file.exists():
        return False
    try:
        with closing(sqlite3.connect(f"{file.as_uri()}?mode=ro", uri=True)) as database:
            return bool(database.execute("PRAGMA quick_check(1)").fetchone()[0] != "ok")
    except sqlite3.DatabaseError as error:
        return "malformed" in str(error) or "not a database" in str(error)


def _put_aside(place: Place) -> None:
    """Gives a damaged database another name, under which something may yet be saved out of it."""
    file = place.database_file
    assert file is not None
    name = f"{file.name}.damaged-{secrets.token_hex(3)}"
    file.with_name(f"{file.name}-shm").unlink(missing_ok=True)
    journal = file.with_name(f"{file.name}-wal")
    if journal.exists() and journal.stat().st_size:
        os.replace(journal, file.with_name(f"{name}-wal"))
    journal.unlink(missing_ok=True)
    os.replace(file, file.with_name(name))
    if place.folder is not None:
        shutil.rmtree(place.folder / INDEX_FOLDER, ignore_errors=True)
    warnings.warn(
        f"{place.name}: the damaged database is kept as {name}; delete it once nothing in it is missed",
        MotionsearchWarning,
        stacklevel=3,
    )


def _check_version(backup: Path, database: Path) -> None:
    try:
        with plain_session(database) as session:
            statement = f"SELECT version_num FROM {VERSION_TABLE}"
            version = session.execute(text(statement)).scalar_one_or_none()
            if not session.execute(text("SELECT count(*) FROM library")).scalar_one():
                raise InputError(f"{backup}: the backup holds no library (its row is missing)")
    except DBAPIError as error:
        raise InputError(f"{backup}: the backup holds no library ({error.orig})") from error
    check_known(None if version is None else str(version), str(backup))


def _name_anew(session: Session) -> None:
    named = update(LibraryRow).values(uuid=str(uuid.uuid4()))
    session.execute(named, execution_options={"synchronize_session": False})


def _in_the_way(place: Place) -> LibraryError:
    return LibraryError(
        f"there is a library at {place.name} already",
        hint="name another place; or replace it with --force: what it holds now is then lost",
    )


def _sweep(folder: Path) -> None:
    """Removes what a restoring that was killed left there."""
    for old in folder.glob(f"{DATABASE_FILE}.*.part"):
        with suppress(OSError):
            if time.time() - old.stat().st_mtime > STALE:
                old.unlink()
