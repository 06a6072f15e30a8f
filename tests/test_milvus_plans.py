"""Which collection a library has on Milvus, and how a query is answered there."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from motionsearch.index.milvus_plans import (
    FEW,
    MOST,
    SPARE,
    CollectionPlan,
    choose_collection,
    choose_milvus_plan,
    exact_plan,
    has_outgrown,
    widened,
)
from motionsearch.index.plans import PlanSettings, Tuned

FLAT, IVF = CollectionPlan("FLAT"), CollectionPlan("IVF_SQ8", 4000)
TUNED = Tuned({1.0: 16, 0.1: 24, 0.01: 64}, 64, 0.995)


def test_small_collections_are_flat_and_large_ones_in_lists() -> None:
    settings = PlanSettings()
    assert choose_collection(0, 384, settings) == choose_collection(50_000, 384, settings) == FLAT
    assert choose_collection(250_000, 384, settings) == CollectionPlan("IVF_SQ8", 2000)
    # Milvus makes the lists of each segment by itself: a segment of 1 GiB holds 699,050 of these.
    assert choose_collection(10**9, 384, settings) == CollectionPlan("IVF_SQ8", 3344)
    assert choose_collection(10**9, 1536, settings) == CollectionPlan("IVF_SQ8", 1672)
    assert choose_collection(5000, 384, PlanSettings(flat_limit=0)).index == "IVF_SQ8"


def test_a_collection_is_outgrown_at_four_times_its_size() -> None:
    def at(clips: int) -> CollectionPlan:
        return choose_collection(clips, 128, PlanSettings(flat_limit=1000))

    assert has_outgrown(at(1000), at(1001))
    assert not has_outgrown(at(100_000), at(395_000))
    assert has_outgrown(at(100_000), at(405_000))
    assert not has_outgrown(at(100_000), at(5_000))
    assert not has_outgrown(at(3_000_000), at(10**9))


def test_without_a_filter_milvus_is_asked_for_what_was_measured() -> None:
    plan = choose_milvus_plan(10**7, IVF, TUNED, 10)
    assert (plan.kind, plan.reranked, plan.probes, plan.lists, plan.recall) == ("milvus", 64, 16, 4000, 0.995)
    assert plan.candidates == 10**7 * 16 / 4000
    assert choose_milvus_plan(10**7, IVF, TUNED, 40).probes == 32
    flat = choose_milvus_plan(50_000, FLAT, TUNED, 10)
    assert (flat.kind, flat.reranked, flat.candidates, flat.recall) == ("milvus", 10 + SPARE, 50_000, None)


def test_a_filter_is_answered_by_more_candidates_or_exactly() -> None:
    plan = choose_milvus_plan(10**7, IVF, TUNED, 10, candidates=10**6)
    assert (plan.kind, plan.reranked, plan.probes) == ("milvus", 960, 48)
    # Nobody has measured so small a share: all lists.
    rare = choose_milvus_plan(10**7, IVF, Tuned({1.0: 16}, 64, 1.0), 10, candidates=10**6)
    assert (rare.kind, rare.probes) == ("milvus", 4000)
    # 1.5 * 64 / 0.001 is more than Milvus gives.
    rare = choose_milvus_plan(10**8, IVF, TUNED, 10, candidates=10**5)
    assert (rare.kind, rare.candidates) == ("filtered-exact", 10**5)
    assert choose_milvus_plan(10**8, IVF, TUNED, 10, candidates=FEW).kind == "filtered-exact"
    assert choose_milvus_plan(20_000, FLAT, TUNED, 10, candidates=19_000).kind == "milvus"
    many = choose_milvus_plan(10**6, IVF, TUNED, 9_000, candidates=900_000)
    assert (many.kind, many.candidates) == ("streamed", 10**6)


def test_what_needs_no_milvus() -> None:
    assert exact_plan(0, None).kind == exact_plan(10, 0).kind == "empty"
    assert exact_plan(10, None).kind == "streamed"
    assert exact_plan(12, 11).kind == "filtered-exact"
    assert exact_plan(10**6, 200_000).kind == "filtered-exact"
    assert exact_plan(10**6, 400_000).kind == "streamed"


@given(
    st.integers(0, 10**9),
    st.sampled_from([FLAT, IVF]),
    st.integers(1, 10**5),
    st.none() | st.floats(0, 1),
)
def test_no_plan_asks_for_more_than_milvus_gives(
    size: int, has: CollectionPlan, k: int, share: float | None
) -> None:
    candidates = None if share is None else int(size * share)
    plan = choose_milvus_plan(size, has, TUNED, k, candidates=candidates)
    steps = 0
    while plan.kind == "milvus":
        assert k <= plan.reranked <= MOST
        assert plan.probes <= has.lists
        steps += 1
        wider = widened(plan)
        if wider is None:
            break
        assert wider.reranked > plan.reranked
        plan = wider
    assert steps <= 5
