"""What composed motions are put together from: places for hands and feet, poses of the arms, and their words.

A composed motion is drawn anew for each clip (:mod:`people_compose`): a limb, a kind of path, a place, a
size and the sides that take part, each with its words. So a description in words of limbs and paths meets
its motion, whatever the deed is called.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from motionsearch.train.world.people_motion import Key, Motion, compile_keys
from motionsearch.train.world.people_postures import Value
from motionsearch.train.world.skeleton import HANGING

Vector = tuple[float, float, float]
UPRIGHT: Final = ("wide", "sit", "kneel", "floor", "half kneel")
SIDES: Final = ("one", "both", "turns")
ANYWHERE: Final = (*UPRIGHT, "crouch", "lie back", "long sit")
STANDING: Final = ("wide",)


@dataclass(frozen=True)
class Place:
    """Where a wrist may be: out, up, forward of its shoulder in arm lengths, and how that is told.

    Args:
        to: The way there, after a verb: "out to the side". "(s)" is read where both hands go there.
        where: Being there: "in front of the chest".
        postures: In which postures it is free.
        one: Told of one hand only; both would be in each other's way.
    """

    at: Vector
    to: str
    where: str
    postures: tuple[str, ...] = ANYWHERE
    one: bool = False


PLACES: Final = {
    "front": Place(
        (0.04, 0.03, 0.97),
        "[forward|to the front|out in front|straight ahead|forward to shoulder height]",
        "[in front of the chest|out in front at shoulder height|straight out in front]",
    ),
    "side": Place(
        (0.97, 0.03, 0.08),
        "[to the side(s)|sideways|out to the side(s)|outward|out to shoulder height]",
        "[out to the side(s)|at shoulder height beside the body|level out to the side(s)]",
    ),
    "up": Place(
        (0.1, 0.97, 0.08),
        "[up|overhead|above the head|upward|straight up|up high]",
        "[above the head|straight overhead|up high]",
    ),
    "high front": Place(
        (0.08, 0.66, 0.7),
        "[forward and up|diagonally up in front|up to the front]",
        "[high in front|in front above the face|raised diagonally in front]",
    ),
    "high side": Place(
        (0.66, 0.7, 0.1),
        "[diagonally up and out|up to the side(s)|out and up]",
        "[up and out to the side(s)|raised diagonally to the side(s)|high out at the side(s)]",
    ),
    "low front": Place(
        (0.1, -0.64, 0.66),
        "[forward and down|low to the front|forward at hip height]",
        "[low in front|in front of the hips|in front at hip height]",
        ("wide", "kneel", "half kneel", "lie back"),
    ),
    "low side": Place(
        (0.68, -0.66, 0.1),
        "[a little out to the side(s)|low to the side(s)|diagonally down and out]",
        "[low at the side(s)|away from the hip(s)|diagonally below the shoulder(s)]",
    ),
    "across": Place(
        (-0.62, -0.02, 0.66),
        "[across the body|across the chest|inward across the chest|across to the other side]",
        "[across the chest|in front of the other shoulder]",
        one=True,
    ),
    "high across": Place(
        (-0.52, 0.58, 0.5),
        "[up across the body|diagonally up across the face|up to the other side]",
        "[high across the body|in front above the other shoulder]",
        one=True,
    ),
    "low across": Place(
        (-0.5, -0.6, 0.45),
        "[down across the body|diagonally down to the other hip|across the belly]",
        "[low across the body|in front of the other hip]",
        ("wide", "kneel", "half kneel"),
        one=True,
    ),
    "back": Place(
        (0.22, -0.72, -0.58),
        "[back|backward|behind the body|to the rear]",
        "[behind the hips|behind the body|low behind]",
        ("wide", "kneel", "half kneel"),
    ),
}
DOWN: Final = Place(
    HANGING,
    "[down|to the side of the body|back down]",
    "[down at the side of the body|hanging down]",
    STANDING,
)

# Hands on the body: words; wrist; elbow.
TOUCHES: Final[tuple[tuple[str, Vector, float], ...]] = (
    ("[the head|the top of the head]", (-0.24, 0.5, 0.04), 0.4),
    ("[the forehead|the brow]", (-0.25, 0.36, 0.26), 0.4),
    ("[the nose|the face]", (-0.33, 0.2, 0.32), 0.0),
    ("[the mouth|the lips]", (-0.34, 0.13, 0.3), 0.1),
    ("[the chin|the jaw]", (-0.34, 0.07, 0.32), 0.0),
    ("[the ear|the side of the head]", (-0.14, 0.3, 0.1), 0.1),
    ("[the back of the head|the nape]", (-0.22, 0.26, -0.12), 0.5),
    ("[the chest|the heart|the breastbone]", (-0.3, -0.25, 0.27), 0.1),
    ("[the belly|the stomach]", (-0.3, -0.55, 0.28), 0.1),
    ("[the own shoulder|the shoulder of the same side]", (0.02, 0.05, 0.12), 0.2),
    ("[the hip|the waist]", (-0.08, -0.72, 0.02), 0.6),
    ("[the thigh|the upper leg]", (-0.02, -0.88, 0.2), 0.0),
    ("[the lower back|the back]", (-0.2, -0.74, -0.22), 0.2),
)  # fmt: skip
CROSSED: Final[tuple[tuple[str, Vector, float], ...]] = (
    ("[the other shoulder|the opposite shoulder]", (-0.65, 0.0, 0.22), 0.0),
    ("[the other elbow|the opposite elbow]", (-0.55, -0.42, 0.26), 0.0),
    ("[the other hip|the opposite hip]", (-0.5, -0.68, 0.22), 0.0),
    ("[the other ear|the opposite ear]", (-0.5, 0.26, 0.18), 0.3),
    ("[the other forearm|the other arm]", (-0.5, -0.55, 0.3), 0.0),
)  # fmt: skip
# What the hands reach for when the trunk bends: words; place above the ground in leg lengths; trunk bend.
LOW_TOUCHES: Final[tuple[tuple[str, Vector, float], ...]] = (
    ("[the knee|the kneecap]", (0.08, 0.6, 0.16), 26.0),
    ("[the shin|the lower leg]", (0.08, 0.36, 0.16), 38.0),
    ("[the foot|the toes|the ankle]", (0.06, 0.14, 0.2), 46.0),
    ("[the floor|the ground]", (0.06, 0.05, 0.34), 48.0),
)
LOW_CROSSED: Final[tuple[tuple[str, Vector, float], ...]] = (
    ("[the other knee|the opposite knee]", (-0.16, 0.6, 0.18), 26.0),
    ("[the other foot|the opposite foot|the opposite toes]", (-0.18, 0.14, 0.2), 46.0),
)

# What the arms do while something else moves; "" is not told.
ARM_POSES: Final[tuple[tuple[str, Mapping[str, Value]], ...]] = (
    ("", {}),
    ("with the hands on the hips", {"hand": (-0.08, -0.72, 0.02), "elbow": 0.9}),
    ("with both hands behind the head", {"hand": (-0.22, 0.3, -0.1), "elbow": 0.5}),
    ("with both arms overhead", {"hand": (0.08, 0.96, 0.06)}),
    ("with the arms out to the sides", {"hand": (0.97, 0.03, 0.05)}),
    ("with the arms crossed on the chest", {"hand": (-0.55, -0.22, 0.3), "ohand": (-0.5, -0.3, 0.34)}),
    ("with both arms stretched forward", {"hand": (0.03, 0.02, 0.97)}),
    ("with the hands in front of the chest", {"hand": (-0.28, -0.2, 0.35)}),
)


def arm_pose(rng: np.random.Generator, share: float = 0.55) -> tuple[str, dict[str, Value]]:
    """Some pose of both arms with its words; nothing of it but with the chance ``share``."""
    if rng.random() > share:
        return ARM_POSES[0][0], {}
    words, given = ARM_POSES[1 + int(rng.random() * (len(ARM_POSES) - 1))]
    values = dict(given)
    for name in ("hand", "elbow"):
        if name in values:
            values.setdefault(f"o{name}", values[name])
    return words, values


def said(words: str) -> str:
    """Words that may be none, put behind others."""
    return f" {words}" if words else ""


def told(words: str, variant: str) -> str:
    """The words of a place for one hand or for both: "(s)" is the plural."""
    return words.replace("(s)", "" if variant == "one" else "s")


def draw_sides(rng: np.random.Generator, weights: Sequence[float] = (0.55, 0.3, 0.15)) -> str:
    """Which sides take part: "one", "both" or "turns"."""
    return choose(SIDES, weights, rng)


def draw_place(rng: np.random.Generator, variant: str, *without: str) -> tuple[str, Place]:
    """Any place that hands can go to, and its name."""
    fit = [n for n, p in PLACES.items() if n not in without and not (p.one and variant == "both")]
    name = fit[int(rng.random() * len(fit))]
    return name, PLACES[name]


def scaled(at: Vector, factor: float) -> Vector:
    """The same way from the shoulder, nearer or further."""
    return (at[0] * factor, at[1] * factor, at[2] * factor)


def choose(options: Sequence[str], weights: Sequence[float], rng: np.random.Generator) -> str:
    """One of the options."""
    chances = np.cumsum(weights)
    return options[int(np.searchsorted(chances, rng.random() * chances[-1]))]


def ring(centre: Vector, radius: float, plane: str, way: float = 1.0, *, phase: float = 0.0) -> list[Vector]:
    """Eight places of a hand that goes round: "front" (across and up), "side" (forward and up) or "flat".

    ``way`` 1 goes from the outside up, from the front up, or from the outside forward; -1 the other way.
    """
    places = []
    for index in range(8):
        angle = way * 2 * math.pi * index / 8 + phase
        c, s = radius * math.cos(angle), radius * math.sin(angle)
        x, y, z = {"front": (c, s, 0.0), "side": (0.0, s, c), "flat": (c, 0.0, s)}[plane]
        places.append((centre[0] + x, centre[1] + y, centre[2] + z))
    return places


def cycle(
    times: Sequence[float], poses: Sequence[Mapping[str, Value]], kept: Mapping[str, Value]
) -> list[Key]:
    """Keys in which the figure keeps ``kept`` all through and comes back to the posture in all else.

    Each pose names the channels that move; an empty one means that all of them are back.
    """
    zero: dict[str, Value] = {}
    for values in poses:
        for name, value in values.items():
            zero[name] = 0.0 if isinstance(value, int | float) else (0.0,) * len(value)
            if name in ("hand", "ohand"):
                zero[name] = HANGING
    return [Key(time, {**zero, **kept, **values}) for time, values in zip(times, poses, strict=True)]


def build(
    name: str,
    seconds: float,
    keys: Sequence[Key],
    variant: str,
    *,
    names: Sequence[str],
    says: Sequence[str],
    how: Sequence[str],
    group: str = "arms",
    reps: tuple[int, int] = (1, 3),
    start: str = "stand",
    postures: Sequence[str] = (),
    smooth: bool = False,
    still: bool = False,
    hard: bool = False,
) -> Motion:
    """A motion for one clip, with the sides already chosen."""
    words = [tuple(told(text, variant) for text in texts) for texts in (names, says, how)]
    return Motion(
        name=name,
        group=group,
        seconds=seconds,
        keys=tuple(keys),
        names=words[0],
        says=words[1],
        how=words[2],
        sides=(variant,),
        reps=reps,
        start=start,
        end=start,
        postures=tuple(postures),
        stays=still,
        smooth=smooth,
        still=still,
        hard=hard,
        tables={variant: compile_keys(keys, both=variant == "both", start=start)},
    )
