"""CLIP's tokenizer without torch gives the ids of open_clip's."""

from __future__ import annotations

import gzip
import json
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from motionsearch.errors import SpaceError
from motionsearch.spaces.clip_tokens import ClipTokenizer, write_tokenizer
from motionsearch.spaces.openclip_weights import MERGES, open_clip_folder


@pytest.fixture(scope="module")
def tokenizers(tmp_path_factory: pytest.TempPathFactory) -> dict[int, ClipTokenizer]:
    """Ours, by context."""
    path = tmp_path_factory.mktemp("tokens") / "tokenizer.json"
    write_tokenizer(open_clip_folder() / MERGES, path)
    return {context: ClipTokenizer(path, context) for context in (77, 8)}


@cache
def open_clip_tokenizer() -> Any:
    from open_clip.tokenizer import SimpleTokenizer

    return SimpleTokenizer()


def theirs(text: str, context: int) -> list[int]:
    """Ids of open_clip's tokenizer, padding left out."""
    ids: list[int] = open_clip_tokenizer()([text], context_length=context)[0].tolist()
    # The ids end with the end of text; 0 is both the padding and the token "!".
    return ids[: max(i for i, token in enumerate(ids) if token == 49407) + 1]


WORDS = st.sampled_from(
    [
        *["a", "person", "jumps", "over", "it's", "they've", "I'm", "don't", "1234", "3.5", "--", "!!!"],
        "<b>&amp;nbsp;</b>",
        *[
            "<start_of_text>",
            "<END_OF_TEXT>",
            "<<end_of_text>>",
            "naïve",
            "ﬁnally",
            "Ǆ",
            "İstanbul",
            "ſ",
            "'ſ",
        ],
        *["日本語", "🕺🏽", "e\u0301", "\u200b", "\xa0", "\x00", "â€œquotedâ€\x9d", "&lt;", "١٢", "…"],
    ]
)


@settings(max_examples=400, deadline=None)
@given(
    st.one_of(st.text(max_size=60), st.lists(WORDS, max_size=12).map(" ".join), st.lists(WORDS).map("".join))
)
@example("")
@example("!")
@example("aaaaaaaaaaaaaaaaaaaa bananabananabanana")
@example("a person " * 100)
def test_ids_are_those_of_open_clip(tokenizers: dict[int, ClipTokenizer], text: str) -> None:
    text = text.encode("utf-8", "replace").decode()  # as Space.embed_text does
    for context, tokenize in tokenizers.items():
        assert tokenize([text]) == [theirs(text, context)]


@pytest.mark.data
def test_sentences_about_motion(tokenizers: dict[int, ClipTokenizer], shared_data: Path) -> None:
    lines = (shared_data / "motion_sentences.jsonl").read_text(encoding="utf-8").splitlines()[::40]
    texts = [json.loads(line)["text"] for line in lines]
    assert len(texts) > 300
    assert tokenizers[77](texts) == [theirs(text, 77) for text in texts]


@pytest.mark.parametrize(
    "content",
    [b"", b"no gzip", gzip.compress(b"#version\na b\nab c\n"), gzip.compress(b"\xff")],
    ids=["empty", "no gzip", "too few", "no text"],  # the bytes hold the time, and ids must not
)
def test_a_wrong_file_of_merges_is_named(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "merges.gz").write_bytes(content)
    with pytest.raises(SpaceError, match=r"merges\.gz does not hold"):
        write_tokenizer(tmp_path / "merges.gz", tmp_path / "tokenizer.json")
