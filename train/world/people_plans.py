"""What a clip of a person shows: one thing, two things at once, or several in turn."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import numpy as np

from motionsearch.train.world.people_acts import (
    LONGEST,
    Act,
    draw,
    draw_gait,
    draw_posture,
    plan_gait,
    plan_motion,
)
from motionsearch.train.world.people_compose import compose
from motionsearch.train.world.people_motion import MOTIONS, Motion
from motionsearch.train.world.skeleton import CHANNELS, WIDTH, Floats

# Chances of the kinds of clips, and of the groups of motions in clips of one motion.
_ONE: Final = 0.64
_AT_ONCE: Final = 0.17
_GROUPS: Final = {"arms": 0.4, "legs": 0.2, "body": 0.24, "gait": 0.16}
# Share of composed motions, which are told in words of limbs and paths: alone, beside something, in a row.
_COMPOSED: Final = {"one": 0.2, "at once": 0.24, "two hands": 0.5, "in turn": 0.1}
# Leg motions over which arm motions still read.
_UNDER: Final = (
    *("squat", "lunge", "side lunge", "march in place", "balance on one leg", "step side to side"),
    *("hop in place", "run in place", "jump", "knee raise", "calf raise", "step sideways", "sway", "bob"),
)


@dataclass(frozen=True)
class Plan:
    """Acts in the order in which they overlay each other, and how they belong together.

    Args:
        acts: One to three.
        together: They are done at once, else one after the other.
        posture: In which posture the clip begins.
    """

    acts: tuple[Act, ...]
    together: bool = False
    posture: str = "stand"


def draw_plan(rng: np.random.Generator) -> Plan:
    """A random plan of at most about six seconds."""
    kind = rng.random()
    if kind < _ONE:
        return one_act(rng)
    if kind < _ONE + _AT_ONCE:
        return two_hands(rng) if rng.random() < 0.16 else at_once(rng)
    return in_turn(rng)


def one_act(rng: np.random.Generator) -> Plan:
    """One motion or gait, with or without a moment of rest before it."""
    start = float(rng.uniform(0.0, 0.5))
    if rng.random() < _COMPOSED["one"]:
        return composed(rng, start)
    chances = np.cumsum(list(_GROUPS.values()))
    group = list(_GROUPS)[int(np.searchsorted(chances, rng.random() * chances[-1]))]
    if group == "gait":
        return Plan((plan_gait(draw_gait(rng), start, start + float(rng.uniform(1.4, 5.0)), rng),))
    motions, weights = _group(group)
    motion = motions[int(np.searchsorted(weights, rng.random()))]
    posture = draw_posture(motion, rng)
    return Plan((plan_motion(motion, start, LONGEST - start, posture, rng),), posture=posture)


def composed(rng: np.random.Generator, start: float = 0.2, limb: str | None = None) -> Plan:
    """One motion made up of a limb, a path, a place and a size."""
    motion, side = compose(rng, limb)
    posture = draw_posture(motion, rng)
    act = plan_motion(motion, start, LONGEST - start, posture, rng)
    return Plan((act.on_side(side) if side else act,), posture=posture)


def at_once(rng: np.random.Generator) -> Plan:
    """The legs go or move while the arms do something else."""
    start = float(rng.uniform(0.0, 0.3))
    if rng.random() < 0.6:
        gait = draw_gait(rng)
        while gait.busy:
            gait = draw_gait(rng)
        base = plan_gait(gait, start, start + float(rng.uniform(1.8, 4.5)), rng)
    else:
        base = plan_motion(_under(rng), start, 4.5, "stand", rng, fill=True)
    extra = _extra(rng)
    while extra.seconds > base.end - base.start:
        extra = _extra(rng)
    longest = max(base.end - start, extra.seconds + 0.5)
    return Plan((base, plan_motion(extra, start, longest, "stand", rng, fill=True)), together=True)


def _under(rng: np.random.Generator) -> Motion:
    """What the legs do in place while the arms do something else."""
    if rng.random() < _COMPOSED["at once"]:
        motion = _compose_where("legs", lambda m: m.start == "stand" and not _moves(m) & _ARMS, rng)
        if motion:
            return motion
    return MOTIONS[_UNDER[int(rng.random() * len(_UNDER))]]


def _extra(rng: np.random.Generator) -> Motion:
    """What the arms do while the legs are busy."""
    if rng.random() < _COMPOSED["at once"]:
        motion = compose(rng, "arms")[0]
        return motion if motion.group == "arms" else _extra(rng)
    arms, weights = _group("arms")
    return arms[int(np.searchsorted(weights, rng.random()))]


def two_hands(rng: np.random.Generator) -> Plan:
    """Each hand does something else."""
    motions = _one_handed()
    first, second = (motions[index] for index in rng.choice(len(motions), 2, replace=False))
    if rng.random() < _COMPOSED["two hands"]:
        first = _compose_where("arms", lambda m: m.sides == ("one",) and _moves(m) <= _ONE_ARM, rng) or first
    start = float(rng.uniform(0.0, 0.3))
    one = plan_motion(first, start, 3.5, "stand", rng, variant="one")
    other = plan_motion(second, start, max(3.5, second.seconds + 0.8), "stand", rng, variant="one")
    return Plan((one, other.on_side("left" if one.side == "right" else "right")), together=True)


def in_turn(rng: np.random.Generator) -> Plan:
    """Two or three things one after the other, each from the posture in which the last one ended."""
    clock, posture = float(rng.uniform(0.0, 0.3)), "stand"
    acts: list[Act] = []
    wanted = 3 if rng.random() < 0.25 else 2
    for index in range(wanted):
        left = LONGEST - clock - 1.2 * (wanted - 1 - index)
        if left < 1.0:
            break
        act = _next(clock, left, posture, acts, rng)
        if act is None:
            continue
        acts.append(act)
        posture = act.ends_in
        clock = act.back_home + float(rng.uniform(0.0, 0.15))
    return Plan(tuple(acts)) if len(acts) > 1 else one_act(rng)


def _next(clock: float, left: float, posture: str, acts: list[Act], rng: np.random.Generator) -> Act | None:
    chance = rng.random()
    walked = acts and acts[-1].path is not None
    if posture == "stand" and chance < 0.3 and not walked:
        return plan_gait(
            draw_gait(rng), clock, clock + float(rng.uniform(1.2, min(2.4, max(left, 1.3)))), rng
        )
    group = "arms" if chance < 0.58 else "legs" if chance < 0.76 else "body"
    motion = draw(group, posture, rng) or draw("body", posture, rng) or draw("arms", posture, rng)
    if posture == "stand" and rng.random() < _COMPOSED["in turn"]:
        made, side = compose(rng)
        if made.start == posture:
            act = plan_motion(made, clock, min(left, 3.0), posture, rng, few=True)
            return act.on_side(side) if side else act
    if motion is None or any(act.what is motion for act in acts):
        return None
    return plan_motion(motion, clock, min(left, 3.0), posture, rng, few=True)


@lru_cache(maxsize=8)
def _group(group: str) -> tuple[tuple[Motion, ...], Floats]:
    motions = tuple(motion for motion in MOTIONS.values() if motion.group == group)
    weights = np.cumsum([motion.weight for motion in motions])
    return motions, weights / weights[-1]


def _columns(*names: str) -> frozenset[int]:
    return frozenset(i for name in names for i in range(*CHANNELS[name].indices(WIDTH)))


_ONE_ARM: Final = _columns("rhand", "rreach", "relbow", "rshrug", "head")
_ARMS: Final = _columns("rhand", "lhand", "rgrip", "lgrip")


def _moves(motion: Motion, variant: str | None = None) -> frozenset[int]:
    """The pose columns that a motion touches, on its first side by default."""
    return frozenset(motion.tables[variant or motion.sides[0]].columns.tolist())


def _compose_where(
    limb: str, fits: Callable[[Motion], bool], rng: np.random.Generator, tries: int = 12
) -> Motion | None:
    """A composed motion of a limb that fits, if a few tries find one."""
    for _ in range(tries):
        motion = compose(rng, limb)[0]
        if fits(motion):
            return motion
    return None


@lru_cache(maxsize=1)
def _one_handed() -> tuple[Motion, ...]:
    """Arm motions that move nothing but the main arm and perhaps the head."""
    hand = CHANNELS["rhand"].start
    return tuple(
        motion
        for motion in MOTIONS.values()
        if motion.group == "arms" and "one" in motion.sides and hand in _moves(motion, "one") <= _ONE_ARM
    )
