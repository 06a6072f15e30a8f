"""Walking, running and everything between: feet, trunk and arms over a stride, and the path they take."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from motionsearch.train.world.skeleton import CHANNELS, WIDTH, Floats, mirror


@dataclass(frozen=True)
class Gait:
    """One way of getting about on foot.

    Args:
        name: Canonical name.
        names, says: Bare names, and verb phrases in the base form with ``*`` before each verb.
        how: Clauses on how the body moves.
        period: Seconds of one stride, two steps.
        stride: How far a foot travels on the ground, leg lengths.
        stance: Share of the stride a foot is on the ground; under 0.5 there is flight.
        lift: How high a foot is lifted, leg lengths; ``heel`` how far it goes back while lifted.
        bob: How far the pelvis goes up and down.
        crouch: How far it is lowered all the time.
        bend: Trunk bent forward, degrees. ``nod``: head down, degrees.
        sway: Sideways rocking of the pelvis, leg lengths; ``roll`` of the trunk, degrees.
        arms: How far the hands swing, arm lengths. ``hands``: where they are in mid swing.
        heading: Degrees to the right from the way the figure faces to the way it goes.
        limp: Share by which one leg's step is shorter and its stance briefer.
        phase: Lag of the second foot behind the first, strides; 0.5 is even.
        drunk: How much the path and the trunk wander.
        tiptoe: Heel height by pointed toes, degrees.
        climb: Height gained by a stride, leg lengths.
        busy: The arms have something to do. straight: It goes straight ahead only.
        picks: How often it is chosen.
    """

    name: str
    names: tuple[str, ...]
    says: tuple[str, ...]
    how: tuple[str, ...]
    period: float = 1.1
    stride: float = 0.72
    stance: float = 0.6
    lift: float = 0.13
    heel: float = 0.1
    bob: float = 0.02
    crouch: float = 0.03
    bend: float = 3.0
    nod: float = 0.0
    sway: float = 0.03
    roll: float = 2.0
    arms: float = 0.34
    hands: tuple[float, float, float] = (0.12, -0.93, 0.05)
    elbow: float = 0.0
    heading: float = 0.0
    limp: float = 0.0
    phase: float = 0.5
    drunk: float = 0.0
    tiptoe: float = 0.0
    climb: float = 0.0
    busy: bool = False
    straight: bool = False
    picks: float = 1.0


def stride_rows(
    gait: Gait,
    cycle: Floats,
    effort: Floats,
    *,
    limp_right: bool = True,
) -> Floats:
    """Pose rows ``(T, WIDTH)`` of a gait, the travel of the whole figure left out.

    Args:
        cycle: ``(T,)`` strides gone by; the right foot lands at whole numbers.
        effort: ``(T,)`` 0 standing, 1 in full swing.
    """
    rows = np.zeros((len(cycle), WIDTH))
    get = {name: rows[:, where] for name, where in CHANNELS.items()}
    turn = 2 * np.pi * cycle
    angle = np.deg2rad(gait.heading)
    ahead, aside = np.cos(angle), np.sin(angle)
    for side, lag in (("r", 0.0), ("l", gait.phase)):
        lame = gait.limp if (side == "r") == limp_right else 0.0
        stance = gait.stance * (1 - 0.3 * lame)
        phase = (cycle - lag) % 1.0
        grounded = phase < stance
        back = 0.5 - phase / stance
        swing = np.clip((phase - stance) / (1 - stance), 0, 1)
        eased = swing * swing * (3 - 2 * swing)
        along = gait.stride * (1 - 0.4 * lame) * np.where(grounded, back, eased - 0.5) * effort
        raised = np.where(grounded, 0.0, np.sin(np.pi * np.minimum(swing, 1.0)) ** 1.3) * effort
        late = np.where(grounded, 0.0, np.sin(np.pi * np.sqrt(swing))) * effort
        foot = get[f"{side}foot"]
        foot[:, 0] = along * aside * (1 if side == "r" else -1)
        foot[:, 1] = gait.lift * (1 - 0.5 * lame) * raised
        foot[:, 2] = along * ahead - gait.heel * late
        push = np.where(grounded, np.clip((phase / stance - 0.7) / 0.3, 0, 1), (1 - swing) ** 2) * abs(ahead)
        toe = (
            gait.tiptoe
            + (30 * push - 14 * np.where(grounded, np.clip(1 - phase / 0.12, 0, 1), swing**3)) * effort
        )
        get[f"{side}toe"][:, 0] = toe
        # The ankle of a pointed foot stands higher.
        foot[:, 1] += 0.22 * np.sin(np.deg2rad(np.maximum(toe, 0)))
        if gait.climb:
            step = gait.climb * np.where(grounded, 0.5 - phase / stance * 0.9, eased * 0.9 - 0.4)
            foot[:, 1] += np.abs(gait.climb) * 0.5 + step * effort
        swinging = -np.cos(turn - 2 * np.pi * lag - 0.35) * gait.arms * effort
        hand = get[f"{side}hand"]
        hand[:] = gait.hands
        hand[:, 2] += swinging
        hand[:, 1] += 0.35 * gait.arms * (1 - np.cos(2 * (turn - 0.35))) / 2 * effort
        get[f"{side}reach"][:, 0] = np.minimum(np.linalg.norm(hand, axis=1), 0.97)
        get[f"{side}elbow"][:] = gait.elbow
    limping = gait.limp * np.sin(turn + (0 if limp_right else np.pi))
    flight = gait.stance < 0.5
    # Highest in mid stance when walking, in mid flight when running.
    bounce = -np.cos(2 * turn - (4 * np.pi * gait.stance if flight else 0.6))
    get["root"][:, 0] = gait.sway * np.sin(turn - 0.4) * effort
    get["root"][:, 1] = -0.012 - (gait.crouch - gait.bob * bounce + 0.05 * limping) * effort
    if flight:
        get["air"][:, 0] = np.maximum(0.0, bounce) * gait.bob * 1.4 * effort
    get["turn"][:, 0] = -6 * gait.stride * np.cos(turn) * effort * ahead
    get["turn"][:, 2] = (gait.roll * np.sin(turn - 0.4) + 4 * limping) * effort
    get["spine"][:, 0] = gait.bend * effort + 2
    get["spine"][:, 1] = -(gait.roll * np.sin(turn - 0.4) - 5 * limping) * effort
    get["spine"][:, 2] = 12 * gait.arms * np.cos(turn) * effort
    get["head"][:, 0] = gait.nod * effort - 0.6 * gait.bend * effort
    get["head"][:, 2] = -6 * gait.arms * np.cos(turn) * effort
    if gait.climb or gait.crouch > 0.3:
        get["snap"][:] = -1.0 if gait.climb else 0.0
    return rows


def speed_of(gait: Gait) -> float:
    """Leg lengths a second at which no foot slides."""
    return gait.stride / (gait.stance * gait.period)


@dataclass(frozen=True)
class Path:
    """A way to go and its words.

    Args:
        words: How it is told; ``{side}`` is the main side, ``{clock}`` the sense of a circle.
        turn: Range of degrees that it turns to the main side in all.
        shape: How they are spread: "even", "late" or back and forth in a "wave".
        seconds: Least time it needs.
        picks: How often it is chosen.
    """

    name: str
    words: tuple[str, ...]
    turn: tuple[float, float] = (0.0, 0.0)
    shape: str = "even"
    seconds: float = 1.5
    picks: float = 1.0


def path_yaw(path: Path, share: Floats, degrees: float, waves: float) -> Floats:
    """Degrees turned to the main side at each share ``(T,)`` of the way gone."""
    if path.shape == "wave":
        return np.asarray(degrees * np.sin(2 * np.pi * waves * share))
    if path.shape == "late":
        x = np.clip((share - 0.42) / 0.28, 0, 1)
        return np.asarray(degrees * x * x * (3 - 2 * x))
    return degrees * share


def walk_over(
    poses: Floats,
    gait: Gait,
    fps: float,
    start: float,
    end: float,
    rng: np.random.Generator,
    *,
    path: Path,
    degrees: float,
    mirrored: bool,
    pace: float = 1.0,
    length: float = 1.0,
    settle: bool = True,
) -> None:
    """Walks over pose rows ``(T, WIDTH)`` from ``start`` to ``end`` seconds, in place.

    Later rows stay where it led.

    Args:
        degrees: How far the path turns in all, to the main side.
        mirrored: The main side is the left one: turns, limps and sideways steps go left.
        pace, length: Factors on the rate and the length of strides.
        settle: It starts from and ends in standing; else it is cut out of a longer walk.
    """
    seconds = np.arange(len(poses)) / fps
    inside = np.clip(seconds, start, end)
    ramp = min(0.45, 0.3 * (end - start))
    effort = np.ones(len(poses))
    if settle:
        effort = np.clip((inside - start) / ramp, 0, 1) * np.clip((end - inside) / ramp, 0, 1)
        effort = effort * effort * (3 - 2 * effort)
    drunk = gait.drunk * np.cumsum(rng.normal(0, 1, len(poses))) / np.sqrt(fps)
    rate = pace / gait.period
    cycle = rng.random() + rate * inside + (0.05 * np.sin(2.1 * seconds) if gait.drunk else 0.0)
    rows = stride_rows(gait, cycle, effort * length, limp_right=True)
    share = (inside - start) / max(end - start, 1e-6)
    yaw = path_yaw(path, share, degrees, max(1.0, round((end - start) / 2.2)))
    if gait.drunk:
        wander = np.cumsum(drunk - drunk.mean()) / fps * 30
        yaw = yaw + np.clip(wander, -35, 35)
        rows[:, CHANNELS["spine"]][:, 1] += 7 * gait.drunk * np.sin(2.6 * inside + rng.uniform(0, 6))
        rows[:, CHANNELS["spine"]][:, 0] += 8 * gait.drunk * np.sin(1.9 * inside + rng.uniform(0, 6))
    turning = np.gradient(yaw, seconds) if len(yaw) > 2 else np.zeros_like(yaw)
    rows[:, CHANNELS["turn"]][:, 2] += np.clip(0.05 * turning * speed_of(gait), -14, 14)
    moving = (seconds >= start) & (seconds < end)
    speed = speed_of(gait) * pace * length * effort * moving / fps
    heading = np.deg2rad(yaw + gait.heading)
    side, ahead = np.cumsum(speed * np.sin(heading)), np.cumsum(speed * np.cos(heading))
    if mirrored:
        rows, side, yaw = mirror(rows), -side, -yaw
    base = poses[:, CHANNELS["yaw"]][:, 0].copy()
    turned = np.deg2rad(base)
    weight = np.ones((len(poses), 1))
    ease = 0.25
    weight[:, 0] = np.clip((seconds - start) / ease + 1, 0, 1) * np.clip((end - seconds) / ease + 1, 0, 1)
    weight = weight * weight * (3 - 2 * weight)
    travel = poses[:, CHANNELS["go"]].copy()
    poses *= 1 - weight
    poses += weight * rows
    go = poses[:, CHANNELS["go"]]
    go[:] = travel
    go[:, 0] += np.cos(turned) * side + np.sin(turned) * ahead
    go[:, 2] += np.cos(turned) * ahead - np.sin(turned) * side
    if gait.climb:
        go[:, 1] += np.cumsum(gait.climb * rate * effort * moving / fps)
    poses[:, CHANNELS["yaw"]][:, 0] = base + yaw
