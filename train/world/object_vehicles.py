"""Vehicles: from the side, from above and in depth, each with its words."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import numpy as np
from numpy.typing import NDArray

from motionsearch.train.world.object_scene import Scene
from motionsearch.train.world.object_shapes import turn_plane
from motionsearch.train.world.object_silhouettes import (
    BOAT,
    CARS,
    DRIVES,
    DRONE,
    HELICOPTER,
    PLANE,
    ROCKET,
    TRAIN,
    VEHICLE,
)
from motionsearch.train.world.object_words import Phase, Story, Subject, words

Floats = NDArray[np.floating[Any]]
Maker = Callable[[np.random.Generator, Floats], Scene]


def drive(rng: np.random.Generator, times: Floats, kind: str, side: str) -> Scene:
    """Along the road at an even pace, or speeding up, or braking to a stop."""
    vehicle = CARS[str(rng.choice(list(CARS)))]
    u = times / times[-1]
    verbs = vehicle.subject.travel
    ways = (f"to the {side}", f"{side}", f"along the road to the {side}", f"from {_other(side)} to {side}")
    paced = kind == "drives"
    if kind == "drives":
        gone, tails = u, words("")
        coarse = (*(f"{v} along" for v in verbs), "moves sideways")
        names = words(f"driving {side} | driving | vehicle moving {side}")
    elif kind == "speeds up":
        gone, tails = u**2, words(", speeding up |, accelerating |, faster and faster")
        coarse, names = words("speeds up | accelerates | drives off"), words("accelerating | driving off")
    else:
        gone, tails = 1 - (1 - u) ** 2, words(", slowing down to a stop | , braking | , slower and slower")
        coarse, names = words("slows down | brakes | comes to a stop"), words("braking | slowing down")
    way = rng.uniform(3, 12) * gone
    jolt = rng.normal(0, 0.01, (len(u), 1, 2)) * [0, 1]
    points = vehicle.points(rng, way) + np.column_stack([way, np.zeros(len(u))])[:, None] + jolt
    said = tuple(f"{v} {w}{t}" for v in dict.fromkeys(verbs) for w in ways for t in tails)
    phase = Phase(said, coarse, names, paced=paced)
    return _scene(_facing(points, side), vehicle.subject, phase, f"vehicle {kind} {side}")


def drive_and_stop(rng: np.random.Generator, times: Floats) -> Scene:
    """Drives, stops, and mostly drives on or back."""
    vehicle = CARS[str(rng.choice(list(CARS)))]
    side = str(rng.choice(["left", "right"]))
    after = str(rng.choice(["on", "back", "none"]))
    cuts = (0.4, 0.65) if after != "none" else (0.6, 1.0)
    u = times / times[-1]
    first, last = np.clip(u / cuts[0], 0, 1), np.clip((u - cuts[1]) / max(1 - cuts[1], 1e-6), 0, 1)
    length = rng.uniform(3, 9)
    way = length * (1 - (1 - first) ** 2)
    ends = [round(c * len(u)) for c in cuts]
    verbs = vehicle.subject.travel
    phases = [
        Phase(tuple(f"{v} to the {side}" for v in verbs), ("moves",), end=ends[0]),
        Phase(
            words("stops | comes to a stop | waits | halts"),
            ("stops",),
            start=ends[0],
            end=ends[1],
            paced=False,
        ),
    ]
    if after != "none":
        way = way + length * last**2 * (1.0 if after == "on" else -0.8)
        on = words("drives on | goes on | moves off again | continues in the same direction")
        back = words(f"reverses | backs up to the {_other(side)} | goes backward | moves back")
        phases.append(
            Phase(on if after == "on" else back, ("moves",), start=ends[1], end=len(u), paced=False)
        )
    points = vehicle.points(rng, way) + np.column_stack([way, np.zeros(len(u))])[:, None]
    label = {"on": "drive, stop and drive on", "back": "drive, stop and reverse", "none": "drive and stop"}[
        after
    ]
    return Scene(_facing(points, side), Story(vehicle.subject, tuple(phases), label))


def from_above(rng: np.random.Generator, times: Floats, kind: str) -> Scene:
    """A car or a bicycle seen from above: straight on, a turn, a U-turn, a roundabout, a lane change."""
    u = times / times[-1]
    turn = {"turns left": -90.0, "turns right": 90.0, "makes a U-turn": -180.0, "goes straight on": 0.0,
            "goes round a roundabout": -300.0, "changes lane": 0.0}[kind]  # fmt: skip
    span = 0.75 if abs(turn) > 200 else rng.uniform(0.25, 0.5)
    ramp = np.clip((u - 0.5) / span + 0.5, 0, 1)
    start = rng.uniform(0, 2 * np.pi)
    heading = start + np.deg2rad(turn * rng.uniform(0.9, 1.1)) * (ramp * ramp * (3 - 2 * ramp))
    if kind == "changes lane":
        heading = heading + float(rng.choice([-1.0, 1.0])) * 0.45 * np.sin(np.pi * ramp) ** 2
    steps = rng.uniform(6, 16) / len(u) * np.stack([np.cos(heading), np.sin(heading)], axis=-1)
    path = np.cumsum(steps, axis=0)
    names = words("a car seen from above | a car | a vehicle | a vehicle seen from above | a cyclist | a bus")
    width = rng.uniform(0.35, 0.5)
    corners = np.array([[1, width], [1, -width], [-1, width], [-1, -width]])
    inner = rng.uniform(-1, 1, (int(rng.integers(0, 24)), 2)) * [1, width]
    local = np.concatenate([corners, inner]) if rng.random() < 0.8 else np.zeros((1, 2))
    points = turn_plane(np.broadcast_to(local, (len(u), *local.shape)), heading[:, None]) + path[:, None]
    verbs = {
        "turns left": words("turns left | makes a left turn | takes a left turn | turns left at a junction"),
        "turns right": words(
            "turns right | makes a right turn | takes a right turn | turns right at a junction"
        ),
        "makes a U-turn": words(
            "makes a U-turn | turns around | turns back in the road | {turns} and {goes} back"
        ),
        "goes straight on": words("drives straight on | goes straight ahead | drives along a straight road"),
        "goes round a roundabout": words(
            "goes round a roundabout | circles a roundabout | drives almost a full circle"
        ),
        "changes lane": words(
            "changes lane | moves over to the next lane | swerves to the side | shifts to one side"
        ),
    }[kind]
    phase = Phase(verbs, words("drives | moves | drives along a road"), (kind,))
    return _scene(points, Subject(names, VEHICLE, DRIVES), phase, f"vehicle {kind}")


def in_depth(rng: np.random.Generator, times: Floats, near: bool) -> Scene:
    """Toward the camera or away from it on a road: larger or smaller, lower or higher in the picture."""
    u = times / times[-1]
    far = rng.uniform(3, 8)
    distance = far + (1 - far) * (u if near else 1 - u)
    front = rng.uniform(-1, 1, (int(rng.integers(4, 36)), 2)) * [1.0, 0.7] + np.array([0.0, -0.7])
    front[:4] = [[-1, 0], [1, 0], [-0.8, -1.4], [0.8, -1.4]]
    lane, height = rng.uniform(-2.5, 2.5), rng.uniform(1.2, 3.0)
    points = (front + np.array([lane, height])) / distance[:, None, None]
    subject = Subject(
        words("a car | a vehicle | a truck | a car on a road | a bus | a motorcycle"), VEHICLE, DRIVES
    )
    if near:
        verbs = words(
            "drives toward the camera | approaches | comes closer | comes toward the viewer | drives up"
        )
        coarse, names = words("gets bigger | comes closer"), words("oncoming vehicle | approaching car")
    else:
        verbs = words("drives away from the camera | drives off into the distance | goes away | drives away")
        coarse, names = words("gets smaller | moves away"), words("departing vehicle | car driving away")
    phase = Phase(verbs, coarse, names, rate=0.8 * far / 4 / times[-1])
    return _scene(
        points,
        subject,
        phase,
        "vehicle comes closer" if near else "vehicle drives away",
    )


def plane(rng: np.random.Generator, times: Floats, kind: str) -> Scene:
    """A plane takes off, lands, flies past or loops."""
    u = times / times[-1]
    side = str(rng.choice(["left", "right"]))
    reach = rng.uniform(6, 12)
    if kind == "plane takes off":
        climb = np.clip((u - 0.4) / 0.6, 0, 1)
        path = reach * np.column_stack([0.3 * u + 0.7 * u**2, -0.45 * climb**2])
        tilt = -0.35 * np.clip((u - 0.3) / 0.3, 0, 1)
        verbs = words(
            "takes off | {runs} along the ground and then {climbs} | lifts off | "
            "{speeds} up and {takes} to the air"
        )
        coarse = words(f"climbs to the {side} | flies up | leaves the ground")
    elif kind == "plane lands":
        down = np.clip(1 - u / 0.65, 0, 1)
        path = reach * np.column_stack([u + 0.5 * u * (1 - u), -0.45 * down**1.5])
        tilt = -0.12 * np.sin(np.pi * np.clip(u / 0.7, 0, 1))
        verbs = words(
            "lands | comes in to land | touches down | {descends} and {rolls} out on the runway | "
            "makes a landing"
        )
        coarse = words(f"comes down to the {side} | descends | flies down")
    elif kind == "plane flies past":
        path = reach * np.column_stack([u, rng.uniform(-0.06, 0.06) * u])
        tilt = np.zeros(len(u))
        verbs = words(
            f"flies past to the {side} | flies {side} | flies across to the {side} | "
            f"crosses the sky to the {side}"
        )
        coarse = words(f"flies by | moves to the {side} | flies")
    else:
        tilt = -2 * np.pi * np.clip((u - 0.25) / 0.5, 0, 1)
        path = np.cumsum(np.stack([np.cos(tilt), np.sin(tilt)], axis=-1), axis=0) * 14 / len(u)
        verbs = words("flies a loop | loops the loop | does an aerobatic loop | makes a full loop in the air")
        coarse = words("loops | does a stunt | flies in a curve")
    points = turn_plane(PLANE.points(rng, 0 * u), tilt[:, None]) + path[:, None]
    return _scene(_facing(points, side), PLANE.subject, Phase(verbs, coarse, (kind,)), kind)


def hover(rng: np.random.Generator, times: Floats, kind: str) -> Scene:
    """A helicopter or a drone goes straight up or down, or stays where it is; its rotor is a blur."""
    u = times / times[-1]
    vehicle = DRONE if kind.startswith("drone") else HELICOPTER
    path = 0.15 * np.column_stack([np.sin(5 * u + rng.uniform(0, 6)), np.sin(7 * u + rng.uniform(0, 6))])
    if kind.endswith("rises"):
        path[:, 1] -= rng.uniform(3, 7) * u
        verbs, coarse = (
            words("rises straight up | takes off vertically | lifts off | goes straight up"),
            words("goes up | rises"),
        )
    elif kind.endswith("lands"):
        path[:, 1] += rng.uniform(3, 7) * u
        verbs = words("comes straight down | lands | descends vertically | sinks to the ground")
        coarse = words("goes down | descends")
    else:
        verbs = words("hovers | stays in the air in one place | hangs in the air | hovers in place")
        coarse = words("stays in place | hardly moves")
    body = vehicle.points(rng, 0 * u)
    if rng.random() < 0.6:
        blur = np.sin(rng.uniform(20, 40) * times)[:, None] * rng.uniform(-1, 1, 4)
        body = np.concatenate([body, np.stack([blur, np.full_like(blur, -0.45)], axis=-1)], axis=1)
    phase = Phase(verbs, coarse, (kind,), paced=not kind.endswith("hovers"))
    return _scene(
        _facing(body + path[:, None], str(rng.choice(["left", "right"]))), vehicle.subject, phase, kind
    )


def rocket(rng: np.random.Generator, times: Floats) -> Scene:
    """A rocket goes up, faster and faster."""
    u = times / times[-1]
    path = rng.uniform(6, 14) * np.column_stack([0.05 * u**3, -(u ** rng.uniform(1.6, 2.5))])
    verbs = words(
        "takes off | launches | shoots up | {lifts} off and {climbs} faster and faster | blasts off"
    )
    phase = Phase(verbs, words("goes up | flies up | rises faster and faster"), ("rocket launch",))
    return _scene(ROCKET.points(rng, 0 * u) + path[:, None], ROCKET.subject, phase, "rocket launches")


def boat(rng: np.random.Generator, times: Floats, sails: bool) -> Scene:
    """A boat bobs on the waves or sails over them."""
    u = times / times[-1]
    side = str(rng.choice(["left", "right"]))
    waves = max(1, int(rng.uniform(0.3, 0.9) * times[-1]))
    begin = rng.uniform(0, 6)
    go = rng.uniform(3, 8) if sails else 0.0
    path = np.column_stack([go * u, 0.25 * np.sin(2 * np.pi * waves * u + begin)])
    points = (
        turn_plane(BOAT.points(rng, 0 * u), 0.15 * np.cos(2 * np.pi * waves * u + begin)[:, None])
        + path[:, None]
    )
    if sails:
        verbs = words(
            f"sails to the {side} | sails {side} on the waves | "
            f"moves {side}, rising and falling with the waves"
        )
        phase = Phase(verbs, words(f"floats along | moves to the {side}"), ("boat sailing",))
    else:
        verbs = words(
            "bobs on the water | rocks on the waves | goes gently up and down on the water | bobs up and down"
        )
        phase = Phase(
            verbs, words("floats | rocks | moves on the water"), ("bobbing boat",), rate=waves / times[-1]
        )
    return _scene(_facing(points, side), BOAT.subject, phase, "boat sails" if sails else "boat bobs")


def train(rng: np.random.Generator, times: Floats, side: str) -> Scene:
    """A train that passes, often longer than the picture: what is beyond the edge is not seen."""
    u = times / times[-1]
    way = rng.uniform(5, 16) * u
    points = _facing(TRAIN.points(rng, way) + np.column_stack([way, 0 * way])[:, None], side)
    visible = None
    if rng.random() < 0.5:
        low, high = points[..., 0].min(), points[..., 0].max()
        edge = rng.uniform(0.1, 0.25) * (high - low)
        visible = (points[..., 0] > low + edge) & (points[..., 0] < high - edge)
    verbs = words(
        f"passes to the {side} | goes by to the {side} | rolls {side} along the track | moves {side}"
    )
    phase = Phase(
        verbs, words("passes | goes by | moves along"), words(f"train passing | train moving {side}")
    )
    return Scene(points, Story(TRAIN.subject, (phase,), f"train passes {side}"), visible)


def _facing(points: Floats, side: str) -> Floats:
    return points if side == "right" else points * [-1, 1]


def _other(side: str) -> str:
    return "right" if side == "left" else "left"


def _scene(points: Floats, subject: Subject, phase: Phase, label: str) -> Scene:
    return Scene(points, Story(subject, (phase,), label), margin=0.5)


MAKERS: dict[str, Maker] = {
    f"vehicle {kind} {side}": partial(drive, kind=kind, side=side)
    for kind in ("drives", "speeds up", "brakes")
    for side in ("left", "right")
}
MAKERS |= {"vehicle drives and stops": drive_and_stop}
MAKERS |= {
    f"vehicle {kind}": partial(from_above, kind=kind)
    for kind in (
        "turns left",
        "turns right",
        "makes a U-turn",
        "goes straight on",
        "goes round a roundabout",
        "changes lane",
    )
}
MAKERS |= {
    "vehicle comes closer": partial(in_depth, near=True),
    "vehicle drives away": partial(in_depth, near=False),
}
MAKERS |= {
    kind: partial(plane, kind=kind)
    for kind in ("plane takes off", "plane lands", "plane flies past", "plane loops")
}
MAKERS |= {
    kind: partial(hover, kind=kind)
    for kind in ("helicopter rises", "helicopter lands", "helicopter hovers", "drone hovers")
}
MAKERS |= {"rocket launches": rocket}
MAKERS |= {"boat sails": partial(boat, sails=True), "boat bobs": partial(boat, sails=False)}
MAKERS |= {f"train passes {side}": partial(train, side=side) for side in ("left", "right")}
