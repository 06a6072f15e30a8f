"""The embedded space: the vectors of sentence-transformers without torch, from an export made once."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import textwrap
from pathlib import Path

import numpy as np
import pytest

from motionsearch.errors import QueryError, SpaceError
from motionsearch.spaces import KINDS, load_space
from motionsearch.spaces.base import Space
from motionsearch.spaces.minilm import weights_folder
from motionsearch.spaces.tower import batches_by_length

TEXTS = [
    "a person jumps over something",
    "",
    "   ",
    "A Person JUMPS over something",
    "ein Mann läuft über die Straße, naïve café",
    "一个人在跳舞",
    "🕺💃 dance!!! #1",
    "[SEP] odd [PAD] [CLS] tokens",
    "supercalifragilisticexpialidocious" * 5,
    "tab\tnew\nline\0zero\u200bwidth",
    "the ball bounces twice, then rolls to the left and stops. " * 8,
    "the ball bounces twice, then rolls to the left and stops. " * 60,
]


@pytest.fixture(scope="module")
def minilm() -> Space:
    return load_space("minilm")


def run_python(code: str, **environment: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(code)],
        env={**os.environ, "OMP_NUM_THREADS": "1", **environment},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def finish(process: subprocess.Popen[str]) -> str:
    out, err = process.communicate(timeout=120)
    assert process.returncode == 0, err
    return out


def test_vectors_are_float32_of_unit_length_in_order(minilm: Space) -> None:
    vectors = minilm.embed_text(TEXTS)
    assert vectors.shape == (len(TEXTS), minilm.dim)
    assert vectors.dtype == np.float32
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-6)
    np.testing.assert_allclose(minilm.embed_text(TEXTS[::-1]), vectors[::-1], atol=1e-5)


def test_a_batch_equals_one_by_one(minilm: Space) -> None:
    alone = np.concatenate([minilm.embed_text([text]) for text in TEXTS])
    np.testing.assert_allclose(minilm.embed_text(TEXTS), alone, atol=1e-5)


def test_repeated_texts_get_the_same_vector_each(minilm: Space) -> None:
    vectors = minilm.embed_text(["walk", "run", "walk", "walk"])
    np.testing.assert_array_equal(vectors[[0, 0, 0]], vectors[[0, 2, 3]])
    assert vectors[0] @ vectors[1] < 0.99


def test_no_texts_give_no_vectors(minilm: Space) -> None:
    assert minilm.embed_text([]).shape == (0, 384)
    assert minilm.embed_text(()).dtype == np.float32


def test_texts_are_cut_at_256_tokens(minilm: Space) -> None:
    long = "walk " * 254  # with [CLS] and [SEP] the limit exactly
    vectors = minilm.embed_text([long, long + "backflip", "walk " * 253 + "backflip"])
    np.testing.assert_allclose(vectors[0], vectors[1], atol=1e-6)
    assert vectors[0] @ vectors[2] < 0.9999


def test_meaning_is_near(minilm: Space) -> None:
    query, near, far = minilm.embed_text(["a man leaps", "a person jumps", "the car stops at a light"])
    assert query @ near > 0.5 > query @ far


def test_lone_surrogates_of_a_command_line_are_embedded(minilm: Space) -> None:
    vectors = minilm.embed_text(["a person \udcff jumps", "a person ? jumps"])
    np.testing.assert_allclose(vectors[0], vectors[1], atol=1e-6)


@pytest.mark.parametrize("texts", ["a person jumps", [1], [None], [b"walk"]])
def test_anything_but_a_list_of_strings_is_refused(minilm: Space, texts: object) -> None:
    with pytest.raises(QueryError, match="list of strings"):
        minilm.embed_text(texts)  # type: ignore[arg-type]


def test_pictures_are_refused_with_the_name_of_a_space_that_takes_them(minilm: Space) -> None:
    assert not minilm.has_images
    with pytest.raises(SpaceError, match="minilm has no image tower") as error:
        minilm.embed_images(np.zeros((1, 8, 8, 3), np.uint8))
    assert "openclip:" in str(error.value.hint)


def test_unknown_spaces_are_named_with_the_choices() -> None:
    with pytest.raises(SpaceError, match="'word2vec'") as error:
        load_space("word2vec")
    assert all(kind in str(error.value.hint) for kind in KINDS)


@pytest.mark.slow
def test_equals_sentence_transformers(minilm: Space) -> None:
    code = f"""
        import json, sys
        from sentence_transformers import SentenceTransformer
        model = SentenceTransformer({str(weights_folder())!r}, device="cpu")
        print(json.dumps(model.encode(json.load(sys.stdin), normalize_embeddings=True).tolist()))
    """
    answer = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(code)],
        input=json.dumps(TEXTS),
        env={**os.environ, "OMP_NUM_THREADS": "1", "HF_HUB_OFFLINE": "1"},
        capture_output=True,
        text=True,
        check=True,
        timeout=280,
    )
    theirs = np.array(json.loads(answer.stdout))
    cosine = (minilm.embed_text(TEXTS) * theirs).sum(axis=1)
    assert cosine.min() > 0.9999


def test_embedding_imports_neither_torch_nor_its_friends(tmp_path: Path) -> None:
    code = """
        import sys
        from motionsearch.spaces import load_space
        assert load_space("minilm").embed_text(["a person jumps"]).shape == (1, 384)
        heavy = {"torch", "transformers", "sentence_transformers", "scipy", "sklearn"} & set(sys.modules)
        assert not heavy, heavy
        print("onnx" in sys.modules)
    """
    assert finish(run_python(code, MOTIONSEARCH_CACHE=str(tmp_path))).strip() == "True"  # built the export
    assert finish(run_python(code, MOTIONSEARCH_CACHE=str(tmp_path))).strip() == "False"  # found it


def test_processes_that_export_at_once_agree(tmp_path: Path) -> None:
    code = """
        import sys, time
        from motionsearch.spaces import load_space
        import onnx, onnxruntime, tokenizers  # so that both reach the export at the same time
        space = load_space("minilm")
        space.fingerprint
        print("ready", flush=True)
        sys.stdin.readline()
        print(space.embed_text(["a person jumps"]).tobytes().hex())
    """
    processes = [
        subprocess.Popen(
            [sys.executable, "-c", textwrap.dedent(code)],
            env={**os.environ, "OMP_NUM_THREADS": "1", "MOTIONSEARCH_CACHE": str(tmp_path)},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for _ in range(3)
    ]
    for process in processes:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
    for process in processes:
        assert process.stdin is not None
        process.stdin.write("go\n")
        process.stdin.flush()
    answers = {finish(process) for process in processes}
    assert len(answers) == 1
    folders = [path for path in (tmp_path / "spaces").glob("*minilm*") if path.is_dir()]
    assert len(folders) == 1


def test_batches_hold_each_position_once_and_keep_to_the_budget() -> None:
    rng = np.random.default_rng(0)
    lengths = rng.integers(2, 257, 500).tolist()
    batches = list(batches_by_length(lengths, 1024))
    assert sorted(i for batch in batches for i in batch) == list(range(500))
    assert all(max(lengths[i] for i in batch) * len(batch) <= 1024 for batch in batches)
    assert list(batches_by_length([5000, 1], 1024)) == [[1], [0]]
