"""``glossary``: the names of actions and motions, and what a label stands for."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Any

import typer

from motionsearch.cli.commands import add_command
from motionsearch.cli.output import Column, score
from motionsearch.cli.session import FOUND, NOTHING_FOUND, Session

_ENTRY_COLUMNS = (
    Column("name", "name"),
    Column("also", "also", "; ".join, wide=True),
)
_TEXT_COLUMNS = (
    Column("from", "kind"),
    Column("entry", "entry"),
    Column("likeness", "likeness", score, right=True),
    Column("text", "text", wrap=True),
)


def glossary(
    session: Session,
    name: Annotated[
        str | None, typer.Argument(metavar="NAME", help="A label; all entries are listed without one.")
    ] = None,
) -> int:
    """List the glossary of motion, or say what a label stands for.

    "label" takes a label for all that is shown here: the label, the label as a sentence, and the descriptions
    of the entry it names, or else of those whose names mean nearly the same and that no other label takes.

    Exit code 1 when nothing is known about the label.
    """
    from motionsearch.glossary import find, load_glossary

    if name is None:
        session.out.rows(
            (
                {"name": entry.name, "also": list(entry.names[1:]), "descriptions": list(entry.descriptions)}
                for entry in load_glossary()
            ),
            _ENTRY_COLUMNS,
        )
        return FOUND
    texts = list(_texts(session, name))
    session.out.rows(texts, _TEXT_COLUMNS)
    entry = find(name)
    if entry is not None:
        session.out.note(f"names of the entry: {'; '.join(entry.names)}")
    if all(text["entry"] is None for text in texts):
        session.out.note(f"the glossary has nothing about {name!r}")
        session.out.hint('describe the motion in words of the body: "a person swings one arm over the head"')
        return NOTHING_FOUND
    return FOUND


def register(app: typer.Typer) -> None:
    """Adds the command."""
    add_command(
        app,
        glossary,
        panel="Find",
        examples=(
            ("motionsearch glossary", "All entries and their names."),
            ('motionsearch glossary "tennis serve"', "What this label stands for."),
        ),
    )


def _texts(session: Session, label: str) -> Iterator[dict[str, Any]]:
    """What the label is expanded to, a text a record."""
    from motionsearch.glossary import expand, find

    entry = find(label)
    for place, text in enumerate(expand(label)):
        described = entry is not None and text in entry.descriptions
        yield {
            "kind": "label" if place == 0 else "description" if described else "sentence",
            "entry": entry.name if entry is not None and described else None,
            "likeness": None,
            "text": text,
        }
    if entry is None:
        from motionsearch.labels import similar_entries
        from motionsearch.model import Model

        space = Model.load(session.options.model).space
        for similar, likeness in similar_entries(space, [label])[0]:
            for text in similar.descriptions:
                yield {
                    "kind": "borrowed",
                    "entry": similar.name,
                    "likeness": round(likeness, 6),
                    "text": text,
                }
