"""Two-legged animals, most of them birds: species by proportions, joints, and how they fly and walk."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from motionsearch.train.world.animal_rig import Action, Doing, Rig, settle
from motionsearch.train.world.skeleton import Floats, rotation, two_bones

RIG: Final = Rig(
    "bird",
    # Neck up and right; head up and right; tail up.
    {"neck": 2, "head": 2, "tail": 1},
    {"neck": (1,), "head": (1,)},
    # Wing: inner and outer part up, degrees; spread, 0 folded to 1; swept forward, degrees.
    {"wing": 4, "foot": 3},
)


@dataclass(frozen=True)
class Species:
    """Lengths in metres; ``pitch`` is the slope of the standing body, degrees."""

    name: str
    nouns: tuple[str, ...]
    body: float
    wing: float
    leg: float
    neck: float
    head: float
    tail: float
    pitch: float
    beat: float
    tags: tuple[str, ...]


def _species(name: str, sizes: str, tags: str, nouns: str = "") -> Species:
    body, wing, leg, neck, head, tail, pitch, beat = (float(size) for size in sizes.split())
    names = (f"{'an' if name[0] in 'aeio' else 'a'} {name}", f"the {name}", *nouns.split(";") * bool(nouns))
    return Species(name, names, body, wing, leg, neck, head, tail, pitch, beat, tuple(tags.split()))


# Body, half span, leg, neck, head, tail; slope of the body; seconds of a wing beat.
SPECIES: Final = (
    _species("sparrow", ".1 .12 .05 .03 .045 .06 35 .12", "beak flies small", "a small bird;a finch"),
    _species("bird", ".18 .28 .09 .05 .07 .1 30 .28", "beak flies", "a flying animal;a blackbird"),
    _species("pigeon", ".22 .33 .09 .07 .07 .12 25 .2", "beak flies", "a dove"),
    _species("crow", ".28 .45 .13 .08 .1 .17 25 .3", "beak flies", "a raven;a magpie"),
    _species("seagull", ".3 .65 .12 .1 .1 .13 20 .4", "beak flies swims", "a gull;an albatross"),
    _species("eagle", ".45 1.0 .2 .13 .13 .3 40 .5", "beak flies", "a hawk;a falcon;a vulture"),
    _species("owl", ".3 .5 .1 .03 .12 .12 65 .38", "beak flies", "a barn owl"),
    _species("parrot", ".22 .3 .06 .06 .09 .22 50 .22", "beak flies", "a macaw"),
    _species("hummingbird", ".05 .06 .02 .015 .05 .03 50 .09", "beak flies small hovers", "a colibri"),
    _species("duck", ".32 .42 .1 .15 .12 .1 8 .2", "beak flies swims", "a mallard"),
    _species("goose", ".5 .75 .2 .35 .13 .14 10 .3", "beak flies swims", "a swan"),
    _species("chicken", ".28 .24 .17 .12 .08 .12 10 .16", "beak ground", "a hen;a rooster;a turkey"),
    _species("chick", ".09 .05 .06 .03 .04 .02 20 .12", "beak ground small", "a baby bird"),
    _species("heron", ".45 .8 .55 .5 .2 .12 25 .45", "beak flies wades", "a crane;a stork"),
    _species("flamingo", ".45 .7 .7 .7 .15 .1 10 .4", "beak flies wades", "a wading bird"),
    _species("ostrich", ".9 .5 1.1 .85 .2 .3 5 .5", "beak ground big", "an emu"),
    _species("penguin", ".5 .3 .14 .08 .14 .08 80 .3", "beak ground waddles", "an emperor penguin"),
    _species("bat", ".1 .25 .03 .02 .05 .04 20 .14", "flies hovers", "a flying bat"),
    _species("dragon", "1.6 2.6 1.1 .9 .5 1.8 20 .8", "flies big", "a wyvern"),
    _species("tyrannosaur", "2.2 .45 2 .8 .9 2.4 5 .6", "ground big", "a t-rex;a dinosaur;a raptor"),
    _species("kangaroo", ".75 .3 .8 .25 .22 .9 50 .4", "ground hops", "a wallaby"),
)
JOINTS: Final = (
    *("rump", "back", "breast", "neck", "head", "beak", "tail 1", "tail 2"),
    *(f"{side} {part}" for side in ("left", "right") for part in ("shoulder", "elbow", "wrist", "tip")),
    *(f"{side} {part}" for side in ("left", "right") for part in ("hip", "ankle", "foot", "toe")),
)
PARENTS: Final = (-1, 0, 1, 2, 3, 4, 0, 6, *(p for b in (8, 12) for p in (2, b, b + 1, b + 2)),
                  *(p for b in (16, 20) for p in (0, b, b + 1, b + 2)))  # fmt: skip


def vary(species: Species, rng: np.random.Generator) -> Species:
    """One animal of the species: lengths a little different."""
    sizes = float(rng.normal(1.0, 0.1)) * rng.normal(1.0, 0.05, 6)
    parts = ("body", "wing", "leg", "neck", "head", "tail")
    lengths = {part: getattr(species, part) * float(size) for part, size in zip(parts, sizes, strict=True)}
    pitch = species.pitch + float(rng.normal(0, 5))
    return replace(species, **lengths, pitch=pitch, beat=species.beat * float(rng.uniform(0.85, 1.2)))


def place(rows: Floats, bird: Species) -> NDArray[np.float64]:
    """Joints ``(T, J, 3)`` in metres of pose rows ``(T, width)``, y up, facing z."""
    get = RIG.split(rows)
    frames = len(rows)
    points = np.empty((frames, len(JOINTS), 3))
    unit, zero = bird.leg + 0.25 * bird.body, np.zeros(frames)
    turn = get["turn"]
    # A flying body is level whatever the slope on the ground.
    slope = bird.pitch * (1 - np.clip(get["loose"][:, 0], 0, 1))
    body = rotation(turn[:, 0], turn[:, 1] - slope, turn[:, 2])
    centre = get["root"] * (-unit, unit, unit) + (0, 0.95 * bird.leg + 0.1 * bird.body, 0)
    half = bird.body / 2
    points[:, 0] = centre - 0.6 * half * body[:, :, 2]
    points[:, 1] = centre + 0.3 * half * body[:, :, 2]
    points[:, 2] = centre + 1.2 * half * body[:, :, 2]
    neck, head = get["neck"], get["head"]
    level = 0.65 * slope
    neck_frame = body @ rotation(neck[:, 1], level - 55 - neck[:, 0], zero)
    face = neck_frame @ rotation(head[:, 1], 50 + 0.75 * neck[:, 0] - head[:, 0] + 0.35 * slope, zero)
    points[:, 3] = points[:, 2] + 0.6 * bird.neck * neck_frame[:, :, 2]
    points[:, 4] = points[:, 3] + 0.4 * bird.neck * neck_frame[:, :, 2] + 0.3 * bird.head * face[:, :, 2]
    points[:, 5] = points[:, 4] + 0.7 * bird.head * face[:, :, 2]
    tail = body @ rotation(zero, 12 + get["tail"][:, 0] - 0.5 * slope, zero)
    points[:, 6] = points[:, 0] - 0.5 * bird.tail * tail[:, :, 2]
    points[:, 7] = points[:, 6] - 0.5 * bird.tail * tail[:, :, 2]
    for base, side in ((8, 1.0), (12, -1.0)):
        _wing(points, base, side, get["lwing" if side > 0 else "rwing"], bird, body)
    _legs(points, get, bird, body, unit)
    thick = np.full(len(JOINTS), 0.005 * bird.leg)
    thick[:3] = 0.22 * bird.body
    return settle(points, get, unit, thick)


def _wing(
    points: NDArray[np.float64], base: int, side: float, wing: Floats, bird: Species, body: Floats
) -> None:
    """Three links from the shoulder to the tip; folded, they lie in a z along the body."""
    inner, outer, spread, sweep = (
        np.deg2rad(wing[:, 0]),
        np.deg2rad(wing[:, 1]),
        wing[:, 2],
        np.deg2rad(wing[:, 3]),
    )
    points[:, base] = (
        points[:, 2] - 0.35 * bird.body * body[:, :, 2] + side * 0.18 * bird.body * body[:, :, 0]
    )
    folded = ((0.25, 0.15, -0.95), (0.15, -0.15, 0.97), (0.05, -0.1, -0.99))
    at = points[:, base]
    for link, (angle, ahead, share) in enumerate(
        ((inner, 0.35, 0.28), (outer, 0.1, 0.32), (outer, -0.3, 0.4))
    ):
        open_ = np.stack([np.cos(angle), np.sin(angle), np.sin(sweep + ahead)], axis=1)
        way = np.array(folded[link]) * (1 - spread[:, None]) + open_ * spread[:, None]
        way /= np.maximum(np.linalg.norm(way, axis=1, keepdims=True), 1e-6)
        way[:, 0] *= side
        at = at + share * bird.wing * np.einsum("tij,tj->ti", body, way)
        points[:, base + 1 + link] = at


def _legs(
    points: NDArray[np.float64], get: dict[str, Floats], bird: Species, body: Floats, unit: float
) -> None:
    side = np.array([1.0, -1.0])
    roots = (
        points[:, :1]
        + 0.35 * bird.body * body[:, None, :, 2]
        + (side[:, None] * 0.16 * bird.body * body[:, None, :, 0])
    )
    feet = np.stack([get["lfoot"], get["rfoot"]], axis=1) * unit
    feet[:, :, 0] = (feet[:, :, 0] + 0.18 * bird.body) * side
    feet[:, :, 1] += 0.08 * bird.leg
    feet[:, :, 2] += 0.1 * bird.leg + 0.12 * bird.body * (bird.pitch < 60)
    # In the air the legs are drawn up under the tail.
    trailed = roots - 0.55 * bird.leg * body[:, None, :, 2] - 0.25 * bird.leg * body[:, None, :, 1]
    loose = get["loose"][:, :, None]
    targets = feet + loose * (trailed - feet)
    poles = np.repeat(-body[:, None, :, 2], 2, axis=1)
    half = np.full((2, 1), 0.54 * bird.leg)
    middles, ends, _ = two_bones(roots, targets, poles, half, half)
    ahead = body[:, None, :, 2] * (1 - 1.6 * loose)
    toes = np.repeat(ahead - np.array([0, 0.15, 0]), 2, axis=1)
    toes /= np.linalg.norm(toes, axis=2, keepdims=True)
    for index, base in enumerate((16, 20)):
        points[:, base], points[:, base + 1] = roots[:, index], middles[:, index]
        points[:, base + 2] = ends[:, index]
        points[:, base + 3] = ends[:, index] + 0.22 * bird.leg * toes[:, index]


def stride(action: Action, cycle: Floats, effort: Floats, doing: Doing) -> tuple[Floats, float]:
    """Rows ``(T, width)`` of walking, hopping, flying or swimming, and the speed in units a second."""
    given = dict(action.gait or {})
    number = {key: float(value) for key, value in given.items() if not isinstance(value, str)}
    rows = np.zeros((len(cycle), RIG.width))
    get = RIG.split(rows)
    turn = 2 * np.pi * cycle
    if given.get("kind") == "fly":
        _fly(get, turn, number, doing)
        return rows, number.get("speed", 3.0)
    length, stance, lift = number.get("stride", 0.7), number.get("stance", 0.6), number.get("lift", 0.2)
    for name, late in (("rfoot", 0.0), ("lfoot", 0.0 if "hop" in number else 0.5)):
        phase = (cycle - late) % 1.0
        grounded = phase < stance
        swing = np.clip((phase - stance) / (1 - stance), 0, 1)
        eased = swing * swing * (3 - 2 * swing)
        get[name][:, 2] = length * np.where(grounded, 0.5 - phase / stance, eased - 0.5) * effort
        get[name][:, 1] = lift * np.where(grounded, 0.0, np.sin(np.pi * swing)) * effort
    bob = number.get("bob", 0.03)
    if "hop" in number:
        up = np.maximum(0.0, np.sin(np.pi * np.clip(((cycle % 1.0) - stance) / (1 - stance), 0, 1)))
        get["air"][:, 0] = bob * up * effort
        get["root"][:, 1] = -0.12 * (1 - up) * effort
    else:
        get["root"][:, 1] = bob * np.cos(2 * turn) * effort
    get["turn"][:, 2] = number.get("roll", 2.0) * np.sin(turn) * effort
    get["root"][:, 0] = -0.01 * number.get("roll", 2.0) * np.sin(turn) * effort
    # The head is held still and then thrown forward at every step, as pigeons do.
    get["neck"][:, 0] = number.get("neck", 8.0) * np.sin(2 * turn) * effort
    get["tail"][:, 0] = 4 * np.cos(2 * turn)
    if "flap" in number:
        beat = np.sin(2 * np.pi * cycle * number["flap"])
        for name in ("lwing", "rwing"):
            get[name][:, 0], get[name][:, 1], get[name][:, 2] = 35 * beat, 45 * beat, 0.85 * effort
    if "afloat" in number:
        get["root"][:, 1] -= 0.6
        get["snap"][:] = -1
    return rows, length / (stance * doing.seconds / max(1, doing.reps))


def _fly(get: dict[str, Floats], turn: Floats, number: dict[str, float], doing: Doing) -> None:
    flap = number.get("flap", 45.0) * doing.size
    get["loose"][:], get["snap"][:] = 1.0, -1.0
    get["air"][:, 0] = number.get("height", 4.0) + 0.12 * np.sin(turn - 0.5) * (flap > 0)
    get["air"][:, 0] += number.get("climb", 0.0) * np.linspace(0, doing.seconds, len(turn))
    for name in ("lwing", "rwing"):
        get[name][:, 0] = flap * np.sin(turn) + number.get("dihedral", 6.0)
        get[name][:, 1] = 1.15 * flap * np.sin(turn - 0.7) + number.get("dihedral", 6.0)
        get[name][:, 2] = number.get("spread", 1.0) - 0.18 * (flap > 0) * np.maximum(0, np.cos(turn))
        get[name][:, 3] = 8 * np.cos(turn) * (flap > 0) - number.get("swept", 0.0)
    get["turn"][:, 1] = -number.get("pitch", 0.0) + 3 * np.sin(turn) * (flap > 0)
    get["turn"][:, 2] = np.clip(0.35 * doing.turn / max(doing.seconds, 0.5) * 1.6, -50, 50)
    get["turn"][:, 2] += number.get("sway", 0.0) * np.sin(0.35 * turn + 1.0)
    get["neck"][:, 0] = -35.0
    get["head"][:, 0] = -8.0
