"""Time lines: windows of moving things joined into stretches, and how they are shown."""

from __future__ import annotations

import itertools
import re

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from rich.cells import cell_len

from motionsearch.cli.timeline import bars
from motionsearch.timeline import Stretch, Window, stretches

LABELS = ("walk", "run", "jump")


@st.composite
def windows(draw: st.DrawFn) -> list[Window]:
    """Windows at whole seconds, of up to three things, with shares that are never tied."""
    made = []
    for thing in range(1, draw(st.integers(1, 3)) + 1):
        for start in draw(st.lists(st.integers(0, 12), max_size=6, unique=True)):
            seed = draw(st.integers(0, 2**32 - 1))
            shares = np.random.default_rng(seed).dirichlet(np.ones(3))
            length = draw(st.integers(1, 4))
            ranked = dict(zip(LABELS, shares.tolist(), strict=True))
            made.append(Window(start, start + length, ranked, thing, box=(start, thing, 2, 3)))
    return draw(st.permutations(made))


@given(windows())
def test_every_moment_has_the_mean_of_its_windows(given_windows: list[Window]) -> None:
    """The oracle looks at the middle of every half second."""
    lines = stretches(given_windows)
    for thing in {w.thing for w in given_windows}:
        own = [s for s in lines if s.thing == thing]
        assert all(a.end <= b.start for a, b in itertools.pairwise(own)), "in order, never two at once"
        for at in np.arange(0.25, 17, 0.5):
            here = [w for w in given_windows if w.thing == thing and w.start <= at < w.end]
            said = [s for s in own if s.start <= at < s.end]
            assert len(said) == bool(here)
            if here:
                mean = {label: np.mean([w.shares[label] for w in here]) for label in LABELS}
                assert said[0].label == max(mean, key=lambda label: mean[label])
        for before, after in itertools.pairwise(own):
            assert after.start > before.end or after.label != before.label, "what is the same is one"


@given(windows())
def test_a_stretch_has_the_mean_over_its_time(given_windows: list[Window]) -> None:
    for stretch in stretches(given_windows):
        moments = np.arange(stretch.start + 0.25, stretch.end, 0.5)
        total = dict.fromkeys(LABELS, 0.0)
        for at in moments:
            here = [w for w in given_windows if w.thing == stretch.thing and w.start <= at < w.end]
            for label in LABELS:
                total[label] += float(np.mean([w.shares[label] for w in here])) / len(moments)
        assert stretch.shares == pytest.approx(total)
        assert sum(stretch.shares.values()) == pytest.approx(1)
        assert stretch.label == next(iter(stretch.shares))
        assert stretch.probability == stretch.shares[stretch.label]


def test_neighbours_of_one_label_are_one_stretch() -> None:
    walk, run = {"walk": 0.8, "run": 0.2}, {"walk": 0.1, "run": 0.9}
    made = [
        Window(0, 4, walk, 7, "person", box=(10, 10, 20, 20)),
        Window(2, 6, walk, 7, "person", box=(20, 5, 30, 20)),
        Window(6, 8, run, 7, "person"),
        Window(9, 10, run, 7, "person"),
    ]
    assert stretches(made) == [
        Stretch(7, "person", 0, 6, pytest.approx(walk), (10, 5, 40, 25)),
        Stretch(7, "person", 6, 8, pytest.approx(run)),
        Stretch(7, "person", 9, 10, pytest.approx(run)),
    ]


def test_nothing_goes_on_across_a_cut() -> None:
    walk = {"walk": 0.8, "run": 0.2}
    made = [Window(0, 2.0004, walk, 1, shot=0), Window(2, 4, walk, 1, shot=1)]
    spans = [(s.start, s.end) for s in stretches(made)]
    assert spans == [(0, 2), (2, 4)]


def test_no_windows_no_stretches() -> None:
    assert stretches([]) == []
    assert stretches([Window(1, 1, {"walk": 1.0}, 1)]) == []


def test_a_window_is_read_off_what_a_video_says() -> None:
    meta = {
        "kind": "video",
        "thing": 3,
        "shot": 2,
        "box_x": 1.0,
        "box_y": 2,
        "box_width": 3.0,
        "box_height": 4,
    }
    assert Window.of(0, 1, {"a": 1.0}, "thing 3", meta) == Window(
        0, 1, {"a": 1.0}, 3, "thing 3", 2, (1.0, 2.0, 3.0, 4.0)
    )
    assert Window.of(0, 1, {"a": 1.0}, None, {}).box is None


def line(*parts: tuple[int, float, float, str]) -> list[Stretch]:
    return [Stretch(thing, f"thing {thing}", start, end, {label: 0.5}) for thing, start, end, label in parts]


def test_bars_lie_on_their_times() -> None:
    drawn = bars(
        "v.mp4",
        line((1, 0, 5, "walk"), (1, 5, 10, "run"), (2, 7.5, 10, "jump")),
        9 + 101,
        coloured=False,
    ).splitlines()
    assert drawn[0] == "v.mp4"
    assert [m.start() - 9 for m in re.finditer(r"\d+s", drawn[1])][:3] == [0, 20, 40]
    one, two = drawn[3], drawn[4]
    assert one.startswith("thing 1  ┣━")
    assert (one.index("┣", 10) - 9, one.index("┫") - 9) == (50, 49)
    assert "walk" in one[9:59]
    assert "run" in one[59:]
    assert two.index("┣") - 9 == 75
    assert "jump" in two


@settings(max_examples=100, deadline=None)
@example([(1, 0.0, 1.0, "⺀𠀀")], 1, False)
@given(
    st.lists(
        st.tuples(st.integers(1, 30), st.floats(0, 5000), st.floats(0.001, 300), st.text(max_size=30)),
        min_size=1,
        max_size=12,
    ),
    st.integers(1, 200),
    st.booleans(),
)
def test_bars_fit_their_width_whatever_is_in_them(
    parts: list[tuple[int, float, float, str]], width: int, coloured: bool
) -> None:
    ends: dict[int, float] = {}
    made = []
    for thing, start, length, label in parts:
        begin = max(start, ends.get(thing, 0))
        ends[thing] = begin + length
        made.append((thing, begin, begin + length, label))
    text = bars("name", line(*made), width, coloured=coloured)
    plain = re.sub("\x1b\\[[0-9;]*m", "", text).split("\n")
    assert all(cell_len(row) <= max(width, 9 + 22) for row in plain[1:])
    assert len(plain) == 3 + len({thing for thing, *_ in parts})
    assert all(c.isprintable() for row in plain for c in row)


def test_colours_tell_labels_apart() -> None:
    text = bars("v", line((1, 0, 5, "walk"), (1, 5, 10, "run"), (2, 0, 9, "walk")), 80, coloured=True)
    first, second = text.splitlines()[3:5]
    grounds = [re.findall(r"48;5;(\d+)", row) for row in (first, second)]
    assert len(set(grounds[0])) == 2
    assert grounds[1] == grounds[0][:1]
