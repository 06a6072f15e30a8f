"""The frozen text tower as training uses it."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from motionsearch.spaces.minilm import MiniLM
from motionsearch.train import texts as texts_module
from motionsearch.train.texts import Tower

SENTENCES = [
    "a person walks forward",
    "one arm tosses a ball up while the other swings from behind the head over the top",
    "",
    "jump",
    "einbeinig hüpfen … 跳",
]


def test_the_tower_in_torch_is_the_one_that_searches() -> None:
    space = MiniLM()
    embed = space.torch_text_tower(torch.device("cpu"))
    np.testing.assert_allclose(embed(SENTENCES).numpy(), space.embed_text(SENTENCES), atol=2e-5)


def test_bfloat16_on_a_processor_stays_near(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(texts_module, "has_bfloat16", lambda device: True)
    space = MiniLM()
    halved = Tower(space, torch.device("cpu"), bfloat16=True).embed_text(SENTENCES).numpy()
    cosines = (halved * space.embed_text(SENTENCES)).sum(1)
    assert cosines.min() > 0.999
    assert np.abs(halved - space.embed_text(SENTENCES)).max() > 1e-5  # it is not the search's tower


def test_a_processor_without_bfloat16_uses_the_tower_that_searches(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(texts_module, "has_bfloat16", lambda device: False)
    space = MiniLM()
    vectors = Tower(space, torch.device("cpu"), bfloat16=True).embed_text(SENTENCES).numpy()
    assert np.array_equal(vectors, space.embed_text(SENTENCES))


def test_long_lists_keep_their_order(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(texts_module, "has_bfloat16", lambda device: True)

    class Lengths(MiniLM):
        def torch_text_tower(self, device: torch.device):  # type: ignore[no-untyped-def]
            return lambda texts: torch.tensor([[float(len(text))] for text in texts])

    tower = Tower(Lengths(), torch.device("cpu"), bfloat16=True)
    texts = ["x" * int(n) for n in np.random.default_rng(0).integers(0, 90, 3000)]
    assert tower.embed_text(texts)[:, 0].tolist() == [len(text) for text in texts]
