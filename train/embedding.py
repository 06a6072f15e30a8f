"""Clips and texts as vectors for measuring: embedded once, however often they are compared."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Literal, Protocol

import numpy as np
from numpy.typing import NDArray

from motionsearch.clips import Cutting, Recording
from motionsearch.errors import InputError, ModelError
from motionsearch.features import unit
from motionsearch.tracks import Tracks

Vectors = NDArray[np.float32]
Windows = Literal["mean", "best"]
Progress = Callable[[str, int, int], None]

_BATCH = 256
# Cosines are rounded to this many decimals: the last bits of a matrix product differ between machines.
_DECIMALS = 6


class Embedder(Protocol):
    """What is measured: a :class:`motionsearch.model.Model`, or anything that embeds like one.

    Where it also has ``space`` (with ``embed_text``) and ``space_name``, texts are compared with each other
    in that frozen space, as TMR does with a sentence encoder; else by ``embed_text``. Where it also has
    ``has_reference`` and ``commonness``, labels are calibrated.
    """

    @property
    def name(self) -> str:
        """Of the model."""

    @property
    def fingerprint(self) -> str:
        """Tells models apart."""

    def embed_tracks(self, clips: Sequence[Tracks], /) -> Vectors:
        """``(B, D)`` unit vectors."""

    def embed_text(self, texts: Sequence[str], /) -> Vectors:
        """``(B, D)`` unit vectors."""


@dataclass(frozen=True, eq=False)
class ClipVectors:
    """Clips as one model embedded them, window by window.

    Args:
        vectors: ``(W, D)`` unit vectors of the windows, clip after clip.
        starts: ``(N,)`` the first window of each clip.
        fingerprint: Of the model.
    """

    vectors: Vectors
    starts: NDArray[np.int64]
    fingerprint: str

    def __len__(self) -> int:
        return len(self.starts)

    def owners(self) -> NDArray[np.int64]:
        """``(W,)`` the clip that each window is of."""
        counts = np.diff(self.starts, append=len(self.vectors))
        return np.repeat(np.arange(len(self)), counts)

    def similarity(self, texts: Vectors, windows: Windows = "mean") -> Vectors:
        """``(N, C)`` cosines of clips to the ``(C, D)`` vectors of texts.

        Args:
            windows: ``"mean"``: a clip is the unit mean of its windows. ``"best"``: it is as near to a text
                as its nearest window, which is how a library finds it.

        Raises:
            ModelError: the texts have another dimension.
        """
        if self.vectors.shape[1] != texts.shape[1]:
            raise ModelError(
                f"the model gives tracks {self.vectors.shape[1]} numbers and texts {texts.shape[1]}"
            )
        if windows == "mean":
            means = unit(np.add.reduceat(self.vectors, self.starts, axis=0))
            return cosines(means, texts)
        nearest: Vectors = np.maximum.reduceat(cosines(self.vectors, texts), self.starts, axis=0)
        return nearest


def cosines(left: Vectors, right: Vectors) -> Vectors:
    """``(A, B)`` inner products, the same for equal rows of either: equal captions must tie.

    Each is reckoned once, because the last bits of a matrix product also depend on where in the matrix an
    entry stands, and rounding makes a difference of some of these larger.
    """
    rows, row_of = np.unique(left, axis=0, return_inverse=True)
    columns, column_of = np.unique(right, axis=0, return_inverse=True)
    products: Vectors = (rows @ columns.T).round(_DECIMALS)[np.ix_(row_of, column_of)]
    return products


def embed_clips(
    model: Embedder,
    tracks: Sequence[Tracks],
    *,
    cutting: Cutting | None = None,
    on_progress: Progress | None = None,
) -> ClipVectors:
    """Cuts clips into windows where they are long, and embeds those.

    Raises:
        InputError: a clip shows nothing, or a vector is not finite.
        ModelError: the model gives something else than one vector a window.
    """
    cutting = cutting or Cutting()
    pieces: list[Tracks] = []
    starts = []
    for index, clip in enumerate(tracks):
        starts.append(len(pieces))
        pieces += [piece for _, _, piece in cutting.cut(Recording(clip))]
        if len(pieces) == starts[-1]:
            raise InputError(f"clip {index} shows nothing in any window of {cutting.window:g} s")
    vectors = _in_batches(model.embed_tracks, pieces, "tracks", on_progress)
    _check_vectors(vectors, len(pieces), "window of tracks")
    return ClipVectors(vectors, np.array(starts, dtype=np.int64), model.fingerprint)


def embed_texts(
    model: Embedder, texts: Sequence[str], compare: bool, on_progress: Progress | None
) -> tuple[Vectors, Vectors | None, str]:
    """Vectors of the texts; vectors for comparing texts with each other, and where those come from.

    Each different text is embedded once, so that equal ones have equal vectors.
    """
    distinct = list(dict.fromkeys(texts))
    place = {text: index for index, text in enumerate(distinct)}
    order = [place[text] for text in texts]
    vectors = _in_batches(model.embed_text, distinct, "texts", on_progress)
    _check_vectors(vectors, len(distinct), "text")
    if not compare:
        return vectors[order], None, "not used"
    space: Any = getattr(model, "space", None)
    if space is None:
        return vectors[order], vectors[order], "model"
    frozen = _in_batches(space.embed_text, distinct, "texts", on_progress)
    _check_vectors(frozen, len(distinct), "text in the space")
    return vectors[order], frozen[order], f"space {getattr(model, 'space_name', '')}".strip()


def _in_batches(
    embed: Callable[[Any], Vectors], things: Sequence[Any], what: str, on_progress: Progress | None
) -> Vectors:
    parts = []
    for start in range(0, len(things), _BATCH):
        parts.append(np.asarray(embed(list(things[start : start + _BATCH])), dtype=np.float32))
        if on_progress:
            on_progress(what, min(start + _BATCH, len(things)), len(things))
    return np.concatenate(parts)


def _check_vectors(vectors: Vectors, count: int, what: str) -> None:
    if vectors.ndim != 2 or len(vectors) != count:
        raise ModelError(f"the model gave vectors of shape {vectors.shape} for {count} of {what}")
    bad = np.flatnonzero(~np.isfinite(vectors).all(axis=1))
    if len(bad):
        raise InputError(f"the vector of {what} {bad[0]} is not finite")


__all__ = [
    "ClipVectors", "Embedder", "Progress", "Vectors", "Windows", "cosines", "embed_clips", "embed_texts",
]  # fmt: skip
