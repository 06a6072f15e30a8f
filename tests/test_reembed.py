"""Another model for a library: all clips or none, whatever is killed or added meanwhile."""

from __future__ import annotations

import signal
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from sqlalchemy import inspect

from motionsearch import InputError, LibraryError, Recording, Tracks
from motionsearch.index.codec import STEPS_PER_PIXEL
from motionsearch.index.library import Library
from motionsearch.index.plans import PlanSettings
from motionsearch.index.reembedding import Reembedding
from tests.libraries import HashModel, halved, nearest, open_library, tracks, unit_vectors

OLD = HashModel()


class SmallModel(HashModel):
    """Another model of another dimension, which embeds few at once and may be told to fail."""

    clips_at_once = 4

    def __init__(self, name: str = "new", dim: int = 12) -> None:
        super().__init__(name, dim)
        self.embedded = 0
        self.fails_after: int | None = None

    def embed_tracks(self, clips: Sequence[Tracks], batch_size: int = 64) -> NDArray[np.float32]:
        if self.fails_after is not None and self.embedded >= self.fails_after:
            raise KeyboardInterrupt
        self.embedded += len(clips)
        return super().embed_tracks(clips, batch_size)


def of(model: HashModel) -> Any:
    """As the library takes it: tests have no weights."""
    return model


def add(library: Library, *seeds: int) -> None:
    """Motion on the grid that is stored, so that it is embedded alike before and after."""
    for seed in seeds:
        motion = tracks(seed)
        points = np.rint(motion.points * STEPS_PER_PIXEL) / STEPS_PER_PIXEL
        whole = Tracks(points, None, motion.fps, motion.frame_size)
        library.add(Recording(whole, captions=(f"number {seed}",)))


def check(place: str | Path, model: HashModel, captions: set[str]) -> None:
    """The library is of this model throughout, and holds these clips."""
    with Library.open(place, model=of(model)) as library:
        assert (library.verify().problems, library.verify().notes) == ((), ())
        clips = library.clips()
        assert {clip.captions[0] for clip in clips} == captions
        assert len(clips) == len(captions)
        vectors = {clip.clip_id: library.get(clip.clip_id).vector for clip in clips}
        for clip in clips:
            motion = library.get(clip.clip_id).tracks
            assert motion is not None
            assert (vectors[clip.clip_id] == halved(model.embed_tracks([motion]))[0]).all()
        query = unit_vectors(1, model.dim, seed=8)[0]
        assert [hit.clip_id for hit in library.search_vector(query, 9)] == nearest(vectors, query, 9)
        assert library.search("number 3", 1)[0].captions
        with library._store.reading() as session:
            tables = inspect(session.connection()).get_table_names()
        assert not [name for name in tables if "reembed" in name]


def numbers(*seeds: int) -> set[str]:
    return {f"number {seed}" for seed in seeds}


def test_all_clips_change_over(place: str) -> None:
    new = SmallModel()
    told: list[tuple[int, int]] = []
    with open_library(place) as library:
        add(library, *range(10))
        library.remove("caption = 'number 2'")
        assert library.describe(1, 1)  # vectors of sentences, of the old model
        report = library.reembed(of(new), on_progress=lambda *done: told.append(done))
        assert (report.model, report.clips, report.embedded, report.dropped) == ("new", 9, 9, 0)
        assert told == [(4, 9), (8, 9), (9, 9)]
        # The same object goes on with the new model.
        assert (library.dim, library.fingerprint, library.model.name) == (12, new.fingerprint, "new")
        add(library, 20)
        assert library.describe(1, 1)[0].score <= 1
        assert library.info().model == "new"
    check(place, new, numbers(0, 1, 3, 4, 5, 6, 7, 8, 9, 20))
    with pytest.raises(LibraryError, match="made with the model new"):
        open_library(place)


def test_a_change_and_back_again(place: str) -> None:
    with open_library(place) as library:
        add(library, *range(5))
        library.reembed(of(SmallModel()))
        library.reembed(of(SmallModel("third", 16)))
        report = library.reembed(of(SmallModel("third", 16)))
        assert (report.clips, report.embedded) == (5, 0)
    check(place, SmallModel("third", 16), numbers(*range(5)))


def test_interrupted_it_goes_on(place: str) -> None:
    new = SmallModel()
    new.fails_after = 8
    with open_library(place) as library:
        add(library, *range(20))
        with pytest.raises(KeyboardInterrupt):
            library.reembed(of(new))
        assert library.fingerprint == OLD.fingerprint
    with open_library(place) as library:
        # Life goes on: some come, some go, and space is given back.
        add(library, 30)
        library.remove("caption = 'number 1' or caption = 'number 15'")
        library.compact()
        assert library.verify().ok
        add(library, 31)
        new.fails_after, new.embedded = None, 0
        report = library.reembed(of(new))
        assert (report.clips, report.embedded) == (20, 13)
        assert new.embedded == 13
    check(place, new, numbers(*range(20), 30, 31) - numbers(1, 15))


def test_another_model_begins_anew(place: str) -> None:
    first, second = SmallModel("first"), SmallModel("second", 7)
    first.fails_after = 8
    with open_library(place) as library:
        add(library, *range(12))
        with pytest.raises(KeyboardInterrupt):
            library.reembed(of(first))
        assert library.reembed(of(second)).embedded == 12
    check(place, second, numbers(*range(12)))


def test_the_old_model_gives_it_up(place: str) -> None:
    new = SmallModel()
    new.fails_after = 4
    with open_library(place) as library:
        add(library, *range(8))
        with pytest.raises(KeyboardInterrupt):
            library.reembed(of(new))
        report = library.reembed(of(OLD))
        assert (report.model, report.embedded, report.clips) == ("hash", 0, 8)
    check(place, OLD, numbers(*range(8)))


def test_two_models_at_once(place: str) -> None:
    slow, quick = SmallModel("slow"), SmallModel("quick")
    with open_library(place) as library, open_library(place) as other:
        add(library, *range(12))

        def meanwhile(done: int, _total: int) -> None:
            if done == 4:
                quick.fails_after = 4
                with pytest.raises(KeyboardInterrupt):
                    other.reembed(of(quick))

        with pytest.raises(LibraryError, match="re-embedded with another model by another process"):
            library.reembed(of(slow), on_progress=meanwhile)
        assert library.verify().ok
        quick.fails_after = None
        other.reembed(of(quick))
    check(place, quick, numbers(*range(12)))


def test_the_same_work_by_two(place: str) -> None:
    new = SmallModel()
    with open_library(place) as library, open_library(place) as other:
        add(library, *range(12))

        def meanwhile(done: int, _total: int) -> None:
            if done == 4:
                other.reembed(of(SmallModel()))

        with pytest.raises(LibraryError, match="was re-embedded with another model after it was opened"):
            library.reembed(of(new), on_progress=meanwhile)
    check(place, new, numbers(*range(12)))


def test_what_others_add_meanwhile_is_not_lost(place: str) -> None:
    new = SmallModel()
    with open_library(place) as library, open_library(place) as other:
        add(library, *range(9))

        def meanwhile(done: int, _total: int) -> None:
            assert other.search("number 1", 1)  # with the old model
            if done < 40:
                add(other, 100 + done, 200 + done)
                other.remove(ids=[done])

        report = library.reembed(of(new), on_progress=meanwhile)
        captions = {clip.captions[0] for clip in library.clips()}
        assert len(captions) == report.clips > 12
        for act in (lambda: other.search("x"), lambda: add(other, 999), lambda: other.describe(9)):
            with pytest.raises(LibraryError, match="re-embedded with another model after it was opened"):
                act()
    check(place, new, captions)


def test_a_search_sees_one_model_or_is_refused(place: str) -> None:
    """Searches all the while in another thread: of one model, or told to open the library again."""
    with open_library(place) as library:
        add(library, *range(12))
        vectors = {clip.clip_id: library.get(clip.clip_id).vector for clip in library.clips()}
    query = unit_vectors(1, seed=3)[0]
    expected = nearest(vectors, query, 5)
    ended, wrong, right = threading.Event(), [], []

    def search() -> None:
        with open_library(place) as other:
            while not ended.is_set():
                try:
                    found = [hit.clip_id for hit in other.search_vector(query, 5)]
                except LibraryError as error:
                    if "re-embedded" not in str(error):
                        wrong.append(error)
                    return
                (right if found == expected else wrong).append(found)

    thread = threading.Thread(target=search)
    thread.start()
    while thread.is_alive() and not right:
        time.sleep(0.01)
    with open_library(place) as library:
        library.reembed(of(SmallModel("same width", OLD.dim)))
    thread.join(20)
    ended.set()
    thread.join()
    assert wrong == []
    assert right


def test_the_index_of_a_large_library_is_made_again(tmp_path: Path) -> None:
    new, settings = SmallModel(), PlanSettings(flat_limit=200)
    new.clips_at_once = 200
    with Library.open(tmp_path / "large", model=of(OLD), plans=settings) as library:
        library.add(Recording(tracks(1, seconds=800, fps=5, points=1)))
        assert library.info().clips > 300
        plan = library.info().index_plan
        assert plan.startswith("lists of")
        library.reembed(of(new))
        assert (library.info().index, library.verify().problems) == ("current", ())
        vectors = {clip.clip_id: library.get(clip.clip_id).vector for clip in library.clips()}
        query = unit_vectors(1, new.dim, seed=8)[0]
        assert library.search_vector(query, 1)[0].clip_id == nearest(vectors, query, 1)[0]


def test_clips_without_tracks(place: str) -> None:
    new = SmallModel()
    with open_library(place) as library:
        add(library, *range(5))
        library.add_vectors(unit_vectors(4), source="bare")
        with pytest.raises(
            LibraryError, match=r"4 clips that are vectors without tracks \(6, 7, 8"
        ) as caught:
            library.reembed(of(new))
        assert "--drop-vectors-only" in str(caught.value.hint)
        assert new.embedded == 0
        assert library.info().clips == 9
        report = library.reembed(of(new), drop_vectors_only=True)
        assert (report.clips, report.dropped) == (5, 4)
        assert library.paths() == []  # recordings are no files, and "bare" is gone
    check(place, new, numbers(*range(5)))


def test_vectors_that_come_in_at_the_last_moment(place: str) -> None:
    with open_library(place) as library, open_library(place) as other:
        add(library, *range(4))

        def meanwhile(_done: int, _total: int) -> None:
            other.add_vectors(unit_vectors(2), source="bare")

        with pytest.raises(LibraryError, match="2 clips that are vectors without tracks"):
            library.reembed(of(SmallModel()), on_progress=meanwhile)
        other.remove("source = 'bare'")
        assert library.reembed(of(SmallModel())).embedded == 0
    check(place, SmallModel(), numbers(*range(4)))


def test_a_clip_that_cannot_be_embedded_is_named(place: str, monkeypatch: pytest.MonkeyPatch) -> None:
    new = SmallModel()

    def embed(clips: Sequence[Tracks], batch_size: int = 64) -> NDArray[np.float32]:
        for clip in clips:
            if clip.num_frames == 31:
                raise InputError("too odd a clip")
        return HashModel.embed_tracks(new, clips)

    monkeypatch.setattr(new, "embed_tracks", embed)
    with open_library(place) as library:
        add(library, *range(6))
        library.add(Tracks(tracks(50).points[:31], None, 20.0, (640, 480)))
        with pytest.raises(LibraryError, match=r"clip 7 cannot be embedded \(too odd a clip\)"):
            library.reembed(of(new))
        library.remove(ids=[7])
        assert library.reembed(of(new)).embedded == 2  # the first four were done


REEMBED = """
import sys, time
from tests.test_reembed import SmallModel, of
from motionsearch.index.library import Library
from tests.libraries import HashModel

def tell(done, total):
    print(done, flush=True)
    time.sleep(0.05)

with Library.open(sys.argv[1], model=HashModel()) as library:
    library.reembed(of(SmallModel()), on_progress=tell)
    print("done", flush=True)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGKILL")
def test_killed_in_the_middle(tmp_path: Path) -> None:
    place = str(tmp_path / "killed.library")
    with open_library(place) as library:
        add(library, *range(30))
    killed = 0
    for lines in (1, 3):
        process = subprocess.Popen([sys.executable, "-c", REEMBED, place], stdout=subprocess.PIPE, text=True)
        assert process.stdout is not None
        said = [process.stdout.readline() for _ in range(lines)]
        process.send_signal(signal.SIGKILL)
        rest = process.communicate()[0]
        killed += "done" not in rest
        assert int(said[0]) > 0
        with open_library(place) as library:
            assert library.verify().ok
            assert len(library.search("number 1", 50)) == 30
    assert killed == 2
    new = SmallModel()
    with open_library(place) as library:
        report = library.reembed(of(new))
        assert report.clips == 30
        assert report.embedded == new.embedded <= 30 - 4 * 2
    check(place, new, numbers(*range(30)))


def test_killed_while_all_changes_over(place: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The last transaction is rolled back as a whole."""

    def stop(self: Reembedding, session: Any) -> None:
        original(self, session)
        raise KeyboardInterrupt

    original = Reembedding._swap
    with open_library(place) as library:
        add(library, *range(6))
        with monkeypatch.context() as patch:
            patch.setattr(Reembedding, "_swap", stop)
            with pytest.raises(KeyboardInterrupt):
                library.reembed(of(SmallModel()))
        assert library.verify().ok
        assert len(library.search("number 1", 9)) == 6
        assert library.reembed(of(SmallModel())).embedded <= 2  # a last incomplete batch at most
    check(place, SmallModel(), numbers(*range(6)))
