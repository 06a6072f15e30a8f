"""Watching folders: what is added, when, and what is left alone; nothing here sleeps to wait for a look."""

from __future__ import annotations

import json
import os
import shutil
import signal
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest

from motionsearch import InputError, LibraryError
from motionsearch.index.library import AddEvent, AddReport, Library
from motionsearch.index.watching import Look, Watcher
from tests.helpers_cli import failed, process, run, write_clip, write_clips
from tests.libraries import save_tracks, tracks

Made = Callable[..., Watcher]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    place = tmp_path / "takes"
    place.mkdir()
    return place


@pytest.fixture
def made(library: Library, folder: Path) -> Made:
    """Makes watchers of the folder; ``tried`` has the names that each look handed to the library."""

    def make(tried: list[list[str]] | None = None, **options: Any) -> Watcher:
        def add(files: Sequence[Path]) -> AddReport:
            if tried is not None:
                tried.append([file.name for file in files])
            return library.add(files)

        return Watcher(library, [folder], add, **options)

    return make


def names(library: Library) -> list[str]:
    return sorted(Path(path).name for path in library.paths())


def test_files_are_added_once_they_stand_still(library: Library, folder: Path, made: Made) -> None:
    tried: list[list[str]] = []
    watcher = made(tried)
    save_tracks(folder, 2)
    assert watcher.look() == Look(waiting=2)
    grown = folder / "000.npz"
    grown.write_bytes(grown.read_bytes() + b"more")  # still being written
    look = watcher.look()
    assert (tried, look.waiting) == ([["001.npz"]], 1)
    tracks(0).save(grown)
    assert watcher.look().waiting == 1
    assert watcher.look().waiting == 0
    assert names(library) == ["000.npz", "001.npz"]
    for _ in range(3):
        assert watcher.look() == Look()
    assert tried == [["001.npz"], ["000.npz"]]


def test_changed_files_are_added_again_and_failing_ones_told_once(
    library: Library, folder: Path, made: Made
) -> None:
    tried: list[list[str]] = []
    watcher = made(tried)
    save_tracks(folder, 1)
    torn = folder / "torn.npz"
    torn.write_bytes(b"no zip")
    reports = [look.added for look in (watcher.look() for _ in range(5)) if look.added]
    assert [len(report.failed) for report in reports] == [1]
    tracks(7).save(torn)
    tracks(8).save(folder / "000.npz")
    (folder / "empty.npz").touch()  # about to be written: no failure yet
    for _ in range(4):
        watcher.look()
    assert tried == [["000.npz", "torn.npz"], ["000.npz", "torn.npz"]]
    assert len(library.clips()) == 2


def test_files_that_are_gone_stay_unless_pruned(library: Library, folder: Path, made: Made) -> None:
    save_tracks(folder, 3)
    save_tracks(folder.parent / "takes2", 1, first=9)
    library.add(folder.parent)
    keeping, pruning = made(), made(prune=True)
    (folder / "001.npz").unlink()
    assert all(keeping.look().removed == () for _ in range(3))
    assert len(library.clips()) == 4
    looks = [pruning.look() for _ in range(3)]
    gone = str(folder / "001.npz")
    assert [list(look.removed) for look in looks] == [[], [gone], []]
    assert names(library) == ["000.npz", "002.npz", "009.npz"]
    assert library.verify().ok


def test_a_file_that_is_put_back_was_never_gone(library: Library, folder: Path, made: Made) -> None:
    (path, _) = save_tracks(folder, 2)
    library.add(folder)
    watcher = made(prune=True)
    watcher.look()
    shutil.move(path, folder.parent / "aside.npz")
    assert watcher.look().removed == ()
    shutil.move(folder.parent / "aside.npz", path)
    assert [list(watcher.look().removed) for _ in range(3)] == [[], [], []]
    assert len(library.clips()) == 2


def test_nothing_of_a_folder_that_vanished_is_removed(library: Library, folder: Path, made: Made) -> None:
    save_tracks(folder, 2)
    library.add(folder)
    watcher = made(prune=True)
    watcher.look()
    shutil.rmtree(folder)
    looks = [watcher.look() for _ in range(3)]
    assert any("no such file or folder" in text for text in looks[0].troubles)
    folder.mkdir()  # mounted again, but empty
    looks += [watcher.look() for _ in range(3)]
    told = [text for look in looks for text in look.troubles]
    assert len(told) == len(set(told)) == 2
    assert "nothing of it is removed" in " ".join(told)
    assert len(library.clips()) == 2


def test_moved_files_keep_their_clips(library: Library, folder: Path, made: Made) -> None:
    (path, _) = save_tracks(folder, 2)
    library.add(folder)
    watcher = made(prune=True)
    for _ in range(2):
        watcher.look()
    (folder / "below").mkdir()
    path.rename(folder / "below" / "moved.npz")
    removed = [list(watcher.look().removed) for _ in range(4)]
    assert removed == [[], [], [], []]
    assert [clip.clip_id for clip in library.clips()] == [1, 2]
    assert names(library) == ["001.npz", "moved.npz"]


def test_one_look_takes_what_is_old_enough(library: Library, folder: Path, made: Made) -> None:
    for path, age in zip(save_tracks(folder, 2), (60, 0), strict=True):
        os.utime(path, (time.time() - age, time.time() - age))
    (folder / "gone.npz").write_bytes(b"")
    look = made(prune=True).look(settled_before=time.time() - 5)
    assert (names(library), look.waiting) == (["000.npz"], 1)
    (folder / "000.npz").unlink()
    assert made(prune=True).look(settled_before=time.time() - 5).removed == (str(folder / "000.npz"),)


def test_trouble_with_the_library_is_told_once_and_tried_again(
    library: Library, folder: Path, made: Made
) -> None:
    save_tracks(folder, 1)
    locked, looks = 3, []

    def add(files: Sequence[Path]) -> AddReport:
        nonlocal locked
        locked -= 1
        if locked >= 0:
            raise LibraryError("it is being written by another process")
        return library.add(files)

    def until_added(look: Look) -> None:
        looks.append(look)
        if look.added or len(looks) > 20:
            raise KeyboardInterrupt

    slept: list[float] = []
    with pytest.raises(KeyboardInterrupt):
        Watcher(library, [folder], add).run(5.0, until_added, slept.append)
    assert [text for look in looks for text in look.troubles] == ["it is being written by another process"]
    assert names(library) == ["000.npz"]
    assert slept == [5.0] * (len(looks) - 1)


def test_only_folders_are_watched(library: Library, tmp_path: Path) -> None:
    (path,) = save_tracks(tmp_path, 1)
    for place, what in ((path, "not a folder"), (tmp_path / "none", "no such folder")):
        with pytest.raises(InputError, match=f"{place.name}: {what}"):
            Watcher(library, [place], library.add)


def test_slow_files_are_watched_too(library: Library, folder: Path, acts: None) -> None:
    from tests.slow_format import write

    write(folder / "a.act", 1)
    write(folder / "b.act", 2, does="crash")
    events: list[AddEvent] = []
    watcher = Watcher(library, [folder], lambda files: library.add(files, workers=2, on_event=events.append))
    for _ in range(4):
        watcher.look()
    assert sorted(event.kind for event in events if event.kind in ("added", "failed")) == ["added", "failed"]


# The command.


def test_once_from_the_command_line(tmp_path: Path) -> None:
    for file in write_clips(tmp_path / "takes", 2):
        os.utime(file, (1_700_000_000, 1_700_000_000))
    words = ("watch", tmp_path / "takes", "-l", tmp_path / "lib", "--once")
    result = run(*words, "-f", "jsonl")
    assert result.exit_code == 0
    rows = [json.loads(line) for line in result.stdout.splitlines()]
    assert [(Path(row["source"]).name, row["status"], row["clips"]) for row in rows] == [
        ("clip0.npz", "added", 1),
        ("clip1.npz", "added", 1),
    ]
    again = run(*words, "-f", "jsonl")
    assert (again.exit_code, again.stdout, again.stderr) == (0, "", "")
    (tmp_path / "takes" / "bad.npz").write_bytes(b"no zip")
    os.utime(tmp_path / "takes" / "bad.npz", (1_700_000_000, 1_700_000_000))
    (tmp_path / "takes" / "clip0.npz").unlink()
    result = run(*words, "--prune")
    assert result.exit_code == 1
    assert result.stderr.splitlines() == [
        f"error: {tmp_path / 'takes' / 'bad.npz'}: not a readable npz (File is not a zip file)",
        "added 0 clips from 0 files; 1 passed over; 1 failed; removed the clips of 1 file that went away",
    ]


def test_a_new_library_is_made_as_by_add(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for file in write_clips(tmp_path / "takes", 1):
        os.utime(file, (1_700_000_000, 1_700_000_000))
    words = ("watch", tmp_path / "takes", "--once", "-l", tmp_path / "lib")
    assert "uri" in failed(*words, "--engine", "milvus")
    assert not (tmp_path / "lib").exists()
    assert run(*words, "--precision", "float32").exit_code == 0
    told = json.loads(run("info", "-l", tmp_path / "lib", "-f", "json").stdout)
    assert told["clips"] == 1
    assert "float32" in failed(*words, "--precision", "float16")
    shutil.copy(tmp_path / "takes" / "clip0.npz", tmp_path / "takes" / "other.npz")
    os.utime(tmp_path / "takes" / "other.npz", (1_600_000_000, 1_600_000_000))
    monkeypatch.setitem(sys.modules, "ray", None)
    assert "motionsearch[cluster]" in failed(*words, "--ray", "local")


def test_usage_of_watch(tmp_path: Path) -> None:
    (tmp_path / "takes").mkdir()
    words = ("watch", tmp_path / "takes", "-l", tmp_path / "lib")
    assert "--format jsonl" in failed(*words, "-f", "json")
    assert "--every must be" in failed(*words, "--every", "0")
    assert "no such folder" in failed("watch", tmp_path / "none", "-l", tmp_path / "lib")


def test_watching_goes_on_until_ctrl_c(tmp_path: Path) -> None:
    takes = tmp_path / "takes"
    write_clips(takes, 1)
    child = process("watch", takes, "-l", tmp_path / "lib", "--every", "0.05", "-f", "jsonl")
    assert child.stdout is not None
    first = json.loads(child.stdout.readline())
    write_clip(takes / "later.npz", 5)
    second = json.loads(child.stdout.readline())
    assert [Path(row["source"]).name for row in (first, second)] == ["clip0.npz", "later.npz"]
    child.send_signal(signal.SIGINT)
    out, err = child.communicate(timeout=60)
    assert (child.returncode, out) == (130, "")
    assert err.splitlines() == [
        f"watching {takes} every 0.05 s; Ctrl-C ends it",
        f"error: watching ended; {tmp_path / 'lib'} keeps 2 files with 2 clips",
    ]
