"""Composed jumps: which way, how far, on one foot or both, with or without a turn, arms in some pose."""

from __future__ import annotations

from typing import Final

import numpy as np

from motionsearch.train.world.people_compose_words import Vector, arm_pose, build, cycle, said
from motionsearch.train.world.people_motion import Motion
from motionsearch.train.world.people_postures import Value

# Ways: name; side and forward of the figure, per unit of length; turn to the main side, degrees; words.
_WAYS: Final[tuple[tuple[str, tuple[float, float], float, str], ...]] = (
    ("up", (0, 0), 0, "[straight up|up in place|on the spot]"),
    ("forward", (0, 1), 0, "[forward|ahead|to the front]"),
    ("backward", (0, -0.8), 0, "[backward|back]"),
    ("sideways", (0.9, 0), 0, "[to the {side}|sideways to the {side}]"),
    ("diagonally", (0.65, 0.65), 0, "[diagonally forward to the {side}|forward and to the {side}]"),
    ("with a quarter turn", (0, 0), 90, "with [a quarter turn|a 90 degree turn] to the {side}"),
    ("with a half turn", (0, 0), 180, "with [a half turn|a turn of 180 degrees|a turn to the other side]"),
    ("with a full turn", (0, 0), 360, "with [a full turn|a spin|a turn of 360 degrees]"),
)  # fmt: skip


def jump(rng: np.random.Generator) -> Motion:
    """A jump or hop, once or several times."""
    name, (x, z), yaw, to = _WAYS[int(rng.random() * len(_WAYS))]
    large = rng.random() < 0.5
    one_foot = rng.random() < 0.35 and yaw < 180
    arms, kept = arm_pose(rng, 0.4)
    length = float(rng.uniform(0.6, 1.0) if large else rng.uniform(0.2, 0.35))
    height = float(rng.uniform(0.3, 0.5) if large or yaw > 90 else rng.uniform(0.08, 0.18))
    if one_foot:
        length, height = 0.6 * length, 0.5 * height + 0.05
    dip = 0.26 if large else 0.14
    half: Vector = (x * length / 2, 0.0, z * length / 2)
    gone: Vector = (x * length, 0.0, z * length)
    shift = 0.08 if one_foot else 0.0
    down: dict[str, Value] = {"root": (shift, -dip, -0.3 * dip), "spine": (50 * dip, 0, 0), "yaw": 0.0}
    aloft: dict[str, Value] = {
        "root": (shift, 0.02, 0),
        "air": height,
        "go": half,
        "yaw": yaw / 2,
        "toe": 34.0,
    }
    land: dict[str, Value] = {"root": (shift, -0.8 * dip, -0.25 * dip), "spine": (40 * dip, 0, 0), "go": gone,
                              "yaw": float(yaw)}  # fmt: skip
    rest: dict[str, Value] = {"go": gone, "yaw": float(yaw)}
    if one_foot:
        lifted: dict[str, Value] = {"ofoot": (0.0, 0.34, -0.28)}
        down, aloft, land = down | lifted, aloft | lifted, land | lifted
        rest |= lifted | {"root": (shift, -0.03, 0)}
    else:
        aloft["otoe"] = 34.0
    if not kept:
        back: Vector = (0.14, -0.7, -0.45)
        front: Vector = (0.12, 0.15 if large else -0.3, 0.75)
        down |= {"hand": back, "ohand": back}
        aloft |= {"hand": front, "ohand": front}
    start: dict[str, Value] = lifted | {"root": (shift, -0.03, 0)} if one_foot else {}
    verb = "hop" if one_foot or not large else "jump"
    on = "on {leg}" if one_foot else "[with both feet|off both feet]"
    size = "[far|wide|high]" if large and not yaw else "[a little|lightly|with a small jump]"
    if large and yaw == 0 and name == "up":
        size = "[high|as high as possible]"
    where = said(arms)
    seconds = 0.75 + 0.6 * (large and not one_foot) + 0.15 * (yaw > 90)
    return build(
        f"{verb} {name}{' on one foot' if one_foot else ''}",
        seconds,
        cycle((0, 0.3, 0.55, 0.78, 1), (start, down, aloft, land, rest), kept),
        "one",
        names=(
            f"[{verb}|{'hopping' if verb == 'hop' else 'jumping'}] {to}",
            f"{'one-legged hop' if one_foot else 'two-footed jump'} {to}",
        ),
        says=(
            f"*{verb} {to}{where}",
            f"*{verb} {to} {on}{where}",
            f"*{'hop' if one_foot else 'leap'} {to}"
            if large or one_foot
            else f"*make a small jump {to}{where}",
            f"*{verb} {size} {to}" if not yaw else f"*{verb} up and *land {to}",
        ),
        how=(
            f"{{leg}} ~push the body off {to} while the other foot stays off the floor"
            if one_foot
            else f"both knees bend, the body leaps {to} and both feet land together",
        ),
        group="legs",
        reps=(1, 5 if one_foot or not large else 3),
        hard=large,
    )


JUMP_KINDS: Final = ((jump, 1.5),)
