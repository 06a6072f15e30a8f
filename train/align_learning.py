"""The plan of an alignment and its training: the networks in the new space, and one step at a time."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from motionsearch.encoder import TextHead
from motionsearch.errors import ModelError
from motionsearch.features import collate, prepare
from motionsearch.spaces.base import Space, Vectors
from motionsearch.tracks import Tracks
from motionsearch.train.align_material import Clips
from motionsearch.train.augment import augment
from motionsearch.train.augmentation import Augmentation
from motionsearch.train.losses import cosine_loss, info_nce
from motionsearch.train.precision import autocast


@dataclass(frozen=True)
class AlignPlan:
    """How a model is taken into another space.

    Args:
        space: Name of the space it goes to.
        steps: Optimiser steps after the closed form; 0 for the closed form alone.
        minutes: Longest time for the steps; 0 for no limit. The learning rate falls with whichever is nearer
            its end.
        clips: Made clips that are learnt from.
        captions: Of a clip, at most.
        max_points: Clips with more points are thinned to this many.
        words: Single words beside the captions and the shipped phrases and glossary; 0 for captions alone.
        batch_size: Clips a step.
        learning_rate: Of the text side, at its peak; warmed up linearly, then a cosine to zero.
        encoder_share: Of that rate for the encoder. 0 leaves it as the closed form has it: made clips alone,
            without the mocap it was trained on, teach it to see real motion worse.
        warmup: Steps.
        weight_decay: Of AdamW.
        same_text: Captions whose cosine in the old space is above this are not negatives of each other.
        keep_weight: Of the term that keeps texts where the old model had them. At 1 the names of real actions
            lost more than made clips won; 10 holds both.
        picture_weight: Of the picture term, by the space's image tower, where the encoder is trained; 0
            draws no pictures.
        gallery: Made clips that the model is measured on before and after.
        seed: Of the clips and of every random choice.
        bfloat16: Autocast the network, where the device has such arithmetic.
        save_every: Steps between checkpoints.
    """

    space: str
    steps: int = 600
    minutes: float = 0.0
    clips: int = 12_288
    captions: int = 2
    max_points: int = 48
    words: int = 5_000
    batch_size: int = 512
    learning_rate: float = 2e-4
    encoder_share: float = 0.0
    warmup: int = 50
    weight_decay: float = 0.01
    same_text: float = 0.95
    keep_weight: float = 10.0
    picture_weight: float = 0.0
    gallery: int = 1_000
    seed: int = 0
    bfloat16: bool = True
    save_every: int = 50


# Times that a clip is looked at where the encoder does not change, each time changed in another way.
VIEWS = 3


class Learner:
    """The networks in the new space, and one step of their training.

    Args:
        plan: Rates and weights.
        space: The new one.
        num_frames: Moments sampled from a clip.
        encoder, head: As the closed form has them.
        scale: Factor on cosines to begin with.
        texts: ``(U, D)`` all texts in the new space, the captions first.
        kept: ``(U, D)`` where the old model has them meet tracks, laid into the new space.
        pictures: ``(K, D)`` of the clips around their mean, or empty.
        device: Where to compute.
        text_cosine, crowding: Of the map and of the captions, for the report.
    """

    def __init__(
        self,
        plan: AlignPlan,
        space: Space,
        num_frames: int,
        encoder: nn.Module,
        head: TextHead,
        scale: float,
        texts: Vectors,
        kept: Vectors,
        pictures: Vectors,
        device: torch.device,
        text_cosine: float,
        crowding: float,
    ) -> None:
        self.plan = plan
        self.space = space
        self.num_frames = num_frames
        self.encoder = encoder.to(device).train()
        self.head = head.to(device).train()
        self.log_scale = nn.Parameter(torch.tensor(math.log(scale), device=device))
        self.texts, self.kept = torch.from_numpy(texts).to(device), torch.from_numpy(kept).to(device)
        self.pictures = torch.from_numpy(pictures).to(device)
        self.device = device
        self.augmentation = Augmentation()
        self.text_cosine = text_cosine
        self.crowding = crowding
        self.seconds = 0.0
        self.seen: Tensor | None = None
        groups = _groups([*self.head.parameters(), self.log_scale], 1.0, plan.weight_decay)
        if plan.encoder_share > 0:
            groups += _groups(list(self.encoder.parameters()), plan.encoder_share, plan.weight_decay)
        else:
            self.encoder.requires_grad_(False)
        self.optimiser = torch.optim.AdamW(groups, betas=(0.9, 0.98))

    def learn(self, clips: Clips, step: int, share: float) -> dict[str, float]:
        """One step.

        Args:
            clips: Which clips and how disturbed is a function of the step.
            step: Number of the step.
            share: Of the run that is done, in [0, 1).

        Raises:
            ModelError: the loss is not finite.
        """
        plan, rng = self.plan, np.random.default_rng([self.plan.seed, 4, step])
        rate = plan.learning_rate * min(1.0, (step + 1) / plan.warmup) * 0.5 * (1 + math.cos(math.pi * share))
        for group in self.optimiser.param_groups:
            group["lr"] = rate * group["share"]
        chosen = rng.choice(len(clips), min(plan.batch_size, len(clips)), replace=False)
        captions = clips.captions[chosen, rng.integers(clips.captions.shape[1], size=len(chosen))]
        if plan.encoder_share > 0:
            tracks = self._look(clips, chosen, rng)
        else:
            views = torch.from_numpy(rng.integers(VIEWS, size=len(chosen))).to(self.device)
            tracks = self._views(clips)[views, torch.from_numpy(chosen).to(self.device)]
        text = self.head(self.texts[torch.from_numpy(captions).long().to(self.device)])
        ours = torch.from_numpy(clips.ours[captions]).to(self.device)
        contrast = info_nce(
            tracks, text, self.log_scale.exp().clamp(max=100.0), ours @ ours.T, same_text=plan.same_text
        )
        some = torch.from_numpy(rng.integers(len(self.texts), size=2 * plan.batch_size)).to(self.device)
        keep = cosine_loss(self.head(self.texts[some]), self.kept[some])
        loss = contrast + plan.keep_weight * keep
        if len(self.pictures) and plan.encoder_share > 0:
            pictures = self.pictures[torch.from_numpy(chosen).to(self.device)]
            loss = loss + plan.picture_weight * cosine_loss(tracks, pictures)
        if not torch.isfinite(loss):
            raise ModelError(f"the loss is not finite at step {step}", hint="start again with another --seed")
        self.optimiser.zero_grad(set_to_none=True)
        loss.backward()  # type: ignore[no-untyped-call]
        nn.utils.clip_grad_norm_([p for group in self.optimiser.param_groups for p in group["params"]], 1.0)
        self.optimiser.step()
        return {"loss": float(contrast.detach()), "kept": 1 - float(keep.detach())}

    def _look(self, clips: Clips, chosen: NDArray[np.int64], rng: np.random.Generator) -> Tensor:
        """``(B, D)`` vectors of some clips, changed as they are in training."""
        batch = {
            name: torch.from_numpy(getattr(clips, name)[chosen]).to(self.device)
            for name in ("points", "visible", "mask", "duration")
        }
        batch["points"] = batch["points"].float()
        chance = torch.Generator(self.device).manual_seed(int(rng.integers(2**62)))
        batch = augment(batch, self.augmentation, chance, trim=True)
        with autocast(self.device, self.plan.bfloat16):
            vectors: Tensor = self.encoder(
                batch["points"], batch["visible"], batch["mask"], batch["duration"]
            )
        return vectors.float()

    @torch.no_grad()
    def _views(self, clips: Clips) -> Tensor:
        """``(VIEWS, K, D)`` vectors of all clips by an encoder that does not change; looked at once."""
        if self.seen is None:
            rng = np.random.default_rng([self.plan.seed, 6])
            starts = range(0, len(clips), self.plan.batch_size)
            rows = [np.arange(at, min(at + self.plan.batch_size, len(clips))) for at in starts]
            self.seen = torch.stack(
                [torch.cat([self._look(clips, some, rng) for some in rows]) for _ in range(VIEWS)]
            )
        return self.seen

    # What it takes to be measured as a model is (motionsearch.train.evaluate.Embedder), without an export.

    name = "the model in training"
    fingerprint = ""

    @torch.no_grad()
    def embed_tracks(self, clips: Sequence[Tracks]) -> Vectors:
        """``(B, D)`` float32 unit vectors."""
        batch = collate([prepare(clip, self.num_frames) for clip in clips]).named()
        inputs = [torch.from_numpy(value).to(self.device) for value in batch.values()]
        vectors: Vectors = self.encoder.eval()(*inputs).float().cpu().numpy()
        self.encoder.train()
        return vectors

    @torch.no_grad()
    def embed_text(self, texts: Sequence[str]) -> Vectors:
        """``(B, D)`` float32 unit vectors."""
        frozen = torch.from_numpy(self.space.embed_text(texts)).to(self.device)
        vectors: Vectors = self.head(frozen).cpu().numpy()
        return vectors

    def state(self) -> dict[str, Any]:
        """For a checkpoint."""
        return {
            "encoder": self.encoder.state_dict(),
            "head": self.head.state_dict(),
            "log_scale": self.log_scale.detach(),
            "optimiser": self.optimiser.state_dict(),
            "seconds": self.seconds,
        }

    def restore(self, state: dict[str, Any]) -> None:
        """What :meth:`state` gave."""
        self.encoder.load_state_dict(state["encoder"])
        self.head.load_state_dict(state["head"])
        self.optimiser.load_state_dict(state["optimiser"])
        with torch.no_grad():
            self.log_scale.copy_(state["log_scale"])
        self.seconds = float(state["seconds"])


def _groups(weights: list[nn.Parameter], share: float, decay: float) -> list[dict[str, Any]]:
    """For the optimiser: biases, norms and lone vectors are not pulled to zero."""
    return [
        {"params": [p for p in weights if p.ndim == 2], "share": share, "weight_decay": decay},
        {"params": [p for p in weights if p.ndim != 2], "share": share, "weight_decay": 0.0},
    ]
