"""Figures drawn in the air with a hand."""

from __future__ import annotations

import math
from typing import Final

from motionsearch.train.world.people_sheets import register


def _curve(points: list[tuple[float, float]]) -> str:
    return ", ".join(f"{x:.3f} {y:.3f}" for x, y in points)


_ROUND: Final = _curve([(math.sin(math.pi * i / 5), math.cos(math.pi * i / 5)) for i in range(11)])
_SPIRAL: Final = _curve([(0.1 * i * math.cos(0.9 * i), 0.1 * i * math.sin(0.9 * i)) for i in range(11)])
# Name; bare names; what is drawn; the way of the hand, outwards and up.
FIGURES: Final = (
    ("circle", "drawing a circle", "a circle|a ring", _ROUND),
    ("cross", "drawing an x; drawing a cross", "an x|a cross", "-.9 .9, .9 -.9, .9 .9, -.9 -.9"),
    ("plus", "drawing a plus sign", "a plus sign", "0 .9, 0 -.9, -.5 .3, -.9 0, .9 0"),
    ("tick", "drawing a tick; check mark", "a tick|a check mark", "-.9 0, -.3 -.8, .9 .9"),
    ("triangle", "drawing a triangle", "a triangle", "0 1, .95 -.7, -.95 -.7, 0 1"),
    ("square", "drawing a square", "a square|a box|a rectangle", "-.9 .9, .9 .9, .9 -.9, -.9 -.9, -.9 .9"),
    ("zigzag", "drawing a zigzag", "a zigzag|the letter w", "-1 .8, -.5 -.6, 0 .8, .5 -.6, 1 .8"),
    ("wavy line", "drawing a wavy line", "a wavy line", "-1 0, -.6 .5, -.2 0, .2 -.5, .6 0, 1 .5"),
    ("s", "writing an s", "the letter s", ".7 .9, -.4 .8, -.5 .3, .5 -.3, .4 -.8, -.7 -.9"),
    ("l", "writing an l", "the letter l", "-.6 1, -.6 -.8, .7 -.8"),
    ("z", "writing a z", "the letter z", "-.8 .8, .8 .8, -.8 -.8, .8 -.8"),
    ("v", "writing a v", "the letter v", "-.8 .9, 0 -.9, .8 .9"),
    ("eight", "drawing a figure eight", "a figure eight|an eight",
     "0 0, .6 .5, 0 1, -.6 .5, 0 0, .6 -.5, 0 -1, -.6 -.5, 0 0"),
    ("heart", "drawing a heart", "a heart", "0 .3, .5 .9, .9 .4, 0 -.9, -.9 .4, -.5 .9, 0 .3"),
    ("spiral", "drawing a spiral", "a spiral", _SPIRAL),
    ("horizontal line", "drawing a level line", "a level line|a horizontal line", "-1 0, 1 0"),
    ("vertical line", "drawing a line downward", "a vertical line|a line from top to bottom", "0 1, 0 -1"),
)  # fmt: skip

for _name, _bare, _what, _way in FIGURES:
    # Figures that only one who draws with the right hand draws as they are read.
    register(f"""
[draw {_name}]
is    arms, {0.7 + 0.28 * (_way.count(",") + 1):.2f} s, 1-2 times, weight 0.45
in    seated
stroke {_way}
name  {_bare}; drawing in the air
say   *draw [{_what}] in the air; *draw [{_what}] with {{hand}}; *trace [{_what}] with {{hand}};
      *write [{_what}] in the air with {{hand}}
how   {{hand}} ~go up in front of the chest and ~trace the shape of [{_what}] in the air
""")
