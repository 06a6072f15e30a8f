"""Taking a model into another space: the algebra, what is learnt from, and the run as a whole."""

from __future__ import annotations

import json
import shlex
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray
from safetensors.numpy import load_file

from motionsearch.encoder import EncoderConfig, TextHead, TrajectoryEncoder
from motionsearch.errors import InputError, ModelError, SpaceError
from motionsearch.features import unit
from motionsearch.model import CARD, REFERENCE, Model, ModelConfig
from motionsearch.phrases import load_phrases
from motionsearch.spaces import load_space
from motionsearch.train.align import Aligner, AlignPlan, AlignProgress, recipe_of
from motionsearch.train.align_fit import (
    LinearMap,
    carry_encoder,
    carry_head,
    crowding,
    fit_frame,
    fit_map,
)
from motionsearch.train.align_material import make_clips, wide_texts
from motionsearch.train.align_report import aligned_name
from motionsearch.train.export import save_model
from motionsearch.train.recipe import recipe_from
from motionsearch.train.source import Source
from tests.helpers import random_tracks
from tests.helpers_cli import failed, run
from tests.helpers_spaces import tiny_openclip
from tests.standin_clip import standin_clip

Vectors = NDArray[np.float32]


def vectors(seed: int, count: int, dim: int) -> Vectors:
    return unit(np.random.default_rng(seed).standard_normal((count, dim)))


def crowded(meaning: Vectors, dim: int, seed: int = 0) -> Vectors:
    """The same texts in another space of ``dim`` dimensions, around a common offset."""
    rng = np.random.default_rng(seed)
    frame = np.linalg.qr(rng.standard_normal((dim, meaning.shape[1])))[0]
    offset = rng.standard_normal(dim)
    return unit(meaning @ frame.T + 2 * offset / np.linalg.norm(offset))


# The algebra


@given(st.integers(0, 1000))
def test_the_map_is_that_of_least_squares(seed: int) -> None:
    rng = np.random.default_rng(seed)
    inputs = rng.standard_normal((200, 6)).astype(np.float32) + 3
    truth = rng.standard_normal((4, 6))
    targets = (inputs @ truth.T + 1).astype(np.float32)
    fitted = fit_map(inputs, targets)
    ones = np.column_stack([inputs, np.ones(len(inputs))]).astype(np.float64)
    naive = np.linalg.lstsq(ones, targets.astype(np.float64), rcond=None)[0]
    np.testing.assert_allclose(fitted.weight, naive[:-1].T, atol=1e-2)
    np.testing.assert_allclose(fitted(inputs), unit(targets), atol=1e-2)
    assert fitted.cosine > 0.999


def test_a_map_out_of_a_crowded_space_brings_back_the_meaning() -> None:
    meaning = vectors(0, 600, 12)
    theirs = crowded(meaning, 20)
    assert crowding(theirs) > 0.7 > 0.1 > abs(crowding(meaning))
    fitted = fit_map(theirs[:500], meaning[:500])
    assert (fitted(theirs[500:]) * meaning[500:]).sum(1).min() > 0.95


def test_what_cannot_be_told_from_the_inputs_is_penalised() -> None:
    noise = vectors(1, 60, 30)
    assert fit_map(noise, vectors(2, 60, 8)).ridge > 1e-4


def test_a_space_without_meaning_is_refused() -> None:
    with pytest.raises(SpaceError, match="the same vector"):
        fit_map(np.ones((20, 3), np.float32), vectors(0, 20, 3))


@given(st.integers(0, 1000), st.integers(5, 9))
def test_a_frame_into_more_dimensions_changes_no_cosine(seed: int, dim: int) -> None:
    joint = vectors(seed, 50, 5)
    frame = fit_frame(crowded(joint, dim, seed), joint)
    assert frame.shape == (dim, 5)
    laid = joint @ frame.T
    np.testing.assert_allclose(laid @ laid.T, joint @ joint.T, atol=1e-5)


def test_a_frame_lies_where_the_texts_of_the_space_lie() -> None:
    joint = vectors(0, 400, 5)
    theirs = crowded(joint, 9)
    centred = unit(theirs - theirs.mean(0))
    assert ((joint @ fit_frame(theirs, joint).T) * centred).sum(1).mean() > 0.95


def test_a_frame_into_fewer_dimensions_keeps_those_that_matter() -> None:
    flat = vectors(0, 100, 3) @ vectors(1, 3, 8)  # texts that use 3 of 8 dimensions
    frame = fit_frame(vectors(2, 100, 4), unit(flat))
    assert frame.shape == (4, 8)
    np.testing.assert_allclose(frame @ frame.T, np.eye(4), atol=1e-6)
    laid = unit(flat) @ frame.T
    np.testing.assert_allclose(laid @ laid.T, unit(flat) @ unit(flat).T, atol=1e-5)


@pytest.mark.parametrize("enter", [False, True])
def test_a_carried_head_meets_what_the_old_one_met(enter: bool) -> None:
    torch.manual_seed(0)
    head = TextHead(6, 5, enter=enter)
    for parameter in head.parameters():
        torch.nn.init.normal_(parameter, std=0.4)
    ours, rng = vectors(0, 40, 6), np.random.default_rng(1)
    turn, frame = (np.linalg.qr(rng.standard_normal((9, 6)))[0] for _ in range(2))
    offset = rng.standard_normal(9)
    with torch.no_grad():
        entered = head.entered(torch.from_numpy(ours)).numpy()
        joint = head(torch.from_numpy(ours)).numpy()
    theirs = (entered @ turn.T + offset).astype(np.float32)
    back = LinearMap(turn.T, -turn.T @ offset, 0.0, 1.0)
    with torch.no_grad():
        carried = carry_head(head, back, frame)(torch.from_numpy(theirs)).numpy()
    np.testing.assert_allclose(carried, joint @ frame.T, atol=1e-5)


SIZES = EncoderConfig(dim=384, width=24, layers=1, heads=2, num_frames=8, pool_width=8)


def test_a_carried_encoder_gives_the_old_vectors_laid_out() -> None:
    torch.manual_seed(0)
    old = TrajectoryEncoder(SIZES).eval()
    frame = np.linalg.qr(np.random.default_rng(0).standard_normal((400, 384)))[0]
    new = TrajectoryEncoder(replace(SIZES, dim=400)).eval()
    new.load_state_dict(carry_encoder(old.state_dict(), frame))
    inputs = (torch.randn(3, 8, 5, 2), torch.ones(3, 8, 5), torch.ones(3, 5), torch.ones(3))
    with torch.no_grad():
        torch.testing.assert_close(new(*inputs), old(*inputs) @ torch.from_numpy(frame).float().T)
    with pytest.raises(ModelError, match="no last linear layer"):
        carry_encoder({"other.weight": torch.zeros(384, 2)}, frame)


# What is learnt from


class Letters:
    """A tower and its space in one, whose vectors are letter counts: they tell which caption is which."""

    def __init__(self, letters: str) -> None:
        self.letters = letters
        self.dim = len(letters)
        self.fingerprint = letters
        self.space = self
        self.asked = 0

    def embed_text(self, texts: list[str]) -> torch.Tensor:
        self.asked += len(texts)
        counts = [[text.count(letter) for letter in self.letters] for text in texts]
        return torch.from_numpy(unit(np.array(counts, np.float32)))


RECIPE = recipe_from(
    {
        "name": "x",
        "encoder": {"num_frames": 8},
        "data": {"world": {"object": 1.0}, "captions": 2, "max_points": 12},
        "training": {"picture_weight": 0.0},
    }
)


def made(folder: Path, ours: Letters, theirs: Letters, **options: Any) -> Any:
    towers: list[Any] = [ours, theirs]
    return make_clips(RECIPE, 6, *towers, folder, **options)


def test_clips_keep_their_captions_in_both_spaces(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("motionsearch.train.align_material.PART", 4)
    ours, theirs = Letters("abcdefghijklmnop"), Letters("aeionrstl")
    told: list[tuple[int, int]] = []
    clips = made(tmp_path, ours, theirs, on_made=lambda done, total: told.append((done, total)))
    assert told == [(4, 6), (6, 6)]
    assert len(clips) == 6
    source = Source(RECIPE, None)
    for i in range(6):
        said = list(source.draw(i).captions)
        for space, given_vectors in ((ours, clips.ours), (theirs, clips.theirs)):
            possible = space.embed_text(said).numpy()
            for row in clips.captions[i]:
                assert np.abs(possible - given_vectors[row]).sum(axis=1).min() < 1e-5


def test_parts_that_are_there_are_not_made_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("motionsearch.train.align_material.PART", 4)
    first = made(tmp_path, Letters("abcde"), Letters("aeiou"))
    ours, theirs = Letters("abcde"), Letters("aeiou")
    again = made(tmp_path, ours, theirs)
    assert ours.asked == theirs.asked == 0
    np.testing.assert_array_equal(again.points, first.points)
    sorted(tmp_path.iterdir())[0].write_bytes(b"torn")
    mended = made(tmp_path, ours, theirs)
    assert ours.asked > 0
    np.testing.assert_array_equal(mended.theirs, first.theirs)
    other = Letters("xyz")
    made(tmp_path, ours, other)
    assert other.asked > 0  # another space: nothing of the first one's is taken


def test_the_words_are_words() -> None:
    texts = wide_texts(50)
    assert set(load_phrases()) <= set(texts)
    assert len(texts) == len(set(texts))
    assert all(text.isalpha() for text in texts[-40:])
    assert wide_texts(0) == []


# The run


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Model:
    """A small model in MiniLM's space with weights by chance."""
    torch.manual_seed(0)
    head = TextHead(384, 8)
    torch.nn.init.normal_(head.outer.weight, std=0.1)
    config = ModelConfig(
        name="small",
        space="minilm",
        space_fingerprint=load_space("minilm").fingerprint,
        dim=384,
        num_frames=8,
        logit_scale=20.0,
        encoder=SIZES.to_dict(),
        recipe={
            "name": "small",
            "data": {"world": {"object": 1.0}, "corpora": {"cmu": 1.0}},
            "training": {"reference": 3},
        },
    )
    folder = tmp_path_factory.mktemp("models") / "small"
    save_model(folder, TrajectoryEncoder(SIZES), head, config)
    return Model.load(folder)


@pytest.fixture(scope="module")
def tiny_space(tmp_path_factory: pytest.TempPathFactory) -> str:
    return tiny_openclip(tmp_path_factory.mktemp("space"))


def tiny_plan(space: str, **changes: Any) -> AlignPlan:
    plan = AlignPlan(
        space, steps=4, clips=24, words=0, batch_size=8, warmup=2, gallery=12, bfloat16=False, save_every=2
    )
    return replace(plan, **changes)


def test_a_run_makes_a_model_of_the_other_space(small: Model, tiny_space: str, tmp_path: Path) -> None:
    told: list[AlignProgress] = []
    plan = tiny_plan(tiny_space, encoder_share=1.0, picture_weight=0.5)
    done = Aligner(plan, small, tmp_path, on_progress=told.append, device="cpu").run()
    model = Model.load(done.model)
    space = load_space(tiny_space)
    assert model.config.space_fingerprint == space.fingerprint
    assert (model.dim, model.name) == (24, "small-tiny")
    assert model.config.recipe["align"]["model"] == "small"
    assert model.embed_text(["a ball rolls"]).shape == model.embed_tracks([random_tracks()]).shape == (1, 24)
    assert "R@10" in (model.folder / CARD).read_text()
    assert done.steps == 4
    assert [*dict.fromkeys(now.stage for now in told)] == ["making clips", "measuring", "training"]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["checkpoint.pt", "material", "model"]


def test_the_encoder_stays_unless_asked_for(small: Model, tiny_space: str, tmp_path: Path) -> None:
    for share in (0.0, 0.5):
        plan = tiny_plan(tiny_space, encoder_share=share)
        learner, (encoder, head, _), *_ = Aligner(plan, small, tmp_path / str(share), device="cpu").learn()
        changed = [
            any(not torch.equal(a, b) for a, b in zip(one.parameters(), two.parameters(), strict=True))
            for one, two in ((learner.encoder, encoder), (learner.head, head))
        ]
        assert changed == [share > 0, True]


@pytest.mark.parametrize("share", [0.0, 1.0])
def test_a_resumed_run_ends_bit_for_bit_where_an_unbroken_one_does(
    small: Model, tiny_space: str, tmp_path: Path, share: float
) -> None:
    plan = tiny_plan(tiny_space, encoder_share=share)
    _, _, *whole = Aligner(plan, small, tmp_path / "whole", device="cpu").learn()
    stopped: list[bool] = []
    broken = Aligner(plan, small, tmp_path / "broken", device="cpu")
    save = broken._save

    def stop(*arguments: Any) -> None:
        save(*arguments)
        if broken.step == 2 and not stopped:
            stopped.append(True)
            raise KeyboardInterrupt

    broken._save = stop  # type: ignore[method-assign]
    with pytest.raises(KeyboardInterrupt):
        broken.learn()
    resumed = Aligner(plan, small, tmp_path / "broken", resume=True, device="cpu")
    assert resumed.step == 2
    assert resumed.learn()[2:] == tuple(whole)
    one, two = (torch.load(tmp_path / name / "checkpoint.pt") for name in ("whole", "broken"))
    for part in ("encoder", "head"):
        assert all(torch.equal(one[part][name], two[part][name]) for name in one[part])


def test_a_folder_with_another_run_is_refused(small: Model, tiny_space: str, tmp_path: Path) -> None:
    Aligner(tiny_plan(tiny_space, steps=0), small, tmp_path, device="cpu").learn()
    with pytest.raises(InputError, match="lies here already"):
        Aligner(tiny_plan(tiny_space), small, tmp_path)
    with pytest.raises(InputError, match="another model, space or options"):
        Aligner(tiny_plan(tiny_space, clips=25), small, tmp_path, resume=True)
    (tmp_path / "checkpoint.pt").write_bytes(b"torn")
    with pytest.raises(ModelError, match=r"checkpoint\.pt: not a readable checkpoint"):
        Aligner(tiny_plan(tiny_space), small, tmp_path, resume=True)


def test_what_makes_no_sense_is_refused(small: Model, tiny_space: str, tmp_path: Path) -> None:
    for changes in ({"clips": 1}, {"steps": -1}, {"gallery": 0}):
        with pytest.raises(InputError, match="an alignment"):
            Aligner(tiny_plan(tiny_space, **changes), small, tmp_path)
    with pytest.raises(InputError, match="in the space minilm already"):
        Aligner(tiny_plan("minilm"), small, tmp_path)
    with pytest.raises(InputError, match="picture term"):
        Aligner(tiny_plan(tiny_space, picture_weight=0.5), small, tmp_path)
    with pytest.raises(InputError, match="no device 'tpu9'"):
        Aligner(tiny_plan(tiny_space), small, tmp_path, device="tpu9")


def test_mocap_is_mixed_in_only_where_its_folder_is_given(small: Model, tiny_space: str) -> None:
    plan = tiny_plan(tiny_space)
    assert recipe_of(plan, small, with_corpora=False).data.corpora == {}
    assert recipe_of(plan, small, with_corpora=True).data.corpora == {"cmu": 1.0}
    assert recipe_of(plan, small, with_corpora=False).data.world == {"object": 1.0}


def test_names_of_aligned_models() -> None:
    assert aligned_name("daylight", "openclip:ViT-B-32/openai") == "daylight-ViT-B-32-openai"
    assert aligned_name("daylight", "openclip:mine//models/my weights.pt") == "daylight-mine"
    assert aligned_name("daylight", "minilm") == "daylight-minilm"


@pytest.mark.slow
def test_the_command_aligns_and_says_what_it_did(small: Model, tiny_space: str, tmp_path: Path) -> None:
    words = ["align", "--space", tiny_space, "--model", small.folder, "-o", tmp_path / "run"]
    result = run(*words, "--clips", "24", "--steps", "0", "-f", "json")
    assert result.exit_code == 0, result.stderr
    before, carried, after = json.loads(result.stdout)
    assert (before["what"], carried["what"], after["what"]) == ("small before", "carried over", "after")
    model = Model.load(after["path"])
    assert model.space_name == tiny_space
    assert len(load_file(model.folder / REFERENCE)["vectors"]) == 3
    assert model.commonness(model.embed_text(["a ball rolls"])) != 0
    assert "add FILES --model" in result.stderr
    assert "hint: pass --resume" in failed(*words)


def test_an_interrupted_command_says_how_to_go_on(
    small: Model, tiny_space: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(self: Aligner) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(Aligner, "run", interrupted)
    words = [
        "align",
        "--space",
        tiny_space,
        "--model",
        small.folder,
        "-o",
        tmp_path / "my run",
        "--steps",
        "7",
    ]
    result = run(*words)
    assert result.exit_code == 130
    told, _, again = result.stderr.partition("go on with: motionsearch ")
    assert "interrupted at step 0" in told
    again_words = shlex.split(again)
    assert again_words[: again_words.index("--resume")] == [
        "align",
        "--space",
        tiny_space,
        "--output",
        str(words[6]),
    ]
    assert {"--steps", "7", "--model", str(small.folder)} <= set(again_words)


def test_the_command_refuses_what_it_cannot_use(tmp_path: Path) -> None:
    assert "there is no space named 'nospace'" in failed("align", "--space", "nospace", "-o", tmp_path / "r")
    assert "in the space minilm already" in failed("align", "--space", "minilm", "-o", tmp_path / "r")
    assert failed("align", "--space", "minilm", "--steps", "-1").startswith("error: invalid value")


# The stand-in for CLIP


@pytest.mark.slow
def test_the_shipped_model_keeps_its_figures_in_a_crowded_space(tmp_path: Path) -> None:
    """The closed form alone, on few texts; tests/benchmarks/bench_align.py measures the whole."""
    plan = AlignPlan(standin_clip(tmp_path / "standin"), steps=0, clips=128, words=600, gallery=100)
    done = Aligner(plan, Model.load(), tmp_path / "run", device="cpu").run()
    assert 0.7 < done.crowding < 0.9
    assert done.text_cosine > 0.95
    assert done.before.r10 > 3 * done.before.chance_r10
    assert done.after.r10 > 0.95 * done.before.r10
