"""The one sink: results go to stdout, everything else to stderr.

A command hands over records (mappings of plain values) and the columns a person wants to see; how they are
written is decided here: ``table`` draws a table on a terminal and writes tab-separated lines without a
heading when piped, ``json`` one document, ``jsonl`` a record a line, ``csv`` all fields with a heading,
``paths`` each source once.
"""

from __future__ import annotations

import contextlib
import csv
import io
import json
import os
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING, Any, TextIO

from motionsearch.cli.progress import Progress

if TYPE_CHECKING:
    from rich.console import Console, OverflowMethod

Record = Mapping[str, Any]

LONGEST_PATH = 44
"""Characters of a path in a table."""


class Format(str, Enum):
    """How results are written."""

    table = "table"
    json = "json"
    jsonl = "jsonl"
    csv = "csv"
    paths = "paths"


@dataclass(frozen=True)
class Column:
    """A field of the records as a person sees it.

    Args:
        title: The heading.
        key: The field; a record without it shows nothing.
        text: How a value that is not ``None`` is written on a terminal.
        right: Aligned to the right.
        wide: Takes what width the others leave, and is cut short when that is too little.
        wrap: Goes on in the next line where it would be cut short.
        plain: Also part of the tab-separated lines.
    """

    title: str
    key: str
    text: Callable[[Any], str] = str
    right: bool = False
    wide: bool = False
    wrap: bool = False
    plain: bool = True


class Output:
    """Writes results, and talks to the person in front of the terminal.

    Args:
        format: How results are written.
        quiet: Only results and errors: no progress, notes, hints or warnings.
        null: Paths end in a NUL byte instead of a new line.
    """

    def __init__(self, format: Format = Format.table, *, quiet: bool = False, null: bool = False) -> None:
        self.format = Format.paths if null else format
        self.quiet = quiet
        self.null = null
        self._progress: Progress | None = None

    # Results, on stdout.

    @property
    def on_terminal(self) -> bool:
        """Whether results are read by a person: stdout is a terminal."""
        return is_terminal(sys.stdout)

    def rows(self, records: Iterable[Record], columns: Sequence[Column]) -> int:
        """Writes a result a record, as they come where the format allows it; returns how many there were."""
        if self.format is Format.jsonl:
            return self._each(records, lambda record: self._write(self._json(record) + "\n"))
        if self.format is Format.paths:
            return self._paths(records)
        if self.format is Format.table and not self.on_terminal:
            shown = [column for column in columns if column.plain]
            return self._each(
                records,
                lambda record: self._write("\t".join(_plain(record.get(c.key)) for c in shown) + "\n"),
            )
        kept = list(records)
        if self.format is Format.json:
            self._write(self._json(kept, indent=2) + "\n")
        elif self.format is Format.csv:
            self._csv(kept)
        elif kept:
            self._table(kept, columns)
        return len(kept)

    def record(self, record: Record) -> None:
        """Writes one result of many fields, such as a report: a line a field, or an object."""
        if self.format is Format.json:
            self._write(self._json(record, indent=2) + "\n")
        elif self.format is Format.table:
            fields = [(key, value) for key, value in flatten(record).items() if value is not None]
            if self.on_terminal:
                width = max((len(key) for key, _ in fields), default=0)
                self._write("".join(f"{key:<{width}}  {_plain(value)}\n" for key, value in fields))
            else:
                self._write("".join(f"{key}\t{_plain(value)}\n" for key, value in fields))
        else:
            self.rows([record], ())

    def outcome(self, sentence: str, records: Iterable[Record]) -> None:
        """Tells what a command changed: a sentence to a person, the records to a program."""
        if self.format is Format.table:
            self.note(sentence)
        else:
            self.rows(records, ())

    def text(self, block: str) -> None:
        """Writes ready-made text, such as a picture drawn in characters, to stdout."""
        self._write(block if block.endswith("\n") else block + "\n")

    # Everything else, on stderr.

    def note(self, sentence: str) -> None:
        """Says what happened."""
        if not self.quiet:
            self._say(None, sentence)

    def hint(self, sentence: str) -> None:
        """Says what to do next."""
        if not self.quiet:
            self._say(("hint", "36"), sentence)

    def warn(self, sentence: str) -> None:
        """Says what was worked around."""
        if not self.quiet:
            self._say(("warning", "33"), sentence)

    def error(self, sentence: str, *, hint: str | None = None) -> None:
        """Says what is wrong and what to do about it; not silenced by ``quiet``."""
        self._say(("error", "31"), sentence)
        if hint:
            self._say(("hint", "36"), hint)

    def picture(self, title: str, drawing: str) -> None:
        """Shows a drawing that goes with the results."""
        if not self.quiet:
            self._say(None, title)
            sys.stderr.write(_encodable(drawing + "\n", sys.stderr))
            sys.stderr.flush()

    @contextlib.contextmanager
    def progress(self, what: str, unit: str, total: int | None = None) -> Iterator[Progress]:
        """Shows how far long work has come: a bar on a terminal, a line now and then elsewhere."""
        progress = Progress(what, unit, total, stream=sys.stderr, shown=not self.quiet)
        self._progress = progress
        try:
            with progress:
                yield progress
        finally:
            self._progress = None

    def confirm(self, question: str) -> bool:
        """Asks on the terminal; ``False`` without asking where nobody can answer."""
        if not (is_terminal(sys.stdin) and is_terminal(sys.stderr)):
            return False
        sys.stderr.write(f"{clean(question)} [y/N] ")
        sys.stderr.flush()
        return sys.stdin.readline().strip().lower() in ("y", "yes")

    # How it is written.

    def _each(self, records: Iterable[Record], write: Callable[[Record], None]) -> int:
        count = 0
        for count, record in enumerate(records, start=1):  # noqa: B007  the count is what is returned
            write(record)
        return count

    def _json(self, value: Any, indent: int | None = None) -> str:
        unicode = (sys.stdout.encoding or "ascii").lower().replace("-", "") == "utf8"
        return json.dumps(_jsonable(value), ensure_ascii=not unicode, indent=indent, allow_nan=False)

    def _csv(self, records: Sequence[Record]) -> None:
        flat = [flatten(record) for record in records]
        heading = list(dict.fromkeys(key for record in flat for key in record))
        if not heading:
            return
        buffer = io.StringIO()
        writer = csv.writer(buffer, lineterminator="\n")
        writer.writerow(heading)
        writer.writerows([[_csv_cell(record.get(key)) for key in heading] for record in flat])
        self._write(buffer.getvalue())

    def _paths(self, records: Iterable[Record]) -> int:
        seen: set[str] = set()
        count = 0
        for record in records:
            count += 1
            path = record.get("path") or record.get("source")
            if path is None or str(path) in seen:
                continue
            seen.add(str(path))
            self._write_bytes(os.fsencode(str(path)) + (b"\0" if self.null else b"\n"))
        return count

    def _table(self, records: Sequence[Record], columns: Sequence[Column]) -> None:
        from rich.table import Table
        from rich.text import Text

        used = [column for column in columns if any(record.get(column.key) is not None for record in records)]
        table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="bold")
        for column in used:
            table.add_column(
                column.title,
                justify="right" if column.right else "left",
                # Rich narrows columns that may wrap; their cells below say whether they wrap or are cut.
                no_wrap=not (column.wide or column.wrap),
            )
        for record in records:
            cells = []
            for column in used:
                value = record.get(column.key)
                text = "" if value is None else clean(column.text(value))
                overflow: OverflowMethod = "fold" if column.wrap else "ellipsis"
                cells.append(Text(text, no_wrap=not column.wrap, overflow=overflow))
            table.add_row(*cells)
        console = _console(sys.stdout)
        with console.capture() as drawn:
            console.print(table)
        self._write(drawn.get())

    def _say(self, lead: tuple[str, str] | None, sentence: str) -> None:
        text = clean(sentence, keep="\n")
        if lead is not None:
            word, colour = lead
            start = f"\x1b[{colour}m{word}:\x1b[0m" if is_coloured(sys.stderr) else f"{word}:"
            text = f"{start} {text}"
        if self._progress is not None:
            self._progress.say(text)
            return
        with contextlib.suppress(BrokenPipeError):
            sys.stderr.write(_encodable(text + "\n", sys.stderr))
            sys.stderr.flush()

    def _write(self, text: str) -> None:
        if sys.stdout is None:
            return
        try:
            sys.stdout.write(_encodable(text, sys.stdout))
            sys.stdout.flush()
        except BrokenPipeError:
            _drop_stdout()

    def _write_bytes(self, data: bytes) -> None:
        if sys.stdout is None:
            return
        try:
            sys.stdout.buffer.write(data)
            sys.stdout.buffer.flush()
        except BrokenPipeError:
            _drop_stdout()


def flatten(record: Record, prefix: str = "") -> dict[str, Any]:
    """Nested mappings as one, with dotted keys: ``{"tags": {"who": "ana"}}`` is ``{"tags.who": "ana"}``."""
    flat: dict[str, Any] = {}
    for key, value in record.items():
        if isinstance(value, Mapping):
            flat.update(flatten(value, f"{prefix}{key}."))
        else:
            flat[f"{prefix}{key}"] = value
    return flat


def clean(text: str, keep: str = "") -> str:
    """Text without control characters: a file name or caption must not steer the terminal."""
    return "".join(
        c if c.isprintable() or c in keep else c.encode("unicode_escape").decode("ascii") for c in text
    )


def seconds(value: float) -> str:
    """Seconds as a person reads them: two decimals."""
    return f"{value:.2f}"


def score(value: float) -> str:
    """A cosine or probability: three decimals."""
    return f"{value:.3f}"


def path(value: str) -> str:
    """A path, relative where it lies below the current folder; of a long one the end, which tells most."""
    folder = os.path.join(os.getcwd(), "")
    short = value.removeprefix(folder) if os.path.isabs(value) else value
    return short if len(short) <= LONGEST_PATH else "…" + short[1 - LONGEST_PATH :]


def _jsonable(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {str(key): _jsonable(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_jsonable(item) for item in value]
    if isinstance(value, float):
        # JSON has no NaN or infinity.
        return value if value - value == 0 else None
    if value is None or isinstance(value, (bool, int, str)):
        return value
    return str(value)


def _plain(value: Any) -> str:
    """A value in a tab-separated line: no tabs or line ends inside it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return f"{value:.6g}"
    if isinstance(value, (list, tuple)):
        return " | ".join(_plain(item) for item in value)
    return clean(str(value).replace("\t", " ").replace("\n", " "))


def _csv_cell(value: Any) -> str | int | float:
    if value is None:
        return ""
    if isinstance(value, (list, tuple)):
        return " | ".join(str(item) for item in value)
    return value if isinstance(value, (int, float, str)) else str(value)


def _encodable(text: str, stream: TextIO) -> str:
    """Text as the stream's encoding can carry it; the rest as backslash escapes, which suit JSON strings."""
    encoding = stream.encoding or "ascii"
    return text.encode(encoding, "backslashreplace").decode(encoding)


def is_terminal(stream: TextIO | None) -> bool:
    """Whether a person sees what is written to the stream."""
    return stream is not None and not stream.closed and stream.isatty()


def is_coloured(stream: TextIO) -> bool:
    """Whether colours may be written to the stream (https://no-color.org)."""
    return is_terminal(stream) and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def _console(stream: TextIO) -> Console:
    from rich.console import Console

    # soft_wrap off and highlight off: what is printed is data, never markup.
    return Console(file=stream, highlight=False, markup=False, emoji=False)


def _drop_stdout() -> None:
    """The reader has gone (``| head``): what is still written goes nowhere, and that is no error."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())
    os.close(nowhere)
