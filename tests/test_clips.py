"""Cutting recordings into clips."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from motionsearch import Cutting, InputError, Recording, Tracks


def recording(seconds: float, fps: float = 10.0, start: float = 0.0) -> Recording:
    frames = round(seconds * fps)
    points = np.zeros((frames, 1, 2)) + np.arange(frames)[:, None, None]
    return Recording(Tracks(points, None, fps, (640, 480)), start=start)


@pytest.mark.parametrize(
    "bad", [{"hop": 0}, {"hop": 5}, {"window": 7}, {"longest": 1}, {"hop": float("nan")}]
)
def test_refuses_lengths_that_do_not_fit_together(bad: dict[str, float]) -> None:
    with pytest.raises(InputError, match="0 < hop <= window <= longest"):
        Cutting(**bad)


def test_documented_spans() -> None:
    assert Cutting().spans(5.0) == [(0.0, 5.0)]
    assert Cutting().spans(6.0) == [(0.0, 6.0)]
    assert Cutting().spans(10.0) == [(0, 4), (2, 6), (4, 8), (6, 10)]
    assert Cutting().spans(7.5) == [(0, 4), (2, 6), (3.5, 7.5)]


def test_the_last_window_does_not_repeat_the_one_before() -> None:
    assert Cutting().spans(8.01) == [(0, 4), (2, 6), (pytest.approx(4.01), pytest.approx(8.01))]


@settings(deadline=None)
@given(
    duration=st.floats(0.1, 200),
    hop=st.floats(0.5, 5),
    overlap=st.floats(0, 5),
    slack=st.floats(0, 5),
)
def test_windows_cover_everything_and_keep_apart(
    duration: float, hop: float, overlap: float, slack: float
) -> None:
    cutting = Cutting(longest=hop + overlap + slack, window=hop + overlap, hop=hop)
    spans = cutting.spans(duration)
    assert spans[0][0] == 0
    assert spans[-1][1] == pytest.approx(duration)
    if duration <= cutting.longest:
        assert spans == [(0.0, duration)]
        return
    starts = np.array([start for start, _ in spans])
    assert all(end - start == pytest.approx(cutting.window) for start, end in spans)
    assert (np.diff(starts) > min(hop / 2, overlap) - 1e-6).all()
    assert (np.diff(starts) <= cutting.window + 1e-5).all()  # no gap


def test_cut_gives_the_frames_of_each_span_in_seconds_of_the_source() -> None:
    pieces = list(Cutting().cut(recording(10, start=100)))
    assert [(start, end) for start, end, _ in pieces] == [(100, 104), (102, 106), (104, 108), (106, 110)]
    for start, _, tracks in pieces:
        assert tracks.num_frames == 40
        assert tracks.points[0, 0, 0] == (start - 100) * 10


def test_a_short_recording_is_one_clip_unchanged() -> None:
    source = recording(3)
    ((start, end, tracks),) = Cutting().cut(source)
    assert (start, end) == (0.0, 3.0)
    assert tracks is source.tracks


def test_stretches_that_show_nothing_are_left_out() -> None:
    whole = recording(14).tracks
    visible = np.zeros((140, 1), bool)
    visible[:35] = True
    visible[-10:] = True
    gone = Recording(Tracks(whole.points, visible, 10, (640, 480)))
    assert [start for start, _, _ in Cutting().cut(gone)] == [0, 2, 10]
