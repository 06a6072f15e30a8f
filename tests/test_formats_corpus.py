"""Corpora: the npz and jsonl pair."""

from __future__ import annotations

import json
import math
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from motionsearch import InputError, formats
from motionsearch.errors import MotionsearchWarning
from motionsearch.formats.corpus import MotionClip, load_corpus
from tests.helpers_formats import wave, write_corpus


def test_clips_come_back_as_they_were(tmp_path: Path) -> None:
    a, b = load_corpus(write_corpus(tmp_path / "c.npz"))
    np.testing.assert_allclose(a.points, wave(5, 3), atol=6e-4)
    np.testing.assert_allclose(b.points, wave(4, 2), atol=6e-4)
    assert a.points.dtype == np.float32
    assert a.visible is None
    assert b.visible is not None
    assert b.visible.tolist() == [[True, True], [True, False], [True, True], [False, True]]
    assert (a.id, a.fps, a.up, a.label, a.captions) == ("a", 20.0, "y", "wave", ("it waves",))
    assert b.subject == "7"


def test_either_file_names_the_pair(tmp_path: Path) -> None:
    path = write_corpus(tmp_path / "c.npz")
    assert [clip.id for clip in load_corpus(str(path.with_suffix(".jsonl")))] == ["a", "b"]
    assert [recording.name for recording in formats.read(path.with_suffix(".jsonl"))] == ["a", "b"]


def test_every_key_arrives(tmp_path: Path) -> None:
    full = {
        "split": "train",
        "group": "g",
        "species": "a cat",
        "up": "z",
        "parents": [-1, 0, 1],
        "joint_names": ["x", "y", "z"],
        "img_wh": [320, 200],
        "licence": "CC0",
        "spans": [[0, 1]],
    }
    a, b = load_corpus(write_corpus(tmp_path / "c.npz", [full, {"hw": [200, 320]}]))
    assert (a.split, a.group, a.species, a.up) == ("train", "g", "a cat", "z")
    assert a.parents == (-1, 0, 1)
    assert a.joint_names == ("x", "y", "z")
    assert a.frame_size == b.frame_size == (320, 200)
    assert a.extra == {"licence": "CC0", "spans": [[0, 1]]}
    recording = formats.read(tmp_path / "c.npz")[0]
    assert recording.meta == {"split": "train", "group": "g", "species": "a cat", "licence": "CC0"}


def test_joint_names_hold_until_others_come_and_only_where_they_fit(tmp_path: Path) -> None:
    names = ["x", "y"]
    a, b = load_corpus(write_corpus(tmp_path / "c.npz", [{"joint_names": names}, {}]))
    assert a.joint_names is None  # three joints
    assert b.joint_names == ("x", "y")


def write_flat(path: Path, clips: list[np.ndarray[Any, Any]], **keys: object) -> Path:
    """A 2D corpus in whole units."""
    coords = np.concatenate([clip.ravel() for clip in clips]).astype(np.int16)
    np.savez(path, coords=coords)
    lines, at = [], 0
    for n, clip in enumerate(clips):
        line = {"id": str(n), "shape": list(clip.shape), "offset": at, "scale": 1.0, "origin": [0.0, 0.0]}
        lines.append(json.dumps({**line, "fps": 30.0, **keys}))
        at += clip.size
    path.with_suffix(".jsonl").write_text("\n".join(lines))
    return path


def test_2d_clips_of_one_corpus_share_a_picture(tmp_path: Path) -> None:
    left = np.stack([np.arange(10, 20), np.full(10, 50)], axis=-1)[:, None]
    right = left + np.array([400, 200])
    recordings = formats.read(write_flat(tmp_path / "flat.npz", [left, right]))
    assert {recording.tracks.frame_size for recording in recordings} == {(420, 251)}
    np.testing.assert_allclose(recordings[1].tracks.points, right)

    metres = formats.read(write_flat(tmp_path / "plane.npz", [left - 15, left - 30], up="y"))
    first, second = (recording.tracks.points for recording in metres)
    np.testing.assert_allclose(np.diff(first[:, 0, 0]), np.diff(second[:, 0, 0]), rtol=1e-4)
    assert first[0, 0, 0] > second[0, 0, 0]


@pytest.mark.parametrize(
    ("entry", "message"),
    [
        ({"id": None}, "line 1: id must be a text"),
        ({"id": ["x"]}, r"line 1: id must be text, got \['x'\]"),
        ({"id": "b"}, "line 2: the id 'b' is taken by line 1"),
        ({"shape": [5, 3]}, r"line 1: shape must be \[frames, joints, 2 or 3\], got \[5, 3\]"),
        ({"shape": [5, 3, 4]}, "line 1: shape must be"),
        ({"shape": [0, 3, 3]}, "line 1: shape must be a whole number from 1"),
        ({"shape": [10**9, 3, 3]}, r"line 1: it ends at 9,000,000,000 but coords has 69 numbers"),
        ({"offset": -1}, "line 1: offset must be a whole number from 0, got -1"),
        ({"offset": 60}, "line 1: it ends at 105 but coords has 69 numbers"),
        ({"scale": "big"}, "line 1: scale must be a number"),
        ({"scale": math.nan}, "line 1: scale must be finite"),
        ({"origin": [0, 0]}, "line 1: origin must be 3 numbers"),
        ({"origin": [0, 0, math.inf]}, "line 1: origin must be finite"),
        ({"fps": 0}, "line 1: fps must be a positive number"),
        ({"fps": None}, "line 1: fps must be a number"),
        ({"up": "north"}, "line 1: up must be one of"),
        ({"captions": "one"}, "line 1: captions must be a list of texts"),
        ({"parents": [0, 1]}, "line 1: parents must be 3 joint numbers"),
        ({"parents": [0, 1, 9]}, "line 1: parents must be 3 joint numbers"),
        ({"img_wh": [640]}, "line 1: img_wh must be two numbers"),
        ({"visible_offset": 0}, "line 1: its visibility ends at 15 but visible has 8 bits"),
        ({"label": 1.5}, "line 1: label must be text"),
    ],
)
def test_a_wrong_line_is_named(entry: dict[str, object], message: str, tmp_path: Path) -> None:
    path = write_corpus(tmp_path / "c.npz", [entry])
    with pytest.raises(InputError, match=rf"c\.jsonl: {message}"):
        formats.read(path)


@pytest.mark.parametrize("key", ["id", "shape", "offset", "scale", "origin", "fps"])
def test_a_missing_key_is_named(key: str, tmp_path: Path) -> None:
    path = write_corpus(tmp_path / "c.npz")
    lines = path.with_suffix(".jsonl").read_text().splitlines()
    second = json.loads(lines[1])
    del second[key]
    path.with_suffix(".jsonl").write_text(lines[0] + "\n\n" + json.dumps(second))
    with pytest.raises(InputError, match=rf"c\.jsonl: line 3: the key '{key}' is missing"):
        load_corpus(path)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("{}\n[1]\n", "line 1: the key 'id' is missing"),
        ("[1]\n", "line 1: not a JSON object"),
        ('{"id": \n', "clip on line 1: line 1, column"),
        ("\n \n", "it describes no clip"),
        ("", "the file is empty"),
        ("[" * 100_000, "line 1: not JSON that can be read"),
    ],
)
def test_a_jsonl_that_is_none(text: str, message: str, tmp_path: Path) -> None:
    path = write_corpus(tmp_path / "c.npz")
    path.with_suffix(".jsonl").write_text(text)
    with pytest.raises(InputError, match=rf"c\.jsonl: {message}"):
        load_corpus(path)


@pytest.mark.parametrize(
    ("arrays", "message"),
    [
        ({"x": np.zeros(3)}, "the npz has no array 'coords'"),
        ({"coords": np.zeros((3, 3))}, "coords must be numbers in one dimension"),
        ({"coords": np.array(["a"])}, "coords must be numbers in one dimension"),
        ({"coords": np.zeros(69), "visible": np.zeros(8)}, "visible must be packed bits"),
        (
            {"coords": np.zeros(69), "visible": np.zeros(1, np.uint8), "visible_count": 9},
            "visible_count does not fit",
        ),
    ],
)
def test_arrays_that_do_not_fit(arrays: dict[str, Any], message: str, tmp_path: Path) -> None:
    path = write_corpus(tmp_path / "c.npz")
    np.savez(path, **arrays)
    with pytest.raises(InputError, match=rf"c\.npz: {message}"):
        load_corpus(path)


def test_a_half_of_the_pair_is_missed_by_name(tmp_path: Path) -> None:
    path = write_corpus(tmp_path / "c.npz")
    path.unlink()
    with pytest.raises(InputError, match=r"c\.npz: no such file") as caught:
        formats.read(path.with_suffix(".jsonl"))
    assert caught.value.hint == "a corpus is a pair, c.npz and c.jsonl"


def test_clips_that_show_nothing_are_left_out_with_a_warning(tmp_path: Path) -> None:
    path = write_corpus(tmp_path / "c.npz", [{"shape": [1, 15, 3]}])
    with pytest.warns(MotionsearchWarning, match="1 of 2 clips show nothing"):
        recordings = formats.read(path)
    assert [recording.name for recording in recordings] == ["b"]
    path = write_corpus(tmp_path / "none.npz", [{"shape": [1, 15, 3]}, {"shape": [1, 8, 3]}])
    with pytest.raises(InputError, match="none of its 2 clips shows a point over two frames"):
        formats.read(path)


@pytest.mark.data
def test_real_clips_follow_the_documented_formula(shared_data: Path) -> None:
    """The snippet of the data's own documentation, on a corpus with visibility and one with carried names."""
    for name in ("kitti_tracks", "gltf_anims"):
        z = np.load(shared_data / f"{name}.npz")
        coords = z["coords"]
        clips = load_corpus(shared_data / f"{name}.npz")
        with (shared_data / f"{name}.jsonl").open() as file:
            for line, clip in zip(file, clips, strict=True):
                c = json.loads(line)
                n = math.prod(c["shape"])
                x = coords[c["offset"] : c["offset"] + n].reshape(c["shape"]) * c["scale"] + c["origin"]
                np.testing.assert_allclose(clip.points, x, rtol=1e-5, atol=1e-4)
                assert clip.id == c["id"]
                if "visible_offset" in c:
                    v = np.unpackbits(z["visible"], count=int(z["visible_count"]))[c["visible_offset"] :]
                    v = v[: c["shape"][0] * c["shape"][1]].reshape(c["shape"][:2]).astype(bool)
                    assert clip.visible is not None
                    assert (clip.visible == v).all()
                if name == "gltf_anims":
                    assert clip.joint_names is not None


def test_a_clip_can_be_made_by_hand() -> None:
    clip = MotionClip("x", np.zeros((2, 1, 3), np.float32), None, 30.0)
    assert (clip.up, clip.captions, clip.extra) == ("y", (), {})
