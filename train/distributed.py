"""Training on several devices: what torchrun starts, each process with its share of every batch.

One process sees no difference: every function here is then the identity.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import dataclass

import torch
import torch.distributed as dist
from torch import Tensor, nn

from motionsearch.errors import InputError


def device_of(name: str) -> torch.device:
    """The device that is meant by "auto", "cpu", "cuda" and the like.

    Raises:
        InputError: there is no such device here.
    """
    if name == "auto":
        return torch.device("cuda" if torch.cuda.is_available() else "cpu")
    try:
        device = torch.device(name)
    except RuntimeError as error:
        raise InputError(f"there is no device {name!r}", hint="choose auto, cpu or cuda") from error
    if device.type == "cuda" and not torch.cuda.is_available():
        raise InputError("there is no CUDA device here", hint="leave --device out, or pass --device cpu")
    return device


@dataclass(frozen=True)
class Ranks:
    """This process among those of a run.

    Args:
        rank: Its number; 0 writes files and makes clips.
        size: How many there are.
        local: Its number on this machine: which GPU it takes.
    """

    rank: int = 0
    size: int = 1
    local: int = 0

    @classmethod
    def join(cls, device: str) -> Ranks:
        """Joins the group that torchrun's environment variables describe; alone without them."""
        size = int(os.environ.get("WORLD_SIZE", "1"))
        if size == 1:
            return cls()
        if not dist.is_initialized():
            dist.init_process_group("nccl" if device == "cuda" else "gloo")
        return cls(dist.get_rank(), size, int(os.environ.get("LOCAL_RANK", "0")))

    @property
    def leads(self) -> bool:
        """Whether this process writes the files of the run."""
        return self.rank == 0

    def gather(self, rows: Tensor) -> Tensor:
        """``(B, ...)`` of every rank, one after the other; only the own rows carry gradients.

        Every rank computes the loss of the whole batch, so the sum of all ranks' gradients is its gradient.
        """
        if self.size == 1:
            return rows
        parts = [torch.empty_like(rows) for _ in range(self.size)]
        dist.all_gather(parts, rows.detach().contiguous())
        parts[self.rank] = rows
        return torch.cat(parts)

    def reduce_gradients(self, shared: Iterable[nn.Parameter], *, summed: Iterable[nn.Parameter]) -> None:
        """Makes all ranks' gradients alike.

        Args:
            shared: Parameters whose whole gradient every rank has already: averaged.
            summed: Parameters of which every rank has the part of its own rows: summed.
        """
        if self.size == 1:
            return
        for parameters, factor in ((shared, 1 / self.size), (summed, 1.0)):
            for parameter in parameters:
                if parameter.grad is not None:
                    dist.all_reduce(parameter.grad)
                    parameter.grad *= factor

    def wait(self) -> None:
        """Until every rank is here."""
        if self.size > 1:
            dist.barrier()

    def leave(self) -> None:
        """Ends the group."""
        if self.size > 1 and dist.is_initialized():
            dist.destroy_process_group()
