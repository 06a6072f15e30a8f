"""``backup``, ``restore``, ``import``, ``merge`` and ``reembed``: what keeps a library, and moves it."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from motionsearch.cli.adding import AddTeller, count_words, report_records
from motionsearch.cli.commands import GpuOption, add_command
from motionsearch.cli.session import FOUND, Interrupted, Session
from motionsearch.errors import LibraryError, QueryError

if TYPE_CHECKING:
    from motionsearch.cli.output import Output
    from motionsearch.index.library import Library
    from motionsearch.index.records import AddReport

MEBIBYTE = 2**20

FileArgument = Annotated[Path, typer.Argument(metavar="FILE", help="The backup, one file.")]
ReplaceOption = Annotated[
    bool,
    typer.Option(
        "--replace",
        help="Where both hold a file of the same path with other contents, take theirs; else ours stays.",
    ),
]


def backup(
    session: Session,
    file: FileArgument,
    force: Annotated[bool, typer.Option("--force", help="Replace a file that is there.")] = False,
) -> int:
    """Write the whole library into one file, while it is in use.

    Others may search and add meanwhile: the file holds the library as it is at one moment. The index is not
    in it, and is made again after restoring. It is an SQLite database, also where the library is on a server.
    """
    with session.library() as library, _counted(session.out, "backing up", "parts") as told:
        report = library.backup(file, force=force, on_progress=told)
    size = f"{report.bytes / MEBIBYTE:.1f} MiB"
    words = f"wrote {count_words(report.clips, 'clip')} into {report.path} ({size})"
    session.out.outcome(words, [report.to_dict()])
    return FOUND


def restore(
    session: Session,
    file: FileArgument,
    force: Annotated[
        bool,
        typer.Option("--force", help="Replace a library that is there; what it holds now is lost."),
    ] = False,
) -> int:
    """Make a library of a backup, in a folder or on a server.

    --library says where. A backup that was damaged or cut short on its way is refused.
    """
    from motionsearch.index.library import Library
    from motionsearch.index.restoring import restore as made_of

    with _counted(session.out, "restoring", "parts") as told:
        made_of(file, session.location, force=force, on_progress=told)
    with Library.open(session.location, create=False) as library:
        info = library.info()
    words = f"restored {count_words(info.clips, 'clip')} to {info.path}"
    session.out.outcome(words, [{"path": info.path, "clips": info.clips, "sources": info.sources}])
    return FOUND


def import_(
    session: Session,
    folder: Annotated[Path, typer.Argument(metavar="FOLDER", help="What `motionsearch export` wrote.")],
    replace: ReplaceOption = False,
) -> int:
    """Take in what export wrote, as it is: nothing is embedded again.

    Both kinds of export are read; the library is made if missing, with the model of the export. A file whose
    bytes the library knows is passed over, so that the same command goes on after Ctrl-C. The clips get new
    numbers.
    """
    with _library_for(session, folder) as library, _adding(session, "importing") as teller:
        report = library.import_from(folder, replace=replace, on_event=teller)
    return _told(session, report, "imported")


def merge(
    session: Session,
    other: Annotated[str, typer.Argument(metavar="LIBRARY", help="The other library: a folder or a URL.")],
    replace: ReplaceOption = False,
) -> int:
    """Take in all clips of another library of the same model.

    The other library stays as it is. A file whose bytes this one knows is passed over, so that the same
    command goes on after Ctrl-C. The clips get new numbers.
    """
    with session.library() as library, _adding(session, "merging") as teller:
        report = library.merge(os.path.expanduser(other), replace=replace, on_event=teller)
    return _told(session, report, "took in")


def reembed(
    session: Session,
    drop_vectors_only: Annotated[
        bool,
        typer.Option(
            "--drop-vectors-only", help="Remove clips without tracks, which no other model can embed."
        ),
    ] = False,
    device: GpuOption = None,
) -> int:
    """Embed all clips with another model, given by --model.

    Searches and other commands go on meanwhile with the old model; at the end all clips change over at once.
    Ctrl-C keeps what was done, and the same command goes on. Giving the old model again drops what an
    interrupted run left. Removed clips are dropped for good.
    """
    from motionsearch.index.library import Library

    if session.options.model is None:
        raise QueryError(
            "say which model is to embed the clips", hint="give it with --model NAME or --model FOLDER"
        )
    with Library.open(
        session.location, create=False, max_memory=session.max_memory, device=device
    ) as library:
        old, before = library.info().model, library.fingerprint
        with _counted(session.out, "embedding", "clips") as told:
            report = library.reembed(
                session.options.model, drop_vectors_only=drop_vectors_only, on_progress=told
            )
    words = f"{library.name} is of the model {report.model} now, before of {old}; "
    words = words if report.model_fingerprint != before else ""
    dropped = f", {count_words(report.dropped, 'clip')} without tracks dropped" if report.dropped else ""
    session.out.outcome(
        f"{words}{count_words(report.embedded, 'clip')} embedded{dropped}", [report.to_dict()]
    )
    return FOUND


def register(app: typer.Typer) -> None:
    """Adds the commands of this family."""
    panel = "Library"
    add_command(
        app,
        backup,
        panel=panel,
        examples=(("motionsearch backup motion.backup", "All of the library but its index, in a file."),),
    )
    add_command(
        app,
        restore,
        panel=panel,
        examples=(("motionsearch restore motion.backup -l new.library", "The library again, elsewhere."),),
    )
    add_command(
        app,
        import_,
        name="import",
        panel=panel,
        examples=(("motionsearch import out/ -l dance.library", "What `motionsearch export out/` wrote."),),
    )
    add_command(
        app,
        merge,
        panel=panel,
        examples=(("motionsearch merge ana.library -l all.library", "Ana's clips into the one of all."),),
    )
    add_command(
        app,
        reembed,
        panel=panel,
        examples=(("motionsearch reembed --model models/mine", "Change the model, keep the clips."),),
    )


@contextmanager
def _counted(out: Output, what: str, unit: str) -> Iterator[Callable[[int, int], None]]:
    """Progress of work that counts what is done; Ctrl-C leaves things as they were or to go on with."""
    try:
        with out.progress(what, unit) as progress:
            yield lambda done, total: progress.update(done, total=total)
    except KeyboardInterrupt as error:
        raise Interrupted(
            "interrupted; the library is as it was, and the same command "
            + ("goes on where it stopped" if what == "embedding" else "begins again")
        ) from error


@contextmanager
def _adding(session: Session, what: str) -> Iterator[AddTeller]:
    try:
        with session.out.progress(what, "files") as progress:
            yield AddTeller(session.out, progress)
    except KeyboardInterrupt as error:
        raise Interrupted(
            "interrupted; what was taken in is kept, and the same command goes on with the rest"
        ) from error


def _library_for(session: Session, folder: Path) -> Library:
    """The library, made for the export's model and precision where there is none."""
    from motionsearch.index.importing import read_manifest
    from motionsearch.index.opening import load_model

    manifest = read_manifest(folder)
    if "://" in session.location or os.path.exists(os.path.join(session.location, "library.sqlite")):
        return session.library(create="://" in session.location)
    model: Any = load_model(session.options.model or manifest["model"])
    if model.fingerprint != manifest["model_fingerprint"]:
        raise LibraryError(
            f"{folder} was exported from a library of the model {manifest['model']} "
            f"({str(manifest['model_fingerprint'])[:12]}), and {model.name} ({model.fingerprint[:12]}) is "
            "another one",
            hint="give the folder of that model with --model",
        )
    from motionsearch.index.library import Library

    return Library.open(
        session.location, model=model, precision=manifest["precision"], max_memory=session.max_memory
    )


def _told(session: Session, report: AddReport, verb: str) -> int:
    words = f"{verb} {count_words(report.clips, 'clip')} of {count_words(len(report.added), 'file')}"
    kept = sum("keeps them" in reason for _, reason in report.skipped)
    known = len(report.skipped) - kept
    words += f"; {known} there already" if known else ""
    words += f"; {kept} passed over, whose path is taken" if kept else ""
    session.out.outcome(words, report_records(report))
    if kept:
        session.out.hint("--replace takes them in place of what the library holds at those paths")
    return FOUND
