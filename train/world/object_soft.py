"""Things without joints that change their form, each with its words."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np
from numpy.typing import NDArray

from motionsearch.train.world.object_moves import times as how_often
from motionsearch.train.world.object_scene import Scene
from motionsearch.train.world.object_words import Phase, Story, Subject, words

Floats = NDArray[np.floating[Any]]
Maker = Callable[[np.random.Generator, Floats], Scene]

GENERIC = words("something | an object | a soft thing | it | a shape")


@dataclass(frozen=True)
class Form:
    """What a soft thing is made from.

    Args:
        rng: Where chance comes from.
        u: ``(T, 1)`` from 0 to 1.
        wave: ``(T, 1)`` radians, whole turns over the clip.
        x, y: ``(N,)`` places in the unit disc.
        line: ``(N,)`` from -1 to 1, places along a line.
    """

    rng: np.random.Generator
    u: Floats
    wave: Floats
    x: Floats
    y: Floats
    line: Floats

    def points(self, x: Floats, y: Floats) -> Floats:
        """``(T, N, 2)`` of coordinates that may lack the time or be the same for all."""
        shape = (len(self.u), len(self.line))
        return np.stack([np.broadcast_to(x, shape), np.broadcast_to(y, shape)], axis=-1)

    def ease(self) -> Floats:
        """From 0 to 1 with an easy start and end."""
        eased: Floats = self.u**2 * (3 - 2 * self.u)
        return eased

    def ripple(self) -> Floats:
        """``(T, N)``: a wave that runs along the line."""
        run = self.wave - self.rng.uniform(3, 7) * (self.line + 1) / 2
        ripple: Floats = self.rng.uniform(0.12, 0.3) * np.sin(run)
        return ripple

    def side(self) -> float:
        """1 or -1: to the right or to the left."""
        return float(self.rng.choice([-1.0, 1.0]))


def _jelly(form: Form) -> Floats:
    tall = 1 + form.rng.uniform(0.15, 0.4) * np.sin(form.wave)
    return form.points(form.x / tall, 1 - (1 - form.y) * tall)


def _breath(form: Form) -> Floats:
    size = 1 + form.rng.uniform(0.15, 0.4) * np.sin(form.wave)
    return form.points(form.x * size, form.y * size)


def _ring(form: Form, out: bool) -> Floats:
    radius = np.hypot(form.x, form.y) + 1e-9
    size = 1 + form.rng.uniform(1.5, 4) * (form.u if out else 1 - form.u)
    return form.points(size * form.x / radius, size * form.y / radius)


def _stretch(form: Form) -> Floats:
    long = 1 + form.rng.uniform(0.6, 1.8) * form.ease()
    points = form.points(form.x * long, form.y / np.sqrt(long))
    return points if form.rng.random() < 0.5 else points[..., ::-1]


def _flatten(form: Form) -> Floats:
    wide = 1 + form.rng.uniform(0.6, 1.8) * form.ease()
    return form.points(form.x * np.sqrt(wide), form.y / wide)


def _rope(form: Form) -> Floats:
    return form.points(form.line, form.ripple())


def _flag(form: Form) -> Floats:
    rows = form.rng.uniform(-0.5, 0.5, len(form.line))
    return form.points(form.line, rows + form.ripple() * (form.line + 1) / 2)


def _curtain(form: Form) -> Floats:
    rows = form.rng.uniform(-1, 1, len(form.line))
    return form.points(form.line + 0.5 * form.ripple(), rows)


def _snake(form: Form) -> Floats:
    return form.points(form.side() * (form.rng.uniform(1, 3) * form.u - form.line), form.ripple())


def _inchworm(form: Form) -> Floats:
    turns = form.wave / (2 * np.pi)
    gather = 0.5 - 0.5 * np.cos(form.wave)  # the back goes up while the tail comes after
    step = np.floor(turns) + np.clip(2 * (turns % 1) - 1, 0, 1)
    along = form.line * (1 - 0.4 * gather) + 0.8 * step
    return form.points(form.side() * along, -0.5 * gather * (1 - form.line**2))


@dataclass(frozen=True)
class Kind:
    """How a soft thing moves, its words, and whether it does so again and again or once."""

    shape: Callable[[Form], Floats]
    names: tuple[str, ...]
    verbs: tuple[str, ...]
    coarse: tuple[str, ...]
    again: bool = True


_WAVES = words("waves | undulates | moves in waves")
_DEFORMS = words("changes shape | deforms")
KINDS = {
    "jelly squashes": Kind(
        _jelly,
        words("a jelly | a soft blob | a rubber ball | a soft body | a pudding"),
        words(
            "{squashes} and {stretches} | {squashes} flat and {springs} back | wobbles like jelly | "
            "deforms up and down"
        ),
        _DEFORMS,
    ),
    "blob breathes": Kind(
        _breath,
        words("a blob | a balloon | a chest | a jellyfish | a bag of air"),
        words("{swells} and {shrinks} as if breathing | breathes | {expands} and {contracts} | pulsates"),
        words("changes size | pulsates"),
    ),
    "ring expands": Kind(
        partial(_ring, out=True),
        words("a ring | a circle | a ripple | a ring of points | a hoop"),
        words("expands | widens | spreads outward | grows wider"),
        words("gets bigger | changes size"),
        again=False,
    ),
    "ring contracts": Kind(
        partial(_ring, out=False),
        words("a ring | a circle | a ring of points | a hoop | a noose"),
        words("contracts | closes | narrows | tightens"),
        words("gets smaller | changes size"),
        again=False,
    ),
    "stretches": Kind(
        _stretch,
        words("a blob | a soft object | a piece of rubber | a piece of dough | a lump"),
        words("stretches | gets longer and thinner | is stretched | is pulled out long"),
        _DEFORMS,
        again=False,
    ),
    "flattens": Kind(
        _flatten,
        words("a blob | a soft object | a piece of rubber | a piece of dough | a lump"),
        words("flattens | is squashed flat | gets flatter and wider | is pressed down"),
        _DEFORMS,
        again=False,
    ),
    "rope waves": Kind(
        _rope,
        words("a rope | a string | a wave | a whip"),
        words("waves | ripples | moves in waves | carries a wave along | undulates"),
        _WAVES,
    ),
    "flag waves": Kind(
        _flag,
        words("a flag | a banner | a cloth | a ribbon"),
        words("waves in the wind | flutters | ripples | flaps"),
        _WAVES,
    ),
    "curtain ripples": Kind(
        _curtain,
        words("a curtain | a sheet | a row of reeds | a field of grass"),
        words("ripples | sways in waves | moves in waves"),
        _WAVES,
    ),
    "snake slithers": Kind(
        _snake,
        words("a snake | a worm | an eel | a long thin animal"),
        words("slithers | winds its way forward | wriggles along | crawls in waves | snakes forward"),
        words("undulates | moves along in waves"),
    ),
    "inchworm crawls": Kind(
        _inchworm,
        words("an inchworm | a caterpillar | a worm | a crawling thing"),
        words("crawls forward | inches along | creeps forward | {arches} its back and {moves} on"),
        words("moves along | crawls"),
    ),
}


def soft(rng: np.random.Generator, times: Floats, name: str) -> Scene:
    """A soft thing of a kind named in ``KINDS``."""
    kind, seconds = KINDS[name], float(times[-1])
    count = int(rng.integers(8, 56))
    cycles = max(1, int(rng.uniform(0.4, 1.8) * seconds))
    u = (times / seconds)[:, None]
    angle, radius = rng.uniform(0, 2 * np.pi, count), np.sqrt(rng.random(count))
    form = Form(
        rng,
        u,
        2 * np.pi * cycles * u,
        radius * np.cos(angle),
        radius * np.sin(angle),
        np.linspace(-1, 1, count),
    )
    counted = how_often(cycles) if name in ("jelly squashes", "blob breathes") else ()
    rate = cycles / seconds if kind.again else 0.5 / seconds
    phase = Phase(kind.verbs, kind.coarse, (name,), counted, rate=rate)
    return Scene(kind.shape(form), Story(Subject(kind.names, GENERIC), (phase,), name), margin=0.02)


MAKERS: dict[str, Maker] = {name: partial(soft, name=name) for name in KINDS}
