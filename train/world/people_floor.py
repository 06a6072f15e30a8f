"""Going down, getting up, and exercises on the floor."""

from __future__ import annotations

from typing import Final

from motionsearch.train.world.people_motion import add, at, home
from motionsearch.train.world.people_postures import LAP, POSE, pose

STAND: Final = POSE["stand"]
SIT: Final = POSE["sit"]
FLOOR: Final = POSE["floor"]
LONG: Final = POSE["long sit"]
KNEEL: Final = POSE["kneel"]
HALF: Final = POSE["half kneel"]
CROUCH: Final = POSE["crouch"]
BACK: Final = POSE["lie back"]
FRONT: Final = POSE["lie front"]
FOURS: Final = POSE["fours"]
PLANK: Final = POSE["plank"]
# On the way between standing and a chair the trunk leans over the feet.
_LEAN: Final = pose(
    root=(0, -0.2, -0.08), spine=(30, 0, 0), turn=(0, 22, 0), foot=(0.02, 0, 0.1), hand=(0.1, -0.75, 0.45)
)
_PERCH: Final = pose(
    root=(0, -0.46, -0.02), spine=(28, 0, 0), turn=(0, 16, 0), foot=(0.02, 0, 0.42), hand=(0.05, -0.65, 0.45)
)
_HANDS_BEHIND: Final = pose(
    root=(0, -0.9, 0),
    turn=(0, -18, 0),
    spine=(8, 0, 0),
    foot=(0.06, 0, 0.62),
    hand=(0.25, -0.8, -0.45),
    snap=1,
)
_BRIDGE_UP: Final = pose(
    root=(0, -0.55, 0.1), turn=(0, -112, 0), foot=(0.05, 0, 0.42), hand=(0.22, -0.95, 0.0), snap=1
)
_KNEES_UP: Final = pose(BACK, foot=(0.05, 0, 0.5), toe=0)

add(
    "sit down",
    "body",
    1.7,
    [at(0, STAND), at(0.4, _LEAN), at(0.72, _PERCH), at(1, SIT)],
    end="sit",
    stays=True,
    reps=(1, 1),
    weight=1.8,
    names="sitting down; sit down; taking a seat; sitting down on a chair",
    says="*sit down; *sit down on a chair; *take a seat; *lower {his} body onto a seat; *go from standing to sitting",
    how="the trunk leans forward, the knees bend and the hips sink back onto a seat",
)
add(
    "stand up",
    "body",
    1.6,
    [at(0, SIT), at(0.25, _PERCH), at(0.6, _LEAN), at(1, STAND)],
    start="sit",
    end="stand",
    stays=True,
    reps=(1, 1),
    weight=1.8,
    names="standing up; stand up; getting up from a chair; rising from a seat",
    says="*stand up; *get up from a chair; *rise from a seat; *stand up from sitting; *get to {his} feet",
    how="the trunk leans forward, the knees straighten and the body rises from the seat",
)
add(
    "sit and stand",
    "body",
    3.2,
    [
        at(0),
        at(0.2, _LEAN),
        at(0.35, _PERCH),
        at(0.45, SIT),
        at(0.55, SIT),
        at(0.66, _PERCH),
        at(0.8, _LEAN),
        home(1),
    ],
    reps=(1, 2),
    weight=1.2,
    names="sit to stand; sitting down and standing up; chair squats",
    says="*sit down and *stand up again; *sit on a chair and *get up; *take a seat and *rise again",
    how="the hips sink onto a seat and rise again",
)
add(
    "sit down on the floor",
    "body",
    2.2,
    [at(0, STAND), at(0.4, CROUCH), at(0.65, _HANDS_BEHIND), at(1, FLOOR)],
    end="floor",
    stays=True,
    reps=(1, 1),
    names="sitting down on the floor; sitting down cross-legged",
    says="*sit down on the floor; *sit down cross-legged; *lower {his} body to the ground and *sit",
    how="the knees bend all the way and the hips sink to the floor",
)
add(
    "get up from the floor",
    "body",
    2.2,
    [at(0, FLOOR), at(0.3, _HANDS_BEHIND), at(0.6, CROUCH), at(1, STAND)],
    start="floor",
    end="stand",
    stays=True,
    reps=(1, 1),
    names="getting up from the floor; standing up from the ground",
    says="*get up from the floor; *stand up from sitting on the ground; *rise from the floor; *get to {his} feet",
    how="the hips lift off the floor over the feet and the body straightens up",
)
add(
    "kneel down",
    "body",
    1.8,
    [at(0, STAND), at(0.35, foot=(0.02, 0.03, -0.3), root=(0, -0.18, -0.02)), at(0.62, HALF), at(1, KNEEL)],
    end="kneel",
    stays=True,
    reps=(1, 1),
    weight=1.2,
    names="kneeling down; kneel; getting on the knees",
    says="*kneel down; *kneel; *get down on both knees; *go down on {his} knees; *drop to {his} knees",
    how="one knee after the other goes down to the ground",
)
add(
    "stand up from kneeling",
    "body",
    1.7,
    [at(0, KNEEL), at(0.4, HALF), at(0.75, root=(0, -0.18, -0.02), foot=(0.02, 0.03, -0.3)), at(1, STAND)],
    start="kneel",
    end="stand",
    stays=True,
    reps=(1, 1),
    weight=1.2,
    names="standing up from kneeling; getting up from the knees",
    says="*stand up from kneeling; *get up from {his} knees; *rise from the knees",
    how="one foot comes forward and the body pushes up to standing",
)
add(
    "go down on one knee",
    "body",
    1.4,
    [
        at(0, STAND),
        at(0.45, pose(foot=(0.02, 0.03, -0.32), root=(0, -0.2, 0), ofoot=(0.02, 0, 0.12))),
        at(1, {**HALF, "hand": (0.05, -0.5, 0.4)}),
    ],
    end="half kneel",
    stays=True,
    reps=(1, 1),
    names="going down on one knee; proposing; taking a knee; genuflecting",
    says="*go down on one knee; *kneel on {side} knee; *drop to one knee; *propose on one knee",
    how="{knee} ~go down to the ground while the other foot stays in front",
)
add(
    "rise from one knee",
    "body",
    1.3,
    [
        at(0, HALF),
        at(0.55, pose(foot=(0.02, 0.03, -0.32), root=(0, -0.2, 0), ofoot=(0.02, 0, 0.12))),
        at(1, STAND),
    ],
    start="half kneel",
    end="stand",
    stays=True,
    reps=(1, 1),
    names="rising from one knee; getting up from one knee",
    says="*get up from one knee; *rise from one knee; *stand up from a half kneel",
    how="the body pushes up from one knee to standing",
)
add(
    "crouch down",
    "body",
    1.0,
    [at(0, STAND), at(1, CROUCH)],
    end="crouch",
    stays=True,
    reps=(1, 1),
    names="crouching down; crouch; ducking down; hiding",
    says="*crouch down; *crouch; *duck down; *squat down and *stay low; *hide by crouching",
    how="the knees bend deep and the body folds down low",
)
add(
    "rise from crouching",
    "body",
    1.0,
    [at(0, CROUCH), at(1, STAND)],
    start="crouch",
    end="stand",
    stays=True,
    reps=(1, 1),
    names="rising from a crouch; standing up from a squat",
    says="*stand up from a crouch; *rise from crouching; *straighten up; *get up from a squat",
    how="the bent knees straighten and the body rises",
)
add(
    "lie down",
    "body",
    3.0,
    [at(0, STAND), at(0.28, CROUCH), at(0.45, _HANDS_BEHIND), at(0.62, LONG), at(1, BACK)],
    end="lie back",
    stays=True,
    reps=(1, 1),
    weight=1.5,
    names="lying down; lie down; lying down on the back; going to bed",
    says="*lie down; *lie down on {his} back; *sit down and *lie back; *lay down on the floor; *get down on the floor and *lie flat",
    how="the body crouches, sits and then lies back flat on the ground",
)
add(
    "get up from lying",
    "body",
    3.0,
    [at(0, BACK), at(0.35, LONG), at(0.55, _HANDS_BEHIND), at(0.75, CROUCH), at(1, STAND)],
    start="lie back",
    end="stand",
    stays=True,
    reps=(1, 1),
    weight=1.5,
    names="getting up; get up; standing up from lying down; getting out of bed; rising from the ground",
    says="*get up; *get up from the floor; *stand up from lying on the back; *sit up and then *stand up; *rise from the ground",
    how="the trunk comes up to sitting, the feet go under the body and it stands up",
)
add(
    "sit up from lying",
    "body",
    1.6,
    [at(0, BACK), at(1, LONG)],
    start="lie back",
    end="long sit",
    stays=True,
    reps=(1, 1),
    names="sitting up; waking up; sitting up from lying down",
    says="*sit up; *sit up from lying down; *raise {his} upper body from the floor",
    how="the trunk lifts off the ground until it is upright while the legs stay down",
)
add(
    "lie back",
    "body",
    1.6,
    [at(0, LONG), at(1, BACK)],
    start="long sit",
    end="lie back",
    stays=True,
    reps=(1, 1),
    names="lying back; lying down from sitting",
    says="*lie back; *lie down from sitting; *lower {his} back to the floor",
    how="from sitting the trunk goes down backward until it lies flat",
)
add(
    "lie down on the stomach",
    "body",
    2.6,
    [
        at(0, STAND),
        at(0.3, CROUCH),
        at(0.5, FOURS),
        at(0.72, PLANK),
        at(0.88, FRONT, foot=(0.05, 0.14, -1.05), ofoot=(0.05, 0.14, -1.05)),
        at(1, FRONT),
    ],
    end="lie front",
    stays=True,
    reps=(1, 1),
    names="lying down on the stomach; going prone; dropping to the ground; lying face down",
    says="*lie down on {his} stomach; *drop to the ground face down; *get down and *lie flat on the belly; *go prone",
    how="the hands go to the floor, the legs stretch back and the body lies down on its front",
)
add(
    "get up from the stomach",
    "body",
    2.6,
    [
        at(0, FRONT),
        at(0.1, FRONT, foot=(0.05, 0.14, -1.05), ofoot=(0.05, 0.14, -1.05)),
        at(0.25, PLANK),
        at(0.5, FOURS),
        at(0.7, CROUCH),
        at(1, STAND),
    ],
    start="lie front",
    end="stand",
    stays=True,
    reps=(1, 1),
    names="getting up from the stomach; pushing up off the floor and standing up",
    says="*push up from the floor and *stand up; *get up from lying face down; *rise from the stomach",
    how="the arms push the body up, the knees come under it and it stands up",
)
add(
    "get on all fours",
    "body",
    1.6,
    [
        at(0, STAND),
        at(0.55, {**CROUCH, "hand": (0.05, -0.35, 0.85), "ohand": (0.05, -0.35, 0.85)}),
        at(1, FOURS),
    ],
    end="fours",
    stays=True,
    reps=(1, 1),
    names="getting on all fours; going down on hands and knees",
    says="*get down on all fours; *go down on hands and knees; *kneel and *put both hands on the floor",
    how="the body bends down until hands and knees are on the floor",
)
add(
    "get up from all fours",
    "body",
    1.6,
    [
        at(0, FOURS),
        at(0.5, {**CROUCH, "hand": (0.05, -0.35, 0.85), "ohand": (0.05, -0.35, 0.85)}),
        at(1, STAND),
    ],
    start="fours",
    end="stand",
    stays=True,
    reps=(1, 1),
    names="getting up from all fours; standing up from hands and knees",
    says="*get up from all fours; *stand up from hands and knees",
    how="the hands leave the floor, the feet come under the body and it stands up",
)
_LOW: Final = pose(
    PLANK, root=(0, -0.9, 0), turn=(0, 90, 0), elbow=0.8, foot=(0.02, 0.15, -1.06), hold=(0.26, 0.02, 0.56)
)
add(
    "push-up",
    "body",
    1.5,
    [at(0, PLANK), at(0.5, _LOW), at(1, PLANK)],
    start="plank",
    end="plank",
    reps=(1, 4),
    weight=2.0,
    names="push-up; push up; push-ups; pushups; press-ups; doing push-ups",
    says="*do push-ups; *do a push-up; *perform push-ups; *lower and *push up {his} body with the arms; *do press-ups",
    how="the straight body goes down to the floor and up again as the elbows bend and stretch",
)
add(
    "knee push-up",
    "body",
    1.5,
    [
        at(0, FOURS, turn=(0, 66, 0), root=(0, -0.55, 0), hold=(0.24, 0, 0.72), ohold=(0.24, 0, 0.72)),
        at(0.5, turn=(0, 82, 0), root=(0, -0.72, 0.1), elbow=0.9, oelbow=0.9),
        at(1, turn=(0, 66, 0), root=(0, -0.55, 0)),
    ],
    start="fours",
    end="fours",
    reps=(1, 4),
    weight=0.7,
    names="knee push-up; knee push-ups; push-ups on the knees",
    says="*do push-ups on {his} knees; *do knee push-ups",
    how="with the knees on the floor the arms bend and stretch so that the chest goes down and up",
)
add(
    "hold a plank",
    "body",
    2.5,
    [at(0, PLANK), at(0.5, PLANK, root=(0, -0.65, 0)), at(1, PLANK)],
    start="plank",
    end="plank",
    stays=True,
    reps=(1, 1),
    still=True,
    weight=1.2,
    names="plank; planking; holding a plank; high plank",
    says="*hold a plank; *stay in a plank; *hold the push-up position; *stay propped on hands and toes",
    how="the straight body stays propped on hands and toes without moving",
)
add(
    "mountain climbers",
    "body",
    0.45,
    [at(0), at(0.5, foot=(0, 0.06, -0.22), toe=30), home(1)],
    start="plank",
    end="plank",
    sides="turns",
    reps=(5, 12),
    smooth=True,
    weight=1.2,
    hard=True,
    names="mountain climbers; running in a plank; plank knee drives",
    says="*do mountain climbers; *run the knees in and out in a plank; *pull the knees forward in turn while propped on both hands",
    how="propped on the hands the knees shoot forward under the chest one after the other",
)
add(
    "plank jacks",
    "body",
    0.7,
    [at(0), at(0.5, foot=(0.36, 0.15, -0.95), ofoot=(0.36, 0.15, -0.95)), home(1)],
    start="plank",
    end="plank",
    reps=(2, 7),
    smooth=True,
    weight=0.6,
    hard=True,
    names="plank jacks; jumping feet apart in a plank",
    says="*do plank jacks; *jump the feet apart and together in a plank",
    how="propped on the hands the feet jump apart and together",
)
add(
    "shoulder taps",
    "body",
    1.1,
    [at(0), at(0.5, grip=0, hand=(-0.62, 0.0, 0.25)), home(1)],
    start="plank",
    end="plank",
    sides="turns",
    reps=(2, 6),
    weight=0.6,
    names="plank shoulder taps; shoulder taps",
    says="*tap the shoulders in turn in a plank; *lift one hand to the other shoulder in a push-up position",
    how="propped on straight arms one hand after the other leaves the floor to touch the opposite shoulder",
)
_SIT_UP: Final = pose(
    LONG,
    root=(0, -0.94, 0),
    foot=(0.05, 0, 0.5),
    spine=(22, 0, 0),
    turn=(0, 4, 0),
    hand=(-0.2, 0.3, 0.0),
    elbow=0.5,
    oelbow=0.5,
)
_SUPINE: Final = pose(BACK, foot=(0.05, 0, 0.5), toe=0, hand=(-0.2, 0.3, 0.0), elbow=0.5, oelbow=0.5)
add(
    "sit-up",
    "body",
    2.1,
    [at(0, _SUPINE), at(0.45, _SIT_UP), at(0.55, _SIT_UP), at(1, _SUPINE)],
    start="lie back",
    end="lie back",
    reps=(1, 4),
    weight=1.8,
    names="sit-up; sit up; sit-ups; situps; doing sit-ups",
    says="*do sit-ups; *do a sit-up; *perform sit-ups; *curl {his} trunk up to the knees and *lie back again; *sit up and *lie down again and again",
    how="lying on the back with bent knees the trunk comes up to the knees and goes back down",
)
add(
    "crunch",
    "body",
    1.3,
    [at(0, _SUPINE), at(0.5, _SUPINE, spine=(46, 0, 0), head=(15, 0, 0)), at(1, _SUPINE)],
    start="lie back",
    end="lie back",
    reps=(1, 5),
    weight=1.4,
    names="crunch; crunches; abdominal crunches; ab crunches",
    says="*do crunches; *do a crunch; *lift {his} shoulders off the floor and *lower them; *curl up a little from lying on the back",
    how="lying on the back with bent knees only head and shoulders curl up off the floor and go back",
)
add(
    "bicycle crunches",
    "body",
    1.2,
    [
        at(0, _SUPINE, spine=(30, 0, 0), foot=(0, 0.35, 0.6), ofoot=(0, 0.35, 0.6)),
        at(0.5, spine=(36, 0, -22), foot=(0, 0.5, 0.28), ofoot=(0, 0.2, 0.98)),
        at(1, foot=(0, 0.35, 0.6), ofoot=(0, 0.35, 0.6), spine=(30, 0, 0)),
    ],
    start="lie back",
    end="lie back",
    sides="turns",
    reps=(2, 6),
    smooth=True,
    weight=0.9,
    names="bicycle crunches; elbow to knee crunches",
    says="*do bicycle crunches; *pedal {his} legs in the air and *twist elbow to knee; *crunch from side to side lying on the back",
    how="lying on the back the legs pedal while the trunk twists from side to side",
)
add(
    "cycle lying down",
    "body",
    0.9,
    [
        at(0, foot=(0, 0.45, 0.35), ofoot=(0, 0.5, 0.85), toe=0, otoe=0),
        at(0.25, foot=(0, 0.75, 0.45), ofoot=(0, 0.25, 0.75)),
        at(0.5, foot=(0, 0.5, 0.85), ofoot=(0, 0.45, 0.35)),
        at(0.75, foot=(0, 0.25, 0.75), ofoot=(0, 0.75, 0.45)),
    ],
    start="lie back",
    end="lie back",
    reps=(3, 6),
    smooth=True,
    weight=1.2,
    names="cycling in the air; bicycle legs; pedaling lying down; air bike",
    says="*pedal {his} legs in the air while lying on the back; *cycle in the air; *do the bicycle lying on the back",
    how="lying on the back both legs go round in the air in turn as on a bicycle",
)
add(
    "lying leg raise",
    "body",
    2.2,
    [at(0), at(0.5, foot=(0.02, 1.1, 0.14), ofoot=(0.02, 1.1, 0.14), toe=0, otoe=0), home(1)],
    start="lie back",
    end="lie back",
    reps=(1, 3),
    weight=1.3,
    names="lying leg raises; leg raises; leg lifts lying down; raising both legs",
    says="*raise both legs while lying on the back; *do leg raises on the floor; *lift {his} straight legs up and *lower them",
    how="lying on the back both straight legs rise until they point up and go down again",
)
add(
    "single lying leg raise",
    "body",
    1.9,
    [at(0), at(0.5, foot=(0.02, 1.1, 0.14), toe=0), home(1)],
    start="lie back",
    end="lie back",
    sides="one turns",
    reps=(1, 3),
    weight=0.8,
    names="single leg raise lying down; lying leg lift",
    says="*raise {leg} while lying on the back; *lift {leg} off the floor lying down",
    how="lying on the back {leg} ~rise straight up and ~go down again",
)
add(
    "flutter kicks",
    "body",
    0.5,
    [
        at(0, foot=(0.02, 0.42, 1.0), ofoot=(0.02, 0.12, 1.08)),
        at(0.5, foot=(0.02, 0.12, 1.08), ofoot=(0.02, 0.42, 1.0)),
    ],
    start="lie back",
    end="lie back",
    reps=(4, 10),
    smooth=True,
    weight=0.8,
    names="flutter kicks; scissor legs lying down; kicking the legs lying on the back",
    says="*flutter {his} legs lying on the back; *do flutter kicks; *kick {his} legs up and down in turn above the floor",
    how="lying on the back both straight legs go up and down in quick turns just above the floor",
)
add(
    "glute bridge",
    "body",
    1.9,
    [at(0, _KNEES_UP), at(0.5, _BRIDGE_UP), at(0.6, _BRIDGE_UP), at(1, _KNEES_UP)],
    start="lie back",
    end="lie back",
    reps=(1, 4),
    weight=1.1,
    names="glute bridge; hip thrust; bridge; lifting the hips lying down; pelvic lift",
    says="*lift {his} hips off the floor while lying on the back; *do a glute bridge; *do hip thrusts; *push {his} hips up and *lower them",
    how="lying on the back with bent knees the hips rise until the body is straight and sink again",
)
add(
    "kick while lying on the stomach",
    "body",
    0.6,
    [
        at(0, foot=(0, 0.42, -0.5), ofoot=(0, 0.05, -1.02), toe=60),
        at(0.5, foot=(0, 0.05, -1.02), ofoot=(0, 0.42, -0.5)),
    ],
    start="lie front",
    end="lie front",
    reps=(3, 8),
    smooth=True,
    weight=0.6,
    names="kicking the feet lying on the stomach; tantrum",
    says="*kick {his} feet lying on the stomach; *beat the floor with {his} feet face down",
    how="lying face down the shanks flip up and down in turn",
)
add(
    "superman",
    "body",
    2.0,
    [
        at(0, FRONT, hand=(0.2, 0.95, 0.15), ohand=(0.2, 0.95, 0.15)),
        at(
            0.45,
            turn=(0, 88, 0),
            spine=(-34, 0, 0),
            head=(-25, 0, 0),
            foot=(0.06, 0.32, -1.06),
            ofoot=(0.06, 0.32, -1.06),
            hand=(0.2, 0.92, 0.3),
            ohand=(0.2, 0.92, 0.3),
        ),
        at(0.6),
        at(1, FRONT, hand=(0.2, 0.95, 0.15), ohand=(0.2, 0.95, 0.15)),
    ],
    start="lie front",
    end="lie front",
    reps=(1, 3),
    weight=0.8,
    names="superman exercise; back extension; lifting arms and legs lying on the stomach",
    says="*lift arms and legs off the floor lying on the stomach; *do the superman exercise; *arch {his} back lying face down",
    how="lying face down the stretched arms, chest and legs lift off the floor and sink again",
)
