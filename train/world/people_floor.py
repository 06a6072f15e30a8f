"""Going down, getting up, and exercises on the floor."""

from __future__ import annotations

from motionsearch.train.world.people_sheets import register

SHEET = """
pose lean: @sit, root 0 -.2 -.08, turn 0 22 0, spine 30 0 0, hands .1 -.75 .45, feet .02 0 .1
pose perch: @sit, root 0 -.46 -.02, turn 0 16 0, spine 28 0 0, hands .05 -.65 .45, feet .02 0 .42
pose hands behind: @long sit, root 0 -.9 0, turn 0 -18 0, spine 8 0 0, hands .25 -.8 -.45, feet .06 0 .62
pose bridge up: @lie back, root 0 -.55 .1, turn 0 -112 0, feet .05 0 .42, toes 0
pose knees up: @lie back, feet .05 0 .5, toes 0
pose low: @plank, root 0 -.9 0, turn 0 90 0, elbows .8, holds .26 .02 .56, feet .02 .15 -1.06
pose sit up: @long sit, turn 0 4 0, spine 22 0 0, hands -.2 .3 0, elbows .5, feet .05 0 .5
pose supine: @lie back, hands -.2 .3 0, elbows .5, feet .05 0 .5, toes 0

[sit down]
is    body, 1.7 s, 1 times, weight 1.8, stays
from  stand to sit
0     @stand
.4    @lean
.72   @perch
1     @sit
name  sitting down; sit down; taking a seat; sitting down on a chair
say   *sit down; *sit down on a chair; *take a seat; *lower {his} body onto a seat; *go from standing to
      sitting
how   the trunk leans forward, the knees bend and the hips sink back onto a seat; both knees bend and the hips
      sink back until they rest on a seat

[stand up]
is    body, 1.6 s, 1 times, weight 1.8, stays
from  sit to stand
0     @sit
.25   @perch
.6    @lean
1     @stand
name  standing up; stand up; getting up from a chair; rising from a seat
say   *stand up; *get up from a chair; *rise from a seat; *stand up from sitting; *get to {his} feet
how   the trunk leans forward, the knees straighten and the body rises from the seat; the trunk leans forward,
      both legs straighten and the body rises from the seat

[sit and stand]
is    body, 3.2 s, 1-2 times, weight 1.2
0
.2    @lean
.35   @perch
.45   @sit
.55   @sit
.66   @perch
.8    @lean
1     home
name  sit to stand; sitting down and standing up; chair squats
say   *sit down and *stand up again; *sit on a chair and *get up; *take a seat and *rise again
how   the hips sink onto a seat and rise again

[sit down on the floor]
is    body, 2.2 s, 1 times, stays
from  stand to floor
0     @stand
.4    @crouch
.65   @hands behind
1     @floor
name  sitting down on the floor; sitting down cross-legged
say   *sit down on the floor; *sit down cross-legged; *lower {his} body to the ground and *sit
how   the knees bend all the way and the hips sink to the floor

[get up from the floor]
is    body, 2.2 s, 1 times, stays
from  floor to stand
0     @floor
.3    @hands behind
.6    @crouch
1     @stand
name  getting up from the floor; standing up from the ground
say   *get up from the floor; *stand up from sitting on the ground; *rise from the floor; *get to {his} feet
how   the hips lift off the floor over the feet and the body straightens up

[kneel down]
is    body, 1.8 s, 1 times, weight 1.2, stays
from  stand to kneel
0     @stand
.35   foot .02 .03 -.3, root 0 -.18 -.02
.62   @half kneel
1     @kneel
name  kneeling down; kneel; getting on the knees
say   *kneel down; *kneel; *get down on both knees; *go down on {his} knees; *drop to {his} knees
how   one knee after the other goes down to the ground

[stand up from kneeling]
is    body, 1.7 s, 1 times, weight 1.2, stays
from  kneel to stand
0     @kneel
.4    @half kneel
.75   root 0 -.18 -.02, foot .02 .03 -.3
1     @stand
name  standing up from kneeling; getting up from the knees
say   *stand up from kneeling; *get up from {his} knees; *rise from the knees
how   one foot comes forward and the body pushes up to standing

[go down on one knee]
is    body, 1.4 s, 1 times, stays
from  stand to half kneel
0     @stand
.45   @stand, root 0 -.2 0, foot .02 .03 -.32, ofoot .02 0 .12
1     @half kneel, hand .05 -.5 .4
name  going down on one knee; proposing; taking a knee; genuflecting
say   *go down on one knee; *kneel on {knee}; *drop to one knee; *propose on one knee
how   {knee} ~go down to the ground while the other foot stays in front

[rise from one knee]
is    body, 1.3 s, 1 times, stays
from  half kneel to stand
0     @half kneel
.55   @stand, root 0 -.2 0, foot .02 .03 -.32, ofoot .02 0 .12
1     @stand
name  rising from one knee; getting up from one knee
say   *get up from one knee; *rise from one knee; *stand up from a half kneel
how   the body pushes up from one knee to standing

[crouch down]
is    body, 1 s, 1 times, stays
from  stand to crouch
0     @stand
1     @crouch
name  crouching down; crouch; ducking down; hiding
say   *crouch down; *crouch; *duck down; *squat down and *stay low; *hide by crouching
how   the knees bend deep and the body folds down low

[rise from crouching]
is    body, 1 s, 1 times, stays
from  crouch to stand
0     @crouch
1     @stand
name  rising from a crouch; standing up from a squat
say   *stand up from a crouch; *rise from crouching; *straighten up; *get up from a squat
how   the bent knees straighten and the body rises

[lie down]
is    body, 3 s, 1 times, weight 1.5, stays
from  stand to lie back
0     @stand
.28   @crouch
.45   @hands behind
.62   @long sit
1     @lie back
name  lying down; lie down; lying down on the back; going to bed
say   *lie down; *lie down on {his} back; *sit down and *lie back; *lay down on the floor; *get down on the
      floor and *lie flat
how   the body crouches, sits and then lies back flat on the ground

[get up from lying]
is    body, 3 s, 1 times, weight 1.5, stays
from  lie back to stand
0     @lie back
.35   @long sit
.55   @hands behind
.75   @crouch
1     @stand
name  getting up; get up; standing up from lying down; getting out of bed; rising from the ground
say   *get up; *get up from the floor; *stand up from lying on the back; *sit up and then *stand up; *rise
      from the ground
how   the trunk comes up to sitting, the feet go under the body and it stands up

[sit up from lying]
is    body, 1.6 s, 1 times, stays
from  lie back to long sit
0     @lie back
1     @long sit
name  sitting up; waking up; sitting up from lying down
say   *sit up; *sit up from lying down; *raise {his} upper body from the floor
how   the trunk lifts off the ground until it is upright while the legs stay down

[lie down on the stomach]
is    body, 2.6 s, 1 times, stays
from  stand to lie front
0     @stand
.3    @crouch
.5    @fours
.72   @plank
.88   @lie front, feet .05 .14 -1.05
1     @lie front
name  lying down on the stomach; going prone; dropping to the ground; lying face down
say   *lie down on {his} stomach; *drop to the ground face down; *get down and *lie flat on the belly; *go
      prone
how   the hands go to the floor, the legs stretch back and the body lies down on its front

[get up from the stomach]
is    body, 2.6 s, 1 times, stays
from  lie front to stand
0     @lie front
.1    @lie front, feet .05 .14 -1.05
.25   @plank
.5    @fours
.7    @crouch
1     @stand
name  getting up from the stomach; pushing up off the floor and standing up
say   *push up from the floor and *stand up; *get up from lying face down; *rise from the stomach
how   the arms push the body up, the knees come under it and it stands up

[get on all fours]
is    body, 1.6 s, 1 times, stays
from  stand to fours
0     @stand
.55   @crouch, hands .05 -.35 .85
1     @fours
name  getting on all fours; going down on hands and knees
say   *get down on all fours; *go down on hands and knees; *kneel and *put both hands on the floor
how   the body bends down until hands and knees are on the floor

[push-up]
is    body, 1.5 s, 1-4 times, weight 2
from  plank to plank
0     @plank
.5    @low
1     @plank
name  push-up; push up; push-ups; pushups; press-ups; doing push-ups
say   *do push-ups; *do a push-up; *perform push-ups; *lower and *push up {his} body with the arms; *do
      press-ups
how   the straight body goes down to the floor and up again as the elbows bend and stretch; both elbows bend
      until the chest is near the floor, then both arms straighten

[knee push-up]
is    body, 1.5 s, 1-4 times, weight 0.7
from  fours to fours
0     @fours, root 0 -.55 0, turn 0 66 0, holds .24 0 .72
.5    turn 0 82 0, root 0 -.72 .1, elbows .9
1     turn 0 66 0, root 0 -.55 0
name  knee push-up; knee push-ups; push-ups on the knees
say   *do push-ups on {his} knees; *do knee push-ups; *lower and *raise the chest with the knees on the floor;
      *press up from the knees
how   with the knees on the floor the arms bend and stretch so that the chest goes down and up

[hold a plank]
is    body, 2.5 s, 1 times, weight 1.2, still, stays
from  plank to plank
0     @plank
.5    @plank, root 0 -.65 0
1     @plank
name  plank; planking; holding a plank; high plank
say   *hold a plank; *stay in a plank; *hold the push-up position; *stay propped on hands and toes
how   the straight body stays propped on hands and toes without moving

[mountain climbers]
is    body, 0.45 s, turns, 5-12 times, weight 1.2, hard, smooth
from  plank to plank
0
.5    foot 0 .06 -.22, toe 30
1     home
name  mountain climbers; running in a plank; plank knee drives
say   *do mountain climbers; *run the knees in and out in a plank; *pull the knees forward in turn while
      propped on both hands
how   propped on the hands the knees shoot forward under the chest one after the other

[plank jacks]
is    body, 0.7 s, 2-7 times, weight 0.6, hard, smooth
from  plank to plank
0
.5    feet .36 .15 -.95
1     home
name  plank jacks; jumping feet apart in a plank
say   *do plank jacks; *jump the feet apart and together in a plank; *hop the feet wide and close while
      propped on the hands; *open and *close the legs in a plank
how   propped on the hands the feet jump apart and together

[shoulder taps]
is    body, 1.1 s, turns, 2-6 times, weight 0.6
from  plank to plank
0
.5    grip 0, hand -.62 0 .25
1     home
name  plank shoulder taps; shoulder taps
say   *tap the shoulders in turn in a plank; *lift one hand to the other shoulder in a push-up position;
      *touch the opposite shoulder with one hand after the other while propped up; *do shoulder taps
how   propped on straight arms one hand after the other leaves the floor to touch the opposite shoulder

[sit-up]
is    body, 2.1 s, 1-4 times, weight 1.8
from  lie back to lie back
0     @supine
.45   @sit up
.55   @sit up
1     @supine
name  sit-up; sit up; sit-ups; situps; doing sit-ups
say   *do sit-ups; *do a sit-up; *perform sit-ups; *curl {his} trunk up to the knees and *lie back again; *sit
      up and *lie down again and again
how   lying on the back with bent knees the trunk comes up to the knees and goes back down; from lying flat
      the trunk curls up to the knees and lies down again

[crunch]
is    body, 1.3 s, 1-5 times, weight 1.4
from  lie back to lie back
0     @supine
.5    @supine, spine 46 0 0, head 15 0 0
1     @supine
name  crunch; crunches; abdominal crunches; ab crunches
say   *do crunches; *do a crunch; *lift {his} shoulders off the floor and *lower them; *curl up a little from
      lying on the back
how   lying on the back with bent knees only head and shoulders curl up off the floor and go back

[bicycle crunches]
is    body, 1.2 s, turns, 2-6 times, weight 0.9, smooth
from  lie back to lie back
0     @supine, spine 30 0 0, feet 0 .35 .6
.5    spine 36 0 -22, foot 0 .5 .28, ofoot 0 .2 .98
1     feet 0 .35 .6, spine 30 0 0
name  bicycle crunches; elbow to knee crunches
say   *do bicycle crunches; *pedal {his} legs in the air and *twist elbow to knee; *crunch from side to side
      lying on the back
how   lying on the back the legs pedal while the trunk twists from side to side

[cycle lying down]
is    body, 0.9 s, 3-6 times, weight 1.2, smooth
from  lie back to lie back
0     foot 0 .45 .35, ofoot 0 .5 .85, toes 0
.25   foot 0 .75 .45, ofoot 0 .25 .75
.5    foot 0 .5 .85, ofoot 0 .45 .35
.75   foot 0 .25 .75, ofoot 0 .75 .45
name  cycling in the air; bicycle legs; pedaling lying down; air bike
say   *pedal {his} legs in the air while lying on the back; *cycle in the air; *do the bicycle lying on the
      back
how   lying on the back both legs go round in the air in turn as on a bicycle

[lying leg raise]
is    body, 2.2 s, weight 1.3
from  lie back to lie back
0
.5    feet .02 1.1 .14, toes 0
1     home
name  lying leg raises; leg raises; leg lifts lying down; raising both legs
say   *raise both legs while lying on the back; *do leg raises on the floor; *lift {his} straight legs up and
      *lower them
how   lying on the back both straight legs rise until they point up and go down again

[single lying leg raise]
is    body, 1.9 s, one turns, weight 0.8
from  lie back to lie back
0
.5    foot .02 1.1 .14, toe 0
1     home
name  single leg raise lying down; lying leg lift
say   *raise {leg} while lying on the back; *lift {leg} off the floor lying down; *swing {leg} up from the
      floor while lying face up; *raise {leg} straight while on the back
how   lying on the back {leg} ~rise straight up and ~go down again

[flutter kicks]
is    body, 0.5 s, 4-10 times, weight 0.8, smooth
from  lie back to lie back
0     foot .02 .42 1, ofoot .02 .12 1.08
.5    foot .02 .12 1.08, ofoot .02 .42 1
name  flutter kicks; scissor legs lying down; kicking the legs lying on the back
say   *flutter {his} legs lying on the back; *do flutter kicks; *kick {his} legs up and down in turn above the
      floor
how   lying on the back both straight legs go up and down in quick turns just above the floor

[glute bridge]
is    body, 1.9 s, 1-4 times, weight 1.1
from  lie back to lie back
0     @knees up
.5    @bridge up
.6    @bridge up
1     @knees up
name  glute bridge; hip thrust; bridge; lifting the hips lying down; pelvic lift
say   *lift {his} hips off the floor while lying on the back; *do a glute bridge; *do hip thrusts; *push {his}
      hips up and *lower them
how   lying on the back with bent knees the hips rise until the body is straight and sink again

[kick while lying on the stomach]
is    body, 0.6 s, 3-8 times, weight 0.6, smooth
from  lie front to lie front
0     foot 0 .42 -.5, ofoot 0 .05 -1.02, toe 60
.5    foot 0 .05 -1.02, ofoot 0 .42 -.5
name  kicking the feet lying on the stomach; tantrum
say   *kick {his} feet lying on the stomach; *beat the floor with {his} feet face down; *flutter the lower
      legs while lying face down; *drum the feet on the floor
how   lying face down the shanks flip up and down in turn

[superman]
is    body, 2 s, weight 0.8
from  lie front to lie front
0     @lie front, hands .2 .95 .15
.45   turn 0 88 0, spine -34 0 0, head -25 0 0, feet .06 .32 -1.06, hands .2 .92 .3
.6
1     @lie front, hands .2 .95 .15
name  superman exercise; back extension; lifting arms and legs lying on the stomach
say   *lift arms and legs off the floor lying on the stomach; *do the superman exercise; *arch {his} back
      lying face down
how   lying face down the stretched arms, chest and legs lift off the floor and sink again
"""

register(SHEET)
