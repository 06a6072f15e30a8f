"""A human figure: body proportions, pose channels, and the joints they place in space.

A pose is one row of numbers, laid out by :data:`CHANNELS`. Lengths are in leg lengths (root, feet, holds,
going) or arm lengths (hands), so that one pose fits every body; angles are in degrees. The figure is
authored right-handed: ``side`` values and turns are positive towards the figure's own right, ``out`` values
are positive away from the body on either side, and :func:`mirror` swaps left and right.

World axes: x to the figure's left, y up, z forward (right-handed), metres, the ground at y = 0.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.floating[Any]]

JOINTS: Final = (
    *("pelvis", "spine", "chest", "neck", "head", "crown", "nose", "left ear", "right ear"),
    *("left shoulder", "left elbow", "left wrist", "left hand"),
    *("right shoulder", "right elbow", "right wrist", "right hand"),
    *("left hip", "left knee", "left ankle", "left toe"),
    *("right hip", "right knee", "right ankle", "right toe"),
)
PARENTS: Final = (-1, 0, 1, 2, 3, 4, 4, 4, 4, 3, 9, 10, 11, 3, 13, 14, 15, 0, 17, 18, 19, 0, 21, 22, 23)
# fmt: off
_WIDTHS: Final = {
    "root": 3,     # side, up, forward of the pelvis from where it is in standing
    "turn": 3,     # pelvis: yaw to the right, pitch forward, roll to the right
    "spine": 3,    # bend forward, lean right, twist right; shared by three joints
    "head": 3,     # nod down, tilt right, turn right
    "lhand": 3, "rhand": 3,      # out, up, forward of the wrist from its shoulder, turning with the chest
    "lreach": 1, "rreach": 1,    # length of the same, so that arms swing on arcs between keys
    "lelbow": 1, "relbow": 1,    # 0 hangs, 1 lifted out to the side, -1 tucked in
    "lshrug": 1, "rshrug": 1,    # shoulder raised, arm lengths
    "lhold": 3, "rhold": 3,      # out, up, forward of a wrist held on the ground or a bar
    "lgrip": 1, "rgrip": 1,      # 1: the wrist is at its hold, 0: it is where "hand" says
    "lfoot": 3, "rfoot": 3,      # out, up, forward of the ankle from where it is in standing
    "lknee": 1, "rknee": 1,      # knee turned out
    "ltoe": 1, "rtoe": 1,        # toes pointed down, degrees
    "loose": 1,    # 1: feet turn with the pelvis (in the air, upside down), 0: they belong to the ground
    "air": 1,      # height of the whole figure
    "snap": 1,     # 1: the lowest part rests on the ground, 0: only kept from sinking in, -1: free
    "go": 3,       # side, up, forward of the whole figure: where it has gone
    "yaw": 1,      # degrees it has turned to the right
}
# fmt: on


def _layout() -> dict[str, slice]:
    start, slices = 0, {}
    for name, width in _WIDTHS.items():
        slices[name] = slice(start, start + width)
        start += width
    return slices


CHANNELS: Final = _layout()
WIDTH: Final = sum(_WIDTHS.values())


def _mirror_maps() -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    order, sign = np.arange(WIDTH), np.ones(WIDTH)
    for name, where in CHANNELS.items():
        if name[0] in "lr" and f"l{name[1:]}" in CHANNELS and f"r{name[1:]}" in CHANNELS:
            order[where] = np.arange(WIDTH)[CHANNELS[("r" if name[0] == "l" else "l") + name[1:]]]
    for name, columns in {
        "root": [0],
        "turn": [0, 2],
        "spine": [1, 2],
        "head": [1, 2],
        "go": [0],
        "yaw": [0],
    }.items():
        for column in columns:
            sign[CHANNELS[name].start + column] = -1
    return order, sign


MIRROR_ORDER, MIRROR_SIGN = _mirror_maps()


def mirror(rows: Floats) -> Floats:
    """The same poses ``(..., WIDTH)`` with left and right swapped."""
    return rows[..., MIRROR_ORDER] * MIRROR_SIGN


def row(**values: float | tuple[float, ...]) -> NDArray[np.float64]:
    """One pose ``(WIDTH,)`` by channel names; channels not named are 0. Reaches follow from the hands."""
    pose = np.zeros(WIDTH)
    for name, value in values.items():
        pose[CHANNELS[name]] = value
    for side in "lr":
        pose[CHANNELS[f"{side}reach"]] = np.linalg.norm(pose[CHANNELS[f"{side}hand"]])
    return pose


HANGING: Final = (0.17, -0.95, 0.06)
STANDING: Final = row(root=(0, -0.012, 0), lhand=HANGING, rhand=HANGING)


@dataclass(frozen=True)
class Body:
    """Lengths in metres.

    Args:
        height: Standing height.
        leg: Hip to ankle; thigh and shank are ``thigh`` and 1 - ``thigh`` of it.
        arm: Shoulder to wrist; the upper arm is ``upper`` of it.
        torso: Pelvis to neck.
        head: Neck to crown.
        shoulders: Neck to either shoulder.
        hips: Pelvis to either hip.
        stance: How far the feet stand outside the hips.
        child: Proportions are those of a child.
    """

    height: float
    leg: float
    arm: float
    torso: float
    head: float
    shoulders: float
    hips: float
    stance: float
    thigh: float = 0.5
    upper: float = 0.53
    child: bool = False


def sample_body(rng: np.random.Generator) -> Body:
    """An adult (about 9 in 10) or a child, proportions varied around anthropometric means.

    Means follow Drillis and Contini's segment lengths as fractions of height.
    """
    child = bool(rng.random() < 0.1)
    height = rng.uniform(1.0, 1.4) if child else float(np.clip(rng.normal(1.71, 0.1), 1.45, 2.05))
    leg, arm, torso, head, shoulders, hips = (
        rng.normal(1.0, (0.03, 0.04, 0.03, 0.05, 0.07, 0.08))
        * ((0.45, 0.31, 0.31, 0.21, 0.105, 0.052) if child else (0.49, 0.325, 0.3, 0.175, 0.115, 0.055))
        * height
    )
    return Body(
        height=height,
        leg=leg,
        arm=arm,
        torso=torso,
        head=head,
        shoulders=shoulders,
        hips=hips,
        stance=float(rng.uniform(-0.01, 0.07)) * height / 1.7,
        thigh=float(rng.uniform(0.48, 0.53)),
        upper=float(rng.uniform(0.5, 0.56)),
        child=child,
    )


def place(poses: Floats, body: Body) -> NDArray[np.float64]:
    """Forward and inverse kinematics of pose rows.

    Args:
        poses: ``(T, WIDTH)``.
        body: Whose joints to place.

    Returns:
        ``(T, J, 3)`` metres, joints as :data:`JOINTS`. Limb lengths are those of the body whatever the pose
        asks for: a target out of reach is approached as far as the limb allows.
    """
    frames = len(poses)
    get = {name: poses[:, where] for name, where in CHANNELS.items()}
    leg, arm = body.leg, body.arm
    ankle, drop = 0.045 * body.height, 0.02 * body.height
    points = np.empty((frames, len(JOINTS), 3))

    # Trunk. Pose rows say "right"; the world's x is the figure's left.
    pelvis = get["root"] * (-leg, leg, leg)
    pelvis[:, 1] += ankle + leg + drop
    turn, spine, neck = get["turn"], get["spine"] / 3, get["head"]
    hips_frame = rotation(turn[:, 0], turn[:, 1], turn[:, 2])
    bend = rotation(spine[:, 2], spine[:, 0], spine[:, 1])
    lower = hips_frame @ bend
    middle = lower @ bend
    chest_frame = middle @ bend
    head_frame = chest_frame @ rotation(neck[:, 2], neck[:, 0], neck[:, 1])
    third = body.torso / 3
    points[:, 0] = pelvis
    points[:, 1] = pelvis + third * lower[:, :, 1]
    points[:, 2] = points[:, 1] + third * middle[:, :, 1]
    points[:, 3] = points[:, 2] + third * chest_frame[:, :, 1]
    size = body.head
    local_head = size * np.array(
        [[0, 0.55, 0.1], [0, 1.0, 0], [0, 0.5, 0.52], [0.36, 0.55, 0.1], [-0.36, 0.55, 0.1]]
    )
    points[:, 4:9] = points[:, 3:4] + local_head @ head_frame.transpose(0, 2, 1)

    # Roots of the limbs: left arm, right arm, left leg, right leg.
    outward = np.array([1.0, -1.0])
    roots = np.empty((frames, 4, 3))
    shoulder = np.zeros((frames, 2, 3))
    shoulder[:, :, 0] = outward * body.shoulders
    shoulder[:, 0, 1] = get["lshrug"][:, 0] * arm - 0.02 * body.height
    shoulder[:, 1, 1] = get["rshrug"][:, 0] * arm - 0.02 * body.height
    roots[:, :2] = points[:, 3:4] + shoulder @ chest_frame.transpose(0, 2, 1)
    hip = np.array([[body.hips, -drop, 0], [-body.hips, -drop, 0]])
    roots[:, 2:] = pelvis[:, None] + hip @ hips_frame.transpose(0, 2, 1)

    # Where wrists and ankles want to be.
    targets = np.empty((frames, 4, 3))
    hands = np.stack([get["lhand"], get["rhand"]], axis=1)
    reach = np.stack([get["lreach"], get["rreach"]], axis=1)
    hands = hands * np.minimum(reach / np.maximum(_length(hands), 1e-6), 4.0)
    hands[:, :, 0] *= outward
    targets[:, :2] = roots[:, :2] + (arm * hands) @ chest_frame.transpose(0, 2, 1)
    holds = leg * np.stack([get["lhold"], get["rhold"]], axis=1)
    holds[:, :, 0] *= outward
    grip = np.stack([get["lgrip"], get["rgrip"]], axis=1)
    if grip.any():
        targets[:, :2] += grip * (holds - targets[:, :2])
    feet = leg * np.stack([get["lfoot"], get["rfoot"]], axis=1)
    feet[:, :, 0] = (feet[:, :, 0] + body.hips + body.stance) * outward
    targets[:, 2:] = feet
    targets[:, 2:, 1] += ankle
    loose = get["loose"][:, :, None]
    if loose.any():
        hung = feet - (0, leg + drop, 0)
        swung = pelvis[:, None] + hung @ hips_frame.transpose(0, 2, 1)
        targets[:, 2:] += loose * (swung - targets[:, 2:])

    poles = np.empty((frames, 4, 3))
    poles[:, :2] = _elbow_poles(hands, get, outward) @ chest_frame.transpose(0, 2, 1)
    knees = np.zeros((frames, 2, 3))
    knees[:, 0, 0] = get["lknee"][:, 0] + 0.08
    knees[:, 1, 0] = -get["rknee"][:, 0] - 0.08
    knees[:, :, 2] = 1.0
    # A little of the ground's forward keeps the knees forward when the pelvis is bent right over.
    poles[:, 2:] = knees @ hips_frame.transpose(0, 2, 1) + (0, 0, 0.35) * (1 - loose)

    first = np.array([arm * body.upper] * 2 + [leg * body.thigh] * 2)[:, None]
    second = np.array([arm * (1 - body.upper)] * 2 + [leg * (1 - body.thigh)] * 2)[:, None]
    middles, ends, folds = two_bones(roots, targets, poles, first, second)
    points[:, [9, 13, 17, 21]] = roots
    points[:, [10, 14, 18, 22]] = middles
    points[:, [11, 15, 19, 23]] = ends
    # Hands carry on along the forearm, but lie flat where they hold on to the ground.
    flat = (ends[:, :2] - middles[:, :2]) / second[:2] * (1 - grip) + grip * np.array([0.0, -0.05, 1.0])
    flat /= np.maximum(_length(flat), 1e-6)
    points[:, [12, 16]] = ends[:, :2] + 0.26 * arm * flat
    points[:, [20, 24]] = _toes(ends, middles, folds, get, loose, body, second)

    return _stage(points, get, body)


def _elbow_poles(hands: Floats, get: dict[str, Floats], outward: Floats) -> NDArray[np.float64]:
    """Elbows hang below and behind low hands, and point outwards under raised ones."""
    length = np.maximum(_length(hands)[:, :, 0], 1e-6)
    raised = np.clip((hands[:, :, 1] / length + 0.2) / 0.9, 0, 1)[:, :, None]
    raised = raised * raised * (3 - 2 * raised)
    poles = np.array([0.45, -0.55, -0.65]) + raised * np.array([0.35, 0.0, 0.55])
    lifted = np.stack([get["lelbow"], get["relbow"]], axis=1)
    poles = poles + lifted * np.array([0.9, 0.8, 0.15])
    poles[:, :, 0] *= outward
    return np.asarray(poles)


def _length(vectors: Floats) -> NDArray[np.float64]:
    """``(T, L, 1)`` of ``(T, L, 3)``; several times as quick as the general norm at these sizes."""
    return np.asarray(np.sqrt(np.einsum("tlc,tlc->tl", vectors, vectors))[:, :, None])


def two_bones(
    roots: Floats, targets: Floats, poles: Floats, first: Floats, second: Floats
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
    """Analytic two-bone inverse kinematics by the law of cosines.

    Args:
        roots, targets, poles: ``(T, L, 3)``; poles say to which side the middle joint bends.
        first, second: ``(L, 1)`` bone lengths.

    Returns:
        Middle joints, ends, and unit vectors in which the middle joints are pushed out; each ``(T, L, 3)``.
    """
    reach = targets - roots
    length = _length(reach)
    direction = reach / np.maximum(length, 1e-6)
    length = np.clip(length, np.abs(first - second) * 1.02 + 0.12 * second, 0.999 * (first + second))
    aside = poles - np.einsum("tlc,tlc->tl", poles, direction)[:, :, None] * direction
    aside /= np.maximum(_length(aside), 1e-6)
    cosine = np.clip((first**2 + length**2 - second**2) / (2 * first * length), -1, 1)
    middles = roots + first * (cosine * direction + np.sqrt(1 - cosine**2) * aside)
    ends = roots + length * direction
    # Exact bone lengths even where ``aside`` vanished because pole and limb were parallel.
    thigh = middles - roots
    middles = roots + first * thigh / np.maximum(_length(thigh), 1e-6)
    shank = ends - middles
    ends = middles + second * shank / np.maximum(_length(shank), 1e-6)
    return middles, ends, aside


def _toes(
    ends: Floats,
    middles: Floats,
    folds: Floats,
    get: dict[str, Floats],
    loose: Floats,
    body: Body,
    second: Floats,
) -> NDArray[np.float64]:
    """Feet lie flat near the ground and stand at right angles to the shank away from it."""
    pitch = np.deg2rad(np.concatenate([get["ltoe"], get["rtoe"]], axis=1))[:, :, None]
    shank = (ends[:, 2:] - middles[:, 2:]) / second[2:]
    square = folds[:, 2:] - np.einsum("tlc,tlc->tl", folds[:, 2:], shank)[:, :, None] * shank
    square /= np.maximum(_length(square), 1e-6)
    pointed = square * np.cos(pitch) + shank * np.sin(pitch)
    flat = np.zeros_like(pointed)
    flat[:, :, 0] = 0.17 * np.cos(pitch[:, :, 0]) * (1.0, -1.0)
    flat[:, :, 1] = -np.sin(pitch[:, :, 0])
    flat[:, :, 2] = np.cos(pitch[:, :, 0])
    height = ends[:, 2:, 1:2] / body.leg
    away = np.minimum(np.maximum((height - 0.12) / 0.25, 0), 1)
    away = np.maximum(away * away * (3 - 2 * away), loose)
    toes = flat + away * (pointed - flat)
    toes /= np.maximum(_length(toes), 1e-6)
    # The ball of the foot lies lower than the ankle.
    toes = 0.94 * toes + (0, -0.25, 0) * (1 - away) * np.cos(pitch)
    toes /= _length(toes)
    return np.asarray(ends[:, 2:] + 0.125 * body.height * toes)


def _stage(points: NDArray[np.float64], get: dict[str, Floats], body: Body) -> NDArray[np.float64]:
    """Settles the figure on the ground and carries it to where it has gone."""
    clearance = np.full(len(JOINTS), 0.008)
    clearance[[0, 1, 2, 3]] = (0.055, 0.05, 0.05, 0.04)
    clearance[[4, 9, 13, 17, 21]] = (0.045, 0.03, 0.03, 0.05, 0.05)
    clearance[[18, 22, 10, 14]] = 0.02
    lowest = (points[:, :, 1] - clearance * body.height).min(axis=1)
    snap = get["snap"][:, 0]
    sunk = np.where(snap < 0, 0.0, np.minimum(lowest, 0.0))
    rest = np.clip(snap, 0, 1)
    points[:, :, 1] -= (rest * lowest + (1 - rest) * sunk)[:, None]
    points[:, :, 1] += get["air"] * body.leg
    yaw = np.deg2rad(-get["yaw"][:, 0])
    cos, sin = np.cos(yaw)[:, None], np.sin(yaw)[:, None]
    x, z = points[:, :, 0].copy(), points[:, :, 2]
    points[:, :, 0] = cos * x + sin * z - get["go"][:, :1] * body.leg
    points[:, :, 2] = cos * z - sin * x + get["go"][:, 2:] * body.leg
    points[:, :, 1] += get["go"][:, 1:2] * body.leg
    return points


def rotation(yaw: Floats, pitch: Floats, roll: Floats) -> NDArray[np.float64]:
    """Turns ``(T, 3, 3)``: Ry(-yaw) Rx(pitch) Rz(roll), from ``(T,)`` degrees right, forward, right."""
    angles = np.deg2rad(np.stack([-yaw, pitch, roll]))
    (sy, sp, sr), (cy, cp, cr) = np.sin(angles), np.cos(angles)
    matrix = np.empty((len(yaw), 3, 3))
    matrix[:, 0, 0] = cy * cr + sy * sp * sr
    matrix[:, 0, 1] = sy * sp * cr - cy * sr
    matrix[:, 0, 2] = sy * cp
    matrix[:, 1, 0] = cp * sr
    matrix[:, 1, 1] = cp * cr
    matrix[:, 1, 2] = -sp
    matrix[:, 2, 0] = cy * sp * sr - sy * cr
    matrix[:, 2, 1] = sy * sr + cy * sp * cr
    matrix[:, 2, 2] = cy * cp
    return matrix
