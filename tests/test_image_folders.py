"""Folders of numbered pictures as videos."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from motionsearch.errors import InputError
from motionsearch.video import Video, is_image_folder, picture_files
from tests.helpers_video import moving, numbers


def save(folder: Path, names: list[str], width: int = 32, height: int = 24) -> Path:
    folder.mkdir(exist_ok=True)
    for name, picture in zip(names, moving(len(names), width, height), strict=True):
        Image.fromarray(picture).save(folder / name)
    return folder


@pytest.mark.parametrize("suffix", ["png", "jpg", "bmp", "tif", "webp", "ppm"])
def test_pictures_in_the_order_of_their_numbers(tmp_path: Path, suffix: str) -> None:
    folder = save(tmp_path / "f", [f"frame{number}.{suffix}" for number in range(8, 20)])
    (folder / ".hidden").touch()
    (folder / "Thumbs.db").touch()
    assert is_image_folder(folder)
    assert [file.stem for file in picture_files(folder)] == [f"frame{number}" for number in range(8, 20)]
    for fps in (None, 10):
        video = Video(folder, fps)
        rate = fps or 30
        assert (video.info.frame_size, video.info.fps, video.info.frames) == ((32, 24), rate, 12)
        assert video.info.duration == pytest.approx(12 / rate)
        frames = list(video.frames())
        assert numbers(frame.picture for frame in frames) == list(range(12))
        assert [frame.time for frame in frames] == pytest.approx([number / rate for number in range(12)])
        assert {frame.picture.shape for frame in frames} == {(24, 32, 3)}
        assert {frame.picture.shape for frame in video.frames(grey=True, side=16)} == {(12, 16)}
        part = video.frames(start=3 / rate, end=6 / rate, grey=True)
        assert numbers(frame.picture for frame in part) == [3, 4, 5]
        assert video.problem is None


def test_missing_numbers_are_gaps_in_time(tmp_path: Path) -> None:
    folder = save(tmp_path / "f", [f"{number:04d}.png" for number in (10, 20, 30, 60, 70)])
    assert [frame.time for frame in Video(folder, 10).frames()] == pytest.approx([0, 0.1, 0.2, 0.5, 0.6])


@pytest.mark.parametrize(
    "names",
    [
        ["1.png"],
        ["1.png", "2.jpg"],
        ["a1.png", "b2.png"],
        ["1.png", "01.png"],
        ["1.png", "2.png", "notes.json"],
        ["one.png", "two.png"],
        ["1.png", "2.png", "folder/"],
    ],
)
def test_what_is_no_image_folder(tmp_path: Path, names: list[str]) -> None:
    for name in names:
        if name.endswith("/"):
            (tmp_path / name).mkdir()
        else:
            (tmp_path / name).touch()
    assert not is_image_folder(tmp_path)
    assert picture_files(tmp_path) == []
    with pytest.raises(InputError, match="not a folder of numbered pictures"):
        Video(tmp_path)
    assert not is_image_folder(tmp_path / "gone")
    assert not is_image_folder(tmp_path / names[0])


def test_a_picture_of_another_size_is_named_at_once(tmp_path: Path) -> None:
    folder = save(tmp_path / "f", [f"{number}.png" for number in range(5)])
    Image.new("RGB", (40, 24)).save(folder / "5.png")
    with pytest.raises(InputError, match=r"5\.png: is 40x24 pixels, but 0\.png is 32x24"):
        Video(folder)
    Image.new("L", (17_000, 2)).save(folder / "5.png")
    with pytest.raises(InputError, match=r"5\.png: pictures of 17000x2 pixels are too large"):
        Video(folder)


def test_damaged_pictures_are_left_out(tmp_path: Path) -> None:
    folder = save(tmp_path / "f", [f"{number}.png" for number in range(6)])
    (folder / "2.png").write_bytes(b"no picture")
    content = (folder / "4.png").read_bytes()
    (folder / "4.png").write_bytes(content[: len(content) // 2])
    video = Video(folder)
    frames = list(video.frames(grey=True))
    assert numbers(frame.picture for frame in frames) == [0, 1, 3, 5]
    assert [frame.time for frame in frames] == pytest.approx([0, 1 / 30, 3 / 30, 5 / 30])
    assert video.problem == "2.png and 1 more cannot be read and were left out"
    for file in folder.iterdir():
        file.write_bytes(b"no picture")
    with pytest.raises(InputError, match="none of its 6 pictures can be read"):
        Video(folder)


def test_upright_and_of_any_mode(tmp_path: Path) -> None:
    rng = np.random.default_rng(0)
    picture = rng.integers(0, 256, (8, 12), dtype=np.uint8)
    folder = tmp_path / "f"
    folder.mkdir()
    exif = Image.Exif()
    exif[0x0112] = 6  # to be turned a quarter clockwise
    for number in range(2):
        Image.fromarray(picture).save(folder / f"{number}.png", exif=exif)
    video = Video(folder)
    assert video.info.frame_size == (8, 12)
    for frame in video.frames(grey=True):
        assert np.array_equal(frame.picture, np.rot90(picture, -1))
    deep = picture.astype(np.uint16) * 257
    clear = np.dstack([picture, picture, picture, np.where(picture > 128, 255, 0)]).astype(np.uint8)
    for name, image, wanted in [
        ("deep", Image.fromarray(deep), picture),
        ("clear", Image.fromarray(clear), np.where(picture > 128, picture, 0)),
        ("palette", Image.fromarray(picture).convert("P"), picture),
        (
            "binary",
            Image.fromarray(picture).point(lambda v: 255 * (v > 99)).convert("1"),
            255 * (picture > 99),
        ),
    ]:
        kind = tmp_path / name
        kind.mkdir()
        for number in range(2):
            image.save(kind / f"{number}.png")
        for grey in (False, True):
            seen = next(iter(Video(kind).frames(grey=grey))).picture
            assert np.abs(seen.reshape(8, 12, -1)[..., 0].astype(int) - wanted).max() <= 1
