"""Patches round points: read them at fractions of a pixel, line them up under affine maps, look for them again."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

Grey = NDArray[np.uint8]
Floats = NDArray[np.float32]
Truths = NDArray[np.bool_]

_ROWS = 30000
"""cv2.remap takes no more than 32767 rows at once."""


def offsets(radius: int) -> Floats:
    """``(P, 2)``: x and y of the pixels of a square patch round its middle, row by row."""
    y, x = np.mgrid[-radius : radius + 1, -radius : radius + 1]
    return np.stack([x.ravel(), y.ravel()], axis=1).astype(np.float32)


def sample(picture: Grey, points: Floats, warps: Floats, grid: Floats) -> tuple[Floats, Truths]:
    """What the picture shows at ``warps @ grid + points``.

    Args:
        picture: ``(H, W)``.
        points: ``(N, 2)`` pixels.
        warps: ``(N, 2, 2)``.
        grid: ``(P, 2)`` offsets.

    Returns:
        ``(N, P)`` grey, bilinear, the border's beyond it; and ``(N, P)`` whether it lies in the picture.
    """
    at_x = grid[:, 0] * warps[:, 0, 0, None] + grid[:, 1] * warps[:, 0, 1, None] + points[:, 0, None]
    at_y = grid[:, 0] * warps[:, 1, 0, None] + grid[:, 1] * warps[:, 1, 1, None] + points[:, 1, None]
    height, width = picture.shape
    inside = (at_x >= 0) & (at_x <= width - 1) & (at_y >= 0) & (at_y <= height - 1)
    parts = [
        cv2.remap(
            picture,
            at_x[i : i + _ROWS],
            at_y[i : i + _ROWS],
            cv2.INTER_LINEAR,
            borderMode=cv2.BORDER_REPLICATE,
        )
        for i in range(0, len(points), _ROWS)
    ]
    grey = np.concatenate(parts).astype(np.float32) if parts else np.zeros(at_x.shape, np.float32)
    return grey, inside


@dataclass(frozen=True)
class Templates:
    """How the surroundings of each point look, made ready to be lined up with other pictures.

    Args:
        grid: ``(P, 2)`` offsets of a patch's pixels.
        grey: ``(N, P)`` grey values, of mean 0 and norm 1 over what lies in the picture.
        weight: ``(N, P)`` 1 in the picture, 0 beyond its border.
        descent: ``(N, P, 6)`` how the grey changes with the six numbers of an affine map.
        solve: ``(N, 6, 6)`` from summed descents to the map's change.
        textured: ``(N,)`` whether there is anything to line up.
    """

    grid: Floats
    grey: Floats
    weight: Floats
    descent: Floats
    solve: Floats
    textured: Truths


def empty_templates(count: int, radius: int) -> Templates:
    """Templates of ``count`` points, to be filled by :func:`fill_templates`."""
    grid = offsets(radius)
    size = len(grid)
    return Templates(
        grid,
        np.zeros((count, size), np.float32),
        np.zeros((count, size), np.float32),
        np.zeros((count, size, 6), np.float32),
        np.zeros((count, 6, 6), np.float32),
        np.zeros(count, bool),
    )


def fill_templates(templates: Templates, which: NDArray[np.intp], picture: Grey, points: Floats) -> None:
    """Takes the patches of the points ``which`` from the picture at ``points`` ``(n, 2)``."""
    grid = templates.grid
    radius = int(grid.max())
    side = 2 * radius + 1
    identity = np.broadcast_to(np.eye(2, dtype=np.float32), (len(points), 2, 2))
    wide, _ = sample(picture, points, identity, offsets(radius + 1))
    wide = wide.reshape(-1, side + 2, side + 2)
    grey = wide[:, 1:-1, 1:-1].reshape(len(points), -1)
    _, inside = sample(picture, points, identity, grid)
    weight = inside.astype(np.float32)
    flat, norm = _normalised(grey, weight)
    # Central differences, as steep as the normalised patch is.
    scale = 0.5 / np.maximum(norm, 1e-6)[:, None]
    along_x = (wide[:, 1:-1, 2:] - wide[:, 1:-1, :-2]).reshape(len(points), -1) * scale * weight
    along_y = (wide[:, 2:, 1:-1] - wide[:, :-2, 1:-1]).reshape(len(points), -1) * scale * weight
    x, y = grid[:, 0], grid[:, 1]
    descent = np.stack([along_x * x, along_y * x, along_x * y, along_y * y, along_x, along_y], axis=2)
    descent -= (descent.sum(1) / np.maximum(weight.sum(1), 1)[:, None])[:, None] * weight[..., None]
    hessian = np.einsum("npi,npj->nij", descent, descent)
    # A little stiffness keeps the map's six numbers determined where the patch shows an edge only.
    stiff = 0.01 * np.trace(hessian[:, :4, :4], axis1=1, axis2=2) / 4
    hessian[:, range(4), range(4)] += stiff[:, None] + 1e-9
    hessian[:, range(4, 6), range(4, 6)] += 1e-6
    templates.grey[which] = flat
    templates.weight[which] = weight
    templates.descent[which] = descent
    templates.solve[which] = np.linalg.inv(hessian)
    contrast = norm / np.sqrt(np.maximum(weight.sum(1), 1))
    templates.textured[which] = contrast > 1.0


def align(
    templates: Templates, which: NDArray[np.intp], picture: Grey, points: Floats, warps: Floats, rounds: int
) -> tuple[Floats, Floats, Floats]:
    """Lines the templates ``which`` up with the picture, from ``points`` and ``warps``.

    Inverse compositional Gauss-Newton steps over affine maps and brightness (Baker and Matthews,
    "Lucas-Kanade 20 years on", 2004).

    Returns:
        points ``(n, 2)``, warps ``(n, 2, 2)`` and the normalised correlation there ``(n,)``, -1 to 1.
    """
    points, warps = points.copy(), warps.copy()
    weight, target = templates.weight[which], templates.grey[which]
    descent, solve = templates.descent[which], templates.solve[which]
    for turn in range(rounds + 1):
        grey, inside = sample(picture, points, warps, templates.grid)
        seen = weight * inside
        now, _ = _normalised(grey, seen)
        likeness = (now * target).sum(1) / np.maximum(np.sqrt((seen * target**2).sum(1)), 1e-6)
        if turn == rounds:
            break
        change = np.einsum("nij,npj,np->ni", solve, descent, (now - target) * seen, optimize=True)
        inverse = np.eye(3, dtype=np.float32)[None].repeat(len(points), 0)
        inverse[:, 0, 0] += change[:, 0]
        inverse[:, 1, 0] += change[:, 1]
        inverse[:, 0, 1] += change[:, 2]
        inverse[:, 1, 1] += change[:, 3]
        inverse[:, :2, 2] = np.clip(change[:, 4:], -3, 3)
        sound = np.abs(np.linalg.det(inverse[:, :2, :2])) > 0.1
        inverse[~sound] = np.eye(3, dtype=np.float32)
        inverse = np.linalg.inv(inverse)
        points += np.einsum("nij,nj->ni", warps, inverse[:, :2, 2])
        warps = warps @ inverse[:, :2, :2]
    return points, warps, np.where(seen.mean(1) > 0.4, likeness, -1.0).astype(np.float32)


def _normalised(grey: Floats, weight: Floats) -> tuple[Floats, Floats]:
    """Of mean 0 and norm 1 over the weight, and the norm before."""
    mean = (grey * weight).sum(1) / np.maximum(weight.sum(1), 1)
    flat = (grey - mean[:, None]) * weight
    norm = np.sqrt((flat**2).sum(1))
    return flat / np.maximum(norm, 1e-6)[:, None], norm
