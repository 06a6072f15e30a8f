"""How one rigid thing turns: spins, part turns, rolling, swinging and rocking, each with its words."""

from __future__ import annotations

import numpy as np

from motionsearch.train.world.object_moves import Asked, Move, times
from motionsearch.train.world.object_words import Phase, words


def spin(asked: Asked, way: str) -> Move:
    """Turns in the picture plane words(
        "clockwise | counterclockwise"
    ), about the upright axis, or tumbles."""
    turns = max(0.5, asked.rng.uniform(0.2, 1.2) * asked.seconds)
    if asked.rng.random() < 0.5:
        turns = max(1.0, np.round(turns))
    sign = -1.0 if way == "counterclockwise" else 1.0
    axis = (0.0, 0.0, 1.0)
    if way in words("clockwise | counterclockwise"):
        ways = (way,) if way == "clockwise" else words("counterclockwise | anticlockwise | counter-clockwise")
        verbs = tuple(f"{v} {w}" for v in words("spins | rotates | turns | revolves") for w in ways)
        coarse = words("spins | rotates | turns | spins in place | turns around its centre")
        names = words(f"{way} rotation | spinning {way} | rotate {way}")
    elif way == "upright":
        axis, sign = (0.0, 1.0, 0.0), float(asked.rng.choice([-1.0, 1.0]))
        verbs = words(
            "spins like a top | turns around on the spot | rotates about its vertical axis | spins around | "
            "turns round and round | twirls | revolves like a turntable"
        )
        coarse, names = (
            words("spins | rotates | turns"),
            words("spinning around | turning on the spot | twirling"),
        )
    else:
        raw = asked.rng.standard_normal(3) * np.array([1.0, 1.0, 0.4])
        raw /= np.linalg.norm(raw)
        axis = (float(raw[0]), float(raw[1]), float(raw[2]))
        verbs = words(
            "tumbles | tumbles over and over | turns over and over | somersaults | flips end over end | "
            "rolls over and over in place"
        )
        coarse, names = words("rotates | turns | spins"), words("tumbling | tumble")
    whole = times(int(turns)) if turns == np.round(turns) and turns <= 5 else ()
    phase = Phase(verbs, coarse, names, whole, rate=turns / asked.seconds)
    return asked.move(phase, angle=sign * 2 * np.pi * turns * asked.u, axis=axis)


def part_turn(asked: Asked, way: str) -> Move:
    """A quarter or a half turn, or half a flip."""
    u = asked.u**2 * (3 - 2 * asked.u)
    if way == "flip":
        axis = (1.0, 0.0, 0.0) if asked.rng.random() < 0.5 else (0.0, 1.0, 0.0)
        verbs = words("flips over | turns over | flips onto its other side | is turned over")
        phase = Phase(
            verbs, words("turns | rotates"), words("flipping over | flip"), rate=0.5 / asked.seconds
        )
        return asked.move(phase, angle=np.pi * u, axis=axis)
    half = asked.rng.random() < 0.4
    amount = "half" if half else "quarter"
    sign = 1.0 if way == "clockwise" else -1.0
    degrees = "180" if half else "90"
    verbs = words(
        f"makes a {amount} turn {way} | rotates {way} by a {amount} turn | rotates {degrees} degrees {way}"
    )
    verbs += (
        words(f"turns half way round {way} | turns upside down")
        if half
        else words(f"tilts {way} | tips over {way}")
    )
    phase = Phase(verbs, words("turns | rotates | rotates partway"), words(f"{amount} turn {way}"),
                  rate=(0.5 if half else 0.25) / asked.seconds)  # fmt: skip
    return asked.move(phase, angle=sign * (np.pi if half else np.pi / 2) * u)


def roll(asked: Asked, right: bool) -> Move:
    """Rolls along the ground: the turn fits the way gone."""
    sign = 1.0 if right else -1.0
    way = asked.length(4, 16) * asked.u
    side = "right" if right else "left"
    verbs = words(
        f"rolls to the {side} | rolls {side} | rolls along the ground to the {side} | rolls {side}ward | "
        f"moves to the {side} while spinning | rolls toward the {side}"
    )
    phase = Phase(
        verbs,
        words(f"rolls | rolls along | {{moves}} and {{rotates}} | moves to the {side}"),
        words(f"rolling {side} | rolling"),
    )
    return asked.move(phase, np.column_stack([sign * way, np.zeros(len(way))]), angle=sign * way)


def rocking(asked: Asked, kind: str) -> Move:
    """Tilts to and fro: rock (about its foot), wobble (about its middle, uneven), swing (hung from above)."""
    count = asked.cycles(2, 8)
    wave = np.sin(2 * np.pi * count * asked.u)
    if kind == "swing":
        arm, reach = asked.rng.uniform(2, 8), np.deg2rad(asked.rng.uniform(18, 60))
        tilt = reach * wave
        offset = arm * np.column_stack([-np.sin(tilt), np.cos(tilt) - 1])
        verbs = words(
            "swings | swings back and forth | swings from side to side | swings like a pendulum | "
            "{dangles} and {swings}"
        )
        names: tuple[str, ...] = words("swinging | pendulum motion | swing")
    elif kind == "rock":
        tilt = np.deg2rad(asked.rng.uniform(10, 35)) * wave
        offset = np.column_stack([np.sin(tilt), 1 - np.cos(tilt)])
        verbs = words(
            "rocks | rocks from side to side | rocks back and forth | tilts left and right in turn | "
            "sways from side to side"
        )
        names = words("rocking | swaying | rock side to side")
    else:
        slow = asked.rng.uniform(0.6, 1.7)
        tilt = np.deg2rad(asked.rng.uniform(8, 25)) * wave * (1 + 0.4 * np.sin(2 * np.pi * slow * asked.u))
        offset = 0.15 * np.column_stack(
            [np.sin(3.1 * count * asked.u), np.sin(2.3 * np.pi * count * asked.u)]
        )
        verbs = words("wobbles | wobbles unsteadily | jiggles | teeters | wobbles about")
        names = words("wobbling | wobble")
    phase = Phase(verbs, words("moves back and forth | moves from side to side | tilts to and fro"), names,
                  words("again and again | repeatedly"), rate=count / asked.seconds)  # fmt: skip
    return asked.move(phase, offset, angle=tilt)
