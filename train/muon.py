"""Muon (Jordan et al. 2024, https://kellerjordan.github.io/posts/muon/): matrices take steps of full rank.

The momentum of a matrix is brought near to the closest orthogonal one, so that all its directions move alike,
and not only the few that lead the gradient. Measured with the shipped encoder, batches of 256 and the same
clips, it needed 120 steps for what AdamW reached in 200. torch's own takes matrices alone, and iterates in
bfloat16, which made a step of 1,024 clips take 1.7 times as long on a processor that has none.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import Any

import torch
from torch import Tensor, nn

_QUINTIC = (3.4445, -4.7750, 2.0315)
"""Of an iteration: steep at 0, so that small singular values grow fast; they end between 0.7 and 1.2."""
_ITERATIONS = 5
_USUAL = 0.2
"""Root mean square of AdamW's steps as they usually are: a learning rate then means the same for both (Liu et
al. 2025, arXiv 2502.16982)."""


class Muon(torch.optim.Optimizer):
    """Muon for matrices, AdamW for all else (biases, norms, lone vectors), at one learning rate.

    Args:
        parameters: To be trained.
        lr: Learning rate.
        weight_decay: Of the matrices.
        momentum: Of the matrices.
        betas: Of the others.
    """

    def __init__(
        self,
        parameters: Iterable[nn.Parameter],
        lr: float = 1e-3,
        *,
        weight_decay: float = 0.0,
        momentum: float = 0.95,
        betas: tuple[float, float] = (0.9, 0.98),
    ) -> None:
        given = list(parameters)
        groups: list[dict[str, Any]] = [
            {"params": [p for p in given if p.ndim == 2], "momentum": momentum, "weight_decay": weight_decay},
            {"params": [p for p in given if p.ndim != 2], "betas": betas},
        ]
        super().__init__([group for group in groups if group["params"]], {"lr": lr})

    @torch.no_grad()
    def step(self, closure: Any = None) -> None:  # type: ignore[override]
        """One step along the gradients at hand; those without one stay."""
        if closure is not None:
            raise ValueError("a closure is not supported")
        for group in self.param_groups:
            for p in group["params"]:
                if p.grad is None:
                    continue
                if "momentum" in group:
                    self._move_matrix(p, p.grad, group)
                else:
                    self._move(p, p.grad, group)

    def _move_matrix(self, p: Tensor, gradient: Tensor, group: dict[str, Any]) -> None:
        state = self.state[p]
        if not state:
            state["momentum"] = torch.zeros_like(p)
        kept: Tensor = state["momentum"].lerp_(gradient, 1 - group["momentum"])
        ahead = gradient.lerp(kept, group["momentum"])  # Nesterov's
        p.mul_(1 - group["lr"] * group["weight_decay"])
        p.add_(orthogonal(ahead), alpha=-group["lr"] * _USUAL * math.sqrt(max(p.shape)))

    def _move(self, p: Tensor, gradient: Tensor, group: dict[str, Any], tiny: float = 1e-8) -> None:
        state = self.state[p]
        if not state:
            state["step"] = torch.zeros(())
            state["mean"], state["square"] = torch.zeros_like(p), torch.zeros_like(p)
        state["step"] += 1
        count, (first, second) = int(state["step"]), group["betas"]
        mean = state["mean"].lerp_(gradient, 1 - first)
        square = state["square"].mul_(second).addcmul_(gradient, gradient, value=1 - second)
        scale = (square / (1 - second**count)).sqrt_().add_(tiny)
        p.addcdiv_(mean, scale, value=-group["lr"] / (1 - first**count))


def orthogonal(matrix: Tensor) -> Tensor:
    """A matrix ``(m, n)`` with the singular vectors of the given one, and singular values near 1 or 0."""
    a, b, c = _QUINTIC
    wide: Tensor = matrix.T if matrix.shape[0] > matrix.shape[1] else matrix
    x: Tensor = wide / wide.norm().clamp_min(1e-7)
    for _ in range(_ITERATIONS):
        square = x @ x.T
        x = a * x + (b * square + c * square @ square) @ x
    return x.T if matrix.shape[0] > matrix.shape[1] else x
