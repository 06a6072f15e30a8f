"""The command line: ``motionsearch COMMAND``."""

from __future__ import annotations

from typing import Annotated

import typer

from motionsearch.cli import (
    align,
    demo,
    evaluate,
    glossary,
    ingest,
    keeping,
    library,
    models,
    search,
    show,
    text,
    train,
    watch,
)
from motionsearch.cli.commands import (
    DebugOption,
    FormatOption,
    Group,
    LibraryOption,
    MemoryOption,
    ModelOption,
    QuietOption,
)
from motionsearch.cli.output import Output
from motionsearch.cli.session import GlobalOptions


def build() -> typer.Typer:
    """The app with all commands."""
    app = typer.Typer(
        name="motionsearch",
        cls=Group,
        rich_markup_mode=None,
        no_args_is_help=True,
        pretty_exceptions_enable=False,
        context_settings={"help_option_names": ["-h", "--help"]},
    )
    app.callback()(_globals)
    for family in (
        demo,
        search,
        text,
        glossary,
        show,
        ingest,
        watch,
        library,
        keeping,
        train,
        align,
        evaluate,
        models,
    ):
        family.register(app)
    return app


def _print_version(wanted: bool) -> None:
    if wanted:
        from motionsearch import __version__

        Output().text(f"motionsearch {__version__}")
        raise typer.Exit(0)


def _globals(
    ctx: typer.Context,
    library: LibraryOption = None,
    model: ModelOption = None,
    format: FormatOption = None,
    quiet: QuietOption = False,
    debug: DebugOption = False,
    max_memory: MemoryOption = None,
    version: Annotated[
        bool,
        typer.Option("--version", help="Show the version and exit.", callback=_print_version, is_eager=True),
    ] = False,
) -> None:
    """Find motion by describing it."""
    ctx.obj = GlobalOptions(
        library=library, model=model, format=format, quiet=quiet, debug=debug, max_memory=max_memory
    )


app = build()


def main() -> None:
    """Entry point of the ``motionsearch`` command."""
    app(prog_name="motionsearch")


if __name__ == "__main__":
    main()
