"""Training losses."""

from __future__ import annotations

import torch
import torch.nn.functional as F
from torch import Tensor


def info_nce(
    tracks: Tensor,
    text: Tensor,
    scale: Tensor,
    alike: Tensor,
    *,
    same_text: float = 0.95,
    soft_text: float = 0.0,
    soft_scale: float = 20.0,
) -> Tensor:
    """Symmetric InfoNCE (CLIP, arXiv 2103.00020) that knows when two captions say much the same.

    Args:
        tracks: ``(B, D)`` unit vectors.
        text: ``(B, D)`` unit vectors; row i belongs to clip i.
        scale: Factor on the cosines.
        alike: ``(B, B)`` cosines of the captions in the frozen space. The diagonal is not looked at.
        same_text: Captions more alike than this are not negatives of each other.
        soft_text: Share of the target that is spread over the other captions, as ``softmax(soft_scale *
            alike)`` has it; the rest is the clip's own caption.
        soft_scale: See there.
    """
    own = torch.eye(len(tracks), dtype=torch.bool, device=tracks.device)
    same = (alike > same_text) & ~own
    logits = (scale * tracks @ text.T).masked_fill(same, -1e4)
    if soft_text == 0:
        target = torch.arange(len(logits), device=logits.device)
        return (F.cross_entropy(logits, target) + F.cross_entropy(logits.T, target)) / 2
    spread = (soft_scale * alike).masked_fill(same, -1e4).softmax(-1)
    soft = soft_text * spread + (1 - soft_text) * own.to(spread.dtype)
    there = -(soft * logits.log_softmax(-1)).sum(-1).mean()
    back = -(soft * logits.T.log_softmax(-1)).sum(-1).mean()
    return (there + back) / 2


def cosine_loss(tracks: Tensor, target: Tensor) -> Tensor:
    """Lang2Motion's alignment (arXiv 2512.10617), ``mean(1 - cos)``: ``(B, D)`` against ``(B, D)``.

    The target is the drawn trajectories (our picture term) or, as the paper trains, the captions too.
    """
    return (1 - F.cosine_similarity(tracks, target, dim=-1)).mean()
