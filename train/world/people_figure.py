"""One figure in motion: acts laid over a posture, at ease in between, as joints in space."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

import numpy as np

from motionsearch.train.world.people_acts import Act, perform
from motionsearch.train.world.people_motion import posture_row
from motionsearch.train.world.people_plans import Plan
from motionsearch.train.world.skeleton import CHANNELS, WIDTH, Body, Floats, mirror, place

FPS: Final = (5, 6, 8, 10, 10, 12, 12, 15, 15, 15, 20, 20, 24, 25, 25, 25, 30, 30, 30, 30, 50, 60)
_LEAST_FRAMES: Final = 12
_MOST_FRAMES: Final = 180
# Seconds up to which an act is framed by rest; and how often it is, and begins in a calibration pose then.
_LONGEST: Final = 6.3
_RESTS: Final = 0.4
_CALIBRATED: Final = 0.3


def frame_rate(seconds: float, rng: np.random.Generator) -> float:
    """Frames per second of a clip of so many: 5 to 60, seldom 120, never so few that nothing shows.

    Clips of high rates are short: the encoder looks at far fewer moments than a long one has frames.
    """
    fps = 120.0 if rng.random() < 0.01 else float(FPS[int(rng.random() * len(FPS))])
    if fps > 30:
        fps = min(fps, max(30.0, float(np.floor(_MOST_FRAMES / seconds))))
    return max(fps, float(np.ceil(_LEAST_FRAMES / seconds)))


def animate(plan: Plan, fps: float, body: Body, rng: np.random.Generator) -> tuple[Floats, float]:
    """Joints ``(T, J, 3)`` in metres, and the heading in radians at the first frame (0 along z)."""
    acts = plan.acts
    end = max(act.back_home for act in acts) + float(rng.uniform(0.0, 0.45))
    continuous = acts[0].path is not None or acts[0].smooth
    cut = continuous and (len(acts) == 1 or plan.together) and rng.random() < 0.3
    row = posture_row(plan.posture)
    poses = np.repeat(
        (mirror(row) if acts[0].side == "left" else row)[None], max(4, round(end * fps)), axis=0
    )
    perform(acts, poses, fps, rng, settle=not cut)
    if not cut:
        poses = _framed(poses, plan.posture, fps, rng)
    poses += idle(len(poses), fps, rng)
    if cut:
        poses = _cut(poses, acts[0], fps)
    return place(poses, body), float(np.deg2rad(-poses[0, CHANNELS["yaw"]][0]))


def _framed(poses: Floats, posture: str, fps: float, rng: np.random.Generator) -> Floats:
    """Now and then with what a recording has around the act: standing about, and a calibration pose first.

    Sessions of motion capture begin with the arms held out, which nobody performs and no caption mentions.
    """
    chance = rng.random(2)
    room = _LONGEST - len(poses) / fps
    if room < 0.5 or chance[0] > _RESTS:
        return poses
    before, after = rng.uniform(0.0, 1.8, 2) * min(1.0, room / 3.6)
    parts = [np.repeat(poses[:1], round(before * fps), axis=0), poses]
    if after and posture == "stand":
        parts.append(np.repeat(poses[-1:], round(after * fps), axis=0))
    calibration = room - before - after
    if posture == "stand" and chance[1] < _CALIBRATED and calibration > 0.8:
        parts.insert(0, _calibration(poses[0], min(calibration, float(rng.uniform(0.8, 2.4))), fps, rng))
    return np.concatenate(parts)


def _calibration(rest: Floats, seconds: float, fps: float, rng: np.random.Generator) -> Floats:
    """``(T, WIDTH)``: arms held out sideways, or half way down, for a moment and then lowered."""
    held = rest.copy()
    below = np.deg2rad(rng.uniform(-5, 50))
    place = (0.97 * np.cos(below), -0.97 * np.sin(below), 0.08)
    for side in "lr":
        held[CHANNELS[f"{side}hand"]] = place
        held[CHANNELS[f"{side}reach"]] = np.linalg.norm(place)
    clock = np.linspace(0, 1, max(2, round(seconds * fps)))
    begins = rng.uniform(0.1, 0.6)
    down = np.clip((clock - begins) / (1 - begins), 0, 1)
    down = (down * down * (3 - 2 * down))[:, None]
    return np.asarray(held * (1 - down) + rest * down)


def _cut(poses: Floats, act: Act, fps: float) -> Floats:
    """Only the middle of something that goes on and on, without its start and end."""
    lead = act.timing.lead if act.timing else 0.0
    first = round((act.start + lead) * fps)
    last = max(round(act.end * fps), first + max(4, int(0.8 * fps)))
    return poses[first:last] if last - first >= 4 and last <= len(poses) else poses


@lru_cache(maxsize=1)
def _noise() -> Floats:
    """``(4096, WIDTH)`` smooth noise of unit size at 60 steps a second, the same in every run."""
    white = np.random.default_rng(20240229).standard_normal((4096, WIDTH))
    spectrum = np.fft.rfft(white, axis=0)
    hertz = np.fft.rfftfreq(4096, 1 / 60)[:, None]
    smooth = np.fft.irfft(spectrum / (1 + (hertz / 0.7) ** 2), n=4096, axis=0)
    return np.asarray(smooth / smooth.std(axis=0))


@lru_cache(maxsize=1)
def _restlessness() -> Floats:
    """How far each channel strays in a figure that stands at ease."""
    sizes: dict[str, tuple[float, ...]] = {
        "root": (0.008, 0.003, 0.008),
        "turn": (1.0, 0.7, 0.7),
        "spine": (1.2, 0.8, 1.2),
        "head": (2.5, 1.5, 4.0),
        "hand": (0.014,),
        "elbow": (0.06,),
        "shrug": (0.006,),
    }
    amount = np.zeros(WIDTH)
    for name, size in sizes.items():
        for channel in (name,) if name in CHANNELS else (f"l{name}", f"r{name}"):
            amount[CHANNELS[channel]] = size
    return amount


def idle(frames: int, fps: float, rng: np.random.Generator) -> Floats:
    """Breathing, swaying and looking about: small offsets ``(T, WIDTH)``."""
    noise = _noise()
    at = (rng.integers(len(noise)) + np.round(np.arange(frames) * 60 / fps).astype(int)) % len(noise)
    rows = np.asarray(noise[at] * (_restlessness() * rng.uniform(0.3, 1.6)))
    breath = np.sin(2 * np.pi * (np.arange(frames) / fps * rng.uniform(0.22, 0.4) + rng.random()))
    rows[:, CHANNELS["spine"].start] += 0.7 * breath
    rows[:, CHANNELS["lshrug"].start] += 0.006 * breath
    rows[:, CHANNELS["rshrug"].start] += 0.006 * breath
    return rows
