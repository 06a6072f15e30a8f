"""The closed form of an alignment: a model carried into another space by linear algebra, before any training.

Two maps are fitted. The first takes texts of the new space to where the same texts lie in the old one (ridge
regression); it also undoes what crowds the new space's texts around their mean. The second (orthogonal
Procrustes, Schoenemann 1966) lays the model's own space, in which tracks meet texts, into the new one without
changing a single cosine, where the new space has dimensions enough, and near to where its texts lie.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray

from motionsearch.encoder import TextHead
from motionsearch.errors import ModelError, SpaceError
from motionsearch.features import unit
from motionsearch.spaces.base import Vectors

RIDGES = (1e-5, 1e-4, 1e-3, 1e-2, 1e-1)
HELD_OUT = 0.1
# Where the last linear layer of an encoder is called.
LAST_LAYERS = ("out", "readout.out")

Matrix = NDArray[np.float64]


@dataclass(frozen=True)
class LinearMap:
    """``x -> weight x + bias``.

    Args:
        weight: ``(d, D)`` float64.
        bias: ``(d,)`` float64.
        ridge: The penalty it was fitted with, as a share of the inputs' variance.
        cosine: Mean over texts it was not fitted on, of the map's output and the truth.
    """

    weight: Matrix
    bias: Matrix
    ridge: float
    cosine: float

    def __call__(self, vectors: Vectors) -> Vectors:
        """``(B, D)`` to ``(B, d)`` float32, unit length."""
        return unit(vectors @ self.weight.T + self.bias)


def fit_map(inputs: Vectors, targets: Vectors, *, seed: int = 0) -> LinearMap:
    """The ridge regression from ``inputs (U, D)`` to ``targets (U, d)`` that does best on texts held out.

    Both are centred first: the mean, which crowded spaces have so much of, is never penalised.

    Raises:
        SpaceError: all inputs are the same.
    """
    order = np.random.default_rng(seed).permutation(len(inputs))
    held = order[: max(1, int(len(order) * HELD_OUT))]
    kept = order[len(held) :]
    x, y = inputs[kept].astype(np.float64), targets[kept].astype(np.float64)
    x_mean, y_mean = x.mean(0), y.mean(0)
    x, y = x - x_mean, y - y_mean
    covariance, cross = x.T @ x, x.T @ y
    spread = float(np.trace(covariance)) / len(covariance)
    if not spread > 0:
        raise SpaceError("the space gives all texts the same vector, so nothing can be aligned to it")
    best: LinearMap | None = None
    for ridge in RIDGES:
        weight = np.linalg.solve(covariance + ridge * spread * np.eye(len(covariance)), cross).T
        bias = y_mean - weight @ x_mean
        guess = unit(inputs[held] @ weight.T + bias)
        cosine = float((guess * unit(targets[held])).sum(1).mean())
        if best is None or cosine > best.cosine:
            best = LinearMap(weight, bias, ridge, cosine)
    assert best is not None, "there are ridges to try"
    return best


def fit_frame(theirs: Vectors, joint: Vectors) -> Matrix:
    """The frame ``(D, d)`` that lays the joint space into the new one, nearest to where its texts lie.

    Args:
        theirs: ``(U, D)`` texts in the new space.
        joint: ``(U, d)`` the same texts where the model has them meet tracks.

    Returns:
        Orthonormal columns where D >= d, else orthonormal rows: the joint space is cut to its D directions
        that the texts use most.
    """
    centred = unit(theirs.astype(np.float64) - theirs.mean(0, dtype=np.float64)).astype(np.float64)
    joint = joint.astype(np.float64)
    dim, joint_dim = theirs.shape[1], joint.shape[1]
    if dim >= joint_dim:
        left, _, right = np.linalg.svd(centred.T @ joint, full_matrices=False)
        return np.asarray(left @ right)
    # The D leading directions of the joint space, then turned to meet the texts.
    _, _, main = np.linalg.svd(joint, full_matrices=False)
    left, _, right = np.linalg.svd(centred.T @ (joint @ main[:dim].T))
    return np.asarray(left @ right @ main[:dim])


def carry_head(head: TextHead, texts: LinearMap, frame: Matrix) -> TextHead:
    """The text head in the new space: ``texts`` takes it to the old one, ``frame`` lays the result out.

    The map goes to where the old head's residual begins, so a head that has a map of its own is carried
    without it.
    """
    old = {name: value.detach().double().cpu().numpy() for name, value in head.state_dict().items()}
    weights = {
        "enter.weight": frame @ texts.weight,
        "enter.bias": frame @ texts.bias,
        "inner.weight": old["inner.weight"] @ frame.T,
        "inner.bias": old["inner.bias"],
        "outer.weight": frame @ old["outer.weight"],
        "outer.bias": frame @ old["outer.bias"],
    }
    return TextHead.of({name: torch.from_numpy(value).float() for name, value in weights.items()})


def carry_encoder(weights: dict[str, torch.Tensor], frame: Matrix) -> dict[str, torch.Tensor]:
    """An encoder's weights with its last linear layer followed by ``frame``.

    Raises:
        ModelError: the encoder does not end in a linear layer this knows.
    """
    for layer in LAST_LAYERS:
        if f"{layer}.weight" in weights and len(weights[f"{layer}.weight"]) == frame.shape[1]:
            turn = torch.from_numpy(frame)
            changed = {
                f"{layer}.{part}": (turn @ weights[f"{layer}.{part}"].double().cpu()).float()
                for part in ("weight", "bias")
            }
            return {**weights, **changed}
    raise ModelError("this kind of encoder cannot be carried into another space: it has no last linear layer")


def crowding(vectors: Vectors) -> float:
    """Mean cosine between the different rows ``(U, D)`` of unit vectors."""
    count = len(vectors)
    total: Any = vectors.sum(0, dtype=np.float64)
    return float((total @ total - count) / (count * (count - 1)))
