"""Aligns the shipped model to a stand-in for CLIP and prints what is kept of its figures.

    python -m tests.benchmarks.bench_align [--data FOLDER] [--steps N] [--clips N] [--words N] [--device NAME]

The stand-in (tests/standin_clip.py) is an open_clip model whose 512-d text tower means something, with
cosines as crowded as CLIP's. Figures: retrieval among 1,000 made clips that neither training nor alignment
saw, and, with ``--data``, zero-shot by bare class names on three sets that were never trained on.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from pathlib import Path

import numpy as np

from motionsearch.features import unit
from motionsearch.model import Model
from motionsearch.spaces import load_space
from motionsearch.spaces.base import Vectors
from motionsearch.train.align import Aligner, AlignPlan, AlignProgress
from motionsearch.train.align_fit import crowding
from motionsearch.train.evaluate import corpus_items, evaluate_retrieval, evaluate_zeroshot, world_items
from motionsearch.train.exam import WORLD_GALLERY, WORLD_SEED, ZEROSHOT_SETS
from tests.standin_clip import standin_clip

GOAL = 0.95  # of every figure must be kept


def main() -> None:
    """Runs it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, help="folder of the zero-shot sets")
    parser.add_argument("--model", help="the shipped one when left out")
    parser.add_argument("--output", type=Path, help="keep the run here, and go on with one that lies here")
    parser.add_argument("--device", default="auto")
    parser.add_argument("--encoder", type=float, default=0.0, help="share of the rate for the encoder")
    for name in ("steps", "clips", "words"):
        parser.add_argument(f"--{name}", type=int, default=getattr(AlignPlan, name))
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        output = options.output or Path(temporary)
        weights = output / "standin" / "weights.safetensors"
        space = f"openclip:standin/{weights}" if weights.exists() else standin_clip(output / "standin")
        source = Model.load(options.model)
        items = world_items(WORLD_SEED, WORLD_GALLERY)
        describe_space(space, [captions[0] for captions in items.captions])
        plan = AlignPlan(
            space,
            steps=options.steps,
            clips=options.clips,
            words=options.words,
            encoder_share=options.encoder,
        )
        began = time.perf_counter()
        aligner = Aligner(
            plan, source, output / "run", resume=True, device=options.device, on_progress=Reporter()
        )
        done = aligner.run()
        seconds = time.perf_counter() - began
        tell(
            f"aligned in {seconds:.0f} s, of which {done.seconds:.0f} s for {done.steps} steps; linear map "
            f"between the text towers: cosine {done.text_cosine:.3f} on texts held out"
        )
        tell(f"its own gallery, R@1 / R@10: {done.before} -> {done.fitted} -> {done.after}")
        before = measure(source, items, options.data)
        after = measure(Model.load(done.model), items, options.data)
        tell(f"\n{'':36}{'before':>8}{'after':>8}{'kept':>8}")
        for name, value in before.items():
            kept = after[name] / value
            tell(
                f"{name:36}{value:8.1f}{after[name]:8.1f}{kept:8.1%}{'' if kept >= GOAL else '  below 95 %'}"
            )


def describe_space(name: str, captions: list[str]) -> None:
    """Prints how crowded the stand-in is, and how well it keeps what texts mean to each other."""
    theirs, ours = load_space(name).embed_text(captions), load_space("minilm").embed_text(captions)
    pairs = np.triu_indices(len(captions), 1)
    likeness = np.corrcoef(centred_cosines(theirs)[pairs], centred_cosines(ours)[pairs])[0, 1]
    tell(
        f"{name.partition('/')[0]}: mean cosine {crowding(theirs):.3f} (minilm {crowding(ours):.3f}); "
        f"centred cosines correlate with MiniLM's at {likeness:.4f}"
    )


def centred_cosines(vectors: Vectors) -> Vectors:
    """``(U, U)`` cosines of vectors around their mean."""
    centred = unit(vectors - vectors.mean(0))
    return centred @ centred.T


def measure(model: Model, items: object, data: Path | None) -> dict[str, float]:
    """Figures in percent."""
    report = evaluate_retrieval(model, items.tracks, items.captions, ["all"])  # type: ignore[attr-defined]
    found = report.results[0].text_to_track
    figures = {f"made clips, R@{k}": 100 * found.recall[k] for k in (1, 10)}
    for name in ZEROSHOT_SETS if data else ():
        clips = corpus_items(data / f"{name}.npz").labelled()  # type: ignore[operator]
        labels = [label for label in clips.labels if label is not None]
        shares = evaluate_zeroshot(model, clips.tracks, labels, calibrated=False).rows()
        figures |= {f"{name}, {row['measure']}": row["model"] for row in shares[:2]}
    return figures


class Reporter:
    """Prints progress every ten seconds."""

    def __init__(self) -> None:
        self._last = 0.0

    def __call__(self, now: AlignProgress) -> None:
        if time.monotonic() - self._last > 10:
            self._last = time.monotonic()
            tell(f"{now.stage} {now.done}/{now.total} {now.unit} {now.measures or ''}")


def tell(line: str) -> None:
    """Writes a line of the report."""
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
