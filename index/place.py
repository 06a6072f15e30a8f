"""Where a library is: a folder, or a database URL with its index in the cache."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError

from motionsearch.errors import LibraryError

DATABASE_FILE = "library.sqlite"
INDEX_FOLDER = "index"
OLD_INDEX_FILE = "index.faiss"

DRIVERS = {"postgres": "postgresql+psycopg", "postgresql": "postgresql+psycopg", "sqlite": "sqlite"}


@dataclass(frozen=True)
class Place:
    """The address of a library.

    Args:
        url: The database.
        folder: The library's folder, or ``None`` for one that was named by URL.
    """

    url: URL
    folder: Path | None

    @property
    def name(self) -> str:
        """The address for people: the folder, or the URL without its password."""
        return str(self.folder) if self.folder is not None else self.url.render_as_string(hide_password=True)

    @property
    def is_new_folder(self) -> bool:
        """Nothing is there yet."""
        return self.folder is not None and not (self.folder / DATABASE_FILE).exists()

    def make_folder(self) -> None:
        """Makes the folder of a library named by path.

        Raises:
            LibraryError: it cannot be made.
        """
        if self.folder is not None:
            with _told(self.folder):
                self.folder.mkdir(parents=True, exist_ok=True)

    @property
    def database_file(self) -> Path | None:
        """The SQLite file, or ``None`` on a server."""
        database = self.url.database
        return Path(database) if self.url.get_backend_name() == "sqlite" and database else None

    def index_folder(self, uuid: str) -> Path:
        """Where the index is kept: in the folder, or in the user's cache under the library's uuid."""
        if self.folder is not None:
            return self.folder / INDEX_FOLDER
        from motionsearch.paths import cache_dir

        return cache_dir() / "libraries" / uuid


def find_place(path: str | os.PathLike[str], *, create: bool) -> Place:
    """Reads an address; nothing is made yet.

    Raises:
        LibraryError: there is nothing there and ``create`` is off; a file or a folder of other things is in
            the way; the URL is of no database that motionsearch knows.
    """
    text = os.fspath(path)
    if "://" in text:
        return _from_url(text)
    folder = Path(text).expanduser().absolute()
    place = Place(URL.create("sqlite", database=str(folder / DATABASE_FILE)), folder)
    with _told(folder):
        if folder.is_file():
            raise LibraryError(
                f"{folder} is a file, and a library is a folder",
                hint=f"give the folder: {folder.parent}"
                if folder.name == DATABASE_FILE
                else "name another place",
            )
        if place.is_new_folder:
            _check_room(folder, create)
    return place


def _check_room(folder: Path, create: bool) -> None:
    if not create:
        raise LibraryError(
            f"there is no library at {folder}",
            hint="make one with `motionsearch add`, or name another with --library",
        )
    # The journal of a library that another process is making at this moment is no stranger.
    if folder.is_dir() and any(not p.name.startswith(DATABASE_FILE) for p in folder.iterdir()):
        raise LibraryError(
            f"{folder} holds other things and no library",
            hint=f"name a new or an empty folder, such as {folder / 'motion.library'}",
        )


@contextmanager
def _told(folder: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise LibraryError(
            f"{folder}: no library can be made or read there ({error.strerror or error})",
            hint="choose a folder that you may write to, with --library",
        ) from error


def _from_url(text: str) -> Place:
    try:
        url = make_url(text)
    except (ArgumentError, ValueError) as error:
        raise LibraryError(
            f"the library's database URL cannot be read ({type(error).__name__})",
            hint="write it like postgresql://user@host/database",
        ) from error
    url = url.set(drivername=DRIVERS.get(url.drivername, url.drivername))
    if url.get_backend_name() not in ("sqlite", "postgresql"):
        raise LibraryError(
            f"a library cannot live in a {url.get_backend_name()} database",
            hint="use a folder (SQLite) or a postgresql:// URL",
        )
    if url.get_backend_name() == "sqlite" and url.database in (None, "", ":memory:"):
        raise LibraryError("a library needs a file, and this URL names none", hint="use a folder instead")
    return Place(url, None)
