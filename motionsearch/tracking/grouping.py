"""Which points move, and which of them belong to one thing."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from motionsearch.tracking.quantiles import known_quantile
from motionsearch.tracks import Mask, Points


@dataclass(frozen=True)
class Grouping:
    """Thresholds, as shares of the picture's diagonal where they are lengths.

    Args:
        least_motion: A point moves if it covers at least this much.
        least_pixels: And so many pixels of the tracked pictures.
        noise_factor: And at least so many times what the background seems to move.
        reach: Points of one thing are linked over no more than this, or four times as much on one spot.
        likeness: Points off the spots are linked only if the vector between them changes by less than this
            share of the way they go.
        least_points: A thing has at least so many points.
        least_size: And is at least so large.
        least_seen: Share of the pictures in which a point must be seen.
        least_foreground: Share of its pictures, those in which it rests aside, in which it must lie on what
            differs from the background.
        creeping: From one sampled picture to the next, what counts as slow goes no farther.
        least_together: Share of their pictures in which two points must lie on one spot of the foreground to
            be linked by it.
        common_neighbours: Share of all neighbours of two linked points that both must have.
        contained: Share of a part's box that lies in the box of the whole nearly all the time.
        attached: Gap between two parts of one thing, as a share of the larger one's size.
        least_quality: Of a clip, see :class:`motionsearch.tracking.movers.Mover`.
        core_neighbours: Points with fewer links than this belong to a thing but do not hold it together.
    """

    least_motion: float = 0.006
    least_pixels: float = 2.0
    noise_factor: float = 4.0
    reach: float = 0.05
    likeness: float = 0.35
    least_points: int = 6
    least_size: float = 0.01
    least_seen: float = 0.25
    least_foreground: float = 0.6
    creeping: float = 0.01
    least_together: float = 0.7
    common_neighbours: float = 0.15
    core_neighbours: int = 4
    contained: float = 0.6
    attached: float = 0.5
    least_quality: float = 0.3

    def least_way(self, diagonal: float) -> float:
        """Pixels that a point goes at the least in pictures of that diagonal, in pixels."""
        return max(self.least_motion * diagonal, self.least_pixels)


def moving_points(
    points: Points, visible: Mask, under: Mask, at_rest: Mask, moments: NDArray[np.int64],
    diagonal: float, config: Grouping, *, noise: float = 0.0,
) -> tuple[Mask, Mask]:  # fmt: skip
    """Which points move in the world: they go some way, and lie on what differs from the background.

    A thing that rests for most of the window becomes the background itself: there only its way counts, and
    that its place differs while it is away. A point of the ground that a thing has dragged along and left
    behind has no such place: the ground there looks the same before and after.

    Args:
        points: ``(T, N, 2)`` pixels, the camera's motion taken out.
        visible: ``(T, N)``.
        under: ``(S, N)`` whether each lies on the foreground at each of the sampled pictures.
        at_rest: ``(S, N)`` whether the place where each mostly is, see :func:`resting_places`, differs.
        moments: ``(S,)`` numbers of those pictures.
        diagonal: Of the picture, in pixels.
        config: Thresholds.
        noise: Pixels that the background itself seems to move.

    Returns:
        ``(N,)`` bool, and ``(N,)`` which of them need not lie on the foreground: they rest, or creep.
    """
    way = extent(points, visible)
    least = max(config.least_way(diagonal), config.noise_factor * noise)
    seen = visible.sum(0)
    long_enough = seen >= np.maximum(3, config.least_seen * len(points))
    rest = resting_places(points, visible)
    away = np.hypot(*np.moveaxis(points[moments] - rest, -1, 0)) > np.maximum(0.2 * way, 1.0)
    seen_then = visible[moments]
    under_way, resting = seen_then & away, seen_then & ~away & ~under
    on_it = _share(under & under_way, under_way) >= config.least_foreground
    rests = _share(resting, seen_then) > 0.5
    # Where it rested must differ before it came and after it left, whether or not it is seen then.
    gone = (under_way | ~_between(resting)) & ~resting
    left_its_place = _share(at_rest & gone, gone) >= 0.5
    on_it &= ~rests | left_its_place
    # What creeps differs from the background too little; but it never rests, and is never lost.
    both = seen_then[1:] & seen_then[:-1]
    step = np.where(both, np.hypot(*np.moveaxis(np.diff(points[moments], axis=0), -1, 0)), 0.0)
    goes_on = _share(step > np.maximum(0.02 * way, 0.25), both) >= 0.7
    creeps = goes_on & (step.max(0) <= config.creeping * diagonal) & (visible.mean(0) >= 0.7)
    on_it |= creeps
    return (way >= least) & long_enough & on_it, rests | creeps


def extent(points: Points, visible: Mask) -> NDArray[np.float32]:
    """``(N,)`` pixels: the diagonal of the box each point fills, from its 10th to its 90th percentile.

    A point of the background that something drags along as it passes is elsewhere for a moment only.
    """
    result = np.zeros(points.shape[1], dtype=np.float32)
    seen = visible.any(0)
    if seen.any():
        where = np.where(visible[:, seen, None], points[:, seen], np.nan)
        result[seen] = np.hypot(*(known_quantile(where, 0.9, 0) - known_quantile(where, 0.1, 0))[0].T)
    return result


def _share(part: Mask, whole: Mask) -> NDArray[np.float64]:
    """``(N,)`` how much of the whole, along the first axis."""
    shares: NDArray[np.float64] = part.sum(0) / np.maximum(whole.sum(0), 1)
    return shares


def _between(mask: Mask) -> Mask:
    """``(S, N)`` from the first to the last that is set in each column."""
    begun = np.logical_or.accumulate(mask, axis=0)
    goes_on = np.logical_or.accumulate(mask[::-1], axis=0)[::-1]
    span: Mask = begun & goes_on
    return span


def resting_places(points: Points, visible: Mask) -> Points:
    """``(N, 2)`` where each point mostly is: the median; not a number where it is never seen."""
    where = np.where(visible[..., None], points, np.nan)
    seen = visible.any(0)
    middle = np.full(points.shape[1:], np.nan, dtype=np.float32)
    middle[seen] = known_quantile(where[:, seen], 0.5, 0)[0]
    return middle


def group(
    points: Points, visible: Mask, spots: NDArray[np.int32], moments: NDArray[np.int64],
    diagonal: float, config: Grouping,
) -> list[NDArray[np.int64]]:  # fmt: skip
    """Points that move, as things: linked where they stay near each other all the time they are both seen.

    Near is what is within reach, or lies on one spot of the foreground in most pictures.

    Args:
        points: ``(T, N, 2)`` pixels.
        visible: ``(T, N)``.
        spots: ``(S, N)`` which spot of the foreground lies under each in the sampled pictures, 0 for none.
        moments: ``(S,)`` numbers of those pictures.
        diagonal: Of the picture, in pixels.
        config: Thresholds.

    Returns:
        Numbers of the points of each thing, the largest thing first.
    """
    from scipy.sparse import csr_array
    from scipy.sparse.csgraph import connected_components

    count = points.shape[1]
    if count < config.least_points:
        return []
    pairs = _Pairs(points[moments], visible[moments], spots)
    way = extent(points, visible)
    go = np.minimum(way[:, None], way[None])
    reach = config.reach * diagonal
    alike = pairs.change <= config.likeness * np.maximum(go, 1e-6)
    joined = pairs.same_spot >= config.least_together
    linked = pairs.met & ((pairs.far <= reach) & (joined | alike) | joined & (pairs.far <= 4 * reach))
    np.fill_diagonal(linked, False)
    # A point that strayed from one thing to another must make no bridge: linked points share neighbours
    # (Jarvis and Patrick 1973), and only points with several of them hold a thing together (as in DBSCAN,
    # Ester et al. 1996). Others go with the neighbour that they are nearest to.
    own = linked.astype(np.float32) + np.eye(count, dtype=np.float32)
    common = own @ own
    linked &= common >= config.common_neighbours * (own.sum(1)[:, None] + own.sum(1)[None] - common)
    core = linked.sum(1) >= config.core_neighbours
    _, label = connected_components(csr_array(linked & core[:, None] & core[None]), directed=False)
    nearest = np.where(linked & core[None], pairs.far, np.inf)
    loose = ~core & np.isfinite(nearest.min(1))
    label = np.where(core, label, -1)
    label[loose] = label[nearest[loose].argmin(1)]
    things = [np.flatnonzero(label == number) for number in np.unique(label[label >= 0])]
    things = _whole(things, points[moments], visible[moments], config)
    kept = [
        own
        for own in things
        if len(own) >= config.least_points
        and _size(points[:, own], visible[:, own]) >= config.least_size * diagonal
    ]
    return sorted(kept, key=len, reverse=True)


def _whole(
    things: list[NDArray[np.int64]], points: Points, visible: Mask, config: Grouping
) -> list[NDArray[np.int64]]:
    """Parts of one thing put together.

    A part lies inside the box of the whole nearly all the time, or stays beside it: limbs that move about a
    body that does not.
    """
    things = sorted((own for own in things if len(own) >= 3), key=len, reverse=True)
    merged = True
    while merged:
        merged = False
        boxes = [boxes_round(points[:, own], visible[:, own], 2) for own in things]
        for small in range(len(things) - 1, 0, -1):
            for large in range(small):
                if _contained(boxes[small], boxes[large]) >= config.contained or _attached(
                    things[small], things[large], points, visible, config
                ):
                    things[large] = np.sort(np.concatenate([things[large], things[small]]))
                    del things[small]
                    merged = True
                    break
            if merged:
                break
    return things


def _attached(
    one: NDArray[np.int64], two: NDArray[np.int64], points: Points, visible: Mask, config: Grouping
) -> bool:
    """Whether the gap between two parts is small for their size, and stays so."""
    gaps = []
    for position, seen in zip(points, visible, strict=True):
        first, second = position[one[seen[one]]], position[two[seen[two]]]
        if len(first) >= 2 and len(second) >= 2:
            apart = first[:, None] - second[None]
            gaps.append(float(np.sqrt((apart**2).sum(-1).min())))
    either = (visible[:, one].any(1) | visible[:, two].any(1)).sum()
    if len(gaps) < max(2, 0.5 * either):
        return False
    near, far = np.quantile(gaps, [0.1, 0.9])
    size = max(_size(points[:, own], visible[:, own]) for own in (one, two))
    return bool(far <= config.attached * size and far - near <= 0.5 * config.attached * size)


def boxes_round(points: Points, visible: Mask, least: int = 1) -> NDArray[np.float32]:
    """``(T, 4)`` left, top, right and bottom of what is seen; not a number where fewer than ``least`` are."""
    boxes = np.full((len(points), 4), np.nan, dtype=np.float32)
    some = visible.sum(1) >= least
    where = np.where(visible[some][..., None], points[some], np.nan)
    boxes[some] = np.concatenate([np.nanmin(where, 1), np.nanmax(where, 1)], axis=1)
    return boxes


def _contained(small: NDArray[np.float32], large: NDArray[np.float32]) -> float:
    """Share of the small boxes that lies in the large ones; 0 if they are hardly ever there together."""
    known = np.isfinite(small[:, 0]) & np.isfinite(large[:, 0])
    if known.sum() < 0.5 * np.isfinite(small[:, 0]).sum() or not known.any():
        return 0.0
    one, two = small[known], large[known]
    both = np.maximum(np.minimum(one[:, 2:], two[:, 2:]) - np.maximum(one[:, :2], two[:, :2]), 0).prod(1)
    area = np.maximum(one[:, 2:] - one[:, :2], 1.0).prod(1)
    # Of the moments in which it lies least inside, the worst fifth is forgiven.
    return float(np.quantile(np.minimum(both / area, 1.0), 0.2))


class _Pairs:
    """What is known of every two points, from the sampled pictures in which both are seen.

    All are ``(N, N)``: ``far`` the second largest distance, ``change`` twice the spread of the vector between
    them, ``same_spot`` the share of pictures in which they lie on one spot, of those in which one of them
    lies on any, ``met`` whether they share a quarter of all the pictures or half of what one of them has.
    """

    def __init__(self, points: Points, visible: Mask, spots: NDArray[np.int32]) -> None:
        count = points.shape[1]
        first = np.zeros((count, count), dtype=np.float32)
        second, number, square, same, either = (np.zeros_like(first) for _ in range(5))
        total = np.zeros((count, count, 2), dtype=np.float32)
        for position, seen, spot in zip(points, visible, spots, strict=True):
            both = seen[:, None] & seen[None]
            between = np.where(both[..., None], position[:, None] - position[None], 0.0)
            distance = np.hypot(between[..., 0], between[..., 1]).astype(np.float32)
            second = np.maximum(second, np.minimum(first, distance))
            first = np.maximum(first, distance)
            number += both
            on = spot > 0
            same += both & (spot[:, None] == spot[None]) & on[:, None]
            either += both & (on[:, None] | on[None])
            total += between
            square += distance**2
        shared = np.maximum(number, 1)
        variance = square / shared - ((total / shared[..., None]) ** 2).sum(-1)
        own = visible.sum(0)
        least = np.minimum(0.25 * len(points), 0.5 * np.minimum.outer(own, own))
        self.far = np.where(number > 3, second, first)
        self.change = 2 * np.sqrt(np.maximum(variance, 0.0))
        self.same_spot = same / np.maximum(either, 1)
        self.met = number >= np.maximum(least, 2)


def _size(points: Points, visible: Mask) -> float:
    """How large a thing is in pixels: the median over the pictures of its box's diagonal."""
    sizes = [
        float(np.hypot(*np.ptp(position[seen], axis=0)))
        for position, seen in zip(points, visible, strict=True)
        if seen.sum() >= 2
    ]
    return float(np.median(sizes)) if sizes else 0.0
