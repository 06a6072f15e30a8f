"""Exports that are made once and kept in the cache: made whole or not at all, checked at every load.

An export is a folder ``<cache>/spaces/<name>-<first 12 of the fingerprint>/`` that holds ONNX graphs, their
weights and ``manifest.json`` with the size and checksum of each file. It is built under a temporary name,
flushed to the disk and renamed, under a lock that only builders take; readers never wait.
"""

from __future__ import annotations

import hashlib
import json
import logging
import os
import shutil
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

from motionsearch import paths
from motionsearch.errors import SpaceError
from motionsearch.runtime import onnx_session

logger = logging.getLogger("motionsearch.spaces")

MANIFEST = "manifest.json"
PAGE = 4096  # bytes
RACY = 2.0  # seconds; a file younger than this may still change without its time stamp telling


def cached_export(name: str, fingerprint: str, revision: int, build: Callable[[Path], None]) -> Path:
    """The folder of an export; it is built where the cache has none that is whole.

    Args:
        name: Begins the folder's name; characters that do not suit a file name are replaced.
        fingerprint: Of the weights and tokenizer the export is made from.
        revision: Of the exporter's code; an export of another revision is made again.
        build: Writes the export's files into the (empty, temporary) folder it is given.

    Raises:
        SpaceError: the cache cannot be written; what ``build`` raises passes through.
    """
    root = paths.cache_dir() / "spaces"
    safe = "".join(c if c.isalnum() or c in "-_" else "-" for c in name)
    folder = root / f"{safe}-{fingerprint[:12]}"
    if _is_whole(folder, fingerprint, revision):
        return folder

    from filelock import FileLock

    try:
        root.mkdir(parents=True, exist_ok=True)
        with FileLock(root / f".{folder.name}.lock"):
            # Another process may have built it while this one waited for the lock.
            if not _is_whole(folder, fingerprint, revision):
                _build(folder, fingerprint, revision, build)
    except OSError as error:
        raise SpaceError(
            f"the export of {name} cannot be written to {root}: {error.strerror or error}",
            hint="set MOTIONSEARCH_CACHE to a folder that can be written and has room",
        ) from error
    return folder


def _build(folder: Path, fingerprint: str, revision: int, build: Callable[[Path], None]) -> None:
    """Builds the export and puts it in its place. The caller holds the lock."""
    began = time.perf_counter()
    if folder.exists():
        logger.info("the cached export %s is damaged or out of date and is made again", folder)
    for leftover in folder.parent.glob(f".{folder.name}-*"):  # of builders that were killed
        shutil.rmtree(leftover, ignore_errors=True)
    temporary = folder.parent / f".{folder.name}-{os.getpid()}"
    temporary.mkdir()
    try:
        build(temporary)
        files = sorted(path for path in temporary.iterdir() if path.is_file())
        manifest = {
            "fingerprint": fingerprint,
            "revision": revision,
            "files": {
                path.name: {"size": path.stat().st_size, "checksum": file_checksum(path)} for path in files
            },
        }
        (temporary / MANIFEST).write_text(json.dumps(manifest, indent=1), encoding="utf-8")
        for path in [*files, temporary / MANIFEST]:
            shutil.copymode(temporary / MANIFEST, path)  # onnx writes weights that only their owner may read
            _flush(path)
        _flush(temporary)
        if folder.exists():
            damaged = folder.parent / f".{folder.name}-damaged"
            os.replace(folder, damaged)
            shutil.rmtree(damaged, ignore_errors=True)
        os.replace(temporary, folder)
        _flush(folder.parent)
    finally:
        shutil.rmtree(temporary, ignore_errors=True)
    logger.info("made the export %s in %.1f s", folder, time.perf_counter() - began)


def _is_whole(folder: Path, fingerprint: str, revision: int) -> bool:
    """Whether the folder holds an export of these weights and this revision, every byte as it was written."""
    try:
        manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        if manifest["fingerprint"] != fingerprint or manifest["revision"] != revision:
            return False
        files = manifest["files"].items()
        # Sizes first: they cost nothing, and a truncated file need not be read.
        return all((folder / name).stat().st_size == was["size"] for name, was in files) and all(
            file_checksum(folder / name) == was["checksum"] for name, was in files
        )
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return False


def _flush(path: Path) -> None:
    """fsync of a file or, where the system knows that, of a folder."""
    if path.is_dir() and os.name == "nt":
        return
    descriptor = os.open(path, os.O_RDONLY if os.name != "nt" else os.O_RDWR)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def file_checksum(path: Path) -> str:
    """SHA-256 (hex) over the sums of the file's pages, each the sum of its 64-bit words modulo 2^64.

    It reads every byte and notices any change of a single word and any exchange of pages, at the speed of
    memory: 0.01 s for 90 MB, where SHA-256 of the bytes takes 0.08 s with hardware help and 0.3 s without.
    It is against damage, not against an attacker: who may write the cache may as well write the checksum.
    """
    digest = hashlib.sha256()
    if path.stat().st_size:
        data = np.memmap(path, np.uint8, "r")
        pages = data[: len(data) // PAGE * PAGE].view("<u8").reshape(-1, PAGE // 8)
        digest.update(pages.sum(axis=1, dtype=np.uint64).tobytes())
        digest.update(data[pages.size * 8 :].tobytes())
    return digest.hexdigest()


def file_sha256(path: Path) -> str:
    """SHA-256 (hex) of a file's bytes, remembered in the cache by path, size and time stamp.

    Raises:
        SpaceError: the file cannot be read.
    """
    path = path.resolve()
    note = (
        paths.cache_dir()
        / "spaces"
        / "digests"
        / f"{hashlib.sha256(os.fsencode(path)).hexdigest()[:24]}.json"
    )
    try:
        stat = path.stat()
        identity = [str(path), stat.st_size, stat.st_mtime_ns]
        known = read_note(note)
        if isinstance(known, list) and len(known) == 4 and known[:3] == identity and len(str(known[3])) == 64:
            return str(known[3])
        with path.open("rb") as file:
            digest = hashlib.sha256()
            while block := file.read(1 << 20):
                digest.update(block)
    except OSError as error:
        raise SpaceError(f"{path} cannot be read: {error.strerror or error}") from error
    if time.time() - stat.st_mtime > RACY:
        write_note(note, [*identity, digest.hexdigest()])
    return digest.hexdigest()


def open_session(graph: Path, *, optimise: bool = True) -> Any:
    """An ONNX Runtime session for a graph of a checked export; arguments as ``runtime.onnx_session``.

    Raises:
        SpaceError: ONNX Runtime refuses the graph.
    """
    try:
        return onnx_session(graph, optimise=optimise)
    except Exception as error:  # onnxruntime's exceptions have no common base
        raise SpaceError(
            f"ONNX Runtime cannot load {graph}: {error}",
            hint=f"delete {graph.parent} and try again, or upgrade onnxruntime",
        ) from error


def read_note(note: Path) -> Any:
    """The content of a JSON note in the cache; ``None`` where it is missing or damaged."""
    try:
        return json.loads(note.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None


def write_note(note: Path, content: Any) -> None:
    """Writes a note that may be missing: a cache that cannot be written costs time, not the answer."""
    try:
        note.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(
            "w", encoding="utf-8", dir=note.parent, suffix=".tmp", delete=False
        ) as file:
            json.dump(content, file)
        os.replace(file.name, note)
    except OSError as error:
        logger.debug("the note %s was not kept: %s", note, error)
