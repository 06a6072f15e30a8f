"""Animals that are mostly backbone: fish, whales, snakes, eels, worms. Each follows its own path."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from motionsearch.train.world.skeleton import Floats

NODES: Final = 12


@dataclass(frozen=True)
class Species:
    """A backbone of ``length`` metres with fins.

    Args:
        tall: Height of the body over its length; 0 for snakes.
        upright: The tail beats up and down, as whales' do, not from side to side.
        tags: "fish", "whale" or "snake".
    """

    name: str
    nouns: tuple[str, ...]
    length: float
    tall: float
    beat: float
    tags: tuple[str, ...]
    upright: bool = False


def _species(name: str, length: float, tall: float, beat: float, tag: str, nouns: str = "") -> Species:
    names = (f"{'an' if name[0] in 'aeio' else 'a'} {name}", f"the {name}", *nouns.split(";") * bool(nouns))
    return Species(name, names, length, tall, beat, (tag,), tag == "whale")


SPECIES: Final = (
    _species("fish", 0.3, 0.28, 0.5, "fish", "a trout;a carp"),
    _species("goldfish", 0.1, 0.4, 0.4, "fish", "a small fish"),
    _species("tuna", 0.9, 0.25, 0.45, "fish", "a salmon;a mackerel"),
    _species("shark", 2.5, 0.2, 1.0, "fish", "a great white shark"),
    _species("piranha", 0.25, 0.5, 0.4, "fish", "a flat fish"),
    _species("eel", 0.8, 0.06, 0.8, "fish", "a moray eel"),
    _species("dolphin", 2.0, 0.2, 0.8, "whale", "a porpoise"),
    _species("whale", 9.0, 0.22, 2.2, "whale", "an orca;a humpback whale"),
    _species("snake", 1.2, 0.0, 1.1, "snake", "a viper;a python"),
    _species("cobra", 1.5, 0.0, 1.2, "snake", "a rattlesnake"),
    _species("worm", 0.12, 0.0, 1.2, "snake", "an earthworm"),
    _species("tadpole", 0.05, 0.25, 0.3, "fish", "a baby frog"),
)
# Fins behind the backbone: back, belly, tail top, tail bottom, left, right; and the nodes they sit on.
_FINS: Final = (5, 7, NODES - 1, NODES - 1, 3, 3)


@dataclass(frozen=True)
class Course:
    """One way of moving, as functions of time and of place along the body.

    Args:
        speed: Body lengths a beat; ``bursts`` of speed a second.
        wave: How far the tail swings, body lengths; ``spread`` 0 only the tail, 1 the whole body alike.
        turn: Degrees turned to the main side over the clip; ``sudden`` all at once in the middle.
        pitch: Degrees upward of the way.
        special: Name of a further deformation.
    """

    name: str
    names: tuple[str, ...]
    says: tuple[str, ...]
    how: tuple[str, ...]
    who: tuple[str, ...]
    speed: float = 0.7
    wave: float = 0.1
    spread: float = 0.25
    waves: float = 1.0
    turn: float = 0.0
    sudden: bool = False
    pitch: float = 0.0
    bursts: float = 0.0
    beat: float = 1.0
    special: str = ""
    weight: float = 1.0


def parents_of(species: Species) -> tuple[int, ...]:
    """A chain from head to tail, and the fins on it."""
    back = (-1, *range(NODES - 1))
    return back + _FINS if species.tall else back


def vary(species: Species, rng: np.random.Generator) -> Species:
    """One animal of the species."""
    return replace(
        species,
        length=species.length * float(rng.uniform(0.7, 1.3)),
        tall=species.tall * float(rng.uniform(0.85, 1.2)),
        beat=species.beat * float(rng.uniform(0.8, 1.3)),
    )


def move(
    species: Species,
    course: Course,
    seconds: float,
    fps: float,
    side: float,
    pace: float,
    turn: float,
    rng: np.random.Generator,
) -> NDArray[np.float64]:
    """Joints ``(T, J, 3)`` in metres, y up, setting off along z.

    Args:
        side: 1 turns to the right, -1 to the left.
        turn: Degrees turned to that side over the clip.
    """
    time = np.arange(max(4, round(seconds * fps))) / fps
    beat = species.beat * course.beat / pace
    phase = 2 * np.pi * (time / beat + rng.random())
    along = np.linspace(0, 1, NODES)
    turned = np.deg2rad(turn) * side
    share = time / time[-1]
    if course.sudden:
        x = np.clip((share - 0.4) / 0.18, 0, 1)
        share = x * x * (3 - 2 * x)
    rate = np.ones(len(time))
    if course.bursts:
        rate = 0.25 + 2.2 * np.maximum(0, np.sin(2 * np.pi * time * course.bursts / 1.6)) ** 4
        phase = 2 * np.pi * np.cumsum(rate) / fps / beat
    gone = np.cumsum(rate) / fps * course.speed / beat
    amplitude = course.wave * (course.spread + (1 - course.spread) * along**2)
    lateral = amplitude * np.sin(phase[:, None] - 2 * np.pi * course.waves * along)
    # The backbone trails along the way that the head has gone, bent by the wave.
    heading = turned * share
    back = gone[:, None] - along
    angle = np.where(
        back < gone[0], heading[0], np.interp(back, gone, heading) if gone[-1] > 0 else heading[:, None]
    )
    steps = np.diff(along)[None]
    x = -np.concatenate([np.zeros((len(time), 1)), np.cumsum(steps * np.sin(angle[:, 1:]), axis=1)], axis=1)
    z = -np.concatenate([np.zeros((len(time), 1)), np.cumsum(steps * np.cos(angle[:, 1:]), axis=1)], axis=1)
    head = np.stack(
        [np.cumsum(np.gradient(gone) * np.sin(heading)), np.cumsum(np.gradient(gone) * np.cos(heading))]
    )
    up = np.zeros_like(x)
    sideways = lateral
    if species.upright:
        up, sideways = lateral, np.zeros_like(lateral)
    x = x + head[0][:, None] + sideways * np.cos(angle)
    z = z + head[1][:, None] - sideways * np.sin(angle)
    points = np.stack([-x, up, z], axis=2)
    if course.pitch:
        rise = np.tan(np.deg2rad(course.pitch)) * (z - z[0, 0])
        points[:, :, 1] += rise
    if course.special:
        points = SPECIALS[course.special](points, time, phase, along, side, rng)
    points = _even(points) * species.length
    if species.tall:
        points = np.concatenate([points, _fins(points, species, phase)], axis=1)
    ground = 0.02 * species.length if "snake" in species.tags else 0.6 * species.length
    points[:, :, 1] += ground - (points[:, :, 1].min() if "snake" in species.tags else 0.0)
    return points


def _even(points: NDArray[np.float64]) -> NDArray[np.float64]:
    """The same curves with links of equal length, so that the backbone does not stretch."""
    links = np.diff(points, axis=1)
    links /= np.maximum(np.linalg.norm(links, axis=2, keepdims=True), 1e-6)
    out = points.copy()
    out[:, 1:] = points[:, :1] + np.cumsum(links, axis=1) / (NODES - 1)
    return out


def _fins(points: NDArray[np.float64], species: Species, phase: Floats) -> NDArray[np.float64]:
    """Back, belly, tail and breast fins; whales have a level tail."""
    link = points[:, 1:] - points[:, :-1]
    along = link / np.maximum(np.linalg.norm(link, axis=2, keepdims=True), 1e-6)
    across = np.cross(along, (0.0, 1.0, 0.0))
    across /= np.maximum(np.linalg.norm(across, axis=2, keepdims=True), 1e-6)
    upward = np.cross(across, along)
    tall = species.tall * species.length
    tail_up, tail_across = upward[:, -1], across[:, -1]
    blades = (tail_across, -tail_across) if species.upright else (tail_up, -tail_up)
    paddle = (0.25 * np.sin(phase))[:, None] * upward[:, 2]
    return np.stack(
        [
            points[:, 5] + 0.7 * tall * upward[:, 5],
            points[:, 7] - 0.55 * tall * upward[:, 6],
            points[:, -1] + 0.5 * tall * (blades[0] + 0.7 * along[:, -1]),
            points[:, -1] + 0.5 * tall * (blades[1] + 0.7 * along[:, -1]),
            points[:, 3] + 0.6 * tall * (across[:, 2] + 0.5 * along[:, 2] + paddle - 0.3 * upward[:, 2]),
            points[:, 3] - 0.6 * tall * (across[:, 2] - 0.5 * along[:, 2] - paddle + 0.3 * upward[:, 2]),
        ],
        axis=1,
    )


Deform = Callable[
    [NDArray[np.float64], Floats, Floats, Floats, float, np.random.Generator], NDArray[np.float64]
]


def _ease(x: Floats) -> Floats:
    x = np.clip(x, 0, 1)
    return np.asarray(x * x * (3 - 2 * x))


def _bounce(
    p: NDArray[np.float64], t: Floats, f: Floats, a: Floats, s: float, r: object
) -> NDArray[np.float64]:
    p[:, :, 1] += (0.12 * np.abs(np.sin(f)))[:, None] * (1 - np.abs(2 * a - 1))
    return p


def _leap(
    p: NDArray[np.float64], t: Floats, f: Floats, a: Floats, s: float, r: object
) -> NDArray[np.float64]:
    way = p[:, :, 2] - p[0, 0, 2]
    middle = 0.55 * way[-1, 0]
    p[:, :, 1] += 0.9 - 2.6 * ((way - middle) / max(way[-1, 0], 0.5)) ** 2
    return p


def _lunge(
    p: NDArray[np.float64], t: Floats, f: Floats, a: Floats, s: float, r: object
) -> NDArray[np.float64]:
    push = _ease((t / t[-1] - 0.35) / 0.12) - 0.7 * _ease((t / t[-1] - 0.55) / 0.4)
    p[:, :, 2] += 0.55 * push[:, None]
    p[:, :4, 0] += (0.05 * np.sin(14 * t) * push)[:, None] * (1 - a[:4])
    return p


def _coil(
    p: NDArray[np.float64], t: Floats, f: Floats, a: Floats, s: float, r: object
) -> NDArray[np.float64]:
    share = _ease((t / t[-1] - 0.1) / 0.75)[:, None]
    # Node by node: the curvature grows until the body lies in rings.
    bend = s * share * np.linspace(2.6, 0.9, NODES) * 2 * np.pi / NODES * 1.15
    angle = np.cumsum(bend, axis=1) + 0.25 * np.sin(f[:, None] - 6 * a) * (1 - share)
    x = np.cumsum(np.sin(angle), axis=1) / NODES
    z = -np.cumsum(np.cos(angle), axis=1) / NODES
    return np.stack([x, 0.03 * share * (1 - a), z], axis=2)


def _uncoil(
    p: NDArray[np.float64], t: Floats, f: Floats, a: Floats, s: float, r: object
) -> NDArray[np.float64]:
    return _coil(p, t, f, a, s, r)[::-1].copy()


def _strike(
    p: NDArray[np.float64], t: Floats, f: Floats, a: Floats, s: float, r: object
) -> NDArray[np.float64]:
    share = t / t[-1]
    shoot = _ease((share - 0.4) / 0.08) - _ease((share - 0.6) / 0.3)
    raised = _ease(share / 0.25) * (1 - 0.6 * shoot)
    front = np.clip(1 - a / 0.55, 0, 1)
    angle = 1.3 * np.sin(2 * np.pi * 1.4 * a) * np.where(a > 0.3, 1.0, 1.0 - shoot[:, None])
    x = np.cumsum(np.sin(angle), axis=1) / NODES
    z = -np.cumsum(np.cos(angle), axis=1) / NODES
    base = np.stack([x, np.zeros_like(x), z], axis=2)
    # The tail stays where it lies; it is the head that shoots forward.
    base -= base[:, -1:] - base[:1, -1:]
    base[:, :, 1] += 0.3 * raised[:, None] * front**1.3
    base[:, :, 2] -= 0.15 * (raised * (1 - shoot))[:, None] * front * (1 - front) * 4
    return base


def _rear(
    p: NDArray[np.float64], t: Floats, f: Floats, a: Floats, s: float, r: object
) -> NDArray[np.float64]:
    raised = _ease(t / t[-1] / 0.35)[:, None]
    front = np.clip(1 - a / 0.42, 0, 1)
    angle = 0.9 * np.sin(2 * np.pi * 1.3 * a + 0.5)
    x = np.cumsum(np.sin(angle)) / NODES + 0 * raised
    z = -np.cumsum(np.cos(angle)) / NODES * (1 - 0.75 * raised * (a < 0.42))
    sway = (0.06 * np.sin(2 * np.pi * t / 1.6))[:, None] * front * raised
    return np.stack([x + sway, 0.38 * raised * front, z], axis=2)


def _side(
    p: NDArray[np.float64], t: Floats, f: Floats, a: Floats, s: float, r: object
) -> NDArray[np.float64]:
    p[:, :, 0] -= s * 0.5 * (t / 1.0)[:, None]
    p[:, :, 1] += 0.05 * np.maximum(0, np.sin(f[:, None] - 8 * a))
    return p


def _inch(
    p: NDArray[np.float64], t: Floats, f: Floats, a: Floats, s: float, r: object
) -> NDArray[np.float64]:
    hump = (0.5 - 0.5 * np.cos(f))[:, None]
    arch = np.exp(-(((a - 0.5) / 0.22) ** 2))
    p[:, :, 1] += 0.22 * hump * arch
    p[:, :, 2] += 0.3 * hump * a
    return p


SPECIALS: Final[dict[str, Deform]] = {
    "bounce": _bounce, "leap": _leap, "lunge": _lunge, "coil": _coil, "uncoil": _uncoil,
    "strike": _strike, "rear": _rear, "side": _side, "inch": _inch,
}  # fmt: skip
