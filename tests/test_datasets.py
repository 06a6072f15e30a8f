"""Data sets of mocap with words, from folders as they ship: HumanML3D, KIT-ML, BABEL and AMASS."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from motionsearch.errors import InputError, MotionsearchWarning, QueryError
from motionsearch.train.corpora import (
    RESEARCH_CORPORA,
    captions_of,
    is_held_out,
    observe_clip,
    training_clips,
)
from motionsearch.train.datasets import DATASETS, detect, load_dataset, mevis, parse_source
from motionsearch.train.datasets.amass import read_motion
from motionsearch.train.datasets.babel import described, find_motion
from motionsearch.train.datasets.humanml3d import Caption, parse_texts
from motionsearch.train.datasets.smpl import (
    JOINT_NAMES,
    OFFSETS,
    PARENTS,
    joints_from_rotations,
    rotation_matrices,
)
from motionsearch.train.recipe import load_recipe, recipe_from
from motionsearch.train.source import Source
from motionsearch.train.testsets import corpus_items
from tests.helpers_datasets import (
    amass_poses,
    write_amass,
    write_babel,
    write_humanml3d,
    write_kitml,
    write_mevis,
    write_ntu,
    write_penn_action,
)
from tests.helpers_formats import wave

WRITERS = {
    "humanml3d": write_humanml3d,
    "kitml": write_kitml,
    "babel": write_babel,
    "amass": lambda root: write_amass(root / "CMU" / "01" / "01_01_poses.npz").parents[2],
    "mevis": write_mevis,
    "penn_action": write_penn_action,
    "ntu": write_ntu,
    "ntu_2d": write_ntu,
}


@pytest.mark.parametrize("name", [d.name for d in DATASETS])
def test_every_set_is_known_by_its_folder_and_gives_clips_that_a_camera_can_see(
    name: str, tmp_path: Path
) -> None:
    root = WRITERS[name](tmp_path / "given")
    found = detect(root)
    assert found is not None
    assert found.name == name.removesuffix("_2d")
    assert parse_source(root) == (found, root)
    clips = load_dataset(name, root)
    assert len({clip.id for clip in clips}) == len(clips)
    for clip in clips:
        frames, joints, dims = clip.points.shape
        assert frames >= 2
        assert dims == (2 if clip.frame_size else 3)
        assert np.isfinite(clip.points).all()
        assert clip.visible is None or clip.visible.shape == (frames, joints)
        if clip.parents is not None:
            assert len(clip.parents) == joints
            assert clip.joint_names is not None
            assert len(clip.joint_names) == joints
        assert observe_clip(clip, np.random.default_rng(0)).num_frames >= 2
    items = corpus_items(f"dataset:{name}:{root}")
    assert sorted(items.ids) == sorted(clip.id for clip in clips)
    other = corpus_items(f"dataset:{name}:{root}", camera="random", seed=3)
    assert other.ids == items.ids


def test_the_page_about_data_sets_says_what_is_true() -> None:
    page = (Path(__file__).parents[1] / "docs" / "datasets.md").read_text(encoding="utf-8")
    rows = [
        [cell.strip() for cell in line.strip("|").split("|")] for line in page.splitlines() if "| `" in line
    ]
    told = {row[0].strip("`"): (row[2], row[3]) for row in rows}
    assert told == {d.name: (d.licence, ", ".join(d.splits)) for d in DATASETS}
    assert f"{mevis.POINTS} points a clip" in page
    assert f"{mevis.FPS:g} frames per second are assumed" in page


def test_a_folder_of_something_else_is_no_data_set(tmp_path: Path) -> None:
    assert detect(tmp_path) is None
    assert detect(tmp_path / "none") is None
    (tmp_path / "labels").mkdir()
    (tmp_path / "labels" / "a.mat").touch()
    (tmp_path / "new_joints").mkdir()
    (tmp_path / "train.json").write_text("[]")
    assert detect(tmp_path) is None
    with pytest.raises(QueryError, match="'kinetics' is no data set") as error:
        load_dataset("kinetics", tmp_path)
    assert "humanml3d" in (error.value.hint or "")
    with pytest.raises(QueryError, match="names no folder"):
        parse_source("dataset:ntu")
    with pytest.raises(InputError, match="no such folder"):
        parse_source(f"dataset:ntu:{tmp_path / 'none'}")


@pytest.mark.parametrize("name", [d.name for d in DATASETS])
def test_splits_and_missing_folders_are_named(name: str, tmp_path: Path) -> None:
    with pytest.raises(QueryError, match=f"{name} has no split 'half'"):
        load_dataset(name, tmp_path, "half")
    with pytest.raises(InputError, match="none"):
        load_dataset(name, tmp_path / "none")


def test_humanml3d_gives_whole_motions_and_the_parts_that_captions_name(tmp_path: Path) -> None:
    root = write_humanml3d(tmp_path / "HumanML3D")
    clips = {clip.id: clip for clip in load_dataset("humanml3d", root)}
    assert list(clips) == ["000000", "000000_1.5-3", "000002", "M000000", "M000000_1.5-3"]
    whole, part, other = clips["000000"], clips["000000_1.5-3"], clips["000002"]
    assert whole.fps == 20
    assert whole.points.shape == (80, 22, 3)
    assert whole.parents == PARENTS
    assert whole.captions == (
        "a man kicks something or someone with his left leg.",
        "the standing person kicks with their left foot before going back.",
    )
    assert part.captions == ("a person then steps back.",)
    np.testing.assert_array_equal(part.points, whole.points[30:60])
    assert other.captions == ("he waves",)
    assert [clips[i].split for i in ("000000", "M000000", "000002")] == ["train", "train", "test"]
    mirrored = clips["M000000"]
    assert mirrored.extra["mirrored"] is True
    assert mirrored.group == whole.group == "000000"
    np.testing.assert_array_equal(mirrored.points, whole.points * np.float32([-1, 1, 1]))
    assert "right leg" in mirrored.captions[0]


def test_humanml3d_splits_follow_the_lists(tmp_path: Path) -> None:
    root = write_humanml3d(tmp_path / "HumanML3D")
    assert {c.group for c in load_dataset("humanml3d", root, "train")} == {"000000"}
    assert [c.id for c in load_dataset("humanml3d", root, "test")] == ["000002"]
    with pytest.raises(InputError, match=r"val\.txt: missing or empty"):
        load_dataset("humanml3d", root, "val")


def test_cuts_of_held_out_cmu_trials_are_known_by_the_index(tmp_path: Path) -> None:
    clips = {clip.id: clip for clip in load_dataset("humanml3d", write_humanml3d(tmp_path / "h"))}
    assert clips["000002"].extra["trial"] == "02_01"
    assert is_held_out(clips["000002"])
    assert not is_held_out(clips["000000"])


def test_a_damaged_motion_is_left_out_and_named(tmp_path: Path) -> None:
    root = write_humanml3d(tmp_path / "HumanML3D")
    (root / "new_joints" / "000002.npy").write_bytes(b"\x93NUMPY")
    with pytest.warns(MotionsearchWarning, match=r"1 of 3 motions are left out; the first: .*000002\.npy"):
        assert len(load_dataset("humanml3d", root)) == 4
    with pytest.raises(InputError, match="none of 1 motions can be read"):
        load_dataset("humanml3d", root, "test")


def test_features_in_place_of_joints_are_refused_with_the_way_out(tmp_path: Path) -> None:
    root = write_humanml3d(tmp_path / "HumanML3D")
    (root / "new_joints").rename(root / "elsewhere")
    with pytest.raises(InputError, match="new_joints: no such folder") as error:
        load_dataset("humanml3d", root)
    assert "new_joint_vecs" in (error.value.hint or "")


def test_frames_without_numbers_are_not_visible(tmp_path: Path) -> None:
    root = write_humanml3d(tmp_path / "HumanML3D")
    joints = wave(40, 22).astype(np.float32)
    joints[5, 3] = np.nan
    np.save(root / "new_joints" / "000002.npy", joints)
    (clip,) = load_dataset("humanml3d", root, "test")
    assert clip.visible is not None
    assert np.argwhere(~clip.visible).tolist() == [[5, 3]]


def test_texts_are_split_at_their_last_marks() -> None:
    found = parse_texts("say #1 loud#a/DET#0.0#0.0\n\nhe jumps#he/PRON#nan#nan\nhe sits#he/PRON#1.0#2.5\n")
    assert found == [Caption("say #1 loud", None), Caption("he jumps", None), Caption("he sits", (1.0, 2.5))]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("a man walks", "line 1: must be sentence#tokens#start#end"),
        ("\na#b#0.0#x", "line 2: not a time in seconds: 'x'"),
        ("a#b#2.0#1.0", "line 1: no stretch of time: 2 to 1 s"),
        ("a#b#-1.0#1.0", "line 1: no stretch of time"),
        ("a#b#0.0#inf", "line 1: not a time"),
    ],
)
def test_bad_texts_are_told_with_their_line(text: str, message: str) -> None:
    with pytest.raises(InputError, match=message):
        parse_texts(text)


def test_kitml_has_its_own_skeleton_and_rate(tmp_path: Path) -> None:
    (clip,) = load_dataset("kitml", write_kitml(tmp_path / "KIT-ML"), "train")
    assert clip.fps == 12.5
    assert clip.points.shape == (50, 21, 3)
    assert clip.captions == ("A human raises his arm.",)
    assert clip.parents is not None
    roots = [j for j, p in enumerate(clip.parents) if p < 0]
    assert roots == [0]
    assert all(p < j for j, p in enumerate(clip.parents))


def chain(poses: np.ndarray, trans: np.ndarray, joint: int) -> np.ndarray:
    """One joint of one frame by 4 x 4 matrices along its chain, from Taylor series of the rotations."""
    path = [joint]
    while PARENTS[path[0]] >= 0:
        path.insert(0, PARENTS[path[0]])
    whole = np.eye(4)
    whole[:3, 3] = trans
    for link in path:
        x, y, z = poses[3 * link : 3 * link + 3]
        generator = np.array([[0, -z, y], [z, 0, -x], [-y, x, 0]])
        turn, term = np.eye(3), np.eye(3)
        for k in range(1, 40):
            term = term @ generator / k
            turn = turn + term
        step = np.eye(4)
        step[:3, :3], step[:3, 3] = turn, OFFSETS[link]
        whole = whole @ step
    return whole[:3, 3]


def test_joints_from_rotations_are_those_of_a_naive_chain() -> None:
    poses, trans = amass_poses(4, seed=5)
    poses[0] *= 0  # the rest pose, where the formula divides nothing by nothing
    joints = joints_from_rotations(poses, trans)
    want = [[chain(poses[t], trans[t], j) for j in range(22)] for t in range(4)]
    np.testing.assert_allclose(joints, want, atol=1e-10)
    bones = np.linalg.norm(joints[:, 1:] - joints[:, list(PARENTS[1:])], axis=-1)
    np.testing.assert_allclose(bones, np.tile(np.linalg.norm(OFFSETS[1:], axis=-1), (4, 1)), atol=1e-12)


def test_rotations_are_rotations() -> None:
    vectors = np.random.default_rng(0).normal(size=(50, 3)) * np.array([1e-9, 1, 10])[np.arange(50) % 3, None]
    turns = rotation_matrices(vectors)
    np.testing.assert_allclose(turns @ turns.transpose(0, 2, 1), np.tile(np.eye(3), (50, 1, 1)), atol=1e-12)
    np.testing.assert_allclose(np.linalg.det(turns), 1)
    np.testing.assert_allclose(np.einsum("nij,nj->ni", turns, vectors), vectors, atol=1e-12)


def test_the_rest_pose_stands_like_a_person() -> None:
    rest = dict(zip(JOINT_NAMES, joints_from_rotations(np.zeros((1, 66)), np.zeros((1, 3)))[0], strict=True))
    assert 1.5 < rest["head"][1] - rest["left_foot"][1] < 1.7
    assert rest["left_wrist"][0] > 0.6  # the left side is at +x, the arms are spread
    assert rest["left_foot"][2] > rest["left_ankle"][2]  # facing +z
    for name, place in rest.items():
        if name.startswith("left"):
            np.testing.assert_allclose(place * [-1, 1, 1], rest[name.replace("left", "right")], atol=1e-12)


@pytest.mark.parametrize("newer", [False, True])
def test_amass_of_both_releases_is_thinned_and_turned(newer: bool, tmp_path: Path) -> None:
    path = write_amass(tmp_path / "KIT" / "3" / "walk_poses.npz", newer=newer)
    motion = read_motion(path)
    poses, trans = amass_poses(240)
    assert motion.fps == 30
    assert motion.up == "z"
    np.testing.assert_allclose(motion.joints, joints_from_rotations(poses, trans)[::4])


@pytest.mark.parametrize(
    ("given", "kept"), [(20.0, 20.0), (59.0, 59.0), (60.0, 30.0), (100.0, 100 / 3), (250.0, 31.25)]
)
def test_rates_are_thinned_to_thirty_or_a_little_more(given: float, kept: float, tmp_path: Path) -> None:
    assert read_motion(write_amass(tmp_path / "x_poses.npz", fps=given)).fps == pytest.approx(kept)


@pytest.mark.parametrize(("joints", "flat"), [(22, False), (24, False), (52, False), (22, True)])
def test_joints_of_a_body_model_are_taken_as_they_are(joints: int, flat: bool, tmp_path: Path) -> None:
    body = wave(10, joints)
    key = "joint_pos" if flat else "joints"
    np.savez(tmp_path / "a.npz", **{key: body.reshape(10, -1) if flat else body}, fps=30)
    motion = read_motion(tmp_path / "a.npz")
    np.testing.assert_array_equal(motion.joints, body[:, :22])


def test_pose_data_of_humanml3d_is_turned_back_from_its_mirror(tmp_path: Path) -> None:
    world = wave(10, 22)  # z up
    np.save(tmp_path / "a.npy", world[..., [0, 2, 1]])
    motion = read_motion(tmp_path / "a.npy")
    assert (motion.fps, motion.up) == (20, "y")
    np.testing.assert_array_equal(motion.joints[..., 1], world[..., 2])
    # A rotation keeps the sign of the volume that three bones span, a mirror image does not.
    volume = [np.linalg.det(points[:, 1:4] - points[:, :1]) for points in (world, motion.joints)]
    np.testing.assert_allclose(volume[1], volume[0])


@pytest.mark.parametrize(
    ("arrays", "message"),
    [
        ({"poses": np.zeros((5, 156)), "trans": np.zeros((5, 3))}, "does not say its frames per second"),
        ({"poses": np.zeros((5, 156)), "fps": 30}, "no array 'trans'"),
        (
            {"poses": np.zeros((5, 30)), "trans": np.zeros((5, 3)), "fps": 30},
            r"poses must be \(T, 66 or more\)",
        ),
        ({"poses": np.zeros((5, 156)), "trans": np.zeros((4, 3)), "fps": 30}, r"trans \(T, 3\)"),
        ({"joints": np.zeros((5, 17, 3)), "fps": 30}, r"must have shape \(T, 22, 24 or 52, 3\)"),
        ({"joints": np.zeros((1, 22, 3)), "fps": 30}, "a single frame"),
        ({"joints": np.zeros((5, 22, 3)), "fps": 0}, "fps must be a positive number"),
        ({"joints": np.full((5, 22, 3), "x"), "fps": 30}, "must be numbers"),
    ],
)
def test_what_is_no_motion_of_amass_is_refused(arrays: dict, message: str, tmp_path: Path) -> None:
    path = tmp_path / "a_poses.npz"
    np.savez(path, **arrays)
    with pytest.raises(InputError, match=message) as error:
        read_motion(path)
    assert str(path) in str(error.value)


def test_amass_splits_are_its_makers_by_old_and_new_names(tmp_path: Path) -> None:
    for name in ("CMU/01/01_01_poses", "HumanEva/S1/Box_poses", "SSM_synced/20/a_poses", "SSM/20/b_stageii"):
        write_amass(tmp_path / f"{name}.npz", frames=8)
    (tmp_path / "CMU" / "01" / "shape.npz").write_bytes(b"no motion")
    assert [c.id for c in load_dataset("amass", tmp_path, "train")] == ["CMU/01/01_01_poses"]
    assert [c.id for c in load_dataset("amass", tmp_path, "val")] == ["HumanEva/S1/Box_poses"]
    assert len(load_dataset("amass", tmp_path, "test")) == 2
    assert load_dataset("amass", tmp_path, "train")[0].extra["trial"] == "01_01"


def test_babel_describes_stretches_of_amass(tmp_path: Path) -> None:
    root = write_babel(tmp_path / "babel")
    clips = {clip.id: clip for clip in load_dataset("babel", root, "train")}
    assert list(clips) == ["9963_0-1", "9963_1-1.5", "7"]
    walk, turn, whole = clips.values()
    assert walk.captions == ("walks forward", "walk")
    assert walk.label == "walk"
    assert walk.points.shape == (30, 22, 3)
    assert turn.captions == ("turns", "turn", "turn around")
    assert (turn.label, turn.extra["act_cat"]) == ("turn", ["turn", "spin"])
    poses, trans = amass_poses(240)
    want = joints_from_rotations(poses, trans)[::4][30:45]
    np.testing.assert_allclose(turn.points, want.astype(np.float32))
    assert whole.points.shape == (60, 22, 3)
    assert captions_of(walk)[0] == "walks forward"
    (held,) = load_dataset("babel", root, "val")
    assert is_held_out(held)


def test_babel_without_some_of_amass_says_so(tmp_path: Path) -> None:
    root = write_babel(tmp_path / "babel")
    (root / "amass" / "KIT").rename(tmp_path / "KIT")
    with pytest.warns(MotionsearchWarning, match=r"1 of 2 motions are left out; the first: .*RightTurn01"):
        assert [c.id for c in load_dataset("babel", root, "train")] == ["7"]
    (root / "amass").rename(tmp_path / "amass")  # beside the folder is as good
    assert [c.id for c in load_dataset("babel", root, "val")] == ["12"]
    (tmp_path / "amass").rename(tmp_path / "gone")
    with pytest.raises(InputError, match="no such file") as error:
        load_dataset("babel", root, "val")
    assert "amass/" in (error.value.hint or "")


def test_several_annotators_of_babel_are_all_heard(tmp_path: Path) -> None:
    root = write_babel(tmp_path / "babel")
    label = {"raw_label": "hop", "proc_label": "hop", "act_cat": ["hop"], "start_t": 0, "end_t": 1}
    entry = {
        "feat_p": "KIT/KIT/4/RightTurn01_poses.npz",
        "seq_anns": [],
        "frame_anns": [{"labels": [label]}, {"labels": [{**label, "raw_label": "jumps on one leg"}]}],
    }
    (root / "extra_train.json").write_text(json.dumps({"9963": entry}))
    (clip,) = load_dataset("babel", root, "extra_train")
    assert clip.captions == ("hop", "jumps on one leg")


JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | st.sampled_from(["walk", "transition", ""]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                ["labels", "frame_ann", "seq_ann", "frame_anns", "raw_label", "act_cat", "start_t", "end_t"]
            ),
            inner,
            max_size=4,
        )
    ),
    max_leaves=12,
)


@given(st.dictionaries(st.sampled_from(["frame_ann", "seq_ann", "frame_anns", "seq_anns"]), JSON))
def test_no_annotations_make_babel_fail_otherwise(entry: dict) -> None:
    try:
        found = list(described(entry))
    except InputError:
        return
    assert all(span is None or 0 <= span[0] < span[1] for span, _ in found)


@given(st.text(alphabet="a #.-0123456789naif_e\n", max_size=60))
def test_no_text_makes_the_captions_fail_otherwise(text: str) -> None:
    try:
        found = parse_texts(text)
    except InputError:
        return
    assert all(c.text and (c.span is None or 0 <= c.span[0] < c.span[1]) for c in found)


@pytest.mark.parametrize("path", ["../../secret.npz", "/etc/passwd", "x.npz"])
def test_babel_paths_stay_within_amass(path: str, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="is no path within AMASS"):
        find_motion(tmp_path, path)


def test_data_sets_train_research_models_only(tmp_path: Path) -> None:
    write_humanml3d(tmp_path / "humanml3d")
    with pytest.raises(QueryError, match="the licence of humanml3d allows research models only") as error:
        training_clips(["humanml3d"], tmp_path)
    assert "research = true" in (error.value.hint or "")
    clips = training_clips(["humanml3d"], tmp_path, research=True)
    assert {clip.group for clip in clips} == {"000000"}
    assert all(captions_of(clip) for clip in clips)


def test_a_recipe_trains_on_data_sets_only_where_it_says_research(tmp_path: Path) -> None:
    write_humanml3d(tmp_path / "humanml3d")
    mixture = {"world": {"person": 0.0}, "corpora": {"humanml3d": 1.0}}
    with pytest.raises(QueryError, match="research models only"):
        Source(recipe_from({"name": "mine", "data": mixture}), tmp_path)
    source = Source(recipe_from({"name": "mine", "data": {**mixture, "research": True}}), tmp_path)
    assert any("left leg" in caption for n in range(20) for caption in source.draw(n).captions)


def test_the_research_recipe_is_the_shipped_one_and_more() -> None:
    shipped, research = load_recipe("dawn"), load_recipe("research")
    assert not shipped.data.research
    assert research.data.research
    more = set(research.data.corpora) - set(shipped.data.corpora)
    assert more == set(RESEARCH_CORPORA)
    same = {name: weight for name, weight in research.data.corpora.items() if name not in more}
    assert same == shipped.data.corpora
    assert (research.encoder, research.training) == (shipped.encoder, shipped.training)


def test_what_the_retrieval_test_holds_out_is_not_trained_on_by_another_name(tmp_path: Path) -> None:
    root = write_babel(tmp_path / "babel")
    (root / "val.json").replace(root / "train.json")
    with pytest.raises(QueryError, match="every clip of babel is held out"):
        training_clips(["babel"], tmp_path, research=True)


def test_nothing_is_trained_on_motion_without_words(tmp_path: Path) -> None:
    with pytest.raises(QueryError, match="amass has no words") as error:
        training_clips(["amass"], tmp_path, research=True)
    assert "babel" in (error.value.hint or "")
