"""Composed motions of people: made up of limb, path, place and size, and told in just those words."""

from __future__ import annotations

import re

import numpy as np
import pytest

from motionsearch.train.world import people
from motionsearch.train.world import skeleton as sk
from motionsearch.train.world.language import ADULTS, Voice, speak, suited
from motionsearch.train.world.people_acts import plan_motion
from motionsearch.train.world.people_compose import compose
from motionsearch.train.world.people_compose_jumps import jump
from motionsearch.train.world.people_compose_shapes import FIGURES, draw_figure
from motionsearch.train.world.people_motion import MOTIONS, Motion, Timing, lay, posture_row
from motionsearch.train.world.people_plans import Plan, at_once, composed, draw_plan, two_hands

FPS = 20.0
BODY = sk.Body(1.7, 0.833, 0.55, 0.51, 0.3, 0.195, 0.094, 0.03)
LEFTOVERS = re.compile(r"[{}*~%|\[\]_()]|\.$|  ")
LIMBS = ("arms", "shapes", "legs", "trunk")


def made(limb: str, count: int = 120) -> list[Motion]:
    return [compose(np.random.default_rng([17, index]), limb)[0] for index in range(count)]


def placed(motion: Motion, *, mirrored: bool = False, posture: str | None = None) -> np.ndarray:
    variant = motion.sides[0]
    timing = Timing(0.1, motion.seconds, 2 if variant == "turns" else motion.reps[0])
    row = posture_row(posture or motion.start)
    rows = np.repeat((sk.mirror(row) if mirrored else row)[None], int((timing.end + 0.6) * FPS), axis=0)
    lay(rows, motion, variant, mirrored, timing, FPS, np.random.default_rng(0), looseness=0.0)
    return sk.place(rows, BODY)


def joint(points: np.ndarray, name: str) -> np.ndarray:
    return points[:, sk.JOINTS.index(name)]


def about(words: str, limb: str = "arms", count: int = 1500, variant: str = "one") -> list[Motion]:
    """Composed motions with a name that matches."""
    found = [m for m in made(limb, count) if re.search(words, m.name) and m.sides == (variant,)]
    assert found, words
    return found


@pytest.mark.parametrize("limb", LIMBS)
def test_they_are_many_and_speak_clean_words_in_every_form(limb: str) -> None:
    rng = np.random.default_rng(0)
    motions = made(limb)
    assert len({motion.name for motion in motions}) > 25
    for motion in motions:
        (variant,) = motion.sides
        assert len(suited(motion.says, variant)) >= 3, motion.name
        for templates in (motion.names, motion.says, motion.how):
            told = suited(templates, variant)
            assert told, (motion.name, variant)
            for template in told:
                for form in ("third", "gerund", "base"):
                    text = speak(template, Voice("left", variant, ADULTS[0], form), rng)
                    assert not LEFTOVERS.search(text), (motion.name, text)
                    assert variant == "one" or ("left" in text) <= ("right" in text), (motion.name, text)


@pytest.mark.parametrize("limb", LIMBS)
def test_bones_keep_their_length_in_every_posture(limb: str) -> None:
    rigid = [(j, p) for j, p in enumerate(sk.PARENTS) if p >= 0 and not sk.JOINTS[j].endswith("shoulder")]
    for number, motion in enumerate(made(limb, 60)):
        postures = (motion.start, *motion.postures)
        points = placed(motion, mirrored=number % 2 == 1, posture=postures[number % len(postures)])
        assert np.isfinite(points).all(), motion.name
        assert points[:, :, 1].min() > -0.02, motion.name
        for a, b in rigid:
            lengths = np.linalg.norm(points[:, a] - points[:, b], axis=1)
            assert np.ptp(lengths) < 0.01 * lengths.mean() + 1e-9, (motion.name, sk.JOINTS[a])


@pytest.mark.parametrize("side", ["right", "left"])
@pytest.mark.parametrize(
    ("words", "axis", "way"),
    [
        (r"^(raise|lift|bring|move) arm front$", 2, 1),
        (r"^(raise|lift|bring|move) arm up$", 1, 1),
        (r"^(raise|lift|bring|move) arm side$", 0, 1),
        (r"^(raise|lift|bring|move|swing) arm across$", 0, -1),
        (r"^(raise|lift|bring|move|swing) arm back$", 2, -1),
        (r"^(punch|push|poke) front$", 2, 1),
        (r"^(punch|push|poke) side$", 0, 1),
        (r"^(punch|push|poke) up$", 1, 1),
    ],
)
def test_an_arm_goes_where_its_name_says(words: str, axis: int, way: int, side: str) -> None:
    for motion in about(words):
        points = placed(motion, mirrored=side == "left")
        other = "left" if side == "right" else "right"
        hand = joint(points, f"{side} wrist") - joint(points, f"{side} shoulder")
        if axis == 0:  # the figure faces z, so its right is -x
            hand = hand * (-1 if side == "right" else 1, 1, 1)
        furthest = (way * hand[:, axis]).max()
        assert furthest > 0.27, motion.name
        assert furthest > (way * hand[0, axis]) + 0.15, motion.name
        assert np.ptp(joint(points, f"{other} wrist"), axis=0).max() < 0.05, motion.name


@pytest.mark.parametrize(
    ("words", "axis", "way"),
    [
        (r"^(lift|kick) leg front high$", 2, 1),
        (r"^(lift|kick) leg back high$", 2, -1),
        (r"^(lift|kick) leg side high$", 0, 1),
        (r"^(lift|kick) leg across high$", 0, -1),
    ],
)
def test_a_leg_goes_where_its_name_says(words: str, axis: int, way: int) -> None:
    for motion in about(words, "legs"):
        foot = joint(placed(motion), "right ankle") * (-1, 1, 1)
        gone = foot - foot[0]
        assert (way * gone[:, axis]).max() > 0.25, motion.name
        assert gone[:, 1].max() > 0.15, motion.name


def test_large_circles_are_larger_than_small_ones_and_go_the_way_they_say() -> None:
    for motion in about(r"circles of the arm"):
        points = placed(motion)
        hand = joint(points, "right wrist") - joint(points, "right shoulder")
        hand = hand[10 : int((0.45 + motion.seconds * motion.reps[0]) * FPS)]
        extent = np.sort(np.ptp(hand, axis=0))[-2:].mean()
        assert extent > 0.17 if "large" in motion.name else extent < 0.25, motion.name


@pytest.mark.parametrize("side", ["right", "left"])
def test_either_hand_draws_a_figure_as_it_is_read(side: str) -> None:
    ways = {what.strip("[]").split("|")[0]: points for what, points in FIGURES}
    seen = set()
    for index in range(400):
        motion, hand = draw_figure(np.random.default_rng([3, index]))
        name = motion.name.removeprefix("draw ")
        if hand != side or name not in ways or name in seen:
            continue
        seen.add(name)
        x = -joint(placed(motion, mirrored=side == "left"), f"{side} wrist")[:, 0]
        inked = x[int((0.1 + 0.35 + 0.14 * motion.seconds) * FPS) : int((0.45 + 0.86 * motion.seconds) * FPS)]
        first, last = ways[name][0][0], ways[name][-1][0]
        if abs(last - first) > 0.7:
            assert np.sign(inked[-1] - inked[0]) == np.sign(last - first), name
    assert len(seen) > 25


def test_clips_of_them_are_told_truly_and_often() -> None:
    labels, share = set(), 0
    for index in range(40):
        rng = np.random.default_rng([5, index])
        clip = people.make(composed(rng), rng)
        assert 4 <= len(clip.captions) <= 9
        for caption in clip.captions:
            assert caption == caption.lower().strip()
            assert not LEFTOVERS.search(caption), caption
        labels.add(clip.label)
    for index in range(400):
        plan = draw_plan(np.random.default_rng([6, index]))
        share += any(
            isinstance(act.what, Motion) and MOTIONS.get(act.what.name) is not act.what for act in plan.acts
        )
    assert len(labels) > 25
    assert 0.14 < share / 400 < 0.28


def test_the_same_state_composes_the_same_motion() -> None:
    for index in range(20):
        one, side = compose(np.random.default_rng([8, index]))
        again, side_again = compose(np.random.default_rng([8, index]))
        assert (one.name, one.says, one.keys, side) == (again.name, again.says, again.keys, side_again)


def test_counts_and_sides_of_a_composed_motion_are_those_of_its_act() -> None:
    for index in range(30):
        rng = np.random.default_rng([9, index])
        motion, side = compose(rng, "shapes")
        act = plan_motion(motion, 0.2, 5.4, "stand", rng)
        act = act.on_side(side) if side else act
        words = " ".join(people.make(Plan((act,), posture=act.posture), rng).captions)
        other = "left" if act.side == "right" else "right"
        if act.variant == "one":
            assert not re.search(rf"\b{other} hand", words), words


def test_composed_motions_join_with_others_and_stay_true() -> None:
    made_legs = made_hands = 0
    for index in range(150):
        plan = at_once(np.random.default_rng([21, index]))
        base, extra = (act.what for act in plan.acts)
        if isinstance(base, Motion) and MOTIONS.get(base.name) is not base:
            made_legs += 1
            columns = set(base.tables[base.sides[0]].columns.tolist())
            assert not columns & set(range(*sk.CHANNELS["rhand"].indices(sk.WIDTH))), base.name
        assert isinstance(extra, Motion)
        assert extra.group == "arms"
    for index in range(60):
        plan = two_hands(np.random.default_rng([22, index]))
        assert {act.side for act in plan.acts} == {"left", "right"}
        assert {act.variant for act in plan.acts} == {"one"}
        made_hands += any(MOTIONS.get(act.what.name) is not act.what for act in plan.acts)
    assert made_legs > 5
    assert made_hands > 15


@pytest.mark.parametrize("side", ["right", "left"])
def test_jumps_leave_the_floor_and_land_where_they_say(side: str) -> None:
    sign = -1 if side == "right" else 1
    seen = set()
    for motion in (jump(np.random.default_rng([23, index])) for index in range(60)):
        points = placed(motion, mirrored=side == "left")
        feet = np.minimum(joint(points, "left toe")[:, 1], joint(points, "right toe")[:, 1])
        assert feet.max() > feet[0] + 0.02, motion.name
        gone = (points[-1] - points[0])[0]
        name = motion.name.removesuffix(" on one foot")
        way = name.partition(" ")[2]
        seen.add(way)
        assert (gone[2] > 0.05) == (way in ("forward", "diagonally")), motion.name
        assert (gone[2] < -0.05) == (way == "backward"), motion.name
        if way in ("sideways", "diagonally"):
            assert sign * gone[0] > 0.05, motion.name
        nose = joint(points, "nose") - joint(points, "neck")
        if way == "with a quarter turn":
            assert sign * nose[-1, 0] > 0.05, motion.name
        if way == "with a half turn":
            assert nose[-1, 2] < -0.05, motion.name
    assert len(seen) == 8
