"""The database: schema, transactions, and everything that can go wrong with a disk."""

from __future__ import annotations

import contextlib
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

import pytest
from sqlalchemy import select, text
from sqlalchemy.orm import Session

from motionsearch import LibraryError, ModelError, Tracks
from motionsearch.index import migrate, opening
from motionsearch.index.library import Library
from motionsearch.index.plans import PlanSettings
from motionsearch.index.schema import VERSION_TABLE, VERSIONS, Base, Clip, LibraryRow
from motionsearch.index.statements import fetch
from tests.libraries import (
    HashModel,
    open_library,
    save_tracks,
    tracks,
    unit_vectors,
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A library of three clips in a folder, closed."""
    with open_library(tmp_path / "three.library") as library:
        library.add(save_tracks(tmp_path / "files", 3))
    return tmp_path / "three.library"


# Schema


def test_models_and_migrations_agree(place: str) -> None:
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext

    with open_library(place) as library, library._store.reading() as session:
        context = MigrationContext.configure(
            session.connection(), opts={"version_table": VERSION_TABLE, "compare_type": True}
        )
        assert compare_metadata(context, Base.metadata) == []


def test_versions_are_those_of_the_migrations() -> None:
    from alembic.config import Config
    from alembic.script import ScriptDirectory

    config = Config()
    config.set_main_option("script_location", str(migrate.MIGRATIONS))
    revisions = [script.revision for script in ScriptDirectory.from_config(config).walk_revisions()]
    assert tuple(reversed(revisions)) == VERSIONS


def test_newer_schema_is_refused(place: str) -> None:
    with open_library(place) as library, library._store.writing() as session:
        session.execute(text(f"UPDATE {VERSION_TABLE} SET version_num = '9999'"))
        name = library.name
    with pytest.raises(LibraryError, match="newer motionsearch") as caught:
        open_library(place)
    assert name in str(caught.value)
    assert "upgrade motionsearch" in str(caught.value.hint)


def test_older_schema_is_migrated(place: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with open_library(place) as library:
        library.add(save_tracks(tmp_path / "files", 2))
        before = library.clips()
    migrations = tmp_path / "migrations"
    shutil.copytree(migrate.MIGRATIONS, migrations, ignore=shutil.ignore_patterns("__pycache__"))
    (migrations / "versions" / "9000_note.py").write_text(
        "import sqlalchemy as sa\nfrom alembic import op\n"
        f"revision = '9000'\ndown_revision = '{VERSIONS[-1]}'\n"
        "def upgrade():\n    op.add_column('clips', sa.Column('note', sa.Text))\n"
    )
    monkeypatch.setattr(migrate, "MIGRATIONS", migrations)
    monkeypatch.setattr(migrate, "VERSIONS", (*VERSIONS, "9000"))
    with open_library(place) as library:
        assert library.clips() == before
        with library._store.reading() as session:
            assert session.execute(text("SELECT note FROM clips")).scalars().all() == [None, None]
    monkeypatch.setattr(migrate, "VERSIONS", VERSIONS)
    with pytest.raises(LibraryError, match="newer motionsearch"):
        open_library(place)


def test_current_library_opens_without_alembic(folder: Path) -> None:
    code = (
        "import sys\nfrom tests.libraries import open_library\n"
        f"library = open_library({str(folder)!r})\n"
        "assert len(library.search('walks', 2)) == 2\n"
        "print([m for m in ('alembic', 'torch', 'transformers', 'lark') if m in sys.modules])\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (done.stdout, done.stderr) == ("[]\n", "")


def test_made_at_once_by_several(place: str) -> None:
    opened: list[Library] = []
    threads = [threading.Thread(target=lambda: opened.append(open_library(place))) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len({library.info().uuid for library in opened}) == 1
    with opened[0]._store.reading() as session:
        assert len(session.execute(select(LibraryRow.id)).all()) == 1
    for library in opened:
        library.close()


def test_half_made_library_is_made_again(place: str, monkeypatch: pytest.MonkeyPatch) -> None:
    # The tables are there when this fails, and must be rolled back with the rest.
    monkeypatch.setattr(opening, "_insert_library", lambda *_: 1 // 0)
    with pytest.raises(ZeroDivisionError):
        open_library(place)
    with pytest.raises(LibraryError, match="there is no library at"):
        Library.open(place, create=False)
    monkeypatch.undo()
    with open_library(place) as library:
        assert library.verify().ok


# Transactions


def test_nothing_of_a_failed_transaction_stays(place: str, tmp_path: Path) -> None:
    with open_library(place) as library:
        library.add(save_tracks(tmp_path / "files", 1))
        generation = library.info().generation
        with contextlib.suppress(ZeroDivisionError), library._store.writing() as session:
            session.execute(text("UPDATE library SET generation = generation + 1"))
            session.execute(text("DELETE FROM clips"))
            1 // 0
        assert library.info().generation == generation
        assert library.info().clips == 1


def test_a_reader_sees_one_state(place: str, tmp_path: Path) -> None:
    paths = save_tracks(tmp_path / "files", 2)
    with open_library(place) as library, open_library(place) as other:
        library.add(paths[0])
        with library._store.reading() as session:
            assert len(session.execute(select(Clip.id)).all()) == 1
            other.add(paths[1])
            assert len(session.execute(select(Clip.id)).all()) == 1
        assert library.info().clips == 2


@pytest.mark.parametrize("first", ["driver", "sqlalchemy"])
def test_a_reader_sees_one_state_by_whichever_way_it_looks(place: str, tmp_path: Path, first: str) -> None:
    paths = save_tracks(tmp_path / "files", 2)
    with open_library(place) as library, open_library(place) as other:
        library.add(paths[0])

        def by_driver(session: Session) -> int:
            return len(fetch(session, "SELECT id FROM clips"))

        def by_sqlalchemy(session: Session) -> int:
            return len(session.execute(select(Clip.id)).all())

        ways = [by_driver, by_sqlalchemy] if first == "driver" else [by_sqlalchemy, by_driver]
        with library._store.reading() as session:
            assert ways[0](session) == 1
            other.add(paths[1])
            assert [way(session) for way in ways] == [1, 1]
        # The connection goes back without a transaction, also where the block raises, and is used again.
        for _ in range(3):
            with contextlib.suppress(ZeroDivisionError), library._store.reading() as session:
                assert [way(session) for way in ways] == [2, 2]
                1 // 0
        assert library.remove("id = 1") == 1
        with library._store.reading() as session:
            assert [way(session) for way in ways] == [2, 2]  # a removed clip keeps its row
        other.remove("id = 2")
        assert library.info().clips == 0


def test_second_writer_gives_up_and_says_so(place: str, tmp_path: Path) -> None:
    path = save_tracks(tmp_path / "files", 1)[0]
    with open_library(place) as library, open_library(place, wait=0.2) as hasty:
        with library._store.writing() as session:
            session.execute(text("UPDATE library SET generation = generation + 1"))
            began = time.monotonic()
            with pytest.raises(LibraryError, match="is being written by another process") as caught:
                hasty.add(path)
            assert 0.1 < time.monotonic() - began < 10
            assert "run the command again" in str(caught.value.hint)
            assert hasty.info().clips == 0  # reading goes on
        assert len(hasty.add(path).added) == 1


def test_second_writer_waits_for_the_first(place: str, tmp_path: Path) -> None:
    path = save_tracks(tmp_path / "files", 1)[0]
    with open_library(place) as library, open_library(place, wait=20) as patient:
        holding = threading.Event()

        def hold() -> None:
            with library._store.writing() as session:
                session.execute(text("UPDATE library SET generation = generation + 1"))
                holding.set()
                time.sleep(0.5)

        thread = threading.Thread(target=hold)
        thread.start()
        holding.wait(10)
        assert len(patient.add(path).added) == 1
        thread.join()


# Disks


def test_full_disk_keeps_what_was_committed(tmp_path: Path) -> None:
    files = save_tracks(tmp_path / "files", 8, points=400)
    with open_library(tmp_path / "full.library") as library:
        library.add(files[0])
        with library._store.outside() as connection:
            pages = connection.execute(text("PRAGMA page_count")).scalar_one()
            connection.execute(text(f"PRAGMA max_page_count = {pages + 3}"))
        with pytest.raises(LibraryError, match="the disk is full; what was added before is kept") as caught:
            library.add(files)
        assert str(tmp_path / "full.library") in str(caught.value)
        assert "make room" in str(caught.value.hint)
        assert library.verify().ok
        kept = library.info().sources
        with library._store.outside() as connection:
            connection.execute(text("PRAGMA max_page_count = 100000"))
        report = library.add(files)
        assert (len(report.skipped), len(report.added)) == (kept, 8 - kept)
        assert library.verify().ok


def test_read_only_library_is_searched_but_not_changed() -> None:
    # Outside pytest's own folder, which only its owner may enter.
    base = Path(tempfile.mkdtemp())
    base.chmod(0o755)
    try:
        with open_library(base / "shelf.library") as library:
            library.add(save_tracks(base / "files", 3))
            expected = [hit.clip_id for hit in library.search("walks", 3)]
        shutil.copytree(base / "shelf.library", base / "warm.library")
        _allow(base / "shelf.library", 0o555, 0o444)
        code = _READ_ONLY.format(place=str(base / "shelf.library"), warm=str(base / "warm.library"))
        done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
        assert done.stderr == ""
        _, found, refused, hint = done.stdout.strip().split("\n")
        assert found == str(expected)
        assert refused == f"{base / 'shelf.library'} is read-only: it can be searched but not changed"
        assert "copy it" in hint
    finally:
        _allow(base / "shelf.library", 0o755, 0o644)
        shutil.rmtree(base)


_READ_ONLY = """
import os, warnings
warnings.simplefilter("error")
from motionsearch.errors import LibraryError
from tests.libraries import open_library
def use(place):
    with open_library(place) as library:
        print([hit.clip_id for hit in library.search("walks", 3)])
        assert library.verify().ok
        return library, library.clips("id > 0")
use({warm!r})  # imports all there is to import
if os.geteuid() == 0:  # to whom nothing is read-only
    os.setgroups([]); os.setgid(65534); os.setuid(65534)
use({place!r})
with open_library({place!r}) as library:
    try:
        library.remove(ids=[1])
    except LibraryError as error:
        print(error)
        print(error.hint)
"""


def _allow(base: Path, folders: int, files: int) -> None:
    for path in [base, *base.rglob("*")]:
        path.chmod(folders if path.is_dir() else files)


@pytest.mark.parametrize("length", [100, 5000])
def test_file_that_is_no_database(tmp_path: Path, length: int) -> None:
    folder = tmp_path / "bad.library"
    folder.mkdir()
    (folder / "library.sqlite").write_bytes(b"these are my holiday notes. " * (length // 28 + 1))
    with pytest.raises(LibraryError, match="database is damaged") as caught:
        open_library(folder)
    assert str(folder) in str(caught.value)
    assert "motionsearch restore FILE --force" in str(caught.value.hint)


def test_damaged_pages_are_told(folder: Path) -> None:
    database = folder / "library.sqlite"
    data = bytearray(database.read_bytes())
    for at in range(2 * 4096, len(data), 4096):  # leave the schema, spoil all that it points at
        data[at : at + 64] = b"\xa5" * 64
    database.write_bytes(data)
    with pytest.raises(LibraryError, match="damaged") as caught, open_library(folder) as library:
        library.clips()
    assert str(folder) in str(caught.value)


def test_lost_row_of_the_library(folder: Path) -> None:
    with sqlite3.connect(folder / "library.sqlite") as connection:
        connection.execute("DELETE FROM library")
    connection.close()
    with pytest.raises(LibraryError, match="own row is missing"):
        open_library(folder)


# Places


def test_missing_library_is_not_made_unasked(tmp_path: Path) -> None:
    with pytest.raises(LibraryError, match="there is no library at") as caught:
        Library.open(tmp_path / "none", create=False)
    assert "motionsearch add" in str(caught.value.hint)
    assert not (tmp_path / "none").exists()


def test_missing_model_leaves_no_folder(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="there is no model"):
        Library.open(tmp_path / "new.library", model="no-such-model")
    assert not (tmp_path / "new.library").exists()


def test_file_in_the_way(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("hello")
    with pytest.raises(LibraryError, match="is a file, and a library is a folder"):
        open_library(tmp_path / "notes.txt")


def test_the_database_file_itself_is_pointed_to_its_folder(folder: Path) -> None:
    with pytest.raises(LibraryError) as caught:
        open_library(folder / "library.sqlite")
    assert str(folder) in str(caught.value.hint)


def test_folder_of_other_things(tmp_path: Path) -> None:
    save_tracks(tmp_path / "clips", 1)
    with pytest.raises(LibraryError, match="holds other things and no library"):
        open_library(tmp_path / "clips")
    assert sorted(p.name for p in (tmp_path / "clips").iterdir()) == ["000.npz"]


def test_database_of_other_things(tmp_path: Path) -> None:
    (tmp_path / "shop").mkdir()
    with sqlite3.connect(tmp_path / "shop" / "library.sqlite") as connection:
        connection.execute("CREATE TABLE customers (name TEXT)")
    connection.close()
    with pytest.raises(LibraryError, match="tables of something else"):
        open_library(tmp_path / "shop")


@pytest.mark.parametrize(
    ("url", "message"),
    [
        ("mysql://user@host/motion", "cannot live in a mysql database"),
        ("sqlite://", "needs a file"),
        ("post gres://x", "URL cannot be read|cannot live"),
    ],
)
def test_urls_that_name_no_library(url: str, message: str) -> None:
    with pytest.raises(LibraryError, match=message):
        open_library(url)


def test_server_that_does_not_answer() -> None:
    pytest.importorskip("psycopg")
    with pytest.raises(LibraryError, match="does not answer") as caught:
        open_library("postgresql://ana:geheim@127.0.0.1:1/motion")
    assert "geheim" not in str(caught.value)
    assert "host" in str(caught.value.hint)


def test_sqlite_by_url_keeps_its_index_in_the_cache(tmp_path: Path) -> None:
    from motionsearch.paths import cache_dir

    place = f"sqlite:///{tmp_path}/by-url.sqlite"
    with open_library(place, plans=PlanSettings(flat_limit=100)) as library:
        library.add_vectors(unit_vectors(200), source="drawn")
        assert (cache_dir() / "libraries" / library.info().uuid).is_dir()
        assert library.path is None
        assert library.info().index == "current"


def test_another_models_library_is_refused(folder: Path) -> None:
    with pytest.raises(LibraryError, match="was made with the model hash") as caught:
        open_library(folder, name="other")
    assert str(folder) in str(caught.value)
    assert f"motionsearch reembed --library {folder} --model other" in str(caught.value.hint)
    with Library.open(folder) as library, pytest.raises(LibraryError, match="which is not here"):
        library.search("walks")
    assert isinstance(tracks(1), Tracks)
    assert HashModel().fingerprint != HashModel("other").fingerprint
