"""Corpora of real motion for training and measuring: what may be used for what, in one unit and one up."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from motionsearch.camera import to_y_up
from motionsearch.errors import QueryError
from motionsearch.formats.corpus import MotionClip, load_corpus
from motionsearch.tracks import Mask, Tracks
from motionsearch.train.corpus_captions import captions_of
from motionsearch.train.datasets import NAMES as DATASET_NAMES
from motionsearch.train.datasets import find_dataset, load_dataset
from motionsearch.train.degrade import degrade, thin_frames
from motionsearch.train.skeletons import body_joints, parents_of, without
from motionsearch.train.virtual import Viewing, observe

__all__ = [
    "DEFAULT_CORPORA", "HELD_OUT_CMU", "RESEARCH_CORPORA", "ZERO_SHOT_SETS", "captions_of", "held_out_cmu",
    "is_held_out", "normalised", "observe_clip", "training_clips", "zeroshot_set",
]  # fmt: skip

Floats = NDArray[np.floating[Any]]

DEFAULT_CORPORA = (
    "cmu", "cmu_humanml3d", "cmu_actions", "cmu_more", "deepmimic", "g1_moves", "gltf_anims", "quaternius",
    "quaternius_fbx", "quaternius_cubeworld", "game_anims", "precog", "dollar_gestures", "fingertip",
)  # fmt: skip
# Their licences allow research only: never in the weights that are shipped.
RESEARCH_CORPORA = ("bandai", "vru", "sdd", "kitti_tracks")
# Never for training.
ZERO_SHOT_SETS = ("kinder_gator", "utd_mhad", "msraction3d")
# Retrieval is measured on the trials of these subjects.
HELD_OUT_CMU = ("cmu_02_", "cmu_07_", "cmu_13_", "cmu_14_")
# In part the test split of cmu_humanml3d.
_TEST_TRIALS = ("05_10", "05_19", "06_15")

# Units of a frame's diagonal after normalising: a standing person, and everything else.
_PERSON, _OTHER = 1.7, 1.0
_PEOPLE = re.compile(r"\b(person|man|woman)\b")
_GAITS = re.compile(
    r"\b(walk|walking|walks|run|running|runs|gallop|trot|sprint|jog|crawl|crawling|sneak|sneaking)\b"
)


def training_clips(names: Sequence[str], root: str | Path, *, research: bool = False) -> list[MotionClip]:
    """Clips of the named corpora that may be trained on, :func:`normalised`.

    Left out are the retrieval test's trials (:func:`is_held_out`), test splits, and clips whose licence
    forbids it. Where a corpus has its clips as points on the skin too, ``extra["surface"]`` holds them.

    Args:
        names: Corpora by file name; ``DEFAULT_CORPORA`` is everything that the shipped weights may use. Data
            sets by their names in :mod:`motionsearch.train.datasets`: of these the split ``train``.
        root: The folder of the corpora, and of the data sets in folders of their names.
        research: Allow ``RESEARCH_CORPORA`` and data sets too, for weights that are not shipped.

    Raises:
        QueryError: a name is not a training corpus, or nothing of it may be trained on.
        InputError: its files are missing or damaged.
    """
    clips: list[MotionClip] = []
    for name in names:
        _check_allowed(name, research)
        surface = _surface(Path(root), name)
        kept = [clip for clip in _load(Path(root), name) if _may_train(clip)]
        if not kept:
            raise QueryError(
                f"every clip of {name} is held out for the retrieval test", hint="leave it out of the recipe"
            )
        usual = float(np.median([np.ptp(clip.points, axis=(0, 1)).max() for clip in kept]))
        for clip in kept:
            ready = normalised(_from_first_pose(clip, name))
            skin = surface.get(clip.id)
            extra = {**ready.extra, "usual_extent": usual, **({} if skin is None else {"surface": skin})}
            clips.append(replace(ready, extra=extra))
    return clips


def held_out_cmu(root: str | Path) -> list[MotionClip]:
    """The cmu trials on which retrieval is measured, normalised."""
    clips = load_corpus(Path(root) / "cmu.npz")
    return [normalised(_from_first_pose(c, "cmu")) for c in clips if c.id.startswith(HELD_OUT_CMU)]


def zeroshot_set(name: str, root: str | Path) -> tuple[list[MotionClip], tuple[str, ...]]:
    """A corpus kept for zero-shot labelling, normalised, and its labels in alphabetical order.

    Raises:
        QueryError: it is not one of ``ZERO_SHOT_SETS``.
    """
    if name not in ZERO_SHOT_SETS:
        raise QueryError(f"{name!r} is no zero-shot set", hint=f"they are {', '.join(ZERO_SHOT_SETS)}")
    clips = [normalised(clip) for clip in load_corpus(Path(root) / f"{name}.npz")]
    return clips, tuple(sorted({clip.label for clip in clips if clip.label}))


def is_held_out(clip: MotionClip) -> bool:
    """Whether a clip shows a trial, or a cut of one, on which retrieval is measured."""
    trial = clip.extra.get("trial")
    ids = (clip.id, f"cmu_{trial}_" if trial else "")
    tests = any(clip.id == f"cmu_{t}" or trial == t for t in _TEST_TRIALS)
    return tests or any(i.startswith(HELD_OUT_CMU) for i in ids)


def normalised(clip: MotionClip, *, skeleton: bool = True) -> MotionClip:
    """A 3D clip with y up, about metres, with parents, only the body's joints; 2D clips as they are.

    People are scaled so that the diagonal of their bounding box (the median over the frames) is 1.7 units,
    all else to 1 unit: cameras frame what they see, so only the order of size matters. ``skeleton=False`` is
    for points on the skin, which have no parents and are all kept.
    """
    if clip.points.shape[2] == 2:
        return clip
    points = to_y_up(clip.points, clip.up)
    names, visible, parents = clip.joint_names, clip.visible, clip.parents
    if skeleton:
        keep = body_joints(points, names)
        parents = without(parents or parents_of(points, names), keep)
        names = None if names is None else tuple(np.array(names)[keep].tolist())
        visible = None if visible is None else visible[:, keep]
        points = points[:, keep]
    diagonal = float(np.median(np.linalg.norm(np.ptp(points, axis=1), axis=-1)))
    person = clip.species is None or bool(_PEOPLE.search(clip.species))
    scale = (_PERSON if person else _OTHER) / max(diagonal, 1e-6)
    return replace(
        clip,
        points=(points * scale).astype(np.float32),
        visible=visible,
        parents=parents,
        joint_names=names,
        up="y",
    )


def observe_clip(clip: MotionClip, rng: np.random.Generator, config: Viewing | None = None) -> Tracks:
    """A stretch of a clip as a camera and a tracker see it.

    3D clips: now and then whole, mostly 1.5 to 6 seconds; short loops go round several times, and walks on
    the spot may travel as their feet say; points on the skin, on the limbs, or joints. 2D clips are set into
    a picture, a little turned.
    """
    config = config or Viewing()
    if clip.points.shape[2] == 2:
        return _observe_flat(clip, rng, config)
    surface: MotionClip | None = clip.extra.get("surface")
    skin = surface is not None and (clip.extra.get("prefer_surface") is True or rng.random() < 0.6)
    shown = surface if surface is not None and skin else clip
    points, visible = shown.points, shown.visible
    if visible is not None:
        points = np.where(visible[..., None], points, np.nan)
    points = _gone_on(points, clip, rng)
    points = _stretch(points, clip.fps, rng)
    tracks, _ = observe(points, None if skin else shown.parents, clip.fps, rng, config, surface=skin)
    return tracks


def _check_allowed(name: str, research: bool) -> None:
    if name in ZERO_SHOT_SETS:
        raise QueryError(
            f"{name} is kept for zero-shot measurements and is never trained on",
            hint="leave it out of the recipe; `motionsearch eval zeroshot` measures on it",
        )
    if name in (*RESEARCH_CORPORA, *DATASET_NAMES) and not research:
        raise QueryError(
            f"the licence of {name} allows research models only",
            hint="leave it out, or set research = true in [data] of the recipe and never ship its weights",
        )
    if name not in (*DEFAULT_CORPORA, *RESEARCH_CORPORA, *DATASET_NAMES, "cmu_exercise_segments"):
        raise QueryError(f"{name!r} is no training corpus", hint=f"they are {', '.join(DEFAULT_CORPORA)}")
    if name in DATASET_NAMES and not find_dataset(name).has_words:
        raise QueryError(
            f"{name} has no words to learn from", hint="train on babel or humanml3d, which describe it"
        )


def _load(root: Path, name: str) -> list[MotionClip]:
    """A corpus, or of a data set what its makers train on and somebody has described."""
    if name not in DATASET_NAMES:
        return load_corpus(root / f"{name}.npz")
    return [clip for clip in load_dataset(name, root / name, "train") if clip.captions or clip.label]


def _may_train(clip: MotionClip) -> bool:
    if is_held_out(clip) or len(clip.points) < 4:
        return False
    if clip.id.startswith("hml_") and clip.split == "test":
        return False
    # DeepMimic's clips of one studio are not for commercial use.
    return not (clip.id.startswith("dm_") and "sie" in clip.id)


def _surface(root: Path, name: str) -> dict[str, MotionClip]:
    path = root / f"{name}_surface.npz"
    return {clip.id: normalised(clip, skeleton=False) for clip in load_corpus(path)} if path.is_file() else {}


def _from_first_pose(clip: MotionClip, corpus: str) -> MotionClip:
    """CMU as BVH begins with a frame of the rest pose, arms spread, that nobody performed."""
    if corpus not in ("cmu", "cmu_humanml3d") or len(clip.points) < 8:
        return clip
    visible = None if clip.visible is None else clip.visible[1:]
    return replace(clip, points=clip.points[1:], visible=visible)


def _stretch(points: Floats, fps: float, rng: np.random.Generator) -> Floats:
    """The whole, or a window of 1.5 to 6 seconds, longer ones of long clips now and then."""
    seconds = len(points) / fps
    if seconds <= 2.0 or (seconds <= 12.0 and rng.random() < 0.4):
        return points
    length = int(np.ceil(fps * min(seconds, rng.uniform(1.5, 6.0 if rng.random() < 0.75 else 10.0))))
    start = int(rng.integers(0, max(1, len(points) - length + 1)))
    return points[start : start + max(length, 4)]


def _gone_on(points: Floats, clip: MotionClip, rng: np.random.Generator) -> Floats:
    """A short clip that ends as it began goes on: round and round, and forward where its feet push it."""
    seconds = len(points) / clip.fps
    if seconds > 2.5 or not _closes(points):
        return points
    rounds = int(np.ceil(rng.uniform(1.5, 4.5) / seconds)) if rng.random() < 0.75 else 1
    looped = np.concatenate([points] + [points[1:]] * (rounds - 1))
    gait = bool(_GAITS.search(" ".join((clip.label or "", *clip.captions))))
    if gait and rng.random() < 0.6:
        step = push_off(points)
        looped = looped + np.arange(len(looped))[:, None, None] * step
    return looped


def _closes(points: Floats) -> bool:
    """Whether the last pose is nearly the first, for a motion that is more than a twitch."""
    gap = np.linalg.norm(points[-1] - points[0], axis=-1).mean()
    spread = np.linalg.norm(points - points.mean(axis=0), axis=-1).mean()
    return bool(gap < 0.5 * spread)


def push_off(points: Floats) -> NDArray[np.float32]:
    """``(3,)`` units a frame: how a body that walks on the spot would travel over ground.

    What stands on the ground moves backward under the body; the body goes the other way. Zero where the
    lowest points show no such motion.
    """
    rise = np.ptp(points[..., 1])
    if not np.isfinite(rise) or rise <= 0 or points.shape[1] < 4:
        return np.zeros(3, dtype=np.float32)
    ground = np.quantile(points[..., 1], 0.01) + 0.06 * rise
    moves = np.diff(points, axis=0)
    standing: Mask = (points[1:, :, 1] < ground) & (points[:-1, :, 1] < ground)
    if standing.sum() < 4:
        return np.zeros(3, dtype=np.float32)
    step = -np.median(moves[standing], axis=0)
    step[1] = 0.0
    spread = np.abs(moves[standing] + step).mean()
    return step.astype(np.float32) if np.linalg.norm(step) > 0.7 * spread else np.zeros(3, dtype=np.float32)


def _observe_flat(clip: MotionClip, rng: np.random.Generator, config: Viewing) -> Tracks:
    points = clip.points if clip.up != "y" else clip.points * np.array([1, -1], dtype=np.float32)
    seen: Mask = np.asarray(np.isfinite(points).all(axis=-1))
    if clip.visible is not None:
        seen &= clip.visible
    if clip.frame_size is None:
        width, height = config.frame_sizes[int(rng.integers(len(config.frame_sizes)))]
        angle = np.deg2rad(rng.uniform(-8, 8))
        turn = np.array([[np.cos(angle), np.sin(angle)], [-np.sin(angle), np.cos(angle)]])
        points = np.where(seen[..., None], points, 0) @ turn
        low, high = points[seen].min(axis=0), points[seen].max(axis=0)
        room = np.array([width, height], dtype=float)
        # What hardly moves by the measure of its corpus hardly moves in the picture.
        extent = np.maximum(high - low, 0.5 * float(clip.extra.get("usual_extent", 0.0)))
        scale = float((rng.uniform(*config.fill) * room / np.maximum(extent, 1e-6)).min())
        points = (points - low) * scale + (room - (high - low) * scale) * rng.random(2)
    else:
        width, height = clip.frame_size
    kept, fps = thin_frames(len(points), clip.fps, rng, config.tracker)
    pixels = np.where(seen[kept][..., None], points[kept], 0).astype(np.float32)
    pixels, visible = degrade(pixels, seen[kept], rng, config.tracker, height=height)
    if not visible.any():
        visible = seen[kept]
    return Tracks(pixels, visible, fps, (width, height))
