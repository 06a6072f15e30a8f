"""What a space is: a frozen text tower, an image tower where it has one, and an identity."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from motionsearch.errors import QueryError, SpaceError

if TYPE_CHECKING:
    import torch

Vectors = NDArray[np.float32]


class Space(ABC):
    """A frozen joint space that texts, and in some spaces pictures, are embedded in.

    Attributes:
        name: What ``load_space`` was asked for, e.g. ``"minilm"``.
        dim: Length of a vector.
        has_images: Whether the space has an image tower.
    """

    name: str
    dim: int
    has_images: bool = False

    @property
    @abstractmethod
    def fingerprint(self) -> str:
        """SHA-256 (hex) over the weights and the tokenizer: equal fingerprints give equal vectors."""

    def embed_text(
        self, texts: Sequence[str], *, elsewhere: Callable[[list[str]], Vectors | None] | None = None
    ) -> Vectors:
        """Embeds texts; torch-free once the space's export is in the cache.

        Args:
            texts: Any number of texts of any length. What goes past the tower's limit of tokens is left out.
            elsewhere: Embeds different texts in place of the ONNX export, or gives ``None`` where it cannot.

        Returns:
            (len(texts), dim) float32, unit length, in the order of ``texts``.

        Raises:
            QueryError: ``texts`` is a single string or holds something that is no string.
            SpaceError: the export cannot be made or read.
        """
        if isinstance(texts, str) or not all(isinstance(text, str) for text in texts):
            raise QueryError("embed_text takes a list of strings", hint='write ["a person jumps"]')
        if not texts:
            return np.zeros((0, self.dim), np.float32)
        # Equal texts are embedded once: caption sets of training corpora repeat themselves a lot.
        unique = dict.fromkeys(texts)
        rows = dict(zip(unique, range(len(unique)), strict=True))
        clean = [_without_surrogates(text) for text in unique]
        vectors = elsewhere(clean) if elsewhere is not None else None
        if vectors is None:
            vectors = self._embed_unique(clean)
        return vectors if len(unique) == len(texts) else vectors[[rows[text] for text in texts]]

    @abstractmethod
    def _embed_unique(self, texts: list[str]) -> Vectors:
        """``embed_text`` for at least one text, all different, without lone surrogates."""

    def embed_images(self, images: NDArray[np.uint8]) -> Vectors:
        """Embeds pictures.

        Args:
            images: (B, H, W, 3) uint8, RGB.

        Returns:
            (B, dim) float32, unit length.

        Raises:
            SpaceError: the space has no image tower, or ``images`` has another shape or type.
        """
        raise SpaceError(
            f"the space {self.name} has no image tower",
            hint="use a space that has one, such as openclip:ViT-B-32/laion2b_s34b_b79k",
        )

    def torch_text_tower(
        self, device: torch.device, *, precise: bool = False
    ) -> Callable[[list[str]], torch.Tensor] | None:
        """The text tower on a GPU: sentences to ``(B, D)`` float32 unit vectors there.

        ``None`` where the space has none; ``embed_text`` serves then.

        Args:
            device: Where it runs.
            precise: As the export computes, to be compared with its vectors; training needs less.
        """
        return None


def _without_surrogates(text: str) -> str:
    """Puts ``?`` for what UTF-8 cannot hold: undecodable bytes of a command line come as lone surrogates."""
    return text if text.isascii() else text.encode("utf-8", "replace").decode("utf-8")
