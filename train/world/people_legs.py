"""Leg motions that leave the hands free: kicks, knee raises, squats, lunges, jumps, steps, balances."""

from __future__ import annotations

from typing import Final

from motionsearch.train.world.people_motion import add, at, home

SQUAT: Final = {"root": (0, -0.5, -0.16), "spine": (26, 0, 0), "turn": (0, 16, 0), "knee": 0.3, "oknee": 0.3}
# Arms that balance a movement of the legs.
READY: Final = {"hand": (0.1, -0.5, 0.5), "ohand": (0.1, -0.5, 0.5)}
FISTS: Final = {"hand": (-0.1, -0.08, 0.35), "ohand": (-0.1, -0.08, 0.38)}
BENT: Final = {"hand": (0.12, -0.6, 0.35), "ohand": (0.12, -0.6, 0.35)}

add(
    "front kick",
    "legs",
    1.1,
    [
        at(0),
        at(0.22, foot=(-0.02, 0.42, 0.15), turn=(0, -4, 0), root=(-0.1, -0.03, 0)),
        at(0.45, foot=(-0.05, 0.72, 1.0), turn=(0, -16, 0), spine=(8, 0, 0)),
        at(0.68, foot=(-0.02, 0.4, 0.2)),
        home(1),
    ],
    sides="one turns",
    reps=(1, 4),
    weight=1.6,
    hard=True,
    names="front kick; kicking forward; kick; kicking; kick with {leg}; forward kick",
    says="*kick; *kick forward with {leg}; *kick {leg} out in front; *do a front kick with {leg}; *kick something with {foot};"
    "*kick into the air with {foot}; *snap {foot} forward",
    how="{knee} ~come up and {foot} ~shoot forward at waist height, then ~go back down",
)
add(
    "low kick",
    "legs",
    1.0,
    [
        at(0),
        at(
            0.3,
            foot=(0.04, 0.22, -0.45),
            turn=(0, 8, 0),
            root=(-0.08, -0.04, 0),
            ohand=(0.3, -0.6, 0.55),
            hand=(0.2, -0.8, -0.35),
        ),
        at(0.52, foot=(-0.1, 0.2, 0.6), turn=(0, -12, 0), ohand=(0.3, -0.7, -0.25), hand=(0.2, -0.7, 0.5)),
        home(1),
    ],
    sides="one turns",
    reps=(1, 3),
    weight=1.5,
    hard=True,
    names="kicking a ball; soccer kick; shooting a goal; passing a soccer ball; low kick",
    says="*kick a ball with {foot}; *swing {leg} back and *kick a ball; *kick a soccer ball; *shoot at the goal with {foot};"
    "*pass a ball with {foot}; *do a low kick with {leg}",
    how="{leg} ~swing back behind the body and then ~whip forward low above the ground",
)
add(
    "side kick",
    "legs",
    1.2,
    [
        at(0),
        at(0.25, foot=(0.1, 0.45, 0.12), root=(-0.12, -0.03, 0), turn=(0, 0, -10)),
        at(0.48, foot=(1.0, 0.72, 0.08), turn=(0, 0, -32), root=(-0.16, -0.02, 0), spine=(0, 8, 0)),
        at(0.7, foot=(0.15, 0.42, 0.1), turn=(0, 0, -10)),
        home(1),
    ],
    sides="one turns",
    reps=(1, 3),
    hard=True,
    weight=1.3,
    names="side kick; kicking sideways; sideways kick; kick to the {side}",
    says="*kick sideways with {leg}; *do a side kick with {leg}; *kick {leg} out to the side; *kick to the {side}",
    how="{knee} ~come up and {foot} ~push out sideways while the body leans away to the other side",
)
add(
    "back kick",
    "legs",
    1.1,
    [
        at(0),
        at(0.25, foot=(0, 0.3, 0.1), root=(-0.08, -0.03, 0)),
        at(0.5, foot=(0.02, 0.6, -1.0), turn=(0, 40, 0), spine=(12, 0, 0), head=(-25, 0, 0)),
        home(1),
    ],
    sides="one turns",
    reps=(1, 3),
    hard=True,
    names="back kick; kicking backward; donkey kick standing; rear kick",
    says="*kick backward with {leg}; *kick {leg} out behind; *do a back kick with {leg}; *thrust {foot} backward",
    how="{foot} ~shoot out behind while the trunk tips forward",
)
add(
    "high kick",
    "legs",
    1.1,
    [
        at(0),
        at(0.2, foot=(0, 0.15, -0.3), root=(-0.06, 0, 0)),
        at(0.5, foot=(-0.04, 1.4, 1.0), turn=(0, -20, 0), spine=(16, 0, 0), otoe=15),
        home(1),
    ],
    sides="one turns",
    reps=(1, 4),
    hard=True,
    weight=1.3,
    names="high kick; kicking high; straight leg kick; can-can kick",
    says="*kick {leg} high; *do a high kick with {leg}; *swing {leg} up to head height; *kick {foot} up in the air",
    how="{leg} ~swing up straight in front until {foot} ~be as high as the head",
)
add(
    "roundhouse kick",
    "legs",
    1.1,
    [
        at(0),
        at(0.25, foot=(0.35, 0.45, -0.1), root=(-0.12, -0.02, 0), turn=(0, 0, -14)),
        at(0.5, foot=(-0.3, 0.9, 0.95), turn=(-45, -8, -26), root=(-0.12, -0.02, 0)),
        at(0.7, foot=(-0.1, 0.4, 0.3), turn=(-35, 0, -8)),
        home(1),
    ],
    sides="one turns",
    reps=(1, 3),
    hard=True,
    weight=1.2,
    names="roundhouse kick; round kick; karate kick; martial arts kick",
    says="*do a roundhouse kick with {leg}; *swing {leg} around in a high kick; *kick in an arc with {foot}; *whip {foot} across",
    how="{leg} ~swing in an arc from the side to the front while the hips turn",
)
add(
    "knee raise",
    "legs",
    1.0,
    [at(0), at(0.5, foot=(-0.03, 0.52, 0.3), root=(-0.07, 0, 0), spine=(4, 0, 0)), home(1)],
    sides="one turns",
    reps=(1, 6),
    weight=1.5,
    names="knee raise; knee lift; lifting {knee}; turns:alternating knee raises; turns:high knees; raising {knee}",
    says="*raise {knee}; *lift {knee} to hip height; *bring {knee} up; *pull {knee} up to the chest; *lift {foot} and *put it down again",
    how="{knee} ~rise to the hip and ~go down again while the trunk stays upright",
)
add(
    "knee strike",
    "legs",
    0.9,
    [
        at(0, hand=(-0.1, 0.25, 0.7), ohand=(-0.1, 0.25, 0.7)),
        at(
            0.45,
            foot=(-0.05, 0.62, 0.3),
            root=(-0.06, 0, 0.1),
            turn=(0, -14, 0),
            hand=(0, -0.55, 0.4),
            ohand=(0, -0.55, 0.4),
        ),
        at(0.9, foot=(0, 0, -0.1)),
    ],
    sides="one turns",
    reps=(1, 4),
    hard=True,
    names="knee strike; kneeing; knee kick",
    says="*strike with {knee}; *drive {knee} up and *pull both hands down; *knee an opponent",
    how="{knee} ~shoot up while both hands pull down",
)
add(
    "leg raise to the side",
    "legs",
    1.5,
    [at(0), at(0.5, foot=(0.62, 0.22, 0), root=(-0.1, 0, 0), turn=(0, 0, -8)), home(1)],
    sides="one turns",
    reps=(1, 4),
    names="side leg raise; hip abduction; leg lift to the side",
    says="*raise {leg} to the side; *lift {leg} out sideways; *swing {leg} out to the side and back",
    how="the straight {leg} ~go out sideways and ~come back",
)
add(
    "leg raise backward",
    "legs",
    1.5,
    [at(0), at(0.5, foot=(0, 0.25, -0.62), root=(-0.06, 0, 0.04), turn=(0, 14, 0)), home(1)],
    sides="one turns",
    reps=(1, 4),
    names="back leg raise; leg lift backward; leg extension behind",
    says="*raise {leg} behind; *lift {leg} backward; *stretch {leg} out behind",
    how="the straight {leg} ~go up behind the body and ~come back",
)
add(
    "leg raise forward",
    "legs",
    1.5,
    [at(0), at(0.5, foot=(0, 0.38, 0.72), root=(-0.06, 0, -0.04), turn=(0, -8, 0)), home(1)],
    sides="one turns",
    reps=(1, 4),
    names="front leg raise; leg lift; straight leg raise; lifting {leg}",
    says="*raise {leg} in front; *lift {leg} forward; *lift {leg}; *stretch {leg} out in front",
    how="the straight {leg} ~go up in front of the body and ~come down",
)
add(
    "leg swing",
    "legs",
    0.95,
    [
        at(0, foot=(0, 0.28, 0.6), root=(-0.08, 0, 0)),
        at(0.5, foot=(0, 0.22, -0.55), turn=(0, 10, 0), root=(-0.08, 0, 0)),
    ],
    reps=(2, 5),
    smooth=True,
    names="leg swings; swinging {leg}; swinging legs; leg swing back and forth",
    says="*swing {leg} back and forth; *swing {leg} forward and backward; *let {leg} swing like a pendulum",
    how="the straight {leg} ~swing forward and back while standing on the other leg",
)
add(
    "leg swing across",
    "legs",
    1.0,
    [at(0, foot=(0.65, 0.22, 0.15), root=(-0.09, 0, 0)), at(0.5, foot=(-0.5, 0.2, 0.25), root=(-0.09, 0, 0))],
    reps=(2, 5),
    smooth=True,
    names="sideways leg swings; lateral leg swings",
    says="*swing {leg} from side to side; *swing {leg} across the body and out",
    how="{leg} ~swing left and right in front of the standing leg",
)
add(
    "leg circles",
    "legs",
    1.4,
    [
        at(0, foot=(0, 0.22, 0.45), root=(-0.08, 0, 0)),
        at(0.25, foot=(0.5, 0.25, 0.1)),
        at(0.5, foot=(0, 0.18, -0.3)),
        at(0.75, foot=(-0.1, 0.15, 0.1)),
    ],
    reps=(2, 4),
    smooth=True,
    names="leg circles; circling {leg}; hip circles with the leg",
    says="*circle {leg}; *move {leg} in circles; *rotate {leg} at the hip",
    how="{foot} ~trace a circle above the floor",
)
add(
    "heel kick",
    "legs",
    0.8,
    [at(0), at(0.5, foot=(0, 0.5, -0.42), root=(-0.05, 0, 0)), home(1)],
    sides="turns one",
    reps=(2, 8),
    names="butt kicks; leg curl; hamstring curl; heel kicks; bending {knee} backward",
    says="*kick {heel} up behind; *curl {leg} up behind; *bring {heel} to the seat; turns:*do butt kicks",
    how="{knee} ~bend so that {heel} ~come up behind to the seat",
)
add(
    "squat",
    "legs",
    1.9,
    [at(0), at(0.45, SQUAT, hand=(0.05, -0.1, 0.92), ohand=(0.05, -0.1, 0.92)), at(0.58, SQUAT), home(1)],
    reps=(1, 4),
    weight=2.0,
    postures=("wide",),
    names="squat; squats; squatting; knee bend; deep knee bend; bodyweight squat",
    says="*squat; *do a squat; *squat down and *stand back up; *bend {his} knees and *go down low; *perform squats; *lower {his} hips and *rise again",
    how="the hips sink low with bent knees and rise again while the feet stay in place",
)
add(
    "deep squat",
    "legs",
    2.2,
    [
        at(0),
        at(
            0.4,
            root=(0, -0.78, -0.14),
            spine=(34, 0, 0),
            turn=(0, 12, 0),
            knee=0.5,
            oknee=0.5,
            hand=(0.1, -0.6, 0.55),
            ohand=(0.1, -0.6, 0.55),
        ),
        at(0.62, root=(0, -0.78, -0.14)),
        home(1),
    ],
    reps=(1, 3),
    weight=0.9,
    names="crouching down and getting up; deep squat; crouch",
    says="*crouch down and *get up again; *squat all the way down and *stand up; *duck down to the ground",
    how="the whole body folds down close to the ground and unfolds again",
)
add(
    "half squat pulses",
    "legs",
    0.8,
    [at(0, {**SQUAT, **BENT}), at(0.5, {**SQUAT, **BENT}, root=(0, -0.3, -0.1))],
    reps=(2, 6),
    smooth=True,
    names="squat pulses; bouncing in a squat; bobbing with bent knees",
    says="*bounce up and down in a squat; *pulse in a low squat; *bob up and down with bent knees",
    how="the hips bob up and down while the knees stay bent",
)
add(
    "lunge",
    "legs",
    2.0,
    [
        at(0),
        at(0.25, foot=(0, 0.14, 0.35), root=(-0.04, -0.05, 0.1)),
        at(0.45, foot=(0, 0, 0.62), ofoot=(0, 0.06, -0.35), otoe=45, root=(0, -0.4, 0.14)),
        at(0.6, root=(0, -0.4, 0.14)),
        at(0.78, foot=(0, 0.14, 0.3), root=(-0.04, -0.1, 0.1), ofoot=(0, 0, 0), otoe=0),
        home(1),
    ],
    sides="one turns",
    reps=(1, 3),
    weight=1.5,
    names="lunge; lunges; forward lunge; lunging; turns:alternating lunges",
    says="*lunge; *lunge forward with {leg}; *step forward with {foot} into a lunge and *come back; *do a lunge on {leg};"
    "*take a big step forward and *sink down",
    how="{foot} ~step far forward, the hips sink between the legs and then the body pushes back up",
)
add(
    "side lunge",
    "legs",
    2.0,
    [
        at(0),
        at(0.2, foot=(0.35, 0.1, 0)),
        at(0.45, foot=(0.7, 0, 0), root=(0.5, -0.36, -0.08), spine=(22, 0, 0), turn=(0, 10, 0)),
        at(0.58, root=(0.5, -0.36, -0.08)),
        at(0.8, foot=(0.3, 0.1, 0), root=(0.1, -0.05, 0)),
        home(1),
    ],
    sides="one turns",
    reps=(1, 3),
    names="side lunge; lateral lunge; cossack squat",
    says="*lunge to the {side}; *do a side lunge; *step wide to the {side} and *bend {knee}; *shift low over {leg}",
    how="{foot} ~step far out to the side and the hips sink over it while the other leg stays straight",
)
add(
    "reverse lunge",
    "legs",
    2.0,
    [
        at(0),
        at(0.22, foot=(0, 0.12, -0.35)),
        at(0.45, foot=(0, 0.08, -0.72), toe=50, root=(0, -0.42, -0.2)),
        at(0.58, root=(0, -0.42, -0.2)),
        at(0.8, foot=(0, 0.1, -0.3), toe=0, root=(-0.03, -0.06, 0)),
        home(1),
    ],
    sides="one turns",
    reps=(1, 3),
    names="reverse lunge; backward lunge; step back lunge",
    says="*step back with {foot} into a lunge; *do a reverse lunge; *lunge backward with {leg}",
    how="{foot} ~step far back, the hips sink and the body comes up again",
)
