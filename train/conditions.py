"""What a worse camera or tracker makes of a test clip, one disturbance at a time, the same every time.

Mirroring swaps sides, so the words that name sides swap with it (:func:`swap_sides`).
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Callable, Mapping
from dataclasses import replace

import numpy as np

from motionsearch.errors import QueryError
from motionsearch.tracks import Mask, Tracks, replace_arrays
from motionsearch.train.testsets import Items

Condition = Callable[[Tracks, np.random.Generator], Tracks]

CLEAN = "clean"
HIDDEN_SHARE = 0.3
JITTER_PIXELS = 2.0
# The picture in which the jitter is JITTER_PIXELS: 640 x 480.
_DIAGONAL = 800.0

_SIDE = re.compile(r"\b(left|right)(?=(?:wards?|most|y|hand|handed)?\b)", re.IGNORECASE)
_NO_SIDE = re.compile(r" (?:angle|angled|angles|away|now)\b", re.IGNORECASE)
_CLOCK = re.compile(r"\b((?:anti|counter)[- ]?)?clockwise\b", re.IGNORECASE)


def half_points(tracks: Tracks, rng: np.random.Generator) -> Tracks:
    """A random half of the points, rounded up; the others were never found. Something visible is kept."""
    kept = rng.permutation(tracks.num_points)[: (tracks.num_points + 1) // 2]
    if not tracks.visible[:, kept].any():
        kept[0] = rng.choice(np.flatnonzero(tracks.visible.any(axis=0)))
    return tracks.select(np.sort(kept))


def occluded(tracks: Tracks, rng: np.random.Generator) -> Tracks:
    """30 % of the sightings (visible point in a frame) hidden, point by point in stretches of time.

    A stretch lasts up to half of the clip. What is hidden carries no guess: its position becomes zero.
    """
    visible = tracks.visible.copy()
    frames, count = visible.shape
    quota = int(HIDDEN_SHARE * visible.sum())
    while quota:
        for point in rng.permutation(count):
            length = int(rng.integers(1, max(1, frames // 2) + 1))
            start = int(rng.integers(0, frames - length + 1))
            stretch = np.flatnonzero(visible[start : start + length, point])[:quota] + start
            visible[stretch, point] = False
            quota -= len(stretch)
            if not quota:
                break
    return _with(tracks, visible)


def jittered(tracks: Tracks, rng: np.random.Generator) -> Tracks:
    """Every position off by noise of 2 pixels standard deviation each way, in a picture of 640 x 480."""
    pixels = JITTER_PIXELS * float(np.hypot(*tracks.frame_size)) / _DIAGONAL
    noise = rng.normal(scale=pixels, size=tracks.points.shape).astype(np.float32)
    return replace_arrays(tracks, tracks.points + noise, tracks.visible)


def mirrored(tracks: Tracks, rng: np.random.Generator) -> Tracks:
    """The picture flipped left to right; ``rng`` is not used."""
    points = tracks.points.copy()
    points[..., 0] = tracks.frame_size[0] - points[..., 0]
    return replace_arrays(tracks, points, tracks.visible)


def half_rate(tracks: Tracks, rng: np.random.Generator) -> Tracks:
    """Every second frame, from the first that shows something; ``rng`` is not used.

    Clips of fewer than 4 frames stay as they are.
    """
    if tracks.num_frames < 4:
        return tracks
    first = 0 if tracks.visible[::2].any() else 1
    kept = slice(first, None, 2)
    return Tracks(tracks.points[kept], tracks.visible[kept], tracks.fps / 2, tracks.frame_size)


CONDITIONS: Mapping[str, Condition] = {
    "half the points": half_points,
    "30 % occlusion": occluded,
    "2 px jitter": jittered,
    "mirrored": mirrored,
    "half the frame rate": half_rate,
}
"""By the name that the model card gives them."""


def disturbed(items: Items, condition: str, *, seed: int = 0) -> Items:
    """A test set under a condition; mirrored, its captions and labels name the other sides.

    What becomes of a clip depends on the seed and its id only.

    Args:
        condition: One of ``CONDITIONS``, or ``CLEAN``: the set as it is.

    Raises:
        QueryError: there is no such condition.
    """
    if condition == CLEAN:
        return items
    if condition not in CONDITIONS:
        raise QueryError(
            f"there is no condition {condition!r}", hint=f"choose among {', '.join((CLEAN, *CONDITIONS))}"
        )
    change = CONDITIONS[condition]
    tracks = tuple(
        change(clip, np.random.default_rng([seed, zlib.crc32(name.encode())]))
        for clip, name in zip(items.tracks, items.ids, strict=True)
    )
    return replace(
        items,
        tracks=tracks,
        captions=tuple(tuple(words(text, condition) for text in texts) for texts in items.captions),
        labels=tuple(None if label is None else words(label, condition) for label in items.labels),
        source=f"{items.source}; {condition}",
    )


def words(text: str, condition: str) -> str:
    """What a text that is true of a clip becomes under a condition."""
    return swap_sides(text) if condition == "mirrored" else text


def swap_sides(text: str) -> str:
    """Left for right and clockwise for counterclockwise, and the reverse; "right angle" stays."""

    def other(match: re.Match[str]) -> str:
        side = match.group(1)
        if side.lower() == "right" and _NO_SIDE.match(text, match.end()):
            return side
        return _like("left" if side.lower() == "right" else "right", side)

    def turned(match: re.Match[str]) -> str:
        return _like("clockwise" if match.group(1) else "counterclockwise", match.group(0))

    return _CLOCK.sub(turned, _SIDE.sub(other, text))


def _like(word: str, model: str) -> str:
    return word.capitalize() if model[0].isupper() else word


def _with(tracks: Tracks, visible: Mask) -> Tracks:
    points = np.where(visible[..., None] | ~tracks.visible[..., None], tracks.points, np.float32(0))
    return replace_arrays(tracks, points, visible)


__all__ = [
    "CLEAN", "CONDITIONS", "Condition", "disturbed", "half_points", "half_rate", "jittered", "mirrored",
    "occluded", "swap_sides", "words",
]  # fmt: skip
