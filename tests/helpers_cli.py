"""Runs the command line in tests."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import numpy as np
from typer.testing import CliRunner, Result

from motionsearch.cli.app import app
from tests.helpers import random_tracks


def run(*words: str | os.PathLike[str], stdin: str | None = None) -> Result:
    """One command line, in this process; stdout and stderr apart."""
    return CliRunner().invoke(app, [os.fspath(word) for word in words], input=stdin, prog_name="motionsearch")


def found(*words: str | os.PathLike[str], stdin: str | None = None) -> str:
    """The stdout of a command line that must succeed."""
    result = run(*words, stdin=stdin)
    assert result.exit_code == 0, result.output
    return result.stdout


def failed(*words: str | os.PathLike[str], code: int = 2) -> str:
    """The stderr of a command line that must fail without a result and without a traceback."""
    result = run(*words)
    assert result.exit_code == code, result.output
    assert result.stdout == ""
    assert "Traceback" not in result.stderr
    return result.stderr


def process(*words: str | os.PathLike[str], **options: object) -> subprocess.Popen[str]:
    """One command line in a process of its own, with pipes for stdout and stderr."""
    return subprocess.Popen(
        [sys.executable, "-m", "motionsearch.cli", *map(os.fspath, words)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        **options,  # type: ignore[call-overload]
    )


def write_clip(path: Path, seed: int, *, label: str | None = None, captions: tuple[str, ...] = ()) -> Path:
    """A tracks npz of some two seconds, as a user would have it."""
    tracks = random_tracks(seed)
    words: dict[str, object] = {}
    if label is not None:
        words["label"] = np.asarray(label)
    if captions:
        words["captions"] = np.asarray(captions)
    path.parent.mkdir(parents=True, exist_ok=True)
    np.savez_compressed(
        path,
        points=tracks.points,
        visible=tracks.visible,
        fps=tracks.fps,
        frame_size=tracks.frame_size,
        **words,  # type: ignore[arg-type]
    )
    return path


def write_clips(folder: Path, count: int = 6) -> list[Path]:
    """Some clip files: even ones walk, odd ones jump."""
    names = [("walk", "a person walks along"), ("jump", "a person jumps up")]
    return [
        write_clip(folder / f"clip{i}.npz", i, label=names[i % 2][0], captions=(names[i % 2][1],))
        for i in range(count)
    ]
