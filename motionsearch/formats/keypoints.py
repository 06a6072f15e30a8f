"""People (or animals) as keypoints in JSON: COCO results and annotations, and OpenPose.

COCO: a list of ``{"image_id", "keypoints": [x, y, v, ...]}`` or a dataset with ``images`` and
``annotations``; one recording per ``track_id``. OpenPose: a folder of ``*_keypoints.json``, one per frame, or
one file with a list of frames; one recording per ``person_id``. Where there are no ids, poses are joined over
frames by nearness. A keypoint is visible where its third number (a flag or a score) is at least 0.1.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from motionsearch.clips import Recording
from motionsearch.errors import InputError
from motionsearch.formats import common
from motionsearch.formats.association import Sighting, join_by_nearness
from motionsearch.formats.common import Format, Options

MIN_SCORE = 0.1
_FRAME_FILE = re.compile(r"(?P<sequence>.*?)[_.-]?(?P<frame>\d{1,15})_keypoints\.json", re.IGNORECASE)
_LAST_NUMBER = re.compile(r"(\d{1,15})\D*$")
_PARTS = ("pose_keypoints_2d", "hand_left_keypoints_2d", "hand_right_keypoints_2d", "face_keypoints_2d")


@dataclass(frozen=True)
class Sequence:
    """The poses of one video.

    Args:
        name: What tells it from the source's other videos, or "".
        frame_size: Where the file says it.
        first_frame: The number of the frame that is second 0.
    """

    name: str
    sightings: list[Sighting]
    frame_size: tuple[int, int] | None = None
    first_frame: int = 0


def read(path: Path, options: Options) -> list[Recording]:
    """One recording per tracked thing; things that a single frame shows are left out with a warning."""
    if path.is_dir():
        sequences = _frame_folder(path)
    else:
        sequences = _json_sequences(common.parse_json(common.read_text(path)))
    fps = options.fps or common.DEFAULT_FPS
    recordings: list[Recording] = []
    total = 0
    for sequence in sequences:
        tracked = _tracked(sequence.sightings)
        total += len(tracked)
        shown = [_visible_places(s.pose) for s in sequence.sightings]
        size = options.frame_size or sequence.frame_size
        picture = common.find_picture(shown, size, options.up) if any(len(s) for s in shown) else None
        for name, poses in tracked:
            start = poses[0].frame
            points = common.blank_points(poses[-1].frame - start + 1, len(poses[0].pose), 2)
            visible = np.zeros(points.shape[:2], bool)
            for pose in poses:
                points[pose.frame - start] = pose.pose[:, :2]
                visible[pose.frame - start] = pose.pose[:, 2] >= MIN_SCORE
            if len(points) < 2 or not visible.any():
                continue
            recordings.append(
                Recording(
                    common.to_tracks(points, visible, fps, picture=picture),
                    start=(start - sequence.first_frame) / fps,
                    name=f"{sequence.name} {name}".strip(),
                    label=_only({pose.label for pose in poses}),
                )
            )
    if total == 0:
        raise InputError("nobody is in any frame")
    common.warn_momentary(path, total - len(recordings), total)
    return recordings


def _tracked(sightings: list[Sighting]) -> list[tuple[str, list[Sighting]]]:
    """Sightings by thing, each in the order of frames, with a name."""
    by_id: dict[Hashable, dict[int, Sighting]] = defaultdict(dict)
    nameless = []
    for sighting in sightings:
        if sighting.identity is None:
            nameless.append(sighting)
            continue
        frames = by_id[sighting.identity]
        if sighting.frame in frames:
            other = frames[sighting.frame].place
            raise InputError(f"{sighting.place}: {sighting.identity} is in its frame already, see {other}")
        frames[sighting.frame] = sighting
        first = next(iter(frames.values()))
        if len(first.pose) != len(sighting.pose):
            raise InputError(
                f"{sighting.place}: {len(sighting.pose)} keypoints, but {sighting.identity} has "
                f"{len(first.pose)} at {first.place}"
            )
    tracked = [(str(key), [frames[f] for f in sorted(frames)]) for key, frames in by_id.items()]
    for number, poses in enumerate(join_by_nearness(nameless, MIN_SCORE), start=1):
        tracked.append((f"{poses[0].label or 'person'} {number}", poses))
    return tracked


def _visible_places(pose: NDArray[np.float64]) -> NDArray[np.float64]:
    return pose[pose[:, 2] >= MIN_SCORE, :2]


def _only(labels: set[str | None]) -> str | None:
    return next(iter(labels)) if len(labels) == 1 else None


def _json_sequences(content: Any) -> list[Sequence]:
    if isinstance(content, dict) and isinstance(content.get("annotations"), list):
        return _coco_dataset(content)
    if isinstance(content, dict) and "people" in content:
        raise InputError("one frame of OpenPose", hint="name the folder that holds all its frames")
    if not isinstance(content, list):
        raise InputError(
            "neither a COCO dataset (with annotations) nor a list of COCO results or OpenPose frames"
        )
    if not content:
        raise InputError("the list is empty")
    if all(isinstance(item, dict) and "people" in item for item in content):
        return [Sequence("", [s for n, frame in enumerate(content) for s in _people(frame, n, f"frame {n}")])]
    return [_coco_results(content)]


# --- COCO


def _coco_results(results: list[Any]) -> Sequence:
    sightings = []
    for at, item in enumerate(results):
        place = f"result {at}"
        entry = _object(item, place)
        if "image_id" not in entry:
            raise InputError(f"{place}: the key 'image_id' is missing")
        sightings.append(_coco_sighting(entry, _frame_number(entry["image_id"], place), None, place))
    return Sequence("", sightings, first_frame=min(s.frame for s in sightings))


def _coco_dataset(content: dict[str, Any]) -> list[Sequence]:
    labels = {}
    for at, item in enumerate(_list(content, "categories")):
        category = _object(item, f"category {at}")
        labels[_key(category.get("id"), f"category {at}: id")] = str(category.get("name", "")) or None
    frames, sizes = _coco_images(_list(content, "images"))
    sightings: dict[str, list[Sighting]] = defaultdict(list)
    for at, item in enumerate(content["annotations"]):
        place = f"annotation {at}"
        entry = _object(item, place)
        if "keypoints" not in entry:  # boxes and crowds
            continue
        image = _key(entry.get("image_id"), f"{place}: image_id")
        if image not in frames:
            raise InputError(f"{place}: there is no image {image!r}")
        video, frame = frames[image]
        label = labels.get(_key(entry["category_id"], place)) if "category_id" in entry else None
        sightings[video].append(_coco_sighting(entry, frame, label, place))
    if not sightings:
        raise InputError("no annotation has keypoints")
    return [Sequence(video, sightings[video], sizes[video]) for video in sorted(sightings)]


def _coco_images(
    images: list[Any],
) -> tuple[dict[Hashable, tuple[str, int]], dict[str, tuple[int, int] | None]]:
    """Per image its video and frame number, and per video its picture; frames are numbered from 0."""
    found: dict[str, list[tuple[int, Hashable]]] = defaultdict(list)
    sizes: dict[str, tuple[int, int] | None] = {}
    for at, item in enumerate(images):
        place = f"image {at}"
        entry = _object(item, place)
        number = entry.get("frame_id", entry.get("id"))
        video = entry.get("video_id", entry.get("vid_id"))
        name = "" if video is None else f"video {_key(video, place)}"
        found[name].append((_frame_number(number, place), _key(entry.get("id"), f"{place}: id")))
        if name not in sizes:
            known = "width" in entry and "height" in entry
            sizes[name] = (
                (
                    common.integer(entry["width"], f"{place}: width", at_least=1),
                    common.integer(entry["height"], f"{place}: height", at_least=1),
                )
                if known
                else None
            )
    frames: dict[Hashable, tuple[str, int]] = {}
    for name, numbered in found.items():
        numbers = sorted({number for number, _ in numbered})
        if len(numbers) < len(numbered):
            raise InputError(f"images: {name or 'the video'} has two images of the same frame")
        # Every image is listed, so that the list, not the numbers, says which frames there are.
        rank = {number: at for at, number in enumerate(numbers)}
        for number, image in numbered:
            if image in frames:
                raise InputError(f"images: the id {image!r} is given twice")
            frames[image] = (name, rank[number])
    return frames, sizes


def _coco_sighting(entry: dict[str, Any], frame: int, label: str | None, place: str) -> Sighting:
    identity = entry.get("track_id", entry.get("idx"))
    name = None if identity is None else f"track {_key(identity, f'{place}: track_id')}"
    return Sighting(frame, _pose(entry.get("keypoints"), f"{place}: keypoints"), name, label, place)


def _frame_number(image: object, place: str) -> int:
    """The number an image id stands for: itself, or the last digits of a file name."""
    if isinstance(image, str):
        match = _LAST_NUMBER.search(image.rsplit(".", 1)[0])
        if match is None:
            raise InputError(f"{place}: the image {common.shorten(image)} has no frame number in its name")
        return int(match[1])
    return common.integer(image, f"{place}: the image's number")


# --- OpenPose


def is_frame_folder(folder: Path) -> bool:
    """Whether a folder holds frames of OpenPose, by their names and a look into one."""
    try:
        found = next(_frame_files(folder), None)
    except OSError:
        return False
    return found is not None and b'"people"' in common.head(found[2])


def _frame_files(folder: Path) -> Iterator[tuple[str, int, Path]]:
    for file in folder.iterdir():
        match = _FRAME_FILE.fullmatch(file.name)
        if match is not None:
            yield match["sequence"], int(match["frame"]), file


def _frame_folder(folder: Path) -> list[Sequence]:
    found: dict[str, dict[int, Path]] = defaultdict(dict)
    for sequence, frame, file in sorted(_frame_files(folder)):
        if frame in found[sequence]:
            raise InputError(f"{file}: frame {frame} is in {found[sequence][frame].name} too")
        found[sequence][frame] = file
    sequences = []
    for name, frames in found.items():
        sightings: list[Sighting] = []
        for frame, file in frames.items():
            with common.naming(file):
                sightings += _people(common.parse_json(common.read_text(file)), frame, file.name)
        sequences.append(Sequence(name if len(found) > 1 else "", sightings))
    return sequences


def _people(frame: Any, number: int, place: str) -> Iterable[Sighting]:
    if not isinstance(frame, dict) or not isinstance(frame.get("people"), list):
        raise InputError("not a frame of OpenPose: there is no list 'people'")
    for at, item in enumerate(frame["people"]):
        where = f"{place}, person {at}"
        person = _object(item, where)
        identity = person.get("person_id")
        if isinstance(identity, list):
            identity = identity[0] if identity else None
        name = None
        if identity is not None and common.integer(identity, f"{where}: person_id", at_least=-1) >= 0:
            name = f"person {int(identity)}"
        part = next((p for p in _PARTS if person.get(p)), None)
        if part is not None:
            yield Sighting(number, _pose(person[part], f"{where}: {part}"), name, None, where)


# --- JSON


def _pose(values: object, what: str) -> NDArray[np.float64]:
    """``[x, y, v, x, y, v, ...]`` as ``(K, 3)``."""
    if not isinstance(values, list) or not values or len(values) % 3:
        raise InputError(f"{what} must be a list of x, y, score triples, got {common.shorten(values)}")
    if not all(isinstance(v, (int, float)) and not isinstance(v, bool) for v in values):
        raise InputError(f"{what} must be numbers, got {common.shorten(values)}")
    try:
        pose = np.array(values, np.float64).reshape(-1, 3)
    except OverflowError as error:
        raise InputError(f"{what}: a number is too large") from error
    if not np.isfinite(pose).all():
        raise InputError(f"{what}: keypoint {int(np.argwhere(~np.isfinite(pose))[0][0])} is not finite")
    return pose


def _object(item: Any, place: str) -> dict[str, Any]:
    if not isinstance(item, dict):
        raise InputError(f"{place}: not an object but {common.shorten(item)}")
    return item


def _list(content: dict[str, Any], key: str) -> list[Any]:
    value = content.get(key, [])
    if not isinstance(value, list):
        raise InputError(f"{key} must be a list")
    return value


def _key(value: Any, what: str) -> int | str:
    if not isinstance(value, (int, str)):
        raise InputError(f"{what} must be a number or a text, got {common.shorten(value)}")
    return value


def matches(path: Path) -> bool:
    """A folder of frames, or JSON that names what keypoint files name."""
    if path.is_dir():
        return is_frame_folder(path)
    first = common.head(path).lstrip(b"\xef\xbb\xbf \t\r\n")
    keys = (b'"keypoints"', b'"people"', b'"annotations"', b'"pose_keypoints_2d"')
    return first[:1] in (b"[", b"{") and any(key in first for key in keys)


def _files(path: Path) -> list[Path]:
    return sorted(file for _, _, file in _frame_files(path)) if path.is_dir() else [path]


FORMAT = Format(
    name="COCO / OpenPose keypoints",
    extensions=(".json",),
    sentence="poses with track ids, else joined by nearness; a JSON file, or a folder of OpenPose frames "
    "*_keypoints.json (30 fps)",
    matches=matches,
    read=read,
    files=_files,
    is_source=is_frame_folder,
)
