"""``models``: which models there are."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from motionsearch.cli.commands import Group, add_command
from motionsearch.cli.output import Column
from motionsearch.cli.session import FOUND, NOTHING_FOUND, Session

_COLUMNS = (
    Column("name", "name"),
    Column("space", "space"),
    Column("dim", "dim", right=True),
    Column("made", "made"),
    Column("from", "origin"),
    Column("default", "default", lambda value: "yes" if value else ""),
    Column("path", "path", wide=True),
)

NameArgument = Annotated[
    str | None,
    typer.Argument(metavar="NAME", help="A model's name or folder; the default model when left out."),
]


def list_(session: Session) -> int:
    """List the models that came along, and your own.

    Exit code 1 when there is none.
    """
    from motionsearch.model import list_models

    found: list[dict[str, Any]] = [
        {
            "name": info.name,
            "space": info.space,
            "dim": info.dim,
            "made": info.made,
            "origin": "shipped" if info.shipped else "yours",
            "default": info.default,
            "path": str(info.path),
        }
        for info in list_models()
    ]
    session.out.rows(found, _COLUMNS)
    if not found:
        session.out.note("there is no model here")
        session.out.hint("train one: motionsearch train RECIPE")
        return NOTHING_FOUND
    return FOUND


def show(session: Session, name: NameArgument = None) -> int:
    """Show what a model is: its space, sizes, licence, date and card."""
    from motionsearch.model import CARD, Model

    model = Model.load(name)
    config = model.config
    card = model.folder / CARD
    session.out.record(
        {
            "name": model.name,
            "path": str(model.folder),
            "space": model.space_name,
            "dim": model.dim,
            "fingerprint": model.fingerprint,
            "logit_scale": model.logit_scale,
            "num_frames": config.num_frames,
            "cutting": config.cutting,
            "encoder": config.encoder,
            "made": config.made,
            "licence": config.licence,
            "card": str(card) if card.is_file() else None,
        }
    )
    return FOUND


def path(session: Session, name: NameArgument = None) -> int:
    """Print the folder a model is in."""
    from motionsearch.model import Model

    model = Model.load(name)
    session.out.rows([{"path": str(model.folder)}], (Column("path", "path", wrap=True),))
    return FOUND


def register(app: typer.Typer) -> None:
    """Adds the group and its commands."""
    group = typer.Typer(
        cls=Group, help="List models and show what they are.", rich_markup_mode=None, no_args_is_help=True
    )
    add_command(group, list_, name="list", examples=(("motionsearch models list", "All models."),))
    add_command(
        group,
        show,
        examples=(
            ("motionsearch models show", "The default model."),
            ("motionsearch models show ./runs/mine", "Yours."),
        ),
    )
    add_command(
        group, path, examples=(("cp -r $(motionsearch models path) backup/", "Its folder, to copy it."),)
    )
    app.add_typer(group, name="models", rich_help_panel="Models")
