"""Clips and sources on their way into a library: checked, and such that every database takes them.

Without the database itself: processes that read files need no more than this.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from motionsearch.clips import Value
from motionsearch.errors import InputError
from motionsearch.tracks import Tracks

LONGEST_KEY = 200

Stamp = tuple[int, int]
"""Bytes of a file, and nanoseconds since 1970 of its last change."""


@dataclass(frozen=True)
class PackedTracks:
    """Tracks packed by :func:`motionsearch.index.codec.pack_tracks`, as they are stored."""

    data: bytes
    fps: float
    num_points: int


@dataclass(frozen=True)
class NewClip:
    """A clip on its way into the library; times in seconds of its source, ``packed`` in place of tracks."""

    start: float
    end: float
    tracks: Tracks | None = None
    name: str | None = None
    label: str | None = None
    captions: tuple[str, ...] = ()
    meta: Mapping[str, Value] = field(default_factory=dict)
    packed: PackedTracks | None = None


@dataclass(frozen=True)
class NewSource:
    """A source on its way into the library, read and cut.

    Args:
        path: Where it lies.
        content_hash: SHA-256 of its bytes, in hex.
        clips: What is in it.
        stamp: Of its file, where that tells later whether it has changed.
        note: Why there are no clips.
    """

    path: str
    content_hash: str
    clips: Sequence[NewClip]
    stamp: Stamp | None = None
    note: str | None = None


def checked_tags(tags: Mapping[str, Value] | None) -> dict[str, Value]:
    """Tags as they are stored.

    Raises:
        InputError: a key is empty or too long, or a value is not text, a number or true or false.
    """
    checked: dict[str, Value] = {}
    for key, value in (tags or {}).items():
        if not str(key).strip() or len(key) > LONGEST_KEY:
            raise InputError(f"a tag's name must be 1 to {LONGEST_KEY} characters, got {key!r:.80}")
        plain = value.item() if isinstance(value, np.generic) else value
        if not isinstance(plain, (str, int, float, bool)):
            raise InputError(
                f"the tag {key} must be text, a number, true or false, got {type(value).__name__}"
            )
        checked[storable(key)] = storable(plain) if isinstance(plain, str) else plain
    return checked


def checked_meta(meta: Mapping[str, object]) -> dict[str, Value]:
    """Metadata of a source as it is stored; what is not plain becomes its text, ``None`` is left out."""
    checked: dict[str, Value] = {}
    for key, value in meta.items():
        plain = value.item() if isinstance(value, np.generic) else value
        if plain is None or not str(key).strip():
            continue
        if not isinstance(plain, (str, int, float, bool)):
            plain = str(plain)
        checked[storable(str(key)[:LONGEST_KEY])] = storable(plain) if isinstance(plain, str) else plain
    return checked


def storable(text: str) -> str:
    """Text that every database takes: no NUL, no half characters (from file names that are not UTF-8)."""
    return text.replace("\0", "\ufffd").encode("utf-8", "backslashreplace").decode("utf-8")
