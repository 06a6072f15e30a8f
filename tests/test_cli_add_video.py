"""The options for videos, and what a person is told while slow files are added."""

from __future__ import annotations

import contextlib
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from motionsearch import InputError, MotionsearchError, QueryError, formats
from motionsearch.cli.adding import AddTeller
from motionsearch.cli.output import Output
from motionsearch.cli.tracking_options import tracking_of
from motionsearch.clips import Cutting
from motionsearch.index.records import AddEvent
from motionsearch.tracking.config import Tracking
from tests.helpers_cli import failed, found, run
from tests.slow_format import write

pixels = st.floats(-1e4, 1e4, allow_nan=False).map(lambda x: round(x, 3))
positive = st.floats(0.01, 1e4).map(lambda x: round(x, 3)).filter(lambda x: x > 0)


@given(
    st.tuples(pixels, pixels, positive, positive), st.lists(st.tuples(pixels, pixels), min_size=1, max_size=5)
)
def test_boxes_and_points_round_trip(box: tuple[float, ...], points: list[tuple[float, float]]) -> None:
    tracking = tracking_of(box=",".join(map(str, box)), points=";".join(f"{x}, {y}" for x, y in points))
    assert tracking == Tracking(box=box, points=tuple(points))  # type: ignore[arg-type]


@given(st.text(max_size=20), st.text(max_size=20))
def test_any_text_is_read_or_refused_in_words(box: str, points: str) -> None:
    for words in ({"box": box}, {"points": points}):
        with contextlib.suppress(MotionsearchError):
            assert tracking_of(**words) is not None  # type: ignore[arg-type]


def test_no_option_leaves_the_choice_open() -> None:
    assert tracking_of() is None
    assert tracking_of(whole_frame=True, keep_camera=True) == Tracking(whole_frame=True, keep_camera=True)
    assert tracking_of(grid=5) == Tracking(grid=5)


def test_files_are_known_to_processes_elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "m.png").touch()
    monkeypatch.chdir(tmp_path)
    tracking = tracking_of(mask="m.png", tracker="cotracker3", checkpoint="m.png")
    assert tracking is not None
    assert tracking.mask == str(tmp_path / "m.png")
    assert dict(tracking.options) == {"checkpoint": str(tmp_path / "m.png")}
    with pytest.raises(InputError, match=r"none\.png: no such file"):
        tracking_of(mask="none.png")


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"tracker": "tapir"}, "no tracker 'tapir'"),
        ({"box": "1,2,3"}, "3 numbers where 4 are needed"),
        ({"box": "1,2,3,x"}, "--box '1,2,3,x'"),
        ({"box": "1,2,inf,4"}, "finite"),
        ({"points": ";"}, "no point"),
        ({"points": "1,2;3"}, "--points '3'"),
        ({"points": "1,2", "grid": 3}, "which points"),
        ({"checkpoint": "w.pth"}, "tracker that has weights"),
    ],
)
def test_options_that_make_no_sense(options: dict[str, Any], words: str) -> None:
    with pytest.raises(QueryError, match=words) as caught:
        tracking_of(**options)
    assert caught.value.hint


def test_what_the_options_say_reaches_the_reader(
    tmp_path: Path, acts: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write(tmp_path / "a.act", 1)
    seen: list[Any] = []
    real = formats.read
    monkeypatch.setattr(formats, "read", lambda p, **o: seen.append(o["tracking"]) or real(p, **o))
    box = ("--box", "1,2,3,4")
    found("add", path, *box, "--window", "2", "--workers", "0", "-l", tmp_path / "lib")
    found("like", path, *box, "-l", tmp_path / "lib")
    found("label", path, "--labels", "walk,run", *box, "-l", tmp_path / "lib")
    found("show", path, *box)
    expected = Tracking(box=(1.0, 2.0, 3.0, 4.0))
    assert seen == [
        Tracking(box=(1.0, 2.0, 3.0, 4.0), cutting=Cutting(longest=3, window=2, hop=1)),
        expected,
        expected,
        expected,
    ]
    assert "a box is x,y,width,height" in failed("add", path, "--box", "1,2,0,4", "-l", tmp_path / "lib")


def test_what_became_of_each_is_told(tmp_path: Path, acts: None) -> None:
    takes = tmp_path / "takes"
    write(takes / "a.act", 1, meta={"tracker": "other", "tracker_licence": "for reading only"})
    write(takes / "b.act", 2, does="static")
    write(takes / "c.act", 3, does="crash")
    words = ("add", takes, "--workers", "2", "-l", tmp_path / "lib")
    result = run(*words)
    assert result.exit_code == 1
    lines = result.stderr.splitlines()
    assert lines[-1] == "added 1 clip from 1 file; 1 static; 1 failed"
    assert sorted(lines[:-1])[0].startswith(f"{takes / 'b.act'}: static: nothing moves in it")
    assert any(
        line.startswith(f"error: {takes / 'c.act'}: the reader crashed on this file (signal 11)")
        for line in lines
    )
    assert "warning: the tracker other has terms of its own: for reading only" in lines
    (takes / "c.act").unlink()
    again = run(*words, "-f", "json")
    assert [row["message"] for row in json.loads(again.stdout)] == [
        "already in the library",
        "already in the library (static: nothing moves in it)",
    ]
    assert again.stderr == ""


def test_static_files_can_be_taken_out(tmp_path: Path, acts: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    write(tmp_path / "b.act", 2, does="static")
    found("add", "b.act", "--workers", "0", "-l", "lib")
    assert (
        "1 file in which nothing moves would be removed"
        in run("rm", "--source", "b.act", "--dry-run", "-l", "lib").stderr
    )
    result = run("rm", "--source", "b.act", "--yes", "-l", "lib")
    assert (result.exit_code, result.stderr) == (0, "removed 0 clips and 1 file in which nothing moves\n")
    write(tmp_path / "b.act", 2)
    assert run("add", "b.act", "--workers", "0", "-l", "lib").stderr == "added 1 clip from 1 file\n"
    assert run("rm", "--source", "none.act", "--yes", "-l", "lib").exit_code == 1


def test_progress_counts_parts_of_files_and_the_speed() -> None:
    now = 100.0
    teller = AddTeller(Output(quiet=True), clock=lambda: now)

    def tell(kind: Any, index: int, **what: Any) -> None:
        teller(AddEvent(kind, f"{index}.mp4", index, 3, **what))

    tell("start", 0)
    tell("start", 1)
    assert (teller.done, teller.note) == (0.0, "0 clips")
    now = 110.0
    tell("progress", 0, seconds=15.0, length=60.0)
    tell("progress", 1, seconds=25.0)  # of unknown length
    assert (teller.done, teller.note) == (0.25, "0 clips, 4.0x real time")
    now = 120.0
    tell("added", 0, clips=4)
    assert (teller.done, teller.note) == (1.0, "4 clips, 4.2x real time")
    tell("failed", 1, message="1.mp4: torn")
    tell("start", 2)
    tell("progress", 2, seconds=90.0, length=60.0)
    assert teller.done == 3.0
    assert teller.note == "4 clips, 8.8x real time"
