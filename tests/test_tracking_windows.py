"""Windows over a stream of pictures."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from motionsearch.clips import Cutting
from motionsearch.tracking.windows import windows


def stream(count: int, fps: float) -> list[tuple[float, np.ndarray]]:
    return [(i / fps, np.full((2, 2), i % 256, dtype=np.uint8)) for i in range(count)]


def never(picture: np.ndarray, time: float) -> bool:
    return False


@settings(max_examples=150, deadline=None)
@given(
    count=st.integers(3, 400),
    fps=st.sampled_from([5.0, 12.5, 24.0, 25.0, 29.97]),
    window=st.floats(1.0, 5.0),
    hop=st.floats(0.2, 1.0),
    longest=st.floats(1.0, 2.0),
)
def test_a_shot_is_cut_as_a_recording_is(
    count: int, fps: float, window: float, hop: float, longest: float
) -> None:
    cutting = Cutting(longest=longest * window, window=window, hop=hop * window)
    found = [
        (w.times[0], w.times[-1], len(w.times)) for w in windows(stream(count, fps), never, cutting, 1 / fps)
    ]
    times = np.arange(count) / fps
    wanted = []
    for start, end in cutting.spans(count / fps):
        inside = times[(times >= start - 1e-6) & (times < end - 1e-6)]
        if len(inside) >= 3:
            wanted.append((inside[0], inside[-1], len(inside)))
    assert found == wanted


def test_few_pictures_are_held_at_a_time() -> None:
    given_out = [0]

    def pictures():
        for item in stream(3000, 30):
            given_out[0] += 1
            yield item

    for window in windows(pictures(), never, Cutting(), 1 / 30):
        # A window is there as soon as it is sure: at most a hop and the least gap after its end.
        assert given_out[0] - window.times[-1] * 30 <= 30 * 2 + 2


def test_no_window_reaches_over_a_cut() -> None:
    cuts = {3.0, 3.1, 9.0}
    found = list(windows(stream(450, 30), lambda _, time: round(time, 3) in cuts, Cutting(), 1 / 30))
    assert [w.shot for w in found] == sorted(w.shot for w in found)
    for window in found:
        assert not any(window.times[0] < cut <= window.times[-1] for cut in cuts)
    # The shots of 3 s, 0.1 s, 5.9 s and 6 s are whole.
    assert [(round(w.times[0], 2), len(w.times)) for w in found] == [(0, 90), (3, 3), (3.1, 177), (9, 180)]


def test_a_stream_without_pictures_has_no_windows() -> None:
    assert list(windows([], never, Cutting(), 0.1)) == []
    assert list(windows(stream(2, 10), never, Cutting(), 0.1)) == []
