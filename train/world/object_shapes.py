"""Rigid shapes as points, and what they may be called."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from motionsearch.train.world.object_words import GENERIC, Subject, words

Floats = NDArray[np.floating[Any]]

DOT = Subject(
    ("a point", "a dot", "a spot", "a small object", "a particle"),
    travel=("moves", "goes", "travels", "heads", "moves", "flies"),
)
THING = Subject(
    ("an object", "something", "a thing", "a rigid object", "it", "an item"),
    generic=GENERIC,
)
_BALL = Subject(
    ("a ball", "a ball", "a round object", "a sphere", "a football", "a basketball", "a tennis ball"),
    travel=("moves", "goes", "travels", "glides", "heads", "flies"),
)
_BOX = Subject(("a box", "a cube", "a block", "a crate", "a cardboard box", "a package", "a brick"))
_STICK = Subject(("a stick", "a rod", "a pole", "a bar", "a pencil", "a long thin object"))
_PLATE = Subject(("a plate", "a flat object", "a board", "a panel", "a card", "a sheet"))
_DISC = Subject(("a disc", "a round plate", "a coin", "a frisbee", "a flat round object"))
_BLOB = Subject(("an object", "a lump", "a blob", "a rock", "a toy", "a stone"))
_FRAME = Subject(("a box", "an object", "a rectangle", "a tracked object", "a target", "a bounding box"))


# What trackers of people and traffic follow, as boxes or single points.
ROAD_USERS = (
    Subject(words("a person | a pedestrian | someone | a person on foot"),
            words("something | a person | someone"), words("walks | moves | goes | walks")),
    Subject(words("a car | a vehicle | a tracked car"), words("something | a vehicle | an object"),
            words("drives | moves | goes | travels")),
    Subject(words("a cyclist | a person on a bicycle | a bicycle"), words("something | someone | a vehicle"),
            words("rides | cycles | moves | goes")),
    Subject(words("an animal | a bird | a dog"), words("something | an animal | it"),
            words("moves | goes | travels | heads")),
)  # fmt: skip


def road_user(rng: np.random.Generator, *, solid: bool = False) -> tuple[Floats, Subject]:
    """A box or a single point, as trackers of people and traffic give, with its names; as :func:`shape`."""
    subject = ROAD_USERS[int(rng.integers(len(ROAD_USERS)))]
    if not solid and rng.random() < 0.3:
        return np.zeros((1, 3)), subject
    wide = rng.uniform(0.3, 0.5) if "a person" in subject.names else rng.uniform(0.5, 1.0)
    x, y = np.array([-1, 1, 1, -1, 0]) * wide, np.array([-1, -1, 1, 1, 0]) * rng.uniform(0.5, 1.0)
    box = np.column_stack([x, y, np.zeros(5)])
    return (box if rng.random() < 0.4 else box[:4]), subject


def shape(rng: np.random.Generator, *, solid: bool = False) -> tuple[Floats, Subject]:
    """A random rigid shape.

    Args:
        rng: Where chance comes from.
        solid: Leave out single points, whose turning and growing cannot be seen.

    Returns:
        ``(N, 3)`` points within about the unit ball, x right, y down, z away; and its names.
    """
    kind = rng.choice(["dot", "ball", "box", "stick", "plate", "disc", "blob", "frame"],
                      p=[0.14, 0.2, 0.16, 0.1, 0.1, 0.08, 0.12, 0.1])  # fmt: skip
    if kind == "dot":
        if not solid:
            return np.zeros((1, 3)), DOT
        kind = "box"
    subject: Subject
    if kind == "ball":
        points, subject = ball(rng, _count(rng)), _BALL
    elif kind == "box":
        points, subject = box(rng, _count(rng), rng.uniform(0.5, 1.0, 3)), _BOX
    elif kind == "stick":
        count = _count(rng, 2, 24)
        points = np.stack([np.linspace(-1, 1, count), *(0.04 * rng.standard_normal((2, count)))], axis=1)
        points, subject = turn_plane(points, rng.uniform(0, np.pi)), _STICK
    elif kind == "plate":
        sides = rng.uniform(0.5, 1.0, 2)
        flat = rng.uniform(-1, 1, (_count(rng), 2)) * sides
        points, subject = np.column_stack([flat, np.zeros(len(flat))]), _PLATE
    elif kind == "disc":
        count = _count(rng)
        angle, radius = rng.uniform(0, 2 * np.pi, count), np.sqrt(rng.uniform(0, 1, count))
        points = np.column_stack([radius * np.cos(angle), radius * np.sin(angle), np.zeros(count)])
        subject = _DISC
    elif kind == "blob":
        points, subject = rng.standard_normal((_count(rng), 3)) * rng.uniform(0.3, 0.6, 3), _BLOB
    else:
        grid = np.linspace(-1, 1, int(rng.choice([2, 2, 3])))
        x, y = np.meshgrid(grid * rng.uniform(0.4, 1), grid * rng.uniform(0.4, 1))
        points, subject = np.column_stack([x.ravel(), y.ravel(), np.zeros(x.size)]), _FRAME
    if rng.random() < 0.25:
        subject = THING
    return points, subject


def ball(rng: np.random.Generator, count: int) -> Floats:
    """``(N, 3)`` points on the unit sphere."""
    points = rng.standard_normal((count, 3))
    return points / np.linalg.norm(points, axis=1, keepdims=True)  # type: ignore[no-any-return]


def box(rng: np.random.Generator, count: int, sides: Floats) -> Floats:
    """``(N, 3)`` points on a box: its corners first, then anywhere on its faces; turned a little."""
    corners = np.array([[x, y, z] for x in (-1, 1) for y in (-1, 1) for z in (-1, 1)], dtype=float)
    faces = rng.uniform(-1, 1, (max(0, count - 8), 3))
    rows = np.arange(len(faces))
    faces[rows, rng.integers(0, 3, len(faces))] = rng.choice([-1.0, 1.0], len(faces))
    points = np.concatenate([corners, faces])[:count] if count > 8 else corners[rng.permutation(8)[:count]]
    yaw = rng.uniform(-0.6, 0.6)
    turn = np.array([[np.cos(yaw), 0, np.sin(yaw)], [0, 1, 0], [-np.sin(yaw), 0, np.cos(yaw)]])
    return points * sides @ turn.T  # type: ignore[no-any-return]


def turn_plane(points: Floats, angle: float | Floats) -> Floats:
    """Turns ``(..., 2 or 3)`` points clockwise as seen in a picture whose y points down; radians.

    ``angle`` may be an array; it is set against the leading axes of the points.
    """
    cos, sin = np.cos(angle), np.sin(angle)
    turned = points.copy()
    turned[..., 0] = cos * points[..., 0] - sin * points[..., 1]
    turned[..., 1] = sin * points[..., 0] + cos * points[..., 1]
    return turned


def _count(rng: np.random.Generator, low: int = 3, high: int = 48) -> int:
    return int(np.exp(rng.uniform(np.log(low), np.log(high + 1))))
