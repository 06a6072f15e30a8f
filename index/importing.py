"""What an export holds, taken into a library of the same model as it is."""

from __future__ import annotations

import json
import math
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import islice
from pathlib import Path
from typing import Any, Protocol

import numpy as np

from motionsearch.errors import InputError, LibraryError
from motionsearch.index.codec import Precision, Vectors, checked_vectors, pack_tracks, pack_vectors
from motionsearch.index.exporting import LAYOUT, MANIFEST, NOT_FINITE
from motionsearch.index.incoming import checked_meta, checked_tags, storable
from motionsearch.index.merging import take_in
from motionsearch.index.packed import PIECE, Attribute, PackedClip, PackedSource
from motionsearch.index.records import AddEvent, AddReport
from motionsearch.index.rows import stored
from motionsearch.index.store import Store
from motionsearch.tracks import NPZ_ERRORS, Tracks

_PROBLEMS: tuple[type[Exception], ...] = (InputError, *NPZ_ERRORS)
_AGAIN = "what was taken in before is kept; export again"
_NOT_FINITE = {"nan": math.nan, "inf": math.inf, "-inf": -math.inf}


class Reader(Protocol):
    """Reads the files of one kind of export, from the beginning to the end.

    Sources come in the order of their clips. What is damaged or missing raises InputError, or one of
    :data:`motionsearch.tracks.NPZ_ERRORS`.
    """

    def sources(self) -> Iterator[dict[str, Any]]:
        """Their path, content_hash, size, mtime_ns and note."""

    def clips(self) -> Iterator[tuple[dict[str, Any], Vectors]]:
        """A clip's fields, and its vector ``(D,)``."""


def import_folder(
    store: Store,
    row: Any,
    path: str | os.PathLike[str],
    *,
    replace: bool = False,
    on_event: Callable[[AddEvent], None] | None = None,
) -> AddReport:
    """See :meth:`motionsearch.index.keeping.KeepingLibrary.import_from`."""
    folder = Path(path).expanduser().absolute()
    manifest = read_manifest(folder)
    if manifest["model_fingerprint"] != row.model_fingerprint or manifest["dim"] != row.dim:
        raise LibraryError(
            f"{folder} was exported from a library of the model {manifest['model']} "
            f"({str(manifest['model_fingerprint'])[:12]}), and its vectors do not compare with those of "
            f"{row.model_name} ({row.model_fingerprint[:12]})",
            hint="import it into a new library of that model (--library NEW --model MODEL) and re-embed that "
            f"with `motionsearch reembed --library NEW --model {row.model_name}`; or embed its tracks anew: "
            f"`motionsearch add {folder / 'tracks'}`",
        )
    with _naming(folder):
        reader = _reader(folder, manifest)
        sources = _sources(folder, reader, row.dim, row.precision)
        return take_in(store, sources, int(manifest["sources"]), row.dim, replace=replace, on_event=on_event)


def read_manifest(path: str | os.PathLike[str]) -> dict[str, Any]:
    """What an export says it is; see :mod:`motionsearch.index.exporting`.

    Raises:
        InputError: the folder is no export, or one of a newer motionsearch.
    """
    file = Path(path).expanduser().absolute() / MANIFEST
    try:
        manifest = json.loads(file.read_text(encoding="utf-8"))
        layout = manifest["motionsearch_export"]
        missing = {"kind", "sources", "model", "model_fingerprint", "dim", "precision"} - set(manifest)
    except OSError as error:
        raise InputError(
            f"{file.parent}: this is no export of a library (it has no {MANIFEST})",
            hint="`motionsearch export FOLDER` makes one; files of motion are added with `motionsearch add`",
        ) from error
    except (ValueError, TypeError, KeyError) as error:
        raise InputError(f"{file}: it does not describe an export ({error})", hint="export again") from error
    if not isinstance(layout, int) or layout > LAYOUT:
        raise InputError(
            f"{file}: made by a newer motionsearch (layout {layout}; this one knows {LAYOUT})",
            hint="upgrade motionsearch: pip install --upgrade motionsearch",
        )
    if missing:
        raise InputError(f"{file}: it does not say {', '.join(sorted(missing))}", hint="export again")
    return dict(manifest)


def _reader(folder: Path, manifest: Mapping[str, Any]) -> Reader:
    if manifest["kind"] == "parquet":
        from motionsearch.index.export_parquet import ParquetReader

        return ParquetReader(folder, int(manifest["dim"]))
    from motionsearch.index.export_jsonl import JsonlReader

    return JsonlReader(folder, int(manifest["dim"]))


class _naming:
    """Tells what is wrong with an export's files as an InputError that names the folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def __enter__(self) -> None:
        pass

    def __exit__(self, _kind: object, error: BaseException | None, _trace: object) -> None:
        if isinstance(error, NPZ_ERRORS):
            raise InputError(
                f"{getattr(error, 'filename', None) or self._folder}: the export is damaged or not whole "
                f"({getattr(error, 'strerror', None) or error})",
                hint=_AGAIN,
            ) from error


def _sources(
    folder: Path, reader: Reader, dim: int, precision: Precision
) -> Iterator[tuple[PackedSource, Iterator[list[PackedClip]]]]:
    """Each source with its clips, which are read as they are taken; those not taken are passed over."""
    clips = reader.clips()
    waiting = next(clips, None)

    def of(path: str) -> Iterator[tuple[dict[str, Any], Vectors]]:
        nonlocal waiting
        while waiting is not None and waiting[0].get("source") == path:
            yield waiting
            waiting = next(clips, None)

    for record in reader.sources():
        source = _source(record)
        own = of(str(record["path"]))
        yield source, _pieces(folder, own, dim, precision)
        for _ in own:
            pass
    if waiting is not None:
        raise InputError(
            f"{folder}: clip {waiting[0].get('clip_id')} is of a source that the export does not name",
            hint="export again",
        )


def _pieces(
    folder: Path, clips: Iterator[tuple[dict[str, Any], Vectors]], dim: int, precision: Precision
) -> Iterator[list[PackedClip]]:
    while held := list(islice(clips, PIECE)):
        records = [record for record, _ in held]
        what = f"vectors from clip {records[0].get('clip_id')} on"
        try:
            vectors = checked_vectors(np.stack([vector for _, vector in held]), dim, what)
        except InputError as error:
            raise InputError(f"{folder}: {error}", hint=_AGAIN) from error
        yield [
            _clip(folder, record, blob)
            for record, blob in zip(records, pack_vectors(vectors, precision), strict=True)
        ]


def _source(record: Mapping[str, Any]) -> PackedSource:
    size, changed, note = record["size"], record["mtime_ns"], record["note"]
    return PackedSource(
        path=storable(str(record["path"])),
        content_hash=storable(str(record["content_hash"]))[:64],
        size=None if size is None else int(size),
        mtime_ns=None if changed is None else int(changed),
        note=None if note is None else storable(str(note)),
    )


def _clip(folder: Path, record: Mapping[str, Any], vector: bytes) -> PackedClip:
    try:
        return _packed(folder, record, vector)
    except _PROBLEMS as error:
        raise InputError(
            f"{folder}: clip {record.get('clip_id')} cannot be taken in ({error})", hint=_AGAIN
        ) from error


def _packed(folder: Path, record: Mapping[str, Any], vector: bytes) -> PackedClip:
    start, end = float(record["start"]), float(record["end"])
    if not (math.isfinite(start) and math.isfinite(end) and start <= end):
        raise InputError(f"it goes from {start} to {end} s")
    tracks = None
    if record["points"] is not None:
        tracks = _read_tracks(folder / "tracks" / f"{int(record['clip_id'])}.npz")
    return PackedClip(
        name=_text(record["name"]),
        start=start,
        end=end,
        fps=None if tracks is None else tracks.fps,
        points=None if tracks is None else tracks.num_points,
        label=_text(record["label"]),
        captions=[storable(str(caption)) for caption in record["captions"]],
        attributes=_attributes(record),
        vector=vector,
        tracks=None if tracks is None else pack_tracks(tracks),
    )


def _attributes(record: Mapping[str, Any]) -> Sequence[Attribute]:
    odd = record.get(NOT_FINITE) or {}
    tags = {**record["tags"], **_numbers(odd.get("tags", {}))}
    meta = {**record["meta"], **_numbers(odd.get("meta", {}))}
    return [
        (kind, key, type(value).__name__, *stored(value))
        for kind, values in (("tag", checked_tags(tags)), ("meta", checked_meta(meta)))
        for key, value in values.items()
    ]


def _numbers(names: Mapping[str, str]) -> dict[str, float]:
    return {key: _NOT_FINITE[name] for key, name in names.items()}


def _read_tracks(file: Path) -> Tracks:
    from motionsearch.formats.common import load_arrays

    arrays = load_arrays(file)
    return Tracks(
        arrays["points"],
        arrays["visible"],
        float(arrays["fps"]),
        arrays["frame_size"].tolist(),
        arrays.get("camera"),
    )


def _text(value: object) -> str | None:
    return None if value is None else storable(str(value))
