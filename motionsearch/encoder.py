"""The encoder's network, in torch: for training and export. Searching runs its ONNX export instead.

Two views of a clip meet in one transformer: a token per point (its whole track: who moves how) and a token
per pair of moments (all points pooled: what the whole does when), so nothing depends on the order or the
number of points. Relatives: TRAJAN's latent tokens over track sets, and Lang2Motion's trajectory encoder
(arXiv 2512.10617), which flattens a fixed grid of points instead.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from motionsearch.layers import SelfBlock, padding_bias

EPS = 1e-5
POINT_FEATURES = 9
FRAME_FEATURES = 7
CLIP_FEATURES = 7


@dataclass(frozen=True)
class EncoderConfig:
    """Sizes of the network.

    Args:
        dim: Dimension of the space.
        architecture: Which network; "two-view" is the one of this module.
        width: Of the transformer's tokens.
        layers: Of the transformer.
        heads: Of each attention.
        num_frames: Moments sampled from a clip (S); even.
        pool_width: Of the features that are pooled over points.
    """

    dim: int = 384
    architecture: str = "two-view"
    width: int = 192
    layers: int = 3
    heads: int = 6
    num_frames: int = 32
    pool_width: int = 96

    def to_dict(self) -> dict[str, Any]:
        """Plain values, for JSON."""
        return asdict(self)


class TrajectoryEncoder(nn.Module):
    """Point trajectories to unit vectors.

    Normalisation is part of the network, so that training and the exported file cannot differ in it.
    """

    def __init__(self, config: EncoderConfig) -> None:
        super().__init__()
        self.config = config
        s, w, p = config.num_frames, config.width, config.pool_width
        self.point_in = nn.Sequential(nn.Linear(s * POINT_FEATURES, w), nn.GELU(), nn.Linear(w, w))
        # ReLU: this runs once per point and pair of moments, where GELU would cost a fifth of the network.
        self.pool_in = nn.Sequential(nn.Linear(2 * POINT_FEATURES, p), nn.ReLU(), nn.Linear(p, p), nn.ReLU())
        self.frame_in = nn.Linear(2 * p + 2 * FRAME_FEATURES, w)
        self.clip_in = nn.Sequential(nn.Linear(CLIP_FEATURES, w), nn.GELU(), nn.Linear(w, w))
        self.summary = nn.Parameter(torch.randn(1, 1, w) * 0.02)
        self.moment = nn.Parameter(torch.randn(1, s // 2, w) * 0.02)
        self.point_kind = nn.Parameter(torch.randn(1, 1, w) * 0.02)
        self.blocks = nn.ModuleList(SelfBlock(w, config.heads) for _ in range(config.layers))
        self.norm = nn.LayerNorm(2 * w)
        self.out = nn.Linear(2 * w, config.dim)

    def forward(self, points: Tensor, visible: Tensor, mask: Tensor, duration: Tensor) -> Tensor:
        """Embeds a batch; see :class:`motionsearch.features.Batch` for the inputs.

        Args:
            points: ``(B, S, N, 2)`` float32.
            visible: ``(B, S, N)`` float32, 0 or 1.
            mask: ``(B, N)`` float32, 0 or 1.
            duration: ``(B,)`` float32, seconds.

        Returns:
            ``(B, dim)`` float32 of unit length.
        """
        visible = visible * mask.unsqueeze(1)  # padding and dropped points are never seen
        per_point, per_frame, per_clip = normalise(points, visible, mask, duration)
        # A point's whole track: (B, N, S * POINT_FEATURES)
        tracks = per_point.transpose(1, 2).flatten(2)
        point_tokens = self.point_in(tracks) + self.point_kind
        # All points of a pair of moments: mean and max over the seen ones. (B, S / 2, 2 * pool_width)
        pairs = _pair_up(per_point.transpose(1, 2)).transpose(1, 2)  # (B, S / 2, N, 2 * POINT_FEATURES)
        seen = _pair_up(visible.transpose(1, 2).unsqueeze(-1)).amax(-1, keepdim=True).transpose(1, 2)
        # ReLU's outputs are at least 0, so what is unseen never wins the max.
        pooled = self.pool_in(pairs) * seen
        mean, top = pooled.sum(2) / seen.sum(2).clamp_min(1.0), pooled.amax(2)
        frame_tokens = self.frame_in(torch.cat([mean, top, _pair_up(per_frame)], dim=-1)) + self.moment
        clip_token = self.clip_in(per_clip).unsqueeze(1)
        x = torch.cat([self.summary + clip_token, frame_tokens, point_tokens], dim=1)  # (B, 1 + S/2 + N, w)
        ahead = 1 + frame_tokens.shape[1]
        bias = padding_bias(mask, ahead)
        for block in self.blocks:
            x = block(x, bias)
        out: Tensor = self.out(self.norm(torch.cat([x[:, 0], x[:, 1:ahead].mean(1)], dim=-1)))
        return F.normalize(out, dim=-1)


class TextHead(nn.Module):
    """A residual MLP on the text side, the identity at the start: ``unit(t + B silu(A t + a) + b)``.

    ``t`` is the space's vector, or, with ``enter``, ``unit(C u + c)`` of the space's vector ``u``: a linear
    map out of a space whose texts are crowded around their mean, as CLIP's are.
    """

    def __init__(self, dim: int, hidden: int, *, enter: bool = False) -> None:
        super().__init__()
        self.enter = nn.Linear(dim, dim) if enter else None
        self.inner = nn.Linear(dim, hidden)
        self.outer = nn.Linear(hidden, dim)
        nn.init.zeros_(self.outer.weight)
        nn.init.zeros_(self.outer.bias)
        if self.enter is not None:
            nn.init.eye_(self.enter.weight)
            nn.init.zeros_(self.enter.bias)

    @classmethod
    def of(cls, weights: dict[str, Tensor]) -> TextHead:
        """The head with these weights, of the sizes they have."""
        hidden, dim = weights["inner.weight"].shape
        head = cls(dim, hidden, enter="enter.weight" in weights)
        head.load_state_dict(weights)
        return head

    def entered(self, text: Tensor) -> Tensor:
        """``(B, dim)`` unit vectors of the space to the ``t`` above."""
        return text if self.enter is None else F.normalize(self.enter(text), dim=-1)

    def forward(self, text: Tensor) -> Tensor:
        """``(B, dim)`` unit vectors of the space to ``(B, dim)`` unit vectors."""
        text = self.entered(text)
        return F.normalize(text + self.outer(F.silu(self.inner(text))), dim=-1)


def normalise(
    points: Tensor, visible: Tensor, mask: Tensor, duration: Tensor
) -> tuple[Tensor, Tensor, Tensor]:
    """What the encoder sees of a clip: where in the clip, where in the object, how fast, how large, how long.

    Position relative to the clip's own frame (unit: RMS distance from the clip's centre, travel included) is
    kept apart from position within the object (unit: RMS distance from the moving centroid), so that both
    "moves left" and "the left arm rises" can be read off.

    Returns:
        ``(B, S, N, 9)`` per point, ``(B, S, 7)`` per moment and ``(B, 7)`` per clip.
    """
    # Points lie along the last axis throughout: rows of two, x and y, are slow to go through.
    xy = torch.stack([points[..., 0], points[..., 1]], dim=1)  # (B, 2, S, N)
    count = mask.sum(1).clamp_min(1.0)  # (B,)
    weight = mask[:, None, None, :]
    centroid = (xy * weight).sum(3) / count[:, None, None]  # (B, 2, S)
    centre = centroid.mean(2)  # (B, 2)
    inside = (xy - centroid.unsqueeze(3)) * weight
    travel = centroid - centre.unsqueeze(2)  # (B, 2, S)
    spread = inside.square().sum((1, 3)) / count[:, None]  # (B, S)
    frame_size = spread.clamp_min(EPS**2).sqrt()
    object_size = spread.mean(1).clamp_min(EPS**2).sqrt()  # (B,)
    # The mean square about the centre is that about the centroid and the centroid's own about the centre.
    clip_size = (spread.mean(1) + travel.square().sum(1).mean(1)).clamp_min(EPS**2).sqrt()
    rate = (points.shape[1] - 1) / duration.clamp_min(1e-2)  # samples a second
    # A thing without extent (one point) has no inside: its coordinates are noise blown up, so leave them out.
    solid = (object_size / clip_size > 1e-2).to(points.dtype)
    across = (xy - centre[:, :, None, None]) / clip_size[:, None, None, None]
    inside = inside * (solid / object_size)[:, None, None, None]
    speed_inside = _difference(inside) * (rate / 4)[:, None, None, None]
    places = torch.cat([across, inside, _difference(across) * 4, speed_inside], dim=1).clamp(-5, 5)
    seen = visible.unsqueeze(1)  # (B, 1, S, N), 0 for padding
    per_point = torch.cat([places * seen, seen], dim=1).permute(0, 2, 3, 1)
    travel = travel / clip_size[:, None, None]
    seconds = torch.linspace(0, 1, points.shape[1], device=points.device, dtype=points.dtype)
    per_frame = torch.cat(
        [
            travel,
            (_difference(travel) * (rate / 4)[:, None, None]).clamp(-5, 5),
            ((frame_size / object_size[:, None]).log().clamp(-3, 3) * solid[:, None]).unsqueeze(1),
            (visible.sum(2) / count[:, None]).unsqueeze(1),  # the share that is seen
            (seconds * duration[:, None] / 4).clamp(0, 4).unsqueeze(1),
        ],
        dim=1,
    ).transpose(1, 2)
    per_clip = torch.stack(
        [
            object_size.log() / 2 + 1,
            clip_size.log() / 2 + 1,
            (object_size / clip_size).clamp(0, 1),
            centre[:, 0] * 2,
            centre[:, 1] * 2,
            duration.clamp_min(1e-2).log() / 2,
            count.log() / 4,
        ],
        dim=-1,
    )
    return per_point, per_frame, per_clip.clamp(-4, 4)


def _pair_up(x: Tensor) -> Tensor:
    """``(..., S, F)`` to ``(..., S / 2, 2 F)``: neighbouring moments side by side."""
    return x.reshape(*x.shape[:-2], x.shape[-2] // 2, 2 * x.shape[-1])


def _difference(x: Tensor) -> Tensor:
    """Forward difference along axis 2, the last one repeated, so that the length stays."""
    step = x[:, :, 1:] - x[:, :, :-1]
    return torch.cat([step, step[:, :, -1:]], dim=2)
