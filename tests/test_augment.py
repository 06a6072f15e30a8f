"""What is done to a batch each time it is drawn."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from motionsearch.features import fill_gaps
from motionsearch.train.augment import augment
from motionsearch.train.augmentation import Augmentation

NOTHING = Augmentation(point_dropout=0, occlusion=0, jitter=0, zoom=0, stretch=0, turn=0, shift=0)


def batch_of(seed: int, clips: int = 5, frames: int = 8, points: int = 6) -> dict[str, torch.Tensor]:
    rng = np.random.default_rng(seed)
    count = rng.integers(1, points + 1, clips)
    mask = np.arange(points) < count[:, None]
    visible = (rng.random((clips, frames, points)) < 0.7) & mask[:, None]
    visible[:, 0] |= mask
    return {
        "points": torch.from_numpy(
            (rng.normal(size=(clips, frames, points, 2)) * mask[:, None, :, None]).astype("f4")
        ),
        "visible": torch.from_numpy(visible),
        "mask": torch.from_numpy(mask),
        "duration": torch.ones(clips),
        "text": torch.ones(clips, 3),
    }


def run(seed: int, config: Augmentation, *, trim: bool = False) -> tuple[dict, dict]:
    batch = batch_of(seed)
    return batch, augment(batch, config, torch.Generator().manual_seed(seed), trim=trim)


@given(st.integers(0, 500))
def test_nothing_changes_nothing(seed: int) -> None:
    batch, out = run(seed, NOTHING)
    assert torch.allclose(out["points"], batch["points"], atol=1e-6)
    assert torch.equal(out["visible"].bool(), batch["visible"])
    assert torch.equal(out["mask"].bool(), batch["mask"])


@given(st.integers(0, 500))
def test_something_of_every_clip_stays_and_nothing_is_made_up(seed: int) -> None:
    batch, out = run(seed, Augmentation(point_dropout=1.0, fewest_points=0.0, occlusion=1.0))
    mask, visible = out["mask"].bool(), out["visible"].bool()
    assert mask.any(1).all()
    assert not (mask & ~batch["mask"]).any()
    assert not (visible & ~batch["visible"]).any()
    # A point that stays is still seen at some time, and what is dropped is zero.
    assert (visible.any(1) == (mask & batch["visible"].any(1))).all()
    assert (out["points"][~mask[:, None, :, None].expand_as(out["points"])] == 0).all()
    assert torch.isfinite(out["points"]).all()


@given(st.integers(0, 500))
def test_hidden_stretches_are_filled_as_gaps_are(seed: int) -> None:
    batch = batch_of(seed)
    batch["visible"] = batch["mask"][:, None].expand_as(batch["visible"]).clone()
    config = Augmentation(point_dropout=0, occlusion=1.0, jitter=0, zoom=0, stretch=0, turn=0, shift=0)
    out = augment(batch, config, torch.Generator().manual_seed(seed), trim=False)
    for clip in range(len(batch["mask"])):
        real = batch["mask"][clip].numpy()
        points = batch["points"][clip].numpy()[:, real]
        expected = fill_gaps(points, out["visible"][clip].bool().numpy()[:, real])
        np.testing.assert_allclose(out["points"][clip].numpy()[:, real], expected, atol=1e-5)


def test_half_of_the_clips_lose_about_the_share_of_points_that_is_asked_for() -> None:
    batch = batch_of(0, clips=4000, points=40)
    batch["mask"][:] = True
    config = Augmentation(point_dropout=0.5, fewest_points=0.5)
    kept = augment(batch, config, torch.Generator().manual_seed(1), trim=False)["mask"].mean(1)
    assert float((kept == 1).float().mean()) == pytest.approx(0.5, abs=0.03)
    assert float(kept[kept < 1].mean()) == pytest.approx(0.75, abs=0.02)


def test_the_picture_turns_grows_and_moves_as_a_whole() -> None:
    batch = batch_of(3, clips=200)
    config = Augmentation(point_dropout=0, occlusion=0, jitter=0)
    out = augment(batch, config, torch.Generator().manual_seed(2), trim=False)["points"]
    for clip in range(200):
        real = batch["mask"][clip]
        before = batch["points"][clip][:, real].reshape(-1, 2).double().numpy()
        after = out[clip][:, real].reshape(-1, 2).double().numpy()
        # An affine map that fits every point, near the identity, and not a reflection.
        design = np.hstack([before, np.ones((len(before), 1))])
        fit, *_ = np.linalg.lstsq(design, after, rcond=None)
        np.testing.assert_allclose(design @ fit, after, atol=1e-4)
        matrix = fit[:2]
        assert np.linalg.det(matrix) > 0
        assert np.exp(-0.38) < np.sqrt(np.linalg.det(matrix)) < np.exp(0.38)
        assert abs(np.degrees(np.arctan2(matrix[0, 1], matrix[0, 0]))) < 10


def test_trimming_cuts_only_what_no_clip_has() -> None:
    batch, out = run(7, NOTHING, trim=True)
    width = int(batch["mask"].sum(1).max())
    assert out["points"].shape[2] == out["visible"].shape[2] == out["mask"].shape[1] == width
    assert torch.allclose(out["points"], batch["points"][:, :, :width], atol=1e-6)
