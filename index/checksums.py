"""A checksum for each clip, because databases keep none of their own: a failing disk alters a number unseen.

It covers the vector, the tracks and everything that is written about the clip. Searches do not look at it,
which would cost more than the search; ``verify`` does, and so finds what nothing else gives away.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from zlib import crc32

from motionsearch.clips import Value

_OFFSET = 1 << 31  # so that it is a whole number of four bytes with a sign, in every database


def checksum(described: bytes, vector: bytes, tracks: bytes | None) -> int:
    """The checksum of a clip.

    Args:
        described: Of :func:`describe`.
        vector: As it is stored.
        tracks: As they are stored, or ``None``.
    """
    return (crc32(described) ^ crc32(vector) ^ crc32(tracks or b"")) - _OFFSET


def with_other_vector(before: int, old: bytes, new: bytes) -> int:
    """The checksum of a clip once its stored vector is another one; one that did not fit still does not."""
    return (before + _OFFSET ^ crc32(old) ^ crc32(new)) - _OFFSET


def describe(
    *,
    name: str | None,
    start: float,
    end: float,
    label: str | None,
    fps: float | None,
    points: int | None,
    captions: Sequence[str],
    tags: Mapping[str, Value],
    meta: Mapping[str, Value],
) -> bytes:
    """What is written about a clip, as bytes; the values as the database gives them back."""
    # Databases give minus nought back as nought.
    times = tuple(None if number is None else float(number) + 0.0 for number in (start, end, fps))
    named = tuple(tuple(sorted(values.items())) for values in (tags, meta))
    return repr((name, times, label, points, tuple(captions), named)).encode()
