"""The output sink: what goes where, and in which form."""

from __future__ import annotations

import csv
import io
import json
import os
import pty
import re
import subprocess
import sys
import textwrap

import pytest
from hypothesis import given
from hypothesis import strategies as st

from motionsearch.cli.output import LONGEST_PATH, Column, Format, Output, clean, flatten, path
from motionsearch.cli.progress import Progress, duration_text, rate_text

COLUMNS = (
    Column("id", "clip_id", right=True),
    Column("score", "score", "{:.3f}".format, right=True),
    Column("caption", "caption", wide=True),
)
RECORDS = [
    {
        "clip_id": 7,
        "score": 0.51239,
        "source": "a b.npz",
        "caption": "runs\tfast\nthen stops",
        "tags": {"who": "ana"},
    },
    {"clip_id": 12, "score": 0.25, "source": "a b.npz", "caption": None, "tags": {"n": 2}},
]


def written(
    capsys: pytest.CaptureFixture[str], format: Format, records: list[dict[str, object]] = RECORDS
) -> str:
    count = Output(format).rows(iter(records), COLUMNS)
    assert count == len(records)
    captured = capsys.readouterr()
    assert captured.err == ""
    return captured.out


def test_piped_table_is_tab_separated_without_heading(capsys: pytest.CaptureFixture[str]) -> None:
    assert written(capsys, Format.table) == "7\t0.51239\truns fast then stops\n12\t0.25\t\n"


def test_json_is_one_document(capsys: pytest.CaptureFixture[str]) -> None:
    assert json.loads(written(capsys, Format.json)) == RECORDS
    assert json.loads(written(capsys, Format.json, [])) == []


def test_jsonl_is_a_record_a_line_as_they_come(capsys: pytest.CaptureFixture[str]) -> None:
    lines = written(capsys, Format.jsonl).splitlines()
    assert [json.loads(line) for line in lines] == RECORDS

    def one_then_fail() -> object:
        yield RECORDS[0]
        raise RuntimeError("the source broke")

    with pytest.raises(RuntimeError):
        Output(Format.jsonl).rows(one_then_fail(), COLUMNS)  # type: ignore[arg-type]
    assert json.loads(capsys.readouterr().out) == RECORDS[0]


def test_json_has_no_nan(capsys: pytest.CaptureFixture[str]) -> None:
    Output(Format.jsonl).rows([{"x": float("nan"), "y": [float("inf"), 1.5], "z": True}], ())
    assert json.loads(capsys.readouterr().out) == {"x": None, "y": [None, 1.5], "z": True}


def test_csv_has_all_fields_flattened(capsys: pytest.CaptureFixture[str]) -> None:
    rows = list(csv.DictReader(io.StringIO(written(capsys, Format.csv))))
    assert rows[0]["tags.who"] == "ana"
    assert rows[0]["caption"] == "runs\tfast\nthen stops"
    assert rows[1]["tags.who"] == ""
    assert rows[1]["tags.n"] == "2"


def test_paths_are_printed_once(capsys: pytest.CaptureFixture[str]) -> None:
    assert written(capsys, Format.paths) == "a b.npz\n"


def test_paths_may_end_in_nul_and_keep_their_bytes(capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    odd = os.fsdecode(b"caf\xe9\n.npz")
    Output(null=True).rows([{"source": odd}], COLUMNS)
    assert capfdbinary.readouterr().out == b"caf\xe9\n.npz\0"


def test_record_is_a_field_a_line_or_an_object(capsys: pytest.CaptureFixture[str]) -> None:
    record = {"clips": 3, "model": {"name": "m"}, "nothing": None, "ok": True}
    Output().record(record)
    assert capsys.readouterr().out == "clips\t3\nmodel.name\tm\nok\tyes\n"
    Output(Format.json).record(record)
    assert json.loads(capsys.readouterr().out) == record


def test_outcome_is_a_sentence_for_people_and_records_for_programs(
    capsys: pytest.CaptureFixture[str],
) -> None:
    Output().outcome("removed 3 clips", [{"removed": 3}])
    captured = capsys.readouterr()
    assert (captured.out, captured.err) == ("", "removed 3 clips\n")
    Output(Format.jsonl).outcome("removed 3 clips", [{"removed": 3}])
    captured = capsys.readouterr()
    assert (captured.out, captured.err) == ('{"removed": 3}\n', "")


def test_quiet_leaves_errors_and_results(capsys: pytest.CaptureFixture[str]) -> None:
    out = Output(quiet=True)
    out.note("n")
    out.hint("h")
    out.warn("w")
    out.picture("title", "drawing")
    with out.progress("adding", "files", 2) as progress:
        progress.update(1)
    out.error("e", hint="do this")
    out.rows([{"clip_id": 1}], COLUMNS[:1])
    captured = capsys.readouterr()
    assert (captured.out, captured.err) == ("1\n", "error: e\nhint: do this\n")


def test_words_before_the_sentence(capsys: pytest.CaptureFixture[str]) -> None:
    out = Output()
    out.warn("w")
    out.hint("h")
    assert capsys.readouterr().err == "warning: w\nhint: h\n"


def test_control_characters_do_not_reach_the_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    Output().error("\x1b]0;owned\x07bad.npz: no")
    assert capsys.readouterr().err == "error: \\x1b]0;owned\\x07bad.npz: no\n"


@given(st.text(), st.text())
def test_clean_text_prints_and_stays_if_printable(text: str, plain: str) -> None:
    assert clean(text).isprintable()
    assert clean(text + "\n", keep="\n").endswith("\n")
    if plain.isprintable():
        assert clean(plain) == plain


def test_flatten() -> None:
    assert flatten({"a": {"b": 1, "c": {"d": 2}}, "e": [1]}) == {"a.b": 1, "a.c.d": 2, "e": [1]}


def test_path_is_relative_below_the_current_folder(monkeypatch: pytest.MonkeyPatch, tmp_path: object) -> None:
    monkeypatch.chdir(str(tmp_path))
    assert path(os.path.join(str(tmp_path), "a", "b.npz")) == os.path.join("a", "b.npz")
    assert path("/elsewhere/b.npz") == "/elsewhere/b.npz"
    assert path("postgresql://x") == "postgresql://x"
    long = "/" + "elsewhere/" * 9 + "b.npz"
    assert len(path(long)) == LONGEST_PATH
    assert path(long).endswith("/elsewhere/b.npz")


def test_progress_writes_lines_where_there_is_no_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    now = [100.0]
    monkeypatch.setattr("motionsearch.cli.progress.time.monotonic", lambda: now[0])
    stream = io.StringIO()
    with Progress("adding", "files", 40, stream=stream) as progress:
        for done in range(1, 41):
            now[0] += 1.0
            progress.update(done, note=f"{done} clips")
    assert stream.getvalue().splitlines() == [
        "adding: 15/40 files, 1.0 files/s, 25 s left, 15 clips",
        "adding: 30/40 files, 1.0 files/s, 10 s left, 30 clips",
    ]


def test_rates_and_durations() -> None:
    assert rate_text(12.34, "files") == "12.3 files/s"
    assert rate_text(0.5, "files") == "30.0 files/min"
    assert [duration_text(s) for s in (0.4, 59.4, 60, 3599, 7500)] == [
        "0 s",
        "59 s",
        "1 min 0 s",
        "59 min 59 s",
        "2 h 5 min",
    ]


def in_terminal(code: str, *, columns: int = 60, **env: str) -> str:
    """Runs code whose stdout and stderr are a terminal, and returns what that terminal was sent."""
    leader, follower = pty.openpty()
    variables = {k: v for k, v in os.environ.items() if k not in ("NO_COLOR", "COLUMNS", "LINES")}
    variables |= {"TERM": "xterm-256color", "COLUMNS": str(columns), **env}
    process = subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(code)], stdout=follower, stderr=follower, env=variables
    )
    os.close(follower)
    sent = b""
    while True:
        try:
            block = os.read(leader, 65536)
        except OSError:  # Linux says so when the other end is closed
            break
        if not block:
            break
        sent += block
    os.close(leader)
    assert process.wait() == 0, sent.decode()
    return sent.decode().replace("\r\n", "\n")


def styleless(text: str) -> str:
    """Text without colours and weights."""
    return re.sub(r"\x1b\[[0-9;]*m", "", text)


TABLE = """
from motionsearch.cli.output import Column, Output
out = Output()
out.rows(
    [{"id": 7, "caption": "[bold]walks[/] " + "far " * 40, "empty": None},
     {"id": 12, "caption": "x\\x1b[2J"}],
    [Column("id", "id", right=True), Column("caption", "caption", wide=True), Column("empty", "empty")],
)
out.error("bad")
"""


def test_terminal_table_is_aligned_cut_and_never_markup() -> None:
    lines = styleless(in_terminal(TABLE, NO_COLOR="1")).splitlines()
    assert lines[0].split() == ["id", "caption"]
    assert lines[1].startswith(" 7  [bold]walks[/] far")
    assert lines[1].rstrip().endswith("…")
    assert len(lines[1].rstrip()) <= 60
    assert lines[2].split() == ["12", "x\\x1b[2J"]
    assert lines[3] == "error: bad"


def test_colour_unless_refused() -> None:
    assert "\x1b[31merror:\x1b[0m bad" in in_terminal(TABLE)
    refused = in_terminal(TABLE, NO_COLOR="1")
    assert not re.search("\x1b\\[[0-9;]*3[0-9]", refused)


def test_bar_shows_rate_and_time_left_and_leaves_room_for_errors() -> None:
    sent = in_terminal(
        """
        import time
        from motionsearch.cli.output import Output
        out = Output()
        with out.progress("adding", "files", 40) as progress:
            for done in range(1, 21):
                time.sleep(0.05)
                progress.update(done, note="3 clips")
            out.error("x.npz: not a zip file")
        """,
        columns=110,
    )
    sent = styleless(sent)
    assert "20/40 files" in sent
    assert "files/s" in sent
    assert "3 clips" in sent
    assert "x.npz: not a zip file\n" in sent


def test_rich_is_only_imported_to_draw() -> None:
    code = """
    import sys
    from motionsearch.cli.output import Column, Format, Output
    for format in Format:
        Output(format).rows([{"source": "a"}], [Column("source", "source")])
    with Output().progress("adding", "files", 2) as progress:
        progress.update(1)
    Output().error("e", hint="h")
    print("rich" in sys.modules)
    """
    done = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(code)], capture_output=True, text=True, check=True
    )
    assert done.stdout.splitlines()[-1] == "False"


def test_a_reader_that_leaves_is_no_error() -> None:
    code = """
    from motionsearch.cli.output import Column, Output
    Output().rows(({"n": n} for n in range(200_000)), [Column("n", "n")])
    """
    process = subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(code)], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    assert process.stdout is not None
    assert process.stderr is not None
    assert process.stdout.readline() == b"0\n"
    process.stdout.close()
    assert process.stderr.read() == b""
    process.stderr.close()
    assert process.wait() == 0


@pytest.mark.parametrize("format", ["table", "json", "jsonl", "csv"])
def test_any_encoding_of_stdout_will_do(format: str) -> None:
    code = f"""
    from motionsearch.cli.output import Column, Format, Output
    Output(Format.{format}).rows([{{"c": "café 動く"}}], [Column("c", "c")])
    """
    env = {**os.environ, "PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"}
    done = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(code)], capture_output=True, env=env, check=True
    )
    assert done.stderr == b""
    text = done.stdout.decode("ascii")
    if format == "jsonl":
        assert json.loads(text) == {"c": "café 動く"}
    elif format == "json":
        assert json.loads(text) == [{"c": "café 動く"}]
    else:
        assert "caf\\xe9" in text
