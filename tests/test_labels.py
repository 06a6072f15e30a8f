"""Label vectors: what stands for a label, against a naive mean; what labels without an entry borrow."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from motionsearch.glossary import Entry, expand, find, load_glossary, normalised, readable
from motionsearch.inflection import lemmas
from motionsearch.labels import LIKENESS, NAMES, NEAREST, WEIGHT, label_vectors, similar_entries
from motionsearch.model import Model
from tests.libraries import HashModel

HASHED = HashModel("labels", dim=384)


@pytest.fixture(scope="module")
def model() -> Model:
    return Model.load()


def naive(model: Model, own: list[str], told: list[str], weight: float = WEIGHT) -> np.ndarray:
    def mean(texts: list[str]) -> np.ndarray:
        return np.mean([model.embed_text([text])[0] for text in texts], axis=0)

    mixed = (1 - weight) * mean(own) + weight * mean(told)
    return mixed / np.linalg.norm(mixed)


def test_a_label_is_mixed_of_its_own_words_and_its_descriptions(model: Model) -> None:
    labels = ["tennis serve", "walking", "JumpingJack", "side-kick"]
    for weight in (WEIGHT, 0.8):
        vectors = label_vectors(model, labels, weight=weight)
        assert vectors.shape == (4, model.dim)
        assert vectors.dtype == np.float32
        for label, vector in zip(labels, vectors, strict=True):
            entry = find(label)
            assert entry is not None
            told = list(entry.descriptions)
            own = [text for text in expand(label) if text not in told]
            np.testing.assert_allclose(vector, naive(model, own, told, weight), atol=1e-5)


def test_without_the_glossary_a_label_is_its_own_vector(model: Model) -> None:
    labels = ["tennis serve", "TennisServe", "left kick forward"]
    np.testing.assert_array_equal(label_vectors(model, labels, glossary=False), model.embed_text(labels))


def test_no_labels_give_no_vectors() -> None:
    for glossary in (True, False):
        assert label_vectors(HASHED, [], glossary=glossary).shape == (0, 384)  # type: ignore[arg-type]


def test_a_label_without_an_entry_borrows_from_similar_names(model: Model) -> None:
    label = "very slow tai chi"
    assert find(label) is None
    (lenders,) = similar_entries(model.space, [label])
    assert lenders[0][0] is find("tai chi")
    told = [text for entry, _ in lenders for text in entry.descriptions]
    np.testing.assert_allclose(
        label_vectors(model, [label])[0], naive(model, list(expand(label)), told), atol=1e-5
    )
    np.testing.assert_allclose(
        label_vectors(model, [label], borrow=False), model.embed_text([label]), atol=1e-5
    )


@pytest.mark.parametrize("other", ["tai chi", "very fast tai chi"])
def test_labels_do_not_borrow_what_another_has_too(model: Model, other: str) -> None:
    label = "very slow tai chi"
    shared = find("tai chi")
    alone = [entry for entry, _ in similar_entries(model.space, [label])[0]]
    taken = [find(other)] if find(other) else [e for e, _ in similar_entries(model.space, [other])[0]]
    assert shared in alone
    assert shared in taken
    told = [text for entry in alone if entry not in taken for text in entry.descriptions]
    own = list(expand(label))
    expected = naive(model, own, told) if told else naive(model, own, own)
    np.testing.assert_allclose(label_vectors(model, [label, other])[0], expected, atol=1e-5)


@pytest.mark.parametrize("label", ["photosynthesis", "stock market report", "quadratic equation", "b"])
def test_a_label_like_no_name_stands_for_itself(model: Model, label: str) -> None:
    np.testing.assert_allclose(label_vectors(model, [label]), model.embed_text([label]), atol=1e-5)


def test_similar_entries_against_a_naive_search() -> None:
    """In a space where likeness means nothing, so that any order would do if it were not checked."""
    space = HASHED.space
    named: list[tuple[str, Entry]] = []
    for entry in load_glossary():
        seen: list[str] = []
        for name in entry.names:
            if len(seen) < NAMES and not any(set(base_words(name)) == set(base_words(n)) for n in seen):
                seen.append(name)
        named += [(name, entry) for name in seen]
    known = space.embed_text([name for name, _ in named])
    middle = known.mean(axis=0)
    # Names themselves, a little off, have near neighbours: themselves.
    labels = ["serve in tennis", "do a cartwheel", "zzz"]
    for label, found in zip(labels, similar_entries(space, labels), strict=True):
        query = space.embed_text([label])[0] - middle
        cosines = [
            float((v - middle) @ query / np.linalg.norm(v - middle) / np.linalg.norm(query)) for v in known
        ]
        best = sorted(zip(cosines, [e for _, e in named], strict=True), key=lambda pair: -pair[0])
        expected = [entry for cosine, entry in best if cosine >= LIKENESS][:NEAREST]
        assert [entry for entry, _ in found] == expected


def base_words(name: str) -> list[str]:
    return [lemmas(word)[-1] for word in normalised(name)]


def test_the_names_are_embedded_once_for_a_space(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("MOTIONSEARCH_CACHE", str(tmp_path))
    model = HashModel("kept", dim=32)
    first = similar_entries(model.space, ["moving something"])
    assert len(list(tmp_path.glob("spaces/glossary-hash-*"))) == 1
    asked: list[str] = []
    embed = model.embed_text
    monkeypatch.setattr(model, "embed_text", lambda texts: asked.extend(texts) or embed(texts))
    assert similar_entries(model.space, ["moving something"]) == first
    assert asked == ["moving something"]
    # Another space has vectors of its own.
    similar_entries(HashModel("other", dim=32).space, ["moving something"])
    assert len(list(tmp_path.glob("spaces/glossary-hash-*"))) == 2


def test_a_label_is_nearer_to_how_it_looks_with_the_glossary(model: Model) -> None:
    """Sentences in other words than the glossary's are told apart better with it than without."""
    told = {
        "tennis serve": "someone tosses with one hand and strikes from far above the head with the other",
        "deadlift": "someone bends down, grips low before the shins and slowly stands up with a flat back",
        "cartwheel": "someone turns over sideways, hand after hand, foot after foot, legs in the air",
        "moonwalk": "someone seems to walk ahead but slides to the rear",
        "jumping jack": "someone jumps, legs out and arms up, and back together",
        "army crawl": "someone creeps flat over the ground on the elbows",
        "pirouette": "someone whirls round on one foot with rounded arms",
        "burpee": "someone drops to the floor, kicks the legs back, jumps in and leaps up",
        "plank": "someone stays stiff and level on the forearms",
        "javelin throw": "someone runs and then hurls one arm forward over the shoulder",
        "sit up": "someone lying on the back brings the chest to the knees",
        "kneel": "someone goes down until the shins rest on the ground",
    }
    texts = model.embed_text(list(told.values()))
    right = {}
    for glossary in (True, False):
        chosen = (label_vectors(model, list(told), glossary=glossary) @ texts.T).argmax(axis=0)
        right[glossary] = int((chosen == np.arange(len(told))).sum())
    assert right[True] > right[False]


def test_readable_labels() -> None:
    assert (
        expand("TennisServe")[0] == expand("tennis_serve")[0] == readable("Tennis  Serve") == "tennis serve"
    )
