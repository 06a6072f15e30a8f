"""A scene: a motion in the picture plane and the story it tells, before it is set into a picture."""

from __future__ import annotations

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
