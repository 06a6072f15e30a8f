"""Measures a model: text to track and back, and zero-shot naming. Nothing is printed here.

>>> items = corpus_items("cmu.npz", ids=["cmu_02_*"]).captioned()
>>> report = evaluate_retrieval(model, items.tracks, items.captions, source=items.source)
>>> report.rows()
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Literal, Protocol, get_args

import numpy as np
from numpy.typing import NDArray

from motionsearch.clips import Cutting, Recording
from motionsearch.errors import InputError, ModelError, QueryError
from motionsearch.features import unit
from motionsearch.tracks import Tracks
from motionsearch.train.metrics import KS, zeroshot
from motionsearch.train.protocols import (
    PROTOCOLS,
    Pairs,
    ProtocolOptions,
    run_protocol,
)
from motionsearch.train.protocols import Protocol as ProtocolName
from motionsearch.train.reports import RetrievalReport, ZeroShotReport
from motionsearch.train.testsets import Camera, Items, corpus_items, read_prompts, world_items

Vectors = NDArray[np.float32]
Windows = Literal["mean", "best"]
Progress = Callable[[str, int, int], None]

TIES = "averaged over all orders of equally similar entries"
_BATCH = 256
# Cosines are rounded to this many decimals: the last bits of a matrix product depend on where in the matrix
# an entry stands, and equal captions must tie.
_DECIMALS = 6


class Embedder(Protocol):
    """What is measured: a :class:`motionsearch.model.Model`, or anything that embeds like one.

    Where it also has ``space`` (with ``embed_text``) and ``space_name``, texts are compared with each other
    in that frozen space, as TMR does with a sentence encoder; else by ``embed_text``.
    """

    @property
    def name(self) -> str:
        """Of the model."""

    @property
    def fingerprint(self) -> str:
        """Tells models apart."""

    def embed_tracks(self, clips: Sequence[Tracks], /) -> Vectors:
        """``(B, D)`` unit vectors."""

    def embed_text(self, texts: Sequence[str], /) -> Vectors:
        """``(B, D)`` unit vectors."""


def evaluate_retrieval(
    model: Embedder,
    tracks: Sequence[Tracks],
    captions: Sequence[Sequence[str]],
    protocols: Sequence[ProtocolName] = PROTOCOLS,
    *,
    seed: int = 0,
    threshold: float = 0.95,
    subset: int = 100,
    batch: int = 32,
    windows: Windows = "mean",
    cutting: Cutting | None = None,
    source: str = "",
    ks: Sequence[int] = KS,
    on_progress: Progress | None = None,
) -> RetrievalReport:
    """Finds tracks by their captions, and captions by their tracks.

    Args:
        tracks: ``(N,)`` clips.
        captions: ``(N,)`` one or more sentences each; a sentence repeated for one clip counts once.
        protocols: TMR's, see :func:`motionsearch.train.protocols.run_protocol`.
        seed: Of the shuffle into small batches.
        threshold, subset, batch: See :class:`motionsearch.train.protocols.ProtocolOptions`.
        windows: A clip longer than ``cutting.longest`` is cut into windows. ``"mean"``: it is represented by
            the unit mean of their vectors. ``"best"``: it is as near to a text as its nearest window, which
            is how a library finds it.
        cutting: ``Cutting()`` by default.
        source: What the test set is, for the report.
        on_progress: Called with ("tracks" or "texts", done, total).

    Raises:
        InputError: there are no clips, a clip has no caption, or a vector is not finite.
        QueryError: an option is none of the choices.
    """
    _check_choice("windows", windows, get_args(Windows))
    for protocol in protocols:
        _check_choice("protocol", protocol, PROTOCOLS)
    options = ProtocolOptions(threshold, subset, batch, seed)
    if len(tracks) != len(captions) or not tracks:
        raise InputError(
            f"every clip needs its captions: got {len(tracks)} clips, {len(captions)} of captions"
        )
    distinct = [list(dict.fromkeys(sentences)) for sentences in captions]
    for index, sentences in enumerate(distinct):
        if isinstance(captions[index], str) or not sentences:
            raise InputError(f"clip {index} needs a list of at least one caption, got {captions[index]!r}")
    owner = np.repeat(np.arange(len(tracks)), [len(sentences) for sentences in distinct])
    texts = [sentence for sentences in distinct for sentence in sentences]
    compare = any(protocol in ("threshold", "dissimilar") for protocol in protocols)
    vectors, text_vectors, compared_by = _embed_texts(model, texts, compare, on_progress)
    similarity = _similarity(model, tracks, vectors, windows, cutting or Cutting(), on_progress)
    pairs = Pairs(similarity.T, owner, text_vectors)
    return RetrievalReport(
        model=model.name,
        fingerprint=model.fingerprint,
        source=source,
        tracks=len(tracks),
        captions=len(texts),
        windows=windows,
        text_similarity=compared_by,
        seed=seed,
        ties=TIES,
        results=tuple(run_protocol(pairs, protocol, options, ks) for protocol in protocols),
    )


def evaluate_zeroshot(
    model: Embedder,
    tracks: Sequence[Tracks],
    labels: Sequence[str],
    prompts: Mapping[str, Sequence[str]] | None = None,
    *,
    seed: int = 0,
    windows: Windows = "mean",
    cutting: Cutting | None = None,
    source: str = "",
    on_progress: Progress | None = None,
) -> ZeroShotReport:
    """Names each clip by the nearest label.

    Args:
        tracks: ``(N,)`` clips.
        labels: ``(N,)`` the right label of each.
        prompts: For each label to choose from, descriptions whose unit vectors are averaged into the
            label's. Without it the choice is among the labels that occur, described by themselves.
        seed: Of the test set, for the report.
        windows, cutting, source, on_progress: As for :func:`evaluate_retrieval`.

    Raises:
        InputError: there are no clips, or a vector is not finite.
        QueryError: the prompts lack a label that occurs, or an option is none of the choices.
    """
    _check_choice("windows", windows, get_args(Windows))
    if len(tracks) != len(labels) or not tracks:
        raise InputError(f"every clip needs its label: got {len(tracks)} clips and {len(labels)} labels")
    table = {label: tuple(texts) for label, texts in prompts.items()} if prompts is not None else None
    if table is None:
        table = {label: (label,) for label in sorted(set(labels))}
    missing = sorted(set(labels) - {label for label, texts in table.items() if texts})
    if missing:
        raise QueryError(
            f"the prompts describe none of {', '.join(map(repr, missing[:5]))}"
            + (f" and {len(missing) - 5} more labels" if len(missing) > 5 else ""),
            hint="give at least one description for every label of the test set",
        )
    table = {label: texts for label, texts in table.items() if texts}
    vectors, _, _ = _embed_texts(model, [t for texts in table.values() for t in texts], False, on_progress)
    starts = np.cumsum([0, *(len(texts) for texts in table.values())])[:-1]
    classes = unit(np.add.reduceat(vectors, starts, axis=0))
    similarity = _similarity(model, tracks, classes, windows, cutting or Cutting(), on_progress)
    names = list(table)
    place = {label: index for index, label in enumerate(names)}
    return ZeroShotReport(
        model=model.name,
        fingerprint=model.fingerprint,
        source=source,
        windows=windows,
        prompts={label: len(texts) for label, texts in table.items()},
        prompted=prompts is not None,
        seed=seed,
        ties=TIES,
        metrics=zeroshot(similarity, [place[label] for label in labels], names),
    )


def _similarity(
    model: Embedder,
    tracks: Sequence[Tracks],
    texts: Vectors,
    windows: Windows,
    cutting: Cutting,
    on_progress: Progress | None,
) -> Vectors:
    """``(N, C)`` cosines of clips to texts."""
    pieces: list[Tracks] = []
    starts = []
    for index, clip in enumerate(tracks):
        starts.append(len(pieces))
        pieces += [piece for _, _, piece in cutting.cut(Recording(clip))]
        if len(pieces) == starts[-1]:
            raise InputError(f"clip {index} shows nothing in any window of {cutting.window:g} s")
    vectors = _in_batches(model.embed_tracks, pieces, "tracks", on_progress)
    _check_vectors(vectors, len(pieces), "window of tracks")
    if vectors.shape[1] != texts.shape[1]:
        raise ModelError(
            f"model {model.name} gives tracks {vectors.shape[1]} numbers and texts {texts.shape[1]}"
        )
    if windows == "mean":
        return (unit(np.add.reduceat(vectors, starts, axis=0)) @ texts.T).round(_DECIMALS)
    nearest: Vectors = np.maximum.reduceat((vectors @ texts.T).round(_DECIMALS), starts, axis=0)
    return nearest


def _embed_texts(
    model: Embedder, texts: Sequence[str], compare: bool, on_progress: Progress | None
) -> tuple[Vectors, Vectors | None, str]:
    """Vectors of the texts; vectors for comparing texts with each other, and where those come from.

    Each different text is embedded once, so that equal ones have equal vectors.
    """
    distinct = list(dict.fromkeys(texts))
    place = {text: index for index, text in enumerate(distinct)}
    order = [place[text] for text in texts]
    vectors = _in_batches(model.embed_text, distinct, "texts", on_progress)
    _check_vectors(vectors, len(distinct), "text")
    if not compare:
        return vectors[order], None, "not used"
    space: Any = getattr(model, "space", None)
    if space is None:
        return vectors[order], vectors[order], "model"
    frozen = _in_batches(space.embed_text, distinct, "texts", on_progress)
    _check_vectors(frozen, len(distinct), "text in the space")
    return vectors[order], frozen[order], f"space {getattr(model, 'space_name', '')}".strip()


def _in_batches(
    embed: Callable[[Any], Vectors], things: Sequence[Any], what: str, on_progress: Progress | None
) -> Vectors:
    parts = []
    for start in range(0, len(things), _BATCH):
        parts.append(np.asarray(embed(list(things[start : start + _BATCH])), dtype=np.float32))
        if on_progress:
            on_progress(what, min(start + _BATCH, len(things)), len(things))
    return np.concatenate(parts)


def _check_vectors(vectors: Vectors, count: int, what: str) -> None:
    if vectors.ndim != 2 or len(vectors) != count:
        raise ModelError(f"the model gave vectors of shape {vectors.shape} for {count} of {what}")
    bad = np.flatnonzero(~np.isfinite(vectors).all(axis=1))
    if len(bad):
        raise InputError(f"the vector of {what} {bad[0]} is not finite")


def _check_choice(name: str, value: str, choices: Sequence[str]) -> None:
    if value not in choices:
        raise QueryError(f"there is no {name} {value!r}", hint=f"choose among {', '.join(choices)}")


__all__ = [
    "PROTOCOLS",
    "TIES",
    "Camera",
    "Embedder",
    "Items",
    "RetrievalReport",
    "Windows",
    "ZeroShotReport",
    "corpus_items",
    "evaluate_retrieval",
    "evaluate_zeroshot",
    "read_prompts",
    "world_items",
]
