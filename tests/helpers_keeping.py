"""What the tests of backup, export, merge and re-embedding share."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np

from motionsearch import Recording, Tracks
from motionsearch.clips import Cutting
from motionsearch.index.incoming import NewSource
from motionsearch.index.library import Library
from motionsearch.index.reading import STATIC
from motionsearch.index.schema import Source
from motionsearch.index.sources import commit_source, live_source
from tests.libraries import fill, recording, save_tracks, tracks, unit_vectors

ODD = {
    "whole": 3,
    "real": 3.0,
    "true": True,
    "nought": -0.0,
    "huge": 2**70,
    "nan": float("nan"),
    "least": float("-inf"),
    "tiny": 5e-324,
    "text": "tab\tline\u2028 'quote' \U0001f57a",
}


def fill_oddly(library: Library, folder: Path) -> Library:
    """Clips of every kind: of files, of memory, vectors alone, with a camera, far out, removed, static."""
    fill(library)
    library.add(save_tracks(folder / "files", 3, seconds=9), tags={"who": "ana", "take": 2})
    camera = np.tile(np.float32([[1, 0.25, 3], [0, 1, -7.5]]), (40, 1, 1))
    points = tracks(77).points
    visible = np.arange(40)[:, None] % 5 > 0
    library.add(
        Recording(Tracks(points, np.repeat(visible, 3, axis=1), 20.0, (640, 480), camera), name="cam")
    )
    library.add(Recording(Tracks(points * 3e5, None, 23.976, (64, 48)), label="far"), cutting=Cutting())
    words = [("one", "two"), (), ("three",)] * 6
    library.add_vectors(
        unit_vectors(18, library.dim),
        source="bare",
        captions=words,
        meta=[ODD] * 18,
        spans=[(0.5, 1.25)] * 18,
    )
    static = NewSource(str(folder / "still.mp4"), "5" * 64, [], (10, 20), STATIC)
    with library._store.writing() as session:
        commit_source(session, static, unit_vectors(0, library.dim), {})
    library.add(recording(500))
    library.remove("source = 'bare' and id > 36 or label = 'walk'")
    return library


def everything(library: Library) -> list[tuple[Any, ...]]:
    """All that there is of all clips, and the sources without any; but for ids and when they were added."""
    found: list[tuple[Any, ...]] = []
    for clip in library.clips():
        whole = library.get(clip.clip_id)
        plain = {k: v for k, v in clip.to_dict().items() if k not in ("clip_id", "added", "tags", "meta")}
        values = [repr(sorted(given.items())) for given in (clip.tags, clip.meta)]
        found.append((repr(plain), *values, whole.vector.tobytes(), _bytes(whole.tracks)))
    with library._store.reading() as session:
        still = live_source(session, Source.note.is_not(None))
    return [*sorted(found), *([] if still is None else [tuple(still)[1:]])]


def _bytes(motion: Tracks | None) -> tuple[Any, ...]:
    if motion is None:
        return ()
    camera = b"" if motion.camera is None else motion.camera.tobytes()
    return motion.points.tobytes(), motion.visible.tobytes(), motion.fps, motion.frame_size, camera
