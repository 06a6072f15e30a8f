"""``describe`` and ``label``: from motion to words."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Sequence
from functools import partial
from itertools import groupby, islice
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from motionsearch.cli import timeline
from motionsearch.cli.commands import CalibratedOption, GpuOption, add_command, check_calibration
from motionsearch.cli.output import Column, Format, path, score, seconds
from motionsearch.cli.records import clip_or_path
from motionsearch.cli.session import FOUND, NOTHING_FOUND, Session
from motionsearch.cli.tracking_options import takes_tracking
from motionsearch.errors import InputError, QueryError
from motionsearch.tracking.config import Tracking

if TYPE_CHECKING:
    from motionsearch.index.examples import Example
    from motionsearch.index.records import Labelled
    from motionsearch.timeline import Stretch

_DESCRIPTION_COLUMNS = (
    Column("score", "score", score, right=True),
    Column("from", "origin"),
    Column("text", "text", wrap=True),
)
_LABEL_COLUMNS = (
    Column("id", "clip_id", right=True),
    Column("source", "source", path, wide=True),
    Column("start", "start", seconds, right=True),
    Column("end", "end", seconds, right=True),
    Column("probability", "probability", score, right=True),
    Column("label", "label"),
)


def describe(
    session: Session,
    thing: Annotated[
        str, typer.Argument(metavar="FILE|ID", help="A motion file, or the id of a clip of the library.")
    ],
    limit: Annotated[
        int, typer.Option("--limit", "-k", min=1, metavar="N", help="How many sentences, the best first.")
    ] = 10,
    device: GpuOption = None,
) -> int:
    """Say in words what a clip shows.

    Ranks the captions of the library and a bank of motion phrases that came along by how well they fit. A
    number is the id of a clip, unless there is a file of that name. Files need no library.
    """
    what = clip_or_path(thing)
    with session.library_for([what], device=device) as library:
        found = library.describe(what, limit)
    session.out.rows(
        [{"score": round(float(d.score), 6), "origin": d.origin, "text": d.text} for d in found],
        _DESCRIPTION_COLUMNS,
    )
    return FOUND if found else NOTHING_FOUND


@takes_tracking
def label(
    session: Session,
    things: Annotated[
        list[str] | None,
        typer.Argument(metavar="FILE|ID", help="Motion files, or ids of clips of the library."),
    ] = None,
    where: Annotated[
        str | None,
        typer.Option("--where", "-w", metavar="FILTER", help="Every clip for which this holds."),
    ] = None,
    labels: Annotated[
        str | None, typer.Option("--labels", metavar="A,B,C", help="The labels to choose from.")
    ] = None,
    labels_file: Annotated[
        str | None,
        typer.Option("--labels-file", metavar="FILE", help="Labels from a text file, one a line."),
    ] = None,
    preset: Annotated[
        str | None,
        typer.Option(
            "--preset", metavar="NAME", help="Labels that came along, such as basic, gym or animals."
        ),
    ] = None,
    limit: Annotated[
        int, typer.Option("--limit", "-k", min=1, metavar="N", help="How many labels of each clip.")
    ] = 3,
    elan: Annotated[
        Path | None,
        typer.Option("--elan", metavar="FILE", help="Also write the time line of a video for ELAN (.eaf)."),
    ] = None,
    via: Annotated[
        Path | None,
        typer.Option(
            "--via",
            metavar="FILE",
            help="Also write the time lines of videos for the VGG Image Annotator 3 (.json).",
        ),
    ] = None,
    glossary: Annotated[
        bool,
        typer.Option(
            "--glossary/--no-glossary",
            help="Let labels count with what the glossary says about them, or as bare words.",
        ),
    ] = True,
    calibrated: CalibratedOption = True,
    even: Annotated[
        bool,
        typer.Option(
            "--even",
            help="Labels fit equally many of the clips given: take off what each scores on all of them.",
        ),
    ] = False,
    device: GpuOption = None,
    tracking: Tracking | None = None,
) -> int:
    """Choose the label that fits each clip, with probabilities.

    The labels are any words; nothing is trained on them (zero-shot). A label counts with the descriptions
    the glossary has of it ("motionsearch glossary LABEL" shows them), or of what is called alike. The
    probabilities of all labels given add up to 1. Files need no library.

    A video gives a time line: for each thing that moves, the stretches in which one label fits it best, with
    its mean probability over the stretch. Where windows overlap, a moment has the mean of theirs.

    Many clips of one kind, such as the takes of a study in which every action was recorded about as often,
    are told apart far better with --even. It needs at least as many clips as labels, all in one command.

    Exit code 1 when some files failed, each of which is named, or no clip passes the filter.
    """
    chosen = _labels(labels, labels_file, preset)
    if not things and where is None:
        raise QueryError("nothing says which clips to label", hint="give files, ids or --where FILTER")
    chosen_things = [clip_or_path(thing) for thing in things or ()]
    failed = 0
    time_lines: list[tuple[str, list[Stretch]]] = []
    check_calibration(calibrated, even)
    with contextlib.ExitStack() as stack:
        if where is None:
            library = stack.enter_context(session.library_for(chosen_things, device=device))
        else:
            library = stack.enter_context(session.library(device=device))
            chosen_things += [clip.clip_id for clip in library.clips(where)]
        if not chosen_things:
            session.out.note("no such clip; there is nothing to label")
            return NOTHING_FOUND
        label_some = partial(
            library.label, labels=chosen, glossary=glossary, calibrated=calibrated, even=even
        )

        def looked_at() -> Iterator[list[Example]]:
            nonlocal failed
            for thing in chosen_things:
                try:
                    examples = library.look_at(thing, tracking=tracking)
                except (InputError, QueryError) as error:
                    failed += 1
                    session.out.error(str(error), hint=error.hint)
                else:
                    yield examples

        def labelled() -> Iterator[list[Labelled]]:
            if not even:
                yield from map(label_some, looked_at())
            elif seen := [example for examples in looked_at() for example in examples]:
                found = iter(label_some(seen))
                for example in seen:
                    yield list(islice(found, len(example.clips)))

        def records() -> Iterator[dict[str, Any]]:
            for some in labelled():
                for source, group in groupby(some, lambda clip: clip.source):
                    clips = list(group)
                    if not timeline.is_of_video(clips):
                        yield from _label_records(clips, limit)
                        continue
                    time_lines.append((source, timeline.time_line(clips)))
                    if session.out.format is Format.table:
                        timeline.tell(session.out, *time_lines[-1], limit)
                    else:
                        yield from timeline.stretch_records(*time_lines[-1], limit)

        session.out.rows(records(), _LABEL_COLUMNS)
    timeline.write_exports(session.out, time_lines, elan, via)
    return NOTHING_FOUND if failed else FOUND


def register(app: typer.Typer) -> None:
    """Adds the commands of this family."""
    add_command(
        app,
        describe,
        panel="Find",
        examples=(
            ("motionsearch describe 1234", "What clip 1234 shows."),
            ("motionsearch describe walk.bvh -k 3", "The three sentences that fit a file best."),
        ),
    )
    add_command(
        app,
        label,
        panel="Find",
        examples=(
            ("motionsearch label *.npz --labels walk,run,jump", "The likeliest of three."),
            ("motionsearch label 12 13 --preset gym -k 1", "Clips of the library, one label each."),
            (
                "motionsearch label --where \"tags.study = 'gym'\" --preset gym --even -k 1",
                "Takes of a study in which each action was recorded about as often.",
            ),
            (
                "motionsearch label match.mp4 --preset sports --elan match.eaf",
                "What moves in a video does when, also for ELAN.",
            ),
        ),
    )


def _labels(given: str | None, file: str | None, preset: str | None) -> Sequence[str]:
    from motionsearch import phrases

    if sum(choice is not None for choice in (given, file, preset)) != 1:
        raise QueryError(
            "labels come from exactly one of --labels, --labels-file and --preset",
            hint=f"--labels walk,run,jump, or --preset with one of {', '.join(phrases.list_presets())}",
        )
    if preset is not None:
        return phrases.load_preset(preset)
    if file is not None:
        return phrases.read_labels_file(file)
    labels = list(dict.fromkeys(word.strip() for word in (given or "").split(",") if word.strip()))
    if not labels:
        raise QueryError("--labels holds no label", hint="write them with commas: --labels walk,run,jump")
    return labels


def _label_records(labelled: Sequence[Labelled], limit: int) -> Iterator[dict[str, Any]]:
    for clip in labelled:
        for rank, (name, probability) in enumerate(clip.labels[:limit], start=1):
            yield {
                "clip_id": clip.clip_id,
                "source": clip.source,
                "start": round(clip.start, 4),
                "end": round(clip.end, 4),
                "rank": rank,
                "label": name,
                "probability": round(float(probability), 6),
            }
