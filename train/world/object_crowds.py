"""Many things at once, and things that change their form, each with its words."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import numpy as np
from numpy.typing import NDArray

from motionsearch.train.world.object_moves import DIRECTIONS
from motionsearch.train.world.object_moves import times as how_often
from motionsearch.train.world.object_scene import Scene
from motionsearch.train.world.object_shapes import turn_plane
from motionsearch.train.world.object_words import Phase, Story, Subject, words

Floats = NDArray[np.floating[Any]]
Maker = Callable[[np.random.Generator, Floats], Scene]

MANY = words("many points | points | several objects | many small objects | lots of dots | particles")
GENERIC_MANY = words("things | many things | objects | several things | points")
SOFT = words("something | an object | a soft thing | it | a shape")


def flock(rng: np.random.Generator, times: Floats, name: str) -> Scene:
    """Birds, fish, people or cars that all go one way, each a little in its own manner."""
    (dx, dy), ways, _ = DIRECTIONS[name]
    kind = str(rng.choice(["birds", "fish", "people", "cars", "points"]))
    if dy and kind in ("people", "cars"):
        kind = "birds"
    count = int(rng.integers(5, 60))
    u = times / times[-1]
    own = rng.uniform(0.85, 1.15, count)
    path = rng.uniform(2, 7) * u[:, None, None] * own[:, None] * np.array([dx, dy])
    sway = 0.06 * np.sin(2 * np.pi * (rng.uniform(0.5, 1.5, count) * times[:, None] + rng.random(count)))
    points = rng.uniform(-1, 1, (count, 2)) + path + sway[..., None] * np.array([-dy, dx])
    names, verb = {
        "birds": ("a flock of birds | birds | a swarm of birds | many birds", "flies"),
        "fish": ("a school of fish | fish | a shoal of fish | many fish", "swims"),
        "people": ("a crowd of people | people | a group of people | many people", "walks"),
        "cars": ("cars | many cars | a stream of cars | several vehicles", "drives"),
        "points": ("a swarm of points | many points | points | a cloud of dots", "drifts"),
    }[kind]
    verbs = tuple(f"{v} {w}" for v in (verb, "moves", "goes", "moves together") for w in ways[:3])
    phase = Phase(
        verbs,
        words("moves in the same direction | moves together"),
        words(f"flock moving {name} | moving {name} together"),
    )
    return _scene(points, Subject(words(names), GENERIC_MANY), phase, f"flock moves {name}")


def swarm(rng: np.random.Generator, times: Floats, kind: str) -> Scene:
    """Points that mill about, burst apart, come together, whirl or stream."""
    u = times / times[-1]
    visible = None
    count = int(rng.integers(6, 64))
    angle, radius = rng.uniform(0, 2 * np.pi, count), np.sqrt(rng.random(count))
    start = np.stack([np.cos(angle), np.sin(angle)], axis=-1) * radius[:, None]
    names, rate, details = MANY, None, ()
    if kind == "swarm mills about":
        points = start + _roaming(rng, times, count, 0.5)
        names = words(
            "a swarm of insects | bees | a crowd of people | ants | many particles | a swarm of flies"
        )
        verbs = words(
            "mills about | swarms around | buzzes about | moves in all directions | moves about at random"
        )
        coarse = words("moves about | moves around")
    elif kind in ("crowd scatters", "crowd gathers"):
        out = kind.endswith("scatters")
        speed = rng.uniform(0.6, 1.4, count)
        far = 1 + rng.uniform(1.5, 4) * speed * (u if out else 1 - u)[:, None]
        points = start * far[..., None] + _roaming(rng, times, count, 0.08)
        names = words("a crowd of people | birds | many points | a group of objects | particles")
        verbs = words("scatters | disperses | spreads out in all directions | flies apart | moves apart")
        gather = words("gathers | comes together | converges | moves toward the middle | crowds together")
        verbs, coarse = (
            (verbs, words("moves apart | spreads")) if out else (gather, words("moves closer together"))
        )
    elif kind == "explosion":
        way = 1 - np.exp(-rng.uniform(2.5, 5) * np.clip(u - rng.uniform(0, 0.3), 0, 1))
        points = (
            start * (0.05 + 3 * way)[:, None, None]
            + np.array([0, 1]) * (rng.uniform(0, 1.0) * way**2)[:, None, None]
        )
        names = words("pieces | many pieces | fragments | sparks | debris | particles")
        verbs = words(
            "bursts apart | explodes outward | flies apart from one point | shoots out in all directions"
        )
        coarse = words("spreads out quickly | moves apart")
    elif kind.startswith("vortex"):
        sign = 1.0 if kind.endswith(" clockwise") else -1.0
        way = kind.split(" ")[1]
        turns = rng.uniform(0.2, 0.8) * times[-1]
        speed = 1 / (0.4 + radius)
        spun = sign * 2 * np.pi * turns * u[:, None] * speed / speed.mean()
        points = turn_plane(np.broadcast_to(start, (len(u), count, 2)), spun)
        names = words(
            "a whirlpool | a vortex | many particles | leaves in a whirlwind | points around a centre"
        )
        verbs = words(f"swirls {way} | whirls {way} | circles {way} around the centre | spins {way}")
        coarse, rate = words("swirls | goes round | rotates"), turns / times[-1]
    else:  # a stream that never ends: what leaves on one side comes in on the other
        name = kind.split(" ")[-1]
        (dx, dy), _, _ = DIRECTIONS[name]
        shift = (
            rng.uniform(0.3, 1.0) * times[:, None] * rng.uniform(0.8, 1.2, count) + rng.random(count)
        ) % 1
        across = rng.uniform(-0.5, 0.5, count) + 0.05 * np.sin(6 * shift)
        visible = _present(shift)
        points = 3 * (shift - 0.5)[..., None] * np.array([dx, dy]) + across[..., None] * np.array([-dy, dx])
        names = words(
            "particles | a stream of points | many dots | a current | traffic | a flow of particles"
        )
        verbs = words(
            f"streams {name} | flows to the {name} | flows steadily {name} | passes by to the {name}"
        )
        coarse = words("flows | streams by | moves in one direction")
    phase = Phase(verbs, coarse, (kind,), details, rate=rate)
    return Scene(points, Story(Subject(names, GENERIC_MANY), (phase,), kind), visible, margin=0.02)


def weather(rng: np.random.Generator, times: Floats, kind: str) -> Scene:
    """Things that keep coming: rain, snow, bubbles, smoke, sparks of a fountain. Each drop starts anew."""
    count = int(rng.integers(12, 64))
    life = rng.uniform(0.5, 1.0) * {"snow": 4.0, "smoke": 3.5, "bubbles": 3.0}.get(kind.split(" ")[0], 1.2)
    age = (times[:, None] / life + rng.random(count)) % 1
    x = rng.uniform(-1, 1, count)
    if kind == "rain falls":
        slant = rng.uniform(-0.3, 0.3)
        points = np.stack([x + slant * age, 3 * age - 1.5], axis=-1)
        names, verbs = (
            words("rain | raindrops | drops | falling drops"),
            words("falls | pours down | falls in lines | comes down"),
        )
    elif kind == "snow falls":
        points = np.stack([x + 0.12 * np.sin(5 * age + 9 * x), 2.5 * age - 1.25], axis=-1)
        names, verbs = (
            words("snow | snowflakes | flakes | confetti | leaves"),
            words("falls | floats down | drifts down | sinks slowly"),
        )
    elif kind == "bubbles rise":
        points = np.stack([0.6 * x + 0.08 * np.sin(9 * age + 9 * x), 1.25 - 2.5 * age], axis=-1)
        names, verbs = (
            words("bubbles | balloons | many bubbles | sparks"),
            words("rises | floats up | goes up | drifts upward"),
        )
    elif kind == "smoke rises":
        points = np.stack([x * (0.15 + 0.8 * age) + 0.1 * np.sin(4 * age + 3 * x), 1.5 - 3 * age], axis=-1)
        names, verbs = (
            words("smoke | steam | a plume of smoke | vapour"),
            words("rises | billows up | spreads as it rises | drifts up"),
        )
    else:
        points = np.stack([1.2 * x * age, -(3.6 * age - 3.6 * age**2) + 0.3 * rng.random(count)], axis=-1)
        names = words("a fountain | water drops | sparks | a jet of water | popcorn")
        verbs = words(
            "sprays up and comes down | shoots up in arcs | spouts | gushes up and falls back to both sides"
        )
        verbs = tuple("{sprays} up and {comes} down" if v.startswith("sprays") else v for v in verbs)
        verbs = tuple(
            "{gushes} up and {falls} back to both sides" if v.startswith("gushes") else v for v in verbs
        )
    down = kind in ("rain falls", "snow falls")
    coarse = (
        words("moves down | falls")
        if down
        else words("moves up | rises")
        if "rise" in kind
        else words("goes up and down")
    )
    coarse = tuple("{goes} up and {comes} down" if c.startswith("goes") else c for c in coarse)
    phase = Phase(verbs, coarse, (kind,), paced=False)
    return Scene(points, Story(Subject(names, GENERIC_MANY), (phase,), kind), _present(age))


def soft(rng: np.random.Generator, times: Floats, kind: str) -> Scene:
    """Things without joints: they breathe, squash, stretch, ripple, wave, crawl or slither."""
    u, seconds = times / times[-1], float(times[-1])
    count = int(rng.integers(8, 56))
    cycles = max(1, int(rng.uniform(0.4, 1.8) * seconds))
    wave = 2 * np.pi * cycles * u[:, None]
    angle, radius = rng.uniform(0, 2 * np.pi, count), np.sqrt(rng.random(count))
    x, y = radius * np.cos(angle), radius * np.sin(angle)
    line = np.linspace(-1, 1, count)
    rate, details = cycles / seconds, how_often(cycles)
    tall = np.ones((len(u), 1))
    if kind in ("jelly squashes", "blob breathes"):
        swing = rng.uniform(0.15, 0.4) * np.sin(wave)
        tall = 1 + swing
        wide = 1 / tall if kind.startswith("jelly") else tall
        points = np.stack([x * wide, 1 - (1 - y) * tall], axis=-1)
        if kind.startswith("jelly"):
            names = words("a jelly | a soft blob | a rubber ball | a soft body | a pudding")
            verbs = words(
                "squashes and stretches | squashes flat and springs back | wobbles like jelly | "
                "deforms up and down"
            )
            verbs = ("{squashes} and {stretches}", "{squashes} flat and {springs} back", *verbs[2:])
            coarse = words("changes shape | deforms")
        else:
            names = words("a blob | a balloon | a chest | a jellyfish | a bag of air")
            verbs = (
                "{swells} and {shrinks} as if breathing",
                "breathes",
                "{expands} and {contracts}",
                "pulsates gently",
            )
            coarse = words("changes size | pulsates")
    elif kind in ("ring expands", "ring contracts"):
        out = kind.endswith("expands")
        size = 1 + rng.uniform(1.5, 4) * (u if out else 1 - u)
        points = size[:, None, None] * np.stack([np.cos(angle), np.sin(angle)], axis=-1)
        names, rate, details = (
            words("a ring | a circle | a ripple | a ring of points | a hoop"),
            0.5 / seconds,
            (),
        )
        verbs = (
            words("expands | widens | spreads outward | grows wider")
            if out
            else words("contracts | closes | narrows | tightens")
        )
        coarse = words("gets bigger | changes size") if out else words("gets smaller | changes size")
    elif kind in ("stretches", "flattens"):
        ease = u * u * (3 - 2 * u)
        amount = 1 + rng.uniform(0.6, 1.8) * ease[:, None]
        wide, tall = (amount, 1 / np.sqrt(amount)) if rng.random() < 0.5 else (1 / np.sqrt(amount), amount)
        flat = kind == "flattens"
        if flat:
            wide, tall = np.sqrt(amount), 1 / amount
        points = np.stack([x * wide, y * tall], axis=-1)
        names, rate, details = (
            words("a blob | a soft object | a piece of rubber | a piece of dough | a lump"),
            0.5 / seconds,
            (),
        )
        verbs = words("stretches | gets longer and thinner | is stretched | is pulled out long")
        verbs = (
            words("flattens | is squashed flat | gets flatter and wider | is pressed down") if flat else verbs
        )
        coarse = words("changes shape | deforms")
    elif kind in ("rope waves", "flag waves", "snake slithers", "curtain ripples"):
        run = wave - rng.uniform(3, 7) * (line + 1) / 2
        swing = rng.uniform(0.12, 0.3) * np.sin(run)
        if kind == "flag waves":
            rows = rng.uniform(-0.5, 0.5, count)
            points = np.stack([np.broadcast_to(line, swing.shape), rows + swing * (line + 1) / 2], axis=-1)
            names, verbs = (
                words("a flag | a banner | a cloth | a ribbon"),
                words("waves in the wind | flutters | ripples | flaps"),
            )
        elif kind == "curtain ripples":
            points = np.stack(
                [line + 0.5 * swing, np.broadcast_to(rng.uniform(-1, 1, count), swing.shape)], axis=-1
            )
            names, verbs = (
                words("a curtain | a sheet | a row of reeds | a field of grass"),
                words("ripples | sways in waves | moves in waves"),
            )
        elif kind == "rope waves":
            points = np.stack([np.broadcast_to(line, swing.shape), swing], axis=-1)
            names = words("a rope | a string | a wave | a whip")
            verbs = words("waves | ripples | moves in waves | carries a wave along | undulates")
        else:
            forward = rng.uniform(1, 3) * u[:, None]
            points = np.stack([forward - line, swing], axis=-1)
            points = points * [float(rng.choice([-1.0, 1.0])), 1.0]
            names = words("a snake | a worm | an eel | a long thin animal")
            verbs = words(
                "slithers | winds its way forward | wriggles along | crawls in waves | snakes forward"
            )
        coarse, details = words("waves | undulates | moves in waves"), ()
    else:  # inchworm
        gather = 0.5 - 0.5 * np.cos(wave)
        step = np.floor(cycles * u[:, None]) + np.clip(2 * ((cycles * u[:, None]) % 1) - 1, 0, 1)
        length = 1 - 0.4 * gather
        points = np.stack([line * length + 0.8 * step, -0.5 * gather * (1 - line**2)], axis=-1)
        points = points * [float(rng.choice([-1.0, 1.0])), 1.0]
        names = words("an inchworm | a caterpillar | a worm | a crawling thing")
        verbs = words("crawls forward | inches along | creeps forward | {arches} its back and {moves} on")
        coarse, details = words("moves along | crawls"), ()
    phase = Phase(verbs, coarse, (kind,), details, rate=rate)
    return _scene(points, Subject(names, SOFT), phase, kind)


def _present(age: Floats) -> NDArray[np.bool_]:
    """Where a thing that starts anew again and again is seen: not in the frame in which it does."""
    present: NDArray[np.bool_] = np.diff(age, axis=0, prepend=age[:1]) >= 0
    return present


def _roaming(rng: np.random.Generator, times: Floats, count: int, reach: float) -> Floats:
    """Smooth random wandering ``(T, count, 2)`` from the spot."""
    speeds = rng.uniform(0.2, 0.9, (3, count, 2))
    shift = rng.uniform(0, 2 * np.pi, (3, count, 2))
    waves = np.sin(2 * np.pi * speeds[:, None] * times[None, :, None, None] + shift[:, None]).sum(axis=0)
    roam: Floats = reach * (waves - waves[0])
    return roam


def _scene(points: Floats, subject: Subject, phase: Phase, label: str) -> Scene:
    return Scene(points, Story(subject, (phase,), label), margin=0.02)


MAKERS: dict[str, Maker] = {
    f"flock moves {name}": partial(flock, name=name)
    for name in ("left", "right", "up", "down", "up left", "up right")
}
MAKERS |= {
    kind: partial(swarm, kind=kind)
    for kind in words(
        "swarm mills about | crowd scatters | crowd gathers | explosion | vortex clockwise | "
        "vortex counterclockwise | stream flows left | stream flows right"
    )
}
MAKERS |= {
    kind: partial(weather, kind=kind)
    for kind in words("rain falls | snow falls | bubbles rise | smoke rises | fountain sprays")
}
MAKERS |= {
    kind: partial(soft, kind=kind)
    for kind in words(
        "jelly squashes | blob breathes | ring expands | ring contracts | stretches | flattens | "
        "rope waves | flag waves | snake slithers | curtain ripples | inchworm crawls"
    )
}
