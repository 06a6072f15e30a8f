"""A search as one HTML file that needs nothing else: no network, no script, nothing beside it."""

from __future__ import annotations

import base64
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from html import escape
from pathlib import Path

from motionsearch.clips import Value
from motionsearch.whole import write_whole


@dataclass(frozen=True)
class Card:
    """A hit.

    Args:
        title: What it shows, in a few words.
        source: Path of the file it is from.
        start: Seconds into the source.
        end: Seconds, not included.
        score: Cosine with the query.
        clip_id: Its number in the library.
        label: Class name, or ``None``.
        captions: Sentences that came with it.
        tags: Given by the user.
        media: A picture or a little film of it; empty where there is none.
        media_type: Such as ``"video/mp4"`` or ``"image/png"``.
    """

    title: str
    source: str
    start: float
    end: float
    score: float
    clip_id: int
    label: str | None = None
    captions: Sequence[str] = ()
    tags: Mapping[str, Value] = field(default_factory=dict)
    media: bytes = b""
    media_type: str = ""


@dataclass(frozen=True)
class Report:
    """A search and what it found.

    Args:
        query: What was asked for, in words.
        library: Where.
        cards: The hits, best first.
        when: When.
        details: Anything else about the search: name and value.
    """

    query: str
    library: str
    cards: Sequence[Card]
    when: datetime
    details: Mapping[str, str] = field(default_factory=dict)


def write_report(path: str | os.PathLike[str], report: Report) -> Path:
    """Writes a report; the file appears whole or not at all.

    Raises:
        InputError: it cannot be written.
    """
    return write_whole(path, page(report).encode("utf-8", "replace"))


def page(report: Report) -> str:
    """The report as an HTML document.

    Everything that is not ours is escaped, and the page forbids itself scripts and requests (Content
    Security Policy), so that a caption or a file name can do nothing.
    """
    count = len(report.cards)
    details = {
        "library": report.library,
        "when": report.when.strftime("%Y-%m-%d %H:%M"),
        "found": f"{count} clip{'' if count == 1 else 's'}",
        **report.details,
    }
    facts = "".join(f"<div><dt>{_text(k)}</dt><dd>{_text(v)}</dd></div>" for k, v in details.items())
    cards = "\n".join(_card(rank, card) for rank, card in enumerate(report.cards, start=1))
    return f"""<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{_POLICY}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<title>{_text(report.query)}</title>
<style>
{_STYLE}</style>
</head>
<body>
<header>
<h1>{_text(report.query)}</h1>
<dl class="facts">{facts}</dl>
</header>
<main>
{cards}
</main>
<footer>made by motionsearch</footer>
</body>
</html>
"""


def _card(rank: int, card: Card) -> str:
    name = os.path.basename(card.source) or card.source
    captions = "".join(f"<li>{_text(caption)}</li>" for caption in card.captions)
    tags = "".join(f"<li>{_text(key)}: {_text(value)}</li>" for key, value in card.tags.items())
    label = f'<span class="label">{_text(card.label)}</span>' if card.label else ""
    return f"""<article id="clip-{card.clip_id}">
<figure>{_media(card)}<span class="rank">{rank}</span><span class="score">{card.score:.3f}</span></figure>
<div class="words">
<h2>{_text(card.title)}</h2>
<p class="place" title="{_text(card.source)}"><span class="file">{_text(name)}</span>
<span class="time">{card.start:.2f}–{card.end:.2f} s</span></p>
{label}
{f'<ul class="captions">{captions}</ul>' if captions else ""}
{f'<ul class="tags">{tags}</ul>' if tags else ""}
<p class="id">clip {card.clip_id}</p>
</div>
</article>"""


def _media(card: Card) -> str:
    if not card.media:
        return '<div class="nothing">no picture</div>'
    uri = f"data:{_text(card.media_type)};base64,{base64.b64encode(card.media).decode('ascii')}"
    if card.media_type.startswith("video/"):
        return f'<video src="{uri}" autoplay loop muted playsinline></video>'
    return f'<img src="{uri}" alt="{_text(card.title)}">'


def _text(value: object) -> str:
    """Text for content and attributes; what a person cannot see is shown as an escape."""
    shown = "".join(
        c if c.isprintable() else " " if c.isspace() else c.encode("unicode_escape").decode("ascii")
        for c in str(value)
    )
    return escape(shown, quote=True)


_POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; media-src data:; form-action 'none'"

_STYLE = """\
:root {
  --ground: #f6f6f4; --card: #fff; --ink: #1c1e24; --soft: #666b76; --line: #e2e2de; --accent: #0b6bcb;
  --shade: rgb(20 20 30 / 8%);
}
@media (prefers-color-scheme: dark) {
  :root {
    --ground: #121419; --card: #1b1e25; --ink: #e6e8ee; --soft: #9aa0ad; --line: #2b2f39; --accent: #6cb2ff;
    --shade: rgb(0 0 0 / 40%);
  }
}
* { box-sizing: border-box; margin: 0; }
body {
  background: var(--ground); color: var(--ink); max-width: 1500px; margin: 0 auto; padding: 2rem 1.5rem;
  font: 15px/1.45 system-ui, -apple-system, "Segoe UI", Roboto, sans-serif;
}
h1 { font-size: 1.7rem; line-height: 1.2; font-weight: 650; overflow-wrap: anywhere; }
.facts { display: flex; flex-wrap: wrap; gap: .3rem 1.6rem; margin: .7rem 0 1.8rem; color: var(--soft); }
.facts div { display: flex; gap: .45rem; min-width: 0; }
.facts dt::after { content: ":"; }
.facts dd { color: var(--ink); overflow-wrap: anywhere; }
main { display: grid; grid-template-columns: repeat(auto-fill, minmax(280px, 1fr)); gap: 1.2rem; }
article {
  background: var(--card); border: 1px solid var(--line); border-radius: 12px; overflow: hidden;
  box-shadow: 0 2px 10px var(--shade); display: flex; flex-direction: column;
}
figure { position: relative; background: #0e1016; aspect-ratio: 4 / 3; display: grid; place-items: center; }
figure video, figure img { width: 100%; height: 100%; object-fit: contain; display: block; }
.nothing { color: #8b909c; }
.rank, .score {
  position: absolute; top: .6rem; padding: .1rem .5rem; border-radius: 99px; font-size: .82rem;
  color: #fff; background: rgb(10 12 18 / 72%); font-variant-numeric: tabular-nums;
}
.rank { left: .6rem; font-weight: 650; }
.score { right: .6rem; }
.words { padding: .8rem 1rem 1rem; display: flex; flex-direction: column; gap: .45rem; align-items: start; }
h2 { font-size: 1rem; font-weight: 600; overflow-wrap: anywhere; }
.place { color: var(--soft); font-size: .88rem; overflow-wrap: anywhere; }
.file { color: var(--accent); }
.time { white-space: nowrap; font-variant-numeric: tabular-nums; }
.label {
  border: 1px solid var(--accent); color: var(--accent); border-radius: 99px; padding: 0 .6rem;
  font-size: .85rem; overflow-wrap: anywhere;
}
ul { padding: 0; list-style: none; }
.captions { font-style: italic; overflow-wrap: anywhere; }
.captions li { margin-bottom: .25rem; }
.captions li::before { content: "“"; }
.captions li::after { content: "”"; }
.tags { display: flex; flex-wrap: wrap; gap: .35rem; font-size: .8rem; }
.tags li {
  background: var(--ground); border: 1px solid var(--line); border-radius: 6px; padding: 0 .45rem;
  overflow-wrap: anywhere;
}
.id, footer { color: var(--soft); font-size: .8rem; }
footer { margin-top: 2rem; }
@media print { article { break-inside: avoid; box-shadow: none; } }
"""

__all__ = ["Card", "Report", "page", "write_report"]
