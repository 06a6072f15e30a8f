"""Windows over a stream of pictures: shots cut as :class:`motionsearch.clips.Cutting` cuts recordings."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from motionsearch.clips import Cutting
from motionsearch.tracking.base import Pictures

_LEAST_PICTURES = 3


@dataclass(frozen=True)
class Window:
    """Pictures that are tracked together.

    Args:
        frames: ``(T, H, W)`` grey or ``(T, H, W, 3)`` RGB.
        times: ``(T,)`` seconds into the video.
        shot: Number of the shot, from 0.
    """

    frames: Pictures
    times: NDArray[np.float64]
    shot: int


def windows(
    pictures: Iterable[tuple[float, Pictures]],
    is_cut: Callable[[Pictures, float], bool],
    cutting: Cutting,
    interval: float,
) -> Iterator[Window]:
    """Windows over each shot, as soon as their pictures are there; of each, few pictures are held.

    Args:
        pictures: Time in seconds, rising, and picture.
        is_cut: Told of every picture in order; whether a new shot begins with it.
        cutting: Of the windows.
        interval: Seconds that the last picture of a shot stands.
    """
    shot = _Shot(0, cutting, interval)
    for time, picture in pictures:
        if is_cut(picture, time):
            yield from shot.end()
            shot = _Shot(shot.number + 1, cutting, interval)
        yield from shot.take(time, picture)
    yield from shot.end()


class _Shot:
    def __init__(self, number: int, cutting: Cutting, interval: float) -> None:
        self.number = number
        self.cutting = cutting
        self.interval = interval
        self.times: list[float] = []
        self.pictures: list[Pictures] = []
        self.began = 0.0
        self.given = 0
        # Two windows never begin nearer to each other than this, see Cutting.spans.
        self.nearest = max(min(cutting.hop / 2, cutting.window - cutting.hop), 1e-6)

    def take(self, time: float, picture: Pictures) -> Iterator[Window]:
        """Adds a picture, and gives the windows that are sure by now."""
        if not self.times:
            self.began = time
        self.times.append(time)
        self.pictures.append(picture)
        length = time + self.interval - self.began
        c = self.cutting
        while length > c.longest + 1e-6 and self.given * c.hop < length - c.window - self.nearest:
            start = self.began + self.given * c.hop
            yield from self._window(start, start + c.window)
            self.given += 1
            # The shot's last window may begin before the next one would, yet not before this one.
            self._forget(start)

    def end(self) -> Iterator[Window]:
        """The last window, flush with the end of the shot."""
        if not self.times:
            return
        end = self.times[-1] + self.interval
        whole = end - self.began <= self.cutting.longest + 1e-6
        yield from self._window(self.began if whole else end - self.cutting.window, end)

    def _window(self, start: float, end: float) -> Iterator[Window]:
        slack = 1e-6
        first = int(np.searchsorted(self.times, start - slack))
        last = int(np.searchsorted(self.times, end - slack))
        if last - first >= _LEAST_PICTURES:
            yield Window(np.stack(self.pictures[first:last]), np.array(self.times[first:last]), self.number)

    def _forget(self, before: float) -> None:
        first = int(np.searchsorted(self.times, before - 1e-6))
        del self.times[:first], self.pictures[:first]
