"""Where the configuration and the weights of an open_clip model come from: a file, or a tag of the hub."""

from __future__ import annotations

import difflib
import hashlib
import importlib.util
import json
import os
import textwrap
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from motionsearch import paths
from motionsearch.errors import SpaceError
from motionsearch.network import may_download, reach
from motionsearch.spaces.clip_images import Preprocessing
from motionsearch.spaces.clip_tokens import VOCABULARY
from motionsearch.spaces.export import file_sha256, logger, read_note, write_note
from motionsearch.spaces.hf_text import TOKENIZER, TOWER, HubFolder, check_tokenizer, find_hub_folder

SUFFIXES = (".safetensors", ".pt", ".pth", ".bin", ".ckpt")
MERGES = "bpe_simple_vocab_16e6.txt.gz"
EXAMPLE = "openclip:ViT-B-32/laion2b_s34b_b79k"


@dataclass(frozen=True)
class Checkpoint:
    """A model that is known in full, though its weights may have gone from the disk since.

    Args:
        arch: Name of the architecture.
        tag: Of the hub; ``None`` for a file.
        config: open_clip's model configuration: ``embed_dim``, ``vision_cfg``, ``text_cfg``, ``quick_gelu``.
        preprocessing: Of pictures.
        weights: The file.
        sha256: Of the file.
        tokenizer: Where it is not CLIP's own.
        text_tower: Description of a text tower of Hugging Face, where it has one.
    """

    arch: str
    tag: str | None
    config: dict[str, Any]
    preprocessing: Preprocessing
    weights: Path
    sha256: str
    tokenizer: HubFolder | None = None
    text_tower: HubFolder | None = None

    @property
    def name(self) -> str:
        """The name of the space; a file by its full path, so that it is found from any folder."""
        return f"openclip:{self.arch}/{self.tag or self.weights}"

    @property
    def context(self) -> int:
        """Tokens a text may have."""
        return int(self.config["text_cfg"].get("context_length", 77))

    @property
    def reads_left_to_right(self) -> bool:
        """Whether a text's vector depends on the tokens up to its end only: padding can be left out."""
        text = self.config["text_cfg"]
        plain = not any(text.get(key) for key in ("no_causal_mask", "embed_cls", "hf_tokenizer_name"))
        return plain and text.get("pool_type", "argmax") == "argmax"

    @property
    def takes_any_length(self) -> bool:
        """Whether padding can be left out: the tower reads left to right, or is one that masks padding."""
        return self.reads_left_to_right or self.text_tower is not None

    @property
    def fingerprint(self) -> str:
        """SHA-256 over weights, architecture, preprocessing and tokenizer: one for a tag and its file."""
        tokenizer = self.tokenizer
        identity = {
            "config": self.config,
            "preprocessing": asdict(self.preprocessing),
            "weights": self.sha256,
            "tokenizer": tokenizer.digest if tokenizer else file_sha256(open_clip_folder() / MERGES),
        }
        if self.text_tower is not None:
            identity["text tower"] = self.text_tower.digest
        return hashlib.sha256(json.dumps(identity, sort_keys=True).encode()).hexdigest()


def find_checkpoint(name: str) -> Checkpoint:
    """The model of a space's name ``openclip:<arch>/<tag or file>``.

    The architecture is that of ``<arch>.json`` or ``open_clip_config.json`` beside the file of weights, else
    one that open_clip knows. A tag is downloaded unless it is there already; the first time it imports torch.

    Raises:
        SpaceError: the name, the architecture, the tag or the file makes no sense, or the download failed.
    """
    arch, _, source = name.removeprefix("openclip:").partition("/")
    if not arch or not source:
        raise SpaceError(
            f"the space {name!r} does not name an architecture and its weights",
            hint=f"write {EXAMPLE} for weights of the hub, or openclip:ViT-B-32//path/to/weights.safetensors",
        )
    file = Path(source).expanduser()
    if file.suffix in SUFFIXES or file.is_absolute() or source.startswith("."):
        return _from_file(arch, file)
    config = _bundled_config(arch)
    note = _tag_note(arch, source)
    known = read_note(note)
    try:
        return _from_tag(arch, source, config, known)
    except (KeyError, TypeError, AttributeError):  # no note, or a damaged one
        known = _resolve_tag(arch, source)
    write_note(note, known)
    return _from_tag(arch, source, config, known)


def present(checkpoint: Checkpoint) -> Checkpoint:
    """The checkpoint with its weights on the disk, downloaded again where they have gone.

    Raises:
        SpaceError: they cannot be had, or are not what they were.
    """
    if checkpoint.weights.is_file():
        return checkpoint
    if checkpoint.tag is None:
        raise SpaceError(f"the weights {checkpoint.weights} are gone", hint="put the file back")
    known = _resolve_tag(checkpoint.arch, checkpoint.tag)
    if known["sha256"] != checkpoint.sha256:
        _tag_note(checkpoint.arch, checkpoint.tag).unlink(missing_ok=True)
        raise SpaceError(
            f"the hub's weights of {checkpoint.name} are no longer those it was first used with",
            hint="start again: the space is another one now, and needs models and libraries of its own",
        )
    write_note(_tag_note(checkpoint.arch, checkpoint.tag), known)
    return _from_tag(checkpoint.arch, checkpoint.tag, _bundled_config(checkpoint.arch), known)


def open_clip_folder() -> Path:
    """The folder of open_clip, found without importing it: that would import torch.

    Raises:
        SpaceError: it is not installed.
    """
    found = importlib.util.find_spec("open_clip")
    if found is None or found.origin is None:
        raise SpaceError("spaces of open_clip need open_clip_torch", hint="pip install open_clip_torch")
    return Path(found.origin).parent


def _from_file(arch: str, file: Path) -> Checkpoint:
    if not file.is_file():
        raise SpaceError(
            f"there is no file of weights {file}",
            hint=f"check the path, or name a tag of the hub as in {EXAMPLE}",
        )
    if file.suffix not in SUFFIXES:
        raise SpaceError(f"{file} is no file of weights", hint="known are " + ", ".join(SUFFIXES))
    file = file.resolve()
    for beside in (file.with_name(f"{arch}.json"), file.with_name("open_clip_config.json")):
        if beside.is_file():
            document = _read_config(beside)
            config, preprocess = document.get("model_cfg", document), document.get("preprocess_cfg") or {}
            break
    else:
        beside, config, preprocess = file, _bundled_config(arch, file), {}
    config = _checked_config(arch, beside, config)
    size = config["vision_cfg"].get("image_size", 224)
    return Checkpoint(
        arch,
        None,
        config,
        Preprocessing.from_config(size, preprocess),
        file,
        file_sha256(file),
        *_hub_folders(config, file.parent),
    )


def _from_tag(arch: str, tag: str, config: dict[str, Any], known: Any) -> Checkpoint:
    if known["quick_gelu"]:
        config = {**config, "quick_gelu": True}
    size = config["vision_cfg"].get("image_size", 224)
    preprocessing = Preprocessing.from_config(size, known["preprocess_cfg"])
    weights = Path(known["weights"])
    folders = _hub_folders(config, weights.parent)
    return Checkpoint(arch, tag, config, preprocessing, weights, str(known["sha256"]), *folders)


def _hub_folders(config: dict[str, Any], beside: Path) -> tuple[HubFolder | None, HubFolder | None]:
    """The tokenizer and the text tower's description, where they are of Hugging Face."""
    text = config["text_cfg"]
    return (
        find_hub_folder(TOKENIZER, text["hf_tokenizer_name"], beside)
        if text.get("hf_tokenizer_name")
        else None,
        find_hub_folder(TOWER, text["hf_model_name"], beside) if text.get("hf_model_name") else None,
    )


def _bundled_config(arch: str, file: Path | None = None) -> dict[str, Any]:
    """The configuration that open_clip has of an architecture."""
    folder = open_clip_folder() / "model_configs"
    path = folder / f"{arch}.json"
    if not path.is_file():
        names = sorted(known.stem for known in folder.glob("*.json"))
        near = difflib.get_close_matches(arch, names, 3, 0.5) or ["ViT-B-32", "ViT-L-14"]
        hint = "choose one such as " + ", ".join(near)
        if file is not None:
            hint += f", or put its configuration beside the weights: {file.with_name(arch + '.json')}"
        raise SpaceError(f"open_clip knows no architecture {arch!r}", hint=hint)
    return _checked_config(arch, path, _read_config(path))


def _read_config(path: Path) -> dict[str, Any]:
    try:
        document = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise SpaceError(f"the model configuration {path} cannot be read: {error}") from error
    if not isinstance(document, dict):
        raise SpaceError(f"the model configuration {path} is no JSON object")
    return document


def _checked_config(arch: str, path: Path, config: Any) -> dict[str, Any]:
    parts = {"embed_dim": int, "vision_cfg": dict, "text_cfg": dict}
    if not isinstance(config, dict) or not all(isinstance(config.get(k), v) for k, v in parts.items()):
        raise SpaceError(f"the model configuration {path} needs embed_dim, vision_cfg and text_cfg")
    text = config["text_cfg"]
    if text.get("hf_tokenizer_name"):
        check_tokenizer(arch, text)
    elif text.get("hf_model_name") or text.get("vocab_size", VOCABULARY) != VOCABULARY:
        raise SpaceError(
            f"the open_clip model {arch} does not say which tokenizer it has",
            hint=f"write text_cfg.hf_tokenizer_name into {path}, or choose another model, such as ViT-B-32",
        )
    return {"quick_gelu": False, **config}


def _tag_note(arch: str, tag: str) -> Path:
    """Where is kept what a tag means, so that a later start needs neither torch nor the network."""
    key = hashlib.sha256(f"{arch}/{tag}".encode()).hexdigest()[:24]
    return paths.cache_dir() / "spaces" / "tags" / f"{key}.json"


def _resolve_tag(arch: str, tag: str) -> dict[str, Any]:
    """Finds or downloads a tag's weights: their path and hash, and the tag's preprocessing and activation."""
    from open_clip import pretrained

    config = pretrained.get_pretrained_cfg(arch, tag)
    if not config:
        tags = pretrained.list_pretrained_tags_by_model(arch)
        hint = f"its tags are {', '.join(tags)}" if tags else "it has no tags: name a file of weights"
        raise SpaceError(f"open_clip knows no weights {tag!r} of {arch}", hint=hint)
    weights = _already_here(config) or _download(f"openclip:{arch}/{tag}", arch, config)
    return {
        "weights": str(weights),
        "sha256": file_sha256(weights),
        "quick_gelu": bool(config.get("quick_gelu")),
        "preprocess_cfg": {
            key: config.get(key) for key in ("mean", "std", "interpolation", "resize_mode", "fill_color")
        },
    }


def _already_here(config: dict[str, Any]) -> Path | None:
    """A tag's weights in the hub's cache; asking the hub itself would touch the network."""
    if config.get("hf_hub"):
        from huggingface_hub import try_to_load_from_cache

        repository, filename = os.path.split(config["hf_hub"])
        names = [filename] if filename else ["open_clip_model.safetensors", "open_clip_pytorch_model.bin"]
        if filename:
            names.insert(0, str(Path(filename).with_suffix(".safetensors")))
        for name in names:
            found = try_to_load_from_cache(repository, name)
            if isinstance(found, str):
                return Path(found)
    return None


def _download(name: str, arch: str, config: dict[str, Any]) -> Path:
    from huggingface_hub import constants
    from open_clip import pretrained

    hub = config.get("hf_hub", "").rstrip("/")
    place = f"{constants.ENDPOINT}/{hub}" if hub else config.get("url", "")
    logger.warning("downloading the weights of %s from %s, once", name, place)
    try:
        if may_download():
            reach(place)
        return Path(pretrained.download_pretrained(config))
    except Exception as error:  # whatever the hub's client or the network raises
        file = "open_clip_model.safetensors" if hub else Path(place).name
        reason = getattr(error, "reason", None) or error
        raise SpaceError(
            f"the weights of {name} could not be downloaded: {textwrap.shorten(str(reason), 160)}",
            hint=f"get {file} from {place} on a machine with network, bring it here and name the file: "
            f"openclip:{arch}//path/to/{file}",
        ) from error
