"""Weights, bars and gym machines."""

from __future__ import annotations

from motionsearch.train.world.people_sheets import register

SHEET = """
pose rack: hands -.05 .02 .22, elbows .2
pose hinge: turn 0 48 0, spine 24 0 0, root 0 -.2 -.22, head -22 0 0

[biceps curl]
is    arms, 1.6 s, both one turns, 1-5 times, weight 1.8
in    wide, sit, kneel
0     hand .08 -.95 .1
.45   hand .06 -.15 .35, elbow -.5
.55   hand .06 -.15 .35
1     hand .08 -.95 .1
name  biceps curl; bicep curls; dumbbell curl; arm curl; exercising arm; both:barbell curl; curling weights
say   *curl {arm}; *lift a dumbbell with {arm}; *do biceps curls; *curl a weight up to the shoulder with
      {hand}; *bend {arm} to lift a weight; *bend and *stretch {elbow}
how   with the upper arm still {forearm} ~bend up to the shoulder and ~go down again; {elbow} ~bend and bring
      {hand} from the thigh up to the shoulder

[overhead press]
is    arms, 1.8 s, both, 1-4 times, weight 1.4
in    wide, sit
0     @rack
.4    hand .08 .96 .05
.55   hand .08 .96 .05
1     @rack
name  overhead press; shoulder press; military press; lifting a barbell overhead; weightlifting
say   *press a barbell overhead; *lift a weight from the shoulders overhead; *push a bar up above the head
how   both hands push up from the shoulders until the arms are straight above the head and come down again;
      {hand} ~go from the shoulder straight up until {arm} ~be straight

[lateral raise]
is    arms, 1.7 s, both one, 1-5 times
in    wide, sit
0     hand .14 -.95 .1
.45   hand .95 .08 .12
1     hand .14 -.95 .1
name  lateral raise; lateral raises with dumbbells; side raises
say   *raise dumbbells out to the sides; *do lateral raises; *lift {arm} sideways with a weight
how   {arm} ~lift out sideways to shoulder height and ~sink slowly; {arm} ~rise sideways to shoulder height
      and ~sink slowly

[front raise]
is    arms, 1.7 s, both one turns, 1-5 times
in    wide, sit
0     hand .08 -.92 .25
.45   hand .05 .08 .96
1     hand .08 -.92 .25
name  front raise; front raises; lifting weights to the front
say   *raise dumbbells to the front; *do front raises; *lift {arm} forward with a weight
how   {arm} ~lift straight to the front up to shoulder height and ~sink

[triceps extension]
is    arms, 1.5 s, both one, 1-4 times
in    wide, sit
0     hand -.18 .95 .05
.5    hand -.2 .38 -.22, elbow .2
1     hand -.18 .95 .05
name  triceps extension; overhead triceps extension; lowering a weight behind the head
say   *bend and *stretch {arm} behind the head; *do triceps extensions; *lower a weight behind the head and
      *lift it
how   with the upper arm pointing up {forearm} ~fold behind the head and ~stretch up again

[shrug]
is    arms, 1.1 s, both, 1-5 times
in    seated
0     hand .17 -.95 .05, shrug 0
.45   shrug .16, hand .17 -.92 .05, head 0 0 0
.6    shrug .16
1     shrug 0
name  shrug; shrugging; shoulder shrug; shrugging the shoulders
say   *shrug; *shrug {his} shoulders; *lift both shoulders and *drop them; *pull {his} shoulders up to the
      ears
how   both shoulders rise to the ears and drop; both shoulders lift to the ears and drop

[bent-over row]
is    arms, 1.5 s, both one, 1-4 times
0     @hinge, hand .05 -.6 .75
.45   hand .2 -.3 .15, elbow .4
1     hand .05 -.6 .75
name  bent-over row; barbell row; dumbbell row; rowing a weight
say   *pull a weight up to the ribs while bent over; *do bent-over rows with {hand}; *row a barbell
how   bent forward with a flat back {hand} ~pull up to the ribs and ~go down

[chest fly standing]
is    arms, 1.6 s, both, 1-4 times
in    wide, sit
0     hand .9 .02 .3
.5    hand -.28 .02 .85
1     hand .9 .02 .3
name  cable fly; chest fly; pec deck; exercising the chest
say   *bring both arms together in front against a resistance; *do chest flies; *close both arms in front as
      if hugging a tree; *squeeze the arms together in front
how   nearly straight arms sweep from the sides together in front of the chest

[lat pulldown]
is    arms, 1.7 s, both, 1-4 times
in    sit, kneel
0     hand .35 .9 .1
.45   hand .35 .15 .1, elbow -.2, spine -8 0 0
1     hand .35 .9 .1, spine 0 0 0
name  lat pulldown; pulling a bar down; pull-down
say   *pull a bar down from above to the chest; *do lat pulldowns; *pull both hands down to the shoulders
how   both hands pull down from high above to the shoulders and go up again

[deadlift]
is    body, 2.4 s, 1-3 times, weight 1.7
0     turn 0 44 0, spine 22 0 0, root 0 -.46 -.22, head -24 0 0, hands -.02 -.72 .65, elbows -.4
.42   hands .05 -.95 .1, turn 0 0 0, spine -3 0 0, root 0 0 0, head 0 0 0
.58   hands .05 -.95 .1
1     turn 0 44 0, spine 22 0 0, root 0 -.46 -.22, head -24 0 0, hands -.02 -.72 .65
name  deadlift; deadlifting; lifting a barbell off the floor; weight lifting
say   *deadlift; *lift a barbell off the floor; *do deadlifts; *pick up a heavy bar and *stand upright; *pull
      a weight from the ground
how   with straight arms hanging the bent body rises until it stands upright and bends down again

[clean and jerk]
is    body, 4.2 s, 1 times, weight 1.6, hard
0     turn 0 44 0, spine 22 0 0, root 0 -.42 -.22, head -24 0 0, hands .05 -.72 .65
.2    turn 0 10 0, spine 4 0 0, root 0 0 0, head 0 0 0, hands .08 -.85 .15, toes 20
.3    turn 0 10 0, spine 10 0 0, root 0 -.4 -.1, hands .02 .02 .24, elbows .2, toes 0
.45   turn 0 0 0, spine 0 0 0, root 0 0 0, hands .02 .02 .22
.6    root 0 -.14 0, hands .02 .02 .22
.7    root 0 -.22 0, foot 0 0 .32, ofoot 0 .05 -.38, otoe 40, hands .15 .96 .02, elbows 0
.85   root 0 0 0, foot 0 0 0, ofoot 0 0 0, otoe 0, hands .15 .96 .02
1     hands .15 .96 .02
name  clean and jerk; olympic lifting; weightlifting; lifting a barbell overhead in two steps
say   *clean and *jerk a barbell; *lift a barbell to the shoulders and then overhead; *pull a weight up to the
      chest and *push it overhead
how   from a low bend both hands pull up to the shoulders, rest, and then push up overhead with the feet split

[snatch]
is    body, 3 s, 1 times, weight 1.2, hard
0     turn 0 46 0, spine 22 0 0, root 0 -.42 -.22, head -24 0 0, hands .35 -.7 .6
.28   turn 0 10 0, spine 2 0 0, root 0 .02 0, head 0 0 0, hands .35 -.5 .25, elbows .6, toes 25
.42   turn 0 14 0, spine 8 0 0, root 0 -.5 -.12, hands .4 .88 -.05, elbows 0, toes 0
.55   root 0 -.5 -.12
.8    turn 0 0 0, spine 0 0 0, root 0 0 0, hands .4 .88 .02
1     hands .4 .88 .02
name  snatch weight lifting; snatch; overhead squat lift; olympic snatch
say   *snatch a barbell; *pull a weight from the floor to overhead in one move; *drop under a bar and *stand
      up with it overhead
how   both hands pull from the floor to overhead in one sweep, the body drops into a squat and stands up

[barbell squat]
is    legs, 2.2 s, 1-3 times, weight 1.2
0     hands .1 .12 .06, elbows -.8
.45   root 0 -.5 -.16, spine 20 0 0, turn 0 18 0, knees .3, hands .1 .12 .06
.55   root 0 -.5 -.16
1     root 0 0 0, spine 0 0 0, turn 0 0 0, knees 0
name  barbell squat; squatting with a bar on the shoulders; weighted squat
say   *squat with a barbell on the shoulders; *bend the knees with a bar behind the neck; *do barbell squats
how   with both hands at the shoulders the hips sink low and rise again

[kettlebell swing]
is    body, 1.3 s, 2-5 times, smooth, weight 1.1
0     turn 0 42 0, spine 20 0 0, root 0 -.2 -.22, head -20 0 0, clasp 0 -.85 -.05, feet .14 0 0
.5    turn 0 0 0, spine -4 0 0, root 0 0 .02, head 0 0 0, clasp 0 .05 .95
name  kettlebell swing; kettlebell swings; swinging a weight between the legs
say   *swing a kettlebell; *swing a weight from between the legs up to the shoulders; *do kettlebell swings
how   both hands swing from between the legs up to shoulder height as the hips snap straight

[lift a box]
is    body, 2.6 s, 1 times, stays, weight 1.3
0
.35   root 0 -.5 -.18, turn 0 24 0, spine 30 0 0, clasp 0 -.6 .65 .5, feet .06 0 0
.48   root 0 -.5 -.18
.8    root 0 0 0, turn 0 0 0, spine 0 0 0, clasp 0 -.35 .5 .5, feet 0 0 0
1     clasp 0 -.35 .5 .5
name  lifting a box; picking up something heavy; lifting a box from the floor; moving furniture
say   *lift a heavy box from the floor; *pick up a box with both hands; *squat down and *lift something heavy
how   the knees bend, both hands reach to the floor, and the body stands up with something held at the belly

[put down a box]
is    body, 2.4 s, 1 times
0     clasp 0 -.35 .5 .5
.5    root 0 -.5 -.18, turn 0 24 0, spine 30 0 0, clasp 0 -.6 .65 .5
.65   root 0 -.5 -.18
1     home
name  putting down a box; setting something heavy down; placing a box on the floor
say   *put a box down on the floor; *set something heavy down with both hands; *squat to put an object on the
      ground
how   with both hands in front the knees bend until the hands reach the floor, then the body rises
      empty-handed

[lift something overhead]
is    arms, 2.2 s, both, 1-2 times, weight 1.2
in    wide, sit, kneel
0
.25   clasp 0 -.5 .5 .4
.55   clasp 0 .85 .15 .4
.7    clasp 0 .85 .15 .4
1     home
name  lifting something overhead; raising an object above the head; putting something on a high shelf
say   *lift an object overhead with both hands; *raise something above {his} head; *hold something up high
      with both hands
how   both hands together go up from the waist to above the head

[bench press]
is    body, 1.9 s, 1-5 times, weight 1.6
from  bench to bench
0     @bench, hands .12 .02 .97
.45   hands .3 -.15 .3, elbows .9
1     hands .12 .02 .97, elbows 0
name  bench press; bench pressing; pressing a barbell lying down
say   *do bench presses; *press a barbell up while lying on a bench; *push a weight up from the chest lying on
      the back
how   lying on the back both hands push straight up from the chest and come down again

[lying dumbbell fly]
is    body, 1.9 s, 1-4 times, weight .8
from  bench to bench
0     @bench, hands -.05 .02 .95
.5    hands .92 0 .2
1     hands -.05 .02 .95
name  dumbbell fly; lying chest fly; opening the arms lying on a bench
say   *open and *close {his} arms with weights lying on the back; *do dumbbell flies on a bench; *spread the
      arms and *bring them together above the chest while lying; *open both arms wide on a bench
how   lying on the back straight arms open out to the sides and close above the chest

[pull-up]
is    body, 1.9 s, 1-3 times, weight 1.6
from  hang to hang
0     @hang
.45   @hang, hands .22 .2 .18, elbows -.3, air .86, feet 0 .12 -.1
.55   @hang, hands .22 .2 .18, elbows -.3, air .86, feet 0 .12 -.1
1     @hang
name  pull-up; pull ups; chin-up; chin ups; pulling up on a bar
say   *do pull-ups; *pull {his} body up on a bar; *hang from a bar and *pull up; *do a chin-up
how   hanging by the hands the whole body is pulled up to the bar and let down again

[hang and swing]
is    body, 1.5 s, 2-4 times, smooth
from  hang to hang
0     @hang, turn 0 -22 0, hands .16 .92 .3, root 0 0 .3
.5    @hang, turn 0 22 0, hands .16 .92 -.3, root 0 0 -.3
name  hanging and swinging; swinging on something; swinging on a bar; trapezing; dead hang
say   *hang from a bar and *swing back and forth; *swing by the hands; *dangle from a bar
how   with both hands held high above the whole body swings forward and back

[hanging leg raise]
is    body, 1.9 s, 1-3 times
from  hang to hang
0     @hang
.5    @hang, feet 0 .8 1.1, toes 0
1     @hang
name  hanging leg raise; leg raises on a bar; toes to bar
say   *raise both legs while hanging from a bar; *hang and *lift the legs; *bring the knees or toes up while
      hanging; *lift {his} legs to the bar
how   hanging by the hands both legs swing up in front and go down again

[dips]
is    body, 1.6 s, 1-4 times
from  bars to bars
0     @bars
.5    hands .1 -.5 -.15, elbows -.6, air .12, feet 0 .3 -.3
1     hands .06 -.97 .05, air .4
name  dips; triceps dips; dips on bars
say   *do dips on parallel bars; *lower and *push up {his} body between two bars; *bend and *stretch the
      elbows between two bars; *sink down and *press up on the arms
how   propped on both hands beside the hips the body sinks and is pushed up again
"""

register(SHEET)
