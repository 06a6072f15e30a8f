"""The network: nothing may depend on the order of points, on padding, on N or on T."""

from __future__ import annotations

import json
import shutil

import numpy as np
import pytest
import torch

from motionsearch import Tracks
from motionsearch.encoder import EncoderConfig, TextHead, TrajectoryEncoder
from motionsearch.errors import ModelError
from motionsearch.features import collate, prepare
from motionsearch.model import Model, ModelConfig
from motionsearch.train.export import load_networks, save_model
from tests.helpers import random_tracks

CONFIG = EncoderConfig(dim=16, width=24, layers=2, heads=3, num_frames=8, pool_width=12)


@pytest.fixture(scope="module")
def encoder():
    torch.manual_seed(0)
    return TrajectoryEncoder(CONFIG).eval()


def embed(encoder, clips):
    batch = collate([prepare(clip, CONFIG.num_frames) for clip in clips])
    with torch.no_grad():
        return encoder(*(torch.from_numpy(a) for a in batch.named().values())).numpy()


def test_vectors_have_unit_length(encoder):
    vectors = embed(encoder, [random_tracks(i, points=1 + i) for i in range(6)])
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)


def test_the_order_of_points_does_not_matter(encoder):
    tracks = random_tracks(1, points=20)
    shuffled = tracks.select(np.random.default_rng(0).permutation(20))
    np.testing.assert_allclose(embed(encoder, [tracks]), embed(encoder, [shuffled]), atol=1e-5)


def test_padding_does_not_matter(encoder):
    small, large = random_tracks(1, points=3), random_tracks(2, points=30)
    np.testing.assert_allclose(embed(encoder, [small])[0], embed(encoder, [small, large])[0], atol=1e-5)


def test_masked_points_do_not_matter_whatever_they_hold(encoder):
    tracks = random_tracks(4, points=6)
    batch = collate([prepare(tracks, CONFIG.num_frames)])
    inputs = {name: torch.from_numpy(a.copy()) for name, a in batch.named().items()}
    inputs["mask"][0, 2] = 0.0
    inputs["points"][0, :, 2] = 3.0
    inputs["visible"][0, :, 2] = 1.0
    with torch.no_grad():
        masked = encoder(**inputs).numpy()
    without = tracks.select([0, 1, 3, 4, 5])
    np.testing.assert_allclose(masked, embed(encoder, [without]), atol=1e-5)


@pytest.mark.parametrize(("frames", "points"), [(2, 1), (2, 1024), (500, 1), (3, 3)])
def test_any_number_of_frames_and_points(encoder, frames, points):
    vectors = embed(encoder, [random_tracks(0, frames=frames, points=points)])
    assert np.isfinite(vectors).all()


def test_a_thing_that_stands_still_has_a_vector(encoder):
    still = Tracks(np.full((10, 1, 2), 50.0), None, 10, (100, 100))
    assert np.isfinite(embed(encoder, [still])).all()


def test_motion_and_its_reverse_differ(encoder):
    tracks = random_tracks(5, points=6)
    back = Tracks(tracks.points[::-1], tracks.visible[::-1], tracks.fps, tracks.frame_size)
    assert np.abs(embed(encoder, [tracks]) - embed(encoder, [back])).max() > 1e-3


def test_the_text_head_begins_as_the_identity():
    text = torch.nn.functional.normalize(torch.randn(4, 16), dim=-1)
    torch.testing.assert_close(TextHead(16, 8)(text), text)


@pytest.fixture(scope="module")
def saved(encoder, tmp_path_factory):
    torch.manual_seed(1)
    head = TextHead(16, 8)
    torch.nn.init.normal_(head.outer.weight, std=0.3)
    folder = tmp_path_factory.mktemp("models") / "small"
    config = ModelConfig(
        name="small", space="none", space_fingerprint="f", dim=16, num_frames=8, logit_scale=10.0,
        encoder=CONFIG.to_dict(),
    )  # fmt: skip
    save_model(folder, encoder, head, config)
    return folder, head


def test_the_export_gives_what_torch_gives(encoder, saved):
    clips = [random_tracks(i, points=n) for i, n in enumerate([1, 5, 64, 200, 3])]
    model = Model.load(saved[0])
    expected = np.concatenate([embed(encoder, [clip]) for clip in clips])
    np.testing.assert_allclose(model.embed_tracks(clips, batch_size=2), expected, atol=1e-4)


def test_the_text_head_gives_what_torch_gives(saved):
    folder, head = saved
    text = torch.nn.functional.normalize(torch.randn(5, 16), dim=-1)
    with torch.no_grad():
        np.testing.assert_allclose(
            Model.load(folder).project_text(text.numpy()), head(text).numpy(), atol=1e-5
        )


def test_a_head_with_a_map_into_it_gives_what_torch_gives(encoder, saved, tmp_path):
    torch.manual_seed(2)
    head = TextHead(16, 8, enter=True)
    text = torch.nn.functional.normalize(torch.randn(5, 16), dim=-1)
    torch.testing.assert_close(head(text), text)  # the identity at the start, too
    for layer in (head.enter, head.outer):
        torch.nn.init.normal_(layer.weight, std=0.3)
        torch.nn.init.normal_(layer.bias, std=0.3)
    save_model(tmp_path / "m", encoder, head, Model.load(saved[0]).config)
    with torch.no_grad():
        expected = head(text).numpy()
    np.testing.assert_allclose(Model.load(tmp_path / "m").project_text(text.numpy()), expected, atol=1e-5)
    _, again, _ = load_networks(tmp_path / "m")
    torch.testing.assert_close(again(text), head(text))


def test_weights_survive_the_round_trip(encoder, saved):
    again, _, config = load_networks(saved[0])
    assert config.name == "small"
    for name, value in encoder.state_dict().items():
        torch.testing.assert_close(again.state_dict()[name], value)


def test_long_clips_are_windows_averaged(saved):
    model = Model.load(saved[0])
    long = random_tracks(0, frames=200, fps=20.0)  # 10 s: windows at 0, 2, 4 and 6 s
    pieces = [long.slice(s, s + 4) for s in (0, 2, 4, 6)]
    mean = model.embed_tracks(pieces).mean(axis=0)
    np.testing.assert_allclose(model.embed_tracks([long])[0], mean / np.linalg.norm(mean), atol=1e-5)


def test_no_clips_give_no_vectors(saved):
    assert Model.load(saved[0]).embed_tracks([]).shape == (0, 16)


@pytest.mark.parametrize("missing", ["config.json", "encoder.onnx", "text_head.safetensors"])
def test_a_missing_file_is_named(saved, tmp_path, missing):
    shutil.copytree(saved[0], tmp_path / "m")
    (tmp_path / "m" / missing).unlink()
    with pytest.raises(ModelError, match=missing):
        Model.load(tmp_path / "m")


@pytest.mark.parametrize(
    ("broken", "use"),
    [
        ("encoder.onnx", lambda model: model.embed_tracks([random_tracks()])),
        ("text_head.safetensors", lambda model: model.project_text(np.zeros((1, 16), np.float32))),
    ],
)
def test_a_torn_file_is_named(saved, tmp_path, broken, use):
    shutil.copytree(saved[0], tmp_path / "m")
    file = tmp_path / "m" / broken
    file.write_bytes(file.read_bytes()[:100])
    model = Model.load(tmp_path / "m")
    with pytest.raises(ModelError, match=broken):
        use(model)


def test_a_newer_format_is_refused(saved, tmp_path):
    shutil.copytree(saved[0], tmp_path / "m")
    config = tmp_path / "m" / "config.json"
    config.write_text(json.dumps({**json.loads(config.read_text()), "format": 99}))
    with pytest.raises(ModelError, match="format 99") as caught:
        Model.load(tmp_path / "m")
    assert "upgrade" in caught.value.hint


def test_an_unknown_name_lists_the_known_ones():
    with pytest.raises(ModelError, match="no model 'nope'") as caught:
        Model.load("nope")
    assert "daylight" in caught.value.hint
