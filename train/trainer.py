"""Training: seasons of clips in, a model folder out. Stops and resumes anywhere."""

from __future__ import annotations

import datetime
import json
import math
import multiprocessing
import os
import shutil
import signal
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor

from motionsearch.encoder import EncoderConfig, TextHead, TrajectoryEncoder
from motionsearch.errors import InputError, ModelError
from motionsearch.model import ModelConfig
from motionsearch.spaces import load_space
from motionsearch.train.export import save_model
from motionsearch.train.losses import cosine_loss, info_nce
from motionsearch.train.recipe import Recipe
from motionsearch.train.seasons import PART, Season, make_part, part_path

CHECKPOINT = "checkpoint.pt"
LOG = "log.jsonl"
MODEL = "model"
START_ANEW = "remove it to start anew"


@dataclass(frozen=True)
class TrainProgress:
    """What a run tells while it goes on.

    Args:
        step: Steps done.
        total_steps: Steps in all.
        loss: Mean since the last report.
        clips_per_second: Since this process began.
        seconds_left: At that rate.
        metrics: Share of right answers in the batch and the like.
    """

    step: int
    total_steps: int
    loss: float
    clips_per_second: float
    seconds_left: float
    metrics: dict[str, float] = field(default_factory=dict)


class Trainer:
    """One training run in one folder: seasons, checkpoint, log, and at the end the model.

    Args:
        recipe: What to run.
        output: Folder of the run; made if missing.
        resume: Go on from the folder's checkpoint; without it a folder that has one is refused.
        data_root: Folder of the mocap corpora, needed if the recipe uses any.
        on_step: Called every ``report_every`` steps.
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
        on_step: Callable[[TrainProgress], None] | None = None,
        report_every: int = 10,
        device: str = "auto",
    ) -> None:
        self.recipe = recipe
        self.output = Path(output)
        self.data_root = Path(data_root) if data_root is not None else None
        self.on_step = on_step
        self.report_every = report_every
        self.device = torch.device(
            "cuda" if device == "auto" and torch.cuda.is_available() else device.replace("auto", "cpu")
        )
        checkpoint = self.output / CHECKPOINT
        if checkpoint.exists() and not resume:
            raise InputError(
                f"{self.output}: a training run lies here already",
                hint="pass --resume to go on with it, or choose another --output",
            )
        self.space = load_space(recipe.space)
        torch.manual_seed(recipe.seed)
        torch.set_num_threads(recipe.training.threads or os.cpu_count() or 1)
        self.encoder = TrajectoryEncoder(EncoderConfig(dim=self.space.dim, **vars(recipe.encoder))).to(
            self.device
        )
        self.head = TextHead(self.space.dim, recipe.training.text_hidden).to(self.device)
        self.log_scale = torch.nn.Parameter(torch.tensor(math.log(1 / 0.07), device=self.device))
        modules = [*self.encoder.parameters(), *self.head.parameters()]
        self.optimiser = torch.optim.AdamW(
            [
                # Biases, norms and lone vectors are not pulled to zero.
                {"params": [p for p in modules if p.ndim == 2], "weight_decay": recipe.training.weight_decay},
                {"params": [*(p for p in modules if p.ndim != 2), self.log_scale], "weight_decay": 0.0},
            ],
            betas=(0.9, 0.98),
        )
        self.step = 0
        self.output.mkdir(parents=True, exist_ok=True)
        if checkpoint.exists():
            self._restore(checkpoint)

    def run(self) -> Path:
        """Trains to the last step and writes the model folder; an interrupt keeps the last checkpoint."""
        total = self.recipe.training.steps
        began, first, losses, right = 0.0, self.step, [], []
        workers = self.recipe.training.workers
        # Spawned, not forked: torch's threads do not survive a fork.
        spawn = multiprocessing.get_context("spawn")
        with ProcessPoolExecutor(
            max(1, workers), mp_context=spawn, initializer=_start_worker, initargs=(os.getpid(),)
        ) as pool:
            try:
                for batch in self._batches(pool):
                    # The wait for the first season is no part of the rate.
                    began = began or time.monotonic()
                    loss, accuracy = self._train_step(batch)
                    self.step += 1
                    losses.append(loss)
                    right.append(accuracy)
                    if self.step % self.report_every == 0 or self.step == total:
                        rate = (self.step - first) / (time.monotonic() - began)
                        self._report(
                            TrainProgress(
                                self.step,
                                total,
                                float(np.mean(losses)),
                                rate * self.recipe.training.batch_size,
                                (total - self.step) / rate,
                                {
                                    "accuracy": float(np.mean(right)),
                                    "scale": float(self.log_scale.detach().exp()),
                                },
                            )
                        )
                        losses, right = [], []
                    if self.step % self.recipe.training.save_every == 0 or self.step == total:
                        self.save_checkpoint()
            except KeyboardInterrupt:
                self.save_checkpoint()
                raise
            finally:
                pool.shutdown(wait=False, cancel_futures=True)
        return self.export()

    def export(self, folder: Path | None = None) -> Path:
        """Writes the model as it now stands."""
        target = folder or self.output / MODEL
        config = ModelConfig(
            name=self.recipe.name,
            space=self.recipe.space,
            space_fingerprint=self.space.fingerprint,
            dim=self.space.dim,
            num_frames=self.recipe.encoder.num_frames,
            logit_scale=round(float(self.log_scale.detach().exp()), 4),
            encoder=self.encoder.config.to_dict(),
            recipe=self.recipe.to_dict(),
            made=datetime.date.today().isoformat(),
        )
        save_model(target, self.encoder, self.head, config)
        self.encoder.to(self.device).train()
        self.head.to(self.device).train()
        return target

    def save_checkpoint(self) -> None:
        """Writes everything that resuming needs; appears whole or not at all."""
        state = {
            "step": self.step,
            "recipe": json.dumps(self.recipe.to_dict()),
            "encoder": self.encoder.state_dict(),
            "head": self.head.state_dict(),
            "log_scale": self.log_scale.detach(),
            "optimiser": self.optimiser.state_dict(),
        }
        temporary = self.output / (CHECKPOINT + ".tmp")
        torch.save(state, temporary)
        with temporary.open("rb+") as file:
            os.fsync(file.fileno())
        os.replace(temporary, self.output / CHECKPOINT)

    def _restore(self, path: Path) -> None:
        state = _load_checkpoint(path, self.device)
        try:
            # The number of steps may be raised to train on; all else must be the run that was begun.
            mine, theirs = self.recipe.to_dict(), json.loads(state["recipe"])
            for side in (mine, theirs):
                for key in ("steps", "threads", "workers", "save_every"):
                    side["training"].pop(key, None)
            if json.loads(json.dumps(mine)) != theirs:
                raise InputError(
                    f"{path}: this run was begun with another recipe",
                    hint="use the recipe it was begun with, or choose another --output",
                )
            self.encoder.load_state_dict(state["encoder"])
            self.head.load_state_dict(state["head"])
            self.optimiser.load_state_dict(state["optimiser"])
            with torch.no_grad():
                self.log_scale.copy_(state["log_scale"])
            self.step = int(state["step"])
        except (OSError, RuntimeError, KeyError, ValueError, EOFError) as error:
            raise ModelError(
                f"{path}: not a readable checkpoint ({error})", hint="remove it to start anew"
            ) from error

    def _batches(self, pool: Executor) -> Iterator[dict[str, Tensor]]:
        """The batches from the present step on: which clips and how disturbed is a function of the step."""
        t, d = self.recipe.training, self.recipe.data
        parts = max(1, d.season // PART)
        size = min(PART, d.season)
        per_pass = parts * size // t.batch_size
        per_season = per_pass * d.passes
        folder = self.output / "seasons"
        folder.mkdir(exist_ok=True)
        making: dict[int, Future[Path]] = {}

        def ask(season: int) -> None:
            if season * per_season >= t.steps:
                return
            for number in range(season * parts, (season + 1) * parts):
                if number not in making:
                    path = part_path(folder, self.recipe, number)
                    making[number] = pool.submit(make_part, self.recipe, number, path, self.data_root)

        loaded, clips = -1, None
        while self.step < t.steps:
            season, within = divmod(self.step, per_season)
            if season != loaded:
                ask(season)
                ask(season + 1)
                numbers = range(season * parts, (season + 1) * parts)
                clips = Season.join([Season.load(making[number].result()) for number in numbers])
                loaded = season
                for number in list(making):
                    if number < season * parts:
                        part_path(folder, self.recipe, number).unlink(missing_ok=True)
                        del making[number]
            assert clips is not None
            pass_number, at = divmod(within, per_pass)
            order = np.random.default_rng([self.recipe.seed, 3, season, pass_number]).permutation(len(clips))
            yield self._batch(clips, order[at * t.batch_size : (at + 1) * t.batch_size])
        shutil.rmtree(folder, ignore_errors=True)

    def _batch(self, clips: Season, chosen: np.ndarray[Any, Any]) -> dict[str, Tensor]:
        t = self.recipe.training
        rng = np.random.default_rng([self.recipe.seed, 4, self.step])
        points = clips.points[chosen].astype(np.float32)
        mask = clips.mask[chosen].astype(np.float32)
        visible = clips.visible[chosen].astype(np.float32)
        batch = len(chosen)
        # A tracker that saw only some of the points; at least one is kept.
        share = np.where(rng.random(batch) < t.point_dropout, rng.uniform(0.3, 1.0, batch), 1.0)
        kept = mask * (rng.random(mask.shape) < share[:, None])
        lost = kept.sum(1) == 0
        kept[lost] = mask[lost]
        noise = rng.uniform(0, t.jitter, batch)[:, None, None, None] * rng.standard_normal(points.shape)
        zoom = np.exp(rng.uniform(-0.3, 0.3, batch))[:, None, None, None]
        shift = rng.uniform(-0.1, 0.1, (batch, 1, 1, 2))
        points = points * zoom + shift + noise
        width = int(kept.any(0).nonzero()[0].max()) + 1
        caption = clips.captions[chosen, rng.integers(clips.captions.shape[1], size=batch)]
        arrays = {
            "points": (points * kept[:, None, :, None])[:, :, :width],
            "visible": visible[:, :, :width],
            "mask": kept[:, :width],
            "duration": clips.duration[chosen],
            "text": clips.text[caption],
        }
        if clips.pictures is not None:
            arrays["pictures"] = clips.pictures[chosen]
        return {
            name: torch.from_numpy(value.astype(np.float32)).to(self.device) for name, value in arrays.items()
        }

    def _train_step(self, batch: dict[str, Tensor]) -> tuple[float, float]:
        t = self.recipe.training
        rate = t.learning_rate * min(1.0, (self.step + 1) / t.warmup)
        rate *= 0.5 * (1 + math.cos(math.pi * self.step / t.steps))
        for group in self.optimiser.param_groups:
            group["lr"] = rate
        with torch.autocast(self.device.type, dtype=torch.bfloat16, enabled=t.bfloat16):
            tracks = self.encoder(batch["points"], batch["visible"], batch["mask"], batch["duration"])
        tracks = tracks.float()
        text = self.head(batch["text"])
        scale = self.log_scale.exp().clamp(max=100.0)
        same = batch["text"] @ batch["text"].T > t.same_text
        loss = info_nce(tracks, text, scale, same)
        if "pictures" in batch:
            loss = loss + t.picture_weight * cosine_loss(tracks, batch["pictures"])
        if not torch.isfinite(loss):
            raise ModelError(
                f"the loss is not finite at step {self.step}", hint="lower training.learning_rate and resume"
            )
        self.optimiser.zero_grad(set_to_none=True)
        loss.backward()  # type: ignore[no-untyped-call]
        torch.nn.utils.clip_grad_norm_([*self.encoder.parameters(), *self.head.parameters()], 1.0)
        self.optimiser.step()
        with torch.no_grad():
            right = (
                ((tracks @ text.T).argmax(1) == torch.arange(len(text), device=text.device)).float().mean()
            )
        return float(loss.detach()), float(right)

    def _report(self, progress: TrainProgress) -> None:
        with (self.output / LOG).open("a", encoding="utf-8") as file:
            file.write(json.dumps(vars(progress)) + "\n")
        if self.on_step is not None:
            self.on_step(progress)


def _load_checkpoint(path: Path, device: torch.device) -> dict[str, Any]:
    try:
        state: dict[str, Any] = torch.load(path, map_location=device, weights_only=True)
    except (
        Exception
    ) as error:  # torch raises whatever the torn bytes lead it to: IndexError, UnpicklingError, ...
        raise ModelError(f"{path}: not a readable checkpoint ({error})", hint=START_ANEW) from error
    return state


def _start_worker(parent: int) -> None:
    # Several processes make clips at once: one thread each, and the training itself comes first.
    os.environ["MOTIONSEARCH_THREADS"] = "1"
    # Ctrl-C goes to the whole group; the training alone decides what is kept.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if hasattr(os, "nice"):
        os.nice(5)
    threading.Thread(target=_end_with, args=(parent,), daemon=True).start()


def _end_with(parent: int) -> None:
    # A pool's workers outlive a parent that was killed: they wait for work for ever.
    while os.getppid() == parent:
        time.sleep(2)
    os._exit(1)
