"""Files of arrays that are copies of what SQL holds: they load quickly and may be lost at any time.

Layout: a magic line, the length of the header (8 bytes, little-endian), a JSON header, then the arrays, each
at a multiple of 64 bytes. The header holds its own SHA-256 and that of every array. A file is written under a
temporary name, synced and renamed, so that readers meet the old one or the new one, whole; they map it into
memory, and what they do not look at is never read.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import math
import os
import struct
import time
import uuid as uuids
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field, fields
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np
from numpy.typing import NDArray

MAGIC = b"motionsearch index 2\n"
HASHED = 64 << 20
"""Arrays up to this size are checked on opening; of larger ones the first ``HEAD`` bytes, unless asked."""
HEAD = 1 << 20

STALE = 3600
"""Seconds after which a file that nobody finished is nobody's."""

_LENGTH = struct.Struct("<Q")
_LONGEST_HEADER = 1 << 20
_ALIGNMENT = 64
_CHUNK = 1 << 24


class CacheUnusableError(Exception):
    """The file cannot be used and must be made again. ``damaged``: it is not merely absent or out of date."""

    def __init__(self, reason: str, *, damaged: bool) -> None:
        super().__init__(reason)
        self.damaged = damaged


@dataclass(frozen=True)
class Stamp:
    """What a file is a copy of.

    Args:
        kind: "flat", "codebook" or "lists".
        uuid: Of the library.
        model: Fingerprint of its model.
        dim: Numbers in a vector.
        generation: Of the library when it was written.
        count: Clips in the file.
        extra: What else the kind needs.
    """

    kind: str
    uuid: str
    model: str
    dim: int
    generation: int
    count: int
    extra: Mapping[str, Any] = field(default_factory=dict)


def write(path: Path, stamp: Stamp, arrays: Mapping[str, NDArray[Any]]) -> None:
    """Replaces the file.

    Raises:
        OSError: the disk is full or read-only; the old file is as it was.
    """
    entries: list[dict[str, Any]] = []
    at = 0
    flat = [np.ascontiguousarray(array) for array in arrays.values()]
    for name, array in zip(arrays, flat, strict=True):
        at += -at % _ALIGNMENT
        data = _bytes(array)
        entries.append(
            {
                "name": name,
                "dtype": array.dtype.str,
                "shape": list(array.shape),
                "at": at,
                "head": _digest(data[:HEAD]),
                "sha256": _digest(data),
            }
        )
        at += array.nbytes
    body = {**asdict(stamp), "arrays": entries, "size": at}
    header = _canonical({**body, "sha256": _digest(_canonical(body))})
    header += b" " * (-(len(MAGIC) + _LENGTH.size + len(header)) % _ALIGNMENT)
    path.parent.mkdir(parents=True, exist_ok=True)
    _sweep(path)
    temporary = path.with_name(f"{path.name}.{uuids.uuid4().hex}.tmp")
    try:
        with open(temporary, "xb") as file:
            file.write(MAGIC + _LENGTH.pack(len(header)) + header)
            start = file.tell()
            for entry, array in zip(entries, flat, strict=True):
                file.write(b"\0" * (start + entry["at"] - file.tell()))
                file.write(_bytes(array))
            file.flush()
            os.fsync(file.fileno())
        os.replace(temporary, path)
    except BaseException:
        with contextlib.suppress(OSError):
            temporary.unlink()
        raise
    sync_folder(path.parent)


def read_stamp(path: Path) -> Stamp:
    """What a file says it is; only its header is read and checked.

    Raises:
        CacheUnusableError: there is no file, or not one of ours.
    """
    with _opened(path) as file:
        return _read_header(file)[0]


def read(path: Path, *, whole: bool = False) -> tuple[Stamp, dict[str, NDArray[Any]]]:
    """Maps a file into memory.

    Args:
        path: The file.
        whole: Check every byte; else large arrays are taken at their word but for their beginning.

    Raises:
        CacheUnusableError: it is missing, torn or damaged.
    """
    with _opened(path) as file:
        stamp, header, start = _read_header(file)
        # The same file, also where another one takes its name meanwhile.
        memory: NDArray[np.uint8] = np.asarray(np.memmap(file, np.uint8, mode="r"))
    try:
        if len(memory) != start + int(header["size"]):
            raise CacheUnusableError("it is cut short", damaged=True)
        arrays = {}
        for entry in header["arrays"]:
            dtype, shape = np.dtype(entry["dtype"]), tuple(entry["shape"])
            size = dtype.itemsize * math.prod(shape)
            data = memory[start + entry["at"] : start + entry["at"] + size]
            all_of_it = whole or size <= HASHED
            wanted = entry["sha256"] if all_of_it else entry["head"]
            if len(data) != size or _digest(data.data if all_of_it else data[:HEAD].data) != wanted:
                raise CacheUnusableError("its checksum does not match", damaged=True)
            arrays[entry["name"]] = data.view(dtype).reshape(shape)
    except (KeyError, TypeError, ValueError) as error:
        raise CacheUnusableError("its header is damaged", damaged=True) from error
    return stamp, arrays


@contextlib.contextmanager
def _opened(path: Path) -> Iterator[BinaryIO]:
    try:
        with open(path, "rb") as file:
            yield file
    except FileNotFoundError as error:
        raise CacheUnusableError("missing", damaged=False) from error
    except OSError as error:
        raise CacheUnusableError(f"not readable ({error.strerror})", damaged=False) from error


_FIELDS = {
    "kind": str, "uuid": str, "model": str, "dim": int, "generation": int, "count": int, "extra": dict
}  # fmt: skip


def _read_header(file: BinaryIO) -> tuple[Stamp, dict[str, Any], int]:
    """The stamp, the header, and where the arrays begin."""
    begin = file.read(len(MAGIC) + _LENGTH.size)
    if len(begin) < len(MAGIC) + _LENGTH.size or not begin.startswith(MAGIC):
        raise CacheUnusableError("it does not begin like an index file", damaged=True)
    (length,) = _LENGTH.unpack_from(begin, len(MAGIC))
    raw = file.read(length) if length <= _LONGEST_HEADER else b""
    try:
        header = json.loads(raw)
        checksum = header.pop("sha256")
        # The spaces that fill up the header are covered too.
        padded = _canonical({**header, "sha256": checksum})
        if raw != padded + b" " * (len(raw) - len(padded)) or checksum != _digest(_canonical(header)):
            raise ValueError("another checksum")
        stamp = Stamp(**{f.name: header[f.name] for f in fields(Stamp)})
        if any(not isinstance(getattr(stamp, name), kind) for name, kind in _FIELDS.items()):
            raise ValueError("a field of the wrong type")
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise CacheUnusableError("its header is damaged", damaged=True) from error
    return stamp, header, len(begin) + len(raw)


def _bytes(array: NDArray[Any]) -> memoryview:
    return array.reshape(-1).view(np.uint8).data if array.size else memoryview(b"")


def _digest(data: Any) -> str:
    digest = hashlib.sha256()
    for at in range(0, len(data), _CHUNK):
        digest.update(data[at : at + _CHUNK])
    return digest.hexdigest()


def _canonical(value: Any) -> bytes:
    return json.dumps(value, sort_keys=True).encode()


def _sweep(path: Path) -> None:
    """Removes temporary files that a killed process left; one still being written is younger."""
    for old in path.parent.glob("*.index.*.tmp"):
        with contextlib.suppress(OSError):
            if time.time() - old.stat().st_mtime > STALE:
                old.unlink()


def sync_folder(folder: Path) -> None:
    """Makes sure that a file's new name is on the disk too."""
    if os.name == "posix":
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
