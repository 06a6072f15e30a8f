"""Two people with each other: both figures' acts, where they stand, and captions of the pair."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

from motionsearch.train import virtual
from motionsearch.train.world import WorldClip
from motionsearch.train.world.gait_sheets import GAITS, PATHS
from motionsearch.train.world.language import QUICKLY, SLOWLY, Subject, Voice, pick, speak, suited
from motionsearch.train.world.people_acts import Act, perform
from motionsearch.train.world.people_figure import frame_rate, idle
from motionsearch.train.world.people_motion import MOTIONS, Motion, Timing, posture_row
from motionsearch.train.world.people_two_sheets import DUETS, MIXED, SETS, Beat, Duet
from motionsearch.train.world.people_views import joints_seen
from motionsearch.train.world.people_words import MOST, in_picture
from motionsearch.train.world.skeleton import JOINTS, Floats, place, sample_body

_HIPS: Final = JOINTS.index("left hip"), JOINTS.index("right hip")
_NECK: Final = JOINTS.index("neck")
_MOST_FPS: Final = 30.0


@dataclass(frozen=True)
class Pair:
    """Who they are: "two people", "one person", "the other"."""

    both: str
    one: str
    other: str


_ADULTS: Final = tuple(
    Pair(*nouns)
    for nouns in (
        ("two people", "a person", "another person"),
        ("two people", "one person", "the other person"),
        ("two people", "someone", "someone else"),
        ("two persons", "one person", "another"),
        ("a man and a woman", "a man", "a woman"),
        ("a man and a woman", "a woman", "a man"),
        ("a couple", "a man", "a woman"),
        ("two men", "a man", "another man"),
        ("two women", "a woman", "another woman"),
        ("two friends", "a person", "a friend"),
        ("two figures", "one figure", "another figure"),
        ("a pair of people", "a person", "a second person"),
    )
)
_CHILDREN: Final = tuple(
    Pair(*nouns)
    for nouns in (
        ("two children", "a child", "another child"),
        ("two kids", "a boy", "a girl"),
        ("a boy and a girl", "a girl", "a boy"),
    )
)
_UNEQUAL: Final = (
    Pair("an adult and a child", "an adult", "a child"),
    Pair("a parent and a child", "a parent", "a child"),
)
# What is true of everything that two do who stand so.
_COARSE: Final = {
    "face": ("{both} face each other", "{both} do something face to face", "{both} interact"),
    "beside": ("{both} are side by side", "{both} next to each other", "{both} side by side"),
    "behind": ("{both}, one behind the other", "{a} is behind {b}"),
    "back": ("{both} move apart", "{both} get farther from each other"),
    "round": ("{a} goes round {b}", "{both}, one in the middle and one going around"),
    "turning": ("{both} hold on to each other and turn", "{both} move close together"),
}


@lru_cache(maxsize=1)
def _chances() -> Floats:
    return np.cumsum([duet.weight for duet in DUETS]) / sum(duet.weight for duet in DUETS)


def draw(rng: np.random.Generator) -> Duet:
    """Something that two people do, the usual most often."""
    return DUETS[int(np.searchsorted(_chances(), rng.random()))]


def make(duet: Duet, rng: np.random.Generator, viewing: virtual.Viewing | None = None) -> WorldClip:
    """The clip of two random people who do it, seen through a random camera."""
    pace = float(np.clip(np.exp(0.2 * rng.standard_normal()), 0.7, 1.4))
    acts = _plan(duet, pace, rng)
    seconds = max(act.back_home for part in acts for act in part) + float(rng.uniform(0.05, 0.4))
    fps = min(_MOST_FPS, frame_rate(seconds, rng))
    points, pairs = _figures(duet, acts, round(seconds * fps), fps, rng)
    points = _staged(duet, points, fps, pace, rng)
    chosen, parents = joints_seen([*acts[0], *acts[1]], rng, 0.0)
    count = len(chosen)
    both = points[:, :, chosen].transpose(1, 0, 2, 3).reshape(points.shape[1], 2 * count, 3)
    parents = parents + [p if p < 0 else p + count for p in parents]
    tracks, view = virtual.observe(both, parents, fps, rng, viewing)
    travel = points[:, :, 0].mean(axis=0)
    return WorldClip(
        tracks, captions(duet, acts, pairs, view, travel, pace, rng), f"two people: {duet.name}", "person"
    )


Acts = tuple[tuple[Act, ...], tuple[Act, ...]]


def _plan(duet: Duet, pace: float, rng: np.random.Generator) -> Acts:
    shift = float(rng.uniform(0.0, 0.3))
    first = _acts(duet.first, pace, shift, duet.postures[0], rng)
    if duet.copied == "same":
        return first, first
    if duet.copied == "mirrored":
        other = {"left": "right", "right": "left"}
        return first, tuple(act.on_side(other[act.side]) for act in first)
    return first, _acts(duet.second, pace, shift, duet.postures[1], rng)


def _acts(
    beats: Sequence[Beat], pace: float, shift: float, posture: str, rng: np.random.Generator
) -> tuple[Act, ...]:
    """What one of them does; seconds of the sheet are stretched by the pace and put off by ``shift``."""
    acts: list[Act] = []
    clock = shift
    for beat in beats:
        if beat.at is not None:
            clock = shift + beat.at / pace
        if beat.name.startswith("any "):
            acts += _any(beat.name.removeprefix("any "), clock, clock + beat.seconds / pace, pace, rng)
            continue
        motion = MOTIONS.get(beat.name)
        if motion is None:
            gait = next(gait for gait in GAITS if gait.name == beat.name)
            path = next(path for path in PATHS if path.name == beat.path)
            degrees = 360.0 if beat.path == "circle" else 0.0
            end = clock + beat.seconds / pace
            acts.append(Act(gait, clock, end, pace=pace * beat.pace, path=path, degrees=degrees))
        else:
            variant = beat.side if beat.side in ("both", "turns") else "one"
            variant = variant if variant in motion.sides else motion.sides[0]
            side = "left" if beat.side == "left" else "right"
            acts.append(_motion(motion, clock, pace, beat, variant, side, posture))
            posture = acts[-1].ends_in
        clock = acts[-1].back_home
    return tuple(acts)


def _motion(
    motion: Motion, start: float, pace: float, beat: Beat, variant: str, side: str, posture: str
) -> Act:
    lead = 0.35 / pace
    reps = beat.reps or motion.reps[0]
    period = max(0.5, beat.seconds / pace - lead) if beat.seconds else motion.seconds / pace
    timing = Timing(start, period, reps, lead, lead)
    return Act(motion, start, timing.end, side, variant, reps, pace, posture=posture, timing=timing)


def _any(name: str, start: float, end: float, pace: float, rng: np.random.Generator) -> list[Act]:
    """Motions of a set until the time is over, at least one: blows in any order, else one again and again."""
    acts: list[Act] = []
    only = "" if name in MIXED else pick(SETS[name], rng)
    while not acts or start < end - 0.9 / pace:
        motion = MOTIONS[only or pick(SETS[name], rng)]
        most = max(1, int((end - start - 0.7 / pace) * pace / motion.seconds))
        reps = most if only else min(most, int(rng.integers(1, 3)))
        variant = motion.sides[int(rng.random() * len(motion.sides))]
        side = "right" if rng.random() < 0.6 else "left"
        beat = Beat(motion.name, reps=max(reps, 2 if variant == "turns" else 1))
        acts.append(_motion(motion, start, pace, beat, variant, side, "stand"))
        start = acts[-1].back_home
        if only:
            break
    return acts


def _figures(
    duet: Duet, acts: Acts, frames: int, fps: float, rng: np.random.Generator
) -> tuple[NDArray[np.float64], tuple[Pair, ...]]:
    """Both figures' joints, each in its own place facing z, ``(2, T, J, 3)`` metres; and who they may be."""
    poses = np.concatenate([np.repeat(posture_row(name)[None], frames, axis=0) for name in duet.postures])
    for part, rows in zip(acts, (poses[:frames], poses[frames:]), strict=True):
        perform(part, rows, fps, rng, settle=True)
        rows += idle(frames, fps, rng)
    body = sample_body(rng)
    points = place(poses, body).reshape(2, frames, len(JOINTS), 3)
    # The same proportions in another size: one pass of kinematics does for both.
    unequal = not body.child and not duet.up and rng.random() < 0.05
    points[1] *= rng.uniform(0.62, 0.78) if unequal else np.exp(0.04 * rng.standard_normal())
    return points, _UNEQUAL if unequal else _CHILDREN if body.child else _ADULTS


def _staged(
    duet: Duet, points: NDArray[np.float64], fps: float, pace: float, rng: np.random.Generator
) -> NDArray[np.float64]:
    """Puts the two where they belong, the first as it is."""
    one, other = points
    frames = len(one)
    # The sheet's metres are for bodies of usual size, whose trunks are half a metre long.
    trunk = float(np.linalg.norm(one[0, _NECK] - one[0, 0]))
    gap = duet.gap * trunk / 0.5 * float(rng.uniform(0.93, 1.07))
    if duet.stand in ("face", "back", "turning"):
        other *= (-1, 1, -1)
    if duet.stand == "turning":
        across = one[:, _HIPS[1]] - one[:, _HIPS[0]]
        facing = np.stack([across[:, 2], np.zeros(frames), -across[:, 0]], axis=1)
        facing /= np.maximum(np.linalg.norm(facing, axis=1, keepdims=True), 1e-9)
        for figure, sign in ((one, -0.5), (other, 0.5)):
            figure -= figure[:, :1] * (1, 0, 1)
            figure += (sign * gap * facing)[:, None]
        return _whirled(points, rng)
    sideways = 1.0 if rng.random() < 0.5 else -1.0
    offset = {
        "face": np.array([-duet.aside, 0.0, gap]),
        "beside": np.array([sideways * gap, 0.0, 0.0]),
        "behind": np.array([0.0, 0.0, -gap]),
        "back": np.array([0.0, 0.0, -gap]),
        "round": np.zeros(3),
    }[duet.stand]
    when = frames - 1 if duet.meet < 0 else min(frames - 1, round(duet.meet / pace * fps))
    here = one[:, 0].mean(axis=0) if duet.stand == "round" else one[when, 0]
    other += (here + offset - other[when, 0]) * (1, 0, 1)
    if duet.up:
        u = np.linspace(0, 1, frames)
        rise = np.clip((u - 0.15) / 0.3, 0, 1) * np.clip((0.95 - u) / 0.25, 0, 1)
        other[:, :, 1] += (duet.up * rise * rise * (3 - 2 * rise))[:, None]
    return points


def _whirled(points: NDArray[np.float64], rng: np.random.Generator) -> NDArray[np.float64]:
    """Both turn slowly about their common middle."""
    angle = np.linspace(0, rng.uniform(-1.2, 1.2), points.shape[1])[None, :, None]
    cos, sin = np.cos(angle), np.sin(angle)
    x, z = points[..., 0].copy(), points[..., 2].copy()
    points[..., 0], points[..., 2] = cos * x + sin * z, cos * z - sin * x
    return points


def captions(
    duet: Duet, acts: Acts, pairs: Sequence[Pair], view: virtual.ViewInfo, travel: Floats, pace: float,
    rng: np.random.Generator,
) -> tuple[str, ...]:  # fmt: skip
    """4 to 9 different captions of what two people do.

    Args:
        travel: ``(T, 3)`` where the middle of both was.
    """

    def both(form: str) -> tuple[str, str]:
        pair = pick(pairs, rng)
        subject = Subject(pair.both, "their")
        return pair.both, speak(pick(duet.two, rng), Voice("right", "one", subject, form), rng)

    who, base = both("base")
    made = [pick(duet.names, rng), f"{who} {base}", _told(pick(duet.one, rng), pairs, rng)]
    who, doing = both("gerund")
    made += [f"{who} are {doing}" if rng.random() < 0.6 else doing, pick(duet.how, rng)]
    made.append(_told(pick(_COARSE[duet.stand], rng), pairs, rng))
    seen = in_picture(view, travel) if duet.going else ()
    if seen:
        who, base = both("base")
        made.insert(1, f"{who} {base}, moving {pick(seen, rng)}")
    steady = duet.going or bool(duet.copied) or duet.stand in ("round", "turning")
    if steady and (pace < 0.78 or pace > 1.28):
        who, base = both("base")
        made.append(f"{who} {base} {pick(SLOWLY if pace < 1 else QUICKLY, rng)}")
    each = _each(acts, pairs, rng)
    if each and rng.random() < 0.6:
        made.append(each)
    if rng.random() < 0.5:
        made.append(_told(pick(duet.one, rng), pairs, rng))
    return tuple(dict.fromkeys(" ".join(text.split()).lower() for text in made))[:MOST]


def _told(template: str, pairs: Sequence[Pair], rng: np.random.Generator) -> str:
    """A template of {a} and {b}; whoever comes first is "one", the next "the other", but sizes stay true."""
    pair = pick(pairs, rng)
    swapped = pairs is not _UNEQUAL and -1 < template.find("{b}") < template.find("{a}")
    a, b = (pair.other, pair.one) if swapped else (pair.one, pair.other)
    words = {"a": a, "b": b, "both": pair.both}
    return speak(template, Voice("right", "one", Subject(a, "their"), words=words), rng)


def _each(acts: Acts, pairs: Sequence[Pair], rng: np.random.Generator) -> str:
    """ "a man pushes something away while a woman doubles over", where each does one thing of its own."""
    told = []
    pair = pick(pairs, rng)
    for part, noun in zip(acts, (pair.one, pair.other), strict=True):
        moving = [act for act in part if isinstance(act.what, Motion) and not act.what.still]
        if len(part) != 1 or not moving or acts[0] == acts[1]:
            return ""
        act = moving[0]
        says = pick(suited(act.what.says, act.variant), rng)
        told.append(f"{noun} {speak(says, Voice(act.side, act.variant, Subject(noun, 'the')), rng)}")
    return " while ".join(told)
