"""Trails as geometry and colour: what every way of drawing tracks starts from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal, get_args

import numpy as np
from numpy.typing import NDArray

from motionsearch.errors import InputError
from motionsearch.tracks import Tracks

Fit = Literal["bounds", "frame"]
Palette = Literal["position", "time", "mono"]
Colour = tuple[int, int, int]

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Image8 = NDArray[np.uint8]

BACKGROUND: Colour = (14, 16, 22)
LARGEST_SIDE = 8192

# Share of the colour mixed into the background at the start of the tracks; at their end it is 1.
_FAINTEST = 0.28
# Early to late, for the palette "time": violet, blue, green, yellow.
_TIME_RAMP = np.array([(106, 61, 190), (62, 118, 220), (40, 180, 150), (160, 215, 75), (253, 231, 60)], float)
# A still point must not be blown up until its jitter looks like motion: the view is never
# narrower than this share of the frame's diagonal.
_NARROWEST_VIEW = 0.03


@dataclass(frozen=True, eq=False)
class Trails:
    """Tracks laid out on a canvas; points sorted by colour and place, so that their order does not matter.

    Args:
        xy: ``(T, N, 2)`` canvas pixels, x right and y down.
        visible: ``(T, N)``.
        colour: ``(N, 3)`` in 0..255, the colour of each point when bright.
        size: ``(width, height)`` of the canvas in pixels.
        times_colour: ``(T, 3)`` when colour tells time and not the point, else ``None``.
    """

    xy: Floats
    visible: NDArray[np.bool_]
    colour: Floats
    size: tuple[int, int]
    times_colour: Floats | None = None

    @property
    def num_frames(self) -> int:
        """T."""
        return len(self.xy)

    @property
    def num_points(self) -> int:
        """N."""
        return int(self.xy.shape[1])

    def segments(self) -> tuple[Floats, Floats, Ints, Ints]:
        """Pieces of trail in order of time: from ``(S, 2)``, to ``(S, 2)``, frame ``(S,)``, point ``(S,)``.

        A piece joins two successive frames in which the point is visible; ``frame`` is the later one.
        A point seen in a single frame between unseen ones is a piece of length zero.
        """
        joined = self.visible[1:] & self.visible[:-1]
        touched = np.zeros_like(self.visible)
        touched[1:] |= joined
        touched[:-1] |= joined
        alone = self.visible & ~touched
        later, point = np.nonzero(joined)
        frame, lonely = np.nonzero(alone)
        start = np.concatenate([self.xy[later, point], self.xy[frame, lonely]])
        end = np.concatenate([self.xy[later + 1, point], self.xy[frame, lonely]])
        frames = np.concatenate([later + 1, frame])
        points = np.concatenate([point, lonely])
        order = np.lexsort((points, frames))
        return start[order], end[order], frames[order], points[order]

    def heads(self, frame: int | None = None) -> tuple[Floats, Ints]:
        """Where the points are: ``(H, 2)`` and which ``(H,)``, in a frame or, by default, when last seen."""
        if frame is not None:
            seen = np.nonzero(self.visible[frame])[0]
            return self.xy[frame, seen], seen
        seen = np.nonzero(self.visible.any(axis=0))[0]
        last = self.num_frames - 1 - np.argmax(self.visible[::-1, seen], axis=0)
        return self.xy[last, seen], seen

    def paint(self, frame: Ints, point: Ints, strength: Floats, background: Colour) -> Image8:
        """The colour ``(S, 3)`` of each piece, mixed into the background by ``strength`` in 0..1."""
        full = self.colour[point] if self.times_colour is None else self.times_colour[frame]
        ground = np.asarray(background, dtype=np.float64)
        return np.round(ground + (full - ground) * strength[:, None]).astype(np.uint8)

    def age_strength(self, frame: Ints) -> Floats:
        """Early pieces are faint and late ones full, over the whole length of the tracks."""
        return _FAINTEST + (1 - _FAINTEST) * frame / max(self.num_frames - 1, 1)


def lay_out(
    tracks: Tracks,
    size: tuple[int, int],
    *,
    fit: Fit = "bounds",
    palette: Palette = "position",
    margin: float = 0.08,
    top: int = 0,
) -> Trails:
    """Places tracks, as a camera that stands still would see them, on a canvas.

    Args:
        size: ``(width, height)`` in pixels, 1 to 8192 each.
        fit: ``"bounds"`` fills the canvas with the stretch of picture the motion covers, ``"frame"``
            shows the whole frame. Neither distorts.
        palette: ``"position"`` gives each point a hue by where it sits around the middle of the points,
            ``"time"`` colours by time, ``"mono"`` uses one light grey.
        margin: Share of the canvas left free on each side, for ``"bounds"``.
        top: Pixels kept free at the top, for a title.

    Raises:
        InputError: an option is none of the choices, or the size makes no canvas.
    """
    width, height = _checked_size(size)
    for name, value, choices in (("fit", fit, get_args(Fit)), ("palette", palette, get_args(Palette))):
        if value not in choices:
            raise InputError(f"{name} must be one of {', '.join(choices)}, got {value!r}")
    tracks = tracks.still()
    points = tracks.points.astype(np.float64)
    offset = _offset_from_middle(points, tracks.visible)
    order = np.lexsort((offset[:, 1], offset[:, 0], np.arctan2(offset[:, 1], offset[:, 0])))
    low, high = _viewed_box(tracks, points, fit)
    room = np.array([width, max(height - top, 1)], dtype=np.float64)
    if fit == "bounds":
        room = room * (1 - 2 * margin)
    scale = float(np.min(room / np.maximum(high - low, 1e-9)))
    centre = np.array([width / 2, top + (height - top) / 2])
    xy = (points[:, order] - (low + high) / 2) * scale + centre
    # Far outside the canvas only the direction matters; a bound keeps later arithmetic small.
    limit = 16.0 * max(width, height)
    visible = tracks.visible[:, order]
    xy = np.clip(np.where(visible[..., None], xy, 0.0), -limit, limit)
    times = None
    if palette == "time":
        at = np.linspace(0, len(_TIME_RAMP) - 1, tracks.num_frames)
        knots = np.arange(len(_TIME_RAMP))
        times = np.stack([np.interp(at, knots, _TIME_RAMP[:, c]) for c in range(3)], axis=1)
    colour = _wheel(offset[order]) if palette == "position" else np.full((len(order), 3), 232.0)
    return Trails(xy, visible, colour, (width, height), times)


def raster(start: Floats, end: Floats, size: tuple[int, int], radius: float) -> tuple[Ints, Ints]:
    """The canvas cells that thick pieces cover.

    Args:
        start, end: ``(S, 2)`` canvas units.
        size: ``(width, height)`` of the canvas.
        radius: Half the thickness; 0 gives single cells.

    Returns:
        Flat cell numbers ``y * width + x`` and for each the number of its piece; cells may repeat.
    """
    width, height = size
    start, end, piece = _clipped(start, end, size, radius + 1)
    steps = np.ceil(np.abs(end - start).max(axis=1, initial=0.0)).astype(np.int64) + 1
    row = np.repeat(np.arange(len(steps)), steps)
    along = np.arange(len(row)) - np.repeat(np.cumsum(steps) - steps, steps)
    share = along / np.maximum(steps - 1, 1)[row]
    at = np.floor(start[row] + (end - start)[row] * share[:, None]).astype(np.int64)
    reach = int(np.floor(radius))
    grid = np.arange(-reach, reach + 1)
    dx, dy = (a.ravel() for a in np.meshgrid(grid, grid))
    disc = dx**2 + dy**2 <= radius**2
    x = (at[:, 0, None] + dx[disc]).ravel()
    y = (at[:, 1, None] + dy[disc]).ravel()
    inside = (x >= 0) & (x < width) & (y >= 0) & (y < height)
    owner = np.repeat(piece[row], int(disc.sum()))
    return (y * width + x)[inside], owner[inside]


def spread_points(tracks: Tracks, most: int) -> Ints:
    """Numbers of at most ``most`` points that lie far apart on the moving thing, whatever their order.

    Farthest-point sampling over the mean offsets from the middle, among points seen at least half as
    often as the best seen one.
    """
    seen = tracks.visible.sum(axis=0)
    candidates = np.flatnonzero(2 * seen >= seen.max())
    if len(candidates) <= most:
        return candidates
    offset = _offset_from_middle(tracks.points.astype(np.float64), tracks.visible)[candidates]
    chosen = [int(np.argmax(np.linalg.norm(offset, axis=1)))]
    nearest = np.full(len(candidates), np.inf)
    while len(chosen) < most:
        nearest = np.minimum(nearest, np.linalg.norm(offset - offset[chosen[-1]], axis=1))
        chosen.append(int(np.argmax(nearest)))
    return candidates[chosen]


def position_colours(tracks: Tracks) -> Floats:
    """``(N, 3)`` in 0..255: a hue for each point by where it sits around the middle of the points."""
    return _wheel(_offset_from_middle(tracks.points.astype(np.float64), tracks.visible))


def _clipped(
    start: Floats, end: Floats, size: tuple[int, int], margin: float
) -> tuple[Floats, Floats, NDArray[np.intp]]:
    """Cuts pieces to the canvas plus a margin (Liang and Barsky 1984); drops those wholly outside."""
    delta = end - start
    enter, leave = np.zeros(len(start)), np.ones(len(start))
    outside = np.zeros(len(start), dtype=bool)
    for axis in (0, 1):
        for sign, bound in ((-1.0, margin), (1.0, size[axis] + margin)):
            slope = sign * delta[:, axis]
            distance = bound - sign * start[:, axis]
            with np.errstate(divide="ignore", invalid="ignore"):
                at = distance / slope
            enter = np.where(slope < 0, np.maximum(enter, at), enter)
            leave = np.where(slope > 0, np.minimum(leave, at), leave)
            outside |= (slope == 0) & (distance < 0)
    kept = np.nonzero(~outside & (enter <= leave))[0]
    return (
        start[kept] + enter[kept, None] * delta[kept],
        start[kept] + leave[kept, None] * delta[kept],
        kept,
    )


def _viewed_box(tracks: Tracks, points: Floats, fit: Fit) -> tuple[Floats, Floats]:
    frame = np.asarray(tracks.frame_size, dtype=np.float64)
    if fit == "frame":
        return np.zeros(2), frame
    seen = points[tracks.visible]
    low, high = seen.min(axis=0), seen.max(axis=0)
    floor = _NARROWEST_VIEW * float(np.linalg.norm(frame))
    missing = max(0.0, floor - float((high - low).max())) / 2
    return low - missing, high + missing


def _offset_from_middle(points: Floats, visible: NDArray[Any]) -> Floats:
    """Mean offset ``(N, 2)`` in pixels of each point from the middle of the points seen with it, else 0."""
    weight = visible.astype(np.float64)[..., None]
    total = np.maximum(weight.sum(axis=1, keepdims=True), 1)
    middle = (points * weight).sum(axis=1, keepdims=True) / total
    offset = ((points - middle) * weight).sum(axis=0) / np.maximum(weight.sum(axis=0), 1)
    return np.where(weight.any(axis=0), offset, 0.0)


def _wheel(offset: Floats) -> Floats:
    """A colour wheel around the middle: hue by direction, paler towards the middle. ``(N, 3)`` in 0..255."""
    radius = np.linalg.norm(offset, axis=1)
    saturation = 0.4 + 0.5 * radius / max(float(radius.max(initial=0.0)), 1e-9)
    hue = np.mod(np.arctan2(offset[:, 1], offset[:, 0]) / (2 * np.pi) + 0.62, 1.0) * 6
    # HSV at full value, one channel at a time: 1 - s * clip(min(k, 4 - k), 0, 1), k = (n + hue) mod 6.
    channels = []
    for n in (5, 3, 1):
        k = np.mod(n + hue, 6)
        channels.append(1 - saturation * np.clip(np.minimum(k, 4 - k), 0, 1))
    return 255 * np.stack(channels, axis=1)


def _checked_size(size: tuple[int, int]) -> tuple[int, int]:
    try:
        width, height = (int(side) for side in size)
    except (TypeError, ValueError) as error:
        raise InputError(f"size must be (width, height) in pixels, got {size!r}") from error
    if not (1 <= width <= LARGEST_SIDE and 1 <= height <= LARGEST_SIDE):
        raise InputError(f"a picture must be 1 to {LARGEST_SIDE} pixels on each side, got {width} x {height}")
    return width, height


__all__ = [
    "BACKGROUND",
    "Colour",
    "Fit",
    "Palette",
    "Trails",
    "lay_out",
    "position_colours",
    "raster",
    "spread_points",
]
