"""Processes that read slow files, one at a time each, so that what happens to a file happens to it alone.

A reader that crashes, is killed for want of memory, hangs or raises fails its own file; the others and the
run go on. The pools of the standard library end all that waits when one process dies, and know no patience.

A job may talk while it runs: say how far it is, and ask the process that handed it out. What it says waits
in the pipe until :meth:`Pool.hear` is called, so a process whose result nobody takes does not begin another.
"""

from __future__ import annotations

import contextlib
import os
import pickle
import signal
import sys
import threading
import time
import types
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from multiprocessing import connection, get_context, parent_process, resource_tracker
from typing import Any, Literal, Protocol

from motionsearch.errors import InputError

BETWEEN_REPORTS = 0.5
"""Seconds: what is said more often is not passed on."""

START_SECONDS = 60.0
"""Seconds by which patience is longer with a process that has yet to start."""

# Variables by which numerical libraries are told, before they load, how many threads to start.
_THREAD_VARIABLES = ("MOTIONSEARCH_THREADS", "OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")
_START = threading.Lock()


class Line(Protocol):
    """How a job talks to whoever handed it out."""

    def progress(self, done: float, total: float | None) -> None:
        """Says how many seconds of the source are done, and of how many, if that is known."""

    def ask(self, question: Any) -> Any:
        """Asks and waits for the answer."""


@dataclass(frozen=True)
class Heard:
    """What a job said.

    Args:
        key: Of the job.
        kind: "progress" with (done, total), first of all (0, None) when it begins; "ask" with the question,
            which waits for :meth:`Pool.answer`; at the end "done" with the result, or "failed" with (what is
            wrong, what to do).
        value: See there.
    """

    key: int
    kind: Literal["progress", "ask", "done", "failed"]
    value: Any


@dataclass
class _Worker:
    process: Any
    pipe: Any
    key: int | None = None
    heard: float = 0.0


class Pool:
    """Worker processes; a context that ends them. They also end when this process does, however it does.

    Args:
        workers: At most so many, started as they are needed.
        threads: How many numerical libraries may use in each.
        patience: Seconds of silence after which a job is given up.
    """

    def __init__(self, workers: int, *, threads: int = 1, patience: float = 600.0) -> None:
        self._limit = workers
        self._threads = threads
        self._patience = patience
        self._workers: list[_Worker] = []

    def __enter__(self) -> Pool:
        return self

    def __exit__(self, *_: object) -> None:
        for worker in self._workers:
            worker.process.kill()
        for worker in list(self._workers):
            self._end(worker)

    @property
    def busy(self) -> int:
        """Jobs that are not finished."""
        return sum(worker.key is not None for worker in self._workers)

    @property
    def has_room(self) -> bool:
        """Whether another job can begin at once."""
        return self.busy < self._limit

    def start(self, key: int, function: Callable[[Any, Line], Any], argument: Any) -> None:
        """Begins ``function(argument, line)`` in a process; both are pickled.

        Raises:
            InputError: no process can be started.
        """
        job = pickle.dumps((function, argument))
        for worker in [w for w in self._workers if w.key is None]:
            try:
                worker.pipe.send_bytes(job)
            except OSError:  # it died while it waited
                self._end(worker)
                continue
            worker.key, worker.heard = key, time.monotonic()
            return
        try:
            worker = self._started()
            worker.pipe.send_bytes(job)
        except OSError as error:
            raise InputError(
                f"no process could be started to read it ({error.strerror or error})",
                hint="close other programs, or read with --workers 0",
            ) from error
        worker.key, worker.heard = key, time.monotonic() + START_SECONDS

    def answer(self, key: int, value: Any) -> None:
        """Answers what a job asked."""
        worker = next(w for w in self._workers if w.key == key)
        with contextlib.suppress(OSError):  # that it died is heard next
            worker.pipe.send(value)

    def hear(self, timeout: float | None = None) -> Iterator[Heard]:
        """What jobs have to say; waits up to ``timeout`` seconds for it (``None``: as long as jobs run)."""
        busy = [worker for worker in self._workers if worker.key is not None]
        if not busy:
            return
        # Silence is judged after listening: what was said while nobody listened counts.
        until_hung = max(0.0, min(w.heard for w in busy) + self._patience - time.monotonic())
        wait = until_hung if timeout is None else min(timeout, until_hung)
        ready = set(connection.wait([x for w in busy for x in (w.pipe, w.process.sentinel)], wait))
        for worker in busy:
            if worker.pipe in ready or worker.process.sentinel in ready:
                yield self._receive(worker)
            elif time.monotonic() - worker.heard >= self._patience and not worker.pipe.poll():
                yield self._given_up(worker)

    def _receive(self, worker: _Worker) -> Heard:
        assert worker.key is not None
        try:
            # A process may have died after it said its last: then the pipe has that, and after it an end.
            kind, value = worker.pipe.recv()
        except (EOFError, OSError):
            return self._crashed(worker)
        except Exception as error:  # noqa: BLE001  what a damaged process wrote may be anything
            said = f"{type(error).__name__}: {error}"
            return self._given_up(worker, f"the reader's answer cannot be read ({said})")
        heard = Heard(worker.key, kind, value)
        worker.heard = time.monotonic()
        if kind in ("done", "failed"):
            worker.key = None
        return heard

    def _crashed(self, worker: _Worker) -> Heard:
        assert worker.key is not None
        worker.process.join(5)
        code = worker.process.exitcode
        key = worker.key
        self._end(worker)
        return Heard(key, "failed", _end_words(code))

    def _given_up(self, worker: _Worker, what: str | None = None) -> Heard:
        assert worker.key is not None
        key = worker.key
        worker.process.kill()
        self._end(worker)
        what = what or f"the reader hung: nothing was heard from it for {self._patience:g} s"
        return Heard(key, "failed", (what, "add it by itself with --workers 0 to let it take its time"))

    def _started(self) -> _Worker:
        context = get_context("spawn")
        ours, theirs = context.Pipe()
        process = context.Process(target=_serve, args=(theirs,), daemon=True, name="motionsearch reader")
        try:
            with _as_a_worker_starts(self._threads):
                process.start()
        finally:
            theirs.close()
        worker = _Worker(process, ours)
        self._workers.append(worker)
        return worker

    def _end(self, worker: _Worker) -> None:
        worker.process.kill()
        worker.process.join(5)
        worker.pipe.close()
        self._workers.remove(worker)


@contextlib.contextmanager
def _as_a_worker_starts(threads: int) -> Iterator[None]:
    """The surroundings that a new process is to find."""
    with _START, contextlib.ExitStack() as stack:
        # The user's script is not run again in the worker: one without a __main__ guard would add once more.
        main = sys.modules["__main__"]
        sys.modules["__main__"] = types.ModuleType("__main__")
        stack.callback(sys.modules.__setitem__, "__main__", main)
        before = {name: os.environ.get(name) for name in _THREAD_VARIABLES}
        stack.callback(_restore, before)
        os.environ.update(dict.fromkeys(_THREAD_VARIABLES, str(threads)))
        if hasattr(signal, "pthread_sigmask"):
            # Ctrl-C goes to the whole group, and must not meet a process that cannot yet take it calmly.
            resource_tracker.ensure_running()  # which would take the mask away
            old = signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGINT])
            stack.callback(signal.pthread_sigmask, signal.SIG_SETMASK, old)
        yield


def _restore(variables: dict[str, str | None]) -> None:
    for name, value in variables.items():
        if value is None:
            os.environ.pop(name, None)
        else:
            os.environ[name] = value


def _end_words(code: int | None) -> tuple[str, str]:
    """What is wrong and what to do where a process ended with ``code``, or with the signal ``-code``."""
    hint = "the file may be damaged; if it plays, convert it (ffmpeg -i FILE NEW.mp4) and add that"
    if code == -9:
        return (
            "the reader was killed on this file (signal 9), most likely for want of memory",
            "give it more memory, fewer --workers, or cut the file in pieces",
        )
    if code is not None and code < 0:
        return f"the reader crashed on this file (signal {-code})", hint
    return f"the reader ended on this file (exit code {code})", hint


class _Pipe:
    """A job's line to the process that handed it out."""

    def __init__(self, pipe: Any) -> None:
        self._pipe = pipe
        self._last = 0.0

    def progress(self, done: float, total: float | None) -> None:
        """See :class:`Line`."""
        if time.monotonic() - self._last >= BETWEEN_REPORTS:
            self._last = time.monotonic()
            self._pipe.send(("progress", (float(done), None if total is None else float(total))))

    def ask(self, question: Any) -> Any:
        """See :class:`Line`."""
        self._pipe.send(("ask", question))
        return self._pipe.recv()


def _serve(pipe: Any) -> None:
    """What a worker does: jobs, until the pipe ends."""
    # The process that hands out jobs alone decides what Ctrl-C means.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if hasattr(signal, "pthread_sigmask"):
        signal.pthread_sigmask(signal.SIG_UNBLOCK, [signal.SIGINT])
    threading.Thread(target=_end_with_parent, daemon=True).start()
    # Results go to stdout, and a reader has none to write there.
    os.dup2(2, 1)
    # Where memory runs out, Linux is to end a reader, and not the process that commits.
    with contextlib.suppress(OSError), open("/proc/self/oom_score_adj", "w") as file:
        file.write("500")
    while True:
        try:
            job = pipe.recv_bytes()
        except (EOFError, OSError):
            return
        try:
            function, argument = pickle.loads(job)  # noqa: S301  from our own parent
            pipe.send(("progress", (0.0, None)))
            result = pickle.dumps(("done", function(argument, _Pipe(pipe))))
        except Exception as error:  # noqa: BLE001  whatever it is, it concerns this file only
            fault = f"this is a fault in motionsearch ({type(error).__name__}: {error})"
            result = pickle.dumps(("failed", (fault, "the other files are not concerned; please report it")))
        try:
            pipe.send_bytes(result)
        except OSError:
            return


def _end_with_parent() -> None:
    # A daemon process is ended by its parent, but not by one that was killed.
    parent = parent_process()
    pid = os.getppid()
    while parent is not None and parent.is_alive() and os.getppid() == pid:
        parent.join(1)
    os._exit(1)
