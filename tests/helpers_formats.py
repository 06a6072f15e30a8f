"""Small valid files of every format, written independently of the readers."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

BVH = """HIERARCHY
ROOT Hips
{
  OFFSET 0.0 0.0 0.0
  CHANNELS 6 Xposition Yposition Zposition Zrotation Xrotation Yrotation
  JOINT Leg
  {
    OFFSET 0.0 -1.0 0.0
    CHANNELS 3 Zrotation Xrotation Yrotation
    End Site
    {
      OFFSET 0.0 -1.0 0.5
    }
  }
}
MOTION
Frames: 3
Frame Time: 0.04
0 2 0 0 0 0 0 0 0
0.1 2 0 0 30 0 10 0 0
0.2 2.5 0 90 0 0 20 -45 5
"""


def wave(frames: int = 12, points: int = 4, dims: int = 3) -> NDArray[np.float64]:
    """``(frames, points, dims)`` of smooth motion about a metre in size."""
    t = np.linspace(0, 2 * np.pi, frames)[:, None, None]
    n, d = np.arange(points)[None, :, None], np.arange(dims)[None, None, :]
    return np.sin(t + n + 2 * d) + 0.1 * n


def write_npz(path: Path) -> Path:
    np.savez_compressed(
        path,
        points=100 + 50 * wave(dims=2),
        fps=25.0,
        frame_size=np.array([320, 240]),
        label=np.array("wave"),
    )
    return path


def write_npy(path: Path) -> Path:
    np.save(path, wave(10, 22).astype(np.float32))
    return path


def write_corpus(path: Path, entries: list[dict[str, object]] | None = None) -> Path:
    """Two clips of 3D points, the second with visibility; ``entries`` changes their lines."""
    first, second = wave(5, 3), wave(4, 2)
    coords = np.concatenate([np.round(first / 1e-3).ravel(), np.round(second / 1e-3).ravel()]).astype(
        np.int16
    )
    visible = np.array([1, 1, 1, 0, 1, 1, 0, 1], bool)
    np.savez_compressed(path, coords=coords, visible=np.packbits(visible), visible_count=visible.size)
    common = {"scale": 1e-3, "origin": [0.0, 0.0, 0.0], "fps": 20.0}
    lines: list[dict[str, object]] = [
        {"id": "a", "shape": [5, 3, 3], "offset": 0, **common, "label": "wave", "captions": ["it waves"]},
        {"id": "b", "shape": [4, 2, 3], "offset": 45, **common, "visible_offset": 0, "subject": 7},
    ]
    for line, entry in zip(lines, entries or [], strict=False):
        line.update(entry)
    path.with_suffix(".jsonl").write_text("".join(json.dumps(line) + "\n" for line in lines))
    return path


def write_bvh(path: Path) -> Path:
    path.write_text(BVH)
    return path


def write_c3d(path: Path, points: NDArray[np.float64] | None = None, **parameters: object) -> Path:
    """Through ezc3d; ``points`` (T, N, 3) with NaN where not seen; ``parameters`` of the POINT group."""
    import ezc3d

    points = wave(8, 3) * 1000 if points is None else points
    file = ezc3d.c3d()
    file["parameters"]["POINT"]["RATE"]["value"] = [100.0]
    file["parameters"]["POINT"]["UNITS"]["value"] = ["mm"]
    file["parameters"]["POINT"]["LABELS"]["value"] = [f"M{n}" for n in range(points.shape[1])]
    for name, value in parameters.items():
        file.add_parameter("POINT", name, value)
    seen = np.isfinite(points).all(axis=2)
    data = np.ones((4, points.shape[1], points.shape[0]))
    data[:3] = np.where(seen[..., None], points, 0.0).transpose(2, 1, 0)
    file["data"]["points"] = data
    file["data"]["meta_points"]["residuals"] = np.where(seen, 0.0, -1.0).T[None]
    file.write(str(path))
    return path


def pose(x: float, y: float, keypoints: int = 5) -> list[float]:
    """A stick figure about 40 pixels high at a place, all visible."""
    return [v for n in range(keypoints) for v in (x + 3 * (n % 2), y + 10 * n, 2)]


def write_coco(path: Path) -> Path:
    results = [
        {"image_id": frame, "category_id": 1, "track_id": person, "score": 0.9, "keypoints": pose(x, 100)}
        for frame in range(4)
        for person, x in ((1, 100 + 5 * frame), (2, 300 - 5 * frame))
    ]
    path.write_text(json.dumps(results))
    return path


def openpose_frame(*people: list[float]) -> str:
    return json.dumps(
        {
            "version": 1.3,
            "people": [{"person_id": [-1], "pose_keypoints_2d": keypoints} for keypoints in people],
        }
    )


def write_openpose(folder: Path) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    for frame in range(4):
        people = [pose(100 + 5 * frame, 100), pose(300 - 5 * frame, 100)]
        file = folder / f"clip_{frame:012d}_keypoints.json"
        file.write_text(openpose_frame(*(people if frame % 2 else people[::-1])))
    return folder


def write_csv(path: Path) -> Path:
    rows = "".join(f"{t},{name},{100 + 3 * t},{50 + t}\n" for t in range(4) for name in ("hand", "foot"))
    path.write_text(f"# fps=25 frame_size=640x480\nframe,point,x,y\n{rows}")
    return path


def write_mot(path: Path) -> Path:
    path.write_text(
        "".join(f"{t},{i},{100 * i + t},50,20,40,1,-1,-1,-1\n" for t in (1, 2, 3) for i in (1, 2))
    )
    return path


def skeleton_text(
    bodies: list[list[NDArray[np.float64]]], ids: tuple[str, ...] = ("72057594037931101", "72057594037931102")
) -> str:
    """NTU's text; ``bodies[frame][body]`` is (25, 12): x y z, depth x y, colour x y, w x y z, state."""
    lines = [str(len(bodies))]
    for frame in bodies:
        lines.append(str(len(frame)))
        for name, joints in zip(ids, frame, strict=False):
            lines += [f"{name} 0 1 1 1 1 0 0.0213 -0.1134 2", str(len(joints))]
            lines += [" ".join([*(f"{v:.7g}" for v in joint[:-1]), f"{joint[-1]:.0f}"]) for joint in joints]
    return "\r\n".join(lines) + "\r\n"


def kinect_joints(frame: int, body: int = 0) -> NDArray[np.float64]:
    """(25, 12) of a body that sways three metres before the camera."""
    xyz = wave(20, 25)[frame] * 0.4 + [0.8 * body - 0.4, 0.0, 3.0]
    colour = 960 + 1060 * xyz[:, :2] * [1, -1] / xyz[:, 2:] - [0, 420]
    depth = colour * [512 / 1920, 424 / 1080]
    turn = np.tile([0.99, 0.01, 0.02, -0.1], (25, 1))
    return np.hstack([xyz, depth, colour, turn, np.full((25, 1), 2.0)])


def write_skeleton(path: Path) -> Path:
    frames = [[kinect_joints(t, b) for b in range(2 if 2 <= t < 6 else 1)] for t in range(7)]
    path.write_text(skeleton_text(frames))
    return path


WRITERS: dict[str, tuple[str, Callable[[Path], Path]]] = {
    "tracks": ("t.npz", write_npz),
    "npy": ("joints.npy", write_npy),
    "corpus": ("c.npz", write_corpus),
    "bvh": ("walk.bvh", write_bvh),
    "c3d": ("trial.c3d", write_c3d),
    "coco": ("coco.json", write_coco),
    "openpose": ("frames", write_openpose),
    "csv": ("t.csv", write_csv),
    "mot": ("gt.txt", write_mot),
    "ntu": ("S001C001P001R001A023.skeleton", write_skeleton),
}
"""Per format a file name and what writes it."""
