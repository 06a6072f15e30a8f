"""Captions of animals: from species and action to sentences, coarse to fine."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from motionsearch.train.virtual import ViewInfo
from motionsearch.train.world.language import AGAIN, COUNTS, QUICKLY, SLOWLY, Subject, Voice, pick, speak
from motionsearch.train.world.people_words import in_picture
from motionsearch.train.world.skeleton import Floats

KINDS: Final = {
    "quadruped": ("an animal", "a four-legged animal", "a four-legged creature", "it"),
    "bird": ("an animal", "a two-legged animal", "it", "the animal"),
    "chain": ("an animal", "a creature", "it", "the animal"),
    "insect": ("a small animal", "a many-legged animal", "it", "a tiny creature"),
}
_AHEAD: Final = ("forward", "ahead", "straight ahead")


@dataclass(frozen=True)
class Told:
    """What the words need to know of an animal's action.

    Args:
        turned: Degrees turned to ``side`` on the way.
        going: It goes somewhere, so that the way may be told.
        reps: How often, or 0 where that makes no sense.
    """

    names: tuple[str, ...]
    says: tuple[str, ...]
    how: tuple[str, ...]
    kind: str
    nouns: tuple[str, ...]
    side: str
    turned: float = 0.0
    going: bool = False
    reps: int = 0
    pace: float = 1.0
    hard: bool = False


def captions(told: Told, view: ViewInfo, travel: Floats, rng: np.random.Generator) -> tuple[str, ...]:
    """4 to 9 different captions, each true of the clip.

    Args:
        travel: ``(T, 3)`` where the body was, in units of its size.
    """

    def who() -> str:
        return pick(told.nouns if rng.random() < 0.78 else KINDS[told.kind], rng)

    def spoken(options: Sequence[str], form: str = "third") -> str:
        who = Subject("", "its")
        told_where = told.going and rng.random() < 0.7
        where = speak(_where(told, rng), Voice(told.side, "one", who, form), rng) if told_where else ""
        return speak(pick(options, rng), Voice(told.side, "one", who, form, {"where": where}), rng)

    manner = _manner(told, rng)
    noun = told.nouns[0]
    made = [
        f"{noun} {spoken(told.says)}",
        spoken(told.names, "gerund"),
        f"{who()} {spoken(told.says)} {manner}",
        f"{noun.split(' ', 1)[-1]} {spoken(told.says, 'gerund')}",
        f"{who()} {spoken(told.says)}: {spoken(told.how)}",
        f"{who()} is {spoken(told.says, 'gerund')} {manner}",
    ]
    if rng.random() < 0.4:
        made.append(spoken(told.how))
    if rng.random() < 0.4:
        made.append(f"{who()} {spoken(told.says)}")
    seen = in_picture(view, travel) if told.going else ()
    if seen:
        made.insert(int(rng.integers(1, 4)), f"{who()} {spoken(told.says)}, moving {pick(seen, rng)}")
    tidy = (" ".join(text.split()).replace(" :", ":").replace(" ,", ",").lower() for text in made)
    return tuple(dict.fromkeys(text for text in tidy if text))[:9]


def _where(told: Told, rng: np.random.Generator) -> str:
    if abs(told.turned) < 25:
        return pick(_AHEAD, rng)
    clock = "clockwise" if told.side == "right" else "counterclockwise"
    if abs(told.turned) > 200:
        return pick(("in a circle", f"in a circle to the {told.side}", f"{clock} in a circle"), rng)
    return pick(
        (f"to the {told.side}", f"in a curve to the {told.side}", f"and *turn to the {told.side}"), rng
    )


def _manner(told: Told, rng: np.random.Generator) -> str:
    parts = []
    if not told.hard and rng.random() < 0.8:
        if told.pace < 0.75:
            parts.append(pick(SLOWLY, rng))
        elif told.pace > 1.35:
            parts.append(pick(QUICKLY, rng))
    if told.reps > 1 and rng.random() < 0.6:
        parts.append(pick(COUNTS[told.reps] if told.reps in COUNTS and rng.random() < 0.6 else AGAIN, rng))
    return " ".join(parts)
