"""How a command is declared: a plain function of a session, its examples, and one look for all help pages."""

from __future__ import annotations

import inspect
import sys
from collections.abc import Callable, Sequence
from enum import Enum
from typing import Annotated, Any

import typer
from typer.core import TyperCommand, TyperGroup

from motionsearch.cli.output import Format
from motionsearch.cli.session import INTERRUPTED, UNUSABLE, GlobalOptions, Session, guarded
from motionsearch.device import Device
from motionsearch.errors import QueryError

GLOBAL = "Global options"

LibraryOption = Annotated[
    str | None,
    typer.Option(
        "--library",
        "-l",
        metavar="PATH",
        help="The library: a folder or a database URL. By default MOTIONSEARCH_LIBRARY, "
        "else a folder in the user's data.",
        rich_help_panel=GLOBAL,
        show_default=False,
    ),
]
ModelOption = Annotated[
    str | None,
    typer.Option(
        "--model",
        metavar="NAME",
        help="The model: a name or a folder. By default the library's own, for a new one the shipped model.",
        rich_help_panel=GLOBAL,
        show_default=False,
    ),
]
FormatOption = Annotated[
    Format | None,
    typer.Option(
        "--format",
        "-f",
        metavar="FORMAT",
        help="How results are written: table (default; tab-separated when piped), json, jsonl, csv or paths.",
        rich_help_panel=GLOBAL,
        show_default=False,
    ),
]
QuietOption = Annotated[
    bool,
    typer.Option(
        "--quiet", "-q", help="Only results and errors: no progress, notes or hints.", rich_help_panel=GLOBAL
    ),
]
DebugOption = Annotated[
    bool, typer.Option("--debug", help="Show the traceback of an error.", rich_help_panel=GLOBAL)
]

MemoryOption = Annotated[
    str | None,
    typer.Option(
        "--max-memory",
        metavar="SIZE",
        help="What the index may take up in memory, such as 2GB. By default MOTIONSEARCH_MAX_MEMORY, "
        "else as much as it takes.",
        rich_help_panel=GLOBAL,
        show_default=False,
    ),
]
GpuOption = Annotated[
    Device | None,
    typer.Option(
        "--device",
        metavar="NAME",
        help="Where much is embedded or searched at once: auto (a GPU where it pays), cpu or cuda; else as "
        "MOTIONSEARCH_DEVICE says.",
        show_default=False,
    ),
]
CalibratedOption = Annotated[
    bool,
    typer.Option(
        "--calibrated/--no-calibrated",
        help="Take off what makes some labels near every clip, if the model has a reference.",
    ),
]

_GLOBALS: tuple[tuple[str, Any, Any], ...] = (
    ("library", LibraryOption, None),
    ("model", ModelOption, None),
    ("format", FormatOption, None),
    ("quiet", QuietOption, False),
    ("debug", DebugOption, False),
    ("max_memory", MemoryOption, None),
)

Example = tuple[str, str]


def check_calibration(calibrated: bool, even: bool) -> None:
    """Whether :data:`CalibratedOption` and ``--even``, which takes its place, go together.

    Raises:
        QueryError: they do not.
    """
    if even and not calibrated:
        raise QueryError("--even and --no-calibrated exclude each other", hint="leave one of them out")


class Command(TyperCommand):
    """A command whose help page is plain text with its options in sections and examples at the end."""

    def collect_usage_pieces(self, ctx: Any) -> list[str]:
        """The words after the command's name in the usage line."""
        return usage_words(self, ctx)

    def format_options(self, ctx: Any, formatter: Any) -> None:
        """Arguments, options and global options."""
        for title, rows in option_sections(self, ctx):
            with formatter.section(title):
                formatter.write_dl(rows)

    def format_epilog(self, ctx: Any, formatter: Any) -> None:
        """Examples, as they are: a command line must not be wrapped."""
        if self.epilog:
            with formatter.section("Examples"):
                for line in self.epilog.splitlines():
                    formatter.write(f"{'':{formatter.current_indent}}{line}\n")


class Group(TyperGroup):
    """A group of commands in sections, which tells usage errors the way all errors are told."""

    def format_options(self, ctx: Any, formatter: Any) -> None:
        """Commands first: they are what the page is read for."""
        for title, rows in command_sections(self, ctx):
            with formatter.section(title):
                formatter.write_dl(rows)
        for title, rows in option_sections(self, ctx):
            with formatter.section(title):
                formatter.write_dl(rows)

    def main(
        self, args: Any = None, prog_name: Any = None, complete_var: Any = None, *rest: Any, **extra: Any
    ) -> Any:
        """Runs the command line and exits with its code, or returns it when not ``standalone_mode``."""
        standalone = rest[0] if rest else extra.pop("standalone_mode", True)
        try:
            code = super().main(args, prog_name, complete_var, False, *rest[1:], **extra)
        except typer.Abort:
            code = INTERRUPTED
        except Exception as error:
            if not hasattr(error, "format_message"):
                raise
            code = _usage_error(error)
        if not standalone:
            return code
        raise SystemExit(code if isinstance(code, int) else 0)


def add_command(
    app: typer.Typer,
    function: Callable[..., int],
    *,
    name: str | None = None,
    panel: str | None = None,
    examples: Sequence[Example],
) -> None:
    """Makes a command of a function.

    Args:
        app: Where it is added.
        function: Takes a :class:`Session`, then its arguments and options as Typer annotations; returns the
            exit code. Its docstring is the help.
        name: Of the command; the function's by default.
        panel: The section of the group's help page it stands in.
        examples: Pairs of a command line and what it does.
    """
    own = list(inspect.signature(function, eval_str=True).parameters.values())[1:]
    keyword = inspect.Parameter.KEYWORD_ONLY
    shared = [inspect.Parameter(n, keyword, default=d, annotation=a) for n, a, d in _GLOBALS]
    context = inspect.Parameter("ctx", keyword, annotation=typer.Context)

    def run(ctx: typer.Context, **values: Any) -> None:
        before = ctx.obj if isinstance(ctx.obj, GlobalOptions) else GlobalOptions()
        later = GlobalOptions(**{n: values.pop(n) for n, _, _ in _GLOBALS})
        session = Session(before.then(later))
        raise typer.Exit(guarded(session, lambda: function(session, **values)))

    parameters = [context, *(p.replace(kind=keyword) for p in own), *shared]
    run.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]
    run.__annotations__ = {p.name: p.annotation for p in parameters}
    run.__doc__ = function.__doc__
    epilog = "\n".join(f"{line}\n    {meaning}" for line, meaning in examples)
    chosen = name or function.__name__
    app.command(chosen, cls=Command, epilog=epilog, rich_help_panel=panel)(run)


def option_sections(command: Any, ctx: Any) -> list[tuple[str, list[tuple[str, str]]]]:
    """The (title, rows) of a command's help page; a row is what is typed and what it means."""
    sections: dict[str, list[tuple[str, str]]] = {"Arguments": [], "Options": [], GLOBAL: []}
    for parameter in command.get_params(ctx):
        if getattr(parameter, "hidden", False):
            continue
        if parameter.param_type_name == "argument":
            sections["Arguments"].append((_argument_words(parameter), parameter.help or ""))
        else:
            panel = getattr(parameter, "rich_help_panel", None) or "Options"
            sections.setdefault(panel, []).append((_option_words(parameter), _option_help(parameter)))
    sections[GLOBAL] = sections.pop(GLOBAL)  # last
    return [(title, rows) for title, rows in sections.items() if rows]


def command_sections(group: Any, ctx: Any) -> list[tuple[str, list[tuple[str, str]]]]:
    """The commands of a group by section, each with its one-line summary."""
    sections: dict[str, list[tuple[str, str]]] = {}
    for name in group.list_commands(ctx):
        command = group.get_command(ctx, name)
        if not command.hidden:
            panel = getattr(command, "rich_help_panel", None)
            panel = panel if isinstance(panel, str) else "Commands"
            sections.setdefault(panel, []).append((name, summary(command)))
    return list(sections.items())


def summary(command: Any) -> str:
    """The first line of a command's help, without the full stop."""
    text = inspect.cleandoc(command.help or "")
    return text.splitlines()[0].rstrip(".") if text else ""


def usage_words(command: Any, ctx: Any) -> list[str]:
    """The words after the command's name in the usage line."""
    words = ["[OPTIONS]"]
    for parameter in command.get_params(ctx):
        if parameter.param_type_name == "argument":
            name = _argument_words(parameter)
            words.append(name if parameter.required else f"[{name}]")
    return words


def _argument_words(parameter: Any) -> str:
    name = parameter.metavar or parameter.name.upper()
    return f"{name}..." if parameter.nargs == -1 else str(name)


def _option_words(parameter: Any) -> str:
    names = ", ".join(sorted([*parameter.opts, *parameter.secondary_opts], key=len))
    return names if parameter.is_flag else f"{names} {parameter.metavar or parameter.name.upper()}"


def _option_help(parameter: Any) -> str:
    text = " ".join((parameter.help or "").split())
    default = parameter.default
    if isinstance(default, Enum):
        default = default.value
    shown = parameter.show_default and not parameter.is_flag and isinstance(default, (int, float, str))
    return f"{text} [default: {default}]" if shown and not isinstance(default, bool) else text


def _usage_error(error: Any) -> int:
    """Tells a usage error of Typer's parser in our words."""
    from motionsearch.cli.output import Output

    context = getattr(error, "ctx", None)
    if type(error).__name__ == "NoArgsIsHelpError":
        sys.stderr.write(error.format_message() + "\n")
        return UNUSABLE
    path = context.command_path if context is not None else "motionsearch"
    message = " ".join(error.format_message().split()).rstrip(".")
    Output().error(message[:1].lower() + message[1:], hint=f"{path} --help shows what it takes")
    return UNUSABLE
