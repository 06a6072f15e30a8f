"""Recipes, losses and the trainer."""

from __future__ import annotations

import json
import math

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from safetensors.torch import load_file

from motionsearch.errors import InputError, ModelError
from motionsearch.model import Model
from motionsearch.train.losses import cosine_loss, info_nce
from motionsearch.train.recipe import list_recipes, load_recipe, recipe_from
from motionsearch.train.source import Source
from motionsearch.train.trainer import Trainer
from tests.helpers_spaces import tiny_openclip

SMALL = {
    "name": "small",
    "encoder": {"width": 24, "layers": 1, "heads": 2, "num_frames": 8, "pool_width": 8},
    "data": {"world": {"object": 1.0}, "part": 32, "first": 1, "passes": 2, "captions": 2, "max_points": 12,
             "glossary": False},
    "training": {"steps": 5, "batch_size": 16, "warmup": 2, "text_hidden": 8, "threads": 1, "save_every": 2,
                 "learning_rate": 0.01, "bfloat16": False, "glossary_weight": 0.0, "reference": 0},
}  # fmt: skip


def small(**training):
    return recipe_from({**SMALL, "training": {**SMALL["training"], **training}})


# Recipes


@pytest.mark.parametrize("name", list_recipes())
def test_shipped_recipes_load(name):
    assert load_recipe(name).name == name


def test_a_recipe_survives_the_round_trip():
    recipe = small()
    assert recipe_from(json.loads(json.dumps(recipe.to_dict()))) == recipe


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("name = ", "not a TOML file"),
        ("seed = 1", "has no name"),
        ('name = "x"\nstep = 1', "unknown key step"),
        ('name = "x"\n[training]\nstep = 1', "unknown key training.step"),
        ('name = "x"\n[training]\nsteps = "many"', "training.steps must be int"),
        ('name = "x"\n[training]\nsteps = 0', "training.steps is too small"),
        ('name = "x"\n[training]\nreference = -1', "training.reference is too small"),
        ('name = "x"\ntraining = 3', "training must be a table"),
        ('name = "x"\n[encoder]\nnum_frames = 7', "must be even"),
        ('name = "x"\n[encoder]\nwidth = 50', "no multiple of heads"),
        ('name = "x"\n[data]\npart = 8', "fewer than a batch"),
        ('name = "x"\n[data]\nleave_out = "walk"', "must be a list of names"),
        ('name = "x"\n[data]\nview = "skin"', "must be one of tracks, joints"),
        ('name = "x"\n[training]\nloss = "l2"', "must be one of infonce, cosine"),
        ('name = "x"\n[training]\noptimiser = "sgd"', "must be one of adamw, muon"),
        ('name = "x"\n[data]\nworld = { person = -1 }', "table of weights"),
        ('name = "x"\n[data]\nworld = { person = 0 }', "no source of clips"),
    ],
)
def test_a_bad_recipe_says_what_is_wrong(tmp_path, text, message):
    path = tmp_path / "r.toml"
    path.write_text(text)
    with pytest.raises(InputError, match=message) as caught:
        load_recipe(path)
    assert "r.toml" in str(caught.value)


def test_a_recipe_that_extends_another_says_only_what_differs(tmp_path):
    (tmp_path / "base.toml").write_text(
        'name = "base"\nseed = 3\n[data]\nfirst = 4\nworld = { person = 1.0, object = 2.0 }\n'
        "[training]\nsteps = 9"
    )
    (tmp_path / "more.toml").write_text(
        'extends = "base.toml"\nname = "more"\n[data.world]\nobject = 0.0\n[training]\nwarmup = 1'
    )
    base, more = load_recipe(tmp_path / "base.toml"), load_recipe(tmp_path / "more.toml")
    assert (more.name, more.seed, more.training.steps, more.training.warmup) == ("more", 3, 9, 1)
    assert more.data.world == {"person": 1.0, "object": 0.0}
    assert more.data.first == base.data.first == 4
    (tmp_path / "loop.toml").write_text('extends = "loop.toml"\nname = "loop"')
    with pytest.raises(InputError, match="must name another recipe"):
        load_recipe(tmp_path / "loop.toml")
    (tmp_path / "lost.toml").write_text('extends = "gone.toml"\nname = "lost"')
    with pytest.raises(InputError, match="no such recipe"):
        load_recipe(tmp_path / "lost.toml")


def test_a_missing_recipe_lists_the_shipped_ones():
    with pytest.raises(InputError, match="no such recipe") as caught:
        load_recipe("nope.toml")
    assert "daylight" in caught.value.hint


def test_an_unknown_kind_or_a_missing_data_folder_is_refused():
    with pytest.raises(InputError, match="no kind 'ghost'"):
        Source(recipe_from({"name": "x", "data": {"world": {"ghost": 1.0}}}), None)
    with pytest.raises(InputError, match="no data folder"):
        Source(recipe_from({"name": "x", "data": {"corpora": {"cmu": 1.0}}}), None)


# Losses


def naive_info_nce(tracks, text, scale, alike, same_text, soft_text, soft_scale):
    total = 0.0
    n = len(tracks)
    for a, b in ((tracks, text), (text, tracks)):
        for i in range(n):
            there = [j for j in range(n) if j == i or alike[i][j] <= same_text]
            logits = {j: scale * float(a[i] @ b[j]) for j in there}
            spread = {j: math.exp(soft_scale * alike[i][j]) for j in there}
            below = math.log(sum(math.exp(v) for v in logits.values()))
            for j in there:
                share = soft_text * spread[j] / sum(spread.values()) + (1 - soft_text) * (i == j)
                total += share * (below - logits[j])
    return total / (2 * n)


@given(st.integers(0, 1000), st.integers(2, 6), st.sampled_from([0.0, 0.3]))
def test_info_nce_is_what_a_loop_gives(seed, n, soft):
    rng = np.random.default_rng(seed)
    a, b, c = (v / np.linalg.norm(v, axis=1, keepdims=True) for v in rng.normal(size=(3, n, 4)))
    alike = c @ c.T
    got = info_nce(*(torch.from_numpy(v) for v in (a, b)), torch.tensor(7.0), torch.from_numpy(alike),
                   same_text=0.4, soft_text=soft, soft_scale=3.0)  # fmt: skip
    assert float(got) == pytest.approx(naive_info_nce(a, b, 7.0, alike, 0.4, soft, 3.0), abs=1e-6)


def test_the_picture_term_is_zero_for_equal_and_two_for_opposite():
    z = torch.nn.functional.normalize(torch.randn(3, 8), dim=-1)
    assert float(cosine_loss(z, z)) == pytest.approx(0, abs=1e-6)
    assert float(cosine_loss(z, -z)) == pytest.approx(2, abs=1e-6)


# The trainer


def weights(path):
    return torch.load(path / "checkpoint.pt", weights_only=True)["objective"]


@pytest.mark.parametrize("optimiser", ["adamw", "muon"])
def test_a_resumed_run_ends_bit_for_bit_where_an_unbroken_one_does(tmp_path, optimiser):
    recipe = small(optimiser=optimiser)
    Trainer(recipe, tmp_path / "whole").run()

    def stop_at_three(progress):
        if progress.step == 3:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        Trainer(recipe, tmp_path / "broken", on_step=stop_at_three, report_every=1).train()
    resumed = Trainer(recipe, tmp_path / "broken", resume=True)
    assert resumed.step == 3
    resumed.run()
    one, two = weights(tmp_path / "whole"), weights(tmp_path / "broken")
    assert all(torch.equal(one[name], two[name]) for name in one)
    first, second = Model.load(tmp_path / "whole" / "model"), Model.load(tmp_path / "broken" / "model")
    assert first.config.recipe["name"] == "small"
    np.testing.assert_array_equal(first.embed_text(["a ball bounces"]), second.embed_text(["a ball bounces"]))


def test_training_lowers_the_loss(tmp_path):
    seen = []
    recipe = recipe_from(
        {
            **SMALL,
            "data": {**SMALL["data"], "passes": 100, "first": 2},
            "training": {**SMALL["training"], "steps": 60},
        }
    )
    Trainer(recipe, tmp_path / "run", on_step=seen.append, report_every=10).train()
    assert seen[-1].loss < 0.6 * seen[0].loss
    assert seen[-1].step == seen[-1].total_steps == 60
    log = [json.loads(line) for line in (tmp_path / "run" / "log.jsonl").read_text().splitlines()]
    assert [entry["step"] for entry in log] == [10, 20, 30, 40, 50, 60]


def test_tensorboard_reads_what_a_run_logs(tmp_path):
    from tensorboard.backend.event_processing.event_accumulator import EventAccumulator

    Trainer(small(), tmp_path, report_every=1).train()
    board = EventAccumulator(str(tmp_path / "tensorboard"))
    board.Reload()
    log = [json.loads(line) for line in (tmp_path / "log.jsonl").read_text().splitlines()]
    assert [e.step for e in board.Scalars("train/loss")] == [1, 2, 3, 4, 5]
    assert [e.value for e in board.Scalars("train/loss")] == pytest.approx([entry["loss"] for entry in log])
    assert "train/accuracy" in board.Tags()["scalars"]


def test_the_average_of_the_weights_is_what_is_exported(tmp_path):
    last, mean = (Trainer(small(average=decay), tmp_path / str(decay)) for decay in (0.0, 0.9))
    folders = [last.run(), mean.run()]
    one, two = (load_file(folder / "encoder.safetensors") for folder in folders)
    trained = last.encoder.state_dict()
    assert all(torch.equal(one[name], trained[name]) for name in one)
    assert any(not torch.equal(one[name], two[name]) for name in one)
    # The training itself is the same: only the export differs.
    assert all(torch.equal(trained[name], mean.encoder.state_dict()[name]) for name in trained)


def test_a_run_can_begin_with_the_weights_of_a_model(tmp_path):
    first = Trainer(small(average=0.0), tmp_path / "first").run()
    second = Trainer(small(steps=1, learning_rate=1e-9), tmp_path / "second", start=first)
    second.train()
    given_weights = load_file(first / "encoder.safetensors")
    now = second.encoder.state_dict()
    assert all(torch.allclose(given_weights[name], now[name], atol=1e-6) for name in now)
    wider = recipe_from({**SMALL, "encoder": {**SMALL["encoder"], "width": 32}})
    with pytest.raises(ModelError, match="of other sizes"):
        Trainer(wider, tmp_path / "third", start=first)


def test_runs_that_share_parts_need_only_one_of_them_to_make_any(tmp_path):
    Trainer(small(), tmp_path / "one", parts=tmp_path / "parts").train()
    assert list((tmp_path / "parts").iterdir())
    Trainer(small(workers=0), tmp_path / "two", parts=tmp_path / "parts").train()
    one, two = weights(tmp_path / "one"), weights(tmp_path / "two")
    assert all(torch.equal(one[name], two[name]) for name in one)
    assert not (tmp_path / "one" / "parts").exists()


@pytest.mark.parametrize("terms", [{"reconstruction_weight": 0.5, "velocity_weight": 0.5}, {"loss": "cosine"},
                                   {"soft_text": 0.2}, {"text_hidden": 0}])  # fmt: skip
def test_every_term_trains(tmp_path, terms):
    seen = []
    Trainer(small(**terms), tmp_path, on_step=seen.append, report_every=5).train()
    assert math.isfinite(seen[-1].loss)
    assert ("positions" in seen[-1].metrics) == ("reconstruction_weight" in terms)


def test_an_unknown_architecture_is_refused(tmp_path):
    recipe = recipe_from({**SMALL, "encoder": {**SMALL["encoder"], "architecture": "lstm"}})
    with pytest.raises(InputError, match="no architecture 'lstm'"):
        Trainer(recipe, tmp_path)


def test_a_folder_with_a_run_is_not_overwritten(tmp_path):
    Trainer(small(steps=1), tmp_path).train()
    with pytest.raises(InputError, match="lies here already"):
        Trainer(small(steps=1), tmp_path)
    with pytest.raises(InputError, match="another recipe"):
        Trainer(small(steps=1, learning_rate=0.5), tmp_path, resume=True)
    (tmp_path / "checkpoint.pt").write_bytes(b"torn")
    with pytest.raises(ModelError, match="not a readable checkpoint"):
        Trainer(small(steps=1), tmp_path, resume=True)


def test_a_space_with_pictures_trains_with_the_picture_term(tmp_path):
    space = tiny_openclip(tmp_path)
    recipe = recipe_from({**SMALL, "space": space, "training": {**SMALL["training"], "picture_weight": 1.0}})
    without = recipe_from({**SMALL, "space": space, "training": {**SMALL["training"], "picture_weight": 0.0}})
    folders = [Trainer(r, tmp_path / n).run() for r, n in ((recipe, "with"), (without, "without"))]
    assert Model.load(folders[0]).dim == Model.load(folders[1]).dim
    one, two = weights(tmp_path / "with"), weights(tmp_path / "without")
    assert any(not torch.equal(one[name], two[name]) for name in one)
