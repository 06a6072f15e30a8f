"""Spaces of open_clip: the model's vectors, no torch after the export, a sentence for all that goes wrong."""

from __future__ import annotations

import json
import logging
import os
import shutil
import subprocess
import sys
import textwrap
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from motionsearch.errors import SpaceError
from motionsearch.spaces import load_space
from motionsearch.spaces.base import Space
from tests.helpers_spaces import TINY, tiny_openclip

TEXTS = [
    "a person jumps",
    "",
    "A Person jumps!",
    "the ball bounces twice, then rolls to the left. " * 12,
    "跳 🕺",
]
SENTENCES = ["a person jumps", "a long sentence about a dog that runs and runs"]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("openclip")


@pytest.fixture(scope="module")
def tiny(folder: Path) -> str:
    return tiny_openclip(folder / "tiny")


@pytest.fixture
def space(tiny: str) -> Space:
    return load_space(tiny)


def reference(name: str) -> tuple[Any, Any]:
    """open_clip's own model and preprocessing; the architecture is known to it since the model was made."""
    import open_clip

    arch, _, weights = name.removeprefix("openclip:").partition("/")
    model, _, transform = open_clip.create_model_and_transforms(arch, pretrained=weights)
    return model.eval(), transform


def their_text(name: str, texts: list[str]) -> NDArray[np.float32]:
    import torch
    from open_clip.tokenizer import SimpleTokenizer

    model, _ = reference(name)
    with torch.no_grad():
        ids = SimpleTokenizer()(texts, context_length=model.context_length)
        vectors: NDArray[np.float32] = model.encode_text(ids, normalize=True).numpy()
    return vectors


def run_python(code: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", textwrap.dedent(code)],
        env={**os.environ, "OMP_NUM_THREADS": "1", **environment},
        capture_output=True,
        text=True,
        timeout=200,
        check=False,
    )


@pytest.mark.parametrize(
    ("arch", "changes"),
    [
        ("plain", {}),
        ("custom-text", {"custom_text": True, "text_cfg": {"context_length": 16, "proj_bias": True}}),
        ("both-ways", {"custom_text": True, "text_cfg": {"context_length": 16, "no_causal_mask": True}}),
        ("quick-gelu", {"quick_gelu": True, "text_cfg": {"context_length": 12}}),
    ],
)
def test_text_equals_open_clip(tmp_path: Path, arch: str, changes: dict[str, Any]) -> None:
    name = tiny_openclip(tmp_path, arch=arch, **changes)
    space = load_space(name)
    vectors = space.embed_text(TEXTS)
    assert vectors.dtype == np.float32
    assert vectors.shape == (len(TEXTS), space.dim) == (5, 24)
    np.testing.assert_allclose(vectors, their_text(name, TEXTS), atol=1e-4)
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)


def test_a_batch_equals_one_by_one(space: Space) -> None:
    alone = np.concatenate([space.embed_text([text]) for text in TEXTS])
    np.testing.assert_allclose(space.embed_text(TEXTS), alone, atol=1e-5)
    assert space.embed_text([]).shape == (0, 24)


def test_images_equal_open_clip(tiny: str, space: Space) -> None:
    import torch
    from PIL import Image

    model, transform = reference(tiny)
    images = np.random.default_rng(0).integers(0, 256, (70, 48, 40, 3), dtype=np.uint8)
    with torch.no_grad():
        expected = model.encode_image(
            torch.stack([transform(Image.fromarray(image)) for image in images]), normalize=True
        ).numpy()
    assert space.has_images
    vectors = space.embed_images(images)
    assert vectors.dtype == np.float32
    np.testing.assert_allclose(vectors, expected, atol=1e-4)
    assert space.embed_images(images[:0]).shape == (0, 24)


@pytest.mark.parametrize(
    "images", [np.zeros((2, 8, 8, 3)), np.zeros((8, 8, 3), np.uint8), np.zeros((1, 0, 8, 3), np.uint8)]
)
def test_images_of_another_shape_or_type_are_refused(space: Space, images: Any) -> None:
    with pytest.raises(SpaceError, match="uint8"):
        space.embed_images(images)


def test_after_the_export_torch_is_not_imported(tiny: str, space: Space) -> None:
    space.embed_text(["made"])
    code = f"""
        import sys
        from motionsearch.spaces import load_space
        space = load_space({tiny!r})
        assert space.embed_text({SENTENCES!r}).shape == (2, 24)
        heavy = {{"torch", "transformers", "open_clip", "timm", "huggingface_hub", "onnx", "scipy"}}
        assert not heavy & set(sys.modules), heavy & set(sys.modules)
        print(space.fingerprint)
    """
    done = run_python(code)
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip() == space.fingerprint
    assert done.stderr == ""


def test_the_fingerprint_follows_weights_and_configuration(folder: Path, tiny: str, space: Space) -> None:
    assert len(bytes.fromhex(space.fingerprint)) == 32
    moved = folder / "moved"
    shutil.copytree(folder / "tiny", moved)
    assert load_space(f"openclip:tiny/{moved / 'weights.safetensors'}").fingerprint == space.fingerprint
    config = json.loads((moved / "tiny.json").read_text())
    (moved / "tiny.json").write_text(json.dumps({**config, "quick_gelu": True}))
    other_config = load_space(f"openclip:tiny/{moved / 'weights.safetensors'}").fingerprint
    other_weights = load_space(tiny_openclip(folder / "other", seed=1)).fingerprint
    assert len({space.fingerprint, other_config, other_weights}) == 3


def test_the_hubs_own_configuration_beside_the_weights_is_used(
    tmp_path: Path, folder: Path, tiny: str
) -> None:
    shutil.copy(folder / "tiny" / "weights.safetensors", tmp_path)
    document = {"model_cfg": TINY, "preprocess_cfg": {"mean": [0.5, 0.5, 0.5], "resize_mode": "squash"}}
    (tmp_path / "open_clip_config.json").write_text(json.dumps(document))
    space = load_space(f"openclip:mine/{tmp_path / 'weights.safetensors'}")
    image = np.full((1, 32, 32, 3), 128, np.uint8)
    assert not np.allclose(space.embed_images(image), load_space(tiny).embed_images(image), atol=1e-4)
    assert space.fingerprint != load_space(tiny).fingerprint


def test_a_training_checkpoint_gives_the_same_vectors(tmp_path: Path, space: Space) -> None:
    checkpoint = load_space(tiny_openclip(tmp_path, suffix=".pt"))
    np.testing.assert_allclose(checkpoint.embed_text(TEXTS), space.embed_text(TEXTS), atol=1e-5)


def test_a_relative_path_is_kept_whole(tiny: str, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(folder)
    assert load_space("openclip:tiny/tiny/weights.safetensors").name == tiny
    assert load_space("openclip:tiny/./tiny/weights.safetensors").name == tiny


class Evil:
    def __reduce__(self) -> tuple[Any, ...]:
        return os.mkdir, (os.environ["EVIL"],)


def test_a_file_that_would_run_code_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import torch

    name = tiny_openclip(tmp_path, suffix=".pt")
    monkeypatch.setenv("EVIL", str(tmp_path / "evil"))
    torch.save({"state_dict": {"logit_scale": Evil()}}, tmp_path / "weights.pt")
    with pytest.raises(SpaceError, match="could run any code"):
        load_space(name).embed_text(["walk"])
    assert not (tmp_path / "evil").exists()


@pytest.mark.parametrize("damage", ["truncated", "other architecture", "empty"])
def test_weights_that_do_not_fit_are_named(tmp_path: Path, damage: str) -> None:
    name = tiny_openclip(tmp_path)
    weights = tmp_path / "weights.safetensors"
    if damage == "truncated":
        os.truncate(weights, 100_000)
    elif damage == "empty":
        weights.write_bytes(b"")
    else:
        config = json.loads((tmp_path / "tiny.json").read_text())
        (tmp_path / "tiny.json").write_text(json.dumps({**config, "embed_dim": 16}))
    with pytest.raises(SpaceError, match=r"weights\.safetensors does not fit the architecture tiny"):
        load_space(name).embed_text(["walk"])


@pytest.mark.parametrize(
    ("name", "message", "hint"),
    [
        ("openclip:", "does not name an architecture", "openclip:ViT-B-32/"),
        ("openclip:ViT-B-32", "does not name an architecture", "//path/to/weights"),
        ("openclip:ViT-B-32/", "does not name an architecture", "//path/to/weights"),
        ("openclip:ViT-B-32//nowhere/weights.pt", "no file of weights /nowhere/weights.pt", "laion2b"),
        ("openclip:ViT-B-31/laion2b_s34b_b79k", "no architecture 'ViT-B-31'", "ViT-B-32"),
        ("openclip:.../secret", "no architecture '...'", "ViT-B-32"),
        ("openclip:ViT-B-32/lion2b", "no weights 'lion2b' of ViT-B-32", "laion2b_s34b_b79k"),
        ("openclip", "no space named 'openclip'", "openclip:<arch>"),
    ],
)
def test_names_that_make_no_sense(name: str, message: str, hint: str) -> None:
    with pytest.raises(SpaceError) as error:
        load_space(name)
    assert message in str(error.value)
    assert hint in str(error.value.hint)


@pytest.mark.parametrize(
    "config", ["", "[]", '{"embed_dim": 4}', '{"embed_dim": "4", "vision_cfg": {}, "text_cfg": {}}']
)
def test_a_bad_configuration_is_named(tmp_path: Path, config: str) -> None:
    (tmp_path / "weights.pt").write_bytes(b"")
    (tmp_path / "mine.json").write_text(config)
    with pytest.raises(SpaceError, match=r"mine\.json"):
        load_space(f"openclip:mine/{tmp_path / 'weights.pt'}")


def test_an_unknown_architecture_of_a_file_says_where_its_configuration_goes(tmp_path: Path) -> None:
    (tmp_path / "weights.pt").write_bytes(b"")
    with pytest.raises(SpaceError, match="'mine'") as error:
        load_space(f"openclip:mine/{tmp_path / 'weights.pt'}")
    assert str(tmp_path / "mine.json") in str(error.value.hint)


def test_a_file_that_is_no_weights_is_refused(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("walk")
    with pytest.raises(SpaceError, match=r"notes\.txt is no file of weights"):
        load_space(f"openclip:ViT-B-32/{tmp_path / 'notes.txt'}")


def test_weights_that_have_gone_are_asked_back(tmp_path: Path) -> None:
    space = load_space(tiny_openclip(tmp_path, seed=2))
    (tmp_path / "weights.safetensors").unlink()
    with pytest.raises(SpaceError, match="are gone"):
        space.embed_text(["walk"])


def test_a_download_says_so_and_without_network_says_at_once_what_to_do(tmp_path: Path) -> None:
    code = """
        import time
        import open_clip
        from motionsearch.errors import SpaceError
        from motionsearch.spaces import load_space

        began = time.perf_counter()
        try:
            load_space("openclip:ViT-B-32/laion2b_s34b_b79k")
        except SpaceError as error:
            print(error)
            print(error.hint)
        assert time.perf_counter() - began < 5
    """
    # Port 9 (discard) of this machine stands for a hub that does not answer.
    hub = {"HF_ENDPOINT": "http://127.0.0.1:9", "HF_HUB_OFFLINE": "0", "no_proxy": "127.0.0.1"}
    done = run_python(code, HF_HOME=str(tmp_path), MOTIONSEARCH_CACHE=str(tmp_path), **hub)
    assert done.returncode == 0, done.stderr
    place = "http://127.0.0.1:9/laion/CLIP-ViT-B-32-laion2B-s34B-b79K"
    assert (
        done.stderr == f"downloading the weights of openclip:ViT-B-32/laion2b_s34b_b79k from {place}, once\n"
    )
    message, hint = done.stdout.splitlines()
    assert message.startswith("the weights of openclip:ViT-B-32/laion2b_s34b_b79k could not be downloaded: ")
    assert place in hint
    assert hint.endswith("openclip:ViT-B-32//path/to/open_clip_model.safetensors")


def test_a_tag_is_used_from_the_hubs_cache_then_without_torch(
    tmp_path: Path, folder: Path, tiny: str
) -> None:
    """A real hub cache on disk and a tag added to open_clip's table; nothing may touch the network."""
    snapshot = tmp_path / "hub" / "models--org--tiny" / "snapshots" / ("0" * 40)
    snapshot.mkdir(parents=True)
    shutil.copy(folder / "tiny" / "weights.safetensors", snapshot / "open_clip_model.safetensors")
    (tmp_path / "hub" / "models--org--tiny" / "refs").mkdir()
    (tmp_path / "hub" / "models--org--tiny" / "refs" / "main").write_text("0" * 40)
    package = tmp_path / "open_clip_configs"
    (package / "model_configs").mkdir(parents=True)
    (package / "model_configs" / "tiny.json").write_text(json.dumps(TINY))
    table = """
        from open_clip import pretrained
        tag = {"hf_hub": "org/tiny/", "mean": (0.5,) * 3, "std": None, "quick_gelu": True}
        pretrained._PRETRAINED["tiny"] = {"random": tag}
    """
    use = f"""
        import logging, shutil, socket, sys
        from pathlib import Path
        from motionsearch.spaces import load_space, openclip_weights

        def refuse(*arguments):
            raise AssertionError("the network was touched")

        socket.getaddrinfo = socket.socket.connect = refuse
        folder = Path({str(package)!r})
        shutil.copy(openclip_weights.open_clip_folder() / openclip_weights.MERGES, folder)
        openclip_weights.open_clip_folder = lambda: folder
        space = load_space("openclip:tiny/random")
        vector = space.embed_text(["walk"]).tobytes().hex()
        assert not logging.getLogger().handlers, "open_clip's logging was set up for the whole program"
        assert logging.root.manager.disable == 0
        print(space.name, space.fingerprint, vector, "torch" in sys.modules)
    """
    environment = {"HF_HUB_CACHE": str(tmp_path / "hub"), "MOTIONSEARCH_CACHE": str(tmp_path / "cache")}
    first = run_python(textwrap.dedent(table) + textwrap.dedent(use), **environment)
    assert first.returncode == 0, first.stderr
    name, fingerprint, vector, torch = first.stdout.split()
    assert (name, torch) == ("openclip:tiny/random", "True")
    # Nothing on stdout but the answer; on stderr nothing of a download, nor what open_clip and torch chat.
    assert (
        first.stderr == "exporting the text tower of openclip:tiny/random, once; this takes about a minute\n"
    )
    shutil.rmtree(tmp_path / "hub")  # people clear that cache; the export is enough for texts
    again = run_python(use, **environment)
    assert again.returncode == 0, again.stderr
    assert again.stderr == ""
    assert again.stdout.split() == [name, fingerprint, vector, "False"]
    # The tag's activation was used: with the file's own the vector is another.
    plain = load_space(tiny).embed_text(["walk"])
    assert not np.allclose(np.frombuffer(bytes.fromhex(vector), np.float32), plain[0], atol=1e-5)


def test_the_download_notice_is_a_warning_of_our_logger(
    caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    from open_clip import pretrained

    def fail(config: dict[str, Any]) -> str:
        raise OSError("no route to host")

    monkeypatch.setattr(pretrained, "download_pretrained", fail)
    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_OFFLINE", True)
    monkeypatch.setattr("huggingface_hub.try_to_load_from_cache", lambda *names: None)
    with pytest.raises(SpaceError, match=r"could not be downloaded: no route to host$"):
        load_space("openclip:RN50/openai")
    [record] = caplog.records
    assert (record.name, record.levelno) == ("motionsearch.spaces", logging.WARNING)
