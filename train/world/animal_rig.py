"""What the bodies of animals have in common: pose channels, actions in sheets, gaits, and the way they go.

An animal's pose is a row of offsets from how it stands. Lengths are in leg lengths (or body lengths for those
without legs), angles in degrees; side values and turns are positive to the animal's own right. Sheets are
written as those of people (:mod:`people_sheets`), with the channels of the rig; sided channels name the main
side, with a leading ``o`` the other one, and a plural ``s`` both.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from motionsearch.train.world.people_motion import interpolate_keys
from motionsearch.train.world.people_sheets import blocks, variants
from motionsearch.train.world.skeleton import Floats

# Every rig has these: height, side and forward of the body, its turns, where it has gone, how it rests.
COMMON: Final = {"root": 3, "turn": 3, "air": 1, "snap": 1, "loose": 1, "go": 3, "yaw": 1}
_PLURALS: Final = {"feet": "foot"}
_LATERAL: Final = {"root": (0,), "turn": (0, 2), "go": (0,), "yaw": (0,)}


@dataclass(frozen=True)
class Rig:
    """The channels of one kind of body.

    Args:
        middle: Width of each channel that has no side.
        lateral: Their columns that change sign in a mirror.
        sided: Width of each channel that there is on both sides.
    """

    name: str
    middle: Mapping[str, int]
    lateral: Mapping[str, tuple[int, ...]]
    sided: Mapping[str, int] = field(default_factory=dict)

    @cached_property
    def channels(self) -> dict[str, slice]:
        """Where each channel lies in a row."""
        start, slices = 0, {}
        sides = {f"{side}{name}": width for name, width in self.sided.items() for side in "lr"}
        for name, width in {**COMMON, **self.middle, **sides}.items():
            slices[name] = slice(start, start + width)
            start += width
        return slices

    @cached_property
    def width(self) -> int:
        """Length of a row."""
        return int(max(where.stop for where in self.channels.values()))

    @cached_property
    def goes(self) -> NDArray[np.bool_]:
        """``(width,)`` columns that go on from cycle to cycle."""
        mask = np.zeros(self.width, dtype=bool)
        mask[self.channels["go"]] = mask[self.channels["yaw"]] = True
        return mask

    def mirror(self, rows: Floats) -> Floats:
        """The same poses ``(..., width)`` with left and right swapped."""
        order, sign = np.arange(self.width), np.ones(self.width)
        for name in self.sided:
            left, right = self.channels[f"l{name}"], self.channels[f"r{name}"]
            order[left], order[right] = np.arange(self.width)[right], np.arange(self.width)[left]
        for name, columns in {**_LATERAL, **self.lateral}.items():
            for column in columns:
                sign[self.channels[name].start + column] = -1
        return rows[..., order] * sign

    def split(self, rows: Floats) -> dict[str, Floats]:
        """Views of the channels of rows ``(T, width)``."""
        return {name: rows[:, where] for name, where in self.channels.items()}


@dataclass(frozen=True)
class Action:
    """Something an animal can do, and the words for it.

    Args:
        seconds: One cycle of an animal with legs of half a metre; bigger ones are slower.
        keys: ``(K,)`` times and ``(K, width)`` rows; no keys for gaits.
        gait: Settings of the rig's gait.
        who: Tags of the species that do it; none: all.
        reps: Fewest and most cycles.
        smooth: Cycles go over into each other. stays: it ends in its last key. hard: no words of pace.
    """

    name: str
    seconds: float
    times: Floats
    rows: Floats
    names: tuple[str, ...]
    says: tuple[str, ...]
    how: tuple[str, ...]
    gait: Mapping[str, float | str] | None = None
    who: tuple[str, ...] = ()
    reps: tuple[int, int] = (1, 2)
    weight: float = 1.0
    smooth: bool = False
    stays: bool = False
    hard: bool = False


def read_actions(rig: Rig, sheet: str) -> tuple[Action, ...]:
    """The actions of a sheet.

    Raises:
        ValueError: a line makes no sense; the message names the action.
    """
    actions = []
    for title, lines in blocks(sheet):
        if not title:
            continue
        fields: dict[str, Any] = {"names": (), "says": (), "how": (), "seconds": 1.0}
        times: list[float] = []
        rows: list[Floats] = []
        row: Floats = np.zeros(rig.width)
        for line in lines:
            word, _, rest = line.partition(" ")
            rest = rest.strip()
            if word == "is":
                _options(rest, fields, title)
            elif word == "gait":
                fields["gait"] = {part.split()[0]: _value(part.split()[1]) for part in rest.split(",")}
            elif word == "who":
                fields["who"] = tuple(rest.split())
            elif word in ("name", "say", "how"):
                fields[{"name": "names", "say": "says", "how": "how"}[word]] = variants(rest)
            else:
                row = row * rig.goes if rest == "home" else _key(rig, row, rest, title)
                times.append(float(word))
                rows.append(row)
        table = np.array(rows) if rows else np.zeros((0, rig.width))
        actions.append(Action(title, times=np.array(times), rows=table, **fields))
    return tuple(actions)


def _value(text: str) -> float | str:
    try:
        return float(text)
    except ValueError:
        return text


def _options(text: str, fields: dict[str, Any], title: str) -> None:
    for part in (part.strip() for part in text.split(",")):
        words = part.split()
        if words[-1] == "s":
            fields["seconds"] = float(words[0])
        elif words[-1] == "times":
            fewest, _, most = words[0].partition("-")
            fields["reps"] = (int(fewest), int(most or fewest))
        elif words[0] == "weight":
            fields["weight"] = float(words[1])
        elif part in ("smooth", "stays", "hard"):
            fields[part] = True
        else:
            raise ValueError(f"action {title!r}: cannot read {part!r}")


def _key(rig: Rig, row: Floats, text: str, title: str) -> Floats:
    row = row.copy()
    for part in (part.split() for part in text.split(",") if part.strip()):
        name, values = part[0], [float(value) for value in part[1:]]
        if name in rig.channels:
            targets = [name]
        elif name in rig.sided:
            targets = [f"r{name}"]
        elif name[0] == "o" and name[1:] in rig.sided:
            targets = [f"l{name[1:]}"]
        elif (one := _PLURALS.get(name, name[:-1])) in rig.sided and name in (*_PLURALS, f"{one}s"):
            targets = [f"l{one}", f"r{one}"]
        else:
            raise ValueError(f"action {title!r}: the {rig.name} has no channel {name!r}")
        for target in targets:
            row[rig.channels[target]] = values
    return row


@dataclass(frozen=True)
class Doing:
    """How an action is done this time.

    Args:
        pace, size: Factors on its usual speed and extent.
        turn: Degrees that the way turns to the main side while it lasts.
        lead: Seconds of rest before it; ``moving`` means that gaits have no start and end.
    """

    action: Action
    seconds: float
    reps: int
    side: str
    pace: float
    size: float
    turn: float = 0.0
    lead: float = 0.0
    moving: bool = False

    @property
    def duration(self) -> float:
        """Seconds in all."""
        trail = 0.0 if self.action.stays or self.action.gait else 0.4
        return 2 * self.lead + self.seconds * (1 if self.action.gait else self.reps) + trail


Gait = Callable[[Action, Floats, Floats, "Doing"], tuple[Floats, float]]


def act(rig: Rig, doing: Doing, gait: Gait, fps: float, rng: np.random.Generator) -> Floats:
    """Pose rows ``(T, width)`` of an action.

    Args:
        gait: Gives rows ``(T, width)`` and speed for an action with a gait, from ``(T,)`` cycles gone by and
            ``(T,)`` effort.
    """
    frames = max(4, round(doing.duration * fps))
    seconds = np.arange(frames) / fps
    gaited = doing.action.gait
    rows = _go(rig, doing, gait, seconds, rng) if gaited else _keyed(rig, doing, seconds, rng)
    return rig.mirror(rows) if doing.side == "left" else rows


def _keyed(rig: Rig, doing: Doing, seconds: Floats, rng: np.random.Generator) -> Floats:
    action = doing.action
    joined = bool(action.times[0] == 0 and action.times[-1] == 1)
    scale = np.where(rig.goes, 1.0, doing.size)
    lead = doing.lead + (0.35 if (action.rows[0] != 0).any() and not joined else 0.0)
    times, rows, gone, clock = [], [], np.zeros(rig.width), doing.lead
    turns = np.zeros(rig.width, dtype=bool)
    turns[rig.channels["turn"]] = True
    for rep in range(doing.reps):
        skip = 1 if joined and rep else 0
        period = doing.seconds * (1 + 0.06 * rng.standard_normal())
        times.append(clock + (lead - doing.lead) * (rep == 0) + period * action.times[skip:])
        effort = np.where(rig.goes, 1.0, scale * (1 + 0.06 * rng.standard_normal()))
        rows.append(action.rows[skip:] * effort + gone)
        clock += period + (lead - doing.lead) * (rep == 0)
        wound = np.where(turns, 360 * np.round((action.rows[-1] - action.rows[0]) / 360), 0.0)
        gone = gone + np.where(rig.goes, action.rows[-1] - action.rows[0], wound)
    all_times, all_rows = np.concatenate(times), np.concatenate(rows)
    if (all_rows[0] != 0).any():
        all_times = np.concatenate([[all_times[0] - 0.35], all_times])
        all_rows = np.concatenate([np.zeros((1, rig.width)), all_rows])
    if not action.stays and (all_rows[-1] != gone).any():
        all_times = np.concatenate([all_times, [all_times[-1] + 0.4]])
        all_rows = np.concatenate([all_rows, gone[None]])
    return interpolate_keys(all_times, all_rows, seconds)


def _go(rig: Rig, doing: Doing, gait: Gait, seconds: Floats, rng: np.random.Generator) -> Floats:
    start, end = doing.lead, seconds[-1] - doing.lead
    inside = np.clip(seconds, start, end)
    effort = np.ones(len(seconds))
    if not doing.moving:
        ramp = min(0.5, 0.3 * (end - start))
        effort = np.clip((inside - start) / ramp, 0, 1) * np.clip((end - inside) / ramp, 0, 1)
        effort = effort * effort * (3 - 2 * effort)
    cycle = rng.random() + inside / doing.seconds * max(1, doing.reps)
    rows, speed = gait(doing.action, cycle, effort * doing.size, doing)
    share = (inside - start) / max(end - start, 1e-6)
    yaw = doing.turn * share
    heading = np.deg2rad(yaw + float((doing.action.gait or {}).get("heading", 0.0)))
    step = np.gradient(inside) * speed * effort * doing.size * (inside > start) * (inside < end)
    rows[:, rig.channels["go"].start] = np.cumsum(step * np.sin(heading))
    rows[:, rig.channels["go"].start + 2] = np.cumsum(step * np.cos(heading))
    rows[:, rig.channels["yaw"].start] = yaw
    return rows


def settle(
    points: Floats, get: Mapping[str, Floats], unit: float, clearance: Floats | float = 0.0
) -> NDArray[np.float64]:
    """Rests ``(T, J, 3)`` points on the ground and carries them to where the animal has gone, in place.

    ``snap`` as in :mod:`skeleton`: 1 rests on the ground, 0 is kept from sinking in, -1 is free.
    """
    lowest = (points[:, :, 1] - clearance).min(axis=1)
    snap = get["snap"][:, 0]
    rest = np.clip(snap, 0, 1)
    sunk = np.where(snap < 0, 0.0, np.minimum(lowest, 0.0))
    points[:, :, 1] -= (rest * lowest + (1 - rest) * sunk)[:, None]
    points[:, :, 1] += (get["air"] + get["go"][:, 1:2]) * unit
    yaw = np.deg2rad(-get["yaw"][:, 0])
    cos, sin = np.cos(yaw)[:, None], np.sin(yaw)[:, None]
    x, z = points[:, :, 0].copy(), points[:, :, 2].copy()
    points[:, :, 0] = cos * x + sin * z - get["go"][:, :1] * unit
    points[:, :, 2] = cos * z - sin * x + get["go"][:, 2:] * unit
    return np.asarray(points)


def chain(start: Floats, steps: Sequence[float], frames: Sequence[Floats], axis: int) -> list[Floats]:
    """Points that follow each other from ``start (T, 3)``, each a step along an axis of its own frame."""
    points, at = [], start
    for step, frame in zip(steps, frames, strict=True):
        at = at + step * frame[:, :, axis]
        points.append(at)
    return points
