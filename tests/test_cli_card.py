"""``eval card`` from the command line; the figures themselves are tested where they are made."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import numpy as np
import pytest

from motionsearch.model import CONFIG, Model
from motionsearch.train import card as card_module
from motionsearch.train import exam as exam_module
from motionsearch.train.card import FIGURES
from motionsearch.train.exam import ZEROSHOT_SETS
from motionsearch.train.runs import seed_of
from tests.helpers import tiny_model
from tests.helpers_cli import failed, run
from tests.helpers_formats import write_corpus


def test_a_card_is_written_into_the_models_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lines = [{"id": "cmu_02_01", "captions": ["a person walks"]}, {"id": "cmu_13_01", "captions": ["sits"]}]
    write_corpus(tmp_path / "cmu.npz", lines)
    for name in ZEROSHOT_SETS:
        write_corpus(tmp_path / f"{name}.npz", [{"label": "wave"}, {"label": "kick"}])
    prompts = {"wave": ("a hand moves from side to side",), "kick": ("a leg shoots forward",)}
    monkeypatch.setattr(exam_module, "WORLD_GALLERY", 3)
    monkeypatch.setattr(exam_module, "training_wordings", lambda **_: np.zeros(0, np.uint64))
    monkeypatch.setattr(exam_module, "shipped_prompts", lambda name: prompts)
    monkeypatch.setattr(card_module, "UNTRAINED_SEEDS", (0,))
    monkeypatch.setattr(
        card_module, "untrained", lambda model, folder, seed: Model.load(tiny_model(folder, seed=seed))
    )
    own = tmp_path / "own"
    shutil.copytree(Model.load().folder, own)
    other = tiny_model(tmp_path, seed=9)
    for folder, seed in ((own, 0), (other, 9)):
        config = json.loads((folder / CONFIG).read_text())
        config["recipe"]["seed"] = seed
        (folder / CONFIG).write_text(json.dumps(config))
    (tmp_path / "rows.toml").write_text(f'["the other one"]\nmodel = "{other}"\nnote = "as a row"\n')
    (tmp_path / "notes.md").write_text("What people wrote.")

    words = ("eval", "card", "--model", own, "--data", tmp_path, "--also", other)
    result = run(*words, "--ablations", tmp_path / "rows.toml", "--notes", tmp_path / "notes.md")
    assert result.exit_code == 0, result.stderr
    assert result.stdout == f"{own / 'MODEL_CARD.md'}\n"
    text = (own / "MODEL_CARD.md").read_text()
    assert "What people wrote." in text
    assert "| the other one | as a row |" in text
    assert [scores["seed"] for scores in json.loads((own / FIGURES).read_text())["seeds"]] == [9]

    again = run("eval", "card", "--model", own, "--data", tmp_path, "--results", own / FIGURES)
    assert again.exit_code == 0, again.stderr
    text = (own / "MODEL_CARD.md").read_text()
    assert "| the other one | as a row |" in text
    assert "from the seeds 0, 9; shipped is the one from seed 0." in text
    assert [scores["seed"] for scores in json.loads((own / FIGURES).read_text())["seeds"]] == [9]


def test_what_cannot_be_measured_is_refused_before_anything_is_measured(tmp_path: Path) -> None:
    words = ("eval", "card", "--data", tmp_path)
    assert f"it has the seed {seed_of(Model.load().config)} of daylight" in failed(
        *words, "--also", "daylight"
    )
    assert "nowhere" in failed(*words, "--leave-out", tmp_path / "nowhere")
    assert "left no motion out" in failed(*words, "--leave-out", "daylight")
    assert "none.toml: not a readable text file" in failed(*words, "--ablations", tmp_path / "none.toml")
    assert "none.json: not a readable text file" in failed(*words, "--results", tmp_path / "none.json")
    assert "msraction3d.npz" in failed(*words)
