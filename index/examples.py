"""Motion handed over as an example: a clip of the library, a file, or tracks."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from motionsearch.clips import Recording
from motionsearch.errors import InputError, QueryError
from motionsearch.index.codec import Vectors, checked_vectors
from motionsearch.index.incoming import NewClip
from motionsearch.index.reading import Reading, read_clips
from motionsearch.index.records import Clip
from motionsearch.index.sources import MEMORY
from motionsearch.tracking.config import Tracking
from motionsearch.tracks import Tracks

if TYPE_CHECKING:
    from motionsearch.model import Model


@dataclass(frozen=True)
class Example:
    """Clips with their vectors ``(n, D)``; ``clip_id`` where it is one of the library's."""

    source: str
    clips: Sequence[NewClip | Clip]
    vectors: Vectors
    clip_id: int | None = None


What = int | str | os.PathLike[str] | Tracks | Recording | Example


def as_examples(
    what: What | Sequence[What],
    model: Callable[[], Model],
    get: Callable[[int], Clip],
    tracking: Tracking | None = None,
) -> list[Example]:
    """One example for each thing handed over; a folder gives one for each file in it.

    Args:
        what: Clip ids, files, folders, tracks, recordings or examples; or just one. Text of digits that names
            no file is a clip id.
        model: Gives the model, asked for only where something is to be embedded.
        get: Gives a clip of the library.
        tracking: How videos are tracked.

    Raises:
        InputError: a file cannot be read.
        QueryError: there is no such clip, or nothing was handed over.
    """
    single = isinstance(what, (int, np.integer, str, os.PathLike, Tracks, Recording, Example))
    given: Sequence[What] = [what] if single else list(what)  # type: ignore[list-item,arg-type]
    if not given:
        raise QueryError("nothing was given to look at", hint="give clip ids or files")
    reading = Reading(tracking=tracking)
    return [example for one in given for example in _examples(one, model, get, reading)]


def _examples(
    what: What, model: Callable[[], Model], get: Callable[[int], Clip], reading: Reading
) -> list[Example]:
    if isinstance(what, Example):
        return [what]
    if isinstance(what, Tracks):
        return [_embedded(Recording(what), model(), reading)]
    if isinstance(what, Recording):
        return [_embedded(what, model(), reading)]
    clip_id = _clip_id(what)
    if clip_id is not None:
        clip = get(clip_id)
        return [Example(clip.source, [clip], clip.vector[None], clip_id)]
    from motionsearch import formats

    path = Path(os.fspath(what)).expanduser()  # type: ignore[arg-type]
    files = formats.find([path])
    if not files:
        raise InputError(f"{path}: no file in this folder is of a format that can be read")
    return [_embedded(file, model(), reading) for file in files]


def _clip_id(what: object) -> int | None:
    if isinstance(what, (int, np.integer)) and not isinstance(what, bool):
        return int(what)
    if isinstance(what, str) and what.isascii() and what.isdigit() and not os.path.exists(what):
        return int(what)
    return None


def _embedded(given: Path | Recording, model: Model, reading: Reading) -> Example:
    clips = read_clips(given, reading)
    if not clips:
        raise InputError(f"{given}: nothing moves in it")
    tracks = [clip.tracks for clip in clips if clip.tracks is not None]
    vectors = checked_vectors(model.embed_tracks(tracks), model.dim, "vectors of the model")
    source = str(given) if isinstance(given, Path) else f"{MEMORY}{given.name or ''}"
    return Example(source, clips, vectors)
