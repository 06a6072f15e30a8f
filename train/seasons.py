"""Seasons: the clips a training run sees, made a few thousand at a time and kept on disk.

A part of a season is a pure function of the recipe and its number, so a run that is stopped and resumed
sees the same clips, and parts can be made by any number of processes.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from motionsearch.errors import InputError
from motionsearch.features import prepare
from motionsearch.train.recipe import Recipe
from motionsearch.train.world import KINDS, WorldClip
from motionsearch.train.world import sample as sample_world

if TYPE_CHECKING:
    from motionsearch.formats.corpus import MotionClip
    from motionsearch.spaces.base import Space

PART = 4_096


@dataclass(frozen=True)
class Season:
    """Clips with captions, ready for the network.

    Args:
        points: ``(K, S, N, 2)`` float16, as in :class:`motionsearch.features.Batch`.
        visible: ``(K, S, N)`` bool.
        mask: ``(K, N)`` bool, False for padding.
        duration: ``(K,)`` float32, seconds.
        captions: ``(K, C)`` int32, rows of ``text``; a clip with fewer captions repeats them.
        text: ``(U, D)`` float16, the captions in the space.
        pictures: ``(K, D)`` float16, the drawn trajectories in the space, where it has an image tower.
    """

    points: NDArray[np.float16]
    visible: NDArray[np.bool_]
    mask: NDArray[np.bool_]
    duration: NDArray[np.float32]
    captions: NDArray[np.int32]
    text: NDArray[np.float16]
    pictures: NDArray[np.float16] | None = None

    def __len__(self) -> int:
        return len(self.points)

    def save(self, path: Path) -> None:
        """Writes an npz that appears whole or not at all."""
        arrays = {name: value for name, value in vars(self).items() if value is not None}
        with tempfile.NamedTemporaryFile(dir=path.parent, suffix=".tmp", delete=False) as file:
            np.savez(file, **arrays)
        os.replace(file.name, path)

    @classmethod
    def load(cls, path: Path) -> Season:
        """Reads what :meth:`save` wrote."""
        with np.load(path, allow_pickle=False) as archive:
            return cls(**{name: archive[name] for name in archive.files})

    @classmethod
    def join(cls, parts: Sequence[Season]) -> Season:
        """One season of several parts with the same numbers of moments, points and captions."""
        offsets = np.cumsum([0, *(len(part.text) for part in parts[:-1])])
        pictures = [part.pictures for part in parts if part.pictures is not None]
        return cls(
            points=np.concatenate([part.points for part in parts]),
            visible=np.concatenate([part.visible for part in parts]),
            mask=np.concatenate([part.mask for part in parts]),
            duration=np.concatenate([part.duration for part in parts]),
            captions=np.concatenate(
                [part.captions + offset for part, offset in zip(parts, offsets, strict=True)]
            ).astype(np.int32),
            text=np.concatenate([part.text for part in parts]),
            pictures=np.concatenate(pictures) if len(pictures) == len(parts) else None,
        )


class Source:
    """Draws clips of the recipe's mixture: the procedural world and mocap seen through random cameras."""

    def __init__(self, recipe: Recipe, data_root: Path | None) -> None:
        self.recipe = recipe
        weights: dict[str, float] = {f"world:{kind}": w for kind, w in recipe.data.world.items() if w > 0}
        for kind in recipe.data.world:
            if kind not in KINDS:
                raise InputError(
                    f"recipe {recipe.name}: the world has no kind {kind!r}", hint=f"kinds: {KINDS}"
                )
        self.corpora: dict[str, list[MotionClip]] = {}
        for corpus, weight in recipe.data.corpora.items():
            if weight > 0:
                self.corpora[corpus] = self._load(corpus, data_root)
                weights[corpus] = weight
        self.names = list(weights)
        total = sum(weights.values())
        self.chances = [weights[name] / total for name in self.names]

    def _load(self, corpus: str, data_root: Path | None) -> list[MotionClip]:
        from motionsearch.train.corpora import training_clips

        if data_root is None:
            raise InputError(
                f"recipe {self.recipe.name} uses the corpus {corpus}, but no data folder was given",
                hint="pass --data FOLDER, or set the corpora's weights to 0",
            )
        return training_clips([corpus], data_root)

    def draw(self, number: int) -> WorldClip:
        """Clip ``number`` of the recipe's seed."""
        rng = np.random.default_rng([self.recipe.seed, 1, number])
        name = str(rng.choice(self.names, p=self.chances))
        if name.startswith("world:"):
            return sample_world(self.recipe.seed, number, [name.removeprefix("world:")])
        from motionsearch.train.corpora import captions_of, observe_clip

        clips = self.corpora[name]
        clip = clips[int(rng.integers(len(clips)))]
        return WorldClip(observe_clip(clip, rng), captions_of(clip), clip.label or clip.id, "corpus")


def make_part(recipe: Recipe, number: int, path: Path, data_root: Path | None) -> Path:
    """Makes part ``number`` of the recipe's endless stream of clips, unless it lies there already."""
    if path.exists():
        return path
    from motionsearch.spaces import load_space

    size = min(PART, recipe.data.season)
    source = Source(recipe, data_root)
    clips = [source.draw(number * size + i) for i in range(size)]
    assemble(recipe, clips, load_space(recipe.space), seed=number).save(path)
    return path


def assemble(recipe: Recipe, clips: Sequence[WorldClip], space: Space, *, seed: int) -> Season:
    """Arrays of given clips: moments sampled, points thinned, captions embedded, pictures drawn."""
    s, n, c = recipe.encoder.num_frames, recipe.data.max_points, recipe.data.captions
    rng = np.random.default_rng([recipe.seed, 2, seed])
    points = np.zeros((len(clips), s, n, 2), dtype=np.float16)
    visible = np.zeros((len(clips), s, n), dtype=np.bool_)
    mask = np.zeros((len(clips), n), dtype=np.bool_)
    duration = np.zeros(len(clips), dtype=np.float32)
    rows = np.zeros((len(clips), c), dtype=np.int32)
    known: dict[str, int] = {}
    for i, clip in enumerate(clips):
        ready = prepare(clip.tracks, s)
        keep = ready.points.shape[1]
        chosen = np.arange(keep) if keep <= n else rng.choice(keep, n, replace=False)
        points[i, :, : len(chosen)] = np.clip(ready.points[:, chosen], -100, 100)
        visible[i, :, : len(chosen)] = ready.visible[:, chosen]
        mask[i, : len(chosen)] = True
        duration[i] = ready.duration
        kept = [clip.captions[j] for j in rng.permutation(len(clip.captions))[:c]]
        rows[i] = [known.setdefault(kept[j % len(kept)], len(known)) for j in range(c)]
    text = space.embed_text(list(known)).astype(np.float16)
    pictures = _pictures(clips, space) if space.has_images and recipe.training.picture_weight > 0 else None
    return Season(points, visible, mask, duration, rows, text, pictures)


def _pictures(clips: Sequence[WorldClip], space: Space, batch: int = 64) -> NDArray[np.float16]:
    from motionsearch.render import render_image

    return np.concatenate(
        [
            space.embed_images(np.stack([render_image(clip.tracks) for clip in clips[i : i + batch]]))
            for i in range(0, len(clips), batch)
        ]
    ).astype(np.float16)


def part_path(folder: Path, recipe: Recipe, number: int) -> Path:
    """Where a part lies; the name changes with whatever the part depends on."""
    key = recipe.fingerprint("space", "seed", "data")[:8] + f"-{recipe.encoder.num_frames}"
    return folder / f"part-{key}-{number:05d}.npz"
