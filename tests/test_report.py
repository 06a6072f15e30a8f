"""The HTML report of a search: one file that asks for nothing and that no caption can break out of."""

from __future__ import annotations

import base64
from dataclasses import replace
from datetime import datetime, timezone
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from motionsearch.errors import InputError
from motionsearch.report import Card, Report, page, write_report

FILM = b"\x00\x00\x00 ftypisom" + bytes(range(256))
CARD = Card(
    "a dog runs",
    "/videos/park.mp4",
    1.5,
    4.0,
    0.4123,
    12,
    "run",
    ("a dog runs after a ball", "it jumps"),
    {"who": "ana", "take": 3},
    FILM,
    "video/mp4",
)
REPORT = Report(
    "a dog", "/my/library", [CARD], datetime(2025, 3, 4, 5, 6, tzinfo=timezone.utc), {"filter": "x > 1"}
)

# The elements and attributes that a report is made of; nothing else may come in by way of words.
ELEMENTS = """html head meta title style body header h1 dl div dt dd main article figure video img span h2 p
ul li footer"""
ATTRIBUTES = """lang charset http-equiv content name class id title src alt autoplay loop muted playsinline"""


class Reader(HTMLParser):
    """Takes a page apart: its elements, attributes and words."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: set[str] = set()
        self.attributes: list[tuple[str, str | None]] = []
        self.words: list[str] = []
        self.open: list[str] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.add(tag)
        self.attributes += attrs
        if tag not in ("meta", "img"):
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self.open and self.open[-1] != "style" and data.strip():
            self.words.append(" ".join(data.split()))


def checked(report: Report) -> Reader:
    """The page taken apart, having checked that it is ours and asks for nothing."""
    text = page(report)
    reader = Reader(text)
    assert reader.open == []
    assert reader.elements <= set(ELEMENTS.split())
    assert {name for name, _ in reader.attributes} <= set(ATTRIBUTES.split())
    sources = [value or "" for name, value in reader.attributes if name == "src"]
    assert all(value.startswith("data:") for value in sources)
    style = text[text.index("<style>") : text.index("</style>")]
    assert "url(" not in style
    assert "@import" not in style
    policies = [value or "" for name, value in reader.attributes if name == "content"]
    assert policies[0].startswith("default-src 'none'")
    return reader


def test_a_report_says_all_that_is_known() -> None:
    reader = checked(REPORT)
    said = " | ".join(reader.words)
    for words in (
        "a dog | library",
        "/my/library",
        "2025-03-04 05:06",
        "1 clip",
        "filter | x > 1",
        "0.412",
        "park.mp4",
        "1.50–4.00 s",
        "| run |",
        "a dog runs after a ball | it jumps",
        "who: ana | take: 3",
        "clip 12",
    ):
        assert words in said
    assert ("title", "/videos/park.mp4") in reader.attributes


def test_films_play_and_pictures_are_shown() -> None:
    still = replace(CARD, media=b"\x89PNG", media_type="image/png")
    reader = checked(replace(REPORT, cards=[CARD, still, replace(CARD, media=b"")]))
    uris = [value for name, value in reader.attributes if name == "src" and value]
    assert [uri.split(",")[0] for uri in uris] == ["data:video/mp4;base64", "data:image/png;base64"]
    assert [base64.b64decode(uri.split(",")[1]) for uri in uris] == [FILM, b"\x89PNG"]
    names = [name for name, _ in reader.attributes]
    assert {"autoplay", "loop", "muted", "playsinline"} <= set(names), (
        "a browser plays only muted films by itself"
    )
    assert "no picture" in reader.words


HOSTILE = (
    "</title></style><script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "' onmouseover='alert(1)",
    "<!-- ",
    "]]><svg/onload=alert(1)>",
    "&lt;script&gt;&#x3c;b&#x3e;",
    "javascript:alert(1)",
    "\x00\x1b[31m\u202egpj.exe",
    "\udcff broken bytes",
)


@pytest.mark.parametrize("words", HOSTILE)
def test_hostile_words_stay_words(words: str, tmp_path: Path) -> None:
    card = Card(words, f"/v/{words}", 0, 1, 0.5, 1, words, (words,), {words: words}, FILM, "video/mp4")
    report = Report(words, words, [card], REPORT.when, {words: words})
    reader = checked(report)
    visible = words.replace("\x00", "\\x00").replace("\x1b", "\\x1b").replace("\u202e", "\\u202e")
    visible = " ".join(visible.replace("\udcff", "\\udcff").split())
    assert reader.words.count(visible) >= 5, "query, library, detail, title, label, caption, as they are"
    written = write_report(tmp_path / "r.html", report).read_bytes()
    assert written.decode("utf-8") == page(report)


@given(st.text(), st.text(), st.text())
def test_any_words_stay_words(query: str, caption: str, source: str) -> None:
    card = replace(CARD, captions=(caption,), source=source, title=caption, label=query)
    checked(replace(REPORT, query=query, cards=[card]))


def test_nothing_found_is_a_report_too() -> None:
    assert "0 clips" in checked(replace(REPORT, cards=[])).words


def test_a_report_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"r\.html: cannot be written"):
        write_report(tmp_path / "no" / "r.html", REPORT)
    assert list(tmp_path.iterdir()) == []
