"""What vehicles look like from the side, as points."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from motionsearch.train.world.object_words import Subject, words

Floats = NDArray[np.floating[Any]]

VEHICLE = words("something | a vehicle | an object | it | a moving object")


@dataclass(frozen=True)
class Vehicle:
    """A side view that faces right, about 2 units long, y down.

    Args:
        names: What it is called.
        verbs: How it goes from place to place.
        body: Corners of its outline.
        wheels: Their middles and radii ``(x, y, radius)``.
    """

    names: tuple[str, ...]
    verbs: tuple[str, ...]
    body: tuple[tuple[float, float], ...]
    wheels: tuple[tuple[float, float, float], ...] = ()

    @property
    def subject(self) -> Subject:
        """Its words."""
        return Subject(self.names, VEHICLE, self.verbs)

    def points(self, rng: np.random.Generator, way: Floats) -> Floats:
        """``(T, N, 2)`` in its own place; ``way`` ``(T,)`` gone to the right turns the wheels."""
        corners = np.array(self.body)
        outline = np.concatenate([corners, corners[:1]])
        count = int(rng.integers(len(corners), 44))
        at = (
            np.sort(rng.uniform(0, len(corners), count))
            if rng.random() < 0.5
            else np.arange(count) % len(corners)
        )
        low = np.minimum(at.astype(int), len(corners) - 1)
        share = (at - low)[:, None]
        flat = outline[low] * (1 - share) + outline[low + 1] * share
        flat = (
            flat
            + rng.normal(0, 0.02, flat.shape)
            + rng.uniform(0, 0.6) * (rng.random((count, 1)) < 0.4) * (corners.mean(axis=0) - flat)
        )
        parts = [np.broadcast_to(flat, (len(way), count, 2))]
        for x, y, radius in self.wheels:
            angle = way[:, None] / radius + np.array([0.0, 2.1, 4.2]) + rng.uniform(0, 6)
            rim = radius * 0.9 * np.stack([np.cos(angle), np.sin(angle)], axis=-1)
            parts.append(rim + np.array([x, y]))
        return np.concatenate(parts, axis=1)


DRIVES = words("drives | moves | goes | travels | drives | rolls")
RIDES = words("rides | moves | goes | travels | cycles")
CARS = {
    "car": Vehicle(
        words("a car | a vehicle | an automobile | a sedan | a taxi"), DRIVES,
        ((-1, 0.1), (-1, -0.2), (-0.6, -0.25), (-0.4, -0.6), (0.3, -0.6), (0.6, -0.25), (1, -0.15), (1, 0.1)),
        ((-0.6, 0.1, 0.2), (0.6, 0.1, 0.2)),
    ),
    "truck": Vehicle(
        words("a truck | a lorry | a van | a delivery truck"), DRIVES,
        ((-1.2, 0.1), (-1.2, -0.9), (0.5, -0.9), (0.5, -0.6), (0.9, -0.6), (1.1, -0.2), (1.1, 0.1)),
        ((-0.8, 0.1, 0.22), (-0.3, 0.1, 0.22), (0.8, 0.1, 0.22)),
    ),
    "bus": Vehicle(
        words("a bus | a coach | a tram | a vehicle"), DRIVES,
        ((-1.4, 0.1), (-1.4, -0.8), (1.4, -0.8), (1.4, 0.1), (0.5, -0.8), (-0.5, -0.8), (0, 0.1)),
        ((-0.9, 0.1, 0.2), (0.9, 0.1, 0.2)),
    ),
    "bicycle": Vehicle(
        words("a bicycle | a cyclist | a bike | a person on a bicycle | a motorcycle"), RIDES,
        ((-0.6, 0.1), (-0.3, -0.45), (0.1, 0.1), (0.4, -0.5), (0.6, 0.1), (-0.2, -0.9), (-0.1, -1.3),
         (0.0, -0.7)),
        ((-0.6, 0.1, 0.35), (0.6, 0.1, 0.35)),
    ),
}  # fmt: skip
TRAIN = Vehicle(
    words("a train | a long train | a row of wagons | a tram"),
    words("passes | goes | moves | rolls | travels"),
    ((-4, 0), (-4, -0.6), (-2.1, -0.6), (-2.1, 0), (-1.9, 0), (-1.9, -0.6), (0, -0.6), (0, 0), (0.2, 0),
     (0.2, -0.6), (2, -0.6), (2.4, -0.3), (2.4, 0)),
)  # fmt: skip
PLANE = Vehicle(
    words("a plane | an airplane | an aircraft | a jet"), words("flies | moves | goes | travels | glides"),
    ((-1, 0), (-1, -0.45), (-0.8, -0.05), (0.8, -0.1), (1, 0.05), (0.7, 0.12), (0.2, 0.15), (-0.3, 0.4),
     (-0.1, 0.1)),
)  # fmt: skip
HELICOPTER = Vehicle(
    words("a helicopter | a chopper | an aircraft with a rotor"), words("flies | moves | goes | travels"),
    ((-1.2, -0.1), (-1.2, -0.3), (-0.2, -0.15), (0, -0.35), (0.5, -0.3), (0.7, 0), (0.5, 0.25), (-0.1, 0.25)),
)  # fmt: skip
DRONE = Vehicle(
    words("a drone | a quadcopter | a small aircraft"), words("flies | moves | goes | glides"),
    ((-0.8, -0.1), (-0.8, 0), (-0.2, -0.05), (-0.2, 0.15), (0.2, 0.15), (0.2, -0.05), (0.8, 0), (0.8, -0.1)),
)  # fmt: skip
BOAT = Vehicle(
    words("a boat | a ship | a sailing boat | a vessel"), words("sails | moves | goes | travels | floats"),
    ((-1, -0.1), (-0.8, 0.3), (0.8, 0.3), (1, -0.1), (0.1, -0.1), (0.1, -1.2), (0.7, -0.3), (0, -0.1)),
)  # fmt: skip
ROCKET = Vehicle(
    words("a rocket | a missile | a spacecraft | a firework rocket"), words("flies | shoots | goes | climbs"),
    ((0, -1.2), (0.25, -0.7), (0.25, 0.6), (0.5, 1), (-0.5, 1), (-0.25, 0.6), (-0.25, -0.7)),
)  # fmt: skip
