"""Track and field, gymnastics equipment, and more of the gym and yoga."""

from __future__ import annotations

from motionsearch.train.world.people_sheets import register

SHEET = """
pose take off: root 0 -.3 -.1, spine 26 0 0, turn 0 14 0, hands .12 -.7 -.5
pose run left: foot 0 .32 -.5, ofoot 0 0 .35, hand .06 -.4 .5, ohand .08 -.5 -.25, spine 12 0 0, root 0 -.06
      0
pose run right: foot 0 0 .35, ofoot 0 .32 -.5, hand .08 -.5 -.25, ohand .06 -.4 .5, spine 12 0 0, root 0 -.06
      0

[hurdle]
is    body, 2.1 s, 1 times, weight 1.1, hard
0     @run left, go 0 0 0
.14   @run right, go 0 0 .7
.28   @run left, go 0 0 1.4
.4    @run right, go 0 0 2.1, root 0 -.1 0
.55   air .4, foot 0 .5 1, ofoot .3 .45 -.55, oknee 1.2, spine 30 0 0, hand .1 -.3 .2, ohand -.05 0 .85, root
      0 0 0, go 0 0 3
.68   air .1, foot 0 .05 .35, ofoot .25 .45 .1, spine 16 0 0, go 0 0 3.8
.76   @run right, air 0, oknee 0, go 0 0 4.3
.88   @run left, go 0 0 5
1     @run right, go 0 0 5.7
name  hurdling; jumping over a hurdle; leaping over an obstacle while running; steeplechase
say   *run and *leap over a hurdle; *jump over an obstacle while running; *hurdle
how   running strides lead into a leap with one leg stretched forward and the other swung to the side, then
      the run goes on

[run and jump]
is    body, 2.2 s, 1 times, weight 1.2, hard
0     @run left, go 0 0 0
.15   @run right, go 0 0 .75
.3    @run left, go 0 0 1.5
.42   @run right, go 0 0 2.2, root 0 -.14 0
.56   air .42, foot 0 .25 -.2, ofoot 0 .4 .35, hands .2 .7 .4, spine -8 0 0, root 0 0 0, go 0 0 3.2
.7    air .2, feet 0 .35 .75, spine 34 0 0, hands .15 0 .85, go 0 0 4.2
.8    air 0, feet 0 0 .3, root 0 -.5 0, spine 40 0 0, hands .2 -.4 .8, go 0 0 4.6
1     go 0 0 4.8, feet 0 0 0, root 0 0 0, spine 0 0 0, hands .17 -.95 .06
name  long jump; running jump; running long jump; run and leap; jumping into a sand pit
say   *run up and *jump far; *do a running long jump; *take a run and *leap forward; *run, *jump and *land on
      both feet
how   running strides lead into a long leap with both feet swung forward for landing

[triple jump]
is    body, 2.4 s, 1 times, hard
0     @run right, go 0 0 0
.18   air .25, foot 0 .4 .3, ofoot 0 .15 -.3, hands .2 .2 .5, go 0 0 1.1
.32   @run right, air 0, go 0 0 1.9, root 0 -.12 0
.48   air .25, ofoot 0 .45 .35, foot 0 .15 -.3, go 0 0 3, root 0 0 0
.6    @run left, air 0, go 0 0 3.8, root 0 -.12 0
.76   air .38, feet 0 .4 .6, hands .2 .4 .6, spine 20 0 0, go 0 0 5, root 0 0 0
.87   air 0, feet 0 0 .2, root 0 -.5 0, spine 35 0 0, go 0 0 5.7
1     go 0 0 5.9, feet 0 0 0, root 0 0 0, spine 0 0 0, hands .17 -.95 .06
name  triple jump; hop, step and jump; hopscotch; three leaps in a row
say   *do a triple jump; *hop, *step and *jump; *leap three times in a row; *play hopscotch
how   three long leaps follow each other, the last one lands on both feet

[high jump]
is    body, 2.2 s, 1 times, hard, stays
from  stand to landed
0     @run left, go 0 0 0
.15   @run right, go 0 0 .6
.3    @run left, go .15 0 1.2
.42   root 0 -.15 0, foot 0 0 .2, hands .2 -.5 -.3, spine -6 0 0, go .3 0 1.7
.55   air .55, foot 0 .5 .2, turn -90 -40 0, hands .2 .6 .1, root 0 0 0, loose .5, go .5 0 2.2
.68   air 1, turn -150 -92 0, spine -42 0 0, feet 0 .15 -.1, loose 1, hands .3 -.6 -.2, head -30 0 0, go .7 0
      2.7
.82   air .35, turn -170 -125 0, spine 10 0 0, feet 0 .7 .5, go .8 0 3.1, snap 0
1     air 0, turn -170 -95 0, feet 0 .4 .4, snap 1, go .8 0 3.3
name  high jump; fosbury flop; jumping backward over a bar
say   *run up and *jump backward over a bar; *do a high jump; *leap over a bar with an arched back
how   a curved run leads into a jump with the back to the bar, the body arches over it and lands on its back

[pole vault]
is    body, 2.4 s, 1 times, hard, stays
from  stand to landed
0     @run left, clasp .3 -.2 .4 .5, go 0 0 0
.14   @run right, clasp .3 -.2 .4 .5, go 0 0 .7
.28   @run left, clasp .25 .1 .4 .5, go 0 0 1.4
.42   clasp .05 .9 .3, foot 0 .3 .2, ofoot 0 0 -.1, spine -6 0 0, air .2, go 0 0 2
.58   clasp 0 .8 .4, turn 0 -90 0, feet 0 .55 .5, loose 1, air 1.1, snap -1, go 0 0 2.5
.74   clasp 0 -.3 .5, turn 0 -190 0, feet 0 .1 .1, air 2.1, go 0 0 2.9
.88   turn 0 -270 0, hands .3 .3 .6, air 1, feet 0 .2 .2, go 0 0 3.4
1     turn 0 -270 0, hands .5 .3 .3, air .1, feet 0 .5 .5, snap 1, go 0 0 3.7
name  pole vault; pole vaulting; swinging up over a bar
say   *do a pole vault; *run with a pole and *swing up over a bar; *vault with a pole
how   a run with both hands on a pole leads into a swing upside down over a high bar and a fall

[dive into water]
is    body, 1.6 s, 1 times, stays, weight 1.1, hard
from  stand to float front
0
.25   hands .1 .9 .2, root 0 0 0
.4    root 0 -.3 -.05, spine 26 0 0, turn 0 20 0, hands .1 -.5 -.4
.52   air .3, root 0 0 0, spine 10 0 0, turn 0 40 0, hands .1 .97 .1, loose .6, go 0 0 .5, toes 50
.7    air .35, turn 0 115 0, spine 0 0 0, loose 1, snap -1, go 0 0 1.4
.88   air -.4, turn 0 140 0, go 0 0 2
1     air -.8, turn 0 130 0, go 0 0 2.4
name  diving; dive; diving cliff; springboard diving; jumping into pool; diving head first
say   *dive head first into water; *dive; *jump into the pool head first; *spring off and *dive
how   the arms swing up, the body leaps, tips over and goes down head first with stretched arms

[skydive]
is    body, 2.4 s, 1-2 times, smooth, weight .9
from  free fall to free fall
0     @free fall
.5    @free fall, air 1.7, turn 0 76 8, hands .8 .3 -.15, feet .28 .4 -.1, spine -20 0 0
name  skydiving; paragliding; bungee jumping; flying like superman; free fall; floating
say   *fall freely with spread arms and legs; *skydive; *float face down with arms and legs spread
how   lying on the air face down with an arched back the arms and legs are spread out

[sprint start]
is    body, 1.9 s, 1 times, stays, weight 1, hard
from  stand to stand
0     root 0 -.5 -.15, turn 0 70 0, foot 0 0 -.2, ofoot 0 .05 -.55, otoe 50, grip 1, ogrip 1, hold .2 0 .55,
      ohold .2 0 .55, hand 0 0 .9, ohand 0 0 .9, go 0 0 0
.35   root 0 -.36 -.1, turn 0 82 0, foot 0 0 -.2, ofoot 0 .05 -.55, grip 1, ogrip 1, hold .2 0 .55, ohold .2
      0 .55
.5    @run left, turn 0 30 0, grip 0, ogrip 0, otoe 0, go 0 0 .4
.64   @run right, turn 0 22 0, go 0 0 1.1
.78   @run left, turn 0 14 0, go 0 0 2
.9    @run right, turn 0 8 0, go 0 0 3
1     turn 0 0 0, feet 0 0 0, root 0 0 0, spine 0 0 0, hands .17 -.95 .06, go 0 0 3.8
name  sprint start; starting from the blocks; crouch start; shooting off
say   *start a sprint from the ground; *crouch at the start and *shoot off; *burst out of the blocks
how   crouched with both hands on the ground the hips rise and the body shoots off running

[box jump]
is    body, 2.2 s, 1 times, hard
0
.25   @take off
.36   root 0 0 0, spine 0 0 0, turn 0 0 0, air .15, hands .2 .3 .6, go 0 0 .2
.48   air .55, feet 0 .45 .2, spine 12 0 0, go 0 0 .6
.58   air .45, feet 0 .35 .05, root 0 -.1 0, spine 25 0 0, go 0 0 .8
.7    air .45, feet 0 0 0, root 0 0 0, spine 0 0 0, hands .17 -.95 .06
.85   air .25, root 0 -.05 0, go 0 0 .5
1     air 0, go 0 0 .3
name  box jump; jumping onto a box; plyometric jump; jumping onto something
say   *jump onto a box; *leap up onto a platform with both feet and *come down; *do box jumps
how   both feet leave the ground and land on something high, the body stands up there and comes down again

[jump squat]
is    legs, 1.3 s, 1-4 times, hard
0     hands .1 -.3 .5
.4    root 0 -.48 -.14, spine 26 0 0, turn 0 12 0, hands -.05 -.1 .4
.6    root 0 .02 0, spine 0 0 0, turn 0 0 0, air .24, toes 40, hands .12 -.8 -.3
.8    air 0, toes 0, root 0 -.3 -.1, spine 18 0 0, hands .05 -.2 .5
1     root 0 0 0, spine 0 0 0, hands .1 -.3 .5
name  jump squat; squat jumps; jumping out of a squat
say   *jump out of a squat; *do squat jumps; *squat and *jump up again and again
how   the hips sink low, then both legs throw the body up off the ground

[jump lunge]
is    legs, 1.1 s, turns, 2-5 times, hard
0     foot 0 0 .45, ofoot 0 .05 -.4, otoe 45, root 0 -.38 0, hands -.05 -.3 .5
.5    air .2, foot 0 0 0, ofoot 0 0 0, otoe 0, root 0 -.05 0
1     ofoot 0 0 .45, foot 0 .05 -.4, toe 45, root 0 -.38 0, air 0
name  jump lunges; jumping lunges; split squat jumps; switching lunges
say   *do jumping lunges; *jump and *switch legs in a lunge; *leap from lunge to lunge
how   from a deep lunge the body jumps and lands with the other foot in front

[pistol squat]
is    legs, 2.6 s, 1-2 times
0
.45   foot 0 .25 .9, root -.06 -.62 -.15, spine 34 0 0, turn 0 10 0, hands 0 0 .95
.58   foot 0 .25 .9, root -.06 -.62 -.15
1     home
name  pistol squat; one-legged squat; single leg squat
say   *squat on one leg with {leg} stretched forward; *do a pistol squat on {oleg}; *sink down on one leg
how   {leg} ~stretch out in front while the other knee bends deep and straightens again

[thruster]
is    body, 2.2 s, 1-3 times
0     hands -.02 .05 .22, elbows .1
.35   root 0 -.52 -.14, spine 20 0 0, turn 0 12 0, knees .3, hands -.02 .05 .22
.7    root 0 .01 0, spine 0 0 0, turn 0 0 0, knees 0, hands .1 .96 .02, elbows 0
1     hands -.02 .05 .22, elbows .1, root 0 0 0
name  thruster; thrusters; wall ball; squat and press
say   *squat and *press overhead; *do thrusters; *rise from a squat and *push both hands up; *throw a ball up
      from a squat
how   with the hands at the shoulders the hips sink low, then the body rises and both hands push up overhead

[ball slam]
is    body, 1.8 s, 1-3 times, hard
0     clasp 0 -.3 .5
.4    clasp 0 .9 0, toes 25, root 0 .04 0, spine -6 0 0
.62   clasp 0 -.65 .65, toes 0, root 0 -.38 -.1, spine 40 0 0, turn 0 20 0
.75   clasp 0 -.65 .65
1     clasp 0 -.3 .5, root 0 0 0, spine 0 0 0, turn 0 0 0
name  ball slam; medicine ball slam; slamming a ball down
say   *lift a ball overhead and *slam it down; *do medicine ball slams; *throw something hard on the floor
      with both hands
how   both hands swing up overhead and slam down to the floor while the knees bend

[battle ropes]
is    legs, .45 s, 4-11 times, smooth
0     hand -.1 -.1 .75, ohand -.1 -.6 .65, root 0 -.22 -.06, spine 18 0 0, feet .12 0 0
.5    hand -.1 -.6 .65, ohand -.1 -.1 .75, root 0 -.24 -.06, spine 18 0 0
name  battle ropes; waving ropes; rope slams; drumming with long ropes
say   *wave heavy ropes with both hands in turn; *do battle ropes; *whip ropes up and down
how   with bent knees both arms whip up and down in turn in front

[wall sit]
is    legs, 2.6 s, 1 times, stays, still
0
.4    root 0 -.48 -.45, turn 0 0 0, hands .05 -.6 .4
1     root 0 -.49 -.45, hands .05 -.6 .4
name  wall sit; chair pose; sitting against a wall; holding a half squat
say   *sit against a wall without a chair; *hold a wall sit; *hold a half squat with an upright back
how   the knees stay bent at right angles under an upright back

[good morning]
is    body, 2.2 s, 1-3 times
0     hands .1 .12 .06, elbows -.8
.5    turn 0 50 0, spine 16 0 0, root 0 -.06 -.2, head -20 0 0, hands .1 .12 .06
1     turn 0 0 0, spine 0 0 0, root 0 0 0, head 0 0 0, hands .1 .12 .06
name  good morning exercise; hip hinge; bowing with a bar on the shoulders
say   *bend forward at the hips with a bar on the shoulders; *do good mornings; *hinge at the hips and *rise
how   with the hands at the shoulders the straight trunk tips forward and comes up

[russian twist]
is    body, 1.3 s, 2-4 times, smooth, weight 1.1
from  long sit to long sit
0     @long sit, turn 0 -32 0, foot 0 .2 .65, ofoot 0 .2 .65, clasp .35 -.35 .4, spine 20 0 35
.5    @long sit, turn 0 -32 0, foot 0 .2 .65, ofoot 0 .2 .65, clasp -.35 -.35 .4, spine 20 0 -35
name  russian twist; seated twist; abdominal twist; sitting twist
say   *twist from side to side while sitting on the floor; *do russian twists; *lean back and *twist left and
      right
how   sitting on the floor leaning back with lifted feet both hands swing from side to side

[v-up]
is    body, 2 s, 1-3 times
from  lie back to lie back
0     @lie back, hands .1 .97 -.05
.5    @lie back, turn 0 -50 0, spine 25 0 0, foot .02 .75 .8, ofoot .02 .75 .8, toes 20, hands .05 .3 .9
1     @lie back, hands .1 .97 -.05
name  v-up; v-ups; jackknife; folding up
say   *fold up so that hands and feet meet; *do v-ups; *lift arms and legs together from lying on the back
how   lying stretched the arms and legs rise together until the hands meet the feet

[side plank]
is    body, 2.6 s, 1 times, stays, still
from  side plank to side plank
0     @side plank
1     @side plank, turn 0 0 63
name  side plank; propped on one hand; plank to the side; holding a side plank
say   *hold a side plank on {hand}; *hold a side plank; *prop the body sideways on {hand} with the other arm
      up
how   the straight body is propped sideways on {hand} while the other arm points up

[side plank dips]
is    body, 1.5 s, 1-4 times, weight .8
from  side plank to side plank
0     @side plank
.5    @side plank, turn 0 0 76, spine 0 -26 0
1     @side plank
name  side plank dips; hip dips; side plank hip lifts
say   *dip and *lift the hips in a side plank; *do side plank dips on {hand}; *lower and *raise the hips
      sideways, propped on one hand; *dip the waist in a side plank
how   propped sideways on {hand} the hips sink and rise

[cobra pose]
is    body, 2.6 s, 1 times
from  lie front to lie front
0     @lie front
.4    @lie front, turn 0 84 0, spine -58 0 0, head -25 0 0, hands .15 -.35 .65, elbows -.2
.7    @lie front, turn 0 84 0, spine -60 0 0, head -25 0 0, hands .15 -.35 .65, elbows -.2
1     @lie front
name  cobra pose; upward dog; back extension; pushing the chest up from the floor
say   *push the chest up from lying on the stomach; *do the cobra; *arch up with the hips on the floor
how   lying face down the arms push the chest up while the hips stay on the floor

[child pose]
is    body, 2.6 s, 1 times
from  kneel to kneel
0     @kneel
.4    @kneel, root 0 -.68 -.4, turn 0 70 0, spine 35 0 0, hands .1 .95 .15, head 10 0 0
.7    @kneel, root 0 -.68 -.4, turn 0 70 0, spine 36 0 0, hands .1 .95 .15, head 10 0 0
1     @kneel
name  child pose; prostrating; kneeling bow; praying on the knees; bowing down to the ground
say   *bow down to the floor from kneeling; *rest in child pose; *kneel and *stretch both arms forward on the
      ground
how   from kneeling the hips sink back on the heels and the trunk folds to the floor with the arms stretched
      forward

[triangle pose]
is    body, 2.8 s, 1 times
0     feet .3 0 0, root 0 -.1 0, hands .95 .02 .05
.4    feet .3 0 0, root -.1 -.1 0, turn 0 0 30, spine 0 48 0, hand .5 -.85 0, ohand .55 .85 0, head 0 0 -30
.7    feet .3 0 0, root -.1 -.1 0, turn 0 0 30, spine 0 50 0, hand .5 -.85 0, ohand .55 .85 0, head 0 0 -30
1     home
name  triangle pose; side bend with the legs wide; yoga side bend
say   *bend sideways over a straight leg with one arm up; *stand in triangle pose; *reach down to {foot}
      sideways
how   with wide legs the trunk tips sideways until one hand is at the foot and the other points up

[side lying leg raise]
is    body, 1.6 s, 1-4 times
from  lie side to lie side
0     @lie side
.5    @lie side, ofoot .7 .2 .1
1     @lie side
name  side leg raise lying down; lying hip abduction; clam shell
say   *raise the upper leg while lying on the side; *lift {oleg} lying on the side; *lift the top leg while
      lying on one side; *open the legs lying on the side
how   lying on the side the upper leg lifts and sinks

[wrestle]
is    body, 1.5 s, 1-3 times, smooth, weight .9, hard
0     clasp .1 -.15 .65 .5, root .1 -.28 -.05, turn 0 26 0, spine 28 0 15, feet .15 0 0, ofoot .15 0 .2
.33   clasp -.1 -.3 .6 .5, root -.08 -.32 .05, turn 10 30 0, spine 30 8 -15, feet .15 0 0, foot .15 0 .2
.66   clasp .2 -.05 .55 .5, root .1 -.24 -.05, turn -10 20 0, spine 20 -8 20, feet .15 0 0
name  wrestling; grappling; judo; sumo; struggling with someone
say   *wrestle; *grapple with someone; *push and *pull an opponent around; *struggle bent forward
how   bent low with wide feet both arms grip and tug from side to side

[monkey bars]
is    body, 1.2 s, 2-3 times, smooth
from  hang to hang
0     @hang, hand .05 .95 .3, ohand .2 .9 -.35, turn 12 0 6, foot 0 .05 -.15, ofoot 0 .05 .1, go 0 0 0
.5    @hang, hand .2 .9 -.35, ohand .05 .95 .3, turn -12 0 -6, foot 0 .05 .1, ofoot 0 .05 -.15, go 0 0 .45
1     @hang, hand .05 .95 .3, ohand .2 .9 -.35, turn 12 0 6, foot 0 .05 -.15, ofoot 0 .05 .1, go 0 0 .9
name  monkey bars; swinging hand over hand; brachiating
say   *swing along hand over hand; *cross the monkey bars; *move along a bar with the hands in turn
how   hanging by the hands one hand after the other reaches forward as the body swings along

[trampoline]
is    legs, 1.2 s, 2-4 times, smooth, weight 1, hard
0     root 0 -.2 0, spine 8 0 0, hands .3 -.6 .1
.25   air .2, root 0 0 0, spine 0 0 0, hands .5 .3 .2, toes 40
.5    air .75, hands .35 .75 .2
.75   air .2, hands .5 .2 .2, toes 10
name  bouncing on trampoline; trampoline; big bounces; jumping high again and again
say   *bounce high on a trampoline; *jump very high again and again; *bounce up with swinging arms
how   the body flies high up and comes down again and again while the arms swing up and down
"""

register(SHEET)
