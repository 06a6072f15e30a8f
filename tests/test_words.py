"""Labels and texts of metadata: written once in the database, and given back with each clip."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import text

from motionsearch import LibraryError
from motionsearch.index.library import Library
from tests.libraries import open_library, spoil, unit_vectors

TEXTS = [
    "walk",
    "Walk",
    " walk",
    "",
    "no\nline",
    'it\'s "so"',
    "back\\slash",
    "[1, 2]",
    "ünï 走る 🏃",
    "x" * 100_000,
]


def words(library: Library) -> list[str]:
    with library._store.reading() as session:
        return sorted(session.execute(text("SELECT text FROM words")).scalars())


def test_texts_are_written_once_and_given_back(place: str) -> None:
    count = 3 * len(TEXTS)
    labels = [TEXTS[i % len(TEXTS)] for i in range(count)]
    notes = [TEXTS[i // 3] for i in range(count)]
    with open_library(place) as library:
        for source in ("a", "b"):
            library.add_vectors(
                unit_vectors(count),
                source=source,
                labels=labels,
                meta=[{"note": note} for note in notes],
                tags={"source": source, "again": "walk"},
            )
        assert words(library) == sorted({*TEXTS, "a", "b"})
        for clip in library.clips():
            i = (clip.clip_id - 1) % count
            assert (clip.label, clip.meta) == (labels[i], {"note": notes[i]})
            assert clip.tags == {"source": "ab"[clip.clip_id > count], "again": "walk"}
        for value in TEXTS[:-1]:  # a filter may not be as long as the last
            quoted = "'" + value.replace("'", "''") + "'"
            found = [clip.clip_id for clip in library.clips(f"label = {quoted}")]
            assert found == [i + 1 for i in range(2 * count) if labels[i % count] == value]
            found = [clip.clip_id for clip in library.clips(f"not meta.note = {quoted}")]
            assert found == [i + 1 for i in range(2 * count) if notes[i % count] != value]
        assert library.verify().problems == ()


def test_compacting_drops_texts_that_no_clip_has(place: str) -> None:
    with open_library(place) as library:
        for source, label, note in (("a", "walk", "dark"), ("b", "run", "dark"), ("c", "run", "bright")):
            library.add_vectors(unit_vectors(2), source=source, labels=[label] * 2, meta=[{"n": note}] * 2)
        library.remove(where="source = 'a'")
        library.remove(ids=[3])
        assert words(library) == ["bright", "dark", "run", "walk"]  # removed clips may still be looked at
        library.compact()
        assert words(library) == ["bright", "dark", "run"]
        library.remove(ids=[4])
        library.compact()
        assert words(library) == ["bright", "run"]
        # Numbers may be given anew, and the clips that are left keep their own.
        library.add_vectors(unit_vectors(1), source="d", labels=["walk"], meta=[{"n": "dark"}])
        assert [(c.label, c.meta) for c in library.clips()] == [
            ("run", {"n": "bright"}),
            ("run", {"n": "bright"}),
            ("walk", {"n": "dark"}),
        ]
        assert library.verify().problems == ()


@pytest.mark.parametrize("column", ["label", "note"])
def test_text_that_is_missing(library: Library, column: str, tmp_path: Path) -> None:
    meta: list[dict[str, Any]] = [{"note": "dark"}, {}]
    library.add_vectors(unit_vectors(2), source="s", labels=["walk", None], meta=meta)
    spoil(library, "DELETE FROM words WHERE text = :v", v="walk" if column == "label" else "dark")
    for read in (
        lambda: library.get(1),
        lambda: library.search_vector(unit_vectors(1)[0], 2),
        lambda: library.export(tmp_path / "export"),
    ):
        with pytest.raises(LibraryError, match="is missing: the library is damaged") as caught:
            read()
        assert "motionsearch verify" in str(caught.value.hint)
    assert library.get(2).label is None
    said = library.verify().problems
    assert any(f"a {column}" in problem or "metadata" in problem for problem in said), said


def test_verify_finds_a_text_that_changed(library: Library) -> None:
    library.add_vectors(unit_vectors(2), source="s", labels=["walk", "run"])
    spoil(library, "UPDATE words SET text = 'wolk' WHERE text = :v", v="walk")
    assert library.verify().problems == ("1 clip not as written when added: 1",)


@settings(max_examples=25, deadline=None)
@given(st.lists(st.tuples(st.text(max_size=5), st.text(max_size=5)), min_size=1, max_size=12))
def test_any_text(tmp_path_factory: pytest.TempPathFactory, pairs: list[tuple[str, str]]) -> None:
    with open_library(tmp_path_factory.mktemp("any") / "it.library") as library:
        labels, notes = zip(*pairs, strict=True)
        clean = [value.replace("\0", "\ufffd") for value in (*labels, *notes)]
        library.add_vectors(
            unit_vectors(len(pairs)), source="s", labels=labels, meta=[{"note": note} for note in notes]
        )
        assert words(library) == sorted(set(clean))
        assert [clip.label for clip in library.clips()] == clean[: len(pairs)]
        assert [clip.meta["note"] for clip in library.clips()] == clean[len(pairs) :]


def test_a_source_is_found_without_looking_at_all_clips(tmp_path: Path) -> None:
    from motionsearch.index.filters import parse
    from motionsearch.index.schema import Clip
    from motionsearch.index.selecting import compile_filter

    with open_library(tmp_path / "it.library") as library, library._store.reading() as session:
        condition = compile_filter(parse("source = 'a'"), "sqlite")
        query = str(Clip.__table__.select().where(condition).compile(compile_kwargs={"literal_binds": True}))
        plan = [row[-1] for row in session.execute(text(f"EXPLAIN QUERY PLAN {query}"))]
    assert "SEARCH clips USING INTEGER PRIMARY KEY (rowid>? AND rowid<?)" in plan
