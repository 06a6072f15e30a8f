"""The figures of the model card, against the plainest way to count them."""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from safetensors.numpy import load_file

from motionsearch import InputError
from motionsearch.clips import Cutting
from motionsearch.features import unit
from motionsearch.model import REFERENCE, Model
from motionsearch.train import exam as module
from motionsearch.train.conditions import CLEAN, CONDITIONS, disturbed, swap_sides
from motionsearch.train.exam import (
    CMU,
    EVEN,
    MODES,
    PLAIN,
    WORLD,
    ZEROSHOT_SETS,
    Exam,
    Measured,
    Scores,
    load_exam,
    measure,
)
from motionsearch.train.reference import add_reference
from motionsearch.train.runs import share_space
from motionsearch.train.testsets import Items
from motionsearch.train.world import sample
from tests.helpers import random_tracks
from tests.test_commonness import naive

PROMPTS = {
    "kick left": ("a leg swings to the left",),
    "wave": ("a hand goes from side to side", "an arm waves"),
}


def items(count: int, name: str, *, seconds: float = 2.0) -> Items:
    """Made people, of two classes by turns; their captions."""
    clips = [sample(11, index, ["person"]) for index in range(count)]
    tracks = tuple(
        clip.tracks if seconds <= 2 else random_tracks(index, frames=int(20 * seconds))
        for index, clip in enumerate(clips)
    )
    return Items(
        tracks,
        tuple(clip.captions[:2] for clip in clips),
        tuple(("kick left", "wave")[index % 2] for index in range(count)),
        tuple(f"{name} {index}" for index in range(count)),
        name,
    )


@pytest.fixture(scope="module")
def exam() -> Exam:
    """Small sets; of the made clips the first captions are of unseen wording."""
    sets = {name: items(6, name) for name in ZEROSHOT_SETS}
    cmu = items(4, CMU, seconds=9)
    sets[CMU] = replace(cmu, captions=(("walk",), ("Walk ", "jump"), ("jump",), ("sit",)))
    sets[WORLD] = items(8, WORLD)
    queries = tuple(texts[:1] if index % 3 else () for index, texts in enumerate(sets[WORLD].captions))
    return Exam(sets, dict.fromkeys(ZEROSHOT_SETS, PROMPTS), queries)


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Model:
    """The shipped model with a small reference."""
    folder = tmp_path_factory.mktemp("models") / "referred"
    shutil.copytree(Model.load().folder, folder)
    add_reference(folder, 9)
    found = Model.load(folder)
    share_space([found])
    return found


@pytest.fixture(scope="module")
def measured(exam: Exam, model: Model) -> Measured:
    """Its figures under every condition."""
    return measure(model, exam, (CLEAN, *CONDITIONS), protocols=True)


def naive_top1(model: Model, given: Items, prompts: Mapping[str, Any], calibrated: bool, even: bool) -> float:
    right = 0
    bank = load_file(model.folder / REFERENCE)["vectors"].astype(float)
    if even:
        bank = model.embed_tracks(given.tracks)
    described = {name: unit(model.embed_text(list(texts)).sum(axis=0)) for name, texts in prompts.items()}
    for clip, label in zip(given.tracks, given.labels, strict=True):
        vector = model.embed_tracks([clip])[0]
        cosine = {
            name: float(vector @ described[name]) - (naive(bank, described[name]) if calibrated else 0)
            for name in prompts
        }
        right += max(cosine, key=lambda name: cosine[name]) == label
    return round(100 * right / len(given), 2)


@pytest.mark.parametrize("condition", [CLEAN, "half the points", "mirrored"])
@pytest.mark.parametrize("mode", ["names", "descriptions"])
def test_zero_shot_figures_agree_with_one_clip_at_a_time(
    exam: Exam, model: Model, measured: Measured, condition: str, mode: str
) -> None:
    swapped = swap_sides if condition == "mirrored" else str
    table = {
        swapped(label): [swapped(text) for text in (texts if mode == "descriptions" else [label])]
        for label, texts in PROMPTS.items()
    }
    given = disturbed(exam.sets["utd_mhad"], condition)
    assert set(given.labels) == set(table)
    ways = {"": (True, False), PLAIN: (False, False), **({EVEN: (True, True)} if condition == CLEAN else {})}
    for way, (calibrated, even) in ways.items():
        expected = naive_top1(model, given, table, calibrated, even)
        assert measured.scores.figures[f"{way}{condition}/utd_mhad/{mode}/top-1"] == pytest.approx(expected)
    plain = measured.scores.plain().figures
    key = f"{condition}/utd_mhad/{mode}/top-1"
    assert plain[key] == measured.scores.figures[PLAIN + key]


def test_captions_of_unseen_wording_are_ranked_among_all_clips(exam: Exam, measured: Measured) -> None:
    model = Model.load()
    clips = model.embed_tracks(exam.sets[WORLD].tracks)
    ranks = []
    for index, texts in enumerate(exam.queries):
        for text in texts:
            cosine = clips @ model.embed_text([text])[0]
            ranks.append(1 + int((cosine > cosine[index]).sum()))
    assert len(ranks) == 5
    figures = measured.scores.figures
    assert figures["clean/world/R@1"] == round(100 * np.mean([rank <= 1 for rank in ranks]), 2)
    assert figures["clean/world/R@3"] == round(100 * np.mean([rank <= 3 for rank in ranks]), 2)
    assert figures["clean/world/MedR"] == np.median(ranks)
    assert measured.chance["clean/world/R@1"] == pytest.approx(100 / 8)


def test_mocap_is_ranked_by_windows_of_any_clip_with_the_caption(exam: Exam, measured: Measured) -> None:
    model = Model.load()
    windows, carried = [], []
    for clip, texts in zip(exam.sets[CMU].tracks, exam.sets[CMU].captions, strict=True):
        for start, end in Cutting().spans(clip.duration):
            windows.append(model.embed_tracks([clip.slice(start, end)])[0])
            carried.append({text.strip().lower() for text in texts})
    assert len(windows) > len(exam.sets[CMU])
    ranks = []
    for text in ("jump", "sit", "walk"):
        cosine = np.array(windows) @ model.embed_text([text])[0]
        best = max(value for value, own in zip(cosine, carried, strict=True) if text in own)
        ranks.append(1 + int((cosine > best).sum()))
    assert measured.scores.figures["clean/cmu/MedR"] == np.median(ranks)
    assert measured.scores.figures["clean/cmu/R@1"] == round(100 * np.mean([r <= 1 for r in ranks]), 2)


def test_every_figure_has_its_chance_and_every_condition_its_loss(measured: Measured) -> None:
    figures = measured.scores.figures
    main = {key for key in figures if not key.startswith(("lost/", PLAIN, EVEN))}
    assert main == set(measured.chance)
    assert set(measured.majority) == {key for key in main if key.endswith("top-1")}
    assert measured.majority["clean/utd_mhad/names/top-1"] == 50
    for condition in CONDITIONS:
        for mode in MODES:
            keys = [f"{name}/{mode}/top-1" for name in ZEROSHOT_SETS]
            lost = [figures[f"clean/{key}"] - figures[f"{condition}/{key}"] for key in keys]
            assert figures[f"lost/{condition}/{mode}"] == pytest.approx(sum(lost) / 3, abs=0.01)
            lost = [figures[f"{PLAIN}clean/{key}"] - figures[f"{PLAIN}{condition}/{key}"] for key in keys]
            assert figures[f"{PLAIN}lost/{condition}/{mode}"] == pytest.approx(sum(lost) / 3, abs=0.01)
    assert set(measured.retrieval) == {WORLD, CMU}
    assert measured.scores.classes["kinder_gator/names"].keys() == {"kick left", "wave"}


def test_without_a_reference_all_figures_are_those_without_calibration(
    exam: Exam, model: Model, measured: Measured, tmp_path: Path
) -> None:
    shutil.copytree(model.folder, tmp_path / "plain")
    (tmp_path / "plain" / REFERENCE).unlink()
    few = Exam({"utd_mhad": exam.sets["utd_mhad"], WORLD: exam.sets[WORLD]}, exam.prompts, exam.queries)
    scores = measure(Model.load(tmp_path / "plain"), few).scores
    assert measured.scores.calibrated
    assert not scores.calibrated
    assert scores.plain() == scores
    left = measured.scores.plain()
    assert not left.calibrated
    assert {key: left.figures[key] for key in scores.figures} == scores.figures
    assert {key: left.classes[key] for key in scores.classes} == scores.classes


def test_sets_are_told_apart_by_what_is_in_them(exam: Exam) -> None:
    first = exam.digests()
    assert first == Exam(exam.sets, exam.prompts, exam.queries).digests()
    other = Exam(exam.sets, {**exam.prompts, "utd_mhad": {"wave": ("waving",)}}, exam.queries[::-1])
    assert {name for name, digest in other.digests().items() if digest != first[name]} == {"utd_mhad", WORLD}
    moved = {**exam.sets, CMU: replace(exam.sets[CMU], captions=(("x",),) * 4)}
    assert Exam(moved, exam.prompts, exam.queries).digests()[CMU] != first[CMU]


def test_scores_survive_json_and_damaged_ones_are_refused(measured: Measured) -> None:
    plain = json.loads(json.dumps(measured.scores.to_dict()))
    assert Scores.from_dict(plain).figures == measured.scores.figures
    for broken, message in (
        ([], "must be a table"),
        ({**plain, "figures": None}, "need figures"),
        ({**plain, "figures": {"a": "b"}}, "must be numbers"),
        ({key: value for key, value in plain.items() if key != "date"}, "need date"),
    ):
        with pytest.raises(InputError, match=message):
            Scores.from_dict(broken)


@pytest.mark.data
def test_the_real_sets(shared_data, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "WORLD_GALLERY", 5)
    monkeypatch.setattr(module, "training_wordings", lambda **_: np.zeros(0, np.uint64))
    real = load_exam(shared_data)
    assert {name: len(real.sets[name]) for name in (*ZEROSHOT_SETS, CMU)} == {
        "msraction3d": 549, "utd_mhad": 861, "kinder_gator": 1159, CMU: 70,
    }  # fmt: skip
    for name in ZEROSHOT_SETS:
        assert set(real.sets[name].labels) <= set(real.prompts[name])
        mirrored = {swap_sides(label) for label in real.prompts[name]}
        assert len(mirrored) == len(real.prompts[name])  # no two classes become one
    assert sum(map(len, real.queries)) > 5
