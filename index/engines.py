"""What a library asks of the engine that finds its vectors; the library's row says which one it has.

SQL is the truth and an engine is a copy of it: whatever an engine holds may be lost and is made again. An
engine proposes candidates; the scores of what it finds are always :func:`motionsearch.index.scoring.cosines`
on the stored vectors, so that every engine and every plan gives the same scores, and ties go to the lower id.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray
from sqlalchemy.orm import Session

from motionsearch.index.plans import Plan

Vectors = NDArray[np.float32]
Ids = NDArray[np.int64]
Scores = NDArray[np.float32]
Best = tuple[Ids, Scores]
"""The ids found for one query and their scores: the best first, ties by the lower id."""


@dataclass
class Stages:
    """Seconds spent per stage of a query."""

    seconds: dict[str, float] = field(default_factory=dict)

    @contextmanager
    def __call__(self, name: str) -> Iterator[None]:
        began = time.perf_counter()
        try:
            yield
        finally:
            self.seconds[name] = self.seconds.get(name, 0.0) + time.perf_counter() - began


@dataclass(frozen=True)
class IndexState:
    """What an engine keeps outside of SQL.

    Args:
        state: "current", "behind by 3 clips", or what is wrong with it.
        plan: What kind of index it is and what was measured on it, in words.
        bytes: On the disk of this machine.
    """

    state: str
    plan: str
    bytes: int


class SearchEngine(Protocol):
    """Finds the clips of one open library by vector.

    Take :attr:`lock` before a reading transaction begins that is handed to any of these methods: then no
    session is older than what the engine knows.
    """

    @property
    def lock(self) -> AbstractContextManager[Any]:
        """Re-entrant; held while a session is used with the engine."""

    def read_ahead(self) -> None:
        """Begins to load in another thread, while the caller embeds its query; may do nothing."""

    def search(
        self,
        session: Session,
        queries: Vectors,
        k: int,
        *,
        only: Ids | None,
        exact: bool,
        stages: Stages,
    ) -> tuple[Plan, list[Best]]:
        """The k best live clips of each query, in the state that the session sees.

        Args:
            session: A reading transaction.
            queries: ``(Q, D)`` of unit length.
            k: How many for each.
            only: Live ids that may be found, ascending; ``None`` for all.
            exact: No approximation.
            stages: Told how long things took.
        """

    def save(self, session: Session, *, always: bool = False) -> bool:
        """Brings what the engine keeps outside of SQL up to date, if that is worth it now.

        Called after every change. What cannot be written is a warning: nothing is lost.

        Args:
            session: A reading transaction.
            always: Also if little has changed; drops what was removed (after compacting).

        Returns:
            Whether anything was written.
        """

    def rebuild(self, session: Session) -> None:
        """Makes everything that the engine keeps outside of SQL anew, while searches go on.

        Raises:
            LibraryError: it cannot be made or written.
        """

    def describe(self, session: Session) -> IndexState:
        """What the engine keeps outside of SQL; nothing large is read for it."""

    def verify(self, session: Session) -> tuple[list[str], list[str]]:
        """Checks all that against SQL: problems, which need a hand, and notes, which do not."""

    def forget(self) -> None:
        """Removes what the engine keeps outside of SQL: another one searches the library from now on.

        Raises:
            LibraryError: that cannot be reached.
        """

    def close(self) -> None:
        """Gives back files and connections."""
