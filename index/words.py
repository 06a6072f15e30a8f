"""Texts that many clips share: labels, and what attributes say in words. Each is written once."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from motionsearch.errors import LibraryError
from motionsearch.index.schema import Attribute, Clip, Word
from motionsearch.index.statements import AMONG, fetch, texts_of, write

_AT_ONCE = 10_000


class Words:
    """Numbers of texts; the transaction holds the lock of the library."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._known: dict[str, int] = {}

    def learn(self, texts: Iterable[str | None]) -> None:
        """Looks the texts up, and writes those that the library does not have yet."""
        unknown = sorted({text for text in texts if text is not None} - self._known.keys())
        if not unknown:
            return
        for at in range(0, len(unknown), _AT_ONCE):
            among = texts_of(self._session, unknown[at : at + _AT_ONCE])
            self._known |= fetch(self._session, f"SELECT text, id FROM words WHERE text {AMONG}", among)
        new = [text for text in unknown if text not in self._known]
        if new:
            ((last,),) = fetch(self._session, "SELECT coalesce(max(id), 0) FROM words")
            rows = list(enumerate(new, start=last + 1))
            write(self._session, "INSERT INTO words (id, text) VALUES (?, ?)", rows)
            self._known |= {text: number for number, text in rows}

    def number(self, text: str | None) -> int | None:
        """Of a text that was learned; ``None`` for none."""
        return None if text is None else self._known[text]


def written(number: int | None, text: str | None) -> str | None:
    """The text of a row's number, as a LEFT JOIN on the words found it.

    Raises:
        LibraryError: it found none: the library is damaged.
    """
    if number is not None and text is None:
        raise LibraryError(
            f"the text of number {number} is missing: the library is damaged",
            hint="`motionsearch verify` names the clips",
        )
    return text


def drop_unused(session: Session) -> None:
    """Deletes the words that no clip has any more, removed ones included."""
    labels = select(Clip.label_id).where(Clip.label_id.is_not(None))
    texts = select(Attribute.text_id).where(Attribute.text_id.is_not(None))
    unused: Any = delete(Word).where(Word.id.not_in(labels), Word.id.not_in(texts))
    session.execute(unused, execution_options={"synchronize_session": False})
