"""``train``: makes a model from a recipe."""

from __future__ import annotations

import shlex
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from motionsearch.cli.commands import add_command
from motionsearch.cli.output import score
from motionsearch.cli.session import FOUND, Interrupted, Session

if TYPE_CHECKING:
    from motionsearch.cli.output import Output
    from motionsearch.train.trainer import TrainProgress

ResumeOption = Annotated[bool, typer.Option("--resume", help="Go on from the last checkpoint in the folder.")]
DeviceOption = Annotated[
    str, typer.Option("--device", metavar="NAME", help="Where to compute: auto, cpu or cuda.")
]


def train(
    session: Session,
    recipe: Annotated[
        str, typer.Argument(metavar="RECIPE", help="A TOML file, or the name of a recipe that came along.")
    ],
    output: Annotated[
        Path | None,
        typer.Option(
            "--output",
            "-o",
            metavar="FOLDER",
            help="Folder of the run; runs/NAME of the recipe when left out.",
        ),
    ] = None,
    resume: ResumeOption = False,
    space: Annotated[
        str | None,
        typer.Option(
            "--space", metavar="NAME", help="Train in this space instead: minilm, openclip:ARCH/TAG."
        ),
    ] = None,
    data: Annotated[
        Path | None,
        typer.Option("--data", metavar="FOLDER", help="Folder of the motion files that the recipe names."),
    ] = None,
    steps: Annotated[
        int | None, typer.Option("--steps", min=1, metavar="N", help="Train for so many steps instead.")
    ] = None,
    seed: Annotated[
        int | None,
        typer.Option("--seed", min=0, metavar="N", help="Another random beginning, on the same clips."),
    ] = None,
    workers: Annotated[
        int | None,
        typer.Option(
            "--workers",
            min=0,
            metavar="N",
            help="Processes that make clips; 0 waits for a run with the same --parts folder to make them.",
        ),
    ] = None,
    parts: Annotated[
        Path | None,
        typer.Option(
            "--parts", metavar="FOLDER", help="Where made clips are kept, for several runs at once."
        ),
    ] = None,
    start: Annotated[
        str | None,
        typer.Option(
            "--from", metavar="MODEL", help="Begin with the weights of a model: a name or a folder."
        ),
    ] = None,
    device: DeviceOption = "auto",
) -> int:
    """Train a model from a recipe.

    Keeps a checkpoint, a log (log.jsonl, and tensorboard/ for TensorBoard) and at the end the model in the
    folder of the run. Ctrl-C saves a checkpoint; --resume goes on from it. On several GPUs:
    torchrun --nproc-per-node N -m motionsearch.cli train RECIPE.
    """
    from motionsearch.train.recipe import load_recipe

    chosen = load_recipe(recipe)
    if space is not None:
        chosen = replace(chosen, space=space)
    if steps is not None:
        chosen = replace(chosen, training=replace(chosen.training, steps=steps))
    if seed is not None:
        chosen = replace(chosen, seed=seed)
    if workers is not None:
        chosen = replace(chosen, training=replace(chosen.training, workers=workers))
    folder = output or Path("runs") / chosen.name
    out = session.out
    out.note(f"training {chosen.name} in the space {chosen.space}, in {folder}")
    from motionsearch.model import Model
    from motionsearch.train.trainer import Trainer

    with out.progress("training", "steps", chosen.training.steps) as progress:
        last: list[TrainProgress] = []

        def on_step(now: TrainProgress) -> None:
            last[:] = [now]
            measures = " ".join(f"{name} {score(value)}" for name, value in now.metrics.items())
            note = f"loss {score(now.loss)} {measures} {now.clips_per_second:.0f} clips/s"
            progress.update(now.step, total=now.total_steps, note=note)

        trainer = Trainer(
            chosen,
            folder,
            resume=resume,
            data_root=data,
            parts=parts,
            start=Model.load(start).folder if start is not None else None,
            on_step=on_step,
            device=device,
        )
        if trainer.step:
            out.note(f"going on from step {trainer.step}")
        try:
            model = trainer.run()
        except KeyboardInterrupt:
            raise Interrupted(
                f"interrupted at step {trainer.step} of {chosen.training.steps}, which is kept; "
                "go on with: "
                + _again(
                    recipe,
                    folder,
                    ("--space", space),
                    ("--data", data),
                    ("--steps", steps),
                    ("--seed", seed),
                    ("--workers", workers),
                    ("--parts", parts),
                    ("--from", start),
                    ("--device", None if device == "auto" else device),
                )
            ) from None
        if not trainer.ranks.leads:
            return FOUND
    refer(out, model, chosen.training.reference)
    record = {"model": str(model), "path": str(model), "steps": trainer.step}
    if last:
        record |= {"loss": last[0].loss, **last[0].metrics}
    session.out.outcome(f"the model is in {model}", [record])
    out.hint(
        f"use it for a new library: motionsearch add FILES --model {shlex.quote(str(model))} --library NEW"
    )
    return FOUND


def refer(out: Output, model: Path, count: int) -> None:
    """Gives a model its reference of so many made clips, if any."""
    if not count:
        return
    from motionsearch.train.reference import add_reference

    with out.progress("making the reference", "clips", count) as progress:
        add_reference(model, count, on_clips=lambda done, total: progress.update(done, total=total))


def register(app: typer.Typer) -> None:
    """Adds the command of this family."""
    add_command(
        app,
        train,
        panel="Models",
        examples=(
            ("motionsearch train dawn --data ../motion", "The long run behind the shipped model."),
            ("motionsearch train mine.toml -o runs/mine --resume", "Goes on after an interruption."),
        ),
    )


def _again(recipe: str, folder: Path, *options: tuple[str, object]) -> str:
    words = ["motionsearch", "train", recipe, "--output", str(folder), "--resume"]
    for name, value in options:
        if value is not None:
            words += [name, str(value)]
    return shlex.join(words)
