"""Surfaces to draw on things and behind them, made by chance: nothing here comes from a photograph."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

Image8 = NDArray[np.uint8]
Floats = NDArray[np.floating[Any]]
Size = tuple[int, int]
"""Width and height in pixels."""

# Sides of the discs of dead leaves are drawn from a power law, as objects in photographs are.
_LEAF_POWER = 3.0


def colour(rng: np.random.Generator, *, dull: bool = False) -> Floats:
    """``(3,)`` RGB in [0, 255]: any hue; ``dull`` as of walls and ground."""
    hue = rng.uniform(0, 180)
    saturation = rng.uniform(15, 70) if dull else rng.uniform(60, 200)
    value = rng.uniform(90, 190) if dull else rng.uniform(70, 235)
    pixel = np.array([[[hue, saturation, value]]], dtype=np.uint8)
    return np.asarray(cv2.cvtColor(pixel, cv2.COLOR_HSV2RGB)[0, 0], dtype=np.float64)


def cloud(rng: np.random.Generator, size: Size, power: float = 1.0) -> Floats:
    """``(H, W)`` noise of unit deviation whose amplitude falls as 1 / f^power: 1 is as in photographs."""
    width, height = size
    white = np.fft.rfft2(rng.standard_normal((height, width)))
    f = np.hypot(np.fft.fftfreq(height)[:, None], np.fft.rfftfreq(width)[None])
    f[0, 0] = np.inf
    made = np.fft.irfft2(white / f**power, s=(height, width))
    return np.asarray(made / max(float(made.std()), 1e-9))


def plain(rng: np.random.Generator, size: Size) -> Image8:
    """Nearly one colour: soft shading and a few faint marks, as of painted metal or a smooth wall."""
    base = colour(rng) + 6.0 * cloud(rng, size, 1.6)[..., None]
    made = _bytes(base)
    for _ in range(6):
        at = (int(rng.integers(size[0])), int(rng.integers(size[1])))
        shade = tuple(float(c) for c in np.clip(colour(rng) * 0.2 + base.mean((0, 1)) * 0.8, 0, 255))
        cv2.circle(made, at, max(2, int(min(size) * rng.uniform(0.02, 0.06))), shade, -1, cv2.LINE_AA)
    return made


def photo(rng: np.random.Generator, size: Size) -> Image8:
    """Dead leaves: discs of all sizes that hide each other, the model of what photographs have in common."""
    width, height = size
    made = _bytes(np.broadcast_to(colour(rng, dull=True), (height, width, 3)))
    least, most = max(3.0, 0.035 * min(size)), 0.3 * min(size)
    # Inverse of the cumulated power law between the least and the most radius.
    q, u = 1 - _LEAF_POWER, rng.random(int(4 * width * height / (least * most)) + 60)
    for radius in (least**q + u * (most**q - least**q)) ** (1 / q):
        shade = tuple(float(c) for c in colour(rng, dull=rng.random() < 0.7))
        at = (int(rng.integers(width)), int(rng.integers(height)))
        axes = (max(1, int(radius)), max(1, int(radius * rng.uniform(0.5, 1.0))))
        cv2.ellipse(made, at, axes, float(rng.uniform(0, 180)), 0, 360, shade, -1, cv2.LINE_AA)
    return _grain(made, rng, 9.0)


def stripes(rng: np.random.Generator, size: Size) -> Image8:
    """Bands of two colours across each other, of uneven widths, as of cloth."""
    width, height = size
    step = max(4.0, min(size) * rng.uniform(0.1, 0.2))
    one, two, three = colour(rng), colour(rng), colour(rng)
    x = np.cumsum(rng.uniform(0.5, 1.5, int(width / step * 2) + 4)) * step
    y = np.cumsum(rng.uniform(0.5, 1.5, int(height / step * 2) + 4)) * step
    across = (np.searchsorted(x, np.arange(width)) % 2)[None, :, None]
    along = (np.searchsorted(y, np.arange(height)) % 2)[:, None, None]
    made = _bytes(one + across * (two - one) * 0.8 + along * (three - one) * 0.4)
    return _grain(cv2.GaussianBlur(made, (0, 0), 0.8), rng, 5.0)


def letters(rng: np.random.Generator, size: Size) -> Image8:
    """Rows of letters and figures, as of a poster or a printed shirt."""
    width, height = size
    made = _bytes(np.broadcast_to(colour(rng), (height, width, 3)))
    ink = tuple(float(c) for c in 255 - made[0, 0])
    tall = max(10, int(min(size) * rng.uniform(0.16, 0.26)))
    for row in range(tall, height + tall, int(tall * 1.3)):
        text = "".join(
            chr(int(c)) for c in rng.choice([*range(48, 58), *range(65, 91)], width // (tall // 2))
        )
        start = (-int(rng.integers(tall)), row)
        cv2.putText(
            made, text, start, cv2.FONT_HERSHEY_DUPLEX, tall / 24, ink, max(1, tall // 12), cv2.LINE_AA
        )
    return _grain(made, rng, 4.0)


def checks(rng: np.random.Generator, size: Size) -> Image8:
    """A board of squares that repeats: one looks like the next."""
    side = max(4, int(min(size) * rng.uniform(0.09, 0.16)))
    y, x = np.mgrid[: size[1], : size[0]]
    odd = ((x // side + y // side) % 2)[..., None]
    one, two = colour(rng), colour(rng)
    return _grain(cv2.GaussianBlur(_bytes(one + odd * (two - one)), (0, 0), 0.7), rng, 4.0)


TEXTURES: dict[str, Callable[[np.random.Generator, Size], Image8]] = {
    "photo": photo,
    "stripes": stripes,
    "letters": letters,
    "checks": checks,
    "plain": plain,
}


def wall(rng: np.random.Generator, size: Size, unit: float) -> Image8:
    """A room: a wall with bricks or paper and pictures on it, and a floor of boards.

    Args:
        unit: Pixels of the surface to a 360th of the picture's height.
    """
    width, height = size
    made = _bytes(colour(rng, dull=True) + 5 * cloud(rng, size, 1.3)[..., None])
    ground = int(height * rng.uniform(0.62, 0.72))
    tall, long = 22 * unit, 60 * unit
    shade = made[:ground].mean((0, 1)) * rng.uniform(0.72, 0.85)
    brick = rng.random() < 0.6
    for row in range(int(ground / tall) + 1):
        y = ground - int(row * tall)
        if brick:
            _line(made, (0, y), (width, y), shade, unit)
        for column in range(int(width / long) + 2):
            x = int((column + 0.5 * (row % 2)) * long)
            if brick:
                _line(made, (x, y), (x, max(0, y - int(tall))), shade, unit)
            tone = rng.uniform(-14, 14) if brick else 0.0
            cell = made[max(0, y - int(tall)) : y, x : x + int(long)]
            cell[:] = np.clip(cell + tone, 0, 255).astype(np.uint8)
    for _ in range(int(width / (170 * unit))):
        w, h = (int(unit * rng.uniform(45, 100)) for _ in range(2))
        x, y = int(rng.integers(max(1, width - w))), int(rng.uniform(0.08, 0.75) * max(1, ground - h))
        picture = photo(rng, (w, h)) if rng.random() < 0.6 else letters(rng, (w, h))
        made[y : y + h, x : x + w] = picture
        frame = tuple(float(c) for c in colour(rng, dull=True) * 0.4)
        cv2.rectangle(made, (x, y), (x + w, y + h), frame, max(1, int(4 * unit)), cv2.LINE_AA)
    boards = colour(rng, dull=True) * 0.8 + 9 * cloud(rng, (width, height - ground), 1.0)[..., None]
    made[ground:] = _bytes(boards)
    for board in np.arange(-width, 2 * width, 46 * unit):  # they run towards the eye
        middle = width / 2 + (board - width / 2) * 0.55
        _line(made, (int(middle), ground), (int(board), height), made[ground:].mean((0, 1)) * 0.6, unit)
    return _grain(cv2.GaussianBlur(made, (0, 0), 0.8), rng, 4.0)


def outdoors(rng: np.random.Generator, size: Size, unit: float) -> Image8:
    """Sky with clouds, hills, trees and grass; ``unit`` as for :func:`wall`."""
    width, height = size
    horizon = int(height * rng.uniform(0.42, 0.55))
    sky = np.array([120.0, 165, 225]) + 30 * np.clip(cloud(rng, (width, horizon), 1.7), -1, 2)[..., None]
    fade = np.linspace(-25, 25, horizon)[:, None, None]
    far = height - horizon
    grass = (
        np.array([95.0, 120, 60]) * rng.uniform(0.8, 1.15) + 17 * cloud(rng, (width, far), 0.75)[..., None]
    )
    made = _bytes(np.concatenate([sky + fade, grass]))
    for layer in range(2):
        x = np.arange(0, width + 8, 8)
        swell = np.sum([np.sin(x / (unit * s) + rng.uniform(0, 6)) for s in (47, 110, 190)], axis=0)
        top = horizon - (28 - 12 * layer + 9 * swell) * unit
        hill = np.concatenate([np.stack([x, top], 1), [[width, horizon + 3], [0, horizon + 3]]])
        tone = np.array([90.0, 120, 100]) + layer * np.array([-15.0, -10, -35])
        cv2.fillPoly(made, [hill.astype(np.int32)], tuple(tone.tolist()), cv2.LINE_AA)
    for at in np.cumsum(rng.uniform(14, 70, 200) * unit):
        if at < width:
            _tree(made, int(at), int(horizon + rng.uniform(0, 25) * unit), unit * rng.uniform(0.6, 1.5), rng)
    return _grain(cv2.GaussianBlur(made, (0, 0), 0.7), rng, 4.0)


BACKDROPS: dict[str, Callable[[np.random.Generator, Size, float], Image8]] = {
    "wall": wall,
    "outdoors": outdoors,
}


def _tree(made: Image8, x: int, foot: int, unit: float, rng: np.random.Generator) -> None:
    bark = tuple((np.array([85.0, 65, 45]) * rng.uniform(0.7, 1.2)).tolist())
    cv2.line(made, (x, foot), (x, foot - int(40 * unit)), bark, max(1, int(5 * unit)), cv2.LINE_AA)
    for _ in range(34):
        green = tuple((np.array([60.0, 100, 45]) * rng.uniform(0.55, 1.4)).tolist())
        at = (x + int(unit * rng.normal(0, 11)), foot - int(unit * rng.normal(52, 14)))
        cv2.circle(made, at, max(1, int(unit * rng.uniform(2, 8))), green, -1, cv2.LINE_AA)


def _line(made: Image8, start: Size, end: Size, shade: Floats, unit: float) -> None:
    cv2.line(made, start, end, tuple(float(c) for c in shade), max(1, int(1.6 * unit)), cv2.LINE_AA)


def _grain(made: Image8, rng: np.random.Generator, amount: float) -> Image8:
    """Fine unevenness of a real surface; it moves with the surface, unlike a sensor's noise."""
    size = (made.shape[1], made.shape[0])
    return _bytes(made + amount * cloud(rng, size, 0.6)[..., None])


def _bytes(values: Floats) -> Image8:
    return np.ascontiguousarray(np.clip(np.rint(values), 0, 255).astype(np.uint8))
