"""The model card: figures measured, beside chance and an untrained encoder."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from motionsearch.errors import InputError
from motionsearch.model import Model
from motionsearch.train import card
from tests.helpers_formats import write_corpus


@pytest.fixture
def corpora(tmp_path: Path) -> Path:
    """The corpora that a card measures on, two clips each."""
    write_corpus(
        tmp_path / "cmu.npz",
        [
            {"id": "cmu_02_01", "captions": ["a person walks"]},
            {"id": "cmu_13_01", "captions": ["a person sits down"]},
        ],
    )
    for name in card.ZEROSHOT_SETS:
        write_corpus(tmp_path / f"{name}.npz", [{"label": "wave"}, {"label": "kick"}])
    return tmp_path


def test_a_card_holds_every_figure_and_what_it_is_to_be_compared_with(
    corpora: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(card, "WORLD_GALLERY", 12)
    folder = tmp_path / "model"
    shutil.copytree(Model.load().folder, folder)
    said: list[str] = []
    path = card.write_card(Model.load(folder), corpora, "Made for a test.", say=said.append)
    text = path.read_text(encoding="utf-8")
    assert path == folder / "MODEL_CARD.md"
    assert Model.load(folder).fingerprint[:12] in text
    assert "Made for a test." in text
    assert "12 clips" in text
    for name in card.ZEROSHOT_SETS:
        assert f"| {name} | 2 | 2 |" in text
        assert f"### {name}, by class" in text
    retrieval = [line for line in text.splitlines() if line.startswith("| all | text to track |")]
    assert [line.split("|")[3].strip() for line in retrieval] == ["model", "untrained", "chance"] * 2
    assert any("untrained" in line for line in said)


def test_a_missing_corpus_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(card, "WORLD_GALLERY", 4)
    with pytest.raises(InputError, match=r"cmu\.npz"):
        card.measure(Model.load(), tmp_path)


def test_notes_come_from_a_file_or_from_beside_the_recipe(tmp_path: Path) -> None:
    (tmp_path / "n.md").write_text("mine")
    assert card.read_notes("first-light", str(tmp_path / "n.md")) == "mine"
    assert "What it was trained on" in card.read_notes("first-light", None)
    assert card.read_notes("somebody-elses", None) == ""
    with pytest.raises(InputError, match=r"none\.md"):
        card.read_notes("first-light", str(tmp_path / "none.md"))
