"""How adding is told to the person in front of the terminal: ``add`` and ``watch`` alike."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

from motionsearch.cli.output import Output
from motionsearch.cli.progress import Progress

if TYPE_CHECKING:
    from motionsearch.index.records import AddEvent, AddReport

STATIC = "static"
"""Begins the reason of a file that was skipped because nothing moves in it."""


class AddTeller:
    """Hears the events of adding; errors and terms are told, the rest moves the progress.

    Args:
        out: Where it is told.
        progress: Moves by files, and by the part that is read of those that take long.
        clock: Seconds.
    """

    def __init__(
        self, out: Output, progress: Progress | None = None, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._out = out
        self._progress = progress
        self._clock = clock
        self._clips = 0
        self._finished = 0
        self._begun: float | None = None
        self._video = 0.0
        self._reading: dict[int, tuple[float, float | None]] = {}

    def __call__(self, event: AddEvent) -> None:
        """Takes an event."""
        if event.kind == "failed":
            told = event.message if event.path in event.message else f"{event.path}: {event.message}"
            self._out.error(told)
        elif event.kind == "licence":
            self._out.warn(event.message)
        elif event.kind == "skipped" and event.message.startswith(STATIC):
            self._out.note(f"{event.path}: {event.message}")
        self._count(event)
        if self._progress is not None:
            self._progress.update(self.done, total=event.total, note=self.note)

    @property
    def done(self) -> float:
        """Files that are finished, and the parts that are read of others."""
        parts = (min(seconds / length, 1.0) for seconds, length in self._reading.values() if length)
        return self._finished + sum(parts)

    @property
    def note(self) -> str:
        """Clips so far, and the speed of reading videos: seconds of theirs for each second."""
        words = f"{self._clips} clips"
        seconds = self._video + sum(seconds for seconds, _ in self._reading.values())
        if self._begun is None or seconds <= 0:
            return words
        speed = seconds / max(self._clock() - self._begun, 1e-9)
        return f"{words}, {speed:.1f}x real time"

    def _count(self, event: AddEvent) -> None:
        if event.kind == "start":
            if self._begun is None:
                self._begun = self._clock()
        elif event.kind == "progress":
            self._reading[event.index] = (event.seconds, event.length)
        elif event.kind in ("added", "skipped", "failed"):
            self._finished += 1
            self._clips += event.clips
            seconds, length = self._reading.pop(event.index, (0.0, None))
            self._video += seconds if event.kind == "failed" else length or seconds


def report_records(report: AddReport) -> Iterator[dict[str, Any]]:
    """What became of each file."""
    for source in report.added:
        status = "replaced" if source.replaced else "added"
        yield {"source": source.path, "status": status, "clips": source.clips, "message": None}
    for path, reason in report.skipped:
        yield {"source": path, "status": "skipped", "clips": 0, "message": reason}
    for path, message in report.failed:
        yield {"source": path, "status": "failed", "clips": 0, "message": message}


def summary(report: AddReport) -> str:
    """What adding did, in a sentence."""
    sentence = f"added {count_words(report.clips, 'clip')} from {count_words(len(report.added), 'file')}"
    replaced = sum(source.replaced for source in report.added)
    static = sum(reason.startswith(STATIC) for _, reason in report.skipped)
    rest = [
        f"{count} {what}"
        for count, what in (
            (replaced, "of them changed since"),
            (static, "static"),
            (len(report.skipped) - static, "passed over"),
            (len(report.failed), "failed"),
        )
        if count
    ]
    return "; ".join([sentence, *rest])


def count_words(number: int, noun: str) -> str:
    """``"1 clip"``, ``"2,000 clips"``."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
