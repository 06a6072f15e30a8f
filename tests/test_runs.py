"""Runs to be measured: found, compared by recipe, sharing a space."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from motionsearch import InputError, ModelError
from motionsearch.model import CONFIG, REFERENCE, Model
from motionsearch.train.recipe import load_recipe
from motionsearch.train.reference import add_reference
from motionsearch.train.runs import (
    RememberingSpace,
    check_same_recipe,
    load_run,
    recipe_differences,
    share_space,
)
from tests.helpers import tiny_model


def with_recipe(folder: Path, seed: int, **changes: Any) -> Model:
    """A copy of the shipped model that says it was trained from another seed or by another recipe."""
    path = tiny_model(folder, seed=seed)
    config = json.loads((path / CONFIG).read_text())
    config["recipe"]["seed"] = seed
    for key, value in changes.items():
        table, _, name = key.partition("_")
        config["recipe"][table][name] = value
    (path / CONFIG).write_text(json.dumps(config))
    return Model.load(path)


def test_a_run_is_its_model_folder_or_its_name(tmp_path: Path) -> None:
    tiny_model(tmp_path / "run").rename(tmp_path / "run" / "model")
    assert load_run(tmp_path / "run").folder == tmp_path / "run" / "model"
    assert load_run(tmp_path / "run" / "model").name == "model-1"
    assert load_run("daylight").name == Model.load("daylight").name
    with pytest.raises(ModelError, match="nowhere"):
        load_run(tmp_path / "nowhere")


def test_recipes_differ_in_everything_but_seeds_and_speed() -> None:
    one = load_recipe("daylight").to_dict()
    other = json.loads(json.dumps(one))  # as a model's config keeps it: tuples have become lists
    other["seed"] = other["data"]["seed"] = 5
    other["training"]["workers"] = other["training"]["reference"] = 9
    assert recipe_differences(one, other) == ()
    other["training"]["steps"] = 7
    animals = other["data"]["world"].pop("animal")
    other["data"]["leave_out"] = ["kick"]
    assert recipe_differences(one, other) == (
        "data.leave_out [] -> ['kick']",
        f"data.world.animal {animals} -> unset",
        f"training.steps {one['training']['steps']} -> 7",
    )


def test_only_other_seeds_of_one_recipe_are_averaged(tmp_path: Path) -> None:
    shipped = with_recipe(tmp_path / "0", 0)
    check_same_recipe(shipped, [with_recipe(tmp_path / "1", 1), with_recipe(tmp_path / "2", 2)])
    with pytest.raises(InputError, match=r"recipe is not that of model-0: training\.steps \d+ -> 5"):
        check_same_recipe(shipped, [with_recipe(tmp_path / "3", 3, training_steps=5)])
    with pytest.raises(InputError, match="it has the seed 0 of model-0"):
        check_same_recipe(shipped, [with_recipe(tmp_path / "4", 0)])


def test_calibrated_and_plain_models_are_not_averaged(tmp_path: Path) -> None:
    models = [with_recipe(tmp_path / str(seed), seed) for seed in range(2)]
    for model in models:
        (model.folder / REFERENCE).unlink(missing_ok=True)
    check_same_recipe(models[0], models[1:])
    add_reference(models[0].folder, 1)
    for one, other in (models, models[::-1]):
        with pytest.raises(InputError, match="model-1: it has no reference") as caught:
            check_same_recipe(one, [other])
        assert "add_reference" in str(caught.value.hint)
    add_reference(models[1].folder, 1)
    check_same_recipe(models[0], models[1:])


def test_models_of_one_space_embed_a_sentence_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    models = [Model.load(), Model.load(tiny_model(tmp_path))]
    alone = [model.embed_text(["a person waves", "a dog runs", "a person waves"]) for model in models]
    asked: list[str] = []
    inner = type(models[0].space)._embed_unique
    monkeypatch.setattr(
        type(models[0].space), "_embed_unique", lambda self, texts: asked.extend(texts) or inner(self, texts)
    )
    share_space(models)
    assert isinstance(models[0].space, RememberingSpace)
    assert models[0].space is models[1].space
    for model, before in zip(models, alone, strict=True):
        assert model.embed_text(["a person waves", "a dog runs", "a person waves"]) == pytest.approx(
            before, abs=1e-6
        )
    assert asked == ["a person waves", "a dog runs"]
    assert models[0].space.embed_text([]).shape == (0, models[0].dim)


def test_a_foreign_space_is_refused() -> None:
    class Other(RememberingSpace):
        @property
        def fingerprint(self) -> str:
            return "f" * 64

    model = Model.load()
    with pytest.raises(ModelError, match="ffffffffffff"):
        model.use_space(Other(model.space))
    assert np.isfinite(model.embed_text(["a person waves"])).all()
