"""Files of arrays: they come back as they were, or are refused."""

from __future__ import annotations

import errno
import json
import os
import threading
import time
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from motionsearch.index import cache
from motionsearch.index.cache import CacheUnusableError, Stamp

STAMP = Stamp("lists", "library", "model", 8, generation=5, count=3, extra={"token": "t", "since": 2})
ARRAYS: dict[str, np.ndarray] = {
    "ids": np.array([3, 5, 9], np.int64),
    "vectors": np.arange(24, dtype=np.float32).reshape(3, 8),
    "codes": np.arange(7, dtype=np.uint8),
}


def written(folder: Path, stamp: Stamp = STAMP, arrays: dict[str, np.ndarray] | None = None) -> Path:
    path = folder / "some.index"
    cache.write(path, stamp, ARRAYS if arrays is None else arrays)
    return path


def assert_refused(path: Path, *, damaged: bool, whole: bool = False) -> None:
    with pytest.raises(CacheUnusableError) as caught:
        cache.read(path, whole=whole)
    assert caught.value.damaged is damaged


shapes = st.lists(st.integers(0, 4), min_size=1, max_size=3)
arrays = st.dictionaries(
    st.text(max_size=5), st.tuples(shapes, st.sampled_from(["<f4", "<f2", "<i8", "|u1", "|b1"])), max_size=5
)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(arrays, st.booleans())
def test_arrays_come_back(tmp_path: Path, described: dict[str, tuple[list[int], str]], whole: bool) -> None:
    rng = np.random.default_rng(0)
    given_arrays = {
        name: rng.integers(0, 2, size=shape).astype(kind) for name, (shape, kind) in described.items()
    }
    path = written(tmp_path, arrays=given_arrays)
    stamp, back = cache.read(path, whole=whole)
    assert stamp == STAMP == cache.read_stamp(path)
    assert list(back) == list(given_arrays)
    for name, array in given_arrays.items():
        assert back[name].dtype == array.dtype
        assert back[name].shape == array.shape
        assert (back[name] == array).all()
        assert array.size == 0 or back[name].ctypes.data % 64 == 0
        assert not back[name].flags.writeable
    assert os.listdir(tmp_path) == ["some.index"]


def test_what_is_not_contiguous_is_written_as_it_looks(tmp_path: Path) -> None:
    turned = np.arange(12, dtype=np.float32).reshape(3, 4).T
    assert (cache.read(written(tmp_path, arrays={"a": turned}))[1]["a"] == turned).all()


def test_folders_are_made(tmp_path: Path) -> None:
    path = written(tmp_path / "not" / "there")
    assert cache.read(path)[0] == STAMP


# Damage


@pytest.mark.parametrize("whole", [False, True])
def test_every_flipped_bit_is_noticed(tmp_path: Path, whole: bool) -> None:
    path = written(tmp_path)
    good = path.read_bytes()
    start = len(good) - json.loads(good[len(cache.MAGIC) + 8 :].split(b"  ")[0].split(b"\0")[0])["size"]
    padding = {at for at in range(start, len(good))} - {start + at for at in _covered()}
    noticed = 0
    for at in range(len(good)):
        bad = bytearray(good)
        bad[at] ^= 1 << (at % 8)
        path.write_bytes(bad)
        if at in padding:  # between arrays; nobody looks at it
            assert (cache.read(path, whole=whole)[1]["ids"] == ARRAYS["ids"]).all()
            continue
        assert_refused(path, damaged=True, whole=whole)
        noticed += 1
    assert noticed > len(good) / 2


def _covered() -> set[int]:
    covered: set[int] = set()
    at = 0
    for array in ARRAYS.values():
        at += -at % 64
        covered |= set(range(at, at + array.nbytes))
        at += array.nbytes
    return covered


def test_every_truncation_is_noticed(tmp_path: Path) -> None:
    path = written(tmp_path)
    good = path.read_bytes()
    for length in range(len(good)):
        path.write_bytes(good[:length])
        assert_refused(path, damaged=True)
    path.write_bytes(good + b"\0")
    assert_refused(path, damaged=True)


def test_large_arrays_are_checked_in_full_only_where_asked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cache, "HASHED", 1 << 12)
    monkeypatch.setattr(cache, "HEAD", 1 << 8)
    path = written(tmp_path, arrays={"large": np.zeros(1 << 13, np.uint8)})
    good = path.read_bytes()

    def spoil(at: int) -> None:
        bad = bytearray(good)
        bad[len(good) - (1 << 13) + at] ^= 1
        path.write_bytes(bad)

    spoil(0)
    assert_refused(path, damaged=True)
    spoil(255)
    assert_refused(path, damaged=True)
    spoil(256)
    assert cache.read(path)[1]["large"].sum() == 1
    assert_refused(path, damaged=True, whole=True)


def test_missing_and_unreadable_files(tmp_path: Path) -> None:
    assert_refused(tmp_path / "none.index", damaged=False)
    (tmp_path / "folder.index").mkdir()
    assert_refused(tmp_path / "folder.index", damaged=False)
    with pytest.raises(CacheUnusableError, match="missing"):
        cache.read_stamp(tmp_path / "none.index")


@pytest.mark.parametrize(
    "content",
    [b"", b"my holiday notes" * 100, cache.MAGIC, cache.MAGIC + b"\xff" * 8 + b"{}", b"\0" * 4096],
)
def test_files_of_other_kinds_are_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "other.index"
    path.write_bytes(content)
    assert_refused(path, damaged=True)


def test_a_file_of_the_layout_before_is_refused(tmp_path: Path) -> None:
    path = written(tmp_path)
    path.write_bytes(path.read_bytes().replace(b"motionsearch index 2", b"motionsearch index 1"))
    assert_refused(path, damaged=True)


def with_header(data: bytes, changes: dict[str, Any]) -> bytes:
    """The file with another header, whose checksum is right again."""
    begin = len(cache.MAGIC) + 8
    length = int.from_bytes(data[len(cache.MAGIC) : begin], "little")
    header = json.loads(data[begin : begin + length])
    header.pop("sha256")
    header = {key: value for key, value in {**header, **changes}.items() if value is not ...}
    header["sha256"] = cache._digest(cache._canonical(header))
    raw = cache._canonical(header)
    raw += b" " * (-(begin + len(raw)) % 64)
    return cache.MAGIC + len(raw).to_bytes(8, "little") + raw + data[begin + length :]


def entry(**changes: Any) -> list[dict[str, Any]]:
    ids = ARRAYS["ids"]
    known = {"name": "ids", "dtype": "<i8", "shape": [3], "at": 0, "head": cache._digest(ids.tobytes())}
    return [{**known, "sha256": known["head"], **changes}]


@pytest.mark.parametrize(
    "changes",
    [
        {"size": -1},
        {"size": "large"},
        {"size": ...},
        {"arrays": ...},
        {"arrays": None},
        {"arrays": ["ids"]},
        {"arrays": entry(dtype="no such")},
        {"arrays": entry(dtype="O")},
        {"arrays": entry(shape=[4])},
        {"arrays": entry(shape=[-3])},
        {"arrays": entry(shape=["3"])},
        {"arrays": entry(at=-64)},
        {"arrays": entry(at=1 << 40)},
        {"arrays": entry(at="0")},
        {"arrays": entry(sha256="")},
        {"count": "3"},
        {"generation": None},
        {"extra": 1},
        {"kind": ...},
        {"dim": 8.5},
    ],
)
def test_headers_that_lie_are_refused_whatever_their_checksum(
    tmp_path: Path, changes: dict[str, Any]
) -> None:
    path = written(tmp_path)
    good = path.read_bytes()
    path.write_bytes(with_header(good, {}))
    assert cache.read(path)[0] == STAMP
    path.write_bytes(with_header(good, changes))
    assert_refused(path, damaged=True)


# Writing


@pytest.mark.parametrize("function", ["fsync", "replace"])
def test_a_failed_write_leaves_the_old_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, function: str
) -> None:
    path = written(tmp_path)
    before = path.read_bytes()

    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, function, full)
    with pytest.raises(OSError, match="No space left"):
        written(tmp_path, Stamp("lists", "library", "model", 8, 6, 3))
    monkeypatch.undo()
    assert path.read_bytes() == before
    assert os.listdir(tmp_path) == ["some.index"]


def test_what_a_killed_writer_left_is_swept(tmp_path: Path) -> None:
    old, young, other = (tmp_path / f"some.index.{name}.tmp" for name in ("old", "young", "other"))
    stranger = tmp_path / "notes.tmp"
    for path in (old, young, other, stranger):
        path.write_bytes(b"half")
        os.utime(path, (time.time() - 2 * cache.STALE,) * 2)
    os.utime(young)
    other.rename(tmp_path / "lists-1.index.other.tmp")
    written(tmp_path)
    assert sorted(os.listdir(tmp_path)) == ["notes.tmp", "some.index", "some.index.young.tmp"]


def test_a_clock_that_goes_backwards_sweeps_nothing_young(tmp_path: Path) -> None:
    future = tmp_path / "some.index.future.tmp"
    future.write_bytes(b"half")
    os.utime(future, (time.time() + 10 * cache.STALE,) * 2)
    written(tmp_path)
    assert future.exists()


def test_readers_meet_the_old_file_or_the_new_one(tmp_path: Path) -> None:
    path = written(tmp_path, arrays={"a": np.zeros(1 << 16, np.uint8)})
    failures: list[BaseException] = []
    done = threading.Event()

    def read() -> None:
        try:
            while not done.is_set():
                stamp, back = cache.read(path)
                assert (back["a"] == stamp.generation % 7).all() or stamp == STAMP
        except BaseException as error:  # noqa: BLE001  told by the main thread
            failures.append(error)

    thread = threading.Thread(target=read)
    thread.start()
    for generation in range(40):
        stamp = Stamp("lists", "library", "model", 8, generation, 3)
        cache.write(path, stamp, {"a": np.full(1 << 16, generation % 7, np.uint8)})
    done.set()
    thread.join()
    assert failures == []


def test_what_is_mapped_outlives_its_file(tmp_path: Path) -> None:
    path = written(tmp_path)
    _, back = cache.read(path)
    written(tmp_path, arrays={"ids": np.zeros(1 << 16, np.int64)})
    path.unlink()
    assert (back["ids"] == ARRAYS["ids"]).all()
