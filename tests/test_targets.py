"""The main table of the card: means, spreads and what was reached."""

from __future__ import annotations

import statistics

import pytest

from motionsearch.train.targets import TARGETS, Target, target_rows


@pytest.mark.parametrize(
    ("target", "figure", "word"),
    [
        (Target("t", "k", 32, 45), 45, "aim"),
        (Target("t", "k", 32, 45), 44.9, "must"),
        (Target("t", "k", 32, 45), 31.9, "no"),
        (Target("t", "k", 5, 2, falling=True), 2, "aim"),
        (Target("t", "k", 5, 2, falling=True), 3, "must"),
        (Target("t", "k", 5, 2, falling=True), 5.1, "no"),
        (Target("t", "k", None, 10), 9, "no"),
        (Target("t", "k"), 9, ""),
    ],
)
def test_what_is_reached(target: Target, figure: float, word: str) -> None:
    assert target.reached(figure) == word


def test_every_row_has_mean_spread_and_what_to_compare_with() -> None:
    keys = [target.key for target in TARGETS]
    assert len(set(keys)) == len(keys)
    seeds = [{key: seed + place for place, key in enumerate(keys)} for seed in (10.0, 13.0, 11.5)]
    blind = [dict.fromkeys(keys, 1.0), dict.fromkeys(keys, 2.0)]
    rows = target_rows(seeds[0], seeds[1:], blind, {keys[0]: 5.0}, {keys[0]: 5.5})
    for place, (row, target) in enumerate(zip(rows, TARGETS, strict=True)):
        values = [figures[target.key] for figures in seeds]
        assert row["figure"] == target.title
        assert row["shipped"] == 10.0 + place
        assert row["mean"] == pytest.approx(sum(values) / 3, abs=0.01)
        assert row["spread"] == pytest.approx(statistics.stdev(values), abs=0.01)
        assert row["untrained"] == 1.5
        assert row["reached"] == target.reached(row["mean"])
    assert (rows[0]["chance"], rows[0]["majority"]) == (5.0, 5.5)
    assert rows[1]["chance"] is None


def test_one_seed_has_no_spread() -> None:
    figures = {target.key: 3.0 for target in TARGETS}
    (row, *_) = target_rows(figures, [], [figures], {}, {})
    assert (row["mean"], row["spread"], row["shipped"]) == (3.0, None, 3.0)
