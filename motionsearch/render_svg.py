"""Trails as SVG, written by hand: small, valid XML, no dependency."""

from __future__ import annotations

import itertools
import re
from xml.sax.saxutils import escape

import numpy as np
from numpy.typing import NDArray

from motionsearch.render_trails import Colour, Trails

# One path per point and stage of brightness.
_STAGES = 8
# Corners nearer to the line than this many pixels are left out.
_TOLERANCE = 0.3
# What XML 1.0 lets a document contain (section 2.2); anything else cannot even be escaped.
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def document(trails: Trails, title: str, background: Colour) -> str:
    """An SVG document of the trails, early ones faint and late ones full."""
    width, height = trails.size
    clean = escape(_NOT_XML.sub("", title))
    crowding = 1.8 if trails.num_points <= 4 else 1.0
    stroke = max(1.0, min(width, height) / 300) * crowding
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" '
        f'viewBox="0 0 {width} {height}">',
        f"<title>{clean or 'motion trails'}</title>",
        f'<rect width="{width}" height="{height}" fill="{_hex(background)}"/>',
        f'<g fill="none" stroke-width="{stroke:.2g}" stroke-linecap="round" stroke-linejoin="round">',
    ]
    edges = np.linspace(0, trails.num_frames - 1, min(_STAGES, trails.num_frames - 1) + 1)
    edges = np.round(edges).astype(np.int64)
    everyone = np.arange(trails.num_points)
    for first, last in itertools.pairwise(edges):
        late = np.full(trails.num_points, last)
        colours = trails.paint(late, everyone, trails.age_strength(late), background)
        for point in everyone:
            path = _path(trails.xy[first : last + 1, point], trails.visible[first : last + 1, point])
            if path:
                lines.append(f'<path stroke="{_hex(colours[point])}" d="{path}"/>')
    lines.append("</g>")
    at, which = trails.heads()
    late = np.full(len(which), trails.num_frames - 1)
    for (x, y), colour in zip(at, trails.paint(late, which, np.ones(len(which)), background), strict=True):
        lines.append(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{1.4 * stroke:.2g}" fill="{_hex(colour)}"/>')
    if clean:
        ink = "#e1e4eb" if sum(background) < 384 else "#282a30"
        lines.append(
            f'<text x="8" y="18" font-family="sans-serif" font-size="14" fill="{ink}">{clean}</text>'
        )
    lines.append("</svg>\n")
    return "\n".join(lines)


def _path(xy: NDArray[np.float64], visible: NDArray[np.bool_]) -> str:
    """Path data of the visible stretches; a lone sighting becomes a line of no length (a round dot)."""
    parts = []
    edges = np.flatnonzero(np.diff(np.concatenate([[False], visible, [False]]).astype(np.int8)))
    for begin, end in zip(edges[::2], edges[1::2], strict=True):
        corners = [f"{x:.1f} {y:.1f}" for x, y in _simplified(xy[begin:end])]
        parts.append(f"M{corners[0]}L{' '.join(corners[1:] or corners)}")
    return "".join(parts)


def _simplified(xy: NDArray[np.float64]) -> NDArray[np.float64]:
    """Fewer corners within ``_TOLERANCE`` pixels of the line (Douglas and Peucker 1973)."""
    keep = np.zeros(len(xy), dtype=bool)
    keep[[0, -1]] = True
    stack = [(0, len(xy) - 1)]
    while stack:
        first, last = stack.pop()
        if last - first < 2:
            continue
        chord = xy[last] - xy[first]
        offset = xy[first + 1 : last] - xy[first]
        length = float(np.hypot(*chord))
        if length > 1e-9:
            share = np.clip(offset @ chord / length**2, 0, 1)
            distance = np.linalg.norm(offset - share[:, None] * chord, axis=1)
        else:
            distance = np.linalg.norm(offset, axis=1)
        worst = int(np.argmax(distance))
        if distance[worst] > _TOLERANCE:
            middle = first + 1 + worst
            keep[middle] = True
            stack += [(first, middle), (middle, last)]
    return xy[keep]


def _hex(colour: object) -> str:
    red, green, blue = (int(c) for c in colour)  # type: ignore[attr-defined]
    return f"#{red:02x}{green:02x}{blue:02x}"


__all__ = ["document"]
