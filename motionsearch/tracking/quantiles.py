"""Quantiles of what is known, many at a time: numpy's own go through them one by one where some are not."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray


def known_quantile(values: NDArray[np.floating[Any]], share: float, axis: int) -> NDArray[np.floating[Any]]:
    """As ``np.nanquantile(values, share, axis, keepdims=True)``, without a warning where nothing is known."""
    ordered = np.sort(values, axis=axis)  # what is not a number comes last
    count = np.isfinite(values).sum(axis=axis, keepdims=True)
    place = share * np.maximum(count - 1, 0)
    low = np.floor(place).astype(np.int64)
    high = np.minimum(low + 1, np.maximum(count - 1, 0))
    weight = (place - low).astype(values.dtype)
    below = np.take_along_axis(ordered, low, axis=axis)
    above = np.take_along_axis(ordered, high, axis=axis)
    quantile: NDArray[np.floating[Any]] = below + (above - below) * weight
    return quantile
