"""An open_clip model on disk that stands in for CLIP: its texts mean something, and its cosines are crowded.

The text tower is all-MiniLM-L6-v2 followed by a fixed random projection to 512 dimensions and a constant
offset, so that any two texts have a cosine of about 0.8, as CLIP's have. open_clip's towers of Hugging Face
have a projection without bias; the offset therefore comes in through the bias of the last layer norm, which
the mean over the tokens passes on as it is. The image tower is a small random ViT.
"""

from __future__ import annotations

import json
import logging
import shutil
from pathlib import Path
from typing import Any

import numpy as np

from motionsearch.spaces.minilm import weights_folder

ARCH = "standin"
DIM = 512
# Mean cosine between the vectors of different captions, here and in MiniLM.
CROWDING, MINILM_CROWDING = 0.8, 0.2
LAST_NORM = "encoder.layer.5.output.LayerNorm.bias"
CONFIG: dict[str, Any] = {
    "embed_dim": DIM,
    "vision_cfg": {"image_size": 32, "layers": 2, "width": 64, "patch_size": 8, "head_width": 16},
    "text_cfg": {
        "hf_model_name": "text",
        "hf_tokenizer_name": "text",
        "hf_proj_type": "linear",
        "hf_pooler_type": "mean_pooler",
        "context_length": 77,
    },
}
# The usual length of MiniLM's mean over the tokens, before it is brought to unit length.
USUAL_NORM = 6.0


def standin_clip(folder: Path, *, seed: int = 0) -> str:
    """Writes configuration, tokenizer and weights into ``folder`` and returns the name of the space."""
    import open_clip
    import torch
    from safetensors.torch import load_file, save_file

    minilm = weights_folder()
    (folder / "text").mkdir(parents=True)
    for name in ("config.json", "tokenizer.json", "tokenizer_config.json", "special_tokens_map.json"):
        shutil.copy(minilm / name, folder / "text" / name)
    (folder / f"{ARCH}.json").write_text(json.dumps(CONFIG), encoding="utf-8")
    rng = np.random.default_rng(seed)
    text = {
        name: value
        for name, value in load_file(minilm / "model.safetensors").items()
        if not name.startswith("pooler.") and not name.endswith("position_ids")
    }
    # The mean cosine becomes (|offset|^2 + MINILM_CROWDING |text|^2) / (|offset|^2 + |text|^2).
    offset = rng.standard_normal(384)
    offset *= USUAL_NORM * np.sqrt((CROWDING - MINILM_CROWDING) / (1 - CROWDING)) / np.linalg.norm(offset)
    text[LAST_NORM] = text[LAST_NORM] + torch.from_numpy(offset.astype(np.float32))
    # A random frame: (512, 384) with orthonormal columns, which keeps what texts mean to each other.
    frame = np.linalg.qr(rng.standard_normal((DIM, 384)))[0].astype(np.float32)
    logging.disable(logging.WARNING)  # open_clip warns of the random weights
    try:
        with torch.random.fork_rng(devices=[]):
            torch.manual_seed(seed)
            tower = {**CONFIG["text_cfg"], "hf_model_name": str(folder / "text")}
            document = {"model_cfg": {**CONFIG, "text_cfg": tower}, "preprocess_cfg": {}}
            (folder / "open_clip_config.json").write_text(json.dumps(document), encoding="utf-8")
            model = open_clip.create_model(f"local-dir:{folder}", load_weights=False, pretrained_text=False)
    finally:
        logging.disable(logging.NOTSET)
        (folder / "open_clip_config.json").unlink()
    state = {name: value.contiguous() for name, value in model.state_dict().items()}
    assert {f"text.transformer.{name}" for name in text} <= set(state)
    state |= {f"text.transformer.{name}": value for name, value in text.items()}
    state["text.proj.weight"] = torch.from_numpy(frame)
    weights = folder / "weights.safetensors"
    save_file(state, weights)
    return f"openclip:{ARCH}/{weights.resolve()}"
