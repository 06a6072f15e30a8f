"""The language of filters: against a plain Python evaluator on both engines, and its messages."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timezone
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from motionsearch import QueryError
from motionsearch.index.filters import MOST_COMPARISONS, Comparison, Field, Junction, Not, parse
from motionsearch.index.library import Library
from motionsearch.index.records import ClipInfo
from motionsearch.index.selecting import matching_array
from tests.libraries import ENGINES, fresh_place, open_library, save_tracks, unit_vectors

WORDS = (
    "walk",
    "Walk",
    "100%",
    "a_b",
    "axb",
    "it's",
    'say "hi"',
    "back\\slash",
    "élan",
    "ÉLAN",
    "",
    "no, really",
)
NUMBERS = (0, 1, 2, 2.5, -3, 1e9, 0.1)
KEYS = ("who", "n", "two words", "and", "x-y")


@pytest.fixture(scope="module", params=ENGINES)
def library(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    folder = tmp_path_factory.mktemp("filters")
    with fresh_place(request.param, folder) as place, open_library(place) as opened:
        opened.add(save_tracks(folder / "files", 3), tags={"who": "ana", "n": 3})
        count = 40

        def every(step: int, values: Sequence[Any]) -> list[Any]:
            return [values[(i // step) % len(values)] for i in range(count)]

        words = (*WORDS, None)
        attributes: list[dict[str, Any]] = []
        for i in range(count):
            value = (*WORDS, *NUMBERS, True, False)[i % (len(WORDS) + len(NUMBERS) + 2)]
            attributes.append({KEYS[i % len(KEYS)]: value, "n": NUMBERS[i % len(NUMBERS)]} if i % 4 else {})
        captions = [tuple(WORDS[(i + 4 * j) % len(WORDS)] or "x" for j in range(i % 3)) for i in range(count)]
        opened.add_vectors(
            unit_vectors(count),
            source="made/of 100%_'quotes'.npz",
            names=every(1, words),
            labels=every(2, words),
            captions=captions,
            spans=[(i / 4, i / 4 + NUMBERS[i % 4]) for i in range(count)],
            meta=attributes,
            tags={"flag": True},
        )
        opened.remove(ids=[5, 9])
        yield opened


# The oracle: a filter as text together with what it means, written without the parser or SQL.


@dataclass(frozen=True)
class Expected:
    """A filter's text and a plain function that says whether a clip passes."""

    text: str
    holds: Callable[[ClipInfo], bool]


def quoted(value: str) -> str:
    if '"' in value:
        return "'" + value.replace("'", "''") + "'"
    return '"' + value + '"'


def written(value: Any) -> str:
    if isinstance(value, str):
        return quoted(value)
    return str(value).lower() if isinstance(value, bool) else repr(value)


def values_of(clip: ClipInfo, field: str, key: str | None) -> list[Any]:
    if key is not None:
        held = clip.tags if field == "tags" else clip.meta
        return [held[key]] if key in held else []
    if field == "caption":
        return list(clip.captions)
    value = {"id": clip.clip_id}.get(field, getattr(clip, field, None))
    return [] if value is None else [value]


def kind_of(value: Any) -> str:
    return "bool" if isinstance(value, bool) else "text" if isinstance(value, str) else "number"


def like(text: str, pattern: str) -> bool:
    parts, at = [], 0
    while at < len(pattern):
        letter = pattern[at]
        if letter == "\\":
            at += 1
            parts.append(re.escape(pattern[at].lower()))
        else:
            parts.append({"%": ".*", "_": "."}.get(letter, re.escape(letter.lower())))
        at += 1
    return re.fullmatch("".join(parts), text.lower(), re.DOTALL) is not None


COMPARE: dict[str, Callable[[Any, Any], bool]] = {
    "=": lambda a, b: a == b,
    "<": lambda a, b: a < b,
    "<=": lambda a, b: a <= b,
    ">": lambda a, b: a > b,
    ">=": lambda a, b: a >= b,
    "~": lambda a, b: b.lower() in a.lower(),
    "like": like,
}

TEXT_FIELDS = ("source", "name", "label")
NUMBER_FIELDS = ("id", "start", "end", "duration", "fps", "points")


def comparison(
    field: str, key: str | None, operator: str, constants: Sequence[Any], negated: bool
) -> Expected:
    if key is None:
        shown = field
    else:
        shown = f"{field}.{key if key.replace('-', '_').isidentifier() else quoted(key)}"

    def matches(value: Any) -> bool:
        same = [c for c in constants if kind_of(c) == kind_of(value)]
        if operator == "between":
            return len(same) == 2 and constants[0] <= value <= constants[1]
        if operator == "in":
            return value in same
        return bool(same) and COMPARE[operator](value, same[0])

    def holds(clip: ClipInfo) -> bool:
        found = values_of(clip, field, key)
        true = not found if operator == "null" else any(matches(value) for value in found)
        return true != negated

    words = [written(c) for c in constants]
    no = "not " if negated else ""
    texts = {
        "null": f"{shown} is {no}null",
        "in": f"{shown} {no}in ({', '.join(words)})",
        "between": f"{shown} {no}between {' and '.join(words)}",
        "like": f"{shown} {no}like {''.join(words[:1])}",
    }
    plain = f"{shown} {operator} {''.join(words[:1])}"
    if operator == "=" and negated:
        plain = f"{shown} != {words[0]}"
    elif negated and operator not in texts:
        plain = f"not {plain}"
    return Expected(texts.get(operator, plain), holds)


@st.composite
def comparisons(draw: st.DrawFn) -> Expected:
    words = st.sampled_from(WORDS) | st.text("abwkl%_'\"\\ éÉ", max_size=4)
    numbers: st.SearchStrategy[Any] = st.sampled_from(NUMBERS) | st.integers(-5, 60) | st.floats(-10, 60)
    field = draw(st.sampled_from([*TEXT_FIELDS, *NUMBER_FIELDS, "caption", "tags", "meta"]))
    key = draw(st.sampled_from((*KEYS, "flag"))) if field in ("tags", "meta") else None
    kinds = {"caption": "text", "tags": "any", "meta": "any"}
    kind = kinds.get(field, "text" if field in TEXT_FIELDS else "number")
    if kind == "any":
        kind = draw(st.sampled_from(["text", "number", "bool"]))
    operators = ["=", "in", "null"]
    if kind != "bool" and field != "caption":
        operators += ["<", "<=", ">", ">=", "between"]
    if kind == "text":
        operators += ["~", "like"]
    operator = draw(st.sampled_from(operators))
    of_kind = {"text": words, "number": numbers, "bool": st.booleans()}[kind]
    if operator == "null":
        constants: list[Any] = []
    elif operator == "between":
        constants = [draw(of_kind), draw(of_kind)]
    elif operator == "in":
        mixed = words | numbers | st.booleans() if key is not None else of_kind
        constants = draw(st.lists(mixed, min_size=1, max_size=3))
    else:
        constants = [draw(of_kind)]
    if operator == "like" and (len(constants[0]) - len(constants[0].rstrip("\\"))) % 2:
        constants = [constants[0] + "\\"]
    return comparison(field, key, operator, constants, draw(st.booleans()))


def joined(parts: tuple[Expected, Expected], word: str) -> Expected:
    def holds(clip: ClipInfo) -> bool:
        return (all if word.lower() == "and" else any)(part.holds(clip) for part in parts)

    return Expected(f"({parts[0].text}) {word} ({parts[1].text})", holds)


expressions = st.recursive(
    comparisons(),
    lambda inner: st.one_of(
        inner.map(lambda e: Expected(f"not ({e.text})", lambda clip: not e.holds(clip))),
        st.builds(joined, st.tuples(inner, inner), st.sampled_from(["and", "or", "AND", "Or"])),
    ),
    max_leaves=6,
)


@settings(max_examples=250, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(expressions)
@example(comparison("label", None, "=", ["walk"], True))
@example(comparison("duration", None, "=", [2.5], False))
@example(comparison("points", None, "<", [2.5], False))
@example(comparison("tags", "n", "in", [3, "3", True], False))
def test_filters_mean_what_they_say(library: Library, expected: Expected) -> None:
    clips = library.clips()
    assert len(clips) == 41
    found = [clip.clip_id for clip in library.clips(expected.text)]
    assert found == [clip.clip_id for clip in clips if expected.holds(clip)], expected.text
    with library._store.reading() as session:  # as a search asks
        assert matching_array(session, expected.text).tolist() == found, expected.text


# What the words mean, one by one.


@pytest.mark.parametrize(
    ("where", "same"),
    [
        ("duration>1 and label = 'walk' or id=1", "((duration > 1) AND (label == 'walk')) OR (id = 1)"),
        ("not label = 'walk' and id < 9", "(label <> 'walk') and id < 9"),
        ("NOT (id < 9)", "id >= 9"),
        ("id in (1,2,3)", "id between 1 and 3"),
        ("Label LIKE 'WALK'", "label = 'walk' or label = 'Walk'"),
        ("meta.'two words' is not null", 'not meta."two words" is null'),
        ("meta.and = true", 'meta."and" in (true)'),
        ("name = 'it''s'", 'name = "it\'s"'),
        ("caption != 'walk'", "not caption = 'walk'"),
    ],
)
def test_same_meaning(library: Library, where: str, same: str) -> None:
    found = library.clips(where)
    assert found == library.clips(same)
    assert len(found) < 41


def test_what_is_missing_is_not_equal(library: Library) -> None:
    unlabelled = {clip.clip_id for clip in library.clips() if clip.label is None}
    assert unlabelled <= {clip.clip_id for clip in library.clips("label != 'walk'")}
    assert not unlabelled & {clip.clip_id for clip in library.clips("label < 'zzz' or label >= 'zzz'")}


def test_tags_of_every_clip(library: Library) -> None:
    assert [clip.clip_id for clip in library.clips("tags.who = 'ana'")] == [1, 2, 3]
    assert len(library.clips("tags.flag = true")) == 38
    assert library.clips("tags.flag = 1 or tags.flag = 'True' or tags.nobody = 'x'") == []


def test_time_of_adding(library: Library) -> None:
    assert len(library.clips("added > '2024-01-01' and added < '2999-12-31T23:59:59Z'")) == 41
    moment = datetime.fromtimestamp(library.clips("id = 1")[0].added + 1, timezone.utc)
    assert len(library.clips(f"added between '{moment.year - 1}-06-01' and '{moment.isoformat()}'")) >= 3
    assert library.clips("added < '2024-01-01 10:00+02:00'") == []


@pytest.mark.parametrize(
    "text",
    [
        "'; DROP TABLE clips; --",
        "x' OR '1'='1",
        "%",
        "_",
        "\\",
        "')) OR 1=1 --",
        ":value_1",
        "%(a)s",
        "?",
        "$1",
    ],
)
def test_values_are_only_values(library: Library, text: str) -> None:
    assert library.clips(f"label = {quoted(text)}") == []
    assert library.clips(f"tags.{quoted(text)} = {quoted(text)}") == []
    named = [(clip.clip_id, clip.name.lower()) for clip in library.clips("name is not null") if clip.name]
    found = [clip.clip_id for clip in library.clips(f"name ~ {quoted(text)}")]
    assert found == [clip_id for clip_id, name in named if text.lower() in name]
    assert library.info().clips == 41


def test_order_limit_and_offset(library: Library) -> None:
    clips = library.clips()
    by_label = sorted(clips, key=lambda c: (c.label is None, c.label or "", c.clip_id))
    assert library.clips(order="label") == by_label
    longest = sorted(clips, key=lambda c: (-c.duration, c.clip_id))
    assert library.clips(order="-duration", limit=5, offset=2) == longest[2:7]
    assert library.clips(order="added", offset=39) == clips[39:]
    assert library.clips(order="-source", limit=1)[0].source.startswith("made/of")
    assert library.clips(limit=0) == []
    assert library.clips(limit=10**30) == clips
    assert library.clips(offset=10**30) == []
    with pytest.raises(QueryError, match="cannot be ordered by 'colour'") as caught:
        library.clips(order="colour")
    assert "duration" in str(caught.value.hint)
    with pytest.raises(QueryError, match="must not be negative"):
        library.clips(limit=-1)


def test_long_list(library: Library) -> None:
    assert [c.clip_id for c in library.clips(f"id in ({', '.join(map(str, range(0, 1000, 2)))})")] == list(
        range(2, 44, 2)
    )


# The parser alone.


def test_tree_of_a_filter() -> None:
    assert parse("tags.who = 'ana' and not duration >= 2") == Junction(
        "and",
        (Comparison(Field("tags", "who"), "=", ("ana",)), Not(Comparison(Field("duration"), ">=", (2,)))),
    )


@pytest.mark.parametrize(
    ("where", "column", "message"),
    [
        ("duraton > 2", 1, "there is no field duraton; did you mean duration?"),
        ("colour = 'red'", 1, "there is no field colour"),
        ("label.x = 'red'", 1, "there is no field label.x"),
        ("tags = 'ana'", 1, "tags needs a key, such as tags.who"),
        ("duration > 'x'", 12, "duration is a number and cannot be compared with the text 'x'"),
        ("id = true", 6, "id is a number and cannot be compared with true or false"),
        ("label = 3", 9, "label is text and cannot be compared with the number 3; put it in quotes"),
        ("label = walk", 9, "text needs quotes: 'walk'"),
        ("duration ~ '2'", 10, "~ looks for text, and duration is a number"),
        ("added like '2'", 7, "like looks for text, and added is a time"),
        ("tags.n ~ 2", 10, "~ needs text in quotes, such as '2'"),
        ("caption < 'b'", 9, "a clip has several captions, which have no order"),
        ("tags.ok > true", 9, "true and false have no order"),
        ("tags.n between 1 and 'b'", 22, "both ends of between must be of one kind"),
        ("added > 3", 9, "added is a time (UTC) and cannot be compared with the number 3"),
        ("added > 'yesterday'", 9, "added is a time (UTC) and cannot be compared with the text 'yesterday'"),
        (
            "duration > ",
            11,
            "a value is expected (text in quotes, a number, true or false), but the filter ends",
        ),
        ("duration 2", 10, "a comparison is expected"),
        ("duration", 9, "a comparison is expected"),
        ("duration > 2 label = 'x'", 14, "'and' or 'or' is expected, but found 'label'"),
        ("duration > 2 and", 17, "a field is expected, but the filter ends"),
        ("(duration > 2", 14, "a ')' is expected, but the filter ends"),
        ("duration > 2)", 13, "found ')'"),
        ("label = 'walk", 9, "the quote ' is not closed"),
        ("id in 1, 2", 7, "a list in parentheses is expected"),
        ("id in ()", 8, "a value is expected"),
        ("id > 1; drop table clips", 7, "';' has no meaning here"),
        ("id > 1e999", 6, "the number 1e999 is too large"),
        ("id > 2x", 6, "'2x' is not a number"),
        ("name like 'a\\'", 11, "a pattern cannot end in a single"),
        ("duration >> 2", 11, "a value is expected"),
    ],
)
def test_mistakes_are_shown(where: str, column: int, message: str) -> None:
    with pytest.raises(QueryError) as caught:
        parse(where)
    said, line, caret = str(caught.value).split("\n")
    assert said.startswith(f"the filter at column {column}: ")
    assert message in said
    assert line == f"  {where}"
    assert caret == " " * (column + 1) + "^"


def test_unknown_field_lists_the_known() -> None:
    with pytest.raises(QueryError) as caught:
        parse("colour = 'red'")
    for field in ("id", "source", "duration", "caption", "tags.<key>", "meta.<key>"):
        assert field in str(caught.value.hint)


def test_caret_in_a_long_filter() -> None:
    with pytest.raises(QueryError) as caught:
        parse(" and ".join(["duration\n>\t2"] * 30) + " and colour = 'red'" + " and id > 1" * 20)
    _, line, caret = str(caught.value).split("\n")
    assert line[len(caret) - 1 :].startswith("colour")
    assert len(line) < 120


@pytest.mark.parametrize(
    ("where", "message"),
    [
        ("", "the filter is empty"),
        (" \n", "the filter is empty"),
        ("label = 'a\0b'", "column 11"),
        ("label = '\ud800'", "column 10"),
        ("(" * 300 + "id=1" + ")" * 300, "nested more than"),
        ("not " * 400 + "id=1", "nested more than"),
        (" or ".join(["id=1"] * (MOST_COMPARISONS + 1)), "more than 400 comparisons"),
        ("label = '" + "x" * 20_000 + "'", "20,010 characters"),
    ],
)
def test_limits(where: str, message: str) -> None:
    with pytest.raises(QueryError, match=message):
        parse(where)


def test_largest_filters_that_are_allowed_run(library: Library) -> None:
    assert library.clips(" or ".join(["id=1"] * MOST_COMPARISONS))[0].clip_id == 1
    assert library.clips("not " * 40 + "(" * 9 + "id=1" + ")" * 9)[0].clip_id == 1
    assert library.clips("id = 9999999999999999999999 or points = 1e300 or id = 1")[0].clip_id == 1


@given(st.text(max_size=40) | st.text("idabel.<>=!~()'\" 0129andortuls", max_size=40))
def test_any_text_parses_or_is_refused(where: str) -> None:
    with contextlib.suppress(QueryError):
        assert isinstance(parse(where), (Comparison, Junction, Not))
