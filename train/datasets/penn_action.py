"""Penn Action: sport in videos, with 13 joints of one person in each frame, in pixels.

    labels/0001.mat    x, y, visibility (T, 13); dimensions (height, width, frames); action, pose, train
    frames/0001/000001.jpg   the pictures, which are not needed

``train`` is 1 for the training split and -1 for the test split. A point that is not visible is a guess. The
files do not say how fast the videos ran; 30 frames per second are assumed.
See Zhang, Zhu and Derpanis, From Actemes to Action, ICCV 2013.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np

from motionsearch.errors import InputError
from motionsearch.formats import common
from motionsearch.formats.corpus import MotionClip
from motionsearch.tracks import Mask
from motionsearch.train.datasets.base import Dataset, check_split, gather
from motionsearch.train.datasets.mat import number_table, read_mat

SPLITS = ("train", "test")
FPS = 30.0
JOINT_NAMES = (
    "head", "left_shoulder", "right_shoulder", "left_elbow", "right_elbow", "left_wrist", "right_wrist",
    "left_hip", "right_hip", "left_knee", "right_knee", "left_ankle", "right_ankle",
)  # fmt: skip
# A forest: nothing between the head, the two sides and the legs is marked.
_PARENTS = (-1, 0, 0, 1, 2, 3, 4, 1, 2, 7, 8, 9, 10)


def load(root: Path, split: str | None) -> list[MotionClip]:
    """One clip a video, labelled with its action."""
    check_split("penn_action", split, SPLITS)
    folder = root / "labels"
    if not folder.is_dir():
        raise InputError(
            f"{folder}: no such folder", hint="the data set's labels/0001.mat and so on are needed"
        )
    clips = gather(root, sorted(folder.glob("*.mat")), read_label)
    kept = [clip for clip in clips if split is None or clip.split == split]
    if not kept:
        raise InputError(f"{folder}: none of its {len(clips)} videos belongs to the split {split}")
    return kept


def read_label(path: Path) -> list[MotionClip]:
    """The one clip of a label file.

    Raises:
        InputError: it is damaged, or a variable is missing or of a wrong shape.
    """
    with common.naming(path):
        values = read_mat(path)
        x, y, seen = (number_table(values, name) for name in ("x", "y", "visibility"))
        frames = len(x)
        if not x.shape == y.shape == seen.shape == (frames, len(JOINT_NAMES)) or frames < 2:
            raise InputError(
                f"x, y and visibility must be (2 or more frames, {len(JOINT_NAMES)}), "
                f"got {x.shape}, {y.shape} and {seen.shape}"
            )
        size = number_table(values, "dimensions").ravel()
        if len(size) < 2 or not (size[:2] >= 1).all() or not (size[:2] < 1e6).all():
            raise InputError(
                f"dimensions must be height, width and frames, got {common.shorten(size.tolist())}"
            )
        action = values.get("action")
        if not isinstance(action, str) or not action.strip():
            raise InputError("it does not say its action")
        train = number_table(values, "train").ravel()
        points = np.stack([x, y], axis=2)
        finite: Mask = np.asarray(np.isfinite(points).all(axis=2))
        return [
            MotionClip(
                id=path.stem,
                points=np.where(finite[..., None], points, 0.0).astype(np.float32),
                visible=finite & (seen > 0),
                fps=FPS,
                up="-y",
                label=action.strip().replace("_", " "),
                split="train" if len(train) and train[0] > 0 else "test",
                parents=_PARENTS,
                joint_names=JOINT_NAMES,
                frame_size=(int(size[1]), int(size[0])),
                extra={"pose": pose} if isinstance(pose := values.get("pose"), str) else {},
            )
        ]


def _matches(root: Path) -> bool:
    try:
        return next((root / "labels").glob("[0-9][0-9][0-9][0-9].mat"), None) is not None
    except OSError:
        return False


DATASET = Dataset(
    name="penn_action",
    title="Penn Action",
    licence="research only",
    splits=SPLITS,
    has_words=True,
    load=load,
    matches=_matches,
)
