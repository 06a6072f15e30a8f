"""Fixtures that more than one feature's tests need."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

SHARED_DATA = Path(__file__).resolve().parents[2] / "shared" / "data"


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The real motion that tests may read but that is never committed."""
    if not SHARED_DATA.is_dir():
        pytest.skip("the real motion data (../shared/data) is not here")
    return SHARED_DATA


@pytest.fixture(autouse=True)
def _own_folders(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """Keeps tests away from the user's library, models and cache; the cache is shared by one test run."""
    base = tmp_path_factory.getbasetemp()
    if not os.environ.get("MOTIONSEARCH_TEST_CACHE"):
        monkeypatch.setenv("MOTIONSEARCH_CACHE", str(base / "cache"))
    else:
        monkeypatch.setenv("MOTIONSEARCH_CACHE", os.environ["MOTIONSEARCH_TEST_CACHE"])
    monkeypatch.setenv("MOTIONSEARCH_LIBRARY", str(base / "default.library"))
    monkeypatch.setenv("MOTIONSEARCH_MODELS", str(base / "models"))
