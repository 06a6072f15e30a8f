"""Joining a Ray cluster, or starting one on this machine, without a word from Ray."""

from __future__ import annotations

import contextlib
import logging
import os
import signal
import socket
import threading
import warnings
from collections.abc import Iterator
from typing import Any

from motionsearch.errors import InputError, MissingExtraError
from motionsearch.runtime import threads

CONNECT_SECONDS = 5.0
"""Seconds for which a machine is knocked at; Ray itself tries for minutes."""

CLIENT_PORT = 10001
"""Of ``ray://`` where the address has none."""

# Ray counts its users over the network unless told not to.
_QUIET = {"RAY_USAGE_STATS_ENABLED": "0"}


class RaySession:
    """A process's place in a Ray cluster. One that has a place already keeps it, also afterwards.

    Args:
        address: ``"local"`` starts Ray on this machine; ``"auto"`` finds the cluster this machine is part of;
            ``"HOST:6379"`` names its head, and ``"ray://HOST:10001"`` joins from a machine outside.
        cores: Of a Ray that is started; ``None`` for all this process may use.

    Raises:
        InputError: there is no such cluster, or it cannot be joined.
        MissingExtraError: Ray is not installed.
    """

    def __init__(self, address: str, cores: int | None = None) -> None:
        try:
            import ray
        except ImportError as error:
            raise MissingExtraError(
                "adding over a cluster needs Ray", hint="pip install 'motionsearch[cluster]'"
            ) from error
        self.ray: Any = ray
        self._address = address
        self._joined = False
        self._quiet = contextlib.ExitStack()
        if not ray.is_initialized():
            _check_reachable(address)
            self._join(cores)

    @property
    def cores(self) -> int:
        """Of the cluster, as it is now."""
        return int(self.ray.cluster_resources().get("CPU", 1))

    def close(self) -> None:
        """Leaves the cluster; a Ray that was started for this ends."""
        if self._joined:
            self._joined = False
            with contextlib.suppress(Exception):  # it may be gone already
                self.ray.shutdown()
        self._quiet.close()

    @contextlib.contextmanager
    def told(self) -> Iterator[None]:
        """Turns the loss of the cluster into an error of ours.

        Raises:
            InputError: it cannot be reached any more.
        """
        try:
            yield
        except (ConnectionError, self.ray.exceptions.RaySystemError) as error:
            raise InputError(
                f"the Ray cluster at {self._address} was lost ({line_of(error)})",
                hint="what was committed is kept; the same command goes on with the rest",
            ) from error

    def _join(self, cores: int | None) -> None:
        options: dict[str, Any] = {"log_to_driver": False, "logging_level": logging.ERROR}
        if self._address == "local":
            options |= {"num_cpus": cores or threads(), "include_dashboard": False}
        try:
            with _environment(_QUIET), _own_signals(), warnings.catch_warnings():
                warnings.simplefilter("ignore")
                self.ray.init(address=self._address, **options)
        except ImportError as error:
            raise MissingExtraError(
                f"joining {self._address} needs all of Ray's client ({line_of(error)})",
                hint="pip install 'motionsearch[cluster]'",
            ) from error
        except Exception as error:  # Ray raises its own, ValueError, RuntimeError and ConnectionError
            raise _cannot_join(self._address, line_of(error)) from error
        self._joined = True
        self._hush()

    def _hush(self) -> None:
        # That a worker died is told by the file it read. Ray would print it to stdout, where results go, and
        # has no setting for that.
        inner = getattr(getattr(self.ray, "_private", None), "worker", None)
        before = getattr(inner, "_worker_logs_enabled", None)
        if before is not None:
            self._quiet.callback(setattr, inner, "_worker_logs_enabled", before)
            setattr(inner, "_worker_logs_enabled", False)  # noqa: B010  a private name of Ray's


def _check_reachable(address: str) -> None:
    """Knocks at a machine that is named, with patience of our own."""
    scheme, _, rest = address.rpartition("://")
    host, _, port = rest.partition(":")
    if scheme not in ("", "ray") or address in ("local", "auto") or not (host and (port or scheme)):
        return  # Ray says what it thinks of it
    if port and not port.isdigit():
        return
    try:
        socket.create_connection((host, int(port or CLIENT_PORT)), CONNECT_SECONDS).close()
    except (OSError, OverflowError) as error:
        raise _cannot_join(address, line_of(error)) from error


def _cannot_join(address: str, why: str) -> InputError:
    return InputError(
        f"no Ray cluster could be joined at {address!r} ({why})",
        hint="local starts Ray on this machine; auto, HOST:6379 and ray://HOST:10001 name one that runs",
    )


def line_of(error: object) -> str:
    """What an error says, in a line of some length."""
    return " ".join(str(error).split())[:300]


@contextlib.contextmanager
def _own_signals() -> Iterator[None]:
    """Ray takes SIGTERM for itself, to print a stack; afterwards it means what it did."""
    before = signal.getsignal(signal.SIGTERM)
    try:
        yield
    finally:
        if threading.current_thread() is threading.main_thread() and before is not None:
            signal.signal(signal.SIGTERM, before)


@contextlib.contextmanager
def _environment(variables: dict[str, str]) -> Iterator[None]:
    """Sets variables of the environment that are not set, for a while."""
    new = {name: value for name, value in variables.items() if name not in os.environ}
    os.environ.update(new)
    try:
        yield
    finally:
        for name in new:
            os.environ.pop(name, None)
