"""Sheets of what two people do with each other: who does which motion when, and where they stand.

::

    [shake hands]
    is    face .85, weight 2
    a     shake hands @.3 x4
    b     shake hands @.3 x4
    name  shaking hands; handshake
    two   *shake hands with each other
    one   {a} *shake hands with {b}
    how   both reach out a hand and the joined hands go up and down

``is`` begins with how they stand: "face" each other, "beside", "behind", "back" to back, "round" (the first
goes round the second) or "turning" (face to face about a common middle); then the metres between them,
measured at the start, at ``meet`` seconds, or at the "end". ``going`` pairs travel together; ``aside``
shifts the second to the first one's right; ``up`` lifts the second. ``a`` and ``b`` are what each does:
motions or gaits of the other sheets, "@" seconds after the start (else after what came before), "x" so many
times, "for" so many seconds, with a side, a path, a pace; "any" picks from a set until the time is over;
``b same`` and ``b mirrored`` do what ``a`` does. ``two`` has both as its subject, "*" marks verbs of both
and "~" verbs of one; ``one`` tells it of {a} and {b}.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, Final

from motionsearch.train.world import people_two_against, people_two_together
from motionsearch.train.world.people_sheets import blocks, variants

# What "any" chooses from.
SETS: Final = {
    "spar": ("jab", "jab", "hook", "uppercut", "dodge", "duck", "block high", "hold a boxing guard"),
    "fight": ("jab", "hook", "front kick", "roundhouse kick", "side kick", "block high", "block low", "dodge",
              "knee strike", "karate chop"),
    "dance": ("salsa", "twist dance", "dance step touch", "charleston", "macarena", "hip hop bounce",
              "gangnam style", "running man", "wave arms dance", "sway"),
    "arms": ("wave", "raise arm", "raise arm sideways", "arm circles", "clap overhead", "swing arms", "clap",
             "open arms", "touch own shoulders", "flap arms", "hold arms out", "cross arms overhead"),
    "exercise": ("jumping jacks", "squat", "lunge", "high knees", "march in place", "star jump", "burpee",
                 "twist", "windmill toe touch", "lateral raise", "calf raise", "half jacks"),
}  # fmt: skip
# Sets of which each motion is drawn anew.
MIXED: Final = ("spar", "fight")


@dataclass(frozen=True)
class Beat:
    """One thing that one of them does: seconds, times; "any" names a set."""

    name: str
    at: float | None = None
    reps: int = 0
    seconds: float = 0.0
    side: str = "right"
    pace: float = 1.0
    path: str = "straight"


@dataclass(frozen=True)
class Duet:
    """Something that two people do with each other, as on the sheet.

    Args:
        stand: How they stand.
        gap: Metres between them at ``meet`` seconds; -1 at the end.
        aside: Metres that the second is to the first one's right.
        up: Metres that the second is lifted in mid clip.
        going: They travel together.
        postures: In which each begins.
    """

    name: str
    stand: str
    gap: float
    first: tuple[Beat, ...]
    second: tuple[Beat, ...]
    names: tuple[str, ...]
    two: tuple[str, ...]
    one: tuple[str, ...]
    how: tuple[str, ...]
    copied: str = ""
    meet: float = 0.0
    aside: float = 0.0
    up: float = 0.0
    going: bool = False
    weight: float = 1.0
    postures: tuple[str, str] = ("stand", "stand")


_BEAT: Final = re.compile(
    r"(?P<name>[a-z -]+?)(?: @(?P<at>[\d.]+))?(?: x(?P<reps>\d+))?(?: for (?P<seconds>[\d.]+))?"
    r"(?: (?P<side>left|both|turns))?(?: (?P<path>circle))?(?: pace (?P<pace>[\d.]+))?$"
)
_TEXTS: Final = {"name": "names", "two": "two", "one": "one", "how": "how"}


def read(sheet: str) -> tuple[Duet, ...]:
    """The pairs of a sheet.

    Raises:
        ValueError: a line makes no sense; the message names it.
    """
    return tuple(_duet(title, lines) for title, lines in blocks(sheet) if title)


def _duet(title: str, lines: list[str]) -> Duet:
    fields: dict[str, Any] = {"second": ()}
    for line in lines:
        word, _, rest = line.partition(" ")
        rest = rest.strip()
        if word == "is":
            stand, *options = rest.split(",")
            fields["stand"], gap = stand.split()
            fields["gap"] = float(gap)
            for option in options:
                name, *value = option.split()
                fields[name] = (-1.0 if value == ["end"] else float(value[0])) if value else True
        elif word == "in":
            first, *second = (part.strip() for part in rest.split(","))
            fields["postures"] = (first, second[0] if second else first)
        elif word == "a" or (word == "b" and rest not in ("same", "mirrored")):
            beats = tuple(_beat(title, part) for part in variants(rest))
            fields["first" if word == "a" else "second"] = beats
        elif word == "b":
            fields["copied"] = rest
        elif word in _TEXTS:
            fields[_TEXTS[word]] = variants(rest)
        else:
            raise ValueError(f"two people {title!r}: cannot read the line {line!r}")
    return Duet(name=title, **fields)


def _beat(title: str, text: str) -> Beat:
    match = _BEAT.match(text)
    if match is None:
        raise ValueError(f"two people {title!r}: cannot read {text!r}")
    told = {name: value for name, value in match.groupdict().items() if value is not None}
    fields: dict[str, Any] = {k: float(told[k]) for k in ("at", "seconds", "pace") if k in told}
    if "reps" in told:
        fields["reps"] = int(told["reps"])
    fields |= {k: told[k] for k in ("side", "path") if k in told}
    return Beat(told["name"], **fields)


DUETS: Final = read(people_two_against.SHEET + people_two_together.SHEET)
