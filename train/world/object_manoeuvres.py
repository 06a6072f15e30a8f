"""Manoeuvres of vehicles seen from above: turning in three points, parking, swerving, overtaking."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from motionsearch.train.world.object_scene import Scene
from motionsearch.train.world.object_shapes import turn_plane
from motionsearch.train.world.object_silhouettes import DRIVES, VEHICLE
from motionsearch.train.world.object_words import Phase, Story, Subject, words

Floats = NDArray[np.floating[Any]]
Maker = Callable[[np.random.Generator, Floats], Scene]
_CAR: Final = words("a car seen from above | a car | a vehicle | a vehicle seen from above | a van | a truck")

# A manoeuvre as stretches: share of the time; way gone in car lengths, below zero in reverse; degrees turned.
_STRETCHES: Final[Mapping[str, Sequence[tuple[float, float, float]]]] = {
    "makes a three-point turn": ((0.34, 2.4, 75), (0.33, -1.8, 55), (0.33, 2.8, 50)),
    "parks forward": ((0.45, 3.4, 0), (0.4, 2.2, 88), (0.15, 0.4, 0)),
    "parks in reverse": ((0.4, 3.4, 0), (0.45, -2.4, -86), (0.15, -0.3, 0)),
    "parallel parks": ((0.4, 3.0, 0), (0.3, -1.3, -42), (0.3, -1.3, 42)),
    "backs out and drives off": ((0.45, -2.6, -85), (0.1, 0.0, 0), (0.45, 4.0, 0)),
    "reverses": ((1.0, -5.0, 0),),
    "swerves": ((0.3, 3.0, 0), (0.12, 1.2, 34), (0.16, 1.4, -62), (0.12, 1.0, 28), (0.3, 2.8, 0)),
    "weaves through traffic": ((0.25, 3.0, 30), (0.25, 3.0, -60), (0.25, 3.0, 60), (0.25, 3.0, -30)),
    "drives in circles": ((1.0, 14.0, 700),),
    "pulls out and stops": ((0.2, 0.0, 0), (0.35, 1.8, 55), (0.3, 2.0, -55), (0.15, 0.0, 0)),
}
# What it is said to do; in fewer words.
_WORDS: Final = {
    "makes a three-point turn": (
        "makes a three-point turn | {drives} forward, {reverses} and {drives} off the other way | "
        "turns around by driving forward, back and forward again",
        "turns around",
    ),
    "parks forward": (
        "parks | {turns} into a parking space and {stops} | drives into a parking space",
        "{turns} and {stops}",
    ),
    "parks in reverse": (
        "parks in reverse | backs into a parking space | {drives} past, then {backs} into a space",
        "reverses",
    ),
    "parallel parks": (
        "parallel parks | {drives} past a gap and {reverses} into it | backs into a gap beside the road",
        "reverses",
    ),
    "backs out and drives off": (
        "{backs} out of a parking space and {drives} off | {reverses} in a curve and then {drives} forward",
        "{reverses} and {drives} off",
    ),
    "reverses": (
        "reverses | backs up | drives backward | goes backward in a straight line",
        "moves backward",
    ),
    "swerves": (
        "swerves | swerves around something | makes a sudden swerve | dodges an obstacle",
        "moves aside",
    ),
    "weaves through traffic": (
        "weaves through traffic | weaves from lane to lane | slaloms | drives in a slalom",
        "drives in curves",
    ),
    "drives in circles": (
        "drives in circles | goes round and round | drives doughnuts | circles tightly",
        "circles",
    ),
    "pulls out and stops": (
        "{pulls} out and {stops} | {moves} over to the side and {stops} | {changes} lane and {stops}",
        "{moves} and {stops}",
    ),
}


def manoeuvre(rng: np.random.Generator, times: Floats, kind: str) -> Scene:
    """One vehicle in the stretches of its manoeuvre, to either side."""
    hand = float(rng.choice([-1.0, 1.0]))
    place, heading = _driven(rng, times, _STRETCHES[kind], hand)
    points = _body(rng, heading) + place[:, None]
    said, coarse = _WORDS[kind]
    phase = Phase(words(said), (coarse, "drives", "moves"), (kind,))
    return Scene(points, Story(Subject(_CAR, VEHICLE, DRIVES), (phase,), f"vehicle {kind}"), margin=0.4)


def overtake(rng: np.random.Generator, times: Floats) -> Scene:
    """A fast vehicle comes up behind a slow one, changes lane, passes it and comes back."""
    hand = float(rng.choice([-1.0, 1.0]))
    start = rng.uniform(0, 2 * np.pi)
    u = times / times[-1]
    slow = rng.uniform(5, 8) * u
    fast = slow + 8 * u - 4.0
    out = np.clip((fast - slow + 3.4) / 1.6, 0, 1) - np.clip((fast - slow - 1.8) / 1.6, 0, 1)
    aside = hand * 1.5 * (out * out * (3 - 2 * out))
    tilt = np.arctan2(np.gradient(aside), np.maximum(np.gradient(fast), 1e-6))
    first = _body(rng, tilt) + np.stack([fast, aside], axis=-1)[:, None]
    second = _body(rng, 0 * u) + np.stack([slow, 0 * u], axis=-1)[:, None]
    points = turn_plane(np.concatenate([first, second], axis=1), np.full((len(u), 1), start))
    phase = Phase(
        words("overtakes another | passes a slower one | {changes} lane and {passes} the one in front"),
        words("passes another | drives past another"),
        words("overtaking | passing another car"),
        paced=False,
    )
    subject = Subject(words("a car | a vehicle | one car | a car seen from above"), VEHICLE, DRIVES)
    return Scene(points, Story(subject, (phase,), "vehicle overtakes"), margin=0.4)


def _driven(
    rng: np.random.Generator, times: Floats, stretches: Sequence[tuple[float, float, float]], hand: float
) -> tuple[Floats, Floats]:
    """Place ``(T, 2)`` and heading ``(T,)`` in radians; it stands still where the gear changes."""
    u = times / times[-1]
    gone, turned, clock = np.zeros(len(u)), np.full(len(u), rng.uniform(0, 2 * np.pi)), 0.0
    ways = [way for _, way, _ in stretches]
    for index, (share, way, degrees) in enumerate(stretches):
        x = np.clip((u - clock) / share, 0, 1)
        stops = any(way * ways[n] <= 0 for n in (index - 1, index + 1) if 0 <= n < len(ways))
        eased = x * x * (3 - 2 * x) if stops else x
        gone = gone + way * eased
        turned = turned + hand * np.deg2rad(degrees) * eased
        clock += share
    steps = np.diff(gone, prepend=gone[0])[:, None] * np.stack([np.cos(turned), np.sin(turned)], axis=-1)
    return 2.0 * np.cumsum(steps, axis=0), turned


def _body(rng: np.random.Generator, heading: Floats) -> Floats:
    """Corners and some points of a vehicle two units long, ``(T, N, 2)``, turned as it heads."""
    width = rng.uniform(0.38, 0.5)
    corners = np.array([[1, width], [1, -width], [-1, width], [-1, -width]])
    inner = rng.uniform(-1, 1, (int(rng.integers(0, 20)), 2)) * [1, width]
    local = np.concatenate([corners, inner])
    return turn_plane(np.broadcast_to(local, (len(heading), *local.shape)), heading[:, None])


MAKERS: dict[str, Maker] = {f"vehicle {kind}": partial(manoeuvre, kind=kind) for kind in _STRETCHES}
MAKERS |= {"vehicle overtakes": overtake}
