"""``eval``: how good a model is, with chance beside every figure."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import contextmanager
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from motionsearch.cli.card import register as register_card
from motionsearch.cli.commands import CalibratedOption, GpuOption, Group, add_command, check_calibration
from motionsearch.cli.coverage import coverage
from motionsearch.cli.output import Column, Format
from motionsearch.cli.session import FOUND, Session
from motionsearch.errors import QueryError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from motionsearch.train.evaluate import Items, RetrievalReport, ZeroShotReport

WORLD = "world"
WORLD_CLIPS = 1000


class ProtocolName(str, Enum):
    """TMR's retrieval protocols."""

    all = "all"
    threshold = "threshold"
    dissimilar = "dissimilar"
    small_batches = "small_batches"


class ModeName(str, Enum):
    """What stands for a label."""

    names = "names"
    glossary = "glossary"
    descriptions = "descriptions"


class CameraName(str, Enum):
    """How 3D clips are seen."""

    default = "default"
    random = "random"


class WindowsName(str, Enum):
    """What stands for a long clip."""

    mean = "mean"
    best = "best"


SourceArgument = Annotated[
    str,
    typer.Argument(
        metavar="SOURCE",
        help="A corpus, a data set's folder or another motion file, or the word world: the procedural world.",
    ),
]
IdsOption = Annotated[
    list[str] | None,
    typer.Option("--ids", metavar="PATTERN", help="Only clips so named, such as 'cmu_02_*'; repeatable."),
]
SplitOption = Annotated[
    str | None,
    typer.Option("--split", metavar="NAME", help="Only clips of this split of the corpus or data set."),
]
KindOption = Annotated[
    list[str] | None,
    typer.Option("--kind", metavar="KIND", help="Of the world only person, animal or object; repeatable."),
]
CameraOption = Annotated[
    CameraName,
    typer.Option("--camera", metavar="NAME", help="How 3D clips are seen: default, as add does, or random."),
]
WindowsOption = Annotated[
    WindowsName,
    typer.Option(
        "--windows", metavar="NAME", help="A long clip is the mean of its windows, or its best one."
    ),
]
SeedOption = Annotated[
    int, typer.Option("--seed", min=0, metavar="N", help="Of the world, the cameras and every random choice.")
]
LimitOption = Annotated[
    int | None,
    typer.Option(
        "--limit", "-k", min=1, metavar="N", help="So many clips at random; of the world the first, 1000."
    ),
]


def retrieval(
    session: Session,
    source: SourceArgument,
    protocol: Annotated[
        list[ProtocolName] | None,
        typer.Option(
            "--protocol",
            "-p",
            metavar="NAME",
            help="Of TMR: all, threshold, dissimilar or small_batches; repeatable, every one by default.",
        ),
    ] = None,
    threshold: Annotated[
        float,
        typer.Option(
            "--threshold", min=0, max=1, metavar="X", help="Captions more alike than this count as the same."
        ),
    ] = 0.95,
    ids: IdsOption = None,
    split: SplitOption = None,
    kind: KindOption = None,
    camera: CameraOption = CameraName.default,
    windows: WindowsOption = WindowsName.mean,
    seed: SeedOption = 0,
    limit: LimitOption = None,
    device: GpuOption = None,
) -> int:
    """Measure how well captions find their clips, and clips their captions.

    Prints R@1, 2, 3, 5 and 10 in percent and the median rank, both ways, for TMR's protocols, each with what
    chance would give. Ties are averaged.
    """
    from motionsearch.model import Model
    from motionsearch.train.evaluate import PROTOCOLS, evaluate_retrieval

    model = Model.load(session.options.model, device=device)
    items = _items(session, source, ids, split, kind, camera, seed, limit).captioned()
    with _progress(session) as on_progress:
        report = evaluate_retrieval(
            model,
            items.tracks,
            items.captions,
            [p.value for p in protocol] if protocol else PROTOCOLS,
            seed=seed,
            threshold=threshold,
            windows=windows.value,
            source=items.source,
            on_progress=on_progress,
        )
    _tell(session, report, f"{report.tracks} clips with {report.captions} captions")
    return FOUND


def zeroshot(
    session: Session,
    source: SourceArgument,
    mode: Annotated[
        ModeName,
        typer.Option(
            "--mode",
            "-m",
            metavar="NAME",
            help="What stands for a label: names, the glossary as in label, or descriptions.",
        ),
    ] = ModeName.names,
    prompts: Annotated[
        str | None,
        typer.Option(
            "--prompts",
            metavar="FILE",
            help="The descriptions of each label: .toml or .json; else those shipped for the set.",
        ),
    ] = None,
    calibrated: CalibratedOption = True,
    even: Annotated[
        bool,
        typer.Option("--even", help="Take off what a label scores on all the clips, as label --even does."),
    ] = False,
    classes: Annotated[
        bool, typer.Option("--classes", help="Each class, and what it is taken for, instead of the totals.")
    ] = False,
    ids: IdsOption = None,
    split: SplitOption = None,
    kind: KindOption = None,
    camera: CameraOption = CameraName.default,
    windows: WindowsOption = WindowsName.mean,
    seed: SeedOption = 0,
    limit: LimitOption = None,
    device: GpuOption = None,
) -> int:
    """Measure how well clips are named by labels (zero-shot).

    Prints top-1, top-5 and the mean over classes in percent, beside what chance and the largest class give.
    """
    from motionsearch.model import Model
    from motionsearch.train.evaluate import evaluate_zeroshot, read_prompts
    from motionsearch.train.testsets import shipped_prompts

    if prompts is not None and mode is ModeName.glossary:
        raise QueryError(
            "labels are expanded by the glossary or by prompts, not by both", hint="leave one of them out"
        )
    check_calibration(calibrated, even)
    model = Model.load(session.options.model, device=device)
    described = None
    if prompts is not None:
        described = read_prompts(prompts)
    elif mode is ModeName.descriptions:
        described = shipped_prompts(Path(source).stem)
    items = _items(session, source, ids, split, kind, camera, seed, limit).labelled()
    with _progress(session) as on_progress:
        report = evaluate_zeroshot(
            model,
            items.tracks,
            [label for label in items.labels if label is not None],
            described,
            glossary=mode is ModeName.glossary,
            calibrated=calibrated,
            even=even,
            seed=seed,
            windows=windows.value,
            source=items.source,
            on_progress=on_progress,
        )
    count = sum(report.prompts.values())
    means = {
        "names": "the labels themselves",
        "glossary": "the labels as the glossary expands them",
        "descriptions": f"{count} descriptions",
    }
    _tell(
        session,
        report,
        f"{report.metrics.clips} clips of {report.metrics.classes} classes, by {means[report.mode]}, "
        + ("evened out" if report.even else "calibrated" if report.calibrated else "plain"),
        report.class_rows() if classes else None,
        calibrated=report.calibrated,
        even=report.even,
    )
    return FOUND


def register(app: typer.Typer) -> None:
    """Adds the group and its commands."""
    group = typer.Typer(
        cls=Group, help="Measure a model on any corpus.", rich_markup_mode=None, no_args_is_help=True
    )
    add_command(
        group,
        retrieval,
        examples=(
            ("motionsearch eval retrieval cmu.npz --ids 'cmu_02_*'", "Clips of a corpus by their names."),
            ("motionsearch eval retrieval world --seed 7 -p all", "A thousand made clips, one protocol."),
        ),
    )
    add_command(
        group,
        zeroshot,
        examples=(
            ("motionsearch eval zeroshot utd_mhad.npz", "Labels as they are."),
            (
                "motionsearch eval zeroshot utd_mhad.npz -m descriptions",
                "By the descriptions that came along.",
            ),
            ("motionsearch eval zeroshot a.npz --prompts a.toml --classes", "Descriptions; class by class."),
            ("motionsearch eval zeroshot Penn_Action --split test", "A data set as its makers ship it."),
            (
                "motionsearch eval zeroshot dataset:ntu_2d:nturgb+d_skeletons",
                "Another by its name: NTU in pixels.",
            ),
        ),
    )
    register_card(group)
    add_command(
        group,
        coverage,
        examples=(
            ("motionsearch eval coverage --data ../shared/data", "Which words of motion are missing."),
        ),
    )
    app.add_typer(group, name="eval", rich_help_panel="Models")


def _items(
    session: Session,
    source: str,
    ids: list[str] | None,
    split: str | None,
    kinds: list[str] | None,
    camera: CameraName,
    seed: int,
    limit: int | None,
) -> Items:
    from motionsearch.train.evaluate import corpus_items, world_items

    if source != WORLD:
        return corpus_items(
            source, camera=camera.value, seed=seed, split=split, ids=tuple(ids or ()), limit=limit
        )
    with session.out.progress("making clips", "clips") as progress:
        return world_items(
            seed,
            WORLD_CLIPS if limit is None else limit,
            kinds,
            on_progress=lambda done, total: progress.update(done, total=total),
        )


@contextmanager
def _progress(session: Session) -> Iterator[Callable[[str, int, int], None]]:
    with session.out.progress("embedding", "vectors") as progress:
        yield lambda what, done, total: progress.update(done, total=total, note=what)


def _tell(
    session: Session,
    report: RetrievalReport | ZeroShotReport,
    size: str,
    rows: list[dict[str, Any]] | None = None,
    **more: Any,
) -> None:
    out = session.out
    if out.format is Format.json:
        out.record(report.to_dict())
        return
    shown = report.rows() if rows is None else rows
    facts = {"test_set": report.source, "model_name": report.model, "seed": report.seed, **more}
    columns = [Column(key, key, _figure, right=not isinstance(shown[0][key], str)) for key in shown[0]]
    out.rows([{**row, **facts} for row in shown], columns)
    out.note(
        f"{report.source}: {size}; model {report.model} ({report.fingerprint[:12]}); long clips by the "
        f"{report.windows} of their windows; ties {report.ties}; seed {report.seed}"
    )


def _figure(value: Any) -> str:
    return f"{value:.2f}" if isinstance(value, float) else str(value)
