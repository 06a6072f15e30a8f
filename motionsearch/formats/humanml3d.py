"""Joint positions in an npy: HumanML3D's ``(T, 22, 3)``, and any other ``(T, J, 3)`` or ``(T, N, 2)``.

Of ``(T, 22, 3)`` the rate is 20 frames per second, HumanML3D's; of others 30. NaN means not visible.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from motionsearch.clips import Recording
from motionsearch.errors import InputError
from motionsearch.formats import common
from motionsearch.formats.common import Format, Options
from motionsearch.tracks import NPZ_ERRORS

HUMANML3D_FPS = 20.0
_HUMANML3D_JOINTS = 22
_FEATURE_WIDTHS = (263, 251)  # HumanML3D and KIT-ML feature vectors


def load_array(path: Path) -> NDArray[Any]:
    """The array of an npy, after checking that what its header claims is what the file holds."""
    try:
        with path.open("rb") as stream:
            shape, dtype, header = common.npy_header(stream)
            claimed = common.array_bytes(shape, dtype)
            if claimed + header != path.stat().st_size:
                raise InputError(
                    f"the array claims shape {shape} of {dtype}, {claimed:,} bytes, "
                    f"but {path.stat().st_size - header:,} are there",
                    hint="the file may be cut off",
                )
            stream.seek(0)
            return np.asarray(np.lib.format.read_array(stream, allow_pickle=False))
    except NPZ_ERRORS as error:
        raise InputError(f"not a readable npy ({error})") from error


def matches(path: Path) -> bool:
    """It begins with numpy's magic bytes."""
    return common.head(path, 6) == b"\x93NUMPY"


def read(path: Path, options: Options) -> list[Recording]:
    """The one recording of an npy."""
    array = load_array(path)
    if array.ndim == 2 and array.shape[1] in _FEATURE_WIDTHS:
        raise InputError(
            f"shape {array.shape} is HumanML3D's feature vectors, not joint positions",
            hint="add the (T, 22, 3) files of new_joints/ instead of new_joint_vecs/",
        )
    points = common.as_points(array, "the array")
    human = points.shape[1:] == (_HUMANML3D_JOINTS, 3)
    fps = options.fps or (HUMANML3D_FPS if human else common.DEFAULT_FPS)
    return [Recording(common.to_tracks(points, None, fps, up=options.up, frame_size=options.frame_size))]


FORMAT = Format(
    name="HumanML3D joints",
    extensions=(".npy",),
    sentence="(T, 22, 3) joints at 20 fps, y up; any other (T, J, 3), or (T, N, 2) in pixels, at 30 fps",
    matches=matches,
    read=read,
)
