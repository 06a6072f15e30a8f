"""The stores that the benchmark of scale compares with, each as its makers recommend for such sizes.

A system that has a knob is set by it to recall@10 of 0.99 on queries of its own, for each filter anew.
"""

from __future__ import annotations

import itertools
import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any, ClassVar

import numpy as np

from tests.benchmarks.bench_scale_data import Data, Filter, Ids, K, Vectors

THREADS = 2
HNSW_EF = (10, 16, 24, 32, 48, 64, 96, 128, 192, 256, 384, 512, 768, 1024, 2048)


class System:
    """Something that finds vectors.

    Args:
        data: What it holds.
        place: A folder of its own, which may not exist yet.
    """

    name: ClassVar[str]
    module: ClassVar[str] = ""
    """What must be installed."""
    setting: ClassVar[str] = ""
    knobs: ClassVar[Sequence[Any]] = ()
    """Values of what trades speed for recall, the quickest first; none if there is nothing to set."""

    def __init__(self, data: Data, place: Path) -> None:
        self.data, self.place = data, place
        self.knob: Any = self.knobs[0] if self.knobs else None

    def build(self) -> dict[str, float]:
        """Stores everything in :attr:`place`; returns seconds of steps that are worth telling."""
        raise NotImplementedError

    def open(self) -> None:
        """Makes ready to search what :meth:`build` stored."""
        raise NotImplementedError

    def search(self, query: Vectors, chosen: Filter | None) -> Ids:
        """Rows of the ``K`` nearest of ``(D,)`` that pass the filter, the nearest first."""
        return self.search_many(query[None], chosen)[0]

    def search_many(self, queries: Vectors, chosen: Filter | None) -> list[Ids]:
        """The same for ``(Q, D)``, in one call where there is such a call."""
        return [self.search(query, chosen) for query in queries]

    def knobs_for(self, chosen: Filter | None) -> Sequence[Any]:
        """Those to try for a filter."""
        return self.knobs

    def prepare(self, chosen: Filter | None) -> None:
        """Gets a filter ready, before anything is timed."""

    def plan(self, query: Vectors, chosen: Filter | None) -> str:
        """How such a query is answered, in a few words."""
        return "" if self.knob is None else f"{self.knob}"

    def close(self) -> None:
        """Gives back files."""


class Usearch(System):
    """Filters are applied to what it finds: its Python API takes none."""

    name = "usearch"
    module = "usearch"
    setting = "HNSW, float16, defaults, expansion_search tuned; filters on what it finds, metadata in NumPy"
    knobs = HNSW_EF

    def build(self) -> dict[str, float]:
        from usearch.index import Index

        index = Index(ndim=self.data.dim, metric="ip", dtype="f16")
        for rows in self.data.pieces():
            keys = np.arange(rows.start, rows.stop)
            index.add(keys, np.asarray(self.data.vectors[rows]), threads=THREADS)
        self.place.mkdir()
        index.save(str(self.place / "index.usearch"))
        np.savez(self.place / "metadata.npz", labels=self.data.labels, scenes=self.data.scenes)
        return {}

    def open(self) -> None:
        from usearch.index import Index

        self._index: Any = Index.restore(str(self.place / "index.usearch"))
        with np.load(self.place / "metadata.npz") as arrays:
            self._values = {"label": arrays["labels"], "scene": arrays["scenes"]}

    def knobs_for(self, chosen: Filter | None) -> Sequence[Any]:
        if chosen is None:
            return self.knobs
        factors = (1.5, 2, 3, 4, 6, 8, 12, 16, 24, 32, 64)
        counts = (round(K / chosen.share * factor) for factor in factors)
        return [count for count in counts if count <= min(self.data.clips, 20_000)]

    def search_many(self, queries: Vectors, chosen: Filter | None) -> list[Ids]:
        self._index.expansion_search = self.knob
        count = K if chosen is None else self.knob
        found = self._index.search(queries, count, threads=THREADS)
        keys = found.keys.reshape(len(queries), -1).astype(np.int64)
        if chosen is None:
            return list(keys)
        values = self._values[chosen.field]
        return [row[values[row] == chosen.code][:K] for row in keys]

    def plan(self, query: Vectors, chosen: Filter | None) -> str:
        return f"ef {self.knob}" if chosen is None else f"{self.knob} fetched"


class Lance(System):
    """With an index on the vectors and one on each column that is filtered by."""

    name = "LanceDB"
    module = "lancedb"
    setting = "IVF_PQ, defaults, bitmap indexes, prefilter; nprobes and refine_factor tuned"
    knobs = tuple(itertools.product((10, 20, 40, 80, 160, 320), (5, 10, 20, 50)))

    def build(self) -> dict[str, float]:
        import lancedb
        import pyarrow as pa

        def batches() -> Any:
            for rows in self.data.pieces():
                columns: dict[str, Any] = self.data.columns(rows)
                flat = pa.array(np.asarray(self.data.vectors[rows]).ravel())
                columns["vector"] = pa.FixedSizeListArray.from_arrays(flat, self.data.dim)
                yield pa.RecordBatch.from_pydict(columns, schema)

        text, number, vector = pa.string(), pa.float64(), pa.list_(pa.float32(), self.data.dim)
        columns = {"id": pa.int64(), "label": text, "scene": text, "start": number, "end": number}
        schema = pa.schema({**columns, "vector": vector})
        table = lancedb.connect(str(self.place)).create_table("clips", batches(), schema=schema)
        table.create_index(metric="dot", vector_column_name="vector", index_type="IVF_PQ")
        for column in ("label", "scene"):
            table.create_scalar_index(column, index_type="BITMAP")
        return {}

    def open(self) -> None:
        import lancedb

        self._table: Any = lancedb.connect(str(self.place)).open_table("clips")

    def _asked(self, query: Any, chosen: Filter | None) -> Any:
        nprobes, refine = self.knob
        asked = self._table.search(query).distance_type("dot").nprobes(nprobes).refine_factor(refine)
        if chosen is not None:
            asked = asked.where(f"{chosen.field} = '{chosen.value}'", prefilter=True)
        return asked.limit(K).select(["id", "label", "scene", "_distance"]).to_arrow()

    def search(self, query: Vectors, chosen: Filter | None) -> Ids:
        return np.asarray(self._asked(query, chosen)["id"].to_numpy(), np.int64)

    def search_many(self, queries: Vectors, chosen: Filter | None) -> list[Ids]:
        found = self._asked(list(queries), chosen)
        if "query_index" not in found.column_names:  # of a single query
            return [found["id"].to_numpy()]
        ids, which = found["id"].to_numpy(), found["query_index"].to_numpy()
        return [ids[which == number] for number in range(len(queries))]

    def plan(self, query: Vectors, chosen: Filter | None) -> str:
        return "nprobes {}, refine {}".format(*self.knob)


class MilvusLite(System):
    """Its server runs in this process."""

    name = "Milvus Lite"
    module = "milvus_lite"
    setting = "HNSW (what its AUTOINDEX is), M 16, efConstruction 200, ef tuned"
    knobs = HNSW_EF

    def build(self) -> dict[str, float]:
        from pymilvus import DataType, MilvusClient

        self.place.mkdir()
        client = MilvusClient(str(self.place / "clips.db"))
        schema = client.create_schema()
        schema.add_field("id", DataType.INT64, is_primary=True)
        schema.add_field("vector", DataType.FLOAT_VECTOR, dim=self.data.dim)
        for column in ("label", "scene"):
            schema.add_field(column, DataType.VARCHAR, max_length=20)
        for column in ("start", "end"):
            schema.add_field(column, DataType.DOUBLE)
        client.create_collection("clips", schema=schema)
        for rows in self.data.pieces(5_000):
            columns = self.data.columns(rows)
            vectors = np.asarray(self.data.vectors[rows])
            names, values = list(columns), zip(*columns.values(), strict=True)
            entities = [
                {**dict(zip(names, row, strict=True)), "vector": vector}
                for row, vector in zip(values, vectors, strict=True)
            ]
            client.insert("clips", entities)
        client.flush("clips")
        index = client.prepare_index_params()
        params = {"M": 16, "efConstruction": 200}
        index.add_index("vector", index_type="HNSW", metric_type="IP", params=params)
        client.create_index("clips", index)
        client.load_collection("clips")
        client.close()
        return {}

    def open(self) -> None:
        from pymilvus import MilvusClient

        self._client: Any = MilvusClient(str(self.place / "clips.db"))
        self._client.load_collection("clips")

    def search_many(self, queries: Vectors, chosen: Filter | None) -> list[Ids]:
        found = self._client.search(
            "clips",
            data=list(queries),
            limit=K,
            filter="" if chosen is None else f'{chosen.field} == "{chosen.value}"',
            search_params={"metric_type": "IP", "params": {"ef": self.knob}},
            output_fields=["label", "scene"],
        )
        return [np.array([hit["id"] for hit in hits], np.int64) for hits in found]

    def plan(self, query: Vectors, chosen: Filter | None) -> str:
        return f"ef {self.knob}"

    def close(self) -> None:
        self._client.close()


class QdrantLocal(System):
    """The client's own store, without a server, in memory: its file is written with a transaction a clip.

    So everything is stored when it is opened.
    """

    name = "Qdrant local"
    module = "qdrant_client"
    setting = "exact, all that its local mode has; in memory, filled on opening"

    def build(self) -> dict[str, float]:
        self.place.mkdir()
        return {}

    def open(self) -> None:
        from qdrant_client import QdrantClient, models

        self._client: Any = QdrantClient(":memory:")
        config = models.VectorParams(size=self.data.dim, distance=models.Distance.DOT)
        self._client.create_collection("clips", vectors_config=config)
        for rows in self.data.pieces(5_000):
            columns: dict[str, Any] = self.data.columns(rows)
            ids = columns.pop("id")
            payloads = [dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)]
            vectors = np.asarray(self.data.vectors[rows]).tolist()
            self._client.upsert("clips", models.Batch(ids=ids, vectors=vectors, payloads=payloads))

    def search(self, query: Vectors, chosen: Filter | None) -> Ids:
        found = self._client.query_points("clips", query=query, query_filter=self._filter(chosen), limit=K)
        return np.array([point.id for point in found.points], np.int64)

    def search_many(self, queries: Vectors, chosen: Filter | None) -> list[Ids]:
        return [self.search(query, chosen) for query in queries]

    @staticmethod
    def _filter(chosen: Filter | None) -> Any:
        if chosen is None:
            return None
        from qdrant_client import models

        wanted = models.FieldCondition(key=chosen.field, match=models.MatchValue(value=chosen.value))
        return models.Filter(must=[wanted])

    def close(self) -> None:
        self._client.close()


class Chroma(System):
    """On disk, in this process."""

    name = "Chroma"
    module = "chromadb"
    setting = "HNSW, defaults (16 neighbours, ef_construction 100), ef_search tuned"
    knobs = (16, 32, 64, 100, 200, 400, 800)

    def build(self) -> dict[str, float]:
        client: Any = self._connected()
        hnsw = {"space": "ip", "num_threads": THREADS}
        clips = client.create_collection("clips", configuration={"hnsw": hnsw}, embedding_function=None)
        for rows in self.data.pieces(min(5_000, client.get_max_batch_size())):
            columns: dict[str, Any] = self.data.columns(rows)
            ids = [str(i) for i in columns.pop("id")]
            known = [dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)]
            clips.add(ids=ids, embeddings=np.asarray(self.data.vectors[rows]), metadatas=known)
        return {}

    def _connected(self) -> Any:
        import chromadb

        settings = chromadb.Settings(anonymized_telemetry=False)
        return chromadb.PersistentClient(str(self.place), settings=settings)

    def open(self) -> None:
        self._client = self._connected()
        self._clips: Any = self._client.get_collection("clips", embedding_function=None)
        self._set: Any = None

    def _prepared(self) -> Any:
        """What was set counts for a collection that is opened after."""
        if self._set != self.knob:
            self._clips.modify(configuration={"hnsw": {"ef_search": self.knob}})
            self._client.clear_system_cache()
            self.open()
            self._set = self.knob
        return self._clips

    def search_many(self, queries: Vectors, chosen: Filter | None) -> list[Ids]:
        found = self._prepared().query(
            query_embeddings=queries,
            n_results=K,
            where=None if chosen is None else {chosen.field: chosen.value},
            include=["metadatas", "distances"],
        )
        return [np.array([int(i) for i in ids], np.int64) for ids in found["ids"]]

    def plan(self, query: Vectors, chosen: Filter | None) -> str:
        return f"ef {self.knob}"


PEERS: tuple[type[System], ...] = (Usearch, Lance, MilvusLite, QdrantLocal, Chroma)


def disk_bytes(folder: Path) -> int:
    """Bytes of all files in a folder, or of a file."""
    if folder.is_file():
        return folder.stat().st_size
    return sum(
        os.path.getsize(os.path.join(parent, name)) for parent, _, names in os.walk(folder) for name in names
    )
