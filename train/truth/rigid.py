"""Rigid things: a flat shape with a texture that does what an object of the procedural world does."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from motionsearch.errors import InputError
from motionsearch.train.truth.painting import Floats, Patch, after, cut_out
from motionsearch.train.truth.textures import TEXTURES, Image8
from motionsearch.train.world.object_things import MOVES, one_thing
from motionsearch.train.world.objects import captions_of

# Texture pixels to a pixel of the picture where a thing is as large as it ever gets.
DENSITY = 2.0
_TRIES = 400
# Diameter of a thing, 360ths of the picture's height.
_LEAST, _MOST = 80.0, 180.0
# These turn out of the picture's plane, which a flat patch cannot.
_SOLID = ("spin around", "tumble", "flip over")
LABELS = tuple(label for label in MOVES if label not in (*_SOLID, "stay still"))


@dataclass(frozen=True, eq=False)
class Made:
    """A mover before it is put into a scene.

    Args:
        patches: What is drawn, in the pixels of a still camera; the mover's number is still to be given.
        spots: For each patch ``(K, 2)`` texture pixels of points that are followed.
        label: What it does, in short.
        captions: Sentences true of it.
    """

    patches: tuple[Patch, ...]
    spots: tuple[Floats, ...]
    label: str
    captions: tuple[str, ...]


def make_thing(
    rng: np.random.Generator,
    label: str,
    texture: str,
    frames: int,
    fps: float,
    room: tuple[float, float, float, float],
    size: tuple[int, int],
    count: int = 40,
    least: float = 0.0,
    centred: bool = False,
) -> Made:
    """A thing that does ``label`` from the first picture to the last.

    Args:
        rng: Where chance comes from.
        label: One of ``LABELS``.
        texture: One of :data:`motionsearch.train.truth.textures.TEXTURES`.
        frames: How many pictures.
        fps: Pictures a second.
        room: x, y, width and height in pixels that it stays within.
        size: ``(width, height)`` of the picture.
        count: How many points are followed.
        least: Its least diameter, 360ths of the picture's height; it is larger where there is room.
            0 stands for a size at which it is well seen.
        centred: Its way lies in the middle of the room, else anywhere in it.

    Raises:
        InputError: there is no such label or texture, or the room is too small for it.
    """
    if label not in LABELS or texture not in TEXTURES:
        raise InputError(f"no thing does {label!r} with a texture {texture!r}")
    unit = size[1] / 360
    least = least or _LEAST
    for _ in range(_TRIES):
        scene = one_thing(rng, np.arange(frames) / fps, label)
        shape = scene.points[0]
        if (
            len(shape) < 4
            or np.linalg.svd(shape - shape.mean(0), compute_uv=False)[1] < 0.25 * len(shape) ** 0.5
        ):
            continue  # a point or a stick
        extent = np.maximum(np.ptp(scene.points.reshape(-1, 2), axis=0), 1e-9)
        pose = _affines(shape, scene.points)
        growth = np.sqrt(np.abs(np.linalg.det(pose[..., :2])))
        diameter = float(np.linalg.norm(np.ptp(shape, axis=0))) * growth.max()
        wished = rng.uniform(least, max(_MOST, least)) * unit / diameter
        # Its outline reaches beyond the points that stand for it.
        free = np.array(room[2:]) * 0.94
        scale = min(wished, float((free / (1.25 * extent)).min()))
        if scale * diameter * min(1.0, growth.min() / growth.max() * 2) < least * unit * 0.95:
            continue
        low = scene.points.reshape(-1, 2).min(axis=0)
        slack = np.array(room[2:]) - scale * extent
        corner = np.array(room[:2]) + slack * (0.5 if centred else 0.2 + 0.6 * rng.random(2)) - scale * low
        pixels = (scale * scene.points + corner).astype(np.float32)
        placed = np.concatenate([scale * pose[..., :2], scale * pose[..., 2:] + corner[:, None]], axis=-1)
        ball = any(
            name.split()[-1] in ("ball", "sphere", "disc", "coin", "plate")
            for name in scene.story.subject.names
        )
        surface, to_shape = _surface(rng, shape, texture, scale * float(growth.max()) * DENSITY, ball)
        patch = Patch(
            surface,
            after(placed, to_shape),
            np.full(frames, 1.0),
            -1,
            np.ones(frames, dtype=bool),
        )
        captions = captions_of(scene, pixels, fps, size, rng)
        return Made((patch,), (_spots(surface, count, rng),), label, captions)
    raise InputError(f"a room of {room[2]:g} x {room[3]:g} pixels is too small for a thing to {label}")


def _affines(shape: Floats, points: Floats) -> Floats:
    """``(T, 2, 3)`` that carry the shape ``(N, 2)`` to its points ``(T, N, 2)``, exactly as it is rigid."""
    known = np.column_stack([shape, np.ones(len(shape))])
    solved = np.linalg.pinv(known) @ points
    return np.asarray(np.swapaxes(solved, 1, 2))


def _surface(
    rng: np.random.Generator, shape: Floats, texture: str, density: float, ball: bool
) -> tuple[Image8, Floats]:
    """A texture cut to the outline of a shape, and the map ``(2, 3)`` from its pixels to the shape's unit."""
    low, high = shape.min(axis=0), shape.max(axis=0)
    if ball:
        middle, radius = (low + high) / 2, float((high - low).max()) / 2
        low, high = middle - radius, middle + radius
    width, height = (max(8, round(float(v) * density)) for v in high - low)
    y, x = np.mgrid[:height, :width]
    across, along = 2 * x / (width - 1) - 1, 2 * y / (height - 1) - 1
    # A superellipse: 2 is round, 8 a box with rounded corners.
    power = 2.0 if ball else float(rng.choice([3.0, 5.0, 8.0]))
    inside = (np.abs(across) ** power + np.abs(along) ** power) ** (1 / power)
    outline = np.clip((1 - inside) * min(width, height) / 4, 0, 1)
    painted = TEXTURES[texture](rng, (width, height)).astype(np.float64)
    # Light from above and a darker edge, as on a thing that is not quite flat.
    painted *= (1.08 - 0.1 * along - 0.28 * np.clip(inside, 0, 1) ** 6)[..., None]
    surface = cut_out(np.clip(painted, 0, 255).astype(np.uint8), cv2.GaussianBlur(outline, (0, 0), 0.7))
    rim = (surface.shape[1] - width) / 2
    step = (high - low) / (np.array([width, height]) - 1)
    return surface, np.column_stack([np.diag(step), low - rim * step])


def _spots(surface: Image8, count: int, rng: np.random.Generator) -> Floats:
    """``(K, 2)`` texture pixels well inside the outline."""
    opaque = (surface[..., 3] > 250).astype(np.uint8)
    inner = cv2.erode(opaque, np.ones((9, 9), np.uint8))
    y, x = np.nonzero(inner if inner.any() else opaque)
    picked = rng.choice(len(x), count, replace=len(x) < count)
    spots = np.stack([x[picked], y[picked]], axis=1) + rng.uniform(-0.5, 0.5, (count, 2))
    return np.asarray(spots, dtype=np.float64)
