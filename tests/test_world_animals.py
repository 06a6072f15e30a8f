"""Procedural animals: bodies that hold together, gaits that go where they say, captions that are true."""

from __future__ import annotations

import re
from itertools import product

import numpy as np
import pytest

from motionsearch.train.world import animal_bird as bird
from motionsearch.train.world import animal_chain as chain
from motionsearch.train.world import animal_insect as insect
from motionsearch.train.world import animal_quadruped as quadruped
from motionsearch.train.world import animals, sample
from motionsearch.train.world.animal_bird_sheets import ACTIONS
from motionsearch.train.world.animal_chain_sheets import COURSES
from motionsearch.train.world.animal_insect_sheets import DEEDS as INSECT_DEEDS
from motionsearch.train.world.animal_quadruped_deeds import DEEDS
from motionsearch.train.world.animal_quadruped_ways import WAYS
from motionsearch.train.world.animal_rig import Action, Doing, Rig, act, read_actions
from motionsearch.train.world.language import Subject, Voice, speak

FPS = 24.0
LEFTOVERS = re.compile(r"[{}*~%|\[\]_]|\.$|  ")
FOUR = (*WAYS, *DEEDS)
FOUR_BY_NAME = {action.name: action for action in FOUR}
BIRD_BY_NAME = {action.name: action for action in ACTIONS}
SPECIES = {species.name: species for species in quadruped.SPECIES}
BIRDS = {species.name: species for species in bird.SPECIES}


def doing(action: Action, side: str = "right", turn: float = 0.0) -> Doing:
    seconds = 2.0 if action.gait else action.seconds
    reps = max(1, round(2 / action.seconds)) if action.gait else action.reps[0]
    return Doing(action, seconds, reps, side, 1.0, 1.0, turn, 0.1, moving=False)


def four(name: str, species: str = "dog", side: str = "right") -> np.ndarray:
    rows = act(
        quadruped.RIG, doing(FOUR_BY_NAME[name], side), quadruped.stride, FPS, np.random.default_rng(0)
    )
    return quadruped.place(rows, SPECIES[species])


def two(name: str, species: str = "pigeon", side: str = "right") -> np.ndarray:
    rows = act(bird.RIG, doing(BIRD_BY_NAME[name], side), bird.stride, FPS, np.random.default_rng(0))
    return bird.place(rows, BIRDS[species])


def rigid(points: np.ndarray, links: list[tuple[int, int]], tolerance: float = 0.01) -> bool:
    spans = [np.linalg.norm(points[:, a] - points[:, b], axis=1) for a, b in links]
    return all(np.ptp(span) <= tolerance * span.mean() + 1e-9 for span in spans)


def fits(action: Action, tags: tuple[str, ...]) -> bool:
    return not action.who or bool(set(action.who) & set(tags))


def test_there_are_many_pairs_of_species_and_action() -> None:
    pairs = sum(fits(a, (*s.tags, s.name)) for s, a in product(quadruped.SPECIES, FOUR))
    pairs += sum(fits(a, (*s.tags, s.name)) for s, a in product(bird.SPECIES, ACTIONS))
    assert pairs > 1000
    for deeds, species in ((COURSES, chain.SPECIES), (INSECT_DEEDS, insect.SPECIES)):
        assert all(any(set(deed.who) & set(s.tags) for s in species) for deed in deeds)


def test_the_same_seed_makes_the_same_clip() -> None:
    first, again = sample(3, 5, ["animal"]), sample(3, 5, ["animal"])
    assert first.captions == again.captions
    np.testing.assert_array_equal(first.tracks.points, again.tracks.points)


def test_samples_are_finite_short_and_told_in_clean_words() -> None:
    labels = set()
    for index in range(250):
        clip = animals.sample(np.random.default_rng([5, index]))
        assert clip.kind == "animal"
        assert np.isfinite(clip.tracks.points).all()
        assert 0.3 < clip.tracks.duration < 7.5
        assert 4 <= len(clip.captions) <= 9
        assert len(set(clip.captions)) == len(clip.captions)
        for caption in clip.captions:
            assert caption
            assert caption == caption.lower().strip()
            assert not LEFTOVERS.search(caption), caption
        labels.add(clip.label)
    assert len(labels) > 150


@pytest.mark.parametrize("species", ["dog", "horse", "elephant", "rabbit", "lizard"])
def test_quadrupeds_keep_their_bones_and_stay_above_the_ground(species: str) -> None:
    animal = SPECIES[species]
    parents = quadruped.parents_of(animal)
    # The loin bends over the hips; the links around it are not bones, nor is a neck seen as two links.
    links = [(j, p) for j, p in enumerate(parents) if p >= 0 and j not in (2, 3, 5)]
    for action in FOUR:
        if not fits(action, (*animal.tags, animal.name)):
            continue
        rows = act(quadruped.RIG, doing(action), quadruped.stride, FPS, np.random.default_rng(0))
        points = quadruped.place(rows, animal)
        assert np.isfinite(points).all(), action.name
        assert rigid(points, links), action.name
        assert points[:, :, 1].min() > -0.12 * animal.leg, action.name


@pytest.mark.parametrize("species", ["pigeon", "penguin", "ostrich", "kangaroo", "dragon"])
def test_birds_keep_their_bones(species: str) -> None:
    animal = BIRDS[species]
    links = [(j, p) for j, p in enumerate(bird.PARENTS) if p >= 0 and bird.JOINTS[j].split()[-1] != "ankle"]
    links = [(j, p) for j, p in links if j != 4 and not bird.JOINTS[j].endswith(("shoulder", "hip"))]
    for action in ACTIONS:
        if fits(action, (*animal.tags, animal.name)):
            rows = act(bird.RIG, doing(action), bird.stride, FPS, np.random.default_rng(0))
            assert rigid(bird.place(rows, animal), links), action.name


def test_backbones_do_not_stretch() -> None:
    for course in COURSES:
        animal = next(s for s in chain.SPECIES if set(course.who) & set(s.tags))
        points = chain.move(animal, course, 2.5, FPS, 1.0, 1.0, course.turn, np.random.default_rng(0))
        assert points.shape[1] == len(chain.parents_of(animal))
        assert rigid(points, [(j, j - 1) for j in range(1, chain.NODES)]), course.name


def test_insects_keep_their_limbs_and_stay_above_the_ground() -> None:
    for deed in INSECT_DEEDS:
        for animal in (s for s in insect.SPECIES if set(deed.who) & set(s.tags)):
            points = insect.move(animal, deed, 2.0, FPS, 1.0, 1.0, np.random.default_rng(0))
            parents = insect.parents_of(animal)
            assert points.shape[1] == len(parents)
            legs = [(j, p) for j, p in enumerate(parents) if 8 <= j < 8 + 6 * animal.pairs and (j - 8) % 3]
            assert rigid(points, legs), (deed.name, animal.name)
            assert points[:, :, 1].min() > -1e-6


def test_mirrored_actions_are_mirrored_bodies() -> None:
    swap = [
        quadruped.JOINTS.index(n.replace("left", "R").replace("right", "left").replace("R", "right"))
        for n in quadruped.JOINTS
    ]
    for name in ("paw strike", "turn in place", "walk", "scratch ear", "die"):
        right, left = four(name), four(name, side="left")
        np.testing.assert_allclose(left, right[:, swap] * (-1, 1, 1), atol=1e-9)


@pytest.mark.parametrize("side", ["right", "left"])
def test_it_is_the_named_paw_that_strikes(side: str) -> None:
    other = "left" if side == "right" else "right"
    points = four("paw strike", "tiger", side)
    rise = {s: np.ptp(points[:, quadruped.JOINTS.index(f"{s} front ankle"), 1]) for s in (side, other)}
    assert rise[side] > 3 * rise[other]
    text = speak(
        "*strike with its {side} paw", Voice(side, "one", Subject("", "its")), np.random.default_rng(0)
    )
    assert text == f"strikes with its {side} paw"


def test_gaits_go_where_and_as_fast_as_they_say() -> None:
    gone = {
        name: four(name)[-1, 0] - four(name)[0, 0] for name in ("walk", "trot", "gallop", "walk backward")
    }
    assert 0.3 < gone["walk"][2] < gone["trot"][2] < gone["gallop"][2]
    assert gone["walk backward"][2] < -0.2
    right, left = four("walk sideways"), four("walk sideways", side="left")
    assert (right[-1, 0] - right[0, 0])[0] < -0.1 < 0.1 < (left[-1, 0] - left[0, 0])[0]


def test_postures_of_animals() -> None:
    head, hips, withers = (quadruped.JOINTS.index(name) for name in ("head", "hips", "withers"))
    sitting = four("sit down")[-1]
    assert sitting[hips, 1] < 0.6 * sitting[withers, 1]
    lying = four("lie down")[-1]
    assert lying[withers, 1] < 0.5 * four("stand still")[-1, withers, 1]
    rearing = four("rear", "horse")
    assert rearing[:, head, 1].max() > 1.3 * rearing[0, head, 1]
    for species in ("dog", "cow", "horse", "giraffe"):
        eating = four("eat", species)[:, quadruped.JOINTS.index("muzzle"), 1]
        assert eating.min() < 0.35 * eating.max(), species


def test_birds_fly_up_and_come_down() -> None:
    rump = bird.JOINTS.index("rump")
    up, down = two("take off"), two("land")
    assert up[-1, rump, 1] > up[0, rump, 1] + 0.4
    assert down[-1, rump, 1] < down[0, rump, 1] - 0.4
    tips = two("fly", "crow")[:, [bird.JOINTS.index("left tip"), bird.JOINTS.index("right tip")], 1]
    body = two("fly", "crow")[:, rump, 1]
    assert (tips.max(axis=0) > body.max()).all()
    assert (tips.min(axis=0) < body.min()).all()
    hover, fly = two("hover"), two("fly")
    assert abs(hover[-1, rump, 2] - hover[0, rump, 2]) < 0.2 * (fly[-1, rump, 2] - fly[0, rump, 2])


def test_fish_and_snakes_turn_to_the_side_they_say() -> None:
    course = next(c for c in COURSES if c.name == "swim in a curve")
    fish = chain.SPECIES[0]
    ends = [
        chain.move(fish, course, 3, FPS, side, 1, 80, np.random.default_rng(0))[-1, 0, 0]
        for side in (1.0, -1.0)
    ]
    # It sets off along z with its right at -x.
    assert ends[0] < -0.1 < 0.1 < ends[1]
    whale = next(s for s in chain.SPECIES if s.upright)
    for animal, axis in ((fish, 0), (whale, 1)):
        course = next(c for c in COURSES if c.name == "swim")
        tail = chain.move(animal, course, 3, FPS, 1, 1, 0, np.random.default_rng(0))[:, chain.NODES - 1]
        assert np.ptp(tail[:, axis]) > 4 * np.ptp(tail[:, 1 - axis])


def test_every_template_can_be_spoken() -> None:
    rng = np.random.default_rng(0)
    words = {"where": "ahead"}
    for deed in (*FOUR, *ACTIONS, *COURSES, *INSECT_DEEDS):
        for template in (*deed.names, *deed.says, *deed.how):
            for form in ("third", "gerund"):
                text = speak(template, Voice("left", "one", Subject("", "its"), form, words), rng)
                assert not LEFTOVERS.search(text), (deed.name, text)
        assert deed.names
        assert deed.says
        assert deed.how


def test_a_sheet_that_makes_no_sense_is_refused_by_name() -> None:
    rig = Rig("stick", {"head": 1}, {})
    with pytest.raises(ValueError, match=r"'x'.*'wing'"):
        read_actions(rig, "[x]\nis    1 s\n0     wing 1\n")
    with pytest.raises(ValueError, match=r"'x'.*'loudly'"):
        read_actions(rig, "[x]\nis    1 s, loudly\n0     head 1\n")
