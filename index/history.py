"""Whether an index was made of this history of the library."""

from __future__ import annotations

import numpy as np
from sqlalchemy.orm import Session

from motionsearch.index.cache import CacheUnusableError, Stamp
from motionsearch.index.engines import Ids
from motionsearch.index.state import State, count_at
from motionsearch.index.statements import fetch


def live_ids(session: Session) -> Ids:
    """Of all live clips, ascending."""
    rows = fetch(session, "SELECT id FROM clips WHERE deleted_generation IS NULL ORDER BY id")
    return np.fromiter((row[0] for row in rows), np.int64, len(rows))


def newest_source(session: Session) -> str:
    """Names the history of a library: its newest source, when that was added, and what it holds."""
    rows = fetch(session, "SELECT id, added, content_hash FROM sources ORDER BY id DESC LIMIT 1")
    return f"{rows[0][0]} {_mark(*rows[0][1:])}" if rows else ""


def check_history(session: Session, stamp: Stamp, state: State) -> None:
    """Refuses an index of another state: of the future, or of another past, by a database put back.

    Args:
        session: A reading transaction.
        stamp: Of the index; its ``extra`` holds the count of live clips and the newest source.
        state: What the session sees.

    Raises:
        CacheUnusableError: it has to be made again.
    """
    if stamp.generation > state.generation:
        raise CacheUnusableError("of another state of the library", damaged=False)
    newest, live = str(stamp.extra.get("newest")), stamp.extra.get("live")
    if newest:
        source, _, mark = newest.partition(" ")
        rows = fetch(session, "SELECT added, content_hash FROM sources WHERE id = ?", int(source))
        known = _mark(*rows[0]) if rows else None
        # A source that was compacted away leaves nothing to compare with.
        if known != mark and not (known is None and state.compacted > stamp.generation):
            raise CacheUnusableError("of another history of the library", damaged=False)
    if state.compacted <= stamp.generation and live != count_at(session, stamp.generation):
        raise CacheUnusableError("it does not fit the database", damaged=False)


def _mark(added: float, content: str) -> str:
    # The time alone would not do: clocks are set back, and stand still for a moment.
    return f"{added!r} {content[:16]}"
