"""Motions of people as data: short tables of key poses, the words for them, and how they become pose rows.

A motion is authored right-handed for its main side. ``at(time, hand=..., foot=...)`` names the main side's
channels of :mod:`skeleton`, with a leading ``o`` the other side's (``ohand``). A channel that a key does not
name keeps its last value; ``home(time)`` lets everything go back to the posture underneath. Trunk, head, root,
feet, knees and toes are added to the posture; hands, elbows and holds replace it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

import numpy as np

from motionsearch.train.world.people_postures import POSE, Value
from motionsearch.train.world.skeleton import CHANNELS, MIRROR_ORDER, MIRROR_SIGN, STANDING, WIDTH, Floats

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
# Columns that bend the trunk sideways; a motion done with both arms at once has no main side to bend to.
_LOPSIDED: Final = np.flatnonzero((MIRROR_SIGN < 0) & ~_GOES)


@dataclass(frozen=True)
class Key:
    """One key pose: at which part of the cycle, and which channels it sets (``None``: back to the posture)."""

    time: float
    values: Mapping[str, Value] | None


def at(time: float, pose: Mapping[str, Value] | None = None, /, **values: Value) -> Key:
    """A key at ``time`` in [0, 1] of the cycle; ``values`` are added to, or take the place of, ``pose``."""
    return Key(time, {**(pose or {}), **values})


def home(time: float) -> Key:
    """A key at which every channel is back where the posture underneath has it."""
    return Key(time, None)


@dataclass(frozen=True)
class Table:
    """Compiled keys: ``times (K,)``; ``values, weights (K, M)`` for the ``columns (M,)`` that are touched."""

    times: Floats
    values: Floats
    weights: Floats
    columns: Floats


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


def add(
    name: str,
    group: str,
    seconds: float,
    keys: Sequence[Key],
    *,
    says: str,
    how: str,
    names: str = "",
    sides: str = "one",
    **options: Any,
) -> None:
    """Registers a motion; ``names``, ``says`` and ``how`` list their variants separated by ``;``."""
    if name in MOTIONS:
        raise ValueError(f"two motions are called {name!r}")
    words = {key: tuple(_split(text)) for key, text in {"names": names, "says": says, "how": how}.items()}
    variants = tuple(sides.split())
    start = str(options.get("start", "stand"))
    tables = {side: compile_keys(keys, both=side == "both", start=start) for side in variants}
    MOTIONS[name] = Motion(
        name, group, seconds, tuple(keys), sides=variants, tables=tables, **words, **options
    )


def _split(text: str) -> list[str]:
    return [re.sub(r"\s+", " ", part).strip() for part in text.split(";") if part.strip()]


def channel(name: str) -> str:
    """The channel of :data:`skeleton.CHANNELS` that an authored name means: the main side is the right one."""
    if name in SIDED:
        return f"r{name}"
    if name[0] == "o" and name[1:] in SIDED:
        return f"l{name[1:]}"
    if name not in CHANNELS:
        raise ValueError(f"there is no pose channel {name!r}")
    return name


def posture_row(name: str) -> Floats:
    """The pose row ``(WIDTH,)`` of a posture, main side right."""
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
    return Table(times, values[:, columns], weights[:, columns], columns)


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
    gone = np.flatnonzero(np.isin(columns, np.arange(*CHANNELS["go"].indices(WIDTH))))
    if len(gone) == 3:
        _turn_path(rows, gone, poses, timing, fps)
    poses[:, columns] = poses[:, columns] * (1 - weights) + rows


def _turn_path(rows: Floats, gone: Floats, poses: Floats, timing: Timing, fps: float) -> None:
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
    for side in "lr":
        where = np.flatnonzero(np.isin(table.columns, np.arange(*CHANNELS[f"{side}hand"].indices(WIDTH))))
        if not len(where):
            continue
        set_rows = on[:, where[0]]
        hands = values[set_rows][:, where]
        mean = hands.mean(axis=0)
        spread = mean + (0.5 + 0.5 * size) * (hands - mean) if motion.smooth else hands
        shift = rng.normal(0, 0.035 * looseness, 3) + rng.normal(0, 0.02 * looseness, hands.shape)
        reach = np.flatnonzero(table.columns == CHANNELS[f"{side}reach"].start)
        spread = spread + shift
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
) -> tuple[Floats, Floats, Floats, Floats]:
    """Key times and rows of all repetitions, with the way in and the way out."""
    weights, columns = table.weights, table.columns
    # A key at 0 and one at 1 are the same moment of two cycles: the later cycle gives up its first.
    joined = bool(table.times[0] == 0 and table.times[-1] == 1)
    travelled = values[-1] * _GOES[columns]
    mirrored = _mirrored(values, weights, columns) if variant == "turns" else None
    if mirrored is not None:
        columns_all = np.union1d(columns, mirrored[2])
        plain = _spread(values, columns, columns_all), _spread(weights, columns, columns_all)
        swapped = (
            _spread(mirrored[0], mirrored[2], columns_all),
            _spread(mirrored[1], mirrored[2], columns_all),
        )
        travelled = _spread(travelled[None], columns, columns_all)[0]
    else:
        columns_all, plain, swapped = columns, (values, weights), (values, weights)
    pace = 1 + 0.06 * looseness * rng.standard_normal(timing.reps)
    starts = np.concatenate([[0.0], np.cumsum(pace)])
    starts *= timing.reps / starts[-1]
    all_times, all_rows, all_weights = [], [], []
    for rep in range(timing.reps):
        skip = 1 if joined and rep else 0
        rows, on = swapped if rep % 2 else plain
        effort = 1 + 0.05 * looseness * rng.standard_normal()
        scale = np.where(REPLACES[columns_all] | _GOES[columns_all], 1.0, effort)
        all_times.append(starts[rep] + table.times[skip:] * (starts[rep + 1] - starts[rep]))
        all_rows.append(rows[skip:] * scale + rep * travelled)
        all_weights.append(on[skip:])
    times = timing.start + timing.lead + timing.period * np.concatenate(all_times)
    rows, on = np.concatenate(all_rows), np.concatenate(all_weights)
    nothing = np.zeros((1, len(columns_all)))
    if not (rows[0] == 0).all():
        times, rows, on = (
            np.concatenate([[times[0] - timing.lead - 1e-3], times]),
            np.concatenate([nothing, rows]),
            np.concatenate([nothing, on]),
        )
    if not motion.stays and not (rows[-1] * ~_GOES[columns_all] == 0).all():
        left = rows[-1:] * _GOES[columns_all]
        times = np.concatenate([times, [times[-1] + timing.trail + 1e-3]])
        rows, on = np.concatenate([rows, left]), np.concatenate([on, nothing])
    return times, rows, on, columns_all


def _spread(rows: Floats, columns: Floats, wider: Floats) -> Floats:
    out = np.zeros((len(rows), len(wider)))
    out[:, np.searchsorted(wider, columns)] = rows
    return out


def _mirrored(rows: Floats, weights: Floats, columns: Floats) -> tuple[Floats, Floats, Floats]:
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
