"""Composed motions of the trunk and the head, with the arms in some pose."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import numpy as np

from motionsearch.train.world.language import pick
from motionsearch.train.world.people_compose_words import (
    ANYWHERE,
    UPRIGHT,
    Vector,
    arm_pose,
    build,
    choose,
    cycle,
    said,
)
from motionsearch.train.world.people_motion import Motion
from motionsearch.train.world.people_postures import Value

# Ways of the trunk: name; pose; to; noun.
_TRUNK_WAYS: Final[tuple[tuple[str, Mapping[str, Value], str, str], ...]] = (
    ("forward", {"spine": (44, 0, 0)}, "[forward|to the front]", "[forward bend|bow]"),
    ("backward", {"spine": (-26, 0, 0)}, "[backward|back]", "[back bend|leaning back]"),
    ("sideways", {"spine": (0, 32, 0)}, "{way}", "[side bend|bending sideways]"),
    ("twist", {"spine": (0, 0, 42)}, "{way}", "[twist|trunk rotation]"),
    ("forward corner", {"spine": (30, 0, 28)}, "[diagonally forward|down toward one knee]", "diagonal bend"),
)


# Hands that hang down from a bent chest.
_HANGS: Final[Mapping[str, Mapping[str, Value]]] = {
    "forward": {"hand": (0.16, -0.72, 0.62), "ohand": (0.16, -0.72, 0.62)},
    "sideways": {"hand": (0.5, -0.8, 0.06), "ohand": (-0.26, -0.88, 0.2)},
    "forward corner": {"hand": (0.16, -0.82, 0.46), "ohand": (0.1, -0.82, 0.46)},
}


def bend_trunk(rng: np.random.Generator) -> Motion:
    """The trunk bends, leans or twists some way: once, to and fro, or held; the arms are kept somewhere."""
    name, pose, to, noun = _TRUNK_WAYS[int(rng.random() * len(_TRUNK_WAYS))]
    small = rng.random() < 0.35
    factor = float(rng.uniform(0.35, 0.5) if small else rng.uniform(0.85, 1.15))
    arms, kept = arm_pose(rng, 0.7)
    there: dict[str, Value] = {
        n: tuple(c * factor for c in v) for n, v in pose.items() if isinstance(v, tuple)
    }
    if not kept:
        # Arms that are not kept anywhere hang straight down, whatever the chest does.
        there |= _HANGS.get(name, {}) if not small else {}
    sided = "{way}" in to
    # "way" stands for the main side: only phrases of one side may name it.
    one = to.replace("{way}", "[to the {side}|{side}|to the {side} side]")
    size = "[slightly|a little|a bit]" if small else "[deeply|far|as far as possible]"
    verb = {"twist": "twist"}.get(name, "lean" if small else pick(("bend", "lean"), rng))
    kind = choose(
        ("once", "to and fro", "hold"), (0.5, 0.25 if sided or name == "forward" else 0.0, 0.25), rng
    )
    body = "[{his} upper body|the trunk|the torso]"
    where = said(arms)
    if kind == "to and fro" and sided:
        back: dict[str, Value] = {n: tuple(-c for c in v) for n, v in there.items() if isinstance(v, tuple)}
        if "hand" in there:
            back |= {"hand": there["ohand"], "ohand": there["hand"]}
        both = "[from side to side|left and right|to one side and then the other]"
        return build(
            f"{verb} the trunk from side to side",
            float(rng.uniform(1.2, 2.2)),
            cycle((0, 0.5), (there, back), kept),
            "one",
            names=(f"{noun} from side to side", f"{verb}ing from side to side"),
            says=(f"*{verb} {both}{where}", f"*{verb} {body} {size} {both}", f"*move {body} {both}{where}"),
            how=(f"the trunk {verb}s {both} while the hips stay still",),
            reps=(2, 5),
            postures=UPRIGHT,
            smooth=True,
        )
    still = kind == "hold"
    poses = ({}, there, there) if still else ({}, there, there, {})
    times = (0, 0.5, 1) if still else (0, 0.42, 0.55, 1)
    keys = cycle(times, poses, kept)
    return build(
        f"{verb} the trunk {name}{' and stay' if still else ''}",
        float(rng.uniform(1.5, 2.5)),
        keys,
        "one",
        names=(noun, f"{verb}ing {one}"),
        says=(
            f"*{verb} {one}{where}",
            f"*{verb} {body} {size} {one}",
            f"*{verb} {body} {one}{where}",
            f"*{verb} {one} and *{'stay there' if still else 'come upright again'}{where}",
        ),
        how=(
            f"the trunk {verb}s {one} and {'stays there' if still else 'comes back'}",
            f"the upper body {verb}s {size} {one} over still hips",
        ),
        reps=(1, 1) if still else (1, 4),
        postures=UPRIGHT,
        still=still,
    )


# Ways of the head: name; nod, tilt, turn; to; the other way or none.
_HEAD_WAYS: Final[tuple[tuple[str, Vector, str, str], ...]] = (
    (
        "down",
        (34, 0, 0),
        "[down|to the floor|toward the chest]",
        "[bow {his} head|lower {his} head|look down]",
    ),
    ("up", (-34, 0, 0), "[up|to the ceiling|back]", "[look up|raise {his} chin|tip {his} head back]"),
    (
        "sideways",
        (0, 0, 58),
        "[to the {side}|over the {side} shoulder]",
        "[turn {his} head|look|turn {his} face]",
    ),
    ("tilt", (0, 30, 0), "[to the {side}|toward the {side} shoulder]", "[tilt {his} head|lean {his} head]"),
    ("corner", (24, 0, 40), "[down to the {side}|toward the {side} hip]", "[look|turn {his} face]"),
)


def move_head(rng: np.random.Generator) -> Motion:
    """The head turns, tilts or tips some way: once, to and fro, or held."""
    name, (nod, tilt, turn), to, does = _HEAD_WAYS[int(rng.random() * len(_HEAD_WAYS))]
    factor = float(rng.uniform(0.6, 1.2))
    there: dict[str, Value] = {"head": (nod * factor, tilt * factor, turn * factor)}
    arms, kept = arm_pose(rng, 0.25)
    # The verb of the phrase is marked for inflection; of several, whichever is drawn.
    marked = "[" + "|".join("*" + part for part in does.strip("[]").split("|")) + "]"
    way = "" if name in ("down", "up") else f" {to}"
    if rng.random() < 0.35:
        back: dict[str, Value] = {"head": (-0.6 * nod * factor, -tilt * factor, -turn * factor)}
        both = "[up and down]" if name in ("down", "up") else "[from side to side|left and right]"
        verb = {"sideways": "turn", "corner": "turn", "tilt": "tilt"}.get(name, "move")
        return build(
            f"{verb} the head to and fro {name}",
            float(rng.uniform(0.6, 1.8)),
            cycle((0, 0.5), (there, back), kept),
            "one",
            names=(f"{verb[:-1] if verb == 'move' else verb}ing the head {both}", f"head movements {both}"),
            says=(
                f"*{verb} {{his}} head {both}{said(arms)}",
                f"*{verb} the head {both}",
                f"*keep the shoulders still and *{verb} {{his}} head {both}",
            ),
            how=(f"the head {verb}s {both} while the shoulders stay still",),
            reps=(2, 5),
            postures=ANYWHERE,
            smooth=True,
        )
    still = rng.random() < 0.35
    poses = ({}, there, there) if still else ({}, there, there, {})
    times = (0, 0.5, 1) if still else (0, 0.35, 0.6, 1)
    return build(
        f"head {name}{' and stay' if still else ''}",
        float(rng.uniform(1.2, 2.2)),
        cycle(times, poses, kept),
        "one",
        names=(f"head {to}", f"head movement {to}"),
        says=(
            f"{marked}{way}{said(arms)}",
            f"*move {{his}} head {to}",
            f"{marked}{way} and *{'stay so' if still else 'come back to the middle'}",
        ),
        how=(
            f"the head goes {to} and {'stays there' if still else 'comes back'}",
            f"the face turns {to}" if turn else f"the head moves {to}",
        ),
        reps=(1, 1) if still else (1, 3),
        postures=ANYWHERE,
        still=still,
    )


TRUNK_KINDS: Final = ((bend_trunk, 1.0), (move_head, 0.55))
