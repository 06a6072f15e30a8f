"""``align``: takes a model into another space."""

from __future__ import annotations

import shlex
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from motionsearch.cli.commands import add_command
from motionsearch.cli.output import Column, score
from motionsearch.cli.session import FOUND, Interrupted, Session
from motionsearch.cli.train import DeviceOption, ResumeOption, refer

if TYPE_CHECKING:
    from motionsearch.cli.output import Output
    from motionsearch.train.align import Alignment, AlignProgress

_COLUMNS = (
    Column("model", "what"),
    Column("R@1", "R@1", lambda value: f"{value:.1f}", right=True),
    Column("R@10", "R@10", lambda value: f"{value:.1f}", right=True),
    Column("MedR", "MedR", lambda value: f"{value:g}", right=True),
    Column("space", "space"),
    Column("path", "path", wide=True),
)


def align(
    session: Session,
    space: Annotated[
        str,
        typer.Option(
            "--space", metavar="NAME", help="The space it goes to, such as openclip:ViT-B-32/openai."
        ),
    ],
    output: Annotated[
        Path | None,
        typer.Option(
            "--output",
            "-o",
            metavar="FOLDER",
            help="Folder of the run; runs/NAME of the model when left out.",
        ),
    ] = None,
    resume: ResumeOption = False,
    data: Annotated[
        Path | None,
        typer.Option(
            "--data",
            metavar="FOLDER",
            help="Folder of the mocap of the model's recipe, to learn from it too.",
        ),
    ] = None,
    steps: Annotated[
        int | None, typer.Option("--steps", min=0, metavar="N", help="Training steps; 600 when left out.")
    ] = None,
    minutes: Annotated[
        float | None,
        typer.Option(
            "--minutes", min=0, metavar="N", help="Train no longer than this; no limit when left out."
        ),
    ] = None,
    clips: Annotated[
        int | None,
        typer.Option("--clips", min=2, metavar="N", help="Made clips to learn from; 12288 when left out."),
    ] = None,
    encoder: Annotated[
        float,
        typer.Option(
            "--encoder",
            min=0,
            metavar="SHARE",
            help="Of the learning rate for the encoder; 0 leaves it, for what real motion taught it.",
        ),
    ] = 0.0,
    pictures: Annotated[
        float,
        typer.Option(
            "--pictures",
            min=0,
            metavar="WEIGHT",
            help="Of the term on drawn clips, where the encoder is trained; 0 draws none.",
        ),
    ] = 0.0,
    seed: Annotated[int, typer.Option("--seed", min=0, metavar="N", help="Of the clips and all chance.")] = 0,
    device: DeviceOption = "auto",
) -> int:
    """Take a model into another space, such as CLIP's.

    Makes clips with captions, embeds the captions in both spaces, carries the model over in closed form,
    trains its text side, and writes a model that is bound to the new space. Needs the weights of the space
    but no data. Prints text-to-motion figures on made clips before and after. Ctrl-C keeps everything;
    --resume goes on.
    """
    from motionsearch.model import Model
    from motionsearch.train.align_report import aligned_name

    source = Model.load(session.options.model)
    folder = output or Path("runs") / aligned_name(source.name, space)
    out = session.out
    out.note(f"taking {source.name} from the space {source.space_name} to {space}, in {folder}")
    from motionsearch.train.align import Aligner, AlignPlan

    chosen = {"steps": steps, "minutes": minutes, "clips": clips}
    given = {name: value for name, value in chosen.items() if value is not None}
    plan = AlignPlan(space, picture_weight=pictures, encoder_share=encoder, seed=seed, **given)  # type: ignore[arg-type]
    with ExitStack() as stack:
        teller = _Teller(out, stack)
        aligner = Aligner(
            plan, source, folder, resume=resume, data_root=data, on_progress=teller, device=device
        )
        if aligner.step:
            out.note(f"going on from step {aligner.step}")
        try:
            done = aligner.run()
        except KeyboardInterrupt:
            options: dict[str, Any] = {"--data": data, **{f"--{k}": v for k, v in given.items()}}
            options |= {"--encoder": encoder or None, "--pictures": pictures or None, "--seed": seed or None}
            options |= {"--model": session.options.model, "--device": device if device != "auto" else None}
            raise Interrupted(
                f"interrupted at step {aligner.step}; all that was made is kept; "
                f"go on with: {_again(space, folder, options)}"
            ) from None
    from motionsearch.train.recipe import TrainingRecipe

    refer(
        out, done.model, source.config.recipe.get("training", {}).get("reference", TrainingRecipe.reference)
    )
    _show(out, done, source.name, source.space_name)
    model = shlex.quote(str(done.model))
    out.hint(f"use it for a new library: motionsearch add FILES --model {model} --library NEW")
    return FOUND


def register(app: typer.Typer) -> None:
    """Adds the command of this family."""
    add_command(
        app,
        align,
        panel="Models",
        examples=(
            ("motionsearch align --space openclip:ViT-B-32/openai", "The shipped model into CLIP's space."),
            ("motionsearch align --space openclip:mine//models/mine.pt --minutes 10", "Weights of a file."),
        ),
    )


class _Teller:
    """Shows one stage after the other."""

    def __init__(self, out: Output, stack: ExitStack) -> None:
        self._out = out
        self._stack = stack
        self._stage = ""
        self._progress: Any = None

    def __call__(self, now: AlignProgress) -> None:
        if now.stage != self._stage:
            self._stack.close()
            self._stage = now.stage
            self._progress = self._stack.enter_context(self._out.progress(now.stage, now.unit, now.total))
        note = " ".join(f"{name} {score(value)}" for name, value in now.measures.items())
        self._progress.update(now.done, total=now.total, note=note)


def _show(out: Output, done: Alignment, model: str, space: str) -> None:
    after_space = str(done.space)
    rows = [(f"{model} before", done.before, space, "")]
    rows += [
        ("carried over", done.fitted, after_space, ""),
        ("after", done.after, after_space, str(done.model)),
    ]
    out.rows(
        [
            {
                "what": what,
                "R@1": 100 * figures.r1,
                "R@10": 100 * figures.r10,
                "MedR": figures.median_rank,
                "space": where,
                "path": path,
            }
            for what, figures, where, path in rows
        ],
        _COLUMNS,
    )
    kept = "" if done.trained or not done.steps else "; they won little, so the model is the one carried over"
    out.note(
        f"text to motion among made clips, in percent; chance R@10 {100 * done.after.chance_r10:.1f}; "
        f"{done.steps} steps{kept}; the model is in {done.model}"
    )


def _again(space: str, folder: Path, options: dict[str, Any]) -> str:
    words = ["motionsearch", "align", "--space", space, "--output", str(folder), "--resume"]
    for name, value in options.items():
        if value is not None:
            words += [name, str(value)]
    return shlex.join(words)
