"""Patches round points: read at fractions of a pixel, lined up under affine maps, looked for again."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from motionsearch.tracks import Mask

Grey = NDArray[np.uint8]
Floats = NDArray[np.float32]
Index = NDArray[np.intp]

_ROWS = 30000
"""cv2.remap takes no more than 32767 rows at once."""
_STIFF = 0.01
"""How much the linear part of a map is held back: an edge alone does not determine it."""
_HALF = 0.1
"""What a half patch must be more alike than the whole one to count in its stead."""


def offsets(radius: int) -> Floats:
    """``(P, 2)``: x and y of the pixels of a square patch round its middle, row by row."""
    y, x = np.mgrid[-radius : radius + 1, -radius : radius + 1]
    return np.stack([x.ravel(), y.ravel()], axis=1).astype(np.float32)


def upright(count: int) -> Floats:
    """``(count, 2, 2)``: maps that change nothing."""
    return np.tile(np.eye(2, dtype=np.float32), (count, 1, 1))


def sample(picture: Grey, points: Floats, warps: Floats, grid: Floats) -> tuple[Floats, Mask]:
    """What the picture shows at ``warps @ grid + points``.

    Args:
        picture: ``(H, W)``.
        points: ``(N, 2)`` pixels.
        warps: ``(N, 2, 2)``.
        grid: ``(P, 2)`` offsets.

    Returns:
        ``(N, P)`` grey, bilinear, beyond the border as on it; and ``(N, P)`` whether it lies in the picture.
    """
    at_x = grid[:, 0] * warps[:, 0, 0, None] + grid[:, 1] * warps[:, 0, 1, None] + points[:, 0, None]
    at_y = grid[:, 0] * warps[:, 1, 0, None] + grid[:, 1] * warps[:, 1, 1, None] + points[:, 1, None]
    height, width = picture.shape
    inside = (at_x >= 0) & (at_x <= width - 1) & (at_y >= 0) & (at_y <= height - 1)
    grey = np.zeros(at_x.shape, np.float32)
    for first in range(0, len(points), _ROWS):
        rows = slice(first, first + _ROWS)
        grey[rows] = cv2.remap(
            picture, at_x[rows], at_y[rows], cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE
        )
    return grey, inside


@dataclass(frozen=True)
class Templates:
    """How the surroundings of each point look, made ready to be lined up with other pictures.

    Args:
        grid: ``(P, 2)`` offsets of a patch's pixels.
        grey: ``(N, P)`` as in the picture.
        shape: ``(N, P)`` the same, of mean 0 and norm 1 over what lies in the picture.
        weight: ``(N, P)`` 1 in the picture, 0 beyond its border.
        descent: ``(N, P, 6)`` how ``shape`` changes with the six numbers of an affine map.
        solve: ``(N, 6, 6)`` from summed descents to the map's change.
        contrast: ``(N,)`` standard deviation of ``grey``.
    """

    grid: Floats
    grey: Floats
    shape: Floats
    weight: Floats
    descent: Floats
    solve: Floats
    contrast: Floats

    @classmethod
    def empty(cls, count: int, radius: int) -> Templates:
        """Of ``count`` points, to be filled by :meth:`take`; they reach ``radius`` pixels each way."""
        grid = offsets(radius)
        grey, shape, weight = np.zeros((3, count, len(grid)), np.float32)
        descent, solve = np.zeros((count, len(grid), 6), np.float32), np.zeros((count, 6, 6), np.float32)
        return cls(grid, grey, shape, weight, descent, solve, np.zeros(count, np.float32))

    def take(self, which: Index, picture: Grey, points: Floats) -> None:
        """Takes the patches of the points ``which`` from the picture at ``points`` ``(n, 2)``."""
        radius = int(self.grid.max())
        side = 2 * radius + 3
        wide, _ = sample(picture, points, upright(len(points)), offsets(radius + 1))
        wide = wide.reshape(-1, side, side)
        grey = wide[:, 1:-1, 1:-1].reshape(len(points), -1)
        weight = sample(picture, points, upright(len(points)), self.grid)[1].astype(np.float32)
        shape, norm = _normalised(grey, weight)
        # Central differences, as steep as the normalised patch is.
        scale = 0.5 / np.maximum(norm, 1e-6)[:, None] * weight
        along_x = (wide[:, 1:-1, 2:] - wide[:, 1:-1, :-2]).reshape(len(points), -1) * scale
        along_y = (wide[:, 2:, 1:-1] - wide[:, :-2, 1:-1]).reshape(len(points), -1) * scale
        x, y = self.grid[:, 0], self.grid[:, 1]
        descent = np.stack(
            [along_x * x, along_y * x, along_x * y, along_y * y, along_x, along_y], axis=2, dtype=np.float32
        )
        # A change of brightness is no motion.
        mean = descent.sum(1) / np.maximum(weight.sum(1), 1)[:, None]
        descent -= mean[:, None] * weight[..., None]
        hessian = np.matmul(descent.transpose(0, 2, 1), descent)
        stiff = _STIFF * np.trace(hessian[:, :4, :4], axis1=1, axis2=2) / 4
        hessian[:, range(4), range(4)] += stiff[:, None] + 1e-9
        hessian[:, range(4, 6), range(4, 6)] += 1e-6
        self.grey[which], self.shape[which], self.weight[which] = grey, shape, weight
        self.descent[which], self.solve[which] = descent, np.linalg.inv(hessian)
        self.contrast[which] = norm / np.sqrt(np.maximum(weight.sum(1), 1))


def align(
    templates: Templates, which: Index, picture: Grey, points: Floats, warps: Floats, rounds: int
) -> tuple[Floats, Floats, Floats]:
    """Lines the templates ``which`` up with the picture, from ``points`` and ``warps``.

    Inverse compositional Gauss-Newton steps over affine maps and brightness (Baker and Matthews,
    "Lucas-Kanade 20 years on", 2004).

    Returns:
        points ``(n, 2)``, warps ``(n, 2, 2)`` and the likeness there ``(n,)``, at most 1: the normalised
        correlation, of the better half where a thing's outline runs through the patch; -1 where the map
        makes no sense or most lies outside the picture.
    """
    points, warps = points.copy(), warps.copy()
    weight, shape = templates.weight[which], templates.shape[which]
    descent, solve = templates.descent[which].transpose(0, 2, 1), templates.solve[which]
    for _ in range(rounds):
        grey, inside = sample(picture, points, warps, templates.grid)
        now, _norm = _normalised(grey, weight * inside)
        off = ((now - shape) * (weight * inside))[..., None]
        change = np.matmul(solve, np.matmul(descent, off))[..., 0]
        points, warps = _compose(points, warps, change)
    grey, inside = sample(picture, points, warps, templates.grid)
    likeness = _likeness(grey, shape, weight * inside, templates.grid)
    stretch = np.linalg.svd(warps, compute_uv=False)
    sound = (stretch[:, 0] < 3) & (stretch[:, 1] > 1 / 3) & (inside.mean(1) > 0.4)
    return points, warps, np.where(sound, likeness, np.float32(-1))


def _compose(points: Floats, warps: Floats, change: Floats) -> tuple[Floats, Floats]:
    """The maps after the inverse of each change ``(n, 6)``; changes that cannot be undone are left out."""
    linear = upright(len(change)) + change[:, :4].reshape(-1, 2, 2).transpose(0, 2, 1)
    sound = np.abs(linear[:, 0, 0] * linear[:, 1, 1] - linear[:, 0, 1] * linear[:, 1, 0]) > 0.1
    linear[~sound] = np.eye(2, dtype=np.float32)
    # Further than this at once the patch's gradients say nothing.
    shift = np.where(sound[:, None], np.clip(change[:, 4:], -3, 3), np.float32(0))
    back = np.matmul(warps, np.linalg.inv(linear))
    return points - np.matmul(back, shift[..., None])[..., 0], back


def _likeness(grey: Floats, shape: Floats, weight: Floats, grid: Floats) -> Floats:
    """The whole patch's correlation, or where that is not high a half patch's."""
    whole = _correlation(grey, shape, weight, 0.0)
    rest = np.flatnonzero(whole < 1 - _HALF)
    grey, shape, weight = grey[rest], shape[rest], weight[rest]
    for half in (grid[:, 0] <= 0, grid[:, 0] >= 0, grid[:, 1] <= 0, grid[:, 1] >= 0):
        whole[rest] = np.maximum(whole[rest], _correlation(grey, shape, weight * half, 0.3) - _HALF)
    return whole


def _correlation(grey: Floats, shape: Floats, weight: Floats, least: float) -> Floats:
    """Normalised correlation over the weight; -1 where at most ``least`` of the shape's norm is in it."""
    now, _ = _normalised(grey, weight)
    then, norm = _normalised(shape, weight)
    return np.where(norm > least, (now * then).sum(1), np.float32(-1))


def unlikeness(templates: Templates, which: Index, picture: Grey, points: Floats) -> tuple[Floats, Floats]:
    """How far the picture's grey at ``points`` is from the templates', for such as have hardly any texture.

    Returns:
        ``(n,)`` the change of their mean, and ``(n,)`` the root mean square of what else differs; infinite
        where most lies outside the picture.
    """
    grey, inside = sample(picture, points, upright(len(points)), templates.grid)
    weight = templates.weight[which] * inside
    total = np.maximum(weight.sum(1), 1)
    off = (grey - templates.grey[which]) * weight
    mean = off.sum(1) / total
    rest = np.sqrt(((off - mean[:, None] * weight) ** 2).sum(1) / total)
    return np.abs(mean), np.where(inside.mean(1) > 0.4, rest, np.float32(np.inf))


def search(
    small: Grey, coarse: Floats, points: Floats, warps: Floats, reach: int, least: float
) -> tuple[Floats, Mask]:
    """Looks round each point for its patch, in a picture of half the size.

    Args:
        small: ``(H / 2, W / 2)``.
        coarse: ``(n, P)`` square patches as the points' query showed them at half size.
        points: ``(n, 2)`` where to look, in pixels of the full size.
        warps: ``(n, 2, 2)`` how the surroundings are turned and stretched since.
        reach: How far to look, in pixels of the half size.
        least: Correlation from which on it is a find.

    Returns:
        ``(n, 2)`` the likeliest places, in pixels of the full size to within about one; ``(n,)`` whether
        it is a find.
    """
    side = round(float(np.sqrt(coarse.shape[1])))
    around, _ = sample(small, points * np.float32(0.5), warps, offsets(side // 2 + reach))
    wide = side + 2 * reach
    found = np.zeros(len(points), bool)
    shift = np.zeros((len(points), 2), np.float32)
    pairs = zip(around.reshape(-1, wide, wide), coarse.reshape(-1, side, side), strict=True)
    patterned = coarse.std(axis=1) > 0.5
    for number, (region, patch) in enumerate(pairs):
        score = cv2.matchTemplate(region, patch, cv2.TM_CCOEFF_NORMED)
        y, x = divmod(int(score.argmax()), score.shape[1])
        # On a patch all of one grey the correlation has no meaning, and OpenCV calls it 1 or not a number.
        found[number] = least < score[y, x] <= 1.001 and patterned[number]
        shift[number] = 2 * (x - reach), 2 * (y - reach)
    return points + np.matmul(warps, shift[..., None])[..., 0], found


def _normalised(grey: Floats, weight: Floats) -> tuple[Floats, Floats]:
    """Of mean 0 and norm 1 over the weight, and the norm before."""
    mean = (grey * weight).sum(1) / np.maximum(weight.sum(1), 1)
    flat = (grey - mean[:, None]) * weight
    norm = np.sqrt((flat * flat).sum(1))
    return flat / np.maximum(norm, 1e-6)[:, None], norm
