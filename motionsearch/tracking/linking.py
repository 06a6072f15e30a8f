"""The same thing in windows that follow each other: who is who where they overlap."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

_LEAST_OVERLAP = 0.3
"""Mean overlap of two boxes (intersection over union) from which they are one thing."""


@dataclass(frozen=True)
class Boxes:
    """Where a thing is: ``times (T,)`` in seconds, ``boxes (T, 4)`` left, top, right, bottom in pixels."""

    times: NDArray[np.float64]
    boxes: NDArray[np.float32]


class Linker:
    """Gives things their numbers: what overlaps a thing of the window before has that thing's number."""

    def __init__(self) -> None:
        self._before: list[tuple[int, Boxes]] = []
        self._shot = -1
        self._next = 1

    def number(self, shot: int, things: list[Boxes]) -> list[int]:
        """Numbers of the things of a window, from 1; windows come in order."""
        from scipy.optimize import linear_sum_assignment

        if shot != self._shot:
            self._before = []
        self._shot = shot
        alike = np.array([[_overlap(old, new) for new in things] for _, old in self._before])
        numbers = [0] * len(things)
        if alike.size:
            for row, column in zip(*linear_sum_assignment(-alike), strict=True):
                if alike[row, column] >= _LEAST_OVERLAP:
                    numbers[column] = self._before[row][0]
        for place, number in enumerate(numbers):
            if not number:
                numbers[place] = self._next
                self._next += 1
        self._before = list(zip(numbers, things, strict=True))
        return numbers


def _overlap(first: Boxes, second: Boxes) -> float:
    """Mean intersection over union at the moments they share; 0 if there are none."""
    _, a, b = np.intersect1d(first.times.round(4), second.times.round(4), return_indices=True)
    if not len(a):
        return 0.0
    one, two = first.boxes[a], second.boxes[b]
    known = np.isfinite(one).all(1) & np.isfinite(two).all(1)
    if not known.any():
        return 0.0
    one, two = one[known], two[known]
    low, high = np.maximum(one[:, :2], two[:, :2]), np.minimum(one[:, 2:], two[:, 2:])
    both = np.prod(np.maximum(high - low, 0), axis=1)
    area = np.prod(one[:, 2:] - one[:, :2], axis=1) + np.prod(two[:, 2:] - two[:, :2], axis=1) - both
    return float(np.mean(both / np.maximum(area, 1e-6)))
