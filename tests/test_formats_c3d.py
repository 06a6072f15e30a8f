"""C3D: files that ezc3d writes, read as ezc3d reads them; other processors by turning their bytes."""

from __future__ import annotations

import struct
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from motionsearch import InputError, formats
from motionsearch.formats import c3d
from tests.helpers_formats import wave, write_c3d

ezc3d = pytest.importorskip("ezc3d")


@settings(deadline=None, max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    frames=st.integers(2, 40),
    points=st.integers(1, 300),
    lost=st.floats(0, 0.5),
    seed=st.integers(0, 2**31),
)
def test_reads_what_ezc3d_reads(frames: int, points: int, lost: float, seed: int, tmp_path: Path) -> None:
    rng = np.random.default_rng(seed)
    data = rng.normal(0, 1000, (frames, points, 3))
    data[rng.random((frames, points)) < lost] = np.nan
    path = write_c3d(tmp_path / f"{seed}.c3d", data)
    oracle = ezc3d.c3d(str(path))
    markers = c3d.parse(path.read_bytes())
    np.testing.assert_array_equal(markers.points, oracle["data"]["points"][:3].transpose(2, 1, 0))
    assert np.isnan(markers.points).any(axis=2).sum() == np.isnan(data).any(axis=2).sum()
    assert markers.labels == [f"M{n}" for n in range(points)]
    assert markers.fps == oracle["parameters"]["POINT"]["RATE"]["value"][0] == 100
    assert markers.units == "mm"


def test_analog_channels_are_stepped_over(tmp_path: Path) -> None:
    points = wave(6, 2) * 500
    file = ezc3d.c3d()
    file["parameters"]["POINT"]["RATE"]["value"] = [50.0]
    file["parameters"]["ANALOG"]["RATE"]["value"] = [200.0]
    file["parameters"]["POINT"]["LABELS"]["value"] = ["a", "b"]
    file["parameters"]["ANALOG"]["LABELS"]["value"] = ["emg1", "emg2", "emg3"]
    file["data"]["points"] = np.concatenate([points, np.ones((6, 2, 1))], axis=2).transpose(2, 1, 0)
    file["data"]["analogs"] = np.random.default_rng(0).normal(size=(1, 3, 24))
    file.write(str(tmp_path / "emg.c3d"))
    markers = c3d.parse((tmp_path / "emg.c3d").read_bytes())
    np.testing.assert_allclose(markers.points, points, rtol=1e-6)
    assert markers.fps == 50


def test_the_recording_has_rate_units_and_lost_markers(tmp_path: Path) -> None:
    points = wave(8, 3) * 1000
    points[2:4, 1] = np.nan
    (recording,) = formats.read(write_c3d(tmp_path / "t.c3d", points))
    assert recording.tracks.fps == 100
    assert recording.meta == {"units": "mm"}
    wanted = np.ones((8, 3), bool)
    wanted[2:4, 1] = False
    assert (recording.tracks.visible == wanted).all()


def test_up_is_z_unless_the_file_says_otherwise(tmp_path: Path) -> None:
    points = np.zeros((5, 2, 3))
    points[:, 0, 2] = np.linspace(0, 1, 5)
    points[:, 1, 0] = 1
    plain = formats.read(write_c3d(tmp_path / "z.c3d", points))[0].tracks
    assert (np.diff(plain.points[:, 0, 1]) < 0).all()  # pixels go up
    turned = points[..., [0, 2, 1]] * (1, 1, -1)
    for axis in ("+Y", "-Y", "Y"):  # the sign is not to be believed
        told = formats.read(write_c3d(tmp_path / "y.c3d", turned, Y_SCREEN=[axis]))[0].tracks
        np.testing.assert_allclose(told.points, plain.points, atol=0.01)
    overridden = formats.read(tmp_path / "y.c3d", up="z")[0].tracks
    assert not np.allclose(overridden.points, plain.points, atol=1)


def test_outputs_of_models_are_no_places(tmp_path: Path) -> None:
    points = wave(6, 4) * 500
    path = write_c3d(tmp_path / "gait.c3d", points, ANGLES=["M1"], FORCES=["M3", "M9"])
    assert c3d.parse(path.read_bytes()).labels == ["M0", "M2"]
    assert formats.read(path)[0].tracks.num_points == 2
    path = write_c3d(tmp_path / "none.c3d", points, SCALARS=["M0", "M1", "M2", "M3"])
    with pytest.raises(InputError, match=r"none\.c3d: POINT section: it holds no markers"):
        formats.read(path)


def test_two_subjects_are_two_things_in_one_picture(tmp_path: Path) -> None:
    points = np.concatenate([wave(6, 2), wave(6, 2) + np.array([8, 0, 0])], axis=1)
    path = write_c3d(tmp_path / "pair.c3d", points, LABELS=["Ana:A", "Ana:B", "Bob:A", "Bob:B"])
    first, second = formats.read(path)
    assert (first.name, second.name) == ("Ana", "Bob")
    assert first.tracks.points[..., 0].max() < second.tracks.points[..., 0].min()


def section_bytes(data: bytes) -> tuple[int, int]:
    """Where the parameters and the data begin."""
    return (data[0] - 1) * 512, (struct.unpack_from("<H", data, 16)[0] - 1) * 512


def as_integers(data: bytes, scale: float) -> bytes:
    """The same file with points stored as whole numbers of ``scale``."""
    changed = bytearray(data)
    at, start = section_bytes(data)
    values = np.frombuffer(data, "<f4", offset=start).copy()
    count, frames = struct.unpack_from("<H", data, 2)[0], 8
    rows = values[: frames * count * 4].reshape(-1, 4)
    rows[:, :3] = np.round(rows[:, :3] / scale)
    struct.pack_into("<f", changed, 12, scale)
    where = changed.index(b"SCALE", at)
    struct.pack_into("<f", changed, where + len("SCALE") + 2 + 2, scale)
    return bytes(changed[:start]) + rows.astype("<i2").tobytes() + bytes(512)


def test_whole_number_files_are_scaled(tmp_path: Path) -> None:
    points = wave(8, 3) * 1000
    points[3, 1] = np.nan
    data = as_integers(write_c3d(tmp_path / "f.c3d", points).read_bytes(), 0.1)
    markers = c3d.parse(data)
    np.testing.assert_allclose(markers.points, points, atol=0.051)
    (tmp_path / "i.c3d").write_bytes(data)
    oracle = ezc3d.c3d(str(tmp_path / "i.c3d"))["data"]["points"][:3].transpose(2, 1, 0)
    np.testing.assert_allclose(markers.points, oracle, rtol=1e-5, atol=1e-4)


def turned_file(data: bytes, processor: int) -> bytes:
    """An Intel float file as a DEC or MIPS machine would have written it."""

    def floats(raw: bytes) -> bytes:
        values = np.frombuffer(raw, "<f4")
        if processor == 86:
            return values.astype(">f4").tobytes()
        return (values * 4).view("<u2").reshape(-1, 2)[:, ::-1].tobytes()

    def words(raw: bytes) -> bytes:
        return np.frombuffer(raw, "<u2").astype(">u2").tobytes() if processor == 86 else raw

    at, start = section_bytes(data)
    out = bytearray(data)
    out[2:12] = words(data[2:12])
    out[12:16] = floats(data[12:16])
    out[16:20] = words(data[16:20])
    out[20:24] = floats(data[20:24])
    out[at + 3] = processor
    here = at + 4
    while data[here]:
        name = abs(struct.unpack_from("b", data, here)[0])
        is_group = struct.unpack_from("b", data, here + 1)[0] < 0
        offset = here + 2 + name
        step = struct.unpack_from("<H", data, offset)[0]
        out[offset : offset + 2] = words(data[offset : offset + 2])
        if not is_group:
            kind, dims = struct.unpack_from("b", data, offset + 2)[0], data[offset + 3]
            body = offset + 4 + dims
            size = int(np.prod(list(data[offset + 4 : body]))) * abs(kind)
            if kind == 4:
                out[body : body + size] = floats(data[body : body + size])
            elif kind == 2:
                out[body : body + size] = words(data[body : body + size])
        if step == 0:
            break
        here = offset + step
    out[start:] = floats(data[start : start + (len(data) - start) // 4 * 4])
    return bytes(out)


@pytest.mark.parametrize("processor", [85, 86])
def test_files_of_other_processors_say_the_same(processor: int, tmp_path: Path) -> None:
    points = wave(8, 3) * 1000
    points[3, 1] = np.nan
    intel = write_c3d(tmp_path / "f.c3d", points).read_bytes()
    first, second = c3d.parse(intel), c3d.parse(turned_file(intel, processor))
    np.testing.assert_array_equal(first.points, second.points)
    assert (first.labels, first.fps, first.units) == (second.labels, second.fps, second.units)


@pytest.mark.parametrize("where", ["LONG_FRAMES", "FRAMES", "nowhere"])
def test_recordings_longer_than_the_header_can_count(where: str, tmp_path: Path) -> None:
    points = np.ones((70_000, 1, 3))
    points[:, 0, 0] = np.arange(70_000)
    extra = {} if where == "nowhere" else {where: [70_000.0]}
    markers = c3d.parse(write_c3d(tmp_path / "long.c3d", points, **extra).read_bytes())
    assert len(markers.points) == 70_000
    np.testing.assert_array_equal(markers.points[:, 0, 0], np.arange(70_000))


def test_a_long_recording_that_is_cut_off(tmp_path: Path) -> None:
    path = write_c3d(tmp_path / "long.c3d", np.ones((70_000, 1, 3)), LONG_FRAMES=[70_000.0])
    path.write_bytes(path.read_bytes()[:-2000])
    with pytest.raises(
        InputError, match=r"long\.c3d: data section: it says 70000 frames, but 69\d\d\d are there"
    ):
        formats.read(path)


def patched(data: bytes, at: int, fmt: str, value: float) -> bytes:
    changed = bytearray(data)
    struct.pack_into(fmt, changed, at, value)
    return bytes(changed)


def test_damage_is_named_with_its_place(tmp_path: Path) -> None:
    good = write_c3d(tmp_path / "good.c3d").read_bytes()
    at, start = section_bytes(good)
    rate = good.index(b"RATE", at) + 4 + 2 + 2
    for data, message in (
        (good[:500], "header: a C3D file has at least 1024 bytes, this one has 500"),
        (b"\x02\x51" + good[2:], "header: byte 2 is 0x51, not the 0x50 of C3D files"),
        (b"\xf0" + good[1:], "header: the parameter section is said to be at block 240"),
        (b"\x00" + good[1:], "header: the parameter section is said to be at block 0"),
        (patched(good, at + 3, "B", 99), "parameter section: processor type 99"),
        (patched(good, 2, "<H", 0), "header: it holds no markers"),
        (patched(good, 2, "<H", 60_000), "data section: it says 8 frames, but 0 are there"),
        (patched(good, 8, "<H", 1), "header: motion needs at least 2 frames, it says 1 to 1"),
        (patched(good, 8, "<H", 5000), "data section: it says 5000 frames"),
        (good[: start + 200], "data section: it says 8 frames, but 4 are there"),
        (patched(good, 16, "<H", 1), "header: the data section is said to be at block 1"),
        (patched(good, rate, "<f", -5), "fps must be a positive number"),
        (patched(good, rate, "<f", float("nan")), "POINT:RATE must be finite"),
        (patched(good, at + 4, "b", 127), "parameter section: there is no group POINT"),
        (patched(good, at + 2, "B", 1)[: at + 512] + bytes(1500), "parameter"),
    ):
        path = tmp_path / "bad.c3d"
        path.write_bytes(data)
        with pytest.raises(InputError) as caught:
            formats.read(path)
        assert str(caught.value).startswith(f"{path}: {message}")


def test_a_file_in_which_nothing_is_ever_seen(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"blind\.c3d: no 3D point is finite"):
        formats.read(write_c3d(tmp_path / "blind.c3d", np.full((4, 2, 3), np.nan)))
