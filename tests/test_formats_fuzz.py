"""No bytes whatever make a reader raise anything but InputError, or believe in arrays that are not there."""

from __future__ import annotations

import random
import tempfile
import warnings
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from motionsearch import Tracks, formats
from motionsearch.errors import InputError, MotionsearchWarning
from tests.helpers_formats import WRITERS

FILES = {kind: (name, write) for kind, (name, write) in WRITERS.items() if kind != "openpose"}
FUZZ = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)

# What may stand in place of other text: odd numbers, deep nesting, bytes that are not UTF-8, format words.
TOKENS = [
    *(
        b"nan",
        b"inf",
        b"-1",
        b"1e309",
        b"1e300",
        b"-1e300",
        b"99999999999999999999",
        b"1_0",
        b"",
        b"0",
        b"\xff\xfe",
    ),
    *(
        b"[" * 100_000,
        b"null",
        b"{}",
        b'"',
        b"\n",
        b",",
        b"{",
        b"}",
        b"True",
        b"\x00",
        b"\x80",
        b"OFFSET",
        b"JOINT",
    ),
]


def read_or_refuse(path: Path) -> None:
    """Reads a file; passes if that works or is refused as the contract says."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", MotionsearchWarning)
        try:
            recordings, refusal = formats.read(path), None
        except InputError as error:
            recordings, refusal = [], error
    if refusal is not None:
        assert str(refusal).startswith(str(path.with_suffix("")))
        return
    assert recordings
    assert all(isinstance(recording.tracks, Tracks) for recording in recordings)


def mutate(data: bytes, seed: int) -> bytes:
    """A damaged copy: bytes changed, cut out, doubled, cut off, or tokens put in."""
    rng = random.Random(seed)
    changed = bytearray(data)
    for _ in range(rng.choice((1, 1, 2, 8))):
        at = rng.randrange(len(changed) + 1)
        end = min(len(changed), at + rng.choice((1, 1, 4, 30)))
        kind = rng.randrange(6)
        if kind == 0:
            changed[at:end] = rng.randbytes(end - at)
        elif kind == 1:
            del changed[at:end]
        elif kind == 2:
            changed[at:at] = changed[at:end]
        elif kind == 3:
            changed[at:end] = rng.choice(TOKENS)
        elif kind == 4 and changed:
            changed[at - 1] ^= 1 << rng.randrange(8)
        elif kind == 5 and rng.random() < 0.3:
            del changed[at:]
    return bytes(changed)


@pytest.fixture(scope="module")
def samples(tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[str, dict[str, bytes]]]:
    """Per kind the name of the main file and the bytes of it and its companions."""
    found = {}
    for kind, (name, write) in FILES.items():
        folder = tmp_path_factory.mktemp(kind)
        write(folder / name)
        found[kind] = (name, {file.name: file.read_bytes() for file in folder.iterdir()})
    return found


@pytest.mark.parametrize("name", sorted({name for name, _ in FILES.values()}))
@FUZZ
@given(data=st.binary(max_size=600))
@example(data=b"[" * 200_000)
@example(
    data=b"\x93NUMPY\x01\x00q\x00{'descr': '<f8', 'fortran_order': False, 'shape': (9, 999999999999, 3), }"
)
@example(data=b"PK\x03\x04")
@example(data=b"\x02\x50" + bytes(2000))
def test_random_bytes(name: str, data: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, name)
        path.write_bytes(data)
        read_or_refuse(path)


@pytest.mark.parametrize("kind", FILES)
@FUZZ
@given(seed=st.integers(0, 2**32), pick=st.integers(0, 9))
def test_mutated_files(
    kind: str, samples: dict[str, tuple[str, dict[str, bytes]]], seed: int, pick: int
) -> None:
    main, files = samples[kind]
    victim = sorted(files)[pick % len(files)]
    with tempfile.TemporaryDirectory() as folder:
        for name, data in files.items():
            Path(folder, name).write_bytes(mutate(data, seed) if name == victim else data)
        read_or_refuse(Path(folder, main))


@FUZZ
@given(seed=st.integers(0, 2**32))
def test_mutated_tracks_files(samples: dict[str, tuple[str, dict[str, bytes]]], seed: int) -> None:
    name, files = samples["tracks"]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, name)
        path.write_bytes(mutate(files[name], seed))
        with suppress(InputError):
            Tracks.load(path)
