"""What the encoder is fed: moments, filled gaps, padding."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from motionsearch import Tracks
from motionsearch.features import collate, fill_gaps, prepare, unit
from tests.helpers import random_tracks


def naive_fill(points, visible):
    out = points.astype(np.float64).copy()
    frames = np.arange(len(points))
    for n in range(points.shape[1]):
        seen = np.flatnonzero(visible[:, n])
        for d in range(2):
            out[:, n, d] = np.interp(frames, seen, points[seen, n, d])
    return out


@given(st.integers(2, 12), st.integers(1, 5), st.integers(0, 10_000))
def test_gaps_are_filled_as_numpy_interpolates(frames, points, seed):
    rng = np.random.default_rng(seed)
    values = rng.normal(size=(frames, points, 2)).astype(np.float32)
    visible = rng.random((frames, points)) < 0.5
    visible[rng.integers(frames), :] = True
    np.testing.assert_allclose(fill_gaps(values, visible), naive_fill(values, visible), atol=1e-5)


def test_what_an_unseen_point_holds_does_not_matter():
    tracks = random_tracks(3)
    other = Tracks(
        np.where(tracks.visible[..., None], tracks.points, 9e5), tracks.visible, tracks.fps, tracks.frame_size
    )
    np.testing.assert_array_equal(prepare(tracks, 16).points, prepare(other, 16).points)


def test_coordinates_are_centred_and_in_diagonals():
    points = np.tile([[0.0, 0.0], [640.0, 480.0], [320.0, 240.0]], (2, 1, 1))
    ready = prepare(Tracks(points, None, 10, (640, 480)), 4)
    np.testing.assert_allclose(ready.points[0], [[-0.4, -0.3], [0.4, 0.3], [0, 0]], atol=1e-6)
    assert ready.points.shape == (4, 3, 2)
    assert ready.duration == 0.2


def test_points_never_seen_are_left_out():
    visible = np.ones((5, 3), bool)
    visible[:, 1] = False
    assert prepare(Tracks(np.zeros((5, 3, 2)), visible, 10, (10, 10)), 4).points.shape[1] == 2


def test_padding_is_masked_and_zero():
    batch = collate([prepare(random_tracks(1, points=3), 8), prepare(random_tracks(2, points=7), 8)])
    assert batch.points.shape == (2, 8, 7, 2)
    np.testing.assert_array_equal(batch.mask, [[1] * 3 + [0] * 4, [1] * 7])
    assert not batch.points[0, :, 3:].any()
    assert not batch.visible[0, :, 3:].any()


def test_unit_leaves_zero_alone():
    np.testing.assert_allclose(unit(np.array([[3.0, 4.0], [0.0, 0.0]])), [[0.6, 0.8], [0, 0]])


def test_the_camera_s_own_motion_is_taken_out():
    frames = np.arange(6)[:, None]
    world = np.stack([[[100.0, 50]] * 6, np.hstack([200.0 + 3 * frames, 80.0 + 0 * frames])], axis=1)
    pan = np.zeros((6, 2, 3))
    pan[:, 0, 0] = pan[:, 1, 1] = 1
    pan[:, 0, 2] = 5 * frames[:, 0]
    seen = Tracks(world - np.array([5, 0]) * frames[..., None], None, 10, (640, 480), pan)
    still = Tracks(world, None, 10, (640, 480))
    np.testing.assert_allclose(prepare(seen, 8).points, prepare(still, 8).points, atol=1e-6)
