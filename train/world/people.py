"""Procedural people: figures that do one thing, two things at once or several in turn, and captions of it."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

import numpy as np

from motionsearch.train import virtual
from motionsearch.train.world import WorldClip
from motionsearch.train.world.gait import Gait
from motionsearch.train.world.language import ADULTS, CHILDREN
from motionsearch.train.world.people_acts import (
    LONGEST,
    Act,
    draw,
    draw_gait,
    draw_posture,
    perform,
    plan_gait,
    plan_motion,
)
from motionsearch.train.world.people_motion import MOTIONS, posture_row
from motionsearch.train.world.people_words import captions
from motionsearch.train.world.skeleton import (
    CHANNELS,
    JOINTS,
    PARENTS,
    WIDTH,
    Floats,
    mirror,
    place,
    sample_body,
)

FPS: Final = (15, 20, 24, 25, 25, 30, 30, 30, 30, 30, 50, 60)
# Chances of the kinds of clips, and of the groups of motions in clips of one motion.
_ONE, _AT_ONCE = 0.62, 0.18
_GROUPS: Final = (("arms", 0.4), ("legs", 0.18), ("body", 0.27), ("gait", 0.15))
# Leg motions over which arm motions still read.
_UNDER: Final = (
    "squat", "lunge", "side lunge", "march in place", "balance on one leg", "step side to side", "hop in place",
    "run in place", "jump", "knee raise", "calf raise", "step sideways", "half squat pulses",
)  # fmt: skip
# Named sets of joints that pose estimators and sensors give; the others are those of :data:`JOINTS`.
_KINECT: Final = tuple(j for j in range(len(JOINTS)) if j not in (5, 6, 7, 8))
_COCO: Final = (6, 7, 8, 9, 10, 11, 13, 14, 15, 17, 18, 19, 21, 22, 23)
_PENN: Final = (4, 9, 10, 11, 13, 14, 15, 17, 18, 19, 21, 22, 23)
_HUMANML: Final = tuple(j for j in range(len(JOINTS)) if j not in (5, 6, 7, 8, 12, 16))
_LAYOUTS: Final = (_KINECT, _COCO, _PENN, _HUMANML)


def sample(rng: np.random.Generator) -> WorldClip:
    """A random person in a random motion through a random camera; the same state gives the same clip."""
    acts, together, posture = _plan(rng)
    return make(acts, together, posture, rng)


def make(
    acts: list[Act],
    together: bool,
    posture: str,
    rng: np.random.Generator,
    viewing: virtual.Viewing | None = None,
) -> WorldClip:
    """The clip of given acts, done by a random person and seen through a random camera.

    Args:
        acts: In the order in which they overlay each other.
        together: They are done at once, else one after the other.
        posture: In what posture it begins.
    """
    fps = float(FPS[int(rng.random() * len(FPS))])
    body = sample_body(rng)
    points, first = _animate(acts, posture, fps, body, rng)
    chosen, parents = _layout(rng)
    tracks, view = virtual.observe(points[:, chosen], parents, fps, rng, viewing)
    facing = points[0, 0] * 0
    facing[[0, 2]] = np.sin(first), np.cos(first)
    texts = captions(acts, together, CHILDREN if body.child else ADULTS, view, points[:, 0], facing, rng)
    label = (" while " if together else " then ").join(act.what.name for act in acts)
    return WorldClip(tracks, texts, label, "person")


def _animate(
    acts: list[Act], posture: str, fps: float, body: object, rng: np.random.Generator
) -> tuple[Floats, float]:
    """Joints ``(T, J, 3)`` and the heading in radians at the first frame."""
    end = max(act.back_home for act in acts) + float(rng.uniform(0.0, 0.45))
    cut = rng.random() < (0.3 if len(acts) == 1 else 0.1)
    row = posture_row(posture)
    if acts[0].side == "left":
        row = mirror(row)
    poses = np.repeat(row[None], max(4, round(end * fps)), axis=0)
    perform(acts, poses, fps, rng, settle=not cut)
    poses += _idle(len(poses), fps, rng)
    if cut and (isinstance(acts[0].what, Gait) or acts[0].what.smooth):
        poses = _cut(poses, acts[0], fps, rng)
    from motionsearch.train.world.skeleton import Body

    assert isinstance(body, Body)
    return place(poses, body), float(np.deg2rad(-poses[0, CHANNELS["yaw"]][0]))


def _cut(poses: Floats, act: Act, fps: float, rng: np.random.Generator) -> Floats:
    """Only the middle of something that goes on and on, without its start and end."""
    lead = act.timing.lead if act.timing else 0.0
    first = round((act.start + lead) * fps)
    last = max(round(act.end * fps), first + max(4, int(0.8 * fps)))
    return poses[first:last] if last - first >= 4 and last <= len(poses) else poses


@lru_cache(maxsize=1)
def _noise() -> Floats:
    """``(4096, WIDTH)`` smooth noise of unit size at 60 steps a second, the same in every run."""
    white = np.random.default_rng(20240229).standard_normal((4096, WIDTH))
    spectrum = np.fft.rfft(white, axis=0)
    hertz = np.fft.rfftfreq(4096, 1 / 60)[:, None]
    smooth = np.fft.irfft(spectrum / (1 + (hertz / 0.7) ** 2), n=4096, axis=0)
    return np.asarray(smooth / smooth.std(axis=0))


@lru_cache(maxsize=1)
def _restlessness() -> Floats:
    """How far each channel strays in a figure that stands at ease."""
    amount = np.zeros(WIDTH)
    for name, size in {
        "root": (0.008, 0.003, 0.008), "turn": (1.0, 0.7, 0.7), "spine": (1.2, 0.8, 1.2), "head": (2.5, 1.5, 4.0),
        "lhand": 0.014, "rhand": 0.014, "lelbow": 0.06, "relbow": 0.06, "lshrug": 0.006, "rshrug": 0.006,
    }.items():  # fmt: skip
        amount[CHANNELS[name]] = size
    return amount


def _idle(frames: int, fps: float, rng: np.random.Generator) -> Floats:
    """Breathing, swaying and looking about: small offsets ``(T, WIDTH)``."""
    noise = _noise()
    at = (rng.integers(len(noise)) + np.round(np.arange(frames) * 60 / fps).astype(int)) % len(noise)
    rows = noise[at] * (_restlessness() * rng.uniform(0.3, 1.6))
    breath = np.sin(2 * np.pi * (np.arange(frames) / fps * rng.uniform(0.22, 0.4) + rng.random()))
    rows[:, CHANNELS["spine"].start] += 0.7 * breath
    rows[:, CHANNELS["lshrug"].start] += 0.006 * breath
    rows[:, CHANNELS["rshrug"].start] += 0.006 * breath
    return rows


def _layout(rng: np.random.Generator) -> tuple[list[int], list[int]]:
    """Which joints there are, and their parents among themselves."""
    if rng.random() < 0.55:
        chosen = list(range(len(JOINTS)))
    else:
        chosen = list(_LAYOUTS[int(rng.random() * len(_LAYOUTS))])
    parents = []
    for joint in chosen:
        parent = PARENTS[joint]
        while parent >= 0 and parent not in chosen:
            parent = PARENTS[parent]
        parents.append(chosen.index(parent) if parent >= 0 else -1)
    return chosen, parents


def _plan(rng: np.random.Generator) -> tuple[list[Act], bool, str]:
    kind = rng.random()
    if kind < _ONE:
        return _one(rng)
    if kind < _ONE + _AT_ONCE:
        return _at_once(rng)
    return _in_turn(rng)


def _one(rng: np.random.Generator) -> tuple[list[Act], bool, str]:
    start = float(rng.uniform(0.0, 0.5))
    names, chances = zip(*_GROUPS, strict=True)
    group = names[int(np.searchsorted(np.cumsum(chances), rng.random() * sum(chances)))]
    if group == "gait":
        act = plan_gait(draw_gait(rng), start, start + float(rng.uniform(1.4, 5.0)), rng)
        return [act], False, "stand"
    fitting = [motion for motion in MOTIONS.values() if motion.group == group]
    chances = np.cumsum([motion.weight for motion in fitting])
    motion = fitting[int(np.searchsorted(chances, rng.random() * chances[-1]))]
    posture = draw_posture(motion, rng)
    return [plan_motion(motion, start, LONGEST - start, posture, rng)], False, posture


def _at_once(rng: np.random.Generator) -> tuple[list[Act], bool, str]:
    start = float(rng.uniform(0.0, 0.3))
    if rng.random() < 0.6:
        gait = draw_gait(rng)
        while not gait.free_hands:
            gait = draw_gait(rng)
        base = plan_gait(gait, start, start + float(rng.uniform(1.8, 4.5)), rng)
    else:
        motion = MOTIONS[_UNDER[int(rng.random() * len(_UNDER))]]
        base = plan_motion(motion, start, 4.5, "stand", rng)
    arms = draw("arms", "stand", rng)
    assert arms is not None
    while arms.weight == 0 or arms.seconds > base.end - base.start:
        arms = draw("arms", "stand", rng)
        assert arms is not None
    extra = plan_motion(arms, start, max(base.end - start, arms.seconds + 0.5), "stand", rng)
    return [base, extra], True, "stand"


def _in_turn(rng: np.random.Generator) -> tuple[list[Act], bool, str]:
    clock, posture = float(rng.uniform(0.0, 0.3)), "stand"
    acts: list[Act] = []
    wanted = 3 if rng.random() < 0.25 else 2
    for index in range(wanted):
        left = LONGEST - clock - 1.2 * (wanted - 1 - index)
        if left < 1.0:
            break
        chance = rng.random()
        if posture == "stand" and chance < 0.3 and (not acts or not isinstance(acts[-1].what, Gait)):
            act = plan_gait(
                draw_gait(rng), clock, clock + float(rng.uniform(1.2, min(2.4, max(left, 1.3)))), rng
            )
        else:
            group = "arms" if chance < 0.58 else "legs" if chance < 0.76 else "body"
            motion = draw(group, posture, rng) or draw("body", posture, rng) or draw("arms", posture, rng)
            if motion is None or any(act.what is motion for act in acts):
                continue
            act = plan_motion(motion, clock, min(left, 3.0), posture, rng, few=True)
        acts.append(act)
        posture = act.ends_in
        clock = act.back_home + float(rng.uniform(0.0, 0.15))
    if len(acts) < 2:
        return _one(rng)
    return acts, False, "stand"
