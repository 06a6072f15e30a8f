"""Words: templates with verbs to inflect, choices to make and limbs to name.

A template marks every verb whose subject is the figure with ``*`` and every verb whose subject is a limb
with ``~``; ``[a|b]`` is a free choice; ``{hand}`` and the like are limbs of the main side, ``{ohand}`` of the
other one. "one:", "both:" and "turns:" in front say for which sides a phrase holds.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, TypeVar

import numpy as np

T = TypeVar("T")
_CHOICE: Final = re.compile(r"\[([^\[\]]*)\]")
_VERB: Final = re.compile(r"([*~])([a-z]+)")
_ONE_SIDE: Final = re.compile(r"\{(side|oside|o(hand|arm|leg|foot|knee|fist|elbow))\}")
_SLOT: Final = re.compile(r"\{(\w+)\}")
_THIRD: Final = {"be": "is", "have": "has", "do": "does", "go": "goes", "shoo": "shoos"}
_GERUND: Final = {"be": "being", "lie": "lying", "die": "dying", "tie": "tying"}
_DOUBLED: Final = frozenset(
    (  # noqa: SIM905 - a list of words reads better
        "bat beg bob chop clap clip cup cut dig dip drag drop drum fan flap flip get grab grip hit hop hug "
        "hum jab jog let mop nod pat pet pin plan plod pop put rap rub run scan scrub set shin shrug "
        "sidestep sip sit skip slam slap slip slit snap spar spin split squat stab step stir stop strum "
        "strut swap swig swim tap tip trim trip trot tug wag whip win wrap zip"
    ).split()
)


def third(verb: str) -> str:
    """ "go" to "goes"."""
    if verb in _THIRD:
        return _THIRD[verb]
    if verb.endswith(("s", "sh", "ch", "x", "z", "o")):
        return verb + "es"
    if verb.endswith("y") and verb[-2] not in "aeiou":
        return verb[:-1] + "ies"
    return verb + "s"


def gerund(verb: str) -> str:
    """ "swim" to "swimming"."""
    if verb in _GERUND:
        return _GERUND[verb]
    if verb in _DOUBLED:
        return verb + verb[-1] + "ing"
    if verb.endswith("e") and not verb.endswith(("ee", "oe", "ye")):
        return verb[:-1] + "ing"
    return verb + "ing"


@dataclass(frozen=True)
class Subject:
    """Who moves: "a woman", "her", and whether more than one do."""

    noun: str
    his: str


ADULTS: Final = tuple(
    Subject(noun, his)
    for noun, his in (
        *[
            ("a person", "the"),
            ("a person", "their"),
            ("a person", "his"),
            ("someone", "their"),
            ("someone", "the"),
        ],
        *[
            ("a man", "his"),
            ("a man", "his"),
            ("a woman", "her"),
            ("a woman", "her"),
            ("the person", "their"),
        ],
        *[
            ("a figure", "its"),
            ("a human", "the"),
            ("the man", "his"),
            ("the woman", "her"),
            ("somebody", "their"),
        ],
        *[("the athlete", "the"), ("a guy", "his"), ("he", "his"), ("she", "her"), ("the figure", "the")],
    )
)
CHILDREN: Final = tuple(
    Subject(noun, his)
    for noun, his in (
        *[("a child", "the"), ("a kid", "the"), ("a boy", "his"), ("a girl", "her"), ("the child", "their")],
        *[("a person", "the"), ("someone", "their"), ("a little girl", "her"), ("a little boy", "his")],
    )
)
_LIMBS: Final = {
    "hand": "hands", "arm": "arms", "fist": "fists", "elbow": "elbows", "forearm": "forearms",
    "shoulder": "shoulders", "wrist": "wrists", "leg": "legs", "foot": "feet", "knee": "knees",
    "heel": "heels", "thigh": "thighs",
}  # fmt: skip


@dataclass(frozen=True)
class Voice:
    """How a template is to be read.

    Args:
        side: The main side, "left" or "right".
        variant: "one", "both" or "turns".
        subject: Who moves.
        form: "third" (raises), "gerund" (raising) or "base" (raise).
        words: What any other slots stand for.
    """

    side: str
    variant: str
    subject: Subject
    form: str = "third"
    words: Mapping[str, str] | None = None


def pick(options: Sequence[T], rng: np.random.Generator) -> T:
    """One of them, with equal chance."""
    return options[int(rng.random() * len(options))]


@lru_cache(maxsize=4096)
def suited(templates: tuple[str, ...], variant: str) -> tuple[str, ...]:
    """Those that hold for these sides, without the mark that says so.

    What names one side is not true of both, nor of sides in turn.
    """
    chosen = []
    for template in templates:
        if variant != "one" and _ONE_SIDE.search(template) and not template.startswith(f"{variant}:"):
            continue
        mark, colon, rest = template.partition(":")
        if colon and mark in ("one", "both", "turns"):
            if mark == variant:
                chosen.append(rest.strip())
        else:
            chosen.append(template)
    return tuple(chosen)


def speak(template: str, voice: Voice, rng: np.random.Generator) -> str:
    """The template in plain words: choices made, limbs named, verbs inflected."""
    text = template
    if "[" in text:
        text = _CHOICE.sub(lambda match: pick(match.group(1).split("|"), rng), text)
    plural = voice.variant != "one"
    forms: dict[str, Callable[[str], str]] = {"third": third, "gerund": gerund, "base": str}

    def inflect(match: re.Match[str]) -> str:
        mark, verb = match.groups()
        if mark == "*":
            return forms[voice.form](verb)
        return {"be": "are", "have": "have"}.get(verb, verb) if plural else third(verb)

    if "*" in text or "~" in text:
        text = _VERB.sub(inflect, text)
    if "{" in text:
        text = _SLOT.sub(lambda match: _slot(match.group(1), voice, rng), text)
    return text


def _slot(name: str, voice: Voice, rng: np.random.Generator) -> str:
    other = "left" if voice.side == "right" else "right"
    if name == "side":
        return voice.side
    if name == "oside":
        return other
    if name == "his":
        return voice.subject.his
    if voice.words and name in voice.words:
        return voice.words[name]
    determiner = voice.subject.his if rng.random() < 0.6 else "the"
    if name in _LIMBS:
        if voice.variant == "both":
            return f"both {_LIMBS[name]}" if rng.random() < 0.7 else f"{determiner} {_LIMBS[name]}"
        if voice.variant == "turns":
            return pick(
                (
                    f"{determiner} {_LIMBS[name]} in turn",
                    f"the left and right {name} alternately",
                    f"alternating {_LIMBS[name]}",
                ),
                rng,
            )
        return f"{determiner} {voice.side} {name}"
    if name[0] == "o" and name[1:] in _LIMBS:
        return f"{determiner} {other} {name[1:]}"
    raise ValueError(f"a template has the unknown slot {name!r}")


COUNTS: Final = {
    1: ("once", "one time", "a single time"),
    2: ("twice", "two times", "2 times"),
    3: ("three times", "3 times"),
    4: ("four times", "4 times"),
    5: ("five times", "5 times"),
    6: ("six times", "6 times"),
    7: ("seven times",),
    8: ("eight times",),
}
AGAIN: Final = (
    "again and again",
    "repeatedly",
    "over and over",
    "several times",
    "multiple times",
    "a few times",
)
SLOWLY: Final = ("slowly", "slowly", "at a slow pace", "in slow motion", "gently", "without hurry")
QUICKLY: Final = ("quickly", "fast", "rapidly", "at a fast pace", "swiftly", "in a hurry", "quickly")
