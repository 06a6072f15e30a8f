"""The shipped words, and files of labels."""

from __future__ import annotations

import string
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import motionsearch
from motionsearch import InputError, QueryError
from motionsearch.phrases import list_presets, load_phrases, load_preset, read_labels_file

EXPECTED = {"animals", "basic", "daily", "dance", "gestures", "gym", "paths", "sports", "vehicles"}


def test_the_bank_is_large_varied_and_clean():
    phrases = load_phrases()
    assert len(phrases) >= 600
    shipped = Path(motionsearch.__file__).parent / "data" / "phrases.txt"
    written = [line for line in shipped.read_text("utf-8").splitlines() if line and line[0] != "#"]
    assert list(phrases) == written  # so no line is there twice
    for phrase in phrases:
        assert phrase == phrase.lower().strip()
        assert 2 <= len(phrase.split()) <= 14, phrase
        assert phrase[-1] not in string.punctuation
    text = "\n".join(phrases)
    for topic in ("person", "animal", "bird", "car", "ball", "something", "dance", "circle", "wave", "punch"):
        assert text.count(topic) >= 3, topic


def test_presets_are_those_agreed_on_and_clean():
    assert set(list_presets()) >= EXPECTED
    assert list(list_presets()) == sorted(list_presets())
    for name in list_presets():
        labels = load_preset(name)
        assert len(labels) >= 20
        assert len({label.casefold() for label in labels}) == len(labels)
        assert not any("#" in label or label != label.strip() for label in labels)


def test_an_unknown_preset_names_the_choices():
    with pytest.raises(QueryError, match="'gymm'") as caught:
        load_preset("gymm")
    assert all(name in caught.value.hint for name in EXPECTED)


def test_a_preset_name_is_not_a_path():
    with pytest.raises(QueryError):
        load_preset("../data/labels-gym")


def test_labels_file_with_comments_blanks_and_repeats(tmp_path):
    path = tmp_path / "labels.txt"
    path.write_bytes(
        "\ufeff# mine\r\njump\r\n\r\n  run  fast  # quick\r\nplié\r\njump\r\nc# minor\r\n".encode()
    )
    assert read_labels_file(path) == ("jump", "run fast", "plié", "c# minor")


label_text = st.text(st.characters(categories=("L", "N")), min_size=1, max_size=12)


@given(st.lists(label_text, min_size=1, max_size=20, unique=True), st.data())
def test_labels_survive_any_spacing_and_comments(tmp_path_factory, labels, data):
    path = tmp_path_factory.mktemp("labels") / "l.txt"
    lines = []
    for label in labels:
        lines += data.draw(st.lists(st.sampled_from(["", "   ", "# note", "\t# note # more"]), max_size=2))
        lines.append(data.draw(st.sampled_from(["{}", "  {}", "{}  # why", "{}\t"])).format(label))
    path.write_text("\n".join(lines), encoding="utf-8")
    assert read_labels_file(path) == tuple(labels)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"# nothing\n\n", "holds no label"),
        (b"", "holds no label"),
        (b"walk\nf\xfc\xdf\n", "not UTF-8 text .byte 6"),
        (b"PK\x03\x04\0\0", "zero byte"),
    ],
)
def test_files_that_are_no_labels(tmp_path, content, message):
    path = tmp_path / "bad.txt"
    path.write_bytes(content)
    with pytest.raises(InputError, match=message) as caught:
        read_labels_file(path)
    assert str(path) in str(caught.value)
    assert caught.value.hint


def test_a_missing_file_and_a_folder_are_named(tmp_path):
    for path in (tmp_path / "none.txt", tmp_path):
        with pytest.raises(InputError, match="cannot be read") as caught:
            read_labels_file(path)
        assert str(path) in str(caught.value)
        assert "gym" in caught.value.hint


def test_loading_words_imports_nothing_heavy():
    code = (
        "import sys; from motionsearch.phrases import load_phrases, load_preset; load_phrases();"
        "load_preset('gym'); print([m for m in ('torch', 'faiss', 'onnxruntime') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
