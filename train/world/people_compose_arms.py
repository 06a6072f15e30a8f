"""Composed motions of the arms: one kind of path, one or two places, a size, and the hands that take part."""

from __future__ import annotations

from typing import Final

import numpy as np

from motionsearch.train.world.language import pick
from motionsearch.train.world.people_compose_words import (
    ANYWHERE,
    DOWN,
    STANDING,
    UPRIGHT,
    Vector,
    build,
    draw_place,
    draw_sides,
    ring,
    scaled,
)
from motionsearch.train.world.people_motion import Key, Motion


def lift(rng: np.random.Generator) -> Motion:
    """The arm goes to a place and comes back, or stays there."""
    variant = draw_sides(rng)
    name, place = draw_place(rng, variant)
    bent = rng.random() < 0.15
    at = scaled(place.at, 0.62) if bent else place.at
    elbow = " with [a bent elbow|the elbow bent]" if bent else ""
    rises = place.at[1] > -0.3
    verb = pick(("raise", "lift", "bring", "move") if rises else ("move", "bring", "swing"), rng)
    reach = "move" if bent else pick(("stretch", "extend", "reach", "straighten"), rng)
    limb = "{hand}" if reach == "reach" else "{arm}"
    if rng.random() < 0.25 and variant != "turns":
        return build(
            f"hold arm {name}",
            1.4,
            [Key(0, {}), Key(0.6, {"hand": at}), Key(1, {"hand": at})],
            variant,
            names=(f"holding {{arm}} {place.where}", f"{{arm}} {place.where}"),
            says=(
                f"*hold {{arm}} {place.where}{elbow}",
                f"*keep {{hand}} {place.where}",
                f"*{verb} {{arm}} {place.to} and *stay like that",
                f"*hold {{hand}} still {place.where}",
            ),
            how=(f"{{arm}} ~go {place.to} and ~stay there", f"{{hand}} ~stay {place.where}"),
            reps=(1, 1),
            postures=place.postures,
            still=True,
        )
    return build(
        f"{verb} arm {name}",
        float(rng.uniform(1.6, 2.4)),
        [Key(0, {}), Key(0.38, {"hand": at}), Key(0.55, {"hand": at}), Key(1, None)],
        variant,
        names=(f"{{arm}} {place.to}", f"moving {{arm}} {place.to}", f"[stretching|reaching] {place.to}"),
        says=(
            f"*{verb} {{arm}} {place.to}{elbow}",
            f"*{reach} {limb} {place.to}{elbow}",
            f"*{verb} {{hand}} {place.to} and back[| again]",
            f"*move {{arm}} {place.to} and back down",
            f"*put {{hand}} {place.to}",
        ),
        how=(
            f"{{arm}} ~go {place.to}{elbow}, then ~come back down",
            f"from the side of the body {{hand}} ~go {place.to}",
        ),
        postures=place.postures,
    )


def travel(rng: np.random.Generator) -> Motion:
    """The arm goes from one place to another: once, or to and fro."""
    variant = draw_sides(rng, (0.6, 0.4, 0.0))
    first_name, first = draw_place(rng, variant)
    if rng.random() < 0.2:
        first_name, first = "down", DOWN
    second_name, second = draw_place(rng, variant, first_name)
    free = [p for p in first.postures if p in second.postures]
    a, b = first.at, second.at
    name = f"arm from {first_name} to {second_name}"
    swings = rng.random() < 0.5
    if swings:
        return build(
            name,
            float(rng.uniform(0.8, 1.5)),
            [Key(0, {"hand": a}), Key(0.5, {"hand": b})],
            variant,
            names=(f"swinging {{arm}} {second.to} and back", "arm [swings|movements]"),
            says=(
                f"*swing {{arm}} from {first.where} to {second.where} and back",
                f"*move {{hand}} back and forth between {first.where} and {second.where}",
                f"*swing {{arm}} to and fro, {first.to} and {second.to}",
            ),
            how=(f"{{arm}} ~swing {second.to} and back again", f"{{hand}} ~go {first.to}, then {second.to}"),
            reps=(2, 5),
            postures=free,
            smooth=True,
        )
    return build(
        name,
        float(rng.uniform(2.2, 3.2)),
        [
            Key(0, {}),
            Key(0.28, {"hand": a}),
            Key(0.4, {"hand": a}),
            Key(0.65, {"hand": b}),
            Key(0.75, {"hand": b}),
            Key(1, None),
        ]
        if first is not DOWN
        else [Key(0, {}), Key(0.5, {"hand": b}), Key(0.6, {"hand": b}), Key(1, None)],
        variant,
        names=(
            f"moving {{arm}} from {first.where} to {second.where}",
            f"{{arm}} {first.to}, then {second.to}",
        ),
        says=(
            f"*move {{arm}} from {first.where} to {second.where}",
            f"*raise {{arm}} {first.to}, then *move it {second.to}"
            if variant == "one"
            else f"*raise {{arm}} {first.to}, then *move them {second.to}",
            f"*bring {{hand}} {first.to} and then {second.to}",
        ),
        how=(
            f"{{hand}} ~go {first.to}, then {second.to}, and ~come back down",
            f"{{arm}} ~pass from {first.where} to {second.where}",
        ),
        reps=(1, 2),
        postures=free,
    )


# Centre of the circle; plane; radii small and large; where; ways for 1 and -1; postures.
_CIRCLES: Final[
    tuple[tuple[Vector, str, tuple[float, float], str, tuple[str, str], tuple[str, ...]], ...]
] = (
    (
        (-0.1, -0.1, 0.7),
        "front",
        (0.14, 0.4),
        "in front of the [chest|body]",
        ("outward", "inward"),
        UPRIGHT,
    ),
    ((-0.2, 0.25, 0.6), "front", (0.14, 0.36), "in front of the face", ("outward", "inward"), ANYWHERE),
    ((0.05, 0.75, 0.15), "flat", (0.13, 0.35), "above the head", ("forward", "backward"), UPRIGHT),
    (
        (-0.1, -0.4, 0.55),
        "flat",
        (0.13, 0.3),
        "[at belly height|over a table in front]",
        ("forward", "backward"),
        UPRIGHT,
    ),
    (
        (0.93, 0.03, 0.05),
        "side",
        (0.12, 0.3),
        "[held out to the side(s)|stretched out sideways]",
        ("backward", "forward"),
        UPRIGHT,
    ),
    (
        (0.35, 0.0, 0.0),
        "side",
        (0.5, 0.88),
        "[beside the body|at the shoulder(s)]",
        ("backward", "forward"),
        ("wide", "kneel"),
    ),
    (
        (0.05, 0.0, 0.9),
        "front",
        (0.12, 0.34),
        "[stretched out in front|held straight forward]",
        ("outward", "inward"),
        UPRIGHT,
    ),
    (
        (0.45, -0.6, 0.3),
        "flat",
        (0.12, 0.25),
        "[low at the side(s)|beside the hip(s)]",
        ("forward", "backward"),
        STANDING,
    ),
)


def circle(rng: np.random.Generator) -> Motion:
    """The hand goes round and round."""
    centre, plane, radii, where, ways, postures = _CIRCLES[int(rng.random() * len(_CIRCLES))]
    variant = draw_sides(rng, (0.55, 0.45, 0.0))
    large = rng.random() < 0.5 or radii[0] > 0.4
    way = 1.0 if rng.random() < 0.5 else -1.0
    size = pick(("large", "big", "wide") if large else ("small", "little", "tiny"), rng)
    turn = ways[0] if way > 0 else ways[1]
    spots = ring(centre, radii[large], plane, way)
    keys = [Key(i / 8, {"hand": spot}) for i, spot in enumerate(spots)]
    return build(
        f"{'large' if large else 'small'} {turn} circles of the arm",
        float(rng.uniform(0.9, 1.5)) if large else float(rng.uniform(0.5, 1.0)),
        keys,
        variant,
        names=(f"{size} arm circles", f"{size} circles {turn} with {{arm}}", f"circling {{hand}} {where}"),
        says=(
            f"*make {size} circles with {{arm}} {where}",
            f"*circle {{arm}} {turn} {where}",
            f"*move {{hand}} in {size} circles {where}",
            f"*rotate {{arm}} {turn} in {size} circles",
            f"*draw {size} circles in the air with {{hand}}",
        ),
        how=(
            f"{{hand}} ~go round {turn} in {size} circles {where}",
            f"{{arm}} ~be {where} and {{hand}} ~trace {size} circles",
        ),
        reps=(2, 6),
        postures=postures,
        smooth=True,
    )


# Name; the shift of the hand in one beat; words.
_SHAKES: Final = (
    ("up and down", (0.0, 0.16, 0.0), "up and down"),
    ("sideways", (0.17, 0.0, 0.0), "[from side to side|left and right]"),
    ("back and forth", (0.0, 0.0, 0.17), "[back and forth|forward and back]"),
)


def shake(rng: np.random.Generator) -> Motion:
    """A hand at a place that shakes, waves or pumps."""
    variant = draw_sides(rng, (0.6, 0.4, 0.0))
    name, place = draw_place(rng, variant, "back")
    axis, shift, words = _SHAKES[int(rng.random() * len(_SHAKES))]
    large = rng.random() < 0.5
    factor = (1.1 if large else 0.45) * (1 if rng.random() < 0.5 else -1)
    centre = scaled(place.at, 0.86)
    a, b = (
        (centre[0] + s * shift[0], centre[1] + s * shift[1], centre[2] + s * shift[2])
        for s in (-factor, factor)
    )
    verb = pick(("wave", "swing", "move") if large else ("shake", "wiggle", "wave"), rng)
    size = "[wide|big|large]" if large else "[small|little|short]"
    return build(
        f"{verb} hand {axis} {name}",
        float(rng.uniform(0.5, 0.9) if large else rng.uniform(0.28, 0.5)),
        [Key(0, {"hand": a}), Key(0.5, {"hand": b})],
        variant,
        names=(
            f"{{hand}} moving {words}",
            f"shaking {{hand}} {words}" if verb == "shake" else f"waving {{hand}} {words}",
        ),
        says=(
            f"*{verb} {{hand}} {words} {place.where}",
            f"*move {{hand}} {words} {place.where} in {size} strokes",
            f"*hold {{arm}} {place.where} and *{verb} {{hand}} {words}",
        ),
        how=(
            f"{{hand}} ~move {words} {place.where}",
            f"{place.where} {{hand}} ~make {size} movements {words}",
        ),
        reps=(3, 9),
        postures=place.postures,
        smooth=True,
    )


def bend_elbow(rng: np.random.Generator) -> Motion:
    """The upper arm stays at a place while the forearm folds and stretches."""
    variant = draw_sides(rng, (0.45, 0.4, 0.15))
    name, place = draw_place(rng, variant, "across", "high across", "low across", "back")
    folded = {
        "front": (-0.1, 0.22, 0.38),
        "side": (0.3, 0.1, 0.25),
        "up": (-0.1, 0.36, -0.1),
    }.get(name, scaled(place.at, 0.42))
    elbow = 0.5 if name in ("side", "high side") else 0.0
    keys = [Key(0, {"hand": place.at, "elbow": elbow}), Key(0.5, {"hand": folded})]
    return build(
        f"bend elbow {name}",
        float(rng.uniform(0.9, 1.6)),
        keys,
        variant,
        names=("bending {elbow}", "[elbow bends|arm curls|folding {arm}]"),
        says=(
            f"*bend and *stretch {{arm}} {place.where}",
            f"*hold {{arm}} {place.where} and *bend {{elbow}}",
            "*fold {forearm} in and *straighten it again"
            if variant == "one"
            else "*fold {forearm} in and out",
            f"*bring {{hand}} in to the shoulder(s) and *stretch {{arm}} {place.to}",
        ),
        how=(
            f"{{elbow}} ~bend and ~straighten with {{arm}} {place.where}",
            "{hand} ~come in toward the shoulder(s) and ~go out again",
        ),
        reps=(2, 5),
        postures=place.postures,
        smooth=True,
    )


PATH_KINDS: Final = ((lift, 2.2), (travel, 1.7), (circle, 1.7), (shake, 1.2), (bend_elbow, 0.9))
