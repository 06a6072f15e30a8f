"""Every encoder that can be trained: nothing may depend on the order of points, on padding or on N."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from motionsearch.architectures import ARCHITECTURES, SIZES
from motionsearch.encoder import EncoderConfig
from motionsearch.lang2motion import COLUMNS, ROWS, on_grid
from motionsearch.layers import SelfBlock
from motionsearch.runtime import onnx_session
from motionsearch.train.export import export_onnx

CONFIG = EncoderConfig(dim=16, width=24, layers=2, heads=3, num_frames=8, pool_width=12)
BASELINES = ("lang2motion", "lang2motion-derivatives")


@pytest.fixture(scope="module", params=list(ARCHITECTURES))
def encoder(request):
    torch.manual_seed(0)
    return ARCHITECTURES[request.param](CONFIG).eval()


@pytest.fixture(scope="module", params=[name for name in ARCHITECTURES if name not in BASELINES])
def ours(request):
    torch.manual_seed(0)
    return ARCHITECTURES[request.param](CONFIG).eval()


def clips(seed, batch, points):
    draw = torch.Generator().manual_seed(seed)
    path = torch.randn(batch, 8, 1, 2, generator=draw).cumsum(1) * 0.05
    return {
        "points": torch.randn(batch, 1, points, 2, generator=draw) * 0.1
        + path
        + torch.randn(batch, 8, points, 2, generator=draw) * 0.01,
        "visible": (torch.rand(batch, 8, points, generator=draw) < 0.8).float(),
        "mask": torch.ones(batch, points),
        "duration": torch.rand(batch, generator=draw) * 5 + 0.2,
    }


def clips_of(moments):
    ones = torch.ones(1, moments, 3)
    return {
        "points": torch.randn(1, moments, 3, 2),
        "visible": ones,
        "mask": ones[:, 0],
        "duration": ones[0, :1, 0],
    }


def embed(encoder, inputs):
    with torch.no_grad():
        return encoder(**inputs)


def close(a, b):
    torch.testing.assert_close(a, b, atol=1e-4, rtol=0)


@pytest.mark.parametrize("points", [1, 2, 5, 36, 37, 200])
def test_any_number_of_points_gives_unit_vectors(encoder, points):
    vectors = embed(encoder, clips(points, 3, points))
    assert vectors.shape == (3, 16)
    torch.testing.assert_close(vectors.norm(dim=-1), torch.ones(3))


@pytest.mark.parametrize(("seed", "points"), [(0, 2), (1, 9), (2, 36), (3, 70)])
def test_points_may_come_in_any_order(encoder, seed, points):
    inputs = clips(seed, 2, points)
    order = torch.randperm(points, generator=torch.Generator().manual_seed(seed))
    shuffled = {
        "points": inputs["points"][:, :, order],
        "visible": inputs["visible"][:, :, order],
        "mask": inputs["mask"],
        "duration": inputs["duration"],
    }
    close(embed(encoder, shuffled), embed(encoder, inputs))


@pytest.mark.parametrize(("points", "padding"), [(1, 1), (3, 40), (36, 5)])
def test_what_padding_holds_does_not_matter(encoder, points, padding):
    inputs = clips(points, 2, points)
    padded = {
        "points": torch.cat([inputs["points"], torch.full((2, 8, padding, 2), 3.0)], dim=2),
        "visible": torch.cat([inputs["visible"], torch.ones(2, 8, padding)], dim=2),
        "mask": torch.cat([inputs["mask"], torch.zeros(2, padding)], dim=1),
        "duration": inputs["duration"],
    }
    close(embed(encoder, padded), embed(encoder, inputs))


def test_clips_of_a_batch_do_not_see_each_other(encoder):
    inputs = clips(5, 4, 6)
    alone = torch.cat([embed(encoder, {n: v[k : k + 1] for n, v in inputs.items()}) for k in range(4)])
    close(alone, embed(encoder, inputs))


def test_where_points_are_while_unseen_is_not_read(ours):
    inputs = clips(6, 2, 8)
    inputs["visible"][:, 0, :2] = 0.0
    swapped = inputs["points"].clone()
    swapped[:, 0, :2] = inputs["points"][:, 0, [1, 0]]  # the centroid and the size stay
    close(embed(ours, {**inputs, "points": swapped}), embed(ours, inputs))
    seen = {**inputs, "visible": torch.ones(2, 8, 8)}
    moved = embed(ours, {**seen, "points": swapped}) - embed(ours, seen)
    assert moved.abs().max() > 1e-5


@pytest.mark.parametrize("backwards", [True, False])
def test_motion_is_read(encoder, backwards):
    inputs = clips(7, 2, 6)
    inputs["visible"][:] = 1.0
    other = inputs["points"].flip(1) if backwards else inputs["points"] * torch.tensor([-1.0, 1.0])
    assert (embed(encoder, {**inputs, "points": other}) - embed(encoder, inputs)).abs().max() > 1e-3


def test_gradients_are_finite_whatever_the_clips(encoder):
    inputs = clips(8, 4, 5)
    inputs["points"][0] = 0.2  # stands still, without extent
    inputs["visible"][1] = 0.0  # never seen
    inputs["mask"][2] = 0.0  # nothing but padding
    inputs["duration"][3] = 0.0
    encoder.zero_grad()
    vectors = encoder(**inputs)
    (vectors * torch.randn(4, 16, generator=torch.Generator().manual_seed(0))).sum().backward()
    assert torch.isfinite(vectors).all()
    for name, weight in encoder.named_parameters():
        assert weight.grad is not None, f"{name} is not used"
        assert torch.isfinite(weight.grad).all(), name
    encoder.zero_grad()


# An export takes seconds: "two-view" has its own in test_encoder.py.
@pytest.mark.parametrize("name", sorted({*ARCHITECTURES} - {"two-view", "lang2motion-derivatives"}))
def test_the_export_gives_what_torch_gives(name, tmp_path):
    torch.manual_seed(0)
    config = replace(CONFIG, architecture=name, layers=1)  # quicker to export than two
    encoder = ARCHITECTURES[name](config).eval()
    export_onnx(encoder, config, tmp_path / "encoder.onnx")
    session = onnx_session(tmp_path / "encoder.onnx")
    for batch, points in ((1, 1), (2, 40), (5, 3), (2, 200)):
        inputs = clips(points, batch, points)
        inputs["mask"][-1, (points + 1) // 2 :] = 0.0
        vectors = session.run(None, {name: value.numpy() for name, value in inputs.items()})[0]
        np.testing.assert_allclose(vectors, embed(encoder, inputs).numpy(), atol=1e-4)


def test_every_architecture_has_its_size():
    assert SIZES.keys() == ARCHITECTURES.keys()
    for name, config in SIZES.items():
        vectors = embed(ARCHITECTURES[config.architecture](config), clips_of(config.num_frames))
        assert vectors.shape == (1, config.dim), name


def test_the_baseline_has_the_papers_size():
    weights = ARCHITECTURES["lang2motion"](SIZES["lang2motion"]).parameters()
    assert sum(w.numel() for w in weights) == pytest.approx(14e6, rel=0.1)


# Layers


@pytest.mark.parametrize("first", [1, 4, 7])
def test_a_block_read_in_part_gives_the_same_numbers(first):
    torch.manual_seed(0)
    block, x = SelfBlock(24, 3), torch.randn(2, 7, 24)
    bias = torch.zeros(2, 1, 1, 7)
    bias[1, ..., 5:] = -1e4
    torch.testing.assert_close(block(x, bias, first=first), block(x, bias)[:, :first], atol=1e-5, rtol=0)


# The baseline's grid


def naive_grid(points, mask):
    """One clip: the points that fill the grid, by sorting lists."""
    real = [p for p in range(len(mask)) if mask[p]]
    real.sort(key=lambda p: float(points[0, p, 1]))
    cells = ROWS * COLUMNS
    taken = [real[int((cell + 0.5) / cells * len(real))] for cell in range(cells)]
    rows = [taken[r * COLUMNS : (r + 1) * COLUMNS] for r in range(ROWS)]
    return [p for row in rows for p in sorted(row, key=lambda p: float(points[0, p, 0]))]


@settings(deadline=None, max_examples=30)
@given(st.integers(0, 10_000), st.integers(1, 90))
def test_the_grid_is_what_lists_give(seed, count):
    draw = torch.Generator().manual_seed(seed)
    points = torch.rand(2, 3, count, 2, generator=draw)
    mask = (torch.rand(2, count, generator=draw) < 0.7).float()
    mask[:, 0] = 1.0
    got = on_grid(points, mask)
    for k in range(2):
        torch.testing.assert_close(got[k], points[k][:, naive_grid(points[k], mask[k])])


def test_a_grid_keeps_its_own_order():
    y, x = torch.meshgrid(torch.arange(6.0), torch.arange(6.0), indexing="ij")
    points = torch.stack([x, y], dim=-1).reshape(1, 1, 36, 2)
    torch.testing.assert_close(on_grid(points, torch.ones(1, 36)), points)
