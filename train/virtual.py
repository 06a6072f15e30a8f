"""Virtual cameras and trackers: 3D motion becomes the tracks that a video of it would have given."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from math import copysign, hypot
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from motionsearch.camera import Camera
from motionsearch.errors import InputError
from motionsearch.tracks import Mask, Points, Tracks
from motionsearch.train import pose_faults, scenery
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
        leaves: Chance that what travels comes into the picture or leaves it.
        background: Chance that points on still things are tracked too, 5 to 50 of a hundred.
        follow: Chance that the camera goes with the motion; travel in the picture is then lost.
        drive: Chance that it drives or is carried along by itself.
        pan: Chance that the camera turns slowly by itself.
        zoom: Chance that it zooms slowly.
        rock: Chance that it rocks about its line of sight.
        shake: Chance that it trembles. Where still things are seen all these are three times as likely.
        roll: Chance that it is held a few degrees askew.
        limbs: Chance that the points are random ones on the limbs.
        subset: Chance that they are some of the joints; else they are all of them.
        num_points: Range of the number of random points.
        occlusion: Chance that what the body itself hides is not visible.
        guess: Chance that hidden joints are guessed at instead, and tremble.
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
    leaves: float = 0.05
    background: float = 0.14
    follow: float = 0.1
    drive: float = 0.03
    pan: float = 0.05
    zoom: float = 0.03
    rock: float = 0.03
    shake: float = 0.14
    roll: float = 0.3
    limbs: float = 0.5
    subset: float = 0.15
    num_points: tuple[int, int] = (8, 64)
    occlusion: float = 0.4
    guess: float = 0.3
    outside: float = 0.8
    tracker: Degradation = field(default_factory=Degradation)

    @classmethod
    def clean(cls, azimuth: float = 30.0, elevation: float = 10.0) -> Viewing:
        """Every joint, always visible, through a plain fixed camera 640 x 480."""
        return cls(
            azimuth=(azimuth, azimuth), elevation=(elevation, elevation), high_angle=0, fov=(40.0, 40.0),
            fill=(0.8, 0.8), crop=0, off_centre=0, frame_sizes=((640, 480),), leaves=0,
            background=0, follow=0, drive=0, pan=0, zoom=0, rock=0, shake=0, roll=0, limbs=0, subset=0,
            occlusion=0, outside=0, tracker=Degradation.none(),
        )  # fmt: skip

    @classmethod
    def joints(cls) -> Viewing:
        """Random cameras, but every joint and nothing else, always visible, exactly where it is."""
        return cls(
            limbs=0, subset=0, occlusion=0, outside=0, crop=0, leaves=0, background=0,
            tracker=Degradation.none(),
        )  # fmt: skip


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
        travels_true: Whether travel in the picture is travel in the world: the camera did not move but for
            trembling, or it only followed, turned or zoomed and points on still things show it.
        edge: "leaves" or "enters" where what travels leaves the picture or comes into it, else nothing.
    """

    camera: Camera
    travels_true: bool
    edge: str = ""

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
    still = rng.random() < config.background
    moves: Mask = np.asarray(rng.random(6) < _moves(config) * (3.0 if still else 1.0))
    gone = scenery.followed(world, rng) if moves[0] else None
    if moves[1]:
        drive = scenery.driven(world, rng)
        gone = drive if gone is None else gone + drive
    if gone is not None:
        world = world - gone[:, None]
    # A camera that moves by itself may catch up with what goes.
    camera, edge = _camera(world, rng, config, may_leave=not moves[:5].any())

    chosen, normals, pairs = _chosen(world, parents, rng, config, surface)
    count = chosen.shape[1]
    if still:
        ground = float(np.nanquantile(world[:: max(1, len(world) // 8), :, 1], 0.02))
        share = rng.uniform(0.05, 0.5)
        more = max(1, round(count * share / (1 - share)))
        behind = scenery.still_points(camera, ground, gone, len(world), more, rng)
        chosen = np.concatenate([chosen, behind], axis=1)
    finite: Mask = np.isfinite(chosen[..., 0] + chosen[..., 1] + chosen[..., 2])
    whole = bool(finite.all())
    pixels, depth = camera.project(chosen if whole else np.where(finite[..., None], chosen, 0.0))
    visible: Mask = finite & np.asarray(depth > 1e-3)
    if rng.random() < config.occlusion:
        front = chosen[:, :count]
        hidden = _hidden(pixels[:, :count], depth[:, :count], front, normals, camera, surface, rng)
        if normals is None and not surface and rng.random() < config.guess:
            pose_faults.guess_hidden(pixels[:, :count], hidden, rng)
        else:
            visible[:, :count] &= ~hidden
    pixels = scenery.turned(pixels, camera.frame_size, moves[2:], rng)
    if edge or rng.random() < config.outside:
        x, y = pixels[..., 0], pixels[..., 1]
        visible &= (x >= 0) & (y >= 0) & (x < camera.frame_size[0]) & (y < camera.frame_size[1])
    if not visible[:, :count].any():
        visible = finite
    pixels, visible = degrade(pixels, visible, rng, config.tracker, height=camera.frame_size[1], pairs=pairs)
    told = still and chosen.shape[1] - count >= _SHOW_THE_WAY and not moves[1]
    view = ViewInfo(camera, told or not moves[:5].any(), edge)
    return Tracks(pixels, visible, fps, camera.frame_size), view


# So many points on still things show how the camera moves.
_SHOW_THE_WAY = 6
_DEFAULT = Viewing()


@lru_cache(maxsize=64)
def _moves(config: Viewing) -> Floats:
    """Chances of following, driving, panning, zooming, rocking and trembling."""
    return np.array([config.follow, config.drive, config.pan, config.zoom, config.rock, config.shake])


def _camera(
    world: Floats, rng: np.random.Generator, config: Viewing, *, may_leave: bool
) -> tuple[Camera, str]:
    """A camera so near that the motion takes up the share of the picture that chance asks for.

    With it comes whether what travels "enters" or "leaves" the picture.
    """
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
    finite = bool(np.isfinite(local.sum()))
    if not finite:
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
    edge = ""
    if may_leave and chance[4] < config.leaves and finite:
        half = tangent * distance * width / height
        across = local[0].reshape(len(world), -1).mean(axis=1) + centre[0]
        edge, centre[0] = _over_the_edge(across, float(high[0] - low[0]), half, centre[0], rng)
    if not edge and chance[3] < config.off_centre and fill < 1:
        free = (1 - fill) * tangent * distance * 0.9
        shift = (2 * rng.random(2) - 1) * free
        centre = centre + np.array([shift[0] * width / height, shift[1], 0.0])
    target = centre[0] * right + centre[1] * down + centre[2] * back
    position = target + distance * back
    camera = Camera(
        position=(float(position[0]), float(position[1]), float(position[2])),
        target=(float(target[0]), float(target[1]), float(target[2])),
        fov=float(fov),
        frame_size=(width, height),
        roll=roll,
    )
    return camera, edge


def _over_the_edge(
    across: Floats, extent: float, half: float, centre: float, rng: np.random.Generator
) -> tuple[str, float]:
    """Where to aim so that a motion that goes ``across`` ``(T,)`` the picture starts or ends outside it.

    Nothing changes where it does not go far enough: more than half of all that it covers.

    Args:
        extent: Width that the motion covers in all.
        half: Half the width of the picture at the motion.
        centre: Where the camera would aim.
    """
    way = across[-1] - across[0]
    if abs(way) < 0.5 * extent:
        return "", centre
    leaves = rng.random() < 0.5
    share = rng.uniform(0.7, 0.88)
    frame = int((share if leaves else 1 - share) * (len(across) - 1))
    ahead = np.sign(way) if leaves else -np.sign(way)
    return ("leaves" if leaves else "enters"), float(across[frame] - ahead * half)


def _chosen(
    world: NDArray[np.float32],
    parents: Sequence[int] | None,
    rng: np.random.Generator,
    config: Viewing,
    surface: bool,
) -> tuple[NDArray[np.float32], NDArray[np.float32] | None, tuple[pose_faults.Pairs, ...]]:
    """The points that are tracked, outward normals where they are known, and limbs that answer each other."""
    joints = world.shape[1]
    kind = rng.random()
    count = int(rng.integers(config.num_points[0], config.num_points[1] + 1))
    if surface:
        if kind < config.limbs + config.subset and count < joints:
            return world[:, rng.permutation(joints)[:count]], None, ()
        return world, None, ()
    if kind < config.limbs and parents is not None and any(p >= 0 for p in parents):
        return *limb_points(world, parents, count, rng), ()
    pairs = () if parents is None else pose_faults.limb_pairs(tuple(parents))
    if kind < config.limbs + config.subset and joints > 4:
        keep = _part(world, int(rng.integers(max(3, joints // 3), joints)), rng)
        return world[:, keep], None, pose_faults.kept_pairs(pairs, keep, joints)
    return world, None, pairs


def _part(world: NDArray[np.float32], count: int, rng: np.random.Generator) -> NDArray[np.int64]:
    """``count`` joints in any order: those that move most, which tell what is done, and random others."""
    own = world - np.asarray(world.mean(axis=1, keepdims=True))
    moving = np.argsort(-np.square(own - own.mean(axis=0)).sum(axis=(0, 2)))[: (count + 1) // 2]
    order = rng.permutation(world.shape[1])
    told = np.isin(order, moving)
    return rng.permutation(np.concatenate([order[told], order[~told]])[:count])


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
    near = np.float32((0.1 if surface else 0.08) * size) ** 2
    across = spots[:, :, None, 0] - spots[:, None, :, 0]
    along = spots[:, :, None, 1] - spots[:, None, :, 1]
    behind: Mask = (far[:, :, None] - far[:, None, :]) > np.float32((0.3 if surface else 0.25) * body + 1e-6)
    hidden: Mask = np.zeros(far.shape, dtype=bool)
    np.any((across * across + along * along < near) & behind, axis=2, out=hidden)
    spread: Mask = np.repeat(hidden, step, axis=0)[: len(pixels)]
    return spread
