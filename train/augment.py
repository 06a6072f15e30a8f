"""What is done to a batch each time it is drawn: another camera, fewer points, shakier and hidden tracks."""

from __future__ import annotations

import math

import torch
from torch import Tensor

from motionsearch.train.augmentation import Augmentation


def augment(
    batch: dict[str, Tensor], config: Augmentation, generator: torch.Generator, *, trim: bool
) -> dict[str, Tensor]:
    """A changed copy of a batch, as the encoder reads it.

    Args:
        batch: ``points (B, S, N, 2)``, ``visible (B, S, N)``, ``mask (B, N)``, ``duration (B,)`` and others,
            which are passed on.
        config: How far.
        generator: Where chance comes from, on the device of the batch.
        trim: Cut off columns of points that no clip has; left on, shapes stay the same from step to step.
    """
    points, visible, mask = batch["points"], batch["visible"].bool(), batch["mask"].bool()
    device, clips = points.device, len(points)

    def uniform(*shape: int) -> Tensor:
        return torch.rand(shape, generator=generator, device=device)

    kept = _dropped(mask, config, uniform(clips), uniform(clips), uniform(*mask.shape))
    points, visible = _occluded(points, visible, config, uniform(4, *mask.shape), uniform(clips))
    # Zoom, stretch and turn as one matrix a clip.
    zoom = torch.exp((2 * uniform(clips) - 1) * config.zoom)
    stretch = torch.exp((2 * uniform(clips) - 1) * config.stretch / 2)
    angle = (2 * uniform(clips) - 1) * math.radians(config.turn)
    cos, sin = angle.cos() * zoom, angle.sin() * zoom
    matrix = torch.stack([cos * stretch, sin / stretch, -sin * stretch, cos / stretch], -1).view(-1, 1, 2, 2)
    shift = (2 * uniform(clips, 1, 1, 2) - 1) * config.shift
    noise = torch.randn(points.shape, generator=generator, device=device)
    points = points @ matrix + shift + noise * (uniform(clips, 1, 1, 1) * config.jitter)
    points = points * kept[:, None, :, None]
    visible = visible & kept[:, None]
    if trim:
        width = int(kept.any(0).nonzero().max()) + 1
        points, visible, kept = points[:, :, :width], visible[:, :, :width], kept[:, :width]
    return {**batch, "points": points, "visible": visible.float(), "mask": kept.float()}


def _dropped(mask: Tensor, config: Augmentation, who: Tensor, share: Tensor, luck: Tensor) -> Tensor:
    """Which points stay; at least one of every clip."""
    share = config.fewest_points + (1 - config.fewest_points) * share
    share = torch.where(who < config.point_dropout, share, torch.ones_like(share))
    kept = mask & (luck < share[:, None])
    # The luckiest real point stays whatever happens.
    luckiest = torch.where(mask, luck, torch.full_like(luck, 2.0)).argmin(1, keepdim=True)
    return kept.scatter(1, luckiest, True)


def _occluded(
    points: Tensor, visible: Tensor, config: Augmentation, luck: Tensor, who: Tensor
) -> tuple[Tensor, Tensor]:
    """Hides a stretch of some points; positions there are filled as :func:`features.fill_gaps` does."""
    frames = points.shape[1]
    chosen = (who < config.occlusion)[:, None] & (luck[0] < luck[1])  # (B, N): from none to nearly all
    length = (luck[2] * frames / 2).long() + 1
    start = (luck[3] * frames).long() - length // 2
    end = start + length
    moment = torch.arange(frames, device=points.device)[None, :, None]
    hidden = (moment >= start[:, None]) & (moment < end[:, None]) & chosen[:, None]
    hidden &= visible.any(1, keepdim=True) & (visible & ~hidden).any(1, keepdim=True)  # never all of a point
    before = torch.where(start > 0, start - 1, end.clamp(max=frames - 1))
    after = torch.where(end < frames, end, (start - 1).clamp(min=0))
    weight = ((moment - before[:, None]) / (after - before).clamp(min=1)[:, None]).clamp(0, 1)

    def at(index: Tensor) -> Tensor:
        wide = index.clamp(0, frames - 1)[:, None, :, None].expand(-1, 1, -1, 2)
        return points.gather(1, wide)

    between = at(before) * (1 - weight[..., None]) + at(after) * weight[..., None]
    return torch.where(hidden[..., None], between.to(points.dtype), points), visible & ~hidden
