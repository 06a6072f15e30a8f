"""Many things at once: flocks, swarms, crowds, streams, rain and smoke, each with its words."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np
from numpy.typing import NDArray

from motionsearch.train.world.object_moves import DIRECTIONS
from motionsearch.train.world.object_scene import Scene
from motionsearch.train.world.object_shapes import turn_plane
from motionsearch.train.world.object_words import Phase, Story, Subject, words

Floats = NDArray[np.floating[Any]]
Maker = Callable[[np.random.Generator, Floats], Scene]

MANY = words("many points | points | several objects | many small objects | lots of dots | particles")
GENERIC_MANY = words("things | many things | objects | several things | points")


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


@dataclass(frozen=True)
class Swarm:
    """What a swarm is made from: times ``(T,)`` as seconds and as shares ``u``, and where its points begin.

    ``start`` ``(N, 2)`` lies in the unit disc.
    """

    rng: np.random.Generator
    times: Floats
    u: Floats
    start: Floats

    def roaming(self, reach: float) -> Floats:
        """Smooth random wandering ``(T, N, 2)`` from the spot."""
        speeds = self.rng.uniform(0.2, 0.9, (3, len(self.start), 2))
        shift = self.rng.uniform(0, 2 * np.pi, (3, len(self.start), 2))
        waves = np.sin(2 * np.pi * speeds[:, None] * self.times[None, :, None, None] + shift[:, None]).sum(
            axis=0
        )
        roam: Floats = reach * (waves - waves[0])
        return roam


def _mill(swarm: Swarm) -> Floats:
    return swarm.start + swarm.roaming(0.5)


def _spread(swarm: Swarm, out: bool) -> Floats:
    speed = swarm.rng.uniform(0.6, 1.4, len(swarm.start))
    far = 1 + swarm.rng.uniform(1.5, 4) * speed * (swarm.u if out else 1 - swarm.u)[:, None]
    points: Floats = swarm.start * far[..., None] + swarm.roaming(0.08)
    return points


def _burst(swarm: Swarm) -> Floats:
    way = 1 - np.exp(-swarm.rng.uniform(2.5, 5) * np.clip(swarm.u - swarm.rng.uniform(0, 0.3), 0, 1))
    drop = np.column_stack([0 * way, swarm.rng.uniform(0, 1) * way**2])
    points: Floats = swarm.start * (0.05 + 3 * way)[:, None, None] + drop[:, None]
    return points


_OUT = "scatters | disperses | spreads out in all directions | flies apart | moves apart"
_IN = "gathers | comes together | converges | moves toward the middle | crowds together"
# How each moves, and its names, verbs and coarse verbs.
SWARMS: dict[str, tuple[Callable[[Swarm], Floats], tuple[str, ...], tuple[str, ...], tuple[str, ...]]] = {
    "swarm mills about": (
        _mill,
        words("a swarm of insects | bees | a crowd of people | ants | many particles | a swarm of flies"),
        words("mills about | swarms around | buzzes about | moves in all directions | moves about at random"),
        words("moves about | moves around"),
    ),
    "crowd scatters": (
        partial(_spread, out=True),
        words("a crowd of people | birds | many points | a group of objects | particles"),
        words(_OUT),
        words("moves apart | spreads"),
    ),
    "crowd gathers": (
        partial(_spread, out=False),
        words("a crowd of people | birds | many points | a group of objects | particles"),
        words(_IN),
        words("moves closer together"),
    ),
    "explosion": (
        _burst,
        words("pieces | many pieces | fragments | sparks | debris | particles"),
        words("bursts apart | explodes outward | flies apart from one point | shoots out in all directions"),
        words("spreads out quickly | moves apart"),
    ),
}


def swarm(rng: np.random.Generator, times: Floats, kind: str) -> Scene:
    """Points that mill about, burst apart or come together."""
    move, names, verbs, coarse = SWARMS[kind]
    points = move(Swarm(rng, times, times / times[-1], _disc(rng, int(rng.integers(6, 64)))))
    return _scene(points, Subject(names, GENERIC_MANY), Phase(verbs, coarse, (kind,)), kind)


def vortex(rng: np.random.Generator, times: Floats, way: str) -> Scene:
    """Points that whirl around a middle, the inner ones quicker."""
    start = _disc(rng, int(rng.integers(6, 64)))
    turns = rng.uniform(0.2, 0.8) * times[-1]
    speed = 1 / (0.4 + np.linalg.norm(start, axis=1))
    sign = 1.0 if way == "clockwise" else -1.0
    angle = sign * 2 * np.pi * turns * (times / times[-1])[:, None] * speed / speed.mean()
    points = turn_plane(np.broadcast_to(start, (len(times), *start.shape)), angle)
    names = words("a whirlpool | a vortex | many particles | leaves in a whirlwind | points around a centre")
    verbs = words(f"swirls {way} | whirls {way} | circles {way} around the centre | spins {way}")
    phase = Phase(verbs, words("swirls | goes round | rotates"), (f"vortex {way}",), rate=turns / times[-1])
    return _scene(points, Subject(names, GENERIC_MANY), phase, f"vortex {way}")


def stream(rng: np.random.Generator, times: Floats, name: str) -> Scene:
    """A stream that never ends: what leaves on one side comes in on the other."""
    (dx, dy), _, _ = DIRECTIONS[name]
    count = int(rng.integers(6, 64))
    shift = (rng.uniform(0.3, 1.0) * times[:, None] * rng.uniform(0.8, 1.2, count) + rng.random(count)) % 1
    across = rng.uniform(-0.5, 0.5, count) + 0.05 * np.sin(6 * shift)
    points = 3 * (shift - 0.5)[..., None] * np.array([dx, dy]) + across[..., None] * np.array([-dy, dx])
    names = words("particles | a stream of points | many dots | a current | traffic | a flow of particles")
    verbs = words(f"streams {name} | flows to the {name} | flows steadily {name} | passes by to the {name}")
    label = f"stream flows {name}"
    phase = Phase(verbs, words("flows | streams by | moves in one direction"), (label,))
    return Scene(points, Story(Subject(names, GENERIC_MANY), (phase,), label), _present(shift))


# Where a drop is: from its age in [0, 1) and its own place across in [-1, 1], both ``(T, N)``.
def _rain(age: Floats, x: Floats) -> tuple[Floats, Floats]:
    return x + 0.1 * age, 3 * age - 1.5


def _snow(age: Floats, x: Floats) -> tuple[Floats, Floats]:
    return x + 0.12 * np.sin(5 * age + 9 * x), 2.5 * age - 1.25


def _bubbles(age: Floats, x: Floats) -> tuple[Floats, Floats]:
    return 0.6 * x + 0.08 * np.sin(9 * age + 9 * x), 1.25 - 2.5 * age


def _smoke(age: Floats, x: Floats) -> tuple[Floats, Floats]:
    return x * (0.15 + 0.8 * age) + 0.1 * np.sin(4 * age + 3 * x), 1.5 - 3 * age


def _fountain(age: Floats, x: Floats) -> tuple[Floats, Floats]:
    return 1.2 * x * age, 3.6 * age * (age - 1) + 0.3 * np.cos(7 * x)


# How each moves, the seconds that a drop lives, and its names, verbs and coarse verbs.
_Drops = tuple[
    Callable[[Floats, Floats], tuple[Floats, Floats]],
    float,
    tuple[str, ...],
    tuple[str, ...],
    tuple[str, ...],
]
WEATHER: dict[str, _Drops] = {
    "rain falls": (
        _rain,
        1.2,
        words("rain | raindrops | drops | falling drops"),
        words("falls | pours down | falls in lines | comes down"),
        words("moves down | falls"),
    ),
    "snow falls": (
        _snow,
        4.0,
        words("snow | snowflakes | flakes | confetti | leaves"),
        words("falls | floats down | drifts down | sinks slowly"),
        words("moves down | falls"),
    ),
    "bubbles rise": (
        _bubbles,
        3.0,
        words("bubbles | balloons | many bubbles | sparks"),
        words("rises | floats up | goes up | drifts upward"),
        words("moves up | rises"),
    ),
    "smoke rises": (
        _smoke,
        3.5,
        words("smoke | steam | a plume of smoke | vapour"),
        words("rises | billows up | spreads as it rises | drifts up"),
        words("moves up | rises"),
    ),
    "fountain sprays": (
        _fountain,
        1.2,
        words("a fountain | water drops | sparks | a jet of water | popcorn"),
        words(
            "{sprays} up and {comes} down | shoots up in arcs | spouts | "
            "{gushes} up and {falls} back to both sides"
        ),
        words("{goes} up and {comes} down"),
    ),
}


def weather(rng: np.random.Generator, times: Floats, kind: str) -> Scene:
    """Things that keep coming: rain, snow, bubbles, smoke, a fountain. Each begins anew when it is gone."""
    place, seconds, names, verbs, coarse = WEATHER[kind]
    count = int(rng.integers(12, 64))
    age = (times[:, None] / (rng.uniform(0.5, 1.0) * seconds) + rng.random(count)) % 1
    points = np.stack(place(age, np.broadcast_to(rng.uniform(-1, 1, count), age.shape)), axis=-1)
    phase = Phase(verbs, coarse, (kind,), paced=False)
    return Scene(points, Story(Subject(names, GENERIC_MANY), (phase,), kind), _present(age))


def _disc(rng: np.random.Generator, count: int) -> Floats:
    angle, radius = rng.uniform(0, 2 * np.pi, count), np.sqrt(rng.random(count))
    return np.column_stack([radius * np.cos(angle), radius * np.sin(angle)])


def _present(age: Floats) -> NDArray[np.bool_]:
    """Where a thing that starts anew again and again is seen: not in the frame in which it does."""
    present: NDArray[np.bool_] = np.diff(age, axis=0, prepend=age[:1]) >= 0
    return present


def _scene(points: Floats, subject: Subject, phase: Phase, label: str) -> Scene:
    return Scene(points, Story(subject, (phase,), label), margin=0.02)


MAKERS: dict[str, Maker] = {
    f"flock moves {name}": partial(flock, name=name)
    for name in ("left", "right", "up", "down", "up left", "up right")
}
MAKERS |= {kind: partial(swarm, kind=kind) for kind in SWARMS}
MAKERS |= {f"vortex {way}": partial(vortex, way=way) for way in ("clockwise", "counterclockwise")}
MAKERS |= {f"stream flows {name}": partial(stream, name=name) for name in ("left", "right")}
MAKERS |= {kind: partial(weather, kind=kind) for kind in WEATHER}
