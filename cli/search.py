"""``search`` and ``like``: from words or from motion to clips."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated, Any

import typer

from motionsearch.cli.batch import search_file
from motionsearch.cli.commands import GpuOption, add_command
from motionsearch.cli.output import Output
from motionsearch.cli.picture import draw_beside_results
from motionsearch.cli.records import HIT_COLUMNS, clip_or_path, clip_words, hit_records
from motionsearch.cli.saving import HtmlOption, Keeping, OverlayOption, SaveOption
from motionsearch.cli.session import FOUND, NOTHING_FOUND, Session
from motionsearch.cli.tracking_options import takes_tracking
from motionsearch.errors import QueryError
from motionsearch.tracking.config import Tracking

if TYPE_CHECKING:
    from motionsearch.index.library import Library
    from motionsearch.index.records import Hit

LimitOption = Annotated[
    int, typer.Option("--limit", "-k", min=1, metavar="N", help="How many clips, the best first.")
]
WhereOption = Annotated[
    str | None,
    typer.Option(
        "--where",
        "-w",
        metavar="FILTER",
        help="Only clips for which this holds, such as \"duration > 2 and label = 'walk'\".",
    ),
]
ExactOption = Annotated[
    bool, typer.Option("--exact", help="Compare with every clip, also in a large library.")
]
ShowOption = Annotated[
    bool, typer.Option("--show", help="Also draw the best hit in the terminal, on stderr.")
]
NullOption = Annotated[
    bool,
    typer.Option("--print0", "-0", help="As --format paths, but paths end in NUL (for xargs -0)."),
]


def search(
    session: Session,
    phrases: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="PHRASE",
            help="What the motion looks like. Several phrases are combined; PHRASE^2 counts twice.",
            show_default=False,
        ),
    ] = None,
    queries: Annotated[
        str | None,
        typer.Option(
            "--queries",
            metavar="FILE",
            help="Instead of phrases: many queries, one a line, answered together; - for standard input.",
        ),
    ] = None,
    minus: Annotated[
        list[str] | None,
        typer.Option(
            "--minus",
            "-m",
            metavar="PHRASE",
            help="What it must not look like; repeatable, takes ^WEIGHT too.",
        ),
    ] = None,
    limit: LimitOption = 10,
    where: WhereOption = None,
    exact: ExactOption = False,
    explain: Annotated[
        bool,
        typer.Option("--explain", help="Say on stderr how the index was searched and what took how long."),
    ] = False,
    expand: Annotated[
        bool,
        typer.Option(
            "--expand", help="Let a phrase that is a name in the glossary count with its descriptions."
        ),
    ] = False,
    show: ShowOption = False,
    save: SaveOption = None,
    overlay: OverlayOption = False,
    html: HtmlOption = None,
    print0: NullOption = False,
    device: GpuOption = None,
) -> int:
    """Find clips by describing the motion.

    Ranks the library's clips by how well they fit the phrases. A weight follows its phrase after a "^":
    "a person runs^2" "arms raised^0.5".

    Exit code 1 when nothing was found.
    """
    if queries is not None:
        refused = {
            "phrases": phrases,
            "--minus": minus,
            "--explain": explain,
            "--expand": expand,
            "--show": show,
            "--save-clips": save,
            "--overlay": overlay,
            "--html": html,
        }
        how: dict[str, Any] = {"where": where, "exact": exact, "null": print0, "device": device}
        return search_file(session, queries, limit, **how, refused=refused)
    if not phrases:
        raise QueryError(
            "there is nothing to search for",
            hint='describe the motion: motionsearch search "a person jumps"; or name a file with --queries',
        )
    keeping = Keeping(save, overlay, html)
    wanted = [weighted(phrase) for phrase in phrases]
    unwanted = [weighted(phrase) for phrase in minus or ()]
    texts = [text for text, _ in wanted + unwanted]
    weights = [w for _, w in wanted] + [-w for _, w in unwanted]
    options: dict[str, Any] = {"where": where, "weights": weights, "exact": exact, "expand": expand}
    with session.library(device=device) as library:
        if explain:
            # Before the search itself, so that what it says is what a search in a new process takes.
            session.out.note(str(library.explain(texts, limit, **options)))
        hits = library.search(texts, limit, **options)
        code = _tell(session, library, hits, where=where, show=show, null=print0)
        keeping.keep(
            session.out, library, hits, _query_words(wanted, unwanted), _details(where, expand=expand)
        )
        return code


@takes_tracking
def like(
    session: Session,
    example: Annotated[
        str, typer.Argument(metavar="FILE|ID", help="A motion file, or the id of a clip of the library.")
    ],
    limit: LimitOption = 10,
    where: WhereOption = None,
    exact: ExactOption = False,
    show: ShowOption = False,
    save: SaveOption = None,
    overlay: OverlayOption = False,
    html: HtmlOption = None,
    print0: NullOption = False,
    device: GpuOption = None,
    tracking: Tracking | None = None,
) -> int:
    """Find clips that move like this one.

    A number is the id of a clip, unless there is a file of that name. A clip is never its own hit.

    Exit code 1 when nothing was found.
    """
    keeping = Keeping(save, overlay, html)
    with session.library(device=device) as library:
        hits = library.like(clip_or_path(example), limit, where=where, exact=exact, tracking=tracking)
        code = _tell(session, library, hits, where=where, show=show, null=print0)
        keeping.keep(session.out, library, hits, _example_words(library, example), _details(where))
        return code


def register(app: typer.Typer) -> None:
    """Adds the commands of this family."""
    add_command(
        app,
        search,
        panel="Find",
        examples=(
            ('motionsearch search "a person jumps over something"', "The ten clips that fit best."),
            (
                'motionsearch search "a person runs^2" "turning" --minus "arms raised"',
                "Several phrases, weighed.",
            ),
            ('motionsearch search "waving" -k 3 --where "duration > 2 and tags.who = \'ana\'"', "Filtered."),
            ('motionsearch search "tennis serve" --expand', "A name, with what the glossary says of it."),
            (
                'motionsearch search "a person jumps" --html jumps.html',
                "Also a page with pictures that play.",
            ),
            (
                'motionsearch search "a dog runs" --save-clips dogs --overlay',
                "The hits, cut out of their videos.",
            ),
            (
                "motionsearch search --queries wanted.txt --format csv > found.csv",
                "Many queries at once, one a line.",
            ),
            ('motionsearch search "a dog runs" -0 | xargs -0 cp -t found/', "The files, to be worked on."),
        ),
    )
    add_command(
        app,
        like,
        panel="Find",
        examples=(
            ("motionsearch like jump.bvh", "Clips that move like the one in this file."),
            (
                "motionsearch like 1234 --where \"source like '%match%'\"",
                "Like clip 1234, among some sources.",
            ),
        ),
    )


def weighted(phrase: str) -> tuple[str, float]:
    """A phrase and its weight: ``"turning^0.5"`` is ``("turning", 0.5)``, without ``^`` the weight is 1.

    Raises:
        QueryError: there are no words, or the weight is not a number above 0.
    """
    text, mark, number = phrase.rpartition("^")
    if not mark:
        text, number = phrase, "1"
    if not re.fullmatch(r"\s*(\d+\.?\d*|\.\d+)\s*", number) or float(number) == 0:
        raise QueryError(
            f"the weight in {phrase!r} is not a number above 0",
            hint='write the weight behind the phrase: "a person runs^2"',
        )
    if not text.strip():
        raise QueryError(
            f"the phrase {phrase!r} has no words",
            hint='describe the motion: motionsearch search "a person jumps"',
        )
    return text.strip(), float(number)


def _query_words(wanted: Sequence[tuple[str, float]], unwanted: Sequence[tuple[str, float]]) -> str:
    """The query for the heading of a report."""

    def words(phrases: Sequence[tuple[str, float]]) -> str:
        return " + ".join(text if weight == 1 else f"{text} ({weight:g}x)" for text, weight in phrases)

    return words(wanted) + (f" - not: {words(unwanted)}" if unwanted else "")


def _example_words(library: Library, example: str) -> str:
    what = clip_or_path(example)
    return f"like {clip_words(library.get(what))}" if isinstance(what, int) else f"like {what}"


def _details(where: str | None, *, expand: bool = False) -> dict[str, str]:
    """What else a report says of the search."""
    return {**({"filter": where} if where else {}), **({"expanded": "by the glossary"} if expand else {})}


def _tell(
    session: Session, library: Library, hits: Sequence[Hit], *, where: str | None, show: bool, null: bool
) -> int:
    out = Output(session.out.format, quiet=session.out.quiet, null=null)
    out.rows(hit_records(hits), HIT_COLUMNS)
    if not hits:
        out.note(f"nothing found in {library.name}")
        if not library.clips(limit=1):
            out.hint(f"the library is empty; add motion to it: motionsearch add FILES{session.library_words}")
        elif where:
            out.hint(f"no clip passes the filter {where!r}; motionsearch list shows what there is")
        return NOTHING_FOUND
    if show:
        best = library.get(hits[0].clip_id)
        if best.tracks is None:
            out.warn(f"clip {hits[0].clip_id} cannot be drawn: the library holds its vector only")
        else:
            draw_beside_results(out, best.tracks, clip_words(hits[0]))
    return FOUND
