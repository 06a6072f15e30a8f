"""What keeps a library safe and free to go elsewhere: backup, export, import, merge, another model."""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, TypeVar

from motionsearch.index.finding import FindingLibrary
from motionsearch.index.opening import load_model, open_database, read_row
from motionsearch.index.place import find_place
from motionsearch.index.records import AddEvent, AddReport, BackupReport, ReembedReport
from motionsearch.index.selecting import matching_ids
from motionsearch.index.store import WAIT, Store

if TYPE_CHECKING:
    from collections.abc import Iterator

    from motionsearch.index.exporting import Kind
    from motionsearch.model import Model

OnProgress = Callable[[int, int], None]
Self = TypeVar("Self", bound="KeepingLibrary")


class KeepingLibrary(FindingLibrary):
    """The third of :class:`motionsearch.index.library.Library` that keeps it, and lets it go."""

    def backup(
        self,
        file: str | os.PathLike[str],
        *,
        force: bool = False,
        on_progress: OnProgress | None = None,
    ) -> BackupReport:
        """Writes all of the library but its index into one file, as it is at one moment.

        Others may search and add meanwhile. The file appears whole or not at all; it is a SQLite database,
        also where the library is on a server.

        Args:
            file: The file.
            force: It may replace one that is there.
            on_progress: Told how much is copied, and of how much.

        Raises:
            InputError: there is a file already, or it cannot be written.
            LibraryError: the library is damaged.
        """
        from motionsearch.index.backing_up import backup

        return backup(self._store, file, force=force, on_progress=on_progress)

    @classmethod
    def restore(
        cls: type[Self],
        file: str | os.PathLike[str],
        path: str | os.PathLike[str],
        *,
        force: bool = False,
        wait: float = WAIT,
        on_progress: OnProgress | None = None,
        **options: Any,
    ) -> Self:
        """Makes a library of a backup, and opens it.

        Args:
            file: The backup.
            path: A folder or database URL where no library is.
            force: A library that is there is replaced; what it holds is lost.
            wait: Seconds to wait for another process that writes there.
            on_progress: Told how much is checked and copied, and of how much.
            options: For :meth:`open`.

        Raises:
            InputError: the file is missing, no backup, or damaged.
            LibraryError: a library is in the way, or the backup is of a newer motionsearch.
        """
        from motionsearch.index.restoring import restore

        restore(file, path, force=force, wait=wait, on_progress=on_progress)
        return cls.open(path, create=False, wait=wait, **options)

    def export(
        self,
        path: str | os.PathLike[str],
        where: str | None = None,
        *,
        kind: Kind = "jsonl",
        on_progress: OnProgress | None = None,
    ) -> int:
        """Writes clips into a new folder, in formats that need no motionsearch to read; returns how many.

        As "jsonl", ``clips.jsonl`` has a line a clip and ``vectors.npz`` their ``ids`` and ``vectors``; as
        "parquet", ``clips.parquet`` has both. ``tracks/<id>.npz`` hold the tracks (``points, visible, fps,
        frame_size``, and captions and label), which can be added again. ``sources.*`` and ``export.json`` say
        where the clips are from and which model embedded them: what :meth:`import_from` needs.

        Args:
            path: The folder.
            where: A filter; all clips by default.
            kind: "jsonl" or "parquet".
            on_progress: Told how many clips are written, and of how many.

        Raises:
            InputError: the folder exists and is not empty, or cannot be written; or there is no such kind.
            MissingExtraError: Parquet needs a package that is not here.
            QueryError: the filter makes no sense.
        """
        from motionsearch.index.exporting import export_clips

        with self._store.reading() as session:
            ids = matching_ids(session, where)
            return export_clips(
                session, self._row, path, ids, kind=kind, whole=where is None, on_progress=on_progress
            )

    def import_from(
        self,
        folder: str | os.PathLike[str],
        *,
        replace: bool = False,
        on_event: Callable[[AddEvent], None] | None = None,
    ) -> AddReport:
        """Takes in what :meth:`export` wrote, as it is: nothing is embedded again.

        Sources whose bytes the library knows are skipped, so that it can be run again after an interruption.
        The clips get new ids.

        Args:
            folder: An export of a library of the same model.
            replace: A source takes the place of another one with its path; otherwise it is skipped.
            on_event: Told when a source is committed or skipped.

        Raises:
            InputError: the folder is no export, or something in it is damaged or missing.
            LibraryError: its vectors are of another model, or the library cannot be written.
            MissingExtraError: Parquet needs a package that is not here.
        """
        from motionsearch.index.importing import import_folder

        report = import_folder(self._store, self._row, folder, replace=replace, on_event=on_event)
        if report.added:
            self._save_index()
        return report

    def merge(
        self,
        other: str | os.PathLike[str] | FindingLibrary,
        *,
        replace: bool = False,
        on_event: Callable[[AddEvent], None] | None = None,
    ) -> AddReport:
        """Takes in all sources of another library of the same model, which stays as it is.

        Sources whose bytes the library knows are skipped, so that it can be run again after an interruption.
        The clips get new ids.

        Args:
            other: The other library: its folder or URL, or the library itself.
            replace: Of two sources with one path the other library's counts; otherwise this one's own.
            on_event: Told when a source is committed or skipped.

        Raises:
            LibraryError: they are of two models, or one of them cannot be read or written.
        """
        from motionsearch.index.merging import merge

        with _opened(other, self._store.wait) as (store, row):
            report = merge(self._store, self._row, store, row, replace=replace, on_event=on_event)
        if report.added:
            self._save_index()
        return report

    def reembed(
        self,
        model: str | os.PathLike[str] | Model,
        *,
        drop_vectors_only: bool = False,
        on_progress: OnProgress | None = None,
    ) -> ReembedReport:
        """Embeds all clips with another model, which is the library's from then on.

        Until all is done the library is searched and added to with the old model. Interrupted, it goes on
        where it stopped when it is run again with the same model. Removed clips are dropped for good. Other
        processes that have the library open are refused afterwards, until they open it again.

        Args:
            model: A name, a path or a loaded model.
            drop_vectors_only: Clips that came as vectors, without tracks, are removed: no other model can
                embed them.
            on_progress: Told how many clips are embedded, and of how many.

        Raises:
            LibraryError: there are clips without tracks and they are not to be dropped, a clip cannot be
                embedded, or the library cannot be written.
            ModelError: the model cannot be loaded.
        """
        from motionsearch.index.reembedding import Reembedding

        loaded = load_model(model)
        if self._device is not None:
            loaded.use_device(self._device)
        work = Reembedding(
            self._store, self._row, loaded, drop_bare=drop_vectors_only, on_progress=on_progress
        )
        report = work.run()
        changed = loaded.fingerprint != self.fingerprint
        if changed:
            self._store.bind(self._row.uuid, loaded.fingerprint)
            with self._store.reading() as session:
                row = read_row(session, self.name)
            self._engine.close()
            FindingLibrary.__init__(self, self._store, row, loaded, self._plans, self._device)
        self._save_index(always=changed)
        return report

    def _save_index(self, *, always: bool = False) -> None:
        with self._engine.lock, self._store.reading() as session:
            self._engine.save(session, always=always)


@contextmanager
def _opened(other: str | os.PathLike[str] | FindingLibrary, wait: float) -> Iterator[tuple[Store, Any]]:
    """The database of another library and its row; its model is not needed."""
    if isinstance(other, FindingLibrary):
        yield other._store, other._row
        return
    store = Store(find_place(other, create=False), wait)
    try:
        row, _ = open_database(store, None, create=False)
        store.bind(row.uuid, row.model_fingerprint)
        yield store, row
    finally:
        store.close()
