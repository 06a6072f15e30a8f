"""Keeps a library in step with folders: looks at them again and again, and adds what is new and settled.

Looking, not being told: that works on every file system, network folders too, and misses nothing that
happened while nobody watched.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from motionsearch.errors import InputError, MotionsearchError, QueryError
from motionsearch.index.incoming import Stamp

if TYPE_CHECKING:
    from motionsearch.index.library import Library
    from motionsearch.index.records import AddReport


@dataclass(frozen=True)
class Look:
    """What one look at the folders led to.

    Args:
        added: What adding said, or ``None`` where nothing was ready to be added.
        removed: Files whose clips were removed, because they are gone.
        waiting: Files that still grow, or were not yet seen to stand still.
        troubles: What was in the way, each told once.
    """

    added: AddReport | None = None
    removed: Sequence[str] = ()
    waiting: int = 0
    troubles: Sequence[str] = ()


class Watcher:
    """Looks at folders for a library.

    A file is added once two looks found it with the same size and time of change. One that fails is tried
    again when it has changed.

    Args:
        library: What is kept in step.
        folders: Where to look, with all below.
        add: Adds files to the library; it tells of each what became of it.
        prune: Whether the clips of files that are gone are removed.

    Raises:
        InputError: a folder is not there, or is a file.
    """

    def __init__(
        self,
        library: Library,
        folders: Iterable[str | os.PathLike[str]],
        add: Callable[[Sequence[Path]], AddReport],
        *,
        prune: bool = False,
    ) -> None:
        self._library = library
        self._folders = [Path(folder).expanduser().absolute() for folder in folders]
        for folder in self._folders:
            if not folder.is_dir():
                what = "not a folder" if folder.exists() else "no such folder"
                raise InputError(f"{folder}: {what}", hint="watch takes folders; add takes files")
        self._add = add
        self._prune = prune
        self._before: Mapping[Path, Stamp] = {}
        self._done: dict[Path, Stamp] = {}
        self._missing: set[str] = set()
        self._told: set[str] = set()

    def look(self, *, settled_before: float | None = None) -> Look:
        """One look; adds and removes what is ready for it.

        Args:
            settled_before: Seconds since 1970. Files that last changed before count as settled at the first
                look; ``None`` waits for the second.

        Raises:
            LibraryError: the library cannot be written. What was not added is tried again at the next look.
        """
        troubles: dict[str, str] = {}
        now: dict[Path, Stamp] = {}
        empty: set[Path] = set()
        for folder in self._folders:
            found = self._stamps(folder, troubles)
            if not found:
                empty.add(folder)
            now.update(found)
        ready, waiting = [], 0
        for path, stamp in now.items():
            if self._done.get(path) == stamp:
                continue
            still = self._before.get(path) == stamp
            if still or (settled_before is not None and stamp[1] < settled_before * 1e9):
                ready.append(path)
            else:
                waiting += 1
        self._before = now
        report = self._add(sorted(ready)) if ready else None
        # Failed ones too: they are tried again when they change.
        self._done.update({path: now[path] for path in ready})
        self._done = {path: stamp for path, stamp in self._done.items() if path in now}
        # After adding, which knows a file that moved by its new path.
        at_once = settled_before is not None
        removed = self._remove_gone(empty, troubles, at_once) if self._prune else ()
        news = tuple(text for text in troubles.values() if text not in self._told)
        self._told = set(troubles.values())
        return Look(report, removed, waiting, news)

    def run(
        self, every: float, on_look: Callable[[Look], None], sleep: Callable[[float], None] = time.sleep
    ) -> None:
        """Looks every ``every`` seconds until it is interrupted.

        Trouble with the library, such as another process that writes for long, is told and tried again.
        """
        while True:
            try:
                look = self.look()
            except MotionsearchError as error:
                text = str(error)
                look = Look(troubles=() if text in self._told else (text,))
                self._told.add(text)
            on_look(look)
            sleep(every)

    def _stamps(self, folder: Path, troubles: dict[str, str]) -> dict[Path, Stamp]:
        from motionsearch import formats

        found: dict[Path, Stamp] = {}
        try:
            files = formats.find([folder])
        except (InputError, OSError) as error:
            troubles[str(folder)] = f"{error}" if str(folder) in str(error) else f"{folder}: {error}"
            return found
        for path in files:
            try:
                found[path] = formats.stamp(path)
            except InputError:
                # Empty, about to be written, or just gone.
                continue
        return found

    def _remove_gone(self, empty: set[Path], troubles: dict[str, str], at_once: bool) -> tuple[str, ...]:
        missing: set[str] = set()
        for folder in self._folders:
            below = [path for path in self._library.paths(folder) if _is_gone(path)]
            if below and folder in empty:
                troubles[f"{folder} prune"] = (
                    f"{folder} is empty or not mounted: nothing of it is removed "
                    "(motionsearch rm removes clips of files by name)"
                )
                continue
            missing.update(below)
        # What was missing once may be about to be put back.
        ready = tuple(sorted(missing if at_once else missing & self._missing))
        self._missing = missing
        if ready:
            self._library.remove_files(ready)
        return ready


def check_every(seconds: float) -> float:
    """Seconds between two looks.

    Raises:
        QueryError: it is not above 0.
    """
    if not 0 < seconds < 1e6:
        raise QueryError(f"--every must be a number of seconds above 0, got {seconds:g}")
    return seconds


def _is_gone(path: str) -> bool:
    """Whether there is certainly no such file: one that cannot be reached for another reason is not gone."""
    try:
        os.stat(path)
    except (FileNotFoundError, NotADirectoryError):
        # A name that is no text is stored as escapes, by which its file is not found.
        return "\\udc" not in path
    except (OSError, ValueError):
        pass
    return False
