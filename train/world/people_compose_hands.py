"""Composed deeds of the hands: they drive and pull, touch the body, meet, cross and go opposite ways."""

from __future__ import annotations

from typing import Final

import numpy as np

from motionsearch.train.world.language import pick
from motionsearch.train.world.people_compose_words import (
    CROSSED,
    DOWN,
    LOW_CROSSED,
    LOW_TOUCHES,
    PLACES,
    STANDING,
    TOUCHES,
    UPRIGHT,
    Vector,
    build,
    draw_place,
    draw_sides,
)
from motionsearch.train.world.people_motion import Key, Motion
from motionsearch.train.world.people_postures import Value

_NECK: Final = -0.354  # out of a shoulder, arm lengths: the middle of the body


# Verbs; start of the hand; share of the cycle in which it goes out; in seconds; hard; noun; reps.
_DRIVES: Final = (
    ("punch", (0.02, -0.12, 0.22), 0.3, 0.8, True, "[punch|punching]", "{fist}"),
    ("push", (0.0, -0.1, 0.25), 0.45, 1.6, False, "[push|pushing|pressing]", "{hand}"),
    (
        "poke",
        (0.05, -0.25, 0.35),
        0.35,
        0.9,
        False,
        "[poke|pointing|jabbing with the finger]",
        "the finger of {hand}",
    ),
    ("pull", (0.05, -0.15, 0.15), 0.0, 1.5, False, "[pull|pulling|tugging]", "{hand}"),
    ("grab", (0.1, -0.4, 0.3), 0.4, 1.5, False, "[grab|grabbing|reaching]", "{hand}"),
    ("toss", (-0.05, -0.3, 0.3), 0.3, 0.9, True, "[toss|tossing|flinging]", "{hand}"),
)


def drive(rng: np.random.Generator) -> Motion:
    """The hand shoots or presses from the chest to a place, or draws in from it."""
    verb, base, share, seconds, hard, noun, limb = _DRIVES[int(rng.random() * len(_DRIVES))]
    variant = draw_sides(rng, (0.5, 0.25, 0.25))
    name, place = draw_place(rng, variant, "back", "low side")
    if verb == "pull":
        keys = [
            Key(0, {"hand": place.at}),
            Key(0.15, {"hand": place.at}),
            Key(0.55, {"hand": base}),
            Key(0.7, {"hand": base}),
            Key(1, {"hand": place.at}),
        ]
        return build(
            f"pull from {name}",
            seconds,
            keys,
            variant,
            names=(f"{noun} with {{hand}}", "pulling {hand} in to the body"),
            says=(
                f"*reach {place.to} with {{hand}} and *pull back to the chest",
                f"*pull {{hand}} in to the chest after reaching {place.to}",
                f"*tug at something {place.where} with {{hand}}",
            ),
            how=(f"{{hand}} ~go {place.to} and ~come in to the chest as {{elbow}} ~bend",),
            reps=(1, 4),
            postures=place.postures,
        )
    keys = [
        Key(0, {"hand": base}),
        Key(share, {"hand": place.at}),
        Key(share + 0.15, {"hand": place.at}),
        Key(1, {"hand": base}),
    ]
    return build(
        f"{verb} {name}",
        seconds * float(rng.uniform(0.85, 1.2)),
        keys,
        variant,
        names=(f"{noun} {place.to}", f"{noun} with {{hand}}"),
        says=(
            f"*{verb} {place.to} with {limb}",
            f"*{'thrust' if hard else 'stretch'} {{hand}} {place.to} from the chest",
            f"*{verb} something {place.to} with {limb}",
            f"*shoot {{hand}} {place.to}" if hard else f"*{verb} with {limb} {place.to} and *draw back",
        ),
        how=(
            f"from the chest {{hand}} ~{'shoot' if hard else 'go'} {place.to} and ~come back",
            f"{{elbow}} ~straighten as {{hand}} ~{'snap' if hard else 'move'} {place.to}",
        ),
        reps=(1, 5),
        postures=place.postures,
        hard=hard,
    )


def touch(rng: np.random.Generator) -> Motion:
    """A hand goes to a part of the body and comes back, stays there, or pats it."""
    if rng.random() < 0.28:
        return _touch_low(rng)
    crossed = rng.random() < 0.3
    variant = draw_sides(rng, (0.75, 0.0, 0.25) if crossed else (0.6, 0.3, 0.1))
    what, at, elbow = pick(CROSSED if crossed else TOUCHES, rng)
    there: dict[str, Value] = {"hand": at, "elbow": elbow}
    part = what.strip("[]").split("|")[0]
    if rng.random() < 0.2 and variant != "turns":
        keys = [Key(0, there), Key(0.5, {"hand": (at[0] + 0.03, at[1] + 0.03, at[2] + 0.14)})]
        return build(
            f"pat {part}",
            0.5,
            keys,
            variant,
            names=(f"[patting|tapping] {what}", f"{{hand}} tapping {what}"),
            says=(f"*pat {what} with {{hand}}", f"*tap {{hand}} on {what}", f"*slap {what} with {{hand}}"),
            how=(f"{{hand}} ~tap on {what} again and again",),
            reps=(2, 7),
            postures=UPRIGHT if at[1] > -0.6 else STANDING,
            smooth=True,
        )
    still = rng.random() < 0.3 and variant != "turns"
    last: Key = Key(1, there if still else None)
    return build(
        f"{'keep a hand on' if still else 'touch'} {part}",
        float(rng.uniform(1.2, 1.8)),
        [Key(0, {}), Key(0.42, there), Key(0.6, there), last],
        variant,
        names=(f"touching {what}", f"{{hand}} [to|on] {what}"),
        says=(
            f"*{'keep' if still else 'bring'} {{hand}} {'on' if still else 'to'} {what}",
            f"*{'rest' if still else 'put'} {{hand}} on {what}",
            f"*touch {what} with {{hand}}",
        ),
        how=(f"{{elbow}} ~bend and {{hand}} ~go to {what}" + (" and ~stay there" if still else " and back"),),
        reps=(1, 1 if still else 3),
        postures=UPRIGHT if at[1] > -0.6 else STANDING,
        still=still,
    )


def _touch_low(rng: np.random.Generator) -> Motion:
    """The trunk bends until a hand is at the knee, the foot or the floor."""
    crossed = rng.random() < 0.35
    variant = draw_sides(rng, (0.6, 0.0, 0.4) if crossed else (0.45, 0.4, 0.15))
    what, hold, bend = pick(LOW_CROSSED if crossed else LOW_TOUCHES, rng)
    squats = not crossed and bend > 30 and rng.random() < 0.4
    twist = -22.0 if crossed else 0.0
    there: dict[str, Value] = {
        "hold": hold,
        "grip": 1.0,
        "hand": (0.0, -0.75, 0.6),
        "ohand": (0.12, -0.7, 0.62),
    }
    if variant == "both":
        del there["ohand"]
    if squats:
        there |= {"root": (0, -0.5, -0.16), "turn": (0, 18, 0), "spine": (30, 0, 0)}
        manner = "[squat down|bend the knees]"
    else:
        there |= {"root": (0, -0.04, -0.1), "turn": (0, bend, 0), "spine": (bend, 0, twist)}
        manner = "[bend down|bend over|stoop]"
    keys = [Key(0, {}), Key(0.42, there), Key(0.58, there), Key(1, None)]
    part = what.strip("[]").split("|")[0]
    verb = manner.strip("[]").split("|")[0]
    return build(
        f"bend and touch {part}",
        float(rng.uniform(1.6, 2.4)),
        keys,
        variant,
        names=(f"touching {what}", f"bending down to touch {what}"),
        says=(
            f"*{verb} and *touch {what} with {{hand}}",
            f"*reach down to {what} with {{hand}}",
            f"*bring {{hand}} down to {what} and *come up again",
        ),
        how=(
            f"the {'knees bend' if squats else 'trunk bends'} until {{hand}} ~touch {what}, then the body "
            "rises",
        ),
        group="body",
        reps=(1, 3),
    )


# Where both hands meet: place of the right wrist with the hands together; words; where they open to.
_MEETINGS: Final[tuple[tuple[str, Vector, str, Vector, str], ...]] = (
    (
        "front",
        (_NECK + 0.04, -0.02, 0.75),
        "[in front of the chest|in front]",
        (0.95, 0.03, 0.1),
        "[wide|out to the sides]",
    ),
    (
        "up",
        (_NECK + 0.04, 0.85, 0.15),
        "[overhead|above the head]",
        (0.95, 0.03, 0.1),
        "[down to shoulder height|out to the sides]",
    ),
    (
        "low",
        (_NECK + 0.04, -0.72, 0.42),
        "[in front of the hips|low in front]",
        (0.68, -0.66, 0.1),
        "[apart|outward]",
    ),
    ("face", (_NECK + 0.04, 0.2, 0.5), "in front of the face", (0.5, 0.2, 0.5), "[apart|to either side]"),
    (
        "up",
        (_NECK + 0.04, 0.85, 0.15),
        "[overhead|above the head]",
        (0.17, -0.95, 0.06),
        "[down to the sides|to the thighs]",
    ),
    (
        "behind",
        (_NECK + 0.06, -0.66, -0.35),
        "[behind the back|behind the hips]",
        (0.6, -0.6, -0.1),
        "[apart|out to the sides]",
    ),
)


def meet(rng: np.random.Generator) -> Motion:
    """Both hands come together, cross, or open wide; once or again and again."""
    name, at, where, wide, out = pick(_MEETINGS, rng)
    postures = UPRIGHT if name in ("front", "face") else STANDING
    crosses = rng.random() < 0.4 and name != "behind"
    if crosses:
        at = (at[0] - 0.26, at[1], at[2])
    other = (at[0], at[1] - 0.07, at[2] - (0.06 if crosses else 0.0))
    there: dict[str, Value] = {"hand": at, "ohand": other if crosses else at}
    apart: dict[str, Value] = {"hand": wide, "ohand": wide}
    if rng.random() < 0.3:
        small = (at[0] + 0.25, at[1], at[2])
        apart, out = {"hand": small, "ohand": small}, "[a little apart|slightly apart]"
    verb, noun = (
        ("cross", "[crossing the arms|arm crosses]")
        if crosses
        else ("clap", "[clapping|bringing the hands together]")
    )
    limbs = "arms" if crosses else "hands"
    return build(
        f"{verb} {limbs} {name}",
        float(rng.uniform(0.6, 1.4)),
        [Key(0, apart), Key(0.5, there)],
        "both",
        names=(f"{noun} {where}", f"{limbs} {'crossing' if crosses else 'meeting'} {where}"),
        says=(
            f"*{verb} both {limbs} {where}",
            f"*open the arms {out} and *{'cross' if crosses else 'close'} them {where}",
            f"*move both hands apart and {'across each other' if crosses else 'together'} {where}",
            f"*bring both hands together {where} and *open them {out}"
            if not crosses
            else f"*cross and *open both arms {where}",
        ),
        how=(
            f"both hands {'cross' if crosses else 'meet'} {where} and open {out}",
            f"both arms go {out} and come {'across each other' if crosses else 'together'} {where}",
        ),
        reps=(2, 7),
        postures=postures,
        smooth=True,
    )


_PAIRS: Final = (
    ("up", "down", "up and down"),
    ("front", "back", "forward and back"),
    ("up", "front", "up and forward"),
    ("up", "side", "up and sideways"),
    ("front", "side", "forward and sideways"),
    ("front", "down", "forward and down"),
    ("side", "down", "out and down"),
    ("high side", "low side", "diagonally up and down"),
)


def opposite(rng: np.random.Generator) -> Motion:
    """Each arm is where the other one was: in turn, or each held at its own place."""
    one, other, words = _PAIRS[int(rng.random() * len(_PAIRS))]
    first, second = (DOWN if n == "down" else PLACES[n] for n in (one, other))
    if rng.random() < 0.35:
        there: dict[str, Value] = {"hand": first.at, "ohand": second.at}
        a, b = first.where.replace("(s)", ""), second.where.replace("(s)", "")
        return build(
            f"one arm {one}, one {other}",
            1.5,
            [Key(0, {}), Key(0.6, there), Key(1, there)],
            "one",
            names=(f"{{arm}} {a}, {{oarm}} {b}", "arms in two directions"),
            says=(
                f"*hold {{arm}} {a} and {{oarm}} {b}",
                f"*hold one arm {a} and the other arm {b}",
                f"*keep one arm {a}, the other one {b}",
            ),
            how=(f"{{arm}} ~be {a} while {{oarm}} ~be {b}",),
            reps=(1, 1),
            postures=STANDING,
            still=True,
        )
    keys = [Key(0, {"hand": first.at, "ohand": second.at}), Key(0.5, {"hand": second.at, "ohand": first.at})]
    a, b = first.to.replace("(s)", ""), second.to.replace("(s)", "")
    return build(
        f"arms in opposition {one} and {other}",
        float(rng.uniform(0.9, 1.6)),
        keys,
        "one",
        names=(f"alternating arms {words}", "arms in opposition", f"opposite arm swings {words}"),
        says=(
            f"*swing the arms {words} in opposite directions",
            f"*move one arm {a} while the other goes {b}",
            f"*move {{his}} arms {words} alternately",
        ),
        how=(
            f"one arm goes {a} as the other goes {b}, then they change",
            "the arms move in opposite directions at the same time",
        ),
        reps=(2, 5),
        postures=STANDING,
        smooth=True,
    )


HAND_KINDS: Final = ((drive, 1.8), (touch, 1.7), (meet, 1.2), (opposite, 0.9))
