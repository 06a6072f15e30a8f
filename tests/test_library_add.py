"""Adding to a library, on both engines: what is committed, skipped, replaced and refused."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from motionsearch import Cutting, InputError, QueryError
from motionsearch.index import adding
from motionsearch.index.library import AddEvent, Library
from tests.libraries import (
    HashModel,
    halved,
    recording,
    save_tracks,
    tracks,
    unit_vectors,
)

MODEL = HashModel()


def test_add_files_and_folders(library: Library, tmp_path: Path) -> None:
    paths = save_tracks(tmp_path / "files", 3)
    (tmp_path / "files" / "notes.txt").write_text("not motion")
    tags = {"who": "ana", "n": 2, "x": 0.5, "ok": True}
    report = library.add([tmp_path / "files", str(paths[0])], tags=tags)
    assert [source.path for source in report.added] == [str(path) for path in paths]
    assert (report.clips, report.skipped, report.failed) == (3, (), ())
    first = library.get(1)
    assert (first.source, first.start, first.end, first.duration) == (str(paths[0]), 0.0, 2.0, 2.0)
    assert (first.fps, first.points) == (20.0, 3)
    assert first.tags == tags
    assert {key: type(value) for key, value in first.tags.items()} == {k: type(v) for k, v in tags.items()}
    assert (first.vector == halved(MODEL.embed_tracks([tracks(0)])[0])).all()
    assert first.tracks is not None
    assert np.abs(first.tracks.points - tracks(0).points).max() <= 1 / 64
    assert library.info().index == "current"


def test_adding_again_is_free(library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    paths = save_tracks(tmp_path / "files", 2)
    library.add(paths)
    generation = library.info().generation
    monkeypatch.setattr(library.model, "embed_tracks", lambda *_, **__: 1 // 0)
    report = library.add(paths)
    assert report.added == ()
    assert report.skipped == tuple((str(path), "already in the library") for path in paths)
    assert library.info().generation == generation


def test_same_bytes_under_another_name(library: Library, tmp_path: Path) -> None:
    (path,) = save_tracks(tmp_path / "files", 1)
    copy = tmp_path / "files" / "zzz.npz"
    shutil.copy(path, copy)
    report = library.add(tmp_path / "files")
    assert report.clips == 1
    assert report.skipped == ((str(copy), f"the same bytes are already in the library as {path}"),)


def test_moved_file_is_known_by_its_new_path(library: Library, tmp_path: Path) -> None:
    (path,) = save_tracks(tmp_path / "files", 1)
    library.add(path)
    moved = path.rename(tmp_path / "moved.npz")
    ((_, reason),) = library.add(moved).skipped
    assert reason.startswith(f"moved here from {path}")
    assert [(clip.clip_id, clip.source) for clip in library.clips()] == [(1, str(moved))]


def test_changed_file_replaces_what_was_there(library: Library, tmp_path: Path) -> None:
    paths = save_tracks(tmp_path / "files", 2)
    library.add(paths)
    tracks(77).save(paths[0])
    (source,) = library.add(paths).added
    assert source.replaced
    assert [clip.clip_id for clip in library.clips()] == [2, 3]
    assert [clip.source for clip in library.clips()] == [str(paths[1]), str(paths[0])]
    assert (library.get(3).vector == halved(MODEL.embed_tracks([tracks(77)])[0])).all()
    with pytest.raises(QueryError, match="there is no clip 1"):
        library.get(1)


def test_bad_files_are_named_and_the_others_go_on(library: Library, tmp_path: Path) -> None:
    paths = save_tracks(tmp_path / "files", 2)
    torn, odd = tmp_path / "torn.npz", tmp_path / "paper.pdf"
    torn.write_bytes(paths[0].read_bytes()[:200])
    odd.write_bytes(b"%PDF")
    (tmp_path / "empty").mkdir()
    given = [torn, paths[0], tmp_path / "none.npz", tmp_path / "empty", odd, paths[1]]
    events: list[AddEvent] = []
    report = library.add(given, on_event=events.append)
    assert [source.path for source in report.added] == [str(path) for path in paths]
    failed = dict(report.failed)
    assert set(failed) == {str(torn), str(tmp_path / "none.npz"), str(tmp_path / "empty"), str(odd)}
    assert "no such file" in failed[str(tmp_path / "none.npz")]
    assert "no file in this folder" in failed[str(tmp_path / "empty")]
    assert "torn.npz" in failed[str(torn)]
    assert [event.index for event in events if event.kind == "start"] == list(range(6))
    assert {event.total for event in events} == {6}
    assert sorted(e.path for e in events if e.kind == "failed") == sorted(failed)
    assert sum(event.clips for event in events if event.kind == "added") == 2


def test_fault_of_a_reader_does_not_end_the_run(
    library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from motionsearch import formats

    paths = save_tracks(tmp_path / "files", 3)
    read = formats.read
    monkeypatch.setattr(formats, "read", lambda p, **o: 1 // 0 if p == paths[1] else read(p, **o))
    report = library.add(paths)
    assert len(report.added) == 2
    ((path, message),) = report.failed
    assert path == str(paths[1])
    assert "fault in motionsearch (ZeroDivisionError" in message


def test_one_source_that_cannot_be_embedded(
    library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    paths = save_tracks(tmp_path / "files", 4)
    bad = tracks(2).points.tobytes()

    def embed(clips: Any, batch_size: int = 64) -> Any:
        if any(clip.points.tobytes() == bad for clip in clips):
            raise InputError("the coordinates are out of range")
        return HashModel.embed_tracks(MODEL, clips)

    monkeypatch.setattr(library.model, "embed_tracks", embed)
    report = library.add(paths)
    assert len(report.added) == 3
    assert report.failed == ((str(paths[2]), "the coordinates are out of range"),)


def test_vectors_of_the_model_are_checked(
    library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    paths = save_tracks(tmp_path / "files", 1)
    monkeypatch.setattr(library.model, "embed_tracks", lambda clips, **_: np.full((1, 16), np.nan))
    ((_, message),) = library.add(paths).failed
    assert "not finite" in message
    assert library.info().clips == 0


def test_interruption_keeps_what_was_committed(
    library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    paths = save_tracks(tmp_path / "files", 6)
    monkeypatch.setattr(adding, "BATCH_SOURCES", 2)

    def interrupt(event: AddEvent) -> None:
        if event.kind == "start" and event.index == 5:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        library.add(paths, on_event=interrupt)
    assert [clip.source for clip in library.clips()] == [str(path) for path in paths[:4]]
    assert library.verify().ok
    assert len(library.add(paths).added) == 2


def test_long_recordings_are_cut(library: Library, tmp_path: Path) -> None:
    (path,) = save_tracks(tmp_path / "files", 1, seconds=11)
    library.add(path)
    assert [(c.start, c.end) for c in library.clips()] == [(0, 4), (2, 6), (4, 8), (7, 11)]
    library.add(recording(5), cutting=Cutting(longest=1, window=1, hop=1))
    assert [(c.start, c.end) for c in library.clips("source ~ 'memory:'")] == [(0, 1), (1, 2)]


def test_recordings_bring_their_words(library: Library) -> None:
    meta = {"subject": "s01", "trial": np.int64(3), "odd": None, "style": ["a"], "fast": np.bool_(True)}
    given = recording(1, start=5.0, name="p2", label="walk", captions=("a person walks", " "), meta=meta)
    library.add([given, tracks(2), given])
    clip = library.get(1)
    assert (clip.name, clip.label, clip.captions) == ("p2", "walk", ("a person walks",))
    assert (clip.start, clip.end) == (5.0, 7.0)
    assert clip.meta == {"subject": "s01", "trial": 3, "style": "['a']", "fast": True}
    assert library.info().clips == 2
    assert library.get(2).source.startswith("memory:")


def test_odd_words_are_stored(library: Library) -> None:
    words = ("tab\tnew\nline", "nul \0 byte", "half \ud83d pair", "日本語 🕺", "x" * 20_000)
    values = {"huge": 10**30, "inf": float("inf"), "nan": float("nan"), "tiny": 5e-324, "minus": -(2**63)}
    library.add(recording(1, label=words[1], captions=words, meta=values), tags={"日本": words[3]})
    clip = library.get(1)
    assert clip.captions == (words[0], "nul \ufffd byte", "half \\ud83d pair", words[3], words[4])
    assert clip.tags == {"日本": words[3]}
    meta = dict(clip.meta)
    assert np.isnan(meta.pop("nan"))
    assert meta == {key: value for key, value in values.items() if key != "nan"}
    assert library.clips("meta.tiny > 0 and meta.minus < 0 and tags.'日本' ~ '本'") != []


@pytest.mark.parametrize("tags", [{"": "x"}, {"k" * 201: "x"}, {"k": [1]}, {"k": None}])
def test_tags_that_are_refused(library: Library, tags: dict[str, Any]) -> None:
    with pytest.raises(InputError, match="tag"):
        library.add(recording(1), tags=tags)


def test_add_vectors(library: Library) -> None:
    vectors = unit_vectors(700)
    report = library.add_vectors(
        3 * vectors,
        source="made up",
        captions=["one"] * 699 + [["two", "three"]],
        labels=[None] * 699 + ["last"],
        spans=[(i, i + 1) for i in range(700)],
        meta=[{"i": i} for i in range(700)],
        tags={"made": True},
    )
    assert report.clips == 700
    last = library.get(700)
    assert (last.captions, last.label, last.start, last.meta) == (("two", "three"), "last", 699.0, {"i": 699})
    assert last.tracks is None
    np.testing.assert_allclose(last.vector, vectors[-1], rtol=2**-11, atol=1e-6)
    assert library.add_vectors(3 * vectors[:2], source="made up").added[0].replaced
    assert library.info().clips == 2
    with pytest.raises(InputError, match="2 vectors need as many labels, got 1"):
        library.add_vectors(vectors[:2], source="x", labels=["a"])
    with pytest.raises(InputError, match="no vectors"):
        library.add_vectors(np.zeros((0, 16)), source="x")
