"""The quick score for choosing between runs."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from statistics import mean
from typing import Any

import numpy as np
import pytest

from motionsearch.clips import Cutting
from motionsearch.model import Model
from motionsearch.train import validation as module
from motionsearch.train.exam import ZEROSHOT_SETS
from motionsearch.train.validation import SCORED, ValidationSets, load_validation, motion_items, validate
from motionsearch.train.world.people_motion import MOTIONS
from tests.helpers import tiny_model
from tests.helpers_cli import failed, found, run
from tests.helpers_formats import write_corpus


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that holds the mocap corpus and none of the zero-shot sets."""
    folder = tmp_path_factory.mktemp("data")
    lines = [{"id": "cmu_02_01", "captions": ["a person walks"]}, {"id": "cmu_13_01", "captions": ["sits"]}]
    write_corpus(folder / "cmu.npz", lines)
    return folder


@pytest.fixture(autouse=True, scope="module")
def _small() -> Iterator[None]:
    """Few clips, few motions."""
    few = dict(list(MOTIONS.items())[:: len(MOTIONS) // 8])
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "GALLERY", 9)
        patch.setattr(module, "MOTIONS", few)
        patch.setattr(module, "training_wordings", lambda **_: np.zeros(0, np.uint64))
        yield


@pytest.fixture(scope="module")
def sets(data: Path) -> ValidationSets:
    """What is measured on, small."""
    assert not any((data / f"{name}.npz").exists() for name in ZEROSHOT_SETS)
    return load_validation(data)


def test_motions_are_one_clip_each_the_same_every_time(sets: ValidationSets) -> None:
    again = motion_items(module.WORLD_SEED)
    assert sets.motions.labels == sets.motions.ids == tuple(module.MOTIONS)
    for one, other in zip(sets.motions.tracks, again.tracks, strict=True):
        assert np.array_equal(one.points, other.points)
    other_seed = motion_items(3)
    assert not np.array_equal(sets.motions.tracks[0].points, other_seed.tracks[0].points)


def test_figures_agree_with_one_text_at_a_time(sets: ValidationSets) -> None:
    model = Model.load()
    row = validate(model, sets)
    clips = model.embed_tracks(sets.world.tracks)
    ranks = []
    for index, texts in enumerate(sets.queries):
        for text in texts:
            cosine = (clips @ model.embed_text([text])[0]).round(6)
            ranks.append(1 + int((cosine > cosine[index]).sum()))
    assert row["queries"] == len(ranks)
    assert row["world R@1"] == pytest.approx(100 * np.mean(np.array(ranks) == 1), abs=0.5)
    assert row["world MedR"] == np.median(ranks)
    names = model.embed_text(list(module.MOTIONS))
    right = [
        int(np.argmax(names @ clip)) == i for i, clip in enumerate(model.embed_tracks(sets.motions.tracks))
    ]
    assert row["names top-1"] == pytest.approx(100 * np.mean(right), abs=0.01)
    assert row["motions"] == len(right)
    assert len(sets.cmu) == sum(len(Cutting().spans(clip.duration)) for clip in sets.cmu.tracks) == 2
    assert row["cmu R@10"] == 100
    assert row["score"] == pytest.approx(mean(row[name] for name in SCORED), abs=0.01)


def test_runs_are_compared_and_the_best_comes_first(data: Path, tmp_path: Path) -> None:
    tiny_model(tmp_path / "run").rename(tmp_path / "run" / "model")
    result = run("eval", "validation", "daylight", tmp_path / "run", "--data", data, "-f", "json")
    assert result.exit_code == 0, result.stderr
    rows: list[dict[str, Any]] = json.loads(result.stdout)
    assert {row["folder"] for row in rows} == {str(Model.load().folder), str(tmp_path / "run" / "model")}
    assert rows[0]["score"] >= rows[1]["score"]
    assert "captions of unseen wording" in result.stderr
    alone = json.loads(found("eval", "validation", "--data", data, "-f", "json"))
    assert [row["model"] for row in alone] == [Model.load().name]


def test_validation_names_what_is_missing(data: Path, tmp_path: Path) -> None:
    assert "cmu.npz" in failed("eval", "validation", "--data", tmp_path)
    assert "nowhere" in failed("eval", "validation", tmp_path / "nowhere", "--data", data)
