"""Measures a model: text to track and back, and zero-shot naming. Nothing is printed here.

>>> items = corpus_items("cmu.npz", ids=["cmu_02_*"]).captioned()
>>> report = evaluate_retrieval(model, items.tracks, items.captions, source=items.source)
>>> report.rows()
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import get_args

import numpy as np

from motionsearch.clips import Cutting
from motionsearch.commonness import typical_of_all
from motionsearch.errors import InputError, ModelError, QueryError
from motionsearch.features import unit
from motionsearch.tracks import Tracks
from motionsearch.train.embedding import (
    ClipVectors,
    Embedder,
    Progress,
    Vectors,
    Windows,
    embed_clips,
    embed_texts,
)
from motionsearch.train.metrics import KS, zeroshot
from motionsearch.train.protocols import PROTOCOLS, Pairs, ProtocolOptions, run_protocol
from motionsearch.train.protocols import Protocol as ProtocolName
from motionsearch.train.reports import Mode, RetrievalReport, ZeroShotReport
from motionsearch.train.testsets import Camera, Items, corpus_items, read_prompts, world_items

TIES = "averaged over all orders of equally similar entries"


def evaluate_retrieval(
    model: Embedder,
    tracks: Sequence[Tracks] | ClipVectors,
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
        tracks: ``(N,)`` clips, or what :func:`motionsearch.train.embedding.embed_clips` made of them.
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
        ModelError: the clips were embedded by another model.
        QueryError: an option is none of the choices.
    """
    _check_choice("windows", windows, get_args(Windows))
    for protocol in protocols:
        _check_choice("protocol", protocol, PROTOCOLS)
    options = ProtocolOptions(threshold, subset, batch, seed)
    if len(tracks) != len(captions) or not len(tracks):
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
    vectors, text_vectors, compared_by = embed_texts(model, texts, compare, on_progress)
    similarity = _clips(model, tracks, cutting, on_progress).similarity(vectors, windows)
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
    tracks: Sequence[Tracks] | ClipVectors,
    labels: Sequence[str],
    prompts: Mapping[str, Sequence[str]] | None = None,
    *,
    glossary: bool = False,
    calibrated: bool = True,
    even: bool = False,
    seed: int = 0,
    windows: Windows = "mean",
    cutting: Cutting | None = None,
    source: str = "",
    on_progress: Progress | None = None,
) -> ZeroShotReport:
    """Names each clip by the nearest label.

    Args:
        tracks: ``(N,)`` clips, or what :func:`motionsearch.train.embedding.embed_clips` made of them.
        labels: ``(N,)`` the right label of each.
        prompts: For each label to choose from, descriptions whose unit vectors are averaged into the
            label's. Without it the choice is among the labels that occur, described by themselves.
        glossary: The labels that occur, expanded as ``motionsearch label`` expands them. Not with prompts.
        calibrated: Take the commonness of each label off its cosines, as ``motionsearch label`` does, where
            the model has a reference; the report says whether that was done.
        even: Take off what each label scores on all the clips instead, as ``motionsearch label --even`` does:
            right only where each label fits about equally many, and not zero-shot in the strict sense, since
            a clip is named by what else is in the set.
        seed: Of the test set, for the report.
        windows, cutting, source, on_progress: As for :func:`evaluate_retrieval`.

    Raises:
        InputError: there are no clips, or a vector is not finite.
        ModelError: the clips were embedded by another model.
        QueryError: the prompts lack a label that occurs, there are fewer clips than labels to even out, or an
            option is none of the choices.
    """
    _check_choice("windows", windows, get_args(Windows))
    if glossary and prompts is not None:
        raise QueryError("labels are expanded by the glossary or by prompts, not by both")
    if len(tracks) != len(labels) or not len(tracks):
        raise InputError(f"every clip needs its label: got {len(tracks)} clips and {len(labels)} labels")
    table, classes = _classes(model, labels, prompts, glossary, on_progress)
    similarity = _clips(model, tracks, cutting, on_progress).similarity(classes, windows)
    calibrated = calibrated and not even and getattr(model, "has_reference", False)
    if even:
        similarity = similarity - typical_of_all(similarity)
    elif calibrated:
        similarity = similarity - model.commonness(classes)  # type: ignore[attr-defined]
    names = list(table)
    place = {label: index for index, label in enumerate(names)}
    mode: Mode = "glossary" if glossary else "names" if prompts is None else "descriptions"
    return ZeroShotReport(
        model=model.name,
        fingerprint=model.fingerprint,
        source=source,
        windows=windows,
        mode=mode,
        prompts=table,
        calibrated=calibrated,
        even=even,
        seed=seed,
        ties=TIES,
        metrics=zeroshot(similarity, [place[label] for label in labels], names),
    )


def _classes(
    model: Embedder,
    labels: Sequence[str],
    prompts: Mapping[str, Sequence[str]] | None,
    glossary: bool,
    on_progress: Progress | None,
) -> tuple[dict[str, int], Vectors]:
    """Number of texts of each label to choose from, and ``(C, D)`` unit vectors of the labels."""
    names = sorted(set(labels))
    if glossary:
        from motionsearch.glossary import expand
        from motionsearch.labels import label_vectors
        from motionsearch.model import Model

        if not isinstance(model, Model):
            raise ModelError(f"{model.name} is no Model, and the glossary looks into a model's space")
        return {label: len(expand(label)) for label in names}, label_vectors(model, names)
    table = {label: tuple(texts) for label, texts in prompts.items() if texts} if prompts is not None else {}
    if prompts is None:
        table = {label: (label,) for label in names}
    missing = [label for label in names if label not in table]
    if missing:
        raise QueryError(
            f"the prompts describe none of {', '.join(map(repr, missing[:5]))}"
            + (f" and {len(missing) - 5} more labels" if len(missing) > 5 else ""),
            hint="give at least one description for every label of the test set",
        )
    vectors, _, _ = embed_texts(model, [t for texts in table.values() for t in texts], False, on_progress)
    starts = np.cumsum([0, *(len(texts) for texts in table.values())])[:-1]
    counts = {label: len(texts) for label, texts in table.items()}
    return counts, unit(np.add.reduceat(vectors, starts, axis=0))


def _clips(
    model: Embedder,
    tracks: Sequence[Tracks] | ClipVectors,
    cutting: Cutting | None,
    on_progress: Progress | None,
) -> ClipVectors:
    if not isinstance(tracks, ClipVectors):
        return embed_clips(model, tracks, cutting=cutting, on_progress=on_progress)
    if tracks.fingerprint != model.fingerprint:
        raise ModelError(
            f"these clips were embedded by the model {tracks.fingerprint[:12]}, not by {model.name} "
            f"({model.fingerprint[:12]})"
        )
    return tracks


def _check_choice(name: str, value: str, choices: Sequence[str]) -> None:
    if value not in choices:
        raise QueryError(f"there is no {name} {value!r}", hint=f"choose among {', '.join(choices)}")


__all__ = [
    "PROTOCOLS",
    "TIES",
    "Camera",
    "ClipVectors",
    "Embedder",
    "Items",
    "RetrievalReport",
    "Windows",
    "ZeroShotReport",
    "corpus_items",
    "embed_clips",
    "evaluate_retrieval",
    "evaluate_zeroshot",
    "read_prompts",
    "world_items",
]
