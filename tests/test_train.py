"""Recipes, losses, seasons and the trainer."""

from __future__ import annotations

import json
import math

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from motionsearch.errors import InputError, ModelError
from motionsearch.model import Model
from motionsearch.train.losses import cosine_loss, info_nce
from motionsearch.train.recipe import list_recipes, load_recipe, recipe_from
from motionsearch.train.seasons import Season, Source, assemble
from motionsearch.train.trainer import Trainer
from tests.helpers_spaces import tiny_openclip

SMALL = {
    "name": "small",
    "encoder": {"width": 24, "layers": 1, "heads": 2, "num_frames": 8, "pool_width": 8},
    "data": {"world": {"object": 1.0}, "season": 32, "passes": 2, "captions": 2, "max_points": 12},
    "training": {"steps": 5, "batch_size": 16, "warmup": 2, "text_hidden": 8, "threads": 1, "save_every": 2,
                 "learning_rate": 0.01, "bfloat16": False},
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
        ('name = "x"\ntraining = 3', "training must be a table"),
        ('name = "x"\n[encoder]\nnum_frames = 7', "must be even"),
        ('name = "x"\n[encoder]\nwidth = 50', "no multiple of heads"),
        ('name = "x"\n[data]\nseason = 8', "smaller than a batch"),
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


def test_a_missing_recipe_lists_the_shipped_ones():
    with pytest.raises(InputError, match="no such recipe") as caught:
        load_recipe("nope.toml")
    assert "first-light" in caught.value.hint


def test_an_unknown_kind_or_a_missing_data_folder_is_refused():
    with pytest.raises(InputError, match="no kind 'ghost'"):
        Source(recipe_from({"name": "x", "data": {"world": {"ghost": 1.0}}}), None)
    with pytest.raises(InputError, match="no data folder"):
        Source(recipe_from({"name": "x", "data": {"corpora": {"cmu": 1.0}}}), None)


# Losses


def naive_info_nce(tracks, text, scale, same):
    total = 0.0
    n = len(tracks)
    for a, b in ((tracks, text), (text, tracks)):
        for i in range(n):
            logits = [scale * float(a[i] @ b[j]) for j in range(n) if j == i or not same[i][j]]
            own = scale * float(a[i] @ b[i])
            total += math.log(sum(math.exp(v) for v in logits)) - own
    return total / (2 * n)


@given(st.integers(0, 1000), st.integers(2, 6))
def test_info_nce_is_what_a_loop_gives(seed, n):
    rng = np.random.default_rng(seed)
    a, b = (v / np.linalg.norm(v, axis=1, keepdims=True) for v in rng.normal(size=(2, n, 4)))
    same = rng.random((n, n)) < 0.3
    same = same | same.T
    got = info_nce(torch.from_numpy(a), torch.from_numpy(b), torch.tensor(7.0), torch.from_numpy(same))
    assert float(got) == pytest.approx(naive_info_nce(a, b, 7.0, same), abs=1e-6)


def test_the_picture_term_is_zero_for_equal_and_two_for_opposite():
    z = torch.nn.functional.normalize(torch.randn(3, 8), dim=-1)
    assert float(cosine_loss(z, z)) == pytest.approx(0, abs=1e-6)
    assert float(cosine_loss(z, -z)) == pytest.approx(2, abs=1e-6)


# Seasons


def test_clips_are_a_function_of_seed_and_number():
    source = Source(small(), None)
    first, again, other = source.draw(3), Source(small(), None).draw(3), source.draw(4)
    np.testing.assert_array_equal(first.tracks.points, again.tracks.points)
    assert first.captions == again.captions
    assert first.tracks.points.shape != other.tracks.points.shape or first.captions != other.captions


class _Letters:
    """A space whose vectors are letter counts: enough to see which caption went where."""

    has_images = False

    def embed_text(self, texts):
        letters = "abcdefghijklmnopqrstuvwxyz "
        counts = np.array([[text.count(letter) for letter in letters] for text in texts], dtype=np.float32)
        return counts / np.linalg.norm(counts, axis=1, keepdims=True)


def test_a_season_keeps_clips_and_captions_together(tmp_path):
    recipe = small()
    source = Source(recipe, None)
    clips = [source.draw(i) for i in range(6)]
    season = assemble(recipe, clips, _Letters(), seed=0)
    season.save(tmp_path / "s.npz")
    season = Season.join([Season.load(tmp_path / "s.npz"), season])
    assert len(season) == 12
    for i, clip in enumerate([*clips, *clips]):
        possible = _Letters().embed_text(clip.captions)
        for row in season.captions[i]:
            assert np.abs(possible - season.text[row].astype(np.float32)).sum(axis=1).min() < 0.05
        assert season.mask[i].sum() == min(12, clip.tracks.visible.any(axis=0).sum())
        assert season.duration[i] == pytest.approx(clip.tracks.duration)


# The trainer


def weights(path):
    return torch.load(path / "checkpoint.pt", weights_only=True)["encoder"]


def test_a_resumed_run_ends_bit_for_bit_where_an_unbroken_one_does(tmp_path):
    Trainer(small(), tmp_path / "whole").run()

    def stop_at_three(progress):
        if progress.step == 3:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        Trainer(small(), tmp_path / "broken", on_step=stop_at_three, report_every=1).run()
    resumed = Trainer(small(), tmp_path / "broken", resume=True)
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
        {**SMALL, "data": {**SMALL["data"], "passes": 100}, "training": {**SMALL["training"], "steps": 60}}
    )
    Trainer(recipe, tmp_path / "run", on_step=seen.append, report_every=10).run()
    assert seen[-1].loss < 0.6 * seen[0].loss
    assert seen[-1].step == seen[-1].total_steps == 60
    log = [json.loads(line) for line in (tmp_path / "run" / "log.jsonl").read_text().splitlines()]
    assert [entry["step"] for entry in log] == [10, 20, 30, 40, 50, 60]


def test_a_folder_with_a_run_is_not_overwritten(tmp_path):
    Trainer(small(steps=1), tmp_path).run()
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
