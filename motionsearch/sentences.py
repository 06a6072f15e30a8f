"""A label as a sentence: "tennis serve" is "a person is doing a tennis serve"; "bird gliding" is no person's.

Text towers know sentences better than bare words. The verbs are those the glossary itself shows in two forms
("jump; jumping"); a label that begins with none of them and names no entry stays as it is.
"""

from __future__ import annotations

import functools
import re

from motionsearch.glossary import Entry, find, load_glossary, readable, starts_with_subject
from motionsearch.inflection import gerunds, is_gerund, lemmas, plurals

_LONGEST = 12
"""Words of the longest label that is made a sentence."""

_PERSON = re.compile(r"\b(person|people)\b")
_ARTICLES = ("a", "an", "the")
_NO_LABEL = ("one", "two", "three", "both", "some", "his", "her", "their", "it", "this", "that")
_PARTS = ("arms", "hands", "legs", "feet", "knees", "elbows")
_words = re.compile(r"\w+").findall
# What may follow a verb, and not the first word of a compound noun.
_FOLLOWS_VERB = frozenset(
    _words("""
    a an the one both his her their own and or while then like something someone up down in on off over under
    around round about out away back backward backwards forward forwards ahead along across through to toward
    towards from with without at by into onto against behind aside sideways left right slowly fast quickly
    high low uphill downhill upstairs downstairs overhead there
    """)
)
# What moves by itself, so that "running dog" and "car turning" are not made deeds of a person.
_MOVERS = frozenset(
    _words("""
    animal bird fish dog cat horse cow pig sheep goat rabbit mouse monkey bear wolf fox lion tiger elephant
    deer frog snake lizard turtle spider insect bee fly butterfly ant crab shark whale dolphin penguin duck
    chicken car truck bus van vehicle train tram bike bicycle motorcycle plane airplane aircraft helicopter
    drone boat ship robot machine crane excavator ball wheel pendulum leaf flag door object thing box cloth
    rope point dot shape crowd flock herd swarm cloud camera water wave
    """)
)
_PRACTISED = ("play", "playing", "do", "doing", "practise", "practice", "dance")
"""Before a noun that takes no article: "play tennis", "do karate"."""


def sentence(label: str) -> str | None:
    """The label as something that a person does, or ``None`` where that is not sure to be right.

    Verbs are put in the third person, -ing forms get "is", nouns "is doing"; sentences, animals, objects and
    words that the glossary does not know stay as they are.
    """
    words = readable(label).replace("-", " ").split()
    if not words or len(words) > _LONGEST or starts_with_subject(label) or words[0] in _NO_LABEL:
        return None
    entry = find(label)
    if entry is not None and not is_of_person(entry):
        return None
    if words[0] in _ARTICLES:
        words = words[1:]
        return _noun(words, entry) if entry is not None and words else None
    if entry is None and (words[0] in _MOVERS or lemmas(words[-1])[-1] in _MOVERS):
        return None
    if entry is None and ("-" in label or is_gerund(words[-1])) and not is_gerund(words[0]):
        return None  # "rock falling" begins with a noun
    if entry is not None and words[0] in _PARTS:
        return " ".join(["a person with", *words])
    return _verb(words, entry) or (_noun(words, entry) if entry is not None else None)


def is_of_person(entry: Entry) -> bool:
    """Whether the entry is about people, not animals or things."""
    return any(_PERSON.search(text) for text in entry.descriptions)


@functools.cache
def _verbs() -> frozenset[str]:
    """Words that begin names of one entry both in their base and in their -ing form."""
    found = set()
    for entry in filter(is_of_person, load_glossary()):
        firsts = {name.split()[0] for name in entry.names}
        found |= {base for word in firsts if is_gerund(word) for base in lemmas(word)[1:] if base in firsts}
    return frozenset(found)


def _verb(words: list[str], entry: Entry | None) -> str | None:
    """The sentence of a label that begins with a verb; ``None`` where it begins otherwise."""
    first, rest = words[0], words[1:]
    bases = [base for base in lemmas(first) if base in _verbs()]
    if not bases:
        return None
    base = bases[-1]
    if rest and not _takes(base, is_gerund(first), rest, entry):
        return None
    if is_gerund(first):
        return " ".join(["a person is", *words])
    ends = [
        plurals(word)[-1] if before in ("and", "then") and word in _verbs() else word
        for before, word in zip(words, rest, strict=False)
    ]
    return " ".join(["a person", plurals(base)[-1], *ends])


def _takes(base: str, gerund: bool, rest: list[str], entry: Entry | None) -> bool:
    """Whether the words go on after a verb, as in "jump rope", and make no compound, as in "jump squat"."""
    names = set(entry.names) if entry is not None else set()
    forms = [base] if gerund else [*gerunds(base)]
    if any(" ".join([form, *rest]) in names for form in forms):
        return True  # the entry says so: "jump rope; jumping rope"
    firsts = gerunds(base) if gerund else (base,)
    if any(many in names for form in firsts for many in _plurals([form, *rest])):
        return False  # what is counted is a noun: "push up; push ups"
    if rest[0] in _FOLLOWS_VERB:
        return True
    return (gerund or entry is None) and lemmas(rest[-1])[-1] not in _verbs()


def _noun(words: list[str], entry: Entry) -> str:
    """The sentence of a label that is a noun."""
    label = " ".join(words)
    for verb in _PRACTISED:
        if f"{verb} {label}" in entry.names:
            return f"a person is {'playing' if verb.startswith('play') else 'doing'} {label}"
    counted = words[-1] in _verbs() or not {*_plurals(words), f"do a {label}"}.isdisjoint(entry.names)
    article = ("an " if label[0] in "aeiou" else "a ") if counted else ""
    return f"a person is doing {article}{label}"


def _plurals(words: list[str]) -> set[str]:
    return {" ".join([*words[:-1], many]) for many in plurals(words[-1])}


__all__ = ["is_of_person", "sentence"]
