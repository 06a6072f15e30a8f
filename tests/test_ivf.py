"""The index of a large library: what it finds, through any history, compared with brute force."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from motionsearch.index import direct, ivf_building, plans
from motionsearch.index.engines import Ids
from motionsearch.index.ivf import FEWEST, Ivf, near_enough
from motionsearch.index.library import Library
from motionsearch.index.vectors import find_vectors
from tests.benchmarks.bench_scale_data import Source
from tests.helpers_index import Model, Vectors, clustered, open_lists, plan_of
from tests.libraries import nearest, unit_vectors

COUNT, DIM = 3_000, 24


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Library, Model]]:
    """A library with lists, a tail and removed clips; one in ten clips are "rare", one in two "even"."""
    truth = Model()
    vectors = clustered(COUNT, DIM, clusters=60)
    meta = [{"rare": i % 10 == 0, "even": i % 2 == 0} for i in range(COUNT)]
    with (
        open_lists(tmp_path_factory.mktemp("large") / "a.library", dim=DIM) as library,
        pytest.MonkeyPatch.context() as patch,
    ):
        patch.setattr(ivf_building, "FEWEST", COUNT // 100)  # filters are measured, as for large libraries
        library.add_vectors(vectors, source="first", meta=meta)
        truth.add(1, vectors)
        late = clustered(300, DIM, seed=1, clusters=60)
        library.add_vectors(
            late, source="late", meta=[{"rare": False, "even": i % 2 == 0} for i in range(300)]
        )
        truth.add(COUNT + 1, late)
        doomed = [*range(5, COUNT, 17), *range(COUNT + 1, COUNT + 300, 9)]
        library.remove(ids=doomed)
        truth.remove(doomed)
        yield library, truth


def ids_where(truth: Model, where: str) -> list[int]:
    tests = {
        "meta.rare = true": lambda i: i <= COUNT and (i - 1) % 10 == 0,
        "meta.even = true": lambda i: (i - 1 if i <= COUNT else i - COUNT - 1) % 2 == 0,
        "source = 'late'": lambda i: i > COUNT,
    }
    return [i for i in truth.vectors if tests[where](i)]


def queries_of(kind: str, count: int) -> Vectors:
    """Beside clips, or between two of them: those that an index is tuned for."""
    vectors = clustered(2 * count, DIM, seed=7, clusters=60).astype(np.float64)
    drawn = vectors[:count] + (0.88 * unit_vectors(count, DIM, 8) if kind == "noisy" else vectors[count:])
    return (drawn / np.linalg.norm(drawn, axis=1, keepdims=True)).astype(np.float32)


@pytest.mark.parametrize("kind", ["noisy", "between"])
@pytest.mark.parametrize("k", [1, 10, 30])
def test_recall_without_a_filter(large: tuple[Library, Model], kind: str, k: int) -> None:
    library, truth = large
    truth.found = truth.wanted = 0
    queries = queries_of(kind, 100)
    assert plan_of(library, queries[0], k).kind == "ivf"
    assert plan_of(library, queries[0], k).probes < plan_of(library, queries[0], k).lists
    for query, hits in zip(queries, library.search_vectors(queries, k), strict=True):
        truth.check(hits, query, k)
    assert truth.recall >= 0.99


def test_one_by_one_is_as_together(large: tuple[Library, Model], monkeypatch: pytest.MonkeyPatch) -> None:
    library, _ = large
    monkeypatch.setattr(plans, "FETCH", 1.0)  # else all that pass are fetched for many queries, not for one
    queries = queries_of("noisy", 20)
    for where in (None, "meta.even = true"):
        together = library.search_vectors(queries, 10, where)
        assert together == [library.search_vector(query, 10, where) for query in queries]


@pytest.mark.parametrize("where", ["meta.rare = true", "meta.even = true", "source = 'late'"])
@pytest.mark.parametrize(
    ("all_lists", "fetch", "kind"),
    [(5e-3, 0.0, "filtered-exact"), (5e-3, 1.0, "ivf-selector"), (0.0, 1.0, "ivf-selector")],
)
def test_recall_with_a_filter(
    large: tuple[Library, Model],
    monkeypatch: pytest.MonkeyPatch,
    where: str,
    all_lists: float,
    fetch: float,
    kind: str,
) -> None:
    library, truth = large
    # Costs by which what passes is fetched, or every list is looked through, or only some are.
    monkeypatch.setattr(plans, "ALL_LISTS", all_lists)
    monkeypatch.setattr(plans, "FETCH", fetch)
    truth.found = truth.wanted = 0
    left = ids_where(truth, where)
    queries = queries_of("noisy", 60)
    assert plan_of(library, queries[0], 10, where).kind == kind
    for query, hits in zip(queries, library.search_vectors(queries, 10, where), strict=True):
        truth.check(hits, query, 10, left, exact=kind == "filtered-exact")
    assert kind == "filtered-exact" or truth.recall >= 0.99


def test_filters_were_measured(large: tuple[Library, Model], monkeypatch: pytest.MonkeyPatch) -> None:
    library, _ = large
    monkeypatch.setattr(plans, "FETCH", 1.0)
    plan = plan_of(library, queries_of("noisy", 1)[0], 10, "meta.even = true")
    assert plan.kind == "ivf-selector"
    assert 0 < plan.gap < 2


def test_filters_of_every_selectivity_and_shape(
    large: tuple[Library, Model], monkeypatch: pytest.MonkeyPatch
) -> None:
    library, truth = large
    truth.found = truth.wanted = 0
    rng = np.random.default_rng(3)
    queries = queries_of("between", 40)
    kinds = set()
    every = np.array(sorted(truth.vectors))
    # Some filters pass clips at random, some those of a corner: around the query, or elsewhere.
    for turn, share in enumerate([0.0005, 0.003, 0.01, 0.03, 0.1, 0.3, 0.7, 1.0] * 2):
        monkeypatch.setattr(plans, "ALL_LISTS", 0.0 if turn % 2 else 5e-3)
        count = max(1, round(share * len(every)))
        corner = (
            queries[turn if turn % 3 == 2 else -turn - 1]
            @ np.stack([truth.vectors[i] for i in every.tolist()]).T
        )
        order = (rng.permutation(len(every)), np.argsort(-corner), np.argsort(-corner))[turn % 3]
        chosen = np.sort(every[order[:count]])
        monkeypatch.setattr(library, "_matching", lambda *_, ids=chosen: ids)
        where = "id > 0"
        for query in queries[turn : turn + 2]:
            kinds.add(plan_of(library, query, 10, where).kind)
            truth.check(library.search_vector(query, 10, where), query, 10, chosen.tolist())
            truth.check(
                library.search_vector(query, 10, where, exact=True), query, 10, chosen.tolist(), exact=True
            )
    assert kinds == {"filtered-exact", "ivf-selector"}
    assert truth.recall >= 0.99


def test_filters_that_follow_the_clusters(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Most queries lie away from all that passes: a gap measured by random filters found 60 to 90 %."""
    source = Source(20_000, 64)
    vectors, _, scenes = (np.concatenate(parts) for parts in zip(*source.pieces(), strict=True))
    monkeypatch.setattr(ivf_building, "FEWEST", 100)
    with open_lists(tmp_path / "a.library", dim=64) as library:
        library.add_vectors(vectors, source="all", meta=[{"scene": int(scene)} for scene in scenes])
        monkeypatch.setattr(plans, "FETCH", 1.0)
        queries = source.queries(60, 0)
        for scene in (1, 2):  # a tenth and half of the clusters
            rows, where = np.flatnonzero(scenes == scene), f"meta.scene = {scene}"
            plan = plan_of(library, queries[0], 10, where)
            assert (plan.kind, plan.gap < 1) == ("ivf-selector", True)
            found = 0
            for query, hits in zip(queries, library.search_vectors(queries, 10, where), strict=True):
                best = rows[np.argsort(-(vectors[rows] @ query))[:10]] + 1
                found += len({hit.clip_id for hit in hits} & set(best.tolist()))
            assert found >= 0.99 * 10 * len(queries)


@pytest.mark.parametrize("k", [1, 10, 1_000, COUNT, 10 * COUNT])
def test_exact_is_exact(large: tuple[Library, Model], k: int) -> None:
    library, truth = large
    queries = queries_of("noisy", 3)
    for where in (None, "meta.even = true", "meta.rare = true"):
        left = None if where is None else ids_where(truth, where)
        for query, hits in zip(queries, library.search_vectors(queries, k, where, exact=True), strict=True):
            truth.check(hits, query, k, left, exact=True)


@pytest.mark.parametrize("k", [100, 400, 1_000, 2_000, COUNT, 10 * COUNT])
def test_as_many_are_found_as_are_wanted(
    large: tuple[Library, Model], monkeypatch: pytest.MonkeyPatch, k: int
) -> None:
    library, truth = large
    assert isinstance(library._engine._snapshot, Ivf)  # type: ignore[attr-defined]
    monkeypatch.setattr(plans, "probes_for", lambda tuned, k, share: 1)  # one list holds too few
    query = queries_of("between", 1)[0]
    for where in (None, "meta.even = true", "source = 'late'"):
        left = None if where is None else ids_where(truth, where)
        truth.check(library.search_vector(query, k, where), query, k, left)


def test_explain_tells_the_plan(large: tuple[Library, Model]) -> None:
    library, truth = large
    explained = library.explain("someone walks")
    plan, told = explained.plan, str(explained)
    assert told.startswith(f"plan ivf: {len(truth.vectors):,} clips, no filter: the nearest ")
    assert (
        f"at most {plan.probes} of {plan.lists} lists looked through; about {plan.candidates:,} codes" in told
    )
    assert f"{plan.reranked} scored again; recall@10 measured at {plan.recall:.3f}; text " in told
    assert list(explained.seconds) == ["text", "index", "search", "vectors", "rows"]
    assert all(seconds >= 0 for seconds in explained.seconds.values())
    filtered = library.explain("someone walks", where="meta.even = true")
    assert f"the filter leaves {len(ids_where(truth, 'meta.even = true')):,} of" in str(filtered)
    assert "filter" in filtered.seconds
    assert "every vector is read" in str(library.explain("someone walks", exact=True))
    assert "no clip passes the filter" in str(library.explain("someone walks", where="id < 0"))


# Histories

ACTIONS = st.lists(
    st.one_of(
        st.tuples(st.just("add"), st.sampled_from([1, 7, 40, 150])),
        st.tuples(st.just("double"), st.sampled_from([1, 30])),
        st.tuples(st.just("remove"), st.integers(2, 9)),
        st.tuples(st.just("empty"), st.none()),
        st.tuples(st.just("compact"), st.none()),
        st.tuples(st.just("reindex"), st.none()),
        st.tuples(st.just("reopen"), st.none()),
        st.tuples(st.just("search"), st.none()),
    ),
    min_size=4,
    max_size=14,
)


def test_any_history(tmp_path_factory: pytest.TempPathFactory) -> None:
    answers: list[Model] = []
    check_history(tmp_path_factory, answers)
    wanted = sum(truth.wanted for truth in answers)
    assert wanted > 500
    assert sum(truth.found for truth in answers) / wanted >= 0.99


@settings(
    max_examples=8,
    phases=(Phase.explicit, Phase.reuse, Phase.generate),  # a history is slow, and shrinking many too slow
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(
    actions=ACTIONS,
    start=st.sampled_from([30, 60, 400]),
    segment=st.sampled_from([8, 50, 4096]),
    some=st.booleans(),
)
def check_history(
    tmp_path_factory: pytest.TempPathFactory,
    answers: list[Model],
    actions: list[tuple[str, int]],
    start: int,
    segment: int,
    some: bool,
) -> None:
    """Two open libraries and a plain dictionary go through the same; the index comes and goes at 50 clips."""
    folder = tmp_path_factory.mktemp("history") / "a.library"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(plans, "SEGMENT", segment)
        patch.setattr(plans, "FETCH", 1e-4)  # so that filters are not simply fetched
        if some:
            patch.setattr(plans, "ALL_LISTS", 0.0)
        answers.append(truth := Model())
        library, searcher = (open_lists(folder, dim=8, flat_limit=50) for _ in range(2))
        for step, (action, size) in enumerate([("add", start), *actions]):
            if action in ("add", "double"):
                vectors = clustered(size, 8, seed=step)
                if action == "double" and truth.vectors:
                    vectors = np.repeat(next(iter(truth.vectors.values()))[None], size, axis=0)
                (source,) = library.add_vectors(vectors, source=f"step {step}").added
                truth.add(source.first_clip_id, vectors)
            elif action == "remove" and truth.vectors:
                doomed = sorted(truth.vectors)[step % 2 :: size]
                library.remove(ids=doomed) if doomed else None
                truth.remove(doomed)
            elif action == "empty" and len(truth.vectors) > 60:
                library.remove(where="id > 0")
                truth.remove(list(truth.vectors))
            elif action == "compact":
                library.compact()
            elif action == "reindex":
                library.reindex()
            elif action == "reopen":
                for opened in (library, searcher):
                    opened.close()
                library, searcher = (open_lists(folder, dim=8, flat_limit=50) for _ in range(2))
            for opened in (searcher, library):
                compare(opened, truth, step)
        report = library.verify()
        assert report.ok, report
        assert report.counts["clips"] == len(truth.vectors)
        library.close()
        searcher.close()


def compare(library: Library, truth: Model, seed: int) -> None:
    rng = np.random.default_rng(seed)
    query = clustered(1, 8, seed=1000 + seed)[0]
    k = int(rng.choice([1, 3, 10, 50, 2000]))
    truth.check(library.search_vector(query, k), query, k)
    truth.check(library.search_vector(query, k, exact=True), query, k, exact=True)
    last = max(truth.vectors, default=0)
    low, high = sorted(rng.integers(0, last + 2, size=2).tolist())
    where, left = f"id between {low} and {high}", [i for i in truth.vectors if low <= i <= high]
    truth.check(library.search_vector(query, k, where), query, k, left)
    truth.check(library.search_vector(query, k, where, exact=True), query, k, left, exact=True)


def test_lists_that_lie_far_are_passed_over() -> None:
    rng = np.random.default_rng(0)
    cosines = rng.uniform(-1, 1, size=(5, 40)).astype(np.float32)
    lists = np.argsort(rng.random((5, 40)), axis=1).astype(np.int64)
    assert near_enough(lists, cosines, np.inf)[0] is lists
    for gap in (0.0, 0.3, 0.9, 3.0):
        kept, scores = near_enough(lists, cosines, gap)
        assert kept.shape == scores.shape
        for row, numbers, near in zip(kept, lists, cosines, strict=True):
            within = numbers[near >= near.max() - gap].tolist()
            first = numbers[np.argsort(-near)[:FEWEST]].tolist()
            assert set(row.tolist()) - {-1} == {*within, *first}
    assert near_enough(lists, -np.sort(-cosines, axis=1), 0.0)[0].shape[1] == FEWEST


def test_queries_fetch_what_may_be_among_the_best_and_no_more(
    large: tuple[Library, Model], monkeypatch: pytest.MonkeyPatch
) -> None:
    library, truth = large
    fetched: list[int] = []

    def counted(session: object, ids: Ids, dim: int) -> tuple[Ids, Vectors]:
        fetched.append(len(ids))
        return find_vectors(session, ids, dim)  # type: ignore[arg-type]

    monkeypatch.setattr(direct, "find_vectors", counted)
    live = np.array(sorted(truth.vectors), np.int64)
    vectors = np.stack([truth.vectors[i] for i in live.tolist()])
    rng = np.random.default_rng(3)
    queries = queries_of("noisy", 20)
    candidates = []
    for query in queries:
        estimates = (vectors @ query + rng.normal(scale=0.01, size=len(live))).astype(np.float32)
        # Proposed in any order, some twice, and one that is gone.
        order = np.concatenate([rng.permutation(len(live)), [0, 1]])
        ids = np.concatenate([live[order], [10**6]])
        candidates.append((ids, np.concatenate([estimates[order], np.float32([1.0])])))
    with library._store.reading() as session:
        for query, given in zip(queries, candidates, strict=True):
            asked = direct.Asked(query, 10)
            direct.score_again(session, [asked], [given])
            assert asked.answer[0].tolist() == nearest(truth.vectors, query, 10)
            assert not asked.is_doubtful()
        assert sum(fetched) < len(queries) * len(live) / 4
        alone, fetched[:] = sum(fetched), []
        every = [direct.Asked(query, 10) for query in queries]
        direct.score_again(session, every, candidates)
        assert [one.answer[0].tolist() for one in every] == [nearest(truth.vectors, q, 10) for q in queries]
        assert not any(one.is_doubtful() for one in every)
        assert sum(fetched) < alone  # what two queries ask for is fetched once


def test_a_deeper_look_reads_no_vector_twice(
    large: tuple[Library, Model], monkeypatch: pytest.MonkeyPatch
) -> None:
    library, truth = large
    fetched: list[int] = []

    def noted(session: object, ids: Ids, dim: int) -> tuple[Ids, Vectors]:
        fetched.extend(ids.tolist())
        return find_vectors(session, ids, dim)  # type: ignore[arg-type]

    monkeypatch.setattr(direct, "find_vectors", noted)
    live = np.array(sorted(truth.vectors), np.int64)
    vectors = np.stack([truth.vectors[i] for i in live.tolist()])
    rng = np.random.default_rng(4)
    with library._store.reading() as session:
        for query in queries_of("noisy", 20):
            estimates = (vectors @ query + rng.normal(scale=0.02, size=len(live))).astype(np.float32)
            asked = direct.Asked(query, 10)
            fetched.clear()
            for some in (rng.permutation(len(live))[:20], np.argsort(-estimates)[:400]):
                direct.score_again(session, [asked], [(live[some], estimates[some])])
            assert len(fetched) == len(set(fetched))
            assert asked.answer[0].tolist() == nearest(truth.vectors, query, 10)
