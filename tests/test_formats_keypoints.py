"""COCO and OpenPose keypoints, and who is who where the file does not say."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from motionsearch import InputError, Recording, formats
from motionsearch.errors import MotionsearchWarning
from motionsearch.formats.association import MAX_GAP, Sighting, join_by_nearness
from tests.helpers_formats import openpose_frame, pose, write_coco, write_openpose


def read(tmp_path: Path, content: Any, **options: Any) -> list[Recording]:
    path = tmp_path / "k.json"
    path.write_text(content if isinstance(content, str) else json.dumps(content))
    return formats.read(path, **options)


def result(image: object, x: float, **changes: object) -> dict[str, object]:
    return {"image_id": image, "category_id": 1, "keypoints": pose(x, 100), "score": 0.9, **changes}


def test_coco_results_follow_their_track_ids(tmp_path: Path) -> None:
    first, second = formats.read(write_coco(tmp_path / "coco.json"))
    assert (first.name, second.name) == ("track 1", "track 2")
    assert first.tracks.num_points == 5
    assert first.tracks.points[:, 0, 0].tolist() == [100, 105, 110, 115]
    assert second.tracks.points[:, 0, 0].tolist() == [300, 295, 290, 285]
    assert first.tracks.fps == 30
    assert first.tracks.frame_size == second.tracks.frame_size


def test_coco_results_in_any_order_with_gaps_and_file_names(tmp_path: Path) -> None:
    results = [result(f"vid2/000{n:03}.jpg", 100 + n, track_id=4) for n in (14, 10, 11)]
    (recording,) = read(tmp_path, results)
    assert recording.tracks.visible.all(axis=1).tolist() == [True, True, False, False, True]
    assert recording.tracks.points[[0, 4], 0, 0].tolist() == [110, 114]
    assert recording.start == 0


def test_low_scores_and_flags_of_zero_are_not_visible(tmp_path: Path) -> None:
    keypoints = [10, 20, 0.9, 0, 0, 0, 300, 40, 0.05, 70, 80, 1, 90, 95, 2]
    results = [result(n, 0, keypoints=keypoints, track_id=1) for n in range(3)]
    (recording,) = read(tmp_path, results)
    assert recording.tracks.visible[0].tolist() == [True, False, False, True, True]
    assert recording.tracks.frame_size == (91, 96)  # what is not seen does not widen the picture


def dataset(**changes: Any) -> dict[str, Any]:
    """Two videos of three frames, one of them with an image nobody is in."""
    images = [
        {"id": 10 * video + frame, "frame_id": 100 + frame, "video_id": video, "width": 640, "height": 480}
        for video in (1, 2)
        for frame in range(3)
    ]
    annotations = [
        {"id": n, "image_id": image, "category_id": 3, "track_id": 5, "keypoints": pose(50 + image, 100)}
        for n, image in enumerate((10, 12, 20, 21, 22))
    ]
    annotations.append({"id": 99, "image_id": 11, "category_id": 3, "bbox": [0, 0, 9, 9]})
    return {
        "images": images,
        "annotations": annotations,
        "categories": [{"id": 3, "name": "dog", "keypoints": ["nose"]}],
        **changes,
    }


def test_coco_datasets_know_their_images_videos_and_classes(tmp_path: Path) -> None:
    first, second = read(tmp_path, dataset())
    assert (first.name, second.name) == ("video 1 track 5", "video 2 track 5")
    assert first.label == second.label == "dog"
    assert first.tracks.visible.all(axis=1).tolist() == [True, False, True]
    assert second.tracks.visible.all()
    assert first.tracks.frame_size == (640, 480)


def test_frames_of_a_dataset_are_its_images(tmp_path: Path) -> None:
    """Every fifth frame was taken: five images are five frames, and an image without people is a gap."""
    images = [{"id": n, "file_name": f"{n}.jpg"} for n in (25, 20, 15, 10, 5)]
    annotations = [{"image_id": n, "track_id": 1, "keypoints": pose(100 + n, 50)} for n in (5, 10, 20)]
    (recording,) = read(tmp_path, {"images": images, "annotations": annotations})
    assert recording.tracks.visible.all(axis=1).tolist() == [True, True, False, True]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("[{]", "line 1, column 3: not JSON"),
        ('{"annotations": [],\n "images": oops}', "line 2, column 12: not JSON"),
        ("[" * 50_000, "not JSON that can be read"),
        ("[]", "the list is empty"),
        ("3", "neither a COCO dataset (with annotations) nor a list"),
        ({"lr": 0.1}, "neither a COCO dataset"),
        (openpose_frame(pose(1, 1)), "one frame of OpenPose"),
        ([result(0, 1, track_id=1), 7], "result 1: not an object but 7"),
        ([{"keypoints": pose(1, 1)}], "result 0: the key 'image_id' is missing"),
        ([result("frame.jpg", 1)], "result 0: the image 'frame.jpg' has no frame number"),
        ([result(None, 1)], "result 0: the image's number must be a number"),
        ([result(-3, 1)], "result 0: the image's number must be a whole number from 0"),
        ([result(0, 1, keypoints=[1, 2])], "result 0: keypoints must be a list of x, y, score triples"),
        ([result(0, 1, keypoints=[])], "result 0: keypoints must be a list of x, y, score triples"),
        ([{"image_id": 3}], "result 0: keypoints must be a list of x, y, score triples, got None"),
        ([result(0, 1, keypoints=[1, "2", 1])], "result 0: keypoints must be numbers"),
        (
            '[{"image_id": 1, "keypoints": [1, 2, 1, NaN, 1, 1]}]',
            "result 0: keypoints: keypoint 1 is not finite",
        ),
        ('[{"image_id": 1, "keypoints": [1, 2, 1e999]}]', "result 0: keypoints: keypoint 0 is not finite"),
        (
            f'[{{"image_id": 1, "keypoints": [1, 2, 1{"0" * 400}]}}]',
            "result 0: keypoints: a number is too large",
        ),
        (
            [result(0, 1, track_id=1), result(0, 9, track_id=1)],
            "result 1: track 1 is in its frame already, see result 0",
        ),
        (
            [result(0, 1, track_id=1), result(1, 1, track_id=1, keypoints=pose(1, 1, 7))],
            "result 1: 7 keypoints, but track 1 has 5 at result 0",
        ),
        ([result(0, 1, track_id=[1])], "result 0: track_id must be a number or a text"),
        (
            [result(0, 1, track_id=1), result(10**12, 1, track_id=1)],
            "1,000,000,000,001 frames of 5 points are more than",
        ),
        ([result(0, 1, track_id=1)], "nothing in it is seen in more than one frame"),
        (dataset(annotations=[]), "no annotation has keypoints"),
        (dataset(images=[]), "annotation 0: there is no image 10"),
        (dataset(images=[{"id": 10}, {"id": 10}]), "images: the video has two images of the same frame"),
        (
            dataset(images=[{"id": 10, "frame_id": 0}, {"id": 10, "frame_id": 1}]),
            "images: the id 10 is given twice",
        ),
        (dataset(images={"id": 1}), "images must be a list"),
        (
            dataset(images=[{"id": 10, "width": 0, "height": 1}]),
            "image 0: width must be a whole number from 1",
        ),
        (dataset(categories=[{"name": "dog"}]), "category 0: id must be a number or a text, got None"),
        ([{"people": []}, {"people": 3}], "not a frame of OpenPose: there is no list 'people'"),
        (
            [{"people": []}, {"people": [{"pose_keypoints_2d": [1]}]}],
            "frame 1, person 0: pose_keypoints_2d must",
        ),
        ([{"people": []}, {"people": []}], "nobody is in any frame"),
    ],
)
def test_mistakes_are_named_with_their_place(content: Any, message: str, tmp_path: Path) -> None:
    with pytest.raises(InputError) as caught:
        read(tmp_path, content)
    assert str(caught.value).startswith(f"{tmp_path / 'k.json'}: {message}")


# --- OpenPose


def test_a_folder_of_frames_is_joined_by_nearness(tmp_path: Path) -> None:
    """The two people of the sample are listed the other way round in every other frame."""
    recordings = formats.read(write_openpose(tmp_path / "frames"))
    starts = sorted(recording.tracks.points[0, 0, 0] for recording in recordings)
    assert starts == [100, 300]
    for recording in recordings:
        assert recording.tracks.num_frames == 4
        steps = np.diff(recording.tracks.points[:, 0, 0])
        assert (abs(steps) == 5).all()
        assert len(set(steps.tolist())) == 1


def test_a_list_of_frames_says_the_same_as_a_folder(tmp_path: Path) -> None:
    folder = write_openpose(tmp_path / "frames")
    whole = [json.loads(file.read_text()) for file in sorted(folder.iterdir())]
    for one, other in zip(formats.read(folder), read(tmp_path, whole), strict=True):
        np.testing.assert_array_equal(one.tracks.points, other.tracks.points)


def test_missing_frames_and_empty_frames_are_gaps(tmp_path: Path) -> None:
    folder = write_openpose(tmp_path / "frames")
    files = sorted(folder.iterdir())
    files[1].unlink()
    files[2].write_text(openpose_frame())
    for recording in formats.read(folder):
        assert recording.tracks.visible.all(axis=1).tolist() == [True, False, False, True]


def test_ids_of_people_are_believed(tmp_path: Path) -> None:
    frames = [
        {"people": [{"person_id": [i], "pose_keypoints_2d": pose(100 * i + 40 * t, 50)} for i in order]}
        for t, order in enumerate(([0, 1], [1, 0], [0]))
    ]
    first, second = read(tmp_path, frames)
    assert (first.name, second.name) == ("person 0", "person 1")
    assert first.tracks.points[:, 0, 0].tolist() == [0, 40, 80]
    assert second.tracks.points[:, 0, 0].tolist() == [100, 140]


def test_only_the_body_counts_unless_there_is_none(tmp_path: Path) -> None:
    both = [
        {"people": [{"pose_keypoints_2d": pose(90 + t, 9), "face_keypoints_2d": pose(5, 5, 70)}]}
        for t in range(3)
    ]
    assert read(tmp_path, both)[0].tracks.num_points == 5
    hand = [
        {"people": [{"pose_keypoints_2d": [], "hand_left_keypoints_2d": pose(90 + t, 5, 21)}]}
        for t in range(3)
    ]
    assert read(tmp_path, hand)[0].tracks.num_points == 21


def test_two_videos_in_one_folder_are_kept_apart(tmp_path: Path) -> None:
    for video in ("a", "b_7"):
        for t in range(3):
            (tmp_path / f"{video}_{t:012}_keypoints.json").write_text(openpose_frame(pose(100 + 3 * t, 100)))
    recordings = formats.read(tmp_path)
    assert [recording.name for recording in recordings] == ["a person 1", "b_7 person 1"]


def test_a_bad_frame_is_named(tmp_path: Path) -> None:
    folder = write_openpose(tmp_path / "frames")
    bad = sorted(folder.iterdir())[2]
    for text, message in (
        ('{"people": [', "line 1, column 13: not JSON"),
        ("", "the file is empty"),
        ("[]", "not a frame of OpenPose"),
        ('{"people": [4]}', "person 0: not an object but 4"),
        ('{"people": [{"person_id": ["x"]}]}', "person 0: person_id must be a number"),
    ):
        bad.write_text(text)
        with pytest.raises(InputError) as caught:
            formats.read(folder)
        assert str(caught.value).startswith(str(bad))
        assert message in str(caught.value)
    bad.rename(folder / bad.name.replace("clip_000000000002", "clip_1"))
    with pytest.raises(InputError, match=r"frame 1 is in clip_\d*1_keypoints\.json too"):
        formats.read(folder)


def test_people_of_one_frame_are_left_out_with_a_warning(tmp_path: Path) -> None:
    folder = write_openpose(tmp_path / "frames")
    last = sorted(folder.iterdir())[-1]
    content = json.loads(last.read_text())
    content["people"].append({"pose_keypoints_2d": pose(600, 400)})
    last.write_text(json.dumps(content))
    with pytest.warns(MotionsearchWarning, match="1 of 3 things are seen in one frame only"):
        assert len(formats.read(folder)) == 2


# --- Association


def sighting(frame: int, x: float, y: float = 100, keypoints: int = 5) -> Sighting:
    return Sighting(frame, np.array(pose(x, y, keypoints), float).reshape(-1, 3), None, None, f"{frame}")


def places(people: list[list[Sighting]]) -> list[list[float]]:
    return [[s.pose[0, 0] for s in person] for person in people]


def test_a_far_jump_or_a_long_gap_begins_a_new_person() -> None:
    assert places(join_by_nearness([sighting(0, 100), sighting(1, 300)], 0.1)) == [[100], [300]]
    near = [sighting(0, 100), sighting(MAX_GAP, 110)]
    assert places(join_by_nearness(near, 0.1)) == [[100, 110]]
    gone = [sighting(0, 100), sighting(MAX_GAP + 1, 110)]
    assert places(join_by_nearness(gone, 0.1)) == [[100], [110]]


def test_the_nearest_pair_is_taken_first() -> None:
    people = join_by_nearness([sighting(0, 100), sighting(0, 115), sighting(1, 112)], 0.1)
    assert places(people) == [[100], [115, 112]]


def test_poses_of_different_kinds_or_without_a_common_keypoint_are_not_joined() -> None:
    assert len(join_by_nearness([sighting(0, 100), sighting(1, 100, keypoints=7)], 0.1)) == 2
    half, other = sighting(0, 100), sighting(1, 100)
    half.pose[:2, 2] = 0
    other.pose[2:, 2] = 0
    assert len(join_by_nearness([half, other], 0.1)) == 2


@settings(deadline=None, max_examples=40)
@given(seed=st.integers(0, 2**31), count=st.integers(1, 5), frames=st.integers(2, 12))
def test_people_who_keep_apart_are_never_mixed_up(seed: int, count: int, frames: int) -> None:
    rng = np.random.default_rng(seed)
    drift = rng.uniform(-8, 8, (count, 2))
    shuffled = []
    for t in range(frames):
        for i in rng.permutation(count):
            x, y = 1000 * i + 100 + drift[i][0] * t, 200 + drift[i][1] * t
            shuffled.append(sighting(t, x, y))
    people = join_by_nearness(shuffled, 0.1)
    assert len(people) == count
    for person in people:
        assert [s.frame for s in person] == list(range(frames))
        assert len({round(s.pose[0, 0] / 1000) for s in person}) == 1
