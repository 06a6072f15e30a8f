"""Which files and folders are videos, told without opening them."""

from __future__ import annotations

import os
import re
from pathlib import Path

VIDEO_EXTENSIONS = (
    *(".mp4", ".m4v", ".mov", ".mkv", ".webm", ".avi", ".gif", ".mpg", ".mpeg", ".ts", ".m2ts", ".mts"),
    *(".3gp", ".flv", ".wmv", ".ogv"),
)
PICTURE_EXTENSIONS = (".jpg", ".jpeg", ".png", ".bmp", ".tif", ".tiff", ".webp", ".ppm", ".pgm")

# A transport stream has this byte where a packet begins; modules of a programming language do not.
_SHARED_EXTENSIONS = (".ts", ".mts")
_TRANSPORT_SYNC = 0x47
_NOT_OF_NOTE = ("thumbs.db", "desktop.ini")
_LAST_NUMBER = re.compile(r"(.*?)(\d+)(\D*)", re.DOTALL)


def is_video(path: str | os.PathLike[str]) -> bool:
    """Whether the name is that of a video file; where programs share the extension, a look inside decides."""
    name = Path(path)
    suffix = name.suffix.lower()
    if suffix not in _SHARED_EXTENSIONS:
        return suffix in VIDEO_EXTENSIONS
    try:
        with name.open("rb") as file:
            begin = file.read(5)
    except OSError:
        return False
    # Camcorders put a time stamp of four bytes before every packet.
    return _TRANSPORT_SYNC in (*begin[:1], *begin[4:])


def is_image_folder(path: str | os.PathLike[str]) -> bool:
    """Whether a folder holds two or more pictures with numbers in their names and nothing else of note.

    The names differ in their last number only; hidden files do not count.
    """
    return bool(numbered_pictures(path))


def picture_files(folder: str | os.PathLike[str]) -> list[Path]:
    """The pictures of an image folder in the order of their numbers; none if it is not an image folder."""
    return [file for _, file in numbered_pictures(folder)]


def numbered_pictures(folder: str | os.PathLike[str]) -> list[tuple[int, Path]]:
    """Numbers, rising, and files of an image folder; none if it is not an image folder."""
    found: dict[int, Path] = {}
    names = set()
    try:
        with os.scandir(folder) as entries:
            for entry in entries:
                if entry.name.startswith(".") or entry.name.lower() in _NOT_OF_NOTE:
                    continue
                stem, suffix = os.path.splitext(entry.name)
                parts = _LAST_NUMBER.fullmatch(stem)
                if parts is None or suffix.lower() not in PICTURE_EXTENSIONS or not entry.is_file():
                    return []
                before, number, after = parts.groups()
                names.add((before, after, suffix.lower()))
                if len(names) > 1 or len(number) > 18 or int(number) in found:
                    return []
                found[int(number)] = Path(folder) / entry.name
    except OSError:
        return []
    return sorted(found.items()) if len(found) >= 2 else []
