"""Any sequence of adding, removing, compacting, reindexing, kill -9, opening and searching, beside a model.

MOTIONSEARCH_SEQUENCES says how many sequences are run, MOTIONSEARCH_SEED which ones.
"""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, seed, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    rule,
    run_state_machine_as_test,
)

if sys.platform == "win32":
    pytest.skip("Windows has no kill -9", allow_module_level=True)

from motionsearch.index.library import Library
from tests.helpers_crash import (
    DIM,
    FLAT_LIMIT,
    Change,
    Crasher,
    Kill,
    make_small,
    make_usual,
    open_small,
    perform,
    vectors_of,
)
from tests.libraries import nearest, tracks, unit_vectors

SEQUENCES = int(os.environ.get("MOTIONSEARCH_SEQUENCES", "25"))
SEED = os.environ.get("MOTIONSEARCH_SEED")
STEPS = 14


@dataclass(frozen=True)
class Held:
    """What the model knows of a clip."""

    vector: np.ndarray
    source: str
    who: str = ""
    label: str = ""


@dataclass(frozen=True)
class Model:
    """What a library holds, in plain Python: clips by id, and what each live source was made of."""

    clips: dict[int, Held] = field(default_factory=dict)
    contents: dict[str, object] = field(default_factory=dict)
    next_id: int = 1

    def states(self, change: Change) -> list[Model]:
        """What the library may be while it is changed: what it was, and what it is after each commit."""
        if change.kind == "vectors":
            content: object = (change.seed, change.count)
            held = [
                Held(vector, change.source, change.who, "even" if i % 2 == 0 else "odd")
                for i, vector in enumerate(vectors_of(change))
            ]
            return [self, self._with(change.source, content, held)]
        if change.kind == "tracks":
            states = [self]
            for number, vector in zip(change.seeds, vectors_of(change), strict=True):
                held = [Held(vector, f"tracks {number}")]
                states.append(states[-1]._with(f"tracks {number}", number, held))
            return states
        return [self, self._without(set(self.doomed(change)))]

    def doomed(self, change: Change) -> list[int]:
        """The clips that a change removes."""
        if change.kind == "remove":
            return [i for i in change.seeds if i in self.clips]
        return self.matching(change.where) if change.kind == "filter" else []

    def matching(self, where: str) -> list[int]:
        """The clips that pass one of the filters that the tests use."""
        name, _, value = where.partition(" = ")
        if name in ("tags.who", "label"):
            of = "who" if name == "tags.who" else "label"
            return [i for i, held in self.clips.items() if getattr(held, of) == value.strip("'")]
        low, high = map(int, where.removeprefix("id between ").split(" and "))
        return [i for i in self.clips if low <= i <= high]

    def _with(self, source: str, content: object, held: list[Held]) -> Model:
        if self.contents.get(source) == content:
            return self
        after = self._without({i for i, clip in self.clips.items() if clip.source == source})
        new = dict(enumerate(held, start=self.next_id))
        return Model(after.clips | new, after.contents | {source: content}, self.next_id + len(held))

    def _without(self, ids: set[int]) -> Model:
        clips = {i: held for i, held in self.clips.items() if i not in ids}
        live = {held.source for held in clips.values()}
        contents = {source: content for source, content in self.contents.items() if source in live}
        return replace(self, clips=clips, contents=contents)


def moments(most: int) -> st.SearchStrategy[int]:
    """Numbers up to ``most``, the late ones as often as the early ones, which come easier to hypothesis."""
    coarse, fine = max(1, most // 16), st.integers(0, max(1, most // 16))
    return st.builds(lambda part, rest: part * coarse + rest, st.sampled_from(range(16)), fine)


kills = st.one_of(
    st.builds(Kill, st.just("step"), moments(400)),
    st.builds(Kill, st.just("bytes"), moments(1_600_000)),
    st.builds(Kill, st.just("delay"), moments(240)),
)
additions = st.builds(
    Change,
    st.just("vectors"),
    source=st.sampled_from("abcdefgh"),
    seed=st.integers(0, 3),
    count=st.one_of(st.integers(1, 9), st.integers(20, 60)),
    who=st.sampled_from(["ana", "bo"]),
)
recordings = st.builds(
    Change,
    st.just("tracks"),
    seeds=st.lists(st.integers(0, 12), min_size=1, max_size=4, unique=True).map(tuple),
)
filters = st.one_of(
    st.sampled_from(["tags.who = 'ana'", "tags.who = 'bo'", "label = 'odd'", "label = 'even'"]),
    st.builds(
        lambda low, more: f"id between {low} and {low + more}", st.integers(0, 300), st.integers(0, 80)
    ),
)
numbers = st.lists(st.integers(0, 2**20), min_size=1, max_size=20)
upkeep = st.builds(Change, st.sampled_from(["compact", "reindex"]))


class LibraryMachine(RuleBasedStateMachine):
    """Two open libraries at one place, children that are killed, and the model."""

    crasher: Crasher
    met: Counter[str]

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp(prefix="motionsearch-states-"))
        self.model = Model()
        self.library, self.other = self._open(), self._open()

    def _open(self) -> Library:
        return open_small(self.folder / "it.library")

    def teardown(self) -> None:
        try:
            self.assert_whole()
            self.met["sequences"] += 1
            if SEQUENCES > 100 and self.met["sequences"] % 25 == 0:  # shown with pytest -s
                sys.stdout.write(f"seed {SEED}: {dict(self.met)}\n")
                sys.stdout.flush()
        finally:
            self.library.close()
            self.other.close()
            shutil.rmtree(self.folder)

    def change(self, change: Change) -> None:
        *_, after = states = self.model.states(change)
        done = perform(self.library, change)
        if change.kind in ("remove", "filter"):
            assert done == len(self.model.clips) - len(after.clips)
        elif change.kind in ("vectors", "tracks"):
            assert done == len({id(state) for state in states}) - 1
        self.model = after

    @initialize(first=additions)
    def begin(self, first: Change) -> None:
        self.change(first)

    @rule(change=additions)
    def add_vectors(self, change: Change) -> None:
        self.change(change)

    @rule(change=recordings)
    def add_tracks(self, change: Change) -> None:
        self.change(change)

    @rule(change=upkeep)
    def keep_up(self, change: Change) -> None:
        self.change(change)

    @rule(where=filters)
    def remove_by_filter(self, where: str) -> None:
        self.change(Change("filter", where=where))

    @rule(numbers=numbers)
    def remove_by_id(self, numbers: list[int]) -> None:
        self.change(self._removal(numbers))

    @rule(changes=st.lists(st.one_of(additions, recordings, upkeep), min_size=1, max_size=3), kill=kills)
    def crash(self, changes: list[Change], kill: Kill) -> None:
        self._crash(changes, kill)

    @rule(numbers=numbers, where=filters, compact=st.booleans(), kill=kills)
    def crash_while_removing(self, numbers: list[int], where: str, compact: bool, kill: Kill) -> None:
        # The ids first: the filter may remove some of them.
        changes = [self._removal(numbers), Change("filter", where=where)]
        self._crash([*changes, Change("compact")] if compact else changes, kill)

    def _removal(self, numbers: list[int]) -> Change:
        """Of some clips: what is drawn must not depend on what a crash has left."""
        ids = sorted(self.model.clips)
        return Change("remove", seeds=tuple(sorted({ids[number % len(ids)] for number in numbers if ids})))

    def _crash(self, changes: list[Change], kill: Kill) -> None:
        """What was acknowledged is there; of what was going on there is a whole number of commits."""
        done, sources, lived = self.crasher.run(self.folder / "it.library", changes, kill)
        assert lived == (done == len(changes)) or kill.kind == "delay"
        for change in changes[:done]:
            self.model = self.model.states(change)[-1]
        self.met["killed" if not lived else "lived"] += 1
        there = self._content(self.library)
        possible = self.model.states(changes[done]) if done < len(changes) else [self.model]
        different = list({id(state): state for state in possible}.values())
        fitting = [i for i, state in enumerate(different) if _content(state) == there]
        assert fitting, (there, [_content(state) for state in different])
        assert fitting[-1] >= sources
        self.model = different[fitting[-1]]
        self.met["half-way"] += not lived and done + fitting[-1] > 0
        self.met["not begun"] += not lived and done + fitting[-1] == 0

    @rule(both=st.booleans())
    def reopen(self, both: bool) -> None:
        self.library.close()
        self.library = self._open()
        if both:
            self.other.close()
            self.other = self._open()

    @rule(number=st.integers(0, 2**20), k=st.integers(1, 40), where=filters, other=st.booleans())
    def search(self, number: int, k: int, where: str, other: bool) -> None:
        library = self.other if other else self.library
        vectors = {i: held.vector for i, held in self.model.clips.items()}
        queries = unit_vectors(2, DIM, number)
        for query, hits in zip(queries, library.search_vectors(queries, k, exact=True), strict=True):
            assert [hit.clip_id for hit in hits] == nearest(vectors, query, k)
        chosen = {i: vectors[i] for i in self.model.matching(where)}
        exact = library.search_vectors(queries, k, where, exact=True)
        assert [hit.clip_id for hit in exact[0]] == nearest(chosen, queries[0], k)
        self._compare(library.search_vector(queries[1], k), vectors, queries[1], k)
        self._compare(library.search_vector(queries[1], k, where), chosen, queries[1], k)

    @rule(number=st.integers(0, 2**20), other=st.booleans())
    def look_at_a_clip(self, number: int, other: bool) -> None:
        if not self.model.clips:
            return
        library = self.other if other else self.library
        clip_id = sorted(self.model.clips)[number % len(self.model.clips)]
        held = self.model.clips[clip_id]
        clip = library.get(clip_id)
        assert (clip.vector == held.vector).all()
        if held.source.startswith("tracks "):
            assert clip.tracks is not None
            expected = tracks(int(held.source.removeprefix("tracks "))).points
            assert np.abs(clip.tracks.points - expected).max() <= 1 / 64 + 1e-4
        # The clip itself, or an equal one, is found by its vector; by "like" others are, and not itself.
        assert library.search_vector(held.vector, 1)[0].score > 1 - 1e-5
        others = {i: h.vector for i, h in self.model.clips.items() if i != clip_id}
        self._compare(library.like(clip_id, 5), others, held.vector, 5)

    def _compare(self, hits: list[Any], vectors: dict[int, np.ndarray], query: np.ndarray, k: int) -> None:
        """Hits are live, right and in order; they are the best but for what an approximate index misses."""
        found = [hit.clip_id for hit in hits]
        assert nearest({i: vectors[i] for i in found}, query, k) == found
        for hit in hits:
            assert abs(hit.score - float(vectors[hit.clip_id] @ query)) < 1e-5
            assert hit.label == (self.model.clips[hit.clip_id].label or None)
        expected = nearest(vectors, query, k)
        if len(self.model.clips) <= FLAT_LIMIT:
            assert found == expected
        self.met["hits of an IVF"] += len(set(found[:10]) & set(expected[:10]))
        self.met["possible"] += len(expected[:10])

    def _content(self, library: Library) -> list[tuple[object, ...]]:
        return [(c.clip_id, c.tags.get("who", ""), c.label or "") for c in library.clips()]

    def assert_whole(self) -> None:
        """Nothing is lost, doubled or stale, in any of the libraries or on the disk."""
        with self._open() as fresh:
            for library in (self.library, self.other, fresh):
                assert self._content(library) == _content(self.model)
                assert library.info().clips == len(self.model.clips)
            report = fresh.verify()
            assert report.ok, report.problems
            assert report.counts["sources"] == len(self.model.contents)
            query = unit_vectors(1, DIM, 99)[0]
            vectors = {i: held.vector for i, held in self.model.clips.items()}
            found = fresh.search_vectors(query[None], len(vectors) + 1, exact=True)[0]
            assert [hit.clip_id for hit in found] == nearest(vectors, query, len(vectors))


def _content(model: Model) -> list[tuple[object, ...]]:
    return [(i, held.who, held.label) for i, held in sorted(model.clips.items())]


@pytest.fixture
def crasher() -> Iterator[Crasher]:
    make_small()
    try:
        with Crasher() as helper:
            yield helper
    finally:
        make_usual()


@pytest.mark.timeout(0 if SEQUENCES > 100 else 300)
def test_any_sequence_of_changes_and_crashes(crasher: Crasher) -> None:
    met: Counter[str] = Counter()
    machine = type("Machine", (LibraryMachine,), {"crasher": crasher, "met": met})
    limits = settings(
        max_examples=SEQUENCES,
        stateful_step_count=STEPS,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )
    run_state_machine_as_test(seed(int(SEED))(machine) if SEED else machine, settings=limits)
    # Some were met half-way, and the index found what there is, or this tested nothing.
    assert met["killed"] > SEQUENCES / 4
    assert met["not begun"]
    assert met["half-way"]
    assert met["hits of an IVF"] >= 0.95 * met["possible"]
