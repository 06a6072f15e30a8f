"""From tracks to the arrays the encoder reads: a fixed number of moments, gaps filled, padded batches."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from motionsearch.tracks import Mask, Points, Tracks, interpolate


@dataclass(frozen=True)
class Prepared:
    """One clip, ready to be batched.

    Args:
        points: ``(S, N, 2)`` float32: origin in the middle of the picture, unit its diagonal, x right and
            y down. Invisible stretches are filled by interpolation in time.
        visible: ``(S, N)`` bool.
        duration: Seconds.
    """

    points: Points
    visible: Mask
    duration: float


@dataclass(frozen=True)
class Batch:
    """Clips padded to the same number of points.

    Args:
        points: ``(B, S, N, 2)`` float32, as in :class:`Prepared`; zero where padded.
        visible: ``(B, S, N)`` float32, 1 where seen.
        mask: ``(B, N)`` float32, 1 for real points and 0 for padding.
        duration: ``(B,)`` float32, seconds.
    """

    points: NDArray[np.float32]
    visible: NDArray[np.float32]
    mask: NDArray[np.float32]
    duration: NDArray[np.float32]

    def rows(self, first: int, last: int) -> Batch:
        """Some of the clips."""
        some = slice(first, last)
        return Batch(self.points[some], self.visible[some], self.mask[some], self.duration[some])

    def named(self) -> dict[str, NDArray[np.float32]]:
        """The encoder's inputs by name."""
        return {"points": self.points, "visible": self.visible, "mask": self.mask, "duration": self.duration}


def prepare(tracks: Tracks, num_frames: int) -> Prepared:
    """Samples ``num_frames`` evenly spaced moments of a clip, as a camera that stands still would see it.

    Points that are never seen are left out.
    """
    tracks = tracks.still()
    tracks = tracks.select(tracks.visible.any(axis=0)) if not tracks.visible.any(axis=0).all() else tracks
    # Filling comes first: a sample between a seen and an unseen frame must not mix in a made-up position.
    filled = fill_gaps(tracks.points, tracks.visible)
    moments = np.linspace(0.0, tracks.num_frames - 1, num_frames)
    points, _ = interpolate(filled, tracks.visible, moments)
    visible = tracks.visible[np.round(moments).astype(np.int64)]
    width, height = tracks.frame_size
    centred = (points - np.array([width / 2, height / 2], dtype=np.float32)) / np.float32(
        np.hypot(width, height)
    )
    return Prepared(centred.astype(np.float32), visible, tracks.duration)


def fill_gaps(points: Points, visible: Mask) -> Points:
    """Positions ``(T, N, 2)`` in which unseen ones are interpolated in time from the nearest seen ones.

    Before the first and after the last sighting the position is held. Every point must be seen at least once.
    """
    if visible.all():
        return points
    frames = np.arange(len(points), dtype=np.int32)[:, None]
    before = np.maximum.accumulate(np.where(visible, frames, -1), axis=0)
    after = np.minimum.accumulate(np.where(visible, frames, len(points))[::-1], axis=0)[::-1]
    # Only at what is hidden, which is mostly little.
    frame, point = np.nonzero(~visible)
    low, high = before[frame, point], after[frame, point]
    low, high = np.where(low < 0, high, low), np.where(high >= len(points), low, high)
    weight = ((frame - low) / np.maximum(high - low, 1)).astype(np.float32)[:, None]
    filled: Points = np.array(points, dtype=np.float32)
    filled[frame, point] = points[low, point] * (1 - weight) + points[high, point] * weight
    return filled


def collate(clips: Sequence[Prepared]) -> Batch:
    """Pads prepared clips with the same number of moments into one batch."""
    width = max(clip.points.shape[1] for clip in clips)
    frames = clips[0].points.shape[0]
    points = np.zeros((len(clips), frames, width, 2), dtype=np.float32)
    visible = np.zeros((len(clips), frames, width), dtype=np.float32)
    mask = np.zeros((len(clips), width), dtype=np.float32)
    for row, clip in enumerate(clips):
        n = clip.points.shape[1]
        points[row, :, :n], visible[row, :, :n], mask[row, :n] = clip.points, clip.visible, 1.0
    duration = np.array([clip.duration for clip in clips], dtype=np.float32)
    return Batch(points, visible, mask, duration)


def unit(vectors: NDArray[np.floating[Any]]) -> NDArray[np.float32]:
    """Rows ``(..., D)`` scaled to length 1; a zero row stays zero."""
    norms = np.linalg.norm(vectors, axis=-1, keepdims=True)
    scaled: NDArray[np.float32] = (vectors / np.maximum(norms, 1e-12)).astype(np.float32)
    return scaled
