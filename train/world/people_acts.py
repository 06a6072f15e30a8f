"""What a figure does in a clip: which motions, when, on which side, how often, how fast."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Final

import numpy as np

from motionsearch.train.world import people_tables as _tables
from motionsearch.train.world.gait import Gait, Path, speed_of, walk_over
from motionsearch.train.world.gait_sheets import GAITS, PATHS
from motionsearch.train.world.people_motion import MOTIONS, Motion, Timing, lay
from motionsearch.train.world.skeleton import Floats

assert _tables.FAMILIES  # the tables register their motions when they are imported
LONGEST: Final = 5.8


@dataclass(frozen=True)
class Act:
    """One thing done: a motion or a gait, from when to when, and all that its words need to be true.

    Args:
        pace: Factor on the usual speed.
        size: Factor on the usual extent.
        path, degrees: The way a gait takes.
    """

    what: Motion | Gait
    start: float
    end: float
    side: str = "right"
    variant: str = "one"
    reps: int = 1
    pace: float = 1.0
    size: float = 1.0
    posture: str = "stand"
    path: Path | None = None
    degrees: float = 0.0
    timing: Timing | None = None

    @property
    def smooth(self) -> bool:
        """It is one movement over and over, without pauses."""
        return isinstance(self.what, Motion) and self.what.smooth

    def on_side(self, side: str) -> Act:
        """The same with the other side as the main one."""
        return replace(self, side=side)

    @property
    def ends_in(self) -> str:
        """The posture it leaves the figure in."""
        if isinstance(self.what, Gait) or self.what.group == "arms":
            return self.posture
        return self.what.end

    @property
    def back_home(self) -> float:
        """When the figure is back from it."""
        stays = isinstance(self.what, Motion) and self.what.stays
        return self.end + (self.timing.trail if self.timing and not stays else 0.0)


@lru_cache(maxsize=256)
def choices(group: str, posture: str) -> tuple[tuple[Motion, ...], Floats]:
    """The motions of a group that can be done in a posture, and their cumulative chances."""
    fit = tuple(
        motion
        for motion in MOTIONS.values()
        if motion.group == group and (motion.start == posture or posture in motion.postures)
    )
    weights = np.array([motion.weight for motion in fit])
    return fit, np.cumsum(weights / weights.sum()) if len(fit) else weights


def draw(group: str, posture: str, rng: np.random.Generator) -> Motion | None:
    """A motion of the group that fits the posture, or None."""
    fit, chances = choices(group, posture)
    return fit[int(np.searchsorted(chances, rng.random()))] if fit else None


def draw_posture(motion: Motion, rng: np.random.Generator) -> str:
    """Mostly the posture the motion is usually done in."""
    if not motion.postures or rng.random() < 0.62:
        return motion.start
    return str(motion.postures[int(rng.random() * len(motion.postures))])


def plan_motion(
    motion: Motion,
    start: float,
    longest: float,
    posture: str,
    rng: np.random.Generator,
    *,
    few: bool = False,
    fill: bool = False,
    variant: str | None = None,
) -> Act:
    """When and how to do a motion from ``start`` on in at most ``longest`` seconds.

    ``few`` keeps it short; ``fill`` goes on with a smooth motion for as long as there is time.
    """
    if variant is None:
        variant = (
            motion.sides[int(rng.random() * len(motion.sides))] if rng.random() < 0.45 else motion.sides[0]
        )
    pace = float(np.clip(np.exp(0.3 * rng.standard_normal()), 0.55, 1.8))
    lead = float(rng.uniform(0.25, 0.5) / pace**0.5)
    period = motion.seconds / pace
    fewest, most = motion.reps
    if variant == "turns":
        fewest, most = max(fewest, 2), max(most, 2)
    room = longest - 2 * lead  # below zero where there is hardly time to begin
    fit = int(room / period)
    if motion.smooth and fit < fewest and motion.seconds * fewest < 1.8 * room:
        # Waving only half a time is no waving: rather do it a little faster.
        period = room / fewest
        fit, pace = fewest, motion.seconds / period
    most = max(1, min(most, fit, fewest + 2 if few else most))
    if fit < 1:
        period = max(0.4 * motion.seconds, room)
        pace = motion.seconds / period
    reps = int(rng.integers(min(fewest, most), most + 1))
    if fill and motion.smooth:
        reps = max(1, fit)
    if motion.still:
        period = float(rng.uniform(0.8, max(0.9, min(3.0, longest - lead))))
    timing = Timing(start, period, reps, lead, float(rng.uniform(0.25, 0.45) / pace**0.5))
    side = "right" if rng.random() < 0.58 else "left"
    size = float(np.clip(rng.normal(1.0, 0.05 if motion.group == "body" else 0.12), 0.75, 1.3))
    return Act(motion, start, timing.end, side, variant, reps, pace, size, posture=posture, timing=timing)


_GAIT_CHANCES: Final = np.cumsum([gait.picks for gait in GAITS]) / sum(gait.picks for gait in GAITS)


def draw_gait(rng: np.random.Generator) -> Gait:
    """Walking most often."""
    return GAITS[int(np.searchsorted(_GAIT_CHANCES, rng.random()))]


def plan_gait(
    gait: Gait, start: float, end: float, rng: np.random.Generator, *, straight: bool = False
) -> Act:
    """A way to go from ``start`` to ``end``: only as winding as there is time for."""
    fit = [p for p in PATHS if p.seconds <= end - start and (p.name == "straight" or not gait.straight)]
    path = PATHS[0]
    if fit and not straight:
        chances = np.cumsum([p.picks for p in fit])
        path = fit[int(np.searchsorted(chances, rng.random() * chances[-1]))]
    degrees = float(rng.uniform(*path.turn))
    if path.shape == "even":
        # A circle must not be tighter than legs can walk it.
        degrees = min(degrees, 75.0 * (end - start) * max(1.0, speed_of(gait) / 1.3))
    if path.name == "circle" and degrees < 200:
        path = next(p for p in PATHS if p.name == "curve")
        degrees = min(degrees, 120.0)
    pace = float(np.clip(np.exp(0.14 * rng.standard_normal()), 0.75, 1.35))
    return Act(
        gait, start, end, "right" if rng.random() < 0.5 else "left", pace=pace,
        size=float(np.clip(rng.normal(1.0, 0.1), 0.8, 1.2)), path=path, degrees=degrees,
    )  # fmt: skip


def perform(
    acts: Sequence[Act], poses: Floats, fps: float, rng: np.random.Generator, *, settle: bool
) -> None:
    """Lays the acts over pose rows ``(T, WIDTH)``, in place, in the order given."""
    for act in acts:
        mirrored = act.side == "left"
        if isinstance(act.what, Gait):
            assert act.path is not None
            walk_over(
                poses,
                act.what,
                fps,
                act.start,
                act.end,
                rng,
                path=act.path,
                degrees=act.degrees,
                mirrored=mirrored,
                pace=act.pace,
                length=act.size,
                settle=settle,
            )
        else:
            assert act.timing is not None
            lay(poses, act.what, act.variant, mirrored, act.timing, fps, rng, size=act.size)
