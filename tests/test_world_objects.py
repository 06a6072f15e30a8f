"""The world of objects: its captions are checked against the motion that they describe."""

from __future__ import annotations

import re

import numpy as np
import pytest

from motionsearch.train.degrade import Degradation
from motionsearch.train.world import object_manoeuvres, objects
from motionsearch.train.world.object_crowds import weather
from motionsearch.train.world.object_moves import DIRECTIONS
from motionsearch.train.world.object_shapes import ball, turn_plane
from motionsearch.train.world.object_things import in_order
from motionsearch.train.world.object_vehicles import from_above
from motionsearch.train.world.object_words import (
    Phase,
    Story,
    Subject,
    base_form,
    definite,
    gerund,
    inflect,
    is_plural,
    tell,
)

PERFECT = Degradation.none()
SEEDS = range(6)


def clip(label: str, seed: int) -> np.ndarray:
    """The points (T, N, 2) of a perfectly tracked clip."""
    return objects.sample(np.random.default_rng(seed), label, PERFECT).tracks.points


def way(points: np.ndarray) -> np.ndarray:
    """Where the middle goes from first to last frame."""
    return points[-1].mean(axis=0) - points[0].mean(axis=0)


def winding(path: np.ndarray) -> float:
    """Twice the signed area swept by a path (T, 2) about its middle: positive clockwise, as y points down."""
    x, y = (path - path.mean(axis=0)).T
    return float(np.sum(x[:-1] * y[1:] - x[1:] * y[:-1]))


def extent(points: np.ndarray) -> np.ndarray:
    """The spread (T,) of the points about their middle."""
    return np.linalg.norm(points - points.mean(axis=1, keepdims=True), axis=2).mean(axis=1)


def test_there_are_many_labels_and_each_can_be_drawn() -> None:
    assert len(objects.LABELS) >= 200
    assert all(weight > 0 for weight, _ in objects.FAMILIES.values())
    assert sum(len(makers) for _, makers in objects.FAMILIES.values()) == len(objects.LABELS)
    rng = np.random.default_rng(0)
    for label in objects.LABELS:
        made = objects.sample(rng, label)
        assert made.kind == "object"
        assert np.isfinite(made.tracks.points).all()
        assert made.tracks.visible.any()
        assert 1 <= made.tracks.num_points <= 160


def test_still_things_behind_an_object_stand_still_or_tremble_alike() -> None:
    trembled = 0
    for seed in range(30):
        rng = np.random.default_rng(seed)
        tracks = objects.sample(rng, "move left", PERFECT, background=1.0).tracks
        alone = clip("move left", seed)
        count = alone.shape[1]
        still = tracks.points[:, count:]
        assert 0.04 < still.shape[1] / tracks.num_points <= 0.55
        assert tracks.visible[:, count:].all()
        moved = still - still[:1]
        np.testing.assert_allclose(moved, np.broadcast_to(moved[:, :1], moved.shape), atol=1e-3)
        # What the camera does to them it does to the object.
        shaken = tracks.points[:, :count] - alone
        np.testing.assert_allclose(
            shaken - shaken[:1], np.broadcast_to(moved[:, :1], shaken.shape), atol=1e-2
        )
        trembled += np.abs(moved).max() > 1e-3
    assert 5 < trembled < 25


def test_the_same_chance_makes_the_same_clip() -> None:
    for seed in range(20):
        one, two = (objects.sample(np.random.default_rng(seed)) for _ in range(2))
        np.testing.assert_array_equal(one.tracks.points, two.tracks.points)
        np.testing.assert_array_equal(one.tracks.visible, two.tracks.visible)
        assert (one.captions, one.label) == (two.captions, two.label)


def test_an_unknown_label_is_refused() -> None:
    with pytest.raises(KeyError, match="levitate"):
        objects.sample(np.random.default_rng(0), "levitate")


def test_captions_are_plain_varied_sentences() -> None:
    rng = np.random.default_rng(1)
    texts: set[str] = set()
    for _ in range(400):
        made = objects.sample(rng)
        assert 4 <= len(made.captions) <= 8
        assert len(set(made.captions)) == len(made.captions)
        for caption in made.captions:
            assert caption == caption.strip()
            assert not caption.endswith(".")
            assert not re.search(r"[{}|]|\s\s|\b(a|the) (a|the)\b", caption), caption
        texts |= set(made.captions)
    assert len(texts) > 1500


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("name", list(DIRECTIONS))
def test_directions_are_those_of_the_picture(name: str, seed: int) -> None:
    move, (expected, _, _) = way(clip(f"move {name}", seed)), DIRECTIONS[name]
    cosine = move @ np.asarray(expected) / np.hypot(*move) / np.hypot(*expected)
    assert cosine > np.cos(np.deg2rad(20))


SIDEWAYS = ("roll", "bounce", "vehicle drives", "vehicle speeds up", "vehicle brakes", "train passes",
            "wheel rolls", "swipe")  # fmt: skip


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("verb", SIDEWAYS)
def test_left_and_right(verb: str, seed: int) -> None:
    assert way(clip(f"{verb} right", seed))[0] > 0
    assert way(clip(f"{verb} left", seed))[0] < 0


@pytest.mark.parametrize("seed", SEEDS)
def test_up_and_down(seed: int) -> None:
    rising = ("float up", "helicopter rises", "rocket launches", "plane takes off", "hook lifts")
    for label in (*rising, "barrier opens"):
        assert way(clip(label, seed))[1] < 0, label
    for label in (
        "fall",
        "flutter down",
        "helicopter lands",
        "plane lands",
        "hook lowers",
        "roll off an edge",
    ):
        assert way(clip(label, seed))[1] > 0, label


@pytest.mark.parametrize("seed", SEEDS)
def test_paths_that_go_round_go_the_way_that_is_said(seed: int) -> None:
    for label, sign in (("circle clockwise", 1), ("circle counterclockwise", -1)):
        assert sign * winding(clip(label, seed).mean(axis=1)) > 0
    for label, sign in (("vortex clockwise", 1), ("vortex counterclockwise", -1)):
        points = clip(label, seed)
        middle = points.mean(axis=(0, 1))
        a, b = points[:-1] - middle, points[1:] - middle
        assert sign * np.sum(a[..., 0] * b[..., 1] - a[..., 1] * b[..., 0]) > 0


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize(
    ("label", "sign"),
    [
        ("spin clockwise", 1),
        ("spin counterclockwise", -1),
        ("turn partway clockwise", 1),
        ("turn partway counterclockwise", -1),
        ("fan turns clockwise", 1),
        ("fan turns counterclockwise", -1),
        ("twist clockwise", 1),
        ("twist counterclockwise", -1),
    ],
)
def test_things_spin_the_way_that_is_said(label: str, sign: int, seed: int) -> None:
    points = clip(label, seed)
    local = points - points.mean(axis=(0, 1) if label.startswith("fan") else 1, keepdims=True)
    a, b = local[:-1], local[1:]
    assert sign * np.sum(a[..., 0] * b[..., 1] - a[..., 1] * b[..., 0]) > 0


@pytest.mark.parametrize("seed", SEEDS)
def test_sizes_change_as_said(seed: int) -> None:
    growing = ("grow", "move toward the camera", "vehicle comes closer", "crowd scatters", "ring expands",
               "spread apart", "explosion", "telescope extends", "gripper opens", "move apart")  # fmt: skip
    for label in growing:
        size = extent(clip(label, seed))
        assert size[-1] > 1.1 * size[0], label
    shrinking = ("shrink", "move away from the camera", "vehicle drives away", "crowd gathers",
                 "ring contracts", "pinch together", "telescope retracts", "gripper closes",
                 "come together")  # fmt: skip
    for label in shrinking:
        size = extent(clip(label, seed))
        assert size[-1] < 0.95 * size[0], label


@pytest.mark.parametrize("seed", SEEDS)
def test_turns_seen_from_above_are_the_drivers(seed: int) -> None:
    for kind, sign in (("turns left", -1), ("turns right", 1)):
        scene = from_above(np.random.default_rng(seed), np.linspace(0, 4, 80), kind)
        middle = scene.points.mean(axis=1)
        a, b = middle[10] - middle[0], middle[-1] - middle[-11]
        assert sign * (a[0] * b[1] - a[1] * b[0]) > 0


@pytest.mark.parametrize("seed", SEEDS)
def test_a_thing_that_stays_still_moves_least(seed: int) -> None:
    def stirring(label: str) -> float:
        """How far the points stray from their mean places, in picture heights or widths."""
        tracks = objects.sample(np.random.default_rng(seed), label, PERFECT).tracks
        return float(np.abs(tracks.points - tracks.points.mean(axis=0)).max() / min(tracks.frame_size))

    assert stirring("stay still") < 0.05
    for label in ("vibrate", "move right", "tumble", "swing"):
        assert stirring("stay still") < 0.5 * stirring(label), label


@pytest.mark.parametrize("seed", SEEDS)
def test_things_meet_part_and_collide(seed: int) -> None:
    def gap(label: str) -> np.ndarray:
        points = clip(label, seed)
        half = points.shape[1] // 2
        return np.linalg.norm(points[:, :half].mean(axis=1) - points[:, half:].mean(axis=1), axis=1)

    assert gap("come together")[-1] < 0.6 * gap("come together")[0]
    assert gap("move apart")[-1] > 1.5 * gap("move apart")[0]
    for label in ("collide", "pass each other"):
        nearest = int(np.argmin(gap(label)))
        assert 0.2 < nearest / len(gap(label)) < 0.8
        assert gap(label)[-1] > 1.2 * gap(label)[nearest]


@pytest.mark.parametrize("seed", range(40))
def test_phases_come_in_the_order_that_is_said(seed: int) -> None:
    scene = in_order(np.random.default_rng(seed), np.arange(90) / 24)
    labels, phases = scene.story.label.split(", then "), scene.story.phases
    assert len(labels) == len(phases) in (2, 3)
    assert [p.start for p in phases[1:]] == [p.end for p in phases[:-1]]
    assert (phases[0].start, phases[-1].end) == (0, 90)
    middle = scene.points.mean(axis=1)
    for label, phase in zip(labels, phases, strict=True):
        part = middle[max(phase.start - 1, 0) : phase.end]
        move = part[-1] - part[0]
        if label.removeprefix("move ") in DIRECTIONS:
            expected = np.asarray(DIRECTIONS[label.removeprefix("move ")][0])
            assert move @ expected > 0.9 * np.hypot(*move) * np.hypot(*expected)
        if label == "stay still":
            assert np.hypot(*move) < 0.2
        if label == "fall":
            assert move[1] > 0


def test_sentences_about_several_phases_keep_their_order() -> None:
    phases = (Phase(("rises",), ("moves",)), Phase(("spins",), ("moves",)), Phase(("falls",), ("moves",)))
    for count in (2, 3):
        story = Story(Subject(("a ball", "balls")), phases[:count], "rise, then spin")
        for seed in range(60):
            lines = tell(story, [None] * count, np.random.default_rng(seed))
            for line in lines[1:]:
                found = [line.find(stem) for stem in ("ris", "spin", "fall")[:count]]
                if min(found) < 0:
                    continue  # a sentence about one phase alone is true too
                assert found == sorted(found), line


def test_quick_and_slow_are_said_of_what_is() -> None:
    slow, quick = (
        re.compile(r"\b(slow|gentl|unhurried)"),
        re.compile(r"\b(quick|fast\b|rapid|swift|high speed)"),
    )
    checked = 0
    for seed in range(300):
        made = objects.sample(np.random.default_rng(seed), "move right", PERFECT)
        pixels, size = made.tracks.points, min(made.tracks.frame_size)
        speed = np.hypot(*way(pixels)) / made.tracks.duration / size
        text = " ".join(made.captions)
        if quick.search(text):
            checked += 1
            assert speed > 0.5
        if slow.search(text):
            checked += 1
            assert speed < 0.2
    assert checked > 50


def test_places_and_sizes_of_circles_are_those_of_the_picture() -> None:
    places = {"on the left side": (0, -1), "on the right side": (0, 1), "at the top of": (1, -1),
              "at the bottom of": (1, 1), "top left": (1, -1), "bottom right": (0, 1)}  # fmt: skip
    found = set()
    for seed in range(250):
        made = objects.sample(np.random.default_rng(seed), "pulse", PERFECT)
        middle = made.tracks.points.mean(axis=(0, 1)) / np.asarray(made.tracks.frame_size) - 0.5
        for words, (axis, sign) in places.items():
            if any(words in caption for caption in made.captions):
                found.add(words)
                assert sign * middle[axis] > 0.1, words
        made = objects.sample(np.random.default_rng(seed), "circle clockwise", PERFECT)
        path = made.tracks.points.mean(axis=1)
        reach = np.ptp(path, axis=0).max() / min(made.tracks.frame_size)
        text = " ".join(made.captions)
        if re.search("(small|little|tight) circle", text):
            assert reach < 0.3
        if re.search("(wide|big) circle", text):
            assert reach > 0.5
    assert len(found) >= 4


def test_drops_of_rain_are_not_seen_jumping_back() -> None:
    times = np.arange(60) / 25
    for kind in ("rain falls", "bubbles rise"):
        scene = weather(np.random.default_rng(0), times, kind)
        assert scene.visible is not None
        step = np.diff(scene.points[..., 1], axis=0)
        both = scene.visible[1:] & scene.visible[:-1]
        assert (step[both] > 0).all() if kind == "rain falls" else (step[both] < 0).all()


@pytest.mark.parametrize(
    ("third", "base", "ing"),
    [
        ("moves", "move", "moving"),
        ("goes", "go", "going"),
        ("flies", "fly", "flying"),
        ("spins", "spin", "spinning"),
        ("passes", "pass", "passing"),
        ("is", "be", "being"),
        ("lies", "lie", "lying"),
        ("changes", "change", "changing"),
        ("reaches", "reach", "reaching"),
        ("seesaws", "seesaw", "seesawing"),
        ("frees", "free", "freeing"),
    ],
)
def test_verb_forms(third: str, base: str, ing: str) -> None:
    assert base_form(third) == base
    assert gerund(third) == ing
    assert inflect(f"{third} up", "gerund") == f"{ing} up"


def test_phrases_with_several_verbs_change_all_of_them() -> None:
    phrase = "{goes} up and {comes} down"
    assert inflect(phrase, "third") == "goes up and comes down"
    assert inflect(phrase, "base") == "go up and come down"
    assert inflect(phrase, "gerund") == "going up and coming down"


def test_noun_phrases() -> None:
    assert not is_plural("a flock of birds")
    assert is_plural("birds")
    assert is_plural("a finger and a thumb")
    assert not is_plural("rain")
    assert definite("a ball") == "the ball"
    assert definite("something") == "something"


def test_shapes() -> None:
    points = ball(np.random.default_rng(0), 30)
    np.testing.assert_allclose(np.linalg.norm(points, axis=1), 1)
    # A quarter turn clockwise takes what points right to what points down.
    np.testing.assert_allclose(turn_plane(np.array([[1.0, 0.0]]), np.pi / 2), [[0, 1]], atol=1e-12)


def test_manoeuvres_of_vehicles_turn_and_rest_as_they_say() -> None:
    times = np.linspace(0, 4, 160)
    for kind, turned, rests in (
        ("vehicle makes a three-point turn", 180, True),
        ("vehicle parks forward", 88, False),
        ("vehicle parallel parks", 0, True),
        ("vehicle drives in circles", 700, False),
        ("vehicle reverses", 0, False),
    ):
        scene = object_manoeuvres.MAKERS[kind](np.random.default_rng(4), times)
        nose = scene.points[:, :2].mean(axis=1) - scene.points[:, 2:4].mean(axis=1)
        heading = np.unwrap(np.arctan2(nose[:, 1], nose[:, 0]))
        assert abs(abs(np.rad2deg(heading[-1] - heading[0])) - turned) < 2, kind
        speed = np.linalg.norm(np.diff(scene.points.mean(axis=1), axis=0), axis=1)
        assert (speed[10:-10].min() < 0.1 * speed.max()) == rests, kind
    along = np.sum(np.diff(scene.points[:, 0], axis=0) * nose[1:], axis=1)
    assert (along[20:-20] < 0).all()  # in reverse the nose points back


def test_one_vehicle_overtakes_the_other() -> None:
    scene = object_manoeuvres.overtake(np.random.default_rng(2), np.linspace(0, 4, 120))
    corners = np.linalg.norm(scene.points - scene.points[:, :1], axis=2)
    second = int(np.argmax(corners[0] > 2.3))
    ahead = scene.points[:, :4].mean(axis=1) - scene.points[:, second : second + 4].mean(axis=1)
    assert ahead[0] @ ahead[-1] < 0
    assert np.linalg.norm(ahead, axis=1).min() > 0.8
