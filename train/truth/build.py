"""From the specification of a scene to its video and its truth."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import cv2
import numpy as np

from motionsearch.errors import InputError
from motionsearch.train.truth.cameras import WAYS, camera_poses
from motionsearch.train.truth.figures import make_figure
from motionsearch.train.truth.painting import Backdrop, Floats, Patch, after, cut_out, inverse, mapped
from motionsearch.train.truth.rigid import Made, make_thing
from motionsearch.train.truth.textures import BACKDROPS, TEXTURES
from motionsearch.train.truth.video import Mover, SceneSpec, TruthVideo, camera_of, trace, trace_backdrop

SIZE = (640, 360)
BACKGROUND_POINTS = 60
_EXPOSURES = 5
# Planes at other depths, where the camera is carried past: how much they move, and where they lie.
_FAR, _NEAR = 0.55, 1.6
_POST_DEPTH, _SHADE_DEPTH = 50.0, 0.1


@dataclass(frozen=True)
class _Shot:
    """Pictures ``[start, stop)``, and the camera over them."""

    number: int
    start: int
    stop: int
    camera: Floats

    def over(self, pose: Floats, frames: int) -> Floats:
        """Poses of the shot ``(stop - start, 2, 3)`` held before and after it: ``(T, 2, 3)``."""
        return np.pad(pose, ((self.start, frames - self.stop), (0, 0), (0, 0)), mode="edge")

    def shown(self, frames: int) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
        number = np.arange(frames)
        return (number >= self.start) & (number < self.stop)


def render(spec: SceneSpec, size: tuple[int, int] = SIZE) -> TruthVideo:
    """Makes a scene. Its pictures are drawn when they are read.

    Args:
        spec: What to make.
        size: ``(width, height)`` in pixels; what happens is the same at any size.

    Raises:
        InputError: the specification names something that is not there, or things do not fit.
    """
    if spec.camera not in WAYS or spec.backdrop not in BACKDROPS or spec.texture not in TEXTURES:
        raise InputError(f"scene {spec.name}: no such camera, backdrop or texture")
    frames = spec.frames
    shots = _shots(spec, size)
    backdrops = tuple(_backdrop(spec, shot, size) for shot in shots)
    patches: list[Patch] = []
    spots: list[list[tuple[int, Floats]]] = []
    made_movers: list[Made] = []
    for number, what in enumerate(spec.movers):
        shot = shots[number % len(shots)]
        made = _make(spec, number, what, shot, size)
        mine: list[tuple[int, Floats]] = []
        for patch, at in zip(made.patches, made.spots, strict=True):
            if len(at):
                mine.append((len(patches), at))
            depth = np.pad(patch.depth + number, (shot.start, frames - shot.stop), mode="edge")
            pose = shot.over(after(shot.camera, patch.pose), frames)
            patches.append(Patch(patch.texture, pose, depth, number, shot.shown(frames)))
        spots.append(mine)
        made_movers.append(made)
    boxes = [_boxes([p for p in patches if p.mover == number]) for number in range(len(made_movers))]
    if spec.light == "shadow":
        patches += [_shade(box, frames) for box in boxes]
    for shot in shots:
        patches += _posts(spec, shot, size)
    whole = tuple(patches)
    movers = []
    for number, made in enumerate(made_movers):
        points, visible = trace(whole, tuple(spots[number]), size)
        shot = shots[number % len(shots)]
        still = mapped(inverse(shot.over(shot.camera, frames)), points)
        movers.append(Mover(number, points, visible, still, boxes[number], made.label, made.captions))
    background, seen = _background(spec, backdrops, whole, size)
    return TruthVideo(
        spec, size, backdrops, whole, tuple(movers), background, seen,
        None if spec.camera == "parallax" else _camera(backdrops, shots),
        tuple(shot.start for shot in shots[1:]),
        _EXPOSURES if spec.blur else 1,
    )  # fmt: skip


def _shots(spec: SceneSpec, size: tuple[int, int]) -> tuple[_Shot, ...]:
    frames, cut = spec.frames, round(spec.cut * spec.frames)
    edges = [0, cut, frames] if cut else [0, frames]
    shots = []
    for number, (start, stop) in enumerate(pairwise(edges)):
        camera = camera_poses(spec.camera, stop - start, spec.fps, size, _chance(spec, 1, number))
        shots.append(_Shot(number, start, stop, camera))
    return tuple(shots)


def _chance(spec: SceneSpec, *what: int) -> np.random.Generator:
    return np.random.default_rng([spec.seed, *what])


def _plane(spec: SceneSpec, shot: _Shot, size: tuple[int, int], nearness: float) -> Floats:
    """The camera as a plane at another depth sees it: the same chance, another nearness."""
    return camera_poses(
        spec.camera, shot.stop - shot.start, spec.fps, size, _chance(spec, 1, shot.number), nearness
    )


def _backdrop(spec: SceneSpec, shot: _Shot, size: tuple[int, int]) -> Backdrop:
    margin = 0 if spec.camera == "still" else round(0.42 * size[0])
    wide = (size[0] + 2 * margin, size[1] + margin)
    texture = BACKDROPS[spec.backdrop](_chance(spec, 2, shot.number), wide, size[1] / 360)
    place = np.array([[1.0, 0, -margin], [0, 1, -margin / 2]])
    camera = _plane(spec, shot, size, _FAR if spec.camera == "parallax" else 1.0)
    pose = shot.over(after(camera, place), spec.frames)
    return Backdrop(texture, pose, shot.shown(spec.frames))


def _make(spec: SceneSpec, number: int, what: str, shot: _Shot, size: tuple[int, int]) -> Made:
    rng = _chance(spec, 3, number)
    x, y, width, height = _seen_throughout(shot.camera, size)
    alone = spec.together or spec.cut > 0 or len(spec.movers) == 1
    if not alone:
        width /= len(spec.movers)
        x += width * number
    room = (x + 0.02 * width, y + 0.03 * height, 0.96 * width, 0.94 * height)
    frames = shot.stop - shot.start
    if what.startswith("thing: "):
        label = what.removeprefix("thing: ")
        centred = spec.together or spec.bars > 0
        return make_thing(
            rng, label, spec.texture, frames, spec.fps, room, size, least=spec.least, centred=centred
        )
    if what not in ("person", "animal"):
        raise InputError(f"scene {spec.name}: nothing is called {what!r}")
    return make_figure(rng, what, frames, spec.fps, room, size, least=spec.least)


def _seen_throughout(camera: Floats, size: tuple[int, int]) -> tuple[float, float, float, float]:
    """x, y, width and height of what a moving camera always has in the picture, in a still one's pixels."""
    width, height = size
    corners = np.array([[0.0, 0], [width, 0], [0, height], [width, height]])
    left, right = (mapped(inverse(camera), corners)[:, [k, k + 2], 0] for k in (0, 1))
    top, bottom = (mapped(inverse(camera), corners)[:, [k, k + 1], 1] for k in (0, 2))
    x, y = float(left.max()), float(top.max())
    return x, y, float(right.min()) - x, float(bottom.min()) - y


def _posts(spec: SceneSpec, shot: _Shot, size: tuple[int, int]) -> list[Patch]:
    """Still posts in front of everything; near ones where the camera is carried past."""
    rng = _chance(spec, 4, shot.number)
    unit = size[1] / 360
    near = spec.camera == "parallax"
    camera = _plane(spec, shot, size, _NEAR if near else 1.0)
    depth = np.full(spec.frames, _POST_DEPTH)
    posts = []
    for number in range(spec.bars):
        width, height = (round(float(v)) for v in (rng.uniform(14, 28) * unit, 1.5 * size[1]))
        texture = TEXTURES["photo" if rng.random() < 0.5 else "stripes"](rng, (width, height))
        dark = np.clip(texture * 0.7, 0, 255).astype(np.uint8)
        middle = size[0] * (number + rng.uniform(0.3, 0.7)) / spec.bars
        place = np.array([[1.0, 0, middle - width / 2 - 3], [0, 1, -0.25 * size[1]]])
        pose = shot.over(after(camera, place), spec.frames)
        posts.append(Patch(cut_out(dark, np.ones((height, width))), pose, depth, -1, shot.shown(spec.frames)))
    return posts


def _shade(boxes: Floats, frames: int) -> Patch:
    """A soft shadow under a mover; it hides nothing, but it moves."""
    side = 96
    y, x = np.mgrid[-1 : 1 : side * 1j, -1 : 1 : side * 1j]
    soft = 0.46 * np.clip(1.15 - np.hypot(x, y), 0, 1) ** 0.7
    texture = cut_out(np.full((side, side, 3), 14, dtype=np.uint8), soft)
    there = np.isfinite(boxes[:, 0])
    left, top, width, height = np.where(there[:, None], boxes, 0.0).T
    wide = np.maximum(width, 1) * 1.1
    pose = np.zeros((frames, 2, 3))
    pose[:, 0, 0] = wide / side
    pose[:, 1, 1] = 0.24 * wide / side
    pose[:, 0, 2] = left + width / 2 - wide * 0.5
    pose[:, 1, 2] = top + height - 0.12 * wide
    return Patch(texture, pose, np.full(frames, _SHADE_DEPTH), -1, there)


def _boxes(patches: Sequence[Patch]) -> Floats:
    """``(T, 4)`` x, y, width and height round patches; not finite where they are not there."""
    low, high = [], []
    for patch in patches:
        outlines, _ = cv2.findContours(
            (patch.texture[..., 3] >= 128).astype(np.uint8), cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE
        )
        if not outlines:
            continue
        places = mapped(patch.pose, np.concatenate(outlines)[:, 0].astype(np.float64))
        places = np.where(patch.shown[:, None, None], places, np.nan)
        low.append(places.min(axis=1))
        high.append(places.max(axis=1))
    least, most = np.min(low, axis=0), np.max(high, axis=0)
    return np.concatenate([least, most - least], axis=1)


def _background(
    spec: SceneSpec, backdrops: Sequence[Backdrop], patches: tuple[Patch, ...], size: tuple[int, int]
) -> tuple[Floats, np.ndarray[tuple[int, int], np.dtype[np.bool_]]]:
    rng = _chance(spec, 5)
    points, seen = [], []
    for backdrop in backdrops:
        count = BACKGROUND_POINTS // len(backdrops)
        frame = rng.choice(np.flatnonzero(backdrop.shown), count)
        places = rng.random((count, 1, 2)) * (np.array(size) - 1)
        spots = mapped(inverse(backdrop.pose[frame]), places)[:, 0]
        here, visible = trace_backdrop(backdrop, patches, spots, size)
        points.append(here)
        seen.append(visible)
    return np.concatenate(points, axis=1), np.concatenate(seen, axis=1)


def _camera(backdrops: Sequence[Backdrop], shots: Sequence[_Shot]) -> Floats:
    parts = [camera_of(b, s.start)[s.start : s.stop] for b, s in zip(backdrops, shots, strict=True)]
    return np.concatenate(parts)
