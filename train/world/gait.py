"""Walking, running and everything between: feet, trunk and arms over a stride, and the path they take."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

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
        paths: Path shapes it is used with; none: all.
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
    free_hands: bool = True
    paths: tuple[str, ...] = ()
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


def _gait(
    name: str, names: str, says: str, how: str, **options: float | bool | tuple[float, ...] | tuple[str, ...]
) -> Gait:
    words = [
        tuple(" ".join(part.split()) for part in text.split(";") if part.strip())
        for text in (names, says, how)
    ]
    return Gait(name, *words, **options)  # type: ignore[arg-type]


RUNNER: Final = (0.06, -0.42, 0.18)
GAITS: Final[tuple[Gait, ...]] = (
    _gait(
        "walk", "walking; walk; walking {where}; strolling; taking steps",
        "*walk; *walk {where}; *stroll {where}; *take some steps {where}; *walk {where} at a normal pace; *step {where}; *move {where} on foot",
        "the legs step one after the other while the arms swing against them; one foot is always on the ground while the body moves {where}",
        picks=6.0,
    ),
    _gait(
        "walk slowly", "slow walk; walking slowly; ambling; strolling slowly", "*walk slowly {where}; *amble {where}; *stroll {where} slowly; *take slow steps {where}; *plod {where}",
        "the legs take small slow steps {where}", period=1.7, stride=0.5, arms=0.18, picks=1.5,
    ),
    _gait(
        "walk fast", "fast walk; brisk walk; power walking; hurrying; striding", "*walk fast {where}; *walk quickly {where}; *stride {where}; *walk briskly {where}; *hurry {where}; *walk with long quick strides",
        "the legs take long quick steps {where} while the arms swing strongly", period=0.85, stride=0.95, arms=0.5, picks=1.5, bend=6.0,
    ),
    _gait(
        "jog", "jogging; jog; running slowly; trotting", "*jog; *jog {where}; *run slowly {where}; *trot {where}; *go for a jog; *jog along {where}",
        "bent arms swing and the feet leave the ground in easy steps {where}",
        period=0.78, stride=0.62, stance=0.42, lift=0.22, heel=0.3, bob=0.045, crouch=0.07, bend=8.0, arms=0.3, hands=RUNNER, picks=2.5,
    ),
    _gait(
        "run", "running; run; running {where}", "*run; *run {where}; *run ahead; *run fast {where}; *dash {where}; *run along {where}",
        "the legs drive in long flying strides {where} while bent arms pump back and forth",
        period=0.68, stride=0.85, stance=0.36, lift=0.34, heel=0.42, bob=0.06, crouch=0.09, bend=12.0, arms=0.42, hands=RUNNER, picks=3.5,
    ),
    _gait(
        "sprint", "sprinting; sprint; running very fast; racing", "*sprint; *sprint {where}; *race {where}; *run at full speed {where}; *dash as fast as possible",
        "the knees come up high and the arms pump hard as the body shoots {where}",
        period=0.52, stride=1.0, stance=0.29, lift=0.48, heel=0.4, bob=0.06, crouch=0.1, bend=18.0, arms=0.55, hands=RUNNER, paths=("straight",), picks=1.5,
    ),
    _gait(
        "walk backward", "walking backward; walking backwards; backing up; retreating", "*walk backward; *walk backwards; *back up; *back away; *step backward; *retreat; *take several steps back",
        "the feet step back one after the other while the body keeps facing the front",
        heading=180.0, stride=0.55, arms=0.2, period=1.2, paths=("straight",), picks=2.0,
    ),
    _gait(
        "run backward", "running backward; backpedaling", "*run backward; *run backwards; *backpedal; *jog backward",
        "quick light steps carry the body backward", heading=180.0, stride=0.5, stance=0.42, period=0.66, lift=0.18, arms=0.25, hands=RUNNER, bob=0.035, paths=("straight",), picks=0.7,
    ),
    _gait(
        "walk sideways", "sidestepping; walking sideways; side steps; stepping to the {side}", "*walk sideways; *sidestep to the {side}; *step sideways to the {side}; *walk sideways to the {side}; *shuffle to the {side}; *move to the {side} with side steps",
        "the feet step sideways apart and together while the body keeps facing the front",
        heading=90.0, stride=0.42, stance=0.6, arms=0.06, sway=0.0, roll=0.0, period=1.0, hands=(0.2, -0.85, 0.25), paths=("straight",), picks=2.0,
    ),
    _gait(
        "side shuffle", "side shuffle; lateral shuffle; defensive slide; side gallop; strafing", "*shuffle sideways to the {side} quickly; *shuffle sideways to the {side}; *strafe to the {side}; *slide sideways to the {side}; *gallop sideways to the {side}",
        "with bent knees the feet skip sideways apart and together in a quick rhythm",
        heading=90.0, stride=0.55, stance=0.45, period=0.55, arms=0.0, crouch=0.22, bend=18.0, bob=0.04, lift=0.1, heel=0.0, sway=0.0, roll=0.0, hands=(0.35, -0.4, 0.45), paths=("straight",), picks=1.2,
    ),
    _gait(
        "carioca", "carioca; grapevine; crossover steps; cross steps", "*do grapevine steps to the {side}; *cross one foot over the other while moving to the {side}; *walk sideways crossing the feet",
        "the feet cross in front of each other while the body moves sideways",
        heading=90.0, stride=0.75, stance=0.55, period=1.1, arms=0.05, hands=(0.75, -0.2, 0.15), sway=0.0, paths=("straight",), picks=0.7,
    ),
    _gait(
        "tiptoe", "tiptoeing; walking on tiptoe; walking on toes", "*tiptoe {where}; *walk on {his} toes; *walk on tiptoe {where}; *sneak on tiptoes",
        "the heels stay off the ground in small careful steps", tiptoe=38.0, stride=0.42, period=1.0, arms=0.08, lift=0.1, hands=(0.3, -0.75, 0.25), picks=1.2,
    ),
    _gait(
        "sneak", "sneaking; creeping; stalking; prowling; crouched walk", "*sneak {where}; *creep {where}; *walk crouched {where}; *stalk {where} with bent knees; *walk stealthily; *walk in a low crouch",
        "with bent knees and a bent back the legs take slow high careful steps",
        stride=0.6, period=1.7, crouch=0.3, bend=35.0, lift=0.22, arms=0.12, hands=(0.15, -0.55, 0.5), picks=1.2,
    ),
    _gait(
        "limp", "limping; limp; hobbling; injured walk", "*limp; *limp {where}; *hobble {where}; *walk with a limp; *drag {leg}; *walk as if {leg} hurts",
        "the body dips on one leg at every other step; one leg takes shorter steps than the other",
        limp=0.9, stride=0.55, period=1.3, arms=0.15, picks=1.5,
    ),
    _gait(
        "stagger", "staggering; drunk walk; stumbling; wobbling walk; unsteady walk", "*stagger {where}; *stumble {where}; *walk unsteadily; *walk as if drunk; *sway while walking; *wobble along",
        "the body sways and weaves from side to side in uneven steps",
        drunk=1.0, stride=0.5, period=1.3, arms=0.15, sway=0.07, roll=6.0, hands=(0.45, -0.7, 0.2), paths=("straight",), picks=1.3,
    ),
    _gait(
        "march", "marching; march; military march; goose step", "*march; *march {where}; *march like a soldier; *march {where} with high knees",
        "the knees come up high at every step and straight arms swing stiffly", lift=0.4, heel=-0.08, stride=0.65, arms=0.62, period=1.05, bend=0.0, picks=1.5,
    ),
    _gait(
        "skip", "skipping; skip; skipping along", "*skip; *skip {where}; *skip along happily; *hop and *skip {where}",
        "every step ends in a little hop with the other knee up while the arms swing high",
        period=1.0, stride=0.6, stance=0.42, lift=0.38, heel=0.0, bob=0.1, arms=0.65, hands=(0.12, -0.7, 0.15), picks=1.2,
    ),
    _gait(
        "gallop", "galloping; gallop like a horse", "*gallop {where}; *gallop like a horse; *gallop with one foot always in front",
        "one foot leads and the other chases it in bouncing steps", period=0.62, stride=0.6, stance=0.4, phase=0.25, lift=0.2, bob=0.07, arms=0.05, hands=(0.1, -0.45, 0.5), picks=0.8,
    ),
    _gait(
        "bound", "bounding; leaping strides; leaping", "*bound {where}; *leap {where} from one foot to the other; *take flying leaps",
        "long floating leaps go from one foot to the other", period=1.05, stride=0.95, stance=0.27, lift=0.4, heel=0.15, bob=0.14, arms=0.5, hands=(0.15, -0.55, 0.2), paths=("straight",), picks=0.7,
    ),
    _gait(
        "zombie walk", "zombie walk; walking like a zombie; walking with arms stretched forward", "*walk like a zombie; *walk stiffly with both arms stretched out in front; *shuffle {where} with the arms held forward",
        "both arms are held straight out in front while stiff short steps carry the body {where}",
        stride=0.4, period=1.4, lift=0.05, arms=0.04, hands=(0.05, 0.0, 0.92), roll=5.0, drunk=0.3, free_hands=False, picks=0.8,
    ),
    _gait(
        "walk on a beam", "walking on a beam; tightrope walk; slacklining; balancing on a line", "*walk along a beam with the arms out; *balance along a line; *walk a tightrope; *walk carefully with both arms spread",
        "both arms are held out to the sides while one foot is set in front of the other",
        stride=0.4, period=1.6, arms=0.04, hands=(0.92, -0.05, 0.05), sway=0.04, roll=4.0, free_hands=False, paths=("straight",), picks=0.9,
    ),
    _gait(
        "sad walk", "sad walk; dejected walk; tired walk; slouching", "*walk with a hanging head; *walk sadly {where}; *trudge {where}; *shuffle along tired; *walk slouched",
        "the head hangs, the shoulders droop and the feet shuffle slowly", stride=0.42, period=1.5, bend=22.0, nod=35.0, arms=0.08, lift=0.06, picks=0.8,
    ),
    _gait(
        "proud walk", "strutting; proud walk; catwalk; swagger", "*strut {where}; *swagger {where}; *walk proudly; *walk like a model",
        "the chest is out, the hips swing and the arms swing wide", stride=0.85, period=1.15, bend=-8.0, sway=0.06, roll=7.0, arms=0.5, hands=(0.3, -0.85, 0.05), picks=0.8,
    ),
    _gait(
        "old walk", "old person walking; shuffling with a bent back; walking with a hunched back", "*walk like an old person; *shuffle {where} with a hunched back; *walk bent over with small steps",
        "the back is hunched and the feet make tiny steps", stride=0.3, period=1.2, bend=42.0, crouch=0.1, lift=0.05, arms=0.06, hands=(0.1, -0.7, 0.35), picks=0.8,
    ),
    _gait(
        "duck walk", "duck walk; walking in a squat; waddling low", "*walk in a deep squat; *waddle {where} crouched down low",
        "in a deep squat the feet take tiny steps", stride=0.28, period=1.1, crouch=0.58, bend=25.0, lift=0.1, arms=0.0, hands=(0.1, -0.45, 0.5), roll=8.0, paths=("straight",), picks=0.7,
    ),
    _gait(
        "climb stairs", "climbing stairs; walking upstairs; going up the stairs; walking up an incline", "*walk up the stairs; *climb stairs; *go upstairs; *climb steps; *walk up an incline",
        "the knees come up high at every step and the whole body rises step by step", climb=0.62, stride=0.5, period=1.3, lift=0.2, heel=0.08, arms=0.2, bend=12.0, paths=("straight",), picks=1.6,
    ),
    _gait(
        "descend stairs", "going downstairs; walking down the stairs; descending steps", "*walk down the stairs; *go downstairs; *descend the steps; *climb down some steps",
        "the feet reach down step by step and the whole body sinks", climb=-0.62, stride=0.5, period=1.15, lift=0.16, arms=0.15, bend=4.0, nod=12.0, paths=("straight",), picks=1.4,
    ),
    _gait(
        "walk carrying", "carrying a box; carrying something heavy; walking with a load", "*carry a box {where}; *walk while carrying something in both arms; *carry a heavy object {where}",
        "both forearms stay bent in front of the belly holding a load while the legs walk {where}",
        stride=0.55, period=1.15, arms=0.02, hands=(-0.05, -0.42, 0.5), bend=-4.0, free_hands=False, picks=1.0,
    ),
    _gait(
        "push a cart", "pushing a cart; pushing something heavy; pushing a wheelchair; pushing a car; mowing the lawn", "*push a cart {where}; *push something heavy {where}; *walk while pushing with both hands; *mow the lawn",
        "both arms are stretched forward at waist height and the body leans into the push",
        stride=0.6, period=1.2, arms=0.02, hands=(0.0, -0.4, 0.8), bend=24.0, free_hands=False, paths=("straight",), picks=1.0,
    ),
    _gait(
        "pull a load", "pulling a load; dragging something; towing", "*pull something heavy while walking backward; *drag an object backward; *haul a load",
        "leaning back with both arms stretched forward the feet step backward",
        heading=180.0, stride=0.42, period=1.3, arms=0.02, hands=(0.0, -0.35, 0.85), bend=10.0, crouch=0.14, free_hands=False, paths=("straight",), picks=0.7,
    ),
)  # fmt: skip


@dataclass(frozen=True)
class Path:
    """A way to go and its words: ``turn`` degrees to the main side, and how they are spread over the time."""

    name: str
    words: tuple[str, ...]
    turn: tuple[float, float] = (0.0, 0.0)
    shape: str = "even"
    seconds: float = 1.5
    picks: float = 1.0
    extra: tuple[str, ...] = field(default=())


PATHS: Final[tuple[Path, ...]] = (
    Path("straight", ("forward", "ahead", "straight ahead", "in a straight line", "straight forward"), picks=5.0),
    Path("circle", ("in a circle", "around in a circle", "in a circle to the {side}", "in a {clock} circle", "{clock} in a circle"), (250.0, 400.0), "even", 3.0, 1.6),
    Path("curve", ("in a curve to the {side}", "along an arc to the {side}", "and bend to the {side}", "in a {side} curve"), (50.0, 120.0), "even", 2.0, 1.2),
    Path("corner", ("and turn to the {side}", "then turn {side}", "and make a {side} turn", "around a corner to the {side}"), (75.0, 105.0), "late", 2.5, 1.2),
    Path("u-turn", ("and turn around", "then turn around and come back", "forth and back", "and make a u-turn"), (165.0, 195.0), "late", 3.0, 1.2),
    Path("zigzag", ("in a zigzag", "in a zigzag line", "zigzagging", "weaving left and right", "in a slalom"), (45.0, 70.0), "wave", 3.0, 0.9),
    Path("s-curve", ("in an s-shape", "along an s-curve", "in a snaking line"), (60.0, 90.0), "wave", 3.5, 0.6),
)  # fmt: skip


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
    """Walks over pose rows ``(T, WIDTH)`` from ``start`` to ``end`` seconds, in place; later rows stay where it led.

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
