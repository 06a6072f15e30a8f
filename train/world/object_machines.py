"""Jointed things: hinges, arms, wheels, pendulums and other machines, each with its words."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import numpy as np
from numpy.typing import NDArray

from motionsearch.train.world.object_moves import times as how_often
from motionsearch.train.world.object_scene import Scene, chain, on_bars, turn, with_still
from motionsearch.train.world.object_words import Phase, Story, Subject, words

Floats = NDArray[np.floating[Any]]
Maker = Callable[[np.random.Generator, Floats], Scene]

MACHINE = words("something | an object | a machine | it | a mechanism | a thing")


def rotor(rng: np.random.Generator, times: Floats, kind: str, way: str) -> Scene:
    """Blades, spokes or a hand that turn about a hub."""
    sign = 1.0 if way == "clockwise" else -1.0
    turns = rng.uniform(0.2, 1.0) if kind == "clock hand" else rng.uniform(0.2, 1.4) * times[-1]
    angle = rng.uniform(0, 6) + sign * 2 * np.pi * turns * times / times[-1]
    blades = {
        "clock hand": 1,
        "windmill": int(rng.integers(3, 5)),
        "fan": int(rng.integers(3, 6)),
        "wheel": 6,
    }[kind]
    at = angle[:, None] + 2 * np.pi * np.arange(blades) / blades
    joints = np.concatenate(
        [np.zeros((len(times), 1, 2)), np.stack([np.cos(at), np.sin(at)], axis=-1)], axis=1
    )
    points = on_bars(joints, [(0, k + 1) for k in range(blades)], rng, int(rng.integers(2, 40)))
    if kind == "wheel":
        rim = angle[:, None] + rng.uniform(0, 2 * np.pi, int(rng.integers(4, 24)))
        points = np.concatenate([points, np.stack([np.cos(rim), np.sin(rim)], axis=-1)], axis=1)
    if kind == "windmill" and rng.random() < 0.7:
        points = with_still(points, np.column_stack([rng.uniform(-0.1, 0.1, 8), np.linspace(0.1, 1.8, 8)]))
    names = {
        "windmill": "a windmill | a wind turbine | a turbine",
        "fan": "a fan | a propeller | a rotor | a ceiling fan",
        "wheel": "a wheel | a wheel with spokes | a ferris wheel | a bicycle wheel",
        "clock hand": "a clock hand | a pointer | the hand of a clock | a needle on a dial",
    }[kind]
    verbs = words(f"turns {way} | rotates {way} | spins {way} | goes round {way} | revolves {way}")
    names_of_it = words(f"{kind} turning | {way} rotation")
    phase = Phase(verbs, words("turns | rotates | spins | goes round"), names_of_it, rate=turns / times[-1])
    return _told(points, words(names), phase, f"{kind} turns {way}")


def rolling_wheel(rng: np.random.Generator, times: Floats, side: str) -> Scene:
    """A wheel that rolls without slipping."""
    sign = 1.0 if side == "right" else -1.0
    way = sign * rng.uniform(4, 14) * times / times[-1]
    spokes = way[:, None] + 2 * np.pi * np.arange(6) / 6
    hub = np.column_stack([way, np.zeros(len(way))])
    rim = hub[:, None] + np.stack([np.cos(spokes), np.sin(spokes)], axis=-1)
    points = on_bars(
        np.concatenate([hub[:, None], rim], axis=1),
        [(0, k) for k in range(1, 7)],
        rng,
        int(rng.integers(1, 30)),
    )
    verbs = words(
        f"rolls to the {side} | rolls {side} | rolls along the ground to the {side} | rolls {side}ward"
    )
    phase = Phase(
        verbs, words(f"rolls | rolls along | moves to the {side}"), words(f"rolling wheel | rolling {side}")
    )
    return _told(
        points, words("a wheel | a tyre | a hoop | a wheel with spokes"), phase, f"wheel rolls {side}"
    )


def door(rng: np.random.Generator, times: Floats, opens: bool) -> Scene:
    """A door seen from the front, hinged at one side."""
    angle = np.deg2rad(rng.uniform(60, 110)) * _swept(rng, times, opens)
    count = int(rng.integers(4, 40))
    leaf = np.column_stack([rng.uniform(0.05, 1, count), rng.uniform(0, 2, count), np.zeros(count)])
    turned = leaf @ turn(angle * float(rng.choice([-1.0, 1.0])), (0.0, 1.0, 0.0)).transpose(0, 2, 1)
    points = (turned / (1 + 0.25 * turned[..., 2:]))[..., :2]
    if rng.random() < 0.5:
        points = with_still(
            points, np.array([[0.0, 0.0], [0.0, 2.0], [1.05, 0.0], [1.05, 2.0], [0.5, -0.05]])
        )
    if rng.random() < 0.5:
        points = points * [-1, 1]
    if opens:
        verbs = words("opens | swings open | opens on its hinges | is opened | turns open")
        names = words("door opening | opening door | open")
    else:
        verbs = words("closes | swings shut | closes on its hinges | is closed | shuts")
        names = words("door closing | closing door | close")
    phase = Phase(verbs, words("swings | turns on its hinges"), names, rate=0.5 / times[-1])
    subject = words("a door | a gate | a hinged panel | a cupboard door")
    return _told(points, subject, phase, f"door {'opens' if opens else 'closes'}")


def flap(rng: np.random.Generator, times: Floats, kind: str, opens: bool) -> Scene:
    """A bar that turns about one end, seen from the side: the lid of a box or the arm of a barrier."""
    angle = np.deg2rad(rng.uniform(55, 100)) * _swept(rng, times, opens)
    joints = chain(np.zeros((len(times), 2)), -angle[:, None], [1.0])
    points = on_bars(joints, [(0, 1)], rng, int(rng.integers(3, 24)), 0.03)
    if kind == "lid":
        box = np.array([[0, 0.1], [1, 0.1], [0, 0.6], [1, 0.6], [0.5, 0.6], [0, 0.35], [1, 0.35]])
        points = with_still(points, box)
        names = words("a lid | the lid of a box | a box with a lid | a hatch")
        verbs = words("opens | is lifted open | swings open | {lifts} and {opens}")
        verbs = (
            verbs
            if opens
            else words("closes | falls shut | swings shut | is closed | {comes} down and {closes}")
        )
    else:
        if rng.random() < 0.6:
            points = with_still(points, np.array([[0.0, 0.1], [0.0, 0.4], [-0.1, 0.4], [0.1, 0.4]]))
        names = words("a barrier | the arm of a barrier | a boom gate | a lever | a drawbridge")
        verbs = words("lifts | goes up | is raised | swings up | opens | rises about one end")
        verbs = verbs if opens else words("lowers | comes down | is lowered | swings down | closes")
    if rng.random() < 0.5:
        points = points * [-1, 1]
    word = "opens" if opens else "closes"
    phase = Phase(verbs, words("turns about one end | swings | turns on its hinge"),
                  words(
                      f"{kind} {word} | {'opening' if opens else 'closing'}"
                  ), rate=0.5 / times[-1])  # fmt: skip
    return _told(points, names, phase, f"{kind} {word}")


def jaws(rng: np.random.Generator, times: Floats, kind: str) -> Scene:
    """Two bars about one pivot: scissors that open and close, a gripper that does one of them."""
    count = 0
    if kind == "scissors open and close":
        count = _count(rng, times, 1, 6)
        gape = 0.1 + rng.uniform(0.5, 0.9) * np.sin(np.pi * count * times / times[-1]) ** 2
        verbs = words("{opens} and {closes} | snips | {opens} and {shuts} again and again | cuts")
        names = words("a pair of scissors | something with two blades | a pair of shears | a pair of tongs")
        coarse = words("{opens} and {closes} | moves its two arms")
    else:
        opens = kind.endswith("opens")
        gape = 0.08 + rng.uniform(0.5, 0.9) * _swept(rng, times, opens)
        verbs = (
            words("opens | spreads its jaws | opens up")
            if opens
            else words("closes | grips | snaps shut | shuts")
        )
        names = words("a gripper | a claw | a pair of jaws | a pair of pliers | a beak")
        coarse = words("moves its two arms | moves")
    zero = np.zeros((len(times), 2))
    upper = chain(zero, np.stack([-gape, -gape], axis=1), [1.0, 0.01])
    lower = chain(zero, np.stack([gape, gape], axis=1), [1.0, 0.01])
    joints = [upper, lower]
    bars = [(0, 1), (3, 4)]
    if kind.startswith("scissors"):
        joints += [chain(zero, np.pi - gape[:, None], [0.7]), chain(zero, np.pi + gape[:, None], [0.7])]
        bars += [(6, 7), (8, 9)]
    points = on_bars(np.concatenate(joints, axis=1), bars, rng, int(rng.integers(2, 30)), 0.03)
    rate = (count or 0.5) / times[-1]
    phase = Phase(verbs, coarse, (kind,), how_often(count) if count else (), rate=rate)
    return _told(_tilted(points, rng, np.pi), names, phase, kind)


def swinging(rng: np.random.Generator, times: Floats, kind: str) -> Scene:
    """To and fro about a pivot: pendulum, metronome, wipers, seesaw, a hanging chain."""
    count = _count(rng, times, 1, 7)
    wave = np.sin(2 * np.pi * count * times / times[-1] + rng.uniform(0, 2 * np.pi))
    zero = np.zeros((len(times), 2))
    reach = np.deg2rad(rng.uniform(15, 55))
    bars, width, size = [(0, 1)], 0.03, int(rng.integers(1, 30))
    if kind == "pendulum":
        joints = chain(zero, np.pi / 2 + reach * wave[:, None], [1.0])
        names = words("a pendulum | a weight on a string | a hanging lamp | a swing | something hanging")
        verbs = words("swings | swings back and forth | swings from side to side | oscillates")
    elif kind == "metronome":
        joints = chain(zero, -np.pi / 2 + reach * wave[:, None], [1.0])
        names = words("a metronome | an upright rod | a pole | a mast | a stalk")
        verbs = words(
            "ticks from side to side | tilts left and right | swings from side to side about its foot"
        )
    elif kind == "wipers":
        angle = -np.pi / 2 + np.deg2rad(55) * wave[:, None]
        right = chain(zero + np.array([1.1, 0.0]), angle, [1.0])
        joints, bars = np.concatenate([chain(zero, angle, [1.0]), right], axis=1), [(0, 1), (2, 3)]
        names = words(
            "a pair of windscreen wipers | a pair of wipers | a pair of arms | a pair of rods side by side"
        )
        verbs = words("sweeps from side to side | wipes back and forth | swings left and right together")
    elif kind == "seesaw":
        angle = 0.5 * reach * wave
        ends = np.stack([np.cos(angle), np.sin(angle)], axis=-1)
        joints, bars = np.stack([zero, ends, -ends], axis=1), [(0, 1), (0, 2)]
        names = words("a seesaw | a balance | a plank on a pivot | a rocking beam")
        verbs = words(
            "tips from side to side | {goes} up on one side and down on the other | rocks up and down | "
            "teeters"
        )
    else:
        links = int(rng.integers(3, 7))
        lag = rng.uniform(0.2, 0.7) * np.arange(links)
        turnings = 2 * np.pi * count * times[:, None] / times[-1] - lag
        joints = chain(zero, np.pi / 2 + reach * np.sin(turnings), [1.0] * links)
        bars = [(k, k + 1) for k in range(links)]
        names = words("a chain | a rope | a hanging chain | a hanging rope | a vine | a tail")
        verbs = words(
            "swings | swings to and fro | sways | dangles in a swing | swings loosely from side to side"
        )
    points = on_bars(joints, bars, rng, size, width)
    coarse, motion = (
        words("moves back and forth | oscillates | swings"),
        words(f"{kind} swinging | swinging {kind}"),
    )
    details = words("again and again | steadily | rhythmically")
    phase = Phase(verbs, coarse, motion, details, rate=count / times[-1])
    return _told(points, names, phase, f"{kind} swings")


def arm(rng: np.random.Generator, times: Floats, kind: str) -> Scene:
    """A jointed arm on a fixed base: moves about, reaches out, or folds up."""
    links = int(rng.integers(2, 4))
    rest = -np.pi / 2 + rng.uniform(-0.5, 0.5)
    if kind == "moves":
        stops = max(3, int(times[-1]) + 1)
        poses = rest + np.cumsum(rng.uniform(-0.9, 0.9, (stops, links)), axis=1)
        at = np.linspace(0, stops - 1, len(times))
        low = np.minimum(at.astype(int), stops - 2)
        ease = ((at - low) ** 2 * (3 - 2 * (at - low)))[:, None]
        angles = poses[low] * (1 - ease) + poses[low + 1] * ease
    else:
        folded = rest + np.array([0.0, 2.3, 0.3])[:links] * float(rng.choice([-1.0, 1.0]))
        straight = np.full(links, rest + rng.uniform(-0.6, 0.6))
        share = _swept(rng, times, kind == "reaches out")[:, None]
        angles = folded * (1 - share) + straight * share
    verbs = {
        "moves": words(
            "moves its joints | moves from place to place | {bends} and {turns} | swings around on its base"
        ),
        "reaches out": words("reaches out | stretches out | extends | unfolds | straightens"),
        "folds up": words("folds up | draws back | pulls in | bends | folds together"),
    }[kind]
    joints = chain(np.zeros((len(times), 2)), angles, [float(v) for v in rng.uniform(0.6, 1.0, links)])
    points = on_bars(joints, [(k, k + 1) for k in range(links)], rng, int(rng.integers(1, 30)))
    if rng.random() < 0.5:
        points = with_still(points, np.array([[-0.3, 0.2], [0.3, 0.2], [-0.3, 0.05], [0.3, 0.05]]))
    names = words("a robot arm | a mechanical arm | an excavator arm | a crane | a jointed arm")
    phase = Phase(verbs, words("moves | bends at its joints"), (f"robot arm {kind}",))
    return _told(points, names, phase, f"robot arm {kind}")


def piston(rng: np.random.Generator, times: Floats) -> Scene:
    """A piston that a crank drives to and fro."""
    count = _count(rng, times, 2, 9)
    angle = float(rng.choice([-1.0, 1.0])) * 2 * np.pi * count * times / times[-1]
    crank = 0.4 * np.stack([np.cos(angle), np.sin(angle)], axis=-1)
    head = np.column_stack([crank[:, 0] + np.sqrt(1.2**2 - crank[:, 1] ** 2), np.zeros(len(crank))])
    joints = np.stack([np.zeros_like(crank), crank, head, head + np.array([0.6, 0.0])], axis=1)
    points = on_bars(joints, [(0, 1), (1, 2), (2, 3)], rng, int(rng.integers(2, 24)))
    points = points if rng.random() < 0.5 else points[..., ::-1]
    verbs = words(
        "pumps | {goes} in and out | moves back and forth in a line | works to and fro | drives a crank round"
    )
    names = words("a piston | a crank and a piston | an engine part | a steam engine's rod")
    phase = Phase(verbs, words("moves back and forth | pumps"), words("piston | pumping"), how_often(count),
                  rate=count / times[-1])  # fmt: skip
    return _told(points, names, phase, "piston pumps")


def telescope(rng: np.random.Generator, times: Floats, out: bool) -> Scene:
    """A pole that gets longer or shorter."""
    reach = 0.3 + rng.uniform(0.6, 1.5) * _swept(rng, times, out)
    tip = np.column_stack([reach, np.zeros(len(reach))])
    joints = np.stack([0 * tip, tip / 3, 2 * tip / 3, tip], axis=1)
    points = _tilted(on_bars(joints, [(0, 1), (1, 2), (2, 3)], rng, int(rng.integers(2, 24))), rng, np.pi)
    longer = words("extends | gets longer | lengthens | stretches out | telescopes out")
    verbs = longer if out else words("retracts | gets shorter | shortens | draws in | telescopes in")
    label = "telescope extends" if out else "telescope retracts"
    phase = Phase(verbs, words("changes length"), (label,), rate=0.5 / times[-1])
    return _told(points, words("a telescope | a telescopic pole | an antenna | a ladder"), phase, label)


def drawer(rng: np.random.Generator, times: Floats, opens: bool) -> Scene:
    """A panel that slides sideways out of a frame or into it."""
    reach = rng.uniform(0.6, 1.5) * _swept(rng, times, opens)
    panel = rng.uniform([-0.3, -0.4], [0.0, 0.4], (int(rng.integers(2, 24)), 2))
    points = panel + np.column_stack([reach, np.zeros(len(reach))])[:, None]
    frame = np.array([[0, -0.45], [0, 0.45], [-0.8, -0.45], [-0.8, 0.45], [-0.8, 0.0]])
    points = with_still(points, frame) * [float(rng.choice([-1.0, 1.0])), 1.0]
    out = words("opens | slides open | is pulled out | slides out")
    verbs = out if opens else words("closes | slides shut | is pushed in | slides in")
    label = "drawer opens" if opens else "drawer closes"
    phase = Phase(verbs, words("slides | moves sideways"), (label,), rate=0.5 / times[-1])
    return _told(points, words("a drawer | a sliding door | a sliding panel"), phase, label)


def hook(rng: np.random.Generator, times: Floats, up: bool) -> Scene:
    """A load on a cable under a fixed beam."""
    height = 0.3 + rng.uniform(0.6, 1.5) * _swept(rng, times, not up)
    load = np.column_stack([np.zeros(len(height)), height])
    joints = np.stack([load, load + np.array([0.1, 0.1]), load + np.array([-0.1, 0.1])], axis=1)
    points = on_bars(joints, [(0, 1), (0, 2)], rng, int(rng.integers(2, 24)))
    points = with_still(points, np.array([[-0.5, 0.0], [0.0, 0.0], [0.5, 0.0]]))
    down = words("is lowered on a cable | goes down on a rope | comes down | is let down | descends")
    verbs = words("is lifted on a cable | is hoisted up | goes up on a rope | is pulled up") if up else down
    label = "hook lifts" if up else "hook lowers"
    coarse = words("moves vertically | moves up") if up else words("moves vertically | moves down")
    phase = Phase(verbs, coarse, (label,), rate=0.5 / times[-1])
    return _told(points, words("a hook | a crane hook | a load | a lift | a bucket"), phase, label)


def _told(points: Floats, names: tuple[str, ...], phase: Phase, label: str) -> Scene:
    return Scene(points, Story(Subject(names, MACHINE), (phase,), label))


def _count(rng: np.random.Generator, times: Floats, low: int, high: int) -> int:
    """Repetitions of a third of a second to three seconds."""
    seconds = float(times[-1])
    least = max(low, int(np.ceil(seconds / 3)))
    return int(rng.integers(least, max(least, min(high, int(3 * seconds))) + 1))


def _swept(rng: np.random.Generator, times: Floats, rising: bool) -> Floats:
    """0 to 1, or 1 to 0, with an easy start and end and now and then a rest before or after."""
    begin, end = rng.uniform(0, 0.25) * (rng.random() < 0.4), 1 - rng.uniform(0, 0.3) * (rng.random() < 0.4)
    u = np.clip((times / times[-1] - begin) / (end - begin), 0, 1)
    ease: Floats = u * u * (3 - 2 * u)
    return ease if rising else 1 - ease


def _tilted(points: Floats, rng: np.random.Generator, most: float) -> Floats:
    angle = rng.uniform(-most, most)
    tilted: Floats = points @ np.array([[np.cos(angle), np.sin(angle)], [-np.sin(angle), np.cos(angle)]])
    return tilted


_WAYS = ("clockwise", "counterclockwise")
MAKERS: dict[str, Maker] = {
    f"{kind} turns {way}": partial(rotor, kind=kind, way=way)
    for kind in ("windmill", "fan", "wheel", "clock hand")
    for way in _WAYS
}
MAKERS |= {f"wheel rolls {side}": partial(rolling_wheel, side=side) for side in ("left", "right")}
MAKERS |= {"door opens": partial(door, opens=True), "door closes": partial(door, opens=False)}
MAKERS |= {
    f"{kind} {'opens' if opens else 'closes'}": partial(flap, kind=kind, opens=opens)
    for kind in ("lid", "barrier")
    for opens in (True, False)
}
MAKERS |= {
    kind: partial(jaws, kind=kind) for kind in ("scissors open and close", "gripper opens", "gripper closes")
}
MAKERS |= {
    f"{kind} swings": partial(swinging, kind=kind)
    for kind in ("pendulum", "metronome", "wipers", "seesaw", "chain")
}
MAKERS |= {f"robot arm {kind}": partial(arm, kind=kind) for kind in ("moves", "reaches out", "folds up")}
MAKERS |= {"piston pumps": piston}
MAKERS |= {
    "telescope extends": partial(telescope, out=True),
    "telescope retracts": partial(telescope, out=False),
}
MAKERS |= {"drawer opens": partial(drawer, opens=True), "drawer closes": partial(drawer, opens=False)}
MAKERS |= {"hook lifts": partial(hook, up=True), "hook lowers": partial(hook, up=False)}
