"""What the tests of the library share: places on both engines, a model that costs nothing, and oracles."""

from __future__ import annotations

import contextlib
import hashlib
import os
import uuid
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from sqlalchemy import text

from motionsearch import Recording, Tracks
from motionsearch.index.codec import Precision
from motionsearch.index.library import Library
from motionsearch.index.plans import PlanSettings
from motionsearch.spaces.base import Space

POSTGRES = os.environ.get("MOTIONSEARCH_TEST_POSTGRES", "")
ENGINES = ("sqlite", pytest.param("postgresql", marks=pytest.mark.postgres))


class HashModel:
    """A model whose vectors are drawn by a generator seeded with the input: no weights, the same everywhere.

    Good for tests of what happens to vectors, which ask nothing of their meaning.
    """

    space_name = "hash"
    logit_scale = 20.0
    clips_at_once = 64

    def __init__(self, name: str = "hash", dim: int = 16) -> None:
        self.name = name
        self.dim = dim
        self.fingerprint = hashlib.sha256(name.encode()).hexdigest()
        self.space = HashSpace(self)

    def use_device(self, device: str) -> None:
        """It embeds on any as well."""

    def embed_text(self, texts: Sequence[str]) -> NDArray[np.float32]:
        return self._vectors([text.encode() for text in texts])

    def commonness(self, texts: NDArray[np.float32]) -> NDArray[np.float32]:
        return np.linspace(-0.2, 0.3, len(texts), dtype=np.float32)

    def embed_tracks(self, clips: Sequence[Tracks], batch_size: int = 64) -> NDArray[np.float32]:
        # Rounded, because the library stores points on a grid.
        return self._vectors([np.rint(clip.points * 4).astype("<i4").tobytes() for clip in clips])

    def _vectors(self, seeds: Sequence[bytes]) -> NDArray[np.float32]:
        vectors = np.zeros((len(seeds), self.dim), np.float32)
        for row, seed in zip(vectors, seeds, strict=True):
            digest = hashlib.sha256(self.name.encode() + seed).digest()
            drawn = np.random.default_rng(int.from_bytes(digest[:8], "little")).normal(size=self.dim)
            row[:] = drawn / np.linalg.norm(drawn)
        return vectors


class HashSpace(Space):
    """The space of a :class:`HashModel`: the same vectors."""

    def __init__(self, model: HashModel) -> None:
        self.name, self.dim, self._model = model.space_name, model.dim, model

    @property
    def fingerprint(self) -> str:
        return self._model.fingerprint

    def _embed_unique(self, texts: list[str]) -> NDArray[np.float32]:
        return self._model.embed_text(texts)


@contextlib.contextmanager
def fresh_place(engine: str, folder: Path) -> Iterator[str]:
    """The address of a library that does not exist yet: a folder, or a schema of its own on the server."""
    if engine == "sqlite":
        yield str(folder / "test.library")
        return
    if not POSTGRES:
        pytest.skip("no PostgreSQL server: MOTIONSEARCH_TEST_POSTGRES is not set")
    import sqlalchemy as sa

    schema = f"test_{uuid.uuid4().hex}"
    server = sa.create_engine(POSTGRES, isolation_level="AUTOCOMMIT")
    with server.connect() as connection:
        connection.execute(sa.text(f"CREATE SCHEMA {schema}"))
    try:
        # The address may have options of its own, such as the folder of a socket.
        address = sa.make_url(POSTGRES).update_query_dict({"options": f"-csearch_path={schema}"})
        yield address.render_as_string(hide_password=False)
    finally:
        with server.connect() as connection:
            connection.execute(sa.text(f"DROP SCHEMA {schema} CASCADE"))
        server.dispose()


def open_library(
    place: str | Path,
    *,
    dim: int = 16,
    name: str = "hash",
    wait: float = 30.0,
    precision: Precision | None = None,
    plans: PlanSettings | None = None,
) -> Library:
    """Opens with a :class:`HashModel`."""
    model: Any = HashModel(name, dim)
    return Library.open(place, model=model, wait=wait, precision=precision, plans=plans)


def halved(vectors: NDArray[np.float32]) -> NDArray[np.float32]:
    """Vectors as a library of half precision gives them back."""
    rounded = vectors.astype(np.float16).astype(np.float32)
    return rounded * (1 / np.sqrt((rounded * rounded).sum(axis=-1, keepdims=True)))


def tracks(seed: int, *, seconds: float = 2.0, fps: float = 20.0, points: int = 3) -> Tracks:
    """Some motion, other for each seed."""
    rng = np.random.default_rng(seed)
    steps = rng.normal(size=(max(2, round(seconds * fps)), points, 2))
    return Tracks(300 + np.cumsum(steps, axis=0), None, fps, (640, 480))


def save_tracks(
    folder: Path, count: int, *, first: int = 0, seconds: float = 2.0, points: int = 3
) -> list[Path]:
    """``count`` npz files of different motion."""
    folder.mkdir(parents=True, exist_ok=True)
    paths = [folder / f"{seed:03d}.npz" for seed in range(first, first + count)]
    for path, seed in zip(paths, range(first, first + count), strict=True):
        tracks(seed, seconds=seconds, points=points).save(path)
    return paths


def unit_vectors(count: int, dim: int = 16, seed: int = 0) -> NDArray[np.float32]:
    """Random directions ``(count, dim)``."""
    drawn = np.random.default_rng(seed).normal(size=(count, dim))
    return (drawn / np.linalg.norm(drawn, axis=1, keepdims=True)).astype(np.float32)


def nearest(vectors: dict[int, NDArray[np.float32]], query: NDArray[np.float32], k: int) -> list[int]:
    """Brute force: ids of the k highest inner products, ties by the lower id."""
    scores = {
        i: np.float32(np.sum(v.astype(np.float64) * query.astype(np.float64))) for i, v in vectors.items()
    }
    return sorted(scores, key=lambda i: (-scores[i], i))[:k]


def flip_bit(file: Path) -> None:
    """Spoils a file as a failing disk would."""
    data = bytearray(file.read_bytes())
    data[len(data) // 2] ^= 4
    file.write_bytes(data)


def recording(seed: int, **changes: Any) -> Recording:
    """A recording of :func:`tracks`, with words of its own."""
    return Recording(tracks(seed), **changes)


def fill(library: Library) -> Library:
    """Adds twelve clips with captions and labels."""
    for seed in range(12):
        label = ("walk", "run", "jump")[seed % 3]
        library.add(recording(seed, label=label, captions=(f"someone {label}s", f"number {seed}")))
    return library


def spoil(library: Library, statement: str, **values: Any) -> None:
    """Damages the database, past all that looks after it."""
    with library._store.writing() as session:
        session.execute(text(statement), values)
