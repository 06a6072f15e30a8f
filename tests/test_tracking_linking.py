"""The same thing in windows that follow each other."""

from __future__ import annotations

import numpy as np

from motionsearch.tracking.linking import Boxes, Linker


def box(start: float, x: float, speed: float = 10.0, *, side: float = 20.0, seconds: float = 4.0) -> Boxes:
    times = start + np.arange(int(seconds * 10)) / 10
    left = x + speed * times
    return Boxes(times, np.stack([left, 0 * left, left + side, 0 * left + side], axis=1).astype(np.float32))


def test_things_keep_their_numbers_from_window_to_window() -> None:
    linker = Linker()
    assert linker.number(0, [box(0, 0), box(0, 200, -10)]) == [1, 2]
    assert linker.number(0, [box(2, 200, -10), box(2, 0)]) == [2, 1]
    # One is gone, another has come.
    assert linker.number(0, [box(4, 500, 0), box(4, 0)]) == [3, 1]


def test_a_cut_ends_every_thing() -> None:
    linker = Linker()
    assert linker.number(0, [box(0, 0)]) == [1]
    assert linker.number(1, [box(0, 0)]) == [2]


def test_windows_without_a_common_moment_share_nothing() -> None:
    linker = Linker()
    linker.number(0, [box(0, 0)])
    assert linker.number(0, [box(10, 0)]) == [2]
    assert linker.number(0, []) == []
    assert linker.number(0, [box(10, 0)]) == [3]


def test_one_thing_goes_on_as_one_only() -> None:
    linker = Linker()
    linker.number(0, [box(0, 0, side=40)])
    assert sorted(linker.number(0, [box(2, 0, side=38), box(2, 4, side=30)])) == [1, 2]


def test_unseen_moments_are_passed_over() -> None:
    hidden = box(2, 0)
    hidden.boxes[::2] = np.nan
    linker = Linker()
    linker.number(0, [box(0, 0)])
    assert linker.number(0, [hidden]) == [1]
