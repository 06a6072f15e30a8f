"""Changes of light that all of a picture shares: a lamp that flickers, an exposure that is set anew."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

_SAMPLES = 12
_DARK = 8.0
"""Grey levels below which a ratio says nothing."""
_LEAST, _MOST = 0.4, 2.5


def even_light(pictures: NDArray[np.float32]) -> NDArray[np.float32]:
    """``(T, H, W)`` pictures as the light of most of them would show them.

    The gain of a picture is the median over its pixels of their ratio to the median picture: what moves may
    cover nearly half of it.
    """
    chosen = np.unique(np.linspace(0, len(pictures) - 1, min(_SAMPLES, len(pictures))).round().astype(int))
    usual = np.median(pictures[chosen], axis=0)
    told = usual > _DARK
    if not told.any():
        return pictures
    gains = np.array([np.median(picture[told] / usual[told]) for picture in pictures])
    evened: NDArray[np.float32] = pictures / np.clip(gains, _LEAST, _MOST)[:, None, None]
    return evened.astype(np.float32)
