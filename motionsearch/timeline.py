"""What things do over time: labelled windows of moving things, joined into stretches of one label each."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from motionsearch.clips import Value

Box = tuple[float, float, float, float]

# Stretches no further apart than this many seconds touch.
_TOUCHING = 1e-3


@dataclass(frozen=True)
class Window:
    """A window over one thing, and how likely each label is in it.

    Args:
        start: Seconds into the video.
        end: Seconds, not included.
        shares: Label to probability; every label, in every window the same ones.
        thing: Its number in the video.
        name: What it is called, or ``None``.
        shot: Number of the shot: nothing goes on across a cut.
        box: ``(x, y, width, height)`` round it in pixels of the video, where known.
    """

    start: float
    end: float
    shares: Mapping[str, float]
    thing: int
    name: str | None = None
    shot: int = 0
    box: Box | None = None

    @classmethod
    def of(
        cls,
        start: float,
        end: float,
        shares: Mapping[str, float],
        name: str | None,
        meta: Mapping[str, Value],
    ) -> Window:
        """A window out of what a reader of videos says of its recordings (``meta``)."""
        box = [meta.get(f"box_{side}") for side in ("x", "y", "width", "height")]
        numbers = [float(number) for number in box if isinstance(number, (int, float))]
        return cls(
            start,
            end,
            shares,
            int(meta.get("thing", 0)),
            name,
            int(meta.get("shot", 0)),
            (numbers[0], numbers[1], numbers[2], numbers[3]) if len(numbers) == 4 else None,
        )


@dataclass(frozen=True)
class Stretch:
    """A thing over ``[start, end)`` seconds in which one label fits it best.

    Args:
        thing: Its number in the video.
        name: What it is called.
        start: Seconds into the video.
        end: Seconds, not included.
        shares: Label to mean probability over the stretch, the likeliest first.
        box: ``(x, y, width, height)`` round the thing over the stretch, where known.
    """

    thing: int
    name: str
    start: float
    end: float
    shares: Mapping[str, float] = field(default_factory=dict)
    box: Box | None = None

    @property
    def label(self) -> str:
        """The likeliest."""
        return next(iter(self.shares))

    @property
    def probability(self) -> float:
        """Of the label."""
        return next(iter(self.shares.values()))


def stretches(windows: Iterable[Window]) -> list[Stretch]:
    """The time line of every thing, things by number, each in order of time.

    Where windows of a thing overlap, a moment has the mean of their probabilities. Moments that follow each
    other within a shot and have the same likeliest label (ties: the first) become one stretch, whose
    probabilities are their mean weighed by time. Where no window is, there is a gap.
    """
    things: dict[int, list[Window]] = {}
    for window in windows:
        if window.end > window.start:
            things.setdefault(window.thing, []).append(window)
    return [stretch for thing in sorted(things) for stretch in _of_thing(things[thing])]


def _of_thing(windows: Sequence[Window]) -> list[Stretch]:
    moments = sorted({moment for window in windows for moment in (window.start, window.end)})
    name = next((w.name for w in windows if w.name), None) or f"thing {windows[0].thing}"
    runs: list[_Run] = []
    for start, end in itertools.pairwise(moments):
        if end - start < _TOUCHING / 10:
            continue
        here = [w for w in windows if w.start <= start and w.end >= end]
        if not here:
            continue
        # At a cut two shots can overlap by rounding; the later one counts.
        shot = max(w.shot for w in here)
        here = [w for w in here if w.shot == shot]
        shares = {label: sum(w.shares[label] for w in here) / len(here) for label in here[0].shares}
        best = max(shares, key=lambda label: shares[label])
        run = runs[-1] if runs else None
        if run is None or (run.label, run.shot) != (best, shot) or start - run.end > _TOUCHING:
            run = _Run(best, shot, start, start, dict.fromkeys(shares, 0.0))
            runs.append(run)
        run.add(end, shares, here)
    return [run.stretch(windows[0].thing, name) for run in runs]


@dataclass
class _Run:
    """A stretch in the making: probabilities summed over time, boxes of its windows."""

    label: str
    shot: int
    start: float
    end: float
    mass: dict[str, float]
    boxes: list[Box] = field(default_factory=list)

    def add(self, end: float, shares: Mapping[str, float], windows: Sequence[Window]) -> None:
        for label, share in shares.items():
            self.mass[label] += share * (end - self.end)
        self.end = end
        self.boxes += [w.box for w in windows if w.box is not None]

    def stretch(self, thing: int, name: str) -> Stretch:
        length = self.end - self.start
        ranked: list[tuple[str, Any]] = sorted(self.mass.items(), key=lambda pair: -pair[1])
        # The label of all its moments stays in front, also where another has all but the same mean.
        ranked.sort(key=lambda pair: pair[0] != self.label)
        return Stretch(
            thing, name, self.start, self.end, {label: m / length for label, m in ranked}, _around(self.boxes)
        )


def _around(boxes: Sequence[Box]) -> Box | None:
    if not boxes:
        return None
    left, top = min(b[0] for b in boxes), min(b[1] for b in boxes)
    right, bottom = max(b[0] + b[2] for b in boxes), max(b[1] + b[3] for b in boxes)
    return left, top, right - left, bottom - top


__all__ = ["Box", "Stretch", "Window", "stretches"]
