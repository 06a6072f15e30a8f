"""backup, restore, export --as, import, merge and reembed on the command line."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from tests.helpers import tiny_model
from tests.helpers_cli import failed, found, run, write_clips


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with six clip files and their library; read only."""
    folder = tmp_path_factory.mktemp("keeping")
    write_clips(folder / "clips")
    found("add", folder / "clips", "--tag", "take=3", "-l", folder / "lib", "-q")
    return folder


def rows(library: Path) -> list[dict[str, Any]]:
    """What there is, without the numbers and times that a copy has of its own."""
    listed = json.loads(found("list", "-l", library, "-f", "json"))
    return sorted(
        ({k: v for k, v in row.items() if k not in ("clip_id", "added")} for row in listed),
        key=lambda row: str(row["source"]),
    )


def test_backup_and_restore(made: Path, tmp_path: Path) -> None:
    file, new = tmp_path / "motion.backup", tmp_path / "new"
    result = run("backup", file, "-l", made / "lib")
    assert (result.exit_code, result.stdout) == (0, "")
    assert result.stderr.startswith(f"wrote 6 clips into {file} (")
    assert "there is a file already" in failed("backup", file, "-l", made / "lib")
    assert json.loads(found("backup", file, "--force", "-l", made / "lib", "-f", "json"))[0]["clips"] == 6
    result = run("restore", file, "-l", new)
    assert (result.exit_code, result.stderr) == (0, f"restored 6 clips to {new}\n")
    assert rows(new) == rows(made / "lib")
    assert found("verify", "-l", new)
    assert "hint: name another place; or replace it with --force" in failed("restore", file, "-l", new)
    found("rm", "--yes", "1", "-l", new)
    assert json.loads(found("restore", file, "--force", "-l", new, "-f", "json"))[0]["clips"] == 6
    assert "this is no backup" in failed("restore", made / "clips" / "clip0.npz", "-l", tmp_path / "x")
    assert not (tmp_path / "x").exists()


@pytest.mark.parametrize("kind", ["jsonl", "parquet"])
def test_export_and_import(made: Path, kind: str, tmp_path: Path) -> None:
    out, new = tmp_path / "out", tmp_path / "new"
    result = run("export", out, "--as", kind, "-l", made / "lib")
    assert (result.exit_code, result.stderr) == (0, f"wrote 6 clips into {out}\n")
    assert (out / f"clips.{kind}").is_file()
    result = run("import", out, "-l", new)
    assert (result.exit_code, result.stderr) == (0, "imported 6 clips of 6 files\n")
    assert rows(new) == rows(made / "lib")
    assert run("import", out, "-l", new).stderr == "imported 0 clips of 0 files; 6 there already\n"
    assert "this is no export" in failed("import", made / "clips", "-l", tmp_path / "x")
    assert not (tmp_path / "x").exists()


def test_merge(made: Path, tmp_path: Path) -> None:
    write_clips(tmp_path / "more", 8)
    found("add", tmp_path / "more", "-l", tmp_path / "lib", "-q")
    # The same bytes are there by another name; a path that both have holds other bytes.
    shutil.copytree(made / "clips", tmp_path / "clips")
    result = run("merge", made / "lib", "-l", tmp_path / "lib")
    assert result.stderr == "took in 0 clips of 0 files; 6 there already\n"
    result = run("merge", tmp_path / "lib", "-l", shutil.copytree(made / "lib", tmp_path / "other"))
    assert result.stderr == "took in 2 clips of 2 files; 6 there already\n"
    assert len(rows(tmp_path / "other")) == 8
    assert "there is no library" in failed("merge", tmp_path / "none", "-l", tmp_path / "lib")
    lines = found("merge", tmp_path / "lib", "-l", tmp_path / "other", "-f", "jsonl").splitlines()
    assert {json.loads(line)["status"] for line in lines} == {"skipped"}


def test_merge_keeps_what_it_holds_unless_told(tmp_path: Path) -> None:
    for place, seeds in (("a", 1), ("b", 2)):
        shutil.rmtree(tmp_path / "clips", ignore_errors=True)
        files = write_clips(tmp_path / "clips", seeds)
        files[-1].replace(tmp_path / "clips" / "clip0.npz")
        found("add", tmp_path / "clips", "-l", tmp_path / place, "-q")
    result = run("merge", tmp_path / "b", "-l", tmp_path / "a")
    assert result.stderr == (
        "took in 0 clips of 0 files; 1 passed over, whose path is taken\n"
        "hint: --replace takes them in place of what the library holds at those paths\n"
    )
    assert run("merge", tmp_path / "b", "--replace", "-l", tmp_path / "a").stderr.startswith(
        "took in 1 clip "
    )
    assert rows(tmp_path / "a") == rows(tmp_path / "b")


def test_reembed(made: Path, tmp_path: Path) -> None:
    library, model = tmp_path / "lib", tiny_model(tmp_path / "models")
    shutil.copytree(made / "lib", library)
    assert "say which model" in failed("reembed", "-l", library)
    refused = failed("search", "x", "--model", model, "-l", library)
    assert f"motionsearch reembed --library {library} --model {model}" in refused
    before = rows(library)
    result = run("reembed", "--model", model, "-l", library)
    name = "model-1"
    assert result.exit_code == 0
    assert result.stderr == f"{library} is of the model {name} now, before of daylight; 6 clips embedded\n"
    assert rows(library) == before
    assert json.loads(found("info", "-l", library, "-f", "json"))["model"] == name
    assert found("search", "a person walks", "-l", library)
    assert found("verify", "-l", library)
    assert run("reembed", "--model", model, "-l", library).stderr == "0 clips embedded\n"


def test_reembed_says_what_it_cannot_do(made: Path, tmp_path: Path) -> None:
    from motionsearch.index.library import Library
    from tests.libraries import unit_vectors

    library, model = tmp_path / "lib", tiny_model(tmp_path / "models")
    shutil.copytree(made / "lib", library)
    with Library.open(library) as opened:
        opened.add_vectors(unit_vectors(2, opened.dim), source="bare")
    said = failed("reembed", "--model", model, "-l", library)
    assert "holds 2 clips that are vectors without tracks (7, 8), which no other model can embed" in said
    result = run("reembed", "--drop-vectors-only", "--model", model, "-l", library)
    assert result.stderr.endswith("; 6 clips embedded, 2 clips without tracks dropped\n")


@pytest.mark.parametrize(
    ("words", "method", "said"),
    [
        (("backup", "x.backup"), "backup", "the library is as it was, and the same command begins again"),
        (("merge", "lib"), "merge", "what was taken in is kept, and the same command goes on with the rest"),
        (("reembed", "--model", "daylight"), "reembed", "the same command goes on where it stopped"),
    ],
)
def test_interrupted(
    made: Path, words: tuple[str, ...], method: str, said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    from motionsearch.index.library import Library

    def interrupted(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(Library, method, interrupted)
    assert said in failed(*words, "-l", made / "lib", code=130)


def test_import_looks_for_the_model_first(made: Path, tmp_path: Path) -> None:
    found("export", tmp_path / "out", "-l", made / "lib", "-q")
    model = tiny_model(tmp_path / "models")
    said = failed("import", tmp_path / "out", "--model", model, "-l", tmp_path / "new")
    assert "was exported from a library of the model daylight" in said
    assert not (tmp_path / "new").exists()
