"""The procedural world: motion made by code, with captions that are true of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING

import numpy as np

from motionsearch.tracks import Tracks

if TYPE_CHECKING:
    from motionsearch.train.virtual import Viewing

_MAKERS = {"person": "people", "animal": "animals", "object": "objects"}
KINDS = tuple(_MAKERS)


@dataclass(frozen=True)
class WorldClip:
    """One made clip.

    Args:
        tracks: As a camera and a tracker saw it.
        captions: Differently worded sentences, each true of the clip as seen.
        label: Canonical name of the motion ("jumping jacks", "move left").
        kind: "person", "animal" or "object".
    """

    tracks: Tracks
    captions: tuple[str, ...]
    label: str
    kind: str


def sample(
    seed: int, index: int, kinds: Sequence[str] | None = None, viewing: Viewing | None = None
) -> WorldClip:
    """The clip number ``index`` of the world ``seed``: the same arguments always make the same clip.

    Args:
        seed: Which world.
        index: Which clip of it.
        kinds: Choose among these kinds only, with equal chance; all by default.
        viewing: How people and animals are seen; objects are made in the picture.
    """
    rng = np.random.default_rng([seed, index])
    kind = str(rng.choice(list(kinds or KINDS)))
    maker = import_module(f"motionsearch.train.world.{_MAKERS[kind]}")
    clip: WorldClip = maker.sample(rng) if kind == "object" else maker.sample(rng, viewing)
    return clip
