"""Segments of an IVF index: codes of clips in lists, as FAISS scans them, in memory or mapped from a file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from motionsearch.index.cache import CacheUnusableError
from motionsearch.index.codebook import Codebook
from motionsearch.index.engines import Ids, Vectors
from motionsearch.runtime import threads

QUERY_BITS = 4
"""Bits a number of the query: 8 took twice as long, 0 (none saved) eighty times, and found no more."""

# A selector takes the place of FAISS's own only for as long as this keeps what it looks at alive.
Selector = tuple[Any, Any]


def load_faiss() -> Any:
    """The module, untyped: its type stubs lack much of what it has."""
    import faiss

    if faiss.omp_get_max_threads() != threads():
        faiss.omp_set_num_threads(threads())
    return faiss


class Coder:
    """Turns vectors into codes around the centres of a codebook."""

    def __init__(self, book: Codebook, bits: int) -> None:
        faiss = load_faiss()
        self.book = book
        self.bits = bits
        # FAISS asks it for the centres only; which lists are near is the codebook's to say.
        self._quantizer = faiss.IndexFlatIP(book.centres.shape[1])
        self._quantizer.add(np.ascontiguousarray(book.centres))

    def new_index(self) -> Any:
        """An empty index."""
        faiss = load_faiss()
        dim = self.book.centres.shape[1]
        metric = faiss.METRIC_INNER_PRODUCT
        index = faiss.IndexIVFRaBitQ(self._quantizer, dim, self.book.lists, metric, True, self.bits)
        index.qb = QUERY_BITS
        index.is_trained = True  # there is nothing to train beyond the centres
        return index


class Segment:
    """Some clips of an index.

    Args:
        coder: Of the index.
        index: FAISS's.
        memory: What the index's lists look at, if it is not their own.
    """

    def __init__(self, coder: Coder, index: Any, memory: NDArray[np.uint8] | None = None) -> None:
        self._coder = coder
        self.index = index
        self._memory = memory

    @classmethod
    def empty(cls, coder: Coder) -> Segment:
        """To be filled by :meth:`add`."""
        return cls(coder, coder.new_index())

    def __len__(self) -> int:
        return int(self.index.ntotal)

    @property
    def sizes(self) -> NDArray[np.int64]:
        """``(L,)`` clips in each list."""
        lists = self.index.invlists
        return np.array([lists.list_size(i) for i in range(self._coder.book.lists)], np.int64)

    def add(self, ids: Ids, turned: Vectors, lists: NDArray[np.int64]) -> None:
        """Encodes rotated vectors ``(n, D)`` into their lists ``(n,)``."""
        faiss = load_faiss()
        given = [np.ascontiguousarray(array) for array in (turned, ids, lists)]
        self.index.add_core(len(ids), *(faiss.swig_ptr(array) for array in given))

    def search(
        self,
        turned: Vectors,
        k: int,
        lists: NDArray[np.int64],
        cosines: Vectors,
        selector: Selector | None = None,
    ) -> tuple[NDArray[np.int64], Vectors]:
        """The k likeliest clips of each rotated query in the lists given for it.

        Args:
            turned: ``(Q, D)``.
            k: How many.
            lists: ``(Q, P)``; -1 for none.
            cosines: ``(Q, P)`` of the queries with the lists' centres.
            selector: Of :func:`passing`; ``None`` for no filter.

        Returns:
            ``(Q, k)`` ids, -1 where there are no more, and estimated inner products.
        """
        faiss = load_faiss()
        found = np.full((len(turned), k), -1, np.int64)
        scores = np.full((len(turned), k), -np.inf, np.float32)
        params = faiss.IVFRaBitQSearchParameters()
        params.qb = QUERY_BITS
        params.nprobe = lists.shape[1]
        if selector is not None:
            params.sel = selector[0]
        given = [np.ascontiguousarray(array) for array in (turned, lists, cosines)]
        queries, keys, near = (faiss.swig_ptr(array) for array in given)
        self.index.search_preassigned_c(
            len(turned), queries, k, keys, near, faiss.swig_ptr(scores), faiss.swig_ptr(found), False, params
        )
        return found, scores

    def list_content(self, number: int) -> tuple[Ids, NDArray[np.uint8]]:
        """Ids ``(n,)`` and codes ``(n, bytes)`` of a list; views that live as long as the segment."""
        faiss = load_faiss()
        lists, size = self.index.invlists, int(self.index.invlists.list_size(number))
        width = int(self.index.code_size)
        if size == 0:
            return np.zeros(0, np.int64), np.zeros((0, width), np.uint8)
        codes = faiss.rev_swig_ptr(lists.get_codes(number), size * width).reshape(size, width)
        return faiss.rev_swig_ptr(lists.get_ids(number), size), codes

    def ids(self) -> Ids:
        """Of all its clips, in no order."""
        return np.concatenate(
            [np.zeros(0, np.int64), *(self.list_content(i)[0] for i in range(self._coder.book.lists))]
        )

    def arrays(self) -> dict[str, NDArray[Any]]:
        """For a file."""
        faiss = load_faiss()
        writer = faiss.VectorIOWriter()
        faiss.write_InvertedLists(self.index.invlists, writer)
        return {"sizes": self.sizes, "lists": faiss.vector_to_array(writer.data)}

    @classmethod
    def of_arrays(cls, coder: Coder, arrays: Mapping[str, NDArray[Any]]) -> Segment:
        """Out of a file, whose lists are read as they are looked into.

        Raises:
            CacheUnusableError: FAISS does not understand them, or they are of another index.
        """
        faiss = load_faiss()
        memory, sizes = arrays["lists"], arrays["sizes"]
        index = coder.new_index()
        try:
            reader = faiss.ZeroCopyIOReader(faiss.swig_ptr(memory), memory.nbytes)
            lists = faiss.downcast_InvertedLists(faiss.read_InvertedLists(reader))
        except RuntimeError as error:
            raise CacheUnusableError(f"faiss cannot read it ({error})", damaged=True) from error
        if (lists.nlist, lists.code_size) != (coder.book.lists, index.code_size):
            raise CacheUnusableError("it holds lists of another index", damaged=True)
        lists.this.disown()
        index.replace_invlists(lists, True)
        index.ntotal = int(sizes.sum())
        segment = cls(coder, index, memory)
        if not np.array_equal(segment.sizes, sizes):
            raise CacheUnusableError("its lists have other lengths than they should", damaged=True)
        return segment


def joined(
    coder: Coder, segments: Sequence[Segment], *, live: Ids | None = None, gone: Ids | None = None
) -> Segment:
    """Segments as one.

    Args:
        coder: Of all of them.
        segments: What goes in.
        live: Ids that are kept, ascending; ``None`` for all.
        gone: Ids that are dropped, ascending.
    """
    faiss = load_faiss()
    whole = Segment.empty(coder)
    for number in range(coder.book.lists):
        for segment in segments:
            ids, codes = segment.list_content(number)
            keep = np.ones(len(ids), bool)
            if live is not None:
                keep &= among(ids, live)
            if gone is not None and len(gone):
                keep &= ~among(ids, gone)
            ids, codes = ids[keep], codes[keep]  # also copies, out of what may be mapped
            if len(ids):
                pointers = faiss.swig_ptr(ids), faiss.swig_ptr(codes)
                whole.index.invlists.add_entries(number, len(ids), *pointers)
                whole.index.ntotal += len(ids)
    return whole


def among(ids: Ids, some: Ids) -> NDArray[np.bool_]:
    """Which of the ids are among some others, which ascend; quick where those are many."""
    if not len(some):
        return np.zeros(len(ids), bool)
    at = np.minimum(np.searchsorted(some, ids), len(some) - 1)
    return np.asarray(some[at] == ids)


def passing(ids: Ids, *, but: bool = False) -> Selector | None:
    """A selector of some ids, or with ``but`` of all except these; ``None`` for all.

    A bit an id: they are handed out one after the other, so this is small, and each look costs the same.
    """
    if but and not len(ids):
        return None
    faiss = load_faiss()
    marks = np.zeros(int(ids[-1]) + 1 if len(ids) else 1, bool)
    marks[ids] = True
    bits = np.packbits(marks, bitorder="little")
    selector = faiss.IDSelectorBitmap(bits)
    return (faiss.IDSelectorNot(selector), (selector, bits)) if but else (selector, bits)


def best_of(parts: Sequence[tuple[NDArray[np.int64], Vectors]], k: int) -> list[tuple[Ids, Vectors]]:
    """For each query the k likeliest of several segments' answers, in no order."""
    ids = np.concatenate([found for found, _ in parts], axis=1)
    scores = np.concatenate([scores for _, scores in parts], axis=1)
    scores = np.where(ids < 0, -np.inf, scores)
    if ids.shape[1] > k:
        at = np.argpartition(-scores, k - 1, axis=1)[:, :k]
        ids, scores = np.take_along_axis(ids, at, axis=1), np.take_along_axis(scores, at, axis=1)
    return [(row[row >= 0], score[row >= 0]) for row, score in zip(ids, scores, strict=True)]
