"""Training recipes: short TOML files that say everything a run depends on."""

from __future__ import annotations

import hashlib
import json
import os
import sys
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields, is_dataclass
from importlib import resources
from pathlib import Path
from typing import Any, TypeVar

from motionsearch.errors import InputError

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

T = TypeVar("T")


@dataclass(frozen=True)
class EncoderSizes:
    """See :class:`motionsearch.encoder.EncoderConfig`; the dimension is the space's."""

    width: int = 192
    layers: int = 3
    heads: int = 6
    num_frames: int = 32
    pool_width: int = 96


@dataclass(frozen=True)
class DataRecipe:
    """Where clips come from.

    Args:
        world: Weight of each kind of the procedural world.
        corpora: Weight of each mocap corpus, by the file name under the data folder.
        season: Clips made at a time; a season is used ``passes`` times, then replaced by a fresh one.
        passes: Times that a season is gone through.
        captions: Captions kept for a clip; one is drawn each time the clip is seen.
        max_points: Clips with more points are thinned to this many, at random.
    """

    world: Mapping[str, float] = field(default_factory=lambda: {"person": 3.0, "animal": 1.0, "object": 2.0})
    corpora: Mapping[str, float] = field(default_factory=dict)
    season: int = 24_576
    passes: int = 3
    captions: int = 3
    max_points: int = 48


@dataclass(frozen=True)
class TrainingRecipe:
    """How the weights are found.

    Args:
        steps: Optimiser steps.
        batch_size: Clips a step; every other clip of the batch is a negative.
        learning_rate: At its peak; warmed up linearly, then a cosine to zero.
        warmup: Steps.
        weight_decay: Of AdamW.
        same_text: Captions with a cosine above this are not negatives of each other.
        picture_weight: Of the picture term, where the space has an image tower.
        point_dropout: Share of clips that lose points (a tracker that saw only part).
        jitter: Largest noise added to coordinates, in picture diagonals.
        text_hidden: Width of the text head.
        bfloat16: Autocast the network.
        threads: Of torch; 0 for all cores.
        workers: Processes that make the next season meanwhile.
        save_every: Steps between checkpoints.
    """

    steps: int = 6_000
    batch_size: int = 256
    learning_rate: float = 1e-3
    warmup: int = 200
    weight_decay: float = 0.02
    same_text: float = 0.95
    picture_weight: float = 0.2
    point_dropout: float = 0.3
    jitter: float = 0.002
    text_hidden: int = 512
    bfloat16: bool = True
    threads: int = 0
    workers: int = 1
    save_every: int = 100


@dataclass(frozen=True)
class Recipe:
    """One training run."""

    name: str
    space: str = "minilm"
    seed: int = 0
    encoder: EncoderSizes = field(default_factory=EncoderSizes)
    data: DataRecipe = field(default_factory=DataRecipe)
    training: TrainingRecipe = field(default_factory=TrainingRecipe)

    def to_dict(self) -> dict[str, Any]:
        """Plain values, for checkpoints and model configs."""
        return asdict(self)

    def fingerprint(self, *parts: str) -> str:
        """Hash of the named top-level parts (all by default): what a checkpoint or a season must agree on."""
        plain = self.to_dict()
        chosen = {key: plain[key] for key in parts} if parts else plain
        return hashlib.sha256(json.dumps(chosen, sort_keys=True).encode()).hexdigest()


def list_recipes() -> list[str]:
    """Names of the shipped recipes."""
    folder = resources.files("motionsearch.train") / "recipes"
    return sorted(item.name[:-5] for item in folder.iterdir() if item.name.endswith(".toml"))


def load_recipe(name: str | os.PathLike[str]) -> Recipe:
    """A shipped recipe by name, or a TOML file.

    Raises:
        InputError: no such recipe, not TOML, an unknown key or a value of the wrong type.
    """
    text = os.fspath(name)
    if text in list_recipes():
        source = (resources.files("motionsearch.train") / "recipes" / f"{text}.toml").read_text(
            encoding="utf-8"
        )
    else:
        path = Path(text).expanduser()
        if not path.is_file():
            shipped = ", ".join(list_recipes())
            raise InputError(f"{text}: no such recipe", hint=f"shipped recipes: {shipped}")
        source = path.read_text(encoding="utf-8", errors="replace")
    try:
        return recipe_from(tomllib.loads(source), text)
    except tomllib.TOMLDecodeError as error:
        raise InputError(f"{text}: not a TOML file: {error}") from error


def recipe_from(values: Mapping[str, Any], source: str = "the recipe") -> Recipe:
    """A recipe from plain values; the inverse of :meth:`Recipe.to_dict`."""
    recipe = _build(Recipe, values, source)
    t, d = recipe.training, recipe.data
    positive = {
        "training.steps": t.steps,
        "training.batch_size": t.batch_size - 1,
        "data.season": d.season,
        "data.passes": d.passes,
        "data.captions": d.captions,
        "data.max_points": d.max_points,
    }
    for key, value in positive.items():
        if value < 1:
            raise InputError(f"{source}: {key} is too small")
    if recipe.encoder.num_frames % 2:
        raise InputError(f"{source}: encoder.num_frames must be even, got {recipe.encoder.num_frames}")
    if recipe.encoder.width % recipe.encoder.heads:
        raise InputError(
            f"{source}: encoder.width {recipe.encoder.width} is no multiple of heads {recipe.encoder.heads}"
        )
    if d.season < t.batch_size:
        raise InputError(f"{source}: data.season ({d.season}) is smaller than a batch ({t.batch_size})")
    if not any(w > 0 for w in (*d.world.values(), *d.corpora.values())):
        raise InputError(f"{source}: no source of clips has a weight above 0")
    return recipe


def _build(kind: type[T], values: Mapping[str, Any], source: str, where: str = "") -> T:
    if not isinstance(values, Mapping):
        raise InputError(f"{source}: {where.rstrip('.')} must be a table")
    known = {f.name: f for f in fields(kind)}  # type: ignore[arg-type]
    for key in values:
        if key not in known:
            raise InputError(f"{source}: unknown key {where}{key}", hint=f"known: {', '.join(known)}")
    if kind is Recipe and "name" not in values:
        raise InputError(f"{source}: the recipe has no name")
    default = kind() if kind is not Recipe else Recipe(name="")
    built: dict[str, Any] = {}
    for key, value in values.items():
        expected = getattr(default, key)
        if is_dataclass(expected):
            built[key] = _build(type(expected), value, source, f"{where}{key}.")
        elif isinstance(expected, Mapping):
            if not isinstance(value, Mapping) or not all(_is_number(w) and w >= 0 for w in value.values()):
                raise InputError(f"{source}: {where}{key} must be a table of weights")
            built[key] = {str(k): float(w) for k, w in value.items()}
        elif isinstance(expected, float) and _is_number(value):
            built[key] = float(value)
        elif type(value) is not type(expected):
            raise InputError(
                f"{source}: {where}{key} must be {type(expected).__name__}, got {value!r}",
            )
        else:
            built[key] = value
    return kind(**built)


def _is_number(value: object) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)
