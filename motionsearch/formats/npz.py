"""Tracks in an npz: what ``Tracks.save`` writes, and what is easily written by hand.

``points`` (T, N, 2) in pixels or (T, N, 3) in any unit; optional ``visible`` (T, N), ``fps``,
``frame_size`` (width, height), ``up``, ``label``, ``caption`` or ``captions``, ``name``, ``start`` (seconds).
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
from motionsearch.tracks import Tracks


def matches(path: Path) -> bool:
    """Every npz that is not a corpus."""
    return path.suffix.lower() == ".npz"


def read(path: Path, options: Options) -> list[Recording]:
    """The one recording of a tracks npz."""
    arrays = common.load_arrays(path)
    if "points" not in arrays:
        there = ", ".join(sorted(arrays)[:8]) or "nothing"
        raise InputError(
            f"the npz has no array 'points', it has {there}",
            hint="a tracks file holds points (T, N, 2) or (T, N, 3), and may hold visible (T, N), fps and "
            "frame_size; a corpus needs its jsonl beside it",
        )
    points = common.as_points(arrays["points"])
    visible = arrays.get("visible")
    if visible is not None:
        if visible.shape != points.shape[:2] or visible.dtype.kind not in "biu":
            raise InputError(
                f"visible must be truth values of shape {points.shape[:2]}, "
                f"got {visible.dtype} of shape {visible.shape}"
            )
        visible = visible.astype(bool)
    fps = options.fps or _scalar(arrays, "fps") or common.DEFAULT_FPS
    tracks = common.to_tracks(
        points,
        visible,
        common.check_fps(fps),
        up=options.up or common.check_up(_text(arrays, "up")),
        frame_size=options.frame_size or _frame_size(arrays),
    )
    if "camera" in arrays and points.shape[2] == 2:
        tracks = Tracks(tracks.points, tracks.visible, tracks.fps, tracks.frame_size, arrays["camera"])
    return [
        Recording(
            tracks,
            start=_scalar(arrays, "start") or 0.0,
            name=_text(arrays, "name"),
            label=_text(arrays, "label"),
            captions=_texts(arrays, "captions") or _texts(arrays, "caption"),
        )
    ]


def _scalar(arrays: dict[str, NDArray[Any]], key: str) -> float | None:
    array = arrays.get(key)
    if array is None:
        return None
    if array.size != 1 or array.dtype.kind not in "fiu" or not np.isfinite(array).all():
        raise InputError(f"{key} must be one finite number, got {array.dtype} of shape {array.shape}")
    return float(array.reshape(()))


def _frame_size(arrays: dict[str, NDArray[Any]]) -> tuple[int, int] | None:
    size = arrays.get("frame_size")
    if size is None:
        return None
    if size.shape != (2,) or size.dtype.kind not in "fiu" or not ((size >= 1) & (size < 1e6)).all():
        raise InputError(f"frame_size must be (width, height) in pixels, got {common.shorten(size.tolist())}")
    return int(size[0]), int(size[1])


def _texts(arrays: dict[str, NDArray[Any]], key: str) -> tuple[str, ...]:
    array = arrays.get(key)
    if array is None:
        return ()
    if array.dtype.kind != "U" or array.ndim > 1:
        raise InputError(f"{key} must be text, got {array.dtype} of shape {array.shape}")
    return tuple(str(text) for text in array.reshape(-1))


def _text(arrays: dict[str, NDArray[Any]], key: str) -> str | None:
    texts = _texts(arrays, key)
    if len(texts) > 1:
        raise InputError(f"{key} must be one text, got {len(texts)}")
    return texts[0] if texts else None


FORMAT = Format(
    name="tracks",
    extensions=(".npz",),
    sentence="one moving thing: points (T, N, 2) in pixels or (T, N, 3), and where known visible (T, N), fps "
    "(30 if absent), frame_size, label, captions",
    matches=matches,
    read=read,
)
