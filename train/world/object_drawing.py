"""Strokes that a fingertip, a pen or a hand draws: shapes, letters, digits, swipes, each with its words."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import numpy as np
from numpy.typing import NDArray

from motionsearch.train.world.object_scene import Scene, along
from motionsearch.train.world.object_words import Phase, Story, Subject, words

Floats = NDArray[np.floating[Any]]
Maker = Callable[[np.random.Generator, Floats], Scene]

HAND = Subject(
    words(
        "a point | a fingertip | a finger | a pen | a hand | the tip of a pen | a cursor | a stylus | a dot"
    ),
    generic=words("something | a point | it | a moving point | an object | a dot"),
    travel=words("moves | goes | sweeps | glides"),
)
TWO_FINGERS = Subject(
    words("two fingers | two points | two fingertips | a finger and a thumb | two hands"),
    generic=words("two points | two things | points"),
)


def _round(
    start: float, turn: float, count: int = 24, middle: tuple[float, float] = (0, 0), r: float = 1
) -> Floats:
    """Places on an arc: degrees from +x, clockwise on the picture (y down)."""
    angle = np.deg2rad(np.linspace(start, start + turn, count))
    return np.column_stack([middle[0] + r * np.cos(angle), middle[1] + r * np.sin(angle)])


def _corners(text: str) -> Floats:
    """The corners "x,y x,y", y down."""
    return np.array([[float(v) for v in pair.split(",")] for pair in text.split()])


def _star() -> Floats:
    angle = np.deg2rad(-90 + 144 * np.arange(6))
    return np.column_stack([np.cos(angle), np.sin(angle)])


def _heart() -> Floats:
    t = np.linspace(np.pi, 3 * np.pi, 48) - np.pi
    x = np.sin(t) ** 3
    y = -(13 * np.cos(t) - 5 * np.cos(2 * t) - 2 * np.cos(3 * t) - np.cos(4 * t)) / 16
    return np.column_stack([x, y])


def _waves(count: int, sharp: bool) -> Floats:
    x = np.linspace(0, 1, 12 * count + 1)
    y = 2 * np.abs(2 * ((count * x + 0.25) % 1) - 1) - 1 if sharp else np.sin(2 * np.pi * count * x)
    return np.column_stack([4 * x, 0.6 * y])


def _pigtail() -> Floats:
    t = np.linspace(-1.9, 1.9, 40)
    return np.column_stack([t**3 / 3 - 0.75 * t, 1.2 - 0.9 * t * t / 2])


def _brace(left: bool) -> Floats:
    half = _corners("0.5,0 0.25,0.05 0.2,0.3 0.2,0.7 0.15,0.9 0,1")
    whole = np.concatenate([half, (half * [1, -1] + [0, 2])[::-1][1:]])
    return whole if left else whole * [-1, 1]


def _spiral() -> Floats:
    t = np.linspace(0.05, 1, 72)
    return np.column_stack([t * np.cos(6 * np.pi * t), t * np.sin(6 * np.pi * t)])


# What is drawn: places in the order of drawing, y down.
LINES: dict[str, Floats] = {
    "circle": _round(-90, 360),
    "triangle": _corners("0,-1 1,0.8 -1,0.8 0,-1"),
    "square": _corners("-1,-1 1,-1 1,1 -1,1 -1,-1"),
    "rectangle": _corners("-1.6,-1 1.6,-1 1.6,1 -1.6,1 -1.6,-1"),
    "diamond": _corners("0,-1 0.8,0 0,1 -0.8,0 0,-1"),
    "star": _star(),
    "heart": _heart(),
    "check mark": _corners("-0.7,0.1 -0.2,0.8 1,-1"),
    "cross": _corners("-1,-1 1,1 1,-1 -1,1"),
    "arrow": _corners("-1,1 1,-1 0.3,-1 1,-1 1,-0.3"),
    "caret": _corners("-0.8,1 0,-1 0.8,1"),
    "v": _corners("-0.8,-1 0,1 0.8,-1"),
    "left square bracket": _corners("0.5,-1 -0.4,-1 -0.4,1 0.5,1"),
    "right square bracket": _corners("-0.5,-1 0.4,-1 0.4,1 -0.5,1"),
    "left curly brace": _brace(True),
    "right curly brace": _brace(False),
    "delete mark": _corners("1,-1 -1,1 -1,-1 1,1"),
    "pigtail": _pigtail(),
    "zigzag line": _waves(3, True),
    "wavy line": _waves(3, False),
    "spiral": _spiral(),
    "infinity sign": np.column_stack(
        [np.sin(np.linspace(0, 2 * np.pi, 48)), np.sin(np.linspace(0, 4 * np.pi, 48)) / 2.5]
    ),
    "half circle": _round(180, 180),
    "letter c": _round(-45, -270),
    "letter l": _corners("0,-1 0,1 0.9,1"),
    "letter m": _corners("-1,1 -0.7,-1 0,0.6 0.7,-1 1,1"),
    "letter n": _corners("-0.7,1 -0.7,-1 0.7,1 0.7,-1"),
    "letter s": np.concatenate(
        [_round(-20, -250, middle=(0, -0.5), r=0.5), _round(-90, 250, middle=(0, 0.5), r=0.5)]
    ),
    "letter u": np.concatenate([[[-0.7, -1]], _round(180, -180, middle=(0, 0.3), r=0.7), [[0.7, -1]]]),
    "letter w": _corners("-1,-1 -0.5,1 0,-0.4 0.5,1 1,-1"),
    "letter z": _corners("-0.8,-1 0.8,-1 -0.8,1 0.8,1"),
    "digit 2": np.concatenate([_round(180, 200, middle=(0, -0.5), r=0.5), [[-0.6, 1], [0.6, 1]]]),
    "digit 3": np.concatenate(
        [_round(-160, 250, middle=(0, -0.5), r=0.5), _round(-90, 250, middle=(0, 0.5), r=0.55)]
    ),
    "digit 6": np.concatenate(
        [_corners("0.4,-1 -0.2,-0.6 -0.5,0"), _round(180, -360, middle=(0, 0.45), r=0.5)]
    ),
    "digit 7": _corners("-0.7,-1 0.7,-1 -0.2,1"),
}
# What each may be called.
NOUNS: dict[str, tuple[str, ...]] = {
    "circle": words("a circle | a ring | a round shape | a closed circle"),
    "triangle": words("a triangle | a three-sided shape | a triangle shape"),
    "square": words("a square | a box shape | a rectangle | a four-sided shape"),
    "rectangle": words("a rectangle | a box | a wide rectangle"),
    "diamond": words("a diamond | a rhombus | a square standing on its corner"),
    "star": words("a star | a five-pointed star | a star shape"),
    "heart": words("a heart | a heart shape"),
    "check mark": words("a check mark | a tick | a tick mark | a checkmark"),
    "cross": words("an x | a cross | an x mark | an x shape"),
    "arrow": words("an arrow | an arrow pointing up and right | an arrow sign"),
    "caret": words("a caret | an upside-down v | a roof shape | a pointed hat"),
    "v": words("a v | the letter v | a v shape"),
    "left square bracket": words("a left square bracket | an opening bracket"),
    "right square bracket": words("a right square bracket | a closing bracket"),
    "left curly brace": words("a left curly brace | an opening brace | a curly bracket"),
    "right curly brace": words("a right curly brace | a closing brace | a curly bracket"),
    "delete mark": words("a delete mark | a crossing-out sign | a delete sign"),
    "pigtail": words("a pigtail | a single loop | a loop with crossing ends | a curl"),
    "zigzag line": words("a zigzag | a zigzag line | a line with sharp turns | a sawtooth"),
    "wavy line": words("a wave | a wavy line | a sine curve | a ripple line"),
    "spiral": words("a spiral | a snail shape | a spiral from the inside out"),
    "infinity sign": words("an infinity sign | a lying eight | a figure eight on its side"),
    "half circle": words("a half circle | a semicircle | an arch | a rainbow shape"),
    "letter c": words("the letter c | a c | an open circle"),
    "letter l": words("the letter l | an l | a right angle"),
    "letter m": words("the letter m | an m"),
    "letter n": words("the letter n | an n"),
    "letter s": words("the letter s | an s | an s shape"),
    "letter u": words("the letter u | a u"),
    "letter w": words("the letter w | a w | a w shape"),
    "letter z": words("the letter z | a z"),
    "digit 2": words("the number 2 | a two | the digit two"),
    "digit 3": words("the number 3 | a three | the digit three"),
    "digit 6": words("the number 6 | a six | the digit six"),
    "digit 7": words("the number 7 | a seven | the digit seven"),
}
# Drawn backwards these are something else, or their words would be wrong.
_ONE_WAY = frozenset(words("check mark | arrow | spiral"))
_ROUND = frozenset(words("circle | half circle | heart | infinity sign"))
_SWIPES = {"left": (-1.0, 0.0), "right": (1.0, 0.0), "up": (0.0, -1.0), "down": (0.0, 1.0)}


def draw(rng: np.random.Generator, times: Floats, label: str) -> Scene:
    """One stroke in the shape that ``label`` names."""
    line = LINES[label].astype(float)
    way: tuple[str, ...] = ()
    if label in _ROUND or rng.random() < 0.2:
        backwards = label not in _ONE_WAY and rng.random() < 0.5
        line = line[::-1] if backwards else line
    if label == "circle":
        begin = rng.uniform(0, 2 * np.pi)
        line = line @ np.array([[np.cos(begin), -np.sin(begin)], [np.sin(begin), np.cos(begin)]])
        way = ("clockwise",) if not backwards else ("counterclockwise", "anticlockwise")
    line = line * rng.uniform(0.75, 1.3, 2)
    tilt = np.deg2rad(rng.normal(0, 4))
    line = line @ np.array([[np.cos(tilt), np.sin(tilt)], [-np.sin(tilt), np.cos(tilt)]])
    path = _drawn(rng, line, times)
    noun = NOUNS[label]
    verbs = tuple(f"{v} {n}" for v in ("draws", "traces", "makes", "moves in the shape of") for n in noun)
    if label.startswith(("letter", "digit")):
        verbs += tuple(f"writes {n}" for n in noun)
    coarse = words("draws a shape | draws something | traces a line | makes a gesture")
    phase = Phase(verbs, coarse, (label, f"drawing {noun[0]}", noun[0]), way)
    return _scene(rng, path, phase, f"draw {label}")


def swipe(rng: np.random.Generator, times: Floats, label: str) -> Scene:
    """A quick straight stroke, with a rest before or after."""
    dx, dy = _SWIPES[label]
    turn = np.deg2rad(rng.uniform(-10, 10))
    way = np.array([dx * np.cos(turn) - dy * np.sin(turn), dx * np.sin(turn) + dy * np.cos(turn)])
    span = min(1.0, rng.uniform(0.3, 0.8) / times[-1])
    begin = rng.uniform(0, 1 - span)
    u = np.clip((times / times[-1] - begin) / span, 0, 1)
    path = (u * u * (3 - 2 * u))[:, None] * way
    verbs = words(
        f"swipes {label} | flicks {label} | makes a quick swipe {label} | swipes {label}ward | "
        f"strokes quickly {label}"
    )
    phase = Phase(
        verbs, words("swipes | makes a quick stroke | flicks"), words(f"swipe {label} | swiping"), paced=False
    )
    return _scene(rng, path, phase, f"swipe {label}")


def scribble(rng: np.random.Generator, times: Floats) -> Scene:
    """Back and forth without shape."""
    count = max(4, int(3 * times[-1]))
    line = rng.uniform(-1, 1, (count + 2, 2)) + np.column_stack(
        [np.linspace(0, 1.5, count + 2), np.zeros(count + 2)]
    )
    verbs = words(
        "scribbles | scribbles back and forth | doodles | draws a tangle of lines | scrawls something"
    )
    phase = Phase(verbs, words("draws something | moves back and forth"), words("scribble | scribbling"))
    return _scene(rng, _drawn(rng, line, times), phase, "scribble")


def pinch(rng: np.random.Generator, times: Floats, label: str) -> Scene:
    """Two fingers that close, open or turn."""
    u = times / times[-1]
    ease = u * u * (3 - 2 * u)
    begin = rng.uniform(0, np.pi)
    angle, gap = np.full(len(u), begin), np.ones(len(u))
    if label == "pinch together":
        gap = 1 - rng.uniform(0.6, 0.9) * ease
        verbs = words("pinches together | moves toward each other | closes in a pinch | comes together")
        coarse, names = words("moves closer together | moves"), words("pinch | pinching in")
    elif label == "spread apart":
        gap = 0.2 + 0.8 * ease
        verbs = words("spreads apart | moves away from each other | opens up | parts")
        coarse, names = words("moves apart | moves"), words("spreading fingers | pinching out | spread")
    else:
        sign = 1.0 if label.endswith("clockwise") and "counter" not in label else -1.0
        angle = begin + sign * rng.uniform(1.2, 2.8) * ease
        way = "clockwise" if sign > 0 else "counterclockwise"
        verbs = words(f"turns {way} around each other | rotates {way} together | twists {way}")
        coarse, names = words("turns | rotates"), words(f"two-finger rotation {way} | twisting")
    arm = gap[:, None] * np.column_stack([np.cos(angle), np.sin(angle)])
    points = np.stack([arm, -arm], axis=1)
    phase = Phase(verbs, coarse, names)
    return Scene(points, Story(TWO_FINGERS, (phase,), label), margin=0.1)


def _drawn(rng: np.random.Generator, corners: Floats, times: Floats) -> Floats:
    """The stroke over time: slower in places, now and then with a rest, a shaky hand and rounded corners."""
    u = times / times[-1]
    if rng.random() < 0.3:
        begin, end = rng.uniform(0, 0.15), rng.uniform(0.85, 1)
        u = np.clip((u - begin) / (end - begin), 0, 1)
    u = (
        u
        + rng.uniform(-0.05, 0.05) * np.sin(2 * np.pi * u)
        + rng.uniform(-0.02, 0.02) * np.sin(6 * np.pi * u)
    )
    path = along(corners, u)
    width = int(rng.integers(0, 1 + max(1, len(times) // 16)))
    if width > 1:
        kernel = np.ones(width) / width
        padded = np.pad(path, ((width // 2, width - 1 - width // 2), (0, 0)), mode="edge")
        path = np.stack([np.convolve(padded[:, k], kernel, mode="valid") for k in range(2)], axis=1)
    knots = rng.normal(0, 0.025 * np.ptp(corners, axis=0).max(), (6, 2))
    at = np.linspace(0, 5, len(times))
    return path + np.stack([np.interp(at, np.arange(6), knots[:, k]) for k in range(2)], axis=1)


def _scene(rng: np.random.Generator, path: Floats, phase: Phase, label: str) -> Scene:
    """One point, or now and then a few that move as one, such as those of a hand."""
    size = float(np.ptp(path, axis=0).max())
    count = 1 if rng.random() < 0.75 else int(rng.integers(2, 8))
    spread = np.zeros((1, 2)) if count == 1 else rng.normal(0, 0.06 * size, (count, 2))
    return Scene(path[:, None] + spread, Story(HAND, (phase,), label), margin=0.05 * size)


MAKERS: dict[str, Maker] = {f"draw {label}": partial(draw, label=label) for label in LINES}
MAKERS |= {f"swipe {label}": partial(swipe, label=label) for label in _SWIPES}
MAKERS |= {"scribble": scribble}
MAKERS |= {
    label: partial(pinch, label=label)
    for label in ("pinch together", "spread apart", "twist clockwise", "twist counterclockwise")
}
