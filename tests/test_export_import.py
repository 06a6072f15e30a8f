"""Export and import: what comes back is what was there, and the files need no motionsearch to read."""

from __future__ import annotations

import builtins
import json
import zipfile
from pathlib import Path
from typing import Any, Literal

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from motionsearch import InputError, LibraryError
from motionsearch.errors import MissingExtraError
from motionsearch.index import export_parquet, exporting, merging
from motionsearch.index.library import Library
from tests.helpers_keeping import everything, fill_oddly
from tests.libraries import fresh_place, open_library, recording, unit_vectors

Kind = Literal["jsonl", "parquet"]
KINDS: tuple[Kind, ...] = ("jsonl", "parquet")


@pytest.mark.parametrize(
    ("kind", "target"),
    [
        ("jsonl", "sqlite"),
        ("parquet", "sqlite"),
        pytest.param("jsonl", "postgresql", marks=pytest.mark.postgres),
    ],
)
def test_everything_comes_back(
    library: Library, target: str, kind: Kind, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module, name, value in ((exporting, "PIECE", 7), (export_parquet, "_GROUP", 20)):
        monkeypatch.setattr(module, name, value)
    monkeypatch.setattr(merging, "SOURCES", 4)
    fill_oddly(library, tmp_path)
    expected = everything(library)
    told: list[tuple[int, int]] = []
    count = library.export(tmp_path / "out", kind=kind, on_progress=lambda *done: told.append(done))
    assert count == len(library.clips())
    assert told[-1] == (count, count)
    with fresh_place(target, tmp_path / "new") as place, open_library(place) as other:
        events: list[Any] = []
        report = other.import_from(tmp_path / "out", on_event=events.append)
        assert report.clips == count
        assert [e.index for e in events] == list(range(events[0].total))
        assert everything(other) == expected
        assert (other.verify().problems, other.verify().notes) == ((), ())
        hit = other.search_vector(other.get(5).vector, 1)[0]
        assert hit.clip_id == 5
        # Once more, nothing is doubled.
        again = other.import_from(tmp_path / "out")
        assert (again.clips, len(again.skipped)) == (0, len(report.added))
        assert everything(other) == expected


words = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
values = st.one_of(words, st.booleans(), st.integers(), st.floats())


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    clips=st.lists(
        st.tuples(
            st.none() | words,
            st.lists(words, max_size=3),
            st.dictionaries(words.filter(str.strip), values, max_size=3),
        ),
        min_size=1,
        max_size=4,
    ),
    tags=st.dictionaries(words.filter(str.strip), values, max_size=2),
    kind=st.sampled_from(KINDS),
    seed=st.integers(0, 2**32 - 1),
)
def test_any_words_and_numbers_come_back(
    tmp_path_factory: pytest.TempPathFactory, clips: Any, tags: Any, kind: Kind, seed: int
) -> None:
    folder = tmp_path_factory.mktemp("any")
    with (
        open_library(folder / "a.library", precision="float32") as library,
        open_library(folder / "b.library", precision="float32") as other,
    ):
        library.add_vectors(
            unit_vectors(len(clips), seed=seed),
            source="\tany\n'",
            labels=[label for label, _, _ in clips],
            captions=[captions for _, captions, _ in clips],
            meta=[meta for _, _, meta in clips],
            tags=tags,
        )
        library.export(folder / "out", kind=kind)
        other.import_from(folder / "out")
        assert everything(other) == everything(library)


@pytest.mark.parametrize("kind", KINDS)
def test_part_of_a_library(filled: Library, kind: Kind, tmp_path: Path) -> None:
    assert filled.export(tmp_path / "out", where="label = 'run'", kind=kind) == 4
    with open_library(tmp_path / "b.library") as other:
        assert other.import_from(tmp_path / "out").clips == 4
        assert {clip.label for clip in other.clips()} == {"run"}
        assert other.info().sources == 4
    assert filled.export(tmp_path / "none", where="label = 'fly'", kind=kind) == 0
    with open_library(tmp_path / "c.library") as other:
        assert other.import_from(tmp_path / "none").clips == 0


def test_parquet_is_read_by_others(filled: Library, tmp_path: Path) -> None:
    import pyarrow.parquet

    filled.add_vectors(unit_vectors(2), source="bare", meta=[{"a": 1}, {"a": float("nan")}])
    filled.export(tmp_path / "out", kind="parquet")
    table = pyarrow.parquet.read_table(tmp_path / "out" / "clips.parquet")
    assert table.column("clip_id").to_pylist() == [clip.clip_id for clip in filled.clips()]
    assert table.column("captions")[0].as_py() == ["someone walks", "number 0"]
    assert [json.loads(text) for text in table.column("meta").to_pylist()[-2:]] == [{"a": 1}, {"a": None}]
    assert (np.float32(table.column("vector")[3].as_py()) == filled.get(4).vector).all()


def test_a_missing_package_is_named(filled: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = builtins.__import__

    def without(name: str, *rest: Any, **more: Any) -> Any:
        if name.startswith("pyarrow"):
            raise ModuleNotFoundError("No module named 'pyarrow'", name="pyarrow")
        return real(name, *rest, **more)

    monkeypatch.setattr(builtins, "__import__", without)
    with pytest.raises(MissingExtraError, match="Parquet needs the package pyarrow") as caught:
        filled.export(tmp_path / "out", kind="parquet")
    assert "motionsearch[parquet]" in str(caught.value.hint)
    assert not list(tmp_path.glob("out*"))


def test_kinds_that_there_are_not(filled: Library, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="as jsonl or parquet, not as 'csv'"):
        filled.export(tmp_path / "out", kind="csv")  # type: ignore[arg-type]


def test_another_models_vectors_are_refused(filled: Library, tmp_path: Path) -> None:
    filled.export(tmp_path / "out")
    with open_library(tmp_path / "b.library", name="other") as other:
        with pytest.raises(LibraryError, match="exported from a library of the model hash") as caught:
            other.import_from(tmp_path / "out")
        assert "motionsearch reembed" in str(caught.value.hint)
        assert other.clips() == []


def test_another_file_at_the_same_path(tmp_path: Path) -> None:
    with open_library(tmp_path / "a.library") as library, open_library(tmp_path / "b.library") as other:
        library.add_vectors(unit_vectors(2), source="same")
        library.export(tmp_path / "out")
        other.add_vectors(unit_vectors(3, seed=1), source="same")
        kept = other.import_from(tmp_path / "out")
        assert "keeps them" in kept.skipped[0][1]
        assert len(other.clips()) == 3
        taken = other.import_from(tmp_path / "out", replace=True)
        assert taken.added[0].replaced
        assert everything(other) == everything(library)
        assert other.verify().ok


def edited(file: Path, old: str, new: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")


def torn(file: Path) -> None:
    data = file.read_bytes()
    file.write_bytes(data[: len(data) // 2])


def flipped(file: Path, at: float) -> None:
    data = bytearray(file.read_bytes())
    data[int(at * len(data))] ^= 1
    file.write_bytes(data)


SPOILED: dict[str, tuple[Kind, Any, str]] = {
    "no manifest": ("jsonl", lambda f: (f / "export.json").unlink(), "this is no export"),
    "manifest is no json": ("jsonl", lambda f: (f / "export.json").write_text("{"), "does not describe"),
    "manifest of another thing": ("jsonl", lambda f: (f / "export.json").write_text("[]"), "does not descri"),
    "newer": ("jsonl", lambda f: edited(f / "export.json", 'export": 1', 'export": 9'), "newer motionse"),
    "says less": ("jsonl", lambda f: edited(f / "export.json", '"dim"', '"x"'), "does not say dim"),
    "no clips": ("jsonl", lambda f: (f / "clips.jsonl").unlink(), "clips.jsonl: the export is damaged"),
    "clips cut": ("jsonl", lambda f: torn(f / "clips.jsonl"), "line 7 is no JSON|its clips are not those"),
    "clips edited": (
        "jsonl",
        lambda f: edited(f / "clips.jsonl", '"clip_id": 3', '"clip_id": 4'),
        "not those",
    ),
    "a clip backwards": (
        "jsonl",
        lambda f: edited(f / "clips.jsonl", '"start": 0.0', '"start": 9'),
        "clip 1 ca",
    ),
    "a field gone": ("jsonl", lambda f: edited(f / "clips.jsonl", '"captions"', '"x"'), "clip 1 cannot be"),
    "a stranger": ("jsonl", lambda f: edited(f / "sources.jsonl", "memory:", "m"), "does not name"),
    "no vectors": ("jsonl", lambda f: (f / "vectors.npz").unlink(), "vectors.npz: the export is damaged"),
    "vectors cut": ("jsonl", lambda f: torn(f / "vectors.npz"), "the export is damaged"),
    "vectors flipped": ("jsonl", lambda f: flipped(f / "vectors.npz", 0.4), "vectors.npy is damaged"),
    "no tracks": ("jsonl", lambda f: (f / "tracks" / "2.npz").unlink(), "clip 2 cannot be taken in"),
    "tracks flipped": ("jsonl", lambda f: flipped(f / "tracks" / "2.npz", 0.5), "clip 2 cannot be taken in"),
    "parquet cut": ("parquet", lambda f: torn(f / "clips.parquet"), "not a readable Parquet file"),
    "parquet gone": ("parquet", lambda f: (f / "sources.parquet").unlink(), "the export is damaged"),
}


@pytest.mark.parametrize("what", SPOILED)
def test_a_spoiled_export(what: str, tmp_path: Path) -> None:
    kind, spoil, message = SPOILED[what]
    with open_library(tmp_path / "a.library") as library:
        for seed in range(12):
            library.add(recording(seed, captions=("a",)))
        library.export(tmp_path / "out", kind=kind)
    spoil(tmp_path / "out")
    with open_library(tmp_path / "b.library") as other:
        with pytest.raises(InputError, match=message) as caught:
            other.import_from(tmp_path / "out")
        assert str(tmp_path / "out") in str(caught.value)
        assert other.verify().ok  # whatever came before is whole


def test_vectors_are_a_plain_npz(filled: Library, tmp_path: Path) -> None:
    filled.export(tmp_path / "out")
    with zipfile.ZipFile(tmp_path / "out" / "vectors.npz") as archive:
        assert sorted(archive.namelist()) == ["ids.npy", "vectors.npy"]
    with np.load(tmp_path / "out" / "vectors.npz") as arrays:
        assert arrays["ids"].tolist() == [clip.clip_id for clip in filled.clips()]
        assert arrays["vectors"].dtype == np.float32
        for clip_id, vector in zip(arrays["ids"].tolist(), arrays["vectors"], strict=True):
            assert (vector == filled.get(clip_id).vector).all()
