"""Small many-legged animals, walking and flying: insects, spiders, crabs."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from motionsearch.train.world.skeleton import Floats, two_bones


@dataclass(frozen=True)
class Species:
    """Lengths in units of the body.

    Args:
        pairs: Pairs of legs, 3 to 5.
        leg: Reach of a leg. hips: half the width from which legs spring.
        wing: Length of a wing, 0 for none; ``beat`` seconds of one beat.
        claws: Front limbs that hold up pincers.
    """

    name: str
    nouns: tuple[str, ...]
    size: float
    pairs: int
    leg: float
    hips: float
    wing: float
    beat: float
    claws: bool
    tags: tuple[str, ...]


def _species(name: str, pairs: int, sizes: str, tags: str, nouns: str = "") -> Species:
    size, leg, hips, wing, beat = (float(part) for part in sizes.split())
    names = (f"{'an' if name[0] in 'aeio' else 'a'} {name}", f"the {name}", *nouns.split(";") * bool(nouns))
    return Species(
        name, names, size, pairs, leg, hips, wing, beat, "claws" in tags.split(), tuple(tags.split())
    )


SPECIES: Final = (
    _species("ant", 3, ".02 .75 .08 0 0", "walks", "an insect"),
    _species("beetle", 3, ".03 .5 .2 0 0", "walks", "a bug;a ladybug"),
    _species("cockroach", 3, ".04 .7 .18 0 0", "walks", "an insect"),
    _species("spider", 4, ".05 1.3 .15 0 0", "walks", "a tarantula;a big spider"),
    _species("crab", 4, ".12 .9 .4 0 0", "walks claws crab", "a small crab"),
    _species("scorpion", 4, ".08 .6 .15 0 0", "walks claws sting", "a crayfish;a lobster"),
    _species("grasshopper", 3, ".05 .9 .1 0 0", "walks jumps", "a cricket;a locust"),
    _species("mantis", 3, ".08 .8 .06 0 0", "walks claws", "a praying mantis"),
    _species("bee", 3, ".02 .35 .15 .8 .1", "flies", "a wasp;a bumblebee"),
    _species("fly", 3, ".01 .35 .15 .9 .09", "flies", "a mosquito;a housefly"),
    _species("butterfly", 3, ".03 .25 .08 1.3 .22", "flies", "a moth"),
    _species("dragonfly", 3, ".07 .2 .06 .9 .1", "flies", "a damselfly"),
)


@dataclass(frozen=True)
class Deed:
    """Something small animals do.

    Args:
        speed: Body lengths a second; ``stride`` seconds of one cycle of the legs.
        heading: Degrees to the main side of the way the body faces.
        turn: Degrees turned over the clip; ``wander`` how much the way strays.
        bursts: Runs and stops a second.
        special: Name of what else happens.
    """

    name: str
    who: tuple[str, ...]
    names: tuple[str, ...]
    says: tuple[str, ...]
    how: tuple[str, ...]
    speed: float = 0.0
    stride: float = 0.5
    heading: float = 0.0
    turn: float = 0.0
    wander: float = 0.3
    bursts: float = 0.0
    special: str = ""
    weight: float = 1.0


def parents_of(species: Species) -> tuple[int, ...]:
    """Body (head, thorax, waist, tail), two feelers with two joints, legs of three joints, wings of two."""
    parents = [1, -1, 1, 2, 0, 4, 0, 6]
    for _ in range(2 * species.pairs):
        base = len(parents)
        parents += [1, base, base + 1]
    for _ in range(4 if species.wing else 0):
        parents += [1, len(parents)]
    if "sting" in species.tags:
        base = len(parents)
        parents += [3, base, base + 1]
    return tuple(parents)


def vary(species: Species, rng: np.random.Generator) -> Species:
    """One animal of the species."""
    return replace(
        species,
        size=species.size * float(rng.uniform(0.7, 1.4)),
        leg=species.leg * float(rng.uniform(0.85, 1.15)),
        wing=species.wing * float(rng.uniform(0.85, 1.15)),
        beat=species.beat * float(rng.uniform(0.85, 1.3)),
    )


def move(
    species: Species,
    deed: Deed,
    seconds: float,
    fps: float,
    side: float,
    pace: float,
    rng: np.random.Generator,
) -> NDArray[np.float64]:
    """Joints ``(T, J, 3)`` in metres, y up, setting off along z; ``side`` 1 turns right, -1 left."""
    time = np.arange(max(4, round(seconds * fps))) / fps
    share = time / time[-1]
    flying = deed.special in ("fly", "rise", "sink")
    rate = np.ones(len(time))
    if deed.bursts:
        rate = np.clip(2.2 * np.sin(2 * np.pi * time * deed.bursts + rng.uniform(0, 6)) + 0.3, 0, 1)
    stride = deed.stride / pace
    cycle = np.cumsum(rate) / fps / stride + rng.random()
    drift = sum(
        np.sin(2 * np.pi * (time * rng.uniform(0.2, 1.1) + rng.random())) * rng.uniform(0.3, 1)
        for _ in range(3)
    )
    heading = np.deg2rad(side * deed.turn * share + 25 * deed.wander * np.asarray(drift))
    way = heading + side * np.deg2rad(deed.heading)
    step = deed.speed * pace * rate / fps
    centre = np.stack(
        [-np.cumsum(step * np.sin(way)), np.zeros(len(time)), np.cumsum(step * np.cos(way))], axis=1
    )
    body, pitch, height = _posture(species, deed, share, time, cycle, flying, rng)
    local = np.concatenate(
        [
            body,
            _feelers(body, time, rng),
            _legs(species, deed, cycle, share, time, stride * deed.speed * pace, flying, side),
            *([_wings(species, deed, time, share)] if species.wing else []),
            *([_sting(deed, share)] if "sting" in species.tags else []),
        ],
        axis=1,
    )
    tip = np.deg2rad(pitch)[:, None]
    y, z = local[:, :, 1].copy(), local[:, :, 2].copy()
    local[:, :, 1] = np.cos(tip) * y + np.sin(tip) * z
    local[:, :, 2] = np.cos(tip) * z - np.sin(tip) * y
    if deed.special == "back":
        local[:, :, 1] *= -1
        local[:, :, 0] *= -1
        local[:, :, 1] += 0.15
    cos, sin = np.cos(-heading)[:, None], np.sin(-heading)[:, None]
    x, z = local[:, :, 0].copy(), local[:, :, 2].copy()
    local[:, :, 0], local[:, :, 2] = cos * x + sin * z, cos * z - sin * x
    local += centre[:, None]
    local[:, :, 1] += height[:, None]
    lowest = local[:, :, 1].min(axis=1)
    local[:, :, 1] -= np.minimum(lowest, 0.0)[:, None]
    return np.asarray(local * species.size)


def _posture(
    species: Species,
    deed: Deed,
    share: Floats,
    time: Floats,
    cycle: Floats,
    flying: bool,
    rng: np.random.Generator,
) -> tuple[NDArray[np.float64], Floats, Floats]:
    """Head, thorax, waist and tail ``(T, 4, 3)`` in body lengths, pitch (T,) in degrees, height (T,)."""
    stand = 0.28 * species.leg if not flying else 0.1
    body = np.zeros((len(time), 4, 3))
    body[:, :, 2] = (0.42, 0.12, -0.18, -0.58)
    body[:, :, 1] = stand + np.array([0.02, 0.0, 0.02, 0.0])
    pitch, height = np.zeros(len(time)), 0.02 * np.sin(4 * np.pi * cycle)
    bump = np.sin(np.pi * np.clip((share - 0.15) / 0.7, 0, 1)) ** 0.7
    if deed.special == "rear":
        pitch = 38 * bump
    if deed.special == "jump":
        flight = np.clip((share - 0.3) / 0.45, 0, 1)
        height = 12 * species.leg * 0.5 * flight * (1 - flight) - 0.12 * np.sin(
            np.pi * np.clip(share / 0.3, 0, 1)
        )
        pitch = 30 * np.sin(2 * np.pi * flight)
        body[:, :, 2] += (6.0 * flight)[:, None]
    if flying:
        height = (
            4
            + 0.4 * np.sin(2 * np.pi * time * 0.7 + rng.uniform(0, 6))
            + 0.08 * np.sin(2 * np.pi * time / species.beat)
        )
        if deed.special == "rise":
            height = height * share**1.3
        if deed.special == "sink":
            height = height * (1 - share) ** 1.3
        pitch = np.full(len(time), 14.0)
    return body, pitch, height


def _feelers(body: Floats, time: Floats, rng: np.random.Generator) -> NDArray[np.float64]:
    points = []
    for side in (1.0, -1.0):
        swing = 0.35 * np.sin(2 * np.pi * time * rng.uniform(0.8, 2.0) + rng.uniform(0, 6))
        way = np.stack([side * (0.5 + 0.3 * swing), 0.45 + swing, np.full(len(time), 0.8)], axis=1)
        way /= np.linalg.norm(way, axis=1, keepdims=True)
        drooping = way - np.array([0, 0.25, 0])
        drooping /= np.linalg.norm(drooping, axis=1, keepdims=True)
        points += [body[:, 0] + 0.16 * way, body[:, 0] + 0.16 * way + 0.16 * drooping]
    return np.stack(points, axis=1)


def _legs(
    species: Species,
    deed: Deed,
    cycle: Floats,
    share: Floats,
    time: Floats,
    length: float,
    flying: bool,
    side: float,
) -> NDArray[np.float64]:
    """Legs in alternating groups, as insects walk in tripods; ``length`` is the way of one cycle."""
    count, frames = 2 * species.pairs, len(time)
    roots, targets = np.zeros((frames, count, 3)), np.zeros((frames, count, 3))
    stand = 0.28 * species.leg if not flying else 0.1
    length = min(length, 0.9 * species.leg)
    heading = np.deg2rad(deed.heading) * side
    bump = np.sin(np.pi * np.clip((share - 0.15) / 0.7, 0, 1)) ** 0.7
    for index in range(count):
        pair, left = index // 2, index % 2 == 0
        out = 1.0 if left else -1.0
        fan = np.deg2rad(55 - 110 * pair / (species.pairs - 1))
        phase = (cycle + 0.5 * ((pair + left) % 2)) % 1.0
        grounded = phase < 0.6
        swing = np.clip((phase - 0.6) / 0.4, 0, 1)
        along = length * 0.6 * np.where(grounded, 0.5 - phase / 0.6, swing * swing * (3 - 2 * swing) - 0.5)
        lift = 0.3 * species.leg * np.where(grounded, 0, np.sin(np.pi * swing)) * (length > 0.02)
        roots[:, index] = (out * species.hips, stand, 0.12 + 0.1 * np.sin(fan))
        targets[:, index, 0] = out * (species.hips + 0.75 * species.leg * np.cos(fan)) - along * np.sin(
            heading
        )
        targets[:, index, 1] = lift if not flying else -0.1 * species.leg
        targets[:, index, 2] = 0.12 + 0.85 * species.leg * np.sin(fan) + along * np.cos(heading)
        front = pair == 0
        if front and species.claws:
            targets[:, index] = (out * 0.35 * species.leg, stand + 0.1, 0.12 + 0.75 * species.leg)
            beat = (
                np.sin(2 * np.pi * time * 1.2 + out)
                if deed.special == "claws"
                else 0.15 * np.sin(3 * time + out)
            )
            targets[:, index, 1] += 0.3 * species.leg * beat + 0.1 * species.leg
        if front and deed.special == "rear":
            targets[:, index, 1] += 0.6 * species.leg * bump
        if front and deed.special == "rub":
            targets[:, index] = (out * 0.06, stand + 0.05, 0.55)
            targets[:, index, 2] += 0.08 * np.sin(2 * np.pi * 3 * time + (0 if left else np.pi))
        if deed.special == "back":
            targets[:, index, 1] = -0.35 * species.leg
            targets[:, index, 2] += 0.3 * species.leg * np.sin(2 * np.pi * 1.7 * time + 1.3 * index)
        if deed.special == "jump":
            flight = (share > 0.3) & (share < 0.75)
            targets[:, index, 2] += 6.0 * np.clip((share - 0.3) / 0.45, 0, 1) - 0.4 * species.leg * flight
    poles = np.zeros((frames, count, 3))
    poles[:, :, 0] = np.where(np.arange(count) % 2 == 0, 0.5, -0.5)
    poles[:, :, 1] = 1.0
    if deed.special == "jump":
        roots[:, :, 2] += (6.0 * np.clip((share - 0.3) / 0.45, 0, 1))[:, None]
    half = np.full((count, 1), 0.52 * species.leg)
    middles, ends, _ = two_bones(roots, targets, poles, half, half)
    return np.stack([roots, middles, ends], axis=2).reshape(frames, 3 * count, 3)


def _wings(species: Species, deed: Deed, time: Floats, share: Floats) -> NDArray[np.float64]:
    """Two pairs of wings, root and tip each."""
    beat = np.sin(2 * np.pi * time / species.beat)
    if deed.special in ("fly", "rise", "sink"):
        angle = np.deg2rad(8 + 52 * beat)
    elif deed.special == "fan":
        angle = np.deg2rad(40 + 38 * np.sin(2 * np.pi * time / 1.3))
    else:
        angle = np.full(len(time), np.deg2rad(18.0))
    open_ = deed.special in ("fly", "rise", "sink", "fan")
    points = []
    for pair, (back, long) in enumerate(((0.1, 1.0), (-0.55, 0.8))):
        for side in (1.0, -1.0):
            root = np.tile((side * 0.08, 0.08, 0.15 - 0.1 * pair), (len(time), 1))
            spread = np.stack([side * np.cos(angle), np.sin(angle), np.full(len(time), back)], axis=1)
            folded = np.tile((side * 0.3, 0.15, -0.95), (len(time), 1))
            way = spread if open_ else folded
            way = way / np.linalg.norm(way, axis=1, keepdims=True)
            points += [root, root + species.wing * long * way]
    return np.stack(points, axis=1)


def _sting(deed: Deed, share: Floats) -> NDArray[np.float64]:
    """A tail of three joints curled over the back."""
    strike = np.sin(np.pi * np.clip((share - 0.35) / 0.35, 0, 1)) if deed.special == "sting" else 0 * share
    points, at = [], np.tile((0.0, 0.2, -0.58), (len(share), 1))
    for base, swing in ((115.0, 40.0), (70.0, 55.0), (20.0, 50.0)):
        angle = np.deg2rad(base - swing * strike)
        at = at + 0.3 * np.stack([0 * share, np.sin(angle), np.cos(angle)], axis=1)
        points.append(at)
    return np.stack(points, axis=1)
