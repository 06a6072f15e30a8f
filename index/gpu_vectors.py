"""Vectors in float16 on a GPU, compared with a batch of queries by all their inner products.

torch rather than GPU FAISS: torch is installed with motionsearch everywhere, embeds on the same GPU, and one
CUDA runtime in a process is enough, where FAISS's wheels bring the libraries of another version. Products
are float32 over float16 values, so how far a score may be off can be said and proven (:func:`margin`).
The class runs on any device of torch; on the processor it serves as its own test.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from motionsearch.index.codec import unit_scales

Vectors = NDArray[np.float32]
Positions = NDArray[np.int64]

BLOCK = 2**17
"""Rows of a block. With 384 numbers a row it takes 100 MB, twice that more while it is compared, and its
scores with 1,024 queries 537 MB."""


def margin(dim: int, loss: float, *, loose: bool = False) -> float:
    """How far a score of :meth:`DeviceVectors.best` may lie from ``scoring.cosines`` of the stored vector.

    With unit roundoff u = 2^-24, an inner product of D float32 numbers in any order is off by at most about
    ``D u |q| |v|`` (Higham, Accuracy and Stability of Numerical Algorithms, 2002, section 3.1), and by u more
    where the float64 sum is rounded to float32; float16 values are float32 values. Four times that leaves
    room for scaling and for lengths that are not quite 1. What a vector that was stored as float32 loses as
    float16 costs at most ``|q| |v - half(v)|``.

    Args:
        dim: D.
        loss: The largest ``|v - half(v)|``; 0 where float16 is stored.
        loose: The process lets torch round float32 factors: to TF32 (11 bits) or bfloat16 (8 bits).
    """
    return 4 * dim * 2.0**-24 + loss + (2.0**-7 if loose else 0.0)


def rounds_factors() -> bool:
    """Whether a setting of the process makes torch round what it multiplies; it may be another library's."""
    try:
        precise = torch.get_float32_matmul_precision() == "highest"
        return not precise or bool(torch.backends.cuda.matmul.allow_tf32)
    except RuntimeError:  # torch refuses to say where both its old and its new switches were used
        return True


class DeviceVectors:
    """Rows of float16 on a device, in blocks, each with what scales it to unit length. Used by one thread.

    Args:
        dim: D, numbers in a row.
        device: Where they lie.
        block: Rows of a block; memory is taken a block at a time.
    """

    def __init__(self, dim: int, device: torch.device, *, block: int = BLOCK) -> None:
        self._dim = dim
        self._device = device
        self._block = block
        self._blocks: list[Tensor] = []
        self._scales: list[Tensor] = []
        self._count = 0
        self._loss = 0.0

    def __len__(self) -> int:
        return self._count

    @property
    def exact(self) -> bool:
        """Whether the rows are the vectors that were added, to the last bit; float16 came in."""
        return self._loss == 0.0

    @property
    def margin(self) -> float:
        """See :func:`margin`."""
        return margin(self._dim, self._loss, loose=rounds_factors())

    def clear(self) -> None:
        """Takes all rows away."""
        self._blocks, self._scales, self._count, self._loss = [], [], 0, 0.0

    def append(self, vectors: Vectors) -> None:
        """Adds rows ``(n, D)`` behind the last."""
        done = 0
        while done < len(vectors):
            block, row = divmod(self._count, self._block)
            if block == len(self._blocks):
                empty = torch.empty((self._block, self._dim), dtype=torch.float16, device=self._device)
                self._blocks.append(empty)
                self._scales.append(torch.empty(self._block, device=self._device))
            some = self._tensor(vectors[done : done + self._block - row])
            halves, scales = self._split(some)
            self._blocks[block][row : row + len(some)] = halves
            self._scales[block][row : row + len(some)] = scales
            kept = halves.float() * scales[:, None]
            lost = torch.linalg.vector_norm(some - kept, dim=1).max().item()
            self._loss = max(self._loss, lost * 1.001)  # the norm is rounded itself
            done += len(some)
            self._count += len(some)

    def drop(self, positions: Positions) -> tuple[Positions, Positions]:
        """Takes rows away; the last rows move into the holes, so that nothing else has to.

        Args:
            positions: Of the rows, ascending, each once.

        Returns:
            Which rows moved: from where ``(m,)`` and to where ``(m,)``.
        """
        left = self._count - len(positions)
        holes = positions[positions < left]
        moved = np.setdiff1d(np.arange(left, self._count, dtype=np.int64), positions, assume_unique=True)
        rows, scales = self._gathered(moved)
        for block, chosen, inside in self._by_block(holes):
            self._blocks[block][inside] = rows[chosen]
            self._scales[block][inside] = scales[chosen]
        self._count = left
        del self._blocks[-(-left // self._block) :]
        del self._scales[len(self._blocks) :]
        return moved, holes

    def best(self, queries: Vectors, fetch: int) -> tuple[Vectors, Positions]:
        """The highest inner products of each query: scores ``(Q, fetch)`` falling, and where they lie.

        Args:
            queries: ``(Q, D)``; a call takes memory for Q scores of each row of a block.
            fetch: How many; not more than there are rows.
        """
        wanted = self._tensor(queries)
        scores: list[Tensor] = []
        positions: list[Tensor] = []
        for first, rows, scales in self._filled():
            products = (wanted @ rows.float().T) * scales  # (Q, rows)
            top, at = products.topk(min(fetch, len(rows)), dim=1, sorted=False)
            scores.append(top)
            positions.append(at + first)
        top, order = torch.cat(scores, dim=1).topk(fetch, dim=1)
        at = torch.cat(positions, dim=1).gather(1, order)
        return top.cpu().numpy(), at.cpu().numpy()

    def above(self, query: Vectors, edge: float) -> Positions:
        """Where the rows lie whose inner product with ``(D,)`` is at least ``edge``."""
        wanted = self._tensor(query)
        found = [
            ((rows.float() @ wanted) * scales >= edge).nonzero()[:, 0] + first
            for first, rows, scales in self._filled()
        ]
        positions: Positions = torch.cat(found).cpu().numpy()
        return positions

    def rows(self, positions: Positions) -> Vectors:
        """The rows ``(n, D)`` that lie there."""
        rows, scales = self._gathered(positions)
        found: Vectors = (rows.float() * scales[:, None]).cpu().numpy()
        return found

    def _split(self, some: Tensor) -> tuple[Tensor, Tensor]:
        """Float16 rows and their scales; just what is stored, where float16 is stored."""
        halves = some.half()
        wide = halves.float()
        # As reading computes it, to the last bit.
        scales = self._tensor(unit_scales(wide.cpu().numpy()))
        same = (wide * scales[:, None] == some).all(dim=1)
        return halves, torch.where(same, scales, torch.ones_like(scales))

    def _gathered(self, positions: Positions) -> tuple[Tensor, Tensor]:
        rows = torch.empty((len(positions), self._dim), dtype=torch.float16, device=self._device)
        scales = torch.empty(len(positions), device=self._device)
        for block, chosen, inside in self._by_block(positions):
            rows[chosen], scales[chosen] = self._blocks[block][inside], self._scales[block][inside]
        return rows, scales

    def _tensor(self, values: Vectors) -> Tensor:
        # What comes straight out of a database's bytes may be read-only, which torch warns of.
        return torch.from_numpy(np.require(values, np.float32, ["C", "W"])).to(self._device)

    def _filled(self) -> Iterator[tuple[int, Tensor, Tensor]]:
        """The first position, the rows and the scales of each block."""
        firsts = range(0, self._count, self._block)
        for first, block, scales in zip(firsts, self._blocks, self._scales, strict=True):
            yield first, block[: self._count - first], scales[: self._count - first]

    def _by_block(self, positions: Positions) -> Iterator[tuple[int, Tensor, Tensor]]:
        """The number of each block, which of the positions lie in it, and where in it."""
        blocks, rows = np.divmod(positions, self._block)
        for number in np.unique(blocks):
            chosen = np.flatnonzero(blocks == number)
            inside: Any = rows[chosen]
            yield (
                int(number),
                torch.from_numpy(chosen).to(self._device),
                torch.from_numpy(inside).to(self._device),
            )
