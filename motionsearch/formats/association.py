"""Which pose of the next frame belongs to which person, where a file does not say."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

MAX_JUMP = 0.5
"""How far keypoints may move from frame to frame, in sizes of the person."""
MAX_GAP = 15
"""After how many frames without a pose a person counts as gone."""


@dataclass(frozen=True)
class Sighting:
    """One pose in one frame.

    Args:
        frame: Its number.
        pose: ``(K, 3)`` x and y in the source's unit, and a score.
        identity: What the file calls the person, or ``None``.
        label: A class that came with it.
        place: Where in the file it stands, for messages.
    """

    frame: int
    pose: NDArray[np.float64]
    identity: str | None
    label: str | None
    place: str


def join_by_nearness(sightings: list[Sighting], min_score: float) -> list[list[Sighting]]:
    """Groups poses into people, each in the order of frames.

    In each frame the pairs of a person seen before and a pose are taken from the nearest on, each once, up
    to a distance of ``MAX_JUMP`` sizes times the root of the frames passed; what is left begins a new person.
    Distance is the median over the keypoints visible in both, size the diagonal of the larger pose.
    """
    people: list[list[Sighting]] = []
    by_frame: dict[int, list[Sighting]] = {}
    for sighting in sightings:
        if (sighting.pose[:, 2] >= min_score).any():
            by_frame.setdefault(sighting.frame, []).append(sighting)
    here: list[list[Sighting]] = []
    for frame in sorted(by_frame):
        here = [person for person in here if frame - person[-1].frame <= MAX_GAP]
        poses = by_frame[frame]
        pairs = []
        for i, person in enumerate(here):
            limit = MAX_JUMP * math.sqrt(frame - person[-1].frame)
            for j, sighting in enumerate(poses):
                distance = _distance(person[-1].pose, sighting.pose, min_score)
                if distance <= limit:
                    pairs.append((distance, i, j))
        taken_people: set[int] = set()
        taken_poses: set[int] = set()
        for _, i, j in sorted(pairs):
            if i not in taken_people and j not in taken_poses:
                taken_people.add(i)
                taken_poses.add(j)
                here[i].append(poses[j])
        for j, sighting in enumerate(poses):
            if j not in taken_poses:
                here.append([sighting])
                people.append(here[-1])
    return people


def _distance(last: NDArray[np.float64], pose: NDArray[np.float64], min_score: float) -> float:
    """In sizes of the larger; infinite between poses of different kinds or without a keypoint in common."""
    if len(last) != len(pose):
        return math.inf
    seen_last, seen = last[:, 2] >= min_score, pose[:, 2] >= min_score
    both = seen_last & seen
    if not both.any():
        return math.inf
    size = max(_diagonal(last[seen_last]), _diagonal(pose[seen]))
    moved = float(np.median(np.linalg.norm(last[both, :2] - pose[both, :2], axis=1)))
    return moved / max(size, 1e-9)


def _diagonal(pose: NDArray[np.float64]) -> float:
    return float(np.linalg.norm(np.ptp(pose[:, :2], axis=0)))
