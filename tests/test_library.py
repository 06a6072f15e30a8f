"""Keeping a library, on both engines: remove, compact, verify, export, and its own model."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from sqlalchemy import text

import motionsearch as ms
from motionsearch import InputError, LibraryError, QueryError
from motionsearch.index.library import Library
from motionsearch.index.records import Record
from tests.libraries import (
    HashModel,
    open_library,
    recording,
    save_tracks,
    spoil,
    unit_vectors,
)

MODEL = HashModel()


def test_removed_clips_are_gone(filled: Library) -> None:
    vector = filled.get(3).vector
    assert filled.remove(ids=[3, 3]) == 1
    assert filled.remove("label = 'walk'", ids=[1, 2]) == 1
    assert filled.remove("label = 'run'") == 4
    left = [3 * i + 1 for i in range(1, 4)] + [6, 9, 12]
    assert [clip.clip_id for clip in filled.clips()] == sorted(left)
    assert 3 not in {hit.clip_id for hit in filled.search_vector(vector, 50)}
    assert filled.remove("label = 'run'") == 0
    with pytest.raises(QueryError, match="there is no clip 3"):
        filled.remove(ids=[3])
    with pytest.raises(QueryError, match="say which clips"):
        filled.remove()
    assert filled.info().removed == 6
    report = filled.compact()
    assert (report.clips, report.sources) == (6, 6)
    assert filled.info().removed == 0
    assert filled.verify().ok
    assert filled.verify().notes == ()
    assert filled.add(recording(2)).added[0].first_clip_id == 13  # ids are never used twice


def test_removed_file_can_be_added_again(library: Library, tmp_path: Path) -> None:
    (path,) = save_tracks(tmp_path / "files", 1, seconds=11)
    library.add(path)
    library.remove(ids=[1, 2])
    assert library.add(path).clips == 0  # a part was removed on purpose
    library.remove("id > 0")
    assert library.add(path).clips == 4


def test_compacting_gives_space_back(tmp_path: Path) -> None:
    with open_library(tmp_path / "big.library") as library:
        library.add_vectors(unit_vectors(30_000), source="many", captions=["x" * 100] * 30_000)
        library.remove("id > 10")
        report = library.compact()
        assert report.bytes_after < 0.2 * report.bytes_before
        assert report.bytes_after == library.info().database_bytes


ONE_VECTOR = "UPDATE vectors SET vector = :v WHERE clip_id = 2"
SPOILED = {
    "length": (ONE_VECTOR, b"\0" * 64, "1 clip with a vector that is not of unit length: 2"),
    "size": (ONE_VECTOR, b"\0" * 60, "1 clip with a vector that is not 16 numbers long: 2"),
    "nan": (
        "UPDATE vectors SET vector = :v",
        b"\0\0\xc0\x7f" * 16,
        "3 clips with a vector that is not finite: 1, 2",
    ),
    "tracks": (
        "UPDATE tracks SET data = :v WHERE clip_id = 3",
        b"\0" * 60,
        "with tracks that cannot be read: 3",
    ),
    "fps": ("UPDATE clips SET fps = :v WHERE id = 1", 7.0, "1 clip with tracks of another rate"),
    "end": ("UPDATE clips SET end_time = :v WHERE id = 1", -1.0, "1 clip ending before it begins: 1"),
    "counter": ("UPDATE library SET next_clip_id = :v", 3, "of clips stands at 3, but there is a number 3"),
    "generation": ("UPDATE library SET generation = :v", 1, "2 clips of a generation that cannot be"),
    "source": (
        "UPDATE sources SET deleted_generation = :v WHERE id = 1",
        3,
        "1 clip there though its source",
    ),
    "clip": ("UPDATE clips SET deleted_generation = :v WHERE id = 1", 3, "000.npz has no clips"),
    "vector": ("DELETE FROM vectors WHERE clip_id = :v", 2, "1 clip without a vector: 2"),
    "orphan": (
        "UPDATE clips SET source_id = :v WHERE id = 3",
        77,
        "1 clip of a source that does not exist: 3",
    ),
    "range": (
        "UPDATE sources SET last_clip = :v WHERE id = 2",
        1,
        "1 clip outside of its source's range: 2",
    ),
    "label": ("UPDATE clips SET label_id = :v WHERE id = 2", 99, "1 clip with a label that is missing: 2"),
    "word": (
        "INSERT INTO attributes (clip_id, key_id, text_id) SELECT 1, id, :v FROM attribute_keys LIMIT 1",
        99,
        "1 clip with metadata that is missing: 1",
    ),
}


@pytest.mark.parametrize("what", SPOILED)
def test_verify_finds(library: Library, tmp_path: Path, what: str) -> None:
    statement, value, problem = SPOILED[what]
    library.add(save_tracks(tmp_path / "files", 2))
    library.add(save_tracks(tmp_path / "files", 3), tags={"who": "ana"})
    assert library.verify().ok
    assert library.verify().counts["tracks"] == 3
    spoil(library, statement, v=value)
    report = library.verify()
    assert not report.ok
    assert any(problem in said for said in report.problems), report.problems


def test_verify_finds_orphans(tmp_path: Path) -> None:
    with open_library(tmp_path / "o.library") as library:
        library.add(save_tracks(tmp_path / "files", 2))
        with library._store.outside() as connection:
            connection.execute(text("PRAGMA foreign_keys = OFF"))
            connection.execute(text("DELETE FROM clips WHERE id = 1"))
            connection.execute(text("PRAGMA foreign_keys = ON"))
        assert any(" of clips that do not exist" in said for said in library.verify().problems)


# Looking, exporting


def test_info(filled: Library, place: str) -> None:
    info = filled.info()
    assert (info.sources, info.clips, info.removed, info.captions) == (12, 12, 0, 24)
    assert (info.model, info.dim, info.space, info.generation) == ("hash", 16, "hash", 12)
    assert info.index == "current"
    assert info.database_bytes > 10_000
    # A small library needs no index on disk, but one on a server keeps its vectors near.
    assert (info.index_bytes == 0) == (info.path == str(filled.path))
    assert info.path == filled.name
    assert filled.fingerprint == MODEL.fingerprint


def test_records_are_plain(filled: Library, tmp_path: Path) -> None:
    records: list[Record] = [
        filled.info(),
        filled.verify(),
        filled.compact(),
        filled.get(1),
        filled.search("walks")[0],
        filled.describe(1, 1)[0],
        filled.label(1, ["walk"])[0],
        filled.add([recording(99), tmp_path / "none"]),
    ]
    for record in records:
        assert json.loads(json.dumps(record.to_dict()))
    assert filled.get(1).to_dict().keys() >= {"clip_id", "source", "duration", "captions", "tags", "meta"}


def test_export_can_be_read_and_added_again(filled: Library, tmp_path: Path) -> None:
    filled.add_vectors(unit_vectors(1), source="bare", meta=[{"nan": float("nan")}])
    target = tmp_path / "out" / "export"
    assert filled.export(target, where="label = 'run' or source = 'bare'") == 5
    lines = [json.loads(line) for line in (target / "clips.jsonl").read_text().splitlines()]
    assert [line["clip_id"] for line in lines] == [2, 5, 8, 11, 13]
    assert lines[0]["captions"] == ["someone runs", "number 1"]
    assert lines[4]["meta"] == {"nan": None}
    with np.load(target / "vectors.npz") as vectors:
        assert vectors["ids"].tolist() == [2, 5, 8, 11, 13]
        assert (vectors["vectors"][1] == filled.get(5).vector).all()
    with open_library(tmp_path / "copy.library") as copy:
        assert copy.add(target / "tracks").clips == 4
        assert {clip.captions[1] for clip in copy.clips()} == {f"number {i}" for i in (1, 4, 7, 10)}
        assert {clip.label for clip in copy.clips()} == {"run"}
    with pytest.raises(InputError, match="there is something there already"):
        filled.export(target)
    assert sorted(p.name for p in target.parent.iterdir()) == ["export"]


def test_readme_example(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    save_tracks(tmp_path, 2)
    monkeypatch.chdir(tmp_path)
    library = ms.open("dance.library", model=HashModel())  # type: ignore[arg-type]
    library.add(["000.npz", "001.npz"], tags={"who": "ana"})
    assert len(library.search("spins on one leg", k=10, where="duration > 1")) == 2
    assert library.path == tmp_path / "dance.library"
    assert repr(library) == f"Library('{tmp_path}/dance.library')"
    library.close()


# With real models


def test_library_finds_its_own_model_again(tmp_path: Path) -> None:
    from tests.helpers import tiny_model

    own, other = tiny_model(tmp_path / "models", seed=1), tiny_model(tmp_path / "models", seed=2)
    (path,) = save_tracks(tmp_path / "files", 1)
    with Library.open(tmp_path / "own.library", model=own) as library:
        library.add(path)
        before = library.search("a person walks")[0]
    with Library.open(tmp_path / "own.library") as library:
        assert library.search("a person walks")[0] == before
        assert library.like(path)[0].score == pytest.approx(1, abs=2e-4)
        assert library.model.name == own.name
    with pytest.raises(
        LibraryError, match=f"made with the model {own.name} .* vectors of {other.name}"
    ) as caught:
        Library.open(tmp_path / "own.library", model=other)
    assert "--model" in str(caught.value.hint)
    moved = own.rename(tmp_path / "elsewhere")
    with Library.open(tmp_path / "own.library") as library:
        assert library.get(1).vector.shape == (library.dim,)  # looking needs no model
        with pytest.raises(LibraryError, match=f"made with the model {own.name} .* which is not here"):
            library.search("a person walks")
    with Library.open(tmp_path / "own.library", model=moved) as library:
        assert library.search("a person walks")[0] == before
