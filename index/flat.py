"""All vectors of a small library as one matrix in memory."""

from __future__ import annotations

import threading

import numpy as np
from numpy.typing import NDArray
from sqlalchemy.orm import Session

from motionsearch.errors import LibraryError
from motionsearch.index import cache
from motionsearch.index.cache import CacheUnusableError
from motionsearch.index.engines import Ids, Vectors
from motionsearch.index.history import check_history
from motionsearch.index.ivf_files import IndexFolder
from motionsearch.index.state import State
from motionsearch.index.vectors import stream_vectors


class Flat:
    """Clips and their vectors.

    Args:
        ids: ``(n,)`` ascending.
        vectors: ``(n, D)``.
        generation: Of the library.
        unsaved: Changes since the file that it was read from.
    """

    def __init__(self, ids: Ids, vectors: Vectors, generation: int, unsaved: int = 0) -> None:
        self.ids = ids
        self.vectors = vectors
        self.generation = generation
        self.unsaved = unsaved

    @classmethod
    def stream(
        cls, session: Session, dim: int, size: int, generation: int, stop: threading.Event | None = None
    ) -> Flat:
        """Reads all ``size`` live clips.

        Raises:
            LibraryError: there are more, or a vector is damaged.
        """
        ids, vectors = np.empty(size, np.int64), np.empty((size, dim), np.float32)
        done = 0
        for some, values in stream_vectors(session, dim):
            if stop is not None and stop.is_set():
                break
            if done + len(some) > size:
                raise LibraryError(
                    f"there are more clips than the library counts ({size:,}): it is damaged",
                    hint="`motionsearch verify` says what is wrong",
                )
            ids[done : done + len(some)], vectors[done : done + len(some)] = some, values
            done += len(some)
        return cls(ids[:done], vectors[:done], generation, unsaved=done)

    def rows(self, only: Ids | None, gone: Ids) -> NDArray[np.intp] | None:
        """Where the clips lie that may be found; ``None`` for all.

        Args:
            only: Live ids, ascending; others may be among them.
            gone: Ids that were removed.
        """
        if only is None and not len(gone):
            return None
        asked = gone if only is None else only
        at = np.searchsorted(self.ids, asked)
        inside = at < len(self.ids)
        at = at[inside][self.ids[at[inside]] == asked[inside]]
        if only is not None:
            return np.asarray(at)
        keep = np.ones(len(self.ids), bool)
        keep[at] = False
        return np.flatnonzero(keep)

    def changed(self, ids: Ids, vectors: Vectors, gone: Ids, generation: int) -> Flat:
        """With new clips and without those that are gone."""
        rows = self.rows(None, gone)
        kept, matrix = (self.ids, self.vectors) if rows is None else (self.ids[rows], self.vectors[rows])
        unsaved = self.unsaved + len(ids) + len(self.ids) - len(kept)
        joined = np.concatenate([kept, ids]), np.concatenate([matrix, vectors])
        return Flat(*joined, generation, unsaved)

    def write(self, files: IndexFolder, newest: str) -> None:
        """Replaces the file of a library whose database is far away.

        Raises:
            OSError: it cannot be written; the old file is as it was.
        """
        stamp = files.stamp("flat", self.generation, len(self.ids), live=len(self.ids), newest=newest)
        cache.write(files.flat, stamp, {"ids": self.ids, "vectors": self.vectors})


def read_flat(files: IndexFolder, session: Session, state: State) -> Flat:
    """Reads that file and checks every byte: its vectors are what scores are made of.

    Args:
        files: Where it is.
        session: To compare with.
        state: What the session sees.

    Raises:
        CacheUnusableError: it has to be made again.
    """
    stamp, arrays = cache.read(files.flat, whole=True)
    files.check(stamp, "flat")
    if stamp.generation < state.compacted:
        raise CacheUnusableError("out of date", damaged=False)
    check_history(session, stamp, state)
    try:
        ids, vectors = arrays["ids"], arrays["vectors"]
    except KeyError as error:
        raise CacheUnusableError("its header is damaged", damaged=True) from error
    whole = ids.dtype == np.int64 and vectors.dtype == np.float32
    if not whole or ids.shape != (stamp.count,) or vectors.shape != (stamp.count, files.dim):
        raise CacheUnusableError("it holds something else", damaged=True)
    if (np.diff(ids) <= 0).any():
        raise CacheUnusableError("its clips are out of order", damaged=True)
    return Flat(ids, vectors, stamp.generation)
