"""Every mistake a user can make: one sentence with what to do, the right exit code, no traceback."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import numpy as np
import pytest

from motionsearch.cli.session import GlobalOptions, Interrupted, Session, guarded
from motionsearch.errors import MotionsearchWarning
from tests.helpers import tiny_model
from tests.helpers_cli import failed, found, process, run, write_clip, write_clips


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Six clips; read only."""
    folder = tmp_path_factory.mktemp("errors")
    write_clips(folder / "clips")
    found("add", folder / "clips", "-l", folder / "lib", "-q")
    return folder / "lib"


def test_missing_library(tmp_path: Path) -> None:
    for words in (
        ["search", "x"],
        ["like", "1"],
        ["describe", "1"],
        ["list"],
        ["info"],
        ["rm", "1"],
        ["verify"],
    ):
        error = failed(*words, "-l", tmp_path / "none")
        assert f"error: there is no library at {tmp_path / 'none'}\n" in error
        assert "hint: " in error
        assert "motionsearch add" in error
    assert not (tmp_path / "none").exists()


def test_library_from_the_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MOTIONSEARCH_LIBRARY", str(tmp_path / "elsewhere"))
    assert str(tmp_path / "elsewhere") in failed("list")


def test_library_url_from_the_environment_stays_a_url(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MOTIONSEARCH_LIBRARY", "oracle://scott@tiger/x")
    assert "oracle" in failed("list")


def test_the_library_is_a_file(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    assert "is a file" in failed("search", "x", "-l", tmp_path / "file")


def test_empty_library(tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    run("add", tmp_path / "folder", "-l", tmp_path / "lib")
    error = failed("search", "a person jumps", "-l", tmp_path / "lib", code=1)
    assert "nothing found" in error
    assert (
        f"hint: the library is empty; add motion to it: motionsearch add FILES --library {tmp_path}" in error
    )
    assert "is empty" in failed("list", "-l", tmp_path / "lib", code=1)


def test_missing_file(library: Path, tmp_path: Path) -> None:
    missing = tmp_path / "no.npz"
    for command in ("like", "describe", "show"):
        assert f"error: {missing}: no such file" in failed(command, missing, "-l", library)
    error = failed("add", missing, "-l", tmp_path / "new", code=1)
    assert f"error: {missing}: no such file" in error
    assert "1 failed" in error
    assert f"error: {missing}: no such file" in failed(
        "label", missing, "--labels", "a,b", "-l", library, code=1
    )


def test_unknown_format(library: Path, tmp_path: Path) -> None:
    file = tmp_path / "notes.xyz"
    file.write_text("hello")
    for words in (["like"], ["show"]):
        error = failed(*words, file, "-l", library)
        assert f"error: {file}: no reader for .xyz" in error
        assert "hint: " in error
    assert f"{file}: no reader for .xyz" in failed("add", file, "-l", tmp_path / "new", code=1)


def test_corrupt_file(library: Path, tmp_path: Path) -> None:
    file = write_clip(tmp_path / "torn.npz", 1)
    file.write_bytes(file.read_bytes()[:200])
    for words in (["like"], ["show"]):
        assert f"error: {file}: not a readable npz" in failed(*words, file, "-l", library)
    assert f"error: {file}: not a readable npz" in failed("add", file, "-l", tmp_path / "new", code=1)


def test_a_file_that_lacks_something_names_it(library: Path, tmp_path: Path) -> None:
    file = tmp_path / "odd.npz"
    np.savez(file, pionts=np.zeros((4, 2, 2)))
    error = failed("like", file, "-l", library)
    assert f"error: {file}: the npz has no array 'points', it has pionts" in error


@pytest.mark.parametrize(
    ("where", "message"),
    [
        ("durtion > 2", "there is no field durtion; did you mean duration?"),
        ("duration >", "a value is expected"),
        ("label = walk", "text needs quotes"),
        ("duration > 'long'", "duration is a number"),
        ("(label = 'a'", "a ')' is expected"),
    ],
)
def test_bad_where(library: Path, where: str, message: str) -> None:
    for words in (["search", "x"], ["list"], ["rm", "--yes"], ["like", "1"], ["export", "nowhere"]):
        error = failed(*words, "--where", where, "-l", library)
        assert error.startswith("error: the filter")
        assert message in error
    assert not Path("nowhere").exists()


def test_unknown_clip(library: Path) -> None:
    for words in (["like", "99"], ["describe", "99"], ["show", "99"]):
        error = failed(*words, "-l", library)
        assert f"error: there is no clip 99 in {library}" in error
        assert "motionsearch list" in error
    assert "there is no clip 99" in failed("label", "99", "--labels", "a,b", "-l", library, code=1)
    assert "there is no clip 99" in failed("rm", "99", "--yes", "-l", library, code=1)


def test_unknown_preset_and_labels(library: Path, tmp_path: Path) -> None:
    error = failed("label", "1", "--preset", "nope", "-l", library)
    assert "error: there is no label preset 'nope'" in error
    assert "basic" in error
    assert "exactly one of --labels" in failed("label", "1", "-l", library)
    assert "exactly one of --labels" in failed(
        "label", "1", "--labels", "a", "--preset", "gym", "-l", library
    )
    assert "--labels holds no label" in failed("label", "1", "--labels", " , ", "-l", library)
    assert "cannot be read" in failed("label", "1", "--labels-file", tmp_path / "no.txt", "-l", library)


@pytest.mark.parametrize("limit", ["0", "-3", "x", "2.5"])
def test_bad_k(library: Path, limit: str) -> None:
    for words in (["search", "x"], ["like", "1"], ["describe", "1"], ["list"]):
        error = failed(*words, "-k", limit, "-l", library)
        assert error.startswith("error: invalid value for '--limit' / '-k'")
        assert f"hint: motionsearch {words[0]} --help" in error


def test_unknown_model(tmp_path: Path) -> None:
    file = write_clip(tmp_path / "a.npz", 1)
    error = failed("add", file, "--model", "nope", "-l", tmp_path / "lib")
    assert error.startswith("error: there is no model 'nope'\nhint: models here:")
    for words in (["models", "show", "nope"], ["models", "path", "nope"]):
        assert failed(*words).startswith("error: there is no model 'nope'")
    assert failed("eval", "retrieval", "world", "--model", "nope").startswith(
        "error: there is no model 'nope'"
    )


def test_another_model_is_refused(library: Path, tmp_path: Path) -> None:
    other = tiny_model(tmp_path)
    file = write_clip(tmp_path / "a.npz", 1)
    for words in (["add", str(file)], ["search", "x"]):
        error = failed(*words, "--model", other, "-l", library)
        assert "was made with the model" in error
        assert "hint: " in error


@pytest.mark.parametrize("tag", ["who", "=ana", "a b=c", "9x=1"])
def test_bad_tag(tmp_path: Path, tag: str) -> None:
    error = failed("add", tmp_path, "--tag", tag, "-l", tmp_path / "lib")
    assert f"error: the tag {tag!r} is not KEY=VALUE\nhint: " in error
    assert not (tmp_path / "lib").exists()


def test_tag_given_twice(tmp_path: Path) -> None:
    assert "given twice" in failed("add", tmp_path, "-t", "a=1", "-t", "a=2", "-l", tmp_path / "lib")


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["--window", "0"], "cutting needs"),
        (["--window", "2", "--hop", "3"], "cutting needs"),
        (["--fps", "-1"], "fps must be"),
        (["--up", "w"], "--up 'w' is no axis"),
    ],
)
def test_bad_reading_options(tmp_path: Path, words: list[str], message: str) -> None:
    file = write_clip(tmp_path / "a.npz", 1)
    result = run("add", file, *words, "-l", tmp_path / "lib")
    assert result.exit_code in (1, 2)
    assert result.stdout == ""
    assert message in result.stderr


@pytest.mark.parametrize("phrase", ["a person runs^x", "runs^0", "runs^-1", "runs^", "^2", " "])
def test_bad_phrase(library: Path, phrase: str) -> None:
    error = failed("search", phrase, "-l", library)
    assert error.startswith(("error: the weight in", "error: the phrase"))
    assert "hint: " in error


def test_nothing_to_remove_by(library: Path) -> None:
    assert "nothing says which clips to remove" in failed("rm", "-l", library)


def test_removal_must_be_confirmed(library: Path) -> None:
    error = failed("rm", "1", "-l", library)
    assert "nothing was removed" in error
    assert "--yes" in error
    assert "1\t" in found("list", "-l", library)


def test_bad_picture_name(library: Path, tmp_path: Path) -> None:
    assert "cannot draw a .bmp" in failed("show", "1", "-o", tmp_path / "a.bmp", "-l", library)
    assert "cannot be written" in failed("show", "1", "-o", tmp_path / "no" / "a.png", "-l", library)


def test_usage_errors_read_like_all_others() -> None:
    error = failed("serch", "x")
    assert error.startswith(
        "error: no such command 'serch'. Did you mean 'search'?\nhint: motionsearch --help"
    )
    assert failed("search", "x", "--wher", "y").startswith("error: no such option")
    assert failed("like").startswith("error: missing argument 'FILE|ID'")
    assert failed("search").startswith("error: there is nothing to search for\nhint: describe the motion")
    assert failed("list", "--format", "yaml").startswith("error: invalid value for '--format' / '-f'")
    assert failed("eval", "retrival", "x").startswith("error: no such command 'retrival'")


def test_debug_shows_the_traceback_and_then_the_error(tmp_path: Path) -> None:
    for words in (["--debug", "info"], ["info", "--debug"]):
        result = run(*words, "-l", tmp_path / "none")
        assert result.exit_code == 2
        assert result.stdout == ""
        assert result.stderr.startswith("Traceback")
        assert "\nerror: there is no library at" in result.stderr


def guard(options: GlobalOptions, error: BaseException) -> int:
    def command() -> int:
        raise error

    return guarded(Session(options), command)


def test_a_fault_of_ours_asks_for_debug(capsys: pytest.CaptureFixture[str]) -> None:
    assert guard(GlobalOptions(), ZeroDivisionError("division by zero")) == 2
    error = capsys.readouterr().err
    assert error == (
        "error: this is a fault in motionsearch (ZeroDivisionError: division by zero); "
        "run it again with --debug for details\n"
    )
    assert guard(GlobalOptions(debug=True), ZeroDivisionError("division by zero")) == 2
    assert "Traceback" in capsys.readouterr().err


def test_an_error_of_the_system_names_the_file(capsys: pytest.CaptureFixture[str]) -> None:
    assert guard(GlobalOptions(), PermissionError(13, "Permission denied", "/etc/x")) == 2
    assert capsys.readouterr().err == "error: /etc/x: Permission denied\n"


def test_interruption(capsys: pytest.CaptureFixture[str]) -> None:
    assert guard(GlobalOptions(), KeyboardInterrupt()) == 130
    assert capsys.readouterr().err == "error: interrupted; what was finished before is kept\n"
    assert guard(GlobalOptions(), Interrupted("interrupted; 3 files are kept")) == 130
    assert capsys.readouterr().err == "error: interrupted; 3 files are kept\n"


def test_warnings_are_told_and_strangers_are_not(capsys: pytest.CaptureFixture[str]) -> None:
    import warnings

    def command() -> int:
        warnings.warn("the index was damaged", MotionsearchWarning, stacklevel=1)
        warnings.warn("numpy says something", RuntimeWarning, stacklevel=1)
        return 0

    assert guarded(Session(GlobalOptions()), command) == 0
    assert capsys.readouterr().err == "warning: the index was damaged\n"


def test_streams_and_code_of_a_real_process(library: Path) -> None:
    good = process("search", "a person jumps", "-k", "2", "-l", library)
    out, err = good.communicate(timeout=120)
    assert (good.returncode, err) == (0, "")
    assert len(out.splitlines()) == 2
    bad = process("search", "x", "--where", "nope = 1", "-l", library)
    out, err = bad.communicate(timeout=120)
    assert (bad.returncode, out) == (2, "")
    assert err.startswith("error: the filter")
    none = process("search", "x", "--where", "duration > 99", "-l", library)
    out, err = none.communicate(timeout=120)
    assert (none.returncode, out) == (1, "")


def test_a_pipe_that_closes_is_no_error(library: Path) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    done = subprocess.run(
        [*process_words("list", "-f", "jsonl", "-l", str(library))],
        stdout=writing,
        stderr=subprocess.PIPE,
        check=False,
    )
    os.close(writing)
    assert (done.returncode, done.stderr) == (0, b"")


def process_words(*words: str) -> list[str]:
    import sys

    return [sys.executable, "-m", "motionsearch.cli", *words]
