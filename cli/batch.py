"""``search --queries FILE``: many queries at once, one a line."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from motionsearch.cli.output import Column, Output
from motionsearch.cli.records import HIT_COLUMNS, hit_records
from motionsearch.cli.session import FOUND, NOTHING_FOUND, Session
from motionsearch.errors import InputError, QueryError

if TYPE_CHECKING:
    from motionsearch.device import Device
    from motionsearch.index.records import Hit

COLUMNS = (Column("query", "query", wide=True), *HIT_COLUMNS)


def search_file(
    session: Session,
    file: str,
    limit: int,
    *,
    where: str | None,
    exact: bool,
    null: bool,
    device: Device | None,
    refused: Mapping[str, object],
) -> int:
    """Answers every query of a file.

    Args:
        session: Of the command.
        file: A path, or "-" for standard input.
        limit: Clips for each query.
        where: A filter for all of them.
        exact: No approximation.
        null: Paths end in a NUL byte.
        device: Where they are embedded and compared.
        refused: Other options of the command, which do not go with many queries.

    Raises:
        QueryError: one of these was given, or there is no query.
        InputError: the file cannot be read.
    """
    for name, value in refused.items():
        if value:
            raise QueryError(
                f"--queries does not go together with {name}",
                hint="one query with its options at a time, or many plain ones from a file",
            )
    queries = read_queries(file)
    with session.library(device=device) as library:
        found = library.search_many(queries, limit, where=where, exact=exact)
        out = Output(session.out.format, quiet=session.out.quiet, null=null)
        count = out.rows(_records(queries, found), COLUMNS)
        empty = sum(not hits for hits in found)
        if empty:
            out.note(f"nothing found for {empty:,} of {len(queries):,} queries in {library.name}")
    return FOUND if count else NOTHING_FOUND


def read_queries(file: str) -> list[str]:
    """One query a line; empty lines are passed over.

    Raises:
        QueryError: there is none.
        InputError: the file cannot be read as UTF-8 text.
    """
    name = "standard input" if file == "-" else file
    try:
        data = sys.stdin.buffer.read() if file == "-" else Path(file).read_bytes()
        text = data.decode("utf-8-sig")
    except OSError as error:
        raise InputError(
            f"{name}: cannot be read ({error.strerror or error})",
            hint="name a text file with one query a line, or - for standard input",
        ) from error
    except UnicodeDecodeError as error:
        raise InputError(
            f"{name}: is not text in UTF-8 ({error.reason} at byte {error.start})",
            hint="save it as UTF-8, one query a line",
        ) from error
    queries = [line.strip() for line in text.splitlines() if line.strip()]
    if not queries:
        raise QueryError(f"{name}: there are no queries in it", hint="write one query a line")
    return queries


def _records(queries: Sequence[str], found: Sequence[Sequence[Hit]]) -> Iterator[dict[str, Any]]:
    for query, hits in zip(queries, found, strict=True):
        for record in hit_records(hits):
            yield {"query": query, **record}
