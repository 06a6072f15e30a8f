"""The default tracker: pyramidal Lucas-Kanade, held to each point's own first look.

From picture to picture a point goes where pyramidal Lucas-Kanade takes it and, followed back from there,
returns. Every few pictures the patch round it is lined up with the patch at its query, under an affine map
(Shi and Tomasi, "Good features to track", 1994): that takes the drift out, and tells when something else has
come before it. A lost point moves on with those that moved as it did, see
:mod:`motionsearch.tracking.companions`, and is looked for near there until it is found again.
"""

from __future__ import annotations

from collections.abc import Callable
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
        jerk: Pixels of a sudden change of motion, which is only believed if the patch is still the same.
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
    jerk: float = 1.5
    radius: int = 7
    every: int = 4
    retry: int = 2
    rounds: int = 3
    alike: float = 0.8
    unlike: float = 0.5
    found: float = 0.85
    reach: int = 8
    coarse: float = 0.6
    look: int = 10
    weak: float = 10.0
    same: float = 5.0


COASTS = 30
"""Pictures for which a lost point without companions goes on as it went; then it stays."""


Flow = Callable[[NDArray[np.uint8], NDArray[np.uint8], NDArray[np.float32], KltSettings], tuple[Points, Mask]]
"""From two pictures and ``(n, 2)`` places in the first: the places in the second, and which to trust."""


def lucas_kanade(
    before: NDArray[np.uint8], after: NDArray[np.uint8], places: NDArray[np.float32], settings: KltSettings
) -> tuple[NDArray[np.float32], Mask]:
    """Pyramidal Lucas-Kanade there and back; to be trusted is what comes back to within ``settings.back``."""
    window, stop = (settings.window, settings.window), (3, settings.steps, 0.03)
    own = places[:, None]
    there, good, _ = cv2.calcOpticalFlowPyrLK(
        before, after, own, None, winSize=window, maxLevel=settings.levels, criteria=stop
    )
    # From where it came from it is found at once if it is the same: one halving is enough.
    options = {"maxLevel": 1, "flags": cv2.OPTFLOW_USE_INITIAL_FLOW}
    back, good_back, _ = cv2.calcOpticalFlowPyrLK(
        after, before, there, own.copy(), winSize=window, criteria=stop, **options
    )
    off = np.linalg.norm((back - own)[:, 0], axis=1)
    return there[:, 0], (good[:, 0] > 0) & (good_back[:, 0] > 0) & (off <= settings.back)


class Klt:
    """Follows points by the grey patch round them; see :class:`motionsearch.tracking.base.Tracker`.

    Where there is nothing to follow, on a uniform picture say, a point stays where it is and is not visible.
    """

    name: str = "klt"
    licence: str | None = None
    colour: bool = False

    def __init__(self) -> None:
        self.settings = KltSettings()
        self.flow: Flow = lucas_kanade

    def __call__(self, frames: Pictures, queries: NDArray[np.float32]) -> tuple[Points, Mask]:
        """See :meth:`motionsearch.tracking.base.Tracker.__call__`.

        Raises:
            InputError: the frames are not ``(T, H, W)`` uint8, or a query is not finite or of no frame.
        """
        frames, queries = _checked(frames, queries)
        points = np.zeros((len(frames), len(queries), 2), np.float32)
        visible = np.zeros((len(frames), len(queries)), bool)
        for direction in (1, -1) if len(queries) else ():
            _Pass(frames, queries, direction, self.settings, self.flow, points, visible).run()
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
        flow: Flow,
        points: Points,
        visible: Mask,
    ) -> None:
        self.frames, self.direction, self.settings, self.flow = frames, direction, settings, flow
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
        self.fresh = np.zeros(count, bool)  # lost, and nobody has been asked yet where it went
        self.last, self.sure = self.first.copy(), self.first.copy()  # seen, and last known to be itself
        self.turn = upright(count)  # of what is lost, since
        self.pace = np.zeros((count, 2), np.float32)  # a picture, before it was lost
        self.motion = np.zeros((count, 2), np.float32)  # by the last step
        self.mates = np.full((count, companions.COMPANIONS), -1, np.intp)

    def run(self) -> None:
        """Fills in the pictures from each query on."""
        order = range(len(self.frames))[:: self.direction]
        for now in order:
            picture = self.frames[now]
            small = cv2.pyrDown(picture)
            if self.begun.any():
                self._step(now, self.frames[now - self.direction], picture)
                self._carry(now)
                self._check(now, picture, small)
                self._lose(np.flatnonzero(self.seen & ~self._inside()))
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

    def _step(self, now: int, before: NDArray[np.uint8], after: NDArray[np.uint8]) -> None:
        """Moves what is seen from one picture to the next; what does not come back is lost."""
        settings = self.settings
        moving = np.flatnonzero(self.seen)
        if not len(moving):
            return
        there, kept = self.flow(before, after, self.at[moving], settings)
        motion = there - self.at[moving]
        # What is hidden by something else's edge goes along with that, and jerks at first.
        jerk = np.linalg.norm(motion - self.motion[moving], axis=1) > settings.jerk
        jerk &= kept & (self.templates.contrast[moving] > 1)
        asked = np.flatnonzero(jerk & (self.first[moving] != now - self.direction))
        if len(asked):
            own = moving[asked]
            likeness = align(self.templates, own, after, there[asked], self.warps[own], settings.rounds)[2]
            kept[asked] = likeness >= settings.unlike
        self.motion[moving] = motion
        self.at[moving[kept]] = there[kept]
        self._lose(moving[~kept])

    def _lose(self, points: NDArray[np.intp]) -> None:
        self.seen[points] = False
        self.fresh[points] = True
        self.turn[points] = np.eye(2, dtype=np.float32)

    def _carry(self, now: int) -> None:
        """Moves what is lost as its companions did since it was seen last; without any it goes on."""
        lost, leaders = np.flatnonzero(self.begun & ~self.seen), np.flatnonzero(self.seen)
        if not len(lost):
            return
        anew = lost[self.fresh[lost] | (self._held(lost).sum(1) < 2)]
        last = self.last[anew]
        back = np.minimum(self.settings.look, np.abs(last - self.first[anew]))
        since = last - self.direction * back
        if len(anew) and len(leaders):
            self.mates[anew] = companions.choose(self.points, self.followed, anew, last, since, leaders)
        self.pace[anew] = (self.points[last, anew] - self.points[since, anew]) / np.maximum(back, 1)[:, None]
        self.fresh[anew] = False
        weight = self._held(lost).astype(np.float32)
        some = weight.any(axis=1)
        alone = lost[~some]
        self.at[alone] += self.pace[alone] * (np.abs(now - self.last[alone]) <= COASTS)[:, None]
        lost, weight = lost[some], weight[some]
        if len(lost):
            mates, last = self.mates[lost], self.last[lost]
            there, here = self.points[last[:, None], mates], self.at[mates]
            self.at[lost], self.turn[lost] = companions.carry(there, here, weight, self.points[last, lost])

    def _held(self, points: NDArray[np.intp]) -> Mask:
        """``(n, COMPANIONS)``: which of their companions are seen."""
        held: Mask = (self.mates[points] >= 0) & self.seen[self.mates[points]]
        return held

    def _check(self, now: int, picture: NDArray[np.uint8], small: NDArray[np.uint8]) -> None:
        """Compares with the patch at the query: sets right, loses, finds again."""
        settings = self.settings
        # What is seen, all in the same pictures: many at a time cost little more than few.
        turn = now if self.direction > 0 else len(self.frames) - 1 - now
        gone = np.abs(now - self.last)
        due = np.where(self.seen, turn % settings.every == 0, gone % settings.retry == 1 % settings.retry)
        near = ((self.at > -8) & (self.at < self.size + 8)).all(axis=1)
        asked = np.flatnonzero(self.begun & due & near)
        if not len(asked):
            return
        seen = self.seen[asked]
        start, warps = self.at[asked], np.matmul(self.turn[asked], self.warps[asked])
        hunted = np.flatnonzero(~seen)
        if len(hunted):
            own = asked[hunted]
            there, hit = search(
                small, self.coarse[own], start[hunted], warps[hunted], settings.reach, settings.coarse
            )
            start[hunted[hit]] = there[hit]
        to, warps, likeness = align(self.templates, asked, picture, start, warps, settings.rounds)
        near = np.linalg.norm(to - start, axis=1) < np.where(seen, 3, 6)
        textured = self.templates.contrast[asked] > 1
        good = near & textured & (likeness >= np.where(seen, settings.alike, settings.found))
        found = good & ~seen
        self._fill(now, asked[found], to[found] - self.at[asked[found]])
        self.at[asked[good]], self.warps[asked[good]] = to[good], warps[good]
        self.turn[asked[good]] = np.eye(2, dtype=np.float32)
        self.sure[asked[good]] = now
        gone = asked[seen & ~(textured & (likeness >= settings.unlike))]
        self.seen[asked[good]] = True
        # Since it was compared last it may have gone astray.
        self._lose(gone)
        self.last[gone] = self.sure[gone]

    def _fill(self, now: int, found: NDArray[np.intp], off: NDArray[np.float32]) -> None:
        """Bends the guesses of the pictures since a point was seen last towards where it is found."""
        for point, shift in zip(found, off, strict=True):
            gap = abs(now - int(self.last[point]))
            share = np.arange(1, gap, dtype=np.float32)
            numbers = int(self.last[point]) + self.direction * share.astype(np.intp)
            self.points[numbers, point] += (
                shift * np.where(self.visible[numbers, point], 0, share / gap)[:, None]
            )

    def _look_at_weak(self, picture: NDArray[np.uint8]) -> None:
        settings = self.settings
        self.carried[:] = False
        held = self._held(np.arange(len(self.at))).sum(axis=1) >= 3
        weak = self.templates.contrast < settings.weak
        asked = np.flatnonzero(self.begun & ~self.seen & weak & held & self._inside())
        if len(asked):
            brighter, other = unlikeness(self.templates, asked, picture, self.at[asked])
            own = np.maximum(settings.same, 1.6 * self.templates.contrast[asked])
            self.carried[asked] = (other < own) & (brighter < 20)


__all__ = ["Klt", "KltSettings"]
