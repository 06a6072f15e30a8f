"""What the library answers with. Plain frozen data; ``to_dict()`` gives what JSON can carry."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields, is_dataclass
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from motionsearch.clips import Value
from motionsearch.index.plans import Plan
from motionsearch.tracks import Tracks


class Record:
    """Gives dataclasses a ``to_dict``."""

    def to_dict(self) -> dict[str, Any]:
        """The fields as plain values; arrays and tracks are left out."""
        return {
            f.name: _plain(getattr(self, f.name))
            for f in fields(self)  # type: ignore[arg-type]
            if not isinstance(getattr(self, f.name), (Tracks, np.ndarray))
        }


def _plain(value: Any) -> Any:
    if isinstance(value, Record):
        return value.to_dict()
    if is_dataclass(value) and not isinstance(value, type):
        return {f.name: _plain(getattr(value, f.name)) for f in fields(value)}
    if isinstance(value, Mapping):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(item) for item in value]
    return value


@dataclass(frozen=True, kw_only=True)
class ClipInfo(Record):
    """A clip of the library.

    Args:
        clip_id: Its number, never given twice in one library.
        source: Path of the file, or what stands for it.
        name: What tells it from the source's other clips.
        start: Seconds into the source at which it begins.
        end: Seconds into the source before which it ends.
        duration: ``end - start`` in seconds.
        label: Class name that came with the data.
        captions: Sentences that came with the data.
        tags: Given by the user on adding.
        meta: Whatever else the source said.
        fps: Frames per second, or ``None`` for a clip that is a vector only.
        points: Number of points, or ``None`` likewise.
        added: Seconds since 1970 at which its source was committed.
    """

    clip_id: int
    source: str
    name: str | None
    start: float
    end: float
    duration: float
    label: str | None
    captions: tuple[str, ...] = ()
    tags: Mapping[str, Value] = field(default_factory=dict)
    meta: Mapping[str, Value] = field(default_factory=dict)
    fps: float | None = None
    points: int | None = None
    added: float = 0.0


@dataclass(frozen=True, kw_only=True)
class Hit(ClipInfo):
    """A clip that was found; ``score`` is its cosine with the query."""

    score: float


@dataclass(frozen=True, kw_only=True, eq=False)
class Clip(ClipInfo):
    """A clip with its vector ``(D,)`` and, where the library holds them, its tracks."""

    vector: NDArray[np.float32]
    tracks: Tracks | None


@dataclass(frozen=True)
class SourceInfo(Record):
    """A source that was committed: its clips have the ids ``first_clip_id .. first_clip_id + clips - 1``."""

    source_id: int
    path: str
    clips: int
    first_clip_id: int
    replaced: bool = False


@dataclass(frozen=True)
class AddEvent(Record):
    """How far adding has come.

    Args:
        kind: "start" before a source is read, then perhaps "progress" and "licence", at the end one of the
            others. Several slow sources may be read at once.
        path: The source.
        index: Which of the sources, from 0.
        total: How many there are.
        clips: Clips committed for it.
        message: Why it was skipped or failed, or the terms of others that its clips come under.
        seconds: How much of a source that takes long was read.
        length: Of how many seconds, where that is known.
    """

    kind: Literal["start", "progress", "licence", "added", "skipped", "failed"]
    path: str
    index: int
    total: int
    clips: int = 0
    message: str = ""
    seconds: float = 0.0
    length: float | None = None


@dataclass(frozen=True)
class AddReport(Record):
    """What adding did: sources committed, (path, reason) skipped and (path, message) failed."""

    added: Sequence[SourceInfo] = ()
    skipped: Sequence[tuple[str, str]] = ()
    failed: Sequence[tuple[str, str]] = ()

    @property
    def clips(self) -> int:
        """Clips committed."""
        return sum(source.clips for source in self.added)

    def to_dict(self) -> dict[str, Any]:
        """The fields and the number of clips."""
        return {**super().to_dict(), "clips": self.clips}


@dataclass(frozen=True)
class Description(Record):
    """A sentence that fits a clip; ``score`` is the cosine, ``origin`` says whose sentence it is."""

    text: str
    score: float
    origin: Literal["library", "phrases"]


@dataclass(frozen=True)
class Labelled(Record):
    """A clip and the probabilities of the labels, the likeliest first; name and meta as its source said."""

    source: str
    start: float
    end: float
    clip_id: int | None
    labels: Sequence[tuple[str, float]]
    name: str | None = None
    meta: Mapping[str, Value] = field(default_factory=dict)


@dataclass(frozen=True)
class Explanation(Record):
    """How a query was answered: the plan, how many vectors were compared, and seconds per stage."""

    plan: Plan
    candidates: int
    seconds: Mapping[str, float]

    def __str__(self) -> str:
        plan = self.plan
        said = [f"plan {plan.kind}: {plan.why}"]
        if plan.lists:
            said += [
                f"at most {plan.probes:,} of {plan.lists:,} lists looked through",
                f"about {self.candidates:,} codes compared",
                f"{plan.reranked:,} scored again",
            ]
        else:
            said.append(f"{self.candidates:,} vectors compared")
        if plan.recall is not None:
            said.append(f"recall@10 measured at {plan.recall:.3f}")
        stages = ", ".join(f"{name} {1000 * spent:.1f} ms" for name, spent in self.seconds.items())
        return "; ".join([*said, stages])


@dataclass(frozen=True)
class CompactReport(Record):
    """What compacting dropped, and the database's size in bytes before and after (0 on a server)."""

    clips: int
    sources: int
    bytes_before: int
    bytes_after: int


@dataclass(frozen=True)
class BackupReport(Record):
    """What was backed up: the file, how many clips are in it, and its size in bytes."""

    path: str
    clips: int
    bytes: int


@dataclass(frozen=True)
class ReembedReport(Record):
    """What re-embedding did.

    Args:
        model: Name of the model that the library is of now.
        model_fingerprint: Of that model.
        clips: How many clips it holds.
        embedded: How many of them were embedded in this run; the others were by one that was interrupted.
        dropped: Clips without tracks that are gone.
    """

    model: str
    model_fingerprint: str
    clips: int
    embedded: int
    dropped: int


@dataclass(frozen=True)
class VerifyReport(Record):
    """What checking found: ``problems`` need a hand, ``notes`` do not."""

    problems: Sequence[str]
    notes: Sequence[str]
    counts: Mapping[str, int]

    @property
    def ok(self) -> bool:
        """No problem was found."""
        return not self.problems

    def to_dict(self) -> dict[str, Any]:
        """The fields and ``ok``."""
        return {"ok": self.ok, **super().to_dict()}


@dataclass(frozen=True)
class LibraryInfo(Record):
    """What a library is and holds.

    Args:
        path: Folder, or URL without its password.
        uuid: Its own name, given when it was made.
        model: Name of the model that embeds it.
        model_fingerprint: Of that model.
        space: Name of the model's space.
        dim: Numbers in a vector.
        precision: Of the vectors that are added: "float16" or "float32".
        engine: What searches them: "faiss" or "milvus".
        engine_uri: Where that is, if it is not in the library.
        schema: Version of the tables.
        made_by: The motionsearch that made it.
        created: Seconds since 1970.
        generation: Number of the last change.
        sources: Live sources.
        clips: Live clips.
        removed: Clips that are marked removed, to be dropped by compacting.
        captions: Captions of live clips.
        database_bytes: Size of the database (0 where a server does not tell).
        index: State of the index: "current", "behind by 3 clips", "missing" or what is wrong with it.
        index_plan: What kind of index it is, and the recall that was measured on it.
        index_bytes: Size of its files.
    """

    path: str
    uuid: str
    model: str
    model_fingerprint: str
    space: str
    dim: int
    precision: str
    engine: str
    engine_uri: str | None
    schema: str
    made_by: str
    created: float
    generation: int
    sources: int
    clips: int
    removed: int
    captions: int
    database_bytes: int
    index: str
    index_plan: str
    index_bytes: int
