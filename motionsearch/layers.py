"""The attention blocks that the networks share, in torch."""

from __future__ import annotations

import math

import torch
import torch.nn.functional as F
from torch import Tensor, nn


class SelfBlock(nn.Module):
    """A pre-norm transformer block: attention among the tokens of a set, then an MLP."""

    def __init__(self, width: int, heads: int) -> None:
        super().__init__()
        self.heads = heads
        self.before_attention = nn.LayerNorm(width)
        self.qkv = nn.Linear(width, 3 * width)
        self.project = nn.Linear(width, width)
        self.before_mlp = nn.LayerNorm(width)
        self.mlp = nn.Sequential(nn.Linear(width, 2 * width), nn.GELU(), nn.Linear(2 * width, width))

    def forward(self, x: Tensor, bias: Tensor | None = None, *, first: int | None = None) -> Tensor:
        """``(B, L, width)`` to the same; ``bias`` ``(B, 1, 1, L)`` is added to the logits of each key.

        Where only the ``first`` tokens are read afterwards, the others serve as keys and are spared the
        rest: ``(B, first, width)``, the same numbers.
        """
        h = self.before_attention(x)
        if first is None:
            q, k, v = self.qkv(h).chunk(3, dim=-1)
        else:
            width = x.shape[-1]
            q = F.linear(h[:, :first], self.qkv.weight[:width], self.qkv.bias[:width])
            k, v = F.linear(h, self.qkv.weight[width:], self.qkv.bias[width:]).chunk(2, dim=-1)
            x = x[:, :first]
        x = x + self.project(attend(q, k, v, self.heads, bias))
        x = x + self.mlp(self.before_mlp(x))
        return x


class CrossBlock(nn.Module):
    """A pre-norm transformer block: tokens attend to those of another set, then an MLP."""

    def __init__(self, width: int, heads: int) -> None:
        super().__init__()
        self.heads = heads
        self.before_queries, self.before_keys = nn.LayerNorm(width), nn.LayerNorm(width)
        self.query = nn.Linear(width, width)
        self.key_value = nn.Linear(width, 2 * width)
        self.project = nn.Linear(width, width)
        self.before_mlp = nn.LayerNorm(width)
        self.mlp = nn.Sequential(nn.Linear(width, 2 * width), nn.GELU(), nn.Linear(2 * width, width))

    def forward(self, x: Tensor, context: Tensor, bias: Tensor | None = None) -> Tensor:
        """``(B, L, width)`` and what it looks at, ``(B, M, width)`` with ``bias`` ``(B, 1, 1, M)``."""
        k, v = self.key_value(self.before_keys(context)).chunk(2, dim=-1)
        x = x + self.project(attend(self.query(self.before_queries(x)), k, v, self.heads, bias))
        x = x + self.mlp(self.before_mlp(x))
        return x


def attend(q: Tensor, k: Tensor, v: Tensor, heads: int, bias: Tensor | None) -> Tensor:
    """Scaled dot-product attention of ``heads`` heads: ``(B, L, width)`` over ``(B, M, width)``."""
    batch, length, width = q.shape
    q, k, v = (part.reshape(batch, -1, heads, width // heads).transpose(1, 2) for part in (q, k, v))
    attended = F.scaled_dot_product_attention(q, k, v, attn_mask=None if bias is None else bias.to(q.dtype))
    return attended.transpose(1, 2).reshape(batch, length, width)


def padding_bias(mask: Tensor, ahead: int = 0) -> Tensor:
    """What keeps padding ``(B, N)`` from being attended to: ``(B, 1, 1, ahead + N)``.

    ``ahead`` is the number of tokens before the points, which are never padding. Finite, so that a set of
    padding alone gives numbers and not NaN.
    """
    return F.pad((mask - 1.0) * 1e4, (ahead, 0))[:, None, None, :]


def fourier(x: Tensor, octaves: int) -> Tensor:
    """``(..., C)`` to ``(..., C * (1 + 2 * octaves))``: the numbers and their waves of length 8, 4, 2, ..."""
    scales = math.pi / 4 * 2.0 ** torch.arange(octaves, device=x.device, dtype=x.dtype)
    angles = (x.unsqueeze(-1) * scales).flatten(-2)
    return torch.cat([x, angles.sin(), angles.cos()], dim=-1)
