"""How much of a figure is seen: which joints sensors give, and views of parts that show all that moves."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Final

import numpy as np

from motionsearch.train.world.gait import Gait
from motionsearch.train.world.people_acts import Act
from motionsearch.train.world.people_motion import Motion
from motionsearch.train.world.skeleton import CHANNELS, JOINTS, PARENTS

_FACE: Final = ("crown", "nose", "left ear", "right ear")
_LIMBS: Final = ("shoulder", "elbow", "wrist", "hip", "knee", "ankle")
# Sets of joints that sensors and pose estimators give: Kinect, COCO, Penn Action, HumanML3D.
_LAYOUTS: Final = (
    tuple(j for j, name in enumerate(JOINTS) if name not in _FACE),
    tuple(j for j, name in enumerate(JOINTS) if name in _FACE[1:] or name.split()[-1] in _LIMBS),
    tuple(j for j, name in enumerate(JOINTS) if name == "head" or name.split()[-1] in _LIMBS),
    tuple(j for j, name in enumerate(JOINTS) if name not in _FACE and not name.endswith("hand")),
)
# Parts of the body, and the channels that only they show.
_PARTS: Final = {
    "trunk": ("pelvis", "spine", "chest", "neck"),
    "head": ("head", *_FACE),
    **{f"{side} arm": tuple(f"{side} {n}" for n in ("shoulder", "elbow", "wrist", "hand")) for side in
       ("left", "right")},
    "legs": tuple(f"{side} {n}" for side in ("left", "right") for n in ("hip", "knee", "ankle", "toe")),
}  # fmt: skip
_SHOWN_BY: Final = {
    "left arm": ("lhand", "lreach", "lelbow", "lshrug", "lhold", "lgrip"),
    "right arm": ("rhand", "rreach", "relbow", "rshrug", "rhold", "rgrip"),
    "head": ("head",),
    "trunk": ("turn", "spine"),
    "legs": ("root", "lfoot", "rfoot", "lknee", "rknee", "ltoe", "rtoe", "air", "snap", "loose", "go", "yaw"),
}
# Columns of the spine and the head.
_TRUNK: Final = slice(CHANNELS["spine"].start, CHANNELS["head"].stop)
_MIRRORED: Final = {"left arm": "right arm", "right arm": "left arm"}
PARTIAL: Final = 0.16


def joints_seen(
    acts: Sequence[Act], rng: np.random.Generator, partial: float = PARTIAL
) -> tuple[list[int], list[int]]:
    """Which joints are seen, and their parents among themselves.

    Args:
        acts: What the figure does: all that they move stays in view.
        partial: Chance that only a part of the body is seen, where something can be left out.
    """
    face = any(_only_head(act.what) for act in acts)
    every = rng.random() < 0.55 or face
    chosen = list(range(len(JOINTS))) if every else list(_LAYOUTS[int(rng.random() * len(_LAYOUTS))])
    if rng.random() < partial:
        left_out = _left_out(acts, rng)
        chosen = [joint for joint in chosen if joint not in left_out]
    return chosen, parents_among(tuple(chosen))


@lru_cache(maxsize=1024)
def parents_among(chosen: tuple[int, ...]) -> list[int]:
    """The parent of each chosen joint by its place among them: its nearest ancestor that is chosen."""
    parents = []
    for joint in chosen:
        parent = PARENTS[joint]
        while parent >= 0 and parent not in chosen:
            parent = PARENTS[parent]
        parents.append(chosen.index(parent) if parent >= 0 else -1)
    return parents


def _left_out(acts: Sequence[Act], rng: np.random.Generator) -> frozenset[int]:
    """Joints of some parts that none of the acts needs; none where the whole body tells what is done."""
    if any(act.posture != "stand" or act.ends_in != "stand" for act in acts):
        return frozenset()
    needed: set[str] = set()
    for act in acts:
        parts = needed_parts(act.what, act.variant)
        if not parts:
            return frozenset()
        needed |= {_MIRRORED.get(part, part) for part in parts} if act.side == "left" else parts
    free = [part for part in _PARTS if part not in needed]
    if not free:
        return frozenset()
    # The legs are what a picture most often cuts off; the rest goes by chance.
    gone = [part for part in free if rng.random() < (0.8 if part == "legs" else 0.5)]
    gone = gone or [free[int(rng.random() * len(free))]]
    return frozenset(JOINTS.index(name) for part in gone for name in _PARTS[part])


def needed_parts(what: Motion | Gait, variant: str) -> frozenset[str]:
    """Parts of the body without which a motion or gait, done with the right side, cannot be told.

    Nothing for what does not move: there the whole posture is what is told.
    """
    if isinstance(what, Gait):
        return frozenset(("legs",)) if what.name not in _whole_gaits() else frozenset(_PARTS)
    if what.still or what.group == "body":
        return frozenset()
    touched = set(_touched(what, variant))
    parts = {part for part, names in _SHOWN_BY.items() if touched & set(names)}
    if "head" in parts or "trunk" in parts:  # which are only read against each other
        parts |= {"head", "trunk"}
    return frozenset(parts)


@lru_cache(maxsize=1)
def _whole_gaits() -> frozenset[str]:
    """Gaits whose words speak of more than the legs: a bent back, busy arms."""
    from motionsearch.train.world.gait_sheets import GAITS

    plain = Gait("", (), (), ())
    return frozenset(
        gait.name
        for gait in GAITS
        if gait.busy or gait.nod or abs(gait.bend) > 20 or gait.hands[0] > 0.25 or gait.hands != plain.hands
    )


def _touched(motion: Motion, variant: str) -> list[str]:
    """Names of the channels that a motion moves; both sides' where they take turns."""
    columns = motion.tables[variant].columns
    names = [
        name
        for name, where in CHANNELS.items()
        if np.searchsorted(columns, where.start) < np.searchsorted(columns, where.stop)
    ]
    if variant == "turns":
        swap = {"l": "r", "r": "l"}
        names += [swap[n[0]] + n[1:] for n in names if n[0] in swap and swap[n[0]] + n[1:] in CHANNELS]
    return names


def _only_head(what: Motion | Gait) -> bool:
    """The motion is one of the head alone, which figures without a face cannot show."""
    if isinstance(what, Gait) or what.group != "arms":
        return False
    columns = what.tables[what.sides[0]].columns
    return bool((columns >= _TRUNK.start).all() and (columns < _TRUNK.stop).all())
