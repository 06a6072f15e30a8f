"""How far clips are changed each time they are drawn; :mod:`motionsearch.train.augment` does it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Augmentation:
    """How far a clip is changed. Captions stay true: nothing here turns left into right, or fast into slow.

    Args:
        point_dropout: Share of clips that lose points (a tracker that saw only part).
        fewest_points: The smallest share of points that is left of such a clip.
        occlusion: Share of clips in which some points are hidden for a stretch.
        jitter: Largest noise added to coordinates, in picture diagonals.
        zoom: Largest change of size, as a natural logarithm.
        stretch: Largest change of width against height, as a natural logarithm.
        turn: Largest turn of the picture, degrees.
        shift: Largest shift, in picture diagonals.
    """

    point_dropout: float = 0.5
    fewest_points: float = 0.25
    occlusion: float = 0.3
    jitter: float = 0.003
    zoom: float = 0.3
    stretch: float = 0.12
    turn: float = 6.0
    shift: float = 0.1
