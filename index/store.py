"""The database connection: transactions, and what can go wrong with them.

SQLite runs in WAL mode, so readers and one writer do not wait for each other. A reader sees one consistent
state from its first statement to its last, on both engines.
"""

from __future__ import annotations

import os
import re
import sqlite3
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, exc, text
from sqlalchemy.orm import Session
from sqlalchemy.pool import PoolProxiedConnection, QueuePool

from motionsearch.errors import LibraryError, MissingExtraError
from motionsearch.index.place import Place
from motionsearch.index.state import COLUMNS, STATE, State
from motionsearch.index.statements import fetch, one_transaction

WAIT = 30.0
"""Seconds that a writer waits for another one."""

_PAGE = 32768
"""Bytes of a SQLite page. 42 vectors of 384 float16 fill one to the last byte; smaller pages would leave 5 %
empty. Reading single rows out of such pages is quick because the file is mapped."""

_MAPPED = 1 << 40  # SQLite maps as much of this as it was built for, 2 GiB by default
_CHECKPOINT = 1 << 23  # bytes of the journal that are written back at a time


class Store:
    """One library's database.

    Args:
        place: Where it is.
        wait: Seconds to wait for another writer.
    """

    def __init__(self, place: Place, wait: float = WAIT) -> None:
        self.place = place
        self.read_only = _is_read_only(place.database_file)
        self.wait = wait
        self._engine = self._make_engine(place)
        level: dict[str, Any] = {} if self.dialect == "sqlite" else {"isolation_level": "REPEATABLE READ"}
        self._reading = self._engine.execution_options(**level)
        self._writing = self._engine.execution_options(writing=True)
        self._bound: tuple[str, str] | None = None

    @property
    def dialect(self) -> str:
        """ "sqlite" or "postgresql"."""
        return self._engine.dialect.name

    def close(self) -> None:
        """Gives back all connections."""
        self._engine.dispose()

    def bind(self, uuid: str, fingerprint: str) -> None:
        """From now on every transaction refuses a library that is another one, or of another model.

        Both may change under an open library: by restoring a backup over it, and by re-embedding it.
        """
        self._bound = (uuid, fingerprint)

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """A transaction that sees one state of the library throughout.

        Raises:
            LibraryError: the database is damaged, or cannot be reached, or is not the one that was opened.
        """
        with self._told(), self._begun() as session:
            session.info[STATE] = self._check_bound(session)
            yield session

    @contextmanager
    def _begun(self) -> Iterator[Session]:
        """A session in a transaction that only reads."""
        if self.dialect != "sqlite":
            with Session(self._reading) as session, one_transaction(session):
                yield session
            return
        # Every search begins one: by way of SQLAlchemy that takes as long as three small statements.
        pooled = self._reading.raw_connection()
        try:
            driver: Any = pooled.driver_connection
            driver.execute("BEGIN")
            with _Begun(self._reading, pooled) as session, one_transaction(session, driver):
                yield session
        finally:
            pooled.close()  # rolls back what is left open

    @contextmanager
    def writing(self, *, alone: bool = False, unchecked: bool = False) -> Iterator[Session]:
        """A transaction that commits at the end of the block, or changes nothing if the block raises.

        One writer at a time: a second one waits.

        Args:
            alone: The block may make the library another one, or one of another model: no other writer is
                between its check of that and its commit.
            unchecked: SQLite heeds no foreign keys, so that a table that others refer to can be made anew.

        Raises:
            LibraryError: another process writes for too long, the disk is full, the library is read-only or
                damaged, or is not the one that was opened, or its server cannot be reached.
        """
        if self.read_only:
            raise self._read_only_error()
        writing = self._writing.execution_options(unchecked=True) if unchecked else self._writing
        with self._told(), Session(writing) as session, session.begin():
            if self._bound is not None and self.dialect == "postgresql":
                # SQLite has one writer at a time anyway.
                _lock_name(session, self._bound[0], shared=not alone)
            with one_transaction(session):
                self._check_bound(session)
                yield session

    def seize(self, session: Session) -> list[str]:
        """In a writing transaction that makes the library another one: waits for all others that write.

        Returns:
            The uuid of the library that is there; none where its row is missing.
        """
        uuids = [str(row[0]) for row in fetch(session, "SELECT uuid FROM library")]
        if self.dialect == "postgresql":
            for uuid in uuids:
                _lock_name(session, uuid, shared=False)
        return uuids

    def _check_bound(self, session: Session) -> State | None:
        """What the transaction sees, where the library is bound."""
        if self._bound is None:
            return None
        state = None
        for uuid, fingerprint, *numbers in fetch(
            session, f"SELECT uuid, model_fingerprint, {COLUMNS} FROM library"
        ):
            if (uuid, fingerprint) != self._bound:
                changed = "re-embedded with another model" if uuid == self._bound[0] else "replaced"
                raise LibraryError(
                    f"{self.place.name} was {changed} after it was opened here", hint="open it again"
                )
            state = State(*numbers)
        return state

    @contextmanager
    def outside(self) -> Iterator[Connection]:
        """A SQLite connection outside of any transaction, for VACUUM and the like."""
        with self._told(), self._engine.connect() as connection:
            yield connection.execution_options(plain=True)

    def _make_engine(self, place: Place) -> Engine:
        if place.url.get_backend_name() == "sqlite":
            engine = create_engine(place.url, creator=self._connect_sqlite, poolclass=QueuePool)
            event.listen(engine, "begin", _begin_sqlite)
            return engine
        try:
            engine = create_engine(place.url, pool_pre_ping=True)
        except ModuleNotFoundError as error:
            raise MissingExtraError(
                f"a library in PostgreSQL needs the package {error.name}",
                hint="pip install 'motionsearch[postgres]'",
            ) from error
        event.listen(engine, "begin", self._begin_postgres)
        return engine

    def _connect_sqlite(self) -> sqlite3.Connection:
        file = self.place.database_file
        assert file is not None
        address = file.absolute().as_uri()
        if self.read_only:
            # Without a journal nobody is writing; SQLite then needs no files of its own beside it.
            journal = file.with_name(file.name + "-wal")
            address += "?mode=ro" if journal.exists() and journal.stat().st_size else "?mode=ro&immutable=1"
        connection = sqlite3.connect(address, uri=True, timeout=self.wait, check_same_thread=False)
        # The driver's own transaction handling begins too late and never IMMEDIATE; _begin_sqlite does it.
        connection.isolation_level = None
        # SQLite's own lower() knows ASCII only.
        connection.create_function("lower", 1, _lower, deterministic=True)
        if sys.platform != "win32":  # where a file that is mapped cannot be cut
            connection.execute(f"PRAGMA mmap_size = {_MAPPED}")
        if not self.read_only:
            connection.execute(f"PRAGMA page_size = {_PAGE}")  # of a new file only
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute(f"PRAGMA wal_autocheckpoint = {_CHECKPOINT // _PAGE}")
            connection.execute(f"PRAGMA journal_size_limit = {4 * _CHECKPOINT}")
            # FULL: a commit is on the disk when it is reported.
            connection.execute("PRAGMA synchronous = FULL")
        return connection

    def _begin_postgres(self, connection: Connection) -> None:
        if connection.get_execution_options().get("writing"):
            connection.execute(text(f"SET LOCAL lock_timeout = {int(self.wait * 1000)}"))

    @contextmanager
    def _told(self) -> Iterator[None]:
        try:
            yield
        except exc.DBAPIError as error:
            raise self.explain(error.orig) from error
        except sqlite3.Error as error:  # of statements that went past SQLAlchemy
            raise self.explain(error) from error
        except UnicodeDecodeError as error:  # SQLite tells of damage in the damaged words
            raise _damaged(self.place.name, "it holds text that is none") from error
        except (exc.NoResultFound, exc.MultipleResultsFound) as error:
            raise _damaged(self.place.name, "it holds other rows than it may") from error

    def explain(self, error: BaseException | None) -> LibraryError:
        """A driver's error as a sentence that names the library and the next step."""
        name = self.place.name
        detail = " ".join(str(error).split())
        for pattern, make in _EXPLANATIONS:
            if re.search(pattern, f"{getattr(error, 'sqlstate', None)} {detail}", re.IGNORECASE):
                return make(name, detail)
        return LibraryError(
            f"{name}: the database refused ({detail})", hint="`motionsearch verify` checks the library"
        )

    def _read_only_error(self) -> LibraryError:
        return _read_only(self.place.name, "")


class _Begun(Session):
    """A session of a SQLite connection on which a transaction has begun; SQLAlchemy joins in if asked.

    Args:
        engine: Whose connection it is.
        pooled: The connection.
    """

    def __init__(self, engine: Engine, pooled: PoolProxiedConnection) -> None:
        super().__init__()
        self._engine, self._pooled = engine, pooled
        self._connection: Connection | None = None

    def get_bind(self, *_: Any, **__: Any) -> Connection:
        """What SQLAlchemy runs statements on."""
        if self._connection is None:
            self._connection = Connection(self._engine, connection=self._pooled)
        return self._connection


def _is_read_only(file: Path | None) -> bool:
    """Whether a SQLite file is there but may not be written; in WAL mode that takes its folder too."""
    if file is None or not file.exists():
        return False
    return not (os.access(file, os.W_OK) and os.access(file.parent, os.W_OK))


def _lower(value: Any) -> Any:
    return value.lower() if isinstance(value, str) else value


def _begin_sqlite(connection: Connection) -> None:
    options = connection.get_execution_options()
    if options.get("plain"):
        return
    driver: Any = connection.connection.driver_connection
    if driver.in_transaction:  # see _Begun
        return
    if options.get("writing"):
        # Has no effect within a transaction; readers have no use for it.
        driver.execute(f"PRAGMA foreign_keys = {'OFF' if options.get('unchecked') else 'ON'}")
    driver.execute("BEGIN IMMEDIATE" if options.get("writing") else "BEGIN")


def _lock_name(session: Session, uuid: str, *, shared: bool) -> None:
    """Until the transaction ends: with others who share the lock, or with none."""
    key = int(uuid.replace("-", "")[:15], 16)
    function = "pg_advisory_xact_lock_shared" if shared else "pg_advisory_xact_lock"
    session.execute(text(f"SELECT {function}(:key)"), {"key": key})


def _locked(name: str, _detail: str) -> LibraryError:
    return LibraryError(
        f"{name} is being written by another process",
        hint="wait for it to finish, or end it, and run the command again; what was committed is kept",
    )


def _full(name: str, _detail: str) -> LibraryError:
    return LibraryError(
        f"{name}: the disk is full; what was added before is kept",
        hint="make room and run the same command again: it goes on where it stopped",
    )


def _read_only(name: str, _detail: str) -> LibraryError:
    return LibraryError(
        f"{name} is read-only: it can be searched but not changed",
        hint="copy it to a folder that you may write to, or ask for the right to write",
    )


def _damaged(name: str, detail: str) -> LibraryError:
    return LibraryError(
        f"{name}: the library's database is damaged ({detail})",
        hint=f"put a backup in its place: `motionsearch restore FILE --force --library {name}`; or make a "
        "new library with `motionsearch add --library NEW ...`",
    )


def _closed(name: str, detail: str) -> LibraryError:
    return LibraryError(
        f"{name}: the library's database cannot be opened ({detail})",
        hint="check that the place exists and that you may read and write there",
    )


def _failing(name: str, detail: str) -> LibraryError:
    return LibraryError(
        f"{name}: the disk that holds the library reports an error ({detail})",
        hint="check the disk; a library in a network folder is better kept on a PostgreSQL server",
    )


def _unreachable(name: str, detail: str) -> LibraryError:
    return LibraryError(
        f"{name}: the database server does not answer as it should ({detail})",
        hint="check that the server runs, and the host, user, password and database in the URL",
    )


_EXPLANATIONS: tuple[tuple[str, Callable[[str, str], LibraryError]], ...] = (
    # SQLite words its errors; PostgreSQL numbers them (SQLSTATE).
    (r"database (table )?is locked|^55P03|^40001|^40P01", _locked),
    (r"database or disk is full|^53100", _full),
    (r"readonly database|^25006|^42501", _read_only),
    (r"not a database|malformed|could not decode|^XX00", _damaged),
    (r"unable to open database", _closed),
    (r"disk I/O error|locking protocol|^58", _failing),
    (r"^(08|28|3D|57P)|connection (failed|refused|timeout)|could not connect|server closed", _unreachable),
)
