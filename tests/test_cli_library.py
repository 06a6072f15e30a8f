"""add, rm, list, info, verify, compact and export, and adding that is interrupted."""

from __future__ import annotations

import json
import os
import shutil
import signal
import sqlite3
import time
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import motionsearch as ms
from motionsearch.cli.adding import count_words, summary
from motionsearch.cli.ingest import parse_tags
from motionsearch.cli.library import PAGE, _bytes
from motionsearch.clips import Recording
from tests.helpers import random_tracks, tiny_model
from tests.helpers_cli import found, process, run, write_clip, write_clips


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with six clip files and their library; read only."""
    folder = tmp_path_factory.mktemp("library")
    write_clips(folder / "clips")
    found("add", folder / "clips", "--tag", "take=3", "-l", folder / "lib", "-q")
    return folder


@pytest.fixture
def own(made: Path, tmp_path: Path) -> Path:
    """A copy of the library that a test may change."""
    shutil.copytree(made / "lib", tmp_path / "lib")
    return tmp_path / "lib"


def as_json(*words: str | os.PathLike[str]) -> Any:
    return json.loads(found(*words, "-f", "json"))


def test_add_tells_people_a_sentence(tmp_path: Path) -> None:
    write_clips(tmp_path / "clips", 3)
    result = run("add", tmp_path / "clips", "-l", tmp_path / "lib")
    assert (result.exit_code, result.stdout) == (0, "")
    assert result.stderr == "added 3 clips from 3 files\n"
    again = run("add", tmp_path / "clips", "-l", tmp_path / "lib")
    assert (again.exit_code, again.stderr) == (0, "added 0 clips from 0 files; 3 passed over\n")


def test_add_tells_programs_what_became_of_each_file(tmp_path: Path) -> None:
    files = write_clips(tmp_path / "clips", 3)
    lib = tmp_path / "lib"
    found("add", files[0], "-l", lib)
    write_clip(files[0], 77)
    found("add", files[1], "-l", lib)
    (tmp_path / "bad.npz").write_bytes(b"no zip")
    result = run("add", *files, tmp_path / "bad.npz", "-l", lib, "-f", "json")
    assert result.exit_code == 1
    rows = {Path(row["source"]).name: row for row in json.loads(result.stdout)}
    assert [rows[f"clip{i}.npz"]["status"] for i in range(3)] == ["replaced", "skipped", "added"]
    assert rows["bad.npz"]["status"] == "failed"
    assert "not a readable npz" in rows["bad.npz"]["message"]
    assert f"error: {tmp_path / 'bad.npz'}: not a readable npz" in result.stderr
    assert len(as_json("list", "-l", lib)) == 3
    write_clip(files[0], 78)
    assert run("add", *files, tmp_path / "bad.npz", "-l", lib, "-f", "paths").stdout == f"{files[0]}\n"


def test_a_bad_file_does_not_end_the_run(tmp_path: Path) -> None:
    write_clips(tmp_path / "clips", 4)
    (tmp_path / "clips" / "clip1.npz").write_bytes(b"")
    result = run("add", tmp_path / "clips", "-l", tmp_path / "lib")
    assert result.exit_code == 1
    assert result.stderr.splitlines() == [
        f"error: {tmp_path / 'clips' / 'clip1.npz'}: the file is empty",
        "added 3 clips from 3 files; 1 failed",
    ]


def test_an_empty_folder_is_named(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    result = run("add", tmp_path / "empty", "-l", tmp_path / "lib")
    assert result.exit_code == 1
    assert f"error: {tmp_path / 'empty'}: " in result.stderr


def test_paths_from_stdin(tmp_path: Path) -> None:
    files = write_clips(tmp_path / "clips", 3)
    listed = f"{files[0]}\n\n{files[2]}\n"
    assert len(json.loads(found("add", "-", "-l", tmp_path / "lib", "-f", "json", stdin=listed))) == 2


def test_tags_and_cutting(tmp_path: Path) -> None:
    tracks = random_tracks(1, frames=200, fps=20.0)
    tracks.save(tmp_path / "long.npz")
    words = ["--tag", "who=ana", "-t", "take=3", "--window", "2", "--hop", "1"]
    found("add", tmp_path / "long.npz", *words, "-l", tmp_path / "lib")
    rows = as_json("list", "-l", tmp_path / "lib", "--where", "tags.take > 2 and tags.who = 'ana'")
    assert [(row["start"], row["end"]) for row in rows] == [(float(s), s + 2.0) for s in range(9)]


def test_fps_of_files_that_do_not_say(tmp_path: Path) -> None:
    np.savez(tmp_path / "a.npz", points=random_tracks(1, frames=50).points)
    found("add", tmp_path / "a.npz", "--fps", "25", "-l", tmp_path / "lib")
    assert as_json("list", "-l", tmp_path / "lib")[0]["duration"] == 2.0


@pytest.mark.parametrize(
    ("word", "value"),
    [
        ("a=1", 1),
        ("a=-7", -7),
        ("a=007", "007"),
        ("a=1.5", 1.5),
        ("a=True", True),
        ("a=false", False),
        ("a=x=y", "x=y"),
        ("a=", ""),
        ("a= b c ", "b c"),
        ("a=1e5", "1e5"),
        ("a=nan", "nan"),
    ],
)
def test_tag_values(word: str, value: object) -> None:
    parsed = parse_tags([word])["a"]
    assert (parsed, type(parsed)) == (value, type(value))


@given(st.dictionaries(st.from_regex(r"[A-Za-z_]\w{0,8}", fullmatch=True), st.integers(), max_size=4))
def test_tags_round_trip(tags: dict[str, int]) -> None:
    assert parse_tags([f"{key}={value}" for key, value in tags.items()]) == tags


def test_model_of_a_new_library(tmp_path: Path) -> None:
    model = tiny_model(tmp_path)
    file = write_clip(tmp_path / "a.npz", 1)
    found("add", file, "--model", model, "-l", tmp_path / "lib")
    assert as_json("info", "-l", tmp_path / "lib")["model"] == model.name
    assert found("search", "x", "-l", tmp_path / "lib")


def test_list_sorts_filters_and_limits(made: Path) -> None:
    rows = as_json("list", "--sort", "source", "--reverse", "-k", "2", "-l", made / "lib")
    assert [Path(row["source"]).name for row in rows] == ["clip5.npz", "clip4.npz"]
    rows = as_json("list", "--where", "label = 'jump'", "-l", made / "lib")
    assert len(rows) == 3
    assert {row["label"] for row in rows} == {"jump"}


def test_list_reads_every_page(tmp_path: Path) -> None:
    count = 2 * PAGE + 7
    with ms.open(tmp_path / "lib") as library:
        rng = np.random.default_rng(0)
        library.add_vectors(rng.normal(size=(count, library.dim)), source="made")
    ids = [line.split("\t")[0] for line in found("list", "-l", tmp_path / "lib").splitlines()]
    assert ids == [str(i) for i in range(1, count + 1)]
    assert len(found("list", "-k", str(PAGE + 1), "-l", tmp_path / "lib").splitlines()) == PAGE + 1


def test_remove_by_ids_filter_and_source(made: Path, own: Path) -> None:
    before = {row["clip_id"]: row for row in as_json("list", "-l", own)}
    result = run("rm", "1", "--yes", "-l", own)
    assert (result.exit_code, result.stdout, result.stderr) == (0, "", "removed 1 clip\n")
    gone = found("rm", "--source", made / "clips" / "clip3.npz", "-y", "-f", "json", "-l", own)
    assert json.loads(gone) == [{"removed": 1}]
    found("rm", "--where", "label = 'walk'", "2", "3", "4", "5", "-y", "-l", own)
    left = {row["clip_id"] for row in as_json("list", "-l", own)}
    expected = {
        i
        for i, row in before.items()
        if i != 1
        and not row["source"].endswith("clip3.npz")
        and not (row["label"] == "walk" and i in (2, 3, 4, 5))
    }
    assert left == expected
    assert len(list((made / "clips").iterdir())) == 6


def test_remove_by_a_relative_path_with_a_quote(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    write_clip(tmp_path / "ana's.npz", 1)
    write_clip(tmp_path / "other.npz", 2)
    found("add", "ana's.npz", "other.npz", "-l", "lib")
    found("rm", "--source", "ana's.npz", "--yes", "-l", "lib")
    assert [Path(row["source"]).name for row in as_json("list", "-l", "lib")] == ["other.npz"]


def test_dry_run_removes_nothing(own: Path) -> None:
    result = run("rm", "1", "2", "--dry-run", "-l", own)
    assert result.stderr == "2 clips would be removed\n"
    assert len(as_json("list", "-l", own)) == 6


def test_unknown_ids_are_named_and_the_others_go(own: Path) -> None:
    result = run("rm", "1", "98", "99", "--yes", "-l", own)
    assert result.exit_code == 1
    assert "there is no clip 98" in result.stderr
    assert "there is no clip 99" in result.stderr
    assert len(as_json("list", "-l", own)) == 5


@pytest.mark.parametrize(("answer", "code", "left"), [("y", 0, 5), ("n", 2, 6), ("", 2, 6)])
def test_remove_asks_on_a_terminal(
    own: Path, monkeypatch: pytest.MonkeyPatch, answer: str, code: int, left: int
) -> None:
    monkeypatch.setattr("motionsearch.cli.output.is_terminal", lambda stream: True)
    from typer.testing import CliRunner

    from motionsearch.cli.app import app

    result = CliRunner().invoke(app, ["rm", "1", "-l", str(own)], input=f"{answer}\n")
    assert result.exit_code == code
    assert f"remove 1 clip from {own}? [y/N]" in result.stderr
    monkeypatch.undo()
    assert len(as_json("list", "-l", own)) == left


def test_info(made: Path) -> None:
    record = as_json("info", "-l", made / "lib")
    assert record["path"] == str(made / "lib")
    assert (record["sources"], record["clips"], record["removed"]) == (6, 6, 0)
    assert record["database_bytes"] == (made / "lib" / "library.sqlite").stat().st_size
    assert record["created"].endswith("+00:00")
    with ms.open(made / "lib") as library:
        model = library.model
    assert (record["model"], record["space"]) == (model.name, model.space_name)
    assert record["model_licence"] == model.config.licence
    lines = dict(line.split("\t") for line in found("info", "-l", made / "lib").splitlines())
    assert lines["clips"] == "6"
    assert found("info", "-f", "paths", "-l", made / "lib") == f"{made / 'lib'}\n"


def test_info_of_a_library_whose_model_is_gone(tmp_path: Path) -> None:
    model = tiny_model(tmp_path)
    file = write_clip(tmp_path / "a.npz", 1)
    found("add", file, "--model", model, "-l", tmp_path / "lib")
    moved = model.rename(tmp_path / "moved")
    result = run("info", "-f", "json", "-l", tmp_path / "lib")
    assert result.exit_code == 0
    assert json.loads(result.stdout)["model_licence"] is None
    assert "warning: " in result.stderr
    assert "which is not here" in result.stderr
    refused = run("search", "x", "-l", tmp_path / "lib")
    assert refused.exit_code == 2
    assert "give that model's folder with --model" in refused.stderr
    assert found("search", "x", "--model", moved, "-l", tmp_path / "lib")


def test_verify_and_compact(own: Path) -> None:
    result = run("verify", "-l", own)
    assert result.exit_code == 0
    assert "nothing is wrong" in result.stderr
    found("rm", "1", "2", "--yes", "-l", own)
    report = json.loads(found("compact", "-f", "json", "-l", own))[0]
    assert (report["clips"], report["sources"]) == (2, 2)
    record = as_json("verify", "-l", own)
    assert record["ok"] is True
    assert record["problems"] == []
    assert record["counts"]["clips"] == 4
    assert as_json("info", "-l", own)["removed"] == 0


def test_verify_finds_damage(own: Path) -> None:
    with sqlite3.connect(own / "library.sqlite") as database:
        database.execute("UPDATE vectors SET vector = substr(vector, 5) WHERE clip_id = 3")
    database.close()
    result = run("verify", "-l", own)
    assert result.exit_code == 1
    assert "error: " in result.stderr
    assert "3" in result.stderr
    assert json.loads(run("verify", "-f", "json", "-l", own).stdout)["ok"] is False


def test_export_can_be_added_again(made: Path, tmp_path: Path) -> None:
    result = run("export", tmp_path / "out", "--where", "label = 'walk'", "-l", made / "lib")
    assert (result.exit_code, result.stderr) == (0, f"wrote 3 clips into {tmp_path / 'out'}\n")
    lines = [json.loads(line) for line in (tmp_path / "out" / "clips.jsonl").read_text().splitlines()]
    assert {line["label"] for line in lines} == {"walk"}
    found("add", tmp_path / "out" / "tracks", "-l", tmp_path / "again")
    rows = as_json("list", "-l", tmp_path / "again")
    assert [row["label"] for row in rows] == ["walk"] * 3


def test_export_refuses_a_folder_in_use(made: Path, tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("x")
    result = run("export", tmp_path, "-l", made / "lib")
    assert result.exit_code == 2
    assert f"error: {tmp_path}" in result.stderr
    assert [p.name for p in tmp_path.iterdir()] == ["mine.txt"]


def test_sizes_read_well() -> None:
    assert [_bytes(n) for n in (0, 1023, 1024, 5 * 2**20, 3 * 2**30)] == [
        "0 bytes",
        "1023 bytes",
        "1.0 KiB",
        "5.0 MiB",
        "3.0 GiB",
    ]


def test_interrupted_between_two_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_clips(tmp_path / "clips", 6)
    from motionsearch.index import adding, reading

    monkeypatch.setattr(adding, "BATCH_SOURCES", 2)
    real, calls = reading.read_clips, []

    def press_ctrl_c_at_the_fifth(given: Path | Recording, how: reading.Reading, **more: Any) -> Any:
        calls.append(given)
        if len(calls) == 5:
            raise KeyboardInterrupt
        return real(given, how, **more)

    monkeypatch.setattr(reading, "read_clips", press_ctrl_c_at_the_fifth)
    result = run("add", tmp_path / "clips", "-l", tmp_path / "lib")
    assert result.exit_code == 130
    assert result.stderr == (
        f"error: interrupted; {tmp_path / 'lib'} keeps 4 files with 4 clips, "
        "the same command goes on with the rest\n"
    )
    assert len(as_json("list", "-l", tmp_path / "lib")) == 4
    again = run("add", tmp_path / "clips", "-l", tmp_path / "lib")
    assert (again.exit_code, again.stderr) == (0, "added 2 clips from 2 files; 4 passed over\n")


def test_a_signal_during_add_keeps_what_is_finished(tmp_path: Path) -> None:
    files = write_clips(tmp_path / "clips", 400)
    child = process("add", tmp_path / "clips", "-l", tmp_path / "lib")
    database = tmp_path / "lib" / "library.sqlite"
    deadline = time.monotonic() + 120
    while time.monotonic() < deadline and committed(database) < 1:
        time.sleep(0.01)
    child.send_signal(signal.SIGINT)
    out, err = child.communicate(timeout=120)
    assert (child.returncode, out) == (130, "")
    assert err.startswith("error: interrupted; ")
    assert len(err.splitlines()) == 1
    kept = committed(database)
    assert 0 < kept < len(files)
    assert f"keeps {count_words(kept, 'file')} with {count_words(kept, 'clip')}," in err
    assert found("verify", "-q", "-l", tmp_path / "lib")
    found("add", tmp_path / "clips", "-l", tmp_path / "lib")
    rows = as_json("list", "-l", tmp_path / "lib")
    assert sorted(row["source"] for row in rows) == sorted(map(str, files))


def committed(database: Path) -> int:
    """Sources that are in the library's database."""
    try:
        connection = sqlite3.connect(f"file:{database}?mode=ro", uri=True)
        try:
            return int(connection.execute("SELECT count(*) FROM sources").fetchone()[0])
        finally:
            connection.close()
    except sqlite3.OperationalError:
        return 0


def test_summary_counts_what_changed() -> None:
    from motionsearch.index.records import AddReport, SourceInfo

    report = AddReport(
        added=(SourceInfo(1, "a", 1200, 1), SourceInfo(2, "b", 1, 1201, replaced=True)),
        skipped=(("c", "already in the library"), ("f", "static: nothing moves in it")),
        failed=(("d", "d: no"), ("e", "e: no")),
    )
    assert summary(report) == (
        "added 1,201 clips from 2 files; 1 of them changed since; 1 static; 1 passed over; 2 failed"
    )
