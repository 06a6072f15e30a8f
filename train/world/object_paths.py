"""Paths that one thing can take through the picture, each with its words: curves, bounces, uneven paces."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from motionsearch.train.world.object_moves import DIRECTIONS, Asked, Move, times
from motionsearch.train.world.object_scene import along
from motionsearch.train.world.object_words import Phase, words

Floats = NDArray[np.floating[Any]]


def circle(asked: Asked, way: str) -> Move:
    """Around a circle or an ellipse, once or more."""
    loops = asked.cycles(1, 4)
    part = asked.rng.random() < 0.2
    turns = float(asked.rng.uniform(0.75, 0.95)) if part else float(loops)
    sign = 1.0 if way == "clockwise" else -1.0
    radius = asked.length(2, 8) * np.array([1.0, asked.rng.uniform(0.6, 1.3)])
    begin = asked.rng.uniform(0, 2 * np.pi)
    angle = begin + sign * 2 * np.pi * turns * asked.u
    path = radius * (np.column_stack([np.cos(angle), np.sin(angle)]) - [np.cos(begin), np.sin(begin)])
    ways = (way,) if way == "clockwise" else ("counterclockwise", "anticlockwise")
    verbs: tuple[str, ...] = ()
    for said in ways:
        verbs += words(
            f"moves in a circle {said} | circles {said} | goes around in a circle {said} | "
            f"moves {said} along a circular path | goes round {said} | makes a {said} circle"
        )
    coarse = words("moves in a circle | circles | goes round | moves along a curved path | goes around")
    details = () if part else times(loops)
    names = words(f"{way} circle | circling {way} | circular motion")
    phase = Phase(verbs, coarse, names, details, rate=turns / asked.seconds, closed=True)
    return asked.move(phase, path)


def spiral(asked: Asked, outward: bool) -> Move:
    """Round and round, ever wider or ever narrower."""
    loops = max(2, asked.cycles(2, 5))
    sign = float(asked.rng.choice([-1.0, 1.0]))
    angle = asked.rng.uniform(0, 2 * np.pi) + sign * 2 * np.pi * loops * asked.u
    radius = asked.length(3, 8) * (asked.u if outward else 1 - asked.u)
    start = 0.0 if outward else radius[0]
    path = radius[:, None] * np.column_stack([np.cos(angle), np.sin(angle)])
    path = path - path[0] if start else path
    if outward:
        verbs = words(
            "spirals outward | moves in a widening spiral | spirals out from the centre | "
            "circles wider and wider"
        )
    else:
        verbs = words(
            "spirals inward | moves in a narrowing spiral | spirals in toward the centre | "
            "circles closer and closer to the middle"
        )
    side = "outward" if outward else "inward"
    way = "clockwise" if sign > 0 else "counterclockwise"
    phase = Phase(
        verbs,
        words("moves in a spiral | spirals | goes round and round"),
        words(f"{side} spiral | spiralling {side}"),
        (way,),
        rate=loops / asked.seconds,
    )
    return asked.move(phase, path)


def waves(asked: Asked, kind: str) -> Move:
    """Forward in one direction while going from side to side: zigzag, weave or stairs."""
    name = str(asked.rng.choice(["right", "left", "up", "down"] if kind != "stairs" else ["right", "left"]))
    (dx, dy), ways, _ = DIRECTIONS[name]
    count = max(2, asked.cycles(2, 5))
    length = asked.length(5, 14)
    if kind == "stairs":
        rise = 1.0 if asked.rng.random() < 0.4 else -1.0  # y down
        steps = np.repeat(np.arange(count + 1), 2)
        corners = np.column_stack([steps[1:] * dx, steps[:-1] * rise]) * length / count
        slope = "down" if rise > 0 else "up"
        verbs = words(
            f"goes {slope} in steps to the {name} | moves {slope} like on stairs to the {name} | "
            f"goes {slope} step by step to the {name} | moves in a staircase path {slope} and to the {name}"
        )
        phase = Phase(
            verbs, words(f"moves in steps | goes {slope} in steps"), words(f"stairs {slope} | step path")
        )
        return asked.move(phase, along(corners, asked.u) - corners[0])
    reach = asked.rng.uniform(0.12, 0.3) * length
    turn = count * asked.u
    if kind == "zigzag":
        side = 2 * np.abs(2 * ((turn + 0.25) % 1) - 1) - 1
        side -= 2 * np.abs(2 * 0.25 - 1) - 1
        verbs = asked.travel(f"in a zigzag {ways[0]}", f"{ways[0]} in zigzags")
        verbs += words(f"zigzags {ways[0]} | zigzags {ways[1]} | goes {ways[0]} in a zigzag path")
        coarse = words("zigzags | moves in a zigzag | changes direction again and again")
        names = words("zigzag | zigzag path")
    else:
        side = np.sin(2 * np.pi * turn)
        verbs = words(
            f"weaves {ways[0]} | moves {ways[0]} in a wavy line | snakes {ways[0]} | "
            f"moves in waves {ways[0]} | follows a sine wave {ways[0]} | goes {ways[0]} in an S-shaped path"
        )
        coarse, names = (
            words("moves in a wavy line | weaves | winds its way"),
            words("wavy path | weaving | sine wave"),
        )
    path = asked.u[:, None] * length * np.array([dx, dy]) + reach * side[:, None] * np.array([-dy, dx])
    return asked.move(Phase(verbs, coarse, names), path)


def outline(asked: Asked, kind: str) -> Move:
    """Along the sides of a triangle or a square, or a figure eight."""
    size, sign = asked.length(4, 10), float(asked.rng.choice([-1.0, 1.0]))
    if kind == "eight":
        loops, flip = asked.cycles(1, 3), asked.rng.random() < 0.3
        turn = 2 * np.pi * loops * asked.u
        path = size / 2 * np.column_stack([np.sin(turn), sign * np.sin(2 * turn) / 2])
        verbs = words(
            "moves in a figure eight | makes a figure eight | traces an eight | "
            "follows a figure-eight path | draws an 8"
        )
        verbs += () if flip else ("moves along an infinity sign",)
        phase = Phase(verbs, words(
            "moves in loops | follows a closed curve"
        ), words("figure eight | figure 8 path"),
                      times(loops), rate=loops / asked.seconds)  # fmt: skip
        return asked.move(phase, path[:, ::-1] if flip else path)
    sides = 4 if kind == "square" else 3
    begin = np.deg2rad(45 if sides == 4 else -90) + np.pi / 2 * int(asked.rng.integers(4)) * (sides == 4)
    angles = begin + sign * 2 * np.pi / sides * np.arange(sides + 1)
    corners = size / 2 * np.column_stack([np.cos(angles), np.sin(angles)])
    way = "clockwise" if sign > 0 else "counterclockwise"
    verbs = words(
        f"moves in a {kind} | moves along the sides of a {kind} | traces a {kind} | follows a {kind} path | "
        f"goes around a {kind}"
    )
    phase = Phase(verbs, words("follows a closed path | moves with sharp corners | goes around"),
                  words(f"{kind} path | {kind}"), (way,))  # fmt: skip
    return asked.move(phase, along(corners, asked.u) - corners[0])


def bend(asked: Asked, kind: str) -> Move:
    """One bend: arc over or under, a turn to its left or right, a U-turn, a loop."""
    rng, u, size = asked.rng, asked.u, asked.length(4, 12)
    sign = float(rng.choice([-1.0, 1.0]))
    side = "right" if sign > 0 else "left"
    if kind in ("over", "under"):
        height = rng.uniform(0.3, 0.6) * (-1 if kind == "over" else 1)
        path = size * np.column_stack([sign * u, 4 * height * u * (1 - u)])
        first, second = ("up", "down") if kind == "over" else ("down", "up")
        course = "over the top" if kind == "over" else "along the bottom"
        verbs = words(
            f"moves in an arc to the {side}, first {first}, then {second} | "
            f"curves {first}, then {second}, to the {side} | moves in an arc {course} to the {side} | "
            f"sweeps in an arc {course} to the {side}"
        )
        names = words(f"arc to the {side} | arching path | curved path")
        return asked.move(Phase(verbs, words("moves in an arc | moves along a curve | curves"), names), path)
    start = rng.uniform(0, 2 * np.pi)
    degrees = {"turn": rng.uniform(60, 110), "u-turn": rng.uniform(170, 190), "loop": 360.0}
    amount = degrees[kind.split(" ")[0]]
    turn = 1.0 if kind.endswith("right") else -1.0 if kind.endswith("left") else sign
    if kind == "loop":
        start, turn = (0.0 if sign > 0 else np.pi), (-1.0 if sign > 0 else 1.0)
    span = 0.4 if kind != "loop" else 0.5
    heading = start + turn * np.deg2rad(amount) * np.clip((u - 0.5) / span + 0.5, 0, 1)
    path = np.asarray(_walk(heading, u) * size)
    word = "right" if turn > 0 else "left"
    if kind.startswith("turn"):
        verbs = words(
            f"turns {word} | makes a {word} turn | curves to its {word} | "
            f"{{goes}} straight and then {{turns}} {word} | takes a {word} turn | veers {word}"
        )
        return asked.move(Phase(verbs, words("turns | changes direction | moves along a curve"),
                                words(f"{word} turn | turning {word}")), path)  # fmt: skip
    if kind == "u-turn":
        verbs = words(
            "makes a U-turn | {turns} around and {goes} back | does a u-turn | turns back the way it came"
        )
        return asked.move(
            Phase(verbs, words("turns | turns back | turns around"), words("u-turn | turning back")), path
        )
    verbs = words(
        f"{{moves}} to the {side} and {{does}} a loop | loops the loop while moving {side} | "
        f"makes a loop in the air | flies a loop to the {side} | does a full loop"
    )
    return asked.move(Phase(verbs, words("loops | makes a loop"), words("loop | looping")), path)


def wander(asked: Asked) -> Move:
    """A smooth random path."""
    knots = max(4, int(1.5 * asked.seconds) + 3)
    heading = np.cumsum(asked.rng.normal(0, 1.2, knots))
    path = _walk(np.interp(asked.u * (knots - 1), np.arange(knots), heading), asked.u) * asked.length(5, 14)
    verbs = words(
        "wanders around | moves about at random | roams around | moves around aimlessly | "
        "follows an irregular path | meanders"
    )
    return asked.move(
        Phase(verbs, words("moves around | moves along a winding path"), words("wandering | random path")),
        path,
    )


def pace(asked: Asked, kind: str) -> Move:
    """Straight on at an uneven pace: speeds up, slows down to a stop, or stops and goes."""
    name = str(asked.rng.choice(list(DIRECTIONS)))
    (dx, dy), ways, _ = DIRECTIONS[name]
    u = asked.u
    if kind == "accelerate":
        gone: Floats = u ** asked.rng.uniform(2.0, 3.0)
        tails = words("speeding up | faster and faster | accelerating | with growing speed")
        coarse, names = (
            words("speeds up | accelerates | gets faster and faster"),
            words("accelerating | speeding up"),
        )
    elif kind == "slow down":
        gone = 1 - (1 - u) ** asked.rng.uniform(2.0, 3.0)
        tails = words("slowing down | slower and slower | decelerating | losing speed | coming to a stop")
        coarse, names = words("slows down | decelerates | comes to a stop"), words("slowing down | braking")
    else:
        stops = asked.cycles(2, 4)
        at = u * stops
        gone = (np.floor(at) + np.clip((at % 1) / 0.55, 0, 1)) / stops
        tails = words(
            "stopping and starting again | in stops and starts | in bursts | pausing again and again"
        )
        coarse = words("{stops} and {goes} | moves in bursts | moves with pauses")
        names = words("stop and go | moving with pauses")
    path = asked.length(4, 14) * gone[:, None] * np.array([dx, dy])
    verbs = tuple(
        f"{verb} {way}, {tail}"
        for verb in dict.fromkeys(asked.subject.travel)
        for way in ways[:2]
        for tail in tails
    )
    return asked.move(Phase(verbs + coarse, coarse, names, paced=False), path)


def _walk(heading: Floats, u: Floats) -> Floats:
    """Places ``(S, 2)`` after going with ``heading`` (radians clockwise from right) a path of length 1."""
    steps = np.diff(u, prepend=0.0)[:, None]
    return np.cumsum(steps * np.column_stack([np.cos(heading), np.sin(heading)]), axis=0)
