"""Clips of videos in show, search, like and label: drawn over it, cut out, reported, on a time line."""

from __future__ import annotations

import base64
import itertools
import json
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from motionsearch import Tracks, formats
from motionsearch.clips import Recording
from motionsearch.formats.common import Format, Options
from motionsearch.video import Video
from motionsearch.video_writing import write_video
from tests.helpers_cli import found, run, write_clip

SIZE = (160, 120)
RATE = 20.0
SPEED = 20.0  # pixels a second


def scene(number: int) -> NDArray[np.uint8]:
    """Two grey squares on black: one that goes right, and below, one that goes left."""
    picture = np.full((SIZE[1], SIZE[0], 3), 30, np.uint8)
    x = round(20 + SPEED * number / RATE)
    picture[20:40, x : x + 20] = 120
    picture[80:100, 120 - x : 140 - x] = 120
    return picture


def read_made(path: Path, _: Options) -> list[Recording]:
    """What a tracker would say of :func:`scene`: the first thing in three windows, the second in one."""
    recordings = []
    for thing, start in ((1, 0.0), (1, 1.0), (1, 2.0), (2, 1.0)):
        times = start + np.arange(40) / RATE
        corners = np.array([(x, y) for x in (2.0, 9.0, 17.0) for y in (2.0, 17.0)])
        x = 20 + SPEED * times if thing == 1 else 120 - 20 - SPEED * times
        place = np.stack([x, np.full(40, 20.0 if thing == 1 else 80.0)], axis=1)
        meta: dict[str, Any] = {
            "kind": "video",
            "thing": thing,
            "shot": 0,
            "tracker": "made",
            "camera": "still",
        }
        meta |= {
            "box_x": float(x.min()),
            "box_y": 20.0,
            "box_width": 60.0,
            "box_height": 20.0,
            "quality": 1.0,
        }
        tracks = Tracks(place[:, None] + corners, None, RATE, SIZE)
        recordings.append(Recording(tracks, start, f"thing {thing}", meta=meta))
    return recordings


MADE = Format("made video", (".mp4",), "A video of two squares", lambda _: True, read_made)


@pytest.fixture(autouse=True, scope="module")
def _made_videos() -> Iterator[None]:
    """Videos are read by :func:`read_made`, so that where everything is is known."""
    others = tuple(f for f in formats.FORMATS if ".mp4" not in f.extensions)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(formats, "FORMATS", (*others, MADE))
        yield


def made(folder: Path) -> Path:
    """A folder with a four second video, a clip file, and their library in ``lib``: clips 1-4 and 5."""
    write_video(folder / "squares.mp4", map(scene, range(80)), RATE)
    write_clip(folder / "walk.npz", 1, label="walk")
    for name in ("squares.mp4", "walk.npz"):
        # Old enough for its time to tell that it has not changed.
        os.utime(folder / name, (1e9, 1e9))
        found("add", folder / name, "-l", folder / "lib", "-q")
    return folder


@pytest.fixture
def fresh(tmp_path: Path) -> Path:
    """Such a folder, to be changed."""
    return made(tmp_path)


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return made(tmp_path_factory.mktemp("kept"))


@dataclass(frozen=True)
class Place:
    """Such a folder that is read only, and one of the test's own to write into."""

    kept: Path
    own: Path

    def __truediv__(self, name: str) -> Path:
        return (self.kept if name in ("lib", "squares.mp4", "walk.npz") else self.own) / name


@pytest.fixture
def place(kept: Path, tmp_path: Path) -> Place:
    return Place(kept, tmp_path)


def film(path: Path) -> list[NDArray[np.uint8]]:
    with Video(path) as video:
        return [frame.picture for frame in video.frames()]


def coloured(picture: NDArray[np.uint8]) -> NDArray[np.bool_]:
    """Where ink is: the made videos are grey."""
    return picture.max(axis=2).astype(int) - picture.min(axis=2) > 60


def test_a_clip_is_drawn_over_its_stretch_of_the_video(place: Place) -> None:
    run("show", "2", "-o", place / "c.mp4", "-l", place / "lib", "-q")
    pictures = film(place / "c.mp4")
    assert len(pictures) == 40, "two seconds"
    assert pictures[0].shape == (360, 480, 3), "a small video is enlarged"
    for index in (5, 20, 39):
        rows, columns = np.nonzero(coloured(pictures[index]))
        left = 3 * (20 + SPEED * (1 + index / RATE))
        assert rows.min() >= 3 * 15
        assert rows.max() <= 3 * 45, "the other square has no ink"
        assert left - 3 < columns[columns > left].min() < left + 14
        assert columns.max() == pytest.approx(left + 3 * 17, abs=8)
        # The video's own squares are where they were.
        below = pictures[index][270, :, 0] > 75
        assert np.flatnonzero(below).min() == pytest.approx(3 * (100 - SPEED * (1 + index / RATE)), abs=5)


def test_a_clip_as_gif_and_as_sheet(place: Place) -> None:
    outcome = run("show", "1", "2", "-o", place / "c.gif", "-l", place / "lib")
    assert outcome.exit_code == 0, outcome.output
    assert re.search(r"drew 1: thing 1 \(squares.mp4 0.0-2.0 s\) into .*c-1.gif", outcome.stderr)
    assert Image.open(place / "c-2.gif").n_frames == 40  # type: ignore[attr-defined]
    found("show", "1", "-o", place / "c.png", "--size", "640", "-l", place / "lib")
    with Image.open(place / "c.png") as sheet:
        assert 480 < sheet.width <= 640


def test_plain_trails_of_a_clip_of_a_video(place: Place) -> None:
    for name in ("p.mp4", "p.gif", "p.png", "p.svg"):
        found("show", "1", "--plain", "--size", "320", "-o", place / name, "-l", place / "lib")
    assert film(place / "p.mp4")[0].shape == (240, 320, 3)
    assert Image.open(place / "p.png").size == (320, 240)
    assert (place / "p.svg").read_text().startswith("<svg")
    grey = film(place / "p.mp4")[30]
    assert (np.abs(grey.astype(int) - (14, 16, 22)).max(axis=2) < 12).mean() > 0.6, "no video behind"


def test_a_video_is_shown_whole_with_all_its_things(place: Place) -> None:
    outcome = run("show", place / "squares.mp4", "-o", place / "w.mp4")
    assert outcome.exit_code == 0
    assert "drew 2 things in squares.mp4" in outcome.stderr
    pictures = film(place / "w.mp4")
    assert len(pictures) == 80
    # 1.5 s: both things; each has ink of its own, once.
    ink = coloured(pictures[30])
    assert ink[45:135].any()
    assert ink[225:315].any()
    assert len(np.unique(np.diff(np.flatnonzero(ink[150:210].any(axis=1))))) <= 3
    late = coloured(pictures[75])
    assert late[45:135].any()
    assert not late[240:310].any(), "the second thing is there from 1 to 3 s"
    trails = found("show", place / "squares.mp4", "-k", "4")
    assert trails.count("thing") == 4


def test_clips_of_one_video_drawn_together(place: Place) -> None:
    found("show", "2", "4", "--all-in-one", "-o", place / "t.mp4", "-l", place / "lib")
    pictures = film(place / "t.mp4")
    assert len(pictures) == 40
    assert coloured(pictures[20])[45:135].any()
    assert coloured(pictures[20])[240:310].any()


def test_a_video_that_is_gone_or_has_changed_is_named(fresh: Path) -> None:
    write_video(fresh / "squares.mp4", map(scene, range(10)), RATE)
    outcome = run("show", "1", "-o", fresh / "c.mp4", "-l", fresh / "lib")
    assert outcome.exit_code == 0
    assert f"warning: {fresh / 'squares.mp4'}: the video has changed" in outcome.stderr
    assert film(fresh / "c.mp4")[0].shape == (480, 640, 3), "trails alone"
    (fresh / "squares.mp4").unlink()
    outcome = run("show", "1", "2", "-o", fresh / "d.png", "-l", fresh / "lib")
    assert outcome.exit_code == 0
    assert outcome.stderr.count(f"{fresh / 'squares.mp4'}: the video is gone") == 1
    assert (fresh / "d-2.png").exists()


def test_a_video_that_cannot_be_drawn_on_does_not_end_a_search(fresh: Path) -> None:
    """The bytes are the same as far as the library can tell, but it cannot be read."""
    status = (fresh / "squares.mp4").stat()
    (fresh / "squares.mp4").write_bytes(b"\0" * status.st_size)
    os.utime(fresh / "squares.mp4", ns=(status.st_atime_ns, status.st_mtime_ns))
    outcome = run("like", "5", "-k", "2", "--save-clips", fresh / "hits", "-l", fresh / "lib")
    assert outcome.exit_code == 0
    assert outcome.stderr.count("squares.mp4") == 1
    assert len(list((fresh / "hits").glob("*.gif"))) == 2


def test_hits_are_cut_out_of_their_videos(place: Place) -> None:
    plain = found("search", "a person walks", "-f", "jsonl", "-l", place / "lib")
    outcome = run(
        "search", "a person walks", "--save-clips", place / "hits", "-f", "jsonl", "-l", place / "lib"
    )
    assert outcome.stdout == plain, "results stay as they are"
    names = sorted(path.name for path in (place / "hits").iterdir())
    expected = []
    for rank, row in enumerate(map(json.loads, plain.splitlines()), start=1):
        kind = "mp4" if row["meta"] else "gif"
        stem = Path(row["source"]).stem
        expected.append(f"{rank:02d}-{row['score']:.3f}-{stem}-{row['start']:.1f}s.{kind}")
        if kind == "mp4":
            pictures = film(place / "hits" / expected[-1])
            assert len(pictures) == 40
            assert pictures[0].shape == (*SIZE[::-1], 3), "the video's own size"
            assert not coloured(pictures[20]).any()
            first = scene(round(row["start"] * RATE)).astype(int)
            assert np.abs(pictures[0] - first).mean() < 3
    assert names == sorted(expected)
    assert "saved 5 of 5 hits" in outcome.stderr


def test_hits_with_their_trails(place: Place) -> None:
    found("like", "1", "-k", "2", "--save-clips", place / "hits", "--overlay", "-l", place / "lib")
    films = list((place / "hits").glob("*.mp4"))
    assert films
    assert all(coloured(film(path)[20]).any() for path in films)
    outcome = run("search", "x", "--overlay", "-l", place / "lib")
    assert outcome.exit_code == 2
    assert "--save-clips" in outcome.stderr


def test_a_report_of_a_search(place: Place) -> None:
    report = place / "r.html"
    plain = found(
        "search", "walks^2", "runs", "-m", "jumps", "-w", "id > 0", "-f", "csv", "-l", place / "lib"
    )
    words = ("search", "walks^2", "runs", "-m", "jumps", "-w", "id > 0", "--html", report)
    assert found(*words, "-f", "csv", "-l", place / "lib") == plain
    page = report.read_text()
    assert page.count("<article") == 5
    for said in ("walks (2x) + runs - not: jumps", "id &gt; 0", "squares.mp4", "walk.npz", "thing 1"):
        assert said in page
    films = [base64.b64decode(text) for text in re.findall(r'src="data:video/mp4;base64,([^"]+)"', page)]
    assert len(films) == 5
    for number, data in enumerate(films):
        (place / f"{number}.mp4").write_bytes(data)
        pictures = film(place / f"{number}.mp4")
        assert pictures[0].shape[1] <= 320
        assert len(pictures) >= 15
    assert len(page) < 400_000
    found("like", "5", "--html", report, "-l", place / "lib")
    assert "like 5: walk (walk.npz" in report.read_text()


def test_a_video_on_a_time_line(place: Place) -> None:
    words = ("label", place / "squares.mp4", "--labels", "walk,run,jump", "-k", "2")
    rows = [json.loads(line) for line in found(*words, "-f", "jsonl").splitlines()]
    assert {row["thing"] for row in rows} == {1, 2}
    for thing, start, end in ((1, 0.0, 4.0), (2, 1.0, 3.0)):
        own = [row for row in rows if row["thing"] == thing]
        assert (own[0]["start"], own[-1]["end"]) == (start, end)
        for before, after in itertools.pairwise(own):
            assert before["end"] == after["start"]
            assert before["label"] != after["label"]
        assert all(len(row["labels"]) == 2 and row["labels"][0]["label"] == row["label"] for row in own)
        assert all(row["name"] == f"thing {thing}" and len(row["box"]) == 4 for row in own)
    table = [line.split("\t") for line in found(*words).splitlines()]
    assert [row[1:4] for row in table] == [[r["name"], f"{r['start']:g}", f"{r['end']:g}"] for r in rows]
    assert [row[5] for row in table] == [row["label"] for row in rows]


def test_videos_and_files_are_labelled_together(place: Place) -> None:
    rows = found(
        "label",
        *(place / "walk.npz", place / "squares.mp4", "5"),
        *("--labels", "walk,run", "-f", "jsonl", "-l", place / "lib"),
    )
    made = [json.loads(line) for line in rows.splitlines()]
    assert [("thing" in row) for row in made] == [False] * 2 + [True] * (len(made) - 4) + [False] * 2
    assert [row["rank"] for row in made if "rank" in row] == [1, 2, 1, 2]


def test_a_time_line_for_other_programs(place: Place) -> None:
    words = ("label", place / "squares.mp4", "--labels", "walk,run,jump")
    outcome = run(*words, "--elan", place / "t.eaf", "--via", place / "t.json", "-f", "jsonl")
    rows = [json.loads(line) for line in outcome.stdout.splitlines()]
    tiers = ElementTree.parse(place / "t.eaf").getroot().findall("TIER")
    assert [tier.attrib["TIER_ID"] for tier in tiers] == ["thing 1", "thing 2"]
    said = [value.text for tier in tiers for value in tier.iter("ANNOTATION_VALUE")]
    assert said == [row["label"] for row in rows]
    segments = json.loads((place / "t.json").read_text())["metadata"].values()
    assert [segment["z"] for segment in segments] == [[row["start"], row["end"]] for row in rows]
    outcome = run("label", place / "walk.npz", "--labels", "walk,run", "--elan", place / "n.eaf")
    assert "no video has a time line" in outcome.stderr
    assert not (place / "n.eaf").exists()


def test_on_a_terminal_a_time_line_has_bars(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    from motionsearch.cli import output, timeline

    monkeypatch.setattr(output, "is_terminal", lambda stream: True)
    monkeypatch.setattr(timeline, "is_coloured", lambda stream: False)
    monkeypatch.setenv("COLUMNS", "100")
    shown = found("label", place / "squares.mp4", "--labels", "walk,run,jump")
    assert "squares.mp4\n" in shown
    assert re.search(r"^thing 1 +┣━.*┫$", shown, re.MULTILINE)
    assert re.search(r"^thing 2 +┣━.*┫$", shown, re.MULTILINE)
    assert re.search(r"^thing +start +end +probability +label", shown, re.MULTILINE)


def test_the_library_knows_when_a_file_has_changed(fresh: Path) -> None:
    import motionsearch as ms

    path = fresh / "walk.npz"
    with ms.open(fresh / "lib") as library:
        assert not library.has_changed(str(path))
        path.touch()
        assert not library.has_changed(str(path)), "the same bytes"
        write_clip(path, 2)
        assert library.has_changed(str(path))
        path.unlink()
        assert library.has_changed(str(path))
        assert library.has_changed("never there")
