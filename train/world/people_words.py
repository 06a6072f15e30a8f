"""Captions of people: from what was done to sentences, coarse to fine."""

from __future__ import annotations

from collections.abc import Sequence

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
from motionsearch.train.world.people_postures import POSTURES
from motionsearch.train.world.skeleton import Floats


def captions(
    acts: Sequence[Act],
    together: bool,
    people: Sequence[Subject],
    view: ViewInfo,
    travel: Floats,
    facing: Floats,
    rng: np.random.Generator,
) -> tuple[str, ...]:
    """4 to 8 different captions, each true of the clip.

    Args:
        acts: What was done, in order.
        together: The acts were done at once.
        people: Who may be said to have done it.
        travel: ``(T, 3)`` where the pelvis was.
        facing: ``(3,)`` which way the figure faced at first.
    """
    made: list[str] = []
    if len(acts) == 1:
        made += _single(acts[0], people, rng)
    elif together:
        made += _at_once(acts, people, rng)
    else:
        made += _in_turn(acts, people, rng)
    seen = in_picture(view, travel)
    if seen:
        who = people[int(rng.random() * len(people))]
        made.insert(
            int(rng.integers(1, len(made) + 1)),
            f"{_does(acts[0], who, rng, bare=True)}, moving {pick(seen, rng)}",
        )
    looks = facing_words(view, facing)
    if looks and rng.random() < 0.25 and len(acts) == 1:
        who = people[int(rng.random() * len(people))]
        made.append(f"{who.noun} {looks} {_does(acts[0], who, rng, bare=True, noun=False)}")
    unique = list(dict.fromkeys(_tidy(text) for text in made if text))
    return tuple(unique[:9])


def _tidy(text: str) -> str:
    return " ".join(text.split()).replace(" :", ":").replace(" ,", ",").lower()


def _voice(act: Act, who: Subject, form: str = "third") -> Voice:
    words = {}
    if act.path is not None:
        clock = "clockwise" if act.side == "right" else "counterclockwise"
        where = "" if act.path.name == "straight" and isinstance(act.what, Gait) and act.what.heading else "%"
        words = {"clock": clock, "where": where}
    return Voice(act.side, act.variant, who, form, words)


def _phrase(
    act: Act, who: Subject, rng: np.random.Generator, form: str = "third", *, where: bool = True
) -> str:
    """ "raises his right hand"."""
    voice = _voice(act, who, form)
    text = speak(pick(suited(act.what.says, act.variant), rng), voice, rng)
    if act.path is not None:
        text = _with_path(text, act, voice, rng, where)
    return text


def _with_path(text: str, act: Act, voice: Voice, rng: np.random.Generator, where: bool = True) -> str:
    assert act.path is not None and isinstance(act.what, Gait)
    told = act.path.name != "straight" or rng.random() < 0.5
    way = speak(pick(act.path.words, rng), voice, rng) if told and where else ""
    if act.what.heading and act.path.name == "straight":
        way = ""
    if "%" in text:
        return " ".join(text.replace("%", way).split())
    return f"{text} {way}".strip() if act.path.name != "straight" else text


def _manner(act: Act, rng: np.random.Generator, chance: float = 0.8) -> str:
    """ "slowly three times", or nothing."""
    parts = []
    if rng.random() < chance:
        if act.pace < 0.75 and not getattr(act.what, "hard", False) and not getattr(act.what, "still", False):
            parts.append(pick(SLOWLY, rng))
        elif act.pace > 1.38 and not getattr(act.what, "still", False):
            parts.append(pick(QUICKLY, rng))
    if (
        not isinstance(act.what, Gait)
        and act.variant != "turns"
        and not act.what.stays
        and rng.random() < chance
    ):
        if act.reps > 1 and (rng.random() < 0.65 or act.reps == 2) and act.reps in COUNTS:
            parts.append(pick(COUNTS[act.reps], rng))
        elif act.reps > 2:
            parts.append(pick(AGAIN, rng))
        elif act.reps == 1 and not act.what.smooth and rng.random() < 0.2:
            parts.append(pick(COUNTS[1], rng))
    return " ".join(parts)


def _posture(act: Act, rng: np.random.Generator) -> str:
    """ "while sitting on a chair", or nothing."""
    if isinstance(act.what, Gait) or act.what.group != "arms":
        return ""
    if act.posture == "stand" and rng.random() < 0.8:
        return ""
    words = pick(POSTURES[act.posture].words, rng)
    return (
        f"while {words}"
        if not words.startswith(("in ", "on ", "upright", "with ", "down ", "bent"))
        else words
    )


def _does(act: Act, who: Subject, rng: np.random.Generator, *, bare: bool = False, noun: bool = True) -> str:
    parts = [who.noun if noun else "", _phrase(act, who, rng, where=not bare)]
    if not bare:
        parts += [_manner(act, rng)]
    return " ".join(part for part in parts if part)


def _bare(act: Act, who: Subject, rng: np.random.Generator) -> str:
    voice = _voice(act, who, "gerund")
    names = suited(act.what.names, act.variant)
    text = speak(pick(names, rng), voice, rng) if names else _phrase(act, who, rng, "gerund")
    return _with_path(text, act, voice, rng) if act.path is not None else text


def _how(act: Act, who: Subject, rng: np.random.Generator) -> str:
    told = suited(act.what.how, act.variant)
    if not told:
        return ""
    voice = _voice(act, who)
    text = speak(pick(told, rng), voice, rng)
    return _with_path(text, act, voice, rng) if act.path is not None else text


def _single(act: Act, people: Sequence[Subject], rng: np.random.Generator) -> list[str]:
    def who() -> Subject:
        return people[int(rng.random() * len(people))]

    first = who()
    made = [
        _bare(act, who(), rng),
        f"{first.noun} {_phrase(act, first, rng)}",
        f"{_does(act, who(), rng)} {_posture(act, rng)}",
        _how(act, who(), rng),
        f"{_phrase(act, who(), rng, 'gerund')} {_manner(act, rng)} {_posture(act, rng)}",
    ]
    chance = rng.random(4)
    if chance[0] < 0.5:
        subject = who()
        made.append(
            f"{subject.noun} {_phrase(act, subject, rng)} {_manner(act, rng)}: {_how(act, subject, rng)}"
        )
    if chance[1] < 0.4:
        subject = who()
        made.append(f"{subject.noun} is {_phrase(act, subject, rng, 'gerund')} {_manner(act, rng)}")
    if chance[2] < 0.35:
        made.append(_bare(act, who(), rng))
    if chance[3] < 0.4:
        made.append(f"{_does(act, who(), rng)} {_posture(act, rng)}")
    while len(set(made)) < 5:
        made.append(f"{_does(act, who(), rng)} {_posture(act, rng)}")
    return made


def _at_once(acts: Sequence[Act], people: Sequence[Subject], rng: np.random.Generator) -> list[str]:
    base, extra = acts[0], acts[1]

    def who() -> Subject:
        return people[int(rng.random() * len(people))]

    one, two, three, four = who(), who(), who(), who()
    made = [
        f"{_bare(base, one, rng)} and {_phrase(extra, one, rng, 'gerund')}",
        f"{one.noun} {_phrase(base, one, rng)} while {_phrase(extra, one, rng, 'gerund')}",
        f"{two.noun} {_phrase(extra, two, rng)} while {_phrase(base, two, rng, 'gerund')}",
        f"{_phrase(base, three, rng, 'gerund')} and {_phrase(extra, three, rng, 'gerund')} at the same time",
        f"{_how(base, four, rng)}, and {_how(extra, four, rng)}",
        f"{four.noun} {_phrase(base, four, rng)} and {_phrase(extra, four, rng)} {_manner(extra, rng, 0.5)}",
    ]
    if rng.random() < 0.4:
        made.append(f"as {three.noun} {_phrase(base, three, rng)}, {_how(extra, three, rng)}")
    return made


def _in_turn(acts: Sequence[Act], people: Sequence[Subject], rng: np.random.Generator) -> list[str]:
    def who() -> Subject:
        return people[int(rng.random() * len(people))]

    made = []
    for joiner in ("{a}, then {b}", "{a} and then {b}", "first {a}, then {b}", "{a}, after that {b}"):
        subject = who()
        phrases = [f"{_phrase(act, subject, rng)} {_manner(act, rng, 0.5)}".strip() for act in acts]
        text = phrases[-1]
        for phrase in reversed(phrases[:-1]):
            text = joiner.removeprefix("first ").format(a=phrase, b=text)
        made.append(
            f"first {subject.noun} {text}" if joiner.startswith("first") else f"{subject.noun} {text}"
        )
    subject = who()
    made.append(", then ".join(_phrase(act, subject, rng, "gerund") for act in acts))
    if len(acts) == 2:
        subject = who()
        made.append(
            f"{subject.noun} {_phrase(acts[1], subject, rng)} after {_phrase(acts[0], subject, rng, 'gerund')}"
        )
        subject = who()
        made.append(
            f"after {_phrase(acts[0], subject, rng, 'gerund')}, {subject.noun} {_phrase(acts[1], subject, rng)}"
        )
    else:
        subject = who()
        made.append(
            f"{_bare(acts[0], subject, rng)}, {_bare(acts[1], subject, rng)}, {_bare(acts[2], subject, rng)}"
        )
    chosen = rng.permutation(len(made))[: int(rng.integers(4, 7))]
    return [made[index] for index in sorted(chosen)]


def in_picture(view: ViewInfo, travel: Floats) -> tuple[str, ...]:
    """Where a travelling figure goes in the picture: phrases that are true of it, or none."""
    if not view.travels_true or len(travel) < 2:
        return ()
    whole = travel[-1] - travel[0]
    length = float(np.linalg.norm(np.diff(travel, axis=0), axis=1).sum())
    straight = float(np.linalg.norm(whole))
    if straight < 0.8 or straight < 0.8 * length:
        return ()
    dx, dy, depth = view.direction(whole)
    if depth < -0.88:
        return ("toward the camera", "towards the camera", "towards the viewer", "closer to the camera")
    if depth > 0.88:
        return ("away from the camera", "away from the viewer", "into the distance")
    if abs(depth) < 0.8 and abs(dx) > 0.85:
        if dx < 0:
            return (
                "to the left of the picture",
                "from right to left",
                "leftward across the picture",
                "to the left across the screen",
            )
        return (
            "to the right of the picture",
            "from left to right",
            "rightward across the picture",
            "to the right across the screen",
        )
    return ()


def facing_words(view: ViewInfo, facing: Floats) -> str:
    """How the camera sees the figure at first, where that is clear."""
    dx, _, depth = view.direction(facing)
    if depth < -0.9:
        return "facing the camera"
    if depth > 0.9:
        return "seen from behind"
    if abs(depth) < 0.3 and abs(dx) > 0.85:
        return (
            "seen from the side"
            if abs(dx) < 0.95
            else ("facing left in the picture" if dx < 0 else "facing right in the picture")
        )
    return ""
