"""What the encoder sees of a clip, against loops over one clip at a time."""

from __future__ import annotations

import math

import numpy as np
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from motionsearch.encoder import EPS, normalise


def clips(seed, batch, moments, points):
    draw = torch.Generator().manual_seed(seed)
    shape = (batch, moments, points)
    travel = torch.randn(batch, moments, 1, 2, generator=draw).cumsum(1) * 0.1
    mask = (torch.rand(batch, points, generator=draw) < 0.8).float()
    return {
        "points": torch.randn(*shape, 2, generator=draw) * 0.1 + travel,
        "visible": (torch.rand(shape, generator=draw) < 0.7).float() * mask.unsqueeze(1),
        "mask": mask,
        "duration": torch.rand(batch, generator=draw) * 5,
    }


def naive(points, visible, mask, duration):
    """One clip in float64: the three arrays of features."""
    moments, number, _ = points.shape
    real = [p for p in range(number) if mask[p]]
    count = max(len(real), 1)
    centroid = np.array([sum((points[t, p] for p in real), np.zeros(2)) / count for t in range(moments)])
    centre = centroid.mean(axis=0)

    def rms(squares):
        return max(math.sqrt(sum(squares)), EPS)

    def square(step):
        return float(step @ step)

    spread = [
        rms(square(points[t, p] - centroid[t]) / count for p in real) if real else EPS for t in range(moments)
    ]
    inner = rms(square(points[t, p] - centroid[t]) / count / moments for t in range(moments) for p in real)
    outer = rms(square(points[t, p] - centre) / count / moments for t in range(moments) for p in real)
    rate = (moments - 1) / max(duration, 0.01)
    solid = float(inner / outer > 1e-2)
    per_point, per_frame = np.zeros((moments, number, 9)), np.zeros((moments, 7))
    for t in range(moments):
        a = min(t, moments - 2)  # the last step is the one before it
        drift = centroid[a + 1] - centroid[a]
        for p in real:
            if not visible[t, p]:
                continue
            step = points[a + 1, p] - points[a, p]
            features = [
                *(points[t, p] - centre) / outer,
                *(points[t, p] - centroid[t]) / inner * solid,
                *step / outer * 4,
                *(step - drift) * rate / inner / 4 * solid,
            ]
            per_point[t, p] = [*np.clip(features, -5, 5), 1.0]
        per_frame[t] = [
            *(centroid[t] - centre) / outer,
            *np.clip(drift * rate / outer / 4, -5, 5),
            np.clip(math.log(spread[t] / inner), -3, 3) * solid,
            sum(visible[t]) / count,
            np.clip(t / (moments - 1) * duration / 4, 0, 4),
        ]
    per_clip = [
        math.log(inner) / 2 + 1, math.log(outer) / 2 + 1, min(inner / outer, 1.0), *centre * 2,
        math.log(max(duration, 0.01)) / 2, math.log(count) / 4,
    ]  # fmt: skip
    return per_point, per_frame, np.clip(per_clip, -4, 4)


@settings(deadline=None, max_examples=40)
@given(st.integers(0, 10_000), st.integers(1, 3), st.sampled_from([2, 5, 8]), st.integers(1, 7))
def test_features_are_what_loops_give(seed, batch, moments, points):
    inputs = clips(seed, batch, moments, points)
    got = normalise(**inputs)
    for k in range(batch):
        expected = naive(*(value[k].double().numpy() for value in inputs.values()))
        for mine, theirs in zip(got, expected, strict=True):
            np.testing.assert_allclose(mine[k].numpy(), theirs, atol=2e-3)


def test_travel_and_posture_are_told_apart():
    time = torch.linspace(0, 1, 8).view(1, 8, 1, 1)
    cloud = torch.randn(1, 1, 5, 2, generator=torch.Generator().manual_seed(0)) * 0.1
    still, seen, mask = cloud.expand(-1, 8, -1, -1), torch.ones(1, 8, 5), torch.ones(1, 5)
    travels, stays = (
        normalise(points, seen, mask, torch.ones(1))[0][0]
        for points in (still + time * torch.tensor([0.5, 0.0]), still)
    )
    torch.testing.assert_close(travels[..., 2:4], stays[..., 2:4], atol=1e-4, rtol=0)  # within the object
    assert (travels[-1, :, 0] - travels[0, :, 0] > 1).all()  # across the clip: to the right
    torch.testing.assert_close(travels[..., 1:2].std(0), torch.zeros(5, 1), atol=1e-4, rtol=0)
