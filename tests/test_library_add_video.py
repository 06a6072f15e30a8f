"""Adding slow sources by worker processes: the same library as without them, whatever a file does."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import update

from motionsearch import Cutting, InputError, MotionsearchWarning, formats
from motionsearch.index.library import AddEvent, Library
from motionsearch.index.schema import Source
from motionsearch.tracking.config import Tracking
from tests.libraries import open_library, save_tracks
from tests.slow_format import write
from tests.test_crash import content

pytestmark = pytest.mark.usefixtures("acts")


def all_clips(library: Library) -> list[Any]:
    """All clips, but for their ids and for what tells one process from several."""
    return sorted(
        (c.source, c.start, c.end, c.name, c.points, library.get(c.clip_id).vector.tobytes())
        for c in library.clips()
    )


def test_workers_make_the_same_library_as_none(tmp_path: Path) -> None:
    files = [
        write(tmp_path / "v" / f"{i:02d}.act", i, windows=1 + i % 3, pause=0.01 * (i % 4)) for i in range(8)
    ]
    files += save_tracks(tmp_path / "v", 5, first=50)
    write(tmp_path / "v" / "still.act", 90, does="static")
    write(tmp_path / "v" / "torn.act", 91, does="refuse")
    write(tmp_path / "v" / "worse.act", 92, does="raise")
    reports, contents = [], []
    for workers in (0, 2):
        with open_library(tmp_path / f"{workers}.library") as library:
            reports.append(library.add(tmp_path / "v", workers=workers))
            contents.append(all_clips(library))
            assert library.verify().ok
    assert contents[0] == contents[1]
    assert len(contents[0]) == sum(1 + i % 3 for i in range(8)) + 5
    alone, together = reports
    assert [s.path for s in alone.added] == [s.path for s in together.added] == sorted(map(str, files))
    assert [s.clips for s in alone.added] == [s.clips for s in together.added]
    assert (alone.skipped, alone.failed) == (together.skipped, together.failed)
    assert alone.skipped == ((str(tmp_path / "v" / "still.act"), "static: nothing moves in it"),)
    assert [Path(path).name for path, _ in alone.failed] == ["torn.act", "worse.act"]
    assert "torn.act: not a single picture in it" in alone.failed[0][1]
    assert "fault in motionsearch (ZeroDivisionError" in alone.failed[1][1]


def test_readers_that_crash_hang_or_vanish_fail_their_own_file(library: Library, tmp_path: Path) -> None:
    whats = {3: "crash", 4: "hang", 5: "killed", 6: "exit"}
    for i in range(9):
        write(tmp_path / "v" / f"{i}.act", i, does=whats.get(i))
    report = library.add(tmp_path / "v", workers=2, patience=1.5)
    assert [Path(s.path).name for s in report.added] == [f"{i}.act" for i in (0, 1, 2, 7, 8)]
    failed = {int(Path(path).stem): message for path, message in report.failed}
    assert sorted(failed) == sorted(whats)
    assert "the reader crashed on this file (signal 11)" in failed[3]
    assert "nothing was heard from it for 1.5 s" in failed[4]
    assert "want of memory" in failed[5]
    assert "exit code 7" in failed[6]
    assert library.verify().ok
    # A file that is made good is read; the others are known.
    write(tmp_path / "v" / "3.act", 3, pause=0.001)
    again = library.add(tmp_path / "v" / "3.act", workers=0)
    assert len(again.added) == 1


def test_cores_are_shared_out(library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("motionsearch.index.adding.threads", lambda: 6)
    library.add(write(tmp_path / "one.act", 1), workers=2)
    assert library.get(1).meta["threads"] == 6
    library.add([write(tmp_path / "two.act", 2), write(tmp_path / "three.act", 3)], workers=2)
    assert {library.get(i).meta["threads"] for i in (2, 3)} == {3}


def test_unchanged_files_are_not_read_again(
    library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    paths = [write(tmp_path / f"{i}.act", i) for i in range(3)]
    paths.append(write(tmp_path / "still.act", 9, does="static"))
    library.add(paths, workers=1)
    generation = library.info().generation
    hashed: list[str] = []
    real = formats.content_hash
    monkeypatch.setattr(formats, "content_hash", lambda p, *rest: hashed.append(str(p)) or real(p, *rest))
    report = library.add(paths, workers=0)
    assert hashed == []
    assert [reason for _, reason in report.skipped] == [
        *["already in the library"] * 3,
        "already in the library (static: nothing moves in it)",
    ]
    # Same size, same time, other bytes: taken for unchanged, unless asked.
    old = paths[0].read_bytes()
    paths[0].write_bytes(old.replace(b'"seed": 0', b'"seed": 7'))
    os.utime(paths[0], (1_700_000_000, 1_700_000_000))
    assert library.add(paths, workers=0).added == ()
    assert hashed == []
    (source,) = library.add(paths, workers=0, verify_content=True).added
    assert (source.path, source.replaced) == (str(paths[0]), True)
    assert len(hashed) == 4
    # Another time, same bytes: read once, then known by its new time.
    hashed.clear()
    os.utime(paths[1], (1_600_000_000, 1_600_000_000))
    assert library.add(paths, workers=0).added == ()
    assert library.add(paths, workers=0).added == ()
    assert hashed == [str(paths[1])]
    assert library.info().generation == generation + 1


def test_what_changed_a_moment_ago_is_not_trusted(library: Library, tmp_path: Path) -> None:
    path = write(tmp_path / "a.act", 1, old=False)
    library.add(path, workers=0)
    stamp = path.stat()
    path.write_text(path.read_text().replace('"seed": 1', '"seed": 2'))
    os.utime(path, ns=(stamp.st_atime_ns, stamp.st_mtime_ns))
    assert library.add(path, workers=0).added[0].replaced


def test_static_sources_are_remembered(library: Library, tmp_path: Path) -> None:
    path = write(tmp_path / "still.act", 1, does="static")
    moving = write(tmp_path / "moving.act", 2)
    reason = (str(path), "static: nothing moves in it")
    assert library.add([path, moving], workers=0).skipped == (reason,)
    assert library.verify().ok
    assert library.remove(where="points > 0") == 1  # removing the last clip of one leaves the other known
    assert library.paths() == [str(path)]
    known = (str(path), "already in the library (static: nothing moves in it)")
    assert library.add(path, workers=0).skipped == (known,)
    library.compact()
    assert library.add(path, workers=0).skipped == (known,)
    # Now something moves, then nothing again.
    write(path, 3)
    assert library.add(path, workers=0).added[0].replaced
    write(path, 4, does="static")
    os.utime(path, (1_650_000_000, 1_650_000_000))
    assert library.add(path, workers=0).skipped == (
        (str(path), "static: nothing moves in it; its old clips are gone"),
    )
    assert library.clips() == []
    # A source that lost its clips otherwise is still a problem.
    with library._store.writing() as session:
        session.execute(update(Source).values(note=None))
    assert any("still.act has no clips" in problem for problem in library.verify().problems)


def test_nothing_moving_in_a_quick_format_is_still_an_error(library: Library, tmp_path: Path) -> None:
    path = write(tmp_path / "still.act", 1, does="static")
    with pytest.raises(InputError, match=r"still\.act: nothing moves in it"):
        library.label(path, ["walk"])
    with pytest.raises(InputError, match=r"still\.act: nothing moves in it"):
        library.like(path)


def test_paths_and_files_removed(library: Library, tmp_path: Path) -> None:
    names = ["a/1.act", "a/2.act", "a%/3.act", "ab/4.act"]
    paths = [
        str(write(tmp_path / name, i, does="static" if i == 1 else None)) for i, name in enumerate(names)
    ]
    library.add(paths, workers=0)
    assert library.paths() == sorted(paths)
    assert library.paths(tmp_path / "a") == paths[:2]
    assert library.paths(tmp_path / "a%") == paths[2:3]
    assert library.remove_files([paths[1], paths[2], "no such"]) == 2
    assert library.paths() == [paths[0], paths[3]]
    assert [clip.source for clip in library.clips()] == [paths[0], paths[3]]
    assert library.verify().ok


def test_moved_files_are_not_read_again(library: Library, tmp_path: Path) -> None:
    path = write(tmp_path / "a.act", 1)
    library.add(path, workers=0)
    moved = path.rename(tmp_path / "b.act")
    write(moved, 1)
    ((_, reason),) = library.add(moved, workers=0).skipped
    assert reason.startswith(f"moved here from {path}")
    assert library.add(moved, workers=0).skipped == ((str(moved), "already in the library"),)


def test_same_bytes_in_two_files_at_once(library: Library, tmp_path: Path) -> None:
    paths = [write(tmp_path / f"{name}.act", 5, pause=0.1) for name in "abcd"]
    report = library.add(paths, workers=2)
    assert (report.clips, len(report.skipped)) == (1, 3)
    assert all(reason.startswith("the same bytes are already") for _, reason in report.skipped)


def test_progress_and_warnings_cross_over(library: Library, tmp_path: Path) -> None:
    events: list[AddEvent] = []
    path = write(tmp_path / "a.act", 1, seconds=4, pause=0.6, does="warn")
    quick = save_tracks(tmp_path, 2)
    with pytest.warns(MotionsearchWarning, match="the tail is torn") as caught:
        library.add([path, *quick], on_event=events.append, workers=1)
    assert len(caught) == 1
    heard = [(e.seconds, e.length) for e in events if e.kind == "progress"]
    assert len(heard) >= 2
    assert set(heard) <= {(float(s), 4.0) for s in (1, 2, 3, 4)}
    for one in (str(path), *map(str, quick)):
        kinds = [e.kind for e in events if e.path == one and e.kind != "progress"]
        assert kinds == ["start", "added"]
    # The quick ones did not wait for the slow one.
    assert [e.path for e in events if e.kind == "added"][-1] == str(path)


def test_terms_of_a_tracker_are_told_once(library: Library, tmp_path: Path) -> None:
    meta = {"tracker": "other", "tracker_licence": "for reading only"}
    paths = [write(tmp_path / f"{i}.act", i, meta=meta if i else {}) for i in range(4)]
    events: list[AddEvent] = []
    library.add(paths[:1], on_event=events.append, workers=0)
    assert not [e for e in events if e.kind == "licence"]
    library.add(paths[:3], on_event=events.append, workers=1)
    assert [e.message for e in events if e.kind == "licence"] == [
        "the tracker other has terms of its own: for reading only"
    ]
    library.add(paths, on_event=events.append, workers=0)
    assert len([e for e in events if e.kind == "licence"]) == 1
    assert len(library.clips("meta.tracker_licence = 'for reading only'")) == 3


def test_cutting_of_the_run_is_that_of_the_tracking(
    library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[Any] = []
    real = formats.read
    monkeypatch.setattr(formats, "read", lambda p, **o: seen.append(o["tracking"]) or real(p, **o))
    cutting = Cutting(longest=3, window=2, hop=1)
    own = Tracking(cutting=Cutting(longest=8, window=8, hop=8), grid=4)
    for i, options in enumerate(
        [{}, {"cutting": cutting}, {"tracking": own}, {"tracking": own, "cutting": cutting}]
    ):
        library.add(write(tmp_path / f"{i}.act", i), workers=0, **options)
    assert seen == [None, Tracking(cutting=cutting), own, Tracking(cutting=cutting, grid=4)]


@pytest.mark.parametrize("options", [{"workers": -1}, {"patience": 0}, {"patience": float("nan")}])
def test_options_that_make_no_sense(library: Library, options: dict[str, Any]) -> None:
    with pytest.raises(InputError, match=r"workers|patience"):
        library.add([], **options)


ADD = """
import sys
from motionsearch.index import adding
from tests import slow_format
from tests.libraries import open_library
slow_format.install()
adding.read_apart = slow_format.read_apart
with open_library(sys.argv[1]) as library:
    print("ready", flush=True)
    library.add(sys.argv[2], workers=2, on_event=lambda e: e.kind == "added" and print(e.path, flush=True))
print("done", flush=True)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGKILL")
def test_killed_at_random_moments(tmp_path: Path) -> None:
    count = 12
    for i in range(count):
        write(tmp_path / "v" / f"{i:02d}.act", i, windows=3, pause=0.02)
    write(tmp_path / "v" / "still.act", 99, does="static")
    with open_library(tmp_path / "calm.library") as library:
        library.add(tmp_path / "v", workers=0)
        expected = content(library)
    assert len(expected) == 3 * count
    moments = random.Random(5)
    kept = []
    for attempt, after in enumerate([0, 2, 7]):
        place = tmp_path / f"{attempt}.library"
        child = subprocess.Popen(
            [sys.executable, "-c", ADD, place, tmp_path / "v"], stdout=subprocess.PIPE, text=True
        )
        assert child.stdout is not None
        for _ in range(1 + after):
            child.stdout.readline()
        time.sleep(moments.random() * (0.6 if after == 0 else 0.05))
        child.send_signal(signal.SIGKILL)
        child.wait()
        child.stdout.close()
        with open_library(place) as library:
            assert library.verify().ok
            left = content(library)
            assert set(left) <= set(expected)
            kept.append(len({source for source, *_ in left}))
            assert len(left) == 3 * kept[-1]
            report = library.add(tmp_path / "v", workers=0)
            assert len(report.added) == count - kept[-1]
            assert content(library) == expected
            assert library.verify().ok
    assert any(0 < n < count for n in kept), kept


def test_what_a_reader_prints_is_no_result(tmp_path: Path) -> None:
    write(tmp_path / "v" / "a.act", 1, does="print")
    done = subprocess.run(
        [sys.executable, "-c", ADD, tmp_path / "lib", tmp_path / "v"],
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.splitlines() == ["ready", str(tmp_path / "v" / "a.act"), "done"]
    assert done.stderr == "chatter\nchatter\n"


@pytest.mark.data
def test_real_videos_by_workers_and_without(shared_data: Path, tmp_path: Path) -> None:
    garbage = tmp_path / "garbage.mp4"
    garbage.write_bytes(random.Random(3).randbytes(5000))
    video = shared_data / "videos" / "m2m_dragon_Fly-Flap_light.mp4"
    contents = []
    for workers in (0, 2):
        with open_library(tmp_path / f"{workers}.library") as library:
            report = library.add([video, garbage], workers=workers)
            ((path, message),) = report.failed
            assert path == str(garbage)
            assert "garbage.mp4" in message
            assert [source.path for source in report.added] == [str(video)]
            contents.append(all_clips(library))
            assert {clip.meta["kind"] for clip in library.clips()} == {"video"}
            assert library.add(video).skipped == ((str(video), "already in the library"),)
    assert contents[0] == contents[1] != []
