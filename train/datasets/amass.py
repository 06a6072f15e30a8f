"""AMASS: many mocap sets as SMPL bodies, ``<set>/<subject>/<name>_poses.npz`` (or ``_stageii.npz``).

An npz holds ``poses`` (T, 156 or 165) axis-angle vectors, ``trans`` (T, 3) metres, ``mocap_framerate`` or
``mocap_frame_rate`` and the body's shape; z is up. The shape needs SMPL's licensed model: without it, joints
come from a mean skeleton, see :mod:`motionsearch.train.datasets.smpl`. Joints that were computed with the
model are taken as they are:

- npz with ``joints``, ``joint_pos``, ``Jtr`` or ``jtr``, (T, 22, 24 or 52, 3) or (T, 66, 72 or 156) metres,
  z up, and one of the two rates or ``fps``;
- npy (T, 22, 24 or 52, 3) at 20 fps as HumanML3D's ``raw_pose_processing`` writes them to ``pose_data/``: it
  swaps y and z, which mirrors the body; that is undone here.

AMASS has no words of its own: BABEL and HumanML3D have them.
See Mahmood et al., AMASS: Archive of Motion Capture as Surface Shapes, ICCV 2019.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from motionsearch.camera import Up
from motionsearch.errors import InputError
from motionsearch.formats import common
from motionsearch.formats.corpus import MotionClip
from motionsearch.formats.humanml3d import load_array
from motionsearch.train.datasets.base import (
    Dataset,
    check_split,
    gather,
    split_missing,
    trial_of,
)
from motionsearch.train.datasets.smpl import JOINT_NAMES, PARENTS, joints_from_rotations

SPLITS = ("train", "val", "test")
TOP_FPS = 30.0
"""Recordings at 60 to 250 frames per second are thinned to the nearest rate from here up."""

# AMASS's own splits, by the names that its archives had at first and have now; all others train.
_VAL = ("HumanEva", "MPI_HDM05", "HDM05", "SFU", "MPI_mosh", "MoSh")
_TEST = ("Transitions_mocap", "Transitions", "SSM_synced", "SSM")

_RATES = ("mocap_framerate", "mocap_frame_rate", "fps")
_JOINTS = ("joints", "joint_pos", "Jtr", "jtr")
_JOINT_COUNTS = (22, 24, 52)
_POSE_DATA_FPS = 20.0
# Shapes of people, not motions.
_NO_MOTION = ("shape.npz", "_stagei.npz")


@dataclass(frozen=True, eq=False)
class Motion:
    """One recording: ``(T, J, 3)`` joints in metres, NaN where missing, SMPL's body joints only."""

    joints: NDArray[np.float64]
    fps: float
    up: Up


def read_motion(path: Path) -> Motion:
    """The joints of one AMASS file, thinned to about ``TOP_FPS``.

    Raises:
        InputError: it is damaged, or neither joints nor poses with a rate.
    """
    with common.naming(path):
        motion = _pose_data(path) if path.suffix.lower() == ".npy" else _from_npz(path)
        if len(motion.joints) < 2:
            raise InputError("it has a single frame", hint="motion needs at least 2 frames")
        stride = max(1, int(motion.fps // TOP_FPS))
        return Motion(motion.joints[::stride], motion.fps / stride, motion.up)


def files_of(root: Path) -> list[Path]:
    """The files of motions below a folder, sorted."""
    found = []
    for place, _, names in os.walk(root):
        for name in names:
            low = name.lower()
            if low.endswith((".npz", ".npy")) and not low.endswith(_NO_MOTION):
                found.append(Path(place, name))
    return sorted(found)


def load(root: Path, split: str | None) -> list[MotionClip]:
    """One clip a recording, without words."""
    check_split("amass", split, SPLITS)
    if not root.is_dir():
        raise InputError(f"{root}: no such folder")
    files = [path for path in files_of(root) if split is None or _split(path.relative_to(root)) == split]

    def read(path: Path) -> list[MotionClip]:
        own = path.relative_to(root)
        return [clip_of(read_motion(path), own.with_suffix("").as_posix(), own.as_posix(), _split(own))]

    return gather(root, files, read)


def clip_of(motion: Motion, name: str, source: str, split: str | None, **fields: Any) -> MotionClip:
    """A clip of a recording; ``source`` is its path within AMASS."""
    points, visible = split_missing(motion.joints)
    extra: dict[str, Any] = {"source": source}
    if (trial := trial_of(source)) is not None:
        extra["trial"] = trial
    return MotionClip(
        id=name,
        points=points,
        visible=visible,
        fps=motion.fps,
        up=motion.up,
        split=split,
        parents=PARENTS,
        joint_names=JOINT_NAMES,
        extra=extra,
        **fields,
    )


def _split(path: Path) -> str:
    names = set(path.parts)
    return "val" if names.intersection(_VAL) else "test" if names.intersection(_TEST) else "train"


def _from_npz(path: Path) -> Motion:
    arrays = common.load_arrays(path, ("poses", "trans", *_RATES, *_JOINTS))
    fps = _rate(arrays)
    named = next((key for key in _JOINTS if key in arrays), None)
    if named is not None:
        array = arrays[named]
        if array.ndim == 2 and array.shape[1] % 3 == 0:
            array = array.reshape(len(array), -1, 3)
        return Motion(_body(array, named), fps, "z")
    for key in ("poses", "trans"):
        if key not in arrays:
            raise InputError(
                f"the npz has no array {key!r}",
                hint=f"a motion of AMASS holds poses and trans, or joints in one of {', '.join(_JOINTS)}",
            )
    poses, trans = _numbers(arrays["poses"], "poses"), _numbers(arrays["trans"], "trans")
    if poses.ndim != 2 or poses.shape[1] < 66 or trans.shape != (len(poses), 3):
        raise InputError(
            f"poses must be (T, 66 or more) and trans (T, 3), got {poses.shape} and {trans.shape}"
        )
    return Motion(joints_from_rotations(poses, trans), fps, "z")


def _pose_data(path: Path) -> Motion:
    x, z, y = np.moveaxis(_body(load_array(path), "the array"), 2, 0)
    # Stored is (x, z, y) of a world with z up. As (-x, z, y) it is a turned, not a mirrored one, with y up.
    return Motion(np.stack([-x, z, y], axis=2), _POSE_DATA_FPS, "y")


def _body(array: NDArray[Any], what: str) -> NDArray[np.float64]:
    """The first 22 of SMPL's joints, without hands."""
    if array.ndim != 3 or array.shape[1] not in _JOINT_COUNTS or array.shape[2] != 3:
        raise InputError(f"{what} must have shape (T, 22, 24 or 52, 3), got {array.shape}")
    return _numbers(array, what)[:, : len(PARENTS)]


def _numbers(array: NDArray[Any], what: str) -> NDArray[np.float64]:
    if array.dtype.kind not in "fiu":
        raise InputError(f"{what} must be numbers, got {array.dtype}")
    return array.astype(np.float64)


def _rate(arrays: dict[str, NDArray[Any]]) -> float:
    rate = next((arrays[key] for key in _RATES if key in arrays), None)
    if rate is None or rate.size != 1 or rate.dtype.kind not in "fiu":
        raise InputError(
            f"it does not say its frames per second in one of {', '.join(_RATES)}",
            hint="add the number to the npz as fps",
        )
    return common.check_fps(float(rate.reshape(())))


def _matches(root: Path) -> bool:
    """Some set has some subject with a file named as AMASS names them."""
    try:
        return any(
            next(root.glob(f"*/*/*{end}"), None) for end in ("_poses.npz", "_stageii.npz", "_poses.npy")
        )
    except OSError:
        return False


DATASET = Dataset(
    name="amass",
    title="AMASS",
    licence="research only",
    splits=SPLITS,
    has_words=False,
    load=load,
    matches=_matches,
)
