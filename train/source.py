"""Where training clips come from: the procedural world, and mocap seen through random cameras."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from motionsearch.errors import InputError
from motionsearch.train.recipe import Recipe
from motionsearch.train.virtual import Viewing
from motionsearch.train.world import KINDS, WorldClip
from motionsearch.train.world import sample as sample_world

if TYPE_CHECKING:
    from motionsearch.formats.corpus import MotionClip

# Draws before a clip that may not be shown is given up: a recipe that leaves nearly everything out.
_TRIES = 1_000


class Source:
    """An endless stream of captioned clips; clip number n is a function of the recipe's data alone.

    Args:
        recipe: Its ``data`` say what is mixed.
        data_root: Folder of the mocap corpora; may be ``None`` where the recipe uses none.

    Raises:
        InputError: the recipe names a kind of the world that is not there, or a corpus and no folder.
    """

    def __init__(self, recipe: Recipe, data_root: Path | None) -> None:
        self.recipe = recipe
        self.viewing = Viewing.joints() if recipe.data.view == "joints" else None
        weights: dict[str, float] = {f"world:{kind}": w for kind, w in recipe.data.world.items() if w > 0}
        for kind in recipe.data.world:
            if kind not in KINDS:
                raise InputError(
                    f"recipe {recipe.name}: the world has no kind {kind!r}", hint=f"kinds: {KINDS}"
                )
        self.corpora: dict[str, list[MotionClip]] = {}
        for corpus, weight in recipe.data.corpora.items():
            if weight > 0:
                self.corpora[corpus] = self._load(corpus, data_root)
                weights[corpus] = weight
        self.names = list(weights)
        total = sum(weights.values())
        self.chances = [weights[name] / total for name in self.names]

    def _load(self, corpus: str, data_root: Path | None) -> list[MotionClip]:
        if data_root is None:
            raise InputError(
                f"recipe {self.recipe.name} uses the corpus {corpus}, but no data folder was given",
                hint="pass --data FOLDER, or set the corpora's weights to 0",
            )
        return _corpus(corpus, data_root, self.recipe.data.research)

    def draw(self, number: int) -> WorldClip:
        """Clip ``number`` of the stream.

        Raises:
            InputError: the recipe leaves out so much that nothing is left to draw.
        """
        for attempt in range(_TRIES):
            clip = self._draw(number, attempt)
            if not self._left_out(clip):
                return self._described(clip, number)
        raise InputError(
            f"recipe {self.recipe.name}: data.leave_out leaves nothing of what the recipe mixes",
            hint="leave out fewer motions",
        )

    def _draw(self, number: int, attempt: int) -> WorldClip:
        data = self.recipe.data
        rng = np.random.default_rng([data.seed, 1, number, attempt])
        name = str(rng.choice(self.names, p=self.chances))
        if name.startswith("world:"):
            return sample_world(
                data.seed, number + (attempt << 40), [name.removeprefix("world:")], self.viewing
            )
        from motionsearch.train.corpora import captions_of, observe_clip

        clips = self.corpora[name]
        clip = clips[int(rng.integers(len(clips)))]
        return WorldClip(
            observe_clip(clip, rng, self.viewing), captions_of(clip), clip.label or clip.id, "corpus"
        )

    def _left_out(self, clip: WorldClip) -> bool:
        if not self.recipe.data.leave_out:
            return False
        from motionsearch.train.leave_out import is_analogue

        return is_analogue(clip.label, clip.captions, self.recipe.data.leave_out)

    def _described(self, clip: WorldClip, number: int) -> WorldClip:
        """With what the glossary calls its motion, and how it describes it, among the captions."""
        if not self.recipe.data.glossary:
            return clip
        from motionsearch.glossary import find

        entry = find(clip.label)
        if entry is None:
            return clip
        rng = np.random.default_rng([self.recipe.data.seed, 5, number])
        said = [entry.descriptions[int(rng.integers(len(entry.descriptions)))]]
        if rng.random() < 0.5:
            said.append(entry.names[int(rng.integers(len(entry.names)))])
        return replace(clip, captions=(*clip.captions, *said))


@lru_cache(maxsize=64)
def _corpus(name: str, root: Path, research: bool) -> list[MotionClip]:
    # Kept: a process that makes parts of several recipes reads each corpus once.
    from motionsearch.train.corpora import training_clips

    return training_clips([name], root, research=research)


def captions_to_keep(captions: Sequence[str], count: int, rng: np.random.Generator) -> list[str]:
    """``count`` captions of a clip, in random order; a clip with fewer repeats them."""
    order = rng.permutation(len(captions))[:count]
    return [captions[order[i % len(order)]] for i in range(count)]
