"""``watch``: keeps a library in step with folders."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from motionsearch.cli.adding import AddTeller, count_words, report_records, summary
from motionsearch.cli.commands import GpuOption, add_command
from motionsearch.cli.ingest import (
    EngineOption,
    FpsOption,
    HopOption,
    PrecisionOption,
    RayOption,
    TagOption,
    UpOption,
    UriOption,
    WindowOption,
    WorkersOption,
    axis_of,
    cutting_of,
    parse_tags,
)
from motionsearch.cli.output import Format
from motionsearch.cli.session import FOUND, NOTHING_FOUND, Interrupted, Session
from motionsearch.cli.tracking_options import takes_tracking
from motionsearch.errors import QueryError
from motionsearch.tracking.config import Tracking

if TYPE_CHECKING:
    from motionsearch.index.records import AddReport
    from motionsearch.index.watching import Look


@takes_tracking
def watch(
    session: Session,
    folders: Annotated[list[str], typer.Argument(metavar="DIR", help="Folders to keep in the library.")],
    every: Annotated[
        float, typer.Option("--every", metavar="S", help="Seconds from one look at the folders to the next.")
    ] = 5.0,
    prune: Annotated[
        bool, typer.Option("--prune", help="Remove the clips of files that are gone from the folders.")
    ] = False,
    once: Annotated[
        bool,
        typer.Option("--once", help="Look once, add what did not change for --every seconds, and exit."),
    ] = False,
    tag: TagOption = None,
    window: WindowOption = None,
    hop: HopOption = None,
    fps: FpsOption = None,
    up: UpOption = None,
    workers: WorkersOption = None,
    ray: RayOption = None,
    precision: PrecisionOption = None,
    engine: EngineOption = None,
    uri: UriOption = None,
    device: GpuOption = None,
    tracking: Tracking | None = None,
) -> int:
    """Keep folders in the library: add what is new or changed.

    Looks at the folders again and again, and adds a file once it has stopped growing: two looks found it with
    the same size and time of change. A file that cannot be read is named once, and tried again when it
    changes. Clips of files that are gone stay, unless --prune removes them; nothing of a folder that is empty
    or not mounted is ever removed. Ctrl-C ends it; what was added stays.

    With --format jsonl writes a line for each file that was added, replaced, skipped, removed or failed.
    With --once exit code 1 when some files failed.
    """
    from motionsearch.index.watching import Watcher, check_every

    out = session.out
    if out.format in (Format.json, Format.csv):
        raise QueryError(
            f"--format {out.format.value} is for results that have an end", hint="watch writes --format jsonl"
        )
    options: dict[str, Any] = {
        "tags": parse_tags(tag or ()),
        "cutting": cutting_of(window, hop),
        "fps": fps,
        "up": axis_of(up),
        "workers": workers,
        "ray": ray,
        "tracking": tracking,
    }
    seconds = check_every(every)
    failed = 0
    with session.library(create=True, precision=precision, device=device, engine=engine, uri=uri) as library:

        def add(files: Sequence[Path]) -> AddReport:
            with out.progress("adding", "files") as progress:
                return library.add(files, on_event=AddTeller(out, progress), **options)

        def tell(look: Look) -> None:
            nonlocal failed
            for trouble in look.troubles:
                out.warn(trouble)
            rows = list(_records(look))
            if look.added is not None:
                failed += len(look.added.failed)
            if rows:
                shown = (r for r in rows if r["clips"] or out.format is not Format.paths)
                out.outcome(_sentence(look), shown)

        watcher = Watcher(library, folders, add, prune=prune)
        if once:
            tell(watcher.look(settled_before=time.time() - seconds))
            return NOTHING_FOUND if failed else FOUND
        out.note(f"watching {', '.join(folders)} every {seconds:g} s; Ctrl-C ends it")
        try:
            watcher.run(seconds, tell)
        except KeyboardInterrupt:
            held = library.info()
            raise Interrupted(
                f"watching ended; {library.name} keeps {count_words(held.sources, 'file')} with "
                f"{count_words(held.clips, 'clip')}"
            ) from None
    return FOUND


def register(app: typer.Typer) -> None:
    """Adds the command of this family."""
    add_command(
        app,
        watch,
        panel="Library",
        examples=(
            ("motionsearch watch takes/", "Adds what is put into a folder, until Ctrl-C."),
            ("motionsearch watch takes/ --prune --every 60", "Also removes what is taken away; each minute."),
            ("motionsearch watch takes/ --once --quiet", "One look, for cron."),
        ),
    )


def _records(look: Look) -> Iterator[dict[str, Any]]:
    if look.added is not None:
        # That a file is there already is no news.
        rows = report_records(look.added)
        yield from (row for row in rows if not str(row["message"]).startswith("already in the library"))
    for path in look.removed:
        yield {"source": path, "status": "removed", "clips": 0, "message": None}


def _sentence(look: Look) -> str:
    parts = [] if look.added is None else [summary(look.added)]
    if look.removed:
        parts.append(f"removed the clips of {count_words(len(look.removed), 'file')} that went away")
    return "; ".join(parts)
