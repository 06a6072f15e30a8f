"""Training on several processes: what they add up to is what one would have done."""

from __future__ import annotations

import os
import socket
from pathlib import Path

import pytest
import torch
from torch.multiprocessing.spawn import spawn

from motionsearch.architectures import ARCHITECTURES
from motionsearch.encoder import EncoderConfig, TextHead
from motionsearch.spaces.base import Space
from motionsearch.train.distributed import Ranks
from motionsearch.train.objective import Objective
from motionsearch.train.recipe import recipe_from
from motionsearch.train.texts import Tower

SIZES = {"width": 24, "layers": 1, "heads": 2, "num_frames": 8, "pool_width": 8}
CLIPS = 8


class Nothing(Space):
    name = "nothing"
    dim = 16
    fingerprint = "nothing"

    def _embed_unique(self, texts):
        raise AssertionError("no text is embedded here")


def gradients(
    rank: int, size: int, architecture: str = "two-view", **training: object
) -> dict[str, torch.Tensor]:
    """The gradients of one step over rank's rows of one fixed batch."""
    recipe = recipe_from(
        {
            "name": "x",
            "encoder": {"architecture": architecture, **SIZES},
            "training": {"batch_size": CLIPS, "text_hidden": 4, "bfloat16": False, "glossary_weight": 0.0}
            | training,
        }
    )
    torch.manual_seed(0)
    torch.set_num_threads(1)
    tower = Tower(Nothing(), torch.device("cpu"))
    sizes = EncoderConfig(architecture=architecture, dim=16, **SIZES)
    objective = Objective(recipe, ARCHITECTURES[architecture](sizes), TextHead(16, 4), tower)
    rows = slice(rank * CLIPS // size, (rank + 1) * CLIPS // size)
    batch = {
        "points": torch.randn(CLIPS, 8, 5, 2),
        "visible": torch.ones(CLIPS, 8, 5),
        "mask": torch.ones(CLIPS, 5),
        "duration": torch.rand(CLIPS) + 1,
        "text": torch.nn.functional.normalize(torch.randn(CLIPS, 16), dim=-1),
    }
    ranks = Ranks.join("cpu")
    assert (ranks.rank, ranks.size, ranks.leads) == (rank, size, rank == 0)
    objective({name: value[rows] for name, value in batch.items()}, 0, ranks)["loss"].backward()
    ranks.reduce_gradients(objective.shared(), summed=objective.parted())
    ranks.wait()
    ranks.leave()
    return {name: p.grad for name, p in objective.named_parameters() if p.grad is not None}


def work(rank: int, port: int, folder: Path, training: dict[str, object]) -> None:
    os.environ |= {"RANK": str(rank), "LOCAL_RANK": str(rank), "WORLD_SIZE": "2",
                   "MASTER_ADDR": "127.0.0.1", "MASTER_PORT": str(port)}  # fmt: skip
    torch.save(gradients(rank, 2, **training), folder / f"{rank}.pt")


@pytest.mark.slow
@pytest.mark.parametrize(
    "training", [{"reconstruction_weight": 0.5, "velocity_weight": 0.5}, {"loss": "cosine"}]
)
def test_two_processes_make_the_gradient_of_one(tmp_path: Path, training: dict[str, object]) -> None:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port = found.getsockname()[1]
    spawn(work, (port, tmp_path, training), nprocs=2)
    alone = gradients(0, 1, **training)
    for rank in range(2):
        together = torch.load(tmp_path / f"{rank}.pt", weights_only=True)
        assert together.keys() == alone.keys()
        for name, gradient in alone.items():
            torch.testing.assert_close(together[name], gradient, atol=1e-5, rtol=1e-4, msg=name)
