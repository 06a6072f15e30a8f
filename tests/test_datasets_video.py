"""Data sets of people and objects in videos, from folders as they ship: Penn Action, NTU RGB+D and MeViS."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from motionsearch.errors import InputError, MotionsearchWarning
from motionsearch.train.datasets import detect, load_dataset, mevis
from motionsearch.train.datasets.masks import carry, decode_rle, sample_inside
from motionsearch.train.datasets.mat import read_mat
from motionsearch.train.datasets.ntu import ACTIONS, JOINT_NAMES, PARENTS
from motionsearch.train.testsets import corpus_items
from tests.helpers_datasets import (
    box_mask,
    encode_rle,
    mat_bytes,
    penn_action_variables,
    write_mevis,
    write_ntu,
    write_penn_action,
)
from tests.helpers_formats import kinect_joints
from tests.test_formats_fuzz import mutate


@pytest.mark.parametrize("order", ["<", ">"])
@pytest.mark.parametrize("packed", [False, True])
def test_mat_files_are_read_whole(packed: bool, order: str, tmp_path: Path) -> None:
    variables = {**penn_action_variables(), "small": np.array([[1, 2]], "u1"), "empty": np.zeros((0, 4))}
    path = tmp_path / "0001.mat"
    path.write_bytes(mat_bytes(variables, packed=packed, order=order))
    found = read_mat(path)
    assert list(found) == list(variables)
    for name, value in variables.items():
        if isinstance(value, str):
            assert found[name] == value
        else:
            assert found[name].dtype == value.dtype
            np.testing.assert_array_equal(found[name], value)


def test_mat_files_are_read_as_scipy_writes_them(tmp_path: Path) -> None:
    scipy_io = pytest.importorskip("scipy.io")
    variables = penn_action_variables()
    path = tmp_path / "0001.mat"
    other = {"cells": np.array([1, "a"], dtype=object), "structure": {"a": 1.0}}
    scipy_io.savemat(path, {**variables, **other}, do_compression=True)
    found = read_mat(path)
    assert found["action"] == "tennis_serve"
    np.testing.assert_array_equal(found["x"], variables["x"])
    assert not {"cells", "structure"} & set(found)


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "not a MAT file of version 5"),
        (b"MATLAB 7.3 MAT-file".ljust(512), "version 7.3"),
        (mat_bytes(penn_action_variables())[:400], "may be cut off|claims"),
        (
            mat_bytes({"x": np.ones((2, 3))}, packed=False).replace(b"\x02\0\0\0\x03", b"\x02\0\0\0\x09"),
            "x claims",
        ),
    ],
)
def test_damaged_mat_files_are_refused(data: bytes, message: str, tmp_path: Path) -> None:
    path = tmp_path / "a.mat"
    path.write_bytes(data)
    with pytest.raises(InputError) as error:
        read_mat(path)
    told = f"{error.value} {error.value.hint}"
    assert any(part in told for part in message.split("|"))


@settings(max_examples=150, deadline=None)
@given(seed=st.integers(0, 2**32), packed=st.booleans())
def test_no_bytes_make_the_mat_reader_fail_otherwise(
    seed: int, packed: bool, tmp_path_factory: pytest.TempPathFactory
) -> None:
    path = tmp_path_factory.getbasetemp() / "fuzzed.mat"
    path.write_bytes(mutate(mat_bytes(penn_action_variables(5), packed=packed), seed))
    try:
        found = read_mat(path)
    except InputError:
        return
    assert all(isinstance(value, (str, np.ndarray)) for value in found.values())


def test_penn_action_gives_pixels_with_visibility(tmp_path: Path) -> None:
    root = write_penn_action(tmp_path / "Penn_Action")
    clips = load_dataset("penn_action", root)
    assert [(c.id, c.split) for c in clips] == [("0001", "train"), ("0002", "test"), ("0003", "train")]
    clip = clips[0]
    variables = penn_action_variables()
    np.testing.assert_allclose(clip.points[..., 0], variables["x"], rtol=1e-6)
    np.testing.assert_allclose(clip.points[..., 1], variables["y"], rtol=1e-6)
    assert clip.visible is not None
    assert np.argwhere(~clip.visible).tolist() == [[3, 5], [4, 5], [5, 5]]
    assert (clip.label, clip.frame_size, clip.up) == ("tennis serve", (480, 270), "-y")
    assert clip.extra["pose"] == "back"
    assert [c.id for c in load_dataset("penn_action", root, "test")] == ["0002"]
    items = corpus_items(root, split="test")
    assert items.labels == ("tennis serve",)
    assert items.tracks[0].frame_size == (480, 270)
    np.testing.assert_array_equal(items.tracks[0].visible, clip.visible)


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"x": np.ones((30, 12))}, "must be (2 or more frames, 13), got (30, 12)"),
        ({"visibility": "all"}, "visibility must be a table of numbers, got 'all'"),
        ({"dimensions": np.array([[0.0, 480.0, 30.0]])}, "dimensions must be height, width and frames"),
        ({"action": np.ones((1, 1))}, "does not say its action"),
    ],
)
def test_wrong_labels_of_penn_action_are_named(changes: dict[str, Any], message: str, tmp_path: Path) -> None:
    root = write_penn_action(tmp_path / "Penn_Action")
    (root / "labels" / "0002.mat").write_bytes(mat_bytes({**penn_action_variables(), **changes}))
    with pytest.warns(MotionsearchWarning, match="1 of 3 motions are left out") as told:
        assert len(load_dataset("penn_action", root)) == 2
    assert f"{root / 'labels' / '0002.mat'}: " in str(told[0].message)
    assert message in str(told[0].message)


def test_ntu_gives_every_body_its_clip_and_its_class(tmp_path: Path) -> None:
    root = write_ntu(tmp_path / "ntu")
    clips = {clip.id: clip for clip in load_dataset("ntu", root)}
    assert list(clips) == [
        "S001C002P001R001A023", "S017C003P003R002A058_0", "S017C003P003R002A058_1",
        "S018C001P103R002A120_0", "S018C001P103R002A120_1",
    ]  # fmt: skip
    wave, shake = clips["S001C002P001R001A023"], clips["S017C003P003R002A058_1"]
    assert (wave.label, wave.split, wave.subject) == ("hand waving", "train", "P001")
    assert (shake.label, shake.split, shake.subject) == ("handshaking", "test", "P003")
    assert clips["S018C001P103R002A120_0"].split == "train"
    assert wave.fps == 30
    np.testing.assert_allclose(shake.points[3], kinect_joints(3, 1)[:, :3], rtol=1e-5)
    flat = {clip.id: clip for clip in load_dataset("ntu_2d", root, "test")}
    assert list(flat) == ["S017C003P003R002A058_0", "S017C003P003R002A058_1"]
    moved = flat["S017C003P003R002A058_1"]
    np.testing.assert_allclose(moved.points[3], kinect_joints(3, 1)[:, 5:7], rtol=1e-5)
    assert (moved.frame_size, moved.up) == ((1920, 1080), "-y")


def test_ntu_has_120_classes_and_one_skeleton() -> None:
    assert len(ACTIONS) == len(set(ACTIONS)) == 120
    assert (ACTIONS[0], ACTIONS[59], ACTIONS[119][:8]) == (
        "drink water", "walking apart from each other", "finger-g",
    )  # fmt: skip
    assert len(JOINT_NAMES) == len(PARENTS) == 25
    for joint, parent in enumerate(PARENTS):
        steps = 0
        while parent >= 0:
            parent, steps = PARENTS[parent], steps + 1
            assert steps < 25, JOINT_NAMES[joint]
        side = JOINT_NAMES[joint].split("_")[0]
        above = JOINT_NAMES[PARENTS[joint]]
        assert side not in ("left", "right") or above.startswith((side, "spine"))


def test_files_of_ntu_without_a_body_are_left_out(tmp_path: Path) -> None:
    root = write_ntu(tmp_path / "ntu")
    (root / "nturgb+d_skeletons" / "S001C002P001R001A023.skeleton").write_text("2\n0\n0\n")
    with pytest.warns(MotionsearchWarning, match="1 of 3 motions are left out; the first: .*no body is seen"):
        assert len(load_dataset("ntu", root)) == 4


def naive_decode(rle: dict[str, Any]) -> np.ndarray:
    """Pixel by pixel down the columns, from the counts' definition."""
    counts, text, at = [], rle["counts"], 0
    while at < len(text):
        value, k, more = 0, 0, True
        while more:
            code = ord(text[at]) - 48
            value |= (code & 0x1F) << 5 * k
            more = bool(code & 0x20)
            at, k = at + 1, k + 1
            if not more and code & 0x10:
                value |= -1 << 5 * k
        counts.append(value + (counts[-2] if len(counts) > 2 else 0))
    height, width = rle["size"]
    mask = np.zeros((height, width), dtype=bool)
    pixel, on = 0, False
    for count in counts:
        for _ in range(count):
            mask[pixel % height, pixel // height] = on
            pixel += 1
        on = not on
    return mask


@settings(max_examples=150, deadline=None)
@given(hnp.arrays(np.bool_, hnp.array_shapes(min_dims=2, max_dims=2, max_side=40)))
def test_runs_come_back_as_the_mask(mask: np.ndarray) -> None:
    rle = encode_rle(mask)
    np.testing.assert_array_equal(decode_rle(rle), mask)
    np.testing.assert_array_equal(naive_decode(rle), mask)


def test_a_known_mask_of_coco() -> None:
    # What pycocotools.mask.encode gives of a 9 x 11 picture whose rows 2 to 4, columns 3 to 7 are set.
    want = np.zeros((9, 11), dtype=bool)
    want[2:5, 3:8] = True
    np.testing.assert_array_equal(decode_rle({"size": [9, 11], "counts": "m0360000000i0"}), want)
    plain = [29, 3, 6, 3, 6, 3, 6, 3, 6, 3, 31]
    np.testing.assert_array_equal(decode_rle({"size": [9, 11], "counts": plain}), want)


@pytest.mark.parametrize(
    ("rle", "message"),
    [
        ("00", "a mask must have size"),
        ({"size": [2, 2]}, "counts must be text or a list"),
        ({"size": [2, 0], "counts": "4"}, "whole number from 1"),
        ({"size": [2, 2], "counts": "5"}, "add up to 5, not to 2 x 2"),
        ({"size": [2, 2], "counts": "\x07"}, "no part of a run"),
        ({"size": [2, 2], "counts": "P"}, "end within a run"),
        ({"size": [2, 2], "counts": "o" * 30}, "no part of a run"),
        ({"size": [2, 2], "counts": [5, -1]}, "whole number from 0"),
        ({"size": [1 << 20, 1 << 20], "counts": "0"}, "more than"),
    ],
)
def test_bad_masks_are_refused(rle: object, message: str) -> None:
    with pytest.raises(InputError, match=message):
        decode_rle(rle)


@given(st.text(max_size=30), st.integers(1, 50), st.integers(1, 50))
def test_no_counts_make_the_decoder_fail_otherwise(counts: str, height: int, width: int) -> None:
    try:
        mask = decode_rle({"size": [height, width], "counts": counts})
    except InputError:
        return
    assert mask.shape == (height, width)


def ellipse(
    centre: tuple[float, float], spread: np.ndarray, size: tuple[int, int] = (400, 400)
) -> np.ndarray:
    """The pixels within two standard deviations of a normal distribution."""
    y, x = np.mgrid[: size[0], : size[1]]
    apart = np.stack([x - centre[0], y - centre[1]], axis=-1)
    return np.einsum("...i,ij,...j", apart, np.linalg.inv(spread), apart) <= 4


def test_points_are_carried_by_the_affine_motion_of_masks() -> None:
    spread = np.array([[900.0, 300.0], [300.0, 500.0]])
    # A symmetric map without a turn, which is what the outline can tell.
    stretch = np.array([[1.3, -0.2], [-0.2, 0.8]])
    first = ellipse((150, 160), spread)
    second = ellipse((230, 200), stretch @ spread @ stretch.T)
    points = sample_inside(first, 40, np.random.default_rng(0))
    carried, visible = carry(points, 0, [first, None, second])
    np.testing.assert_allclose(carried[0], points, atol=1e-6)
    want = [230, 200] + (points - [150, 160]) @ stretch.T
    assert np.abs(carried[2] - want).max() < 0.5
    assert visible[0].all()
    assert not visible[1].any()
    assert visible[2].mean() > 0.9


@settings(max_examples=60, deadline=None)
@given(hnp.arrays(np.bool_, hnp.array_shapes(min_dims=2, max_dims=2, min_side=2, max_side=12)))
def test_a_mask_carries_its_points_onto_itself_and_along_a_shift(mask: np.ndarray) -> None:
    if not mask.any():
        return
    points = np.argwhere(mask)[:, ::-1].astype(float)
    shifted = np.pad(mask, ((3, 0), (5, 0)))
    turned = mask.T
    carried, visible = carry(points, 0, [mask, shifted, turned])
    np.testing.assert_allclose(carried[0], points, atol=1e-8)
    np.testing.assert_allclose(carried[1], points + np.array([5, 3]), atol=1e-8)
    assert visible[:2].all()
    want = np.cov(np.argwhere(turned)[:, ::-1].T, bias=True) + np.eye(2) / 12
    start = np.cov(points.T, bias=True) + np.eye(2) / 12
    # An affine map takes one covariance to the other, whatever it does to single points.
    stretch = np.linalg.lstsq(points - points.mean(0), carried[2] - carried[2].mean(0), rcond=None)[0].T
    if np.linalg.matrix_rank(points - points.mean(0)) == 2:
        np.testing.assert_allclose(stretch @ start @ stretch.T, want, atol=1e-8)


def test_points_lie_inside_their_mask_and_differ() -> None:
    mask = box_mask(5, 10, 3, 4)
    points = sample_inside(mask, 100, np.random.default_rng(1))
    assert len(points) == 12
    assert len(np.unique(points, axis=0)) == 12
    assert mask[points[:, 1].astype(int), points[:, 0].astype(int)].all()


def test_mevis_groups_sentences_by_their_objects(tmp_path: Path) -> None:
    root = write_mevis(tmp_path / "mevis")
    moving, both = load_dataset("mevis", root, "train")
    assert [c.id for c in (moving, both)] == ["0ab4afe7fb46_0", "0ab4afe7fb46_0_1"]
    assert moving.captions == ("The box that slides to the right", "box moving from left to right")
    assert both.captions == ("Both boxes",)
    assert (moving.frame_size, moving.up, moving.split, moving.extra["objects"]) == (
        (64, 48),
        "-y",
        "train",
        1,
    )
    assert moving.points.shape == (6, 32, 2)
    assert moving.visible is not None
    # It hides in frame 3 and travels six pixels a frame without changing its shape.
    assert moving.visible.all(axis=1).tolist() == [True, True, True, False, True, True]
    for frame in (1, 2, 4, 5):
        want = moving.points[0] + [6 * frame, 0]
        np.testing.assert_allclose(moving.points[frame], want, atol=1e-4)
    assert both.visible is not None
    assert both.visible[0].sum() == 16  # the second object comes a frame later
    assert both.visible[1].all()
    assert len(load_dataset("mevis", root)) == 4
    with pytest.raises(InputError, match=r"has no mask_dict\.json") as error:
        load_dataset("mevis", root, "valid")
    assert "train and valid_u" in (error.value.hint or "")


def test_a_tracker_follows_the_points_of_mevis_through_its_pictures(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = write_mevis(tmp_path / "mevis")
    monkeypatch.setattr(mevis, "TRACKED_SIDE", 32)  # half the pictures' width
    asked: list[np.ndarray] = []

    class Tracker:
        name, licence, colour = "right", None, True
        frames = 6

        def __call__(self, frames: np.ndarray, queries: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
            assert frames.shape == ((6, 24, 32, 3) if self.colour else (6, 24, 32))
            assert frames.dtype == np.uint8
            asked.append(queries)
            t = np.arange(self.frames)[:, None, None]
            points = queries[None, :, 1:] + (t - queries[None, :, :1]) * np.array([3.0, 0.0])
            return points.astype(np.float32), np.ones(points.shape[:2], dtype=bool)

    tracker = Tracker()
    clips = mevis.load(root, "train", tracker=tracker)
    plain = mevis.load(root, "train")
    assert len(asked) == len(clips) == 2
    assert asked[0][:, 0].tolist() == [0] * 32
    assert sorted(set(asked[1][:, 0].tolist())) == [0, 1]
    np.testing.assert_allclose(clips[0].points[0], plain[0].points[0], atol=1e-4)
    np.testing.assert_allclose(clips[0].points[5], plain[0].points[5], atol=1e-4)

    tracker.colour = False
    assert len(mevis.load(root, "train", tracker=tracker)) == 2
    tracker.frames = 1
    with pytest.raises(InputError, match=r"the tracker gave points \(1, 32, 2\)"):
        mevis.load(root, "train", tracker=tracker)
    (root / "train" / "JPEGImages" / "0ab4afe7fb46" / "00002.jpg").write_bytes(b"no picture")
    with pytest.raises(InputError, match=r"00002\.jpg: not a JPEG picture"):
        mevis.load(root, "train", tracker=tracker)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"frames": ["00000"]}, "names of 2 or more frames"),
        ({"expressions": []}, "has no expressions"),
        ({"expressions": {"0": {"exp": "x", "anno_id": 0}}}, "expression 0 must have exp and a list anno_id"),
        ({"expressions": {"0": {"exp": "x", "anno_id": [9]}}}, "no 6 masks of the annotation 9"),
        ({"frames": ["a", "b"]}, "no 2 masks of the annotation 0"),
    ],
)
def test_wrong_videos_of_mevis_are_named(change: dict[str, Any], message: str, tmp_path: Path) -> None:
    root = write_mevis(tmp_path / "mevis")
    file = root / "train" / "meta_expressions.json"
    meta = json.loads(file.read_text())
    meta["videos"]["bad"] = {**meta["videos"]["0ab4afe7fb46"], **change}
    file.write_text(json.dumps(meta))
    with pytest.warns(
        MotionsearchWarning, match=f"1 of 2 motions are left out; the first: .*bad: .*{message}"
    ):
        assert len(load_dataset("mevis", root, "train")) == 2
    assert detect(root) is not None
