"""The pool of clips that batches are drawn from: parts come in as a run goes on, and the oldest make room."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor

import numpy as np
import torch
from torch import Tensor

from motionsearch.train.parts import Part, PartMaker, shows_pictures
from motionsearch.train.recipe import Recipe
from motionsearch.train.texts import Tower


class Pool:
    """Clips in the memory of the training device. Which clips it holds is a function of the step alone.

    At step s it holds the newest ``data.pool`` of the first ``first + s * clips_per_step / (part * passes)``
    parts, so that a clip is drawn about ``passes`` times before fresh ones take over.

    Args:
        recipe: Sizes and pace.
        maker: Where parts come from.
        tower: Embeds captions, and pictures where the space has an image tower.
        device: Where the clips lie.
        clips_per_step: Over all ranks of a run.
    """

    def __init__(
        self, recipe: Recipe, maker: PartMaker, tower: Tower, device: torch.device, clips_per_step: int
    ) -> None:
        self.recipe = recipe
        self.maker = maker
        self.tower = tower
        self.device = device
        self.clips_per_step = clips_per_step
        self.held = range(0, 0)
        d, s = recipe.data, recipe.encoder.num_frames
        self.total = self.newest(max(recipe.training.steps - 1, 0))
        rows = min(d.pool, self.total) * d.part
        n, c = d.max_points, d.captions
        self._points = torch.empty((rows, s, n, 2), dtype=torch.float16, device=device)
        self._visible = torch.empty((rows, s, n), dtype=torch.bool, device=device)
        self._mask = torch.empty((rows, n), dtype=torch.bool, device=device)
        self._duration = torch.empty(rows, dtype=torch.float32, device=device)
        self._text = torch.empty((rows, c, tower.dim), dtype=torch.float16, device=device)
        self._pictures = (
            torch.empty((rows, tower.dim), dtype=torch.float16, device=device)
            if shows_pictures(recipe)
            else None
        )
        # One thread embeds the next part while the step goes on.
        self._ahead = ThreadPoolExecutor(1, thread_name_prefix="parts")
        self._coming: dict[int, Future[_Ready]] = {}

    def newest(self, step: int) -> int:
        """How many parts have come in by a step."""
        d = self.recipe.data
        return d.first + step * self.clips_per_step // (d.part * d.passes)

    def draw(self, step: int, count: int, rng: np.random.Generator) -> dict[str, Tensor]:
        """``count`` different clips with one of their captions each, waiting for parts where need be.

        Returns:
            ``points (B, S, N, 2)`` float32, ``visible (B, S, N)`` and ``mask (B, N)`` bool, ``duration
            (B,)``, ``text (B, D)`` float32, and ``pictures (B, D)`` where there are any.
        """
        self._move_to(step)
        size = self.recipe.data.part
        chosen = rng.choice(len(self.held) * size, count, replace=False) + self.held.start * size
        rows = torch.from_numpy(chosen % len(self._mask)).to(self.device, non_blocking=True)
        caption = torch.from_numpy(rng.integers(self._text.shape[1], size=count)).to(self.device)
        batch = {
            "points": self._points[rows].float(),
            "visible": self._visible[rows],
            "mask": self._mask[rows],
            "duration": self._duration[rows],
            "text": self._text[rows, caption].float(),
        }
        if self._pictures is not None:
            batch["pictures"] = self._pictures[rows].float()
        return batch

    def close(self) -> None:
        """Ends the thread that looks ahead."""
        self._ahead.shutdown(wait=False, cancel_futures=True)

    def _move_to(self, step: int) -> None:
        newest = self.newest(step)
        wanted = range(max(0, newest - self.recipe.data.pool), newest)
        if wanted == self.held:
            return
        for number in self._asked(wanted):
            self.maker.ask(number)
        missing = [number for number in wanted if number not in self.held]
        for number in missing:
            self._fetch(number)
        for number in missing:
            self._put(number, self._coming.pop(number).result())
        for number in self.held:
            if number not in wanted:
                self.maker.forget(number)
        self.held = wanted
        if newest < self.total:
            self._fetch(newest)

    def _asked(self, wanted: range) -> Iterator[int]:
        """What is wanted now, then a few more than there are workers, so that none is ever idle."""
        ahead = 2 * max(1, self.recipe.training.workers)
        yield from range(wanted.start, min(wanted.stop + ahead, self.total))

    def _fetch(self, number: int) -> None:
        if number not in self._coming:
            self._coming[number] = self._ahead.submit(self._ready, number)

    def _ready(self, number: int) -> _Ready:
        part = self.maker.get(number)
        text = torch.from_numpy(self.maker.text_of(number, part, self.tower))
        pictures = None
        if self._pictures is not None and part.pictures is not None:
            pictures = self.tower.embed_images(part.pictures)
        return part, text, pictures

    def _put(self, number: int, ready: _Ready) -> None:
        part, text, pictures = ready
        at = number * len(part) % len(self._mask)
        rows = slice(at, at + len(part))
        self._points[rows] = torch.from_numpy(part.points).to(self.device)
        self._visible[rows] = torch.from_numpy(part.visible).to(self.device)
        self._mask[rows] = torch.from_numpy(part.mask).to(self.device)
        self._duration[rows] = torch.from_numpy(part.duration).to(self.device)
        self._text[rows] = text[torch.from_numpy(part.captions).long()].to(self.device)
        if self._pictures is not None and pictures is not None:
            self._pictures[rows] = pictures.half().to(self.device)


_Ready = tuple[Part, Tensor, Tensor | None]
