"""One rigid thing that does one thing, or two or three in order."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any

import numpy as np
from numpy.typing import NDArray

from motionsearch.train.world.object_falls import bounce, flight, floating, rebound
from motionsearch.train.world.object_moves import (
    DIRECTIONS,
    Asked,
    Move,
    depth,
    pulse,
    resize,
    straight,
    to_and_fro,
    tremble,
)
from motionsearch.train.world.object_paths import bend, circle, outline, pace, spiral, wander, waves
from motionsearch.train.world.object_scene import Scene, turn
from motionsearch.train.world.object_shapes import road_user, shape
from motionsearch.train.world.object_turns import part_turn, rocking, roll, spin
from motionsearch.train.world.object_words import Story, Subject, words

Floats = NDArray[np.floating[Any]]


MOVES: dict[str, Callable[[Asked], Move]] = {
    f"move {name}": partial(straight, name=name) for name in DIRECTIONS
}
MOVES |= {
    "move toward the camera": partial(depth, near=True),
    "move away from the camera": partial(depth, near=False),
    "grow": partial(resize, grow=True),
    "shrink": partial(resize, grow=False),
    "pulse": pulse,
    "spin clockwise": partial(spin, way="clockwise"),
    "spin counterclockwise": partial(spin, way="counterclockwise"),
    "spin around": partial(spin, way="upright"),
    "tumble": partial(spin, way="tumble"),
    "turn partway clockwise": partial(part_turn, way="clockwise"),
    "turn partway counterclockwise": partial(part_turn, way="counterclockwise"),
    "flip over": partial(part_turn, way="flip"),
    "roll right": partial(roll, right=True),
    "roll left": partial(roll, right=False),
    "swing": partial(rocking, kind="swing"),
    "rock side to side": partial(rocking, kind="rock"),
    "wobble": partial(rocking, kind="wobble"),
    "move back and forth": partial(to_and_fro, kind="sideways"),
    "move up and down": partial(to_and_fro, kind="vertical"),
    "approach and retreat": partial(to_and_fro, kind="depth"),
    "circle clockwise": partial(circle, way="clockwise"),
    "circle counterclockwise": partial(circle, way="counterclockwise"),
    "spiral outward": partial(spiral, outward=True),
    "spiral inward": partial(spiral, outward=False),
    "zigzag": partial(waves, kind="zigzag"),
    "weave": partial(waves, kind="weave"),
    "move in steps": partial(waves, kind="stairs"),
    "figure eight": partial(outline, kind="eight"),
    "square path": partial(outline, kind="square"),
    "triangle path": partial(outline, kind="triangle"),
    "arc over": partial(bend, kind="over"),
    "arc under": partial(bend, kind="under"),
    "turn left": partial(bend, kind="turn left"),
    "turn right": partial(bend, kind="turn right"),
    "u-turn": partial(bend, kind="u-turn"),
    "loop": partial(bend, kind="loop"),
    "wander": wander,
    "accelerate": partial(pace, kind="accelerate"),
    "slow down": partial(pace, kind="slow down"),
    "stop and go": partial(pace, kind="stop and go"),
    "bounce in place": partial(bounce, kind="in place"),
    "bounce left": partial(bounce, kind="left"),
    "bounce right": partial(bounce, kind="right"),
    "drop and bounce": partial(bounce, kind="drop"),
    "throw": partial(flight, kind="throw"),
    "fall": partial(flight, kind="fall"),
    "roll off an edge": partial(flight, kind="roll off"),
    "jump": partial(flight, kind="hop"),
    "toss up": partial(flight, kind="toss"),
    "float up": partial(floating, up=True),
    "flutter down": partial(floating, up=False),
    "rebound": rebound,
    "vibrate": partial(tremble, kind="vibrate"),
    "shake side to side": partial(tremble, kind="shake sideways"),
    "shake up and down": partial(tremble, kind="shake vertically"),
    "stay still": partial(tremble, kind="still"),
}
# Their motion is lost on a thing that is seen as a single point.
NEED_EXTENT = frozenset(
    words(
        "move toward the camera | move away from the camera | grow | shrink | pulse | spin clockwise | "
        "spin counterclockwise | spin around | tumble | turn partway clockwise | "
        "turn partway counterclockwise | flip over | roll right | roll left | rock side to side | wobble | "
        "approach and retreat"
    )
)
# What may stand before or after another, and still read as two things.
IN_ORDER = tuple(f"move {name}" for name in DIRECTIONS) + words(
    "stay still | spin clockwise | spin counterclockwise | grow | shrink | circle clockwise | "
    "circle counterclockwise | bounce in place | fall | jump | vibrate | move toward the camera | "
    "move away from the camera | zigzag | move up and down | move back and forth | shake side to side | "
    "rock side to side | flip over | float up | roll left | roll right | tumble"
)
# What people and vehicles do that are tracked as boxes or points.
TRACKED = frozenset(f"move {name}" for name in DIRECTIONS) | frozenset(
    words(
        "stay still | stop and go | accelerate | slow down | turn left | turn right | u-turn | wander | "
        "weave | move toward the camera | move away from the camera"
    )
)
# In a story a thing that was moving stops; one that has not moved yet waits.
_STOPS = ("stops", "comes to a stop", "stops moving", "pauses", "stands still", "halts", "stays where it is")
_WAITS = ("waits", "stays still", "stands still", "stays where it is", "rests")


def one_thing(rng: np.random.Generator, times: Floats, label: str) -> Scene:
    """A thing that does what ``label`` says from first to last; ``times`` ``(T,)`` seconds from 0."""
    tracked = label in TRACKED and rng.random() < 0.25
    points, subject = (road_user if tracked else shape)(rng, solid=label in NEED_EXTENT)
    move = _make(rng, times / times[-1], float(times[-1]), subject, label)
    path = _perform(points, [move])
    return Scene(path, Story(subject, (move.phase,), label), margin=_margin(points))


def in_order(rng: np.random.Generator, times: Floats) -> Scene:
    """A thing that does two or three things one after the other."""
    labels = _plot(rng, 2 if rng.random() < 0.65 or times[-1] < 3 else 3)
    points, subject = shape(rng, solid=any(label in NEED_EXTENT for label in labels))
    frames = len(times)
    shares = np.cumsum(rng.uniform(0.8, 1.3, len(labels)))
    ends = np.round(shares / shares[-1] * frames).astype(int)
    starts = np.concatenate([[0], ends[:-1]])
    moves = []
    for k, (start, end) in enumerate(zip(starts, ends, strict=True)):
        # The first move begins where it stands; the others go on from the frame before.
        u = np.linspace(0, 1, end - start) if k == 0 else np.arange(1, end - start + 1) / (end - start)
        move = _make(rng, u, float(times[1] * (end - start)), subject, labels[k])
        phase = replace(move.phase, start=int(start), end=int(end))
        if labels[k] == "stay still":
            phase = replace(phase, verbs=_STOPS if k else _WAITS)
        moves.append(replace(move, phase=phase))
    story = Story(subject, tuple(m.phase for m in moves), ", then ".join(labels))
    return Scene(_perform(points, moves), story, margin=_margin(points))


def _margin(points: Floats) -> float:
    return 0.6 if len(points) == 1 else 0.0


def _make(rng: np.random.Generator, u: Floats, seconds: float, subject: Subject, label: str) -> Move:
    return MOVES[label](Asked(rng, u, seconds, subject))


def _plot(rng: np.random.Generator, count: int) -> list[str]:
    """Labels that can follow one another: none twice in a row, and travel in most stories."""
    labels: list[str] = []
    while len(labels) < count:
        directions = rng.random() < 0.5
        label = f"move {rng.choice(list(DIRECTIONS))}" if directions else str(rng.choice(IN_ORDER))
        if rng.random() < 0.15:
            label = "stay still"
        if not labels or (label != labels[-1] and not _alike(label, labels[-1])):
            labels.append(label)
    return labels


def _alike(a: str, b: str) -> bool:
    """Whether two neighbours would be told apart only with difficulty ("move up", "move up right")."""
    (ax, ay), (bx, by) = (DIRECTIONS[x[5:]][0] if x[5:] in DIRECTIONS else (0, 0) for x in (a, b))
    downward = {"fall", "move down"}
    return ax * bx + ay * by > 0.3 or {a, b} <= downward or {a, b} <= {"float up", "move up"}


def _perform(points: Floats, moves: list[Move]) -> Floats:
    """The picture ``(T, N, 2)`` of a thing ``(N, 3)`` that makes its moves one after the other."""
    place, size, stance = np.zeros(2), 1.0, np.eye(3)
    parts = []
    for move in moves:
        stances = turn(move.angle, move.axis) @ stance
        local = points @ stances.transpose(0, 2, 1)
        local = local / (1 + 0.12 * local[..., 2:])  # what is farther away is a little smaller
        sizes = size * move.zoom
        places = place + move.offset * size
        parts.append(local[..., :2] * sizes[:, None, None] + places[:, None])
        place, size, stance = places[-1], float(sizes[-1]), stances[-1]
    return np.concatenate(parts)
