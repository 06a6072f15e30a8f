"""Composed drawings in the air: figures, letters and digits of any size, with either hand or both."""

from __future__ import annotations

import math
from itertools import pairwise
from typing import Final

import numpy as np

from motionsearch.train.world.language import pick
from motionsearch.train.world.people_compose_words import UPRIGHT, Vector, build
from motionsearch.train.world.people_motion import Key, Motion

Point = tuple[float, float]


def _arc(turns: float, start: float = 90.0, points: int = 10) -> tuple[Point, ...]:
    """Along the unit circle from ``start`` degrees, clockwise as the one who draws sees it."""
    angles = [math.radians(start - 360 * turns * i / points) for i in range(points + 1)]
    return tuple((math.cos(a), math.sin(a)) for a in angles)


def _line(text: str) -> tuple[Point, ...]:
    numbers = [float(n) for n in text.replace(",", " ").split()]
    return tuple(zip(numbers[::2], numbers[1::2], strict=True))


_STAR: Final = tuple((math.sin(math.radians(144 * i)), math.cos(math.radians(144 * i))) for i in range(6))
_WAVE: Final = tuple((-1 + 0.2 * i, 0.5 * math.sin(0.2 * math.pi * 2 * i)) for i in range(11))
_SPIRAL: Final = tuple((0.1 * i * math.sin(0.9 * i), 0.1 * i * math.cos(0.9 * i)) for i in range(11))
# What is drawn; the way of the hand, to the right and up as the one who draws sees it.
FIGURES: Final[tuple[tuple[str, tuple[Point, ...]], ...]] = (
    ("[a circle clockwise|a clockwise circle|a circle to the right]", _arc(1)),
    ("[a circle counterclockwise|a counterclockwise circle|an anticlockwise circle]", _arc(-1)),
    ("[two circles|a circle twice]", _arc(2, points=20)),
    ("[a half circle|an arc|a rainbow|an arch]", _arc(0.5, 180)),
    ("[a smile|a bowl|a curve like a cup]", _arc(-0.5, 180)),
    ("[a square|a box]", _line("-.8 .8, .8 .8, .8 -.8, -.8 -.8, -.8 .8")),
    ("[a rectangle|a wide box]", _line("-1 .5, 1 .5, 1 -.5, -1 -.5, -1 .5")),
    ("[a triangle|a pyramid]", _line("0 .9, .9 -.7, -.9 -.7, 0 .9")),
    ("[a triangle upside down|a triangle pointing down]", _line("-.9 .7, .9 .7, 0 -.9, -.9 .7")),
    ("[a diamond|a rhombus]", _line("0 1, .7 0, 0 -1, -.7 0, 0 1")),
    ("[a star|a five-pointed star]", _STAR),
    ("[a house|a house with a roof]", _line("-.7 -.8, -.7 .2, 0 .9, .7 .2, .7 -.8, -.7 -.8")),
    ("[a heart|a heart shape]", _line("0 .3, .5 .9, .9 .4, 0 -.9, -.9 .4, -.5 .9, 0 .3")),
    ("[an arrow to the right|a right arrow]", _line("-.9 0, .9 0, .4 .5, .9 0, .4 -.5")),
    ("[an arrow up|an upward arrow]", _line("0 -.9, 0 .9, -.5 .4, 0 .9, .5 .4")),
    ("[a cross|an x|the letter x]", _line("-.8 .8, .8 -.8, .8 .8, -.8 -.8")),
    ("[a plus|a plus sign|an upright cross]", _line("0 .9, 0 -.9, -.4 .3, -.9 0, .9 0")),
    ("[a tick|a check mark]", _line("-.8 0, -.3 -.8, .9 .9")),
    ("[a zigzag|zigzag lines|a lightning bolt]", _line("-1 .6, -.6 -.6, -.2 .6, .2 -.6, .6 .6, 1 -.6")),
    ("[a wave|a wavy line|waves]", _WAVE),
    ("[a spiral|a snail]", _SPIRAL),
    ("[a figure eight|an eight|the number eight|an 8]",
     _line("0 0, .5 .5, 0 1, -.5 .5, 0 0, .5 -.5, 0 -1, -.5 -.5, 0 0")),
    ("[a lying eight|an infinity sign|a sideways eight]",
     _line("0 0, .5 .5, 1 0, .5 -.5, 0 0, -.5 .5, -1 0, -.5 -.5, 0 0")),
    ("[a question mark]", _line("-.5 .6, 0 1, .5 .6, .3 .2, 0 -.1, 0 -.5")),
    ("[a caret|a roof|a mountain]", _line("-.9 -.6, 0 .9, .9 -.6")),
    ("[stairs|steps]", _line("-1 -.9, -.4 -.9, -.4 -.3, .2 -.3, .2 .3, .8 .3, .8 .9")),
    ("[a line to the right|a level line from left to right|a dash]", _line("-1 0, 1 0")),
    ("[a line to the left|a level line from right to left]", _line("1 0, -1 0")),
    ("[a line down|a vertical line from top to bottom]", _line("0 1, 0 -1")),
    ("[a line up|a vertical line from bottom to top]", _line("0 -1, 0 1")),
    ("[a diagonal line|a slash]", _line("-.8 -.8, .8 .8")),
    ("[the letter a|an a]", _line("-.8 -.9, 0 .9, .8 -.9, .4 0, -.4 0")),
    ("[the letter b|a b]", _line("-.6 -.9, -.6 .9, .4 .8, .4 .2, -.6 .1, .6 0, .6 -.8, -.6 -.9")),
    ("[the letter c|a c]", _arc(-0.72, 40)),
    ("[the letter d|a d]", _line("-.6 .9, -.6 -.9, .3 -.7, .7 0, .3 .7, -.6 .9")),
    ("[the letter e|an e]", _line(".6 .9, -.6 .9, -.6 0, .4 0, -.6 0, -.6 -.9, .6 -.9")),
    ("[the letter h|an h]", _line("-.6 .9, -.6 -.9, -.6 0, .6 0, .6 .9, .6 -.9")),
    ("[the letter j|a j]", _line(".4 .9, .4 -.5, 0 -.9, -.5 -.5")),
    ("[the letter k|a k]", _line("-.6 .9, -.6 -.9, -.6 0, .6 .9, -.6 0, .6 -.9")),
    ("[the letter l|an l]", _line("-.5 1, -.5 -.8, .7 -.8")),
    ("[the letter m|an m]", _line("-.8 -.9, -.8 .9, 0 -.2, .8 .9, .8 -.9")),
    ("[the letter n|an n]", _line("-.6 -.9, -.6 .9, .6 -.9, .6 .9")),
    ("[the letter p|a p]", _line("-.5 -.9, -.5 .9, .5 .8, .5 .2, -.5 .1")),
    ("[the letter r|an r]", _line("-.5 -.9, -.5 .9, .5 .7, .4 .1, -.5 0, .6 -.9")),
    ("[the letter s|an s]", _line(".7 .8, 0 1, -.6 .6, .5 -.3, .3 -.9, -.7 -.8")),
    ("[the letter t|a t]", _line("-.8 .9, .8 .9, 0 .9, 0 -.9")),
    ("[the letter u|a u]", _line("-.7 .9, -.7 -.4, 0 -.9, .7 -.4, .7 .9")),
    ("[the letter v|a v]", _line("-.8 .9, 0 -.9, .8 .9")),
    ("[the letter w|a w]", _line("-1 .8, -.5 -.8, 0 .5, .5 -.8, 1 .8")),
    ("[the letter z|a z]", _line("-.8 .8, .8 .8, -.8 -.8, .8 -.8")),
    ("[the number one|a one|a 1]", _line("-.4 .5, .1 1, .1 -1")),
    ("[the number two|a two|a 2]", _line("-.6 .6, 0 1, .6 .5, -.6 -.9, .7 -.9")),
    ("[the number three|a three|a 3]", _line("-.5 .8, .4 .9, .5 .3, -.1 .05, .6 -.4, .4 -.9, -.6 -.8")),
    ("[the number four|a four|a 4]", _line(".3 -1, .3 1, -.7 -.2, .8 -.2")),
    ("[the number five|a five|a 5]", _line(".6 1, -.5 1, -.5 .2, .5 0, .5 -.7, -.6 -.9")),
    ("[the number six|a six|a 6]", _line(".5 1, -.4 .3, -.6 -.5, 0 -1, .5 -.5, 0 0, -.6 -.4")),
    ("[the number seven|a seven|a 7]", _line("-.7 .9, .7 .9, -.2 -1")),
    ("[the number nine|a nine|a 9]", _line(".5 .6, 0 1, -.5 .5, 0 .1, .5 .6, .4 -.9")),
    ("[the number zero|a zero|a 0|an oval]", tuple((0.6 * x, y) for x, y in _arc(-1))),
)  # fmt: skip
# Outlines that both hands draw at once: the right half, from the top or from the bottom.
MIRRORED: Final[tuple[tuple[str, tuple[Point, ...]], ...]] = (
    ("[a circle|a big ring|a ball]", _arc(0.5)),
    ("[a heart|a heart shape]", _line("0 .3, .5 .9, .9 .4, 0 -.9")),
    ("[a square|a box|a frame|a window]", _line("0 .8, .9 .8, .9 -.8, 0 -.8")),
    ("[a triangle|a tent|a roof]", _line("0 .9, .9 -.7, 0 -.7")),
    ("[a diamond|a kite]", _line("0 1, .8 0, 0 -1")),
    ("[a vase|an hourglass]", _line("0 .9, .7 .9, .2 0, .7 -.9, 0 -.9")),
    ("[a rainbow|an arch]", _arc(0.25)),
    ("[a level line from the middle outward|a wide line]", _line("0 0, 1 0")),
    ("[two lines downward|two parallel lines]", _line(".5 1, .5 -1")),
    ("[a tree|a fir tree]", _line("0 1, .5 .3, .2 .3, .8 -.6, .1 -.6, .1 -1")),
)  # fmt: skip
# Plane; where the middle of the figure is from the middle of the body, in arm lengths; words.
_PLANES: Final[tuple[tuple[str, Vector, str], ...]] = (
    ("front", (0.1, 0.06, 0.7), "[in the air|in front of the chest|in the air in front]"),
    ("front", (0.1, 0.42, 0.62), "[in the air above the face|high in the air|on a board]"),
    ("front", (0.1, -0.3, 0.6), "[in the air in front of the belly|low in the air]"),
    ("flat", (0.1, -0.42, 0.58), "[on a table|on a level surface in front|on a sheet of paper]"),
)  # fmt: skip
_SIZES: Final = ((0.15, "[small|little|tiny]"), (0.28, ""), (0.42, "[large|big|huge]"))
_NECK: Final = -0.354


def _sized(what: str, size: str) -> str:
    """ "[a star|a sun]" made large: "a large star" as a choice among all, since choices do not nest."""
    if not size:
        return what
    options = []
    for option in what.strip("[]").split("|"):
        article, _, rest = option.partition(" ")
        for word in size.strip("[]").split("|"):
            if article in ("a", "an"):
                options.append(f"a {word} {rest}")
            else:
                options.append(f"{option}, {word}" if article == "the" else f"{word} {option}")
    return f"[{'|'.join(options)}]"


def draw_figure(rng: np.random.Generator) -> tuple[Motion, str | None]:
    """A figure drawn in the air, and the hand that draws it; None where both do."""
    plane, (x0, y0, z0), where = _PLANES[int(rng.random() * len(_PLANES))]
    size, size_words = _SIZES[int(rng.random() * len(_SIZES))]
    both = rng.random() < 0.2
    what, points = pick(MIRRORED if both else FIGURES, rng)
    side = "right" if rng.random() < 0.6 else "left"
    middle = 0.0 if both else x0
    sign = 1.0 if both or side == "right" else -1.0
    steps = [math.dist(a, b) for a, b in pairwise(points)]
    total, gone = sum(steps), 0.0
    keys = [Key(0, {})]
    for (x, y), step in zip(points, [*steps, 0.0], strict=True):
        u, v = size * x, size * y
        up, ahead = (y0 + v, z0) if plane == "front" else (y0, z0 + v)
        # Before the shoulder of the hand that draws, a little toward the middle of the body.
        hand = (_NECK + u, up, ahead) if both else (-middle - 0.1 + sign * u, up, ahead)
        keys.append(Key(0.14 + 0.72 * gone / total, {"hand": hand}))
        gone += step
    keys.append(Key(1, None))
    variant = "both" if both else "one"
    figure = _sized(what, size_words)
    seconds = (0.8 + 0.27 * (len(points) - 1) ** 0.9) * float(rng.uniform(0.85, 1.2)) * (0.75 + 0.9 * size)
    plain = what.strip("[]").split("|")[0]
    motion = build(
        f"draw {plain}",
        seconds,
        keys,
        variant,
        names=(f"drawing {what}", f"drawing {figure} in the air", f"air drawing, {what}"),
        says=(
            f"*draw {figure} {where} with {{hand}}",
            f"*trace {figure} with {{hand}}",
            f"*write {figure} {where}" if "letter" in what or "number" in what else f"*draw {figure} {where}",
            f"*move {{hand}} along {figure} {where}",
        ),
        how=(
            f"{{hand}} ~trace the shape of {what} {where}",
            f"{{hand}} ~go up and ~draw {figure} {where}, then ~come down",
        ),
        reps=(1, 2),
        postures=UPRIGHT,
    )
    return motion, None if both else side
