"""The library as a user meets it: add, search, describe, label, remove, export, on both engines."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from sqlalchemy import text

import motionsearch as ms
from motionsearch import Cutting, InputError, LibraryError, QueryError, Recording, Tracks
from motionsearch.index import adding
from motionsearch.index.library import AddEvent, Library
from motionsearch.index.records import Record
from tests.libraries import (
    ENGINES,
    HashModel,
    fresh_place,
    nearest,
    open_library,
    save_tracks,
    tracks,
    unit_vectors,
)


@pytest.fixture(params=ENGINES)
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    with fresh_place(request.param, tmp_path) as where:
        yield where


@pytest.fixture
def library(place: str) -> Iterator[Library]:
    with open_library(place) as opened:
        yield opened


MODEL = HashModel()


def recording(seed: int, **changes: Any) -> Recording:
    return Recording(tracks(seed), **changes)


# Adding


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
    assert (first.vector == MODEL.embed_tracks([tracks(0)])[0]).all()
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
    assert (library.get(3).vector == MODEL.embed_tracks([tracks(77)])[0]).all()
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
    np.testing.assert_allclose(last.vector, vectors[-1], atol=1e-6)
    assert library.add_vectors(3 * vectors[:2], source="made up").added[0].replaced
    assert library.info().clips == 2
    with pytest.raises(InputError, match="2 vectors need as many labels, got 1"):
        library.add_vectors(vectors[:2], source="x", labels=["a"])
    with pytest.raises(InputError, match="no vectors"):
        library.add_vectors(np.zeros((0, 16)), source="x")


# Finding


@pytest.fixture
def filled(library: Library, tmp_path: Path) -> Library:
    """Twelve clips with captions and labels."""
    for seed in range(12):
        label = ("walk", "run", "jump")[seed % 3]
        library.add(recording(seed, label=label, captions=(f"someone {label}s", f"number {seed}")))
    return library


def all_vectors(library: Library) -> dict[int, np.ndarray]:
    return {clip.clip_id: library.get(clip.clip_id).vector for clip in library.clips()}


def unit(vector: np.ndarray) -> np.ndarray:
    return (vector / np.linalg.norm(vector)).astype(np.float32)


def test_search_by_words(filled: Library) -> None:
    hits = filled.search("someone dances", 5)
    query = MODEL.embed_text(["someone dances"])[0]
    assert [hit.clip_id for hit in hits] == nearest(all_vectors(filled), query, 5)
    for hit in hits:
        assert hit.score == pytest.approx(float(filled.get(hit.clip_id).vector @ query), abs=1e-6)
    assert hits[0].captions[0] == f"someone {hits[0].label}s"
    assert len(filled.search("someone dances", 100)) == 12
    labelled = filled.search("someone dances", 3, where="label = 'run'")
    assert {hit.label for hit in labelled} == {"run"}
    assert filled.search("someone dances", where="label = 'swim'") == []


def test_search_by_several_words(filled: Library) -> None:
    a, b, c = MODEL.embed_text(["a", "b", "c"])
    vectors = all_vectors(filled)
    for hits, query in (
        (filled.search(["a", "b"], 12), a + b),
        (filled.search(["a", "b"], 12, weights=[2, -0.5], minus=["c"]), 2 * a - 0.5 * b - c),
        (filled.search("a", 12, minus=["c", "b"]), a - b - c),
    ):
        assert [hit.clip_id for hit in hits] == nearest(vectors, unit(query), 12)
        assert all(-1.001 <= hit.score <= 1.001 for hit in hits)


@pytest.mark.parametrize(
    ("query", "options", "message"),
    [
        ("", {}, "a phrase of the query is empty"),
        (["a", " "], {}, "a phrase of the query is empty"),
        ([], {}, "nothing to search for"),
        ("a", {"minus": [""]}, "a phrase of the query is empty"),
        ("a", {"minus": ["a"]}, "cancel out"),
        ("a", {"weights": [0.0]}, "cancel out"),
        ("a", {"weights": [1, 2]}, "1 phrases need as many weights"),
        ("a", {"weights": [float("nan")]}, "all of them numbers"),
        ("a", {"k": 0}, "must be at least 1"),
        ("a", {"where": "colour = 'red'"}, "there is no field colour"),
    ],
)
def test_queries_that_are_refused(tmp_path: Path, query: Any, options: dict[str, Any], message: str) -> None:
    with open_library(tmp_path / "q.library") as library, pytest.raises(QueryError, match=message):
        library.search(query, **options)


def test_search_by_vector(filled: Library) -> None:
    assert filled.search_vector(5 * filled.get(7).vector, 1)[0].clip_id == 7
    for bad in (np.zeros(16), np.ones(15), np.full(16, np.inf), np.ones((2, 16))):
        with pytest.raises(QueryError, match="query vectors"):
            filled.search_vector(bad)


def test_empty_library_answers(library: Library) -> None:
    assert library.search("walks") == []
    assert library.clips() == []
    assert library.verify().ok
    assert "the library is empty" in str(library.explain("walks"))


def test_explain(filled: Library, place: str) -> None:
    with open_library(place) as fresh:
        told = fresh.explain("walks", where="label = 'run'")
    assert told.plan.kind == "filtered-exact"
    assert told.candidates == 4
    assert set(told.seconds) == {"text", "filter", "vectors", "search", "rows"}
    assert "plan filtered-exact: the filter leaves 4 of 12 clips" in str(told)
    told = filled.explain("walks")
    assert (told.plan.kind, told.candidates) == ("flat", 12)
    assert set(told.seconds) == {"text", "index", "search", "rows"}
    assert json.dumps(told.to_dict())


def test_like(filled: Library, tmp_path: Path) -> None:
    vectors = all_vectors(filled)
    others = {i: v for i, v in vectors.items() if i != 3}
    assert [hit.clip_id for hit in filled.like(3, 5)] == nearest(others, vectors[3], 5)
    assert [hit.clip_id for hit in filled.like("3", 5)] == nearest(others, vectors[3], 5)
    assert len(filled.like(3, 50)) == 11
    for example in (tracks(2), recording(2)):
        assert [hit.clip_id for hit in filled.like(example, 3)] == nearest(vectors, vectors[3], 3)
    assert {hit.label for hit in filled.like(3, where="label = 'walk'")} == {"walk"}
    with pytest.raises(QueryError, match="there is no clip 99"):
        filled.like(99)
    with pytest.raises(QueryError, match="there is no clip 99999999999999999999"):
        filled.like("9" * 20)
    with pytest.raises(InputError, match="no such file"):
        filled.like(tmp_path / "none.npz")


def test_like_takes_the_best_of_a_long_example(filled: Library, tmp_path: Path) -> None:
    (path,) = save_tracks(tmp_path, 1, first=50, seconds=9)
    vectors = all_vectors(filled)
    pieces = MODEL.embed_tracks([piece for _, _, piece in Cutting().cut(Recording(Tracks.load(path)))])
    best = {i: max(float(v @ piece) for piece in pieces) for i, v in vectors.items()}
    hits = filled.like(path, 4)
    assert [hit.clip_id for hit in hits] == sorted(best, key=lambda i: -best[i])[:4]
    assert [hit.score for hit in hits] == pytest.approx([best[hit.clip_id] for hit in hits], abs=1e-6)


def test_describe(filled: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    bank = ("Number 4.", "something spins", "someone walks")
    monkeypatch.setattr("motionsearch.phrases.load_phrases", lambda: bank)
    filled.remove(ids=[12])
    captions = {f"number {i}" for i in range(11)} | {"someone walks", "someone runs", "someone jumps"}
    vector = filled.get(3).vector
    scores = {words: float(MODEL.embed_text([words])[0] @ vector) for words in captions | {"something spins"}}
    found = filled.describe(3, 100)
    assert [d.text for d in found] == sorted(scores, key=lambda words: -scores[words])
    assert [d.score for d in found] == pytest.approx(sorted(scores.values(), reverse=True), abs=1e-6)
    assert {d.text for d in found if d.origin == "phrases"} == {"something spins"}
    # The vectors of the sentences were kept: the model is not asked again.
    monkeypatch.setattr(filled.model, "embed_text", lambda texts: 1 // 0)
    assert filled.describe(3, 4) == found[:4]
    assert filled.verify().ok


def test_label(filled: Library, tmp_path: Path) -> None:
    words = ["walk", "run", "jump", "walk "]
    (path,) = save_tracks(tmp_path, 1, first=50, seconds=9)
    results = filled.label([3, path, tracks(1)], words)
    assert [(r.clip_id, r.start, r.end) for r in results] == [
        (3, 0.0, 2.0),
        (None, 0.0, 4.0),
        (None, 2.0, 6.0),
        (None, 5.0, 9.0),
        (None, 0.0, 2.0),
    ]
    assert results[1].source == str(path)
    logits = MODEL.logit_scale * (MODEL.embed_text(["walk", "run", "jump"]) @ filled.get(3).vector)
    powers = np.exp(logits.astype(float))
    expected = dict(zip(["walk", "run", "jump"], powers / powers.sum(), strict=True))
    assert dict(results[0].labels) == pytest.approx(expected, abs=1e-5)
    for result in results:
        shares = [share for _, share in result.labels]
        assert sum(shares) == pytest.approx(1)
        assert shares == sorted(shares, reverse=True)
    assert filled.label(3, words, k=1)[0].labels == results[0].labels[:1]
    for bad in ([], ["walk", ""]):
        with pytest.raises(QueryError, match="labels"):
            filled.label(3, bad)
    with pytest.raises(QueryError, match="nothing was given"):
        filled.label([], words)


# Removing, compacting, checking


def test_removed_clips_are_gone(filled: Library) -> None:
    vector = filled.get(3).vector
    assert filled.remove(ids=[3, 3]) == 1
    assert filled.remove("label = 'walk'", ids=[1, 2]) == 1
    assert filled.remove("label = 'run'") == 4
    left = [3 * i + 1 for i in range(1, 4)] + [6, 9, 12]
    assert [clip.clip_id for clip in filled.clips()] == sorted(left)
    assert 3 not in {hit.clip_id for hit in filled.search_vector(vector, 50)}
    assert filled.remove("label = 'run'") == 0
    with pytest.raises(QueryError, match="there is no clip 3"):
        filled.remove(ids=[3])
    with pytest.raises(QueryError, match="say which clips"):
        filled.remove()
    assert filled.info().removed == 6
    report = filled.compact()
    assert (report.clips, report.sources) == (6, 6)
    assert filled.info().removed == 0
    assert filled.verify().ok
    assert filled.verify().notes == ()
    assert filled.add(recording(2)).added[0].first_clip_id == 13  # ids are never used twice


def test_removed_file_can_be_added_again(library: Library, tmp_path: Path) -> None:
    (path,) = save_tracks(tmp_path / "files", 1, seconds=11)
    library.add(path)
    library.remove(ids=[1, 2])
    assert library.add(path).clips == 0  # a part was removed on purpose
    library.remove("id > 0")
    assert library.add(path).clips == 4


def test_compacting_gives_space_back(tmp_path: Path) -> None:
    with open_library(tmp_path / "big.library") as library:
        library.add_vectors(unit_vectors(3000), source="many", captions=["x" * 100] * 3000)
        library.remove("id > 10")
        report = library.compact()
        assert report.bytes_after < 0.2 * report.bytes_before
        assert report.bytes_after == library.info().database_bytes


def spoil(library: Library, statement: str, **values: Any) -> None:
    with library._store.writing() as session:
        session.execute(text(statement), values)


ONE_VECTOR = "UPDATE vectors SET vector = :v WHERE clip_id = 2"
SPOILED = {
    "length": (ONE_VECTOR, b"\0" * 64, "1 clip with a vector that is not of unit length: 2"),
    "size": (ONE_VECTOR, b"\0" * 60, "1 clip with a vector that is not 16 numbers long: 2"),
    "nan": (
        "UPDATE vectors SET vector = :v",
        b"\0\0\xc0\x7f" * 16,
        "3 clips with a vector that is not finite: 1, 2",
    ),
    "tracks": (
        "UPDATE tracks SET data = :v WHERE clip_id = 3",
        b"\0" * 60,
        "with tracks that cannot be read: 3",
    ),
    "fps": ("UPDATE clips SET fps = :v WHERE id = 1", 7.0, "1 clip with tracks of another rate"),
    "end": ("UPDATE clips SET end_time = :v WHERE id = 1", -1.0, "1 clip ending before it begins: 1"),
    "counter": ("UPDATE library SET next_clip_id = :v", 3, "of clips stands at 3, but there is a number 3"),
    "generation": ("UPDATE library SET generation = :v", 1, "2 clips of a generation that cannot be"),
    "source": (
        "UPDATE sources SET deleted_generation = :v WHERE id = 1",
        3,
        "1 clip there though its source",
    ),
    "clip": ("UPDATE clips SET deleted_generation = :v WHERE id = 1", 3, "000.npz has no clips"),
    "vector": ("DELETE FROM vectors WHERE clip_id = :v", 2, "1 clip without a vector: 2"),
}


@pytest.mark.parametrize("what", SPOILED)
def test_verify_finds(library: Library, tmp_path: Path, what: str) -> None:
    statement, value, problem = SPOILED[what]
    library.add(save_tracks(tmp_path / "files", 3))
    assert library.verify().ok
    assert library.verify().counts["tracks"] == 3
    spoil(library, statement, v=value)
    report = library.verify()
    assert not report.ok
    assert any(problem in said for said in report.problems), report.problems


def test_verify_finds_orphans(tmp_path: Path) -> None:
    with open_library(tmp_path / "o.library") as library:
        library.add(save_tracks(tmp_path / "files", 2))
        with library._store.outside() as connection:
            connection.execute(text("PRAGMA foreign_keys = OFF"))
            connection.execute(text("DELETE FROM clips WHERE id = 1"))
            connection.execute(text("PRAGMA foreign_keys = ON"))
        assert any(" of clips or sources that do not exist" in said for said in library.verify().problems)


# Looking, exporting


def test_info(filled: Library, place: str) -> None:
    info = filled.info()
    assert (info.sources, info.clips, info.removed, info.captions) == (12, 12, 0, 24)
    assert (info.model, info.dim, info.space, info.generation) == ("hash", 16, "hash", 12)
    assert info.index == "current"
    assert info.database_bytes > 10_000
    assert info.index_bytes > 12 * 64
    assert info.path == filled.name
    assert filled.fingerprint == MODEL.fingerprint


def test_records_are_plain(filled: Library, tmp_path: Path) -> None:
    records: list[Record] = [
        filled.info(),
        filled.verify(),
        filled.compact(),
        filled.get(1),
        filled.search("walks")[0],
        filled.describe(1, 1)[0],
        filled.label(1, ["walk"])[0],
        filled.add([recording(99), tmp_path / "none"]),
    ]
    for record in records:
        assert json.loads(json.dumps(record.to_dict()))
    assert filled.get(1).to_dict().keys() >= {"clip_id", "source", "duration", "captions", "tags", "meta"}


def test_export_can_be_read_and_added_again(filled: Library, tmp_path: Path) -> None:
    filled.add_vectors(unit_vectors(1), source="bare", meta=[{"nan": float("nan")}])
    target = tmp_path / "out" / "export"
    assert filled.export(target, where="label = 'run' or source = 'bare'") == 5
    lines = [json.loads(line) for line in (target / "clips.jsonl").read_text().splitlines()]
    assert [line["clip_id"] for line in lines] == [2, 5, 8, 11, 13]
    assert lines[0]["captions"] == ["someone runs", "number 1"]
    assert lines[4]["meta"] == {"nan": None}
    with np.load(target / "vectors.npz") as vectors:
        assert vectors["ids"].tolist() == [2, 5, 8, 11, 13]
        assert (vectors["vectors"][1] == filled.get(5).vector).all()
    with open_library(tmp_path / "copy.library") as copy:
        assert copy.add(target / "tracks").clips == 4
        assert {clip.captions[1] for clip in copy.clips()} == {f"number {i}" for i in (1, 4, 7, 10)}
        assert {clip.label for clip in copy.clips()} == {"run"}
    with pytest.raises(InputError, match="there is something there already"):
        filled.export(target)
    assert sorted(p.name for p in target.parent.iterdir()) == ["export"]


def test_readme_example(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    save_tracks(tmp_path, 2)
    monkeypatch.chdir(tmp_path)
    library = ms.open("dance.library", model=HashModel())  # type: ignore[arg-type]
    library.add(["000.npz", "001.npz"], tags={"who": "ana"})
    assert len(library.search("spins on one leg", k=10, where="duration > 1")) == 2
    assert library.path == tmp_path / "dance.library"
    assert repr(library) == f"Library('{tmp_path}/dance.library')"
    library.close()


# With real models


def test_library_finds_its_own_model_again(tmp_path: Path) -> None:
    from tests.helpers import tiny_model

    own, other = tiny_model(tmp_path / "models", seed=1), tiny_model(tmp_path / "models", seed=2)
    (path,) = save_tracks(tmp_path / "files", 1)
    with Library.open(tmp_path / "own.library", model=own) as library:
        library.add(path)
        before = library.search("a person walks")[0]
    with Library.open(tmp_path / "own.library") as library:
        assert library.search("a person walks")[0] == before
        assert library.like(path)[0].score == pytest.approx(1, abs=1e-5)
        assert library.model.name == own.name
    with pytest.raises(
        LibraryError, match=f"made with the model {own.name} .* vectors of {other.name}"
    ) as caught:
        Library.open(tmp_path / "own.library", model=other)
    assert "--model" in str(caught.value.hint)
    moved = own.rename(tmp_path / "elsewhere")
    with Library.open(tmp_path / "own.library") as library:
        assert library.get(1).vector.shape == (library.dim,)  # looking needs no model
        with pytest.raises(LibraryError, match=f"made with the model {own.name} .* which is not here"):
            library.search("a person walks")
    with Library.open(tmp_path / "own.library", model=moved) as library:
        assert library.search("a person walks")[0] == before
