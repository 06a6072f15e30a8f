"""Training with a compiled network."""

from __future__ import annotations

import shutil

import pytest
import torch

from motionsearch.errors import MotionsearchWarning
from tests.test_distributed import gradients


def test_without_a_compiler_a_run_goes_on_and_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    plain = gradients(0, 1)
    monkeypatch.setattr(shutil, "which", lambda name: None)
    with pytest.warns(MotionsearchWarning, match="no C\\+\\+ compiler"):
        uncompiled = gradients(0, 1, compile=True)
    assert all(torch.equal(plain[name], uncompiled[name]) for name in plain)


@pytest.mark.slow
@pytest.mark.skipif(not any(map(shutil.which, ("g++", "clang++", "c++"))), reason="no C++ compiler here")
@pytest.mark.parametrize("architecture", ["two-view", "latent"])
def test_a_compiled_network_has_the_same_gradient(architecture: str) -> None:
    plain, compiled = gradients(0, 1, architecture), gradients(0, 1, architecture, compile=True)
    for name in plain:
        torch.testing.assert_close(plain[name], compiled[name], rtol=1e-3, atol=1e-5)
