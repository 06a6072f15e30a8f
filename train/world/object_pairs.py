"""Two or three things and what they do to one another, each with its words."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np
from numpy.typing import NDArray

from motionsearch.train.world.object_moves import DIRECTIONS
from motionsearch.train.world.object_scene import Scene
from motionsearch.train.world.object_shapes import shape
from motionsearch.train.world.object_words import Phase, Story, Subject, words

Floats = NDArray[np.floating[Any]]
Maker = Callable[[np.random.Generator, Floats], Scene]

TWO = words("two objects | two things | two balls | two people | two shapes | two cars | two points")
GENERIC_TWO = words("two things | two objects | objects | things")


def orbit(rng: np.random.Generator, times: Floats, way: str) -> Scene:
    """One thing goes round another that stays."""
    u = times / times[-1]
    turns = max(0.8, rng.uniform(0.2, 0.9) * times[-1])
    angle = rng.uniform(0, 6) + (1.0 if way == "clockwise" else -1.0) * 2 * np.pi * turns * u
    radius = rng.uniform(2, 6)
    moon = radius * np.stack([np.cos(angle), rng.uniform(0.5, 1) * np.sin(angle)], axis=-1)
    points = _things(rng, [np.zeros((len(u), 2)), moon], [1.0, rng.uniform(0.3, 0.9)])
    verbs = words(
        f"circles {way} around another | orbits another {way} | goes round another {way} | "
        f"moves {way} around another one"
    )
    subject = Subject(
        words("one object | one thing | one ball | a moon | a small object"),
        words("one thing | an object | something"),
    )
    phase = Phase(verbs, words("goes round another | orbits another thing"), words(f"orbit {way} | orbiting"),
                  rate=turns / times[-1])  # fmt: skip
    return _scene(points, subject, phase, f"orbit {way}")


@dataclass(frozen=True)
class Encounter:
    """What two things that meet are made from.

    Args:
        rng: Where chance comes from.
        u: ``(T,)`` from 0 to 1.
        far: Half their distance when they are apart, in radii.
        gap: Half their distance when they touch.
        hit: The share of the clip after which they touch.
    """

    rng: np.random.Generator
    u: Floats
    far: float
    gap: float
    hit: float

    def ease(self) -> Floats:
        """From 0 to 1 with an easy start and end."""
        eased: Floats = self.u**2 * (3 - 2 * self.u)
        return eased

    def before(self) -> Floats:
        """From 0 to 1 until they touch."""
        share: Floats = np.clip(self.u / self.hit, 0, 1)
        return share

    def after(self) -> Floats:
        """From 0 to 1 once they have touched."""
        share: Floats = np.clip((self.u - self.hit) / (1 - self.hit), 0, 1)
        return share


# Each gives where the first and the second stand on their line, and how far beside each other.
_Places = tuple[Floats, Floats, Floats]


def _together(meet: Encounter) -> _Places:
    place = meet.far + (meet.gap - meet.far) * meet.ease()
    return -place, place, 0 * place


def _apart(meet: Encounter) -> _Places:
    place = meet.gap + (meet.far - meet.gap) * meet.ease()
    return -place, place, 0 * place


def _collide(meet: Encounter) -> _Places:
    back = meet.rng.uniform(0.5, 1.0) * meet.far * meet.after()
    place = meet.far + (meet.gap - meet.far) * meet.before() + back
    return -place, place, 0 * place


def _pass(meet: Encounter) -> _Places:
    place = meet.far * (1 - 2 * meet.u)
    return -place, place, np.full_like(place, meet.rng.uniform(1.2, 2.2))


def _swap(meet: Encounter) -> _Places:
    turn = np.pi * meet.ease()
    rise = 2 * meet.far * meet.rng.uniform(0.4, 0.9) * np.sin(turn)
    return -meet.far * np.cos(turn), meet.far * np.cos(turn), rise


def _knock(meet: Encounter) -> _Places:
    first = -meet.far + (meet.far - 2 * meet.gap) * meet.before() + 0.1 * meet.after()
    return first, 1.2 * meet.far * meet.after(), 0 * first


def _past(meet: Encounter) -> _Places:
    first = meet.far * meet.rng.uniform(0.5, 1) * (2 * meet.u - 1)
    return first, 0 * first, np.full_like(first, -meet.rng.uniform(2.2, 3.5))


# How they move, what they are called (one of them, or both), and their verbs and coarse verbs.
_Meeting = tuple[Callable[[Encounter], _Places], tuple[str, ...], tuple[str, ...], tuple[str, ...]]
MEETINGS: dict[str, _Meeting] = {
    "come together": (
        _together,
        TWO,
        words("moves toward each other | approaches each other | comes together | meets in the middle"),
        words("moves closer together | approaches"),
    ),
    "move apart": (
        _apart,
        TWO,
        words(
            "moves apart | moves away from each other | separates | drifts apart | "
            "goes in opposite directions"
        ),
        words("moves away from each other | moves"),
    ),
    "collide": (
        _collide,
        TWO,
        words(
            "{collides} and {bounces} apart | bumps into each other | "
            "{hits} each other and {bounces} back | crashes into each other"
        ),
        words("collides | {meets} and {parts}"),
    ),
    "pass each other": (
        _pass,
        TWO,
        words(
            "passes each other | crosses paths | goes past each other in opposite directions | "
            "moves past each other"
        ),
        words("moves in opposite directions | moves"),
    ),
    "swap places": (
        _swap,
        TWO,
        words("swaps places | trades places | changes places with each other | switches positions"),
        words("moves around each other | changes places"),
    ),
    "one hits the other away": (
        _knock,
        words("one object | one ball | something | a ball | a moving object"),
        words(
            "{hits} another and {knocks} it away | strikes another one, which flies off | "
            "{bumps} another and {sends} it rolling | {moves} into another and {pushes} it off"
        ),
        words("hits another thing | collides with another"),
    ),
    "one passes another": (
        _past,
        words("one object | one thing | one of two objects | one ball"),
        words(
            "moves past another that stays still | passes by another that does not move | "
            "moves while the other one stays"
        ),
        words("moves past another | moves"),
    ),
}


def meeting(rng: np.random.Generator, times: Floats, kind: str) -> Scene:
    """Two things on one line: they meet, part, bounce apart, pass, hit or swap."""
    move, names, verbs, coarse = MEETINGS[kind]
    meet = Encounter(rng, times / times[-1], rng.uniform(3, 8), rng.uniform(1.0, 1.3), rng.uniform(0.4, 0.6))
    one, other, beside = move(meet)
    turn = float(rng.choice([-1.0, 1.0]))
    first = turn * np.stack([one, beside / 2], axis=-1)
    second = turn * np.stack([other, -beside / 2], axis=-1)
    if rng.random() < 0.25:  # along the upright
        first, second = first[:, ::-1], second[:, ::-1]
    points = _things(rng, [first, second], [1.0, 1.0])
    paced = kind in ("come together", "move apart", "pass each other")
    generic = GENERIC_TWO if names is TWO else words("something | an object | one thing")
    return _scene(points, Subject(names, generic), Phase(verbs, coarse, (kind,), paced=paced), kind)


def chase(rng: np.random.Generator, times: Floats) -> Scene:
    """One thing runs from another along a winding path and is caught, or nearly."""
    u = times / times[-1]
    knots = max(4, int(1.5 * times[-1]) + 2)
    heading = np.interp(u * (knots - 1), np.arange(knots), np.cumsum(rng.normal(0, 1.0, knots)))
    steps = np.stack([np.cos(heading), np.sin(heading)], axis=-1) * 14 / len(u)
    prey = np.cumsum(steps, axis=0)
    lag = max(2, int(rng.uniform(0.12, 0.3) * len(u)))
    back = prey[0] - np.arange(lag, 0, -1)[:, None] * steps[0]
    hunter = np.concatenate([back, prey])[: len(u)]
    points = _things(rng, [prey, hunter], [0.7, 0.7])
    verbs = words(
        "chases another | runs after another | follows another along a winding path | pursues another"
    )
    subject = Subject(
        words("one object | something | one thing | an animal | a dog"),
        words("something | an object | one thing"),
    )
    return _scene(
        points,
        subject,
        Phase(verbs, words("follows another | goes after another"), words("chase | pursuit")),
        "chase",
    )


def column(rng: np.random.Generator, times: Floats) -> Scene:
    """Several things one behind the other along the same path."""
    u = times / times[-1]
    count = int(rng.integers(3, 8))
    wave = rng.uniform(0, 1.2)
    places = []
    for k in range(count):
        way = 9 * u - 1.8 * k
        places.append(np.stack([way, wave * np.sin(way / 1.8)], axis=-1))
    side = str(rng.choice(["left", "right"]))
    points = _things(rng, places, [0.5] * count) * ([1, 1] if side == "right" else [-1, 1])
    names = words(
        "a column of objects | a line of people | ducklings | several cars in a row | ants | things in a row"
    )
    verbs = words(
        f"moves {side} in single file | goes {side} one behind the other | follows one another to the {side}"
    )
    phase = Phase(
        verbs, words("moves in a row | follows one another"), words("single file | moving in a line")
    )
    return _scene(
        points, Subject(names, words("things | several things | objects")), phase, "move in single file"
    )


def side_by_side(rng: np.random.Generator, times: Floats) -> Scene:
    """Two things that go the same way beside each other."""
    go, way, ways = _going(rng, times)
    across = np.array([-way[1], way[0]])
    points = _things(rng, [go - 1.4 * across, go + 1.4 * across], [1.0, 1.0])
    verbs = words(
        f"moves {ways[0]} side by side | goes {ways[0]} together | moves {ways[0]} next to each other"
    )
    phase = Phase(
        verbs, words("moves together | moves side by side"), words("moving side by side | in parallel")
    )
    return _scene(points, Subject(TWO, GENERIC_TWO), phase, "move side by side")


def following(rng: np.random.Generator, times: Floats) -> Scene:
    """One thing goes the way of another, behind it."""
    go, way, ways = _going(rng, times)
    points = _things(rng, [go, go - rng.uniform(2.5, 4) * way], [1.0, 1.0])
    verbs = words(
        f"follows another {ways[0]} | goes {ways[0]} behind another | moves {ways[0]} after another"
    )
    phase = Phase(verbs, words("follows another"), words("following | one behind the other"))
    names = words("one object | something | one thing | one car | one person")
    return _scene(points, Subject(names, words("something | an object")), phase, "one follows the other")


def _going(rng: np.random.Generator, times: Floats) -> tuple[Floats, Floats, tuple[str, ...]]:
    """A straight path ``(T, 2)`` in one of eight directions, the direction, and its words."""
    (dx, dy), ways, _ = DIRECTIONS[str(rng.choice(list(DIRECTIONS)))]
    way = np.array([dx, dy], dtype=float)
    return rng.uniform(4, 10) * (times / times[-1])[:, None] * way, way, ways


def _things(rng: np.random.Generator, places: list[Floats], sizes: list[float]) -> Floats:
    """Like things at places ``(T, 2)`` each."""
    points, _ = shape(rng)
    some = points[rng.permutation(len(points))[: max(1, min(len(points), 56 // len(places)))], :2]
    return np.concatenate([0.9 * s * some + p[:, None] for p, s in zip(places, sizes, strict=True)], axis=1)


def _scene(points: Floats, subject: Subject, phase: Phase, label: str) -> Scene:
    return Scene(points, Story(subject, (phase,), label), margin=0.4)


MAKERS: dict[str, Maker] = {
    f"orbit {way}": partial(orbit, way=way) for way in ("clockwise", "counterclockwise")
}
MAKERS |= {kind: partial(meeting, kind=kind) for kind in MEETINGS}
MAKERS |= {"move side by side": side_by_side, "one follows the other": following}
MAKERS |= {"chase": chase, "move in single file": column}
