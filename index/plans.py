"""Which way a query is answered: a pure function of sizes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Kind = Literal["empty", "flat", "filtered-exact", "selector"]

FEW = 2_000
"""Up to this many candidates their vectors are fetched from SQL, which beats reading the whole index."""

FEW_SHARE = 0.02
"""Up to this share of a loaded index, gathering the candidates beats scanning past all the others."""

FLAT_LIMIT = 200_000
"""Above this many clips an exact scan is no longer quick; what comes next is decided in ``choose_plan``."""


@dataclass(frozen=True)
class Plan:
    """How a query is answered.

    Args:
        kind: "empty": nothing to search; "flat": inner product with every vector; "filtered-exact": with the
            candidates' vectors alone; "selector": the index scans with a selector that passes the candidates.
        why: One phrase for ``explain``.
        candidates: How many vectors are compared with the query.
    """

    kind: Kind
    why: str
    candidates: int


def choose_plan(
    size: int, *, candidates: int | None = None, loaded: bool = False, exact: bool = False
) -> Plan:
    """Chooses the plan for one query.

    Args:
        size: Clips in the library.
        candidates: Clips that pass the filter; ``None`` where there is no filter.
        loaded: The index is in memory already, so that scanning it costs no reading.
        exact: The caller wants no approximation. All plans there are today are exact.
    """
    if size == 0 or candidates == 0:
        why = "the library is empty" if size == 0 else "no clip passes the filter"
        return Plan("empty", why, 0)
    if candidates is None:
        why = f"{size:,} clips, no filter: exact inner product with all"
        if size > FLAT_LIMIT and not exact:
            why += f" (slow above {FLAT_LIMIT:,})"
        return Plan("flat", why, size)
    limit = max(FEW_SHARE * size, FEW / 10 if loaded else FEW)
    share = 100 * candidates / size
    if candidates <= limit:
        return Plan(
            "filtered-exact", f"the filter leaves {candidates:,} of {size:,} clips ({share:.2g}%)", candidates
        )
    return Plan("selector", f"the filter leaves {candidates:,} of {size:,} clips ({share:.2g}%)", candidates)


def worth_saving(saved: int, unsaved: int) -> bool:
    """Whether the index file should be written again.

    Args:
        saved: Clips in the file.
        unsaved: Clips added or removed since.

    A small file is cheap to write; a large one waits until a tenth of it, or 20,000 clips, are new.
    """
    return unsaved > 0 and (saved + unsaved <= 10_000 or unsaved >= min(0.1 * saved, 20_000))
