"""Small folders laid out as the makers of data sets ship them, written independently of the loaders."""

from __future__ import annotations

import json
import struct
import zlib
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from tests.helpers_formats import kinect_joints, skeleton_text, wave

HUMANML3D_TEXT = (
    "a man kicks something or someone with his left leg.#a/DET man/NOUN kick/VERB something/PRON or/CCONJ "
    "someone/PRON with/ADP his/DET left/ADJ leg/NOUN#0.0#0.0\n"
    "the standing person kicks with their left foot before going back.#the/DET standing/VERB "
    "person/NOUN#0.0#0.0\n"
    "a person then steps back.#a/DET person/NOUN then/ADV step/VERB back/ADV#1.5#3.0\n"
)


def write_humanml3d(root: Path) -> Path:
    """Two motions, one of them with its mirror image: train and test; ``index.csv`` as in the repository."""
    joints = wave(80, 22).astype(np.float32)
    for folder in ("new_joints", "new_joint_vecs", "texts"):
        (root / folder).mkdir(parents=True)
    mirrored = HUMANML3D_TEXT.replace("left", "right")
    for name, text in (
        ("000000", HUMANML3D_TEXT),
        ("M000000", mirrored),
        ("000002", "he waves#he/PRON#nan#nan"),
    ):
        flip = [-1, 1, 1] if name.startswith("M") else [1, 1, 1]
        np.save(root / "new_joints" / f"{name}.npy", joints * np.float32(flip))
        np.save(root / "new_joint_vecs" / f"{name}.npy", np.zeros((79, 263), np.float32))
        (root / "texts" / f"{name}.txt").write_text(text)
    (root / "train.txt").write_text("000000\nM000000\n")
    (root / "val.txt").write_text("")
    (root / "test.txt").write_text("000002\n")
    (root / "index.csv").write_text(
        "source_path,start_frame,end_frame,new_name\n"
        "./pose_data/KIT/3/kick_high_left02_poses.npy,0,117,000000.npy\n"
        "./pose_data/CMU/02/02_01_poses.npy,0,80,000002.npy\n"
    )
    return root


def write_kitml(root: Path) -> Path:
    """One motion of 21 joints in millimetres."""
    for folder in ("new_joints", "texts"):
        (root / folder).mkdir(parents=True)
    np.save(root / "new_joints" / "00001.npy", 1000 * wave(50, 21))
    (root / "texts" / "00001.txt").write_text("A human raises his arm.#a/DET human/NOUN raise/VERB#0.0#0.0\n")
    for split, names in (("train", "00001\n"), ("val", ""), ("test", "")):
        (root / f"{split}.txt").write_text(names)
    return root


def amass_poses(frames: int, seed: int = 0) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """(T, 156) axis-angle vectors and (T, 3) metres that change smoothly."""
    rng = np.random.default_rng(seed)
    t = np.linspace(0, 3, frames)[:, None]
    poses = 0.6 * np.sin(t + rng.uniform(0, 6, 156)) * rng.uniform(0, 1, 156)
    return poses, np.hstack([0.5 * t, 0.1 * np.sin(t), 0.9 + 0.02 * np.cos(t)])


def write_amass(path: Path, frames: int = 240, fps: float = 120.0, *, newer: bool = False) -> Path:
    """One npz with all the keys of the first release (SMPL+H), or of the newer one (SMPL-X)."""
    path.parent.mkdir(parents=True, exist_ok=True)
    poses, trans = amass_poses(frames)
    arrays: dict[str, Any] = {"trans": trans, "gender": np.array("male"), "betas": np.zeros(16)}
    if newer:
        hands = np.zeros((frames, 9))
        arrays |= {"surface_model_type": np.array("smplx"), "mocap_frame_rate": np.array(fps)}
        arrays |= {
            "poses": np.hstack([poses, hands]),
            "root_orient": poses[:, :3],
            "pose_body": poses[:, 3:66],
        }
        # The newer files hold a dictionary, which numpy pickles.
        arrays |= {"markers_latent_vids": np.array({"ARIEL": 1}, dtype=object)}
    else:
        arrays |= {"mocap_framerate": np.array(fps), "poses": poses, "dmpls": np.zeros((frames, 8))}
    np.savez(path, **arrays)
    return path


def write_babel(root: Path) -> Path:
    """Three recordings: by stretches, by the whole alone, of an archive that has been renamed."""
    label = {"seg_id": "a", "raw_label": "walk", "proc_label": "walk", "act_cat": ["walk"]}
    stretches = [
        {**label, "raw_label": "walks forward", "start_t": 0, "end_t": 1.0},
        {**label, "raw_label": "turns", "proc_label": "turn", "act_cat": ["turn", "spin"], "start_t": 1.0,
         "end_t": 1.5},
        {**label, "raw_label": "turn around", "proc_label": "turn around", "act_cat": ["turn"],
         "start_t": 1.0, "end_t": 1.5},
        {**label, "raw_label": "transition", "proc_label": "transition", "act_cat": ["transition"],
         "start_t": 1.5, "end_t": 2.0},
    ]  # fmt: skip
    base = {"url": "https://babel-renders.s3.eu-central-1.amazonaws.com/1.mp4", "dur": 2.0}
    whole = {"babel_lid": "x", "anntr_id": "y", "mul_act": False, "labels": [label]}
    train = {
        "9963": {
            **base,
            "babel_sid": 9963,
            "feat_p": "KIT/KIT/4/RightTurn01_poses.npz",
            "seq_ann": whole,
            "frame_ann": {**whole, "mul_act": True, "labels": stretches},
        },
        "7": {
            **base,
            "babel_sid": 7,
            "feat_p": "BMLrub/BioMotionLab_NTroje/rub001/0021_treadmill_slow_poses.npz",
            "seq_ann": whole,
            "frame_ann": None,
        },
    }
    val = {
        "12": {
            **base,
            "babel_sid": 12,
            "feat_p": "CMU/CMU/02/02_01_poses.npz",
            "seq_ann": whole,
            "frame_ann": None,
        }
    }
    root.mkdir(parents=True)
    for split, table in (("train", train), ("val", val)):
        (root / f"{split}.json").write_text(json.dumps(table))
    write_amass(root / "amass" / "KIT" / "KIT" / "4" / "RightTurn01_poses.npz")
    write_amass(root / "amass" / "BMLrub" / "rub001" / "0021_treadmill_slow_stageii.npz", newer=True)
    write_amass(root / "amass" / "CMU" / "02" / "02_01_poses.npz")
    return root


def mat_bytes(variables: dict[str, NDArray[Any] | str], *, packed: bool = True, order: str = "<") -> bytes:
    """A MAT file of version 5 as MATLAB writes it: whole numbers small, each variable compressed."""
    kinds = {"u1": (2, 9), "i2": (3, 10), "f8": (9, 6)}

    def element(kind: int, data: bytes) -> bytes:
        if len(data) <= 4:
            return struct.pack(order + "I", len(data) << 16 | kind) + data.ljust(4, b"\0")
        return struct.pack(order + "II", kind, len(data)) + data + b"\0" * (-len(data) % 8)

    def matrix(name: str, value: NDArray[Any] | str) -> bytes:
        if isinstance(value, str):
            shape, kind, data, mx = (1, len(value)), 16, value.encode(), 4
        else:
            small = value.size > 0 and bool(np.all(value == np.round(value)) and value.min() >= 0)
            stored = value.astype(order + "u1") if small and value.max() < 256 else value.astype(order + "f8")
            kind, _ = kinds[stored.dtype.str[1:]]
            shape, data, mx = value.shape, stored.tobytes(order="F"), kinds[value.dtype.str[1:]][1]
        flags = struct.pack(order + "II", mx, 0)
        dims = np.array(shape, order + "i4").tobytes()
        parts = [element(6, flags), element(5, dims), element(1, name.encode()), element(kind, data)]
        body = b"".join(parts)
        return struct.pack(order + "II", 14, len(body)) + body

    out = b"MATLAB 5.0 MAT-file, Platform: GLNXA64".ljust(124) + struct.pack(order + "H", 0x0100)
    out += b"IM" if order == "<" else b"MI"
    for name, value in variables.items():
        whole = matrix(name, value)
        if packed:
            squeezed = zlib.compress(whole)
            whole = struct.pack(order + "II", 15, len(squeezed)) + squeezed
        out += whole
    return out


def penn_action_variables(frames: int = 30, *, train: int = 1) -> dict[str, NDArray[Any] | str]:
    """What a label file holds, in the order in which it does."""
    points = 200 + 60 * wave(frames, 13, 2)
    visibility = np.ones((frames, 13))
    visibility[3:6, 5] = 0
    return {
        "action": "tennis_serve",
        "pose": "back",
        "x": points[..., 0],
        "y": points[..., 1],
        "visibility": visibility,
        "train": np.array([[float(train)]]),
        "bbox": np.tile([100.0, 90.0, 320.0, 330.0], (frames, 1)),
        "dimensions": np.array([[270.0, 480.0, frames]]),
        "nframes": np.array([[float(frames)]]),
    }


def write_penn_action(root: Path) -> Path:
    (root / "labels").mkdir(parents=True)
    for name, train in (("0001", 1), ("0002", -1), ("0003", 1)):
        (root / "labels" / f"{name}.mat").write_bytes(mat_bytes(penn_action_variables(train=train)))
    return root


def write_ntu(root: Path) -> Path:
    """Performer 1 trains, performer 3 tests; the handshake has two bodies."""
    folder = root / "nturgb+d_skeletons"
    folder.mkdir(parents=True)
    one = skeleton_text([[kinect_joints(t)] for t in range(8)])
    two = skeleton_text([[kinect_joints(t), kinect_joints(t, 1)] for t in range(8)])
    (folder / "S001C002P001R001A023.skeleton").write_text(one)
    (folder / "S017C003P003R002A058.skeleton").write_text(two)
    (folder / "S018C001P103R002A120.skeleton").write_text(two)
    return root


def encode_rle(mask: NDArray[np.bool_]) -> dict[str, Any]:
    """COCO's compressed runs of a mask, by its definition."""
    flat = mask.ravel(order="F").tolist()
    runs, current = [0], False
    for value in flat:
        if value != current:
            runs.append(0)
            current = value
        runs[-1] += 1
    text = ""
    for i, run in enumerate(runs):
        number = run - runs[i - 2] if i > 2 else run
        more = True
        while more:
            bits = number & 0x1F
            number >>= 5
            more = number != -1 if bits & 0x10 else number != 0
            text += chr((bits | (0x20 if more else 0)) + 48)
    return {"size": list(mask.shape), "counts": text}


def box_mask(
    left: int, top: int, width: int, height: int, size: tuple[int, int] = (48, 64)
) -> NDArray[np.bool_]:
    mask = np.zeros(size, dtype=np.bool_)
    mask[top : top + height, left : left + width] = True
    return mask


def write_mevis(root: Path) -> Path:
    """Videos of six frames: a box moves right and hides once, another stays and appears late."""
    moving = [encode_rle(box_mask(5 + 6 * t, 10, 12, 8)) if t != 3 else None for t in range(6)]
    standing = [None, *(encode_rle(box_mask(40, 30, 6, 10)) for _ in range(5))]
    frames = [f"{t:05d}" for t in range(6)]
    expressions = {
        "0": {"exp": "The box that slides to the right", "obj_id": [0], "anno_id": [0]},
        "1": {"exp": "box moving from left to right", "obj_id": [0], "anno_id": [0]},
        "2": {"exp": "Both boxes", "obj_id": [0, 1], "anno_id": [0, 1]},
        "3": {"exp": "the ball that is not there", "obj_id": [], "anno_id": []},
    }
    for split, name in (("train", "0ab4afe7fb46"), ("valid_u", "12cf72ac83c9"), ("valid", "1f1396fbf7c1")):
        video = root / split / "JPEGImages" / name
        video.mkdir(parents=True)
        for frame in frames:
            picture = np.random.default_rng(int(frame)).integers(0, 255, (48, 64, 3), dtype=np.uint8)
            Image.fromarray(picture).save(video / f"{frame}.jpg")
        meta = {name: {"expressions": expressions, "vid_id": 0, "frames": frames}}
        (root / split / "meta_expressions.json").write_text(json.dumps({"videos": meta}))
        if split != "valid":
            (root / split / "mask_dict.json").write_text(json.dumps({"0": moving, "1": standing}))
    return root
