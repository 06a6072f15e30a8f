"""What moves in a window."""

from __future__ import annotations

import numpy as np
import pytest

from motionsearch.tracking.base import load_tracker
from motionsearch.tracking.config import Tracking
from motionsearch.tracking.foreground import find_foreground
from motionsearch.tracking.movers import MOST_POINTS, find_movers
from tests.helpers_scenes import SIZE, Patch, render

KLT = load_tracker("klt")
FRAMES = 40


def across(t: float) -> tuple[float, float]:
    return 30 + 3 * t, 40


def down(t: float) -> tuple[float, float]:
    return 150, 20 + 2 * t


def share_on(mover, patch: Patch, camera=lambda t: (0.0, 0.0)) -> float:
    """Share of a mover's visible points that lie on a patch, or within four pixels of it."""
    hits = total = 0
    for t in range(len(mover.points)):
        place = np.array(patch.place(mover.first + t)) - np.array(camera(mover.first + t))
        own = mover.points[t][mover.visible[t]]
        hits += int((np.abs(own - place) <= np.array(patch.size) / 2 + 4).all(1).sum())
        total += len(own)
    return hits / total


def test_two_things_are_two_movers_with_points_on_nothing_else() -> None:
    patches = [Patch((36, 28), across), Patch((24, 24), down, seed=2)]
    found = find_movers(render(patches, FRAMES), KLT, Tracking())
    assert not found.camera_moves
    assert len(found.movers) == 2
    best = [[share_on(mover, patch) for patch in patches] for mover in found.movers]
    assert sorted(np.argmax(best, axis=1)) == [0, 1]
    assert np.max(best, axis=1).min() >= 0.9
    for mover in found.movers:
        assert 5 <= mover.points.shape[1] <= MOST_POINTS
        assert 0 < mover.quality <= 1


def test_points_stay_on_their_place_of_the_thing() -> None:
    patch = Patch((36, 28), across)
    (mover,) = find_movers(render([patch], FRAMES), KLT, Tracking()).movers
    along = mover.points - np.array([across(mover.first + t) for t in range(len(mover.points))])[:, None]
    seen = np.where(mover.visible[..., None], along, np.nan)
    wander = np.nanmax(seen, axis=0) - np.nanmin(seen, axis=0)
    assert np.median(wander) < 2.0


def test_a_moving_camera_is_taken_out() -> None:
    patch = Patch((36, 28), lambda t: (60 + 2.5 * t, 70))

    def camera(t: float) -> tuple[float, float]:
        return 1.5 * t, 4 * np.sin(t / 5)

    found = find_movers(render([patch], FRAMES, camera=camera), KLT, Tracking())
    assert found.camera_moves
    (mover,) = found.movers
    assert share_on(mover, patch, camera) >= 0.95


@pytest.mark.parametrize(
    "scene",
    [
        {"noise": 4.0},
        {"light": lambda t: 1 + 0.2 * np.sin(t)},
        {"camera": lambda t: (2.0 * t, 0.0)},
        {"camera": lambda t: (np.sin(t), np.cos(1.7 * t))},
    ],
    ids=["noise", "flicker", "pan", "shake"],
)
def test_a_scene_in_which_nothing_moves_has_no_movers(scene: dict) -> None:
    assert find_movers(render([], FRAMES, **scene), KLT, Tracking()).movers == []


def test_a_thing_that_comes_late_begins_late() -> None:
    patch = Patch((30, 30), lambda t: (250 - 6 * t, 64) if t > 14 else (400, 64))
    (mover,) = find_movers(render([patch], FRAMES), KLT, Tracking()).movers
    assert 10 <= mover.first <= 22


def test_only_where_one_looks() -> None:
    patches = [Patch((36, 28), across), Patch((24, 24), down, seed=2)]
    where = np.zeros(SIZE[::-1], dtype=bool)
    where[:, 130:] = True
    pictures = render(patches, FRAMES)
    movers = find_movers(pictures, KLT, Tracking(), where=where).movers
    assert max(share_on(mover, patches[1]) for mover in movers) >= 0.95


def test_what_a_user_may_ask_for() -> None:
    patches = [Patch((36, 28), across), Patch((24, 24), down, seed=2)]
    pictures = render(patches, FRAMES)
    (whole,) = find_movers(pictures, KLT, Tracking(whole_frame=True)).movers
    assert 0.2 < share_on(whole, patches[0]) < 0.8
    (grid,) = find_movers(pictures, KLT, Tracking(grid=5)).movers
    assert grid.points.shape[1] == 25
    asked = np.array([[30.0, 40.0], [34.0, 44.0]], dtype=np.float32)
    (own,) = find_movers(pictures, KLT, Tracking(), points=asked).movers
    np.testing.assert_allclose(own.points[0], asked, atol=1e-3)
    assert share_on(own, patches[0]) >= 0.95


def test_foreground_is_where_the_things_are() -> None:
    patch = Patch((36, 28), across)
    front = find_foreground(render([patch], FRAMES), None)
    inside = outside = 0.0
    for sample, t in enumerate(front.moments):
        mask = front.mask(sample, SIZE[::-1])
        x, y = across(float(t))
        box = np.zeros_like(mask)
        box[int(y - 14) : int(y + 14), int(x - 18) : int(x + 18)] = True
        inside += (mask & box).sum() / box.sum()
        outside += (mask & ~box).sum() / box.sum()
    assert inside / len(front.moments) > 0.8
    # Round a thing a seam of some pixels may be taken along.
    assert outside / len(front.moments) < 0.6


@pytest.mark.parametrize("shape", [(3, 1, 1), (3, 3, 5), (4, 20, 20)])
def test_tiny_pictures_have_no_movers(shape: tuple[int, int, int]) -> None:
    pictures = np.random.default_rng(0).integers(0, 255, shape, dtype=np.uint8)
    assert find_movers(pictures, KLT, Tracking()).movers == []
