"""Arm motions that need no thing in hand: raising, lowering, holding, swinging, circling."""

from __future__ import annotations

from motionsearch.train.world.people_sheets import register

SHEET = """
[lie back]
is    body, 1.6 s, 1 times, stays
from  long sit to lie back
0     @long sit
1     @lie back
name  lying back; lying down from sitting
say   *lie back; *lie down from sitting; *lower {his} back to the floor
how   from sitting the trunk goes down backward until it lies flat

[raise arm]
is    arms, 2.2 s, one both turns
in    anywhere
0
.35   hand .1 .97 .08
.6    hand .1 .97 .08
1     home
name  raising {arm}; arm raise; lifting {arm}; one:hand up; both:arms up
say   *raise {hand}; *lift {arm}; *raise {arm} overhead; *put {hand} up and *lower it again; *reach up with
      {hand}; *hold {hand} up high; *raise {hand} above the head and *bring it back down
how   {arm} ~go up until {hand} ~be above the head, then ~come down; {hand} ~rise from the hip to above the
      head; {arm} ~rise straight past the shoulder until it points to the ceiling

[raise arm sideways]
is    arms, 2.2 s, one both turns
in    anywhere
0
.3    hand .97 .03 .08
.6    hand .97 .03 .08
1     home
name  side raise; lateral raise; both:lateral raises; both:t pose; both:spreading the arms
say   *raise {arm} to the side; *lift {arm} sideways to shoulder height; *stretch {arm} out to the side;
      *extend {arm} sideways; both:*spread both arms; both:*hold both arms out to the sides; both:*open the
      arms wide
how   {arm} ~swing out sideways to shoulder height and ~come back down; {hand} ~move away from the body to the
      side; {arm} ~be raised level to the side, away from the body

[raise arm forward]
is    arms, 2.2 s, one both turns
in    anywhere
0
.3    hand .04 .03 .97
.6    hand .04 .03 .97
1     home
name  front raise; both:front raises; arm forward
say   *raise {arm} to the front; *lift {arm} forward to shoulder height; *stretch {arm} out in front; *extend
      {arm} forward; *hold {arm} out straight ahead
how   {arm} ~swing forward up to shoulder height with a straight elbow and ~come down again; {arm} ~lift
      straight ahead until {hand} ~be as high as the shoulder

[raise arms through the side]
is    arms, 2.8 s, both one
in    anywhere
0
.25   hand .97 .03 .08
.45   hand .1 .97 .08
.55   hand .1 .97 .08
.75   hand .97 .03 .08
1     home
name  both:raising the arms through the sides; both:snow angel arms; wide arm raise; one:arm sweeping up
      sideways; one:raising {arm} in an arc
say   *raise {arm} sideways all the way overhead; *sweep {arm} out and up in a wide arc; *swing {arm} up
      through the side and back down
how   {hand} ~travel in a wide arc from the hip out to the side and up over the head

[hold arms up]
is    arms, 1.4 s, both one, 1 times, still, stays
in    anywhere
0
.6    hand .2 .9 .15
1     hand .2 .9 .15
name  both:hands up; both:surrendering; raised {arm}; one:holding {hand} up; one:asking to speak
say   *put {hand} up; *hold {hand} up in the air; both:*surrender with the hands up; *keep {arm} raised;
      *raise {hand} and *stay like that
how   {hand} ~go up and ~stay above the head

[hold arms out]
is    arms, 1.4 s, both one, 1 times, still, stays
in    anywhere
0
.6    hand .97 .03 .08
1     hand .97 .03 .08
name  both:t pose; both:t-pose; both:arms out to the sides; arm out to the side; one:holding {arm} out
      sideways
say   *hold {arm} out to the side; both:*make a t-pose; *keep {arm} stretched out sideways; *hold {arm} level
      at shoulder height; *stretch {arm} out to the side and *stay so
how   {arm} ~be held level out to the side

[hold arms forward]
is    arms, 1.4 s, both one, 1 times, still, stays
in    anywhere
0
.6    hand .04 .03 .97
1     hand .04 .03 .97
name  both:zombie arms; both:arms stretched forward; arm stretched forward; one:holding {arm} out in front
say   *hold {arm} out in front; *keep {arm} stretched forward; *stick {arm} out in front
how   {arm} ~be held straight out in front of the chest

[lower arm]
is    arms, 1.6 s, one both, 1 times
in    wide
0     hand .1 .97 .08
.35   hand .1 .97 .08
.8    hand .17 -.95 .06
1     hand .17 -.95 .06
name  lowering {arm}; arm down
say   *lower {arm}; *bring {arm} down; *drop {arm} to the side; *let {hand} sink from above the head
how   {arm} ~start above the head and ~come down to the side

[swing arms apart and together]
is    arms, 1 s, both, 2-6 times, smooth
in    seated
0     hand -.3 0 .85
.5    hand .95 0 0
name  chest fly; horizontal arm swings; opening and closing the arms; big clap
say   *swing both arms open and closed; *open the arms wide and *bring them together in front; *hug the air
how   straight arms swing from in front of the chest out to the sides and back together at shoulder height

[arm circles]
is    arms, 1.3 s, one both, 2-5 times, weight 1.5, smooth
in    wide, sit, kneel
circle .35 0 0, radius .88, side, back
name  arm circles; arm rotation; windmill arms; circling {arm}; shoulder circles
say   *circle {arm}; *swing {arm} round in big circles; *rotate {arm} at the shoulder; *make big circles with
      {arm}; *windmill {arm}; *wheel {arm} around; *circle {arm} forward
how   {arm} ~go round in a full circle beside the body; {hand} ~pass the hip, the back, over the head and the
      front

[arm circles backward]
is    arms, 1.3 s, one both, 2-5 times, smooth
in    wide, sit, kneel
circle .35 0 0, radius .88, side
name  backward arm circles; reverse arm circles
say   *circle {arm} in reverse; *circle {arm} backward; *rotate {arm} in circles at the shoulder; *swing {arm}
      round in big circles the other way
how   {arm} ~go round in a full circle beside the body

[small arm circles]
is    arms, 0.7 s, both one, 3-8 times, smooth
in    wide, sit, kneel
circle .93 .03 .1, radius .17, side
name  small arm circles; arm circles to the side
say   *make small circles with {arm} held out to the side; *hold {arm} out sideways and *draw little circles;
      *circle {arm} in little rounds at shoulder height; *twirl {arm} out at the side
how   {arm} ~be held out to the side while {hand} ~trace small circles

[swing arms]
is    arms, 0.9 s, both one turns, 2-6 times, smooth
in    wide
0     hand .12 -.75 .6
.5    hand .12 -.75 -.55
name  swinging the arms; arm swings; arm swing back and forth
say   *swing {arm} back and forth; *swing {arm} forward and backward; *let {arm} swing at the side
how   {arm} ~swing forward and back beside the body like a pendulum

[swing arms across]
is    arms, 1.2 s, 2-5 times, smooth
in    wide, kneel
0     hand .75 -.3 .4, ohand -.6 -.35 .5, spine 0 0 28, turn 12 0 0
.5    hand -.6 -.35 .5, ohand .75 -.3 .4, spine 0 0 -28, turn -12 0 0
name  swinging the arms from side to side; twisting with swinging arms; torso swings
say   *swing both arms from side to side; *twist and *swing the arms left and right; *let the arms sweep
      across the body
how   both arms sweep together to one side and then the other while the trunk twists

[cross arms overhead]
is    arms, 1 s, both, 2-6 times, smooth
in    seated
0     hand -.5 .8 .1
.5    hand .55 .75 .1
name  crossing the arms overhead; scissor arms; signalling with crossed arms
say   *cross and *uncross both arms overhead; *wave both arms crossing above the head; *signal for help with
      both arms
how   straight arms cross above the head and open again and again

[scissor arms]
is    arms, 0.8 s, 2-6 times, smooth
in    seated
0     hand -.5 .06 .8, ohand -.5 -.06 .8
.5    hands .6 .03 .75
name  crossing the arms in front; front arm crosses; scissoring the arms
say   *cross {his} arms in front again and again; *scissor {his} arms; *swing {his} arms crosswise in front of
      the chest
how   both arms cross in front of the chest and open again

[shake hands loose]
is    arms, 0.3 s, both one, 4-12 times, smooth
in    wide
0     hand .25 -.65 .4
.5    hand .27 -.8 .3
name  shaking out the hands; shaking the arms loose; shivering hands
say   *shake out {hand}; *shake {arm} loose; *shake {hand} up and down quickly
how   {hand} ~shake quickly in front of the hips

[shoulder press without weight]
is    arms, 1.5 s, both one turns, 2-5 times, smooth
in    wide, sit, kneel
0     hand .28 .05 .15
.5    hand .18 .95 .08
name  shoulder press; overhead press; arm pumps overhead; raise the roof
say   *push {hand} up overhead; *press {hand} up from the shoulder; *pump {arm} up and down; *raise the roof
      with {hand}
how   {hand} ~push up from the shoulder until the arm is straight overhead and ~come back to the shoulder
"""

register(SHEET)
