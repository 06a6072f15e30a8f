"""What runs on the machines of a cluster: reads, tracks and embeds one file at a time.

:class:`Reader` is the Ray actor of :mod:`motionsearch.index.cluster`; importing it does not need Ray.
"""

from __future__ import annotations

import os
import queue
import socket
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import motionsearch
from motionsearch.errors import ModelError, MotionsearchError
from motionsearch.index.codec import checked_vectors, pack_tracks
from motionsearch.index.incoming import NewClip, PackedTracks
from motionsearch.index.reading import Found, Job, told

if TYPE_CHECKING:
    from motionsearch.model import Model

SHARED = "with Ray, files lie at the same path on every machine, on storage that they share"

Said = tuple[str, Any]
"""(kind, value) as in :class:`motionsearch.index.workers.Heard`."""


@dataclass(frozen=True)
class ShippedModel:
    """A model on its way to machines that may not have it.

    Args:
        fingerprint: Of the model.
        files: What embedding clips needs of its folder.
        itself: The model, where it has no folder.
    """

    fingerprint: str
    files: Mapping[str, bytes] = field(default_factory=dict)
    itself: Any = None

    @classmethod
    def of(cls, model: Model) -> ShippedModel:
        """Packs a model."""
        from motionsearch.model import CONFIG, ENCODER, TEXT_HEAD

        folder = getattr(model, "folder", None)
        if folder is None:
            return cls(model.fingerprint, itself=model)
        files = {name: (Path(folder) / name).read_bytes() for name in (CONFIG, ENCODER, TEXT_HEAD)}
        return cls(model.fingerprint, files)

    def unpacked(self) -> Model:
        """The model on this machine; its files are kept in the cache for all workers and for later runs.

        Raises:
            ModelError: what arrived is not what was sent.
            OSError: the cache cannot be written.
        """
        if self.itself is not None:
            model: Model = self.itself
        else:
            from motionsearch.model import Model

            model = Model.load(self._folder())
        if model.fingerprint != self.fingerprint:
            raise ModelError(
                f"the model arrived with the fingerprint {model.fingerprint[:12]} in place of "
                f"{self.fingerprint[:12]}"
            )
        model.use_device("cpu")
        return model

    def _folder(self) -> Path:
        from filelock import FileLock

        from motionsearch.paths import cache_dir

        folder = cache_dir() / "cluster-models" / self.fingerprint[:32]
        folder.mkdir(parents=True, exist_ok=True)
        with FileLock(folder.with_suffix(".lock")):
            for name, data in self.files.items():
                file = folder / name
                if not file.is_file() or file.read_bytes() != data:
                    file.write_bytes(data)
        return folder


@dataclass(frozen=True)
class Joined:
    """What a worker is: where it runs, and why it cannot be used, if so."""

    host: str
    node: str
    pid: int
    refusal: str = ""


@dataclass(frozen=True)
class Task:
    """A job as it is handed out: ``function(job, line)`` gives what was :class:`Found`."""

    function: Callable[[Job, Any], Found]
    job: Job


class Reader:
    """One worker. Reads in a thread, so that it can be talked with meanwhile.

    Args:
        between: Seconds; what is said of progress more often is not passed on.
    """

    def __init__(self, between: float) -> None:
        self._between = between
        self._host = socket.gethostname()
        self._news: queue.SimpleQueue[Said] = queue.SimpleQueue()
        self._answers: queue.SimpleQueue[Any] = queue.SimpleQueue()
        self._model: Any = None

    def join(self, version: str, model: Sequence[Any]) -> Joined:
        """Gets ready; says so, or what is in the way.

        Args:
            version: Of the motionsearch that hands out the files.
            model: A reference to a :class:`ShippedModel`, in a list so that Ray does not resolve it before
                the versions are compared.
        """
        import ray

        # Ray gives a worker one core, and so must what asks for the machine's.
        os.environ["MOTIONSEARCH_THREADS"] = "1"
        here = Joined(self._host, ray.get_runtime_context().get_node_id(), os.getpid())
        if version != motionsearch.__version__:
            what = f"{self._host} has motionsearch {motionsearch.__version__}, this machine has {version}"
            return replace(here, refusal=what)
        try:
            self._model = ray.get(model[0]).unpacked()
        except (MotionsearchError, OSError) as error:
            return replace(here, refusal=f"{self._host} cannot load the model: {told(error)}")
        from motionsearch import formats  # noqa: F401  reading needs it, and patience starts then

        return here

    def talk(self, message: Said) -> list[Said]:
        """Takes ("job", task), ("answer", value) or ("go on", None); waits for something to say."""
        kind, value = message
        if kind == "job":
            threading.Thread(target=self._work, args=(value,), daemon=True).start()
        elif kind == "answer":
            self._answers.put(value)
        said = [self._news.get()]
        while not self._news.empty():
            if said[-1][0] == "progress":
                said.pop()  # what follows is newer
            said.append(self._news.get())
        return said

    def _work(self, task: Task) -> None:
        self._news.put(("progress", (0.0, None)))
        try:
            unseen = _unseen(task.job, self._host)
            found = Found(error=unseen) if unseen else task.function(task.job, _Thread(self))
            self._news.put(("done", _embedded(found, self._model)))
        except BaseException as error:  # noqa: BLE001  whatever it is, it concerns this file only
            fault = f"this is a fault in motionsearch ({type(error).__name__}: {error})"
            self._news.put(("failed", (fault, "the other files are not concerned; please report it")))

    def say(self, said: Said) -> None:
        """Has something said at the next occasion."""
        self._news.put(said)

    def wait_for_answer(self) -> Any:
        """What :meth:`talk` is told next."""
        return self._answers.get()

    @property
    def between(self) -> float:
        """Seconds between two reports of progress."""
        return self._between


class _Thread:
    """The line of a job to the worker it runs in."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader
        self._last = 0.0

    def progress(self, done: float, total: float | None) -> None:
        """See :class:`motionsearch.index.workers.Line`."""
        if time.monotonic() - self._last >= self._reader.between:
            self._last = time.monotonic()
            self._reader.say(("progress", (float(done), None if total is None else float(total))))

    def ask(self, question: Any) -> Any:
        """See :class:`motionsearch.index.workers.Line`."""
        self._reader.say(("ask", question))
        return self._reader.wait_for_answer()


def _unseen(job: Job, host: str) -> str:
    """Why a file that the library's machine sees is not seen here; empty where it is."""
    if job.size is None or not isinstance(job.given, Path):
        return ""
    from motionsearch import formats

    if not job.given.exists():
        return f"{job.given}: {host} does not see this file ({SHARED})"
    try:
        size, _ = formats.stamp(job.given)
    except (MotionsearchError, OSError):
        return ""  # reading it says what is wrong
    if size == job.size:
        return ""
    sizes = f"of {size:,} bytes and not {job.size:,}"
    return f"{job.given}: {host} sees another file at this path, {sizes} ({SHARED})"


def _embedded(found: Found, model: Model) -> Found:
    """With vectors, and with tracks packed: they are smaller on their way, and others need not do it."""
    if not found.clips:
        return found
    try:
        tracks = [clip.tracks for clip in found.clips if clip.tracks is not None]
        vectors = checked_vectors(model.embed_tracks(tracks), model.dim, "vectors of the model")
    except MotionsearchError as error:
        return replace(found, clips=None, error=told(error))
    return replace(found, clips=[_packed(clip) for clip in found.clips], vectors=vectors)


def _packed(clip: NewClip) -> NewClip:
    if clip.tracks is None:
        return clip
    packed = PackedTracks(pack_tracks(clip.tracks), clip.tracks.fps, clip.tracks.num_points)
    return replace(clip, tracks=None, packed=packed)
