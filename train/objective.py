"""What training minimises, and the networks it is a function of."""

from __future__ import annotations

import math
import os
import shutil
import warnings
from collections.abc import Iterator
from pathlib import Path

import torch
from torch import Tensor, nn

from motionsearch.encoder import TextHead
from motionsearch.errors import ModelError, MotionsearchWarning
from motionsearch.train.distributed import Ranks
from motionsearch.train.losses import cosine_loss, info_nce
from motionsearch.train.precision import autocast
from motionsearch.train.recipe import Recipe
from motionsearch.train.texts import Tower

# Pairs of a name and a description that are compared in one step, and the factor on their cosines.
_GLOSSARY_PAIRS = 256
_GLOSSARY_SCALE = 20.0


class Objective(nn.Module):
    """The encoder, the text head and the decoder, and the terms of the loss.

    Args:
        recipe: The weights of the terms.
        encoder: Tracks to unit vectors.
        head: Captions' vectors to where their tracks are.
        tower: Embeds the glossary.
    """

    def __init__(self, recipe: Recipe, encoder: nn.Module, head: TextHead, tower: Tower) -> None:
        super().__init__()
        self.terms = recipe.training
        self.seed = recipe.seed
        self.encoder = encoder
        self.head = head
        self.log_scale = nn.Parameter(torch.tensor(math.log(1 / 0.07)))
        self.decoder: nn.Module | None = None
        if self.terms.reconstruction_weight > 0 or self.terms.velocity_weight > 0:
            from motionsearch.decoder import DecoderConfig, TrajectoryDecoder

            self.decoder = TrajectoryDecoder(
                DecoderConfig(dim=tower.dim, num_frames=recipe.encoder.num_frames)
            )
        # Not a submodule: its parameters are the encoder's.
        self._encode = (torch.compile(encoder) if self.terms.compile and _can_compile() else encoder,)
        self._glossary = _Glossary(tower) if self.terms.glossary_weight > 0 else None

    def begin_with(self, folder: Path) -> None:
        """Takes over the weights of a model.

        Raises:
            ModelError: the model's networks are of other sizes.
        """
        from motionsearch.train.export import load_networks

        encoder, head, config = load_networks(folder)
        try:
            self.encoder.load_state_dict(encoder.state_dict())
            self.head.load_state_dict(head.state_dict())
        except RuntimeError as error:
            raise ModelError(
                f"{folder}: the model's networks are of other sizes than the recipe's ({error})",
                hint="give the recipe the sizes that motionsearch models show says",
            ) from error
        with torch.no_grad():
            self.log_scale.fill_(math.log(config.logit_scale))

    def forward(self, batch: dict[str, Tensor], step: int, ranks: Ranks) -> dict[str, Tensor]:
        """The terms of one step, and their weighted sum under ``"loss"``.

        Args:
            batch: As :func:`motionsearch.train.augment.augment` gives it; the rows of this rank.
            step: Which step it is: the glossary's pairs are a function of it.
            ranks: Who shares the batch.
        """
        t = self.terms
        device = batch["points"].device
        with autocast(device, t.bfloat16):
            own = self._encode[0](batch["points"], batch["visible"], batch["mask"], batch["duration"])
        own = own.float()
        # The cosine loss has no negatives: a head in training would meet it by sending all text to one place.
        own_text = self.head(batch["text"]) if t.loss == "infonce" else batch["text"]
        terms: dict[str, Tensor] = {}
        tracks, text, frozen = (ranks.gather(rows) for rows in (own, own_text, batch["text"]))
        if t.loss == "infonce":
            scale = self.log_scale.exp().clamp(max=100.0)
            alike = frozen @ frozen.T
            loss = info_nce(
                tracks, text, scale, alike, same_text=t.same_text, soft_text=t.soft_text,
                soft_scale=t.soft_scale,
            )  # fmt: skip
        else:
            loss = cosine_loss(own, own_text) / ranks.size
        terms["text"] = loss
        # Terms of the own rows alone count by their share, so that the ranks' gradients add up.
        if "pictures" in batch:
            terms["picture"] = cosine_loss(own, batch["pictures"]) / ranks.size
            loss = loss + t.picture_weight * terms["picture"]
        if self._glossary is not None:
            terms["glossary"] = self._glossary.loss(self.head, self.seed, step, device) / ranks.size
            loss = loss + t.glossary_weight * terms["glossary"]
        if self.decoder is not None:
            from motionsearch.train.reconstruction import reconstruction_loss, target

            start = target(batch["points"], batch["mask"])[:, 0]
            with autocast(device, t.bfloat16):
                decoded = self.decoder(own, start, batch["mask"], batch["duration"])
            decoded = decoded.float()
            away = reconstruction_loss(decoded, batch["points"], batch["visible"], batch["mask"])
            terms["positions"] = away.position / ranks.size
            terms["velocities"] = away.velocity / ranks.size
            loss = (
                loss + t.reconstruction_weight * terms["positions"] + t.velocity_weight * terms["velocities"]
            )
        with torch.no_grad():
            right = (tracks @ text.T).argmax(1) == torch.arange(len(text), device=text.device)
            terms["accuracy"] = right.float().mean()
            terms["scale"] = self.log_scale.exp()
        return {"loss": loss, **terms}

    def shared(self) -> Iterator[nn.Parameter]:
        """Parameters whose gradient is whole on every rank: the scale, a function of the gathered batch."""
        yield self.log_scale

    def parted(self) -> Iterator[nn.Parameter]:
        """Parameters that every rank has the gradient of its own rows of."""
        return (p for p in self.parameters() if p is not self.log_scale)


def _can_compile() -> bool:
    """Whether torch.compile finds a compiler; without one a run goes on as it is written, only slower."""
    names = (os.environ.get("CXX", ""), "g++", "clang++", "c++")
    found = any(name and shutil.which(name) for name in names)
    if not found:
        warnings.warn(
            MotionsearchWarning("no C++ compiler is at hand: the network is trained without being compiled"),
            stacklevel=2,
        )
    return found


class _Glossary:
    """Names and descriptions of motions, to be brought together on the text side."""

    def __init__(self, tower: Tower) -> None:
        from motionsearch.glossary import load_glossary

        entries = load_glossary()
        texts = [text for entry in entries for text in (*entry.names, *entry.descriptions)]
        self._vectors = tower.embed_text(texts)
        starts, names, counts, at = [], [], [], 0
        for entry in entries:
            starts.append(at)
            names.append(len(entry.names))
            counts.append(len(entry.descriptions))
            at += names[-1] + counts[-1]
        self._starts, self._names, self._counts = (torch.tensor(x) for x in (starts, names, counts))

    def loss(self, head: nn.Module, seed: int, step: int, device: torch.device) -> Tensor:
        """InfoNCE between a name and a description of each of some entries; the same on every rank."""
        generator = torch.Generator().manual_seed(seed * 1_000_003 + step)
        chosen = torch.randperm(len(self._starts), generator=generator)[:_GLOSSARY_PAIRS]

        def one_of(counts: Tensor) -> Tensor:
            return (torch.rand(len(chosen), generator=generator) * counts[chosen]).long()

        name = self._starts[chosen] + one_of(self._names)
        said = self._starts[chosen] + self._names[chosen] + one_of(self._counts)
        vectors = self._vectors.to(device)
        first, second = vectors[name.to(device)], vectors[said.to(device)]
        alike = first @ first.T
        return info_nce(head(first), head(second), vectors.new_tensor(_GLOSSARY_SCALE), alike)
