"""Procedural people: one figure that does one thing or several, two with each other, or a crowd."""

from __future__ import annotations

from typing import Final

import numpy as np

from motionsearch.train import virtual
from motionsearch.train.degrade import Degradation
from motionsearch.train.world import WorldClip, people_crowds, people_two
from motionsearch.train.world.language import ADULTS, CHILDREN, pick
from motionsearch.train.world.people_figure import animate, frame_rate
from motionsearch.train.world.people_plans import Plan, draw_plan
from motionsearch.train.world.people_views import PARTIAL, joints_seen
from motionsearch.train.world.people_words import MOST, captions
from motionsearch.train.world.skeleton import sample_body

_TWO: Final = 0.055
_CROWD: Final = 0.025
_EDGES: Final = {
    "leaves": ("leaves the picture", "goes out of the picture", "moves out of view", "exits the frame"),
    "enters": ("enters the picture", "comes into the picture", "comes into view", "enters the frame"),
}
# Low rates, as of thinned videos, are made as such: frames that nobody sees are not posed.
_VIEWING: Final = virtual.Viewing(tracker=Degradation(fewer_frames=0.08))


def sample(rng: np.random.Generator, viewing: virtual.Viewing | None = None) -> WorldClip:
    """Random people in random motion through a random camera; the same state gives the same clip."""
    kind = rng.random()
    if kind < _TWO:
        return people_two.make(people_two.draw(rng), rng, viewing or _VIEWING)
    if kind < _TWO + _CROWD:
        return people_crowds.make(people_crowds.draw(rng), rng, viewing or _VIEWING)
    return make(draw_plan(rng), rng, viewing)


def make(plan: Plan, rng: np.random.Generator, viewing: virtual.Viewing | None = None) -> WorldClip:
    """The clip of a plan, done by a random person and seen through a random camera."""
    fps = frame_rate(max(act.end for act in plan.acts), rng)
    body = sample_body(rng)
    points, heading = animate(plan, fps, body, rng)
    chosen, parents = joints_seen(plan.acts, rng, 0.0 if viewing else PARTIAL)
    tracks, view = virtual.observe(points[:, chosen], parents, fps, rng, viewing or _VIEWING)
    facing = np.array([np.sin(heading), 0.0, np.cos(heading)])
    people = CHILDREN if body.child else ADULTS
    texts = captions(plan.acts, plan.together, people, view, points[:, 0], facing, rng)
    if view.edge and len(plan.acts) == 1 and plan.acts[0].path is not None:
        texts = (*texts[: MOST - 1], f"{pick(people, rng).noun} {pick(_EDGES[view.edge], rng)}")
    label = (" while " if plan.together else " then ").join(act.what.name for act in plan.acts)
    return WorldClip(tracks, texts, label, "person")
