"""All tables of motions of people; importing this registers every one of them."""

from __future__ import annotations

from typing import Final

from motionsearch.train.world import people_arms, people_floor, people_jumps, people_legs

FAMILIES: Final = (people_arms, people_floor, people_jumps, people_legs)
