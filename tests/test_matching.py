"""Which clips pass a filter: as the listing says, remembered while nothing changes, and no longer."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from motionsearch.errors import QueryError
from motionsearch.index import matching
from motionsearch.index.library import Library
from motionsearch.index.matching import Matching
from motionsearch.index.selecting import matching_array, matching_ids
from tests.libraries import ENGINES, fresh_place, open_library, unit_vectors

FILTERS = (
    "label = 'walk'",
    "label is null",
    "label = 'nothing has this'",
    "meta.number >= 5",
    "meta.room = 'hall' and not label = 'run'",
    "id in (3, 1, 2)",
    "start > 1",
)


def add(library: Library, count: int, source: str, seed: int = 0) -> None:
    library.add_vectors(
        unit_vectors(count, seed=seed),
        source=source,
        labels=[("walk", "run", None)[i % 3] for i in range(count)],
        spans=[(i % 4, i % 4 + 1) for i in range(count)],
        meta=[{"number": i, "room": "hall" if i % 2 else "yard"} for i in range(count)],
    )


@pytest.mark.parametrize("engine", ENGINES)
def test_ids_are_those_of_the_listing(engine: str, tmp_path: Path) -> None:
    with fresh_place(engine, tmp_path) as place, open_library(place) as library:
        add(library, 30, "one")
        library.remove(ids=[4, 9, 10])
        with library._store.reading() as session:
            for where in FILTERS:
                found = matching_array(session, where)
                assert found.dtype == np.int64
                assert found.tolist() == matching_ids(session, where)
            with pytest.raises(QueryError):
                matching_array(session, "label ===")


def test_a_filter_is_read_once_until_something_changes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []

    def counted(session: Any, where: str) -> Any:
        asked.append(where)
        return matching_array(session, where)

    monkeypatch.setattr(matching, "matching_array", counted)
    with open_library(tmp_path / "l") as library, open_library(tmp_path / "l") as other:
        add(library, 12, "one")
        query = unit_vectors(1, seed=5)[0]

        def found() -> set[int]:
            return {hit.clip_id for hit in library.search_vector(query, 100, "label = 'walk'")}

        assert found() == {1, 4, 7, 10}
        assert found() == {1, 4, 7, 10}
        assert {hit.clip_id for hit in library.search_vector(query, 100, "label = 'run'")} == {2, 5, 8, 11}
        assert asked == ["label = 'walk'", "label = 'run'"]
        # What anybody changes counts at once.
        other.remove(ids=[4])
        assert found() == {1, 7, 10}
        add(other, 3, "two", seed=1)
        assert found() == {1, 7, 10, 13}
        library.compact()
        assert found() == {1, 7, 10, 13}


def test_room_is_kept_and_the_oldest_goes_first(tmp_path: Path) -> None:
    with open_library(tmp_path / "l") as library:
        add(library, 30, "one")
        known = Matching(room=8 * 25)  # two of these filters, not three
        walk, run, none = "label = 'walk'", "label = 'run'", "label is null"
        with library._store.reading() as session:
            first = known.ids(session, walk)
            known.ids(session, run)
            assert known.ids(session, walk) is first
            known.ids(session, none)  # run was not asked for longest
            assert known.ids(session, walk) is first
            assert known.ids(session, "id > 0").tolist() == list(range(1, 31))  # more than there is room for
            again = known.ids(session, walk)
            assert again is not first
            assert again.tolist() == first.tolist()
            with pytest.raises(ValueError, match="read-only"):
                again[0] = 7
