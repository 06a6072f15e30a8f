"""What moves in a picture because the camera does, and the still things behind a motion that show it."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from motionsearch.camera import Camera
from motionsearch.tracks import Mask, Points

Floats = NDArray[np.floating[Any]]

# How near and how far still things stand, as shares of the distance to the motion.
_NEAREST, _FARTHEST = 0.6, 5.0


def followed(world: NDArray[np.float32], rng: np.random.Generator) -> NDArray[np.float32]:
    """``(T, 3)``: how far a camera that goes with the motion has gone in each frame; zero in mid clip."""
    finite: Mask = np.asarray(np.isfinite(world).all(axis=-1))
    count = np.maximum(finite.sum(axis=1), 1).astype(np.float32)
    middle = np.asarray(np.where(finite[..., None], world, 0).sum(axis=1)) / count[:, None]
    frames = len(world)
    half = min(int(rng.integers(0, 1 + max(1, frames // 5))), frames - 1)
    if half:  # a moving average: the camera lags behind quick moves
        padded = np.concatenate([np.repeat(middle[:1], half, 0), middle, np.repeat(middle[-1:], half, 0)])
        total = np.cumsum(np.concatenate([np.zeros((1, 3), np.float32), padded]), axis=0)
        middle = (total[2 * half + 1 :] - total[: -2 * half - 1]) / np.float32(2 * half + 1)
    strength = np.array([1.0, rng.random(), 1.0]) * rng.uniform(0.7, 1.0)
    gone: NDArray[np.float32] = ((middle - middle[frames // 2]) * strength).astype(np.float32)
    return gone


def driven(world: NDArray[np.float32], rng: np.random.Generator) -> NDArray[np.float32]:
    """``(T, 3)``: how far a camera that drives or is carried along a level line has gone; zero in mid clip.

    Up to one and a half times the extent of the motion in all.
    """
    spots = world.reshape(-1, 3)
    size = float(np.nanmax(spots.max(axis=0) - spots.min(axis=0))) if np.isfinite(spots.sum()) else 1.0
    angle = rng.uniform(0, 2 * np.pi)
    way = size * rng.uniform(0.2, 1.5) * np.array([np.sin(angle), 0.0, np.cos(angle)])
    return (_eased(len(world), rng)[:, None] * way).astype(np.float32)


def still_points(
    camera: Camera, ground: float, gone: NDArray[np.float32] | None, frames: int, count: int,
    rng: np.random.Generator,
) -> NDArray[np.float32]:  # fmt: skip
    """Things that stand still, as a camera that has ``gone`` ``(T, 3)`` has them about it.

    Each is somewhere in the picture at some moment: on the ground, or nearer or farther than the motion.

    Args:
        camera: As it stands where it has gone nowhere.
        ground: Height of the ground.
        gone: ``None`` for a camera that stays.
        frames: T.
        count: How many.

    Returns:
        ``(T, count, 3)``.
    """
    width, height = camera.frame_size
    spots = (rng.random((count, 2)) - 0.5) * (width, height) / camera.focal
    rays = np.concatenate([spots, np.ones((count, 1))], axis=1) @ camera.axes  # (count, 3), depth 1
    distance = float(np.linalg.norm(np.subtract(camera.target, camera.position)))
    depth = distance * np.exp(rng.uniform(np.log(_NEAREST), np.log(_FARTHEST), count))
    down = np.minimum(rays[:, 1], -1e-6)
    floor = (ground - camera.position[1]) / down
    on_floor = (rng.random(count) < 0.6) & (floor > 0.3 * distance) & (floor < _FARTHEST * distance)
    places = camera.position + rays * np.where(on_floor, floor, depth)[:, None]
    if gone is None:
        return np.broadcast_to(places.astype(np.float32), (frames, count, 3))
    places = places + gone[rng.integers(0, frames, count)]
    moved: NDArray[np.float32] = (places[None] - gone[:, None]).astype(np.float32)
    return moved


def turned(pixels: Points, frame_size: tuple[int, int], moves: Mask, rng: np.random.Generator) -> Points:
    """What a camera that stays does to the picture; a small turn of it shifts all alike.

    Args:
        pixels: ``(T, N, 2)``.
        frame_size: ``(width, height)``.
        moves: ``(4,)``: it pans, zooms, rocks about its line of sight, and trembles.
    """
    frames = len(pixels)
    width, height = frame_size
    if moves[0]:
        way = ((2 * rng.random(2) - 1) * (0.6 * width, 0.2 * height)).astype(np.float32)
        pixels = pixels + _eased(frames, rng)[:, None, None] * way
    centre = np.array([width / 2, height / 2], np.float32)
    if moves[1]:
        factor = np.exp(_eased(frames, rng) * np.float32(rng.uniform(-0.7, 0.7)))
        pixels = (pixels - centre) * factor[:, None, None] + centre
    if moves[2]:
        angle = _eased(frames, rng) * np.float32(np.deg2rad(rng.uniform(-16, 16)))
        cos, sin = np.cos(angle)[:, None], np.sin(angle)[:, None]
        x, y = pixels[..., 0] - centre[0], pixels[..., 1] - centre[1]
        pixels = np.stack([cos * x - sin * y, sin * x + cos * y], axis=-1) + centre
    if moves[3]:
        pixels = pixels + trembling(frames, 0.008 * height, rng)[:, None]
    return pixels


def trembling(frames: int, most: float, rng: np.random.Generator) -> NDArray[np.float32]:
    """``(T, 2)``: a hand-held camera's small moves, up to ``most`` pixels standard deviation."""
    knots = 2 + max(2, frames // int(rng.integers(3, 12)))
    noise = rng.standard_normal((knots, 2), dtype=np.float32) * np.float32(most * rng.random())
    at = np.linspace(0, knots - 1.001, frames, dtype=np.float32)
    low = at.astype(np.int64)
    weight = (at - low)[:, None]
    return np.asarray(noise[low] * (1 - weight) + noise[low + 1] * weight, dtype=np.float32)


def _eased(frames: int, rng: np.random.Generator) -> NDArray[np.float32]:
    """``(T,)`` from about -0.5 to 0.5: evenly, beginning and ending gently, or there and back."""
    u = np.linspace(0, 1, frames, dtype=np.float32)
    kind = rng.random()
    if kind < 0.5:
        way = u - np.float32(0.5)
    elif kind < 0.8:
        way = u * u * (3 - 2 * u) - np.float32(0.5)
    else:
        swing = np.sin(2 * np.pi * (u * np.float32(rng.uniform(0.5, 1.5)) + np.float32(rng.random())))
        way = np.float32(0.5) * (swing - swing[frames // 2])
    return np.asarray(way, dtype=np.float32)
