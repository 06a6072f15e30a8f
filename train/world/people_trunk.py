"""Head, shoulders, trunk and hips: nodding, looking, bending, twisting, swaying, stretching, turning."""

from __future__ import annotations

from motionsearch.train.world.people_sheets import register

SHEET = """
[nod]
is    arms, .6 s, 2-6 times, smooth, weight 1.2
in    anywhere
0     head -8 0 0
.5    head 24 0 0
name  nodding; nod; nodding the head; saying yes
say   *nod; *nod {his} head; *nod in agreement; *say yes with the head; *move {his} head up and down
how   the head tips down and up again and again; the chin goes down and up

[shake head]
is    arms, .7 s, 2-6 times, smooth, weight 1.2
in    anywhere
0     head 0 0 32
.5    head 0 0 -32
name  shaking head; shaking the head; saying no; head shake
say   *shake {his} head; *say no with the head; *turn {his} head left and right quickly; *disagree by shaking
      the head
how   the head turns left and right again and again; the face turns left and right again and again

[look around]
is    arms, 2.6 s, 1-2 times, weight 1.3
in    anywhere
0
.25   head 0 0 55, spine 0 0 14
.4    head 0 0 55
.65   head 0 0 -55, spine 0 0 -14
.8    head 0 0 -55
1     home
name  looking around; looking left and right; searching; turning the head
say   *look around; *look left and right; *turn {his} head to one side and then to the other; *search with the
      eyes; *look over both shoulders
how   the head turns far to one side, stays, and turns to the other

[look to the side]
is    arms, 1.8 s, 1-2 times
in    anywhere
0
.3    head 0 0 60, spine 0 0 14
.7    head 0 0 60
1     home
name  looking to the {side}; turning the head {side}; looking over the {side} shoulder
say   *look to the {side}; *turn {his} head to the {side}; *glance over the {side} shoulder
how   the head turns to the {side} and comes back

[look up and down]
is    arms, 2.2 s, 1-2 times
in    anywhere
0
.25   head -35 0 0, spine -6 0 0
.4    head -35 0 0
.65   head 38 0 0, spine 6 0 0
.8    head 38 0 0
1     home
name  looking up and down; looking up; looking at the sky; looking down at the ground
say   *look up and then down; *tip {his} head back and then forward; *look at the sky and at the ground
how   the head tips far back and then far forward

[tilt head]
is    arms, 1.6 s, one turns, 1-3 times
in    anywhere
0
.45   head 0 35 0
.6    head 0 35 0
1     home
name  tilting the head; cracking neck; neck stretch; ear to shoulder
say   one:*tilt {his} head to the {side}; *stretch {his} neck sideways; turns:*tilt {his} head from side to
      side; *bring an ear toward the shoulder; *lean {his} head sideways
how   the ear sinks towards the shoulder and comes back up

[roll head]
is    arms, 2.2 s, 1-3 times, smooth
in    anywhere
0     head 30 0 0
.25   head 0 32 0
.5    head -28 0 0
.75   head 0 -32 0
name  rolling the head; neck circles; head circles; neck roll
say   *roll {his} head; *circle {his} head around the neck; *make circles with the head
how   the head rolls around in a circle from shoulder to shoulder

[headbang]
is    arms, .5 s, 3-9 times, smooth, weight .9, hard
in    wide, kneel, sit
0     head 42 0 0, spine 24 0 0
.5    head -22 0 0, spine -4 0 0
name  headbanging; head banging; throwing the head up and down
say   *bang {his} head; *headbang; *throw {his} head up and down wildly
how   head and upper body whip down and up in a fast rhythm

[bend forward]
is    legs, 2.2 s, 1-4 times, weight 1.6
in    wide
0
.45   turn 0 44 0, spine 46 0 0, root 0 -.02 -.14, hands .1 -.7 .65, head 10 0 0
.6    turn 0 44 0
1     home
name  bending forward; bend; bending over; forward bend; toe touch; touching the toes; bending down
say   *bend forward; *bend over and *straighten up; *touch {his} toes; *bend down from the waist; *reach for
      the toes with straight legs
how   the trunk folds forward at the hips until the hands hang near the feet, then it rises again; both legs
      stay straight while the chest and head go down in front

[bend sideways]
is    legs, 1.9 s, one turns, 1-4 times, weight 1.5
in    wide, kneel, sit
0
.45   spine 0 38 0, turn 0 0 8, root -.06 0 0, ohand .1 .9 .1, hand .1 -.9 .1
.6    spine 0 38 0
1     home
name  one:side bend to the {side}; side bend; side bends; bending sideways; side stretch; turns:bending from
      side to side
say   one:*bend to the {side}; *do a side bend; *lean {his} upper body to the side with one arm overhead;
      turns:*bend from side to side; *stretch {his} side
how   the trunk bends sideways while one arm reaches over the head; the shoulders tip over to one side above
      still hips

[bend backward]
is    legs, 2.2 s, 1-2 times
in    wide, kneel
0
.45   spine -38 0 0, turn 0 -12 0, root 0 -.05 .12, hands .2 .85 -.1, head -25 0 0
.6    spine -38 0 0
1     home
name  bending back; backbend; arching the back; leaning backward
say   *bend backward; *arch {his} back; *lean back with the arms up; *stretch the belly and *bend back
how   the trunk arches backward with both arms up and comes upright again

[twist]
is    legs, 1.4 s, 2-5 times, smooth, weight 1.5
in    wide, sit, kneel
0     spine 0 0 42, turn 10 0 0, hand .1 -.15 .35, ohand -.1 -.15 .35
.5    spine 0 0 -42, turn -10 0 0, hand -.1 -.15 .35, ohand .1 -.15 .35
name  twisting; trunk rotation; torso twist; twisting at the waist; turning the upper body left and right
say   *twist {his} upper body left and right; *rotate {his} trunk from side to side; *twist at the waist;
      *turn the shoulders left and right
how   the shoulders turn far to one side and then to the other while the feet stay in place; hips stay while
      the chest and both shoulders rotate one way and the other

[twist with arms out]
is    legs, 1.6 s, 2-4 times, smooth
in    wide, sit
0     spine 0 0 45, turn 10 0 0, hands .95 0 .1
.5    spine 0 0 -45, turn -10 0 0
name  twisting with the arms out; windmill twist; helicopter arms
say   *twist left and right with both arms out; *rotate the upper body with the arms spread; *turn the chest
      from side to side with the arms spread; *swing the spread arms round
how   with both arms out to the sides the trunk turns left and right

[windmill toe touch]
is    legs, 2 s, turns, 2-4 times
in    wide
0     hands .95 0 .05, feet .22 0 0
.5    hand -.35 -.75 .5, ohand .3 .8 -.2, turn 0 40 0, spine 40 0 -38, root 0 -.05 -.14, feet .22 0 0
1     hands .95 0 .05, turn 0 0 0, spine 0 0 0, root 0 0 0
name  windmill; windmill toe touches; alternate toe touches; opposite hand to foot
say   *touch the opposite foot with one hand after the other; *do windmills; *bend and *touch the opposite
      foot in turn
how   with legs apart and arms out the trunk bends and one hand after the other goes to the opposite foot

[hip circles]
is    legs, 1.5 s, 2-5 times, smooth, weight 1.3
in    wide
0     root .11 -.02 0, turn 0 0 7, spine 0 -9 0, hands -.06 -.72 .06, elbows .9
.25   root 0 -.03 .1, turn 0 -9 0, spine 9 0 0
.5    root -.11 -.02 0, turn 0 0 -7, spine 0 9 0
.75   root 0 -.03 -.1, turn 0 9 0, spine -6 0 0
name  hip circles; circling the hips; hula hoop; hula hooping; rotating the hips
say   *circle {his} hips; *spin a hula hoop; *rotate the hips with the hands on the waist; *swing {his} hips
      in circles
how   the hips go round in a circle while the feet and the head stay in place

[sway]
is    legs, 1.8 s, 2-4 times, smooth, weight 1.3
in    wide
0     root .12 -.02 0, spine 0 6 0, turn 0 0 3
.5    root -.12 -.02 0, spine 0 -6 0, turn 0 0 -3
name  swaying; sway; rocking from side to side; shifting weight; swaying gently
say   *sway from side to side; *shift {his} weight from one foot to the other; *rock sideways; *sway gently
how   the whole body leans a little to one side and then to the other over the feet

[rock forward and back]
is    legs, 1.6 s, 2-4 times, smooth
in    kneel, sit, floor
0     turn 0 8 0, root 0 -.01 .06, spine 6 0 0
.5    turn 0 -7 0, root 0 -.01 -.06, spine -4 0 0
name  rocking; rocking back and forth; rocking forward and backward
say   *rock back and forth; *sway forward and backward; *rock {his} body forward and back
how   the body tips forward and back over the feet

[lean]
is    legs, 2 s, 1 times, stays, still
in    wide
0
.5    turn 0 0 12, spine 0 10 0, root .12 -.01 0, hand .5 -.2 .2
1     turn 0 0 12, spine 0 10 0, root .12 -.01 0, hand .5 -.2 .2
name  leaning to the {side}; leaning against a wall; leaning sideways
say   *lean to the {side}; *lean against something at the {side}; *lean with {hand} on a wall
how   the whole body tips to the {side} and stays there

[wiggle hips]
is    legs, .6 s, 3-8 times, smooth
in    wide, bent
0     root .09 -.03 0, turn 0 0 -9, spine 0 9 0
.5    root -.09 -.03 0, turn 0 0 9, spine 0 -9 0
name  wiggling the hips; shaking the hips; hip shake; wiggle; belly dancing
say   *wiggle {his} hips; *shake the hips from side to side; *swing {his} hips quickly
how   the hips swing quickly left and right under a quiet chest

[bob]
is    legs, .6 s, 3-8 times, smooth
in    wide
0     root 0 -.1 0, spine 6 0 0, head 6 0 0
.5    root 0 -.01 0, spine 0 0 0, head -2 0 0
name  bobbing; bouncing with the knees; grooving; bouncing to music; knee bounces
say   *bob up and down; *bounce in the knees; *groove to music; *bend and *stretch the knees in rhythm
how   the knees bend and stretch a little in a steady rhythm so that the body bobs up and down

[shoulder rolls]
is    arms, 1.1 s, both one, 2-5 times, smooth
in    seated
0     shrug .12, hand .17 -.93 .1
.25   shrug .05, hand .19 -.95 -.02
.5    shrug -.04, hand .17 -.95 .02
.75   shrug .05, hand .15 -.94 .14
name  shoulder rolls; rolling the shoulders; circling the shoulders
say   *roll {shoulder}; *circle {shoulder}; *rotate {shoulder}
how   {shoulder} ~go up, back, down and forward in small circles

[stretch up]
is    arms, 2.6 s, both, 1-2 times, weight 1.2
in    sit, kneel, wide, floor
0
.4    clasp 0 .9 0, head -18 0 0, spine -10 0 0, root 0 .03 0
.65   clasp 0 .9 0, spine -12 4 0
1     home
name  stretching; stretching up; morning stretch; stretching the arms overhead; yawning and stretching
say   *stretch with both arms overhead; *stretch {his} whole body upward; *reach both clasped hands up high
      and *stretch; *stretch and *yawn
how   the hands meet above the head and the whole body stretches up

[stretch arm across]
is    arms, 2.4 s, 1 times, weight 1.1
in    seated
0
.35   hand -.85 0 .35, ohand -.3 -.05 .45, spine 0 0 -10
.75   hand -.88 0 .3, ohand -.3 -.05 .42, spine 0 0 -14
1     home
name  stretching arm; shoulder stretch; cross-body arm stretch; pulling {arm} across
say   *stretch {arm} across the chest; *pull {arm} across the body with the other hand; *stretch {his}
      shoulder
how   {arm} ~be pulled straight across the chest by the other hand

[stretch triceps]
is    arms, 2.4 s, 1 times
in    seated
0
.35   hand -.25 .3 -.2, elbow .2, ohand -.55 .55 -.05, oelbow .4
.75   hand -.28 .25 -.22, elbow .2, ohand -.55 .52 -.08, oelbow .4, spine 0 -10 0
1     home
name  triceps stretch; stretching the arm behind the head; overhead arm stretch
say   *stretch {arm} behind the head; *pull {elbow} behind the head with the other hand; *bend {arm} behind
      the head; *reach {hand} down between the shoulder blades
how   {hand} ~reach down the back while the other hand pulls the elbow

[stretch thigh]
is    legs, 2.6 s, 1 times
0
.35   foot .04 .5 -.42, root -.1 0 0, hand .1 -.75 -.35, ohand .7 -.1 .2
.8    foot .04 .54 -.42, root -.1 0 0, hand .1 -.75 -.35, ohand .7 -.1 .2
1     home
name  quad stretch; stretching leg; stretching the thigh; holding a foot behind
say   *stretch {thigh}; *hold {foot} behind the body with {hand}; *pull {heel} up to the seat and *stand on
      one leg
how   standing on one leg {heel} ~be pulled up behind by the hand

[stretch hamstring]
is    legs, 2.6 s, 1-2 times
0
.35   foot 0 0 .45, toe -30, turn 0 35 0, spine 30 0 0, root 0 -.08 -.18, hands 0 -.5 .75
.7    foot 0 0 .45, turn 0 40 0, spine 34 0 0
1     home
name  hamstring stretch; stretching the back of {leg}; leaning over a straight leg
say   *put {foot} forward and *lean over it; *stretch the back of {leg}; *bend over {leg}
how   with {foot} in front on the heel the trunk leans forward over the straight leg

[turn around]
is    legs, 2 s, 1 times, stays, weight 2
0
.2    yaw 18, foot .05 .07 -.05, turn 12 0 0, head 0 0 20
.4    yaw 60, ofoot -.02 .07 .05, foot 0 0 0
.6    yaw 110, foot .05 .07 -.05, ofoot 0 0 0
.8    yaw 160, ofoot -.02 .06 .05, foot 0 0 0, turn 0 0 0, head 0 0 0
1     yaw 180, ofoot 0 0 0
name  turning around; turn around; turning to the {side}; about face; half turn
say   *turn around; *turn around to the {side}; *turn to face the other way; *make a half turn; *turn {side}
      by 180 degrees; *turn on the spot
how   with small steps the whole body turns to the {side} until it faces the other way; the feet step round on
      the spot until the back is where the front was

[quarter turn]
is    legs, 1.3 s, 1 times, stays, weight 1.3
0
.4    yaw 30, foot .04 .06 0, turn 10 0 0, head 0 0 15
.7    yaw 70, foot 0 0 0, ofoot 0 .06 0, turn 0 0 0
1     yaw 90, ofoot 0 0 0, head 0 0 0
name  quarter turn; turning {side}; turning to the {side}; pivoting; facing {side}
say   *turn to the {side}; *make a quarter turn to the {side}; *turn {side} by 90 degrees; *rotate to the
      {side}; *face the other side
how   the whole body turns a quarter to the {side}

[spin]
is    legs, 1.2 s, 1-3 times, smooth, weight 1.4
0     yaw 0, hands .45 -.5 .2, root 0 -.02 0
.25   yaw 90, foot .06 .06 0
.5    yaw 180, foot 0 0 0, ofoot .06 .06 0
.75   yaw 270, foot .06 .06 0, ofoot 0 0 0
1     yaw 360, foot 0 0 0
name  spinning; spinning around; turning in circles; twirling; whirling; full turn
say   *spin around; *spin in place; *twirl around to the {side}; *turn in circles on the spot; *turn once
      around; *whirl around
how   the whole body turns round and round to the {side} on the spot

[pirouette]
is    legs, 1.5 s, 1-2 times, hard
0     hands .6 -.2 .5, foot .1 0 -.15, root 0 -.1 0
.2    yaw 40, hands -.15 -.1 .55, root 0 .03 0, otoe 40, foot -.1 .42 .1, knee 1.6
.7    yaw 330, hands -.15 -.1 .55, root 0 .03 0, otoe 40, foot -.1 .42 .1
1     yaw 360, hands .6 -.2 .5, root 0 -.05 0, otoe 0, foot .1 0 -.1, knee 0
name  pirouette; ballet spin; spinning on one leg; figure skating spin; turning on one foot
say   *do a pirouette; *spin on one leg; *spin on {ofoot} with {foot} drawn up; *turn once around on one foot
how   rising on one foot with the other drawn up and the arms rounded in front the body spins once around

[jump turn]
is    legs, 1.3 s, 1-2 times, hard
0
.32   root 0 -.26 -.06, spine 16 0 -18, hands .2 -.6 .2
.45   air .1, yaw 40, root 0 0 0, spine 0 0 10, hands 0 .1 .5, toes 35
.6    air .3, yaw 190
.75   air 0, yaw 330, toes 0, root 0 -.08 0
.84   yaw 360, root 0 -.22 -.05, spine 14 0 0, hands .4 -.5 .3
1     home
name  jump turn; jumping spin; jump and spin; 360 jump; spinning jump
say   *jump and *spin in the air; *jump with a full turn; *leap up and *turn around once; *do a 360 degree
      jump
how   both feet leave the ground and the body turns once around in the air
"""

register(SHEET)
