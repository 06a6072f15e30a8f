"""Virtual cameras and trackers: true directions, limbs that do not flip, faults that leave something."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from motionsearch.camera import Camera
from motionsearch.errors import InputError
from motionsearch.train.degrade import MIN_FRAMES, Degradation
from motionsearch.train.limbs import limb_points
from motionsearch.train.virtual import ViewInfo, Viewing, observe

# hips, spine, head, two arms of two bones, two legs of two bones.
PARENTS = (-1, 0, 1, 1, 3, 1, 5, 0, 7, 0, 9)
REST = np.array(
    [
        [0.0, 1.0, 0.0],
        [0.0, 1.5, 0.0],
        [0.0, 1.75, 0.02],
        [-0.25, 1.3, 0.0],
        [-0.3, 1.0, 0.05],
        [0.25, 1.3, 0.0],
        [0.3, 1.0, 0.05],
        [-0.12, 0.5, 0.03],
        [-0.12, 0.0, 0.0],
        [0.12, 0.5, 0.03],
        [0.12, 0.0, 0.0],
    ]
)


def figure(
    frames: int = 40, velocity: tuple[float, float, float] = (0, 0, 0), turns: float = 0.0
) -> np.ndarray:
    """A rigid figure that travels and turns about the vertical; (T, 11, 3)."""
    u = np.linspace(0, 1, frames)
    angle = 2 * np.pi * turns * u
    cos, sin = np.cos(angle), np.sin(angle)
    points = np.repeat(REST[None], frames, axis=0)
    x = cos[:, None] * points[..., 0] + sin[:, None] * points[..., 2]
    z = -sin[:, None] * points[..., 0] + cos[:, None] * points[..., 2]
    turned = np.stack([x, points[..., 1], z], axis=-1)
    return turned + u[:, None, None] * np.asarray(velocity, dtype=float)


@pytest.mark.parametrize("config", [Viewing(), Viewing.clean(), Viewing(limbs=1, occlusion=1, follow=1)])
def test_the_same_chance_sees_the_same_tracks(config: Viewing) -> None:
    motion = figure(velocity=(2, 0, 1), turns=0.5)
    one, _ = observe(motion, PARENTS, 30, np.random.default_rng(3), config)
    two, _ = observe(motion, PARENTS, 30, np.random.default_rng(3), config)
    np.testing.assert_array_equal(one.points, two.points)
    np.testing.assert_array_equal(one.visible, two.visible)
    assert one.fps == two.fps
    assert one.frame_size == two.frame_size


@pytest.mark.parametrize("surface", [False, True])
def test_every_view_is_valid(surface: bool) -> None:
    motion = figure(60, velocity=(3, 0.2, 1), turns=1)
    counts = set()
    for seed in range(120):
        tracks, info = observe(motion, PARENTS, 30, np.random.default_rng(seed), surface=surface)
        assert np.isfinite(tracks.points).all()
        assert tracks.visible.any(axis=1).sum() >= 2
        assert tracks.num_frames >= MIN_FRAMES
        assert tracks.frame_size == info.camera.frame_size
        counts.add(tracks.num_points)
    # Points on still things are as many again at most.
    assert max(counts) <= 2 * (11 if surface else 64)
    assert len(counts) > 2


def test_the_clean_view_is_the_plain_camera_with_every_joint_inside() -> None:
    motion = figure(velocity=(1, 0, 0))
    tracks, info = observe(motion, PARENTS, 25, np.random.default_rng(0), Viewing.clean())
    pixels, _ = info.camera.project(motion.astype(np.float32))
    np.testing.assert_allclose(tracks.points, pixels, atol=1e-3)
    assert tracks.visible.all()
    assert tracks.fps == 25
    assert info.travels_true
    reach = np.abs(tracks.points - [320, 240]).max(axis=(0, 1)) / [320, 240]
    assert reach.max() == pytest.approx(0.8, abs=0.02)


def test_directions_of_a_camera_in_front() -> None:
    info = ViewInfo(Camera((0, 1, 5), (0, 1, 0)), True)
    assert info.direction((2, 0, 0)) == pytest.approx((1, 0, 0), abs=1e-4)
    assert info.direction((0, 3, 0)) == pytest.approx((0, -1, 0), abs=1e-4)
    assert info.direction((0, 0, 1))[2] == pytest.approx(-1, abs=1e-4)  # towards the camera
    assert info.direction((0, 0, 0)) == (0, 0, 0)


@settings(max_examples=40, deadline=None)
@given(
    azimuth=st.floats(-180, 180),
    elevation=st.floats(-30, 70),
    vector=st.tuples(*[st.floats(-1, 1)] * 3).filter(lambda v: np.linalg.norm(v) > 0.2),
)
def test_direction_agrees_with_what_the_picture_shows(
    azimuth: float, elevation: float, vector: tuple[float, float, float]
) -> None:
    _, info = observe(figure(8), PARENTS, 30, np.random.default_rng(0), Viewing.clean(azimuth, elevation))
    target = np.asarray(info.camera.target)
    (a, b), depths = info.camera.project(np.stack([target, target + 1e-3 * np.asarray(vector)]))
    move = (b - a).astype(float)
    dx, dy, depth = info.direction(vector)
    assert depth == pytest.approx((depths[1] - depths[0]) / (1e-3 * np.linalg.norm(vector)), abs=0.02)
    if np.hypot(*move) > 0.05:  # not along the line of sight, where a pixel's rounding is all there is
        np.testing.assert_allclose(move / np.hypot(*move), (dx, dy), atol=0.02)


def test_travel_shows_where_the_view_says_that_it_is_true() -> None:
    motion = figure(velocity=(4, 0, 0))
    config = replace(
        Viewing(), tracker=Degradation.none(), limbs=0, subset=0, high_angle=0, roll=0, shake=0, background=0,
        leaves=0,
    )  # fmt: skip
    said = set()
    for seed in range(60):
        tracks, info = observe(motion, PARENTS, 30, np.random.default_rng(seed), config)
        move = tracks.points[-1].mean(axis=0) - tracks.points[0].mean(axis=0)
        dx, dy, depth = info.direction((1, 0, 0))
        said.add(info.travels_true)
        if info.travels_true and abs(depth) < 0.8:
            assert move @ (dx, dy) > 0.9 * np.hypot(*move)
    assert said == {True, False}


def test_a_following_camera_takes_the_travel_away() -> None:
    motion = figure(60, velocity=(6, 0, 0))
    still = Viewing.clean()
    fixed, fixed_info = observe(motion, PARENTS, 30, np.random.default_rng(1), still)
    moving, moving_info = observe(motion, PARENTS, 30, np.random.default_rng(1), replace(still, follow=1))

    def travel(points: np.ndarray) -> float:
        size = np.ptp(points, axis=1).max(axis=-1).mean()
        return float(np.linalg.norm(points[-1].mean(axis=0) - points[0].mean(axis=0)) / size)

    assert fixed_info.travels_true
    assert not moving_info.travels_true
    assert travel(moving.points) < 0.5 * travel(fixed.points)


def test_points_on_limbs_of_a_turning_body_move_as_one_rigid_thing() -> None:
    motion = figure(50, velocity=(1, 0, 2), turns=2)
    points, normals = limb_points(motion, PARENTS, 40, np.random.default_rng(0))
    gaps = np.linalg.norm(points[:, :, None] - points[:, None], axis=-1)
    trunk = np.abs(gaps - gaps[:1]).max(axis=0) < 1e-3
    # Only limbs whose sideways direction is carried along, not read off the body, may roll about themselves.
    assert trunk.mean() > 0.9
    np.testing.assert_allclose(np.linalg.norm(normals, axis=-1), 1, atol=1e-3)


def test_a_persons_limbs_have_a_persons_girth() -> None:
    rng = np.random.default_rng(0)
    points, _ = limb_points(figure(4), PARENTS, 2000, rng, thickness=1.0)
    bones = [(j, p) for j, p in enumerate(PARENTS) if p >= 0]
    joints = figure(4)
    gaps = []
    for j, p in bones:
        axis = joints[:, j] - joints[:, p]
        share = np.clip(
            ((points - joints[:, p, None]) * axis[:, None]).sum(-1) / (axis**2).sum(-1)[:, None], 0, 1
        )
        gaps.append(np.linalg.norm(points - joints[:, p, None] - share[..., None] * axis[:, None], axis=-1))
    near = np.min(gaps, axis=0)
    # Centimetres of a person 1.75 m tall: arms about 4, legs 8, the trunk 13.
    assert 0.03 < near.mean() < 0.1
    assert 0.1 < near.max() < 0.18
    stout, _ = limb_points(joints, PARENTS, 2000, np.random.default_rng(0), thickness=2.0)
    assert np.ptp(stout, axis=(0, 1)).sum() > np.ptp(points, axis=(0, 1)).sum()


def test_points_on_two_bodies_each_turn_with_their_own() -> None:
    still, turning = figure(40), np.add(figure(40, turns=1.5), (2.0, 0, 0))
    both = np.concatenate([still, turning], axis=1)
    parents = PARENTS + tuple(p if p < 0 else p + len(PARENTS) for p in PARENTS)
    points, _ = limb_points(both, parents, 60, np.random.default_rng(1))
    on_still = points[0, :, 0] < 1
    assert 10 < on_still.sum() < 50
    # Nothing on the body that stands still moves, whatever the other one does.
    assert np.abs(points[:, on_still] - points[:1, on_still]).max() < 1e-4
    assert np.ptp(points[:, ~on_still], axis=0).max() > 0.1


def test_points_on_a_limb_that_swings_full_circle_never_jump() -> None:
    frames = 90
    angle = np.linspace(0, 4 * np.pi, frames)
    motion = figure(frames)
    for elbow, hand, shoulder in ((3, 4, 1), (5, 6, 1)):
        way = np.stack([0.3 * np.sin(angle / 7), np.sin(angle), np.cos(angle)], axis=-1)
        motion[:, elbow] = motion[:, shoulder] + 0.3 * way
        motion[:, hand] = motion[:, shoulder] + 0.6 * way
    for seed in range(10):
        points, _ = limb_points(motion, PARENTS, 48, np.random.default_rng(seed), thickness=0.3)
        step = np.linalg.norm(np.diff(points, axis=0), axis=-1).max()
        joints_step = np.linalg.norm(np.diff(motion, axis=0), axis=-1).max()
        assert step < 2.5 * joints_step


def test_points_stay_at_their_place_along_and_around_the_bone() -> None:
    motion = figure(30, turns=0.7)
    motion[:, 4, 2] += 0.2 * np.sin(np.linspace(0, 5, 30))
    points, normals = limb_points(motion, PARENTS, 64, np.random.default_rng(5), thickness=0.0)
    bones = [(j, p) for j, p in enumerate(PARENTS) if p >= 0]
    for k in range(64):
        errors = []
        for j, p in bones:
            a, b = motion[:, p], motion[:, j]
            axis = b - a
            share = ((points[:, k] - a) * axis).sum(-1) / (axis**2).sum(-1)
            off = np.linalg.norm(a + share[:, None] * axis - points[:, k], axis=-1)
            errors.append(off.max() + np.ptp(share) + max(0.0, -share.min(), share.max() - 1))
        assert min(errors) < 1e-3
    assert normals.shape == points.shape


def test_hidden_points_face_away() -> None:
    config = replace(Viewing.clean(), limbs=1, occlusion=1, num_points=(64, 64))
    open_view = replace(config, occlusion=0)
    motion = figure(20)
    hidden = observe(motion, PARENTS, 30, np.random.default_rng(2), config)[0].visible.mean()
    seen = observe(motion, PARENTS, 30, np.random.default_rng(2), open_view)[0].visible.mean()
    assert seen == 1.0
    assert 0.3 < hidden < 0.9


def test_joints_that_were_not_seen_stay_unseen() -> None:
    motion = figure(20)
    motion[:, 4] = np.nan
    tracks, _ = observe(motion, PARENTS, 30, np.random.default_rng(0), Viewing.clean())
    assert not tracks.visible[:, 4].any()
    assert tracks.visible[:, :4].all()
    for seed in range(20):
        tracks, _ = observe(motion, PARENTS, 30, np.random.default_rng(seed), Viewing(limbs=1))
        assert np.isfinite(tracks.points).all()


@pytest.mark.parametrize(
    ("points", "parents"),
    [
        (np.zeros((1, 3, 3)), None),
        (np.zeros((5, 3, 2)), None),
        (np.zeros((5, 3, 3)), (-1, 0)),
        (np.full((5, 3, 3), np.nan), None),
    ],
)
def test_what_cannot_be_seen_is_refused(points: np.ndarray, parents: tuple[int, ...] | None) -> None:
    with pytest.raises(InputError):
        observe(points, parents, 30, np.random.default_rng(0))


def background(config: Viewing, motion: np.ndarray, seed: int = 0) -> tuple[np.ndarray, np.ndarray, ViewInfo]:
    """Tracks of the joints and of the still things behind them, and the view."""
    seeing = replace(config, background=1.0)
    tracks, info = observe(motion, PARENTS, 30, np.random.default_rng(seed), seeing)
    return tracks.points[:, : len(PARENTS)], tracks.points[:, len(PARENTS) :], info


def test_still_things_stand_still_before_a_camera_that_stays() -> None:
    for seed in range(10):
        joints, still, info = background(Viewing.clean(), figure(30, velocity=(2, 0, 0)), seed)
        share = still.shape[1] / (still.shape[1] + joints.shape[1])
        assert 0.04 < share <= 0.55
        assert np.ptp(still, axis=0).max() < 1e-2
        assert np.ptp(joints, axis=0).max() > 50
        assert (still >= -1).all()
        assert (still <= (641, 481)).all()
        assert info.travels_true


def test_still_things_go_the_other_way_when_the_camera_follows_and_nearer_ones_faster() -> None:
    motion = figure(40, velocity=(5, 0, 0))
    speeds = []
    for seed in range(12):
        _, still, info = background(replace(Viewing.clean(azimuth=0), follow=1.0), motion, seed)
        moved = still[-1, :, 0] - still[0, :, 0]
        assert (moved < 0).mean() > 0.95  # it walks to the right, so all else goes left
        speeds.append(np.abs(moved).max() / np.abs(moved).min())
        assert info.travels_true == (still.shape[1] >= 6)
    assert max(speeds) > 1.5


@pytest.mark.parametrize("move", ["pan", "zoom", "rock", "shake", "drive"])
def test_still_things_move_with_every_move_of_the_camera(move: str) -> None:
    for seed in range(6):
        _, still, info = background(replace(Viewing.clean(), **{move: 1.0}), figure(40), seed)
        span = np.ptp(still, axis=0)
        assert span.max() > 0.1
        if move in ("pan", "shake"):  # alike for all
            np.testing.assert_allclose(span, np.broadcast_to(span[:1], span.shape), atol=0.05)
        if move == "drive":
            assert not info.travels_true


def test_who_leaves_is_gone_at_the_end_and_who_enters_at_the_start() -> None:
    config = replace(Viewing.clean(azimuth=0), leaves=1.0)
    seen = set()
    for seed in range(20):
        motion = figure(60, velocity=(4 if seed % 2 else -4, 0, 0))
        tracks, info = observe(motion, PARENTS, 30, np.random.default_rng(seed), config)
        seen.add(info.edge)
        here = tracks.visible.mean(axis=1)
        first, last = here[:6].mean(), here[-6:].mean()
        assert here.mean() > 0.6
        assert (first > 0.9 > 0.6 > last) if info.edge == "leaves" else (last > 0.9 > 0.6 > first)
    assert seen == {"leaves", "enters"}
    tracks, info = observe(figure(60), PARENTS, 30, np.random.default_rng(0), config)
    assert info.edge == ""
    assert tracks.visible.all()


def test_hidden_joints_may_be_guessed_instead_of_lost() -> None:
    motion = figure(30, turns=0.5)
    config = replace(Viewing.clean(), occlusion=1.0)
    lost, _ = observe(motion, PARENTS, 30, np.random.default_rng(4), replace(config, guess=0.0))
    guessed, _ = observe(motion, PARENTS, 30, np.random.default_rng(4), replace(config, guess=1.0))
    hidden = ~lost.visible
    assert 0 < hidden.mean() < 0.5
    assert guessed.visible.all()
    off = np.linalg.norm(guessed.points - lost.points, axis=2)
    assert off[hidden].mean() > 1
    assert off[~hidden].max() < 1e-3


def test_some_of_the_joints_are_those_that_move_most_and_others() -> None:
    motion = figure(40)
    motion[:, 4] += 0.4 * np.sin(np.linspace(0, 12, 40))[:, None]
    still_seen = set()
    for seed in range(30):
        config = replace(Viewing.clean(), subset=1.0)
        tracks, _ = observe(motion, PARENTS, 30, np.random.default_rng(seed), config)
        assert 3 <= tracks.num_points < 11
        moved = np.ptp(tracks.points, axis=0).max(axis=1)
        assert (moved > 20).sum() == 1
        still_seen.add(tracks.num_points)
    assert len(still_seen) > 4
