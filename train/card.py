"""The model card: every figure measured on the spot, beside chance and an untrained encoder."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from typing import Any

from motionsearch.errors import InputError
from motionsearch.model import CARD, Model
from motionsearch.train.corpora import HELD_OUT_CMU
from motionsearch.train.evaluate import (
    Items,
    RetrievalReport,
    ZeroShotReport,
    corpus_items,
    evaluate_retrieval,
    evaluate_zeroshot,
    world_items,
)

ZEROSHOT_SETS = ("msraction3d", "utd_mhad", "kinder_gator")
# Far from any training seed, and never used for choosing anything.
WORLD_SEED = 9_001
WORLD_GALLERY = 1_000

Say = Callable[[str], None]


@dataclass(frozen=True)
class Measured:
    """Figures of one model.

    Args:
        world: Retrieval on unseen clips of the procedural world.
        cmu: Retrieval on held-out mocap trials.
        zeroshot: One report per validation set, by bare class names.
    """

    world: RetrievalReport
    cmu: RetrievalReport
    zeroshot: tuple[ZeroShotReport, ...]


def measure(model: Model, data: Path, *, say: Say = lambda _: None) -> Measured:
    """Runs every evaluation of the card.

    Args:
        model: What is measured.
        data: Folder of the corpora.
        say: Told what is being done.

    Raises:
        InputError: a corpus is missing.
    """

    def retrieval(items: Items) -> RetrievalReport:
        say(f"retrieval on {items.source}")
        return evaluate_retrieval(model, items.tracks, items.captions, source=items.source)

    world = retrieval(world_items(WORLD_SEED, WORLD_GALLERY))
    cmu = retrieval(corpus_items(data / "cmu.npz", ids=[prefix + "*" for prefix in HELD_OUT_CMU]).captioned())
    reports = []
    for name in ZEROSHOT_SETS:
        say(f"zero-shot on {name}")
        items = corpus_items(data / f"{name}.npz").labelled()
        labels = [label for label in items.labels if label is not None]
        reports.append(evaluate_zeroshot(model, items.tracks, labels, source=name))
    return Measured(world, cmu, tuple(reports))


def untrained(model: Model, folder: Path) -> Model:
    """A model of the same sizes in the same space whose weights are random (seed 0)."""
    import torch

    from motionsearch.encoder import EncoderConfig, TextHead, TrajectoryEncoder
    from motionsearch.train.export import save_model

    torch.manual_seed(0)
    encoder = TrajectoryEncoder(EncoderConfig(**model.config.encoder))
    save_model(folder / "untrained", encoder, TextHead(model.dim, 8), model.config)
    return Model.load(folder / "untrained")


def read_notes(recipe: str, file: str | None) -> str:
    """The part of the card that only people can write: a file's, else what lies beside the shipped recipe.

    Raises:
        InputError: the file cannot be read.
    """
    if file is None:
        shipped = resources.files("motionsearch.train") / "recipes" / f"{recipe}.md"
        return shipped.read_text(encoding="utf-8") if shipped.is_file() else ""
    try:
        return Path(file).expanduser().read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"{file}: not a readable text file ({error})") from error


def write_card(model: Model, data: Path, notes: str, *, say: Say = lambda _: None) -> Path:
    """Measures a model and an untrained one and writes ``MODEL_CARD.md`` into the model's folder.

    Args:
        model: Whose card it is.
        data: Folder of the corpora.
        notes: Markdown that only people can write: how it was trained, its data's licences, its limits.
        say: Told what is being done.
    """
    trained = measure(model, data, say=say)
    with tempfile.TemporaryDirectory() as folder:
        say("the same for an untrained encoder")
        random = measure(untrained(model, Path(folder)), data, say=say)
    card = render_card(model, trained, random, notes)
    target = model.folder / CARD
    target.write_text(card, encoding="utf-8")
    return target


def render_card(model: Model, trained: Measured, random: Measured, notes: str) -> str:
    """The card as Markdown."""
    config = model.config
    sections = [
        f"# Model card: {config.name}",
        f"Made {config.made}, licence {config.licence}, space `{config.space}` ({config.dim} dimensions), "
        f"fingerprint `{model.fingerprint[:12]}`.",
        *([notes.strip()] if notes.strip() else []),
        "## Figures",
        "Every figure below was measured by `motionsearch eval card` on the shipped files, in one run. "
        "Texts are the captions or bare class names as the data have them; nothing was tuned on these "
        f"sets. Ties: {trained.world.ties}.",
    ]
    for title, mine, blind in (
        (f"Procedural world, seed {WORLD_SEED}, never trained on", trained.world, random.world),
        ("CMU mocap, held-out trials (02, 07, 13, 14), default camera", trained.cmu, random.cmu),
    ):
        sections += [
            f"### Retrieval: {title}",
            f"{mine.tracks} clips, {mine.captions} captions. Protocols as in TMR.",
            _table(_retrieval_rows(mine, blind)),
        ]
    sections += ["### Zero-shot action names", "Top-1 and top-5 in percent, by bare class names."]
    pairs = zip(trained.zeroshot, random.zeroshot, strict=True)
    sections.append(_table([_zeroshot_row(mine, blind) for mine, blind in pairs]))
    for report in trained.zeroshot:
        sections += [f"### {report.source}, by class", _table(report.class_rows())]
    return "\n\n".join(sections) + "\n"


def _retrieval_rows(mine: RetrievalReport, blind: RetrievalReport) -> list[dict[str, Any]]:
    rows = []
    for own, other in zip(mine.rows()[::2], blind.rows()[::2], strict=True):
        chance = mine.rows()[mine.rows().index(own) + 1]
        rows += [own, {**other, "who": "untrained"}, chance]
    return rows


def _zeroshot_row(mine: ZeroShotReport, blind: ZeroShotReport) -> dict[str, Any]:
    top1, top5, _ = mine.rows()
    return {
        "set": mine.source,
        "clips": mine.metrics.clips,
        "classes": mine.metrics.classes,
        "top-1": top1["model"],
        "top-5": top5["model"],
        "chance top-1": top1["chance"],
        "chance top-5": top5["chance"],
        "majority": top1["majority"],
        "untrained top-1": blind.rows()[0]["model"],
        "untrained top-5": blind.rows()[1]["model"],
    }


def _table(rows: Sequence[dict[str, Any]]) -> str:
    keys = list(rows[0])
    lines = ["| " + " | ".join(keys) + " |", "|" + " --- |" * len(keys)]
    lines += ["| " + " | ".join("" if row[k] is None else str(row[k]) for k in keys) + " |" for row in rows]
    return "\n".join(lines)
