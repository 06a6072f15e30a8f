"""What a point tracker is, and where to find one by name.

A new tracker, TAPNext say, is one file and one line:

1. ``motionsearch/tracking/tapnext.py`` with a class that has what :class:`Tracker` asks for;
2. its options, texts from the command line, are its constructor's arguments, each with a default;
3. ``"tapnext": "motionsearch.tracking.tapnext:TapNext"`` in :data:`TRACKERS`, and it can be asked for.
"""

from __future__ import annotations

import importlib
import inspect
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from motionsearch.errors import InputError
from motionsearch.tracks import Mask, Points

Pictures = NDArray[np.uint8]

TRACKERS = {
    "klt": "motionsearch.tracking.klt:Klt",
    "cotracker3": "motionsearch.tracking.cotracker:CoTracker",
    "cotracker3-online": "motionsearch.tracking.cotracker:CoTrackerOnline",
}
"""Name, and the module and class that make it: nothing is imported before it is asked for."""


class Tracker(Protocol):
    """Follows points through pictures, forwards and backwards from where each is given.

    Attributes:
        name: Stored with every clip.
        licence: Terms that are not ours and that the user must know of, told once when it is first used; or
            ``None``.
        colour: Whether it wants ``(T, H, W, 3)`` RGB; otherwise ``(T, H, W)`` grey does.
    """

    name: str
    licence: str | None
    colour: bool

    def __call__(self, frames: Pictures, queries: NDArray[np.float32]) -> tuple[Points, Mask]:
        """Where the points are in every picture.

        Args:
            frames: ``(T, H, W, 3)`` RGB or ``(T, H, W)`` grey, uint8, T at least 1.
            queries: ``(N, 3)``: picture number, x and y in pixels of each point; the middle of the top left
                pixel is (0, 0). N may be 0.

        Returns:
            ``(T, N, 2)`` float32 pixels and ``(T, N)`` bool, whether each is visible. In the picture of its
            query a point is where the query says. Where it is not visible its position is a guess, finite.
        """


def load_tracker(name: str, **options: Any) -> Tracker:
    """The tracker of that name; ``options`` are its own (a checkpoint, a device).

    Raises:
        InputError: there is none of that name, an option is wrong, or what it needs is not installed.
    """
    if name not in TRACKERS:
        raise InputError(f"there is no tracker {name!r}", hint=f"choose among {', '.join(TRACKERS)}")
    module, _, kind = TRACKERS[name].partition(":")
    make = getattr(importlib.import_module(module), kind)
    known = inspect.signature(make).parameters
    if wrong := sorted(set(options) - set(known)):
        raise InputError(
            f"the tracker {name} has no option {wrong[0]!r}",
            hint=f"it has {', '.join(known)}" if known else "it has no options",
        )
    tracker: Tracker = make(**options)
    return tracker


def checked_queries(queries: NDArray[np.float32], frames: int) -> NDArray[np.float32]:
    """What a tracker was asked for as ``(N, 3)`` float32.

    Raises:
        InputError: of another shape, not finite, or of no picture of those ``frames``.
    """
    queries = np.ascontiguousarray(queries, dtype=np.float32)
    if queries.ndim != 2 or queries.shape[1] != 3:
        raise InputError(f"points to follow must have shape (N, 3), got {queries.shape}")
    if not np.isfinite(queries).all():
        raise InputError("points to follow must be finite")
    if len(queries) and (queries[:, 0].min() < 0 or queries[:, 0].max() >= frames):
        raise InputError(f"points to follow must be in pictures 0 to {frames - 1}")
    return queries
