"""What an alignment learns from: made clips with captions, and single words, embedded in both spaces.

Everything is a function of the plan and is kept in the folder of the run part by part, so that a run that is
stopped goes on where it was.
"""

from __future__ import annotations

import hashlib
import json
import zipfile
from collections.abc import Callable
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from motionsearch.glossary import load_glossary
from motionsearch.phrases import list_presets, load_phrases, load_preset
from motionsearch.spaces.base import Vectors
from motionsearch.spaces.minilm import weights_folder
from motionsearch.train.parts import Part, assemble, write_npz
from motionsearch.train.recipe import Recipe
from motionsearch.train.source import Source
from motionsearch.train.texts import Tower

PART = 1_024

OnMade = Callable[[int, int], None]


@dataclass(frozen=True)
class Texts:
    """Texts in both spaces.

    Args:
        ours: ``(U, d)`` float32, unit vectors of the space that the model comes from.
        theirs: ``(U, D)`` float32, unit vectors of the space that it goes to.
    """

    ours: Vectors
    theirs: Vectors


@dataclass(frozen=True)
class Clips:
    """Clips ready for the network, with their captions in both spaces.

    Args:
        points: ``(K, S, N, 2)`` float16, as in :class:`motionsearch.features.Batch`.
        visible: ``(K, S, N)`` bool.
        mask: ``(K, N)`` bool, False for padding.
        duration: ``(K,)`` float32, seconds.
        captions: ``(K, C)`` int32, rows of ``ours`` and ``theirs``.
        ours, theirs: The different captions, as in :class:`Texts`.
        pictures: ``(K, D)`` float32, the drawn trajectories, or ``(0, D)`` without the picture term.
    """

    points: NDArray[np.float16]
    visible: NDArray[np.bool_]
    mask: NDArray[np.bool_]
    duration: NDArray[np.float32]
    captions: NDArray[np.int32]
    ours: Vectors
    theirs: Vectors
    pictures: Vectors

    def __len__(self) -> int:
        return len(self.points)


def make_clips(
    recipe: Recipe,
    count: int,
    ours: Tower,
    theirs: Tower,
    folder: Path,
    *,
    data_root: Path | None = None,
    on_made: OnMade | None = None,
) -> Clips:
    """The first ``count`` clips of the recipe's stream; those that lie in the folder already cost nothing.

    Args:
        recipe: Says what is mixed, how many captions a clip keeps, how it is sampled, and by the weight of
            its picture term whether it is drawn and embedded by the image tower of ``theirs``.
        count: Clips.
        ours, theirs: The towers of the two spaces.
        folder: Where parts are kept.
        data_root: Folder of the mocap corpora that the recipe names.
        on_made: Called with (clips made, clips in all).

    Raises:
        InputError: the recipe names what is not there.
        SpaceError: a space cannot embed.
    """
    key = _key(recipe.to_dict(), ours.space.fingerprint, theirs.space.fingerprint, str(data_root))
    source: Source | None = None
    parts = []
    for number, start in enumerate(range(0, count, PART)):
        size = min(PART, count - start)
        path = folder / f"clips-{key}-{number:04d}-{size}.npz"
        arrays = _read(path)
        if arrays is None:
            source = source or Source(recipe, data_root)
            drawn = [source.draw(start + i) for i in range(size)]
            arrays = _embedded(assemble(recipe, drawn, seed=number), ours, theirs)
            write_npz(path, arrays)
        parts.append(arrays)
        if on_made is not None:
            on_made(start + size, count)
    offsets = np.cumsum([0, *(len(part["ours"]) for part in parts)])
    for part, offset in zip(parts, offsets[:-1], strict=True):
        part["captions"] = (part["captions"] + offset).astype(np.int32)
    return Clips(**{f.name: np.concatenate([part[f.name] for part in parts]) for f in fields(Clips)})


def embed_words(count: int, ours: Tower, theirs: Tower, folder: Path) -> Texts:
    """What :func:`wide_texts` names, in both spaces; made once.

    Captions of made clips speak of what is made. A map between spaces that was fitted on them alone would not
    know what to do with the other words that people search for.
    """
    texts = wide_texts(count)
    key = _key(texts, ours.space.fingerprint, theirs.space.fingerprint)
    path = folder / f"words-{key}.npz"
    arrays = _read(path)
    if arrays is None:
        arrays = {
            "ours": ours.embed_text(texts).cpu().numpy(),
            "theirs": theirs.embed_text(texts).cpu().numpy(),
        }
        write_npz(path, arrays)
    return Texts(arrays["ours"], arrays["theirs"])


def wide_texts(words: int) -> list[str]:
    """The shipped phrases, labels and glossary, then the first ``words`` whole words of MiniLM's vocabulary.

    For 0 none of either.
    """
    if not words:
        return []
    shipped = [*load_phrases(), *(label for name in list_presets() for label in load_preset(name))]
    shipped += [text for entry in load_glossary() for text in (*entry.names, *entry.descriptions)]
    document = json.loads((weights_folder() / "tokenizer.json").read_text(encoding="utf-8"))
    vocabulary: dict[str, int] = document["model"]["vocab"]
    whole = (word for word in sorted(vocabulary, key=lambda word: vocabulary[word]) if _is_word(word))
    return list(dict.fromkeys([*shipped, *(word for word, _ in zip(whole, range(words), strict=False))]))


def _is_word(token: str) -> bool:
    return len(token) > 2 and token.isascii() and token.isalpha()


def _embedded(part: Part, ours: Tower, theirs: Tower) -> dict[str, NDArray[Any]]:
    """The fields of :class:`Clips` for a part."""
    sentences = part.sentences.tolist()
    arrays: dict[str, NDArray[Any]] = {
        name: getattr(part, name) for name in ("points", "visible", "mask", "duration", "captions")
    }
    pictures = part.pictures
    return {
        **arrays,
        "ours": ours.embed_text(sentences).cpu().numpy(),
        "theirs": theirs.embed_text(sentences).cpu().numpy(),
        "pictures": (
            theirs.embed_images(pictures).numpy()
            if pictures is not None
            else np.zeros((0, theirs.dim), np.float32)
        ),
    }


def _key(*identity: Any) -> str:
    return hashlib.sha256(json.dumps(identity, sort_keys=True).encode()).hexdigest()[:12]


def _read(path: Path) -> dict[str, NDArray[Any]] | None:
    """What :func:`write_npz` wrote; ``None`` where there is nothing, or nothing whole."""
    try:
        with np.load(path, allow_pickle=False) as archive:
            return {name: archive[name] for name in archive.files}
    except (OSError, ValueError, EOFError, KeyError, zipfile.BadZipFile):
        return None
