"""The spaces of open_clip: any of its models, text and image towers, frozen.

``openclip:<arch>/<tag>`` takes weights from the hub, once, and says so before it does;
``openclip:<arch>//folder/weights.safetensors`` takes them from a file. An architecture of your own is
described by ``<arch>.json`` beside the file, in open_clip's form; the hub's ``open_clip_config.json`` is
taken too. A tokenizer or text tower of Hugging Face (SigLIP and others) is looked for beside the weights,
then on the hub.

The text tower is exported once to ONNX by torch and then runs without it. The image tower runs in torch.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from motionsearch.errors import SpaceError
from motionsearch.spaces.base import Space, Vectors
from motionsearch.spaces.clip_tokens import ClipTokenizer, write_tokenizer
from motionsearch.spaces.export import cached_export, logger, open_session
from motionsearch.spaces.hf_text import HubTokenizer, write_hub_tokenizer
from motionsearch.spaces.openclip_weights import MERGES, find_checkpoint, open_clip_folder, present
from motionsearch.spaces.tower import TextTower, Tokenize

if TYPE_CHECKING:
    import torch

    from motionsearch.spaces.openclip_torch import ImageTower

REVISION = 1  # of the export; raise it when what it holds changes


class OpenClip(Space):
    """A model of open_clip.

    Args:
        name: ``openclip:<arch>/<tag or file>``.

    Raises:
        SpaceError: see ``find_checkpoint``.
    """

    has_images = True

    def __init__(self, name: str) -> None:
        self._checkpoint = find_checkpoint(name)
        self.name = self._checkpoint.name
        self.dim = int(self._checkpoint.config["embed_dim"])

    @cached_property
    def fingerprint(self) -> str:
        return self._checkpoint.fingerprint

    def _embed_unique(self, texts: list[str]) -> Vectors:
        return self._text_tower.embed(texts)

    def embed_images(self, images: NDArray[np.uint8]) -> Vectors:
        """As ``Space.embed_images``; pictures of any size are brought to the tower's own. Imports torch."""
        images = np.asarray(images)
        if images.ndim != 4 or images.shape[-1] != 3 or images.dtype != np.uint8 or 0 in images.shape[1:]:
            raise SpaceError(f"pictures must be (B, H, W, 3) uint8, got {images.shape} {images.dtype}")
        if not len(images):
            return np.zeros((0, self.dim), np.float32)
        return self._image_tower.embed(images)

    @cached_property
    def _text_tower(self) -> TextTower:
        tokenize, padding, width = self._tokenizing
        return TextTower(open_session(self._export / "text.onnx"), tokenize, padding=padding, width=width)

    @cached_property
    def _export(self) -> Path:
        return cached_export(f"openclip-{self._checkpoint.arch}", self.fingerprint, REVISION, self._build)

    @cached_property
    def _tokenizing(self) -> tuple[Tokenize, int, int | None]:
        """The tokenizer, the id that fills rows up, and the width of every row if that is fixed."""
        context = self._checkpoint.context
        width = None if self._checkpoint.takes_any_length else context
        if self._checkpoint.tokenizer is not None:
            own = HubTokenizer(self._export, context)
            return own, own.padding, width
        return ClipTokenizer(self._export / "tokenizer.json", context), 0, width

    def torch_text_tower(
        self, device: torch.device, *, precise: bool = False
    ) -> Callable[[list[str]], torch.Tensor]:
        """As :meth:`Space.torch_text_tower`; always precise."""
        from motionsearch.spaces.openclip_torch import torch_text_tower

        tokenizing = self._tokenizing
        self._checkpoint = present(self._checkpoint)
        return torch_text_tower(self._checkpoint, *tokenizing, device)

    @cached_property
    def _image_tower(self) -> ImageTower:
        from motionsearch.spaces.openclip_torch import ImageTower

        self._checkpoint = present(self._checkpoint)
        return ImageTower(self._checkpoint)

    def _build(self, folder: Path) -> None:
        from motionsearch.spaces.openclip_torch import export_text

        logger.warning("exporting the text tower of %s, once; this takes about a minute", self.name)
        self._checkpoint = present(self._checkpoint)
        if self._checkpoint.tokenizer is not None:
            text = self._checkpoint.config["text_cfg"]
            write_hub_tokenizer(self._checkpoint.tokenizer.present(), text, folder)
        else:
            write_tokenizer(open_clip_folder() / MERGES, folder / "tokenizer.json")
        export_text(self._checkpoint, folder / "text.onnx")
