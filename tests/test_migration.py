"""Libraries of older schemas: brought up to date in place, with all that is in them."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import text

from motionsearch import LibraryError
from motionsearch.index import migrate
from motionsearch.index.place import find_place
from motionsearch.index.reading import content_hash
from motionsearch.index.store import Store
from tests.libraries import HashModel, halved, nearest, open_library, save_tracks, unit_vectors

VECTORS = unit_vectors(4)

# What an attribute may hold, as 0002 stored it: type, text, number.
ATTRIBUTES: dict[str, tuple[object, str, str, float | None]] = {
    "text": ("Ana", "str", "Ana", None),
    "digits": ("12", "str", "12", None),
    "whole": (-7, "int", "-7", -7.0),
    "large": (2**53 + 1, "int", str(2**53 + 1), float(2**53 + 1)),
    "huge": (10**400, "int", str(10**400), None),
    "part": (0.1, "float", "0.1", 0.1),
    "round": (3.0, "float", "3.0", 3.0),
    "far": (1e300, "float", "1e+300", 1e300),
    "minus": (-0.0, "float", "-0.0", -0.0),
    "endless": (float("inf"), "float", "inf", None),
    "yes": (True, "bool", "True", 1.0),
    "no": (False, "bool", "False", 0.0),
}


def make_old(place: str, revision: str = "0002", sources: list[dict[str, Any]] | None = None) -> None:
    """A library as an older schema had it: three live clips and a removed one."""
    store = Store(find_place(place, create=True))
    store.place.make_folder()
    config = Config()
    config.set_main_option("script_location", str(migrate.MIGRATIONS))
    with store.writing() as session:
        config.attributes["connection"] = session.connection()
        command.upgrade(config, revision)
        put = _putter(session)
        model = HashModel()
        put(
            "library",
            [
                dict(
                    id=1,
                    uuid="0" * 36,
                    model_name=model.name,
                    model_fingerprint=model.fingerprint,
                    dim=16,
                    space_name="hash",
                    motionsearch_version="0.1.0",
                    created=1.0,
                    generation=3,
                    compacted_generation=0,
                    next_source_id=3,
                    next_clip_id=5,
                )
            ],
        )
        put("sources", sources or [_source(1, 1, "/old/a.npz"), _source(2, 2, "/old/b.npz")])
        put("clips", [_clip(1, 1, 1), _clip(2, 1, 1), _clip(3, 2, 2, removed=3), _clip(4, 2, 2)])
        blobs = [vector.astype("<f4").tobytes() for vector in VECTORS]
        put("vectors", [{"clip_id": i + 1, "vector": blob} for i, blob in enumerate(blobs)])
        put("captions", [{"clip_id": 2, "position": p, "text": f"sentence {p}"} for p in (1, 0)])
        put(
            "attributes",
            [
                {"clip_id": i, "kind": kind, "key": key, "type": kind_of, "text": words, "number": number}
                for i, kind in ((1, "meta"), (4, "tag"))
                for key, (_, kind_of, words, number) in ATTRIBUTES.items()
            ],
        )
    store.close()


def _putter(session: Any) -> Any:
    def put(table: str, rows: list[dict[str, Any]]) -> None:
        columns = list(rows[0])
        values = ", ".join(f":{column}" for column in columns)
        session.execute(text(f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({values})"), rows)

    return put


def _source(number: int, generation: int, path: str) -> dict[str, Any]:
    return {
        "id": number,
        "path": path,
        "content_hash": str(number) * 64,
        "added": 5.0,
        "created_generation": generation,
    }


def _clip(number: int, source: int, generation: int, removed: int | None = None) -> dict[str, Any]:
    return {
        "id": number,
        "source_id": source,
        "start_time": 0.5,
        "end_time": 2.0,
        "label": "walk" if number % 2 else None,
        "created_generation": generation,
        "deleted_generation": removed,
    }


def test_0002_is_brought_up_to_date(place: str) -> None:
    make_old(place)
    with open_library(place) as library:
        assert library.verify().problems == ()
        info = library.info()
        assert (info.clips, info.removed, info.precision, info.engine) == (3, 1, "float32", "faiss")
        assert info.schema == migrate.VERSIONS[-1]
        expected = {key: value for key, (value, *_) in ATTRIBUTES.items()}
        first, second, fourth = library.clips()
        for found in (first.meta, fourth.tags):
            assert {k: repr(v) for k, v in found.items()} == {k: repr(v) for k, v in expected.items()}
        assert second.captions == ("sentence 0", "sentence 1")
        assert [clip.label for clip in (first, second, fourth)] == ["walk", None, None]
        assert [c.clip_id for c in library.clips("meta.part = 0.1 and meta.large > 9e15")] == [1]
        assert [c.clip_id for c in library.clips("tags.text = 'Ana' and tags.yes = true")] == [4]
        assert [c.clip_id for c in library.clips("label = 'walk'")] == [1]
        assert [c.clip_id for c in library.clips("source = '/old/b.npz'")] == [4]
        with library._store.reading() as session:
            ranges = session.execute(text("SELECT id, first_clip, last_clip FROM sources ORDER BY id")).all()
            words = session.execute(text("SELECT text FROM words")).scalars().all()
        assert ranges == [(1, 1, 2), (2, 3, 4)]
        beyond = {"Ana", "12", "-0.0", "inf", "1e+300", str(2**53 + 1), str(10**400)}  # what a number can say
        assert sorted(words) == sorted({"walk"} | beyond)
        assert (library.get(4).vector == VECTORS[3]).all()
        # It goes on as before, also in its precision.
        added = unit_vectors(1, seed=9)
        library.add_vectors(added, source="new", tags={"part": 0.5})
        assert (library.get(5).vector == added[0]).all()
        vectors = {i: library.get(i).vector for i in (1, 2, 4, 5)}
        query = unit_vectors(1, seed=3)[0]
        assert [hit.clip_id for hit in library.search_vector(query, 9)] == nearest(vectors, query, 9)
        assert library.compact().clips == 1
        assert [clip.clip_id for clip in library.clips()] == [1, 2, 4, 5]
        library.remove(ids=[1])
        library.compact()
        with library._store.reading() as session:
            assert "walk" not in session.execute(text("SELECT text FROM words")).scalars().all()
        assert library.verify().problems == ()


def test_vectors_of_both_precisions_lie_side_by_side(place: str) -> None:
    make_old(place)
    with open_library(place) as library:
        with library._store.writing() as session:
            session.execute(text("UPDATE library SET precision = 'float16'"))
        added = unit_vectors(3, seed=8)
        library.add_vectors(added, source="new")
    with open_library(place) as library:
        assert library.verify().problems == ()
        vectors = {1: VECTORS[0], 2: VECTORS[1], 4: VECTORS[3]}
        vectors |= {5 + i: vector for i, vector in enumerate(halved(added))}
        for i, vector in vectors.items():
            assert (library.get(i).vector == vector).all()
        query = unit_vectors(1, seed=3)[0]
        assert [hit.clip_id for hit in library.search_vector(query, 9)] == nearest(vectors, query, 9)


@pytest.mark.parametrize("first", ["float16", "float32"])
def test_precision_is_chosen_once(place: str, first: Any) -> None:
    other: Any = {"float16": "float32", "float32": "float16"}[first]
    with open_library(place, precision=first) as library:
        library.add_vectors(unit_vectors(2), source="s")
        stored = unit_vectors(2) if first == "float32" else halved(unit_vectors(2))
        assert (np.stack([library.get(i).vector for i in (1, 2)]) == stored).all()
        name = library.name
    with pytest.raises(LibraryError, match=f"keeps its vectors as {first}, not as {other}") as caught:
        open_library(place, precision=other)
    assert name in str(caught.value)
    assert f"--precision {other}" in str(caught.value.hint)
    with open_library(place) as library:
        assert library.info().precision == first


def test_precision_that_there_is_not(tmp_path: Path) -> None:
    unknown: Any = "float8"
    with pytest.raises(Exception, match="kept as float16 or float32, not as 'float8'"):
        open_library(tmp_path / "new.library", precision=unknown)
    assert not (tmp_path / "new.library").exists()


def test_precision_on_the_command_line(tmp_path: Path) -> None:
    from tests.helpers_cli import run
    from tests.libraries import save_tracks

    (path,) = save_tracks(tmp_path / "files", 1)
    place = str(tmp_path / "full.library")
    assert run("add", str(path), "-l", place, "--precision", "float32").exit_code == 0
    shown = json.loads(run("info", "-l", place, "--format", "json").stdout)
    assert shown["precision"] == "float32"
    refused = run("add", str(path), "-l", place, "--precision", "float16")
    assert refused.exit_code == 2
    assert "keeps its vectors as float32, not as float16" in refused.stderr


def test_0001_learns_the_time_of_files(tmp_path: Path) -> None:
    (path,) = save_tracks(tmp_path / "files", 1)
    os.utime(path, (1_700_000_000, 1_700_000_000))
    # Of a file that was changed after it was added the time would say nothing.
    known = {**_source(1, 1, str(path)), "content_hash": content_hash(path), "added": 1_700_000_100.0}
    make_old(str(tmp_path / "lib"), "0001", [known, _source(2, 2, "/old/b.npz")])
    with open_library(tmp_path / "lib") as library:
        assert library.verify().problems == ()
        assert library.add(path, workers=0).skipped == ((str(path), "already in the library"),)
        with library._store.reading() as session:
            row = session.execute(text("SELECT size, mtime_ns FROM sources WHERE id = 1")).one()
        assert tuple(row) == (path.stat().st_size, path.stat().st_mtime_ns)
