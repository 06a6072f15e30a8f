"""Muon: matrices beside an SVD and torch's own, everything else beside AdamW, and how it resumes."""

from __future__ import annotations

import copy

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from torch import Tensor, nn

from motionsearch.train.muon import Muon, orthogonal

SIZES = st.integers(1, 12)


def steps(
    optimiser: torch.optim.Optimizer, parameters: list[nn.Parameter], count: int, seed: int = 0
) -> None:
    """Steps along random gradients, of quite different lengths."""
    generator = torch.Generator().manual_seed(seed)
    for at in range(count):
        for p in parameters:
            p.grad = torch.randn(p.shape, generator=generator) * 10.0 ** (at % 3 - 1)
        optimiser.step()


def parameter(*shape: int, seed: int = 0) -> nn.Parameter:
    return nn.Parameter(torch.randn(shape, generator=torch.Generator().manual_seed(seed)))


@given(SIZES, SIZES, st.integers(0, 1_000), st.floats(-3, 3))
def test_singular_vectors_stay_and_values_come_near_one(
    rows: int, columns: int, seed: int, size: float
) -> None:
    rng = np.random.default_rng(seed)
    rank = min(rows, columns)
    left = np.linalg.qr(rng.standard_normal((rows, rank)))[0]
    right = np.linalg.qr(rng.standard_normal((columns, rank)))[0]
    values = 10.0**size * rng.uniform(0.05, 1, rank)
    given_matrix = torch.from_numpy((left * values) @ right.T).float()
    found = orthogonal(given_matrix).double().numpy()
    inner = left.T @ found @ right
    assert np.abs(found - left @ inner @ right.T).max() < 1e-3
    assert np.abs(inner - np.diag(np.diag(inner))).max() < 1e-3
    assert ((np.diag(inner) > 0.6) & (np.diag(inner) < 1.25)).all()


def test_nothing_comes_of_nothing() -> None:
    assert (orthogonal(torch.zeros(3, 5)) == 0).all()


def test_matrices_go_where_torchs_own_takes_them() -> None:
    own = getattr(torch.optim, "Muon", None)
    if own is None:
        pytest.skip("this torch has no Muon")
    for shape in ((5, 9), (9, 5), (6, 6)):
        mine, theirs = parameter(*shape), parameter(*shape)
        start = mine.detach().clone()
        steps(Muon([mine], lr=0.01, weight_decay=0.1), [mine], 5)
        other = own([theirs], lr=0.01, weight_decay=0.1, adjust_lr_fn="match_rms_adamw")
        steps(other, [theirs], 5)
        # It iterates in bfloat16.
        moved, expected = (mine.detach() - start).flatten(), (theirs.detach() - start).flatten()
        assert float(torch.cosine_similarity(moved, expected, dim=0)) > 0.999
        assert float(moved.norm() / expected.norm()) == pytest.approx(1, abs=0.02)


def test_a_step_is_as_long_as_adamws_usually_is() -> None:
    p = parameter(64, 192)
    before = p.detach().clone()
    steps(Muon([p], lr=0.01), [p], 1)
    assert float((p.detach() - before).square().mean().sqrt()) == pytest.approx(0.2 * 0.01, rel=0.2)


def test_everything_else_goes_where_adamw_takes_it() -> None:
    shapes = ((7,), (1, 3, 4), ())
    mine, theirs = ([parameter(*shape) for shape in shapes] for _ in range(2))
    steps(Muon(mine, lr=0.01, weight_decay=0.1), mine, 20)
    steps(torch.optim.AdamW(theirs, lr=0.01, betas=(0.9, 0.98), weight_decay=0.0), theirs, 20)
    for one, other in zip(mine, theirs, strict=True):
        torch.testing.assert_close(one, other, rtol=1e-5, atol=1e-6)


def test_it_goes_on_bit_for_bit_from_what_it_kept() -> None:
    def trained(
        count: int, optimiser_of: list[Muon], parameters: list[nn.Parameter], seed: int
    ) -> list[Tensor]:
        steps(optimiser_of[0], parameters, count, seed)
        return [p.detach().clone() for p in parameters]

    whole = [parameter(4, 6), parameter(6)]
    one = Muon(whole, lr=0.01, weight_decay=0.1)
    half = trained(4, [one], whole, 1)
    kept = copy.deepcopy(one.state_dict())  # as a checkpoint holds it
    assert {torch.is_tensor(value) for entry in kept["state"].values() for value in entry.values()} == {True}
    again = [nn.Parameter(p.clone()) for p in half]
    two = Muon(again, lr=0.5)
    two.load_state_dict(kept)
    for a, b in zip(trained(4, [one], whole, 2), trained(4, [two], again, 2), strict=True):
        assert torch.equal(a, b)


def test_what_has_no_gradient_stays() -> None:
    p, q = parameter(3, 4), parameter(3)
    before = [p.detach().clone(), q.detach().clone()]
    Muon([p, q], lr=0.1, weight_decay=0.1).step()
    assert torch.equal(p, before[0])
    assert torch.equal(q, before[1])


def test_it_fits_a_matrix() -> None:
    x, truth = torch.randn(256, 16), torch.randn(16, 8)
    p = nn.Parameter(torch.zeros(16, 8))
    optimiser = Muon([p], lr=0.1)
    for at in range(300):
        for group in optimiser.param_groups:
            group["lr"] = 0.1 * (1 - at / 300)
        optimiser.zero_grad()
        loss = (x @ p - x @ truth).square().mean()
        loss.backward()
        optimiser.step()
    assert float((p - truth).abs().max()) < 0.05
