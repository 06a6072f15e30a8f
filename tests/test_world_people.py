"""Procedural people: bodies hold together, motions do what their words say, captions are true."""

from __future__ import annotations

import re

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from motionsearch.train import virtual
from motionsearch.train.world import WorldClip, people, people_tables, sample
from motionsearch.train.world import skeleton as sk
from motionsearch.train.world.gait import speed_of, stride_rows, walk_over
from motionsearch.train.world.gait_sheets import GAITS, PATHS
from motionsearch.train.world.language import ADULTS, Voice, gerund, speak, suited, third
from motionsearch.train.world.people_acts import Act, plan_gait, plan_motion
from motionsearch.train.world.people_motion import MOTIONS, Timing, interpolate_keys, lay, posture_row
from motionsearch.train.world.people_plans import Plan, two_hands
from motionsearch.train.world.people_postures import POSTURES
from motionsearch.train.world.people_sheets import entries, register
from motionsearch.train.world.people_views import joints_seen

FPS = 20.0
BODY = sk.Body(1.7, 0.833, 0.55, 0.51, 0.3, 0.195, 0.094, 0.03)
BONES = [(j, p) for j, p in enumerate(sk.PARENTS) if p >= 0]
# The neck-to-shoulder link shrugs; every other link is a bone.
RIGID = [(j, p) for j, p in BONES if not sk.JOINTS[j].endswith("shoulder")]
LEFTOVERS = re.compile(r"[{}*~%|\[\]_]|\.$|  ")


def joint(points: np.ndarray, name: str) -> np.ndarray:
    return points[:, sk.JOINTS.index(name)]


def performed(
    name: str, *, mirrored: bool = False, variant: str | None = None, loose: float = 0.0
) -> np.ndarray:
    """Pose rows of one motion done once (twice in turns) from the posture it starts in."""
    motion = MOTIONS[name]
    variant = variant or motion.sides[0]
    timing = Timing(0.1, motion.seconds, 2 if variant == "turns" else motion.reps[0])
    frames = int((timing.end + timing.trail + 0.2) * FPS)
    row = posture_row(motion.start)
    rows = np.repeat((sk.mirror(row) if mirrored else row)[None], frames, axis=0)
    lay(rows, motion, variant, mirrored, timing, FPS, np.random.default_rng(0), looseness=loose)
    return rows


def clip_of(act: Act, seed: int = 0, viewing: virtual.Viewing | None = None) -> WorldClip:
    return people.make(Plan((act,), posture=act.posture), np.random.default_rng(seed), viewing)


def one(name: str, side: str, seed: int = 0) -> Act:
    motion = MOTIONS[name]
    act = plan_motion(motion, 0.1, 4.0, motion.start, np.random.default_rng(seed), variant="one")
    return act.on_side(side)


def test_there_is_much_that_people_do() -> None:
    assert len(people_tables.FAMILIES) > 10
    assert len(MOTIONS) + len(GAITS) >= 740
    assert {motion.end for motion in MOTIONS.values()} <= set(POSTURES)


def test_the_same_seed_makes_the_same_clip_and_another_seed_another() -> None:
    first, again, other = sample(3, 5, ["person"]), sample(3, 5, ["person"]), sample(3, 6, ["person"])
    assert first.captions == again.captions
    assert first.label == again.label
    np.testing.assert_array_equal(first.tracks.points, again.tracks.points)
    assert first.tracks.points.shape != other.tracks.points.shape or first.captions != other.captions


def test_samples_are_finite_short_and_told_in_clean_words() -> None:
    labels = set()
    for index in range(250):
        clip = people.sample(np.random.default_rng([11, index]))
        assert clip.kind == "person"
        assert np.isfinite(clip.tracks.points).all()
        assert 0.3 < clip.tracks.duration < 7.5
        assert 4 <= len(clip.captions) <= 9
        assert len(set(clip.captions)) == len(clip.captions)
        for caption in clip.captions:
            assert caption
            assert caption == caption.lower().strip()
            assert not LEFTOVERS.search(caption), caption
        labels.add(clip.label)
    assert len(labels) > 150


@pytest.mark.parametrize("mirrored", [False, True])
def test_bones_keep_their_length_and_nobody_sinks_into_the_ground(mirrored: bool) -> None:
    for name, motion in MOTIONS.items():
        rows = performed(name, mirrored=mirrored, variant=motion.sides[-1], loose=1.0)
        points = sk.place(rows, BODY)
        assert np.isfinite(points).all(), name
        for a, b in RIGID:
            lengths = np.linalg.norm(points[:, a] - points[:, b], axis=1)
            assert np.ptp(lengths) < 0.01 * lengths.mean() + 1e-9, (name, sk.JOINTS[a])
        grounded = rows[:, sk.CHANNELS["snap"]][:, 0] >= 0
        depth = points[grounded, :, 1] - BODY.leg * rows[grounded][:, sk.CHANNELS["go"]][:, 1:2]
        assert depth.size == 0 or depth.min() > -0.02, name


def test_motions_that_stay_in_place_do_and_end_where_they_say() -> None:
    for name, motion in MOTIONS.items():
        rows = performed(name)
        if motion.stays:
            continue
        # Back in the posture, whole turns and the way gone left out.
        left = rows[-1] - posture_row(motion.end)
        left[sk.CHANNELS["go"]] = left[sk.CHANNELS["yaw"]] = 0
        left[sk.CHANNELS["turn"]] = (left[sk.CHANNELS["turn"]] + 180) % 360 - 180
        assert np.abs(left).max() < 1e-6, (name, np.abs(left).argmax())


@given(seed=st.integers(0, 10**6))
@settings(max_examples=40, deadline=None)
def test_any_pose_of_any_body_keeps_its_bones_and_mirrors(seed: int) -> None:
    rng = np.random.default_rng(seed)
    body = sk.sample_body(rng)
    rows = sk.STANDING + rng.normal(0, 1, (4, sk.WIDTH)) * 0.6
    rows[:, sk.CHANNELS["turn"]] *= 60
    rows[:, sk.CHANNELS["spine"]] *= 20
    for name in ("lgrip", "rgrip", "loose"):
        rows[:, sk.CHANNELS[name]] = rng.random((4, 1))
    points = sk.place(rows, body)
    for a, b in RIGID:
        lengths = np.linalg.norm(points[:, a] - points[:, b], axis=1)
        np.testing.assert_allclose(lengths, lengths[0], rtol=1e-6)
    swap = [
        sk.JOINTS.index(n.replace("left", "R").replace("right", "left").replace("R", "right"))
        for n in sk.JOINTS
    ]
    mirrored = sk.place(sk.mirror(rows), body)
    np.testing.assert_allclose(mirrored, points[:, swap] * (-1, 1, 1), atol=1e-9)
    np.testing.assert_array_equal(sk.mirror(sk.mirror(rows)), rows)


def test_two_bones_reach_what_is_in_reach() -> None:
    rng = np.random.default_rng(0)
    roots, poles = rng.normal(size=(50, 1, 3)), rng.normal(size=(50, 1, 3))
    way = rng.normal(size=(50, 1, 3))
    targets = roots + way / np.linalg.norm(way, axis=2, keepdims=True) * rng.uniform(0.5, 1.4, (50, 1, 1))
    first, second = np.array([[0.8]]), np.array([[0.7]])
    middles, ends, _ = sk.two_bones(roots, targets, poles, first, second)
    np.testing.assert_allclose(ends, targets, atol=1e-9)
    np.testing.assert_allclose(np.linalg.norm(middles - roots, axis=2), 0.8)
    np.testing.assert_allclose(np.linalg.norm(ends - middles, axis=2), 0.7)
    assert (((middles - roots) * poles).sum(2) >= ((targets - roots) * 0).sum(2) - 0.81 * 9).all()


def test_key_curves_pass_through_their_keys_and_never_overshoot() -> None:
    times = np.array([0.0, 0.4, 1.0, 1.1, 2.0])
    rows = np.array([[0.0, 1], [1, 1], [3, 0], [2, 5], [2, 5]])
    np.testing.assert_allclose(interpolate_keys(times, rows, times), rows)
    between = interpolate_keys(times, rows, np.linspace(0.4, 1.0, 50))
    assert (np.diff(between[:, 0]) >= 0).all()
    assert between.min() >= 0
    np.testing.assert_allclose(interpolate_keys(times, rows, np.array([-5.0, 9.0])), rows[[0, -1]])


@pytest.mark.parametrize("side", ["right", "left"])
@pytest.mark.parametrize(
    ("name", "limb"),
    [
        ("raise arm", "wrist"),
        ("raise arm sideways", "wrist"),
        ("wave", "wrist"),
        ("drink", "wrist"),
        ("point up", "wrist"),
        ("front kick", "ankle"),
        ("knee raise", "knee"),
        ("high kick", "ankle"),
        ("balance on one leg", "ankle"),
    ],
)
def test_it_is_the_named_side_that_moves(name: str, limb: str, side: str) -> None:
    other = "left" if side == "right" else "right"
    points = sk.place(performed(name, mirrored=side == "left", variant="one"), BODY)
    rise = {s: np.ptp(joint(points, f"{s} {limb}")[:, 1]) for s in (side, other)}
    assert rise[side] > 0.12
    assert rise[side] > 1.5 * rise[other]
    captions = clip_of(one(name, side)).captions
    assert any(f"{side} " in caption for caption in captions)
    assert not any(re.search(rf"\b{other} (hand|arm|fist|forearm)", c) for c in captions), captions


@pytest.mark.parametrize("side", ["right", "left"])
@pytest.mark.parametrize("name", ["jab", "push", "tennis forehand", "throw a frisbee", "reach forward"])
def test_it_is_the_named_hand_that_goes_forward(name: str, side: str) -> None:
    other = "left" if side == "right" else "right"
    points = sk.place(performed(name, mirrored=side == "left", variant="one"), BODY)
    reach = {
        s: (joint(points, f"{s} wrist") - joint(points, f"{s} shoulder"))[:, 2].max() for s in (side, other)
    }
    assert reach[side] > reach[other] + 0.1


@pytest.mark.parametrize(("side", "sign"), [("right", -1), ("left", 1)])
def test_turns_jumps_and_swipes_go_to_the_side_they_say(side: str, sign: int) -> None:
    # The figure faces z, so its right is -x.
    mirrored = side == "left"
    turned = sk.place(performed("quarter turn", mirrored=mirrored), BODY)[-1]
    nose = turned[sk.JOINTS.index("nose")] - turned[sk.JOINTS.index("neck")]
    assert sign * nose[0] > 0.1
    for name in ("jump sideways", "cartwheel", "step sideways"):
        points = sk.place(performed(name, mirrored=mirrored, variant="one"), BODY)
        assert sign * (points[-1, 0] - points[0, 0])[0] > 0.3, name
    swipe = joint(sk.place(performed("swipe outward", mirrored=mirrored), BODY), f"{side} wrist")[:, 0]
    first, last = int(np.argmin(sign * swipe)), int(np.argmax(sign * swipe))
    assert first < last
    assert np.ptp(swipe) > 0.4
    leaned = sk.place(performed("lean", mirrored=mirrored), BODY)[-1]
    assert sign * (leaned[sk.JOINTS.index("head")] - leaned[sk.JOINTS.index("pelvis")])[0] > 0.1


def test_raised_hands_end_above_the_head_and_lowered_ones_below_the_hips() -> None:
    up = sk.place(performed("hold arms up"), BODY)[-1]
    assert up[sk.JOINTS.index("left wrist"), 1] > up[sk.JOINTS.index("crown"), 1]
    down = sk.place(performed("lower arm"), BODY)[-1]
    assert down[sk.JOINTS.index("right wrist"), 1] < down[sk.JOINTS.index("pelvis"), 1]


def test_postures_look_like_themselves() -> None:
    placed = {name: sk.place(posture_row(name)[None], BODY)[0] for name in POSTURES}
    height = {name: points[sk.JOINTS.index("head"), 1] for name, points in placed.items()}
    assert height["stand"] > height["sit"] > height["floor"] > height["lie back"]
    assert height["kneel"] < height["stand"]
    for name, toward in (("lie back", 1), ("lie front", -1)):
        nose = placed[name][sk.JOINTS.index("nose"), 1] - height[name]
        assert np.sign(nose) == toward
        assert np.ptp(placed[name][:, 1]) < 0.35
    hands = placed["plank"][[sk.JOINTS.index("left wrist"), sk.JOINTS.index("right wrist")], 1]
    assert (hands < 0.1).all()


def walked(name: str, *, mirrored: bool = False, path: str = "straight", degrees: float = 0.0) -> np.ndarray:
    gait = next(gait for gait in GAITS if gait.name == name)
    rows = np.repeat(sk.STANDING[None], 80, axis=0)
    way = next(p for p in PATHS if p.name == path)
    rng = np.random.default_rng(1)
    walk_over(rows, gait, FPS, 0.2, 3.8, rng, path=way, degrees=degrees, mirrored=mirrored)
    return sk.place(rows, BODY)


def test_gaits_go_where_they_say() -> None:
    gone = {
        name: walked(name)[-1, 0] - walked(name)[0, 0]
        for name in ("walk", "run", "walk backward", "walk sideways")
    }
    assert gone["walk"][2] > 1.5
    assert gone["run"][2] > 2 * gone["walk"][2]
    assert gone["walk backward"][2] < -1
    # The figure faces z, so its right is -x.
    assert gone["walk sideways"][0] < -0.8
    left = walked("walk sideways", mirrored=True)
    assert (left[-1, 0] - left[0, 0])[0] > 0.8
    turned = walked("walk", path="corner", degrees=90)
    assert turned[-1, 0, 0] < turned[0, 0, 0] - 0.3
    assert walked("climb stairs")[-1, 0, 1] > walked("walk")[-1, 0, 1] + 0.5


def test_gaits_keep_bones_and_standing_feet_do_not_slide() -> None:
    for gait in GAITS:
        points = walked(gait.name)
        for a, b in RIGID:
            lengths = np.linalg.norm(points[:, a] - points[:, b], axis=1)
            assert np.ptp(lengths) < 0.01 * lengths.mean() + 1e-9, (gait.name, sk.JOINTS[a])
    gait = GAITS[0]
    cycle = np.linspace(0.1, 0.5, 30)
    rows = stride_rows(gait, cycle, np.ones(30))
    foot = rows[:, sk.CHANNELS["rfoot"]][:, 2]
    ground = speed_of(gait) * gait.period * (cycle - cycle[0])
    assert np.ptp(foot + ground) < 0.02


def test_captions_on_the_way_in_the_picture_agree_with_the_pixels() -> None:
    seen = {"left": 0, "right": 0, "toward": 0, "away": 0}
    for index in range(90):
        rng = np.random.default_rng([7, index])
        viewing = virtual.Viewing.clean(azimuth=float(rng.uniform(-180, 180)))
        act = plan_gait(GAITS[index % 4], 0.1, 3.5, rng, straight=True)
        clip = clip_of(act, index, viewing)
        points = clip.tracks.points
        moved = (points[-1] - points[0]).mean(axis=0)[0]
        size = np.ptp(points[-1], axis=0).max() / np.ptp(points[0], axis=0).max()
        for caption in clip.captions:
            if re.search(r"to the left (of the picture|across)|right to left|leftward", caption):
                assert moved < 0
                seen["left"] += 1
            if re.search(r"to the right (of the picture|across)|left to right|rightward", caption):
                assert moved > 0
                seen["right"] += 1
            if re.search(r"towards? the (camera|viewer)|closer to the camera", caption):
                assert size > 1
                seen["toward"] += 1
            if re.search(r"away from the (camera|viewer)|into the distance", caption):
                assert size < 1
                seen["away"] += 1
    assert min(seen.values()) > 0, seen


def test_a_figure_that_faces_the_camera_has_its_right_hand_on_the_left() -> None:
    points = sk.place(performed("hold arms out"), BODY)
    rng = np.random.default_rng(0)
    tracks, _ = virtual.observe(points, sk.PARENTS, FPS, rng, virtual.Viewing.clean(azimuth=0))
    last = tracks.points[-1]
    assert last[sk.JOINTS.index("right wrist"), 0] < last[sk.JOINTS.index("left wrist"), 0]


def test_counts_that_are_told_are_true() -> None:
    told = 0
    for index in range(60):
        rng = np.random.default_rng([9, index])
        act = plan_motion(MOTIONS["squat"], 0.1, 5.8, "stand", rng)
        words = " ".join(clip_of(act, index).captions)
        for count, said in {
            2: "twice|two times|2 times",
            3: "three times|3 times",
            4: "four times|4 times",
        }.items():
            if re.search(said, words):
                assert act.reps == count
                told += 1
    assert told > 5


def test_a_motion_with_hardly_any_time_is_still_planned_forwards() -> None:
    for number, motion in enumerate(MOTIONS.values()):
        for few in (True, False):
            rng = np.random.default_rng([11, number])
            act = plan_motion(motion, 0.0, 1.0, motion.start, rng, few=few)
            assert act.timing.period > 0, motion.name
            assert act.timing.reps >= 1, motion.name
            assert 0 < act.pace < 10, motion.name


def test_two_hands_do_two_things_on_two_sides() -> None:
    plan = two_hands(np.random.default_rng(4))
    assert plan.together
    assert {act.side for act in plan.acts} == {"left", "right"}
    clip = people.make(plan, np.random.default_rng(4))
    assert " while " in clip.label


def test_every_template_can_be_spoken_in_every_form() -> None:
    rng = np.random.default_rng(0)
    for motion in MOTIONS.values():
        assert motion.seconds > 0
        for variant in motion.sides:
            for templates in (motion.names, motion.says, motion.how):
                told = suited(templates, variant)
                assert told, (motion.name, variant)
                for template in told:
                    for form in ("third", "gerund", "base"):
                        text = speak(template, Voice("left", variant, ADULTS[0], form), rng)
                        assert not LEFTOVERS.search(text), (motion.name, text)
                        # What both sides do, at once or in turn, is not told of one side.
                        assert variant == "one" or ("left" in text) <= ("right" in text), (motion.name, text)


@pytest.mark.parametrize(
    ("verb", "he", "ing"),
    [
        ("raise", "raises", "raising"),
        ("clap", "claps", "clapping"),
        ("push", "pushes", "pushing"),
        ("carry", "carries", "carrying"),
        ("sway", "sways", "swaying"),
        ("lie", "lies", "lying"),
        ("do", "does", "doing"),
        ("be", "is", "being"),
        ("tiptoe", "tiptoes", "tiptoeing"),
        ("swim", "swims", "swimming"),
    ],
)
def test_verbs_inflect(verb: str, he: str, ing: str) -> None:
    assert third(verb) == he
    assert gerund(verb) == ing


def test_limbs_are_named_by_side_both_or_in_turn() -> None:
    rng = np.random.default_rng(0)
    who = ADULTS[3]
    assert speak("*lift {leg}", Voice("left", "one", who), rng).endswith("left leg")
    assert "legs" in speak("*lift {leg}", Voice("left", "both", who), rng)
    assert speak("{hand} ~go up", Voice("right", "one", who), rng).endswith("right hand goes up")
    assert speak("{hand} ~go up", Voice("right", "both", who), rng).endswith("hands go up")
    assert speak("*turn to the {oside}", Voice("right", "one", who), rng) == "turns to the left"
    with pytest.raises(ValueError, match="wing"):
        speak("*flap {wing}", Voice("right", "one", who), rng)


@pytest.mark.parametrize(
    ("sheet", "message"),
    [
        ("[x]\nis    arms, 1 s\n0     paw 1 2 3\n", "paw"),
        ("[x]\nis    arms, 1 s\n0     hand 1 2 three\n", "hand 1 2 three"),
        ("[x]\nis    arms, 1 s, sometimes\n0\n", "sometimes"),
        ("[x]\nis    arms, 1 s\n0     @nowhere\n", "@nowhere"),
        ("[x]\nis    arms, 1 s\nin    the bath\n0\n", "the bath"),
        ("[x]\nis    arms, 1 s\nnonsense here\n", "nonsense here"),
        ("[x]\nis    arms, 1 s\n.5    hand 1 0 0\n.2    hand 0 1 0\n", "order of time"),
        ("[wave]\nis    arms, 1 s\n0\n", "two motions"),
    ],
)
def test_a_sheet_that_makes_no_sense_is_refused_by_name(sheet: str, message: str) -> None:
    known = set(MOTIONS)
    with pytest.raises(ValueError, match=re.escape(message)):
        register(sheet)
    assert set(MOTIONS) == known


def test_entries_read_numbers_words_and_flags() -> None:
    sheet = """
[a b]
is    period 1.5, hands 1 2 -.5, feet trot, busy
who   cat dog
name  x; y
say   *go
      on
"""
    (entry,) = entries(sheet)
    assert entry == {
        "name": "a b", "period": 1.5, "hands": (1.0, 2.0, -0.5), "feet": "trot", "busy": True,
        "who": ("cat", "dog"), "names": ("x", "y"), "says": ("*go on",),
    }  # fmt: skip


def test_partial_views_keep_every_part_that_moves() -> None:
    legs = {"hip", "knee", "ankle", "toe"}

    def seen(act: Act, seed: int) -> set[str]:
        joints, parents = joints_seen([act], np.random.default_rng(seed), partial=1.0)
        assert len(joints) == len(parents) >= 3
        return {sk.JOINTS[j] for j in joints}

    waved = [seen(one("wave", side), seed) for seed in range(30) for side in ("left",)]
    assert all("left wrist" in names and "left elbow" in names for names in waved)
    assert any("right wrist" not in names for names in waved)
    assert any(not {name.split()[-1] for name in names} & legs for names in waved)
    kicked = [seen(one("front kick", "right"), seed) for seed in range(30)]
    assert all({"right ankle", "right knee", "left ankle"} <= names for names in kicked)
    walk = plan_gait(GAITS[0], 0.1, 3.0, np.random.default_rng(0), straight=True)
    walked_legs = [seen(walk, seed) for seed in range(30)]
    assert all({"left ankle", "right ankle"} <= names for names in walked_legs)
    assert any({name.split()[-1] for name in names} <= legs for names in walked_legs)


def test_what_the_whole_body_tells_is_seen_whole() -> None:
    for name, posture in (
        ("stand still", "stand"),
        ("sit down", "stand"),
        ("wave", "sit"),
        ("cartwheel", "stand"),
    ):
        act = plan_motion(MOTIONS[name], 0.1, 4.0, posture, np.random.default_rng(0))
        for seed in range(20):
            joints, _ = joints_seen([act], np.random.default_rng(seed), partial=1.0)
            whole, _ = joints_seen([act], np.random.default_rng(seed), partial=0.0)
            assert joints == whole
