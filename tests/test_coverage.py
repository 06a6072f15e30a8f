"""Coverage: stems, labels with and without a motion, verbs of captions, files that cannot be read."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from motionsearch.errors import InputError
from motionsearch.train.coverage import content, coverage, stem, world_motions
from tests.helpers_cli import run

MOTIONS = (content("juggling balls; *throw and *catch balls with {hand}"), content("walking; *walk a dog"))


def written(path: Path, *lines: tuple[str, str, str]) -> Path:
    path.write_text(
        "".join(json.dumps(dict(zip(("text", "source", "kind"), line, strict=True))) + "\n" for line in lines)
    )
    return path


@pytest.mark.parametrize(
    "words",
    ["wave waves waving waved", "carry carries carried carrying", "hop hops hopping hopped",
     "punch punches punching", "jump jumper jumpers jumping", "press presses pressing",
     "throw throws throwing"],
)  # fmt: skip
def test_inflections_of_a_verb_have_one_stem(words: str) -> None:
    assert len({stem(word) for word in words.split()}) == 1


def test_different_verbs_have_different_stems() -> None:
    verbs = [
        "walk",
        "wave",
        "jump",
        "hop",
        "run",
        "crawl",
        "kick",
        "punch",
        "throw",
        "catch",
        "sit",
        "stand",
        "turn",
        "bend",
        "lift",
        "lower",
        "push",
        "pull",
    ]
    assert len({stem(verb) for verb in verbs}) == len(verbs)


@given(st.text(alphabet="abcdefgings ", max_size=30))
def test_any_text_has_stems_that_its_words_begin_with(text: str) -> None:
    for root in content(text):
        assert any(word.startswith(root[:-1]) for word in text.split())


def test_small_words_and_marks_say_nothing() -> None:
    assert content("one:a person *raise {hand} with the [left|right]") == {"rais"}


def test_labels_are_counted_with_an_analogue_touched_or_missing(tmp_path: Path) -> None:
    labels = ("juggling balls", "walking the dog", "walking balls", "skydiving")
    path = written(
        tmp_path / "s.jsonl",
        *((label, "x/kinetics400_motion_descriptions", "class label") for label in labels),
    )
    (entry,) = coverage(path, MOTIONS)
    assert (entry.vocabulary, entry.terms, entry.analogues, entry.touched) == ("kinetics", 4, 2, 1)
    assert entry.weight == 0.5
    assert {term for term, _ in entry.missing} == {"walking balls", "skydiving"}


def test_verbs_of_captions_are_counted_by_use(tmp_path: Path) -> None:
    captions = ("he walks", "she is walking", "he walks on", "he whittles", "she is whittling", "a table")
    path = written(tmp_path / "s.jsonl", *((text, "KIT-ML (x)", "human motion caption") for text in captions))
    (entry,) = coverage(path, MOTIONS)
    assert (entry.terms, entry.analogues) == (2, 1)
    assert entry.weight == pytest.approx(3 / 5)
    assert [count for _, count in entry.missing] == [2]


def test_a_broken_line_and_a_missing_file_are_named(tmp_path: Path) -> None:
    path = tmp_path / "s.jsonl"
    path.write_text('{"text": "a", "source": "b", "kind": "c"}\n{"text": 1\n')
    with pytest.raises(InputError, match=re.escape(f"{path}: line 2")):
        coverage(path, MOTIONS)
    with pytest.raises(InputError, match="cannot be read"):
        coverage(tmp_path / "none.jsonl", MOTIONS)


def test_the_command_says_which_words_are_missing(tmp_path: Path) -> None:
    written(
        tmp_path / "motion_sentences.jsonl",
        ("juggling balls", "kinetics400", "class label"),
        ("quorbling", "kinetics400", "class label"),
    )
    result = run("eval", "coverage", "--data", str(tmp_path), "--format", "json")
    assert result.exit_code == 0
    (row,) = json.loads(result.stdout)
    assert (row["terms"], row["analogues"], row["missing"]) == (2, 1, "quorbling")


@pytest.mark.data
def test_the_world_covers_the_public_vocabularies(shared_data: Path) -> None:
    found = {entry.vocabulary: entry for entry in coverage(shared_data / "motion_sentences.jsonl")}
    assert found["kinetics"].analogues >= 340
    assert found["humanml3d"].weight > 0.95
    assert found["kit-ml"].weight > 0.95
    assert found["animalml3d"].weight > 0.9
    assert len(world_motions()) > 2000
