"""Quantiles of what is known."""

from __future__ import annotations

import warnings

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from motionsearch.tracking.quantiles import known_quantile


@settings(max_examples=150, deadline=None)
@given(
    values=hnp.arrays(
        np.float64,
        hnp.array_shapes(min_dims=2, max_dims=3, min_side=1, max_side=7),
        elements=st.one_of(st.just(np.nan), st.floats(-1e6, 1e6)),
    ),
    share=st.floats(0, 1),
    axis=st.integers(0, 1),
)
def test_as_numpy_has_them(values: np.ndarray, share: float, axis: int) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        wanted = np.nanquantile(values, share, axis=axis, keepdims=True)
    np.testing.assert_allclose(known_quantile(values, share, axis), wanted, rtol=1e-9, atol=1e-6)
