"""What the things in a video do over time: rows for a program, bars on a time axis for a person."""

from __future__ import annotations

import io
import os
import shutil
import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from motionsearch.cli.output import Column, Output, clean, is_coloured, path, score, seconds

if TYPE_CHECKING:
    from rich.text import Text

    from motionsearch.index.records import Labelled
    from motionsearch.timeline import Stretch


def _others(ranked: Sequence[dict[str, Any]]) -> str:
    """The labels behind the first."""
    return ", ".join(f"{entry['label']} {entry['probability']:.2f}" for entry in ranked[1:])


COLUMNS = (
    Column("source", "source", path, wide=True),
    Column("thing", "name"),
    Column("start", "start", seconds, right=True),
    Column("end", "end", seconds, right=True),
    Column("probability", "probability", score, right=True),
    Column("label", "label"),
    Column("else", "labels", _others, wide=True, plain=False),
)

# Colours of labels in the 256-colour palette, apart from each other on light and dark grounds.
_COLOURS = (26, 208, 35, 133, 44, 178, 161, 63, 113, 131)
_WHITE_ON = (26, 133, 161, 63, 131)
_LEAST_AXIS = 20
# Round distances between the marks of a time axis, in seconds.
_STEPS = (0.1, 0.2, 0.5, 1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200)


def is_of_video(labelled: Sequence[Labelled]) -> bool:
    """Whether these are windows over the moving things of a video, and no clips of the library."""
    return bool(labelled) and all(
        clip.clip_id is None and clip.meta.get("kind") == "video" for clip in labelled
    )


def time_line(labelled: Iterable[Labelled]) -> list[Stretch]:
    """The stretches of every thing; see :func:`motionsearch.timeline.stretches`."""
    from motionsearch.timeline import Window, stretches

    return stretches(
        Window.of(clip.start, clip.end, dict(clip.labels), clip.name, clip.meta) for clip in labelled
    )


def stretch_records(source: str, stretches: Iterable[Stretch], limit: int) -> Iterator[dict[str, Any]]:
    """A record a stretch, with the ``limit`` likeliest labels; times in seconds, boxes in pixels."""
    for stretch in stretches:
        ranked = [
            {"label": name, "probability": round(p, 6)} for name, p in list(stretch.shares.items())[:limit]
        ]
        yield {
            "source": source,
            "thing": stretch.thing,
            "name": stretch.name,
            "start": round(stretch.start, 4),
            "end": round(stretch.end, 4),
            "label": stretch.label,
            "probability": round(stretch.probability, 6),
            "labels": ranked,
            "box": None if stretch.box is None else [round(side, 1) for side in stretch.box],
        }


def tell(out: Output, source: str, stretches: Sequence[Stretch], limit: int) -> None:
    """Writes the time line of a video as a table: with bars on a terminal, else a row a stretch."""
    records = stretch_records(source, stretches, limit)
    if out.on_terminal:
        out.text(
            bars(Path(source).name, stretches, _terminal_width(), coloured=is_coloured(sys.stdout)) + "\n"
        )
        # The bars' title says which video it is.
        records = ({**record, "source": None} for record in records)
    out.rows(records, COLUMNS)


def bars(title: str, stretches: Sequence[Stretch], width: int, *, coloured: bool) -> str:
    """Things as rows over one time axis, each stretch a bar with its label in it.

    Args:
        title: The first line.
        stretches: Of one video, by thing and time.
        width: Characters of a line.
        coloured: Give each label a colour; else bars are told apart by their edges.

    Returns:
        Lines without one after the last.
    """
    from rich.console import Console

    begin = min(s.start for s in stretches)
    end = max(s.end for s in stretches)
    # A time line that all but begins with the video shows it from its beginning.
    begin = 0.0 if begin < 0.25 * end else begin
    rows: dict[int, list[Stretch]] = {}
    for stretch in stretches:
        rows.setdefault(stretch.thing, []).append(stretch)
    names = {thing: clean(row[0].name)[:16] for thing, row in rows.items()}
    margin = max(len(name) for name in names.values()) + 2
    axis = max(width - margin - 1, _LEAST_AXIS)
    labels = list(dict.fromkeys(s.label for s in stretches))
    colour_of = {label: _COLOURS[i % len(_COLOURS)] for i, label in enumerate(labels)}
    scale = axis / max(end - begin, 1e-9)

    def column(moment: float) -> int:
        return min(max(round((moment - begin) * scale), 0), axis)

    buffer = io.StringIO()
    console = Console(
        file=buffer,
        width=margin + axis + 1,
        color_system="256" if coloured else None,
        force_terminal=coloured,
        highlight=False,
        markup=False,
        emoji=False,
        legacy_windows=False,
    )
    console.print(clean(title), style="bold" if coloured else None, soft_wrap=True)
    for line in _axis(begin, end, column, axis, margin):
        console.print(line, style="dim" if coloured else None)
    for thing, row in rows.items():
        console.print(_row(names[thing].ljust(margin), row, column, axis, colour_of if coloured else None))
    return "\n".join(line.rstrip() for line in buffer.getvalue().rstrip("\n").split("\n"))


def _terminal_width() -> int:
    return min(shutil.get_terminal_size().columns or 80, 160)


def _axis(begin: float, end: float, column: Any, axis: int, margin: int) -> Iterator[str]:
    """The line of times and the line of marks."""
    length = end - begin
    step = next((s for s in _STEPS if length / s <= max(axis / 12, 2)), _STEPS[-1])
    times, marks = [" "] * (axis + 8), ["─"] * (axis + 1)
    moment = begin if begin == 0 else (begin // step + 1) * step
    free = 0
    while moment <= end + 1e-9:
        at = column(moment)
        words = _moment(moment, end)
        marks[at] = "┴"
        if at >= free and at + len(words) <= axis + 1:
            times[at : at + len(words)] = list(words)
            free = at + len(words) + 1
        moment += step
    yield " " * margin + "".join(times[: axis + 1])
    yield " " * margin + "".join(marks)


def _moment(moment: float, end: float) -> str:
    """A mark of the axis: ``12s``, or ``1:05`` where the axis reaches a minute."""
    if end < 60:
        return f"{moment:g}s"
    minutes, rest = divmod(round(moment), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02d}:{rest:02d}" if hours else f"{minutes}:{rest:02d}"


def _row(name: str, row: Sequence[Stretch], column: Any, axis: int, colour_of: dict[str, int] | None) -> Text:
    """One thing: its name, then its bars, each at least one character; letters of the East are two wide."""
    from rich.cells import cell_len
    from rich.text import Text

    line = Text(name, no_wrap=True, overflow="crop")
    at = 0
    for stretch in row:
        first = max(column(stretch.start), at)
        last = max(column(stretch.end), first + 1)
        if last > axis + 1:
            break
        line.append(" " * (first - at))
        at = last
        size = last - first
        label = clean(stretch.label)
        if colour_of is None:
            inside = _cropped(label, max(size - 2, 0))
            free = max(size - 2, 0) - cell_len(inside)
            line.append(f"┣{'━' * (free // 2)}{inside}{'━' * (free - free // 2)}┫" if size > 1 else "┃")
            continue
        whole = cell_len(label) <= size - 2
        words = label if whole else _cropped(label, max(size - 3, 0)) + "…" if size > 4 else ""
        # A little gap at the end keeps neighbours apart.
        ground = colour_of[stretch.label]
        style = f"color({231 if ground in _WHITE_ON else 16}) on color({ground})"
        bar = _cropped(f" {words}", max(size - 1, 1))
        line.append(bar + " " * (max(size - 1, 1) - cell_len(bar)), style=style)
        if size > 1:
            line.append(" ")
    return line


def _cropped(text: str, cells: int) -> str:
    """The text, or as much of it as fits so many cells of a terminal."""
    from rich.cells import cell_len, set_cell_size

    return text if cell_len(text) <= cells else set_cell_size(text, cells)


def write_exports(
    out: Output, time_lines: Sequence[tuple[str, Sequence[Stretch]]], elan: Path | None, via: Path | None
) -> None:
    """Writes the time lines of videos for annotation programs; of several videos, ELAN files are numbered.

    Raises:
        InputError: a file cannot be written.
    """
    if elan is None and via is None:
        return
    if not time_lines:
        out.warn("no video has a time line, so that none is written")
        return
    from motionsearch.exports import write_elan, write_via

    if elan is not None:
        for number, (source, stretches) in enumerate(time_lines, start=1):
            target = elan if len(time_lines) == 1 else elan.with_stem(f"{elan.stem}-{number}")
            write_elan(target, source, stretches)
            out.note(f"wrote the time line of {os.path.basename(source)} for ELAN to {target}")
    if via is not None:
        write_via(via, dict(time_lines), name=via.stem)
        out.note(f"wrote {len(time_lines)} time lines for the VGG Image Annotator to {via}")
