"""What state the library is in, and what has changed since another: at a cost that goes with the change."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from sqlalchemy.orm import Session

from motionsearch.errors import LibraryError
from motionsearch.index.statements import fetch, stream

Ids = NDArray[np.int64]

COLUMNS = "generation, compacted_generation, clips"
"""Of the library's row: a :class:`State`."""

STATE = "motionsearch state"
"""In ``session.info`` while a transaction lasts that only reads: its :class:`State`."""

_ROWS = 64
_LATEST = 2**62


class State(NamedTuple):
    """What a reading transaction sees.

    Args:
        generation: Number of the last change.
        compacted: Generation of the last compaction; what was removed before it is not known any more.
        clips: How many are live.
    """

    generation: int
    compacted: int
    clips: int


def read_state(session: Session) -> State:
    """The state of the library."""
    known: State | None = session.info.get(STATE)
    if known is not None:
        return known
    (row,) = fetch(session, f"SELECT {COLUMNS} FROM library")
    return State(*row)


def live_count(session: Session) -> int:
    """Clips that are not removed."""
    return read_state(session).clips


def removed_ids(session: Session, since: int = -1, until: int | None = None) -> Ids:
    """Clips that were removed after a generation (and up to another), ascending ``(n,)``.

    Those that were compacted away are not known any more.

    Raises:
        LibraryError: one has a number that no clip has: the library is damaged.
    """
    statement = "SELECT id FROM clips WHERE deleted_generation > ? AND deleted_generation <= ? ORDER BY id"
    rows = fetch(session, statement, since, _LATEST if until is None else until)
    ids = np.fromiter((row[0] for row in rows), np.int64, len(rows))
    if len(ids) and ids[0] < 1:
        raise LibraryError(
            f"a clip has the number {ids[0]}: the library is damaged",
            hint="`motionsearch verify` says what is wrong",
        )
    return ids


def new_ids(session: Session, since: int) -> Ids:
    """Live clips that were added after a generation, ascending ``(n,)``."""
    return np.array([i for i, removed in newer_clips(session, since) if removed is None], np.int64)


def count_at(session: Session, generation: int) -> int:
    """Clips that were live at a generation (right only back to the last compaction)."""
    # What was removed since was live then, unless it was added since too.
    removed = len(removed_ids(session, generation))
    return live_count(session) + removed - len(newer_clips(session, generation))


def newer_clips(session: Session, since: int) -> list[tuple[int, int | None]]:
    """Id and generation of the removal of each clip that was added after a generation, ascending."""
    newer: list[tuple[int, int | None]] = []
    # Generations ascend with ids, so these are the last ones.
    statement = "SELECT id, deleted_generation, created_generation FROM clips ORDER BY id DESC"
    for part in stream(session, statement, rows=_ROWS):
        for clip_id, removed, created in part:
            if created <= since:
                return newer[::-1]
            newer.append((clip_id, removed))
    return newer[::-1]
