"""What goes wrong in pose estimators: left and right change places, joints jump, go missing or are guessed.

Each changes the arrays it is given in place: ``points`` ``(T, N, 2)`` in pixels, ``seen`` ``(T, N)``.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from motionsearch.tracks import Mask, Points
from motionsearch.train.tracker_faults import extent

# Joints of a left and a right limb that answer each other, ``(K, 2)``.
Pairs = NDArray[np.int64]


@lru_cache(maxsize=256)
def limb_pairs(parents: tuple[int, ...]) -> tuple[Pairs, ...]:
    """Limbs that a skeleton has twice: branches of one joint that branch alike, of two joints or more.

    Args:
        parents: ``(J,)`` parent of each joint, -1 for a root.

    Returns:
        For each pair of limbs its joints, left and right unknown, ``(K, 2)``.
    """
    children: dict[int, list[int]] = {}
    for joint, parent in enumerate(parents):
        if parent != joint:
            children.setdefault(parent, []).append(joint)

    def branch(joint: int, depth: int = 0) -> tuple[list[int], str]:
        joints, shape = [joint], ""
        for child in children.get(joint, []) if depth < len(parents) else []:
            more, below = branch(child, depth + 1)
            joints, shape = joints + more, shape + f"({below})"
        return joints, shape

    found = []
    for parent, below in children.items():
        if parent < 0:
            continue
        limbs = [branch(child) for child in below]
        index = 0
        while index + 1 < len(limbs):
            (one, shape), (other, same) = limbs[index], limbs[index + 1]
            alike = shape == same and len(one) > 1
            if alike:
                found.append(np.array([one, other], dtype=np.int64).T)
            index += 2 if alike else 1
    return tuple(found)


def kept_pairs(pairs: Sequence[Pairs], chosen: NDArray[np.int64], joints: int) -> tuple[Pairs, ...]:
    """The same limbs by their places among some ``chosen`` joints, as far as both sides are among them."""
    place = np.full(joints, -1, dtype=np.int64)
    place[chosen] = np.arange(len(chosen))
    moved = (place[pair] for pair in pairs)
    kept = (pair[(pair >= 0).all(axis=1)] for pair in moved)
    return tuple(pair for pair in kept if len(pair))


def flip_sides(points: Points, seen: Mask, pairs: Sequence[Pairs], rng: np.random.Generator) -> None:
    """The left limbs are taken for the right ones for a few frames, once or more."""
    frames = len(points)
    for _ in range(int(rng.integers(1, 4))):
        start = int(rng.integers(frames))
        end = start + int(rng.integers(1, 2 + max(1, frames // 8)))
        which = pairs if rng.random() < 0.4 else [pairs[int(rng.random() * len(pairs))]]
        for pair in which:
            points[start:end, pair.ravel()] = points[start:end, pair[:, ::-1].ravel()]
            seen[start:end, pair.ravel()] = seen[start:end, pair[:, ::-1].ravel()]


def jump_away(points: Points, seen: Mask, rng: np.random.Generator) -> None:
    """Joints are found somewhere else for a frame or a few, and then in their place again."""
    frames, count = seen.shape
    size = extent(points, seen)
    for _ in range(int(rng.integers(1, 3 + count // 6))):
        start, joint = int(rng.integers(frames)), int(rng.integers(count))
        end = start + int(rng.integers(1, 5))
        if rng.random() < 0.5:
            points[start:end, joint] = points[start:end, int(rng.integers(count))]
        else:
            points[start:end, joint] += (0.25 * size * rng.standard_normal(2)).astype(np.float32)


def go_missing(seen: Mask, rng: np.random.Generator) -> None:
    """One joint in six at most is never found, or seldom."""
    frames, count = seen.shape
    who = rng.permutation(count)[: int(rng.integers(1, 2 + count // 6))]
    found = 0.0 if rng.random() < 0.5 else 0.3
    seen[:, who] &= rng.random((frames, len(who))) < found


def guess_hidden(points: Points, hidden: Mask, rng: np.random.Generator) -> None:
    """What is hidden is guessed, as depth cameras do: it trembles and wanders about its place."""
    size = np.float32(rng.uniform(0.01, 0.06) * extent(points, np.ones(hidden.shape, dtype=bool)))
    frames, count = hidden.shape
    knots = rng.standard_normal((2 + frames // 5, count, 2), dtype=np.float32)
    at = np.linspace(0, len(knots) - 1.001, frames)
    low = at.astype(np.int64)
    weight = (at - low).astype(np.float32)[:, None, None]
    wander = knots[low] * (1 - weight) + knots[low + 1] * weight
    tremble = rng.standard_normal(points.shape, dtype=np.float32)
    points += hidden[..., None] * size * (wander + np.float32(0.3) * tremble)
