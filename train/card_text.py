"""The model card as Markdown: tables of figures that are measured elsewhere."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from statistics import mean
from textwrap import fill
from typing import TYPE_CHECKING, Any

from motionsearch.model import Model
from motionsearch.train.conditions import CLEAN, CONDITIONS
from motionsearch.train.evaluate import TIES
from motionsearch.train.exam import (
    CMU,
    EVEN,
    MODES,
    PLAIN,
    WORLD,
    ZEROSHOT_SETS,
    Exam,
    Scores,
    different_captions,
)
from motionsearch.train.reports import Mode, RetrievalReport, ZeroShotReport
from motionsearch.train.unseen import SAMPLE_CLIPS

if TYPE_CHECKING:
    from motionsearch.train.card import Card, LeftOut

# The figures of the ablation table and of the table of conditions: heading and key within a condition.
_COLUMNS = {
    **{
        f"{name} {mode}": f"{name}/{mode}/top-1"
        for mode in ("names", "descriptions")
        for name in ZEROSHOT_SETS
    },
    "world R@1": f"{WORLD}/R@1",
    "world R@10": f"{WORLD}/R@10",
    "cmu R@1": f"{CMU}/R@1",
    "cmu R@10": f"{CMU}/R@10",
}
_LOST = "lost/half the points/descriptions"
_CALIBRATED = (
    "**calibrated**, as zero-shot figures are where nothing else is said, and as `motionsearch label` is: "
    "what a label scores on a fixed bank of made clips is taken off its cosines "
    "(`motionsearch/commonness.py`). How was chosen by the names of made motions alone. **plain**: without "
    "that, as untrained encoders are."
)
_EVEN = (
    "**even**: as `motionsearch label --even` is: what a label scores on all clips of the set is taken off "
    "instead. That takes for granted that each label fits about equally many, which holds for these sets; so "
    "these figures stand by themselves and are no target's."
)

Row = dict[str, Any]


def render_card(model: Model, card: Card, exam: Exam, notes: str) -> str:
    """The whole card.

    Args:
        model: Whose card it is.
        card: The figures.
        exam: What they were measured on.
        notes: Markdown that only people can write.
    """
    config = model.config
    shipped = card.shipped
    sections = [
        f"# Model card: {config.name}",
        f"Made {config.made}, licence {config.licence}, space `{config.space}` ({config.dim} dimensions), "
        f"fingerprint `{model.fingerprint[:12]}`.",
        *([notes.strip()] if notes.strip() else []),
        "## Figures",
        f"Every figure below was measured by `motionsearch eval card` on {shipped.scores.date}, on the "
        "shipped files, in one run, unless its row says otherwise. Figures are in percent, ranks (MedR) "
        f"aside. Ties: {TIES}. The same figures and more are in `card.json`.",
        _how_measured(card, exam),
        "### Targets",
        _seeds(card),
        table(card.targets()),
        "### Under worse conditions",
        "Top-1 on the zero-shot sets and recall of retrieval, the shipped model, each condition by itself.",
        table(_condition_rows(shipped.scores.figures)),
    ]
    if card.left_out is not None:
        sections += ["### Motions left out", *_left_out(card.left_out)]
    if card.rows:
        sections += ["### Ablations", _about_ablations(card), table(_ablation_rows(card))]
    sections += ["### Zero-shot action names", table(_zeroshot_rows(card))]
    blind = card.untrained[0]
    for name, title in (
        (WORLD, f"### Retrieval: {exam.sets[WORLD].source}, never trained on, all captions"),
        (CMU, "### Retrieval: CMU mocap, held-out trials, default camera"),
    ):
        mine = shipped.retrieval[name]
        sections += [
            title,
            f"{mine.tracks} clips, {mine.captions} captions. Protocols as in TMR.",
            table(_retrieval_rows(mine, blind.retrieval[name])),
        ]
    for name in ZEROSHOT_SETS:
        sections += [f"### {name}, by class", table(_class_rows(shipped.zeroshot, name))]
    return "\n\n".join(sections) + "\n"


def table(rows: Sequence[Row]) -> str:
    """A Markdown table; ``None`` is an empty cell."""
    keys = list(rows[0])
    lines = ["| " + " | ".join(keys) + " |", "|" + " --- |" * len(keys)]
    lines += ["| " + " | ".join("" if row[k] is None else str(row[k]) for k in keys) + " |" for row in rows]
    return "\n".join(lines)


def readme_tables(figures: Mapping[str, Any]) -> str:
    """The tables of the README: means over the seeds, with their spread, chance in brackets.

    Args:
        figures: What ``card.json`` holds.
    """
    targets = {row["figure"]: row for row in figures["targets"]}

    def cell(title: str) -> str:
        row = targets[title]
        spread = "" if row["spread"] is None else f" ± {row['spread']:.1f}"
        chance = "" if row["chance"] is None else f" ({row['chance']:.1f})"
        return f"{row['mean']:.1f}{spread}{chance}"

    zeroshot = [
        {
            "zero-shot, %": name,
            **{
                f"{mode}, {measure}": cell(f"{name}, {mode}, {measure}")
                for mode in MODES
                for measure in ("top-1", "top-5")
            },
        }
        for name in ZEROSHOT_SETS
    ]
    world, cmu = "procedural retrieval, gallery 1,000, unseen wording", "cmu held-out, gallery of all windows"
    retrieved = [
        {
            "text to motion": title,
            "R@1, %": cell(f"{title}, R@1"),
            "R@10, %": cell(f"{title}, R@10"),
            "median rank": cell(f"{title}, MedR"),
        }
        for title in (world, cmu)
    ]
    return f"{table(zeroshot)}\n\n{table(retrieved)}"


def _how_measured(card: Card, exam: Exam) -> str:
    world, cmu = exam.sets[WORLD], exam.sets[CMU]
    captions, queries = sum(map(len, world.captions)), sum(map(len, exam.queries))
    items = (
        "**names**: bare class names as the data have them. **glossary**: the names expanded as "
        "`motionsearch label` does. **descriptions**: texts written for each class and fixed in files "
        "(`train/prompts`) before any testing. Nothing was tuned on these three sets.",
        f"**unseen wording**: of the {captions} captions of {len(world)} made clips ({world.source}) the "
        f"{queries} whose wording, who moves and articles aside, occurs nowhere among the captions of "
        f"{SAMPLE_CLIPS:,} made clips as training sees them. The gallery is all of the clips.",
        f"**cmu held-out**: the {len(different_captions(cmu.captions))} different captions of the held-out "
        "trials (02, 07, 13, 14) among all windows of these; a window of any trial that carries the caption "
        "is right. Runs were chosen by this set and by other made clips, never by the three zero-shot sets.",
        "**half the points**: a random half of a clip's points never found. **30 % occlusion**: that share "
        "of all sightings hidden, in stretches. **2 px jitter**: noise of that standard deviation at "
        "640 x 480. **mirrored**: the picture flipped, left and right swapped in all texts. **half the frame "
        "rate**: every second frame.",
        f"**untrained**: encoders of the same sizes with random weights, mean of {len(card.untrained)} "
        "seeds. **majority**: always naming the most frequent class.",
        *([_CALIBRATED] if card.shipped.scores.calibrated else []),
        _EVEN,
    )
    return "\n".join(fill(item, 110, initial_indent="- ", subsequent_indent="  ") for item in items)


def _seeds(card: Card) -> str:
    first = card.shipped.scores.seed
    if not card.others:
        return f"One seed ({first}): mean is the shipped model's figure, and there is no spread."
    seeds = sorted([first, *(scores.seed for scores in card.others)])
    today = card.shipped.scores.date
    before = sorted((scores.seed, scores.date) for scores in card.others if scores.date != today)
    return (
        "Mean and spread (standard deviation) over models of the same recipe from the seeds "
        f"{', '.join(map(str, seeds))}; shipped is the one from seed {first}."
    ) + "".join(f" Seed {seed} was measured on {date}." for seed, date in before)


def _condition_rows(figures: Mapping[str, float]) -> list[Row]:
    """Per condition the figures, and the points lost against the undisturbed clips."""
    rows: list[Row] = []
    for condition in (CLEAN, *CONDITIONS):
        here = {title: figures[f"{condition}/{key}"] for title, key in _COLUMNS.items()}
        rows.append({"condition": condition, **here})
        if condition != CLEAN:
            lost = {
                title: round(figures[f"{CLEAN}/{key}"] - figures[f"{condition}/{key}"], 2)
                for title, key in _COLUMNS.items()
            }
            rows.append({"condition": "- points lost", **lost})
    return rows


def _left_out(left: LeftOut) -> list[str]:
    rows: list[Row] = []
    compared = (("trained with", left.reference.plain()), ("without", left.without.plain()))
    for name in ZEROSHOT_SETS:
        for mode in ("names", "descriptions"):
            key = f"{name}/{mode}"
            there = [c for c in left.classes if c in compared[1][1].classes.get(key, {})]
            if not there:
                continue
            row: Row = {"set": name, "mode": mode, "classes left out": len(there)}
            for title, scores in compared:
                row[f"their accuracy, {title}"] = round(mean(scores.classes[key][c] for c in there), 2)
            for title, scores in compared:
                row[f"top-1 of all, {title}"] = scores.figures[f"{CLEAN}/{key}/top-1"]
            rows.append(row)
    differ = "; ".join(left.differences) or "nothing"
    text = (
        f"A model trained without made motions and corpus clips that are analogues, by name or caption, of "
        f"{', '.join(left.classes)} (`{left.without.fingerprint[:8]}`), beside one trained with them "
        f"(`{left.reference.fingerprint[:8]}`), both plain. What else differs in their recipes: {differ}."
    )
    return [text, table(rows)] if rows else [text + " None of these is a class of the sets."]


def _about_ablations(card: Card) -> str:
    here = card.shipped.scores.digests
    old = [row.name for row in card.rows if dict(row.scores.digests) != dict(here)]
    text = (
        "Top-1, recall, and the points of top-1 (descriptions, mean of the three sets) lost with half the "
        "points gone, all without calibration, since runs need not have a reference. Each row with the day "
        "it was measured and the model's fingerprint."
    )
    if old:
        text += (
            f" Marked *, so not strictly comparable: measured on other states of the sets ({', '.join(old)})."
        )
    return text


def _ablation_rows(card: Card) -> list[Row]:
    named = [("shipped", "", card.shipped.scores), *((row.name, row.note, row.scores) for row in card.rows)]
    return [_ablation_row(name, note, scores, card.shipped.scores) for name, note, scores in named]


def _ablation_row(name: str, note: str, scores: Scores, shipped: Scores) -> Row:
    same = dict(scores.digests) == dict(shipped.digests)
    figures = scores.plain().figures
    return {
        "run": name + ("" if same else " *"),
        "note": note,
        **{title: figures.get(f"{CLEAN}/{key}") for title, key in _COLUMNS.items()},
        "lost": figures.get(_LOST),
        "measured": scores.date,
        "model": f"`{scores.fingerprint[:8]}`",
    }


def _zeroshot_rows(card: Card) -> list[Row]:
    rows: list[Row] = []
    mine, chance, majority = card.shipped.scores.figures, card.shipped.chance, card.shipped.majority
    for name in ZEROSHOT_SETS:
        for mode in MODES:
            report = card.shipped.zeroshot[name, mode]
            key = f"{CLEAN}/{name}/{mode}"
            rows.append(
                {
                    "set": name,
                    "clips": report.metrics.clips,
                    "classes": report.metrics.classes,
                    "mode": mode,
                    "top-1": mine[f"{key}/top-1"],
                    "top-5": mine[f"{key}/top-5"],
                    "balanced": mine[f"{key}/balanced"],
                    **{
                        f"plain {measure}": mine[f"{PLAIN}{key}/{measure}"]
                        for measure in ("top-1", "top-5")
                        if card.shipped.scores.calibrated
                    },
                    **{f"even {measure}": mine[f"{EVEN}{key}/{measure}"] for measure in ("top-1", "top-5")},
                    "chance top-1": chance[f"{key}/top-1"],
                    "chance top-5": chance[f"{key}/top-5"],
                    "majority": majority[f"{key}/top-1"],
                    "untrained top-1": _blind(card, f"{key}/top-1"),
                    "untrained top-5": _blind(card, f"{key}/top-5"),
                }
            )
    return rows


def _blind(card: Card, key: str) -> float:
    return round(mean(measured.scores.figures[key] for measured in card.untrained), 2)


def _retrieval_rows(mine: RetrievalReport, blind: RetrievalReport) -> list[Row]:
    rows = []
    both = mine.rows()
    for own, chance, other in zip(both[::2], both[1::2], blind.rows()[::2], strict=True):
        rows += [own, {**other, "who": "untrained"}, chance]
    return rows


def _class_rows(reports: Mapping[tuple[str, Mode], ZeroShotReport], name: str) -> list[Row]:
    """A class a row, best by descriptions first; what it is most often taken for."""
    by_mode = {
        mode: {score.label: score for score in reports[name, mode].metrics.per_class}
        for mode in ("names", "descriptions")
    }
    described = by_mode["descriptions"]
    rows: list[Row] = []
    for label in sorted(described, key=lambda one: -described[one].accuracy):
        row: Row = {"label": label, "clips": described[label].count}
        for mode, scores in by_mode.items():
            row[mode] = round(100 * scores[label].accuracy, 2)
            row[f"taken for ({mode})"] = scores[label].taken_for
        rows.append(row)
    return rows


__all__ = ["readme_tables", "render_card", "table"]
