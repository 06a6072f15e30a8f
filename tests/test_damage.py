"""Damage to the database and its journal: told, never silent, and `verify` names the clips."""

from __future__ import annotations

import contextlib
import os
import random
import shutil
import sqlite3
import sys
import warnings
from pathlib import Path

import pytest
from sqlalchemy import text

from motionsearch.errors import MotionsearchError
from motionsearch.index.library import Library
from tests.libraries import open_library, recording, unit_vectors

if sys.platform == "win32":
    pytest.skip("kill -9 is that of a Unix", allow_module_level=True)

from tests.helpers_crash import (
    DIM,
    Change,
    Crasher,
    Kill,
    assert_whole,
    content,
    open_small,
    perform,
    refused,
)


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A library with something in every table, closed."""
    place = tmp_path_factory.mktemp("sound") / "it.library"
    with open_small(place) as library:
        for seed in range(12):
            library.add(
                recording(seed, label=f"act {seed % 3}", captions=(f"number {seed}",), meta={"n": seed})
            )
        for step in range(3):
            perform(library, Change("vectors", f"source {step}", step, 30, "ana"))
        library.remove("id in (3, 20)")
        assert library.verify().ok
    return place


def damaged_copy(sound: Path, folder: Path, data: bytes) -> Path:
    place = folder / "damaged.library"
    shutil.rmtree(place, ignore_errors=True)
    shutil.copytree(sound, place)
    (place / "library.sqlite").write_bytes(data)
    return place


def look(place: Path) -> tuple[list[tuple[object, ...]], bool, set[str]]:
    """What a library says, whether ``verify`` finds it sound, and what it raised; only errors of our own."""
    raised: set[str] = set()
    there: list[tuple[object, ...]] = []
    ok = False
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            with open_small(place) as library:
                try:
                    there = content(library)
                    library.get(2)
                    library.search_vector(unit_vectors(1, DIM)[0], 5)
                    library.search_vector(unit_vectors(1, DIM)[0], 5, "label = 'act 1' and meta.n > 2")
                except MotionsearchError as error:
                    raised.add(str(error))
                ok = library.verify().ok
        except MotionsearchError as error:
            raised.add(str(error))
    return there, ok, raised


def test_flipped_bytes_in_every_page(sound: Path, tmp_path: Path) -> None:
    """A byte that flips anywhere is told, or has changed nothing that the library says."""
    expected = look(sound)
    assert expected[1:] == (True, set())
    data = (sound / "library.sqlite").read_bytes()
    size = int.from_bytes(data[16:18], "big")
    rng = random.Random(3)
    found = silent = 0
    for page in range(0, len(data), size):
        # Where there is something; the rest of a page is empty.
        used = [at for at in range(page, page + size) if data[at]]
        for at in rng.sample(used, min(4, len(used))):
            spoiled = bytearray(data)
            spoiled[at] ^= 1 << rng.randrange(8)
            there, ok, raised = look(damaged_copy(sound, tmp_path, bytes(spoiled)))
            told = bool(raised) or not ok
            found += told
            silent += not told
            assert told or there == expected[0], (at // size, at % size)
    assert found > 3 * silent, (found, silent)


def test_pages_that_are_lost(sound: Path, tmp_path: Path) -> None:
    data = (sound / "library.sqlite").read_bytes()
    expected = look(sound)[0]
    size = int.from_bytes(data[16:18], "big")
    for page in range(0, len(data), size):
        for filler in (b"\0", b"\xa5"):
            there, ok, raised = look(
                damaged_copy(sound, tmp_path, data[:page] + filler * size + data[page + size :])
            )
            assert raised or not ok or there == expected, (page // size, filler)
            for message in raised:
                assert "damage" in message or "no library" in message, message


@pytest.mark.parametrize("share", [0.0, 0.3, 0.9])
def test_database_that_is_cut_short(sound: Path, tmp_path: Path, share: float) -> None:
    data = (sound / "library.sqlite").read_bytes()
    place = damaged_copy(sound, tmp_path, data[: int(share * len(data))])
    if share == 0:  # an empty file is where a library may be made, but is none
        with refused(f"there is no library at {place}", "make one with `motionsearch add`"):
            Library.open(place, create=False)
        return
    _, ok, raised = look(place)
    assert not ok
    assert raised
    for message in raised:
        assert message.startswith(str(place))
        assert "database is damaged" in message


_BYTE = "UPDATE {0} SET {1} = CAST(substr({1}, 1, 4) || x'01' || substr({1}, 6) AS BLOB) WHERE clip_id = {2}"


def test_verify_names_the_clip_whose_numbers_changed(sound: Path, tmp_path: Path) -> None:
    """What no layout gives away: one bit in a vector, in tracks, in a caption or a tag."""
    shutil.copytree(sound, tmp_path / "it.library")
    place = tmp_path / "it.library"
    for number, statement in enumerate(
        [
            _BYTE.format("vectors", "vector", 30),
            _BYTE.format("tracks", "data", 2),
            "UPDATE captions SET text = 'numbes 3' WHERE clip_id = 4",
            "UPDATE attributes SET number = 7 WHERE clip_id = 9",
            "UPDATE clips SET end_time = 9.5 WHERE id = 40",
            "UPDATE clips SET name = 'another' WHERE id = 41",
        ]
    ):
        with contextlib.closing(sqlite3.connect(place / "library.sqlite")) as connection, connection:
            connection.execute(statement)
        with open_small(place) as library:
            said = " ".join(library.verify().problems)
        changed = [30, 2, 4, 9, 40, 41][: number + 1]
        named = ", ".join(map(str, sorted(changed)[:5])) + (" and 1 more" if number == 5 else "")
        assert f"{number + 1} clip{'s' * (number > 0)} not as written when added: {named}" in said


ODD_VALUES = [
    0.0,
    -0.0,
    float("inf"),
    float("nan"),
    1e300,
    5e-324,
    0.1,
    2**53 + 1,
    10**400,
    -7,
    True,
    False,
    "",
    "1",
]
ODD_WORDS = ["", " ", "\0", "\ud800", "é", "a'b", "\n", "x" * 5000]


def test_odd_things_have_the_checksum_they_had(place: str) -> None:
    """What a database gives back of them is what was added up."""
    with open_library(place) as library:
        library.add_vectors(
            unit_vectors(len(ODD_VALUES)),
            source="values",
            spans=[(-0.0, -0.0), (0.1, 1 / 3), *[(0.0, 1e-300)] * (len(ODD_VALUES) - 2)],
            meta=[{"b": value, "a": str(value)} for value in ODD_VALUES],
            tags={f"tag {number}": value for number, value in enumerate(ODD_VALUES)},
        )
        for number, words in enumerate(ODD_WORDS):
            library.add(
                recording(
                    number, label=words, name=words, captions=(words, "same", words), meta={"key": words}
                )
            )
        assert library.verify().problems == ()


def test_clips_of_older_libraries_have_no_checksum(sound: Path, tmp_path: Path) -> None:
    shutil.copytree(sound, tmp_path / "it.library")
    with open_small(tmp_path / "it.library") as library:
        with library._store.writing() as session:
            session.execute(text("UPDATE clips SET checksum = NULL WHERE id <= 5"))
        report = library.verify()
        assert report.ok
        assert "5 clips without a checksum, so that a change in them is not noticed" in report.notes


# The journal


def killed_with_a_journal(place: Path) -> list[list[tuple[object, ...]]]:
    """A library whose writer was killed after three commits that are in the journal only: its states."""
    changes = [Change("vectors", f"source {step}", step, 5, "ana") for step in range(3)]
    with Crasher() as crasher:
        assert crasher.run(place, changes, Kill("exit", 0))[0] == 3
    assert (place / "library.sqlite-wal").stat().st_size > 0
    return [[(f"source {step}", i) for step in range(done) for i in range(5)] for done in range(4)]


def sources_of(place: Path) -> list[tuple[object, ...]]:
    with open_small(place) as library:
        assert_whole(library)
        return [(clip.source, (clip.clip_id - 1) % 5) for clip in library.clips()]


@pytest.mark.parametrize("damage", ["torn", "flipped", "missing", "no shm", "bad shm"])
def test_journal_that_is_damaged(tmp_path: Path, damage: str) -> None:
    """Its checksums end it where it is damaged: some of the last commits may be gone, but whole."""
    states = killed_with_a_journal(tmp_path / "it.library")
    met: set[int] = set()
    for part in (0.05, 0.6, 0.999):
        place = tmp_path / "damaged.library"
        shutil.copytree(tmp_path / "it.library", place)
        journal, shared = place / "library.sqlite-wal", place / "library.sqlite-shm"
        data = journal.read_bytes()
        at = int(part * len(data))
        if damage == "torn":
            journal.write_bytes(data[:at])
        elif damage == "flipped":
            journal.write_bytes(data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :])
        elif damage == "missing":
            journal.unlink()
        elif damage == "no shm":
            shared.unlink()
        else:
            shared.write_bytes(os.urandom(shared.stat().st_size))
        there = sources_of(place)
        assert there in states
        met.add(len(there))
        shutil.rmtree(place)
    if damage in ("no shm", "bad shm"):
        assert met == {15}


def test_commits_wait_for_the_disk(tmp_path: Path) -> None:
    with open_small(tmp_path / "it.library") as library, library._store.outside() as connection:
        assert connection.execute(text("PRAGMA synchronous")).scalar_one() == 2  # FULL
        assert connection.execute(text("PRAGMA journal_mode")).scalar_one() == "wal"
