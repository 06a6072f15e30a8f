"""A search must start quickly: what a fresh process may not import, and how long help may take."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.helpers_cli import found, write_clips

HEAVY = (
    "torch",
    "transformers",
    "sentence_transformers",
    "onnx",
    "alembic",
    "scipy",
    "open_clip",
    "pandas",
    "pymilvus",
    "av",
    "cv2",
)

REPORT = """
import json, sys
from motionsearch.cli.app import app
code = app(sys.argv[1:], standalone_mode=False, prog_name="motionsearch")
names = {name.partition(".")[0] for name in sys.modules}
print(json.dumps({"code": code, "modules": sorted(names)}), file=sys.stderr)
"""


def imported(*words: str | os.PathLike[str]) -> tuple[str, set[str]]:
    """The stdout of a command in a fresh process, and the names of all top-level modules it imported."""
    done = subprocess.run(
        [sys.executable, "-c", REPORT, *map(os.fspath, words)], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    report = json.loads(done.stderr.splitlines()[-1])
    assert report["code"] == 0, done.stderr
    return done.stdout, set(report["modules"])


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A library whose text tower is exported and whose index is written: what a second search finds."""
    folder = tmp_path_factory.mktemp("import")
    write_clips(folder / "clips", 3)
    found("add", folder / "clips", "-l", folder / "lib", "-q")
    found("search", "a person jumps", "-l", folder / "lib")
    return folder / "lib"


@pytest.mark.parametrize(
    "words",
    [
        ("search", "a person jumps", "--where", "duration > 1"),
        ("search", "a person jumps", "--explain", "-f", "json"),
        ("like", "1"),
        ("describe", "1"),
        ("label", "1", "--labels", "walk,jump"),
        ("list",),
        ("info",),
    ],
)
def test_finding_imports_nothing_heavy(library: Path, words: tuple[str, ...]) -> None:
    out, modules = imported(*words, "-l", library)
    assert out
    assert not modules.intersection(HEAVY)
    assert "rich" not in modules, "rich is only for terminals"


def test_importing_the_app_imports_no_engine() -> None:
    code = "import sys, motionsearch.cli.app; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    modules = {name.partition(".")[0] for name in done.stdout.split()}
    engines = {"faiss", "onnxruntime", "sqlalchemy", "lark", "PIL", "tokenizers", "safetensors", "rich"}
    assert not modules.intersection(engines.union(HEAVY))


def test_help_is_quick() -> None:
    def seconds() -> float:
        began = time.perf_counter()
        subprocess.run([sys.executable, "-m", "motionsearch.cli", "--help"], check=True, capture_output=True)
        return time.perf_counter() - began

    # The quickest of several: a busy machine must not fail the test, a slow import must.
    assert min(seconds() for _ in range(5)) < 0.35 * 2
