"""Merging two libraries: every source once, nothing changed on the way, and kill -9 costs nothing."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from motionsearch import LibraryError
from motionsearch.index import merging
from motionsearch.index.library import Library
from tests.helpers_keeping import everything, fill_oddly
from tests.libraries import ENGINES, fresh_place, nearest, open_library, recording, unit_vectors


@pytest.mark.parametrize("target", ENGINES)
def test_merging_into_an_empty_one(
    library: Library, target: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(merging, "SOURCES", 4)
    fill_oddly(library, tmp_path)
    before = everything(library)
    events: list[tuple[str, int, int]] = []
    with fresh_place(target, tmp_path / "new") as place, open_library(place) as other:
        report = other.merge(library, on_event=lambda e: events.append((e.kind, e.index, e.total)))
        assert everything(other) == before == everything(library)
        assert events == [("added", i, len(report.added)) for i in range(len(report.added))]
        assert other.verify().ok
        vectors = {clip.clip_id: other.get(clip.clip_id).vector for clip in other.clips()}
        query = unit_vectors(1, seed=4)[0]
        assert [hit.clip_id for hit in other.search_vector(query, 7)] == nearest(vectors, query, 7)
        again = other.merge(library)
        assert (again.clips, len(again.skipped)) == (0, len(report.added))
        assert everything(other) == before


def test_each_source_is_there_once(place: str, tmp_path: Path) -> None:
    with open_library(place) as ours, open_library(tmp_path / "b.library") as theirs:
        for seed in range(6):
            ours.add(recording(seed))
        for seed in range(3, 9):
            theirs.add(recording(seed), tags={"from": "them"})
        theirs.add_vectors(unit_vectors(4), source="same")
        ours.add_vectors(unit_vectors(2, seed=1), source="same")
        report = ours.merge(tmp_path / "b.library")
        assert (len(report.added), len(report.skipped)) == (3, 4)
        assert len(ours.clips()) == 9 + 2
        assert len(ours.clips("tags.from = 'them'")) == 3
        assert [reason for path, reason in report.skipped if path == "same"] == [
            "the library holds other clips of a file of this name, and keeps them"
        ]
        report = ours.merge(tmp_path / "b.library", replace=True)
        assert [(source.path, source.clips, source.replaced) for source in report.added] == [
            ("same", 4, True)
        ]
        assert len(ours.clips()) == 9 + 4
        assert ours.verify().ok


def test_precisions_may_differ(tmp_path: Path) -> None:
    vectors = unit_vectors(5)
    with (
        open_library(tmp_path / "a.library", precision="float32") as fine,
        open_library(tmp_path / "b.library", precision="float16") as coarse,
        open_library(tmp_path / "c.library", precision="float32") as back,
    ):
        fine.add_vectors(vectors, source="s")
        coarse.merge(fine)
        assert abs(coarse.get(3).vector - vectors[2]).max() < 1e-3
        back.merge(coarse)
        assert (back.get(3).vector == coarse.get(3).vector).all()
        for library in (coarse, back):  # whose clips all have their checksums, also of what was packed anew
            assert (library.verify().problems, library.verify().notes) == ((), ())


def test_what_cannot_be_merged(place: str, tmp_path: Path) -> None:
    with open_library(place) as library, open_library(tmp_path / "b.library", name="other") as other:
        with pytest.raises(LibraryError, match="is of the model other") as caught:
            library.merge(other)
        assert "motionsearch reembed --library" in str(caught.value.hint)
        with pytest.raises(LibraryError, match="cannot be merged with itself"):
            library.merge(place)
        with pytest.raises(LibraryError, match="there is no library"):
            library.merge(tmp_path / "none.library")
        assert not (tmp_path / "none.library").exists()


MERGE = """
import sys, time
from motionsearch.index import merging
from tests.libraries import open_library

def tell(event):
    print(event.kind, flush=True)
    time.sleep(0.05)

merging.SOURCES = 3
with open_library(sys.argv[1]) as library:
    library.merge(sys.argv[2], on_event=tell)
print("done", flush=True)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGKILL")
def test_killed_in_the_middle(tmp_path: Path) -> None:
    with open_library(tmp_path / "b.library") as other:
        for seed in range(45):
            other.add_vectors(unit_vectors(5, seed=seed), source=f"s{seed}", captions=["x"] * 5)
        expected = everything(other)
    with open_library(tmp_path / "a.library"):
        pass
    command = [sys.executable, "-c", MERGE, str(tmp_path / "a.library"), str(tmp_path / "b.library")]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    for _ in range(10):
        process.stdout.readline()
    process.send_signal(signal.SIGKILL)
    assert "done" not in process.communicate()[0]
    with open_library(tmp_path / "a.library") as library:
        assert library.verify().ok
        kept = library.info().sources
        assert 0 < kept < 45
        assert len(library.clips()) == 5 * kept
        report = library.merge(tmp_path / "b.library")
        assert (len(report.added), len(report.skipped)) == (45 - kept, kept)
        assert everything(library) == expected
