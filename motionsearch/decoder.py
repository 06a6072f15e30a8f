"""The auto-encoder's other half, in torch: from a vector of the space back to tracks.

Given a clip's vector and where its points are at the first moment, the decoder says where they go. Points
are a set, so a point is known by its place among the others at the start. Relatives: TRAJAN, whose decoder
asks latent tokens about query points one at a time, and Lang2Motion (arXiv 2512.10617), whose decoder adds
displacements to the starting grid; here the points also see each other, so that a leg is a leg because
there is a body above it.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any, NamedTuple

import torch
from torch import Tensor, nn

from motionsearch.encoder import EPS
from motionsearch.layers import SelfBlock, fourier, padding_bias


@dataclass(frozen=True)
class DecoderConfig:
    """Sizes of the network.

    Args:
        dim: Dimension of the space.
        width: Of the transformer's tokens.
        layers: Of the transformer.
        heads: Of each attention.
        num_frames: Moments of the decoded tracks (S).
        latents: Tokens that a vector is unfolded into.
        octaves: Wavelengths by which a start position is told: 8, 4, 2, ... clip sizes.
    """

    dim: int = 384
    width: int = 128
    layers: int = 4
    heads: int = 4
    num_frames: int = 32
    latents: int = 8
    octaves: int = 6

    def to_dict(self) -> dict[str, Any]:
        """Plain values, for JSON."""
        return asdict(self)


class ClipFrame(NamedTuple):
    """A clip's own coordinates: those of "across / clip_size" in :func:`motionsearch.encoder.normalise`.

    Args:
        centre: ``(B, 2)``, the mean over all moments of the centroid of a clip's points.
        size: ``(B,)``, the clip size: RMS distance of all points at all moments from the centre.
    """

    centre: Tensor
    size: Tensor

    @classmethod
    def of(cls, points: Tensor, mask: Tensor) -> ClipFrame:
        """The frame of clips ``(B, S, N, 2)``, of which ``mask`` ``(B, N)`` says which points are real."""
        weight = mask[:, None, :, None]
        count = mask.sum(1).clamp_min(1.0)[:, None] * points.shape[1]  # (B, 1)
        centre = (points * weight).sum((1, 2)) / count
        away = (points - centre[:, None, None]) * weight
        # Clamped before the root, whose slope at 0 is infinite.
        size = (away.square().sum((1, 2, 3)) / count[:, 0]).clamp_min(EPS**2).sqrt()
        return cls(centre, size)

    def inside(self, points: Tensor) -> Tensor:
        """``(B, S, N, 2)`` of the batch's coordinates into the clips' own: from the centre, in clip sizes."""
        return (points - self.centre[:, None, None]) / self.size[:, None, None, None]

    def outside(self, points: Tensor) -> Tensor:
        """The inverse of :meth:`inside`."""
        return points * self.size[:, None, None, None] + self.centre[:, None, None]


class TrajectoryDecoder(nn.Module):
    """Vectors of the space to point trajectories."""

    def __init__(self, config: DecoderConfig) -> None:
        super().__init__()
        self.config = config
        w, s = config.width, config.num_frames
        self.unfold = nn.Linear(config.dim, config.latents * w)
        self.duration_in = nn.Linear(1, w)
        self.point_in = nn.Sequential(nn.Linear(2 * (1 + 2 * config.octaves), w), nn.GELU(), nn.Linear(w, w))
        self.blocks = nn.ModuleList(SelfBlock(w, config.heads) for _ in range(config.layers))
        self.norm = nn.LayerNorm(w)
        self.out = nn.Sequential(nn.Linear(w, 2 * w), nn.GELU(), nn.Linear(2 * w, s * 2))

    def forward(self, z: Tensor, start: Tensor, mask: Tensor, duration: Tensor) -> Tensor:
        """Where points go that start somewhere, if what happens is what a vector says.

        Args:
            z: ``(B, dim)`` unit vectors: of clips, or of texts.
            start: ``(B, N, 2)`` float32, positions at the first moment in the coordinates of
                :class:`ClipFrame`: relative to the middle of the whole clip, in clip sizes. How far they
                lie from 0 says how much of the motion is travel, how far apart they lie how large the thing
                is beside its travel: of a clip take both from its frame, for a new one choose them.
            mask: ``(B, N)`` float32, 1 for real points and 0 for padding.
            duration: ``(B,)`` float32, seconds.

        Returns:
            ``(B, S, N, 2)`` float32 positions in the same coordinates; at the first moment ``start`` itself.
            What is padding is 0.
        """
        batch, count, _ = start.shape
        start = start * mask.unsqueeze(-1)  # whatever padding holds
        latents = self.unfold(z).reshape(batch, self.config.latents, -1)
        latents = latents + self.duration_in(duration.clamp_min(1e-2).log()[:, None, None] / 2)
        # Beyond +-8 the waves would only repeat.
        queries = self.point_in(fourier(start.clamp(-8, 8), self.config.octaves))
        x = torch.cat([latents, queries], dim=1)  # (B, latents + N, width)
        bias = padding_bias(mask, ahead=self.config.latents)
        for block in self.blocks:
            x = block(x, bias)
        moves = self.out(self.norm(x[:, self.config.latents :])).float()
        moves = moves.reshape(batch, count, -1, 2).transpose(1, 2)  # (B, S, N, 2)
        moves = moves - moves[:, :1]
        tracks: Tensor = (start.unsqueeze(1) + moves) * mask[:, None, :, None]
        return tracks
