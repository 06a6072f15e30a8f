"""Gives a model its reference: vectors of made clips, by which it tells labels that are near everything."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import numpy as np

from motionsearch.commonness import BANK
from motionsearch.errors import InputError
from motionsearch.model import REFERENCE, Model
from motionsearch.train.recipe import TrainingRecipe
from motionsearch.train.world import WorldClip, sample

COUNT = TrainingRecipe.reference
# Fixed, so that the same weights always get the same reference. No test set has clips of these worlds.
PEOPLE_SEED, OTHERS_SEED = 7_701, 7_702
_BATCH = 256


def add_reference(
    folder: str | os.PathLike[str],
    count: int = COUNT,
    *,
    on_clips: Callable[[int, int], None] = lambda *_: None,
) -> None:
    """Embeds made clips with the model in a folder, and writes its ``reference.safetensors``.

    Two thirds are people, the others animals and objects: most labels are of people. The file appears whole
    or not at all, in the place of an older one.

    Args:
        folder: Of the model.
        count: Clips.
        on_clips: Told of (clips, clips in all).

    Raises:
        InputError: there are to be no clips.
        ModelError: the folder holds no model.
    """
    from safetensors.numpy import save_file

    if count < 1:
        raise InputError(f"a reference needs at least 1 clip, got {count}")
    model = Model.load(Path(folder))
    vectors = np.zeros((count, model.dim), dtype=np.float16)
    for start in range(0, count, _BATCH):
        clips = [reference_clip(number, count) for number in range(start, min(start + _BATCH, count))]
        vectors[start : start + len(clips)] = model.embed_tracks([clip.tracks for clip in clips])
        on_clips(start + len(clips), count)
    temporary = model.folder / f"{REFERENCE}.tmp"
    save_file({BANK: vectors}, temporary)
    with temporary.open("rb+") as file:
        os.fsync(file.fileno())
    os.replace(temporary, model.folder / REFERENCE)


def reference_clip(number: int, count: int) -> WorldClip:
    """Clip ``number`` of a reference of ``count``: people first, then the others."""
    people = count - count // 3
    if number < people:
        return sample(PEOPLE_SEED, number, ["person"])
    return sample(OTHERS_SEED, number - people, ["animal", "object"])


__all__ = ["COUNT", "OTHERS_SEED", "PEOPLE_SEED", "add_reference", "reference_clip"]
