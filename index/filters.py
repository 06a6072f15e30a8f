"""The language of filters, such as ``duration > 2 and (label = 'walk' or caption ~ 'walking')``.

Fields: ``id, source, name, start, end, duration, label, caption, fps, points, added``, ``tags.<key>`` and
``meta.<key>``.

Comparisons: ``= != < <= > >=``, ``between a and b``, ``in (a, b)``, ``like 'pattern'`` (``%`` any text, ``_``
any character, ``\\`` before either for itself), ``~ 'part'`` (contains); ``like`` and ``~`` take no notice of
case. ``is null`` says that a clip has no such thing. ``and``, ``or``, ``not`` and parentheses; text in
quotes, a quote inside it doubled. Keywords in any case.

A comparison with something that a clip does not have is false, and ``!=`` is ``not =``; so each filter is
either true or false of each clip. ``caption = 'x'`` is true where one of the captions is. Tags and metadata
compare only with values of their own kind (text, number, true or false).

``parse`` reads the text and checks types; ``compile_filter`` makes a SQLAlchemy expression with bound values.
"""

from __future__ import annotations

import difflib
import re
from dataclasses import dataclass
from datetime import datetime, timezone
from functools import cache
from typing import TYPE_CHECKING, Any, Literal, NoReturn

from motionsearch.errors import QueryError

if TYPE_CHECKING:
    from lark import Lark, Token

Operator = Literal["=", "<", "<=", ">", ">=", "between", "in", "like", "~", "null"]
Kind = Literal["number", "text", "texts", "time", "any"]
Constant = str | float | int | bool

FIELDS: dict[str, Kind] = {
    "id": "number",
    "source": "text",
    "name": "text",
    "start": "number",
    "end": "number",
    "duration": "number",
    "label": "text",
    "caption": "texts",
    "fps": "number",
    "points": "number",
    "added": "time",
}
KEYED = ("tags", "meta")

LONGEST = 20_000
MOST_COMPARISONS = 400  # SQLite takes expressions up to 1000 deep
DEEPEST = 50


@dataclass(frozen=True)
class Field:
    """A field; ``key`` for tags and metadata."""

    name: str
    key: str | None = None

    @property
    def kind(self) -> Kind:
        """What it compares with."""
        return FIELDS.get(self.name, "any")


@dataclass(frozen=True)
class Comparison:
    """A field compared with constants; for "null" there are none. Times are seconds since 1970."""

    field: Field
    operator: Operator
    values: tuple[Constant, ...] = ()


@dataclass(frozen=True)
class Not:
    """True where its part is false."""

    part: Node


@dataclass(frozen=True)
class Junction:
    """ "and" or "or" of two parts or more."""

    word: Literal["and", "or"]
    parts: tuple[Node, ...]


Node = Comparison | Not | Junction

_GRAMMAR = r"""
    start: either
    either: both (OR both)*
    both: unit (AND unit)*
    unit: NOT unit -> negated
        | "(" either ")" -> grouped
        | FIELD OPERATOR value -> compared
        | FIELD NOT? LIKE value -> liked
        | FIELD NOT? IN "(" value ("," value)* ")" -> among
        | FIELD NOT? BETWEEN value AND value -> between
        | FIELD IS NOT? NULL -> missing
    value: STRING | NUMBER | TRUE | FALSE

    OPERATOR: "==" | "=" | "!=" | "<>" | "<=" | "<" | ">=" | ">" | "~"
    AND.2: /and\b/i
    OR.2: /or\b/i
    NOT.2: /not\b/i
    LIKE.2: /like\b/i
    IN.2: /in\b/i
    IS.2: /is\b/i
    NULL.2: /null\b/i
    BETWEEN.2: /between\b/i
    TRUE.2: /true\b/i
    FALSE.2: /false\b/i
    NUMBER: /[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][+-]?[0-9]+)?(?![\w.])/
    STRING: /'([^']|'')*'/ | /"([^"]|"")*"/
    FIELD: /[^\W\d]\w*(\.([\w-]+|'([^']|'')*'|"([^"]|"")*"))?/
    %ignore /\s+/
"""


def parse(text: str) -> Node:
    """Reads a filter.

    Raises:
        QueryError: it does not parse, names an unknown field, or compares things of different types.
            The message shows the place.
    """
    from lark.exceptions import UnexpectedCharacters, UnexpectedToken

    if not text.strip():
        raise QueryError("the filter is empty", hint="leave --where away to search everything")
    if len(text) > LONGEST:
        raise QueryError(f"the filter has {len(text):,} characters; {LONGEST:,} are allowed")
    _check_characters(text)
    try:
        tree = _parser().parse(text)
    except UnexpectedToken as error:
        ended = error.token.type == "$END"
        _refuse(text, len(text.rstrip()) if ended else _place(error), _what_is_wrong(error))
    except UnexpectedCharacters as error:
        _refuse(text, _place(error), _what_is_odd(text[_place(error) :]))
    return _Reader(text).read(tree)


class _Reader:
    """Makes nodes of a parse tree."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._comparisons = 0

    def read(self, tree: Any, depth: int = 0) -> Node:
        if depth > 4 * DEEPEST:
            raise QueryError(f"the filter is nested more than {DEEPEST} deep")
        if tree.data in ("start", "grouped"):
            return self.read(tree.children[0], depth + 1)
        if tree.data in ("either", "both"):
            parts = tuple(self.read(child, depth + 1) for child in tree.children if hasattr(child, "data"))
            word: Literal["and", "or"] = "or" if tree.data == "either" else "and"
            return parts[0] if len(parts) == 1 else Junction(word, parts)
        if tree.data == "negated":
            return Not(self.read(tree.children[1], depth + 1))
        return self._comparison(tree)

    def _comparison(self, tree: Any) -> Node:
        self._comparisons += 1
        if self._comparisons > MOST_COMPARISONS:
            raise QueryError(f"the filter has more than {MOST_COMPARISONS} comparisons", hint="use in (...)")
        words = [child for child in tree.children if not hasattr(child, "data")]
        values = [child.children[0] for child in tree.children if hasattr(child, "data")]
        field = self._field(words[0])
        negated = any(word.type == "NOT" for word in words)
        operator = _OPERATORS[tree.data] if tree.data != "compared" else str(words[1])
        if operator in ("!=", "<>"):
            operator, negated = "=", True
        operator = "=" if operator == "==" else operator
        at = words[1] if tree.data == "compared" else words[-1]
        constants = tuple(self._constant(field, operator, at, token) for token in values)
        if operator == "between" and isinstance(constants[0], str) != isinstance(constants[1], str):
            self._refuse(values[1], "both ends of between must be of one kind")
        node = Comparison(field, operator, constants)  # type: ignore[arg-type]
        return Not(node) if negated else node

    def _field(self, token: Token) -> Field:
        name, dot, key = token.partition(".")
        lower = name.lower()
        if dot and lower in KEYED:
            return Field(lower, _unquoted(key) if key[0] in "'\"" else key)
        if not dot and lower in FIELDS:
            return Field(lower)
        known = [*FIELDS, *(f"{name}.<key>" for name in KEYED)]
        if lower in KEYED:
            self._refuse(token, f"{lower} needs a key, such as {lower}.who")
        close = difflib.get_close_matches(lower, [*FIELDS, *KEYED], 1)
        guess = f"; did you mean {close[0]}?" if close else ""
        self._refuse(token, f"there is no field {token}{guess}", hint=f"the fields are {', '.join(known)}")

    def _constant(self, field: Field, operator: str, at: Token, token: Token) -> Constant:
        shown = field.name if field.key is None else f"{field.name}.{field.key}"
        kind, value = field.kind, _literal(token)
        if value is None:
            self._refuse(token, f"the number {token} is too large")
        if operator in ("like", "~"):
            if kind in ("number", "time"):
                self._refuse(at, f"{operator} looks for text, and {shown} is a {kind}")
            if not isinstance(value, str):
                self._refuse(token, f"{operator} needs text in quotes, such as '{token}'")
            if operator == "like" and (len(value) - len(value.rstrip("\\"))) % 2:
                self._refuse(
                    token, "a pattern cannot end in a single \\; write \\\\ for the character itself"
                )
        if kind == "number" and (isinstance(value, (str, bool))):
            self._refuse(token, f"{shown} is a number and cannot be compared with {_told(value)}")
        if kind in ("text", "texts") and not isinstance(value, str):
            self._refuse(
                token, f"{shown} is text and cannot be compared with {_told(value)}; put it in quotes"
            )
        if kind == "texts" and operator in ("<", "<=", ">", ">=", "between"):
            self._refuse(at, "a clip has several captions, which have no order; use = like ~ or in")
        if isinstance(value, bool) and operator not in ("=", "in"):
            self._refuse(at, "true and false have no order; use = or !=")
        if kind == "time":
            return self._time(token, value)
        return value

    def _time(self, token: Token, value: Constant) -> float:
        if isinstance(value, str):
            try:
                moment = datetime.fromisoformat(value.strip().replace("Z", "+00:00"))
                utc = moment if moment.tzinfo else moment.replace(tzinfo=timezone.utc)
                return utc.timestamp()
            except (ValueError, OverflowError):
                pass
        self._refuse(
            token,
            f"added is a time (UTC) and cannot be compared with {_told(value)}; write '2026-01-31 18:00'",
        )

    def _refuse(self, token: Token, what: str, *, hint: str | None = None) -> NoReturn:
        _refuse(self._text, token.start_pos or 0, what, hint=hint)


_OPERATORS = {"liked": "like", "among": "in", "between": "between", "missing": "null"}


@cache
def _parser() -> Lark:
    from lark import Lark

    return Lark(_GRAMMAR, parser="lalr", propagate_positions=False)


def _place(error: Any) -> int:
    """Where in the text the parser met what it did not expect."""
    return int(error.pos_in_stream or 0)


def _check_characters(text: str) -> None:
    bad = next((i for i, c in enumerate(text) if c == "\0" or "\ud800" <= c <= "\udfff"), None)
    if bad is not None:
        raise QueryError(f"the filter holds a character at column {bad + 1} that no text has")


def _literal(token: Token) -> Constant | None:
    """The value, or ``None`` for a number that is too large."""
    if token.type == "STRING":
        return _unquoted(token)
    if token.type in ("TRUE", "FALSE"):
        return token.type == "TRUE"
    number = float(token)
    if number in (float("inf"), float("-inf")):
        return None
    whole = token.lstrip("+-").isdigit() and abs(number) < 2**62
    return int(token) if whole else number


def _unquoted(text: str) -> str:
    return text[1:-1].replace(text[0] * 2, text[0])


def _told(value: Constant) -> str:
    if isinstance(value, str):
        return f"the text '{value}'"
    return "true or false" if isinstance(value, bool) else f"the number {value:g}"


def _what_is_wrong(error: Any) -> str:
    expected = set(error.accepts or error.expected)
    token = error.token
    ended = token.type == "$END"
    found = "the filter ends" if ended else f"found {str(token)!r}"
    if "STRING" in expected:
        if token.type == "FIELD":
            return f"text needs quotes: '{token}'"
        return f"a value is expected (text in quotes, a number, true or false), but {found}"
    if "OPERATOR" in expected:
        return f"a comparison is expected (= != < <= > >= ~ like in between is), but {found}"
    if "FIELD" in expected:
        return f"a field is expected, but {found}"
    if "RPAR" in expected:
        return f"a ')' is expected, but {found}" if ended else f"'and', 'or' or ')' is expected, but {found}"
    if "LPAR" in expected:
        return f"a list in parentheses is expected, but {found}"
    return f"'and' or 'or' is expected, but {found}"


def _what_is_odd(rest: str) -> str:
    """Why no word of the language begins here."""
    if rest[0] in "'\"":
        return f"the quote {rest[0]} is not closed"
    number = re.match(r"[+-]?\.?[0-9][\w.]*", rest)
    return f"{number[0]!r} is not a number" if number else f"{rest[0]!r} has no meaning here"


def _refuse(text: str, at: int, what: str, *, hint: str | None = None) -> NoReturn:
    """Raises with the place shown by a caret."""
    line = "".join(" " if c.isspace() else c for c in text)
    first = max(0, at - 50)
    shown = line[first : at + 30]
    lead, tail = ("..." if first else ""), ("..." if at + 30 < len(line) else "")
    caret = " " * (len(lead) + at - first) + "^"
    raise QueryError(f"the filter at column {at + 1}: {what}\n  {lead}{shown}{tail}\n  {caret}", hint=hint)
