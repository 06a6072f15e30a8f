"""The vectors of clips: read by their ids, or all of them one after the other."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from sqlalchemy.orm import Session

from motionsearch.errors import LibraryError
from motionsearch.index.codec import Vectors, unpack_vectors
from motionsearch.index.state import Ids, newer_clips, removed_ids
from motionsearch.index.statements import AMONG, fetch, ids_of, stream

_CHUNK = 10_000  # ids in a statement
_ALL = 1 << 62
_ROWS = 4096  # a stream's rows as Python objects


def find_vectors(session: Session, ids: Sequence[int] | Ids, dim: int) -> tuple[Ids, Vectors]:
    """The vectors of those of the ids that are there: ids ``(m,)`` ascending, each once, and ``(m, D)``."""
    rows = sorted(_blobs(session, np.asarray(ids, np.int64).tolist()).items())
    return np.array([row[0] for row in rows], np.int64), unpack_vectors([row[1] for row in rows], dim)


def fetch_vectors(session: Session, ids: Sequence[int] | Ids, dim: int) -> Vectors:
    """The vectors ``(n, D)`` of clips, in the order of ``ids``.

    Raises:
        LibraryError: a clip has no vector, or one of another length: the library is damaged.
    """
    wanted = np.asarray(ids, np.int64).tolist()
    found = _blobs(session, wanted)
    try:
        return unpack_vectors([found[i] for i in wanted], dim)
    except KeyError as error:
        raise LibraryError(
            f"clip {error.args[0]} has no vector: the library is damaged",
            hint="`motionsearch verify` names the clips; remove those and add their sources again",
        ) from error


def stream_vectors(
    session: Session, dim: int, *, after: int = 0, rows: int = 65536
) -> Iterator[tuple[Ids, Vectors]]:
    """The live clips with ids above ``after``, ascending: ids ``(n,)`` and vectors ``(n, D)``.

    Args:
        session: A reading transaction, which must last as long as the stream.
        dim: D.
        after: Where to begin.
        rows: Clips in a piece at most; memory is that of one piece.

    Raises:
        LibraryError: a vector has another length.
    """
    yield from _stream(session, dim, removed_ids(session), after, rows)


def all_vectors(session: Session, dim: int, *, at: int | None = None) -> tuple[Ids, Vectors]:
    """The clips that are live, or were at a generation: ascending ids ``(n,)`` and vectors ``(n, D)``."""
    gone = removed_ids(session, until=at)
    pieces = list(_stream(session, dim, gone, 0, _ALL))
    ids, vectors = _joined(pieces) if pieces else (np.zeros(0, np.int64), np.zeros((0, dim), np.float32))
    if at is None:
        return ids, vectors
    end = len(ids) - len(newer_clips(session, at))
    return ids[:end], vectors[:end]


def _stream(session: Session, dim: int, gone: Ids, after: int, rows: int) -> Iterator[tuple[Ids, Vectors]]:
    pieces: list[tuple[Ids, Vectors]] = []
    held, step = 0, min(rows, _ROWS)
    statement = "SELECT clip_id, vector FROM vectors WHERE clip_id > ? ORDER BY clip_id"
    for part in stream(session, statement, after, rows=step):
        ids = np.fromiter((row[0] for row in part), np.int64, len(part))
        vectors = unpack_vectors([row[1] for row in part], dim)
        if len(gone):
            live = gone[np.searchsorted(gone[:-1], ids)] != ids
            ids, vectors = ids[live], vectors[live]
        pieces.append((ids, vectors))
        held += len(ids)
        if held + step > rows:
            yield _joined(pieces)
            pieces, held = [], 0
    if held:
        yield _joined(pieces)


def _blobs(session: Session, ids: list[int]) -> dict[int, bytes]:
    found: dict[int, bytes] = {}
    for at in range(0, len(ids), _CHUNK):
        among = ids_of(session, ids[at : at + _CHUNK])
        found.update(fetch(session, f"SELECT clip_id, vector FROM vectors WHERE clip_id {AMONG}", among))
    return found


def _joined(pieces: list[tuple[Ids, Vectors]]) -> tuple[Ids, Vectors]:
    return np.concatenate([ids for ids, _ in pieces]), np.concatenate([vectors for _, vectors in pieces])
