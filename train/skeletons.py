"""Skeletons: which joint hangs on which where a corpus does not say, and which joints are no part of it."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.floating[Any]]

# Joints that game engines add for their own use: they steer others.
_HELPERS = ("pole", "ik", "control", "ctrl", "target")

# The skeletons of corpora that give names or an order but no parents.
BY_NAMES: dict[tuple[str, ...], tuple[int, ...]] = {
    # CMU as Poser BVH (cmu, cmu_humanml3d).
    (
        "hip", "abdomen", "chest", "neck", "head", "rCollar", "rShldr", "rForeArm", "rHand", "lCollar",
        "lShldr", "lForeArm", "lHand", "rButtock", "rThigh", "rShin", "rFoot", "lButtock", "lThigh",
        "lShin", "lFoot",
    ): (-1, 0, 1, 2, 3, 2, 5, 6, 7, 2, 9, 10, 11, 0, 13, 14, 15, 0, 17, 18, 19),
    (
        "joint_Root", "Hips", "Spine", "Chest", "Neck", "Head", "Shoulder_L", "UpperArm_L", "LowerArm_L",
        "Hand_L", "Shoulder_R", "UpperArm_R", "LowerArm_R", "Hand_R", "UpperLeg_L", "LowerLeg_L", "Foot_L",
        "Toes_L", "UpperLeg_R", "LowerLeg_R", "Foot_R", "Toes_R",
    ): (-1, -1, 1, 2, 3, 4, 3, 6, 7, 8, 3, 10, 11, 12, 1, 14, 15, 16, 1, 18, 19, 20),
}  # fmt: skip


def parents_of(points: Floats, names: tuple[str, ...] | None) -> tuple[int, ...]:
    """Parents ``(J,)`` of a skeleton that has none: by its names, else by how stiff its pairs are.

    Args:
        points: ``(T, J, 3)`` finite.
        names: ``(J,)`` or ``None``.
    """
    return BY_NAMES[names] if names in BY_NAMES else stiffest_tree(points)


def stiffest_tree(points: Floats) -> tuple[int, ...]:
    """The spanning tree over joints whose lengths change least (Prim's algorithm); joint 0 is the root.

    A pair costs the deviation of its length over time, plus a little of the length, so that of the stiff
    pairs of one rigid part the near ones are taken.
    """
    frames = points[:: max(1, len(points) // 64)]
    joints = points.shape[1]
    lengths = np.sqrt(np.square(frames[:, :, None] - frames[:, None]).sum(axis=-1))
    cost = lengths.std(axis=0) + 0.05 * lengths.mean(axis=0)
    parents = np.full(joints, -1)
    best, near = cost[0].copy(), np.zeros(joints, dtype=np.int64)
    best[0] = np.inf
    outside = np.ones(joints, dtype=bool)
    outside[0] = False
    while outside.any():
        joint = int(np.argmin(np.where(outside, best, np.inf)))
        parents[joint] = near[joint]
        outside[joint] = False
        nearer = cost[joint] < best
        best, near = np.where(nearer, cost[joint], best), np.where(nearer, joint, near)
    return tuple(int(p) for p in parents)


def body_joints(points: Floats, names: tuple[str, ...] | None) -> NDArray[np.bool_]:
    """``(J,)``: joints that belong to the body: not the helpers of a game engine, not far from all others.

    A root counts only where it is not on the ground under the rest (some call the pelvis so, some a point on
    the floor). Fewer than two left means that nothing could be told: then all are.
    """
    middle = np.median(points, axis=1, keepdims=True)
    reach = np.median(np.linalg.norm(points - middle, axis=-1), axis=0)
    keep = reach <= 6 * max(float(np.median(reach)), 1e-9)
    if names is not None:
        parts = [name.lower().replace(".", "_").replace("-", "_").split("_") for name in names]
        keep &= ~np.array([any(word in _HELPERS for word in part) for part in parts])
        height = np.median(points[..., 1], axis=0)
        low, high = np.quantile(height, [0.1, 1.0])
        root = np.array([any(w.endswith("root") or w == "armature" for w in part) for part in parts])
        keep &= ~(root & (height < low + 0.05 * (high - low)))
    return keep if keep.sum() >= 2 else np.ones(len(keep), dtype=bool)


def without(parents: tuple[int, ...], keep: NDArray[np.bool_]) -> tuple[int, ...]:
    """The parents of the kept joints: each hangs on its nearest kept ancestor, or is a root."""
    place = np.cumsum(keep) - 1
    result = []
    for joint in np.flatnonzero(keep):
        above, steps = parents[joint], 0
        while above >= 0 and not keep[above] and steps < len(parents):
            above, steps = parents[above], steps + 1
        result.append(int(place[above]) if above >= 0 and keep[above] else -1)
    return tuple(result)
