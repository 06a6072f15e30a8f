"""Whatever happens to the files of an index: searches stay right, and who should know is told once."""

from __future__ import annotations

import errno
import os
import shutil
import signal
import subprocess
import sys
import time
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from motionsearch.errors import LibraryError, MotionsearchWarning
from motionsearch.index import cache, ivf_building, plans, upkeep
from motionsearch.index.ivf import Ivf
from motionsearch.index.library import Library
from tests.helpers_index import Model, clustered, open_lists, plan_of
from tests.libraries import flip_bit
from tests.test_index_cache import with_header

DIM = 16
COUNTS = (400, 60, 20)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Model]:
    """A library of 480 clips whose index is a codebook and three segments, closed."""
    folder = tmp_path_factory.mktemp("made") / "a.library"
    truth = Model()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(plans, "SEGMENT", 10)
        with open_lists(folder) as library:
            for seed, count in enumerate(COUNTS):
                vectors = clustered(count, DIM, seed=seed)
                (source,) = library.add_vectors(vectors, source=f"{seed}").added
                truth.add(source.first_clip_id, vectors)
            assert library.info().index == "current"
            library.remove(ids=[7, 410])
            truth.remove([7, 410])
    assert len(list(folder.glob("index/lists-*.index"))) == 3
    return folder, truth


@pytest.fixture
def copy(made: tuple[Path, Model], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Path, Model]:
    """The same, to be spoiled; a new index of it is tuned by few queries, which is quick."""
    monkeypatch.setattr(ivf_building, "QUERIES", 20)
    return shutil.copytree(made[0], tmp_path / "copy.library"), made[1]


def lists_of(folder: Path) -> list[Path]:
    """Files of segments, the oldest first."""
    return sorted((folder / "index").glob("lists-*.index"), key=lambda path: int(path.stem.split("-")[-1]))


def assert_right(library: Library, truth: Model) -> None:
    for seed in range(2):
        query = clustered(1, DIM, seed=100 + seed)[0]
        truth.check(library.search_vector(query, 7), query, 7)
        truth.check(library.search_vector(query, 9, exact=True), query, 9, exact=True)
        left = [i for i in truth.vectors if i % 3]
        where = f"id in ({', '.join(map(str, left))})"
        truth.check(library.search_vector(query, 7, where), query, 7, left)


def said(call: Callable[[], object]) -> list[str]:
    """The warnings for users that a call gives."""
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        call()
    return [str(w.message) for w in caught if issubclass(w.category, MotionsearchWarning)]


def age(folder: Path) -> None:
    """As an hour later; younger lists may be those that another process is writing at this moment."""
    for path in lists_of(folder):
        os.utime(path, (time.time() - 2 * cache.STALE,) * 2)


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-50])


def restamp(**changes: Any) -> Callable[[Path], None]:
    return lambda path: path.write_bytes(with_header(path.read_bytes(), changes)) and None


def rubbish(path: Path) -> None:
    path.write_bytes(b"my holiday notes" * 100)


def older_faiss(path: Path) -> None:
    extra = {**cache.read_stamp(path).extra, "faiss": "1.7.0"}
    restamp(extra=extra)(path)


def other_centres(path: Path) -> None:
    stamp, arrays = cache.read(path)
    cache.write(path, stamp, {**arrays, "centres": arrays["centres"][:-1].copy()})


def no_rotation(path: Path) -> None:
    stamp, arrays = cache.read(path)
    cache.write(path, stamp, {name: array for name, array in arrays.items() if name != "rotation"})


def not_of_faiss(path: Path) -> None:
    stamp, arrays = cache.read(path)
    cache.write(path, stamp, {**arrays, "lists": np.zeros(4096, np.uint8)})


def other_sizes(path: Path) -> None:
    stamp, arrays = cache.read(path)
    cache.write(path, stamp, {**arrays, "sizes": np.roll(arrays["sizes"], 1)})


# What happens to which file, and whether that is damage.
DAMAGES: dict[str, tuple[str, Callable[[Path], Any], bool]] = {
    "codebook: a flipped bit": ("codebook", flip_bit, True),
    "codebook: cut short": ("codebook", cut, True),
    "codebook: empty": ("codebook", lambda path: path.write_bytes(b""), True),
    "codebook: something else": ("codebook", rubbish, True),
    "codebook: missing": ("codebook", Path.unlink, False),
    "codebook: of another model": ("codebook", restamp(model="f" * 64), False),
    "codebook: of another library": ("codebook", restamp(uuid="someone else's"), False),
    "codebook: of another faiss": ("codebook", older_faiss, False),
    "codebook: of another kind": ("codebook", restamp(kind="flat"), True),
    "codebook: without a token": ("codebook", restamp(extra={}), True),
    "codebook: with too few centres": ("codebook", other_centres, True),
    "codebook: without a rotation": ("codebook", no_rotation, True),
    "first lists: a flipped bit": ("0", flip_bit, True),
    "first lists: missing": ("0", Path.unlink, True),
    "first lists: of another library": ("0", restamp(uuid="someone else's"), True),
    "first lists: not of faiss": ("0", not_of_faiss, True),
    "first lists: other sizes": ("0", other_sizes, True),
    "first lists: another count": ("0", restamp(count=7), True),
    "later lists: a flipped bit": ("1", flip_bit, True),
    "later lists: cut short": ("1", cut, True),
    "later lists: something else": ("1", rubbish, True),
    "later lists: missing": ("1", Path.unlink, False),
    "last lists: a flipped bit": ("2", flip_bit, True),
    "last lists: missing": ("2", Path.unlink, False),
    "last lists: of the future": ("2", restamp(generation=99), False),
    "last lists: of another past": ("2", restamp(extra={"token": "", "since": 0}), False),
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_damaged_and_stale_files(copy: tuple[Path, Model], damage: str) -> None:
    folder, truth = copy
    which, spoil, damaged = DAMAGES[damage]
    spoil(folder / "index" / "codebook.index" if which == "codebook" else lists_of(folder)[int(which)])
    with open_lists(folder) as library:
        report = library.verify()
        assert report.ok is not damaged, report
        if damaged:
            assert "the index in index" in report.problems[0]
            assert "`motionsearch reindex` makes it again, nothing is lost" in report.problems[0]
        told = said(lambda: assert_right(library, truth))
        assert len(told) == (1 if damaged else 0), told
        assert not damaged or "the index is damaged" in told[0]
        assert said(lambda: assert_right(library, truth)) == []
        age(folder)
        library.reindex()
        assert_right(library, truth)
        assert plan_of(library, clustered(1, DIM)[0]).kind == "ivf"
        assert library.info().index == "current"
        assert library.verify().ok
    with open_lists(folder) as library:
        assert_right(library, truth)
    assert len(lists_of(folder)) == 1


def test_a_library_too_large_for_a_matrix_says_why_it_is_slow(copy: tuple[Path, Model]) -> None:
    folder, truth = copy
    (folder / "index" / "codebook.index").unlink()
    with open_lists(folder, max_memory=1000) as library:
        (told,) = said(lambda: assert_right(library, truth))
        assert "cannot be used (missing); searches read every vector until `motionsearch reindex`" in told
        plan = plan_of(library, clustered(1, DIM)[0])
        assert plan.kind == "streamed"
        assert "the index is missing" in plan.why
        library.reindex()
        assert plan_of(library, clustered(1, DIM)[0]).kind == "ivf"
        assert_right(library, truth)


def test_every_flipped_bit_of_an_index_is_found_or_harmless(copy: tuple[Path, Model]) -> None:
    folder, truth = copy
    rng = np.random.default_rng(0)
    for file in [folder / "index" / "codebook.index", *lists_of(folder)]:
        good = file.read_bytes()
        for at in rng.integers(len(good), size=5).tolist():
            bad = bytearray(good)
            bad[at] ^= 1 << int(rng.integers(8))
            file.write_bytes(bad)
            with open_lists(folder) as library, warnings.catch_warnings():
                warnings.simplefilter("ignore")
                query = clustered(1, DIM, seed=at)[0]
                truth.check(library.search_vector(query, 5), query, 5)
        file.write_bytes(good)


def test_ids_that_are_not_what_they_were_double_nothing(copy: tuple[Path, Model]) -> None:
    folder, truth = copy
    with open_lists(folder) as library:
        query = clustered(1, DIM, seed=1)[0]
        assert plan_of(library, query).kind == "ivf"
        snapshot = library._engine._snapshot  # type: ignore[attr-defined]
        candidates = snapshot.candidates

        def doubled(*args: Any, **how: Any) -> Any:
            return [
                (np.concatenate([ids, ids, [9999]]), np.concatenate([s, s, s[:1]]))
                for ids, s in candidates(*args, **how)
            ]

        object.__setattr__(snapshot, "candidates", doubled)
        truth.check(library.search_vector(query, 10), query, 10)


# Databases that go back


def test_database_put_back_from_a_copy(copy: tuple[Path, Model], tmp_path: Path) -> None:
    folder, truth = copy
    shutil.copy(folder / "library.sqlite", tmp_path / "before")
    with open_lists(folder) as library:
        library.add_vectors(clustered(100, DIM, seed=9), source="lost")
        library.reindex()
    shutil.copy(tmp_path / "before", folder / "library.sqlite")
    with open_lists(folder) as library:
        assert library.info().index == "of another state of the library"
        assert said(lambda: assert_right(library, truth)) == []
        # The same generation as what was lost, and other clips.
        vectors = clustered(90, DIM, seed=10)
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(library._engine, "save", lambda *_, **__: False)
            (source,) = library.add_vectors(vectors, source="other").added
        again = Model(dict(truth.vectors))
        again.add(source.first_clip_id, vectors)
        assert_right(library, again)
    with open_lists(folder) as library:
        assert_right(library, again)
        assert library.info().index == "of another history of the library"


@pytest.mark.parametrize("reopened", [False, True])
def test_crash_between_compacting_and_writing(copy: tuple[Path, Model], reopened: bool) -> None:
    folder, before = copy
    with open_lists(folder) as library, open_lists(folder) as other:
        truth = Model(dict(before.vectors))
        assert_right(other, truth)
        doomed = [i for i in truth.vectors if i % 2]
        truth.remove(doomed)
        library.remove(ids=doomed)
        upkeep.compact(library._store)  # and here the light went out
        if reopened:
            with open_lists(folder) as third:
                assert third.verify().ok
                assert_right(third, truth)
        # Those that are gone take no candidate's place, though nobody knows any more that they were there.
        assert_right(other, truth)
        assert plan_of(other, clustered(1, DIM)[0]).kind == "ivf"
        library.compact()
        assert_right(other, truth)
        assert_right(library, truth)
        assert library.info().index == "current"


# Other processes


def test_searchers_see_what_others_write(copy: tuple[Path, Model], monkeypatch: pytest.MonkeyPatch) -> None:
    folder, before = copy
    monkeypatch.setattr(plans, "SEGMENT", 10)
    truth = Model(dict(before.vectors))
    with open_lists(folder) as one, open_lists(folder) as two, open_lists(folder) as three:
        for turn in range(8):
            # Two writers in turn: each goes on from the files that the other left.
            writer = (one, two)[turn % 2]
            vectors = clustered(12, DIM, seed=50 + turn)
            (source,) = writer.add_vectors(vectors, source=f"turn {turn}").added
            truth.add(source.first_clip_id, vectors)
            if turn % 3 == 1:
                doomed = sorted(truth.vectors)[turn::40]
                writer.remove(ids=doomed)
                truth.remove(doomed)
            if turn == 4:
                writer.compact()
            if turn == 6:
                writer.reindex()
            for library in (one, two, three):
                assert_right(library, truth)
        assert one.verify().ok
        assert len(lists_of(folder)) <= 4
        two.compact()
        assert one.info().index == "current"
        assert len(lists_of(folder)) == 1


def test_a_searcher_that_only_follows_keeps_few_segments(
    copy: tuple[Path, Model], monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, before = copy
    truth = Model(dict(before.vectors))
    monkeypatch.setattr(plans, "SEGMENT", 5)
    with open_lists(folder) as library, open_lists(folder) as follower:
        monkeypatch.setattr(library._engine, "save", lambda *_, **__: False)  # as on another machine
        assert_right(follower, truth)
        for turn in range(14):
            vectors = clustered(6, DIM, seed=70 + turn)
            (source,) = library.add_vectors(vectors, source=f"turn {turn}").added
            truth.add(source.first_clip_id, vectors)
            assert_right(follower, truth)
        snapshot = follower._engine._snapshot  # type: ignore[attr-defined]
        assert isinstance(snapshot, Ivf)
        assert len(snapshot) > 540
        assert len(snapshot.parts) <= 3 + 5


SEARCH = """
import sys, time, warnings
from motionsearch.errors import MotionsearchWarning
from tests.helpers_index import clustered, open_lists
warnings.simplefilter("error", MotionsearchWarning)
with open_lists(sys.argv[1]) as library:
    queries = clustered(4, 16, seed=3)
    print("ready", flush=True)
    end, count = time.time() + float(sys.argv[2]), 0
    while time.time() < end or count < 3:
        for hits in [library.search_vector(queries[0], 8), *library.search_vectors(queries, 8, "id > 3")]:
            assert len({hit.clip_id for hit in hits}) == 8, hits
            assert [h.score for h in hits] == sorted((h.score for h in hits), reverse=True)
        assert library.search_vector(queries[1], 1, "id = 1")[0].clip_id == 1
        count += 1
        if count % 5 == 0:
            library.close()
            library = open_lists(sys.argv[1])
    print(count)
"""


@pytest.mark.slow
def test_processes_search_while_one_adds_and_reindexes(
    copy: tuple[Path, Model], monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, before = copy
    monkeypatch.setattr(plans, "SEGMENT", 10)
    truth = Model(dict(before.vectors))
    command = [sys.executable, "-c", SEARCH, str(folder), "1.5"]
    searchers = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(2)]
    for searcher in searchers:
        assert searcher.stdout is not None
        assert searcher.stdout.readline() == "ready\n"
    with open_lists(folder) as library:
        turn = 0
        while any(searcher.poll() is None for searcher in searchers):
            vectors = clustered(15, DIM, seed=200 + turn)
            (source,) = library.add_vectors(vectors, source=f"turn {turn}").added
            truth.add(source.first_clip_id, vectors)
            if turn % 4 == 1:
                library.reindex()
            if turn % 4 == 3:
                doomed = sorted(truth.vectors)[3::50]
                library.remove(ids=doomed)
                truth.remove(doomed)
                library.compact()
            turn += 1
        assert [searcher.wait() for searcher in searchers] == [0, 0]
        assert turn > 1
        assert_right(library, truth)
        assert library.verify().ok
    for searcher in searchers:
        assert searcher.stdout is not None
        searcher.stdout.close()


REINDEX = """
import sys
from tests.helpers_index import open_lists
with open_lists(sys.argv[1]) as library:
    print("ready", flush=True)
    while True:
        library.reindex()
"""


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGKILL")
def test_killed_while_the_index_is_made(copy: tuple[Path, Model]) -> None:
    folder, truth = copy
    rng = np.random.default_rng(5)
    process = subprocess.Popen(
        [sys.executable, "-c", REINDEX, str(folder)], stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "ready\n"
    time.sleep(0.2 + rng.random())
    process.send_signal(signal.SIGKILL)
    process.wait()
    process.stdout.close()
    with open_lists(folder) as library:
        assert said(lambda: assert_right(library, truth)) == []
        assert library.verify().ok
        assert plan_of(library, clustered(1, DIM)[0]).kind == "ivf"


@pytest.mark.parametrize("step", ["lists", "codebook", "old lists"])
def test_killed_at_each_step_of_making_it(
    copy: tuple[Path, Model], monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    folder, truth = copy
    write = cache.write

    class Killed(BaseException):
        pass

    def until(path: Path, *args: Any) -> None:
        if (step == "lists") and path.name.startswith("lists"):
            raise Killed
        if (step == "codebook") and path.name.startswith("codebook"):
            raise Killed
        write(path, *args)

    def no_removing(paths: Any) -> None:
        raise Killed

    with open_lists(folder) as library:
        monkeypatch.setattr(cache, "write", until)
        if step == "old lists":
            monkeypatch.setattr("motionsearch.index.ivf_files._remove", no_removing)
        with pytest.raises(Killed):
            library.reindex()
        monkeypatch.undo()
    with open_lists(folder) as library:
        assert said(lambda: assert_right(library, truth)) == []
        assert library.verify().ok
        assert plan_of(library, clustered(1, DIM)[0]).kind == "ivf"
        age(folder)
        library.reindex()
        assert_right(library, truth)
    assert len(lists_of(folder)) == 1


# Disks that are full


def full(*_: object) -> None:
    raise OSError(errno.ENOSPC, "No space left on device")


def test_no_room_for_a_new_index(copy: tuple[Path, Model], monkeypatch: pytest.MonkeyPatch) -> None:
    folder, before = copy
    truth = Model(dict(before.vectors))
    monkeypatch.setattr(plans, "SEGMENT", 10)
    with open_lists(folder) as library:
        names = sorted(os.listdir(folder / "index"))
        with monkeypatch.context() as patch:
            patch.setattr(cache, "write", full)
            with (
                pytest.warns(MotionsearchWarning, match="cannot be written .No space left"),
                pytest.raises(LibraryError, match="the index cannot be written") as caught,
            ):
                library.reindex()
            assert "make room" in str(caught.value.hint)
            vectors = clustered(40, DIM, seed=40)
            with pytest.warns(MotionsearchWarning, match="searches stay right but start slower"):
                (source,) = library.add_vectors(vectors, source="while it was full").added
            truth.add(source.first_clip_id, vectors)
            assert_right(library, truth)
            with pytest.warns(MotionsearchWarning, match="cannot be written"):
                library.compact()
            assert_right(library, truth)
        assert sorted(os.listdir(folder / "index")) == names
        vectors = clustered(40, DIM, seed=41)
        (source,) = library.add_vectors(vectors, source="and after").added
        truth.add(source.first_clip_id, vectors)
        assert_right(library, truth)
        assert library.info().index == "current"
        assert library.verify().ok


def test_read_only_libraries_search_and_do_not_reindex(
    copy: tuple[Path, Model], monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, truth = copy
    # The superuser may write anywhere, so what is asked is who may.
    monkeypatch.setattr("motionsearch.index.store._is_read_only", lambda file: True)
    with open_lists(folder) as library:
        assert_right(library, truth)
        with pytest.raises(LibraryError, match="read-only"):
            library.reindex()


# What grows and shrinks


def test_the_index_comes_and_goes_with_the_size(tmp_path: Path) -> None:
    folder = tmp_path / "a.library"
    with open_lists(folder, flat_limit=100) as library:
        library.add_vectors(clustered(100, DIM), source="a")
        query = clustered(1, DIM, seed=4)[0]
        assert plan_of(library, query).kind == "flat"
        assert not (folder / "index").exists()
        library.add_vectors(clustered(100, DIM, seed=1), source="b")
        assert plan_of(library, query).kind == "ivf"
        assert "recall@10" in library.info().index_plan
        library.remove(where="source = 'a'")
        assert plan_of(library, query).kind == "flat"
        library.compact()
        assert list((folder / "index").iterdir()) == []
        assert library.info().index == "current"


def test_an_index_that_is_due_is_made_again(tmp_path: Path) -> None:
    folder = tmp_path / "a.library"
    with open_lists(folder) as library:
        library.add_vectors(clustered(100, DIM), source="a")
        (first,) = lists_of(folder)
        library.add_vectors(clustered(250, DIM, seed=1), source="b")
        assert first.exists()
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(plans, "AUTOMATIC", 100)
            patch.setattr(plans, "SEGMENT", 10)
            library.add_vectors(clustered(100, DIM, seed=2), source="c")
            assert "grown from 100 clips to 450: `motionsearch reindex`" in library.info().index_plan
        library.add_vectors(clustered(10, DIM, seed=3), source="d")
        assert not first.exists()
        assert "reindex" not in library.info().index_plan


@pytest.mark.parametrize("precision", ["float16", "float32"])
@pytest.mark.parametrize(("dim", "memory", "bits"), [(16, None, 4), (16, 12_000, 1), (256, None, 1)])
def test_precision_and_memory(
    tmp_path: Path, precision: Any, dim: int, memory: int | None, bits: int
) -> None:
    truth = Model()
    vectors = clustered(400, dim)
    with open_lists(
        tmp_path / "a.library", dim=dim, precision=precision, max_memory=memory, flat_limit=40
    ) as library:
        library.add_vectors(vectors, source="a")
        truth.add(1, vectors, half=precision == "float16")
        assert f"{bits}-bit codes" in library.info().index_plan
        for query in clustered(20, dim, seed=1):
            truth.check(library.search_vector(query, 10), query, 10)
            truth.check(library.search_vector(query, 10, exact=True), query, 10, exact=True)
    assert truth.recall >= 0.99


def test_memory_alone_makes_a_small_library_an_index(tmp_path: Path) -> None:
    with open_lists(tmp_path / "a.library", flat_limit=10_000, max_memory=4 * DIM * 300) as library:
        library.add_vectors(clustered(300, DIM), source="a")
        assert plan_of(library, clustered(1, DIM)[0]).kind == "flat"
        library.add_vectors(clustered(1, DIM, seed=1), source="b")
        assert plan_of(library, clustered(1, DIM)[0]).kind == "ivf"


def test_the_index_of_older_versions_goes(copy: tuple[Path, Model]) -> None:
    folder, _ = copy
    (folder / "index.faiss").write_bytes(b"of old")
    with open_lists(folder) as library:
        library.add_vectors(clustered(1, DIM, seed=1), source="new")
    assert not (folder / "index.faiss").exists()
