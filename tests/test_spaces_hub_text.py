"""open_clip models with tokenizers or text towers of Hugging Face: the model's vectors, and no network."""

from __future__ import annotations

import json
import logging
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from motionsearch.errors import SpaceError
from motionsearch.spaces import load_space
from motionsearch.spaces.hf_text import CLEANINGS, clean
from tests.helpers_spaces import TINY, tiny_openclip
from tests.test_spaces_openclip import run_python

TEXTS = [
    "a person jumps",
    "",
    "The BALL bounces_twice, then rolls... &amp; stops!",
    "a dog runs and runs and turns and jumps over the fence " * 6,
    "跳 🕺",
]
VISION = TINY["vision_cfg"]


def write_tokenizer(folder: Path) -> None:
    """A small tokenizer in the form of SigLIP's: unigram pieces, an end token that also pads."""
    from tokenizers import Tokenizer, decoders, models, pre_tokenizers, processors, trainers

    tokenizer = Tokenizer(models.Unigram())
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace()
    tokenizer.decoder = decoders.Metaspace()
    trainer = trainers.UnigramTrainer(
        vocab_size=60, special_tokens=["<pad>", "</s>", "<unk>"], unk_token="<unk>", show_progress=False
    )
    tokenizer.train_from_iterator([text.lower() for text in TEXTS], trainer)
    tokenizer.post_processor = processors.TemplateProcessing(
        single="$A </s>", pair="$A </s> $B </s>", special_tokens=[("</s>", 1)]
    )
    folder.mkdir(parents=True, exist_ok=True)
    tokenizer.save(str(folder / "tokenizer.json"))
    described = {"tokenizer_class": "PreTrainedTokenizerFast", "eos_token": "</s>", "pad_token": "</s>"}
    (folder / "tokenizer_config.json").write_text(json.dumps(described | {"unk_token": "<unk>"}))


def own_tokenizer(folder: Path, **text: Any) -> str:
    """A tiny model like SigLIP: its own tokenizer beside the weights, attention both ways, the last pools."""
    write_tokenizer(folder)
    siglip = {"context_length": 16, "vocab_size": 96, "no_causal_mask": True, "pool_type": "last"}
    options = {"hf_tokenizer_name": "org/tiny-tokenizer", "tokenizer_kwargs": {"clean": "canonicalize"}}
    name = tiny_openclip(folder, custom_text=True, text_cfg={**siglip, "proj_bias": True, **options, **text})
    return name


def own_tower(folder: Path, pooler: str = "mean_pooler") -> str:
    """A tiny BERT as the text tower, described in a folder beside the weights."""
    from safetensors.torch import save_file

    write_tokenizer(folder / "text")
    bert = {"model_type": "bert", "vocab_size": 96, "hidden_size": 32, "num_hidden_layers": 2}
    bert |= {"num_attention_heads": 2, "intermediate_size": 48, "pad_token_id": 1}
    (folder / "text" / "config.json").write_text(json.dumps(bert | {"max_position_embeddings": 64}))
    text = {"hf_model_name": "text", "hf_tokenizer_name": "text", "hf_proj_type": "mlp", "context_length": 20}
    config = {"embed_dim": 24, "vision_cfg": VISION, "text_cfg": {**text, "hf_pooler_type": pooler}}
    (folder / "mine.json").write_text(json.dumps(config))
    save_file(build(folder, config).state_dict(), folder / "weights.safetensors")
    return f"openclip:mine/{folder / 'weights.safetensors'}"


def build(folder: Path, config: dict[str, Any]) -> Any:
    """open_clip's own model of a configuration whose names are folders beside it."""
    import open_clip
    import torch

    text = dict(config["text_cfg"])
    if "hf_model_name" in text:
        text["hf_model_name"] = str(folder / text["hf_model_name"])
    document = {"model_cfg": {**config, "text_cfg": text}, "preprocess_cfg": {}}
    (folder / "open_clip_config.json").write_text(json.dumps(document))
    logging.disable(logging.WARNING)
    try:
        with torch.random.fork_rng(devices=[]):
            torch.manual_seed(0)
            return open_clip.create_model(
                f"local-dir:{folder}", load_weights=False, pretrained_text=False
            ).eval()
    finally:
        logging.disable(logging.NOTSET)
        (folder / "open_clip_config.json").unlink()


def theirs(folder: Path, arch: str, tokenizer: Path, texts: list[str]) -> np.ndarray[Any, Any]:
    """What open_clip's tokenizer and tower give."""
    import open_clip
    import torch
    from open_clip.tokenizer import HFTokenizer

    config = json.loads((folder / f"{arch}.json").read_text())
    text = config["text_cfg"]
    model = build(folder, config)
    open_clip.load_checkpoint(model, str(folder / "weights.safetensors"), weights_only=True)
    tokenize = HFTokenizer(str(tokenizer), text["context_length"], **text.get("tokenizer_kwargs", {}))
    with torch.no_grad():
        vectors: np.ndarray[Any, Any] = model.encode_text(tokenize(texts), normalize=True).numpy()
    return vectors


@pytest.fixture(scope="module")
def siglip(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    folder = tmp_path_factory.mktemp("siglip")
    return folder, own_tokenizer(folder)


@pytest.fixture(scope="module")
def tower(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    folder = tmp_path_factory.mktemp("tower")
    return folder, own_tower(folder)


def test_a_tokenizer_of_its_own_gives_open_clips_vectors(siglip: tuple[Path, str]) -> None:
    folder, name = siglip
    vectors = load_space(name).embed_text(TEXTS)
    np.testing.assert_allclose(vectors, theirs(folder, "tiny", folder, TEXTS), atol=1e-4)
    assert len(np.unique(vectors.round(4), axis=0)) == len(TEXTS)


def test_a_tower_of_hugging_face_gives_open_clips_vectors(tower: tuple[Path, str]) -> None:
    folder, name = tower
    vectors = load_space(name).embed_text(TEXTS)
    np.testing.assert_allclose(vectors, theirs(folder, "mine", folder / "text", TEXTS), atol=1e-4)
    # Padding is masked: a text alone, in a short row, has the vector it has among long ones.
    alone = np.concatenate([load_space(name).embed_text([text]) for text in TEXTS])
    np.testing.assert_allclose(vectors, alone, atol=1e-5)


@pytest.mark.parametrize("kind", ["siglip", "tower", "clip"])
def test_the_tower_in_torch_is_the_one_that_searches(
    kind: str, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    import torch

    name = tiny_openclip(tmp_path) if kind == "clip" else request.getfixturevalue(kind)[1]
    space = load_space(name)
    embed = space.torch_text_tower(torch.device("cpu"))
    assert embed is not None
    np.testing.assert_allclose(embed(TEXTS).numpy(), space.embed_text(TEXTS), atol=1e-4)


def test_a_separator_can_be_left_out(tmp_path: Path) -> None:
    name = own_tokenizer(tmp_path, tokenizer_kwargs={"strip_sep_token": True})
    described = json.loads((tmp_path / "tokenizer_config.json").read_text())
    (tmp_path / "tokenizer_config.json").write_text(json.dumps({**described, "sep_token": "</s>"}))
    # The padding is the separator here: both become 0.
    vectors = load_space(name).embed_text(TEXTS[:1])
    np.testing.assert_allclose(vectors, theirs(tmp_path, "tiny", tmp_path, TEXTS[:1]), atol=1e-4)


@pytest.mark.parametrize("kind", ["siglip", "tower"])
def test_after_the_export_neither_torch_nor_transformers_is_imported(
    kind: str, request: pytest.FixtureRequest
) -> None:
    _, name = request.getfixturevalue(kind)
    vectors = load_space(name).embed_text(TEXTS)
    code = f"""
        import sys
        from motionsearch.spaces import load_space
        space = load_space({name!r})
        vectors = space.embed_text({TEXTS!r})
        heavy = {{"torch", "transformers", "open_clip", "huggingface_hub", "onnx", "scipy"}}
        assert not heavy & set(sys.modules), heavy & set(sys.modules)
        print(space.fingerprint, vectors.tobytes().hex())
    """
    done = run_python(code)
    assert done.returncode == 0, done.stderr
    fingerprint, given_vectors = done.stdout.split()
    assert fingerprint == load_space(name).fingerprint
    assert given_vectors == vectors.tobytes().hex()


@pytest.mark.parametrize(
    "change",
    [
        lambda folder: (folder / "text" / "tokenizer.json").write_text("{}"),
        lambda folder: (folder / "text" / "config.json").write_text("{}"),
    ],
    ids=["tokenizer", "tower"],
)
def test_the_fingerprint_follows_the_folders(
    tower: tuple[Path, str], tmp_path: Path, change: Callable[[Path], object]
) -> None:
    folder, name = tower
    shutil.copytree(folder, tmp_path / "copy")
    moved = f"openclip:mine/{tmp_path / 'copy' / 'weights.safetensors'}"
    assert load_space(moved).fingerprint == load_space(name).fingerprint
    change(tmp_path / "copy")
    assert load_space(moved).fingerprint != load_space(name).fingerprint


def test_a_tokenizer_in_the_hubs_cache_is_used(
    siglip: tuple[Path, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, name = siglip
    commit = "0" * 40
    cached = tmp_path / "hub" / "models--org--tiny-tokenizer"
    (cached / "refs").mkdir(parents=True)
    (cached / "refs" / "main").write_text(commit)
    moved = tmp_path / "moved"
    shutil.copytree(folder, moved)
    (cached / "snapshots" / commit).mkdir(parents=True)
    for file in moved.glob("tokenizer*.json"):
        shutil.move(file, cached / "snapshots" / commit)
    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_CACHE", str(tmp_path / "hub"))
    space = load_space(f"openclip:tiny/{moved / 'weights.safetensors'}")
    assert space.fingerprint == load_space(name).fingerprint
    np.testing.assert_array_equal(space.embed_text(TEXTS), load_space(name).embed_text(TEXTS))
    # People clear that cache; the space is still known for what it is.
    shutil.rmtree(tmp_path / "hub")
    again = load_space(f"openclip:tiny/{moved / 'weights.safetensors'}")
    np.testing.assert_array_equal(again.embed_text(TEXTS), space.embed_text(TEXTS))


def test_a_tokenizer_that_is_nowhere_says_how_to_get_it(
    siglip: tuple[Path, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(siglip[0], tmp_path / "moved")
    for file in (tmp_path / "moved").glob("tokenizer*.json"):
        file.unlink()

    def fail(*names: Any, **options: Any) -> str:
        raise OSError("no route to host")

    monkeypatch.setattr("huggingface_hub.snapshot_download", fail)
    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_CACHE", str(tmp_path / "hub"))
    with pytest.raises(SpaceError, match="the tokenizer org/tiny-tokenizer could not be downloaded") as error:
        load_space(f"openclip:tiny/{tmp_path / 'moved' / 'weights.safetensors'}")
    assert "no route to host" in str(error.value)
    assert f"put them into {tmp_path / 'moved' / 'tiny-tokenizer'}" in str(error.value.hint)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ({"tokenizer_kwargs": {"clean": "scrub"}}, "not supported"),
        ({"tokenizer_kwargs": {"language": "de"}}, "not supported"),
        ({"tokenizer_mode": "clips"}, "not supported"),
        ({"hf_tokenizer_name": ""}, "does not say which tokenizer"),
    ],
)
def test_what_is_not_understood_is_refused(
    siglip: tuple[Path, str], tmp_path: Path, text: dict[str, Any], message: str
) -> None:
    shutil.copytree(siglip[0], tmp_path / "copy")
    config = json.loads((tmp_path / "copy" / "tiny.json").read_text())
    config["text_cfg"] |= text
    (tmp_path / "copy" / "tiny.json").write_text(json.dumps(config))
    with pytest.raises(SpaceError, match=message):
        load_space(f"openclip:tiny/{tmp_path / 'copy' / 'weights.safetensors'}")


def test_a_damaged_tokenizer_is_named(siglip: tuple[Path, str], tmp_path: Path) -> None:
    shutil.copytree(siglip[0], tmp_path / "copy")
    (tmp_path / "copy" / "tokenizer.json").write_text("{torn")
    with pytest.raises(SpaceError, match=r"transformers cannot read the tokenizer in .*copy"):
        load_space(f"openclip:tiny/{tmp_path / 'copy' / 'weights.safetensors'}").embed_text(["walk"])


@pytest.mark.parametrize("how", CLEANINGS)
@given(text=st.text(max_size=40))
def test_texts_are_cleaned_as_open_clip_cleans_them(how: str, text: str) -> None:
    from open_clip.tokenizer import get_clean_fn

    assert clean(text, how) == get_clean_fn(how)(text)
