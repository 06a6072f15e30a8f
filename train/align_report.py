"""What an alignment tells: how far it is, how good the model was and is, and its card."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path

from motionsearch.model import ModelConfig


@dataclass(frozen=True)
class Figures:
    """Retrieval among made clips that were not learnt from, text to track; shares in [0, 1].

    Args:
        r1, r10: R@1 and R@10.
        median_rank: Of the right clip.
        chance_r10: R@10 of a guess.
    """

    r1: float
    r10: float
    median_rank: float
    chance_r10: float


@dataclass(frozen=True)
class AlignProgress:
    """What an alignment tells while it goes on.

    Args:
        stage: What is being done, a verb: "making clips", "training".
        done, total: How far it is, in ``unit``.
        unit: What is counted, in the plural.
        measures: Means since the last report, while training.
    """

    stage: str
    done: int
    total: int
    unit: str
    measures: dict[str, float] = field(default_factory=dict)


@dataclass(frozen=True)
class Alignment:
    """What came out.

    Args:
        model: Folder of the aligned model.
        before: The model that was taken, in its own space.
        fitted: After the closed form.
        after: The model in ``model``: the trained one, or the fitted one where training won little.
        space: Name of the new space.
        trained: Whether the trained one is in ``model``.
        steps: Done.
        seconds: Spent on the steps.
        text_cosine: How well the linear map between the text towers does on texts it was not fitted on.
        crowding: Mean cosine between captions in the new space.
    """

    model: Path
    before: Figures
    fitted: Figures
    after: Figures
    space: str
    trained: bool
    steps: int
    seconds: float
    text_cosine: float
    crowding: float


def aligned_name(model: str, space: str) -> str:
    """A name for a model in a space: ``daylight`` and ``openclip:ViT-B-32/openai`` give
    ``daylight-ViT-B-32-openai``; of a file of weights only the architecture is taken."""
    kind, _, rest = space.partition(":")
    arch, _, tag = rest.partition("/")
    words = [model, arch or kind, tag if "/" not in tag else ""]
    return "-".join(re.sub(r"[^\w.-]+", "-", word) for word in words if word)


def render_card(
    config: ModelConfig, old: ModelConfig, before: Figures, fitted: Figures, trained: Figures | None
) -> str:
    """The model card of an aligned model as Markdown; without training there is no row of it."""
    rows: list[tuple[str, Figures | None]] = [
        (f"{old.name}, in `{old.space}`", before),
        ("carried over in closed form", fitted),
    ]
    rows += [("after training", trained)]
    table = [
        f"| {what} | {100 * f.r1:.1f} | {100 * f.r10:.1f} | {f.median_rank:g} | {100 * f.chance_r10:.1f} |"
        for what, f in rows
        if f is not None
    ]
    gallery = config.recipe["align"]["gallery"]
    return "\n".join(
        [
            f"# Model card: {config.name}",
            "",
            f"`{old.name}` taken into the space `{config.space}` ({config.dim} dimensions) by `motionsearch "
            f"align`, made {config.made}, licence {config.licence}. What the encoder was trained on, and its "
            f"limits, are in the card of `{old.name}`.",
            "",
            f"Text to motion among {gallery} clips of the procedural world that no training run uses:",
            "",
            "| | R@1 | R@10 | median rank | chance R@10 |",
            "| --- | --- | --- | --- | --- |",
            *table,
            "",
        ]
    )
