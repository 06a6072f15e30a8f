"""Takes a model into another space: fitted in closed form first, then trained on made clips.

The closed form (:mod:`motionsearch.train.align_fit`) is as good as a linear map between the two text towers
can be. Training then moves the text head: by the contrastive term on clips and their captions, as the model
was trained before, and by a term that keeps texts where the old model had them, so that words of which no
clip was made are not forgotten. The encoder stays, and with it all that real motion taught it, unless asked
for.
"""

from __future__ import annotations

import copy
import datetime
import json
import os
import time
from collections.abc import Callable
from dataclasses import asdict, replace
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import nn

from motionsearch.architectures import ARCHITECTURES
from motionsearch.encoder import EncoderConfig, TextHead
from motionsearch.errors import InputError
from motionsearch.features import unit
from motionsearch.model import Model
from motionsearch.runtime import threads
from motionsearch.spaces import load_space
from motionsearch.train.align_fit import carry_encoder, carry_head, crowding, fit_frame, fit_map
from motionsearch.train.align_learning import AlignPlan, Learner
from motionsearch.train.align_material import Clips, Texts, embed_words, make_clips
from motionsearch.train.align_report import Alignment, AlignProgress, Figures, aligned_name, render_card
from motionsearch.train.checkpoints import read_checkpoint, write_checkpoint
from motionsearch.train.distributed import device_of
from motionsearch.train.evaluate import Items, evaluate_retrieval, world_items
from motionsearch.train.export import load_networks, save_model
from motionsearch.train.recipe import Recipe, recipe_from
from motionsearch.train.texts import Tower
from motionsearch.train.world import KINDS

CHECKPOINT = "checkpoint.pt"
MODEL = "model"
MATERIAL = "material"
# Streams of made clips that no training run and no model card uses.
CLIPS_SEED, GALLERY_SEED = 7_700, 7_001
GALLERY_CAPTIONS = 2
# What training must add to the mean of R@1 and R@10 to be kept: made clips do not show what else it costs.
WORTH = 0.01


class Aligner:
    """One alignment in one folder: clips and texts, checkpoint, and at the end the model.

    Args:
        plan: What to do.
        source: The model that is taken.
        output: Folder of the run; made if missing.
        resume: Go on with what lies in the folder; without it a folder that has a checkpoint is refused.
        data_root: Folder of the mocap corpora of the model's recipe, which join the made clips; none needed.
        on_progress: Told how far it is.
        device: "cpu", "cuda" or "auto".

    Raises:
        InputError: the folder holds another run, or the plan makes no sense.
        SpaceError: the space cannot be had here.
    """

    def __init__(
        self,
        plan: AlignPlan,
        source: Model,
        output: str | os.PathLike[str],
        *,
        resume: bool = False,
        data_root: str | os.PathLike[str] | None = None,
        on_progress: Callable[[AlignProgress], None] | None = None,
        device: str = "auto",
    ) -> None:
        _check(plan)
        self.plan = plan
        self.source = source
        self.output = Path(output)
        self.data_root = Path(data_root) if data_root is not None else None
        self.tell = on_progress or (lambda _: None)
        self.device = device_of(device)
        checkpoint = self.output / CHECKPOINT
        if checkpoint.exists() and not resume:
            raise InputError(
                f"{self.output}: an alignment lies here already",
                hint="pass --resume to go on with it, or choose another --output",
            )
        self.space = load_space(plan.space)
        if plan.picture_weight > 0 and not plan.encoder_share > 0:
            raise InputError(
                "the picture term teaches the encoder, which is left as it is",
                hint="give --encoder a share of the learning rate too, such as 0.3",
            )
        if plan.picture_weight > 0 and not self.space.has_images:
            raise InputError(f"the space {self.space.name} has no image tower for the picture term")
        if self.space.fingerprint == source.config.space_fingerprint:
            raise InputError(
                f"model {source.name} is in the space {self.space.name} already",
                hint="use it as it is, or name another --space",
            )
        self.state = _read_checkpoint(checkpoint, self._identity()) if checkpoint.exists() else None
        self.step = int(self.state["step"]) if self.state else 0
        self.output.mkdir(parents=True, exist_ok=True)
        torch.set_num_threads(threads())

    def run(self) -> Alignment:
        """Makes, fits, trains, measures; writes the model folder. An interrupt keeps all that was done."""
        learner, carried, before, fitted = self.learn()
        trained = self._measure(learner) if self.step else fitted
        better = (trained.r1 + trained.r10) / 2 >= (fitted.r1 + fitted.r10) / 2 + WORTH
        if not better:
            learner.encoder, learner.head, learner.log_scale = carried
        return Alignment(
            self._export(learner, before, fitted, trained if better else None),
            before,
            fitted,
            trained if better else fitted,
            self.space.name,
            better,
            self.step,
            learner.seconds,
            learner.text_cosine,
            learner.crowding,
        )

    def learn(self) -> tuple[Learner, tuple[nn.Module, TextHead, nn.Parameter], Figures, Figures]:
        """All but the model folder.

        Returns:
            The networks after the last step; encoder, head and scale as the closed form had them; the figures
            of the model that was taken, and of the closed form.
        """
        recipe = recipe_of(self.plan, self.source, with_corpora=self.data_root is not None)
        ours, theirs = Tower(self.source.space, self.device), Tower(self.space, self.device)
        clips = make_clips(
            recipe,
            self.plan.clips,
            ours,
            theirs,
            self.output / MATERIAL,
            data_root=self.data_root,
            on_made=lambda done, total: self.tell(AlignProgress("making clips", done, total, "clips")),
        )
        words = embed_words(self.plan.words, ours, theirs, self.output / MATERIAL)
        learner = self._fit(clips, words)
        carried = copy.deepcopy((learner.encoder, learner.head, learner.log_scale))
        if self.state is None:
            before, fitted = self._measure(self.source), self._measure(learner)
            self._save(learner, before, fitted)
        else:
            before, fitted = Figures(**self.state["before"]), Figures(**self.state["fitted"])
            learner.restore(self.state)
        try:
            self._train(learner, clips, before, fitted)
        finally:
            self._save(learner, before, fitted)
        return learner, carried, before, fitted

    def _fit(self, clips: Clips, words: Texts) -> Learner:
        """The closed form."""
        encoder, head, config = load_networks(self.source.folder)
        ours = np.concatenate([clips.ours, words.ours])
        theirs = np.concatenate([clips.theirs, words.theirs])
        with torch.no_grad():
            entered = head.entered(torch.from_numpy(ours)).numpy()
            joint = head(torch.from_numpy(ours)).numpy()
        texts = fit_map(theirs, entered, seed=self.plan.seed)
        frame = fit_frame(clips.theirs, joint[: len(clips.ours)])
        sizes = EncoderConfig(**{**config.encoder, "dim": self.space.dim})
        carried = ARCHITECTURES[sizes.architecture](sizes)
        carried.load_state_dict(carry_encoder(encoder.state_dict(), frame))
        pictures = unit(clips.pictures - clips.pictures.mean(0)) if len(clips.pictures) else clips.pictures
        return Learner(
            self.plan,
            self.space,
            config.num_frames,
            carried,
            carry_head(head, texts, frame),
            config.logit_scale,
            theirs,
            unit(joint @ frame.T.astype(np.float32)),
            pictures,
            self.device,
            texts.cosine,
            crowding(clips.theirs),
        )

    def _train(self, learner: Learner, clips: Clips, before: Figures, fitted: Figures) -> None:
        plan, began = self.plan, time.monotonic() - learner.seconds
        measures: list[dict[str, float]] = []
        while self.step < plan.steps:
            elapsed = time.monotonic() - began
            share = max(self.step / plan.steps, elapsed / (60 * plan.minutes) if plan.minutes else 0.0)
            if share >= 1:
                break
            measures.append(learner.learn(clips, self.step, share))
            self.step += 1
            learner.seconds = time.monotonic() - began
            if self.step % 10 == 0 or self.step == plan.steps:
                mean = {name: float(np.mean([m[name] for m in measures])) for name in measures[0]}
                total = plan.steps
                if plan.minutes:  # the steps that the time will do
                    total = min(total, max(self.step, round(self.step * 60 * plan.minutes / learner.seconds)))
                self.tell(AlignProgress("training", self.step, total, "steps", mean))
                measures = []
            if self.step % plan.save_every == 0:
                self._save(learner, before, fitted)

    def _measure(self, model: Model | Learner) -> Figures:
        items = self._gallery
        report = evaluate_retrieval(
            model,
            items.tracks,
            [captions[:GALLERY_CAPTIONS] for captions in items.captions],
            ["all"],
            on_progress=lambda what, done, total: self.tell(AlignProgress("measuring", done, total, what)),
        )
        found = report.results[0].text_to_track
        return Figures(found.recall[1], found.recall[10], found.median_rank, found.chance_recall[10])

    @cached_property
    def _gallery(self) -> Items:
        return world_items(GALLERY_SEED + self.plan.seed, self.plan.gallery)

    def _export(self, learner: Learner, before: Figures, fitted: Figures, trained: Figures | None) -> Path:
        """Writes the model as it now stands."""
        old = self.source.config
        config = replace(
            old,
            name=aligned_name(old.name, self.space.name),
            space=self.space.name,
            space_fingerprint=self.space.fingerprint,
            dim=self.space.dim,
            logit_scale=round(float(learner.log_scale.detach().exp()), 4),
            encoder={**old.encoder, "dim": self.space.dim},
            recipe={**old.recipe, "align": {**asdict(self.plan), "model": old.name}},
            made=datetime.date.today().isoformat(),
        )
        card = render_card(config, old, before, fitted, trained)
        save_model(self.output / MODEL, learner.encoder, learner.head, config, card=card)
        return self.output / MODEL

    def _identity(self) -> dict[str, Any]:
        """What a run and its resumption must agree on; more steps or time may be given to train on."""
        plan = {k: v for k, v in asdict(self.plan).items() if k not in ("steps", "minutes", "save_every")}
        plan |= {"space": self.space.fingerprint, "model": self.source.fingerprint}
        return {**plan, "data": self.data_root is not None}

    def _save(self, learner: Learner, before: Figures, fitted: Figures) -> None:
        """Writes everything that resuming needs; appears whole or not at all."""
        state = {
            "identity": json.dumps(self._identity()),
            "step": self.step,
            "before": asdict(before),
            "fitted": asdict(fitted),
            **learner.state(),
        }
        write_checkpoint(self.output / CHECKPOINT, state)


def recipe_of(plan: AlignPlan, source: Model, *, with_corpora: bool) -> Recipe:
    """What clips are made: the mixture of the model's own recipe, its mocap corpora only where asked for."""
    mixed = source.config.recipe.get("data", {})
    world = {kind: weight for kind, weight in mixed.get("world", {}).items() if kind in KINDS}
    return recipe_from(
        {
            "name": f"{source.name} into {plan.space}",
            "space": plan.space,
            "encoder": {"num_frames": source.config.num_frames},
            "data": {
                "seed": CLIPS_SEED + plan.seed,
                "world": world or {kind: 1.0 for kind in KINDS},
                "corpora": mixed.get("corpora", {}) if with_corpora else {},
                "captions": plan.captions,
                "max_points": plan.max_points,
            },
            "training": {"picture_weight": plan.picture_weight},
        }
    )


def _check(plan: AlignPlan) -> None:
    least = {"clips": 2, "captions": 1, "max_points": 1, "batch_size": 2, "gallery": 1, "warmup": 1}
    for name, value in least.items():
        if getattr(plan, name) < value:
            raise InputError(f"an alignment needs at least {value} for {name}, got {getattr(plan, name)}")
    if (
        min(
            plan.steps,
            plan.words,
            plan.seed,
            plan.minutes,
            plan.picture_weight,
            plan.keep_weight,
            plan.encoder_share,
        )
        < 0
    ):
        raise InputError("an alignment takes no negative number of steps, words or minutes, seed or weight")


def _read_checkpoint(path: Path, identity: dict[str, Any]) -> dict[str, Any]:
    state = read_checkpoint(path, torch.device("cpu"))
    if json.loads(state.get("identity", "null")) != json.loads(json.dumps(identity)):
        raise InputError(
            f"{path}: this alignment was begun with another model, space or options",
            hint="use those it was begun with, or choose another --output",
        )
    return state


__all__ = ["AlignPlan", "AlignProgress", "Aligner", "Alignment", "Figures", "recipe_of"]
