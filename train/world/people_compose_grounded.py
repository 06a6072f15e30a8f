"""Composed motions of the legs of somebody who sits, kneels, lies or is on all fours."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import numpy as np

from motionsearch.train.world.language import pick
from motionsearch.train.world.people_compose_words import build
from motionsearch.train.world.people_motion import Key, Motion, channel, posture_row
from motionsearch.train.world.people_postures import Value
from motionsearch.train.world.skeleton import CHANNELS, STANDING

# Posture; name; posture in words; what is added to it; phrases; a whole clause; sides.
_GROUNDED: Final[tuple[tuple[str, str, str, Mapping[str, Value], str, str, tuple[str, ...]], ...]] = (
    (
        "sit",
        "stretch knee",
        "sitting on a chair",
        {"foot": (0, 0.42, 0.42)},
        "*stretch {leg} forward|*straighten {knee}|*lift {foot} until {leg} ~be level",
        "{foot} ~swing up in front until {leg} ~be straight",
        ("one", "turns", "both"),
    ),
    (
        "sit",
        "lift knee",
        "sitting",
        {"foot": (0, 0.26, 0.0)},
        "*lift {knee}|*raise {thigh} off the seat|*march with {leg}",
        "{knee} ~go up from the seat",
        ("one", "turns", "both"),
    ),
    (
        "sit",
        "tap foot",
        "sitting",
        {"toe": -22.0, "foot": (0, 0.01, 0.02)},
        "*tap {foot} on the floor|*lift the toes of {foot}",
        "{foot} ~tip up on the heel",
        ("one", "turns", "both"),
    ),
    (
        "sit",
        "slide foot",
        "sitting",
        {"foot": (0.02, 0.01, -0.4)},
        "*pull {foot} back under the chair|*slide {foot} backward",
        "{foot} ~slide back under the seat and forward again",
        ("one", "turns", "both"),
    ),
    (
        "sit",
        "open knees",
        "sitting",
        {"foot": (0.24, 0, 0), "knee": 0.7},
        "both:*open and *close {his} knees|both:*spread {his} legs and *close them",
        "both knees move apart and together",
        ("both",),
    ),
    (
        "sit",
        "cross legs",
        "sitting",
        {"foot": (-0.36, 0.3, 0.05), "knee": 0.3},
        "*cross {leg} over the other leg|*put {knee} over the other knee",
        "{leg} ~swing over the other knee",
        ("one",),
    ),
    (
        "lie back",
        "raise leg",
        "lying on the back",
        {"foot": (0, 0.8, -0.5)},
        "*raise {leg} to the ceiling|*lift {leg} straight up|*swing {leg} up",
        "{leg} ~rise straight from the floor",
        ("one", "turns", "both"),
    ),
    (
        "lie back",
        "bend knee",
        "lying on the back",
        {"foot": (0, 0.06, -0.56)},
        "*bend {knee}|*slide {heel} toward the seat|*pull {foot} up along the floor",
        "{foot} ~slide in and {knee} ~point to the ceiling",
        ("one", "turns", "both"),
    ),
    (
        "lie back",
        "knee to chest",
        "lying on the back",
        {"foot": (0.02, 0.46, -0.82)},
        "*pull {knee} to the chest|*bring {knee} up over the belly",
        "{knee} ~come up toward the chest",
        ("one", "turns", "both"),
    ),
    (
        "lie back",
        "leg sideways",
        "lying on the back",
        {"foot": (0.5, 0.05, -0.12)},
        "*move {leg} out to the side|*spread {leg} sideways along the floor",
        "{leg} ~slide out sideways over the floor",
        ("one", "turns", "both"),
    ),
    (
        "lie front",
        "heel to seat",
        "lying on the stomach",
        {"foot": (0, 0.45, 0.52)},
        "*bend {knee} and *lift {heel} to the seat|*curl {leg}",
        "{heel} ~come up toward the seat",
        ("one", "turns", "both"),
    ),
    (
        "kneel",
        "sit back",
        "kneeling",
        {"root": (0, -0.3, -0.34), "spine": (12, 0, 0)},
        "both:*sit back on {his} heels|both:*lower the hips to the heels",
        "the hips go back down to the heels and rise again",
        ("both",),
    ),
    (
        "fours",
        "leg back",
        "on hands and knees",
        {"foot": (0, 0.42, -0.5)},
        "*stretch {leg} out behind|*lift {leg} backward",
        "{leg} ~stretch out level behind",
        ("one", "turns"),
    ),
    (
        "fours",
        "leg sideways",
        "on hands and knees",
        {"foot": (0.42, 0.3, 0.05), "knee": 0.8},
        "*lift {knee} out to the side|*open {leg} sideways",
        "{knee} ~go up sideways",
        ("one", "turns"),
    ),
)


def _added(start: str, name: str, given: Value, factor: float) -> Value:
    """A channel's value in a posture with something added to it."""
    where = CHANNELS[channel(name)]
    value = posture_row(start)[where] - STANDING[where] + factor * np.asarray(given)
    return float(value[0]) if len(value) == 1 else tuple(value.tolist())


def grounded_leg(rng: np.random.Generator) -> Motion:
    """A leg moves while the figure sits, kneels or lies."""
    start, name, where, pose, phrases, how, sides = _GROUNDED[int(rng.random() * len(_GROUNDED))]
    variant = pick(sides, rng)
    small = rng.random() < 0.25
    factor = 0.55 if small else 1.0
    there = {n: _added(start, n, v, factor) for n, v in pose.items()}
    size = " a little" if small else ""
    told = [p.removeprefix("both:") for p in phrases.split("|")]
    return build(
        f"{name} {where}",
        float(rng.uniform(0.9, 1.8)),
        [Key(0, {}), Key(0.45, there), Key(0.55, there), Key(1, None)],
        variant,
        names=(f"leg exercise {where}", f"{where} and moving {'the legs' if variant != 'one' else '{leg}'}"),
        says=(*(f"{p}{size} while {where}" for p in told), *(f"{p}{size}" for p in told)),
        how=(how, f"{where}, {how}"),
        group="legs",
        reps=(1, 5),
        start=start,
    )


GROUNDED_KINDS: Final = ((grounded_leg, 1.6),)
