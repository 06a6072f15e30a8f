"""Clips and hits as records, and the columns a person sees of them."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from motionsearch.cli.output import Column, path, score, seconds

if TYPE_CHECKING:
    from motionsearch.index.records import ClipInfo, Hit

CLIP_COLUMNS = (
    Column("id", "clip_id", right=True),
    Column("start", "start", seconds, right=True),
    Column("end", "end", seconds, right=True),
    Column("label", "label", wide=True),
    Column("name", "name", wide=True),
    Column("source", "source", path, wide=True),
    Column("caption", "caption", wide=True),
)
HIT_COLUMNS = (CLIP_COLUMNS[0], Column("score", "score", score, right=True), *CLIP_COLUMNS[1:])


def clip_record(clip: ClipInfo | Hit) -> dict[str, Any]:
    """All that is known of a clip; times in seconds of its source."""
    captions = list(clip.captions)
    return {
        "clip_id": clip.clip_id,
        "source": clip.source,
        "name": clip.name,
        "start": round(clip.start, 4),
        "end": round(clip.end, 4),
        "duration": round(clip.duration, 4),
        "label": clip.label,
        "caption": captions[0] if captions else None,
        "captions": captions,
        "tags": dict(clip.tags),
        "meta": dict(clip.meta),
    }


def hit_records(hits: Iterable[Hit]) -> Iterator[dict[str, Any]]:
    """Hits, best first; scores are cosines."""
    for hit in hits:
        record = clip_record(hit)
        yield {"clip_id": record.pop("clip_id"), "score": round(float(hit.score), 6), **record}


def clip_words(clip: ClipInfo | Hit) -> str:
    """A clip in a few words, for a title: what it shows, where it is from."""
    what = clip.label or (clip.captions[0] if clip.captions else None) or clip.name
    place = f"{os.path.basename(clip.source) or clip.source} {clip.start:.1f}-{clip.end:.1f} s"
    return f"{clip.clip_id}: {what} ({place})" if what else f"{clip.clip_id}: {place}"


def clip_or_path(text: str) -> int | str:
    """The id of a clip, or a path; a file whose name is a number wins."""
    return int(text) if text.isascii() and text.isdigit() and not os.path.exists(text) else text
