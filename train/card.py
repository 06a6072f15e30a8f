"""The model card: every figure measured on the spot, beside chance and untrained encoders.

Two files lie in the model's folder afterwards: ``MODEL_CARD.md`` for people, and ``card.json`` with the same
figures and more, which tests hold the README to and later cards can take rows from.
"""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from importlib import resources
from pathlib import Path
from typing import Any

from motionsearch.errors import InputError
from motionsearch.model import CARD, Model
from motionsearch.train.card_text import render_card
from motionsearch.train.conditions import CLEAN, CONDITIONS
from motionsearch.train.exam import Exam, Measured, Scores, measure
from motionsearch.train.runs import check_same_recipe, load_run, recipe_differences, seed_of, share_space
from motionsearch.train.targets import target_rows
from motionsearch.train.testsets import parse_toml

FIGURES = "card.json"
FORMAT = 1
UNTRAINED_SEEDS = (0, 1, 2)
HALF = "half the points"

OnSet = Callable[[int, int, str], None]
"""Told of sets measured, sets in all, and the last one."""


@dataclass(frozen=True)
class Row:
    """A row of the ablation table.

    Args:
        name: What it is.
        note: What is other in it.
        scores: Its figures.
    """

    name: str
    note: str
    scores: Scores


@dataclass(frozen=True)
class LeftOut:
    """A model that was kept from the analogues of some classes, and one that was not.

    Args:
        classes: The classes.
        without: The model that never saw them.
        reference: The model it is compared with.
        differences: What else differs in their recipes.
    """

    classes: tuple[str, ...]
    without: Scores
    reference: Scores
    differences: tuple[str, ...]


@dataclass(frozen=True)
class Card:
    """Everything a card says in figures.

    Args:
        shipped: The model whose card it is, with its reports.
        others: Models of its recipe from other seeds.
        untrained: Untrained models of its sizes; the first with its reports.
        left_out: The leave-motion-out row, if there is a model for it.
        rows: The ablation table.
    """

    shipped: Measured
    others: tuple[Scores, ...]
    untrained: tuple[Measured, ...]
    left_out: LeftOut | None
    rows: tuple[Row, ...]

    def targets(self) -> list[dict[str, Any]]:
        """The main table."""
        return target_rows(
            self.shipped.scores.figures,
            [scores.figures for scores in self.others],
            [measured.scores.figures for measured in self.untrained],
            self.shipped.chance,
            self.shipped.majority,
        )

    def to_dict(self) -> dict[str, Any]:
        """Plain values, for ``card.json``."""
        return {
            "format": FORMAT,
            "targets": self.targets(),
            "shipped": self.shipped.scores.to_dict(),
            "seeds": [scores.to_dict() for scores in self.others],
            "untrained": [measured.scores.to_dict() for measured in self.untrained],
            "chance": dict(self.shipped.chance),
            "majority": dict(self.shipped.majority),
            "left_out": None if self.left_out is None else asdict(self.left_out),
            "ablations": [asdict(row) for row in self.rows],
        }


def make_card(
    model: Model,
    exam: Exam,
    *,
    also: Sequence[Model] = (),
    leave_out: Model | None = None,
    ablations: Sequence[tuple[str, str, Model]] = (),
    earlier: Sequence[Row] = (),
    seeds: Sequence[Scores] = (),
    on_set: OnSet = lambda *_: None,
) -> Card:
    """Measures a model and all that stands beside it.

    Args:
        model: Whose card it is.
        exam: The test sets.
        also: Models of the same recipe from other seeds.
        leave_out: A model whose recipe has ``data.leave_out``.
        ablations: Name, note and model of each row to measure.
        earlier: Rows as they were measured before; one that is measured now replaces its namesake.
        seeds: Models of the same recipe as they were measured before, see :func:`read_seeds`.
        on_set: Told how far it is.

    Raises:
        InputError: a model in ``also`` is of another recipe or is not calibrated alike, ``leave_out`` left
            nothing out, or ``seeds`` were measured on other states of the test sets.
    """
    check_same_recipe(model, also)
    if any(dict(one.digests) != exam.digests() for one in seeds):
        raise InputError(
            "the other seeds were measured on other states of the test sets, and do not compare with this",
            hint="name their runs with --also, to measure them again",
        )
    classes = () if leave_out is None else left_out_classes(leave_out)
    whole, brief = (CLEAN, *CONDITIONS), (CLEAN, HALF)
    extra = [m for _, _, m in ablations] + ([leave_out] if leave_out else [])
    known: dict[str, Scores] = {}
    whole_prints = {m.fingerprint for m in (model, *also)}
    brief_prints = {m.fingerprint for m in extra} - whole_prints
    total = len(exam.sets) * (
        len(whole) * len(whole_prints) + len(brief) * (len(UNTRAINED_SEEDS) + len(brief_prints))
    )
    done = 0

    def step(what: str) -> None:
        nonlocal done
        done += 1
        on_set(done, total, what)

    def scores(measured_model: Model, conditions: Sequence[str]) -> Scores:
        fingerprint = measured_model.fingerprint
        if fingerprint not in known:
            known[fingerprint] = measure(measured_model, exam, conditions, on_step=step).scores
        return known[fingerprint]

    with tempfile.TemporaryDirectory() as folder:
        blind = [untrained(model, Path(folder), seed) for seed in UNTRAINED_SEEDS]
        share_space([model, *also, *extra, *blind])
        shipped = measure(model, exam, whole, protocols=True, on_step=step)
        known[model.fingerprint] = shipped.scores
        others = (*(scores(other, whole) for other in also), *seeds)
        random = tuple(
            measure(one, exam, brief, protocols=number == 0, on_step=step) for number, one in enumerate(blind)
        )
    rows = {row.name: row for row in earlier}
    rows |= {name: Row(name, note, scores(m, brief)) for name, note, m in ablations}
    left = None
    if leave_out is not None:
        candidates = [shipped.scores, *others, *(row.scores for row in rows.values())]
        left = _compare(classes, scores(leave_out, brief), candidates)
    return Card(shipped, others, random, left, tuple(rows.values()))


def write_card(model: Model, card: Card, exam: Exam, notes: str) -> Path:
    """Writes ``MODEL_CARD.md`` and ``card.json`` into the model's folder; gives the former's path.

    Args:
        notes: Markdown that only people can write: how it was trained, its data's licences, its limits.
    """
    texts = {
        FIGURES: json.dumps(card.to_dict(), indent=1) + "\n",
        CARD: render_card(model, card, exam, notes),
    }
    for name, text in texts.items():
        temporary = model.folder / f"{name}.tmp"
        temporary.write_text(text, encoding="utf-8")
        os.replace(temporary, model.folder / name)
    return model.folder / CARD


def untrained(model: Model, folder: Path, seed: int = 0) -> Model:
    """A model of the same sizes in the same space whose weights are random."""
    import torch

    from motionsearch.architectures import ARCHITECTURES
    from motionsearch.encoder import EncoderConfig, TextHead
    from motionsearch.train.export import save_model

    torch.manual_seed(seed)
    sizes = EncoderConfig(**model.config.encoder)
    encoder = ARCHITECTURES[sizes.architecture](sizes)
    # A text head begins as the identity.
    save_model(folder / f"untrained-{seed}", encoder, TextHead(model.dim, 8), model.config)
    return Model.load(folder / f"untrained-{seed}")


def read_notes(recipe: str, file: str | None) -> str:
    """The part of the card that only people can write: a file's, else what lies beside the shipped recipe.

    Raises:
        InputError: the file cannot be read.
    """
    if file is None:
        shipped = resources.files("motionsearch.train") / "recipes" / f"{recipe}.md"
        return shipped.read_text(encoding="utf-8") if shipped.is_file() else ""
    return _read(Path(file).expanduser())


def read_ablations(file: str | os.PathLike[str]) -> list[tuple[str, str, Model]]:
    """Rows to measure, from TOML or JSON: name, note and model of each.

    .. code-block:: toml

        ["without procedural people"]
        model = "runs/no-people"  # a run's or a model's folder, beside this file
        note = "world.person = 0"

    Raises:
        InputError: the file cannot be read or is not such a table.
        ModelError: a model is not there.
    """
    path = Path(file).expanduser()
    table = _table_of(path)
    rows = []
    for name, entry in table.items():
        given = {"model": entry} if isinstance(entry, str) else entry
        if (
            not isinstance(given, Mapping)
            or not set(given) <= {"model", "note"}
            or not all(isinstance(value, str) for value in given.values())
            or "model" not in given
        ):
            raise InputError(
                f"{path}: the row {name!r} needs a model",
                hint='write ["name"], model = "FOLDER", note = "..."',
            )
        folder = path.parent / Path(given["model"]).expanduser()
        rows.append((name, given.get("note", ""), load_run(folder)))
    return rows


def read_rows(files: Iterable[str | os.PathLike[str]]) -> list[Row]:
    """The ablation rows of earlier ``card.json`` files; of rows of one name the last one.

    Raises:
        InputError: a file is not such a card.
    """
    rows: dict[str, Row] = {}
    for file in files:
        path = Path(file).expanduser()
        for entry in _entries(path, "ablations"):
            if not isinstance(entry, Mapping) or not isinstance(entry.get("name"), str):
                raise InputError(f"{path}: a row of the ablations has no name")
            try:
                scores = Scores.from_dict(entry.get("scores"))
            except InputError as error:
                raise InputError(f"{path}: row {entry['name']!r}: {error}") from error
            rows[entry["name"]] = Row(entry["name"], str(entry.get("note", "")), scores)
    return list(rows.values())


def read_seeds(files: Iterable[str | os.PathLike[str]], model: Model, also: Sequence[Model]) -> list[Scores]:
    """Figures of earlier ``card.json`` files of models like this one from seeds that are not measured now.

    Those of other recipes, or calibrated otherwise, are passed over; of one seed the last ones count.

    Raises:
        InputError: a file is not such a card.
    """
    now = {seed_of(one.config) for one in (model, *also)}
    seeds: dict[int, Scores] = {}
    for file in files:
        path = Path(file).expanduser()
        for entry in _entries(path, "seeds"):
            try:
                scores = Scores.from_dict(entry)
            except InputError as error:
                raise InputError(f"{path}: a seed: {error}") from error
            like = not recipe_differences(model.config.recipe, scores.recipe)
            if like and scores.calibrated == model.has_reference and scores.seed not in now:
                seeds[scores.seed] = scores
    return list(seeds.values())


def _entries(path: Path, kind: str) -> list[Any]:
    table = _table_of(path)
    entries = table.get(kind)
    if table.get("format") != FORMAT or not isinstance(entries, list):
        raise InputError(f"{path}: not the figures of a model card", hint="name a card.json")
    return entries


def left_out_classes(model: Model) -> tuple[str, ...]:
    """The classes whose analogues a model was trained without.

    Raises:
        InputError: there are none.
    """
    classes = model.config.recipe.get("data", {}).get("leave_out")
    if not classes:
        raise InputError(
            f"{model.folder}: its recipe left no motion out",
            hint="train one with data.leave_out in the recipe",
        )
    return tuple(classes)


def _compare(classes: tuple[str, ...], without: Scores, candidates: Sequence[Scores]) -> LeftOut:
    """Against the model whose recipe differs least, the first of them."""

    def differences(scores: Scores) -> tuple[str, ...]:
        found = recipe_differences(scores.recipe, without.recipe)
        return tuple(one for one in found if not one.startswith("data.leave_out "))

    nearest = min(candidates, key=lambda scores: len(differences(scores)))
    return LeftOut(classes, without, nearest, differences(nearest))


def _table_of(path: Path) -> dict[str, Any]:
    text = _read(path)
    try:
        table = json.loads(text) if path.suffix.lower() == ".json" else parse_toml(text)
    except (ValueError, RecursionError) as error:
        raise InputError(f"{path}: not valid JSON or TOML ({error})") from error
    if not isinstance(table, dict):
        raise InputError(f"{path}: must be a table")
    return table


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"{path}: not a readable text file ({error})") from error


__all__ = [
    "FIGURES", "Card", "LeftOut", "Row", "left_out_classes", "make_card", "read_ablations", "read_notes",
    "read_rows", "read_seeds", "untrained", "write_card",
]  # fmt: skip
