"""What the benchmarks of scale measure with: the truth is true, and the systems are asked the same."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from tests.benchmarks import bench_scale_data
from tests.benchmarks.bench_scale import asked
from tests.benchmarks.bench_scale_data import FILTERS, Data, K, prepare, recall
from tests.benchmarks.bench_scale_ours import BareFaiss, Ours, PlainFaiss
from tests.benchmarks.bench_scale_peers import disk_bytes


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Data:
    monkeypatch.setattr(bench_scale_data, "PIECE", 400)
    monkeypatch.setattr(bench_scale_data, "QUERIES", 12)
    monkeypatch.setattr(bench_scale_data, "TUNING", 8)
    return prepare(tmp_path / "data", 1500, 32)


def test_truth_is_brute_force(data: Data) -> None:
    assert np.allclose(np.linalg.norm(data.vectors, axis=1), 1, atol=1e-5)
    scores = data.queries.astype(np.float64) @ data.vectors.T.astype(np.float64)
    assert scores.max() < 0.9999  # no query is among the vectors
    for chosen in (None, *FILTERS):
        rows = np.arange(1500) if chosen is None else data.rows(chosen)
        best = rows[np.argsort(-scores[:, rows], axis=1)[:, :K]]
        truth = data.truth(chosen)
        for expected, found in zip(best, truth, strict=True):
            assert set(expected.tolist()) == set(found[found >= 0].tolist())
    shares = [len(data.rows(each)) / 1500 for each in FILTERS if each.field == "label"]
    assert shares == pytest.approx([0.01, 0.1, 0.5], abs=0.04)


def test_recall_counts_what_is_missing() -> None:
    truth = np.array([[1, 2, 3, -1], [4, 5, 6, 7]])
    assert recall([np.array([1, 2, 3]), np.array([4, 5, 6, 7])], truth) == 1
    assert recall([np.array([1]), np.array([7, 8, 9, 10])], truth) == pytest.approx(2 / 7)


def test_the_library_and_bare_faiss_are_measured(
    data: Data, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from tests.benchmarks import bench_scale

    monkeypatch.setattr(bench_scale, "TUNING", 8)
    for kind, least in ((Ours, 0.99), (BareFaiss, 0.99), (PlainFaiss, 0.9)):
        system = kind(data, tmp_path / kind.__name__)
        system.build()
        assert disk_bytes(system.place) > 1500 * 32
        system.open()
        for chosen in (None, FILTERS[1], FILTERS[5]):
            figures = asked(system, data, chosen)
            assert min(figures["recall"], figures["batch recall"]) >= least
            assert figures["asked"] == figures["together"] == 12
        system.close()
