"""ONNX Runtime, set up once and alike for every network that a search runs."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any


def threads() -> int:
    """Threads a network may use: ``MOTIONSEARCH_THREADS``, else every core this process may run on."""
    chosen = os.environ.get("MOTIONSEARCH_THREADS", "")
    if chosen.isdigit() and int(chosen) > 0:
        return int(chosen)
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def onnx_session(path: Path, *, optimise: bool = True) -> Any:
    """An ``onnxruntime.InferenceSession`` on the CPU.

    Args:
        path: The ``.onnx`` file.
        optimise: ``False`` for a file whose graph was optimised when it was written: loads quicker.
    """
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads()
    options.inter_op_num_threads = 1
    # Only errors: a warning about an initializer is nothing that a user can act on.
    options.log_severity_level = 3
    level = onnxruntime.GraphOptimizationLevel
    options.graph_optimization_level = level.ORT_ENABLE_ALL if optimise else level.ORT_DISABLE_ALL
    return onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
