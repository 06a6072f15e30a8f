"""Encoders to choose from by measurement, all with the inputs and outputs of the one that is shipped.

Each reads the same normalised features (:func:`motionsearch.encoder.normalise`) and differs only in what a
token is: so a row of the ablation table says what the architecture is worth. None depends on the order or
the number of points.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

import torch
import torch.nn.functional as F
from torch import Tensor, nn
from torch.utils.checkpoint import checkpoint

from motionsearch.encoder import (
    CLIP_FEATURES,
    FRAME_FEATURES,
    POINT_FEATURES,
    EncoderConfig,
    TrajectoryEncoder,
    normalise,
)
from motionsearch.errors import ModelError
from motionsearch.lang2motion import Lang2MotionEncoder
from motionsearch.layers import CrossBlock, SelfBlock, padding_bias
from motionsearch.model import CONFIG, WEIGHTS, ModelConfig

LATENTS = 12
PATCH = 4


class PooledEncoder(nn.Module):
    """A token per pair of moments, over all points: what the whole does when. No point has a token."""

    def __init__(self, config: EncoderConfig) -> None:
        super().__init__()
        self.config = config
        self.moments = _Moments(config)
        self.clip_in = _clip_in(config.width)
        self.summary = _vector(1, config.width)
        self.blocks = nn.ModuleList(SelfBlock(config.width, config.heads) for _ in range(config.layers))
        self.readout = _Readout(config)

    def forward(self, points: Tensor, visible: Tensor, mask: Tensor, duration: Tensor) -> Tensor:
        """As :meth:`motionsearch.encoder.TrajectoryEncoder.forward`."""
        visible = visible * mask.unsqueeze(1)
        per_point, per_frame, per_clip = normalise(points, visible, mask, duration)
        summary = self.summary + self.clip_in(per_clip).unsqueeze(1)
        x = torch.cat([summary, self.moments(per_point, per_frame, visible)], dim=1)  # (B, 1 + S / 2, width)
        return _read(self.blocks, self.readout, x, None, ahead=x.shape[1])


class LeanEncoder(nn.Module):
    """The two views of :class:`motionsearch.encoder.TrajectoryEncoder` for less.

    Points are pooled after one layer instead of two, and the last block spares the points' tokens what
    nobody reads.
    """

    def __init__(self, config: EncoderConfig) -> None:
        super().__init__()
        self.config = config
        w = config.width
        self.point_in = _point_in(config)
        self.moments = _Moments(config)
        self.clip_in = _clip_in(w)
        self.summary = _vector(1, w)
        self.point_kind = _vector(1, w)
        self.blocks = nn.ModuleList(SelfBlock(w, config.heads) for _ in range(config.layers))
        self.readout = _Readout(config)

    def forward(self, points: Tensor, visible: Tensor, mask: Tensor, duration: Tensor) -> Tensor:
        """As :meth:`motionsearch.encoder.TrajectoryEncoder.forward`."""
        visible = visible * mask.unsqueeze(1)
        per_point, per_frame, per_clip = normalise(points, visible, mask, duration)
        tracks = self.point_in(per_point.transpose(1, 2).flatten(2)) + self.point_kind  # (B, N, width)
        moments = self.moments(per_point, per_frame, visible)
        summary = self.summary + self.clip_in(per_clip).unsqueeze(1)
        x = torch.cat([summary, moments, tracks], dim=1)
        ahead = 1 + moments.shape[1]
        return _read(self.blocks, self.readout, x, padding_bias(mask, ahead), ahead)


class LatentEncoder(nn.Module):
    """A few latent tokens gather the points' tracks, then meet the pairs of moments in one transformer.

    Its transformer costs the same for one point and for a thousand.
    """

    def __init__(self, config: EncoderConfig) -> None:
        super().__init__()
        self.config = config
        w = config.width
        self.point_in = _point_in(config)
        self.moments = _Moments(config)
        self.clip_in = _clip_in(w)
        self.summary = _vector(1, w)
        self.latents = _vector(LATENTS, w)
        self.gather = CrossBlock(w, config.heads)
        self.blocks = nn.ModuleList(SelfBlock(w, config.heads) for _ in range(config.layers))
        self.readout = _Readout(config)

    def forward(self, points: Tensor, visible: Tensor, mask: Tensor, duration: Tensor) -> Tensor:
        """As :meth:`motionsearch.encoder.TrajectoryEncoder.forward`."""
        visible = visible * mask.unsqueeze(1)
        per_point, per_frame, per_clip = normalise(points, visible, mask, duration)
        tracks = self.point_in(per_point.transpose(1, 2).flatten(2))  # (B, N, width)
        clip = self.clip_in(per_clip).unsqueeze(1)
        latents = self.gather(self.latents + clip, tracks, padding_bias(mask))  # (B, LATENTS, width)
        moments = self.moments(per_point, per_frame, visible)
        x = torch.cat([self.summary + clip, moments, latents], dim=1)
        return _read(self.blocks, self.readout, x, None, ahead=1 + moments.shape[1])


class FactorisedEncoder(nn.Module):
    """A token per point and few moments; attention goes in turn along time and among points."""

    def __init__(self, config: EncoderConfig) -> None:
        super().__init__()
        self.config = config
        w, s = config.width, config.num_frames
        if s % PATCH:
            raise ValueError(f"num_frames must be a multiple of {PATCH}, got {s}")
        self.patch_in = nn.Linear(PATCH * POINT_FEATURES, w)
        self.frame_in = nn.Linear(PATCH * FRAME_FEATURES, w)
        self.clip_in = _clip_in(w)
        self.moment = _vector(s // PATCH, w)
        self.along_time = nn.ModuleList(SelfBlock(w, config.heads) for _ in range(config.layers))
        self.among_points = nn.ModuleList(SelfBlock(w, config.heads) for _ in range(config.layers))
        self.readout = _Readout(config)

    def forward(self, points: Tensor, visible: Tensor, mask: Tensor, duration: Tensor) -> Tensor:
        """As :meth:`motionsearch.encoder.TrajectoryEncoder.forward`."""
        visible = visible * mask.unsqueeze(1)
        per_point, per_frame, per_clip = normalise(points, visible, mask, duration)
        batch, s, n, _ = per_point.shape
        w, patches = self.config.width, s // PATCH
        patched = per_point.transpose(1, 2).reshape(batch, n, patches, PATCH * POINT_FEATURES)
        # What all points of a moment share: (B, 1, S / PATCH, width)
        shared = self.frame_in(per_frame.reshape(batch, 1, patches, PATCH * FRAME_FEATURES))
        shared = shared + self.moment.unsqueeze(1) + self.clip_in(per_clip)[:, None, None]
        x = (self.patch_in(patched) + shared).reshape(batch * n, patches, w)
        bias = padding_bias(mask)  # (B, 1, 1, N), the same at every moment
        bias = bias.unsqueeze(1).expand(-1, patches, -1, -1, -1).reshape(batch * patches, 1, 1, n)
        for along_time, among_points in zip(self.along_time, self.among_points, strict=True):
            x = along_time(x).reshape(batch, n, patches, w).transpose(1, 2).reshape(batch * patches, n, w)
            x = among_points(x, bias).reshape(batch, patches, n, w).transpose(1, 2)
            x = x.reshape(batch * n, patches, w)
        x = x.reshape(batch, n, patches, w)
        seen = visible.transpose(1, 2).reshape(batch, n, patches, PATCH).amax(-1)  # (B, N, S / PATCH)
        mean = (x * seen.unsqueeze(-1)).sum((1, 2)) / seen.sum((1, 2)).clamp_min(1.0).unsqueeze(-1)
        # Unseen tokens sink below any seen one; where nothing at all is seen the mean, 0, is kept.
        top = (x + (seen.unsqueeze(-1) - 1.0) * 1e4).amax((1, 2))
        return self.readout(torch.maximum(top, mean), mean)  # type: ignore[no-any-return]


class _Moments(nn.Module):
    """A token per pair of moments: mean and max over the seen points, and what the whole does.

    One layer before the pooling and two after it: the first runs once per point and pair of moments, where a
    second one would cost as much as a layer of the transformer.
    """

    def __init__(self, config: EncoderConfig) -> None:
        super().__init__()
        p, w = config.pool_width, config.width
        # The features of what is unseen are 0 and one of them says "seen": without a bias unseen stays 0,
        # and after ReLU never wins the max.
        self.pool_in = nn.Linear(2 * POINT_FEATURES, p, bias=False)
        self.frame_in = nn.Sequential(nn.Linear(2 * p + 2 * FRAME_FEATURES, w), nn.GELU(), nn.Linear(w, w))
        self.moment = _vector(config.num_frames // 2, w)

    def forward(self, per_point: Tensor, per_frame: Tensor, visible: Tensor) -> Tensor:
        """``(B, S, N, 9)``, ``(B, S, 7)`` and ``(B, S, N)`` to ``(B, S / 2, width)``."""
        batch, s, n, features = per_point.shape
        pairs = per_point.reshape(batch, s // 2, 2, n, features).transpose(2, 3)
        pairs = pairs.reshape(batch, s // 2, n, 2 * features)
        if self.training and torch.compiler.is_compiling():
            # Or it keeps which points won for the way back, by a loop that took a fifth of a training step.
            total, top = checkpoint(self._pooled, pairs, use_reentrant=False, preserve_rng_state=False)
        else:
            total, top = self._pooled(pairs)
        seen = visible.reshape(batch, s // 2, 2, n).amax(2).sum(2, keepdim=True)  # (B, S / 2, 1)
        whole = per_frame.reshape(batch, s // 2, 2 * FRAME_FEATURES)
        pooled = torch.cat([total / seen.clamp_min(1.0), top, whole], dim=-1)
        tokens: Tensor = self.frame_in(pooled) + self.moment
        return tokens

    def _pooled(self, pairs: Tensor) -> tuple[Tensor, Tensor]:
        """``(B, S / 2, N, 18)`` to sum and maximum over the points, each ``(B, S / 2, pool_width)``."""
        pooled = self.pool_in(pairs).relu()
        return pooled.sum(2), pooled.amax(2)


class _Readout(nn.Module):
    def __init__(self, config: EncoderConfig) -> None:
        super().__init__()
        self.norm = nn.LayerNorm(2 * config.width)
        self.out = nn.Linear(2 * config.width, config.dim)

    def forward(self, first: Tensor, second: Tensor) -> Tensor:
        """Twice ``(B, width)`` to ``(B, dim)`` of unit length."""
        return F.normalize(self.out(self.norm(torch.cat([first, second], dim=-1))), dim=-1)


def _read(blocks: nn.ModuleList, readout: nn.Module, x: Tensor, bias: Tensor | None, ahead: int) -> Tensor:
    """The transformer, read at its summary and at the mean of the moments: the first ``ahead`` tokens."""
    *inner, last = blocks
    for block in inner:
        x = block(x, bias)
    x = last(x, bias, first=ahead)
    vectors: Tensor = readout(x[:, 0], x[:, 1:].mean(1))
    return vectors


def _point_in(config: EncoderConfig) -> nn.Sequential:
    w = config.width
    return nn.Sequential(nn.Linear(config.num_frames * POINT_FEATURES, w), nn.GELU(), nn.Linear(w, w))


def _clip_in(width: int) -> nn.Sequential:
    return nn.Sequential(nn.Linear(CLIP_FEATURES, width), nn.GELU(), nn.Linear(width, width))


def _vector(count: int, width: int) -> nn.Parameter:
    return nn.Parameter(torch.randn(1, count, width) * 0.02)


ARCHITECTURES: dict[str, Callable[[EncoderConfig], nn.Module]] = {
    "two-view": TrajectoryEncoder,
    "two-view-lean": LeanEncoder,
    "pooled": PooledEncoder,
    "latent": LatentEncoder,
    "factorised": FactorisedEncoder,
    "lang2motion": Lang2MotionEncoder,
    "lang2motion-derivatives": partial(Lang2MotionEncoder, derivatives=True),
}
# At which each is compared: sizes that the processor can afford, and the paper's for the paper's.
SIZES: dict[str, EncoderConfig] = {
    config.architecture: config
    for config in (
        EncoderConfig(),
        EncoderConfig(architecture="two-view-lean", pool_width=128),
        EncoderConfig(architecture="pooled", width=256, heads=8, pool_width=128),
        EncoderConfig(architecture="latent", pool_width=128),
        EncoderConfig(architecture="factorised", width=96, layers=2, heads=3),
        EncoderConfig(architecture="lang2motion", width=512, layers=4, heads=8),
        EncoderConfig(architecture="lang2motion-derivatives", width=512, layers=4, heads=8),
    )
}


def load_encoder(folder: Path) -> nn.Module:
    """The network of a model folder with its weights.

    Raises:
        ModelError: the config or the weights cannot be read, or do not fit together.
    """
    from safetensors import SafetensorError
    from safetensors.torch import load_file

    config = ModelConfig.load(folder / CONFIG)
    try:
        sizes = EncoderConfig(**config.encoder)
        encoder = ARCHITECTURES[sizes.architecture](sizes)
        encoder.load_state_dict(load_file(folder / WEIGHTS))
    except (SafetensorError, OSError, RuntimeError, TypeError, KeyError) as error:
        raise ModelError(
            f"{folder / WEIGHTS}: not the weights of this model ({error})",
            hint="copy the whole model folder again",
        ) from error
    return encoder
