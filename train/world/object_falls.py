"""Motion under gravity and against it: bounces, throws, falls, hops, rebounds, each with its words."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from motionsearch.train.world.object_moves import Asked, Move, times
from motionsearch.train.world.object_words import Phase, words

Floats = NDArray[np.floating[Any]]


def bounce(asked: Asked, kind: str) -> Move:
    """Bounces on the ground, dying away or not: in place, to a side, or after a drop."""
    rng, u = asked.rng, asked.u
    count = asked.cycles(2, 6)
    kept = rng.uniform(0.65, 0.9) if kind == "drop" else rng.uniform(0.85, 1.0)
    height = _bounces(u, count, kept, from_top=kind == "drop") * asked.length(2.5, 8)
    across: Floats = np.zeros(len(u))
    side = ""
    if kind in ("left", "right"):
        across = (1 if kind == "right" else -1) * asked.length(4, 12) * u
        side = kind
    elif kind == "drop" and rng.random() < 0.4:
        sign = float(rng.choice([-1.0, 1.0]))
        across = sign * asked.length(2, 8) * u
    path = np.column_stack([across, -height])
    path -= path[0] if kind == "drop" else 0
    spin = rng.uniform(-4, 4) * u if rng.random() < 0.4 else None
    rate = count / asked.seconds
    if kind == "drop":
        verbs = words(
            "{drops} and {bounces} | {falls} and {bounces} on the ground | {is} dropped and {bounces} | "
            "{falls} to the ground and {bounces} lower and lower | falls, bouncing lower and lower"
        )
        names = words("dropping and bouncing | drop and bounce")
        coarse = words("bounces | {falls} and then {bounces} | moves up and down")
        return asked.move(Phase(verbs, coarse, names, rate=rate), path, angle=spin)
    if side:
        verbs = words(
            f"bounces to the {side} | bounces along to the {side} | moves {side} in bounces | "
            f"hops to the {side} | bounces {side}ward | skips along to the {side}"
        )
        phase = Phase(verbs, words(f"bounces along | bounces | moves to the {side}"),
                      words(f"bouncing {side} | bouncing along"), rate=rate)  # fmt: skip
    else:
        verbs = words(
            "bounces | bounces up and down | bounces in place | bounces on the ground | jumps up and down"
        )
        phase = Phase(
            verbs, words("bounces | moves up and down"), words("bouncing | bounce"), times(count), rate=rate
        )
    return asked.move(phase, path, angle=spin)


def flight(asked: Asked, kind: str) -> Move:
    """Free flight: thrown in an arc, falling, rolling off an edge, a single hop, tossed up and caught."""
    rng, u, size = asked.rng, asked.u, asked.length(4, 12)
    sign = float(rng.choice([-1.0, 1.0]))
    side = "right" if sign > 0 else "left"
    spin = rng.uniform(-6, 6) * u if rng.random() < 0.5 else None
    if kind == "throw":
        rise, fall = rng.uniform(0.6, 1.0), rng.uniform(0.8, 1.4)
        top = rise / (rise + fall)
        height = np.where(
            u < top, rise * (1 - ((top - u) / top) ** 2), rise - fall * ((u - top) / (1 - top)) ** 2
        )
        path = size * np.column_stack([sign * rng.uniform(0.8, 1.8) * u, -0.6 * height])
        verbs = words(
            f"is thrown to the {side} | flies through the air in an arc to the {side} | "
            f"is tossed to the {side} | arcs through the air to the {side} | "
            f"flies up and then down to the {side} in a parabola | "
            f"{{is}} thrown in an arc and {{falls}} down on the {side}"
        )
        phase = Phase(verbs, words("flies in an arc | moves in an arc | flies through the air"),
                      words(f"throw to the {side} | ballistic arc | toss"), paced=False)  # fmt: skip
    elif kind == "fall":
        path = size * np.column_stack([0.03 * sign * u, u**2])
        verbs = words(
            "falls | falls down | drops | drops down | falls to the ground | plummets | drops straight down"
        )
        phase = Phase(
            verbs, words("falls | moves down | drops"), words("falling | fall | dropping"), paced=False
        )
    elif kind == "roll off":
        edge = rng.uniform(0.45, 0.65)
        across, down = u, np.clip((u - edge) / (1 - edge), 0, None) ** 2
        path = size * np.column_stack([sign * across, 0.9 * down])
        spin = sign * size * across
        verbs = words(
            f"{{rolls}} {side} off an edge and {{falls}} down | "
            f"{{rolls}} to the {side} and {{falls}} off the edge | rolls off a table on the {side} | "
            f"goes to the {side}, then over the edge and down"
        )
        coarse = words("{rolls} and {falls} | falls off an edge | rolls off")
        phase = Phase(verbs, coarse, words("rolling off an edge | falling off a table"), paced=False)
    elif kind == "hop":
        path = size / 2 * np.column_stack([np.zeros(len(u)), -4 * u * (1 - u)])
        spin = None
        verbs = words(
            "hops once | {jumps} up and {comes} down | jumps | {hops} up and {lands} | "
            "{jumps} straight up and {lands} again"
        )
        phase = Phase(verbs, ("jumps", "{goes} up and {comes} down"), words("jump | hop"), paced=False)
    else:
        # Up to the top and back at uneven speed, as a ball tossed up and caught.
        count = asked.cycles(1, 4)
        at = (count * u) % 1
        path = size * 0.8 * np.column_stack([0 * u, -4 * at * (1 - at)])
        verbs = words(
            "{is} tossed up and {falls} back | {flies} up and {falls} back down | "
            "is thrown up and caught again | {goes} up into the air and {comes} down again"
        )
        phase = Phase(verbs, words(
            "moves up and down | is tossed up"
        ), words("tossing up | toss up and catch"),
                      times(count), paced=False)  # fmt: skip
    return asked.move(phase, path, angle=spin)


def floating(asked: Asked, up: bool) -> Move:
    """Floats up like a balloon or flutters down like a leaf."""
    u, size = asked.u, asked.length(5, 12)
    sways = asked.cycles(2, 5)
    wave = np.sin(2 * np.pi * sways * u)
    if up:
        path = size * np.column_stack([0.06 * wave, -u])
        verbs = words("floats up | floats upward | rises like a balloon | drifts up into the air | rises")
        names, coarse = words("floating up | rising"), words("rises | moves up")
        tilt = 0.1 * wave
    else:
        path = size * np.column_stack([0.22 * wave, u + 0.05 * np.cos(4 * np.pi * sways * u) - 0.05])
        verbs = words(
            "flutters down | flutters to the ground like a leaf | floats down from side to side | "
            "drifts down like a feather | sways from side to side as it falls"
        )
        names, coarse = (
            words("fluttering down | falling like a leaf"),
            words("falls | moves down | comes down"),
        )
        tilt = 0.7 * np.cos(2 * np.pi * sways * u) - 0.7
    return asked.move(Phase(verbs, coarse, names), path, angle=tilt)


def rebound(asked: Asked) -> Move:
    """Goes to one side, hits a wall and comes back."""
    sign = float(asked.rng.choice([-1.0, 1.0]))
    turn = asked.rng.uniform(0.4, 0.6)
    back = asked.rng.uniform(0.5, 1.0)
    u = asked.u
    across = np.where(u < turn, u / turn, 1 - back * (u - turn) / (1 - turn))
    drop = asked.rng.uniform(-0.3, 0.3) * u
    side, other = ("right", "left") if sign > 0 else ("left", "right")
    verbs = words(
        f"bounces off a wall on the {side} | {{moves}} {side}, {{hits}} something and {{comes}} back | "
        f"{{moves}} to the {side} and {{bounces}} back to the {other} | "
        f"{{goes}} {side}, {{rebounds}} and {{returns}} | ricochets off something on the {side}"
    )
    phase = Phase(
        verbs,
        words("bounces back | moves back and forth once | rebounds"),
        words("rebound | bouncing off a wall"),
        paced=False,
    )
    return asked.move(phase, asked.length(4, 12) * np.column_stack([sign * across, drop]))


def _bounces(u: Floats, count: int, kept: float, *, from_top: bool) -> Floats:
    """Heights in [0, 1] of ``count`` bounces, each ``kept`` times as high as the last."""
    # ``from_top`` begins with a fall. A bounce of height h takes a time that goes with the root of h.
    heights = kept ** np.arange(count + (1 if from_top else 0))
    spans = np.sqrt(heights)
    if from_top:
        spans[0] /= 2
    ends = np.cumsum(spans) / spans.sum()
    which = np.minimum(np.searchsorted(ends, u, side="left"), len(ends) - 1)
    starts = np.concatenate([[0.0], ends[:-1]])
    at = (u - starts[which]) / (ends - starts)[which]
    at = np.where(from_top & (which == 0), 0.5 + at / 2, at)
    curve: Floats = heights[which] * 4 * at * (1 - at)
    return curve
