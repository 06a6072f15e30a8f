"""A scene: a motion in the picture plane and the story it tells, and what scenes are built with."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from motionsearch.train.world.object_words import Story

Floats = NDArray[np.floating[Any]]


@dataclass(frozen=True)
class Scene:
    """What was made.

    Args:
        points: ``(T, N, 2)`` any unit, x right, y down.
        story: What it shows.
        visible: ``(T, N)``, all by default.
        margin: How far the thing reaches beyond its points; a single point would else have no size.
    """

    points: Floats
    story: Story
    visible: NDArray[np.bool_] | None = None
    margin: float = 0.0


def turn(angle: Floats, axis: tuple[float, float, float]) -> Floats:
    """Rotations ``(S, 3, 3)`` by ``angle`` ``(S,)`` radians about a unit ``axis`` (Rodrigues' formula).

    With x right, y down and z away a positive angle about +z is clockwise as seen.
    """
    x, y, z = axis
    cross = np.array([[0, -z, y], [z, 0, -x], [-y, x, 0]])
    s, c = np.sin(angle)[:, None, None], np.cos(angle)[:, None, None]
    turned: Floats = np.eye(3) + s * cross + (1 - c) * (cross @ cross)
    return turned


def along(corners: Floats, u: Floats) -> Floats:
    """Places ``(S, 2)`` on the polyline through ``corners`` ``(K, 2)`` at shares ``u`` of its length."""
    steps = np.linalg.norm(np.diff(corners, axis=0), axis=1)
    at = np.concatenate([[0.0], np.cumsum(steps)]) / steps.sum()
    return np.stack([np.interp(u, at, corners[:, k]) for k in range(2)], axis=1)


def on_bars(
    joints: Floats, bars: Sequence[tuple[int, int]], rng: np.random.Generator, count: int, width: float = 0.05
) -> Floats:
    """Points ``(T, N, 2)`` on bars between joints ``(T, K, 2)``: the joints used, and ``count`` more."""
    pairs = np.array(bars)
    lengths = np.linalg.norm(joints[0, pairs[:, 0]] - joints[0, pairs[:, 1]], axis=1) + 1e-6
    which = rng.choice(len(pairs), size=count, p=lengths / lengths.sum())
    share, side = rng.random(count), width * rng.uniform(-1, 1, count)
    begin, end = joints[:, pairs[which, 0]], joints[:, pairs[which, 1]]
    axis = end - begin
    normal = axis[..., ::-1] * [-1, 1] / np.maximum(np.linalg.norm(axis, axis=-1, keepdims=True), 1e-9)
    points = begin + share[:, None] * axis + side[:, None] * normal
    return np.concatenate([joints[:, np.unique(pairs)], points], axis=1)


def chain(root: Floats, angles: Floats, lengths: Sequence[float]) -> Floats:
    """Joints ``(T, K + 1, 2)`` of links from ``root`` ``(T, 2)``; angles ``(T, K)`` clockwise from right."""
    steps = np.stack([np.cos(angles), np.sin(angles)], axis=-1) * np.asarray(lengths)[:, None]
    return np.concatenate([root[:, None], root[:, None] + np.cumsum(steps, axis=1)], axis=1)


def with_still(points: Floats, still: Floats) -> Floats:
    """Adds points ``(M, 2)`` that do not move."""
    return np.concatenate([points, np.broadcast_to(still, (len(points), *still.shape))], axis=1)
