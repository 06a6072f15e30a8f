"""Trained models to be measured: where a run left its model, and how recipes differ."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from motionsearch.errors import InputError
from motionsearch.model import CONFIG, Model, ModelConfig
from motionsearch.spaces.base import Space, Vectors

# What two runs of one recipe may differ in.
_FREE = frozenset(
    {"name", "seed", "data.seed"}
    | {f"training.{key}" for key in ("compile", "threads", "workers", "save_every", "reference")}
)


def load_run(path: str | os.PathLike[str]) -> Model:
    """The model of a training run's folder; or a model by its folder or name.

    Raises:
        ModelError: there is no model.
    """
    inside = Path(path).expanduser() / "model"
    return Model.load(inside if (inside / CONFIG).is_file() else path)


def recipe_differences(one: Mapping[str, Any], other: Mapping[str, Any]) -> tuple[str, ...]:
    """What the second recipe has otherwise, "training.steps 1920 -> 2304".

    Seeds, speed and the size of the reference, which is no part of the training, do not count.
    """
    left, right = _flat(one), _flat(other)
    return tuple(
        f"{key} {left.get(key, 'unset')} -> {right.get(key, 'unset')}"
        for key in sorted({*left, *right} - _FREE)
        if left.get(key) != right.get(key)
    )


def check_same_recipe(model: Model, others: Sequence[Model]) -> None:
    """Seeds of one recipe can be averaged; anything else cannot.

    Raises:
        InputError: a model has another recipe, only one of two has a reference, or a seed stands there twice.
    """
    seeds = {seed_of(model.config): model.name}
    for other in others:
        different = recipe_differences(model.config.recipe, other.config.recipe)
        if different:
            raise InputError(
                f"{other.folder}: its recipe is not that of {model.name}: {'; '.join(different[:3])}",
                hint="name runs of the same recipe with other seeds; others go into an ablation table",
            )
        if other.has_reference != model.has_reference:
            without = model if other.has_reference else other
            raise InputError(
                f"{without.folder}: it has no reference, and labels of the others are calibrated by theirs",
                hint="give it one: motionsearch.train.reference.add_reference(FOLDER)",
            )
        seed = seed_of(other.config)
        if seed in seeds:
            raise InputError(
                f"{other.folder}: it has the seed {seed} of {seeds[seed]}",
                hint="name one run a seed",
            )
        seeds[seed] = other.name


def seed_of(config: ModelConfig) -> int:
    """The seed that a model was trained from."""
    return int(config.recipe.get("seed", 0))


class RememberingSpace(Space):
    """A space that embeds no text twice: many models of one space are asked the same sentences."""

    def __init__(self, space: Space) -> None:
        self._inner = space
        self._known: dict[str, Vectors] = {}
        self.name, self.dim, self.has_images = space.name, space.dim, space.has_images

    @property
    def fingerprint(self) -> str:
        """The space's."""
        return self._inner.fingerprint

    def _embed_unique(self, texts: list[str]) -> Vectors:
        new = [text for text in texts if text not in self._known]
        if new:
            self._known.update(zip(new, self._inner.embed_text(new), strict=True))
        return np.stack([self._known[text] for text in texts])

    def embed_images(self, images: NDArray[np.uint8]) -> Vectors:
        """The space's."""
        return self._inner.embed_images(images)


def share_space(models: Sequence[Model]) -> None:
    """Lets models of the same space use one :class:`RememberingSpace`."""
    spaces: dict[str, RememberingSpace] = {}
    for model in models:
        fingerprint = model.config.space_fingerprint
        if fingerprint not in spaces:
            spaces[fingerprint] = RememberingSpace(model.space)
        model.use_space(spaces[fingerprint])


def _flat(values: Mapping[str, Any], prefix: str = "") -> dict[str, Any]:
    flat: dict[str, Any] = {}
    for key, value in values.items():
        if isinstance(value, Mapping):
            flat.update(_flat(value, f"{prefix}{key}."))
        else:
            flat[prefix + key] = list(value) if isinstance(value, tuple) else value
    return flat


__all__ = [
    "RememberingSpace", "check_same_recipe", "load_run", "recipe_differences", "seed_of", "share_space",
]  # fmt: skip
