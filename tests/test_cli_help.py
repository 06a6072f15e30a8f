"""Help, docs and completion: nothing undocumented, nothing stale, every example a real command line."""

from __future__ import annotations

import itertools
import os
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import typer

from motionsearch.cli.app import app
from motionsearch.cli.commands import summary
from motionsearch.cli.docs import generate
from tests.helpers_cli import found, run

ROOT: Any = typer.main.get_command(app)
EXPECTED = {
    *(
        "add",
        "search",
        "like",
        "describe",
        "label",
        "glossary",
        "list",
        "show",
        "rm",
        "info",
        "verify",
        "compact",
        "reindex",
        "export",
        "watch",
    ),
    *("backup", "restore", "import", "merge", "reembed"),
    *(
        "train",
        "align",
        "eval card",
        "eval coverage",
        "eval retrieval",
        "eval validation",
        "eval zeroshot",
        "demo",
        "models list",
        "models show",
        "models path",
    ),
}


def walk(command: Any = ROOT, name: str = "") -> Iterator[tuple[str, Any]]:
    for child_name, child in command.commands.items():
        full = f"{name} {child_name}".strip()
        if hasattr(child, "commands"):
            yield from walk(child, full)
        else:
            yield full, child


COMMANDS = dict(walk())


def test_the_commands_are_those_promised() -> None:
    assert set(COMMANDS) == EXPECTED


@pytest.mark.parametrize("name", sorted(EXPECTED))
def test_every_command_has_a_summary_and_examples(name: str) -> None:
    command = COMMANDS[name]
    assert re.fullmatch(r"[A-Z].{9,68}", summary(command)), summary(command)
    assert command.epilog.strip().startswith(("motionsearch ", "find ", "cp "))


@pytest.mark.parametrize("name", ["", *sorted(EXPECTED)])
def test_every_argument_and_option_has_help(name: str) -> None:
    command = COMMANDS[name] if name else ROOT
    for parameter in command.params:
        assert parameter.help, f"{name}: {parameter.name} has no help"
        assert parameter.help.rstrip().endswith((".", ")", "...")), f"{name}: {parameter.help}"


@pytest.mark.parametrize("name", sorted(EXPECTED))
def test_the_help_page_shows_everything(name: str) -> None:
    page = found(*name.split(), "--help")
    for parameter in COMMANDS[name].params:
        for word in parameter.opts if parameter.param_type_name == "option" else [parameter.metavar]:
            assert word in page
    for line in COMMANDS[name].epilog.splitlines():
        assert line in page
    assert "Global options:" in page
    assert found(*name.split(), "-h") == page


@pytest.mark.parametrize("name", sorted(EXPECTED))
def test_every_example_is_a_command_line_that_parses(name: str) -> None:
    lines = [line for line in COMMANDS[name].epilog.splitlines() if not line.startswith("    ")]
    assert lines
    for line in lines:
        lexer = shlex.shlex(line, posix=True, punctuation_chars=True)
        lexer.whitespace_split = True
        words = itertools.dropwhile(lambda token: token != "motionsearch", lexer)
        words = list(itertools.takewhile(lambda token: token not in ("|", "&&", ">", ")"), words))[1:]
        assert words[: len(name.split())] == name.split()
        COMMANDS[name].make_context(name, words[len(name.split()) :])


def test_docs_are_fresh() -> None:
    page = Path(__file__).resolve().parents[1] / "docs" / "cli.md"
    assert page.read_text(encoding="utf-8") == generate(), (
        "docs/cli.md is stale: python -m motionsearch.cli.docs > docs/cli.md"
    )


def test_docs_name_every_command_and_option() -> None:
    page = generate()
    for name, command in COMMANDS.items():
        assert f"### motionsearch {name}\n" in page
        for parameter in command.params:
            for word in parameter.opts if parameter.param_type_name == "option" else ():
                assert word in page


def test_no_command_shows_help_and_is_a_usage_error() -> None:
    for words in ((), ("eval",), ("models",)):
        result = run(*words)
        assert result.exit_code == 2
        assert result.stdout == ""
        assert result.stderr.startswith("Usage: motionsearch")


def test_version() -> None:
    from motionsearch import __version__

    assert found("--version") == f"motionsearch {__version__}\n"


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_knows_the_commands(shell: str) -> None:
    words = "motionsearch se"
    env = {
        **os.environ,
        "_MOTIONSEARCH_COMPLETE": f"complete_{shell}",
        "_TYPER_COMPLETE_ARGS": words,
        "_TYPER_COMPLETE_FISH_ACTION": "get-args",
        "COMP_WORDS": words,
        "COMP_CWORD": "1",
    }
    code = "from motionsearch.cli.app import main; main()"
    done = subprocess.run([sys.executable, "-c", code], env=env, capture_output=True, text=True, check=False)
    assert "search" in done.stdout
    assert "label" not in done.stdout
