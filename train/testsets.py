"""What models are measured on: clips with captions and labels, from corpora or from the procedural world."""

from __future__ import annotations

import json
import os
import zlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from importlib import resources
from pathlib import Path
from typing import Any, Literal

import numpy as np

from motionsearch.camera import to_y_up
from motionsearch.clips import Recording
from motionsearch.errors import InputError, QueryError
from motionsearch.formats.common import Options
from motionsearch.formats.corpus import MotionClip, load_corpus, pair
from motionsearch.formats.corpus import recordings as recordings_of
from motionsearch.tracks import Tracks
from motionsearch.train.datasets import parse_source

Camera = Literal["default", "random"]


@dataclass(frozen=True, eq=False)
class Items:
    """A test set.

    Args:
        tracks: ``(n,)`` clips.
        captions: Sentences of each; may be none.
        labels: Class of each, or ``None``.
        ids: Name of each.
        source: What it is, in words, with everything needed to make it again.
        seed: Of what was left to chance.
    """

    tracks: tuple[Tracks, ...]
    captions: tuple[tuple[str, ...], ...]
    labels: tuple[str | None, ...]
    ids: tuple[str, ...]
    source: str
    seed: int = 0

    def __len__(self) -> int:
        return len(self.tracks)

    def captioned(self) -> Items:
        """Those that have captions.

        Raises:
            InputError: there are none.
        """
        return self._where([bool(captions) for captions in self.captions], "caption")

    def labelled(self) -> Items:
        """Those that have a label.

        Raises:
            InputError: there are none.
        """
        return self._where([label is not None for label in self.labels], "label")

    def _where(self, kept: Sequence[bool], what: str) -> Items:
        index = [i for i, keep in enumerate(kept) if keep]
        if not index:
            raise InputError(f"{self.source}: no clip has a {what}")
        return Items(
            tuple(self.tracks[i] for i in index),
            tuple(self.captions[i] for i in index),
            tuple(self.labels[i] for i in index),
            tuple(self.ids[i] for i in index),
            self.source,
            self.seed,
        )


def corpus_items(
    path: str | os.PathLike[str],
    *,
    camera: Camera = "default",
    seed: int = 0,
    split: str | None = None,
    ids: Sequence[str] = (),
    limit: int | None = None,
) -> Items:
    """Clips of a corpus pair, of a data set, or of any file that can be added to a library.

    Args:
        path: The npz or jsonl of a corpus; the folder of a data set of :mod:`motionsearch.train.datasets`,
            or ``dataset:NAME:FOLDER``; or another motion file.
        camera: ``"default"`` is what ``add`` uses; ``"random"`` sees each 3D clip of a corpus from a random
            side as imperfect points, as the encoder is trained. A clip's view depends on ``seed`` and its id
            only, not on which other clips are taken.
        seed: Of the cameras and of the choice under ``limit``.
        split: Only clips of this ``split`` of the corpus or data set.
        ids: Only clips whose id matches one of these patterns, such as ``"cmu_02_*"``.
        limit: At most so many, chosen at random.

    Raises:
        InputError: the file cannot be read, or nothing is left.
        QueryError: an option is none of the choices.
    """
    from motionsearch import formats

    if camera not in ("default", "random"):
        raise QueryError(f"camera must be default or random, got {camera!r}")
    source = Path(path)
    named = parse_source(path)
    if named is not None:
        dataset, source = named
        clips = dataset.load(source, split)
    elif camera == "random":
        if not all(file.is_file() for file in pair(source)):
            raise InputError(
                f"{source}: random cameras need a corpus, a NAME.npz with NAME.jsonl beside it",
                hint="use the default camera for other files",
            )
        clips = load_corpus(source)
    if camera == "random":
        recordings = _seen_at_random(clips, source, seed)
    else:
        recordings = formats.read(source) if named is None else recordings_of(clips, Options(), source)
    kept = [r for r in recordings if _wanted(r, split, ids)]
    if not kept:
        raise InputError(
            f"{source}: no clip is left of {len(recordings)}",
            hint=f"there are ids like {recordings[0].name!r} and splits {_splits(recordings)}",
        )
    if limit is not None and limit < len(kept):
        chosen = np.sort(np.random.default_rng(seed).permutation(len(kept))[:limit])
        kept = [kept[i] for i in chosen]
    words = [source.stem if named is None else named[0].title, f"{camera} camera"]
    words += [f"split {split}"] * (split is not None) + [f"ids {', '.join(ids)}"] * bool(ids)
    words += [f"{limit} at random"] * (limit is not None)
    return Items(
        tuple(r.tracks for r in kept),
        tuple(r.captions for r in kept),
        tuple(r.label for r in kept),
        tuple(r.name or f"{source.stem} {i}" for i, r in enumerate(kept)),
        "; ".join(words),
        seed,
    )


def world_items(
    seed: int,
    count: int,
    kinds: Sequence[str] | None = None,
    *,
    on_progress: Callable[[int, int], None] | None = None,
) -> Items:
    """The first ``count`` clips of the procedural world ``seed``.

    Args:
        kinds: Only these kinds, see :data:`motionsearch.train.world.KINDS`.
        on_progress: Called with (clips made, clips in all).

    Raises:
        QueryError: there is no such kind, or fewer than one clip is asked for.
    """
    from motionsearch.train import world

    if count < 1:
        raise QueryError(f"a test set needs at least 1 clip, got {count}")
    for kind in kinds or ():
        if kind not in world.KINDS:
            raise QueryError(f"the world has no kind {kind!r}", hint=f"choose among {', '.join(world.KINDS)}")
    clips = []
    for index in range(count):
        clips.append(world.sample(seed, index, kinds))
        if on_progress:
            on_progress(index + 1, count)
    return Items(
        tuple(clip.tracks for clip in clips),
        tuple(tuple(clip.captions) for clip in clips),
        tuple(clip.label for clip in clips),
        tuple(f"world {seed} {index}" for index in range(count)),
        f"procedural world {seed}, {', '.join(kinds or world.KINDS)}",
        seed,
    )


def read_prompts(path: str | os.PathLike[str]) -> dict[str, tuple[str, ...]]:
    """Descriptions of each label of a zero-shot set, from TOML or JSON.

    .. code-block:: toml

        wave = ["a person waves", "a person raises a hand and moves it from side to side"]
        "sit down" = "a person sits down on a chair"

    Raises:
        InputError: the file cannot be read, or is not a table from labels to descriptions.
    """
    file = Path(path)
    parsers: dict[str, Callable[[str], Any]] = {".toml": parse_toml, ".json": json.loads}
    parse = parsers.get(file.suffix.lower())
    if parse is None:
        raise InputError(f"{file}: prompts must be a .toml or .json file")
    try:
        table = parse(file.read_bytes().decode("utf-8"))
    except OSError as error:
        raise InputError(f"{file}: cannot be read ({error.strerror})") from error
    except (ValueError, RecursionError) as error:  # parsers and decoding raise the first; it names the place
        raise InputError(f"{file}: not valid {file.suffix[1:].upper()} ({error})") from error
    hint = 'write one entry a label: wave = ["a person waves", "a hand moves from side to side"]'
    if not isinstance(table, dict) or not table:
        raise InputError(f"{file}: holds no label", hint=hint)
    prompts = {}
    for label, given in table.items():
        texts = [given] if isinstance(given, str) else given
        if (
            not isinstance(texts, list)
            or not texts
            or not all(isinstance(t, str) and t.strip() for t in texts)
        ):
            raise InputError(f"{file}: the label {label!r} needs a description or a list of them", hint=hint)
        prompts[label] = tuple(dict.fromkeys(text.strip() for text in texts))
    return prompts


def shipped_prompts(name: str) -> dict[str, tuple[str, ...]]:
    """Descriptions of each label of a set the encoder is measured on, fixed before it was tested on any.

    Args:
        name: Of the set, as its files are named: ``"utd_mhad"``.

    Raises:
        QueryError: no descriptions of this set are shipped.
    """
    folder = resources.files("motionsearch.train") / "prompts"
    names = sorted(file.name[: -len(".toml")] for file in folder.iterdir() if file.name.endswith(".toml"))
    if name not in names:
        raise QueryError(
            f"no prompts are shipped for {name!r}",
            hint=f"choose among {', '.join(names)}, or write your own file for read_prompts",
        )
    with resources.as_file(folder / f"{name}.toml") as file:
        return read_prompts(file)


def parse_toml(text: str) -> dict[str, Any]:
    """A TOML document; raises ValueError where it is none."""
    try:
        import tomllib
    except ModuleNotFoundError:  # Python 3.10
        import tomli as tomllib  # type: ignore[no-redef, import-not-found, unused-ignore]
    return tomllib.loads(text)


def _seen_at_random(clips: Sequence[MotionClip], path: Path, seed: int) -> list[Recording]:
    """3D clips through random cameras; 2D clips as they are."""
    from motionsearch.train.virtual import observe

    planar = [clip for clip in clips if clip.points.shape[2] == 2]
    flat = {r.name: r for r in recordings_of(planar, Options(), path)} if planar else {}
    recordings = []
    for clip in clips:
        if clip.points.shape[2] == 2:
            recordings += [flat[clip.id]] if clip.id in flat else []
            continue
        points = to_y_up(clip.points, clip.up)
        if clip.visible is not None:
            points = np.where(clip.visible[..., None], points, np.nan)
        if len(points) < 2 or not np.isfinite(points).all(axis=-1).any():
            continue
        rng = np.random.default_rng([seed, zlib.crc32(clip.id.encode())])
        tracks, _ = observe(points, clip.parents, clip.fps, rng)
        recordings.append(_recording(clip, tracks))
    return recordings


def _recording(clip: MotionClip, tracks: Tracks) -> Recording:
    meta = {"split": clip.split} if clip.split is not None else {}
    return Recording(tracks, name=clip.id, label=clip.label, captions=clip.captions, meta=meta)


def _wanted(recording: Recording, split: str | None, ids: Sequence[str]) -> bool:
    if split is not None and recording.meta.get("split") != split:
        return False
    return not ids or any(fnmatchcase(recording.name or "", pattern) for pattern in ids)


def _splits(recordings: Sequence[Recording]) -> str:
    splits = sorted({str(r.meta["split"]) for r in recordings if "split" in r.meta})
    return ", ".join(splits) or "none"


__all__ = [
    "Camera", "Items", "corpus_items", "parse_toml", "read_prompts", "shipped_prompts", "world_items",
]  # fmt: skip
