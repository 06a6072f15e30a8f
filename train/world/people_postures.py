"""Postures of people: the poses that motions start from, end in and are done in, and the words for them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from motionsearch.train.world.skeleton import HANGING

Value = float | tuple[float, ...]

_UPRIGHT: Final[Mapping[str, Value]] = {
    "root": (0, 0, 0),
    "turn": (0, 0, 0),
    "spine": (0, 0, 0),
    "head": (0, 0, 0),
    "hand": HANGING,
    "ohand": HANGING,
    "elbow": 0.0,
    "oelbow": 0.0,
    "hold": (0, 0, 0),
    "ohold": (0, 0, 0),
    "grip": 0.0,
    "ogrip": 0.0,
    "foot": (0, 0, 0),
    "ofoot": (0, 0, 0),
    "knee": 0.0,
    "oknee": 0.0,
    "toe": 0.0,
    "otoe": 0.0,
    "loose": 0.0,
    "air": 0.0,
    "snap": 0.0,
}


def pose(base: Mapping[str, Value] | None = None, /, **values: Value) -> dict[str, Value]:
    """A whole pose: everything not named is as in ``base``, else as in standing.

    ``hand`` and the like without an ``ohand`` beside it count for both sides.
    """
    full = dict(base or _UPRIGHT)
    for name, value in values.items():
        full[name] = value
        if f"o{name}" in full and f"o{name}" not in values:
            full[f"o{name}"] = value
    return full


@dataclass(frozen=True)
class Posture:
    """A pose that people keep, and how it is told: clauses for "while ...", and for "a ... person"."""

    pose: Mapping[str, Value]
    words: tuple[str, ...]


LAP: Final = (0.0, -0.6, 0.42)
POSTURES: Final[dict[str, Posture]] = {
    "stand": Posture(pose(), ("standing", "standing still", "upright", "on the spot", "on both feet")),
    "wide": Posture(
        pose(root=(0, -0.06, 0), foot=(0.22, 0, 0)),
        ("standing with the legs apart", "in a wide stance", "standing with the feet wide apart"),
    ),
    "sit": Posture(
        pose(root=(0, -0.5, 0), foot=(0.02, 0, 0.46), hand=LAP, spine=(6, 0, 0)),
        ("sitting", "seated", "sitting on a chair", "sitting down", "in a seat"),
    ),
    "floor": Posture(
        pose(
            root=(0, -0.92, 0),
            foot=(-0.12, 0.02, 0.42),
            knee=1.6,
            hand=(0.12, -0.7, 0.4),
            spine=(14, 0, 0),
            snap=1,
        ),
        ("sitting on the floor", "sitting cross-legged", "sitting on the ground"),
    ),
    "long sit": Posture(
        pose(
            root=(0, -0.94, 0), foot=(0.03, -0.02, 0.95), hand=(0.05, -0.75, 0.42), spine=(12, 0, 0), snap=1
        ),
        ("sitting on the floor with the legs stretched out", "sitting with straight legs"),
    ),
    "kneel": Posture(
        pose(root=(0, -0.5, 0), foot=(0.02, 0.15, -0.5), toe=62, snap=1),
        ("kneeling", "on the knees", "kneeling on both knees"),
    ),
    "half kneel": Posture(
        pose(root=(0, -0.48, 0), foot=(0.02, 0.15, -0.5), ofoot=(0.04, 0, 0.42), toe=62, otoe=0, snap=1),
        ("kneeling on one knee", "on one knee", "down on one knee"),
    ),
    "crouch": Posture(
        pose(
            root=(0, -0.55, -0.12),
            foot=(0.08, 0, 0),
            knee=0.4,
            spine=(34, 0, 0),
            turn=(0, 12, 0),
            hand=(0.1, -0.6, 0.5),
        ),
        ("crouching", "squatting", "crouched down", "in a low crouch"),
    ),
    "bent": Posture(
        pose(
            root=(0, -0.03, -0.14),
            turn=(0, 42, 0),
            spine=(40, 0, 0),
            foot=(0.06, 0, 0),
            hand=(0.1, -0.75, 0.6),
        ),
        ("bent over", "bending forward", "stooping"),
    ),
    "lie back": Posture(
        pose(
            root=(0, -0.95, 0),
            turn=(0, -90, 0),
            foot=(0.05, 0, 1.08),
            toe=-50,
            hand=(0.22, -0.95, 0.0),
            snap=1,
        ),
        ("lying on the back", "lying down", "lying face up", "lying on the floor"),
    ),
    "lie front": Posture(
        pose(
            root=(0, -0.95, 0),
            turn=(0, 90, 0),
            foot=(0.05, 0.0, -1.08),
            toe=165,
            head=(-10, 0, 0),
            hand=(0.3, 0.35, 0.05),
            elbow=0.6,
            snap=1,
        ),
        ("lying on the stomach", "lying face down", "prone on the floor"),
    ),
    "fours": Posture(
        pose(
            root=(0, -0.5, 0),
            turn=(0, 82, 0),
            foot=(0, 0.15, -0.48),
            toe=62,
            grip=1,
            hold=(0.2, 0.0, 0.62),
            head=(-30, 0, 0),
            hand=(0, -0.1, 0.95),
            snap=1,
        ),
        ("on all fours", "on hands and knees", "kneeling on all fours"),
    ),
    "plank": Posture(
        pose(
            root=(0, -0.63, 0),
            turn=(0, 75, 0),
            foot=(0.02, 0.15, -1.02),
            toe=60,
            grip=1,
            hold=(0.24, 0.02, 0.58),
            head=(-25, 0, 0),
            hand=(0, 0, 0.98),
        ),
        ("in a push-up position", "in a plank", "propped on hands and toes"),
    ),
    "lie side": Posture(
        pose(
            root=(0.7, -0.92, 0),
            turn=(0, 0, 90),
            foot=(0, 0.2, 0.3),
            loose=1,
            snap=1,
            hand=(0.2, -0.3, 0.5),
            ohand=(0, -0.3, 0.5),
        ),
        ("lying on the side", "lying on one side"),
    ),
    "landed": Posture(
        pose(root=(0, -0.95, 0), turn=(0, -90, 0), foot=(0.05, 0, 1.08), hand=(0.5, 0.3, 0.0), snap=1),
        ("lying where one has landed",),
    ),
    "side plank": Posture(
        pose(turn=(0, 0, 62), hand=(0.95, 0.05, 0), loose=1, snap=1, toe=10),
        ("propped sideways on one hand",),
    ),
    "free fall": Posture(
        pose(
            turn=(0, 80, 0),
            spine=(-18, 0, 0),
            head=(-20, 0, 0),
            hand=(0.75, 0.35, -0.1),
            elbow=0.4,
            foot=(0.25, 0.35, -0.1),
            toe=60,
            loose=1,
            snap=-1,
            air=1.5,
        ),
        ("falling freely",),
    ),
    "float front": Posture(
        pose(
            root=(0, -0.3, 0),
            turn=(0, 88, 0),
            loose=1,
            snap=-1,
            toe=60,
            hand=(0.1, 0.97, 0.05),
            head=(-20, 0, 0),
            air=0.5,
        ),
        ("lying face down in the water", "in the water"),
    ),
    "float back": Posture(
        pose(root=(0, -0.3, 0), turn=(0, -88, 0), loose=1, snap=-1, toe=60, hand=(0.12, -0.95, 0), air=0.5),
        ("lying face up in the water", "in the water"),
    ),
    "crab": Posture(
        pose(
            root=(0, -0.62, 0),
            turn=(0, -52, 0),
            spine=(10, 0, 0),
            grip=1,
            hold=(0.28, 0, -0.6),
            foot=(0, 0, 0.48),
            hand=(0.1, -0.8, -0.5),
        ),
        ("on hands and feet with the belly up",),
    ),
    "bars": Posture(
        pose(hand=(0.06, -0.97, 0.05), foot=(0, 0.3, -0.3), air=0.4, loose=1, snap=-1),
        ("propped on two bars",),
    ),
    "tucked back": Posture(
        pose(
            root=(0, -0.9, 0),
            turn=(0, -85, 0),
            spine=(35, 0, 0),
            foot=(0.1, 0.6, 0.35),
            hand=(-0.2, -0.1, 0.4),
            snap=1,
        ),
        ("curled up on the back",),
    ),
    "hang": Posture(
        pose(hand=(0.16, 0.97, 0.02), air=0.35, loose=1, toe=40, snap=-1),
        ("hanging from a bar", "hanging by the hands"),
    ),
    "bench": Posture(
        pose(
            root=(0, -0.5, 0),
            turn=(0, -90, 0),
            foot=(0.12, 0, 0.42),
            hand=(0.35, -0.2, 0.35),
            elbow=0.9,
            snap=-1,
        ),
        ("lying on a bench", "lying on the back on a bench"),
    ),
}
POSE: Final = {name: posture.pose for name, posture in POSTURES.items()}
