"""Adding over a Ray cluster: the same library as without it, whatever a file or a worker does."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from motionsearch import InputError, MotionsearchWarning
from motionsearch.errors import MissingExtraError, ModelError
from motionsearch.index import adding, cluster
from motionsearch.index.cluster import RayPool
from motionsearch.index.cluster_reader import Reader, ShippedModel
from motionsearch.index.library import AddEvent, Library
from motionsearch.index.ray_session import RaySession
from motionsearch.model import Model
from tests.helpers_cli import run, write_clips
from tests.libraries import HashModel, open_library, recording, save_tracks
from tests.slow_format import write
from tests.test_workers import gone

ray: Any = pytest.importorskip("ray", reason="Ray is not installed")


@pytest.fixture(scope="module", autouse=True)
def _ray(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """One Ray on this machine for all tests here, which this process has joined; it is silent."""
    said = tmp_path_factory.mktemp("ray") / "said"
    before = signal.getsignal(signal.SIGTERM)
    with heard_in(said):
        session = RaySession("local", cores=2)
    assert signal.getsignal(signal.SIGTERM) is before
    below = children(os.getpid())
    assert below
    yield
    with heard_in(said):
        session.close()
    assert said.read_bytes() == b""
    assert gone(below)


@contextlib.contextmanager
def heard_in(file: Path) -> Iterator[None]:
    """Has what this process and those it starts write to stdout and stderr added to a file."""
    with file.open("ab") as sink:
        kept = [(number, os.dup(number)) for number in (1, 2)]
        try:
            for number, _ in kept:
                os.dup2(sink.fileno(), number)
            yield
        finally:
            for number, copy in kept:
                os.dup2(copy, number)
                os.close(copy)


def children(parent: int) -> list[int]:
    """The processes that a process has started."""
    found = []
    for entry in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            if int(entry.read_text().rpartition(")")[2].split()[1]) == parent:
                found.append(int(entry.parent.name))
    return found


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The processes of all workers that get ready."""
    pids: list[int] = []
    join = RayPool._join

    def noted(pool: RayPool, worker: Any, joined: Any) -> None:
        pids.append(joined.pid)
        join(pool, worker, joined)

    monkeypatch.setattr(RayPool, "_join", noted)
    return pids


def stored(library: Library) -> list[Any]:
    """All that is kept of clips but their ids: vectors and tracks byte for byte."""
    rows = []
    for info in library.clips():
        clip = library.get(info.clip_id)
        assert clip.tracks is not None
        meta = {key: value for key, value in clip.meta.items() if key != "threads"}
        words = (clip.source, clip.start, clip.end, clip.name, clip.fps, clip.points, clip.tags, meta)
        arrays = (clip.vector.tobytes(), clip.tracks.points.tobytes(), clip.tracks.visible.tobytes())
        rows.append((repr(words), *arrays))
    return sorted(rows)


def names(found: Any) -> list[str]:
    return [Path(path).name for path, _ in found]


@pytest.mark.usefixtures("acts")
def test_the_same_library_as_without(tmp_path: Path, started: list[int]) -> None:
    folder = tmp_path / "v"
    for i in range(4):
        write(folder / f"{i}.act", i, windows=1 + i)
    save_tracks(folder, 4, first=50, seconds=9.0)
    write(folder / "still.act", 90, does="static")
    write(folder / "torn.act", 91, does="refuse")
    write(folder / "worse.act", 92, does="raise")
    write(folder / "zcopy.act", 1, windows=2)
    (folder / "empty.npz").write_bytes(b"")
    given = [folder, recording(7), tmp_path / "none.npz"]
    reports, contents = [], []
    for address in (None, "auto"):
        with open_library(tmp_path / f"{address}.library") as library:
            reports.append(library.add(given, tags={"take": 3}, ray=address))
            contents.append(stored(library))
            assert library.verify().ok
            again = library.add(folder, ray=address, workers=1, verify_content=True)
            known = [reason for _, reason in again.skipped]
            assert len([reason for reason in known if reason.startswith("already in the library")]) == 9
    assert contents[0] == contents[1]
    here, there = reports
    assert [(s.path, s.clips) for s in here.added] == [(s.path, s.clips) for s in there.added]
    # Which of two equal files comes first is chance; here both ways the first that was handed out.
    assert (here.skipped, here.failed) == (there.skipped, there.failed)
    assert names(here.skipped) == ["still.act", "zcopy.act"]
    assert names(here.failed) == ["empty.npz", "torn.act", "worse.act", "none.npz"]
    assert 2 <= len(set(started)) <= 3  # one may have done all before another was ready
    assert gone(started)


def test_the_real_model_goes_along(tmp_path: Path) -> None:
    write_clips(tmp_path / "clips", 3)
    words = ("add", tmp_path / "clips", "--workers", "1")
    for place, more in (("here", ()), ("there", ("--ray", "auto"))):
        result = run(*words, *more, "-l", tmp_path / place)
        assert (result.exit_code, result.stderr) == (0, "added 3 clips from 3 files\n")
    kept: list[list[Any]] = []
    for place in ("here", "there"):
        with Library.open(tmp_path / place) as library:
            kept.append(
                [(c.source, library.get(c.clip_id)) for c in sorted(library.clips(), key=lambda c: c.source)]
            )
    for (source, ours), (same, theirs) in zip(*kept, strict=True):
        assert source == same
        # How many clips are embedded together may show in the last bits.
        np.testing.assert_allclose(ours.vector, theirs.vector, atol=2e-3)
        np.testing.assert_array_equal(ours.tracks.points, theirs.tracks.points)


@pytest.mark.usefixtures("acts")
def test_a_worker_that_dies_or_hangs_costs_its_own_file(
    tmp_path: Path, started: list[int], capfd: pytest.CaptureFixture[str]
) -> None:
    whats = {1: "crash", 2: "crash once", 3: "hang"}
    for i in range(6):
        write(tmp_path / "v" / f"{i}.act", i, does=whats.get(i))
    with open_library(tmp_path / "lib") as library:
        report = library.add(tmp_path / "v", ray="auto", patience=4.0)
        assert library.verify().ok
    assert [Path(source.path).stem for source in report.added] == ["0", "2", "4", "5"]
    failed = {int(Path(path).stem): message for path, message in report.failed}
    host = socket.gethostname()
    assert failed[1].startswith(f"the worker that read it was lost twice, on {host} (")
    assert failed[3].startswith(f"the reader hung twice: nothing was heard from it for 4 s, on {host} (")
    assert capfd.readouterr() == ("", "")  # Ray would have its say on stdout
    assert len(set(started)) in (5 + 1, 5 + 2)  # five were lost
    assert gone(started)


@pytest.mark.usefixtures("acts")
def test_what_a_worker_sees_and_says(tmp_path: Path) -> None:
    paths = [write(tmp_path / f"{i}.act", i) for i in range(2)]
    paths.append(write(tmp_path / "2.act", 2, seconds=4, pause=0.6, does="warn"))
    events: list[AddEvent] = []

    def tell(event: AddEvent) -> None:
        events.append(event)
        if event.kind == "start" and event.path == str(paths[0]):
            paths[0].unlink()
        if event.kind == "start" and event.path == str(paths[1]):
            write(paths[1], 11, meta={"longer": "by far"})

    before = paths[1].stat().st_size
    with (
        open_library(tmp_path / "lib") as library,
        pytest.warns(MotionsearchWarning, match="the tail is torn"),
    ):
        report = library.add(paths, ray="auto", workers=1, on_event=tell)
    assert [source.path for source in report.added] == [str(paths[2])]
    host = socket.gethostname()
    shared = "(with Ray, files lie at the same path on every machine, on storage that they share)"
    assert report.failed == (
        (str(paths[0]), f"{paths[0]}: {host} does not see this file {shared}"),
        (
            str(paths[1]),
            f"{paths[1]}: {host} sees another file at this path, of {paths[1].stat().st_size} bytes and not "
            f"{before} {shared}",
        ),
    )
    heard = [(event.seconds, event.length) for event in events if event.kind == "progress"]
    assert len(heard) >= 2
    assert set(heard) <= {(float(second), 4.0) for second in (1, 2, 3, 4)}
    kinds = [event.kind for event in events if event.kind != "progress"]
    assert sorted(kinds) == ["added", "failed", "failed", "start", "start", "start"]


@pytest.mark.usefixtures("acts")
def test_an_interruption_keeps_what_was_committed(tmp_path: Path, started: list[int]) -> None:
    paths = [write(tmp_path / f"{i}.act", i, does="hang" if i == 3 else None) for i in range(6)]

    def tell(event: AddEvent) -> None:
        if event.kind == "added" and event.path == str(paths[1]):
            raise KeyboardInterrupt

    with open_library(tmp_path / "lib") as library:
        with pytest.raises(KeyboardInterrupt):
            library.add(paths, ray="auto", workers=1, on_event=tell)
        assert gone(started)
        kept = library.paths()
        assert str(paths[1]) in kept
        assert library.verify().ok
        rest = [path for i, path in enumerate(paths) if i != 3]
        assert len(library.add(rest, workers=0).added) == 5 - len(kept)


@pytest.mark.usefixtures("acts")
def test_another_version_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, started: list[int]
) -> None:
    monkeypatch.setattr(cluster, "__version__", "9.9")
    with open_library(tmp_path / "lib") as library:
        with pytest.raises(InputError) as caught:
            library.add(write(tmp_path / "a.act", 1), ray="auto")
        assert library.paths() == []
    said = f"{socket.gethostname()} has motionsearch 0.1.0, this machine has 9.9"
    assert str(caught.value) == f"no machine of the cluster can be used: {said}"
    assert caught.value.hint is not None
    assert gone(started)


def test_a_machine_that_cannot_load_the_model_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MOTIONSEARCH_THREADS", "2")  # which joining sets, here in this process
    other = ShippedModel("0" * 64, itself=HashModel())
    joined = Reader(0.5).join(cluster.__version__, [ray.put(other)])
    host = socket.gethostname()
    assert joined.refusal.startswith(f"{host} cannot load the model: the model arrived with the fingerprint ")


def test_workers_that_cannot_start_end_the_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Broken(Reader):
        def __init__(self, between: float) -> None:
            os._exit(3)

    monkeypatch.setattr(cluster, "Reader", Broken)
    monkeypatch.setattr(cluster, "FALSE_STARTS", 1)
    save_tracks(tmp_path / "clips", 1)
    with (
        open_library(tmp_path / "lib") as library,
        pytest.raises(InputError, match="no worker could be started on the cluster"),
    ):
        library.add(tmp_path / "clips", ray="auto")


def test_waiting_for_the_cluster_is_told_of(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cluster, "WAIT_SECONDS", 0.0)
    monkeypatch.setattr(cluster, "_LISTEN_SECONDS", 0.01)
    save_tracks(tmp_path / "clips", 1)
    with (
        pytest.warns(MotionsearchWarning, match="all its cores may be taken; still waiting") as heard,
        open_library(tmp_path / "lib") as library,
    ):
        assert len(library.add(tmp_path / "clips", ray="auto").added) == 1
    assert len(heard) == 1


@pytest.mark.parametrize(
    ("address", "why"),
    [
        ("127.0.0.1:1", "Connection refused"),
        ("ray://127.0.0.1:1", "Connection refused"),
        ("nonsense", "nonsense"),
        ("auto", "could not|Could not"),
    ],
)
def test_no_such_cluster(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, address: str, why: str) -> None:
    # As a process that has joined none yet.
    monkeypatch.setattr(ray, "is_initialized", lambda: False)
    monkeypatch.setattr(ray, "init", stand_in_for_init)
    with open_library(tmp_path / "lib") as library:
        save_tracks(tmp_path / "clips", 1)
        with pytest.raises(InputError, match=f"no Ray cluster could be joined at '{address}'.*({why})"):
            library.add(tmp_path / "clips", ray=address)


def stand_in_for_init(address: str, **_: Any) -> None:
    """Refuses as Ray does, without its minutes of trying."""
    if address == "auto":
        raise ConnectionError("Could not find any running Ray instance.\nPlease specify one.")
    raise ValueError(f"Invalid address format: {address}")


def test_without_ray(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "ray", None)
    paths = save_tracks(tmp_path / "clips", 1)
    with open_library(tmp_path / "lib") as library:
        with pytest.raises(MissingExtraError, match="needs Ray") as caught:
            library.add(paths, ray="local")
        assert caught.value.hint == "pip install 'motionsearch[cluster]'"
        os.utime(paths[0], (1_700_000_000, 1_700_000_000))
        library.add(paths)
        # With nothing to read, nobody is asked.
        assert len(library.add(paths, ray="local").skipped) == 1
    with pytest.raises(InputError, match="workers must be 1 or more with Ray"):
        adding.Way(workers=0, ray="local")


def test_a_model_travels_whole_or_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MOTIONSEARCH_CACHE", str(tmp_path))
    model = Model.load()
    shipped = ShippedModel.of(model)
    there = shipped.unpacked()
    assert there.fingerprint == model.fingerprint
    assert there.folder != model.folder
    encoder = there.folder / "encoder.onnx"
    encoder.write_bytes(encoder.read_bytes()[:-1])  # as after a full disk
    assert shipped.unpacked().fingerprint == model.fingerprint
    with pytest.raises(ModelError, match="arrived with the fingerprint"):
        ShippedModel("0" * 64, shipped.files).unpacked()
