"""Videos made by code, of which everything is known: where every point is, and which of them are seen."""

from motionsearch.train.truth.build import SIZE, render
from motionsearch.train.truth.scenes import DIFFICULTIES, scenes
from motionsearch.train.truth.video import Mover, SceneSpec, TruthVideo

__all__ = ["DIFFICULTIES", "SIZE", "Mover", "SceneSpec", "TruthVideo", "render", "scenes"]
