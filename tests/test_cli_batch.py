"""``search --queries FILE``, ``search --explain``, ``reindex`` and ``--max-memory`` on the command line."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from motionsearch.cli.batch import read_queries
from motionsearch.errors import InputError, QueryError
from tests.helpers_cli import failed, found, run
from tests.helpers_cli import write_clips as clips_in

QUERIES = ["a person walks along", "a person jumps up", "something turns round"]


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Six clips, and the model that is shipped."""
    folder = tmp_path_factory.mktemp("batch")
    clips_in(folder / "clips")
    place = str(folder / "six.library")
    found("add", folder / "clips", "-l", place)
    return place


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "queries.txt"
    path.write_text("\n".join(QUERIES) + "\n", encoding="utf-8")
    return path


def one_by_one(library: str, *options: str) -> list[dict[str, object]]:
    records = []
    for query in QUERIES:
        out = found("search", query, "-l", library, "--format", "json", *options)
        records += [{"query": query, **record} for record in json.loads(out)]
    return records


def test_many_queries_are_answered_as_one_by_one(library: str, file: Path) -> None:
    out = found("search", "--queries", file, "-l", library, "--format", "json", "-k", "4")
    together, apart = json.loads(out), one_by_one(library, "-k", "4")
    assert len(together) == 12
    assert [record["query"] for record in together] == [query for query in QUERIES for _ in range(4)]
    for record, own in zip(together, apart, strict=True):
        assert record.pop("score") == pytest.approx(own.pop("score"), abs=1e-6)
        assert record == own


def test_formats(library: str, file: Path) -> None:
    words = ("search", "--queries", file, "-l", library, "-k", "2", "--format")
    records = json.loads(found(*words, "json"))
    lines = [json.loads(line) for line in found(*words, "jsonl").splitlines()]
    assert lines == records
    rows = list(csv.DictReader(io.StringIO(found(*words, "csv"))))
    assert [(row["query"], int(row["clip_id"])) for row in rows] == [
        (record["query"], record["clip_id"]) for record in records
    ]
    paths = list(dict.fromkeys(record["source"] for record in records))  # each once
    assert found(*words, "paths").splitlines() == paths
    assert found(*words, "paths", "-0").split("\0")[:-1] == paths
    table = found(*words, "table")
    assert all(query in table for query in QUERIES)
    assert len(table.splitlines()) >= len(records)


def test_standard_input(library: str, file: Path) -> None:
    words = ("search", "--queries", "-", "-l", library, "--format", "jsonl")
    assert found(*words, stdin=file.read_text()) == found(*words[:2], file, *words[3:])


def test_filter_exact_and_limit(library: str, file: Path) -> None:
    words = ("search", "--queries", file, "-l", library, "--format", "json", "--exact")
    records = json.loads(found(*words, "--where", "label = 'jump'", "-k", "9"))
    assert len(records) == 3 * 3
    assert {record["label"] for record in records} == {"jump"}


def test_nothing_found(library: str, file: Path, tmp_path: Path) -> None:
    result = run("search", "--queries", file, "-l", library, "-w", "duration > 1000", "--format", "json")
    assert result.exit_code == 1
    assert json.loads(result.stdout) == []
    assert f"nothing found for 3 of 3 queries in {library}" in result.stderr


def test_lines_are_read_as_people_write_them(tmp_path: Path) -> None:
    path = tmp_path / "queries.txt"
    path.write_bytes(b"\xef\xbb\xbf  first \r\n\r\n\t\nsecond: \xc3\xbc^2\r\nlast")
    assert read_queries(str(path)) == ["first", "second: ü^2", "last"]


def test_files_that_cannot_be_used(library: str, tmp_path: Path) -> None:
    missing, folder = tmp_path / "none.txt", tmp_path
    for path in (missing, folder):
        said = failed("search", "--queries", path, "-l", library)
        assert f"{path}: cannot be read" in said
        assert "one query a line, or - for standard input" in said
    latin = tmp_path / "latin.txt"
    latin.write_bytes("größer".encode("latin-1"))
    assert "is not text in UTF-8" in failed("search", "--queries", latin, "-l", library)
    empty = tmp_path / "empty.txt"
    empty.write_text(" \n\n")
    assert f"{empty}: there are no queries in it" in failed("search", "--queries", empty, "-l", library)
    with pytest.raises(InputError, match="cannot be read"):
        read_queries(str(missing))
    with pytest.raises(QueryError, match="no queries"):
        read_queries(str(empty))
    result = run("search", "--queries", "-", "-l", library, stdin="\n")
    assert result.exit_code == 2
    assert "standard input: there are no queries in it" in result.stderr


@pytest.mark.parametrize(
    ("words", "name"),
    [
        (("a phrase",), "phrases"),
        (("--minus", "x"), "--minus"),
        (("--explain",), "--explain"),
        (("--expand",), "--expand"),
        (("--show",), "--show"),
        (("--html", "page.html"), "--html"),
        (("--save-clips", "folder"), "--save-clips"),
        (("--overlay",), "--overlay"),
    ],
)
def test_options_of_one_query_are_refused(
    library: str, file: Path, words: tuple[str, ...], name: str
) -> None:
    said = failed("search", *words, "--queries", file, "-l", library)
    assert f"--queries does not go together with {name}" in said
    assert not Path("page.html").exists()


def test_neither_phrases_nor_a_file(library: str) -> None:
    said = failed("search", "-l", library)
    assert "there is nothing to search for" in said
    assert "--queries" in said


def test_explain_goes_to_stderr(library: str) -> None:
    words = ("search", "a person jumps", "-l", library, "--format", "jsonl")
    result = run(*words, "--explain")
    assert result.exit_code == 0
    assert result.stdout == found(*words)
    assert (
        "plan flat: 6 clips, no filter: exact inner product with all; 6 vectors compared; " in result.stderr
    )
    assert " ms" in result.stderr
    result = run(*words, "--explain", "--where", "label = 'walk'")
    assert "plan filtered-exact: the filter leaves 3 of 6 clips (50%)" in result.stderr


def test_reindex_of_a_small_library(library: str) -> None:
    result = run("reindex", "-l", library)
    assert result.exit_code == 0
    assert "the index is current: exact, 6 vectors read into memory when needed" in result.output
    record = json.loads(found("reindex", "-l", library, "--format", "json"))
    assert record == [
        {
            "index": "current",
            "index_plan": "exact, 6 vectors read into memory when needed",
            "index_bytes": 0,
        }
    ]


def test_little_memory_makes_an_index_with_lists(library: str) -> None:
    # A matrix of six vectors of 384 numbers takes 9 KiB.
    result = run("search", "a person jumps", "-l", library, "--max-memory", "1KB", "--explain")
    assert result.exit_code == 0
    assert "the index cannot be used (missing); searches read every vector until" in result.stderr
    assert "plan streamed: the index is missing" in result.stderr
    said = run("reindex", "-l", library, "--max-memory", "1KB")
    assert said.exit_code == 0
    assert "1-bit codes" in said.output
    assert "recall@10" in said.output
    words = ("search", "a person jumps", "-l", library, "--format", "jsonl")
    assert found(*words, "--max-memory", "1KB") == found(*words)
    assert "cannot be used" not in run(*words, "--max-memory", "1KB").stderr
    found("reindex", "-l", library)


def test_memory_that_is_no_size(library: str, monkeypatch: pytest.MonkeyPatch) -> None:
    said = failed("search", "x", "-l", library, "--max-memory", "much")
    assert "--max-memory 'much' is not a size in bytes" in said
    assert "8GB" in said
    monkeypatch.setenv("MOTIONSEARCH_MAX_MEMORY", "-3")
    assert "MOTIONSEARCH_MAX_MEMORY '-3' is not a size" in failed("search", "x", "-l", library)
