"""Captions of unseen wording: what counts as the same, and the sample that says what training saw."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from motionsearch.train import unseen as module
from motionsearch.train import world
from motionsearch.train.unseen import training_wordings, unseen, wording

SENTENCES = st.lists(
    st.lists(st.sampled_from(["a", "man", "she", "waves", "hand", "hands", "jumps", "left"]), min_size=1).map(
        " ".join
    ),
    max_size=5,
)


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("MOTIONSEARCH_CACHE", str(tmp_path))
    return tmp_path / "wordings"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("a man waves his hand", "She waves the hand."),
        ("the little girl jumps, twice", "somebody jumps twice"),
        ("waving the hand", "waving a hand"),
    ],
)
def test_who_moves_and_articles_do_not_make_a_new_wording(one: str, other: str) -> None:
    assert wording(one) == wording(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("a man waves", "a man is waving"),
        ("the left hand waves", "the right hand waves"),
        ("jumps and waves", "waves and jumps"),
        ("a human walks", "a humming walks"),
    ],
)
def test_all_else_does(one: str, other: str) -> None:
    assert wording(one) != wording(other)


@given(st.lists(SENTENCES, max_size=6), SENTENCES)
def test_unseen_agrees_with_sets_of_wordings(captions: list[list[str]], said: list[str]) -> None:
    seen = np.unique(module._hashes({wording(text) for text in said}))
    kept = unseen(captions, seen)
    known = {wording(text) for text in said}
    for sentences, left in zip(captions, kept, strict=True):
        expected = []
        for sentence in sentences:
            if wording(sentence) not in known and wording(sentence) not in map(wording, expected):
                expected.append(sentence)
        assert list(left) == expected


def test_the_sample_is_what_the_clips_say(cache: Path) -> None:
    seen = training_wordings(12, seed=3, workers=1)
    texts = [text for index in range(12) for text in world.sample(3, index).captions]
    assert len(seen) == len({wording(text) for text in texts})
    assert unseen([texts], seen) == ((),)
    others = world.sample(4, 0).captions
    assert set(unseen([others], seen)[0]) <= set(others)


def test_several_processes_find_the_same(cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_CHUNK", 5)
    told: list[tuple[int, int]] = []
    several = training_wordings(12, workers=2, on_progress=lambda *now: told.append(now))
    assert told == [(5, 12), (10, 12), (12, 12)]
    (file,) = cache.iterdir()
    file.unlink()
    assert np.array_equal(training_wordings(12, workers=1), several)


def test_the_sample_is_made_once_and_again_when_torn_or_when_the_world_changes(
    cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = training_wordings(6, workers=1)
    monkeypatch.setattr(module, "_chunk", lambda span: pytest.fail("it lies in the cache"))
    assert np.array_equal(training_wordings(6, workers=1), first)
    monkeypatch.undo()
    monkeypatch.setenv("MOTIONSEARCH_CACHE", str(cache.parent))
    (file,) = cache.iterdir()
    file.write_bytes(file.read_bytes()[:-9])
    assert np.array_equal(training_wordings(6, workers=1), first)
    monkeypatch.setattr(module, "_world_key", lambda: "changed")
    training_wordings(6, workers=1)
    assert {f.name.split("-")[0] for f in cache.iterdir()} == {file.name.split("-")[0], "changed"}
