"""Arm motions that need no thing in hand: raising, waving, clapping, circling, pointing, drawing in the air."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Final

from motionsearch.train.world.people_motion import Key, add, at, home
from motionsearch.train.world.skeleton import HANGING

UP: Final = (0.1, 0.97, 0.08)
SIDE: Final = (0.97, 0.03, 0.08)
FRONT: Final = (0.04, 0.03, 0.97)
BACK: Final = (0.1, -0.75, -0.6)
CHEST: Final = (-0.18, -0.2, 0.32)
MOUTH: Final = (-0.32, 0.14, 0.34)
EAR: Final = (-0.12, 0.3, 0.08)
HIP: Final = (-0.06, -0.72, 0.06)
# Where an arm may be moved about without the legs having to stand.
ANYWHERE: Final = ("sit", "floor", "kneel", "half kneel", "wide", "crouch", "lie back", "long sit")
SEATED: Final = ("sit", "floor", "kneel", "wide")


def circle(
    centre: Sequence[float], radius: float, plane: str = "front", count: int = 8, turns: float = 1.0
) -> list[Key]:
    """Keys of a hand going round: "front" (across and up), "side" (forward and up) or "flat" (across, forward).

    Seen by the figure, positive ``turns`` go up on the outside first ("front"), or up at the front ("side").
    """
    keys = []
    for index in range(count):
        angle = 2 * math.pi * turns * index / count
        c, s = radius * math.cos(angle), radius * math.sin(angle)
        offset = {"front": (c, s, 0.0), "side": (0.0, s, c), "flat": (c, 0.0, s)}[plane]
        hand = (centre[0] + offset[0], centre[1] + offset[1], centre[2] + offset[2])
        keys.append(at(index / count, hand=hand))
    return keys


def stroke(points: Sequence[tuple[float, float]], *, size: float = 0.36, closed: bool = False) -> list[Key]:
    """Keys of a hand drawing a figure in the air before the chest; points in [-1, 1], right and up."""
    steps = [math.dist(a, b) for a, b in zip(points, points[1:], strict=False)]
    total, gone, keys = sum(steps), 0.0, []
    for index, (x, y) in enumerate(points):
        # As the one who draws sees it, x grows to the right, away from the body for the right hand.
        hand = (-0.12 + size * x, 0.08 + size * y, 0.72)
        keys.append(at(0.1 + 0.8 * gone / total, hand=hand))
        gone += steps[index] if index < len(steps) else 0.0
    return [at(0), *keys, home(1)]


add(
    "raise arm",
    "arms",
    2.2,
    [at(0), at(0.35, hand=UP), at(0.6, hand=UP), home(1)],
    sides="one both turns",
    postures=ANYWHERE,
    reps=(1, 3),
    names="raising {arm}; arm raise; lifting {arm}; one:hand up; both:arms up",
    says="*raise {hand}; *lift {arm}; *raise {arm} overhead; *put {hand} up and *lower it again;"
    "*reach up with {hand}; *hold {hand} up high; *raise {hand} above the head and *bring it back down",
    how="{arm} ~go up until {hand} ~be above the head, then ~come down; {hand} ~rise from the hip to above the head",
)
add(
    "raise arm sideways",
    "arms",
    2.2,
    [at(0), at(0.3, hand=SIDE), at(0.6, hand=SIDE), home(1)],
    sides="one both turns",
    postures=ANYWHERE,
    names="side raise; lateral raise; both:lateral raises; both:t pose; both:spreading the arms",
    says="*raise {arm} to the side; *lift {arm} sideways to shoulder height; *stretch {arm} out to the side;"
    "*extend {arm} sideways; both:*spread both arms; both:*hold both arms out to the sides; both:*open the arms wide",
    how="{arm} ~swing out sideways to shoulder height and ~come back down; {hand} ~move away from the body to the side",
)
add(
    "raise arm forward",
    "arms",
    2.2,
    [at(0), at(0.3, hand=FRONT), at(0.6, hand=FRONT), home(1)],
    sides="one both turns",
    postures=ANYWHERE,
    names="front raise; both:front raises; arm forward",
    says="*raise {arm} to the front; *lift {arm} forward to shoulder height; *stretch {arm} out in front;"
    "*extend {arm} forward; *hold {arm} out straight ahead",
    how="{arm} ~swing forward up to shoulder height with a straight elbow and ~come down again",
)
add(
    "raise arms through the side",
    "arms",
    2.8,
    [at(0), at(0.25, hand=SIDE), at(0.45, hand=UP), at(0.55, hand=UP), at(0.75, hand=SIDE), home(1)],
    sides="both one",
    postures=ANYWHERE,
    names="both:raising the arms through the sides; both:snow angel arms; wide arm raise",
    says="*raise {arm} sideways all the way overhead; *sweep {arm} out and up in a wide arc;"
    "*swing {arm} up through the side and back down",
    how="{hand} ~travel in a wide arc from the hip out to the side and up over the head",
)
add(
    "hold arms up",
    "arms",
    1.4,
    [at(0), at(0.6, hand=(0.2, 0.9, 0.15)), at(1, hand=(0.2, 0.9, 0.15))],
    sides="both one",
    postures=ANYWHERE,
    reps=(1, 1),
    stays=True,
    still=True,
    names="both:hands up; both:surrendering; raised {arm}",
    says="*put {hand} up; *hold {hand} up in the air; both:*surrender with the hands up; *keep {arm} raised;"
    "*raise {hand} and *stay like that",
    how="{hand} ~go up and ~stay above the head",
)
add(
    "hold arms out",
    "arms",
    1.4,
    [at(0), at(0.6, hand=SIDE), at(1, hand=SIDE)],
    sides="both one",
    postures=ANYWHERE,
    reps=(1, 1),
    stays=True,
    still=True,
    names="both:t pose; both:t-pose; both:arms out to the sides; arm out to the side",
    says="*hold {arm} out to the side; both:*make a t-pose; *keep {arm} stretched out sideways",
    how="{arm} ~be held level out to the side",
)
add(
    "hold arms forward",
    "arms",
    1.4,
    [at(0), at(0.6, hand=FRONT), at(1, hand=FRONT)],
    sides="both one",
    postures=ANYWHERE,
    reps=(1, 1),
    stays=True,
    still=True,
    names="both:zombie arms; both:arms stretched forward; arm stretched forward",
    says="*hold {arm} out in front; *keep {arm} stretched forward; *stick {arm} out in front",
    how="{arm} ~be held straight out in front of the chest",
)
add(
    "lower arm",
    "arms",
    1.6,
    [at(0, hand=UP), at(0.35, hand=UP), at(0.8, hand=HANGING), at(1, hand=HANGING)],
    sides="one both",
    postures=("wide",),
    reps=(1, 1),
    names="lowering {arm}; arm down",
    says="*lower {arm}; *bring {arm} down; *drop {arm} to the side; *let {hand} sink from above the head",
    how="{arm} ~start above the head and ~come down to the side",
)
add(
    "wave",
    "arms",
    0.62,
    [at(0, hand=(0.22, 0.42, 0.3)), at(0.5, hand=(0.62, 0.34, 0.28))],
    sides="one both",
    postures=ANYWHERE,
    reps=(2, 8),
    smooth=True,
    weight=2.0,
    names="waving; hand waving; waving hello; waving goodbye; one:wave {side} hand; both:waving with both hands; wave",
    says="*wave; *wave {hand}; *wave hello; *wave goodbye; *wave {hand} from side to side; *greet someone with a wave;"
    "*raise {hand} and *wave; *wave at someone with {hand}",
    how="{hand} ~go up beside the head and ~swing left and right; {forearm} ~rock from side to side above the elbow",
)
add(
    "wave high",
    "arms",
    0.8,
    [at(0, hand=(-0.18, 0.95, 0.12)), at(0.5, hand=(0.5, 0.82, 0.12))],
    sides="one both",
    postures=SEATED,
    reps=(2, 6),
    smooth=True,
    names="high wave; waving overhead; big wave; waving {arm} above the head",
    says="*wave {hand} high above the head; *wave {arm} overhead; *swing {arm} from side to side over the head;"
    "*wave {arm} in the air; *signal with {arm} overhead; both:*wave both arms in the air",
    how="{arm} ~stretch up and ~sway from side to side above the head",
)
add(
    "wave low",
    "arms",
    0.7,
    [at(0, hand=(0.0, -0.55, 0.6)), at(0.5, hand=(0.45, -0.55, 0.5))],
    sides="one both",
    postures=SEATED,
    reps=(2, 6),
    smooth=True,
    names="low wave; shooing away; fanning",
    says="*wave {hand} at waist height; *shoo something away with {hand}; *swing {forearm} sideways in front of the waist",
    how="{hand} ~go left and right at the height of the waist",
)
add(
    "beckon",
    "arms",
    0.75,
    [at(0, hand=(0.05, -0.05, 0.85)), at(0.5, hand=(-0.08, 0.05, 0.38))],
    sides="one both",
    postures=SEATED,
    reps=(2, 5),
    smooth=True,
    names="beckoning; come here gesture; calling someone over",
    says="*beckon; *beckon someone with {hand}; *wave someone over; *motion to come closer with {hand};"
    "*pull {hand} towards the chest again and again",
    how="{hand} ~reach out in front and ~curl back to the chest, again and again",
)
add(
    "clap",
    "arms",
    0.45,
    [at(0, hand=(-0.32, -0.2, 0.5)), at(0.5, hand=(0.08, -0.22, 0.48))],
    sides="both",
    postures=ANYWHERE,
    reps=(3, 12),
    smooth=True,
    weight=1.6,
    names="clapping; clapping hands; applauding; hand clap; applause",
    says="*clap; *clap {his} hands; *applaud; *clap {his} hands in front of the chest; *bring the hands together and apart",
    how="the hands come together in front of the chest and part, again and again; both hands meet and move apart",
)
add(
    "clap overhead",
    "arms",
    0.9,
    [at(0, hand=(-0.33, 0.88, 0.1)), at(0.5, hand=(0.6, 0.5, 0.15))],
    sides="both",
    postures=SEATED,
    reps=(2, 6),
    smooth=True,
    names="clapping overhead; overhead clap; clapping above the head",
    says="*clap overhead; *clap {his} hands above the head; *swing the arms up and *clap over the head",
    how="both arms swing up from the sides until the hands meet above the head",
)
add(
    "swing arms apart and together",
    "arms",
    1.0,
    [at(0, hand=(-0.3, 0.0, 0.85)), at(0.5, hand=(0.95, 0.0, 0.0))],
    sides="both",
    postures=SEATED,
    reps=(2, 6),
    smooth=True,
    names="chest fly; horizontal arm swings; opening and closing the arms; big clap",
    says="*swing both arms open and closed; *open the arms wide and *bring them together in front; *hug the air",
    how="straight arms swing from in front of the chest out to the sides and back together at shoulder height",
)
add(
    "arm circles",
    "arms",
    1.3,
    circle((0.35, 0.0, 0.0), 0.88, "side"),
    sides="one both",
    postures=("wide", "sit", "kneel"),
    reps=(2, 5),
    smooth=True,
    weight=1.5,
    names="arm circles; arm rotation; windmill arms; circling {arm}; shoulder circles",
    says="*circle {arm}; *swing {arm} round in big circles; *rotate {arm} at the shoulder; *make big circles with {arm};"
    "*windmill {arm}; *wheel {arm} around",
    how="{arm} ~go round in a full circle beside the body; {hand} ~pass the hip, the front, over the head and the back",
)
add(
    "arm circles backward",
    "arms",
    1.3,
    circle((0.35, 0.0, 0.0), 0.88, "side", turns=-1),
    sides="one both",
    postures=("wide", "sit", "kneel"),
    reps=(2, 5),
    smooth=True,
    names="backward arm circles; reverse arm circles",
    says="*circle {arm} in reverse; *rotate {arm} in circles at the shoulder; *swing {arm} round in big circles the other way",
    how="{arm} ~go round in a full circle beside the body",
)
add(
    "small arm circles",
    "arms",
    0.7,
    circle((0.93, 0.03, 0.1), 0.17, "side"),
    sides="both one",
    postures=("wide", "sit", "kneel"),
    reps=(3, 8),
    smooth=True,
    names="small arm circles; arm circles to the side",
    says="*make small circles with {arm} held out to the side; *hold {arm} out sideways and *draw little circles",
    how="{arm} ~be held out to the side while {hand} ~trace small circles",
)
add(
    "stir big circles in front",
    "arms",
    1.2,
    circle((-0.15, 0.05, 0.66), 0.42, "front"),
    sides="one",
    postures=SEATED,
    reps=(1, 4),
    smooth=True,
    weight=1.5,
    names="drawing a circle; circle in the air; drawing circles; circular hand motion",
    says="*draw a circle in the air with {hand}; *trace circles in front of the chest with {hand}; *move {hand} in a circle;"
    "*wave {hand} round in circles; *circle {hand} in front of the body",
    how="{hand} ~go round in a circle in front of the chest; {hand} ~trace a big circle in the air in front",
)
add(
    "polish",
    "arms",
    0.9,
    circle((-0.05, -0.35, 0.62), 0.2, "flat"),
    sides="one both",
    postures=("sit", "kneel", "wide"),
    reps=(2, 6),
    smooth=True,
    names="polishing; wiping a table in circles; cleaning a table; waxing; scrubbing in circles",
    says="*wipe a table in circles with {hand}; *polish a surface with {hand}; *rub round and round with {hand}; *stir the air flat",
    how="{hand} ~go round in flat circles at waist height in front",
)
_RING = [(math.sin(2 * math.pi * i / 10), math.cos(2 * math.pi * i / 10)) for i in range(11)]
for _name, _points, _words, _speech in (
    ("draw circle", _RING, "drawing a circle clockwise", "a circle"),
    ("draw cross", [(-0.9, 0.9), (0.9, -0.9), (0.9, 0.9), (-0.9, -0.9)], "drawing an x; drawing a cross", "an x|a cross"),
    ("draw tick", [(-0.9, 0.0), (-0.3, -0.8), (0.9, 0.9)], "drawing a tick; check mark", "a tick|a check mark"),
    ("draw triangle", [(0, 1), (0.95, -0.7), (-0.95, -0.7), (0, 1)], "drawing a triangle", "a triangle"),
    ("draw square", [(-0.9, 0.9), (0.9, 0.9), (0.9, -0.9), (-0.9, -0.9), (-0.9, 0.9)], "drawing a square", "a square|a box"),
    ("draw zigzag", [(-1, 0.8), (-0.5, -0.6), (0, 0.8), (0.5, -0.6), (1, 0.8)], "drawing a zigzag", "a zigzag|a w"),
    ("draw wave line", [(-1, 0), (-0.6, 0.5), (-0.2, 0), (0.2, -0.5), (0.6, 0), (1, 0.5)], "drawing a wavy line", "a wavy line"),
    ("draw s", [(0.7, 0.9), (-0.4, 0.8), (-0.5, 0.3), (0.5, -0.3), (0.4, -0.8), (-0.7, -0.9)], "writing an s", "the letter s"),
    ("draw l", [(-0.6, 1), (-0.6, -0.8), (0.7, -0.8)], "writing an l", "the letter l"),
    ("draw z", [(-0.8, 0.8), (0.8, 0.8), (-0.8, -0.8), (0.8, -0.8)], "writing a z", "the letter z"),
    ("draw eight", [(0, 0), (0.6, 0.5), (0, 1), (-0.6, 0.5), (0, 0), (0.6, -0.5), (0, -1), (-0.6, -0.5), (0, 0)],
     "drawing a figure eight", "a figure eight|an eight"),
    ("draw spiral", [(0.2 * i / 2 * math.cos(i * 0.9), 0.2 * i / 2 * math.sin(i * 0.9)) for i in range(11)], "drawing a spiral", "a spiral"),
    ("draw horizontal line", [(-1, 0), (1, 0)], "drawing a straight line; horizontal line", "a level line|a horizontal line"),
    ("draw vertical line", [(0, 1), (0, -1)], "drawing a line downward; vertical line", "a vertical line|a line from top to bottom"),
):  # fmt: skip
    add(
        _name, "arms", 0.7 + 0.28 * len(_points), stroke(_points),
        postures=SEATED, reps=(1, 2), weight=0.45,
        names=_words,
        says=f"*draw [{_speech}] in the air; *draw [{_speech}] with {{hand}}; *trace [{_speech}] with {{hand}};"
        f"*write [{_speech}] in the air with {{hand}}",
        how=f"{{hand}} ~go up in front of the chest and ~trace the shape of [{_speech}] in the air",
    )  # fmt: skip
add(
    "swipe inward",
    "arms",
    1.3,
    [
        at(0),
        at(0.25, hand=(0.72, 0.05, 0.55)),
        at(0.36, hand=(0.72, 0.05, 0.55)),
        at(0.6, hand=(-0.72, 0.0, 0.5), spine=(0, 0, -10)),
        home(1),
    ],
    postures=SEATED,
    reps=(1, 3),
    weight=1.4,
    names="swipe {oside}; swiping to the {oside}; swiping; hand swipe",
    says="*swipe {hand} to the {oside}; *swipe across the body with {hand}; *sweep {hand} from {side} to {oside};"
    "*move {hand} across the chest to the {oside}",
    how="{hand} ~start out at the {side} and ~sweep in front of the chest to the {oside}",
)
add(
    "swipe outward",
    "arms",
    1.3,
    [
        at(0),
        at(0.25, hand=(-0.7, 0.0, 0.5)),
        at(0.36, hand=(-0.7, 0.0, 0.5)),
        at(0.6, hand=(0.82, 0.05, 0.45), spine=(0, 0, 8)),
        home(1),
    ],
    postures=SEATED,
    reps=(1, 3),
    weight=1.4,
    names="swipe {side}; swiping to the {side}; swiping; hand swipe",
    says="*swipe {hand} to the {side}; *sweep {hand} outward from {oside} to {side}; *brush something away to the {side} with {hand}",
    how="{hand} ~cross over to the {oside} and then ~sweep out to the {side}",
)
add(
    "swipe down",
    "arms",
    1.3,
    [at(0), at(0.3, hand=(0, 0.75, 0.55)), at(0.6, hand=(0.0, -0.6, 0.6)), home(1)],
    postures=SEATED,
    reps=(1, 3),
    sides="one both",
    names="swipe down; swiping downward; pulling down",
    says="*swipe {hand} down; *sweep {hand} downward in front; *pull {hand} down from above",
    how="{hand} ~go up in front and ~sweep down to the waist",
)
add(
    "swipe up",
    "arms",
    1.3,
    [at(0), at(0.3, hand=(0, -0.6, 0.6)), at(0.6, hand=(0.0, 0.7, 0.6)), home(1)],
    postures=SEATED,
    reps=(1, 3),
    sides="one both",
    names="swipe up; swiping upward; scooping up",
    says="*swipe {hand} up; *sweep {hand} upward in front; *scoop {hand} up",
    how="{hand} ~sweep up in front of the body from the waist to above the head",
)
add(
    "point forward",
    "arms",
    1.8,
    [at(0), at(0.3, hand=FRONT), at(0.65, hand=FRONT), home(1)],
    postures=ANYWHERE,
    reps=(1, 2),
    names="pointing; pointing ahead; pointing forward",
    says="*point; *point straight ahead with {hand}; *point at something in front; *stretch {arm} out and *point",
    how="{arm} ~come up straight in front and ~stay there pointing",
)
add(
    "point sideways",
    "arms",
    1.8,
    [at(0), at(0.3, hand=SIDE, head=(0, 0, 40)), at(0.65, hand=SIDE, head=(0, 0, 40)), home(1)],
    postures=ANYWHERE,
    reps=(1, 2),
    names="pointing to the {side}; pointing sideways; pointing",
    says="*point to the {side}; *point sideways with {hand} and *look there; *show the way to the {side} with {hand}",
    how="{arm} ~stretch out to the {side} and the head turns to the {side}",
)
add(
    "point up",
    "arms",
    1.8,
    [at(0), at(0.3, hand=UP, head=(-25, 0, 0)), at(0.65, hand=UP, head=(-25, 0, 0)), home(1)],
    postures=ANYWHERE,
    reps=(1, 2),
    names="pointing up; pointing at the sky",
    says="*point up; *point at the sky with {hand}; *point upward and *look up",
    how="{arm} ~stretch up and the head tips back",
)
add(
    "stop gesture",
    "arms",
    1.7,
    [at(0), at(0.25, hand=(0.05, 0.12, 0.92)), at(0.7, hand=(0.05, 0.12, 0.92)), home(1)],
    sides="one both",
    postures=SEATED,
    reps=(1, 2),
    names="stop sign; halt gesture; stop",
    says="*make a stop sign with {hand}; *signal stop with {hand}; *hold {hand} out to say stop; *tell someone to halt",
    how="{hand} ~push out in front at shoulder height and ~stay",
)
add(
    "flap arms",
    "arms",
    0.75,
    [at(0, hand=(0.86, 0.42, 0.05)), at(0.5, hand=(0.8, -0.55, 0.05))],
    sides="both",
    postures=("wide", "crouch", "kneel"),
    reps=(2, 8),
    smooth=True,
    weight=1.3,
    names="flapping; flapping the arms; bird wings; flying like a bird",
    says="*flap {his} arms; *flap {his} arms like a bird; *beat {his} arms like wings; *pretend to fly;"
    "*wave both arms up and down at the sides",
    how="both arms go up and down at the sides like wings",
)
add(
    "chicken wings",
    "arms",
    0.6,
    [at(0, hand=(-0.05, -0.28, 0.12), elbow=0.1), at(0.5, hand=(0.05, -0.2, 0.16), elbow=1.6)],
    sides="both",
    postures=("wide", "crouch", "sit"),
    reps=(2, 8),
    smooth=True,
    names="chicken wings; chicken dance; flapping the elbows",
    says="*flap {his} elbows like a chicken; *act like a chicken; *do the chicken dance; *move {his} bent arms like chicken wings",
    how="with the hands at the armpits both elbows go up and down",
)
add(
    "swing arms",
    "arms",
    0.9,
    [at(0, hand=(0.12, -0.75, 0.6)), at(0.5, hand=(0.12, -0.75, -0.55))],
    sides="both one turns",
    postures=("wide",),
    reps=(2, 6),
    smooth=True,
    names="swinging the arms; arm swings; arm swing back and forth",
    says="*swing {arm} back and forth; *swing {arm} forward and backward; *let {arm} swing at the side",
    how="{arm} ~swing forward and back beside the body like a pendulum",
)
add(
    "swing arms across", "arms", 1.2,
    [at(0, hand=(0.75, -0.3, 0.4), ohand=(-0.6, -0.35, 0.5), spine=(0, 0, 28), turn=(12, 0, 0)),
     at(0.5, hand=(-0.6, -0.35, 0.5), ohand=(0.75, -0.3, 0.4), spine=(0, 0, -28), turn=(-12, 0, 0))],
    postures=("wide", "kneel"), reps=(2, 5), smooth=True,
    names="swinging the arms from side to side; twisting with swinging arms; torso swings",
    says="*swing both arms from side to side; *twist and *swing the arms left and right; *let the arms sweep across the body",
    how="both arms sweep together to one side and then the other while the trunk twists",
)  # fmt: skip
add(
    "cross arms overhead",
    "arms",
    1.0,
    [at(0, hand=(-0.5, 0.8, 0.1)), at(0.5, hand=(0.55, 0.75, 0.1))],
    sides="both",
    postures=SEATED,
    reps=(2, 6),
    smooth=True,
    names="crossing the arms overhead; scissor arms; signalling with crossed arms",
    says="*cross and *uncross both arms overhead; *wave both arms crossing above the head; *signal for help with both arms",
    how="straight arms cross above the head and open again and again",
)
add(
    "scissor arms", "arms", 0.8,
    [at(0, hand=(-0.5, 0.06, 0.8), ohand=(-0.5, -0.06, 0.8)), at(0.5, hand=(0.6, 0.03, 0.75), ohand=(0.6, 0.03, 0.75))],
    postures=SEATED, reps=(2, 6), smooth=True,
    names="crossing the arms in front; front arm crosses; scissoring the arms",
    says="*cross {his} arms in front again and again; *scissor {his} arms; *swing {his} arms crosswise in front of the chest",
    how="both arms cross in front of the chest and open again",
)  # fmt: skip
add(
    "shake hands loose",
    "arms",
    0.3,
    [at(0, hand=(0.25, -0.65, 0.4)), at(0.5, hand=(0.27, -0.8, 0.3))],
    sides="both one",
    postures=("wide",),
    reps=(4, 12),
    smooth=True,
    names="shaking out the hands; shaking the arms loose; shivering hands",
    says="*shake out {hand}; *shake {arm} loose; *shake {hand} up and down quickly",
    how="{hand} ~shake quickly in front of the hips",
)
add(
    "shoulder press without weight",
    "arms",
    1.5,
    [at(0, hand=(0.28, 0.05, 0.15)), at(0.5, hand=(0.18, 0.95, 0.08))],
    sides="both one turns",
    postures=("wide", "sit", "kneel"),
    reps=(2, 5),
    smooth=True,
    names="shoulder press; overhead press; arm pumps overhead; raise the roof",
    says="*push {hand} up overhead; *press {hand} up from the shoulder; *pump {arm} up and down; *raise the roof with {hand}",
    how="{hand} ~push up from the shoulder until the arm is straight overhead and ~come back to the shoulder",
)
add(
    "pump fist", "arms", 0.6, [at(0, hand=(0.1, 0.05, 0.35)), at(0.5, hand=(0.1, 0.72, 0.3))],
    sides="one both", postures=SEATED, reps=(1, 6), smooth=True,
    names="pumping fist; fist pump; cheering; celebrating",
    says="*pump {fist} in the air; *cheer with {fist}; *punch the air in celebration; *celebrate with {fist} up",
    how="{fist} ~shoot up above the head and ~drop back, again and again",
)  # fmt: skip
