"""An export as JSON lines (``clips.jsonl``, ``sources.jsonl``) and ``vectors.npz``, piece by piece."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from motionsearch.errors import InputError
from motionsearch.index.codec import Vectors

CLIPS, SOURCES, VECTORS = "clips.jsonl", "sources.jsonl", "vectors.npz"


class JsonlWriter:
    """Implements :class:`motionsearch.index.exporting.Writer`; memory is that of the ids.

    Args:
        folder: Where the files are written.
        count: How many clips there will be.
        dim: D.
    """

    def __init__(self, folder: Path, count: int, dim: int) -> None:
        self._stack = ExitStack()
        self._clips = self._stack.enter_context((folder / CLIPS).open("w", encoding="utf-8"))
        self._sources = self._stack.enter_context((folder / SOURCES).open("w", encoding="utf-8"))
        self._archive = self._stack.enter_context(zipfile.ZipFile(folder / VECTORS, "w"))
        self._vectors = self._archive.open("vectors.npy", "w", force_zip64=True)
        header = {"descr": "<f4", "fortran_order": False, "shape": (count, dim)}
        np.lib.format.write_array_header_1_0(self._vectors, header)
        self._ids: list[NDArray[np.int64]] = []

    def clips(self, records: Sequence[Mapping[str, Any]], ids: NDArray[np.int64], vectors: Vectors) -> None:
        """See :class:`motionsearch.index.exporting.Writer`."""
        self._clips.writelines(map(_line, records))
        self._vectors.write(vectors.astype("<f4", copy=False).tobytes())
        self._ids.append(ids)

    def sources(self, records: Sequence[Mapping[str, Any]]) -> None:
        """See :class:`motionsearch.index.exporting.Writer`."""
        self._sources.writelines(map(_line, records))

    def close(self) -> None:
        """See :class:`motionsearch.index.exporting.Writer`."""
        with self._stack:
            self._vectors.close()
            with self._archive.open("ids.npy", "w", force_zip64=True) as entry:
                ids = np.concatenate([np.zeros(0, np.int64), *self._ids]).astype("<i8")
                np.lib.format.write_array(entry, ids)


class JsonlReader:
    """Implements :class:`motionsearch.index.importing.Reader`.

    Args:
        folder: Of the export.
        dim: D.

    Raises:
        InputError: a file is missing or damaged.
    """

    def __init__(self, folder: Path, dim: int) -> None:
        self._folder = folder
        self._dim = dim
        with zipfile.ZipFile(folder / VECTORS) as archive:
            broken = archive.testzip()
        if broken is not None:
            raise InputError(f"{folder / VECTORS}: {broken} is damaged")

    def sources(self) -> Iterator[dict[str, Any]]:
        """See :class:`motionsearch.index.importing.Reader`."""
        yield from _lines(self._folder / SOURCES)

    def clips(self) -> Iterator[tuple[dict[str, Any], Vectors]]:
        """See :class:`motionsearch.index.importing.Reader`."""
        from motionsearch.formats.common import npy_header

        file = self._folder / VECTORS
        with zipfile.ZipFile(file) as archive, archive.open("vectors.npy") as rows:
            with archive.open("ids.npy") as entry:
                ids = np.lib.format.read_array(entry, allow_pickle=False)
            shape, dtype, _ = npy_header(rows)
            if dtype != np.dtype("<f4") or shape != (len(ids), self._dim):
                raise InputError(
                    f"{file}: vectors must be float32 of shape {(len(ids), self._dim)}, got {shape}"
                )
            records = _lines(self._folder / CLIPS)
            for clip_id in ids.tolist():
                record = next(records, None)
                if record is None or record.get("clip_id") != clip_id:
                    raise InputError(f"{self._folder / CLIPS}: its clips are not those of {VECTORS}")
                yield record, np.frombuffer(rows.read(4 * self._dim), "<f4").astype(np.float32)
            if next(records, None) is not None:
                raise InputError(f"{self._folder / CLIPS}: it holds more clips than {VECTORS}")


def _line(record: Mapping[str, Any]) -> str:
    return json.dumps(record, ensure_ascii=False) + "\n"


def _lines(file: Path) -> Iterator[dict[str, Any]]:
    with open(file, encoding="utf-8") as lines:
        for number, line in enumerate(lines, start=1):
            try:
                record = json.loads(line)
            except ValueError as error:
                raise InputError(f"{file}: line {number} is no JSON ({error})") from error
            if not isinstance(record, dict):
                raise InputError(f"{file}: line {number} is no object")
            yield record
