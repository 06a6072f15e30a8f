"""Objects: things, machines, vehicles, crowds and drawn strokes, with captions true of the picture."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any

import numpy as np
from numpy.typing import NDArray

from motionsearch.tracks import Mask, Points, Tracks
from motionsearch.train.degrade import Degradation, degrade, thin_frames
from motionsearch.train.scenery import trembling
from motionsearch.train.virtual import FRAME_SIZES
from motionsearch.train.world import (
    WorldClip,
    object_crowds,
    object_drawing,
    object_machines,
    object_manoeuvres,
    object_pairs,
    object_soft,
    object_vehicles,
)
from motionsearch.train.world.object_scene import Scene
from motionsearch.train.world.object_things import MOVES, in_order, one_thing
from motionsearch.train.world.object_words import Phase, tell, words

Floats = NDArray[np.floating[Any]]
Maker = Callable[[np.random.Generator, Floats], Scene]

FAMILIES: dict[str, tuple[float, dict[str, Maker]]] = {
    "things": (0.34, {label: partial(one_thing, label=label) for label in MOVES}),
    "in order": (0.18, {"several in order": in_order}),
    "drawing": (0.1, object_drawing.MAKERS),
    "machines": (0.09, object_machines.MAKERS),
    "vehicles": (0.13, object_vehicles.MAKERS | object_manoeuvres.MAKERS),
    "crowds": (0.06, object_crowds.MAKERS),
    "soft things": (0.04, object_soft.MAKERS),
    "pairs": (0.07, object_pairs.MAKERS),
}
LABELS: tuple[str, ...] = tuple(dict.fromkeys(label for _, makers in FAMILIES.values() for label in makers))

_RATES = (8.0, 10.0, 12.0, 15.0, 20.0, 24.0, 25.0, 30.0, 30.0, 50.0, 60.0)
_MOST_FRAMES = 150
_TRACKER = Degradation()
_BACKGROUND = 0.12


def sample(
    rng: np.random.Generator,
    label: str | None = None,
    tracker: Degradation | None = None,
    background: float | None = None,
) -> WorldClip:
    """One clip of an object.

    Args:
        rng: Where chance comes from; the same state gives the same clip.
        label: One of ``LABELS``; by default chance chooses.
        tracker: How well the points are tracked; ``Degradation()`` by default.
        background: Chance that points on still things are tracked too; by default now and then, never where a
            ``tracker`` is named.
    """
    background = (0.0 if tracker else _BACKGROUND) if background is None else background
    tracker = tracker or _TRACKER
    maker = _maker(rng, label)
    seconds = float(rng.uniform(1.5, 6.0))
    fps = float(rng.choice(_RATES))
    frames = int(np.clip(round(seconds * fps), 16, _MOST_FRAMES))
    scene = maker(rng, np.arange(frames) / fps)
    width, height = FRAME_SIZES[int(rng.integers(len(FRAME_SIZES)))]
    pixels = _placed(scene, rng, width, height)
    captions = captions_of(scene, pixels, fps, (width, height), rng)
    visible = np.ones(pixels.shape[:2], dtype=bool) if scene.visible is None else scene.visible
    kept, fps = thin_frames(frames, fps, rng, tracker)
    pixels, visible = pixels[kept], visible[kept]
    if rng.random() < background:
        pixels, visible = _before_background(pixels, visible, rng, (width, height))
    points, seen = degrade(pixels, visible, rng, tracker, height=height)
    return WorldClip(Tracks(points, seen, fps, (width, height)), captions, scene.story.label, "object")


def _before_background(
    pixels: Points, visible: Mask, rng: np.random.Generator, size: tuple[int, int]
) -> tuple[Points, Mask]:
    """Points of still things are tracked too, 5 to 50 of a hundred; the camera may tremble."""
    frames, count = visible.shape
    share = rng.uniform(0.05, 0.5)
    more = max(1, round(count * share / (1 - share)))
    still = np.broadcast_to((rng.random((more, 2)) * size).astype(np.float32), (frames, more, 2))
    pixels = np.concatenate([pixels, still], axis=1)
    if rng.random() < 0.5:
        pixels = pixels + trembling(frames, 0.008 * size[1], rng)[:, None]
    return pixels, np.concatenate([visible, np.ones((frames, more), dtype=np.bool_)], axis=1)


def _maker(rng: np.random.Generator, label: str | None) -> Maker:
    if label is None:
        weights = np.array([weight for weight, _ in FAMILIES.values()])
        family = list(FAMILIES)[int(rng.choice(len(FAMILIES), p=weights / weights.sum()))]
        makers = FAMILIES[family][1]
        return makers[list(makers)[int(rng.integers(len(makers)))]]
    for _, makers in FAMILIES.values():
        if label in makers:
            return makers[label]
    raise KeyError(f"no object does {label!r}")


def _placed(scene: Scene, rng: np.random.Generator, width: int, height: int) -> Points:
    """Sets a scene into the picture: as large as chance asks for, anywhere that leaves it inside."""
    flat = scene.points.reshape(-1, 2)
    low, high = flat.min(axis=0) - scene.margin, flat.max(axis=0) + scene.margin
    extent = np.maximum(high - low, 1e-6)
    room = np.array([width, height], dtype=float)
    fill = rng.uniform(0.25, 0.95)
    scale = float((fill * room / extent).min()) if extent.max() > 1e-3 else 1.0
    free = room - scale * extent
    place = free * (rng.random(2) if rng.random() < 0.7 else 0.5)
    return np.asarray(place + (scene.points - low) * scale, dtype=np.float32)


def captions_of(
    scene: Scene, pixels: Points, fps: float, size: tuple[int, int], rng: np.random.Generator
) -> tuple[str, ...]:
    """Sentences true of a scene whose points are at ``pixels`` ``(T, N, 2)`` of a picture of that size."""
    phases, tempos = [], []
    for phase in scene.story.phases:
        end = phase.end or len(pixels)
        part = pixels[phase.start : end]
        # How far the points go on average: nothing but their own motion says how quickly a crowd scatters.
        travel = float(np.linalg.norm(np.diff(part, axis=0), axis=2).sum(axis=0).mean())
        speed = travel * fps / len(part) / min(size)
        tempos.append(_tempo(phase, speed))
        phases.append(_with_place(phase, part, travel, size) if len(scene.story.phases) == 1 else phase)
    return tell(replace(scene.story, phases=tuple(phases)), tempos, rng)


def _tempo(phase: Phase, speed: float) -> str | None:
    """Whether a phase is fast, slow or neither: cycles a second, or picture heights a second."""
    if not phase.paced:
        return None
    if phase.rate is not None:
        return "fast" if phase.rate > 1.3 else "slow" if phase.rate < 0.35 else None
    return "fast" if speed > 0.7 else "slow" if speed < 0.13 else None


def _with_place(phase: Phase, points: Points, travel: float, size: tuple[int, int]) -> Phase:
    """Adds what only the picture tells: how far a straight path goes, how wide a closed one is, or where."""
    middle = points.mean(axis=1)
    room = np.asarray(size, dtype=np.float64)
    span = np.ptp(middle, axis=0) / room
    more: tuple[str, ...] = ()
    if phase.closed:
        reach = float(np.ptp(middle, axis=0).max() / room.min())
        if reach > 0.6:
            more = words("in a wide circle | in a big circle | on a large round path")
        elif reach < 0.25:
            more = words("in a small circle | in a little circle | in a tight circle")
    elif span.max() < 0.06:
        more = _corner(middle.mean(axis=0) / room)
    elif phase.rate is None and phase.paced:
        more = _distance(middle[-1] - middle[0], travel, room)
    return replace(phase, details=phase.details + more)


def _distance(way: Floats, travel: float, room: Floats) -> tuple[str, ...]:
    if np.linalg.norm(way) < 0.95 * travel:
        return ()
    share = np.abs(way / room)
    if share.max() < 0.15:
        return words("a little | a short way | a short distance | just a bit")
    if share.max() < 0.6:
        return ()
    ends = "from one side to the other" if share[0] > share[1] else "over the height of the picture"
    return ("across the picture", "all the way across the picture", "a long way", ends)


def _corner(place: Floats) -> tuple[str, ...]:
    """Where in the picture a thing is that stays about there: ``place`` ``(2,)`` in [0, 1], y down."""
    across = "left" if place[0] < 0.33 else "right" if place[0] > 0.67 else ""
    along = "top" if place[1] < 0.33 else "bottom" if place[1] > 0.67 else ""
    if across and along:
        return words(f"in the {along} {across} corner | at the {along} {across} of the picture")
    if across or along:
        word = across or along
        return words(f"on the {word} side of the picture" if across else f"at the {word} of the picture")
    return words("in the middle of the picture | in the centre")
