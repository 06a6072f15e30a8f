"""Files that appear whole or not at all."""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from motionsearch.errors import InputError


@contextmanager
def appearing(target: Path, *errors: type[Exception]) -> Iterator[Path]:
    """A temporary name beside a file's place; what is written there is moved to it at the end.

    Args:
        target: The place.
        errors: What may be raised by writing, besides OSError.

    Raises:
        InputError: it cannot be written; what was there before is untouched.
    """
    raised: tuple[type[Exception], ...] = (OSError, *errors)
    temporary = target.with_name(f".{target.stem[:40]}.{secrets.token_hex(6)}{target.suffix}")
    try:
        yield temporary
        os.replace(temporary, target)
    except raised as error:
        raise InputError(
            f"{target}: cannot be written ({getattr(error, 'strerror', None) or error})",
            hint="name a file in a folder that exists and may be written to",
        ) from error
    finally:
        temporary.unlink(missing_ok=True)


def write_whole(path: str | os.PathLike[str], data: bytes) -> Path:
    """Writes a file at once, see :func:`appearing`.

    Returns:
        The path written.

    Raises:
        InputError: it cannot be written; what was there before is untouched.
    """
    target = Path(path)
    with appearing(target) as temporary:
        temporary.write_bytes(data)
    return target


__all__ = ["appearing", "write_whole"]
