"""Spaces: the frozen towers that texts and pictures are embedded with."""

from __future__ import annotations

from motionsearch.errors import SpaceError
from motionsearch.spaces.base import Space

__all__ = ["KINDS", "Space", "load_space"]

KINDS = {
    "minilm": "all-MiniLM-L6-v2, 384 dimensions, text only; always there, needs no network",
    "openclip:<arch>/<tag or file>": "a model of open_clip, texts and pictures; weights of the hub or a file",
}


def load_space(name: str) -> Space:
    """The space of that name. Nothing heavy is loaded before the first embedding.

    Args:
        name: ``"minilm"``, or ``"openclip:<arch>/<tag or file>"``: weights of the hub, such as
            ``openclip:ViT-B-32/laion2b_s34b_b79k``, or of a file, such as
            ``openclip:ViT-B-32//folder/weights.safetensors``, with ``<arch>.json`` beside it where open_clip
            does not know the architecture.

    Raises:
        SpaceError: there is no such space, or its weights are not to be had.
    """
    if name == "minilm":
        from motionsearch.spaces.minilm import MiniLM

        return MiniLM()
    if name.startswith("openclip:"):
        from motionsearch.spaces.openclip import OpenClip

        return OpenClip(name)
    raise SpaceError(f"there is no space named {name!r}", hint="choose " + " or ".join(KINDS))
