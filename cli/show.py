"""``show``: draws clips, in the terminal or into a file."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from motionsearch.cli.commands import add_command
from motionsearch.cli.output import Format
from motionsearch.cli.picture import terminal_picture, together
from motionsearch.cli.records import clip_or_path, clip_record, clip_words
from motionsearch.cli.session import FOUND, Session
from motionsearch.cli.tracking_options import takes_tracking
from motionsearch.errors import QueryError
from motionsearch.tracking.config import Tracking

if TYPE_CHECKING:
    from motionsearch.tracks import Tracks


@dataclass(frozen=True)
class Scene:
    """Something to draw: tracks that begin at ``start`` seconds, and what is known of them."""

    title: str
    start: float
    tracks: Tracks
    record: dict[str, Any]


@takes_tracking
def show(
    session: Session,
    things: Annotated[
        list[str], typer.Argument(metavar="ID|FILE", help="Ids of clips of the library, or motion files.")
    ],
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", metavar="FILE", help="Draw into this .png, .svg or (moving) .gif."),
    ] = None,
    all_in_one: Annotated[
        bool, typer.Option("--all-in-one", help="Draw everything into one picture, as it moved together.")
    ] = False,
    limit: Annotated[
        int, typer.Option("--limit", "-k", min=1, metavar="N", help="At most so many pictures.")
    ] = 4,
    tracking: Tracking | None = None,
) -> int:
    """Draw clips: trails in the terminal, or a PNG, SVG or GIF.

    A number is the id of a clip, unless there is a file of that name. A file with several moving things gives
    a picture for each; written into files these are numbered: clip-1.png, clip-2.png.

    With --format json, jsonl or csv, and no --output, prints what is known of the clips instead.
    """
    scenes = list(_scenes(session, things, tracking))
    if output is None and session.out.format is not Format.table:
        session.out.rows([scene.record for scene in scenes], ())
        return FOUND
    if all_in_one and len(scenes) > 1:
        scenes = [_overlay(scenes)]
    elif len(scenes) > limit:
        session.out.hint(f"drawing {limit} of {len(scenes)}; --limit {len(scenes)} draws all")
        scenes = scenes[:limit]
    if output is None:
        for scene in scenes:
            session.out.text(f"{scene.title}\n{terminal_picture(scene.tracks, sys.stdout)}")
        return FOUND
    from motionsearch import render

    for number, scene in enumerate(scenes, start=1):
        target = output if len(scenes) == 1 else output.with_stem(f"{output.stem}-{number}")
        render.save(scene.tracks, target, title=scene.title)
        session.out.outcome(f"drew {scene.title} into {target}", [{"path": str(target), **scene.record}])
    return FOUND


def register(app: typer.Typer) -> None:
    """Adds the command of this family."""
    add_command(
        app,
        show,
        panel="Find",
        examples=(
            ("motionsearch show 1234", "Draws clip 1234 in the terminal."),
            ("motionsearch show 1234 -o jump.gif", "The same, moving, in a file."),
            (
                "motionsearch show street.txt --all-in-one -o street.svg",
                "All things of a file in one picture.",
            ),
        ),
    )


def _scenes(session: Session, things: list[str], tracking: Tracking | None) -> Iterator[Scene]:
    from contextlib import ExitStack

    with ExitStack() as stack:
        library = None
        for thing in map(clip_or_path, things):
            if isinstance(thing, str):
                yield from _file_scenes(thing, tracking)
                continue
            if library is None:
                library = stack.enter_context(session.library())
            clip = library.get(thing)
            if clip.tracks is None:
                raise QueryError(
                    f"clip {thing} has no tracks to draw: the library holds its vector only",
                    hint=f"add the file it came from to a library: motionsearch add {clip.source}",
                )
            yield Scene(clip_words(clip), clip.start, clip.tracks, clip_record(clip))


def _file_scenes(path: str, tracking: Tracking | None) -> Iterator[Scene]:
    from motionsearch import formats

    for recording in formats.read(path, tracking=tracking):
        tracks = recording.tracks
        end = recording.start + tracks.duration
        name = recording.name or recording.label or Path(path).name
        record = {
            "source": path,
            "name": recording.name,
            "start": round(recording.start, 4),
            "end": round(end, 4),
            "duration": round(tracks.duration, 4),
            "fps": tracks.fps,
            "points": tracks.num_points,
            "label": recording.label,
            "captions": list(recording.captions),
            "meta": dict(recording.meta),
        }
        yield Scene(f"{name} {recording.start:.1f}-{end:.1f} s", recording.start, tracks, record)


def _overlay(scenes: list[Scene]) -> Scene:
    start = min(scene.start for scene in scenes)
    tracks = together([(scene.start, scene.tracks) for scene in scenes])
    source = scenes[0].record["source"]
    record = {"source": source, "start": start, "end": start + tracks.duration, "things": len(scenes)}
    return Scene(f"{len(scenes)} things in {Path(source).name}", start, tracks, record)
