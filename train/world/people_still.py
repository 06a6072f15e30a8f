"""Keeping a posture without moving."""

from __future__ import annotations

from motionsearch.train.world.people_sheets import register

SHEET = """
[stand still]
is    legs, 3 s, 1 times, stays, still, weight 1.5
in    wide
0     root 0 0 0
1     root 0 0 0
name  standing; standing still; idle; stand; waiting; standing in place; waiting in line; queueing
say   *stand still; *stand; *stand in place; *stay still; *wait; *stand without moving
how   the body stands upright on both feet and hardly moves

[sit still]
is    body, 3 s, 1 times, stays, still, weight 1.2
from  sit to sit
0     root 0 -.5 0
1     root 0 -.5 0
name  sitting; sitting still; sitting on a chair; being seated
say   *sit still; *sit on a chair; *stay seated; *sit without moving
how   the hips rest on a seat with bent knees and the trunk stays upright

[sit on the floor]
is    body, 3 s, 1 times, stays, still
from  floor to floor
0     @floor
1     @floor
name  sitting on the floor; sitting cross-legged; meditating on the floor
say   *sit on the floor; *sit cross-legged; *stay seated on the ground
how   the hips rest on the floor with crossed legs and the trunk stays upright

[kneel still]
is    body, 3 s, 1 times, stays, still
from  kneel to kneel
0     @kneel
1     @kneel
name  kneeling; being on the knees
say   *kneel; *stay on {his} knees; *kneel without moving
how   both knees rest on the ground and the trunk stays upright

[crouch still]
is    body, 3 s, 1 times, stays, still
from  crouch to crouch
0     @crouch
1     @crouch
name  crouching; squatting still; holding a squat
say   *crouch; *stay crouched; *hold a low squat; *squat without moving
how   the knees stay deeply bent and the body stays low

[lie still]
is    body, 3 s, 1 times, stays, still, weight 1.2
from  lie back to lie back
0     @lie back
1     @lie back
name  lying; lying on the back; lying down still; sleeping; lying flat
say   *lie on {his} back; *lie still; *lie flat on the floor; *sleep on the back
how   the whole body rests flat on the ground face up

[lie on the stomach]
is    body, 3 s, 1 times, stays, still
from  lie front to lie front
0     @lie front
1     @lie front
name  lying on the stomach; lying face down; prone
say   *lie on {his} stomach; *lie face down; *lie prone
how   the whole body rests flat on the ground face down

[lie on the side]
is    body, 3 s, 1 times, stays, still
from  lie side to lie side
0     @lie side
1     @lie side
name  lying on the side; lying on the {side} side; sleeping on the side
say   *lie on {his} {side} side; *lie on the side; *sleep on one side
how   the body rests on its {side} side on the ground

[stay on all fours]
is    body, 3 s, 1 times, stays, still, weight .8
from  fours to fours
0     @fours
1     @fours
name  on all fours; on hands and knees; tabletop position
say   *stay on all fours; *kneel on hands and knees; *rest on hands and knees
how   hands and knees rest on the ground and the back is level

[hang still]
is    body, 3 s, 1 times, stays, still, weight .8
from  hang to hang
0     @hang
1     @hang
name  hanging; dead hang; hanging from a bar
say   *hang from a bar; *hang by {his} hands; *dangle without moving
how   both hands hold high above the head and the body hangs down straight
"""

register(SHEET)
