"""What a library answers when Milvus Lite finds its vectors: the tests of every library."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from motionsearch.index.library import Library
from tests import test_library, test_library_add, test_library_find
from tests.libraries import HashModel

pytest.importorskip("milvus_lite")


@pytest.fixture
def place(tmp_path: Path) -> str:
    """A folder; histories of libraries in PostgreSQL are in test_milvus."""
    return str(tmp_path / "test.library")


@pytest.fixture
def library(place: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    """An empty library; tests that open it again find the engine in its row."""
    model: Any = HashModel()
    file = tmp_path_factory.mktemp("milvus") / "vectors.db"
    with Library.open(place, model=model, engine="milvus", uri=file) as opened:
        yield opened


test_search_by_words = test_library_find.test_search_by_words
test_search_by_several_words = test_library_find.test_search_by_several_words
test_search_by_vector = test_library_find.test_search_by_vector
test_empty_library_answers = test_library_find.test_empty_library_answers
test_like = test_library_find.test_like
test_like_takes_the_best = test_library_find.test_like_takes_the_best_of_a_long_example
test_expanded_search = test_library_find.test_search_takes_a_name_with_its_descriptions_when_asked
test_label = test_library_find.test_label

test_removed_clips_are_gone = test_library.test_removed_clips_are_gone
test_removed_file_can_be_added_again = test_library.test_removed_file_can_be_added_again
test_records_are_plain = test_library.test_records_are_plain
test_export = test_library.test_export_can_be_read_and_added_again

test_add_files_and_folders = test_library_add.test_add_files_and_folders
test_changed_file = test_library_add.test_changed_file_replaces_what_was_there
test_bad_files = test_library_add.test_bad_files_are_named_and_the_others_go_on
test_interruption = test_library_add.test_interruption_keeps_what_was_committed
test_add_vectors = test_library_add.test_add_vectors


def test_explain_and_info(filled: Library, place: str) -> None:
    told = filled.explain("walks")
    assert (told.plan.kind, told.candidates, told.plan.reranked) == ("milvus", 12, 34)
    assert set(told.seconds) == {"text", "index", "search", "vectors", "rows"}
    assert "plan milvus: 12 clips, no filter: exact, by Milvus" in str(told)
    told = filled.explain("walks", where="label = 'run'")
    assert (told.plan.kind, told.candidates) == ("filtered-exact", 4)
    info = filled.info()
    assert (info.engine, info.index) == ("milvus", "current")
    assert info.engine_uri is not None
    assert Path(info.engine_uri).exists()
    assert info.index_plan.startswith(f"exact (FLAT), Milvus at {info.engine_uri}, collection motionsearch_")
    assert info.index_bytes > 0
    assert filled.verify().ok
