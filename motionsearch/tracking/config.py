"""How moving pictures become clips: all that a user may choose, in one place."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from motionsearch.clips import Cutting
from motionsearch.errors import InputError


@dataclass(frozen=True)
class Tracking:
    """How a video is tracked and what becomes a clip.

    Args:
        tracker: Name of the point tracker, see :data:`motionsearch.tracking.base.TRACKERS`.
        options: The tracker's own, such as a checkpoint.
        side: Pictures are tracked with at most this many pixels along their longer side; tiny ones enlarged.
        rate: And at most about this many of them a second; short videos with twice as many.
        cutting: Windows over every shot.
        mask: A picture file, white where to look; or ``None``.
        box: ``(x, y, width, height)`` in pixels of the video's pictures: look only there.
        points: Points to follow, ``((x, y), ...)`` in pixels at the start of every window, as one thing.
        grid: Follow ``grid`` by ``grid`` points over the picture (or the box or mask), all as one thing.
        whole_frame: All that moves in the picture is one thing.
        keep_camera: Leave the camera's own motion in the tracks; things are found without it all the same.
    """

    tracker: str = "klt"
    options: Mapping[str, str] = field(default_factory=dict)
    side: int = 512
    rate: float = 15.0
    cutting: Cutting = field(default_factory=Cutting)
    mask: str | None = None
    box: tuple[float, float, float, float] | None = None
    points: tuple[tuple[float, float], ...] = ()
    grid: int | None = None
    whole_frame: bool = False
    keep_camera: bool = False

    def __post_init__(self) -> None:
        if self.side < 32:
            raise InputError(f"pictures must be tracked with 32 pixels or more a side, got {self.side}")
        if not self.rate > 0:
            raise InputError(f"pictures a second must be more than 0, got {self.rate:g}")
        if self.box is not None and not (self.box[2] > 0 and self.box[3] > 0):
            raise InputError(f"a box is x,y,width,height with a width and a height above 0, got {self.box}")
        if self.grid is not None and self.grid < 1:
            raise InputError(f"a grid needs 1 point a side or more, got {self.grid}")
