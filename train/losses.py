"""Training losses."""

from __future__ import annotations

import torch
import torch.nn.functional as F
from torch import Tensor


def info_nce(tracks: Tensor, text: Tensor, scale: Tensor, same_text: Tensor) -> Tensor:
    """Symmetric InfoNCE (CLIP, arXiv 2103.00020) in which captions that say the same are not negatives.

    Args:
        tracks: ``(B, D)`` unit vectors.
        text: ``(B, D)`` unit vectors; row i belongs to clip i.
        scale: Factor on the cosines.
        same_text: ``(B, B)`` bool, True where two captions mean the same. The diagonal is not looked at.
    """
    logits = scale * tracks @ text.T
    own = torch.eye(len(logits), dtype=torch.bool, device=logits.device)
    logits = logits.masked_fill(same_text & ~own, -1e4)
    target = torch.arange(len(logits), device=logits.device)
    return (F.cross_entropy(logits, target) + F.cross_entropy(logits.T, target)) / 2


def cosine_loss(tracks: Tensor, target: Tensor) -> Tensor:
    """Lang2Motion's alignment (arXiv 2512.10617), ``mean(1 - cos)``: ``(B, D)`` against ``(B, D)``.

    The target is the drawn trajectories (our picture term) or, as the paper trains, the captions too.
    """
    return (1 - F.cosine_similarity(tracks, target, dim=-1)).mean()
