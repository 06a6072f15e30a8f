"""What is to be added: files, folders, tracks and recordings, as the sources of a run."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from motionsearch.clips import Recording
from motionsearch.errors import MotionsearchError
from motionsearch.index.incoming import storable
from motionsearch.index.reading import content_hash, told
from motionsearch.index.sources import MEMORY
from motionsearch.tracks import Tracks

Input = str | os.PathLike[str] | Tracks | Recording


@dataclass(frozen=True)
class Item:
    """One source of the run; ``given`` is a path or a recording, ``error`` why there is none."""

    index: int
    path: str
    given: Path | Recording | None
    error: str = ""


def as_inputs(what: Input | Sequence[Input]) -> Sequence[Input]:
    """One input or several, as several."""
    return [what] if isinstance(what, (str, os.PathLike, Tracks, Recording)) else what


def expand(sources: Sequence[Input]) -> Iterator[Item]:
    """The sources of a run: folders become the files in them."""
    index = 0
    seen: set[Path] = set()
    for given in sources:
        if isinstance(given, (Tracks, Recording)):
            recording = given if isinstance(given, Recording) else Recording(given)
            yield Item(index, MEMORY + content_hash(recording)[:16], recording)
            index += 1
            continue
        from motionsearch import formats

        path = Path(given).expanduser().absolute()
        try:
            files = [file for file in formats.find([path]) if file not in seen]
            error = (
                "" if files or not path.is_dir() else "no file in this folder is of a format that can be read"
            )
        except (MotionsearchError, OSError) as problem:
            files, error = [], told(problem)
        for file in files:
            seen.add(file)
            yield Item(index, storable(str(file)), file)
            index += 1
        if error:
            yield Item(index, storable(str(path)), None, error)
            index += 1


def is_slow(item: Item) -> bool:
    """Whether a source takes long to read."""
    from motionsearch import formats

    return isinstance(item.given, Path) and formats.is_slow(item.given)


def size_of(given: Path | Recording) -> int | None:
    """Bytes of a file as this machine sees it."""
    from motionsearch import formats

    try:
        return formats.stamp(given)[0] if isinstance(given, Path) else None
    except (MotionsearchError, OSError):
        return None  # reading it says what is wrong
