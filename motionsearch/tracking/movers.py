"""The moving things of one window: what differs from the background, followed and grouped."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from motionsearch.tracking.base import Pictures, Tracker
from motionsearch.tracking.camera_motion import CameraMotion, estimate_camera
from motionsearch.tracking.config import Tracking
from motionsearch.tracking.foreground import Foreground, find_foreground
from motionsearch.tracking.grouping import Grouping, extent, group, moving_points, resting_places
from motionsearch.tracking.seeding import Queries, at_picture, corners, grid
from motionsearch.tracks import Affines, Mask, Points

SEEDED = 5
"""Pictures of a window in which points are put on what moves, one in each cell of a grid."""
POINTS_A_PICTURE = 50
LEAST_CELL = 3.0
"""Side of a cell in pixels; the largest is such that so many go along the picture's diagonal:"""
CELLS = 24
LEAST_LONG = 0.15
"""Share of the window over which a thing is seen at the least."""
OUTLINE = 5
"""Pixels along the outline of what moves on which no points are put."""
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
    camera = estimate_camera(grey)
    if points is None and tracking.grid is not None:
        points = grid(size, tracking.grid, where)
    if points is not None:
        own, seen = tracker(frames, at_picture(points, 0))
        chosen = [np.arange(len(points))]
    else:
        own, seen, chosen = _look(frames, grey, tracker, camera, where, config)
        if tracking.whole_frame and chosen:
            chosen = [np.concatenate(chosen)]
    # What a user asked for is given however badly it is seen.
    least = config.least_quality if points is None else 0.0
    movers = [_mover(own[:, c], seen[:, c], camera, diagonal, config) for c in chosen]
    kept = [mover for mover in movers if mover is not None and mover.quality >= least]
    return Seen(kept, camera.maps, camera.moving)


def _look(
    frames: Pictures, grey: Pictures, tracker: Tracker, camera: CameraMotion, where: Mask | None,
    config: Grouping,
) -> tuple[Points, Mask, list[NDArray[np.int64]]]:  # fmt: skip
    """Tracks ``(T, N, 2)`` and ``(T, N)`` of points on what differs from the background, and its things."""
    front = find_foreground(grey, camera.maps if camera.moving else None)
    queries = _seeds(grey, front, where)
    if not len(queries):
        return np.zeros((len(frames), 0, 2), np.float32), np.zeros((len(frames), 0), dtype=bool), []
    points, visible = tracker(frames, queries)
    diagonal = float(np.hypot(*grey.shape[1:]))
    still = camera.still(points)
    spots = front.at(points[front.moments])
    rest = camera.seen(resting_places(still, visible), front.moments)
    moves, anywhere = moving_points(
        still, visible, spots > 0, front.at(rest) > 0, front.moments, diagonal, config, noise=camera.residual
    )
    # Off the foreground a point has lost its thing and clings to the ground, unless that rests or creeps.
    nearest = np.abs(front.moments[None] - np.arange(len(frames))[:, None]).argmin(1)
    visible &= (spots > 0)[nearest] | anywhere
    things = group(still[:, moves], visible[:, moves], spots[:, moves], front.moments, diagonal, config)
    numbers = np.flatnonzero(moves)
    return points, visible, [numbers[own] for own in things]


def _seeds(grey: Pictures, front: Foreground, where: Mask | None) -> Queries:
    """``(N, 3)`` corners of what differs from the background, in some pictures over the window."""
    shape = grey.shape[1:]
    queries = []
    filled = np.flatnonzero((front.spots > 0).any((1, 2)))
    chosen = np.unique(np.linspace(0, max(len(filled) - 1, 0), SEEDED).round().astype(int))
    for sample in filled[chosen] if len(filled) else filled:
        region = front.mask(int(sample), (shape[0], shape[1]))
        region = region if where is None else region & where
        area = int(region.sum())
        if area:
            # As many cells as one would like points, be it a fly or a crowd.
            cell = float(np.clip(np.sqrt(area / POINTS_A_PICTURE), LEAST_CELL, np.hypot(*shape) / CELLS))
            number = int(front.moments[sample])
            queries.append(at_picture(corners(grey[number], cell, where=_inner(region)), number))
    return np.concatenate(queries) if queries else np.zeros((0, 3), dtype=np.float32)


def _inner(region: Mask) -> Mask:
    """The region without its outline, where a point would have the ground in its patch; thin parts stay.

    Args:
        region: ``(H, W)``.
    """
    depth = cv2.distanceTransform(region.astype(np.uint8), cv2.DIST_L2, 3)
    thickest = cv2.dilate(depth, np.ones((2 * OUTLINE + 1, 2 * OUTLINE + 1), dtype=np.uint8))
    inner: Mask = region & (depth >= np.minimum(OUTLINE, 0.5 * thickest))
    return inner


def _mover(
    points: Points, visible: Mask, camera: CameraMotion, diagonal: float, config: Grouping
) -> Mover | None:
    """The thing from where it is first seen to where it is last seen, thinned to :data:`MOST_POINTS`."""
    least = min(_LEAST_POINTS_SEEN, points.shape[1])
    there = np.flatnonzero(visible.sum(1) >= least)
    if len(there) < 3:
        return None
    first, last = int(there[0]), int(there[-1]) + 1
    # A glimpse tells nothing of what a thing does, unless there is hardly more.
    if last - first < LEAST_LONG * len(points):
        return None
    ever = visible[first:last].any(0)
    points, visible = points[first:last, ever], visible[first:last, ever]
    way = extent(CameraMotion(camera.maps[first:last]).still(points), visible)
    clear = float(np.median(way)) / (float(np.median(way)) + config.least_way(diagonal))
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
