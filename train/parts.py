"""Parts: the clips that a training run sees, made a few thousand at a time by processes beside it.

A part is a pure function of the recipe's data and its number, so a run that is stopped and resumed sees the
same clips, parts can be made by any number of processes, and several runs may share a folder of them.
"""

from __future__ import annotations

import hashlib
import json
import logging
import os
import signal
import tempfile
import threading
import time
from collections.abc import Mapping, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from motionsearch.errors import InputError
from motionsearch.features import prepare
from motionsearch.train.recipe import Recipe
from motionsearch.train.source import Source, captions_to_keep
from motionsearch.train.world import WorldClip

if TYPE_CHECKING:
    from motionsearch.train.texts import Tower

logger = logging.getLogger(__name__)

# How long a run waits for a part that another run is to make, in seconds.
PATIENCE = 1_800.0
_FAR = 1 << 36
# What a recipe says of when parts are used, not of what they hold.
_PACE = ("first", "pool", "passes")


@dataclass(frozen=True)
class Part:
    """Clips with captions, ready for the network but for the vectors of the captions.

    Args:
        points: ``(K, S, N, 2)`` float16, as in :class:`motionsearch.features.Batch`.
        visible: ``(K, S, N)`` bool.
        mask: ``(K, N)`` bool, False for padding.
        duration: ``(K,)`` float32, seconds.
        captions: ``(K, C)`` int32, rows of ``sentences``.
        sentences: ``(U,)`` the different captions.
        pictures: ``(K, H, W, 3)`` uint8, the drawn trajectories, where the recipe has the picture term.
    """

    points: NDArray[np.float16]
    visible: NDArray[np.bool_]
    mask: NDArray[np.bool_]
    duration: NDArray[np.float32]
    captions: NDArray[np.int32]
    sentences: NDArray[np.str_]
    pictures: NDArray[np.uint8] | None = None

    def __len__(self) -> int:
        return len(self.points)

    def save(self, path: Path) -> None:
        """Writes an npz that appears whole or not at all."""
        arrays = {name: value for name, value in vars(self).items() if value is not None}
        # The sentences as bytes: fixed-width text would take as much room as the points.
        arrays["sentences"] = np.frombuffer("\n".join(self.sentences).encode(), dtype=np.uint8)
        write_npz(path, arrays)

    @classmethod
    def load(cls, path: Path) -> Part:
        """Reads what :meth:`save` wrote."""
        with np.load(path, allow_pickle=False) as archive:
            arrays = {name: archive[name] for name in archive.files}
        arrays["sentences"] = np.array(arrays["sentences"].tobytes().decode().split("\n"))
        return cls(**arrays)


def write_npz(path: Path, arrays: Mapping[str, NDArray[Any]]) -> None:
    """Writes an npz that appears whole or not at all, and its folder."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=path.parent, suffix=".tmp", delete=False) as file:
        np.savez(file, **arrays)  # type: ignore[arg-type]
    os.replace(file.name, path)


def assemble(recipe: Recipe, clips: Sequence[WorldClip], *, seed: int) -> Part:
    """Arrays of given clips: moments sampled, points thinned, captions chosen, pictures drawn."""
    s, n, c = recipe.encoder.num_frames, recipe.data.max_points, recipe.data.captions
    rng = np.random.default_rng([recipe.data.seed, 2, seed])
    points = np.zeros((len(clips), s, n, 2), dtype=np.float16)
    visible = np.zeros((len(clips), s, n), dtype=np.bool_)
    mask = np.zeros((len(clips), n), dtype=np.bool_)
    duration = np.zeros(len(clips), dtype=np.float32)
    rows = np.zeros((len(clips), c), dtype=np.int32)
    known: dict[str, int] = {}
    for i, clip in enumerate(clips):
        ready = prepare(clip.tracks, s)
        keep = ready.points.shape[1]
        chosen = np.arange(keep) if keep <= n else rng.choice(keep, n, replace=False)
        points[i, :, : len(chosen)] = np.clip(ready.points[:, chosen], -100, 100)
        visible[i, :, : len(chosen)] = ready.visible[:, chosen]
        mask[i, : len(chosen)] = True
        duration[i] = ready.duration
        rows[i] = [known.setdefault(said, len(known)) for said in captions_to_keep(clip.captions, c, rng)]
    pictures = None
    if shows_pictures(recipe):
        from motionsearch.render import render_image

        pictures = np.stack([render_image(clip.tracks) for clip in clips])
    return Part(points, visible, mask, duration, rows, np.array(list(known)), pictures)


def shows_pictures(recipe: Recipe) -> bool:
    """Whether the recipe has the picture term and its space the tower for it."""
    if recipe.training.picture_weight <= 0:
        return False
    from motionsearch.spaces import load_space

    return load_space(recipe.space).has_images


def part_path(folder: Path, recipe: Recipe, number: int) -> Path:
    """Where a part lies; the name changes with whatever the part depends on."""
    depends = {
        "data": {key: value for key, value in recipe.to_dict()["data"].items() if key not in _PACE},
        "num_frames": recipe.encoder.num_frames,
        "pictures": shows_pictures(recipe),
    }
    key = hashlib.sha256(json.dumps(depends, sort_keys=True).encode()).hexdigest()[:10]
    return folder / f"part-{key}-{number:05d}.npz"


def make_part(recipe: Recipe, number: int, path: Path, data_root: Path | None) -> Path:
    """Makes part ``number`` of the recipe's stream of clips, unless it lies there already."""
    if not path.exists():
        size = recipe.data.part
        source = _source(recipe, data_root)
        assemble(recipe, [_drawn(source, number * size + i) for i in range(size)], seed=number).save(path)
    return path


def _drawn(source: Source, number: int) -> WorldClip:
    """A clip of the stream; where making it fails, one from far along the stream, so that a run goes on."""
    try:
        return source.draw(number)
    except Exception as error:
        # The world is code that composes at random: one fault in a hundred thousand clips ends no run, but
        # is said, with the number by which it can be seen again.
        if isinstance(error, InputError):
            raise
        logger.warning("clip %d could not be made (%s: %s)", number, type(error).__name__, error)
        return source.draw(number + _FAR)


class PartMaker:
    """Makes parts ahead of a run, in processes of its own; with no processes, waits for another run to.

    Args:
        recipe: Whose parts.
        folder: Where they lie.
        data_root: Folder of the mocap corpora.
        workers: Processes; 0 waits for parts that appear in the folder by other hands.
    """

    def __init__(self, recipe: Recipe, folder: Path, data_root: Path | None, workers: int) -> None:
        self._recipe = recipe
        self._folder = folder
        self._data_root = data_root
        self._workers = workers
        self._making: dict[int, Future[Path]] = {}
        self._pool: ProcessPoolExecutor | None = None
        folder.mkdir(parents=True, exist_ok=True)

    def __enter__(self) -> PartMaker:
        if self._workers:
            # Spawned, not forked: torch's threads do not survive a fork.
            self._pool = ProcessPoolExecutor(
                self._workers,
                mp_context=get_context("spawn"),
                initializer=_start_worker,
                initargs=(os.getpid(),),
            )
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._pool is not None:
            self._pool.shutdown(wait=False, cancel_futures=True)

    def ask(self, number: int) -> None:
        """Has a part made, if nobody was asked for it yet."""
        if self._pool is not None and number not in self._making:
            self._making[number] = self._pool.submit(
                make_part, self._recipe, number, self._path(number), self._data_root
            )

    def get(self, number: int) -> Part:
        """A part, waited for.

        Raises:
            InputError: nobody makes it.
        """
        if self._pool is not None:
            self.ask(number)
            return Part.load(self._making[number].result())
        self._wait_for(self._path(number))
        return Part.load(self._path(number))

    def text_of(self, number: int, part: Part, tower: Tower) -> NDArray[np.float16]:
        """``(U, D)`` vectors of a part's sentences: embedded once, by the run that makes the parts.

        Raises:
            InputError: that run does not.
        """
        path = self._path(number).with_suffix(f".{tower.space.fingerprint[:10]}.npy")
        if not path.exists():
            if self._pool is None:
                self._wait_for(path)
            else:
                vectors = tower.embed_text(part.sentences.tolist()).half().cpu().numpy()
                with tempfile.NamedTemporaryFile(dir=path.parent, suffix=".tmp", delete=False) as file:
                    np.save(file, vectors)
                os.replace(file.name, path)
                return vectors
        found: NDArray[np.float16] = np.load(path, allow_pickle=False)
        return found

    def forget(self, number: int) -> None:
        """Deletes a part that is needed no more."""
        self._making.pop(number, None)
        if self._pool is not None:
            path = self._path(number)
            for file in path.parent.glob(f"{path.stem}.*"):
                file.unlink(missing_ok=True)

    def _wait_for(self, path: Path) -> None:
        began = time.monotonic()
        while not path.exists():
            if time.monotonic() - began > PATIENCE:
                raise InputError(
                    f"{path}: no run makes this part of the clips",
                    hint="start a run with workers on the same --parts folder, or set training.workers to 1",
                )
            time.sleep(0.05)

    def _path(self, number: int) -> Path:
        return part_path(self._folder, self._recipe, number)


_SOURCES: dict[str, Source] = {}


def _source(recipe: Recipe, data_root: Path | None) -> Source:
    # A worker makes many parts of one run: its corpora are read once.
    key = recipe.fingerprint("data") + str(data_root)
    if key not in _SOURCES:
        _SOURCES.clear()
        _SOURCES[key] = Source(recipe, data_root)
    return _SOURCES[key]


def _start_worker(parent: int) -> None:
    # Several processes make clips at once: one thread each, and the training itself comes first.
    os.environ["MOTIONSEARCH_THREADS"] = "1"
    # Ctrl-C goes to the whole group; the training alone decides what is kept.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if hasattr(os, "nice"):
        os.nice(5)
    threading.Thread(target=_end_with, args=(parent,), daemon=True).start()


def _end_with(parent: int) -> None:
    # A pool's workers outlive a parent that was killed: they wait for work for ever.
    while os.getppid() == parent:
        time.sleep(2)
    os._exit(1)
