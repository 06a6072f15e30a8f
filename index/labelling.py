"""Labels to choose from, and how likely each is for a clip."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from motionsearch.commonness import typical_of_all
from motionsearch.errors import QueryError
from motionsearch.index.codec import Vectors
from motionsearch.index.store import Store
from motionsearch.index.texts import text_vectors
from motionsearch.labels import label_vectors

if TYPE_CHECKING:
    from motionsearch.model import Model


@dataclass(frozen=True, eq=False)
class Labels:
    """Labels as a model sees them.

    Args:
        asked: The words, whether with what the glossary says, whether calibrated.
        vectors: ``(C, D)`` unit vectors of the words.
        commonness: ``(C,)`` what is taken off the cosines.
        scale: Factor before the softmax.
    """

    asked: tuple[tuple[str, ...], bool, bool]
    vectors: Vectors
    commonness: Vectors
    scale: float

    @classmethod
    def of(cls, store: Store, model: Model, asked: tuple[tuple[str, ...], bool, bool]) -> Labels:
        """Embeds what is said about the words, unless the library remembers it."""
        words, glossary, calibrated = asked
        vectors = label_vectors(model, words, glossary=glossary, embed=partial(text_vectors, store, model))
        common = model.commonness(vectors) if calibrated else np.zeros(len(words), np.float32)
        return cls(asked, vectors, common, float(model.logit_scale))

    def evenly(self, clips: Vectors) -> Labels:
        """As they are where each fits about equally many of the clips ``(B, D)``: what they score on these
        is what is common.

        Raises:
            QueryError: there are fewer clips than labels, so that this cannot be.
        """
        cosines = clips.astype(np.float64) @ self.vectors.T.astype(np.float64)
        return replace(self, commonness=typical_of_all(cosines))

    def shares(self, clips: Vectors) -> NDArray[np.float64]:
        """How likely each word is for each clip ``(B, D)``: ``(B, C)``, rows that add up to 1."""
        logits = self.scale * (clips.astype(np.float64) @ self.vectors.T - self.commonness)
        powers = np.exp(logits - logits.max(axis=1, keepdims=True))
        shares: NDArray[np.float64] = powers / powers.sum(axis=1, keepdims=True)
        return shares


def different_words(labels: Sequence[str]) -> tuple[str, ...]:
    """The labels without repetitions and white space around.

    Raises:
        QueryError: there are none, or one is empty.
    """
    words = tuple(dict.fromkeys(label.strip() for label in labels))
    if not words or not all(words):
        raise QueryError("there are no labels, or one is empty", hint="give words such as walk,run,jump")
    return words


__all__ = ["Labels", "different_words"]
