"""Small real things for tests: models, tracks, clips."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import numpy as np

from motionsearch import Tracks
from motionsearch.model import CONFIG, TEXT_HEAD, Model


def tiny_model(folder: Path, *, seed: int = 1) -> Path:
    """A model folder that differs from the shipped one by its text head, and so by its fingerprint."""
    from safetensors.numpy import load_file, save_file

    shipped = Model.load().folder
    target = folder / f"model-{seed}"
    shutil.copytree(shipped, target)
    head = load_file(target / TEXT_HEAD)
    rng = np.random.default_rng(seed)
    head["outer.bias"] = (head["outer.bias"] + rng.normal(scale=1e-3, size=head["outer.bias"].shape)).astype(
        np.float32
    )
    save_file(head, target / TEXT_HEAD)
    config = json.loads((target / CONFIG).read_text())
    config["name"] = f"model-{seed}"
    (target / CONFIG).write_text(json.dumps(config))
    return target


def random_tracks(seed: int = 0, *, frames: int = 40, points: int = 8, fps: float = 20.0) -> Tracks:
    """A smooth random walk of a rigid cloud, with some points unseen now and then."""
    rng = np.random.default_rng(seed)
    shape = rng.normal(scale=30, size=(1, points, 2))
    path = np.cumsum(np.cumsum(rng.normal(scale=0.4, size=(frames, 1, 2)), axis=0), axis=0)
    visible = rng.random((frames, points)) > 0.1
    visible[0] = True
    return Tracks(shape + path + np.array([320, 240]), visible, fps, (640, 480))
