"""The words of the glossary files themselves: their layout and style, read here without the loader."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path
from typing import NamedTuple

import pytest

import motionsearch

FILES = sorted((Path(motionsearch.__file__).parent / "data").glob("glossary-*.txt"))
# Words that say nothing of a motion by themselves.
EMPTY = set(
    re.findall(
        r"\w+",
        "a an the one two both of to in on at by with and or as it its their his her own from into person "
        "something thing animal body is are again while then that other",
    )
)


class Written(NamedTuple):
    """An entry as it stands in its file."""

    place: str
    names: list[str]
    descriptions: list[str]


def parse(file: Path) -> list[Written]:
    entries: list[Written] = []
    for number, line in enumerate(file.read_text("utf-8").splitlines(), 1):
        if not line.strip() or line.startswith("#"):
            continue
        if line[0] == " ":
            assert entries, f"{file.name}:{number}: a description before any name"
            assert re.match(r" {4}\S", line), f"{file.name}:{number}: indent by four spaces"
            entries[-1].descriptions.append(line.strip())
        else:
            entries.append(Written(f"{file.name}:{number}", [name.strip() for name in line.split(";")], []))
    return entries


ENTRIES = [entry for file in FILES for entry in parse(file)]


def stems(text: str) -> set[str]:
    """Words that carry meaning, roughly without their endings."""
    words = set(re.findall(r"[a-z]+", text)) - EMPTY
    return {re.sub(r"(ing|ed|es|s|e)$", "", word) for word in words}


def test_there_are_hundreds_of_entries():
    assert FILES
    assert len(ENTRIES) >= 480
    assert {entry.names[0] for entry in ENTRIES} >= {
        "waving",
        "drinking",
        "trotting",
        "u-turn",
        "pendulum swinging",
    }


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_lines_are_plain(file: Path):
    for number, line in enumerate(file.read_text("utf-8").splitlines(), 1):
        place = f"{file.name}:{number}"
        assert line == line.rstrip(), place
        assert "\t" not in line, place
        if not line.startswith("#"):
            assert line == line.lower(), place
            assert not line.endswith((".", ";", ",", "!")), place
            assert line.isascii() or line.isprintable(), place


def test_names_stand_once_over_all_files():
    names = Counter(name for entry in ENTRIES for name in entry.names)
    assert [name for name, count in names.items() if count > 1] == []
    for entry in ENTRIES:
        for name in entry.names:
            assert re.fullmatch(r"[^\W_][\w' ,()/-]*", name), f"{entry.place}: {name!r}"
            assert len(name.split()) <= 8, f"{entry.place}: {name!r}"


def test_every_entry_has_two_to_four_descriptions_of_a_sentences_length():
    for entry in ENTRIES:
        assert 2 <= len(entry.descriptions) <= 4, entry.place
        for text in entry.descriptions:
            assert 5 <= len(text.split()) <= 32, f"{entry.place}: {text}"


def test_descriptions_stand_once_and_differ_within_an_entry():
    texts = Counter(text for entry in ENTRIES for text in entry.descriptions)
    assert [text for text, count in texts.items() if count > 1] == []
    for entry in ENTRIES:
        words = [stems(text) for text in entry.descriptions]
        for i, mine in enumerate(words):
            for other in words[:i]:
                assert len(mine & other) < 0.6 * len(mine | other), f"{entry.place}: too alike"


def test_descriptions_say_more_than_the_name():
    for entry in ENTRIES:
        named = stems(" ".join(entry.names))
        for text in entry.descriptions:
            assert len(stems(text) - named) >= 2, f"{entry.place}: {text}"


def test_sides_are_told_only_where_the_name_has_one():
    sided = re.compile(r"\b(left|right)\b(?! angle)")
    for entry in ENTRIES:
        if not re.search(r"\b(left|right)\b|clockwise", " ".join(entry.names)):
            for text in entry.descriptions:
                assert not sided.search(text), f"{entry.place}: {text}"
