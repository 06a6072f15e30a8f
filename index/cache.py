"""The FAISS file: a copy of the library's vectors that loads quickly, and that may be lost at any time.

Layout: a magic line, the length of the header (8 bytes, little-endian), a JSON header, and what FAISS writes
of an ``IDMap2`` over a flat inner-product index. The header's SHA-256 covers the rest of the header and the
FAISS bytes. A file is written under a temporary name, synced and renamed, so that readers meet the old one or
the new one.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import struct
import time
import uuid as uuids
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np
from numpy.typing import NDArray

Vectors = NDArray[np.float32]
Ids = NDArray[np.int64]

MAGIC = b"motionsearch index 1\n"
_LENGTH = struct.Struct("<Q")
_LONGEST_HEADER = 1 << 16
_CHUNK = 1 << 22
_ALIGNMENT = 64


def load_faiss() -> Any:
    """The module, untyped: its type stubs lack much of what it has."""
    import faiss

    return faiss


class CacheUnusableError(Exception):
    """The file cannot be used and must be made again. ``damaged``: it is not merely absent or out of date."""

    def __init__(self, reason: str, *, damaged: bool) -> None:
        super().__init__(reason)
        self.damaged = damaged


@dataclass(frozen=True)
class Stamp:
    """What a file holds.

    Args:
        uuid: Of the library.
        generation: Of the library when it was written: all clips live then are in it.
        count: How many those are.
        model: Fingerprint of the model.
        dim: Numbers in a vector.
        faiss: Version of FAISS that wrote it.
        size: Bytes that follow the header.
        vectors_at: Where in these bytes the vectors begin, so that they can be loaded aligned.
    """

    uuid: str
    generation: int
    count: int
    model: str
    dim: int
    faiss: str
    size: int = 0
    vectors_at: int = 0


class Snapshot:
    """Vectors of clips in memory, as an index that FAISS searches.

    Args:
        index: ``IndexIDMap2`` over ``IndexFlatIP``. It may be a view on ``memory`` and must not be added to.
        generation: Of the library.
        memory: What the index looks at.
    """

    def __init__(self, index: Any, generation: int, memory: NDArray[np.uint8] | None = None) -> None:
        faiss = load_faiss()
        self.index = index
        self.generation = generation
        self._memory = memory
        self.ids: Ids = faiss.vector_to_array(index.id_map)
        flat = faiss.downcast_index(index.index)
        count, dim = index.ntotal, index.d
        self.vectors: Vectors = (
            faiss.rev_swig_ptr(flat.get_xb(), count * dim).reshape(count, dim)
            if count
            else np.zeros((0, dim), np.float32)
        )

    @classmethod
    def build(cls, ids: Ids, vectors: Vectors, generation: int) -> Snapshot:
        """An index over ``(n, D)`` vectors; ids ascend."""
        faiss = load_faiss()
        index = faiss.IndexIDMap2(faiss.IndexFlatIP(vectors.shape[1]))
        index.add_with_ids(np.ascontiguousarray(vectors), np.ascontiguousarray(ids))
        return cls(index, generation)


class Reading:
    """A file that was read, perhaps in another thread; FAISS sees it only on :meth:`parse`."""

    def __init__(self, stamp: Stamp, memory: NDArray[np.uint8]) -> None:
        self.stamp = stamp
        self._memory = memory

    def parse(self) -> Snapshot:
        """The index, without another copy of the bytes.

        Raises:
            CacheUnusableError: FAISS does not understand the bytes, or they hold something else.
        """
        faiss = load_faiss()
        stamp = self.stamp
        if stamp.faiss != faiss.__version__:
            raise CacheUnusableError(f"written by faiss {stamp.faiss}", damaged=False)
        try:
            reader = faiss.ZeroCopyIOReader(faiss.swig_ptr(self._memory), self._memory.nbytes)
            index = faiss.read_index(reader)
        except RuntimeError as error:
            raise CacheUnusableError(f"faiss cannot read it ({error})", damaged=True) from error
        whole = isinstance(index, faiss.IndexIDMap2) and index.ntotal == stamp.count and index.d == stamp.dim
        if not whole or type(faiss.downcast_index(index.index)) is not faiss.IndexFlatIP:
            raise CacheUnusableError("it holds another kind of index", damaged=True)
        snapshot = Snapshot(index, stamp.generation, self._memory)
        if (np.diff(snapshot.ids) <= 0).any():  # IDMap2 itself takes an id twice
            raise CacheUnusableError("its clips are out of order", damaged=True)
        return snapshot


def read_stamp(path: Path) -> Stamp:
    """The header of a file, unchecked but for its form.

    Raises:
        CacheUnusableError: there is no file, or not one of ours.
    """
    with _opened(path) as file:
        return _read_header(file)[0]


def read(path: Path) -> Reading:
    """Reads a file into memory and checks its SHA-256.

    Raises:
        CacheUnusableError: it is missing, torn or damaged.
    """
    with _opened(path) as file:
        stamp, checksum, digest = _read_header(file)
        if os.fstat(file.fileno()).st_size != file.tell() + stamp.size:
            raise CacheUnusableError("it is cut short", damaged=True)
        memory = _aligned(stamp.size, stamp.vectors_at)
        view = memory.data
        at = 0
        # Hashing each piece while it is still in the processor's cache.
        while at < stamp.size:
            count = file.readinto(view[at : at + _CHUNK])  # type: ignore[attr-defined]
            if not count:
                raise CacheUnusableError("it is cut short", damaged=True)
            digest.update(view[at : at + count])
            at += count
        if digest.hexdigest() != checksum:
            raise CacheUnusableError("its checksum does not match", damaged=True)
        return Reading(stamp, memory)


def write(path: Path, snapshot: Snapshot, *, uuid: str, model: str) -> None:
    """Replaces the file by one that holds ``snapshot``.

    Raises:
        OSError: the disk is full or read-only; the old file is as it was.
    """
    faiss = load_faiss()
    payload = faiss.serialize_index(snapshot.index)
    stamp = Stamp(
        uuid=uuid,
        generation=snapshot.generation,
        count=len(snapshot.ids),
        model=model,
        dim=int(snapshot.index.d),
        faiss=faiss.__version__,
        size=payload.nbytes,
        vectors_at=_vectors_at(payload),
    )
    digest = hashlib.sha256(_canonical(asdict(stamp)))
    digest.update(payload.data)
    header = _canonical({**asdict(stamp), "sha256": digest.hexdigest()})
    path.parent.mkdir(parents=True, exist_ok=True)
    _sweep(path)
    temporary = path.with_name(f"{path.name}.{uuids.uuid4().hex}.tmp")
    try:
        with open(temporary, "xb") as file:
            file.write(MAGIC + _LENGTH.pack(len(header)) + header)
            file.write(payload.data)
            file.flush()
            os.fsync(file.fileno())
        os.replace(temporary, path)
    except BaseException:
        with contextlib.suppress(OSError):
            temporary.unlink()
        raise
    _sync_folder(path.parent)


def _opened(path: Path) -> BinaryIO:
    try:
        # Unbuffered: the pieces are large and go straight to where they stay.
        return open(path, "rb", buffering=0)
    except FileNotFoundError as error:
        raise CacheUnusableError("missing", damaged=False) from error
    except OSError as error:
        raise CacheUnusableError(f"not readable ({error.strerror})", damaged=False) from error


def _read_header(file: BinaryIO) -> tuple[Stamp, str, Any]:
    """The stamp, the checksum that the file should have, and the digest begun over the header."""
    start = file.read(len(MAGIC) + _LENGTH.size)
    if len(start) < len(MAGIC) + _LENGTH.size or not start.startswith(MAGIC):
        raise CacheUnusableError("it does not begin like an index file", damaged=True)
    (length,) = _LENGTH.unpack_from(start, len(MAGIC))
    raw = file.read(length) if length <= _LONGEST_HEADER else b""
    try:
        fields = json.loads(raw)
        checksum = str(fields.pop("sha256"))
        stamp = Stamp(**fields)
        if any(not isinstance(getattr(stamp, f), t) for f, t in _FIELD_TYPES) or stamp.size < 0:
            raise ValueError("a field of the wrong type")
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise CacheUnusableError("its header is damaged", damaged=True) from error
    return stamp, checksum, hashlib.sha256(_canonical(fields))


_FIELD_TYPES = (
    ("uuid", str), ("generation", int), ("count", int), ("model", str), ("dim", int),
    ("faiss", str), ("size", int), ("vectors_at", int),
)  # fmt: skip


def _canonical(fields: dict[str, Any]) -> bytes:
    return json.dumps(fields, sort_keys=True).encode()


def _vectors_at(payload: NDArray[np.uint8]) -> int:
    """Where FAISS put the vectors, found by letting it read its own bytes in place."""
    faiss = load_faiss()
    index = faiss.read_index(faiss.ZeroCopyIOReader(faiss.swig_ptr(payload), payload.nbytes))
    if index.ntotal == 0:
        return 0
    first = faiss.rev_swig_ptr(faiss.downcast_index(index.index).get_xb(), 1)
    return int(first.ctypes.data - payload.ctypes.data)


def _aligned(size: int, vectors_at: int) -> NDArray[np.uint8]:
    """Memory for ``size`` bytes in which byte ``vectors_at`` has an aligned address."""
    room = np.empty(size + _ALIGNMENT, np.uint8)
    start = -(room.ctypes.data + vectors_at) % _ALIGNMENT
    return room[start : start + size]


def _sweep(path: Path) -> None:
    """Removes temporary files that a killed process left; one still being written is younger."""
    for old in path.parent.glob(f"{path.name}.*.tmp"):
        with contextlib.suppress(OSError):
            if time.time() - old.stat().st_mtime > 3600:
                old.unlink()


def _sync_folder(folder: Path) -> None:
    if os.name == "posix":
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
