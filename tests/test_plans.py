"""Which plan answers a query."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from motionsearch.index.plans import FLAT_LIMIT, choose_plan, worth_saving


@pytest.mark.parametrize(
    ("size", "candidates", "loaded", "kind"),
    [
        (0, None, False, "empty"),
        (0, 0, True, "empty"),
        (100_000, 0, True, "empty"),
        (1, None, False, "flat"),
        (100_000, None, True, "flat"),
        (5_000_000, None, True, "flat"),
        # Few: better fetched than scanned for, all the more while the index is still on disk.
        (100_000, 1, False, "filtered-exact"),
        (100_000, 2_000, False, "filtered-exact"),
        (100_000, 2_000, True, "filtered-exact"),
        (100_000, 2_001, False, "selector"),
        (10_000, 2_000, False, "filtered-exact"),
        (10_000, 2_000, True, "selector"),
        (10_000, 200, True, "filtered-exact"),
        (1_000_000, 20_000, False, "filtered-exact"),
        (1_000_000, 20_001, False, "selector"),
        (100_000, 100_000, True, "selector"),
    ],
)
def test_plan(size: int, candidates: int | None, loaded: bool, kind: str) -> None:
    plan = choose_plan(size, candidates=candidates, loaded=loaded)
    assert plan.kind == kind
    assert plan.candidates == (0 if kind == "empty" else candidates if candidates is not None else size)


@given(st.integers(1, 10**7), st.booleans(), st.data())
def test_fewer_candidates_never_scan_more(size: int, loaded: bool, data: st.DataObject) -> None:
    many = data.draw(st.integers(1, size))
    few = data.draw(st.integers(1, many))
    if choose_plan(size, candidates=many, loaded=loaded).kind == "filtered-exact":
        assert choose_plan(size, candidates=few, loaded=loaded).kind == "filtered-exact"
    # Once the index is in memory, fetching from SQL is never preferred where it was not before.
    if choose_plan(size, candidates=many, loaded=True).kind == "filtered-exact":
        assert choose_plan(size, candidates=many, loaded=False).kind == "filtered-exact"


def test_reasons_are_told() -> None:
    assert "no filter" in choose_plan(10).why
    assert "leaves 5 of 100 clips (5%)" in choose_plan(100, candidates=5).why
    assert "slow" in choose_plan(FLAT_LIMIT + 1).why
    assert "slow" not in choose_plan(FLAT_LIMIT + 1, exact=True).why
    assert "no clip passes" in choose_plan(100, candidates=0).why


@pytest.mark.parametrize(
    ("saved", "unsaved", "worth"),
    [
        (100, 0, False),
        (0, 1, True),
        (9_000, 1, True),
        (100_000, 1, False),
        (100_000, 9_999, False),
        (100_000, 10_000, True),
        (1_000_000, 19_999, False),
        (1_000_000, 20_000, True),
    ],
)
def test_when_the_index_file_is_written(saved: int, unsaved: int, worth: bool) -> None:
    assert worth_saving(saved, unsaved) is worth
