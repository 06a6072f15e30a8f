"""Finding in a library, on both engines: search, like, describe, label."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from motionsearch import Cutting, InputError, QueryError, Recording, Tracks
from motionsearch.index.library import Library
from motionsearch.labels import label_vectors
from tests.libraries import (
    HashModel,
    nearest,
    open_library,
    recording,
    save_tracks,
    tracks,
)

MODEL = HashModel()


def all_vectors(library: Library) -> dict[int, np.ndarray]:
    return {clip.clip_id: library.get(clip.clip_id).vector for clip in library.clips()}


def unit(vector: np.ndarray) -> np.ndarray:
    return (vector / np.linalg.norm(vector)).astype(np.float32)


def test_search_by_words(filled: Library) -> None:
    hits = filled.search("someone dances", 5)
    query = MODEL.embed_text(["someone dances"])[0]
    assert [hit.clip_id for hit in hits] == nearest(all_vectors(filled), query, 5)
    for hit in hits:
        assert hit.score == pytest.approx(float(filled.get(hit.clip_id).vector @ query), abs=1e-6)
    assert hits[0].captions[0] == f"someone {hits[0].label}s"
    assert len(filled.search("someone dances", 100)) == 12
    labelled = filled.search("someone dances", 3, where="label = 'run'")
    assert {hit.label for hit in labelled} == {"run"}
    assert filled.search("someone dances", where="label = 'swim'") == []


def test_search_by_several_words(filled: Library) -> None:
    a, b, c = MODEL.embed_text(["a", "b", "c"])
    vectors = all_vectors(filled)
    for hits, query in (
        (filled.search(["a", "b"], 12), a + b),
        (filled.search(["a", "b"], 12, weights=[2, -0.5], minus=["c"]), 2 * a - 0.5 * b - c),
        (filled.search("a", 12, minus=["c", "b"]), a - b - c),
    ):
        assert [hit.clip_id for hit in hits] == nearest(vectors, unit(query), 12)
        assert all(-1.001 <= hit.score <= 1.001 for hit in hits)


@pytest.mark.parametrize(
    ("query", "options", "message"),
    [
        ("", {}, "a phrase of the query is empty"),
        (["a", " "], {}, "a phrase of the query is empty"),
        ([], {}, "nothing to search for"),
        ("a", {"minus": [""]}, "a phrase of the query is empty"),
        ("a", {"minus": ["a"]}, "cancel out"),
        ("a", {"weights": [0.0]}, "cancel out"),
        ("a", {"weights": [1, 2]}, "1 phrases need as many weights"),
        ("a", {"weights": [float("nan")]}, "all of them numbers"),
        ("a", {"k": 0}, "must be at least 1"),
        ("a", {"where": "colour = 'red'"}, "there is no field colour"),
    ],
)
def test_queries_that_are_refused(tmp_path: Path, query: Any, options: dict[str, Any], message: str) -> None:
    with open_library(tmp_path / "q.library") as library, pytest.raises(QueryError, match=message):
        library.search(query, **options)


def test_search_by_vector(filled: Library) -> None:
    assert filled.search_vector(5 * filled.get(7).vector, 1)[0].clip_id == 7
    for bad in (np.zeros(16), np.ones(15), np.full(16, np.inf), np.ones((2, 16))):
        with pytest.raises(QueryError, match="query vectors"):
            filled.search_vector(bad)


def test_empty_library_answers(library: Library) -> None:
    assert library.search("walks") == []
    assert library.clips() == []
    assert library.verify().ok
    assert "the library is empty" in str(library.explain("walks"))


def test_explain(filled: Library, place: str) -> None:
    with open_library(place) as fresh:
        told = fresh.explain("walks", where="label = 'run'")
    assert told.plan.kind == "filtered-exact"
    assert told.candidates == 4
    assert set(told.seconds) == {"text", "filter", "vectors", "search", "rows"}
    assert "plan filtered-exact: the filter leaves 4 of 12 clips" in str(told)
    told = filled.explain("walks")
    assert (told.plan.kind, told.candidates) == ("flat", 12)
    assert set(told.seconds) == {"text", "index", "search", "rows"}
    assert json.dumps(told.to_dict())


def test_like(filled: Library, tmp_path: Path) -> None:
    vectors = all_vectors(filled)
    others = {i: v for i, v in vectors.items() if i != 3}
    assert [hit.clip_id for hit in filled.like(3, 5)] == nearest(others, vectors[3], 5)
    assert [hit.clip_id for hit in filled.like("3", 5)] == nearest(others, vectors[3], 5)
    assert len(filled.like(3, 50)) == 11
    for example in (tracks(2), recording(2)):
        assert [hit.clip_id for hit in filled.like(example, 3)] == nearest(vectors, vectors[3], 3)
    assert {hit.label for hit in filled.like(3, where="label = 'walk'")} == {"walk"}
    with pytest.raises(QueryError, match="there is no clip 99"):
        filled.like(99)
    with pytest.raises(QueryError, match="there is no clip 99999999999999999999"):
        filled.like("9" * 20)
    with pytest.raises(InputError, match="no such file"):
        filled.like(tmp_path / "none.npz")


def test_like_takes_the_best_of_a_long_example(filled: Library, tmp_path: Path) -> None:
    (path,) = save_tracks(tmp_path, 1, first=50, seconds=9)
    vectors = all_vectors(filled)
    pieces = MODEL.embed_tracks([piece for _, _, piece in Cutting().cut(Recording(Tracks.load(path)))])
    best = {i: max(float(v @ piece) for piece in pieces) for i, v in vectors.items()}
    hits = filled.like(path, 4)
    assert [hit.clip_id for hit in hits] == sorted(best, key=lambda i: -best[i])[:4]
    assert [hit.score for hit in hits] == pytest.approx([best[hit.clip_id] for hit in hits], abs=1e-6)


def test_describe(filled: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    bank = ("Number 4.", "something spins", "someone walks")
    monkeypatch.setattr("motionsearch.phrases.load_phrases", lambda: bank)
    filled.remove(ids=[12])
    captions = {f"number {i}" for i in range(11)} | {"someone walks", "someone runs", "someone jumps"}
    vector = filled.get(3).vector
    scores = {words: float(MODEL.embed_text([words])[0] @ vector) for words in captions | {"something spins"}}
    found = filled.describe(3, 100)
    assert [d.text for d in found] == sorted(scores, key=lambda words: -scores[words])
    assert [d.score for d in found] == pytest.approx(sorted(scores.values(), reverse=True), abs=1e-6)
    assert {d.text for d in found if d.origin == "phrases"} == {"something spins"}
    # The vectors of the sentences were kept: the model is not asked again.
    monkeypatch.setattr(filled.model, "embed_text", lambda texts: 1 // 0)
    assert filled.describe(3, 4) == found[:4]
    assert filled.verify().ok


def test_search_takes_a_name_with_its_descriptions_when_asked(filled: Library) -> None:
    vectors = all_vectors(filled)
    for expand, query in (
        (False, MODEL.embed_text(["tennis serve"])[0]),
        (True, label_vectors(MODEL, ["tennis serve"])[0]),  # type: ignore[arg-type]
    ):
        hits = filled.search("tennis serve", 3, expand=expand)
        assert [hit.clip_id for hit in hits] == nearest(vectors, query, 3)
        assert hits[0].score == pytest.approx(float(query @ vectors[hits[0].clip_id]), abs=1e-5)
    assert filled.search("the first thing", 3, expand=True) == filled.search("the first thing", 3)


def test_the_words_of_labels_are_embedded_once(filled: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    words = ["tennis serve", "walk"]
    before = filled.label(3, words)
    monkeypatch.setattr(filled, "_labels", None)
    monkeypatch.setattr(filled.model, "embed_text", lambda texts: 1 // 0)
    assert filled.label(3, words) == before
    assert filled.verify().ok


def test_labels_that_fit_equally_many_clips_are_told_apart_by_all_of_them(filled: Library) -> None:
    words = ["walk", "run", "jump"]
    things = [3, 1, tracks(1), tracks(2, seconds=9)]
    results = filled.label(things, words, glossary=False, even=True)
    vectors = np.concatenate([example.vectors for example in filled.look_at(things)])
    assert len(vectors) == len(results) == 6  # a long one is three windows
    cosines = vectors.astype(float) @ MODEL.embed_text(words).T
    common = np.log(np.exp(20 * cosines).mean(axis=0)) / 20
    powers = np.exp(MODEL.logit_scale * (cosines - common))
    for result, expected in zip(results, powers / powers.sum(axis=1, keepdims=True), strict=True):
        assert dict(result.labels) == pytest.approx(dict(zip(words, expected, strict=True)), abs=1e-4)
    # What was read once may be labelled again, in any company.
    seen = filled.look_at(things)
    assert filled.label(seen, words, glossary=False, even=True) == results
    assert filled.label(seen, words) == filled.label(things, words)
    with pytest.raises(QueryError, match="2 clips cannot show 3 labels equally often"):
        filled.label([3, 1], words, even=True)


def test_label(filled: Library, tmp_path: Path) -> None:
    words = ["walk", "run", "jump", "walk "]
    (path,) = save_tracks(tmp_path, 1, first=50, seconds=9)
    results = filled.label([3, path, tracks(1)], words)
    assert [(r.clip_id, r.start, r.end) for r in results] == [
        (3, 0.0, 2.0),
        (None, 0.0, 4.0),
        (None, 2.0, 6.0),
        (None, 5.0, 9.0),
        (None, 0.0, 2.0),
    ]
    assert results[1].source == str(path)
    bare = filled.label(3, words, glossary=False)
    plain = filled.label(3, words, glossary=False, calibrated=False)
    own = MODEL.embed_text(words[:3])
    for labelled, vectors, common in (
        (results[0], label_vectors(MODEL, words[:3]), MODEL.commonness(own)),  # type: ignore[arg-type]
        (bare[0], own, MODEL.commonness(own)),
        (plain[0], own, 0),
    ):
        powers = np.exp((MODEL.logit_scale * (vectors @ filled.get(3).vector - common)).astype(float))
        expected = dict(zip(words[:3], powers / powers.sum(), strict=True))
        assert dict(labelled.labels) == pytest.approx(expected, abs=1e-5)
    for result in results:
        shares = [share for _, share in result.labels]
        assert sum(shares) == pytest.approx(1)
        assert shares == sorted(shares, reverse=True)
    assert filled.label(3, words, k=1)[0].labels == results[0].labels[:1]
    for bad in ([], ["walk", ""]):
        with pytest.raises(QueryError, match="labels"):
            filled.label(3, bad)
    with pytest.raises(QueryError, match="nothing was given"):
        filled.label([], words)
