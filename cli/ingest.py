"""``add`` and ``rm``: what is in a library."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, get_args

import typer

from motionsearch.cli.commands import add_command
from motionsearch.cli.output import Format
from motionsearch.cli.session import FOUND, NOTHING_FOUND, Interrupted, Session
from motionsearch.clips import Cutting, Value
from motionsearch.errors import QueryError

if TYPE_CHECKING:
    from motionsearch.camera import Up
    from motionsearch.index.records import AddEvent, AddReport


def add(
    session: Session,
    paths: Annotated[
        list[str],
        typer.Argument(
            metavar="PATH", help="Motion files, or folders of them; - reads paths from stdin, one a line."
        ),
    ],
    tag: Annotated[
        list[str] | None,
        typer.Option(
            "--tag", "-t", metavar="KEY=VALUE", help="Tag every clip, to be filtered by tags.KEY; repeatable."
        ),
    ] = None,
    window: Annotated[
        float | None,
        typer.Option(
            "--window", metavar="S", help="Seconds of the clips that longer recordings are cut into (4)."
        ),
    ] = None,
    hop: Annotated[
        float | None,
        typer.Option("--hop", metavar="S", help="Seconds from one such clip to the next (half of --window)."),
    ] = None,
    fps: Annotated[
        float | None,
        typer.Option("--fps", metavar="N", help="Frames per second of files that do not say theirs."),
    ] = None,
    up: Annotated[
        str | None,
        typer.Option(
            "--up", metavar="AXIS", help="The axis that points up in 3D files that do not say: y, z, -y..."
        ),
    ] = None,
) -> int:
    """Add motion files to the library, which is made if there is none.

    Reads tracks (npz, npy, CSV), BVH, C3D, HumanML3D npy, COCO and OpenPose keypoints, and MOT text; in a
    folder every file of these kinds. A file that is there already is passed over, one that has changed
    replaces its old clips, and one that cannot be read is named and left out. Ctrl-C keeps every file that
    was finished; the same command goes on with the rest.

    Exit code 1 when some files failed.
    """
    wanted = list(_named(paths))
    tags = parse_tags(tag or ())
    cutting = _cutting(window, hop)
    axis = _axis(up)
    out = session.out
    clips = finished = 0
    with (
        session.library(create=True) as library,
        out.progress("adding", "files") as progress,
    ):

        def on_event(event: AddEvent) -> None:
            nonlocal clips, finished
            if event.kind == "added":
                clips += event.clips
            elif event.kind == "failed":
                out.error(event.message if event.path in event.message else f"{event.path}: {event.message}")
            # Files are read some way ahead of being committed.
            finished += event.kind != "start"
            progress.update(finished, total=event.total, note=f"{clips} clips")

        try:
            report = library.add(wanted, tags=tags, cutting=cutting, fps=fps, up=axis, on_event=on_event)
        except KeyboardInterrupt:
            # Asked for, not counted: a file may have been committed at the moment of the interruption.
            held = library.info()
            raise Interrupted(
                f"interrupted; {library.name} keeps {_count(held.sources, 'file')} with "
                f"{_count(held.clips, 'clip')}, the same command goes on with the rest"
            ) from None
    # A list of paths, to be worked on, is of those that were added.
    wanted_rows = (r for r in _report_records(report) if r["clips"] or out.format is not Format.paths)
    out.outcome(_summary(report), wanted_rows)
    return NOTHING_FOUND if report.failed or not (report.added or report.skipped) else FOUND


def rm(
    session: Session,
    ids: Annotated[
        list[int] | None, typer.Argument(metavar="ID", help="Ids of clips, as search and list show them.")
    ] = None,
    where: Annotated[
        str | None,
        typer.Option("--where", "-w", metavar="FILTER", help="Every clip for which this holds."),
    ] = None,
    source: Annotated[
        list[str] | None,
        typer.Option("--source", "-s", metavar="PATH", help="Every clip of this file; repeatable."),
    ] = None,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Do not ask.")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", "-n", help="Only say what would be removed.")] = False,
) -> int:
    """Remove clips from the library; files are never touched.

    Ids, --where and --source each narrow what is removed. Asks first on a terminal; elsewhere it needs --yes.
    Removed clips are gone from every result at once, and "motionsearch compact" gives their space back.

    Exit code 1 when there is no such clip.
    """
    condition = " and ".join(f"({part})" for part in _conditions(ids or (), where, source or ()))
    if not condition:
        raise QueryError(
            "nothing says which clips to remove", hint="give ids, --where FILTER or --source PATH"
        )
    out = session.out
    with session.library() as library:
        there = {clip.clip_id for clip in library.clips(condition)}
        count = len(there)
        missing = [] if where or source else sorted(set(ids or ()) - there)
        for clip_id in missing:
            out.error(f"there is no clip {clip_id} in {library.name}")
        if not count:
            out.note("no such clip; nothing was removed")
            return NOTHING_FOUND
        if dry_run:
            out.outcome(f"{_count(count, 'clip')} would be removed", [{"removed": 0, "would_remove": count}])
            return FOUND
        if not yes and not out.confirm(f"remove {_count(count, 'clip')} from {library.name}?"):
            raise QueryError(
                "nothing was removed: it was not confirmed",
                hint="--yes removes without asking, --dry-run only counts",
            )
        removed = library.remove(where=condition)
        out.outcome(f"removed {_count(removed, 'clip')}", [{"removed": removed}])
    return NOTHING_FOUND if missing else FOUND


def register(app: typer.Typer) -> None:
    """Adds the commands of this family."""
    add_command(
        app,
        add,
        panel="Library",
        examples=(
            ("motionsearch add clips/ walk.bvh tracks.npz", "Files, and all of a folder."),
            ("motionsearch add takes/ --tag who=ana --tag take=3", "With tags to filter by."),
            ("find . -name '*.bvh' | motionsearch add - -l dance.library", "Paths from another program."),
        ),
    )
    add_command(
        app,
        rm,
        panel="Library",
        examples=(
            ("motionsearch rm 12 13", "Two clips."),
            ("motionsearch rm --source old.bvh --yes", "All clips of a file, unasked."),
            ('motionsearch rm --where "duration < 0.5" --dry-run', "How many would go."),
        ),
    )


def parse_tags(words: Sequence[str]) -> dict[str, Value]:
    """``["who=ana", "take=3", "indoor=true"]`` as ``{"who": "ana", "take": 3, "indoor": True}``.

    Raises:
        QueryError: a word is not KEY=VALUE, a key is not a plain name, or comes twice.
    """
    tags: dict[str, Value] = {}
    for word in words:
        key, equals, value = word.partition("=")
        key = key.strip()
        if not equals or not re.fullmatch(r"[^\W\d]\w*", key):
            raise QueryError(
                f"the tag {word!r} is not KEY=VALUE",
                hint="a key is letters, digits and _: --tag who=ana --tag take=3",
            )
        if key in tags:
            raise QueryError(f"the tag {key!r} is given twice", hint="a clip has one value for a tag")
        tags[key] = _value(value.strip())
    return tags


def _value(text: str) -> Value:
    if text.lower() in ("true", "false"):
        return text.lower() == "true"
    if re.fullmatch(r"[+-]?(0|[1-9]\d*)", text):
        return int(text)
    if re.fullmatch(r"[+-]?(\d+\.\d*|\.\d+)", text):
        return float(text)
    return text


def _cutting(window: float | None, hop: float | None) -> Cutting:
    if window is None and hop is None:
        return Cutting()
    chosen = Cutting.window if window is None else window
    return Cutting(
        # What is shorter than one and a half windows would be cut into two that are nearly the same.
        longest=max(1.5 * chosen, 0.0),
        window=chosen,
        hop=chosen / 2 if hop is None else hop,
    )


def _axis(text: str | None) -> Up | None:
    from motionsearch.camera import Up

    if text is None:
        return None
    axes: tuple[Up, ...] = get_args(Up)
    for axis in axes:
        if text.lower() == axis:
            return axis
    raise QueryError(f"--up {text!r} is no axis", hint=f"it is one of {', '.join(axes)}")


def _named(paths: Sequence[str]) -> Iterator[str]:
    for path in paths:
        if path == "-":
            yield from (line.rstrip("\n") for line in sys.stdin if line.strip())
        else:
            yield path


def _conditions(ids: Sequence[int], where: str | None, sources: Sequence[str]) -> Iterator[str]:
    if ids:
        yield f"id in ({', '.join(map(str, ids))})"
    if sources:
        # As stored, or as a path from here.
        paths = [text for source in sources for text in dict.fromkeys((source, str(Path(source).absolute())))]
        yield f"source in ({', '.join(map(_quoted, paths))})"
    if where:
        yield where


def _quoted(text: str) -> str:
    """Text as a value of the language of filters."""
    return "'" + text.replace("'", "''") + "'"


def _report_records(report: AddReport) -> Iterator[dict[str, Any]]:
    for source in report.added:
        status = "replaced" if source.replaced else "added"
        yield {"source": source.path, "status": status, "clips": source.clips, "message": None}
    for path, reason in report.skipped:
        yield {"source": path, "status": "skipped", "clips": 0, "message": reason}
    for path, message in report.failed:
        yield {"source": path, "status": "failed", "clips": 0, "message": message}


def _summary(report: AddReport) -> str:
    sentence = f"added {_count(report.clips, 'clip')} from {_count(len(report.added), 'file')}"
    replaced = sum(source.replaced for source in report.added)
    rest = [
        f"{count} {what}"
        for count, what in (
            (replaced, "of them changed since"),
            (len(report.skipped), "passed over"),
            (len(report.failed), "failed"),
        )
        if count
    ]
    return "; ".join([sentence, *rest])


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
