"""Recordings and clips: one moving thing over one stretch of time."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from motionsearch.errors import InputError
from motionsearch.tracks import Tracks

Value = str | int | float | bool


@dataclass(frozen=True)
class Recording:
    """One moving thing as a reader found it in a source, before it is cut into clips.

    Args:
        tracks: Its trajectories.
        start: Seconds into the source at which the tracks begin.
        name: What tells it from the source's other things ("person 2", a clip id), or ``None``.
        label: A class name that came with the data.
        captions: Sentences that came with the data.
        meta: Anything else worth filtering on; plain values only.
    """

    tracks: Tracks
    start: float = 0.0
    name: str | None = None
    label: str | None = None
    captions: tuple[str, ...] = ()
    meta: Mapping[str, Value] = field(default_factory=dict)


@dataclass(frozen=True)
class Cutting:
    """How recordings become clips.

    A recording up to ``longest`` seconds stays whole; a longer one is cut into windows of ``window``
    seconds that begin every ``hop`` seconds, the last one flush with the end. A window that the last would
    all but repeat is left out.
    """

    longest: float = 6.0
    window: float = 4.0
    hop: float = 2.0

    def __post_init__(self) -> None:
        if not (0 < self.hop <= self.window <= self.longest):
            raise InputError(
                f"cutting needs 0 < hop <= window <= longest, got hop {self.hop:g}, window {self.window:g}, "
                f"longest {self.longest:g} s"
            )

    def spans(self, duration: float) -> list[tuple[float, float]]:
        """The (start, end) seconds of the clips of a recording of ``duration`` seconds."""
        if duration <= self.longest:
            return [(0.0, duration)]
        last = duration - self.window
        # Nothing falls between two windows as long as they begin no further apart than one is long.
        nearest = max(min(self.hop / 2, self.window - self.hop), 1e-6)
        starts: list[float] = []
        while (at := len(starts) * self.hop) < last - nearest:
            starts.append(at)
        starts.append(last)
        return [(s, s + self.window) for s in starts]

    def cut(self, recording: Recording) -> Iterator[tuple[float, float, Tracks]]:
        """Yields ``(start, end, tracks)`` in seconds of the source, without stretches that show nothing."""
        tracks = recording.tracks
        for start, end in self.spans(tracks.duration):
            try:
                piece = tracks.slice(start, end) if (start, end) != (0.0, tracks.duration) else tracks
            except InputError:
                continue
            yield recording.start + start, recording.start + end, piece
