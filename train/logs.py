"""The log of a run: a line of JSON a report, and the same for TensorBoard."""

from __future__ import annotations

import json
from pathlib import Path
from types import TracebackType
from typing import IO, Any

LOG = "log.jsonl"
BOARD = "tensorboard"


class RunLog:
    """Writes reports into the folder of a run: ``log.jsonl``, and ``tensorboard/`` for TensorBoard.

    Args:
        folder: Of the run.
        enabled: ``False`` for ranks that do not write.
    """

    def __init__(self, folder: Path, *, enabled: bool = True) -> None:
        self._folder = folder
        self._enabled = enabled
        self._file: IO[str] | None = None
        self._board: Any = None

    def __enter__(self) -> RunLog:
        if self._enabled:
            from torch.utils.tensorboard.writer import SummaryWriter

            self._file = (self._folder / LOG).open("a", encoding="utf-8")
            self._board = SummaryWriter(str(self._folder / BOARD))
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._file is not None:
            self._file.close()
            self._board.close()

    def write(self, report: dict[str, Any]) -> None:
        """One report: ``step``, ``loss``, ``clips_per_second``, and ``metrics`` by name."""
        if self._file is None:
            return
        self._file.write(json.dumps(report) + "\n")
        self._file.flush()
        step = report["step"]
        for name, value in {"loss": report["loss"], **report["metrics"]}.items():
            self._board.add_scalar(f"train/{name}", value, step)
        self._board.add_scalar("speed/clips_per_second", report["clips_per_second"], step)
