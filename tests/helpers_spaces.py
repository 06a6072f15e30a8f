"""A small open_clip model with random weights on disk, for tests of everything that has an image tower."""

from __future__ import annotations

import json
import logging
from pathlib import Path
from typing import Any

TINY: dict[str, Any] = {
    "embed_dim": 24,
    "vision_cfg": {"image_size": 32, "layers": 2, "width": 32, "patch_size": 8, "head_width": 16},
    "text_cfg": {"context_length": 77, "vocab_size": 49408, "width": 32, "heads": 2, "layers": 2},
}


def tiny_openclip(
    folder: Path, *, arch: str = "tiny", seed: int = 0, suffix: str = ".safetensors", **changes: Any
) -> str:
    """Writes ``<arch>.json`` and ``weights<suffix>`` into ``folder`` and returns the name of the space.

    Args:
        folder: Is created.
        arch: Name of the architecture, which open_clip does not know.
        seed: Of the random weights.
        suffix: ``.safetensors``, or ``.pt`` for a training checkpoint.
        changes: To the configuration; those of ``text_cfg`` and ``vision_cfg`` are merged in.
    """
    import open_clip
    import torch
    from safetensors.torch import save_file

    config = json.loads(json.dumps(TINY))
    for key, value in changes.items():
        config[key] = {**config.get(key, {}), **value} if isinstance(value, dict) else value
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{arch}.json").write_text(json.dumps(config), encoding="utf-8")
    open_clip.add_model_config(folder / f"{arch}.json")
    logging.disable(logging.WARNING)  # open_clip warns of the random weights, which are the point here
    try:
        with torch.random.fork_rng(devices=[]):
            torch.manual_seed(seed)
            model = open_clip.create_model(arch)
    finally:
        logging.disable(logging.NOTSET)
    weights = folder / f"weights{suffix}"
    if suffix == ".safetensors":
        save_file({name: value.contiguous() for name, value in model.state_dict().items()}, weights)
    else:
        state = {f"module.{name}": value for name, value in model.state_dict().items()}
        torch.save({"epoch": 3, "state_dict": state}, weights)
    return f"openclip:{arch}/{weights.resolve()}"
