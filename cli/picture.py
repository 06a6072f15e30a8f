"""Tracks drawn in the terminal, and things that moved together drawn together."""

from __future__ import annotations

import math
import os
import shutil
import sys
from collections.abc import Sequence
from typing import TextIO

import numpy as np

from motionsearch.cli.output import Output, is_coloured, is_terminal
from motionsearch.errors import InputError, QueryError
from motionsearch.tracks import Tracks

# Early to late, as colours of the 256-colour terminal palette: blue, cyan, green, yellow.
_TIME_COLOURS = (27, 33, 39, 44, 49, 84, 119, 154, 190, 226)
_PIPED_SIZE = (60, 20)
_WIDEST, _TALLEST = 100, 30


def terminal_picture(tracks: Tracks, stream: TextIO) -> str:
    """Trails in braille dots as large as the stream's terminal allows; later is brighter where it has colour.

    Raises:
        QueryError: the stream's encoding has no braille dots.
    """
    from motionsearch.render import text_cells

    if "utf" not in (stream.encoding or "").lower():
        raise QueryError(
            f"this terminal writes {stream.encoding or 'no known encoding'}, which cannot show the picture",
            hint="set a UTF-8 locale, or draw into a file: motionsearch show ID -o clip.png",
        )
    width, height = _size(stream)
    characters, times = text_cells(tracks, width, height)
    coloured = is_coloured(stream)
    lines = []
    for row, moments in zip(characters.tolist(), times.tolist(), strict=True):
        lines.append(_coloured(row, moments) if coloured else "".join(row).rstrip())
    while lines and not lines[0]:
        lines.pop(0)
    while lines and not lines[-1]:
        lines.pop()
    return "\n".join(lines)


def draw_beside_results(out: Output, tracks: Tracks, title: str) -> None:
    """Draws on stderr, so that stdout keeps carrying results only."""
    out.picture(title, terminal_picture(tracks, sys.stderr))


def together(things: Sequence[tuple[float, Tracks]]) -> Tracks:
    """Things that moved in one picture as one set of points.

    Args:
        things: For each, the second at which its tracks begin, and the tracks.

    Returns:
        All points at the highest rate among them, invisible while their thing is not there; the frame is the
        largest of theirs.

    Raises:
        InputError: there is nothing.
    """
    if not things:
        raise InputError("there is nothing to draw together")
    fps = max(tracks.fps for _, tracks in things)
    begin = min(start for start, _ in things)
    pieces = []
    for start, tracks in things:
        same = tracks if math.isclose(tracks.fps, fps) else tracks.resample(fps)
        pieces.append((round((start - begin) * fps), same))
    length = max(first + piece.num_frames for first, piece in pieces)
    total = sum(piece.num_points for _, piece in pieces)
    points = np.zeros((length, total, 2), dtype=np.float32)
    visible = np.zeros((length, total), dtype=bool)
    at = 0
    for first, piece in pieces:
        here = slice(first, first + piece.num_frames), slice(at, at + piece.num_points)
        points[here], visible[here] = piece.points, piece.visible
        at += piece.num_points
    sizes = [tracks.frame_size for _, tracks in things]
    return Tracks(points, visible, fps, (max(w for w, _ in sizes), max(h for _, h in sizes)))


def _size(stream: TextIO) -> tuple[int, int]:
    if not is_terminal(stream):
        return _PIPED_SIZE
    columns, lines = shutil.get_terminal_size() if "COLUMNS" in os.environ else _terminal_size(stream)
    return max(20, min(columns - 1, _WIDEST)), max(8, min(lines - 6, _TALLEST))


def _terminal_size(stream: TextIO) -> tuple[int, int]:
    try:
        size = os.get_terminal_size(stream.fileno())
    except (OSError, ValueError):
        size = shutil.get_terminal_size()
    # A terminal that does not know its size says 0.
    return size.columns or 80, size.lines or 24


def _coloured(row: Sequence[str], moments: Sequence[float]) -> str:
    line, current = [], None
    last = max((i for i, character in enumerate(row) if character != " "), default=-1)
    for character, moment in zip(row[: last + 1], moments, strict=False):
        if not math.isnan(moment):
            colour = _TIME_COLOURS[min(int(moment * len(_TIME_COLOURS)), len(_TIME_COLOURS) - 1)]
            if colour != current:
                line.append(f"\x1b[38;5;{colour}m")
                current = colour
        line.append(character)
    return "".join(line) + ("\x1b[0m" if current is not None else "")
