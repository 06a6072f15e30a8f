"""Ways from one posture to another that everyday motion is full of, and rolling over."""

from __future__ import annotations

from motionsearch.train.world.people_sheets import register

SHEET = """
[kneel to all fours]
is    body, 1.5 s, 1 times, stays
from  kneel to fours
0     @kneel
1     @fours
name  going from kneeling to all fours; getting down on the hands; dropping onto the hands
say   *go from kneeling to all fours; *put both hands on the floor; *lean forward onto {his} hands
how   from the knees the trunk tips forward until both hands are on the floor

[all fours to kneeling]
is    body, 1.5 s, 1 times, stays
from  fours to kneel
0     @fours
1     @kneel
name  rising from all fours to kneeling; coming up on the knees; kneeling up
say   *come up from all fours onto the knees; *lift both hands from the floor and *kneel upright; *kneel up
how   the hands leave the floor and the trunk rises upright over the knees

[all fours to lying]
is    body, 1.7 s, 1 times, stays
from  fours to lie front
0     @fours
.5    @plank, root 0 -.75 .05
1     @lie front
name  lying down from all fours; sinking onto the stomach; going prone
say   *lie down on the stomach from all fours; *slide the legs back and *sink to the floor; *go flat on the
      belly
how   from hands and knees the legs stretch back and the belly sinks to the floor

[lying to all fours]
is    body, 1.7 s, 1 times, stays
from  lie front to fours
0     @lie front
.5    @plank, root 0 -.75 .05
1     @fours
name  pushing up to all fours; getting from the stomach to hands and knees; coming up from the floor
say   *push up from the stomach onto hands and knees; *come up onto all fours; *press the floor away and *get
      onto the knees
how   the hands push, the belly leaves the floor and the knees come under

[all fours to plank]
is    body, 1.4 s, 1 times, stays
from  fours to plank
0     @fours
1     @plank
name  stretching into a plank; getting into push-up position; moving from the knees to the toes
say   *stretch the legs back into a plank; *get into a push-up position; *lift both knees off the floor
how   the legs stretch back until the body is straight on hands and toes

[half kneel to kneeling]
is    body, 1.3 s, 1 times, stays, weight .8
from  half kneel to kneel
0     @half kneel
1     @kneel
name  going from one knee to both knees; putting the other knee down; kneeling fully
say   *put the other knee down too; *go from one knee onto both; *bring both knees to the floor
how   the foot in front draws back until both knees are on the floor

[kneeling to one knee]
is    body, 1.3 s, 1 times, stays, weight .8
from  kneel to half kneel
0     @kneel
.5    @half kneel, ofoot .04 .12 .2
1     @half kneel
name  going from both knees to one knee; putting one foot forward from kneeling
say   *put one foot forward while kneeling; *go from both knees to one knee; *lift one knee off the floor
how   one foot swings forward and is put down flat while the other knee stays

[kneel to the floor]
is    body, 1.7 s, 1 times, stays, weight .9
from  kneel to floor
0     @kneel
.5    @kneel, root .2 -.75 -.25, turn 0 0 10, hand .4 -.7 -.1, snap 1
1     @floor
name  sitting down from kneeling; moving from the knees to sitting cross-legged
say   *sit down on the floor from kneeling; *shift from the knees onto the seat; *swing the legs round and
      *sit
how   from the knees the hips go down to one side and the legs come to the front

[crouch to floor]
is    body, 1.4 s, 1 times, stays, weight .9
from  crouch to floor
0     @crouch
1     @floor
name  sitting down from a squat; dropping onto the seat; sitting down from crouching
say   *sit down on the floor from a crouch; *let {his} body go from squatting; *drop back onto the seat from a
      squat
how   from the squat the hips go back and down to the floor

[stretch the legs out]
is    body, 1.4 s, 1 times, stays, weight .9
from  floor to long sit
0     @floor
1     @long sit
name  stretching the legs out; straightening the legs; uncrossing the legs on the floor
say   *stretch {his} legs out on the floor; *straighten both legs while sitting; *uncross the legs
how   sitting on the floor both legs unfold and stretch straight ahead

[cross the legs]
is    body, 1.4 s, 1 times, stays, weight .9
from  long sit to floor
0     @long sit
1     @floor
name  crossing the legs; drawing the legs in; sitting cross-legged
say   *cross {his} legs on the floor; *draw both feet in; *fold {his} legs while sitting on the floor
how   sitting on the floor the straight legs fold in and cross

[sit down with straight legs]
is    body, 2.2 s, 1 times, stays, weight .9
from  stand to long sit
0
.45   @crouch, hands .2 -.8 -.2
.75   @floor, hands .3 -.8 -.2
1     @long sit
name  sitting down on the ground; sitting down with straight legs; getting down to sit
say   *sit down on the ground with {his} legs stretched out; *lower {his} body to the floor and *stretch the
      legs out; *get down and *sit with straight legs
how   the knees bend, the hips reach the floor and the legs stretch out in front

[roll from back to side]
is    body, 1.5 s, 1 times, stays
from  lie back to lie side
0     @lie back
1     @lie side
name  rolling onto the side; turning over in bed; baby waking up; turning on the side
say   *roll from the back onto the side; *turn over in bed; *turn onto {his} side
how   from lying on the back the whole body rolls onto one side

[roll from side to back]
is    body, 1.5 s, 1 times, stays
from  lie side to lie back
0     @lie side
1     @lie back
name  rolling onto the back; turning over; turning face up
say   *roll from the side onto the back; *turn over onto the back; *fall back flat from lying on the side
how   from lying on one side the whole body rolls onto the back

[sit up on the floor]
is    body, 1.9 s, 1 times, stays
from  lie back to floor
0     @lie back
.55   @long sit
1     @floor
name  waking up; sitting up cross-legged; getting up from bed; baby waking up
say   *sit up from lying and *cross the legs; *wake up and *sit up; *rise from the back to sitting
how   the trunk rises from the floor, then the legs fold in

[lie down from sitting cross-legged]
is    body, 1.9 s, 1 times, stays
from  floor to lie back
0     @floor
.5    @long sit
1     @lie back
name  lying down; going to sleep; lying back; reclining
say   *lie down on the back from sitting on the floor; *recline; *go to sleep; *stretch out and *lie back
how   the legs stretch out and the trunk sinks back until it lies flat

[step into a wide stance]
is    legs, 1.2 s, 1 times, stays
from  stand to wide
0
.5    foot .16 .1 0, root -.03 -.03 0
1     @wide
name  spreading the legs; stepping apart; standing with feet spread apart; widening the stance
say   *step the feet wide apart; *spread {his} legs; *take a wide stance; *stand with the feet apart
how   one foot steps out and the legs stand wide apart

[bring the feet together]
is    legs, 1.2 s, 1 times, stays
from  wide to stand
0     @wide
.5    foot .1 .1 0, root -.03 -.02 0
1     @stand
name  bringing the feet together; closing the legs; stepping together; standing normally
say   *bring {his} feet together; *step the feet together; *close {his} legs and *stand upright
how   from a wide stance one foot steps in beside the other

[bend down and stay]
is    body, 1.5 s, 1 times, stays
from  stand to bent
0
1     @bent
name  bending down; staying bent over; stooping; leaning over
say   *bend over and *stay down; *stoop and *remain bent; *lean far forward and *hold it
how   the trunk folds forward over straight legs and stays there

[straighten up]
is    body, 1.4 s, 1 times, stays
from  bent to stand
0     @bent
1     @stand
name  straightening up; standing up straight; rising from bending; coming upright
say   *straighten up; *stand up from being bent over; *come upright again; *unbend
how   the bent trunk rises until the body stands upright

[get up with a jump]
is    body, 1.5 s, 1 times, hard, stays
from  crouch to stand
0     @crouch
.3    @crouch, root 0 -.6 -.14
.55   air .25, hands 0 .3 .5, toes 40, spine 0 0 0
.8    air 0, root 0 -.2 -.06, spine 12 0 0, hands .2 -.6 .3
1     @stand
name  jumping up from a crouch; springing up; leaping up from the ground; frog jump up
say   *jump up from a crouch; *spring up from squatting; *leap up from the ground
how   from a low crouch the body shoots up off the ground and lands standing

[doze]
is    arms, 2.6 s, 1 times, weight .9
in    sit, floor
0
.35   head 30 0 0, spine 14 4 0
.6    head 38 6 0, spine 20 6 0
.68   head 0 0 0, spine 0 0 0
1     home
name  dozing off; falling asleep; nodding off; being sleepy
say   *doze off; *nod off and *jerk awake; *let {his} head sink as {his} eyes close
how   the head sinks slowly to the chest and then jerks up

[yawn]
is    arms, 2.6 s, 1 times
in    sit, floor, kneel
0
.35   hand .45 .6 .1, ohand .35 .5 .15, head -22 0 0, spine -12 0 0, elbows .4
.55   hand .6 .75 0, ohand .5 .65 0, spine -16 4 0
1     home
name  yawning; yawn and stretch; waking up; stretching after sleep
say   *yawn and *stretch both arms; *stretch and *lean back; *stretch {his} body after sleep
how   both arms spread up and out as the chest opens and the head tips back

[sneeze]
is    arms, 1.6 s, 1-2 times, hard
in    sit, floor
0
.35   head -22 0 0, spine -10 0 0, hand -.2 -.1 .35
.55   head 34 0 0, spine 30 0 0, hand -.34 .12 .28
.7    head 30 0 0, spine 26 0 0
1     home
name  sneezing; sneeze; having a cold; blowing the nose
say   *sneeze into {hand}; *draw back and *sneeze hard; *bend forward with a sneeze
how   the head goes back, then head and chest jerk forward into {hand}

[cough]
is    arms, .6 s, 2-5 times, smooth
in    sit, floor
0     hand -.34 .1 .3, spine 6 0 0, head 6 0 0
.5    spine 18 0 0, head 16 0 0
name  coughing; cough; choking; clearing the throat; vomiting
say   *cough into {fist}; *cough again and again; *clear {his} throat with {hand} before the mouth
how   with {hand} at the mouth the chest jerks forward again and again

[gasp for breath]
is    legs, 1.2 s, 2-4 times, smooth
0     turn 0 30 0, spine 22 0 0, root 0 -.14 -.12, hold .08 .6 .16, ohold .08 .6 .16, grips 1, hands .1 -.7 .4
.5    spine 30 0 0, root 0 -.17 -.12, head 10 0 0
name  catching {his} breath; being exhausted; panting; leaning on the knees
say   *catch {his} breath with the hands on the knees; *pant, bent over; *rest {his} hands on {his} knees
how   bent over with both hands on the knees the back heaves up and down

[clutch the stomach]
is    arms, 2 s, 1-2 times, weight .9
in    sit, floor, kneel
0
.35   hand -.42 -.5 .28, ohand -.4 -.6 .28, spine 28 0 0, head 14 0 0
.7    spine 34 4 0
1     home
name  stomach ache; holding the belly; belly pain; feeling sick; nausea
say   *hold {his} belly in pain; *clutch {his} stomach with both arms; *double over with stomach ache
how   both arms wrap round the belly as the trunk folds over

[clutch the chest]
is    arms, 2 s, 1-2 times, weight .9
in    sit
0
.35   hand -.4 -.2 .26, ohand -.3 -.3 .3, spine 14 0 0, head 10 0 0
.7    hand -.42 -.22 .26, spine 20 8 0
1     home
name  chest pain; heart attack; clutching the chest; holding the heart
say   *clutch {his} chest with {hand}; *hold {his} heart; *grab {his} chest and *bend forward
how   {hand} ~fly to the middle of the chest while the trunk sinks forward

[rub the neck]
is    arms, .8 s, 2-5 times, smooth
in    sit, floor
0     hand -.2 .22 -.08, elbow .4, head 12 10 0
.5    hand -.28 .14 -.06, head 8 -6 0
name  neck pain; rubbing the neck; massaging the neck; stiff neck
say   *rub {his} neck with {hand}; *massage the back of the neck; *roll {his} stiff neck under {hand}
how   {hand} ~rub on the back of the neck with the elbow up

[limp and hold the knee]
is    legs, 2.2 s, 1-2 times, weight .8
0
.35   foot 0 .4 .22, root -.09 -.02 0, spine 26 0 0, hands -.2 -.75 .5
.7    foot 0 .42 .24, spine 28 0 0
1     home
name  knee pain; holding the knee; hurt leg; hugging {knee}; stretching a knee
say   *hold {his} hurt knee; *pull {knee} up with both hands; *hug {knee} while standing on one leg
how   {knee} ~come up and both hands close around it

[get up from all fours]
is    body, 1.6 s, 1 times, stays
from  fours to stand
0     @fours
.5    @crouch, hands .05 -.35 .85
1     @stand
name  getting up from all fours; standing up from hands and knees
say   *get up from all fours; *stand up from hands and knees; *rise from hands and knees; *push off the floor
      and *get to {his} feet
how   the hands leave the floor, the feet come under the body and it stands up
"""

register(SHEET)
