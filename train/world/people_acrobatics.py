"""Gymnastics: cartwheels, flips, rolls, handstands, and gym mixtures."""

from __future__ import annotations

from motionsearch.train.world.people_sheets import register

SHEET = """
[cartwheel]
is    body, 1.7 s, 1-2 times, weight 1.6, hard
0
.15   hands .3 .9 .1, foot .2 .1 0, root .05 -.03 0
.3    hands .28 .95 .05, turn 0 0 60, root 0 0 0, feet .45 0 0, loose 1, snap 1, go .5 0 0
.5    turn 0 0 180, go 1.3 0 0
.72   turn 0 0 300, go 2.1 0 0
.85   turn 0 0 350, feet .3 0 0, loose 0, snap .3, go 2.5 0 0
1     turn 0 0 360, hands .3 .8 .1, feet 0 0 0, snap 0, go 2.55 0 0
name  cartwheel; cartwheeling; cartwheel to the {side}; turning a cartwheel; gymnastics
say   *do a cartwheel; *turn a cartwheel to the {side}; *cartwheel; *wheel sideways over both hands; *do a
      cartwheel to the {side}
how   the body turns sideways over one hand and then the other while the straight legs pass overhead like
      spokes

[forward roll]
is    body, 1.9 s, 1-2 times, weight 1.5, hard
0
.2    root 0 -.6 -.1, spine 40 0 0, turn 0 30 0, hands .05 -.2 .9, head 30 0 0
.38   turn 0 110 0, spine 70 0 0, head 50 0 0, foot 0 .45 .3, ofoot 0 .45 .3, loose 1, snap 1, hands 0 -.1
      .7, go 0 0 .4
.55   turn 0 210 0, feet 0 .6 .35, hands 0 -.6 .5, go 0 0 .9
.75   turn 0 320 0, spine 60 0 0, head 20 0 0, go 0 0 1.5, feet 0 .5 .2
.88   turn 0 372 0, spine 35 0 0, root 0 -.55 -.1, feet 0 0 0, loose 0, snap 0, head 0 0 0, hands .1 -.4 .8,
      go 0 0 1.7
1     turn 0 360 0, spine 0 0 0, root 0 0 0, hands .17 -.95 .06, go 0 0 1.75
name  forward roll; roll; somersault; somersaulting; rolling forward; tumbling
say   *do a forward roll; *roll forward over the ground; *somersault; *tuck in the head and *roll over; *do a
      somersault on the floor
how   the body crouches, curls up, rolls over head and back and comes up on the feet again

[backward roll]
is    body, 1.9 s, 1 times, hard
0
.25   root 0 -.65 -.15, spine 45 0 0, turn 0 10 0, hands .1 -.3 .6, head 25 0 0
.45   turn 0 -100 0, spine 70 0 0, feet 0 .6 .35, loose 1, snap 1, hands -.1 .4 -.1, head 45 0 0, go 0 0 -.6
.62   turn 0 -200 0, go 0 0 -1.1
.85   turn 0 -340 0, spine 40 0 0, feet 0 .1 0, root 0 -.5 -.1, loose 0, snap 0, go 0 0 -1.6, hands .1 -.5
      .6, head 0 0 0
1     turn 0 -360 0, spine 0 0 0, feet 0 0 0, root 0 0 0, hands .17 -.95 .06, go 0 0 -1.65
name  backward roll; rolling backward; backward somersault
say   *do a backward roll; *roll backward over the shoulders; *fall back into a roll and *come up again
how   the body sinks back, rolls over its back and shoulders and comes up on the feet

[front flip]
is    body, 1.4 s, 1 times, weight 1.2, hard
0
.25   root 0 -.3 -.08, spine 24 0 0, turn 0 12 0, hands .15 .2 .2
.38   air .15, root 0 0 0, spine 0 0 0, turn 0 20 0, hands .1 .95 .2, go 0 0 .2
.52   air .75, turn 0 180 0, spine 40 0 0, head 30 0 0, feet 0 .5 .25, loose 1, hands .1 -.6 .5, go 0 0 .6
.66   air .55, turn 0 320 0, go 0 0 .9
.76   air .05, turn 0 365 0, spine 10 0 0, feet 0 0 0, loose 0, hands .3 -.3 .5, head 0 0 0, go 0 0 1.1
.84   air 0, turn 0 376 0, root 0 -.3 -.08, spine 20 0 0
1     turn 0 360 0, spine 0 0 0, root 0 0 0, go 0 0 1.15, hands .17 -.95 .06
name  front flip; flip; somersault in the air; forward flip; gymnastics tumbling; springboard diving
say   *do a front flip; *flip forward in the air; *jump and *somersault forward; *leap up and *turn over in
      the air
how   the body leaps up, tucks, turns over forward once in the air and lands on the feet

[backflip]
is    body, 1.4 s, 1 times, weight 1.2, hard
0
.28   root 0 -.34 -.12, spine 22 0 0, turn 0 14 0, hands .15 -.6 -.5
.4    air .15, root 0 0 0, spine -12 0 0, turn 0 -15 0, hands .1 .95 .1
.53   air .8, turn 0 -170 0, spine 35 0 0, feet 0 .5 .3, loose 1, hands .1 -.5 .5, go 0 0 -.25
.66   air .6, turn 0 -310 0, go 0 0 -.4
.76   air .05, turn 0 -352 0, spine 10 0 0, feet 0 0 0, loose 0, hands .3 -.3 .5, go 0 0 -.5
.84   air 0, turn 0 -346 0, root 0 -.3 -.08, spine 24 0 0
1     turn 0 -360 0, spine 0 0 0, root 0 0 0, hands .17 -.95 .06
name  backflip; back flip; backward somersault in the air; back tuck
say   *do a backflip; *flip backward in the air; *jump up and *somersault backward
how   the body leaps up, tucks, turns over backward once in the air and lands on the feet

[handspring]
is    body, 1.5 s, 1 times, hard
0
.15   hands .15 .95 .1, foot 0 .2 .3, root 0 0 .05
.32   turn 0 80 0, hands .15 .97 .15, foot 0 0 0, root 0 0 0, ofoot 0 .1 -.6, loose .6, snap 1, go 0 0 .7
.5    turn 0 180 0, feet 0 0 0, loose 1, go 0 0 1.3
.7    turn 0 285 0, spine -25 0 0, go 0 0 1.8
.88   turn 0 360 0, spine -10 0 0, loose 0, snap 0, go 0 0 2.1
1     turn 0 360 0, spine 0 0 0, hands .3 .6 .2, go 0 0 2.15
name  handspring; walkover; front handspring; vault; tumbling; back handspring
say   *do a handspring; *turn over forward on both hands; *spring over the hands; *do a walkover
how   the body goes over forward through a handstand with straight legs and lands on the feet

[handstand]
is    body, 3 s, 1 times, weight 1.4
0
.15   hands .12 .95 .15, foot 0 .1 .35, root 0 -.05 .1
.35   turn 0 110 0, spine 10 0 0, hands .12 .97 .05, foot 0 0 0, root 0 0 0, ofoot 0 .1 0, loose 1, snap 1,
      go 0 0 .8, head -20 0 0
.5    turn 0 180 0, spine 0 0 0, ofoot 0 0 0, go 0 0 1
.75   turn 0 182 0, go 0 0 1
.9    turn 0 70 0, loose .3, go 0 0 .6, ofoot 0 .1 -.5
1     turn 0 0 0, loose 0, snap 0, hands .17 -.95 .06, head 0 0 0, ofoot 0 0 0, go 0 0 .35
name  handstand; standing on the hands; doing a handstand; upside down
say   *do a handstand; *stand on {his} hands; *kick up into a handstand and *come back down; *balance upside
      down on both hands
how   the hands go to the floor, the legs swing up until the whole body stands upside down, and come down
      again

[headstand]
is    body, 3.2 s, 1 times
0
.25   root 0 -.6 0, turn 0 50 0, spine 40 0 0, hands 0 -.2 .8, head 20 0 0
.45   turn 0 150 0, spine 0 0 0, root 0 0 0, hands -.05 .38 .3, elbows -.2, loose 1, snap 1, feet 0 .5 .3, go
      0 0 .7, head 10 0 0
.6    turn 0 180 0, feet 0 0 0
.8    turn 0 180 0
.92   turn 0 80 0, feet 0 .4 .3, loose .3, root 0 -.5 0
1     turn 0 0 0, loose 0, snap 0, feet 0 0 0, root 0 0 0, hands .17 -.95 .06, head 0 0 0
name  headstand; standing on the head; yoga headstand
say   *do a headstand; *stand on {his} head; *go up into a headstand; *balance upside down on the head
how   with head and hands on the floor the legs go up until the body stands upside down

[bridge]
is    body, 2.6 s, 1 times
from  lie back to lie back
0     @lie back, foot 0 0 .5, ofoot 0 0 .5, toes 0, hands .05 .45 .2, elbows 1
.45   @lie back, turn 0 -118 0, spine -70 0 0, root 0 -.35 0, head -40 0 0, feet .05 0 .5, toes 0, hands .1
      .95 .05
.65   @lie back, turn 0 -118 0, spine -72 0 0, root 0 -.33 0, head -40 0 0, feet .05 0 .5, toes 0, hands .1
      .95 .05
1     @lie back, foot 0 0 .5, ofoot 0 0 .5, toes 0, hands .05 .45 .2, elbows 1
name  bridge; back bridge; wheel pose; crab bridge
say   *push up into a bridge; *arch {his} back off the floor on hands and feet; *do a bridge
how   from lying on the back hands and feet push the arched belly up high

[log roll]
is    body, 1.6 s, 1-3 times, smooth
from  lie back to lie back
0     yaw -90, root 0 -.9 0, turn 0 -90 90, hands .15 -.97 .05, feet 0 0 0, toes 30, loose 1, snap 1
.5    turn 0 90 90, go 0 0 .55
1     turn 0 270 90, go 0 0 1.1
name  log roll; rolling sideways; rolling over on the ground; rolling like a log
say   *roll sideways on the ground; *roll over and over like a log; *roll along the floor with a straight body
how   lying straight the body turns over and over about its long axis and rolls sideways

[burpee]
is    body, 3 s, 1-2 times, weight 1.5, hard
0
.18   @crouch, hands .05 -.35 .85, root 0 -.6 -.05
.32   @plank
.42   @plank, root 0 -.85 0, turn 0 88 0, elbows .8
.52   @plank
.65   @crouch, hands .05 -.35 .85, root 0 -.6 -.05
.76   @stand, hands .15 .95 .1, air .08, toes 30
.83   @stand, hands .15 .95 .1, air .3, toes 30
.91   @stand, root 0 -.15 -.05, spine 12 0 0, hands .2 -.5 .4, air 0
1     home
name  burpee; burpees; squat thrust with a jump
say   *do burpees; *do a burpee; *drop to a push-up and *jump up; *squat, *kick back to a plank, *come in and
      *jump
how   the body squats, the feet shoot back to a push-up position, come in again and the body jumps up with
      arms overhead

[squat thrust]
is    body, 2.2 s, 1-3 times, hard
0
.25   @crouch, hands .05 -.35 .85, root 0 -.6 -.05
.45   @plank
.58   @plank
.78   @crouch, hands .05 -.35 .85, root 0 -.6 -.05
1     home
name  squat thrust; squat thrusts; half burpee
say   *do squat thrusts; *put the hands down and *kick the feet back and in again; *drop to a plank and *stand
      up
how   the body squats, the feet shoot back to a push-up position, come in again and the body stands up

[inchworm]
is    body, 4 s, 1 times
0
.2    turn 0 55 0, spine 50 0 0, root 0 -.05 -.15, hands .05 -.6 .75
.45   @plank
.58   @plank
.82   @stand, turn 0 55 0, spine 50 0 0, root 0 -.05 -.15, hands .05 -.6 .75
1     home
name  inchworm; inchworms; walking out to a plank
say   *bend down, *walk the hands out to a plank and *come back; *do an inchworm; *walk {his} hands forward
      along the floor and back to the feet; *stretch out into a plank and *walk back
how   the trunk folds down, the hands go out to a push-up position and come back before the body stands up

[downward dog]
is    body, 3 s, 1 times, weight 1.1
from  fours to fours
0     @fours
.35   @plank, root 0 -.2 -.3, turn 0 132 0, foot 0 .03 -.75, ofoot 0 .03 -.75, toes 15, hold .22 0 .62, ohold
      .22 0 .62
.7    @plank, root 0 -.18 -.3, turn 0 134 0, foot 0 .03 -.75, ofoot 0 .03 -.75, toes 15, hold .22 0 .62,
      ohold .22 0 .62
1     @fours
name  downward dog; downward facing dog; yoga; yoga pose
say   *go into downward dog; *push {his} hips up high with hands and feet on the floor; *do yoga
how   from hands and knees the hips rise until arms and legs are straight and the body is an upside-down v

[cat and cow]
is    body, 2.4 s, 1-3 times, smooth
from  fours to fours
0     @fours, spine 42 0 0, head 30 0 0
.5    @fours, spine -34 0 0, head -45 0 0
name  cat and cow; cat stretch; arching and rounding the back on all fours
say   *round and *arch {his} back on all fours; *do cat and cow; *stretch like a cat
how   on hands and knees the back rounds up and sinks down in turn

[bird dog]
is    body, 2.4 s, one turns, 1-3 times
from  fours to fours
0     @fours
.45   @fours, ohand .05 .9 .35, ogrip 0, foot 0 .52 -1.02, toe 40, head -20 0 0
.6    @fours, ohand .05 .9 .35, ogrip 0, foot 0 .52 -1.02, toe 40, head -20 0 0
1     @fours
name  bird dog; opposite arm and leg raise; balance on hands and knees
say   *stretch one arm and the opposite leg on all fours; *do the bird dog; *lift {leg} and the opposite arm
      while kneeling on all fours
how   on hands and knees one arm stretches forward while the opposite leg stretches back

[donkey kick]
is    body, 1.4 s, one turns, 1-5 times
from  fours to fours
0     @fours
.5    @fours, foot 0 .75 -.55, toe 0
1     @fours
name  donkey kick; donkey kicks; glute kickback; leg lift on all fours
say   *kick {leg} up behind on all fours; *do donkey kicks with {leg}; *lift {leg} backward on hands and knees
how   on hands and knees {foot} ~push up and back and ~come down

[warrior pose]
is    body, 3 s, 1 times, stays, still, weight 1.1
0
.4    foot .85 0 .05, root .5 -.3 0, ofoot .35 0 0, hands .97 .02 0, head 0 0 70, knee .6
1     foot .85 0 .05, root .5 -.32 0, ofoot .35 0 0, hands .97 .02 0, head 0 0 70, knee .6
name  warrior pose; warrior two; yoga lunge; wide lunge with arms out
say   *stand in warrior pose; *lunge wide to the {side} with both arms out; *hold a yoga pose with bent {knee}
how   with the legs wide apart one knee bends, both arms are level and the head looks along one arm

[splits]
is    body, 2.8 s, 1 times
0
.45   foot 0 0 .9, ofoot 0 .05 -.9, otoe 60, root 0 -.82 0, hands .7 -.3 .3
.65   foot 0 0 .9, ofoot 0 .05 -.9, root 0 -.84 0, hands .7 -.3 .3
1     home
name  splits; doing the splits; front split
say   *do the splits; *slide down into a split; *go down with one leg in front and one behind
how   one leg slides forward and the other back until the hips are on the floor

[tai chi]
is    body, 4.5 s, 1 times, weight 1.2
0     hands .1 -.5 .4, root 0 -.1 0, feet .1 0 0
.2    hands .1 0 .6
.4    hand .6 .05 .5, ohand -.3 -.45 .4, root .18 -.18 0, turn 20 0 0, spine 0 0 15
.6    hand -.2 -.3 .5, ohand .1 -.1 .5, root 0 -.14 0, turn 0 0 0, spine 0 0 0
.8    hand -.3 -.45 .4, ohand .6 .05 .5, root -.18 -.18 0, turn -20 0 0, spine 0 0 -15
1     hands .1 -.5 .4, root 0 -.1 0, turn 0 0 0, spine 0 0 0
name  tai chi; slow flowing arms; qigong; shadow boxing slowly
say   *do tai chi; *move both arms slowly and softly while shifting weight; *practise slow flowing movements
how   with bent knees the weight shifts slowly from side to side while both arms float around

[karate kata]
is    body, 3.4 s, 1 times, weight 1.2, hard
0     hands .05 -.35 .2, root 0 -.12 0
.12   hand .05 -.6 .5, ohand .05 -.35 .15, ofoot 0 0 0, foot 0 0 .45, root 0 -.2 .2, spine 0 0 -10
.3    ohand -.2 .02 .97, hand .05 -.35 .1, spine 0 0 20
.45   hand -.3 .5 .4, elbow .8, ohand .05 -.35 .1, foot 0 0 0, root 0 -.1 0, spine 0 0 0
.6    ofoot -.05 .75 .95, turn 0 -14 0, elbow 0, hand -.1 0 .35
.74   ofoot 0 0 .45, root 0 -.2 .2, turn 0 0 0, hand -.2 .02 .97, ohand .05 -.35 .1, spine 0 0 -20
.88   hand -.2 .02 .97
1     home
name  karate; kata; martial arts; kung fu; martial arts form; taekwondo
say   *do a karate form; *practise martial arts; *block, *punch and *kick in turn; *do kung fu moves
how   sharp blocks and punches follow each other with a step and a kick in between
"""

register(SHEET)
