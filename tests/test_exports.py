"""Time lines for ELAN and the VGG Image Annotator, checked against what their formats ask for."""

from __future__ import annotations

import json
from pathlib import Path
from urllib.parse import unquote, urlparse
from xml.etree import ElementTree

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from motionsearch.errors import InputError
from motionsearch.exports import write_elan, write_via
from motionsearch.timeline import Stretch

LINE = [
    Stretch(1, "thing 1", 0.0, 4.0, {"walk": 0.7, "run": 0.3}, (10.4, 20.0, 30.0, 40.0)),
    Stretch(1, "thing 1", 4.0, 6.5, {"run": 0.6, "walk": 0.4}),
    Stretch(2, "thing 2", 1.0004, 6.5, {"walk": 0.9, "run": 0.1}),
]

# Children in their order, and attributes (True: required), of those parts of EAFv3.0.xsd that are written.
EAF = {
    "ANNOTATION_DOCUMENT": (
        ("HEADER", "TIME_ORDER", "TIER", "LINGUISTIC_TYPE"),
        {
            "DATE": True,
            "AUTHOR": True,
            "VERSION": True,
            "FORMAT": False,
            "{http://www.w3.org/2001/XMLSchema-instance}noNamespaceSchemaLocation": False,
        },
    ),
    "HEADER": (("MEDIA_DESCRIPTOR", "PROPERTY"), {"MEDIA_FILE": False, "TIME_UNITS": False}),
    "MEDIA_DESCRIPTOR": ((), {"MEDIA_URL": True, "MIME_TYPE": True, "RELATIVE_MEDIA_URL": False}),
    "PROPERTY": ((), {"NAME": False}),
    "TIME_ORDER": (("TIME_SLOT",), {}),
    "TIME_SLOT": ((), {"TIME_SLOT_ID": True, "TIME_VALUE": False}),
    "TIER": (("ANNOTATION",), {"TIER_ID": True, "LINGUISTIC_TYPE_REF": True}),
    "ANNOTATION": (("ALIGNABLE_ANNOTATION",), {}),
    "ALIGNABLE_ANNOTATION": (
        ("ANNOTATION_VALUE",),
        {"ANNOTATION_ID": True, "TIME_SLOT_REF1": True, "TIME_SLOT_REF2": True},
    ),
    "ANNOTATION_VALUE": ((), {}),
    "LINGUISTIC_TYPE": (
        (),
        {"LINGUISTIC_TYPE_ID": True, "TIME_ALIGNABLE": False, "GRAPHIC_REFERENCES": False},
    ),
}


def check(element: ElementTree.Element) -> None:
    """An element and all in it are as the schema says."""
    children, attributes = EAF[element.tag]
    order = [children.index(child.tag) for child in element]
    assert order == sorted(order)
    assert set(element.attrib) <= set(attributes)
    assert {name for name, required in attributes.items() if required} <= set(element.attrib)
    for child in element:
        check(child)


def read_elan(path: Path) -> tuple[ElementTree.Element, dict[str, list[tuple[int, int, str]]]]:
    """The document, and per tier (start, end, value) in milliseconds, having checked keys and references."""
    root = ElementTree.parse(path).getroot()
    check(root)
    slots = {e.attrib["TIME_SLOT_ID"]: int(e.attrib["TIME_VALUE"]) for e in root.iter("TIME_SLOT")}
    ids = [*slots, *(e.attrib["ANNOTATION_ID"] for e in root.iter("ALIGNABLE_ANNOTATION"))]
    assert len(ids) == len(set(ids))
    assert list(slots.values()) == sorted(slots.values())
    assert len(list(root.iter("TIME_SLOT"))) == len(slots)
    types = {e.attrib["LINGUISTIC_TYPE_ID"] for e in root.iter("LINGUISTIC_TYPE")}
    tiers: dict[str, list[tuple[int, int, str]]] = {}
    for tier in root.iter("TIER"):
        assert tier.attrib["LINGUISTIC_TYPE_REF"] in types
        assert tier.attrib["TIER_ID"] not in tiers
        rows = tiers.setdefault(tier.attrib["TIER_ID"], [])
        for annotation in tier.iter("ALIGNABLE_ANNOTATION"):
            start, end = (slots[annotation.attrib[f"TIME_SLOT_REF{i}"]] for i in (1, 2))
            assert start < end
            rows.append((start, end, annotation.findtext("ANNOTATION_VALUE") or ""))
    return root, tiers


def test_elan_has_a_tier_a_thing(tmp_path: Path) -> None:
    video = tmp_path / "my match #1.mp4"
    root, tiers = read_elan(write_elan(tmp_path / "line.eaf", video, LINE))
    assert tiers == {
        "thing 1": [(0, 4000, "walk"), (4000, 6500, "run")],
        "thing 2": [(1000, 6500, "walk")],
    }
    media = root.find("HEADER/MEDIA_DESCRIPTOR")
    assert media is not None
    assert unquote(urlparse(media.attrib["MEDIA_URL"]).path) == str(video)
    assert media.attrib["MEDIA_URL"].startswith("file:///")
    assert media.attrib["RELATIVE_MEDIA_URL"] == "./my%20match%20%231.mp4"
    assert media.attrib["MIME_TYPE"] == "video/mp4"
    assert root.attrib["FORMAT"] == "3.0"


def test_elan_finds_the_video_from_another_folder(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    root, _ = read_elan(write_elan(tmp_path / "a" / "line.eaf", tmp_path / "v.webm", LINE))
    media = root.find("HEADER/MEDIA_DESCRIPTOR")
    assert media is not None
    assert media.attrib["RELATIVE_MEDIA_URL"] == "./../v.webm"


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(
    st.lists(
        st.tuples(
            st.integers(1, 3),
            st.text(max_size=12),
            st.floats(-1, 1e5),
            st.floats(0, 50),
            st.text(max_size=12),
        ),
        max_size=8,
    )
)
def test_whatever_things_and_labels_are_called(
    tmp_path: Path, parts: list[tuple[int, str, float, float, str]]
) -> None:
    made = [
        Stretch(thing, name, start, start + length, {label: 0.5}, (0, 0, 1, 1))
        for thing, name, start, length, label in parts
    ]
    _, tiers = read_elan(write_elan(tmp_path / "x.eaf", tmp_path / "v.mp4", made))
    assert sum(map(len, tiers.values())) == len(made)
    project = json.loads(write_via(tmp_path / "x.json", {str(tmp_path / "v.mp4"): made}).read_bytes())
    assert [s["av"]["3"] for s in project["metadata"].values()] == [
        s.label.encode("utf-8", "replace").decode() for s in made
    ]


def test_things_of_one_name_have_a_tier_each(tmp_path: Path) -> None:
    made = [Stretch(thing, "dog", 0, 1, {"run": 1.0}) for thing in (1, 2, 1)]
    _, tiers = read_elan(write_elan(tmp_path / "x.eaf", tmp_path / "v.mp4", made))
    assert {name: len(rows) for name, rows in tiers.items()} == {"dog": 2, "dog (2)": 1}


def test_via_has_every_video_with_its_segments(tmp_path: Path) -> None:
    videos = {str(tmp_path / "a b.mp4"): LINE, str(tmp_path / "c.mp4"): LINE[:1]}
    project = json.loads(write_via(tmp_path / "p.json", videos, name="my project").read_text())
    assert set(project) == {"project", "config", "attribute", "file", "view", "metadata"}
    assert project["project"]["vid_list"] == list(project["view"]) == ["1", "2"]
    for key, view in project["view"].items():
        assert view["fid_list"] == [key]
        assert project["file"][key]["fid"] == key
    assert project["file"]["1"]["fname"] == "a b.mp4"
    assert project["file"]["1"]["src"].endswith("/a%20b.mp4")
    assert (project["file"]["1"]["type"], project["file"]["1"]["loc"]) == (4, 3)
    assert all(a["anchor_id"] == "FILE1_Z2_XY0" and a["type"] == 1 for a in project["attribute"].values())
    titles = {key: a["aname"] for key, a in project["attribute"].items()}
    segments = [
        (s["vid"], s["z"], {titles[key]: value for key, value in s["av"].items()})
        for s in project["metadata"].values()
    ]
    assert len(segments) == 4
    assert segments[0] == (
        "1",
        [0.0, 4.0],
        {
            "row": "thing 1: walk",
            "thing": "thing 1",
            "label": "walk",
            "probability": "0.700",
            "box": "10,20,30,40",
        },
    )
    assert segments[3][0] == "2"
    assert all(s["xy"] == [] and s["flg"] == 0 for s in project["metadata"].values())


def test_a_file_that_cannot_be_written_is_named_and_nothing_left(tmp_path: Path) -> None:
    for write in (
        lambda: write_elan(tmp_path / "no" / "x.eaf", "v.mp4", LINE),
        lambda: write_via(tmp_path / "no" / "x.json", {"v.mp4": LINE}),
    ):
        with pytest.raises(InputError, match="cannot be written"):
            write()
    assert list(tmp_path.iterdir()) == []
