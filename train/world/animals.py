"""Procedural animals: quadrupeds, birds, fish, snakes, insects, and captions of what they do."""

from __future__ import annotations

from typing import Final, TypeVar

import numpy as np

from motionsearch.train import virtual
from motionsearch.train.world import (
    WorldClip,
    animal_bird,
    animal_chain,
    animal_insect,
    animal_quadruped,
    animal_rig,
)
from motionsearch.train.world import animal_bird_sheets as bird_sheets
from motionsearch.train.world import animal_chain_sheets as chain_sheets
from motionsearch.train.world import animal_insect_sheets as insect_sheets
from motionsearch.train.world.animal_quadruped_deeds import DEEDS
from motionsearch.train.world.animal_quadruped_ways import WAYS
from motionsearch.train.world.animal_words import Told, captions
from motionsearch.train.world.skeleton import Floats

FPS: Final = (15, 20, 24, 25, 30, 30, 30, 50, 60)
_KINDS: Final = {"quadruped": 0.5, "bird": 0.25, "chain": 0.15, "insect": 0.1}
_Deed = TypeVar("_Deed", animal_rig.Action, animal_chain.Course, animal_insect.Deed)


def sample(rng: np.random.Generator, viewing: virtual.Viewing | None = None) -> WorldClip:
    """A random animal doing something, through a random camera; the same state gives the same clip."""
    kind = str(rng.choice(list(_KINDS), p=list(_KINDS.values())))
    fps = float(FPS[int(rng.random() * len(FPS))])
    makers = {"quadruped": quadruped, "bird": bird, "chain": chain, "insect": insect}
    points, parents, told, label, size = makers[kind](fps, rng)
    tracks, view = virtual.observe(points, parents, fps, rng, viewing)
    travel = points[:, 0] / size
    return WorldClip(tracks, captions(told, view, travel, rng), label, "animal")


Made = tuple[Floats, tuple[int, ...], Told, str, float]


def quadruped(fps: float, rng: np.random.Generator) -> Made:
    """Joints, parents, words, label and size of a four-legged animal in action."""
    species = animal_quadruped.SPECIES[int(rng.random() * len(animal_quadruped.SPECIES))]
    action = _draw((*WAYS, *DEEDS), (*species.tags, species.name), rng)
    animal = animal_quadruped.vary(species, rng)
    doing = _plan(action, action.seconds * (animal.leg / 0.5) ** 0.35, rng)
    rows = animal_rig.act(animal_quadruped.RIG, doing, animal_quadruped.stride, fps, rng)
    rows[:, animal_quadruped.RIG.channels["neck"]] += _restless(len(rows), 2, fps, rng) * 3
    rows[:, animal_quadruped.RIG.channels["head"]] += _restless(len(rows), 3, fps, rng) * 4
    rows[:, animal_quadruped.RIG.channels["tail"]] += _restless(len(rows), 2, fps, rng) * 9
    points = animal_quadruped.place(rows, animal)
    told = _told(doing, "quadruped", species.nouns)
    return points, animal_quadruped.parents_of(animal), told, f"{species.name} {action.name}", animal.leg


def bird(fps: float, rng: np.random.Generator) -> Made:
    """The same for a two-legged animal."""
    species = animal_bird.SPECIES[int(rng.random() * len(animal_bird.SPECIES))]
    action = _draw(bird_sheets.ACTIONS, (*species.tags, species.name), rng)
    animal = animal_bird.vary(species, rng)
    flies = bool(action.gait) and (action.gait or {}).get("kind") == "fly"
    # A camera shows no more than a few beats a second: faster wings would only flicker.
    period = (
        max(animal.beat, 2.2 / fps) * action.seconds
        if flies
        else action.seconds * (animal.leg / 0.15) ** 0.25
    )
    doing = _plan(action, period, rng, flies=flies)
    rows = animal_rig.act(animal_bird.RIG, doing, animal_bird.stride, fps, rng)
    rows[:, animal_bird.RIG.channels["head"]] += _restless(len(rows), 2, fps, rng) * 5
    points = animal_bird.place(rows, animal)
    return (
        points,
        animal_bird.PARENTS,
        _told(doing, "bird", species.nouns),
        f"{species.name} {action.name}",
        (animal.body + animal.leg),
    )


def chain(fps: float, rng: np.random.Generator) -> Made:
    """The same for fish, whales and snakes."""
    species = animal_chain.SPECIES[int(rng.random() * len(animal_chain.SPECIES))]
    course = _draw(chain_sheets.COURSES, species.tags, rng)
    animal = animal_chain.vary(species, rng)
    side = "right" if rng.random() < 0.5 else "left"
    pace = float(np.clip(np.exp(0.22 * rng.standard_normal()), 0.6, 1.6))
    seconds = float(rng.uniform(1.6, 5.0))
    turn = course.turn * float(rng.uniform(0.8, 1.2))
    if not course.turn and course.speed > 0.2 and not course.special and rng.random() < 0.25:
        turn = float(rng.uniform(30, 110))
    points = animal_chain.move(
        animal, course, seconds, fps, 1.0 if side == "right" else -1.0, pace, turn, rng
    )
    told = Told(
        course.names, course.says, course.how, "chain", species.nouns, side,
        turned=0.0 if course.turn else turn, going=course.speed > 0.2, pace=pace,
        hard="slow" in course.name or "fast" in course.name,
    )  # fmt: skip
    return points, animal_chain.parents_of(animal), told, f"{species.name} {course.name}", animal.length


def insect(fps: float, rng: np.random.Generator) -> Made:
    """The same for insects, spiders and crabs."""
    species = animal_insect.SPECIES[int(rng.random() * len(animal_insect.SPECIES))]
    deed = _draw(insect_sheets.DEEDS, species.tags, rng)
    animal = animal_insect.vary(species, rng)
    side = "right" if rng.random() < 0.5 else "left"
    pace = float(np.clip(np.exp(0.25 * rng.standard_normal()), 0.55, 1.7))
    seconds = float(rng.uniform(1.5, 5.0))
    points = animal_insect.move(animal, deed, seconds, fps, 1.0 if side == "right" else -1.0, pace, rng)
    told = Told(
        deed.names, deed.says, deed.how, "insect", species.nouns, side,
        going=deed.speed > 0.3 and not deed.turn and deed.wander < 1, pace=pace, hard="slow" in deed.name,
    )  # fmt: skip
    return points, animal_insect.parents_of(animal), told, f"{species.name} {deed.name}", animal.size


def _draw(deeds: tuple[_Deed, ...], tags: tuple[str, ...], rng: np.random.Generator) -> _Deed:
    fit = [deed for deed in deeds if not deed.who or set(deed.who) & set(tags)]
    chances = np.cumsum([deed.weight for deed in fit])
    return fit[int(np.searchsorted(chances, rng.random() * chances[-1]))]


def _plan(
    action: animal_rig.Action, period: float, rng: np.random.Generator, *, flies: bool = False
) -> animal_rig.Doing:
    pace = float(np.clip(np.exp(0.22 * rng.standard_normal()), 0.6, 1.6))
    side = "right" if rng.random() < 0.5 else "left"
    size = float(np.clip(rng.normal(1.0, 0.08), 0.8, 1.2))
    lead = float(rng.uniform(0.0, 0.4))
    if not action.gait:
        fewest, most = action.reps
        reps = int(rng.integers(fewest, max(fewest, min(most, int(5.2 * pace / period))) + 1))
        seconds = min(period / pace, 5.2 / reps)
        return animal_rig.Doing(action, seconds, reps, side, period / seconds, size, lead=lead)
    gait = action.gait
    seconds = float(rng.uniform(1.6, 5.0))
    turn = 0.0
    if "round" in gait:
        turn = float(rng.uniform(220, 380)) * min(1.0, seconds / 3)
    elif "straight" not in gait and rng.random() < 0.35:
        turn = float(rng.uniform(30, 110))
    moving = flies or rng.random() < 0.4
    strides = max(1, round(seconds * pace / period))
    return animal_rig.Doing(
        action,
        seconds,
        strides,
        side,
        strides * period / seconds,
        size,
        turn,
        0.0 if moving else lead,
        moving,
    )


def _told(doing: animal_rig.Doing, kind: str, nouns: tuple[str, ...]) -> Told:
    action = doing.action
    gait = action.gait or {}
    going = bool(gait) and "straight" not in gait and float(gait.get("speed", 1.0)) > 0.1
    return Told(
        action.names, action.says, action.how, kind, nouns, doing.side,
        turned=0.0 if "round" in gait else doing.turn, going=going and "round" not in gait,
        reps=0 if gait or action.stays else doing.reps, pace=doing.pace,
        hard=action.hard or "slow" in action.name,
    )  # fmt: skip


def _restless(frames: int, width: int, fps: float, rng: np.random.Generator) -> Floats:
    """Slow small swings ``(T, width)`` of about unit size."""
    time = np.arange(frames)[:, None] / fps
    swings = [
        np.sin(2 * np.pi * (time * rng.uniform(0.15, 0.9, width) + rng.random(width)))
        * rng.uniform(0.2, 0.8, width)
        for _ in range(2)
    ]
    return np.asarray(swings[0] + swings[1])
