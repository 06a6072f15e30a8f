"""Which engine searches a library: what the user asked for, and what the library's row says."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from motionsearch.device import Device
from motionsearch.errors import InputError, LibraryError
from motionsearch.index.engines import SearchEngine
from motionsearch.index.gpu import with_gpu
from motionsearch.index.plans import PlanSettings
from motionsearch.index.searcher import Searcher
from motionsearch.index.store import Store

_SCHEMES = ("http", "https", "tcp", "unix")


@dataclass(frozen=True)
class EngineChoice:
    """An engine, and where it is.

    Args:
        name: "faiss" or "milvus".
        uri: Of Milvus: the address of a server without any secret, or the absolute path of a file.
    """

    name: str
    uri: str | None = None

    def __str__(self) -> str:
        return self.name if self.uri is None else f"{self.name} at {self.uri}"


FAISS = EngineChoice("faiss")


def chosen_engine(name: str | None, uri: str | os.PathLike[str] | None) -> EngineChoice | None:
    """What the user asked for; ``None`` where that is nothing.

    Raises:
        InputError: there is no such engine, it is nowhere, or its address makes no sense or holds a secret.
    """
    if name not in (None, "faiss", "milvus"):
        raise InputError(f"there is no engine {name!r}", hint="the engines are faiss and milvus")
    if name == "milvus" and uri is None:
        raise InputError(
            "the engine milvus needs the address of a server, or a file",
            hint="add --uri http://HOST:19530, or --uri FILE.db for Milvus Lite",
        )
    if uri is None:
        return FAISS if name else None
    if name != "milvus":
        raise InputError(
            f"{_shown(os.fspath(uri))}: only the engine milvus has an address", hint="add --engine milvus"
        )
    return EngineChoice("milvus", checked_uri(os.fspath(uri)))


def checked_uri(uri: str) -> str:
    """The address of a server as it is, a file as its absolute path.

    Raises:
        InputError: it is neither, or holds a user or password, which would be stored.
    """
    if "://" not in uri:
        if not uri.endswith(".db"):
            raise InputError(
                f"{uri!r} is neither the address of a Milvus server nor a Milvus Lite file",
                hint="write it like http://HOST:19530, or like FILE.db",
            )
        return str(Path(uri).expanduser().absolute())
    parts = urlsplit(uri)
    if parts.scheme not in _SCHEMES:
        raise InputError(
            f"{_shown(uri)}: Milvus is not reached by {parts.scheme}://",
            hint=f"use one of {', '.join(scheme + '://' for scheme in _SCHEMES)}",
        )
    if "@" in parts.netloc or parts.query:
        raise InputError(
            f"{_shown(uri)}: the address of Milvus is stored in the library and must hold no secret",
            hint="set MOTIONSEARCH_MILVUS_TOKEN to user:password or to an API key",
        )
    return uri.rstrip("/")


def check_engine(engine: EngineChoice | None) -> None:
    """Refuses a Milvus that is not there, before a library is made that needs it.

    Raises:
        LibraryError: it cannot be reached.
        MissingExtraError: the packages for it are not installed.
    """
    if engine is not None and engine.uri is not None:
        from motionsearch.index.milvus_client import Milvus

        milvus = Milvus(engine.uri, "", 1)
        milvus.connect()
        milvus.close()


def check_same_engine(asked: EngineChoice | None, row: Any, name: str) -> None:
    """Refuses another engine than the library has.

    Raises:
        LibraryError: it has another.
    """
    has = EngineChoice(row.engine, row.engine_uri)
    if asked is not None and asked != has:
        where = f" --uri {asked.uri}" if asked.uri else ""
        raise LibraryError(
            f"{name} is searched by {has}, not by {asked}",
            hint=f"`motionsearch reindex --engine {asked.name}{where}` moves it there",
        )


def make_engine(
    store: Store, row: Any, choice: EngineChoice, plans: PlanSettings | None, device: Device
) -> SearchEngine:
    """The engine of a library.

    Args:
        store: The library's database.
        row: The library's row.
        choice: Which one.
        plans: What decides on its index.
        device: Where batches are searched; Milvus does that itself.

    Raises:
        LibraryError: this motionsearch does not know that engine.
    """
    if choice.name == "faiss":
        return with_gpu(Searcher(store, row, plans), int(row.dim), device)
    if choice.name == "milvus" and choice.uri:
        from motionsearch.index.milvus import MilvusEngine

        return MilvusEngine(store, row, choice.uri, plans)
    raise LibraryError(
        f"{store.place.name} is searched by the engine {choice.name}, which this motionsearch does not know",
        hint="upgrade motionsearch: pip install --upgrade motionsearch",
    )


def _shown(uri: str) -> str:
    """An address without what may be secret in it."""
    parts = urlsplit(uri)
    return f"{parts.scheme}://{parts.hostname or ''}" if parts.scheme else uri
