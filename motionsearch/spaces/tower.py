"""Runs a text tower: token ids in, unit vectors out, in batches of texts of about the same length."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from motionsearch.spaces.base import Vectors

# Texts to lists of token ids, special tokens included, cut to the tower's limit.
Tokenize = Callable[[list[str]], list[list[int]]]

TOKENS_PER_BATCH = 1024  # padded; more is slower on a CPU, whose caches it no longer fits


class TextTower:
    """A tokenizer and the ONNX session of a text tower.

    Args:
        session: Maps ``ids`` (B, S) int32 and, where it asks for them, ``lengths`` (B,) int32 to (B, dim).
        tokenize: Maps texts to token ids.
        padding: The id that fills a row up.
        width: Tokens of every row; ``None`` fills up to the longest of a batch only.
    """

    def __init__(
        self,
        session: Any,
        tokenize: Tokenize,
        *,
        padding: int = 0,
        width: int | None = None,
    ) -> None:
        self._session = session
        self._tokenize = tokenize
        self._padding = padding
        self._width = width
        self._takes_lengths = any(value.name == "lengths" for value in session.get_inputs())

    def embed(self, texts: list[str]) -> Vectors:
        """(len(texts), dim) float32, unit length."""
        tokens = self._tokenize(texts)
        vectors: Vectors | None = None
        for chosen in batches_by_length([self._width or len(row) for row in tokens], TOKENS_PER_BATCH):
            lengths = np.array([len(tokens[i]) for i in chosen], np.int32)
            ids = np.full((len(chosen), self._width or int(lengths.max())), self._padding, np.int32)
            for row, i in zip(ids, chosen, strict=True):
                row[: len(tokens[i])] = tokens[i]
            inputs: dict[str, NDArray[np.int32]] = {"ids": ids}
            if self._takes_lengths:
                inputs["lengths"] = lengths
            batch = self._session.run(None, inputs)[0]
            if vectors is None:
                vectors = np.empty((len(texts), batch.shape[1]), np.float32)
            vectors[chosen] = batch
        assert vectors is not None, "embed() is called with at least one text"
        return vectors


def batches_by_length(lengths: Sequence[int], budget: int) -> Iterator[list[int]]:
    """Yields lists of positions: every position once, shortest texts first, so that little is padding.

    A batch holds as many as fit into ``budget`` tokens when all are padded to its longest, and at least one.
    """
    batch: list[int] = []
    for i in sorted(range(len(lengths)), key=lengths.__getitem__):
        if batch and lengths[i] * (len(batch) + 1) > budget:
            yield batch
            batch = []
        batch.append(i)
    if batch:
        yield batch
