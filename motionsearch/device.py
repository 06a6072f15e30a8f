"""Where the heavy arithmetic runs: on the processor, or on a GPU where there is one and where that pays.

A GPU is slow to begin with (importing torch, a CUDA context, the vectors on their way), so ``auto`` begins to
use it once this process has spent as long on the processor as that start takes: at worst everything takes
twice as long as with the better choice, known in advance (the rule of "rent or buy").
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import sys
import threading
import time
import warnings
from collections.abc import Iterator
from functools import cache
from typing import Any, Literal, cast, get_args

from motionsearch.errors import InputError, MotionsearchError, MotionsearchWarning

Device = Literal["auto", "cpu", "cuda"]

VARIABLE = "MOTIONSEARCH_DEVICE"

START_UP = 8.0
"""Seconds until a GPU does its first work: importing torch takes 4.5 s here, the rest is a CUDA context and
the first run of each kernel."""


def chosen_device(name: str | None = None) -> Device:
    """The device asked for, else what ``MOTIONSEARCH_DEVICE`` says, else ``"auto"``.

    Raises:
        InputError: there is no device of that name, or it is ``"cuda"`` and there is none here.
    """
    asked = name or os.environ.get(VARIABLE) or "auto"
    if asked not in get_args(Device):
        raise InputError(f"there is no device {asked!r}", hint="choose auto, cpu or cuda")
    device = cast(Device, asked)
    if device == "cuda" and not gpu_count():
        raise InputError("there is no CUDA device here", hint="leave the device out, or choose cpu")
    return device


@cache
def gpu_count() -> int:
    """GPUs that CUDA's driver sees, asked without torch, whose import takes seconds.

    ``CUDA_VISIBLE_DEVICES`` counts. Without a driver there is none.
    """
    driver, count = _driver(), ctypes.c_int(0)
    if driver is None or driver.cuInit(0) or driver.cuDeviceGetCount(ctypes.byref(count)):
        return 0
    return count.value


def has_driver() -> bool:
    """Whether CUDA's driver is installed at all; costs nothing, where :func:`gpu_count` wakes the driver."""
    return _driver() is not None


@cache
def _driver() -> Any:
    try:
        return ctypes.CDLL("nvcuda.dll" if os.name == "nt" else "libcuda.so.1")
    except OSError:
        return None


def start_up() -> float:
    """Seconds until a GPU would do its first work: less where this process has begun to use it already."""
    torch: Any = sys.modules.get("torch")
    return START_UP if torch is None or not torch.cuda.is_initialized() else 0.0


def cuda() -> Any:
    """``torch.device("cuda")``.

    Raises:
        OutOfUseError: this torch cannot use the GPU.
    """
    with on_device():
        import torch

        if not torch.cuda.is_available():
            raise OutOfUseError("the installed torch has no CUDA")
        return torch.device("cuda")


def give_memory_back() -> None:
    """Hands memory of the GPU that is free again to other processes; torch keeps it otherwise."""
    torch: Any = sys.modules.get("torch")
    if torch is not None and torch.cuda.is_initialized():
        torch.cuda.empty_cache()


class Effort:
    """Seconds that the processor has spent on what a GPU would do, since the process began."""

    def __init__(self) -> None:
        self.seconds = 0.0

    @contextlib.contextmanager
    def __call__(self) -> Iterator[None]:
        """Counts the time spent inside."""
        began = time.perf_counter()
        try:
            yield
        finally:
            self.seconds += time.perf_counter() - began

    def repays(self, price: float, *, ahead: float = 0.0) -> bool:
        """Whether a GPU that is ready after ``price`` seconds pays.

        Args:
            price: Seconds of preparation.
            ahead: Seconds of work for the processor that are sure to come.
        """
        return self.seconds + ahead >= price


class OutOfUseError(Exception):
    """A GPU cannot do something; the processor has to. Never reaches a user.

    ``memory`` says that there was no room: less at once may do.
    """

    def __init__(self, message: str, *, memory: bool = False) -> None:
        super().__init__(message)
        self.memory = memory


@contextlib.contextmanager
def on_device() -> Iterator[None]:
    """Turns what can go wrong with a GPU into :class:`OutOfUseError`: no memory, a broken driver, no CUDA."""
    try:
        yield
    except (RuntimeError, ImportError, OSError, MemoryError, MotionsearchError) as error:
        # torch's own errors, out of memory among them, are RuntimeErrors; ours say that the weights for
        # torch cannot be had.
        memory = isinstance(error, MemoryError) or type(error).__name__ == "OutOfMemoryError"
        said = " ".join(str(error).split())
        if memory:
            give_memory_back()
        raise OutOfUseError("out of memory" if memory else said[:160], memory=memory) from None


class _Once:
    """Says a thing once in the life of the process."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self.said = False

    def warn(self, message: str) -> None:
        with self._lock:
            if self.said:
                return
            self.said = True
        warnings.warn(message, MotionsearchWarning, stacklevel=4)


FALLBACK = _Once()


def fall_back(error: OutOfUseError) -> None:
    """Warns, once in the life of the process, that the processor does what the GPU should have done."""
    FALLBACK.warn(f"the GPU is not used ({error}); the processor does its work, with the same results")
