"""Readers: from the files people have to recordings of tracks in pixels.

>>> from motionsearch import formats
>>> [recording.name for recording in formats.read("cmu.npz")][:2]
['cmu_01_01', 'cmu_01_02']

A new format is one module with a ``FORMAT`` and one entry in ``FORMATS``.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from motionsearch.camera import Up
from motionsearch.clips import Recording
from motionsearch.errors import InputError
from motionsearch.formats import (
    bvh,
    c3d,
    common,
    corpus,
    csv_tracks,
    humanml3d,
    keypoints,
    mot,
    npz,
    ntu,
    video,
)
from motionsearch.formats.common import Format, OnProgress, Options
from motionsearch.tracking.config import Tracking

FORMATS: tuple[Format, ...] = (
    corpus.FORMAT,  # before npz: a pair of files is told by its neighbour
    npz.FORMAT,
    humanml3d.FORMAT,
    bvh.FORMAT,
    c3d.FORMAT,
    keypoints.FORMAT,
    csv_tracks.FORMAT,
    mot.FORMAT,
    ntu.FORMAT,
    video.FORMAT,
)

# Extensions that much else has too: found in a folder they must also look right inside.
_COMMON_EXTENSIONS = frozenset({".csv", ".json", ".jsonl", ".txt"})

PathLike = str | os.PathLike[str]


def read(
    path: PathLike,
    *,
    fps: float | None = None,
    up: Up | None = None,
    frame_size: Sequence[int] | None = None,
    tracking: Tracking | None = None,
    threads: int | None = None,
    on_progress: OnProgress | None = None,
) -> list[Recording]:
    """Everything that moves in a file, whatever its format.

    3D sources are seen by :func:`motionsearch.camera.default_camera`; 2D sources stay in pixels, or are
    fitted into a picture, see :func:`motionsearch.formats.common.find_picture`.

    Args:
        path: A file, or a folder of OpenPose frames.
        fps: Frames per second; ``None`` takes the file's, else the format's default
            (see :func:`describe_formats`).
        up: The axis that points up, likewise.
        frame_size: ``(width, height)`` of the picture that 2D sources lie in, likewise.
        tracking: How videos are tracked.
        threads: How many a slow reader may use; ``None`` as many as it likes.
        on_progress: Told by slow readers how many seconds of the source are done, and of how many, if known.

    Raises:
        InputError: the file is missing, empty, of no known format, or wrong at a place that is named.
            Nothing is half-read.
    """
    options = replace(
        _options(fps, up, frame_size), tracking=tracking, threads=threads, on_progress=on_progress
    )
    source = Path(path)
    with common.naming(source):
        found = _format_of(source)
        if found is None:
            raise _unknown(source)
        return found.read(source, options)


def can_read(path: PathLike) -> bool:
    """Whether the name is one that :func:`read` takes; a file is not opened, a folder is looked into."""
    return bool(_candidates(Path(path)))


def is_slow(path: PathLike) -> bool:
    """Whether reading it may take about as long as it lasts; looks no further than :func:`can_read`."""
    return any(found.slow for found in _candidates(Path(path)))


def find(paths: Iterable[PathLike] | PathLike) -> list[Path]:
    """The files to read below ``paths``, sorted, each once; folders are walked, named files are kept.

    Of a corpus pair only the npz is listed. Hidden files and folders are passed over in a walk.

    Raises:
        InputError: a path does not exist.
    """
    if isinstance(paths, (str, os.PathLike)):
        paths = [paths]
    found: dict[Path, None] = {}
    for given in paths:
        path = Path(given)
        if not path.exists():
            raise InputError(f"{path}: no such file or folder")
        for file in _walk(path) if path.is_dir() else [path]:
            found[_main_file(file)] = None
    return sorted(found)


def stamp(path: PathLike) -> tuple[int, int]:
    """Bytes, and nanoseconds since 1970 of the last change, of a file and of those that are read with it.

    Raises:
        InputError: a file cannot be looked at.
    """
    source = Path(path)
    with common.naming(source):
        found = _format_of(source)
        seen = [file.stat() for file in (found.files(source) if found else [source])]
    return sum(s.st_size for s in seen), max((s.st_mtime_ns for s in seen), default=0)


def content_hash(path: PathLike, on_block: Callable[[], None] | None = None) -> str:
    """SHA-256 over the bytes of a file and of those that are read with it, in hex.

    Args:
        path: A file, or a folder that is one source.
        on_block: Called for every mebibyte, so that somebody may see that it goes on.

    Raises:
        InputError: a file cannot be read.
    """
    source = Path(path)
    digest = hashlib.sha256()
    with common.naming(source):
        found = _format_of(source)
        for file in found.files(source) if found else [source]:
            # Names and lengths keep two files apart from one that holds both.
            name = file.name if source.is_dir() else file.suffix.lower()
            digest.update(f"{name} {file.stat().st_size}\n".encode())
            with file.open("rb") as stream:
                while block := stream.read(1 << 20):
                    digest.update(block)
                    if on_block is not None:
                        on_block()
    return digest.hexdigest()


def describe_formats() -> list[tuple[str, tuple[str, ...], str]]:
    """``(name, extensions, sentence)`` of every format, for help texts."""
    return [(f.name, f.extensions, f.sentence) for f in FORMATS]


def _options(fps: float | None, up: Up | None, frame_size: Sequence[int] | None) -> Options:
    if fps is not None:
        common.check_fps(fps)
    common.check_up(up)
    if frame_size is not None and (len(frame_size) != 2 or not all(1 <= s < 1e6 for s in frame_size)):
        raise InputError(f"frame_size must be (width, height) in pixels, got {tuple(frame_size)!r}")
    return Options(fps, up, None if frame_size is None else (int(frame_size[0]), int(frame_size[1])))


def _candidates(path: Path) -> list[Format]:
    if path.is_dir():
        return [f for f in FORMATS if f.is_source(path)]
    return [f for f in FORMATS if path.suffix.lower() in f.extensions]


def _format_of(path: Path) -> Format | None:
    """The format of a file that exists; the first that its content does not speak against."""
    if not path.exists():
        raise InputError("no such file")
    candidates = _candidates(path)
    if path.is_dir() and not candidates:
        raise InputError("a folder, not a file", hint="name the files in it")
    if path.is_file() and path.stat().st_size == 0:
        raise InputError("the file is empty")
    if len(candidates) == 1:  # its reader knows best what is wrong
        return candidates[0]
    return next((f for f in candidates if f.matches(path)), None)


def _unknown(path: Path) -> InputError:
    candidates = _candidates(path)
    if candidates:
        return InputError(f"it does not look like {' or '.join(f.name for f in candidates)}")
    known = sorted({extension for f in FORMATS for extension in f.extensions})
    return InputError(
        f"no reader for {path.suffix or 'files without extension'}", hint=f"read are {' '.join(known)}"
    )


def _walk(folder: Path) -> Iterator[Path]:
    for place, folders, files in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        whole = _candidates(Path(place))
        parts = {file.name for f in whole for file in f.files(Path(place))}
        if whole:
            yield Path(place)
        for name in sorted(set(files) - parts):
            path = Path(place, name)
            candidates = _candidates(path)
            if name.startswith(".") or not candidates:
                continue
            if path.suffix.lower() not in _COMMON_EXTENSIONS or any(f.matches(path) for f in candidates):
                yield path


def _main_file(path: Path) -> Path:
    if path.suffix.lower() == ".jsonl" and (arrays := corpus.pair(path)[0]).is_file():
        return arrays
    return path


__all__ = ["FORMATS", "can_read", "content_hash", "describe_formats", "find", "is_slow", "read", "stamp"]
