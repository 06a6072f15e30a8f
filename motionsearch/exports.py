"""Time lines as files that annotation programs open: ELAN (.eaf) and the VGG Image Annotator (.json)."""

from __future__ import annotations

import itertools
import json
import mimetypes
import os
import re
import time
from collections.abc import Mapping, Sequence
from datetime import datetime, timezone
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

from motionsearch.timeline import Stretch
from motionsearch.whole import write_whole

# What XML 1.0 lets a document contain (section 2.2); anything else cannot even be escaped.
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_XSI = "http://www.w3.org/2001/XMLSchema-instance"
_SCHEMA = "http://www.mpi.nl/tools/elan/EAFv3.0.xsd"
_TYPE = "motion"

# VIA 3: kinds of attribute, of file, and where a file lies; segments of time are anchored Z2 (two moments).
_VIA_TEXT, _VIA_VIDEO, _VIA_BY_URI = 1, 4, 3
_VIA_SEGMENT = "FILE1_Z2_XY0"


def write_elan(
    path: str | os.PathLike[str], video: str | os.PathLike[str], stretches: Sequence[Stretch]
) -> Path:
    """Writes an ELAN annotation file, format 3.0: a tier a thing, an annotation a stretch.

    The format is that of "EAF Annotation Format 3.0" (Max Planck Institute for Psycholinguistics); times
    are in milliseconds. The file appears whole or not at all.

    Raises:
        InputError: the file cannot be written.
    """
    source = Path(video).absolute()
    target = Path(path)
    root = ElementTree.Element(
        "ANNOTATION_DOCUMENT",
        {
            "AUTHOR": "motionsearch",
            "DATE": datetime.now(timezone.utc).isoformat(timespec="seconds"),
            "FORMAT": "3.0",
            "VERSION": "3.0",
            "xmlns:xsi": _XSI,
            "xsi:noNamespaceSchemaLocation": _SCHEMA,
        },
    )
    header = ElementTree.SubElement(root, "HEADER", MEDIA_FILE="", TIME_UNITS="milliseconds")
    ElementTree.SubElement(
        header,
        "MEDIA_DESCRIPTOR",
        MEDIA_URL=source.as_uri(),
        MIME_TYPE=mimetypes.guess_type(source.name)[0] or "video/unknown",
        RELATIVE_MEDIA_URL=_relative_uri(source, target),
    )
    last = ElementTree.SubElement(header, "PROPERTY", NAME="lastUsedAnnotationId")
    last.text = str(len(stretches))
    order = ElementTree.SubElement(root, "TIME_ORDER")
    times = sorted({moment for s in stretches for moment in _milliseconds(s)})
    slots = {moment: f"ts{number}" for number, moment in enumerate(times, start=1)}
    for moment, slot in slots.items():
        ElementTree.SubElement(order, "TIME_SLOT", TIME_SLOT_ID=slot, TIME_VALUE=str(moment))
    number = itertools.count(1)
    for name, own in _tiers(stretches).items():
        tier = ElementTree.SubElement(root, "TIER", LINGUISTIC_TYPE_REF=_TYPE, TIER_ID=name)
        for stretch in own:
            start, end = _milliseconds(stretch)
            annotation = ElementTree.SubElement(
                ElementTree.SubElement(tier, "ANNOTATION"),
                "ALIGNABLE_ANNOTATION",
                ANNOTATION_ID=f"a{next(number)}",
                TIME_SLOT_REF1=slots[start],
                TIME_SLOT_REF2=slots[end],
            )
            ElementTree.SubElement(annotation, "ANNOTATION_VALUE").text = _xml(stretch.label)
    ElementTree.SubElement(
        root, "LINGUISTIC_TYPE", GRAPHIC_REFERENCES="false", LINGUISTIC_TYPE_ID=_TYPE, TIME_ALIGNABLE="true"
    )
    ElementTree.indent(root)
    data = ElementTree.tostring(root, encoding="UTF-8", xml_declaration=True)
    return write_whole(target, data + b"\n")


def write_via(
    path: str | os.PathLike[str], time_lines: Mapping[str, Sequence[Stretch]], *, name: str = "motionsearch"
) -> Path:
    """Writes a project of the VGG Image Annotator, version 3: every video with its stretches as segments.

    Each segment has a row of the program's time line ("thing 2: walk") and, apart, the thing, the label, its
    probability and the box round it. The file appears whole or not at all.

    Args:
        path: The project.
        time_lines: Path of each video to its stretches.
        name: Of the project.

    Raises:
        InputError: the file cannot be written.
    """
    names = ("row", "thing", "label", "probability", "box")
    files, views, segments = {}, {}, {}
    for number, (video, stretches) in enumerate(time_lines.items(), start=1):
        source, key = Path(video).absolute(), str(number)
        files[key] = {
            "fid": key,
            "fname": _json_text(source.name),
            "type": _VIA_VIDEO,
            "loc": _VIA_BY_URI,
            "src": source.as_uri(),
        }
        views[key] = {"fid_list": [key]}
        for count, stretch in enumerate(stretches, start=1):
            values = (
                f"{stretch.name}: {stretch.label}",
                stretch.name,
                stretch.label,
                f"{stretch.probability:.3f}",
                "" if stretch.box is None else ",".join(f"{side:.0f}" for side in stretch.box),
            )
            segments[f"{key}_{count}"] = {
                "vid": key,
                "flg": 0,
                "z": [round(stretch.start, 3), round(stretch.end, 3)],
                "xy": [],
                "av": {str(at): _json_text(value) for at, value in enumerate(values, start=1)},
            }
    project: dict[str, Any] = {
        "project": {
            # The program gives a project its own id when it is first shared.
            "pid": "__VIA_PROJECT_ID__",
            "rev": "__VIA_PROJECT_REV_ID__",
            "rev_timestamp": "__VIA_PROJECT_REV_TIMESTAMP__",
            "pname": name,
            "creator": "motionsearch",
            "created": int(time.time() * 1000),
            "data_format_version": "3.1.1",
            "vid_list": list(views),
        },
        "config": {
            "file": {"loc_prefix": {str(place): "" for place in range(1, 5)}},
            "ui": {
                "file_content_align": "center",
                "file_metadata_editor_visible": True,
                "spatial_metadata_editor_visible": False,
                "temporal_segment_metadata_editor_visible": True,
                "spatial_region_label_attribute_id": "",
                "gtimeline_visible_row_count": "8",
            },
        },
        "attribute": {
            str(at): {
                "aname": title,
                "anchor_id": _VIA_SEGMENT,
                "type": _VIA_TEXT,
                "desc": "",
                "options": {},
                "default_option_id": "",
            }
            for at, title in enumerate(names, start=1)
        },
        "file": files,
        "view": views,
        "metadata": segments,
    }
    return write_whole(path, json.dumps(project, ensure_ascii=False, indent=1).encode() + b"\n")


def _tiers(stretches: Sequence[Stretch]) -> dict[str, list[Stretch]]:
    """Stretches by the name of their thing; two things of one name are told apart by their numbers."""
    tiers: dict[str, list[Stretch]] = {}
    owners: dict[str, int] = {}
    for stretch in stretches:
        name = _xml(stretch.name)
        if owners.setdefault(name, stretch.thing) != stretch.thing:
            name = f"{name} ({stretch.thing})"
        tiers.setdefault(name, []).append(stretch)
    return tiers


def _milliseconds(stretch: Stretch) -> tuple[int, int]:
    start = max(0, round(stretch.start * 1000))
    return start, max(start + 1, round(stretch.end * 1000))


def _relative_uri(source: Path, target: Path) -> str:
    from urllib.parse import quote

    try:
        relative = os.path.relpath(source, target.absolute().parent)
    except ValueError:  # another drive
        return source.as_uri()
    return "./" + quote(relative.replace(os.sep, "/"), safe="/", errors="surrogateescape")


def _xml(text: str) -> str:
    return _NOT_XML.sub("", text) or "-"


def _json_text(text: str) -> str:
    """Text that UTF-8 can carry: a file name may hold bytes that are none."""
    return text.encode("utf-8", "replace").decode("utf-8")


__all__ = ["write_elan", "write_via"]
