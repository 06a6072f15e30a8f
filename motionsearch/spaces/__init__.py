"""Spaces: the frozen towers that texts and pictures are embedded with."""

from __future__ import annotations

from motionsearch.errors import SpaceError
from motionsearch.spaces.base import Space

__all__ = ["KINDS", "Space", "load_space"]

KINDS = {
    "minilm": "all-MiniLM-L6-v2, 384 dimensions, text only; always there, needs no network",
}


def load_space(name: str) -> Space:
    """The space of that name. Nothing heavy is loaded before the first embedding.

    Args:
        name: ``"minilm"``.

    Raises:
        SpaceError: there is no such space, or its weights are not to be had.
    """
    if name == "minilm":
        from motionsearch.spaces.minilm import MiniLM

        return MiniLM()
    raise SpaceError(f"there is no space named {name!r}", hint="choose one of: " + ", ".join(KINDS))
