"""A backup: one file, a SQLite database of a library's tables with a line at the end.

The line says what the file is and holds the SHA-256 of all that is before it, so that a copy that was cut
short or damaged on its way is never restored. SQLite takes no notice of it: any SQLite opens the file.
"""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import create_engine
from sqlalchemy.orm import Session
from sqlalchemy.pool import NullPool

from motionsearch.errors import InputError
from motionsearch.index.copying import OnProgress

_LINE = re.compile(rb"\nmotionsearch backup 1 sha256 ([0-9a-f]{64})\n")
_LENGTH = len(b"\nmotionsearch backup 1 sha256 \n") + 64
_BLOCK = 1 << 22
_ADVICE = "`motionsearch backup FILE` makes one"


def seal(file: Path) -> None:
    """Writes the line at the end of a finished database, and has all of it on the disk.

    Raises:
        OSError: it cannot be read or written.
    """
    digest = _digest(file, file.stat().st_size)
    with open(file, "ab") as end:
        end.write(b"\nmotionsearch backup 1 sha256 %s\n" % digest.encode())
        end.flush()
        os.fsync(end.fileno())


def check(file: Path, copy: Path | None = None, on_progress: OnProgress | None = None) -> None:
    """Checks that a backup is as it was written.

    Args:
        file: The backup.
        copy: Where its database is written on the way, without the line.
        on_progress: Told how many bytes are checked, and of how many.

    Raises:
        InputError: the file is missing, no backup, or damaged.
        OSError: the copy cannot be written.
    """
    expected, size = _sealed(file), file.stat().st_size - _LENGTH
    if copy is None:
        found = _digest(file, size, on_progress=on_progress)
    else:
        with open(copy, "xb") as target:
            found = _digest(file, size, target.write, on_progress)
            target.flush()
            os.fsync(target.fileno())
    if found != expected:
        raise InputError(
            f"{file}: the backup is damaged (its checksum differs)", hint="take another copy of it"
        )


@contextmanager
def plain_session(file: Path, *, new: bool = False) -> Iterator[Session]:
    """A transaction on a SQLite file that nobody else uses.

    Args:
        file: The database.
        new: It may be written, and is of no use unless all of it succeeds; otherwise it is only read.
    """
    address = file.absolute().as_uri().removeprefix("file:")
    options = "mode=rw" if new else "mode=ro&immutable=1"
    engine = create_engine(f"sqlite:///file:{address}?{options}&uri=true", poolclass=NullPool)
    try:
        with Session(engine) as session, session.begin():
            if new:
                session.connection().exec_driver_sql("PRAGMA journal_mode = OFF")
                session.connection().exec_driver_sql("PRAGMA synchronous = OFF")
            yield session
    finally:
        engine.dispose()


def _sealed(file: Path) -> str:
    """The digest at the end of a backup."""
    try:
        with open(file, "rb") as data:
            begin = data.read(16)
            data.seek(max(0, file.stat().st_size - _LENGTH))
            line = _LINE.fullmatch(data.read())
    except OSError as error:
        raise InputError(
            f"{file}: the backup cannot be read ({error.strerror or error})", hint="check the path"
        ) from error
    if line is not None:
        return line[1].decode()
    if begin == b"SQLite format 3\0":
        raise InputError(f"{file}: no backup, or one that is cut short", hint=_ADVICE)
    raise InputError(f"{file}: this is no backup of a library", hint=_ADVICE)


def _digest(
    file: Path,
    size: int,
    also: Callable[[bytes], object] | None = None,
    on_progress: OnProgress | None = None,
) -> str:
    """SHA-256 of the first ``size`` bytes; each block is also handed to ``also``."""
    digest, done = hashlib.sha256(), 0
    with open(file, "rb") as data:
        while block := data.read(min(_BLOCK, size - done)):
            digest.update(block)
            if also is not None:
                also(block)
            done += len(block)
            if on_progress is not None:
                on_progress(done, size)
    return digest.hexdigest()
