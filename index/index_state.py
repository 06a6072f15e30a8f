"""What an index is and whether it is sound, for people."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from sqlalchemy.orm import Session

from motionsearch.index import cache
from motionsearch.index.cache import CacheUnusableError, Stamp
from motionsearch.index.engines import IndexState
from motionsearch.index.flat import read_flat
from motionsearch.index.history import check_history, live_ids
from motionsearch.index.ivf_files import IndexFolder
from motionsearch.index.plans import IndexPlan, due
from motionsearch.index.state import State, new_ids, newer_clips, removed_ids
from motionsearch.index.vectors import stream_vectors


def describe(
    session: Session, files: IndexFolder, wanted: IndexPlan, state: State, *, keeps_flat: bool
) -> IndexState:
    """The index by the headers of its files."""
    if wanted.kind == "flat" and not keeps_flat:
        return IndexState(
            "current", f"exact, {state.clips:,} vectors read into memory when needed", files.bytes()
        )
    plan = "exact, all vectors in memory"
    try:
        if wanted.kind == "flat":
            stamp = files.check(cache.read_stamp(files.flat), "flat")
        else:
            plan = f"{wanted.lists:,} lists of {wanted.bits}-bit codes"
            extra = cache.read_stamp(files.codebook).extra
            chain = files.read_chain()
            stamp = chain[-1][1]
            probed = int(extra["usual"])
            plan = (
                f"lists of {extra['bits']}-bit codes in {len(chain)} files, about {probed} lists searched, "
                f"the best {extra['depth']} scored again: recall@10 {float(extra['recall']):.3f}"
            )
            why = _due(int(extra["trained"]), [part for _, part in chain])
            if why is not None:
                plan += f"; {why}: `motionsearch reindex` would make it quicker"
        check_history(session, stamp, state)
    except CacheUnusableError as error:
        return IndexState(f"damaged: {error}" if error.damaged else str(error), plan, files.bytes())
    except (KeyError, TypeError, ValueError):
        return IndexState("damaged: its header is damaged", plan, files.bytes())
    newer = {clip_id for clip_id, _ in newer_clips(session, stamp.generation)}
    live = len(new_ids(session, stamp.generation))
    behind = live + sum(i not in newer for i in removed_ids(session, stamp.generation).tolist())
    words = f"behind by {behind} clip{'s' if behind > 1 else ''}" if behind else "current"
    return IndexState(words, plan, files.bytes())


def _due(trained: int, parts: Sequence[Stamp]) -> str | None:
    """Why an index should be made again, by the stamps of its segments."""
    similar = [float(part.extra["similarity"]) for part in parts]
    new = sum(part.count for part in parts[1:])
    mean = sum(s * part.count for s, part in zip(similar[1:], parts[1:], strict=True)) / max(1, new)
    return due(trained, parts[0].count + new, similar[0], new, mean)


def verify(
    session: Session, files: IndexFolder, wanted: IndexPlan, state: State, *, keeps_flat: bool
) -> tuple[list[str], list[str]]:
    """Reads every byte of the index and compares what it holds with SQL: problems, and notes."""
    if wanted.kind == "flat" and not keeps_flat:
        return [], []
    name = files.folder.name
    told = describe(session, files, wanted, state, keeps_flat=keeps_flat).state
    again = "`motionsearch reindex` makes it again, nothing is lost"
    try:
        problems = (
            _flat_problems(session, files, state) if wanted.kind == "flat" else _ivf_problems(session, files)
        )
    except CacheUnusableError as error:
        if error.damaged:
            return [f"the index in {name} is damaged ({error}); {again}"], []
        return [], [f"the index in {name} cannot be used ({error}); {again}"]
    if told != "current" and not told.startswith("behind"):
        return [], [f"the index in {name} is {told}; {again}"]
    notes = [f"the index in {name} is {told}, harmless"] if told != "current" else []
    return [f"the index in {name} {problem}; {again}" for problem in problems], notes


def _flat_problems(session: Session, files: IndexFolder, state: State) -> list[str]:
    flat = read_flat(files, session, state)
    new, gone = new_ids(session, flat.generation), removed_ids(session, flat.generation)
    lost = other = 0
    for ids, vectors in stream_vectors(session, files.dim):
        at = np.searchsorted(flat.ids, ids)
        inside = np.minimum(at, max(0, len(flat.ids) - 1))
        held = flat.ids[inside] == ids if len(flat.ids) else np.zeros(len(ids), bool)
        lost += int((~held & ~np.isin(ids, new)).sum())
        other += int((flat.vectors[inside[held]] != vectors[held]).any(axis=1).sum())
    strangers = np.setdiff1d(np.setdiff1d(flat.ids, gone), live_ids(session))
    problems = [f"holds other clips than the database ({lost} missing)"] if lost or len(strangers) else []
    return problems + ([f"holds other vectors than the database for {other} clips"] if other else [])


def _ivf_problems(session: Session, files: IndexFolder) -> list[str]:
    ivf, _, _ = files.read(whole=True)
    held = ivf.ids()
    new = new_ids(session, ivf.generation)
    missing = np.setdiff1d(np.setdiff1d(live_ids(session), new), held)
    doubled = len(held) - len(np.unique(held))
    problems = [f"lacks {len(missing):,} clips"] if len(missing) else []
    return problems + ([f"holds {doubled:,} clips twice"] if doubled else [])
