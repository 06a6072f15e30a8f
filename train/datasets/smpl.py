"""SMPL's first 22 joints, and where they are when only rotations are at hand.

SMPL's body model, which knows each person's shape, is under a licence of its own and is not part of this
project. Forward kinematics on a mean skeleton is a good stand-in for seeing how a body moves: bone lengths
differ from the person's, angles do not. Joints that the model has computed are better where they are there.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.floating[Any]]

JOINT_NAMES = (
    "pelvis", "left_hip", "right_hip", "spine1", "left_knee", "right_knee", "spine2", "left_ankle",
    "right_ankle", "spine3", "left_foot", "right_foot", "neck", "left_collar", "right_collar", "head",
    "left_shoulder", "right_shoulder", "left_elbow", "right_elbow", "left_wrist", "right_wrist",
)  # fmt: skip
PARENTS = (-1, 0, 0, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 9, 9, 12, 13, 14, 16, 17, 18, 19)

_STATURE = 1.7
# The rest pose in units of the body's height: arms spread (T), y up, facing +z, the left side at +x. Heights
# of the joints of the limbs and lengths of arm segments are Drillis and Contini's (in Winter, Biomechanics
# and Motor Control of Human Movement, fig. 4.1); joints within the trunk and their widths are set by us.
_REST = np.array(
    [
        [0.0, 0.580, 0.0], [0.050, 0.530, 0.0], [-0.050, 0.530, 0.0], [0.0, 0.640, -0.010],
        [0.055, 0.285, 0.0], [-0.055, 0.285, 0.0], [0.0, 0.715, -0.010], [0.055, 0.039, -0.015],
        [-0.055, 0.039, -0.015], [0.0, 0.750, -0.005], [0.065, 0.010, 0.065], [-0.065, 0.010, 0.065],
        [0.0, 0.860, -0.015], [0.045, 0.810, -0.010], [-0.045, 0.810, -0.010], [0.0, 0.920, 0.015],
        [0.105, 0.818, -0.015], [-0.105, 0.818, -0.015], [0.291, 0.818, -0.015],
        [-0.291, 0.818, -0.015], [0.437, 0.818, -0.015], [-0.437, 0.818, -0.015],
    ]
)  # fmt: skip
OFFSETS = _STATURE * np.array([_REST[j] - (_REST[p] if p >= 0 else _REST[0]) for j, p in enumerate(PARENTS)])
"""``(22, 3)`` metres from each joint's parent to it in the rest pose; of the pelvis zero."""


def joints_from_rotations(poses: Floats, trans: Floats) -> NDArray[np.float64]:
    """Where the 22 joints are, by forward kinematics on the mean skeleton.

    Each joint turns with its parent and then by its own rotation vector; the pelvis lies at ``trans``, which
    differs from SMPL's by an offset that stays the same through a recording.

    Args:
        poses: ``(T, 66)`` or more columns: SMPL's axis-angle vectors in radians, three a joint, the pelvis
            first; the columns of hands and face are passed over.
        trans: ``(T, 3)`` metres.

    Returns:
        ``(T, 22, 3)`` metres in the world of ``trans``.
    """
    turns = rotation_matrices(poses[:, : 3 * len(PARENTS)].reshape(len(poses), len(PARENTS), 3))
    world = np.empty_like(turns)
    joints = np.empty((len(poses), len(PARENTS), 3))
    for joint, parent in enumerate(PARENTS):
        if parent < 0:
            world[:, joint], joints[:, joint] = turns[:, joint], trans
        else:
            world[:, joint] = world[:, parent] @ turns[:, joint]
            joints[:, joint] = joints[:, parent] + world[:, parent] @ OFFSETS[joint]
    return joints


def rotation_matrices(vectors: Floats) -> NDArray[np.float64]:
    """``(..., 3)`` rotation vectors in radians as ``(..., 3, 3)`` matrices, by Rodrigues' formula."""
    vectors = np.asarray(vectors, dtype=np.float64)
    angle = np.linalg.norm(vectors, axis=-1)[..., None, None]
    x, y, z = np.moveaxis(vectors, -1, 0)
    zero = np.zeros_like(x)
    cross = np.stack([zero, -z, y, z, zero, -x, -y, x, zero], axis=-1).reshape(*x.shape, 3, 3)
    # sin(a)/a and (1 - cos(a))/a^2, which numpy's sinc gives without dividing by zero.
    first, second = np.sinc(angle / np.pi), 0.5 * np.sinc(angle / (2 * np.pi)) ** 2
    return np.asarray(np.eye(3) + first * cross + second * (cross @ cross))
