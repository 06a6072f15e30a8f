"""The cache of exports: whole or absent, every damage noticed, nothing left behind."""

from __future__ import annotations

import hashlib
import os
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from motionsearch.errors import SpaceError
from motionsearch.spaces import export

FINGERPRINT = "ab" * 32


class Builder:
    """Writes 100 kB and counts how often it was asked to."""

    def __init__(self) -> None:
        self.calls = 0

    def __call__(self, folder: Path) -> None:
        self.calls += 1
        (folder / "text.bin").write_bytes(bytes(range(256)) * 400)
        (folder / "text.onnx").write_bytes(b"graph")


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("MOTIONSEARCH_CACHE", str(tmp_path / "cache"))
    return tmp_path / "cache" / "spaces"


def folders(cache: Path) -> list[str]:
    return sorted(path.name for path in cache.iterdir() if path.is_dir())


def test_an_export_is_built_once(cache: Path) -> None:
    build = Builder()
    folder = export.cached_export("openclip:a/b", FINGERPRINT, 1, build)
    assert folder == export.cached_export("openclip:a/b", FINGERPRINT, 1, build)
    assert build.calls == 1
    assert folders(cache) == ["openclip-a-b-abababababab"]


@pytest.mark.parametrize(
    "damage", ["flip", "truncate", "extend", "missing", "no manifest", "torn manifest", "page"]
)
def test_every_damage_is_noticed_and_mended(cache: Path, damage: str) -> None:
    build = Builder()
    folder = export.cached_export("s", FINGERPRINT, 1, build)
    weights, manifest = folder / "text.bin", folder / "manifest.json"
    was, stat = weights.read_bytes(), weights.stat()
    if damage == "flip":
        weights.write_bytes(was[:70_001] + bytes([was[70_001] ^ 4]) + was[70_002:])
    elif damage == "page":
        weights.write_bytes(bytes(4096) + was[4096:])
    elif damage == "truncate":
        os.truncate(weights, 70_000)
    elif damage == "extend":
        weights.write_bytes(was + b"\0")
    elif damage == "missing":
        weights.unlink()
    elif damage == "no manifest":
        manifest.unlink()
    elif damage == "torn manifest":
        manifest.write_bytes(manifest.read_bytes()[:40])
    if weights.exists():  # the time stamp gives nothing away: rotten bits do not change it
        os.utime(weights, ns=(stat.st_atime_ns, stat.st_mtime_ns))
    assert export.cached_export("s", FINGERPRINT, 1, build) == folder
    assert build.calls == 2
    assert weights.read_bytes() == was
    assert folders(cache) == [folder.name]


@pytest.mark.parametrize(("fingerprint", "revision"), [(FINGERPRINT, 2), ("ab" * 31 + "cd", 1)])
def test_an_export_of_other_weights_or_code_is_made_again(
    cache: Path, fingerprint: str, revision: int
) -> None:
    build = Builder()
    first = export.cached_export("s", FINGERPRINT, 1, build)
    assert export.cached_export("s", fingerprint, revision, build) == first
    assert build.calls == 2


def test_a_failed_build_leaves_nothing(cache: Path) -> None:
    def fail(folder: Path) -> None:
        (folder / "text.bin").write_bytes(b"half")
        raise SpaceError("weights are damaged")

    with pytest.raises(SpaceError, match="weights are damaged"):
        export.cached_export("s", FINGERPRINT, 1, fail)
    assert folders(cache) == []
    assert (export.cached_export("s", FINGERPRINT, 1, Builder()) / "text.onnx").is_file()


def test_what_a_killed_builder_left_is_cleared(cache: Path) -> None:
    leftover = cache / ".s-abababababab-12345"
    leftover.mkdir(parents=True)
    (leftover / "text.bin").write_bytes(b"half")
    export.cached_export("s", FINGERPRINT, 1, Builder())
    assert folders(cache) == ["s-abababababab"]


def test_a_cache_that_cannot_be_written_names_the_variable(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_bytes(b"")
    monkeypatch.setenv("MOTIONSEARCH_CACHE", str(tmp_path / "file"))
    with pytest.raises(SpaceError, match="cannot be written") as error:
        export.cached_export("s", FINGERPRINT, 1, Builder())
    assert "MOTIONSEARCH_CACHE" in str(error.value.hint)


def test_a_graph_that_cannot_be_loaded_is_named(tmp_path: Path) -> None:
    (tmp_path / "text.onnx").write_bytes(b"no graph")
    with pytest.raises(SpaceError, match=r"text\.onnx"):
        export.open_session(tmp_path / "text.onnx")


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=20_000), st.data())
def test_a_changed_byte_changes_the_checksum(
    tmp_path_factory: pytest.TempPathFactory, content: bytes, data: st.DataObject
) -> None:
    path = tmp_path_factory.getbasetemp() / "checked.bin"
    path.write_bytes(content)
    was = export.file_checksum(path)
    assert was == export.file_checksum(path)
    if content:
        at = data.draw(st.integers(0, len(content) - 1))
        changed = bytearray(content)
        changed[at] ^= data.draw(st.integers(1, 255))
        path.write_bytes(changed)
        assert export.file_checksum(path) != was
    path.write_bytes(content + b"\0")
    assert export.file_checksum(path) != was


def test_a_digest_is_remembered_until_the_file_changes(cache: Path, tmp_path: Path) -> None:
    path = tmp_path / "weights.bin"
    path.write_bytes(b"one")
    os.utime(path, (time.time() - 100, time.time() - 100))
    assert export.file_sha256(path) == hashlib.sha256(b"one").hexdigest()
    [note] = (cache / "digests").glob("*.json")
    note.write_text(note.read_text().replace(hashlib.sha256(b"one").hexdigest(), "f" * 64))
    assert export.file_sha256(path) == "f" * 64  # it was not read again
    path.write_bytes(b"two")
    assert export.file_sha256(path) == hashlib.sha256(b"two").hexdigest()


def test_a_file_just_written_is_not_remembered(cache: Path, tmp_path: Path) -> None:
    path = tmp_path / "weights.bin"
    path.write_bytes(b"one")
    export.file_sha256(path)
    assert not list(cache.rglob("*.json"))


def test_a_damaged_note_is_ignored(cache: Path, tmp_path: Path) -> None:
    path = tmp_path / "weights.bin"
    path.write_bytes(b"one")
    os.utime(path, (time.time() - 100, time.time() - 100))
    export.file_sha256(path)
    [note] = (cache / "digests").glob("*.json")
    for content in ("", "{}", "[1, 2]", "null"):
        note.write_text(content)
        assert export.file_sha256(path) == hashlib.sha256(b"one").hexdigest()


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(SpaceError, match="nowhere"):
        export.file_sha256(tmp_path / "nowhere")
