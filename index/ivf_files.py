"""The files of an IVF index: ``codebook.index``, and segments ``lists-<token>-<since>-<generation>.index``.

A new index writes its lists first and then replaces the codebook, which names them by its token; so whoever
opens it meets the old index or the new one. A segment that is missing costs nothing: its clips are read from
SQL.
"""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any, TypeVar

import numpy as np

from motionsearch.index import cache
from motionsearch.index.cache import CacheUnusableError, Stamp
from motionsearch.index.codebook import Codebook
from motionsearch.index.ivf import Ivf, Part
from motionsearch.index.lists import Coder, Segment, load_faiss
from motionsearch.index.plans import Tuned

CODEBOOK = "codebook.index"
FLAT = "vectors.index"

_TRIES = 5
_T = TypeVar("_T")


class IndexFolder:
    """Where a library's index is kept.

    Args:
        folder: Need not exist yet.
        uuid: Of the library.
        model: Fingerprint of its model.
        dim: Numbers in a vector.
    """

    def __init__(self, folder: Path, *, uuid: str, model: str, dim: int) -> None:
        self.folder = folder
        self.uuid, self.model, self.dim = uuid, model, dim

    @property
    def codebook(self) -> Path:
        """Replaced last when an index is made anew."""
        return self.folder / CODEBOOK

    @property
    def flat(self) -> Path:
        """All vectors of a library on a server that is small."""
        return self.folder / FLAT

    def bytes(self) -> int:
        """Size of all files."""
        sizes = 0
        if self.folder.is_dir():
            for file in self.folder.glob("*.index"):
                with contextlib.suppress(OSError):
                    sizes += file.stat().st_size
        return sizes

    def version(self) -> tuple[int, int] | None:
        """Differs once the codebook was replaced."""
        try:
            state = self.codebook.stat()
        except OSError:
            return None
        return state.st_mtime_ns, state.st_ino

    def stamp(self, kind: str, generation: int, count: int, **extra: Any) -> Stamp:
        """A stamp of this library."""
        return Stamp(kind, self.uuid, self.model, self.dim, generation, count, extra)

    def check(self, stamp: Stamp, kind: str) -> Stamp:
        """Refuses what is not of this library.

        Raises:
            CacheUnusableError: another library, model or kind.
        """
        if (stamp.uuid, stamp.model, stamp.dim) != (self.uuid, self.model, self.dim):
            raise CacheUnusableError("made for another library or model", damaged=False)
        if stamp.kind != kind:
            raise CacheUnusableError("it holds another kind of index", damaged=True)
        return stamp

    def read_chain(self) -> list[tuple[Path, Stamp]]:
        """The files of segments that make up the index, in order, by their stamps alone.

        Raises:
            CacheUnusableError: there is no codebook or no first segment, or they are not of this library.
        """
        return self._settled(
            lambda: self._chain(
                str(self.check(cache.read_stamp(self.codebook), "codebook").extra.get("token"))
            )[0]
        )

    def holds(self, ivf: Ivf) -> bool:
        """Whether the files are still those that the saved parts of an index came from."""
        try:
            chain = [path for path, _ in self.read_chain()]
        except CacheUnusableError:
            return False
        return chain == [part.file for part in ivf.parts if part.file is not None]

    def read(self, *, whole: bool = False) -> tuple[Ivf, Stamp, CacheUnusableError | None]:
        """The index as far as its files go, the stamp of the last segment, and what ended it before its time.

        Args:
            whole: Check every byte; whatever is damaged is an error then.

        Raises:
            CacheUnusableError: it has to be made again.
        """
        return self._settled(lambda: self._read(whole))

    def _settled(self, read: Callable[[], _T]) -> _T:
        """What is read while no other process replaces files; where one does, it is read again."""
        for _ in range(_TRIES):
            before = self._names()
            try:
                return read()
            except CacheUnusableError:
                if self._names() == before:
                    raise
        return read()

    def _names(self) -> tuple[object, list[str]]:
        return self.version(), sorted(path.name for path in self.folder.glob("lists-*.index"))

    def _read(self, whole: bool) -> tuple[Ivf, Stamp, CacheUnusableError | None]:
        faiss = load_faiss()
        stamp, arrays = cache.read(self.codebook, whole=True)
        extra = self.check(stamp, "codebook").extra
        try:
            token, bits, trained = str(extra["token"]), int(extra["bits"]), int(extra["trained"])
            if extra["faiss"] != faiss.__version__:
                raise CacheUnusableError(f"written with faiss {extra['faiss']}", damaged=False)
            shares = {float(share): int(probes) for share, probes in extra["probes"].items()}
            gap, most, usual = float(extra["gap"]), int(extra["most"]), int(extra["usual"])
            gaps = {float(share): float(value) for share, value in extra.get("gaps", {}).items()}
            tuned = Tuned(shares, int(extra["depth"]), float(extra["recall"]), gap, most, usual, gaps)
            book = Codebook.of_arrays(arrays)
            if book.centres.shape[1:] != (self.dim,) or book.rotation.shape != (self.dim, self.dim):
                raise ValueError("other dimensions")
            coder = Coder(book, bits)
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise CacheUnusableError("its header is damaged", damaged=True) from error
        parts: list[Part] = []
        last = stamp
        chain, damage = self._chain(token)
        if whole and damage is not None:
            raise damage
        for path, _ in chain:
            try:
                part, last = self._read_part(coder, path, whole=whole)
                parts.append(part)
            except CacheUnusableError as error:
                if not parts or whole or not error.damaged:
                    raise
                damage = error
                break  # what it held is caught up with from SQL
        return Ivf(token, coder, tuned, trained, tuple(parts)), last, damage

    def write_index(self, ivf: Ivf, *, live: int, newest: str) -> Ivf:
        """Replaces the index.

        Args:
            ivf: Of one part.
            live: Clips live at its generation.
            newest: Tells this history of the library from another one.

        Raises:
            OSError: it cannot be written; the old one is still there.
        """
        before = None
        with contextlib.suppress(CacheUnusableError):
            before = cache.read_stamp(self.codebook).extra.get("token")
        written = self.write_parts(ivf, live=live, newest=newest)
        stamp = self.stamp(
            "codebook",
            ivf.base_generation,
            ivf.trained,
            token=ivf.token,
            bits=ivf.coder.bits,
            trained=ivf.trained,
            faiss=load_faiss().__version__,
            probes={str(share): probes for share, probes in ivf.tuned.probes.items()},
            gaps={str(share): gap for share, gap in ivf.tuned.gaps.items()},
            **{key: value for key, value in asdict(ivf.tuned).items() if key not in ("probes", "gaps")},
        )
        cache.write(self.codebook, stamp, ivf.coder.book.arrays())
        if before is not None and before != ivf.token:
            _remove(path for path in self._files(str(before)))
        # Lists whose codebook never came; those that another process is writing are younger.
        others = (path for path in self.folder.glob("lists-*.index") if f"-{ivf.token}-" not in path.name)
        _remove(path for path in others if _stale(path))
        _remove([self.flat])
        return written

    def write_parts(self, ivf: Ivf, *, live: int, newest: str) -> Ivf:
        """Writes those parts that are in memory only, and removes the files they take the place of.

        Raises:
            OSError: they cannot be written.
        """
        parts = []
        for part in ivf.parts:
            if part.file is None:
                path = self.folder / f"lists-{ivf.token}-{part.since}-{part.generation}.index"
                stamp = self.stamp(
                    "lists",
                    part.generation,
                    len(part.segment),
                    token=ivf.token,
                    since=part.since,
                    similarity=part.similarity,
                    live=live,
                    newest=newest,
                )
                cache.write(path, stamp, part.segment.arrays())
                part = replace(part, file=path)
            parts.append(part)
        kept = {part.file for part in parts}
        _remove(path for path in self._files(ivf.token) if path not in kept and _within(path, parts))
        return replace(ivf, parts=tuple(parts))

    def remove(self) -> None:
        """Removes the IVF index."""
        _remove([self.codebook, *self.folder.glob("lists-*.index")] if self.folder.is_dir() else [])

    def _files(self, token: str) -> Iterator[Path]:
        yield from sorted(self.folder.glob(f"lists-{token}-*.index"))

    def _chain(self, token: str) -> tuple[list[tuple[Path, Stamp]], CacheUnusableError | None]:
        """The segments that follow one another, and what is wrong with one that is missing at the end."""
        known, damaged = [], []
        for path in self._files(token):
            try:
                stamp = self.check(cache.read_stamp(path), "lists")
                if stamp.extra.get("token") == token and isinstance(stamp.extra.get("since"), int):
                    known.append((path, stamp))
            except CacheUnusableError as error:
                if error.damaged:
                    damaged.append((path, error))
        chain: list[tuple[Path, Stamp]] = []
        at = 0
        while True:
            following = [
                each for each in known if each[1].extra["since"] == at and _further(each[1], at, chain)
            ]
            if not following:
                break
            chain.append(max(following, key=lambda each: each[1].generation))
            at = chain[-1][1].generation
        if not chain:
            raise CacheUnusableError("its lists are missing or damaged", damaged=True)
        return chain, next((error for path, error in damaged if _generations(path)[1] > at), None)

    def _read_part(self, coder: Coder, path: Path, *, whole: bool) -> tuple[Part, Stamp]:
        stamp, arrays = cache.read(path, whole=whole)
        try:
            segment = Segment.of_arrays(coder, arrays)
            since, similarity = int(stamp.extra["since"]), float(stamp.extra["similarity"])
        except (KeyError, TypeError, ValueError) as error:
            raise CacheUnusableError("its header is damaged", damaged=True) from error
        if len(segment) != stamp.count or arrays["sizes"].dtype != np.int64:
            raise CacheUnusableError("it holds other clips than it says", damaged=True)
        return Part(segment, since, stamp.generation, similarity, path), stamp


def _further(stamp: Stamp, at: int, chain: list[tuple[Path, Stamp]]) -> bool:
    # The first segment of a library that is still at generation 0 covers nothing; no other may.
    return stamp.generation > at or not chain


def _generations(path: Path) -> tuple[int, int]:
    """What the name of a file of lists says that it covers; (0, 0) where it says nothing."""
    numbers = path.stem.split("-")[-2:]
    return (int(numbers[0]), int(numbers[1])) if all(map(str.isdecimal, numbers)) else (0, 0)


def _within(path: Path, parts: list[Part]) -> bool:
    """Whether a file covers nothing that one of the parts does not cover too."""
    since, generation = _generations(path)
    return any(part.since <= since and generation <= part.generation for part in parts)


def _stale(path: Path) -> bool:
    with contextlib.suppress(OSError):
        return time.time() - path.stat().st_mtime > cache.STALE
    return False


def _remove(paths: Iterator[Path] | list[Path]) -> None:
    for path in paths:
        with contextlib.suppress(OSError):
            path.unlink()
