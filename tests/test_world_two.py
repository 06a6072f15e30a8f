"""Two people and crowds: they stand as told, do what is told, where it is told."""

from __future__ import annotations

import re

import numpy as np
import pytest

from motionsearch.train import virtual
from motionsearch.train.world import people, people_crowds, people_two
from motionsearch.train.world.gait_sheets import GAITS
from motionsearch.train.world.people_crowds import CROWDS
from motionsearch.train.world.people_motion import MOTIONS
from motionsearch.train.world.people_postures import POSTURES
from motionsearch.train.world.people_two_sheets import DUETS, SETS, read
from motionsearch.train.world.skeleton import JOINTS, PARENTS

LEFTOVERS = re.compile(r"[{}*~%|\[\]_;]|\.$|  | ,")
FPS = 20.0
PELVIS, NECK, HEAD = JOINTS.index("pelvis"), JOINTS.index("neck"), JOINTS.index("head")


def staged(name: str, seed: int = 0) -> tuple[np.ndarray, people_two.Acts]:
    """Joints (2, T, J, 3) of a pair at its usual pace."""
    duet = next(duet for duet in DUETS if duet.name == name)
    rng = np.random.default_rng(seed)
    acts = people_two._plan(duet, 1.0, rng)
    frames = round((max(act.back_home for part in acts for act in part) + 0.2) * FPS)
    points, _ = people_two._figures(duet, acts, frames, FPS, rng)
    return people_two._staged(duet, points, FPS, 1.0, rng), acts


def apart(points: np.ndarray) -> np.ndarray:
    """(T,) level distance of the pelvises."""
    return np.linalg.norm((points[0, :, PELVIS] - points[1, :, PELVIS])[:, [0, 2]], axis=1)


def faced(points: np.ndarray) -> np.ndarray:
    """(2, T, 2) the way each figure faces, from its hips, unit."""
    across = points[:, :, JOINTS.index("right hip")] - points[:, :, JOINTS.index("left hip")]
    way = np.stack([across[..., 2], -across[..., 0]], axis=-1)
    return way / np.linalg.norm(way, axis=-1, keepdims=True)


def test_there_is_much_that_two_people_and_crowds_do() -> None:
    assert len(DUETS) >= 40
    assert len({duet.name for duet in DUETS}) == len(DUETS)
    assert len(CROWDS) >= 15
    gaits = {gait.name for gait in GAITS}
    assert {name for names in SETS.values() for name in names} <= set(MOTIONS)
    for duet in DUETS:
        for beat in (*duet.first, *duet.second):
            name = beat.name
            known = (
                name.removeprefix("any ") in SETS if name.startswith("any ") else name in {*MOTIONS, *gaits}
            )
            assert known, (duet.name, name)
        assert set(duet.postures) <= set(POSTURES)
        assert duet.second or duet.copied in ("same", "mirrored"), duet.name
        assert duet.stand in people_two._COARSE
    for crowd in CROWDS:
        assert (crowd.gait is not None) != bool(crowd.does), crowd.name
        assert set(crowd.does) <= set(MOTIONS), crowd.name


@pytest.mark.parametrize("duet", DUETS, ids=lambda duet: duet.name)
def test_every_pair_can_be_made_and_told(duet: people_two.Duet) -> None:
    for seed in range(3):
        clip = people_two.make(duet, np.random.default_rng(seed))
        again = people_two.make(duet, np.random.default_rng(seed))
        np.testing.assert_array_equal(clip.tracks.points, again.tracks.points)
        assert clip.captions == again.captions
        assert clip.kind == "person"
        assert 1.0 < clip.tracks.duration < 11
        check_words(clip.captions)


@pytest.mark.parametrize("crowd", CROWDS, ids=lambda crowd: crowd.name)
def test_every_crowd_can_be_made_and_told(crowd: people_crowds.Crowd) -> None:
    for seed in range(3):
        clip = people_crowds.make(crowd, np.random.default_rng(seed))
        again = people_crowds.make(crowd, np.random.default_rng(seed))
        np.testing.assert_array_equal(clip.tracks.points, again.tracks.points)
        assert clip.captions == again.captions
        check_words(clip.captions)


def check_words(captions: tuple[str, ...]) -> None:
    assert 4 <= len(captions) <= 9
    assert len(set(captions)) == len(captions)
    for caption in captions:
        assert caption == caption.lower().strip()
        assert not LEFTOVERS.search(caption), caption


@pytest.mark.parametrize("duet", DUETS, ids=lambda duet: duet.name)
def test_figures_hold_together_and_do_not_stand_in_each_other(duet: people_two.Duet) -> None:
    points, _ = staged(duet.name)
    assert np.isfinite(points).all()
    for j, p in enumerate(PARENTS):
        if p >= 0 and not JOINTS[j].endswith("shoulder"):
            length = np.linalg.norm(points[:, :, j] - points[:, :, p], axis=-1)
            assert (np.ptp(length, axis=1) < 0.02 * length.mean(axis=1)).all(), JOINTS[j]
    assert apart(points).min() > 0.3


def test_those_who_face_each_other_do_and_keep_their_distance() -> None:
    for duet in DUETS:
        if duet.stand != "face" or duet.aside:
            continue
        points, _ = staged(duet.name)
        ways = faced(points)[:, 0]
        to_other = (points[1, 0, PELVIS] - points[0, 0, PELVIS])[[0, 2]]
        to_other /= np.linalg.norm(to_other)
        assert ways[0] @ to_other > 0.8, duet.name
        assert ways[1] @ -to_other > 0.8, duet.name
        if duet.meet == 0:
            assert apart(points)[0] == pytest.approx(duet.gap, rel=0.3), duet.name


@pytest.mark.parametrize(
    ("name", "first", "second", "near"),
    [
        ("shake hands", "right wrist", "right wrist", 0.35),
        ("meet and shake hands", "right wrist", "right wrist", 0.4),
        ("high five", "right wrist", "left wrist", 0.35),
        ("hug", "chest", "right wrist", 0.3),
        ("push someone", "right wrist", "chest", 0.4),
        ("punch in the face", "right hand", "head", 0.5),
        ("kick someone", "right toe", "pelvis", 0.55),
        ("waltz", "right wrist", "left wrist", 0.4),
        ("arm wrestle", "right wrist", "right wrist", 0.5),
    ],
)
def test_they_touch_where_they_should(name: str, first: str, second: str, near: float) -> None:
    for seed in range(4):
        points, _ = staged(name, seed)
        gap = np.linalg.norm(points[0, :, JOINTS.index(first)] - points[1, :, JOINTS.index(second)], axis=1)
        assert gap.min() < near, seed


def test_ways_of_pairs_are_as_told() -> None:
    for seed in range(3):
        meeting, parting = apart(staged("walk toward each other", seed)[0]), apart(staged("part", seed)[0])
        assert meeting[0] > meeting[-1] + 2
        assert parting[-1] > parting[0] + 2
        passing = apart(staged("pass each other", seed)[0])
        assert passing.min() < 1.2 < 2 < min(passing[0], passing[-1])
        for name in ("follow", "chase"):
            points = staged(name, seed)[0]
            way = faced(points)[0, 0]
            between = (points[0, :, PELVIS] - points[1, :, PELVIS])[:, [0, 2]] @ way
            assert between.min() > 0.6  # the first goes ahead all the time
            gone = (points[:, -1, PELVIS] - points[:, 0, PELVIS])[:, [0, 2]] @ way
            assert gone.min() > 2
        circled = staged("walk around someone", seed)[0]
        spots = (circled[0, :, PELVIS] - circled[1, :, PELVIS])[:, [0, 2]]
        turned = np.unwrap(np.arctan2(spots[:, 0], spots[:, 1]))
        assert np.ptp(turned) > 4.5


def test_copies_are_the_same_or_mirrored() -> None:
    for seed in range(6):
        points, acts = staged("mirror each other", seed)
        assert [act.what.name for act in acts[0]] == [act.what.name for act in acts[1]]
        for one, other in zip(*acts, strict=True):
            assert {one.side, other.side} == {"left", "right"}
        rise = {
            side: points[:, :, JOINTS.index(f"{side} wrist"), 1] - points[:, :, NECK, 1]
            for side in ("left", "right")
        }
        # The left of the one answers the right of the other.
        for side, across in (("left", "right"), ("right", "left")):
            assert np.abs(rise[side][0] - rise[across][1]).mean() < 0.2
        same = staged("exercise together", seed)[1]
        assert same[0] == same[1]


def test_cause_comes_before_effect() -> None:
    points, _ = staged("punch in the face")
    fist = points[0, :, JOINTS.index("right wrist"), 2]
    head = points[1, :, HEAD, 2]
    hit = int(np.argmax(fist))
    assert np.abs(head[: max(1, hit - 6)] - head[0]).max() < 0.12
    assert head.max() - head[0] > 0.15
    lifted = staged("lift someone")[0]
    assert np.ptp(lifted[1, :, PELVIS, 1]) > 0.3 > np.ptp(lifted[0, :, PELVIS, 1])


def crowd_spread(name: str, seed: int) -> np.ndarray:
    """(T,) how far a crowd's points lie from their middle, through a plain camera, pixels."""
    crowd = next(crowd for crowd in CROWDS if crowd.name == name)
    points = people_crowds.make(
        crowd, np.random.default_rng(seed), virtual.Viewing.clean(elevation=60)
    ).tracks.points
    return np.linalg.norm(points - points.mean(axis=1, keepdims=True), axis=2).mean(axis=1)


def test_crowds_gather_scatter_and_go_together() -> None:
    for seed in range(5):
        for name in ("gather", "run together"):
            spread = crowd_spread(name, seed)
            assert spread[-1] < 0.7 * spread[0], name
        for name in ("scatter", "walk apart"):
            spread = crowd_spread(name, seed)
            assert spread[-1] > 1.4 * spread[0], name
        spread = crowd_spread("march in formation", seed)
        assert np.ptp(spread) < 0.35 * spread.mean()


def test_people_who_stand_where_they_are_do_not_overlap() -> None:
    rng = np.random.default_rng(0)
    for count in range(3, 13):
        spots = people_crowds._apart(rng.uniform(-1, 1, (count, 2)) * (0.6 * np.sqrt(count) + 0.3))
        gaps = np.linalg.norm(spots[:, None] - spots[None], axis=2) + 9 * np.eye(count)
        assert gaps.min() > 0.3


def test_people_come_alone_in_pairs_and_in_crowds() -> None:
    labels = [people.sample(np.random.default_rng([5, k])).label for k in range(400)]
    two = sum(label.startswith("two people: ") for label in labels) / len(labels)
    crowds = sum(label.startswith("crowd: ") for label in labels) / len(labels)
    assert 0.02 < two < 0.1
    assert 0.01 < crowds < 0.05


@pytest.mark.parametrize(
    ("sheet", "message"),
    [
        ("[x]\nis    face 1\na     wave @.3\nsings loudly\n", "sings loudly"),
        ("[x]\nis    face 1\na     wave at 3 o'clock!\n", "o'clock"),
    ],
)
def test_a_sheet_that_makes_no_sense_is_refused_by_name(sheet: str, message: str) -> None:
    with pytest.raises(ValueError, match=re.escape(message)):
        read(sheet)
