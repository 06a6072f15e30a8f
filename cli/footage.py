"""Clips and the videos they lie in: what can be drawn over its video, and what to draw instead."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from motionsearch.cli.output import Output
from motionsearch.errors import InputError

if TYPE_CHECKING:
    from motionsearch.index.library import Library
    from motionsearch.index.records import ClipInfo
    from motionsearch.render_overlay import Mover
    from motionsearch.tracks import Tracks

PLAIN_SIZE = (640, 480)
"""Pixels of trails that are drawn without a video, unless asked for."""


def is_of_video(clip: ClipInfo) -> bool:
    """Whether the clip was tracked in a video."""
    return clip.meta.get("kind") == "video"


@dataclass
class Footage:
    """The videos of a library's clips; says once of each video that cannot be used why not.

    Args:
        out: Where that is said.
        library: Knows what was added.
    """

    out: Output
    library: Library
    _known: dict[str, Path | None] = field(default_factory=dict)

    def of(self, clip: ClipInfo) -> Path | None:
        """The video a clip lies in; ``None`` if it is of none, or if that is gone or no longer the same."""
        if not is_of_video(clip):
            return None
        if clip.source not in self._known:
            self._known[clip.source] = self._find(clip)
        return self._known[clip.source]

    def forget(self, clip: ClipInfo, why: InputError) -> None:
        """Says that a clip's video cannot be drawn on, and asks for it no more."""
        self._known[clip.source] = None
        self.out.warn(f"{why}; trails are drawn without it")

    def _find(self, clip: ClipInfo) -> Path | None:
        path = Path(clip.source)
        if not os.path.exists(path):
            self.out.warn(f"{path}: the video is gone; trails are drawn without it")
            return None
        if self.library.has_changed(clip.source):
            self.out.warn(f"{path}: the video has changed since it was added; trails are drawn without it")
            self.out.hint(f"motionsearch add {path} brings the library up to date")
            return None
        return path


def mover(clip: ClipInfo, tracks: Tracks) -> Mover:
    """What is drawn over a clip's video."""
    from motionsearch.render_overlay import Mover

    return Mover(tracks, clip.start)


def draw_plain(
    tracks: Tracks, target: Path, *, start: float = 0.0, title: str | None = None, side: int | None = None
) -> None:
    """Draws trails alone: as a picture (.png, .svg), a .gif, or a video (.mp4, .webm).

    Raises:
        InputError: the extension is none of these, or the file cannot be written.
    """
    from motionsearch import render

    width = side or PLAIN_SIZE[0]
    size = width, max(1, width * PLAIN_SIZE[1] // PLAIN_SIZE[0])
    if target.suffix.lower() in (".mp4", ".webm"):
        from motionsearch.render_video import trails

        trails(tracks, target, start=start, size=size, title=title)
        return
    try:
        render.save(tracks, target, title=title, size=size)
    except InputError as error:
        if target.suffix.lower() in render.SUFFIXES:
            raise
        raise InputError(
            str(error), hint="choose a name that ends in .png, .svg, .gif, .mp4 or .webm"
        ) from error
