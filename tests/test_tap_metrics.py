"""TAP-Vid's measures against naive loops."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from motionsearch.errors import InputError
from motionsearch.train.tap_metrics import THRESHOLDS, TapMetrics, mean_of, measure, queries_of

SIZE = (640, 360)


def naive(queries: Any, true: Any, true_seen: Any, points: Any, seen: Any, protocol: str) -> dict[str, float]:
    """One point in one picture after the other, counting as the paper says it in words."""
    frames, count = true_seen.shape
    result: dict[str, float] = {}
    errors, right_about_sight, judged = [], 0, 0
    for x in THRESHOLDS:
        near, visible, true_positive, false_positive, false_negative = 0, 0, 0, 0, 0
        for n in range(count):
            asked = int(queries[n, 0])
            for t in range(frames):
                if t == asked or (protocol == "first" and t < asked):
                    continue
                dx = (points[t, n, 0] - true[t, n, 0]) * 256 / SIZE[0]
                dy = (points[t, n, 1] - true[t, n, 1]) * 256 / SIZE[1]
                within = dx * dx + dy * dy < x * x
                if x == 1:
                    judged += 1
                    right_about_sight += bool(seen[t, n]) == bool(true_seen[t, n])
                    if true_seen[t, n]:
                        errors.append((dx * dx + dy * dy) ** 0.5)
                visible += bool(true_seen[t, n])
                near += bool(true_seen[t, n] and within)
                hit = true_seen[t, n] and seen[t, n] and within
                true_positive += bool(hit)
                false_negative += bool(true_seen[t, n] and not hit)
                false_positive += bool(seen[t, n] and not hit)
        result[f"delta {x}"] = near / visible
        result[f"jaccard {x}"] = true_positive / (true_positive + false_negative + false_positive)
    result["occlusion"] = right_about_sight / judged
    result["median"] = float(np.median(errors))
    return result


@settings(deadline=None, max_examples=60)
@given(seed=st.integers(0, 2**32 - 1), protocol=st.sampled_from(["first", "strided"]))
def test_as_the_naive_count(seed: int, protocol: Any) -> None:
    rng = np.random.default_rng(seed)
    frames, count = int(rng.integers(3, 14)), int(rng.integers(1, 6))
    true = rng.uniform(0, 360, (frames, count, 2))
    true_seen = rng.random((frames, count)) < 0.7
    true_seen[:2] = True  # so that something is left to judge
    queries, index = queries_of(true, true_seen, protocol)
    true, true_seen = true[:, index], true_seen[:, index]
    points = true + rng.standard_normal(true.shape) * rng.choice([1, 5, 20], (frames, len(index), 1))
    seen = rng.random(true_seen.shape) < 0.7
    found = measure(queries, true, true_seen, points, seen, SIZE, protocol)
    expected = naive(queries, true, true_seen, points, seen, protocol)
    assert found.delta == pytest.approx({x: expected[f"delta {x}"] for x in THRESHOLDS})
    assert found.jaccard == pytest.approx({x: expected[f"jaccard {x}"] for x in THRESHOLDS})
    assert found.occlusion_accuracy == pytest.approx(expected["occlusion"])
    assert found.median_error == pytest.approx(expected["median"])
    assert found.delta_average == pytest.approx(np.mean([expected[f"delta {x}"] for x in THRESHOLDS]))
    assert found.average_jaccard == pytest.approx(np.mean([expected[f"jaccard {x}"] for x in THRESHOLDS]))


def test_first_queries_are_first_sightings() -> None:
    points = np.arange(24, dtype=float).reshape(4, 3, 2)
    visible = np.array(
        [[False, True, False], [True, True, False], [False, False, False], [True, True, False]]
    )
    queries, index = queries_of(points, visible, "first")
    assert index.tolist() == [0, 1]
    assert queries.tolist() == [[1, *points[1, 0]], [0, *points[0, 1]]]


def test_strided_queries_are_all_sightings_in_every_fifth_picture() -> None:
    points = np.random.default_rng(0).uniform(0, 100, (12, 4, 2))
    visible = np.random.default_rng(1).random((12, 4)) < 0.5
    queries, index = queries_of(points, visible, "strided")
    expected = [(t, n) for t in (0, 5, 10) for n in range(4) if visible[t, n]]
    assert [(int(q[0]), int(n)) for q, n in zip(queries, index, strict=True)] == expected
    for (t, n), query in zip(expected, queries, strict=True):
        np.testing.assert_allclose(query[1:], points[t, n], rtol=1e-6)


def test_a_picture_is_squeezed_to_the_raster() -> None:
    true = np.zeros((2, 1, 2))
    queries, _ = queries_of(true, np.ones((2, 1), bool), "first")
    # 5 pixels across a width of 640 are 2 of 256; over a height of 360 they are more than 3.5.
    for shift, median in (((5.0, 0.0), 2.0), ((0.0, 5.0), 5 * 256 / 360)):
        found = measure(
            queries, true, np.ones((2, 1), bool), true + shift, np.ones((2, 1), bool), SIZE, "first"
        )
        assert found.median_error == pytest.approx(median)
        assert found.delta == {1: 0.0, 2: 0.0, 4: 1.0, 8: 1.0, 16: 1.0}  # "within" is strictly below


def test_a_perfect_tracker_and_one_that_never_sees() -> None:
    rng = np.random.default_rng(2)
    true, seen = rng.uniform(0, 300, (9, 5, 2)), rng.random((9, 5)) < 0.6
    seen[:2] = True
    queries, index = queries_of(true, seen, "strided")
    true, seen = true[:, index], seen[:, index]
    perfect = measure(queries, true, seen, true, seen, SIZE, "strided")
    assert (perfect.delta_average, perfect.average_jaccard, perfect.occlusion_accuracy) == (1, 1, 1)
    blind = measure(queries, true, seen, true, np.zeros_like(seen), SIZE, "strided")
    assert blind.delta_average == 1  # visibility does not count there
    assert blind.average_jaccard == 0


def test_the_mean_counts_videos_alike() -> None:
    one = TapMetrics({x: 1.0 for x in THRESHOLDS}, {x: 0.5 for x in THRESHOLDS}, 1.0, 0.2, 1000)
    two = TapMetrics({x: 0.0 for x in THRESHOLDS}, {x: 0.1 for x in THRESHOLDS}, 0.5, 0.4, 10)
    both = mean_of([one, two])
    assert both.delta_average == 0.5
    assert both.average_jaccard == pytest.approx(0.3)
    assert (both.occlusion_accuracy, both.median_error, both.judged) == (0.75, pytest.approx(0.3), 1010)
    with pytest.raises(InputError, match="no videos"):
        mean_of([])


def test_what_cannot_be_judged_is_refused() -> None:
    true, seen = np.zeros((3, 1, 2)), np.array([[True], [False], [False]])
    queries, _ = queries_of(true, seen, "first")
    with pytest.raises(InputError, match="no point is visible"):
        measure(queries, true, seen, true, seen, SIZE, "first")
    with pytest.raises(InputError, match="do not go with"):
        measure(queries, true, seen, true[:2], seen, SIZE, "first")
