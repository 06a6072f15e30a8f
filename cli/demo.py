"""``demo``: a sample library of made motion, and one query of each kind."""

from __future__ import annotations

import os
import re
import shlex
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from motionsearch.cli.commands import add_command
from motionsearch.cli.output import Format, Output
from motionsearch.cli.session import FOUND, UNUSABLE, Interrupted, Session

if TYPE_CHECKING:
    from motionsearch.train.world import WorldClip

SEED = 20_250_101
"""Of the procedural world the clips are from; training uses others."""

CLIPS = {"person": 140, "animal": 100, "object": 120}


@dataclass(frozen=True)
class Place:
    """Where a demo lives: the library, the folder of clip files beside it, and the start of other names."""

    library: str
    clips: Path
    stem: Path


def demo(session: Session) -> int:
    """Build a sample library of made motion, and run one query of each kind.

    Makes 360 clips of people, animals and objects in a new temporary folder, or beside the library that
    --library names; both stay, to go on with. Each step is a command line and its output. Needs no network.
    """
    out = session.out
    place = _place(session)
    began = time.monotonic()
    _make_clips(out, place.clips)
    steps = _Steps(session, place)
    for kind in CLIPS:
        steps.run("add", str(place.clips / kind), "--tag", f"kind={kind}")
    steps.run("search", "a person jumps", "-k", "5")
    best = _best(session, place, "a person jumps")
    steps.run("search", "a person walks", "--minus", "turning", "-k", "3")
    steps.run("search", "running", "--where", "tags.kind = 'animal' and duration > 1", "-k", "3")
    steps.run("like", best, "-k", "3")
    steps.run("describe", best, "-k", "5")
    examples = [_example(place.clips / kind) for kind in CLIPS]
    labels = dict.fromkeys([*(label for _, label in examples), "wave", "jump"])
    steps.run("label", *(file for file, _ in examples), "--labels", ",".join(labels), "-k", "1")
    for suffix in (".png", ".gif"):
        steps.run("show", best, "-o", f"{place.stem}-best{suffix}")
    out.note(
        f"\nthat took {time.monotonic() - began:.0f} s; the library stays at {place.library}. Go on with:"
    )
    words = shlex.quote(place.library)
    for line in (f"search 'your own words' -l {words} --show", f"show {best} -l {words}", f"info -l {words}"):
        out.note(f"    motionsearch {line}")
    return steps.code


def register(app: typer.Typer) -> None:
    """Adds the command of this family."""
    add_command(
        app,
        demo,
        panel="First steps",
        examples=(
            ("motionsearch demo", "In a temporary folder."),
            (
                "motionsearch demo --library demo.library",
                "In a place to come back to; the second time is quick.",
            ),
        ),
    )


class _Steps:
    """Runs command lines through the app itself, so that what is shown is what is true."""

    def __init__(self, session: Session, place: Place) -> None:
        self._out = session.out
        self._again = f"motionsearch demo --library {_quoted(place.library)}"
        self._common = ["-l", place.library]
        if session.options.model is not None:
            self._common += ["--model", session.options.model]
        if session.options.format is not None:
            self._common += ["-f", session.options.format.value]
        if session.options.quiet:
            self._common.append("-q")
        if session.options.debug:
            self._common.append("--debug")
        self.code = FOUND

    def run(self, *words: str) -> None:
        """Shows a command line, runs it, and keeps the worst exit code."""
        from motionsearch.cli.app import app

        line = [*words, *self._common]
        shown = f"\n$ motionsearch {' '.join(map(_quoted, line))}"
        if self._out.format is Format.table:
            self._out.text(shown)
        else:
            self._out.note(shown)
        code = typer.main.get_command(app).main(args=line, prog_name="motionsearch", standalone_mode=False)
        if code > UNUSABLE:
            raise Interrupted(f"the demo was interrupted; {self._again} goes on with it")
        self.code = max(self.code, code)


def _place(session: Session) -> Place:
    chosen = session.options.library
    if chosen is None or "://" in chosen:
        folder = Path(tempfile.mkdtemp(prefix="motionsearch-demo-"))
        library = chosen or str(folder / "demo.library")
        return Place(library, folder / "demo-clips", folder / "demo")
    path = Path(chosen).expanduser()
    stem = path.with_suffix("")
    return Place(str(path), stem.with_name(f"{stem.name}-clips"), stem)


def _make_clips(out: Output, folder: Path) -> None:
    """Writes the clip files that are not there yet; each appears whole or not at all."""
    from motionsearch.train import world

    total = sum(CLIPS.values())
    done = 0
    with out.progress("making clips", "clips", total) as progress:
        for kind, count in CLIPS.items():
            target = folder / kind
            target.mkdir(parents=True, exist_ok=True)
            there = {name.split("-")[0] for name in os.listdir(target) if name.endswith(".npz")}
            for index in range(count):
                number = f"{index:03d}"
                if number not in there:
                    _write(world.sample(SEED, index, [kind]), target, number)
                done += 1
                progress.update(done, note=kind)
    out.note(f"{total} made clips of {', '.join(CLIPS)} are in {folder}")


def _write(clip: WorldClip, folder: Path, number: str) -> None:
    import numpy as np

    name = re.sub(r"[^a-z0-9]+", "-", clip.label.lower()).strip("-")
    temporary = folder / f".{number}.tmp"
    with temporary.open("wb") as file:
        np.savez_compressed(
            file,
            points=clip.tracks.points,
            visible=clip.tracks.visible,
            fps=np.float64(clip.tracks.fps),
            frame_size=np.asarray(clip.tracks.frame_size),
            captions=np.asarray(clip.captions),
            label=np.asarray(clip.label),
        )
    os.replace(temporary, folder / f"{number}-{name}.npz")


def _example(folder: Path) -> tuple[str, str]:
    """A clip file of one motion, and the label its name ends in."""
    names = sorted(name for name in os.listdir(folder) if name.endswith(".npz"))
    chosen = next((name for name in names if "-then-" not in name), names[0])
    return str(folder / chosen), chosen.removesuffix(".npz").partition("-")[2].replace("-", " ")


def _quoted(word: str) -> str:
    """A word as a person would quote it for the shell."""
    return f'"{word}"' if "'" in word and not re.search(r'["$`\\!]', word) else shlex.quote(word)


def _best(session: Session, place: Place, query: str) -> str:
    """The id of the best hit; ``search`` has just shown it."""
    from motionsearch.index.library import Library

    with Library.open(place.library, model=session.options.model, create=False) as library:
        return str(library.search(query, 1)[0].clip_id)
