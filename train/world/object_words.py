"""The language of things in motion: subjects, what they do in order, and many true ways of saying it."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

GENERIC = ("something", "an object", "a thing", "a moving object", "it", "a shape", "the object")
TRAVEL = ("moves", "goes", "travels", "slides", "heads", "glides", "moves", "shifts")

_SINGULAR = frozenset({
    "a", "an", "the", "something", "someone", "it", "one", "another", "this", "rain", "snow", "smoke",
    "steam", "vapour", "debris", "traffic",
})  # fmt: skip
_DOUBLED = frozenset({
    "begin", "bob", "clap", "chop", "cut", "dig", "dip", "drag", "drop", "flap", "flip", "get", "grab",
    "grip", "hit", "hop", "hug", "jog", "let", "nod", "pop", "put", "quit", "run", "scan", "set", "shut",
    "sit", "skid", "skip", "slam", "slip", "snap", "snip", "spin", "split", "step", "stir", "stop", "swap",
    "swim", "throb", "tip", "trip", "trot", "wag", "whip", "whir", "wrap", "zigzag", "zip",
})  # fmt: skip


@dataclass(frozen=True)
class Subject:
    """What moves.

    Args:
        names: Noun phrases, the plainest first. One that does not begin with an article is a plural.
        generic: Names that say less.
        travel: Verbs for its going from place to place, third person.
    """

    names: tuple[str, ...]
    generic: tuple[str, ...] = GENERIC
    travel: tuple[str, ...] = TRAVEL


@dataclass(frozen=True)
class Phase:
    """One thing that it does.

    Args:
        verbs: Verb phrases, third person singular ("moves to the right"). The first word is the verb; where
            there are more, each verb stands in braces ("{goes} up and {comes} down").
        coarse: Verb phrases that say less.
        names: The motion by name, with no subject ("rightward motion").
        details: Clauses that may follow a verb phrase and are true too ("twice").
        start, end: Frames, end not included; ``end`` of 0 means the last.
        rate: Cycles or turns a second, which say whether it is quick or slow; ``None`` asks the travel in
            the picture.
        paced: Whether quick and slow may be said at all.
        closed: The path comes back to where it began, so that its size may be said ("in a wide circle").
    """

    verbs: tuple[str, ...]
    coarse: tuple[str, ...] = ("moves",)
    names: tuple[str, ...] = ()
    details: tuple[str, ...] = ()
    start: int = 0
    end: int = 0
    rate: float | None = None
    paced: bool = True
    closed: bool = False


@dataclass(frozen=True)
class Story:
    """Who does what, in order."""

    subject: Subject
    phases: tuple[Phase, ...]
    label: str


def words(text: str) -> tuple[str, ...]:
    """The phrases of "one | another | a third"."""
    return tuple(phrase.strip() for phrase in text.split("|"))


def base_form(third: str) -> str:
    """The base form of a verb: "flies" becomes "fly"."""
    irregular = {"is": "be", "has": "have", "goes": "go", "does": "do", "lies": "lie", "ties": "tie"}
    if third in irregular:
        return irregular[third]
    if third.endswith("ies"):
        return third[:-3] + "y"
    if re.search(r"(ss|sh|ch|x|zz|o)es$", third):
        return third[:-2]
    return third[:-1] if third.endswith("s") else third


def gerund(third: str) -> str:
    """The -ing form of a verb: "spins" becomes "spinning"."""
    base = base_form(third)
    if base == "be":
        return "being"
    if base.endswith("ie"):
        return base[:-2] + "ying"
    if base in _DOUBLED:
        return base + base[-1] + "ing"
    if base.endswith("e") and not base.endswith(("ee", "oe", "ye")):
        return base[:-1] + "ing"
    return base + "ing"


def inflect(phrase: str, form: str) -> str:
    """A verb phrase in another form: "third" as it is, "base" for plurals and orders, "gerund"."""
    change = _FORMS[form]
    if "{" in phrase:
        return re.sub(r"\{(\w+)\}", lambda m: change(m.group(1)), phrase)
    return re.sub(r"^\w+", lambda m: change(m.group(0)), phrase)


_FORMS: dict[str, Callable[[str], str]] = {"third": str, "base": base_form, "gerund": gerund}


def is_plural(name: str) -> bool:
    """Whether a noun phrase takes the plural verb: no article before it, and not a mass noun such as rain."""
    return " and " in name or name.split(" ", 1)[0] not in _SINGULAR


def definite(name: str) -> str:
    """The definite form of a noun phrase: "a ball" becomes "the ball"."""
    first, _, rest = name.partition(" ")
    return f"the {rest}" if first in ("a", "an") else name


FAST = ("quickly", "fast", "rapidly", "at high speed", "swiftly")
SLOW = ("slowly", "at a slow pace", "gently", "slowly", "unhurriedly")
_BEFORE = {"quickly", "rapidly", "swiftly", "slowly", "gently", "unhurriedly"}


def tell(story: Story, tempos: Sequence[str | None], rng: np.random.Generator) -> tuple[str, ...]:
    """Four to eight sentences, each true, from coarse to fine.

    Args:
        story: Who does what.
        tempos: "fast", "slow" or ``None`` for each phase, as measured.
        rng: Where chance comes from.
    """
    teller = _Teller(story, tempos, rng)
    lines = teller.one() if len(story.phases) == 1 else teller.several()
    unique = list(dict.fromkeys(lines))
    if len(unique) > 8:
        keep = np.sort(rng.permutation(len(unique))[:8])
        unique = [unique[k] for k in keep]
    return tuple(unique)


class _Teller:
    def __init__(self, story: Story, tempos: Sequence[str | None], rng: np.random.Generator) -> None:
        self.story, self.tempos, self.rng = story, tempos, rng

    def pick(self, options: Sequence[str]) -> str:
        return options[int(self.rng.integers(len(options)))]

    def name(self) -> str:
        return self.pick(self.story.subject.names)

    def verb(self, index: int, form: str, *, adverb: float = 0.0, detail: float = 0.0) -> str:
        phase = self.story.phases[index]
        words = inflect(self.pick(phase.verbs), form)
        tempo = self.tempos[index]
        used = False
        if tempo and self.rng.random() < adverb:
            how = self.pick(FAST if tempo == "fast" else SLOW)
            used = True
            if how not in _BEFORE or self.rng.random() < 0.6:
                words = f"{words} {how}"
            elif words.split(" ", 1)[0] in ("is", "are", "be", "being"):
                words = words.replace(" ", f" {how} ", 1)
            else:
                words = f"{how} {words}"
        if phase.details and (self.rng.random() < detail * (0.3 if used else 1.0)):
            words = f"{words} {self.pick(phase.details)}"
        return words

    def said(self, name: str, index: int, *, adverb: float = 0.0, detail: float = 0.0) -> str:
        form = "base" if is_plural(name) else "third"
        return f"{name} {self.verb(index, form, adverb=adverb, detail=detail)}"

    def one(self) -> list[str]:
        story, phase = self.story, self.story.phases[0]
        generic = self.pick(story.subject.generic)
        coarse = self.pick(phase.coarse)
        lines = [
            f"{generic} {inflect(coarse, 'base' if is_plural(generic) else 'third')}",
            self.said(self.pick(story.subject.generic), 0),
            self.said(self.name(), 0),
            f"{self.name()} {self.verb(0, 'gerund')}",
            self.said(self.name(), 0, adverb=1.0, detail=0.3),
            self.said(definite(self.name()), 0, adverb=0.5, detail=1.0),
        ]
        if self.rng.random() < 0.35:
            name = self.name()
            lines.append(f"{self.pick(_FRAMED)} {name} {self.verb(0, 'gerund', adverb=0.5, detail=0.5)}")
        if self.rng.random() < 0.3:
            lines.append(self.verb(0, "gerund", adverb=0.3))
        if self.rng.random() < 0.2:
            lines.append(self.verb(0, "base"))
        if self.rng.random() < 0.6:
            lines.insert(0, self.pick(phase.names or (story.label,)))
        return lines

    def several(self) -> list[str]:
        generic = self.pick(self.story.subject.generic)
        part = int(self.rng.integers(len(self.story.phases)))
        lines = [self.joined(generic, 0.0), self.said(self.name(), part)]
        lines += [self.joined(self.name(), 0.3) for _ in range(3)]
        lines.append(self.joined(definite(self.name()), 0.7))
        if self.rng.random() < 0.3:
            lines.append(", then ".join(self.verb(k, "gerund") for k in range(len(self.story.phases))))
        if self.rng.random() < 0.2:
            lines.insert(0, self.story.label)
        return lines

    def joined(self, name: str, adverb: float) -> str:
        """All phases in order in one sentence."""
        plural = is_plural(name)
        form = "base" if plural else "third"
        again = "they" if plural else "it"
        verbs = [self.verb(k, form, adverb=adverb, detail=0.15) for k in range(len(self.story.phases))]
        kind = int(self.rng.integers(6))
        if len(verbs) == 2:
            first, second = verbs
            last = self.verb(1, "gerund")
            return (
                f"{name} {first} and then {second}",
                f"{name} {first}, then {second}",
                f"first {name} {first}, then {again} {second}",
                f"{name} {first} before {last}",
                f"after {self.verb(0, 'gerund')}, {name} {second}",
                f"{name} {first}; after that {again} {second}",
            )[kind]
        body, end = ", ".join(verbs[:-1]), verbs[-1]
        return (
            f"{name} {body}, then {end}",
            f"{name} {body} and finally {end}",
            f"{name} first {verbs[0]}, then {', then '.join(verbs[1:])}",
            f"{name} {verbs[0]}, then {' and '.join(verbs[1:])}",
            f"first {name} {verbs[0]}, then {again} {', and finally '.join(verbs[1:])}",
            f"{name} {', '.join(verbs)}, in that order",
        )[kind]


_FRAMED = (
    "a video of",
    "footage of",
    "a clip of",
    "a recording of",
    "the motion of",
    "tracked points of",
    "trails of",
)
