"""Corpora for training: what is held out stays out, one up and one unit, no invented captions."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from motionsearch.errors import QueryError
from motionsearch.formats.corpus import MotionClip
from motionsearch.train.corpora import (
    DEFAULT_CORPORA,
    HELD_OUT_CMU,
    RESEARCH_CORPORA,
    ZERO_SHOT_SETS,
    captions_of,
    held_out_cmu,
    is_held_out,
    normalised,
    observe_clip,
    push_off,
    training_clips,
    zeroshot_set,
)
from motionsearch.train.corpus_captions import third_person
from motionsearch.train.skeletons import BY_NAMES, body_joints, stiffest_tree, without
from motionsearch.train.virtual import Viewing

CHAIN = (-1, 0, 1, 2)


def chain(frames: int = 40, joints: int = 4) -> np.ndarray:
    """A swinging chain of unit links that hangs from a travelling point; (T, J, 3), y up."""
    t = np.arange(frames)[:, None]
    angle = 0.5 * np.sin(0.2 * t + np.arange(joints - 1)[None])
    links = np.stack([np.sin(angle), -np.cos(angle), 0.3 * np.sin(angle)], axis=-1)
    links /= np.linalg.norm(links, axis=-1, keepdims=True)
    root = np.stack([0.05 * t[:, 0], np.full(frames, 4.0), np.zeros(frames)], axis=-1)
    return np.concatenate([root[:, None], root[:, None] + np.cumsum(links, axis=1)], axis=1)


def write_corpus(folder: Path, name: str, clips: list[dict[str, Any]]) -> None:
    """The pair of files of a corpus; each clip is its line plus ``points``."""
    coords, lines, offset = [], [], 0
    for clip in clips:
        points = np.asarray(clip.pop("points", chain()))
        scale = float(np.abs(points).max()) / 32000
        whole = np.round(points / scale).astype(np.int16)
        entry = {"shape": list(points.shape), "offset": offset, "scale": scale, "fps": 20.0}
        lines.append(json.dumps({**entry, "origin": [0.0] * points.shape[2], **clip}))
        coords.append(whole.ravel())
        offset += whole.size
    np.savez(folder / f"{name}.npz", coords=np.concatenate(coords))
    (folder / f"{name}.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")


def make(**changes: Any) -> MotionClip:
    fields: dict[str, Any] = {"id": "x", "points": chain().astype(np.float32), "visible": None, "fps": 20.0}
    return MotionClip(**{**fields, **changes})


def test_the_retrieval_test_is_kept_out_of_training(tmp_path: Path) -> None:
    ids = [
        "cmu_01_01",
        "cmu_02_01",
        "cmu_05_10",
        "cmu_05_11",
        "cmu_07_12",
        "cmu_13_01",
        "cmu_14_37",
        "cmu_12_01",
    ]
    write_corpus(tmp_path, "cmu", [{"id": i, "captions": ["walk"]} for i in ids])
    assert [c.id for c in training_clips(["cmu"], tmp_path)] == ["cmu_01_01", "cmu_05_11", "cmu_12_01"]
    assert [c.id for c in held_out_cmu(tmp_path)] == ["cmu_02_01", "cmu_07_12", "cmu_13_01", "cmu_14_37"]


def test_cuts_of_held_out_trials_and_test_splits_are_kept_out(tmp_path: Path) -> None:
    cuts = [
        {"id": "hml_1", "trial": "12_01", "split": "train"},
        {"id": "hml_2", "trial": "12_02", "split": "test"},
        {"id": "hml_3", "trial": "13_31", "split": "train"},
        {"id": "hml_4", "trial": "05_10", "split": "train"},
    ]
    write_corpus(tmp_path, "cmu_humanml3d", cuts)
    assert [c.id for c in training_clips(["cmu_humanml3d"], tmp_path)] == ["hml_1"]
    write_corpus(tmp_path, "cmu_exercise_segments", [{"id": "cmu_13_30_0.0-1.8", "trial": "13_30"}])
    with pytest.raises(QueryError, match="every clip of cmu_exercise_segments is held out"):
        training_clips(["cmu_exercise_segments"], tmp_path)


def test_clips_that_may_not_be_sold_are_left_out(tmp_path: Path) -> None:
    write_corpus(tmp_path, "deepmimic", [{"id": "dm_humanoid3d_walk"}, {"id": "dm_humanoid3d_sie_run"}])
    assert [c.id for c in training_clips(["deepmimic"], tmp_path)] == ["dm_humanoid3d_walk"]


@pytest.mark.parametrize("name", ZERO_SHOT_SETS)
def test_zero_shot_sets_are_never_trained_on(name: str, tmp_path: Path) -> None:
    write_corpus(tmp_path, name, [{"id": "a", "label": "walk"}])
    for research in (False, True):
        with pytest.raises(QueryError, match=f"{name} is kept for zero-shot") as error:
            training_clips([name], tmp_path, research=research)
        assert error.value.hint


@pytest.mark.parametrize("name", RESEARCH_CORPORA)
def test_research_corpora_must_be_asked_for(name: str, tmp_path: Path) -> None:
    write_corpus(tmp_path, name, [{"id": "a", "label": "walk"}])
    with pytest.raises(QueryError, match="research"):
        training_clips([name], tmp_path)
    assert len(training_clips([name], tmp_path, research=True)) == 1
    assert name not in DEFAULT_CORPORA


def test_names_that_are_no_corpus_are_refused(tmp_path: Path) -> None:
    with pytest.raises(QueryError, match="'kinetics' is no training corpus"):
        training_clips(["kinetics"], tmp_path)
    with pytest.raises(QueryError, match="'cmu' is no zero-shot set"):
        zeroshot_set("cmu", tmp_path)


def test_a_zero_shot_set_comes_with_its_labels_in_order(tmp_path: Path) -> None:
    write_corpus(
        tmp_path, "utd_mhad", [{"id": str(k), "label": lab} for k, lab in enumerate(("wave", "clap", "wave"))]
    )
    clips, labels = zeroshot_set("utd_mhad", tmp_path)
    assert labels == ("clap", "wave")
    assert [c.label for c in clips] == ["wave", "clap", "wave"]


def test_points_on_the_skin_are_paired_by_id(tmp_path: Path) -> None:
    write_corpus(tmp_path, "quaternius", [{"id": "fox"}, {"id": "cow"}])
    write_corpus(tmp_path, "quaternius_surface", [{"id": "cow", "points": chain(40, 30)}])
    fox, cow = training_clips(["quaternius"], tmp_path)
    assert "surface" not in fox.extra
    assert cow.extra["surface"].points.shape == (40, 30, 3)
    counts = {observe_clip(cow, np.random.default_rng(s), Viewing.clean()).num_points for s in range(40)}
    assert counts == {4, 30}


def test_the_rest_pose_that_begins_a_cmu_trial_is_dropped(tmp_path: Path) -> None:
    points = chain(30)
    write_corpus(tmp_path, "cmu", [{"id": "cmu_01_01", "points": points}])
    (clip,) = training_clips(["cmu"], tmp_path)
    assert len(clip.points) == 29


def test_normalising_sets_up_unit_and_parents() -> None:
    millimetres = 1000 * chain()[..., [0, 2, 1]] * [1, -1, 1]  # z up
    clip = normalised(make(points=millimetres.astype(np.float32), up="z"))
    assert clip.up == "y"
    assert clip.parents == CHAIN
    assert np.median(np.linalg.norm(np.ptp(clip.points, axis=1), axis=-1)) == pytest.approx(1.7, rel=1e-3)
    assert (clip.points[:, 0, 1] > clip.points[:, -1, 1]).all()
    direct = normalised(make())
    np.testing.assert_allclose(clip.points, direct.points, atol=1e-3)
    fox = normalised(make(species="a fox"))
    assert np.median(np.linalg.norm(np.ptp(fox.points, axis=1), axis=-1)) == pytest.approx(1.0, rel=1e-3)


def test_the_stiffest_tree_finds_the_bones() -> None:
    rng = np.random.default_rng(0)
    parents = (-1, 0, 1, 2, 1, 4, 0, 6)
    points = np.zeros((80, 8, 3))
    points[:, 0] = np.cumsum(rng.normal(0, 0.02, (80, 3)), axis=0)
    for joint, parent in enumerate(parents[1:], start=1):
        way = rng.normal(size=3) + 0.7 * np.sin(
            rng.uniform(0.05, 0.3, 3) * np.arange(80)[:, None] + rng.uniform(0, 6, 3)
        )
        points[:, joint] = points[:, parent] + 0.4 * way / np.linalg.norm(way, axis=-1, keepdims=True)
    found = stiffest_tree(points)
    edges = {frozenset((j, p)) for j, p in enumerate(found) if p >= 0}
    assert edges == {frozenset((j, p)) for j, p in enumerate(parents) if p >= 0}


def test_known_skeletons_are_trees() -> None:
    for names, parents in BY_NAMES.items():
        assert len(names) == len(parents)
        assert all(-1 <= p < j for j, p in enumerate(parents))


def test_helpers_and_stray_joints_are_no_part_of_the_body() -> None:
    points = chain(20, 6)
    points[:, 5] += [0, 0, 300.0]
    points[:, 0, 1] = -5.0
    keep = body_joints(points, ("Armature", "spine", "neck", "head", "arm_pole", "hand"))
    assert keep.tolist() == [False, True, True, True, False, False]
    assert body_joints(
        chain(20, 6), ("root", "a", "b", "c", "d", "e")
    ).all()  # hangs above the rest: a pelvis
    assert without((-1, 0, 1, 2, 1, 4), keep) == (-1, 0, 1)
    assert without((1, 2, -1, 2), np.array([True, False, True, True])) == (1, -1, 1)


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"captions": ("A person walks forward.",)}, {"a person walks forward"}),
        ({"captions": ("walk",)}, {"walk", "a person walks"}),
        (
            {"captions": ("climb, sit, dangle legs",)},
            {"climb, sit, dangle legs", "a person climbs, sits and dangles legs"},
        ),
        (
            {"captions": ("playground - forward jumps, turn around",)},
            {
                "playground - forward jumps, turn around",
                "a person on a playground: forward jumps, turn around",
            },
        ),
        (
            {"captions": ("soccer - kick ball",)},
            {"soccer - kick ball", "a person plays soccer: kick ball", "a person kicks ball"},
        ),
        ({"captions": ("jumping",), "label": "jumping"}, {"jumping", "a person is jumping"}),
        ({"captions": ("a person run left",), "label": "run left"}, {"run left", "a person runs left"}),
        ({"captions": ("a dog trot",), "label": "trot"}, {"trot", "a dog trots"}),
        (
            {"captions": ("a fox: survey",), "label": "survey", "species": "a fox"},
            {"a fox: survey", "survey", "an animal: survey"},
        ),
        (
            {"captions": ("a husky dog gallops",), "label": "gallop", "species": "a husky dog"},
            {"a husky dog gallops", "gallop", "an animal gallops"},
        ),
        ({"captions": ("a point draws a arrow",), "label": "arrow"}, {"a point draws an arrow", "arrow"}),
        (
            {"captions": ("melee 2h attack",), "label": "melee 2h attack", "species": "a person"},
            {"melee two-handed attack", "a person: melee two-handed attack"},
        ),
        (
            {"captions": ("hit a",), "label": "hit a", "species": "a person"},
            {"hit", "a person is hit and recoils"},
        ),
        (
            {"captions": ("salsa dance",), "label": "salsa dance"},
            {"salsa dance", "a person dances: salsa dance"},
        ),
        ({"captions": ("Empi",)}, {"a person performs the karate kata empi"}),
    ],
)
def test_captions_say_what_the_source_says(fields: dict[str, Any], expected: set[str]) -> None:
    assert set(captions_of(make(**fields))) == expected


def test_third_person() -> None:
    assert [third_person(v) for v in ("walk", "push", "fly", "play", "toss", "go")] == [
        "walks", "pushes", "flies", "plays", "tosses", "goes",
    ]  # fmt: skip


def test_feet_that_slide_back_push_the_body_forward() -> None:
    """Two feet on a treadmill: each slides back on the ground, then swings forward in the air."""
    frames = 60
    phase = (np.arange(frames)[:, None] / 20 + [0.0, 0.5]) % 1
    stance = phase < 0.6
    z = np.where(stance, 0.3 - phase, -0.3 + 1.5 * (phase - 0.6))
    y = np.where(stance, 0.0, 0.15 * np.sin(np.pi * (phase - 0.6) / 0.4))
    feet = np.stack([np.broadcast_to([-0.1, 0.1], z.shape), y, z], axis=-1)
    body = np.broadcast_to([[0, 1.0, 0], [0, 1.5, 0], [0.1, 1.3, 0]], (frames, 3, 3))
    step = push_off(np.concatenate([body, feet], axis=1))
    assert step == pytest.approx([0, 0, 1 / 20], abs=0.005)
    assert push_off(np.repeat(body[:1], 10, axis=0)).tolist() == [0, 0, 0]


def test_short_loops_go_on_and_what_ends_elsewhere_does_not() -> None:
    t = np.arange(21) / 20 * 2 * np.pi
    loop = chain(21) * 0 + chain(1) + 0.3 * np.sin(t)[:, None, None]
    fall = chain(1) + np.linspace(0, -3, 21)[:, None, None]
    config = Viewing.clean()
    for points, longer in ((loop, True), (fall, False)):
        clip = normalised(make(points=points.astype(np.float32), parents=CHAIN))
        lengths = {observe_clip(clip, np.random.default_rng(s), config).num_frames for s in range(12)}
        assert (max(lengths) > 21) is longer


def test_flat_clips_keep_their_shape_and_what_is_still_stays_small() -> None:
    square = (
        np.array([[0, 0], [1, 0], [1, 1], [0, 1], [0, 0]], dtype=np.float32).repeat(4, axis=0)[:, None] * 100
    )
    for seed in range(10):
        tracks = observe_clip(make(points=square, up="-y"), np.random.default_rng(seed), Viewing.clean())
        assert tracks.visible.all()
        sides = np.linalg.norm(np.diff(tracks.points[::4, 0], axis=0), axis=1)
        assert sides.max() == pytest.approx(sides.min(), rel=1e-3)
        still = make(points=square * 0.01, up="-y", extra={"usual_extent": 100.0})
        tracks = observe_clip(still, np.random.default_rng(seed), Viewing.clean())
        assert np.ptp(tracks.points, axis=(0, 1)).max() < 20


def test_the_same_chance_observes_the_same_tracks() -> None:
    clip = normalised(make())
    for seed in range(8):
        one, two = (observe_clip(clip, np.random.default_rng(seed)) for _ in range(2))
        np.testing.assert_array_equal(one.points, two.points)
        np.testing.assert_array_equal(one.visible, two.visible)


@pytest.mark.data
@pytest.mark.parametrize("name", DEFAULT_CORPORA)
def test_real_corpora_stand_upright_and_are_captioned(name: str, shared_data: Path) -> None:
    clips = training_clips([name], shared_data)
    rng = np.random.default_rng(0)
    assert not any(is_held_out(clip) for clip in clips)
    for clip in (clips[int(k)] for k in rng.integers(0, len(clips), 12)):
        tracks = observe_clip(clip, rng)
        assert np.isfinite(tracks.points).all()
        captions = captions_of(clip)
        assert captions
        assert all(c == c.strip().lower() and not c.endswith(".") for c in captions)
        if clip.parents is not None:
            assert len(clip.parents) == clip.points.shape[1]


@pytest.mark.data
@pytest.mark.parametrize(
    ("name", "head", "foot"),
    [("cmu", 4, 16), ("cmu_humanml3d", 4, 16), ("deepmimic", 2, 5), ("precog", 3, 15)],
)
def test_heads_are_above_feet(name: str, head: int, foot: int, shared_data: Path) -> None:
    upright = [
        bool(np.median(clip.points[:, head, 1] - clip.points[:, foot, 1]) > 0.5)
        for clip in training_clips([name], shared_data)
        if clip.points.shape[1] > 14
    ]
    assert np.mean(upright) > 0.9


@pytest.mark.data
def test_the_real_retrieval_test_is_whole_and_apart(shared_data: Path) -> None:
    test = {clip.id for clip in held_out_cmu(shared_data)}
    train = {clip.id for clip in training_clips(["cmu"], shared_data)}
    assert len(test) == 155 - len(train) - 3
    assert not test & train
    assert all(i.startswith(HELD_OUT_CMU) for i in test)


@pytest.mark.data
@pytest.mark.parametrize(
    ("name", "count", "classes"),
    [("utd_mhad", 861, 27), ("msraction3d", 549, 20), ("kinder_gator", 1159, 58)],
)
def test_the_real_zero_shot_sets(name: str, count: int, classes: int, shared_data: Path) -> None:
    clips, labels = zeroshot_set(name, shared_data)
    assert (len(clips), len(labels)) == (count, classes)
    assert all(clip.parents and len(clip.parents) == 20 for clip in clips)
