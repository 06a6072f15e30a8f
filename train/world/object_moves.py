"""What one rigid thing can do in the picture: paths, turns and changes of size, each with its words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from motionsearch.train.world.object_words import Phase, Subject, words

Floats = NDArray[np.floating[Any]]

# Unit vectors in the picture, y down, and how a caption may say them.
DIRECTIONS: dict[str, tuple[tuple[float, float], tuple[str, ...], tuple[str, ...]]] = {
    "right": ((1, 0), ("to the right", "right", "rightward", "from left to right", "toward the right"),
              ("horizontally", "sideways")),
    "left": ((-1, 0), ("to the left", "left", "leftward", "from right to left", "toward the left"),
             ("horizontally", "sideways")),
    "up": ((0, -1), ("up", "upward", "upwards", "straight up", "toward the top"), ("vertically",)),
    "down": ((0, 1), ("down", "downward", "downwards", "straight down", "toward the bottom"),
             ("vertically",)),
    "up right": ((0.7, -0.7), ("up and to the right", "diagonally up to the right",
                               "toward the upper right"),
                 ("diagonally", "up", "to the right")),
    "up left": ((-0.7, -0.7), ("up and to the left", "diagonally up to the left",
                               "toward the upper left"),
                ("diagonally", "up", "to the left")),
    "down right": ((0.7, 0.7), ("down and to the right", "diagonally down to the right",
                                "toward the lower right"), ("diagonally", "down", "to the right")),
    "down left": ((-0.7, 0.7), ("down and to the left", "diagonally down to the left",
                                "toward the lower left"),
                  ("diagonally", "down", "to the left")),
}  # fmt: skip
_TIMES = {1: ("once", "one time"), 2: ("twice", "two times"), 3: ("three times",), 4: ("four times",),
          5: ("five times",)}  # fmt: skip


@dataclass(frozen=True)
class Move:
    """One phase of a rigid thing, from where it stood before.

    Args:
        phase: The words.
        offset: ``(S, 2)`` where it goes, in radii of the thing, y down.
        zoom: ``(S,)`` factor on its size.
        angle: ``(S,)`` radians about ``axis``, clockwise in the picture about +z.
        axis: Unit vector, x right, y down, z away.
    """

    phase: Phase
    offset: Floats
    zoom: Floats
    angle: Floats
    axis: tuple[float, float, float] = (0.0, 0.0, 1.0)


@dataclass(frozen=True)
class Asked:
    """What a move is made for: ``u`` ``(S,)`` goes from 0 (or just after) to 1 over ``seconds``."""

    rng: np.random.Generator
    u: Floats
    seconds: float
    subject: Subject

    def length(self, low: float = 2.0, high: float = 14.0) -> float:
        """A path length in radii of the thing; more short ones than long ones."""
        return float(np.exp(self.rng.uniform(np.log(low), np.log(high))))

    def cycles(self, low: int = 1, high: int = 5) -> int:
        """A number of repetitions that takes between a third of a second and four seconds each."""
        most = max(low, min(high, int(3.0 * self.seconds)))
        least = min(most, max(low, int(np.ceil(self.seconds / 4.0))))
        return int(self.rng.integers(least, most + 1))

    def travel(self, *ways: str) -> tuple[str, ...]:
        """Every verb of the subject with every way."""
        return tuple(f"{verb} {way}" for verb in dict.fromkeys(self.subject.travel) for way in ways)

    def move(
        self,
        phase: Phase,
        offset: Floats | None = None,
        zoom: Floats | None = None,
        angle: Floats | None = None,
        axis: tuple[float, float, float] = (0.0, 0.0, 1.0),
    ) -> Move:
        """A move that leaves alone what is not named."""
        still = np.zeros(len(self.u))
        return Move(
            phase,
            np.zeros((len(self.u), 2)) if offset is None else offset,
            np.ones(len(self.u)) if zoom is None else zoom,
            still if angle is None else angle,
            axis,
        )


def times(count: int) -> tuple[str, ...]:
    """How often, in words."""
    return _TIMES.get(count, words("several times | again and again | many times"))


def straight(asked: Asked, name: str) -> Move:
    """Straight in one of eight directions, at an even pace or easing in and out, a little off the line."""
    (dx, dy), ways, loose = DIRECTIONS[name]
    turn = np.deg2rad(asked.rng.uniform(-10, 10))
    way = np.array([dx * np.cos(turn) - dy * np.sin(turn), dx * np.sin(turn) + dy * np.cos(turn)])
    u = asked.u if asked.rng.random() < 0.6 else asked.u**2 * (3 - 2 * asked.u)
    bow = asked.rng.uniform(-0.05, 0.05) * np.sin(np.pi * u)
    path = asked.length() * (u[:, None] * way + bow[:, None] * np.array([-way[1], way[0]]))
    verbs = asked.travel(*ways)
    if name == "up":
        verbs += words("rises | goes up | climbs | ascends | moves upward")
    if name == "down":
        verbs += words("goes down | descends | sinks | moves downward | lowers")
    coarse = asked.travel(*loose) + words("moves | moves in a straight line | goes straight")
    names = words(f"{name.replace(' ', '-')}ward motion | moving {name} | move {name}")
    return asked.move(Phase(verbs, coarse, names), path)


def depth(asked: Asked, near: bool) -> Move:
    """Straight toward the camera or away from it: the picture of it grows or shrinks."""
    factor = asked.rng.uniform(1.8, 5.0)
    distance = 1 + (factor - 1) * (1 - asked.u)  # from far to near at an even pace
    zoom = factor / distance if near else 1 / (1 + (factor - 1) * asked.u)
    side = asked.rng.uniform(-1, 1, 2) * (zoom[:, None] - 1)
    if near:
        verbs = asked.travel("toward the camera", "toward the viewer", "closer", "nearer")
        verbs += words(
            "approaches | comes closer | comes toward the camera | gets closer and bigger | "
            "approaches the camera"
        )
        coarse = words("gets bigger | moves | gets larger in the picture | comes nearer")
        names = words("approach | moving toward the camera | coming closer")
    else:
        verbs = asked.travel("away from the camera", "away", "into the distance", "farther away")
        verbs += words(
            "recedes | goes away into the distance | gets smaller as it goes away | "
            "moves off into the distance"
        )
        coarse = words("gets smaller | moves | moves away | gets smaller in the picture")
        names = words("moving away | receding | going away from the camera")
    return asked.move(Phase(verbs, coarse, names), side, zoom)


def resize(asked: Asked, grow: bool) -> Move:
    """Grows or shrinks in place."""
    factor = asked.rng.uniform(1.6, 4.0)
    zoom = factor**asked.u if grow else factor ** (-asked.u)
    if grow:
        verbs = words(
            "grows | gets bigger | expands | gets larger | swells | enlarges | becomes bigger | inflates | "
            "scales up"
        )
        coarse, names = words("changes size | gets bigger"), words("growing | expansion | grow")
    else:
        verbs = words(
            "shrinks | gets smaller | contracts | becomes smaller | dwindles | scales down | diminishes"
        )
        coarse, names = words("changes size | gets smaller"), words("shrinking | contraction | shrink")
    details = words("in place | without moving | where it is") if asked.rng.random() < 0.5 else ()
    return asked.move(
        Phase(verbs, coarse, names, details, rate=0.6 * np.log(factor) / asked.seconds), zoom=zoom
    )


def pulse(asked: Asked) -> Move:
    """Grows and shrinks in turn."""
    count = asked.cycles(2, 8)
    zoom = asked.rng.uniform(1.25, 2.2) ** (0.5 - 0.5 * np.cos(2 * np.pi * count * asked.u))
    verbs = words(
        "pulses | {grows} and {shrinks} again and again | pulsates | {gets} bigger and smaller repeatedly | "
        "{expands} and {contracts} rhythmically | throbs | {swells} and {shrinks}"
    )
    phase = Phase(verbs, words("changes size | keeps changing size"), words("pulsing | pulse"), times(count),
                  rate=count / asked.seconds)  # fmt: skip
    return asked.move(phase, zoom=zoom)


def to_and_fro(asked: Asked, kind: str) -> Move:
    """Side to side, up and down, or nearer and farther, as often as its words say."""
    count = asked.cycles(2, 7)
    wave = np.sin(2 * np.pi * count * asked.u) * float(asked.rng.choice([-1.0, 1.0]))
    still = np.zeros(len(wave))
    rate = count / asked.seconds
    if kind == "depth":
        zoom = asked.rng.uniform(1.4, 2.2) ** wave
        verbs = words(
            "{comes} closer and {goes} away again and again | moves back and forth toward the camera | "
            "{approaches} and {retreats} in turn"
        )
        return asked.move(
            Phase(
                verbs,
                words("moves back and forth | keeps changing size"),
                words("back and forth in depth"),
                rate=rate,
            ),
            zoom=zoom,
        )
    reach = asked.length(1.2, 6)
    if kind == "sideways":
        verbs = words(
            "moves back and forth | moves from side to side | goes left and right | slides back and forth | "
            "moves left and right repeatedly | shuttles from side to side"
        )
        phase = Phase(verbs, words("moves back and forth | moves sideways | oscillates"),
                      words("side to side motion | back and forth"), times(count), rate=rate)  # fmt: skip
        return asked.move(phase, np.column_stack([reach * wave, still]))
    verbs = words(
        "moves up and down | goes up and down | bobs up and down | {rises} and {falls} in turn | "
        "goes up and down again and again"
    )
    phase = Phase(verbs, words(
        "moves up and down | moves vertically | oscillates"
    ), words("up and down motion | bobbing"),
                  times(count), rate=rate)  # fmt: skip
    return asked.move(phase, np.column_stack([still, reach * wave]))


def tremble(asked: Asked, kind: str) -> Move:
    """Small and quick: vibrates, shakes, or stands still."""
    frames = len(asked.u)
    if kind == "still":
        verbs = words(
            "stays still | stays where it is | remains in place | rests | is motionless | stands still"
        )
        quiet = 0.01 * asked.rng.standard_normal((frames, 2))
        return asked.move(
            Phase(
                verbs,
                words("stays still | stays in place"),
                words("no motion | staying still | standing still"),
                paced=False,
            ),
            quiet,
        )
    if kind == "vibrate":
        noise = asked.rng.uniform(0.08, 0.25) * asked.rng.standard_normal((frames, 2))
        noise[0] = 0
        verbs = words("vibrates | trembles | shakes | shivers | quivers | jitters in place")
        return asked.move(
            Phase(
                verbs,
                words("shakes | moves a little"),
                words("vibrating | trembling | vibration"),
                paced=False,
            ),
            noise,
        )
    count = max(3, int(asked.rng.uniform(2.5, 5) * asked.seconds))
    wave = asked.rng.uniform(0.25, 0.8) * np.sin(2 * np.pi * count * asked.u)
    flat = kind == "shake sideways"
    sides = "from side to side" if flat else "up and down"
    verbs = words(
        f"shakes {sides} | is shaken {sides} | jerks {sides} quickly | shakes rapidly {sides} | shakes"
    )
    path = np.column_stack([wave, 0 * wave] if flat else [0 * wave, wave])
    return asked.move(
        Phase(
            verbs,
            words("shakes | moves quickly back and forth"),
            words(f"shaking {sides} | shaking"),
            paced=False,
        ),
        path,
    )
