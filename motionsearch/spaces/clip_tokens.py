"""CLIP's byte-pair tokenizer without torch, which the one in open_clip imports.

The same as ``open_clip.tokenizer.SimpleTokenizer`` (from https://github.com/openai/CLIP): text mended by
ftfy, HTML entities undone, white space folded, lower case, words by a regular expression, then byte pairs.
"""

from __future__ import annotations

import gzip
import html
import json
from pathlib import Path
from typing import Any

from motionsearch.errors import SpaceError

VOCABULARY = 49408
START, END = "<start_of_text>", "<end_of_text>"
WORDS = rf"{START}|{END}|'s|'t|'re|'ve|'m|'ll|'d|[\p{{L}}]+|[\p{{N}}]|[^\s\p{{L}}\p{{N}}]+"
WORD_END = "</w>"


class ClipTokenizer:
    """Texts to CLIP's token ids.

    Args:
        path: A file that ``write_tokenizer`` wrote.
        context: The tower's limit of tokens, both ends included.
    """

    def __init__(self, path: Path, context: int) -> None:
        import regex  # type: ignore[import-untyped]
        from tokenizers import Tokenizer

        tokenizer = Tokenizer.from_file(str(path))
        self._pairs = tokenizer.model
        self._context = context
        self._pattern = regex.compile(WORDS, regex.IGNORECASE)
        self._byte_letters = byte_letters()
        self._start, self._end = VOCABULARY - 2, VOCABULARY - 1
        self._known = {START: [self._start], END: [self._end]}

    def __call__(self, texts: list[str]) -> list[list[int]]:
        """One list of ids a text: start, words, end; the words cut so that all fit into the context."""
        return [[self._start, *self._words(text)[: self._context - 2], self._end] for text in texts]

    def _words(self, text: str) -> list[int]:
        ids: list[int] = []
        for word in self._pattern.findall(clean(text)):
            known = self._known.get(word)
            if known is None:
                letters = "".join(self._byte_letters[byte] for byte in word.encode())
                known = self._known[word] = [token.id for token in self._pairs.tokenize(letters)]
            ids += known
        return ids


def clean(text: str) -> str:
    """The text as CLIP was trained on it."""
    return " ".join(mend(text).split()).lower()


def mend(text: str) -> str:
    """The text with mangled letters mended and HTML entities undone, as all models of open_clip want it."""
    import ftfy

    return html.unescape(html.unescape(ftfy.fix_text(text)))


def byte_letters() -> list[str]:
    """A printable letter for each of the 256 bytes; the printable ones of Latin-1 stand for themselves."""
    printable = [
        *range(ord("!"), ord("~") + 1),
        *range(ord("¡"), ord("¬") + 1),
        *range(ord("®"), ord("ÿ") + 1),
    ]
    others = (byte for byte in range(256) if byte not in printable)
    letters = {byte: chr(byte) for byte in printable}
    letters |= {byte: chr(256 + i) for i, byte in enumerate(others)}
    return [letters[byte] for byte in range(256)]


def write_tokenizer(merges_file: Path, path: Path) -> None:
    """Writes the byte pairs as a ``tokenizers`` file, which loads ten times faster than the packed merges.

    Args:
        merges_file: ``bpe_simple_vocab_16e6.txt.gz``, as it comes with open_clip.
        path: What to write.

    Raises:
        SpaceError: the file of merges cannot be read or is not CLIP's.
    """
    from tokenizers import Tokenizer, models

    try:
        lines = gzip.decompress(merges_file.read_bytes()).decode().split("\n")
        merges: list[Any] = [tuple(line.split()) for line in lines[1 : VOCABULARY - 512 - 2 + 1]]
        # CLIP numbers its letters in the order of byte_letters' definition: the printable ones first.
        letters = sorted(byte_letters(), key=lambda letter: (ord(letter) >= 256, ord(letter)))
        vocabulary = [*letters, *(letter + WORD_END for letter in letters)]
        vocabulary += [first + second for first, second in merges] + [START, END]
        ids = {token: i for i, token in enumerate(vocabulary)}
        if len(ids) != VOCABULARY:
            raise ValueError(f"{len(ids)} tokens instead of {VOCABULARY}")
        pairs = models.BPE(vocab=ids, merges=merges, end_of_word_suffix=WORD_END)
    except (OSError, EOFError, ValueError) as error:
        raise SpaceError(
            f"{merges_file} does not hold CLIP's byte pairs: {error}",
            hint="pip install --force-reinstall --no-deps open_clip_torch",
        ) from error
    # Not Tokenizer.save: its indented form is three times as long and slower to read.
    path.write_text(json.dumps(json.loads(Tokenizer(pairs).to_str())), encoding="utf-8")
