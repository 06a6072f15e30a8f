"""Two or three things and what they do to one another, each with its words."""

from __future__ import annotations

from collections.abc import Callable
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


def meeting(rng: np.random.Generator, times: Floats, kind: str) -> Scene:
    """Two things on one line: they meet, part, bounce apart, pass, hit, push, swap or stay together."""
    u = times / times[-1]
    one, ease = rng.uniform(3, 8), u * u * (3 - 2 * u)
    gap = rng.uniform(1.0, 1.3)  # between their middles when they touch
    hit = rng.uniform(0.4, 0.6)
    before, after = np.clip(u / hit, 0, 1), np.clip((u - hit) / (1 - hit), 0, 1)
    a, b = np.zeros(len(u)), np.zeros(len(u))
    rise = np.zeros(len(u))
    names = TWO
    if kind == "come together":
        a, b = -one + (one - gap) * ease, one - (one - gap) * ease
        said = words("moves toward each other | approaches each other | comes together | meets in the middle")
        coarse = words("moves closer together | approaches")
    elif kind == "move apart":
        a, b = -gap - (one - gap) * ease, gap + (one - gap) * ease
        said = words(
            "moves apart | moves away from each other | separates | drifts apart | "
            "goes in opposite directions"
        )
        coarse = words("moves away from each other | moves")
    elif kind == "collide":
        away = rng.uniform(0.5, 1.0) * one * after
        a, b = -one + (one - gap) * before - away, one - (one - gap) * before + away
        said = words(
            "{collides} and {bounces} apart | bumps into each other | "
            "{hits} each other and {bounces} back | crashes into each other"
        )
        coarse = words("collides | {meets} and {parts}")
    elif kind == "pass each other":
        a, b = -one + 2 * one * u, one - 2 * one * u
        rise = np.full(len(u), rng.uniform(1.2, 2.2))
        said = words(
            "passes each other | crosses paths | goes past each other in opposite directions | "
            "moves past each other"
        )
        coarse = words("moves in opposite directions | moves")
    elif kind == "swap places":
        a, b = -one * np.cos(np.pi * ease), one * np.cos(np.pi * ease)
        rise = 2 * one * rng.uniform(0.4, 0.9) * np.sin(np.pi * ease)
        said = words("swaps places | trades places | changes places with each other | switches positions")
        coarse = words("moves around each other | changes places")
    elif kind == "move side by side":
        return _together(rng, times, "side by side")
    elif kind == "one follows the other":
        return _together(rng, times, "following")
    elif kind == "one hits the other away":
        a, b = -one + (one - 2 * gap) * before, one * 1.2 * after
        a = a + 0.1 * after
        names = words("one object | one ball | something | a ball | a moving object")
        said = words(
            "{hits} another and {knocks} it away | strikes another one, which flies off | "
            "{bumps} another and {sends} it rolling | {moves} into another and {pushes} it off"
        )
        coarse = words("hits another thing | collides with another")
    else:  # one moves, the other stays
        a, b = one * (2 * u - 1) * rng.uniform(0.5, 1), np.zeros(len(u))
        rise = np.full(len(u), -rng.uniform(2.2, 3.5))
        names = words("one object | one thing | one of two objects | one ball")
        said = words(
            "moves past another that stays still | passes by another that does not move | "
            "moves while the other one stays"
        )
        coarse = words("moves past another | moves")
    turn = 1.0 if rng.random() < 0.5 else -1.0
    first = turn * np.stack([a, rise / 2], axis=-1)
    second = turn * np.stack([b, -rise / 2], axis=-1)
    if rng.random() < 0.25 and kind not in ("pass each other", "one passes another"):
        first, second = first[:, ::-1], second[:, ::-1]
    points = _things(rng, [first, second], [1.0, 1.0])
    paced = kind in ("come together", "move apart", "pass each other")
    phase = Phase(said, coarse, (kind,), paced=paced)
    generic = GENERIC_TWO if names is TWO else words("something | an object | one thing")
    return _scene(points, Subject(names, generic), phase, kind)


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


def _together(rng: np.random.Generator, times: Floats, kind: str) -> Scene:
    """Two things that go the same way, beside or behind each other."""
    name = str(rng.choice(list(DIRECTIONS)))
    (dx, dy), ways, _ = DIRECTIONS[name]
    way, across = np.array([dx, dy], dtype=float), np.array([-dy, dx], dtype=float)
    go = rng.uniform(4, 10) * (times / times[-1])[:, None] * way
    if kind == "side by side":
        points = _things(rng, [go - 1.4 * across, go + 1.4 * across], [1.0, 1.0])
        verbs = words(
            f"moves {ways[0]} side by side | goes {ways[0]} together | moves {ways[0]} next to each other"
        )
        phase = Phase(
            verbs, words("moves together | moves side by side"), words("moving side by side | in parallel")
        )
        return _scene(points, Subject(TWO, GENERIC_TWO), phase, "move side by side")
    points = _things(rng, [go, go - rng.uniform(2.5, 4) * way], [1.0, 1.0])
    verbs = words(
        f"follows another {ways[0]} | goes {ways[0]} behind another | moves {ways[0]} after another"
    )
    phase = Phase(verbs, words("follows another"), words("following | one behind the other"))
    subject = Subject(
        words("one object | something | one thing | one car | one person"), words("something | an object")
    )
    return _scene(points, subject, phase, "one follows the other")


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
MAKERS |= {
    kind: partial(meeting, kind=kind)
    for kind in words(
        "come together | move apart | collide | pass each other | swap places | move side by side | "
        "one follows the other | one hits the other away | one passes another"
    )
}
MAKERS |= {"chase": chase, "move in single file": column}
