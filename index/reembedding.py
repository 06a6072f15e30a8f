"""All clips of a library embedded by another model, while the library is searched and added to.

The new vectors gather in a table of their own, a batch a transaction, beside a row that says of which model
they are; searches go on with the old ones. At the end one transaction embeds what was added last, puts the
new vectors in place of the old, and writes the model into the library's row. Interrupted before that, nothing
has changed, and run again it goes on where it stopped.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import MetaData, delete, func, inspect, select, text, update
from sqlalchemy.orm import Session

from motionsearch.errors import InputError, LibraryError
from motionsearch.index.checksums import with_other_vector
from motionsearch.index.codec import Precision, Vectors, checked_vectors, pack_vectors, unpack_tracks
from motionsearch.index.records import ReembedReport
from motionsearch.index.rows import change, count_clips, next_generation
from motionsearch.index.schema import Base, Clip, LibraryRow, TextVector, TracksRow, VectorRow
from motionsearch.index.sources import remove_empty
from motionsearch.index.state import live_count
from motionsearch.index.statements import fetch, write
from motionsearch.index.store import Store
from motionsearch.index.upkeep import drop_removed

if TYPE_CHECKING:
    from motionsearch.model import Model

OnProgress = Callable[[int, int], None]

_NEW, _TARGET = "reembed_vectors", "reembed_model"

_BATCH = (
    "SELECT c.id, t.data FROM clips c JOIN tracks t ON t.clip_id = c.id "
    "WHERE c.id > ? AND c.deleted_generation IS NULL ORDER BY c.id LIMIT ?"
)

_CHECKSUMS = (
    f"SELECT c.id, c.checksum, v.vector, n.vector FROM clips c JOIN vectors v ON v.clip_id = c.id "
    f"JOIN {_NEW} n ON n.clip_id = c.id WHERE c.id > ? ORDER BY c.id LIMIT ?"
)
_PIECE = 10_000


class Reembedding:
    """One run of re-embedding.

    Args:
        store: The library's database.
        row: The library's row.
        model: The new model.
        drop_bare: Clips without tracks, which no model can embed, are removed.
        on_progress: Told how many clips are embedded, and of how many.
    """

    def __init__(
        self,
        store: Store,
        row: Any,
        model: Model,
        *,
        drop_bare: bool = False,
        on_progress: OnProgress | None = None,
    ) -> None:
        self._store = store
        self._row = row
        self._model = model
        self._drop_bare = drop_bare
        self._on_progress = on_progress or (lambda _done, _total: None)
        self._embedded = 0

    def run(self) -> ReembedReport:
        """Does what is left to do; the library's row is another one after.

        Raises:
            LibraryError: clips have no tracks and are not to be dropped, a clip cannot be embedded, another
                process re-embeds the library with a third model, or it cannot be written.
        """
        if self._model.fingerprint == self._row.model_fingerprint:
            return self._nothing_to_do()
        with self._store.reading() as session:
            self._check_tracks(session)
        after = self._begin()
        done = self._count_done()
        while True:
            with self._store.reading() as session:
                batch = fetch(session, _BATCH, after, self._model.clips_at_once)
                total = live_count(session)
            if not batch:
                report = self._finish(after)
                if report is not None:
                    return report
                continue
            vectors = self._embed(batch)
            with self._store.writing() as session:
                self._check_target(session)
                self._keep(session, [row[0] for row in batch], vectors)
            after = batch[-1][0]
            done += len(batch)
            self._embedded += len(batch)
            self._on_progress(done, max(total, done))

    def _nothing_to_do(self) -> ReembedReport:
        with self._store.reading() as session:
            left = inspect(session.connection()).has_table(_TARGET)
            clips = live_count(session)
        if left:
            with self._store.writing() as session:
                _drop_tables(session)
        return ReembedReport(self._model.name, self._model.fingerprint, clips, 0, 0)

    def _begin(self) -> int:
        """Makes the tables, unless they are there and of this model; returns the last clip that is done."""
        with self._store.writing(alone=True) as session:
            if inspect(session.connection()).has_table(_TARGET):
                known = fetch(session, f"SELECT fingerprint FROM {_TARGET}")
                if known == [(self._model.fingerprint,)]:
                    # Batches come in the order of ids, and new clips have higher ones.
                    last = fetch(session, f"SELECT max(clip_id) FROM {_NEW}")
                    return int(last[0][0] or 0)
                _drop_tables(session)
            _make_tables(session)
            write(session, f"INSERT INTO {_TARGET} (fingerprint) VALUES (?)", [(self._model.fingerprint,)])
            return 0

    def _count_done(self) -> int:
        with self._store.reading() as session:
            return int(fetch(session, f"SELECT count(*) FROM {_NEW}")[0][0])

    def _check_target(self, session: Session) -> None:
        there = inspect(session.connection()).has_table(_TARGET)
        if not there or fetch(session, f"SELECT fingerprint FROM {_TARGET}") != [(self._model.fingerprint,)]:
            raise LibraryError(
                f"{self._store.place.name} is being re-embedded with another model by another process",
                hint="let that one finish, or end it and run this command again",
            )

    def _embed(self, batch: Sequence[tuple[Any, ...]]) -> Vectors:
        tracks = []
        for clip_id, blob in batch:
            try:
                tracks.append(unpack_tracks(blob))
            except LibraryError as error:
                raise self._refused(clip_id, error) from error
        try:
            return self._checked(tracks)
        except InputError as error:
            for (clip_id, _), one in zip(batch, tracks, strict=True):
                try:
                    self._checked([one])
                except InputError as alone:
                    raise self._refused(clip_id, alone) from alone
            raise LibraryError(f"{self._model.name} cannot embed clips: {error}") from error

    def _checked(self, tracks: Sequence[Any]) -> Vectors:
        vectors = self._model.embed_tracks(tracks)
        return checked_vectors(vectors, self._model.dim, "vectors of the model")

    def _refused(self, clip_id: int, error: Exception) -> LibraryError:
        return LibraryError(
            f"{self._store.place.name}: clip {clip_id} cannot be embedded ({error})",
            hint=f"remove it (`motionsearch rm {clip_id}`) and run the same command again: it goes on where "
            "it stopped",
        )

    def _keep(self, session: Session, ids: Sequence[int], vectors: Vectors) -> None:
        blobs = pack_vectors(vectors, _precision(self._row))
        # Another process may do the same work.
        statement = f"INSERT INTO {_NEW} (clip_id, vector) VALUES (?, ?) ON CONFLICT DO NOTHING"
        write(session, statement, list(zip(ids, blobs, strict=True)))

    def _check_tracks(self, session: Session) -> None:
        bare = _bare(session)
        count = int(session.execute(select(func.count()).select_from(bare.subquery())).scalar_one())
        if count and not self._drop_bare:
            named = ", ".join(str(i) for i in session.execute(bare.limit(3)).scalars())
            raise LibraryError(
                f"{self._store.place.name} holds {count:,} clips that are vectors without tracks "
                f"({named}{', ...' if count > 3 else ''}), which no other model can embed",
                hint="remove them with --drop-vectors-only (`motionsearch backup` keeps a copy of all); or "
                "make a new library of the other model: `motionsearch add --library NEW --model OTHER ...`",
            )

    def _finish(self, after: int) -> ReembedReport | None:
        """Puts the new vectors in place; ``None`` where so many clips came meanwhile that it has to wait."""
        at_once = self._model.clips_at_once
        with self._store.writing(alone=True) as session:
            self._check_target(session)
            last = fetch(session, _BATCH, after, at_once)
            if len(last) == at_once:
                return None
            if last:
                self._keep(session, [row[0] for row in last], self._embed(last))
                self._embedded += len(last)
            self._check_tracks(session)
            dropped = _drop_bare(session)
            drop_removed(session)
            self._swap(session)
            clips = live_count(session)
        return ReembedReport(self._model.name, self._model.fingerprint, clips, self._embedded, dropped)

    def _swap(self, session: Session) -> None:
        _change_checksums(session)
        if self._store.dialect == "sqlite":
            # Readers see the tables as they were when they began.
            session.execute(text("DROP TABLE vectors"))
            session.execute(text(f"ALTER TABLE {_NEW} RENAME TO vectors"))
            session.execute(text(f"DROP TABLE {_TARGET}"))
        else:
            # There, readers that began before would see a table of another name; they do not see other rows.
            new = f"SELECT n.vector FROM {_NEW} n WHERE n.clip_id = vectors.clip_id"
            session.execute(text(f"UPDATE vectors SET vector = ({new})"))
            _drop_tables(session)
        folder = getattr(self._model, "folder", None)
        changed = {
            "model_name": self._model.name,
            "model_path": str(Path(folder).absolute()) if folder else None,
            "model_fingerprint": self._model.fingerprint,
            "dim": self._model.dim,
            "space_name": self._model.space_name,
        }
        change(session, update(LibraryRow).values(changed))
        change(session, delete(TextVector))


def _change_checksums(session: Session) -> None:
    """To those of the clips with their new vectors, a clip that was damaged stays so."""
    after = 0
    while rows := fetch(session, _CHECKSUMS, after, _PIECE):
        after = rows[-1][0]
        changed = [
            (with_other_vector(before, bytes(old), bytes(new)), i)
            for i, before, old, new in rows
            if before is not None
        ]
        write(session, "UPDATE clips SET checksum = ? WHERE id = ?", changed)


def _bare(session: Session) -> Any:
    """The live clips without tracks."""
    tracks = select(TracksRow.clip_id).where(TracksRow.clip_id == Clip.id)
    return select(Clip.id).where(Clip.deleted_generation.is_(None), ~tracks.exists()).order_by(Clip.id)


def _drop_bare(session: Session) -> int:
    bare = _bare(session).order_by(None)
    generation = next_generation(session)
    removed = update(Clip).where(Clip.id.in_(bare)).values(deleted_generation=generation)
    count = change(session, removed)
    count_clips(session, -count)
    remove_empty(session, generation)
    return count


def _precision(row: Any) -> Precision:
    precision: Precision = row.precision
    return precision


def _make_tables(session: Session) -> None:
    session.execute(text(f"CREATE TABLE {_TARGET} (fingerprint VARCHAR(64) PRIMARY KEY)"))
    if session.get_bind().dialect.name == "postgresql":
        # Without a foreign key, so that dropping it waits for nobody; it takes the place of no table.
        session.execute(text(f"CREATE TABLE {_NEW} (clip_id BIGINT PRIMARY KEY, vector BYTEA NOT NULL)"))
        return
    tables = MetaData()
    for table in Base.metadata.sorted_tables:
        table.to_metadata(tables)
    VectorRow.__table__.to_metadata(tables, name=_NEW).create(session.connection())  # type: ignore[attr-defined]


def _drop_tables(session: Session) -> None:
    for table in (_NEW, _TARGET):
        session.execute(text(f"DROP TABLE IF EXISTS {table}"))
