"""Falling, stumbling, and the body out of control."""

from __future__ import annotations

from motionsearch.train.world.people_sheets import register

SHEET = """
[fall forward]
is    body, 1.5 s, 1 times, stays, weight 1.4, hard
from  stand to lie front
0
.3    turn 0 35 0, root 0 -.12 .15, hands .2 -.1 .8, foot 0 .05 -.15
.55   @kneel, turn 0 62 0, root 0 -.6 .3, hands .15 .1 .9
.78   @lie front, hands .25 .5 .3, root 0 -.93 .2, foot .05 .2 -1, ofoot .05 .12 -1
1     @lie front
name  falling forward; fall; falling down; faceplanting; tripping and falling; collapsing forward
say   *fall forward; *fall down on {his} face; *trip and *fall to the ground; *collapse forward; *fall flat
      on the stomach
how   the body tips forward, the hands shoot out and it lands flat on its front

[fall backward]
is    body, 1.5 s, 1 times, stays, weight 1.4, hard
from  stand to lie back
0
.3    turn 0 -20 0, root 0 -.1 -.2, hands .4 .1 .6, foot 0 0 .05, spine 14 0 0
.58   root 0 -.75 -.3, turn 0 -42 0, spine 26 0 0, hands .4 -.4 -.3, feet .05 .05 .55, snap 1
.8    @lie back, spine 15 0 0, feet .1 .35 .8, hands .6 .1 .2
1     @lie back, hands .6 -.5 0
name  falling backward; fall; falling down; falling on the back; slipping
say   *fall backward; *fall down on {his} back; *slip and *fall; *tip over backward; *land on the back
how   the body tips backward, the hips drop and it lands on its back with the arms flung out

[fall sideways]
is    body, 1.5 s, 1 times, stays, weight 1.2, hard
from  stand to lie side
0
.3    turn 0 0 18, root .2 -.15 0, hand .7 -.3 .3, ohand .5 .1 .3
.6    turn 0 10 62, root .55 -.65 0, hand .6 -.3 .3, ohand .4 .3 .4, foot .1 0 .1, ofoot .1 .15 .1, snap .6
.82   turn 0 0 88, root .7 -.9 0, foot .25 0 .15, ofoot -.5 .2 .2, snap 1, loose .6
1     turn 0 0 90, root .7 -.92 0, foot 0 .2 .3, ofoot 0 .15 .2, loose 1, hand .2 -.3 .5, ohand 0 -.3 .5
name  falling sideways; falling over; fall to the {side}; collapsing; fainting
say   *fall over to the {side}; *fall sideways; *topple over; *faint and *fall
how   the body tips over to the {side} and lands on its side

[collapse]
is    body, 1.8 s, 1 times, stays, hard
from  stand to lie side
0
.25   root 0 -.2 -.05, spine 22 0 0, head 30 0 0, knee .3
.5    @kneel, spine 35 0 0, head 35 0 0, root 0 -.58 -.05
.8    @kneel, spine 40 20 0, turn 0 20 60, root .4 -.8 0, hands .3 -.4 .5, snap 1
1     turn 0 5 88, root .6 -.92 0, spine 30 0 0, head 20 0 0, hands .2 -.2 .6, foot 0 .25 .35, ofoot 0 .2
      .25, loose 1, snap 1, feet 0 .25 .35
name  collapsing; fainting; passing out; dropping dead; sinking to the ground
say   *collapse; *faint; *sink to the ground; *crumple and *lie still; *fall down dead
how   the knees give way, the body sinks down and tips over onto the ground

[slip and catch]
is    legs, 1.3 s, 1 times, hard
0
.3    foot 0 .15 .5, turn 0 -22 0, root 0 -.12 -.12, hands .8 .3 .2, spine 14 0 0
.55   foot 0 0 .3, ofoot 0 .08 -.2, root 0 -.16 .02, turn 0 10 0, hands .8 .1 .2
1     home
name  slipping; losing balance; nearly falling; regaining balance
say   *slip and *catch {his} balance; *come close to falling; *lose balance and *flail the arms; *slip on
      something
how   one foot shoots forward, the arms fly out and the body steadies itself again

[trip]
is    legs, 1.5 s, 1 times, stays, hard
0     go 0 0 0
.2    foot 0 .12 -.35, turn 0 28 0, root 0 -.06 .12, hands .3 -.2 .7, go 0 0 .2
.42   foot 0 0 .45, turn 0 34 0, root 0 -.22 .15, hands .5 -.1 .6, go 0 0 .5
.65   ofoot 0 .1 .2, foot 0 0 -.05, turn 0 18 0, root 0 -.12 .08, go 0 0 .85
1     foot 0 0 0, ofoot 0 0 0, turn 0 0 0, root 0 0 0, go 0 0 1, hands .17 -.95 .06
name  tripping; stumbling; stumble; tripping over something
say   *trip and *stumble forward; *stumble; *trip over something and *regain {his} footing
how   one foot catches, the body pitches forward and two quick steps stop the fall

[get pushed]
is    legs, 1.5 s, 1 times, stays, hard
0     go 0 0 0
.2    root .1 -.04 0, spine 0 -22 0, turn 0 0 12, hands .4 -.6 .2, go .08 0 0
.45   foot .45 .05 0, root .25 -.12 0, spine 0 -8 0, go .2 0 0
.7    foot .15 0 0, ofoot -.1 .06 0, root .1 -.06 0, spine 0 0 0, turn 0 0 0, go .45 0 0
1     foot 0 0 0, ofoot 0 0 0, root 0 0 0, go .55 0 0, hands .17 -.95 .06
name  being pushed to the {side}; getting shoved; being pushed; losing balance sideways
say   *get pushed to the {side} and *step to recover; *stagger to the {side}; *be shoved sideways; *lose
      balance to the {side}
how   the body jerks to the {side} and catches itself with a quick side step

[get pushed from behind]
is    legs, 1.4 s, 1 times, stays, hard
0     go 0 0 0
.2    root 0 -.04 .14, spine -18 0 0, turn 0 16 0, hands .4 -.5 -.2, head -15 0 0, go 0 0 .1
.45   foot 0 .05 .45, root 0 -.12 .25, spine 10 0 0, go 0 0 .3, head 0 0 0
.72   foot 0 0 .1, ofoot 0 .08 .05, root 0 -.06 .05, spine 0 0 0, turn 0 0 0, go 0 0 .75
1     foot 0 0 0, ofoot 0 0 0, root 0 0 0, go 0 0 .85, hands .17 -.95 .06
name  being pushed from behind; getting pushed forward; shoved in the back
say   *get pushed from behind and *stumble forward; *lurch forward; *be shoved in the back
how   the hips jerk forward and the body catches itself with quick steps ahead

[shiver]
is    arms, .25 s, 6-16 times, smooth
in    seated
0     hand -.5 -.25 .28, ohand -.5 -.2 .25, shrugs .07, spine 8 2 0, head 6 0 0
.5    hand -.47 -.28 .3, ohand -.47 -.23 .27, shrugs .09, spine 9 -2 0
name  shivering; trembling; being cold; shaking with cold
say   *shiver; *tremble with cold; *hug {his} own body and *shake
how   with the arms wrapped around the chest the whole body trembles quickly

[jerk in fright]
is    legs, 1.1 s, 1 times, hard
0
.2    root 0 -.1 -.1, hands -.05 .2 .5, head -14 0 0, spine -12 0 0, foot 0 .03 -.2, shrugs .1
.5    hands -.05 .15 .45, root 0 -.08 -.14
1     home
name  being startled; startle; jumping back in fright; scared
say   *be startled; *jerk back in fright; *flinch with both hands up; *jump with fear
how   the whole body jerks back and both hands shoot up before the chest

[limp in place]
is    legs, 1.8 s, 1-2 times
0
.3    foot -.02 .3 .1, root -.1 -.05 0, spine 35 0 0, turn 0 14 0, hand -.2 -.8 .4, ohand -.45 -.75 .45
.75   foot -.02 .32 .1, root -.1 -.02 0, spine 38 0 0
1     home
name  holding an injured leg; hurting the foot; leg injury; grabbing the knee in pain
say   *hold {his} {side} knee in pain; *lift {foot} and *clutch the leg; *bend over a hurt {side} leg
how   {foot} ~come off the ground and both hands grab the knee while the body bends over

[back pain]
is    legs, 2.2 s, 1 times
0
.3    hand -.1 -.68 -.2, ohand -.1 -.68 -.2, elbows .3, spine -14 0 0, turn 0 -8 0, root 0 0 .06
.7    hand -.1 -.68 -.2, ohand -.1 -.68 -.2, spine -18 4 0
1     home
name  back pain; holding the back; lower back ache; rubbing the back
say   *hold {his} aching back; *put both hands on the lower back and *lean back; *rub {his} lower back
how   both hands go to the lower back and the body arches a little

[throw a tantrum]
is    body, .7 s, 3-6 times, smooth, hard, weight .8
0     hands .1 -.4 .5, foot 0 .25 .1, root -.05 -.05 0, head 20 0 0, spine 15 0 0
.5    hands .1 .1 .4, foot 0 0 0, ofoot 0 .25 .1, root .05 -.05 0
name  tantrum; stamping and shaking the fists; angry; furious
say   *throw a tantrum; *stamp both feet and *shake the fists; *rage
how   the feet stamp in turn while both fists beat up and down

[wade]
is    legs, 1.4 s, turns, 2-4 times, weight .7
0     go 0 0 0
.5    foot -.02 .42 .25, root -.06 -.06 0, spine 10 0 0, hands .5 -.35 .3, go 0 0 .1
1     foot 0 0 0, root 0 0 0, go 0 0 .25
name  wading; stepping over obstacles; walking through deep snow; stepping high
say   *wade through water; *step high over obstacles; *walk through deep snow lifting the knees
how   the knees lift high at every slow step while the arms are held out

[step over]
is    legs, 2 s, 1 times, stays, weight 1.1
0     go 0 0 0
.3    foot -.02 .5 .35, root -.08 0 0, go 0 0 .05, hands .4 -.6 .2
.5    foot 0 0 .55, root 0 -.08 .25, go 0 0 .1
.78   ofoot -.02 .5 .1, root .08 0 .15, foot 0 0 .2, go 0 0 .5
1     foot 0 0 0, ofoot 0 0 0, root 0 0 0, go 0 0 .75
name  stepping over something; stepping over an obstacle; high step; crossing a hurdle
say   *step over an obstacle; *lift {leg} high and *step over something; *step over a hurdle one leg after
      the other
how   {knee} ~lift high over something, ~come down in front and the other leg follows
"""

register(SHEET)
