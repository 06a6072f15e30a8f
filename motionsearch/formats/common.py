"""What the readers share: options, safe opening, and the step from numbers to recordings."""

from __future__ import annotations

import json
import math
import warnings
import zipfile
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, cast, get_args

import numpy as np
from numpy.typing import ArrayLike, NDArray

from motionsearch import camera
from motionsearch.clips import Recording
from motionsearch.errors import InputError, MotionsearchWarning
from motionsearch.tracking.config import Tracking
from motionsearch.tracks import NPZ_ERRORS, Mask, Tracks

DEFAULT_FPS = 30.0
"""Frames per second of sources that do not say and whose format has no custom of its own."""

MAX_ARRAY_BYTES = 4 << 30
MAX_TEXT_BYTES = 1 << 30
MAX_SAMPLES = 1 << 25
"""Frames times points of one recording; 100 points at 30 fps for three hours."""
FRAME_MARGIN = 1.25


OnProgress = Callable[[float, float | None], None]
"""Told by a reader that takes its time how many seconds of the source are done, and of how many, if known."""


@dataclass(frozen=True)
class Options:
    """What the caller knows better than the file; ``None`` leaves it to the file or the format's default.

    Args:
        fps: Frames per second.
        up: The axis of the source that points up; for 2D sources ``-y`` (pixels, y down) or ``y``.
        frame_size: ``(width, height)`` of the picture in pixels; for 2D sources only.
        tracking: How videos are tracked; ``None`` as :class:`Tracking` has it.
        threads: How many the reader may use; ``None`` as many as it likes.
        on_progress: Called by slow readers again and again: one that is silent for minutes counts as hung.
    """

    fps: float | None = None
    up: camera.Up | None = None
    frame_size: tuple[int, int] | None = None
    tracking: Tracking | None = None
    threads: int | None = None
    on_progress: OnProgress | None = field(default=None, compare=False)


def _alone(path: Path) -> list[Path]:
    return [path]


def _never(folder: Path) -> bool:
    return False


@dataclass(frozen=True)
class Format:
    """One format: how it is recognised and read.

    Args:
        name: What users call it.
        extensions: Lower case, with the dot.
        sentence: What it holds and what is assumed where the file is silent; shown in help.
        matches: Whether a file that has one of the extensions looks like this format, by its first bytes or
            its neighbours; never raises.
        read: Reads it; raises InputError whose message says the place in the file, not the file.
        files: Every file that reading this one reads, in a fixed order; they make the content hash.
        is_source: Whether a folder is one source of this format.
        slow: Reading takes about as long as the source lasts, and runs code that may crash: a library has it
            done by a worker process. No recordings then mean that nothing moves in it, which is no error.
    """

    name: str
    extensions: tuple[str, ...]
    sentence: str
    matches: Callable[[Path], bool]
    read: Callable[[Path, Options], list[Recording]] = field(repr=False)
    files: Callable[[Path], list[Path]] = field(default=_alone, repr=False)
    is_source: Callable[[Path], bool] = field(default=_never, repr=False)
    slow: bool = False


@contextmanager
def naming(path: Path) -> Iterator[None]:
    """Puts the file's name before what went wrong in it, and turns what reading may raise into InputError."""
    try:
        yield
    except InputError as error:
        # A reader of several files has named the one at fault already.
        if str(error).startswith(str(path.with_suffix(""))):
            raise
        raise InputError(f"{path}: {error}", hint=error.hint) from error
    except FileNotFoundError as error:
        raise InputError(f"{path}: no such file") from error
    except OSError as error:
        raise InputError(f"{path}: cannot be read ({error.strerror or error})") from error
    except MemoryError as error:
        raise InputError(f"{path}: does not fit in memory", hint="split it into smaller files") from error


def read_text(path: Path, *, any_encoding: bool = False) -> str:
    """The file's text: UTF-8, with or without a byte order mark.

    ``any_encoding`` puts a replacement character for what is not UTF-8, else that is an InputError.
    """
    size = path.stat().st_size
    if size == 0:
        raise InputError("the file is empty")
    if size > MAX_TEXT_BYTES:
        raise InputError(f"the file has {size:,} bytes, more than {MAX_TEXT_BYTES:,}", hint="split it")
    try:
        return path.read_bytes().decode("utf-8-sig", "replace" if any_encoding else "strict")
    except UnicodeDecodeError as error:
        raise InputError(f"not text: byte {error.start} is not UTF-8") from error


def head(path: Path, size: int = 1 << 16) -> bytes:
    """The first bytes of a file, for recognising it; empty where it cannot be read."""
    try:
        with path.open("rb") as file:
            return file.read(size)
    except OSError:
        return b""


def parse_json(text: str) -> Any:
    """JSON with the place of a mistake in the message; NaN and Infinity come back as floats."""
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        raise InputError(f"line {error.lineno}, column {error.colno}: not JSON ({error.msg})") from error
    except (RecursionError, ValueError) as error:
        raise InputError(f"not JSON that can be read ({error})") from error


def number(value: object, what: str) -> float:
    """``value`` as a finite float."""
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        raise InputError(f"{what} must be a number, got {shorten(value)}")
    try:
        result = float(value)
    except OverflowError as error:
        raise InputError(f"{what} is too large a number") from error
    if not math.isfinite(result):
        raise InputError(f"{what} must be finite, got {result}")
    return result


def integer(value: object, what: str, *, at_least: int = 0) -> int:
    """``value`` as a whole number (``3.0`` is one)."""
    result = number(value, what)
    if result != int(result) or result < at_least or result >= 1 << 53:
        raise InputError(f"{what} must be a whole number from {at_least}, got {shorten(value)}")
    return int(result)


def parse_number(text: str, what: str) -> float:
    """A finite float from text; unlike Python's own, no underscores."""
    try:
        value = float(text) if "_" not in text else math.nan
    except ValueError:
        value = math.nan
    if not math.isfinite(value):
        raise InputError(f"{what} must be a finite number, got {shorten(text)}")
    return value


def parse_integer(text: str, what: str, *, at_least: int = 0) -> int:
    """A whole number from text; ``3.0`` is one."""
    return integer(parse_number(text, what), what, at_least=at_least)


def blank_points(frames: int, points: int, dims: int) -> NDArray[np.float64]:
    """``(frames, points, dims)`` of NaN, to be filled with what was seen."""
    if frames * points > MAX_SAMPLES:
        raise InputError(
            f"{frames:,} frames of {points:,} points are more than the {MAX_SAMPLES:,} samples read at once",
            hint="check the frame numbers, or split the file",
        )
    return np.full((frames, points, dims), np.nan)


def warn_momentary(path: Path, count: int, total: int) -> None:
    """Says how many things were left out because a single frame shows them; an error where none is left."""
    if count == total:
        raise InputError(
            "nothing in it is seen in more than one frame", hint="motion needs at least 2 frames"
        )
    if count:
        warnings.warn(
            f"{path}: {count} of {total} things are seen in one frame only and are left out",
            MotionsearchWarning,
            stacklevel=2,
        )


def shorten(value: object, limit: int = 60) -> str:
    """``repr`` that fits a message."""
    text = repr(value)
    return text if len(text) <= limit else text[: limit - 3] + "..."


def check_fps(fps: float) -> float:
    """A rate that makes sense: from one frame in a quarter of an hour to a million a second."""
    if not 1e-3 <= fps <= 1e6:
        raise InputError(f"fps must be a positive number of frames per second, got {fps:g}")
    return float(fps)


def check_up(up: object) -> camera.Up | None:
    """An axis, or ``None``."""
    if up is not None and up not in get_args(camera.Up):
        raise InputError(f"up must be one of {', '.join(get_args(camera.Up))}, got {shorten(up)}")
    return cast("camera.Up | None", up)


def load_arrays(path: Path, only: Collection[str] | None = None) -> dict[str, NDArray[Any]]:
    """The arrays of an npz, after checking that what the headers claim is what the file holds.

    Args:
        path: The npz.
        only: The arrays wanted, where there; others are not looked at. ``None`` is all.

    Raises:
        InputError: not an npz, torn, an array of Python objects, or more than ``MAX_ARRAY_BYTES``.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            members = [
                m for m in archive.infolist() if only is None or m.filename.removesuffix(".npy") in only
            ]
            claimed = sum(_claimed_bytes(archive, member) for member in members)
        if claimed > MAX_ARRAY_BYTES:
            raise InputError(
                f"its arrays take {claimed:,} bytes, more than {MAX_ARRAY_BYTES:,}", hint="split it"
            )
        with np.load(path, allow_pickle=False) as arrays:
            wanted = [name for name in arrays.files if only is None or name in only]
            return {name: np.asarray(arrays[name]) for name in wanted}
    except NPZ_ERRORS as error:
        raise InputError(f"not a readable npz ({error})") from error


def _claimed_bytes(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> int:
    if not member.filename.endswith(".npy"):
        return member.file_size
    with archive.open(member) as stream:
        shape, dtype, header = npy_header(stream)
    size = array_bytes(shape, dtype)
    if size + header != member.file_size:
        raise InputError(
            f"array {member.filename[:-4]!r} claims shape {shape} of {dtype}, {size:,} bytes, "
            f"but {member.file_size - header:,} are there"
        )
    return size


def npy_header(stream: Any) -> tuple[tuple[int, ...], np.dtype[Any], int]:
    """Shape, type and header length in bytes of an npy stream that stands at its start."""
    version = np.lib.format.read_magic(stream)
    if version == (1, 0):
        shape, _, dtype = np.lib.format.read_array_header_1_0(stream)
    elif version == (2, 0):
        shape, _, dtype = np.lib.format.read_array_header_2_0(stream)
    else:
        raise InputError(f"npy version {version} is not read")
    if dtype.hasobject:
        raise InputError("it holds Python objects, which are never loaded", hint="save plain numbers")
    if any(length < 0 for length in shape):
        raise InputError(f"the array claims the shape {shape}")
    return shape, dtype, stream.tell()


def array_bytes(shape: tuple[int, ...], dtype: np.dtype[Any]) -> int:
    """What an array takes, in whole numbers that cannot overflow."""
    return math.prod(shape) * dtype.itemsize


def as_points(array: ArrayLike, what: str = "points") -> NDArray[np.floating[Any]]:
    """``(T, N, 2)`` or ``(T, N, 3)`` numbers as floats."""
    points = np.asarray(array)
    if points.dtype.kind not in "fiu":
        raise InputError(f"{what} must be numbers, got {points.dtype}")
    if points.ndim != 3 or points.shape[2] not in (2, 3):
        raise InputError(f"{what} must have shape (frames, points, 2 or 3), got {points.shape}")
    if points.shape[0] < 2 or points.shape[1] < 1:
        raise InputError(f"{what} of shape {points.shape}: at least 2 frames and 1 point are needed")
    if points.shape[0] * points.shape[1] > MAX_SAMPLES:
        raise InputError(
            f"{what} of shape {points.shape}: more than {MAX_SAMPLES:,} samples", hint="split it"
        )
    return points.astype(np.result_type(points.dtype, np.float32))


@dataclass(frozen=True)
class Picture:
    """Where points in the plane lie in a picture: ``pixel = point * scale + shift``."""

    size: tuple[int, int]
    scale: tuple[float, float] = (1.0, 1.0)
    shift: tuple[float, float] = (0.0, 0.0)

    def place(self, points: NDArray[np.floating[Any]]) -> NDArray[np.float32]:
        """Points ``(..., 2)`` of the source in pixels, y down."""
        with np.errstate(over="ignore", invalid="ignore"):
            return (np.asarray(points, np.float64) * self.scale + self.shift).astype(np.float32)


def find_picture(
    points: Iterable[NDArray[np.floating[Any]]], frame_size: tuple[int, int] | None, up: camera.Up | None
) -> Picture:
    """The picture that all things of a 2D source lie in; one for all, so that they keep their places.

    With ``frame_size`` the points are pixels of that picture. Without it, points that look like pixels (some
    beyond 64, none far below 0) lie in the smallest picture that holds them; others (metres, normalised
    units) are scaled alike in x and y and centred to fill a 640 x 480 picture but for a margin.

    Args:
        points: Arrays ``(..., 2)``, NaN where not visible.
        frame_size: ``(width, height)`` in pixels, where it is known.
        up: ``-y`` or ``None`` where y points down, ``y`` where it points up.
    """
    if up not in (None, "y", "-y"):
        raise InputError(f"up must be y or -y for points in the plane, got {up!r}")
    flip = -1.0 if up == "y" else 1.0
    if frame_size is not None:
        return Picture(frame_size, (1.0, flip), (0.0, float(frame_size[1]) if up == "y" else 0.0))
    flat = [np.asarray(p, np.float64).reshape(-1, 2) for p in points]
    seen = [p[np.isfinite(p).all(axis=1)] for p in flat]
    seen = [p for p in seen if len(p)]
    if not seen:
        raise InputError("no point is visible in any frame")
    low, high = np.min([p.min(axis=0) for p in seen], axis=0), np.max([p.max(axis=0) for p in seen], axis=0)
    if high.max() > 64 and low.min() > -0.25 * high.max():  # a box may stick out of the picture
        size = (int(min(high[0], 1e6)) + 1, int(min(high[1], 1e6)) + 1)
        return find_picture([], size, up)
    width, height = camera.FRAME_SIZE
    extent = np.maximum(high - low, 1e-9) * FRAME_MARGIN
    scale = min(width / extent[0], height / extent[1]) if (high > low).any() else 1.0
    centre = (low + high) / 2
    shift = (width / 2 - centre[0] * scale, height / 2 - centre[1] * scale * flip)
    return Picture(camera.FRAME_SIZE, (float(scale), float(scale * flip)), (float(shift[0]), float(shift[1])))


def to_tracks(
    points: NDArray[np.floating[Any]],
    visible: Mask | None,
    fps: float,
    *,
    up: camera.Up | None = None,
    frame_size: tuple[int, int] | None = None,
    picture: Picture | None = None,
) -> Tracks:
    """Points of a source as tracks in pixels.

    Args:
        points: ``(T, N, 3)`` in any unit, seen through the default camera; or ``(T, N, 2)``, placed in
            ``picture``, else in :func:`find_picture` of them alone.
        visible: ``(T, N)``, or ``None`` for visible wherever finite.
        up: The axis that points up; ``None`` is ``y`` for 3D and ``-y`` (y down) for 2D.
        frame_size: The picture of 2D points, where it is known.
    """
    finite = np.all(np.isfinite(points), axis=2)
    if visible is not None:
        bad = np.argwhere(visible & ~finite)
        if len(bad):
            raise InputError(f"point {bad[0][1]} is marked visible in frame {bad[0][0]} but is not finite")
    seen = finite if visible is None else visible
    shown = np.where(seen[..., None], points, np.nan)
    if points.shape[2] == 3:
        return camera.view(shown, fps, up=up or "y")
    picture = picture or find_picture([shown], frame_size, up)
    return Tracks(picture.place(points), seen, fps, picture.size)


def plain_meta(values: Mapping[str, object]) -> dict[str, str | int | float | bool]:
    """The entries that can be filtered on: strings, numbers and truth values."""
    return {
        key: value
        for key, value in values.items()
        if isinstance(value, (str, bool, int)) or (isinstance(value, float) and math.isfinite(value))
    }
