"""Point trackers, grouping and search by words, measured on videos of which everything is known.

    python -m tests.benchmarks.bench_tracking [points] [grouping] [search] [--scenes WORD ...] [--keep FOLDER]
        [--trackers NAME ...] [--checkpoint FILE] [--protocol first|strided] [--side N] [--rows]

Every scene of the truth set is drawn, written through a codec and read back, so that all parts see what they
would see of a user's file. Without a name all three parts are run.

- points: each tracker follows the truth's points through the pictures at the size videos are tracked at.
  TAP-Vid's measures, the mean over videos of each difficulty; "lk" is OpenCV's Lucas-Kanade as it comes.
- grouping: what ``read_video`` makes of each scene, see motionsearch/train/truth/grouping_metrics.py.
- search: all scenes with movers are added to a library; every caption is a query. Right is a clip whose main
  mover is the one the caption was made for. "true tracks" is the same with the truth's own points in place of
  tracking and grouping: what the encoder makes of perfect tracks.
"""

from __future__ import annotations

import argparse
import math
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Sequence
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

import motionsearch
from motionsearch.clips import Recording
from motionsearch.tracking.base import TRACKERS, Pictures, load_tracker
from motionsearch.tracking.config import Tracking
from motionsearch.tracks import Mask, Points, Tracks
from motionsearch.train.tap_metrics import TapMetrics, mean_of, measure, queries_of
from motionsearch.train.truth import DIFFICULTIES, SceneSpec, TruthVideo, render, scenes
from motionsearch.train.truth.files import write_truth
from motionsearch.train.truth.grouping_metrics import GroupingMetrics, judge_clip, measure_grouping
from motionsearch.video import Video

PARTS = ("points", "grouping", "search")
KS = (1, 5)
# A mover that shows fewer points than this is no clip of the library of true tracks.
_LEAST_POINTS = 4


class PlainLk:
    """OpenCV's pyramidal Lucas-Kanade with its own settings, picture by picture from the query both ways."""

    name = "lk"
    licence: str | None = None
    colour = False

    def __call__(self, frames: Pictures, queries: NDArray[np.float32]) -> tuple[Points, Mask]:
        count, total = len(queries), len(frames)
        points = np.zeros((total, count, 2), np.float32)
        visible = np.zeros((total, count), dtype=bool)
        asked = queries[:, 0].astype(int)
        points[asked, np.arange(count)] = queries[:, 1:]
        visible[asked, np.arange(count)] = True
        for order in (range(total - 1), range(total - 1, 0, -1)):
            ahead = 1 if order.step > 0 else -1
            for frame in order:
                begun = asked <= frame if ahead > 0 else asked >= frame
                if not begun.any():
                    continue
                here = np.ascontiguousarray(points[frame, begun])
                there, found, _ = cv2.calcOpticalFlowPyrLK(frames[frame], frames[frame + ahead], here, None)
                inside = ((there >= 0) & (there <= np.array(frames.shape[2:0:-1]) - 1)).all(axis=1)
                points[frame + ahead, begun] = there
                visible[frame + ahead, begun] = visible[frame, begun] & (found[:, 0] > 0) & inside
        return points, visible


def main() -> None:
    """Runs it."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("parts", nargs="*", help=f"some of {', '.join(PARTS)}; all when left out")
    parser.add_argument("--scenes", nargs="+", help="only those whose name begins so")
    parser.add_argument("--keep", type=Path, help="folder in which the videos stay, and are looked for")
    parser.add_argument("--trackers", nargs="+", default=["lk", "klt"], help=f"lk, {', '.join(TRACKERS)}")
    parser.add_argument("--checkpoint", help="weights for the trackers that need some")
    parser.add_argument("--protocol", choices=["first", "strided"], default="first")
    parser.add_argument("--side", type=int, default=Tracking.side)
    parser.add_argument("--rows", action="store_true", help="a line for every scene, too")
    given = parser.parse_args()
    parts = given.parts or PARTS
    if not set(parts) <= set(PARTS):
        parser.error(f"the parts are {', '.join(PARTS)}")
    cv2.setNumThreads(1)
    chosen = [s for s in scenes() if not given.scenes or s.name.startswith(tuple(given.scenes))]
    place: AbstractContextManager[Any] = (
        nullcontext(given.keep) if given.keep else tempfile.TemporaryDirectory()
    )
    with place as folder:
        videos = written(chosen, Path(folder))
        if "points" in parts:
            options = {"checkpoint": given.checkpoint} if given.checkpoint else {}
            trackers = [
                PlainLk() if name == "lk" else load_tracker(name, **({} if name == "klt" else options))
                for name in given.trackers
            ]
            points_tables(videos, trackers, given.side, given.protocol, given.rows)
        if "grouping" in parts:
            grouping_table(videos, Tracking(side=given.side), given.rows)
        if "search" in parts:
            search_table([video for video in videos if video[0].movers], Tracking(side=given.side))


Made = tuple[TruthVideo, Path]


def written(specs: Sequence[SceneSpec], folder: Path) -> list[Made]:
    """Each scene and its file; a file that is there already is taken as it is."""
    folder.mkdir(parents=True, exist_ok=True)
    began, frames, videos = time.perf_counter(), 0, []
    for spec in specs:
        video, path = render(spec), folder / f"{spec.name}.mp4"
        if not path.exists():
            write_truth(video, path)
            frames += video.num_frames
        videos.append((video, path))
    minutes = sum(video.num_frames / video.fps for video, _ in videos) / 60
    spent = time.perf_counter() - began
    tell(
        f"{len(videos)} scenes, {minutes:.1f} minutes; {frames} pictures drawn and written in {spent:.0f} s\n"
    )
    return videos


def points_tables(
    videos: Sequence[Made], trackers: Sequence[Any], side: int, protocol: Any, rows: bool
) -> None:
    """Prints how well each tracker follows points of movers and of what is behind them."""
    found: dict[tuple[str, str, str], list[TapMetrics]] = {}
    seconds = dict.fromkeys((tracker.name for tracker in trackers), 0.0)
    pictures = 0
    tell(f"points, queries by the protocol {protocol!r}, pictures of at most {side} pixels a side")
    tell(HEADING)
    for video, path in videos:
        grey, scale = decoded(path, side, colour=False)
        coloured = decoded(path, side, colour=True)[0] if any(t.colour for t in trackers) else grey
        pictures += len(grey)
        for group, points, visible in followed(video):
            points, visible = points[: len(grey)], visible[: len(grey)]
            if not visible.any():
                continue
            queries, index = queries_of(points, visible, protocol)
            small = queries.copy()
            small[:, 1:] = (queries[:, 1:] + 0.5) / scale - 0.5
            for tracker in trackers:
                began = time.perf_counter()
                places, seen = tracker(coloured if tracker.colour else grey, small)
                seconds[tracker.name] += time.perf_counter() - began
                full = (places.astype(np.float64) + 0.5) * scale - 0.5
                metrics = measure(
                    queries, points[:, index], visible[:, index], full, seen, video.size, protocol
                )
                found.setdefault((tracker.name, group, video.spec.difficulty), []).append(metrics)
                if rows:
                    tell(row(f"{tracker.name} {video.spec.name} {group}", [metrics]))
    easy = DIFFICULTIES[:2]
    for group in ("movers", "background"):
        for tracker in trackers:
            sets = {level: found.get((tracker.name, group, level), []) for level in DIFFICULTIES}
            sets[" to ".join(easy)] = [m for level in easy for m in sets[level]]
            sets["all"] = [m for level in DIFFICULTIES for m in sets[level]]
            for level, metrics in sets.items():
                if metrics:
                    tell(row(f"{tracker.name}, {group}, {level} ({len(metrics)})", metrics))
    for name, spent in seconds.items():
        tell(
            f"{name}: {pictures / spent:.0f} pictures a second with the truth's points, OpenCV in one thread"
        )
    tell("")


HEADING = (
    f"{'':52}{'delta':>7}{'<1':>7}{'<2':>7}{'<4':>7}{'<8':>7}{'<16':>7}{'median':>8}{'occl.':>7}{'AJ':>7}"
)


def row(name: str, metrics: Sequence[TapMetrics]) -> str:
    """One line of the table: means over videos, in percent; the median error in pixels of the raster."""
    mean = mean_of(metrics)
    shares = [mean.delta_average, *(mean.delta[x] for x in (1, 2, 4, 8, 16))]
    return (
        f"{name:52}" + "".join(f"{100 * share:7.1f}" for share in shares)
        + f"{mean.median_error:8.2f}{100 * mean.occlusion_accuracy:7.1f}{100 * mean.average_jaccard:7.1f}"
    )  # fmt: skip


def followed(video: TruthVideo) -> Iterable[tuple[str, NDArray[Any], Mask]]:
    """Name, ``(T, N, 2)`` and ``(T, N)`` of the points that trackers are asked for."""
    if video.movers:
        yield (
            "movers",
            np.concatenate([mover.points for mover in video.movers], axis=1),
            np.concatenate([mover.visible for mover in video.movers], axis=1),
        )
    yield "background", video.background, video.background_visible


def decoded(path: Path, side: int, *, colour: bool) -> tuple[Pictures, NDArray[np.float64]]:
    """All pictures, and how many pixels of the video one of theirs is, along x and y."""
    with Video(path) as video:
        pictures = np.stack([frame.picture for frame in video.frames(side=side, grey=not colour)])
        size = np.array(video.info.frame_size, dtype=np.float64)
    return pictures, size / (pictures.shape[2], pictures.shape[1])


def grouping_table(videos: Sequence[Made], tracking: Tracking, rows: bool) -> None:
    """Prints how many movers are found, how pure clips are, and how many are false."""
    from motionsearch.tracking.things import read_video

    tell(
        f"{'grouping':30}{'due':>6}{'found':>7}{'':>7}{'movers':>8}{'pieces':>8}{'clips':>7}{'purity':>8}"
        f"{'false':>7}{'a minute':>10}"
    )
    kinds: dict[str, GroupingMetrics] = {}
    spent = 0.0
    for video, path in videos:
        began = time.perf_counter()
        recordings = read_video(path, tracking)
        spent += time.perf_counter() - began
        metrics = measure_grouping(recordings, video, tracking.cutting)
        kinds[video.spec.kind] = kinds.get(video.spec.kind, GroupingMetrics()) + metrics
        missed = metrics.found < metrics.due or metrics.false_clips or metrics.purity < 0.9
        if rows or missed:
            tell(grouping_row(f"  {video.spec.name}", metrics))
    for kind, metrics in kinds.items():
        tell(grouping_row(kind, metrics))
    total = sum(kinds.values(), GroupingMetrics())
    tell(grouping_row("all", total))
    tell(f"read at {total.seconds / spent:.1f} times real time (640 x 360, one thread of windows)\n")


def grouping_row(name: str, metrics: GroupingMetrics) -> str:
    """One line of the table."""
    return (
        f"{name:30}{metrics.due:6d}{metrics.found:7d}{100 * metrics.found_share:6.0f}%"
        f"{metrics.movers_found:5d}/{metrics.movers:<2d}{metrics.pieces_each:8.2f}{metrics.clips:7d}{metrics.purity:8.2f}"
        f"{metrics.false_clips:7d}{metrics.false_per_minute:10.2f}"
    )


def search_table(videos: Sequence[Made], tracking: Tracking) -> None:
    """Prints how often the clip that a caption was made for comes first, or among the first five."""
    by_path = {str(path.resolve()): video for video, path in videos}
    tell(f"{'search':58}{'queries':>8}{'R@1':>7}{'R@5':>7}{'chance':>8}{'':>7}{'median rank':>13}")
    with tempfile.TemporaryDirectory() as temporary:
        with motionsearch.open(Path(temporary) / "videos") as library:
            report = library.add([path for _, path in videos], tracking=tracking, workers=0)
            for path, message in report.failed:
                tell(f"failed: {path}: {message}")

            def shown(clip_id: int) -> tuple[str, int | None]:
                clip = library.get(clip_id)
                truth = by_path[clip.source]
                assert clip.tracks is not None
                return truth.spec.name, judge_clip(Recording(clip.tracks, clip.start), truth).main

            search_rows("read from the videos", library, videos, shown)
        with motionsearch.open(Path(temporary) / "true") as library:
            true = [(video, mover, true_recording(video, number)) for video, _ in videos
                    for number, mover in enumerate(video.movers)]  # fmt: skip
            kept = [(video, mover, recording) for video, mover, recording in true if recording is not None]
            library.add([recording for _, _, recording in kept])
            names = {recording.name: (video.spec.name, mover.number) for video, mover, recording in kept}
            search_rows(
                "true tracks",
                library,
                videos,
                lambda clip_id: names[library.get(clip_id).name],  # type: ignore[arg-type]
            )


def true_recording(video: TruthVideo, number: int) -> Recording | None:
    """What a perfect tracker would hand over of a mover, as a camera that stands still would see it."""
    mover = video.movers[number]
    there = np.flatnonzero(mover.visible.sum(axis=1) >= _LEAST_POINTS)
    if len(there) < 2:
        return None
    first, last = int(there[0]), int(there[-1]) + 1
    points, visible = mover.still[first:last], mover.visible[first:last]
    seen = visible.any(axis=0)
    tracks = Tracks(points[:, seen], visible[:, seen], video.fps, video.size)
    return Recording(tracks, first / video.fps, f"{video.spec.name} {number}")


def search_rows(
    name: str,
    library: Any,
    videos: Sequence[Made],
    shown: Callable[[int], tuple[str, int | None]],
) -> None:
    """Prints the lines for one library; ``shown`` tells the scene and mover of a clip."""
    whose = {info.clip_id: shown(info.clip_id) for info in library.clips()}
    labels = {(video.spec.name, m.number): m.label for video, _ in videos for m in video.movers}
    for what in ("first caption", "paraphrases", "label"):
        strict, same = [], []
        for video, _ in videos:
            for mover in video.movers:
                texts = {
                    "first caption": mover.captions[:1],
                    "paraphrases": mover.captions[1:],
                    "label": (mover.label,),
                }
                wanted = (video.spec.name, mover.number)
                for text in texts[what]:
                    order = [whose[hit.clip_id] for hit in library.search(text, k=len(whose), exact=True)]
                    strict.append([clip == wanted for clip in order])
                    same.append([labels.get(clip) == mover.label for clip in order])  # type: ignore[call-overload]
        tell(search_row(f"{name}, {what}: the mover itself", strict))
        tell(search_row(f"{name}, {what}: one that does the same", same))


def search_row(name: str, answers: Sequence[Sequence[bool]]) -> str:
    """One line: ``answers`` say of each query which clips are right, the best first."""
    ranks = [answer.index(True) + 1 if True in answer else math.inf for answer in answers]
    found = [100 * float(np.mean([rank <= k for rank in ranks])) for k in KS]
    chance = [100 * float(np.mean([chance_within(len(a), sum(a), k) for a in answers])) for k in KS]
    clips = len(answers[0])
    return (
        f"{name:58}{len(answers):8d}{found[0]:7.1f}{found[1]:7.1f}{chance[0]:8.1f}{chance[1]:7.1f}"
        f"{np.median(ranks):8.0f} of {clips}"
    )


def chance_within(total: int, right: int, k: int) -> float:
    """How likely one of ``right`` among ``total`` in any order is among the first ``k``."""
    return 1 - math.comb(total - right, k) / math.comb(total, k) if total > k else float(right > 0)


def tell(text: str) -> None:
    """Prints a line at once."""
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
