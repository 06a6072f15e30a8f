"""``eval coverage``: how much of the language of motion the procedural world speaks."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from motionsearch.cli.output import Column
from motionsearch.cli.session import FOUND, Session


def coverage(
    session: Session,
    data: Annotated[
        str,
        typer.Option("--data", metavar="FOLDER", help="The folder that holds motion_sentences.jsonl."),
    ],
    missing: Annotated[
        int, typer.Option("--missing", min=0, metavar="N", help="So many of the words without an analogue.")
    ] = 20,
) -> int:
    """Tell which words of motion the procedural world has motions for.

    The vocabularies are the Kinetics-400 labels, BABEL's categories and phrases, and the verbs of the
    HumanML3D, KIT-ML, BABEL and AnimalML3D captions.
    """
    from motionsearch.train.coverage import coverage as measure

    found = measure(Path(data) / "motion_sentences.jsonl")
    rows = [
        {
            "vocabulary": entry.vocabulary,
            "terms": entry.terms,
            "analogues": entry.analogues,
            "touched": entry.touched,
            "share_of_uses": round(entry.weight, 3),
            "missing": ", ".join(term for term, _ in entry.missing[:missing]),
        }
        for entry in found
    ]
    session.out.rows(
        rows, [Column(key, key, str, right=key not in ("vocabulary", "missing")) for key in rows[0]]
    )
    return FOUND
