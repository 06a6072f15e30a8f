"""An export as Parquet: ``clips.parquet`` with the vectors in it, and ``sources.parquet``, piece by piece."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from motionsearch.errors import InputError, MissingExtraError
from motionsearch.index.codec import Vectors

CLIPS, SOURCES = "clips.parquet", "sources.parquet"
AS_JSON = ("tags", "meta", "not_finite")
"""Columns of JSON text: their keys are other ones in each library."""

_GROUP = 16_384
_PIECE = 500


class ParquetWriter:
    """Implements :class:`motionsearch.index.exporting.Writer`.

    Args:
        folder: Where the files are written.
        count: How many clips there will be.
        dim: D.

    Raises:
        MissingExtraError: pyarrow is not installed.
    """

    def __init__(self, folder: Path, count: int, dim: int) -> None:
        self._arrow, parquet = load_arrow()
        self._dim = dim
        options = {"compression": "zstd", "write_page_checksum": True}
        self._clips_schema, self._sources_schema = _schemas(self._arrow, dim)
        self._clips = parquet.ParquetWriter(folder / CLIPS, self._clips_schema, **options)
        self._sources = parquet.ParquetWriter(folder / SOURCES, self._sources_schema, **options)
        self._waiting: list[Any] = []
        self._held = 0

    def clips(self, records: Sequence[Mapping[str, Any]], ids: NDArray[np.int64], vectors: Vectors) -> None:
        """See :class:`motionsearch.index.exporting.Writer`."""
        arrow = self._arrow
        plain = [{**record, **_texts(record)} for record in records]
        numbers = arrow.array(vectors.reshape(-1))
        columns = [
            arrow.FixedSizeListArray.from_arrays(numbers, self._dim)
            if field.name == "vector"
            else arrow.array([record.get(field.name) for record in plain], field.type)
            for field in self._clips_schema
        ]
        self._waiting.append(arrow.record_batch(columns, schema=self._clips_schema))
        self._held += len(records)
        # Groups of some size: a reader loads one at a time, and small ones pack badly.
        if self._held >= _GROUP:
            self._flush()

    def sources(self, records: Sequence[Mapping[str, Any]]) -> None:
        """See :class:`motionsearch.index.exporting.Writer`."""
        self._sources.write_table(self._arrow.Table.from_pylist(list(records), self._sources_schema))

    def close(self) -> None:
        """See :class:`motionsearch.index.exporting.Writer`."""
        self._flush()
        self._clips.close()
        self._sources.close()

    def _flush(self) -> None:
        if self._waiting:
            table = self._arrow.Table.from_batches(self._waiting)
            self._clips.write_table(table, row_group_size=_GROUP)
        self._waiting, self._held = [], 0


class ParquetReader:
    """Implements :class:`motionsearch.index.importing.Reader`.

    Args:
        folder: Of the export.
        dim: D.

    Raises:
        MissingExtraError: pyarrow is not installed.
    """

    def __init__(self, folder: Path, dim: int) -> None:
        self._arrow, self._parquet = load_arrow()
        self._folder = folder
        self._dim = dim

    def sources(self) -> Iterator[dict[str, Any]]:
        """See :class:`motionsearch.index.importing.Reader`."""
        for batch in self._batches(SOURCES):
            yield from batch.to_pylist()

    def clips(self) -> Iterator[tuple[dict[str, Any], Vectors]]:
        """See :class:`motionsearch.index.importing.Reader`."""
        for batch in self._batches(CLIPS):
            vectors = batch.column("vector").flatten().to_numpy(zero_copy_only=False)
            if vectors.shape != (len(batch) * self._dim,):
                raise InputError(f"{self._folder / CLIPS}: a vector does not have {self._dim} numbers")
            others = batch.select([name for name in batch.schema.names if name != "vector"])
            rows = vectors.reshape(len(batch), self._dim).astype(np.float32, copy=False)
            for record, vector in zip(others.to_pylist(), rows, strict=True):
                for name in AS_JSON:
                    record[name] = json.loads(record[name]) if record.get(name) else {}
                yield record, vector

    def _batches(self, name: str) -> Iterator[Any]:
        file = self._folder / name
        try:
            with self._parquet.ParquetFile(file, page_checksum_verification=True) as data:
                yield from data.iter_batches(batch_size=_PIECE)
        except self._arrow.ArrowException as error:
            raise InputError(f"{file}: not a readable Parquet file ({error})") from error
        except KeyError as error:
            raise InputError(f"{file}: it has no column {error}") from error


def load_arrow() -> tuple[Any, Any]:
    """The packages that read and write Parquet.

    Raises:
        MissingExtraError: they are not installed.
    """
    try:
        import pyarrow
        import pyarrow.parquet
    except ModuleNotFoundError as error:
        raise MissingExtraError(
            f"Parquet needs the package {error.name}",
            hint="pip install 'motionsearch[parquet]'; or export as jsonl, which needs nothing",
        ) from error
    return pyarrow, pyarrow.parquet


def _schemas(arrow: Any, dim: int) -> tuple[Any, Any]:
    text, number, whole = arrow.string(), arrow.float64(), arrow.int64()
    clips = {
        "clip_id": whole,
        "source": text,
        "name": text,
        "start": number,
        "end": number,
        "duration": number,
        "label": text,
        "captions": arrow.list_(text),
        "tags": text,
        "meta": text,
        "not_finite": text,
        "fps": number,
        "points": whole,
        "added": number,
        "vector": arrow.list_(arrow.float32(), dim),
    }
    sources = {"path": text, "content_hash": text, "size": whole, "mtime_ns": whole, "note": text}
    return arrow.schema(list(clips.items())), arrow.schema(list(sources.items()))


def _texts(record: Mapping[str, Any]) -> dict[str, str | None]:
    return {
        name: json.dumps(record[name], ensure_ascii=False) if record.get(name) else None for name in AS_JSON
    }
