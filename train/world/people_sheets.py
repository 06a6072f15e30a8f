"""Motion sheets: the plain-text form in which the motions of people are written down.

::

    pose guard: hands -.1 -.08 .36, elbows -.3

    [front kick]
    is    legs, 1.1 s, one turns, 1-4 times, weight 1.5, hard
    0
    0.25  foot -.02 .42 .15, turn 0 -4 0
    0.5   @guard, foot -.05 .72 1
    1     home
    name  front kick; kicking forward
    say   *kick {leg} out in front; *snap {foot} forward
    how   {foot} ~shoot forward at waist height

A line that begins with a number is a key: the share of the cycle, then channels of :mod:`people_motion` with
their values. ``hands``, ``feet`` and the like set both sides, ``clasp side up forward gap`` brings both hands
to one place before the chest, ``@name`` takes a pose of the sheet or a posture, ``home`` goes back to the
posture underneath. ``circle`` and ``stroke`` lines stand for the keys of a hand that goes round or draws.
Indented lines go on with the line above. ``is`` lists the fields of :class:`~people_motion.Motion`; ``from A
to B`` the postures it leads between; ``in`` those it can be done in.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any, Final

from motionsearch.train.world.people_motion import MOTIONS, Key, Motion, Table, compile_keys
from motionsearch.train.world.people_postures import POSE, POSTURES, Value

_BOTH: Final = {
    "hands": "hand", "elbows": "elbow", "shrugs": "shrug", "holds": "hold", "grips": "grip", "feet": "foot",
    "knees": "knee", "toes": "toe",
}  # fmt: skip
_SEATED: Final = ("sit", "floor", "kneel", "wide")
_SETS: Final = {
    "seated": _SEATED,
    "anywhere": (*_SEATED, "half kneel", "crouch", "lie back", "long sit"),
}
_WORDS: Final = {"name": "names", "say": "says", "how": "how"}
_FLAGS: Final = ("hard", "smooth", "still", "stays")
# From the neck to a shoulder of average width, arm lengths.
_SHOULDER: Final = 0.354
_NUMBER: Final = re.compile(r"-?\d*\.?\d+$")


def register(sheet: str) -> None:
    """Adds every motion of a sheet to :data:`people_motion.MOTIONS`.

    Raises:
        ValueError: a line makes no sense, or two motions have one name; the message names the motion.
    """
    poses: dict[str, Mapping[str, Value]] = dict(POSE)
    for title, lines in blocks(sheet):
        if title:
            _add(title, lines, poses)
            continue
        for line in lines:
            name, _, body = line.removeprefix("pose ").partition(":")
            poses[name.strip()] = _channels(body, poses, f"pose {name}")


def blocks(sheet: str) -> Iterator[tuple[str, list[str]]]:
    """What stands before the first title, under the title "", then each title with the lines below it."""
    title: str = ""
    lines: list[str] = []
    for line in _lines(sheet):
        if line.startswith("["):
            yield title, lines
            title, lines = line.strip("[] "), []
        else:
            lines.append(line)
    yield title, lines


def entries(sheet: str) -> Iterator[dict[str, Any]]:
    """The entries of a sheet whose ``is`` lines are plain settings, as keyword arguments.

    A setting is a name with numbers or a word, or a name alone, which means ``True``.
    """
    for title, lines in blocks(sheet):
        fields: dict[str, Any] = {"name": title}
        for line in lines:
            word, _, rest = line.partition(" ")
            if word in _WORDS:
                fields[_WORDS[word]] = variants(rest)
            elif word == "who":
                fields["who"] = tuple(rest.split())
            elif word == "is":
                fields.update(_setting(part.split()) for part in rest.split(","))
            else:
                raise ValueError(f"{title!r}: cannot read the line {line!r}")
        if title:
            yield fields


def _setting(words: list[str]) -> tuple[str, Any]:
    name, *values = words
    if not values:
        return name, True
    if not _NUMBER.match(values[0]):
        return name, values[0]
    numbers = tuple(float(value) for value in values)
    return name, numbers[0] if len(numbers) == 1 else numbers


def variants(text: str) -> tuple[str, ...]:
    """The variants in a line, which are separated by ``;``."""
    return tuple(part.strip() for part in text.split(";") if part.strip())


def _lines(sheet: str) -> Iterator[str]:
    """The lines of a sheet with their continuations joined on."""
    pending = ""
    for line in sheet.splitlines():
        if not line.strip():
            continue
        if line[0] == " ":
            pending += " " + line.strip()
            continue
        if pending:
            yield pending
        pending = line.strip()
    if pending:
        yield pending


def _add(title: str, lines: Sequence[str], poses: Mapping[str, Mapping[str, Value]]) -> None:
    if title in MOTIONS:
        raise ValueError(f"two motions are called {title!r}")
    keys: list[Key] = []
    fields: dict[str, Any] = {"names": (), "says": (), "how": ()}
    for line in lines:
        word, _, rest = line.partition(" ")
        rest = rest.strip()
        if _NUMBER.match(word):
            home = rest == "home"
            keys.append(Key(float(word), None if home else _channels(rest, poses, title)))
        elif word == "circle":
            keys += circle(*_circle(rest))
        elif word == "stroke":
            keys += stroke([_pair(point) for point in rest.split(",")])
        elif word == "is":
            fields.update(_options(rest, title))
        elif word == "from":
            fields["start"], _, fields["end"] = rest.partition(" to ")
        elif word == "in":
            names = [name.strip() for name in rest.split(",")]
            fields["postures"] = tuple(p for name in names for p in _SETS.get(name, (name,)))
        elif word in _WORDS:
            fields[_WORDS[word]] = variants(rest)
        else:
            raise ValueError(f"motion {title!r}: cannot read the line {line!r}")
    for posture in (fields.get("start"), fields.get("end"), *fields.get("postures", ())):
        if posture and posture not in POSTURES:
            raise ValueError(f"motion {title!r}: there is no posture {posture!r}")
    MOTIONS[title] = _motion(title, keys, fields)


def _motion(title: str, keys: Sequence[Key], fields: dict[str, Any]) -> Motion:
    start = fields.get("start", "stand")
    tables: dict[str, Table] = {}
    for variant in fields.get("sides", ("one",)):
        try:
            tables[variant] = compile_keys(keys, both=variant == "both", start=start)
        except ValueError as error:
            raise ValueError(f"motion {title!r}: {error}") from error
    return Motion(name=title, keys=tuple(keys), tables=tables, **fields)


def _options(text: str, title: str) -> dict[str, Any]:
    """The fields on an ``is`` line."""
    options: dict[str, Any] = {}
    for part in (part.strip() for part in text.split(",")):
        words = part.split()
        if part in ("arms", "legs", "body"):
            options["group"] = part
        elif words[-1] == "s" and _NUMBER.match(words[0]):
            options["seconds"] = float(words[0])
        elif words[-1] == "times":
            fewest, _, most = words[0].partition("-")
            options["reps"] = (int(fewest), int(most or fewest))
        elif words[0] == "weight":
            options["weight"] = float(words[1])
        elif part in _FLAGS:
            options[part] = True
        elif all(word in ("one", "both", "turns") for word in words):
            options["sides"] = tuple(words)
        else:
            raise ValueError(f"motion {title!r}: cannot read {part!r}")
    return options


def _channels(text: str, poses: Mapping[str, Mapping[str, Value]], title: str) -> dict[str, Value]:
    """Channel values as in ``@pose, foot 0 .1 .2, toes 30``."""
    values: dict[str, Value] = {}
    for part in (part.strip() for part in text.split(",") if part.strip()):
        if part.startswith("@"):
            if part[1:] not in poses:
                raise ValueError(f"motion {title!r}: there is no pose {part!r}")
            values.update(poses[part[1:]])
            continue
        name, *numbers = part.split()
        if not numbers or not all(_NUMBER.match(number) for number in numbers):
            raise ValueError(f"motion {title!r}: cannot read {part!r}")
        given = tuple(float(number) for number in numbers)
        value: Value = given[0] if len(given) == 1 else given
        if name == "clasp":
            x, y, z, gap = (*given, 0.08) if len(given) == 3 else given
            values["hand"] = (x - _SHOULDER + gap / 2, y, z)
            values["ohand"] = (-x - _SHOULDER + gap / 2, y, z)
            continue
        single = _BOTH.get(name)
        if single:
            values[single] = values[f"o{single}"] = value
        else:
            values[name] = value
    return values


def _pair(text: str) -> tuple[float, float]:
    x, y = text.split()
    return float(x), float(y)


def _circle(text: str) -> tuple[tuple[float, float, float], float, str, float]:
    """``.35 0 0, radius .88, side, back``."""
    centre, radius, plane, *way = (part.strip() for part in text.split(","))
    x, y, z = (float(number) for number in centre.split())
    return (x, y, z), float(radius.split()[1]), plane, -1.0 if way else 1.0


def circle(centre: tuple[float, float, float], radius: float, plane: str, turns: float = 1.0) -> list[Key]:
    """Keys of the main hand going round: "front" (across and up), "side" (forward and up), "flat" (across and
    forward). Positive ``turns`` go up on the outside, up at the front, or forward on the outside."""
    keys = []
    for index in range(8):
        angle = 2 * math.pi * turns * index / 8
        c, s = radius * math.cos(angle), radius * math.sin(angle)
        x, y, z = {"front": (c, s, 0.0), "side": (0.0, s, c), "flat": (c, 0.0, s)}[plane]
        keys.append(Key(index / 8, {"hand": (centre[0] + x, centre[1] + y, centre[2] + z)}))
    return keys


def stroke(points: Sequence[tuple[float, float]], size: float = 0.36) -> list[Key]:
    """Keys of the main hand drawing in the air before the chest; points in [-1, 1], outwards and up."""
    steps = [math.dist(a, b) for a, b in pairwise(points)]
    total, gone = sum(steps), 0.0
    keys = [Key(0.0, {})]
    for (x, y), step in zip(points, [*steps, 0.0], strict=True):
        keys.append(Key(0.1 + 0.8 * gone / total, {"hand": (-0.12 + size * x, 0.08 + size * y, 0.72)}))
        gone += step
    return [*keys, Key(1.0, None)]
