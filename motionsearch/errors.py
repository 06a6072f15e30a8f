"""The one exception family: every error the user can cause or meet says what, where and what to do."""

from __future__ import annotations


class MotionsearchError(Exception):
    """Base of every error raised on purpose.

    ``str(error)`` is one sentence that names the file or value at fault; ``hint`` is the next step.
    The command line prints both and exits with ``exit_code``.
    """

    exit_code = 2

    def __init__(self, message: str, *, hint: str | None = None) -> None:
        super().__init__(message)
        self.hint = hint


class InputError(MotionsearchError):
    """A file or array cannot be used: unreadable, of an unknown format, of a wrong shape, not finite."""


class QueryError(MotionsearchError):
    """A query, a filter or an option makes no sense: bad ``--where`` text, unknown clip, no labels."""


class SpaceError(MotionsearchError):
    """A space cannot be had: unknown name, weights missing, a cached export that cannot be made."""


class ModelError(MotionsearchError):
    """A model cannot be loaded or does not fit its space."""


class LibraryError(MotionsearchError):
    """A library cannot be opened or written: newer schema, another model's vectors, locked, disk full."""


class MissingExtraError(MotionsearchError):
    """A feature needs a package that is not installed; the hint is the pip command."""


class MotionsearchWarning(UserWarning):
    """Something was worked around; nothing was lost."""
