"""Pinhole cameras: how 3D motion becomes tracks in pixels."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from motionsearch.errors import InputError
from motionsearch.tracks import Tracks

Floats = NDArray[np.floating[Any]]
Up = Literal["x", "y", "z", "-x", "-y", "-z"]

FRAME_SIZE = (640, 480)


@dataclass(frozen=True)
class Camera:
    """A pinhole camera that looks from ``position`` at ``target``; world y is up.

    Args:
        position: ``(3,)`` world units.
        target: ``(3,)`` world units.
        fov: Vertical field of view in degrees.
        frame_size: ``(width, height)`` in pixels.
        roll: Degrees about the line of sight.
    """

    position: tuple[float, float, float]
    target: tuple[float, float, float]
    fov: float = 40.0
    frame_size: tuple[int, int] = FRAME_SIZE
    roll: float = 0.0

    @property
    def near(self) -> float:
        """Depth in world units up to which nothing is seen; it follows the scene, whose unit nobody knows."""
        return 1e-6 * max(float(np.linalg.norm(np.subtract(self.target, self.position))), 1e-12)

    @property
    def focal(self) -> float:
        """Focal length in pixels."""
        return float(0.5 * self.frame_size[1] / np.tan(np.deg2rad(self.fov) / 2))

    @cached_property
    def axes(self) -> NDArray[np.float64]:
        """``(3, 3)``: unit vectors of the picture's right and down, and forward along the line of sight."""
        forward = _unit(np.asarray(self.target, dtype=np.float64) - self.position)
        # forward x up; looking straight up or down, "right" is a free choice.
        right = np.array([-forward[2], 0.0, forward[0]])
        right = _unit(right) if np.linalg.norm(right) > 1e-6 else np.array([1.0, 0.0, 0.0])
        (fx, fy, fz), (rx, ry, rz) = forward.tolist(), right.tolist()
        down = np.array([fy * rz - fz * ry, fz * rx - fx * rz, fx * ry - fy * rx])
        turn = np.deg2rad(self.roll)
        cos, sin = np.cos(turn), np.sin(turn)
        return np.stack([cos * right + sin * down, cos * down - sin * right, forward])

    def project(self, points: Floats) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        """World points ``(..., 3)`` to pixels ``(..., 2)`` and depth ``(...)`` along the line of sight."""
        local = (np.asarray(points, dtype=np.float64) - self.position) @ self.axes.T
        depth = local[..., 2]
        focal, safe = self.focal, np.maximum(depth, self.near)
        pixels = np.stack(
            [
                focal * local[..., 0] / safe + self.frame_size[0] / 2,
                focal * local[..., 1] / safe + self.frame_size[1] / 2,
            ],
            axis=-1,
        )
        return pixels.astype(np.float32), depth.astype(np.float32)


def to_y_up(points: Floats, up: Up) -> Floats:
    """Turns points ``(..., 3)`` of a right-handed world whose ``up`` axis points up into one where y does."""
    if points.ndim < 1 or points.shape[-1] != 3:
        raise InputError(f"3D points must have 3 coordinates, got shape {points.shape}")
    x, y, z = points[..., 0], points[..., 1], points[..., 2]
    turned = {
        "y": (x, y, z),
        "-y": (x, -y, -z),
        "z": (x, z, -y),
        "-z": (x, -z, y),
        "x": (-y, x, z),
        "-x": (y, -x, z),
    }
    if up not in turned:
        raise InputError(f"up must be one of {', '.join(turned)}, got {up!r}")
    return np.stack(turned[up], axis=-1)


def default_camera(
    points: Floats, *, azimuth: float = 30.0, elevation: float = 10.0, margin: float = 1.25
) -> Camera:
    """The documented camera through which 3D sources are seen.

    640 x 480 pixels, 40 degrees vertical field of view, fixed for the whole recording. It stands
    ``azimuth`` degrees to the side of the +z axis and ``elevation`` degrees above the middle of the
    motion's bounding box, as near as lets a ``margin`` times larger ball around that box fit the picture.

    Args:
        points: ``(T, N, 3)`` world units, y up; non-finite values are passed over.
    """
    flat = np.asarray(points, dtype=np.float64).reshape(-1, 3)
    flat = flat[np.isfinite(flat).all(axis=1)]
    if not len(flat):
        raise InputError("no 3D point is finite")
    low, high = flat.min(axis=0), flat.max(axis=0)
    centre = (low + high) / 2
    with np.errstate(over="ignore"):
        radius = float(np.linalg.norm(high - low)) / 2
    # The floor is for things that do not move: far below any motion, far above rounding.
    radius = max(radius, 1e-6 * float(np.abs(centre).max()), 1e-6)
    distance = margin * radius / np.sin(np.deg2rad(40.0) / 2)
    a, e = np.deg2rad(azimuth), np.deg2rad(elevation)
    offset = distance * np.array([np.sin(a) * np.cos(e), np.sin(e), np.cos(a) * np.cos(e)])
    position = centre + offset
    return Camera(
        position=(float(position[0]), float(position[1]), float(position[2])),
        target=(float(centre[0]), float(centre[1]), float(centre[2])),
    )


def view(points: Floats, fps: float, *, up: Up = "y", camera: Camera | None = None) -> Tracks:
    """3D points ``(T, N, 3)`` seen through ``camera``, or through :func:`default_camera`.

    Points that are not finite or lie behind the camera are not visible.

    Raises:
        InputError: the shape is wrong, or no point is visible.
    """
    world = to_y_up(np.asarray(points, dtype=np.float64), up)
    if world.ndim != 3:
        raise InputError(f"3D points must have shape (T, N, 3), got {np.shape(points)}")
    finite = np.all(np.isfinite(world), axis=-1)
    with np.errstate(over="ignore", invalid="ignore"):  # coordinates near the end of the numbers
        chosen = camera or default_camera(world)
        pixels, depth = chosen.project(np.where(finite[..., None], world, 0.0))
    seen = finite & (depth > chosen.near) & np.all(np.isfinite(pixels), axis=-1)
    return Tracks(pixels, seen, fps, chosen.frame_size)


def _unit(vector: Floats) -> Floats:
    return vector / max(float(np.linalg.norm(vector)), 1e-12)
