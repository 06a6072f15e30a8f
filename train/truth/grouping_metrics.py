"""How well a video's clips are its movers: found, pure, and none made of nothing.

A point of a clip lies *on* a mover if, of the clip's pictures in which it is said to be visible, it is on
what is seen of the mover in half or more, give or take ``MARGIN``; a point that is on several belongs to the
one that it is on most. A clip's *main* mover is the one that most of its points are on.

- A mover is *due* in a window of a shot if it can be seen to move there: in half of its pictures or more it
  shows a quarter of its points, and a twentieth of those goes ``MOVES`` pixels or more for a camera that
  stands still. It is *found* there if some clip of that window has it for its main mover and half of its
  points or more on it.
- *Pieces* are the clips of a window that have a mover for their main one and half of their points on it;
  one is right.
- *Purity* of a clip with a main mover: the share of its points that are on it.
- A clip is *false* if fewer than half of its points are on any mover.

Pixels are those of a picture 360 high.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from motionsearch.clips import Cutting, Recording
from motionsearch.errors import InputError
from motionsearch.train.truth.painting import Bools, Floats
from motionsearch.train.truth.video import Mover, TruthVideo

MARGIN = 4.0
MOVES = 6.0
# Pictures of a clip that are looked at, at most, evenly over it.
_LOOKS = 24
# A clip is of a window if so much of the clip lies in it, and the clip covers so much of it.
_INSIDE, _COVERED = 0.75, 0.25


@dataclass(frozen=True)
class ClipJudgement:
    """What a clip is of.

    Args:
        main: Number of its main mover, or ``None`` where no point is on any.
        purity: Share of its points that are on it; 0 without one.
        moving: Share of its points that are on any mover.
    """

    main: int | None
    purity: float
    moving: float

    @property
    def false(self) -> bool:
        """Whether it is of nothing that moves."""
        return self.moving < 0.5


@dataclass(frozen=True)
class GroupingMetrics:
    """Counts, so that scenes can be added up.

    Args:
        due: Movers in windows in which they can be seen to move.
        found: Of these, found.
        pieces: Clips of which these are the main movers, in the same windows.
        movers: Movers that are due in some window.
        movers_found: Of these, found in some window.
        clips: All clips.
        false_clips: Of these, false.
        purity_sum: Sum of the purities of the others.
        seconds: How long the videos are.
    """

    due: int = 0
    found: int = 0
    pieces: int = 0
    movers: int = 0
    movers_found: int = 0
    clips: int = 0
    false_clips: int = 0
    purity_sum: float = 0.0
    seconds: float = 0.0

    def __add__(self, other: GroupingMetrics) -> GroupingMetrics:
        return GroupingMetrics(
            self.due + other.due,
            self.found + other.found,
            self.pieces + other.pieces,
            self.movers + other.movers,
            self.movers_found + other.movers_found,
            self.clips + other.clips,
            self.false_clips + other.false_clips,
            self.purity_sum + other.purity_sum,
            self.seconds + other.seconds,
        )

    @property
    def found_share(self) -> float:
        """Share of movers found, window by window; not a number where none is due."""
        return self.found / self.due if self.due else float("nan")

    @property
    def pieces_each(self) -> float:
        """Clips to a mover found, in one window; not a number where none is."""
        return self.pieces / self.found if self.found else float("nan")

    @property
    def purity(self) -> float:
        """Mean over clips that are not false; not a number where there is none."""
        true = self.clips - self.false_clips
        return self.purity_sum / true if true else float("nan")

    @property
    def false_per_minute(self) -> float:
        """False clips in a minute of video."""
        return 60 * self.false_clips / self.seconds if self.seconds else float("nan")


def judge_clip(recording: Recording, truth: TruthVideo) -> ClipJudgement:
    """What a clip is of. Only its points, their visibility and its time are looked at.

    Raises:
        InputError: it lies outside the video.
    """
    tracks = recording.tracks
    moments = np.unique(np.linspace(0, tracks.num_frames - 1, min(_LOOKS, tracks.num_frames)).astype(int))
    frames = np.rint((recording.start + moments / tracks.fps) * truth.fps).astype(int)
    if frames.min() < 0 or frames.min() >= truth.num_frames:
        raise InputError(f"{truth.spec.name}: a clip at {recording.start:g} s lies outside the video")
    # A last picture may be shown a little longer than it has a right to.
    frames = np.minimum(frames, truth.num_frames - 1)
    looked = np.zeros(tracks.num_points)
    on = np.zeros((tracks.num_points, len(truth.movers)))
    for moment, frame in zip(moments.tolist(), frames.tolist(), strict=True):
        seen = tracks.visible[moment]
        if seen.any():
            places = tracks.points[moment, seen].astype(np.float64)
            on[seen] += truth.on_movers(frame, places, MARGIN * truth.size[1] / 360)
            looked[seen] += 1
    if not truth.movers:
        return ClipJudgement(None, 0.0, 0.0)
    known = looked > 0
    most = on.argmax(axis=1)
    belongs = known & (on.max(axis=1) >= 0.5 * looked)
    if not belongs.any():
        return ClipJudgement(None, 0.0, 0.0)
    counts = np.bincount(most[belongs], minlength=len(truth.movers))
    main = int(counts.argmax())
    return ClipJudgement(main, float(counts[main] / known.sum()), float(belongs.sum() / known.sum()))


def windows(truth: TruthVideo, cutting: Cutting) -> list[tuple[float, float]]:
    """The ``(start, end)`` seconds of every window of every shot."""
    edges = [0, *truth.cuts, truth.num_frames]
    spans = []
    for start, stop in pairwise(edges):
        for begin, end in cutting.spans((stop - start) / truth.fps):
            spans.append((start / truth.fps + begin, start / truth.fps + end))
    return spans


def is_due(mover: Mover, truth: TruthVideo, window: tuple[float, float]) -> bool:
    """Whether the mover can be seen to move in a window of seconds."""
    first, last = (round(moment * truth.fps) for moment in window)
    visible = mover.visible[first:last]
    shows = visible.mean(axis=1) >= 0.25
    if len(visible) < 2 or shows.mean() < 0.5:
        return False
    reach = np.sort(_reach(mover.still[first:last], visible))[::-1]
    there = np.count_nonzero(visible.any(axis=0))
    return bool(reach[max(0, int(np.ceil(0.05 * there)) - 1)] >= MOVES * truth.size[1] / 360)


def _reach(points: Floats, visible: Bools) -> Floats:
    """``(N,)`` diagonal of the box round the places where each point is seen."""
    low = np.where(visible[..., None], points, np.inf).min(axis=0)
    high = np.where(visible[..., None], points, -np.inf).max(axis=0)
    seen: Bools = np.asarray(visible.any(axis=0))
    return np.asarray(np.linalg.norm(np.where(seen[:, None], high - low, 0.0), axis=1))


def measure_grouping(
    recordings: Sequence[Recording], truth: TruthVideo, cutting: Cutting | None = None
) -> GroupingMetrics:
    """Measures the clips that were made of one video.

    Args:
        recordings: What :func:`motionsearch.tracking.things.read_video` made of it.
        truth: The video.
        cutting: The windows it was read with.
    """
    judged = [(recording, judge_clip(recording, truth)) for recording in recordings]
    due, found, pieces, at_all, at_all_found = 0, 0, 0, set[int](), set[int]()
    for window in windows(truth, cutting or Cutting()):
        of_window = [of_it for recording, of_it in judged if _same_time(recording, window)]
        for mover in truth.movers:
            if not is_due(mover, truth, window):
                continue
            due += 1
            at_all.add(mover.number)
            mine = [clip for clip in of_window if clip.main == mover.number and clip.purity >= 0.5]
            if mine:
                found, pieces = found + 1, pieces + len(mine)
                at_all_found.add(mover.number)
    false = [clip for _, clip in judged if clip.false]
    return GroupingMetrics(
        due,
        found,
        pieces,
        len(at_all),
        len(at_all_found),
        len(judged),
        len(false),
        sum(clip.purity for _, clip in judged if not clip.false),
        truth.num_frames / truth.fps,
    )


def _same_time(recording: Recording, window: tuple[float, float]) -> bool:
    start, end = recording.start, recording.start + recording.tracks.duration
    common = min(end, window[1]) - max(start, window[0])
    return common >= _INSIDE * (end - start) and common >= _COVERED * (window[1] - window[0])
