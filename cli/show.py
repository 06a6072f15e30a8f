"""``show``: draws clips, in the terminal or into a file, over their video where they come from one."""

from __future__ import annotations

import math
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from functools import partial
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, TypeVar

import typer

from motionsearch.cli.commands import add_command
from motionsearch.cli.footage import Footage, draw_plain
from motionsearch.cli.output import Format
from motionsearch.cli.picture import terminal_picture, together
from motionsearch.cli.records import clip_or_path, clip_record, clip_words
from motionsearch.cli.session import FOUND, NOTHING_FOUND, Session
from motionsearch.cli.tracking_options import takes_tracking
from motionsearch.errors import QueryError
from motionsearch.tracking.config import Tracking

if TYPE_CHECKING:
    from motionsearch.index.library import Library
    from motionsearch.tracks import Tracks

Picture = TypeVar("Picture")

_NO_VIDEO = ".svg"  # a kind of file that no video is drawn into


@dataclass(frozen=True)
class Scene:
    """Something to draw: tracks that begin at ``start`` seconds, and what is known of them.

    Args:
        title: In a few words.
        start: Seconds into the source.
        tracks: What moves.
        record: What is known of it.
        video: The video it lies in, where there is one to draw over.
        whole: It is one of all the things of a video that was asked for by its name.
    """

    title: str
    start: float
    tracks: Tracks
    record: dict[str, Any]
    video: Path | None = None
    whole: bool = False


@dataclass(frozen=True)
class Drawing:
    """A file to be drawn."""

    title: str
    record: dict[str, Any]
    draw: Callable[[Path], object]


@takes_tracking
def show(
    session: Session,
    things: Annotated[
        list[str],
        typer.Argument(metavar="ID|FILE", help="Ids of clips of the library, or motion files and videos."),
    ],
    output: Annotated[
        Path | None,
        typer.Option(
            "--output",
            "-o",
            metavar="FILE",
            help="Draw into this file: .mp4, .webm or .gif (moving), .png or .svg.",
        ),
    ] = None,
    plain: Annotated[
        bool, typer.Option("--plain", help="Trails alone, also where there is a video.")
    ] = False,
    all_in_one: Annotated[
        bool, typer.Option("--all-in-one", help="Draw everything into one picture, as it moved together.")
    ] = False,
    size: Annotated[
        int | None,
        typer.Option(
            "--size",
            min=64,
            max=8192,
            metavar="PIXELS",
            help="The longer side of what is drawn; by default 640 for trails alone and "
            "at most 960 over a video, 480 in a .gif, 1280 in a .png of it.",
        ),
    ] = None,
    limit: Annotated[
        int, typer.Option("--limit", "-k", min=1, metavar="N", help="At most so many pictures.")
    ] = 4,
    tracking: Tracking | None = None,
) -> int:
    """Draw clips: over their video, in the terminal, or into a picture.

    A number is the id of a clip, unless there is a file of that name. With --output, a clip of a video is
    drawn over the video: moving in real time, or nine pictures of it in a .png. A video given by its name is
    drawn as a whole, with the trails of all that moves in it. Where there is no video, trails are drawn
    alone. What gives several pictures gives numbered files: clip-1.png, clip-2.png.

    With --format json, jsonl or csv, and no --output, prints what is known of the clips instead.
    """
    over_video = output is not None and not plain and output.suffix.lower() != _NO_VIDEO
    scenes = list(_scenes(session, things, tracking, over_video=over_video))
    if not scenes:
        session.out.note("nothing moves there")
        return NOTHING_FOUND
    if output is None and session.out.format is not Format.table:
        session.out.rows([scene.record for scene in scenes], ())
        return FOUND
    if output is None:
        if all_in_one and len(scenes) > 1:
            scenes = [_together(scenes)]
        for scene in _first(session, scenes, limit):
            session.out.text(f"{scene.title}\n{terminal_picture(scene.tracks, sys.stdout)}")
        return FOUND
    drawings = _first(session, list(_drawings(scenes, all_in_one=all_in_one, size=size)), limit)
    for number, drawing in enumerate(drawings, start=1):
        target = output if len(drawings) == 1 else output.with_stem(f"{output.stem}-{number}")
        drawing.draw(target)
        session.out.outcome(f"drew {drawing.title} into {target}", [{"path": str(target), **drawing.record}])
    return FOUND


def register(app: typer.Typer) -> None:
    """Adds the command of this family."""
    add_command(
        app,
        show,
        panel="Find",
        examples=(
            ("motionsearch show 1234", "Draws clip 1234 in the terminal."),
            ("motionsearch show 1234 -o jump.mp4", "The clip's stretch of its video, trails drawn over it."),
            ("motionsearch show match.mp4 -o tracked.mp4", "A whole video with all that moves in it."),
            (
                "motionsearch show street.txt --all-in-one -o street.svg",
                "All things of a file in one picture.",
            ),
        ),
    )


def _scenes(
    session: Session, things: list[str], tracking: Tracking | None, *, over_video: bool
) -> Iterator[Scene]:
    with ExitStack() as stack:
        library: Library | None = None
        for thing in map(clip_or_path, things):
            if isinstance(thing, str):
                yield from _file_scenes(thing, tracking, over_video=over_video)
                continue
            if library is None:
                library = stack.enter_context(session.library())
                footage = Footage(session.out, library)
            clip = library.get(thing)
            if clip.tracks is None:
                raise QueryError(
                    f"clip {thing} has no tracks to draw: the library holds its vector only",
                    hint=f"add the file it came from to a library: motionsearch add {clip.source}",
                )
            video = footage.of(clip) if over_video else None
            yield Scene(clip_words(clip), clip.start, clip.tracks, clip_record(clip), video)


def _file_scenes(path: str, tracking: Tracking | None, *, over_video: bool) -> Iterator[Scene]:
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
        video = Path(path) if over_video and recording.meta.get("kind") == "video" else None
        title = f"{name} {recording.start:.1f}-{end:.1f} s"
        yield Scene(title, recording.start, tracks, record, video, whole=video is not None)


def _first(session: Session, pictures: list[Picture], limit: int) -> list[Picture]:
    if len(pictures) > limit:
        session.out.hint(f"drawing {limit} of {len(pictures)}; --limit {len(pictures)} draws all")
    return pictures[:limit]


def _drawings(scenes: list[Scene], *, all_in_one: bool, size: int | None) -> Iterator[Drawing]:
    """What becomes a file each: scenes of one video together where they are all of it, else one by one."""
    if all_in_one and len(scenes) > 1:
        together_in = {scene.video for scene in scenes}
        yield (
            _film(scenes, size)
            if len(together_in) == 1 and None not in together_in
            else _plain(_together(scenes), size)
        )
        return
    for video, group in groupby(scenes, lambda scene: scene.video if scene.whole else None):
        if video is not None:
            yield _film(list(group), size)
            continue
        for scene in group:
            yield _plain(scene, size) if scene.video is None else _film([scene], size)


def _plain(scene: Scene, size: int | None) -> Drawing:
    return Drawing(
        scene.title,
        scene.record,
        partial(draw_plain, scene.tracks, start=scene.start, title=scene.title, side=size),
    )


def _film(scenes: list[Scene], size: int | None) -> Drawing:
    """Scenes over the one video they lie in: a clip's stretch of it, or the whole video with all things."""
    from motionsearch.render_overlay import Mover, in_turn
    from motionsearch.render_video import overlay

    first, several = scenes[0], len(scenes) > 1
    video = first.video
    if video is None:
        raise ValueError("a film needs a video")
    whole = first.whole
    movers = [
        Mover(
            scene.tracks,
            scene.start,
            scene.record["name"] if several or whole else None,
            scene.record["meta"].get("thing"),
        )
        for scene in scenes
    ]
    record, title = first.record, first.title
    if several or whole:
        end = max(mover.end for mover in movers)
        count = len({mover.thing for mover in movers})
        record = {"source": record["source"], "start": 0.0 if whole else first.start, "end": end}
        record["things"] = count
        title = f"{count} thing{'s' if count > 1 else ''} in {video.name}"

    def draw(target: Path) -> None:
        stretch: dict[str, Any] = {"start": 0.0, "end": math.inf} if whole else {}
        overlay(video, in_turn(movers), target, side=size, title=title, boxes=True, **stretch)

    return Drawing(title, record, draw)


def _together(scenes: list[Scene]) -> Scene:
    start = min(scene.start for scene in scenes)
    tracks = together([(scene.start, scene.tracks) for scene in scenes])
    source = scenes[0].record["source"]
    record = {"source": source, "start": start, "end": start + tracks.duration, "things": len(scenes)}
    return Scene(f"{len(scenes)} things in {Path(source).name}", start, tracks, record)
