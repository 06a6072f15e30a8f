"""Filters as SQL. Values are always bound, never part of the statement's text."""

from __future__ import annotations

from typing import Any

import numpy as np
from sqlalchemy import (
    ColumnElement,
    Double,
    Select,
    Text,
    and_,
    cast,
    false,
    func,
    literal,
    not_,
    or_,
    select,
    type_coerce,
)
from sqlalchemy.orm import Session

from motionsearch.errors import QueryError
from motionsearch.index.filters import Comparison, Constant, Field, Junction, Node, Not, parse
from motionsearch.index.lists import among
from motionsearch.index.schema import Attribute, AttributeKey, CaptionRow, Clip, Source, Word
from motionsearch.index.state import Ids, removed_ids

_COLUMNS: dict[str, Any] = {
    "id": Clip.id,
    "name": Clip.name,
    "start": Clip.start,
    "end": Clip.end,
    "duration": Clip.end - Clip.start,
    "fps": Clip.fps,
    "points": Clip.points,
}
_SOURCE_COLUMNS: dict[str, Any] = {"source": Source.path, "added": Source.added}
_MOST = 2**62  # about what a database takes for a number
_KINDS = {"tags": "tag", "meta": "meta"}


def compile_filter(node: Node, dialect: str) -> ColumnElement[bool]:
    """A filter as a condition on :class:`Clip`, which is true or false of every row, never unknown."""
    if isinstance(node, Junction):
        joined = and_ if node.word == "and" else or_
        return joined(*(compile_filter(part, dialect) for part in node.parts))
    if isinstance(node, Not):
        return not_(compile_filter(node.part, dialect))
    return _comparison(node, dialect)


def matching_ids(
    session: Session,
    where: str | None,
    *,
    limit: int | None = None,
    offset: int = 0,
    order: str = "id",
) -> list[int]:
    """Ids of the live clips that pass a filter, ordered by a field, ``-field`` for descending; then by id.

    Raises:
        QueryError: the filter or the order makes no sense.
    """
    dialect = session.get_bind().dialect.name
    query = select(Clip.id).where(Clip.deleted_generation.is_(None))
    if where is not None:
        query = query.where(compile_filter(parse(where), dialect))
    for column in _ordering(order, dialect):
        query = query.order_by(column)
    if order.lstrip("-") in _SOURCE_COLUMNS:
        query = query.join(Source, Source.id == Clip.source_id)
    if limit is not None or offset:
        if (limit is not None and limit < 0) or offset < 0:
            raise QueryError("limit and offset must not be negative")
        # SQLite takes no OFFSET without a LIMIT.
        query = query.limit(_MOST if limit is None else min(limit, _MOST)).offset(min(offset, _MOST))
    return list(session.execute(query).scalars())


def matching_array(session: Session, where: str) -> Ids:
    """The same without an order of one's own, ascending ``(n,)``.

    As one text: a row for each id costs ten times as much as all the rest.

    Raises:
        QueryError: the filter makes no sense.
    """
    node = parse(where)
    ids = _array(session, node, session.get_bind().dialect.name)
    # Attributes are those of removed clips too.
    return ids[~among(ids, removed_ids(session))] if _asks_attributes(node) else ids


def _asks_attributes(node: Node) -> bool:
    """Whether tags or metadata are compared by themselves: what has none of them is not asked for."""
    if isinstance(node, Junction):
        return any(_asks_attributes(part) for part in node.parts)
    return isinstance(node, Comparison) and node.field.name in _KINDS and node.operator != "null"


def _array(session: Session, node: Node, dialect: str) -> Ids:
    """Ids ``(n,)``, ascending, of the clips that pass; where attributes are asked, removed ones among them.

    Those who have an attribute are read off its index, a third of the time that it takes to look each of them
    up among the clips.
    """
    if not _asks_attributes(node):
        live = Clip.deleted_generation.is_(None)
        return _read_array(session, Clip.id, and_(live, compile_filter(node, dialect)))
    if isinstance(node, Comparison):
        return _read_array(session, Attribute.clip_id, _of_attributes(node, dialect))
    assert isinstance(node, Junction)
    rest = tuple(part for part in node.parts if not _asks_attributes(part))
    arrays = [_array(session, part, dialect) for part in node.parts if _asks_attributes(part)]
    if rest:
        arrays.append(_array(session, Junction(node.word, rest), dialect))
    if node.word == "or":
        return _ascending(np.concatenate(arrays))
    fewest, *others = sorted(arrays, key=len)
    for other in others:
        fewest = fewest[among(fewest, other)]
    return fewest


def _read_array(session: Session, column: Any, condition: ColumnElement[bool]) -> Ids:
    postgres = session.get_bind().dialect.name == "postgresql"
    joined = func.string_agg(cast(column, Text), ",") if postgres else func.group_concat(column)
    text = session.execute(select(joined).where(condition)).scalar_one()
    return _ascending(np.fromstring(text or "", np.int64, sep=","))


def _ascending(ids: Ids) -> Ids:
    """Each once; NumPy's ``unique`` took thirty times as long."""
    ids.sort(kind="stable")
    return ids[np.concatenate([[True], ids[1:] != ids[:-1]])] if len(ids) else ids


def _ordering(order: str, dialect: str) -> list[Any]:
    name = order.removeprefix("-")
    label = select(Word.text).where(Word.id == Clip.label_id).scalar_subquery()
    columns = {**_COLUMNS, **_SOURCE_COLUMNS, "label": label}
    if name not in columns:
        raise QueryError(f"clips cannot be ordered by {name!r}", hint=f"order by one of {', '.join(columns)}")
    column = columns[name]
    key = _ordered(column, dialect) if name in ("name", "label", "source") else column
    # What a clip does not have comes last, either way round.
    return [column.is_(None), key.desc() if order.startswith("-") else key.asc(), Clip.id]


def _comparison(node: Comparison, dialect: str) -> ColumnElement[bool]:
    name = node.field.name
    if name in _COLUMNS:
        return _known(_COLUMNS[name], node, dialect)
    if name == "label":
        if node.operator == "null":
            return Clip.label_id.is_(None)
        return _is_word(Clip.label_id, node, dialect)
    if name in _SOURCE_COLUMNS:
        return _of_sources(_known(_SOURCE_COLUMNS[name], node, dialect))
    if name == "caption":
        if node.operator == "null":
            return Clip.id.not_in(select(CaptionRow.clip_id))
        return Clip.id.in_(select(CaptionRow.clip_id).where(_known(CaptionRow.text, node, dialect)))
    return _attribute(node, dialect)


def _is_word(number: Any, node: Comparison, dialect: str) -> ColumnElement[bool]:
    """Whether a number of a word is that of one for which the comparison holds; false for no number."""
    words = select(Word.id).where(_compared(Word.text, node, dialect))
    return and_(number.is_not(None), number.in_(words))


def _of_sources(condition: ColumnElement[bool]) -> ColumnElement[bool]:
    """Clips of the sources for which that holds."""
    live = condition, Source.deleted_generation.is_(None)
    # With these bounds a few sources cost their own clips, not a look at all clips.
    first = select(func.coalesce(func.min(Source.first_clip), 1)).where(*live).scalar_subquery()
    last = select(func.coalesce(func.max(Source.last_clip), 0)).where(*live).scalar_subquery()
    return and_(Clip.id >= first, Clip.id <= last, Clip.source_id.in_(select(Source.id).where(*live)))


def _attribute(node: Comparison, dialect: str) -> ColumnElement[bool]:
    own = select(Attribute.clip_id)
    if node.operator == "null":
        return Clip.id.not_in(own.where(Attribute.key_id.in_(_keys(node.field))))
    return Clip.id.in_(own.where(_of_attributes(node, dialect)))


def _keys(field: Field) -> Select[Any]:
    return select(AttributeKey.id).where(
        AttributeKey.kind == _KINDS[field.name], AttributeKey.key == field.key
    )


def _of_attributes(node: Comparison, dialect: str) -> ColumnElement[bool]:
    """A comparison as a condition on :class:`Attribute`."""
    field, keys = node.field, _keys(node.field)
    by_type: dict[tuple[str, ...], list[Constant]] = {}
    for value in node.values:
        by_type.setdefault(_stored_types(value), []).append(value)
    if node.operator != "in" and len(by_type) > 1:
        return false()
    conditions = []
    for types, values in by_type.items():
        plain = tuple(int(v) if isinstance(v, bool) else v for v in values)
        part = Comparison(field, node.operator, plain)
        typed = Attribute.key_id.in_(keys.where(AttributeKey.type.in_(types)))
        if types == ("str",):
            conditions.append(and_(typed, _is_word(Attribute.text_id, part, dialect)))
        else:
            conditions.append(and_(typed, _known(Attribute.number, part, dialect)))
    return or_(*conditions)


def _stored_types(value: Constant) -> tuple[str, ...]:
    if isinstance(value, str):
        return ("str",)
    return ("bool",) if isinstance(value, bool) else ("int", "float")


def _known(column: Any, node: Comparison, dialect: str) -> ColumnElement[bool]:
    """The comparison where the column has a value, false where it has none."""
    if node.operator == "null":
        return column.is_(None)  # type: ignore[no-any-return]
    return and_(column.is_not(None), _compared(column, node, dialect))


def _compared(column: Any, node: Comparison, dialect: str) -> ColumnElement[bool]:
    operator, values = node.operator, node.values
    text = isinstance(values[0], str)
    if operator in ("like", "~"):
        # Both sides are lowered by the database, so that both are lowered alike.
        lowered, value = func.lower(column), str(values[0])
        if operator == "~":
            value = "%" + value.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%"
        return lowered.like(func.lower(value), escape="\\")
    if not text:
        # Numbers compare as float64 throughout: a driver would round 2.5 for an integer column.
        column = type_coerce(column, Double)
        values = tuple(float(v) for v in values)
    if operator == "=":
        return column == _bound(values[0])  # type: ignore[no-any-return]
    if operator == "in":
        return column.in_(values)  # type: ignore[no-any-return]
    column = _ordered(column, dialect) if text else column
    if operator == "between":
        return and_(column >= _bound(values[0]), column <= _bound(values[1]))
    compared = {"<": column.__lt__, "<=": column.__le__, ">": column.__gt__, ">=": column.__ge__}[operator]
    return compared(_bound(values[0]))  # type: ignore[no-any-return]


def _bound(value: Constant) -> ColumnElement[Any]:
    return literal(value) if isinstance(value, str) else literal(value, Double)


def _ordered(column: Any, dialect: str) -> Any:
    """Text in the order of its code points, whatever the server's language."""
    return column.collate("C") if dialect == "postgresql" else column
