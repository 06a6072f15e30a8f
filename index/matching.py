"""Which clips pass a filter: read out of SQL at once, and remembered until the library changes."""

from __future__ import annotations

from collections import OrderedDict

from sqlalchemy.orm import Session

from motionsearch.index.engines import Ids
from motionsearch.index.selecting import matching_array
from motionsearch.index.state import State, read_state

ROOM = 64 << 20
"""Bytes of ids that are kept: one filter that half of ten million clips pass takes 40 MB."""


class Matching:
    """The ids that pass filters. A filter that is used again costs nothing until the library changes.

    Not for several threads at once.

    Args:
        room: Bytes of ids that are kept; those that were not asked for longest go first.
    """

    def __init__(self, room: int = ROOM) -> None:
        self._room = room
        self._state: State | None = None
        self._known: OrderedDict[str, Ids] = OrderedDict()

    def ids(self, session: Session, where: str) -> Ids:
        """The live clips that pass, ascending ``(n,)``, as the session sees them; not to be changed.

        Raises:
            QueryError: the filter makes no sense.
        """
        state = read_state(session)
        if state != self._state:
            self._known.clear()
            self._state = state
        found = self._known.pop(where, None)
        if found is None:
            found = matching_array(session, where)
            found.setflags(write=False)
        self._known[where] = found
        while len(self._known) > 1 and sum(ids.nbytes for ids in self._known.values()) > self._room:
            self._known.popitem(last=False)
        if found.nbytes > self._room:
            self._known.clear()
        return found
