"""Tokenizers and text towers of Hugging Face, which some of open_clip's models use: SigLIP and others.

Where their files lie, and the tokenizer as a file that runs without transformers. transformers itself reads
the files once, when the text tower is exported, so that all its special cases are its own.
"""

from __future__ import annotations

import hashlib
import json
import string
import textwrap
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from motionsearch import paths
from motionsearch.errors import SpaceError
from motionsearch.spaces.clip_tokens import mend
from motionsearch.spaces.export import file_sha256, logger, read_note, write_note

TOKENIZER, TOWER = "tokenizer", "text tower"
# What is read of a repository: names and endings.
PATTERNS = {
    TOKENIZER: ("tokenizer*.json", "special_tokens_map.json", "vocab.*", "merges.txt", "*.model"),
    TOWER: ("config.json",),
}
# One of these must be there.
NEEDED = {TOKENIZER: ("tokenizer.json", "tokenizer_config.json"), TOWER: ("config.json",)}
CLEANINGS = ("whitespace", "lower", "canonicalize")
OPTIONS = "tokenizer_options.json"


@dataclass(frozen=True)
class HubFolder:
    """Small files of a repository of the hub, or of a folder in its place.

    Args:
        kind: ``TOKENIZER`` or ``TOWER``.
        name: What the configuration calls it: a repository, or a folder beside the weights.
        beside: Folder of the weights.
        path: Where the files lie; they may have gone since.
        digest: SHA-256 over them.
    """

    kind: str
    name: str
    beside: Path
    path: Path
    digest: str

    def present(self) -> Path:
        """The folder with its files, downloaded again where they have gone.

        Raises:
            SpaceError: they cannot be had, or are not what they were.
        """
        if _holds(self.path, self.kind) and _digest(self.path, self.kind) == self.digest:
            return self.path
        path = _locate(self.kind, self.name, self.beside)
        if _digest(path, self.kind) != self.digest:
            _note(self.kind, self.name, self.beside).unlink(missing_ok=True)
            raise SpaceError(
                f"the {self.kind} {self.name} is no longer the one it was first used with",
                hint="start again: the space is another one now, and needs models and libraries of its own",
            )
        return path


def find_hub_folder(kind: str, name: str, beside: Path) -> HubFolder:
    """The files of a tokenizer or a text tower: beside the weights, else in the hub's cache, else downloaded.

    Beside the weights means in the folder ``name``, in one named like the last part of ``name``, or, for a
    tokenizer, right among them.

    Raises:
        SpaceError: they are nowhere and cannot be downloaded.
    """
    note = _note(kind, name, beside)
    local = _local(kind, name, beside)
    known = read_note(note) if local is None else None
    if isinstance(known, dict) and {"path", "digest"} <= known.keys():
        # Without a look at the files: texts need only the export, and people clear the hub's cache.
        return HubFolder(kind, name, beside, Path(known["path"]), str(known["digest"]))
    path = local or _locate(kind, name, beside)
    found = HubFolder(kind, name, beside, path, _digest(path, kind))
    if local is None:
        write_note(note, {"path": str(path), "digest": found.digest})
    return found


def _locate(kind: str, name: str, beside: Path) -> Path:
    return _local(kind, name, beside) or _cached(kind, name) or _download(kind, name, beside)


def _local(kind: str, name: str, beside: Path) -> Path | None:
    places = [beside / name, beside / Path(name).name, *([beside] if kind == TOKENIZER else [])]
    return next((place for place in places if _holds(place, kind)), None)


def _holds(place: Path, kind: str) -> bool:
    return any((place / name).is_file() for name in NEEDED[kind])


def _digest(place: Path, kind: str) -> str:
    files = sorted({path for pattern in PATTERNS[kind] for path in place.glob(pattern)})
    return hashlib.sha256(
        "\n".join(f"{path.name} {file_sha256(path)}" for path in files).encode()
    ).hexdigest()


def _cached(kind: str, name: str) -> Path | None:
    from huggingface_hub import try_to_load_from_cache

    for file in NEEDED[kind]:
        try:
            found = try_to_load_from_cache(name, file)
        except ValueError:  # no name of a repository
            return None
        if isinstance(found, str):
            return Path(found).parent
    return None


def _download(kind: str, name: str, beside: Path) -> Path:
    from huggingface_hub import constants, snapshot_download

    place = f"{constants.ENDPOINT}/{name}"
    logger.warning("downloading the %s %s from %s, once", kind, name, place)
    try:
        return Path(snapshot_download(name, allow_patterns=list(PATTERNS[kind]), etag_timeout=10))
    except Exception as error:  # whatever the hub's client or the network raises
        reason = textwrap.shorten(" ".join(str(error).split()), 160)
        raise SpaceError(
            f"the {kind} {name} could not be downloaded: {reason}",
            hint=f"get {' and '.join(NEEDED[kind])} from {place} on a machine with network and put them into "
            f"{beside / Path(name).name}",
        ) from error


def _note(kind: str, name: str, beside: Path) -> Path:
    key = hashlib.sha256(f"{kind}\n{name}\n{beside}".encode()).hexdigest()[:24]
    return paths.cache_dir() / "spaces" / "hub" / f"{key}.json"


def check_tokenizer(arch: str, text: dict[str, Any]) -> None:
    """Refuses what of ``text_cfg`` is not understood, before anything is downloaded.

    Raises:
        SpaceError: an option of the tokenizer is unknown.
    """
    options = text.get("tokenizer_kwargs") or {}
    unknown = sorted(set(options) - {"clean", "strip_sep_token"})
    if unknown or text.get("tokenizer_mode") or options.get("clean", "whitespace") not in CLEANINGS:
        raise SpaceError(
            f"the open_clip model {arch} wants a tokenizer in a way that is not supported: {options}",
            hint="choose another model, such as ViT-B-32 or ViT-B-16-SigLIP",
        )


def write_hub_tokenizer(source: Path, text: dict[str, Any], folder: Path) -> None:
    """Writes the tokenizer into an export, so that it runs without transformers.

    Args:
        source: Folder of the tokenizer's files.
        text: ``text_cfg`` of the model.
        folder: Of the export; gets ``tokenizer.json`` and the options beside it.

    Raises:
        SpaceError: transformers is missing, or cannot read the files.
    """
    options = text.get("tokenizer_kwargs") or {}
    try:
        from transformers import AutoTokenizer

        tokenizer: Any = AutoTokenizer.from_pretrained(str(source), local_files_only=True)
        backend = tokenizer.backend_tokenizer
        backend.no_padding()
        backend.no_truncation()
        document = backend.to_str()
    except ImportError as error:
        raise SpaceError(
            f"the tokenizer {source} needs transformers", hint="pip install transformers"
        ) from error
    except Exception as error:  # transformers raises many kinds
        reason = textwrap.shorten(" ".join(str(error).split()), 160)
        raise SpaceError(f"transformers cannot read the tokenizer in {source}: {reason}") from error
    if tokenizer.pad_token_id is None or tokenizer.padding_side != "right":
        raise SpaceError(f"the tokenizer in {source} does not pad texts at their end, as a text tower needs")
    separator = tokenizer.sep_token_id if options.get("strip_sep_token") else None
    (folder / "tokenizer.json").write_text(document, encoding="utf-8")
    written = {
        "clean": options.get("clean", "whitespace"),
        "separator": separator,
        # open_clip takes separators away after it has padded.
        "padding": 0 if tokenizer.pad_token_id == separator else tokenizer.pad_token_id,
    }
    (folder / OPTIONS).write_text(json.dumps(written), encoding="utf-8")


class HubTokenizer:
    """Texts to token ids as ``open_clip.tokenizer.HFTokenizer`` does, less its padding.

    Args:
        folder: An export that ``write_hub_tokenizer`` wrote into.
        context: The tower's limit of tokens, special ones included.
    """

    def __init__(self, folder: Path, context: int) -> None:
        from tokenizers import Tokenizer

        options = json.loads((folder / OPTIONS).read_text(encoding="utf-8"))
        self._tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self._tokenizer.enable_truncation(context)
        self._clean: str = options["clean"]
        self._separator: int | None = options["separator"]
        self.padding: int = options["padding"]

    def __call__(self, texts: list[str]) -> list[list[int]]:
        """One list of ids a text, special tokens included, cut to the context."""
        encoded = self._tokenizer.encode_batch([clean(text, self._clean) for text in texts])
        if self._separator is None:
            return [list(encoding.ids) for encoding in encoded]
        # Models that were trained without a separator see a 0 in its place.
        return [[0 if i == self._separator else i for i in encoding.ids] for encoding in encoded]


def clean(text: str, how: str) -> str:
    """The text as ``open_clip.tokenizer.get_clean_fn(how)`` gives it."""
    text = mend(text)
    if how == "canonicalize":
        text = text.replace("_", " ").translate(str.maketrans("", "", string.punctuation))
    text = " ".join(text.split())
    return text if how == "whitespace" else text.lower()
