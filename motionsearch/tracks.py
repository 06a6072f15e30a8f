"""Tracks: what every source of motion becomes before it is embedded."""

from __future__ import annotations

import lzma
import os
import struct
import tokenize
import zipfile
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from motionsearch.errors import InputError

Points = NDArray[np.float32]
Mask = NDArray[np.bool_]
Affines = NDArray[np.float32]

# What numpy and zipfile are known to raise on damaged files.
NPZ_ERRORS: tuple[type[Exception], ...] = (ValueError, TypeError, KeyError, SyntaxError, OverflowError)
NPZ_ERRORS += (AttributeError, EOFError, RuntimeError, IndexError, MemoryError, OSError, struct.error)
NPZ_ERRORS += (tokenize.TokenError, zipfile.BadZipFile, zipfile.LargeZipFile, zlib.error, lzma.LZMAError)


@dataclass(frozen=True, eq=False)
class Tracks:
    """Point trajectories over one stretch of time.

    The points are an unordered set: nothing may depend on their order, on N or on T.

    Args:
        points: ``(T, N, 2)`` float32, pixels, x right and y down. Where not visible, any value; kept if
            finite (a tracker's guess), set to zero if not.
        visible: ``(T, N)`` bool. ``None`` means visible wherever the point is finite.
        fps: Frames per second, above 0.
        frame_size: ``(width, height)`` of the picture in pixels. Points may lie outside it.
        camera: ``(T, 2, 3)`` float32 where the camera's own motion is known: the affine map of each picture's
            pixels to those of a camera that stands still. ``None`` where it stands still or is not known.

    Raises:
        InputError: a shape is wrong, T < 2, N < 1, a visible point is not finite, nothing is visible,
            the camera is not finite, or fps or frame_size is not positive.
    """

    points: Points
    visible: Mask
    fps: float
    frame_size: tuple[int, int]
    camera: Affines | None

    def __init__(
        self,
        points: ArrayLike,
        visible: ArrayLike | None,
        fps: float,
        frame_size: Sequence[int],
        camera: ArrayLike | None = None,
    ) -> None:
        checked_points, checked_visible = _checked(points, visible)
        object.__setattr__(self, "camera", _checked_camera(camera, len(checked_points)))
        object.__setattr__(self, "points", checked_points)
        object.__setattr__(self, "visible", checked_visible)
        object.__setattr__(self, "fps", _checked_fps(fps))
        object.__setattr__(self, "frame_size", _checked_size(frame_size))

    @property
    def num_frames(self) -> int:
        """T."""
        return int(self.points.shape[0])

    @property
    def num_points(self) -> int:
        """N."""
        return int(self.points.shape[1])

    @property
    def duration(self) -> float:
        """Seconds covered, T / fps: the clip is the half-open stretch [0, duration)."""
        return self.num_frames / self.fps

    def slice(self, start: float, end: float) -> Tracks:
        """The frames whose times i / fps lie in [start, end), in seconds.

        Raises:
            InputError: fewer than two frames lie in the stretch, or nothing is visible in it.
        """
        if np.isnan(start) or np.isnan(end):
            raise InputError(f"a stretch needs a start and an end in seconds, got {start} and {end}")
        start, end = max(start, 0.0), min(end, self.duration)
        # The small slack keeps a frame that lies on the boundary but for rounding.
        first = max(0, int(np.ceil(start * self.fps - 1e-6)))
        last = min(self.num_frames, int(np.ceil(end * self.fps - 1e-6)))
        if last - first < 2:
            raise InputError(
                f"the stretch {start:g}..{end:g} s holds {max(0, last - first)} frames of a track of "
                f"{self.duration:g} s; at least 2 are needed"
            )
        camera = None if self.camera is None else self.camera[first:last]
        return Tracks(self.points[first:last], self.visible[first:last], self.fps, self.frame_size, camera)

    def still(self) -> Tracks:
        """The tracks as a camera that stands still would have seen them; unchanged without ``camera``."""
        if self.camera is None:
            return self
        return Tracks(mapped(self.camera, self.points), self.visible, self.fps, self.frame_size)

    def resample(self, fps: float) -> Tracks:
        """Linear interpolation in time to another rate. A new frame is visible where both neighbours are."""
        fps = _checked_fps(fps)
        span = (self.num_frames - 1) / self.fps
        times = np.arange(max(2, int(np.floor(span * fps + 1e-6)) + 1)) / fps
        moments = np.minimum(times * self.fps, self.num_frames - 1)
        points, visible = interpolate(self.points, self.visible, moments)
        camera = None if self.camera is None else interpolate_camera(self.camera, moments)
        if not visible.any():  # only isolated sightings, between the new frames: each moves to the nearest
            points = np.zeros_like(points)
            for frame, point in np.argwhere(self.visible):
                nearest = min(round(frame / self.fps * fps), len(times) - 1)
                points[nearest, point] = self.points[frame, point]
                visible[nearest, point] = True
        return Tracks(points, visible, fps, self.frame_size, camera)

    def select(self, index: ArrayLike) -> Tracks:
        """The points that ``index`` (integers or a bool mask over N) picks.

        Raises:
            InputError: there is no such point, or nothing of what is picked is visible.
        """
        chosen = np.atleast_1d(np.asarray(index))
        try:
            return replace_arrays(self, self.points[:, chosen], self.visible[:, chosen])
        except IndexError as error:
            raise InputError(f"cannot pick from {self.num_points} points: {error}") from error

    def save(self, file: str | os.PathLike[str] | IO[bytes]) -> None:
        """Writes a compressed npz with ``points, visible, fps, frame_size`` and, if known, ``camera``."""
        target: Any = file if hasattr(file, "write") else Path(os.fspath(file))
        camera: dict[str, Any] = {} if self.camera is None else {"camera": self.camera}
        np.savez_compressed(
            target,
            **camera,
            points=self.points,
            visible=self.visible,
            fps=np.float64(self.fps),
            frame_size=np.asarray(self.frame_size, dtype=np.int64),
        )

    @classmethod
    def load(cls, file: str | os.PathLike[str] | IO[bytes]) -> Tracks:
        """Reads what :meth:`save` wrote.

        Raises:
            InputError: not an npz, a key is missing, or the arrays do not make valid tracks.
        """
        name = getattr(file, "name", None) if hasattr(file, "read") else os.fspath(file)
        label = str(name) if name else "the tracks"
        try:
            with np.load(file, allow_pickle=False) as archive:
                for key in ("points", "visible", "fps", "frame_size"):
                    if key not in archive.files:
                        raise InputError(
                            f"the npz has no array {key!r}",
                            hint="a tracks file holds points (T, N, 2), visible (T, N), fps and frame_size",
                        )
                return cls(
                    archive["points"],
                    archive["visible"],
                    float(archive["fps"]),
                    archive["frame_size"].tolist(),
                    archive["camera"] if "camera" in archive.files else None,
                )
        except FileNotFoundError as error:
            raise InputError(f"{label}: no such file") from error
        except InputError as error:
            raise InputError(f"{label}: {error}", hint=error.hint) from error
        except NPZ_ERRORS as error:
            raise InputError(f"{label}: not a readable tracks npz ({error})") from error


def replace_arrays(tracks: Tracks, points: ArrayLike, visible: ArrayLike) -> Tracks:
    """The same moments, picture and camera with other arrays."""
    return Tracks(points, visible, tracks.fps, tracks.frame_size, tracks.camera)


def interpolate(points: Points, visible: Mask, at: NDArray[np.floating[Any]]) -> tuple[Points, Mask]:
    """Linear interpolation along axis 0 at fractional frame numbers.

    Args:
        points: ``(T, N, D)``.
        visible: ``(T, N)``.
        at: ``(S,)`` frame numbers within [0, T - 1].

    Returns:
        ``(S, N, D)`` float32 and ``(S, N)`` bool: visible where both neighbouring frames are.
    """
    low = np.clip(np.floor(at).astype(np.int64), 0, len(points) - 1)
    high = np.minimum(low + 1, len(points) - 1)
    weight = (at - low).astype(np.float32)
    # A sample that falls on a frame needs only that frame to be visible.
    low = np.where(weight > 1 - 1e-4, high, low)
    exact = (weight < 1e-4) | (weight > 1 - 1e-4)
    high = np.where(exact, low, high)
    w = np.where(exact, 0, weight).astype(np.float32)[:, None, None]
    return (points[low] * (1 - w) + points[high] * w).astype(np.float32), visible[low] & visible[high]


def mapped(maps: Affines, points: Points) -> Points:
    """``(T, N, 2)`` points of each picture under its map ``(T, 2, 3)``."""
    moved: Points = np.einsum("tij,tnj->tni", maps[..., :2], points) + maps[:, None, :, 2]
    return moved


def interpolate_camera(camera: Affines, at: NDArray[np.floating[Any]]) -> Affines:
    """``(S, 2, 3)``: the maps at fractional frame numbers ``(S,)``, each number linear in time."""
    flat, _ = interpolate(camera.reshape(len(camera), 1, 6), np.ones((len(camera), 1), dtype=bool), at)
    return flat.reshape(-1, 2, 3)


def _checked_camera(camera: ArrayLike | None, frames: int) -> Affines | None:
    if camera is None:
        return None
    try:
        array = np.ascontiguousarray(camera, dtype=np.float32)
    except (TypeError, ValueError) as error:
        raise InputError(f"camera must be numbers of shape (T, 2, 3): {error}") from error
    if array.shape != (frames, 2, 3):
        raise InputError(f"camera must have shape ({frames}, 2, 3), got {array.shape}")
    if not np.isfinite(array).all():
        raise InputError("camera must be finite")
    return array


def _checked_fps(fps: float) -> float:
    try:
        value = float(fps)
    except (TypeError, ValueError, OverflowError) as error:
        raise InputError(f"fps must be a positive number, got {fps!r}") from error
    if not (np.isfinite(value) and value > 0):
        raise InputError(f"fps must be a positive number, got {fps!r}")
    return value


def _checked_size(frame_size: Sequence[int]) -> tuple[int, int]:
    try:
        width, height = (int(length) for length in frame_size)
    except (TypeError, ValueError, OverflowError) as error:
        raise InputError(f"frame_size must be (width, height) in pixels, got {frame_size!r}") from error
    if width < 1 or height < 1:
        raise InputError(f"frame_size must be (width, height) in pixels, got {tuple(frame_size)!r}")
    return width, height


def _checked(points: ArrayLike, visible: ArrayLike | None) -> tuple[Points, Mask]:
    try:
        with np.errstate(over="ignore"):  # what float32 cannot hold becomes infinite: not visible, or refused
            array = np.asarray(points, dtype=np.float32)
    except (TypeError, ValueError) as error:
        raise InputError(f"points must be numbers of shape (T, N, 2): {error}") from error
    if array.ndim != 3 or array.shape[2] != 2:
        raise InputError(f"points must have shape (T, N, 2), got {array.shape}")
    if array.shape[0] < 2:
        raise InputError(f"a track needs at least 2 frames, got {array.shape[0]}")
    if array.shape[1] < 1:
        raise InputError("a track needs at least 1 point, got none")
    finite = np.all(np.isfinite(array), axis=2)
    if visible is None:
        seen = finite
    else:
        try:
            seen = np.asarray(visible)
        except ValueError as error:
            raise InputError(f"visible must be truth values of shape (T, N): {error}") from error
        if seen.dtype.kind not in "biuf":
            raise InputError(f"visible must be truth values, got {seen.dtype}")
        if seen.shape != array.shape[:2]:
            raise InputError(f"visible must have shape (T, N) = {array.shape[:2]}, got {seen.shape}")
        seen = seen.astype(bool)
        bad = np.argwhere(seen & ~finite)
        if len(bad):
            raise InputError(f"point {bad[0][1]} is marked visible in frame {bad[0][0]} but is not finite")
    if not seen.any():
        raise InputError("no point is visible in any frame")
    if not finite.all():
        array = np.where(finite[..., None], array, np.float32(0))
    return np.ascontiguousarray(array), np.ascontiguousarray(seen)


__all__ = ["NPZ_ERRORS", "Affines", "Mask", "Points", "Tracks", "interpolate", "interpolate_camera", "mapped"]
