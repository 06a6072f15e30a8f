"""``eval card`` and ``eval validation``: a model on everything, and quick scores for choosing among runs."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from motionsearch.cli.commands import add_command
from motionsearch.cli.output import Column
from motionsearch.cli.session import FOUND, Session

DataOption = Annotated[
    str, typer.Option("--data", metavar="FOLDER", help="Folder of the corpora that are measured on.")
]


def card(
    session: Session,
    data: DataOption,
    also: Annotated[
        list[str] | None,
        typer.Option(
            "--also",
            metavar="RUN",
            help="A run of the same recipe with another seed, for mean and spread; repeatable.",
        ),
    ] = None,
    leave_out: Annotated[
        str | None,
        typer.Option(
            "--leave-out", metavar="RUN", help="A run whose recipe leaves motions out (data.leave_out)."
        ),
    ] = None,
    ablations: Annotated[
        str | None,
        typer.Option(
            "--ablations",
            metavar="FILE",
            help="Runs of the ablation table, .toml or .json: name to model and note.",
        ),
    ] = None,
    results: Annotated[
        list[str] | None,
        typer.Option(
            "--results",
            metavar="FILE",
            help="A card.json whose ablations and seeds are taken over, each with its date; repeatable.",
        ),
    ] = None,
    notes: Annotated[
        str | None,
        typer.Option(
            "--notes", metavar="FILE", help="Markdown for its head; by default what came with the recipe."
        ),
    ] = None,
) -> int:
    """Measure a model on everything and write its model card.

    Zero-shot names on three Kinect sets by names, glossary and descriptions, retrieval on made clips and on
    held-out mocap, each with points missing, hidden, shaken, mirrored and at half the rate, beside chance
    and untrained encoders. Writes MODEL_CARD.md and card.json into the model's folder and prints the path
    of the former.
    """
    from motionsearch.model import Model
    from motionsearch.train.card import (
        left_out_classes,
        make_card,
        read_ablations,
        read_notes,
        read_rows,
        read_seeds,
        write_card,
    )
    from motionsearch.train.exam import load_exam
    from motionsearch.train.runs import check_same_recipe, load_run

    model = Model.load(session.options.model)
    text = read_notes(model.config.recipe.get("name", model.name), notes)
    # What cannot be measured is refused now, not when minutes of measuring are over.
    others = [load_run(run) for run in also or ()]
    check_same_recipe(model, others)
    left = None if leave_out is None else load_run(leave_out)
    if left is not None:
        left_out_classes(left)
    rows = [] if ablations is None else read_ablations(ablations)
    earlier = read_rows(results or ())
    seeds = read_seeds(results or (), model, others)
    with session.out.progress("making clips", "clips") as progress:
        exam = load_exam(Path(data), on_clips=lambda done, total: progress.update(done, total=total))
    with session.out.progress("measuring", "sets") as progress:
        made = make_card(
            model,
            exam,
            also=others,
            leave_out=left,
            ablations=rows,
            earlier=earlier,
            seeds=seeds,
            on_set=lambda done, total, what: progress.update(done, total=total, note=what),
        )
    session.out.text(str(write_card(model, made, exam, text)))
    return FOUND


def validation(
    session: Session,
    data: DataOption,
    runs: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="RUN", help="Folders of runs or models, or names; else the one --model gives."
        ),
    ] = None,
) -> int:
    """Compare runs by a quick score that never looks at the test sets.

    The score is the mean of R@1 and R@10 on made clips by captions of unseen wording, top-1 among the names
    of all made motions of people, and R@10 on held-out mocap. The best run comes first.
    """
    from motionsearch.model import Model
    from motionsearch.train.runs import load_run, seed_of, share_space
    from motionsearch.train.validation import load_validation, validate

    models = [load_run(run) for run in runs or ()] or [Model.load(session.options.model)]
    share_space(models)
    with session.out.progress("making clips", "clips") as progress:
        sets = load_validation(Path(data), on_clips=lambda done, total: progress.update(done, total=total))
    rows: list[dict[str, Any]] = []
    with session.out.progress("measuring", "models", len(models)) as progress:
        for number, model in enumerate(models):
            head = {"model": model.name, "seed": seed_of(model.config)}
            rows.append({**head, **validate(model, sets), "folder": str(model.folder)})
            progress.update(number + 1, note=model.name)
    rows.sort(key=lambda row: -row["score"])
    figures = [key for key in rows[0] if key not in ("model", "seed", "folder", "queries", "motions")]
    session.out.rows(
        rows,
        [
            Column("model", "model"),
            Column("seed", "seed", right=True),
            *(Column(key, key, lambda value: f"{value:.2f}", right=True) for key in figures),
            Column("folder", "folder", wide=True),
        ],
    )
    session.out.note(
        f"{sets.world.source}: {len(sets.world)} clips, {rows[0]['queries']} captions of unseen wording; "
        f"{rows[0]['motions']} motions of people, one clip each; {sets.cmu.source}"
    )
    return FOUND


def register(group: typer.Typer) -> None:
    """Adds the commands to the group."""
    add_command(
        group,
        card,
        examples=(
            ("motionsearch eval card --data ../shared/data", "The shipped model's; takes minutes."),
            (
                "motionsearch eval card --data d --also runs/1 --also runs/2",
                "With the spread over three seeds.",
            ),
        ),
    )
    add_command(
        group,
        validation,
        examples=(
            ("motionsearch eval validation runs/a runs/b --data d", "Which of two runs is the better."),
        ),
    )


__all__ = ["register"]
