"""What evaluations give back: figures with everything needed to judge and repeat them."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any, Literal

from motionsearch.train.metrics import RetrievalMetrics, ZeroShotMetrics
from motionsearch.train.protocols import ProtocolResult

Mode = Literal["names", "glossary", "descriptions"]


@dataclass(frozen=True)
class RetrievalReport:
    """Retrieval figures with everything needed to judge and repeat them.

    Args:
        model: Name of the model.
        fingerprint: Of the model.
        source: What the test set is.
        tracks: Size of the whole gallery.
        captions: Number of captions.
        windows: How long clips were treated, see :func:`motionsearch.train.evaluate.evaluate_retrieval`.
        text_similarity: What told which captions say the same: "space NAME" or "model".
        seed: Of the small batches.
        ties: How ties count.
        results: One per protocol.
    """

    model: str
    fingerprint: str
    source: str
    tracks: int
    captions: int
    windows: str
    text_similarity: str
    seed: int
    ties: str
    results: tuple[ProtocolResult, ...]

    def to_dict(self) -> dict[str, Any]:
        """Plain values; recalls in [0, 1]."""
        plain = {key: getattr(self, key) for key in self.__dataclass_fields__ if key != "results"}
        return {"kind": "retrieval", **plain, "results": [result.to_dict() for result in self.results]}

    def rows(self) -> list[dict[str, Any]]:
        """A table: per protocol and direction one row of the model and one of chance; R@k in percent."""
        rows = []
        for result in self.results:
            for direction in ("text_to_track", "track_to_text"):
                metrics: RetrievalMetrics = getattr(result, direction)
                head = {"protocol": result.protocol, "direction": direction.replace("_", " ")}
                size = {"queries": metrics.queries, "gallery": round(metrics.gallery, 2)}
                for who, recall, rank in (
                    ("model", metrics.recall, metrics.median_rank),
                    ("chance", metrics.chance_recall, metrics.chance_rank),
                ):
                    shares = {f"R@{k}": round(100 * share, 2) for k, share in recall.items()}
                    rows.append({**head, "who": who, **shares, "MedR": round(rank, 2), **size})
        return rows


@dataclass(frozen=True)
class ZeroShotReport:
    """Zero-shot figures with everything needed to judge and repeat them.

    Args:
        model: Name of the model.
        fingerprint: Of the model.
        source: What the test set is.
        windows: How long clips were treated.
        mode: What stands for a label: its bare name, what the glossary makes of it, or given descriptions.
        prompts: Number of texts of each label, without those it borrows of other entries of the glossary.
        calibrated: The commonness of each label was taken off its cosines.
        even: What each label scores on all the clips was, in its place.
        seed: Of what was left to chance in the test set.
        ties: How ties count.
        metrics: The figures.
    """

    model: str
    fingerprint: str
    source: str
    windows: str
    mode: Mode
    prompts: dict[str, int]
    calibrated: bool
    even: bool
    seed: int
    ties: str
    metrics: ZeroShotMetrics

    def to_dict(self) -> dict[str, Any]:
        """Plain values; shares in [0, 1]."""
        plain = asdict(self)
        metrics = plain.pop("metrics")
        return {"kind": "zeroshot", "protocol": "nearest label", **plain, **metrics}

    def rows(self) -> list[dict[str, Any]]:
        """A table of the main figures in percent, each beside what chance and the majority class give."""
        m = self.metrics
        figures = (
            ("top-1", m.top1, m.chance, m.majority),
            ("top-5", m.top5, m.chance5, None),
            ("balanced", m.balanced, m.chance, 1 / len(m.per_class)),
        )
        size = {"clips": m.clips, "classes": m.classes}
        return [
            {
                "measure": name,
                "model": _percent(value),
                "chance": _percent(chance),
                "majority": None if majority is None else _percent(majority),
                **size,
            }
            for name, value, chance, majority in figures
        ]

    def class_rows(self) -> list[dict[str, Any]]:
        """A table of the classes, best first: clips, accuracy in percent, the most frequent mistake."""
        return [
            {
                "label": score.label,
                "clips": score.count,
                "accuracy": _percent(score.accuracy),
                "taken for": score.taken_for,
            }
            for score in sorted(self.metrics.per_class, key=lambda s: -s.accuracy)
        ]

    def confusion_rows(self) -> list[dict[str, Any]]:
        """A table of the most frequent mistakes."""
        return [
            {"label": c.true, "taken for": c.predicted, "clips": round(c.count, 2)}
            for c in self.metrics.confusions
        ]


def _percent(share: float) -> float:
    return round(100 * share, 2)


__all__ = ["Mode", "RetrievalReport", "ZeroShotReport"]
