"""Truth videos as files: squeezed by a real codec, as what a camera or a site hands out is."""

from __future__ import annotations

import os
from fractions import Fraction
from pathlib import Path

from motionsearch.train.truth.video import TruthVideo
from motionsearch.video_writing import write_video
from motionsearch.whole import appearing


def write_truth(video: TruthVideo, path: str | os.PathLike[str]) -> Path:
    """Writes the video as H.264 in mp4, squeezed as hard as its specification says.

    Where FFmpeg has no x264, as :func:`motionsearch.video_writing.write_video` does it.

    Args:
        path: Ends in ``.mp4``; it appears whole or not at all.

    Raises:
        InputError: the file cannot be written.
    """
    import av

    target = Path(path)
    if "libx264" not in av.codecs_available:
        return write_video(target, video.pictures(), video.fps)
    with appearing(target, av.FFmpegError) as partial, av.open(str(partial), "w") as container:
        stream = container.add_stream("libx264", rate=Fraction(video.fps).limit_denominator(1000))
        stream.width, stream.height = video.size
        stream.pix_fmt = "yuv420p"
        stream.options = {"crf": str(video.spec.crf), "preset": "veryfast", "threads": "1"}
        for picture in video.pictures():
            container.mux(stream.encode(av.VideoFrame.from_ndarray(picture, format="rgb24")))
        container.mux(stream.encode())
    return target
