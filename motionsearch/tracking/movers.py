"""The moving things of one window: what differs from the background, followed and grouped."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from motionsearch.tracking.base import Pictures, Tracker
from motionsearch.tracking.camera_motion import CameraMotion, estimate_camera, identities, stands_still
from motionsearch.tracking.config import Tracking
from motionsearch.tracking.foreground import find_foreground
from motionsearch.tracking.grouping import Grouping, extent, group, moving_points
from motionsearch.tracking.seeding import Queries, at_picture, corners, grid
from motionsearch.tracks import Affines, Mask, Points

CELLS = 30
"""Cells along the diagonal of the picture, one corner in each, where the camera's motion is looked for."""
SEEDED = 5
"""Pictures of a window in which points are put on what moves."""
POINTS_A_PICTURE = 120
LEAST_CELL = 3.0
"""Side of a cell in pixels."""
MOST_POINTS = 48
"""Points of a clip; the encoder learns nothing new from more."""
_LEAST_POINTS_SEEN = 3


@dataclass(frozen=True)
class Mover:
    """One thing that moves, in pixels of the tracked pictures.

    Args:
        points: ``(T, N, 2)`` as seen, the camera's motion left in.
        visible: ``(T, N)``.
        first: Number of the window's picture that they begin with.
        quality: 0 to 1: how well its points were seen, how many they are, and how clearly they move.
    """

    points: Points
    visible: Mask
    first: int
    quality: float


@dataclass(frozen=True)
class Seen:
    """What is in a window: its things, and ``(T, 2, 3)`` maps that take the camera's motion out."""

    movers: list[Mover]
    maps: Affines
    camera_moves: bool


def find_movers(
    frames: Pictures, tracker: Tracker, tracking: Tracking, *, where: Mask | None = None,
    points: Queries | None = None, grouping: Grouping | None = None,
) -> Seen:  # fmt: skip
    """The things that move in a window.

    Args:
        frames: ``(T, H, W)`` or ``(T, H, W, 3)``.
        tracker: Follows the points.
        tracking: What the user chose.
        where: ``(H, W)`` look only here.
        points: ``(N, 2)`` places in the first picture that are followed as one thing; nothing else is.
        grouping: Thresholds.
    """
    height, width = frames.shape[1:3]
    size, diagonal = (width, height), float(np.hypot(width, height))
    config = grouping or Grouping()
    grey = _grey(frames)
    camera = CameraMotion(identities(len(frames)), False, np.zeros(0, dtype=bool), False)
    if not (tracking.keep_camera or stands_still(grey)):
        around = _Followed(frames, tracker)
        for number in (len(grey) // 2, 0, len(grey) - 1):
            around.seed(grey, number, diagonal / CELLS)
        camera = estimate_camera(around.points, around.visible, size)
    if points is None and tracking.grid is not None:
        points = grid(size, tracking.grid, where)
    if points is not None:
        own, seen = tracker(frames, at_picture(points, 0))
        chosen = [np.arange(len(points))]
    else:
        tracks, chosen = _look(frames, grey, tracker, camera, where, config)
        if tracking.whole_frame and chosen:
            chosen = [np.concatenate(chosen)]
        own, seen = tracks.points, tracks.visible
    movers = [_mover(own[:, c], seen[:, c], camera, diagonal, config) for c in chosen]
    return Seen([mover for mover in movers if mover is not None], camera.maps, camera.moving)


def _look(
    frames: Pictures, grey: Pictures, tracker: Tracker, camera: CameraMotion, where: Mask | None,
    config: Grouping,
) -> tuple[_Followed, list[NDArray[np.int64]]]:  # fmt: skip
    """Points on what differs from the background, and which of them are things."""
    tracks = _Followed(frames, tracker)
    front = find_foreground(grey, camera.maps if camera.moving else None)
    if not front.any:
        return tracks, []
    height, width = grey.shape[1:]
    diagonal = float(np.hypot(width, height))
    filled = (front.spots > 0).mean((1, 2))
    for sample in np.unique(np.linspace(0, len(front.moments) - 1, SEEDED).round().astype(int)):
        if not filled[sample]:
            continue
        region = front.mask(sample, (height, width))
        region = region if where is None else region & where
        # As many cells as one would like points: some for each thing, not thousands for a crowd.
        cell = float(np.clip(np.sqrt(region.sum() / POINTS_A_PICTURE), LEAST_CELL, diagonal / CELLS))
        tracks.seed(grey, int(front.moments[sample]), cell, region)
    still = camera.still(tracks.points)
    spots = front.at(tracks.points)
    none = np.zeros(tracks.count, dtype=bool)
    moves = moving_points(still, tracks.visible, none, spots > 0, front.moments, diagonal, config)
    numbers = np.flatnonzero(moves)
    things = group(
        still[:, moves], tracks.visible[:, moves], spots[:, moves], front.moments, diagonal, config
    )
    return tracks, [numbers[own] for own in things]


class _Followed:
    """Points of one window, more and more of them."""

    def __init__(self, frames: Pictures, tracker: Tracker) -> None:
        self.frames = frames
        self.tracker = tracker
        self.points = np.zeros((len(frames), 0, 2), dtype=np.float32)
        self.visible = np.zeros((len(frames), 0), dtype=bool)

    @property
    def count(self) -> int:
        return self.points.shape[1]

    def seed(self, grey: Pictures, number: int, cell: float, where: Mask | None = None) -> None:
        """Follows the corners of picture ``number`` round which nothing is followed yet."""
        taken = self.points[number, self.visible[number]]
        found = corners(grey[number], cell, where=where, taken=taken)
        if len(found):
            points, visible = self.tracker(self.frames, at_picture(found, number))
            self.points = np.concatenate([self.points, points], axis=1)
            self.visible = np.concatenate([self.visible, visible], axis=1)


def _mover(
    points: Points, visible: Mask, camera: CameraMotion, diagonal: float, config: Grouping
) -> Mover | None:
    """The thing from where it is first seen to where it is last seen, thinned to :data:`MOST_POINTS`."""
    least = min(_LEAST_POINTS_SEEN, points.shape[1])
    there = np.flatnonzero(visible.sum(1) >= least)
    if len(there) < 3:
        return None
    first, last = int(there[0]), int(there[-1]) + 1
    ever = visible[first:last].any(0)
    points, visible = points[first:last, ever], visible[first:last, ever]
    way = extent(camera.still(points) if first == 0 and last == len(camera.maps) else points, visible)
    least_way = config.least_motion * diagonal
    clear = float(np.median(way)) / (float(np.median(way)) + least_way)
    quality = float(visible.mean()) * min(1.0, points.shape[1] / 16) * clear
    kept = _spread(points, visible, MOST_POINTS)
    return Mover(points[:, kept], visible[:, kept], first, round(quality, 3))


def _spread(points: Points, visible: Mask, most: int) -> NDArray[np.int64]:
    """Points that are seen long and lie far from each other: farthest point first, weighed by visibility."""
    count = points.shape[1]
    if count <= most:
        return np.arange(count)
    share = visible.mean(0)
    weight = visible[..., None] / np.maximum(visible.sum(0), 1)[None, :, None]
    place = (points * weight).sum(0)
    chosen = [int(np.argmax(share))]
    distance = np.hypot(*(place - place[chosen[0]]).T)
    while len(chosen) < most:
        chosen.append(int(np.argmax(distance * (0.25 + share))))
        distance = np.minimum(distance, np.hypot(*(place - place[chosen[-1]]).T))
        distance[chosen] = -1
    return np.array(sorted(chosen))


def _grey(frames: Pictures) -> Pictures:
    if frames.ndim == 3:
        return frames
    return np.stack([cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY) for picture in frames])
