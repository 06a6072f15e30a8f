"""What every command is given: the library the user chose, the output sink, and how errors are told."""

from __future__ import annotations

import os
import sys
import tempfile
import traceback
import warnings
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from motionsearch.cli.output import Format, Output
from motionsearch.errors import MotionsearchError, MotionsearchWarning
from motionsearch.runtime import parse_size

if TYPE_CHECKING:
    from motionsearch.device import Device
    from motionsearch.index.codec import Precision
    from motionsearch.index.library import Library

FOUND, NOTHING_FOUND, UNUSABLE, INTERRUPTED = 0, 1, 2, 130
"""Exit codes. 1 also says that some inputs failed; each is named."""


class Interrupted(KeyboardInterrupt):
    """The user pressed Ctrl-C; the message says what is kept and how to go on."""


@dataclass(frozen=True)
class GlobalOptions:
    """Options that every command takes, before its name or after."""

    library: str | None = None
    model: str | None = None
    format: Format | None = None
    quiet: bool = False
    debug: bool = False
    max_memory: str | None = None

    def then(self, later: GlobalOptions) -> GlobalOptions:
        """These, overruled by those given later on the command line."""
        return GlobalOptions(
            library=later.library or self.library,
            model=later.model or self.model,
            format=later.format or self.format,
            quiet=later.quiet or self.quiet,
            debug=later.debug or self.debug,
            max_memory=later.max_memory or self.max_memory,
        )


class Session:
    """One run of one command."""

    def __init__(self, options: GlobalOptions) -> None:
        self.options = options
        self.out = Output(options.format or Format.table, quiet=options.quiet)

    @property
    def location(self) -> str:
        """The folder or database URL of the library: as asked for, else as the environment says."""
        if self.options.library:
            return os.path.expanduser(self.options.library)
        from motionsearch.paths import default_library

        return str(default_library())

    @property
    def library_words(self) -> str:
        """What a command in a hint needs to mean the same library: ``""`` or ``" --library PATH"``."""
        if not self.options.library:
            return ""
        import shlex

        return f" --library {shlex.quote(self.options.library)}"

    @property
    def max_memory(self) -> int | None:
        """Bytes that the index may take up, as asked for.

        Raises:
            InputError: that is no size.
        """
        asked = self.options.max_memory
        return None if asked is None else parse_size(asked, "--max-memory")

    def library(
        self,
        *,
        create: bool = False,
        precision: Precision | None = None,
        device: Device | None = None,
        engine: str | None = None,
        uri: str | None = None,
    ) -> Library:
        """Opens the library with the model asked for; close it, or use it as a context.

        Args:
            create: Make it where there is none.
            precision: Of a new library's vectors.
            device: Where to embed and search in bulk.
            engine: What searches a new library.
            uri: Where that is.

        Raises:
            InputError: ``--max-memory`` is no size.
            LibraryError: it is missing and ``create`` is false, cannot be opened, or is of another model.
        """
        from motionsearch.index.library import Library

        return Library.open(
            self.location,
            model=self.options.model,
            create=create,
            precision=precision,
            max_memory=self.max_memory,
            device=device,
            engine=engine,
            uri=uri,
        )

    @contextmanager
    def library_for(self, things: Sequence[int | str], *, device: Device | None = None) -> Iterator[Library]:
        """The library; where nobody asked for one and there is none, files can do with a passing one.

        Args:
            things: Clip ids, or paths of files.
            device: As for :meth:`library`.

        Raises:
            LibraryError: as for :meth:`library`.
        """
        asked = self.options.library is not None or "://" in self.location
        if asked or os.path.exists(self.location) or any(isinstance(thing, int) for thing in things):
            with self.library(device=device) as library:
                yield library
            return
        from motionsearch.index.library import Library

        with (
            tempfile.TemporaryDirectory(prefix="motionsearch-") as folder,
            Library.open(folder, model=self.options.model, device=device) as library,
        ):
            yield library


def guarded(session: Session, command: Callable[[], int]) -> int:
    """Runs a command; every error becomes a sentence and an exit code, a traceback only with ``--debug``."""
    out = session.out
    with warnings.catch_warnings():
        if not session.options.debug:
            warnings.simplefilter("ignore")
        warnings.simplefilter("always", MotionsearchWarning)
        warnings.showwarning = lambda message, *_, **__: out.warn(str(message))
        try:
            return command()
        except KeyboardInterrupt as error:
            _trace(session)
            out.error(str(error) or "interrupted; what was finished before is kept")
            return INTERRUPTED
        except MotionsearchError as error:
            _trace(session)
            out.error(str(error), hint=error.hint)
            return error.exit_code
        except BrokenPipeError:
            return FOUND
        except OSError as error:
            _trace(session)
            place = f"{error.filename}: " if error.filename else ""
            out.error(f"{place}{error.strerror or error}")
            return UNUSABLE
        except Exception as error:  # noqa: BLE001  the last line of defence: no traceback without --debug
            _trace(session)
            what = f"{type(error).__name__}: {error}".strip().splitlines()[0]
            asked = (
                "the traceback is above" if session.options.debug else "run it again with --debug for details"
            )
            out.error(f"this is a fault in motionsearch ({what}); {asked}")
            return UNUSABLE


def _trace(session: Session) -> None:
    if session.options.debug:
        traceback.print_exc(file=sys.stderr)
