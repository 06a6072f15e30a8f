"""``add`` and ``rm``: what is in a library."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal, get_args

import typer

from motionsearch.cli.adding import AddTeller, count_words, report_records, summary
from motionsearch.cli.commands import GpuOption, add_command
from motionsearch.cli.output import Format
from motionsearch.cli.session import FOUND, NOTHING_FOUND, Interrupted, Session
from motionsearch.cli.tracking_options import takes_tracking
from motionsearch.clips import Cutting, Value
from motionsearch.errors import QueryError
from motionsearch.tracking.config import Tracking

if TYPE_CHECKING:
    from motionsearch.camera import Up
    from motionsearch.index.library import Library


TagOption = Annotated[
    list[str] | None,
    typer.Option(
        "--tag", "-t", metavar="KEY=VALUE", help="Tag every clip, to be filtered by tags.KEY; repeatable."
    ),
]
WindowOption = Annotated[
    float | None,
    typer.Option(
        "--window",
        metavar="S",
        help="Seconds of the clips that longer recordings and videos are cut into (4).",
    ),
]
HopOption = Annotated[
    float | None,
    typer.Option("--hop", metavar="S", help="Seconds from one such clip to the next (half of --window)."),
]
FpsOption = Annotated[
    float | None,
    typer.Option("--fps", metavar="N", help="Frames per second of files that do not say theirs."),
]
UpOption = Annotated[
    str | None,
    typer.Option(
        "--up", metavar="AXIS", help="The axis that points up in 3D files that do not say: y, z, -y..."
    ),
]
WorkersOption = Annotated[
    int | None,
    typer.Option(
        "--workers",
        min=0,
        metavar="N",
        help="Processes that read videos; by default one a core, 0 reads them in this process.",
    ),
]
RayOption = Annotated[
    str | None,
    typer.Option(
        "--ray",
        metavar="ADDRESS",
        help="Read, track and embed all files on a Ray cluster, whose machines have them at the same paths: "
        "local starts Ray here; auto, HOST:6379 or ray://HOST:10001 joins one.",
    ),
]
PrecisionOption = Annotated[
    Literal["float16", "float32"] | None,
    typer.Option(
        "--precision",
        metavar="float16|float32",
        help="How a new library keeps its vectors (float16, half the disk).",
    ),
]


@takes_tracking
def add(
    session: Session,
    paths: Annotated[
        list[str],
        typer.Argument(
            metavar="PATH",
            help="Videos, motion files, or folders of them; - reads paths from stdin, one a line.",
        ),
    ],
    tag: TagOption = None,
    window: WindowOption = None,
    hop: HopOption = None,
    fps: FpsOption = None,
    up: UpOption = None,
    workers: WorkersOption = None,
    ray: RayOption = None,
    verify_content: Annotated[
        bool,
        typer.Option(
            "--verify-content", help="Read files again though their size and time of change are as they were."
        ),
    ] = False,
    precision: PrecisionOption = None,
    device: GpuOption = None,
    tracking: Tracking | None = None,
) -> int:
    """Add videos and motion files to the library; it is made if missing.

    Reads videos and folders of numbered pictures, following what moves in them; tracks (npz, npy, CSV), BVH,
    C3D, HumanML3D npy, COCO and OpenPose keypoints, and MOT text; in a folder every file of these kinds. A
    file that is there already is passed over, one that has changed replaces its old clips, and one that
    cannot be read is named and left out. Ctrl-C keeps every file that was finished; the same command goes on
    with the rest.

    A file with the path, size and time of change that it was added with counts as unchanged and is not read;
    --verify-content compares what is in it. Videos are read by worker processes: one that crashes or hangs
    costs its own file only. A video in which nothing moves is remembered as static, without clips.

    With --ray, workers on the machines of a cluster, by default one a core, read, track and embed all files;
    this process commits what they find. It takes the extra motionsearch[cluster], the same motionsearch on
    all machines, and storage that they share.

    Exit code 1 when some files failed.
    """
    wanted = list(_named(paths))
    tags = parse_tags(tag or ())
    cutting = cutting_of(window, hop)
    axis = axis_of(up)
    out = session.out
    with (
        session.library(create=True, precision=precision, device=device) as library,
        out.progress("adding", "files") as progress,
    ):
        try:
            report = library.add(
                wanted,
                tags=tags,
                cutting=cutting,
                fps=fps,
                up=axis,
                tracking=tracking,
                workers=workers,
                verify_content=verify_content,
                ray=ray,
                on_event=AddTeller(out, progress),
            )
        except KeyboardInterrupt:
            # Asked for, not counted: a file may have been committed at the moment of the interruption.
            held = library.info()
            raise Interrupted(
                f"interrupted; {library.name} keeps {count_words(held.sources, 'file')} with "
                f"{count_words(held.clips, 'clip')}, the same command goes on with the rest"
            ) from None
    # A list of paths, to be worked on, is of those that were added.
    wanted_rows = (r for r in report_records(report) if r["clips"] or out.format is not Format.paths)
    out.outcome(summary(report), wanted_rows)
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
        static = [] if where or ids else _without_clips(library, source or ())
        what = count_words(count, "clip")
        if static:
            what += f" and {count_words(len(static), 'file')} in which nothing moves"
        if not count and not static:
            out.note("no such clip; nothing was removed")
            return NOTHING_FOUND
        if dry_run:
            out.outcome(f"{what} would be removed", [{"removed": 0, "would_remove": count}])
            return FOUND
        if not yes and not out.confirm(f"remove {what} from {library.name}?"):
            raise QueryError(
                "nothing was removed: it was not confirmed",
                hint="--yes removes without asking, --dry-run only counts",
            )
        removed = library.remove(where=condition)
        if static:
            library.remove_files(static)
        else:
            what = count_words(removed, "clip")
        out.outcome(f"removed {what}", [{"removed": removed}])
    return NOTHING_FOUND if missing else FOUND


def register(app: typer.Typer) -> None:
    """Adds the commands of this family."""
    add_command(
        app,
        add,
        panel="Library",
        examples=(
            ("motionsearch add clips/ match.mp4 walk.bvh tracks.npz", "Files, and all of a folder."),
            ("motionsearch add takes/ --tag who=ana --tag take=3", "With tags to filter by."),
            ("motionsearch add match.mp4 --box 0,200,1280,400 --window 2", "A part of a video's picture."),
            ("motionsearch add /videos --ray auto --workers 64", "On the cores of a Ray cluster."),
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


def cutting_of(window: float | None, hop: float | None) -> Cutting | None:
    """What --window and --hop ask for; ``None`` where neither was given."""
    if window is None and hop is None:
        return None
    chosen = Cutting.window if window is None else window
    return Cutting(
        # What is shorter than one and a half windows would be cut into two that are nearly the same.
        longest=max(1.5 * chosen, 0.0),
        window=chosen,
        hop=chosen / 2 if hop is None else hop,
    )


def axis_of(text: str | None) -> Up | None:
    """What --up asks for.

    Raises:
        QueryError: it is no axis.
    """
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
        yield f"source in ({', '.join(map(_quoted, _as_stored(sources)))})"
    if where:
        yield where


def _as_stored(sources: Sequence[str]) -> list[str]:
    """Paths as they may be stored: as they are, or as seen from here."""
    return [text for source in sources for text in dict.fromkeys((source, str(Path(source).absolute())))]


def _without_clips(library: Library, sources: Sequence[str]) -> list[str]:
    """Those of the files that the library knows, but in which nothing moves."""
    known = set(library.paths()).intersection(_as_stored(sources))
    return sorted(path for path in known if not library.clips(f"source = {_quoted(path)}", limit=1))


def _quoted(text: str) -> str:
    """Text as a value of the language of filters."""
    return "'" + text.replace("'", "''") + "'"
