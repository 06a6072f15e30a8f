"""Cameras: projection against a naive pinhole, axes, and the default view of 3D sources."""

from __future__ import annotations

from typing import Any, get_args

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from motionsearch import InputError
from motionsearch.camera import FRAME_SIZE, Camera, Up, default_camera, to_y_up, view

UPS = get_args(Up)


def naive_pixel(camera: Camera, point: Any) -> tuple[float, float]:
    """One point by similar triangles, with the picture's axes from cross products."""
    eye, target = np.array(camera.position), np.array(camera.target)
    forward = (target - eye) / np.linalg.norm(target - eye)
    right = np.cross(forward, [0, 1, 0])
    right /= np.linalg.norm(right)
    up = np.cross(right, forward)
    ray = np.asarray(point) - eye
    width, height = camera.frame_size
    half = np.tan(np.radians(camera.fov / 2)) * (ray @ forward)  # half the picture's height at that depth
    return width / 2 + ray @ right / half * height / 2, height / 2 - ray @ up / half * height / 2


def test_projection_agrees_with_similar_triangles() -> None:
    rng = np.random.default_rng(1)
    for _ in range(20):
        camera = Camera(
            tuple(rng.normal(0, 5, 3)), tuple(rng.normal(0, 1, 3)), fov=float(rng.uniform(20, 90))
        )
        near_target = np.array(camera.target) + rng.normal(0, 0.3, 3)
        pixels, depth = camera.project(near_target)
        if depth > 0.1:
            np.testing.assert_allclose(pixels, naive_pixel(camera, near_target), rtol=1e-4, atol=1e-2)


def test_the_target_is_in_the_middle_and_depth_is_distance() -> None:
    camera = Camera((0, 0, 5), (0, 0, 0))
    pixels, depth = camera.project(np.zeros(3))
    assert pixels.tolist() == [320, 240]
    assert depth == pytest.approx(5)
    right_and_up, _ = camera.project(np.array([1.0, 1.0, 0.0]))
    assert right_and_up[0] > 320
    assert right_and_up[1] < 240


def test_roll_turns_the_picture_about_its_middle() -> None:
    level = Camera((0, 0, 5), (0, 0, 0)).project(np.array([1.0, 0.0, 0.0]))[0]
    rolled = Camera((0, 0, 5), (0, 0, 0), roll=90).project(np.array([1.0, 0.0, 0.0]))[0]
    assert np.linalg.norm(level - (320, 240)) == pytest.approx(np.linalg.norm(rolled - (320, 240)), rel=1e-5)
    assert abs(rolled[0] - 320) < 1e-3


def test_looking_straight_down_works() -> None:
    pixels, depth = Camera((0, 5, 0), (0, 0, 0)).project(np.array([[1.0, 0, 0], [0, 0, 1.0]]))
    assert np.isfinite(pixels).all()
    assert (depth > 0).all()
    assert np.linalg.norm(pixels[0] - pixels[1]) > 1


@pytest.mark.parametrize("up", UPS)
def test_the_up_axis_comes_to_point_up_without_mirroring(up: Up) -> None:
    axis = np.zeros(3)
    axis["xyz".index(up[-1])] = -1.0 if up.startswith("-") else 1.0
    assert to_y_up(axis, up).tolist() == pytest.approx([0, 1, 0])
    turn = to_y_up(np.eye(3), up)
    assert np.linalg.det(turn) == pytest.approx(1.0)
    np.testing.assert_allclose(turn @ turn.T, np.eye(3), atol=1e-12)


def test_unknown_axes_and_shapes_are_refused() -> None:
    with pytest.raises(InputError, match="up must be one of"):
        to_y_up(np.zeros(3), "w")  # type: ignore[arg-type]
    with pytest.raises(InputError, match="3 coordinates"):
        to_y_up(np.zeros((5, 2)), "y")
    with pytest.raises(InputError, match=r"shape \(T, N, 3\)"):
        view(np.zeros((5, 3)), 30)
    with pytest.raises(InputError, match="no 3D point is finite"):
        default_camera(np.full((2, 2, 3), np.nan))


@settings(deadline=None, max_examples=100)
@given(
    seed=st.integers(0, 2**31),
    scale=st.sampled_from((1e-4, 1e-2, 1.0, 1e3, 1e6)),
    far=st.sampled_from((0.0, 1.0, 1e3)),
)
def test_the_default_view_shows_everything_whatever_the_unit(seed: int, scale: float, far: float) -> None:
    rng = np.random.default_rng(seed)
    points = rng.normal(size=(6, 5, 3)) * rng.uniform(0.01, 1, 3) * scale + rng.normal(size=3) * far * scale
    tracks = view(points, 30)
    assert tracks.frame_size == FRAME_SIZE
    assert tracks.visible.all()
    assert (tracks.points >= 0).all()
    assert (tracks.points <= FRAME_SIZE).all()
    # Nor is it lost in the distance: the ball around it fills at least two thirds of the height.
    assert np.ptp(tracks.points.reshape(-1, 2), axis=0).max() > 40


def test_the_default_view_does_not_depend_on_the_unit() -> None:
    points = np.random.default_rng(2).normal(size=(6, 5, 3))
    np.testing.assert_allclose(view(points, 30).points, view(points * 1000, 30).points, atol=0.05)


def test_a_thing_that_stands_still_is_in_the_middle() -> None:
    for place in ((0.0, 0.0, 0.0), (5.0, -3.0, 2e4)):
        tracks = view(np.tile(np.array(place), (4, 1, 1)), 30)
        assert tracks.visible.all()
        np.testing.assert_allclose(tracks.points, np.broadcast_to((320, 240), (4, 1, 2)), atol=0.5)


def test_up_and_towards_the_side_look_as_documented() -> None:
    rising = np.zeros((5, 2, 3))
    rising[:, 0, 1] = np.linspace(0, 1, 5)
    rising[:, 1, 0] = 1.0
    y = view(rising, 30).points[:, 0, 1]
    assert (np.diff(y) < 0).all()
    assert (np.diff(view(rising[..., [0, 2, 1]] * (1, -1, 1), 30, up="z").points[:, 0, 1]) < 0).all()


def test_what_is_behind_the_camera_or_missing_is_not_visible() -> None:
    points = np.zeros((3, 3, 3))
    points[:, 1, 2] = 20.0
    points[1, 2] = np.nan
    tracks = view(points, 30, camera=Camera((0, 0, 5), (0, 0, 0)))
    assert tracks.visible.tolist() == [[True, False, True], [True, False, False], [True, False, True]]


def test_coordinates_beyond_all_numbers_are_refused() -> None:
    points = np.random.default_rng(3).normal(size=(4, 2, 3)) * 1e305
    with pytest.raises(InputError, match="no point is visible"):
        view(points, 30)
