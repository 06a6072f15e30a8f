"""Training: clips in, a model folder out. Stops and resumes anywhere, on one device or several."""

from __future__ import annotations

import datetime
import json
import math
import os
import shutil
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from pathlib import Path

import numpy as np
import torch
from torch import Tensor

from motionsearch.architectures import ARCHITECTURES
from motionsearch.encoder import EncoderConfig, TextHead
from motionsearch.errors import InputError, ModelError
from motionsearch.model import ModelConfig
from motionsearch.spaces import load_space
from motionsearch.train.augment import augment
from motionsearch.train.checkpoints import START_ANEW, Average, read_checkpoint, same_run, write_checkpoint
from motionsearch.train.distributed import Ranks, device_of
from motionsearch.train.export import save_model
from motionsearch.train.logs import RunLog
from motionsearch.train.muon import Muon
from motionsearch.train.objective import Objective
from motionsearch.train.parts import PartMaker
from motionsearch.train.pool import Pool
from motionsearch.train.recipe import Recipe
from motionsearch.train.texts import Tower

CHECKPOINT = "checkpoint.pt"
MODEL = "model"
PARTS = "parts"


@dataclass(frozen=True)
class TrainProgress:
    """What a run tells while it goes on.

    Args:
        step: Steps done.
        total_steps: Steps in all.
        loss: Mean since the last report.
        clips_per_second: Since this process began.
        seconds_left: At that rate.
        metrics: The terms of the loss, the share of right answers in the batch and the like.
    """

    step: int
    total_steps: int
    loss: float
    clips_per_second: float
    seconds_left: float
    metrics: dict[str, float] = field(default_factory=dict)


class Trainer:
    """One training run in one folder: clips, checkpoint, log, and at the end the model.

    Started by torchrun, every process holds one, each with its share of every batch; the first writes.

    Args:
        recipe: What to run.
        output: Folder of the run; made if missing.
        resume: Go on from the folder's checkpoint; without it a folder that has one is refused.
        data_root: Folder of the mocap corpora, needed if the recipe uses any.
        parts: Folder of the clips that are made; within ``output`` by default. Runs of one mixture may share
            it, and are then to keep it: it is removed at the end only where it is the run's own.
        start: A model folder whose weights the run begins with.
        on_step: Called every ``report_every`` steps, in the first process.
        device: "cpu", "cuda" or "auto".

    Raises:
        InputError: the folder holds another run, or the data are missing.
        SpaceError: the space cannot be had here.
    """

    def __init__(
        self,
        recipe: Recipe,
        output: str | os.PathLike[str],
        *,
        resume: bool = False,
        data_root: str | os.PathLike[str] | None = None,
        parts: str | os.PathLike[str] | None = None,
        start: str | os.PathLike[str] | None = None,
        on_step: Callable[[TrainProgress], None] | None = None,
        report_every: int = 10,
        device: str = "auto",
    ) -> None:
        self.recipe = recipe
        self.output = Path(output)
        self.data_root = Path(data_root) if data_root is not None else None
        self.parts = Path(parts) if parts is not None else None
        self.on_step = on_step
        self.report_every = report_every
        wanted = device_of(device)
        self.ranks = Ranks.join(wanted.type)
        # "cuda" alone means each process has its own.
        self.device = torch.device(f"cuda:{self.ranks.local}") if str(wanted) == "cuda" else wanted
        checkpoint = self.output / CHECKPOINT
        if checkpoint.exists() and not resume:
            raise InputError(
                f"{self.output}: a training run lies here already",
                hint="pass --resume to go on with it, or choose another --output",
            )
        if recipe.training.batch_size % self.ranks.size:
            raise InputError(
                f"training.batch_size {recipe.training.batch_size} cannot be shared by "
                f"{self.ranks.size} processes",
                hint="choose a multiple of their number",
            )
        self.space = load_space(recipe.space)
        torch.manual_seed(recipe.seed)
        torch.set_num_threads(recipe.training.threads or os.cpu_count() or 1)
        self.tower = Tower(self.space, self.device, bfloat16=recipe.training.bfloat16)
        if recipe.encoder.architecture not in ARCHITECTURES:
            raise InputError(
                f"recipe {recipe.name}: there is no architecture {recipe.encoder.architecture!r}",
                hint=f"choose among {', '.join(ARCHITECTURES)}",
            )
        self.config = EncoderConfig(dim=self.space.dim, **asdict(recipe.encoder))
        self.encoder = ARCHITECTURES[self.config.architecture](self.config)
        self.head = TextHead(self.space.dim, recipe.training.text_hidden)
        self.objective = Objective(recipe, self.encoder, self.head, self.tower).to(self.device)
        if start is not None:
            self.objective.begin_with(Path(start))
        self.average = Average(self.objective, recipe.training.average)
        self.optimiser = self._optimiser()
        self.step = 0
        self.output.mkdir(parents=True, exist_ok=True)
        if checkpoint.exists():
            self._restore(checkpoint)

    def run(self) -> Path:
        """Trains to the last step and writes the model folder, whose path it returns."""
        self.train()
        model = self.export() if self.ranks.leads else self.output / MODEL
        self.ranks.wait()
        self.ranks.leave()
        return model

    def train(self) -> None:
        """Trains to the last step; an interrupt keeps a checkpoint of the step it came at."""
        t = self.recipe.training
        own_parts = self.parts is None
        folder = self.parts or self.output / PARTS
        workers = t.workers if self.ranks.leads else 0
        with PartMaker(self.recipe, folder, self.data_root, workers) as maker:
            pool = Pool(self.recipe, maker, self.tower, self.device, t.batch_size)
            try:
                self._go(pool)
            except KeyboardInterrupt:
                self.save_checkpoint()
                raise
            finally:
                pool.close()
        self.ranks.wait()
        if own_parts and self.ranks.leads:
            shutil.rmtree(folder, ignore_errors=True)

    def export(self, folder: Path | None = None) -> Path:
        """Writes the model as it now stands: the moving average of its weights."""
        target = folder or self.output / MODEL
        config = ModelConfig(
            name=self.recipe.name,
            space=self.recipe.space,
            space_fingerprint=self.space.fingerprint,
            dim=self.space.dim,
            num_frames=self.recipe.encoder.num_frames,
            logit_scale=round(float(self.objective.log_scale.detach().exp()), 4),
            encoder=self.config.to_dict(),
            recipe=self.recipe.to_dict(),
            made=datetime.date.today().isoformat(),
        )
        with self.average.in_place(self.objective):
            save_model(target, self.encoder, self.head, config)
        return target

    def save_checkpoint(self) -> None:
        """Writes everything that resuming needs; appears whole or not at all."""
        if not self.ranks.leads:
            return
        state = {
            "step": self.step,
            "recipe": json.dumps(self.recipe.to_dict()),
            "objective": self.objective.state_dict(),
            "average": self.average.state_dict(),
            "optimiser": self.optimiser.state_dict(),
        }
        write_checkpoint(self.output / CHECKPOINT, state)

    def _restore(self, path: Path) -> None:
        state = read_checkpoint(path, self.device)
        try:
            same_run(path, self.recipe, state)
            self.objective.load_state_dict(state["objective"])
            self.average.load_state_dict(state["average"])
            self.optimiser.load_state_dict(state["optimiser"])
            self.step = int(state["step"])
        except (OSError, RuntimeError, KeyError, ValueError, EOFError) as error:
            raise ModelError(f"{path}: not a readable checkpoint ({error})", hint=START_ANEW) from error

    def _optimiser(self) -> torch.optim.Optimizer:
        trained = [p for p in self.objective.parameters() if p.requires_grad]
        if self.recipe.training.optimiser == "muon":
            return Muon(trained, weight_decay=self.recipe.training.weight_decay)
        return torch.optim.AdamW(
            [
                # Biases, norms and lone vectors are not pulled to zero.
                {
                    "params": [p for p in trained if p.ndim == 2],
                    "weight_decay": self.recipe.training.weight_decay,
                },
                {"params": [p for p in trained if p.ndim != 2], "weight_decay": 0.0},
            ],
            betas=(0.9, 0.98),
            fused=self.device.type == "cuda",
        )

    def _go(self, pool: Pool) -> None:
        t = self.recipe.training
        began, first = 0.0, self.step
        seen: dict[str, list[Tensor]] = {}
        with RunLog(self.output, enabled=self.ranks.leads) as log:
            while self.step < t.steps:
                batch = self._batch(pool)
                # The wait for the first clips is no part of the rate.
                began = began or time.monotonic()
                for name, value in self._train_step(batch).items():
                    seen.setdefault(name, []).append(value)
                self.step += 1
                if self.step % self.report_every == 0 or self.step == t.steps:
                    # Read here and not at every step: a GPU would stand still meanwhile.
                    means = {name: float(torch.stack(values).mean()) for name, values in seen.items()}
                    seen = {}
                    self._check(means["loss"])
                    rate = (self.step - first) / max(time.monotonic() - began, 1e-9)
                    loss = means.pop("loss")
                    progress = TrainProgress(
                        self.step, t.steps, loss, rate * t.batch_size, (t.steps - self.step) / rate, means
                    )
                    log.write(vars(progress))
                    if self.on_step is not None and self.ranks.leads:
                        self.on_step(progress)
                if self.step % t.save_every == 0 or self.step == t.steps:
                    if "loss" in seen:
                        self._check(float(seen["loss"][-1]))
                    self.save_checkpoint()

    def _batch(self, pool: Pool) -> dict[str, Tensor]:
        """The batch of the present step: which clips and how disturbed is a function of step and rank."""
        key = [self.recipe.seed, 4, self.step, self.ranks.rank]
        rng = np.random.default_rng(key)
        batch = pool.draw(self.step, self.recipe.training.batch_size // self.ranks.size, rng)
        generator = torch.Generator(self.device).manual_seed(int(rng.integers(2**62)))
        # Compiled code is made for one shape, and a GPU pads for free; elsewhere the padding is cut off.
        trim = self.device.type == "cpu" and not self.recipe.training.compile
        return augment(batch, self.recipe.augmentation, generator, trim=trim)

    def _train_step(self, batch: dict[str, Tensor]) -> dict[str, Tensor]:
        t = self.recipe.training
        rate = t.learning_rate * min(1.0, (self.step + 1) / t.warmup)
        rate *= 0.5 * (1 + math.cos(math.pi * self.step / t.steps))
        for group in self.optimiser.param_groups:
            group["lr"] = rate
        terms = self.objective(batch, self.step, self.ranks)
        self.optimiser.zero_grad(set_to_none=True)
        terms["loss"].backward()
        self.ranks.reduce_gradients(self.objective.shared(), summed=self.objective.parted())
        torch.nn.utils.clip_grad_norm_(self.objective.parameters(), 1.0)
        self.optimiser.step()
        self.average.update(self.objective)
        return {name: value.detach() for name, value in terms.items()}

    def _check(self, loss: float) -> None:
        if not math.isfinite(loss):
            raise ModelError(
                f"the loss is not finite before step {self.step}",
                hint="lower training.learning_rate and resume from the last checkpoint",
            )
