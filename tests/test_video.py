"""Reading videos: every kind of file gives the pictures that were written, at their times, upright."""

from __future__ import annotations

import itertools
import subprocess
import sys
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from motionsearch.errors import InputError
from motionsearch.video import Scale, Video, is_video
from motionsearch.video_decoding import _Clock
from tests.helpers_video import KINDS, Image8, moving, numbers, write


def pictures(path: Path, **options: Any) -> list[Image8]:
    return [frame.picture for frame in Video(path, threads=1).frames(**options)]


def times(path: Path, **options: Any) -> list[float]:
    return [frame.time for frame in Video(path, threads=1).frames(**options)]


@pytest.mark.parametrize("suffix", KINDS)
def test_every_container_gives_what_was_written(tmp_path: Path, suffix: str) -> None:
    written = moving(20)
    path = write(tmp_path / f"a{suffix}", written)
    with Video(path, threads=1) as video:
        assert video.info.frame_size == (32, 32)
        assert video.info.fps == pytest.approx(25, rel=0.06)
        # A program stream has no index; FFmpeg's guess is of no use for one so short.
        assert suffix == ".mpg" or video.info.duration in (None, pytest.approx(0.8, abs=0.05))
        assert video.info.frames in (None, 20)
        seen = list(video.frames())
        grey = list(video.frames(grey=True))
        assert video.problem is None
    assert [frame.time for frame in seen] == pytest.approx([i / 25 for i in range(20)], abs=1.1e-3)
    assert [frame.time for frame in grey] == [frame.time for frame in seen]
    for frame, luma, picture in zip(seen, grey, written, strict=True):
        assert frame.picture.shape == (32, 32, 3)
        assert luma.picture.shape == (32, 32)
        assert frame.picture.dtype == luma.picture.dtype == np.uint8
        assert np.abs(frame.picture.astype(int) - picture).mean() < 3
        assert np.abs(luma.picture.astype(int) - picture[..., 0]).mean() < 3


FORMATS = [
    *[
        (".mkv", "ffv1", kind)
        for kind in ("yuv420p", "yuv444p10le", "gray", "gray10le", "gray16le", "yuva420p")
    ],
    *[(".mkv", "ffv1", kind) for kind in ("bgr0", "bgra", "rgb48le", "yuv411p", "yuv410p", "yuv420p12le")],
    *[(".mov", "qtrle", kind) for kind in ("rgb24", "argb", "rgb555be")],
    *[(".mov", "png", kind) for kind in ("rgb24", "rgba", "gray", "ya8", "rgb48be")],
    *[(".avi", "rawvideo", kind) for kind in ("yuyv422", "nv12", "bgr24")],
    (".mkv", "libx264", "yuv444p10le"),
    (".mkv", "libx264", "yuvj420p"),
    (".mkv", "mjpeg", "yuvj422p"),
]


@pytest.mark.parametrize(
    ("suffix", "codec", "pixel_format", "full_range"),
    # The other codecs cannot say their range.
    [(*kind, full) for kind in FORMATS for full in (False, True) if not full or kind[0] == ".mkv"],
)
def test_pixel_formats_and_ranges(
    tmp_path: Path, suffix: str, codec: str, pixel_format: str, full_range: bool
) -> None:
    ramp = np.repeat(np.arange(0, 256, 4, dtype=np.uint8)[None, :, None], 16, axis=0).repeat(3, axis=2)
    options = {"qp": "1"} if codec == "libx264" else {"qmin": "1", "qmax": "1"} if codec == "mjpeg" else {}
    path = write(
        tmp_path / f"a{suffix}",
        [ramp] * 3,
        codec=codec,
        pixel_format=pixel_format,
        options=options,
        full_range=full_range,
    )
    near = 12 if pixel_format.startswith("rgb555") else 4
    for grey in (False, True):
        for picture in pictures(path, grey=grey):
            wanted = ramp[..., 0] if grey else ramp
            # A wrong range would be off by 16 at the ends.
            assert np.abs(picture.astype(int) - wanted).max() <= near


def test_colours_are_right(tmp_path: Path) -> None:
    flat = [(220, 30, 30), (30, 200, 40), (40, 50, 210), (250, 240, 20)]
    written = [np.full((32, 32, 3), colour, dtype=np.uint8) for colour in flat]
    path = write(tmp_path / "a.mp4", written)
    for picture, colour in zip(pictures(path), flat, strict=True):
        assert picture.mean(axis=(0, 1)) == pytest.approx(colour, abs=4)
    # Luma of BT.601, the matrix of untagged small pictures: 0.299 R + 0.587 G + 0.114 B.
    for picture, colour in zip(pictures(path, grey=True), flat, strict=True):
        assert picture.mean() == pytest.approx(np.dot(colour, (0.299, 0.587, 0.114)), abs=3)


def test_what_is_transparent_is_black(tmp_path: Path) -> None:
    path = tmp_path / "a.mov"
    rgba = np.full((16, 16, 4), 200, dtype=np.uint8)
    rgba[:, :4, 3], rgba[:, 4:8, 3], rgba[:, 8:, 3] = 0, 128, 255
    with av.open(str(path), "w") as container:
        stream = container.add_stream("png", rate=10)
        stream.width, stream.height, stream.pix_fmt = 16, 16, "rgba"
        frame = av.VideoFrame.from_ndarray(rgba, format="rgba")
        container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    for grey in (False, True):
        (picture,) = pictures(path, grey=grey)
        assert picture[0, [0, 5, 12]].reshape(3, -1)[:, 0].tolist() == [0, 100, 200]


@pytest.mark.parametrize(("width", "height"), [(1, 1), (3, 5), (5, 3), (33, 17), (1, 40)])
@pytest.mark.parametrize(
    ("suffix", "codec", "kind"), [(".avi", "mjpeg", "yuvj420p"), (".mov", "png", "rgb24")]
)
def test_odd_sizes(tmp_path: Path, width: int, height: int, suffix: str, codec: str, kind: str) -> None:
    path = write(
        tmp_path / f"a{suffix}", moving(4, width, height), codec=codec, pixel_format=kind, options={}
    )
    assert Video(path).info.frame_size == (width, height)
    assert {picture.shape for picture in pictures(path)} == {(height, width, 3)}
    assert {picture.shape for picture in pictures(path, grey=True)} == {(height, width)}
    small = Video(path).scale(2).small
    assert max(small) == min(2, max(width, height))
    assert {picture.shape for picture in pictures(path, grey=True, side=2)} == {small[::-1]}


def test_smaller_pictures_are_averages(tmp_path: Path) -> None:
    rng = np.random.default_rng(0)
    noise = rng.integers(0, 256, (48, 64, 3), dtype=np.uint8)
    path = write(tmp_path / "a.mkv", [noise], codec="ffv1", pixel_format="bgr0", options={})
    (picture,) = pictures(path, side=16)
    wanted = noise.reshape(12, 4, 16, 4, 3).mean(axis=(1, 3))
    assert picture.shape == (12, 16, 3)
    assert np.abs(picture - wanted).max() < 2
    (grey,) = pictures(path, side=16, grey=True)
    assert np.abs(grey - wanted @ (0.299, 0.587, 0.114)).max() < 2.5


@pytest.mark.parametrize("side", [200, 128, 77, 50])
@pytest.mark.parametrize("grey", [False, True])
def test_places_map_back_to_full_size(tmp_path: Path, side: int, grey: bool) -> None:
    y, x = np.mgrid[:180, :200]
    middle = np.array([131.25, 60.5])
    blob = 255 * np.exp(-((x - middle[0]) ** 2 + (y - middle[1]) ** 2) / (2 * 9.0**2))
    path = write(tmp_path / "a.mkv", [np.repeat(blob.astype(np.uint8)[..., None], 3, axis=2)])
    video = Video(path)
    scale = video.scale(side)
    (frame,) = video.frames(side=side, grey=grey)
    weight = frame.picture.reshape(*frame.picture.shape[:2], -1)[..., 0].astype(float)
    assert weight.shape == scale.small[::-1]
    rows, columns = np.mgrid[: weight.shape[0], : weight.shape[1]]
    found = np.array([(weight * columns).sum(), (weight * rows).sum()]) / weight.sum()
    assert scale.to_full(found) == pytest.approx(middle, abs=0.08)
    assert scale.to_small(middle) == pytest.approx(found, abs=0.08)


@given(st.tuples(*[st.integers(1, 4000)] * 4), st.tuples(*[st.floats(-100, 5000)] * 2))
def test_scales_go_there_and_back(sizes: tuple[int, int, int, int], point: tuple[float, float]) -> None:
    scale = Scale(sizes[:2], sizes[2:])
    assert scale.to_full(scale.to_small(np.array(point))) == pytest.approx(point, abs=1e-2, rel=1e-4)
    corner = np.array([-0.5, -0.5])
    assert scale.to_full(corner).tolist() == corner.tolist()


@pytest.mark.parametrize(
    ("fps", "rate", "kept"), [(60, 30, 2), (50, 30, 2), (30, 30, 1), (120, 30, 4), (31, 30, 1)]
)
def test_a_lower_rate(tmp_path: Path, fps: float, rate: float, kept: int) -> None:
    path = write(tmp_path / "a.mkv", moving(24), fps=fps)
    assert numbers(pictures(path, rate=rate, grey=True)) == list(range(0, 24, kept))


def test_a_lower_rate_goes_by_the_clock(tmp_path: Path) -> None:
    at = [0, 0.01, 0.02, 0.5, 0.51, 0.6, 0.7, 0.75, 2.0]
    path = write(tmp_path / "a.mkv", moving(9), times=at)
    assert times(path) == pytest.approx(at)
    assert times(path, rate=10) == pytest.approx([0, 0.5, 0.6, 0.7, 2.0])


SEEKABLE = [
    (".mp4", "libx264", "yuv420p", {"g": "7", "bf": "3", "crf": "10"}),
    (".mkv", "libx264", "yuv420p", {"g": "9", "x264-params": "open-gop=1:bframes=3:scenecut=0", "crf": "10"}),
    (
        ".webm",
        "libvpx-vp9",
        "yuv420p",
        {"g": "8", "deadline": "realtime", "cpu-used": "8", "lag-in-frames": "5"},
    ),
    (".avi", "mpeg4", "yuv420p", {"g": "9", "bf": "2"}),
    (".mov", "mjpeg", "yuvj420p", {}),
    (".ts", "libx264", "yuv420p", {"g": "7", "bf": "2"}),
    (".mpg", "mpeg2video", "yuv420p", {"g": "9", "bf": "2"}),
    (".gif", "gif", "gray", {}),
    (".mkv", "libx264", "yuv420p", {"g": "1000", "x264-params": "scenecut=0"}),
]


@pytest.mark.parametrize(("suffix", "codec", "kind", "options"), SEEKABLE)
@pytest.mark.parametrize("threads", [1, 3])
def test_a_seek_gives_what_a_full_pass_gives(
    tmp_path: Path, suffix: str, codec: str, kind: str, options: dict[str, str], threads: int
) -> None:
    rng = np.random.default_rng(1)
    noise = rng.integers(0, 256, (32, 48 + 60, 3), dtype=np.uint8)
    written = [noise[:, number : number + 48] for number in range(60)]
    path = write(tmp_path / f"a{suffix}", written, fps=12.5, codec=codec, pixel_format=kind, options=options)
    video = Video(path, threads=threads)
    whole = list(video.frames())
    assert len(whole) == 60
    for start, end in [
        (0, 0.5),
        (1.6, 2.4),
        (3.999, 4.5),
        (2.2, None),
        (4.72, None),
        (4.8, None),
        (0.08, 0.1),
    ]:
        part = list(video.frames(start=start, end=end))
        wanted = [f for f in whole if f.time >= start - 1e-3 and (end is None or f.time < end - 1e-3)]
        assert [frame.time for frame in part] == [frame.time for frame in wanted]
        assert all(np.array_equal(a.picture, b.picture) for a, b in zip(part, wanted, strict=True))
        assert video.problem is None


def test_a_seek_reads_little(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write(tmp_path / "a.mp4", moving(20) * 20, fps=10)
    video = Video(path, threads=1)
    decoded = 0
    original = _Clock.time

    def counted(self: _Clock, timestamp: float | None) -> float:
        nonlocal decoded
        decoded += 1
        return original(self, timestamp)

    monkeypatch.setattr(_Clock, "time", counted)
    assert len(list(video.frames(start=38, end=39))) == 10
    assert decoded < 20


def test_times_are_true(tmp_path: Path) -> None:
    at = [0, 0.033, 0.1, 0.5, 0.533, 2.25, 2.3]
    for name in ("a.mp4", "a.mkv", "a.webm"):
        assert times(write(tmp_path / name, moving(7), times=at)) == pytest.approx(at, abs=1e-3)
    late = write(tmp_path / "late.mkv", moving(7), times=[8 * 3600 + t for t in at])
    assert times(late) == pytest.approx(at, abs=1e-3)
    assert times(late, start=2.2) == pytest.approx(at[-2:], abs=1e-3)
    video = Video(late)
    list(video.frames())
    assert video.problem is None
    late = write(tmp_path / "late.ts", moving(7), times=[8 * 3600 + t for t in at])
    assert times(late) == pytest.approx(at, abs=1e-3)


def test_gif_delays(tmp_path: Path) -> None:
    at = [0, 0.1, 0.13, 0.93, 1.0]
    assert times(write(tmp_path / "a.gif", moving(5), times=at)) == pytest.approx(at)


@pytest.mark.parametrize("suffix", [".mp4", ".mkv"])
def test_a_rate_of_ones_own(tmp_path: Path, suffix: str) -> None:
    path = write(tmp_path / f"a{suffix}", moving(10), fps=30)
    video = Video(path, fps=120)
    assert video.info.fps == 120
    # Matroska does not say how many pictures there are.
    assert video.info.duration == (pytest.approx(10 / 120) if suffix == ".mp4" else None)
    assert [frame.time for frame in video.frames()] == pytest.approx([i / 120 for i in range(10)])
    assert video.problem is None
    assert [frame.time for frame in video.frames(start=0.05)] == pytest.approx(
        [i / 120 for i in range(6, 10)]
    )


@given(st.lists(st.one_of(st.none(), st.floats(-1e7, 1e7)), min_size=1, max_size=50))
def test_clocks_only_rise(stamps: list[float | None]) -> None:
    clock = _Clock(next((s for s in stamps if s is not None), 0.0), 0.04, 100.0)
    told = [clock.time(stamp) for stamp in stamps]
    assert told[0] >= 0
    assert all(0 < b - a <= 100.04 for a, b in itertools.pairwise(told))


@given(st.lists(st.floats(0.001, 50), max_size=50), st.floats(-1e5, 1e5))
def test_clocks_believe_what_can_be_believed(gaps: list[float], origin: float) -> None:
    stamps = np.concatenate([[0.0], np.cumsum(gaps)]) + origin
    clock = _Clock(origin, 0.04, 100.0)
    assert [clock.time(stamp) for stamp in stamps] == pytest.approx((stamps - origin).tolist(), abs=1e-6)


def test_clocks_go_on_after_a_leap() -> None:
    clock = _Clock(10.0, 0.1, 100.0)
    stamps = [10.0, 10.1, None, 10.25, 95000.0, 95000.1, 3.0, 3.1, 3.05, 3.4]
    assert [clock.time(stamp) for stamp in stamps] == pytest.approx(
        [0, 0.1, 0.2, 0.25, 0.35, 0.45, 0.55, 0.65, 0.75, 0.95]
    )


@pytest.mark.parametrize("mirrored", [False, True])
@pytest.mark.parametrize("angle", [0, 90, 180, 270])
def test_pictures_stand_upright(tmp_path: Path, angle: int, mirrored: bool) -> None:
    picture = np.zeros((32, 48, 3), dtype=np.uint8)
    picture[:12, :16], picture[:12, 32:], picture[20:, :16] = 250, 170, 90

    def turned(stream: Any) -> None:
        stream.set_display_rotation(angle, hflip=mirrored)

    path = write(tmp_path / "a.mp4", [picture] * 3, prepare=turned)
    with av.open(str(path)) as container:
        told = next(container.decode(video=0)).rotation
    # FFmpeg tells the angle by which to turn counterclockwise; what is mirrored is mirrored after that.
    assert mirrored or told % 360 == angle % 360
    wanted = np.rot90(picture, angle // 90)
    wanted = wanted[:, ::-1] if mirrored else wanted
    video = Video(path)
    assert video.info.frame_size == wanted.shape[1::-1]
    for frame in video.frames():
        assert np.abs(frame.picture.astype(int) - wanted).max() < 12
    (small, *_) = video.frames(side=24, grey=True)
    assert small.picture.shape == tuple(length // 2 for length in wanted.shape[:2])
    assert np.abs(small.picture.astype(int) - wanted[::2, ::2, 0]).mean() < 12


@pytest.mark.parametrize(("pixel", "size"), [((2, 1), (64, 32)), ((1, 2), (32, 64)), ((12, 11), (35, 32))])
def test_pixels_are_square(tmp_path: Path, pixel: tuple[int, int], size: tuple[int, int]) -> None:
    def anamorphic(stream: Any) -> None:
        stream.codec_context.sample_aspect_ratio = Fraction(*pixel)

    path = write(tmp_path / "a.mp4", moving(3), prepare=anamorphic)
    assert Video(path).info.frame_size == size
    assert {picture.shape for picture in pictures(path)} == {(size[1], size[0], 3)}
    assert numbers(pictures(path)) == [0, 1, 2]


def test_the_first_real_video_stream_is_read(tmp_path: Path) -> None:
    path = tmp_path / "a.mkv"
    with av.open(str(path), "w") as container:
        sound = container.add_stream("pcm_s16le", rate=8000)
        streams = [container.add_stream("ffv1", rate=25) for _ in range(2)]
        for stream, width in zip(streams, (32, 48), strict=True):
            stream.width, stream.height, stream.pix_fmt = width, 32, "yuv444p"
        for stream, width in zip(streams, (32, 48), strict=True):
            for picture in moving(5, width):
                container.mux(stream.encode(av.VideoFrame.from_ndarray(picture, format="rgb24")))
            container.mux(stream.encode(None))
        audio = av.AudioFrame.from_ndarray(np.zeros((1, 16000), np.int16), format="s16", layout="mono")
        audio.sample_rate = 8000
        container.mux(sound.encode(audio))
        container.mux(sound.encode(None))
    video = Video(path)
    assert video.info.frame_size == (32, 32)
    assert numbers(frame.picture for frame in video.frames()) == [0, 1, 2, 3, 4]
    assert video.problem is None  # sound that lasts longer is no fault


def sound_only(path: Path, cover: bool = False) -> Path:
    with av.open(str(path), "w") as container:
        stream = container.add_stream("aac", rate=8000)
        if cover:
            picture = container.add_stream("mjpeg", rate=1)
            picture.width, picture.height, picture.pix_fmt = 16, 16, "yuvj420p"
            picture.disposition = av.stream.Disposition.attached_pic
            frame = av.VideoFrame.from_ndarray(moving(1, 16, 16)[0], format="rgb24")
            container.mux(picture.encode(frame))
            container.mux(picture.encode(None))
        audio = av.AudioFrame.from_ndarray(np.zeros((1, 8000), np.float32), format="fltp", layout="mono")
        audio.sample_rate = 8000
        container.mux(stream.encode(audio))
        container.mux(stream.encode(None))
    return path


def test_what_cannot_be_read_is_named(tmp_path: Path) -> None:
    (tmp_path / "empty.mp4").touch()
    (tmp_path / "text.avi").write_text("not a video at all\n" * 100)
    (tmp_path / "folder").mkdir()
    sound_only(tmp_path / "sound.mp4")
    sound_only(tmp_path / "cover.mp4", cover=True)
    for name, words in {
        "empty.mp4": "is empty",
        "text.avi": "cannot be read as a video",
        "folder": "not a folder of numbered pictures",
        "gone.mkv": "no such file",
        "sound.mp4": "no moving pictures",
        "cover.mp4": "no moving pictures",
    }.items():
        with pytest.raises(InputError, match=f"{name}.*{words}") as caught:
            Video(tmp_path / name)
        assert caught.value.hint
    path = write(tmp_path / "a.mkv", moving(2))
    for bad in (0, -1, float("nan"), float("inf")):
        with pytest.raises(InputError, match=r"a\.mkv: fps"):
            Video(path, fps=bad)
    with pytest.raises(InputError, match="pixel"):
        Video(path).frames(side=0)
    with pytest.raises(InputError, match="pictures a second"):
        Video(path).frames(rate=0)
    with pytest.raises(InputError, match="start and an end"):
        Video(path).frames(start=float("nan"))
    assert times(path, start=99) == []


def test_play_lists_are_not_followed(tmp_path: Path) -> None:
    """A file must not make FFmpeg open others, whatever its name says it is."""
    real = write(tmp_path / "real.ts", moving(10))
    lists = {
        "hls.mp4": f"#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\n{real}\n#EXT-X-ENDLIST\n",
        "concat.mkv": f"ffconcat version 1.0\nfile '{real}'\n",
    }
    for name, text in lists.items():
        (tmp_path / name).write_text(text)
        with pytest.raises(InputError, match="cannot be read as a video"):
            Video(tmp_path / name)


def test_names_are_only_names(tmp_path: Path) -> None:
    for name in ("http:film.mp4", "a%03d.mp4", "concat:b|c.mp4", "ünï çödé.mp4", "-.mp4"):
        write(tmp_path / "plain.mp4", moving(3)).rename(tmp_path / name)
        assert len(pictures(tmp_path / name)) == 3


def test_one_picture(tmp_path: Path) -> None:
    for suffix in KINDS:
        video = Video(write(tmp_path / f"a{suffix}", moving(1)))
        assert [frame.time for frame in video.frames()] == [0]
        assert video.problem is None
        assert video.info.fps > 0


def test_absurd_sizes_are_refused(tmp_path: Path) -> None:
    wide = np.zeros((2, 17_000, 3), dtype=np.uint8)
    path = write(tmp_path / "wide.mov", [wide], codec="png", pixel_format="rgb24", options={})
    with pytest.raises(InputError, match=r"wide\.mov: pictures of 17000x2 pixels are too large"):
        Video(path)
    # A header that promises 40,000 x 40,000 pixels must not make anyone look for the memory.
    gif = bytearray(write(tmp_path / "small.gif", moving(2)).read_bytes())
    gif[6:10] = (40_000).to_bytes(2, "little") * 2
    (tmp_path / "huge.gif").write_bytes(gif)
    with pytest.raises(InputError, match=r"huge\.gif"):
        Video(tmp_path / "huge.gif")


def test_pictures_that_change_size_keep_the_first_size(tmp_path: Path) -> None:
    first = write(tmp_path / "a.ts", moving(6, 32, 32)).read_bytes()
    second = write(tmp_path / "b.ts", moving(6, 64, 48)).read_bytes()
    (tmp_path / "both.ts").write_bytes(first + second)
    seen = list(Video(tmp_path / "both.ts", threads=1).frames())
    assert {frame.picture.shape for frame in seen} == {(32, 32, 3)}
    assert numbers(frame.picture for frame in seen) == [0, 1, 2, 3, 4, 5] * 2
    assert all(0 < b.time - a.time < 0.1 for a, b in itertools.pairwise(seen))


@pytest.mark.parametrize("suffix", [".mp4", ".mkv"])
def test_a_broken_tail_loses_only_the_tail(tmp_path: Path, suffix: str) -> None:
    rng = np.random.default_rng(2)
    noise = rng.integers(0, 256, (64, 200, 3), dtype=np.uint8)
    written = [noise[:, number : number + 64] for number in range(100)]
    options = {"movflags": "+faststart"} if suffix == ".mp4" else {}
    path = write(tmp_path / f"a{suffix}", written, fps=20, container_options=options)
    whole = list(Video(path, threads=1).frames(grey=True))
    content = path.read_bytes()
    path.write_bytes(content[: len(content) // 2])
    for threads in (1, 3):
        video = Video(path, threads=threads)
        left = list(video.frames(grey=True))
        assert 35 <= len(left) <= 65
        for a, b in zip(left[:-3], whole, strict=False):
            assert a.time == b.time
            assert np.array_equal(a.picture, b.picture)
        assert video.problem is not None
        assert f"after {left[-1].time + 0.05:.1f} s of 5.0 s; what comes before is used" in video.problem
        # A stretch that lies before the break is not hurt by it.
        assert len(list(video.frames(start=0.5, end=1))) == 10
        assert video.problem is None


def test_a_hole_loses_only_the_hole(tmp_path: Path) -> None:
    path = write(tmp_path / "a.mov", moving(20) * 3, codec="mjpeg", pixel_format="yuvj420p", options={})
    content = bytearray(path.read_bytes())
    content[len(content) // 2 - 1500 : len(content) // 2 + 1500] = bytes(3000)
    path.write_bytes(content)
    video = Video(path, threads=1)
    seen = list(video.frames(grey=True))
    assert 45 <= len(seen) < 60
    assert video.problem is not None
    assert "could not be decoded" in video.problem
    # Those after the hole have not moved up in time.
    assert numbers(frame.picture for frame in seen[-15:]) == list(range(5, 20))
    assert [frame.time for frame in seen[-15:]] == pytest.approx([i / 25 for i in range(45, 60)])


def test_a_pass_that_is_left_closes_its_file(tmp_path: Path) -> None:
    path = write(tmp_path / "a.mp4", moving(20))
    with Video(path) as video:
        frames = video.frames()
        next(frames)
        other = video.frames(start=0.4)
        assert next(other).time == pytest.approx(0.4)
        assert next(frames).time == pytest.approx(0.04)
    assert next(frames, None) is None


def test_names_of_videos(tmp_path: Path) -> None:
    for name in ("a.mp4", "a.MOV", "x/b.webm", "c.gif", "d.mpg", "e.m2ts"):
        assert is_video(name)
    for name in ("a.npz", "mp4", "a.mp4.txt", "a.json", ".mp4", "gone.ts"):
        assert not is_video(name)
    (tmp_path / "module.ts").write_text("export const answer = 42;\n")
    assert not is_video(tmp_path / "module.ts")
    assert is_video(write(tmp_path / "film.ts", moving(2)))
    stamped = tmp_path / "film.mts"
    stamped.write_bytes(b"\0\0\0\0" + (tmp_path / "film.ts").read_bytes()[:188])
    assert is_video(stamped)


def test_nothing_heavy_is_imported_for_names() -> None:
    code = "import sys, motionsearch.video as v; v.is_video('a.mp4'); print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert not {"av", "cv2", "PIL"} & set(done.stdout.split())


@pytest.mark.data
def test_real_videos_read_as_another_program_reads_them(shared_data: Path) -> None:
    import cv2

    files = sorted((shared_data / "videos").glob("m2m_*.mp4"))
    assert len(files) >= 90
    for path in [*files[::6], shared_data / "videos" / "sam2_bedroom.mp4"]:
        video = Video(path, threads=1)
        capture = cv2.VideoCapture(str(path))
        last = -1.0
        count = 0
        for frame in video.frames(grey=True):
            good, other = capture.read()
            assert good, path
            assert frame.time > last
            last = frame.time
            count += 1
            if count % 25 == 1:
                # OpenCV's grey of RGB; ours is the luma of the file, which weighs colours a little otherwise.
                theirs = cv2.cvtColor(other, cv2.COLOR_BGR2GRAY).astype(float)
                assert frame.picture.shape == theirs.shape
                assert np.abs(frame.picture - theirs).mean() < 5, path
        assert not capture.read()[0]
        assert video.problem is None, path
        assert video.info.frames in (None, count)
