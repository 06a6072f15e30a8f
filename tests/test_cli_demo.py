"""demo: what it shows is what happens, and it can be run again and gone on with."""

from __future__ import annotations

import json
import re
import shlex
from pathlib import Path

import pytest
from PIL import Image
from typer.testing import Result

from motionsearch.cli import demo
from tests.helpers_cli import found, run


def small_demo(patch: pytest.MonkeyPatch) -> None:
    """A demo of a few clips and phrases: what is tested is the path, not the size."""
    patch.setattr(demo, "CLIPS", {"person": 5, "animal": 4, "object": 4})
    patch.setattr("motionsearch.phrases.load_phrases", lambda: ("a person jumps", "it falls"))


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Result]:
    """The library of a demo that was run once, and what it said."""
    library = tmp_path_factory.mktemp("demo") / "my.library"
    with pytest.MonkeyPatch.context() as patch:
        small_demo(patch)
        return library, run("demo", "--library", library)


def test_the_real_demo_has_enough_of_each_kind() -> None:
    assert set(demo.CLIPS) == {"person", "animal", "object"}
    assert sum(demo.CLIPS.values()) >= 300
    assert min(demo.CLIPS.values()) >= 50


def steps(shown: str) -> list[tuple[list[str], str]]:
    """Command lines without the program, and what each wrote to stdout."""
    parts = re.split(r"^\$ motionsearch (.*)\n", shown, flags=re.MULTILINE)[1:]
    return [
        (shlex.split(line), output.strip("\n")) for line, output in zip(parts[::2], parts[1::2], strict=True)
    ]


def test_demo_shows_one_query_of_each_kind_with_its_true_output(
    made: tuple[Path, Result], monkeypatch: pytest.MonkeyPatch
) -> None:
    small_demo(monkeypatch)
    library, result = made
    assert result.exit_code == 0, result.output
    shown = steps(result.stdout)
    names = [words[0] for words, _ in shown]
    assert names == ["add"] * 3 + ["search"] * 3 + ["like", "describe", "label"] + ["show"] * 2
    lines = [" ".join(words) for words, _ in shown]
    assert any("--minus" in line for line in lines)
    assert any("--where" in line for line in lines)
    for words, output in shown:
        assert words[-2:] == ["-l", str(library)]
        if words[0] != "add":
            assert run(*words).stdout.strip("\n") == output, words
            assert output or words[0] == "show"
    with Image.open(library.parent / "my-best.png") as picture:
        assert picture.size == (640, 480)
        assert len(picture.convert("RGB").getcolors(1 << 20) or ()) > 10
    assert str(library.parent / "my-best.png") in result.stderr
    assert f"the library stays at {library}" in result.stderr
    rows = json.loads(found("list", "-f", "json", "-l", library))
    assert {row["tags"]["kind"] for row in rows} == {"person", "animal", "object"}
    assert all(row["captions"] and row["label"] for row in rows)


def test_the_second_time_makes_only_what_is_missing(
    made: tuple[Path, Result], monkeypatch: pytest.MonkeyPatch
) -> None:
    small_demo(monkeypatch)
    library, _ = made
    before = {file: file.stat().st_mtime_ns for file in library.parent.rglob("*.npz")}
    assert len(before) == 13
    missing = sorted(before)[3]
    missing.unlink()
    again = run("demo", "-l", library, "-f", "jsonl")
    assert again.exit_code == 0
    after = {file: file.stat().st_mtime_ns for file in library.parent.rglob("*.npz")}
    assert set(after) == set(before)
    assert [file for file in before if after[file] != before[file]] == [missing]
    records = [json.loads(line) for line in again.stdout.splitlines()]
    assert {record["status"] for record in records if "status" in record} == {"skipped"}
    assert any("score" in record for record in records)
    assert "$ motionsearch search" in again.stderr


def test_without_a_place_it_is_a_temporary_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    small_demo(monkeypatch)
    users = tmp_path / "users"
    monkeypatch.setenv("MOTIONSEARCH_LIBRARY", str(users))
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    result = run("demo", "-q")
    assert result.exit_code == 0
    assert result.stderr == ""
    assert not users.exists()
    (folder,) = tmp_path.glob("motionsearch-demo-*")
    assert (folder / "demo.library").is_dir()
    assert (folder / "demo-best.gif").is_file()


def test_an_interruption_ends_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from motionsearch.index.library import Library

    small_demo(monkeypatch)

    def press_ctrl_c(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(Library, "add", press_ctrl_c)
    result = run("demo", "-l", tmp_path / "my.library")
    assert result.exit_code == 130
    assert "$ motionsearch search" not in result.stdout
    assert f"motionsearch demo --library {tmp_path / 'my.library'} goes on with it" in result.stderr
