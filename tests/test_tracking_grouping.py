"""Which points move, and which of them are one thing: on tracks made by hand."""

from __future__ import annotations

import numpy as np

from motionsearch.tracking.grouping import Grouping, extent, group, moving_points, resting_places

FRAMES = 40
MOMENTS = np.arange(0, FRAMES, 2)
DIAGONAL = 500.0
CONFIG = Grouping()


def cloud(path: np.ndarray, count: int, spread: float, seed: int = 0) -> np.ndarray:
    """``(T, count, 2)`` points that keep their places round a path ``(T, 2)``."""
    around = np.random.default_rng(seed).uniform(-spread, spread, (count, 2))
    return (path[:, None] + around[None]).astype(np.float32)


def line(start: tuple[float, float], step: tuple[float, float]) -> np.ndarray:
    return np.array(start) + np.arange(FRAMES)[:, None] * np.array(step)


def things(parts: list[np.ndarray], spots: list[int]) -> list[list[int]]:
    """Groups of points, as counts of each part's points in each."""
    points = np.concatenate(parts, axis=1)
    owner = np.repeat(np.arange(len(parts)), [part.shape[1] for part in parts])
    under = np.tile(np.repeat(spots, [part.shape[1] for part in parts]), (len(MOMENTS), 1)).astype(np.int32)
    found = group(points, np.ones(points.shape[:2], bool), under, MOMENTS, DIAGONAL, CONFIG)
    return [np.bincount(owner[own], minlength=len(parts)).tolist() for own in found]


def test_what_goes_apart_is_two_things() -> None:
    right, left = cloud(line((100, 100), (3, 0)), 20, 15), cloud(line((300, 140), (-3, 0)), 15, 15, 1)
    assert things([right, left], [1, 2]) == [[20, 0], [0, 15]]


def test_a_long_thing_is_one() -> None:
    pieces = [cloud(line((100 + 20 * k, 100), (2, 1)), 8, 12, k) for k in range(8)]
    assert things(pieces, [1] * 8) == [[8] * 8]


def test_a_point_that_strays_makes_no_bridge() -> None:
    one, two = cloud(line((100, 100), (2, 0)), 20, 12), cloud(line((100, 200), (2, 0)), 20, 12, 1)
    stray = cloud(line((100, 110), (2, 2)), 1, 1, 2)
    groups = things([one, two, stray], [1, 2, 1])
    assert sorted(sum(bool(n) for n in group_[:2]) for group_ in groups) == [1, 1]


def test_limbs_of_a_body_that_rests_are_one_thing() -> None:
    swing = 6 * np.sin(np.arange(FRAMES) / 3)[:, None] * np.array([0, 1.0])
    arms = cloud(line((100, 80), (0, 0)) + swing, 20, 20)
    leg = cloud(line((100, 122), (0, 0)) + swing / 3, 12, 8, 1)
    assert things([arms, leg], [1, 2]) == [[20, 12]]


def test_too_few_points_are_nothing() -> None:
    assert things([cloud(line((100, 100), (3, 0)), CONFIG.least_points - 1, 5)], [1]) == []


def moves(
    path: np.ndarray, under: np.ndarray, at_rest: np.ndarray, visible: np.ndarray | None = None
) -> bool:
    points = path[:, None].astype(np.float32)
    seen = np.ones((FRAMES, 1), bool) if visible is None else visible[:, None]
    moved, _ = moving_points(
        points, seen, under[MOMENTS, None], at_rest[MOMENTS, None], MOMENTS, DIAGONAL, CONFIG
    )
    return bool(moved[0])


ALWAYS, NEVER = np.ones(FRAMES, bool), np.zeros(FRAMES, bool)
EARLY = np.arange(FRAMES) < 12


def test_what_goes_on_the_foreground_moves_and_what_stays_does_not() -> None:
    assert moves(line((50, 50), (2, 0)), ALWAYS, ALWAYS)
    assert not moves(line((50, 50), (0, 0)), ALWAYS, ALWAYS)
    assert not moves(line((50, 50), (5, 0)), NEVER, NEVER)


def test_what_arrives_and_rests_moves_but_not_what_is_left_behind() -> None:
    path = np.where(EARLY[:, None], line((50, 50), (4, 0)), [94.0, 50.0])
    # While a thing is on its way, the place where it will rest shows something else: all the time before.
    assert moves(path, EARLY, EARLY)
    # Ground that a passing thing has dragged along looks there as it always did.
    assert not moves(path, EARLY, NEVER)


def test_what_creeps_moves_though_it_hardly_differs() -> None:
    assert moves(line((50, 50), (0.5, 0.2)), NEVER, NEVER)


def test_glimpses_do_not_count() -> None:
    seen = np.arange(FRAMES) < 6
    assert not moves(line((50, 50), (3, 0)), ALWAYS, ALWAYS, seen)


def test_extent_and_rest_are_those_of_numpy() -> None:
    rng = np.random.default_rng(0)
    points = rng.normal(0, 20, (FRAMES, 6, 2)).astype(np.float32)
    visible = rng.random((FRAMES, 6)) < 0.7
    visible[:, 5] = False
    for n in range(5):
        own = points[visible[:, n], n]
        wanted = np.hypot(*(np.percentile(own, 90, axis=0) - np.percentile(own, 10, axis=0)))
        np.testing.assert_allclose(extent(points, visible)[n], wanted, rtol=1e-4)
        np.testing.assert_allclose(resting_places(points, visible)[n], np.median(own, axis=0), rtol=1e-4)
    assert extent(points, visible)[5] == 0
    assert np.isnan(resting_places(points, visible)[5]).all()
