"""Crowds of people: three to twelve figures that go, gather, scatter, dance or cheer, and captions of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from motionsearch.train import virtual
from motionsearch.train.world import WorldClip
from motionsearch.train.world.gait import Gait, speed_of, stride_rows
from motionsearch.train.world.gait_sheets import GAITS
from motionsearch.train.world.language import Subject, Voice, pick, speak
from motionsearch.train.world.people_figure import idle
from motionsearch.train.world.people_motion import MOTIONS, Timing, lay, posture_row
from motionsearch.train.world.people_sheets import blocks, variants
from motionsearch.train.world.people_views import parents_among
from motionsearch.train.world.people_words import in_picture
from motionsearch.train.world.skeleton import CHANNELS, JOINTS, Floats, place, sample_body

# ``is`` says how the crowd moves ("going" kinds go on foot, the others stay and do one of the motions after
# "does"), ``says`` has the crowd as its subject.
SHEET: Final = """
[walk one way]
is    along walk
name  a crowd walking; pedestrians; people walking in one direction
say   *walk in the same direction; *walk along together; *walk the same way
how   all step along in the same direction

[run one way]
is    along run
name  a crowd running; a marathon; a running race; people running
say   *run in the same direction; *run a race; *run along together
how   all run along in the same direction

[march in formation]
is    ranks march
name  marching in formation; soldiers marching; a parade
say   *march in formation; *march in step; *parade in rows
how   in rows and in step all lift their knees and swing their arms

[walk in single file]
is    file walk
name  walking in single file; a line of people walking; a queue moving
say   *walk in single file; *walk one behind the other; *walk in a line
how   one behind the other all step along the same way

[cross each other]
is    across walk
name  a pedestrian crossing; crowds crossing; people walking past each other
say   *walk in opposite directions; *walk past each other; *cross in both directions
how   some walk one way and some the other way and they pass each other

[scatter]
is    apart run
name  a crowd scattering; people running apart; dispersing
say   *scatter; *run apart in all directions; *disperse; *run away from each other
how   all start close together and run apart in all directions

[walk apart]
is    apart walk
name  a crowd dispersing; people walking off in all directions
say   *disperse; *walk off in all directions; *spread out
how   all start close together and walk apart

[gather]
is    together walk
name  a crowd gathering; people coming together; assembling
say   *gather; *come together; *walk to the same place; *assemble
how   all walk in from all sides to one place

[run together]
is    together run
name  people running to one place; a huddle; rushing together
say   *rush together; *run to one place from all sides
how   all run in from all sides to one place

[walk in a ring]
is    ring walk
name  walking in a circle; a round dance; circling
say   *walk round in a ring; *circle around; *go round in a circle
how   all walk around one middle, one behind the other

[mill about]
is    about walk
name  a busy place; people milling about; a crowd walking around
say   *mill about; *walk around in different directions; *wander about
how   all walk this way and that

[dance in unison]
is    unison
does  salsa; twist dance; dance step touch; charleston; macarena; hip hop bounce; wave arms dance
name  dancing in unison; a flash mob; group dance; line dance
say   *dance in unison; *dance in sync; *do the same dance together
how   all make the same steps at the same time

[exercise in unison]
is    unison
does  jumping jacks; squat; lunge; high knees; march in place; star jump; twist; windmill toe touch
name  group exercise; aerobics class; gymnastics class
say   *exercise in unison; *do the same exercise together; *do aerobics
how   all do the same movement at the same time

[practice together]
is    unison
does  tai chi; front kick; jab; warrior pose; tree pose; karate chop
name  martial arts class; practicing together; yoga class
say   *practice together; *train in unison; *do the same movement in rows
how   in rows all do the same movement at the same time

[do the wave]
is    wave
does  raise arm
name  a stadium wave; mexican wave; la ola
say   *do the wave; *raise their arms one after the other; *do a mexican wave
how   one after the other all raise their arms and lower them again

[cheer]
is    each
does  celebrate; clap overhead; pump fist; jump; raise arm
name  a cheering crowd; fans celebrating; spectators cheering
say   *cheer; *celebrate; *jump and *wave their arms; *rejoice together
how   all raise their arms and jump or clap, each in its own time

[applaud]
is    each
does  clap
name  applause; an audience clapping; people applauding
say   *applaud; *clap their hands; *clap
how   all bring their hands together again and again

[wave hello]
is    each
does  wave; wave high
name  people waving; a crowd waving; waving goodbye
say   *wave; *wave their hands; *wave hello; *wave goodbye
how   all raise a hand and swing it left and right

[jump together]
is    unison
does  jump; hop in place; pogo dance; tuck jump
name  jumping together; a crowd jumping
say   *jump together; *jump up and down at the same time
how   all leave the ground at the same time

[stand and talk]
is    each
does  talk with hands; nod; look around; shake head
name  a group of people talking; standing around; a conversation
say   *stand and *talk; *talk to each other in a group; *stand around
how   all stand in place and move their hands and heads a little

[fight in a group]
is    each
does  jab; hook; front kick; push; block high; dodge
name  a brawl; a mass fight; a group fighting
say   *brawl; *fight; *punch and *kick at each other
how   all punch, kick and block
"""
_NOUNS: Final = ("a group of people", "people", "several people", "a crowd of people", "many people",
                 "a number of people", "some people")  # fmt: skip
_FEW: Final = {3: "three people", 4: "four people", 5: "five people", 6: "six people"}
# Joints that a crowd's figures are reduced to where there are many: all of them would be too many points.
_CORE: Final = tuple(
    JOINTS.index(name)
    for name in ("head", "pelvis", "neck", *(f"{s} {n}" for s in ("left", "right") for n in
                 ("wrist", "ankle", "elbow", "knee", "shoulder", "hip")))
)  # fmt: skip
_ENDS: Final = tuple(JOINTS.index(f"{s} {n}") for s in ("left", "right") for n in ("wrist", "ankle"))
_FPS: Final = (8.0, 10.0, 10.0, 12.0, 15.0, 15.0)
_POINTS: Final = 72


@dataclass(frozen=True)
class Crowd:
    """Something that a crowd does, as on the sheet.

    Args:
        way: How its figures move.
        gait: What those that go do.
        does: What those that stay do.
    """

    name: str
    way: str
    gait: Gait | None
    does: tuple[str, ...]
    names: tuple[str, ...]
    says: tuple[str, ...]
    how: tuple[str, ...]


def _read(sheet: str) -> tuple[Crowd, ...]:
    crowds = []
    gaits = {gait.name: gait for gait in GAITS}
    for title, lines in blocks(sheet):
        told = {word: rest.strip() for word, _, rest in (line.partition(" ") for line in lines)}
        if title:
            way, _, gait = told["is"].partition(" ")
            texts = (variants(told[word]) for word in ("name", "say", "how"))
            crowds.append(Crowd(title, way, gaits.get(gait), variants(told.get("does", "")), *texts))
    return tuple(crowds)


CROWDS: Final = _read(SHEET)


def draw(rng: np.random.Generator) -> Crowd:
    """Any, with equal chance."""
    return CROWDS[int(rng.random() * len(CROWDS))]


def make(crowd: Crowd, rng: np.random.Generator, viewing: virtual.Viewing | None = None) -> WorldClip:
    """The clip of a random crowd that does it, seen through a random camera."""
    fps = _FPS[int(rng.random() * len(_FPS))]
    count = int(rng.integers(3, 13))
    frames = max(16, round(float(rng.uniform(1.8, 4.5)) * fps))
    if crowd.gait is not None:
        poses, spots, yaws = _going(crowd, crowd.gait, count, frames, fps, rng)
    else:
        poses, spots, yaws = _staying(crowd, count, frames, fps, rng)
    kept = _kept(count, rng, limbs=crowd.gait is None)
    body = sample_body(rng)
    points = place(poses, body)[:, kept].reshape(count, frames, len(kept), 3)
    points *= np.exp(0.05 * rng.standard_normal((count, 1, 1, 1)))
    cos, sin = np.cos(yaws)[..., None], np.sin(yaws)[..., None]
    x, z = points[..., 0], points[..., 2]
    turned = np.stack([cos * x + sin * z, points[..., 1], cos * z - sin * x], axis=-1)
    turned[..., 0] += spots[..., :1]
    turned[..., 2] += spots[..., 1:]
    world = turned.transpose(1, 0, 2, 3).reshape(frames, count * len(kept), 3)
    one = parents_among(tuple(kept))
    parents = [p if p < 0 else p + k * len(kept) for k in range(count) for p in one]
    tracks, view = virtual.observe(world, parents, fps, rng, viewing)
    travel = np.zeros((frames, 3))
    travel[:, [0, 2]] = spots.mean(axis=0)
    seen = in_picture(view, travel) if crowd.way in ("along", "ranks", "file") else ()
    return WorldClip(tracks, captions(crowd, count, seen, rng), f"crowd: {crowd.name}", "person")


def _kept(count: int, rng: np.random.Generator, *, limbs: bool) -> list[int]:
    """The joints that are seen of each figure, the fewer the more figures there are.

    Wrists and ankles always, where the ``limbs`` tell what is done.
    """
    most = max(1, _POINTS // count)
    if most >= len(JOINTS):
        return list(range(len(JOINTS)))
    few = int(rng.integers(max(1, most // 2), most + 1))
    told = _ENDS if limbs else ()
    return sorted({*told, *rng.permutation(_CORE)[:few].tolist()})


Staged = tuple[Floats, Floats, Floats]


def _going(crowd: Crowd, gait: Gait, count: int, frames: int, fps: float, rng: np.random.Generator) -> Staged:
    """Pose rows ``(count * T, WIDTH)`` of figures that go, where they are ``(count, T, 2)``, how turned."""
    pace = np.exp(0.08 * rng.standard_normal((count, 1)))
    pace = np.full((count, 1), pace.mean()) if crowd.way in ("ranks", "file", "ring") else pace
    time = np.arange(frames) / fps
    start = rng.random((count, 1)) if crowd.way != "ranks" else np.zeros((count, 1))
    cycle = start + pace / gait.period * time
    rows = stride_rows(gait, cycle.ravel(), np.ones(cycle.size))
    step = np.repeat(speed_of(gait) * 0.83 * pace / fps, frames, axis=1)  # metres, legs of 0.83
    angle, place_of = _ways(crowd.way, count, step, rng)
    moved = np.cumsum(step[..., None] * np.stack([np.sin(angle), np.cos(angle)], axis=-1), axis=1)
    return rows, place_of[:, None] + moved - moved[:, :1], angle


def _ways(way: str, count: int, step: Floats, rng: np.random.Generator) -> tuple[Floats, Floats]:
    """Headings ``(count, T)`` in radians, 0 along z, and where each figure starts ``(count, 2)``."""
    frames = step.shape[1]
    even = np.zeros((count, frames))
    spread = 0.5 * np.sqrt(count) + 0.5
    spots = _apart(rng.uniform(-spread, spread, (count, 2)))
    if way == "along":
        return even + 0.08 * rng.standard_normal((count, 1)), spots
    if way == "ranks":
        wide = int(rng.integers(2, 4))
        grid = np.stack([np.arange(count) % wide, np.arange(count) // wide], axis=1)
        return even, grid * 1.1 + 0.04 * rng.standard_normal((count, 2))
    if way == "file":
        return even, np.stack([0.06 * rng.standard_normal(count), 0.95 * np.arange(count)], axis=1)
    length = step.sum(axis=1).mean()
    if way == "across":
        back = np.arange(count) % 2 == 1
        aside = _apart(
            np.stack([rng.uniform(-spread, spread, count), 0.6 * rng.standard_normal(count)], axis=1)
        )
        aside[:, 1] += np.where(back, 0.5, -0.5) * length
        return even + np.where(back, np.pi, 0.0)[:, None] + 0.06 * rng.standard_normal((count, 1)), aside
    around = 2 * np.pi * (np.arange(count) + rng.uniform(-0.25, 0.25, count)) / count
    rays = np.stack([np.sin(around), np.cos(around)], axis=1)
    near = 0.3 + 0.12 * count
    if way == "apart":
        return even + around[:, None], near * rays
    if way == "together":
        return even + around[:, None] + np.pi, (near + step.sum(axis=1))[:, None] * rays
    if way == "ring":
        radius = max(near + 0.4, 0.16 * count)
        turned = np.cumsum(step, axis=1) / radius
        return around[:, None] + np.pi / 2 + turned, radius * rays
    u = np.linspace(0, 1, frames)
    bend = rng.uniform(-2, 2, (count, 1)) * u + 0.6 * np.sin(2 * np.pi * (u + rng.random((count, 1))))
    return 2 * np.pi * rng.random((count, 1)) + bend, 1.3 * spots


def _apart(spots: Floats) -> Floats:
    """Places ``(count, 2)`` moved a little so that few stand in the same spot."""
    for _ in range(4):
        gaps = spots[:, None] - spots[None]
        away = np.sqrt(np.square(gaps).sum(axis=2)) + np.eye(len(spots)) * 9
        push = np.where(away < 0.8, (0.8 - away) / np.maximum(away, 1e-3), 0.0)
        spots = spots + 0.5 * (push[..., None] * gaps).sum(axis=1)
    return spots


def _staying(crowd: Crowd, count: int, frames: int, fps: float, rng: np.random.Generator) -> Staged:
    """The same of figures that stay and do a motion: at once, one after the other, or freely."""
    alike = crowd.way in ("unison", "wave")
    spots = _apart(rng.uniform(-1, 1, (count, 2)) * (0.6 * np.sqrt(count) + 0.3))
    yaws = np.zeros((count, frames))
    if alike:
        wide = int(rng.integers(2, 5)) if crowd.way == "unison" else count
        spots = np.stack([np.arange(count) % wide, np.arange(count) // wide], axis=1) * rng.uniform(1.2, 1.7)
    elif crowd.name in ("stand and talk", "fight in a group"):
        around = 2 * np.pi * np.arange(count) / count
        spots = (0.35 + 0.13 * count) * np.stack([np.sin(around), np.cos(around)], axis=1)
        yaws += around[:, None] + np.pi  # all face the middle
    kinds = [pick(crowd.does, rng)] if alike else [pick(crowd.does, rng) for _ in range(min(3, count))]
    made = [_performed(name, crowd.way, frames, fps, rng) for name in kinds]
    rows = []
    for k in range(count):
        own = made[k % len(made)]
        lag = {"unison": rng.normal(0, 0.04), "wave": 0.0, "each": rng.uniform(0, 1.2)}[crowd.way] * fps
        if crowd.way == "wave":
            lag = k / count * 0.55 * frames
        at = np.arange(frames) - round(lag)
        at = np.clip(at, 0, frames - 1) if alike else at % frames
        rows.append(own[at])
    poses = np.concatenate(rows) + idle(frames * count, fps, rng)
    return poses, np.repeat(spots[:, None], frames, axis=1), yaws


def _performed(name: str, way: str, frames: int, fps: float, rng: np.random.Generator) -> Floats:
    """Pose rows ``(T, WIDTH)`` of one figure that does a motion for as long as there is time."""
    motion = MOTIONS[name]
    variant = "both" if "both" in motion.sides and (way == "wave" or rng.random() < 0.4) else motion.sides[0]
    seconds = frames / fps
    period = motion.seconds * float(rng.uniform(0.8, 1.2))
    period = min(period, 0.4 * seconds) if way == "wave" else min(period, max(0.5, seconds - 0.7))
    reps = 1 if way == "wave" else max(1, int((seconds - 0.5) / period))
    rows = np.repeat(posture_row(motion.start)[None], frames, axis=0)
    lay(rows, motion, variant, bool(rng.random() < 0.4), Timing(0.0, period, reps, 0.25, 0.25), fps, rng)
    rows[:, CHANNELS["go"]] = 0.0
    return rows


def captions(crowd: Crowd, count: int, seen: Sequence[str], rng: np.random.Generator) -> tuple[str, ...]:
    """4 to 9 different captions of what a crowd does, ``seen`` where it goes in the picture."""

    def who() -> str:
        if count in _FEW and rng.random() < 0.4:
            return _FEW[count]
        return pick(_NOUNS, rng)

    def does(noun: str, form: str) -> str:
        return speak(pick(crowd.says, rng), Voice("right", "both", Subject(noun, "their"), form), rng)

    one, two, three = who(), who(), who()
    made = [
        pick(crowd.names, rng),
        f"{one} {does(one, 'base')}",
        f"{two} {does(two, 'gerund')}",
        pick(crowd.how, rng),
        f"{three} {'move' if crowd.gait else 'stay in place and move'} together"
        if crowd.way in ("along", "ranks", "file", "unison")
        else f"{three} {'move about' if crowd.gait else 'move in place'}",
    ]
    if seen:
        made.insert(1, f"{one} {does(one, 'base')}, moving {pick(seen, rng)}")
    if rng.random() < 0.5:
        made.append(f"{three} {does(three, 'base')}")
    return tuple(dict.fromkeys(" ".join(text.split()).lower() for text in made))
