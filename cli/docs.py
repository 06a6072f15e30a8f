"""Makes docs/cli.md from the commands themselves: ``python -m motionsearch.cli.docs > docs/cli.md``."""

from __future__ import annotations

import inspect
from collections.abc import Iterator
from typing import Any

import typer

from motionsearch.cli.app import app
from motionsearch.cli.commands import GLOBAL, command_sections, option_sections, usage_words
from motionsearch.cli.output import Output

_INTRODUCTION = """\
<!-- Made by `python -m motionsearch.cli.docs > docs/cli.md`; a test fails when it is stale. -->
# The command line

Results go to stdout, everything else (progress, notes, hints, warnings, errors) to stderr. `--format` says
how results are written: `table` (the default: a table on a terminal, tab-separated lines without a heading
when piped), `json` (one document), `jsonl` (a record a line), `csv` (every field, with a heading), `paths`
(each source file once).

Exit codes: 0 found or done; 1 nothing found, or some inputs failed (each is named); 2 the command or its
input cannot be used; 130 interrupted.

The library is the one named by `--library`, else by the environment variable `MOTIONSEARCH_LIBRARY`, else
`library` in the user's data folder. It is a folder, or a database URL such as
`postgresql://user@host/motion`.

`motionsearch --install-completion` makes the shell complete commands and options.
"""


def generate() -> str:
    """The page, as Markdown."""
    root: Any = typer.main.get_command(app)
    context = typer.Context(root, info_name="motionsearch")
    parts = [_INTRODUCTION, f"## {GLOBAL}\n", "Every command takes these, before its name or after.\n"]
    parts.append(_rows(dict(option_sections(root, context))[GLOBAL]))
    for title, rows in command_sections(root, context):
        parts.append(f"## {title}\n")
        for name, _ in rows:
            parts.extend(_command(root.get_command(context, name), context, name))
    return "\n".join(parts)


def _command(command: Any, parent: Any, name: str) -> Iterator[str]:
    context = typer.Context(command, info_name=name, parent=parent)
    text = inspect.cleandoc(command.help or "")
    if hasattr(command, "list_commands"):
        yield f"### motionsearch {name}\n\n{text}\n"
        for child in command.list_commands(context):
            yield from _command(command.get_command(context, child), context, f"{name} {child}")
        return
    yield f"### motionsearch {name}\n\n{text}\n"
    yield f"```\nmotionsearch {' '.join([name, *usage_words(command, context)])}\n```\n"
    own = [row for title, rows in option_sections(command, context) if title != GLOBAL for row in rows]
    shown = [row for row in own if not row[0].endswith("--help")]
    if shown:
        yield _rows(shown)
    if command.epilog:
        yield f"Examples:\n\n```\n{command.epilog}\n```\n"


def _rows(rows: list[tuple[str, str]]) -> str:
    lines = [f"| `{_cell(words)}` | {_cell(text)} |" for words, text in rows]
    return "\n".join(["| | |", "|---|---|", *lines, ""])


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


if __name__ == "__main__":
    Output().text(generate())
