"""NTU RGB+D and NTU RGB+D 120: Kinect skeletons of one or two people, 120 actions.

A folder of files ``SsssCcccPpppRrrrAaaa.skeleton`` (setup, camera, performer, repetition, action), see
:mod:`motionsearch.formats.ntu`. Each body is a clip: in metres, or, as ``ntu_2d``, in pixels of the colour
picture. The splits are cross-subject, as the makers of NTU RGB+D 120 define them; within the first 60 classes
they are those of NTU RGB+D.
See Liu et al., NTU RGB+D 120, TPAMI 2019.
"""

from __future__ import annotations

import re
from functools import partial
from pathlib import Path

import numpy as np

from motionsearch.errors import InputError
from motionsearch.formats import common
from motionsearch.formats.corpus import MotionClip
from motionsearch.formats.ntu import COLOUR_SIZE, FPS, Body, parse
from motionsearch.train.datasets.base import Dataset, check_split, gather, split_missing

SPLITS = ("train", "test")
_NAME = re.compile(r"S(\d{3})C(\d{3})P(\d{3})R(\d{3})A(\d{3})")
_TRAIN_PERFORMERS = frozenset(
    (1, 2, 4, 5, 8, 9, 13, 14, 15, 16, 17, 18, 19, 25, 27, 28, 31, 34, 35, 38, 45, 46, 47, 49, 50, 52, 53, 54,
     55, 56, 57, 58, 59, 70, 74, 78, 80, 81, 82, 83, 84, 85, 86, 89, 91, 92, 93, 94, 95, 97, 98, 100, 103)
)  # fmt: skip

JOINT_NAMES = (
    "spine_base", "spine_mid", "neck", "head", "left_shoulder", "left_elbow", "left_wrist", "left_hand",
    "right_shoulder", "right_elbow", "right_wrist", "right_hand", "left_hip", "left_knee", "left_ankle",
    "left_foot", "right_hip", "right_knee", "right_ankle", "right_foot", "spine_shoulder", "left_hand_tip",
    "left_thumb", "right_hand_tip", "right_thumb",
)  # fmt: skip
PARENTS = (
    -1, 0, 20, 2, 20, 4, 5, 6, 20, 8, 9, 10, 0, 12, 13, 14, 0, 16, 17, 18, 1, 7, 7, 11, 11,
)  # fmt: skip

# The names of the classes as the makers list them, A1 first.
ACTIONS = (
    "drink water", "eat meal/snack", "brushing teeth", "brushing hair", "drop", "pickup", "throw",
    "sitting down", "standing up (from sitting position)", "clapping", "reading", "writing",
    "tear up paper", "wear jacket", "take off jacket", "wear a shoe", "take off a shoe", "wear on glasses",
    "take off glasses", "put on a hat/cap", "take off a hat/cap", "cheer up", "hand waving",
    "kicking something", "put something inside pocket / take out something from pocket",
    "hopping (one foot jumping)", "jump up", "make a phone call/answer phone", "playing with phone/tablet",
    "typing on a keyboard", "pointing to something with finger", "taking a selfie", "check time (from watch)",
    "rub two hands together", "nod head/bow", "shake head", "wipe face", "salute",
    "put the palms together", "cross hands in front (say stop)", "sneeze/cough", "staggering", "falling",
    "touch head (headache)", "touch chest (stomachache/heart pain)", "touch back (backache)",
    "touch neck (neckache)", "nausea or vomiting condition",
    "use a fan (with hand or paper)/feeling warm", "punching/slapping other person",
    "kicking other person", "pushing other person", "pat on back of other person",
    "point finger at the other person", "hugging other person", "giving something to other person",
    "touch other person's pocket", "handshaking", "walking towards each other",
    "walking apart from each other", "put on headphone", "take off headphone", "shoot at the basket",
    "bounce ball", "tennis bat swing", "juggling table tennis balls", "hush (quite)", "flick hair",
    "thumb up", "thumb down", "make ok sign", "make victory sign", "staple book", "counting money",
    "cutting nails", "cutting paper (using scissors)", "snapping fingers", "open bottle", "sniff (smell)",
    "squat down", "toss a coin", "fold paper", "ball up paper", "play magic cube", "apply cream on face",
    "apply cream on hand back", "put on bag", "take off bag", "put something into a bag",
    "take something out of a bag", "open a box", "move heavy objects", "shake fist", "throw up cap/hat",
    "hands up (both hands)", "cross arms", "arm circles", "arm swings", "running on the spot",
    "butt kicks (kick backward)", "cross toe touch", "side kick", "yawn", "stretch oneself", "blow nose",
    "hit other person with something", "wield knife towards other person",
    "knock over other person (hit with body)", "grab other person's stuff",
    "shoot at other person with a gun", "step on foot", "high-five", "cheers and drink",
    "carry something with other person", "take a photo of other person", "follow other person",
    "whisper in other person's ear", "exchange things with other person",
    "support somebody with one's hand (someone is sick, help him to walk)",
    "finger-guessing game (playing rock-paper-scissors)",
)  # fmt: skip


def load(root: Path, split: str | None, *, flat: bool = False) -> list[MotionClip]:
    """One clip a body, labelled with the action; ``flat`` in pixels."""
    name = "ntu_2d" if flat else "ntu"
    check_split(name, split, SPLITS)
    if not root.is_dir():
        raise InputError(f"{root}: no such folder")
    files = [
        path
        for path in sorted(root.rglob("*.skeleton"))
        if (found := _NAME.fullmatch(path.stem)) and split in (None, _split(int(found[3])))
    ]
    return gather(root, files, partial(_clips, flat=flat))


def _clips(path: Path, *, flat: bool) -> list[MotionClip]:
    found = _NAME.fullmatch(path.stem)
    assert found is not None
    setup, camera, performer, repetition, action = (int(part) for part in found.groups())
    with common.naming(path):
        if not 1 <= action <= len(ACTIONS):
            raise InputError(f"there is no action {action}", hint=f"they are A001 to A{len(ACTIONS)}")
        bodies = [body for body in parse(common.read_text(path)) if _moves(body, flat)]
        if not bodies:
            raise InputError("no body is seen over two frames", hint="its makers list such files as missing")
    clips = []
    for number, body in enumerate(bodies):
        points, visible = split_missing(body.pixels if flat else body.points)
        clips.append(
            MotionClip(
                id=path.stem if len(bodies) == 1 else f"{path.stem}_{number}",
                points=points,
                visible=visible,
                fps=FPS,
                up="-y" if flat else "y",
                label=ACTIONS[action - 1],
                split=_split(performer),
                subject=f"P{performer:03d}",
                group=f"S{setup:03d}P{performer:03d}R{repetition:03d}A{action:03d}",  # seen by three cameras
                parents=PARENTS,
                joint_names=JOINT_NAMES,
                frame_size=COLOUR_SIZE if flat else None,
                extra={"camera": camera, "body": body.id},
            )
        )
    return clips


def _moves(body: Body, flat: bool) -> bool:
    points = body.pixels if flat else body.points
    return len(points) >= 2 and bool(np.isfinite(points).all(axis=2).any())


def _split(performer: int) -> str:
    return "train" if performer in _TRAIN_PERFORMERS else "test"


def _matches(root: Path) -> bool:
    """It, or a folder in it, holds a file so named; the archives unpack to nturgb+d_skeletons/."""
    try:
        named = next(root.glob("S???C???P???R???A???.skeleton"), None)
        return (named or next(root.glob("*/S???C???P???R???A???.skeleton"), None)) is not None
    except OSError:
        return False


DATASETS = (
    Dataset(
        name="ntu",
        title="NTU RGB+D 120",
        licence="research only",
        splits=SPLITS,
        has_words=True,
        load=load,
        matches=_matches,
    ),
    Dataset(
        name="ntu_2d",
        title="NTU RGB+D 120 in pixels of the colour picture",
        licence="research only",
        splits=SPLITS,
        has_words=True,
        load=partial(load, flat=True),
        matches=lambda root: False,  # the same folder as ntu; ask for it by name
    ),
)
