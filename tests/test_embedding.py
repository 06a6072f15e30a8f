"""Clips embedded once for many comparisons."""

from __future__ import annotations

import numpy as np
import pytest

from motionsearch import Cutting, InputError, ModelError
from motionsearch.train.embedding import cosines, embed_clips
from motionsearch.train.evaluate import evaluate_retrieval, evaluate_zeroshot
from tests.test_evaluate import COMPASS_CAPTIONS, COMPASS_TRACKS, DIRECTIONS, Compass, Scrambler, moving
from tests.test_metrics import unit

CUTTING = Cutting(longest=5, window=4, hop=4)


def test_windows_belong_to_their_clips() -> None:
    tracks = [moving("up"), moving("right", "left", seconds=4.0), moving("down")]
    clips = embed_clips(Compass(), tracks, cutting=CUTTING)
    assert clips.owners().tolist() == [0, 1, 1, 2]
    assert len(clips) == 3
    assert clips.vectors == pytest.approx(np.array([(0, -1), (1, 0), (-1, 0), (0, 1)]))


@pytest.mark.parametrize("windows", ["mean", "best"])
def test_similarity_agrees_with_loops_over_windows(windows: str) -> None:
    model = Scrambler(dim=6)
    tracks = [moving("up"), moving("right", "left", seconds=4.0), moving("down", "up", "left", seconds=3.0)]
    texts = model.embed_text(["a", "b", "c", "d"])
    found = embed_clips(model, tracks, cutting=CUTTING).similarity(texts, windows)
    for row, clip in zip(found, tracks, strict=True):
        pieces = [clip.slice(start, end) for start, end in CUTTING.spans(clip.duration)]
        vectors = [model.embed_tracks([piece])[0] for piece in pieces]
        mean = unit(np.sum(vectors, axis=0)[None])[0]
        for cell, text in zip(row, texts, strict=True):
            expected = mean @ text if windows == "mean" else max(vector @ text for vector in vectors)
            assert cell == pytest.approx(float(expected), abs=2e-6)


def test_vectors_give_the_figures_that_tracks_give() -> None:
    model = Scrambler(dim=8)
    clips = embed_clips(model, COMPASS_TRACKS)
    labels = list(DIRECTIONS)
    assert evaluate_zeroshot(model, clips, labels) == evaluate_zeroshot(model, COMPASS_TRACKS, labels)
    assert evaluate_retrieval(model, clips, COMPASS_CAPTIONS) == evaluate_retrieval(
        model, COMPASS_TRACKS, COMPASS_CAPTIONS
    )


def test_vectors_of_another_model_are_refused() -> None:
    clips = embed_clips(Scrambler(), COMPASS_TRACKS)
    with pytest.raises(ModelError, match="embedded by the model 5c4a, not by compass"):
        evaluate_zeroshot(Compass(), clips, list(DIRECTIONS))
    with pytest.raises(ModelError, match="4 numbers and texts 2"):
        clips.similarity(np.zeros((1, 2), np.float32))


def test_cosines_are_rounded() -> None:
    close = np.array([[0.3, 0.1], [0.3 + 1e-8, 0.1]], np.float32)
    assert len(np.unique(cosines(close, np.array([[0.5, 0.5]], np.float32)))) == 1


@pytest.mark.parametrize("seed", range(5))
def test_cosines_of_equal_rows_are_equal(seed: int) -> None:
    rng = np.random.default_rng(seed)
    left, right = (unit(rng.normal(size=(count, 384))).astype(np.float32) for count in (301, 3))
    columns = rng.integers(3, size=307)
    found = cosines(left, right[columns])
    assert found.shape == (301, 307)
    np.testing.assert_allclose(found, left @ right[columns].T, atol=1e-6)
    for number in range(3):
        same = found[:, columns == number]
        assert (same == same[:, :1]).all()
    assert np.array_equal(cosines(right[columns], left), cosines(right, left)[columns])


def test_a_vector_that_is_not_finite_is_named() -> None:
    class Broken(Compass):
        def embed_tracks(self, clips):
            return np.full((len(clips), 2), np.nan, np.float32)

    with pytest.raises(InputError, match="window of tracks 0 is not finite"):
        embed_clips(Broken(), COMPASS_TRACKS)
