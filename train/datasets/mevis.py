"""MeViS: videos, masks of the objects in them, and sentences that tell objects apart by their motion.

    train/  valid_u/  valid/        of each split
        JPEGImages/<video>/00000.jpg
        meta_expressions.json       videos: <video>: frames: [...], expressions: <n>: exp, obj_id, anno_id
        mask_dict.json              <anno_id>: a COCO run-length mask or null for each frame; not of valid

Sentences of the same objects make one clip: points inside the first mask of each object, followed by a
:class:`~motionsearch.tracking.base.Tracker` through the pictures, or, without one, carried along by the
masks' motion, see :func:`motionsearch.train.datasets.masks.carry`. Sentences of no object are left out. The
frames are a thinned selection of the videos whose rate is not in the files; ``FPS`` is assumed.
See Ding et al., MeViS: A Large-scale Benchmark for Video Segmentation with Motion Expressions, ICCV 2023.
"""

from __future__ import annotations

import zlib
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from motionsearch.errors import InputError
from motionsearch.formats import common
from motionsearch.formats.corpus import MotionClip
from motionsearch.tracking.base import Pictures, Tracker
from motionsearch.tracks import Mask
from motionsearch.train.datasets.base import Dataset, Floats, check_split, gather, read_table
from motionsearch.train.datasets.masks import carry, decode_rle, sample_inside

SPLITS = ("train", "valid_u", "valid")
FPS = 6.0
POINTS = 32
"""Points of a clip, shared out among its objects, of each at least four."""
TRACKED_SIDE = 512
"""Trackers see the pictures shrunk to at most this many pixels along their longer side."""

_LEAST = 4


def load(root: Path, split: str | None, *, tracker: Tracker | None = None) -> list[MotionClip]:
    """One clip for each set of objects that sentences speak of, with those sentences."""
    check_split("mevis", split, SPLITS)
    given = [root / own for own in SPLITS if split in (None, own) and (root / own).is_dir()]
    folders = [folder for folder in given if (folder / "mask_dict.json").is_file()]
    if not folders:
        raise InputError(
            f"{root / (split or 'train')}: has no mask_dict.json",
            hint="MeViS gives masks of the splits train and valid_u only",
        )
    return [clip for folder in folders for clip in _split(folder, tracker)]


def _split(folder: Path, tracker: Tracker | None) -> list[MotionClip]:
    masks = read_table(folder / "mask_dict.json")
    meta = folder / "meta_expressions.json"
    videos = read_table(meta).get("videos")
    if not isinstance(videos, dict):
        raise InputError(f"{meta}: has no videos")
    return gather(folder, videos.items(), lambda item: _video(folder, item[0], item[1], masks, tracker))


def _video(
    folder: Path, name: str, video: Any, masks: dict[str, Any], tracker: Tracker | None
) -> list[MotionClip]:
    try:
        frames, sentences = _described(video)
        pictures = None
        clips = []
        for annotations, texts in sentences.items():
            objects = [_object_masks(masks, annotation, len(frames)) for annotation in annotations]
            size = next(mask.shape for own in objects for mask in own if mask is not None)
            rng = np.random.default_rng(zlib.crc32(f"{name} {annotations}".encode()))
            queries = _queries(objects, rng)
            if tracker is None:
                points, visible = _carried(objects, queries)
            else:
                pictures = _pictures(folder, name, frames, tracker.colour) if pictures is None else pictures
                points, visible = _tracked(tracker, pictures, size, queries)
            clips.append(
                MotionClip(
                    id="_".join([name, *annotations]),
                    points=points.astype(np.float32),
                    visible=visible,
                    fps=FPS,
                    up="-y",
                    captions=tuple(texts),
                    split=folder.name,
                    group=name,
                    species="something",
                    frame_size=(size[1], size[0]),
                    extra={"objects": len(annotations)},
                )
            )
    except InputError as error:
        raise InputError(f"{folder}: video {name}: {error}", hint=error.hint) from error
    return clips


def _described(video: Any) -> tuple[list[str], dict[tuple[str, ...], list[str]]]:
    """Names of the frames, and the sentences of each set of annotated objects."""
    frames = video.get("frames") if isinstance(video, dict) else None
    if not isinstance(frames, list) or len(frames) < 2 or not all(isinstance(f, str) for f in frames):
        raise InputError("it must list the names of 2 or more frames")
    expressions = video.get("expressions")
    if not isinstance(expressions, dict):
        raise InputError("it has no expressions")
    sentences: dict[tuple[str, ...], list[str]] = {}
    for number, expression in expressions.items():
        text = expression.get("exp") if isinstance(expression, dict) else None
        objects = expression.get("anno_id") if isinstance(expression, dict) else None
        if not isinstance(text, str) or not isinstance(objects, list):
            raise InputError(f"expression {number} must have exp and a list anno_id")
        if objects and text.strip():
            own = tuple(dict.fromkeys(str(common.integer(o, "anno_id")) for o in objects))
            sentences.setdefault(own, []).append(text.strip())
    return frames, sentences


def _object_masks(masks: dict[str, Any], annotation: str, frames: int) -> list[Mask | None]:
    own = masks.get(annotation)
    if not isinstance(own, list) or len(own) != frames:
        raise InputError(f"mask_dict.json has no {frames} masks of the annotation {annotation}")
    decoded = [None if rle is None else decode_rle(rle) for rle in own]
    kept = [mask if mask is not None and mask.any() else None for mask in decoded]
    if len({mask.shape for mask in kept if mask is not None}) != 1:
        raise InputError(f"the masks of the annotation {annotation} are all empty, or differ in size")
    return kept


def _queries(objects: list[list[Mask | None]], rng: np.random.Generator) -> list[NDArray[np.float32]]:
    """Of each object ``(n, 3)``: the frame of its first mask and pixels in it."""
    queries = []
    for masks in objects:
        start, mask = next((t, mask) for t, mask in enumerate(masks) if mask is not None)
        inside = sample_inside(mask, max(_LEAST, POINTS // len(objects)), rng)
        queries.append(np.column_stack([np.full(len(inside), start), inside]).astype(np.float32))
    return queries


def _carried(objects: list[list[Mask | None]], queries: list[NDArray[np.float32]]) -> tuple[Floats, Mask]:
    parts = [
        carry(own[:, 1:].astype(np.float64), int(own[0, 0]), masks)
        for own, masks in zip(queries, objects, strict=True)
    ]
    return np.concatenate([p for p, _ in parts], axis=1), np.concatenate([v for _, v in parts], axis=1)


def _tracked(
    tracker: Tracker, pictures: Pictures, size: tuple[int, ...], queries: list[NDArray[np.float32]]
) -> tuple[Floats, Mask]:
    """The tracker's points, in pixels of the masks' size."""
    scale = np.array([pictures.shape[2] / size[1], pictures.shape[1] / size[0]], dtype=np.float32)
    asked = np.concatenate(queries)
    # A pixel's centre, not its corner, is what keeps its place under scaling.
    asked[:, 1:] = (asked[:, 1:] + 0.5) * scale - 0.5
    points, visible = tracker(pictures, asked)
    if points.shape != (len(pictures), len(asked), 2) or visible.shape != points.shape[:2]:
        raise InputError(
            f"the tracker gave points {points.shape} and visible {visible.shape} for {len(pictures)} frames "
            f"and {len(asked)} points"
        )
    return (points + 0.5) / scale - 0.5, visible


def _pictures(folder: Path, name: str, frames: list[str], colour: bool) -> Pictures:
    """``(T, H, W, 3)`` RGB, or ``(T, H, W)`` grey, shrunk to ``TRACKED_SIDE``."""
    from PIL import Image, UnidentifiedImageError

    mode, pictures = "RGB" if colour else "L", []
    for frame in frames:
        path = folder / "JPEGImages" / name / f"{frame}.jpg"
        with common.naming(path):
            try:
                with Image.open(path, formats=("JPEG",)) as opened:
                    opened.draft(mode, (TRACKED_SIDE, TRACKED_SIDE))
                    picture = opened.convert(mode)
            except (UnidentifiedImageError, Image.DecompressionBombError) as error:
                raise InputError(f"not a JPEG picture that can be read ({error})") from error
            picture.thumbnail((TRACKED_SIDE, TRACKED_SIDE))
            pictures.append(np.asarray(picture))
    if len({picture.shape for picture in pictures}) != 1:
        raise InputError("its pictures differ in size")
    return np.stack(pictures)


def _matches(root: Path) -> bool:
    return any(
        (root / split / "meta_expressions.json").is_file() and (root / split / "mask_dict.json").is_file()
        for split in SPLITS
    )


DATASET = Dataset(
    name="mevis",
    title="MeViS",
    licence="research only (CC BY-NC-SA 4.0)",
    splits=SPLITS,
    has_words=True,
    load=load,
    matches=_matches,
)
