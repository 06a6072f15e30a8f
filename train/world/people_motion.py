"""Motions of people as data: short tables of key poses, and how they become pose rows.

A motion is authored right-handed for its main side: a key names the main side's channels of :mod:`skeleton`
("hand", "foot") and, with a leading "o", the other side's ("ohand"). A channel that a key does not name keeps
its last value. Trunk, head, root, feet, knees and toes are added to the posture underneath; hands, elbows and
holds replace it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

from motionsearch.train.world.people_postures import POSE, Value
from motionsearch.train.world.skeleton import CHANNELS, MIRROR_ORDER, MIRROR_SIGN, STANDING, WIDTH, Floats

Index: TypeAlias = NDArray[np.int64]
SIDED: Final = ("hand", "reach", "elbow", "shrug", "hold", "grip", "foot", "knee", "toe")
_REPLACES: Final = (
    *("lhand", "rhand", "lreach", "rreach", "lelbow", "relbow"),
    *("lhold", "rhold", "lgrip", "rgrip", "snap"),
)
REPLACES: Final = np.zeros(WIDTH, dtype=bool)
for _name in _REPLACES:
    REPLACES[CHANNELS[_name]] = True
_GOES: Final = np.zeros(WIDTH, dtype=bool)
_GOES[CHANNELS["go"]] = _GOES[CHANNELS["yaw"]] = True
_TURNS: Final = np.zeros(WIDTH, dtype=bool)
_TURNS[CHANNELS["turn"]] = True
# Columns that bend the trunk sideways; a motion done with both arms at once has no main side to bend to.
_LOPSIDED: Final = np.flatnonzero((MIRROR_SIGN < 0) & ~_GOES)


@dataclass(frozen=True)
class Key:
    """One key pose: the share of the cycle gone by, and channels to set (``None``: go home)."""

    time: float
    values: Mapping[str, Value] | None


@dataclass(frozen=True)
class Table:
    """Compiled keys: ``times (K,)``; ``values, weights (K, M)`` for the ``columns (M,)`` that are touched.

    ``hands`` holds, for each hand that is touched, where among the columns its place and its reach are.
    """

    times: Floats
    values: Floats
    weights: Floats
    columns: Index
    hands: tuple[tuple[Index, Index], ...]


@dataclass(frozen=True)
class Motion:
    """Something a figure can do, and the words for it.

    Args:
        name: Canonical name.
        group: "arms" (leaves the legs free), "legs" (leaves the hands free) or "body".
        seconds: One cycle at the usual pace.
        keys: The cycle.
        names: Bare names: "jumping jacks".
        says: Verb phrases in the base form, every verb marked: "*raise {hand}".
        how: Whole clauses on how the body moves.
        sides: What the main side may be: "one" side, "both" at once, sides taking "turns".
        reps: Fewest and most cycles that make sense.
        start, end: Postures between which it leads.
        postures: Other postures it can be done in.
        stays: It ends in its last key and does not go back.
        smooth: Cycles follow each other without a pause (waving); its counts are seldom spoken of.
        still: Nothing moves after the pose is taken.
        weight: How often it is chosen among its group.
        hard: Its words must not be joined with "slowly" or "quickly".
    """

    name: str
    group: str
    seconds: float
    keys: tuple[Key, ...]
    names: tuple[str, ...]
    says: tuple[str, ...]
    how: tuple[str, ...]
    sides: tuple[str, ...] = ("one",)
    reps: tuple[int, int] = (1, 3)
    start: str = "stand"
    end: str = "stand"
    postures: tuple[str, ...] = ()
    stays: bool = False
    smooth: bool = False
    still: bool = False
    weight: float = 1.0
    hard: bool = False
    tables: Mapping[str, Table] = field(default_factory=dict)


MOTIONS: Final[dict[str, Motion]] = {}


def channel(name: str) -> str:
    """The channel of :data:`skeleton.CHANNELS` that an authored name means; the main side is the right."""
    if name in SIDED:
        return f"r{name}"
    if name[0] == "o" and name[1:] in SIDED:
        return f"l{name[1:]}"
    if name not in CHANNELS:
        raise ValueError(f"there is no pose channel {name!r}")
    return name


@lru_cache(maxsize=64)
def posture_row(name: str) -> Floats:
    """The pose row ``(WIDTH,)`` of a posture, main side right. Shared: not to be written to."""
    values = STANDING.copy()
    for key, given in POSE[name].items():
        where = CHANNELS[channel(key)]
        values[where] = np.where(REPLACES[where], given, STANDING[where] + given)
    for side in "lr":
        values[CHANNELS[f"{side}reach"]] = np.linalg.norm(values[CHANNELS[f"{side}hand"]])
    return values


def compile_keys(keys: Sequence[Key], *, both: bool = False, start: str = "stand") -> Table:
    """Keys to arrays, relative to the posture they start from.

    With ``both`` the other side does what the main side does, at the same time.
    """
    base = np.where(REPLACES, 0.0, posture_row(start) - STANDING)
    values = np.zeros((len(keys), WIDTH))
    weights = np.zeros((len(keys), WIDTH))
    touched = np.zeros(WIDTH, dtype=bool)
    value, weight = np.zeros(WIDTH), np.zeros(WIDTH)
    for index, key in enumerate(keys):
        if key.values is None:
            value, weight = value * _GOES, np.zeros(WIDTH)
        else:
            value, weight = value.copy(), weight.copy()
            for name, given in key.values.items():
                real = channel(name)
                _set(value, weight, touched, real, given)
                if both and real[0] == "r" and name in SIDED and f"o{name}" not in key.values:
                    _set(value, weight, touched, f"l{real[1:]}", given)
            if both:
                value[_LOPSIDED] = 0
        told = weight > 0
        values[index], weights[index] = np.where(told, value - base, 0.0), weight * REPLACES
        values[index, _GOES] = value[_GOES]
    columns = np.flatnonzero(touched)
    times = np.array([key.time for key in keys], dtype=np.float64)
    if (np.diff(times) <= 0).any():
        raise ValueError(f"keys must come in order of time: {times.tolist()}")
    hands = tuple(
        (
            np.searchsorted(columns, _columns(f"{side}hand")),
            np.searchsorted(columns, _columns(f"{side}reach")),
        )
        for side in "lr"
        if touched[CHANNELS[f"{side}hand"]].all()
    )
    return Table(times, values[:, columns], weights[:, columns], columns, hands)


def _columns(name: str) -> Index:
    return np.arange(*CHANNELS[name].indices(WIDTH))


def _set(value: Floats, weight: Floats, touched: Any, name: str, given: Value) -> None:
    value[CHANNELS[name]], weight[CHANNELS[name]], touched[CHANNELS[name]] = given, 1.0, True
    if name.endswith("hand"):
        reach = CHANNELS[f"{name[0]}reach"]
        value[reach], weight[reach], touched[reach] = float(np.linalg.norm(given)), 1.0, True


@dataclass(frozen=True)
class Timing:
    """When a motion happens: ``(seconds, seconds, count, seconds)``.

    ``lead`` and ``trail`` are the ways from the posture into the first key and back out of the last.
    """

    start: float
    period: float
    reps: int
    lead: float = 0.35
    trail: float = 0.35

    @property
    def end(self) -> float:
        """When the last cycle is over, ``trail`` not counted."""
        return self.start + self.lead + self.period * self.reps


def lay(
    poses: Floats,
    motion: Motion,
    variant: str,
    mirrored: bool,
    timing: Timing,
    fps: float,
    rng: np.random.Generator,
    *,
    size: float = 1.0,
    looseness: float = 1.0,
) -> None:
    """Performs a motion over pose rows ``(T, WIDTH)``, in place.

    Args:
        variant: "one", "both" or "turns".
        mirrored: The main side is the left one.
        size: How far trunk and feet go, 1 as authored; hands scale around their mean.
        looseness: How much cycles and people differ from the table, 1 the usual human amount.
    """
    table = motion.tables[variant]
    values = _varied(table, motion, size, looseness, rng)
    times, rows, weights, columns = _cycles(table, values, motion, variant, timing, looseness, rng)
    if mirrored:
        rows, weights, columns = _mirrored(rows, weights, columns)
    clock = np.arange(len(poses)) / fps
    blended = interpolate_keys(times, np.concatenate([rows, weights], axis=1), clock)
    rows, weights = blended[:, : len(columns)], np.clip(blended[:, len(columns) :], 0, 1)
    if CHANNELS["go"].start in columns:
        gone = np.searchsorted(columns, _columns("go"))
        _turn_path(rows, gone, poses, timing, fps)
    poses[:, columns] = poses[:, columns] * (1 - weights) + rows


def _turn_path(rows: Floats, gone: Index, poses: Floats, timing: Timing, fps: float) -> None:
    """Where the figure goes is told from the way it faces when it sets off."""
    first = min(int(timing.start * fps), len(poses) - 1)
    yaw = np.deg2rad(poses[first, CHANNELS["yaw"]][0])
    side, ahead = rows[:, gone[0]].copy(), rows[:, gone[2]].copy()
    rows[:, gone[0]] = np.cos(yaw) * side + np.sin(yaw) * ahead
    rows[:, gone[2]] = np.cos(yaw) * ahead - np.sin(yaw) * side


def _varied(table: Table, motion: Motion, size: float, looseness: float, rng: np.random.Generator) -> Floats:
    """This person's own version of the key poses."""
    values = table.values.copy()
    replaced = table.weights.any(axis=0)
    values[:, ~replaced] *= size
    on = table.weights > 0
    for where, reach in table.hands:
        set_rows = on[:, where[0]]
        hands = values[set_rows][:, where]
        mean = hands.mean(axis=0)
        spread = mean + (0.5 + 0.5 * size) * (hands - mean) if motion.smooth else hands
        spread = spread + rng.normal(0, 0.035 * looseness, 3) + rng.normal(0, 0.02 * looseness, hands.shape)
        values[np.ix_(set_rows, where)] = spread
        values[np.ix_(set_rows, reach)] = np.linalg.norm(spread, axis=1, keepdims=True)
    return values


def _cycles(
    table: Table,
    values: Floats,
    motion: Motion,
    variant: str,
    timing: Timing,
    looseness: float,
    rng: np.random.Generator,
) -> tuple[Floats, Floats, Floats, Index]:
    """Key times and rows of all repetitions, with the way in and the way out."""
    weights, columns = table.weights, table.columns
    halves = [(values, weights, columns)]
    if variant == "turns":
        halves.append(_mirrored(values, weights, columns))
        columns = np.union1d(columns, halves[1][2])
        halves = [(_spread(v, c, columns), _spread(w, c, columns), columns) for v, w, c in halves]
    # A key at 0 and one at 1 are the same moment of two cycles: the later cycle gives up its first.
    joined = bool(table.times[0] == 0 and table.times[-1] == 1)
    goes, turns = _GOES[columns], _TURNS[columns]
    pace = np.cumsum(1 + 0.06 * looseness * rng.standard_normal(timing.reps))
    starts = np.concatenate([[0.0], pace]) * (timing.reps / pace[-1])
    times, rows, on = [], [], []
    gone = np.zeros(len(columns))
    for rep in range(timing.reps):
        half, half_on, _ = halves[rep % len(halves)]
        skip = 1 if joined and rep else 0
        effort = 1 + 0.05 * looseness * rng.standard_normal()
        scale = np.where(REPLACES[columns] | goes, 1.0, effort)
        times.append(starts[rep] + table.times[skip:] * (starts[rep + 1] - starts[rep]))
        rows.append(half[skip:] * scale + gone)
        on.append(half_on[skip:])
        # A whole turn of the pelvis is no turn at all: the next cycle, and the way home, go on from there.
        wound = np.where(turns, 360 * np.round((half[-1] - half[0]) / 360), 0.0)
        gone = gone + np.where(goes, half[-1] - half[0], wound)
    clock = timing.start + timing.lead + timing.period * np.concatenate(times)
    told, weighted = np.concatenate(rows), np.concatenate(on)
    nothing = np.zeros((1, len(columns)))
    if (told[0] != 0).any():
        clock = np.concatenate([[clock[0] - timing.lead - 1e-3], clock])
        told, weighted = np.concatenate([nothing, told]), np.concatenate([nothing, weighted])
    if not motion.stays and (told[-1] != gone).any():
        clock = np.concatenate([clock, [clock[-1] + timing.trail + 1e-3]])
        told, weighted = np.concatenate([told, gone[None]]), np.concatenate([weighted, nothing])
    return clock, told, weighted, columns


def _spread(rows: Floats, columns: Index, wider: Index) -> Floats:
    out = np.zeros((len(rows), len(wider)))
    out[:, np.searchsorted(wider, columns)] = rows
    return out


def _mirrored(rows: Floats, weights: Floats, columns: Index) -> tuple[Floats, Floats, Index]:
    # Column c of a mirrored pose comes from MIRROR_ORDER[c], and the order is its own inverse.
    swapped = MIRROR_ORDER[columns]
    order = np.argsort(swapped)
    return (rows * MIRROR_SIGN[swapped])[:, order], weights[:, order], swapped[order]


def interpolate_keys(times: Floats, rows: Floats, clock: Floats) -> Floats:
    """Smooth curves through keys: monotone cubic interpolation (Fritsch and Butland 1984).

    It stands still at turning points and passes through the others at speed, and never overshoots; before the
    first and after the last key it holds.

    Args:
        times: ``(K,)`` rising, K >= 1.
        rows: ``(K, M)``.
        clock: ``(T,)``.

    Returns:
        ``(T, M)``.
    """
    if len(times) == 1:
        return np.repeat(rows, len(clock), axis=0)
    steps = np.diff(times)[:, None]
    slopes = np.diff(rows, axis=0) / steps
    tangents = np.zeros_like(rows)
    if len(times) > 2:
        before, after = slopes[:-1], slopes[1:]
        product = before * after
        weight_before, weight_after = steps[:-1] + 2 * steps[1:], 2 * steps[:-1] + steps[1:]
        with np.errstate(divide="ignore", invalid="ignore"):
            harmonic = (weight_before + weight_after) / (weight_before / before + weight_after / after)
        tangents[1:-1] = np.where(product > 0, harmonic, 0.0)
    inside = np.clip(clock, times[0], times[-1])
    left = np.clip(np.searchsorted(times, inside, side="right") - 1, 0, len(times) - 2)
    span = steps[left]
    x = ((inside - times[left]) / span[:, 0])[:, None]
    x2 = x * x
    x3 = x2 * x
    blend = 3 * x2 - 2 * x3
    return np.asarray(
        rows[left] * (1 - blend)
        + rows[left + 1] * blend
        + span * (tangents[left] * (x3 - 2 * x2 + x) + tangents[left + 1] * (x3 - x2))
    )
