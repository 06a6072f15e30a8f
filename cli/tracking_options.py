"""How videos are tracked, as options that every command takes which reads files."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Annotated, Any, get_args

import typer

from motionsearch.errors import InputError, QueryError
from motionsearch.tracking.base import TRACKERS
from motionsearch.tracking.config import Tracking

PANEL = "Options for videos"

_OPTIONS: dict[str, Any] = {
    "tracker": Annotated[
        str | None,
        typer.Option(
            "--tracker",
            metavar="NAME",
            help=f"What follows the points: {', '.join(TRACKERS)} ({Tracking.tracker}).",
        ),
    ],
    "checkpoint": Annotated[
        str | None,
        typer.Option("--checkpoint", metavar="FILE", help="Weights of a tracker that has some."),
    ],
    "mask": Annotated[
        str | None,
        typer.Option("--mask", metavar="FILE", help="Look only where this picture is white."),
    ],
    "box": Annotated[
        str | None,
        typer.Option("--box", metavar="X,Y,W,H", help="Look only into this box, in pixels of the video."),
    ],
    "points": Annotated[
        str | None,
        typer.Option("--points", metavar="X,Y;...", help="Follow these points, in pixels, as one thing."),
    ],
    "grid": Annotated[
        int | None,
        typer.Option("--grid", metavar="N", help="Follow N by N points over the picture as one thing."),
    ],
    "whole_frame": Annotated[
        bool, typer.Option("--whole-frame", help="Take all that moves in the picture for one thing.")
    ],
    "keep_camera": Annotated[bool, typer.Option("--keep-camera", help="Leave the camera's own motion in.")],
}


def takes_tracking(command: Callable[..., int]) -> Callable[..., int]:
    """Gives a command the options for videos; what they say is handed over as ``tracking``.

    Args:
        command: Takes ``tracking: Tracking | None``, which is ``None`` where no option was given.
    """
    signature = inspect.signature(command, eval_str=True)
    own = [p for p in signature.parameters.values() if p.name != "tracking"]

    @wraps(command)
    def run(session: Any, **values: Any) -> int:
        given = {name: values.pop(name) for name in _OPTIONS}
        return command(session, **values, tracking=tracking_of(**given))

    added = []
    for name, annotation in _OPTIONS.items():
        kind, option = get_args(annotation)
        option.rich_help_panel = PANEL
        default = False if kind is bool else None
        keyword = inspect.Parameter.KEYWORD_ONLY
        added.append(inspect.Parameter(name, keyword, default=default, annotation=annotation))
    run.__signature__ = inspect.Signature([*own, *added])  # type: ignore[attr-defined]
    return run


def tracking_of(
    *,
    tracker: str | None = None,
    checkpoint: str | None = None,
    mask: str | None = None,
    box: str | None = None,
    points: str | None = None,
    grid: int | None = None,
    whole_frame: bool = False,
    keep_camera: bool = False,
) -> Tracking | None:
    """The tracking that the options ask for; ``None`` where none was given.

    Raises:
        QueryError: an option makes no sense, or two do not go together.
        InputError: a file is not there, or a number is out of range.
    """
    given: dict[str, Any] = {}
    if tracker is not None:
        if tracker not in TRACKERS:
            raise QueryError(
                f"there is no tracker {tracker!r}", hint=f"--tracker is one of {', '.join(TRACKERS)}"
            )
        given["tracker"] = tracker
    if checkpoint is not None:
        if tracker in (None, "klt"):
            raise QueryError(
                "--checkpoint is for a tracker that has weights", hint="name it: --tracker cotracker3"
            )
        given["options"] = {"checkpoint": _file("--checkpoint", checkpoint)}
    if mask is not None:
        given["mask"] = _file("--mask", mask)
    if box is not None:
        x, y, width, height = _numbers("--box", box, 4, "x,y,width,height: --box 10,20,300,200")
        given["box"] = (x, y, width, height)
    if points is not None:
        if grid is not None:
            raise QueryError("--points and --grid both say which points to follow", hint="give one of them")
        words = [word for word in points.split(";") if word.strip()]
        if not words:
            raise QueryError("--points holds no point", hint='write "x,y;x,y": --points "120,80;140,95"')
        pairs = (_numbers("--points", word, 2, '"x,y;x,y": --points "120,80;140,95"') for word in words)
        given["points"] = tuple((x, y) for x, y in pairs)
    if grid is not None:
        given["grid"] = grid
    given.update(
        {name: True for name, on in (("whole_frame", whole_frame), ("keep_camera", keep_camera)) if on}
    )
    return Tracking(**given) if given else None


def _file(option: str, path: str) -> str:
    # Absolute, because a worker process may stand elsewhere.
    file = Path(path).expanduser().absolute()
    if not file.is_file():
        raise InputError(f"{path}: no such file", hint=f"{option} takes a file")
    return str(file)


def _numbers(option: str, text: str, count: int, form: str) -> tuple[float, ...]:
    from motionsearch.formats.common import parse_number

    words = text.split(",")
    try:
        if len(words) != count:
            raise InputError(f"{len(words)} numbers where {count} are needed")
        return tuple(parse_number(word.strip(), "a coordinate") for word in words)
    except InputError as error:
        raise QueryError(f"{option} {text!r}: {error}", hint=f"write {form}") from error
