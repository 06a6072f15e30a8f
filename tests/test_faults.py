"""Faults of disks, clocks and neighbours: each has its message, and no acknowledged clip is lost."""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
import sys
import threading
import time
import warnings
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from sqlalchemy import text

from motionsearch import LibraryError
from motionsearch.errors import MotionsearchWarning
from motionsearch.index import cache
from motionsearch.index.schema import VERSION_TABLE, VERSIONS
from tests.libraries import open_library, recording, save_tracks, tracks, unit_vectors

if sys.platform == "win32":
    pytest.skip("mounts, limits and kill -9 are those of a Unix", allow_module_level=True)

import resource

from tests.helpers_crash import (
    DIM,
    Change,
    Crasher,
    Kill,
    assert_whole,
    content,
    make_small,
    make_usual,
    open_small,
    perform,
    refused,
)


@pytest.fixture
def small() -> Iterator[None]:
    """Libraries of more than 30 clips have an IVF index."""
    make_small()
    yield
    make_usual()


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of its own of 12 MB, which can be filled and be made read-only."""
    folder = tmp_path / "disk"
    folder.mkdir()
    if os.geteuid() != 0 or _mount("-t", "tmpfs", "-o", "size=12m", "tmpfs", str(folder)):
        pytest.skip("only root may mount a disk, and not in every container")
    try:
        yield folder
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=True)


def _mount(*arguments: str) -> int:
    return subprocess.run(["mount", *arguments], capture_output=True, check=False).returncode


@contextlib.contextmanager
def filled(disk: Path, leaving: int = 0) -> Iterator[None]:
    """No room but for so many bytes."""
    filler = disk / "filler"
    free = shutil.disk_usage(disk).free
    with open(filler, "wb") as file:
        file.write(b"\0" * max(0, free - leaving))
    yield
    filler.unlink()


@contextlib.contextmanager
def no_file_beyond(size: int) -> Iterator[None]:
    """Writing beyond so many bytes of a file fails, as on a disk that is breaking."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


# A full disk


def test_full_disk_while_adding(disk: Path, tmp_path: Path) -> None:
    files = save_tracks(tmp_path / "files", 12, points=400)
    told: list[str] = []
    with open_library(disk / "it.library") as library:
        library.add(files[:1])
        with filled(disk, 400_000):
            with refused(
                f"{disk / 'it.library'}: the disk is full; what was added before is kept", "make room"
            ):
                library.add(files, on_event=lambda event: event.kind == "added" and told.append(event.path))
            kept = [clip.source for clip in library.clips()]
            assert set(kept) == {str(files[0]), *told}
            assert 1 < len(kept) < 12
            assert_whole(library)
        report = library.add(files)
        assert (len(report.skipped), len(report.added)) == (len(kept), 12 - len(kept))
        assert_whole(library)


def test_full_disk_while_a_library_is_made(disk: Path) -> None:
    with filled(disk), pytest.raises(LibraryError) as caught:
        open_library(disk / "it.library")
    assert str(disk / "it.library") in str(caught.value)
    assert "the disk is full" in str(caught.value) or "(No space left on device)" in str(caught.value)
    with open_library(disk / "it.library") as library:
        library.add(recording(1))
        assert_whole(library)


def test_full_disk_while_removing_and_compacting(disk: Path) -> None:
    with open_library(disk / "it.library") as library:
        library.add([tracks(seed, points=200) for seed in range(20)])
        library.remove("id <= 10")
        before = content(library)
        with filled(disk):
            with refused(
                f"{disk / 'it.library'}: the disk is full; what was added before is kept", "make room"
            ):
                library.compact()
            assert content(library) == before
            assert_whole(library)
        library.compact()
        assert content(library) == before
        assert_whole(library, notes=False)


def test_full_disk_while_an_index_is_written(disk: Path, tmp_path: Path, small: None) -> None:
    place = tmp_path / "it.library"
    (disk / "index").mkdir()
    with open_small(place) as library:
        (place / "index").symlink_to(disk / "index")  # so that there is room for rows, and none for files
        perform(library, Change("vectors", "a", 1, 40, "ana"))
        assert list((disk / "index").glob("*.index"))
        with filled(disk):
            for change in (Change("vectors", "b", 2, 30, "bo"), Change("remove", seeds=(1, 2))):
                with warnings.catch_warnings(record=True) as caught:
                    warnings.simplefilter("always")
                    perform(library, change)
                said = (
                    f"{place / 'index'}: the index cannot be written (No space left on device); searches stay"
                )
                assert [str(w.message).startswith(said) for w in caught] == [True] * (
                    change.kind == "vectors"
                )
            with (
                pytest.warns(MotionsearchWarning, match="No space left on device"),
                refused(f"{place / 'index'}: the index cannot be written", "make room"),
            ):
                library.reindex()
            assert len(library.clips()) == 68
            assert_whole(library)
            assert list(disk.rglob("*.tmp")) == []
        library.reindex()
        assert library.info().index == "current"
        assert_whole(library)


def test_full_disk_while_sentences_are_kept(disk: Path) -> None:
    with open_library(disk / "it.library") as library:
        library.add(recording(1, captions=("someone walks", "a dog runs")))
        expected = library.describe(1)
    with open_library(disk / "it.library") as library, filled(disk):
        with library._store.outside() as connection:  # what was kept is forgotten
            pages = connection.execute(text("PRAGMA page_count")).scalar_one()
            connection.execute(text(f"PRAGMA max_page_count = {pages}"))
        assert library.describe(1) == expected


# A disk that breaks


def test_disk_error_while_adding(tmp_path: Path) -> None:
    place = tmp_path / "it.library"
    with open_library(place) as library:
        library.add(recording(1))
        before = content(library)
        size = (place / "library.sqlite-wal").stat().st_size
        with (
            no_file_beyond(size + 1000),
            refused(
                f"{place}: the disk that holds the library reports an error (disk I/O error)",
                "check the disk",
            ),
        ):
            library.add([tracks(seed, points=300) for seed in range(10)])
        there = content(library)
        assert there[: len(before)] == before
        assert_whole(library)
        library.add([tracks(seed, points=300) for seed in range(10)])
        assert len(library.clips()) == 11
        assert_whole(library)


def test_disk_error_at_every_length(tmp_path: Path) -> None:
    """Wherever the error meets it, the library is whole, and goes on once the disk does."""
    changes = [
        Change("vectors", "a", 1, 9, "ana"),
        Change("remove", seeds=(1, 2, 3)),
        Change("compact"),
        Change("tracks", seeds=(1, 2, 3)),
    ]
    met = 0
    for limit in range(100_000, 1_700_000, 100_000):
        place = tmp_path / f"{limit}.library"
        done: list[Change] = []
        with no_file_beyond(limit), contextlib.suppress(LibraryError), open_small(place) as library:
            for change in changes:
                perform(library, change)
                done.append(change)
        met += 0 < len(done) < len(changes)
        with open_small(place) as library:
            for change in changes[len(done) :]:
                perform(library, change)
            assert [clip.clip_id for clip in library.clips()] == [4, 5, 6, 7, 8, 9, 10, 11, 12]
            assert_whole(library)
    assert met > 2


# Read-only


@pytest.mark.parametrize("journal", [False, True])
def test_disk_that_is_read_only(disk: Path, journal: bool) -> None:
    place = disk / "it.library"
    with open_small(place) as library:
        perform(library, Change("vectors", "a", 1, 9, "ana"))
        expected = content(library)
    if journal:  # a writer was killed, and what it had acknowledged is still in the journal
        with Crasher() as crasher:
            done, *_ = crasher.run(place, [Change("vectors", "b", 2, 5, "bo")], Kill("exit", 0))
        assert done == 1
        with open_small(place) as library:
            expected = content(library)
        with Crasher() as crasher:
            shutil.rmtree(place)
            changes = [Change("vectors", "a", 1, 9, "ana"), Change("vectors", "b", 2, 5, "bo")]
            assert crasher.run(place, changes, Kill("exit", 0))[0] == 2
        assert (place / "library.sqlite-wal").stat().st_size
    assert _mount("-o", "remount,ro", str(disk)) == 0
    with open_small(place) as library:
        assert content(library) == expected
        assert_whole(library)
        for change in (
            Change("vectors", "c", 3, 5, "bo"),
            Change("tracks", seeds=(1,)),
            Change("remove", seeds=(1,)),
            Change("filter", where="id > 3"),
            Change("compact"),
        ):
            with refused(f"{place} is read-only: it can be searched but not changed", "copy it to a folder"):
                perform(library, change)
        with refused(
            f"{place / 'index'}: the index cannot be written, because the library is read-only", "copy"
        ):
            library.reindex()
    assert _mount("-o", "remount,rw", str(disk)) == 0
    with open_small(place) as library:
        perform(library, Change("vectors", "c", 3, 5, "bo"))
        assert len(library.clips()) == len(expected) + 5
        assert_whole(library)


# Locked by others


LOCK = """
import sqlite3, sys
connection = sqlite3.connect(sys.argv[1], isolation_level=None)
connection.execute(f"PRAGMA locking_mode = {sys.argv[2]}")
connection.execute("BEGIN EXCLUSIVE")
connection.execute("UPDATE library SET generation = generation")
print("locked", flush=True)
sys.stdin.read()
"""


@contextlib.contextmanager
def locked(database: Path, mode: str) -> Iterator[None]:
    """Another process holds the database: "NORMAL" to write, "EXCLUSIVE" from reading too."""
    command = [sys.executable, "-c", LOCK, str(database), mode]
    holder = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert holder.stdout is not None
    assert holder.stdout.readline() == "locked\n"
    try:
        yield
    finally:
        holder.kill()
        holder.communicate()


def test_database_locked_by_a_writer(tmp_path: Path) -> None:
    place = tmp_path / "it.library"
    with open_small(place, wait=0.1) as library:
        perform(library, Change("vectors", "a", 1, 9, "ana"))
        with locked(place / "library.sqlite", "NORMAL"):
            for change in (
                Change("vectors", "b", 3, 5, "bo"),
                Change("tracks", seeds=(1,)),
                Change("remove", seeds=(1,)),
                Change("compact"),
            ):
                with refused(
                    f"{place} is being written by another process",
                    "wait for it to finish, or end it, and run the command again",
                ):
                    perform(library, change)
            assert_whole(library)  # reading goes on
            with open_small(place, wait=0.1) as late:
                assert len(late.clips()) == 9
        perform(library, Change("vectors", "b", 3, 5, "bo"))
        assert len(library.clips()) == 14


def test_database_locked_from_reading(tmp_path: Path) -> None:
    place = tmp_path / "it.library"
    with open_small(place) as library:
        perform(library, Change("vectors", "a", 1, 9, "ana"))
    message = f"{place} is being written by another process"
    with locked(place / "library.sqlite", "EXCLUSIVE"), refused(message, "run the command again"):
        open_small(place, wait=0.1)
    with open_small(place) as library:  # and its holder was killed
        assert len(library.clips()) == 9
        assert_whole(library)


# Clocks


def test_clock_that_goes_backwards(tmp_path: Path, small: None, monkeypatch: pytest.MonkeyPatch) -> None:
    now = [2e9]
    monkeypatch.setattr(time, "time", lambda: now[0])
    monkeypatch.setattr(time, "time_ns", lambda: int(now[0] * 1e9))
    place = tmp_path / "it.library"
    files = save_tracks(tmp_path / "files", 3)
    with open_small(place) as library, open_small(place) as other:
        for step, moment in enumerate([2e9, 1e9, 1e9 - 1, 3e9, 0.0]):
            now[0] = moment
            perform(library, Change("vectors", f"at {moment:.0f}", step, 20, "ana"))
            library.add(files[step : step + 1])
            assert [clip.added for clip in library.clips(f"source = 'at {moment:.0f}'")] == [moment] * 20
            for reader in (library, other):
                assert_whole(reader)
        # Newest first is by the clock, what is new for an index is not.
        order = [clip.added for clip in other.clips(order="-added")]
        assert order == sorted(order, reverse=True)
        assert [len(library.add(files).skipped) for _ in range(2)] == [3, 3]
        library.compact()
        library.reindex()
        now[0] = -1e9
        perform(library, Change("filter", where="tags.who = 'ana'"))
        assert len(other.clips()) == 3
        assert_whole(other)


def test_sweeping_by_a_clock_that_jumps(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What another process is writing is swept only where the clock says that it is old; nothing is lost."""
    stamp = cache.Stamp("flat", "u", "m", 2, 1, 1)
    path = tmp_path / "vectors.index"
    being_written = tmp_path / "vectors.index.abc.tmp"
    for moment, swept in ((-1e9, False), (0.0, False), (60.0, False), (1e9, True)):
        being_written.touch()
        begun = being_written.stat().st_mtime
        monkeypatch.setattr(time, "time", lambda begun=begun, moment=moment: begun + moment)
        cache.write(path, stamp, {"ids": np.array([1])})
        assert being_written.exists() != swept
        assert cache.read(path)[0] == stamp


def test_database_put_back_while_the_clock_stands_still(
    tmp_path: Path, small: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two histories that differ in nothing but what was added at the same moment."""
    monkeypatch.setattr(time, "time", lambda: 1e9)
    place = tmp_path / "it.library"
    with open_small(place) as library:
        perform(library, Change("vectors", "a", 1, 40, "ana"))
    shutil.copy(place / "library.sqlite", tmp_path / "copy.sqlite")
    with open_small(place) as library:
        perform(library, Change("vectors", "b", 2, 40, "bo"))
        library.reindex()
    shutil.copy(tmp_path / "copy.sqlite", place / "library.sqlite")
    with open_small(place) as library:
        monkeypatch.setattr(library._engine, "save", lambda *_, **__: False)
        perform(library, Change("vectors", "c", 3, 40, "bo"))
    with open_small(place) as library:
        assert library.info().index == "of another history of the library"
        assert_whole(library)


# Two writers


def test_two_writers_in_two_processes(tmp_path: Path) -> None:
    """Both add the same and different sources, compact and reindex: all is there, once."""
    place = tmp_path / "it.library"
    results: dict[int, tuple[int, int, bool]] = {}

    def write(writer: int) -> None:
        changes = [Change("tracks", seeds=tuple(range(6)))]
        for step in range(5):
            changes.append(Change("vectors", f"{writer} {step}", 10 * writer + step, 8, "ana"))
            changes.append(Change("vectors", "both", step, 3, "bo"))
            changes.append(Change("compact" if step % 2 == writer else "reindex"))
        with Crasher() as crasher:
            results[writer] = crasher.run(place, changes, None)

    threads = [threading.Thread(target=write, args=(writer,)) for writer in (0, 1)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert results == {0: (16, 0, True), 1: (16, 0, True)}
    with open_small(place) as library:
        assert_whole(library)
        sources = [clip.source for clip in library.clips()]
        assert len(sources) == 6 + 2 * 5 * 8 + 3
        assert len(set(sources)) == 6 + 10 + 1
        vectors = np.stack([library.get(c.clip_id).vector for c in library.clips("source = '1 3'")])
        assert (vectors == unit_vectors(8, DIM, 13)).all()


# A newer schema


def test_newer_schema_is_refused_and_left_alone(tmp_path: Path) -> None:
    place = tmp_path / "it.library"
    with open_small(place) as library:
        perform(library, Change("vectors", "a", 1, 9, "ana"))
        with library._store.writing() as session:
            session.execute(text(f"UPDATE {VERSION_TABLE} SET version_num = '9999'"))
    before = (place / "library.sqlite").read_bytes()
    with refused(
        f"{place} was made by a newer motionsearch (schema 9999; this one knows {VERSIONS[-1]})",
        "upgrade motionsearch: pip install --upgrade motionsearch",
    ):
        open_small(place)
    assert (place / "library.sqlite").read_bytes() == before
