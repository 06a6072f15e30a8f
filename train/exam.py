"""What the model card measures on: the test sets, read once, and the figures of a model on them."""

from __future__ import annotations

import datetime
import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any, TypeVar

import numpy as np

from motionsearch.errors import InputError
from motionsearch.model import Model
from motionsearch.train.conditions import CLEAN, disturbed, words
from motionsearch.train.corpora import HELD_OUT_CMU
from motionsearch.train.embedding import ClipVectors, cosines, embed_clips
from motionsearch.train.evaluate import evaluate_retrieval, evaluate_zeroshot
from motionsearch.train.metrics import RetrievalMetrics, retrieval
from motionsearch.train.reports import Mode, RetrievalReport, ZeroShotReport
from motionsearch.train.runs import seed_of
from motionsearch.train.testsets import Items, corpus_items, shipped_prompts, world_items
from motionsearch.train.unseen import training_wordings, unseen

ZEROSHOT_SETS = ("msraction3d", "utd_mhad", "kinder_gator")
MODES: tuple[Mode, ...] = ("names", "glossary", "descriptions")
# Figures without calibration, of a model that has a reference, go by the same names after this.
PLAIN = "plain/"
# Figures evened out over each set, undisturbed, likewise.
EVEN = "even/"
# Far from any training seed, and never used for choosing anything.
WORLD_SEED = 9_001
WORLD_GALLERY = 1_000
WORLD, CMU = "world", "cmu"

T = TypeVar("T")
Prompts = Mapping[str, Sequence[str]]
Step = Callable[[str], None]
"""Told what has just been measured."""


@dataclass(frozen=True, eq=False)
class Exam:
    """The test sets.

    Args:
        sets: The zero-shot sets by name, ``WORLD`` and ``CMU``.
        prompts: Descriptions of each label of each zero-shot set, fixed before any testing.
        queries: Of each clip of the world the captions of unseen wording.
    """

    sets: Mapping[str, Items]
    prompts: Mapping[str, Prompts]
    queries: tuple[tuple[str, ...], ...]
    _disturbed: dict[str, Mapping[str, Items]] = field(default_factory=dict, repr=False)

    def under(self, condition: str) -> Mapping[str, Items]:
        """The sets under a condition of :mod:`motionsearch.train.conditions`, made once."""
        if condition not in self._disturbed:
            made = {name: disturbed(items, condition) for name, items in self.sets.items()}
            self._disturbed[condition] = made
        return self._disturbed[condition]

    def digests(self) -> dict[str, str]:
        """What tells one test set from another: figures of different digests are not to be compared."""
        found = {}
        for name, items in self.sets.items():
            digest = hashlib.sha256()
            for clip, texts, label in zip(items.tracks, items.captions, items.labels, strict=True):
                digest.update(clip.points.tobytes() + clip.visible.tobytes() + repr((texts, label)).encode())
            digest.update(repr(sorted(self.prompts.get(name, {}).items())).encode())
            digest.update(repr(self.queries if name == WORLD else ()).encode())
            found[name] = digest.hexdigest()[:12]
        return found


@dataclass(frozen=True)
class Scores:
    """The figures of one model.

    Args:
        model: Its name.
        fingerprint: Of the model.
        date: When it was measured, ISO.
        seed: That it was trained from.
        recipe: That it was trained by.
        digests: Of the test sets.
        figures: In percent, ranks aside, by ``CONDITION/SET/MODE/top-1`` and the like.
        classes: Accuracy of each class in percent, by ``SET/MODE``.

    Zero-shot figures are calibrated where the model has a reference; ``PLAIN`` ones then stand beside them,
    and ``EVEN`` ones always.
    """

    model: str
    fingerprint: str
    date: str
    seed: int
    recipe: Mapping[str, Any]
    digests: Mapping[str, str]
    figures: Mapping[str, float]
    classes: Mapping[str, Mapping[str, float]]

    @property
    def calibrated(self) -> bool:
        """The zero-shot figures are."""
        return any(key.startswith(PLAIN) for key in self.figures)

    def plain(self) -> Scores:
        """The same without calibration, to stand beside models that have no reference."""
        return replace(self, figures=_plain(self.figures), classes=_plain(self.classes))

    def to_dict(self) -> dict[str, Any]:
        """Plain values."""
        return asdict(self)

    @classmethod
    def from_dict(cls, values: object) -> Scores:
        """The inverse of :meth:`to_dict`.

        Raises:
            InputError: a part is missing or of another kind.
        """
        kinds = {"model": str, "fingerprint": str, "date": str, "seed": int, "recipe": dict,
                 "digests": dict, "figures": dict, "classes": dict}  # fmt: skip
        if not isinstance(values, dict):
            raise InputError("the scores of a model must be a table")
        for key, kind in kinds.items():
            if not isinstance(values.get(key), kind):
                raise InputError(f"the scores of a model need {key}, {kind.__name__}")
        if not all(isinstance(figure, (int, float)) for figure in values["figures"].values()):
            raise InputError("the figures of a model must be numbers")
        return cls(**{key: values[key] for key in kinds})


@dataclass(frozen=True)
class Measured:
    """The figures of one model, and the reports they come from.

    Args:
        scores: The figures.
        chance: What chance gives, by the same names.
        majority: What always naming the most frequent class gives, by the same names.
        zeroshot: Reports of the undisturbed sets by set and mode.
        retrieval: Reports of ``WORLD`` and ``CMU`` by every protocol, if asked for.
    """

    scores: Scores
    chance: Mapping[str, float]
    majority: Mapping[str, float]
    zeroshot: Mapping[tuple[str, Mode], ZeroShotReport]
    retrieval: Mapping[str, RetrievalReport]


def load_exam(data: Path, *, on_clips: Callable[[int, int], None] | None = None) -> Exam:
    """Reads the test sets.

    Args:
        data: Folder of the corpora.
        on_clips: Told of (clips, clips in all) while those are made that tell which captions training saw.

    Raises:
        InputError: a corpus is missing.
    """
    sets = {name: corpus_items(data / f"{name}.npz").labelled() for name in ZEROSHOT_SETS}
    sets[CMU] = held_out_cmu_items(data)
    sets[WORLD] = world_items(WORLD_SEED, WORLD_GALLERY)
    queries = unseen(sets[WORLD].captions, training_wordings(on_progress=on_clips))
    if not any(queries):
        raise InputError(f"{sets[WORLD].source}: training said every caption, so none is of unseen wording")
    return Exam(sets, {name: shipped_prompts(name) for name in ZEROSHOT_SETS}, queries)


def held_out_cmu_items(data: Path) -> Items:
    """The cmu trials that are never trained on, as ``add`` sees them."""
    return corpus_items(data / "cmu.npz", ids=[prefix + "*" for prefix in HELD_OUT_CMU]).captioned()


def measure(
    model: Model,
    exam: Exam,
    conditions: Sequence[str] = (CLEAN,),
    *,
    protocols: bool = False,
    on_step: Step = lambda _: None,
) -> Measured:
    """The figures of a model; each set is embedded once a condition.

    Args:
        conditions: Of :mod:`motionsearch.train.conditions`; ``CLEAN`` must be among them.
        protocols: Also report retrieval by every protocol.
        on_step: Called after every set of every condition.
    """
    figures: dict[str, float] = {}
    chance: dict[str, float] = {}
    majority: dict[str, float] = {}
    classes: dict[str, dict[str, float]] = {}
    reports: dict[tuple[str, Mode], ZeroShotReport] = {}
    full: dict[str, RetrievalReport] = {}
    for condition in conditions:
        for name, items in exam.under(condition).items():
            clips = embed_clips(model, items.tracks)
            if name in ZEROSHOT_SETS:
                for mode in MODES:
                    key = f"{condition}/{name}/{mode}"
                    for prefix in _ways(model, condition):
                        report = _zeroshot(
                            model, clips, items, exam.prompts[name], mode, condition, name, prefix
                        )
                        m = report.metrics
                        shares = {"top-1": m.top1, "top-5": m.top5, "balanced": m.balanced}
                        figures |= _percents(prefix + key, shares)
                        if condition == CLEAN:
                            classes[f"{prefix}{name}/{mode}"] = {
                                c.label: round(100 * c.accuracy, 2) for c in m.per_class
                            }
                    chance |= _percents(key, {"top-1": m.chance, "top-5": m.chance5, "balanced": m.chance})
                    majority |= _percents(key, {"top-1": m.majority})
                    if condition == CLEAN:
                        reports[name, mode] = report
            else:
                metrics = (
                    unseen_wording(model, clips, exam.queries, condition)
                    if name == WORLD
                    else held_out_windows(model, clips, items.captions)
                )
                key = f"{condition}/{name}"
                figures |= _retrieved(key, metrics.recall, metrics.median_rank)
                chance |= _retrieved(key, metrics.chance_recall, metrics.chance_rank)
                if protocols and condition == CLEAN:
                    full[name] = evaluate_retrieval(model, clips, items.captions, source=items.source)
            on_step(f"{model.name}, {name}, {condition}")
    for prefix in (PLAIN, "") if model.has_reference else ("",):
        figures |= _lost(figures, conditions, prefix)
    scores = Scores(
        model=model.name,
        fingerprint=model.fingerprint,
        date=datetime.date.today().isoformat(),
        seed=seed_of(model.config),
        recipe=model.config.recipe,
        digests=exam.digests(),
        figures=figures,
        classes=classes,
    )
    return Measured(scores, chance, majority, reports, full)


def _ways(model: Model, condition: str) -> tuple[str, ...]:
    """How zero-shot figures are measured, the main one last."""
    return (*((EVEN,) if condition == CLEAN else ()), *((PLAIN,) if model.has_reference else ()), "")


def _zeroshot(
    model: Model,
    clips: ClipVectors,
    items: Items,
    prompts: Prompts,
    mode: Mode,
    condition: str,
    name: str,
    way: str,
) -> ZeroShotReport:
    labels = [label for label in items.labels if label is not None]
    described = {
        words(label, condition): [words(text, condition) for text in texts]
        for label, texts in prompts.items()
    }
    return evaluate_zeroshot(
        model,
        clips,
        labels,
        described if mode == "descriptions" else None,
        glossary=mode == "glossary",
        calibrated=way != PLAIN,
        even=way == EVEN,
        source=name,
    )


def unseen_wording(
    model: Model, clips: ClipVectors, queries: Sequence[Sequence[str]], condition: str = CLEAN
) -> RetrievalMetrics:
    """Captions of unseen wording find their clip among all clips."""
    texts = [words(text, condition) for texts in queries for text in texts]
    owner = np.repeat(np.arange(len(queries)), [len(texts) for texts in queries])
    return retrieval(clips.similarity(model.embed_text(texts)).T, owner)


def held_out_windows(model: Model, clips: ClipVectors, captions: Sequence[Sequence[str]]) -> RetrievalMetrics:
    """Each different caption finds a window among the windows of all clips.

    Every window of every clip that carries the caption is right.
    """
    texts = different_captions(captions)
    said = [set(different_captions([own])) for own in captions]
    right = np.array([[text in own for own in said] for text in texts])
    return retrieval(cosines(model.embed_text(texts), clips.vectors), right[:, clips.owners()])


def different_captions(captions: Sequence[Sequence[str]]) -> list[str]:
    """The captions of all clips, each once, sorted; case and white space do not count."""
    return sorted({" ".join(text.lower().split()) for texts in captions for text in texts})


def _lost(figures: Mapping[str, float], conditions: Sequence[str], prefix: str) -> dict[str, float]:
    """Points of top-1 that a condition costs, mean over the zero-shot sets."""
    return {
        f"{prefix}lost/{condition}/{mode}": round(
            sum(
                figures[f"{prefix}{CLEAN}/{name}/{mode}/top-1"]
                - figures[f"{prefix}{condition}/{name}/{mode}/top-1"]
                for name in ZEROSHOT_SETS
            )
            / len(ZEROSHOT_SETS),
            2,
        )
        for condition in conditions
        if condition != CLEAN
        for mode in MODES
    }


def _plain(values: Mapping[str, T]) -> dict[str, T]:
    """What goes by ``PLAIN`` names, in the place of what goes by the others."""
    kept = {key: value for key, value in values.items() if not key.startswith(PLAIN)}
    return kept | {key.removeprefix(PLAIN): value for key, value in values.items() if key.startswith(PLAIN)}


def _percents(key: str, shares: Mapping[str, float]) -> dict[str, float]:
    return {f"{key}/{measure}": round(100 * share, 2) for measure, share in shares.items()}


def _retrieved(key: str, recall: Mapping[int, float], rank: float) -> dict[str, float]:
    return {**_percents(key, {f"R@{k}": share for k, share in recall.items()}), f"{key}/MedR": round(rank, 2)}


__all__ = [
    "CMU", "EVEN", "MODES", "PLAIN", "WORLD", "ZEROSHOT_SETS", "Exam", "Measured", "Scores",
    "different_captions", "held_out_cmu_items", "held_out_windows", "load_exam", "measure", "unseen_wording",
]  # fmt: skip
