"""Shots: made videos whose cuts are known, and real ones cut together."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from motionsearch.tracking.shots import ShotDetector
from motionsearch.video import Video

Grey = NDArray[np.uint8]
WIDTH, HEIGHT = 64, 36
FINE = 2  # scenes are drawn this much larger and averaged down
FPS = 30.0


class Scene:
    """A textured backdrop under a moving camera, with a few textured things that move by themselves.

    Args:
        pan: Pixels a picture (of 64 x 36) that the camera moves right and down.
        things: ``(radius, speed)`` in pixels and pixels a picture.
        zoom: Growth from picture to picture.
        shake: Pixels of jitter of the camera.
    """

    def __init__(
        self,
        rng: np.random.Generator,
        *,
        pan: tuple[float, float] = (0, 0),
        things: Iterable[tuple[float, float]] = (),
        zoom: float = 1.0,
        shake: float = 0.0,
    ) -> None:
        self.rng, self.pan, self.zoom, self.shake = rng, np.array(pan), zoom, shake
        self.backdrop = texture(rng, 300, 500)
        self.things = [
            (
                radius,
                speed,
                rng.uniform(0, 1, 2) * (WIDTH, HEIGHT),
                rng.uniform(0, 2 * np.pi),
                texture(rng, 90, 90),
            )
            for radius, speed in things
        ]
        self.gain, self.level = rng.uniform(0.6, 1.1), rng.uniform(-30, 30)
        self.noise = rng.uniform(0, 4)

    def picture(self, number: int) -> Grey:
        centre = (
            np.array([250.0, 150.0])
            + FINE * self.pan * (number - 15)
            + self.rng.normal(0, self.shake + 1e-9, 2)
        )
        scale = self.zoom**number
        view = np.array([[1 / scale, 0, centre[0]], [0, 1 / scale, centre[1]]])
        view[:, 2] -= view[:, :2] @ (FINE * WIDTH / 2, FINE * HEIGHT / 2)
        size = (FINE * WIDTH, FINE * HEIGHT)
        drawn = cv2.warpAffine(
            self.backdrop,
            view,
            size,
            flags=cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP,
            borderMode=cv2.BORDER_REFLECT,
        )
        y, x = np.mgrid[: size[1], : size[0]]
        for radius, speed, start, heading, surface in self.things:
            at = start + number * speed * np.array([np.cos(heading), np.sin(heading)])
            at = FINE * (at % (WIDTH, HEIGHT))
            inside = (x - at[0]) ** 2 + (y - at[1]) ** 2 < (FINE * radius) ** 2
            drawn[inside] = surface[(y[inside] - int(at[1])) % 90, (x[inside] - int(at[0])) % 90]
        small = cv2.resize(drawn, (WIDTH, HEIGHT), interpolation=cv2.INTER_AREA)
        lit = (small - 128) * self.gain + 128 + self.level + self.rng.normal(0, self.noise, small.shape)
        return lit.clip(0, 255).astype(np.uint8)


def texture(rng: np.random.Generator, height: int, width: int) -> NDArray[np.float32]:
    """Noise of falling spectrum, as natural pictures have, with some hard edges; 0..255."""
    picture = np.zeros((height, width), dtype=np.float32)
    for octave in (4, 8, 16, 32, 64):
        coarse = rng.normal(0, 1, (height // octave + 2, width // octave + 2)).astype(np.float32)
        picture += octave**0.8 * cv2.resize(coarse, (width, height), interpolation=cv2.INTER_CUBIC)
    picture = 128 + 45 * (picture - picture.mean()) / picture.std()
    for _ in range(height * width // 4000):
        corner = rng.integers(0, (width, height))
        far = corner + rng.integers(5, 60, 2)
        cv2.rectangle(picture, corner.tolist(), far.tolist(), float(rng.uniform(0, 255)), -1)
    return picture.clip(0, 255)


def found(pictures: Iterable[Grey], fps: float = FPS) -> list[int]:
    """Numbers of the pictures at which a shot begins."""
    detector = ShotDetector()
    return [number for number, picture in enumerate(pictures) if detector.is_cut(picture, number / fps)]


def drawn(rng: np.random.Generator) -> Scene:
    """A scene of some kind."""
    return Scene(
        rng,
        pan=tuple(rng.uniform(-3, 3, 2) * rng.integers(0, 2)),
        things=[(rng.uniform(3, 9), rng.uniform(0, 6)) for _ in range(rng.integers(0, 4))],
        zoom=float(rng.choice([1, 1, 0.98, 1.02])),
        shake=float(rng.choice([0, 0, 1.5])),
    )


def test_made_cuts_are_found() -> None:
    """A hundred cuts between scenes that pan, zoom, shake and hold quick things."""
    rng = np.random.default_rng(0)
    hits = wrong = missed = 0
    for _ in range(10):
        pictures: list[Grey] = []
        cuts = []
        for shot in range(11):
            if shot:
                cuts.append(len(pictures))
            scene = drawn(rng)
            pictures += [scene.picture(number) for number in range(int(rng.integers(8, 25)))]
        told = set(found(pictures))
        hits += len(told & set(cuts))
        wrong += len(told - set(cuts))
        missed += len(set(cuts) - told)
    print(f"made cuts: precision {hits / (hits + wrong):.3f}, recall {hits / (hits + missed):.3f}")  # noqa: T201
    assert hits + missed == 100
    assert hits / (hits + missed) >= 0.94
    assert hits / (hits + wrong) >= 0.98


@pytest.mark.parametrize("pan", [(0.0, 0.0), (2.0, 1.0), (6.0, 0.0), (12.0, 2.0), (0.0, 5.0)])
@pytest.mark.parametrize("shake", [0.0, 2.0])
def test_a_moving_camera_is_no_cut(pan: tuple[float, float], shake: float) -> None:
    for seed in range(4):
        scene = Scene(np.random.default_rng(seed), pan=pan, shake=shake)
        assert found(scene.picture(number) for number in range(25)) == []


@pytest.mark.parametrize(("radius", "speed"), [(4, 4), (8, 6), (10, 15), (12, 5)])
def test_quick_things_are_no_cut(radius: float, speed: float) -> None:
    for seed in range(4):
        scene = Scene(np.random.default_rng(seed), things=[(radius, speed), (radius / 2, 2 * speed)])
        assert found(scene.picture(number) for number in range(40)) == []


@pytest.mark.parametrize("factor", [0.93, 0.97, 1.03, 1.07])
def test_a_zoom_is_no_cut(factor: float) -> None:
    for seed in range(4):
        scene = Scene(np.random.default_rng(seed), zoom=factor)
        assert found(scene.picture(number) for number in range(25)) == []


def lit(scene: Scene, light: Callable[[int, Grey], Grey], count: int = 40) -> list[Grey]:
    return [light(number, scene.picture(number)) for number in range(count)]


def brighter(picture: Grey, gain: float, level: float) -> Grey:
    return (picture * gain + level).clip(0, 255).astype(np.uint8)


def test_light_is_no_cut() -> None:
    for seed in range(6):
        rng = np.random.default_rng(seed)
        scene = Scene(rng, pan=(1, 0), things=[(6, 2)])
        flash = lit(scene, lambda n, p: brighter(p, 1.0, 120) if n in (20, 21) else p)
        assert found(flash) == []
        white = lit(scene, lambda n, p: np.full_like(p, 255) if n in (20, 21) else p)
        assert found(white) == []
        strobe = lit(scene, lambda n, p: brighter(p, 1.3, 60) if n % 3 == 0 else p)
        assert found(strobe) == []
        lamp = lit(scene, lambda n, p: brighter(p, 0.4, 0) if n >= 20 else p)
        assert found(lamp) == []


def test_a_picture_thrown_in_is_not_two_cuts() -> None:
    for seed in range(6):
        rng = np.random.default_rng(seed)
        scene, other = Scene(rng, pan=(1, 0)), Scene(rng)
        pictures = [scene.picture(number) for number in range(40)]
        pictures[20] = other.picture(0)
        assert len(found(pictures)) <= 1


def test_a_fade_through_black_is_one_cut() -> None:
    for seed in range(6):
        rng = np.random.default_rng(seed)
        first, second = drawn(rng), drawn(rng)
        fading = (
            [1.0] * 15
            + np.linspace(1, 0, 8).tolist()
            + [0.0] * 6
            + np.linspace(0, 1, 8).tolist()
            + [1.0] * 15
        )
        scenes = [first] * 26 + [second] * (len(fading) - 26)
        pictures = [
            brighter(scene.picture(number), strength, 0)
            for number, (scene, strength) in enumerate(zip(scenes, fading, strict=True))
        ]
        told = found(pictures)
        assert len(told) == 1
        assert 26 <= told[0] <= 36
        same = [brighter(first.picture(0), strength, 0) for strength in fading]
        assert found(same) == []


def test_noise_is_no_cut_and_hides_none() -> None:
    for seed in range(4):
        rng = np.random.default_rng(seed)
        first, second = Scene(rng), Scene(rng)
        pictures = [scene.picture(number) for scene in (first, second) for number in range(20)]
        noisy = [(p + rng.normal(0, 5, p.shape)).clip(0, 255).astype(np.uint8) for p in pictures]
        assert found(noisy) == [20]
    rng = np.random.default_rng(0)
    assert len(found(rng.integers(0, 256, (60, HEIGHT, WIDTH), dtype=np.uint8))) <= 1


@pytest.mark.parametrize(
    "size", [(36, 64), (64, 36), (48, 64), (64, 64), (288, 512), (20, 64), (1, 1), (3, 64)]
)
def test_any_size(size: tuple[int, int]) -> None:
    rng = np.random.default_rng(0)
    scenes = [texture(rng, *size) if min(size) > 8 else rng.integers(0, 256, size) for _ in range(2)]
    pictures = [scene.astype(np.uint8) for scene in scenes for _ in range(5)]
    assert found(pictures) == ([5] if min(size) > 8 else [])


def test_nothing_to_see() -> None:
    black, white = np.zeros((36, 64), np.uint8), np.full((36, 64), 255, np.uint8)
    assert found([black] * 5 + [white] * 5 + [black] * 5) == []
    assert found([black] * 5 + [Scene(np.random.default_rng(0)).picture(0)] * 5) == []


@pytest.mark.data
def test_real_videos_cut_together(shared_data: Path) -> None:
    """Pieces of real videos, 0.4 to 1 s long, in random order: which cuts are found, and none within."""
    files = [
        *sorted((shared_data / "videos").glob("sam2_*.mp4")),
        *sorted((shared_data / "videos").glob("g1*.mp4")),
    ]
    assert len(files) >= 8
    pieces = [[frame.picture for frame in Video(file).frames(side=64, grey=True, end=3)] for file in files]
    for whole in pieces:
        assert found(whole) == []
    # Of one size, as the pictures of one video are.
    pieces = [[cv2.resize(picture, (WIDTH, HEIGHT)) for picture in whole] for whole in pieces]
    rng = np.random.default_rng(0)
    hits = wrong = missed = 0
    for _ in range(8):
        order = rng.permutation(len(pieces))
        pictures: list[Grey] = []
        cuts = []
        for which in order:
            length = int(rng.integers(12, 30))
            start = int(rng.integers(0, len(pieces[which]) - length))
            if pictures:
                cuts.append(len(pictures))
            pictures += pieces[which][start : start + length]
        told = set(found(pictures))
        hits += len(told & set(cuts))
        wrong += len(told - set(cuts))
        missed += len(set(cuts) - told)
    print(f"real cuts: precision {hits / (hits + wrong):.3f}, recall {hits / (hits + missed):.3f}")  # noqa: T201
    assert hits + missed >= 60
    assert hits / (hits + missed) >= 0.94
    assert hits / (hits + wrong) >= 0.98
