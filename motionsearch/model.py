"""A model: an encoder, the text head that meets it, and the space both live in. Runs without torch."""

from __future__ import annotations

import hashlib
import json
import os
import re
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from motionsearch.bulk import CLIPS as BULK_CLIPS
from motionsearch.bulk import Bulk
from motionsearch.clips import Cutting, Recording
from motionsearch.commonness import commonness, read_bank
from motionsearch.device import Device, chosen_device
from motionsearch.errors import InputError, ModelError
from motionsearch.features import Batch, collate, prepare, unit
from motionsearch.paths import models_dir
from motionsearch.tracks import Tracks

if TYPE_CHECKING:
    from motionsearch.spaces.base import Space

Vectors = NDArray[np.float32]

BATCH_CLIPS = 64
"""Clips that the processor embeds at once."""

DEFAULT_MODEL = "daylight"
FORMAT = 1
CONFIG, ENCODER, WEIGHTS, TEXT_HEAD, REFERENCE, CARD = (
    "config.json",
    "encoder.onnx",
    "encoder.safetensors",
    "text_head.safetensors",
    "reference.safetensors",
    "MODEL_CARD.md",
)


@dataclass(frozen=True)
class ModelConfig:
    """What a model is; saved as ``config.json`` beside its weights.

    Args:
        name: Of the model.
        space: Name of the space it was trained in.
        space_fingerprint: Of that space; a model is bound to it.
        dim: Of its vectors.
        num_frames: Moments sampled from a clip.
        logit_scale: Factor on cosines before a softmax, as trained.
        encoder: Sizes of the network, for training on.
        recipe: The training recipe as it was run.
        cutting: Longest clip and windows the encoder was trained for, in seconds.
        made: When, ISO date.
        licence: Of the weights.
        format: Version of this layout.
    """

    name: str
    space: str
    space_fingerprint: str
    dim: int
    num_frames: int
    logit_scale: float
    encoder: dict[str, Any] = field(default_factory=dict)
    recipe: dict[str, Any] = field(default_factory=dict)
    cutting: dict[str, float] = field(default_factory=lambda: asdict(Cutting()))
    made: str = ""
    licence: str = "MIT"
    format: int = FORMAT

    def save(self, path: Path) -> None:
        """Writes JSON."""
        path.write_text(json.dumps(asdict(self), indent=2) + "\n", encoding="utf-8")

    @classmethod
    def load(cls, path: Path) -> ModelConfig:
        """Reads JSON.

        Raises:
            ModelError: unreadable, of a newer format, or with fields missing.
        """
        try:
            fields = json.loads(path.read_text(encoding="utf-8"))
            if fields.get("format", 0) > FORMAT:
                raise ModelError(
                    f"{path}: this model is of format {fields['format']}, newer than this motionsearch reads",
                    hint="upgrade motionsearch: pip install -U motionsearch",
                )
            return cls(**fields)
        except FileNotFoundError as error:
            raise ModelError(f"{path}: no such file, so this is not a model folder") from error
        except (OSError, ValueError, TypeError, AttributeError) as error:
            raise ModelError(f"{path}: not a readable model config ({error})") from error


@dataclass(frozen=True)
class ModelInfo:
    """A model that can be loaded by name."""

    name: str
    path: Path
    space: str
    dim: int
    made: str
    shipped: bool
    default: bool


class Model:
    """Embeds tracks and text into the same unit vectors, to be compared by inner product.

    Made by :meth:`load`. The sessions behind it start on first use.
    """

    def __init__(self, folder: Path, config: ModelConfig) -> None:
        self.folder = folder
        self.config = config
        self._space: Space | None = None
        self._session: Any = None
        self._head: dict[str, NDArray[np.float32]] | None = None
        self._reference: Vectors | None = None
        self._fingerprint: str | None = None
        self._bulk = Bulk(folder)

    @classmethod
    def load(cls, name: str | os.PathLike[str] | None = None, *, device: Device | None = None) -> Model:
        """The shipped model, or one by name (shipped or in the user's models folder) or path.

        Args:
            name: Of the model, or its folder.
            device: See :meth:`use_device`.

        Raises:
            ModelError: there is no such model, or a file of it is missing or unreadable.
            InputError: there is no such device.
        """
        folder = _find(DEFAULT_MODEL if name is None else name)
        for file in (CONFIG, ENCODER, TEXT_HEAD):
            if not (folder / file).is_file():
                raise ModelError(
                    f"{folder}: the model has no {file}",
                    hint="copy the whole model folder, or export it again with motionsearch train",
                )
        model = cls(folder, ModelConfig.load(folder / CONFIG))
        if device is not None:
            model.use_device(device)
        return model

    def use_device(self, device: Device) -> None:
        """Where many clips or texts are embedded; as ``MOTIONSEARCH_DEVICE`` says until this is called.

        Args:
            device: ``"cpu"``; ``"cuda"``, a GPU; or ``"auto"``, a GPU where there is one and where it pays.

        Raises:
            InputError: there is no such device.
        """
        self._bulk = Bulk(self.folder, chosen_device(device))

    @property
    def name(self) -> str:
        """Of the model."""
        return self.config.name

    @property
    def dim(self) -> int:
        """D of its vectors."""
        return self.config.dim

    @property
    def clips_at_once(self) -> int:
        """How many clips :meth:`embed_tracks` had best be given together; many where a GPU embeds them."""
        return BULK_CLIPS if self._bulk.takes_clips(BULK_CLIPS) else BATCH_CLIPS

    @property
    def space_name(self) -> str:
        """Name of the space it is bound to."""
        return self.config.space

    @property
    def logit_scale(self) -> float:
        """Factor on cosines before a softmax."""
        return self.config.logit_scale

    @property
    def fingerprint(self) -> str:
        """SHA-256 over the weights and the space: equal fingerprints give comparable vectors.

        The reference changes how labels are ranked and no vector, so it does not count: a library stays valid
        when its model gets one.
        """
        if self._fingerprint is None:
            digest = hashlib.sha256(self.config.space_fingerprint.encode())
            for file in (ENCODER, TEXT_HEAD):
                digest.update((self.folder / file).read_bytes())
            self._fingerprint = digest.hexdigest()
        return self._fingerprint

    @property
    def space(self) -> Space:
        """The space, loaded on first use.

        Raises:
            SpaceError: it cannot be had here.
            ModelError: its weights are not those the model was trained with.
        """
        if self._space is None:
            from motionsearch.spaces import load_space

            self.use_space(load_space(self.config.space))
        assert self._space is not None
        return self._space

    def use_space(self, space: Space) -> None:
        """Takes a space that is loaded already, so that several models can share it.

        Raises:
            ModelError: its weights are not those the model was trained with.
        """
        if space.fingerprint != self.config.space_fingerprint:
            raise ModelError(
                f"model {self.name} was trained in the space {self.config.space} with fingerprint "
                f"{self.config.space_fingerprint[:12]}, but the one here has {space.fingerprint[:12]}",
                hint="install the weights the model was trained with, or train again in this space",
            )
        self._space = space

    def embed_text(self, texts: Sequence[str]) -> Vectors:
        """Sentences to ``(B, D)`` float32 unit vectors."""
        if isinstance(texts, str):
            raise InputError("embed_text takes a list of sentences, got one string")
        if not self._bulk.takes_texts(len(texts)):
            with self._bulk.effort():
                return self.project_text(self.space.embed_text(list(texts)))
        bulk, space = self._bulk, self.space
        return self.project_text(
            space.embed_text(list(texts), elsewhere=lambda some: bulk.texts(space, some))
        )

    def project_text(self, text: Vectors) -> Vectors:
        """Vectors of the space ``(B, D)`` through the text head: ``unit(t + B silu(A t + a) + b)``.

        ``t`` is what comes in, or ``unit(C u + c)`` of it where the head has a map into it (``enter``).
        """
        if self._head is None:
            from safetensors.numpy import load_file

            try:
                self._head = load_file(self.folder / TEXT_HEAD)
            except Exception as error:
                raise ModelError(f"{self.folder / TEXT_HEAD}: not readable ({error})") from error
        head = self._head
        if "enter.weight" in head:
            text = unit(text @ head["enter.weight"].T + head["enter.bias"])
        inner = text @ head["inner.weight"].T + head["inner.bias"]
        # silu, in the form that does not overflow
        inner = inner * 0.5 * (1 + np.tanh(inner / 2))
        return unit(text + inner @ head["outer.weight"].T + head["outer.bias"])

    @property
    def has_reference(self) -> bool:
        """It comes with vectors of made clips, which tell how common a text is."""
        return (self.folder / REFERENCE).is_file()

    def commonness(self, texts: Vectors) -> Vectors:
        """How near texts lie to motion in general, to be taken off the cosines when clips are labelled.

        Args:
            texts: ``(C, D)`` unit vectors of the model.

        Returns:
            ``(C,)`` float32, see :func:`motionsearch.commonness.commonness`; zeros where the model has no
            reference.

        Raises:
            ModelError: the reference is damaged.
        """
        if not self.has_reference:
            return np.zeros(len(texts), dtype=np.float32)
        if self._reference is None:
            self._reference = read_bank(self.folder / REFERENCE, self.dim)
        return commonness(self._reference, texts)

    def embed_tracks(self, clips: Sequence[Tracks], batch_size: int = BATCH_CLIPS) -> Vectors:
        """Tracks to ``(B, D)`` float32 unit vectors.

        A clip longer than the encoder was trained for is cut into windows whose vectors are averaged.
        """
        if isinstance(clips, Tracks):
            raise InputError("embed_tracks takes a list of Tracks, got one")
        cutting = Cutting(**self.config.cutting)
        pieces: list[Tracks] = []
        owner: list[int] = []
        for index, clip in enumerate(clips):
            for _, _, piece in cutting.cut(Recording(clip)):
                pieces.append(piece)
                owner.append(index)
        vectors = self._embed_pieces(pieces, batch_size)
        if len(pieces) == len(clips):
            return vectors
        summed = np.zeros((len(clips), self.dim), dtype=np.float32)
        np.add.at(summed, owner, vectors)
        return unit(summed)

    def _embed_pieces(self, pieces: Sequence[Tracks], batch_size: int) -> Vectors:
        vectors = np.zeros((len(pieces), self.dim), dtype=np.float32)
        # Clips of like size share a batch, so that little is padding.
        order = sorted(range(len(pieces)), key=lambda i: pieces[i].num_points)
        start = 0
        while start < len(order):
            on_gpu = self._bulk.takes_clips(len(order) - start)
            most = max(batch_size, BULK_CLIPS) if on_gpu else batch_size
            widest = pieces[order[min(start + most, len(order)) - 1]].num_points
            # Attention grows with the square of the points: large clips go in small batches.
            size = max(1, min(most, most * 128**2 // max(widest, 128) ** 2))
            chosen = order[start : start + size]
            batch = collate([prepare(pieces[i], self.config.num_frames) for i in chosen])
            found = self._bulk.clips(batch, self._run) if on_gpu else self._run(batch)
            if found is None:
                continue  # the GPU gave up; the processor goes on in smaller batches
            vectors[chosen] = _finite(found)
            start += size
        return vectors

    def _run(self, batch: Batch) -> Vectors:
        if self._session is None:
            from motionsearch.runtime import onnx_session

            try:
                self._session = onnx_session(self.folder / ENCODER)
            except Exception as error:
                raise ModelError(f"{self.folder / ENCODER}: not a readable ONNX file ({error})") from error
        with self._bulk.effort():
            vectors: Vectors = self._session.run(None, batch.named())[0]
        return vectors


def _finite(vectors: Vectors) -> Vectors:
    if not np.isfinite(vectors).all():
        raise InputError("the encoder gave a vector that is not finite; the coordinates are out of range")
    return vectors


def list_models() -> list[ModelInfo]:
    """Shipped models, then those in the user's models folder, by name."""
    found = []
    for base, shipped in ((_shipped_dir(), True), (models_dir(), False)):
        if not base.is_dir():
            continue
        for folder in sorted(base.iterdir()):
            if (folder / CONFIG).is_file():
                config = ModelConfig.load(folder / CONFIG)
                found.append(
                    ModelInfo(
                        name=folder.name,
                        path=folder,
                        space=config.space,
                        dim=config.dim,
                        made=config.made,
                        shipped=shipped,
                        default=shipped and folder.name == DEFAULT_MODEL,
                    )
                )
    return found


def _shipped_dir() -> Path:
    return Path(__file__).resolve().parent / "models"


def _find(name: str | os.PathLike[str]) -> Path:
    text = os.fspath(name)
    if re.fullmatch(r"[\w.-]+", text) and text not in (".", ".."):
        for base in (_shipped_dir(), models_dir()):
            if (base / text / CONFIG).is_file():
                return base / text
    path = Path(text).expanduser()
    if path.is_dir():
        return path
    known = ", ".join(info.name for info in list_models()) or "none"
    raise ModelError(
        f"there is no model {text!r}", hint=f"models here: {known}; or give the path of a model folder"
    )
