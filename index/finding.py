"""Everything that a library answers without being changed: search, like, describe, label, look up."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import ArrayLike
from sqlalchemy import select
from sqlalchemy.orm import Session

from motionsearch.errors import InputError, QueryError
from motionsearch.index.codec import Vectors, checked_vectors, unpack_tracks
from motionsearch.index.engines import Ids, Stages
from motionsearch.index.examples import Example, What, as_examples
from motionsearch.index.labelling import Labels, different_words
from motionsearch.index.opened import OpenLibrary
from motionsearch.index.records import Clip, ClipInfo, Description, Explanation, Hit, Labelled
from motionsearch.index.rows import CHUNK, read_clips
from motionsearch.index.schema import Clip as ClipRow
from motionsearch.index.schema import TracksRow
from motionsearch.index.selecting import matching_ids
from motionsearch.index.texts import captions_of, reads_as, text_queries, text_query, text_vectors
from motionsearch.index.vectors import fetch_vectors

if TYPE_CHECKING:
    from motionsearch.tracking.config import Tracking


class FindingLibrary(OpenLibrary):
    """The half of :class:`motionsearch.index.library.Library` that finds."""

    def search(
        self,
        query: str | Sequence[str],
        k: int = 10,
        *,
        where: str | None = None,
        minus: Sequence[str] = (),
        weights: Sequence[float] | None = None,
        exact: bool = False,
        expand: bool = False,
    ) -> list[Hit]:
        """The clips that fit the words best, the best first; ties by the lower id.

        The query vector is ``unit(sum_i w_i t_i - sum_j m_j)`` over the unit vectors of the phrases.

        Args:
            query: A phrase or several.
            k: How many clips at most.
            where: A filter, such as ``"duration > 2 and tags.who = 'ana'"``; see
                :mod:`motionsearch.index.filters`.
            minus: Phrases that should not fit.
            weights: One for each phrase of ``query``; may be negative.
            exact: No approximation, also in a large library.
            expand: A phrase that is a name in the glossary counts with its descriptions.

        Raises:
            QueryError: the query or the filter makes no sense.
        """
        return self._search_text(query, k, where, minus, weights, exact, expand)[0]

    def explain(
        self,
        query: str | Sequence[str],
        k: int = 10,
        *,
        where: str | None = None,
        minus: Sequence[str] = (),
        weights: Sequence[float] | None = None,
        exact: bool = False,
        expand: bool = False,
    ) -> Explanation:
        """Searches as :meth:`search` does, and says how it was done and what took how long."""
        return self._search_text(query, k, where, minus, weights, exact, expand)[1]

    def search_vector(
        self, vector: ArrayLike, k: int = 10, where: str | None = None, *, exact: bool = False
    ) -> list[Hit]:
        """The clips nearest to a vector ``(D,)`` of the library's model, by cosine.

        Raises:
            QueryError: the vector has another shape, is not finite or has no length; or as :meth:`search`.
        """
        return self._search(self._as_queries(np.asarray(vector)[None]), k, where, exact=exact)[0]

    def search_many(
        self,
        queries: Sequence[str | Sequence[str]],
        k: int = 10,
        *,
        where: str | None = None,
        exact: bool = False,
    ) -> list[list[Hit]]:
        """What :meth:`search` finds for each of many queries, at the speed of a batch.

        Args:
            queries: Each a phrase or several.
            k: How many clips at most for each.
            where: A filter for all of them.
            exact: No approximation.

        Raises:
            QueryError: a query or the filter makes no sense.
        """
        if where is None:
            self._engine.read_ahead()
        vectors = text_queries(self.model, queries)
        return self._search_each(vectors, k, where, exact=exact)

    def search_vectors(
        self, vectors: ArrayLike, k: int = 10, where: str | None = None, *, exact: bool = False
    ) -> list[list[Hit]]:
        """What :meth:`search_vector` finds for each of ``(Q, D)`` vectors, at the speed of a batch.

        Raises:
            QueryError: as :meth:`search_vector`.
        """
        return self._search_each(self._as_queries(vectors), k, where, exact=exact)

    def like(
        self,
        what: What,
        k: int = 10,
        *,
        where: str | None = None,
        exact: bool = False,
        tracking: Tracking | None = None,
    ) -> list[Hit]:
        """The clips that move like the example.

        Args:
            what: A clip id, which is not found itself; a file, tracks or a recording. Of a longer example
                that is cut into several clips the best fitting one counts.
            k: How many clips at most.
            where: A filter, as in :meth:`search`.
            exact: No approximation, as in :meth:`search`.
            tracking: How videos are tracked.

        Raises:
            QueryError: there is no such clip, or the filter makes no sense.
            InputError: the file cannot be read.
        """
        if where is None:
            self._engine.read_ahead()
        examples = self.look_at(what, tracking=tracking)
        vectors = np.concatenate([example.vectors for example in examples])
        return self._search(vectors, k, where, exact=exact, without=examples[0].clip_id)[0]

    def describe(self, what: What, k: int = 10) -> list[Description]:
        """The sentences that fit the example best, out of the library's captions and a bank of phrases.

        The first call embeds the sentences and keeps their vectors in the library.

        Raises:
            QueryError: there is no such clip.
            InputError: the file cannot be read.
        """
        _check_count(k)
        vectors = np.concatenate([example.vectors for example in self.look_at(what)])
        captions = captions_of(self._store)
        seen = {reads_as(caption) for caption in captions}
        from motionsearch.phrases import load_phrases

        phrases = [phrase for phrase in load_phrases() if reads_as(phrase) not in seen]
        texts = captions + phrases
        if not texts:
            return []
        scores = (text_vectors(self._store, self.model, texts) @ vectors.T).max(axis=1)
        order = np.argsort(-scores, kind="stable")[:k]
        return [
            Description(texts[i], float(scores[i]), "library" if i < len(captions) else "phrases")
            for i in order
        ]

    def look_at(self, what: What | Sequence[What], *, tracking: Tracking | None = None) -> list[Example]:
        """Reads and embeds examples, so that :meth:`label` may be told of many at once that are read singly.

        Args:
            what: Clip ids, files, folders, tracks or recordings; or just one.
            tracking: How videos are tracked.

        Raises:
            QueryError: there is no such clip.
            InputError: a file cannot be read.
        """
        return as_examples(what, lambda: self.model, self.get, tracking)

    def label(
        self,
        what: What | Sequence[What],
        labels: Sequence[str],
        k: int | None = None,
        *,
        glossary: bool = True,
        calibrated: bool = True,
        even: bool = False,
        tracking: Tracking | None = None,
    ) -> list[Labelled]:
        """How likely each label is for each clip of what is handed over.

        ``softmax(logit_scale * (cosine - commonness))``, see :meth:`motionsearch.model.Model.commonness`.
        The vectors of what is said about the labels are kept in the library.

        Args:
            what: Clip ids, files, folders, tracks, recordings or what :meth:`look_at` gave; or just one.
            labels: The words to choose from.
            k: Keep the k likeliest; all by default.
            glossary: Labels count with what the glossary says about them, not as bare words.
            calibrated: Take off what makes a label near every clip, where the model has a reference.
            even: Each label fits about equally many of the clips: take off what it scores on all of them
                instead, which tells many clips of one kind far better apart, and few or uneven ones worse.
            tracking: How videos are tracked.

        Raises:
            QueryError: there are no labels, no such clip, or with ``even`` fewer clips than labels.
            InputError: a file cannot be read.
            ModelError: the model's reference is damaged.
        """
        words = different_words(labels)
        if k is not None:
            _check_count(k)
        examples = self.look_at(what, tracking=tracking)
        if self._labels is None or self._labels.asked != (words, glossary, calibrated):
            self._labels = Labels.of(self._store, self.model, (words, glossary, calibrated))
        chosen = self._labels
        if even:
            chosen = chosen.evenly(np.concatenate([example.vectors for example in examples]))
        results = []
        for example in examples:
            shares = chosen.shares(example.vectors)
            for clip, share in zip(example.clips, shares, strict=True):
                order = np.argsort(-share, kind="stable")[:k]
                ranked = tuple((words[i], float(share[i])) for i in order)
                place = example.source, clip.start, clip.end, example.clip_id
                results.append(Labelled(*place, ranked, clip.name, clip.meta))
        return results

    def clips(
        self, where: str | None = None, limit: int | None = None, offset: int = 0, order: str = "id"
    ) -> list[ClipInfo]:
        """The clips that pass a filter.

        Args:
            where: A filter, as in :meth:`search`.
            limit: How many at most.
            offset: How many to pass over first.
            order: A field such as ``"duration"``, or ``"-duration"`` for the longest first.

        Raises:
            QueryError: the filter or the order makes no sense.
        """
        with self._store.reading() as session:
            ids = matching_ids(session, where, limit=limit, offset=offset, order=order)
            return list(read_clips(session, ids))

    def get(self, clip_id: int) -> Clip:
        """A clip with its vector and, where the library holds them, its tracks.

        Raises:
            QueryError: there is no such clip.
            LibraryError: what is stored of it is damaged.
        """
        with self._store.reading() as session:
            self._check_ids(session, [clip_id])
            (info,) = read_clips(session, [clip_id])
            vector = fetch_vectors(session, [clip_id], self.dim)[0]
            tracks = select(TracksRow.data).where(TracksRow.clip_id == clip_id)
            packed = session.execute(tracks).scalar_one_or_none()
        return Clip(
            **vars(info),
            vector=vector,
            tracks=unpack_tracks(packed) if packed is not None else None,
        )

    def _search_text(
        self,
        query: str | Sequence[str],
        k: int,
        where: str | None,
        minus: Sequence[str],
        weights: Sequence[float] | None,
        exact: bool,
        expand: bool,
    ) -> tuple[list[Hit], Explanation]:
        stages = Stages()
        # A filter may leave so few clips that nothing has to be read ahead.
        if where is None:
            self._engine.read_ahead()
        with stages("text"):
            vector = text_query(self.model, query, minus, weights, expand=expand)
        return self._search(vector[None], k, where, exact=exact, stages=stages)

    def _search(
        self,
        vectors: Vectors,
        k: int,
        where: str | None,
        *,
        exact: bool = False,
        without: int | None = None,
        stages: Stages | None = None,
    ) -> tuple[list[Hit], Explanation]:
        """The k clips that are nearest to any of the vectors ``(n, D)``."""
        _check_count(k)
        stages = stages or Stages()
        with self._engine.lock, self._store.reading() as session:
            only = self._matching(session, where, stages)
            # One more, in case the clip that is not wanted is among them.
            wanted = k if without is None else k + 1
            plan, found = self._engine.search(session, vectors, wanted, only=only, exact=exact, stages=stages)
            scores: dict[int, float] = {}
            for some, values in found:
                for clip_id, score in zip(some.tolist(), values.tolist(), strict=True):
                    scores[clip_id] = max(score, scores.get(clip_id, -2.0))
            if without is not None:
                scores.pop(without, None)
            with stages("rows"):
                ranked = sorted(scores, key=lambda clip_id: (-scores[clip_id], clip_id))[:k]
                infos = list(read_clips(session, ranked))
        hits = [Hit(**vars(info), score=scores[info.clip_id]) for info in infos]
        return hits, Explanation(plan, plan.candidates, dict(stages.seconds))

    def _search_each(self, vectors: Vectors, k: int, where: str | None, *, exact: bool) -> list[list[Hit]]:
        """The k clips nearest to each of the vectors ``(Q, D)``."""
        _check_count(k)
        if not len(vectors):
            return []
        stages = Stages()
        with self._engine.lock, self._store.reading() as session:
            only = self._matching(session, where, stages)
            _, found = self._engine.search(session, vectors, k, only=only, exact=exact, stages=stages)
            every = np.unique(np.concatenate([ids for ids, _ in found]))
            infos = {info.clip_id: vars(info) for info in read_clips(session, every.tolist())}
        return [
            [
                Hit(**infos[clip_id], score=score)
                for clip_id, score in zip(ids.tolist(), scores.tolist(), strict=True)
            ]
            for ids, scores in found
        ]

    def _matching(self, session: Session, where: str | None, stages: Stages) -> Ids | None:
        if where is None:
            return None
        with stages("filter"):
            return self._matches.ids(session, where)

    def _as_queries(self, vectors: ArrayLike) -> Vectors:
        try:
            return checked_vectors(vectors, self.dim, "query vectors")
        except InputError as error:
            raise QueryError(str(error)) from error

    def _check_ids(self, session: Session, ids: Sequence[int]) -> None:
        for at in range(0, len(ids), CHUNK):
            # A number that no database takes is no clip either.
            chunk = [i for i in ids[at : at + CHUNK] if abs(i) < 2**63]
            query = select(ClipRow.id).where(ClipRow.id.in_(chunk), ClipRow.deleted_generation.is_(None))
            missing = sorted(set(ids[at : at + CHUNK]) - set(session.execute(query).scalars()))
            if missing:
                raise QueryError(
                    f"there is no clip {missing[0]} in {self.name}",
                    hint="`motionsearch list` shows what there is",
                )


def _check_count(k: int) -> None:
    if k < 1:
        raise QueryError(f"the number of results must be at least 1, got {k}")
