"""Labels as vectors: each stands for itself and for what the glossary says about it."""

from __future__ import annotations

import hashlib
from collections import Counter
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

WEIGHT = 0.3
"""Of the descriptions in the vector of a label.

Measured with the encoder first-light, which never saw a description, on the corpora bandai, g1_moves and
precog, which are no test sets: top-1 averages 32 % at 0, 33 % at 0.3, 29 % at 0.5 and 22 % at 0.7. An encoder
that was trained on the descriptions may want more; choose it again on such sets.
"""

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
    weight: float = WEIGHT,
    embed: Callable[[list[str]], Vectors] | None = None,
) -> Vectors:
    """Labels to ``(C, D)`` float32 unit vectors of the model.

    ``unit((1 - weight) * mean(own) + weight * mean(descriptions))`` over the unit vectors of a label's own
    words, which are the label and its sentence, and of the descriptions of its entry in the glossary. A label
    without descriptions is ``unit(mean(own))``.

    Args:
        model: Embeds the texts.
        labels: Words to choose from, in any form.
        glossary: ``False`` for the vector of the bare label.
        borrow: A label that names no entry takes the descriptions of those with the most similar names; not
            of one that another label names or would take too, for that would make the two alike.
        weight: Of the descriptions, 0 to 1.
        embed: Embeds texts as the model does, but may remember them; ``model.embed_text`` by default.

    Raises:
        SpaceError: the space cannot be had, or its vectors of the names cannot be kept.
    """
    embed = embed or model.embed_text
    if not glossary or not labels:
        return embed(list(labels))
    described = [_descriptions(entries) for entries in _entries(model, labels, borrow)]
    own = [
        [text for text in expand(label) if text not in told]
        for label, told in zip(labels, described, strict=True)
    ]
    vectors = embed(
        [text for texts in zip(own, described, strict=True) for several in texts for text in several]
    )
    rows = iter(vectors.astype(np.float64))
    mixed = np.zeros((len(labels), vectors.shape[1]))
    for at, (words, told) in enumerate(zip(own, described, strict=True)):
        mixed[at] = np.mean([next(rows) for _ in words], axis=0)
        if told:
            mixed[at] += weight * (np.mean([next(rows) for _ in told], axis=0) - mixed[at])
    return unit(mixed)


def _entries(model: Model, labels: Sequence[str], borrow: bool) -> list[list[Entry]]:
    """The entries whose descriptions stand for each label: its own one, or those that lend to it."""
    found = [[entry] if (entry := find(label)) else [] for label in labels]
    # A word of one or two letters means too little to be like anything.
    alone = [
        at
        for at, label in enumerate(labels)
        if borrow and not found[at] and any(len(word) > 2 for word in normalised(label))
    ]
    if alone:
        for at, near in zip(alone, similar_entries(model.space, [labels[at] for at in alone]), strict=True):
            found[at] = [entry for entry, _ in near]
        claims = Counter(entry for entries in found for entry in entries)
        for at in alone:
            found[at] = [entry for entry in found[at] if claims[entry] == 1]
    return found


def _descriptions(entries: Sequence[Entry]) -> list[str]:
    return [text for entry in entries for text in entry.descriptions]


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


__all__ = ["LIKENESS", "NEAREST", "WEIGHT", "label_vectors", "similar_entries"]
