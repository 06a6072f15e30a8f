"""Workers on a cluster, by Ray: they read, track and embed files, and this process commits what they find.

The pool is used as that of :mod:`motionsearch.index.workers`. A worker is a Ray actor with one core and the
model; it has one file at a time, so that one that dies or hangs costs its own file only, and that file is
tried once more elsewhere. No more than two files a worker are in hand here, and a worker is given its next
one when what it found has been fetched.
"""

from __future__ import annotations

import contextlib
import time
import warnings
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from motionsearch import __version__
from motionsearch.errors import InputError, MotionsearchWarning
from motionsearch.index.cluster_reader import Joined, Reader, Said, ShippedModel, Task
from motionsearch.index.ray_session import RaySession, line_of
from motionsearch.index.workers import BETWEEN_REPORTS, Heard

if TYPE_CHECKING:
    from motionsearch.index.reading import Found, Job
    from motionsearch.model import Model

TRIES = 2
"""Workers that a file is given to before it is given up."""

FALSE_STARTS = 3
"""Workers that may die before one is ready; then there is something wrong with the cluster."""

WAIT_SECONDS = 60.0
"""Seconds without a worker after which that is told."""

_SAME = "install the same motionsearch on all machines; see docs/ingest.md"
_LISTEN_SECONDS = 1.0
_REPORTS_A_SECOND = 100.0


@dataclass
class _Errand:
    """A job on its way: where it was tried in vain, and what became of it there."""

    key: int
    task: Task
    lost: list[tuple[Joined, str]] = field(default_factory=list)


@dataclass(eq=False)
class _Worker:
    actor: Any
    ref: Any  # what it will say next
    heard: float
    joined: Joined | None = None
    errand: _Errand | None = None


class RayPool:
    """Workers of a cluster; a context that ends them, and leaves the cluster if it was joined for this.

    Args:
        address: See :class:`motionsearch.index.ray_session.RaySession`.
        model: Given to every worker.
        jobs: How many there will be.
        workers: At most so many; ``None`` for as many as the cluster has cores.
        patience: Seconds of silence after which a worker is given up.

    Raises:
        InputError: the cluster cannot be joined.
        MissingExtraError: Ray is not installed.
    """

    def __init__(
        self, address: str, model: Model, jobs: int, *, workers: int | None = None, patience: float = 600.0
    ) -> None:
        self._model = model
        self._patience = patience
        self._to_come = jobs
        self._workers: list[_Worker] = []
        self._waiting: deque[_Errand] = deque()
        self._refusals: dict[str, str] = {}
        self._told: set[str] = set()
        self._false_starts = 0
        self._began = time.monotonic()
        self._known_to_give = False
        self._told_of_waiting = False
        self._session = RaySession(address, cores=workers)
        try:
            self._ray = self._session.ray
            self._limit = max(1, min(workers or self._session.cores, jobs))
            self._shipped = self._ray.put(ShippedModel.of(model))
            self._between = max(BETWEEN_REPORTS, self._limit / _REPORTS_A_SECOND)
            actor = self._ray.remote(num_cpus=1, max_restarts=0, max_task_retries=0)(Reader)
            self._actors = actor.options(scheduling_strategy="SPREAD")
        except BaseException:
            self._session.close()
            raise

    def __enter__(self) -> RayPool:
        return self

    def __exit__(self, *_: object) -> None:
        for worker in list(self._workers):
            self._end(worker)
        self._session.close()

    @property
    def busy(self) -> int:
        """Jobs that are not finished."""
        return len(self._waiting) + sum(worker.errand is not None for worker in self._workers)

    @property
    def has_room(self) -> bool:
        """Whether another job may be handed in."""
        return self.busy < 2 * self._limit

    def start(self, key: int, function: Callable[[Job, Any], Found], argument: Job) -> None:
        """Has ``function(argument, line)`` done by the next worker that is free; both are pickled."""
        self._to_come -= 1
        self._waiting.append(_Errand(key, Task(function, argument)))
        self._hand_out()

    def answer(self, key: int, value: Any) -> None:
        """Answers what a job asked."""
        worker = next(w for w in self._workers if w.errand is not None and w.errand.key == key)
        self._send(worker, ("answer", value))

    def hear(self, timeout: float | None = None) -> Iterator[Heard]:
        """What jobs have to say; waits up to ``timeout`` seconds for it (``None``: a while).

        Raises:
            InputError: no worker can be had of the cluster, or it cannot be reached any more.
        """
        self._hand_out()
        if not self.busy:
            return
        waiting = {worker.ref: worker for worker in self._workers}
        wait = _LISTEN_SECONDS if timeout is None else min(timeout, _LISTEN_SECONDS)
        ready = self._ready(list(waiting), wait)
        now = time.monotonic()
        for ref in ready:
            yield from self._receive(waiting[ref])
        for worker in waiting.values():
            errand = worker.errand
            if errand is None or worker not in self._workers or now - worker.heard < self._patience:
                continue
            # Silence is judged after listening: what was said while nobody listened counts.
            if not self._ready([worker.ref], 0):
                yield from self._lost(worker, "hung")
        self._check_workers()
        self._tell_of_waiting()

    def _ready(self, refs: list[Any], wait: float) -> list[Any]:
        if not refs:
            time.sleep(wait)
            return []
        with self._session.told():
            ready, rest = self._ray.wait(refs, num_returns=1, timeout=wait)
            if ready and rest:
                ready += self._ray.wait(rest, num_returns=len(rest), timeout=0)[0]
        return list(ready)

    def _receive(self, worker: _Worker) -> Iterator[Heard]:
        errors = self._ray.exceptions
        ref, worker.ref, worker.heard = worker.ref, None, time.monotonic()
        try:
            with self._session.told():
                said = self._ray.get(ref)
        except errors.RayTaskError as error:
            yield from self._cannot_be_told(worker, error)
            return
        except errors.RayError as error:
            yield from self._lost(worker, "died", error)
            return
        if worker.joined is None:
            self._join(worker, said)
            return
        errand = worker.errand
        assert errand is not None
        for kind, value in said:
            if kind in ("done", "failed"):
                worker.errand = None
                self._hand_out()  # it need not wait until its result is committed
            yield Heard(errand.key, kind, value)
        if worker.errand is errand and worker.ref is None:
            self._send(worker, ("go on", None))

    def _join(self, worker: _Worker, joined: Joined) -> None:
        if joined.refusal:
            self._end(worker)
            self._refuse(joined.host, joined.refusal)
            return
        worker.joined = joined
        self._known_to_give = True
        self._tell_of_refusals()
        self._hand_out()

    def _refuse(self, host: str, why: str) -> None:
        """Does with a worker less; with none, there is no use in going on."""
        self._refusals.setdefault(host, why)
        self._limit -= 1
        if any(w.joined is not None for w in self._workers):
            self._tell_of_refusals()

    def _check_workers(self) -> None:
        if self._limit < 1 and not self._workers:
            raise InputError(
                "no machine of the cluster can be used: " + "; ".join(self._refusals.values()),
                hint=_SAME,
            )

    def _tell_of_refusals(self) -> None:
        for host, why in self._refusals.items():
            if host not in self._told:
                self._told.add(host)
                warnings.warn(f"{why}; its workers are not used", MotionsearchWarning, stacklevel=4)

    def _cannot_be_told(self, worker: _Worker, error: Exception) -> Iterator[Heard]:
        """What a worker was given, or wants to say, does not get through."""
        what = str(error).strip().splitlines()[-1]
        if worker.joined is None:
            self._end(worker)
            self._refuse(what, f"a worker of the cluster cannot begin ({what})")
            return
        errand, worker.errand = worker.errand, None
        assert errand is not None
        self._end(worker)
        fault = f"this is a fault in motionsearch ({what})"
        yield Heard(errand.key, "failed", (fault, "the other files are not concerned; please report it"))

    def _lost(self, worker: _Worker, how: str, error: Exception | None = None) -> Iterator[Heard]:
        self._end(worker)
        errand = worker.errand
        if worker.joined is None:
            self._false_start(error)
        if errand is None or worker.joined is None:
            return
        errand.lost.append((worker.joined, how))
        if len(errand.lost) < TRIES:
            self._waiting.appendleft(errand)
        else:
            yield Heard(errand.key, "failed", self._given_up(errand))

    def _false_start(self, error: Exception | None) -> None:
        said = str(error)
        if "No module named 'motionsearch" in said:
            said = "motionsearch, or this version of it, is not installed on its machines"
        self._false_starts += 1
        if self._false_starts >= FALSE_STARTS and not self._known_to_give:
            raise InputError(
                f"no worker could be started on the cluster: {line_of(said)}",
                hint=_SAME,
            )

    def _given_up(self, errand: _Errand) -> tuple[str, str]:
        hosts = " and ".join(dict.fromkeys(joined.host for joined, _ in errand.lost))
        if all(how == "hung" for _, how in errand.lost):
            what = f"the reader hung twice: nothing was heard from it for {self._patience:g} s, on {hosts}"
        else:
            what = f"the worker that read it was lost twice, on {hosts}"
        return (
            what,
            "it may be damaged, or want more memory than there is; add it by itself without Ray to see",
        )

    def _hand_out(self) -> None:
        """Gives free workers what waits, has others started, and ends those that will not be needed."""
        idle = [w for w in self._workers if w.joined is not None and w.errand is None]
        for errand in list(self._waiting) if idle else ():
            worker = self._best(idle, errand)
            if worker is None:
                continue
            idle.remove(worker)
            self._waiting.remove(errand)
            worker.errand = errand
            self._send(worker, ("job", errand.task))
            if not idle:
                break
        if not self._waiting and self._to_come <= 0:
            for worker in idle:
                self._end(worker)  # its core is somebody else's
        starting = sum(worker.joined is None for worker in self._workers)
        for _ in range(min(len(self._waiting) - starting, self._limit - len(self._workers))):
            self._begin()

    def _best(self, idle: list[_Worker], errand: _Errand) -> _Worker | None:
        """A free worker for a job; one that is tried again waits for another machine, if there is one."""
        nodes = {joined.node for joined, _ in errand.lost}
        if not nodes:
            return idle[-1]
        elsewhere = [w for w in self._workers if w.joined is not None and w.joined.node not in nodes]
        return next((w for w in idle if w in elsewhere), None if elsewhere else idle[-1])

    def _begin(self) -> None:
        """Has a worker started, as soon as the cluster has a core for it."""
        actor = self._actors.remote(self._between)
        ref = actor.join.remote(__version__, [self._shipped])
        self._workers.append(_Worker(actor, ref, time.monotonic()))

    def _send(self, worker: _Worker, message: Said) -> None:
        worker.ref, worker.heard = worker.actor.talk.remote(message), time.monotonic()

    def _end(self, worker: _Worker) -> None:
        self._workers.remove(worker)
        with contextlib.suppress(Exception):  # it may be gone, and the cluster too
            self._ray.kill(worker.actor, no_restart=True)

    def _tell_of_waiting(self) -> None:
        waited = time.monotonic() - self._began
        if self._known_to_give or self._told_of_waiting or waited < WAIT_SECONDS:
            return
        self._told_of_waiting = True
        warnings.warn(
            f"the cluster has given no worker for {waited:.0f} s, all its cores may be taken; still waiting",
            MotionsearchWarning,
            stacklevel=3,
        )
