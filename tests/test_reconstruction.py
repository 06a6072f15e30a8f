"""The auto-encoder's terms, against loops."""

from __future__ import annotations

import math

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from motionsearch.decoder import ClipFrame
from motionsearch.train.reconstruction import displacement_errors, reconstruction_loss, target


def batch(seed, clips=3, moments=5, points=4):
    draw = torch.Generator().manual_seed(seed)
    shape = (clips, moments, points)
    return {
        "decoded": torch.randn(*shape, 2, generator=draw),
        "points": torch.randn(*shape, 2, generator=draw) * 0.2,
        "visible": (torch.rand(shape, generator=draw) < 0.7).float(),
        "mask": (torch.rand(clips, points, generator=draw) < 0.8).float(),
    }


def naive_target(points, mask):
    real = [p for p in range(len(mask)) if mask[p]]
    if not real:
        return np.zeros_like(points)
    all_points = points[:, real].reshape(-1, 2).astype(float)
    centre = all_points.mean(axis=0)
    size = math.sqrt(((all_points - centre) ** 2).sum(axis=1).mean())
    out = np.zeros(points.shape)
    out[:, real] = (points[:, real] - centre) / size
    return out


def naive_error(got, wanted, beta):
    error = abs(got - wanted)
    return error**2 / 2 / beta if error < beta else error - beta / 2


def naive_terms(decoded, points, visible, mask, beta):
    position, velocity = [], []
    for k in range(len(points)):
        wanted = naive_target(points[k], mask[k])
        at, step = [], []
        for p in range(points.shape[2]):
            for t in range(points.shape[1]):
                if not mask[k, p] or not visible[k, t, p]:
                    continue
                at += [naive_error(decoded[k, t, p, c], wanted[t, p, c], beta) for c in (0, 1)]
                if t and visible[k, t - 1, p]:
                    step += [
                        naive_error(
                            decoded[k, t, p, c] - decoded[k, t - 1, p, c],
                            wanted[t, p, c] - wanted[t - 1, p, c],
                            beta,
                        )
                        for c in (0, 1)
                    ]
        position += [np.mean(at)] if at else []
        velocity += [np.mean(step)] if step else []
    return [float(np.mean(v)) if v else 0.0 for v in (position, velocity)]


@settings(deadline=None, max_examples=30)
@given(
    st.integers(0, 10_000),
    st.sampled_from([0.0, 0.5]),
    st.integers(1, 4),
    st.integers(2, 5),
    st.integers(1, 5),
)
def test_the_terms_are_what_loops_give(seed, beta, clips, moments, points):
    inputs = batch(seed, clips, moments, points)
    got = reconstruction_loss(**inputs, beta=beta)
    expected = naive_terms(*(value.double().numpy() for value in inputs.values()), beta or 1e-12)
    assert [float(term) for term in got] == pytest.approx(expected, rel=1e-3, abs=1e-5)


def test_the_clip_itself_has_no_error():
    inputs = batch(1)
    terms = reconstruction_loss(**{**inputs, "decoded": target(inputs["points"], inputs["mask"])})
    assert [float(t) for t in terms] == [0.0, 0.0]


def test_a_constant_shift_is_no_error_of_velocity():
    inputs = batch(2)
    shifted = target(inputs["points"], inputs["mask"]) + 0.25
    position, velocity = reconstruction_loss(**{**inputs, "decoded": shifted})
    assert float(position) == pytest.approx(0.25, abs=1e-5)
    assert float(velocity) == pytest.approx(0, abs=1e-5)


@settings(deadline=None, max_examples=30)
@given(st.integers(0, 10_000), st.integers(0, 4))
def test_order_padding_place_and_size_change_nothing(seed, padding):
    inputs = batch(seed)
    order = torch.randperm(4, generator=torch.Generator().manual_seed(seed))
    other = {
        name: value[..., order, :] if value.dim() == 4 else value[..., order]
        for name, value in inputs.items()
    }
    other["points"] = other["points"] * 3 + 0.4
    filler = {"decoded": 9.0, "points": 5.0, "visible": 1.0, "mask": 0.0}  # whatever padding holds
    for name, value in other.items():
        axis = 1 if name == "mask" else 2
        shape = list(value.shape)
        shape[axis] = padding
        other[name] = torch.cat([value, torch.full(shape, filler[name])], dim=axis)
    for mine, theirs in zip(reconstruction_loss(**inputs), reconstruction_loss(**other), strict=True):
        torch.testing.assert_close(mine, theirs, atol=1e-4, rtol=1e-4)


@settings(deadline=None, max_examples=30)
@given(st.integers(0, 10_000))
def test_nothing_is_asked_of_what_is_not_seen(seed):
    inputs = batch(seed)
    seen = (inputs["visible"] * inputs["mask"].unsqueeze(1)).unsqueeze(-1)
    other = {**inputs, "decoded": torch.where(seen > 0, inputs["decoded"], torch.tensor(50.0))}
    for mine, theirs in zip(reconstruction_loss(**inputs), reconstruction_loss(**other), strict=True):
        torch.testing.assert_close(mine, theirs)


def test_a_batch_in_which_nothing_is_seen_teaches_nothing():
    inputs = batch(0)
    inputs["decoded"].requires_grad_()
    position, velocity = reconstruction_loss(**{**inputs, "visible": torch.zeros_like(inputs["visible"])})
    (position + velocity).backward()
    assert float(position.detach()) == float(velocity.detach()) == 0.0
    assert (inputs["decoded"].grad == 0).all()


@settings(deadline=None, max_examples=30)
@given(st.integers(0, 10_000))
def test_displacement_errors_are_what_loops_give(seed):
    inputs = batch(seed)
    diagonal = torch.tensor([800.0, 500.0, 1000.0])
    got = displacement_errors(**inputs, diagonal=diagonal)
    placed = ClipFrame.of(inputs["points"], inputs["mask"]).outside(inputs["decoded"])
    for k in range(3):
        everywhere, finals = [], []
        for p in range(4):
            own = [
                float((placed[k, t, p] - inputs["points"][k, t, p]).norm() * diagonal[k])
                for t in range(5)
                if inputs["visible"][k, t, p] and inputs["mask"][k, p]
            ]
            everywhere += own
            finals += own[-1:]
        if everywhere:
            assert float(got.ade[k]) == pytest.approx(np.mean(everywhere), rel=1e-4)
            assert float(got.fde[k]) == pytest.approx(np.mean(finals), rel=1e-4)
        else:
            assert math.isnan(got.ade[k])
            assert math.isnan(got.fde[k])


def test_errors_of_a_shift_are_its_length_in_pixels():
    inputs = batch(3)
    inputs["visible"][:], inputs["mask"][:] = 1.0, 1.0
    frame = ClipFrame.of(inputs["points"], inputs["mask"])
    moved = frame.inside(inputs["points"] + torch.tensor([0.03, 0.04]))
    errors = displacement_errors(**{**inputs, "decoded": moved}, diagonal=1000)
    for value in errors:
        torch.testing.assert_close(value, torch.full((3,), 50.0), atol=0.01, rtol=0)
