"""People and animals of the procedural world, drawn as puppets: a textured capsule on every bone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import cv2
import numpy as np

from motionsearch.errors import InputError
from motionsearch.train import virtual
from motionsearch.train.limbs import girths
from motionsearch.train.truth.painting import Floats, Patch, cut_out, uppermost
from motionsearch.train.truth.rigid import DENSITY, Made
from motionsearch.train.truth.textures import TEXTURES, Image8, cloud, colour
from motionsearch.train.world import animals
from motionsearch.train.world.animal_words import captions as animal_captions
from motionsearch.train.world.language import ADULTS, CHILDREN
from motionsearch.train.world.people_figure import animate
from motionsearch.train.world.people_plans import one_act
from motionsearch.train.world.people_views import parents_among
from motionsearch.train.world.people_words import captions as people_captions
from motionsearch.train.world.skeleton import JOINTS, sample_body

_TRIES = 400
# Least height or width of a figure, 360ths of the picture's height.
_LEAST = 95.0
# Maker, how often it is drawn, and how thick its limbs are beside those of people.
_ANIMALS = {
    "quadruped": (animals.quadruped, 0.6, 0.7),
    "bird": (animals.bird, 0.2, 0.8),
    "chain": (animals.chain, 0.2, 0.4),
}
_CLOTHES = ("photo", "stripes", "letters", "photo")
# A quarter of the joints go so far at least, as a share of the figure's size: less is hardly seen.
_CLEARLY = 0.2
# Which of two limbs is nearer is taken over this time, so that they do not change places at every step.
_STEADY = 0.5
# A point is followed if no other limb hides it for so much of the time.
_SEEN = 0.35
# Of a person: what is covered by which cloth. Hands and face are skin.
_COVERED = {
    "upper": ("spine", "chest", "neck", "elbow"),
    "lower": ("pelvis", "knee", "ankle"),
    "shoe": ("toe",),
    "head": ("crown",),
}
_HEAD = 2.6  # a head is as much wider than a neck


@dataclass(frozen=True)
class _Motion:
    """A figure in motion.

    Args:
        joints: ``(T, J, 3)`` metres.
        parents: ``(J,)``.
        parts: ``(J,)`` which cloth the bone to each joint wears.
        label, captions: What it does.
        view: In which that is true.
        thickness: Of its limbs, beside those of people.
    """

    joints: Floats
    parents: tuple[int, ...]
    parts: tuple[str, ...]
    label: str
    captions: tuple[str, ...]
    view: virtual.ViewInfo
    thickness: float = 1.0


def make_figure(
    rng: np.random.Generator,
    kind: str,
    frames: int,
    fps: float,
    room: tuple[float, float, float, float],
    size: tuple[int, int],
    count: int = 60,
    least: float = 0.0,
) -> Made:
    """A "person" or an "animal" that does something for as long as the pictures last.

    Args:
        rng, frames, fps, room, size, count, least: As of :func:`motionsearch.train.truth.rigid.make_thing`.

    Raises:
        InputError: chance gives none that does something long and large enough.
    """
    unit = size[1] / 360
    least = least or _LEAST
    for _ in range(_TRIES):
        motion = _person(rng, frames, fps, room) if kind == "person" else _animal(rng, frames, fps, room)
        if motion is None:
            continue
        pixels, depth = motion.view.camera.project(motion.joints)
        tall = float(np.median(np.ptp(pixels, axis=1).max(axis=1)))
        reach = np.linalg.norm(np.ptp(pixels, axis=0), axis=1)
        if tall < least * unit or np.quantile(reach, 0.75) < _CLEARLY * tall:
            continue
        place = pixels.astype(np.float64) + np.array(room[:2]) - 0.5
        patches, areas = _puppet(rng, motion, place, depth.astype(np.float64), size, fps)
        return Made(patches, _spots(patches, areas, count, rng), motion.label, motion.captions)
    raise InputError(f"no {kind} fits a room of {room[2]:g} x {room[3]:g} pixels for {frames / fps:g} s")


def _viewing(rng: np.random.Generator, room: tuple[float, float, float, float]) -> virtual.Viewing:
    plain = virtual.Viewing.clean(float(rng.uniform(-180, 180)), float(rng.uniform(0, 22)))
    fill = float(rng.uniform(0.72, 0.86))
    return replace(plain, frame_sizes=((round(room[2]), round(room[3])),), fill=(fill, fill))


def _person(
    rng: np.random.Generator, frames: int, fps: float, room: tuple[float, float, float, float]
) -> _Motion | None:
    plan = one_act(rng)
    act = plan.acts[0]
    body = sample_body(rng)
    points, heading = animate(plan, fps, body, rng)
    goes_on = act.path is not None or act.smooth
    if goes_on and len(points) >= frames:
        points = points[:frames]
    elif not goes_on and 0.6 * frames <= len(points) <= frames:
        before = (frames - len(points)) // 2
        points = np.pad(points, ((before, frames - len(points) - before), (0, 0), (0, 0)), mode="edge")
    else:
        return None
    chosen = tuple(j for j, name in enumerate(JOINTS) if name not in ("nose", "left ear", "right ear"))
    parents = parents_among(chosen)
    _, view = virtual.observe(points[:, chosen], parents, fps, rng, _viewing(rng, room))
    facing = np.array([np.sin(heading), 0.0, np.cos(heading)])
    people = CHILDREN if body.child else ADULTS
    texts = people_captions(plan.acts, False, people, view, points[:, 0], facing, rng)
    parts = tuple(_cloth(JOINTS[j].split()[-1]) for j in chosen)
    return _Motion(points[:, chosen], tuple(parents), parts, act.what.name, texts, view)


def _cloth(joint: str) -> str:
    """What covers the bone to a person's joint."""
    if joint in ("hip", "shoulder"):
        return "inside"
    for part, joints in _COVERED.items():
        if joint in joints:
            return part
    return "skin"


def _animal(
    rng: np.random.Generator, frames: int, fps: float, room: tuple[float, float, float, float]
) -> _Motion | None:
    maker, _, thickness = _ANIMALS[
        str(rng.choice(list(_ANIMALS), p=[share for _, share, _ in _ANIMALS.values()]))
    ]
    points, parents, told, label, size = maker(fps, rng)
    if len(points) < frames:
        return None
    points = points[:frames]
    _, view = virtual.observe(points, parents, fps, rng, _viewing(rng, room))
    texts = animal_captions(told, view, points[:, 0] / size, rng)
    return _Motion(points, tuple(parents), ("coat",) * len(parents), label, texts, view, thickness)


def _puppet(
    rng: np.random.Generator,
    motion: _Motion,
    place: Floats,
    depth: Floats,
    size: tuple[int, int],
    fps: float,
) -> tuple[tuple[Patch, ...], list[float]]:
    """Its patches, and how many pixels each covers.

    Args:
        place: ``(T, J, 2)`` pixels of the joints.
        depth: ``(T, J)`` metres away from the camera.
    """
    bones, radii = girths(motion.joints, motion.parents)
    focal = motion.view.camera.focal
    cloths = {part: str(rng.choice(_CLOTHES)) for part in sorted(set(motion.parts))}
    sheets: dict[str, Image8] = {}
    spread = max(float(np.ptp(depth, axis=1).max()), 1e-6)
    patches, areas = [], []
    for (joint, parent), thickness in zip(bones.tolist(), radii.tolist(), strict=True):
        part = motion.parts[joint]
        thickness *= _HEAD if part == "head" else motion.thickness
        far = (depth[:, joint] + depth[:, parent]) / 2
        radius = thickness * focal / far
        start, end = place[:, parent], place[:, joint]
        way = end - start
        length = np.linalg.norm(way, axis=1)
        if part == "inside" or (np.median(length) < 1.0 and np.median(radius) < 1.5):
            continue
        along = way / np.maximum(length, 1e-6)[:, None]
        # A limb's round ends reach beyond its joints; those of a thick, short one would hide its neighbours.
        beyond = np.minimum(radius, 0.5 * float(np.median(length)))
        whole = length + 2 * beyond
        # The texture is as long and as wide as the limb is at its longest and thickest.
        across = max(8, round(2 * float(radius.max()) * DENSITY))
        span = max(across, round(float(whole.max()) * DENSITY))
        if part not in sheets:
            sheets[part] = _sheet(rng, part, cloths[part], size)
        texture = _limb(sheets[part], span, across, rng)
        rim = (texture.shape[1] - span) / 2
        pose = np.empty((len(place), 2, 3))
        pose[:, :, 0] = along * (whole / (span - 1))[:, None]
        pose[:, :, 1] = np.stack([-along[:, 1], along[:, 0]], 1) * (2 * radius / (across - 1))[:, None]
        corner = start - along * beyond[:, None] - np.stack([-along[:, 1], along[:, 0]], 1) * radius[:, None]
        pose[:, :, 2] = corner - rim * (pose[:, :, 0] + pose[:, :, 1])
        nearness = 1.0 + 0.4 * _steady((np.median(depth, axis=1) - far) / spread, fps)
        patches.append(Patch(texture, pose, nearness, -1, np.ones(len(place), dtype=bool)))
        areas.append(float(np.median(whole * radius)))
    return tuple(patches), areas


def _sheet(rng: np.random.Generator, part: str, cloth: str, size: tuple[int, int]) -> Image8:
    """Cloth, fur or skin to cut limbs from."""
    side = max(64, round(0.5 * size[1]))
    if part in ("skin", "head", "coat", "shoe"):
        skin = np.array([205.0, 160, 130])
        tones = {"skin": skin, "head": skin, "shoe": np.array([60.0, 55, 60])}
        tone = tones.get(part, colour(rng, dull=True)) * rng.uniform(0.6, 1.1)
        fur = 26 * cloud(rng, (side, side), 0.9) + (
            22 * np.sign(cloud(rng, (side, side), 1.8)) if part == "coat" else 0
        )
        return np.clip(tone + fur[..., None], 0, 255).astype(np.uint8)
    return TEXTURES[cloth](rng, (side, side))


def _steady(values: Floats, fps: float) -> Floats:
    """Values ``(T,)`` averaged over a moment, and drawn towards their mean."""
    wide = min(len(values), 2 * round(_STEADY * fps / 2) + 1)
    padded = np.pad(values, (wide // 2, wide - 1 - wide // 2), mode="edge")
    smooth = np.convolve(padded, np.full(wide, 1 / wide), mode="valid")
    return np.asarray(0.5 * smooth + 0.5 * values.mean())


def _limb(sheet: Image8, span: int, across: int, rng: np.random.Generator) -> Image8:
    """A capsule ``span`` by ``across`` pixels, rounded at both ends and shaded as something round."""
    side = len(sheet)
    rows = (int(rng.integers(side)) + np.arange(across)) % side
    columns = (int(rng.integers(side)) + np.arange(span)) % side
    cloth = sheet[rows][:, columns].astype(np.float64)
    y, x = np.mgrid[:across, :span].astype(np.float64)
    radius = (across - 1) / 2
    aside = np.abs(y - radius)
    beyond = np.maximum(np.maximum(radius - x, x - (span - 1 - radius)), 0)
    distance = np.hypot(aside, beyond)
    outline = np.clip(radius - distance, 0, 1)
    shade = (
        0.62 + 0.42 * np.sqrt(np.clip(1 - (distance / max(radius, 1)) ** 2, 0, 1)) - 0.05 * (y / radius - 1)
    )
    painted = np.clip(cloth * shade[..., None], 0, 255).astype(np.uint8)
    return cut_out(painted, cv2.GaussianBlur(outline, (0, 0), 0.7))


def _spots(
    patches: Sequence[Patch], areas: Sequence[float], count: int, rng: np.random.Generator
) -> tuple[Floats, ...]:
    """For each patch ``(K, 2)`` texture pixels along its middle, more where it is larger and is seen."""
    # Arms are thin beside a trunk, but they tell what is done.
    weights = np.sqrt(areas) / np.sqrt(areas).sum()
    # Limbs hide each other where they join: of five times as many, any are taken that are seen now and then.
    owners = np.sort(rng.choice(len(patches), 5 * count, p=weights))
    spots = np.empty((len(owners), 2))
    for number, patch in enumerate(patches):
        height, width = patch.texture.shape[:2]
        mine = owners == number
        along, across = rng.uniform(-0.5, 0.5, mine.sum()), rng.uniform(-0.6, 0.6, mine.sum())
        spots[mine, 0] = width / 2 + along * max(width - height, 0)
        spots[mine, 1] = height / 2 + across * (height / 2 - 5)
    seen = np.zeros(len(owners))
    moments = range(0, len(patches[0].pose), 5)
    for frame in moments:
        places = np.einsum("nij,nj->ni", np.stack([p.pose[frame, :, :2] for p in patches])[owners], spots)
        places += np.stack([p.pose[frame, :, 2] for p in patches])[owners]
        seen += uppermost(patches, frame, places) == owners
    order = rng.permutation(len(owners))
    often = seen[order] >= _SEEN * len(moments)
    kept = np.sort(np.concatenate([order[often], order[~often]])[:count])
    return tuple(spots[kept[owners[kept] == number]] for number in range(len(patches)))
