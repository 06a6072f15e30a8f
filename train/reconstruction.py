"""The auto-encoder's terms: how far decoded tracks are from the clip's own, and how far their steps are.

As in Lang2Motion (arXiv 2512.10617) and MotionCLIP (arXiv 2203.08063) before it, but where a point is not
seen nothing is asked of it, and every clip counts alike, however many points it has.
"""

from __future__ import annotations

from typing import NamedTuple

import torch
import torch.nn.functional as F
from torch import Tensor

from motionsearch.decoder import ClipFrame


class Reconstruction(NamedTuple):
    """The two terms, each a scalar.

    Args:
        position: Mean error of a coordinate, in clip sizes.
        velocity: Mean error of a coordinate's step from one moment to the next, in clip sizes.
    """

    position: Tensor
    velocity: Tensor


class DisplacementErrors(NamedTuple):
    """Errors of each clip in pixels, ``(B,)``; NaN where no point is ever seen.

    Args:
        ade: Average displacement error: mean distance over all seen points and moments.
        fde: Final displacement error: mean over the points of the distance at the last moment each is seen.
    """

    ade: Tensor
    fde: Tensor


def target(points: Tensor, mask: Tensor) -> Tensor:
    """What the decoder should give: ``(B, S, N, 2)`` in the clips' own coordinates, 0 where padded.

    Its first moment ``target(...)[:, 0]`` is the decoder's ``start``.

    Args:
        points: ``(B, S, N, 2)`` as in :class:`motionsearch.features.Batch`.
        mask: ``(B, N)`` float32, 1 for real points and 0 for padding.
    """
    return ClipFrame.of(points, mask).inside(points) * mask[:, None, :, None]


def reconstruction_loss(
    decoded: Tensor, points: Tensor, visible: Tensor, mask: Tensor, *, beta: float = 0.0
) -> Reconstruction:
    """Both terms of a batch: means over a clip's seen coordinates, then over the clips that have any.

    Args:
        decoded: ``(B, S, N, 2)`` from :class:`motionsearch.decoder.TrajectoryDecoder`.
        points: ``(B, S, N, 2)`` as in :class:`motionsearch.features.Batch`.
        visible: ``(B, S, N)`` float32, 1 where seen. A step counts where both its ends are seen.
        mask: ``(B, N)`` float32, 1 for real points and 0 for padding.
        beta: Errors below it count squared (smooth L1); 0 for plain L1, as in the paper's code.
    """
    wanted = target(points, mask)
    seen = visible * mask.unsqueeze(1)
    return Reconstruction(
        _term(decoded, wanted, seen, beta),
        _term(
            decoded[:, 1:] - decoded[:, :-1], wanted[:, 1:] - wanted[:, :-1], seen[:, 1:] * seen[:, :-1], beta
        ),
    )


@torch.no_grad()
def displacement_errors(
    decoded: Tensor, points: Tensor, visible: Tensor, mask: Tensor, diagonal: Tensor | float
) -> DisplacementErrors:
    """ADE and FDE for reports.

    Args:
        decoded: ``(B, S, N, 2)`` from the decoder.
        points: ``(B, S, N, 2)`` as in :class:`motionsearch.features.Batch`.
        visible: ``(B, S, N)``, 1 where seen.
        mask: ``(B, N)``, 1 for real points and 0 for padding.
        diagonal: Of the pictures in pixels, one number or ``(B,)``.
    """
    frame = ClipFrame.of(points, mask)
    scale = torch.as_tensor(diagonal, dtype=points.dtype, device=points.device).reshape(-1, 1, 1)
    distance = (frame.outside(decoded) - points).norm(dim=-1) * scale  # (B, S, N)
    seen = visible * mask.unsqueeze(1)
    moment = torch.arange(1, points.shape[1] + 1, device=points.device).view(1, -1, 1)
    number = (moment * (seen > 0)).amax(1)  # (B, N), of the last moment at which a point is seen; 0: never
    final = distance.gather(1, (number - 1).clamp_min(0).unsqueeze(1)).squeeze(1)
    ever = (number > 0).to(distance.dtype)
    return DisplacementErrors(
        ade=(distance * seen).sum((1, 2)) / seen.sum((1, 2)), fde=(final * ever).sum(1) / ever.sum(1)
    )


def _term(got: Tensor, wanted: Tensor, seen: Tensor, beta: float) -> Tensor:
    error = F.smooth_l1_loss(got, wanted, reduction="none", beta=beta).mean(-1)  # (B, S, N)
    count = seen.sum((1, 2))
    clips = (error * seen).sum((1, 2)) / count.clamp_min(1.0)
    # All zeros give 0 and not NaN: a batch without a single step seen teaches nothing.
    return clips.sum() / (count > 0).sum().clamp_min(1)
