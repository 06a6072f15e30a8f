"""All sheets of motions of people; importing this registers every one of them."""

from __future__ import annotations

from typing import Final

from motionsearch.train.world import (
    people_acrobatics,
    people_arms,
    people_dance,
    people_drawing,
    people_falls,
    people_fight,
    people_floor,
    people_gestures,
    people_going,
    people_home,
    people_jumps,
    people_legs,
    people_music,
    people_play,
    people_rackets,
    people_signs,
    people_still,
    people_throws,
    people_touch,
    people_track,
    people_trunk,
    people_weights,
    people_work,
)

FAMILIES: Final = (
    people_acrobatics,
    people_arms,
    people_dance,
    people_drawing,
    people_falls,
    people_fight,
    people_floor,
    people_gestures,
    people_going,
    people_home,
    people_jumps,
    people_legs,
    people_music,
    people_play,
    people_rackets,
    people_signs,
    people_still,
    people_throws,
    people_touch,
    people_track,
    people_trunk,
    people_weights,
    people_work,
)
