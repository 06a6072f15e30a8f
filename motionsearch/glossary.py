"""The glossary of motion: names of actions, each with descriptions in words of bodies and paths.

A shipped file ``data/glossary-*.txt`` holds entries::

    # comment
    tennis serve; serving in tennis
        one arm tosses a ball up while the other swings from behind the head over the top and down
        a person reaches up high with one hand and whips the other arm overhead and forward

The line at the margin holds names, the canonical one first; the indented lines below describe it.
"""

from __future__ import annotations

import functools
import itertools
import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from importlib import resources

from motionsearch.errors import InputError
from motionsearch.inflection import lemmas, one_of_a_pair

_FILE = re.compile(r"glossary-.+\.txt")
FEWEST, MOST = 2, 4
"""Descriptions of an entry."""

_DROPPED = frozenset({"a", "an", "the", "his", "her", "their", "its", "my", "your", "ones", "oneself"})
_SUBJECTS = frozenset(
    {"person", "man", "woman", "human", "someone", "somebody", "people", "men", "women"}
    | {"he", "she", "they"}
)
_FEW = frozenset({"one", "some", "this"})
_DOING = frozenset({"is", "are", "do", "does", "doing", "perform", "performs", "performing"})
_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_PUNCTUATION = re.compile(r"[\W_]+")
_ASIDE = re.compile(r"\([^()]*\)")
LONGEST = 80
"""Characters of the longest text that may be a name; longer ones are sentences."""


@dataclass(frozen=True)
class Entry:
    """An action or motion.

    Args:
        names: The canonical name, then others; lower case.
        descriptions: How it looks, each in other words.
    """

    names: tuple[str, ...]
    descriptions: tuple[str, ...]

    @property
    def name(self) -> str:
        """The canonical name."""
        return self.names[0]


@functools.cache
def load_glossary() -> tuple[Entry, ...]:
    """All shipped entries, file by file in alphabetical order of the files.

    Raises:
        InputError: a file is malformed, or a name stands in two entries.
    """
    return tuple(dict.fromkeys(_index().values()))


def parse_glossary(text: str, file: str) -> tuple[Entry, ...]:
    """The entries of a glossary file, in its order.

    Args:
        text: What the file holds.
        file: Its name, for messages.

    Raises:
        InputError: a line is malformed; the message names the file and the line.
    """
    entries: list[Entry] = []
    names: tuple[str, ...] = ()
    descriptions: list[str] = []

    def finish(at: int) -> None:
        if names and not FEWEST <= len(descriptions) <= MOST:
            raise _malformed(file, at, f"{names[0]!r} has {len(descriptions)} descriptions")
        if names:
            entries.append(Entry(names, tuple(descriptions)))

    began = 0
    for number, line in enumerate(text.splitlines(), start=1):
        content = " ".join(line.split())
        if not content or content.startswith("#"):
            continue
        if content != content.lower() or content.endswith("."):
            raise _malformed(file, number, "names and descriptions are in lower case, without a full stop")
        if not line[0].isspace():
            finish(began)
            names, descriptions, began = tuple(name.strip() for name in content.split(";")), [], number
            if not all(normalised(name) for name in names) or len(set(names)) != len(names):
                raise _malformed(file, number, "a name is empty or repeated")
        elif not names:
            raise _malformed(file, number, "a description comes before any name")
        elif content in descriptions:
            raise _malformed(file, number, "the description is there twice")
        else:
            descriptions.append(content)
    finish(began)
    return tuple(entries)


def _malformed(file: str, number: int, why: str) -> InputError:
    return InputError(
        f"{file}, line {number}: {why}",
        hint=f"names stand at the margin, parted by ';', and {FEWEST} to {MOST} indented descriptions below",
    )


def index_names(entries: Iterable[Entry]) -> dict[str, Entry]:
    """Every way to write every name, to its entry.

    Raises:
        InputError: two entries have a name in common, be it in another inflection or order of words.
    """
    index: dict[str, Entry] = {}
    for entry in entries:
        for name in entry.names:
            for key in keys(name):
                if index.setdefault(key, entry) is not entry:
                    raise InputError(
                        f"{name!r} names both {index[key].name!r} and {entry.name!r} in the glossary",
                        hint="leave it to one of the two",
                    )
    return index


@functools.cache
def _index() -> dict[str, Entry]:
    folder = resources.files("motionsearch") / "data"
    files = sorted(file.name for file in folder.iterdir() if _FILE.fullmatch(file.name))
    return index_names(
        entry for file in files for entry in parse_glossary((folder / file).read_text("utf-8"), file)
    )


@functools.cache
def _loose_index() -> dict[str, Entry | None]:
    """As :func:`_index`, with "arm" for "arms" and so on; ``None`` where that makes two entries one."""
    loose: dict[str, Entry | None] = dict(_index())
    for key, entry in _index().items():
        less = _loosened(key)
        if loose.setdefault(less, entry) is not entry:
            loose[less] = None
    return loose


def _loosened(key: str) -> str:
    return " ".join(one_of_a_pair(word) for word in key.split())


def find(name: str) -> Entry | None:
    """The entry of a name, or ``None``.

    Upper case, accents, punctuation, articles, underscores, CamelCase, what stands in brackets, a leading "a
    person is", the -s and -ing forms of each word and the order of two words make no difference. "arms" for
    "arm", and the like, makes none where the glossary does not tell the two apart.
    """
    if len(name) > LONGEST:
        return None
    # The word as it is written comes before the words it may be a form of.
    ways = dict.fromkeys((name.lower(), readable(name), _ASIDE.sub(" ", readable(name))))
    candidates = [key for way in ways for key in keys(way)]
    index, loose = _index(), _loose_index()
    for key in candidates:
        if key in index:
            return index[key]
    return next((entry for key in candidates if (entry := loose.get(_loosened(key)))), None)


def keys(name: str) -> tuple[str, ...]:
    """What a name is found by: its words in every base form; two words also turned round or joined."""
    words = normalised(name)
    if not words or len(words) > 12:
        return ()
    orders: Sequence[Sequence[str]] = [words, words[::-1]] if len(words) == 2 else [words]
    found: list[str] = []
    for order in orders:
        # Of a long phrase only one base form of each word, so that their product stays small.
        bases = [lemmas(word) if len(words) <= 6 else lemmas(word)[-1:] for word in order]
        found += [" ".join(choice) for choice in itertools.product(*bases)]
    if len(words) == 2:
        found += [key.replace(" ", "") for key in found[: len(found) // 2]]
    return tuple(dict.fromkeys(found))


def readable(label: str) -> str:
    """A label in lower case and with spaces: "TennisServe" and "tennis_serve" are "tennis serve"."""
    return " ".join(_CAMEL.sub(" ", label).replace("_", " ").lower().split())


def starts_with_subject(text: str) -> bool:
    """Whether a text begins as a sentence about a person does: "a man walks", but not "man"."""
    words = _bare_words(text)
    return len(words) > 1 and (words[0] in _SUBJECTS or (words[0] in _FEW and words[1] in _SUBJECTS))


@functools.lru_cache(maxsize=16384)
def normalised(name: str) -> tuple[str, ...]:
    """The words of a name without accents, articles, possessives, a subject and "doing"."""
    words = _bare_words(name)
    at, last = 0, len(words) - 1
    while at < last:
        if words[at] in _SUBJECTS or words[at] in _DOING:
            at += 1
        elif words[at] in _FEW and words[at + 1] in _SUBJECTS and at + 1 < last:
            at += 2
        else:
            break
    return tuple(words[at:])


def _bare_words(text: str) -> list[str]:
    """Lower-case words without accents and punctuation; articles and possessives are left out."""
    text = text.casefold()
    if not text.isascii():
        text = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    text = _PUNCTUATION.sub(" ", text.replace("'", "").replace("’", ""))
    return [word for word in text.split() if word not in _DROPPED]


def expand(label: str) -> tuple[str, ...]:
    """What stands for a label, each once.

    First the label itself in lower case and with spaces, then, where there is such, the label as a sentence
    and the descriptions of its entry.
    """
    from motionsearch.sentences import sentence

    entry = find(label)
    texts = [readable(label), sentence(label), *(entry.descriptions if entry else ())]
    return tuple(dict.fromkeys(text for text in texts if text is not None))


__all__ = [
    "Entry",
    "expand",
    "find",
    "index_names",
    "keys",
    "load_glossary",
    "normalised",
    "parse_glossary",
    "readable",
    "starts_with_subject",
]
