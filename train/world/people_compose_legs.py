"""Composed motions of the legs: standing, sitting and lying, with the arms in some pose."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

import numpy as np

from motionsearch.train.world.language import pick
from motionsearch.train.world.people_compose_words import Vector, arm_pose, build, choose, cycle, said
from motionsearch.train.world.people_motion import Motion
from motionsearch.train.world.people_postures import Value

# Ways of a leg: name; foot, in leg lengths from where it stands; turn of the pelvis; words.
_LEG_WAYS: Final[tuple[tuple[str, Vector, Vector, str], ...]] = (
    ("front", (-0.02, 0.36, 0.78), (0, -8, 0), "[forward|to the front|out in front]"),
    ("side", (0.78, 0.34, 0.02), (0, 0, -14), "[to the side|sideways|outward]"),
    ("back", (0.0, 0.3, -0.72), (0, 22, 0), "[backward|behind|to the rear]"),
    (
        "across",
        (-0.48, 0.3, 0.58),
        (0, -6, 0),
        "[across the body|across the other leg|inward across the front]",
    ),
    ("diagonal", (0.52, 0.34, 0.56), (0, -4, -8), "[diagonally forward|out to the front corner]"),
    ("back corner", (0.46, 0.28, -0.5), (0, 14, -8), "[diagonally back|out to the back corner]"),
)
_HEIGHTS: Final = (
    ("low", 0.5, "[low|a little|just off the floor]"),
    ("half-high", 0.85, "[to knee height|halfway up]"),
    ("high", 1.2, "[high|to hip height|as high as possible]"),
)


def _leg_way(rng: np.random.Generator) -> tuple[str, Vector, Vector, str]:
    return _LEG_WAYS[int(rng.random() * len(_LEG_WAYS))]


def lift_leg(rng: np.random.Generator) -> Motion:
    """A straight leg goes out some way and height: raised, kicked, swung to and fro, or held."""
    way, foot, turn, to = _leg_way(rng)
    height, factor, level = _HEIGHTS[int(rng.random() * len(_HEIGHTS))]
    kind = choose(("lift", "kick", "swing", "hold"), (0.4, 0.3, 0.15, 0.15), rng)
    arms, kept = arm_pose(rng, 0.35)
    foot = (foot[0] * factor**0.5, foot[1] * factor, foot[2] * factor**0.5)
    there: dict[str, Value] = {"foot": foot, "turn": turn, "root": (-0.09, -0.01, 0)}
    variant = choose(("one", "turns"), (0.7, 0.3), rng)
    where = said(arms)
    name = f"{kind} leg {way} {height}"
    if kind == "hold":
        return build(
            name,
            1.6,
            cycle((0, 0.5, 1), ({}, there, there), kept),
            "one",
            names=(f"holding {{leg}} {to}", f"balancing with {{leg}} {to}"),
            says=(
                f"*hold {{leg}} {level} {to}{where}",
                f"*stand on one leg with {{leg}} stretched {to}{where}",
                f"*raise {{leg}} {to} and *keep it up",
            ),
            how=(
                f"{{leg}} ~go up {to} and ~stay there",
                f"{{foot}} ~stay off the floor, {{leg}} straight {to}",
            ),
            group="legs",
            reps=(1, 1),
            still=True,
        )
    if kind == "swing":
        behind: dict[str, Value] = {
            "foot": (-foot[0] * 0.6, foot[1] * 0.7, -foot[2] * 0.6),
            "root": (-0.09, -0.01, 0),
            "turn": (0, -0.6 * turn[1], 0.5 * turn[2]),
        }
        return build(
            name,
            float(rng.uniform(0.9, 1.5)),
            cycle((0, 0.5), (there, behind), kept),
            "one",
            names=("leg swings", f"swinging {{leg}} {to} and back"),
            says=(
                f"*swing {{leg}} {to} and back{where}",
                f"*let {{leg}} swing to and fro, {to} and the other way",
                f"*swing {{foot}} {to} and back past the other leg",
            ),
            how=(f"{{leg}} ~swing {to} and back like a pendulum",),
            group="legs",
            reps=(2, 5),
            smooth=True,
        )
    hard = kind == "kick"
    chamber: dict[str, Value] = {"foot": (0.0, 0.3 * factor + 0.1, 0.05), "root": (-0.09, -0.02, 0)}
    snaps = hard and rng.random() < 0.5
    poses = ({}, chamber, there, chamber, {}) if snaps else ({}, there, {})
    times = (0, 0.25, 0.45, 0.65, 1) if snaps else (0, 0.42, 1)
    verb = "kick" if hard else pick(("raise", "lift", "extend", "stretch"), rng)
    return build(
        name,
        float(rng.uniform(0.8, 1.2) if hard else rng.uniform(1.2, 2.0)),
        cycle(times, poses, kept),
        variant,
        names=(
            f"{{leg}} {to}",
            f"[kick|kicking] {to}" if hard else f"leg [raise|lift] {to}",
            f"{height} {'kick' if hard else 'leg raise'}",
        ),
        says=(
            f"*{verb} {{leg}} {to}{where}",
            f"*{verb} {{leg}} {level} {to}{where}",
            f"*{'swing' if hard else 'move'} {{foot}} {level} {to} and in again",
            f"*{verb} {to} with {{leg}}" if hard else f"*{verb} {{leg}} straight {to} and down again",
        ),
        how=(
            f"{{knee}} ~come up, then {{foot}} ~shoot {to}"
            if snaps
            else f"{{foot}} ~{'whip' if hard else 'go'} {to}, off the floor, and ~come back",
            f"{{leg}} ~go {level} {to} with a straight knee",
        ),
        group="legs",
        reps=(1, 5),
        hard=hard,
    )


def bend_knee(rng: np.random.Generator) -> Motion:
    """A knee comes up before, beside or across the body, or the heel goes up behind."""
    way, foot, to = (
        ("front", (-0.03, 0.5, 0.28), "[in front|to hip height|toward the chest]"),
        ("side", (0.42, 0.45, 0.12), "[out to the side|sideways]"),
        ("across", (-0.3, 0.48, 0.26), "[across the body|toward the other elbow]"),
        ("back", (0.0, 0.42, -0.42), "[behind|toward the seat|to the bottom]"),
    )[int(rng.random() * 4)]
    small = rng.random() < 0.35
    foot = (foot[0], foot[1] * (0.5 if small else 1.0), foot[2] * (0.6 if small else 1.0))
    arms, kept = arm_pose(rng, 0.4)
    variant = choose(("one", "turns"), (0.55, 0.45), rng)
    there: dict[str, Value] = {"foot": foot, "root": (-0.08, -0.01, 0), "knee": 0.9 if way == "side" else 0.0}
    limb = "{foot}" if way == "back" else "{knee}"
    verb = "bend" if way == "back" else pick(("lift", "raise", "bring up", "pull up"), rng)
    verb, _, after = verb.partition(" ")
    limb = f"{limb} {after}" if after else limb
    size = "[a little|slightly|low]" if small else "[high|far]"
    return build(
        f"bend knee {way}",
        float(rng.uniform(0.8, 1.5)),
        cycle((0, 0.45, 1), ({}, there, {}), kept),
        variant,
        names=("heel to the bottom", "leg curl", f"bending {{knee}} {to}")
        if way == "back"
        else (f"{{knee}} {to}", f"[knee lift|knee raise] {to}"),
        says=("*bend {knee} and *bring {heel} up behind", f"*lift {{foot}} {to}", f"*kick {{heel}} up {to}")
        if way == "back"
        else (
            f"*{verb} {limb} {to}{said(arms)}",
            f"*{verb} {limb} {size}",
            f"*bend {{leg}} and *lift {{foot}} off the floor{said(arms)}",
        ),
        how=(f"{{heel}} ~go up {to} while the thigh stays down",)
        if way == "back"
        else (f"{{knee}} ~go up {to} and {{foot}} ~leave the floor",),
        group="legs",
        reps=(1, 6),
    )


def step_out(rng: np.random.Generator) -> Motion:
    """A foot steps or taps out some way and comes back; or the step becomes a lunge."""
    way, to = (
        ((0.0, 0.6), "[forward|to the front|ahead]"),
        ((0.6, 0.0), "[to the side|sideways|outward]"),
        ((0.0, -0.55), "[backward|back|behind]"),
        ((0.45, 0.45), "[diagonally forward|to the front corner]"),
        ((0.42, -0.4), "[diagonally back|to the back corner]"),
        ((-0.35, 0.35), "[across in front|crosswise in front]"),
        ((-0.34, -0.3), "[across behind|crosswise behind the other leg]"),
    )[int(rng.random() * 7)]
    x, z = way
    crosses = x < 0
    kind = choose(("tap", "step", "lunge"), (0.35, 0.3, 0.0 if crosses else 0.35), rng)
    arms, kept = arm_pose(rng, 0.4)
    variant = choose(("one", "turns"), (0.6, 0.4), rng)
    half: dict[str, Value] = {"foot": (x / 2, 0.1, z / 2), "root": (-0.05, -0.02, z / 6)}
    if kind == "tap":
        there: dict[str, Value] = {"foot": (0.75 * x, 0.02, 0.75 * z), "toe": 20.0, "root": (-0.06, -0.02, 0)}
        poses: Sequence[Mapping[str, Value]] = ({}, there, {})
        times: Sequence[float] = (0, 0.5, 1)
        words = ("toe tap", f"tapping {{foot}} {to}")
        says = (
            f"*tap {{foot}} {to}{said(arms)}",
            f"*touch the floor {to} with the toes of {{foot}}",
            f"*point {{foot}} {to} and *bring it back",
        )
        how = (f"{{foot}} ~tap the floor {to} and ~come back without weight",)
    elif kind == "step":
        there = {"foot": (x, 0, z), "root": (x / 2, -0.04, z / 2)}
        poses, times = ({}, half, there, there, half, {}), (0, 0.2, 0.4, 0.55, 0.78, 1)
        words = (f"step {to} and back", f"stepping {to}")
        says = (
            f"*step {to} with {{foot}} and *come back{said(arms)}",
            f"*take one step {to} and *return",
            f"*put {{foot}} {to} and back beside the other foot",
        )
        how = (f"{{foot}} ~step {to}, the weight follows, and {{foot}} ~return",)
    else:
        there = {
            "foot": (1.15 * x, 0, 1.15 * z),
            "root": (0.7 * x, -0.34, 0.45 * z if z > 0 else 0.25 * z),
            "spine": (10, 0, 0),
            "otoe": 40.0 if z > 0.2 else 0.0,
            "toe": 40.0 if z < -0.2 else 0.0,
        }
        poses, times = ({}, half, there, there, half, {}), (0, 0.2, 0.42, 0.58, 0.8, 1)
        words = (f"lunge {to}", f"lunging {to} with {{leg}}")
        says = (
            f"*lunge {to} with {{leg}}{said(arms)}",
            f"*take a long step {to} and *sink low{said(arms)}",
            f"*step {to}, *bend {{knee}} deeply and *push back up",
        )
        how = (
            f"{{foot}} ~step far {to} and the hips sink until {{knee}} ~be bent, then the body comes back",
        )
    return build(
        f"{kind} toward {to.strip('[]').split('|')[0]}",
        float(rng.uniform(1.0, 1.5) if kind != "lunge" else rng.uniform(1.6, 2.3)),
        cycle(times, poses, kept),
        variant,
        names=words,
        says=says,
        how=how,
        group="legs",
        reps=(1, 5 if kind == "tap" else 3),
    )


def bend_legs(rng: np.random.Generator) -> Motion:
    """Both knees bend and stretch: shallow or deep, narrow or wide; or the heels rise."""
    arms, kept = arm_pose(rng, 0.75)
    wide = rng.random() < 0.4
    stance: dict[str, Value] = {"foot": (0.24, 0, 0), "ofoot": (0.24, 0, 0)} if wide else {}
    width = " with the feet wide apart" if wide else ""
    if rng.random() < 0.25:
        up: dict[str, Value] = {
            "toe": 42.0,
            "otoe": 42.0,
            "root": (0, 0.09, 0.03),
            "foot": (0.24 * wide, 0.09, 0.03),
            "ofoot": (0.24 * wide, 0.09, 0.03),
        }
        return build(
            "rise on the toes",
            float(rng.uniform(0.9, 1.8)),
            cycle((0, 0.45, 0.6, 1), (stance, up, up, stance), kept),
            "one",
            names=("rising on the toes", "heel raises", "going up on tiptoe"),
            says=(
                f"*rise onto the toes{said(arms)}",
                f"*lift both heels off the floor{said(arms)}",
                "*go up on the balls of the feet and *come down",
            ),
            how=("both heels leave the floor and come down again",),
            group="legs",
            reps=(1, 6),
        )
    depth = choose(("slightly", "halfway", "deeply"), (1, 1, 1.2), rng)
    drop = {"slightly": 0.14, "halfway": 0.3, "deeply": 0.52}[depth]
    down: dict[str, Value] = {
        **stance,
        "root": (0, -drop, -0.28 * drop),
        "turn": (0, 30 * drop, 0),
        "spine": (46 * drop, 0, 0),
        "knee": 0.6 if wide else 0.25,
        "oknee": 0.6 if wide else 0.25,
    }
    level = {
        "slightly": "[a little|slightly]",
        "halfway": "[halfway down|to a half squat]",
        "deeply": "[deeply|all the way down]",
    }[depth]
    return build(
        f"bend the knees {depth}",
        float(rng.uniform(1.1, 2.2)) * (0.6 + 0.8 * drop),
        cycle((0, 0.45, 0.55, 1), (stance, down, down, stance), kept),
        "one",
        names=("knee bends", "squat" if drop > 0.2 else "small knee bends", "bending both knees"),
        says=(
            f"*bend both knees {level}{said(arms)}",
            f"*lower the hips {level}{width}{said(arms)}",
            f"*sink down and *stand up again{width}{said(arms)}",
            f"*squat {level}{said(arms)}" if drop > 0.2 else f"*dip at the knees{said(arms)}",
        ),
        how=(
            "the knees bend and the hips go down, then the legs straighten",
            f"the whole body sinks {level} and rises over the feet",
        ),
        group="legs",
        reps=(1, 5),
    )


LEG_KINDS: Final = ((lift_leg, 2.4), (bend_knee, 1.2), (step_out, 1.6), (bend_legs, 1.2))
