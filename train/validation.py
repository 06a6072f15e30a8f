"""A quick score for choosing between runs: made motion and held-out mocap only, never the zero-shot sets.

Its made clips are others than those of the model card.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from statistics import mean
from typing import Any

import numpy as np

from motionsearch.model import Model
from motionsearch.train.embedding import embed_clips
from motionsearch.train.evaluate import evaluate_zeroshot
from motionsearch.train.exam import held_out_cmu_items, held_out_windows, unseen_wording
from motionsearch.train.testsets import Items, world_items
from motionsearch.train.unseen import training_wordings, unseen
from motionsearch.train.world.people import make
from motionsearch.train.world.people_acts import LONGEST, draw_posture, plan_motion
from motionsearch.train.world.people_motion import MOTIONS
from motionsearch.train.world.people_plans import Plan

WORLD_SEED = 7_001
GALLERY = 1_000
# The figures that the score is the mean of.
SCORED = ("world R@1", "world R@10", "names top-1", "cmu R@10")


@dataclass(frozen=True, eq=False)
class ValidationSets:
    """What is measured on.

    Args:
        world: Made clips.
        queries: Of each its captions of unseen wording.
        motions: One clip of every motion of people, labelled by its name.
        cmu: Held-out mocap trials.
    """

    world: Items
    queries: tuple[tuple[str, ...], ...]
    motions: Items
    cmu: Items


def load_validation(data: Path, *, on_clips: Callable[[int, int], None] | None = None) -> ValidationSets:
    """Makes and reads the sets.

    Args:
        data: Folder of the corpora.
        on_clips: Told of (clips, clips in all) while those are made that tell which captions training saw.

    Raises:
        InputError: the cmu corpus is missing.
    """
    cmu = held_out_cmu_items(data)
    world = world_items(WORLD_SEED, GALLERY)
    return ValidationSets(
        world, unseen(world.captions, training_wordings(on_progress=on_clips)), motion_items(WORLD_SEED), cmu
    )


def motion_items(seed: int) -> Items:
    """One clip of every motion of made people, done once by a random person before a random camera."""
    clips = []
    for name, motion in MOTIONS.items():
        rng = np.random.default_rng([seed, zlib.crc32(name.encode())])
        start = float(rng.uniform(0.0, 0.5))
        posture = draw_posture(motion, rng)
        plan = Plan((plan_motion(motion, start, LONGEST - start, posture, rng),), posture=posture)
        clips.append(make(plan, rng))
    return Items(
        tuple(clip.tracks for clip in clips),
        tuple(clip.captions for clip in clips),
        tuple(MOTIONS),
        tuple(MOTIONS),
        f"every motion of made people, seed {seed}",
        seed,
    )


def validate(model: Model, sets: ValidationSets) -> dict[str, Any]:
    """A row of figures in percent, ranks aside, and ``score``, the mean of ``SCORED``."""
    world = unseen_wording(model, embed_clips(model, sets.world.tracks), sets.queries)
    labels = [label for label in sets.motions.labels if label is not None]
    # Plain: runs that are compared need not have a reference.
    named = evaluate_zeroshot(model, sets.motions.tracks, labels, calibrated=False).metrics
    cmu = held_out_windows(model, embed_clips(model, sets.cmu.tracks), sets.cmu.captions)
    shares = {
        "world R@1": world.recall[1],
        "world R@10": world.recall[10],
        "names top-1": named.top1,
        "names top-5": named.top5,
        "cmu R@1": cmu.recall[1],
        "cmu R@10": cmu.recall[10],
    }
    figures = {name: round(100 * share, 2) for name, share in shares.items()}
    return {
        "score": round(mean(figures[name] for name in SCORED), 2),
        **figures,
        "world MedR": round(world.median_rank, 2),
        "queries": world.queries,
        "motions": named.classes,
    }


__all__ = ["GALLERY", "SCORED", "ValidationSets", "load_validation", "motion_items", "validate"]
