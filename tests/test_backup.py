"""Backups: consistent while in use, whole or not at all, and restored to a folder and to a server."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from motionsearch import InputError, LibraryError
from motionsearch.errors import MotionsearchWarning
from motionsearch.index import backing_up
from motionsearch.index.backup_file import check, seal
from motionsearch.index.library import Library
from motionsearch.index.schema import VERSION_TABLE
from tests.helpers_keeping import everything, fill_oddly
from tests.libraries import (
    ENGINES,
    HashModel,
    flip_bit,
    fresh_place,
    nearest,
    open_library,
    recording,
    unit_vectors,
)
from tests.test_migration import make_0002

MODEL = HashModel()


def restored(file: Path, place: Path | str, **options: object) -> Library:
    return Library.restore(file, place, model=MODEL, **options)  # type: ignore[arg-type]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A backup of a small library, which is gone."""
    with open_library(tmp_path / "old.library") as library:
        library.add_vectors(unit_vectors(30), source="s")
        library.backup(tmp_path / "motion.backup")
    shutil.rmtree(tmp_path / "old.library")
    return tmp_path / "motion.backup"


@pytest.mark.parametrize("target", ENGINES)
def test_everything_comes_back(library: Library, target: str, tmp_path: Path) -> None:
    fill_oddly(library, tmp_path)
    expected = everything(library)
    report = library.backup(tmp_path / "motion.backup")
    assert (report.clips, report.bytes) == (len(library.clips()), os.path.getsize(report.path))
    with (
        fresh_place(target, tmp_path / "new") as place,
        restored(tmp_path / "motion.backup", place) as again,
    ):
        assert everything(again) == expected
        assert again.verify().ok
        assert [clip.clip_id for clip in again.clips()] == [clip.clip_id for clip in library.clips()]
        vectors = {clip.clip_id: again.get(clip.clip_id).vector for clip in again.clips()}
        query = unit_vectors(1, seed=5)[0]
        assert [hit.clip_id for hit in again.search_vector(query, 9)] == nearest(vectors, query, 9)
        # It goes on from there, and shares no index with the other.
        assert again.add(recording(900)).clips == 1
        assert again.info().uuid != library.info().uuid
        assert again.verify().ok


def test_a_backup_is_of_one_moment(library: Library, place: str, tmp_path: Path, monkeypatch) -> None:  # type: ignore[no-untyped-def]
    monkeypatch.setattr(backing_up, "_PAGES", 1)
    library.add_vectors(unit_vectors(900), source="before")
    told = []
    with open_library(place) as other:

        def write(done: int, total: int) -> None:
            told.append((done, total))
            other.add_vectors(unit_vectors(40, seed=len(told)), source=f"during {len(told)}")
            other.remove(ids=[len(told)])

        library.backup(tmp_path / "motion.backup", on_progress=write)
    assert len(told) > 2
    assert told[-1][0] == told[-1][1]
    with restored(tmp_path / "motion.backup", tmp_path / "new.library") as again:
        assert again.info().clips == 900
        assert {clip.source for clip in again.clips()} == {"before"}
        assert again.verify().ok
    assert len(library.clips()) == 900 + 39 * len(told)


def test_a_backup_is_a_database_that_sqlite_opens(file: Path) -> None:
    with closing(sqlite3.connect(f"{file.as_uri()}?mode=ro", uri=True)) as database:
        assert database.execute("SELECT count(*) FROM clips").fetchone() == (30,)
        assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    assert sorted(p.name for p in file.parent.iterdir()) == [file.name]


def test_files_that_are_there_are_kept(file: Path, tmp_path: Path) -> None:
    before = file.read_bytes()
    with open_library(tmp_path / "b.library") as library:
        with pytest.raises(InputError, match="there is a file already") as caught:
            library.backup(file)
        assert "--force" in str(caught.value.hint)
        with pytest.raises(InputError, match="is a folder, and a backup is a file"):
            library.backup(tmp_path)
        with pytest.raises(InputError, match="cannot be written"):
            library.backup(tmp_path / "nowhere" / "x.backup")
        assert file.read_bytes() == before
        library.backup(file, force=True)
    assert file.read_bytes() != before
    with restored(file, tmp_path / "c.library") as again:
        assert again.clips() == []


FULL = """
import resource, sys
from tests.libraries import open_library
with open_library(sys.argv[1]) as library:
    resource.setrlimit(resource.RLIMIT_FSIZE, (300_000, 300_000))
    try:
        library.backup(sys.argv[2])
    except Exception as error:
        print(type(error).__name__, error)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no limit on the size of files")
def test_where_there_is_no_room_nothing_is_left(tmp_path: Path) -> None:
    place = str(tmp_path / "s.library")
    with open_library(place) as library:
        library.add_vectors(unit_vectors(9000, seed=1), source="s")
    (tmp_path / "out").mkdir()
    target = tmp_path / "out" / "motion.backup"
    command = [sys.executable, "-c", FULL, place, str(target)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert done.stdout.startswith(f"InputError {target}: the backup cannot be written"), done.stderr
    assert list((tmp_path / "out").iterdir()) == []


def test_a_damaged_library_is_not_backed_up(tmp_path: Path) -> None:
    with open_library(tmp_path / "d.library") as library:
        library.add_vectors(unit_vectors(3000), source="s")
    with open(tmp_path / "d.library" / "library.sqlite", "r+b") as database:
        database.seek(-32768 * 2, os.SEEK_END)
        database.write(b"\xff" * 2000)
    with open_library(tmp_path / "d.library") as library, pytest.raises(LibraryError, match="is damaged"):
        library.backup(tmp_path / "d.backup")
    assert [p.name for p in tmp_path.iterdir()] == ["d.library"]


def test_what_is_no_backup(file: Path, tmp_path: Path) -> None:
    whole = file.read_bytes()
    new = tmp_path / "new.library"
    for spoil, message in [
        (lambda: flip_bit(file), "the backup is damaged"),
        (lambda: file.write_bytes(whole[:-1]), "no backup, or one that is cut short"),
        (lambda: file.write_bytes(whole[: len(whole) // 2]), "no backup, or one that is cut short"),
        (lambda: file.write_bytes(whole + b"\n"), "no backup, or one that is cut short"),
        (lambda: file.write_bytes(b"hello"), "this is no backup"),
        (lambda: file.write_bytes(b""), "this is no backup"),
        (lambda: file.unlink(), "cannot be read"),
    ]:
        spoil()
        with pytest.raises(InputError, match=message):
            restored(file, new)
        assert not new.exists()
    file.write_bytes(whole)
    with restored(file, new) as library:
        assert library.info().clips == 30


@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(where=st.floats(0, 1, exclude_max=True), bit=st.integers(0, 7))
def test_every_flipped_bit_is_seen(file: Path, where: float, bit: int) -> None:
    data = bytearray(file.read_bytes())
    data[int(where * len(data))] ^= 1 << bit
    spoiled = file.with_name("spoiled.backup")
    spoiled.write_bytes(data)
    with pytest.raises(InputError, match="backup"):
        check(spoiled)
    check(file)


def test_what_is_in_the_way_stays(file: Path, tmp_path: Path) -> None:
    with open_library(tmp_path / "b.library") as library:
        library.add_vectors(unit_vectors(2, seed=9), source="mine")
    with pytest.raises(LibraryError, match=r"there is a library at .* already") as caught:
        restored(file, tmp_path / "b.library")
    assert "--force" in str(caught.value.hint)
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "letter.txt").touch()
    with pytest.raises(LibraryError, match="holds other things"):
        restored(file, tmp_path / "full", force=True)
    with open_library(tmp_path / "b.library") as library:
        assert library.info().clips == 2
    (tmp_path / "empty").mkdir()
    with restored(file, tmp_path / "empty") as library:
        assert library.info().clips == 30


@pytest.mark.parametrize("how", ["garbage", "torn", "a page"])
def test_a_damaged_library_is_replaced(file: Path, how: str, tmp_path: Path) -> None:
    place = tmp_path / "b.library"
    with open_library(place) as library:
        library.add_vectors(unit_vectors(2000, seed=9), source="mine")
    database = place / "library.sqlite"
    whole = database.read_bytes()
    database.write_bytes(
        {
            "garbage": b"x" * 100_000,
            "torn": whole[: len(whole) // 2],
            "a page": whole[:-65536] + b"\xff" * 5000 + whole[5000 - 65536 :],
        }[how]
    )
    spoiled = database.read_bytes()
    with pytest.raises(LibraryError, match="is damaged") as caught, open_library(place) as library:
        library.backup(tmp_path / "c.backup")
    assert "motionsearch restore" in str(caught.value.hint) or "verify" in str(caught.value.hint)
    with pytest.warns(MotionsearchWarning, match="the damaged database is kept as"):
        library = restored(file, place, force=True)
    with library:
        assert library.verify().ok
        assert library.info().clips == 30
    (aside,) = place.glob("library.sqlite.damaged-*")
    assert aside.read_bytes() == spoiled


def test_a_library_is_replaced_under_those_who_have_it_open(place: str, tmp_path: Path) -> None:
    with open_library(place) as library:
        library.add_vectors(unit_vectors(50), source="old")
        library.backup(tmp_path / "old.backup")
        library.add_vectors(unit_vectors(3, seed=3), source="new")
        library.search_vector(unit_vectors(1)[0])
        with restored(tmp_path / "old.backup", place, force=True) as again:
            assert {clip.source for clip in again.clips()} == {"old"}
            assert again.verify().ok
        for act in (
            lambda: library.search_vector(unit_vectors(1)[0]),
            lambda: library.clips(),
            lambda: library.add_vectors(unit_vectors(1, seed=8), source="late"),
            lambda: library.remove("id = 1"),
            lambda: library.compact(),
        ):
            with pytest.raises(LibraryError, match="was replaced after it was opened here"):
                act()
    with open_library(place) as library:
        assert library.info().clips == 50
        query = unit_vectors(1, seed=2)[0]
        vectors = {clip.clip_id: library.get(clip.clip_id).vector for clip in library.clips()}
        assert [hit.clip_id for hit in library.search_vector(query, 5)] == nearest(vectors, query, 5)


@pytest.mark.parametrize("target", ENGINES)
def test_a_backup_of_a_newer_motionsearch(file: Path, target: str, tmp_path: Path) -> None:
    _written_in(file, f"UPDATE {VERSION_TABLE} SET version_num = '9999'")
    with fresh_place(target, tmp_path / "new") as place:
        with pytest.raises(LibraryError, match="made by a newer motionsearch"):
            restored(file, place)
        with open_library(place) as library:  # nothing is in the way
            assert library.clips() == []


@pytest.mark.parametrize("statement", [f"DROP TABLE {VERSION_TABLE}", "DELETE FROM library"])
def test_a_backup_without_a_library(file: Path, statement: str, tmp_path: Path) -> None:
    _written_in(file, statement)
    with pytest.raises(InputError, match="holds no library"):
        restored(file, tmp_path / "new.library")


@pytest.mark.parametrize("target", ENGINES)
def test_a_backup_of_an_older_motionsearch(target: str, tmp_path: Path) -> None:
    make_0002(str(tmp_path / "old.library"))
    file = tmp_path / "old.backup"
    shutil.copy(tmp_path / "old.library" / "library.sqlite", file)
    with closing(sqlite3.connect(file)) as database:
        database.execute("PRAGMA journal_mode = DELETE")
    seal(file)
    with fresh_place(target, tmp_path / "new") as place, restored(file, place) as library:
        assert library.verify().ok
        assert library.info().clips == 3
    assert file.read_bytes()[:16] == b"SQLite format 3\0"
    check(file)  # it is as it was


def _written_in(file: Path, statement: str) -> None:
    """A backup whose database was changed by other hands, sealed again."""
    plain = file.with_name("plain.sqlite")
    check(file, plain)
    with closing(sqlite3.connect(plain)) as database, database:
        database.execute(statement)
    seal(plain)
    os.replace(plain, file)
