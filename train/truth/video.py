"""A drawn video and all that is true of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property

import cv2
import numpy as np
from numpy.typing import NDArray

from motionsearch.tracks import Mask
from motionsearch.train.truth.painting import (
    Backdrop,
    Bools,
    Floats,
    Patch,
    inverse,
    mapped,
    paint,
    spread,
    uppermost,
)
from motionsearch.train.truth.textures import Image8


@dataclass(frozen=True)
class SceneSpec:
    """A scene, before it is made. The same specification always makes the same video.

    Args:
        name: Tells it from the others; a file can be called so.
        kind: What it is there to try.
        difficulty: "unoccluded", "moderate" or "hard".
        fps: Pictures a second.
        seconds: How long it is.
        seed: Where chance comes from.
        movers: What moves in it: "person", "animal" or "thing: LABEL" with a label of
            :data:`motionsearch.train.truth.rigid.LABELS`.
        backdrop: What is behind, of :data:`motionsearch.train.truth.textures.BACKDROPS`.
        texture: Of things, of :data:`motionsearch.train.truth.textures.TEXTURES`.
        camera: Of :data:`motionsearch.train.truth.cameras.WAYS`.
        together: The movers share the picture and pass in front of each other, else each keeps to its part.
        bars: How many posts stand in front.
        blur: Share of the time between two pictures for which each is exposed; 0 is an instant.
        light: "" even, "flicker", "fade" of the whole picture, "cloud" a shade that passes, "shadow" under
            each mover.
        noise: Deviation of the sensor's noise, of 255.
        crf: How hard H.264 is asked to squeeze it: 18 hardly, 35 visibly.
        cut: Share of the time after which another shot begins, or 0.
        least: Least size of a mover, 360ths of the picture's height; 0 leaves that to each kind.
    """

    name: str
    kind: str
    difficulty: str
    fps: float
    seconds: float
    seed: int
    movers: tuple[str, ...] = ()
    backdrop: str = "wall"
    texture: str = "photo"
    camera: str = "still"
    together: bool = False
    bars: int = 0
    blur: float = 0.0
    light: str = ""
    noise: float = 2.0
    crf: int = 21
    cut: float = 0.0
    least: float = 0.0

    @property
    def frames(self) -> int:
        """How many pictures."""
        return round(self.seconds * self.fps)


@dataclass(frozen=True, eq=False)
class Mover:
    """Something that moves by itself.

    Args:
        number: Its place among the video's movers.
        points: ``(T, N, 2)`` pixels, float64, of points on its surface.
        visible: ``(T, N)`` whether each is in the picture and nothing lies over it.
        still: ``(T, N, 2)`` the same points as a camera that stands still would see them.
        boxes: ``(T, 4)`` x, y, width and height round all of it, hidden or not; NaN where it is not there.
        label: What it does, in short.
        captions: Sentences true of it.
    """

    number: int
    points: Floats
    visible: Mask
    still: Floats
    boxes: Floats
    label: str
    captions: tuple[str, ...]


@dataclass(frozen=True, eq=False)
class TruthVideo:
    """A video that is drawn as it is read, and what is true of it.

    Args:
        spec: What it was made from.
        size: ``(width, height)`` in pixels.
        backdrops: What is behind; one a shot.
        patches: All that lies before it.
        movers: What moves.
        background: ``(T, M, 2)`` pixels, points of the backdrop.
        background_visible: ``(T, M)``.
        camera: ``(T, 2, 3)`` from each picture's pixels to those of the shot's first picture, as
            :attr:`motionsearch.tracks.Tracks.camera`; the identity where the camera stands still, ``None``
            where near and far move differently.
        cuts: Numbers of the pictures with which another shot begins.
    """

    spec: SceneSpec
    size: tuple[int, int]
    backdrops: tuple[Backdrop, ...]
    patches: tuple[Patch, ...]
    movers: tuple[Mover, ...]
    background: Floats
    background_visible: Mask
    camera: Floats | None
    cuts: tuple[int, ...]
    exposures: int = field(default=1)

    @property
    def fps(self) -> float:
        """Pictures a second."""
        return self.spec.fps

    @property
    def num_frames(self) -> int:
        """T."""
        return self.spec.frames

    @cached_property
    def frames(self) -> NDArray[np.uint8]:
        """``(T, H, W, 3)`` RGB; :meth:`pictures` keeps only one in memory."""
        return np.stack(list(self.pictures()))

    def pictures(self) -> Iterator[Image8]:
        """Each picture ``(H, W, 3)`` in turn."""
        rng = np.random.default_rng([self.spec.seed, 99])
        grain = _NoiseBank(rng, self.size, self.spec.noise)
        gains = _gains(self.spec, rng)
        behind: tuple[int, Image8] | None = None
        for frame in range(self.num_frames):
            number = next(k for k, backdrop in enumerate(self.backdrops) if backdrop.shown[frame])
            backdrop = self.backdrops[number]
            still = bool((backdrop.pose == backdrop.pose[:1]).all())
            if still and (behind is None or behind[0] != number):
                behind = (number, spread(backdrop, frame, self.size))
            drawn = []
            for moment in self._moments(frame):
                canvas = behind[1].copy() if still and behind else spread(backdrop, moment, self.size)
                drawn.append(paint(canvas, self.patches, moment))
            picture = drawn[0] if len(drawn) == 1 else _mean(drawn)
            yield grain.on(_lit(picture, self.spec, frame / max(1, self.num_frames - 1), gains[frame]))

    def _moments(self, frame: int) -> Floats:
        """When the picture is taken, in pictures; the middle is the moment that the truth is told for."""
        part = (np.arange(self.exposures) - (self.exposures - 1) / 2) / self.exposures
        return np.asarray(np.clip(frame + part * self.spec.blur, max(0, frame - 0.49), frame + 0.49))

    def on_movers(self, frame: int, places: Floats, margin: float = 0.0) -> Bools:
        """``(K, M)``: whether places ``(K, 2)`` of a picture lie on what is seen of each mover.

        Args:
            frame: Which picture.
            places: Pixels.
            margin: Within so many pixels of it counts too.
        """
        around = np.zeros((1, 2))
        if margin > 0:
            angle = np.arange(8) * np.pi / 4
            circle = np.stack([np.cos(angle), np.sin(angle)], axis=1)
            around = np.concatenate([around, margin * circle, margin / 2 * circle])
        found = np.zeros((len(places), len(self.movers)), dtype=bool)
        owner = np.array([*(patch.mover for patch in self.patches), -1])
        for shift in around:
            on = owner[uppermost(self.patches, frame, places + shift)]
            for number in range(len(self.movers)):
                found[:, number] |= on == number
        return found


def trace(
    patches: tuple[Patch, ...], spots: tuple[tuple[int, Floats], ...], size: tuple[int, int]
) -> tuple[Floats, Mask]:
    """Where points of patches are, and whether they are seen.

    Args:
        patches: All that may hide them.
        spots: Which patch, and ``(K, 2)`` pixels of its texture.
        size: ``(width, height)`` of the picture.

    Returns:
        ``(T, N, 2)`` and ``(T, N)``.
    """
    places = np.concatenate([mapped(patches[k].pose, at) for k, at in spots], axis=1)
    owners = np.concatenate([np.full(len(at), k) for k, at in spots])
    visible = np.zeros(places.shape[:2], dtype=bool)
    for frame in range(len(places)):
        visible[frame] = uppermost(patches, frame, places[frame]) == owners
    return places, visible & within(places, size)


def trace_backdrop(
    backdrop: Backdrop, patches: tuple[Patch, ...], spots: Floats, size: tuple[int, int]
) -> tuple[Floats, Mask]:
    """The same ``(T, N, 2)`` and ``(T, N)`` for points ``(N, 2)`` of the backdrop's texture."""
    places = mapped(backdrop.pose, spots)
    visible = np.zeros(places.shape[:2], dtype=bool)
    for frame in np.flatnonzero(backdrop.shown):
        visible[frame] = uppermost(patches, int(frame), places[frame]) == -1
    return places, visible & within(places, size)


def within(places: Floats, size: tuple[int, int]) -> Bools:
    """Whether places ``(..., 2)`` lie in the picture."""
    return np.asarray(((places >= 0) & (places <= (size[0] - 1, size[1] - 1))).all(axis=-1))


def camera_of(backdrop: Backdrop, first: int) -> Floats:
    """``(T, 2, 3)`` from each picture to the ``first``, by how the backdrop is carried."""
    start = backdrop.pose[first]
    back = inverse(backdrop.pose)
    turn = start[:, :2] @ back[..., :2]
    return np.concatenate([turn, start[:, :2] @ back[..., 2:] + start[:, 2:]], axis=-1)


class _NoiseBank:
    """A sensor's noise: one large sheet, of which every picture gets another part."""

    def __init__(self, rng: np.random.Generator, size: tuple[int, int], deviation: float) -> None:
        self._rng, self._size = rng, size
        shape = (size[1] + 97, size[0] + 89, 3)
        self._sheet = (deviation * rng.standard_normal(shape, dtype=np.float32)).astype(np.int16)

    def on(self, picture: Image8) -> Image8:
        x, y = int(self._rng.integers(89)), int(self._rng.integers(97))
        part = self._sheet[y : y + self._size[1], x : x + self._size[0]]
        return np.asarray(cv2.add(picture, part, dtype=cv2.CV_8U), dtype=np.uint8)


def _mean(pictures: list[Image8]) -> Image8:
    total = np.zeros(pictures[0].shape, dtype=np.float32)
    for picture in pictures:
        cv2.accumulate(picture, total)
    return np.rint(total / len(pictures)).astype(np.uint8)


def _gains(spec: SceneSpec, rng: np.random.Generator) -> Floats:
    """``(T,)`` how bright each picture is."""
    part = np.linspace(0, 1, spec.frames)
    if spec.light == "flicker":  # of a lamp on the mains, and of a camera that keeps setting its exposure
        beat = np.sin(2 * np.pi * (part * spec.seconds * 3.3 + rng.random()))
        return np.asarray(1 + 0.035 * beat + 0.012 * rng.standard_normal(spec.frames))
    if spec.light == "fade":
        return np.asarray(1 - 0.45 * np.sin(np.pi * part))
    return np.ones(spec.frames)


def _lit(picture: Image8, spec: SceneSpec, part: float, gain: float) -> Image8:
    if spec.light == "cloud":
        width, height = picture.shape[1], picture.shape[0]
        x = np.linspace(0, 1, 64)[None] - 0.15 * np.linspace(0, 1, 36)[:, None]
        shade = 1 - 0.45 / (1 + np.exp(-(1.6 * part - 0.2 - x) * 14))
        field_ = cv2.resize(shade.astype(np.float32), (width, height), interpolation=cv2.INTER_LINEAR)
        return np.asarray(np.rint(picture * field_[..., None]), dtype=np.uint8)
    if gain != 1:
        return np.asarray(cv2.convertScaleAbs(picture, alpha=float(gain)), dtype=np.uint8)
    return picture
