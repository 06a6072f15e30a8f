"""Pictures of tracks: what is drawn, what is not, and files that are whole or absent."""

from __future__ import annotations

import colorsys
import itertools
import xml.etree.ElementTree as ET
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from motionsearch import InputError, Tracks, render
from motionsearch.render_trails import BACKGROUND, lay_out, raster, spread_points

GROUND = np.array(BACKGROUND)


def line_tracks(start=(100, 200), end=(500, 200), frames=40, points=1, fps=20.0):
    path = np.linspace(start, end, frames)[:, None, :] + np.arange(points)[None, :, None] * [0, 20]
    return Tracks(path, None, fps, (640, 480))


def wild_tracks(seed, frames=25, points=7):
    rng = np.random.default_rng(seed)
    path = np.cumsum(rng.normal(0, 8, (frames, points, 2)), axis=0) + rng.uniform(50, 400, (1, points, 2))
    visible = rng.random((frames, points)) < 0.8
    visible[0, 0] = True
    return Tracks(path, visible, 25.0, (640, 480))


def drawn(image):
    return (image != GROUND).any(axis=2)


def test_a_horizontal_path_is_one_row_that_brightens_to_the_right():
    image = render.render_image(line_tracks(), (224, 224))
    assert image.shape == (224, 224, 3)
    assert image.dtype == np.uint8
    rows, columns = np.nonzero(drawn(image))
    assert rows.min() >= 104
    assert rows.max() <= 120
    assert columns.min() < 30
    assert columns.max() > 194
    middle = image[112].max(axis=1).astype(int)
    assert middle[30] < middle[100] < middle[180]


def test_the_end_of_the_trail_carries_a_disc():
    image = render.render_image(line_tracks(), (224, 224))
    thickness = drawn(image).sum(axis=0)
    right_edge = np.nonzero(thickness)[0].max()
    assert thickness[right_edge - 3] > 1.5 * thickness[100]
    left_to_right = render.render_image(line_tracks(end=(100, 200), start=(500, 200)), (224, 224))
    assert drawn(left_to_right).sum(axis=0)[20] > 1.5 * thickness[100]


def test_fit_frame_keeps_the_place_in_the_picture_and_fit_bounds_does_not():
    low = line_tracks(start=(300, 400), end=(340, 400))
    in_frame = np.nonzero(drawn(render.render_image(low, (320, 240), fit="frame")))
    assert 196 < in_frame[0].mean() < 204
    assert np.ptp(in_frame[1]) < 30
    in_bounds = np.nonzero(drawn(render.render_image(low, (320, 240), fit="bounds")))
    assert 115 < in_bounds[0].mean() < 125
    assert np.ptp(in_bounds[1]) > 250


def test_invisible_stretches_are_not_drawn():
    tracks = line_tracks(frames=41)
    visible = np.ones((41, 1), bool)
    visible[15:26] = False
    gap = drawn(render.render_image(Tracks(tracks.points, visible, 20, (640, 480)), (224, 224))).any(axis=0)
    whole = drawn(render.render_image(tracks, (224, 224))).any(axis=0)
    assert whole[20:200].all()
    assert not gap[88:136].any()
    assert gap[30:70].all()
    assert gap[150:190].all()


def test_invisible_points_do_not_stretch_the_view():
    points = np.concatenate([line_tracks().points, np.full((40, 1, 2), 1e7)], axis=1)
    visible = np.ones((40, 2), bool)
    visible[:, 1] = False
    hidden = render.render_image(Tracks(points, visible, 20, (640, 480)))
    assert np.array_equal(hidden, render.render_image(line_tracks()))


def test_a_single_sighting_is_a_dot():
    visible = np.zeros((10, 1), bool)
    visible[4] = True
    image = render.render_image(Tracks(np.full((10, 1, 2), 50.0), visible, 20, (640, 480)), (64, 64))
    assert 1 <= drawn(image).sum() <= 40


def test_jitter_of_a_still_point_is_not_blown_up():
    rng = np.random.default_rng(0)
    still = Tracks(300 + rng.normal(0, 0.2, (30, 1, 2)), None, 20, (640, 480))
    assert drawn(render.render_image(still)).mean() < 0.02


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 10_000), st.randoms(use_true_random=False))
def test_the_picture_does_not_depend_on_the_order_of_the_points(seed, random):
    tracks = wild_tracks(seed)
    order = list(range(tracks.num_points))
    random.shuffle(order)
    shuffled = tracks.select(order)
    assert np.array_equal(render.render_image(tracks, (96, 96)), render.render_image(shuffled, (96, 96)))
    assert render.to_text(tracks, 20, 8) == render.to_text(shuffled, 20, 8)


def test_points_take_hues_by_their_place():
    tracks = Tracks(
        np.array([[[0, 0], [0, 200], [200, 100]], [[5, 0], [5, 200], [205, 100]]], float),
        None,
        2,
        (640, 480),
    )
    hues = [colorsys.rgb_to_hsv(*(c / 255 for c in colour))[0] for colour in lay_out(tracks, (99, 99)).colour]
    assert min(abs(a - b) for i, a in enumerate(hues) for b in hues[:i]) > 0.15


def test_palettes_and_backgrounds():
    tracks = wild_tracks(3)
    pictures = [
        render.render_image(tracks, palette=p, background=(255, 255, 255))
        for p in ("position", "time", "mono")
    ]
    assert all((p[0, 0] == 255).all() for p in pictures)
    assert len({p.tobytes() for p in pictures}) == 3
    assert (np.ptp(pictures[2].astype(int), axis=2) == 0).all()


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"fit": "window"}, "fit must be one of bounds, frame"),
        ({"palette": "rainbow"}, "palette must be one of position, time, mono"),
        ({"size": (0, 10)}, "1 to 8192 pixels"),
        ({"size": (10, 90_000)}, "1 to 8192 pixels"),
        ({"size": 7}, r"size must be \(width, height\)"),
        ({"background": (0, 0, 256)}, "background must be"),
    ],
)
def test_wrong_options_name_the_choices(options, message):
    with pytest.raises(InputError, match=message):
        render.render_image(line_tracks(), **options)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(*[st.floats(-40, 60)] * 4), min_size=1, max_size=6))
def test_raster_covers_what_lies_near_each_piece_and_nothing_else(pieces):
    """Against the distance of every cell's centre to every piece."""
    ends = np.array(pieces)
    start, end, size, radius = ends[:, :2], ends[:, 2:], (24, 17), 2.0
    cells, owner = raster(start, end, size, radius)
    y, x = np.mgrid[: size[1], : size[0]] + 0.5
    for number, (a, b) in enumerate(zip(start, end, strict=True)):
        chord = b - a
        length = max(float(chord @ chord), 1e-12)
        share = np.clip(((x - a[0]) * chord[0] + (y - a[1]) * chord[1]) / length, 0, 1)
        distance = np.hypot(x - a[0] - share * chord[0], y - a[1] - share * chord[1]).ravel()
        covered = np.zeros(size[0] * size[1], bool)
        covered[cells[owner == number]] = True
        assert not covered[distance > radius + 1.5].any()
        assert covered[distance < radius - 1.5].all()


def test_points_far_outside_the_frame_cost_nothing():
    points = line_tracks().points.astype(np.float64)
    points[20:] = 3e38
    image = render.render_image(Tracks(points, None, 20, (640, 480)), (64, 64), fit="frame")
    assert 0 < drawn(image).mean() < 0.3


def test_png_has_the_size_and_the_title(tmp_path):
    path = render.save(
        line_tracks(), tmp_path / "a.PNG", title="jumps <over> & über 跳\n" * 30, size=(300, 200)
    )
    image = np.asarray(Image.open(path).convert("RGB"))
    assert image.shape == (200, 300, 3)
    assert drawn(image[:26]).any()
    untitled = np.asarray(Image.open(render.save(line_tracks(), tmp_path / "b.png", size=(300, 200))))
    assert not drawn(untitled[:26]).any()


@settings(max_examples=40, deadline=None)
@given(title=st.text(max_size=60), seed=st.integers(0, 99))
def test_svg_is_valid_xml_whatever_the_title(tmp_path_factory, title, seed):
    path = render.save(wild_tracks(seed), tmp_path_factory.mktemp("svg") / "x.svg", title=title)
    root = ET.parse(path).getroot()
    space = "{http://www.w3.org/2000/svg}"
    assert root.tag == f"{space}svg"
    assert root.findall(f".//{space}path")
    kept = "".join(c for c in " ".join(title.split()) if _xml_allows(c))
    assert root.findtext(f"{space}title") == (kept or "motion trails")
    assert path.stat().st_size < 30_000


def _xml_allows(character):
    code = ord(character)
    return code in (9, 10, 13) or 0x20 <= code <= 0xD7FF or 0xE000 <= code <= 0xFFFD or code >= 0x10000


def test_svg_leaves_invisible_stretches_out_and_keeps_the_rest_close(tmp_path):
    angle = np.linspace(0, 6, 60)
    points = np.stack([300 + 100 * np.cos(angle), 200 + 100 * np.sin(angle)], axis=1)[:, None]
    visible = np.ones((60, 1), bool)
    visible[20:30] = False
    tracks = Tracks(points, visible, 20, (640, 480))
    text = render.save(tracks, tmp_path / "a.svg").read_text("utf-8")
    trails = lay_out(tracks, (640, 480))
    strokes = []
    for element in ET.fromstring(text).iter("{http://www.w3.org/2000/svg}path"):
        for stretch in element.get("d").split("M")[1:]:
            numbers = [float(n) for n in stretch.replace("L", " ").split()]
            strokes.append(np.array(numbers).reshape(-1, 2))
    dense = np.concatenate([np.linspace(a, b, 50) for s in strokes for a, b in itertools.pairwise(s)])
    gap_to_line = [np.linalg.norm(dense - trails.xy[t, 0], axis=1).min() for t in range(60)]
    assert max(gap_to_line[t] for t in range(60) if visible[t]) < 0.6
    assert min(gap_to_line[t] for t in range(22, 28)) > 5


def test_gif_moves_in_real_time(tmp_path):
    path = render.save(line_tracks(frames=60, fps=30.0), tmp_path / "a.gif", size=(160, 120))
    picture = Image.open(path)
    milliseconds, heads = 0, []
    for number in range(picture.n_frames):
        picture.seek(number)
        milliseconds += picture.info["duration"]
        frame = np.asarray(picture.convert("RGB")).astype(int)
        heads.append(np.nonzero((np.abs(frame - GROUND).sum(axis=2) > 30).any(axis=0))[0].max())
    assert abs(milliseconds - 2000 - 800) <= 40
    assert picture.info["loop"] == 0
    assert heads == sorted(heads)
    assert heads[0] < 30
    assert heads[-1] > 130


def test_long_gifs_keep_their_time_with_fewer_frames(tmp_path):
    path = render.save(line_tracks(frames=900, fps=30.0), tmp_path / "a.gif", size=(64, 48))
    picture = Image.open(path)
    total = 0
    for number in range(picture.n_frames):
        picture.seek(number)
        total += picture.info["duration"]
    assert picture.n_frames <= 250
    assert abs(total - 30_000 - 800) <= 60


def test_text_has_the_asked_size_and_shape():
    text = render.to_text(line_tracks(), 40, 10)
    lines = text.split("\n")
    assert len(lines) == 10
    assert max(map(len, lines)) <= 40
    inked = [line for line in lines if line.strip()]
    assert len(inked) == 1
    assert len(inked[0].strip()) > 35
    assert all(c == " " or "\u2801" <= c <= "\u28ff" for line in lines for c in line)
    upright = render.to_text(line_tracks(start=(100, 0), end=(100, 400)), 40, 10).split("\n")
    assert all(len(line.strip()) == 1 for line in upright)


def test_text_cells_tell_the_time():
    characters, times = render.text_cells(line_tracks(), 40, 10)
    assert characters.shape == times.shape == (10, 40)
    assert ((characters == " ") == np.isnan(times)).all()
    row = times[np.nonzero(~np.isnan(times))]
    assert (np.diff(row) >= 0).all()
    assert row[0] < 0.1
    assert row[-1] == 1.0


def test_text_of_a_crowd_keeps_the_points_that_lie_apart():
    corners = np.array([[0, 0], [100, 0], [0, 100], [100, 100]], float)
    inner = 50 + np.random.default_rng(1).normal(0, 3, (30, 2))
    points = np.concatenate([inner, corners])[None] + np.linspace(0, 20, 10)[:, None, None]
    tracks = Tracks(points, None, 20, (640, 480))
    chosen = spread_points(tracks, 5)
    assert len(set(chosen.tolist())) == 5
    assert set(range(30, 34)) <= set(chosen.tolist())


def test_a_text_without_room_is_refused():
    with pytest.raises(InputError, match="1 to 8192"):
        render.to_text(line_tracks(), 0, 10)


@pytest.mark.parametrize("name", ["a.jpg", "a", "a.png.txt"])
def test_unknown_extension_names_the_choices(tmp_path, name):
    with pytest.raises(InputError, match=name) as caught:
        render.save(line_tracks(), tmp_path / name)
    assert all(suffix in caught.value.hint for suffix in (".png", ".svg", ".gif"))
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("suffix", render.SUFFIXES)
def test_unwritable_places_are_named(tmp_path, suffix):
    with pytest.raises(InputError, match="missing") as caught:
        render.save(line_tracks(), tmp_path / "missing" / f"a{suffix}")
    assert "folder that exists" in caught.value.hint
    folder = tmp_path / f"folder{suffix}"
    folder.mkdir()
    with pytest.raises(InputError, match="cannot be written"):
        render.save(line_tracks(), folder)
    assert [p.name for p in tmp_path.iterdir()] == [folder.name]


@pytest.mark.parametrize("suffix", render.SUFFIXES)
def test_a_failure_midway_leaves_the_old_file(tmp_path, monkeypatch, suffix):
    target = tmp_path / f"a{suffix}"
    render.save(line_tracks(), target, size=(64, 48))
    before = target.read_bytes()

    def full(source, destination):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(render.os, "replace", full)
    with pytest.raises(InputError, match="No space left"):
        render.save(wild_tracks(1), target, size=(64, 48))
    assert target.read_bytes() == before
    assert [p.name for p in Path(tmp_path).iterdir()] == [target.name]
