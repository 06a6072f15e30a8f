"""The baseline: Lang2Motion's own trajectory encoder (arXiv 2512.10617), to be measured beside ours.

What the paper does: the x and y of all points of a frame are flattened into one token, and a transformer of
4 layers and width 512 reads the frames; trained by :func:`motionsearch.train.losses.cosine_loss`. From its
public code are the learned query token before the frames, whose output is the clip's vector, the post-norm
layers, and ``derivatives``: linear embeddings of velocity and acceleration besides those of position. What
differs, none of it to the baseline's harm:

- The paper tracks a 6 x 6 grid of points; here any number of points is put in the order of such a grid.
- The query's output goes through a linear layer, so that a space need not have 512 dimensions.
- The positions of the frames are learned; they are always ``num_frames`` and evenly spaced.
- 8 heads and MLPs of 4 widths: 12.9 M parameters, of the paper's 14 M.
- There is no dropout: no clip comes back with the same noise, so there is nothing to learn by heart.
"""

from __future__ import annotations

import math

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from motionsearch.encoder import EncoderConfig

ROWS = COLUMNS = 6


class Lang2MotionEncoder(nn.Module):
    """Point trajectories to unit vectors, a frame a token.

    Args:
        config: ``width``, ``layers``, ``heads``, ``num_frames`` and ``dim`` are used.
        derivatives: Embed velocity and acceleration too, as the paper's public code does.
    """

    def __init__(self, config: EncoderConfig, *, derivatives: bool = False) -> None:
        super().__init__()
        self.config = config
        self.derivatives = derivatives
        w, coordinates = config.width, ROWS * COLUMNS * 2
        self.frame_in = nn.Linear(coordinates * (3 if derivatives else 1), w)
        self.query = nn.Parameter(torch.randn(1, 1, w))
        self.moment = nn.Parameter(torch.randn(1, config.num_frames, w) * 0.02)
        self.blocks = nn.ModuleList(
            nn.TransformerEncoderLayer(
                w, config.heads, dim_feedforward=4 * w, dropout=0.0, activation="gelu", batch_first=True
            )
            for _ in range(config.layers)
        )
        self.out = nn.Linear(w, config.dim)

    def forward(self, points: Tensor, visible: Tensor, mask: Tensor, duration: Tensor) -> Tensor:
        """As :meth:`motionsearch.encoder.TrajectoryEncoder.forward`; visibility and duration are not used.

        Returns:
            ``(B, dim)`` float32 of unit length.
        """
        grid = on_grid(points, mask)  # (B, S, ROWS * COLUMNS, 2)
        # The paper's [-1, 1] of the picture, for a square one; other pictures keep their proportions.
        frames = grid.flatten(2) * (2 * math.sqrt(2))
        if self.derivatives:
            speed = _backward_difference(frames)
            frames = torch.cat([frames, speed, _backward_difference(speed)], dim=-1)
        x = self.frame_in(frames) + self.moment
        x = torch.cat([self.query.expand(x.shape[0], -1, -1), x], dim=1)  # (B, 1 + S, width)
        for block in self.blocks:
            x = block(x)
        return F.normalize(self.out(x[:, 0]), dim=-1)


def on_grid(points: Tensor, mask: Tensor) -> Tensor:
    """Any number of points in the order of a grid, so that a place in the order is a place in the thing.

    By their height at the first moment the points are cut into ``ROWS`` rows of as many points, and each row
    is put in order from left to right. Of more points every so-manieth is taken, fewer are repeated. The
    order in which the points come does not matter, except among points at the very same place.

    Args:
        points: ``(B, S, N, 2)``.
        mask: ``(B, N)``, 1 for real points and 0 for padding.

    Returns:
        ``(B, S, ROWS * COLUMNS, 2)``.
    """
    batch, cells = points.shape[0], ROWS * COLUMNS
    first = points[:, 0]  # (B, N, 2)
    # A trace of x settles the order of points at one height.
    height = first[..., 1] + 1e-5 * first[..., 0] + (1.0 - mask) * 1e4  # padding comes last
    downwards = height.argsort(dim=1)  # (B, N)
    count = mask.sum(1, keepdim=True).clamp_min(1.0)
    cell = (torch.arange(cells, device=points.device, dtype=points.dtype) + 0.5) / cells
    taken = downwards.gather(1, (cell * count).floor().long())  # (B, cells)
    across = first[..., 0].gather(1, taken).reshape(batch * ROWS, COLUMNS)
    rightwards = across.argsort(dim=1).reshape(batch, ROWS, COLUMNS)
    start_of_row = torch.arange(ROWS, device=points.device).view(1, ROWS, 1) * COLUMNS
    taken = taken.gather(1, (start_of_row + rightwards).flatten(1))
    return points.gather(2, taken[:, None, :, None].expand(-1, points.shape[1], -1, 2))


def _backward_difference(x: Tensor) -> Tensor:
    """``(B, S, F)``: the step that led to each moment; none led to the first."""
    return F.pad(x[:, 1:] - x[:, :-1], (0, 0, 1, 0))
