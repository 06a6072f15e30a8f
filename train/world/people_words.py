"""Captions of people: from what was done to sentences, coarse to fine."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from motionsearch.train.virtual import ViewInfo
from motionsearch.train.world.gait import Gait
from motionsearch.train.world.language import (
    AGAIN,
    COUNTS,
    QUICKLY,
    SLOWLY,
    Subject,
    Voice,
    pick,
    speak,
    suited,
)
from motionsearch.train.world.people_acts import Act
from motionsearch.train.world.people_motion import Motion
from motionsearch.train.world.people_postures import POSTURES
from motionsearch.train.world.skeleton import Floats

MOST: Final = 9
_PACED: Final = re.compile(r"slow|quick|fast|speed|gent|rapid|swift|hurr|briskly")
_ARMS: Final = re.compile(r"\b(arms?|hands?|fists?|elbows?|wrists?)\b|\{o?(hand|arm|fist|elbow)")
_BARE_POSTURES: Final = ("in ", "on ", "upright", "with ", "down ", "bent", "propped")
_UPRIGHT: Final = ("stand", "wide", "sit", "floor", "kneel", "half kneel", "crouch", "long sit")


def captions(
    acts: Sequence[Act],
    together: bool,
    people: Sequence[Subject],
    view: ViewInfo,
    travel: Floats,
    facing: Floats,
    rng: np.random.Generator,
) -> tuple[str, ...]:
    """4 to 9 different captions, each true of the clip.

    Args:
        acts: What was done, in order.
        together: The acts were done at once.
        people: Who may be said to have done it.
        travel: ``(T, 3)`` where the pelvis was.
        facing: ``(3,)`` which way the figure faced at first.
    """
    teller = _Teller(people, rng)
    if len(acts) == 1:
        made = teller.one(acts[0])
    elif together:
        made = teller.at_once(acts[0], acts[1])
    else:
        made = teller.in_turn(acts)
    seen = in_picture(view, travel)
    if seen:
        who = teller.who()
        told = teller.phrase(acts[0], who, where=False) if len(acts) == 1 or together else "moves"
        joint = ", moving" if told != "moves" else ""
        made.insert(int(rng.integers(1, len(made))), f"{who.noun} {told}{joint} {pick(seen, rng)}")
    looks = facing_words(view, facing)
    if looks and len(acts) == 1 and acts[0].posture in _UPRIGHT and rng.random() < 0.25:
        who = teller.who()
        made.insert(2, f"{looks}, {who.noun} {teller.phrase(acts[0], who)}")
    tidy = (" ".join(text.split()).replace(" :", ":").replace(" ,", ",").lower() for text in made)
    return tuple(dict.fromkeys(text for text in tidy if text))[:MOST]


@dataclass(frozen=True)
class _Teller:
    people: Sequence[Subject]
    rng: np.random.Generator

    def who(self) -> Subject:
        return self.people[int(self.rng.random() * len(self.people))]

    def chance(self, share: float) -> bool:
        return bool(self.rng.random() < share)

    def phrase(
        self, act: Act, who: Subject, form: str = "third", *, where: bool = True, armless: bool = False
    ) -> str:
        """ "raises his right hand"; ``armless`` keeps from speaking of arms that do something else."""
        told = suited(act.what.says, act.variant)
        if armless:
            told = tuple(text for text in told if not _ARMS.search(text)) or told
        return self.spoken(pick(told, self.rng), act, who, form, where)

    def spoken(self, text: str, act: Act, who: Subject, form: str, where: bool = True) -> str:
        """The template in words, with the way a gait takes put in where it belongs."""
        if act.path is None:
            return speak(text, Voice(act.side, act.variant, who, form), self.rng)
        assert isinstance(act.what, Gait)
        straight = act.path.name == "straight"
        clock = "clockwise" if act.side == "right" else "counterclockwise"
        voice = Voice(act.side, act.variant, who, form, {"clock": clock, "where": "%"})
        spoken = speak(text, voice, self.rng)
        # "Forward" is not where one goes who walks backward or sideways.
        told = where and not (straight and (act.what.heading or self.chance(0.5)))
        way = speak(pick(act.path.words, self.rng), voice, self.rng) if told else ""
        if "%" in spoken:
            return spoken.replace("%", way)
        return spoken if straight else f"{spoken} {way}"

    def bare(self, act: Act, who: Subject) -> str:
        """ "jumping jacks"."""
        return self.spoken(pick(suited(act.what.names, act.variant), self.rng), act, who, "gerund")

    def how(self, act: Act, who: Subject, *, armless: bool = False) -> str:
        """ "the right hand goes up ..."; nothing where it would speak of arms and must not."""
        told = suited(act.what.how, act.variant)
        if armless:
            told = tuple(text for text in told if not _ARMS.search(text))
        return self.spoken(pick(told, self.rng), act, who, "third") if told else ""

    def manner(self, act: Act, said: str = "", share: float = 0.8) -> str:
        """ "slowly three times", or nothing; no word of pace if one was ``said`` already."""
        motion = act.what if isinstance(act.what, Motion) else None
        parts = []
        if not _PACED.search(said) and not (motion and motion.still) and self.chance(share):
            if act.pace < 0.75 and not (motion and motion.hard):
                parts.append(pick(SLOWLY, self.rng))
            elif act.pace > 1.38:
                parts.append(pick(QUICKLY, self.rng))
        if motion and act.variant != "turns" and not motion.stays and self.chance(share):
            if act.reps in COUNTS and (act.reps == 2 or (act.reps > 1 and self.chance(0.65))):
                parts.append(pick(COUNTS[act.reps], self.rng))
            elif act.reps > 2:
                parts.append(pick(AGAIN, self.rng))
            elif act.reps == 1 and not motion.smooth and self.chance(0.2):
                parts.append(pick(COUNTS[1], self.rng))
        return " ".join(parts)

    def posture(self, act: Act) -> str:
        """ "while sitting on a chair", or nothing."""
        if not isinstance(act.what, Motion) or act.what.group != "arms":
            return ""
        if act.posture == "stand" and self.chance(0.8):
            return ""
        words = pick(POSTURES[act.posture].words, self.rng)
        return words if words.startswith(_BARE_POSTURES) else f"while {words}"

    def whole(self, act: Act, form: str = "third") -> str:
        """Phrase, manner and posture; with a subject unless it is a gerund."""
        who = self.who()
        phrase = self.phrase(act, who, form)
        noun = f"{who.noun} " if form == "third" else ""
        return f"{noun}{phrase} {self.manner(act, phrase)} {self.posture(act)}"

    def one(self, act: Act) -> list[str]:
        who = self.who()
        made = [
            self.bare(act, who),
            f"{who.noun} {self.phrase(act, who)}",
            self.whole(act),
            self.how(act, self.who()),
            self.whole(act, "gerund"),
        ]
        if self.chance(0.5):
            who = self.who()
            phrase = self.phrase(act, who)
            made.append(f"{who.noun} {phrase} {self.manner(act, phrase)}: {self.how(act, who)}")
        if self.chance(0.4):
            who = self.who()
            phrase = self.phrase(act, who, "gerund")
            made.append(f"{who.noun} is {phrase} {self.manner(act, phrase)}")
        if self.chance(0.35):
            made.append(self.bare(act, self.who()))
        if self.chance(0.4):
            made.append(self.whole(act))
        return made

    def at_once(self, base: Act, extra: Act) -> list[str]:
        one, two, three, four = self.who(), self.who(), self.who(), self.who()
        made = [
            f"{self.bare(base, one)} and {self.phrase(extra, one, 'gerund')}",
            f"{one.noun} {self.phrase(base, one, armless=True)} while {self.phrase(extra, one, 'gerund')}",
            f"{two.noun} {self.phrase(extra, two)} while {self.phrase(base, two, 'gerund', armless=True)}",
            f"{self.phrase(base, three, 'gerund', armless=True)} and {self.phrase(extra, three, 'gerund')}"
            " at the same time",
        ]
        phrase = self.phrase(extra, four)
        told = f"{self.phrase(base, four, armless=True)} and {phrase}"
        made.append(f"{four.noun} {told} {self.manner(extra, phrase, 0.5)}")
        hands = isinstance(base.what, Motion) and base.what.group == "arms"
        how = self.how(base, three, armless=not hands)
        if how:
            made.append(f"{how}, and {self.how(extra, three)}")
        elif self.chance(0.5):
            made.append(f"as {three.noun} {self.phrase(base, three, armless=True)}, {self.how(extra, three)}")
        return made

    def in_turn(self, acts: Sequence[Act]) -> list[str]:
        made = []
        for joiner in (", then ", " and then ", ", after that ", ", and then "):
            who = self.who()
            phrases = [self.phrase(act, who) for act in acts]
            phrases = [f"{p} {self.manner(a, p, 0.5)}" for a, p in zip(acts, phrases, strict=True)]
            first = "first " if joiner == ", then " and self.chance(0.5) else ""
            made.append(f"{first}{who.noun} {joiner.join(phrases)}")
        who = self.who()
        made.append(", then ".join(self.phrase(act, who, "gerund") for act in acts))
        made.append(", ".join(self.bare(act, who) for act in acts))
        if len(acts) == 2:
            before, after = acts
            who = self.who()
            made.append(f"{who.noun} {self.phrase(after, who)} after {self.phrase(before, who, 'gerund')}")
            who = self.who()
            made.append(f"after {self.phrase(before, who, 'gerund')}, {who.noun} {self.phrase(after, who)}")
        chosen = self.rng.permutation(len(made))[: int(self.rng.integers(4, 7))]
        return [made[index] for index in sorted(chosen)]


def in_picture(view: ViewInfo, travel: Floats) -> tuple[str, ...]:
    """Where a travelling figure goes in the picture: phrases that are true of it, or none.

    Args:
        travel: ``(T, 3)`` metres.
    """
    if not view.travels_true or len(travel) < 2:
        return ()
    whole = travel[-1] - travel[0]
    length = float(np.linalg.norm(np.diff(travel, axis=0), axis=1).sum())
    straight = float(np.linalg.norm(whole))
    if straight < 0.8 or straight < 0.8 * length or abs(whole[1]) > 0.4 * straight:
        return ()
    dx, _, depth = view.direction(whole)
    if depth < -0.88:
        return ("toward the camera", "towards the camera", "towards the viewer", "closer to the camera")
    if depth > 0.88:
        return ("away from the camera", "away from the viewer", "into the distance")
    if abs(depth) < 0.8 and abs(dx) > 0.85:
        to, come = ("left", "right") if dx < 0 else ("right", "left")
        return (
            f"to the {to} of the picture",
            f"from {come} to {to}",
            f"{to}ward across the picture",
            f"to the {to} across the screen",
        )
    return ()


def facing_words(view: ViewInfo, facing: Floats) -> str:
    """How the camera sees the figure at first, where that is clear."""
    dx, _, depth = view.direction(facing)
    if depth < -0.9:
        return "facing the camera"
    if depth > 0.9:
        return "seen from behind"
    if abs(depth) < 0.3 and abs(dx) > 0.95:
        return "facing left in the picture" if dx < 0 else "facing right in the picture"
    return ""
