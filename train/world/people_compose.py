"""Composed motions: a limb, a path, a place, a size and sides drawn at random, with words for just that."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final, TypeAlias

import numpy as np

from motionsearch.train.world.people_compose_arms import PATH_KINDS
from motionsearch.train.world.people_compose_grounded import GROUNDED_KINDS
from motionsearch.train.world.people_compose_hands import HAND_KINDS
from motionsearch.train.world.people_compose_jumps import JUMP_KINDS
from motionsearch.train.world.people_compose_legs import LEG_KINDS
from motionsearch.train.world.people_compose_shapes import draw_figure
from motionsearch.train.world.people_compose_trunk import TRUNK_KINDS
from motionsearch.train.world.people_motion import Motion

Kinds: TypeAlias = Sequence[tuple[Callable[[np.random.Generator], Motion], float]]
# Shares of the limbs among composed motions.
_SHARES: Final = {"arms": 0.48, "shapes": 0.12, "legs": 0.26, "trunk": 0.14}


def compose(rng: np.random.Generator, limb: str | None = None) -> tuple[Motion, str | None]:
    """A motion made up for one clip, and the main side where its words hold for that side only.

    Args:
        limb: "arms", "shapes", "legs" or "trunk" (with the head); any by default.
    """
    if limb is None:
        chances = np.cumsum(list(_SHARES.values()))
        limb = list(_SHARES)[int(np.searchsorted(chances, rng.random() * chances[-1]))]
    if limb == "shapes":
        return draw_figure(rng)
    return _draw(
        {
            "arms": (*PATH_KINDS, *HAND_KINDS),
            "legs": (*LEG_KINDS, *GROUNDED_KINDS, *JUMP_KINDS),
            "trunk": TRUNK_KINDS,
        }[limb],
        rng,
    ), None


def _draw(kinds: Kinds, rng: np.random.Generator) -> Motion:
    chances = np.cumsum([weight for _, weight in kinds])
    return kinds[int(np.searchsorted(chances, rng.random() * chances[-1]))][0](rng)
