"""search, like, describe, label and show, over a small real library."""

from __future__ import annotations

import csv
import io
import json
import os
import shutil
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

import motionsearch as ms
from motionsearch.cli.picture import together
from motionsearch.cli.search import weighted
from motionsearch.errors import InputError, QueryError
from motionsearch.formats import read
from motionsearch.train.reference import add_reference
from tests.helpers import random_tracks
from tests.helpers_cli import found, run, write_clip, write_clips


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with six clip files, and their library in ``lib``; read only."""
    folder = tmp_path_factory.mktemp("search")
    write_clips(folder / "clips")
    found("add", folder / "clips", "--tag", "who=ana", "-l", folder / "lib", "-q")
    return folder


def records(*words: str | os.PathLike[str], place: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in found(*words, "-l", place / "lib", "-f", "jsonl").splitlines()]


def test_search_gives_what_the_library_gives(place: Path) -> None:
    with ms.open(place / "lib") as library:
        hits = library.search("a person jumps", 4)
    rows = records("search", "a person jumps", "-k", "4", place=place)
    assert [row["clip_id"] for row in rows] == [hit.clip_id for hit in hits]
    assert [row["score"] for row in rows] == pytest.approx([hit.score for hit in hits], abs=1e-6)
    assert rows[0]["source"] == hits[0].source
    assert rows[0]["captions"] == list(hits[0].captions)
    assert rows[0]["tags"] == {"who": "ana"}


def test_phrases_are_weighed_and_subtracted(place: Path) -> None:
    with ms.open(place / "lib") as library:
        hits = library.search(["a person jumps", "fast"], 6, weights=[2, 1], minus=["arms raised"])
    rows = records("search", "a person jumps^2", "fast", "--minus", "arms raised", "-k", "6", place=place)
    assert [row["score"] for row in rows] == pytest.approx([hit.score for hit in hits], abs=1e-6)
    plain = records("search", "a person jumps", "fast", "-k", "6", place=place)
    assert [row["score"] for row in rows] != [row["score"] for row in plain]
    half = records("search", "a person jumps^2", "fast", "-m", "arms raised^0.5", "-k", "6", place=place)
    assert [row["score"] for row in half] != [row["score"] for row in rows]


@given(st.text(min_size=1).filter(lambda t: t.strip() and "^" not in t), st.floats(0.01, 1000))
def test_a_weight_follows_its_phrase(text: str, weight: float) -> None:
    assert weighted(text) == (text.strip(), 1.0)
    assert weighted(f"{text}^{weight:f}") == (text.strip(), pytest.approx(weight, abs=1e-5))


@pytest.mark.parametrize("phrase", ["a^", "a^-1", "a^0", "a^nan", "a^1e5", "^1", " ^ 1", "", "a^1_0"])
def test_a_phrase_without_words_or_weight_is_refused(phrase: str) -> None:
    with pytest.raises(QueryError):
        weighted(phrase)


def test_where_and_exact(place: Path) -> None:
    rows = records("search", "x", "--where", "label = 'walk' and tags.who = 'ana'", "--exact", place=place)
    assert sorted(Path(row["source"]).name for row in rows) == ["clip0.npz", "clip2.npz", "clip4.npz"]


def test_explain_says_how_on_stderr(place: Path) -> None:
    result = run("search", "x", "-k", "1", "--explain", "-l", place / "lib")
    assert len(result.stdout.splitlines()) == 1
    assert "plan flat" in result.stderr
    assert "6 vectors compared" in result.stderr
    assert " ms" in result.stderr


def test_show_draws_the_best_hit_beside_the_results(place: Path) -> None:
    plain = found("search", "x", "-k", "1", "-l", place / "lib")
    result = run("search", "x", "-k", "1", "--show", "-l", place / "lib")
    assert result.stdout == plain
    assert any("⠀" < c <= "⣿" for c in result.stderr)


def test_paths_for_other_programs(place: Path) -> None:
    expected = {str(place / "clips" / f"clip{i}.npz") for i in range(6)}
    lines = found("search", "x", "-f", "paths", "-l", place / "lib").splitlines()
    assert len(lines) == 6
    assert set(lines) == expected
    assert set(found("search", "x", "-0", "-l", place / "lib").split("\0")) == expected | {""}


def test_global_options_before_and_after_the_command(place: Path) -> None:
    after = found("list", "-l", place / "lib", "-f", "json")
    assert found("-l", place / "lib", "-f", "json", "list") == after
    assert found("-l", place / "none", "-f", "csv", "list", "-l", place / "lib", "-f", "json") == after
    assert len(json.loads(after)) == 6


def test_like_a_clip_leaves_itself_out(place: Path) -> None:
    rows = records("like", "2", place=place)
    assert len(rows) == 5
    assert 2 not in [row["clip_id"] for row in rows]


def test_like_a_file_finds_it(place: Path) -> None:
    row = records("like", place / "clips" / "clip3.npz", "-k", "1", place=place)[0]
    assert Path(row["source"]).name == "clip3.npz"
    assert row["score"] == pytest.approx(1, abs=1e-4)


def test_a_file_named_like_a_number_wins(
    place: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_clip(tmp_path / "x.npz", 3).rename(tmp_path / "2")
    monkeypatch.chdir(tmp_path)
    result = run("like", "2", "-l", place / "lib")
    assert result.exit_code == 2
    assert "error: 2: no reader for files without extension" in result.stderr


def test_describe_ranks_captions_and_phrases(place: Path) -> None:
    rows = records("describe", "1", "-k", "5000", place=place)
    assert {"library", "phrases"} == {row["origin"] for row in rows}
    assert "a person jumps up" in [row["text"] for row in rows if row["origin"] == "library"]
    scores = [row["score"] for row in rows]
    assert scores == sorted(scores, reverse=True)
    by_file = records("describe", place / "clips" / "clip0.npz", "-k", "3", place=place)
    assert len(by_file) == 3


def test_label_gives_probabilities(place: Path) -> None:
    files = [place / "clips" / f"clip{i}.npz" for i in range(2)]
    rows = records("label", *files, "3", "--labels", "walk, run,jump,walk", "-k", "9", place=place)
    assert len(rows) == 9
    for thing in range(3):
        part = rows[3 * thing : 3 * thing + 3]
        assert sum(row["probability"] for row in part) == pytest.approx(1, abs=1e-5)
        assert {row["label"] for row in part} == {"walk", "run", "jump"}
        assert [row["rank"] for row in part] == [1, 2, 3]
        assert part[0]["probability"] >= part[1]["probability"] >= part[2]["probability"]
    assert rows[0]["source"] == str(files[0])
    assert rows[-1]["clip_id"] == 3
    with ms.open(place / "lib") as library:
        best = library.label(files[0], ["walk", "run", "jump"], 1)[0].labels[0]
    assert (rows[0]["label"], rows[0]["probability"]) == (best[0], pytest.approx(best[1], abs=1e-6))


def test_labels_count_with_or_without_the_glossary(place: Path) -> None:
    words = ["tennis serve", "walk"]
    with ms.open(place / "lib") as library:
        for option, glossary in (("--glossary", True), ("--no-glossary", False)):
            labels = library.label(1, words, glossary=glossary)[0].labels
            rows = records("label", "1", "--labels", ",".join(words), option, place=place)
            assert [(row["label"], row["probability"]) for row in rows] == [
                (label, pytest.approx(share, abs=1e-6)) for label, share in labels
            ]
    by_default = records("label", "1", "--labels", ",".join(words), place=place)
    assert by_default == records("label", "1", "--labels", ",".join(words), "--glossary", place=place)
    assert by_default != rows


def test_labels_are_calibrated_unless_told_otherwise(place: Path, tmp_path: Path) -> None:
    folder, file = tmp_path / "model", place / "clips" / "clip0.npz"
    shutil.copytree(ms.load_model().folder, folder)
    add_reference(folder, 5)
    model = ms.load_model(folder)
    labels = model.embed_text(["walk", "run", "swim"])
    cosines = model.embed_tracks([next(iter(read(file))).tracks]) @ labels.T
    words = ("label", file, "--labels", "walk,run,swim", "--no-glossary", "--model", folder)
    for options, common in (((), model.commonness(labels)), (("--no-calibrated",), 0)):
        powers = np.exp(model.logit_scale * (cosines[0] - common))
        shares = {row["label"]: row["probability"] for row in records(*words, *options, place=place)}
        assert [shares[label] for label in ("walk", "run", "swim")] == pytest.approx(
            powers / powers.sum(), abs=1e-4
        )
        assert sum(shares.values()) == pytest.approx(1, abs=1e-5)


def test_labels_of_all_clips_that_pass_a_filter_evened_out(place: Path) -> None:
    words = ("--labels", "walk,run,swim")
    with ms.open(place / "lib") as library:
        ids = [clip.clip_id for clip in library.clips("id > 1")]
        for options, expected in (
            ((), library.label(ids, ["walk", "run", "swim"])),
            (("--even",), library.label(ids, ["walk", "run", "swim"], even=True)),
        ):
            rows = records("label", "--where", "id > 1", *words, *options, place=place)
            assert [(row["clip_id"], row["label"], row["probability"]) for row in rows] == [
                (one.clip_id, label, pytest.approx(share, abs=1e-6))
                for one in expected
                for label, share in one.labels
            ]
    # A file that cannot be read fails alone, and the others are evened out among themselves.
    files = [place / "clips" / name for name in ("clip0.npz", "clip1.npz", "gone.npz", "clip2.npz")]
    result = run("label", *files, *words, "--even", "-k", "1", "-l", place / "lib")
    assert result.exit_code == 1
    assert len(result.stdout.splitlines()) == 3
    assert "gone.npz" in result.stderr


@pytest.mark.parametrize(
    ("options", "code", "said"),
    [
        (("--where", "id > 1000"), 1, "no such clip"),
        ((), 2, "nothing says which clips to label"),
        (("1", "--even"), 2, "1 clips cannot show 2 labels"),
        (("1", "--even", "--no-calibrated"), 2, "exclude each other"),
    ],
)
def test_labels_of_nothing_or_too_little(place: Path, options: tuple[str, ...], code: int, said: str) -> None:
    result = run("label", *options, "--labels", "a,b", "-l", place / "lib")
    assert (result.exit_code, result.stdout) == (code, "")
    assert said in result.stderr


def test_search_expands_a_name_when_asked(place: Path) -> None:
    with ms.open(place / "lib") as library:
        hits = library.search("tennis serve", 6, expand=True)
    rows = records("search", "tennis serve", "--expand", "-k", "6", place=place)
    assert [row["score"] for row in rows] == pytest.approx([hit.score for hit in hits], abs=1e-6)
    plain = records("search", "tennis serve", "-k", "6", place=place)
    assert [row["score"] for row in plain] != [row["score"] for row in rows]


def test_label_from_a_preset_or_a_file(place: Path, tmp_path: Path) -> None:
    from motionsearch.phrases import load_preset

    rows = records("label", "1", "--preset", "basic", "-k", "1000", place=place)
    assert {row["label"] for row in rows} == set(load_preset("basic"))
    (tmp_path / "labels.txt").write_text("hop\n# no label\nskip\n")
    rows = records("label", "1", "--labels-file", tmp_path / "labels.txt", place=place)
    assert {row["label"] for row in rows} == {"hop", "skip"}


def test_label_goes_on_after_a_bad_file(place: Path, tmp_path: Path) -> None:
    (tmp_path / "bad.npz").write_bytes(b"no zip")
    good = place / "clips" / "clip0.npz"
    result = run("label", tmp_path / "bad.npz", good, "--labels", "a,b", "-k", "1", "-l", place / "lib")
    assert result.exit_code == 1
    assert len(result.stdout.splitlines()) == 1
    assert f"error: {tmp_path / 'bad.npz'}: not a readable npz" in result.stderr


def test_files_are_labelled_and_described_without_a_library(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MOTIONSEARCH_LIBRARY", str(tmp_path / "none"))
    file = write_clip(tmp_path / "a.npz", 1)
    assert len(found("label", file, "--labels", "a,b").splitlines()) == 2
    assert len(found("describe", file, "-k", "3").splitlines()) == 3
    assert not (tmp_path / "none").exists()
    assert run("label", file, "--labels", "a,b", "-l", tmp_path / "none").exit_code == 2


def test_csv_has_a_heading(place: Path) -> None:
    rows = list(
        csv.DictReader(io.StringIO(found("search", "x", "-k", "2", "-f", "csv", "-l", place / "lib")))
    )
    assert len(rows) == 2
    assert rows[0]["tags.who"] == "ana"
    assert float(rows[0]["score"]) >= float(rows[1]["score"])


def test_show_in_the_terminal(place: Path) -> None:
    drawn = found("show", "1", "-l", place / "lib").splitlines()
    assert drawn[0].startswith("1: walk (clip0.npz 0.0-2.0 s)")
    assert any("⠀" < c <= "⣿" for c in "".join(drawn[1:]))
    assert max(map(len, drawn[1:])) <= 60
    assert "\x1b" not in "".join(drawn)


@pytest.mark.parametrize("suffix", [".png", ".svg", ".gif"])
def test_show_into_a_file(place: Path, tmp_path: Path, suffix: str) -> None:
    target = tmp_path / f"clip{suffix}"
    result = run("show", "1", "-o", target, "-l", place / "lib")
    assert result.exit_code == 0
    assert result.stdout == ""
    assert str(target) in result.stderr
    if suffix == ".svg":
        assert "<svg" in target.read_text()
    else:
        with Image.open(target) as image:
            assert image.size == (640, 480)
            assert getattr(image, "n_frames", 1) == (40 if suffix == ".gif" else 1)
    assert found("show", "1", "-o", target, "-f", "paths", "-l", place / "lib") == f"{target}\n"


def test_show_several_numbers_the_files(place: Path, tmp_path: Path) -> None:
    found("show", "1", "2", place / "clips" / "clip4.npz", "-o", tmp_path / "x.png", "-l", place / "lib")
    assert sorted(p.name for p in tmp_path.iterdir()) == ["x-1.png", "x-2.png", "x-3.png"]


def test_show_all_in_one(place: Path, tmp_path: Path) -> None:
    result = run("show", "1", "2", "--all-in-one", "-o", tmp_path / "x.svg", "-l", place / "lib")
    assert "drew 2 things" in result.stderr
    assert [p.name for p in tmp_path.iterdir()] == ["x.svg"]


def test_show_draws_at_most_the_limit(place: Path) -> None:
    result = run("show", "1", "2", "3", "-k", "2", "-l", place / "lib")
    assert "drawing 2 of 3; --limit 3 draws all" in result.stderr
    assert "3: walk" not in result.stdout


def test_show_as_data(place: Path) -> None:
    row = records("show", "1", place / "clips" / "clip1.npz", place=place)
    assert row[0]["clip_id"] == 1
    assert row[1]["label"] == "jump"
    assert row[1]["duration"] == 2.0


def test_together_keeps_time_and_visibility() -> None:
    first, second = (
        random_tracks(1, frames=40, points=3, fps=20),
        random_tracks(2, frames=20, points=2, fps=10),
    )
    joined = together([(1.0, first), (2.5, second)])
    assert joined.fps == 20
    assert joined.num_points == 5
    assert joined.num_frames == 30 + second.resample(20).num_frames
    np.testing.assert_array_equal(joined.points[:40, :3], first.points)
    np.testing.assert_array_equal(joined.visible[:40, :3], first.visible)
    assert not joined.visible[40:, :3].any()
    assert not joined.visible[:30, 3:].any()
    np.testing.assert_allclose(joined.points[30::2, 3:][:19], second.points[:19], atol=1e-3)


def test_together_needs_something() -> None:
    with pytest.raises(InputError):
        together([])
