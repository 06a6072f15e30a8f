"""Sentences: the query made of phrases, and the vectors of captions, embedded once and kept."""

from __future__ import annotations

import contextlib
import hashlib
from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import insert, select

from motionsearch.errors import LibraryError, QueryError
from motionsearch.index.codec import Vectors, checked_vectors, pack_vectors, unpack_vectors
from motionsearch.index.rows import CHUNK, lock_library
from motionsearch.index.schema import CaptionRow, Clip, TextVector
from motionsearch.index.store import Store
from motionsearch.labels import label_vectors

if TYPE_CHECKING:
    from motionsearch.model import Model


def text_query(
    model: Model,
    query: str | Sequence[str],
    minus: Sequence[str],
    weights: Sequence[float] | None,
    *,
    expand: bool = False,
) -> NDArray[np.float32]:
    """``unit(sum_i w_i t_i - sum_j m_j)`` of the phrases' unit vectors, ``(D,)``.

    ``expand`` takes a phrase that is a name in the glossary with its descriptions.

    Raises:
        QueryError: a phrase is empty, the weights do not fit, or nothing is left of the sum.
    """
    plus = [query] if isinstance(query, str) else list(query)
    away = [minus] if isinstance(minus, str) else list(minus)
    if not plus:
        raise QueryError("there is nothing to search for", hint="describe the motion in words")
    if any(not phrase.strip() for phrase in plus + away):
        raise QueryError("a phrase of the query is empty", hint="describe the motion in words")
    factors = [1.0] * len(plus) if weights is None else [float(w) for w in weights]
    if len(factors) != len(plus) or not np.isfinite(factors).all():
        raise QueryError(f"{len(plus)} phrases need as many weights, all of them numbers, got {factors}")
    return _combined(
        label_vectors(model, plus + away, glossary=expand, borrow=False), factors + [-1.0] * len(away)
    )


def text_queries(model: Model, queries: Sequence[str | Sequence[str]]) -> Vectors:
    """``(Q, D)``: :func:`text_query` of each, with all phrases embedded together.

    Raises:
        QueryError: as there.
    """
    if isinstance(queries, str):
        raise QueryError("many queries are given as a list", hint=f"search_many([{queries!r}])")
    split = [[query] if isinstance(query, str) else list(query) for query in queries]
    if any(not phrases for phrases in split):
        raise QueryError("there is nothing to search for", hint="describe the motion in words")
    if any(not phrase.strip() for phrases in split for phrase in phrases):
        raise QueryError("a phrase of the query is empty", hint="describe the motion in words")
    if not split:
        return np.zeros((0, model.dim), np.float32)
    every = list(dict.fromkeys(phrase for phrases in split for phrase in phrases))
    rows = {phrase: row for row, phrase in enumerate(every)}
    vectors = label_vectors(model, every, glossary=False, borrow=False)
    return np.stack(
        [_combined(vectors[[rows[p] for p in phrases]], [1.0] * len(phrases)) for phrases in split]
    )


def _combined(vectors: Vectors, factors: Sequence[float]) -> Vectors:
    signed = np.array(factors, np.float64)
    total: NDArray[np.float32] = (signed[:, None] * vectors).sum(axis=0, dtype=np.float64)
    if not np.linalg.norm(total) > 1e-6:
        raise QueryError("the phrases of the query cancel out", hint="change a phrase or a weight")
    return (total / np.linalg.norm(total)).astype(np.float32)


def captions_of(store: Store) -> list[str]:
    """The distinct captions of live clips, sorted."""
    live = select(CaptionRow.text).join(Clip, Clip.id == CaptionRow.clip_id)
    with store.reading() as session:
        texts = session.execute(live.where(Clip.deleted_generation.is_(None)).distinct()).scalars().all()
    return sorted(texts)


def text_vectors(store: Store, model: Model, texts: Sequence[str]) -> Vectors:
    """Vectors ``(B, D)`` of sentences: read where they were embedded before, else embedded and kept."""
    if not texts:
        return np.zeros((0, model.dim), np.float32)
    digests = [hashlib.sha256(text.encode("utf-8", "replace")).hexdigest() for text in texts]
    known = _read(store, digests, model.dim)
    new = {digest: text for digest, text in zip(digests, texts, strict=True) if digest not in known}
    if new:
        vectors = checked_vectors(model.embed_text(list(new.values())), model.dim, "vectors of the model")
        made = dict(zip(new, vectors, strict=True))
        # A library that is read-only, full or being written answers all the same.
        with contextlib.suppress(LibraryError):
            _write(store, made)
        known.update(made)
    return np.stack([known[digest] for digest in digests])


def _read(store: Store, digests: Sequence[str], dim: int) -> dict[str, Vectors]:
    known: dict[str, Vectors] = {}
    with store.reading() as session:
        for at in range(0, len(digests), CHUNK):
            query = select(TextVector.digest, TextVector.vector)
            rows = session.execute(query.where(TextVector.digest.in_(digests[at : at + CHUNK]))).all()
            vectors = unpack_vectors([row.vector for row in rows], dim)
            known.update((row.digest, vector) for row, vector in zip(rows, vectors, strict=True))
    return known


def _write(store: Store, made: dict[str, Vectors]) -> None:
    with store.writing() as session:
        lock_library(session)
        digests = list(made)
        for at in range(0, len(digests), CHUNK):
            chunk = digests[at : at + CHUNK]
            query = select(TextVector.digest).where(TextVector.digest.in_(chunk))
            there = set(session.execute(query).scalars())
            new = [digest for digest in chunk if digest not in there]
            if new:
                blobs = pack_vectors(np.stack([made[digest] for digest in new]), "float32")
                rows = [{"digest": d, "vector": blob} for d, blob in zip(new, blobs, strict=True)]
                session.execute(insert(TextVector), rows)


def reads_as(text: str) -> str:
    """What two sentences that read the same have in common."""
    return " ".join(text.lower().split()).rstrip(".")
