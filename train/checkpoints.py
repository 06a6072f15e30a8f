"""What a run keeps of itself to be resumed, and the moving average of its weights."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn

from motionsearch.errors import InputError, ModelError
from motionsearch.train.recipe import Recipe

START_ANEW = "remove it to start anew"
# What may differ between a run and its resumption; the number of steps may be raised to train on.
_FREE = ("steps", "threads", "workers", "save_every", "compile", "reference")


def write_checkpoint(path: Path, state: dict[str, Any]) -> None:
    """Writes a checkpoint that appears whole or not at all, and is on the disk when this returns."""
    temporary = path.with_name(path.name + ".tmp")
    torch.save(state, temporary)
    with temporary.open("rb+") as file:
        os.fsync(file.fileno())
    os.replace(temporary, path)


def read_checkpoint(path: Path, device: torch.device) -> dict[str, Any]:
    """Reads what :func:`write_checkpoint` wrote; weights only, no code.

    Raises:
        ModelError: it is damaged.
    """
    try:
        state: dict[str, Any] = torch.load(path, map_location=device, weights_only=True)
    except (
        Exception
    ) as error:  # torch raises whatever the torn bytes lead it to: IndexError, UnpicklingError, ...
        raise ModelError(f"{path}: not a readable checkpoint ({error})", hint=START_ANEW) from error
    return state


def same_run(path: Path, recipe: Recipe, state: dict[str, Any]) -> None:
    """Checks that a checkpoint is of a run by this recipe.

    Raises:
        InputError: it is not.
    """
    mine, theirs = json.loads(json.dumps(recipe.to_dict())), json.loads(state["recipe"])
    for side in (mine, theirs):
        for key in _FREE:
            side["training"].pop(key, None)
    if mine != theirs:
        raise InputError(
            f"{path}: this run was begun with another recipe",
            hint="use the recipe it was begun with, or choose another --output",
        )


class Average:
    """An exponential moving average of a network's weights: steadier than the last ones.

    Args:
        network: Whose weights.
        decay: Share that is kept at each step, less at first; 0 for no average.
    """

    def __init__(self, network: nn.Module, decay: float) -> None:
        self.decay = decay
        self.steps = 0
        self._kept = [p.detach().clone() for p in network.parameters()] if decay > 0 else []

    @torch.no_grad()
    def update(self, network: nn.Module) -> None:
        """Takes in the weights as they now are."""
        self.steps += 1
        if not self._kept:
            return
        # Early on the average would be mostly the random beginning.
        decay = min(self.decay, (1 + self.steps) / (10 + self.steps))
        torch._foreach_lerp_(self._kept, [p.detach() for p in network.parameters()], 1 - decay)

    @contextmanager
    def in_place(self, network: nn.Module) -> Iterator[None]:
        """The network with the average for its weights, while the context lasts."""
        now = [p.detach().clone() for p in network.parameters()]
        self._write(network, self._kept or now)
        try:
            yield
        finally:
            self._write(network, now)

    @torch.no_grad()
    def _write(self, network: nn.Module, values: list[Tensor]) -> None:
        for parameter, value in zip(network.parameters(), values, strict=True):
            parameter.copy_(value)

    def state_dict(self) -> dict[str, Any]:
        """For a checkpoint."""
        return {"steps": self.steps, "kept": self._kept}

    def load_state_dict(self, state: dict[str, Any]) -> None:
        """From a checkpoint."""
        self.steps = int(state["steps"])
        for mine, theirs in zip(self._kept, state["kept"], strict=True):
            mine.copy_(theirs)
