"""The library: clips that are added, searched, described and labelled.

>>> import motionsearch as ms
>>> with ms.open("dance.library") as library:
...     library.add(["a.bvh", "b.npz"], tags={"who": "ana"})
...     hits = library.search("spins on one leg", k=10, where="duration > 2")
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import ArrayLike, NDArray
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from motionsearch.camera import Up
from motionsearch.clips import Cutting, Recording, Value
from motionsearch.errors import InputError, QueryError
from motionsearch.index import adding
from motionsearch.index.adding import Input
from motionsearch.index.cache import Ids
from motionsearch.index.codec import Vectors, checked_vectors, unpack_tracks, unpack_vectors
from motionsearch.index.opening import check_model, load_model, open_database, own_model
from motionsearch.index.place import find_place
from motionsearch.index.records import (
    AddEvent,
    AddReport,
    Clip,
    ClipInfo,
    Explanation,
    Hit,
    SourceInfo,
)
from motionsearch.index.rows import (
    NewClip,
    NewSource,
    checked_meta,
    checked_tags,
    next_generation,
    read_clips,
)
from motionsearch.index.schema import Clip as ClipRow
from motionsearch.index.schema import Source, TracksRow, VectorRow
from motionsearch.index.searcher import Searcher, Stages
from motionsearch.index.store import WAIT, Store
from motionsearch.tracks import Tracks

if TYPE_CHECKING:
    from motionsearch.model import Model

What = int | str | os.PathLike[str] | Tracks | Recording

__all__ = ["Clip", "ClipInfo", "Hit", "Library"]


class Library:
    """Clips embedded by one model. Made by :meth:`open`; a context manager that closes itself.

    May be used from several threads, and by several processes at once: one writes at a time, all read.
    """

    def __init__(self, store: Store, row: Any, model: Model | None) -> None:
        self._store = store
        self._row = row
        self._model = model
        self._searcher = Searcher(
            store.place.index_file(row.uuid),
            uuid=row.uuid,
            model=row.model_fingerprint,
            dim=row.dim,
            writable=not store.read_only,
        )

    @classmethod
    def open(
        cls,
        path: str | os.PathLike[str],
        *,
        model: str | os.PathLike[str] | Model | None = None,
        create: bool = True,
        wait: float = WAIT,
    ) -> Library:
        """Opens the library at a folder or database URL, and makes it where there is none.

        Args:
            path: A folder, or a URL such as ``postgresql://user@host/motion``.
            model: Of a new library: a name, a path or a loaded model; ``None`` for the shipped one. An old
                library keeps its own and refuses another.
            create: ``False`` makes a missing library an error.
            wait: Seconds to wait for another process that writes.

        Raises:
            LibraryError: it is missing, newer than this code, damaged, out of reach, or of another model.
            ModelError: the model cannot be loaded.
        """
        place = find_place(path, create=create)
        store = Store(place, wait)
        try:
            row, loaded = open_database(store, model, create=create)
            if loaded is None and model is not None:
                loaded = load_model(model)
            if loaded is not None:
                check_model(row, loaded, place.name)
            return cls(store, row, loaded)
        except BaseException:
            store.close()
            raise

    def close(self) -> None:
        """Gives back what the library holds; it cannot be used after."""
        self._store.close()

    def __enter__(self) -> Library:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def __repr__(self) -> str:
        return f"Library({self.name!r})"

    @property
    def path(self) -> Path | None:
        """The folder, or ``None`` for a library that was named by URL."""
        return self._store.place.folder

    @property
    def url(self) -> str:
        """The database URL without its password."""
        return self._store.place.url.render_as_string(hide_password=True)

    @property
    def name(self) -> str:
        """The folder or the URL, for people."""
        return self._store.place.name

    @property
    def fingerprint(self) -> str:
        """Of the model whose vectors it holds."""
        return str(self._row.model_fingerprint)

    @property
    def dim(self) -> int:
        """D of its vectors."""
        return int(self._row.dim)

    @property
    def model(self) -> Model:
        """The model, loaded on first use.

        Raises:
            LibraryError: the one it was made with is not here.
        """
        if self._model is None:
            self._model = own_model(self._row, self.name)
        return self._model

    # Adding and removing.

    def add(
        self,
        sources: Input | Sequence[Input],
        *,
        tags: Mapping[str, Value] | None = None,
        cutting: Cutting | None = None,
        fps: float | None = None,
        up: Up | None = None,
        on_event: Callable[[AddEvent], None] | None = None,
    ) -> AddReport:
        """Reads, cuts, embeds and commits sources; each is committed as a whole or not at all.

        A source whose bytes are in the library already is skipped; one that changed replaces what was at its
        path; one that cannot be read is recorded and the others go on. Run again after an interruption, it
        does the rest.

        Args:
            sources: Files, folders (all files in them that can be read), tracks or recordings; or just one.
            tags: Given to every clip, for ``tags.<key>`` in filters.
            cutting: How recordings become clips.
            fps: Frames per second of files that do not say.
            up: The axis that points up in 3D files that do not say.
            on_event: Told before a source is read and after it is done.

        Raises:
            InputError: a tag has no plain value.
            LibraryError: the library cannot be written; what was committed before is kept.
        """
        reading = adding.Reading(cutting or Cutting(), fps, up)
        adder = adding.Adder(self._store, self.model, checked_tags(tags), reading, on_event)
        report = adder.run(adding.as_inputs(sources))
        if report.added:
            self._save_index()
        return report

    def add_vectors(
        self,
        vectors: ArrayLike,
        *,
        source: str,
        captions: Sequence[str | Sequence[str]] | None = None,
        labels: Sequence[str | None] | None = None,
        names: Sequence[str | None] | None = None,
        spans: Sequence[tuple[float, float]] | None = None,
        meta: Sequence[Mapping[str, Value]] | None = None,
        tags: Mapping[str, Value] | None = None,
    ) -> AddReport:
        """Commits vectors that were computed elsewhere, as clips without tracks, in one transaction.

        Args:
            vectors: ``(B, D)`` of the library's model; scaled to unit length.
            source: What stands for their file; the same name with other vectors replaces them.
            captions: A sentence or several for each.
            labels: A class name for each.
            names: What tells each from the others.
            spans: Seconds (start, end) of each; (0, 0) by default.
            meta: Metadata of each.
            tags: For all of them.

        Raises:
            InputError: a vector is not finite or has no length, the shape is wrong, or the lists differ in length.
        """
        checked = checked_vectors(vectors, self.dim)
        count = len(checked)
        if count == 0:
            raise InputError("there are no vectors to add")
        columns: dict[str, Sequence[Any] | None] = dict(
            captions=captions, labels=labels, names=names, spans=spans, meta=meta
        )
        for name, values in columns.items():
            if values is not None and len(values) != count:
                raise InputError(f"{count} vectors need as many {name}, got {len(values)}")
        clips = [
            NewClip(
                start=float(spans[i][0]) if spans else 0.0,
                end=float(spans[i][1]) if spans else 0.0,
                name=names[i] if names else None,
                label=labels[i] if labels else None,
                captions=_sentences(captions[i]) if captions else (),
                meta=checked_meta(meta[i]) if meta else {},
            )
            for i in range(count)
        ]
        words = repr([asdict(clip) for clip in clips]).encode()
        content = hashlib.sha256(checked.astype("<f4").tobytes() + words).hexdigest()
        with self._store.writing() as session:
            outcome = adding.commit_source(
                session, NewSource(source, content, clips), checked, checked_tags(tags)
            )
        if not isinstance(outcome, SourceInfo):
            return AddReport(skipped=((source, outcome),))
        self._save_index()
        return AddReport(added=(outcome,))

    def remove(self, where: str | None = None, ids: Sequence[int] | None = None) -> int:
        """Removes the clips that pass the filter and, if given, are among ``ids``; returns how many.

        They are never found again from now on; :meth:`compact` frees their space. A source of which nothing is
        left may be added again.

        Raises:
            QueryError: neither is given, the filter makes no sense, or an id is not in the library.
        """
        if where is None and ids is None:
            raise QueryError("say which clips to remove", hint="give a filter (where) or clip ids")
        with self._store.writing() as session:
            generation = next_generation(session)
            chosen = self._matching(session, where)
            if ids is not None:
                wanted = sorted({int(i) for i in ids})
                self._check_ids(session, wanted)
                chosen = sorted(set(chosen) & set(wanted))
            _mark_removed(session, chosen, generation)
        return len(chosen)

    # Finding.

    def search(
        self,
        query: str | Sequence[str],
        k: int = 10,
        *,
        where: str | None = None,
        minus: Sequence[str] = (),
        weights: Sequence[float] | None = None,
        exact: bool = False,
    ) -> list[Hit]:
        """The clips that fit the words best.

        The query vector is ``unit(sum_i w_i t_i - sum_j m_j)`` over the unit vectors of the phrases.

        Args:
            query: A phrase or several.
            k: How many clips at most.
            where: A filter, such as ``"duration > 2 and tags.who = 'ana'"``.
            minus: Phrases that should not fit.
            weights: One for each phrase of ``query``; may be negative.
            exact: No approximation, also in a large library.

        Raises:
            QueryError: the query or the filter makes no sense.
        """
        return self._search_text(query, k, where, minus, weights, exact)[0]

    def explain(
        self,
        query: str | Sequence[str],
        k: int = 10,
        *,
        where: str | None = None,
        minus: Sequence[str] = (),
        weights: Sequence[float] | None = None,
        exact: bool = False,
    ) -> Explanation:
        """Searches as :meth:`search` does, and says how it was done and what took how long."""
        return self._search_text(query, k, where, minus, weights, exact)[1]

    def search_vector(self, vector: ArrayLike, k: int = 10, where: str | None = None) -> list[Hit]:
        """The clips nearest to a vector ``(D,)`` of the library's model."""
        return self._search(self._checked_query(np.asarray(vector)[None])[0], k, where)[0]

    def _search_text(
        self,
        query: str | Sequence[str],
        k: int,
        where: str | None,
        minus: Sequence[str],
        weights: Sequence[float] | None,
        exact: bool,
    ) -> tuple[list[Hit], Explanation]:
        stages = Stages()
        self._searcher.read_ahead()
        with stages("text"):
            vector = self._checked_query(text_query(self.model, query, minus, weights)[None])[0]
        return self._search(vector, k, where, exact=exact, stages=stages)

    def _search(
        self,
        vector: Vectors,
        k: int,
        where: str | None = None,
        *,
        exact: bool = False,
        without: int | None = None,
        stages: Stages | None = None,
    ) -> tuple[list[Hit], Explanation]:
        if k < 1:
            raise QueryError(f"the number of hits must be at least 1, got {k}")
        stages = stages or Stages()
        with self._searcher.lock, self._store.reading() as session:
            only: Ids | None = None
            if where is not None:
                with stages("filter"):
                    only = np.array(self._matching(session, where), np.int64)
            extra = 0 if without is None else 1
            plan, ids, scores = self._searcher.search(
                session, vector, k + extra, only=only, exact=exact, stages=stages
            )
            with stages("rows"):
                kept = [(int(i), float(s)) for i, s in zip(ids, scores, strict=True) if i != without][:k]
                infos = read_clips(session, [i for i, _ in kept])
                hits = [Hit(**vars(info), score=score) for info, (_, score) in zip(infos, kept, strict=True)]
        return hits, Explanation(plan, plan.candidates, dict(stages.seconds))

    def _checked_query(self, vectors: ArrayLike) -> Vectors:
        try:
            return checked_vectors(vectors, self.dim, "query vectors")
        except InputError as error:
            raise QueryError(str(error)) from error

    # Looking.

    def clips(
        self, where: str | None = None, limit: int | None = None, offset: int = 0, order: str = "id"
    ) -> list[ClipInfo]:
        """The live clips that pass a filter, in the order of a field (``"-field"`` for the other way round)."""
        with self._store.reading() as session:
            ids = self._matching(session, where, limit=limit, offset=offset, order=order)
            return list(read_clips(session, ids))

    def get(self, clip_id: int) -> Clip:
        """A clip with its vector and tracks.

        Raises:
            QueryError: there is no such clip.
        """
        with self._store.reading() as session:
            self._check_ids(session, [clip_id])
            info = next(read_clips(session, [clip_id]))
            vector = session.execute(
                select(VectorRow.vector).where(VectorRow.clip_id == clip_id)
            ).scalar_one()
            packed = session.execute(
                select(TracksRow.data).where(TracksRow.clip_id == clip_id)
            ).scalar_one_or_none()
        return Clip(
            **vars(info),
            vector=unpack_vectors([vector], self.dim)[0],
            tracks=unpack_tracks(packed) if packed is not None else None,
        )

    # Inside.

    def _save_index(self) -> None:
        with self._searcher.lock, self._store.reading() as session:
            self._searcher.save(session)

    def _matching(
        self,
        session: Session,
        where: str | None,
        *,
        limit: int | None = None,
        offset: int = 0,
        order: str = "id",
    ) -> list[int]:
        from motionsearch.index.selecting import matching_ids

        return matching_ids(session, where, limit=limit, offset=offset, order=order)

    def _check_ids(self, session: Session, ids: Sequence[int]) -> None:
        for at in range(0, len(ids), 500):
            chunk = ids[at : at + 500]
            query = select(ClipRow.id).where(ClipRow.id.in_(chunk), ClipRow.deleted_generation.is_(None))
            missing = sorted(set(chunk) - set(session.execute(query).scalars()))
            if missing:
                raise QueryError(
                    f"there is no clip {missing[0]} in {self.name}",
                    hint="motionsearch list shows what there is",
                )


def text_query(
    model: Model, query: str | Sequence[str], minus: Sequence[str], weights: Sequence[float] | None
) -> NDArray[np.float32]:
    """``sum_i w_i t_i - sum_j m_j`` of the phrases' vectors, ``(D,)``, not scaled.

    Raises:
        QueryError: a phrase is empty, the weights do not fit, or nothing is left of the sum.
    """
    plus = [query] if isinstance(query, str) else list(query)
    away = [minus] if isinstance(minus, str) else list(minus)
    if not plus and not away:
        raise QueryError("there is nothing to search for", hint="describe the motion in words")
    if any(not phrase.strip() for phrase in plus + away):
        raise QueryError("a phrase of the query is empty", hint="describe the motion in words")
    factors = [1.0] * len(plus) if weights is None else [float(w) for w in weights]
    if len(factors) != len(plus) or not np.isfinite(factors).all():
        raise QueryError(f"{len(plus)} phrases need as many weights, got {factors}")
    signed = np.array(factors + [-1.0] * len(away), np.float32)
    total: NDArray[np.float32] = (signed[:, None] * model.embed_text(plus + away)).sum(axis=0)
    if not np.linalg.norm(total) > 1e-6:
        raise QueryError("the phrases of the query cancel out", hint="change a phrase or a weight")
    return total


def _sentences(given: str | Sequence[str]) -> tuple[str, ...]:
    return (given,) if isinstance(given, str) else tuple(given)


def _mark_removed(session: Session, ids: Sequence[int], generation: int) -> None:
    options = {"synchronize_session": False}
    for at in range(0, len(ids), 500):
        marked = update(ClipRow).where(ClipRow.id.in_(ids[at : at + 500]))
        session.execute(marked.values(deleted_generation=generation), execution_options=options)
    live = select(ClipRow.source_id).where(ClipRow.deleted_generation.is_(None))
    empty = update(Source).where(Source.deleted_generation.is_(None), Source.id.not_in(live))
    session.execute(empty.values(deleted_generation=generation), execution_options=options)
