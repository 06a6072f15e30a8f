"""Pictures as an open_clip image tower wants them: resized, cropped, normalised; in numpy and PIL, no torch.

The same as ``open_clip.transform.image_transform_v2`` for evaluation.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from motionsearch.errors import SpaceError

OPENAI_MEAN = (0.48145466, 0.4578275, 0.40821073)
OPENAI_STD = (0.26862954, 0.26130258, 0.27577711)


@dataclass(frozen=True)
class Preprocessing:
    """How pictures become the input of an image tower.

    Args:
        size: (height, width) of the input in pixels.
        mean, std: Of the channels red, green, blue, for values in [0, 1].
        interpolation: Of the resizing.
        resize_mode: ``shortest`` edge to the size, the rest cropped; ``longest`` edge to the size, the rest
            filled; ``squash`` to the size whatever the shape.
        fill_color: What ``longest`` fills with, 0 to 255.
    """

    size: tuple[int, int]
    mean: tuple[float, float, float] = OPENAI_MEAN
    std: tuple[float, float, float] = OPENAI_STD
    interpolation: Literal["bicubic", "bilinear"] = "bicubic"
    resize_mode: Literal["shortest", "longest", "squash"] = "shortest"
    fill_color: int = 0

    @classmethod
    def from_config(cls, image_size: Any, config: Mapping[str, Any]) -> Preprocessing:
        """From open_clip's ``vision_cfg.image_size`` and ``preprocess_cfg``, whose unknown keys are ignored.

        Raises:
            SpaceError: a value is of no known kind.
        """
        given = {key: value for key, value in config.items() if value is not None}
        try:
            height, width = image_size if isinstance(image_size, (list, tuple)) else (image_size, image_size)
            made = cls(
                size=(int(height), int(width)),
                mean=_three(given.get("mean", OPENAI_MEAN)),
                std=_three(given.get("std", OPENAI_STD)),
                # open_clip's "random" is for training and means bicubic at evaluation
                interpolation="bilinear" if given.get("interpolation") == "bilinear" else "bicubic",
                resize_mode=given.get("resize_mode", "shortest"),
                fill_color=int(given.get("fill_color", 0)),
            )
        except (TypeError, ValueError) as error:
            raise SpaceError(f"a preprocessing configuration makes no sense: {error}") from error
        if (
            made.resize_mode not in ("shortest", "longest", "squash")
            or min(made.size) < 1
            or min(made.std) <= 0
        ):
            raise SpaceError(f"a preprocessing configuration makes no sense: {made}")
        return made

    def __call__(self, images: NDArray[np.uint8]) -> NDArray[np.float32]:
        """(B, H, W, 3) uint8 RGB to (B, 3, *size) float32."""
        sized = np.stack([self._fit(image) for image in images]) if len(images) else images
        scale = 1 / (255 * np.array(self.std))
        shift = np.array(self.mean) / np.array(self.std)
        normalised = sized.reshape(-1, *self.size, 3) * scale.astype(np.float32) - shift.astype(np.float32)
        return np.ascontiguousarray(normalised.transpose(0, 3, 1, 2))

    def _fit(self, image: NDArray[np.uint8]) -> NDArray[np.uint8]:
        """(H, W, 3) to (*size, 3)."""
        target = self._resized(image.shape[0], image.shape[1])
        if target != image.shape[:2]:
            from PIL import Image

            kind = Image.Resampling.BILINEAR if self.interpolation == "bilinear" else Image.Resampling.BICUBIC
            image = np.asarray(Image.fromarray(image).resize(target[::-1], kind))
        return self._cropped(image)

    def _resized(self, height: int, width: int) -> tuple[int, int]:
        """(height, width) after the resizing and before the cropping."""
        if self.resize_mode == "squash":
            return self.size
        if self.resize_mode == "shortest" and self.size[0] == self.size[1]:
            edge = self.size[0]  # the rounding of torchvision's Resize
            longer = int(edge * max(height, width) / min(height, width))
            return (edge, longer) if height <= width else (longer, edge)
        ratios = height / self.size[0], width / self.size[1]
        ratio = max(ratios) if self.resize_mode == "longest" else min(ratios)
        return max(1, round(height / ratio)), max(1, round(width / ratio))

    def _cropped(self, image: NDArray[np.uint8]) -> NDArray[np.uint8]:
        """The middle of the picture, filled up where it is too small."""
        missing = [max(0, want - have) for want, have in zip(self.size, image.shape[:2], strict=True)]
        if any(missing):
            edges = [(lack // 2, (lack + 1) // 2) for lack in missing]
            fill = self.fill_color if self.resize_mode == "longest" else 0
            image = np.pad(image, [*edges, (0, 0)], constant_values=fill)
        top, left = (round((have - want) / 2) for want, have in zip(self.size, image.shape[:2], strict=True))
        return image[top : top + self.size[0], left : left + self.size[1]]


def _three(value: Any) -> tuple[float, float, float]:
    red, green, blue = value if isinstance(value, (list, tuple)) else (value,) * 3
    return float(red), float(green), float(blue)
