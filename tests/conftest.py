"""Fixtures that more than one feature's tests need."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from motionsearch.index.library import Library
from tests.libraries import ENGINES, fill, fresh_place, open_library

SHARED_DATA = Path(__file__).resolve().parents[2] / "shared" / "data"


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The real motion that tests may read but that is never committed."""
    if not SHARED_DATA.is_dir():
        pytest.skip("the real motion data (../shared/data) is not here")
    return SHARED_DATA


@pytest.fixture(autouse=True, scope="session")
def _own_folders(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Keeps tests away from the user's library, models and cache; the cache is shared by one test process."""
    base = tmp_path_factory.getbasetemp()
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("MOTIONSEARCH_CACHE", os.environ.get("MOTIONSEARCH_TEST_CACHE") or str(base / "cache"))
        patch.setenv("MOTIONSEARCH_LIBRARY", str(base / "default.library"))
        patch.setenv("MOTIONSEARCH_MODELS", str(base / "models"))
        yield


@pytest.fixture(params=ENGINES)
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """Where a library may be made: a folder, and a database where a server is at hand."""
    with fresh_place(request.param, tmp_path) as where:
        yield where


@pytest.fixture
def library(place: str) -> Iterator[Library]:
    """An empty library on each engine."""
    with open_library(place) as opened:
        yield opened


@pytest.fixture
def filled(library: Library) -> Library:
    """A library of clips that differ in all that can be filtered on."""
    return fill(library)


@pytest.fixture
def acts(monkeypatch: pytest.MonkeyPatch) -> None:
    """The slow format of tests, here and in worker processes."""
    from motionsearch import formats
    from tests import slow_format

    monkeypatch.setattr(formats, "FORMATS", (*formats.FORMATS, slow_format.FORMAT))
    monkeypatch.setattr("motionsearch.index.adding.read_apart", slow_format.read_apart)
