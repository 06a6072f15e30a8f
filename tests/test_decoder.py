"""From vectors back to tracks: points are a set, each told by where it starts."""

from __future__ import annotations

from dataclasses import replace

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from motionsearch.decoder import ClipFrame, DecoderConfig, TrajectoryDecoder
from motionsearch.encoder import normalise
from motionsearch.train.reconstruction import reconstruction_loss, target

CONFIG = DecoderConfig(dim=16, width=24, layers=2, heads=3, num_frames=8, latents=3, octaves=4)


@pytest.fixture(scope="module")
def decoder():
    torch.manual_seed(0)
    return TrajectoryDecoder(CONFIG).eval()


def queries(seed, batch, points):
    draw = torch.Generator().manual_seed(seed)
    z = torch.nn.functional.normalize(torch.randn(batch, 16, generator=draw), dim=-1)
    return {
        "z": z,
        "start": torch.randn(batch, points, 2, generator=draw),
        "mask": torch.ones(batch, points),
        "duration": torch.rand(batch, generator=draw) * 5 + 0.2,
    }


def decode(decoder, inputs):
    with torch.no_grad():
        return decoder(**inputs)


@pytest.mark.parametrize("points", [1, 2, 36, 300])
def test_any_number_of_points(decoder, points):
    tracks = decode(decoder, queries(0, 2, points))
    assert tracks.shape == (2, 8, points, 2)
    assert torch.isfinite(tracks).all()


def test_tracks_begin_where_they_are_told_to(decoder):
    inputs = queries(1, 3, 7)
    torch.testing.assert_close(decode(decoder, inputs)[:, 0], inputs["start"])


@settings(deadline=None, max_examples=20)
@given(st.integers(0, 1000), st.integers(1, 12))
def test_points_may_come_in_any_order(decoder, seed, points):
    inputs = queries(seed, 2, points)
    order = torch.randperm(points, generator=torch.Generator().manual_seed(seed))
    shuffled = {**inputs, "start": inputs["start"][:, order]}
    torch.testing.assert_close(
        decode(decoder, shuffled), decode(decoder, inputs)[:, :, order], atol=1e-5, rtol=0
    )


@settings(deadline=None, max_examples=20)
@given(st.integers(0, 1000), st.integers(1, 6), st.integers(1, 9))
def test_padding_changes_nothing_and_comes_out_as_zero(decoder, seed, points, padding):
    inputs = queries(seed, 2, points)
    waste = torch.full((2, padding, 2), 7.0)
    padded = {
        **inputs,
        "start": torch.cat([inputs["start"], waste], dim=1),
        "mask": torch.cat([inputs["mask"], torch.zeros(2, padding)], dim=1),
    }
    tracks = decode(decoder, padded)
    torch.testing.assert_close(tracks[:, :, :points], decode(decoder, inputs), atol=1e-5, rtol=0)
    assert (tracks[:, :, points:] == 0).all()


@pytest.mark.parametrize("changed", ["z", "duration", "start"])
def test_every_input_matters(decoder, changed):
    inputs, others = queries(2, 2, 5), queries(3, 2, 5)
    moves = [
        t - t[:, :1] for t in (decode(decoder, inputs), decode(decoder, {**inputs, changed: others[changed]}))
    ]
    assert (moves[0] - moves[1]).abs().max() > 1e-3


def test_points_see_each_other(decoder):
    inputs = queries(4, 1, 5)
    moved = inputs["start"].clone()
    moved[0, 4] += 1.0
    first, second = decode(decoder, inputs), decode(decoder, {**inputs, "start": moved})
    assert (first[:, :, :4] - second[:, :, :4]).abs().max() > 1e-4


def test_the_default_decoder_is_small():
    assert sum(p.numel() for p in TrajectoryDecoder(DecoderConfig()).parameters()) <= 1_500_000


def test_a_config_survives_the_round_trip():
    config = replace(CONFIG, latents=5)
    assert DecoderConfig(**config.to_dict()) == config


def test_it_learns_to_tell_motions_apart_by_their_vectors():
    torch.manual_seed(0)
    decoder = TrajectoryDecoder(CONFIG)
    z = torch.nn.functional.normalize(torch.randn(2, 16), dim=-1)
    cloud = torch.randn(2, 1, 6, 2)
    time = torch.linspace(0, 1, 8).view(1, 8, 1)
    way = torch.stack([torch.stack([time, 0 * time], -1), torch.stack([0 * time, (6 * time).sin()], -1)])
    points = cloud + 3 * way.reshape(2, 8, 1, 2)  # one goes to the right, the other swings up and down
    seen, mask, duration = torch.ones(2, 8, 6), torch.ones(2, 6), torch.ones(2)
    optimiser = torch.optim.AdamW(decoder.parameters(), lr=3e-3)
    first = last = None
    for _ in range(120):
        decoded = decoder(z, target(points, mask)[:, 0], mask, duration)
        loss = sum(reconstruction_loss(decoded, points, seen, mask))
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
        first, last = first or loss.item(), loss.item()
    assert last < 0.15 * first


@settings(deadline=None, max_examples=30)
@given(st.integers(0, 1000), st.integers(1, 7), st.integers(0, 3))
def test_the_frame_is_that_of_the_encoder(seed, points, padding):
    draw = torch.Generator().manual_seed(seed)
    tracks = torch.randn(2, 8, points + padding, 2, generator=draw) * 0.1
    mask = (torch.arange(points + padding) < points).float().expand(2, -1)
    visible = mask[:, None].expand(-1, 8, -1)
    per_point, _, _ = normalise(tracks, visible, mask, torch.ones(2))
    torch.testing.assert_close(target(tracks, mask).clamp(-5, 5), per_point[..., :2], atol=1e-4, rtol=1e-4)


def test_a_frame_is_left_the_way_it_was_entered():
    points, mask = torch.randn(3, 8, 5, 2), torch.ones(3, 5)
    frame = ClipFrame.of(points, mask)
    inside = frame.inside(points)
    torch.testing.assert_close(frame.outside(inside), points)
    torch.testing.assert_close(inside.mean((1, 2)), torch.zeros(3, 2), atol=1e-5, rtol=0)
    torch.testing.assert_close(inside.square().sum(-1).mean((1, 2)), torch.ones(3))


def test_what_stands_still_gives_no_nan():
    points = torch.full((1, 8, 1, 2), 0.3, requires_grad=True)
    wanted = target(points, torch.ones(1, 1))
    wanted.sum().backward()
    assert torch.isfinite(wanted).all()
    assert torch.isfinite(points.grad).all()
