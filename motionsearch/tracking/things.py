"""From a video to recordings: every moving thing over every window of every shot."""

from __future__ import annotations

import os
import warnings
from collections import deque
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from motionsearch.clips import Recording, Value
from motionsearch.errors import InputError, MotionsearchWarning
from motionsearch.formats.common import OnProgress
from motionsearch.tracking.base import Tracker, load_tracker
from motionsearch.tracking.camera_motion import rescaled
from motionsearch.tracking.config import Tracking
from motionsearch.tracking.grouping import boxes_round
from motionsearch.tracking.linking import Boxes, Linker
from motionsearch.tracking.movers import Mover, Seen, find_movers
from motionsearch.tracking.shots import ShotDetector
from motionsearch.tracking.windows import Window, windows
from motionsearch.tracks import Affines, Mask, Tracks, interpolate, interpolate_camera
from motionsearch.video import Scale, Video

_LEAST_SIDE = 384
"""Smaller pictures are enlarged by whole factors up to this many pixels: patches are as large as they are."""
_SHORT = 3.0
"""Seconds of a video up to which twice as many pictures a second are tracked, since there are few."""


def read_video(
    path: str | os.PathLike[str],
    tracking: Tracking | None = None,
    *,
    fps: float | None = None,
    threads: int | None = None,
    on_progress: OnProgress | None = None,
) -> list[Recording]:
    """Everything that moves in a video, window by window.

    Args:
        path: A video file or a folder of pictures.
        tracking: How it is tracked.
        fps: Pictures a second of what does not say.
        threads: Windows that are tracked at the same time; ``None`` for as many as there are processors.
        on_progress: Told how far reading has come.

    Returns:
        In order of time; empty where nothing moves. Of a file with a broken tail, what comes before, with a
        warning.

    Raises:
        InputError: it gives no picture, or a choice does not fit it.
    """
    chosen = tracking or Tracking()
    threads = threads or os.cpu_count() or 1
    tracker = load_tracker(chosen.tracker, **chosen.options)
    with Video(path, fps=fps) as video:
        reader = _Reader(video, tracker, chosen)
        recordings: list[Recording] = []
        with ThreadPoolExecutor(threads) as pool:
            # Few windows are in memory at a time: those that are tracked, and one that waits.
            running: deque[tuple[Window, Future[Seen]]] = deque()
            for window in reader.windows():
                running.append((window, pool.submit(reader.track, window)))
                if len(running) > threads:
                    recordings += reader.finish(*_first(running))
                if on_progress is not None:
                    on_progress(float(window.times[-1]), video.info.duration)
            while running:
                recordings += reader.finish(*_first(running))
        if video.problem:
            warnings.warn(MotionsearchWarning(f"{path}: {video.problem}"), stacklevel=2)
        return recordings


def _first(running: deque[tuple[Window, Future[Seen]]]) -> tuple[Window, Seen]:
    window, future = running.popleft()
    return window, future.result()


class _Reader:
    """Turns the windows of one video into recordings."""

    def __init__(self, video: Video, tracker: Tracker, tracking: Tracking) -> None:
        self.video = video
        self.tracker = tracker
        self.tracking = tracking
        self.size = video.info.frame_size
        small = video.scale(tracking.side)
        self.enlarged = max(1, _LEAST_SIDE // max(small.small))
        self.scale = Scale(small.full, (small.small[0] * self.enlarged, small.small[1] * self.enlarged))
        self.where = self._where()
        self.points = self._points()
        self.linker = Linker()

    def windows(self) -> Iterator[Window]:
        """The windows of every shot."""
        t = self.tracking
        length = self.video.info.duration
        rate = 2 * t.rate if length is not None and length <= _SHORT else t.rate
        frames = self.video.frames(side=t.side, rate=rate, grey=not self.tracker.colour)
        interval = 1.0 / min(self.video.info.fps, rate)
        pictures = ((frame.time, frame.picture) for frame in frames)
        detector = ShotDetector()

        def is_cut(picture: NDArray[np.uint8], time: float) -> bool:
            return detector.is_cut(picture if picture.ndim == 2 else picture[..., 1], time)

        return windows(pictures, is_cut, t.cutting, interval)

    def track(self, window: Window) -> Seen:
        """The things of a window."""
        frames = window.frames
        if self.enlarged > 1:
            frames = np.stack(
                [cv2.resize(p, self.scale.small, interpolation=cv2.INTER_CUBIC) for p in window.frames]
            )
        return find_movers(frames, self.tracker, self.tracking, where=self.where, points=self.points)

    def finish(self, window: Window, seen: Seen) -> list[Recording]:
        """They, as recordings in pixels of the video; called in the order of the windows."""
        boxes = [_boxes(mover, window.times) for mover in seen.movers]
        numbers = self.linker.number(window.shot, boxes)
        return [
            self._recording(window, seen, mover, number)
            for mover, number in sorted(zip(seen.movers, numbers, strict=True), key=lambda pair: pair[1])
        ]

    def _recording(self, window: Window, seen: Seen, mover: Mover, number: int) -> Recording:
        span = slice(mover.first, mover.first + len(mover.points))
        times = window.times[span]
        points = self.scale.to_full(mover.points)
        taken_out = seen.camera_moves and not self.tracking.keep_camera
        camera = rescaled(seen.maps[span], *self.scale.factors) if taken_out else None
        tracks = _uniform(points, mover.visible, times, self.size, camera)
        where = tracks.points[tracks.visible]
        low, high = where.min(0), where.max(0)
        meta: dict[str, Value] = {
            "kind": "video",
            "tracker": self.tracker.name,
            "thing": number,
            "shot": window.shot,
            "box_x": round(float(low[0]), 1),
            "box_y": round(float(low[1]), 1),
            "box_width": round(float(high[0] - low[0]), 1),
            "box_height": round(float(high[1] - low[1]), 1),
            "camera": "moving" if seen.camera_moves else "still",
            "quality": mover.quality,
        }
        if self.tracker.licence:
            meta["tracker_licence"] = self.tracker.licence
        return Recording(tracks, start=float(times[0]), name=f"thing {number}", meta=meta)

    def _where(self) -> Mask | None:
        """The user's mask and box in the tracked pictures."""
        width, height = self.scale.small
        t = self.tracking
        where = None if t.mask is None else _read_mask(t.mask, (width, height))
        if t.box is not None:
            x, y = t.box[0] / self.scale.factors[0], t.box[1] / self.scale.factors[1]
            right, bottom = x + t.box[2] / self.scale.factors[0], y + t.box[3] / self.scale.factors[1]
            inside = np.zeros((height, width), dtype=bool)
            inside[max(0, round(y)) : max(0, round(bottom)), max(0, round(x)) : max(0, round(right))] = True
            if not inside.any():
                raise self._outside(f"the box {','.join(f'{n:g}' for n in t.box)} lies")
            where = inside if where is None else where & inside
        return where

    def _points(self) -> NDArray[np.float32] | None:
        if not self.tracking.points:
            return None
        full = np.asarray(self.tracking.points, dtype=np.float32)
        if not ((full >= 0) & (full <= np.array(self.size) - 1)).all():
            raise self._outside("one of the points lies")
        return self.scale.to_small(full)

    def _outside(self, what: str) -> InputError:
        width, height = self.size
        return InputError(
            f"{self.video.path}: {what} outside its pictures of {width} x {height} pixels",
            hint="places are x,y in pixels from the top left corner",
        )


def _uniform(
    points: NDArray[np.float32], visible: Mask, times: NDArray[np.float64], size: tuple[int, int],
    camera: Affines | None,
) -> Tracks:  # fmt: skip
    """Tracks at an even rate: where pictures do not come evenly, at as many even moments."""
    fps = (len(times) - 1) / float(times[-1] - times[0])
    even = times[0] + np.arange(len(times)) / fps
    if np.abs(times - even).max() > 0.25 / fps:
        at = np.interp(even, times, np.arange(len(times)))
        points, visible = interpolate(points, visible, at)
        if camera is not None:
            camera = interpolate_camera(camera, at)
    return Tracks(points, visible, fps, size, camera)


def _boxes(mover: Mover, times: NDArray[np.float64]) -> Boxes:
    boxes = boxes_round(mover.points, mover.visible)
    return Boxes(times[mover.first : mover.first + len(boxes)], boxes)


def _read_mask(path: str, size: tuple[int, int]) -> Mask:
    from PIL import Image, UnidentifiedImageError

    try:
        with Image.open(Path(path)) as image:
            inside: Mask = np.asarray(image.convert("L").resize(size, Image.Resampling.NEAREST)) > 127
    except (OSError, UnidentifiedImageError, ValueError, Image.DecompressionBombError) as error:
        raise InputError(f"{path}: not a picture that can be read as a mask ({error})") from error
    if not inside.any():
        raise InputError(f"{path}: nothing is white in this mask, so there is nowhere to look")
    return inside
