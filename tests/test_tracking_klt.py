"""The default point tracker, on rendered scenes in which the place of every point is known."""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest

from motionsearch.errors import InputError
from motionsearch.tracking import companions
from motionsearch.tracking.base import load_tracker
from motionsearch.tracking.klt import Klt
from motionsearch.tracking.patches import Templates, align, upright
from tests.helpers_tracking import FINE, Layer, Scene, about, texture

FRAMES = 24


def track(scene: Scene, queries: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    points, visible = Klt()(scene.render(), queries.astype(np.float32))
    assert points.shape == (scene.frames, len(queries), 2)
    assert points.dtype == np.float32
    assert visible.shape == points.shape[:2]
    assert visible.dtype == bool
    assert np.isfinite(points).all()
    asked = queries[:, 0].astype(int), np.arange(len(queries))
    np.testing.assert_array_equal(points[asked], queries[:, 1:].astype(np.float32))
    assert visible[asked].all()
    return points, visible


def errors(points: np.ndarray, truth: np.ndarray) -> np.ndarray:
    return np.linalg.norm(points - truth, axis=2)


@pytest.mark.parametrize("frame", [0, FRAMES // 2, FRAMES - 1])
@pytest.mark.parametrize(
    ("move", "usual", "worst"),
    [
        (lambda t: about(0.37 * t, -0.21 * t), 0.06, 0.3),
        (lambda t: about(5.3 * t - 60, 2.9 * t), 0.06, 0.3),
        (lambda t: about(80, 60, 0.03 * t), 0.1, 0.5),
        (lambda t: about(80, 60, 0, 1 + 0.012 * t), 0.1, 0.5),
        (lambda t: about(80 + 2 * np.sin(t), 60, 0.01 * t, 1 - 0.006 * t), 0.1, 0.5),
    ],
    ids=["slow", "fast", "turn", "zoom in", "all at once"],
)
def test_known_motions_are_followed_at_fractions_of_a_pixel(move, usual, worst, frame) -> None:
    scene = Scene([Layer(texture(1), move)], FRAMES, 160, 120, noise=1.5)
    queries = scene.queries(0, frame, 60, seed=frame)
    truth, shown = scene.truth(0, queries)
    points, visible = track(scene, queries)
    off = errors(points, truth)
    # A point whose patch is half out of the picture may go; what is well inside may not.
    inside = ((truth > 12) & (truth < np.array([160, 120]) - 12)).all(axis=2)
    assert visible[inside].mean() > 0.97
    outside = ((truth < -3) | (truth > np.array([160, 120]) + 3)).any(axis=2)
    assert visible[outside].sum() <= 2 + 0.1 * outside.sum()
    assert np.median(off[shown & visible]) < usual
    assert np.quantile(off[inside], 0.97) < worst


@cache
def occluded() -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """A thing that drifts over a background while a board passes in front of it from right to left.

    Returns the frames, queries on the thing, and the truth about them.
    """
    layers = [
        Layer(texture(2, contrast=30), lambda t: about(0, 0)),
        Layer(texture(3), lambda t: about(60 + 0.8 * t, 60), (40, 36)),
        Layer(texture(4, contrast=35), lambda t: about(230 - 6 * t, 60), (18, 200)),
    ]
    scene = Scene(layers, 40, 160, 120, noise=1.5)
    queries = scene.queries(1, 0, 60)
    queries = queries[np.linalg.norm(queries[:, 1:] - [60, 60], axis=1) < 26]
    return scene.render(), queries.astype(np.float32), *scene.truth(1, queries)


def test_what_is_hidden_for_a_while_is_not_seen_and_then_found_again() -> None:
    frames, queries, truth, shown = occluded()
    hidden = ~shown
    assert hidden.any(axis=0).all()  # all of them, at one time or another
    assert shown[-1].all()
    points, visible = Klt()(frames, queries)
    off = errors(points, truth)
    assert visible[-1].mean() > 0.9
    assert np.median(off[-1]) < 0.3
    # A point counts as hidden, or as seen again, up to a few pictures from when the board's edge passes it.
    edge = np.zeros_like(shown)
    for shift in range(-2, 3):
        edge |= np.roll(shown, shift, axis=0) != shown
    assert (visible == shown)[~edge].mean() > 0.92
    assert visible[hidden & ~edge].mean() < 0.1
    # The guess meanwhile comes from companions of the thing, not from the board or the background.
    assert np.median(off[hidden & (shown.mean(axis=1) > 0.4)[:, None]]) < 1.5


def test_a_blink_loses_nothing() -> None:
    scene = Scene([Layer(texture(5), lambda t: about(1.1 * t, 0.4 * t))], FRAMES, 160, 120)
    queries = scene.queries(0, 0, 60)
    queries = queries[(np.abs(queries[:, 1:] - [70, 55]) < [45, 35]).all(axis=1)]
    truth, _ = scene.truth(0, queries)
    frames = scene.render()
    frames[9:12] = 0
    points, visible = Klt()(frames, queries.astype(np.float32))
    assert not visible[9:12].any()
    assert visible[:9].mean() > 0.99
    assert visible[14:].mean() > 0.95
    assert np.quantile(errors(points, truth)[14:], 0.95) < 0.5
    # Once they are found the guess bends towards where they are found.
    assert errors(points, truth)[9:12].max() < 6


def test_drift_does_not_add_up() -> None:
    scene = Scene(
        [Layer(texture(6), lambda t: about(8 * np.sin(t / 3), 6 * np.cos(t / 4)))], 90, 160, 120, noise=3
    )
    queries = scene.queries(0, 0, 50)
    truth, _ = scene.truth(0, queries)
    points, visible = track(scene, queries)
    off = errors(points, truth)
    assert np.median(off[80:][visible[80:]]) < 0.12
    assert np.median(off[80:][visible[80:]]) < 2 * np.median(off[5:15][visible[5:15]])


def test_what_has_no_texture_goes_with_what_has() -> None:
    grey = texture(7).copy()
    grey[40 * FINE : 70 * FINE, 60 * FINE : 100 * FINE] = 120  # a blank label on a textured thing
    scene = Scene([Layer(grey, lambda t: about(1.3 * t, 0.6 * t))], FRAMES, 160, 120)
    blank = np.array([[0.0, 80, 55], [0, 75, 52], [0, 86, 58]])
    queries = np.concatenate([scene.queries(0, 0, 80), blank])
    truth, _ = scene.truth(0, queries)
    points, visible = track(scene, queries)
    assert visible[:, -3:].mean() > 0.9
    assert errors(points, truth)[:, -3:].max() < 1.0


def test_the_same_picture_again_and_again_moves_nothing() -> None:
    picture = Scene([Layer(texture(8), lambda t: about(0, 0))], 1, 90, 70).render()
    queries = np.random.default_rng(0).uniform([0, 8, 8], [9, 80, 60], (30, 3)).astype(np.float32)
    queries[:, 0] = np.floor(queries[:, 0])
    points, visible = Klt()(np.repeat(picture, 9, axis=0), queries)
    assert visible.all()
    assert np.abs(points - queries[None, :, 1:]).max() < 0.02


def test_the_order_of_points_and_their_company_change_nothing() -> None:
    frames, queries, *_ = occluded()
    points, visible = Klt()(frames, queries)
    order = np.random.default_rng(1).permutation(len(queries))
    again, seen = Klt()(frames, queries[order])
    np.testing.assert_allclose(again, points[:, order], atol=1e-3)
    np.testing.assert_array_equal(seen, visible[:, order])
    # Alone a point has nobody to be carried by, but as long as it is seen it needs nobody.
    until = [int(np.argmin(np.append(v, False))) for v in visible.T]
    long = int(np.argmax(until))
    alone, _ = Klt()(frames, queries[long : long + 1])
    np.testing.assert_allclose(alone[: until[long], 0], points[: until[long], long], atol=0.1)


def test_backwards_is_forwards_turned_round() -> None:
    frames, queries, *_ = occluded()
    turned = queries.copy()
    turned[:, 0] = len(frames) - 1
    points, visible = Klt()(frames, queries)
    back, seen = Klt()(frames[::-1], turned)
    np.testing.assert_allclose(back[::-1], points, atol=1e-3)
    np.testing.assert_array_equal(seen[::-1], visible)


@pytest.mark.parametrize("shape", [(1, 1, 1), (5, 1, 1), (4, 3, 5), (4, 1, 40), (4, 40, 1), (1, 30, 40)])
def test_tiny_and_single_pictures_are_no_trouble(shape) -> None:
    frames = np.random.default_rng(0).integers(0, 255, shape).astype(np.uint8)
    last = shape[0] - 1
    queries = np.array([[0, 0, 0], [last, shape[2] - 1, shape[1] - 1], [0, -7, 3], [last, 1e6, -1e6]], "f4")
    points, visible = Klt()(frames, queries)
    assert np.isfinite(points).all()
    assert visible[0, 0]
    assert visible[last, 1]
    assert not visible[:, 2:].any()  # outside of the picture nothing is seen
    none, nothing = Klt()(frames, np.zeros((0, 3), np.float32))
    assert none.shape == (shape[0], 0, 2)
    assert nothing.shape == (shape[0], 0)


def test_where_there_is_nothing_to_follow_nothing_is_seen() -> None:
    points, visible = Klt()(np.full((6, 50, 60), 90, np.uint8), np.array([[2, 30.5, 20]], np.float32))
    assert visible[:, 0].tolist() == [False, False, True, False, False, False]
    np.testing.assert_array_equal(points[:, 0], np.tile(np.float32([30.5, 20]), (6, 1)))


@pytest.mark.parametrize(
    ("frames", "queries", "message"),
    [
        (np.zeros((2, 8, 8, 3), np.uint8), np.zeros((1, 3)), r"grey pictures .* got \(2, 8, 8, 3\) uint8"),
        (np.zeros((2, 8, 8)), np.zeros((1, 3)), "float64"),
        (np.zeros((0, 8, 8), np.uint8), np.zeros((1, 3)), r"\(0, 8, 8\)"),
        (np.zeros((2, 8, 8), np.uint8), np.zeros((1, 2)), r"shape \(N, 3\), got \(1, 2\)"),
        (np.zeros((2, 8, 8), np.uint8), np.array([[0, np.nan, 1]]), "finite"),
        (np.zeros((2, 8, 8), np.uint8), np.array([[2, 1, 1]]), "in pictures 0 to 1"),
        (np.zeros((2, 8, 8), np.uint8), np.array([[-1, 1, 1]]), "in pictures 0 to 1"),
    ],
)
def test_what_makes_no_sense_is_refused(frames, queries, message) -> None:
    with pytest.raises(InputError, match=message):
        Klt()(frames, queries)


def test_alignment_finds_an_affine_map_and_a_change_of_light() -> None:
    rng = np.random.default_rng(3)
    turn, scale = 0.12, 1.08
    scene = Scene(
        [Layer(texture(9), lambda t: about(60 + 1.4 * t, 50 - 0.8 * t, turn * t, 1 + (scale - 1) * t))],
        2,
        120,
        100,
        light=lambda t: 1 - 0.25 * t,
    )
    frames = scene.render()
    queries = scene.queries(0, 0, 40)
    queries = queries[(np.abs(queries[:, 1:] - [60, 50]) < 30).all(axis=1)]
    truth, _ = scene.truth(0, queries)
    templates = Templates.empty(len(queries), 7)
    every = np.arange(len(queries))
    templates.take(every, frames[0], queries[:, 1:].astype(np.float32))
    start = (truth[1] + rng.uniform(-1, 1, (len(queries), 2))).astype(np.float32)
    points, warps, likeness = align(templates, every, frames[1], start, upright(len(queries)), 8)
    expected = scale * np.array([[np.cos(turn), -np.sin(turn)], [np.sin(turn), np.cos(turn)]])
    assert np.median(np.linalg.norm(points - truth[1], axis=1)) < 0.05
    assert np.median(np.abs(warps - expected).max(axis=(1, 2))) < 0.02
    assert np.quantile(likeness, 0.1) > 0.98
    assert (likeness <= 1.0001).all()


def test_companions_are_those_that_moved_alike_and_carry_a_turn() -> None:
    rng = np.random.default_rng(4)
    angles = 0.05 * np.arange(12)[:, None]
    own = rng.uniform(-60, 60, (20, 2))
    wheel = np.stack([own @ [[np.cos(a), np.sin(a)], [-np.sin(a), np.cos(a)]] for a in angles[:, 0]]) + 100
    still = np.tile(wheel[:1] + rng.uniform(-3, 3, wheel[:1].shape), (12, 1, 1))
    points = np.concatenate([wheel, still], axis=1).astype(np.float32)
    begun = np.ones(points.shape[:2], bool)
    lost, leaders = np.array([0]), np.arange(1, 40)
    chosen = companions.choose(points, begun, lost, np.array([10]), np.array([0]), leaders)
    assert chosen.shape == (1, companions.COMPANIONS)
    assert (chosen < 20).all()
    weight = np.ones((1, companions.COMPANIONS), np.float32)
    moved, warp = companions.carry(points[10, chosen], points[11, chosen], weight, points[10, lost])
    assert np.linalg.norm(moved - points[11, 0]) < 0.8
    assert 0.5 * np.sin(0.05) < warp[0, 1, 0] < 1.1 * np.sin(0.05)  # held back a little: they are near
    few = companions.choose(points, begun, lost, np.array([10]), np.array([0]), chosen[0, :2])
    assert few[0].tolist() == [*chosen[0, :2], -1, -1, -1, -1]


def test_one_outlier_among_companions_does_no_harm() -> None:
    old = np.random.default_rng(5).uniform(0, 80, (1, 6, 2)).astype(np.float32)
    new = old + np.float32([2, 1])
    new[0, 3] += 30
    moved, _ = companions.carry(old, new, np.ones((1, 6), np.float32), old.mean(axis=1))
    assert np.linalg.norm(moved - old.mean(axis=1) - [2, 1]) < 1.0


def test_the_tracker_is_found_by_name() -> None:
    tracker = load_tracker("klt")
    assert (tracker.name, tracker.licence, tracker.colour) == ("klt", None, False)
    with pytest.raises(InputError, match="no option 'checkpoint'") as error:
        load_tracker("klt", checkpoint="x")
    assert error.value.hint == "it has no options"
    with pytest.raises(InputError, match="there is no tracker 'orb'") as error:
        load_tracker("orb")
    assert "cotracker3" in (error.value.hint or "")


class Idle:
    """A third tracker: one class, and one line in the registry."""

    name, licence, colour = "idle", None, False

    def __init__(self, speed: str = "0") -> None:
        self.speed = float(speed)

    def __call__(self, frames: np.ndarray, queries: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        t = np.arange(len(frames), dtype=np.float32)[:, None, None]
        points = queries[None, :, 1:] + self.speed * (t - queries[None, :, :1])
        return points.astype(np.float32), np.ones(points.shape[:2], bool)


def test_a_third_tracker_is_one_class_and_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(load_tracker.__globals__["TRACKERS"], "idle", f"{__name__}:Idle")
    points, visible = load_tracker("idle", speed="2")(
        np.zeros((3, 9, 9), np.uint8), np.array([[1, 4, 4]], np.float32)
    )
    assert points[:, 0, 0].tolist() == [2, 4, 6]
    assert visible.all()
    with pytest.raises(InputError, match="no option 'sped'") as error:
        load_tracker("idle", sped="2")
    assert error.value.hint == "it has speed"
