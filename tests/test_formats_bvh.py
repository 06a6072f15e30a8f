"""BVH: forward kinematics against a naive walk of 4 x 4 matrices, and the strict parser's messages."""

from __future__ import annotations

from itertools import permutations
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from motionsearch import InputError, formats
from motionsearch.formats import bvh
from tests.helpers_formats import BVH, write_bvh

Matrix = NDArray[np.float64]


def rodrigues(axis: int, degrees: float) -> Matrix:
    """Rotation about a coordinate axis as 4 x 4, by Rodrigues' formula."""
    k = np.eye(3)[axis]
    cross = np.array([[0, -k[2], k[1]], [k[2], 0, -k[0]], [-k[1], k[0], 0]])
    angle = np.radians(degrees)
    turned = np.eye(4)
    turned[:3, :3] = np.eye(3) + np.sin(angle) * cross + (1 - np.cos(angle)) * cross @ cross
    return turned


def naive_positions(joints: list[bvh.Joint], row: list[float]) -> Matrix:
    """One frame, joint by joint from the root down, every joint walked anew."""

    def world(at: int) -> Matrix:
        joint = joints[at]
        place = list(joint.offset or ())
        turn = np.eye(4)
        for n, (kind, axis) in enumerate(joint.channels):
            value = row[joint.first_channel + n]
            if kind == "position":
                place[axis] = value
            else:
                turn = turn @ rodrigues(axis, value)
        shift = np.eye(4)
        shift[:3, 3] = place
        local = shift @ turn
        return local if joint.parent < 0 else world(joint.parent) @ local

    return np.array([world(at)[:3, 3] for at in range(len(joints))])


@st.composite
def skeletons(draw: st.DrawFn) -> tuple[str, int]:
    """Text of a random file and its number of points."""
    rng = np.random.default_rng(draw(st.integers(0, 2**31)))
    channels = 0
    points = 0

    def numbers(count: int, spread: float) -> str:
        return " ".join(f"{value:.4f}" for value in rng.normal(0, spread, count))

    def joint(depth: int, head: str) -> str:
        nonlocal channels, points
        points += 1
        order = list(rng.permutation(["Xrotation", "Yrotation", "Zrotation"]))[: rng.integers(0, 4)]
        if depth == 0 or rng.random() < 0.3:
            order = (
                list(rng.permutation(["Xposition", "Yposition", "Zposition"]))[: rng.integers(1, 4)] + order
            )
        channels += len(order)
        text = f"{head}\n{{\nOFFSET {numbers(3, 1)}\n"
        text += f"CHANNELS {len(order)} {' '.join(order)}\n" if order or rng.random() < 0.5 else ""
        for n in range(rng.integers(0, 3) if depth < 4 else 0):
            text += joint(depth + 1, f"JOINT j{depth}_{n}")
        if rng.random() < 0.5:
            points += 1
            text += f"End Site\n{{\nOFFSET {numbers(3, 1)}\n}}\n"
        return text + "}\n"

    text = "HIERARCHY\n" + "".join(joint(0, f"ROOT r{n}") for n in range(rng.integers(1, 3)))
    frames = int(rng.integers(2, 5))
    rows = "".join(numbers(channels, 90) + "\n" for _ in range(frames))
    return f"{text}MOTION\nFrames: {frames}\nFrame Time: 0.05\n{rows}", points


@settings(deadline=None, max_examples=40)
@given(skeleton=skeletons())
def test_positions_agree_with_a_naive_walk(skeleton: tuple[str, int]) -> None:
    text, points = skeleton
    motion = bvh.parse(text)
    placed = bvh.positions(motion)
    assert placed.shape == (len(motion.values), points, 3)
    for frame, row in enumerate(motion.values.tolist()):
        np.testing.assert_allclose(placed[frame], naive_positions(motion.joints, row), atol=1e-9)


@pytest.mark.parametrize("order", list(permutations("XYZ")))
def test_rotations_apply_in_the_order_they_are_listed(order: tuple[str, ...]) -> None:
    channels = " ".join(f"{axis}rotation" for axis in order)
    text = (
        f"HIERARCHY\nROOT r\n{{\nOFFSET 0 0 0\nCHANNELS 3 {channels}\nEnd Site\n{{\nOFFSET 1 2 3\n}}\n}}\n"
        "MOTION\nFrames: 2\nFrame Time: 0.1\n0 0 0\n20 40 60\n"
    )
    tip = bvh.positions(bvh.parse(text))[1, 1]
    angles = dict(zip(order, (20, 40, 60), strict=True))
    first, second, third = (rodrigues("XYZ".index(axis), angles[axis])[:3, :3] for axis in order)
    np.testing.assert_allclose(tip, first @ second @ third @ (1, 2, 3), atol=1e-12)


def test_the_sample_by_hand() -> None:
    motion = bvh.parse(BVH)
    assert [joint.name for joint in motion.joints] == ["Hips", "Leg", "Leg end"]
    assert motion.fps == pytest.approx(25)
    placed = bvh.positions(motion)
    np.testing.assert_allclose(placed[0], [[0, 2, 0], [0, 1, 0], [0, 0, 0.5]])
    # A quarter turn about z carries the leg, which hung down, to the +x side.
    np.testing.assert_allclose(placed[2, 1], [1.2, 2.5, 0], atol=1e-12)


def test_long_motions_are_placed_piece_by_piece(monkeypatch: pytest.MonkeyPatch) -> None:
    rows = "".join(f"{t} 0 0 0 {t} 0 {t} 0 0\n" for t in range(50))
    motion = bvh.parse(BVH.split("Frames:")[0] + "Frames: 50\nFrame Time: 0.04\n" + rows)
    whole = bvh.positions(motion)
    monkeypatch.setattr(bvh, "_ROTATIONS_AT_ONCE", 3 * 7)
    np.testing.assert_array_equal(bvh.positions(motion), whole)


def test_layout_does_not_matter(tmp_path: Path) -> None:
    squeezed = BVH.replace("\n{", " {").replace("  ", "\t").replace("\n", "\r\n").replace("ROOT", "root")
    np.testing.assert_array_equal(bvh.positions(bvh.parse(squeezed)), bvh.positions(bvh.parse(BVH)))
    path = tmp_path / "names.bvh"
    path.write_bytes(BVH.replace("Hips", "センター 1").encode("shift-jis"))
    assert formats.read(path)[0].tracks.num_points == 3


def test_reading_gives_one_recording_seen_by_the_default_camera(tmp_path: Path) -> None:
    (recording,) = formats.read(write_bvh(tmp_path / "walk.bvh"))
    assert recording.tracks.num_points == 3
    assert recording.tracks.frame_size == (640, 480)
    assert recording.tracks.fps == pytest.approx(25)
    assert (recording.tracks.points[0, 0, 1] < recording.tracks.points[0, 1, 1]).all()  # hips above leg


def test_two_roots_are_two_things_in_one_picture(tmp_path: Path) -> None:
    one = BVH.split("MOTION")[0].split("HIERARCHY\n")[1]
    rows = ("0 2 0 0 0 0 0 0 0  9 2 0 0 0 0 0 0 0\n" * 3).strip()
    path = tmp_path / "pair.bvh"
    path.write_text(
        f"HIERARCHY\n{one}{one.replace('Hips', 'Other')}MOTION\nFrames: 3\nFrame Time: 0.04\n{rows}\n"
    )
    first, second = formats.read(path)
    assert (first.name, second.name) == ("Hips", "Other")
    assert first.tracks.points[..., 0].max() < second.tracks.points[..., 0].min()


CHANGES: list[tuple[str, str, str]] = [
    ("HIERARCHY", "HIERACHY", "line 1: expected 'HIERARCHY', got 'HIERACHY'"),
    ("ROOT Hips", "JOINT Hips", "line 2: expected ROOT, got 'JOINT'"),
    ("ROOT Hips", "ROOT", "line 3: a joint without a name"),
    ("ROOT Hips\n{", "ROOT Hips\nOFFSET", "line 3: expected '{', got 'OFFSET'"),
    ("OFFSET 0.0 -1.0 0.0", "OFFSET 0.0 nan 0.0", "line 8: OFFSET must be a finite number, got 'nan'"),
    ("OFFSET 0.0 -1.0 0.0", "OFFSET 0.0 1_0 0.0", "line 8: OFFSET must be a finite number, got '1_0'"),
    ("OFFSET 0.0 -1.0 0.0\n", "OFFSET 0.0 -1.0\n", "line 9: OFFSET must be a finite number, got 'CHANNELS'"),
    ("    OFFSET 0.0 -1.0 0.0\n", "", "line 13: 'Leg' has no OFFSET"),
    ("CHANNELS 3", "CHANNELS 4", "line 10: unknown channel 'End'"),
    ("CHANNELS 3", "CHANNELS 2", "line 9: 'Yrotation' cannot stand here"),
    ("CHANNELS 3", "CHANNELS 99", "line 9: a joint has up to 6 CHANNELS, got 99"),
    ("CHANNELS 3 Zrotation", "CHANNELS 3 Wrotation", "line 9: unknown channel 'Wrotation'"),
    ("CHANNELS 3 Zrotation", "CHANNELS 3 Xrotation", "line 9: the channel Xrotation is listed twice"),
    ("End Site", "End Effector", "line 11: expected 'End Site'"),
    ("      OFFSET 0.0 -1.0 0.5\n", "JOINT x {\n", "line 12: JOINT cannot stand here"),
    ("}\nMOTION", "MOTION", "line 15: 'MOTION' cannot stand here"),
    ("MOTION", "}\nMOTION", "line 16: expected ROOT or MOTION, got '}'"),
    ("Frames: 3", "Frames: three", "line 17: Frames must be a finite number, got 'three'"),
    ("Frames: 3", "Frames: 1", "line 17: motion needs at least 2 frames, got 1"),
    ("Frames: 3", "Frames: 2.5", "line 17: Frames must be a whole number"),
    ("Frames: 3", "Frames: 9", "line 21: Frames says 9, but 3 rows are there"),
    ("Frames: 3", "Frames: 2", "line 21: Frames says 2, but 3 rows are there"),
    ("0.04", "0", "line 18: Frame Time must be the seconds of one frame, got 0"),
    ("0.04", "-1", "line 18: Frame Time must be the seconds of one frame"),
    ("0.04", "0.04 0.04", "line 18: '0.04' is too much on this line"),
    ("0.1 2 0", "0.1 0", "line 20: 9 channels need 9 numbers, got 8"),
    ("0.1 2 0", "0.1 x 0", "line 20: a channel must be a finite number, got 'x'"),
    ("0.1 2 0", "0.1 inf 0", "line 20: a channel must be a finite number, got 'inf'"),
]


@pytest.mark.parametrize(("old", "new", "message"), CHANGES)
def test_mistakes_are_named_with_their_line(old: str, new: str, message: str, tmp_path: Path) -> None:
    assert old in BVH
    at = BVH.rindex(old) if old in ("CHANNELS 3", "CHANNELS 3 Zrotation") else BVH.index(old)
    path = tmp_path / "bad.bvh"
    path.write_text(BVH[:at] + new + BVH[at + len(old) :])
    with pytest.raises(InputError) as caught:
        formats.read(path)
    assert str(caught.value).startswith(f"{path}: {message}")


@pytest.mark.parametrize("keep", [0.1, 0.3, 0.5, 0.62, 0.66, 0.8, 0.95])
def test_a_file_that_is_cut_off_is_refused_with_the_line(keep: float, tmp_path: Path) -> None:
    path = tmp_path / "cut.bvh"
    path.write_text(BVH[: int(len(BVH) * keep)])
    with pytest.raises(InputError, match=r"cut\.bvh: line \d+"):
        formats.read(path)


def test_a_skeleton_without_channels_does_not_move(tmp_path: Path) -> None:
    path = tmp_path / "stiff.bvh"
    path.write_text("HIERARCHY\nROOT r\n{\nOFFSET 0 0 0\n}\nMOTION\nFrames: 2\nFrame Time: 0.1\n")
    with pytest.raises(InputError, match="no joint has CHANNELS"):
        formats.read(path)


def test_places_beyond_all_numbers_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "far.bvh"
    path.write_text(
        BVH.replace("OFFSET 0.0 -1.0", "OFFSET 1e308 -1e308").replace("0.1 2 0", "1e308 -1e308 0")
    )
    with pytest.raises(InputError, match=r"far\.bvh: "):
        formats.read(path)
