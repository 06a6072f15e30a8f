"""``--save-clips`` and ``--html``: hits as files to be looked at."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from motionsearch.cli.footage import Footage, draw_plain, mover
from motionsearch.cli.output import Output
from motionsearch.cli.records import clip_words
from motionsearch.errors import InputError, QueryError

if TYPE_CHECKING:
    from motionsearch.index.library import Library
    from motionsearch.index.records import Clip, Hit

SaveOption = Annotated[
    Path | None,
    typer.Option(
        "--save-clips",
        metavar="DIR",
        help="Cut the hits out of their videos into this folder; of other hits, trails as .gif.",
    ),
]
OverlayOption = Annotated[
    bool, typer.Option("--overlay", help="With --save-clips: draw the trajectories over the videos.")
]
HtmlOption = Annotated[
    Path | None,
    typer.Option(
        "--html",
        metavar="FILE",
        help="Also write the hits into one HTML file with pictures that play; about 0.1 MB a hit, 40 in all.",
    ),
]

# A thumbnail is at most so wide, with so many pictures a second; of a long stretch it shows the beginning.
_THUMB_SIDE, _THUMB_RATE, _THUMB_SECONDS = 320, 15.0, 8.0
# A thumbnail of more bytes becomes a still picture, and once all of them are so many there are no more.
_THUMB_BYTES, _ALL_BYTES = 600_000, 30_000_000
_LONGEST_NAME = 60


@dataclass(frozen=True)
class Keeping:
    """What is to be made of the hits of a search, beside telling them.

    Args:
        clips: Folder for a file a hit.
        overlay: Draw trajectories over those that are of videos.
        html: The report.
    """

    clips: Path | None = None
    overlay: bool = False
    html: Path | None = None

    def __post_init__(self) -> None:
        if self.overlay and self.clips is None:
            raise QueryError(
                "--overlay is for --save-clips", hint="name a folder: --save-clips DIR --overlay"
            )

    def keep(
        self, out: Output, library: Library, hits: Sequence[Hit], query: str, details: Mapping[str, str]
    ) -> None:
        """Makes it.

        Raises:
            InputError: the folder or the report cannot be written.
        """
        footage = Footage(out, library)
        if self.clips is not None:
            save_clips(out, library, hits, self.clips, footage, overlay=self.overlay)
        if self.html is not None:
            save_report(out, library, hits, self.html, footage, query, details)


def save_clips(
    out: Output, library: Library, hits: Sequence[Hit], folder: Path, footage: Footage, *, overlay: bool
) -> None:
    """Writes a file a hit: ``01-0.412-match-12.0s.mp4`` is rank, score, source and start."""
    folder.mkdir(parents=True, exist_ok=True)
    digits = max(2, len(str(len(hits))))
    saved = 0
    with out.progress("saving", "clips", len(hits)) as progress:
        for rank, hit in enumerate(hits, start=1):
            target = folder / f"{rank:0{digits}d}-{hit.score:.3f}-{_file_words(hit.source)}-{hit.start:.1f}s"
            saved += _save_clip(out, library.get(hit.clip_id), target, footage, overlay=overlay)
            progress.update(rank)
    out.note(f"saved {saved} of {len(hits)} hits in {folder}")


def save_report(
    out: Output,
    library: Library,
    hits: Sequence[Hit],
    target: Path,
    footage: Footage,
    query: str,
    details: Mapping[str, str],
) -> None:
    """Writes a search as one HTML file."""
    from motionsearch.report import Card, Report, write_report

    cards = []
    room = _ALL_BYTES
    with (
        tempfile.TemporaryDirectory(prefix="motionsearch-") as folder,
        out.progress("drawing", "clips", len(hits)) as progress,
    ):
        for rank, hit in enumerate(hits, start=1):
            media = b""
            if room > 0:
                media, kind = _thumbnail(out, library.get(hit.clip_id), Path(folder), footage)
                room -= len(media)
            what = hit.label or next(iter(hit.captions), None) or hit.name or Path(hit.source).stem
            card = Card(
                what,
                hit.source,
                hit.start,
                hit.end,
                hit.score,
                hit.clip_id,
                hit.label,
                hit.captions,
                hit.tags,
                media,
                kind if media else "",
            )
            cards.append(card)
            progress.update(rank)
    write_report(target, Report(query, library.name, cards, datetime.now().astimezone(), details))
    if room <= 0:
        out.hint("not every hit has a picture: the report would grow too large; ask for fewer with --limit")
    out.note(f"wrote the report {target}")


def _save_clip(out: Output, clip: Clip, stem: Path, footage: Footage, *, overlay: bool) -> bool:
    """Saves one hit; names what cannot be saved."""
    video = footage.of(clip)
    if video is not None:
        from motionsearch import render_video

        target = stem.with_name(stem.name + ".mp4")
        try:
            if overlay and clip.tracks is not None:
                movers = [mover(clip, clip.tracks)]
                render_video.overlay(video, movers, target, end=clip.end, boxes=True)
            else:
                render_video.cut(video, clip.start, clip.end, target)
            return True
        except InputError as error:
            footage.forget(clip, error)
    if clip.tracks is None:
        out.warn(f"clip {clip.clip_id} cannot be drawn: the library holds its vector only")
        return False
    draw_plain(clip.tracks, stem.with_name(stem.name + ".gif"), start=clip.start, title=clip_words(clip))
    return True


def _thumbnail(out: Output, clip: Clip, folder: Path, footage: Footage) -> tuple[bytes, str]:
    """A little film of a clip, or a picture of its trails where the film would be large; and its kind."""
    from motionsearch import render_video

    if clip.tracks is None:
        return b"", ""
    target = folder / f"{clip.clip_id}.mp4"
    video = footage.of(clip)
    if video is not None:
        try:
            render_video.overlay(
                video,
                [mover(clip, clip.tracks)],
                target,
                end=min(clip.end, clip.start + _THUMB_SECONDS),
                side=_THUMB_SIDE,
                rate=_THUMB_RATE,
                small=True,
            )
        except InputError as error:
            footage.forget(clip, error)
            video = None
    size = _THUMB_SIDE, _THUMB_SIDE * 3 // 4
    if video is None:
        render_video.trails(clip.tracks, target, size=size, rate=_THUMB_RATE, small=True)
    media = target.read_bytes()
    target.unlink()
    if len(media) <= _THUMB_BYTES:
        return media, "video/mp4"
    from motionsearch import render

    still = render.save(clip.tracks, folder / f"{clip.clip_id}.png", size=size)
    return still.read_bytes(), "image/png"


def _file_words(source: str) -> str:
    """The source's name as part of a file name that every system takes."""
    return re.sub(r"[^\w.+-]+", "_", Path(source).stem, flags=re.ASCII).strip("._")[:_LONGEST_NAME] or "clip"
