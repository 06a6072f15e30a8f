"""How a camera moves: the map from a plane as a camera that stands still sees it to each picture."""

from __future__ import annotations

import numpy as np

from motionsearch.train.truth.painting import Floats

WAYS = ("still", "pan", "zoom", "shake", "follow", "parallax")


def camera_poses(
    way: str, frames: int, fps: float, size: tuple[int, int], rng: np.random.Generator, nearness: float = 1.0
) -> Floats:
    """``(T, 2, 3)`` from the pixels of a still camera to those of a moving one; the first is the identity.

    Args:
        way: One of ``WAYS``: "pan" turns slowly to a side, "zoom" goes in or out, "shake" is held by hand,
            "follow" pans there and back with a little shake, "parallax" is carried past.
        frames: T.
        fps: Pictures a second.
        size: ``(width, height)`` in pixels.
        rng: Where chance comes from; the same state gives planes of one scene the same camera.
        nearness: 1 for the plane in which things move; farther planes move less when a camera is carried by.
    """
    width, height = size
    time = np.arange(frames) / fps
    part = time / max(time[-1], 1e-9)
    eased = part * part * (3 - 2 * part)
    side = 1.0 if rng.random() < 0.5 else -1.0
    sway = _sway(time, rng, 5)
    x, y, turn, zoom = np.zeros(frames), np.zeros(frames), np.zeros(frames), np.zeros(frames)
    if way in ("pan", "parallax"):
        x = side * width * rng.uniform(0.22, 0.34) * eased
        y = height * rng.uniform(-0.04, 0.04) * eased
    if way == "follow":
        x = side * width * 0.14 * np.sin(np.pi * part) ** 2
    if way == "zoom":
        zoom = side * rng.uniform(0.22, 0.3) * eased
    hand = {"shake": 1.0, "follow": 0.3, "zoom": 0.1, "pan": 0.1, "parallax": 0.15}.get(way, 0.0)
    x = x + hand * 0.014 * height * sway[:, 0]
    y = y + hand * 0.014 * height * sway[:, 1]
    turn = turn + hand * np.deg2rad(0.5) * sway[:, 2]
    if way == "parallax":
        x, y = x * nearness, y * nearness
    scale = np.exp(zoom)
    cos, sin = scale * np.cos(turn), scale * np.sin(turn)
    middle = np.array([(width - 1) / 2, (height - 1) / 2])
    pose = np.zeros((frames, 2, 3))
    pose[:, 0, 0], pose[:, 0, 1], pose[:, 1, 0], pose[:, 1, 1] = cos, -sin, sin, cos
    pose[:, :, 2] = middle + np.stack([x, y], 1) - pose[:, :, :2] @ middle
    return pose


def _sway(time: Floats, rng: np.random.Generator, waves: int) -> Floats:
    """``(T, 3)`` of about unit size, 0 at the beginning: a hand's drift and, smaller, its trembling."""
    hertz = np.geomspace(0.4, 6.0, waves)
    amount = (hertz / hertz[0]) ** -0.9
    phase = rng.uniform(0, 2 * np.pi, (3, waves))
    swing = (np.sin(2 * np.pi * time[:, None, None] * hertz + phase) * amount).sum(-1)
    return np.asarray((swing - swing[0]) / np.sqrt((amount**2).sum() / 2))
