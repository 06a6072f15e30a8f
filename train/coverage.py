"""How much of the language of motion the procedural world speaks, by the public vocabularies of motion.

Three vocabularies are lists of labels: the Kinetics-400 actions, BABEL's categories and BABEL's phrases. A
label has an *analogue* where one motion of the world, by its bare names and verb phrases, has every content
word of it; it is *touched* where the world knows all its words but not in one motion. The others are
captions, of which the verbs are counted: words that the captions use with and without "-ing".
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Final

import numpy as np

from motionsearch.errors import InputError

_LABELS: Final = {
    "kinetics": ("class label", "kinetics"),
    "babel categories": ("class label", "BABEL"),
    "babel phrases": ("motion phrase", "BABEL labels (SINC labels"),
}
_CAPTIONS: Final = {"humanml3d": "HumanML3D", "kit-ml": "KIT-ML", "babel labels": "BABEL labels (SINC gpt",
                    "animalml3d": "AnimalML3D"}  # fmt: skip
_ENDINGS: Final = (
    *(("ies", "y"), ("ied", "y"), ("sses", "ss")),
    *((ending, "") for ending in ("ing", "ed", "ers", "er", "es", "s")),
)
_WORD: Final = re.compile(r"[a-z]+")
_MARKS: Final = re.compile(r"\{\w+\}|\b(one|both|turns):")
# Words that say nothing of motion, by their stems.
_SMALL: Final = frozenset(
    (  # noqa: SIM905 - a list of words reads better
        "a an the and or of to in on at by for from with without into onto over under up down out off as it "
        "is are  be been being his her their its him he she they them who what that this these those then "
        "than while when  someon person man woman human figur people anoth other each same own some someth "
        "thing object one two  three not no nor so very non using us do doe did make mak get got go goe hav "
        "had ha wa were can could  left right forward backward back again start stop begin end finish end "
        "motion movement action position"
    ).split()
)


@dataclass(frozen=True)
class Coverage:
    """What of one vocabulary the world has.

    Args:
        terms: Different labels, or different verbs.
        analogues: Those with a motion in the world.
        touched: Labels all of whose words occur, though in no single motion; 0 for verbs.
        weight: Share of all uses that the analogues make up.
        missing: The others with their numbers of uses, the most frequent first.
    """

    vocabulary: str
    terms: int
    analogues: int
    touched: int
    weight: float
    missing: tuple[tuple[str, int], ...]


@lru_cache(maxsize=65536)
def stem(word: str) -> str:
    """The part that inflections of an English verb or noun have in common: "waves", "waving" to "wav"."""
    for ending, kept in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 3 and not word.endswith("ss"):
            word = word[: len(word) - len(ending)] + kept
            break
    if len(word) > 3 and word[-1] == word[-2] and word[-1] not in "aeiouls":
        word = word[:-1]
    return word[:-1] if word.endswith("e") and len(word) > 3 else word


def content(text: str) -> frozenset[str]:
    """Stems of the words of a text that may say something of motion."""
    stems = {stem(word) for word in _WORD.findall(_MARKS.sub(" ", text.lower()))}
    return frozenset(s for s in stems if s not in _SMALL and len(s) > 1)


@lru_cache(maxsize=1)
def world_motions(sampled: int = 600) -> tuple[frozenset[str], ...]:
    """The content words of each motion of the world: people's from their words, the others from clips.

    Args:
        sampled: So many clips of animals, clips of objects and composed motions of people stand for theirs.
    """
    from motionsearch.train.world import people_tables, sample
    from motionsearch.train.world.gait_sheets import GAITS
    from motionsearch.train.world.people_compose import compose
    from motionsearch.train.world.people_motion import MOTIONS

    assert people_tables.FAMILIES  # importing them registers their motions
    made = [compose(np.random.default_rng([1, index]))[0] for index in range(sampled)]
    texts: list[Iterable[str]] = [(m.name, *m.names, *m.says) for m in (*MOTIONS.values(), *made)]
    texts += [(gait.name, *gait.names, *gait.says) for gait in GAITS]
    for kind in ("animal", "object"):
        for index in range(sampled):
            clip = sample(7, index, [kind])
            texts.append((clip.label, *clip.captions))
    return tuple(frozenset().union(*(content(text) for text in told)) for told in texts)


def coverage(sentences: Path, motions: Sequence[frozenset[str]] | None = None) -> list[Coverage]:
    """How much of each vocabulary has an analogue in the world.

    Args:
        sentences: ``motion_sentences.jsonl``: a line for each text with its source and kind.
        motions: Content words of each motion; the procedural world's by default.

    Raises:
        InputError: the file is missing, or a line of it cannot be read.
    """
    known = world_motions() if motions is None else motions
    lines = list(_read(sentences))
    every = frozenset().union(*known)
    found = []
    for name, (kind, source) in _LABELS.items():
        labels = Counter(t for t, s, k in lines if k == kind and source in s)
        found.append(_labels(name, labels, known, every))
    for name, source in _CAPTIONS.items():
        texts = [t for t, s, _ in lines if s.startswith(source)]
        found.append(_verbs(name, texts, every))
    return [entry for entry in found if entry.terms]


def _read(path: Path) -> Iterator[tuple[str, str, str]]:
    try:
        with path.open(encoding="utf-8") as file:
            for number, line in enumerate(file, 1):
                try:
                    entry = json.loads(line)
                    yield str(entry["text"]), str(entry["source"]), str(entry["kind"])
                except (ValueError, KeyError, TypeError) as error:
                    raise InputError(
                        f"{path}: line {number} is no text with its source and kind",
                        hint="give the file motion_sentences.jsonl of the data folder",
                    ) from error
    except OSError as error:
        raise InputError(
            f"{path} cannot be read: {error.strerror}", hint="name the data folder with --data"
        ) from error


def _labels(
    name: str, labels: Counter[str], motions: Sequence[frozenset[str]], every: frozenset[str]
) -> Coverage:
    analogues, touched, uses = 0, 0, 0
    missing: list[tuple[str, int]] = []
    for label, count in labels.most_common():
        wanted = content(label)
        if any(wanted <= known for known in motions):
            analogues, uses = analogues + 1, uses + count
            continue
        touched += wanted <= every
        missing.append((label, count))
    return Coverage(name, len(labels), analogues, touched, _share(uses, labels.total()), tuple(missing))


def _verbs(name: str, texts: Sequence[str], every: frozenset[str]) -> Coverage:
    forms: dict[str, Counter[str]] = {}
    for text in texts:
        for word in set(_WORD.findall(text.lower())):
            forms.setdefault(stem(word), Counter())[word] += 1
    # What is used with and without "-ing" is taken for a verb.
    verbs = Counter({
        root: words.total()
        for root, words in forms.items()
        if len(words) > 1 and any(word.endswith("ing") for word in words) and root not in _SMALL
    })  # fmt: skip
    missing = tuple(
        (forms[root].most_common(1)[0][0], count) for root, count in verbs.most_common() if root not in every
    )
    lost = sum(count for _, count in missing)
    known = len(verbs) - len(missing)
    return Coverage(name, len(verbs), known, 0, _share(verbs.total() - lost, verbs.total()), missing)


def _share(part: int, whole: int) -> float:
    return part / whole if whole else 0.0
