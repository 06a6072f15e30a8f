"""Half precision, where a device has it."""

from __future__ import annotations

import pytest
import torch

from motionsearch.train import precision
from motionsearch.train.precision import has_bfloat16
from tests.test_distributed import gradients


def test_a_processor_is_asked_and_a_gpu_is_not() -> None:
    assert has_bfloat16(torch.device("cuda"))
    assert has_bfloat16(torch.device("cpu")) == torch.ops.mkldnn._is_mkldnn_bf16_supported()


@pytest.mark.parametrize("there", [True, False])
def test_a_network_is_halved_only_where_that_helps(monkeypatch: pytest.MonkeyPatch, there: bool) -> None:
    monkeypatch.setattr(precision, "has_bfloat16", lambda device: there)
    plain, asked = gradients(0, 1), gradients(0, 1, bfloat16=True)
    assert all(torch.equal(plain[name], asked[name]) for name in plain) is not there
