"""MOT challenge text."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from motionsearch import InputError, formats
from motionsearch.errors import MotionsearchWarning
from tests.helpers_formats import write_mot


def test_a_recording_per_id_with_five_points_a_box(tmp_path: Path) -> None:
    first, second = formats.read(write_mot(tmp_path / "gt.txt"))
    assert (first.name, second.name) == ("id 1", "id 2")
    assert first.tracks.points[0].tolist() == [[101, 50], [121, 50], [121, 90], [101, 90], [111, 70]]
    assert (first.start, first.tracks.fps, first.label) == (0.0, 30.0, None)
    # One picture for all, which holds the box furthest right and down.
    assert first.tracks.frame_size == second.tracks.frame_size == (224, 91)


def test_gaps_order_and_start(tmp_path: Path) -> None:
    path = tmp_path / "t.txt"
    path.write_text("31,7,10,10,5,5\n\n34, 7, 13.5, 10, 5, 5\n32,7,11,10,5,5\n")
    (recording,) = formats.read(path, frame_size=(100, 100))
    assert recording.tracks.visible.all(axis=1).tolist() == [True, True, False, True]
    assert recording.tracks.points[3, 0].tolist() == [13.5, 10]
    assert recording.start == pytest.approx(1.0)


def test_ground_truth_tells_class_and_visibility(tmp_path: Path) -> None:
    path = tmp_path / "gt.txt"
    path.write_text("1,1,100,10,50,50,1,3,1.0\n2,1,110,10,50,50,1,3,0.0\n3,1,120,10,50,50,0,3,0.4\n")
    (recording,) = formats.read(path)
    assert recording.label == "car"
    assert recording.tracks.visible.all(axis=1).tolist() == [True, False, True]


@pytest.mark.parametrize("place", ["", ".."])
def test_the_sequence_file_gives_rate_and_picture(place: str, tmp_path: Path) -> None:
    folder = tmp_path / "MOT17-02" / "gt"
    folder.mkdir(parents=True)
    path = write_mot(folder / "gt.txt")
    before = formats.content_hash(path)
    info = "[Sequence]\nname=MOT17-02\nframeRate=14\nseqLength=3\nimWidth=1920\nimHeight=1080\n"
    (folder / place / "seqinfo.ini").write_text(info)
    (first, _) = formats.read(path)
    assert (first.tracks.fps, first.tracks.frame_size) == (14.0, (1920, 1080))
    assert formats.read(path, fps=20)[0].tracks.fps == 20
    assert formats.content_hash(path) != before


@pytest.mark.parametrize(
    "info", ["", "frameRate=30", "[Sequence]\nframeRate=fast", "[Sequence]\nframeRate=-1"]
)
def test_a_sequence_file_that_cannot_be_read(info: str, tmp_path: Path) -> None:
    (tmp_path / "seqinfo.ini").write_text(info)
    with pytest.raises(InputError, match=r"gt\.txt: its seqinfo\.ini cannot be read"):
        formats.read(write_mot(tmp_path / "gt.txt"))


def test_things_of_one_frame_are_left_out_with_a_warning(tmp_path: Path) -> None:
    path = write_mot(tmp_path / "gt.txt")
    path.write_text(path.read_text() + "2,9,300,50,20,40,1,-1,-1,-1\n")
    with pytest.warns(MotionsearchWarning, match=r"gt\.txt: 1 of 3 things are seen in one frame only"):
        recordings = formats.read(path)
    assert [recording.name for recording in recordings] == ["id 1", "id 2"]


LINE = "1,1,10,10,5,5,1,-1,-1,-1\n"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (LINE, "nothing in it is seen in more than one frame"),
        (LINE + LINE.replace("10,10", "11,10"), "line 2: id 1 has a box in frame 1 on line 1 too"),
        (LINE + "2,1,10,10,5\n", "line 2: MOT lines have 6 to 10 columns, this one has 5"),
        (LINE + "2 1 10 10 5 5\n", "line 2: MOT lines have 6 to 10 columns, this one has 1"),
        (LINE + "\n\n2,1,10,ten,5,5\n", "line 4: column 4 must be a finite number, got 'ten'"),
        (LINE + "2,1,10,nan,5,5\n", "line 2: column 4 must be a finite number, got 'nan'"),
        (LINE + "0,1,10,10,5,5\n", "line 2: frame must be a whole number from 1"),
        (LINE + "2.5,1,10,10,5,5\n", "line 2: frame must be a whole number from 1"),
        (LINE + "2,-1,10,10,5,5\n", "line 2: id -1 marks a detection, not a track"),
        (LINE + "2,1,10,10,0,5\n", "line 2: a box must have width and height, got 0 x 5"),
        (LINE + "2,1,10,10,5,-5\n", "line 2: a box must have width and height, got 5 x -5"),
        (LINE + "900000000,1,10,10,5,5\n", "900,000,000 frames of 5 points are more than"),
        ("Dear all,\n", "line 1: MOT lines have 6 to 10 columns, this one has 2"),
        (" \n\n", "it holds no boxes"),
    ],
)
def test_mistakes_are_named_with_their_line(text: str, message: str, tmp_path: Path) -> None:
    path = tmp_path / "bad.txt"
    path.write_text(text)
    with pytest.raises(InputError) as caught:
        formats.read(path)
    assert str(caught.value).startswith(f"{path}: {message}")


def test_in_a_walk_only_text_that_looks_like_boxes_is_found(tmp_path: Path) -> None:
    good = write_mot(tmp_path / "gt.txt")
    for name, text in (
        ("notes.txt", "1, 2, 3 and so on\n"),
        ("kitti.txt", "0 0 Van 0 0 -1.79 296.74 161.75 455.22 292.37 2.0\n"),
        ("numbers.txt", "0.1,0.2,0.3,0.4,0.5,0.6\n"),
        ("empty.txt", ""),
    ):
        (tmp_path / name).write_text(text)
    assert formats.find([tmp_path]) == [good]


def test_many_ids_against_a_naive_reading(tmp_path: Path) -> None:
    rng = np.random.default_rng(5)
    boxes = {
        (int(frame), identity): rng.uniform(1, 500, 4).round(2)
        for identity in range(1, 30)
        for frame in rng.choice(np.arange(1, 40), rng.integers(2, 20), replace=False)
    }
    keys = list(boxes)
    rng.shuffle(keys)
    path = tmp_path / "many.txt"
    path.write_text("".join(f"{f},{i},{','.join(map(str, boxes[f, i]))},1\n" for f, i in keys))
    recordings = formats.read(path)
    assert [r.name for r in recordings] == [f"id {i}" for i in range(1, 30)]
    for identity, recording in enumerate(recordings, start=1):
        frames = sorted(f for f, i in boxes if i == identity)
        assert recording.tracks.num_frames == frames[-1] - frames[0] + 1
        for frame in range(frames[0], frames[-1] + 1):
            seen = recording.tracks.visible[frame - frames[0]]
            assert seen.all() == seen.any() == ((frame, identity) in boxes)
            if seen.all():
                x, y, w, h = boxes[frame, identity]
                centre = recording.tracks.points[frame - frames[0], 4]
                np.testing.assert_allclose(centre, (x + w / 2, y + h / 2), rtol=1e-5)
