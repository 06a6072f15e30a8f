"""The shipped descriptions of the sets the encoder is measured on."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from motionsearch.errors import QueryError
from motionsearch.train.testsets import shipped_prompts

SETS = {"msraction3d": 20, "utd_mhad": 27, "kinder_gator": 58}


@pytest.mark.parametrize("name", SETS)
def test_each_class_has_three_descriptions_no_other_class_has(name: str):
    prompts = shipped_prompts(name)
    assert len(prompts) == SETS[name]
    texts = [text for descriptions in prompts.values() for text in descriptions]
    assert len(set(texts)) == len(texts)
    for label, descriptions in prompts.items():
        assert 3 <= len(descriptions) <= 4, label
        for text in descriptions:
            assert text == text.lower(), text
            assert not text.endswith("."), text
            assert 6 <= len(text.split()) <= 32, text


@pytest.mark.parametrize(
    ("label", "other"),
    [
        ("raise your hand", "raise your other hand"),
        ("wave your hand", "wave your other hand"),
        ("raise your arm to one side", "raise your arm to the other side"),
        ("bend your knee while raising your leg", "bend your other knee while raising your leg"),
        (
            "put your hands on your hips and lean to the side",
            "put your hands on your hips and lean to the other side",
        ),
        ("lift your leg to one side", "lift your leg to the other side"),
        ("kick a ball", "kick a ball with the other leg"),
        ("kick a ball as far as you can", "kick a ball as far as you can with the other leg"),
        ("throw a ball", "throw a ball with your other arm"),
        ("throw a ball as far as you can", "throw a ball as far as you can with the other arm"),
    ],
)
def test_the_other_side_is_described_mirrored(label: str, other: str):
    swapped = {"left": "right", "right": "left"}
    prompts = shipped_prompts("kinder_gator")
    mirrored = tuple(re.sub(r"\b(left|right)\b", lambda m: swapped[m[0]], text) for text in prompts[label])
    assert mirrored == prompts[other]


def test_an_unknown_set_is_refused_with_the_names_there_are():
    with pytest.raises(QueryError, match="no prompts are shipped for 'ntu'") as error:
        shipped_prompts("ntu")
    for name in SETS:
        assert name in str(error.value.hint)


@pytest.mark.data
@pytest.mark.parametrize("name", SETS)
def test_every_class_of_the_real_set_is_described(name: str, shared_data: Path):
    lines = (shared_data / f"{name}.jsonl").read_text("utf-8").splitlines()
    assert set(shipped_prompts(name)) == {json.loads(line)["label"] for line in lines}
