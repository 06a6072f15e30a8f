"""English inflection of single words, by rule: "runs", "running" and "run" are one word."""

from __future__ import annotations

import functools
import re

VOWELS = "aeiou"
_IRREGULAR = {"teeth": "tooth", "men": "man", "women": "woman", "people": "person"}
# One arm is not both arms, so these are words of their own; ``one_of_a_pair`` tells what they come from.
_PAIRED = {"arms": "arm", "hands": "hand", "legs": "leg", "feet": "foot", "knees": "knee", "elbows": "elbow"}
# A vowel, then a consonant that English doubles: "run", "hop", but not "play", "throw" or "box".
_DOUBLES = re.compile(r"(?:^|[^aeiou]|qu)[aeiouy][bdfgklmnprstvz]$")


def gerunds(base: str) -> tuple[str, ...]:
    """The -ing forms of a verb; two where writers differ: "pedaling" and "pedalling"."""
    if base.endswith("ie"):
        return (base[:-2] + "ying",)
    if base.endswith("e") and not base.endswith(("ee", "oe", "ye")) and len(base) > 2:
        return (base[:-1] + "ing",)
    if _DOUBLES.search(base):
        doubled = base + base[-1] + "ing"
        one_syllable = len(re.findall(r"[aeiou]+|y(?![aeiou])", base)) == 1
        return (doubled,) if one_syllable else (base + "ing", doubled)
    return (base + "ing",)


def plurals(base: str) -> tuple[str, ...]:
    """The -s forms of a verb or noun; two where writers differ: "pushes", but "tangos" and "tangoes"."""
    if base.endswith("y") and base[-2:-1] not in (*VOWELS, ""):
        return (base[:-1] + "ies",)
    if base.endswith(("s", "x", "z", "ch", "sh")):
        return (base + "es",)
    return (base + "s", base + "es") if base.endswith("o") else (base + "s",)


@functools.lru_cache(maxsize=16384)
def lemmas(word: str) -> tuple[str, ...]:
    """The word itself, then the words it may be the -s or -ing form of.

    A base counts only where it gives the word back: "hoping" comes from "hope", never from "hop".
    """
    found = [word]
    if word in _PAIRED:
        return (word,)
    if word in _IRREGULAR:
        found.append(_IRREGULAR[word])
    if word.endswith("s") and not word.endswith(("ss", "us", "is")):
        bases = [word[:-1], word[:-2], word[:-3] + "y"]
        found += [base for base in bases if len(base) > 1 and word in plurals(base)]
    if word.endswith("ing"):
        stem = word[:-3]
        bases = [stem, stem + "e", stem[:-1], stem[:-1] + "ie"]
        found += [
            base for base in bases if len(base) > 1 and re.search("[aeiouy]", stem) and word in gerunds(base)
        ]
    return tuple(dict.fromkeys(found))


def one_of_a_pair(word: str) -> str:
    """``"arm"`` for ``"arms"``, and so for other parts of the body that come in pairs; else the word."""
    return _PAIRED.get(word, word)


def is_gerund(word: str) -> bool:
    """Whether the word looks like the -ing form of a verb: "swinging", not "swing"."""
    return word.endswith("ing") and len(lemmas(word)) > 1


__all__ = ["gerunds", "is_gerund", "lemmas", "one_of_a_pair", "plurals"]
