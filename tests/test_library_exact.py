"""Searches against brute force: every plan, filters, removals, tails and ties, through any history."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from motionsearch.index import plans
from motionsearch.index.library import Library
from motionsearch.index.plans import PlanSettings
from motionsearch.index.scoring import top
from tests.libraries import ENGINES, flip_bit, fresh_place, halved, nearest, open_library, unit_vectors

# Few directions and many of them equal, so that ties are everywhere.
coarse = st.lists(st.tuples(*[st.integers(-1, 1)] * 3).filter(any), min_size=1, max_size=120)


def as_units(rows: list[tuple[int, ...]]) -> np.ndarray:
    vectors = np.array(rows, np.float64)
    return (vectors / np.linalg.norm(vectors, axis=1, keepdims=True)).astype(np.float32)


@settings(max_examples=150, deadline=None)
@given(coarse, st.integers(1, 40), st.sampled_from([0, 1, 5]), st.integers(1, 3), st.data())
def test_top_of_a_matrix(
    rows: list[tuple[int, ...]], k: int, filler: int, asked: int, data: st.DataObject
) -> None:
    vectors = as_units(rows)
    # Filled up with vectors that lose, so that k is small beside the rest and most scores are passed over.
    fill = np.repeat(-vectors[:1], filler * 60, axis=0)
    every = np.concatenate([vectors, fill])
    steps = data.draw(st.lists(st.integers(1, 3), min_size=len(every), max_size=len(every)))
    ids = np.cumsum(steps).astype(np.int64)
    queries = vectors[data.draw(st.lists(st.integers(0, len(vectors) - 1), min_size=asked, max_size=asked))]
    picked = data.draw(st.none() | st.sets(st.integers(0, len(every) - 1), max_size=60))
    among = None if picked is None else np.array(sorted(picked), np.intp)
    found = top(ids, every, queries, k, among=among)
    allowed = {int(ids[i]): every[i] for i in range(len(every)) if picked is None or i in picked}
    for query, (best, scores) in zip(queries, found, strict=True):
        assert best.tolist() == nearest(allowed, query, k)
        assert (np.diff(scores) <= 0).all()


def test_near_ties_at_the_edge() -> None:
    # Scores closer together than float32 sums are exact: those alone would cut them off at random.
    rng = np.random.default_rng(0)
    base = unit_vectors(1, 64)[0].astype(np.float64)
    vectors = base + rng.normal(scale=1e-6, size=(3000, 64))
    vectors = (vectors / np.linalg.norm(vectors, axis=1, keepdims=True)).astype(np.float32)
    query = unit_vectors(1, 64)[0]
    ((found, _),) = top(np.arange(3000, dtype=np.int64), vectors, query[None], 50)
    assert found.tolist() == nearest(dict(enumerate(vectors)), query, 50)


ACTIONS = st.lists(
    st.one_of(
        st.tuples(st.just("add"), coarse),
        st.tuples(st.just("remove"), st.integers(0, 2**30)),
        st.tuples(st.just("compact"), st.none()),
        st.tuples(st.just("reindex"), st.none()),
        st.tuples(st.just("reopen"), st.none()),
        st.tuples(st.just("spoil"), st.none()),
        st.tuples(st.just("search"), st.integers(0, 2**30)),
    ),
    min_size=3,
    max_size=12,
)


@pytest.mark.filterwarnings("ignore::motionsearch.errors.MotionsearchWarning")
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    actions=ACTIONS,
    few=st.sampled_from([0, 3, 2000]),
    lazy=st.booleans(),
    segment=st.sampled_from([5, 4096]),
    flat_limit=st.sampled_from([40, 200_000]),
)
@pytest.mark.parametrize("engine", ENGINES)
def test_any_history_searches_like_brute_force(
    engine: str,
    tmp_path_factory: pytest.TempPathFactory,
    actions: list[tuple[str, object]],
    few: int,
    lazy: bool,
    segment: int,
    flat_limit: int,
) -> None:
    """A library and a plain dictionary go through the same history; all exact plans are met."""
    with (
        pytest.MonkeyPatch.context() as patch,
        fresh_place(engine, tmp_path_factory.mktemp("history")) as place,
    ):
        patch.setattr(plans, "FEW", few)
        patch.setattr(plans, "FEW_SHARE", 0.0)
        patch.setattr(plans, "SEGMENT", segment)
        if lazy:
            patch.setattr(plans, "worth_saving", lambda saved, unsaved: saved == 0)
        settings = PlanSettings(flat_limit=flat_limit)

        def opened() -> Library:
            return open_library(place, dim=3, plans=settings)

        truth: dict[int, np.ndarray] = {}
        library, searcher = opened(), opened()
        for step, (action, argument) in enumerate(actions):
            if action == "add":
                vectors = as_units(argument)  # type: ignore[arg-type]
                (source,) = library.add_vectors(vectors, source=f"step {step}").added
                truth.update(enumerate(halved(vectors), start=source.first_clip_id))
            elif action == "remove" and truth:
                doomed = sorted(truth)[int(argument) % len(truth) :: 3]  # type: ignore[call-overload]
                assert library.remove(ids=doomed) == len(doomed)
                truth = {i: v for i, v in truth.items() if i not in doomed}
            elif action == "compact":
                library.compact()
            elif action == "reindex":
                library.reindex()
            elif action == "reopen":
                library.close()
                searcher.close()
                library, searcher = opened(), opened()
            elif action == "spoil":
                folder = library._store.place.index_folder(library.info().uuid)
                for file in sorted(folder.glob("*.index"))[:1]:
                    flip_bit(file)
            compare(searcher, truth, step)
        assert library.verify().counts["clips"] == len(truth)
        library.close()
        searcher.close()


def compare(library: Library, truth: dict[int, np.ndarray], seed: int) -> None:
    rng = np.random.default_rng(seed)
    query = as_units([(1, int(rng.integers(-1, 2)), int(rng.integers(-1, 2)))])[0]
    k = int(rng.integers(1, 30))
    found = library.search_vector(query, k, exact=True)
    assert [hit.clip_id for hit in found] == nearest(truth, query, k)
    low, high = sorted(rng.integers(0, 150, size=2).tolist())
    chosen = {i: v for i, v in truth.items() if low <= i <= high}
    found = library.search_vector(query, k, f"id between {low} and {high}", exact=True)
    assert [hit.clip_id for hit in found] == nearest(chosen, query, k)
