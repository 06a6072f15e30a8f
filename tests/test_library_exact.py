"""Searches of a small library against brute force: every plan, filters, removals, tails and ties."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from motionsearch.index import plans, scoring
from motionsearch.index.library import Library
from motionsearch.index.plans import PlanSettings
from motionsearch.index.scoring import top
from tests.libraries import ENGINES, flip_bit, fresh_place, halved, nearest, open_library, unit_vectors

# Few directions and many of them equal, so that ties are everywhere.
coarse = st.lists(st.tuples(*[st.integers(-1, 1)] * 3).filter(any), min_size=1, max_size=120)


def as_units(rows: list[tuple[int, ...]]) -> np.ndarray:
    vectors = np.array(rows, np.float64)
    return (vectors / np.linalg.norm(vectors, axis=1, keepdims=True)).astype(np.float32)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(coarse, st.integers(1, 40), st.sampled_from([0, 1, 5]), st.integers(1, 4), st.data())
def test_the_best_of_a_matrix(
    monkeypatch: pytest.MonkeyPatch,
    rows: list[tuple[int, ...]],
    k: int,
    filler: int,
    asked: int,
    data: st.DataObject,
) -> None:
    vectors = as_units(rows)
    # Filled up with vectors that lose, so that k is small beside the rest.
    every = np.concatenate([vectors, np.repeat(-vectors[:1], filler * 60, axis=0)])
    gaps = st.lists(st.integers(1, 3), min_size=len(every), max_size=len(every))
    ids = np.cumsum(data.draw(gaps)).astype(np.int64)
    queries = vectors[data.draw(st.lists(st.integers(0, len(vectors) - 1), min_size=asked, max_size=asked))]
    picked = data.draw(st.none() | st.sets(st.integers(0, len(every) - 1), max_size=len(every)))
    among = None if picked is None else np.array(sorted(picked), np.intp)
    # Queries are compared in blocks, and rows gathered in pieces.
    monkeypatch.setattr(scoring, "_BLOCK", data.draw(st.sampled_from([1, 2 * len(every), 1 << 24])))
    monkeypatch.setattr(scoring, "_ROWS", data.draw(st.sampled_from([3, 4096])))
    found = top(ids, every, queries, k, among=among)
    rows_there = range(len(every)) if picked is None else sorted(picked)
    allowed = {int(ids[row]): every[row] for row in rows_there}
    assert [best.tolist() for best, _ in found] == [nearest(allowed, query, k) for query in queries]
    assert all((np.diff(scores) <= 0).all() for _, scores in found)


@pytest.mark.parametrize("together", [1, 3])
def test_near_ties_at_the_edge(together: int) -> None:
    # Scores closer together than float32 sums are exact: a product of matrices cuts them off at random.
    rng = np.random.default_rng(0)
    base = unit_vectors(1, 64)[0].astype(np.float64)
    vectors = base + rng.normal(scale=1e-6, size=(3000, 64))
    vectors = (vectors / np.linalg.norm(vectors, axis=1, keepdims=True)).astype(np.float32)
    queries = unit_vectors(together, 64)
    found = top(np.arange(3000, dtype=np.int64), vectors, queries, 50)
    for query, (ids, _) in zip(queries, found, strict=True):
        assert ids.tolist() == nearest(dict(enumerate(vectors)), query, 50)


def test_a_score_does_not_depend_on_what_is_asked_beside_it() -> None:
    vectors, queries = unit_vectors(500, 48), unit_vectors(7, 48, seed=1)
    ids = np.arange(500, dtype=np.int64)
    together = top(ids, vectors, queries, 20)
    for query, (found, scores) in zip(queries, together, strict=True):
        ((alone, own),) = top(ids[::-1][:500].copy(), vectors[::-1].copy(), query[None], 20)
        assert (found == alone).all()
        assert (scores == own).all()


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
@settings(
    max_examples=12,
    deadline=None,
    phases=(Phase.explicit, Phase.reuse, Phase.generate),
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
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
        patch.setenv("MOTIONSEARCH_CACHE", str(tmp_path_factory.mktemp("cache")))
        patch.setattr(plans, "FEW", few)
        patch.setattr(plans, "FEW_SHARE", 0.0)
        patch.setattr(plans, "SEGMENT", segment)
        if lazy:
            patch.setattr(plans, "worth_saving", lambda saved, unsaved: saved == 0)
        sizes = PlanSettings(flat_limit=flat_limit)
        truth: dict[int, np.ndarray] = {}
        library, searcher = open_library(place, dim=3, plans=sizes), open_library(place, dim=3, plans=sizes)
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
                library = open_library(place, dim=3, plans=sizes)
                searcher = open_library(place, dim=3, plans=sizes)
            elif action == "spoil":
                for file in library._engine.files.folder.glob("*.index"):
                    spoil(file)
            compare(searcher, truth, step)
        assert library.verify().counts["clips"] == len(truth)
        library.close()
        searcher.close()


def spoil(file: Path) -> None:
    """Flips a bit in what the file's name stands for; who has the old file open keeps it."""
    copy = file.with_suffix(".copy")
    copy.write_bytes(file.read_bytes())
    flip_bit(copy)
    copy.replace(file)


def compare(library: Library, truth: dict[int, np.ndarray], seed: int) -> None:
    rng = np.random.default_rng(seed)
    queries = as_units([(1, int(rng.integers(-1, 2)), int(rng.integers(-1, 2))) for _ in range(3)])
    k = int(rng.integers(1, 30))
    low, high = sorted(rng.integers(0, 150, size=2).tolist())
    chosen = {i: v for i, v in truth.items() if low <= i <= high}
    where = f"id between {low} and {high}"
    expected = [nearest(truth, query, k) for query in queries]
    left = [nearest(chosen, query, k) for query in queries]
    assert [hit.clip_id for hit in library.search_vector(queries[0], k, exact=True)] == expected[0]
    assert [hit.clip_id for hit in library.search_vector(queries[0], k, where, exact=True)] == left[0]
    assert [[h.clip_id for h in hits] for hits in library.search_vectors(queries, k, exact=True)] == expected
    assert [
        [h.clip_id for h in hits] for hits in library.search_vectors(queries, k, where, exact=True)
    ] == left
