"""CSV tracks."""

from __future__ import annotations

import csv
import random
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from motionsearch import InputError, Recording, formats


def read(tmp_path: Path, text: str) -> Recording:
    path = tmp_path / "t.csv"
    path.write_text(text)
    (recording,) = formats.read(path)
    return recording


def test_the_plain_case(tmp_path: Path) -> None:
    recording = read(
        tmp_path, "# fps=25 frame_size=640x480\nframe,point,x,y\n0,a,10,20\n1,a,11,21\n1,b,5,6\n0,b,7,8\n"
    )
    tracks = recording.tracks
    assert (tracks.fps, tracks.frame_size) == (25, (640, 480))
    assert tracks.points.tolist() == [[[10, 20], [7, 8]], [[11, 21], [5, 6]]]
    assert recording.start == 0


def test_gaps_and_empty_places_are_not_visible_and_order_is_free(tmp_path: Path) -> None:
    recording = read(
        tmp_path,
        "Y, x ,Point,frame,visible,colour\n"
        '200,100,"left, hand",14,1,red\n210,110,foot,10,true,red\n,,foot,11,0,red\n50,60,foot,14,False,red\n',
    )
    assert recording.tracks.num_frames == 5
    assert recording.tracks.visible.tolist() == [[False, True], *[[False, False]] * 3, [True, False]]
    assert recording.tracks.points[4].tolist() == [[100, 200], [60, 50]]
    assert recording.start == pytest.approx(10 / 30)
    nan = read(tmp_path, "frame,point,x,y\n0,a,100,20\n1,a,nan,NaN\n2,a,102,\n3,a,103,20\n")
    assert nan.tracks.visible[:, 0].tolist() == [True, False, False, True]


def test_settings_in_comments(tmp_path: Path) -> None:
    body = "frame,point,x,y\n0,a,100,20\n# FPS = 12.5\n1,a,101,20\n#frame_size=320X200, up=y\n"
    tracks = read(tmp_path, body).tracks
    assert (tracks.fps, tracks.frame_size) == (12.5, (320, 200))
    assert tracks.points[0, 0].tolist() == [100, 180]


def test_a_third_coordinate_makes_it_3d(tmp_path: Path) -> None:
    tracks = read(tmp_path, "# up=z\nframe,point,x,y,z\n0,a,0,0,0\n1,a,0,0,1\n0,b,1,0,0\n1,b,1,0,0\n").tracks
    assert tracks.frame_size == (640, 480)
    assert tracks.points[1, 0, 1] < tracks.points[0, 0, 1] - 10


@settings(deadline=None, max_examples=30)
@given(seed=st.integers(0, 2**31), frames=st.integers(2, 12), points=st.integers(1, 5))
def test_any_tracks_survive_the_way_through_a_file(
    seed: int, frames: int, points: int, tmp_path_factory: pytest.TempPathFactory
) -> None:
    rng = np.random.default_rng(seed)
    places = rng.uniform(0, 500, (frames, points, 2)).astype(np.float32)
    places[0] = 400
    visible = rng.random((frames, points)) < 0.7
    visible[[0, -1], :] = True
    rows = [
        [t, f"p{n}", *map(repr, places[t, n].tolist()), int(visible[t, n])]
        for t in range(frames)
        for n in range(points)
        if visible[t, n] or rng.random() < 0.5
    ]
    random.Random(seed).shuffle(rows)
    path = tmp_path_factory.mktemp("csv") / "t.csv"
    with path.open("w", newline="") as file:
        csv.writer(file).writerows([["frame", "point", "x", "y", "visible"], *rows])
    (recording,) = formats.read(path, frame_size=(500, 500))
    order = np.argsort([int(name[1:]) for name in dict.fromkeys(row[1] for row in rows)])
    tracks = recording.tracks.select(order)
    assert (tracks.visible == visible).all()
    assert (tracks.points[visible] == places[visible]).all()


HEAD = "frame,point,x,y,visible\n0,a,10,20,1\n"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("0,a,10,20\n1,a,11,21\n", "line 1: the header has no column frame, point, x, y"),
        ("# fps=30\n\nframe,x,y\n", "line 3: the header has no column point"),
        ("# fps=30\n", "line 1: the header has no column"),
        ("frame,point,x,y,x\n", "line 1: a column stands twice in the header"),
        ("frame,point,x,y\n", "it has a header but no points"),
        (HEAD, "only frame 0 is in it"),
        (HEAD + "1,a,11\n", "line 3: 5 columns in the header, 3 here"),
        (HEAD + "1,a,11,21,1,9\n", "line 3: 5 columns in the header, 6 here"),
        (HEAD + "# a note\n\nx,a,11,21,1\n", "line 5: frame must be a finite number, got 'x'"),
        (HEAD + "1.5,a,11,21,1\n", "line 3: frame must be a whole number"),
        (HEAD + "-1,a,11,21,1\n", "line 3: frame must be a whole number from 0"),
        (HEAD + "1,a,left,21,1\n", "line 3: x must be a finite number, got 'left'"),
        (HEAD + "1,a,11,inf,1\n", "line 3: y must be a finite number, got 'inf'"),
        (HEAD + "1,a,1_1,21,1\n", "line 3: x must be a finite number, got '1_1'"),
        (HEAD + "1,a,nan,21,1\n", "line 3: the point is marked visible but has no coordinates"),
        (HEAD + "1,a,11,21,maybe\n", "line 3: visible must be 0 or 1, got 'maybe'"),
        (HEAD + "1,a,11,21,1\n# x\n0,a,12,22,1\n", "line 5: point 'a' of frame 0 is on line 2 too"),
        (HEAD + '1,"a,11,21,1\n', "line 3: not CSV"),
        (HEAD + "99999999999,a,11,21,1\n", "100,000,000,000 frames of 1 points are more than"),
        (HEAD + "1e300,a,11,21,1\n", "line 3: frame must be a whole number"),
        ("# fps=fast\n" + HEAD, "line 1: fps must be a finite number, got 'fast'"),
        ("# fps=0\n" + HEAD + "1,a,1,2,1\n", "fps must be a positive number"),
        ("#\n# frame_size=640\n" + HEAD, "line 2: frame_size must be like 640x480, got '640'"),
        ("# frame_size=0x480\n" + HEAD, "line 1: frame_size must be like 640x480"),
        ("# up=sky\n" + HEAD, "up must be one of"),
        ("frame,point,x,y,visible\n0,a,1,2,0\n1,a,1,2,0\n", "no point is visible in any frame"),
    ],
)
def test_mistakes_are_named_with_their_line(text: str, message: str, tmp_path: Path) -> None:
    path = tmp_path / "bad.csv"
    path.write_text(text)
    with pytest.raises(InputError) as caught:
        formats.read(path)
    assert str(caught.value).startswith(f"{path}: {message}")


def test_text_of_another_encoding(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_bytes(b"\xef\xbb\xbf" + HEAD.encode() + b"1,a,11,21,1\n")  # as spreadsheets save it
    assert formats.read(path)[0].tracks.num_frames == 2
    path.write_bytes(HEAD.replace("a", "ä").encode("latin-1"))
    with pytest.raises(InputError, match=r"t\.csv: not text: byte 2 is not UTF-8"):
        formats.read(path)
