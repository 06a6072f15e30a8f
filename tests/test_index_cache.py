"""The FAISS file is a cache: whatever happens to it, searches stay right and nothing is lost."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import threading
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from motionsearch.errors import MotionsearchWarning
from motionsearch.index import cache
from motionsearch.index.cache import CacheUnusableError, Snapshot
from motionsearch.index.library import Library
from tests.libraries import flip_bit, nearest, open_library, unit_vectors


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A library of 60 clips with a current index file, closed."""
    with open_library(tmp_path / "sixty.library") as library:
        library.add_vectors(unit_vectors(60), source="sixty")
        assert library.info().index == "current"
    return tmp_path / "sixty.library"


def stored(library: Library) -> dict[int, np.ndarray]:
    """All live vectors as SQL has them."""
    return {clip.clip_id: library.get(clip.clip_id).vector for clip in library.clips()}


def assert_searches_right(library: Library) -> None:
    vectors = stored(library)
    for seed in range(3):
        query = unit_vectors(1, seed=100 + seed)[0]
        hits = library.search_vector(query, 7)
        assert [hit.clip_id for hit in hits] == nearest(vectors, query, 7)
        chosen = {i: v for i, v in vectors.items() if i % 3 == 0}
        where = f"id in ({', '.join(map(str, chosen)) or 0})"
        assert [hit.clip_id for hit in library.search_vector(query, 7, where)] == nearest(chosen, query, 7)


# The file


def snapshot(count: int = 20, dim: int = 8, generation: int = 5) -> Snapshot:
    return Snapshot.build(np.arange(3, 3 + 2 * count, 2, np.int64), unit_vectors(count, dim), generation)


def write(path: Path, taken: Snapshot | None = None) -> Path:
    cache.write(path, taken or snapshot(), uuid="u", model="m")
    return path


@pytest.mark.parametrize("count", [0, 1, 20])
def test_file_comes_back(tmp_path: Path, count: int) -> None:
    taken = snapshot(count)
    path = write(tmp_path / "deep" / "index.faiss", taken)
    back = cache.read(path).parse()
    assert (back.ids == taken.ids).all()
    assert (back.vectors == taken.vectors).all()
    assert back.generation == 5
    stamp = cache.read_stamp(path)
    assert (stamp.uuid, stamp.model, stamp.count, stamp.dim, stamp.generation) == ("u", "m", count, 8, 5)
    if count:
        assert back.vectors.ctypes.data % 64 == 0
        assert back.index.search(taken.vectors[:1], 1)[1].tolist() == [[3]]
    assert [p.name for p in path.parent.iterdir()] == ["index.faiss"]


def test_every_flipped_bit_is_noticed(tmp_path: Path) -> None:
    path = write(tmp_path / "index.faiss", snapshot(3, 4))
    good = path.read_bytes()
    cache.read(path).parse()
    for at in range(len(good)):
        bad = bytearray(good)
        bad[at] ^= 1 << (at % 8)
        path.write_bytes(bad)
        with pytest.raises(CacheUnusableError):
            cache.read(path).parse()


def test_every_truncation_is_noticed(tmp_path: Path) -> None:
    path = write(tmp_path / "index.faiss", snapshot(3, 4))
    good = path.read_bytes()
    for length in range(len(good)):
        path.write_bytes(good[:length])
        with pytest.raises(CacheUnusableError) as caught:
            cache.read(path)
        assert caught.value.damaged
    path.write_bytes(good + b"\0")
    with pytest.raises(CacheUnusableError):
        cache.read(path)


@pytest.mark.parametrize(
    "fields",
    [
        {"faiss": "1.7.0"},
        {"count": 2},
        {"dim": 5},
        {"size": -1},
        {"count": "3"},
        {"extra": 1},
        {"vectors_at": None},
    ],
)
def test_headers_that_lie_are_refused_whatever_their_checksum(
    tmp_path: Path, fields: dict[str, object]
) -> None:
    path = write(tmp_path / "index.faiss", snapshot(3, 4))
    path.write_bytes(with_header(path.read_bytes(), fields))
    with pytest.raises(CacheUnusableError):
        cache.read(path).parse()


def with_header(data: bytes, changes: dict[str, object]) -> bytes:
    """The file with another header and a checksum that is right again."""
    start = len(cache.MAGIC)
    length = int.from_bytes(data[start : start + 8], "little")
    header = json.loads(data[start + 8 : start + 8 + length])
    payload = data[start + 8 + length :]
    header.pop("sha256")
    header.update(changes)
    digest = hashlib.sha256(json.dumps(header, sort_keys=True).encode() + payload).hexdigest()
    new = json.dumps({**header, "sha256": digest}, sort_keys=True).encode()
    return cache.MAGIC + len(new).to_bytes(8, "little") + new + payload


def test_index_of_another_kind_is_refused(tmp_path: Path) -> None:
    import faiss

    path = write(tmp_path / "index.faiss", snapshot(3, 4))
    data = path.read_bytes()
    flat = faiss.IndexFlatL2(4)
    flat.add(unit_vectors(3, 4))
    other = faiss.serialize_index(flat).tobytes()
    start = data.index(b"}", len(cache.MAGIC)) + 1
    path.write_bytes(with_header(data[:start] + other, {"size": len(other)}))
    with pytest.raises(CacheUnusableError, match="another kind of index"):
        cache.read(path).parse()


def test_a_failed_write_leaves_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write(tmp_path / "index.faiss")
    before = path.read_bytes()
    monkeypatch.setattr(os, "fsync", lambda _: (_ for _ in ()).throw(OSError(28, "No space left on device")))
    with pytest.raises(OSError, match="No space left"):
        write(path, snapshot(5))
    assert path.read_bytes() == before
    assert [p.name for p in tmp_path.iterdir()] == ["index.faiss"]


def test_what_a_killed_writer_left_is_swept(tmp_path: Path) -> None:
    old, young = tmp_path / "index.faiss.old.tmp", tmp_path / "index.faiss.young.tmp"
    old.write_bytes(b"x")
    young.write_bytes(b"x")
    os.utime(old, (time.time() - 7200, time.time() - 7200))
    write(tmp_path / "index.faiss")
    assert sorted(p.name for p in tmp_path.iterdir()) == ["index.faiss", "index.faiss.young.tmp"]


# The file of a library


def truncate(file: Path) -> None:
    file.write_bytes(file.read_bytes()[:-100])


def restamp(**changes: object) -> Callable[[Path], None]:
    return lambda file: _write_bytes(file, with_header(file.read_bytes(), changes))


def _write_bytes(file: Path, data: bytes) -> None:
    file.write_bytes(data)


DAMAGES = {
    "a flipped bit": (flip_bit, True),
    "cut short": (truncate, True),
    "empty": (lambda file: _write_bytes(file, b""), True),
    "something else": (lambda file: _write_bytes(file, b"my holiday notes" * 100), True),
    "missing": (Path.unlink, False),
    "of another model": (restamp(model="f" * 64), False),
    "of another library": (restamp(uuid="someone else's"), False),
    "of another faiss": (restamp(faiss="1.2.3"), False),
    "of the future": (restamp(generation=99), False),
    "of another past": (restamp(generation=0), False),
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_unusable_file_is_made_again(folder: Path, damage: str) -> None:
    spoil, is_damage = DAMAGES[damage]
    spoil(folder / "index.faiss")
    with open_library(folder) as library:
        report = library.verify()
        assert report.ok is not is_damage
        assert any("index.faiss" in said for said in report.problems + report.notes)
        assert all("the next search makes it" in said for said in report.problems)
        if is_damage:
            with pytest.warns(MotionsearchWarning, match="index file is damaged .* nothing is lost"):
                library.search_vector(unit_vectors(1)[0])
        assert_searches_right(library)
        assert library.info().index == "current"
        assert library.verify().ok
        assert library.verify().notes == ()
    with open_library(folder) as library:
        assert_searches_right(library)


def test_file_with_other_vectors_is_found_by_verify(folder: Path) -> None:
    with open_library(folder) as library:
        info = library.info()
        for ids, what in ((np.arange(1, 61), "other vectors"), (np.arange(2, 62), "other clips")):
            wrong = Snapshot.build(ids.astype(np.int64), unit_vectors(60, seed=9), info.generation)
            cache.write(folder / "index.faiss", wrong, uuid=info.uuid, model=info.model_fingerprint)
            (problem,) = library.verify().problems
            assert what in problem
            assert "delete it" in problem


def test_new_and_removed_clips_are_seen_at_once(place: str, monkeypatch: pytest.MonkeyPatch) -> None:
    with open_library(place) as library, open_library(place) as other:
        library.add_vectors(unit_vectors(60), source="first")
        # From here on the file is never worth writing, so that it stays behind.
        monkeypatch.setattr("motionsearch.index.searcher.worth_saving", lambda saved, unsaved: False)
        assert_searches_right(other)
        library.add_vectors(unit_vectors(10, seed=1), source="second")
        assert_searches_right(other)
        assert_searches_right(library)
        library.remove(ids=[3, 6, 61, 66])
        assert_searches_right(other)
        library.add_vectors(unit_vectors(5, seed=2), source="second")  # replaces 62..70
        assert_searches_right(other)
        assert other.info().index == "behind by 7 clips"
        assert other.verify().ok
        with open_library(place) as third:  # has to catch up from the file
            assert_searches_right(third)
        assert len(stored(other)) == 63


def test_compacting_while_others_search(place: str) -> None:
    with open_library(place) as library, open_library(place) as other, open_library(place) as idle:
        library.add_vectors(unit_vectors(60), source="first")
        assert_searches_right(other)
        library.remove("id <= 20")
        report = library.compact()
        assert (report.clips, report.sources) == (20, 0)
        assert_searches_right(other)
        library.remove("id between 21 and 60")
        library.add_vectors(unit_vectors(9, seed=4), source="second")
        assert library.compact().sources == 1
        for reader in (other, idle):
            assert_searches_right(reader)
            assert reader.info().removed == 0
        assert library.info().index == "current"
        assert library.verify().notes == ()


def test_crash_between_compacting_and_writing_the_file(folder: Path) -> None:
    from motionsearch.index import upkeep

    with open_library(folder) as library:
        library.remove("id < 30")
        upkeep.compact(library._store)  # and here the light went out
    with open_library(folder) as library:
        assert library.verify().ok
        assert_searches_right(library)


def test_database_put_back_from_a_copy(folder: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy.sqlite"
    shutil.copy(folder / "library.sqlite", copy)
    with open_library(folder) as library:
        library.add_vectors(unit_vectors(7, seed=3), source="lost")
    shutil.copy(copy, folder / "library.sqlite")
    with open_library(folder) as library:
        assert_searches_right(library)
        assert library.info().clips == 60
        library.add_vectors(unit_vectors(8, seed=5), source="other")  # the same generation as what was lost
    shutil.copy(folder / "index.faiss", copy)
    with open_library(folder) as library:
        assert_searches_right(library)


def test_folder_that_takes_no_index_file(folder: Path) -> None:
    (folder / "index.faiss").unlink()
    (folder / "index.faiss").mkdir()
    (folder / "index.faiss" / "in the way").touch()
    with open_library(folder) as library:
        with pytest.warns(MotionsearchWarning, match="cannot be written .* searches stay right"):
            library.search_vector(unit_vectors(1)[0])
        assert_searches_right(library)


def test_moved_library_keeps_its_file(folder: Path, tmp_path: Path) -> None:
    moved = tmp_path / "elsewhere.library"
    folder.rename(moved)
    with open_library(moved) as library:
        assert library.info().index == "current"
        assert_searches_right(library)


def test_threads_that_search_while_others_add(place: str) -> None:
    failures: list[BaseException] = []
    with open_library(place) as library, open_library(place) as writer:
        library.add_vectors(unit_vectors(40), source="first")
        done = threading.Event()

        def search(seed: int) -> None:
            try:
                query = unit_vectors(1, seed=seed)[0]
                while not done.is_set():
                    hits = library.search_vector(query, 5)
                    assert len(hits) == 5
                    assert [h.score for h in hits] == sorted((h.score for h in hits), reverse=True)
                    assert all(
                        h.clip_id % 2 == 0 for h in library.search_vector(query, 5, "meta.even = true")
                    )
            except BaseException as error:  # noqa: BLE001  told by the main thread
                failures.append(error)

        threads = [threading.Thread(target=search, args=(seed,)) for seed in range(3)]
        for thread in threads:
            thread.start()
        for batch in range(6):
            meta = [{"even": i % 2 == 0} for i in range(41 + 10 * batch, 51 + 10 * batch)]
            writer.add_vectors(unit_vectors(10, seed=batch), source=f"batch {batch}", meta=meta)
            writer.remove(ids=[41 + 10 * batch])
        done.set()
        for thread in threads:
            thread.join()
        assert failures == []
        assert_searches_right(library)
