"""Where things live on this machine."""

from __future__ import annotations

import os
from pathlib import Path


def cache_dir() -> Path:
    """Where exports that can be made again are kept: ``MOTIONSEARCH_CACHE``, else the user's cache folder."""
    chosen = os.environ.get("MOTIONSEARCH_CACHE")
    if chosen:
        return Path(chosen).expanduser()
    from platformdirs import user_cache_path

    return user_cache_path("motionsearch", appauthor=False)


def default_library() -> Path | str:
    """Where the library is when nobody says: ``MOTIONSEARCH_LIBRARY``, else a folder in the user's data.

    A database URL stays the text it is.
    """
    chosen = os.environ.get("MOTIONSEARCH_LIBRARY")
    if chosen:
        return chosen if "://" in chosen else Path(chosen).expanduser()
    from platformdirs import user_data_path

    return user_data_path("motionsearch", appauthor=False) / "library"


def models_dir() -> Path:
    """Where models that a user trained are looked for by name."""
    from platformdirs import user_data_path

    chosen = os.environ.get("MOTIONSEARCH_MODELS")
    return Path(chosen).expanduser() if chosen else user_data_path("motionsearch", appauthor=False) / "models"
