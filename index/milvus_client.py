"""The collections of one library on a Milvus server, or in a Milvus Lite file: all that knows pymilvus.

A collection holds a row a clip, its id and its vector, and one row more, with the id :data:`STAMP`, that says
what the collection is a copy of. It is written last, so that a collection without it is not finished.
"""

from __future__ import annotations

import contextlib
import json
import logging
import os
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np

from motionsearch.errors import LibraryError, MissingExtraError
from motionsearch.index.cache import CacheUnusableError, Stamp
from motionsearch.index.engines import Best, Ids, Vectors
from motionsearch.index.milvus_plans import MOST, CollectionPlan

TOKEN = "MOTIONSEARCH_MILVUS_TOKEN"
"""The environment variable that says who one is to the server: ``user:password`` or an API key."""

STAMP = -1
"""The id of the row that is no clip; clips count from 1."""

TIMEOUT = 30.0
"""Seconds that the server may take for an answer."""

INDEXING = 6 * 3600.0
"""Seconds that the server may take to index what was inserted."""

_NOT_FOUND, _NOT_LOADED = 100, 101
_BATCH = 8 << 20  # bytes of vectors in a request; servers take 64 MiB
_DELETED = 10_000  # ids in a request
_files: dict[str, int] = {}
_files_lock = threading.Lock()


class CollectionGoneError(Exception):
    """The collection was dropped, by somebody who made a new one or by accident."""


class Milvus:
    """Connects on first use. May be used by several threads.

    Args:
        uri: ``http://host:19530`` or the absolute path of a file that ends in ``.db``.
        uuid: Of the library.
        dim: Numbers in a vector.
    """

    def __init__(self, uri: str, uuid: str, dim: int) -> None:
        self.uri = uri
        self._prefix = f"motionsearch_{uuid.replace('-', '')}_"
        self._dim = dim
        self._lock = threading.Lock()
        self._open: Any = None

    @property
    def is_file(self) -> bool:
        """Whether it is Milvus Lite, in this process."""
        return "://" not in self.uri

    def connect(self) -> None:
        """Connects now.

        Raises:
            LibraryError: the server cannot be reached, or the file be opened.
            MissingExtraError: pymilvus, or for a file milvus-lite, is not installed.
        """
        with self._lock:
            if self._open is None:
                self._open = _connected(self.uri)

    def close(self) -> None:
        """Closes the connection; a file is free for other processes once all in this one have closed it."""
        with self._lock:
            client, self._open = self._open, None
        if client is not None:
            with contextlib.suppress(Exception):
                client.close()
            if self.is_file:
                _release(self.uri)

    # Collections

    def collections(self) -> list[str]:
        """Those of this library, finished or not, the oldest first."""
        with self._told() as client:
            names = [n for n in client.list_collections() if n.startswith(self._prefix)]
        return sorted((n for n in names if n[len(self._prefix) :].isdigit()), key=self._number)

    def create(self, plan: CollectionPlan) -> str:
        """Makes the next collection, empty, and returns its name."""
        from pymilvus import DataType

        existing = self.collections()
        name = f"{self._prefix}{self._number(existing[-1]) + 1 if existing else 1}"
        with self._told() as client:
            schema = client.create_schema(auto_id=False, enable_dynamic_field=True)
            schema.add_field("id", DataType.INT64, is_primary=True)
            schema.add_field("vector", DataType.FLOAT_VECTOR, dim=self._dim)
            index = client.prepare_index_params()
            params = {"nlist": plan.lists} if plan.lists else {}
            index.add_index("vector", index_type=plan.index, metric_type="IP", params=params)
            client.create_collection(name, schema=schema)
            client.create_index(name, index, sync=False)  # nothing is there yet that could be indexed
            client.load_collection(name)
        return name

    def older(self, name: str) -> list[str]:
        """The collections that were begun before this one."""
        return [other for other in self.collections() if self._number(other) < self._number(name)]

    def drop(self, name: str) -> None:
        """Removes a collection, if it is there."""
        with self._told() as client:
            client.drop_collection(name)

    def load(self, name: str) -> None:
        """Has the server take a collection into its memory, if it has not.

        Raises:
            CacheUnusableError: somebody has just begun to make it, or was cut off then.
        """
        with self._told() as client:
            if not client.list_indexes(name):
                raise CacheUnusableError("not finished", damaged=False)
            client.load_collection(name)

    def settle(self, name: str) -> None:
        """Has what was inserted written to disk; it is indexed after."""
        with self._told() as client:
            client.flush(name, timeout=INDEXING)

    def index(self, name: str) -> None:
        """Waits until a collection that nobody searches yet is on disk and indexed, and loads it so.

        Raises:
            LibraryError: that takes too long.
        """
        self.settle(name)
        until = time.monotonic() + INDEXING
        with self._told() as client:
            while int(client.describe_index(name, "vector").get("pending_index_rows", 0)) > 0:
                if time.monotonic() > until:
                    raise LibraryError(
                        f"Milvus at {self.uri} has not indexed {name} in {INDEXING / 3600:.0f} hours",
                        hint="see what its index nodes do; `motionsearch reindex` begins anew",
                    )
                time.sleep(0.5)
            # Milvus Lite says at once that it has indexed all, and does it on loading at the latest.
            client.release_collection(name)
            client.load_collection(name)

    # Rows

    def read_stamp(self, name: str) -> Stamp:
        """What a collection is a copy of; everything that was written before the stamp can be found.

        Raises:
            CacheUnusableError: it is not finished, or says nothing that can be read.
        """
        with self._told() as client:
            rows = client.get(name, ids=[STAMP], output_fields=["stamp"], consistency_level="Strong")
        if not rows:
            raise CacheUnusableError("not finished", damaged=False)
        try:
            return Stamp(**json.loads(rows[0]["stamp"]))
        except (KeyError, TypeError, ValueError) as error:
            raise CacheUnusableError("its stamp cannot be read", damaged=True) from error

    def write_stamp(self, name: str, stamp: Stamp) -> None:
        """Replaces the stamp."""
        vector = [1.0] + [0.0] * (self._dim - 1)
        row = {"id": STAMP, "vector": vector, "stamp": json.dumps(asdict(stamp))}
        with self._told() as client:
            client.upsert(name, data=[row])

    def insert(self, name: str, ids: Ids, vectors: Vectors, *, may_be_there: bool) -> None:
        """Adds clips.

        Args:
            name: Of the collection.
            ids: ``(n,)``.
            vectors: ``(n, D)``.
            may_be_there: Some of them may be in it; that costs more.
        """
        step = max(1, _BATCH // (4 * self._dim))
        with self._told() as client:
            write = client.upsert if may_be_there else client.insert
            for at in range(0, len(ids), step):
                some, values = ids[at : at + step].tolist(), vectors[at : at + step]
                write(name, data=[{"id": i, "vector": v} for i, v in zip(some, values, strict=True)])

    def delete(self, name: str, ids: Ids) -> None:
        """Removes clips, if they are there."""
        with self._told() as client:
            for at in range(0, len(ids), _DELETED):
                client.delete(name, ids=ids[at : at + _DELETED].tolist())

    def ids(self, name: str) -> Ids:
        """Of all clips in a collection, ascending ``(n,)``."""
        parts = [np.zeros(0, np.int64)]
        with self._told() as client:
            rows = client.query_iterator(
                name, batch_size=MOST, filter="id > 0", output_fields=["id"], consistency_level="Strong"
            )
            while page := rows.next():
                parts.append(np.fromiter((row["id"] for row in page), np.int64, len(page)))
            rows.close()
        return np.unique(np.concatenate(parts))

    def search(self, name: str, queries: Vectors, limit: int, *, probes: int, fresh: bool) -> list[Best]:
        """What Milvus finds for each of ``(Q, D)`` queries, the best first; its scores are not quite exact.

        Args:
            name: Of the collection.
            queries: Of unit length.
            limit: Results for each, at most :data:`MOST`.
            probes: Lists to look through; 0 where there are none.
            fresh: Wait until the server has all that was written before.
        """
        with self._told() as client:
            found = client.search(
                name,
                data=list(queries),
                limit=limit,
                anns_field="vector",
                output_fields=["id"],
                search_params={"metric_type": "IP", "params": {"nprobe": probes} if probes else {}},
                consistency_level="Strong" if fresh else "Bounded",
            )
        return [_best(hits) for hits in found]

    def _number(self, name: str) -> int:
        return int(name[len(self._prefix) :])

    @contextmanager
    def _told(self) -> Iterator[Any]:
        """The client; what it raises becomes a sentence."""
        self.connect()
        client = self._open
        from grpc import RpcError
        from pymilvus import MilvusException

        try:
            yield client
        except MilvusException as error:
            if error.code in (_NOT_FOUND, _NOT_LOADED):
                raise CollectionGoneError(error.message) from error
            raise _failing(self.uri, error.message) from error
        except RpcError as error:
            raise _failing(self.uri, str(error)) from error
        except ValueError as error:  # grpc's word for a connection that was closed
            raise _failing(self.uri, str(error)) from error


def _best(hits: Sequence[Any]) -> Best:
    ids = np.fromiter((hit["id"] for hit in hits), np.int64, len(hits))
    return ids, np.fromiter((hit["distance"] for hit in hits), np.float32, len(hits))


def _connected(uri: str) -> Any:
    try:
        from pymilvus import MilvusClient, MilvusException
    except ModuleNotFoundError as error:
        raise MissingExtraError(
            f"a library that Milvus searches needs the package {error.name}",
            hint="pip install 'motionsearch[milvus]'",
        ) from error
    # What goes wrong is raised; told a second time, with a traceback, it would only be in the way.
    for name in ("pymilvus", "milvus_lite"):
        logging.getLogger(name).setLevel(logging.CRITICAL + 1)
    try:
        if "://" in uri:
            return MilvusClient(uri, token=os.environ.get(TOKEN, ""), timeout=TIMEOUT)
        return _opened(uri, MilvusClient)
    except MilvusException as error:
        if "://" not in uri:
            raise LibraryError(
                f"{uri}: this Milvus Lite file cannot be opened: another process has it open, or it may not "
                "be written",
                hint="close the other one; several processes at once need a Milvus server, and --exact none",
            ) from error
        raise LibraryError(
            f"Milvus at {uri} cannot be reached ({_brief(error.message)})",
            hint=f"start it, or set {TOKEN} if it wants one; `motionsearch search --exact` needs no Milvus",
        ) from error


def _opened(path: str, make: Any) -> Any:
    try:
        import milvus_lite  # noqa: F401
    except ModuleNotFoundError as error:
        raise MissingExtraError(
            f"{path}: a Milvus Lite file needs the package {error.name}",
            hint="`pip install pyarrow` and `pip install --no-deps milvus-lite`; or name a server",
        ) from error
    Path(path).parent.mkdir(parents=True, exist_ok=True)
    with _files_lock:
        client = make(path, timeout=TIMEOUT)
        _files[path] = _files.get(path, 0) + 1
    return client


def _release(path: str) -> None:
    """Ends the server inside this process that serves the file, once nobody uses it."""
    from milvus_lite.server_manager import server_manager_instance

    with _files_lock:
        _files[path] = _files.get(path, 1) - 1
        if _files[path] < 1:
            del _files[path]
            server_manager_instance.release_server(path)


def _failing(uri: str, detail: str) -> LibraryError:
    return LibraryError(
        f"Milvus at {uri} does not answer as it should ({_brief(detail)})",
        hint="see whether it runs; `motionsearch search --exact` needs no Milvus, and nothing is lost",
    )


def _brief(detail: str) -> str:
    lines = detail.strip().splitlines() or ["no reason given"]
    return lines[0][:200]
