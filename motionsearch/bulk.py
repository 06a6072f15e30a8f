"""Many clips or texts embedded on a GPU, by torch, with the weights that ONNX Runtime runs on the processor.

Both give the same vectors but for the last bits. What the GPU cannot take, for want of memory or anything
else, the processor embeds; a warning says so once.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from motionsearch.device import (
    Device,
    Effort,
    OutOfUseError,
    chosen_device,
    cuda,
    fall_back,
    gpu_count,
    on_device,
    start_up,
)
from motionsearch.runtime import threads
from motionsearch.spaces.tower import batches_by_length

if TYPE_CHECKING:
    from motionsearch.features import Batch
    from motionsearch.spaces.base import Space

Vectors = NDArray[np.float32]
Rows = Callable[[int, int], Vectors]

CLIPS = 1_024
"""Clips of up to 128 points that the GPU embeds at once."""

LETTERS = 65_536
"""Letters of the texts that the GPU embeds at once, shorter ones filled up: about a thousand sentences."""

FEWEST = 64
"""Clips or texts below which the GPU is left alone, also where it is asked for."""

TOLERANCE = 1e-3
"""Largest difference of a coordinate of a unit vector between the two ways; the export is held to it too."""

# A second and core on the processor: the shipped model at 36 points a clip, MiniLM at ten words a text.
_CLIP_RATE = 850.0
_TEXT_RATE = 150.0


class Bulk:
    """The GPU of one model: whether it is used, and using it.

    Args:
        folder: Of the model.
        device: Where to embed; ``None`` as ``MOTIONSEARCH_DEVICE`` says.
        place: Gives the ``torch.device``.
    """

    def __init__(
        self, folder: Path, device: Device | None = None, place: Callable[[], Any] | None = None
    ) -> None:
        self._folder = folder
        self._device = device
        self._place = place or cuda
        self._works = True
        self._encoder: Any = None
        self._tower: Callable[[list[str]], Any] | None = None
        self.effort = Effort()

    def takes_clips(self, count: int) -> bool:
        """Whether so many clips that are to be embedded should go to the GPU."""
        return self._takes(count, _CLIP_RATE, ready=self._encoder is not None)

    def takes_texts(self, count: int) -> bool:
        """Whether so many texts should."""
        return self._takes(count, _TEXT_RATE, ready=self._tower is not None)

    def clips(self, batch: Batch, check: Callable[[Batch], Vectors]) -> Vectors | None:
        """Vectors ``(B, D)`` of prepared clips; ``None`` where the GPU fails, and from then on.

        Args:
            batch: The clips.
            check: Embeds on the processor; the first few clips ever are compared with what it gives.
        """
        try:
            if self._encoder is None:
                self._encoder = self._load_encoder(batch, check)
            return self._embed(batch)
        except OutOfUseError as error:
            self._give_up(error)
            return None

    def texts(self, space: Space, texts: Sequence[str]) -> Vectors | None:
        """Vectors ``(B, D)`` of texts in the space; ``None`` where the GPU fails, and from then on."""
        try:
            if self._tower is None:
                with on_device():
                    self._tower = space.torch_text_tower(self._place(), precise=True)
            if self._tower is None:
                raise OutOfUseError(f"the space {space.name} runs on the processor only")
            vectors = np.empty((len(texts), space.dim), np.float32)
            for chosen in batches_by_length([len(text) for text in texts], LETTERS):
                vectors[chosen] = self._read([texts[i] for i in chosen])
            return vectors
        except OutOfUseError as error:
            self._give_up(error)
            return None

    def _takes(self, count: int, rate: float, *, ready: bool) -> bool:
        if not self._works or count < FEWEST or not gpu_count():
            return False
        device = chosen_device(self._device)
        if device != "auto" or ready:
            return device != "cpu"
        return self.effort.repays(start_up(), ahead=count / (rate * threads()))

    def _load_encoder(self, batch: Batch, check: Callable[[Batch], Vectors]) -> Any:
        from motionsearch.model import ENCODER, WEIGHTS

        with on_device():
            from motionsearch.architectures import load_encoder

            encoder = load_encoder(self._folder).eval().requires_grad_(False).to(self._place())
        self._encoder = encoder
        few = batch.rows(0, min(4, len(batch.mask)))
        worst = float(np.abs(self._embed(few) - check(few)).max())
        if not worst < TOLERANCE:
            raise OutOfUseError(f"{self._folder}: {WEIGHTS} and {ENCODER} differ by {worst:.1e}")
        return encoder

    def _embed(self, batch: Batch) -> Vectors:
        import torch

        encoder = self._encoder
        place = next(encoder.parameters()).device

        def run(first: int, last: int) -> Vectors:
            inputs = batch.rows(first, last).named().values()
            with on_device(), torch.inference_mode():
                vectors: Vectors = encoder(*(torch.from_numpy(a).to(place) for a in inputs)).cpu().numpy()
                return vectors

        return in_halves(run, len(batch.mask))

    def _read(self, texts: list[str]) -> Vectors:
        tower = self._tower
        assert tower is not None

        def run(first: int, last: int) -> Vectors:
            with on_device():
                vectors: Vectors = tower(texts[first:last]).cpu().numpy()
                return vectors

        return in_halves(run, len(texts))

    def _give_up(self, error: OutOfUseError) -> None:
        self._works, self._encoder, self._tower = False, None, None
        fall_back(error)


def in_halves(run: Rows, count: int) -> Vectors:
    """What ``run(first, last)`` gives for rows 0 to ``count``, in parts as small as the memory asks for.

    Raises:
        OutOfUseError: the GPU has no room for one row, or fails otherwise.
    """
    parts: list[Vectors] = []
    first, size = 0, count
    while first < count:
        last = min(first + size, count)
        try:
            parts.append(run(first, last))
            first = last
        except OutOfUseError as error:
            if size == 1 or not error.memory:
                raise
            size = -(-size // 2)
    return np.concatenate(parts)
