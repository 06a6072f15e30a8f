"""Random points attached to a skeleton's limbs: what a point tracker sees where mocap has only joints."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.floating[Any]]

# A neighbouring bone is a good sideways reference where it stays about 17 degrees or more off parallel.
_CLEAR_SINE = 0.3
_CARRY_STEP = 3
_SIDES, _LINES = 5, 2
# Radii as shares of a body's size, which is twice the way from its root to its farthest tip: of the trunk,
# and of limbs, which have a share of their length within bounds. A thigh of 42 cm has a radius of 8 cm.
_TRUNK, _LIMB, _THIN, _THICK = 0.066, 0.19, 0.016, 0.045
# Points lie under the skin by this share of the radius at most, and go on behind a limb's tip by this share.
_UNDER, _BEYOND = 0.3, 0.6


def limb_points(
    joints: Floats,
    parents: Sequence[int],
    count: int,
    rng: np.random.Generator,
    *,
    thickness: float | None = None,
) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Points on tubes around the bones, turning with them.

    Each point keeps its place along its bone, its distance from it and its angle around it. The angle is
    measured from a neighbouring bone or a line across the body (hips, shoulders) where one is never near
    parallel to the bone, so that the points turn with the body; else from a direction carried along without
    twist (parallel transport), so that it never flips.

    Args:
        joints: ``(T, J, 3)``; joints that are not finite make their limbs' points not finite.
        parents: ``(J,)`` parent of each joint, -1 for a root.
        count: How many points, N.
        rng: Where chance comes from.
        thickness: Factor on the girth that people have; by default 0.5 to 2.5 at random, from slim people to
            the figures of games.

    Returns:
        ``(T, N, 3)`` points and ``(T, N, 3)`` outward unit normals, float32.
    """
    tree = _skeleton(tuple(int(p) for p in parents))
    middle = joints[len(joints) // 2]
    lengths = np.sqrt(np.square(middle[tree.child] - middle[tree.parent]).sum(-1))
    lengths = np.where(np.isfinite(lengths), lengths, 0.0)
    girths = _girths(lengths, tree)
    weights = lengths * np.sqrt(girths) + 1e-9
    # A fourth of the points go anywhere, so that short bones (hands, feet, ears) are not forgotten.
    weights = 0.75 * weights / weights.sum() + 0.25 / len(weights)
    picked = np.searchsorted(np.cumsum(weights)[:-1], rng.random(count))
    bones, which = np.unique(picked, return_inverse=True)

    origin = joints[:, tree.parent[bones]].astype(np.float32)
    axis, length = _normalised(joints[:, tree.child[bones]].astype(np.float32) - origin)
    across = _across(joints, axis, tree.side_from[bones], tree.side_to[bones])
    third = _cross(axis, across)

    if thickness is None:
        thickness = float(np.clip(np.exp(0.15 + 0.4 * rng.standard_normal()), 0.5, 2.5))
    radius = (thickness * girths[picked] * (1 - _UNDER * rng.random(count))).astype(np.float32)
    along = rng.random(count, dtype=np.float32)
    angle = (2 * np.pi * rng.random(count)).astype(np.float32)
    normal = across[:, which] * np.cos(angle)[:, None] + third[:, which] * np.sin(angle)[:, None]
    # Behind the tip of a limb its end is round.
    round_end = np.where(tree.tip[picked], np.maximum(4 * along - 3, 0), 0).astype(np.float32)
    beyond = round_end * np.float32(_BEYOND) * radius
    radius = radius * np.sqrt(1 - np.square(round_end))
    place = axis[:, which] * (along[:, None] * length[:, which] + beyond[:, None])
    points = np.asarray(origin[:, which] + place + normal * radius[:, None], dtype=np.float32)
    return points, np.asarray(normal, dtype=np.float32)


def girths(joints: Floats, parents: Sequence[int]) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """How thick people's limbs of these bones would be.

    Args:
        joints: ``(T, J, 3)`` finite.
        parents: ``(J,)`` parent of each joint, -1 for a root.

    Returns:
        ``(B, 2)`` joint and parent of each bone, and ``(B,)`` its radius, in the joints' unit.
    """
    tree = _skeleton(tuple(int(p) for p in parents))
    middle = joints[len(joints) // 2]
    lengths = np.sqrt(np.square(middle[tree.child] - middle[tree.parent]).sum(-1))
    return np.stack([tree.child, tree.parent], axis=1), _girths(lengths, tree)


@dataclass(frozen=True)
class _Tree:
    """A skeleton's bones.

    Args:
        child, parent: ``(B,)``.
        side_from, side_to: ``(B, 5)`` directions beside each.
        path: ``(J, B)`` 1 for the bones on the way from the root to each joint.
        body: ``(J,)`` the root at which the way up from each joint ends.
        trunk: ``(B,)`` whether more than one limb hangs on it.
        tip: ``(B,)`` whether nothing does.
    """

    child: NDArray[np.int64]
    parent: NDArray[np.int64]
    side_from: NDArray[np.int64]
    side_to: NDArray[np.int64]
    path: NDArray[np.float64]
    body: NDArray[np.int64]
    trunk: NDArray[np.bool_]
    tip: NDArray[np.bool_]


def _girths(lengths: Floats, tree: _Tree) -> NDArray[np.float64]:
    """Usual radius ``(B,)`` of each bone's part of the body."""
    reach = tree.path @ lengths
    size = np.zeros(len(tree.body))
    np.maximum.at(size, tree.body, 2 * reach)
    size = size[tree.body[tree.child]]
    limb = np.minimum(np.maximum(_LIMB * lengths, _THIN * size), _THICK * size)
    return np.where(tree.trunk, _TRUNK * size, limb)


@lru_cache(maxsize=4096)
def _skeleton(parents: tuple[int, ...]) -> _Tree:
    bones = [(j, p) for j, p in enumerate(parents) if 0 <= p < len(parents) and p != j]
    children: dict[int, list[int]] = {}
    for j, p in bones:
        children.setdefault(p, []).append(j)
    # Lines across the body: between neighbouring children of the joints that branch, the widest first. Where
    # there are several bodies each has its own.
    roots = [_way_up(j, parents)[-1] for j in range(len(parents))]
    lines = sorted((list(pairwise(c)) for c in children.values()), key=len, reverse=True)
    every = [line for branch in lines for line in branch]
    bodies = {root: [line for line in every if roots[line[0]] == root][:_LINES] for root in set(roots)}
    side_from, side_to = [], []
    for j, p in bones:
        across = bodies[roots[j]]
        siblings = [c for c in children[p] if c != j]
        neighbours = list(pairwise(siblings))
        neighbours += [(p, s) for s in siblings] + [(j, c) for c in children.get(j, [])]
        if parents[p] >= 0:
            neighbours.append((parents[p], p))
        neighbours = neighbours[: _SIDES - len(across)] + across or [(p, j)]
        neighbours += [neighbours[-1]] * (_SIDES - len(neighbours))
        side_from.append([a for a, _ in neighbours])
        side_to.append([b for _, b in neighbours])
    pairs = np.array(bones, dtype=np.int64).reshape(-1, 2)
    place = {j: k for k, (j, _) in enumerate(bones)}
    path = np.zeros((len(parents), len(bones)))
    for j in range(len(parents)):
        path[j, [place[k] for k in _way_up(j, parents) if k in place]] = 1
    leaves = [j for j, _ in bones if j not in children]
    hanging = path[leaves].sum(axis=0)
    return _Tree(
        pairs[:, 0],
        pairs[:, 1],
        np.array(side_from, dtype=np.int64).reshape(-1, _SIDES),
        np.array(side_to, dtype=np.int64).reshape(-1, _SIDES),
        path,
        np.array(roots, dtype=np.int64),
        hanging > 1,
        np.array([j not in children for j, _ in bones], dtype=np.bool_),
    )


def _way_up(joint: int, parents: tuple[int, ...]) -> list[int]:
    """A joint and those above it, up to its root."""
    way = [joint]
    while len(way) <= len(parents) and 0 <= parents[way[-1]] < len(parents) and parents[way[-1]] != way[-1]:
        way.append(parents[way[-1]])
    return way


def _across(
    joints: Floats, axis: NDArray[np.float32], side_from: NDArray[np.int64], side_to: NDArray[np.int64]
) -> NDArray[np.float32]:
    """A unit direction square to each bone in every frame, ``(T, B, 3)``, that turns with the body."""
    step = max(1, len(joints) // 12)
    sample = joints[::step]
    sides, _ = _normalised((sample[:, side_to] - sample[:, side_from]).astype(np.float32))
    cosine = np.abs(_dot(sides, axis[::step, :, None])).max(axis=0)  # (B, 5)
    best = np.argmin(np.nan_to_num(cosine, nan=1.0), axis=1)
    rows = np.arange(len(best))
    clear = cosine[rows, best] < np.sqrt(1 - _CLEAR_SINE**2)
    reference = (joints[:, side_to[rows, best]] - joints[:, side_from[rows, best]]).astype(np.float32)
    if not clear.all():
        rest = ~clear
        reference[:, rest] = _carried(axis[:, rest])
    return _normalised(reference - _dot(reference, axis)[..., None] * axis)[0]


def _carried(axis: NDArray[np.float32]) -> NDArray[np.float64]:
    """Parallel transport of any perpendicular along the bone's directions; ``(T, B, 3)``, length not kept."""
    smooth = np.nan_to_num(axis).astype(np.float64)
    # The caller squares the result to the axis again, which carries it over the frames between.
    smooth = np.ascontiguousarray(smooth[::_CARRY_STEP].transpose(0, 2, 1))  # (T / step, 3, B)
    normal = np.zeros_like(smooth[0])
    normal[np.argmin(np.abs(smooth[0]), axis=0), np.arange(normal.shape[1])] = 1.0
    carried = np.empty_like(smooth)
    for frame, direction in enumerate(smooth):
        normal = normal - (normal * direction).sum(axis=0) * direction
        carried[frame] = normal
    carried /= np.maximum(np.sqrt(np.square(carried).sum(axis=1, keepdims=True)), 1e-300)
    return np.repeat(carried.transpose(0, 2, 1), _CARRY_STEP, axis=0)[: len(axis)]


def _normalised(vectors: NDArray[np.float32]) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    length: NDArray[np.float32] = np.sqrt(_dot(vectors, vectors))[..., None]
    return np.asarray(vectors / np.maximum(length, np.float32(1e-9)), dtype=np.float32), length


def _dot(a: NDArray[np.float32], b: NDArray[np.float32]) -> NDArray[np.float32]:
    # A reduction over an axis of three costs several times this.
    product: NDArray[np.float32] = a[..., 0] * b[..., 0] + a[..., 1] * b[..., 1] + a[..., 2] * b[..., 2]
    return product


def _cross(a: NDArray[np.float32], b: NDArray[np.float32]) -> NDArray[np.float32]:
    # np.cross spends most of its time on generality at these sizes.
    ax, ay, az = a[..., 0], a[..., 1], a[..., 2]
    bx, by, bz = b[..., 0], b[..., 1], b[..., 2]
    return np.stack([ay * bz - az * by, az * bx - ax * bz, ax * by - ay * bx], axis=-1)
