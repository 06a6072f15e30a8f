"""Shipped words: a bank of motion phrases and presets of labels; and files of labels."""

from __future__ import annotations

import functools
import os
import re
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING

from motionsearch.errors import InputError, QueryError

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

_PRESET_FILE = re.compile(r"labels-(.+)\.txt")
# A comment fills a line or follows white space: "c# minor" is a label.
_COMMENT = re.compile(r"(^|\s+)#.*$")


@functools.cache
def load_phrases() -> tuple[str, ...]:
    """The shipped bank of motion phrases, "a person walks forward" and the like, several hundred of them."""
    return _parse(_shipped("phrases.txt"))


@functools.cache
def list_presets() -> tuple[str, ...]:
    """Names of the shipped label presets, sorted."""
    matches = (_PRESET_FILE.fullmatch(entry.name) for entry in _folder().iterdir())
    return tuple(sorted(match[1] for match in matches if match))


@functools.cache
def load_preset(name: str) -> tuple[str, ...]:
    """The labels of a shipped preset, such as ``"gym"``.

    Raises:
        QueryError: there is no such preset; the hint names those there are.
    """
    if name not in list_presets():
        raise QueryError(
            f"there is no label preset {name!r}", hint=f"the presets are {', '.join(list_presets())}"
        )
    return _parse(_shipped(f"labels-{name}.txt"))


def read_labels_file(path: str | os.PathLike[str]) -> tuple[str, ...]:
    """Labels from a text file: UTF-8, one a line, ``#`` begins a comment; repeated labels are kept once.

    Raises:
        InputError: the file cannot be read, is not UTF-8 text, or holds no label.
    """
    file = Path(path)
    try:
        text = file.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise InputError(
            f"{file}: cannot be read ({error.strerror})",
            hint=f"name a text file, or one of the presets {', '.join(list_presets())}",
        ) from error
    except UnicodeDecodeError as error:
        raise InputError(
            f"{file}: not UTF-8 text (byte {error.start})", hint="write one label a line in a UTF-8 text file"
        ) from error
    if "\0" in text:
        raise InputError(
            f"{file}: not a text file (it holds a zero byte)", hint="write one label a line in a text file"
        )
    labels = _parse(text)
    if not labels:
        raise InputError(f"{file}: holds no label", hint="write one label a line; '#' begins a comment")
    return labels


def _parse(text: str) -> tuple[str, ...]:
    lines = (" ".join(_COMMENT.sub("", line).split()) for line in text.splitlines())
    return tuple(dict.fromkeys(line for line in lines if line))


def _folder() -> Traversable:
    return resources.files("motionsearch") / "data"


def _shipped(file: str) -> str:
    return (_folder() / file).read_text(encoding="utf-8")


__all__ = ["list_presets", "load_phrases", "load_preset", "read_labels_file"]
