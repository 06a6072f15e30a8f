"""Leg motions that leave the hands free: kicks, knee raises, squats, lunges."""

from __future__ import annotations

from motionsearch.train.world.people_sheets import register

SHEET = """
pose squat: root 0 -.5 -.16, spine 26 0 0, turn 0 16 0, knees .3

[front kick]
is    legs, 1.1 s, one turns, 1-4 times, weight 1.6, hard
0
.22   foot -.02 .42 .15, turn 0 -4 0, root -.1 -.03 0
.45   foot -.05 .72 1, turn 0 -16 0, spine 8 0 0
.68   foot -.02 .4 .2
1     home
name  front kick; kicking forward; kick; kicking; kick with {leg}; forward kick
say   *kick; *kick forward with {leg}; *kick {leg} out in front; *do a front kick with {leg}; *kick something
      with {foot}; *kick into the air with {foot}; *snap {foot} forward
how   {knee} ~come up and {foot} ~shoot forward at waist height, then ~go back down; {leg} ~lift bent and
      ~straighten forward

[low kick]
is    legs, 1 s, one turns, weight 1.5, hard
0
.3    foot .04 .22 -.45, turn 0 8 0, root -.08 -.04 0, ohand .3 -.6 .55, hand .2 -.8 -.35
.52   foot -.1 .2 .6, turn 0 -12 0, ohand .3 -.7 -.25, hand .2 -.7 .5
1     home
name  kicking a ball; soccer kick; shooting a goal; passing a soccer ball; low kick
say   *kick a ball with {foot}; *swing {leg} back and *kick a ball; *kick a soccer ball; *shoot at the goal
      with {foot}; *pass a ball with {foot}; *do a low kick with {leg}
how   {leg} ~swing back behind the body and then ~whip forward low above the ground; {foot} ~swing from behind
      to the front close to the ground

[side kick]
is    legs, 1.2 s, one turns, weight 1.3, hard
0
.25   foot .1 .45 .12, root -.12 -.03 0, turn 0 0 -10
.48   foot 1 .72 .08, turn 0 0 -32, root -.16 -.02 0, spine 0 8 0
.7    foot .15 .42 .1, turn 0 0 -10
1     home
name  side kick; kicking sideways; sideways kick; kick to the {side}
say   *kick sideways with {leg}; *do a side kick with {leg}; *kick {leg} out to the side; *kick to the {side}
how   {knee} ~come up and {foot} ~push out sideways while the body leans away to the other side; {leg}
      ~straighten out to the side at hip height while the trunk tips the other way

[back kick]
is    legs, 1.1 s, one turns, hard
0
.25   foot 0 .3 .1, root -.08 -.03 0
.5    foot .02 .6 -1, turn 0 40 0, spine 12 0 0, head -25 0 0
1     home
name  back kick; kicking backward; donkey kick standing; rear kick
say   *kick backward with {leg}; *kick {leg} out behind; *do a back kick with {leg}; *thrust {foot} backward
how   {foot} ~shoot out behind while the trunk tips forward; {leg} ~straighten out behind at hip height

[high kick]
is    legs, 1.1 s, one turns, 1-4 times, weight 1.3, hard
0
.2    foot 0 .15 -.3, root -.06 0 0
.5    foot -.04 1.4 1, turn 0 -20 0, spine 16 0 0, otoe 15
1     home
name  high kick; kicking high; straight leg kick; can-can kick
say   *kick {leg} high; *do a high kick with {leg}; *swing {leg} up to head height; *kick {foot} up in the air
how   {leg} ~swing up straight in front until {foot} ~be as high as the head

[roundhouse kick]
is    legs, 1.1 s, one turns, weight 1.2, hard
0
.25   foot .35 .45 -.1, root -.12 -.02 0, turn 0 0 -14
.5    foot -.3 .9 .95, turn -45 -8 -26, root -.12 -.02 0
.7    foot -.1 .4 .3, turn -35 0 -8
1     home
name  roundhouse kick; round kick; karate kick; martial arts kick
say   *do a roundhouse kick with {leg}; *swing {leg} around in a high kick; *kick in an arc with {foot}; *whip
      {foot} across
how   {leg} ~swing in an arc from the side to the front while the hips turn

[knee raise]
is    legs, 1 s, one turns, 1-6 times, weight 1.5
0
.5    foot -.03 .52 .3, root -.07 0 0, spine 4 0 0
1     home
name  knee raise; knee lift; lifting {knee}; turns:alternating knee raises; turns:high knees; raising {knee}
say   *raise {knee}; *lift {knee} to hip height; *bring {knee} up; *pull {knee} up to the chest; *lift {foot}
      and *put it down again
how   {knee} ~rise to the hip and ~go down again while the trunk stays upright; {knee} ~bend and ~go up in
      front until the thigh is level

[knee strike]
is    legs, 0.9 s, one turns, 1-4 times, hard
0     hands -.1 .25 .7
.45   foot -.05 .62 .3, root -.06 0 .1, turn 0 -14 0, hands 0 -.55 .4
.9    foot 0 0 -.1
name  knee strike; kneeing; knee kick
say   *strike with {knee}; *drive {knee} up and *pull both hands down; *knee an opponent
how   {knee} ~shoot up while both hands pull down

[leg raise to the side]
is    legs, 1.5 s, one turns, 1-4 times
0
.5    foot .62 .22 0, root -.1 0 0, turn 0 0 -8
1     home
name  side leg raise; hip abduction; leg lift to the side
say   *raise {leg} to the side; *lift {leg} out sideways; *swing {leg} out to the side and back
how   {leg} ~go out sideways, straight, and ~come back

[leg raise backward]
is    legs, 1.5 s, one turns, 1-4 times
0
.5    foot 0 .25 -.62, root -.06 0 .04, turn 0 14 0
1     home
name  back leg raise; leg lift backward; leg extension behind
say   *raise {leg} behind; *lift {leg} backward; *stretch {leg} out behind
how   {leg} ~go up straight behind the body and ~come back

[leg raise forward]
is    legs, 1.5 s, one turns, 1-4 times
0
.5    foot 0 .38 .72, root -.06 0 -.04, turn 0 -8 0
1     home
name  front leg raise; leg lift; straight leg raise; lifting {leg}
say   *raise {leg} in front; *lift {leg} forward; *lift {leg}; *stretch {leg} out in front
how   {leg} ~go up straight in front of the body and ~come down

[leg swing]
is    legs, 0.95 s, 2-5 times, smooth
0     foot 0 .28 .6, root -.08 0 0
.5    foot 0 .22 -.55, turn 0 10 0, root -.08 0 0
name  leg swings; swinging {leg}; swinging legs; leg swing back and forth
say   *swing {leg} back and forth; *swing {leg} forward and backward; *let {leg} swing like a pendulum
how   {leg} ~swing forward and back without bending while standing on the other leg

[leg swing across]
is    legs, 1 s, 2-5 times, smooth
0     foot .65 .22 .15, root -.09 0 0
.5    foot -.5 .2 .25, root -.09 0 0
name  sideways leg swings; lateral leg swings
say   *swing {leg} from side to side; *swing {leg} across the body and out; *swing {leg} left and right in
      front of the other leg; *let {leg} sway sideways
how   {leg} ~swing left and right in front of the standing leg

[leg circles]
is    legs, 1.4 s, 2-4 times, smooth
0     foot 0 .22 .45, root -.08 0 0
.25   foot .5 .25 .1
.5    foot 0 .18 -.3
.75   foot -.1 .15 .1
name  leg circles; circling {leg}; hip circles with the leg
say   *circle {leg}; *move {leg} in circles; *rotate {leg} at the hip
how   {foot} ~trace a circle above the floor

[heel kick]
is    legs, 0.8 s, turns one, 2-8 times
0
.5    foot 0 .5 -.42, root -.05 0 0
1     home
name  butt kicks; leg curl; hamstring curl; heel kicks; bending {knee} backward
say   *kick {heel} up behind; *curl {leg} up behind; *bring {heel} to the seat; turns:*do butt kicks
how   {knee} ~bend so that {heel} ~come up behind to the seat

[squat]
is    legs, 1.9 s, 1-4 times, weight 2
in    wide
0
.45   @squat, hands .05 -.1 .92
.58   @squat
1     home
name  squat; squats; squatting; knee bend; deep knee bend; bodyweight squat
say   *squat; *do a squat; *squat down and *stand back up; *bend {his} knees and *go down low; *perform
      squats; *lower {his} hips and *rise again
how   the hips sink low with bent knees and rise again while the feet stay in place; the hips go back and down
      as both knees bend, then both legs straighten

[deep squat]
is    legs, 2.2 s, weight 0.9
0
.4    root 0 -.78 -.14, spine 34 0 0, turn 0 12 0, knees .5, hands .1 -.6 .55
.62   root 0 -.78 -.14
1     home
name  crouching down and getting up; deep squat; crouch
say   *crouch down and *get up again; *squat all the way down and *stand up; *duck down to the ground
how   the whole body folds down close to the ground and unfolds again; both knees bend fully until the hips
      are near the heels

[half squat pulses]
is    legs, 0.8 s, 2-6 times, smooth
0     @squat, hands .12 -.6 .35
.5    @squat, root 0 -.3 -.1, hands .12 -.6 .35
name  squat pulses; bouncing in a squat; bobbing with bent knees
say   *bounce up and down in a squat; *pulse in a low squat; *bob up and down with bent knees
how   the hips bob up and down while the knees stay bent

[lunge]
is    legs, 2 s, one turns, weight 1.5
0
.25   foot 0 .14 .35, root -.04 -.05 .1
.45   foot 0 0 .62, ofoot 0 .06 -.35, otoe 45, root 0 -.4 .14
.6    root 0 -.4 .14
.78   foot 0 .14 .3, root -.04 -.1 .1, ofoot 0 0 0, otoe 0
1     home
name  lunge; lunges; forward lunge; lunging; turns:alternating lunges
say   *lunge; *lunge forward with {leg}; *step forward with {foot} into a lunge and *come back; *do a lunge on
      {leg}; *take a big step forward and *sink down
how   {foot} ~step far forward, the hips sink between the legs and then the body pushes back up; one leg goes
      far forward and both knees bend until the back knee is near the floor

[side lunge]
is    legs, 2 s, one turns
0
.2    foot .35 .1 0
.45   foot .7 0 0, root .5 -.36 -.08, spine 22 0 0, turn 0 10 0
.58   root .5 -.36 -.08
.8    foot .3 .1 0, root .1 -.05 0
1     home
name  side lunge; lateral lunge; cossack squat
say   *lunge to the {side}; *do a side lunge; *step wide to the {side} and *bend {knee}; *shift low over
      {leg}; turns:*lunge from side to side; turns:*shift {his} weight low from one leg to the other
how   {foot} ~step far out to the side and the hips sink over it while the other leg stays straight; the
      weight goes over one bent knee while the other leg stays straight out to the side

[reverse lunge]
is    legs, 2 s, one turns
0
.22   foot 0 .12 -.35
.45   foot 0 .08 -.72, toe 50, root 0 -.42 -.2
.58   root 0 -.42 -.2
.8    foot 0 .1 -.3, toe 0, root -.03 -.06 0
1     home
name  reverse lunge; backward lunge; step back lunge
say   *step back with {foot} into a lunge; *do a reverse lunge; *lunge backward with {leg}
how   {foot} ~step far back, the hips sink and the body comes up again
"""

register(SHEET)
