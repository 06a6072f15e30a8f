"""A slow format for tests: files that say what their reader is to do, such as to crash.

The format is there in this process with the fixture ``acts`` of conftest.py, and in a worker because the
job is this module's :func:`read_apart`.
"""

from __future__ import annotations

import json
import os
import signal
import sys
import time
import warnings
from pathlib import Path
from typing import Any

import numpy as np

from motionsearch import InputError, MotionsearchWarning, Recording, Tracks, formats
from motionsearch.formats.common import Format, Options, head
from motionsearch.index import reading
from motionsearch.index.workers import Line


def read(path: Path, options: Options) -> list[Recording]:
    """Does what the file says, reporting a second at a time."""
    act = json.loads(path.read_text())
    for second in range(act["seconds"]):
        time.sleep(act.get("pause", 0))
        if options.on_progress is not None:
            options.on_progress(second + 1, act["seconds"])
    match act.get("does"):
        case "crash":
            os.kill(os.getpid(), signal.SIGSEGV)
        case "crash once" if not (crashed := path.with_suffix(".crashed")).exists():
            crashed.touch()
            os.kill(os.getpid(), signal.SIGSEGV)
        case "killed":
            os.kill(os.getpid(), signal.SIGKILL)
        case "exit":
            os._exit(7)
        case "hang":
            time.sleep(3600)
        case "raise":
            raise ZeroDivisionError("a fault of the reader")
        case "refuse":
            raise InputError("not a single picture in it")
        case "print":
            sys.stdout.write("chatter\n")
            os.write(1, b"chatter\n")
        case "warn":
            warnings.warn("the tail is torn", MotionsearchWarning, stacklevel=2)
        case "static":
            return []
    rng = np.random.default_rng(act["seed"])
    return [
        Recording(
            Tracks(300 + np.cumsum(rng.normal(size=(40, 3, 2)), axis=0), None, 20.0, (640, 480)),
            start=2.0 * window,
            name=f"thing {window + 1}",
            meta={"tracker": "stand-in", "threads": options.threads or 0, **act.get("meta", {})},
        )
        for window in range(act.get("windows", 1))
    ]


FORMAT = Format(
    "act", (".act",), "What a test wants to happen.", lambda p: head(p, 1) == b"{", read, slow=True
)


def install() -> None:
    """Makes the format known in this process."""
    if FORMAT not in formats.FORMATS:
        formats.FORMATS = (*formats.FORMATS, FORMAT)


def read_apart(job: reading.Job, line: Line) -> reading.Found:
    """What a worker runs."""
    install()
    return reading.read_apart(job, line)


def write(path: Path, seed: int, *, seconds: int = 2, old: bool = True, **act: Any) -> Path:
    """A file of the format; ``old`` ones changed long enough ago for their time to be trusted."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps({"seed": seed, "seconds": seconds, **act}))
    if old:
        os.utime(path, (1_700_000_000 + seed, 1_700_000_000 + seed))
    return path
