"""Progress of long work on stderr: a bar with rate and time left, or a line now and then."""

from __future__ import annotations

import time
from types import TracebackType
from typing import TYPE_CHECKING, Any, TextIO

if TYPE_CHECKING:
    from rich.progress import Task

SECONDS_BETWEEN_LINES = 15.0


class Progress:
    """How far some work has come.

    Args:
        what: What is being done, a verb: "adding".
        unit: What is counted, in the plural: "files".
        total: How many there will be, where that is known.
        stream: Where it is shown; a bar if this is a terminal, otherwise a line every 15 seconds.
        shown: ``False`` shows nothing.
    """

    def __init__(
        self, what: str, unit: str, total: int | None, *, stream: TextIO, shown: bool = True
    ) -> None:
        self.what = what
        self.unit = unit
        self.total = total
        self.done = 0.0
        self._stream = stream
        self._shown = shown
        self._bar: Any = None
        self._task: Any = None
        self._began = self._last_line = time.monotonic()

    def update(self, done: float, *, total: int | None = None, note: str = "") -> None:
        """Sets how many are done, parts of one included, and says something about the last one."""
        self.done = done
        self.total = total if total is not None else self.total
        if not self._shown:
            return
        if self._bar is not None:
            self._bar.update(self._task, completed=done, total=self.total, note=note)
        elif time.monotonic() - self._last_line >= SECONDS_BETWEEN_LINES:
            self._last_line = time.monotonic()
            self._stream.write(self._line(note) + "\n")
            self._stream.flush()

    def say(self, text: str) -> None:
        """Writes a line above the bar."""
        if self._bar is None:
            self._stream.write(text + "\n")
            self._stream.flush()
        else:
            from rich.text import Text

            self._bar.console.print(Text.from_ansi(text), soft_wrap=True)

    def __enter__(self) -> Progress:
        if self._shown and self._stream.isatty():
            self._bar = _bar(self._stream)
            self._task = self._bar.add_task(self.what, total=self.total, unit=self.unit, note="")
            self._bar.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        if self._bar is not None:
            self._bar.stop()

    def _line(self, note: str) -> str:
        rate = self.done / max(time.monotonic() - self._began, 1e-9)
        of = f"/{self.total}" if self.total else ""
        parts = [f"{self.what}: {int(self.done)}{of} {self.unit}", rate_text(rate, self.unit)]
        if self.total and rate > 0:
            parts.append(f"{duration_text((self.total - self.done) / rate)} left")
        return ", ".join([*parts, note] if note else parts)


def rate_text(rate: float, unit: str) -> str:
    """A rate in whichever of per second and per minute reads better."""
    return f"{rate:.1f} {unit}/s" if rate >= 1 else f"{rate * 60:.1f} {unit}/min"


def duration_text(seconds: float) -> str:
    """Seconds as ``42 s``, ``3 min 20 s`` or ``2 h 5 min``."""
    whole = round(seconds)
    if whole < 60:
        return f"{whole} s"
    if whole < 3600:
        return f"{whole // 60} min {whole % 60} s"
    return f"{whole // 3600} h {whole % 3600 // 60} min"


def _bar(stream: TextIO) -> Any:
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, ProgressColumn, TextColumn, TimeRemainingColumn
    from rich.progress import Progress as Bar
    from rich.text import Text

    class Rate(ProgressColumn):
        """Units a second."""

        def render(self, task: Task) -> Text:
            speed = task.finished_speed or task.speed
            return Text("" if speed is None else rate_text(speed, str(task.fields["unit"])))

    return Bar(
        TextColumn("{task.description}", markup=False),
        BarColumn(bar_width=24),
        MofNCompleteColumn(),
        TextColumn("{task.fields[unit]}", markup=False),
        Rate(),
        TimeRemainingColumn(compact=True),
        TextColumn("{task.fields[note]}", markup=False),
        console=Console(file=stream, highlight=False, markup=False, emoji=False),
        transient=True,
    )
