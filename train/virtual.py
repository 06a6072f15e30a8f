"""Virtual cameras and trackers: 3D motion becomes the tracks that a video of it would have given."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from math import copysign, hypot
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from motionsearch.camera import Camera
from motionsearch.errors import InputError
from motionsearch.tracks import Mask, Points, Tracks
from motionsearch.train.degrade import Degradation, degrade, thin_frames
from motionsearch.train.limbs import limb_points

Floats = NDArray[np.floating[Any]]

FRAME_SIZES = (
    (640, 480), (640, 480), (640, 360), (1280, 720), (1920, 1080), (1920, 1080), (720, 1280), (1080, 1920),
    (480, 480), (320, 240), (854, 480), (3840, 2160),
)  # fmt: skip


@dataclass(frozen=True)
class Viewing:
    """From where a motion is seen, as which points, and how well. Numbers named as chances lie in [0, 1].

    Args:
        azimuth: Range of degrees to the side of the +z axis.
        elevation: Range of degrees above the horizon.
        high_angle: Chance of an elevation between 35 and 80 degrees instead.
        fov: Range of the vertical field of view, degrees.
        fill: Range of how much of the picture the motion takes up.
        crop: Chance that it takes up more than the picture holds (up to 1.4 times).
        off_centre: Chance that it is not in the middle.
        frame_sizes: Pictures ``(width, height)`` in pixels to choose from.
        follow: Chance that the camera goes with the motion; travel in the picture is then lost.
        pan: Chance that the camera turns slowly by itself.
        zoom: Chance that it zooms slowly.
        shake: Chance that it trembles.
        roll: Chance that it is held a few degrees askew.
        limbs: Chance that the points are random ones on the limbs.
        subset: Chance that they are some of the joints; else they are all of them.
        num_points: Range of the number of random points.
        occlusion: Chance that what the body itself hides is not visible.
        outside: Chance that points outside the picture are not visible.
        tracker: The other faults of a tracker.
    """

    azimuth: tuple[float, float] = (-180.0, 180.0)
    elevation: tuple[float, float] = (-5.0, 35.0)
    high_angle: float = 0.06
    fov: tuple[float, float] = (20.0, 65.0)
    fill: tuple[float, float] = (0.3, 0.95)
    crop: float = 0.06
    off_centre: float = 0.6
    frame_sizes: Sequence[tuple[int, int]] = FRAME_SIZES
    follow: float = 0.12
    pan: float = 0.06
    zoom: float = 0.03
    shake: float = 0.15
    roll: float = 0.3
    limbs: float = 0.5
    subset: float = 0.15
    num_points: tuple[int, int] = (8, 64)
    occlusion: float = 0.4
    outside: float = 0.8
    tracker: Degradation = field(default_factory=Degradation)

    @classmethod
    def clean(cls, azimuth: float = 30.0, elevation: float = 10.0) -> Viewing:
        """Every joint, always visible, through a plain fixed camera 640 x 480."""
        return cls(
            azimuth=(azimuth, azimuth), elevation=(elevation, elevation), high_angle=0, fov=(40.0, 40.0),
            fill=(0.8, 0.8), crop=0, off_centre=0, frame_sizes=((640, 480),), follow=0, pan=0, zoom=0,
            shake=0, roll=0, limbs=0, subset=0, occlusion=0, outside=0, tracker=Degradation.none(),
        )  # fmt: skip

    @classmethod
    def joints(cls) -> Viewing:
        """Random cameras, but every joint and nothing else, always visible, exactly where it is."""
        return cls(limbs=0, subset=0, occlusion=0, outside=0, crop=0, tracker=Degradation.none())


class Direction(NamedTuple):
    """A world direction as the picture shows it.

    ``(dx, dy)`` is a unit vector in pixels (x right, y down), zero along the line of sight. ``depth`` in
    [-1, 1] is the part along the line of sight: 1 straight away from the camera, -1 straight towards it.
    """

    dx: float
    dy: float
    depth: float


@dataclass(frozen=True)
class ViewInfo:
    """What a caption may say about a view.

    Args:
        camera: The camera (as it stood in mid clip, where it moved).
        travels_true: Whether travel in the picture is travel in the world: the camera neither followed,
            panned nor zoomed.
    """

    camera: Camera
    travels_true: bool

    def direction(self, vector: ArrayLike) -> Direction:
        """How a world direction ``(3,)`` (y up, any length) looks in the middle of the picture."""
        x, y, z = (self.camera.axes @ np.asarray(vector, dtype=np.float64)).tolist()
        flat, whole = hypot(x, y), hypot(x, y, z)
        if whole == 0:
            return Direction(0.0, 0.0, 0.0)
        if flat < 1e-6 * whole:
            return Direction(0.0, 0.0, copysign(1.0, z))
        return Direction(x / flat, y / flat, z / whole)


def observe(
    points: Floats,
    parents: Sequence[int] | None,
    fps: float,
    rng: np.random.Generator,
    config: Viewing | None = None,
    *,
    surface: bool = False,
) -> tuple[Tracks, ViewInfo]:
    """Sees a 3D motion through a random camera and an imperfect tracker.

    Args:
        points: ``(T, J, 3)`` y up, any unit; values that are not finite were not seen.
        parents: ``(J,)`` parent of each joint, -1 for a root; ``None`` where there is no skeleton (points on
            limbs are then not made).
        fps: Frames per second.
        rng: Where chance comes from; the same state gives the same tracks.
        config: ``Viewing()`` by default.
        surface: The points lie on the surface already: all or some of them are taken as they are.

    Raises:
        InputError: the shape is wrong or no point is finite.
    """
    config = config or _DEFAULT
    world = np.asarray(points, dtype=np.float32)
    if world.ndim != 3 or world.shape[2] != 3 or world.shape[0] < 2:
        raise InputError(f"a motion must have shape (T, J, 3) with T of 2 or more, got {world.shape}")
    if parents is not None and len(parents) != world.shape[1]:
        raise InputError(f"a motion of {world.shape[1]} joints needs as many parents, got {len(parents)}")
    frames, fps = thin_frames(len(world), fps, rng, config.tracker)
    world = world[frames]
    moves: Mask = np.asarray(rng.random(4) < np.array([config.follow, config.pan, config.zoom, config.shake]))
    middle = _followed(world, rng) if moves[0] else None
    if middle is not None:
        world = world - middle[:, None]
    camera = _camera(world, rng, config)

    chosen, normals = _chosen(world, parents, rng, config, surface)
    finite: Mask = np.isfinite(chosen[..., 0] + chosen[..., 1] + chosen[..., 2])
    whole = bool(finite.all())
    pixels, depth = camera.project(chosen if whole else np.where(finite[..., None], chosen, 0.0))
    visible: Mask = finite & np.asarray(depth > 1e-3)
    if rng.random() < config.occlusion:
        visible = visible & ~_hidden(pixels, depth, chosen, normals, camera, surface, rng)
    pixels = _moved(pixels, camera, moves, rng)
    if rng.random() < config.outside:
        x, y = pixels[..., 0], pixels[..., 1]
        visible &= (x >= 0) & (y >= 0) & (x < camera.frame_size[0]) & (y < camera.frame_size[1])
    if not visible.any():
        visible = finite
    pixels, visible = degrade(pixels, visible, rng, config.tracker, height=camera.frame_size[1])
    return Tracks(pixels, visible, fps, camera.frame_size), ViewInfo(camera, not moves[:3].any())


_DEFAULT = Viewing()


def _camera(world: Floats, rng: np.random.Generator, config: Viewing) -> Camera:
    """A camera so near that the motion takes up the share of the picture that chance asks for."""
    chance = rng.random(5)
    azimuth = np.deg2rad(rng.uniform(*config.azimuth))
    degrees = rng.uniform(35.0, 80.0) if chance[0] < config.high_angle else rng.uniform(*config.elevation)
    elevation = np.deg2rad(degrees)
    fov = rng.uniform(*config.fov)
    width, height = config.frame_sizes[int(rng.integers(len(config.frame_sizes)))]
    fill = rng.uniform(1.0, 1.4) if chance[1] < config.crop else rng.uniform(*config.fill)
    roll = float(np.clip(2.0 * rng.standard_normal(), -6, 6)) if chance[2] < config.roll else 0.0

    sin_a, cos_a, sin_e, cos_e = np.sin(azimuth), np.cos(azimuth), np.sin(elevation), np.cos(elevation)
    back = np.array([sin_a * cos_e, sin_e, cos_a * cos_e])
    right = np.array([cos_a, 0.0, -sin_a])
    down = np.array([sin_a * sin_e, -cos_e, cos_a * sin_e])
    local = np.stack([right, down, back]).astype(np.float32) @ world.reshape(-1, 3).T  # (3, T * J)
    if not np.isfinite(local.sum()):
        local = local[:, np.isfinite(local).all(axis=0)]
        if not local.size:
            raise InputError("no point of the motion is finite")
    low, high = local.min(axis=1), local.max(axis=1)
    centre = (low + high) / 2
    local = local - centre[:, None]
    tangent = np.tan(np.deg2rad(fov) / 2)
    reach = np.maximum(np.abs(local[0]) * np.float32(height / width), np.abs(local[1]))
    size = max(float((high - low).max()), 1e-6)
    # A point at (x, back) fits where |x| <= fill * tangent * (distance - back).
    nearest = float(local[2].max())
    distance = max(float((reach / np.float32(fill * tangent) + local[2]).max()), nearest + 0.5 * size)
    if chance[3] < config.off_centre and fill < 1:
        free = (1 - fill) * tangent * distance * 0.9
        shift = (2 * rng.random(2) - 1) * free
        centre = centre + np.array([shift[0] * width / height, shift[1], 0.0])
    target = centre[0] * right + centre[1] * down + centre[2] * back
    position = target + distance * back
    return Camera(
        position=(float(position[0]), float(position[1]), float(position[2])),
        target=(float(target[0]), float(target[1]), float(target[2])),
        fov=float(fov),
        frame_size=(width, height),
        roll=roll,
    )


def _chosen(
    world: NDArray[np.float32],
    parents: Sequence[int] | None,
    rng: np.random.Generator,
    config: Viewing,
    surface: bool,
) -> tuple[NDArray[np.float32], NDArray[np.float32] | None]:
    """The points that are tracked, and outward normals where they are known."""
    joints = world.shape[1]
    kind = rng.random()
    count = int(rng.integers(config.num_points[0], config.num_points[1] + 1))
    if surface:
        if kind < config.limbs + config.subset and count < joints:
            return world[:, rng.permutation(joints)[:count]], None
        return world, None
    if kind < config.limbs and parents is not None and any(p >= 0 for p in parents):
        return limb_points(world, parents, count, rng)
    if kind < config.limbs + config.subset and joints > 4:
        keep = int(rng.integers(max(3, joints // 3), joints))
        return world[:, rng.permutation(joints)[:keep]], None
    return world, None


def _hidden(
    pixels: Points,
    depth: NDArray[np.float32],
    world: NDArray[np.float32],
    normals: NDArray[np.float32] | None,
    camera: Camera,
    surface: bool,
    rng: np.random.Generator,
) -> Mask:
    """``(T, N)``: points that face away from the camera, or stand close behind another in the picture."""
    if normals is not None:
        sight = np.asarray(camera.position, dtype=np.float32) - world
        facing = np.einsum("tnc,tnc->tn", normals, sight)
        facing /= np.maximum(np.sqrt(np.einsum("tnc,tnc->tn", sight, sight)), np.float32(1e-9))
        return facing < np.float32(-0.1 - 0.4 * rng.random())  # type: ignore[no-any-return]
    # Pairs are dear: every third frame is enough, the frames between take its answer.
    step = 3
    spots, far = pixels[::step], np.nan_to_num(depth[::step])
    size = float(np.median(np.ptp(spots, axis=1).max(axis=-1)))
    body = float(np.median(np.ptp(far, axis=1)))
    near = np.float32((0.1 if surface else 0.05) * size) ** 2
    across = spots[:, :, None, 0] - spots[:, None, :, 0]
    along = spots[:, :, None, 1] - spots[:, None, :, 1]
    behind: Mask = (far[:, :, None] - far[:, None, :]) > np.float32(0.3 * body + 1e-6)
    hidden: Mask = np.zeros(far.shape, dtype=bool)
    np.any((across * across + along * along < near) & behind, axis=2, out=hidden)
    spread: Mask = np.repeat(hidden, step, axis=0)[: len(pixels)]
    return spread


def _followed(world: NDArray[np.float32], rng: np.random.Generator) -> NDArray[np.float32]:
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
    followed: NDArray[np.float32] = ((middle - middle[frames // 2]) * strength).astype(np.float32)
    return followed


def _moved(pixels: Points, camera: Camera, moves: NDArray[np.bool_], rng: np.random.Generator) -> Points:
    """What slow pan, zoom and shake do to the picture; a small turn of a camera shifts all of it alike."""
    frames = len(pixels)
    width, height = camera.frame_size
    if moves[1]:
        way = ((2 * rng.random(2) - 1) * (0.6 * width, 0.2 * height)).astype(np.float32)
        pixels = pixels + np.linspace(-0.5, 0.5, frames, dtype=np.float32)[:, None, None] * way
    if moves[2]:
        factor = np.exp(np.linspace(-0.5, 0.5, frames, dtype=np.float32) * np.float32(rng.uniform(-0.7, 0.7)))
        centre = np.array([width / 2, height / 2], np.float32)
        pixels = (pixels - centre) * factor[:, None, None] + centre
    if moves[3]:
        knots = 2 + max(2, frames // int(rng.integers(3, 12)))
        noise = rng.standard_normal((knots, 2)).astype(np.float32) * np.float32(0.008 * height * rng.random())
        at = np.linspace(0, knots - 1.001, frames, dtype=np.float32)
        low = at.astype(np.int64)
        weight = (at - low)[:, None]
        pixels = pixels + (noise[low] * (1 - weight) + noise[low + 1] * weight)[:, None]
    return pixels
