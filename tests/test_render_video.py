"""What is drawn over videos lies where the tracks say, and the rest of the picture is the video's."""

from __future__ import annotations

import math
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from PIL import Image

from motionsearch import Tracks
from motionsearch.errors import InputError
from motionsearch.render_overlay import Mover, Painter, free_place, in_turn, place
from motionsearch.render_video import clock_words, cut, overlay, steady, trails
from motionsearch.video import Frame, Video
from motionsearch.video_writing import write_video

Image8 = NDArray[np.uint8]
SIZE = (320, 240)
FPS = 30.0


def ground(number: int = 0) -> Image8:
    """A quiet picture with a bar at the bottom that tells its number: 8 blocks, black or white, as bits."""
    picture = np.empty((SIZE[1], SIZE[0], 3), np.uint8)
    picture[:] = np.linspace(90, 160, SIZE[0])[None, :, None]
    for bit in range(8):
        picture[200:, bit * 40 : bit * 40 + 40] = 255 if number >> bit & 1 else 0
    return picture


def number_of(picture: Image8) -> int:
    scale = picture.shape[1] / SIZE[0]
    y = round(205 * scale)
    return sum(int(picture[y, round((bit * 40 + 20) * scale)].mean() > 128) << bit for bit in range(8))


@pytest.fixture(scope="module")
def video(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two seconds at 30 pictures a second, each telling its number; read only."""
    return write_video(tmp_path_factory.mktemp("video") / "made.mp4", map(ground, range(60)), FPS)


def moving(fps: float = 12.5, seconds: float = 1.2, **options: object) -> Tracks:
    """One point that goes from (40, 100) to the right at 160 pixels a second; not at the video's rate."""
    times = np.arange(round(seconds * fps)) / fps
    points = np.stack([40 + 160 * times, np.full_like(times, 100.0)], axis=1)[:, None]
    return Tracks(points, None, fps, SIZE, **options)  # type: ignore[arg-type]


def pictures(path: Path) -> list[Frame]:
    with Video(path) as opened:
        return list(opened.frames())


def difference(one: Image8, other: Image8) -> NDArray[np.int64]:
    worst: NDArray[np.int64] = np.abs(one.astype(int) - other.astype(int)).max(axis=2)
    return worst


def test_discs_are_where_the_point_is_at_the_time_of_the_picture(video: Path, tmp_path: Path) -> None:
    red = (255, 40, 40)
    overlay(video, [Mover(moving(), 0.5, colour=red)], tmp_path / "o.mp4", start=0, end=2)
    frames = pictures(tmp_path / "o.mp4")
    assert len(frames) == 60
    checked = 0
    for index, frame in enumerate(frames):
        time = index / FPS
        picture = frame.picture
        assert picture.shape == (360, 480, 3) or picture.shape == (240, 320, 3)
        factor = picture.shape[1] / SIZE[0]
        reddish = (picture[..., 0].astype(int) - picture[..., 1] > 90) & (
            np.arange(picture.shape[0])[:, None] < 190 * factor
        )
        if not 0.5 <= time < 0.5 + 15 / 12.5 - 1e-6:
            assert not reddish.any()
            continue
        last = 0.5 + 14 / 12.5  # the last sighting; then it stays
        x = 40 + 160 * (min(time, last) - 0.5)
        at = (np.array([x, 100]) + 0.5) * factor - 0.5
        rows, columns = np.nonzero(reddish)
        # The rightmost ink is the disc; its middle column lies at the point.
        head = columns > columns.max() - 5 * factor
        assert rows[head].mean() == pytest.approx(at[1], abs=1.2)
        assert columns.max() - at[0] == pytest.approx(3 * factor, abs=2 * factor)
        checked += 1
    assert checked == 36


def test_the_rest_of_the_picture_is_the_videos(video: Path, tmp_path: Path) -> None:
    overlay(video, [Mover(moving(), 0.5)], tmp_path / "o.mp4", start=0, end=2)
    for index, frame in enumerate(pictures(tmp_path / "o.mp4")):
        small = np.asarray(Image.fromarray(frame.picture).resize(SIZE, Image.Resampling.BILINEAR))
        changed = difference(small, ground(index))
        assert number_of(small) == index
        away = np.ones(changed.shape, bool)
        away[85:115, 30:250] = False
        away[190:] = False  # the bits have hard edges, which a codec blurs
        assert np.percentile(changed[away], 99) <= 8


def test_tails_fade_in_a_second() -> None:
    track = moving(fps=30, seconds=2)
    blank = np.full((SIZE[1], SIZE[0], 3), 128, np.uint8)
    painter = Painter([place(Mover(track, colour=(255, 255, 255)), SIZE, SIZE)], SIZE)
    painted = painter.paint(blank, 1.5)
    strength = [int(painted[100, round(40 + 160 * (1.5 - ago)), 1]) - 128 for ago in (0.1, 0.4, 0.7, 0.9)]
    assert strength == sorted(strength, reverse=True)
    assert strength[0] > 60
    assert strength[-1] > 3
    gone = slice(30, round(40 + 160 * 0.5) - 3)
    assert np.array_equal(painted[:, gone], blank[:, gone])
    assert np.array_equal(blank, np.full_like(blank, 128)), "the picture that is handed over stays as it was"


@pytest.mark.parametrize("shade", [0, 60, 128, 200, 255])
def test_trails_show_on_light_and_on_dark(shade: int) -> None:
    """Also ink of the very shade of the picture is seen, by its rim."""
    blank = np.full((SIZE[1], SIZE[0], 3), shade, np.uint8)
    for colour in ((shade, shade, shade), (255, 255, 255), (255, 196, 0)):
        if max(colour) < 128:
            continue  # ink is never dark
        painter = Painter([place(Mover(moving(30, 2), colour=colour), SIZE, SIZE)], SIZE)
        changed = difference(painter.paint(blank, 1.0), blank)
        assert changed[:, 120:196].max(axis=0).min() >= 25, "the last half second"
        assert changed.max() >= 100, "the disc"


def test_tails_stay_with_the_scene_where_the_camera_is_known() -> None:
    """A camera pans over a thing that stands still: in the picture it moves, in the scene it has no tail."""
    count = 40
    shift = np.tile(np.eye(2, 3, dtype=np.float32), (count, 1, 1))
    shift[:, 0, 2] = 4 * np.arange(count)  # picture to scene: what moves left in the picture stands still
    points = np.stack([300 - 4.0 * np.arange(count), np.full(count, 100.0)], axis=1)[:, None]
    blank = np.full((SIZE[1], SIZE[0], 3), 128, np.uint8)
    behind = np.s_[90:111, 300 - 4 * 30 + 12 :]
    for camera, tail in ((shift, False), (None, True)):
        sprite = place(Mover(Tracks(points, None, 30.0, SIZE, camera)), SIZE, SIZE)
        painted = Painter([sprite], SIZE).paint(blank, 1.0)
        assert difference(painted, blank)[100, 300 - 4 * 30] > 50, "the disc is where the point is"
        assert bool(difference(painted, blank)[behind].any()) == tail


@given(st.lists(st.tuples(*[st.integers(0, 200)] * 2, *[st.integers(1, 60)] * 2), max_size=12))
def test_names_do_not_cover_each_other(names: list[tuple[int, int, int, int]]) -> None:
    taken: list[tuple[float, float, float, float]] = []
    for x, y, width, height in names:
        left, top = free_place(x, y, width, height, taken)
        assert left == x
        assert top >= y
        for a, b, wide, high in taken:
            assert left >= a + wide or a >= left + width or top >= b + high or b >= top + height
        taken.append((left, top, width, height))


def test_half_size_pictures_have_everything_at_half_size() -> None:
    sprite = place(Mover(moving(30, 1)), SIZE, (160, 120))
    full = moving(30, 1).points
    assert np.allclose(sprite.xy, (full + 0.5) / 2 - 0.5, atol=1e-4)


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 2**32 - 1), st.sampled_from([1.0, 300.0, 1e4, 1e7]), st.floats(-1, 5))
def test_wherever_the_points_are_it_paints(seed: int, spread: float, time: float) -> None:
    rng = np.random.default_rng(seed)
    frames, points = int(rng.integers(2, 30)), int(rng.integers(1, 90))
    visible = rng.random((frames, points)) < 0.6
    visible[0, 0] = True
    camera = rng.normal(size=(frames, 2, 3)).astype(np.float32) if seed % 2 else None
    tracks = Tracks(rng.normal(scale=spread, size=(frames, points, 2)), visible, 10.0, SIZE, camera)
    size = int(rng.integers(1, 80)), int(rng.integers(1, 80))
    painter = Painter([place(Mover(tracks, name="x\n\x00é"), SIZE, size)], size, boxes=True, title="t" * 99)
    blank = np.full((size[1], size[0], 3), 77, np.uint8)
    assert painter.paint(blank, time).shape == blank.shape


@settings(max_examples=100, deadline=None)
@given(st.lists(st.tuples(st.integers(1, 3), st.integers(0, 40), st.integers(2, 30)), min_size=1, max_size=8))
def test_of_a_thing_one_window_is_drawn_at_a_time(given_windows: list[tuple[int, int, int]]) -> None:
    """Windows in order of a thing, as a tracker gives them: each begins and ends after the one before."""
    windows: dict[int, list[tuple[int, int]]] = {}
    for thing, start, length in sorted(given_windows):
        before = windows.setdefault(thing, [])
        if not before or (start > before[-1][0] and start + length > before[-1][1]):
            before.append((start, start + length))
    movers = [
        Mover(Tracks(np.zeros((end - start, 1, 2)), None, 1.0, SIZE), float(start), thing=thing)
        for thing, spans in windows.items()
        for start, end in spans
    ]
    turned = in_turn(movers)
    assert len(turned) == len(movers)
    for thing, spans in windows.items():
        own = [m for m in turned if m.thing == thing]
        for time in np.arange(-1, 75, 0.25):
            drawn = [m for m in own if m.shown is not None and m.shown[0] <= time < m.shown[1]]
            covered = any(start <= time < end for start, end in spans)
            assert len(drawn) <= 1
            assert len(drawn) == covered
            assert all(m.start <= time < m.end for m in drawn)
    colours = {m.thing: m.colour for m in turned}
    assert len(set(colours.values())) == len(colours)


def test_a_cut_is_exact_to_the_picture(video: Path, tmp_path: Path) -> None:
    for name in ("c.mp4", "c.webm"):
        cut(video, 0.5, 1.1, tmp_path / name)
        frames = pictures(tmp_path / name)
        assert [number_of(frame.picture) for frame in frames] == list(range(15, 33))
        assert frames[0].picture.shape == (240, 320, 3)
    cut(video, 0.5, 1.1, tmp_path / "c.gif")
    shown = [number_of(frame.picture) for frame in pictures(tmp_path / "c.gif")]
    assert shown == list(range(15, 33, 2)), "a gif of 30 pictures a second has every second one"
    cut(video, 1.9, 99, tmp_path / "end.mp4", side=160)
    frames = pictures(tmp_path / "end.mp4")
    assert [number_of(frame.picture) for frame in frames] == [57, 58, 59]
    assert frames[0].picture.shape == (120, 160, 3)


def test_a_contact_sheet_shows_nine_moments(video: Path, tmp_path: Path) -> None:
    sheet = overlay(video, [], tmp_path / "s.png", start=0.2, end=2.0, side=3 * 320 + 4 * 6)
    picture = np.asarray(Image.open(sheet))
    assert picture.shape == (3 * 246 + 6, 3 * 326 + 6, 3)
    numbers = []
    for row in range(3):
        for column in range(3):
            y, x = 6 + row * 246, 6 + column * 326
            numbers.append(number_of(picture[y : y + 240, x : x + 320]))
    # Nine moments 0.2 s apart, the first in the middle of its ninth: pictures 6 apart.
    assert numbers == list(range(9, 60, 6))
    titled = np.asarray(Image.open(overlay(video, [], tmp_path / "t.png", side=984, title="a title")))
    assert titled.shape[0] > picture.shape[0]


def test_a_stretch_of_few_pictures_gives_few_cells(video: Path, tmp_path: Path) -> None:
    overlay(video, [], tmp_path / "s.png", start=1.0, end=1.1, side=984)
    assert Image.open(tmp_path / "s.png").size == (3 * 326 + 6, 246 + 6)


@settings(max_examples=200, deadline=None)
@given(st.lists(st.floats(0.004, 0.9), min_size=0, max_size=12), st.sampled_from([5.0, 12.5, 25.0, 60.0]))
def test_an_even_rate_shows_what_was_shown_last(gaps: list[float], fps: float) -> None:
    times = np.concatenate([[0.3], 0.3 + np.cumsum(gaps)])
    frames = [Frame(float(t), np.full((1, 1, 3), i, np.uint8)) for i, t in enumerate(times)]
    given_out = [int(frame.picture[0, 0, 0]) for frame in steady(frames, fps)]
    expected = []
    tick = 0
    while 0.3 + (tick - 0.25) / fps <= times[-1]:
        expected.append(max(i for i, t in enumerate(times) if t <= 0.3 + (tick + 0.25) / fps))
        tick += 1
    assert given_out == expected


def test_trails_without_a_video(tmp_path: Path) -> None:
    trails(moving(30, 1), tmp_path / "t.mp4", size=(160, 120), title="words")
    frames = pictures(tmp_path / "t.mp4")
    assert len(frames) == 42  # one second and a short rest
    first, last = frames[2].picture, frames[-1].picture
    bright = [np.nonzero(picture[25:].max(axis=2) > 150)[1] for picture in (first, last)]
    assert bright[0].max() < 40, "at first it is on the left"
    assert bright[1].max() > 120, "at last on the right"
    trails(moving(30, 1), tmp_path / "t.png", size=(640, 480), title="words")
    assert Image.open(tmp_path / "t.png").width <= 640


@pytest.mark.parametrize(
    ("action", "words"),
    [
        (lambda v, t: overlay(v, [], t / "o.avi"), "cannot draw a .avi"),
        (lambda v, t: overlay(v, [], t / "none" / "o.mp4"), "cannot be written"),
        (lambda v, t: overlay(v, [], t / "none" / "o.png"), "cannot be written"),
        (lambda v, t: overlay(v, [], t / "o.mp4", start=5, end=6), "no picture from 5 s to"),
        (lambda v, t: overlay(v, [], t / "o.png", start=5, end=6), "no picture from 5 s to"),
        (lambda v, t: overlay(v, [], t / "o.mp4", start=1, end=1), "is empty"),
        (lambda v, t: overlay(t / "no.mp4", [], t / "o.mp4"), "no.mp4"),
        (lambda v, t: trails(moving(), t / "o"), "file without extension"),
        (
            lambda v, t: overlay(v, [Mover(Tracks(np.zeros((2, 1, 2)), None, 1.0, (64, 64)))], t / "o.mp4"),
            "320x240 pixels, those that were tracked 64x64",
        ),
    ],
)
def test_what_cannot_be_drawn_is_refused_and_nothing_is_left(
    video: Path, tmp_path: Path, action: Callable[[Path, Path], object], words: str
) -> None:
    (tmp_path / "o.mp4").write_text("kept")
    with pytest.raises(InputError, match=words):
        action(video, tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["o.mp4"]
    assert (tmp_path / "o.mp4").read_text() == "kept"


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (0, "0.00 s"),
        (7.25, "7.25 s"),
        (60, "1:00.0"),
        (187.24, "3:07.2"),
        (3787, "1:03:07"),
        (3599.99, "1:00:00"),
    ],
)
def test_moments_as_a_person_reads_them(seconds: float, words: str) -> None:
    assert clock_words(seconds) == words


@pytest.mark.data
def test_a_real_video_is_cut_where_it_says(shared_data: Path, tmp_path: Path) -> None:
    source = shared_data / "videos" / "sam2_01_dog.mp4"
    cut(source, 1.0, 1.4, tmp_path / "dog.mp4", side=320)
    with Video(source) as video:
        originals = [frame.picture for frame in video.frames(side=320, start=1.0, end=1.4)]
    copies = [frame.picture for frame in pictures(tmp_path / "dog.mp4")]
    assert len(copies) == len(originals)
    for copy, original in zip(copies, originals, strict=True):
        error = np.mean((copy.astype(float) - original) ** 2)
        assert 10 * math.log10(255**2 / error) > 30
