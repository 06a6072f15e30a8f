"""Choosing a reader, walking folders, hashing, and what goes wrong before any reader starts."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from motionsearch import InputError, formats
from motionsearch.errors import MotionsearchWarning
from tests.helpers_formats import (
    WRITERS,
    pose,
    wave,
    write_bvh,
    write_corpus,
    write_csv,
    write_npy,
    write_openpose,
)

COUNTS = {
    "tracks": 1,
    "npy": 1,
    "corpus": 2,
    "bvh": 1,
    "c3d": 1,
    "coco": 2,
    "openpose": 2,
    "csv": 1,
    "mot": 2,
    "ntu": 2,
}


@pytest.fixture
def everything(tmp_path: Path) -> Path:
    """A folder with one source of every format, each in its own folder, and files that are none."""
    folder = tmp_path / "all"
    for kind, (name, write) in WRITERS.items():
        (folder / kind).mkdir(parents=True)
        write(folder / kind / name)
    (folder / "README.txt").write_text("Notes, 1,2,3,4,5,6\n")
    (folder / "config.json").write_text('{"lr": 0.1}')
    (folder / "labels.csv").write_text("clip,label\n1,walk\n")
    (folder / "sentences.jsonl").write_text('{"text": "a person walks"}\n')
    (folder / "photo.png").write_bytes(b"\x89PNG")
    (folder / ".hidden").mkdir()
    write_csv(folder / ".hidden" / "t.csv")
    return folder


@pytest.mark.parametrize("kind", WRITERS)
def test_every_format_is_chosen_by_content_and_gives_tracks_in_pixels(kind: str, everything: Path) -> None:
    path = everything / kind / WRITERS[kind][0]
    assert formats.can_read(path)
    recordings = formats.read(path)
    assert len(recordings) == COUNTS[kind]
    for recording in recordings:
        tracks = recording.tracks
        shown = tracks.points[tracks.visible]
        assert (shown >= 0).all()
        assert (shown <= tracks.frame_size).all()
        assert np.ptp(shown, axis=0).max() > 1


@pytest.mark.parametrize("kind", WRITERS)
def test_fps_can_be_overridden(kind: str, everything: Path) -> None:
    for recording in formats.read(everything / kind / WRITERS[kind][0], fps=12.5):
        assert recording.tracks.fps == 12.5


@pytest.mark.parametrize("kind", ["npy", "corpus", "bvh", "c3d"])
def test_the_up_axis_of_3d_sources_can_be_overridden(kind: str, everything: Path) -> None:
    path = everything / kind / WRITERS[kind][0]
    pictures = [formats.read(path, up=up)[0].tracks.points for up in ("y", "z", "x", "-y")]
    for a in range(4):
        for b in range(a):
            assert not np.allclose(pictures[a], pictures[b], atol=1)


@pytest.mark.parametrize("kind", ["tracks", "coco", "openpose", "csv", "mot"])
def test_the_picture_of_2d_sources_can_be_overridden(kind: str, everything: Path) -> None:
    for recording in formats.read(everything / kind / WRITERS[kind][0], frame_size=(1920, 1080)):
        assert recording.tracks.frame_size == (1920, 1080)


def test_find_lists_each_source_once_and_nothing_else(everything: Path) -> None:
    wanted = sorted(everything / kind / name for kind, (name, _) in WRITERS.items())
    assert formats.find([everything]) == wanted
    assert formats.find(str(everything)) == wanted
    assert formats.find([everything, everything / "bvh", wanted[0]]) == wanted


def test_find_keeps_named_files_and_joins_corpus_pairs(everything: Path) -> None:
    notes = everything / "README.txt"
    assert formats.find([notes]) == [notes]
    pair = [everything / "corpus" / "c.npz", everything / "corpus" / "c.jsonl"]
    assert formats.find(pair) == [pair[0]]
    assert formats.find([pair[1]]) == [pair[0]]
    assert formats.find([]) == []


def test_find_refuses_what_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"nowhere: no such file or folder"):
        formats.find([tmp_path / "nowhere"])


def test_frames_of_openpose_are_one_source_beside_other_files(tmp_path: Path) -> None:
    write_openpose(tmp_path)
    write_bvh(tmp_path / "walk.bvh")
    assert formats.find([tmp_path]) == [tmp_path, tmp_path / "walk.bvh"]


def test_coco_files_with_names_like_frames_stay_files(tmp_path: Path) -> None:
    results = [{"image_id": n, "track_id": 1, "keypoints": pose(100 + n, 100)} for n in range(3)]
    path = tmp_path / "video_001_keypoints.json"
    path.write_text(json.dumps(results))
    assert not formats.can_read(tmp_path)
    assert formats.find([tmp_path]) == [path]


def test_can_read_goes_by_the_name(tmp_path: Path) -> None:
    assert formats.can_read("a/b/walk.BVH")
    assert formats.can_read("none.npz")
    assert formats.can_read("film.MP4")
    assert not formats.can_read("song.mp3")
    assert not formats.can_read("noextension")
    assert not formats.can_read(tmp_path)


@pytest.mark.parametrize("kind", WRITERS)
def test_the_hash_follows_the_bytes_and_nothing_else(kind: str, everything: Path, tmp_path: Path) -> None:
    name = WRITERS[kind][0]
    first = formats.content_hash(everything / kind / name)
    copy = shutil.copytree(everything / kind, tmp_path / "copy")
    assert len(first) == 64
    assert formats.content_hash(copy / name) == first
    for file in sorted(f for f in copy.rglob("*") if f.is_file()):
        kept = file.read_bytes()
        file.write_bytes(kept + b"\n")
        assert formats.content_hash(copy / name) != first, file.name
        file.write_bytes(kept)
    assert formats.content_hash(copy / name) == first


def test_hashes_of_different_sources_differ_and_of_a_pair_agree(everything: Path) -> None:
    hashes = {formats.content_hash(everything / kind / name) for kind, (name, _) in WRITERS.items()}
    assert len(hashes) == len(WRITERS)
    corpus = everything / "corpus" / "c.npz"
    assert formats.content_hash(corpus) == formats.content_hash(corpus.with_suffix(".jsonl"))


def test_a_missing_frame_changes_the_hash(tmp_path: Path) -> None:
    folder = write_openpose(tmp_path / "frames")
    before = formats.content_hash(folder)
    frames = sorted(folder.iterdir())
    frames[2].rename(folder / frames[2].name.replace("02_", "07_"))
    assert formats.content_hash(folder) != before


def test_every_format_describes_itself() -> None:
    described = formats.describe_formats()
    assert len(described) == len(formats.FORMATS) == 10
    for name, extensions, sentence in described:
        assert name
        assert extensions
        assert all(e.startswith(".") and e == e.lower() for e in extensions)
        assert 20 < len(sentence) < 200


@pytest.mark.parametrize("kind", WRITERS)
def test_missing_empty_and_folder(kind: str, tmp_path: Path) -> None:
    path = tmp_path / WRITERS[kind][0]
    for action in (formats.read, formats.content_hash):
        with pytest.raises(InputError, match=f"{path.name}: no such file"):
            action(path)
    if kind == "openpose":
        return
    path.touch()
    for action in (formats.read, formats.content_hash):
        with pytest.raises(InputError, match=f"{path.name}: the file is empty"):
            action(path)
    path.unlink()
    path.mkdir()
    for action in (formats.read, formats.content_hash):
        with pytest.raises(InputError, match=f"{path.name}: a folder, not a file"):
            action(path)


def test_unknown_extensions_say_what_is_known(tmp_path: Path) -> None:
    path = tmp_path / "film.xyz"
    path.write_bytes(b"x")
    with pytest.raises(InputError, match=r"film\.xyz: no reader for \.xyz") as caught:
        formats.read(path)
    assert all(word in (caught.value.hint or "") for word in (".bvh", ".c3d", ".npz", ".json"))


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="permissions do not bind this user")
def test_a_file_that_may_not_be_read(tmp_path: Path) -> None:
    path = write_bvh(tmp_path / "walk.bvh")
    path.chmod(0)
    with pytest.raises(InputError, match=r"walk\.bvh: cannot be read"):
        formats.read(path)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"fps": 0}, "fps must be a positive number"),
        ({"fps": float("nan")}, "fps must be a positive number"),
        ({"fps": 1e9}, "fps must be a positive number"),
        ({"up": "w"}, "up must be one of"),
        ({"frame_size": (640,)}, "frame_size must be"),
        ({"frame_size": (0, 480)}, "frame_size must be"),
    ],
)
def test_options_that_make_no_sense(options: dict[str, object], message: str, tmp_path: Path) -> None:
    with pytest.raises(InputError, match=message):
        formats.read(write_bvh(tmp_path / "walk.bvh"), **options)  # type: ignore[arg-type]


def test_2d_sources_have_two_ways_up(tmp_path: Path) -> None:
    path = write_csv(tmp_path / "t.csv")
    down = formats.read(path, up="-y")[0].tracks.points[..., 1]
    up = formats.read(path, up="y")[0].tracks.points[..., 1]
    np.testing.assert_allclose(down + up, 480, atol=1e-3)
    with pytest.raises(InputError, match="up must be y or -y"):
        formats.read(path, up="z")


def test_metres_in_the_plane_are_fitted_into_a_picture(tmp_path: Path) -> None:
    points = wave(10, 3, 2) * (3.0, 1.0)
    np.save(tmp_path / "plane.npy", points)
    tracks = formats.read(tmp_path / "plane.npy")[0].tracks
    assert tracks.frame_size == (640, 480)
    low, high = tracks.points.reshape(-1, 2).min(axis=0), tracks.points.reshape(-1, 2).max(axis=0)
    np.testing.assert_allclose((low + high) / 2, (320, 240), atol=0.01)
    spread, true = high - low, np.ptp(points.reshape(-1, 2), axis=0)
    assert spread[0] / spread[1] == pytest.approx(true[0] / true[1], rel=1e-4)
    assert max(spread / (640, 480)) == pytest.approx(1 / 1.25, rel=1e-4)


def test_pixels_without_a_picture_get_the_smallest_that_holds_them(tmp_path: Path) -> None:
    points = 200 + 100 * wave(10, 3, 2)
    np.save(tmp_path / "pixels.npy", points)
    tracks = formats.read(tmp_path / "pixels.npy")[0].tracks
    np.testing.assert_allclose(tracks.points, points, rtol=1e-6)
    high = points.reshape(-1, 2).max(axis=0)
    assert tracks.frame_size == (int(high[0]) + 1, int(high[1]) + 1)


def test_reading_loads_no_heavy_library(tmp_path: Path) -> None:
    write_npy(tmp_path / "joints.npy")
    write_corpus(tmp_path / "c.npz")
    code = (
        "import sys; from motionsearch import formats; "
        f"[formats.read(p) for p in formats.find({str(tmp_path)!r})]; "
        "print([m for m in ('torch', 'ezc3d', 'scipy', 'pandas', 'sqlalchemy', 'faiss') if m in sys.modules])"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "[]"


@pytest.mark.data
@pytest.mark.parametrize(
    ("name", "count", "frame_size"),
    [
        ("cmu", 155, (640, 480)),
        ("quaternius_surface", 683, (640, 480)),
        ("precog", 349, (640, 480)),
        ("vru", 1560, (640, 480)),
        ("kitti_tracks", 868, (1242, 375)),
        ("dollar_gestures", 5280, None),
    ],
)
def test_real_corpora(shared_data: Path, name: str, count: int, frame_size: tuple[int, int] | None) -> None:
    recordings = formats.read(shared_data / f"{name}.npz")
    assert len(recordings) == count
    assert len({recording.name for recording in recordings}) == count
    sizes = {recording.tracks.frame_size for recording in recordings}
    assert len(sizes) == 1
    assert frame_size is None or sizes == {frame_size}
    assert all(recording.captions for recording in recordings)
    # The default camera shows all of a 3D clip; boxes of cars may stick out of their picture.
    inside = np.mean(
        [
            ((r.tracks.points > -1) & (r.tracks.points < np.add(r.tracks.frame_size, 1))).mean()
            for r in recordings
        ]
    )
    assert inside > 0.99


@pytest.mark.data
def test_real_clips_that_show_nothing_are_left_out_with_a_warning(shared_data: Path) -> None:
    with pytest.warns(MotionsearchWarning, match=r"sdd\.npz: 8 of 980 clips show nothing"):
        recordings = formats.read(shared_data / "sdd.npz")
    assert len(recordings) == 972


@pytest.mark.data
def test_the_folder_of_real_corpora_is_found_whole(shared_data: Path) -> None:
    found = formats.find([shared_data])
    assert all(path.suffix == ".npz" for path in found if path.parent == shared_data)
    assert shared_data / "cmu.npz" in found
    assert len(found) == len([*shared_data.glob("*.npz"), *shared_data.glob("videos/*.mp4")])
