"""How common a label is: the formula against loops, the file it comes from, and how that is made."""

from __future__ import annotations

import math
import shutil
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray
from safetensors.numpy import load_file, save_file

from motionsearch import InputError, ModelError
from motionsearch.commonness import commonness
from motionsearch.features import unit
from motionsearch.model import REFERENCE, Model
from motionsearch.train.reference import COUNT, add_reference, reference_clip
from motionsearch.train.world import sample
from tests.libraries import unit_vectors


def naive(bank: NDArray[Any], text: NDArray[Any]) -> float:
    """The formula, one number at a time."""
    total = 0.0
    for clip in bank:
        cosine = sum(float(a) * float(b) for a, b in zip(clip, text, strict=True))
        total += math.exp(20 * cosine)
    return math.log(total / len(bank)) / 20


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the shipped model without a reference."""
    shutil.copytree(Model.load().folder, tmp_path / "model")
    (tmp_path / "model" / REFERENCE).unlink(missing_ok=True)
    return tmp_path / "model"


@given(st.integers(0, 10_000), st.integers(1, 40), st.integers(1, 6), st.integers(1, 8))
def test_the_formula_agrees_with_loops(seed: int, clips: int, texts: int, dim: int) -> None:
    bank, labels = unit_vectors(clips, dim, seed), unit_vectors(texts, dim, seed + 1)
    found = commonness(bank, labels)
    assert (found.shape, found.dtype) == ((texts,), np.float32)
    assert found == pytest.approx([naive(bank, label) for label in labels], abs=2e-6)
    # Between the mean cosine and the best.
    cosines = bank.astype(float) @ labels.T
    assert (found >= cosines.mean(axis=0) - 2e-6).all()
    assert (found <= cosines.max(axis=0) + 2e-6).all()


def test_half_precision_does_not_overflow() -> None:
    bank = np.tile(np.float16([1, 0]), (2_048, 1))
    labels = np.array([[1, 0], [-1, 0], [0, 1]], np.float32)
    with np.errstate(over="ignore"):
        assert np.exp(np.float16(20)) == np.inf  # what would come of computing in it
    assert commonness(bank, labels).tolist() == [1, -1, 0]  # type: ignore[arg-type]


def test_equal_labels_are_equally_common_wherever_they_stand() -> None:
    labels = np.tile(unit_vectors(1, 384), (77, 1))
    assert len(set(commonness(unit_vectors(301, 384, 1), labels).tolist())) == 1


def test_what_is_taken_off_turns_the_softmax_around() -> None:
    """A label that is near every clip loses to the one that is near this clip more than near others."""
    bank = unit(np.array([[1, 0.1], [1, -0.1], [1, 0.0], [1, 0.05]]))
    hub, rare = labels = unit(np.array([[1, 0.0], [0.7, 0.7]]))
    clip = unit(np.array([1, 0.3]))
    assert clip @ hub > clip @ rare
    calibrated = clip @ labels.T - commonness(bank, labels)
    assert calibrated[1] > calibrated[0]


def test_a_model_without_a_reference_says_nothing_is_common(folder: Path) -> None:
    model = Model.load(folder)
    assert not model.has_reference
    assert model.commonness(unit_vectors(3, model.dim)).tolist() == [0, 0, 0]
    assert model.commonness(unit_vectors(3, model.dim)).dtype == np.float32


def test_a_reference_is_made_of_the_same_clips_every_time(folder: Path) -> None:
    without = Model.load(folder).fingerprint
    told: list[tuple[int, int]] = []
    add_reference(folder, 7, on_clips=lambda *now: told.append(now))
    model = Model.load(folder)
    assert told == [(7, 7)]
    assert model.has_reference
    assert model.fingerprint == without  # vectors stay comparable
    stored = load_file(folder / REFERENCE)["vectors"]
    assert (stored.shape, stored.dtype) == ((7, model.dim), np.float16)
    clips = [sample(7701, i, ["person"]) for i in range(5)]
    clips += [sample(7702, i, ["animal", "object"]) for i in range(2)]
    assert stored == pytest.approx(model.embed_tracks([clip.tracks for clip in clips]), abs=1e-3)
    labels = model.embed_text(["swim", "a person walks"])
    assert model.commonness(labels) == pytest.approx([naive(stored, label) for label in labels], abs=2e-6)

    first = (folder / REFERENCE).read_bytes()
    add_reference(folder, 7)
    assert (folder / REFERENCE).read_bytes() == first
    assert [path.name for path in folder.iterdir() if path.name.endswith(".tmp")] == []
    with pytest.raises(InputError, match="at least 1 clip, got 0"):
        add_reference(folder, 0)
    with pytest.raises(ModelError, match="nowhere"):
        add_reference(folder / "nowhere", 1)
    assert (folder / REFERENCE).read_bytes() == first


def test_two_thirds_of_a_reference_are_people() -> None:
    kinds = [reference_clip(number, COUNT).kind for number in (0, 700, 1_365, 1_366, 2_047)]
    assert kinds[:3] == ["person"] * 3
    assert set(kinds[3:]) <= {"animal", "object"}


@pytest.mark.parametrize(
    ("tensors", "message"),
    [
        ({"clips": unit_vectors(3, 384)}, "not readable"),
        ({"vectors": unit_vectors(3, 16)}, r"holds \(3, 16\) where \(clips, 384\) is wanted"),
        ({"vectors": np.zeros((0, 384), np.float16)}, r"holds \(0, 384\)"),
        ({"vectors": unit_vectors(1, 384)[0]}, r"holds \(384,\)"),
        ({"vectors": 2 * unit_vectors(3, 384)}, "not of length 1"),
        ({"vectors": np.full((3, 384), np.nan, np.float16)}, "not of length 1"),
    ],
)
def test_a_wrong_reference_is_refused(folder: Path, tensors: dict[str, NDArray[Any]], message: str) -> None:
    save_file(tensors, folder / REFERENCE)
    model = Model.load(folder)
    with pytest.raises(ModelError, match=message) as caught:
        model.commonness(unit_vectors(2, 384))
    assert str(folder / REFERENCE) in str(caught.value)
    assert "add_reference" in str(caught.value.hint)
    # Whoever does not label is not bothered.
    assert model.embed_text(["walk"]).shape == (1, 384)


def test_a_torn_reference_is_refused(folder: Path) -> None:
    save_file({"vectors": unit_vectors(50, 384).astype(np.float16)}, folder / REFERENCE)
    whole = (folder / REFERENCE).read_bytes()
    for torn in (b"", whole[:5], whole[:-7]):
        (folder / REFERENCE).write_bytes(torn)
        with pytest.raises(ModelError, match="not readable"):
            Model.load(folder).commonness(unit_vectors(2, 384))
