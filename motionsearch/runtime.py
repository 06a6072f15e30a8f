"""What a search may use of the machine, and ONNX Runtime set up alike for every network that it runs."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import Any

from motionsearch.errors import InputError


def threads() -> int:
    """Threads that a network or an index may use: ``MOTIONSEARCH_THREADS``, else every core there is."""
    chosen = os.environ.get("MOTIONSEARCH_THREADS", "")
    if chosen.isdigit() and int(chosen) > 0:
        return int(chosen)
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def parse_size(text: str, what: str) -> int:
    """A number of bytes such as ``"8GB"`` or ``"512 MiB"``; all units are powers of 1024.

    Raises:
        InputError: it is none.
    """
    found = re.fullmatch(r"\s*(\d+(?:\.\d+)?)\s*([kmgt]?)i?b?\s*", text.lower())
    size = int(float(found[1]) * 1024 ** " kmgt".index(found[2] or " ")) if found else 0
    if size < 1:
        raise InputError(f"{what} {text!r} is not a size in bytes", hint="write it like 8GB or 512MB")
    return size


def memory_limit() -> int | None:
    """Bytes that an index may take up in memory: ``MOTIONSEARCH_MAX_MEMORY``; ``None`` where that is not set.

    Raises:
        InputError: it is no size.
    """
    chosen = os.environ.get("MOTIONSEARCH_MAX_MEMORY", "").strip()
    return parse_size(chosen, "MOTIONSEARCH_MAX_MEMORY") if chosen else None


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
