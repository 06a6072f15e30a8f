"""``list``, ``info``, ``verify``, ``compact``, ``reindex`` and ``export``: the library itself."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from motionsearch.cli.commands import add_command
from motionsearch.cli.output import Format
from motionsearch.cli.records import CLIP_COLUMNS, clip_record
from motionsearch.cli.search import WhereOption
from motionsearch.cli.session import FOUND, NOTHING_FOUND, Session
from motionsearch.errors import MotionsearchError

if TYPE_CHECKING:
    from motionsearch.index.library import Library

PAGE = 1000
"""Clips read at a time, so that a list of any length is written as it is read."""

SCREENFUL = 50


class Sort(str, Enum):
    """What clips can be listed by."""

    id = "id"
    source = "source"
    start = "start"
    duration = "duration"
    label = "label"
    added = "added"


def list_(
    session: Session,
    where: WhereOption = None,
    limit: Annotated[
        int | None,
        typer.Option(
            "--limit", "-k", min=1, metavar="N", help="At most so many: 50 on a terminal, all elsewhere."
        ),
    ] = None,
    sort: Annotated[
        Sort,
        typer.Option("--sort", "-s", metavar="FIELD", help="By id, source, start, duration, label or added."),
    ] = Sort.id,
    reverse: Annotated[bool, typer.Option("--reverse", "-r", help="The other way round.")] = False,
) -> int:
    """List the clips of the library.

    Exit code 1 when there is none.
    """
    out = session.out
    brief = limit is None and out.on_terminal and out.format is Format.table
    wanted = SCREENFUL if brief else limit
    with session.library() as library:
        order = f"-{sort.value}" if reverse else sort.value
        count = out.rows(_clips(library, where, wanted, order), CLIP_COLUMNS)
        if count == 0:
            out.note(f"no clip passes the filter {where!r}" if where else f"{library.name} is empty")
            if not where:
                out.hint(f"add motion to it: motionsearch add FILES{session.library_words}")
        elif brief and count == SCREENFUL:
            out.hint(f"these are the first {SCREENFUL}; --limit N shows more")
    return FOUND if count else NOTHING_FOUND


def info(session: Session) -> int:
    """Show what the library is: model, licence, counts, size, index."""
    with session.library() as library:
        found = library.info()
        record = found.to_dict()
        try:
            record["model_licence"] = library.model.config.licence
        except MotionsearchError as error:
            session.out.warn(str(error))
            record["model_licence"] = None
    record["created"] = _date(found.created)
    if session.out.on_terminal and session.out.format is Format.table:
        record["database_bytes"] = _bytes(found.database_bytes)
        record["index_bytes"] = _bytes(found.index_bytes)
    session.out.record(record)
    return FOUND


def verify(session: Session) -> int:
    """Check every row, vector and track of the library, and its index.

    Exit code 1 when something is wrong.
    """
    with session.library() as library:
        report = library.verify()
    out = session.out
    if out.format is Format.table:
        out.record(dict(report.counts))
    else:
        out.record(report.to_dict())
    for note in report.notes:
        out.note(note)
    for problem in report.problems:
        out.error(problem)
    out.note("nothing is wrong" if report.ok else f"{len(report.problems)} things are wrong")
    return FOUND if report.ok else NOTHING_FOUND


def compact(session: Session) -> int:
    """Give back the space of removed clips, and write the index anew."""
    with session.library() as library:
        report = library.compact()
    freed = report.bytes_before - report.bytes_after
    sentence = f"dropped {report.clips:,} removed clips of {report.sources:,} sources"
    session.out.outcome(f"{sentence}; {_bytes(freed)} freed" if freed > 0 else sentence, [report.to_dict()])
    return FOUND


def reindex(session: Session) -> int:
    """Make the index anew; searches go on meanwhile.

    Worth it when info says that the library has outgrown its index, or that the index is damaged.
    A small library is searched without an index; it has nothing to be made.
    """
    with session.library() as library:
        library.reindex()
        found = library.info()
    record = {"index": found.index, "index_plan": found.index_plan, "index_bytes": found.index_bytes}
    session.out.outcome(f"the index is {found.index}: {found.index_plan}", [record])
    return FOUND


def export(
    session: Session,
    folder: Annotated[Path, typer.Argument(metavar="FOLDER", help="A new folder to write into.")],
    where: WhereOption = None,
    kind: Annotated[
        Literal["jsonl", "parquet"],
        typer.Option(
            "--as", metavar="jsonl|parquet", help="JSON lines and an npz of vectors, or one Parquet file."
        ),
    ] = "jsonl",
) -> int:
    """Write clips, vectors and tracks as plain files, for any program.

    Tracks are npz either way; `motionsearch import` reads all of it again. Exit code 1 when there was no clip
    to write.
    """
    with session.library() as library, session.out.progress("exporting", "clips") as progress:
        count = library.export(
            folder, where=where, kind=kind, on_progress=lambda n, total: progress.update(n, total=total)
        )
    session.out.outcome(f"wrote {count:,} clips into {folder}", [{"path": str(folder), "clips": count}])
    return FOUND if count else NOTHING_FOUND


def register(app: typer.Typer) -> None:
    """Adds the commands of this family."""
    panel = "Library"
    add_command(
        app,
        list_,
        name="list",
        panel=panel,
        examples=(
            ("motionsearch list --where \"caption ~ 'jump'\"", "Clips whose captions speak of jumping."),
            ("motionsearch list --sort duration --reverse -k 5", "The five longest."),
            ("motionsearch list --format csv > clips.csv", "All of it, for a spreadsheet."),
        ),
    )
    add_command(
        app,
        info,
        panel=panel,
        examples=(("motionsearch info -l dance.library", "What this library is."),),
    )
    add_command(
        app, verify, panel=panel, examples=(("motionsearch verify && echo sound", "Check, and go on if so."),)
    )
    add_command(app, compact, panel=panel, examples=(("motionsearch compact", "After many removals."),))
    add_command(
        app, reindex, panel=panel, examples=(("motionsearch reindex", "After the library has grown a lot."),)
    )
    add_command(
        app,
        export,
        panel=panel,
        examples=(
            ("motionsearch export out/ --where \"label = 'walk'\"", "Some clips, for another program."),
            ("motionsearch export all/ --as parquet", "All of them, for a data frame."),
        ),
    )


def _clips(library: Library, where: str | None, limit: int | None, order: str) -> Iterator[dict[str, Any]]:
    done = 0
    while limit is None or done < limit:
        size = PAGE if limit is None else min(PAGE, limit - done)
        page = library.clips(where, limit=size, offset=done, order=order)
        yield from map(clip_record, page)
        done += len(page)
        if len(page) < size:
            return


def _date(timestamp: float) -> str:
    moment = datetime.datetime.fromtimestamp(timestamp, tz=datetime.timezone.utc)
    return moment.isoformat(timespec="seconds")


def _bytes(size: float) -> str:
    for unit in ("bytes", "KiB", "MiB", "GiB"):
        if size < 1024 or unit == "GiB":
            break
        size /= 1024
    return f"{size:.0f} {unit}" if unit == "bytes" else f"{size:.1f} {unit}"
