"""The default tracker: pyramidal Lucas-Kanade, held to each point's own first look.

From picture to picture a point goes where pyramidal Lucas-Kanade takes it and, followed back from there,
returns. Every few pictures the patch round it is lined up with the patch at its query, under an affine map
(Shi and Tomasi, "Good features to track", 1994): that takes the drift out, and tells when something else has
come before it. A lost point moves on with those that moved as it did, see
:mod:`motionsearch.tracking.companions`, and is looked for near there until it is found again.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from motionsearch.errors import InputError
from motionsearch.tracking import companions
from motionsearch.tracking.base import Pictures, checked_queries
from motionsearch.tracking.patches import Templates, align, offsets, sample, search, unlikeness, upright
from motionsearch.tracks import Mask, Points


@dataclass(frozen=True)
class KltSettings:
    """How Lucas-Kanade is run, and when a point is lost and found.

    The values were chosen by what tests/benchmarks/bench_trackers.py measures.

    Args:
        window: Pixels a side of the square that is matched from picture to picture.
        levels: Halvings of the picture above the first.
        steps: Of the solver a level, at most.
        back: Pixels that a point may be off after a step there and back.
        radius: Patches reach this many pixels round their point.
        every: The patch at the query is compared every so many pictures; of a lost point, every ``retry``.
        rounds: Steps of the affine alignment.
        alike: Likeness with the patch at the query from which on the position is set right by it.
        unlike: And below which the point is lost.
        found: And from which on a lost point is found again.
        reach: Pixels of the half-size picture round its guessed place in which it is looked for.
        coarse: Correlation there from which on a closer look is taken.
        look: Pictures before the loss over which its motion is compared with that of others.
        weak: Grey levels of contrast below which a patch tells little: it counts as seen while at least three
            companions carry it and the grey there is its own to within ``same``.
    """

    window: int = 11
    levels: int = 3
    steps: int = 10
    back: float = 1.0
    radius: int = 7
    every: int = 4
    retry: int = 2
    rounds: int = 2
    alike: float = 0.8
    unlike: float = 0.5
    found: float = 0.85
    reach: int = 6
    coarse: float = 0.6
    look: int = 10
    weak: float = 10.0
    same: float = 5.0


class Klt:
    """Follows points by the grey patch round them; see :class:`motionsearch.tracking.base.Tracker`.

    Where there is nothing to follow, on a uniform picture say, a point stays where it is and is not visible.
    """

    name: str = "klt"
    licence: str | None = None
    colour: bool = False

    def __init__(self) -> None:
        self.settings = KltSettings()

    def __call__(self, frames: Pictures, queries: NDArray[np.float32]) -> tuple[Points, Mask]:
        """See :meth:`motionsearch.tracking.base.Tracker.__call__`.

        Raises:
            InputError: the frames are not ``(T, H, W)`` uint8, or a query is not finite or of no frame.
        """
        frames, queries = _checked(frames, queries)
        points = np.zeros((len(frames), len(queries), 2), np.float32)
        visible = np.zeros((len(frames), len(queries)), bool)
        for direction in (1, -1) if len(queries) else ():
            _Pass(frames, queries, direction, self.settings, points, visible).run()
        return points, visible


def _checked(frames: Pictures, queries: NDArray[np.float32]) -> tuple[Pictures, NDArray[np.float32]]:
    if frames.ndim != 3 or frames.dtype != np.uint8 or 0 in frames.shape:
        raise InputError(f"klt follows grey pictures (T, H, W) uint8, got {frames.shape} {frames.dtype}")
    if max(frames.shape[1:]) > 32000:
        raise InputError(f"klt follows pictures up to 32000 pixels a side, got {frames.shape[:0:-1]}")
    return np.ascontiguousarray(frames), checked_queries(queries, len(frames))


class _Pass:
    """All points through time in one direction, each from its query on."""

    def __init__(
        self,
        frames: Pictures,
        queries: NDArray[np.float32],
        direction: int,
        settings: KltSettings,
        points: Points,
        visible: Mask,
    ) -> None:
        self.frames, self.direction, self.settings = frames, direction, settings
        self.points, self.visible = points, visible
        self.first = queries[:, 0].astype(np.intp)
        self.start = queries[:, 1:]
        self.size = np.array(frames.shape[:0:-1], np.float32)
        count = len(queries)
        self.templates = Templates.empty(count, settings.radius)
        self.coarse_grid = offsets(settings.radius // 2 + 1)
        self.coarse = np.zeros((count, len(self.coarse_grid)), np.float32)
        self.at = self.start.copy()
        self.warps = upright(count)
        self.begun = np.zeros(count, bool)
        self.followed = np.zeros((len(frames), count), bool)
        self.seen = np.zeros(count, bool)  # by its own patch
        self.carried = np.zeros(count, bool)  # by companions, over what looks like its own grey
        self.last = self.first.copy()
        self.mates = np.full((count, companions.COMPANIONS), -1, np.intp)

    def run(self) -> None:
        """Fills in the pictures from each query on."""
        order = range(len(self.frames))[:: self.direction]
        for now in order:
            picture = self.frames[now]
            small = cv2.pyrDown(picture)
            if self.begun.any():
                before, seen_before = self.at.copy(), self.seen.copy()
                self._step(self.frames[now - self.direction], picture)
                self._carry(now, before, seen_before)
                self._check(now, picture, small)
                self.seen &= self._inside()
                self._look_at_weak(picture)
            self._begin(now, picture, small)
            self.points[now, self.begun] = self.at[self.begun]
            self.visible[now, self.begun] = (self.seen | self.carried)[self.begun]
            self.followed[now] = self.begun
            self.last[self.seen] = now

    def _inside(self) -> Mask:
        beyond = (self.at < -0.5) | (self.at >= self.size - 0.5)
        return ~(beyond[:, 0] | beyond[:, 1])

    def _begin(self, now: int, picture: NDArray[np.uint8], small: NDArray[np.uint8]) -> None:
        new = np.flatnonzero(self.first == now)
        if not len(new):
            return
        self.templates.take(new, picture, self.start[new])
        self.coarse[new] = sample(
            small, self.start[new] * np.float32(0.5), upright(len(new)), self.coarse_grid
        )[0]
        self.begun[new] = True
        self.seen[new] = self._inside()[new]

    def _step(self, before: NDArray[np.uint8], after: NDArray[np.uint8]) -> None:
        """Moves what is seen from one picture to the next; what does not come back is lost."""
        settings = self.settings
        moving = np.flatnonzero(self.seen)
        if not len(moving):
            return
        window, stop = (settings.window, settings.window), (3, settings.steps, 0.03)
        own = self.at[moving, None]
        there, good, _ = cv2.calcOpticalFlowPyrLK(
            before, after, own, None, winSize=window, maxLevel=settings.levels, criteria=stop
        )
        # From where it came from it is found at once if it is the same: one halving is enough.
        back, good_back, _ = cv2.calcOpticalFlowPyrLK(
            after,
            before,
            there,
            own.copy(),
            winSize=window,
            maxLevel=1,
            criteria=stop,
            flags=cv2.OPTFLOW_USE_INITIAL_FLOW,
        )
        off = np.linalg.norm((back - own)[:, 0], axis=1)
        kept = (good[:, 0] > 0) & (good_back[:, 0] > 0) & (off <= settings.back)
        self.at[moving[kept]] = there[kept, 0]
        self.seen[moving[~kept]] = False

    def _carry(self, now: int, before: NDArray[np.float32], seen_before: Mask) -> None:
        """Moves what is lost as its companions moved."""
        lost, leaders = np.flatnonzero(self.begun & ~self.seen), np.flatnonzero(self.seen)
        if not len(lost) or not len(leaders):
            return
        counts = (self.mates[lost] >= 0) & self.seen[self.mates[lost]]
        anew = lost[seen_before[lost] | (counts.sum(1) < 2)]
        if len(anew):
            last = self.last[anew]
            back = np.minimum(self.settings.look, np.abs(last - self.first[anew]))
            since = last - self.direction * back
            self.mates[anew] = companions.choose(self.points, self.followed, anew, last, since, leaders)
        mates = self.mates[lost]
        weight = ((mates >= 0) & self.seen[mates]).astype(np.float32)
        some = weight.any(axis=1)
        lost, mates, weight = lost[some], mates[some], weight[some]
        self.at[lost], turn = companions.carry(before[mates], self.at[mates], weight, self.at[lost])
        self.warps[lost] = np.matmul(turn, self.warps[lost])

    def _check(self, now: int, picture: NDArray[np.uint8], small: NDArray[np.uint8]) -> None:
        """Compares with the patch at the query: sets right, loses, finds again."""
        settings = self.settings
        age = np.abs(now - self.first)
        gone = np.abs(now - self.last)
        due = np.where(self.seen, age % settings.every == 0, gone % settings.retry == 1 % settings.retry)
        near = ((self.at > -8) & (self.at < self.size + 8)).all(axis=1)
        asked = np.flatnonzero(self.begun & due & near)
        if not len(asked):
            return
        seen = self.seen[asked]
        start = self.at[asked]
        hunted = np.flatnonzero(~seen)
        if len(hunted):
            own = asked[hunted]
            there, hit = search(
                small, self.coarse[own], start[hunted], self.warps[own], settings.reach, settings.coarse
            )
            start[hunted[hit]] = there[hit]
        to, warps, likeness = align(self.templates, asked, picture, start, self.warps[asked], settings.rounds)
        near = np.linalg.norm(to - start, axis=1) < np.where(seen, 3, 6)
        textured = self.templates.contrast[asked] > 1
        good = near & textured & (likeness >= np.where(seen, settings.alike, settings.found))
        self._fill(now, asked[good & ~seen], to[good & ~seen])
        self.at[asked[good]], self.warps[asked[good]] = to[good], warps[good]
        self.seen[asked] = np.where(seen, textured & (likeness >= settings.unlike), good)

    def _fill(self, now: int, found: NDArray[np.intp], to: NDArray[np.float32]) -> None:
        """Bends the guesses of the pictures since a point was seen last towards where it is found."""
        for point, off in zip(found, to - self.at[found], strict=True):
            gap = abs(now - int(self.last[point]))
            share = np.arange(1, gap, dtype=np.float32)
            numbers = int(self.last[point]) + self.direction * share.astype(np.intp)
            self.points[numbers, point] += off * (share / gap)[:, None]

    def _look_at_weak(self, picture: NDArray[np.uint8]) -> None:
        settings = self.settings
        self.carried[:] = False
        held = ((self.mates >= 0) & self.seen[self.mates]).sum(axis=1) >= 3
        weak = self.templates.contrast < settings.weak
        asked = np.flatnonzero(self.begun & ~self.seen & weak & held & self._inside())
        if len(asked):
            brighter, other = unlikeness(self.templates, asked, picture, self.at[asked])
            own = np.maximum(settings.same, 1.6 * self.templates.contrast[asked])
            self.carried[asked] = (other < own) & (brighter < 20)


__all__ = ["Klt", "KltSettings"]
