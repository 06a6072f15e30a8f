"""The camera's own motion."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from motionsearch.tracking.camera_motion import estimate_camera, stands_still
from tests.helpers_scenes import SIZE, Patch, render, texture


def corners_off(maps: np.ndarray, wanted: np.ndarray) -> float:
    width, height = SIZE
    ends = np.array([[0, 0], [width, 0], [0, height], [width, height]], dtype=float)
    return float(
        np.abs(
            np.einsum("tij,nj->tni", (maps - wanted)[..., :2], ends) + (maps - wanted)[:, None, :, 2]
        ).max()
    )


def shifts(path: list[tuple[float, float]]) -> np.ndarray:
    """Maps to the middle picture of a camera whose corner goes along ``path``."""
    maps = np.tile(np.eye(2, 3), (len(path), 1, 1))
    maps[..., 2] = np.array(path) - np.array(path[len(path) // 2])
    return maps


def test_a_pan_is_found_to_a_fraction_of_a_pixel() -> None:
    path = [(1.5 * t, 10 * np.sin(t / 6)) for t in range(40)]
    motion = estimate_camera(render([], 40, camera=lambda t: path[int(t)]))
    assert motion.moving
    assert corners_off(motion.maps, shifts(path)) < 0.5


def test_a_thing_that_moves_otherwise_does_not_matter() -> None:
    path = [(-2.0 * t, 0.0) for t in range(30)]
    walker = Patch((50, 60), lambda t: (40 + 3 * t, 64))
    motion = estimate_camera(render([walker], 30, camera=lambda t: path[int(t)]))
    assert motion.moving
    assert corners_off(motion.maps, shifts(path)) < 1.0


def test_zoom_and_turn() -> None:
    ground = texture(400, 300, 3)
    width, height = SIZE
    maps, pictures = [], []
    for t in range(30):
        turn = cv2.getRotationMatrix2D((200, 150), 0.3 * t, 1 + 0.006 * t)
        turn[:, 2] -= [200 - width / 2, 150 - height / 2]  # world to picture
        maps.append(np.vstack([turn, [0, 0, 1]]))
        pictures.append(cv2.warpAffine(ground, turn, SIZE).clip(0, 255).astype(np.uint8))
    wanted = np.stack([(maps[15] @ np.linalg.inv(own))[:2] for own in maps])
    motion = estimate_camera(np.stack(pictures))
    assert motion.moving
    assert corners_off(motion.maps, wanted) < 1.0


@pytest.mark.parametrize("side", [40, 110])
def test_a_still_camera_stays_still_whatever_moves_before_it(side: int) -> None:
    big = Patch((side, 100), lambda t: (20 + 4 * t, 64 + 8 * np.sin(t)))
    pictures = render([big], 36, noise=2.0)
    motion = estimate_camera(pictures)
    assert not motion.moving
    assert (motion.maps == np.eye(2, 3, dtype=np.float32)).all()


def test_flicker_is_no_motion() -> None:
    assert stands_still(render([], 30, noise=3.0, light=lambda t: 1 + 0.15 * np.sin(t)))


@pytest.mark.parametrize("shape", [(1, 40, 40), (5, 1, 1), (5, 3, 200), (30, 64, 64)])
def test_pictures_that_tell_nothing(shape: tuple[int, int, int]) -> None:
    motion = estimate_camera(np.full(shape, 90, dtype=np.uint8))
    assert not motion.moving
    assert motion.maps.shape == (shape[0], 2, 3)
