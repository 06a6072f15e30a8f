"""What needs torch: loading an open_clip model, exporting its text tower, running its image tower."""

from __future__ import annotations

import json
import logging
import tempfile
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import nn

from motionsearch.errors import SpaceError
from motionsearch.spaces.export import open_session
from motionsearch.spaces.openclip_weights import Checkpoint
from motionsearch.spaces.tower import Tokenize

TOLERANCE = 1e-4  # largest difference of a coordinate of a unit vector between torch and the export
IMAGES_PER_BATCH = 64


def load_model(checkpoint: Checkpoint) -> Any:
    """The open_clip model, frozen, float32, on the CPU.

    Raises:
        SpaceError: the weights cannot be read safely or do not fit the architecture.
    """
    import open_clip

    weights = checkpoint.weights
    if weights.suffix != ".safetensors":
        # open_clip's own loader falls back to an unsafe load when this one fails with a TypeError.
        try:
            torch.load(weights, map_location="cpu", weights_only=True)
        except Exception as error:
            raise SpaceError(
                f"{weights} is damaged, or holds more than weights and is not opened: it could run any code",
                hint="use a .safetensors file of the weights",
            ) from error
    try:
        with tempfile.TemporaryDirectory() as folder, _quiet():
            config = checkpoint.config
            if checkpoint.text_tower is not None:
                place = str(checkpoint.text_tower.present())
                config = {**config, "text_cfg": {**config["text_cfg"], "hf_model_name": place}}
            document = json.dumps({"model_cfg": config, "preprocess_cfg": {}})
            Path(folder, "open_clip_config.json").write_text(document, encoding="utf-8")
            model = open_clip.create_model(f"local-dir:{folder}", load_weights=False, pretrained_text=False)
            open_clip.load_checkpoint(model, str(weights), strict=True, weights_only=True)
    except SpaceError:
        raise
    except (
        Exception
    ) as error:  # RuntimeError, KeyError, SafetensorError, TypeError of a wrong configuration ...
        reason = " ".join(str(error).split())[:200]
        raise SpaceError(f"{weights} does not fit the architecture {checkpoint.arch}: {reason}") from error
    return model.eval().requires_grad_(False)


class TrimmedText(nn.Module):
    """A causal text tower for rows of any length up to the context, where open_clip's wants them all full."""

    def __init__(self, model: Any) -> None:
        super().__init__()
        self.text = getattr(model, "text", model)

    def forward(self, ids: torch.Tensor) -> torch.Tensor:
        """(B, S) int32 to (B, dim), unit length."""
        text, length = self.text, ids.shape[1]
        x = text.token_embedding(ids) + text.positional_embedding[:length]  # (B, S, W)
        x = text.ln_final(text.transformer(x, attn_mask=text.attn_mask[:length, :length]))
        x = x[torch.arange(x.shape[0]), ids.argmax(-1)]  # (B, W) at the end of text, the highest id
        if isinstance(text.text_projection, nn.Linear):
            x = text.text_projection(x)
        elif text.text_projection is not None:
            x = x @ text.text_projection
        return nn.functional.normalize(x, dim=-1)


class FullText(nn.Module):
    """Any text tower as open_clip runs it: for rows that fill the context, of any length where it masks."""

    def __init__(self, model: Any) -> None:
        super().__init__()
        self.model = model

    def forward(self, ids: torch.Tensor) -> torch.Tensor:
        """(B, S) int32 to (B, dim), unit length."""
        vectors: torch.Tensor = self.model.encode_text(ids.long(), normalize=True)
        return vectors


def export_text(checkpoint: Checkpoint, graph: Path) -> None:
    """Exports the text tower: ``ids`` (B, S) int32 to ``vectors`` (B, dim), unit length.

    B is free; S is the context, or anything up to it where the tower reads left to right or masks padding.

    Raises:
        SpaceError: the weights cannot be loaded, torch cannot export the tower, or the export computes
            something else than the model.
    """
    model = load_model(checkpoint)
    any_length = checkpoint.takes_any_length
    tower = (TrimmedText(model) if checkpoint.reads_left_to_right else FullText(model)).eval()
    shapes: dict[int, Any] = {0: torch.export.Dim("B")}
    if any_length:
        shapes[1] = torch.export.Dim("S", max=checkpoint.context)
    rng = np.random.default_rng(0)
    # Neither the batch nor the length of the example is 1, which would be taken for a constant.
    example = _random_ids(model, rng, 3, 5 if any_length else checkpoint.context)
    try:
        with torch.no_grad(), _quiet():
            program = torch.onnx.export(
                tower,
                (torch.from_numpy(example),),
                dynamo=True,
                dynamic_shapes={"ids": shapes},
                input_names=["ids"],
                output_names=["vectors"],
                opset_version=18,
                verbose=False,
            )
            assert program is not None, "the dynamo exporter returns a program"
            program.save(graph, external_data=True)
    except ImportError as error:
        raise SpaceError(
            f"exporting the text tower of {checkpoint.name} needs a package that is not installed: {error}",
            hint="pip install onnxscript",
        ) from error
    except Exception as error:  # torch's exporter raises many kinds
        reason = " ".join(str(error).split())[:200]
        raise SpaceError(f"torch cannot export the text tower of {checkpoint.name}: {reason}") from error
    _check_export(checkpoint, model, graph, any_length)


def _check_export(checkpoint: Checkpoint, model: Any, graph: Path, any_length: bool) -> None:
    """Compares the export with open_clip's own rows that fill the context."""
    session = open_session(graph)
    context = checkpoint.context
    rng = np.random.default_rng(1)
    for batch, length in ((1, 2), (1, context), (5, context // 2), (2, 3)):
        ids = np.full((batch, context), _padding(model), np.int32)
        ids[:, :length] = _random_ids(model, rng, batch, length)
        with torch.no_grad():
            expected = model.encode_text(torch.from_numpy(ids), normalize=True).numpy()
        try:
            given = session.run(None, {"ids": ids[:, :length] if any_length else ids})[0]
        except Exception as error:  # onnxruntime's exceptions have no common base
            reason = " ".join(str(error).split())[:200]
            raise SpaceError(f"the export of {checkpoint.name} does not run: {reason}") from error
        difference = float(np.abs(given - expected).max())
        if not difference < TOLERANCE:
            raise SpaceError(
                f"the export of {checkpoint.name} differs from the model by {difference:.1e}",
                hint="upgrade torch, onnxscript and onnxruntime",
            )


def _random_ids(model: Any, rng: np.random.Generator, batch: int, length: int) -> NDArray[np.int32]:
    """(batch, length) ids of the tower's vocabulary; the last of a row is the highest, CLIP's end of text."""
    text = getattr(model, "text", model)
    vocabulary, padding = int(text.vocab_size), _padding(model)
    ids = rng.integers(1, vocabulary - 2, (batch, length), dtype=np.int32)
    ids[ids == padding] = vocabulary - 2
    ids[:, -1] = vocabulary - 1
    return ids


def _padding(model: Any) -> int:
    """The id that a tower of Hugging Face masks; others see all they are given, CLIP's a 0 after the end."""
    return int(getattr(getattr(getattr(model, "text", None), "config", None), "pad_token_id", 0) or 0)


def torch_text_tower(
    checkpoint: Checkpoint, tokenize: Tokenize, padding: int, width: int | None, device: torch.device
) -> Callable[[list[str]], torch.Tensor]:
    """The text tower in torch: texts to (B, dim) float32 on the device, unit length.

    Args:
        checkpoint: With its weights present.
        tokenize, padding, width: As for :class:`motionsearch.spaces.tower.TextTower`.
        device: Where it runs.
    """
    model = load_model(checkpoint)
    del model.visual  # the image tower's weights need not come along
    tower = (TrimmedText(model) if checkpoint.reads_left_to_right else FullText(model)).eval().to(device)

    @torch.no_grad()
    def embed(texts: list[str]) -> torch.Tensor:
        rows = tokenize(texts)
        ids = torch.full((len(rows), width or max(map(len, rows))), padding)
        for row, tokens in zip(ids, rows, strict=True):
            row[: len(tokens)] = torch.tensor(tokens)
        vectors: torch.Tensor = tower(ids.to(device)).float()
        return vectors

    return embed


class ImageTower:
    """An image tower in torch, on the GPU where there is one: training embeds pictures, and has torch."""

    def __init__(self, checkpoint: Checkpoint) -> None:
        self._device = "cuda" if torch.cuda.is_available() else "cpu"
        # encode_image is the model's, and the text tower's weights need not stay.
        self._model = load_model(checkpoint)
        for name in ("text", "transformer", "token_embedding", "text_decoder"):
            if hasattr(self._model, name):
                delattr(self._model, name)
        self._model.to(self._device)
        self._preprocess = checkpoint.preprocessing

    def embed(self, images: NDArray[np.uint8]) -> NDArray[np.float32]:
        """(B, H, W, 3) uint8 with B > 0 to (B, dim) float32, unit length."""
        vectors = []
        for start in range(0, len(images), IMAGES_PER_BATCH):
            batch = torch.from_numpy(self._preprocess(images[start : start + IMAGES_PER_BATCH]))
            with torch.no_grad():
                encoded = self._model.encode_image(batch.to(self._device), normalize=True)
            vectors.append(encoded.float().cpu().numpy())
        return np.concatenate(vectors)


@contextmanager
def _quiet() -> Iterator[None]:
    """Keeps open_clip's and the exporter's logging and warnings from the user, who can do nothing about them.

    open_clip logs through the root logger, which without a handler would set one up for the whole program.
    """
    root, placeholder, level = logging.getLogger(), logging.NullHandler(), logging.root.manager.disable
    root.addHandler(placeholder)
    logging.disable(max(level, logging.WARNING))
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        logging.disable(level)
        root.removeHandler(placeholder)
