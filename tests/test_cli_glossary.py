"""The glossary command: all entries, and what a label stands for."""

from __future__ import annotations

import csv
import io
import json

import pytest

from motionsearch.glossary import expand, find, load_glossary
from tests.helpers_cli import found, run


def test_all_entries_are_listed() -> None:
    listed = json.loads(found("glossary", "-f", "json"))
    assert [(row["name"], *row["also"]) for row in listed] == [entry.names for entry in load_glossary()]
    assert [tuple(row["descriptions"]) for row in listed] == [e.descriptions for e in load_glossary()]
    lines = found("glossary").splitlines()
    assert [line.split("\t")[0] for line in lines] == [entry.name for entry in load_glossary()]


def test_a_name_is_shown_with_what_stands_for_it() -> None:
    result = run("glossary", "TennisServe", "-f", "jsonl")
    rows = [json.loads(line) for line in result.stdout.splitlines()]
    assert [row["text"] for row in rows] == list(expand("tennis serve"))
    assert [row["kind"] for row in rows][:3] == ["label", "sentence", "description"]
    entry = find("tennis serve")
    assert entry is not None
    assert {row["entry"] for row in rows} == {None, "tennis serve"}
    assert all(name in result.stderr for name in entry.names)
    table = list(csv.DictReader(io.StringIO(found("glossary", "tennis serve", "-f", "csv"))))
    assert [row["text"] for row in table] == [row["text"] for row in rows]
    assert found("glossary", "tennis serve", "-f", "paths") == ""


def test_a_label_without_an_entry_borrows() -> None:
    rows = [json.loads(line) for line in found("glossary", "very slow tai chi", "-f", "jsonl").splitlines()]
    assert find("very slow tai chi") is None
    lent = [row for row in rows if row["kind"] == "borrowed"]
    assert lent[0]["entry"] == "tai chi"
    assert 0.7 <= lent[0]["likeness"] <= 1
    entry = find("tai chi")
    assert entry is not None
    assert [row["text"] for row in lent if row["entry"] == "tai chi"] == list(entry.descriptions)


@pytest.mark.parametrize("label", ["photosynthesis", "", "??"])
def test_a_label_nothing_is_known_about(label: str) -> None:
    result = run("glossary", label)
    assert result.exit_code == 1
    assert "nothing about" in result.stderr
    assert "hint:" in result.stderr
    assert "Traceback" not in result.stderr
