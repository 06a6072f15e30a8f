"""Labels as vectors: each stands for itself and for what the glossary says about it."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from motionsearch.features import unit
from motionsearch.glossary import Entry, expand, find, load_glossary, normalised
from motionsearch.inflection import lemmas

if TYPE_CHECKING:
    from motionsearch.model import Model
    from motionsearch.spaces.base import Space

Vectors = NDArray[np.float32]

NEAREST = 2
"""Entries at most that lend their descriptions to a label without one."""

LIKENESS = 0.7
"""Least cosine, about the mean of all names, of a label and the name of an entry that lends to it.

Chosen in the space minilm. Of 1,000 names left out of the comparison, 61 % come this near to some entry, 87 %
of them to their own (at 0.6: 75 % and 79 %; at 0.8: 46 % and 95 %). Of 176 labels of Kinetics-400 and BABEL
that name no entry, 48 come this near, most of them to one a reader would choose; below, errors become many.
"""

NAMES = 2
"""Names of an entry that labels are compared with; more would reach further, and slow down the first use."""

_REVISION = 1  # of _name_vectors(); raise it when what is kept changes


def label_vectors(
    model: Model,
    labels: Sequence[str],
    *,
    glossary: bool = True,
    borrow: bool = True,
    embed: Callable[[list[str]], Vectors] | None = None,
) -> Vectors:
    """Labels to ``(C, D)`` float32 unit vectors of the model.

    Args:
        model: Embeds the texts.
        labels: Words to choose from, in any form.
        glossary: A label is the mean of the unit vectors of all that stands for it, see
            :func:`motionsearch.glossary.expand`; ``False`` for the vector of the bare label.
        borrow: A label that names no entry takes the descriptions of those with the most similar names.
        embed: Embeds texts as the model does, but may remember them; ``model.embed_text`` by default.

    Raises:
        SpaceError: the space cannot be had, or its vectors of the names cannot be kept.
    """
    embed = embed or model.embed_text
    if not glossary or not labels:
        return embed(list(labels))
    texts = [list(expand(label)) for label in labels]
    if borrow:
        # A word of one or two letters means too little to be like anything.
        alone = [
            i
            for i, label in enumerate(labels)
            if find(label) is None and any(len(word) > 2 for word in normalised(label))
        ]
        lenders = similar_entries(model.space, [labels[i] for i in alone]) if alone else []
        for i, entries in zip(alone, lenders, strict=True):
            texts[i] += [text for entry, _ in entries for text in entry.descriptions]
    vectors = embed([text for several in texts for text in several])
    starts = np.cumsum([0, *(len(several) for several in texts[:-1])])
    # The sum points where the mean does.
    return unit(np.add.reduceat(vectors.astype(np.float64), starts, axis=0))


def similar_entries(space: Space, labels: Sequence[str]) -> list[list[tuple[Entry, float]]]:
    """The entries whose names mean nearly what each label says, and how near, the nearest first.

    The cosine is taken about the mean of all names: in some spaces all texts crowd together (around 0.8 in
    CLIP's), and only what sets a name apart counts.

    Raises:
        SpaceError: the space cannot be had, or its vectors of the names cannot be kept.
    """
    names, owners = _distinct_names()
    known = _name_vectors(space, names)
    middle = known.mean(axis=0, dtype=np.float64)
    cosines = unit(space.embed_text(list(labels)) - middle) @ unit(known - middle).T  # (labels, names)
    found = []
    for row in cosines:
        near: dict[Entry, float] = {}
        for at in np.argsort(-row, kind="stable"):
            if row[at] < LIKENESS or len(near) == NEAREST:
                break
            near.setdefault(owners[at], float(row[at]))
        found.append(list(near.items()))
    return found


def _distinct_names() -> tuple[list[str], list[Entry]]:
    """The first names of each entry that differ in more than inflection or order, and the entry of each."""
    names, owners = [], []
    for entry in load_glossary():
        distinct = {
            frozenset(lemmas(word)[-1] for word in normalised(name)): name for name in reversed(entry.names)
        }
        chosen = sorted(distinct.values(), key=entry.names.index)[:NAMES]
        names += chosen
        owners += [entry] * len(chosen)
    return names, owners


def _name_vectors(space: Space, names: Sequence[str]) -> Vectors:
    """The space's unit vectors of the names, embedded once and kept beside the space's export."""
    from motionsearch.spaces.export import cached_export

    def build(folder: Path) -> None:
        np.save(folder / "names.npy", space.embed_text(names), allow_pickle=False)

    digest = hashlib.sha256("\n".join([space.fingerprint, *names]).encode()).hexdigest()
    folder = cached_export(f"glossary-{space.name}", digest, _REVISION, build)
    vectors: Vectors = np.load(folder / "names.npy", allow_pickle=False)
    return vectors


__all__ = ["LIKENESS", "NEAREST", "label_vectors", "similar_entries"]
