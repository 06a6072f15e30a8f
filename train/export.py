"""From trained weights to a model folder that searches without torch."""

from __future__ import annotations

import copy
import os
import shutil
import tempfile
import warnings
from pathlib import Path
from typing import Any

import numpy as np
import torch
from safetensors.torch import save_file
from torch import nn

from motionsearch.architectures import load_encoder
from motionsearch.encoder import EncoderConfig, TextHead
from motionsearch.errors import ModelError
from motionsearch.model import CARD, CONFIG, ENCODER, TEXT_HEAD, WEIGHTS, ModelConfig

INPUTS = ("points", "visible", "mask", "duration")


def save_model(
    folder: Path, encoder: nn.Module, head: TextHead, config: ModelConfig, *, card: str = ""
) -> None:
    """Writes config, weights (safetensors), ONNX and card; the folder appears whole or not at all.

    Raises:
        ModelError: the exported network does not give what torch gives.
    """
    # Copies: the ones in training stay where they are.
    encoder, head = copy.deepcopy(encoder).eval().cpu(), copy.deepcopy(head).cpu()
    folder.parent.mkdir(parents=True, exist_ok=True)
    staging = Path(tempfile.mkdtemp(prefix=f".{folder.name}-", dir=folder.parent))
    try:
        staging.chmod(0o755)
        config.save(staging / CONFIG)
        save_file(encoder.state_dict(), staging / WEIGHTS)
        save_file(head.state_dict(), staging / TEXT_HEAD)
        export_onnx(encoder, EncoderConfig(**config.encoder), staging / ENCODER)
        if card:
            (staging / CARD).write_text(card, encoding="utf-8")
        _compare(encoder, EncoderConfig(**config.encoder), staging)
        if folder.exists():
            retired = Path(tempfile.mkdtemp(prefix=f".{folder.name}-old-", dir=folder.parent))
            os.replace(folder, retired / folder.name)
            os.replace(staging, folder)
            shutil.rmtree(retired)
        else:
            os.replace(staging, folder)
    finally:
        shutil.rmtree(staging, ignore_errors=True)


def export_onnx(encoder: nn.Module, config: EncoderConfig, path: Path) -> None:
    """Writes the network with free numbers of clips and points, weights inside the file."""
    example = tuple(torch.from_numpy(a) for a in _example(config, clips=3, points=5).values())
    clips, points = torch.export.Dim("clips", min=1), torch.export.Dim("points", min=1)
    shapes = ({0: clips, 2: points}, {0: clips, 2: points}, {0: clips, 1: points}, {0: clips})
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        program: Any = torch.onnx.export(
            encoder,
            example,
            input_names=list(INPUTS),
            output_names=["vectors"],
            dynamic_shapes=shapes,
            dynamo=True,
            verbose=False,
        )
    program.save(str(path), external_data=False)


def load_networks(folder: Path) -> tuple[nn.Module, TextHead, ModelConfig]:
    """The torch side of a model folder, to train on."""
    from safetensors.torch import load_file

    head = TextHead.of(load_file(folder / TEXT_HEAD))
    return load_encoder(folder), head, ModelConfig.load(folder / CONFIG)


def _example(config: EncoderConfig, *, clips: int, points: int) -> dict[str, np.ndarray[Any, Any]]:
    rng = np.random.default_rng(0)
    shape = (clips, config.num_frames, points)
    return {
        "points": rng.normal(scale=0.2, size=(*shape, 2)).astype(np.float32),
        "visible": (rng.random(shape) < 0.8).astype(np.float32),
        "mask": (np.arange(points)[None, :] < np.maximum(points - np.arange(clips), 1)[:, None]).astype(
            np.float32
        ),
        "duration": rng.uniform(0.5, 5, clips).astype(np.float32),
    }


def _compare(encoder: nn.Module, config: EncoderConfig, folder: Path) -> None:
    from motionsearch.runtime import onnx_session

    session = onnx_session(folder / ENCODER)
    for clips, points in ((1, 1), (2, 40), (7, 3)):
        inputs = _example(config, clips=clips, points=points)
        with torch.no_grad():
            expected = encoder(*(torch.from_numpy(inputs[name]) for name in INPUTS)).numpy()
        worst = float(np.abs(session.run(None, inputs)[0] - expected).max())
        if not worst < 1e-3:
            raise ModelError(
                f"{folder / ENCODER}: the export is off by {worst:g} for {clips} clips of {points} points"
            )
