"""Clips written to a folder, in formats that need no motionsearch to read."""

from __future__ import annotations

import json
import math
import os
import shutil
import uuid
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Literal, Protocol, get_args

import numpy as np
from numpy.typing import NDArray
from sqlalchemy.orm import Session

from motionsearch.errors import InputError
from motionsearch.index.codec import Vectors, unpack_tracks
from motionsearch.index.copying import OnProgress
from motionsearch.index.records import ClipInfo
from motionsearch.index.rows import read_clips
from motionsearch.index.statements import AMONG, fetch, ids_of
from motionsearch.index.vectors import fetch_vectors
from motionsearch.tracks import Tracks

Kind = Literal["jsonl", "parquet"]
"""How clips are exported: JSON lines beside an npz of vectors, or one Parquet file."""

MANIFEST = "export.json"
LAYOUT = 1
"""Of an export's files; one that reads them knows those up to its own."""

NOT_FINITE = "not_finite"
"""The field of a clip that names those of its values that JSON has no numbers for."""

PIECE = 500
_SOURCES = (
    "SELECT id, path, content_hash, size, mtime_ns, note FROM sources "
    "WHERE deleted_generation IS NULL AND id > ? ORDER BY id LIMIT ?"
)


class Writer(Protocol):
    """Writes the files of one kind of export."""

    def clips(self, records: Sequence[Mapping[str, Any]], ids: NDArray[np.int64], vectors: Vectors) -> None:
        """The next clips, their ids ``(n,)`` and vectors ``(n, D)``."""

    def sources(self, records: Sequence[Mapping[str, Any]]) -> None:
        """The next sources."""

    def close(self) -> None:
        """Finishes the files."""


def export_clips(
    session: Session,
    row: Any,
    path: str | os.PathLike[str],
    ids: Sequence[int],
    *,
    kind: Kind = "jsonl",
    whole: bool = False,
    on_progress: OnProgress | None = None,
) -> int:
    """Writes the clips; the folder appears only when all of it is written.

    Args:
        session: A reading transaction.
        row: The library's row.
        path: The folder.
        ids: Of the clips, ascending.
        kind: Of the files.
        whole: They are all clips of the library, so the sources that have none belong to it.
        on_progress: Told how many clips are written, and of how many.

    Raises:
        InputError: the folder exists and is not empty, or cannot be written; or there is no such kind.
        MissingExtraError: Parquet needs a package that is not here.
    """
    if kind not in get_args(Kind):
        raise InputError(f"clips are exported as {' or '.join(get_args(Kind))}, not as {kind!r}")
    target = Path(path).expanduser().absolute()
    if target.exists() and (not target.is_dir() or any(target.iterdir())):
        raise InputError(f"{target}: there is something there already", hint="name a new folder")
    unfinished = target.with_name(f"{target.name}.{uuid.uuid4().hex[:8]}.part")
    make = _writer(kind)
    try:
        (unfinished / "tracks").mkdir(parents=True)
        writer = make(unfinished, len(ids), row.dim)
        try:
            used = _write_clips(session, unfinished, ids, row.dim, writer, on_progress)
            sources = _write_sources(session, writer, None if whole else used)
        finally:
            writer.close()
        manifest = _manifest(row, kind, len(ids), sources)
        (unfinished / MANIFEST).write_text(json.dumps(manifest, indent=2) + "\n", encoding="utf-8")
        if target.exists():
            target.rmdir()
        os.replace(unfinished, target)
    except OSError as error:
        raise InputError(
            f"{target}: cannot be written ({error.strerror or error})",
            hint="name a folder on a disk with room for it, in which you may write",
        ) from error
    finally:
        shutil.rmtree(unfinished, ignore_errors=True)
    return len(ids)


def _writer(kind: Kind) -> Any:
    if kind == "parquet":
        from motionsearch.index.export_parquet import ParquetWriter

        return ParquetWriter
    from motionsearch.index.export_jsonl import JsonlWriter

    return JsonlWriter


def _write_clips(
    session: Session,
    folder: Path,
    ids: Sequence[int],
    dim: int,
    writer: Writer,
    on_progress: OnProgress | None,
) -> set[int]:
    """Returns the ids of their sources."""
    used: set[int] = set()
    for at in range(0, len(ids), PIECE):
        chunk = list(ids[at : at + PIECE])
        among = ids_of(session, chunk)
        used.update(i for (i,) in fetch(session, f"SELECT source_id FROM clips WHERE id {AMONG}", among))
        packed = dict(fetch(session, f"SELECT clip_id, data FROM tracks WHERE clip_id {AMONG}", among))
        clips = list(read_clips(session, chunk))
        for clip in clips:
            if clip.clip_id in packed:
                tracks = unpack_tracks(packed[clip.clip_id])
                _write_tracks(folder / "tracks" / f"{clip.clip_id}.npz", tracks, clip)
        writer.clips([_plain(clip) for clip in clips], np.array(chunk), fetch_vectors(session, chunk, dim))
        if on_progress is not None:
            on_progress(at + len(chunk), len(ids))
    return used


def _write_sources(session: Session, writer: Writer, used: set[int] | None) -> int:
    """Writes the sources in the order of their clips; returns how many there are."""
    count = 0
    for page in _pages(session):
        records = [
            {"path": path, "content_hash": content, "size": size, "mtime_ns": changed, "note": note}
            for source_id, path, content, size, changed, note in page
            if used is None or source_id in used
        ]
        writer.sources(records)
        count += len(records)
    return count


def _pages(session: Session) -> Iterator[list[tuple[Any, ...]]]:
    after = 0
    while rows := fetch(session, _SOURCES, after, PIECE):
        yield rows
        after = rows[-1][0]


def _manifest(row: Any, kind: Kind, clips: int, sources: int) -> dict[str, Any]:
    from motionsearch import __version__

    return {
        "motionsearch_export": LAYOUT,
        "kind": kind,
        "clips": clips,
        "sources": sources,
        "model": row.model_name,
        "model_fingerprint": row.model_fingerprint,
        "space": row.space_name,
        "dim": row.dim,
        "precision": row.precision,
        "made_by": __version__,
    }


def _plain(clip: ClipInfo) -> dict[str, Any]:
    """A clip as JSON has it, which knows neither NaN nor infinity: those stand in a field of their own."""
    record = clip.to_dict()
    odd: dict[str, dict[str, str]] = {}
    for name in ("tags", "meta"):
        for key, value in record[name].items():
            if isinstance(value, float) and not math.isfinite(value):
                record[name][key] = None
                odd.setdefault(name, {})[key] = str(value)
    return {**record, NOT_FINITE: odd} if odd else record


def _write_tracks(file: Path, tracks: Tracks, clip: ClipInfo) -> None:
    words = {"captions": np.array(clip.captions)} if clip.captions else {}
    if clip.label is not None:
        words["label"] = np.array(clip.label)
    if tracks.camera is not None:
        words["camera"] = tracks.camera
    np.savez_compressed(
        file,
        points=tracks.points,
        visible=tracks.visible,
        fps=np.float64(tracks.fps),
        frame_size=np.asarray(tracks.frame_size, dtype=np.int64),
        **words,  # type: ignore[arg-type]
    )
