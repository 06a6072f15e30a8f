"""kill -9 while files are added: the library opens, is whole, and adding again finishes the work."""

from __future__ import annotations

import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from motionsearch.index.library import Library
from tests.libraries import open_library, save_tracks

FILES = 40
KILLS = 6

ADD = """
import sys
from motionsearch.index import adding
from tests.libraries import open_library
adding.BATCH_SOURCES = 5
print("ready", flush=True)
with open_library(sys.argv[1]) as library:
    library.add(sys.argv[2], on_event=lambda event: event.kind == "added" and print("added", flush=True))
print("done", flush=True)
"""


def content(library: Library) -> list[tuple[object, ...]]:
    """All that a search can find, without the ids, which depend on the order of things."""
    clips = library.clips(order="source")
    return sorted(
        (c.source, c.start, c.end, c.points, library.get(c.clip_id).vector.tobytes()) for c in clips
    )


def start(library: Path, files: Path) -> subprocess.Popen[str]:
    """A process that adds, once it has imported everything."""
    process = subprocess.Popen(
        [sys.executable, "-c", ADD, str(library), str(files)], stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "ready\n"
    return process


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGKILL")
def test_killed_at_random_moments(tmp_path: Path) -> None:
    save_tracks(tmp_path / "files", FILES, seconds=7)
    process = start(tmp_path / "calm.library", tmp_path / "files")
    assert process.communicate()[0] == "added\n" * FILES + "done\n"
    with open_library(tmp_path / "calm.library") as library:
        expected = content(library)
        assert library.verify().ok
    pieces = len(expected) // FILES
    assert pieces > 1
    assert len(expected) == pieces * FILES

    moments = random.Random(7)
    kept = []
    # While the library is made, while the index is written, and in between.
    for attempt, count in enumerate([0, FILES, *moments.sample(range(1, FILES - 10), KILLS - 2)]):
        place = tmp_path / f"killed-{attempt}.library"
        process = start(place, tmp_path / "files")
        assert process.stdout is not None
        for _ in range(count):
            process.stdout.readline()
        time.sleep(moments.random() * (0.3 if count == 0 else 0.02))
        process.send_signal(signal.SIGKILL)
        process.wait()
        process.stdout.close()
        with open_library(place) as library:
            report = library.verify()
            assert report.ok, (attempt, report.problems)
            left = content(library)
            assert set(left) <= set(expected)
            kept.append(len({source for source, *_ in left}))
            assert len(left) == pieces * kept[-1]  # a source is there as a whole or not at all
            added = library.add(tmp_path / "files")
            assert (len(added.added), len(added.skipped)) == (FILES - kept[-1], kept[-1])
            assert content(library) == expected
            assert library.verify().ok
            query = library.get(1).vector
            assert library.search_vector(query, 1)[0].clip_id == 1
    # Some were met half-way, or this tested nothing.
    assert any(0 < count < FILES for count in kept), kept
