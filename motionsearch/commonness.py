"""How near a text lies to motion in general, so that no label is said of everything.

Some texts lie near every clip; unless that is taken off, they are the nearest label of clips that show
nothing of the kind. What a text scores on a fixed bank of made clips tells how much that is; or, where labels
occur about equally often among many clips of one kind, what it scores on those.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from motionsearch.errors import ModelError, QueryError

Vectors = NDArray[np.float32]

SCALE = 20.0
"""How much the nearest clips of the bank count more than the others.

It and what the bank is made of were chosen by the names of made motions alone, never by a test set.
"""

BANK = "vectors"  # the tensor in the file
_DECIMALS = 6  # the last bits of a matrix product depend on where an entry stands, and equal texts must tie


def commonness(bank: Vectors, texts: Vectors) -> Vectors:
    """``log(mean_m exp(SCALE * bank_m . t_c)) / SCALE`` of each text: between its mean and its best cosine.

    Taken off the cosines of clips and texts, it gives the inverted softmax of Smith et al. 2017 (arXiv
    1702.03859), used for retrieval with a bank of queries as QB-Norm (Bogolin et al. 2022, arXiv 2112.12777).

    Args:
        bank: ``(M, D)`` unit vectors of clips.
        texts: ``(C, D)`` unit vectors.

    Returns:
        ``(C,)`` in [-1, 1], rounded so that equal texts have equal values.
    """
    return typical(bank.astype(np.float64) @ texts.astype(np.float64).T)


def typical(cosines: NDArray[np.floating]) -> Vectors:
    """The same of cosines ``(M, C)``: of clips in the rows to texts in the columns."""
    scores = SCALE * cosines.astype(np.float64)
    highest = scores.max(axis=0)
    logs = highest + np.log(np.exp(scores - highest).mean(axis=0))
    rounded: Vectors = (logs / SCALE).round(_DECIMALS).astype(np.float32)
    return rounded


def typical_of_all(cosines: NDArray[np.floating]) -> Vectors:
    """The same for labels each of which fits about equally many of these very clips.

    Raises:
        QueryError: there are fewer clips than labels, so that this cannot be.
    """
    clips, labels = cosines.shape
    if clips < labels:
        raise QueryError(
            f"{clips} clips cannot show {labels} labels equally often",
            hint="label more clips at once, choose among fewer labels, or leave that out",
        )
    return typical(cosines)


def read_bank(path: Path, dim: int) -> Vectors:
    """The bank ``(M, D)`` of a model, float32.

    Raises:
        ModelError: the file is damaged or does not hold unit vectors of ``dim`` numbers.
    """
    from safetensors.numpy import load_file

    hint = "copy the model again, or make the file anew: motionsearch.train.reference.add_reference(FOLDER)"
    try:
        bank = load_file(path)[BANK].astype(np.float32)
    except Exception as error:
        raise ModelError(f"{path}: not readable ({error})", hint=hint) from error
    if bank.ndim != 2 or not len(bank) or bank.shape[1] != dim:
        raise ModelError(f"{path}: holds {bank.shape} where (clips, {dim}) is wanted", hint=hint)
    # Not finite is not near 1 either.
    if not (np.abs(np.linalg.norm(bank, axis=1) - 1) < 0.01).all():
        raise ModelError(f"{path}: a vector in it is not of length 1", hint=hint)
    return bank


__all__ = ["BANK", "SCALE", "commonness", "read_bank", "typical", "typical_of_all"]
