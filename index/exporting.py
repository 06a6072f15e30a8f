"""Clips written to a folder, in formats that need no motionsearch to read."""

from __future__ import annotations

import json
import os
import shutil
import uuid
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from sqlalchemy import select
from sqlalchemy.orm import Session

from motionsearch.errors import InputError
from motionsearch.index.codec import unpack_tracks
from motionsearch.index.records import ClipInfo
from motionsearch.index.rows import CHUNK, read_clips
from motionsearch.index.schema import TracksRow
from motionsearch.index.vectors import fetch_vectors
from motionsearch.tracks import Tracks


def export_clips(session: Session, path: str, ids: Sequence[int], dim: int) -> int:
    """Writes the clips; the folder appears only when all of it is written."""
    target = Path(path).expanduser().absolute()
    if target.exists() and (not target.is_dir() or any(target.iterdir())):
        raise InputError(f"{target}: there is something there already", hint="name a new folder")
    unfinished = target.with_name(f"{target.name}.{uuid.uuid4().hex[:8]}.part")
    try:
        (unfinished / "tracks").mkdir(parents=True)
        _write(session, unfinished, ids, dim)
        if target.exists():
            target.rmdir()
        os.replace(unfinished, target)
    except OSError as error:
        raise InputError(f"{target}: cannot be written ({error.strerror or error})") from error
    finally:
        shutil.rmtree(unfinished, ignore_errors=True)
    return len(ids)


def _write(session: Session, folder: Path, ids: Sequence[int], dim: int) -> None:
    with open(folder / "clips.jsonl", "w", encoding="utf-8") as lines:
        for at in range(0, len(ids), CHUNK):
            chunk = list(ids[at : at + CHUNK])
            packed = select(TracksRow.clip_id, TracksRow.data).where(TracksRow.clip_id.in_(chunk))
            tracks = {row.clip_id: unpack_tracks(row.data) for row in session.execute(packed)}
            for clip in read_clips(session, chunk):
                lines.write(json.dumps(_plain(clip), ensure_ascii=False) + "\n")
                if clip.clip_id in tracks:
                    _write_tracks(folder / "tracks" / f"{clip.clip_id}.npz", tracks[clip.clip_id], clip)
    np.savez(folder / "vectors.npz", ids=np.array(ids, np.int64), vectors=fetch_vectors(session, ids, dim))


def _plain(clip: ClipInfo) -> dict[str, object]:
    """JSON knows neither NaN nor infinity."""
    record = clip.to_dict()
    for values in (record["tags"], record["meta"]):
        for key, value in values.items():
            if isinstance(value, float) and not np.isfinite(value):
                values[key] = None
    return record


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
