"""Training recipes: short TOML files that say everything a run depends on."""

from __future__ import annotations

import hashlib
import json
import os
import sys
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, fields, is_dataclass
from importlib import resources
from pathlib import Path
from typing import Any, TypeVar

from motionsearch.errors import InputError
from motionsearch.train.augmentation import Augmentation

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

T = TypeVar("T")

VIEWS = ("tracks", "joints")
LOSSES = ("infonce", "cosine")
OPTIMISERS = ("adamw", "muon")


@dataclass(frozen=True)
class EncoderSizes:
    """See :class:`motionsearch.encoder.EncoderConfig`; the dimension is the space's.

    ``architecture`` is a name in :data:`motionsearch.architectures.ARCHITECTURES`.
    """

    architecture: str = "two-view"
    width: int = 192
    layers: int = 3
    heads: int = 6
    num_frames: int = 32
    pool_width: int = 96


@dataclass(frozen=True)
class DataRecipe:
    """Where clips come from.

    Args:
        seed: Of the stream of clips; runs that differ in the recipe's own seed alone see the same clips.
        world: Weight of each kind of the procedural world.
        corpora: Weight of each mocap corpus, by the file name under the data folder, or of a data set.
        research: Allow what its licence keeps for research; the weights are then not to be shipped.
        view: "tracks": as point trackers and pose estimators see it; "joints": every joint, never hidden.
        glossary: A clip whose motion the glossary knows is described in its words too.
        leave_out: Names of motions; clips that show one of them or its like are not drawn.
        part: Clips made at a time.
        first: Parts that are made before the first step.
        pool: Parts that batches are drawn from at most, the newest.
        passes: Times that a clip is drawn, about, for each fresh one made.
        captions: Captions kept for a clip; one is drawn each time the clip is seen.
        max_points: Clips with more points are thinned to this many, at random.
    """

    seed: int = 0
    world: Mapping[str, float] = field(default_factory=lambda: {"person": 3.0, "animal": 1.0, "object": 2.0})
    corpora: Mapping[str, float] = field(default_factory=dict)
    research: bool = False
    view: str = "tracks"
    glossary: bool = True
    leave_out: Sequence[str] = ()
    part: int = 4_096
    first: int = 2
    pool: int = 24
    passes: int = 3
    captions: int = 4
    max_points: int = 48


@dataclass(frozen=True)
class TrainingRecipe:
    """How the weights are found.

    Args:
        steps: Optimiser steps.
        batch_size: Clips a step, over all ranks; every other clip of the batch is a negative.
        optimiser: "adamw", or "muon" (:mod:`motionsearch.train.muon`).
        learning_rate: At its peak; warmed up linearly, then a cosine to zero.
        warmup: Steps.
        weight_decay: Of matrices.
        loss: "infonce", or "cosine" as in the paper.
        same_text: Captions with a cosine above this are not negatives of each other.
        soft_text: Share of the target that goes to other captions of the batch by their likeness.
        soft_scale: How sharply, as a factor on the cosines of captions.
        glossary_weight: Of the term that brings names and descriptions of the glossary together.
        picture_weight: Of the picture term, where the space has an image tower.
        reconstruction_weight: Of the auto-encoder's positions.
        velocity_weight: Of its velocities.
        text_hidden: Width of the text head; 0 for none.
        average: Decay of the moving average of the weights that is exported; 0 exports the last ones.
        bfloat16: Autocast the network, where the device has such arithmetic.
        compile: Compile the network with torch.compile: for long runs, where there is a C++ compiler.
        threads: Of torch; 0 for all cores.
        workers: Processes that make clips meanwhile; 0 waits for another run on the same folder of parts.
        save_every: Steps between checkpoints.
        reference: Made clips by which the model tells labels that are near everything; 0 for none.
    """

    steps: int = 6_000
    batch_size: int = 256
    optimiser: str = "adamw"
    learning_rate: float = 1e-3
    warmup: int = 200
    weight_decay: float = 0.02
    loss: str = "infonce"
    same_text: float = 0.95
    soft_text: float = 0.0
    soft_scale: float = 20.0
    glossary_weight: float = 0.1
    picture_weight: float = 0.2
    reconstruction_weight: float = 0.0
    velocity_weight: float = 0.0
    text_hidden: int = 512
    average: float = 0.999
    bfloat16: bool = True
    compile: bool = False
    threads: int = 0
    workers: int = 1
    save_every: int = 200
    reference: int = 2_048


@dataclass(frozen=True)
class Recipe:
    """One training run."""

    name: str
    space: str = "minilm"
    seed: int = 0
    encoder: EncoderSizes = field(default_factory=EncoderSizes)
    data: DataRecipe = field(default_factory=DataRecipe)
    augmentation: Augmentation = field(default_factory=Augmentation)
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

    A recipe that ``extends`` another, a shipped one's name or a path beside it, says only what differs.

    Raises:
        InputError: no such recipe, not TOML, an unknown key or a value of the wrong type.
    """
    return recipe_from(_read(os.fspath(name), ()), os.fspath(name))


def _read(name: str, extended: tuple[str, ...], beside: Path | None = None) -> dict[str, Any]:
    if name in list_recipes():
        text = (resources.files("motionsearch.train") / "recipes" / f"{name}.toml").read_text(
            encoding="utf-8"
        )
        path = None
    else:
        path = Path(name).expanduser()
        path = beside.parent / path if beside is not None else path
        if not path.is_file():
            shipped = ", ".join(list_recipes())
            raise InputError(f"{name}: no such recipe", hint=f"shipped recipes: {shipped}")
        text = path.read_text(encoding="utf-8", errors="replace")
    try:
        values = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise InputError(f"{name}: not a TOML file: {error}") from error
    base = values.pop("extends", None)
    if base is None:
        return values
    if not isinstance(base, str) or base in extended:
        raise InputError(f"{name}: extends must name another recipe, got {base!r}")
    return _overlaid(_read(base, (*extended, name), path), values)


def _overlaid(below: Mapping[str, Any], above: Mapping[str, Any]) -> dict[str, Any]:
    """Tables are merged, everything else is replaced."""
    merged = dict(below)
    for key, value in above.items():
        under = merged.get(key)
        both = isinstance(value, Mapping) and isinstance(under, Mapping)
        merged[key] = _overlaid(under, value) if both else value  # type: ignore[arg-type]
    return merged


def recipe_from(values: Mapping[str, Any], source: str = "the recipe") -> Recipe:
    """A recipe from plain values; the inverse of :meth:`Recipe.to_dict`."""
    recipe = _build(Recipe, values, source)
    t, d = recipe.training, recipe.data
    positive = {
        "training.steps": t.steps,
        "training.batch_size": t.batch_size - 1,
        "training.reference": t.reference + 1,
        "data.part": d.part,
        "data.first": d.first,
        "data.pool": d.pool,
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
    smallest = d.part * min(d.first, d.pool)
    if smallest < t.batch_size:
        raise InputError(
            f"{source}: the first {smallest} clips (data.part times data.first) are fewer than a batch "
            f"({t.batch_size})"
        )
    choices = (
        ("data.view", d.view, VIEWS),
        ("training.loss", t.loss, LOSSES),
        ("training.optimiser", t.optimiser, OPTIMISERS),
    )
    for key, choice, known in choices:
        if choice not in known:
            raise InputError(f"{source}: {key} must be one of {', '.join(known)}, got {choice!r}")
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
        elif isinstance(expected, tuple):
            if not isinstance(value, (list, tuple)) or not all(isinstance(name, str) for name in value):
                raise InputError(f"{source}: {where}{key} must be a list of names")
            built[key] = tuple(value)
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
