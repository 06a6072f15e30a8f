"""Where things live: the environment decides, else the user's own folders."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from motionsearch import paths

PLACES = [
    ("MOTIONSEARCH_CACHE", paths.cache_dir),
    ("MOTIONSEARCH_LIBRARY", paths.default_library),
    ("MOTIONSEARCH_MODELS", paths.models_dir),
]


@pytest.mark.parametrize(("variable", "place"), PLACES)
def test_the_variable_decides(
    variable: str, place: Callable[[], Path | str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(variable, "~/mine")
    assert place() == Path.home() / "mine"


@pytest.mark.parametrize(("variable", "place"), PLACES)
@pytest.mark.parametrize("empty", [True, False])
def test_without_it_the_users_folders_do(
    variable: str, place: Callable[[], Path | str], empty: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    if empty:
        monkeypatch.setenv(variable, "")
    else:
        monkeypatch.delenv(variable, raising=False)
    assert Path(place()).is_absolute()
    assert "motionsearch" in Path(place()).parts


def test_a_database_url_stays_a_url(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MOTIONSEARCH_LIBRARY", "postgresql://me@host/motion")
    assert paths.default_library() == "postgresql://me@host/motion"


def test_the_places_differ(monkeypatch: pytest.MonkeyPatch) -> None:
    for variable, _ in PLACES:
        monkeypatch.delenv(variable, raising=False)
    assert len({place() for _, place in PLACES}) == len(PLACES)
