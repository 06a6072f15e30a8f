"""Four-legged animals: species by proportions, joints in space, and how they walk, trot and gallop."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from motionsearch.train.world.animal_rig import Action, Doing, Rig, chain, settle
from motionsearch.train.world.skeleton import Floats, rotation, two_bones

RIG: Final = Rig(
    "quadruped",
    # Arch of the back and bend to the right; neck up, right; head up, right, tilted; tail up, right; trunk.
    {"arch": 1, "bend": 1, "neck": 2, "head": 3, "tail": 2, "trunk": 1},
    {"bend": (0,), "neck": (1,), "head": (1, 2), "tail": (1,)},
    {"front": 3, "hind": 3},
)


@dataclass(frozen=True)
class Species:
    """Lengths in metres, angles in degrees above the horizontal.

    Args:
        nouns: What it is called.
        tags: What it can do: "paws", "hoofs", "heavy", "small", "cat", "dog", "horns", "hops", "low".
    """

    name: str
    nouns: tuple[str, ...]
    leg: float
    body: float
    neck: float
    head: float
    tail: float
    width: float
    neck_angle: float
    tail_angle: float
    tags: tuple[str, ...]
    trunk: float = 0.0
    ears: float = 0.3
    hind: float = 1.0


def _species(name: str, sizes: str, tags: str, nouns: str = "", **options: float) -> Species:
    leg, body, neck, head, tail, width, neck_angle, tail_angle = (float(size) for size in sizes.split())
    names = (f"{'an' if name[0] in 'aeiou' else 'a'} {name}", f"the {name}", *nouns.split(";") * bool(nouns))
    return Species(
        name,
        names,
        leg,
        body,
        neck,
        head,
        tail,
        width,
        neck_angle,
        tail_angle,
        tuple(tags.split()),
        **options,
    )


# Leg, body, neck, head, tail, width; angles of neck and tail.
SPECIES: Final = (
    _species("dog", ".45 .6 .22 .24 .35 .16 45 30", "paws dog", "a hound;a puppy"),
    _species("small dog", ".2 .38 .13 .17 .18 .12 50 50", "paws dog small", "a little dog"),
    _species("wolf", ".62 .8 .28 .3 .42 .2 25 -35", "paws dog"),
    _species("fox", ".33 .52 .18 .2 .42 .12 30 -15", "paws dog"),
    _species("cat", ".24 .38 .11 .12 .32 .1 40 20", "paws cat small", "a kitten"),
    _species("tiger", ".75 1.25 .35 .36 .85 .32 20 -30", "paws cat", "a big cat"),
    _species("lion", ".75 1.2 .36 .38 .8 .32 25 -40", "paws cat", "a lioness"),
    _species("leopard", ".6 1.0 .28 .28 .75 .24 20 -25", "paws cat", "a puma;a cheetah;a panther"),
    _species("bear", ".7 1.2 .35 .42 .1 .42 15 -30", "paws heavy", "a grizzly bear"),
    _species("horse", "1.05 1.25 .75 .55 .6 .34 50 -60", "hoofs", "a pony;a foal;a mare"),
    _species("donkey", ".8 .95 .5 .45 .4 .28 45 -65", "hoofs", "a mule"),
    _species("zebra", ".9 1.1 .6 .48 .45 .3 48 -65", "hoofs"),
    _species("cow", ".8 1.4 .45 .5 .7 .45 15 -75", "hoofs heavy horns", "a milk cow;cattle"),
    _species("bull", ".85 1.5 .45 .52 .7 .5 12 -75", "hoofs heavy horns", "an ox;a buffalo"),
    _species("deer", ".75 .85 .5 .3 .15 .24 60 -30", "hoofs horns", "a doe;a buck;a stag;an antelope"),
    _species("moose", "1.1 1.2 .45 .6 .1 .42 30 -40", "hoofs heavy horns", "an elk"),
    _species("sheep", ".45 .75 .25 .25 .15 .3 35 -60", "hoofs", "a lamb"),
    _species("goat", ".5 .7 .3 .25 .15 .22 50 30", "hoofs horns"),
    _species("pig", ".38 .85 .18 .35 .15 .32 5 20", "hoofs", "a hog;a boar"),
    _species("llama", ".85 .9 .75 .3 .2 .26 75 -30", "hoofs", "an alpaca"),
    _species("camel", "1.25 1.3 .9 .45 .45 .4 40 -70", "hoofs heavy"),
    _species("giraffe", "1.7 1.3 1.9 .55 .7 .42 65 -75", "hoofs"),
    _species("elephant", "1.55 1.9 .4 .75 .9 .85 10 -75", "heavy", trunk=1.4, ears=0.7),
    _species("rhino", ".8 1.8 .45 .7 .4 .7 0 -65", "heavy horns", "a rhinoceros;a hippo"),
    _species("rabbit", ".16 .24 .07 .1 .05 .1 50 40", "paws small hops", "a hare", ears=0.9, hind=1.35),
    _species("mouse", ".06 .11 .03 .05 .12 .05 15 0", "paws small", "a rat;a hamster"),
    _species("squirrel", ".1 .17 .06 .07 .22 .07 30 70", "paws small hops", hind=1.2),
    _species("monkey", ".42 .5 .12 .2 .5 .2 45 20", "paws", "an ape;a chimpanzee"),
    _species("frog", ".12 .12 .02 .06 .01 .09 20 -20", "small hops low", "a toad", hind=1.7),
    _species("crocodile", ".3 1.3 .25 .6 1.3 .45 0 -8", "low", "an alligator"),
    _species("lizard", ".06 .18 .04 .07 .3 .08 5 -5", "low small", "a gecko;an iguana;a salamander"),
    _species("turtle", ".12 .35 .1 .09 .06 .28 15 -20", "low small", "a tortoise"),
)  # fmt: skip
JOINTS: Final = (
    *("hips", "loin", "back", "withers", "neck", "head", "muzzle", "left ear", "right ear"),
    *("tail 1", "tail 2", "tail 3", "tail 4"),
    *(f"{side} {end} {part}" for end in ("front", "hind") for side in ("left", "right")
      for part in ("root", "joint", "ankle", "toe")),
)  # fmt: skip
PARENTS: Final = (
    *(-1, 0, 1, 2, 3, 4, 5, 5, 5, 0, 9, 10, 11),
    *(p for base in (13, 17, 21, 25) for p in (3 if base < 21 else 0, base, base + 1, base + 2)),
)
TRUNK_PARENTS: Final = (6, 29, 30, 31)


def vary(species: Species, rng: np.random.Generator) -> Species:
    """One animal of the species: lengths a little different, some of them young."""
    size = float(rng.uniform(0.55, 0.75)) if rng.random() < 0.15 else float(rng.normal(1.0, 0.07))
    sizes = size * rng.normal(1.0, 0.05, 6)
    parts = ("leg", "body", "neck", "head", "tail", "width")
    lengths = {part: getattr(species, part) * float(share) for part, share in zip(parts, sizes, strict=True)}
    return replace(
        species,
        **lengths,
        neck_angle=species.neck_angle + float(rng.normal(0, 5)),
        tail_angle=species.tail_angle + float(rng.normal(0, 10)),
        trunk=species.trunk * size,
    )


def parents_of(species: Species) -> tuple[int, ...]:
    """Parents of the joints that :func:`place` gives."""
    return (*PARENTS, *(TRUNK_PARENTS if species.trunk else ()))


def place(rows: Floats, animal: Species) -> NDArray[np.float64]:
    """Joints ``(T, J, 3)`` in metres of pose rows ``(T, width)``, y up, facing z."""
    get = RIG.split(rows)
    leg, half, low = animal.leg, animal.body / 2, "low" in animal.tags
    frames = len(rows)
    points = np.empty((frames, len(JOINTS) + (4 if animal.trunk else 0), 3))
    stand = (0.55 if low else 1.05) * leg
    centre = get["root"] * (-leg, leg, leg) + (0, stand, 0)
    turn, bend, arch = get["turn"], get["bend"][:, 0], get["arch"][:, 0]
    body = rotation(turn[:, 0], turn[:, 1], turn[:, 2])
    zero = np.zeros(frames)
    rear = body @ rotation(-bend / 2, -arch, zero)
    fore = body @ rotation(bend / 2, arch, zero)
    points[:, 0] = centre - half * rear[:, :, 2]
    points[:, 1] = centre - 0.5 * half * rear[:, :, 2]
    points[:, 2] = centre + 0.4 * half * fore[:, :, 2]
    points[:, 3] = centre + half * fore[:, :, 2]
    neck, head, tail = get["neck"], get["head"], get["tail"]
    neck_frame = fore @ rotation(neck[:, 1] / 2, -animal.neck_angle - neck[:, 0], zero)
    upper_neck = neck_frame @ rotation(neck[:, 1] / 2, 0.3 * neck[:, 0], zero)
    # The head hangs forward and a little down from wherever the neck holds it.
    face = upper_neck @ rotation(
        head[:, 1], animal.neck_angle + 0.5 * neck[:, 0] + 22 - head[:, 0], head[:, 2]
    )
    points[:, 4] = points[:, 3] + 0.5 * animal.neck * neck_frame[:, :, 2]
    points[:, 5] = points[:, 4] + 0.5 * animal.neck * upper_neck[:, :, 2]
    points[:, 6] = points[:, 5] + animal.head * face[:, :, 2]
    ear = animal.ears * animal.head
    for joint, side in ((7, 1.0), (8, -1.0)):
        points[:, joint] = points[:, 5] + 0.45 * ear * side * face[:, :, 0] + ear * face[:, :, 1]
    links = []
    frame = rear
    for index in range(4):
        up = animal.tail_angle * (1.0 if index == 0 else 0.0) + tail[:, 0] * (0.7 if index == 0 else 0.25)
        frame = frame @ rotation(-tail[:, 1] * 0.4, up, zero)
        links.append(frame)
    tail_points = chain(points[:, 0], [-animal.tail / 4] * 4, links, 2)
    for index, point in enumerate(tail_points):
        points[:, 9 + index] = point
    _legs(points, rows, get, animal, rear, fore)
    if animal.trunk:
        frame = face
        for index in range(4):
            frame = frame @ rotation(zero, 42 * (index == 0) + 8 - get["trunk"][:, 0] / 3, zero)
            points[:, 29 + index] = (
                points[:, 6] if index == 0 else points[:, 28 + index]
            ) + animal.trunk / 4 * frame[:, :, 2]
    thick = np.full(points.shape[1], 0.01 * leg)
    thick[[0, 1, 2, 3]] = 0.22 * animal.width + 0.12 * leg
    return settle(points, get, leg, thick)


def _legs(
    points: NDArray[np.float64],
    rows: Floats,
    get: dict[str, Floats],
    animal: Species,
    rear: Floats,
    fore: Floats,
) -> None:
    """Two-bone legs, elbows back and knees forward; feet stand under or, low animals, beside the body."""
    leg, low = animal.leg, "low" in animal.tags
    lengths = np.array([leg, leg, leg * animal.hind, leg * animal.hind])
    side = np.array([1.0, -1.0, 1.0, -1.0])
    roots = np.empty((len(rows), 4, 3))
    reach = 0.5 * animal.width
    for index, (joint, frame) in enumerate(((3, fore), (3, fore), (0, rear), (0, rear))):
        roots[:, index] = points[:, joint] + side[index] * reach * frame[:, :, 0] - 0.1 * leg * frame[:, :, 1]
    feet = np.stack([get["lfront"], get["rfront"], get["lhind"], get["rhind"]], axis=1)
    splay = 0.75 * leg if low else 0.03 * leg
    rest = np.zeros((4, 3))
    rest[:, 0] = side * (reach + splay)
    rest[:, 2] = np.array([0.5, 0.5, -0.5, -0.5]) * animal.body + np.array([0.02, 0.02, -0.1, -0.1]) * leg
    if animal.hind > 1.3:
        rest[2:, 2] += 0.45 * leg * animal.hind
    rest[:, 1] = 0.1 * leg
    targets = rest + feet * leg * np.stack([side, np.ones(4), np.ones(4)], axis=1)
    loose = get["loose"][:, :, None]
    if loose.any():
        centre = points[:, [0, 3]].mean(axis=1)
        under = targets - (0, (0.55 if low else 1.05) * leg, 0)
        body = 0.5 * (rear + fore)
        swung = centre[:, None] + under @ body.transpose(0, 2, 1)
        targets = targets + loose * (swung - targets)
    poles = np.empty_like(roots)
    poles[:, :2], poles[:, 2:] = -fore[:, None, :, 2], rear[:, None, :, 2]
    if low:
        poles = poles * 0.3 + side[:, None] * np.stack([fore[:, :, 0]] * 4, axis=1) + (0, 0.8, 0)
    half = (0.53 * lengths)[:, None]
    middles, ends, _ = two_bones(roots, targets, poles, half, half)
    shank = (ends - middles) / half
    forward = np.stack([fore[:, :, 2]] * 2 + [rear[:, :, 2]] * 2, axis=1)
    toes = 0.45 * shank + forward
    toes /= np.maximum(np.linalg.norm(toes, axis=2, keepdims=True), 1e-6)
    for index, base in enumerate((13, 17, 21, 25)):
        points[:, base], points[:, base + 1] = roots[:, index], middles[:, index]
        points[:, base + 2] = ends[:, index]
        points[:, base + 3] = ends[:, index] + 0.14 * lengths[index] * toes[:, index]


# Share of the stride by which each foot lands after the left hind one: left, right front; left, right hind.
FOOTFALLS: Final = {
    "walk": (0.25, 0.75, 0.0, 0.5),
    "trot": (0.5, 0.0, 0.0, 0.5),
    "pace": (0.0, 0.5, 0.0, 0.5),
    "canter": (0.3, 0.6, 0.0, 0.3),
    "gallop": (0.5, 0.6, 0.0, 0.1),
    "bound": (0.45, 0.45, 0.0, 0.0),
}


def stride(action: Action, cycle: Floats, effort: Floats, doing: Doing) -> tuple[Floats, float]:
    """Rows ``(T, width)`` of a gait and its speed in leg lengths a second."""
    given = dict(action.gait or {})
    get_number = {key: float(value) for key, value in given.items() if not isinstance(value, str)}
    length, stance = get_number.get("stride", 0.8), get_number.get("stance", 0.62)
    lift, bob, arch = get_number.get("lift", 0.16), get_number.get("bob", 0.02), get_number.get("arch", 0.0)
    heading = np.deg2rad(get_number.get("heading", 0.0))
    rows = np.zeros((len(cycle), RIG.width))
    get = RIG.split(rows)
    phases = FOOTFALLS[str(given.get("feet", "walk"))]
    for name, late in zip(("lfront", "rfront", "lhind", "rhind"), phases, strict=True):
        phase = (cycle - late) % 1.0
        grounded = phase < stance
        swing = np.clip((phase - stance) / (1 - stance), 0, 1)
        eased = swing * swing * (3 - 2 * swing)
        along = length * np.where(grounded, 0.5 - phase / stance, eased - 0.5) * effort
        get[name][:, 0] = along * np.sin(heading) * (1 if name[0] == "r" else -1)
        get[name][:, 1] = lift * np.where(grounded, 0.0, np.sin(np.pi * swing)) * effort
        get[name][:, 2] = along * np.cos(heading)
    turn = 2 * np.pi * cycle
    crouch = get_number.get("crouch", 0.0)
    if "swim" in get_number:
        get["air"][:, 0] += 0.35
    double = -np.cos(2 * turn) if arch == 0 else -np.cos(turn - 0.9 * np.pi)
    get["root"][:, 1] = (bob * double - crouch) * effort
    if stance < 0.5:
        get["air"][:, 0] += np.maximum(0.0, double) * bob * 1.5 * effort
    get["turn"][:, 1] = get_number.get("pitch", 0.0) * np.sin(turn) * effort
    get["turn"][:, 2] = 1.5 * np.sin(turn) * effort
    get["arch"][:, 0] = arch * np.cos(turn - 0.2 * np.pi) * effort
    get["bend"][:, 0] = get_number.get("wriggle", 3.0) * np.sin(turn) * effort + 0.12 * doing.turn * effort
    get["neck"][:, 0] = (get_number.get("neck", 0.0) + 4 * np.cos(2 * turn)) * effort
    get["neck"][:, 1] = 0.15 * doing.turn * effort
    get["head"][:, 0] = -3 * np.cos(2 * turn) * effort
    get["tail"][:, 0] = get_number.get("tail", 5.0) * effort
    get["tail"][:, 1] = 14 * np.sin(turn + 0.8)
    return rows, length / (stance * doing.seconds / max(1, doing.reps))
