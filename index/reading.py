"""From one source to its clips: what a library does with it before anything is embedded.

It runs in the process that commits, or in one of :mod:`motionsearch.index.workers`.
"""

from __future__ import annotations

import hashlib
import time
import warnings
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from motionsearch.camera import Up
from motionsearch.clips import Cutting, Recording
from motionsearch.errors import InputError, LibraryError, MotionsearchError, MotionsearchWarning
from motionsearch.index.incoming import NewClip, Stamp, checked_meta
from motionsearch.tracking.config import Tracking

if TYPE_CHECKING:
    from motionsearch.formats.common import OnProgress
    from motionsearch.index.codec import Vectors
    from motionsearch.index.workers import Line

STATIC = "static: nothing moves in it"

_SETTLED = 2_000_000_000
"""Nanoseconds: no file system's clock is coarser, so a file this old gets another time when it changes."""


@dataclass(frozen=True)
class Reading:
    """How files are read: what the formats cannot say themselves, and how recordings are cut."""

    cutting: Cutting = field(default_factory=Cutting)
    fps: float | None = None
    up: Up | None = None
    tracking: Tracking | None = None

    @classmethod
    def of(
        cls, cutting: Cutting | None, fps: float | None, up: Up | None, tracking: Tracking | None
    ) -> Reading:
        """A cutting that is given counts for videos too, in place of the tracking's own."""
        if cutting is not None:
            tracking = replace(tracking or Tracking(), cutting=cutting)
        return cls(cutting or Cutting(), fps, up, tracking)


@dataclass(frozen=True)
class Job:
    """A source to be read.

    Args:
        given: Its file, or itself.
        reading: How it is read.
        threads: How many its reader may use, ``None`` for as many as it likes.
        size: Bytes of the file as seen by the machine that hands it out, where another machine reads it.
    """

    given: Path | Recording
    reading: Reading
    threads: int | None = None
    size: int | None = None


@dataclass(frozen=True)
class Found:
    """What became of a job.

    Args:
        clips: What is in the source; ``None`` where it was not wanted.
        error: Why it could not be read.
        warnings: What was worked around, where nobody in the process that read it could be told.
        vectors: ``(clips, D)``, where whoever read it embedded it too.
    """

    clips: Sequence[NewClip] | None = None
    error: str = ""
    warnings: Sequence[str] = ()
    vectors: Vectors | None = None


def read_source(job: Job, line: Line) -> Found:
    """Hashes a source, asks with (hash, stamp) whether it is wanted, and reads it.

    What is wrong with the source is in what is returned; only what is wrong with the library is raised.
    """
    try:
        before = stamp_of(job.given)
        content = content_hash(job.given, line)
        if not line.ask((content, before)):
            return Found()
        return Found(read_clips(job.given, job.reading, threads=job.threads, on_progress=line.progress))
    except LibraryError:
        raise
    except (MotionsearchError, OSError) as error:
        return Found(error=told(error))
    except Exception as error:  # noqa: BLE001  a fault in one reader must not end a night's run
        return Found(error=f"this is a fault in motionsearch ({type(error).__name__}: {error})")


def read_apart(job: Job, line: Line) -> Found:
    """:func:`read_source` in a worker process, whose warnings nobody hears."""
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("ignore")
        warnings.simplefilter("always", MotionsearchWarning)
        found = read_source(job, line)
    return replace(found, warnings=tuple(dict.fromkeys(str(warning.message) for warning in caught)))


def read_clips(
    given: Path | Recording,
    reading: Reading,
    *,
    threads: int | None = None,
    on_progress: OnProgress | None = None,
) -> list[NewClip]:
    """Reads a source and cuts it; a video in which nothing moves has no clips.

    Raises:
        InputError: it cannot be read, or it is no video and nothing moves in it.
    """
    from motionsearch import formats

    if isinstance(given, Recording):
        recordings: Sequence[Recording] = [given]
    else:
        recordings = formats.read(
            given,
            fps=reading.fps,
            up=reading.up,
            tracking=reading.tracking,
            threads=threads,
            on_progress=on_progress,
        )
    clips = [
        NewClip(
            start,
            end,
            tracks,
            recording.name,
            recording.label,
            tuple(c.strip() for c in recording.captions if c.strip()),
            checked_meta(recording.meta),
        )
        for recording in recordings
        for start, end, tracks in reading.cutting.cut(recording)
    ]
    if not clips and (isinstance(given, Recording) or not formats.is_slow(given)):
        raise InputError(f"{given if isinstance(given, Path) else 'the recording'}: nothing moves in it")
    return clips


def content_hash(given: Path | Recording, line: Line | None = None) -> str:
    """SHA-256 in hex: over the file's bytes, or over a recording's numbers and words."""
    if isinstance(given, Path):
        from motionsearch import formats

        on_block = None if line is None else lambda: line.progress(0.0, None)
        return formats.content_hash(given, on_block)
    tracks = given.tracks
    words = (given.start, given.name, given.label, given.captions, sorted(given.meta.items()))
    digest = hashlib.sha256(repr((tracks.points.shape, tracks.fps, tracks.frame_size, words)).encode())
    digest.update(tracks.points.astype("<f4").tobytes())
    digest.update(tracks.visible.tobytes())
    digest.update(b"" if tracks.camera is None else tracks.camera.astype("<f4").tobytes())
    return digest.hexdigest()


def stamp_of(given: Path | Recording) -> Stamp | None:
    """What tells later, without reading the file, that it has not changed; ``None`` where nothing does.

    A file that changed within the last seconds may change again without its time telling.

    Raises:
        InputError: the file is not there, or cannot be looked at.
    """
    if isinstance(given, Recording):
        return None
    from motionsearch import formats

    size, changed = formats.stamp(given)
    return (size, changed) if changed < time.time_ns() - _SETTLED else None


def told(error: BaseException) -> str:
    """An error as one text: what is wrong, and what to do."""
    hint = getattr(error, "hint", None)
    if isinstance(error, OSError):
        return f"{error.filename or 'the file'}: {error.strerror or error}"
    return f"{error} ({hint})" if hint else str(error)
