"""Videos: each moving thing over each window becomes a recording, see :mod:`motionsearch.tracking.things`."""

from __future__ import annotations

from pathlib import Path

from motionsearch.clips import Recording
from motionsearch.formats.common import Format, Options
from motionsearch.video_names import VIDEO_EXTENSIONS, is_image_folder, is_video, picture_files


def _read(path: Path, options: Options) -> list[Recording]:
    from motionsearch.tracking.things import read_video

    return read_video(
        path,
        options.tracking,
        fps=options.fps,
        threads=options.threads,
        on_progress=options.on_progress,
    )


def _files(path: Path) -> list[Path]:
    return picture_files(path) if path.is_dir() else [path]


FORMAT = Format(
    "video",
    VIDEO_EXTENSIONS,
    "Anything that moves in a video or in a folder of numbered pictures (30 a second), followed as points: a "
    "recording for each thing and window",
    is_video,
    _read,
    files=_files,
    is_source=is_image_folder,
    slow=True,
)
