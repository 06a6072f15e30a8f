"""CoTracker3: windows, scaling and loading with a stand-in of the same signature, and the real code.

Set MOTIONSEARCH_TEST_COTRACKER to a clone of facebookresearch/co-tracker to run the tests of the real one.
"""

from __future__ import annotations

import itertools
import logging
import os
import pickle
from pathlib import Path

import numpy as np
import pytest
import torch

from motionsearch.errors import InputError
from motionsearch.tracking import cotracker, cotracker_source
from motionsearch.tracking.base import load_tracker

HIDDEN = range(76, 103)
PACE = np.array([0.5, -0.25])
"""Pixels a picture, in the stand-in's own pixels."""
STAND_IN = f'''
import torch

HIDDEN = {HIDDEN!r}
PACE = torch.tensor({PACE.tolist()})


class Predictor(torch.nn.Module):
    """Tells the time from how bright a picture is; every point goes the same way."""

    def __init__(self, pretrained):
        super().__init__()
        assert not pretrained
        self.model = torch.nn.Linear(1, 1)
        self.interp_shape = (24, 32)
        self.step = 8
        self.most = 0

    def where(self, times, queries, asked):
        ahead = times[:, None] - times[asked.long()]
        points = queries[0, :, 1:] + PACE * ahead[..., None]
        visible = torch.tensor([int(t) not in HIDDEN for t in times])[:, None].repeat(1, len(asked))
        visible[asked.long(), torch.arange(len(asked))] = True
        return points, visible


class Offline(Predictor):
    def forward(self, video, queries=None, backward_tracking=False):
        assert video.shape[0] == 1 and video.shape[2:] == (3, 24, 32) and video.dtype == torch.float32
        self.most = max(self.most, video.shape[1])
        times, asked = video[0].mean(dim=(1, 2, 3)).round(), queries[0, :, 0]
        points, visible = self.where(times, queries, asked)
        if not backward_tracking:
            before = torch.arange(len(times))[:, None] < asked
            points[before], visible[before] = -999.0, True
        return points[None], visible[None]


class Online(Predictor):
    def forward(self, video_chunk, is_first_step=False, queries=None, add_support_grid=False):
        if is_first_step:
            self.queries, self.times = queries, torch.zeros(0)
            return None, None
        self.most = max(self.most, video_chunk.shape[1])
        times = video_chunk[0].mean(dim=(1, 2, 3)).round()
        if len(self.times):
            assert torch.equal(self.times[-self.step:], times[:self.step])
            times = times[self.step:]
        self.times = torch.cat([self.times, times])
        asked = self.queries[0, :, 0]
        points, visible = self.where(self.times, self.queries, asked.clamp(max=len(self.times) - 1))
        before = torch.arange(len(self.times))[:, None] < asked
        points[before], visible[before] = -999.0, True
        return points[None], visible[None]


def cotracker3_offline(*, pretrained=True):
    return Offline(pretrained)


def cotracker3_online(*, pretrained=True):
    return Online(pretrained)
'''


@pytest.fixture
def stand_in(tmp_path: Path) -> dict[str, str]:
    """Options that load the stand-in."""
    folder = tmp_path / "co-tracker"
    folder.mkdir()
    (folder / "hubconf.py").write_text(STAND_IN, encoding="utf-8")
    torch.save(torch.nn.Linear(1, 1).state_dict(), tmp_path / "weights.pth")
    return {"source": str(folder), "checkpoint": str(tmp_path / "weights.pth"), "device": "cpu"}


def clock(frames: int, height: int = 48, width: int = 96) -> np.ndarray:
    """Pictures as bright as their number."""
    times = np.arange(frames, dtype=np.uint8)[:, None, None, None]
    return np.broadcast_to(times, (frames, height, width, 3))


@pytest.mark.parametrize("name", ["cotracker3", "cotracker3-online"])
@pytest.mark.parametrize("frames", [1, 2, 8, 9, 16, 17, 60, 61, 150])
def test_points_keep_their_place_through_windows_scaling_and_both_ways_of_time(
    name: str, frames: int, stand_in: dict[str, str]
) -> None:
    tracker = load_tracker(name, **stand_in)
    rng = np.random.default_rng(frames)
    queries = np.column_stack(
        [rng.integers(0, frames, 40), rng.uniform(0, 95, 40), rng.uniform(0, 47, 40)]
    ).astype(np.float32)
    queries[0, 0], queries[1, 0] = 0, frames - 1
    queries = queries[~np.isin(queries[:, 0], HIDDEN)]
    points, visible = tracker(clock(frames), queries)
    t = np.arange(frames)[:, None, None]
    # The middles of corner pixels fall on each other: 95 pixels apart here, 31 there.
    expected = queries[:, 1:] + PACE * [95 / 31, 47 / 23] * (t - queries[:, 0, None])
    np.testing.assert_allclose(points, expected, atol=1e-3)
    inside = ((expected >= -0.5) & (expected < [95.5, 47.5])).all(axis=2)
    shown = np.array([time not in HIDDEN for time in range(frames)])
    np.testing.assert_array_equal(visible, inside & shown[:, None])
    most = tracker._predictor.most  # type: ignore[attr-defined]
    assert most <= (cotracker.WINDOW + cotracker.KEYFRAMES if name == "cotracker3" else 16)


@pytest.mark.parametrize("name", ["cotracker3", "cotracker3-online"])
def test_many_points_go_in_lots_whatever_their_order(
    name: str, stand_in: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cotracker, "TOGETHER", 7)
    tracker = load_tracker(name, **stand_in)
    rng = np.random.default_rng(0)
    queries = rng.uniform(0, 30, (24, 3)).astype(np.float32).round()
    points, visible = tracker(clock(31, 40, 40), queries)
    order = rng.permutation(24)
    again, seen = tracker(clock(31, 40, 40), queries[order])
    np.testing.assert_array_equal(again, points[:, order])
    np.testing.assert_array_equal(seen, visible[:, order])
    lots = list(cotracker._lots(queries))
    assert max(map(len, lots)) <= 7
    assert sorted(np.concatenate(lots)) == list(range(24))


def test_windows_cover_everything_and_overlap() -> None:
    for frames in (1, 59, 60, 61, 99, 100, 101, 140, 500):
        starts = cotracker._starts(frames)
        assert starts[0] == 0
        assert starts == sorted(set(starts))
        assert starts[-1] + cotracker.WINDOW >= frames
        assert all(b - a <= cotracker.WINDOW - cotracker.OVERLAP for a, b in itertools.pairwise(starts))


def test_what_is_hidden_all_through_the_overlap_is_shown_again() -> None:
    visible = np.zeros((30, 5), bool)
    visible[4:9, 0] = True  # hidden since picture 9
    visible[7:12, 1] = True  # since 12
    visible[3, 2] = True  # and since 4
    visible[15:28, 3] = True  # seen in the overlap
    earlier, asked = cotracker._sightings(visible, 20)
    assert earlier.tolist() == [3, 8]  # 8 is the latest that shows two of them
    assert asked.tolist() == [8, 8, 3, 27, -1]


def test_grey_pictures_and_single_pixels_will_do(stand_in: dict[str, str]) -> None:
    tracker = load_tracker("cotracker3", **stand_in)
    points, visible = tracker(clock(3)[..., 0], np.array([[1, 5, 6]], np.float32))
    assert points.shape == (3, 1, 2)
    points, visible = tracker(clock(3, 1, 1), np.array([[1, 0, 0], [0, 7, 7]], np.float32))
    assert np.isfinite(points).all()
    assert visible[1, 0]
    assert not visible[:, 1].any()
    points, visible = tracker(clock(3), np.zeros((0, 3), np.float32))
    assert points.shape == (3, 0, 2)
    assert visible.shape == (3, 0)


def test_what_makes_no_sense_is_refused(stand_in: dict[str, str]) -> None:
    tracker = load_tracker("cotracker3", **stand_in)
    with pytest.raises(InputError, match="float64"):
        tracker(np.zeros((2, 8, 8, 3)), np.zeros((1, 3), np.float32))  # type: ignore[arg-type]
    with pytest.raises(InputError, match="in pictures 0 to 2"):
        tracker(clock(3), np.array([[3, 0, 0]], np.float32))


def test_terms_are_told(stand_in: dict[str, str]) -> None:
    for name in ("cotracker3", "cotracker3-online"):
        tracker = load_tracker(name, **stand_in)
        assert tracker.name == name
        assert tracker.colour
        assert "CC BY-NC 4.0" in str(tracker.licence)


def test_the_environment_may_name_the_clone(
    stand_in: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(cotracker_source.SOURCE_VARIABLE, stand_in["source"])
    assert load_tracker("cotracker3", checkpoint=stand_in["checkpoint"]).name == "cotracker3"


class Harmful:
    def __reduce__(self) -> tuple[object, ...]:
        return os.mkdir, ("harmed",)


def test_weights_that_are_none_are_refused_and_run_nothing(
    stand_in: dict[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    bad = tmp_path / "bad.pth"
    for content in (
        b"",
        b"no weights",
        pickle.dumps(Harmful(), protocol=2),
        Path(stand_in["checkpoint"]).read_bytes()[:-40],
    ):
        bad.write_bytes(content)
        with pytest.raises(InputError, match=r"bad\.pth: not weights of cotracker3_offline") as error:
            load_tracker("cotracker3", **{**stand_in, "checkpoint": str(bad)})
        assert "scaled_offline.pth" in (error.value.hint or "")
    assert not (tmp_path / "harmed").exists()
    torch.save({"model": torch.nn.Linear(2, 1).state_dict()}, bad)
    with pytest.raises(InputError, match="size mismatch"):
        load_tracker("cotracker3", **{**stand_in, "checkpoint": str(bad)})


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"source": "nowhere"}, "nowhere: not a clone of facebookresearch/co-tracker"),
        ({"checkpoint": "nowhere.pth"}, r"nowhere\.pth: no such file"),
        ({"device": "abacus"}, "no device 'abacus'"),
        ({"colour": "red"}, "no option 'colour'"),
    ],
)
def test_options_that_lead_nowhere_are_named(
    change: dict[str, str], message: str, stand_in: dict[str, str]
) -> None:
    with pytest.raises(InputError, match=message) as error:
        load_tracker("cotracker3", **{**stand_in, **change})
    assert error.value.hint


def test_code_that_cannot_be_run_is_named(stand_in: dict[str, str]) -> None:
    Path(stand_in["source"], "hubconf.py").write_text(
        "def cotracker3_offline(**kw): return 1 / 0", encoding="utf-8"
    )
    with pytest.raises(InputError, match="cannot be run: division by zero"):
        load_tracker("cotracker3", **stand_in)


def test_nothing_is_downloaded_without_a_word(
    stand_in: dict[str, str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    def nobody(place: str) -> None:
        raise OSError("nobody answers")

    monkeypatch.setattr(cotracker_source, "reach", nobody)
    monkeypatch.setattr(torch.hub, "get_dir", lambda: str(tmp_path / "hub"))
    monkeypatch.delenv(cotracker_source.SOURCE_VARIABLE, raising=False)
    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_OFFLINE", False)
    caplog.set_level(logging.WARNING)
    with pytest.raises(InputError, match="code of CoTracker3 could not be had: nobody answers") as error:
        load_tracker("cotracker3")
    assert "source=FOLDER" in (error.value.hint or "")
    assert "downloading the code of CoTracker3 from https://github.com/facebookresearch" in caplog.text
    with pytest.raises(InputError, match="weights of CoTracker3 could not be had") as error:
        load_tracker("cotracker3-online", source=stand_in["source"])
    assert "scaled_online.pth" in (error.value.hint or "")
    assert "checkpoint=FILE" in (error.value.hint or "")
    caplog.clear()
    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_OFFLINE", True)
    with pytest.raises(InputError, match="switched off by HF_HUB_OFFLINE"):
        load_tracker("cotracker3")
    assert not caplog.text
    # What is in the cache is used without the network.
    cached = tmp_path / "hub" / f"facebookresearch_co-tracker_{cotracker_source.COMMIT}"
    cached.mkdir(parents=True)
    (cached / "hubconf.py").write_text(STAND_IN, encoding="utf-8")
    (tmp_path / "hub" / "checkpoints").mkdir()
    Path(stand_in["checkpoint"]).rename(tmp_path / "hub" / "checkpoints" / "scaled_offline.pth")
    assert load_tracker("cotracker3", device="cpu").name == "cotracker3"
    assert not caplog.text


@pytest.fixture(scope="module")
def real(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, str]]:
    """Options of both trackers with the real code and random weights that move points by some pixels."""
    source = os.environ.get("MOTIONSEARCH_TEST_COTRACKER")
    if not source:
        pytest.skip("MOTIONSEARCH_TEST_COTRACKER names no clone of facebookresearch/co-tracker")
    options = {}
    for way in ("offline", "online"):
        predictor = torch.hub.load(source, f"cotracker3_{way}", source="local", pretrained=False)
        torch.manual_seed(5)
        state = {
            name: value
            if not value.is_floating_point() or "time_emb" in name
            else value + 0.02 * torch.randn(value.shape)
            for name, value in predictor.model.state_dict().items()
        }
        file = tmp_path_factory.mktemp("weights") / f"{way}.pth"
        torch.save(state, file)
        options[way] = {"source": source, "checkpoint": str(file), "device": "cpu"}
    return options


def small(tracker: object) -> object:
    """The predictor, made to look at pictures of 128 by 96: the same code in less time."""
    predictor = tracker._predictor  # type: ignore[attr-defined]
    predictor.interp_shape = (96, 128)
    return predictor


def moving(frames: int) -> np.ndarray:
    noise = np.random.default_rng(0).integers(0, 256, (20, 40, 3)).astype(np.uint8).repeat(4, 0).repeat(4, 1)
    return np.stack([noise[t : t + 50, 2 * t : 2 * t + 90] for t in range(frames)])


QUERIES = np.array(
    [[0, 20, 30], [0, 70.5, 40.25], [3, 50, 20], [5, 80, 9], [2, 89, 49], [0, 0, 0]], np.float32
)


def test_the_real_offline_predictor_gives_the_same_asked_directly(real: dict[str, dict[str, str]]) -> None:
    tracker = load_tracker("cotracker3", **real["offline"])
    predictor, frames = small(tracker), moving(6)
    points, visible = tracker(frames, QUERIES)
    video = torch.from_numpy(frames).permute(0, 3, 1, 2)[None].float()
    order = np.lexsort(QUERIES.T[::-1])
    asked = torch.from_numpy(QUERIES[order])[None]
    theirs, seen = predictor(video, queries=asked, backward_tracking=True)  # type: ignore[operator]
    theirs, seen = theirs[0].numpy(), seen[0].numpy()
    assert np.abs(theirs - QUERIES[order, 1:]).max() > 1  # they do move
    np.testing.assert_allclose(points[:, order], theirs, atol=0.01)
    inside = ((theirs >= -0.5) & (theirs < [89.5, 49.5])).all(axis=2)
    np.testing.assert_array_equal(visible[:, order], seen & inside)


def test_the_real_online_predictor_gives_the_same_asked_directly(real: dict[str, dict[str, str]]) -> None:
    tracker = load_tracker("cotracker3-online", **real["online"])
    predictor, frames = small(tracker), moving(18)
    points, visible = tracker(frames, QUERIES)
    assert points.shape == (18, 6, 2)
    assert np.isfinite(points).all()
    video = torch.from_numpy(frames).permute(0, 3, 1, 2)[None].float()
    order = np.lexsort(QUERIES.T[::-1])
    asked = torch.from_numpy(QUERIES[order])[None]
    predictor(video[:, :1], is_first_step=True, queries=asked, add_support_grid=True)  # type: ignore[operator]
    for start in (0, 8):
        theirs, seen = predictor(video[:, start : start + 16], add_support_grid=True)  # type: ignore[operator]
    theirs, seen = theirs[0].numpy(), seen[0].numpy()
    after = np.arange(18)[:, None] > QUERIES[order, 0]
    np.testing.assert_allclose(points[:, order][after], theirs[after], atol=0.01)
    inside = ((theirs >= -0.5) & (theirs < [89.5, 49.5])).all(axis=2)
    np.testing.assert_array_equal(visible[:, order][after], (seen & inside)[after])


def test_real_windows_begin_as_a_short_video_does(
    real: dict[str, dict[str, str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cotracker, "WINDOW", 8)
    monkeypatch.setattr(cotracker, "OVERLAP", 3)
    tracker = load_tracker("cotracker3", **real["offline"])
    small(tracker)
    queries = QUERIES[QUERIES[:, 0] == 0]
    points, visible = tracker(moving(18), queries)
    short, seen = tracker(moving(8), queries)
    assert points.shape == (18, len(queries), 2)
    assert np.isfinite(points).all()
    np.testing.assert_allclose(points[:5], short[:5], atol=0.01)
    np.testing.assert_array_equal(visible[:5], seen[:5])
