"""Captions whose wording training cannot have shown: those that a large sample of made clips never says.

Two captions have the same wording if they differ only in who moves and in articles: "a man waves his hand"
and "she waves the hand" are one. So a caption of unseen wording is new in its verbs, limbs, ways or order.
"""

from __future__ import annotations

import hashlib
import multiprocessing
import os
import re
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from importlib import resources
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from motionsearch.paths import cache_dir
from motionsearch.train.world import sample

Hashes = NDArray[np.uint64]

SAMPLE_SEED = 0
SAMPLE_CLIPS = 50_000
_CHUNK = 500
_WHO = re.compile(
    r"\b(?:person|people|someone|somebody|man|men|woman|women|figure|human|athlete|guy|child|kid|boy|girl|he|she|"
    r"they|it|performer|dancer|adult|individual|lady|body|toddler|player)\b"
)
_DETERMINER = re.compile(r"\b(?:a|an|the|his|her|hers|their|its|some|little)\b")


def wording(caption: str) -> str:
    """A caption without who moves, without articles and possessives, case and punctuation."""
    words = re.sub(r"[^a-z0-9]+", " ", caption.lower())
    return " ".join(_DETERMINER.sub(" ", _WHO.sub(" ", words)).split())


def unseen(captions: Sequence[Sequence[str]], seen: Hashes) -> tuple[tuple[str, ...], ...]:
    """Of each clip's captions those whose wording is not among ``seen``, each wording once.

    Args:
        captions: ``(N,)`` sentences of each clip.
        seen: Sorted, as :func:`training_wordings` gives them.
    """
    kept = []
    for sentences in captions:
        by_wording = {wording(sentence): sentence for sentence in reversed(sentences)}
        hashes = _hashes(by_wording)
        at = np.minimum(np.searchsorted(seen, hashes), max(len(seen) - 1, 0))
        new = seen[at] != hashes if len(seen) else np.ones(len(hashes), bool)
        fresh = {text for text, is_new in zip(by_wording.values(), new, strict=True) if is_new}
        kept.append(tuple(sentence for sentence in dict.fromkeys(sentences) if sentence in fresh))
    return tuple(kept)


def training_wordings(
    clips: int = SAMPLE_CLIPS,
    *,
    seed: int = SAMPLE_SEED,
    workers: int | None = None,
    on_progress: Callable[[int, int], None] | None = None,
) -> Hashes:
    """Sorted hashes of the wordings of the first ``clips`` clips of the procedural world ``seed``.

    Training draws from the same world with other seeds, so the sample stands for what it says. Kept in the
    cache under a name that changes with the world's code.

    Args:
        workers: Processes; one a core by default.
        on_progress: Called with (clips made, clips in all).
    """
    path = cache_dir() / "wordings" / f"{_world_key()}-{seed}-{clips}.npy"
    if path.is_file():
        try:
            return np.asarray(np.load(path, allow_pickle=False), dtype=np.uint64)
        except (ValueError, OSError, EOFError):
            path.unlink(missing_ok=True)  # torn: it is made again
    chunks = [(seed, start, min(start + _CHUNK, clips)) for start in range(0, clips, _CHUNK)]
    found: list[Hashes] = []
    for number, part in enumerate(_in_processes(chunks, workers or os.cpu_count() or 1)):
        found.append(part)
        if on_progress:
            on_progress(chunks[number][2], clips)
    seen = np.unique(np.concatenate(found)) if found else np.zeros(0, np.uint64)
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=path.parent, suffix=".tmp", delete=False) as file:
        np.save(file, seen)
    os.replace(file.name, path)
    return seen


def _in_processes(chunks: Sequence[tuple[int, int, int]], workers: int) -> Iterator[Hashes]:
    if workers < 2 or len(chunks) < 2:
        yield from map(_chunk, chunks)
        return
    # A fresh interpreter each: this one may hold threads of ONNX Runtime, which a fork would break.
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(min(workers, len(chunks)), mp_context=context) as pool:
        yield from pool.map(_chunk, chunks)


def _chunk(span: tuple[int, int, int]) -> Hashes:
    seed, start, end = span
    texts = {wording(text) for index in range(start, end) for text in sample(seed, index).captions}
    return np.unique(_hashes(texts))


def _hashes(wordings: Iterable[str]) -> Hashes:
    """``(n,)`` in the order given."""
    digests = (hashlib.blake2b(text.encode(), digest_size=8).digest() for text in wordings)
    return np.frombuffer(b"".join(digests), dtype="<u8").astype(np.uint64)


def _world_key() -> str:
    """Changes with every file that captions depend on."""
    train = Path(str(resources.files("motionsearch.train")))
    files = [*sorted((train / "world").glob("*.py"))]
    files += [train / f"{name}.py" for name in ("degrade", "limbs", "unseen", "virtual")]
    digest = hashlib.sha256()
    for file in files:
        digest.update(file.name.encode() + b"\0" + file.read_bytes() + b"\0")
    return digest.hexdigest()[:16]


__all__ = ["SAMPLE_CLIPS", "SAMPLE_SEED", "training_wordings", "unseen", "wording"]
