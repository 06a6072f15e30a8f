"""Trails painted over pictures: what moves in a video, drawn where it moves.

Every point has a disc where it is and a tail that fades over the last second. All is drawn anti-aliased into
layers and laid over the picture at once, with a dark rim that keeps it legible on light and dark footage.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from motionsearch.errors import InputError
from motionsearch.render_layers import Layers, stick, text_tag
from motionsearch.render_trails import Trails, position_colours, spread_points
from motionsearch.tracks import Affines, Tracks, interpolate

Image8 = NDArray[np.uint8]
Floats = NDArray[np.float64]

_MOST_POINTS = 64  # of a thing; more hide what they are drawn on
_STAGES = 10  # of fading
_WHITE = (238, 240, 245)
_BOX_SMOOTHING = 0.3  # seconds
# One hue a thing, apart from each other and from grass, skin and sky (after Okabe and Ito 2008).
_THING_COLOURS = (
    (255, 196, 0),
    (64, 190, 255),
    (255, 110, 90),
    (70, 230, 150),
    (214, 130, 255),
    (255, 150, 210),
    (175, 235, 60),
    (120, 145, 255),
)


@dataclass(frozen=True, eq=False)
class Mover:
    """Something that moves in a video, to be drawn over it.

    Args:
        tracks: In pixels of the video's pictures. Where ``tracks.camera`` is known, tails stay with the
            scene while the picture moves on; discs are always where the points are.
        start: Seconds into the video at which the tracks begin.
        name: Written beside it, or ``None``.
        thing: Its number, the same in windows of one thing that follow each other; ``None`` for a thing of
            its own.
        shown: The stretch ``[from, to)`` in seconds of the video in which it is drawn; by default all of it.
        colour: Of all its points, 0..255; by default each has a hue by where it sits on the thing.
    """

    tracks: Tracks
    start: float = 0.0
    name: str | None = None
    thing: int | None = None
    shown: tuple[float, float] | None = None
    colour: tuple[int, int, int] | None = None

    @property
    def end(self) -> float:
        """Seconds into the video at which the tracks end."""
        return self.start + self.tracks.duration


def in_turn(movers: Sequence[Mover]) -> list[Mover]:
    """Movers of one video to be drawn together: each thing in a colour of its own, and once at a time.

    Windows of one thing overlap, and each follows points of its own. One takes over from the other in the
    middle of what they share, where the tails of the later one have grown.
    """
    things: dict[object, list[Mover]] = {}
    for mover in sorted(movers, key=lambda m: m.start):
        things.setdefault(object() if mover.thing is None else mover.thing, []).append(mover)
    ordered = []
    for number, windows in enumerate(things.values()):
        # One thing alone keeps a colour for every point.
        colour = _THING_COLOURS[number % len(_THING_COLOURS)] if len(things) > 1 else None
        begin = windows[0].start
        for window, following in itertools.zip_longest(windows, windows[1:]):
            end = window.end
            if following is not None and following.start < end:
                end = (following.start + end) / 2
            ordered.append(replace(window, shown=(begin, end), colour=window.colour or colour))
            begin = end if following is None or following.start < window.end else following.start
    return ordered


@dataclass(frozen=True, eq=False)
class Sprite:
    """A mover laid out on the canvas.

    Args:
        xy: ``(T, N, 2)`` canvas pixels; the middle of the top left pixel is (0, 0).
        visible: ``(T, N)``.
        colour: ``(N, 3)`` in 0..255.
        accent: ``(3,)`` the colour of its box and name.
        fps: Of the T frames.
        start: Seconds at which they begin.
        shown: The stretch in which it is drawn.
        name: Written beside it, or ``None``.
        camera: ``(T, 3, 3)`` from each picture's canvas pixels to those of a still camera, or ``None``.
    """

    xy: Floats
    visible: NDArray[np.bool_]
    colour: Floats
    accent: Floats
    fps: float
    start: float
    shown: tuple[float, float]
    name: str | None = None
    camera: Floats | None = None
    _boxes: list[Floats] = field(default_factory=list)

    def at(self, time: float, tail: float) -> tuple[Floats, NDArray[np.bool_], Floats] | None:
        """Where it was in the last ``tail`` seconds before ``time``, the last entry being now.

        Returns:
            ``(K, N, 2)`` canvas pixels of the picture of now, ``(K, N)`` visible and ``(K,)`` ages in
            seconds; ``None`` where it is not drawn.
        """
        if not self.shown[0] - 1e-6 <= time < self.shown[1]:
            return None
        last = len(self.xy) - 1
        now = float(np.clip((time - self.start) * self.fps, 0, last))
        first = max(0, int(np.ceil(now - tail * self.fps - 1e-9)))
        moments = np.append(np.arange(first, int(np.ceil(now - 1e-6))), now)
        xy, visible = interpolate(self.xy[first:].astype(np.float32), self.visible[first:], moments - first)
        path = xy.astype(np.float64)
        if self.camera is not None and len(path) > 1:
            path[:-1] = self._seen_from(self.camera, path[:-1], moments[:-1], now)
        return path, visible, (now - moments) / self.fps

    def box(self, time: float) -> Floats | None:
        """``(left, top, right, bottom)`` round its visible points, smoothed; ``None`` if there are none."""
        if not self._boxes:
            self._boxes.append(_boxes(self.xy, self.visible, max(1, round(_BOX_SMOOTHING * self.fps))))
        frame = round(float(np.clip((time - self.start) * self.fps, 0, len(self.xy) - 1)))
        box: Floats = self._boxes[0][frame]
        return None if np.isnan(box).any() else box

    def _seen_from(self, camera: Floats, path: Floats, moments: Floats, now: float) -> Floats:
        """Places ``(K, N, 2)`` of earlier pictures, in pixels of the picture of ``now``."""
        flat = camera.reshape(len(camera), 1, 9).astype(np.float32)
        at = np.append(moments, now)
        maps = interpolate(flat, np.ones((len(flat), 1), dtype=bool), at)[0].astype(np.float64)
        maps = maps.reshape(-1, 3, 3)
        if abs(np.linalg.det(maps[-1])) < 1e-6:
            return path
        here = np.linalg.inv(maps[-1]) @ maps[:-1]
        moved: Floats = np.einsum("kij,knj->kni", here[:, :2, :2], path) + here[:, None, :2, 2]
        return moved


def place(mover: Mover, frame_size: tuple[int, int], size: tuple[int, int]) -> Sprite:
    """Lays a mover out on pictures of ``size`` of a video whose own are of ``frame_size``."""
    tracks = mover.tracks.select(spread_points(mover.tracks, _MOST_POINTS))
    scale = np.array(size, dtype=np.float64) / np.array(frame_size, dtype=np.float64)
    # The middle of the top left pixel is (0, 0) at either size.
    offset = scale / 2 - 0.5
    accent = np.array(mover.colour or _WHITE, dtype=np.float64)
    colour = position_colours(tracks) if mover.colour is None else np.tile(accent, (tracks.num_points, 1))
    return Sprite(
        np.where(tracks.visible[..., None], tracks.points * scale + offset, 0.0),
        tracks.visible,
        colour,
        accent,
        tracks.fps,
        mover.start,
        mover.shown or (mover.start, mover.end),
        mover.name,
        None if tracks.camera is None else _scaled(tracks.camera, scale, offset),
    )


def place_trails(trails: Trails, fps: float, start: float = 0.0) -> Sprite:
    """A sprite of trails that are laid out already."""
    shown = start, start + trails.num_frames / fps
    return Sprite(trails.xy, trails.visible, trails.colour, np.array(_WHITE, float), fps, start, shown)


class Painter:
    """Paints sprites over pictures of one size.

    Args:
        sprites: What is painted, the later over the earlier.
        size: ``(width, height)`` of the pictures.
        title: Written at the top left, or ``None``.
        boxes: Draw a box round each.
        tail: Seconds over which tails fade.
    """

    def __init__(
        self,
        sprites: Sequence[Sprite],
        size: tuple[int, int],
        *,
        title: str | None = None,
        boxes: bool = False,
        tail: float = 1.0,
    ) -> None:
        if not tail > 0:
            raise InputError(f"tails must last more than 0 seconds, got {tail:g}")
        self.sprites = sprites
        self.size = size
        self.boxes = boxes
        self.tail = tail
        self.thickness = max(1, round(max(size) / 480))
        self.font_size = int(np.clip(max(size) / 48, 10, 28))
        self._tags = [
            text_tag(s.name, self.font_size, s.accent, size[0] // 2) if s.name else None for s in sprites
        ]
        self._title = text_tag(title, self.font_size, None, size[0] - 8) if title else None

    def paint(self, picture: Image8, time: float) -> Image8:
        """The picture ``(H, W, 3)`` with all that moves at that second of the video drawn over it.

        A picture of another size is scaled to this painter's.
        """
        if picture.shape[1::-1] == self.size:
            painted = np.ascontiguousarray(picture).copy()
        else:
            painted = np.asarray(cv2.resize(picture, self.size, interpolation=cv2.INTER_LINEAR), np.uint8)
        for sprite in self.sprites:
            state = sprite.at(time, self.tail)
            if state is not None:
                self._trails(painted, sprite, *state)
        there = [
            (sprite, tag, self._widened(box))
            for sprite, tag in zip(self.sprites, self._tags, strict=True)
            if sprite.at(time, 0) is not None and (box := sprite.box(time)) is not None
        ]
        if self.boxes:
            for sprite, _, box in there:
                self._box(painted, box, sprite.accent)
        taken: list[tuple[float, float, float, float]] = []
        for _, tag, box in there:
            if tag is not None:
                height, width = tag.shape[:2]
                top = max(box[1] - height - 2 * self.thickness, 0.0)
                corner = free_place(box[0], top, width, height, taken)
                taken.append((*corner, width, height))
                stick(painted, tag, *corner)
        if self._title is not None:
            stick(painted, self._title, 4, 4)
        return painted

    def _trails(
        self, picture: Image8, sprite: Sprite, path: Floats, visible: NDArray[np.bool_], ages: Floats
    ) -> None:
        radius = 1.3 * self.thickness + 0.9
        room = _room(path[visible], self.size, int(np.ceil(radius)) + 4)
        if room is None:
            return
        layers = Layers(room)
        joined = visible[1:] & visible[:-1]
        lines = np.stack([path[:-1], path[1:]], axis=2)  # (K-1, N, 2 ends, 2)
        for point in np.flatnonzero(joined.any(axis=0)):
            layers.tint(lines[joined[:, point], point], sprite.colour[point], self.thickness + 2)
        # Ages of the later ends: what is drawn last, the newest, lies on top.
        stage = np.minimum((ages[1:] / self.tail * _STAGES).astype(np.int64), _STAGES - 1)
        for number in range(int(stage.max(initial=-1)), -1, -1):
            chosen = joined & (stage == number)[:, None]
            if chosen.any():
                strength = 1 - (number + 0.5) / _STAGES
                layers.stroke(lines[chosen], strength, self.thickness)
        now = visible[-1]
        layers.discs(path[-1, now], radius, sprite.colour[now])
        layers.onto(picture)

    def _box(self, picture: Image8, box: Floats, colour: Floats) -> None:
        """The corners of a box: they say where it is and hide little."""
        left, top, right, bottom = box
        arm = 0.22 * min(right - left, bottom - top)
        lines = []
        for x, dx in ((left, arm), (right, -arm)):
            for y, dy in ((top, arm), (bottom, -arm)):
                lines += [[(x, y), (x + dx, y)], [(x, y), (x, y + dy)]]
        ends = np.array(lines, dtype=np.float64)
        room = _room(ends.reshape(-1, 2), self.size, self.thickness + 4)
        if room is not None:
            layers = Layers(room)
            layers.tint(ends, colour, self.thickness + 2)
            layers.stroke(ends, 0.9, self.thickness)
            layers.onto(picture)

    def _widened(self, box: Floats) -> Floats:
        margin = 4.0 * self.thickness + 0.06 * float(min(box[2] - box[0], box[3] - box[1]))
        low = np.maximum(box[:2] - margin, 1)
        high = np.minimum(box[2:] + margin, np.array(self.size) - 2.0)
        return np.concatenate([low, np.maximum(high, low)])


def free_place(
    x: float, y: float, width: float, height: float, taken: Sequence[tuple[float, float, float, float]]
) -> tuple[float, float]:
    """Where a name covers none of those that are ``taken`` (x, y, width, height): there, or further down."""
    for left, top, wide, high in sorted(taken, key=lambda place: place[1]):
        if x < left + wide and left < x + width and y < top + high and top < y + height:
            y = top + high + 1
    return x, y


def _room(places: Floats, size: tuple[int, int], margin: int) -> tuple[int, int, int, int] | None:
    """The part of the canvas round places ``(S, 2)``: left, top, right, bottom; ``None`` if all miss it."""
    if not len(places):
        return None
    limit = np.array(size)
    low = np.clip(np.floor(places.min(axis=0)).clip(-1e6, 1e6).astype(int) - margin, 0, limit)
    high = np.clip(np.ceil(places.max(axis=0)).clip(-1e6, 1e6).astype(int) + margin + 1, 0, limit)
    return None if (high <= low).any() else (int(low[0]), int(low[1]), int(high[0]), int(high[1]))


def _scaled(camera: Affines, scale: Floats, offset: Floats) -> Floats:
    """Camera maps ``(T, 2, 3)`` of full-size pixels as maps ``(T, 3, 3)`` of canvas pixels."""
    canvas = np.array([[scale[0], 0, offset[0]], [0, scale[1], offset[1]], [0, 0, 1]])
    full: Any = np.tile(np.eye(3), (len(camera), 1, 1))
    full[:, :2] = camera
    turned: Floats = canvas @ full @ np.linalg.inv(canvas)
    return turned


def _boxes(xy: Floats, visible: NDArray[np.bool_], window: int) -> Floats:
    """``(T, 4)`` left, top, right, bottom of the visible points, smoothed over frames; NaN where none are."""
    low = np.where(visible[..., None], xy, np.inf).min(axis=1)
    high = np.where(visible[..., None], xy, -np.inf).max(axis=1)
    boxes = np.concatenate([low, high], axis=1)
    seen = np.isfinite(boxes).all(axis=1)
    kernel = np.ones(window)
    weight = np.convolve(seen, kernel, mode="full")[(window - 1) // 2 :][: len(seen)]
    smooth = np.full_like(boxes, np.nan)
    for side in range(4):
        total = np.convolve(np.where(seen, boxes[:, side], 0), kernel, mode="full")
        total = total[(window - 1) // 2 :][: len(seen)]
        smooth[weight > 0.5, side] = total[weight > 0.5] / weight[weight > 0.5]
    return smooth


__all__ = ["Mover", "Painter", "Sprite", "in_turn", "place", "place_trails"]
