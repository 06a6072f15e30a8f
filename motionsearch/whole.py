"""Files that appear whole or not at all."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

from motionsearch.errors import InputError


def write_whole(path: str | os.PathLike[str], data: bytes) -> Path:
    """Writes a file under a temporary name beside its place, then moves it there.

    Returns:
        The path written.

    Raises:
        InputError: it cannot be written; what was there before is untouched.
    """
    target = Path(path)
    temporary = target.with_name(f".{target.stem[:40]}.{secrets.token_hex(6)}{target.suffix}")
    try:
        temporary.write_bytes(data)
        os.replace(temporary, target)
    except OSError as error:
        raise InputError(
            f"{target}: cannot be written ({error.strerror or error})",
            hint="name a file in a folder that exists and may be written to",
        ) from error
    finally:
        temporary.unlink(missing_ok=True)
    return target


__all__ = ["write_whole"]
