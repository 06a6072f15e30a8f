"""Which index a library gets and which plan answers a query: pure functions."""

from __future__ import annotations

import math
from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from motionsearch.index import plans
from motionsearch.index.plans import (
    POINTS,
    SEGMENT,
    PlanSettings,
    Tuned,
    choose_index,
    choose_ivf_plan,
    choose_plan,
    code_bits,
    code_bytes,
    deeper,
    depth_for,
    due,
    filtered_gap,
    filtered_probes,
    list_count,
    merge_from,
    probes_for,
    without_index,
    worth_saving,
)

GIB = 1 << 30
TUNED = Tuned({1.0: 40, 0.1: 80, 0.01: 200}, depth=64, recall=0.993)

sizes = st.integers(1, 10**8)


# Which index


@pytest.mark.parametrize(
    ("size", "dim", "settings", "kind", "lists", "bits"),
    [
        (0, 384, PlanSettings(), "flat", 0, 0),
        (50_000, 384, PlanSettings(), "flat", 0, 0),
        (50_001, 384, PlanSettings(), "ivf", 894, 1),
        (1_000_000, 384, PlanSettings(), "ivf", 4_000, 1),
        (10_000_000, 384, PlanSettings(), "ivf", 12_649, 1),
        (1_000_000, 128, PlanSettings(), "ivf", 4_000, 2),
        (1_000_000, 64, PlanSettings(), "ivf", 4_000, 4),
        # The matrix of 40,000 clips takes 59 MiB.
        (40_000, 384, PlanSettings(max_memory=GIB), "flat", 0, 0),
        (40_000, 384, PlanSettings(max_memory=4 * 384 * 40_000), "flat", 0, 0),
        (40_000, 384, PlanSettings(max_memory=4 * 384 * 40_000 - 1), "ivf", 800, 1),
        # However much memory there is, all of a large library is not compared.
        (200_001, 16, PlanSettings(max_memory=1 << 40), "ivf", 1_789, 4),
        (10, 16, PlanSettings(flat_limit=9), "ivf", 1, 4),
        (1, 16, PlanSettings(flat_limit=0), "ivf", 1, 4),
    ],
)
def test_index(size: int, dim: int, settings: PlanSettings, kind: str, lists: int, bits: int) -> None:
    plan = choose_index(size, dim, settings)
    assert (plan.kind, plan.lists, plan.bits) == (kind, lists, bits)


@given(sizes)
def test_lists_have_enough_to_be_learned_from(size: int) -> None:
    lists = list_count(size)
    assert 1 <= lists <= max(1, round(4 * math.sqrt(size)))
    assert lists == 1 or lists * POINTS <= size
    assert list_count(size + 1) >= lists


@given(sizes, st.integers(1, 4096), st.integers(1, 64 * GIB))
def test_bits_of_codes_give_way_to_memory(size: int, dim: int, memory: int) -> None:
    free, tight = code_bits(size, dim, None), code_bits(size, dim, memory)
    assert 1 <= tight <= free
    assert tight == free or size * code_bytes(dim, 2 * tight) > memory
    assert tight == 1 or size * code_bytes(dim, tight) <= memory


@pytest.mark.parametrize(("dim", "bits"), [(384, 1), (130, 2), (64, 4), (16, 1)])
def test_a_clip_takes_as_many_bytes_as_faiss_says(dim: int, bits: int) -> None:
    import faiss

    quantizer = faiss.IndexFlatIP(dim)
    index = faiss.IndexIVFRaBitQ(quantizer, dim, 1, faiss.METRIC_INNER_PRODUCT, True, bits)
    assert code_bytes(dim, bits) == 8 + index.code_size  # the id and the code


# Plans of a matrix


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
def test_plan_of_a_matrix(size: int, candidates: int | None, loaded: bool, kind: str) -> None:
    plan = choose_plan(size, candidates=candidates, loaded=loaded)
    assert plan.kind == kind
    assert plan.candidates == (0 if kind == "empty" else candidates if candidates is not None else size)
    assert (plan.lists, plan.probes, plan.reranked, plan.recall) == (0, 0, 0, None)
    assert choose_plan(size, candidates=candidates, loaded=loaded, exact=True) == plan  # it is exact anyway


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
    assert "no clip passes" in choose_plan(100, candidates=0).why
    assert "nearest 40 of 4,000 lists" in choose_ivf_plan(10**6, 4000, TUNED, 10).why
    assert "exact" in choose_ivf_plan(10**6, 4000, TUNED, 10, exact=True).why
    assert "300,000 wanted" in choose_ivf_plan(10**6, 4000, TUNED, 300_000).why
    assert "reindex" in without_index(choose_plan(10**7), 10**7).why


# Plans of an IVF


@pytest.mark.parametrize(
    ("options", "kind", "candidates", "probes", "reranked"),
    [
        ({"k": 10}, "ivf", 10_000, 40, 64),
        ({"k": 1}, "ivf", 10_000, 40, 64),
        ({"k": 40}, "ivf", 20_000, 80, 256),
        ({"k": 10, "exact": True}, "streamed", 1_000_000, 0, 0),
        # Nearly all of the vectors would be fetched one by one.
        ({"k": 50_000}, "streamed", 1_000_000, 0, 0),
        ({"k": 10, "candidates": 0}, "empty", 0, 0, 0),
        ({"k": 10, "candidates": 0, "exact": True}, "empty", 0, 0, 0),
        # Fetching 300 vectors takes 1.8 ms, looking through lists 0.9 ms, but one of the two is exact.
        ({"k": 10, "candidates": 300}, "filtered-exact", 300, 0, 0),
        # Not all lists: twice the probes measured for such a share, or for the smallest that was measured.
        ({"k": 10, "candidates": 2_000}, "ivf-selector", 200, 400, 64),
        # Together, 100 queries fetch them once.
        ({"k": 10, "candidates": 2_000, "queries": 100}, "filtered-exact", 2_000, 0, 0),
        ({"k": 10, "candidates": 80_000}, "ivf-selector", 3_520, 176, 64),
        ({"k": 10, "candidates": 100_000}, "ivf-selector", 4_000, 160, 64),
        ({"k": 10, "candidates": 100_000, "exact": True}, "filtered-exact", 100_000, 0, 0),
        ({"k": 10, "candidates": 250_001, "exact": True}, "streamed", 1_000_000, 0, 0),
    ],
)
def test_plan_of_a_million_in_lists(
    options: dict[str, int], kind: str, candidates: int, probes: int, reranked: int
) -> None:
    plan = choose_ivf_plan(1_000_000, 4_000, TUNED, **options)  # type: ignore[arg-type]
    assert (plan.kind, plan.candidates, plan.probes, plan.reranked) == (kind, candidates, probes, reranked)
    assert plan.lists == (4_000 if "ivf" in kind else 0)
    # Recall is told where it was measured: not of an exact plan, nor where every list is looked through.
    assert plan.recall == (0.993 if "ivf" in kind and probes < 4_000 else None)


def test_plan_of_an_empty_library() -> None:
    assert choose_ivf_plan(0, 1, TUNED, 10).kind == "empty"
    assert choose_ivf_plan(0, 1, TUNED, 10, candidates=0, exact=True).kind == "empty"


@given(
    st.integers(1, 10**7),
    st.integers(1, 12_000),
    st.integers(1, 10**6),
    st.integers(1, 64),
    st.booleans(),
    st.data(),
)
def test_an_ivf_plan_is_possible(
    size: int, lists: int, k: int, queries: int, exact: bool, data: st.DataObject
) -> None:
    candidates = data.draw(st.none() | st.integers(0, size))
    plan = choose_ivf_plan(size, lists, TUNED, k, queries=queries, candidates=candidates, exact=exact)
    limit = size if candidates is None else candidates
    assert 0 <= plan.candidates <= size
    assert 0 <= plan.probes <= plan.lists
    assert plan.reranked <= limit
    if plan.kind in ("ivf", "ivf-selector"):
        assert not exact
        assert plan.probes >= 1
        assert plan.reranked >= min(k, limit)  # there is something to choose from
        assert (plan.kind == "ivf") == (candidates is None)
    else:
        assert plan.kind in ("empty", "filtered-exact", "streamed")
        assert (plan.kind == "empty") == (limit == 0)


@given(st.integers(1, 10**6), st.integers(1, 100))
def test_more_results_take_no_fewer_lists_or_candidates(k: int, more: int) -> None:
    for share in (1.0, 0.5, 0.1, 0.03, 0.01, 0.001):
        assert probes_for(TUNED, k + more, share) >= probes_for(TUNED, k, share)
    assert depth_for(TUNED, k + more) >= depth_for(TUNED, k) >= k


@pytest.mark.parametrize(
    ("share", "k", "probes"),
    [
        (1.0, 10, 40),
        (0.1, 10, 80),
        (0.01, 10, 200),
        (0.001, 10, 200),  # none was measured below
        (math.sqrt(0.1), 10, math.ceil(40 * math.sqrt(2))),  # between two, on a logarithmic scale
        (1.0, 1, 40),
        (1.0, 40, 80),
        (1.0, 1000, 400),
    ],
)
def test_probes(share: float, k: int, probes: int) -> None:
    assert probes_for(TUNED, k, share) == probes


def test_probes_where_filters_were_not_measured() -> None:
    assert probes_for(Tuned({1.0: 7}, 32, 1.0), 10, 0.05) == 7


def test_a_filter_looks_through_every_list_where_that_is_quick() -> None:
    assert filtered_probes(200_000, 1_789, TUNED, 10, 100_000) == 1_789
    assert filtered_probes(10_000_000, 12_649, TUNED, 10, 1_000_000) == 160
    assert filtered_probes(10_000_000, 100, TUNED, 10, 1_000_000) == 100  # there are no more
    quick = next(c for c in range(10**6) if filtered_probes(10**6, 4_000, TUNED, 10, c) < 4_000)
    seconds = 4_000 * plans.LIST + 10**6 * plans.SKIP + quick * plans.CODE
    assert seconds == pytest.approx(plans.ALL_LISTS, rel=1e-3)


@pytest.mark.parametrize(
    ("candidates", "kind", "scanned"),
    [(None, "streamed", 10**7), (0, "empty", 0), (10, "filtered-exact", 10), (5_000_000, "streamed", 10**7)],
)
def test_without_an_index(candidates: int | None, kind: str, scanned: int) -> None:
    plan = without_index(choose_plan(10**7, candidates=candidates), 10**7)
    assert (plan.kind, plan.candidates) == (kind, scanned)


# Keeping files


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
def test_when_a_file_of_all_vectors_is_written(saved: int, unsaved: int, worth: bool) -> None:
    assert worth_saving(saved, unsaved) is worth


@pytest.mark.parametrize(
    ("counts", "new", "start"),
    [
        ([], 10, 0),
        ([100], 10, 1),
        ([100], 50, 1),
        ([100], 51, 0),
        ([1000, 10, 10], 10, 1),
        ([1000, 40, 10], 10, 2),
        ([1000, 39, 10], 10, 1),  # not twice the 20 that follow
        ([0, 0], 0, 2),
    ],
)
def test_which_segments_are_written_together(counts: list[int], new: int, start: int) -> None:
    assert merge_from(counts, new) == start


@given(st.lists(st.integers(1, 50), min_size=1, max_size=200), st.integers(100, 10**6))
def test_segments_stay_few(adds: list[int], base: int) -> None:
    counts, written = [base * SEGMENT], 0
    for add in adds:
        at = merge_from(counts, add * SEGMENT)
        total = add * SEGMENT + sum(counts[at:])
        written += total
        counts = [*counts[:at], total]
    grown = sum(adds) * SEGMENT
    assert sum(counts) == base * SEGMENT + grown
    # Each is at least twice what follows it, so there are few, and a clip is written again but rarely.
    assert all(a >= 2 * b for a, b in pairwise(counts))
    assert len(counts) <= 2 + math.log2(sum(adds))
    rewritten_base = len(counts) == 1
    assert rewritten_base or written <= grown * (2 + math.log2(sum(adds)))


@pytest.mark.parametrize(
    ("trained", "size", "new", "new_similarity", "why"),
    [
        (100_000, 399_999, 300_000, 0.8, None),
        (100_000, 400_000, 300_000, 0.8, "grown from 100,000 clips to 400,000"),
        (100_000, 111_000, 11_100, 0.76, None),
        (100_000, 111_000, 11_100, 0.74, "differ from those it was made for (cosine 0.74, was 0.80)"),
        (100_000, 111_000, 11_099, 0.1, None),  # too few to matter
        (100_000, 100_000, 0, 0.0, None),
    ],
)
def test_when_an_index_is_due(
    trained: int, size: int, new: int, new_similarity: float, why: str | None
) -> None:
    said = due(trained, size, 0.8, new, new_similarity)
    assert (said is None) if why is None else (said is not None and why in said)


# Second looks


def test_a_second_look_is_deeper_and_there_are_few() -> None:
    plan = choose_ivf_plan(1_000_000, 4_000, replace(TUNED, gap=0.2, most=40, usual=10), 10)

    def looks(*, short: bool) -> list[tuple[int, float, int]]:
        taken = [plan]
        while (look := deeper(taken[-1], 1_000_000, plan.reranked, short=short)) is not None:
            taken.append(look)
        return [(look.probes, look.gap, look.reranked) for look in taken]

    assert looks(short=False) == [
        (40, 0.2, 64),
        (40, 0.2, 256),
        (160, math.inf, 1024),
        (4_000, math.inf, 1024),
    ]
    assert looks(short=True) == [
        (40, 0.2, 64),
        (160, math.inf, 256),
        (640, math.inf, 1024),
        (4_000, math.inf, 1024),  # where even those lists hold too few
    ]


@given(
    st.integers(1, 10**6), st.integers(1, 5_000), st.integers(1, 5_000), st.integers(1, 10**6), st.booleans()
)
def test_second_looks_end(limit: int, probes: int, lists: int, first: int, short: bool) -> None:
    first = min(first, limit)
    look: plans.Plan | None = plans.Plan("ivf", "", 0, lists, min(probes, lists), first)
    for _ in range(20):
        assert look is not None
        after = plans.deeper(look, limit, first, short=short)
        if after is None:
            break
        assert (after.probes, after.reranked) > (look.probes, look.reranked)
        assert after.probes <= lists
        assert after.reranked <= min(limit, 16 * first)
        look = after
    else:
        pytest.fail("it goes on and on")
    assert look is not None
    assert look.probes == lists  # nothing was left out but by depth


def test_few_lists_are_looked_through_whole() -> None:
    plan = choose_ivf_plan(300_000, 2_000, TUNED, 10, candidates=30_000)
    assert (plan.kind, plan.probes, plan.candidates, plan.recall) == ("ivf-selector", 2_000, 30_000, None)


def test_a_gap_narrows_what_is_looked_through() -> None:
    tuned = Tuned({1.0: 40, 0.1: 80}, 64, 0.993, gap=0.2, most=100, usual=25)
    plan = choose_ivf_plan(1_000_000, 4_000, tuned, 10)
    assert (plan.probes, plan.gap, plan.candidates) == (100, 0.2, 6_250)
    wide = choose_ivf_plan(1_000_000, 4_000, tuned, 40)
    assert (wide.probes, wide.gap, wide.candidates) == (200, 0.4, 12_500)
    again = deeper(plan, 1_000_000, plan.reranked, short=True)
    assert again is not None
    assert again.gap == float("inf")
    assert choose_ivf_plan(1_000_000, 4_000, tuned, 10, candidates=200_000).gap == float("inf")


def test_a_filter_has_the_gap_of_its_share() -> None:
    tuned = Tuned({1.0: 40, 0.1: 80, 0.01: 160}, 64, 0.993, gaps={0.1: 0.2, 0.01: 0.3})
    gaps = [filtered_gap(tuned, 10, share) for share in (1.0, 0.1, math.sqrt(0.001), 0.01, 0.005)]
    expected = [plans.FARTHER * gap for gap in (0.2, 0.2, math.sqrt(0.06), 0.3)]
    assert gaps == pytest.approx([*expected, math.inf])  # narrower than any that was measured
    assert filtered_gap(tuned, 40, 0.1) == pytest.approx(2 * filtered_gap(tuned, 10, 0.1))
    assert math.isinf(filtered_gap(TUNED, 10, 0.5))  # none was measured
    endless = Tuned({1.0: 40}, 64, 0.993, gaps={0.1: 0.2, 0.01: math.inf})
    assert [filtered_gap(endless, 10, share) for share in (0.1, 0.05)] == [plans.FARTHER * 0.2, math.inf]
    plan = choose_ivf_plan(200_000, 1_789, tuned, 10, candidates=100_000)
    assert (plan.kind, plan.probes, plan.gap) == ("ivf-selector", 1_789, filtered_gap(tuned, 10, 0.5))
    # All lists were looked for, but some were passed over: there is more to look through.
    again = deeper(plan, plan.reranked, plan.reranked, short=False)
    assert again is not None
    assert (again.probes, again.gap) == (1_789, math.inf)
    assert deeper(again, plan.reranked, plan.reranked, short=False) is None
